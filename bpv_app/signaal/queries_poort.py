"""What the services of signals fetch from other parts: in the actor's scope, locked where it is going to change."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.signaal.clauses import signaal_scope
from bpv_app.signaal.tables import Signaal
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Account


def slot_signaal(session: Session, actor: Actor, signaal_id: int, actie: Actie) -> Signaal | None:
    """The signal inside the scope, locked."""
    vraag = (
        sa.select(Signaal)
        .join(Dossier, col(Dossier.id) == col(Signaal.dossier_id))
        .where(col(Signaal.id) == signaal_id, signaal_scope(actor, actie))
        .with_for_update(of=Signaal)
        .execution_options(populate_existing=True)
    )
    return session.execute(vraag).scalar_one_or_none() if is_sleutel(signaal_id) else None


def is_in_scope(session: Session, actor: Actor, dossier_id: int, actie: Actie) -> bool:
    """Whether this dossier is the actor's for `actie`."""
    vraag = sa.select(col(Dossier.id)).where(col(Dossier.id) == dossier_id, dossier_scope(actor, actie))
    return is_sleutel(dossier_id) and session.execute(vraag).first() is not None


def get_wie(session: Session, dossier_id: int) -> tuple[int, int | None]:
    """Student and team of a dossier."""
    dossier = session.get_one(Dossier, dossier_id)
    return dossier.student_id, dossier.team_id


def slot_van_team(session: Session, team_id: int | None, *waar: sa.ColumnElement[bool]) -> list[Signaal]:
    """The signals of a team's dossiers (None: of dossiers without one) that meet `waar`, oldest first, locked."""
    van_team = col(Dossier.team_id).is_(None) if team_id is None else col(Dossier.team_id) == team_id
    vraag = (
        sa.select(Signaal)
        .join(Dossier, col(Dossier.id) == col(Signaal.dossier_id))
        .where(van_team, *waar)
        .order_by(col(Signaal.id))
        .with_for_update(of=Signaal)
        .execution_options(populate_existing=True)
    )
    return list(session.execute(vraag).scalars())


def _in_te_stellen(actor: Actor) -> sa.ColumnElement[bool]:
    teams = actor.team_ids(Actie.SIGNAAL_INRICHTEN)
    return sa.true() if teams is None else col(Team.id).in_(teams)


def list_in_te_stellen(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Active teams whose thresholds this actor sets: (id, name), by name."""
    vraag = sa.select(col(Team.id), col(Team.naam)).where(_in_te_stellen(actor), col(Team.is_actief))
    rijen = session.execute(vraag.order_by(sa.func.lower(col(Team.naam)), col(Team.id)))
    return [(team_id, naam) for team_id, naam in rijen]


def slot_team(session: Session, actor: Actor, team_id: int) -> bool:
    """Whether this actor sets the thresholds of this team; locked for writing."""
    vraag = sa.select(col(Team.id)).where(col(Team.id) == team_id, _in_te_stellen(actor)).with_for_update()
    return is_sleutel(team_id) and session.execute(vraag).first() is not None


def is_team(session: Session, team_id: int) -> bool:
    """Whether there is such a team."""
    return is_sleutel(team_id) and session.get(Team, team_id) is not None


def get_account(session: Session, account_id: int) -> Any:
    """The account, or None. What may be read of it: name, language, address, whether it is active."""
    return session.get(Account, account_id) if is_sleutel(account_id) else None


def get_laatste_begeleider(session: Session, student_id: int) -> int | None:
    """Who guides the student in the dossier that is open and began last."""
    return session.execute(
        sa.select(col(Dossier.onderwijsbegeleider_id))
        .where(col(Dossier.student_id) == student_id, col(Dossier.onderwijsbegeleider_id).is_not(None))
        .order_by(
            col(Dossier.afgesloten_op).is_(None).desc(), col(Dossier.begin_op).desc().nulls_last(), col(Dossier.id)
        )
        .limit(1)
    ).scalar_one_or_none()
