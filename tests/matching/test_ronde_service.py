"""Rounds in the database: scope, freezing at the opening, lots at the closing, two coordinators, what fell away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf
from bpv_app.ligging.tables import Postcode
from bpv_app.matching.queries_ronde import tel_rondes
from bpv_app.matching.queries_voorkeur import get_deelname, list_deelnames, list_toegelaten
from bpv_app.matching.rules_loting import Voorrang, trek_loten, zaad_hash
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_ronde import RondeNietKlaar, RondeStapMagNiet, RondeStatus
from bpv_app.matching.service_openen import (
    bekijk_opening,
    markeer_weggevallen,
    open_ronde,
    sluit_ronde,
    sluit_verlopen_rondes,
    te_sluiten_rondes,
)
from bpv_app.matching.service_plaats import zet_stap
from bpv_app.matching.service_plek import reserveer_plek
from bpv_app.matching.service_ronde import DeelnemersVast, get_ronde, maak_ronde, stel_deelnemers_in, werk_ronde_bij
from bpv_app.matching.tables_ronde import Ronde, RondeGebeurtenis, RondePlaats, RondeStudent, RondeToelating
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Audit
from tests.makers import make_student, make_verbintenis
from tests.matching.cast_ronde import SLUIT, ZAAD, deelname, invoer, maak_rondecast


def test_a_round_belongs_to_the_coordinators_of_all_its_teams(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.maak(session, clock)
    assert get_ronde(session, cast.coordinator, ronde.id or 0).naam == "Stage voorjaar"
    for wie in (cast.ander, cast.als_yara):
        with pytest.raises(NietGevonden):
            get_ronde(session, wie, ronde.id or 0)
    with pytest.raises(GeenRecht):
        open_ronde(session, cast.als_yara, clock, ronde.id or 0)
    with pytest.raises(NietGevonden):
        open_ronde(session, cast.ander, clock, ronde.id or 0)
    with pytest.raises(OngeldigeInvoer):
        maak_ronde(session, cast.ander, clock, invoer(cast.team))


def test_the_seed_is_promised_and_kept_secret_until_the_closing(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = maak_ronde(session, cast.coordinator, clock, invoer(cast.team))
    assert len(ronde.zaad) == 64
    assert ronde.zaad_hash == zaad_hash(ronde.zaad)
    open_ronde(session, cast.coordinator, clock, ronde.id or 0)
    deel = get_deelname(session, cast.als_yara, deelname(session, cast.als_yara))
    assert (deel.zaad, deel.zaad_hash, deel.lot) == ("", ronde.zaad_hash, None)
    assert ronde.zaad not in str(list(session.exec(select(Audit.oud, Audit.nieuw))))
    clock.moment = SLUIT
    sluit_ronde(session, systeem(), clock, ronde.id or 0)
    deel = get_deelname(session, cast.als_yara, deel.id)
    assert deel.zaad == ronde.zaad
    rijen = session.exec(select(RondeStudent)).all()
    assert {r.id: r.lot for r in rijen} == trek_loten(ronde.zaad, [(r.id or 0, r.voorrang) for r in rijen])


def test_the_question_before_opening_names_the_consequence(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    kapper = make_student(session, cast.team, naam="Kim", klas="3B")
    make_verbintenis(session, kapper, crebo="25999")
    ronde = cast.maak(session, clock)
    opening = bekijk_opening(session, cast.coordinator, clock, ronde.id or 0)
    assert (opening.studenten, opening.aanbod, opening.plaatsen, opening.plekken) == (3, 4, 3, 3)
    (zonder,) = opening.zonder
    assert (zonder.naam, [(t.regel.value, t.over) for t in zonder.waterval]) == ("Kim", [("crebo", 0)])
    assert session.exec(select(RondePlaats)).all() == []


def test_opening_freezes_who_may_choose_what(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    minder = make_student(session, cast.team, naam="Kim")
    make_verbintenis(session, minder, crebo="25999")
    ronde = cast.open(session, clock)
    assert ronde.status is RondeStatus.OPEN
    yara = deelname(session, cast.als_yara)
    assert list_toegelaten(session, yara) == set(cast.ids(0, 1, 2))
    kim = session.exec(select(RondeStudent).where(RondeStudent.student_id == minder.id)).one()
    assert (kim.mogelijk, kim.waterval) == (0, [["crebo", 0]])
    # What changes afterwards changes nothing: a new student, another class, another programme.
    make_verbintenis(session, make_student(session, cast.team))
    cast.sem.team_id = None
    session.flush()
    assert len(session.exec(select(RondeStudent)).all()) == 3
    assert list_deelnames(session, cast.als_noa) == []
    with pytest.raises(RondeStapMagNiet):
        open_ronde(session, cast.coordinator, clock, ronde.id or 0)


def test_distance_age_and_licence_are_looked_at_when_the_round_opens(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    for pc4, breedte, lengte in (("2311", 52.16, 4.49), ("2321", 52.15, 4.48), ("9711", 53.22, 6.57)):
        session.add(Postcode(pc4=pc4, breedte=breedte, lengte=lengte))
    cast.plaatsen[0].rijbewijs = True
    cast.plaatsen[1].min_leeftijd = 21
    bedrijf = session.get_one(Leerbedrijf, cast.plaatsen[2].leerbedrijf_id)
    bedrijf.postcode = "9711AA"
    session.flush()
    ronde = cast.maak(session, clock, max_km=40)
    ids = {r.student_id: r.id or 0 for r in session.exec(select(RondeStudent))}
    stel_deelnemers_in(session, cast.coordinator, ronde.id or 0, [ids[cast.yara.id or 0]], heeft_rijbewijs=True)
    stel_deelnemers_in(session, cast.coordinator, ronde.id or 0, [ids[cast.sem.id or 0]], max_km=400)
    open_ronde(session, cast.coordinator, clock, ronde.id or 0)
    assert list_toegelaten(session, ids[cast.yara.id or 0]) == set(cast.ids(0))
    assert list_toegelaten(session, ids[cast.sem.id or 0]) == set(cast.ids(2))
    km = session.get_one(RondeToelating, (ids[cast.yara.id or 0], cast.ids(0)[0])).km
    assert km is not None
    assert 0.5 < km < 2
    with pytest.raises(DeelnemersVast):
        stel_deelnemers_in(session, cast.coordinator, ronde.id or 0, list(ids.values()), voorrang=Voorrang.PECH)


def test_who_is_placed_already_does_not_take_part(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    reserveer_plek(session, cast.coordinator, clock, cast.ids(0)[0], cast.sem.id or 0)
    ronde = cast.open(session, clock)
    assert [r.student_id for r in session.exec(select(RondeStudent))] == [cast.yara.id]
    assert {p.plaats_id for p in session.exec(select(RondePlaats))} == set(cast.ids(1, 2))
    assert ronde.geopend_op == clock.nu()


def test_a_round_nobody_can_choose_in_does_not_open(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.maak(session, clock, groepen=frozenset({(cast.team.id or 0, "9Z")}))
    with pytest.raises(RondeNietKlaar):
        open_ronde(session, cast.coordinator, clock, ronde.id or 0)
    assert session.exec(select(RondeToelating)).all() == []


def test_of_two_coordinators_one_wins_and_the_other_is_told(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = maak_rondecast(session)
        ronde_id, versie = cast.maak(session, clock).id or 0, 1
    with transaction(op=motor) as session:
        werk_ronde_bij(session, cast.coordinator, clock, ronde_id, invoer(cast.team, naam="Lente"), versie)
    with transaction(op=motor) as session, pytest.raises(Verouderd) as fout:
        werk_ronde_bij(session, cast.coordinator, clock, ronde_id, invoer(cast.team, naam="Voorjaar"), versie)
    assert fout.value.verschillen == (("naam", "Lente", "Voorjaar"),)
    with transaction(op=motor) as session:
        open_ronde(session, cast.coordinator, clock, ronde_id)
    with transaction(op=motor) as session, pytest.raises(RondeStapMagNiet):
        open_ronde(session, cast.coordinator, clock, ronde_id)
    with transaction(op=motor) as session:
        assert len(session.exec(select(RondeToelating)).all()) == 6


def test_an_open_round_closes_later_but_never_earlier_and_nothing_else_changes(
    session: Session, clock: FixedClock
) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    later = invoer(cast.team, sluit_op=SLUIT + timedelta(days=1), toelichting="Een dag langer.")
    werk_ronde_bij(session, cast.coordinator, clock, ronde.id or 0, later, ronde.versie)
    assert ronde.sluit_op == SLUIT + timedelta(days=1)
    with pytest.raises(OngeldigeInvoer) as fout:
        werk_ronde_bij(session, cast.coordinator, clock, ronde.id or 0, invoer(cast.team), ronde.versie)
    assert set(fout.value.velden) == {
        "sluit_op",
    }
    with pytest.raises(OngeldigeInvoer) as fout:
        werk_ronde_bij(
            session, cast.coordinator, clock, ronde.id or 0,
            replace(later, max_keuzes=9, groepen=frozenset({(cast.team.id or 0, "3B")})), ronde.versie,
        )  # fmt: skip
    assert set(fout.value.velden) == {"max_keuzes", "groepen"}


def test_the_app_closes_when_the_time_has_come_and_not_before(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    assert te_sluiten_rondes(session, systeem(), clock) == []
    with pytest.raises(RondeNietKlaar):
        sluit_ronde(session, systeem(), clock, ronde.id or 0)
    with pytest.raises(GeenRecht):
        te_sluiten_rondes(session, cast.coordinator, clock)
    clock.moment = SLUIT
    assert sluit_verlopen_rondes(session, systeem(), clock) == 1
    assert (ronde.status, ronde.gesloten_op) == (RondeStatus.GESLOTEN, SLUIT)
    assert sluit_verlopen_rondes(session, systeem(), clock) == 0


def test_closing_early_keeps_the_reason_in_the_history(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    with pytest.raises(OngeldigeInvoer):
        sluit_ronde(session, cast.coordinator, clock, ronde.id or 0)
    sluit_ronde(session, cast.coordinator, clock, ronde.id or 0, reden="Iedereen is klaar.")
    regels = session.exec(select(RondeGebeurtenis).order_by(col(RondeGebeurtenis.id))).all()
    assert [(r.wat, r.reden) for r in regels] == [
        ("gemaakt", ""), ("openen", ""), ("sluiten", "Iedereen is klaar."),
    ]  # fmt: skip
    assert regels[-1].gegevens["zaad"] == ZAAD


def test_priority_goes_before_the_lot(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    for _ in range(8):
        make_verbintenis(session, make_student(session, cast.team))
    ronde = cast.maak(session, clock)
    laatste = max(r.id or 0 for r in session.exec(select(RondeStudent)))
    stel_deelnemers_in(session, cast.coordinator, ronde.id or 0, [laatste], voorrang=Voorrang.PECH)
    open_ronde(session, cast.coordinator, clock, ronde.id or 0)
    sluit_ronde(session, cast.coordinator, clock, ronde.id or 0, reden="Klaar.")
    assert session.get_one(RondeStudent, laatste).lot == 1


def test_a_place_that_falls_away_is_marked_and_never_silently_gone(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    zet_stap(session, cast.coordinator, clock, cast.ids(0)[0], Stap.TREK_IN, reden="Verhuizing.")
    sbb = session.get_one(Leerbedrijf, cast.plaatsen[1].leerbedrijf_id).sbb_id
    regel = session.exec(select(Erkenning).where(Erkenning.sbb_id == sbb)).one()
    regel.erkend_tot = date(2026, 11, 30)
    session.flush()
    assert markeer_weggevallen(session, systeem(), clock, ronde) == 2
    assert markeer_weggevallen(session, systeem(), clock, ronde) == 0
    redenen = {p.plaats_id: p.ingetrokken_reden for p in session.exec(select(RondePlaats))}
    assert redenen == dict(zip(cast.ids(0, 1, 2), ("ingetrokken", "erkenning", ""), strict=True))
    assert tel_rondes(session, [ronde.id or 0])[ronde.id or 0].weggevallen == 2
    assert list_toegelaten(session, deelname(session, cast.als_yara)) == set(cast.ids(0, 1, 2))
    regel.erkend_tot = None
    session.flush()
    assert markeer_weggevallen(session, systeem(), clock, ronde) == 1
    wat = [r.wat for r in session.exec(select(RondeGebeurtenis).order_by(col(RondeGebeurtenis.id)))]
    assert wat[-3:] == ["plaats_weg", "plaats_weg", "plaats_terug"]


@pytest.mark.parametrize("tabel", ["ronde_gebeurtenis", "voorkeur_bewijs"])
def test_history_and_receipts_are_never_changed(motor: Engine, clock: FixedClock, tabel: str) -> None:
    from tests.matching.test_voorkeur_service import stuur_lijst_in

    with transaction(op=motor) as session:
        cast = maak_rondecast(session)
        cast.open(session, clock)
        stuur_lijst_in(session, clock, cast)
    for opdracht in (f"DELETE FROM {tabel}", f"UPDATE {tabel} SET id = id"):
        with transaction(op=motor) as session, pytest.raises(sa.exc.DBAPIError):
            session.execute(sa.text(opdracht))


def test_the_database_keeps_one_lot_per_student_and_round(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    assert session.exec(select(Student).where(Student.id == cast.yara.id)).one()
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.execute(sa.update(RondeStudent).where(col(RondeStudent.ronde_id) == ronde.id).values(lot=1))
    assert session.get_one(Ronde, ronde.id).versie >= 1
