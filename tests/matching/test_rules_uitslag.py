"""The life of a placement, the whole matrix: every step from every status by everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.matching.rules_uitslag import (
    OVERGANGEN,
    STATUS_BETEKENIS,
    STATUS_LABEL,
    STATUS_TOON,
    PlaatsingNietKlaar,
    PlaatsingStand,
    PlaatsingStap,
    PlaatsingStapMagNiet,
    PlaatsingStatus,
    Wie,
    bezwaar_tot,
    check_stap,
    mag_stap,
)

S, T, W = PlaatsingStatus, PlaatsingStap, Wie
BINNEN = PlaatsingStand(S.TOEGEWEZEN, date(2026, 12, 16), date(2026, 12, 16), moet_bevestigen=True)
"""The last day to object, in a round that asks to agree."""
# From, step, by whom → to. Whatever is not here is refused.
VERWACHT = {
    ("toegewezen", "bevestigen", "student"): "bevestigd",
    ("toegewezen", "bezwaar_maken", "student"): "bezwaar",
    ("bezwaar", "gegrond", "coordinator"): "vervallen",
    ("bezwaar", "ongegrond", "coordinator"): "toegewezen",
    ("toegewezen", "laten_vervallen", "coordinator"): "vervallen",
    ("bevestigd", "laten_vervallen", "coordinator"): "vervallen",
    ("bezwaar", "laten_vervallen", "coordinator"): "vervallen",
    ("toegewezen", "herhalen", "publicatie"): "vervallen",
    ("bevestigd", "herhalen", "publicatie"): "vervallen",
    ("bevestigd", "in_dossier_zetten", "coordinator"): "in_dossier",
}


@pytest.mark.parametrize(("van", "stap", "wie"), list(product(S, T, W)))
def test_every_step_from_every_status_by_everybody(van: PlaatsingStatus, stap: PlaatsingStap, wie: Wie) -> None:
    stand = replace(BINNEN, status=van)
    verwacht = VERWACHT.get((van.value, stap.value, wie.value))
    assert mag_stap(stap, stand, wie) is (verwacht is not None)
    if verwacht:
        assert check_stap(stap, stand, wie, "Omdat").naar.value == verwacht
    else:
        with pytest.raises((PlaatsingStapMagNiet, PlaatsingNietKlaar)):
            check_stap(stap, stand, wie, "Omdat")


def test_the_days_to_object_end_with_the_last_day() -> None:
    assert bezwaar_tot(date(2026, 12, 11), 5) == date(2026, 12, 16)
    te_laat = replace(BINNEN, vandaag=date(2026, 12, 17))
    with pytest.raises(PlaatsingNietKlaar, match="tijd om bezwaar te maken is voorbij"):
        check_stap(T.BEZWAAR_MAKEN, te_laat, W.STUDENT, "Te ver")
    assert mag_stap(T.IN_DOSSIER_ZETTEN, te_laat, W.COORDINATOR)


def test_who_has_not_agreed_goes_into_a_dossier_only_after_the_days_or_an_answer() -> None:
    with pytest.raises(PlaatsingNietKlaar):
        check_stap(T.IN_DOSSIER_ZETTEN, BINNEN, W.COORDINATOR)
    assert mag_stap(T.IN_DOSSIER_ZETTEN, replace(BINNEN, is_beantwoord=True), W.COORDINATOR)


def test_one_objection_per_place() -> None:
    with pytest.raises(PlaatsingNietKlaar, match="al geantwoord"):
        check_stap(T.BEZWAAR_MAKEN, replace(BINNEN, is_beantwoord=True), W.STUDENT, "Toch")


def test_a_round_that_does_not_ask_it_has_nothing_to_agree_with() -> None:
    assert not mag_stap(T.BEVESTIGEN, replace(BINNEN, moet_bevestigen=False), W.STUDENT)


@pytest.mark.parametrize("stap", [t for t, rij in OVERGANGEN.items() if rij.met_tekst])
def test_an_objection_and_every_answer_have_a_reason(stap: PlaatsingStap) -> None:
    rij = OVERGANGEN[stap]
    stand, wie = replace(BINNEN, status=min(rij.van)), min(rij.wie)
    for tekst in ("", "  ", "x" * 1001):
        with pytest.raises(OngeldigeInvoer):
            check_stap(stap, stand, wie, tekst)
    assert check_stap(stap, stand, wie, "x" * 1000)


def test_every_status_has_its_words() -> None:
    assert set(STATUS_LABEL) == set(STATUS_BETEKENIS) == set(STATUS_TOON) == set(S)
