"""How many students of each team play which part, and to which period each part belongs."""

from __future__ import annotations

# part: how many at Techniek, ICT, Zorg en Welzijn, Economie en Ondernemen, Horeca en Toerisme
AANTALLEN: dict[str, tuple[int, int, int, int, int]] = {
    "afgerond": (14, 7, 7, 5, 3),
    "afgerond_vroeg": (2, 1, 1, 1, 0),
    "definitief_voorbij": (3, 2, 2, 1, 1),
    "definitief": (14, 12, 11, 8, 6),
    "verlenging": (2, 1, 1, 0, 0),
    "ander_leerbedrijf": (1, 1, 0, 1, 0),
    "overig": (1, 0, 1, 0, 0),
    "keten": (1, 0, 0, 0, 0),
    "laat_begonnen": (1, 1, 0, 1, 0),
    "niet_erkend_bij_tekenen": (1, 0, 0, 0, 0),
    "geweigerd_eind": (1, 1, 0, 0, 0),
    "geweigerd_begin": (1, 0, 0, 0, 0),
    "geweigerd_verbintenis": (0, 0, 1, 0, 0),
    "concept_niet_erkend": (1, 1, 0, 0, 0),
    "laat": (3, 2, 1, 1, 1),
    "deels": (6, 4, 4, 2, 2),
    "afgedrukt": (8, 6, 5, 3, 2),
    "herdrukt": (1, 0, 1, 0, 0),
    "teruggezet": (1, 1, 0, 0, 0),
    "definitief_straks": (4, 3, 2, 1, 1),
    "volledig": (8, 7, 6, 4, 3),
    "afgemeld_concept": (1, 0, 0, 0, 0),
    "afgemeld_volledig": (1, 1, 0, 1, 0),
    "afgemeld_afgedrukt": (1, 1, 1, 0, 1),
    "afgewezen_volledig": (1, 1, 1, 0, 0),
    "afgewezen_afgedrukt": (1, 0, 0, 1, 0),
    "concept": (4, 4, 3, 2, 1),
    "concept_kaal": (4, 3, 3, 2, 2),
    "geen_pok": (8, 7, 6, 4, 3),
}
VORIG = ("afgerond", "afgerond_vroeg", "definitief_voorbij")
NU = (
    "loopt_kort",
    "definitief",
    "verlenging",
    "ander_leerbedrijf",
    "overig",
    "keten",
    "laat_begonnen",
    "niet_erkend_bij_tekenen",
)
"""Parts of the period that is over, and of the one that runs; the others are about the next one."""
NIET_ERKEND = ("niet_erkend_bij_tekenen", "concept_niet_erkend")
"""Parts that need a company whose accreditation ended (`bedrijven.AFGELOPEN`)."""
GEWEIGERD = ("geweigerd_eind", "geweigerd_begin", "geweigerd_verbintenis")
"""Parts the register will refuse; they may not disturb another placement of the same student."""


def periode_van(rol: str) -> str:
    """Which of the team's set-ups the part belongs to."""
    return "vorig" if rol in VORIG else "nu" if rol in NU else "straks"
