"""Search everywhere: every kind is found, also misspelt, and never outside somebody's scope."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.dashboard import queries_plaatsingen
from bpv_app.dashboard.queries_zoek import PER_SOORT, zoek_alles
from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.zoek import vouw
from bpv_app.pok.rules import PokStatus
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_dossier,
    make_leerbedrijf,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)

ZAKEN = Actor(1, "Z", (RolToewijzing(Rol.STUDENTENZAKEN),))

GEK = ("%%", "__", "' OR '1", '"x', "*", "a" * 5000, "\x00\x00ab")


@pytest.fixture(autouse=True)
def _vers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(queries_plaatsingen, "RUST", 0.0)
    queries_plaatsingen.vergeet()
    yield
    queries_plaatsingen.vergeet()


def hits(session: Session, actor: Actor, zoek: str) -> dict[str, list[str]]:
    return {s.naam.nl: [t.href for t in s.treffers] for s in zoek_alles(session, actor, zoek)}


def _school(motor: Engine) -> dict[str, int]:
    """Two teams; in each a student with a dossier, an agreement and a begeleider."""
    uit: dict[str, int] = {}
    with transaction(systeem(), op=motor) as session:
        bedrijf = make_leerbedrijf(session, naam="Timmerwerf De Eik", zoektekst="timmerwerf de eik leiden")
        opleider = make_contactpersoon(session, bedrijf, naam="Wilhelmina Schaap")
        for n, naam in enumerate(("Jasmijn Óverveld", "Thijs Jansen")):
            team = make_team(session)
            student = make_student(session, team, naam=naam, klas=f"4{n}", zoektekst=vouw(naam))
            begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER, naam=f"Docent Nummer{n}")
            dossier = make_dossier(
                session,
                make_verbintenis(session, student),
                begeleider=begeleider,
                begin_op=date(2026, 9, 1),
                team_id=team.id,
            )
            pok = make_pok(
                session, PokStatus.DEFINITIEF, dossier, opleider, begeleider, team_id=team.id, zonder_erkenning=True
            )
            rijen: dict[str, Any] = {
                "team": team,
                "student": student,
                "dossier": dossier,
                "pok": pok,
                "begeleider": begeleider,
            }
            uit |= {f"{k}{n}": rij.id or 0 for k, rij in rijen.items()}
        uit["bedrijf"] = bedrijf.id or 0
        uit["nummer"] = int(pok.nummer.split("-")[1])
    return uit


def test_every_kind_is_found_by_what_people_type(motor: Engine) -> None:
    ids = _school(motor)
    with lezen(op=motor) as session:
        gevonden = hits(session, ZAKEN, "overveld jasm")
        assert gevonden["Studenten"] == [f"/studenten/{ids['student0']}"]
        assert gevonden["Dossiers"] == [f"/dossiers/{ids['dossier0']}"]
        assert gevonden["POK's"] == [f"/poks/{ids['pok0']}"]
        assert hits(session, ZAKEN, f"2026-{ids['nummer']:05d}")["POK's"] == [f"/poks/{ids['pok1']}"]
        assert hits(session, ZAKEN, "timmerwerf")["Leerbedrijven"] == [f"/leerbedrijven/{ids['bedrijf']}"]
        assert hits(session, ZAKEN, "SCHAAP")["Mensen bij bedrijven"] == [f"/leerbedrijven/{ids['bedrijf']}"]
        assert hits(session, ZAKEN, "docent nummer1")["Collega's"] == [f"/dossiers?begeleider={ids['begeleider1']}"]


@pytest.mark.parametrize("fout", ["jasmin overveld", "jasmijn ovreveld", "jsamijn", "jasmijn overfeld", "OVERVELT"])
def test_a_typing_error_is_forgiven_and_said(motor: Engine, fout: str) -> None:
    ids = _school(motor)
    with lezen(op=motor) as session:
        soorten = zoek_alles(session, ZAKEN, fout)
        studenten = next(s for s in soorten if s.naam.nl == "Studenten")
        assert [t.href for t in studenten.treffers] == [f"/studenten/{ids['student0']}"]
        assert studenten.lijkt


def test_a_new_name_is_known_at_once(motor: Engine) -> None:
    _school(motor)
    with lezen(op=motor) as session:
        assert hits(session, ZAKEN, "quintyn") == {}
    with transaction(systeem(), op=motor) as session:
        make_student(session, make_team(session), naam="Quinten Abc", zoektekst="quinten abc")
    with lezen(op=motor) as session:
        assert len(hits(session, ZAKEN, "quintyn")["Studenten"]) == 1


@pytest.mark.parametrize("zoek", ["jasmijn", "jasmyn", "jansen", "jnasen", "2026", "docent", "4"])
@pytest.mark.parametrize("n", [0, 1])
def test_a_coordinator_finds_the_own_teams_only(motor: Engine, zoek: str, n: int) -> None:
    ids = _school(motor)
    wie = Actor(ids["begeleider0"], "C", (RolToewijzing(Rol.COORDINATOR, team_id=ids[f"team{n}"]),))
    gids = Actor(ids[f"begeleider{n}"], "O", (RolToewijzing(Rol.ONDERWIJSBEGELEIDER),))
    vreemd = {
        f"/studenten/{ids[f'student{1 - n}']}",
        f"/dossiers/{ids[f'dossier{1 - n}']}",
        f"/poks/{ids[f'pok{1 - n}']}",
    }
    vreemd.add(f"/dossiers?begeleider={ids[f'begeleider{1 - n}']}")
    with lezen(op=motor) as session:
        for actor in (wie, gids):
            assert not vreemd & {h for soort in hits(session, actor, zoek).values() for h in soort}


def test_who_may_see_no_students_finds_nothing(motor: Engine) -> None:
    ids = _school(motor)
    with lezen(op=motor) as session:
        for rol in (Rol.STUDENT, Rol.PRAKTIJKOPLEIDER, Rol.BEHEER):
            wie = Actor(9, "X", (RolToewijzing(rol, student_id=ids["student0"] if rol is Rol.STUDENT else None),))
            assert zoek_alles(session, wie, "jasmijn") == ()


def test_more_hits_than_fit_lead_to_the_list(motor: Engine) -> None:
    with transaction(systeem(), op=motor) as session:
        team = make_team(session)
        for n in range(PER_SOORT + 2):
            make_student(session, team, naam=f"Bakker {n}", zoektekst=f"bakker {n}")
    with lezen(op=motor) as session:
        studenten = zoek_alles(session, ZAKEN, "bakker")[0]
        assert (len(studenten.treffers), studenten.meer) == (PER_SOORT, "/studenten?zoek=bakker")


def test_whatever_is_typed_is_only_looked_for(motor: Engine) -> None:
    _school(motor)
    with lezen(op=motor) as session:

        @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(
            st.one_of(
                st.text(max_size=150), st.sampled_from(["%%", "__", "' OR '1", '"x', "*", "a" * 5000, "\x00\x00ab"])
            )
        )
        def zoek(tekst: str) -> None:
            for soort in zoek_alles(session, ZAKEN, tekst):
                assert 0 < len(soort.treffers) <= PER_SOORT

        zoek()
        assert hits(session, ZAKEN, "%%") == {}
        assert hits(session, ZAKEN, "j") == {}
