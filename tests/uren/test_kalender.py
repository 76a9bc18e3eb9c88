"""Public holidays as schools keep them."""

from __future__ import annotations

from datetime import date

from bpv_app.uren.kalender import feestdagen
from bpv_app.uren.rules_plan import FEESTDAG_EN

IN_2027 = {
    date(2027, 1, 1): "Nieuwjaarsdag",
    date(2027, 3, 28): "Eerste paasdag",
    date(2027, 3, 29): "Tweede paasdag",
    date(2027, 4, 27): "Koningsdag",
    date(2027, 5, 6): "Hemelvaartsdag",
    date(2027, 5, 16): "Eerste pinksterdag",
    date(2027, 5, 17): "Tweede pinksterdag",
    date(2027, 12, 25): "Eerste kerstdag",
    date(2027, 12, 26): "Tweede kerstdag",
}


def test_the_holidays_of_a_year() -> None:
    assert feestdagen([2027]) == IN_2027


def test_liberation_day_is_free_every_fifth_year_or_always() -> None:
    assert feestdagen([2025])[date(2025, 5, 5)] == "Bevrijdingsdag"
    assert feestdagen([2030])[date(2030, 5, 5)] == "Bevrijdingsdag"
    assert date(2027, 5, 5) not in feestdagen([2027])
    assert feestdagen([2027], bevrijdingsdag=True) == {**IN_2027, date(2027, 5, 5): "Bevrijdingsdag"}


def test_ascension_day_on_the_fifth_of_may_keeps_its_name() -> None:
    assert feestdagen([2016], bevrijdingsdag=True)[date(2016, 5, 5)] == "Hemelvaartsdag"


def test_kings_day_on_a_sunday_is_kept_on_saturday() -> None:
    assert feestdagen([2025])[date(2025, 4, 26)] == "Koningsdag"
    assert date(2025, 4, 27) not in feestdagen([2025])


def test_good_friday_is_free_only_when_the_school_says_so() -> None:
    assert feestdagen([2027], goede_vrijdag=True) == {**IN_2027, date(2027, 3, 26): "Goede vrijdag"}


def test_more_years_are_the_sum_of_each() -> None:
    assert feestdagen(range(2026, 2028)) == {**feestdagen([2026]), **feestdagen([2027])}
    assert feestdagen([]) == {}


def test_what_a_caller_does_with_the_answer_stays_with_the_caller() -> None:
    feestdagen([2027]).clear()
    assert feestdagen([2027]) == IN_2027


def test_every_holiday_has_an_english_name() -> None:
    namen = set(feestdagen(range(2020, 2040), bevrijdingsdag=True, goede_vrijdag=True).values())
    assert namen == set(FEESTDAG_EN)
