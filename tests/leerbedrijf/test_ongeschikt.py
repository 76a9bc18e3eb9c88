"""Not suitable: for whom and until when it holds, who may say it, and that notes reach only who they are for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.queries_ongeschikt import list_ongeschikt, list_tegen
from bpv_app.leerbedrijf.rules_ongeschikt import Ongeschiktheid, OngeschiktInvoer, check_ongeschikt, geldend
from bpv_app.leerbedrijf.service_notitie import list_notities, schrijf_notitie, verwijder_notitie
from bpv_app.leerbedrijf.service_ongeschikt import hef_ongeschikt_op, zet_ongeschikt
from bpv_app.toegang.tables import Audit
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor
from tests.makers import make_actor, make_contactpersoon, make_leerbedrijf, make_locatie, make_team

DAG = date(2026, 11, 26)


def oordeel(**anders: Any) -> Ongeschiktheid:
    standaard = {"id": 1, "leerbedrijf_id": 1, "locatie_id": None, "crebo": "", "team_id": None}
    return Ongeschiktheid(**{**standaard, "reden": "Stil.", "van": DAG, "tot": None, **anders})


@pytest.mark.parametrize(
    ("anders", "geldt"),
    [
        ({}, True),
        ({"van": DAG + timedelta(days=1)}, False),
        ({"tot": DAG}, True),
        ({"van": DAG - timedelta(days=9), "tot": DAG - timedelta(days=1)}, False),
        ({"locatie_id": 5}, True),
        ({"locatie_id": 6}, False),
        ({"crebo": "25655"}, True),
        ({"crebo": "25641"}, False),
        ({"team_id": 7}, True),
        ({"team_id": 8}, False),
        ({"crebo": "25655", "team_id": 8}, False),
    ],
)
def test_for_whom_and_when_it_holds(anders: dict[str, Any], geldt: bool) -> None:
    o = oordeel(**anders)
    assert geldend([o], DAG, 5, "25655", 7) == ((o,) if geldt else ())


def test_nothing_known_of_the_placement_is_only_hit_by_what_is_for_all() -> None:
    for anders in ({"locatie_id": 5}, {"crebo": "25655"}, {"team_id": 7}):
        assert geldend([oordeel(**anders)], DAG, None, None, None) == ()
    assert geldend([oordeel()], DAG, None, None, None)


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"reden": " "}, "reden"),
        ({"reden": "x" * 1001}, "reden"),
        ({"crebo": "12"}, "crebo"),
        ({"tot": DAG - timedelta(days=1)}, "tot"),
    ],
)
def test_what_makes_no_sense_is_refused(anders: dict[str, Any], veld: str) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        check_ongeschikt(OngeschiktInvoer(**{"reden": "Stil.", **anders}), DAG)
    assert set(fout.value.velden) == {veld}


def test_it_is_set_shown_to_the_school_and_lifted(session: Session, clock: FixedClock) -> None:
    bedrijf, wie = make_leerbedrijf(session), make_actor(session, Rol.COORDINATOR)
    bedrijf_id = bedrijf.id or 0
    rij = zet_ongeschikt(session, wie, clock, bedrijf_id, OngeschiktInvoer("Te weinig begeleiding."))
    assert (rij.van, rij.tot, rij.door_naam) == (clock.vandaag(), None, wie.naam)
    assert [o.reden for o in list_tegen(session, clock.vandaag(), bedrijf_id, None, "25655", None)] == [rij.reden]
    (regel,) = list_ongeschikt(session, wie, bedrijf_id, clock.vandaag())
    assert regel.is_geldig
    with pytest.raises(Verouderd):
        hef_ongeschikt_op(session, wie, clock, rij.id or 0, 9)
    hef_ongeschikt_op(session, wie, clock, rij.id or 0, rij.versie)
    assert list_tegen(session, clock.vandaag(), bedrijf_id, None, "25655", None) == ()
    (regel,) = list_ongeschikt(session, wie, bedrijf_id, clock.vandaag())
    assert (regel.is_geldig, regel.opgeheven_door) == (False, wie.naam), "it stays to be read"
    with pytest.raises(NietGevonden):
        hef_ongeschikt_op(session, wie, clock, rij.id or 0, rij.versie)
    assert "begeleiding" not in str(session.exec(select(Audit.oud, Audit.nieuw)).all())


def test_only_own_teams_and_own_locations(session: Session, clock: FixedClock) -> None:
    bedrijf, team, ander = make_leerbedrijf(session), make_team(session), make_team(session)
    wie = make_actor(session, Rol.COORDINATOR, team_id=team.id)
    vreemd = make_locatie(session, make_leerbedrijf(session))
    goed = zet_ongeschikt(session, wie, clock, bedrijf.id or 0, OngeschiktInvoer("Stil.", team_id=team.id))
    for invoer, veld in (
        (OngeschiktInvoer("Stil.", team_id=ander.id), "team_id"),
        (OngeschiktInvoer("Stil.", locatie_id=vreemd.id), "locatie_id"),
        (OngeschiktInvoer("Stil.", locatie_id=2**70), "locatie_id"),
    ):
        with pytest.raises(OngeldigeInvoer) as fout:
            zet_ongeschikt(session, wie, clock, bedrijf.id or 0, invoer)
        assert set(fout.value.velden) == {veld}
    with pytest.raises(OngeldigeInvoer):
        hef_ongeschikt_op(
            session, make_actor(session, Rol.COORDINATOR, team_id=ander.id), clock, goed.id or 0, goed.versie
        )


def test_nobody_else_says_it_or_reads_it(session: Session, clock: FixedClock) -> None:
    opleider = make_contactpersoon(session)
    bedrijf_id = opleider.leerbedrijf_id
    rij = zet_ongeschikt(session, make_actor(session, Rol.COORDINATOR), clock, bedrijf_id, OngeschiktInvoer("Stil."))
    buiten = {**make_buitenstaanders(session), "eigen bedrijf": make_opleider_actor(session, opleider)}
    for wie in buiten.values():
        assert list_ongeschikt(session, wie, bedrijf_id, clock.vandaag()) == []
        assert list_notities(session, wie, bedrijf_id) == []
        with pytest.raises((GeenRecht, NietGevonden)):
            schrijf_notitie(session, wie, clock, bedrijf_id, "Iets", None)
    for wie in (
        *buiten.values(),
        make_actor(session, Rol.ONDERWIJSBEGELEIDER),
        make_actor(session, Rol.STUDENTENZAKEN),
    ):
        with pytest.raises(GeenRecht):
            zet_ongeschikt(session, wie, clock, bedrijf_id, OngeschiktInvoer("Stil."))
        with pytest.raises(GeenRecht):
            hef_ongeschikt_op(session, wie, clock, rij.id or 0, rij.versie)


def test_a_note_of_a_team_is_read_by_that_team_and_the_coordinators(session: Session, clock: FixedClock) -> None:
    bedrijf_id = make_leerbedrijf(session).id or 0
    een, twee = make_team(session), make_team(session)
    rollen = {
        "schrijver": make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=een.id),
        "collega": make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=een.id),
        "ander team": make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=twee.id),
        "zonder team": make_actor(session, Rol.ONDERWIJSBEGELEIDER),
        "studentenzaken": make_actor(session, Rol.STUDENTENZAKEN),
        "coordinator": make_actor(session, Rol.COORDINATOR, team_id=twee.id),
    }
    notitie = schrijf_notitie(session, rollen["schrijver"], clock, bedrijf_id, "Voor ons team.", een.id)
    schrijf_notitie(session, rollen["schrijver"], clock, bedrijf_id, "Voor iedereen.", None)
    gelezen = {naam: {n.tekst for n in list_notities(session, wie, bedrijf_id)} for naam, wie in rollen.items()}
    assert gelezen == {
        "schrijver": {"Voor ons team.", "Voor iedereen."},
        "collega": {"Voor ons team.", "Voor iedereen."},
        "ander team": {"Voor iedereen."},
        "zonder team": {"Voor iedereen."},
        "studentenzaken": {"Voor iedereen."},
        "coordinator": {"Voor ons team.", "Voor iedereen."},
    }
    for naam in ("collega", "ander team", "zonder team"):
        with pytest.raises(NietGevonden):
            verwijder_notitie(session, rollen[naam], notitie.id or 0, notitie.versie)
    for fout, velden in (("", {"notitie"}), ("x" * 2001, {"notitie"})):
        with pytest.raises(OngeldigeInvoer) as gezegd:
            schrijf_notitie(session, rollen["schrijver"], clock, bedrijf_id, fout, None)
        assert set(gezegd.value.velden) == velden
    with pytest.raises(OngeldigeInvoer):
        schrijf_notitie(session, rollen["schrijver"], clock, bedrijf_id, "Iets", twee.id)
    verwijder_notitie(session, rollen["coordinator"], notitie.id or 0, notitie.versie)
    assert [n.tekst for n in list_notities(session, rollen["schrijver"], bedrijf_id)] == ["Voor iedereen."]
