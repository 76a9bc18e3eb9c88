"""No total, and no sum or difference of totals, tells about fewer than five answers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpv_app.beoordeling import rules_delen
from bpv_app.beoordeling.rules_delen import MINIMUM, NieuwDeel, Telbaar, vorm_delen

MAX_DELEN = 8
"""The oracle tries 3 to the power of this many sums."""


def count_in(arrivals: Sequence[tuple[int, int | None]]) -> tuple[list[Telbaar], list[NieuwDeel]]:
    """Let answers come in one by one, and make slices after each, as the service does."""
    answers: list[Telbaar] = []
    slices: list[NieuwDeel] = []
    for number, (team, company) in enumerate(arrivals, 1):
        answers.append(Telbaar(number, team, company))
        slices += vorm_delen(answers, len(slices) + 1)
    return answers, slices


def fewest_told(answers: list[Telbaar], slices: list[NieuwDeel]) -> int | None:
    """The fewest answers any sum of totals says something about, found without any graph: by trying them all.

    Each slice is added, subtracted or left out. None when there is nothing to tell.
    """
    fewest: int | None = None
    for weights in product((-1, 0, 1), repeat=len(slices)):
        told: dict[int, int] = {}
        for weight, part in zip(weights, slices, strict=True):
            for answer in part.antwoorden:
                told[answer] = told.get(answer, 0) + weight
        size = sum(value != 0 for value in told.values())
        if size and (fewest is None or size < fewest):
            fewest = size
    return fewest


arrivals = st.lists(st.tuples(st.integers(1, 3), st.one_of(st.none(), st.integers(1, 3))), max_size=36)
few_cells = st.lists(st.sampled_from([(1, 1), (1, 1), (1, 2), (2, 1), (2, 2)]), min_size=8, max_size=40)


@given(st.one_of(arrivals, few_cells))
@settings(max_examples=250)
def test_no_sum_of_totals_tells_about_one_to_four_answers(coming: list[tuple[int, int | None]]) -> None:
    answers, slices = count_in(coming)
    told = fewest_told(answers, slices[:MAX_DELEN])
    assert told is None or told >= MINIMUM


@given(st.one_of(arrivals, few_cells))
def test_slices_are_whole_apart_and_never_change(coming: list[tuple[int, int | None]]) -> None:
    answers, slices = count_in(coming)
    by_id = {a.id: a for a in answers}
    for axis in ("team", "bedrijf"):
        members = [i for part in slices if part.as_ == axis for i in part.antwoorden]
        assert len(members) == len(set(members))
    for part in slices:
        assert len(part.antwoorden) >= MINIMUM
        for i in part.antwoorden:
            subject = by_id[i].team if part.as_ == "team" else by_id[i].bedrijf
            kept = by_id[i].team_deel if part.as_ == "team" else by_id[i].bedrijf_deel
            assert (subject, kept) == (part.van, part.nummer)


def test_four_answers_are_not_counted_and_the_fifth_counts_all() -> None:
    assert count_in([(1, None)] * 4)[1] == []
    (part,) = count_in([(1, None)] * 5)[1]
    assert part == NieuwDeel(1, "team", 1, (1, 2, 3, 4, 5))


def test_a_company_and_its_team_do_not_differ_by_two() -> None:
    """Eight of ten answers of the team are about one company: with both totals the other two would be told."""
    _, slices = count_in([(1, 1)] * 8 + [(1, 2)] * 2)
    sizes = {(p.as_, p.van): 0 for p in slices}
    for part in slices:
        sizes[part.as_, part.van] += len(part.antwoorden)
    assert sizes == {("bedrijf", 1): 5, ("team", 1): 10}


def test_all_companies_together_do_not_give_away_the_rest_of_a_team() -> None:
    coming = [(1, 1)] * 5 + [(1, 2)] * 5 + [(1, 3)] * 3
    answers, slices = count_in(coming)
    counted = {i for p in slices if p.as_ == "team" for i in p.antwoorden}
    told = fewest_told(answers, slices)
    assert counted == set(range(1, 11))
    assert told == 5


def test_a_later_look_does_not_tell_about_who_came_in_between() -> None:
    """Six answers after five: the total stays at five until five more are there."""
    answers, slices = count_in([(1, None)] * 6)
    assert [len(p.antwoorden) for p in slices] == [5]
    more, later = count_in([(1, None)] * 10)
    assert [len(p.antwoorden) for p in later] == [5, 5]
    assert answers[5].team_deel is None
    assert more[5].team_deel == 2


def test_many_companies_with_one_student_each_still_give_a_team_total() -> None:
    _, slices = count_in([(1, n) for n in range(1, 21)])
    assert {p.as_ for p in slices} == {"team"}
    assert sum(len(p.antwoorden) for p in slices) == 20


def test_the_property_fails_without_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle sees what the rule prevents: with only "at least five" a difference of one is told."""
    monkeypatch.setattr(rules_delen, "is_veilig", lambda _answers, _new, members: len(members) >= MINIMUM)
    answers, slices = count_in([(1, 2)] + [(1, 1)] * 4 + [(2, 1)] * 5 + [(1, 3)] * 4)
    assert (fewest_told(answers, slices) or 99) < MINIMUM
