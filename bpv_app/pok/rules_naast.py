"""Warnings that need a reason: agreements beside each other, too many hours in one week, a company not suitable.

Source: domain.md section 2 and the issue: overlap and too many hours a week are warnings with a reason to override. 40
hours is the full working week the hours count with (`standaard_uren`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst

MAX_UREN_SAMEN = Decimal(40)


class Naast(StrEnum):
    """What is wrong: with two agreements beside each other, or with the company in the eyes of the school."""

    OVERLAP = "overlap"
    UREN = "uren"
    ONGESCHIKT = "ongeschikt"


NAAST_LABEL: dict[Naast, Tekst] = {
    Naast.OVERLAP: Tekst("Overlapt met een andere stage", "Overlaps another placement"),
    Naast.ONGESCHIKT: Tekst("Leerbedrijf niet geschikt", "Company not suitable"),
    Naast.UREN: Tekst("Samen te veel uren per week", "Too many hours a week together"),
}


@dataclass(frozen=True, slots=True)
class Loop:
    """When an agreement runs (both days included; an open end runs on) and how many hours a week."""

    begin: date | None
    eind: date | None
    uren_per_week: Decimal | None
    naam: str = ""


def _samen(een: Loop, ander: Loop) -> bool:
    if een.begin is None or ander.begin is None:
        return False
    return een.begin <= (ander.eind or date.max) and ander.begin <= (een.eind or date.max)


def drukste_week(deze: Loop, anderen: Sequence[Loop]) -> Decimal:
    """Most hours a week on any day of `deze`, with what runs beside it. Changes only where something begins."""
    if deze.begin is None:
        return deze.uren_per_week or Decimal(0)
    dagen = {deze.begin, *(a.begin for a in anderen if a.begin and deze.begin < a.begin <= (deze.eind or date.max))}
    return max(
        (deze.uren_per_week or Decimal(0))
        + sum(
            (a.uren_per_week or Decimal(0) for a in anderen if a.begin and a.begin <= dag <= (a.eind or date.max)),
            Decimal(0),
        )
        for dag in dagen
    )


@dataclass(frozen=True, slots=True)
class Waarschuwing:
    """A warning with what it is about."""

    soort: Naast
    tekst: Tekst


def waarschuwingen(deze: Loop, anderen: Iterable[Loop], maximum: Decimal = MAX_UREN_SAMEN) -> tuple[Waarschuwing, ...]:
    """Everything that needs a reason before this agreement is sent."""
    naast = [a for a in anderen if _samen(deze, a)]
    uit = []
    if naast:
        nl = ", ".join(a.naam or "een stage bij een ander team" for a in naast)
        en = ", ".join(a.naam or "a placement in another team" for a in naast)
        uit.append(Waarschuwing(Naast.OVERLAP, Tekst(f"Op dezelfde dagen: {nl}.", f"On the same days: {en}.")))
    uren = drukste_week(deze, naast)
    if naast and uren > maximum:
        getal = f"{uren:f}".rstrip("0").rstrip(".") if "." in f"{uren:f}" else f"{uren:f}"
        uit.append(
            Waarschuwing(
                Naast.UREN,
                Tekst(
                    f"{getal.replace('.', ',')} uur per week; {maximum} is het hoogste.",
                    f"{getal} hours a week; {maximum} is the most.",
                ),
            )
        )
    return tuple(uit)


class RedenNodig(DomeinFout):
    """Warnings that nobody gave a reason for yet; all of them are named."""

    http_status = 409

    def __init__(self, lijst: Sequence[Waarschuwing]) -> None:
        nl = " ".join(f"{NAAST_LABEL[w.soort].nl}. {w.tekst.nl}" for w in lijst)
        en = " ".join(f"{NAAST_LABEL[w.soort].en}. {w.tekst.en}" for w in lijst)
        super().__init__(
            "reden_nodig",
            Tekst(f"{nl} Geef een reden als dit zo mag.", f"{en} Give a reason if this is as it should be."),
            {"reden_naast": Tekst("Geef een reden.", "Give a reason.")},
        )
