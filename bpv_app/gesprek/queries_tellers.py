"""The counters about conversations on the start pages, each with the list question that gives exactly those rows."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.queries_moment import DEZE_WEEK, GESPREKKEN, deze_week_delen, toestand_clause
from bpv_app.gesprek.rules_toestand import Toestand
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_tellers import Teller


def _tel(session: Session, actor: Actor, clause: sa.ColumnElement[bool]) -> int:
    """A question of its own for each counter: it reads that part of the index, and not every moment of the school."""
    vraag = (
        sa.select(sa.func.count())
        .select_from(Contactmoment)
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .where(dossier_scope(actor, Actie.GESPREK_ZIEN), clause)
    )
    return int(session.execute(vraag).scalar_one())


def tel_gesprekken(session: Session, actor: Actor, vandaag: date, nu: datetime) -> tuple[Teller, ...]:
    """What conversations ask of a begeleider or a coordinator; nothing for other roles."""
    if not actor.mag(Actie.GESPREK_ZIEN):
        return ()
    aantal = {t: _tel(session, actor, toestand_clause(t, vandaag, nu)) for t in (Toestand.TE_LAAT, Toestand.VASTLEGGEN)}
    week = sum(_tel(session, actor, clause) for clause in deze_week_delen(vandaag, nu))
    soorten = (
        (
            "gesprek_te_laat",
            Tekst("Gesprekken te laat", "Conversations overdue"),
            Tekst("de laatste dag is voorbij, er is geen afspraak", "the last day has passed without an appointment"),
            aantal[Toestand.TE_LAAT],
            Toestand.TE_LAAT.value,
            "error",
        ),
        (
            "gesprek_vastleggen",
            Tekst("Gesprekken vast te leggen", "Conversations to record"),
            Tekst("de afspraak is geweest", "the appointment has passed"),
            aantal[Toestand.VASTLEGGEN],
            Toestand.VASTLEGGEN.value,
            "warning",
        ),
        (
            "gesprek_week",
            Tekst("Gesprekken deze week", "Conversations this week"),
            Tekst("afspraken, en wat deze week nog moet", "appointments, and what has to be held this week"),
            week,
            DEZE_WEEK,
            "info",
        ),
    )
    return tuple(
        Teller(sleutel, label, uitleg, n, GESPREKKEN, LijstVraag(filters={"toestand": waarde}), toon)
        for sleutel, label, uitleg, n, waarde, toon in soorten
    )
