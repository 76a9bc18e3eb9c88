"""What the audit says in words."""

from __future__ import annotations

from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class AuditSoort(StrEnum):
    """What kind of thing happened."""

    GEMAAKT = "gemaakt"
    GEWIJZIGD = "gewijzigd"
    VERWIJDERD = "verwijderd"
    INGEZIEN = "ingezien"
    GEBEURD = "gebeurd"


AUDIT_LABEL: dict[AuditSoort, Tekst] = {
    AuditSoort.GEMAAKT: Tekst("gemaakt", "made"),
    AuditSoort.GEWIJZIGD: Tekst("gewijzigd", "changed"),
    AuditSoort.VERWIJDERD: Tekst("verwijderd", "deleted"),
    AuditSoort.INGEZIEN: Tekst("bekeken", "seen"),
    AuditSoort.GEBEURD: Tekst("gebeurd", "happened"),
}

TABEL_LABEL: dict[str, Tekst] = {
    "beoordeling": Tekst("Beoordeling", "Assessment"),
    "beoordeling_historie": Tekst("Stap van een beoordeling", "Step of an assessment"),
    "beoordeling_oordeel": Tekst("Oordeel over een werkproces", "Judgement about a work process"),
    "evaluatie_deel": Tekst("Deel van evaluaties", "Slice of evaluations"),
    "evaluatie_lijst": Tekst("Vragenlijst van evaluatie", "Question list of evaluation"),
    "inrichting_werkproces": Tekst("Werkprocessen van inrichting", "Work processes of set-up"),
    "team_beoordeling": Tekst("Schaal van team", "Scale of team"),
    "werkproces": Tekst("Werkproces", "Work process"),
    "afspraak": Tekst("Afspraak in ronde", "Agreement in round"),
    "plaats_verzoek": Tekst("Verzoek om eigen plaats", "Request for an own place"),
    "ronde": Tekst("Ronde", "Round"),
    "ronde_gebeurtenis": Tekst("Stap van een ronde", "Step of a round"),
    "ronde_groep": Tekst("Team of klas in ronde", "Team or class in round"),
    "ronde_plaats": Tekst("Plaats in ronde", "Place in round"),
    "ronde_student": Tekst("Deelnemer aan ronde", "Student in round"),
    "rangorde": Tekst("Rangorde van een bedrijf", "Order of a company"),
    "rangorde_bewijs": Tekst("Bewijs van rangorde", "Receipt of an order"),
    "rangorde_kandidaat": Tekst("Kandidaat in rangorde", "Candidate in an order"),
    "voorkeur": Tekst("Ingestuurde keuze", "Choice that was sent in"),
    "voorkeur_bewijs": Tekst("Bewijs van insturen", "Receipt of sending in"),
    "voorkeurlijst": Tekst("Voorkeurlijst", "Preference list"),
    "account": Tekst("Gebruiker", "User"),
    "account_rol": Tekst("Rol van gebruiker", "Role of user"),
    "contactmoment": Tekst("Gesprek", "Conversation"),
    "contactmoment_gebeurtenis": Tekst("Stap van een gesprek", "Step of a conversation"),
    "contactpersoon": Tekst("Contactpersoon", "Contact person"),
    "dossier": Tekst("BPV-dossier", "Placement dossier"),
    "erkenning": Tekst("Erkenning", "Accreditation"),
    "erkenning_controle": Tekst("Erkenningscontrole", "Accreditation check"),
    "gespreksuitnodiging": Tekst("Uitnodiging voor een gesprek", "Invitation to a conversation"),
    "gespreksvoorstel": Tekst("Voorstel van gespreksdata", "Proposal of dates"),
    "gespreksvoorstel_antwoord": Tekst("Antwoord op gespreksdata", "Answer to proposed dates"),
    "gespreksafspraak": Tekst("Afspraak uit een gesprek", "Agreement of a conversation"),
    "gespreksverslag": Tekst("Gespreksverslag", "Report of a conversation"),
    "gespreksverslag_kopie": Tekst("Gedeeld gespreksverslag", "Shared report"),
    "gespreksverslag_reactie": Tekst("Reactie op gespreksverslag", "Comment on a report"),
    "import_indeling": Tekst("Indeling van importbestand", "Layout of import file"),
    "import_run": Tekst("Import", "Import"),
    "inrichting": Tekst("Dossierinrichting", "Dossier set-up"),
    "krd_pok": Tekst("POK uit de KRD", "Agreement from the register"),
    "leerbedrijf": Tekst("Leerbedrijf", "Company"),
    "locatie": Tekst("Locatie", "Location"),
    "mail": Tekst("Mail", "Mail"),
    "logboek_bijlage": Tekst("Bijlage bij logboek", "Attachment of logbook"),
    "logboek_item": Tekst("Logboekverslag", "Logbook entry"),
    "logboek_reactie": Tekst("Reactie in logboek", "Comment in logbook"),
    "opleiding": Tekst("Opleiding", "Programme"),
    "overdracht": Tekst("Overdracht van studenten", "Transfer of students"),
    "persoonlijke_link": Tekst("Persoonlijke link", "Personal link"),
    "plaats": Tekst("Stageplaats", "Place"),
    "plaats_claim": Tekst("Plek van een student", "Slot of a student"),
    "plaats_crebo": Tekst("Crebo van stageplaats", "Crebo of place"),
    "voorstel": Tekst("Voorstel van een matching", "Proposal of a matching"),
    "voorstel_stap": Tekst("Stap van een voorstel", "Step of a proposal"),
    "plaatsing": Tekst("Plaatsing", "Placement result"),
    "plaatsing_gebeurtenis": Tekst("Stap van een plaatsing", "Step of a placement result"),
    "plaats_gebeurtenis": Tekst("Stap van stageplaats", "Step of place"),
    "scan_stapel": Tekst("Gescande stapel", "Pile of scans"),
    "scan_pagina": Tekst("Bladzijde van een stapel", "Page of a pile"),
    "pok": Tekst("POK", "Agreement"),
    "pok_afdruk": Tekst("Afdruk van POK", "Printed agreement"),
    "pok_wijziging": Tekst("Wijziging van POK", "Amendment of agreement"),
    "pok_bezwaar": Tekst("Bezwaar tegen bpv-blad", "Objection to bpv-blad"),
    "pok_naast": Tekst("Reden voor twee stages tegelijk", "Reason for placements together"),
    "pok_belnotitie": Tekst("Belnotitie", "Call note"),
    "pok_document": Tekst("Document van POK", "Document of agreement"),
    "pok_handtekening": Tekst("Handtekening", "Signature"),
    "pok_historie": Tekst("Stap van POK", "Step of agreement"),
    "pok_scan": Tekst("Scan", "Scan"),
    "hulplijn_nummer": Tekst("Hulplijn", "Help line"),
    "ontheffing": Tekst("Ontheffing bij afsluiten", "Override while closing"),
    "signaal": Tekst("Signaal", "Signal"),
    "signaal_gebeurtenis": Tekst("Stap van een signaal", "Step of a signal"),
    "signaal_regels": Tekst("Grenzen voor signalen", "Thresholds for signals"),
    "vertrouwenspersoon": Tekst("Vertrouwenspersoon", "Confidential counsellor"),
    "postcode": Tekst("Postcode", "Postcode"),
    "sessie": Tekst("Sessie", "Session"),
    "student": Tekst("Student", "Student"),
    "student_begeleider": Tekst("Begeleider van student", "Supervisor of student"),
    "team": Tekst("Team", "Team"),
    "team_uren": Tekst("Urenregels van team", "Hours rules of team"),
    "uren_bijlage": Tekst("Bijlage bij uren", "Attachment to hours"),
    "uren_dag": Tekst("Uren van een dag", "Hours of a day"),
    "uren_gebeurtenis": Tekst("Stap van een urenweek", "Step of a week of hours"),
    "uren_inhaal": Tekst("Plan om in te halen", "Plan to make up"),
    "uren_norm": Tekst("Urennorm", "Hours norm"),
    "uren_patroon": Tekst("Werkdagen", "Working days"),
    "uren_week": Tekst("Urenweek", "Week of hours"),
    "verbintenis": Tekst("Verbintenis", "Enrolment"),
    "verbintenis_periode": Tekst("Periode van verbintenis", "Period of enrolment"),
    "verslag_sjabloon": Tekst("Vragen van gespreksverslag", "Questions of reports"),
    "vrije_periode": Tekst("Vakantie of studiedag", "Holiday or study day"),
    "zorg_namen": Tekst("Namen van het zorgvierkant", "Names of the care quadrants"),
    "zorgvierkant": Tekst("Zorgvierkant", "Care quadrants"),
}
