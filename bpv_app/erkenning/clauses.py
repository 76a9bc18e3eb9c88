"""Which withdrawals an actor may see, and which still ask for something: in the WHERE of every query."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.rules import IntrekkingStatus
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.rules_plaats import PlaatsStatus
from bpv_app.matching.tables import Plaats
from bpv_app.pok.rules import LOPEND
from bpv_app.pok.tables import Pok

OPEN_PLAATS = (PlaatsStatus.CONCEPT, PlaatsStatus.AANGEBODEN)


def intrekking_scope(actor: Actor, actie: Actie = Actie.INTREKKING_ZIEN) -> sa.ColumnElement[bool]:
    """The withdrawals for which this actor has the right, for a query that (outer) joins `Dossier`.

    A coordinator: agreements of the own teams, and every place (places belong to no team, and a coordinator may change
    them all). Studentenzaken: everything. An onderwijsbegeleider: agreements of students guided by oneself.
    """
    if not actor.mag(actie):
        return sa.false()
    teams = actor.team_ids(actie)
    if teams is None:
        return sa.true()
    delen: list[sa.ColumnElement[bool]] = []
    if teams:
        delen.append(col(Dossier.team_id).in_(teams))
        if actor.mag(Actie.PLAATS_BEWERKEN):
            delen.append(col(Intrekking.plaats_id).is_not(None))
    if actor.is_begeleider_voor(actie) and actor.account_id is not None:
        delen.append(col(Dossier.onderwijsbegeleider_id) == actor.account_id)
    return sa.or_(*delen) if delen else sa.false()


def pok_telt(vandaag: date) -> sa.ColumnElement[bool]:
    """Agreements that still need an accreditation: not ended, not replaced, last day not behind us."""
    einde = sa.func.coalesce(col(Pok.werkelijk_eind_op), col(Pok.eind_op))
    return sa.and_(col(Pok.status).in_(LOPEND), sa.or_(einde.is_(None), einde >= vandaag))


def plaats_telt(vandaag: date) -> sa.ColumnElement[bool]:
    """Places that still can get a student."""
    return sa.and_(col(Plaats.status).in_(OPEN_PLAATS), col(Plaats.tot) >= vandaag)


def is_nog_aan_de_orde(vandaag: date) -> sa.ColumnElement[bool]:
    """Of an open withdrawal: its agreement or place is still there, at the same company and for the same crebo.

    For a query that (outer) joins `Pok` and `Plaats`. It makes a line leave the list the moment the agreement is
    replaced or ended; the planner writes it down.
    """
    pok = sa.and_(
        col(Intrekking.pok_id).is_not(None),
        pok_telt(vandaag),
        sa.func.coalesce(col(Pok.leerbedrijf_id), 0) == col(Intrekking.leerbedrijf_id),
        col(Pok.crebo) == col(Intrekking.crebo),
    )
    return sa.or_(pok, sa.and_(col(Intrekking.plaats_id).is_not(None), plaats_telt(vandaag)))


def is_open(vandaag: date) -> sa.ColumnElement[bool]:
    """Work: open, and still about something."""
    return sa.and_(col(Intrekking.status) == IntrekkingStatus.OPEN, is_nog_aan_de_orde(vandaag))
