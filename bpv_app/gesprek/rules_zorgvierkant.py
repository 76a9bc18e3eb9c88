"""The zorgvierkant: four named quadrants, each with a light and a note. For school roles only (domain.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bpv_app.kernel.clock import lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.schoon import schone_regel, schone_tekst
from bpv_app.kernel.tekst import Tekst

AANTAL = 4
MAX_NAAM = 40
MAX_NOTITIE = 4000
MIN_REDEN = 5
MAX_REDEN = 300
STANDAARD_NAMEN = ("School", "Stage", "Thuis", "Gezondheid")
"""Until beheer names them otherwise; no public definition of the zorgvierkant was found."""


class Licht(StrEnum):
    """How a quadrant stands. Always shown in words, never by colour alone."""

    GROEN = "groen"
    ORANJE = "oranje"
    ROOD = "rood"


LICHT_LABEL: dict[Licht, Tekst] = {
    Licht.GROEN: Tekst("Groen: gaat goed", "Green: goes well"),
    Licht.ORANJE: Tekst("Oranje: let op", "Amber: watch"),
    Licht.ROOD: Tekst("Rood: zorg nodig", "Red: care needed"),
}
LICHT_KORT: dict[Licht, Tekst] = {
    Licht.GROEN: Tekst("groen", "green"),
    Licht.ORANJE: Tekst("oranje", "amber"),
    Licht.ROOD: Tekst("rood", "red"),
}
LICHT_TOON: dict[Licht, str] = {Licht.GROEN: "success", Licht.ORANJE: "warning", Licht.ROOD: "error"}
ERNST: dict[Licht | None, int] = {None: 0, Licht.GROEN: 1, Licht.ORANJE: 2, Licht.ROOD: 3}
"""How serious; a quadrant nobody filled in is no better and no worse than green."""


@dataclass(frozen=True, slots=True)
class Kwadrant:
    """One quadrant of one conversation; `licht` None: not talked about."""

    naam: str
    licht: Licht | None = None
    notitie: str = ""


class Verloop(StrEnum):
    """How a quadrant went since the conversation before."""

    SLECHTER = "slechter"
    GELIJK = "gelijk"
    BETER = "beter"
    EERSTE = "eerste"


VERLOOP_LABEL: dict[Verloop, Tekst] = {
    Verloop.SLECHTER: Tekst("slechter", "worse"),
    Verloop.GELIJK: Tekst("hetzelfde", "the same"),
    Verloop.BETER: Tekst("beter", "better"),
    Verloop.EERSTE: Tekst("eerste keer", "first time"),
}


def verloop(eerder: Licht | None, nu: Licht | None) -> Verloop:
    """From one conversation to the next; without an earlier or a new light there is nothing to compare."""
    if eerder is None or nu is None:
        return Verloop.EERSTE
    verschil = ERNST[nu] - ERNST[eerder]
    return Verloop.SLECHTER if verschil > 0 else Verloop.BETER if verschil < 0 else Verloop.GELIJK


def is_signaal(licht: Licht | None) -> bool:
    """Whether the coordinator has to know."""
    return licht in (Licht.ORANJE, Licht.ROOD)


def is_nieuw_signaal(eerder: Licht | None, nu: Licht | None) -> bool:
    """Turned orange or red since the conversation before, or was so at the first one."""
    return is_signaal(nu) and ERNST[nu] > max(ERNST[eerder], ERNST[Licht.GROEN])


def lees_namen(form: Mapping[str, str], vandaag: date) -> tuple[date, tuple[str, ...]]:
    """The names of the quadrants from a day on. Raises OngeldigeInvoer (`naam_1` … `naam_4`, `vanaf`)."""
    fouten: dict[str, Tekst] = {}
    namen = [schone_regel(form.get(f"naam_{n}", "")) for n in range(1, AANTAL + 1)]
    for n, naam in enumerate(namen, 1):
        if not naam:
            fouten[f"naam_{n}"] = Tekst("Geef dit kwadrant een naam.", "Name this quadrant.")
        elif len(naam) > MAX_NAAM:
            fouten[f"naam_{n}"] = Tekst(f"Hoogstens {MAX_NAAM} tekens.", f"At most {MAX_NAAM} characters.")
        elif naam.lower() in [ander.lower() for ander in namen[: n - 1]]:
            fouten[f"naam_{n}"] = Tekst("Deze naam is er al.", "This name is there already.")
    vanaf = None
    try:
        vanaf = lees_datum(form.get("vanaf", ""))
    except ValueError:
        fouten["vanaf"] = Tekst("Dit is geen datum.", "This is not a date.")
    if "vanaf" not in fouten and (vanaf is None or vanaf < vandaag):
        fouten["vanaf"] = Tekst("Kies vandaag of een dag later.", "Choose today or a later day.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    assert vanaf is not None
    return vanaf, tuple(namen)


def schoon_licht(waarde: str, veld: str) -> Licht | None:
    """A light as it came from a form; empty is none. Raises OngeldigeInvoer."""
    if not waarde:
        return None
    if waarde not in set(Licht):
        raise OngeldigeInvoer({veld: Tekst("Kies groen, oranje of rood.", "Choose green, amber or red.")})
    return Licht(waarde)


def schone_notitie(tekst: str, veld: str) -> str:
    """A note as it is stored. Raises OngeldigeInvoer when it is too long."""
    schoon = schone_tekst(tekst)
    if len(schoon) > MAX_NOTITIE:
        raise OngeldigeInvoer({veld: Tekst(f"Hoogstens {MAX_NOTITIE} tekens.", f"At most {MAX_NOTITIE} characters.")})
    return schoon


def schone_reden(tekst: str) -> str:
    """Why somebody takes care notes out of the app. Raises OngeldigeInvoer (`reden`)."""
    schoon = schone_regel(tekst)[:MAX_REDEN]
    if len(schoon) < MIN_REDEN:
        raise OngeldigeInvoer(
            {"reden": Tekst("Schrijf waarom je dit bestand nodig hebt.", "Write why you need this file.")}
        )
    return schoon


def geldige_namen(rijen: Sequence[tuple[date, Sequence[str]]], op: date) -> tuple[str, ...]:
    """The names that hold on a day: those of the last row that began by then, or the app's own."""
    begonnen = [rij for rij in rijen if rij[0] <= op]
    return tuple(max(begonnen, key=lambda rij: rij[0])[1]) if begonnen else STANDAARD_NAMEN
