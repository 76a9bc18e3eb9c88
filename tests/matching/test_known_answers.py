"""Small rounds whose answers are known from the literature or by hand."""

from __future__ import annotations

import pytest

from bpv_app.kernel.errors import DomeinFout
from bpv_app.matching.rules import Doel, Grond, Modus, Probleem, Reden, controleer, los_op, verklaar_niet_geplaatst

Lijsten = dict[str, str]


class Ronde:
    """A round written as lists of letters: students in order of lot, "A: C M" is a preference."""

    def __init__(
        self,
        lijsten: Lijsten,
        plaatsen: dict[str, int],
        rangorde: Lijsten | None = None,
        buiten: Lijsten | None = None,
        **extra: list[int],
    ) -> None:
        self.wie, self.waar = list(lijsten), list(plaatsen)
        begin, plaats, rang, orde = [0], [], [], []
        for s, lijst in lijsten.items():
            rij = [(p, nr) for nr, p in enumerate(lijst.split(), 1)]
            rij += [(p, 0) for p in (buiten or {}).get(s, "").split()]
            for p, nr in rij:
                volgorde = (rangorde or {}).get(p, s).split()
                if s in volgorde:
                    plaats.append(self.waar.index(p))
                    rang.append(nr)
                    orde.append(volgorde.index(s) + 1)
            begin.append(len(plaats))
        n = len(lijsten)
        self.probleem = Probleem(
            list(plaatsen.values()),
            begin,
            plaats,
            rang,
            list(range(n)),
            extra.get("vast", [-1] * n),
            orde if rangorde else None,
            extra.get("vorige"),
        )

    def los(self, modus: Modus, doel: Doel = Doel.EERSTE_KEUZES) -> str:
        """Solve plain and compiled; the answer as "A–X B–Z"."""
        uitkomst = los_op(self.probleem, modus, doel, versnel=False)
        assert los_op(self.probleem, modus, doel, versnel=True).toewijzing == uitkomst.toewijzing
        paren = zip(self.wie, uitkomst.toewijzing, strict=True)
        return " ".join(f"{s}–{self.waar[p] if p >= 0 else ''}" for s, p in paren)


EEN = {"A": "C", "S": "C M", "D": "C M G", "J": "C G M", "L": "M C G"}
EEN_PLAATSEN = {"M": 2, "C": 2, "G": 2}
EEN_RANGORDE = {"M": "D L S J", "C": "D A S L J", "G": "D J L"}


def test_companies_that_rank_get_the_stable_answer_that_is_best_for_students() -> None:
    assert Ronde(EEN, EEN_PLAATSEN, EEN_RANGORDE).los(Modus.LOTING) == "A–C S–M D–C J–G L–M"


def test_blocked_pairs_are_absent_and_the_rest_moves_up() -> None:
    lijsten = EEN | {"L": "C G", "J": "G M"}
    assert Ronde(lijsten, EEN_PLAATSEN, EEN_RANGORDE).los(Modus.LOTING) == "A–C S–M D–C J–G L–G"


def test_of_two_stable_answers_students_get_theirs() -> None:
    ronde = Ronde(
        {"A": "X Y Z", "B": "Y Z X", "C": "Y X Z"},
        {"X": 1, "Y": 1, "Z": 1},
        {"X": "B C A", "Y": "A C B", "Z": "A B C"},
    )
    assert ronde.los(Modus.LOTING) == "A–X B–Z C–Y"
    omgekeerd = Ronde(
        {"X": "B C A", "Y": "A C B", "Z": "A B C"},
        {"A": 1, "B": 1, "C": 1},
        {"A": "X Y Z", "B": "Y Z X", "C": "Y X Z"},
    )
    assert omgekeerd.los(Modus.LOTING) == "X–C Y–A Z–B"


def test_stable_is_kept_also_where_two_would_gain_by_breaking_it() -> None:
    ronde = Ronde(
        {"1": "b a c", "2": "a b c", "3": "a b c"},
        {"a": 1, "b": 1, "c": 1},
        {"a": "1 3 2", "b": "2 1 3", "c": "3 1 2"},
    )
    assert ronde.los(Modus.LOTING) == "1–a 2–b 3–c"
    bewijs = controleer(ronde.probleem, los_op(ronde.probleem, Modus.LOTING), Modus.LOTING)
    assert bewijs.blokkerende_paren == 0
    assert bewijs.ruilparen == 0  # 1 and 2 would both gain, but then 3 has a claim on a


def test_the_lottery_leaves_out_whom_the_guarantee_places() -> None:
    ronde = Ronde({"a": "x y", "b": "x"}, {"x": 1, "y": 1})
    assert ronde.los(Modus.LOTING) == "a–x b–"
    assert ronde.los(Modus.GARANTIE) == "a–y b–x"
    assert ronde.los(Modus.OPTIMAAL) == "a–y b–x"


def test_a_shorter_list_gains_nothing_under_the_guarantee() -> None:
    ronde = Ronde({"a": "x", "b": "x"}, {"x": 1, "y": 1}, buiten={"a": "y"})
    assert ronde.los(Modus.GARANTIE) == "a–y b–x"
    assert los_op(ronde.probleem, Modus.GARANTIE).grond == [Grond.BUITEN_LIJST, Grond.LIJST]


def test_most_placed_comes_before_most_first_choices() -> None:
    ronde = Ronde({"1": "x y", "2": "x", "3": "y z"}, {"x": 1, "y": 1, "z": 1})
    assert ronde.los(Modus.OPTIMAAL) == "1–y 2–x 3–z"
    assert los_op(ronde.probleem, Modus.OPTIMAAL).profiel == {1: 1, 2: 2}


def test_first_choices_and_nobody_last_differ_with_the_same_sum() -> None:
    ronde = Ronde({"1": "q", "2": "q r p", "3": "r p"}, {"p": 1, "q": 1, "r": 1})
    assert ronde.los(Modus.OPTIMAAL, Doel.EERSTE_KEUZES) == "1–q 2–p 3–r"
    assert ronde.los(Modus.OPTIMAAL, Doel.NIEMAND_ACHTERAAN) == "1–q 2–r 3–p"
    sommen = {d: sum(r * n for r, n in los_op(ronde.probleem, Modus.OPTIMAAL, d).profiel.items()) for d in Doel}
    assert set(sommen.values()) == {5}


def test_stable_though_one_more_would_fit() -> None:
    ronde = Ronde({"A": "X", "B": "X Y"}, {"X": 1, "Y": 1}, {"X": "B A", "Y": "B"})
    assert ronde.los(Modus.LOTING) == "A– B–X"


@pytest.mark.parametrize("doel", list(Doel))
def test_three_equal_lists_can_only_be_divided(doel: Doel) -> None:
    ronde = Ronde({"1": "p q r", "2": "p q r", "3": "p q r"}, {"p": 1, "q": 1, "r": 1})
    for modus in Modus:
        assert ronde.los(modus, doel) == "1–p 2–q 3–r"


def test_edge_cases_have_an_answer() -> None:
    assert Ronde({"a": "x", "b": ""}, {"x": 0}).los(Modus.GARANTIE) == "a– b–"
    assert Ronde({"a": "x x"}, {"x": 1}).los(Modus.OPTIMAAL) == "a–x"
    assert Ronde({}, {"x": 1}).los(Modus.OPTIMAAL) == ""
    assert Ronde({"a": ""}, {}).los(Modus.LOTING) == "a–"
    assert Ronde({"a": "x", "b": "x"}, {"x": 1, "niemand": 3}).los(Modus.GARANTIE) == "a–x b–"


def test_a_lock_goes_first_and_a_lock_on_a_full_place_is_refused() -> None:
    assert Ronde({"a": "x y", "b": "x y"}, {"x": 1, "y": 1}, vast=[-1, 0]).los(Modus.LOTING) == "a–y b–x"
    with pytest.raises(DomeinFout, match="vast_te_veel"):
        Ronde({"a": "x", "b": "x"}, {"x": 1}, vast=[0, 0]).los(Modus.GARANTIE)
    with pytest.raises(DomeinFout, match="vast_niet_mogelijk"):
        Ronde({"a": "x", "b": "x"}, {"x": 1, "y": 1}, vast=[1, -1]).los(Modus.GARANTIE)


def test_rows_that_do_not_fit_are_refused() -> None:
    for fout in (
        Probleem([1], [0, 1], [0], [1], [], [-1]),
        Probleem([1], [0, 2], [0], [1], [1], [-1]),
        Probleem([1], [0, 1], [1], [1], [1], [-1]),
        Probleem([-1], [0, 1], [0], [1], [1], [-1]),
        Probleem([1], [0, 1], [0], [-1], [1], [-1]),
        Probleem([1, 1], [0, 2, 1, 2], [0, 1], [1, 1], [1, 2, 3], [-1, -1, -1]),
        Probleem([1], [0, 1, 2], [0, 0], [1, 1], [5, 5], [-1, -1]),
    ):
        for versnel in (False, True):
            with pytest.raises(DomeinFout, match="matching_"):
                los_op(fout, Modus.GARANTIE, versnel=versnel)


def test_a_shortage_names_the_students_and_the_slots() -> None:
    ronde = Ronde({"a": "x y", "b": "x", "c": "y x", "d": "z"}, {"x": 1, "y": 1, "z": 1})
    uitkomst = los_op(ronde.probleem, Modus.GARANTIE)
    (reden,) = verklaar_niet_geplaatst(ronde.probleem, uitkomst, Modus.GARANTIE)
    assert (reden.reden, reden.studenten, reden.plaatsen, reden.plekken) == (Reden.TEKORT, (0, 1, 2), (0, 1), 2)


def test_a_rerun_changes_as_few_students_as_possible() -> None:
    ronde = Ronde({"a": "x y", "b": "x y"}, {"x": 1, "y": 1}, vorige=[1, 0])
    for modus in Modus:
        assert ronde.los(modus) == "a–y b–x"
