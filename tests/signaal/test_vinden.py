"""What the app finds by itself: once per reason, closed when it is solved, and on the coordinator's list in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.koppeling.planner import SIGNALEN
from bpv_app.leerbedrijf.tables import Erkenning
from bpv_app.pok.rules import PokStatus
from bpv_app.signaal.rules import SignaalSoort, SignaalStap, SignaalStatus
from bpv_app.signaal.rules_vinden import Grenzen
from bpv_app.signaal.service import handel_af, pak_op
from bpv_app.signaal.service_regels import bewaar_grenzen
from bpv_app.signaal.service_vinden import te_zoeken, zoek_signalen, zoek_team
from bpv_app.signaal.tables import Signaal, SignaalGebeurtenis
from bpv_app.uren.rules import Oordeel, Soort, WeekStatus
from bpv_app.uren.tables import UrenDag, UrenRegel
from tests.makers import bewaar, make_pok, make_uren_week
from tests.signaal.cast import DAG, Cast, klok_op, make_cast

APP = systeem()


def schrijf_dag(session: Session, cast: Cast, dag: date, soort: Soort, uren: int = 8, akkoord: bool = True) -> None:
    """A day of hours, in its week."""
    from bpv_app.uren.tables import UrenWeek

    maandag = dag - timedelta(days=dag.weekday())
    week = session.exec(
        select(UrenWeek).where(UrenWeek.pok_id == cast.pok.id, UrenWeek.maandag == maandag)
    ).first() or make_uren_week(session, cast.pok, maandag=maandag, status=WeekStatus.GOEDGEKEURD)
    oordeel = Oordeel.AKKOORD if akkoord else Oordeel.OPEN
    rij = bewaar(session, UrenDag(week_id=week.id or 0, pok_id=cast.pok.id or 0, datum=dag, oordeel=oordeel))
    bewaar(
        session,
        UrenRegel(dag_id=rij.id or 0, pok_id=cast.pok.id or 0, datum=dag, soort=soort, minuten=60 * uren),
    )


def werk_tot(session: Session, cast: Cast, tot: date) -> None:
    """Three days of eight hours every week from the beginning: a little more than 560 hours in 29 weeks ask."""
    dag = cast.pok.begin_op
    assert dag is not None
    while dag <= tot:
        if dag.weekday() < 3:
            schrijf_dag(session, cast, dag, Soort.GEWERKT)
        dag += timedelta(days=1)


def signalen(session: Session, soort: SignaalSoort | None = None) -> list[Signaal]:
    rijen = session.exec(select(Signaal).order_by(col(Signaal.id)))
    return [s for s in rijen if soort in (None, s.soort)]


def van(session: Session, soort: SignaalSoort) -> list[tuple[str, str]]:
    return [(s.status.value, s.tekst) for s in signalen(session, soort)]


def zoek(session: Session, clock: FixedClock, cast: Cast) -> tuple[int, int]:
    ronde = zoek_team(session, clock, cast.team.id)
    return ronde.nieuw, ronde.vervallen


def test_a_student_who_wrote_nothing_is_behind_once_however_often_the_app_looks(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    zoek(session, clock, cast)
    assert [s.soort for s in signalen(session, SignaalSoort.UREN_ACHTER)] == [SignaalSoort.UREN_ACHTER]
    (eerst,) = signalen(session, SignaalSoort.UREN_ACHTER)
    assert (eerst.status, eerst.sleutel) == (SignaalStatus.NIEUW, f"uren_achter:{cast.dossier}:1")
    assert eerst.eigenaar_id is None
    tekst = eerst.tekst
    clock.moment += timedelta(days=7)
    assert zoek(session, clock, cast) == (0, 0)
    (nog,) = signalen(session, SignaalSoort.UREN_ACHTER)
    assert nog.id == eerst.id
    assert nog.tekst != tekst  # it says how it stands today


def test_hours_that_are_made_up_close_the_signal_and_being_behind_again_makes_a_new_one(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    zoek(session, clock, cast)
    werk_tot(session, cast, DAG)
    clock.moment += timedelta(days=1)
    assert zoek(session, clock, cast)[1] == 1
    (signaal,) = signalen(session, SignaalSoort.UREN_ACHTER)
    assert (signaal.status, signaal.opgelost_op) == (SignaalStatus.VERVALLEN, clock.vandaag())
    regels = session.exec(
        select(SignaalGebeurtenis)
        .where(SignaalGebeurtenis.signaal_id == signaal.id)
        .order_by(col(SignaalGebeurtenis.id))
    ).all()
    assert [(r.stap.value, r.naar.value) for r in regels] == [("melden", "nieuw"), ("vervallen", "vervallen")]
    assert regels[1].tekst == "De uren zijn ingehaald."
    clock.moment += timedelta(weeks=6)
    zoek(session, clock, cast)
    assert [s.sleutel for s in signalen(session, SignaalSoort.UREN_ACHTER)] == [
        f"uren_achter:{cast.dossier}:1",
        f"uren_achter:{cast.dossier}:2",
    ]


def test_what_a_person_closed_stays_closed_while_it_goes_on_and_comes_back_after_it_was_solved(
    session: Session,
) -> None:
    cast, clock = make_cast(session), klok_op()
    zoek(session, clock, cast)
    (signaal,) = signalen(session, SignaalSoort.UREN_ACHTER)
    handel_af(session, cast.begeleider, clock, signaal.id or 0, "Afgesproken: in mei ingehaald.")
    clock.moment += timedelta(days=1)
    assert zoek(session, clock, cast)[0] == 0
    werk_tot(session, cast, clock.vandaag())
    clock.moment += timedelta(days=1)
    zoek(session, clock, cast)
    (signaal,) = signalen(session, SignaalSoort.UREN_ACHTER)
    assert (signaal.status, signaal.opgelost_op) == (SignaalStatus.AFGEHANDELD, clock.vandaag())
    clock.moment += timedelta(weeks=6)
    zoek(session, clock, cast)
    assert len(signalen(session, SignaalSoort.UREN_ACHTER)) == 2


def test_days_of_absence_wear_off_after_four_weeks(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    ziek = [DAG - timedelta(days=n) for n in (1, 2, 3)]
    for dag in ziek:
        schrijf_dag(session, cast, dag, Soort.ZIEK)
    schrijf_dag(session, cast, DAG - timedelta(days=7), Soort.VERLOF)
    zoek(session, clock, cast)
    assert van(session, SignaalSoort.VERZUIM) == []  # four is the limit
    schrijf_dag(session, cast, DAG - timedelta(days=8), Soort.VERLOF, akkoord=False)
    clock.moment += timedelta(hours=1)
    zoek(session, clock, cast)
    assert van(session, SignaalSoort.VERZUIM) == [
        ("nieuw", "3 dagen ziek en 2 dagen verlof in de laatste 4 weken."),
    ]
    clock.moment += timedelta(days=21)
    zoek(session, clock, cast)
    assert van(session, SignaalSoort.VERZUIM)[0][0] == "vervallen"


def test_a_company_that_lost_its_accreditation_is_found_and_so_is_its_return(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    zoek(session, clock, cast)
    assert van(session, SignaalSoort.ERKENNING_INGETROKKEN) == []
    (erkenning,) = session.exec(select(Erkenning)).all()
    erkenning.erkend_tot = DAG - timedelta(days=1)
    session.flush()
    clock.moment += timedelta(days=1)
    zoek(session, clock, cast)
    ((status, tekst),) = van(session, SignaalSoort.ERKENNING_INGETROKKEN)
    assert status == "nieuw"
    assert tekst.startswith("Van Dam Techniek")
    erkenning.erkend_tot = None
    session.flush()
    clock.moment += timedelta(days=1)
    zoek(session, clock, cast)
    assert van(session, SignaalSoort.ERKENNING_INGETROKKEN)[0][0] == "vervallen"


@pytest.mark.parametrize("status", [s for s in PokStatus if s is not PokStatus.DEFINITIEF])
def test_only_a_signed_placement_that_runs_is_looked_at(session: Session, status: PokStatus) -> None:
    cast = make_cast(session)
    cast.pok.status = status
    session.flush()
    zoek(session, klok_op(), cast)
    assert signalen(session) == []


def test_a_placement_that_has_not_begun_or_is_over_gets_none_and_its_own_close(session: Session) -> None:
    cast, clock = make_cast(session), klok_op(date(2026, 12, 6))
    zoek(session, clock, cast)
    assert signalen(session) == []
    clock = klok_op()
    zoek(session, clock, cast)
    assert signalen(session)
    zoek(session, klok_op(date(2027, 6, 26)), cast)
    assert {s.status for s in signalen(session)} == {SignaalStatus.VERVALLEN}
    regels = session.exec(select(SignaalGebeurtenis).where(SignaalGebeurtenis.stap == SignaalStap.VERVALLEN)).all()
    assert {r.tekst for r in regels} == {"De stage loopt niet meer."}


def test_what_nobody_takes_goes_to_the_coordinator_once(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    zoek(session, clock, cast)
    clock.moment += timedelta(days=7)
    zoek(session, clock, cast)
    assert [s.geescaleerd_op for s in signalen(session, SignaalSoort.UREN_ACHTER)] == [None]
    clock.moment += timedelta(days=1)
    zoek(session, clock, cast)
    clock.moment += timedelta(days=1)
    zoek(session, clock, cast)
    (signaal,) = signalen(session, SignaalSoort.UREN_ACHTER)
    assert signaal.geescaleerd_op == clock.moment - timedelta(days=1)
    stappen = session.exec(select(SignaalGebeurtenis.stap).where(SignaalGebeurtenis.signaal_id == signaal.id)).all()
    assert stappen.count(SignaalStap.ESCALEREN) == 1
    pak_op(session, cast.coordinator, clock, signaal.id or 0)
    assert signaal.geescaleerd_op is None


def test_a_teams_own_thresholds_hold_from_their_day(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    mild = Grenzen(verzuim_dagen=20, achter_procent=100, achter_uren=400, contact_weken=52)
    bewaar_grenzen(session, cast.coordinator, clock, cast.team.id or 0, DAG + timedelta(days=1), mild)
    zoek(session, clock, cast)
    assert {s.status for s in signalen(session)} == {SignaalStatus.NIEUW}
    clock.moment += timedelta(days=1)
    zoek(session, clock, cast)
    assert {s.status for s in signalen(session)} == {SignaalStatus.VERVALLEN}


def test_the_planner_looks_at_each_team_once_a_day_and_not_before_six(session: Session) -> None:
    make_cast(session)
    make_cast(session)
    make_pok(session, PokStatus.DEFINITIEF)  # of no team
    nacht = klok_op()
    nacht.moment -= timedelta(hours=4)
    assert te_zoeken(session, APP, nacht) == []
    clock = klok_op()
    assert len(te_zoeken(session, APP, clock)) == 3
    while zoek_signalen(session, APP, clock):
        pass
    assert te_zoeken(session, APP, clock) == []
    assert len(signalen(session, SignaalSoort.UREN_ACHTER)) == 3
    clock.moment += timedelta(days=1)
    assert len(te_zoeken(session, APP, clock)) == 3


def test_nobody_but_the_app_starts_the_search(session: Session) -> None:
    cast = make_cast(session)
    for wie in (cast.coordinator, cast.begeleider, cast.beheer, cast.student):
        with pytest.raises(GeenRecht):
            zoek_signalen(session, wie, klok_op())
    assert SIGNALEN.per_keer == 1
