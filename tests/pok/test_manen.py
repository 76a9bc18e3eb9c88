"""Reminders of missing signatures: who gets which mail, once, until it is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.planner import MANEN, Planner
from bpv_app.pok import service
from bpv_app.pok.queries_detail import get_pok_detail
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.rules_manen import STANDAARD, HerinnerRegel, Ontvanger, als_json
from bpv_app.pok.service_manen import stuur_herinneringen, te_sturen_herinneringen
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_manen import PokHerinnering, TeamManen
from bpv_app.post.rules import MailStatus, Sjabloon
from bpv_app.post.tables import Mail
from bpv_app.toegang.tables import Account
from tests.makers import (
    bewaar,
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.pok.hulp import ALLE_PARTIJEN, druk_af, id_van
from tests.pok.rolverdeling import Cast, make_cast

APP = systeem()
BEGIN = date(2026, 12, 7)
GEDRUKT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def klok_op(dagen: int, uur: int = 8) -> FixedClock:
    """So many days from the start, in the morning."""
    return FixedClock(datetime(2026, 12, 7, uur, 0, tzinfo=UTC) + timedelta(days=dagen))


def zet_aan(session: Session, team_id: int | None, *regels: HerinnerRegel) -> None:
    assert team_id is not None
    bewaar(session, TeamManen(team_id=team_id, is_aan=True, regels=als_json(regels or STANDAARD)))


@dataclass
class Stage:
    """A printed agreement with its people."""

    cast: Cast
    pok: Pok

    def teken(self, session: Session, clock: FixedClock, *partijen: Partij) -> None:
        for partij in partijen:
            service.registreer_handtekening(
                session, self.cast.studentenzaken, clock, id_van(self.pok), partij, clock.vandaag()
            )


@pytest.fixture
def stage(session: Session) -> Stage:
    cast = make_cast(session)
    pok = druk_af(session, cast, FixedClock(GEDRUKT))
    zet_aan(session, pok.team_id)
    return Stage(cast, pok)


def mails(session: Session) -> list[Mail]:
    return list(session.exec(select(Mail).order_by(col(Mail.id))).all())


def soorten(session: Session) -> list[tuple[str, str]]:
    return [(m.sjabloon, m.status.value) for m in mails(session)]


def test_a_week_before_the_start_student_and_company_hear_of_it(session: Session, stage: Stage) -> None:
    assert stuur_herinneringen(session, APP, klok_op(-7)) == 2
    student, bedrijf = mails(session)
    assert (student.sjabloon, student.aan, student.doel) == ("manen_student", stage.cast.leerling.email, "/mijn-pok")
    assert "begint over 7 dagen (7 dec 2026). Nog niet getekend: student, leerbedrijf, school." in student.tekst
    assert (bedrijf.sjabloon, bedrijf.aan, bedrijf.doel) == ("manen_bedrijf", stage.cast.opleider.email, "/stagiairs")
    assert bedrijf.link_id is not None  # a personal link: no password
    assert student.link_id is None
    assert stage.cast.leerling.naam in bedrijf.tekst
    assert {m.over_id for m in (student, bedrijf)} == {stage.pok.id}
    assert {m.team_id for m in (student, bedrijf)} == {stage.pok.team_id}


def test_the_whole_run_up_each_step_once(session: Session, stage: Stage) -> None:
    per_dag = {n: stuur_herinneringen(session, APP, klok_op(n)) for n in range(-20, 3) for _ in range(2)}
    assert {n: aantal for n, aantal in per_dag.items() if aantal} == {}  # the second call of each day
    stappen = session.execute(
        sa.select(col(PokHerinnering.ontvanger), col(PokHerinnering.dagen)).order_by(col(PokHerinnering.id))
    ).all()
    assert [(o.value, d) for o, d in stappen] == [
        ("student", -14),
        ("student", -7),
        ("leerbedrijf", -7),
        ("student", -2),
        ("leerbedrijf", -2),
        ("begeleider", 0),
        ("begeleider", 1),
        ("begeleider", 2),
    ]


def test_not_before_the_hour_of_the_settings_unless_by_hand(session: Session, stage: Stage) -> None:
    vroeg = klok_op(-7, uur=5)  # 06:00 in Amsterdam
    assert te_sturen_herinneringen(session, APP, vroeg) == []
    assert len(te_sturen_herinneringen(session, APP, vroeg, nu=True)) == 2


def test_a_team_that_did_not_switch_on_sends_nothing(session: Session, stage: Stage) -> None:
    rij = session.get_one(TeamManen, stage.pok.team_id)
    rij.is_aan = False
    session.flush()
    assert stuur_herinneringen(session, APP, klok_op(-7)) == 0
    session.delete(rij)
    session.flush()
    assert stuur_herinneringen(session, APP, klok_op(-7)) == 0


def test_who_signed_hears_nothing_and_the_others_do(session: Session, stage: Stage) -> None:
    stage.teken(session, klok_op(-8), Partij.LEERBEDRIJF)
    stuur_herinneringen(session, APP, klok_op(-7))
    assert soorten(session) == [("manen_student", "klaar")]
    assert "Nog niet getekend: student, school." in mails(session)[0].tekst


def test_a_minor_is_asked_until_the_guardian_signed_too(session: Session) -> None:
    cast = make_cast(session, geboortedatum=date(2010, 1, 1))
    pok = druk_af(session, cast, FixedClock(GEDRUKT))
    zet_aan(session, pok.team_id)
    stage = Stage(cast, pok)
    stage.teken(session, klok_op(-9), Partij.STUDENT, Partij.LEERBEDRIJF)
    stuur_herinneringen(session, APP, klok_op(-7))
    (mail,) = mails(session)
    assert (mail.sjabloon, mail.aan) == ("manen_student", cast.leerling.email)
    assert "Nog niet getekend: ouder of voogd, school." in mail.tekst
    stage.teken(session, klok_op(-6), Partij.VOOGD)
    assert mails(session)[0].status is MailStatus.VERVALLEN
    assert stuur_herinneringen(session, APP, klok_op(-2)) == 0


def test_what_waits_in_the_post_is_withdrawn_when_it_is_signed(session: Session, stage: Stage) -> None:
    stuur_herinneringen(session, APP, klok_op(-7))
    stage.teken(session, klok_op(-7, 9), Partij.LEERBEDRIJF)
    assert soorten(session) == [("manen_student", "klaar"), ("manen_bedrijf", "vervallen")]
    stage.teken(session, klok_op(-7, 10), Partij.STUDENT, Partij.SCHOOL)
    assert soorten(session) == [("manen_student", "vervallen"), ("manen_bedrijf", "vervallen")]
    assert stage.pok.status is PokStatus.DEFINITIEF
    assert [stuur_herinneringen(session, APP, klok_op(n)) for n in range(-6, 30)] == [0] * 36


def test_a_mail_that_was_offered_to_a_server_is_left_alone(session: Session, stage: Stage) -> None:
    stuur_herinneringen(session, APP, klok_op(-7))
    for mail in mails(session):
        mail.aangeboden_op = GEDRUKT
    session.flush()
    stage.teken(session, klok_op(-7, 9), *ALLE_PARTIJEN)
    assert {m.status for m in mails(session)} == {MailStatus.KLAAR}


@pytest.mark.parametrize("hoe", ["afmelden", "afwijzen", "terug", "vervangen"])
def test_an_agreement_that_is_off_is_not_chased(session: Session, stage: Stage, hoe: str) -> None:
    stuur_herinneringen(session, APP, klok_op(-7))
    cast, pok_id, clock = stage.cast, id_van(stage.pok), klok_op(-6)
    if hoe == "afmelden":
        service.meld_af(session, cast.coordinator, clock, pok_id, "Gestopt.")
    elif hoe == "afwijzen":
        service.wijs_af(session, cast.coordinator, clock, pok_id, "Toch niet.")
    elif hoe == "terug":
        service.zet_terug(session, cast.studentenzaken, clock, pok_id, PokStatus.VOLLEDIG, "Fout.")
    else:
        from bpv_app.pok.rules import MutatieSoort

        service.muteer(
            session, cast.coordinator, clock, pok_id, MutatieSoort.OVERIG, date(2026, 12, 8),
            cast.voortraject(begin_op=date(2026, 12, 8), uren_totaal=400), "Anders.",
        )  # fmt: skip
    herinneringen = [m for m in mails(session) if m.sjabloon != Sjabloon.POK_TERUGGEZET]
    assert {m.status for m in herinneringen} == {MailStatus.VERVALLEN}
    assert [stuur_herinneringen(session, APP, klok_op(n)) for n in range(-5, 9)] == [0] * 14


def test_a_new_print_is_chased_anew(session: Session, stage: Stage) -> None:
    stuur_herinneringen(session, APP, klok_op(-14))
    service.zet_terug(
        session, stage.cast.studentenzaken, klok_op(-13), id_van(stage.pok), PokStatus.VOLLEDIG, "Typefout."
    )
    druk_af(session, stage.cast, klok_op(-12), stage.pok)
    assert stuur_herinneringen(session, APP, klok_op(-7)) == 2
    versies = session.execute(sa.select(col(PokHerinnering.document_versie)).order_by(col(PokHerinnering.id))).scalars()
    assert list(versies) == [1, 2, 2]


def make_gedrukt(session: Session, team: Any, opleider: Any, begeleider: Any, naam: str, **anders: Any) -> Pok:
    dossier = make_dossier(
        session, make_verbintenis(session, make_student(session, team, naam=naam)), begeleider=begeleider
    )
    return make_pok(
        session, PokStatus.AFGEDRUKT, dossier, opleider, begeleider,
        **{"afgedrukt_op": GEDRUKT, "begin_op": BEGIN, "zonder_erkenning": True, **anders},
    )  # fmt: skip


def test_one_person_gets_one_mail_about_all_students(session: Session) -> None:
    team, opleider = make_team(session), make_contactpersoon(session)
    begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER, email="b@school.example")
    een = make_gedrukt(session, team, opleider, begeleider, "Yara Bakker")
    twee = make_gedrukt(session, team, opleider, begeleider, "Sem de Wit")
    zet_aan(session, team.id, HerinnerRegel(Ontvanger.LEERBEDRIJF, -7), HerinnerRegel(Ontvanger.BEGELEIDER, 0, 1))
    assert stuur_herinneringen(session, APP, klok_op(-7)) == 1
    (bedrijf,) = mails(session)
    assert bedrijf.onderwerp == "2 overeenkomsten wachten op je handtekening"
    assert bedrijf.over_id is None
    # One of the two signs: the mail still holds for the other, so it goes. Both: it does not.
    zaken = make_actor(session, Rol.STUDENTENZAKEN)
    service.registreer_handtekening(session, zaken, klok_op(-7), id_van(een), Partij.LEERBEDRIJF, klok_op(-7).vandaag())
    assert mails(session)[0].status is MailStatus.KLAAR
    service.registreer_handtekening(
        session, zaken, klok_op(-7), id_van(twee), Partij.LEERBEDRIJF, klok_op(-7).vandaag()
    )
    assert mails(session)[0].status is MailStatus.VERVALLEN
    assert stuur_herinneringen(session, APP, klok_op(0)) == 1
    assert mails(session)[1].onderwerp == "2 POK's zijn nog niet getekend"
    assert mails(session)[1].aan == "b@school.example"


def test_the_own_coordinators_of_a_team_are_reminded_and_no_others(session: Session) -> None:
    team, ander = make_team(session), make_team(session)
    make_account(session, Rol.COORDINATOR, team_id=ander.id)
    make_account(session, Rol.COORDINATOR)  # of the whole school: only where a team has none
    eigen = [make_account(session, Rol.COORDINATOR, team_id=team.id) for _ in range(2)]
    make_account(session, Rol.COORDINATOR, team_id=team.id, is_actief=False)
    make_gedrukt(session, team, make_contactpersoon(session), make_account(session), "Yara Bakker")
    zet_aan(session, team.id, HerinnerRegel(Ontvanger.COORDINATOR, -7))
    assert stuur_herinneringen(session, APP, klok_op(-7)) == 2
    assert {m.account_id for m in mails(session)} == {a.id for a in eigen}


def test_without_an_address_the_mail_failed_and_does_not_come_back(session: Session, stage: Stage) -> None:
    stage.cast.leerling.email = ""
    session.flush()
    assert [stuur_herinneringen(session, APP, klok_op(-7)) for _ in range(3)] == [2, 0, 0]
    assert soorten(session) == [("manen_student", "mislukt"), ("manen_bedrijf", "klaar")]
    regel = get_pok_detail(session, stage.cast.coordinator, id_van(stage.pok), BEGIN).tijdlijn
    assert any("Herinnering aan student" in r.tekst.nl and "(mail: mislukt)" in r.tekst.nl for r in regel)


def test_a_mail_that_cannot_even_be_written_blocks_nobody(
    session: Session, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpv_app.pok.service_manen.verstuur", lambda *_, **__: None)
    assert [stuur_herinneringen(session, APP, klok_op(-7)) for _ in range(2)] == [2, 0]


def test_who_left_the_company_or_is_locked_out_gets_none(session: Session, stage: Stage) -> None:
    stage.cast.opleider.is_actief = False
    session.get_one(Account, stage.pok.onderwijsbegeleider_id).is_actief = False
    session.flush()
    assert {m.ontvanger for m in te_sturen_herinneringen(session, APP, klok_op(-7))} == {Ontvanger.STUDENT}
    assert te_sturen_herinneringen(session, APP, klok_op(1)) == []


def test_the_timeline_says_which_reminder_went_to_whom(session: Session, stage: Stage) -> None:
    stuur_herinneringen(session, APP, klok_op(-7))
    detail = get_pok_detail(session, stage.cast.begeleider, id_van(stage.pok), BEGIN)
    regels = [r.tekst.nl for r in detail.tijdlijn if r.tekst.nl.startswith("Herinnering")]
    nog = "7 dagen voor het begin. Nog niet getekend: student, leerbedrijf, school."
    assert sorted(regels) == [
        f"Herinnering aan praktijkopleider {stage.cast.opleider.naam}, {nog}",
        f"Herinnering aan student {stage.cast.leerling.naam}, {nog}",
    ]


@pytest.mark.parametrize("rol", list(Rol))
def test_no_person_sends_the_schools_mail(session: Session, rol: Rol) -> None:
    for actor in (make_actor(session, rol), Actor(None, "niemand")):
        for verb in (stuur_herinneringen, te_sturen_herinneringen):
            with pytest.raises(GeenRecht):
                verb(session, actor, klok_op(-7))


@pytest.fixture
def school(motor: Engine) -> int:
    """Sixty agreements of one team, each with its own people."""
    with transaction(APP, op=motor) as session:
        team = make_team(session)
        for n in range(60):
            make_gedrukt(session, team, make_contactpersoon(session), make_account(session), f"Student {n}")
        zet_aan(session, team.id)
        return 60


def test_two_planners_at_once_send_each_step_once(motor: Engine, school: int) -> None:
    from concurrent.futures import ThreadPoolExecutor

    clock = klok_op(-7)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: MANEN.doe_alles(APP, clock, op=motor), range(4)))
    Planner(op=motor, clock=clock).ronde()
    with Session(motor) as session:
        assert len(mails(session)) == 2 * school
        assert session.execute(sa.select(sa.func.count()).select_from(PokHerinnering)).scalar_one() == 2 * school


def test_a_crash_in_between_loses_nothing_and_doubles_nothing(
    motor: Engine, school: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after some mails of a piece: that piece is undone as a whole, the next round does it."""
    import bpv_app.pok.service_manen as manen

    echt, teller = manen._stuur, iter(range(1000))

    def stuk(*args: Any) -> int:
        if next(teller) == 73:
            raise SystemExit
        return echt(*args)

    monkeypatch.setattr(manen, "_stuur", stuk)
    with pytest.raises(SystemExit):
        MANEN.doe_alles(APP, klok_op(-7), op=motor)
    with Session(motor) as session:
        assert len(mails(session)) == 50
    monkeypatch.setattr(manen, "_stuur", echt)
    MANEN.doe_alles(APP, klok_op(-7), op=motor)
    with Session(motor) as session:
        assert len(mails(session)) == 2 * school
        assert len({m.sleutel for m in mails(session)}) == 2 * school


def test_the_first_day_after_switching_on_is_no_flood(motor: Engine, school: int) -> None:
    """A placement that began months ago: nobody hears of the steps that have passed, the school's people once."""
    MANEN.doe_alles(APP, klok_op(40), op=motor)
    with Session(motor) as session:
        assert {m.sjabloon for m in mails(session)} == {"manen_school"}
        assert len(mails(session)) == school  # one per begeleider
