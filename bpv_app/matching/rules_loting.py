"""The lottery of a round: one number per student, from a seed that is promised by its hash before lists close.

Anyone can check it afterwards: SHA-256 of the seed is the hash that was shown, and the order of the students is the
order of SHA-256("<seed>:<deelnemersnummer>"), group by group. So no student's luck depends on the order of a list,
and adding a student draws nobody's lot again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_lot import maak_loten, seed_hash


class Voorrang(StrEnum):
    """The group a student draws in; announced at the opening. Groups go before each other, the lot decides inside."""

    PECH = "pech"
    OVERDOEN = "overdoen"
    GEWOON = "gewoon"


VOORRANG_LABEL: dict[Voorrang, Tekst] = {
    Voorrang.PECH: Tekst("Pech in de vorige periode", "Bad luck in the last period"),
    Voorrang.OVERDOEN: Tekst("Doet de stage over", "Repeats the placement"),
    Voorrang.GEWOON: Tekst("Geen voorrang", "No priority"),
}
VOLGORDE: tuple[Voorrang, ...] = (Voorrang.PECH, Voorrang.OVERDOEN, Voorrang.GEWOON)
"""Who goes first."""


def zaad_hash(zaad: str) -> str:
    """SHA-256 of the seed, 64 hexadecimal digits: shown before the lists close."""
    return seed_hash(zaad)


def trek_loten(zaad: str, deelnemers: Iterable[tuple[int, Voorrang]]) -> Mapping[int, int]:
    """Lot per deelnemersnummer: 1 chooses first. Groups in `VOLGORDE`, inside a group by the draw (`rules_lot`)."""
    rijen = list(deelnemers)
    loten = maak_loten([str(nummer) for nummer, _ in rijen], zaad, [VOLGORDE.index(voorrang) for _, voorrang in rijen])
    return {nummer: lot for (nummer, _), lot in zip(rijen, loten, strict=True)}
