"""When who is reminded of a missing signature: a table of days, and what holds whatever the rules and the history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.pok.rules import Partij
from bpv_app.pok.rules_manen import (
    MAX_REGELS,
    ONDERWEG,
    STANDAARD,
    Eerder,
    HerinnerRegel,
    Looptijd,
    Ontvanger,
    als_json,
    begin_tekst,
    lees_regel,
    orden,
    regel_zin,
    te_doen,
    uit_json,
    wie_nog,
    zet_regel,
)

BEGIN = date(2026, 12, 7)
STUDENT, BEDRIJF, BEGELEIDER = Ontvanger.STUDENT, Ontvanger.LEERBEDRIJF, Ontvanger.BEGELEIDER
ALLES = (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL)
RUIM = Looptijd(BEGIN, date(2027, 6, 25), date(2026, 10, 1))


def op(dagen: int) -> date:
    return BEGIN + timedelta(days=dagen)


def verloop(
    regels: tuple[HerinnerRegel, ...], wie: Ontvanger, looptijd: Looptijd, dagen: range
) -> list[tuple[int, int]]:
    """Day by day, as a planner that misses none: (today, step) of every reminder, in days from the start."""
    eerder, uit = None, []
    for n in dagen:
        vandaag = looptijd.begin_op + timedelta(days=n)
        if stap := te_doen(regels, wie, looptijd, ALLES, eerder, vandaag):
            uit.append((n, stap.dagen))
            eerder = Eerder(stap.op, vandaag)
    return uit


@pytest.mark.parametrize(
    ("wie", "verwacht"),
    [
        (STUDENT, [(-14, -14), (-7, -7), (-2, -2)]),
        (BEDRIJF, [(-7, -7), (-2, -2)]),
        (BEGELEIDER, [(n, n) for n in range(22)]),
        (Ontvanger.COORDINATOR, [(7, 7), (14, 14), (21, 21)]),
    ],
)
def test_the_default_rules_day_by_day(wie: Ontvanger, verwacht: list[tuple[int, int]]) -> None:
    assert verloop(STANDAARD, wie, RUIM, range(-40, 22)) == verwacht


@pytest.mark.parametrize(
    ("vandaag", "verwacht"),
    [
        (-15, None),
        (-14, -14),
        (-10, -14),  # switched on late: the nearest step, once
        (-3, -7),
        (-1, -2),
        (0, None),  # "two days before the start" is over once it has begun
        (30, None),
    ],
)
def test_of_the_past_only_the_nearest_step_counts(vandaag: int, verwacht: int | None) -> None:
    stap = te_doen(STANDAARD, STUDENT, RUIM, ALLES, None, op(vandaag))
    assert (stap.dagen if stap else None) == verwacht


@pytest.mark.parametrize(
    ("ontbreekt", "verwacht"),
    [
        ((), set()),
        ((Partij.SCHOOL,), {"begeleider", "coordinator"}),
        ((Partij.STUDENT,), {"student", "begeleider", "coordinator"}),
        ((Partij.VOOGD,), {"student", "begeleider", "coordinator"}),
        ((Partij.LEERBEDRIJF,), {"leerbedrijf", "begeleider", "coordinator"}),
        (ALLES, {"student", "leerbedrijf", "begeleider", "coordinator"}),
    ],
)
def test_who_signed_hears_nothing_more(ontbreekt: tuple[Partij, ...], verwacht: set[str]) -> None:
    assert wie_nog(ontbreekt) == verwacht
    for wie in Ontvanger:
        regels = (HerinnerRegel(wie, -7),)
        assert (te_doen(regels, wie, RUIM, ontbreekt, None, op(-7)) is not None) == (wie in verwacht)


def test_paper_that_is_still_in_the_post_is_not_chased() -> None:
    gedrukt = Looptijd(BEGIN, None, op(-8))
    assert verloop(STANDAARD, STUDENT, gedrukt, range(-8, 3)) == [(-2, -2)]
    laat = Looptijd(BEGIN, None, op(5))
    assert verloop(STANDAARD, BEGELEIDER, laat, range(-20, 11)) == [(8, 8), (9, 9), (10, 10)]


def test_after_the_placement_nobody_is_reminded() -> None:
    kort = Looptijd(BEGIN, op(2), date(2026, 10, 1))
    assert verloop(STANDAARD, BEGELEIDER, kort, range(10)) == [(0, 0), (1, 1), (2, 2)]


def test_a_rule_that_is_off_says_nothing() -> None:
    assert te_doen((HerinnerRegel(STUDENT, -7, is_aan=False),), STUDENT, RUIM, ALLES, None, op(-7)) is None


def test_a_clock_that_is_set_back_sends_nothing_again() -> None:
    eerder = Eerder(op(1), op(1))
    for n in range(-20, 2):
        assert te_doen(STANDAARD, BEGELEIDER, RUIM, ALLES, eerder, op(n)) is None
    assert te_doen(STANDAARD, BEGELEIDER, RUIM, ALLES, eerder, op(2)) is not None


def test_a_rule_changed_on_the_day_itself_does_not_send_twice() -> None:
    gestuurd = Eerder(op(-14), op(-10))
    assert te_doen((HerinnerRegel(STUDENT, -10),), STUDENT, RUIM, ALLES, gestuurd, op(-10)) is None
    assert te_doen((HerinnerRegel(STUDENT, -10),), STUDENT, RUIM, ALLES, gestuurd, op(-9)) is not None


REGELS = st.lists(
    st.builds(HerinnerRegel, st.sampled_from(Ontvanger), st.integers(-90, 90), st.integers(0, 90), st.booleans()),
    max_size=8,
).map(tuple)


@given(
    REGELS,
    st.sampled_from(Ontvanger),
    st.integers(-120, 60),
    st.one_of(st.none(), st.integers(0, 200)),
    st.lists(st.integers(-130, 130), max_size=60),
)
def test_whatever_the_rules_and_whenever_it_is_asked(
    regels: tuple[HerinnerRegel, ...], wie: Ontvanger, gedrukt: int, eind: int | None, gevraagd: list[int]
) -> None:
    """Days in any order, also backwards and twice: no step twice, no two on a day, none before the paper is there."""
    looptijd = Looptijd(BEGIN, None if eind is None else op(eind), op(gedrukt))
    eerder: Eerder | None = None
    stappen, dagen = [], []
    for n in gevraagd:
        stap = te_doen(regels, wie, looptijd, ALLES, eerder, op(n))
        if stap is None:
            continue
        assert stap.op == op(stap.dagen) <= op(n)
        assert stap.dagen >= gedrukt + ONDERWEG
        assert not stap.dagen < 0 <= n
        assert eind is None or n <= eind
        assert any(
            r.is_aan
            and r.ontvanger is wie
            and (stap.dagen == r.dagen or (r.elke and stap.dagen > r.dagen and not (stap.dagen - r.dagen) % r.elke))
            for r in regels
        )
        stappen.append(stap.dagen)
        dagen.append(n)
        eerder = Eerder(stap.op, op(n))
    assert stappen == sorted(set(stappen))
    assert dagen == sorted(set(dagen))


@given(REGELS, st.sampled_from(Ontvanger), st.integers(-100, 100))
def test_a_planner_that_was_off_sends_at_most_one(regels: tuple[HerinnerRegel, ...], wie: Ontvanger, dag: int) -> None:
    uit = verloop(regels, wie, RUIM, range(dag, dag + 1))
    assert len(uit) <= 1


@pytest.mark.parametrize(
    ("regel", "nl", "en"),
    [
        (HerinnerRegel(STUDENT, -14), "14 dagen voor het begin een mail aan de student.", "14 days before the start"),
        (HerinnerRegel(BEDRIJF, -1), "1 dag voor het begin een mail aan de praktijkopleider.", "1 day before"),
        (HerinnerRegel(STUDENT, 0), "Op de begindag een mail aan de student.", "On the first day a mail"),
        (
            HerinnerRegel(BEGELEIDER, 0, 1),
            "Vanaf de begindag elke dag een mail aan de onderwijsbegeleider, tot alles getekend is.",
            "From the first day on every day",
        ),
        (
            HerinnerRegel(Ontvanger.COORDINATOR, 7, 7),
            "Vanaf 7 dagen na het begin elke week een mail aan de BPV-coördinator, tot alles getekend is.",
            "From 7 days after the start on every week",
        ),
        (HerinnerRegel(STUDENT, -9, 3), "Vanaf 9 dagen voor het begin om de 3 dagen een mail", "every 3 days"),
    ],
)
def test_a_rule_reads_as_a_sentence(regel: HerinnerRegel, nl: str, en: str) -> None:
    zin = regel_zin(regel)
    assert zin.nl.startswith(nl)
    assert en in zin.en


@pytest.mark.parametrize(
    ("dagen", "nl"),
    [
        (7, "begint over 7 dagen"),
        (1, "begint morgen"),
        (0, "begint vandaag"),
        (-1, "is 1 dag geleden begonnen"),
        (-9, "is 9 dagen geleden begonnen"),
    ],
)
def test_how_far_away_the_start_is(dagen: int, nl: str) -> None:
    assert begin_tekst(op(dagen), BEGIN).nl == nl


def form(**anders: str) -> dict[str, str]:
    return {"ontvanger": "student", "moment": "voor", "aantal_dagen": "14", "elke": "", **anders}


def test_a_form_becomes_a_rule() -> None:
    assert lees_regel(form()) == HerinnerRegel(STUDENT, -14)
    daarna = form(moment="na", aantal_dagen="0", elke="1", ontvanger="begeleider")
    assert lees_regel(daarna) == HerinnerRegel(BEGELEIDER, 0, 1)


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("ontvanger", "directeur"),
        ("moment", "ooit"),
        ("aantal_dagen", ""),
        ("aantal_dagen", "-3"),
        ("aantal_dagen", "91"),
        ("aantal_dagen", "²"),
        ("aantal_dagen", "9" * 400),
        ("elke", "0"),
        ("elke", "x"),
    ],
)
def test_a_wrong_form_is_refused_at_the_field(veld: str, waarde: str) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_regel(form(**{veld: waarde}))
    assert set(fout.value.velden) == {veld}


def test_rules_are_changed_in_place_and_never_twice_the_same() -> None:
    regels = orden(STANDAARD)
    anders = zet_regel(regels, "student:-14", HerinnerRegel(STUDENT, -10))
    assert [r.dagen for r in anders if r.ontvanger is STUDENT] == [-10, -7, -2]
    uit = zet_regel((HerinnerRegel(STUDENT, -7, is_aan=False),), "student:-7", HerinnerRegel(STUDENT, -7, 2))
    assert uit == (HerinnerRegel(STUDENT, -7, 2, is_aan=False),)
    with pytest.raises(OngeldigeInvoer):
        zet_regel(regels, "student:-14", HerinnerRegel(STUDENT, -7))
    with pytest.raises(OngeldigeInvoer):
        zet_regel(regels, "", HerinnerRegel(STUDENT, -7))
    vol = tuple(HerinnerRegel(STUDENT, n) for n in range(MAX_REGELS))
    assert len(zet_regel(vol, "student:3", HerinnerRegel(STUDENT, 40))) == MAX_REGELS
    with pytest.raises(DomeinFout):
        zet_regel(vol, "", HerinnerRegel(STUDENT, 40))


@given(REGELS)
def test_what_is_kept_is_what_was_set(regels: tuple[HerinnerRegel, ...]) -> None:
    assert uit_json(als_json(regels)) == orden(regels)
