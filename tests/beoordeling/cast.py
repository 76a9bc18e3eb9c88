"""A placement with everybody who may or may not touch its assessment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from bpv_app.beoordeling.rules_werkproces import WerkprocesInvoer
from bpv_app.beoordeling.service_inrichten import maak_werkproces
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Account
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

CODES = ("B1-K1-W1", "B1-K1-W2")


@dataclass(frozen=True)
class Cast:
    """The people around one placement; `vreemd` are those it is not for."""

    team: Team
    pok: Pok
    dossier_id: int
    werkprocessen: tuple[int, ...]
    opleider: Actor
    begeleider: Actor
    coordinator: Actor
    student: Actor
    vreemd: dict[str, Actor]


def _actor(account: Account, rol: Rol, **scope: int | None) -> Actor:
    return Actor(account.id, account.naam, (RolToewijzing(rol, **scope),))


def make_opleider(session: Session, contact: Contactpersoon) -> Actor:
    return make_actor(
        session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=contact.id, leerbedrijf_id=contact.leerbedrijf_id
    )


def make_stage(
    session: Session, team: Team, bedrijf: Leerbedrijf | None = None, status: PokStatus = PokStatus.DEFINITIEF
) -> tuple[Pok, Actor, Actor, Actor]:
    """An agreement with its praktijkopleider, begeleider and student."""
    begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER, team_id=team.id)
    contact = make_contactpersoon(session, bedrijf)
    student = make_student(session, team)
    pok = make_pok(
        session, status, make_dossier(session, make_verbintenis(session, student), begeleider=begeleider), contact,
        begeleider, zonder_erkenning=True,
    )  # fmt: skip
    eigen = make_account(session, Rol.STUDENT, student_id=student.id)
    return (
        pok,
        make_opleider(session, contact),
        _actor(begeleider, Rol.ONDERWIJSBEGELEIDER, team_id=team.id),
        _actor(eigen, Rol.STUDENT, student_id=student.id),
    )


def make_cast(session: Session) -> Cast:
    """One placement of crebo 25736 with two werkprocessen, and another one beside it."""
    team, ander = make_team(session), make_team(session)
    werkprocessen = tuple(
        maak_werkproces(session, systeem(), WerkprocesInvoer("25736", code, f"Werk {code}")).id or 0 for code in CODES
    )
    pok, opleider, begeleider, student = make_stage(session, team)
    _, opleider2, begeleider2, student2 = make_stage(session, ander)
    weg = make_contactpersoon(session, session.get_one(Leerbedrijf, pok.leerbedrijf_id), is_actief=False)
    vreemd = {
        "opleider": opleider2,
        "vertrokken collega": make_opleider(session, weg),
        "begeleider": begeleider2,
        "student": student2,
        "coordinator": make_actor(session, Rol.COORDINATOR, team_id=ander.id),
        "studentenzaken": make_actor(session, Rol.STUDENTENZAKEN),
        "beheer": make_actor(session, Rol.BEHEER),
        "niemand": Actor(None, "Niemand"),
    }
    coordinator = make_actor(session, Rol.COORDINATOR, team_id=team.id)
    return Cast(team, pok, pok.dossier_id, werkprocessen, opleider, begeleider, coordinator, student, vreemd)
