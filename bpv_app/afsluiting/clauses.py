"""Whose closing an actor may see and take part in: in the WHERE of every query, never afterwards."""

from __future__ import annotations

import sqlalchemy as sa

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie


def afsluit_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """The dossiers this actor closes (its begeleider), or for which this actor may give an override (coordinator)."""
    return sa.or_(*(dossier_scope(actor, actie) for actie in (Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN)))
