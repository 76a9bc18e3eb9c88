"""What is asked of the figures of /rapportages, and the shapes they come in. What each counts: `rules_cijferlijst`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bpv_app.dashboard.rules_cijferlijst import CIJFER as CIJFER
from bpv_app.dashboard.rules_cijferlijst import CIJFERS as CIJFERS
from bpv_app.dashboard.rules_cijferlijst import KERN as KERN
from bpv_app.dashboard.rules_cijferlijst import UREN_KOP as UREN_KOP
from bpv_app.dashboard.rules_cijferlijst import UREN_UITLEG as UREN_UITLEG
from bpv_app.kernel.tekst import Tekst


class Per(StrEnum):
    """What a table has a line for."""

    TEAM = "team"
    KLAS = "klas"
    CREBO = "crebo"
    LEERWEG = "leerweg"
    BEGELEIDER = "begeleider"
    JAAR = "jaar"
    LEERBEDRIJF = "leerbedrijf"


PER_LABEL: dict[Per, Tekst] = {
    Per.TEAM: Tekst("Team", "Team"),
    Per.KLAS: Tekst("Klas", "Class"),
    Per.CREBO: Tekst("Crebo", "Crebo"),
    Per.LEERWEG: Tekst("Leerweg", "Learning route"),
    Per.BEGELEIDER: Tekst("Begeleider", "Supervisor"),
    Per.JAAR: Tekst("Schooljaar", "School year"),
    Per.LEERBEDRIJF: Tekst("Leerbedrijf", "Company"),
}
FILTERBAAR = (Per.CREBO, Per.LEERWEG, Per.KLAS, Per.BEGELEIDER, Per.LEERBEDRIJF)
"""What a choice may be narrowed to beside its team and its period."""


@dataclass(frozen=True, slots=True)
class Trap:
    """A step of the deck in the funnel. `dagen`: median of whole days that its placements have waited there."""

    stap: int
    aantal: int
    dagen: int | None


@dataclass(frozen=True, slots=True)
class Maand:
    """The placements that started in a month (its first day), by how their agreement was signed."""

    maand: date
    op_tijd: int
    te_laat: int
    ongetekend: int

    @property
    def totaal(self) -> int:
        return self.op_tijd + self.te_laat + self.ongetekend


@dataclass(frozen=True, slots=True)
class Groep:
    """A line of the table. `sleutel` "" is who has no team, class, begeleider …; hours are whole numbers, rounded."""

    sleutel: str
    naam: str
    aantallen: dict[str, int]
    uren_doel: int
    uren_akkoord: int

    def aandeel(self, naam: str) -> int | None:
        """The figure as a share, whole per cent; None when it is no share, or of nothing."""
        cijfer = CIJFER[naam]
        return procent(self.aantallen[naam], self.aantallen[cijfer.deel_van]) if cijfer.deel_van else None

    @property
    def uren_aandeel(self) -> int | None:
        return procent(self.uren_akkoord, self.uren_doel)


def procent(deel: int, geheel: int) -> int | None:
    """Whole per cents rounded down, so that 100 means all and never nearly all; None of nothing."""
    return deel * 100 // geheel if geheel else None


def afgerond(aantal: int) -> int:
    """To the nearest five: of such numbers, and of their differences, no single student can be read."""
    return (aantal + 2) // 5 * 5


@dataclass(frozen=True, slots=True)
class Keuze:
    """What the screen was asked. Everything is optional.

    `jaar`: a school year (its first calendar year); `van`, `tot`: days (inclusive) between which the placement starts.
    `periode` is how the period was asked for: one like `dit_schooljaar` stays relative when the choice is kept.
    `waar`: other groups the rows are narrowed to, with the value of each ("geen": without one).
    """

    jaar: int | None = None
    team_id: int | None = None
    per: Per = Per.TEAM
    van: date | None = None
    tot: date | None = None
    periode: str = ""
    waar: tuple[tuple[Per, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """The same figure a week ago and on the same weekday a year ago (of the school year before)."""

    nu: int
    week: int
    jaar: int | None = None


def toen(nu: int, eerder: int) -> str:
    """The change as text: `+3`, `−2`, `0`."""
    verschil = nu - eerder
    return f"+{verschil}" if verschil > 0 else f"\u2212{-verschil}" if verschil < 0 else "0"
