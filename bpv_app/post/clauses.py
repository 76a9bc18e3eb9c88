"""Which mails an actor may see or send again: in the WHERE of every query, never afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.post.tables import Mail


def mail_scope(actor: Actor, actie: Actie = Actie.MAIL_ZIEN) -> sa.ColumnElement[bool]:
    """The mails for which this actor has the right `actie`, by the team and the begeleider the caller stored with them.

    Beheer and studentenzaken: the school; a coordinator: the own teams; an onderwijsbegeleider: about own students.
    """
    if not actor.mag(actie):
        return sa.false()
    teams = actor.team_ids(actie)
    if teams is None:
        return sa.true()
    delen: list[sa.ColumnElement[bool]] = []
    if teams:
        delen.append(col(Mail.team_id).in_(teams))
    if actor.is_begeleider_voor(actie) and actor.account_id is not None:
        delen.append(col(Mail.begeleider_id) == actor.account_id)
    return sa.or_(*delen) if delen else sa.false()
