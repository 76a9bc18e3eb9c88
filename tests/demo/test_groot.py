"""The demo school as a ROC: the same every time and on both databases, whole, and only out of a demo."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.dashboard.queries_cijfers import get_overzicht
from bpv_app.dashboard.rules_cijfers import Keuze
from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.demo import NietLeeg
from bpv_app.demo.groot import is_groot, maak_groot
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf
from bpv_app.pok.rules import LOPEND, Partij, PokStatus
from bpv_app.pok.tables import Pok, PokHandtekening, PokHistorie
from bpv_app.student.clauses import student_scope
from bpv_app.student.tables import Student
from bpv_app.uren.rules import Oordeel, WeekStatus
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek
from tests.demo.conftest import NU, Demo, actor_van, inhoud
from tests.makers import make_team

STUDENTEN = 900
KLOK = FixedClock(NU)


@pytest.fixture(scope="module")
def groot(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A school of nine hundred, for looking only."""
    bestand = tmp_path_factory.mktemp("groot") / "bpv.db"
    shutil.copy(demo.bestand, bestand)
    motor = maak_engine(f"sqlite:///{bestand}")
    maak_groot(motor, STUDENTEN, KLOK)
    yield motor
    motor.dispose()


@pytest.fixture
def kijk(groot: Engine) -> Iterator[Session]:
    with lezen(systeem(), op=groot) as session:
        yield session


def tel(session: Session, soort: type, *waar: sa.ColumnElement[bool]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(soort).where(*waar)).scalar_one())


def test_twice_the_same(groot: Engine, kopie: Engine) -> None:
    maak_groot(kopie, STUDENTEN, KLOK)
    een, twee = inhoud(groot), inhoud(kopie)
    for tabel, rijen in een.items():
        assert rijen == twee[tabel], tabel


def test_it_has_the_size_that_was_asked_for_and_everything_in_proportion(kijk: Session) -> None:
    assert tel(kijk, Student) == STUDENTEN
    assert tel(kijk, Leerbedrijf) >= 300
    regels = tel(kijk, UrenRegel)
    assert 0.8 < regels / (1_500_000 * STUDENTEN / 35_000) < 1.3
    assert regels == tel(kijk, UrenDag)
    assert set(kijk.exec(select(Pok.status))) == set(PokStatus)
    assert set(kijk.exec(select(UrenWeek.status))) == set(WeekStatus)
    assert set(kijk.exec(select(col(Dossier.begin_op)).where(col(Dossier.begin_op) < NU.date()))), "running and over"
    assert len({d.year for d in kijk.exec(select(col(Pok.begin_op))) if d}) >= 4, "three school years"
    assert is_groot(kijk)


def test_every_status_was_come_to_and_signed_as_the_rules_ask(kijk: Session) -> None:
    laatste = dict(
        kijk.execute(sa.select(col(PokHistorie.pok_id), col(PokHistorie.naar)).order_by(col(PokHistorie.op))).all()
    )
    poks = kijk.exec(select(Pok)).all()
    assert {p.id: p.status for p in poks} == laatste
    assert max(kijk.exec(select(PokHistorie.op))) < NU
    getekend = Counter(kijk.exec(select(PokHandtekening.pok_id).where(col(PokHandtekening.vervallen_op).is_(None))))
    for pok in poks:
        if pok.status in (PokStatus.DEFINITIEF, PokStatus.AFGEROND):
            assert getekend[pok.id or 0] >= 3, pok.nummer
        elif pok.status in (PokStatus.CONCEPT, PokStatus.VOLLEDIG):
            assert not getekend[pok.id or 0], pok.nummer
    assert Partij.VOOGD in set(kijk.exec(select(PokHandtekening.partij)))
    lopend = Counter(p.dossier_id for p in poks if p.status in LOPEND)
    assert max(lopend.values()) == 1
    assert len({p.nummer for p in poks}) == len(poks)


def test_companies_are_accredited_for_whom_they_teach(kijk: Session) -> None:
    erkend = sa.exists().where(
        col(Erkenning.sbb_id) == col(Leerbedrijf.sbb_id),
        col(Erkenning.crebo) == col(Pok.crebo),
        col(Erkenning.erkend_van) <= col(Pok.begin_op),
    )
    nieuw = col(Student.krd_sleutel).like("GROOT%")
    vraag = sa.select(sa.func.count()).select_from(Pok).join(Student).join(Leerbedrijf).where(nieuw)
    assert kijk.execute(vraag.where(erkend)).scalar_one() > 500
    assert kijk.execute(vraag.where(~erkend)).scalar_one() == 0


def test_hours_lie_inside_their_agreement_and_before_today(kijk: Session) -> None:
    buiten = (
        sa.select(sa.func.count())
        .select_from(UrenRegel)
        .join(Pok, col(Pok.id) == col(UrenRegel.pok_id))
        .where(
            (col(UrenRegel.datum) >= NU.date())
            | (col(UrenRegel.datum) < col(Pok.begin_op))
            | (col(UrenRegel.datum) > sa.func.coalesce(col(Pok.werkelijk_eind_op), col(Pok.eind_op)))
        )
    )
    assert kijk.execute(buiten).scalar_one() == 0
    goed = sa.select(col(UrenDag.week_id)).where(col(UrenDag.oordeel) == Oordeel.AKKOORD)
    assert tel(kijk, UrenWeek, col(UrenWeek.id).in_(goed), col(UrenWeek.status) == WeekStatus.OPEN) == 0
    assert tel(kijk, Contactmoment) > 2 * STUDENTEN


def test_the_demo_accounts_see_a_real_number_of_their_own(kijk: Session) -> None:
    coordinator, begeleider = (actor_van(kijk, f"{naam}@demo.bpv") for naam in ("coordinator", "begeleider"))
    van_coordinator = tel(kijk, Student, student_scope(coordinator))
    assert STUDENTEN / 10 < van_coordinator < STUDENTEN
    assert 20 <= tel(kijk, Student, student_scope(begeleider)) < 120
    overzicht = get_overzicht(kijk, coordinator, Keuze(), NU.date())
    assert overzicht.totaal.aantallen["stages"] > van_coordinator / 2
    assert overzicht.totaal.uren_akkoord > 1000


def test_only_a_demo_grows_and_only_once(groot: Engine, motor: Engine) -> None:
    with transaction(systeem(), op=motor) as session:
        make_team(session)
    voor = inhoud(motor)
    with pytest.raises(NietLeeg):
        maak_groot(motor, STUDENTEN, KLOK)
    assert inhoud(motor) == voor
    with pytest.raises(NietLeeg):
        maak_groot(groot, STUDENTEN, KLOK)


@pytest.mark.parametrize("studenten", [-1, 0, 499, 100_001])
def test_a_size_that_cannot_be_made_is_refused(studenten: int, tmp_path: Path) -> None:
    motor = maak_engine(f"sqlite:///{tmp_path / 'leeg.db'}")
    with pytest.raises(OngeldigeInvoer):
        maak_groot(motor, studenten, KLOK)
    motor.dispose()
