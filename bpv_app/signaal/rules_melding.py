"""The confidential route: a student tells a vertrouwenspersoon that the workplace is unsafe or that somebody
discriminates. As ONE table, with who may take each step.

Nobody but the student and the vertrouwenspersoon whom the student chose reads it: no coordinator, no beheer, no
company, no mail, no log, no audit. A withdrawn report loses its words; that it was there stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst

MAX_TEKST = 4000
MAX_NUMMERS = 8


class MeldingSoort(StrEnum):
    """What it is about, in the student's words."""

    ONVEILIG = "onveilig"
    DISCRIMINATIE = "discriminatie"


SOORT_LABEL: dict[MeldingSoort, Tekst] = {
    MeldingSoort.ONVEILIG: Tekst("Ik voel me niet veilig op mijn stage", "I do not feel safe at my placement"),
    MeldingSoort.DISCRIMINATIE: Tekst(
        "Ik word anders behandeld om wie ik ben", "I am treated differently because of who I am"
    ),
}


class MeldingStatus(StrEnum):
    """Where a report stands."""

    VERSTUURD = "verstuurd"
    GELEZEN = "gelezen"
    AFGEROND = "afgerond"
    INGETROKKEN = "ingetrokken"


STATUS_LABEL: dict[MeldingStatus, Tekst] = {
    MeldingStatus.VERSTUURD: Tekst("Verstuurd", "Sent"),
    MeldingStatus.GELEZEN: Tekst("Gelezen", "Read"),
    MeldingStatus.AFGEROND: Tekst("Afgerond", "Finished"),
    MeldingStatus.INGETROKKEN: Tekst("Ingetrokken", "Withdrawn"),
}
STATUS_TOON: dict[MeldingStatus, str] = {
    MeldingStatus.VERSTUURD: "warning",
    MeldingStatus.GELEZEN: "info",
    MeldingStatus.AFGEROND: "success",
    MeldingStatus.INGETROKKEN: "",
}
VOOR_STUDENT: dict[MeldingStatus, Tekst] = {
    MeldingStatus.VERSTUURD: Tekst(
        "Je bericht is verstuurd. {naam} heeft het nog niet gelezen.",
        "Your report was sent. {naam} has not read it yet.",
    ),
    MeldingStatus.GELEZEN: Tekst("{naam} heeft je bericht gelezen.", "{naam} has read your report."),
    MeldingStatus.AFGEROND: Tekst(
        "{naam} heeft het afgerond. Is het niet goed? Schrijf er dan iets bij.",
        "{naam} has finished it. Is it not right? Then add something.",
    ),
    MeldingStatus.INGETROKKEN: Tekst(
        "Je hebt je bericht ingetrokken. De tekst is gewist.", "You withdrew your report. The text was erased."
    ),
}


class MeldingStap(StrEnum):
    """What can happen to a report."""

    LEZEN = "lezen"
    ANTWOORDEN = "antwoorden"
    AFRONDEN = "afronden"
    AANVULLEN = "aanvullen"
    DOORSTUREN = "doorsturen"
    KEUZE_BEGELEIDER = "keuze_begeleider"
    INTREKKEN = "intrekken"


class Wie(StrEnum):
    """Whose step it is."""

    STUDENT = "student"
    VERTROUWENSPERSOON = "vertrouwenspersoon"


WIE_LABEL: dict[Wie, Tekst] = {
    Wie.STUDENT: Tekst("Jij", "You"),
    Wie.VERTROUWENSPERSOON: Tekst("Vertrouwenspersoon", "Confidential counsellor"),
}


@dataclass(frozen=True, slots=True)
class Overgang:
    """One row of the table; `naar` None leaves the status."""

    van: frozenset[MeldingStatus]
    naar: MeldingStatus | None
    wie: Wie
    met_tekst: bool = False


_S = MeldingStatus
_LEEFT = frozenset({_S.VERSTUURD, _S.GELEZEN, _S.AFGEROND})
OVERGANGEN: dict[MeldingStap, Overgang] = {
    MeldingStap.LEZEN: Overgang(frozenset({_S.VERSTUURD}), _S.GELEZEN, Wie.VERTROUWENSPERSOON),
    MeldingStap.ANTWOORDEN: Overgang(frozenset({_S.GELEZEN}), None, Wie.VERTROUWENSPERSOON, met_tekst=True),
    MeldingStap.AFRONDEN: Overgang(frozenset({_S.GELEZEN}), _S.AFGEROND, Wie.VERTROUWENSPERSOON, met_tekst=True),
    MeldingStap.AANVULLEN: Overgang(_LEEFT, _S.VERSTUURD, Wie.STUDENT, met_tekst=True),
    MeldingStap.DOORSTUREN: Overgang(_LEEFT, _S.VERSTUURD, Wie.STUDENT),
    MeldingStap.KEUZE_BEGELEIDER: Overgang(_LEEFT, None, Wie.STUDENT),
    MeldingStap.INTREKKEN: Overgang(_LEEFT, _S.INGETROKKEN, Wie.STUDENT),
}


class MeldingStapMagNiet(DomeinFout):
    """The report is in a status from which this step does not lead. Says nothing of what is in it."""

    http_status = 409

    def __init__(self, status: MeldingStatus) -> None:
        label = STATUS_LABEL[status]
        super().__init__(
            "melding_stap_mag_niet",
            Tekst(f"Dit kan nu niet. Status: {label.nl.lower()}.", f"Not possible now. Status: {label.en.lower()}."),
        )


class GeenVertrouwenspersoon(DomeinFout):
    """The school named nobody, or the one who was chosen is no vertrouwenspersoon any more."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "geen_vertrouwenspersoon",
            Tekst(
                "Deze vertrouwenspersoon is er nu niet. Kies een ander, of bel een van de nummers hieronder.",
                "This confidential counsellor is not there now. Choose another, or call one of the numbers below.",
            ),
        )


def mag_stap(stap: MeldingStap, status: MeldingStatus, wie: Wie) -> bool:
    """Whether `wie` can take this step now, its text aside."""
    rij = OVERGANGEN[stap]
    return status in rij.van and wie is rij.wie


def check_stap(stap: MeldingStap, status: MeldingStatus, wie: Wie, tekst: str = "") -> MeldingStatus:
    """The status after the step. Raises `MeldingStapMagNiet`, or `OngeldigeInvoer` for a text that does not do."""
    if not mag_stap(stap, status, wie):
        raise MeldingStapMagNiet(status)
    rij = OVERGANGEN[stap]
    if rij.met_tekst:
        check_tekst(tekst)
    return rij.naar or status


def check_tekst(tekst: str) -> str:
    """The words, without spaces around them. Raises `OngeldigeInvoer`."""
    schoon = tekst.strip()
    if not schoon:
        raise OngeldigeInvoer({"tekst": Tekst("Schrijf op wat er is.", "Write down what it is.")})
    if len(schoon) > MAX_TEKST:
        raise OngeldigeInvoer({"tekst": Tekst(f"Hoogstens {MAX_TEKST} tekens.", f"At most {MAX_TEKST} characters.")})
    return schoon


NIET_VOOR = frozenset({Rol.BEHEER, Rol.COORDINATOR, Rol.STUDENT, Rol.PRAKTIJKOPLEIDER})
"""Who holds one of these cannot be vertrouwenspersoon: who runs the app or the placements must not read reports."""
WEL_VOOR = frozenset({Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN})


def mag_vertrouwenspersoon(rollen: frozenset[Rol]) -> bool:
    """Whether a person with these roles may be named: somebody of the school, none of `NIET_VOOR`."""
    return bool(rollen & WEL_VOOR) and not rollen & NIET_VOOR


@dataclass(frozen=True, slots=True)
class Hulplijn:
    """Whom a student can call right now."""

    naam: str
    telefoon: str


NOOD = Hulplijn("112", "112")
_TELEFOON = re.compile(r"[+0-9][0-9 ()-]{2,24}", re.ASCII)


def lees_hulplijnen(tekst: str) -> tuple[Hulplijn, ...]:
    """One number per line, `naam; telefoon`. Raises `OngeldigeInvoer`."""
    uit = []
    for regel in filter(None, (r.strip() for r in tekst.splitlines())):
        naam, teken, telefoon = (deel.strip() for deel in regel.rpartition(";"))
        if not teken or not 0 < len(naam) <= 100 or not _TELEFOON.fullmatch(telefoon):
            raise OngeldigeInvoer(
                {
                    "hulplijnen": Tekst(
                        "Schrijf per regel: naam; telefoonnummer. Bijvoorbeeld: Vertrouwenspersoon; 071 555 01 01.",
                        "Write per line: name; phone number. For example: Vertrouwenspersoon; 071 555 01 01.",
                    )
                }
            )
        uit.append(Hulplijn(naam, telefoon))
    if len(uit) > MAX_NUMMERS:
        raise OngeldigeInvoer({"hulplijnen": Tekst(f"Hoogstens {MAX_NUMMERS} nummers.", f"At most {MAX_NUMMERS}.")})
    return tuple(uit)


def toon_hulplijnen(hulplijnen: tuple[Hulplijn, ...]) -> str:
    """The text `lees_hulplijnen` reads."""
    return "\n".join(f"{h.naam}; {h.telefoon}" for h in hulplijnen)
