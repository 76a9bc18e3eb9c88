"""The life of a signal as ONE table, and what finds one. Values in, values out.

A signal says that something about a placement needs attention. It has an owner (the dossier's onderwijsbegeleider until
somebody takes it), a status, and notes with a day to come back to it. What a student reports about safety is no signal:
that goes its own way (`rules_melding`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

MAX_TEKST = 2000


class SignaalSoort(StrEnum):
    """What it is about. All but `EIGEN` are found by the app itself."""

    VERZUIM = "verzuim"
    UREN_ACHTER = "uren_achter"
    GEEN_CONTACT = "geen_contact"
    ERKENNING_INGETROKKEN = "erkenning_ingetrokken"
    EIGEN = "eigen"


SOORT_LABEL: dict[SignaalSoort, Tekst] = {
    SignaalSoort.VERZUIM: Tekst("Verzuim", "Absence"),
    SignaalSoort.UREN_ACHTER: Tekst("Loopt achter met uren", "Behind with hours"),
    SignaalSoort.GEEN_CONTACT: Tekst("Lang geen gesprek", "No conversation for long"),
    SignaalSoort.ERKENNING_INGETROKKEN: Tekst("Bedrijf niet meer erkend", "Company no longer accredited"),
    SignaalSoort.EIGEN: Tekst("Zorg van de school", "Concern of the school"),
}
AUTOMATISCH = frozenset(SignaalSoort) - {SignaalSoort.EIGEN}
"""Kinds the app finds, follows and closes by itself."""
OPGELOST_TEKST: dict[SignaalSoort, Tekst] = {
    SignaalSoort.VERZUIM: Tekst("Er is geen verzuim meer boven de grens.", "There is no more absence over the limit."),
    SignaalSoort.UREN_ACHTER: Tekst("De uren zijn ingehaald.", "The hours have been made up."),
    SignaalSoort.GEEN_CONTACT: Tekst("Er is weer een gesprek geweest.", "There was a conversation again."),
    SignaalSoort.ERKENNING_INGETROKKEN: Tekst("Het bedrijf is weer erkend.", "The company is accredited again."),
}
VOORBIJ = Tekst("De stage loopt niet meer.", "The placement does not run any more.")


class SignaalStatus(StrEnum):
    """Where a signal stands."""

    NIEUW = "nieuw"
    OPGEPAKT = "opgepakt"
    AFGEHANDELD = "afgehandeld"
    VERVALLEN = "vervallen"


STATUS_LABEL: dict[SignaalStatus, Tekst] = {
    SignaalStatus.NIEUW: Tekst("Nieuw", "New"),
    SignaalStatus.OPGEPAKT: Tekst("Opgepakt", "Taken"),
    SignaalStatus.AFGEHANDELD: Tekst("Afgehandeld", "Dealt with"),
    SignaalStatus.VERVALLEN: Tekst("Vervallen", "Lapsed"),
}
STATUS_BETEKENIS: dict[SignaalStatus, Tekst] = {
    SignaalStatus.NIEUW: Tekst("Niemand werkt er nog aan.", "Nobody works on it yet."),
    SignaalStatus.OPGEPAKT: Tekst("De eigenaar werkt eraan.", "The owner works on it."),
    SignaalStatus.AFGEHANDELD: Tekst("Iemand van de school heeft het afgesloten.", "Somebody at the school closed it."),
    SignaalStatus.VERVALLEN: Tekst("De reden is weg; het sloot zichzelf.", "The reason is gone; it closed itself."),
}
STATUS_TOON: dict[SignaalStatus, str] = {
    SignaalStatus.NIEUW: "error",
    SignaalStatus.OPGEPAKT: "warning",
    SignaalStatus.AFGEHANDELD: "success",
    SignaalStatus.VERVALLEN: "",
}
OPEN = frozenset({SignaalStatus.NIEUW, SignaalStatus.OPGEPAKT})


class SignaalStap(StrEnum):
    """What can happen to a signal; the history is append-only."""

    MELDEN = "melden"
    OPPAKKEN = "oppakken"
    OVERDRAGEN = "overdragen"
    NOTEREN = "noteren"
    AFHANDELEN = "afhandelen"
    HEROPENEN = "heropenen"
    ESCALEREN = "escaleren"
    VERVALLEN = "vervallen"


STAP_LABEL: dict[SignaalStap, Tekst] = {
    SignaalStap.MELDEN: Tekst("Gesignaleerd", "Signalled"),
    SignaalStap.OPPAKKEN: Tekst("Opgepakt", "Taken"),
    SignaalStap.OVERDRAGEN: Tekst("Overgedragen", "Handed over"),
    SignaalStap.NOTEREN: Tekst("Notitie", "Note"),
    SignaalStap.AFHANDELEN: Tekst("Afgehandeld", "Dealt with"),
    SignaalStap.HEROPENEN: Tekst("Heropend", "Opened again"),
    SignaalStap.ESCALEREN: Tekst("Naar de coördinator: niemand pakte het op", "To the coordinator: nobody took it"),
    SignaalStap.VERVALLEN: Tekst("Vanzelf gesloten", "Closed by itself"),
}


class Wie(StrEnum):
    """In which part somebody acts: somebody of the school in whose scope it lies, or the app itself."""

    SCHOOL = "school"
    APP = "app"


@dataclass(frozen=True, slots=True)
class Overgang:
    """One row of the table; `naar` None leaves the status. `met_tekst`: the step needs a text."""

    van: frozenset[SignaalStatus]
    naar: SignaalStatus | None
    wie: Wie
    met_tekst: bool = False


_S = SignaalStatus
OVERGANGEN: dict[SignaalStap, Overgang] = {
    SignaalStap.OPPAKKEN: Overgang(frozenset({_S.NIEUW}), _S.OPGEPAKT, Wie.SCHOOL),
    SignaalStap.OVERDRAGEN: Overgang(OPEN, _S.NIEUW, Wie.SCHOOL, met_tekst=True),
    SignaalStap.NOTEREN: Overgang(OPEN, None, Wie.SCHOOL, met_tekst=True),
    SignaalStap.AFHANDELEN: Overgang(OPEN, _S.AFGEHANDELD, Wie.SCHOOL, met_tekst=True),
    SignaalStap.HEROPENEN: Overgang(frozenset({_S.AFGEHANDELD}), _S.OPGEPAKT, Wie.SCHOOL, met_tekst=True),
    SignaalStap.ESCALEREN: Overgang(frozenset({_S.NIEUW}), None, Wie.APP),
    SignaalStap.VERVALLEN: Overgang(OPEN, _S.VERVALLEN, Wie.APP),
}
"""`MELDEN` is how a signal begins; it has no row."""


class SignaalStapMagNiet(DomeinFout):
    """The signal is in a status from which this step does not lead."""

    http_status = 409

    def __init__(self, status: SignaalStatus) -> None:
        label = STATUS_LABEL[status]
        super().__init__(
            "signaal_stap_mag_niet",
            Tekst(
                f"Dit kan nu niet met dit signaal. Status: {label.nl.lower()}.",
                f"This cannot be done with this signal now. Status: {label.en.lower()}.",
            ),
        )


def mag_stap(stap: SignaalStap, status: SignaalStatus, wie: Wie) -> bool:
    """Whether `wie` can take this step now, its text aside."""
    rij = OVERGANGEN.get(stap)
    return rij is not None and status in rij.van and wie is rij.wie


def check_stap(stap: SignaalStap, status: SignaalStatus, wie: Wie, tekst: str = "") -> SignaalStatus:
    """The status after the step. Raises `SignaalStapMagNiet`, or `OngeldigeInvoer` for a text that does not do."""
    if not mag_stap(stap, status, wie):
        raise SignaalStapMagNiet(status)
    rij = OVERGANGEN[stap]
    if rij.met_tekst:
        check_tekst(tekst)
    return rij.naar or status


def check_tekst(tekst: str) -> str:
    """A text that a person wrote, without spaces around it. Raises `OngeldigeInvoer`."""
    schoon = tekst.strip()
    if not schoon:
        raise OngeldigeInvoer({"tekst": Tekst("Schrijf iets op.", "Write something down.")})
    if len(schoon) > MAX_TEKST:
        raise OngeldigeInvoer({"tekst": Tekst(f"Hoogstens {MAX_TEKST} tekens.", f"At most {MAX_TEKST} characters.")})
    return schoon


def check_opvolgen(dag: date | None, vandaag: date) -> date | None:
    """The day to come back to it: today or later, within a year. Raises `OngeldigeInvoer`."""
    if dag is not None and not vandaag <= dag <= vandaag + timedelta(days=366):
        raise OngeldigeInvoer(
            {"opvolgen_op": Tekst("Kies een dag vanaf vandaag, binnen een jaar.", "Choose a day within a year.")}
        )
    return dag


def is_te_lang_nieuw(sinds: date, vandaag: date, dagen: int) -> bool:
    """Whether nobody took it for more than `dagen` calendar days."""
    return (vandaag - sinds).days > dagen


def vat_samen(nieuw: int, opgepakt: int, opvolgen: int) -> Tekst:
    """The first line of the screen. `opvolgen`: of those taken, how many have a follow-up that is due."""
    if not nieuw and not opgepakt:
        return Tekst("Er zijn geen open signalen.", "There are no open signals.")
    nl = [f"{nieuw} {'signaal wacht' if nieuw == 1 else 'signalen wachten'} tot iemand begint"] if nieuw else []
    en = [f"{nieuw} {'signal waits' if nieuw == 1 else 'signals wait'} for somebody to begin"] if nieuw else []
    if opgepakt:
        nl.append(f"{opgepakt} {'is' if opgepakt == 1 else 'zijn'} opgepakt")
        en.append(f"{opgepakt} {'is' if opgepakt == 1 else 'are'} taken")
    if opvolgen:
        nl.append(f"bij {opvolgen} is het tijd om terug te kijken")
        en.append(f"{opvolgen} {'is' if opvolgen == 1 else 'are'} due for a look back")
    return Tekst(", ".join(nl) + ".", ", ".join(en) + ".")
