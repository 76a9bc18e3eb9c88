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


class Belang(StrEnum):
    """What would be lost if the student got the place after all (for `bewaard_voor`)."""

    PLAATSING = "plaatsing"
    """One more student would have no place: the students in the set can only go there."""
    RESULTAAT = "resultaat"
    """As many would be placed, but more would change, the profile be worse, or a better lot lose."""


@dataclass(frozen=True, slots=True)
class NietGeplaatst:
    """Why one student has no place (rule 5)."""

    student: int
    reden: Reden
    studenten: tuple[int, ...] = ()
    """For `tekort`, a Hall set: these students (this one too, nobody locked) may only go to `plaatsen`."""
    plaatsen: tuple[int, ...] = ()
    """For `tekort` those places; for `lijst_vol` the listed and for `afspraak_botst` all eligible places."""
    plekken: int = 0
    """Slots at `plaatsen` together, those of locked students taken off; for `tekort` fewer than `studenten`."""
    vast: int = 0
    """Slots at `plaatsen` that locked students have."""


@dataclass(frozen=True, slots=True)
class HogerePlaats:
    """Why a student did not get one place that stands higher on the list than the one received (rule 6)."""

    student: int
    plaats: int
    rang: int
    uitleg: Uitleg
    laatste_lot: int | None = None
    """`vol_beter_lot`, `vol_hoger_gerangschikt`: the worst lot of those who got in without a lock."""
    laatste_rang: int | None = None
    """`vol_hoger_gerangschikt`: the rank the place gave the last one admitted."""
    studenten: int = 0
    """`bewaard_voor`: how many others; otherwise those with a place there without a lock."""
    plekken: int = 0
    """`bewaard_voor`: the slots kept for them; otherwise the slots of the place, those of locked students taken off."""
    plaatsen: tuple[int, ...] = ()
    """`bewaard_voor`: the places these slots are at."""
    vast: int = 0
    """Slots of the place that locked students have."""
    belang: Belang | None = None
    """`bewaard_voor`: what would be lost."""
