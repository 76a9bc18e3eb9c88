"""Who may read a report: in the WHERE of every query, never afterwards. No role opens one."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.signaal.rules_melding import MeldingStatus, mag_vertrouwenspersoon
from bpv_app.signaal.tables_melding import Melding, Vertrouwenspersoon


def eigen_meldingen(actor: Actor) -> sa.ColumnElement[bool]:
    """The reports this student made."""
    if not actor.mag(Actie.MELDING_DOEN) or not actor.heeft(Rol.STUDENT) or actor.student_id is None:
        return sa.false()
    return col(Melding.student_id) == actor.student_id


def aan_mij(actor: Actor) -> sa.ColumnElement[bool]:
    """The reports sent to this person, as long as the school names them and no role stands in the way.

    Not the system either: the app itself never reads one.
    """
    if actor.is_systeem or actor.account_id is None or not mag_vertrouwenspersoon(actor.rollen):
        return sa.false()
    genoemd = sa.exists().where(col(Vertrouwenspersoon.account_id) == actor.account_id)
    return sa.and_(col(Melding.ontvanger_id) == actor.account_id, genoemd)


def mag_weten(actor: Actor) -> sa.ColumnElement[bool]:
    """Reports of which this begeleider may know that they are there, by the student's own choice."""
    if actor.account_id is None or not actor.heeft(Rol.ONDERWIJSBEGELEIDER):
        return sa.false()
    return sa.and_(
        col(Melding.begeleider_id) == actor.account_id,
        col(Melding.status).in_((MeldingStatus.VERSTUURD, MeldingStatus.GELEZEN)),
    )
