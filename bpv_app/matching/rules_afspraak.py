"""Agreements about single students: locks, blocks, and a place a student found (the request and its answer)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.adres import lees_adres
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst, zonder_bsn
from bpv_app.kernel.tekst import Tekst

MAX_REDEN = 1000
MAX_TAKEN = 2000
MAX_VERZOEKEN = 3
"""Requests a student may have waiting at once: a school answers each by hand."""


class AfspraakSoort(StrEnum):
    """`VAST`: the student gets this place. `UITGESLOTEN`: the student never gets it."""

    VAST = "vast"
    UITGESLOTEN = "uitgesloten"


AFSPRAAK_LABEL: dict[AfspraakSoort, Tekst] = {
    AfspraakSoort.VAST: Tekst("Vast", "Locked"),
    AfspraakSoort.UITGESLOTEN: Tekst("Uitgesloten", "Blocked"),
}


class VerzoekStatus(StrEnum):
    """Life of a request: asked, then granted, refused, or taken back by the student."""

    GEVRAAGD = "gevraagd"
    TOEGEWEZEN = "toegewezen"
    AFGEWEZEN = "afgewezen"
    INGETROKKEN = "ingetrokken"


VERZOEK_LABEL: dict[VerzoekStatus, Tekst] = {
    VerzoekStatus.GEVRAAGD: Tekst("Wacht op antwoord", "Waits for an answer"),
    VerzoekStatus.TOEGEWEZEN: Tekst("Toegewezen", "Granted"),
    VerzoekStatus.AFGEWEZEN: Tekst("Niet goedgekeurd", "Not approved"),
    VerzoekStatus.INGETROKKEN: Tekst("Ingetrokken", "Taken back"),
}
VERZOEK_TOON: dict[VerzoekStatus, str] = {
    VerzoekStatus.GEVRAAGD: "info",
    VerzoekStatus.TOEGEWEZEN: "success",
    VerzoekStatus.AFGEWEZEN: "error",
    VerzoekStatus.INGETROKKEN: "",
}


class AfspraakKanNiet(DomeinFout):
    """The agreement would break a rule; the sentence says which."""

    http_status = 409

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("afspraak_kan_niet", tekst)


NIET_TOEGELATEN = Tekst(
    "Deze plaats past niet bij deze student: {regel}.", "This place does not fit this student: {regel}."
)
HEEFT_VAST = Tekst(
    "Deze student heeft al een vaste plaats in deze ronde. Haal die eerst weg.",
    "This student has a locked place in this round already. Remove that first.",
)
GEEN_PLEK = Tekst(
    "Op deze plaats zijn {plekken} plekken vrij en er liggen al {vast} studenten vast.",
    "This place has {plekken} free slots and {vast} students are locked to it already.",
)
BESTAAT_AL = Tekst(
    "Voor deze student en deze plaats is al iets afgesproken. Haal dat eerst weg.",
    "There is an agreement about this student and this place already. Remove that first.",
)
HANGT_VAST = Tekst(
    "Deze student heeft een open bezwaar of staat al in een dossier. Beantwoord eerst het bezwaar, of wijzig het "
    "dossier.",
    "This student has an open objection or is in a dossier already. Answer the objection first, or change the dossier.",
)
PLAATS_WEG = Tekst("Deze plaats is ingetrokken.", "This place was withdrawn.")


def check_reden(reden: str) -> str:
    """A reason of at least a word. Raises `OngeldigeInvoer`."""
    schoon = zonder_bsn(reden.replace("\x00", "").strip())
    if not schoon:
        raise OngeldigeInvoer({"reden": Tekst("Schrijf kort waarom.", "Say briefly why.")})
    if len(schoon) > MAX_REDEN:
        raise OngeldigeInvoer({"reden": Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")})
    return schoon


class VerzoekMagNiet(DomeinFout):
    """The request was answered or taken back already."""

    http_status = 409

    def __init__(self, status: VerzoekStatus) -> None:
        label = VERZOEK_LABEL[status]
        super().__init__(
            "verzoek_mag_niet",
            Tekst(
                f"Dit verzoek is al afgehandeld: {label.nl.lower()}.",
                f"This request was handled already: {label.en.lower()}.",
            ),
        )


class NietErkend(DomeinFout):
    """A request cannot be granted at a company that is not accredited (WEB 7.2.10); the sentence is the check's."""

    http_status = 409

    def __init__(self, reden: Tekst) -> None:
        super().__init__(
            "niet_erkend",
            Tekst(
                f"Toewijzen kan niet: {reden.nl} Controleer het bedrijf, of wijs het verzoek af.",
                f"This cannot be granted: {reden.en} Check the company, or refuse the request.",
            ),
        )


class TeVeelVerzoeken(DomeinFout):
    """A student waits for too many answers."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "te_veel_verzoeken",
            Tekst(
                f"Je wacht al op {MAX_VERZOEKEN} antwoorden. Trek een verzoek in of wacht op antwoord.",
                f"You wait for {MAX_VERZOEKEN} answers already. Take a request back, or wait for an answer.",
            ),
        )


@dataclass(frozen=True, slots=True)
class VerzoekInvoer:
    """What a student tells about a place of their own."""

    bedrijf: str = ""
    adres: str = ""
    woonplaats: str = ""
    contact: str = ""
    email: str = ""
    telefoon: str = ""
    taken: str = ""


_LENGTE = {"bedrijf": 200, "adres": 200, "woonplaats": 100, "contact": 200, "email": 200, "telefoon": 40}


def lees_verzoek(form: Mapping[str, str]) -> VerzoekInvoer:
    """The fields of the form, as they were typed."""
    return VerzoekInvoer(**{naam: form.get(naam, "") for naam in VerzoekInvoer.__dataclass_fields__})


def check_verzoek(invoer: VerzoekInvoer) -> VerzoekInvoer:
    """Tidied. Raises `OngeldigeInvoer` with every wrong field: company, town, whom to call or mail, what for."""
    schoon = {naam: schoon_tekst(zonder_bsn(getattr(invoer, naam)[:1000])) for naam in _LENGTE}
    taken = zonder_bsn(invoer.taken.replace("\x00", "").strip())
    fouten = {
        naam: Tekst(f"Hoogstens {lengte} tekens.", f"At most {lengte} characters.")
        for naam, lengte in _LENGTE.items()
        if len(schoon[naam]) > lengte
    }
    if len(schoon["bedrijf"]) < 2:
        fouten["bedrijf"] = Tekst("Hoe heet het bedrijf?", "What is the name of the company?")
    if not schoon["woonplaats"]:
        fouten["woonplaats"] = Tekst("In welke plaats is het bedrijf?", "In which town is the company?")
    if not schoon["contact"]:
        fouten["contact"] = Tekst("Met wie heb je gesproken?", "Whom did you talk to?")
    if schoon["email"] and not lees_adres(schoon["email"]):
        fouten["email"] = Tekst("Dit is geen e-mailadres.", "This is not an e-mail address.")
    if not schoon["email"] and not re.search(r"\d{6}", re.sub(r"[\s-]", "", schoon["telefoon"])):
        fouten["telefoon"] = Tekst(
            "Vul een telefoonnummer of een e-mailadres in, zodat school kan bellen of mailen.",
            "Fill in a phone number or an e-mail address, so that the school can reach them.",
        )
    if not taken:
        fouten["taken"] = Tekst("Wat ga je daar doen?", "What are you going to do there?")
    elif len(taken) > MAX_TAKEN:
        fouten["taken"] = Tekst(f"Hoogstens {MAX_TAKEN} tekens.", f"At most {MAX_TAKEN} characters.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return VerzoekInvoer(**schoon, taken=taken)
