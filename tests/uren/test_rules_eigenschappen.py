"""What holds for every plan, every count and every way of typing."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import DomeinFout
from bpv_app.uren.rules import Soort, VrijSoort
from bpv_app.uren.rules_invoer import DagInvoer, duur, lees_dag, lees_tijd, lees_uren
from bpv_app.uren.rules_plan import (
    Afspraak,
    Kalender,
    Vrij,
    doel_tot,
    maandag_van,
    plan_tot,
    plan_totaal,
    plan_week,
    verdeel,
)
from bpv_app.uren.rules_saldo import bereken_saldo, toon_uren
from bpv_app.uren.rules_tellen import Grenzen, Regel, Telling, tel
from tests.uren.hulp import LEEG

EERSTE = date(2026, 8, 1)
DAGEN = st.integers(0, 600).map(lambda n: EERSTE + timedelta(days=n))
PER_WEEK = st.integers(0, 60 * 60)
DAGEN_PER_WEEK = st.sampled_from([Decimal(n) / 4 for n in range(29)])
VOORKEUR = st.lists(st.integers(0, 6), max_size=7, unique=True).map(tuple)
GRENZEN = st.builds(Grenzen, st.integers(0, 900), st.integers(0, 3600), st.booleans())


# Counting: few days, so that lines share days and weeks; the year's end and week 53 lie in the middle.
WINTER = st.integers(0, 34).map(lambda n: date(2026, 12, 14) + timedelta(days=n))


@st.composite
def kalenders(draw: st.DrawFn, dagen: st.SearchStrategy[date] = DAGEN) -> Kalender:
    feest = draw(st.lists(dagen, max_size=8))
    vrij = [
        Vrij(draw(st.sampled_from(VrijSoort)), "vrij", van, van + timedelta(days=draw(st.integers(0, 20))))
        for van in draw(st.lists(dagen, max_size=2))
    ]
    return Kalender(dict.fromkeys(feest, "feest"), tuple(vrij))


@st.composite
def afspraken(draw: st.DrawFn, dagen: st.SearchStrategy[date] = DAGEN) -> Afspraak:
    begin, eind = sorted((draw(dagen), draw(dagen)))
    return Afspraak(1, begin, eind, draw(PER_WEEK), draw(VOORKEUR), draw(st.integers(0, 90_000)), draw(DAGEN_PER_WEEK))


REGELS = st.lists(
    st.builds(
        Regel,
        WINTER,
        st.sampled_from([*Soort, Soort.GEWERKT]),
        st.integers(1, 1440),
        st.booleans(),
        st.sampled_from([1, 1, 1, 2]),
    ),
    max_size=20,
)


def splits(afspraak: Afspraak, op: date) -> tuple[Afspraak, Afspraak]:
    """The agreement up to the day before `op`, and a second one from then on."""
    return replace(afspraak, eind=op - timedelta(days=1)), replace(afspraak, begin=op, pok_id=2)


def sommen(telling: Telling) -> tuple[object, ...]:
    return telling.geschreven, telling.geteld, telling.goedgekeurd, telling.niet_geteld, telling.per_week, telling.ziek


@given(PER_WEEK, DAGEN_PER_WEEK, VOORKEUR)
def test_spreading_a_week_loses_no_minute(minuten: int, dagen: Decimal, voorkeur: tuple[int, ...]) -> None:
    verdeeld = verdeel(minuten, dagen, voorkeur)
    assert sum(m for _, m in verdeeld) == minuten
    assert all(m > 0 for _, m in verdeeld)
    assert all(m % 15 == 0 for _, m in verdeeld[:-1])
    assert [d for d, _ in verdeeld] == sorted({d for d, _ in verdeeld})
    assert len(verdeeld) <= (math.ceil(dagen) or len(voorkeur) or 5)


@given(afspraken(), kalenders(), DAGEN)
def test_the_plan_up_to_a_day_is_the_sum_of_its_weeks(afspraak: Afspraak, kalender: Kalender, tot: date) -> None:
    maandag, som = maandag_van(afspraak.begin), 0
    while maandag <= tot:
        som += sum(d.minuten for d in plan_week(afspraak, kalender, maandag) if d.datum <= tot)
        maandag += timedelta(days=7)
    assert plan_tot(afspraak, kalender, tot) == som


@given(afspraken(), kalenders(), DAGEN)
def test_splitting_an_agreement_leaves_the_plan(afspraak: Afspraak, kalender: Kalender, op: date) -> None:
    op = min(max(op, afspraak.begin), afspraak.eind + timedelta(days=1))
    voor, na = splits(afspraak, op)
    assert plan_totaal(voor, kalender) + plan_totaal(na, kalender) == plan_totaal(afspraak, kalender)


@given(afspraken(), kalenders(), st.lists(DAGEN, min_size=2, max_size=8))
def test_the_target_only_grows_and_is_exact_at_the_ends(afspraak: Afspraak, kalender: Kalender, op: list[date]) -> None:
    doelen = [doel_tot(afspraak, kalender, d) for d in sorted(op)]
    assert doelen == sorted(doelen)
    assert doel_tot(afspraak, kalender, afspraak.begin - timedelta(days=1)) == 0
    assert doel_tot(afspraak, kalender, afspraak.eind) == afspraak.totaal_minuten


@given(afspraken(), kalenders(), st.integers(1, 600))
def test_a_replaced_agreement_has_the_target_it_had_until_its_end(
    afspraak: Afspraak, kalender: Kalender, eerder: int
) -> None:
    eind = max(afspraak.begin, afspraak.eind - timedelta(days=eerder))
    vervangen = replace(afspraak, eind=eind, afgesproken_eind=afspraak.eind)
    assert doel_tot(vervangen, kalender, afspraak.eind) == doel_tot(afspraak, kalender, eind)


@given(REGELS, afspraken(WINTER), kalenders(WINTER), GRENZEN)
def test_what_counts_and_what_does_not_is_what_was_written(
    regels: list[Regel], afspraak: Afspraak, kalender: Kalender, grenzen: Grenzen
) -> None:
    telling = tel(regels, [afspraak], kalender, grenzen)
    per_dag: defaultdict[date, int] = defaultdict(int)
    for g in telling.regels:
        assert g.telt + g.telt_niet == g.regel.minuten
        assert g.telt >= 0
        assert g.telt_niet == sum(m for _, m in g.redenen)
        assert g.akkoord_telt == (g.telt if g.regel.akkoord else 0)
        per_dag[g.regel.datum] += g.telt
    assert telling.geteld + sum(telling.niet_geteld.values()) == telling.geschreven == sum(r.minuten for r in regels)
    assert sum(telling.per_soort.values()) == telling.geschreven
    assert all(m <= grenzen.max_minuten_dag for m in per_dag.values())
    assert all(week.geteld <= grenzen.max_minuten_week for week in telling.per_week.values())
    assert telling.goedgekeurd <= telling.geteld


@given(REGELS, afspraken(WINTER), kalenders(WINTER), GRENZEN, st.integers(0, 999))
def test_the_order_of_lines_does_not_matter(
    regels: list[Regel], afspraak: Afspraak, kalender: Kalender, grenzen: Grenzen, zaad: int
) -> None:
    anders = list(regels)
    Random(zaad).shuffle(anders)
    assert tel(anders, [afspraak], kalender, grenzen) == tel(regels, [afspraak], kalender, grenzen)


@given(REGELS, afspraken(WINTER), kalenders(WINTER), GRENZEN, st.randoms(use_true_random=False))
def test_approving_changes_no_count_and_its_order_does_not_matter(
    regels: list[Regel], afspraak: Afspraak, kalender: Kalender, grenzen: Grenzen, toeval: Random
) -> None:
    """Lines of one day and kind are one in the database; here they may be two, so only sums are compared."""
    los = [replace(r, akkoord=False) for r in regels]
    begin, volgorde, standen = tel(los, [afspraak], kalender, grenzen), list(range(len(los))), []
    for _ in range(2):
        toeval.shuffle(volgorde)
        nu, gekeurd = list(los), 0
        for n in volgorde:
            nu[n] = replace(nu[n], akkoord=True)
            telling = tel(nu, [afspraak], kalender, grenzen)
            assert telling.geteld == begin.geteld
            assert telling.niet_geteld == begin.niet_geteld
            assert telling.goedgekeurd >= gekeurd
            gekeurd = telling.goedgekeurd
        standen.append(sommen(tel(nu, [afspraak], kalender, grenzen)))
    assert standen[0] == standen[1]
    assert standen[0][2] == begin.geteld


@given(REGELS, afspraken(WINTER), kalenders(WINTER), GRENZEN, WINTER)
def test_splitting_an_agreement_leaves_what_counts(
    regels: list[Regel], afspraak: Afspraak, kalender: Kalender, grenzen: Grenzen, op: date
) -> None:
    """On any day, also in the middle of a week: the limits are the student's."""
    op = min(max(op, afspraak.begin), afspraak.eind + timedelta(days=1))
    een = [replace(r, pok_id=1) for r in regels]
    twee = [replace(r, pok_id=1 if r.datum < op else 2) for r in regels]
    heel, gesplitst = tel(een, [afspraak], kalender, grenzen), tel(twee, splits(afspraak, op), kalender, grenzen)
    assert sommen(gesplitst) == sommen(heel)
    assert [g.telt for g in gesplitst.regels] == [g.telt for g in heel.regels]


@given(
    st.dictionaries(st.integers(0, 6), st.integers(1, 1440), min_size=1, max_size=6),
    st.integers(0, 6),
    GRENZEN,
    st.randoms(use_true_random=False),
)
def test_moving_a_worked_day_within_its_week_changes_no_total(
    week: dict[int, int], plek: int, grenzen: Grenzen, toeval: Random
) -> None:
    afspraak = Afspraak(1, EERSTE, date(2027, 7, 31), 2400, (0, 1, 2, 3, 4), 60_000)
    vrij = next(d for d in [plek, *range(7)] if d not in week)
    verzet = dict(week)
    verzet[vrij] = verzet.pop(toeval.choice(sorted(week)))
    for maandag in (date(2026, 12, 28), date(2026, 10, 19), date(2027, 3, 22)):
        een, ander = (
            tel(
                [Regel(maandag + timedelta(days=d), Soort.GEWERKT, m, True, 1) for d, m in dagen.items()],
                [afspraak],
                LEEG,
                grenzen,
            )
            for dagen in (week, verzet)
        )
        assert sommen(ander) == sommen(een)


@given(REGELS, afspraken(WINTER), kalenders(WINTER), GRENZEN, WINTER)
def test_a_balance_adds_up(
    regels: list[Regel], afspraak: Afspraak, kalender: Kalender, grenzen: Grenzen, op: date
) -> None:
    saldo = bereken_saldo(tel(regels, [afspraak], kalender, grenzen), [afspraak], kalender, op)
    assert saldo.achter == saldo.doel - saldo.gedaan
    assert saldo.te_gaan == max(0, saldo.totaal - saldo.gedaan)
    gisteren, nu = (doel_tot(afspraak, kalender, dag) for dag in (op - timedelta(days=1), op))
    assert gisteren - 15 < saldo.doel <= nu  # rounded down to a quarter of an hour
    assert 0 <= saldo.in_te_halen <= max(0, saldo.achter)
    assert saldo.in_te_halen <= saldo.gemist
    assert saldo.goedgekeurd <= saldo.gedaan


@given(st.integers(0, 1440), st.sampled_from(["nl", "en"]))
def test_what_is_shown_can_be_typed_again(minuten: int, taal: str) -> None:
    assert lees_uren(toon_uren(minuten, taal)) == minuten


@given(st.integers(0, 1439))
def test_every_time_can_be_typed_in_three_ways(minuten: int) -> None:
    uur, minuut = divmod(minuten, 60)
    for teken in (":", ".", ""):
        assert lees_tijd(f"{uur}{teken}{minuut:02d}") == minuten


@given(st.integers(0, 1439), st.integers(0, 1439), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_a_shift_and_the_rest_of_the_day_are_a_day(van: int, tot: int, op: date) -> None:
    """From `van` to `tot` and on to `van` the next day: 24 hours, and 23 or 25 around a change of the clock."""
    try:
        heen = duur(van, tot, 0, op)
        terug = duur(tot, van, 0, op if tot > van else op + timedelta(days=1))
    except DomeinFout:
        return  # in the hour that is skipped, or 25 hours
    if van != tot:
        assert heen + terug in {23 * 60, 24 * 60, 25 * 60}
        assert heen + terug == 24 * 60 or op.month in {3, 10}


WAARDE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda kind: st.lists(kind, max_size=3) | st.dictionaries(st.text(max_size=4), kind, max_size=3),
    max_leaves=5,
)
RUWE_REGEL = st.dictionaries(st.sampled_from(["soort", "uren", "van", "tot", "pauze"]), WAARDE)
RUW = st.dictionaries(
    st.sampled_from(["datum", "regels", "omschrijving", "werkproces"]),
    WAARDE | st.lists(RUWE_REGEL | WAARDE, max_size=8),
)


@given(RUW)
def test_whatever_comes_in_is_a_day_or_an_error_that_can_be_read(ruw: dict[str, object]) -> None:
    try:
        dag: DagInvoer | None = lees_dag(ruw)
    except DomeinFout as geweigerd:
        dag, fout = None, geweigerd
    assert dag or fout.velden


GOED = st.fixed_dictionaries(
    {
        "datum": st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(str),
        "regels": st.lists(
            st.fixed_dictionaries(
                {"soort": st.sampled_from(Soort).map(str)},
                optional={
                    "uren": st.sampled_from(["1", "2,5", "0:45", "9", "0"]),
                    "van": st.sampled_from(["", "8", "22:00", "2.30"]),
                    "tot": st.sampled_from(["", "9", "6:00", "24:00"]),
                    "pauze": st.sampled_from(["", "30", 15, "0:45"]),
                },
            ),
            max_size=6,
        ),
        "omschrijving": st.text(max_size=60),
        "werkproces": st.text(max_size=60),
    }
)


@given(GOED)
def test_a_day_that_is_read_fits_in_the_database(ruw: dict[str, object]) -> None:
    try:
        dag = lees_dag(ruw)
    except DomeinFout:
        return
    assert len({r.soort for r in dag.regels}) == len(dag.regels)
    assert sum(r.minuten for r in dag.regels) <= 1440
    assert all(0 < r.minuten <= 1440 and (r.van is None) == (r.tot is None) for r in dag.regels)
    assert "\x00" not in dag.omschrijving + dag.werkproces
    assert len(dag.werkproces) <= 300
