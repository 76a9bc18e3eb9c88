"""Templates, what each of them may say, the statuses of a mail, and what is fit to be sent. Values in, values out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst

KANAAL = "post"
"""The outbox channel of mail."""
LINK = "[["
"""Starts the place of the button in a rendered text, `[[See the weeks]]`: the address itself is never stored."""
GEEF_OP_NA = timedelta(days=3)
"""How long a server may say "not now" about one address before the mail has failed (RFC 5321, 4.5.4.1: 4-5 days)."""
MAX_SLEUTEL = 120

# Codes of what went wrong here; those of a mail server are its own three digits.
GEEN_ADRES = "geen_adres"
SJABLOON_FOUT = "sjabloon"
LINK_DICHT = "link_dicht"
ONZEKER = "onzeker"
VERVALLEN = "vervallen"


class MailStatus(StrEnum):
    """Life of a mail. `ONZEKER`: handed to the server, which gave no answer we know of."""

    KLAAR = "klaar"
    VERZONDEN = "verzonden"
    MISLUKT = "mislukt"
    ONZEKER = "onzeker"
    VERVALLEN = "vervallen"


STATUS_LABEL: dict[MailStatus, Tekst] = {
    MailStatus.KLAAR: Tekst("wacht", "waits"),
    MailStatus.VERZONDEN: Tekst("verzonden", "sent"),
    MailStatus.MISLUKT: Tekst("mislukt", "failed"),
    MailStatus.ONZEKER: Tekst("onzeker", "uncertain"),
    MailStatus.VERVALLEN: Tekst("niet meer nodig", "not needed any more"),
}
STATUS_TOON: dict[MailStatus, str] = {
    MailStatus.KLAAR: "info",
    MailStatus.VERZONDEN: "success",
    MailStatus.MISLUKT: "error",
    MailStatus.ONZEKER: "warning",
    MailStatus.VERVALLEN: "",
}
STATUS_UITLEG: dict[MailStatus, Tekst] = {
    MailStatus.KLAAR: Tekst("Deze mail wacht tot de mailserver haar aanneemt.", "This mail waits for the mail server."),
    MailStatus.VERZONDEN: Tekst("De mailserver heeft deze mail aangenomen.", "The mail server has taken this mail."),
    MailStatus.MISLUKT: Tekst(
        "Deze mail is niet aangekomen. Verbeter het adres en verstuur haar opnieuw.",
        "This mail did not arrive. Correct the address and send it again.",
    ),
    MailStatus.ONZEKER: Tekst(
        "We weten niet of deze mail is aangekomen: de verbinding brak af tijdens het versturen. Uit zichzelf gaat ze "
        "niet nog eens.",
        "We do not know whether this mail arrived: the connection broke while it was sent. It is not sent again by "
        "itself.",
    ),
    MailStatus.VERVALLEN: Tekst(
        "De reden voor deze mail was weg voordat ze verstuurd werd.",
        "The reason for this mail was gone before it was sent.",
    ),
}
FOUT_TEKST: dict[str, Tekst] = {
    GEEN_ADRES: Tekst("Er is geen (goed) e-mailadres.", "There is no (valid) e-mail address."),
    SJABLOON_FOUT: Tekst(
        "Deze mail kon hier niet worden gemaakt. Meld dit aan beheer.",
        "This mail could not be made here. Tell your administrator.",
    ),
    LINK_DICHT: Tekst(
        "De persoonlijke link in deze mail werkt niet meer. Opnieuw versturen geeft een nieuwe link.",
        "The personal link in this mail does not work any more. Sending again gives a new link.",
    ),
    ONZEKER: STATUS_UITLEG[MailStatus.ONZEKER],
    VERVALLEN: STATUS_UITLEG[MailStatus.VERVALLEN],
}


def vat_samen(aantal: Mapping[MailStatus, int]) -> Tekst:
    """The first line of the screen: what asks for attention. `aantal` counts mails per status."""
    woorden = (
        (aantal[MailStatus.MISLUKT], Tekst("mislukt", "failed")),
        (aantal[MailStatus.ONZEKER], Tekst("onzeker", "uncertain")),
        (aantal[MailStatus.KLAAR], Tekst("onderweg", "on the way")),
    )
    nl = [f"{n} {woord.nl}" for n, woord in woorden if n]
    en = [f"{n} {woord.en}" for n, woord in woorden if n]
    if not nl:
        return Tekst("Alle mail is verzonden.", "All mail was sent.")
    return Tekst(f"Aantal mails: {', '.join(nl)}.", f"Number of mails: {', '.join(en)}.")


def mag_opnieuw(status: MailStatus) -> bool:
    """Whether a person may send it (again): not while the first one is still under way."""
    return status is not MailStatus.KLAAR


class Sjabloon(StrEnum):
    """The mails there are; each has a file per language in `post/sjablonen`."""

    WEEKMAIL = "weekmail"
    LINK = "link"
    UREN_TERUGGESTUURD = "uren_teruggestuurd"
    UREN_HERINNERING = "uren_herinnering"
    POK_TEKENEN = "pok_tekenen"
    POK_TERUGGEZET = "pok_teruggezet"
    POK_BPVBLAD = "pok_bpvblad"
    BPVBLAD_REACTIE = "bpvblad_reactie"
    WELKOM = "welkom"
    VOORKEUR_HERINNERING = "voorkeur_herinnering"
    VOORKEUR_BEWIJS = "voorkeur_bewijs"
    VERZOEK_ANTWOORD = "verzoek_antwoord"
    UITSLAG_PLAATS = "uitslag_plaats"
    UITSLAG_GEEN = "uitslag_geen"
    UITSLAG_BEDRIJF = "uitslag_bedrijf"
    BEZWAAR_ANTWOORD = "bezwaar_antwoord"
    PLAATSING_VERVALLEN = "plaatsing_vervallen"
    RANGORDE_VRAAG = "rangorde_vraag"
    RANGORDE_HERINNERING = "rangorde_herinnering"
    RANGORDE_BEWIJS = "rangorde_bewijs"
    MELDING = "melding"
    BEDANKT_STUDENT = "bedankt_student"
    BEDANKT_BEDRIJF = "bedankt_bedrijf"
    GESPREK_UITNODIGING = "gesprek_uitnodiging"
    GESPREK_AFZEGGING = "gesprek_afzegging"
    GESPREK_VOORSTEL = "gesprek_voorstel"
    GESPREK_GEEN_DATUM = "gesprek_geen_datum"
    OVERDRACHT = "overdracht"
    OORDEEL_VRAGEN = "oordeel_vragen"
    OORDEEL_GEDEELD = "oordeel_gedeeld"
    EVALUATIE_STUDENT = "evaluatie_student"
    EVALUATIE_BEDRIJF = "evaluatie_bedrijf"
    VERSLAG_STUDENT = "verslag_student"
    VERSLAG_BEDRIJF = "verslag_bedrijf"
    MANEN_STUDENT = "manen_student"
    MANEN_BEDRIJF = "manen_bedrijf"
    MANEN_TEKENAAR = "manen_tekenaar"
    MANEN_SCHOOL = "manen_school"
    INTREKKING = "intrekking"
    WIJZIGING_BESLUIT = "wijziging_besluit"
    RAPPORT = "rapport"


@dataclass(frozen=True, slots=True)
class SjabloonInfo:
    """What a template is for, and the fields it may use, each with an example."""

    label: Tekst
    voor: Tekst
    velden: Mapping[str, Tekst]


def _zelfde(tekst: str) -> Tekst:
    return Tekst(tekst, tekst)


_OPLEIDER = Tekst("Praktijkopleider", "Workplace supervisor")
_STUDENT = Tekst("Student", "Student")
_NAAM_OPLEIDER = _zelfde("Farid Haddad")
_NAAM_STUDENT = _zelfde("Yara Bakker")
_SCHOOL = _zelfde("ROC Voorbeeld")
_RONDE = Tekst("Stage voorjaar 2027", "Placement spring 2027")
_POK_POST = {
    "naam": _NAAM_STUDENT,
    "student": _NAAM_STUDENT,
    "bedrijf": _zelfde("Installatiebedrijf De Rijn"),
    "school": _SCHOOL,
    "nummer": _zelfde("2026-00412"),
}
_RANGORDE = {
    "naam": _NAAM_OPLEIDER,
    "school": _SCHOOL,
    "ronde": _RONDE,
    "tot": Tekst("16 dec 2026 17:00", "16 Dec 2026 17:00"),
    "regels": Tekst("Monteur elektra: 4 kandidaten", "Electrician: 4 candidates"),
}
_WEEK = Tekst("week 48 (23 t/m 29 november)", "week 48 (23 to 29 November)")

_IEDEREEN = Tekst("Wie bij het gesprek hoort", "Who takes part in the conversation")
_BEGELEIDER = Tekst("Onderwijsbegeleider", "School supervisor")
_GESPREK: Mapping[str, Tekst] = {
    "naam": _NAAM_STUDENT,
    "wat": Tekst("Startgesprek van Yara Bakker", "Startgesprek of Yara Bakker"),
    "wanneer": Tekst("maandag 14 dec 2026 om 10:30", "Monday 14 Dec 2026 at 10:30"),
}
_VERSLAG: Mapping[str, Tekst] = {
    "naam": _NAAM_STUDENT,
    "student": _NAAM_STUDENT,
    "gesprek": Tekst("Startgesprek", "Start conversation"),
    "op": Tekst("3 dec 2026", "3 Dec 2026"),
    "nummer": _zelfde("2"),
    "school": _SCHOOL,
}

SJABLONEN: Mapping[Sjabloon, SjabloonInfo] = {
    Sjabloon.WEEKMAIL: SjabloonInfo(
        Tekst("Wat er op je wacht", "What waits for you"),
        _OPLEIDER,
        {
            "naam": _NAAM_OPLEIDER,
            "school": _SCHOOL,
            "aantal": _zelfde("2"),
            "regels": Tekst(
                "Yara Bakker, week 47: 32 uur\nSem de Wit, week 47: 24 uur",
                "Yara Bakker, week 47: 32 hours\nSem de Wit, week 47: 24 hours",
            ),
        },
    ),
    Sjabloon.LINK: SjabloonInfo(
        Tekst("Nieuwe persoonlijke link", "New personal link"),
        _OPLEIDER,
        {"naam": _NAAM_OPLEIDER, "school": _SCHOOL, "geldig_tot": Tekst("10 dec 2026", "10 Dec 2026")},
    ),
    Sjabloon.UREN_TERUGGESTUURD: SjabloonInfo(
        Tekst("Uren teruggestuurd", "Hours sent back"),
        _STUDENT,
        {
            "naam": _NAAM_STUDENT,
            "week": _WEEK,
            "door": _NAAM_OPLEIDER,
            "reden": Tekst("Woensdag was je vrij.", "You were off on Wednesday."),
        },
    ),
    Sjabloon.UREN_HERINNERING: SjabloonInfo(
        Tekst("Uren nog niet ingestuurd", "Hours not sent in yet"),
        _STUDENT,
        {"naam": _NAAM_STUDENT, "week": _WEEK},
    ),
    Sjabloon.POK_TEKENEN: SjabloonInfo(
        Tekst("Overeenkomst om te tekenen", "Agreement to sign"),
        _STUDENT,
        {
            "naam": _NAAM_STUDENT,
            "bedrijf": Tekst("Installatiebedrijf De Rijn", "Installatiebedrijf De Rijn"),
            "begin": Tekst("7 dec 2026", "7 Dec 2026"),
            "school": _SCHOOL,
        },
    ),
    Sjabloon.WELKOM: SjabloonInfo(
        Tekst("Account gemaakt", "Account made"),
        Tekst("Iedereen met een account", "Everyone with an account"),
        {"naam": _NAAM_STUDENT, "school": _SCHOOL, "gebruikersnaam": _zelfde("yara.bakker@school.example")},
    ),
    Sjabloon.VOORKEUR_HERINNERING: SjabloonInfo(
        Tekst("Voorkeurlijst nog niet ingestuurd", "Preference list not sent in yet"),
        _STUDENT,
        {"naam": _NAAM_STUDENT, "ronde": _RONDE, "sluit": Tekst("12 dec 2026 17:00", "12 Dec 2026 17:00")},
    ),
    Sjabloon.VOORKEUR_BEWIJS: SjabloonInfo(
        Tekst("Bewijs: voorkeurlijst ingestuurd", "Receipt: preference list sent in"),
        _STUDENT,
        {
            "naam": _NAAM_STUDENT,
            "ronde": _RONDE,
            "op": Tekst("3 dec 2026 14:05", "3 Dec 2026 14:05"),
            "code": _zelfde("hsdpcbnfmklgkprt"),
            "regels": Tekst(
                "1. Monteur elektra, Van Dam\n2. Service, De Rijn", "1. Electrician, Van Dam\n2. Service, De Rijn"
            ),
            "hash": _zelfde("9b2f"),
            "sluit": Tekst("12 dec 2026 17:00", "12 Dec 2026 17:00"),
        },
    ),
    Sjabloon.VERZOEK_ANTWOORD: SjabloonInfo(
        Tekst("Antwoord op eigen stageplaats", "Answer about an own place"),
        _STUDENT,
        {
            "naam": _NAAM_STUDENT,
            "ronde": _RONDE,
            "bedrijf": Tekst("Installatiebedrijf De Rijn", "Installatiebedrijf De Rijn"),
            "antwoord": Tekst("De plaats is voor jou.", "The place is yours."),
        },
    ),
    Sjabloon.UITSLAG_PLAATS: SjabloonInfo(
        Tekst("Je stageplaats is bekend", "Your place is known"),
        _STUDENT,
        {
            "naam": _NAAM_STUDENT,
            "ronde": _RONDE,
            "plaats": Tekst("Monteur elektra", "Electrician"),
            "bedrijf": _zelfde("Installatiebedrijf De Rijn"),
            "periode": Tekst("7 dec 2026 t/m 25 jun 2027", "7 Dec 2026 to 25 Jun 2027"),
            "akkoord": Tekst("Ga je akkoord? Laat het weten.", "Do you agree? Let us know."),
            "bezwaar_tot": Tekst("16 dec 2026", "16 Dec 2026"),
        },
    ),
    Sjabloon.UITSLAG_GEEN: SjabloonInfo(
        Tekst("Je hebt nog geen stageplaats", "You have no place yet"),
        _STUDENT,
        {"naam": _NAAM_STUDENT, "ronde": _RONDE},
    ),
    Sjabloon.UITSLAG_BEDRIJF: SjabloonInfo(
        Tekst("Wie er op stage komt", "Who comes for a placement"),
        _OPLEIDER,
        {
            "naam": _NAAM_OPLEIDER,
            "school": _SCHOOL,
            "ronde": _RONDE,
            "aantal": _zelfde("2"),
            "regels": Tekst(
                "Yara Bakker, Elektrotechniek, 7 dec 2026 t/m 25 jun 2027\n"
                "Sem de Wit, Elektrotechniek, 7 dec 2026 t/m 25 jun 2027",
                "Yara Bakker, Electrical engineering, 7 Dec 2026 to 25 Jun 2027\n"
                "Sem de Wit, Electrical engineering, 7 Dec 2026 to 25 Jun 2027",
            ),
        },
    ),
    Sjabloon.BEZWAAR_ANTWOORD: SjabloonInfo(
        Tekst("Antwoord op bezwaar", "Answer to an objection"),
        _STUDENT,
        {
            "naam": _NAAM_STUDENT,
            "ronde": _RONDE,
            "uitkomst": Tekst("Je houdt deze plaats.", "You keep this place."),
            "antwoord": Tekst("De reis is korter dan een uur.", "The journey takes less than an hour."),
        },
    ),
    Sjabloon.PLAATSING_VERVALLEN: SjabloonInfo(
        Tekst("Je stageplaats gaat niet door", "Your place is off"),
        _STUDENT,
        {
            "naam": _NAAM_STUDENT,
            "ronde": _RONDE,
            "bedrijf": _zelfde("Installatiebedrijf De Rijn"),
            "reden": Tekst("Het bedrijf is gestopt.", "The company has closed down."),
        },
    ),
    Sjabloon.RANGORDE_VRAAG: SjabloonInfo(
        Tekst("Zet je kandidaten op volgorde", "Put your candidates in order"), _OPLEIDER, _RANGORDE
    ),
    Sjabloon.RANGORDE_HERINNERING: SjabloonInfo(
        Tekst("Volgorde nog niet ingestuurd", "Order not sent in yet"), _OPLEIDER, _RANGORDE
    ),
    Sjabloon.RANGORDE_BEWIJS: SjabloonInfo(
        Tekst("Bewijs: volgorde ingestuurd", "Receipt: order sent in"),
        _OPLEIDER,
        {
            "naam": _NAAM_OPLEIDER,
            "plaats": Tekst("Monteur elektra", "Electrician"),
            "op": Tekst("15 dec 2026 09:12", "15 Dec 2026 09:12"),
            "code": _zelfde("hsdpcbnfmklgkprt"),
            "regels": Tekst("1. Kandidaat 3\n2. Kandidaat 1", "1. Candidate 3\n2. Candidate 1"),
            "tot": Tekst("16 dec 2026 17:00", "16 Dec 2026 17:00"),
        },
    ),
    Sjabloon.MELDING: SjabloonInfo(
        Tekst("Er is een melding voor je", "There is a report for you"),
        Tekst("Vertrouwenspersoon", "Confidential counsellor"),
        {"naam": _zelfde("Ada de Boer"), "school": _SCHOOL},
    ),
    Sjabloon.POK_TERUGGEZET: SjabloonInfo(
        Tekst("Afgedrukte POK geldt niet meer", "Printed agreement is void"),
        Tekst("Student en praktijkopleider", "Student and workplace supervisor"),
        {
            **_POK_POST,
            "versie": _zelfde("1"),
            "reden": Tekst("De einddatum klopte niet.", "The end date was wrong."),
        },
    ),
    Sjabloon.POK_BPVBLAD: SjabloonInfo(
        Tekst("Nieuw bpv-blad", "New bpv-blad"),
        Tekst("Student en praktijkopleider", "Student and workplace supervisor"),
        {
            **_POK_POST,
            "wat": Tekst("Verlengde stage", "Longer placement"),
            "reden": Tekst("De student haalt de uren niet op tijd.", "The hours will not be done in time."),
            "termijn": Tekst(
                "Ben je het er niet mee eens? Maak dan bezwaar, uiterlijk 12 mrt 2027. Dat kan met de knop hieronder.",
                "Do you not agree? Then object, on 12 Mar 2027 at the latest. You can do so with the button below.",
            ),
        },
    ),
    Sjabloon.BPVBLAD_REACTIE: SjabloonInfo(
        Tekst("Bezwaar tegen een bpv-blad", "Objection to a bpv-blad"),
        Tekst("Coördinator en onderwijsbegeleider", "Coordinator and school supervisor"),
        {
            **_POK_POST,
            "naam": _zelfde("Anke de Boer"),
            "wie": Tekst("Het leerbedrijf", "The company"),
            "wat": Tekst("maakt bezwaar", "objects"),
            "reden": Tekst("In de zomer zijn wij dicht.", "We are closed in summer."),
            "hoe": Tekst("Zelf gedaan in de app op 3 dec 2026.", "Done in the app on 3 Dec 2026."),
            "wat_nu": Tekst(
                "Overleg met de partijen. Daarna handelt de coördinator het bezwaar af bij de POK.",
                "Talk to the parties. Then the coordinator deals with the objection at the agreement.",
            ),
        },
    ),
    Sjabloon.BEDANKT_STUDENT: SjabloonInfo(
        Tekst("Stage afgesloten", "Placement closed"),
        _STUDENT,
        {"naam": _NAAM_STUDENT, "bedrijf": _zelfde("Installatiebedrijf De Rijn"), "school": _SCHOOL},
    ),
    Sjabloon.BEDANKT_BEDRIJF: SjabloonInfo(
        Tekst("Bedankt voor de begeleiding", "Thank you for the guidance"),
        _OPLEIDER,
        {"naam": _NAAM_OPLEIDER, "student": _NAAM_STUDENT, "school": _SCHOOL},
    ),
    Sjabloon.GESPREK_UITNODIGING: SjabloonInfo(
        Tekst("Uitnodiging voor een gesprek", "Invitation to a conversation"),
        _IEDEREEN,
        {
            **_GESPREK,
            "hoe": Tekst("Bezoek, Lammenschansweg 8, Leiden", "Visit, Lammenschansweg 8, Leiden"),
            "met": _zelfde("Yara Bakker, Farid Haddad, Anke de Boer"),
            "duur": _zelfde("45"),
            "kop": Tekst("Nieuwe tijd", "New time"),
            "uitleg": Tekst("De afspraak is verzet.", "The appointment was moved."),
        },
    ),
    Sjabloon.GESPREK_AFZEGGING: SjabloonInfo(
        Tekst("Gesprek gaat niet door", "Conversation cancelled"),
        _IEDEREEN,
        {**_GESPREK, "reden": Tekst("Anke is ziek.", "Anke is ill.")},
    ),
    Sjabloon.GESPREK_VOORSTEL: SjabloonInfo(
        Tekst("Kies een datum voor een gesprek", "Choose a date for a conversation"),
        Tekst("Student en praktijkopleider", "Student and workplace supervisor"),
        {
            "naam": _NAAM_STUDENT,
            "wat": _GESPREK["wat"],
            "van": _zelfde("Anke de Boer"),
            "regels": Tekst(
                "maandag 14 dec 2026 om 10:30\ndinsdag 15 dec 2026 om 9:00",
                "Monday 14 Dec 2026 at 10:30\nTuesday 15 Dec 2026 at 9:00",
            ),
        },
    ),
    Sjabloon.GESPREK_GEEN_DATUM: SjabloonInfo(
        Tekst("Geen datum past iedereen", "No date suits everybody"),
        _BEGELEIDER,
        {
            "naam": _zelfde("Anke de Boer"),
            "wat": _GESPREK["wat"],
            "regels": Tekst(
                "Yara Bakker: geen van de data\nFarid Haddad: maandag 14 dec 2026 om 10:30",
                "Yara Bakker: none of the dates\nFarid Haddad: Monday 14 Dec 2026 at 10:30",
            ),
        },
    ),
    Sjabloon.OVERDRACHT: SjabloonInfo(
        Tekst("Studenten van een collega", "Students of a colleague"),
        _BEGELEIDER,
        {
            "naam": _zelfde("Anke de Boer"),
            "van": _zelfde("Bram Visser"),
            "door": _zelfde("Mila Jansen"),
            "aantal": _zelfde("2"),
            "regels": _zelfde("Yara Bakker\nSem de Wit"),
        },
    ),
    Sjabloon.OORDEEL_VRAGEN: SjabloonInfo(
        Tekst("Oordeel over een stagiair gevraagd", "Judgement about a trainee asked"),
        _OPLEIDER,
        {"naam": _NAAM_OPLEIDER, "school": _SCHOOL, "student": _NAAM_STUDENT},
    ),
    Sjabloon.OORDEEL_GEDEELD: SjabloonInfo(
        Tekst("Je beoordeling is klaar", "Your assessment is ready"),
        _STUDENT,
        {"naam": _NAAM_STUDENT, "bedrijf": _zelfde("Installatiebedrijf De Rijn")},
    ),
    Sjabloon.EVALUATIE_STUDENT: SjabloonInfo(
        Tekst("Evaluatie gevraagd aan student", "Evaluation asked of student"),
        _STUDENT,
        {"naam": _NAAM_STUDENT, "bedrijf": _zelfde("Installatiebedrijf De Rijn"), "soort": _zelfde("vraag")},
    ),
    Sjabloon.EVALUATIE_BEDRIJF: SjabloonInfo(
        Tekst("Evaluatie gevraagd aan bedrijf", "Evaluation asked of company"),
        _OPLEIDER,
        {"naam": _NAAM_OPLEIDER, "school": _SCHOOL, "student": _NAAM_STUDENT, "soort": _zelfde("vraag")},
    ),
    Sjabloon.VERSLAG_STUDENT: SjabloonInfo(
        Tekst("Gespreksverslag gedeeld", "Report shared"),
        _STUDENT,
        {v: _VERSLAG[v] for v in ("naam", "gesprek", "op", "nummer")},
    ),
    Sjabloon.VERSLAG_BEDRIJF: SjabloonInfo(
        Tekst("Gespreksverslag gedeeld met het bedrijf", "Report shared with the company"),
        _OPLEIDER,
        {**_VERSLAG, "naam": _NAAM_OPLEIDER},
    ),
    Sjabloon.MANEN_STUDENT: SjabloonInfo(
        Tekst("POK nog niet getekend (student)", "Agreement not signed yet (student)"),
        _STUDENT,
        {
            "naam": _NAAM_STUDENT,
            "regels": Tekst(
                "Bakkerij De Rijn: begint over 7 dagen (7 dec 2026). Nog niet getekend: student, leerbedrijf.",
                "Bakkerij De Rijn: starts in 7 days (7 Dec 2026). Not signed yet: student, company.",
            ),
        },
    ),
    Sjabloon.MANEN_BEDRIJF: SjabloonInfo(
        Tekst("POK nog niet getekend (bedrijf)", "Agreement not signed yet (company)"),
        _OPLEIDER,
        {
            "naam": _NAAM_OPLEIDER,
            "school": _SCHOOL,
            "aantal": _zelfde("1"),
            "regels": Tekst(
                "Yara Bakker: begint over 7 dagen (7 dec 2026). Nog niet getekend: leerbedrijf.",
                "Yara Bakker: starts in 7 days (7 Dec 2026). Not signed yet: company.",
            ),
        },
    ),
    Sjabloon.MANEN_TEKENAAR: SjabloonInfo(
        Tekst(
            "POK nog niet getekend (tekent namens een ander bedrijf)", "Agreement not signed yet (for another company)"
        ),
        Tekst("Wie tekent namens een leerbedrijf", "Who signs for a company"),
        {
            "naam": _zelfde("Joke Jansen"),
            "school": _SCHOOL,
            "aantal": _zelfde("1"),
            "regels": Tekst(
                "Yara Bakker, De Rijn: begint over 7 dagen (7 dec 2026). Nog niet getekend: leerbedrijf.",
                "Yara Bakker, De Rijn: starts in 7 days (7 Dec 2026). Not signed yet: company.",
            ),
        },
    ),
    Sjabloon.MANEN_SCHOOL: SjabloonInfo(
        Tekst("POK's nog niet getekend (school)", "Agreements not signed yet (school)"),
        Tekst("Onderwijsbegeleider en BPV-coördinator", "School supervisor and placement coordinator"),
        {
            "naam": _zelfde("Anke de Boer"),
            "aantal": _zelfde("1"),
            "regels": Tekst(
                "2026-00412 Yara Bakker, De Rijn: begint morgen (7 dec 2026). Nog niet getekend: student.",
                "2026-00412 Yara Bakker, De Rijn: starts tomorrow (7 Dec 2026). Not signed yet: student.",
            ),
        },
    ),
    Sjabloon.INTREKKING: SjabloonInfo(
        Tekst("Leerbedrijf niet meer erkend", "Company no longer accredited"),
        Tekst("Onderwijsbegeleider en BPV-coördinator", "School supervisor and placement coordinator"),
        {
            "naam": _zelfde("Anke de Boer"),
            "aantal": _zelfde("1"),
            "regels": Tekst(
                "2026-00412 Yara Bakker, De Rijn, vanaf 7 dec 2026. Zoek een vervangende plek.",
                "2026-00412 Yara Bakker, De Rijn, from 7 Dec 2026. Find a replacement place.",
            ),
        },
    ),
    Sjabloon.WIJZIGING_BESLUIT: SjabloonInfo(
        Tekst("Antwoord op gewijzigde bedrijfsgegevens", "Answer about changed company data"),
        _OPLEIDER,
        {
            "naam": _NAAM_OPLEIDER,
            "school": _SCHOOL,
            "bedrijf": _zelfde("Installatiebedrijf De Rijn"),
            "soort": _zelfde("nee"),
            "regels": Tekst("KvK-nummer: 12345678 → 87654321", "Chamber of Commerce number: 12345678 → 87654321"),
            "antwoord": Tekst("Dit nummer is van een ander bedrijf.", "This number belongs to another company."),
        },
    ),
    Sjabloon.RAPPORT: SjabloonInfo(
        Tekst("Weergave van de maand", "View of the month"),
        Tekst("Wie een weergave per mail vroeg", "Who asked for a view by mail"),
        {
            "naam": _zelfde("Anke de Boer"),
            "weergave": Tekst("Op tijd getekend, mijn teams", "Signed in time, my teams"),
            "titel": Tekst("Tijdig getekende POK's", "Agreements signed in time"),
            "periode": Tekst("Schooljaar 2026-2027", "School year 2026-2027"),
            "dag": Tekst("1 dec 2026", "1 Dec 2026"),
            "tabel": Tekst(
                "| Team | Begonnen | Op tijd\n| ICT | 40 | 36 (90%)\n| Totaal | 40 | 36 (90%)",
                "| Team | Started | In time\n| ICT | 40 | 36 (90%)\n| Total | 40 | 36 (90%)",
            ),
            "melding": Tekst("Nog 3 regels staan op het scherm.", "3 more lines are on the screen."),
        },
    ),
}


def een_regel(tekst: str, lengte: int) -> str:
    """Fit for a header: one line, nothing that does not print, single spaces. No line break can begin a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in tekst).split())[:lengte].strip()


def schoon_veld(tekst: str) -> str:
    """A value inside a text: control characters go, lines stay lines, and it cannot pose as the button's place."""
    regels = (een_regel(regel, 2000) for regel in tekst.splitlines()[:200])
    return "\n".join(regel for regel in regels if regel).replace(LINK, "[ [")


@dataclass(frozen=True, slots=True)
class Blok:
    """A piece of a text: `alinea`, `lijst` (lines that began with "- "), `tabel` (lines that began with "| ", the first
    with the headings) or `knop` (one line: its label)."""

    soort: str
    regels: tuple[str, ...]

    @property
    def cellen(self) -> tuple[tuple[str, ...], ...]:
        """The rows of a table, each as long as the longest."""
        rijen = [tuple(cel.strip() for cel in regel.split(" | ")) for regel in self.regels]
        breedte = max(map(len, rijen), default=0)
        return tuple(rij + ("",) * (breedte - len(rij)) for rij in rijen)


_KNOP = re.compile(re.escape(LINK) + r"(.{1,100})\]\]")


def lees_blokken(tekst: str) -> tuple[Blok, ...]:
    """The paragraphs of a rendered text, for the HTML of a mail and for the screen."""
    blokken = []
    for alinea in re.split(r"\n\s*\n", tekst.strip()):
        regels = tuple(regel.strip() for regel in alinea.splitlines() if regel.strip())
        if len(regels) == 1 and (knop := _KNOP.fullmatch(regels[0])):
            blokken.append(Blok("knop", (knop[1],)))
        elif regels and all(regel.startswith("- ") for regel in regels):
            blokken.append(Blok("lijst", tuple(regel[2:] for regel in regels)))
        elif len(regels) > 1 and all(regel.startswith("| ") for regel in regels):
            blokken.append(Blok("tabel", tuple(regel[2:] for regel in regels)))
        elif regels:
            blokken.append(Blok("alinea", regels))
    return tuple(blokken)


@dataclass(frozen=True, slots=True)
class Brief:
    """A mail as it goes out: everything the channel needs, the personal link included. Never stored, never logged.

    `aan` is the address as a server understands it; `adres` is where the button leads; `agenda` an invitation or "".
    """

    mail_id: int
    taal: str
    naam: str
    aan: str
    onderwerp: str
    tekst: str
    adres: str
    aangemaakt_op: datetime
    agenda: str = ""
