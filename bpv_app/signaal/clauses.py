"""Which signals an actor may see: in the WHERE of every query, never afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.signaal.tables import Signaal


def signaal_scope(actor: Actor, actie: Actie = Actie.SIGNAAL_ZIEN) -> sa.ColumnElement[bool]:
    """The signals for which this actor has the right, for a query that joins `Dossier`.

    A coordinator: the own teams. An onderwijsbegeleider: about students guided by oneself, and those one owns (taken,
    or handed over by a colleague). Nobody else.
    """
    if not actor.mag(actie):
        return sa.false()
    teams = actor.team_ids(actie)
    if teams is None:
        return sa.true()
    delen: list[sa.ColumnElement[bool]] = []
    if teams:
        delen.append(col(Dossier.team_id).in_(teams))
    if actor.is_begeleider_voor(actie) and actor.account_id is not None:
        delen += [col(Dossier.onderwijsbegeleider_id) == actor.account_id, col(Signaal.eigenaar_id) == actor.account_id]
    return sa.or_(*delen) if delen else sa.false()


def eigenaar() -> sa.ColumnElement[int | None]:
    """Whose a signal is: who took it, otherwise the dossier's begeleider."""
    return sa.func.coalesce(Signaal.eigenaar_id, Dossier.onderwijsbegeleider_id)
