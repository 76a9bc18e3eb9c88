"""Every measure of every report against plain Python over the rows; the choice of rows; who may see which report."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.dashboard import queries_plaatsingen
from bpv_app.dashboard.queries_rapport import get_rapport
from bpv_app.dashboard.queries_rijen import RIJEN, filters_van, list_rijen, vreemde_filters
from bpv_app.dashboard.queries_totalen import get_totalen
from bpv_app.dashboard.rules_cijfers import CIJFERS, Keuze, Per, afgerond
from bpv_app.dashboard.rules_keuze import als_filters
from bpv_app.dashboard.rules_rapport import MATEN, RAPPORTEN, MaatSoort
from bpv_app.db import lezen, transaction
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.lijst import LijstVraag, lees_vraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.export import ExportSoort
from bpv_app.koppeling.export_cijfers import schrijf_rapport
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.tables import Pok, PokHandtekening, PokHistorie
from bpv_app.student.tables import Student
from bpv_app.uren.rules import Oordeel
from tests.dashboard.cijfer_school import (
    AMSTERDAM,
    VANDAAG,
    School,
    bedrijf_van,
    eerste_jaren,
    feiten,
    goedgekeurd,
    groep_van,
    laatste_pok,
    maak_school,
    tel_na,
)
from tests.makers import bewaar, make_pok, make_uren_dag, make_uren_week

ZAKEN = Actor(1, "Z", (RolToewijzing(Rol.STUDENTENZAKEN),))
FRAME_RAPPORTEN = [r for r in RAPPORTEN.values() if not r.vast]


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


def _getekend(session: Session, pok: Pok) -> date:
    """The day on which everybody had signed an agreement that is final."""
    handen = session.exec(select(PokHandtekening).where(PokHandtekening.pok_id == pok.id)).all()
    dagen = [h.getekend_op for h in handen if h.vervallen_op is None and h.document_versie == pok.document_versie]
    regels = session.exec(select(PokHistorie).where(PokHistorie.pok_id == pok.id)).all()
    rond = [r.op.astimezone(AMSTERDAM).date() for r in regels if r.naar.value == "definitief"]
    return max(dagen) if dagen else max(rond)


def _rij(session: Session, dossier_id: int, feit: set[str]) -> dict[str, Any]:
    """What the measures are made of, of one dossier."""
    dossier, pok = session.get_one(Dossier, dossier_id), laatste_pok(session, dossier_id)
    begin = (pok.begin_op if pok else None) or dossier.begin_op
    momenten = session.exec(select(Contactmoment).where(Contactmoment.dossier_id == dossier_id)).all()
    weg = pok is not None and pok.status.value in ("afgemeld", "afgewezen", "vervangen")
    open_ = [] if weg else [m for m in momenten if m.status.value in ("te_plannen", "gepland")]
    gehouden = [m for m in momenten if m.status.value == "gehouden"]
    uit: dict[str, Any] = {
        "feiten": feit,
        "bedrijf": bedrijf_van(session, dossier_id),
        "gehouden": len(gehouden),
        "recent": sum(
            m.gehouden_op is not None and date(2026, 8, 1) <= m.gehouden_op < VANDAAG.replace(day=1) for m in gehouden
        ),
        "te_doen": sum(m.venster_tot >= VANDAAG for m in open_),
        "over_tijd": sum(m.venster_tot < VANDAAG for m in open_),
        "uren": pok.uren_totaal if pok and pok.uren_totaal is not None else dossier.uren_totaal or 0,
        "minuten": goedgekeurd(session, dossier_id),
        "dagen": None,
    }
    if "te_laat" in feit and pok and begin:
        uit["dagen"] = (_getekend(session, pok) - begin).days
    return uit


def _maten(rijen: list[dict[str, Any]]) -> dict[str, Any]:
    """Every measure over these rows, without looking at the app's own code."""
    telling = Counter(f for r in rijen for f in r["feiten"])
    begonnen = [r for r in rijen if "begonnen" in r["feiten"]]
    bedrijven = Counter(r["bedrijf"] for r in rijen if r["bedrijf"])
    dagen = [r["dagen"] for r in rijen if r["dagen"] is not None]
    uit: dict[str, Any] = {
        "dagen_te_laat": int(median(dagen)) if dagen else None,
        "gehouden": sum(r["gehouden"] for r in begonnen),
        "uren_doel": sum(r["uren"] for r in begonnen),
        "uren_akkoord": round(sum(r["minuten"] for r in begonnen) / 60),
        "bedrijven": len(bedrijven),
        "per_bedrijf": round(sum(bedrijven.values()) / len(bedrijven), 1) if bedrijven else None,
        "bekende_bedrijven": len({r["bedrijf"] for r in rijen if "bij_vaste" in r["feiten"]}),
        "grootste": sum(n for _, n in bedrijven.most_common(5)),
        "alle_gehouden": sum(r["gehouden"] for r in rijen),
        "te_doen": sum(r["te_doen"] for r in rijen),
        "over_tijd": sum(r["over_tijd"] for r in rijen),
        "per_maand": round(sum(r["recent"] for r in rijen) / 3, 1),
    }
    return {naam: telling[naam] for naam in MATEN if MATEN[naam].soort is MaatSoort.AANTAL} | uit


@pytest.mark.parametrize(("zaad", "aantal"), [(0, 0), (1, 1), (2, 70)])
def test_every_measure_is_what_a_loop_over_the_rows_makes_of_it(motor: Engine, zaad: int, aantal: int) -> None:
    _school(motor, 400 + zaad, aantal)
    with lezen(op=motor) as session:
        eerder = eerste_jaren(session)
        ids = [d.id or 0 for d in session.exec(select(Dossier)).all()]
        rijen = {i: _rij(session, i, feiten(session, i, eerder)) for i in ids}
        for rapport in FRAME_RAPPORTEN:
            for per in rapport.pers:
                u = get_rapport(session, ZAKEN, rapport.naam, Keuze(per=per), VANDAAG)
                groepen: dict[str, list[dict[str, Any]]] = {}
                for i in ids:
                    groepen.setdefault(groep_van(session, i, per.value), []).append(rijen[i])
                assert {r.sleutel for r in u.regels} == set(groepen)
                assert u.totaal is not None
                for regel, over in [(u.totaal, list(rijen.values())), *((r, groepen[r.sleutel]) for r in u.regels)]:
                    verwacht = _maten(over)
                    assert regel.waarden == {n: verwacht[n] for n in rapport.maten}, (rapport.naam, per, regel.sleutel)


def test_all_late_is_a_hundred_per_cent_and_the_median_is_the_middle_one(motor: Engine) -> None:
    begin = date(2026, 10, 1)
    with transaction(systeem(), op=motor) as session:
        for dagen in (1, 5, 9):
            pok = make_pok(session, PokStatus.DEFINITIEF, begin_op=begin, eind_op=date(2027, 2, 1))
            session.get_one(Dossier, pok.dossier_id).aangemaakt_op = datetime(2026, 9, 1, tzinfo=UTC)
            bewaar(
                session,
                PokHandtekening(
                    pok_id=pok.id or 0,
                    document_versie=pok.document_versie,
                    partij=Partij.SCHOOL,
                    getekend_op=begin + timedelta(days=dagen),
                    geregistreerd_op=datetime(2026, 10, 20, tzinfo=UTC),
                    door_naam="x",
                ),
            )
    with lezen(op=motor) as session:
        u = get_rapport(session, ZAKEN, "tijdigheid", Keuze(2026), VANDAAG)
        assert u.totaal is not None
        assert (u.totaal.waarden["te_laat"], u.totaal.aandeel("te_laat")) == (3, 100)
        assert (u.totaal.aandeel("op_tijd"), u.totaal.waarden["dagen_te_laat"]) == (0, 5)


@pytest.mark.parametrize(("minuten", "achter"), [(240, 0), (239, 1)])
def test_behind_is_less_than_eighty_per_cent_of_what_belongs_to_the_days_until_today(
    motor: Engine, minuten: int, achter: int
) -> None:
    begin = VANDAAG - timedelta(days=5)
    with transaction(systeem(), op=motor) as session:
        pok = make_pok(
            session, PokStatus.DEFINITIEF, begin_op=begin, eind_op=VANDAAG + timedelta(days=4), uren_totaal=10
        )
        session.get_one(Dossier, pok.dossier_id).aangemaakt_op = datetime(2026, 9, 1, tzinfo=UTC)
        make_uren_dag(session, make_uren_week(session, pok), minuten, oordeel=Oordeel.AKKOORD)
    with lezen(op=motor) as session:
        u = get_rapport(session, ZAKEN, "uren", Keuze(2026), VANDAAG)
        assert u.totaal is not None
        assert (u.totaal.waarden["lopend"], u.totaal.waarden["uren_achter"]) == (1, achter)


def test_a_number_leads_to_the_rows_it_counts_in_any_period_and_group(motor: Engine) -> None:
    school = _school(motor, 411, 70)
    kans = random.Random(411)
    keuzes = [
        Keuze(2026, school.teams[0]),
        Keuze(van=date(2026, 8, 1), tot=date(2026, 11, 25)),
        Keuze(tot=date(2026, 7, 31), waar=((Per.KLAS, "4A"),)),
        Keuze(waar=((Per.CREBO, "25604"), (Per.BEGELEIDER, "geen"))),
    ]
    gezien = 0
    with lezen(op=motor) as session:
        for keuze in keuzes:
            for rapport in FRAME_RAPPORTEN:
                u = get_rapport(session, ZAKEN, rapport.naam, keuze, VANDAAG)
                tellingen = [m for m in rapport.maten if MATEN[m].soort is MaatSoort.AANTAL]
                maat = kans.choice(tellingen)
                filters = als_filters(u.keuze) | {"cijfer": maat}
                assert u.totaal is not None
                assert list_rijen(session, ZAKEN, LijstVraag(filters=filters)).totaal == u.totaal.waarden[maat]
                if u.regels:
                    regel = kans.choice(u.regels)
                    filters |= {u.keuze.per.value: regel.sleutel or "geen"}
                    assert list_rijen(session, ZAKEN, LijstVraag(filters=filters)).totaal == regel.waarden[maat]
                    gezien += 1
    assert gezien > 10


@pytest.mark.parametrize("zaad", range(5))
def test_lines_add_up_to_the_total_of_ones_own_scope_and_no_more(motor: Engine, zaad: int) -> None:
    school = _school(motor, 420 + zaad, 30)
    kans = random.Random(zaad)
    actor = Actor(school.begeleiders[0], "B", (RolToewijzing(Rol.ONDERWIJSBEGELEIDER),))
    if zaad % 2:
        actor = Actor(1, "C", tuple(RolToewijzing(Rol.COORDINATOR, team_id=t) for t in kans.sample(school.teams, 2)))
    with lezen(op=motor) as session:
        alles = get_rapport(session, ZAKEN, "plaatsing", Keuze(), VANDAAG)
        for rapport in FRAME_RAPPORTEN:
            u = get_rapport(session, actor, rapport.naam, Keuze(per=kans.choice(rapport.pers)), VANDAAG)
            assert u.totaal is not None
            for maat in rapport.maten:
                if MATEN[maat].soort is MaatSoort.AANTAL:
                    assert sum(int(r.waarden[maat] or 0) for r in u.regels) == u.totaal.waarden[maat]
        mijn = get_rapport(session, actor, "plaatsing", Keuze(), VANDAAG)
        assert mijn.totaal is not None
        assert alles.totaal is not None
        assert 0 < int(mijn.totaal.waarden["stages"] or 0) < int(alles.totaal.waarden["stages"] or 0)


def test_who_may_not_see_evaluations_does_not_see_their_report(motor: Engine) -> None:
    with lezen(op=motor) as session:
        for rol in (Rol.BEHEER, Rol.STUDENT):
            with pytest.raises(GeenRecht):
                get_rapport(session, Actor(1, "X", (RolToewijzing(rol),)), "tijdigheid", Keuze(), VANDAAG)
        with pytest.raises(GeenRecht):
            get_rapport(session, ZAKEN, "evaluatie", Keuze(), VANDAAG)
        with pytest.raises(NietGevonden):
            get_rapport(session, ZAKEN, "bestaat-niet", Keuze(), VANDAAG)


def test_beheer_sees_rounded_totals_of_the_school_and_no_rows(motor: Engine) -> None:
    _school(motor, 450, 60)
    beheer = Actor(1, "B", (RolToewijzing(Rol.BEHEER),))
    with lezen(op=motor) as session:
        ids = [d.id or 0 for d in session.exec(select(Dossier)).all()]
        eerder = eerste_jaren(session)
        for jaar in (2026, 2025):
            over = [i for i in ids if groep_van(session, i, "jaar") == str(jaar)]
            verwacht = tel_na(session, over, {i: feiten(session, i, eerder) for i in over})
            totalen = get_totalen(session, beheer, 2026, VANDAAG)
            gezien = totalen.nu if jaar == 2026 else totalen.eerder
            assert all(abs(gezien[n] - verwacht[n]) <= 2 and gezien[n] % 5 == 0 for n in gezien)
            assert set(gezien) == {c.naam for c in CIJFERS}
        with pytest.raises(GeenRecht):
            get_totalen(session, ZAKEN, 2026, VANDAAG)
        with pytest.raises(GeenRecht):
            list_rijen(session, beheer, LijstVraag())
    assert [afgerond(n) for n in (0, 1, 2, 3, 7, 8, 100)] == [0, 0, 0, 5, 5, 10, 100]


@pytest.mark.parametrize(
    "filters", [{"klas": "9Z"}, {"jaar": "x"}, {"cijfer": "' OR 1"}, {"van": "gisteren"}, {"team": "\x00"}]
)
def test_a_filter_that_means_nothing_gives_no_rows_and_is_named(motor: Engine, filters: dict[str, str]) -> None:
    _school(motor, 430, 8)
    with lezen(op=motor) as session:
        vraag = lees_vraag(RIJEN, filters, filters_van(session, ZAKEN))
        assert list_rijen(session, ZAKEN, vraag).totaal == 0
        assert [naam for naam, _ in vreemde_filters(vraag)] == list(filters)
        goed = lees_vraag(RIJEN, {"utm_source": "mail"}, filters_van(session, ZAKEN))
        assert list_rijen(session, ZAKEN, goed).totaal == 8
        assert not vreemde_filters(goed)


def test_the_file_has_the_columns_of_the_screen_numbers_as_numbers_and_no_formula(motor: Engine) -> None:
    _school(motor, 440, 25)
    with transaction(systeem(), op=motor) as session:
        for student in session.exec(select(Student)).all():
            student.klas = "=1+1" if student.klas == "4A" else student.klas
        for bedrijf in session.exec(select(Leerbedrijf)).all():
            bedrijf.naam = '=HYPERLINK("http://x")'
    with lezen(op=motor) as session:
        for naam, per in (("uren", Per.KLAS), ("bedrijven", Per.LEERBEDRIJF)):
            keuze, blad, tekst = Keuze(per=per), io.BytesIO(), io.BytesIO()
            u = get_rapport(session, ZAKEN, naam, keuze, VANDAAG)
            aantal = schrijf_rapport(session, ZAKEN, naam, keuze, VANDAAG, blad, ExportSoort.XLSX)
            schrijf_rapport(session, ZAKEN, naam, keuze, VANDAAG, tekst, ExportSoort.CSV)
            frame = pl.read_excel(io.BytesIO(blad.getvalue()))
            assert len(frame) == aantal == len(u.regels) + 1
            koppen = [MATEN[m].kop.nl for m in u.rapport.maten]
            assert [k for k in frame.columns[1:] if not k.endswith("(%)")] == koppen
            assert all(frame[k].dtype.is_numeric() for k in koppen)
            rijen = list(csv.reader(io.StringIO(tekst.getvalue().decode("utf-8-sig")), delimiter=";"))
            assert [r[0] for r in rijen[1:]] == [
                ("'" + r.naam.nl) if r.naam.nl[:1] == "=" else r.naam.nl for r in u.regels
            ] + ["Totaal"]
            assert any(r[0].startswith("'=") for r in rijen)
            assert rijen[1][1] == str(u.regels[0].waarden[u.rapport.maten[0]])
