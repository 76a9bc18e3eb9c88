"""The counters about hours on the start pages: each with the list question that gives exactly that many rows."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_tellers import Teller
from bpv_app.uren.queries_ongeschreven import UREN_ONGESCHREVEN, tel_ongeschreven, weken_clause
from bpv_app.uren.queries_weken import UREN_WEKEN, tel_weken, where_weken
from bpv_app.uren.rules_inrichting import Laat, Wacht

_WEKEN: tuple[tuple[str, Tekst, Tekst, dict[str, str], str], ...] = (
    (
        "uren_wacht",
        Tekst("Weken die op jou wachten", "Weeks that wait for you"),
        Tekst("ingestuurd, de school keurt ze goed", "sent in, the school approves them"),
        {"wacht": Wacht.SCHOOL.value},
        "info",
    ),
    (
        "uren_te_laat",
        Tekst("Weken te laat ingestuurd", "Weeks sent in late"),
        Tekst("de student heeft de week nog niet ingestuurd", "the student has not sent the week in yet"),
        {"laat": Laat.STUDENT.value},
        "warning",
    ),
    (
        "uren_bedrijf",
        Tekst("Bedrijf heeft nog niet gekeurd", "Company has not approved yet"),
        Tekst("langer ingestuurd dan is afgesproken", "sent in longer ago than was agreed"),
        {"laat": Laat.BEDRIJF.value},
        "warning",
    ),
)


def tel_uren(session: Session, actor: Actor, vandaag: date) -> tuple[Teller, ...]:
    """What waits for a begeleider or a coordinator, also where that is nothing; nothing for other roles."""
    if not actor.rollen & {Rol.ONDERWIJSBEGELEIDER, Rol.COORDINATOR} or not actor.mag(Actie.UREN_ZIEN):
        return ()
    uit = []
    for sleutel, label, uitleg, filters, toon in _WEKEN:
        vraag = LijstVraag(filters=filters)
        aantal = tel_weken(session, where_weken(session, actor, vraag, vandaag))
        uit.append(Teller(sleutel, label, uitleg, aantal, UREN_WEKEN, vraag, toon))
    leeg = Teller(
        "uren_ongeschreven",
        Tekst("Week zonder uren", "Week without hours"),
        Tekst("op stage, en niets geschreven", "on a placement, and nothing written"),
        tel_ongeschreven(session, weken_clause(session, actor, LijstVraag(), vandaag)),
        UREN_ONGESCHREVEN,
        LijstVraag(),
        "warning",
    )
    return (*uit, leeg)
