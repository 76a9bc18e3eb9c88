"""Saving a day of hours: whose, when, once, and never over what another device or the company did."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, Verouderd
from bpv_app.pok.rules import PokStatus
from bpv_app.uren.queries_dag import lees_regels
from bpv_app.uren.queries_mijn import get_mijn_week
from bpv_app.uren.rules import Oordeel, Soort, WeekStatus
from bpv_app.uren.rules_invoer import DagInvoer, RegelInvoer
from bpv_app.uren.rules_week import BuitenStage, DagOpSlot
from bpv_app.uren.service_dag import Bewaard, bewaar_dag
from bpv_app.uren.service_vullen import NietsTeVullen, neem_vorige_week_over, stel_werkdagen_in, vul_zoals_gepland
from bpv_app.uren.service_wachtrij import verwerk_wachtrij
from bpv_app.uren.tables import UrenDag, UrenWeek
from tests.makers import make_dossier, make_pok, make_uren_dag, make_uren_week
from tests.uren.cast_logboek import Cast, later, make_cast

MAANDAG = date(2026, 12, 14)
"""Of the week of `later()`, which is a Wednesday."""


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


@pytest.fixture
def clock() -> FixedClock:
    return later()


def gewerkt(minuten: int = 480, dag: date = MAANDAG, tekst: str = "") -> DagInvoer:
    return DagInvoer(dag, (RegelInvoer(Soort.GEWERKT, minuten),), tekst)


def save(session: Session, cast: Cast, invoer: DagInvoer, sleutel: str = "a", **anders: Any) -> Bewaard:
    actor = anders.pop("actor", cast.student)
    return bewaar_dag(session, actor, later(), anders.pop("pok_id", cast.pok_id), invoer, sleutel=sleutel, **anders)


def test_a_day_is_saved_with_its_week(session: Session, cast: Cast) -> None:
    dag = save(session, cast, gewerkt(450, tekst="Kast bedraad"))
    assert (dag.versie, dag.minuten) == (1, 450)
    rij = session.get_one(UrenDag, dag.dag_id)
    week = session.get_one(UrenWeek, rij.week_id)
    assert (rij.omschrijving, rij.datum, week.maandag, week.status) == (
        "Kast bedraad",
        MAANDAG,
        MAANDAG,
        WeekStatus.OPEN,
    )


@pytest.mark.parametrize(
    ("wie", "fout"),
    [
        ("andere_student", NietGevonden),
        ("opleider", GeenRecht),
        ("begeleider", GeenRecht),
        ("coordinator", GeenRecht),
        ("studentenzaken", GeenRecht),
        ("beheer", GeenRecht),
        ("niemand", GeenRecht),
    ],
)
def test_only_the_student_writes_the_own_hours(session: Session, cast: Cast, wie: str, fout: type[DomeinFout]) -> None:
    actor: Actor = getattr(cast, wie)
    with pytest.raises(fout):
        save(session, cast, gewerkt(), actor=actor)


@pytest.mark.parametrize("pok_id", [0, -1, 987654, 2**70])
def test_no_agreement_is_not_found(session: Session, cast: Cast, pok_id: int) -> None:
    with pytest.raises(NietGevonden):
        save(session, cast, gewerkt(), pok_id=pok_id)


@pytest.mark.parametrize(
    ("dag", "mag"),
    [
        (date(2026, 12, 6), False),  # the day before the placement begins
        (date(2026, 12, 7), True),
        (date(2026, 12, 20), True),  # Sunday of this week
        (date(2026, 12, 21), False),  # next week
        (date(2027, 6, 26), False),
    ],
)
def test_hours_are_written_from_the_first_day_to_the_end_of_this_week(
    session: Session, cast: Cast, dag: date, mag: bool
) -> None:
    if mag:
        assert save(session, cast, gewerkt(dag=dag)).versie == 1
    else:
        with pytest.raises(BuitenStage):
            save(session, cast, gewerkt(dag=dag))


def test_a_closed_placement_takes_no_hours(session: Session, cast: Cast) -> None:
    cast.pok.status = PokStatus.AFGEROND
    session.flush()
    with pytest.raises(DagOpSlot, match="dag_op_slot"):
        save(session, cast, gewerkt())


@pytest.mark.parametrize("status", [PokStatus.CONCEPT, PokStatus.AFGEMELD, PokStatus.AFGEWEZEN])
def test_there_are_no_hours_without_an_agreement_that_counts(session: Session, cast: Cast, status: PokStatus) -> None:
    cast.pok.status = status
    session.flush()
    with pytest.raises(NietGevonden):
        save(session, cast, gewerkt())


def test_the_same_save_twice_counts_once(session: Session, cast: Cast) -> None:
    first = save(session, cast, gewerkt(), "sleutel-1")
    again = save(session, cast, gewerkt(), "sleutel-1")
    assert (again.dag_id, again.versie) == (first.dag_id, 1)
    assert session.execute(sa.text("SELECT count(*) FROM audit WHERE tabel = 'uren_dag'")).scalar() == 1


def test_a_device_goes_on_from_its_own_save_that_it_never_heard_of(session: Session, cast: Cast) -> None:
    save(session, cast, gewerkt(480), "niet-gehoord")
    dag = save(session, cast, gewerkt(420), "volgende", versie=0, vorige={"niet-gehoord"})
    assert (dag.versie, dag.minuten) == (2, 420)


def test_another_device_is_told_and_overwrites_nothing(session: Session, cast: Cast) -> None:
    dag = save(session, cast, gewerkt(480), "telefoon")
    with pytest.raises(Verouderd):
        save(session, cast, gewerkt(60), "tablet", versie=0)
    assert lees_regels(session, dag.dag_id) == (RegelInvoer(Soort.GEWERKT, 480),)
    assert save(session, cast, gewerkt(60), "tablet-2", versie=1).versie == 2


@pytest.mark.parametrize(
    ("week", "oordeel"), [(WeekStatus.GOEDGEKEURD, Oordeel.OPEN), (WeekStatus.TERUGGESTUURD, Oordeel.AKKOORD)]
)
def test_what_is_approved_is_locked(session: Session, cast: Cast, week: WeekStatus, oordeel: Oordeel) -> None:
    dag = make_uren_dag(session, make_uren_week(session, cast.pok, maandag=MAANDAG, status=week), oordeel=oordeel)
    with pytest.raises(DagOpSlot):
        save(session, cast, gewerkt(60), versie=dag.versie)


def test_a_day_that_came_back_is_open_again_once_it_is_changed(session: Session, cast: Cast) -> None:
    week = make_uren_week(session, cast.pok, maandag=MAANDAG, status=WeekStatus.TERUGGESTUURD)
    dag = make_uren_dag(session, week, oordeel=Oordeel.TERUG, oordeel_reden="Te veel.")
    save(session, cast, gewerkt(60), versie=dag.versie)
    session.expire_all()
    assert (dag.oordeel, dag.oordeel_reden, week.status) == (Oordeel.OPEN, "", WeekStatus.TERUGGESTUURD)


def test_a_change_raises_the_version_of_the_week_and_no_change_does_not(session: Session, cast: Cast) -> None:
    dag = save(session, cast, gewerkt(), "1")
    week = session.get_one(UrenWeek, session.get_one(UrenDag, dag.dag_id).week_id)
    save(session, cast, gewerkt(), "2", versie=1)
    session.refresh(week)
    assert week.versie == 1
    save(session, cast, gewerkt(60), "3", versie=1)
    session.refresh(week)
    assert week.versie == 2


def test_the_audit_tells_the_day_in_words_old_and_new(session: Session, cast: Cast) -> None:
    session.info["actor"] = cast.student
    save(session, cast, gewerkt(480, tekst="Kast"), "1")
    ziek = DagInvoer(MAANDAG, (RegelInvoer(Soort.ZIEK, 240), RegelInvoer(Soort.GEWERKT, 240)), "Kast")
    save(session, cast, ziek, "2", versie=1)
    rijen = session.execute(
        sa.text("SELECT soort, account_id, omschrijving, oud, nieuw FROM audit WHERE tabel = 'uren_dag' ORDER BY id")
    ).all()
    assert [(r.soort, r.account_id, r.omschrijving) for r in rijen] == [
        ("gemaakt", cast.student.account_id, "2026-12-14"),
        ("gewijzigd", cast.student.account_id, "2026-12-14"),
    ]
    oud, nieuw = (w if isinstance(w, dict) else json.loads(w) for w in (rijen[1].oud, rijen[1].nieuw))
    assert (oud["uren"], nieuw["uren"]) == ("Gewerkt 8 uur", "Gewerkt 4 uur, Ziek 4 uur")


def test_writers_at_the_same_moment_wait_for_each_other(motor: Engine) -> None:
    with transaction(systeem(), op=motor) as session:
        cast = make_cast(session)
    from concurrent.futures import ThreadPoolExecutor

    def write(n: int) -> str:
        dag = MAANDAG + timedelta(days=n % 3)
        try:
            with transaction(cast.student, op=motor) as session:
                bewaar_dag(session, cast.student, later(), cast.pok_id, gewerkt(60 * (n + 1), dag), sleutel=f"s{n}")
        except Verouderd:
            return "verouderd"
        return "bewaard"

    with ThreadPoolExecutor(9) as pool:
        uitslag = list(pool.map(write, range(9)))
    assert sorted(uitslag) == ["bewaard"] * 3 + ["verouderd"] * 6
    with motor.connect() as verbinding:
        assert verbinding.execute(sa.text("SELECT count(*) FROM uren_week")).scalar() == 1
        assert verbinding.execute(sa.text("SELECT count(*) FROM uren_dag")).scalar() == 3


# --- what a phone sends ---


def queue(session: Session, cast: Cast, *items: Any) -> list[tuple[str, str]]:
    antwoorden = verwerk_wachtrij(session, cast.student, later(), json.dumps(list(items)))
    return [(a.sleutel, a.soort) for a in antwoorden]


def item(cast: Cast, sleutel: str, uren: str = "8", dag: str = "2026-12-14", **anders: Any) -> dict[str, Any]:
    regels = [{"soort": "gewerkt", "uren": uren}]
    return {"sleutel": sleutel, "pok": cast.pok_id, "datum": dag, "versie": 0, "regels": regels, **anders}


def test_every_day_of_the_queue_gets_its_own_answer(session: Session, cast: Cast) -> None:
    make_uren_dag(session, make_uren_week(session, cast.pok, status=WeekStatus.GOEDGEKEURD), datum=date(2026, 12, 8))
    assert queue(
        session,
        cast,
        item(cast, "goed"),
        item(cast, "fout", uren="25", dag="2026-12-15"),
        item(cast, "slot", dag="2026-12-08"),
        item(cast, "botst", uren="4"),
        item(cast, "later", dag="2026-12-16"),
        item(cast, "vreemd", pok=987654),
    ) == [
        ("goed", "bewaard"),
        ("fout", "fout"),
        ("slot", "slot"),
        ("botst", "botst"),
        ("later", "bewaard"),
        ("vreemd", "slot"),
    ]


def test_a_collision_shows_what_the_other_device_wrote(session: Session, cast: Cast) -> None:
    save(session, cast, DagInvoer(MAANDAG, (RegelInvoer(Soort.GEWERKT, 450, 510, 990, 30),), "Kast", "B1-K1"))
    (antwoord,) = verwerk_wachtrij(session, cast.student, later(), json.dumps([item(cast, "x", uren="4")]))
    assert antwoord.tekst.nl == "Op een ander apparaat staat voor deze dag 7,5 uur."
    assert antwoord.nu == {
        "omschrijving": "Kast",
        "werkproces": "B1-K1",
        "soort": "gewerkt",
        "uren": "7,5",
        "van": "8:30",
        "tot": "16:30",
        "pauze": "30",
    }
    assert antwoord.versie == 1


@pytest.mark.parametrize(
    "rommel",
    ["", "geen json", "{}", '[1, null, [], "x"]', "[{}]", "[" * 100_000, '[{"sleutel": {}, "pok": true, "datum": 5}]'],
)
def test_rubbish_in_the_queue_saves_nothing_and_breaks_nothing(session: Session, cast: Cast, rommel: str) -> None:
    antwoorden = verwerk_wachtrij(session, cast.student, later(), rommel)
    assert {a.soort for a in antwoorden} <= {"fout"}
    assert session.execute(sa.text("SELECT count(*) FROM uren_dag")).scalar() == 0


# --- filling a week ---


def test_as_planned_fills_the_empty_days_up_to_today(session: Session, cast: Cast, clock: FixedClock) -> None:
    save(session, cast, gewerkt(120, tekst="Halve dag"))
    gevuld = vul_zoals_gepland(session, cast.student, clock, MAANDAG, 0)
    assert [(d.datum.day, d.minuten) for d in gevuld] == [(15, 480), (16, 480)]
    week = get_mijn_week(session, cast.student, clock.vandaag(), MAANDAG)
    assert [d.minuten for d in week.dagen] == [120, 480, 480, 0, 0, 0, 0]
    with pytest.raises(NietsTeVullen):
        vul_zoals_gepland(session, cast.student, clock, MAANDAG, 0)


def test_as_last_week_takes_hours_and_times_but_no_texts(session: Session, cast: Cast, clock: FixedClock) -> None:
    vorige = DagInvoer(date(2026, 12, 8), (RegelInvoer(Soort.GEWERKT, 450, 510, 990, 30),), "Vorige week")
    save(session, cast, vorige)
    (dag,) = neem_vorige_week_over(session, cast.student, clock, MAANDAG, 0)
    assert dag.datum == date(2026, 12, 15)
    assert lees_regels(session, dag.dag_id) == vorige.regels
    assert session.get_one(UrenDag, dag.dag_id).omschrijving == ""


def test_my_own_working_days_change_the_plan(session: Session, cast: Cast, clock: FixedClock) -> None:
    stel_werkdagen_in(session, cast.student, clock, 0, [1, 2, 3])
    week = get_mijn_week(session, cast.student, clock.vandaag(), MAANDAG)
    assert [d.plan for d in week.dagen] == [0, 645, 645, 630, 0, 0, 0]
    with pytest.raises(DomeinFout):
        stel_werkdagen_in(session, cast.student, clock, 0, [])


def test_a_week_with_a_mutation_in_it_shows_each_day_under_its_own_agreement(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    oud = cast.pok
    oud.status, oud.werkelijk_eind_op = PokStatus.VERVANGEN, date(2026, 12, 15)
    session.flush()
    dossier = session.get_one(type(make_dossier(session)), oud.dossier_id)
    nieuw = make_pok(session, PokStatus.DEFINITIEF, dossier, begin_op=date(2026, 12, 16), voorganger_id=oud.id)
    week = get_mijn_week(session, cast.student, clock.vandaag(), MAANDAG)
    assert [d.pok_id for d in week.dagen[:5]] == [oud.id, oud.id, nieuw.id, nieuw.id, nieuw.id]
    with pytest.raises(BuitenStage):
        save(session, cast, gewerkt(dag=date(2026, 12, 16)))
    assert save(session, cast, gewerkt(dag=date(2026, 12, 16)), pok_id=nieuw.id).versie == 1
