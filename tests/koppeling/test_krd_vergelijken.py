"""A full comparison: everything that differs and nothing else, within the scope of who asks, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col

from bpv_app.db import lezen
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.krd.http import KrdOnbereikbaar
from bpv_app.koppeling.krd.queries_vergelijking import KRD_VERGELIJKING
from bpv_app.koppeling.krd.rules_vergelijken import Afwijking, OnzePok, VergelijkSoort, vergelijk
from bpv_app.koppeling.krd.service_vergelijken import SOORT, Vergelijken, begin_vergelijking
from bpv_app.koppeling.krd.tables import KrdVergelijkingGelezen
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.taak.rules import TaakLooptAl, TaakStatus
from bpv_app.taak.tables import Taak
from bpv_app.taak.worker import TaakWorker
from tests.koppeling.krd_lijn import Lijn, lijn, schrijf
from tests.makers import make_actor, make_dossier, make_pok, make_student, make_team, make_verbintenis

APP = systeem()
VOL = OnzePok(1, "2026-00001", PokStatus.VOLLEDIG, {"begin": date(2026, 12, 7), "uren_totaal": 560, "keuzedeel": ""})
DAAR: dict[str, Any] = {
    "status": "Volledig",
    "gegevens": {"begin": "2026-12-07", "uren_totaal": "560", "keuzedeel": None},
}


def test_equal_is_equal_whatever_the_notation() -> None:
    assert list(vergelijk(VOL, DAAR)) == []
    uren = replace(VOL, gegevens={"uren_per_week": Decimal("32.00")})
    assert list(vergelijk(uren, {"status": "Volledig", "gegevens": {"uren_per_week": "32"}})) == []


@pytest.mark.parametrize(
    ("ons", "register", "verwacht"),
    [
        (VOL, None, [(VergelijkSoort.ONTBREEKT_DAAR, "", "Volledig", "niet bekend")]),
        (replace(VOL, status=PokStatus.CONCEPT), None, []),
        (replace(VOL, status=PokStatus.AFGEMELD), None, []),
        (VOL, {**DAAR, "status": "Voorlopig"}, [(VergelijkSoort.STATUS, "", "Volledig", "Voorlopig")]),
        (VOL, {**DAAR, "status": "Anders"}, [(VergelijkSoort.STATUS, "", "Volledig", "Anders")]),
        (
            VOL,
            {"status": "Volledig", "gegevens": {"begin": "2026-12-08", "uren_totaal": "561"}},
            [
                (VergelijkSoort.GEGEVENS, "begin", "2026-12-07", "2026-12-08"),
                (VergelijkSoort.GEGEVENS, "uren_totaal", "560", "561"),
            ],
        ),
        (replace(VOL, status=PokStatus.AFGEMELD), {"status": "Afgemeld", "gegevens": {"begin": "2020-01-01"}}, []),
        (VOL, {"status": "Volledig", "gegevens": 3}, []),
    ],
)
def test_what_differs(ons: OnzePok, register: Any, verwacht: list[Any]) -> None:
    gevonden: list[Afwijking] = list(vergelijk(ons, register))
    assert [(a.soort, a.veld, a.hier, a.krd) for a in gevonden] == verwacht
    assert all(a.pok_id == 1 for a in gevonden)


@pytest.fixture
def krd(motor: Engine, clock: FixedClock, tmp_path: Path) -> Iterator[Lijn]:
    with lijn(motor, clock, tmp_path) as verbonden:
        yield verbonden


def school(krd: Lijn) -> tuple[Actor, Actor, dict[str, str]]:
    """Two teams: team A has every kind of difference, team B one POK that the register misses."""

    def werk(session: Any) -> tuple[Actor, Actor, dict[str, str]]:
        teams = [make_team(session), make_team(session)]

        def pok(team: Any, status: PokStatus = PokStatus.VOLLEDIG) -> Pok:
            dossier = make_dossier(session, make_verbintenis(session, make_student(session, team)))
            return make_pok(session, status, dossier)

        poks = {
            "gelijk": pok(teams[0]), "mist": pok(teams[0]), "status": pok(teams[0], PokStatus.AFGEDRUKT),
            "uren": pok(teams[0]), "concept": pok(teams[0], PokStatus.CONCEPT), "ander_team": pok(teams[1]),
            "vreemd": pok(teams[1]),
        }  # fmt: skip
        for naam in ("gelijk", "status", "uren", "vreemd"):
            krd.kent(session, poks[naam], PokStatus.VOLLEDIG)
        poks["uren"].uren_totaal = 570
        poks["uren"].eind_op = date(2027, 6, 26)
        nummers = {naam: p.nummer for naam, p in poks.items()}
        poks["vreemd"].nummer = "2026-99999"  # so that the register has a number nobody here knows
        coordinator = make_actor(session, Rol.COORDINATOR, team_id=teams[0].id)
        return coordinator, make_actor(session, Rol.STUDENTENZAKEN), nummers

    uit: tuple[Actor, Actor, dict[str, str]] = schrijf(krd.motor, werk)
    return uit


def doe(krd: Lijn, wie: Actor, bron: Any = None) -> Taak:
    schrijf(krd.motor, lambda s: begin_vergelijking(s, wie, krd.clock, heeft_lijn=True))
    TaakWorker({SOORT: Vergelijken(lambda _stand: bron or krd)}, op=krd.motor, clock=krd.clock).ronde()
    with lezen(op=krd.motor) as session:
        taak: Taak = session.execute(sa.select(Taak).order_by(col(Taak.id).desc()).limit(1)).scalar_one()
        assert session.execute(sa.select(sa.func.count()).select_from(KrdVergelijkingGelezen)).scalar_one() == 0
        session.expunge(taak)
        return taak


def rijen(krd: Lijn, wie: Actor) -> list[tuple[str, ...]]:
    with lezen(op=krd.motor) as session:
        return [tuple(c.tekst for c in r.cellen[:5]) for r in KRD_VERGELIJKING.vraag(session, wie, LijstVraag()).rijen]


def test_every_difference_is_found_and_counted(krd: Lijn) -> None:
    _, studentenzaken, nummers = school(krd)
    taak = doe(krd, studentenzaken)
    assert taak.status is TaakStatus.KLAAR
    assert sorted(rijen(krd, studentenzaken)) == sorted(
        [
            (nummers["mist"], "Ontbreekt in de KRD", "", "Volledig", "niet bekend"),
            (nummers["ander_team"], "Ontbreekt in de KRD", "", "Volledig", "niet bekend"),
            ("2026-99999", "Ontbreekt in de KRD", "", "Volledig", "niet bekend"),
            (nummers["vreemd"], "Ontbreekt hier", "", "", "Volledig"),
            (nummers["status"], "Andere status", "", "Afgedrukt", "Volledig"),
            (nummers["uren"], "Andere gegevens", "Verwachte einddatum", "26 jun 2027", "25 jun 2027"),
            (nummers["uren"], "Andere gegevens", "Totaal aantal uren (SBU)", "570", "560"),
        ]
    )
    assert taak.slot_nl == (
        "7 vergeleken, 1 gelijk, 1 × ontbreekt hier, 3 × ontbreekt in de krd, 1 × andere status, 2 × andere gegevens."
    )


def test_a_coordinator_compares_the_own_team_and_sees_no_other(krd: Lijn) -> None:
    coordinator, studentenzaken, nummers = school(krd)
    doe(krd, coordinator)
    gezien = {rij[0] for rij in rijen(krd, coordinator)}
    assert gezien == {nummers["mist"], nummers["status"], nummers["uren"]}
    assert rijen(krd, studentenzaken) == []  # a comparison is of who asked for it


def test_one_at_a_time_per_person_and_only_with_the_right_and_a_line(krd: Lijn) -> None:
    coordinator, _, _ = school(krd)
    schrijf(krd.motor, lambda s: begin_vergelijking(s, coordinator, krd.clock, heeft_lijn=True))
    with pytest.raises(TaakLooptAl):
        schrijf(krd.motor, lambda s: begin_vergelijking(s, coordinator, krd.clock, heeft_lijn=True))
    with pytest.raises(DomeinFout, match="BPV_KRD_URL"):
        schrijf(krd.motor, lambda s: begin_vergelijking(s, coordinator, krd.clock, heeft_lijn=False))
    student = schrijf(krd.motor, lambda s: make_actor(s, Rol.STUDENT))
    with pytest.raises(GeenRecht):
        schrijf(krd.motor, lambda s: begin_vergelijking(s, student, krd.clock, heeft_lijn=True))


def test_a_register_that_cannot_be_read_stops_the_work_and_says_so(krd: Lijn) -> None:
    class Stil:
        def poks(self, vanaf: int) -> Any:
            raise KrdOnbereikbaar("De KRD is niet bereikbaar.")

    coordinator, _, _ = school(krd)
    taak = doe(krd, coordinator, Stil())
    assert taak.status is TaakStatus.MISLUKT
    assert "niet te lezen" in taak.slot_nl
    krd.clock.moment += timedelta(minutes=1)
    assert doe(krd, coordinator).status is TaakStatus.KLAAR
