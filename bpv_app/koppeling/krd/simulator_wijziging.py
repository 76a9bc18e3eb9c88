"""What somebody at the register can change there: strict reading, and the words in which the register tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bpv_app.koppeling.krd.simulator_bericht import BerichtFout, Veldlezer, Verbintenis, lees_verbintenis_van
from bpv_app.koppeling.krd.simulator_rules import RegisterStatus


class WijzigingSoort(StrEnum):
    """What can change at the register itself."""

    ADRES = "adres"
    VERBINTENIS = "verbintenis"
    POK_STATUS = "pok_status"
    MUTATIESTOP = "mutatiestop"


@dataclass(frozen=True, slots=True)
class RegisterWijziging:
    """One change, with what belongs to its kind. `datum` None lifts the mutation freeze."""

    soort: WijzigingSoort
    student: str = ""
    adres: Mapping[str, str] = field(default_factory=dict)
    verbintenis: Verbintenis | None = None
    eind_reden: str = ""
    pok_nummer: str = ""
    krd_status: RegisterStatus | None = None
    reden: str = ""
    datum: date | None = None

    def als_dict(self) -> dict[str, Any]:
        """As it goes over the line."""
        if self.soort is WijzigingSoort.ADRES:
            return {"soort": self.soort, "student": self.student, "adres": dict(self.adres)}
        if self.verbintenis is not None:
            return {"soort": self.soort, "verbintenis": {**asdict(self.verbintenis), "eind_reden": self.eind_reden}}
        if self.soort is WijzigingSoort.POK_STATUS:
            wat = {"pok_nummer": self.pok_nummer, "krd_status": self.krd_status, "reden": self.reden}
            return {"soort": self.soort, **wat}
        return {"soort": self.soort, "datum": self.datum}


ADRES_VELDEN = {"straat": 200, "huisnummer": 20, "postcode": 6, "plaats": 100}
"""Parts of an address with their greatest length."""


def lees_register_wijziging(bron: Any) -> RegisterWijziging:
    """Read one change. Raises `BerichtFout` with every field that is wrong."""
    fouten: list[str] = []
    lezer = Veldlezer(bron, "", fouten)
    soort = lezer.tekst("soort", 20, verplicht=True)
    wijziging = RegisterWijziging(WijzigingSoort.MUTATIESTOP)
    if soort == WijzigingSoort.ADRES:
        adres = Veldlezer(lezer.bron.get("adres"), "adres", fouten)
        delen = {naam: adres.tekst(naam, lengte) for naam, lengte in ADRES_VELDEN.items()}
        student = lezer.tekst("student", verplicht=True)
        wijziging = RegisterWijziging(WijzigingSoort.ADRES, student=student, adres=delen)
    elif soort == WijzigingSoort.VERBINTENIS:
        deel = Veldlezer(lezer.bron.get("verbintenis"), "verbintenis", fouten)
        eind_reden = deel.tekst("eind_reden", 40)
        wijziging = RegisterWijziging(
            WijzigingSoort.VERBINTENIS, verbintenis=lees_verbintenis_van(deel), eind_reden=eind_reden
        )
    elif soort == WijzigingSoort.POK_STATUS:
        status = lezer.tekst("krd_status", 20, verplicht=True)
        if status and status not in set(RegisterStatus):
            fouten.append("krd_status: kies uit " + ", ".join(RegisterStatus))
        wijziging = RegisterWijziging(
            WijzigingSoort.POK_STATUS,
            pok_nummer=lezer.tekst("pok_nummer", 40, verplicht=True),
            krd_status=RegisterStatus(status) if status in set(RegisterStatus) else None,
            reden=lezer.tekst("reden", 200),
        )
    elif soort == WijzigingSoort.MUTATIESTOP:
        wijziging = RegisterWijziging(WijzigingSoort.MUTATIESTOP, datum=lezer.datum("datum"))
    elif soort:
        fouten.append("soort: kies uit " + ", ".join(WijzigingSoort))
    if fouten:
        raise BerichtFout(fouten)
    return wijziging
