"""A week of hours: who may take which step from which status, written out; what was seen; history and mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.uren.queries_beoordelen import get_week, list_te_beoordelen
from bpv_app.uren.rules import Beoordelaar, Gebeurtenis, Oordeel, Regio, WeekStatus
from bpv_app.uren.rules_week import LegeWeek, WeekGewijzigd, WeekStapMagNiet, Wie, beoordelaars, mag_stap
from bpv_app.uren.service_dag import bewaar_dag
from bpv_app.uren.service_week import dien_in, heropen, keur_dag_goed, keur_goed, stuur_terug, trek_in, week_tekst
from bpv_app.uren.tables import TeamUren, UrenWeek
from tests.makers import make_actor, make_contactpersoon, make_uren_dag, make_uren_week
from tests.uren.cast_logboek import Cast, later, make_cast
from tests.uren.test_dag import gewerkt

OPEN, IN, GOED, TERUG = WeekStatus.OPEN, WeekStatus.INGEDIEND, WeekStatus.GOEDGEKEURD, WeekStatus.TERUGGESTUURD
MAANDAG = date(2026, 12, 14)

# Step x part: from which statuses it may be taken, when the company approves / when the school approves.
MATRIX: dict[tuple[Gebeurtenis, Wie], tuple[set[WeekStatus], set[WeekStatus]]] = {
    (Gebeurtenis.INGEDIEND, Wie.STUDENT): ({OPEN, TERUG}, {OPEN, TERUG}),
    (Gebeurtenis.INGEDIEND, Wie.BEDRIJF): (set(), set()),
    (Gebeurtenis.INGEDIEND, Wie.SCHOOL): (set(), set()),
    (Gebeurtenis.INGETROKKEN, Wie.STUDENT): ({IN}, {IN}),
    (Gebeurtenis.INGETROKKEN, Wie.BEDRIJF): (set(), set()),
    (Gebeurtenis.INGETROKKEN, Wie.SCHOOL): (set(), set()),
    (Gebeurtenis.DAG_AKKOORD, Wie.STUDENT): (set(), set()),
    (Gebeurtenis.DAG_AKKOORD, Wie.BEDRIJF): ({IN}, set()),
    (Gebeurtenis.DAG_AKKOORD, Wie.SCHOOL): (set(), {IN}),
    (Gebeurtenis.GOEDGEKEURD, Wie.STUDENT): (set(), set()),
    (Gebeurtenis.GOEDGEKEURD, Wie.BEDRIJF): ({IN}, set()),
    (Gebeurtenis.GOEDGEKEURD, Wie.SCHOOL): (set(), {IN}),
    (Gebeurtenis.TERUGGESTUURD, Wie.STUDENT): (set(), set()),
    (Gebeurtenis.TERUGGESTUURD, Wie.BEDRIJF): ({IN}, {IN}),
    (Gebeurtenis.TERUGGESTUURD, Wie.SCHOOL): ({IN}, {IN}),
    (Gebeurtenis.HEROPEND, Wie.STUDENT): (set(), set()),
    (Gebeurtenis.HEROPEND, Wie.BEDRIJF): ({GOED}, {GOED}),
    (Gebeurtenis.HEROPEND, Wie.SCHOOL): ({GOED}, {GOED}),
}


def test_every_step_of_every_part_is_written_out() -> None:
    assert set(MATRIX) == {(stap, wie) for stap in Gebeurtenis for wie in Wie}


@pytest.mark.parametrize(("stap", "wie"), MATRIX)
def test_who_may_take_which_step_from_which_status(stap: Gebeurtenis, wie: Wie) -> None:
    for keurder, verwacht in zip((Wie.BEDRIJF, Wie.SCHOOL), MATRIX[(stap, wie)], strict=True):
        assert {s for s in WeekStatus if mag_stap(stap, s, {wie}, {keurder})} == verwacht


@pytest.mark.parametrize(
    ("ingesteld", "heeft", "wie"),
    [
        (Beoordelaar.PRAKTIJKOPLEIDER, True, Wie.BEDRIJF),
        (Beoordelaar.PRAKTIJKOPLEIDER, False, Wie.SCHOOL),
        (Beoordelaar.SCHOOL, True, Wie.SCHOOL),
        (Beoordelaar.SCHOOL, False, Wie.SCHOOL),
    ],
)
def test_the_school_approves_where_there_is_no_company_supervisor(
    ingesteld: Beoordelaar, heeft: bool, wie: Wie
) -> None:
    assert beoordelaars(ingesteld, heeft_praktijkopleider=heeft) == {wie}


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def make_week(session: Session, cast: Cast, status: WeekStatus = IN, dagen: int = 2) -> UrenWeek:
    week = make_uren_week(session, cast.pok, maandag=MAANDAG, status=status)
    for n in range(dagen):
        make_uren_dag(session, week, datum=date(2026, 12, 14 + n))
    return week


def _id(week: UrenWeek) -> int:
    return week.id or 0


Verb = Callable[[Session, Actor, UrenWeek], Any]
VERBEN: dict[str, Verb] = {
    "dien_in": lambda s, a, w: dien_in(s, a, later(), _id(w)),
    "trek_in": lambda s, a, w: trek_in(s, a, later(), _id(w)),
    "keur_goed": lambda s, a, w: keur_goed(s, a, later(), _id(w), w.versie),
    "keur_dag": lambda s, a, w: keur_dag_goed(s, a, later(), _id(w), MAANDAG, w.versie),
    "stuur_terug": lambda s, a, w: stuur_terug(s, a, later(), _id(w), "Niet juist.", w.versie),
    "heropen": lambda s, a, w: heropen(s, a, later(), _id(w), "Toch niet."),
}
KUNNEN = {
    "dien_in": (OPEN, {"student"}),
    "trek_in": (IN, {"student"}),
    "keur_goed": (IN, {"opleider"}),
    "keur_dag": (IN, {"opleider"}),
    "stuur_terug": (IN, {"opleider", "begeleider", "coordinator"}),
    "heropen": (GOED, {"opleider", "begeleider", "coordinator"}),
}
IEDEREEN = (
    "student",
    "andere_student",
    "opleider",
    "andere_opleider",
    "begeleider",
    "andere_begeleider",
    "coordinator",
    "ander_team",
    "studentenzaken",
    "beheer",
    "niemand",
)


@pytest.mark.parametrize("wie", IEDEREEN)
@pytest.mark.parametrize("verb", VERBEN)
def test_only_these_people_take_the_step(session: Session, cast: Cast, verb: str, wie: str) -> None:
    status, kunnen = KUNNEN[verb]
    week, actor = make_week(session, cast, status), getattr(cast, wie)
    if wie in kunnen:
        VERBEN[verb](session, actor, week)
        return
    with pytest.raises((GeenRecht, NietGevonden, WeekStapMagNiet)):
        VERBEN[verb](session, actor, week)
    session.refresh(week)
    assert week.status is status


def test_a_colleague_approves_only_when_the_company_said_so(session: Session, cast: Cast) -> None:
    week = make_week(session, cast)
    bedrijf_id = cast.pok.leerbedrijf_id
    collega = make_contactpersoon(session, None, leerbedrijf_id=bedrijf_id)
    actor = make_actor(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=collega.id, leerbedrijf_id=bedrijf_id)
    with pytest.raises(NietGevonden):
        keur_goed(session, actor, later(), _id(week), week.versie)
    collega.keurt_uren = True
    session.flush()
    assert [w.id for w in list_te_beoordelen(session, actor)] == [week.id]
    collega.is_actief = False
    session.flush()
    with pytest.raises(NietGevonden):
        keur_goed(session, actor, later(), _id(week), week.versie)
    collega.is_actief = True
    session.flush()
    assert keur_goed(session, actor, later(), _id(week), week.versie) is GOED


def test_who_left_the_company_approves_nothing(session: Session, cast: Cast) -> None:
    week = make_week(session, cast)
    session.get_one(Contactpersoon, cast.pok.praktijkopleider_id).is_actief = False
    session.flush()
    with pytest.raises(NietGevonden):
        keur_goed(session, cast.opleider, later(), _id(week), week.versie)


def test_a_team_may_let_the_school_approve(session: Session, cast: Cast) -> None:
    session.add(
        TeamUren(team_id=cast.pok.team_id or 0, beoordelaar=Beoordelaar.SCHOOL, regio=Regio.MIDDEN, werkdagen=[0])
    )
    week = make_week(session, cast)
    with pytest.raises(WeekStapMagNiet):
        keur_goed(session, cast.opleider, later(), _id(week), week.versie)
    assert keur_goed(session, cast.begeleider, later(), _id(week), week.versie) is GOED


def test_nobody_says_yes_to_what_they_did_not_see(session: Session, cast: Cast) -> None:
    week = make_week(session, cast)
    gezien = week.versie
    bewaar_dag(session, cast.student, later(), cast.pok_id, gewerkt(60), sleutel="x", versie=1)
    with pytest.raises(WeekGewijzigd):
        keur_goed(session, cast.opleider, later(), _id(week), gezien)
    with pytest.raises(WeekGewijzigd):
        stuur_terug(session, cast.opleider, later(), _id(week), "Niet juist.", gezien)
    session.refresh(week)
    assert keur_goed(session, cast.opleider, later(), _id(week), week.versie) is GOED


def test_approving_twice_is_approving_once(session: Session, cast: Cast) -> None:
    week = make_week(session, cast)
    versie = week.versie
    keur_goed(session, cast.opleider, later(), _id(week), versie)
    assert keur_goed(session, cast.opleider, later(), _id(week), versie) is GOED
    assert session.execute(sa.text("SELECT count(*) FROM uren_gebeurtenis")).scalar() == 1


def test_the_last_day_that_is_approved_approves_the_week(session: Session, cast: Cast) -> None:
    week = make_week(session, cast)
    assert keur_dag_goed(session, cast.opleider, later(), _id(week), MAANDAG, week.versie) is IN
    assert keur_dag_goed(session, cast.opleider, later(), _id(week), date(2026, 12, 15), week.versie) is GOED
    assert week.beoordeeld_door == cast.opleider.naam
    with pytest.raises(WeekStapMagNiet):
        keur_dag_goed(session, cast.opleider, later(), _id(week), MAANDAG, week.versie)


@pytest.mark.parametrize("dag", [date(2026, 12, 18), date(1900, 1, 1)])
def test_a_day_that_was_not_written_cannot_be_judged(session: Session, cast: Cast, dag: date) -> None:
    week = make_week(session, cast)
    with pytest.raises(NietGevonden):
        keur_dag_goed(session, cast.opleider, later(), _id(week), dag, week.versie)


@pytest.mark.parametrize("reden", ["", "   ", "x" * 1001])
def test_back_needs_a_reason(session: Session, cast: Cast, reden: str) -> None:
    week = make_week(session, cast)
    with pytest.raises(OngeldigeInvoer):
        stuur_terug(session, cast.opleider, later(), _id(week), reden, week.versie)
    assert week.status is IN


def test_an_empty_week_is_not_sent_in(session: Session, cast: Cast) -> None:
    week = make_week(session, cast, OPEN, dagen=0)
    with pytest.raises(LegeWeek):
        dien_in(session, cast.student, later(), _id(week))


def test_sent_back_keeps_approved_days_and_tells_the_student(session: Session, cast: Cast) -> None:
    week = make_week(session, cast)
    keur_dag_goed(session, cast.opleider, later(), _id(week), MAANDAG, week.versie)
    stuur_terug(session, cast.opleider, later(), _id(week), "Te veel.", week.versie, date(2026, 12, 15))
    gelezen = get_week(session, cast.begeleider, _id(week))
    assert [(d.oordeel, d.oordeel_reden) for d in gelezen.dagen] == [(Oordeel.AKKOORD, ""), (Oordeel.TERUG, "Te veel.")]
    assert (gelezen.status, gelezen.reden, gelezen.beoordeeld_door) == (TERUG, "Te veel.", cast.opleider.naam)
    mail = session.execute(sa.text("SELECT sjabloon, student_id, team_id, doel, tekst FROM mail")).one()
    assert mail[:4] == ("uren_teruggestuurd", cast.pok.student_id, cast.pok.team_id, "/uren?week=2026-12-14")
    assert "Te veel." in mail[4]


def test_reopening_leaves_a_trace_and_opens_every_day(session: Session, cast: Cast) -> None:
    week = make_week(session, cast)
    keur_goed(session, cast.opleider, later(), _id(week), week.versie)
    heropen(session, cast.coordinator, later(), _id(week), "De student belde.")
    assert week.status is TERUG
    assert bewaar_dag(session, cast.student, later(), cast.pok_id, gewerkt(60), sleutel="x", versie=3).minuten == 60
    historie = get_week(session, cast.coordinator, _id(week)).historie
    assert [(s.wat, s.door, s.reden, s.minuten) for s in historie] == [
        (Gebeurtenis.HEROPEND, cast.coordinator.naam, "De student belde.", 960),
        (Gebeurtenis.GOEDGEKEURD, cast.opleider.naam, "", 960),
    ]


def test_the_history_of_a_week_cannot_be_changed(session: Session, cast: Cast) -> None:
    week = make_week(session, cast)
    keur_goed(session, cast.opleider, later(), _id(week), week.versie)
    for opdracht in ("UPDATE uren_gebeurtenis SET reden = 'x'", "DELETE FROM uren_gebeurtenis"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), session.begin_nested():
            session.execute(sa.text(opdracht))


# --- what an assessor sees ---


@pytest.mark.parametrize(
    ("wie", "ziet", "keurt"),
    [
        ("opleider", True, True),
        ("andere_opleider", False, False),
        ("begeleider", True, False),
        ("andere_begeleider", False, False),
        ("coordinator", True, False),
        ("ander_team", False, False),
        ("studentenzaken", True, None),
        ("student", True, None),
        ("andere_student", False, None),
        ("beheer", False, None),
        ("niemand", False, None),
    ],
)
def test_who_sees_a_week_and_for_whom_it_waits(
    session: Session, cast: Cast, wie: str, ziet: bool, keurt: bool | None
) -> None:
    week, actor = make_week(session, cast), getattr(cast, wie)
    if ziet:
        assert get_week(session, actor, _id(week)).minuten == 960
    else:
        with pytest.raises(NietGevonden):
            get_week(session, actor, _id(week))
    if keurt is None:
        with pytest.raises(GeenRecht):
            list_te_beoordelen(session, actor)
    else:
        assert [w.id for w in list_te_beoordelen(session, actor)] == ([week.id] if keurt else [])


@pytest.mark.parametrize("status", [OPEN, GOED, TERUG])
def test_only_weeks_that_were_sent_in_wait(session: Session, cast: Cast, status: WeekStatus) -> None:
    make_week(session, cast, status)
    assert list_te_beoordelen(session, cast.opleider) == ()


@pytest.mark.parametrize("status", [PokStatus.AFGEMELD, PokStatus.AFGEWEZEN])
def test_a_withdrawn_placement_asks_nothing_of_the_company(session: Session, cast: Cast, status: PokStatus) -> None:
    make_week(session, cast)
    session.get_one(Pok, cast.pok_id).status = status
    session.flush()
    assert list_te_beoordelen(session, cast.opleider) == ()


def test_the_assessor_reads_why_hours_do_not_count(session: Session, cast: Cast) -> None:
    week = make_uren_week(session, cast.pok, maandag=MAANDAG, status=IN)
    make_uren_dag(session, week, minuten=660)
    (dag,) = get_week(session, cast.opleider, _id(week)).dagen
    assert (dag.plan, dag.minuten, dag.telt) == (480, 660, 600)
    assert [w.nl for w in dag.waarom] == ["Meer dan 10 uur op een dag telt niet mee."]


def test_the_week_in_words() -> None:
    assert week_tekst(date(2026, 12, 28)).nl == "week 53 (28 dec 2026 t/m 3 jan 2027)"


@pytest.mark.parametrize("week_id", [0, -5, 987654, 2**80])
def test_no_week_is_not_found(session: Session, cast: Cast, week_id: int) -> None:
    verben: tuple[Callable[[], Any], ...] = (
        lambda: dien_in(session, cast.student, later(), week_id),
        lambda: keur_goed(session, cast.opleider, later(), week_id, 1),
        lambda: get_week(session, cast.opleider, week_id),
    )
    for verb in verben:
        with pytest.raises(DomeinFout, match="niet_gevonden"):
            verb()
