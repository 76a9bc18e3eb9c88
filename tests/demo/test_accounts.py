"""Who comes in to the demo school, and what they find."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.demo.commands import accountregels
from bpv_app.demo.school import DEMO_NAMEN, WACHTWOORD
from bpv_app.demo.signalen import VERTROUWENSPERSOON
from bpv_app.dossier.service import dossier_scope, list_begeleiders
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.service import pok_scope
from bpv_app.pok.tables import Pok, PokHandtekening
from bpv_app.student.service import student_scope
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.pages.login import DEMO_ACCOUNTS
from bpv_app.toegang.service import actor_van_token, log_in
from bpv_app.toegang.tables import Account
from tests.demo.conftest import NU, actor_van


def test_the_accounts_are_those_the_login_page_offers() -> None:
    assert {(naam, rol) for rol, (naam, _) in DEMO_NAMEN.items()} == set(DEMO_ACCOUNTS)
    regels = "\n".join(accountregels())
    assert all(naam in regels for naam, _ in DEMO_ACCOUNTS)


@pytest.mark.parametrize(("naam", "rol"), DEMO_ACCOUNTS)
def test_every_demo_account_logs_in_with_its_role(schrijf: Session, naam: str, rol: Rol) -> None:
    klok = FixedClock(NU)
    token = log_in(schrijf, klok, naam, WACHTWOORD)
    actor = actor_van_token(schrijf, klok, token)
    assert actor is not None
    assert actor.rollen == {rol}
    assert actor.naam == DEMO_NAMEN[rol][1]


def test_nobody_else_has_a_password(kijk: Session) -> None:
    met = kijk.exec(select(Account.gebruikersnaam).where(Account.wachtwoord_hash != "")).all()
    assert set(met) == {naam for naam, _ in DEMO_ACCOUNTS} | {VERTROUWENSPERSOON}
    assert len(kijk.exec(select(Account.id)).all()) > 20


def test_the_coordinator_sees_techniek_and_ict(kijk: Session) -> None:
    actor = actor_van(kijk, "coordinator@demo.bpv")
    teams = {t.id: t.naam for t in kijk.exec(select(Team))}
    gezien = {teams[t] for t in kijk.exec(select(Dossier.team_id).where(dossier_scope(actor)))}
    assert gezien == {"Techniek", "ICT"}
    status = set(kijk.exec(select(Pok.status).where(pok_scope(actor))))
    assert status == set(PokStatus), "every status in what one coordinator sees"
    techniek = next(i for i, n in teams.items() if n == "Techniek")
    assert len(list_begeleiders(kijk, actor, techniek)) >= 5


def test_the_begeleider_has_some_fifteen_students_and_something_to_do(kijk: Session) -> None:
    actor = actor_van(kijk, "begeleider@demo.bpv")
    studenten = kijk.exec(select(Student).where(student_scope(actor))).all()
    assert 12 <= len(studenten) <= 18
    poks = kijk.exec(select(Pok).where(pok_scope(actor))).all()
    vandaag = FixedClock(NU).vandaag()
    assert any(p.status is PokStatus.DEFINITIEF and p.eind_op and p.eind_op < vandaag for p in poks), "to be closed"
    te_tekenen = [p for p in poks if p.status is PokStatus.AFGEDRUKT and p.begin_op is not None]
    assert any((p.begin_op - vandaag).days <= 3 for p in te_tekenen if p.begin_op), "late"
    assert any(p.status is PokStatus.VERVANGEN for p in poks)


def test_the_student_has_finished_a_placement_is_on_one_and_must_sign_the_next(kijk: Session) -> None:
    actor = actor_van(kijk, "student@demo.bpv")
    poks = kijk.exec(select(Pok).where(pok_scope(actor)).order_by(col(Pok.begin_op))).all()
    assert [p.status for p in poks] == [PokStatus.AFGEROND, PokStatus.DEFINITIEF, PokStatus.AFGEDRUKT]
    assert {p.student_id for p in poks} == {actor.student_id}
    assert not kijk.exec(select(PokHandtekening).where(PokHandtekening.pok_id == poks[2].id)).all()
    begin = poks[2].begin_op
    assert begin is not None
    assert 0 < (begin - FixedClock(NU).vandaag()).days < 40
    begeleiders = {p.onderwijsbegeleider_id for p in poks}
    assert begeleiders == {actor_van(kijk, "begeleider@demo.bpv").account_id}


def test_the_praktijkopleider_has_three_trainees_the_student_among_them(kijk: Session) -> None:
    actor = actor_van(kijk, "praktijkopleider@demo.bpv")
    poks = kijk.exec(select(Pok).where(pok_scope(actor))).all()
    assert len({p.student_id for p in poks}) == 3
    assert actor_van(kijk, "student@demo.bpv").student_id in {p.student_id for p in poks}
    assert {p.leerbedrijf_id for p in poks} == set(actor.leerbedrijf_ids)
    assert {PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF} <= {p.status for p in poks}


def test_studentenzaken_and_beheer_work_for_the_whole_school(kijk: Session) -> None:
    zaken, beheer = (actor_van(kijk, f"{wie}@demo.bpv") for wie in ("studentenzaken", "beheer"))
    alles = kijk.execute(sa.select(sa.func.count()).select_from(Pok)).scalar_one()
    assert kijk.execute(sa.select(sa.func.count()).select_from(Pok).where(pok_scope(zaken))).scalar_one() == alles
    assert not kijk.exec(select(Pok).where(pok_scope(beheer))).all()


def test_every_team_has_several_begeleiders_at_work(kijk: Session) -> None:
    paren = set(kijk.exec(select(Dossier.team_id, Dossier.onderwijsbegeleider_id)))
    for team in kijk.exec(select(Team.id)):
        assert sum(1 for team_id, _ in paren if team_id == team) >= 2
