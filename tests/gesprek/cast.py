"""A placement with its three parties and everybody who looks at its conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, select

from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.rules import Vorm
from bpv_app.gesprek.rules_invoer import AfspraakInvoer, GehoudenInvoer
from bpv_app.gesprek.service_planning import werk_momenten_bij
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.post.tables import Mail
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account
from tests.makers import (
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)

ALLEN = ("student", "praktijkopleider", "onderwijsbegeleider")
MAANDAG = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)
"""Monday 14 December 2026, 10:30 in Amsterdam."""
MOMENTEN = [
    {"naam": "Startgesprek", "dagen_na_begin": 14},
    {"naam": "Tussengesprek", "dagen_na_begin": 70},
    {"naam": "Eindgesprek", "dagen_na_begin": 140},
]


@dataclass(frozen=True)
class Cast:
    """Placement of `student` (7 December 2026 to 25 June 2027), guided by `begeleider`, at `opleider`."""

    team: Team
    ander_team: Team
    student: Student
    dossier: Dossier
    pok: Pok
    opleider: Contactpersoon
    begeleider_account: Account
    collega_account: Account
    coordinator: Actor
    vreemde_coordinator: Actor
    begeleider: Actor
    collega: Actor
    studentenzaken: Actor
    student_actor: Actor
    andere_student: Actor
    opleider_actor: Actor
    andere_opleider: Actor
    beheer: Actor

    @property
    def dossier_id(self) -> int:
        assert self.dossier.id is not None
        return self.dossier.id


def make_opleider_actor(session: Session, opleider: Contactpersoon) -> Actor:
    return make_actor(
        session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=opleider.id, leerbedrijf_id=opleider.leerbedrijf_id
    )


def make_cast(session: Session, status: PokStatus = PokStatus.DEFINITIEF, **inrichting: Any) -> Cast:
    team, ander_team = make_team(session), make_team(session)
    student = make_student(session, team)
    begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER, naam="Anke de Boer")
    collega = make_account(session, Rol.ONDERWIJSBEGELEIDER, naam="Bram Visser")
    opleider = make_contactpersoon(session)
    dossier = make_dossier(
        session,
        make_verbintenis(session, student),
        make_inrichting(session, **{"gespreksmomenten": MOMENTEN, **inrichting}),
        begeleider,
    )
    pok = make_pok(session, status, dossier, opleider, begeleider)
    werk_momenten_bij(session, [dossier.id or 0])
    return Cast(
        team=team,
        ander_team=ander_team,
        student=student,
        dossier=dossier,
        pok=pok,
        opleider=opleider,
        begeleider_account=begeleider,
        collega_account=collega,
        coordinator=make_actor(session, Rol.COORDINATOR, team_id=team.id),
        vreemde_coordinator=make_actor(session, Rol.COORDINATOR, team_id=ander_team.id),
        begeleider=make_actor(session, Rol.ONDERWIJSBEGELEIDER, begeleider),
        collega=make_actor(session, Rol.ONDERWIJSBEGELEIDER, collega),
        studentenzaken=make_actor(session, Rol.STUDENTENZAKEN),
        student_actor=make_actor(session, Rol.STUDENT, student_id=student.id),
        andere_student=make_actor(session, Rol.STUDENT, student_id=make_student(session, team).id),
        opleider_actor=make_opleider_actor(session, opleider),
        andere_opleider=make_opleider_actor(session, make_contactpersoon(session)),
        beheer=make_actor(session, Rol.BEHEER),
    )


def momenten_van(session: Session, cast: Cast) -> list[Contactmoment]:
    """The moments of the placement, the start talk first."""
    vraag = select(Contactmoment).where(Contactmoment.dossier_id == cast.dossier_id)
    return sorted(session.exec(vraag), key=lambda m: (m.venster_van, m.id or 0))


def startgesprek(session: Session, cast: Cast) -> Contactmoment:
    return momenten_van(session, cast)[0]


def afspraak(begin_op: datetime = MAANDAG, **anders: Any) -> AfspraakInvoer:
    standaard: dict[str, Any] = {"duur_minuten": 45, "vorm": Vorm.BEZOEK, "plaats": "Lammenschansweg 8, Leiden"}
    return AfspraakInvoer(begin_op, **{**standaard, **anders})


def gehouden(
    op: date = date(2026, 11, 26), aanwezig: tuple[str, ...] = ALLEN, vorm: Vorm = Vorm.BEZOEK
) -> GehoudenInvoer:
    return GehoudenInvoer(op, vorm, aanwezig)


def mails_over(session: Session, moment: Contactmoment) -> list[Mail]:
    vraag = select(Mail).where(Mail.over_tabel == "contactmoment", Mail.over_id == moment.id)
    return sorted(session.exec(vraag), key=lambda m: m.id or 0)
