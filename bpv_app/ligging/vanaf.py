"""From where a list shows distances: a postcode, or a student or company by its number.

Those parts add their function when they are imported. It looks inside the actor's scope: who may not see a student
learns nothing about where that student lives.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Filter, Keuze, Kolom, LijstVraag
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.queries import get_ligging, heeft_tabel
from bpv_app.ligging.rules import KM_KEUZES, Vanaf, lees_postcode


class VanafSoort(StrEnum):
    """What a list is seen from, when it is not a postcode."""

    STUDENT = "student"
    LEERBEDRIJF = "leerbedrijf"


_LABEL: dict[VanafSoort, Tekst] = {
    VanafSoort.STUDENT: Tekst("Vanaf postcode of studentnummer", "From postcode or student number"),
    VanafSoort.LEERBEDRIJF: Tekst("Vanaf postcode of leerbedrijf-ID", "From postcode or company ID"),
}
_ZIN: dict[VanafSoort, Tekst] = {
    VanafSoort.STUDENT: Tekst(
        "We weten niet waar dit is: vul een postcode in, of het nummer van een student die jij mag zien.",
        "We do not know where this is: fill in a postcode, or the number of a student you may see.",
    ),
    VanafSoort.LEERBEDRIJF: Tekst(
        "We weten niet waar dit is: vul een postcode in, of het leerbedrijf-ID van een bedrijf.",
        "We do not know where this is: fill in a postcode, or the ID of a company.",
    ),
}
_GEEN_PUNT = Tekst("Vul bij de afstand ook in vanaf waar.", "Also fill in from where the distance counts.")

Bron = Callable[[Session, Actor, str], tuple[str, Tekst] | None]
"""(session, actor, number that was typed) to a postcode and a name; None for nothing the actor may see."""
_BRONNEN: dict[VanafSoort, Bron] = {}

AFSTAND = Kolom("afstand", Tekst("Afstand", "Distance"), rechts=True)
"""The column of every list with distances; without a point to start from it is not there."""


def bron(soort: VanafSoort) -> Callable[[Bron], Bron]:
    """Say who knows these numbers (a decorator)."""

    def zet(functie: Bron) -> Bron:
        _BRONNEN[soort] = functie
        return functie

    return zet


def filter_km() -> Filter:
    """The circles one can choose."""
    keuzes = tuple(Keuze(str(km), Tekst(f"Binnen {km} km", f"Within {km} km")) for km in KM_KEUZES)
    return Filter("km", Tekst("Afstand", "Distance"), keuzes)


def filters_afstand(session: Session, soort: VanafSoort) -> tuple[Filter, ...]:
    """The two filters of a list with distances; none as long as there is no table of postcodes."""
    return (Filter("vanaf", _LABEL[soort], soort="tekst"), filter_km()) if heeft_tabel(session) else ()


def lees_vanaf(session: Session, actor: Actor, vraag: LijstVraag, soort: VanafSoort) -> Vanaf | None:
    """The point the list was asked to start from; None for none, and for what is not known or not for this actor."""
    tekst = vraag.filters.get("vanaf", "").strip()
    if not tekst:
        return None
    if plek := get_ligging(session, tekst):
        code = lees_postcode(tekst)
        naam = f"postcode {code[:4]} {code[4:]}".strip()
        return Vanaf(plek, Tekst(naam, naam))
    gevonden = _BRONNEN[soort](session, actor, tekst) if soort in _BRONNEN else None
    plek = get_ligging(session, gevonden[0]) if gevonden else None
    return Vanaf(plek, gevonden[1]) if gevonden and plek else None


def lees_km(vraag: LijstVraag) -> int | None:
    """Within how many kilometres; None for any distance, and for a circle one cannot choose."""
    tekst = vraag.filters.get("km", "")
    return int(tekst) if tekst in {str(km) for km in KM_KEUZES} else None


def verberg_afstand(soort: VanafSoort) -> Callable[[Session, Actor, LijstVraag], frozenset[str]]:
    """For `Lijst.verborgen_van`: the column is only there when the list starts from somewhere."""

    def verborgen(session: Session, actor: Actor, vraag: LijstVraag) -> frozenset[str]:
        return frozenset() if lees_vanaf(session, actor, vraag, soort) else frozenset({AFSTAND.naam})

    return verborgen


def op_afstand(vraag: LijstVraag) -> bool:
    """Whether the rows come nearest first: asked for, or no other order was."""
    return vraag.sorteer in ("", AFSTAND.naam)


def zin_vanaf(session: Session, actor: Actor, vraag: LijstVraag, soort: VanafSoort) -> Tekst | None:
    """What the first line of a list says about its distances; None when none were asked for."""
    tekst = vraag.filters.get("vanaf", "").strip()
    if not heeft_tabel(session) or not (tekst or lees_km(vraag)):
        return None
    if not tekst:
        return _GEEN_PUNT
    vanaf = lees_vanaf(session, actor, vraag, soort)
    if vanaf is None:
        return _ZIN[soort]
    return Tekst(f"Hemelsbreed vanaf {vanaf.naam.nl}.", f"As the crow flies from {vanaf.naam.en}.")
