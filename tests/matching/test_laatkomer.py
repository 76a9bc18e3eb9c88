"""A student who comes after the opening: takes part as yet, with what fits now, and changes nothing for the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.matching.pages.ronde_laat import lees_laat
from bpv_app.matching.queries_voorkeur import list_toegelaten
from bpv_app.matching.queries_zonder import list_laatkomers
from bpv_app.matching.rules_loting import trek_loten
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_ronde import RondeDicht, RondeStapMagNiet
from bpv_app.matching.service_laatkomer import DOET_AL_MEE, HOORT_ER_NIET_BIJ, laat_meedoen
from bpv_app.matching.service_openen import open_ronde, sluit_ronde
from bpv_app.matching.service_plaats import zet_stap
from bpv_app.matching.service_plek import reserveer_plek
from bpv_app.matching.tables_ronde import RondeGebeurtenis, RondeStudent, RondeToelating
from bpv_app.student.tables import Student
from tests.makers import make_contactpersoon, make_leerbedrijf, make_plaats, make_student, make_verbintenis
from tests.matching.cast_ronde import SLUIT, ZAAD, Rondecast, maak_rondecast


def _laat(session: Session, cast: Rondecast, naam: str = "Kim", **anders: str) -> Student:
    student = make_student(session, cast.team, naam=naam)
    make_verbintenis(session, student, **anders)
    return student


def _mogelijk(session: Session, student: Student) -> set[int]:
    vraag = (
        sa.select(col(RondeToelating.plaats_id))
        .join(RondeStudent, col(RondeStudent.id) == col(RondeToelating.ronde_student_id))
        .where(col(RondeStudent.student_id) == student.id)
    )
    return set(session.execute(vraag).scalars())


def test_a_late_student_takes_part_with_the_places_of_the_round(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    nr = ronde.id or 0
    kim = _laat(session, cast)
    later = make_plaats(session, make_contactpersoon(session, make_leerbedrijf(session, naam="Later")), titel="Later")
    voor = _mogelijk(session, cast.yara)
    assert [z.student for z in list_laatkomers(session, ronde)] == ["Kim"]

    (uit,) = laat_meedoen(session, cast.coordinator, clock, nr, {kim.id or 0: False})

    assert (uit.gelukt, uit.naam) == (True, "Kim")
    assert uit.tekst.nl == "Doet mee en kan kiezen uit 3 plaatsen."
    assert _mogelijk(session, kim) == set(cast.ids(0, 1, 2))
    assert later.id not in _mogelijk(session, kim)  # the others were not shown it either
    assert _mogelijk(session, cast.yara) == voor
    assert list_laatkomers(session, ronde) == []
    wat = session.execute(sa.select(col(RondeGebeurtenis.wat), col(RondeGebeurtenis.gegevens))).all()[-1]
    assert (wat[0], wat[1]) == ("laat_erbij", {"student_id": kim.id, "mogelijk": 3})


def test_the_lot_comes_from_the_same_seed_and_the_order_of_the_others_stays(
    session: Session, clock: FixedClock
) -> None:
    cast = maak_rondecast(session)
    nr = cast.open(session, clock).id or 0
    deelnemers = list(session.execute(sa.select(RondeStudent)).scalars())
    zonder = trek_loten(ZAAD, [(d.id or 0, d.voorrang) for d in deelnemers])
    laat = [_laat(session, cast, naam) for naam in ("Kim", "Lot", "Mo")]
    laat_meedoen(session, cast.coordinator, clock, nr, {s.id or 0: False for s in laat})
    clock.moment = SLUIT
    sluit_ronde(session, systeem(), clock, nr)
    met = {d.id: d.lot for d in session.execute(sa.select(RondeStudent)).scalars()}
    assert sorted(met.values()) == [1, 2, 3, 4, 5]
    assert sorted(zonder, key=lambda d: zonder[d]) == sorted(zonder, key=lambda d: met[d])


def test_a_full_and_a_withdrawn_place_are_not_for_a_late_student(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    nr = cast.open(session, clock).id or 0
    reserveer_plek(session, cast.coordinator, clock, cast.ids(0)[0], cast.sem.id or 0)
    zet_stap(session, cast.coordinator, clock, cast.ids(1)[0], Stap.TREK_IN, reden="Verbouwing")
    kim = _laat(session, cast)
    laat_meedoen(session, cast.coordinator, clock, nr, {kim.id or 0: False})
    assert _mogelijk(session, kim) == {cast.ids(2)[0]}


def test_who_fits_nothing_takes_part_and_is_told_why(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    nr = cast.open(session, clock).id or 0
    kim = _laat(session, cast, crebo="25999")
    (uit,) = laat_meedoen(session, cast.coordinator, clock, nr, {kim.id or 0: False})
    assert uit.gelukt
    assert uit.tekst.nl == "Doet mee, maar geen enkele plaats van deze ronde past."
    deelnemer = session.execute(sa.select(RondeStudent).where(col(RondeStudent.student_id) == kim.id)).scalar_one()
    assert (deelnemer.mogelijk, deelnemer.waterval[-1]) == (0, ["crebo", 0])


def test_a_licence_counts_for_who_has_one(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    opleider = make_contactpersoon(session, make_leerbedrijf(session, naam="Op de weg"))
    rijden = make_plaats(session, opleider, titel="Monteur buitendienst", rijbewijs=True)
    ronde = cast.maak(session, clock)
    sem = session.execute(sa.select(RondeStudent).where(col(RondeStudent.student_id) == cast.sem.id)).scalar_one()
    sem.heeft_rijbewijs = True  # so the place is in the round
    open_ronde(session, cast.coordinator, clock, ronde.id or 0)
    met, zonder = _laat(session, cast, "Met"), _laat(session, cast, "Zonder")
    laat_meedoen(session, cast.coordinator, clock, ronde.id or 0, {met.id or 0: True, zonder.id or 0: False})
    assert rijden.id in _mogelijk(session, met)
    assert rijden.id not in _mogelijk(session, zonder)


def test_each_gets_a_result_and_a_strangers_name_is_not_told(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    nr = cast.open(session, clock).id or 0
    kim = _laat(session, cast)
    ids = {kim.id or 0: False, cast.yara.id or 0: False, cast.noa.id or 0: False, 987_654: False, 10**17: False}
    uit = laat_meedoen(session, cast.coordinator, clock, nr, ids)
    assert [(u.naam, u.gelukt) for u in uit] == [
        ("Kim", True), ("Yara", False), (f"#{cast.noa.id}", False), ("#987654", False), (f"#{10**17}", False),
    ]  # fmt: skip
    assert [u.tekst for u in uit[1:]] == [DOET_AL_MEE, HOORT_ER_NIET_BIJ, HOORT_ER_NIET_BIJ, HOORT_ER_NIET_BIJ]
    again = laat_meedoen(session, cast.coordinator, clock, nr, {kim.id or 0: False})
    assert [u.tekst for u in again] == [DOET_AL_MEE]


def test_only_in_an_open_round_of_ones_own(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.maak(session, clock)
    nr, kim = ronde.id or 0, {_laat(session, cast).id or 0: False}
    with pytest.raises(RondeStapMagNiet):
        laat_meedoen(session, cast.coordinator, clock, nr, kim)
    open_ronde(session, cast.coordinator, clock, nr)
    with pytest.raises(NietGevonden):
        laat_meedoen(session, cast.ander, clock, nr, kim)
    with pytest.raises(GeenRecht):
        laat_meedoen(session, cast.als_yara, clock, nr, kim)
    clock.moment = SLUIT + timedelta(seconds=1)
    with pytest.raises(RondeDicht):
        laat_meedoen(session, cast.coordinator, clock, nr, kim)
    sluit_ronde(session, cast.coordinator, clock, nr)
    with pytest.raises(RondeStapMagNiet):
        laat_meedoen(session, cast.coordinator, clock, nr, kim)


def test_a_late_student_sees_the_places_like_anybody(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    nr = cast.open(session, clock).id or 0
    kim = _laat(session, cast)
    laat_meedoen(session, cast.coordinator, clock, nr, {kim.id or 0: False})
    deelname = session.execute(
        sa.select(col(RondeStudent.id)).where(col(RondeStudent.student_id) == kim.id)
    ).scalar_one()
    yara = session.execute(
        sa.select(col(RondeStudent.id)).where(col(RondeStudent.student_id) == cast.yara.id)
    ).scalar_one()
    assert list_toegelaten(session, deelname) == list_toegelaten(session, yara)


def test_the_form_says_who_and_who_drives() -> None:
    form = {"laat-3": "on", "laat-4": "on", "rijbewijs-4": "on", "rijbewijs-5": "on", "laat-x": "on", "laat-": "on"}
    assert lees_laat(form) == {3: False, 4: True}
