"""The start page of who has a few things to do: one line per thing, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpv_app.kernel.tekst import Tekst

ALLES_GEDAAN = Tekst("Alles is gedaan. Vandaag hoef je hier niets te doen.", "All is done. Nothing to do here today.")


@dataclass(frozen=True, slots=True)
class Taak:
    """One thing to do: how many, in words, and where. `doe` is the request itself."""

    aantal: int
    doe: Tekst
    uitleg: Tekst
    href: str
    toon: str


def zin_van(taken: Sequence[Taak], niets: Tekst = ALLES_GEDAAN) -> Tekst:
    """The first line: what comes first, or `niets` when there is nothing to do."""
    if not taken:
        return niets
    eerst, aantal = taken[0].doe, len(taken)
    if aantal == 1:
        return Tekst(f"Eén ding te doen: {_klein(eerst.nl)}.", f"One thing to do: {_klein(eerst.en)}.")
    return Tekst(
        f"{aantal} dingen te doen. Eerst: {_klein(eerst.nl)}.", f"{aantal} things to do. First: {_klein(eerst.en)}."
    )


def _klein(tekst: str) -> str:
    return tekst[:1].lower() + tekst[1:]
