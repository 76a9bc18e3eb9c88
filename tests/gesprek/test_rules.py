"""The life of a conversation, the whole matrix: every step from every status by everybody."""

from __future__ import annotations

from itertools import product

import pytest

from bpv_app.gesprek.rules import (
    OVERGANGEN,
    STAP_LABEL,
    STATUS_BETEKENIS,
    STATUS_LABEL,
    STATUS_TOON,
    VOORWAARDE_TEKST,
    MomentStap,
    MomentStapMagNiet,
    MomentStatus,
    Voorwaarde,
    Wie,
    check_stap,
    is_aanwezig_genoeg,
    is_gezamenlijk,
    mogelijke_stappen,
)

ALLES = frozenset(Voorwaarde)
# From, step, by whom → to. Whatever is not here is refused.
_SCHOOL = {
    ("", "toevoegen"): "te_plannen",
    ("te_plannen", "plannen"): "gepland",
    ("gepland", "verzetten"): "gepland",
    ("gepland", "afzeggen"): "te_plannen",
    ("gepland", "niet_gehouden"): "te_plannen",
    ("te_plannen", "houden"): "gehouden",
    ("gepland", "houden"): "gehouden",
    ("gehouden", "verbeteren"): "gehouden",
    ("te_plannen", "laten_vervallen"): "vervallen",
    ("gepland", "laten_vervallen"): "vervallen",
    ("gehouden", "heropenen"): "te_plannen",
    ("vervallen", "heropenen"): "te_plannen",
}
VERWACHT = {
    **{(*sleutel, wie): naar for sleutel, naar in _SCHOOL.items() for wie in ("begeleider", "coordinator")},
    ("", "toevoegen", "app"): "te_plannen",
    ("te_plannen", "plannen", "app"): "gepland",
}


@pytest.mark.parametrize(("van", "stap", "wie"), list(product((None, *MomentStatus), MomentStap, Wie)))
def test_every_step_from_every_status_by_everybody(van: MomentStatus | None, stap: MomentStap, wie: Wie) -> None:
    verwacht = VERWACHT.get((van.value if van else "", stap.value, wie.value))
    if verwacht:
        assert check_stap(stap, van, {wie}, ALLES).value == verwacht
    else:
        with pytest.raises(MomentStapMagNiet):
            check_stap(stap, van, {wie}, ALLES)


@pytest.mark.parametrize("stap", MomentStap)
def test_nobody_may_do_nothing(stap: MomentStap) -> None:
    van = next(iter(OVERGANGEN[stap].van), None)
    with pytest.raises(MomentStapMagNiet, match="mag je niet"):
        check_stap(stap, van, (), ALLES)


# Step: the conditions it asks, written out.
VOORWAARDEN = {
    "toevoegen": {"dossier_open"},
    "plannen": {"dossier_open", "afspraak_later"},
    "verzetten": {"dossier_open", "afspraak_later"},
    "afzeggen": {"dossier_open", "afspraak_later", "reden"},
    "niet_gehouden": {"dossier_open", "afspraak_voorbij", "reden"},
    "houden": {"dossier_open", "niet_in_toekomst", "iemand_aanwezig"},
    "verbeteren": {"dossier_open", "niet_in_toekomst", "iemand_aanwezig"},
    "laten_vervallen": {"dossier_open", "reden"},
    "heropenen": {"dossier_open", "reden"},
}


@pytest.mark.parametrize(("stap", "voorwaarde"), list(product(MomentStap, Voorwaarde)))
def test_a_step_asks_exactly_its_conditions(stap: MomentStap, voorwaarde: Voorwaarde) -> None:
    van = next(iter(OVERGANGEN[stap].van), None)
    zonder = ALLES - {voorwaarde}
    if voorwaarde.value in VOORWAARDEN[stap.value]:
        with pytest.raises(MomentStapMagNiet) as fout:
            check_stap(stap, van, {Wie.BEGELEIDER}, zonder)
        assert VOORWAARDE_TEKST[voorwaarde].nl in fout.value.tekst.nl
    else:
        check_stap(stap, van, {Wie.BEGELEIDER}, zonder)


def test_all_reasons_against_are_named_at_once() -> None:
    with pytest.raises(MomentStapMagNiet, match=r"afgesloten en .* toekomst en .* reden"):
        check_stap(MomentStap.AFZEGGEN, MomentStatus.GEPLAND, {Wie.BEGELEIDER}, ())


def test_the_buttons_are_the_steps_that_can_be_taken_now() -> None:
    open_ = {Voorwaarde.DOSSIER_OPEN}

    def knoppen(status: MomentStatus, *extra: Voorwaarde) -> set[str]:
        return {s.value for s in mogelijke_stappen(status, {Wie.BEGELEIDER}, open_ | set(extra))}

    assert knoppen(MomentStatus.TE_PLANNEN) == {"plannen", "houden", "laten_vervallen"}
    assert knoppen(MomentStatus.GEPLAND, Voorwaarde.AFSPRAAK_LATER) == {
        "verzetten", "afzeggen", "houden", "laten_vervallen",
    }  # fmt: skip
    assert knoppen(MomentStatus.GEPLAND, Voorwaarde.AFSPRAAK_VOORBIJ) == {
        "verzetten", "niet_gehouden", "houden", "laten_vervallen",
    }  # fmt: skip
    assert knoppen(MomentStatus.GEHOUDEN) == {"verbeteren", "heropenen"}
    assert mogelijke_stappen(MomentStatus.TE_PLANNEN, {Wie.BEGELEIDER}, ()) == ()
    assert mogelijke_stappen(MomentStatus.TE_PLANNEN, (), open_) == ()


def test_every_status_step_and_condition_has_its_words() -> None:
    assert set(STATUS_LABEL) == set(STATUS_BETEKENIS) == set(STATUS_TOON) == set(MomentStatus)
    assert set(STAP_LABEL) == set(OVERGANGEN) == set(MomentStap)
    assert set(VOORWAARDE_TEKST) == set(Voorwaarde)


@pytest.mark.parametrize(
    ("aanwezig", "genoeg", "gezamenlijk"),
    [
        ({"student", "praktijkopleider", "onderwijsbegeleider"}, True, True),
        ({"student", "onderwijsbegeleider"}, True, False),
        ({"praktijkopleider", "onderwijsbegeleider"}, True, False),
        ({"student", "praktijkopleider"}, False, False),
        ({"onderwijsbegeleider"}, False, False),
        (set(), False, False),
    ],
)
def test_a_conversation_is_with_the_school_and_joint_with_all_three(
    aanwezig: set[str], genoeg: bool, gezamenlijk: bool
) -> None:
    assert is_aanwezig_genoeg(aanwezig) is genoeg
    assert is_gezamenlijk(aanwezig) is gezamenlijk
