"""The words of a stageplaats, and how full it is. What may happen to it stands in `rules_plaats_stap.py`.

A place has a number of slots (`aantal`). A slot is free, reserved (gereserveerd) or taken (bezet); see `Bezetting`.
"""

from __future__ import annotations

from dataclasses import dataclass
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


VELD_LABEL: dict[str, Tekst] = {
    "leerbedrijf_id": Tekst("Leerbedrijf", "Company"),
    "titel": Tekst("Titel", "Title"),
    "taken": Tekst("Wat gaat de student doen?", "What will the student do?"),
    "crebos": Tekst("Opleidingen", "Programmes"),
    "locatie_id": Tekst("Locatie", "Location"),
    "praktijkopleider_id": Tekst("Praktijkopleider", "Workplace supervisor"),
    "leerweg": Tekst("Leerweg", "Learning route"),
    "niveau_min": Tekst("Niveau vanaf", "Level from"),
    "niveau_max": Tekst("Niveau tot en met", "Level up to"),
    "van": Tekst("Van", "From"),
    "tot": Tekst("Tot en met", "Until"),
    "aantal": Tekst("Aantal plekken", "Number of slots"),
    "dagen": Tekst("Vaste dagen", "Fixed days"),
    "dagen_per_week": Tekst("Dagen per week", "Days per week"),
    "min_leeftijd": Tekst("Leeftijd vanaf", "Minimum age"),
    "rijbewijs": Tekst("Rijbewijs nodig", "Driving licence needed"),
    "vergoeding": Tekst("Vergoeding per maand", "Allowance per month"),
    "max_keuzes": Tekst("Hoeveel studenten mogen kiezen", "How many students may choose"),
    "bedrijf_rangschikt": Tekst("Bedrijf kiest de volgorde", "Company orders the candidates"),
    "reden": Tekst("Reden", "Reason"),
}

VAST_BIJ_PLEK = ("leerweg", "niveau_min", "niveau_max", "van", "tot", "crebos", "min_leeftijd", "rijbewijs")
"""Fields that lie fixed while a slot is held: the student got the slot on these terms."""


@dataclass(frozen=True, slots=True)
class Bezetting:
    """How many slots of a place there are, and how many are held. The one place that says how many are free."""

    aantal: int
    gereserveerd: int = 0
    bezet: int = 0

    @property
    def vergeven(self) -> int:
        return self.gereserveerd + self.bezet

    @property
    def vrij(self) -> int:
        """Slots nobody holds; never below zero, because the database holds no more claims than slots."""
        return self.aantal - self.vergeven

    def open(self, status: PlaatsStatus) -> int:
        """Slots a student can still get: the free ones of a place that is offered."""
        return self.vrij if status is PlaatsStatus.AANGEBODEN else 0
