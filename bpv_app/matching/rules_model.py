"""The words of the matching engine: modes, reasons, explanations, a round and its outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Modus(StrEnum):
    """The three modes of one engine."""

    GARANTIE = "garantie"
    LOTING = "loting"
    OPTIMAAL = "optimaal"


class Doel(StrEnum):
    """What `optimaal` (and the last step of a re-run) makes best, after the number placed."""

    EERSTE_KEUZES = "eerste_keuzes"
    NIEMAND_ACHTERAAN = "niemand_achteraan"
    KLEINSTE_SOM = "kleinste_som"


class Grond(StrEnum):
    """Why somebody has this place."""

    LIJST = "lijst"
    BUITEN_LIJST = "buiten_lijst"
    VAST = "vast"


class Reden(StrEnum):
    """Why somebody has no place (rule 5)."""

    GEEN_MOGELIJKE_PLAATS = "geen_mogelijke_plaats"
    GEEN_LIJST = "geen_lijst"
    LIJST_VOL = "lijst_vol"
    TEKORT = "tekort"
    AFSPRAAK_BOTST = "afspraak_botst"


class Uitleg(StrEnum):
    """Why a listed place above the one received was not given (rule 6)."""

    VOL_BETER_LOT = "vol_beter_lot"
    VOL_HOGER_GERANGSCHIKT = "vol_hoger_gerangschikt"
    BEWAARD_VOOR = "bewaard_voor"
    NIET_MOGELIJK = "niet_mogelijk"
    UITGESLOTEN = "uitgesloten"
    VAST_VERGEVEN = "vast_vergeven"


@dataclass(frozen=True)
class Probleem:
    """One round: P places, S students, E eligible pairs in rows (CSR): s may go to `plaats[begin[s]:begin[s+1]]`.

    Lists and integer arrays are both fine. Blocked pairs are absent; a locked pair is present.
    """

    capaciteit: Sequence[int]
    """P: slots per place, ≥ 0."""
    begin: Sequence[int]
    """S+1: where each row starts."""
    plaats: Sequence[int]
    """E: place of each pair."""
    rang: Sequence[int]
    """E: 1 = first choice, 0 = eligible but not on the list."""
    lot: Sequence[int]
    """S: all different; lower is better, groups with priority already sorted in (rule 3)."""
    vast: Sequence[int]
    """S: locked place, or -1."""
    rangorde: Sequence[int] | None = None
    """E: rank the place gives the student, 1 = best; None: companies do not rank. Only used by `loting`."""
    vorige: Sequence[int] | None = None
    """S: place in the published result, or -1; given: this is a re-run (rule 4)."""


@dataclass(frozen=True)
class Uitkomst:
    """Who goes where."""

    toewijzing: list[int]
    """S: place or -1."""
    rang: list[int]
    """S: rank of that place; 0: not on the list, or no place."""
    grond: list[Grond | None]
    """S: why; None: no place."""
    meeste: int | Callable[[], int] = field(repr=False, compare=False)
    """The number for `maximum`, or how to find it when somebody asks."""
    modus: Modus = Modus.GARANTIE
    doel: Doel = Doel.EERSTE_KEUZES
    is_herhaling: bool = False
    """A re-run: fewest changes came before the profile (rule 4)."""
    is_snel: bool = False
    """Solved with the compiled kernels; the answer is the same without."""

    @cached_property
    def maximum(self) -> int:
        """Most students that can be placed with these locks, over all eligible pairs, in every mode."""
        return self.meeste if isinstance(self.meeste, int) else self.meeste()

    @cached_property
    def geplaatst(self) -> int:
        """Students with a place."""
        return len(self.toewijzing) - self.toewijzing.count(-1)

    @cached_property
    def profiel(self) -> dict[int, int]:
        """Students per rank received, in order; 0 at the end: placed outside the list. No place: not in it."""
        aantal: dict[int, int] = {}
        for p, r in zip(self.toewijzing, self.rang, strict=True):
            if p >= 0:
                aantal[r] = aantal.get(r, 0) + 1
        return {r: aantal[r] for r in sorted(aantal, key=lambda r: (r == 0, r))}
