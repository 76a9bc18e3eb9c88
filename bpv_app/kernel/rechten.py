"""Who may do what, as data. The guards, the page "Wie mag wat" and a snapshot test all come from `RECHTEN`."""

from __future__ import annotations

from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class Rol(StrEnum):
    """The roles of the deck ("ROLLEN", "Begeleidingsrollen"); a person can hold several, rights add up."""

    COORDINATOR = "coordinator"
    ONDERWIJSBEGELEIDER = "onderwijsbegeleider"
    STUDENTENZAKEN = "studentenzaken"
    STUDENT = "student"
    PRAKTIJKOPLEIDER = "praktijkopleider"
    BEHEER = "beheer"


ROL_LABEL: dict[Rol, Tekst] = {
    Rol.COORDINATOR: Tekst("BPV-coördinator", "Placement coordinator"),
    Rol.ONDERWIJSBEGELEIDER: Tekst("Onderwijsbegeleider", "School supervisor"),
    Rol.STUDENTENZAKEN: Tekst("Studentenzaken", "Student administration"),
    Rol.STUDENT: Tekst("Student", "Student"),
    Rol.PRAKTIJKOPLEIDER: Tekst("Praktijkopleider", "Workplace supervisor"),
    Rol.BEHEER: Tekst("Beheer", "Administrator"),
}


class Actie(StrEnum):
    """One right. The value is `onderwerp.werkwoord`."""

    START_ZIEN = "start.zien"
    DOSSIER_ZIEN = "dossier.zien"
    DOSSIER_BEWERKEN = "dossier.bewerken"
    DOSSIER_KOPPELEN = "dossier.koppelen"
    DOSSIER_OPHALEN = "dossier.ophalen"
    INRICHTING_BEWERKEN = "inrichting.bewerken"
    STUDENT_ZIEN = "student.zien"
    STUDENT_IMPORTEREN = "student.importeren"
    LEERBEDRIJF_ZIEN = "leerbedrijf.zien"
    LEERBEDRIJF_BEWERKEN = "leerbedrijf.bewerken"
    LEERBEDRIJF_IMPORTEREN = "leerbedrijf.importeren"
    LEERBEDRIJF_SAMENVOEGEN = "leerbedrijf.samenvoegen"
    RELATIE_BIJHOUDEN = "relatie.bijhouden"
    ERKENNING_CONTROLEREN = "erkenning.controleren"
    ERKENNING_VOORDRAGEN = "erkenning.voordragen"
    LINK_UITGEVEN = "link.uitgeven"
    POK_ZIEN = "pok.zien"
    POK_KLAARZETTEN = "pok.klaarzetten"
    POK_VERSTUREN = "pok.versturen"
    POK_AFDRUKKEN = "pok.afdrukken"
    POK_ONDERTEKENING_REGISTREREN = "pok.ondertekening_registreren"
    POK_NABELLEN = "pok.nabellen"
    MANEN_INRICHTEN = "pok.manen_inrichten"
    POK_TERUGZETTEN = "pok.terugzetten"
    MUTATIESTOP_ONTHEFFEN = "mutatiestop.ontheffen"
    POK_AFMELDEN = "pok.afmelden"
    POK_AFSLUITEN = "pok.afsluiten"
    POK_MUTEREN = "pok.muteren"
    DOCUMENT_ZIEN = "document.zien"
    DOCUMENT_BEHEREN = "document.beheren"
    KRD_ZIEN = "krd.zien"
    KRD_OPNIEUW = "krd.opnieuw"
    EIGEN_PLAATSING_ZIEN = "plaatsing.eigen_zien"
    EIGEN_POK_ZIEN = "pok.eigen_zien"
    BPVBLAD_REAGEREN = "bpvblad.reageren"
    STAGIAIRS_ZIEN = "stagiairs.zien"
    EIGEN_GEGEVENS_OPHALEN = "gegevens.eigen_ophalen"
    EIGEN_BEDRIJF_BEHEREN = "bedrijf.eigen_beheren"
    PLAATS_ZIEN = "plaats.zien"
    PLAATS_BEWERKEN = "plaats.bewerken"
    PLAATS_TOEWIJZEN = "plaats.toewijzen"
    EIGEN_PLAATS_AANBIEDEN = "plaats.eigen_aanbieden"
    AANBOD_ZIEN = "plaats.aanbod_zien"
    RANGORDE_GEVEN = "rangorde.geven"
    UREN_SCHRIJVEN = "uren.schrijven"
    UREN_ZIEN = "uren.zien"
    UREN_BEOORDELEN = "uren.beoordelen"
    UREN_INRICHTEN = "uren.inrichten"
    LOGBOEK_SCHRIJVEN = "logboek.schrijven"
    LOGBOEK_LEZEN = "logboek.lezen"
    VERSLAG_SCHRIJVEN = "verslag.schrijven"
    VERSLAG_INRICHTEN = "verslag.inrichten"
    VERSLAG_LEZEN = "verslag.lezen"
    ZORG_ZIEN = "zorg.zien"
    ZORG_OVERZICHT = "zorg.overzicht"
    ZORG_INRICHTEN = "zorg.inrichten"
    RONDE_ZIEN = "ronde.zien"
    RONDE_BEWERKEN = "ronde.bewerken"
    UITSLAG_PUBLICEREN = "uitslag.publiceren"
    UITSLAG_AFHANDELEN = "uitslag.afhandelen"
    MATCHING_ZIEN = "matching.zien"
    MATCHING_BEWERKEN = "matching.bewerken"
    VOORKEUR_SCHRIJVEN = "voorkeur.schrijven"
    PLAATSING_REAGEREN = "plaatsing.reageren"
    INTREKKING_ZIEN = "intrekking.zien"
    INTREKKING_AFHANDELEN = "intrekking.afhandelen"
    SIGNAAL_ZIEN = "signaal.zien"
    SIGNAAL_BEHANDELEN = "signaal.behandelen"
    SIGNAAL_INRICHTEN = "signaal.inrichten"
    MELDING_DOEN = "melding.doen"
    VERTROUWENSPERSOON_BEHEREN = "vertrouwenspersoon.beheren"
    AFSLUITING_ONTHEFFEN = "afsluiting.ontheffen"
    GESPREK_ZIEN = "gesprek.zien"
    GESPREK_PLANNEN = "gesprek.plannen"
    DEKKING_ZIEN = "gesprek.dekking_zien"
    RAPPORT_ZIEN = "rapport.zien"
    RAPPORT_TOTALEN = "rapport.totalen"
    EIGEN_GESPREK_ZIEN = "gesprek.eigen_zien"
    STUDENTEN_OVERDRAGEN = "studenten.overdragen"
    BEOORDELING_ZIEN = "beoordeling.zien"
    BEOORDELEN = "beoordeling.beoordelen"
    OORDEEL_GEVEN = "beoordeling.oordeel_geven"
    EIGEN_BEOORDELING_ZIEN = "beoordeling.eigen_zien"
    WERKPROCES_BEHEREN = "werkproces.beheren"
    EVALUATIE_INVULLEN = "evaluatie.invullen"
    EVALUATIE_ZIEN = "evaluatie.zien"
    EVALUATIE_TEKST_LEZEN = "evaluatie.tekst_lezen"
    EVALUATIE_INRICHTEN = "evaluatie.inrichten"
    MAIL_ZIEN = "mail.zien"
    MAIL_OPNIEUW = "mail.opnieuw"
    ACCOUNT_BEHEREN = "account.beheren"
    TEAM_BEHEREN = "team.beheren"
    AUDIT_ZIEN = "audit.zien"
    WIE_MAG_WAT_ZIEN = "rechten.zien"


ACTIE_LABEL: dict[Actie, Tekst] = {
    Actie.START_ZIEN: Tekst("Eigen startpagina zien", "See own start page"),
    Actie.DOSSIER_ZIEN: Tekst("BPV-dossiers zien", "See placement dossiers"),
    Actie.DOSSIER_BEWERKEN: Tekst("Voortraject invullen", "Fill in the preparation"),
    Actie.DOSSIER_KOPPELEN: Tekst(
        "Studenten aan een dossierinrichting koppelen", "Couple students to a dossier set-up"
    ),
    Actie.DOSSIER_OPHALEN: Tekst("Heel dossier als één bestand ophalen", "Fetch a whole dossier as one file"),
    Actie.INRICHTING_BEWERKEN: Tekst("Dossierinrichting maken en wijzigen", "Make and change dossier set-ups"),
    Actie.STUDENT_ZIEN: Tekst("Studenten en verbintenissen zien", "See students and enrolments"),
    Actie.STUDENT_IMPORTEREN: Tekst("Studenten en RO-bestand inlezen", "Import students and the RO file"),
    Actie.LEERBEDRIJF_ZIEN: Tekst("Leerbedrijven zien", "See companies"),
    Actie.LEERBEDRIJF_BEWERKEN: Tekst("Leerbedrijven en contactpersonen wijzigen", "Change companies and contacts"),
    Actie.LEERBEDRIJF_IMPORTEREN: Tekst("Leerbedrijven en erkenningen inlezen", "Import companies and accreditations"),
    Actie.LEERBEDRIJF_SAMENVOEGEN: Tekst(
        "Dubbele leerbedrijven samenvoegen en dat ongedaan maken", "Merge doubles of companies and undo it"
    ),
    Actie.RELATIE_BIJHOUDEN: Tekst(
        "Notities en contactafspraken van leerbedrijven bijhouden", "Keep notes and contacts to be made of companies"
    ),
    Actie.ERKENNING_CONTROLEREN: Tekst("Erkenning controleren", "Check accreditation"),
    Actie.ERKENNING_VOORDRAGEN: Tekst("Voordragen voor een erkenning", "Nominate for accreditation"),
    Actie.LINK_UITGEVEN: Tekst("Persoonlijke link geven of intrekken", "Give or revoke a personal link"),
    Actie.POK_ZIEN: Tekst("POK's zien", "See placement agreements"),
    Actie.POK_KLAARZETTEN: Tekst("POK klaarzetten", "Make an agreement ready"),
    Actie.POK_VERSTUREN: Tekst("POK naar de KRD sturen", "Send an agreement to the register"),
    Actie.POK_AFDRUKKEN: Tekst("POK afdrukken", "Print an agreement"),
    Actie.POK_ONDERTEKENING_REGISTREREN: Tekst(
        "Handtekening registreren en archiveren", "Register signatures and archive"
    ),
    Actie.POK_NABELLEN: Tekst("Nabellen en belnotitie maken", "Chase by phone and note the call"),
    Actie.MANEN_INRICHTEN: Tekst("Herinneringen aan handtekeningen instellen", "Set reminders of missing signatures"),
    Actie.POK_TERUGZETTEN: Tekst("POK een stap terugzetten", "Put an agreement a step back"),
    Actie.MUTATIESTOP_ONTHEFFEN: Tekst(
        "Ontheffing geven van de mutatiestop van de KRD", "Exempt from the register's mutation freeze"
    ),
    Actie.POK_AFMELDEN: Tekst("POK afmelden of afwijzen", "Withdraw or reject an agreement"),
    Actie.POK_AFSLUITEN: Tekst("Stage afsluiten", "Close a placement"),
    Actie.POK_MUTEREN: Tekst("POK muteren", "Amend an agreement"),
    Actie.DOCUMENT_ZIEN: Tekst(
        "Teksten en huisstijl van de school op papier zien", "See the school's texts and house style on paper"
    ),
    Actie.DOCUMENT_BEHEREN: Tekst(
        "Teksten en huisstijl van de school op papier wijzigen", "Change the school's texts and house style on paper"
    ),
    Actie.KRD_ZIEN: Tekst("KRD-berichten en verschillen zien", "See register messages and differences"),
    Actie.KRD_OPNIEUW: Tekst("Bericht opnieuw naar de KRD sturen", "Send a message to the register again"),
    Actie.EIGEN_PLAATSING_ZIEN: Tekst("Eigen stage of stagiairs zien", "See own placement or trainees"),
    Actie.STAGIAIRS_ZIEN: Tekst("Eigen stagiairs zien", "See own trainees"),
    Actie.EIGEN_POK_ZIEN: Tekst("Eigen POK zien", "See own agreement"),
    Actie.BPVBLAD_REAGEREN: Tekst(
        "Akkoord gaan met een nieuw bpv-blad of bezwaar maken", "Agree to a new bpv-blad or object"
    ),
    Actie.EIGEN_GEGEVENS_OPHALEN: Tekst("Alle eigen gegevens downloaden", "Download all own data"),
    Actie.EIGEN_BEDRIJF_BEHEREN: Tekst(
        "Gegevens en collega's van het eigen bedrijf bijhouden", "Keep own company's data and colleagues"
    ),
    Actie.PLAATS_ZIEN: Tekst("Stageplaatsen zien", "See places"),
    Actie.PLAATS_BEWERKEN: Tekst("Stageplaatsen maken, aanbieden en sluiten", "Make, offer and close places"),
    Actie.PLAATS_TOEWIJZEN: Tekst(
        "Plekken reserveren, bezetten en vrijgeven", "Reserve, take and release slots of places"
    ),
    Actie.EIGEN_PLAATS_AANBIEDEN: Tekst("Stageplaatsen van het eigen bedrijf aanbieden", "Offer own company's places"),
    Actie.RANGORDE_GEVEN: Tekst(
        "Kandidaten voor eigen stageplaatsen op volgorde zetten", "Put candidates for own places in order"
    ),
    Actie.AANBOD_ZIEN: Tekst(
        "Aangeboden stageplaatsen voor de eigen opleiding zien", "See places offered for own programme"
    ),
    Actie.UREN_SCHRIJVEN: Tekst("Eigen uren schrijven en insturen", "Write and send in own hours"),
    Actie.UREN_ZIEN: Tekst("Uren zien", "See hours"),
    Actie.UREN_BEOORDELEN: Tekst("Weken goedkeuren, terugsturen en heropenen", "Approve, send back and reopen weeks"),
    Actie.UREN_INRICHTEN: Tekst("Regels en vakanties voor uren instellen", "Set rules and holidays for hours"),
    Actie.LOGBOEK_SCHRIJVEN: Tekst("Eigen logboek schrijven", "Write own logbook"),
    Actie.LOGBOEK_LEZEN: Tekst("Gedeeld logboek lezen en erop reageren", "Read and comment on a shared logbook"),
    Actie.VERSLAG_SCHRIJVEN: Tekst("Gespreksverslagen schrijven en delen", "Write and share reports of conversations"),
    Actie.VERSLAG_INRICHTEN: Tekst("Vragen van het gespreksverslag instellen", "Set the questions of the report"),
    Actie.VERSLAG_LEZEN: Tekst(
        "Gedeelde gespreksverslagen lezen en erop reageren", "Read and comment on shared reports of conversations"
    ),
    Actie.ZORG_ZIEN: Tekst("Zorgvierkant zien en invullen", "See and fill in the care quadrants"),
    Actie.ZORG_OVERZICHT: Tekst(
        "Signalen van het zorgvierkant, export, en wie er keek", "Signals of the care quadrants, export, and who looked"
    ),
    Actie.ZORG_INRICHTEN: Tekst("Namen van het zorgvierkant instellen", "Name the care quadrants"),
    Actie.RONDE_ZIEN: Tekst("Rondes zien: wie doet mee, wie stuurde in", "See rounds: who takes part, who sent in"),
    Actie.RONDE_BEWERKEN: Tekst("Rondes inrichten, openen en sluiten", "Set up, open and close rounds"),
    Actie.UITSLAG_PUBLICEREN: Tekst("Uitslag van een ronde publiceren", "Publish the result of a round"),
    Actie.UITSLAG_AFHANDELEN: Tekst(
        "Bezwaren beantwoorden en plaatsingen in dossiers zetten", "Answer objections and put placements in dossiers"
    ),
    Actie.MATCHING_ZIEN: Tekst("Voorstellen van de matching zien", "See proposals of the matching"),
    Actie.MATCHING_BEWERKEN: Tekst("Matching maken, wijzigen en rekenen", "Make, change and compute the matching"),
    Actie.VOORKEUR_SCHRIJVEN: Tekst("Eigen stageplaatsen kiezen", "Choose own places"),
    Actie.PLAATSING_REAGEREN: Tekst(
        "Eigen uitslag zien, akkoord gaan of bezwaar maken", "See own result, agree or object"
    ),
    Actie.INTREKKING_ZIEN: Tekst("POK's zonder erkenning zien", "See agreements that lost accreditation"),
    Actie.INTREKKING_AFHANDELEN: Tekst(
        "POK's en plaatsen zonder erkenning afhandelen", "Deal with agreements and places that lost accreditation"
    ),
    Actie.SIGNAAL_ZIEN: Tekst("Signalen zien", "See signals"),
    Actie.SIGNAAL_BEHANDELEN: Tekst(
        "Signalen schrijven, oppakken, overdragen en afhandelen", "Write, take, hand over and close signals"
    ),
    Actie.SIGNAAL_INRICHTEN: Tekst("Grenzen voor signalen instellen", "Set thresholds for signals"),
    Actie.MELDING_DOEN: Tekst("Melding doen bij de vertrouwenspersoon", "Report to the confidential counsellor"),
    Actie.VERTROUWENSPERSOON_BEHEREN: Tekst(
        "Vertrouwenspersonen en hulplijnen instellen", "Set confidential counsellors and help lines"
    ),
    Actie.AFSLUITING_ONTHEFFEN: Tekst(
        "Bij het afsluiten toestaan dat iets ontbreekt", "Allow something to be missing when closing"
    ),
    Actie.GESPREK_ZIEN: Tekst("Gesprekken van stages zien", "See conversations of placements"),
    Actie.GESPREK_PLANNEN: Tekst("Gesprekken plannen, verzetten en vastleggen", "Plan, move and record conversations"),
    Actie.RAPPORT_ZIEN: Tekst("Cijfers en rapportages zien", "See figures and reports"),
    Actie.RAPPORT_TOTALEN: Tekst(
        "Afgeronde totalen van de school zien, zonder studenten",
        "See rounded totals of the school, without students",
    ),
    Actie.DEKKING_ZIEN: Tekst(
        "Zien hoeveel gesprekken gehouden zijn, per team en begeleider",
        "See how many conversations were held, per team and supervisor",
    ),
    Actie.EIGEN_GESPREK_ZIEN: Tekst("Eigen gesprekken zien en data kiezen", "See own conversations and choose dates"),
    Actie.STUDENTEN_OVERDRAGEN: Tekst(
        "Studenten van de ene begeleider aan de andere geven", "Hand students over to another supervisor"
    ),
    Actie.BEOORDELING_ZIEN: Tekst("Beoordelingen van stages zien", "See assessments of placements"),
    Actie.BEOORDELEN: Tekst("Stage beoordelen en besluiten", "Assess a placement and decide"),
    Actie.OORDEEL_GEVEN: Tekst("Oordeel over een eigen stagiair geven", "Give a judgement about an own trainee"),
    Actie.EIGEN_BEOORDELING_ZIEN: Tekst("Eigen gedeelde beoordeling zien", "See own shared assessment"),
    Actie.WERKPROCES_BEHEREN: Tekst(
        "Werkprocessen en schaal van de beoordeling instellen", "Set work processes and scale of assessments"
    ),
    Actie.EVALUATIE_INVULLEN: Tekst("Eigen evaluatie invullen", "Fill in own evaluation"),
    Actie.EVALUATIE_ZIEN: Tekst("Totalen van evaluaties zien", "See totals of evaluations"),
    Actie.EVALUATIE_TEKST_LEZEN: Tekst(
        "Geschreven antwoorden in evaluaties lezen", "Read written answers in evaluations"
    ),
    Actie.EVALUATIE_INRICHTEN: Tekst("Vragen van evaluaties instellen", "Set questions of evaluations"),
    Actie.MAIL_ZIEN: Tekst("Zien welke mail is verstuurd", "See which mail was sent"),
    Actie.MAIL_OPNIEUW: Tekst("Mail opnieuw versturen", "Send mail again"),
    Actie.ACCOUNT_BEHEREN: Tekst("Gebruikers en rollen beheren", "Manage users and roles"),
    Actie.TEAM_BEHEREN: Tekst("Teams beheren", "Manage teams"),
    Actie.AUDIT_ZIEN: Tekst("Zien wie wat zag en wijzigde", "See who saw and changed what"),
    Actie.WIE_MAG_WAT_ZIEN: Tekst("Wie mag wat zien", "See who may do what"),
}

_SCHOOL = {
    Actie.START_ZIEN,
    Actie.DOSSIER_ZIEN,
    Actie.STUDENT_ZIEN,
    Actie.LEERBEDRIJF_ZIEN,
    Actie.POK_ZIEN,
    Actie.PLAATS_ZIEN,
    Actie.RAPPORT_ZIEN,
    Actie.WIE_MAG_WAT_ZIEN,
}

RECHTEN: dict[Rol, frozenset[Actie]] = {
    Rol.COORDINATOR: frozenset(
        _SCHOOL
        | {
            Actie.GESPREK_ZIEN,
            Actie.GESPREK_PLANNEN,
            Actie.DEKKING_ZIEN,
            Actie.STUDENTEN_OVERDRAGEN,
            Actie.DOSSIER_BEWERKEN,
            Actie.DOSSIER_KOPPELEN,
            Actie.DOSSIER_OPHALEN,
            Actie.INRICHTING_BEWERKEN,
            Actie.STUDENT_IMPORTEREN,
            Actie.LEERBEDRIJF_BEWERKEN,
            Actie.LEERBEDRIJF_IMPORTEREN,
            Actie.LEERBEDRIJF_SAMENVOEGEN,
            Actie.RELATIE_BIJHOUDEN,
            Actie.ERKENNING_CONTROLEREN,
            Actie.ERKENNING_VOORDRAGEN,
            Actie.LINK_UITGEVEN,
            Actie.PLAATS_BEWERKEN,
            Actie.PLAATS_TOEWIJZEN,
            Actie.POK_KLAARZETTEN,
            Actie.POK_VERSTUREN,
            Actie.POK_NABELLEN,
            Actie.MANEN_INRICHTEN,
            Actie.POK_AFMELDEN,
            Actie.POK_MUTEREN,
            Actie.KRD_ZIEN,
            Actie.KRD_OPNIEUW,
            Actie.UREN_ZIEN,
            Actie.UREN_BEOORDELEN,
            Actie.UREN_INRICHTEN,
            Actie.LOGBOEK_LEZEN,
            Actie.RONDE_ZIEN,
            Actie.RONDE_BEWERKEN,
            Actie.UITSLAG_PUBLICEREN,
            Actie.UITSLAG_AFHANDELEN,
            Actie.MATCHING_ZIEN,
            Actie.MATCHING_BEWERKEN,
            Actie.INTREKKING_ZIEN,
            Actie.INTREKKING_AFHANDELEN,
            Actie.SIGNAAL_ZIEN,
            Actie.SIGNAAL_BEHANDELEN,
            Actie.SIGNAAL_INRICHTEN,
            Actie.AFSLUITING_ONTHEFFEN,
            Actie.MAIL_ZIEN,
            Actie.MAIL_OPNIEUW,
            Actie.BEOORDELING_ZIEN,
            Actie.BEOORDELEN,
            Actie.WERKPROCES_BEHEREN,
            Actie.EVALUATIE_ZIEN,
            Actie.EVALUATIE_TEKST_LEZEN,
            Actie.EVALUATIE_INRICHTEN,
            Actie.VERSLAG_SCHRIJVEN,
            Actie.VERSLAG_INRICHTEN,
            Actie.ZORG_ZIEN,
            Actie.ZORG_OVERZICHT,
        }
    ),
    Rol.ONDERWIJSBEGELEIDER: frozenset(
        _SCHOOL
        | {
            Actie.RELATIE_BIJHOUDEN,
            Actie.GESPREK_ZIEN,
            Actie.GESPREK_PLANNEN,
            Actie.POK_NABELLEN,
            Actie.POK_AFSLUITEN,
            Actie.POK_MUTEREN,
            Actie.LINK_UITGEVEN,
            Actie.UREN_ZIEN,
            Actie.UREN_BEOORDELEN,
            Actie.LOGBOEK_LEZEN,
            Actie.INTREKKING_ZIEN,
            Actie.SIGNAAL_ZIEN,
            Actie.SIGNAAL_BEHANDELEN,
            Actie.AFSLUITING_ONTHEFFEN,
            Actie.MAIL_ZIEN,
            Actie.BEOORDELING_ZIEN,
            Actie.BEOORDELEN,
            Actie.VERSLAG_SCHRIJVEN,
            Actie.ZORG_ZIEN,
        }
    ),
    Rol.STUDENTENZAKEN: frozenset(
        _SCHOOL
        | {
            Actie.STUDENT_IMPORTEREN,
            Actie.DOSSIER_OPHALEN,
            Actie.DOCUMENT_ZIEN,
            Actie.POK_AFDRUKKEN,
            Actie.POK_ONDERTEKENING_REGISTREREN,
            Actie.POK_NABELLEN,
            Actie.POK_TERUGZETTEN,
            Actie.MUTATIESTOP_ONTHEFFEN,
            Actie.POK_AFMELDEN,
            Actie.KRD_ZIEN,
            Actie.KRD_OPNIEUW,
            Actie.INTREKKING_ZIEN,
            Actie.UREN_ZIEN,
            Actie.MAIL_ZIEN,
            Actie.MAIL_OPNIEUW,
        }
    ),
    Rol.STUDENT: frozenset(
        {
            Actie.EIGEN_GESPREK_ZIEN,
            Actie.START_ZIEN,
            Actie.EIGEN_PLAATSING_ZIEN,
            Actie.EIGEN_POK_ZIEN,
            Actie.BPVBLAD_REAGEREN,
            Actie.EIGEN_GEGEVENS_OPHALEN,
            Actie.AANBOD_ZIEN,
            Actie.UREN_SCHRIJVEN,
            Actie.LOGBOEK_SCHRIJVEN,
            Actie.LOGBOEK_LEZEN,
            Actie.VOORKEUR_SCHRIJVEN,
            Actie.PLAATSING_REAGEREN,
            Actie.MELDING_DOEN,
            Actie.EIGEN_BEOORDELING_ZIEN,
            Actie.EVALUATIE_INVULLEN,
            Actie.VERSLAG_LEZEN,
        }
    ),
    Rol.PRAKTIJKOPLEIDER: frozenset(
        {
            Actie.EIGEN_GESPREK_ZIEN,
            Actie.START_ZIEN,
            Actie.EIGEN_PLAATSING_ZIEN,
            Actie.STAGIAIRS_ZIEN,
            Actie.BPVBLAD_REAGEREN,
            Actie.EIGEN_BEDRIJF_BEHEREN,
            Actie.EIGEN_PLAATS_AANBIEDEN,
            Actie.RANGORDE_GEVEN,
            Actie.UREN_BEOORDELEN,
            Actie.LOGBOEK_LEZEN,
            Actie.OORDEEL_GEVEN,
            Actie.EVALUATIE_INVULLEN,
            Actie.VERSLAG_LEZEN,
        }
    ),
    Rol.BEHEER: frozenset(
        {
            Actie.START_ZIEN,
            Actie.INRICHTING_BEWERKEN,
            Actie.STUDENT_IMPORTEREN,
            Actie.LEERBEDRIJF_IMPORTEREN,
            Actie.ACCOUNT_BEHEREN,
            Actie.TEAM_BEHEREN,
            Actie.AUDIT_ZIEN,
            Actie.WIE_MAG_WAT_ZIEN,
            Actie.RAPPORT_TOTALEN,
            Actie.UREN_INRICHTEN,
            Actie.MANEN_INRICHTEN,
            Actie.VERTROUWENSPERSOON_BEHEREN,
            Actie.DOCUMENT_ZIEN,
            Actie.DOCUMENT_BEHEREN,
            Actie.MAIL_ZIEN,
            Actie.MAIL_OPNIEUW,
            Actie.WERKPROCES_BEHEREN,
            Actie.EVALUATIE_ZIEN,
            Actie.EVALUATIE_INRICHTEN,
            Actie.VERSLAG_INRICHTEN,
            Actie.ZORG_INRICHTEN,
        }
    ),
}
