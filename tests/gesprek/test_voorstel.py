"""Times that student and company choose from, what they see of their conversations, and handing students over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bpv_app.gesprek import service_moment as service
from bpv_app.gesprek.queries_eigen import list_eigen_momenten
from bpv_app.gesprek.queries_overdracht import list_in_handen
from bpv_app.gesprek.queries_route import list_dag
from bpv_app.gesprek.rules import MomentStatus, Vorm
from bpv_app.gesprek.rules_invoer import VoorstelInvoer, gezamenlijke_optie
from bpv_app.gesprek.service_overdracht import ZelfdeBegeleider, draag_over
from bpv_app.gesprek.service_voorstel import NiemandTeVragen, VoorstelVoorbij, antwoord, stel_voor
from bpv_app.gesprek.tables import Contactmoment, Gespreksvoorstel, Overdracht
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.rules import PokStatus
from bpv_app.post.tables import Mail
from bpv_app.student.tables import StudentBegeleider
from tests.gesprek.cast import MAANDAG, Cast, afspraak, gehouden, mails_over, make_cast, momenten_van, startgesprek
from tests.gesprek.ics import lees_ics

OPTIES = (MAANDAG, MAANDAG + timedelta(days=1), MAANDAG + timedelta(days=2))
INVOER = VoorstelInvoer(OPTIES, 30, Vorm.ONLINE, "https://praat.example/1")


def voorgesteld(session: Session, clock: FixedClock, **anders: object) -> tuple[Cast, Contactmoment, int]:
    cast = make_cast(session, **anders)  # type: ignore[arg-type]
    moment = startgesprek(session, cast)
    stel_voor(session, cast.begeleider, clock, moment.id or 0, INVOER)
    (nr,) = session.exec(select(Gespreksvoorstel.id).where(Gespreksvoorstel.moment_id == moment.id))
    return cast, moment, nr or 0


def test_the_first_time_that_suits_both_becomes_the_appointment(session: Session, clock: FixedClock) -> None:
    cast, moment, nr = voorgesteld(session, clock)
    assert {m.aan for m in mails_over(session, moment)} == {cast.student.email, cast.opleider.email}
    eerst = antwoord(session, cast.student_actor, clock, nr, [2, 1])
    assert (eerst.gepland_op, eerst.is_klaar) == (None, False)
    klaar = antwoord(session, cast.opleider_actor, clock, nr, [0, 1, 2])
    assert klaar.gepland_op == OPTIES[1]
    assert (moment.status, moment.afspraak_op, moment.vorm, moment.duur_minuten) == (
        MomentStatus.GEPLAND, OPTIES[1], Vorm.ONLINE, 30,
    )  # fmt: skip
    uitnodigingen = [m for m in mails_over(session, moment) if m.agenda]
    assert len(uitnodigingen) == 3
    assert {lees_ics(m.agenda)["DTSTART"] for m in uitnodigingen} == {"20261215T093000Z"}


def test_when_no_time_suits_all_the_begeleider_reads_what_each_said(session: Session, clock: FixedClock) -> None:
    cast, moment, nr = voorgesteld(session, clock)
    antwoord(session, cast.student_actor, clock, nr, [], "Ik heb les.")
    klaar = antwoord(session, cast.opleider_actor, clock, nr, [0])
    assert (klaar.gepland_op, klaar.is_klaar, moment.status) == (None, True, MomentStatus.TE_PLANNEN)
    mail = mails_over(session, moment)[-1]
    assert mail.aan == cast.begeleider_account.email
    assert "geen van de tijden (Ik heb les.)" in mail.tekst
    assert "maandag 14 dec 2026 om 10:30" in mail.tekst
    assert antwoord(session, cast.student_actor, clock, nr, [0]).gepland_op == OPTIES[0], "an answer may be changed"


@pytest.mark.parametrize("wie", ["andere_student", "andere_opleider"])
def test_somebody_elses_times_do_not_exist(session: Session, clock: FixedClock, wie: str) -> None:
    cast, _, nr = voorgesteld(session, clock)
    for nummer in (nr, 987_654, -1):
        with pytest.raises(NietGevonden):
            antwoord(session, getattr(cast, wie), clock, nummer, [0])


@pytest.mark.parametrize("wie", ["begeleider", "coordinator", "studentenzaken", "beheer"])
def test_the_school_does_not_answer_for_others(session: Session, clock: FixedClock, wie: str) -> None:
    cast, _, nr = voorgesteld(session, clock)
    with pytest.raises(GeenRecht):
        antwoord(session, getattr(cast, wie), clock, nr, [0])


def test_a_closed_proposal_takes_no_answers(session: Session, clock: FixedClock) -> None:
    cast, moment, nr = voorgesteld(session, clock)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    with pytest.raises(VoorstelVoorbij):
        antwoord(session, cast.student_actor, clock, nr, [0])


def test_a_time_that_passed_cannot_be_chosen(session: Session, clock: FixedClock) -> None:
    cast, _, nr = voorgesteld(session, clock)
    later = FixedClock(OPTIES[0] + timedelta(hours=1))
    antwoord(session, cast.student_actor, later, nr, [0, 1])
    assert antwoord(session, cast.opleider_actor, later, nr, [0, 1]).gepland_op == OPTIES[1]


def test_a_new_proposal_takes_the_place_of_the_old_one(session: Session, clock: FixedClock) -> None:
    cast, moment, nr = voorgesteld(session, clock)
    stel_voor(session, cast.begeleider, clock, moment.id or 0, INVOER)
    with pytest.raises(VoorstelVoorbij):
        antwoord(session, cast.student_actor, clock, nr, [0])


def test_there_must_be_somebody_to_ask(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    cast.opleider.email = ""
    moment.deelnemers = ["praktijkopleider", "onderwijsbegeleider"]
    session.flush()
    with pytest.raises(NiemandTeVragen):
        stel_voor(session, cast.begeleider, clock, moment.id or 0, INVOER)


def test_the_first_common_option() -> None:
    assert gezamenlijke_optie(3, [[0, 2], [2, 1, 0]]) == 0
    assert gezamenlijke_optie(3, [[2], [1]]) is None
    assert gezamenlijke_optie(3, [[1]]) == 1


def test_student_and_company_see_their_own_and_nothing_the_school_keeps(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    start, tussen, eind = momenten_van(session, cast)
    service.plan(session, cast.begeleider, clock, start.id or 0, afspraak())
    service.laat_vervallen(session, cast.begeleider, clock, tussen.id or 0, "Geheim: gezinssituatie")
    eind.deelnemers = ["student", "onderwijsbegeleider"]
    session.flush()
    student = list_eigen_momenten(session, cast.student_actor)
    assert [m.naam for m in student] == ["Startgesprek", "Eindgesprek"]
    assert student[0].afspraak_op == MAANDAG
    bedrijf = list_eigen_momenten(session, cast.opleider_actor)
    assert [m.naam for m in bedrijf] == ["Startgesprek"], "a talk without the company is not its business"
    assert "Geheim" not in repr(student) + repr(bedrijf)
    assert list_eigen_momenten(session, cast.andere_student) == ()
    assert list_eigen_momenten(session, cast.andere_opleider) == ()
    for niet in (cast.begeleider, cast.beheer):
        with pytest.raises(GeenRecht):
            list_eigen_momenten(session, niet)


def test_a_draft_or_a_company_that_left_shows_nothing(session: Session) -> None:
    cast = make_cast(session, PokStatus.CONCEPT)
    assert list_eigen_momenten(session, cast.opleider_actor) == ()
    cast.pok.status = PokStatus.DEFINITIEF
    cast.opleider.is_actief = False
    session.flush()
    assert list_eigen_momenten(session, cast.opleider_actor) == ()


def test_the_day_is_ones_own_by_time_or_by_place(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    start, tussen, eind = momenten_van(session, cast)
    for moment, uur in ((start, 0), (tussen, 3), (eind, 24)):
        invoer = afspraak(MAANDAG + timedelta(hours=uur))
        service.plan(session, cast.begeleider, clock, moment.id or 0, invoer)
    dag = MAANDAG.date()
    assert [b.moment_id for b in list_dag(session, cast.begeleider, dag)] == [start.id, tussen.id]
    assert [b.moment_id for b in list_dag(session, cast.begeleider, dag, per_plaats=True)] == [start.id, tussen.id]
    assert list_dag(session, cast.collega, dag) == ()
    assert list_dag(session, cast.coordinator, dag) == ()


def draag(session: Session, cast: Cast, clock: FixedClock, actor: Actor | None = None, **anders: object) -> object:
    gegevens = {"dossier_ids": [cast.dossier_id], "reden": "Ziek", **anders}
    return draag_over(
        session, actor or cast.coordinator, clock, cast.begeleider_account.id or 0, cast.collega_account.id or 0,
        **gegevens,  # type: ignore[arg-type]
    )  # fmt: skip


def test_students_go_to_a_colleague_with_everything(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, PokStatus.VOLLEDIG)
    start, tussen, _ = momenten_van(session, cast)
    service.plan(session, cast.begeleider, clock, start.id or 0, afspraak())
    service.houd(session, cast.begeleider, clock, tussen.id or 0, gehouden())
    berichten = len(session.exec(select(Bericht).where(Bericht.kanaal == "krd")).all())
    gedaan = draag_over(
        session, cast.coordinator, clock, cast.begeleider_account.id or 0, cast.collega_account.id or 0,
        [cast.dossier_id, 987_654], "Ziek",
    )  # fmt: skip
    assert [u.gelukt for u in gedaan.uitslagen] == [True, False]
    assert (gedaan.gelukt, gedaan.afspraken) == (1, 1)
    assert cast.dossier.onderwijsbegeleider_id == cast.pok.onderwijsbegeleider_id == cast.collega_account.id
    assert len(session.exec(select(Bericht).where(Bericht.kanaal == "krd")).all()) == berichten + 1
    assert session.get(StudentBegeleider, (cast.student.id, cast.collega_account.id)) is not None
    assert session.get(StudentBegeleider, (cast.student.id, cast.begeleider_account.id)) is None
    service.get_moment(session, cast.collega, start.id or 0)
    with pytest.raises(NietGevonden):
        service.get_moment(session, cast.begeleider, start.id or 0)
    rij = session.exec(select(Overdracht)).one()
    assert (rij.van_id, rij.naar_id, rij.dossiers, rij.reden) == (
        cast.begeleider_account.id, cast.collega_account.id, [cast.dossier_id], "Ziek",
    )  # fmt: skip
    mail = session.exec(select(Mail).where(Mail.sjabloon == "overdracht")).one()
    assert mail.aan == cast.collega_account.email
    assert cast.student.naam in mail.tekst


def test_appointments_get_their_new_organiser(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    start = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, start.id or 0, afspraak())
    draag(session, cast, clock)
    mijn = [lees_ics(m.agenda) for m in mails_over(session, start) if m.aan == cast.student.email]
    assert [(a["METHOD"], a["ORGANIZER"]) for a in mijn] == [
        ("REQUEST", f"mailto:{cast.begeleider_account.email}"),
        ("CANCEL", f"mailto:{cast.begeleider_account.email}"),
        ("REQUEST", f"mailto:{cast.collega_account.email}"),
    ]
    assert mijn[0]["UID"] == mijn[1]["UID"] != mijn[2]["UID"]
    aan_oud = [
        lees_ics(m.agenda)["METHOD"] for m in mails_over(session, start) if m.aan == cast.begeleider_account.email
    ]
    assert aan_oud == ["REQUEST", "CANCEL"]


def test_only_a_coordinator_of_the_team_hands_over(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    for wie in (cast.begeleider, cast.studentenzaken, cast.student_actor, cast.opleider_actor, cast.beheer):
        with pytest.raises(GeenRecht):
            draag(session, cast, clock, wie)
    gedaan = draag_over(
        session, cast.vreemde_coordinator, clock, cast.begeleider_account.id or 0, cast.collega_account.id or 0,
        [cast.dossier_id],
    )  # fmt: skip
    assert gedaan.gelukt == 0
    assert list_in_handen(session, cast.vreemde_coordinator, cast.begeleider_account.id or 0) == ()
    assert cast.dossier.onderwijsbegeleider_id == cast.begeleider_account.id
    assert session.exec(select(Overdracht)).all() == []


def test_a_transfer_needs_two_people_and_somebody_to_go(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    van = cast.begeleider_account.id or 0
    with pytest.raises(ZelfdeBegeleider):
        draag_over(session, cast.coordinator, clock, van, van, [cast.dossier_id])
    with pytest.raises(OngeldigeInvoer) as fout:
        draag_over(session, cast.coordinator, clock, van, 987_654, [])
    assert set(fout.value.velden) == {"naar_id", "dossiers"}


def test_a_preview_counts_what_goes_along(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    service.plan(session, cast.begeleider, clock, startgesprek(session, cast).id or 0, afspraak())
    (regel,) = list_in_handen(session, cast.coordinator, cast.begeleider_account.id or 0)
    assert (regel.dossier_id, regel.te_doen, regel.gepland) == (cast.dossier_id, 3, 1)
    assert datetime(2026, 11, 26, tzinfo=UTC) < clock.nu()
