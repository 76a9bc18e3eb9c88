"""What comes from the register of its own accord: reading a change, and what people are told of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.rules import REGISTER_STATUS
from bpv_app.pok.rules import KrdStatus
from bpv_app.student.rules import Leerweg
from bpv_app.student.rules_krd import KrdAdres, KrdVerbintenisStand


class WijzigingSoort(StrEnum):
    """What changed at the register."""

    ADRES = "adres"
    VERBINTENIS = "verbintenis"
    POK_STATUS = "pok_status"
    MUTATIESTOP = "mutatiestop"


class WijzigingUitkomst(StrEnum):
    """What we did with it. Nothing is ever overwritten silently: a POK status becomes a difference."""

    TOEGEPAST = "toegepast"
    VERSCHIL = "verschil"
    ACHTERHAALD = "achterhaald"
    NIET_TOEGEPAST = "niet_toegepast"


SOORT_LABEL: dict[WijzigingSoort, Tekst] = {
    WijzigingSoort.ADRES: Tekst("Adres van student", "Student's address"),
    WijzigingSoort.VERBINTENIS: Tekst("Verbintenis", "Enrolment"),
    WijzigingSoort.POK_STATUS: Tekst("Status van POK", "Status of agreement"),
    WijzigingSoort.MUTATIESTOP: Tekst("Mutatiestop", "Mutation freeze"),
}
UITKOMST_LABEL: dict[WijzigingUitkomst, Tekst] = {
    WijzigingUitkomst.TOEGEPAST: Tekst("toegepast", "applied"),
    WijzigingUitkomst.VERSCHIL: Tekst("verschil", "difference"),
    WijzigingUitkomst.ACHTERHAALD: Tekst("achterhaald", "overtaken"),
    WijzigingUitkomst.NIET_TOEGEPAST: Tekst("niet toegepast", "not applied"),
}
UITKOMST_TOON: dict[WijzigingUitkomst, str] = {
    WijzigingUitkomst.TOEGEPAST: "success",
    WijzigingUitkomst.VERSCHIL: "warning",
    WijzigingUitkomst.ACHTERHAALD: "",
    WijzigingUitkomst.NIET_TOEGEPAST: "error",
}

ONBEKENDE_STUDENT = Tekst(
    "Deze student staat hier niet. Lees eerst het studentenbestand in.",
    "This student is not here. First import the student file.",
)
ONBEKENDE_VERBINTENIS = Tekst(
    "Deze verbintenis staat hier niet. Lees het RO-bestand in.",
    "This enrolment is not here. Import the RO file.",
)
ONBEKENDE_POK = Tekst("Deze POK staat hier niet.", "This agreement is not here.")
LATERE_BEKEND = Tekst("Er was al iets nieuwers van de KRD.", "Something newer of the register was here already.")
ZELFDE = Tekst("Stond hier al zo.", "Was like this here already.")
OVERGENOMEN = Tekst("Overgenomen.", "Taken over.")


@dataclass(frozen=True, slots=True)
class Wijziging:
    """A change as the register tells it. `fout`: why it cannot be understood; it is kept, and not applied."""

    sleutel: str
    op: datetime
    soort: WijzigingSoort | None
    onderwerp: str = ""
    student: str = ""
    adres: KrdAdres | None = None
    verbintenis: KrdVerbintenisStand | None = None
    pok_nummer: str = ""
    krd_status: KrdStatus | None = None
    datum: date | None = None
    inhoud: Mapping[str, Any] = field(default_factory=dict)
    fout: Tekst | None = None


class _Onleesbaar(ValueError):
    def __init__(self, veld: str) -> None:
        super().__init__(veld)
        self.veld = veld


def _tekst(bron: Mapping[str, Any], veld: str, lengte: int, *, verplicht: bool = False) -> str:
    waarde = bron.get(veld)
    if waarde is None:
        waarde = ""
    if not isinstance(waarde, str) or len(waarde) > lengte or not waarde.isprintable():
        raise _Onleesbaar(veld)
    if verplicht and not waarde.strip():
        raise _Onleesbaar(veld)
    return waarde.strip()


def _datum(bron: Mapping[str, Any], veld: str) -> date | None:
    waarde = bron.get(veld)
    if waarde in (None, ""):
        return None
    try:
        return date.fromisoformat(waarde if isinstance(waarde, str) and len(waarde) == 10 else "")
    except ValueError:
        raise _Onleesbaar(veld) from None


def _deel(bron: Mapping[str, Any], veld: str) -> Mapping[str, Any]:
    waarde = bron.get(veld)
    if not isinstance(waarde, dict):
        raise _Onleesbaar(veld)
    return waarde


def lees_moment(waarde: object) -> datetime | None:
    """A moment with its offset from UTC (`2026-11-26T09:00:00+00:00`); None when it is none."""
    try:
        moment = datetime.fromisoformat(waarde if isinstance(waarde, str) else "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _lees_adres(bron: Mapping[str, Any]) -> tuple[str, str, KrdAdres]:
    student, deel = _tekst(bron, "student", 64, verplicht=True), _deel(bron, "adres")
    postcode = _tekst(deel, "postcode", 7).replace(" ", "").upper()
    if len(postcode) > 6:
        raise _Onleesbaar("postcode")
    adres = KrdAdres(_tekst(deel, "straat", 200), _tekst(deel, "huisnummer", 20), postcode, _tekst(deel, "plaats", 100))
    return f"adres:{student}", student, adres


def _lees_verbintenis(bron: Mapping[str, Any]) -> tuple[str, str, KrdVerbintenisStand]:
    deel = _deel(bron, "verbintenis")
    student, volgnummer = _tekst(deel, "student", 64, verplicht=True), _tekst(deel, "volgnummer", 20, verplicht=True)
    begin, leerweg, crebo = _datum(deel, "begin"), _tekst(deel, "leerweg", 10), _tekst(deel, "crebo", 5)
    if begin is None:
        raise _Onleesbaar("begin")
    if crebo and not (crebo.isascii() and crebo.isdigit() and len(crebo) == 5):
        raise _Onleesbaar("crebo")
    try:
        route = Leerweg(leerweg) if leerweg else None
    except ValueError:
        raise _Onleesbaar("leerweg") from None
    stand = KrdVerbintenisStand(
        volgnummer,
        begin,
        _datum(deel, "gepland_eind"),
        _datum(deel, "werkelijk_eind"),
        _tekst(deel, "eind_reden", 40),
        crebo,
        route,
    )
    return f"verbintenis:{student}/{volgnummer}", student, stand


def lees_wijziging(bron: Any) -> Wijziging | None:
    """Read one change. None when it has no key or moment of its own: then it cannot be told from another."""
    if not isinstance(bron, dict):
        return None
    sleutel, op = bron.get("sleutel"), lees_moment(bron.get("op"))
    if not isinstance(sleutel, str) or not 8 <= len(sleutel) <= 64 or not sleutel.isprintable() or op is None:
        return None
    try:
        return _lees_soort(bron, sleutel, op)
    except _Onleesbaar as fout:
        tekst = Tekst(
            f"Niet te lezen: het veld “{fout.veld}” klopt niet.", f"Cannot be read: the field “{fout.veld}” is wrong."
        )
        return Wijziging(sleutel, op, None, inhoud=_bewaarbaar(bron), fout=tekst)


def _lees_soort(bron: Mapping[str, Any], sleutel: str, op: datetime) -> Wijziging:
    naam, inhoud = _tekst(bron, "soort", 20), _bewaarbaar(bron)
    if naam == WijzigingSoort.ADRES:
        onderwerp, student, adres = _lees_adres(bron)
        return Wijziging(sleutel, op, WijzigingSoort.ADRES, onderwerp, student, adres=adres, inhoud=inhoud)
    if naam == WijzigingSoort.VERBINTENIS:
        onderwerp, student, stand = _lees_verbintenis(bron)
        return Wijziging(sleutel, op, WijzigingSoort.VERBINTENIS, onderwerp, student, verbintenis=stand, inhoud=inhoud)
    if naam == WijzigingSoort.POK_STATUS:
        nummer = _tekst(bron, "pok_nummer", 40, verplicht=True)
        status = REGISTER_STATUS.get(_tekst(bron, "krd_status", 20))
        if status is None:
            raise _Onleesbaar("krd_status")
        soort = WijzigingSoort.POK_STATUS
        return Wijziging(sleutel, op, soort, f"pok:{nummer}", pok_nummer=nummer, krd_status=status, inhoud=inhoud)
    if naam == WijzigingSoort.MUTATIESTOP:
        soort = WijzigingSoort.MUTATIESTOP
        return Wijziging(sleutel, op, soort, "mutatiestop", datum=_datum(bron, "datum"), inhoud=inhoud)
    raise _Onleesbaar("soort")


_VELDEN = frozenset(
    {"soort", "student", "adres", "verbintenis", "pok_nummer", "krd_status", "reden", "datum", "nummer"}
)


_DELEN = (
    "volgnummer", "begin", "gepland_eind", "werkelijk_eind", "eind_reden", "crebo", "leerweg",
    "straat", "huisnummer", "postcode", "plaats", "student",
)  # fmt: skip


def _bewaarbaar(bron: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of it: the fields we know, short. A register may send more than it should."""

    def kort(waarde: Any) -> Any:
        if isinstance(waarde, str):
            return "".join(c for c in waarde if c.isprintable())[:200]
        return waarde if waarde is None or isinstance(waarde, (bool, int)) else None

    uit: dict[str, Any] = {}
    for veld in sorted(_VELDEN & set(bron)):
        waarde = bron[veld]
        is_deel = isinstance(waarde, dict)
        uit[veld] = {k: kort(waarde[k]) for k in _DELEN if k in waarde} if is_deel else kort(waarde)
    return uit
