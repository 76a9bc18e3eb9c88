"""Who looks at companies: every role, with its own scope, as actors."""

from __future__ import annotations

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from tests.makers import make_account, make_actor, make_student, make_team


def make_opleider_actor(session: Session, contactpersoon: Contactpersoon) -> Actor:
    """A praktijkopleider as the personal link gives one: company and contact known."""
    return make_actor(
        session, Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=contactpersoon.leerbedrijf_id, contactpersoon_id=contactpersoon.id
    )


def make_schoolrollen(session: Session) -> dict[str, Actor]:
    """The roles that see every company."""
    return {
        "coordinator": make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id),
        "onderwijsbegeleider": make_actor(session, Rol.ONDERWIJSBEGELEIDER),
        "studentenzaken": make_actor(session, Rol.STUDENTENZAKEN),
    }


def make_buitenstaanders(session: Session) -> dict[str, Actor]:
    """The roles that see none: a student, an administrator, someone without a role, a company without a contact."""
    return {
        "student": make_actor(session, Rol.STUDENT, student_id=make_student(session).id),
        "beheer": make_actor(session, Rol.BEHEER),
        "niemand": Actor(make_account(session).id, "Niemand"),
        "praktijkopleider zonder bedrijf": Actor(None, "X", (RolToewijzing(Rol.PRAKTIJKOPLEIDER),)),
    }
