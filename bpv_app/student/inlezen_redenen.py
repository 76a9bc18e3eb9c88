"""Why a row about a student is refused or needs attention: one place, both languages. Plain Python."""

from __future__ import annotations

from bpv_app.kernel.tekst import Tekst

ANDERE_GEGEVENS = Tekst(
    "Deze student staat vaker in het bestand, met andere gegevens.",
    "This student is in the file more than once, with different data.",
)
TWEE_NUMMERS = Tekst(
    "Dezelfde sleutel (onderwijsnummer of BSN) staat bij verschillende studenten.",
    "The same key (education number or BSN) stands with different students.",
)
TWEE_STUDENTEN = Tekst(
    "Studentnummer en sleutel horen bij twee verschillende studenten die er al zijn.",
    "Student number and key belong to two different students we already have.",
)
ANDERE_SLEUTEL = Tekst(
    "Bij dit studentnummer hoort een andere sleutel.", "This student number belongs to a different key."
)
ZELFDE_STUDENT = Tekst(
    "Meer rijen wijzen dezelfde bestaande student aan.", "Several rows point to the same existing student."
)
GEEN_NAAM = Tekst("De naam ontbreekt.", "The name is missing.")
NIET_JOUW_TEAM = Tekst("Deze student hoort niet bij jouw team.", "This student does not belong to your team.")
TEAM_ONBEKEND = Tekst(
    "Dit team kennen we niet; de student komt zonder dit team binnen.",
    "We do not know this team; the student comes in without it.",
)
GEEN_TEAM = Tekst(
    "Studenten zonder team (de opleiding hoort nog bij geen team)",
    "Students without a team (the programme belongs to no team yet)",
)
BEGIN_UIT_COHORT = Tekst(
    "Begin van de verbintenis niet in het bestand: 1 augustus van het cohort genomen",
    "Begin of the enrolment not in the file: 1 August of the cohort taken",
)
DUBBELE_RIJEN = Tekst("Dubbele rijen, tellen één keer", "Double rows, counted once")
NIEUWE_VERBINTENISSEN = Tekst("Nieuwe verbintenissen", "New enrolments")
GEWIJZIGDE_VERBINTENISSEN = Tekst("Gewijzigde verbintenissen", "Changed enrolments")
NIEUWE_OPLEIDINGEN = Tekst("Nieuwe opleidingen", "New programmes")
