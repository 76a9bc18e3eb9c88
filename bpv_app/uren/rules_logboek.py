"""The logbook: who may do what with an entry, what it may hold, and text that stays text.

An entry is private until the student shares it (issue 3: "private draft until shared"); sharing cannot be undone, for
others may have read it. Once it was discussed it stays as it was discussed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.schoon import schone_regel, schone_tekst
from bpv_app.kernel.tekst import Tekst

MAX_TITEL = 120
MAX_TEKST = 4000
MAX_VRAAG = 200
MAX_ANTWOORD = 2000
MAX_WERKPROCES = 300
MAX_REACTIE = 2000
MAX_VRAGEN = 10
MAX_REACTIES = 300
MAX_BIJLAGEN = 10
MAX_DAGEN = 7

VRAGEN: tuple[Tekst, ...] = (
    Tekst("Wat heb je gedaan?", "What did you do?"),
    Tekst("Wat ging goed?", "What went well?"),
    Tekst("Wat vond je lastig?", "What was difficult?"),
    Tekst("Wat wil je leren?", "What do you want to learn?"),
)
"""The prompts of a team that set none of its own."""


class LogboekStatus(StrEnum):
    """Whether others may read an entry."""

    CONCEPT = "concept"
    GEDEELD = "gedeeld"


class Toestand(StrEnum):
    """Where an entry stands: nobody picks it, it follows from sharing and discussing."""

    CONCEPT = "concept"
    GEDEELD = "gedeeld"
    BESPROKEN = "besproken"


TOESTAND_LABEL: dict[Toestand, Tekst] = {
    Toestand.CONCEPT: Tekst("Alleen voor jou", "Only for you"),
    Toestand.GEDEELD: Tekst("Gedeeld", "Shared"),
    Toestand.BESPROKEN: Tekst("Besproken", "Discussed"),
}
TOESTAND_TOON: dict[Toestand, str] = {Toestand.CONCEPT: "", Toestand.GEDEELD: "info", Toestand.BESPROKEN: "success"}


class Handeling(StrEnum):
    """What can be done with an entry."""

    ZIEN = "zien"
    BEWERKEN = "bewerken"
    DELEN = "delen"
    VERWIJDEREN = "verwijderen"
    REAGEREN = "reageren"
    BESPREKEN = "bespreken"
    HEROPENEN = "heropenen"


_ZIEN, _REAGEREN = Handeling.ZIEN, Handeling.REAGEREN
_LEZER = {
    Rol.COORDINATOR: frozenset({_ZIEN, _REAGEREN}),
    Rol.STUDENT: frozenset({_ZIEN, _REAGEREN}),
}
_BESPREKERS = (Rol.PRAKTIJKOPLEIDER, Rol.ONDERWIJSBEGELEIDER)
MAG: dict[Toestand, dict[Rol, frozenset[Handeling]]] = {
    Toestand.CONCEPT: {
        Rol.STUDENT: frozenset({_ZIEN, Handeling.BEWERKEN, Handeling.DELEN, Handeling.VERWIJDEREN}),
    },
    Toestand.GEDEELD: {
        **_LEZER,
        Rol.STUDENT: frozenset({_ZIEN, _REAGEREN, Handeling.BEWERKEN}),
        **dict.fromkeys(_BESPREKERS, frozenset({_ZIEN, _REAGEREN, Handeling.BESPREKEN})),
    },
    Toestand.BESPROKEN: {
        **_LEZER,
        **dict.fromkeys(_BESPREKERS, frozenset({_ZIEN, _REAGEREN, Handeling.HEROPENEN})),
    },
}
"""What each person around an entry may do; who is not in it may do nothing."""


class MagNiet(DomeinFout):
    """The entry is seen, but this cannot be done with it (now, or by this person)."""

    http_status = 409

    def __init__(self, handeling: Handeling, toestand: Toestand) -> None:
        if handeling is Handeling.BEWERKEN and toestand is Toestand.BESPROKEN:
            tekst = Tekst(
                "Dit verslag is al besproken en blijft zoals het is. Schrijf een reactie of een nieuw verslag.",
                "This entry was discussed and stays as it is. Write a comment or a new entry.",
            )
        else:
            tekst = Tekst("Dit kan niet met dit verslag.", "This cannot be done with this entry.")
        super().__init__("logboek_mag_niet", tekst)


def toestand_van(status: LogboekStatus, besproken_op: datetime | None) -> Toestand:
    """Where an entry stands."""
    if status is LogboekStatus.CONCEPT:
        return Toestand.CONCEPT
    return Toestand.GEDEELD if besproken_op is None else Toestand.BESPROKEN


def handelingen(rol: Rol, toestand: Toestand) -> frozenset[Handeling]:
    """What somebody with this role *at this entry* may do with it."""
    return MAG[toestand].get(rol, frozenset())


def check_handeling(handeling: Handeling, rol: Rol, toestand: Toestand) -> None:
    """Raise MagNiet unless it may be done."""
    if handeling not in handelingen(rol, toestand):
        raise MagNiet(handeling, toestand)


@dataclass(frozen=True, slots=True)
class Antwoord:
    """A prompt as it was shown, and what was written under it."""

    vraag: str
    antwoord: str


@dataclass(frozen=True, slots=True)
class LogboekInvoer:
    """What a student writes. `van` and `tot` are both included; `tot` None is one day."""

    van: date | None
    tot: date | None = None
    titel: str = ""
    tekst: str = ""
    antwoorden: tuple[Antwoord, ...] = ()
    werkproces: str = ""


def _te_lang(lengte: int) -> Tekst:
    return Tekst(f"Hoogstens {lengte} tekens.", f"At most {lengte} characters.")


def schoon_invoer(invoer: LogboekInvoer) -> LogboekInvoer:
    """The input as it is stored. Raises OngeldigeInvoer with every field that is wrong.

    Fields: `van`, `titel`, `tekst`, `werkproces`, and `antwoord_0` and on for the prompts.
    """
    fouten: dict[str, Tekst] = {}
    titel, werkproces = schone_regel(invoer.titel), schone_regel(invoer.werkproces)
    tekst = schone_tekst(invoer.tekst)
    for veld, waarde, lengte in (
        ("titel", titel, MAX_TITEL),
        ("tekst", tekst, MAX_TEKST),
        ("werkproces", werkproces, MAX_WERKPROCES),
    ):
        if len(waarde) > lengte:
            fouten[veld] = _te_lang(lengte)
    antwoorden = tuple(
        Antwoord(schone_regel(a.vraag)[:MAX_VRAAG], schone_tekst(a.antwoord)) for a in invoer.antwoorden[:MAX_VRAGEN]
    )
    for i, antwoord in enumerate(antwoorden):
        if len(antwoord.antwoord) > MAX_ANTWOORD:
            fouten[f"antwoord_{i}"] = _te_lang(MAX_ANTWOORD)
    if invoer.van is None:
        fouten["van"] = Tekst("Kies een dag.", "Choose a day.")
    if not tekst and not any(a.antwoord for a in antwoorden):
        leeg = Tekst("Schrijf iets: één antwoord is genoeg.", "Write something: one answer is enough.")
        fouten["antwoord_0" if antwoorden else "tekst"] = leeg
    if fouten:
        raise OngeldigeInvoer(fouten)
    return LogboekInvoer(invoer.van, invoer.tot or invoer.van, titel, tekst, antwoorden, werkproces)


def check_periode(van: date, tot: date, begin: date | None, eind: date | None, vandaag: date) -> None:
    """An entry is about days of the placement, has begun, and is at most a week long. Raises OngeldigeInvoer."""
    fouten: dict[str, Tekst] = {}
    if tot < van:
        fouten["tot"] = Tekst("Deze dag ligt vóór de eerste dag.", "This day is before the first day.")
    elif (tot - van).days >= MAX_DAGEN:
        fouten["tot"] = Tekst("Een verslag gaat over hoogstens 7 dagen.", "An entry is about 7 days at most.")
    if van > vandaag:
        fouten["van"] = Tekst("Deze dag moet nog komen.", "This day is still to come.")
    elif (begin and van < begin) or (eind and tot > eind):
        fouten["van"] = Tekst(
            f"Dit valt buiten je stage ({toon_datum(begin)} – {toon_datum(eind)}).",
            f"This is outside your placement ({toon_datum(begin, 'en')} – {toon_datum(eind, 'en')}).",
        )
    if fouten:
        raise OngeldigeInvoer(fouten)


def schone_reactie(tekst: str) -> str:
    """A comment as it is stored. Raises OngeldigeInvoer (`reactie`) when it is empty or too long."""
    schoon = schone_tekst(tekst)
    if not schoon:
        raise OngeldigeInvoer({"reactie": Tekst("Schrijf eerst iets.", "Write something first.")})
    if len(schoon) > MAX_REACTIE:
        raise OngeldigeInvoer({"reactie": _te_lang(MAX_REACTIE)})
    return schoon


def vragen_of_standaard(vragen: Sequence[str], taal: str = "nl") -> tuple[str, ...]:
    """A team's own prompts; the default ones (in the language of the student) when it has none."""
    eigen = tuple(schoon for v in vragen if (schoon := schone_regel(str(v))[:MAX_VRAAG]))
    return eigen[:MAX_VRAGEN] or tuple(v.in_taal(taal) for v in VRAGEN)


def toon_periode(van: date, tot: date, taal: str = "nl") -> str:
    """`12 mrt 2027` or `8 mrt 2027 – 12 mrt 2027`."""
    return toon_datum(van, taal) if van == tot else f"{toon_datum(van, taal)} – {toon_datum(tot, taal)}"


def kop_van(titel: str, van: date, tot: date, taal: str = "nl") -> str:
    """What an entry is called on screens: its title, or its days when it has none."""
    periode = toon_periode(van, tot, taal)
    return titel or Tekst(f"Verslag van {periode}", f"Entry of {periode}").in_taal(taal)
