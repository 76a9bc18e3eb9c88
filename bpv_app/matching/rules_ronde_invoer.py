"""The form of a round: what was typed, and what is wrong with it. All that is wrong is named at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from bpv_app.kernel.clock import AMSTERDAM, lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst, zonder_bsn
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_voorkeur import GRENS_KEUZES

MAX_NAAM = 120
MAX_TOELICHTING = 2000
MAX_BEZWAARDAGEN = 60
MAX_KM = 400
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RondeInvoer:
    """A round as filled in and understood. `groepen`: (team, class) pairs, class "" for the whole team."""

    naam: str
    van: date
    tot: date
    opent_op: datetime
    sluit_op: datetime
    publiceert_op: datetime | None
    groepen: frozenset[tuple[int, str]]
    min_keuzes: int = 3
    max_keuzes: int = 5
    modus: Modus = Modus.GARANTIE
    doel: Doel = Doel.EERSTE_KEUZES
    bezwaardagen: int = 5
    moet_bevestigen: bool = False
    toont_eerste: bool = False
    max_km: int | None = None
    toelichting: str = ""
    bedrijven_rangschikken: bool = False
    rangschikken_tot: datetime | None = None


def lees_moment(tekst: str) -> datetime | None:
    """`2026-12-01T09:00` of an `<input type=datetime-local>`, Amsterdam time, as UTC. Empty: None; else ValueError."""
    schoon = tekst.strip()
    if not schoon:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", schoon, re.ASCII):
        raise ValueError("geen moment")
    return datetime.fromisoformat(schoon).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def toon_invoer(moment: datetime | None) -> str:
    """The value of an `<input type=datetime-local>`."""
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M") if moment else ""


class _Lezer:
    """Reads one field after the other and remembers what was wrong."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self.fouten: dict[str, Tekst] = {}

    def lees(self, veld: str, hoe: Callable[[str], T | None], wat: Tekst, *, verplicht: bool = True) -> T | None:
        try:
            waarde = hoe(self._form.get(veld, ""))
        except (ValueError, OverflowError):
            self.fouten[veld] = wat
            return None
        if waarde is None and verplicht:
            self.fouten[veld] = wat
        return waarde

    def getal(self, veld: str, van: int, tot: int, *, verplicht: bool = True) -> int | None:
        def hoe(tekst: str) -> int | None:
            if not tekst.strip():
                return None
            getal = int(tekst.strip())
            if not van <= getal <= tot:
                raise ValueError
            return getal

        wat = Tekst(f"Een heel getal van {van} tot en met {tot}.", f"A whole number from {van} to {tot}.")
        return self.lees(veld, hoe, wat, verplicht=verplicht)


def lees_groepen(form: Mapping[str, str]) -> frozenset[tuple[int, str]]:
    """The ticked teams and classes: fields named `groep:<team>:<class>`; a whole team swallows its classes."""
    gekozen: set[tuple[int, str]] = set()
    for naam in form:
        if m := re.fullmatch(r"groep:(\d{1,9}):(.{0,30})", naam):
            gekozen.add((int(m[1]), m[2]))
    heel = {team for team, klas in gekozen if not klas}
    return frozenset((team, klas) for team, klas in gekozen if not klas or team not in heel)


def lees_ronde(form: Mapping[str, str]) -> RondeInvoer:
    """A round from its form. Raises `OngeldigeInvoer` with a sentence at every field that is wrong."""
    lezer, datum = _Lezer(form), Tekst("Vul een datum in.", "Fill in a date.")
    moment = Tekst("Vul een dag en een tijd in.", "Fill in a day and a time.")
    naam = schoon_tekst(zonder_bsn(form.get("naam", "")[: MAX_NAAM * 4]))
    van, tot = lezer.lees("van", lees_datum, datum), lezer.lees("tot", lees_datum, datum)
    opent, sluit = lezer.lees("opent_op", lees_moment, moment), lezer.lees("sluit_op", lees_moment, moment)
    publiceert = lezer.lees("publiceert_op", lees_moment, moment, verplicht=False)
    rangschikt = bool(form.get("bedrijven_rangschikken"))
    volgorde_tot = lezer.lees("rangschikken_tot", lees_moment, moment, verplicht=rangschikt)
    laagst, hoogst = lezer.getal("min_keuzes", 1, GRENS_KEUZES), lezer.getal("max_keuzes", 1, GRENS_KEUZES)
    bezwaar = lezer.getal("bezwaardagen", 0, MAX_BEZWAARDAGEN)
    km = lezer.getal("max_km", 1, MAX_KM, verplicht=False)
    modus = lezer.lees("modus", lambda t: Modus(t or Modus.GARANTIE), Tekst("Kies een manier.", "Choose a way."))
    doel = lezer.lees("doel", lambda t: Doel(t or Doel.EERSTE_KEUZES), Tekst("Kies een doel.", "Choose a goal."))
    groepen, toelichting = lees_groepen(form), zonder_bsn(form.get("toelichting", "").strip())
    fouten = lezer.fouten
    if not naam or len(naam) > MAX_NAAM:
        fouten["naam"] = Tekst(
            f"Geef de ronde een naam van hoogstens {MAX_NAAM} tekens.", f"Give the round a name, at most {MAX_NAAM}."
        )
    if len(toelichting) > MAX_TOELICHTING:
        fouten["toelichting"] = Tekst(f"Hoogstens {MAX_TOELICHTING} tekens.", f"At most {MAX_TOELICHTING} characters.")
    if not groepen:
        fouten["groepen"] = Tekst("Kies minstens één team of klas.", "Choose at least one team or class.")
    if van and tot and tot < van:
        fouten["tot"] = Tekst("De laatste dag ligt voor de eerste.", "The last day lies before the first.")
    if opent and sluit and sluit <= opent:
        fouten["sluit_op"] = Tekst("De sluiting ligt voor de opening.", "The closing lies before the opening.")
    if publiceert and sluit and publiceert <= sluit:
        fouten["publiceert_op"] = Tekst(
            "Publiceren kan pas na de sluiting.", "Publishing is only possible after the closing."
        )
    if rangschikt:
        fouten |= check_rangschikken(modus, sluit, volgorde_tot, publiceert)
    if laagst and hoogst and laagst > hoogst:
        fouten["min_keuzes"] = Tekst("Dit is meer dan het hoogste aantal.", "This is more than the largest number.")
    if fouten or not (van and tot and opent and sluit and laagst and hoogst and modus and doel and bezwaar is not None):
        raise OngeldigeInvoer(fouten)
    return RondeInvoer(
        naam=naam, van=van, tot=tot, opent_op=opent, sluit_op=sluit, publiceert_op=publiceert, groepen=groepen,
        min_keuzes=laagst, max_keuzes=hoogst, modus=modus, doel=doel, bezwaardagen=bezwaar,
        moet_bevestigen=bool(form.get("moet_bevestigen")), toont_eerste=bool(form.get("toont_eerste")), max_km=km,
        toelichting=toelichting, bedrijven_rangschikken=rangschikt,
        rangschikken_tot=volgorde_tot if rangschikt else None,
    )  # fmt: skip


def check_rangschikken(
    modus: Modus | None, sluit: datetime | None, tot: datetime | None, publiceert: datetime | None
) -> dict[str, Tekst]:
    """What is wrong with letting companies order their candidates: only with the lottery, after the lists close."""
    fouten: dict[str, Tekst] = {}
    if modus is not None and modus is not Modus.LOTING:
        fouten["bedrijven_rangschikken"] = Tekst(
            "Dit kan alleen bij Loting. Bij Garantie en Optimaal telt de volgorde van een bedrijf niet mee.",
            "This is possible with Lottery only. With Guarantee and Optimal a company's order does not count.",
        )
    if tot and sluit and tot <= sluit:
        fouten["rangschikken_tot"] = Tekst(
            "Bedrijven kunnen pas na de sluiting van de lijsten op volgorde zetten.",
            "Companies can order only after the lists have closed.",
        )
    if tot and publiceert and publiceert <= tot:
        fouten["publiceert_op"] = Tekst(
            "De uitslag kan pas nadat de bedrijven klaar zijn.", "The result comes after the companies are done."
        )
    return fouten


def schooljaar(dag: date) -> str:
    """`2026-2027`: the school year of a day (1 August to 31 July)."""
    begin = dag.year if dag.month >= 8 else dag.year - 1
    return f"{begin}-{begin + 1}"
