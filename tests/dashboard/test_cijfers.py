"""Every figure of /rapportages against a count in plain Python; rows behind it; rights; what changed is seen."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.dashboard import queries_plaatsingen
from bpv_app.dashboard.queries_cijfers import get_overzicht
from bpv_app.dashboard.queries_maskers import MASKERS
from bpv_app.dashboard.queries_rijen import list_rijen
from bpv_app.dashboard.rules_cijfers import CIJFERS, Keuze, Per
from bpv_app.dashboard.rules_keuze import als_filters
from bpv_app.db import lezen, transaction
from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.pok.rules import PokStatus, wacht_stap
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from tests.dashboard.cijfer_school import VANDAAG, School, eerste_jaren, feiten, groep_van, maak_school, tel_na, uren_na

ZAKEN = Actor(1, "Z", (RolToewijzing(Rol.STUDENTENZAKEN),))
NAMEN = [c.naam for c in CIJFERS]


@pytest.fixture(autouse=True)
def _zonder_rust(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> Iterator[None]:
    monkeypatch.setattr(queries_plaatsingen, "RUST", 0.0)
    monkeypatch.setattr(tijd, "klok", clock)
    queries_plaatsingen.vergeet()
    yield
    queries_plaatsingen.vergeet()


def _school(motor: Engine, zaad: int, aantal: int) -> School:
    with transaction(systeem(), op=motor) as session:
        return maak_school(session, zaad, aantal)


def _ids(session: Session, actor: Actor) -> list[int]:
    vraag = sa.select(col(Dossier.id)).where(dossier_scope(actor, Actie.RAPPORT_ZIEN)).order_by(col(Dossier.id))
    return list(session.scalars(vraag))


def test_every_figure_has_its_condition_and_every_condition_its_figure() -> None:
    assert set(MASKERS) == set(NAMEN)


@pytest.mark.parametrize(("zaad", "aantal"), [(0, 0), (1, 1), (2, 60), (3, 90)])
def test_the_figures_are_what_a_loop_over_the_rows_counts(motor: Engine, zaad: int, aantal: int) -> None:
    _school(motor, zaad, aantal)
    with lezen(op=motor) as session:
        ids, eerder = _ids(session, ZAKEN), eerste_jaren(session)
        bekend = {i: feiten(session, i, eerder) for i in ids}
        uren = uren_na(session, ids)
        for per in Per:
            o = get_overzicht(session, ZAKEN, Keuze(per=per), VANDAAG)
            assert len(ids) == aantal
            verwacht = tel_na(session, ids, bekend)
            assert o.totaal.aantallen == {n: verwacht[n] for n in NAMEN}
            doel, minuten = uren
            assert (o.totaal.uren_doel, o.totaal.uren_akkoord) == (doel, round(minuten / 60))
            groepen: dict[str, list[int]] = {}
            for i in ids:
                groepen.setdefault(groep_van(session, i, per.value), []).append(i)
            assert {g.sleutel for g in o.groepen} == set(groepen)
            for groep in o.groepen:
                telling = tel_na(session, groepen[groep.sleutel], bekend)
                assert groep.aantallen == {n: telling[n] for n in NAMEN}, (per, groep.sleutel)
            assert sum(m.totaal for m in o.maanden) <= verwacht["begonnen"]
            assert sum(t.aantal for t in o.trappen) == aantal


def test_a_year_and_a_team_choose_the_rows_they_say(motor: Engine) -> None:
    school = _school(motor, 5, 80)
    with lezen(op=motor) as session:
        ids = _ids(session, ZAKEN)
        for jaar in (2024, 2025, 2026, 2027):
            van_jaar = [i for i in ids if groep_van(session, i, "jaar") == str(jaar)]
            for team in (None, school.teams[0]):
                over = [i for i in van_jaar if team is None or groep_van(session, i, "team") == str(team)]
                o = get_overzicht(session, ZAKEN, Keuze(jaar, team), VANDAAG)
                verwacht = tel_na(session, over)
                assert o.totaal.aantallen == {n: verwacht[n] for n in NAMEN}


def test_a_figure_is_the_count_of_the_rows_one_click_away(motor: Engine) -> None:
    _school(motor, 7, 70)
    kans = random.Random(7)
    with lezen(op=motor) as session:
        for per in Per:
            keuze = Keuze(2026, per=per)
            o = get_overzicht(session, ZAKEN, keuze, VANDAAG)
            for naam in NAMEN:
                for groep in (None, kans.choice(o.groepen)):
                    filters = als_filters(keuze) | {"cijfer": naam}
                    if groep is not None:
                        filters[per.value] = groep.sleutel or "geen"
                    antwoord = list_rijen(session, ZAKEN, LijstVraag(filters=filters, per_pagina=500))
                    verwacht = (groep or o.totaal).aantallen[naam]
                    assert antwoord.totaal == len(antwoord.rijen) == verwacht, (per, naam)
            for trap in o.trappen:
                filters = als_filters(keuze) | {"stap": str(trap.stap)}
                assert list_rijen(session, ZAKEN, LijstVraag(filters=filters)).totaal == trap.aantal


def test_the_step_is_the_one_the_dossier_shows(motor: Engine) -> None:
    _school(motor, 11, 60)
    with lezen(op=motor) as session:
        from bpv_app.pok.queries_dossiers import tel_dossiers, where_dossier

        o = get_overzicht(session, ZAKEN, Keuze(), VANDAAG)
        for trap in o.trappen:
            waar = where_dossier(ZAKEN, LijstVraag(filters={"stap": str(trap.stap)}))
            assert tel_dossiers(session, waar) == trap.aantal
        assert wacht_stap(None) == 3


@pytest.mark.parametrize("zaad", range(12))
def test_nobody_counts_more_than_the_own_scope(motor: Engine, zaad: int) -> None:
    school = _school(motor, 100 + zaad, 30)
    kans = random.Random(zaad)
    rollen = kans.sample([Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENT, Rol.BEHEER], kans.randint(1, 3))
    toewijzingen = []
    for rol in rollen:
        teams = kans.sample(school.teams, kans.randint(1, 2)) if rol is Rol.COORDINATOR else [None]
        toewijzingen += [RolToewijzing(rol, team_id=t, student_id=1 if rol is Rol.STUDENT else None) for t in teams]
    actor = Actor(kans.choice(school.begeleiders), "A", tuple(toewijzingen))
    with lezen(op=motor) as session:
        if not actor.mag(Actie.RAPPORT_ZIEN):
            with pytest.raises(GeenRecht):
                get_overzicht(session, actor, Keuze(), VANDAAG)
            with pytest.raises(GeenRecht):
                list_rijen(session, actor, LijstVraag())
            return
        # The scope of the list of dossiers, minus what a student may see of oneself: no figure is for students.
        zonder_student = Actor(actor.account_id, "A", tuple(t for t in toewijzingen if t.rol is not Rol.STUDENT))
        ids = _ids(session, zonder_student)
        verwacht = tel_na(session, ids)
        o = get_overzicht(session, actor, Keuze(), VANDAAG)
        assert o.totaal.aantallen == {n: verwacht[n] for n in NAMEN}
        rijen = list_rijen(session, actor, LijstVraag(per_pagina=500)).rijen
        assert {int(r.sleutel) for r in rijen} == set(ids)
        # Somebody else asks the same afterwards: nothing of the answer is shared.
        alles = get_overzicht(session, ZAKEN, Keuze(), VANDAAG)
        assert alles.totaal.aantallen["stages"] == 30


def _verander(motor: Engine, kans: random.Random) -> None:
    with transaction(systeem(), op=motor) as session:
        poks = session.exec(select(Pok).order_by(col(Pok.id))).all()
        wat, pok = kans.randrange(6), kans.choice(poks)
        if wat == 0:
            pok.status = kans.choice([PokStatus.AFGEMELD, PokStatus.AFGEWEZEN])
        elif wat == 1:
            session.execute(
                sa.update(Pok).where(col(Pok.id) == pok.id).values(krd_fout_code="X" if not pok.krd_fout_code else "")
            )
        elif wat == 2:
            session.get_one(Student, pok.student_id).klas = kans.choice(["4A", "4Z"])
        elif wat == 3:
            session.get_one(Dossier, pok.dossier_id).team_id = None
        elif wat == 4:
            pok.begin_op = VANDAAG - timedelta(days=kans.randint(0, 3))
            pok.eind_op = pok.begin_op + timedelta(days=90)
        else:
            maak_school(session, kans.randrange(1000), 2)


@pytest.mark.parametrize("zaad", range(3))
def test_what_changed_is_seen_and_the_rest_is_not_read_again(motor: Engine, zaad: int) -> None:
    _school(motor, 200 + zaad, 25)
    kans = random.Random(zaad)
    for _ in range(12):
        with lezen(op=motor) as session:
            get_overzicht(session, ZAKEN, Keuze(per=Per.KLAS), VANDAAG)
        _verander(motor, kans)
        with lezen(op=motor) as session:
            bijgewerkt = get_overzicht(session, ZAKEN, Keuze(per=Per.KLAS), VANDAAG)
            verwacht = tel_na(session, _ids(session, ZAKEN))
            assert bijgewerkt.totaal.aantallen == {n: verwacht[n] for n in NAMEN}


def test_nothing_is_computed_again_while_nothing_was_written(motor: Engine) -> None:
    _school(motor, 300, 20)
    with lezen(op=motor) as session:
        eerst = get_overzicht(session, ZAKEN, Keuze(), VANDAAG)
    vragen: list[str] = []

    def noteer(_conn: object, _cursor: object, opdracht: str, *_: object) -> None:
        vragen.append(opdracht)

    sa.event.listen(motor, "before_cursor_execute", noteer)
    try:
        with lezen(op=motor) as session:
            assert get_overzicht(session, ZAKEN, Keuze(), VANDAAG) is eerst
    finally:
        sa.event.remove(motor, "before_cursor_execute", noteer)
    if motor.dialect.name == "sqlite":  # a PostgreSQL server tells of writes in all its databases, also others'
        assert [v for v in vragen if "FROM" in v.upper()] == []


def test_another_day_is_another_figure(motor: Engine) -> None:
    _school(motor, 301, 40)
    with lezen(op=motor) as session:
        vandaag = get_overzicht(session, ZAKEN, Keuze(), VANDAAG).totaal.aantallen
        later = get_overzicht(session, ZAKEN, Keuze(), date(2027, 3, 1)).totaal.aantallen
        assert later["begonnen"] > vandaag["begonnen"]
        assert get_overzicht(session, ZAKEN, Keuze(), VANDAAG).totaal.aantallen == vandaag


def test_the_last_year_is_compared_on_the_same_weekday(motor: Engine) -> None:
    _school(motor, 302, 80)
    with lezen(op=motor) as session:
        v = get_overzicht(session, ZAKEN, Keuze(2026), VANDAAG).vergelijkingen["begonnen"]
        o = get_overzicht(session, ZAKEN, Keuze(2026), VANDAAG)
        assert v.nu == o.totaal.aantallen["begonnen"]
        week_geleden = get_overzicht(session, ZAKEN, Keuze(2026), VANDAAG - timedelta(days=7))
        assert v.week == week_geleden.totaal.aantallen["begonnen"]
        jaar_geleden = get_overzicht(session, ZAKEN, Keuze(2025), VANDAAG - timedelta(days=364))
        assert v.jaar == jaar_geleden.totaal.aantallen["begonnen"]


def test_a_search_finds_the_student_and_the_company(motor: Engine) -> None:
    _school(motor, 303, 30)
    with lezen(op=motor) as session:
        alles = list_rijen(session, ZAKEN, LijstVraag(per_pagina=500)).rijen
        doel = next(r for r in alles if r.cellen[4].tekst)
        assert doel.sleutel in {r.sleutel for r in list_rijen(session, ZAKEN, LijstVraag(zoek=doel.naam)).rijen}
        bedrijf = doel.cellen[4].tekst
        gevonden = list_rijen(session, ZAKEN, LijstVraag(zoek=bedrijf.upper(), per_pagina=500))
        assert {r.sleutel for r in gevonden.rijen} == {r.sleutel for r in alles if r.cellen[4].tekst == bedrijf}
        assert list_rijen(session, ZAKEN, LijstVraag(zoek="bestaat echt niet")).totaal == 0


@pytest.mark.parametrize("waarde", ["", "x", "-1", "9" * 40, "' OR 1=1", "geen", "٣"])
def test_a_hostile_filter_gives_a_list_and_never_an_error(motor: Engine, waarde: str) -> None:
    _school(motor, 304, 5)
    with lezen(op=motor) as session:
        for naam in ("cijfer", "stap", *(p.value for p in Per)):
            assert list_rijen(session, ZAKEN, LijstVraag(filters={naam: waarde})).totaal <= 5
