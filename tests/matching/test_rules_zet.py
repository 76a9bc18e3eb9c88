"""Moving one student to one place: which rule refuses, which warn, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bpv_app.matching.rules_toelating import REGEL_LABEL, Regel
from bpv_app.matching.rules_voorstel import Waarschuwing
from bpv_app.matching.rules_zet import Oordeel, ZetStand, beoordeel_zet, in_het_kort, verbod, waarschuw, wil_liever

GOED = ZetStand(plaats_id=1, nu=2, plekken=1, anderen=0, rang=1, rang_nu=2, heeft_lijst=True)


def test_a_higher_choice_with_a_free_slot_is_simply_possible() -> None:
    assert (beoordeel_zet(GOED), verbod(GOED), waarschuw(GOED)) == (Oordeel.KAN, None, ())
    assert in_het_kort(GOED).nl == "Kan"


@pytest.mark.parametrize(
    ("anders", "zin", "kort"),
    [
        ({"vast": 2}, "vaste afspraak", "Kan niet: zit vast"),
        ({"houdt": 2}, "open bezwaar", "Kan niet: houdt de plaats"),
        ({"is_uitgesloten": True}, "uitgesloten", "Kan niet: uitgesloten"),
        ({"past": False, "regel": Regel.LEEFTIJD}, "past niet", f"Kan niet: {REGEL_LABEL[Regel.LEEFTIJD].nl}"),
        ({"past": False}, "Bij de opening", "Kan niet: past niet"),
        ({"is_weg": True}, "ingetrokken", "Kan niet: ingetrokken"),
        ({"anderen": 1}, "alle 1 plekken", "Kan niet: vol"),
        ({"plekken": 0}, "alle 0 plekken", "Kan niet: vol"),
    ],
)
def test_each_hard_rule_refuses_alone_and_says_which(anders: dict[str, object], zin: str, kort: str) -> None:
    stand = replace(GOED, **anders)  # type: ignore[arg-type]
    reden = verbod(stand)
    assert reden is not None
    assert zin in reden.nl
    assert in_het_kort(stand).nl == kort
    assert beoordeel_zet(stand) is Oordeel.KAN_NIET


def test_a_lock_or_a_kept_place_allows_its_own_place() -> None:
    assert verbod(replace(GOED, vast=1, houdt=1)) is None


def test_no_place_is_refused_only_to_who_is_locked_or_keeps_a_place() -> None:
    leeg = ZetStand(plaats_id=None, nu=2, is_uitgesloten=True, past=False, is_weg=True)
    assert verbod(leeg) is None
    assert verbod(replace(leeg, vast=2)) is not None
    assert verbod(replace(leeg, houdt=2)) is not None
    assert waarschuw(leeg) == (Waarschuwing.MINDER_GEPLAATST,)
    assert waarschuw(replace(leeg, nu=None)) == ()


@pytest.mark.parametrize(
    ("anders", "verwacht"),
    [
        ({"rang": 0}, [Waarschuwing.NIET_OP_LIJST]),
        ({"rang": 0, "heeft_lijst": False}, []),
        ({"rang": 3}, [Waarschuwing.LAGER]),
        ({"rang": 2, "rang_nu": 2}, []),
        ({"rang": 3, "rang_nu": 0}, []),
        ({"wil_ander": True}, [Waarschuwing.BETER_LOT]),
        ({"rang": 3, "wil_ander": True}, [Waarschuwing.LAGER, Waarschuwing.BETER_LOT]),
    ],
)
def test_soft_rules_warn_and_do_not_refuse(anders: dict[str, object], verwacht: list[Waarschuwing]) -> None:
    stand = replace(GOED, **anders)  # type: ignore[arg-type]
    assert list(waarschuw(stand)) == verwacht
    assert beoordeel_zet(stand) is (Oordeel.LET_OP if verwacht else Oordeel.KAN)


def test_somebody_wants_a_place_more_than_none_or_than_a_lower_one() -> None:
    assert wil_liever(3, 0, is_geplaatst=False)
    assert wil_liever(3, 0, is_geplaatst=True)  # placed outside the own list
    assert wil_liever(1, 2, is_geplaatst=True)
    assert not wil_liever(2, 1, is_geplaatst=True)
