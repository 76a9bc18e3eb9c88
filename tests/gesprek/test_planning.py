"""Moments come from the set-up and follow the placement's dates until somebody touches them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from bpv_app.dossier import service as dossier_service
from bpv_app.dossier.rules_momenten import (
    Gespreksmoment,
    lees_gespreksmomenten,
    moment_van,
    toon_gespreksmomenten,
)
from bpv_app.gesprek import service_moment
from bpv_app.gesprek.rules import MomentSoort
from bpv_app.gesprek.rules_planning import maak_plan, soorten
from bpv_app.gesprek.service_planning import maak_ontbrekende_momenten, werk_momenten_bij
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.student.rules import Leerweg
from tests.gesprek.cast import MOMENTEN, afspraak, make_cast, momenten_van
from tests.makers import make_actor, make_dossier, make_inrichting, make_team, make_verbintenis

MET_STUDENT = ("student", "onderwijsbegeleider")
BEGIN, EIND = date(2026, 12, 7), date(2027, 6, 25)


def test_what_was_stored_before_still_reads() -> None:
    m = moment_van({"naam": "Startgesprek", "dagen_na_begin": 14})
    assert m == Gespreksmoment("Startgesprek", 14)
    assert m.venster(BEGIN) == (date(2026, 12, 14), date(2026, 12, 28))


@pytest.mark.parametrize(
    ("regel", "moment"),
    [
        ("Start; 14", Gespreksmoment("Start", 14)),
        ("Start; 14; online", Gespreksmoment("Start", 14, "online")),
        ("Kennis; -7; op school; student; 0", Gespreksmoment("Kennis", -7, "op_school", MET_STUDENT, 0)),
        ("A; B; 3; telefoon; allen; 20", Gespreksmoment("A; B", 3, "telefoon", venster_dagen=20)),
    ],
)  # fmt: skip
def test_a_line_of_the_form_is_a_moment(regel: str, moment: Gespreksmoment) -> None:
    assert lees_gespreksmomenten(regel) == (moment,)
    assert lees_gespreksmomenten(toon_gespreksmomenten([moment])) == (moment,)


@pytest.mark.parametrize("regel", ["Start", "Start; veel", "Start; 14; dansen", "Start; 14; bezoek; de buurman; 7"])
def test_a_wrong_line_is_refused(regel: str) -> None:
    with pytest.raises(ValueError):
        lees_gespreksmomenten(regel)


def test_first_and_last_are_start_and_end_whatever_their_order() -> None:
    drie = [Gespreksmoment("Eind", 140), Gespreksmoment("Start", 14), Gespreksmoment("Tussen", 70)]
    assert soorten(drie) == (MomentSoort.EIND, MomentSoort.START, MomentSoort.MIDDEN)
    assert soorten([Gespreksmoment("Enige", 14)]) == (MomentSoort.START,)
    assert soorten([]) == ()


def test_no_window_reaches_past_the_placement() -> None:
    plan = maak_plan([Gespreksmoment("Eind", 140)], BEGIN, date(2027, 2, 1))
    assert (plan[0].venster_van, plan[0].venster_tot) == (date(2027, 2, 1), date(2027, 2, 1))
    assert maak_plan([Gespreksmoment("Eind", 140)], None, EIND) == ()


def test_a_coupled_student_has_moments_at_once(session: Session, clock: FixedClock) -> None:
    team = make_team(session)
    verbintenis = make_verbintenis(session, team_id=team.id)
    inrichting = make_inrichting(session, gespreksmomenten=MOMENTEN, leerweg=Leerweg.BOL)
    actor = make_actor(session, Rol.COORDINATOR)
    (uitslag,) = dossier_service.koppel(session, actor, clock, inrichting.id or 0, [verbintenis.id or 0])
    dossier_id = int(uitslag.href.rsplit("/", 1)[1])
    rijen = session.exec(select(Contactmoment).where(Contactmoment.dossier_id == dossier_id)).all()
    assert sorted(m.naam for m in rijen) == ["Eindgesprek", "Startgesprek", "Tussengesprek"]


def test_moments_follow_the_dates_but_not_one_that_is_planned(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    start, tussen, _ = momenten_van(session, cast)
    service_moment.plan(session, cast.begeleider, clock, tussen.id or 0, afspraak())
    was = tussen.venster_van
    dossier_service.volg_pok(
        session, cast.dossier_id, begin_op=date(2027, 1, 4), eind_op=EIND, uren_totaal=500, uren_per_week=None,
        dagen_per_week=None,
    )  # fmt: skip
    assert (start.venster_van, start.venster_tot) == (date(2027, 1, 11), date(2027, 1, 25))
    assert tussen.venster_van == was


def test_working_it_out_twice_changes_nothing(session: Session) -> None:
    cast = make_cast(session)
    assert werk_momenten_bij(session, [cast.dossier_id]) == 0
    assert len(momenten_van(session, cast)) == 3


def test_what_the_set_up_no_longer_asks_goes_unless_somebody_touched_it(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    start, _, eind = momenten_van(session, cast)
    service_moment.laat_vervallen(session, cast.begeleider, clock, eind.id or 0, "Kortere stage")
    dossier_service.get_inrichting_van(session, cast.dossier).gespreksmomenten = [MOMENTEN[0]]
    session.flush()
    werk_momenten_bij(session, [cast.dossier_id])
    assert [m.id for m in momenten_van(session, cast)] == [start.id, eind.id]


def test_a_set_up_that_changes_moves_its_open_dossiers(session: Session) -> None:
    cast = make_cast(session)
    inrichting = dossier_service.get_inrichting_van(session, cast.dossier)
    invoer = dossier_service.als_invoer(inrichting)
    from dataclasses import replace

    nieuw = replace(invoer, gespreksmomenten=(*invoer.gespreksmomenten, Gespreksmoment("Extra", 30, "telefoon")))
    dossier_service.werk_inrichting_bij(session, systeem(), inrichting.id or 0, nieuw, inrichting.versie)
    extra = next(m for m in momenten_van(session, cast) if m.naam == "Extra")
    assert (extra.vorm.value, extra.soort.value) == ("telefoon", "midden")


def test_a_closed_dossier_is_left_alone(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    cast.dossier.afgesloten_op = clock.nu()
    cast.dossier.begin_op = date(2027, 2, 1)
    session.flush()
    assert werk_momenten_bij(session, [cast.dossier_id]) == 0


def test_the_planner_makes_what_was_never_made(session: Session, clock: FixedClock) -> None:
    dossier = make_dossier(session, inrichting=make_inrichting(session, gespreksmomenten=MOMENTEN))
    make_dossier(session, inrichting=make_inrichting(session, gespreksmomenten=[]))
    make_dossier(session, inrichting=make_inrichting(session, gespreksmomenten=MOMENTEN), begin_op=None)
    assert maak_ontbrekende_momenten(session, systeem(), clock) == 1
    assert len(session.exec(select(Contactmoment).where(Contactmoment.dossier_id == dossier.id)).all()) == 3
    assert maak_ontbrekende_momenten(session, systeem(), clock) == 0
    with pytest.raises(GeenRecht):
        maak_ontbrekende_momenten(session, make_actor(session, Rol.BEHEER), clock)
