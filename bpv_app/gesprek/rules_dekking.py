"""The words of the coverage figure: one set for the screen and for its file."""

from __future__ import annotations

from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class Per(StrEnum):
    """What a line of the coverage is about."""

    TEAM = "team"
    BEGELEIDER = "begeleider"


PER_LABEL: dict[Per, Tekst] = {
    Per.TEAM: Tekst("Team", "Team"),
    Per.BEGELEIDER: Tekst("Begeleider", "Supervisor"),
}
KOPPEN: dict[str, Tekst] = {
    "dossiers": Tekst("Stages", "Placements"),
    "gepland": Tekst("Had gemoeten", "Due"),
    "gehouden": Tekst("Gehouden", "Held"),
    "procent": Tekst("Dekking", "Coverage"),
    "gezamenlijk": Tekst("Drie partijen", "Three parties"),
    "zonder_start": Tekst("Start te laat", "Start overdue"),
    "vervallen": Tekst("Vervallen", "Lapsed"),
}
"""The columns after the name, in order."""
PROCENTEN = frozenset({"procent", "gezamenlijk"})
"""Columns that are a share of what was due, in whole per cents."""
