"""Default hours, coupling and the checklist: the examples of domain.md and what must always hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.dossier.rules import (
    AL_GEKOPPELD,
    GEKOPPELD,
    KoppelInrichting,
    KoppelVerbintenis,
    OnbekendDocument,
    beoordeel_koppeling,
    maak_checklist,
    standaard_uren,
    vink_document,
)
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.student.rules import Leerweg

BEGIN = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("dagen_tussen", "dagen_per_week", "per_week", "weken", "totaal"),
    [
        (140, "4", "32", 20, 492),  # domain.md: 140 days at 32 h/week
        (365, "4", "32", 52, 1280),  # domain.md: 365 days at 32 h/week
        (365, "5", "40", 52, 1600),
        (3, "4", "32", 0, 0),  # less than half a week is no week
        (4, "4", "32", 1, 25),
        (0, "4", "32", 0, 0),
        (140, "0", "0", 20, 0),
        (140, "2.5", "20", 20, 308),
        (140, "0.5", "4", 20, 62),
        (7, "7", "56", 1, 43),
        (2000, "7", "56", 286, 5120),  # 12320 would be more than a POK may hold
    ],
)
def test_default_hours_are_those_of_the_register(
    dagen_tussen: int, dagen_per_week: str, per_week: str, weken: int, totaal: int
) -> None:
    uren = standaard_uren(BEGIN, BEGIN + timedelta(days=dagen_tussen), Decimal(dagen_per_week))
    assert (uren.uren_per_week, uren.weken, uren.uren_totaal) == (Decimal(per_week), weken, totaal)


def test_impossible_dates_and_days_are_both_named() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        standaard_uren(BEGIN, BEGIN - timedelta(days=1), Decimal("7.5"))
    assert set(fout.value.velden) == {"eind_op", "dagen_per_week"}
    with pytest.raises(OngeldigeInvoer):
        standaard_uren(BEGIN, BEGIN, Decimal(-1))


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 28), st.integers(0, 28))
def test_longer_or_more_days_never_means_fewer_hours(lang: int, langer: int, kwart: int, meer: int) -> None:
    def totaal(dagen: int, kwartdagen: int) -> int:
        return standaard_uren(BEGIN, BEGIN + timedelta(days=dagen), Decimal(kwartdagen) / 4).uren_totaal

    a, b = sorted((lang, langer))
    x, y = sorted((kwart, meer))
    assert 0 <= totaal(a, x) <= totaal(b, y) <= 5120


BOL = KoppelInrichting(Leerweg.BOL, BEGIN, date(2027, 6, 25))


def verbintenis(**anders: object) -> KoppelVerbintenis:
    standaard = {"leerweg": Leerweg.BOL, "begin_op": date(2025, 8, 1), "gepland_eind_op": date(2028, 7, 31)}
    return KoppelVerbintenis(**{**standaard, **anders})  # type: ignore[arg-type]


def test_an_enrolment_that_fits_gets_its_dossier_without_remarks() -> None:
    oordeel = beoordeel_koppeling(BOL, verbintenis(), BEGIN)
    assert oordeel.mag
    assert oordeel.tekst == GEKOPPELD


def test_twice_is_refused() -> None:
    oordeel = beoordeel_koppeling(BOL, verbintenis(is_al_gekoppeld=True, leerweg=Leerweg.BBL), BEGIN)
    assert (oordeel.mag, oordeel.tekst) == (False, AL_GEKOPPELD)


def test_another_or_unknown_leerweg_is_refused_with_both_names() -> None:
    ander = beoordeel_koppeling(BOL, verbintenis(leerweg=Leerweg.BBL), BEGIN)
    assert not ander.mag
    assert ander.tekst.nl == "Andere leerweg: de verbintenis is BBL, de inrichting BOL."
    onbekend = beoordeel_koppeling(BOL, verbintenis(leerweg=None), BEGIN)
    assert not onbekend.mag
    assert "niet bekend" in onbekend.tekst.nl


@pytest.mark.parametrize(
    ("eind", "mag"), [(BEGIN - timedelta(days=1), False), (BEGIN, True), (date(2027, 6, 25), True)]
)
def test_an_enrolment_that_ended_before_the_begin_is_refused(eind: date, mag: bool) -> None:
    assert beoordeel_koppeling(BOL, verbintenis(werkelijk_eind_op=eind), BEGIN).mag is mag


def test_without_a_begin_today_decides_whether_the_enrolment_has_ended() -> None:
    zonder = KoppelInrichting(Leerweg.BOL)
    geeindigd = verbintenis(werkelijk_eind_op=date(2026, 10, 1))
    assert not beoordeel_koppeling(zonder, geeindigd, date(2026, 10, 2)).mag
    assert beoordeel_koppeling(zonder, geeindigd, date(2026, 10, 1)).mag


def test_all_reasons_are_named_at_once() -> None:
    oordeel = beoordeel_koppeling(BOL, verbintenis(leerweg=Leerweg.BBL, werkelijk_eind_op=date(2026, 1, 31)), BEGIN)
    assert "Andere leerweg" in oordeel.tekst.nl
    assert "geëindigd op 31 jan 2026" in oordeel.tekst.nl


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"begin_op": date(2027, 2, 1)}, "de verbintenis begint pas op 1 feb 2027"),
        ({"gepland_eind_op": date(2027, 6, 24)}, "de verbintenis eindigt al op 24 jun 2027"),
        ({"werkelijk_eind_op": date(2027, 1, 31)}, "de verbintenis eindigt al op 31 jan 2027"),
        ({"heeft_overlap": True}, "al een dossier in dezelfde periode"),
    ],
)
def test_dates_outside_the_enrolment_and_overlaps_warn_but_do_not_stop(anders: dict[str, object], zin: str) -> None:
    oordeel = beoordeel_koppeling(BOL, verbintenis(**anders), BEGIN)
    assert oordeel.mag
    assert zin in oordeel.tekst.nl


def test_the_last_day_of_the_enrolment_itself_is_inside() -> None:
    oordeel = beoordeel_koppeling(BOL, verbintenis(begin_op=BEGIN, gepland_eind_op=date(2027, 6, 25)), BEGIN)
    assert oordeel.tekst == GEKOPPELD


def test_the_checklist_follows_the_set_up() -> None:
    punten = maak_checklist(["POK", "Verslag"], ["Verslag", "Oud document"])
    assert [(p.naam, p.is_klaar) for p in punten] == [("POK", False), ("Verslag", True)]


def test_ticking_keeps_the_order_of_the_set_up_and_drops_what_is_no_longer_asked() -> None:
    documenten = ["POK", "Verslag", "Beoordeling"]
    assert vink_document(documenten, ["Verslag", "Oud"], "POK", True) == ["POK", "Verslag"]
    assert vink_document(documenten, ["POK", "Verslag"], "POK", False) == ["Verslag"]
    assert vink_document(documenten, ["POK"], "POK", True) == ["POK"]
    with pytest.raises(OnbekendDocument):
        vink_document(documenten, [], "Rijbewijs", True)
