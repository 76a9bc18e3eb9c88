"""Everybody around one placement with a logbook, and everybody who has nothing to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from tests.makers import (
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)

NA_DE_START = datetime(2026, 12, 16, 9, 0, tzinfo=UTC)
"""Wednesday 16 December 2026, in the second week of the placement of `make_pok`."""


@dataclass(frozen=True)
class Cast:
    """`pok` is the placement of `student`; the others of a pair are strangers to it."""

    pok: Pok
    student: Actor
    andere_student: Actor
    opleider: Actor
    andere_opleider: Actor
    begeleider: Actor
    andere_begeleider: Actor
    coordinator: Actor
    ander_team: Actor
    studentenzaken: Actor
    beheer: Actor
    niemand: Actor

    @property
    def pok_id(self) -> int:
        assert self.pok.id is not None
        return self.pok.id


def make_cast(session: Session) -> Cast:
    team, ander = make_team(session), make_team(session)
    leerling = make_student(session, team)
    begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER)
    dossier = make_dossier(session, make_verbintenis(session, leerling), begeleider=begeleider)
    opleider, vreemd = make_contactpersoon(session), make_contactpersoon(session)
    pok = make_pok(session, PokStatus.DEFINITIEF, dossier, opleider, begeleider)

    def praktijkopleider(contact: Contactpersoon) -> Actor:
        return make_actor(
            session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=contact.id, leerbedrijf_id=contact.leerbedrijf_id
        )

    return Cast(
        pok=pok,
        student=make_actor(session, Rol.STUDENT, student_id=leerling.id),
        andere_student=make_actor(session, Rol.STUDENT, student_id=make_student(session, team).id),
        opleider=praktijkopleider(opleider),
        andere_opleider=praktijkopleider(vreemd),
        begeleider=make_actor(session, Rol.ONDERWIJSBEGELEIDER, begeleider),
        andere_begeleider=make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=team.id),
        coordinator=make_actor(session, Rol.COORDINATOR, team_id=team.id),
        ander_team=make_actor(session, Rol.COORDINATOR, team_id=ander.id),
        studentenzaken=make_actor(session, Rol.STUDENTENZAKEN),
        beheer=make_actor(session, Rol.BEHEER),
        niemand=Actor(None, "niemand"),
    )


def later() -> FixedClock:
    return FixedClock(NA_DE_START)
