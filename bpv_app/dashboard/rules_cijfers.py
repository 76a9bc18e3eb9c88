"""The figures of /rapportages: what each counts, in one sentence. Screen, rows, file and mail all read this table.

A figure counts placements (dossiers with their last agreement). Its rows are one click away, so it is always the count
of a list. The conditions themselves stand beside the columns they need, in `queries_cijfers.MASKERS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class Per(StrEnum):
    """What a table has a line for."""

    TEAM = "team"
    KLAS = "klas"
    CREBO = "crebo"
    LEERWEG = "leerweg"
    BEGELEIDER = "begeleider"
    JAAR = "jaar"


PER_LABEL: dict[Per, Tekst] = {
    Per.TEAM: Tekst("Team", "Team"),
    Per.KLAS: Tekst("Klas", "Class"),
    Per.CREBO: Tekst("Crebo", "Crebo"),
    Per.LEERWEG: Tekst("Leerweg", "Learning route"),
    Per.BEGELEIDER: Tekst("Begeleider", "Supervisor"),
    Per.JAAR: Tekst("Schooljaar", "School year"),
}


@dataclass(frozen=True, slots=True)
class Cijfer:
    """A figure: `kop` heads its column, `uitleg` defines it. `deel_van`: the figure of which it is also a share."""

    naam: str
    kop: Tekst
    uitleg: Tekst
    deel_van: str = ""
    toon: str = ""


CIJFERS: tuple[Cijfer, ...] = (
    Cijfer(
        "stages",
        Tekst("Stages", "Placements"),
        Tekst(
            "Alle dossiers waarvan de stage in deze periode begint, ook als er nog geen plaats is.",
            "All dossiers whose placement starts in this period, also those without a place yet.",
        ),
    ),
    Cijfer(
        "zonder_plaats",
        Tekst("Zonder plaats", "No place"),
        Tekst(
            "Stages zonder leerbedrijf: er is nog geen POK met een bedrijf, of de laatste POK is vervallen.",
            "Placements without a company: no agreement names one yet, or the last agreement lapsed.",
        ),
        "stages",
        "warning",
    ),
    Cijfer(
        "binnenkort",
        Tekst("Begint binnen 14 dagen, niet getekend", "Starts within 14 days, not signed"),
        Tekst(
            "Stages die vandaag of binnen 14 dagen beginnen en waarvan de POK nog niet door iedereen getekend is.",
            "Placements that start today or in the next 14 days and whose agreement is not signed by everybody.",
        ),
        "",
        "warning",
    ),
    Cijfer(
        "begonnen",
        Tekst("Begonnen", "Started"),
        Tekst(
            "Stages waarvan de begindatum bereikt is; wat is afgemeld, afgewezen of vervangen telt niet mee.",
            "Placements whose start date was reached; what was withdrawn, refused or replaced does not count.",
        ),
        "stages",
    ),
    Cijfer(
        "ongetekend",
        Tekst("Begonnen, niet getekend", "Started, not signed"),
        Tekst(
            "Begonnen stages waarvan de POK nog niet door iedereen getekend is.",
            "Started placements whose agreement is not signed by everybody yet.",
        ),
        "begonnen",
        "error",
    ),
    Cijfer(
        "op_tijd",
        Tekst("Op tijd getekend", "Signed in time"),
        Tekst(
            "Begonnen stages waarvan de POK op de begindatum of eerder door iedereen getekend was.",
            "Started placements whose agreement was signed by everybody on or before the start date.",
        ),
        "begonnen",
        "success",
    ),
    Cijfer(
        "te_laat",
        Tekst("Te laat getekend", "Signed late"),
        Tekst(
            "Begonnen stages waarvan de POK pas na de begindatum door iedereen getekend was.",
            "Started placements whose agreement was signed by everybody only after the start date.",
        ),
        "begonnen",
        "warning",
    ),
    Cijfer(
        "krd_geweigerd",
        Tekst("Geweigerd door de KRD", "Refused by the register"),
        Tekst(
            "Stages waarvan de KRD het laatste bericht over de POK weigerde.",
            "Placements of which the register refused the last message about the agreement.",
        ),
        "",
        "error",
    ),
    Cijfer(
        "gesprek_te_laat",
        Tekst("Gesprek te laat", "Conversation overdue"),
        Tekst(
            "Stages met minstens één gesprek waarvan de periode voorbij is en dat niet gehouden is.",
            "Placements with at least one conversation whose window has passed and that was not held.",
        ),
        "",
        "warning",
    ),
    Cijfer(
        "afgelopen",
        Tekst("Afgelopen", "Ended"),
        Tekst(
            "Begonnen stages waarvan de einddatum voorbij is of die zijn afgesloten.",
            "Started placements whose end date has passed or that were closed.",
        ),
        "stages",
    ),
    Cijfer(
        "drie_gesprekken",
        Tekst("Drie gesprekken gehad", "Had three conversations"),
        Tekst(
            "Afgelopen stages met minstens drie gesprekken waar school, student en leerbedrijf bij waren (Stagepact).",
            "Ended placements with at least three conversations of school, student and company together (Stagepact).",
        ),
        "afgelopen",
        "success",
    ),
    Cijfer(
        "niet_afgesloten",
        Tekst("Niet afgesloten", "Not closed"),
        Tekst(
            "Afgelopen stages die nog niet zijn afgesloten.",
            "Ended placements that were not closed yet.",
        ),
        "afgelopen",
        "warning",
    ),
)
CIJFER: dict[str, Cijfer] = {cijfer.naam: cijfer for cijfer in CIJFERS}
KERN = ("zonder_plaats", "binnenkort", "ongetekend", "krd_geweigerd", "gesprek_te_laat", "niet_afgesloten")
"""Shown large on top of the screen: what needs somebody today."""

UREN_KOP = Tekst("Uren goedgekeurd", "Hours approved")
UREN_UITLEG = Tekst(
    "Goedgekeurde gewerkte en ingehaalde uren van begonnen stages, als deel van de uren in hun POK.",
    "Approved hours, worked and made up, of started placements, as a share of the hours in their agreements.",
)


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


@dataclass(frozen=True, slots=True)
class Keuze:
    """What the screen was asked: a school year (its first calendar year) and the lines. Everything is optional."""

    jaar: int | None = None
    team_id: int | None = None
    per: Per = Per.TEAM


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
