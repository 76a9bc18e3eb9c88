"""The cast of the POK tests: one team with everybody, another team, and nobody at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.student.tables import Student, Verbintenis
from tests.makers import (
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_erkenning,
    make_inrichting,
    make_leerbedrijf,
    make_student,
    make_team,
    make_verbintenis,
)


@dataclass(frozen=True)
class Cast:
    """Everybody around one placement, and everybody who has nothing to do with it."""

    coordinator: Actor
    ander_team: Actor
    begeleider: Actor
    andere_begeleider: Actor
    studentenzaken: Actor
    student: Actor
    andere_student: Actor
    praktijkopleider: Actor
    ander_bedrijf: Actor
    beheer: Actor
    niemand: Actor
    dossier: Dossier
    leerling: Student
    verbintenis: Verbintenis
    leerbedrijf: Leerbedrijf
    opleider: Contactpersoon

    @property
    def dossier_id(self) -> int:
        assert self.dossier.id is not None
        return self.dossier.id

    def voortraject(self, **anders: Any) -> Voortraject:
        """What the coordinator fills in: complete, within the enrolment."""
        standaard: dict[str, Any] = {
            "leerbedrijf_id": self.leerbedrijf.id,
            "praktijkopleider_id": self.opleider.id,
            "begin_op": date(2026, 12, 7),
            "eind_op": date(2027, 6, 25),
            "dagen_per_week": 4,
        }
        return Voortraject(**{**standaard, **anders})

    def wie(self) -> dict[str, Actor]:
        """All actors by name."""
        return {n: v for n in self.__dataclass_fields__ if isinstance(v := getattr(self, n), Actor)}


def make_cast(session: Session, **student: Any) -> Cast:
    """A placement that can go all eight steps, with its people."""
    team, ander = make_team(session), make_team(session)
    begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER, team_id=team.id)
    leerling = make_student(session, team, **student)
    verbintenis = make_verbintenis(session, leerling)
    inrichting = make_inrichting(session, documenten=["Beoordeling"])
    dossier = make_dossier(session, verbintenis, inrichting, begeleider)
    leerbedrijf = make_leerbedrijf(session)
    opleider = make_contactpersoon(session, leerbedrijf)
    make_erkenning(session, leerbedrijf, verbintenis.crebo)
    vreemd = make_contactpersoon(session)
    scope: dict[str, Any] = {"leerbedrijf_id": leerbedrijf.id, "contactpersoon_id": opleider.id}
    vreemde_scope: dict[str, Any] = {"leerbedrijf_id": vreemd.leerbedrijf_id, "contactpersoon_id": vreemd.id}
    return Cast(
        coordinator=make_actor(session, Rol.COORDINATOR, team_id=team.id),
        ander_team=make_actor(session, Rol.COORDINATOR, team_id=ander.id),
        begeleider=make_actor(session, Rol.ONDERWIJSBEGELEIDER, begeleider, team_id=team.id),
        andere_begeleider=make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=team.id),
        studentenzaken=make_actor(session, Rol.STUDENTENZAKEN),
        student=make_actor(session, Rol.STUDENT, student_id=leerling.id),
        andere_student=make_actor(session, Rol.STUDENT, student_id=make_student(session, team).id),
        praktijkopleider=make_actor(session, Rol.PRAKTIJKOPLEIDER, **scope),
        ander_bedrijf=make_actor(session, Rol.PRAKTIJKOPLEIDER, **vreemde_scope),
        beheer=make_actor(session, Rol.BEHEER),
        niemand=Actor(None, "niemand"),
        dossier=dossier,
        leerling=leerling,
        verbintenis=verbintenis,
        leerbedrijf=leerbedrijf,
        opleider=opleider,
    )
