"""A stageplaats and its life cycle as ONE table: the guard, the buttons and the documentation come from `OVERGANGEN`.

A place has a number of slots (`aantal`). A slot is free, reserved (gereserveerd) or taken (bezet); see `Bezetting`.
"""

from __future__ import annotations

from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class PlaatsStatus(StrEnum):
    """Where a place stands. Only `AANGEBODEN` takes new students."""

    CONCEPT = "concept"
    AANGEBODEN = "aangeboden"
    GESLOTEN = "gesloten"
    INGETROKKEN = "ingetrokken"


STATUS_LABEL: dict[PlaatsStatus, Tekst] = {
    PlaatsStatus.CONCEPT: Tekst("Concept", "Draft"),
    PlaatsStatus.AANGEBODEN: Tekst("Aangeboden", "Offered"),
    PlaatsStatus.GESLOTEN: Tekst("Gesloten", "Closed"),
    PlaatsStatus.INGETROKKEN: Tekst("Ingetrokken", "Withdrawn"),
}

STATUS_BETEKENIS: dict[PlaatsStatus, Tekst] = {
    PlaatsStatus.CONCEPT: Tekst(
        "Wordt nog ingevuld; studenten zien de plaats niet.", "Is being filled in; students do not see it."
    ),
    PlaatsStatus.AANGEBODEN: Tekst(
        "Studenten zien de plaats en kunnen haar kiezen.", "Students see it and can choose it."
    ),
    PlaatsStatus.GESLOTEN: Tekst(
        "Er komt niemand meer bij; wie een plek heeft, houdt die.", "Nobody is added; who has a slot keeps it."
    ),
    PlaatsStatus.INGETROKKEN: Tekst(
        "De plaats gaat niet door; reserveringen zijn vervallen.", "The place is off; reservations have lapsed."
    ),
}

STATUS_TOON: dict[PlaatsStatus, str] = {
    PlaatsStatus.CONCEPT: "",
    PlaatsStatus.AANGEBODEN: "success",
    PlaatsStatus.GESLOTEN: "info",
    PlaatsStatus.INGETROKKEN: "warning",
}


class Herkomst(StrEnum):
    """Who brought the place in: the company itself, the school, or a student who found it."""

    BEDRIJF = "bedrijf"
    SCHOOL = "school"
    ZELF_GEVONDEN = "zelf_gevonden"


HERKOMST_LABEL: dict[Herkomst, Tekst] = {
    Herkomst.BEDRIJF: Tekst("Door het leerbedrijf", "By the company"),
    Herkomst.SCHOOL: Tekst("Door de school", "By the school"),
    Herkomst.ZELF_GEVONDEN: Tekst("Door een student gevonden", "Found by a student"),
}


class ClaimSoort(StrEnum):
    """How a student holds a slot: kept for the student, or really placed."""

    GERESERVEERD = "gereserveerd"
    BEZET = "bezet"


CLAIM_LABEL: dict[ClaimSoort, Tekst] = {
    ClaimSoort.GERESERVEERD: Tekst("Gereserveerd", "Reserved"),
    ClaimSoort.BEZET: Tekst("Bezet", "Taken"),
}


class Gebeurtenis(StrEnum):
    """What the history of a place tells."""

    GEMAAKT = "gemaakt"
    AANGEBODEN = "aangeboden"
    GESLOTEN = "gesloten"
    HEROPEND = "heropend"
    INGETROKKEN = "ingetrokken"
    TERUGGEZET = "teruggezet"
    AANTAL = "aantal"
    GERESERVEERD = "gereserveerd"
    BEZET = "bezet"
    VRIJGEGEVEN = "vrijgegeven"


GEBEURTENIS_LABEL: dict[Gebeurtenis, Tekst] = {
    Gebeurtenis.GEMAAKT: Tekst("gemaakt", "made"),
    Gebeurtenis.AANGEBODEN: Tekst("aangeboden", "offered"),
    Gebeurtenis.GESLOTEN: Tekst("gesloten", "closed"),
    Gebeurtenis.HEROPEND: Tekst("heropend", "reopened"),
    Gebeurtenis.INGETROKKEN: Tekst("ingetrokken", "withdrawn"),
    Gebeurtenis.TERUGGEZET: Tekst("teruggezet naar concept", "put back to draft"),
    Gebeurtenis.AANTAL: Tekst("aantal plekken gewijzigd", "number of slots changed"),
    Gebeurtenis.GERESERVEERD: Tekst("plek gereserveerd", "slot reserved"),
    Gebeurtenis.BEZET: Tekst("plek bezet", "slot taken"),
    Gebeurtenis.VRIJGEGEVEN: Tekst("plek vrijgegeven", "slot released"),
}
