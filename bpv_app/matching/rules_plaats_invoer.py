"""What a company or the school may say of a stageplaats: read leniently, checked strictly, all errors at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.nummers import is_crebo, schoon_tekst
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_plaats import VAST_BIJ_PLEK, VELD_LABEL, Bezetting
from bpv_app.student.rules import Leerweg

VERPLICHT = Tekst("Vul dit in.", "Fill this in.")
LEERWEGEN = (Leerweg.BOL, Leerweg.BBL)
"""Routes a place can be for; None means both."""
MAX_PLEKKEN = 500
MAX_JAREN = 5
MAX_CREBOS = 60
MAX_TITEL = 120
MAX_TAKEN = 4000
MAX_VERGOEDING = 1_000_000
"""Cents a month."""


@dataclass(frozen=True, slots=True)
class PlaatsInvoer:
    """A place as filled in. `leerweg` None: BOL and BBL. `dagen`: Monday = 0. `vergoeding`: cents a month."""

    titel: str
    van: date | None
    tot: date | None
    aantal: int | None = 1
    taken: str = ""
    crebos: tuple[str, ...] = ()
    locatie_id: int | None = None
    praktijkopleider_id: int | None = None
    leerweg: Leerweg | None = None
    niveau_min: int | None = 1
    niveau_max: int | None = 4
    dagen: tuple[int, ...] = ()
    dagen_per_week: int | None = None
    min_leeftijd: int | None = None
    rijbewijs: bool = False
    vergoeding: int | None = None
    max_keuzes: int | None = None
    bedrijf_rangschikt: bool = False


def lees_getal(tekst: str) -> int | None:
    """A whole number of a form, None for an empty field. Raises ValueError for anything else."""
    schoon = tekst.strip()
    if not schoon:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", schoon):
        raise ValueError(f"geen getal: {schoon[:20]!r}")
    return int(schoon)


def lees_bedrag(tekst: str) -> int | None:
    """Euros as people write them (`350`, `350,50`, `€ 1.250`), in cents; None for an empty field.

    Raises ValueError for anything else.
    """
    schoon = re.sub(r"[€\s]", "", tekst)
    if not schoon:
        return None
    gevonden = re.fullmatch(
        r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,7})(?:,([0-9]{1,2}|-))?|([0-9]{1,7})\.([0-9]{1,2})", schoon
    )
    if gevonden is None:
        raise ValueError(f"geen bedrag: {schoon[:20]!r}")
    euros, centen = gevonden[1] or gevonden[3], gevonden[2] or gevonden[4] or ""
    return int(euros.replace(".", "")) * 100 + int(centen.replace("-", "").ljust(2, "0") or 0)


def toon_bedrag(centen: int | None) -> str:
    """`€ 350` or `€ 350,50`; an empty text for none."""
    if centen is None:
        return ""
    euros, rest = divmod(centen, 100)
    return f"€ {euros:,}".replace(",", ".") + (f",{rest:02d}" if rest else "")


def _tussen(naam: str, waarde: int | None, laagste: int, hoogste: int) -> Tekst | None:
    """The error sentence when `waarde` is filled in and lies outside."""
    if waarde is None or laagste <= waarde <= hoogste:
        return None
    label = VELD_LABEL[naam]
    return Tekst(f"{label.nl}: van {laagste} tot en met {hoogste}.", f"{label.en}: from {laagste} up to {hoogste}.")


def check_plaats(invoer: PlaatsInvoer) -> PlaatsInvoer:
    """The place as stored, cleaned. Raises OngeldigeInvoer with every wrong field at once."""
    goed = replace(
        invoer,
        titel=schoon_tekst(invoer.titel),
        taken=invoer.taken.replace("\x00", "").strip(),
        crebos=tuple(sorted(set(invoer.crebos))),
        dagen=tuple(sorted(set(invoer.dagen))),
    )
    fouten = {**_tekst_fouten(goed), **_periode_fouten(goed), **_getal_fouten(goed)}
    if fouten:
        raise OngeldigeInvoer(fouten)
    return goed


def _tekst_fouten(p: PlaatsInvoer) -> dict[str, Tekst]:
    fouten: dict[str, Tekst] = {}
    if not p.titel:
        fouten["titel"] = VERPLICHT
    for naam, tekst, lengte in (("titel", p.titel, MAX_TITEL), ("taken", p.taken, MAX_TAKEN)):
        if len(tekst) > lengte:
            fouten[naam] = Tekst(f"Hoogstens {lengte} tekens.", f"At most {lengte} characters.")
    if not all(is_crebo(c) for c in p.crebos) or len(p.crebos) > MAX_CREBOS:
        fouten["crebos"] = Tekst("Kies opleidingen uit de lijst.", "Choose programmes from the list.")
    if p.leerweg is not None and p.leerweg not in LEERWEGEN:
        fouten["leerweg"] = Tekst("Kies BOL, BBL of allebei.", "Choose BOL, BBL or both.")
    return fouten


def _periode_fouten(p: PlaatsInvoer) -> dict[str, Tekst]:
    fouten = {naam: VERPLICHT for naam, dag in (("van", p.van), ("tot", p.tot)) if dag is None}
    if p.van is not None and p.tot is not None:
        if p.tot < p.van:
            fouten["tot"] = Tekst("De laatste dag ligt vóór de eerste.", "The last day lies before the first.")
        elif (p.tot - p.van).days > 366 * MAX_JAREN:
            fouten["tot"] = Tekst(f"Hoogstens {MAX_JAREN} jaar.", f"At most {MAX_JAREN} years.")
    return fouten


def _getal_fouten(p: PlaatsInvoer) -> dict[str, Tekst]:
    grenzen = {
        "aantal": (p.aantal, 1, MAX_PLEKKEN),
        "niveau_min": (p.niveau_min, 1, 4),
        "niveau_max": (p.niveau_max, 1, 4),
        "dagen_per_week": (p.dagen_per_week, 1, 7),
        "min_leeftijd": (p.min_leeftijd, 12, 99),
        "vergoeding": (p.vergoeding, 0, MAX_VERGOEDING),
        "max_keuzes": (p.max_keuzes, 1, 10_000),
    }
    fouten = {naam: fout for naam, (w, laag, hoog) in grenzen.items() if (fout := _tussen(naam, w, laag, hoog))}
    if "vergoeding" in fouten:
        fouten["vergoeding"] = Tekst("Van € 0 tot en met € 10.000.", "From € 0 up to € 10,000.")
    for naam in ("aantal", "niveau_min", "niveau_max"):
        if grenzen[naam][0] is None:
            fouten[naam] = VERPLICHT
    if not fouten.keys() & {"niveau_min", "niveau_max"} and (p.niveau_max or 0) < (p.niveau_min or 0):
        fouten["niveau_max"] = Tekst("Dit niveau is lager dan het eerste.", "This level is lower than the first.")
    if any(d not in range(7) for d in p.dagen):
        fouten["dagen"] = Tekst("Kies dagen van de week.", "Choose days of the week.")
    elif p.dagen and p.dagen_per_week is not None and p.dagen_per_week > len(p.dagen):
        fouten["dagen_per_week"] = Tekst(
            "Dat zijn meer dagen dan je hebt aangevinkt.", "That is more days than you ticked."
        )
    return fouten


def check_wijziging(anders: set[str], aantal: int, bezetting: Bezetting) -> None:
    """What may not change while slots are held. Raises OngeldigeInvoer with every such field."""
    fouten: dict[str, Tekst] = {}
    if bezetting.vergeven:
        vast = Tekst("Dit ligt vast zolang een student een plek heeft.", "This lies fixed while a student has a slot.")
        fouten = {naam: vast for naam in VAST_BIJ_PLEK if naam in anders}
    if aantal < bezetting.vergeven:
        fouten["aantal"] = Tekst(
            f"Er zijn al {bezetting.vergeven} plekken gereserveerd of bezet.",
            f"{bezetting.vergeven} slots are reserved or taken already.",
        )
    if fouten:
        raise OngeldigeInvoer(fouten)
