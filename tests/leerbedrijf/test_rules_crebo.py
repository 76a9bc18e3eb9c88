"""Successors and groups of crebos; accreditation in part and per route. Every answer is written out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.leerbedrijf.rules import ErkenningRegel, Oordeel, Uitkomst, beoordeel_erkenning
from bpv_app.leerbedrijf.rules_crebo import ALTIJD, CreboVerband, Telt, Verband, bereken_telt, breid_uit

OUD, NIEUW, NIEUWST, ANDER, GROEP = "25100", "25736", "25999", "25500", "23100"
PER = date(2026, 8, 1)
LATER = date(2027, 8, 1)
BEGIN, EIND = date(2020, 1, 1), date(2026, 12, 31)


def opvolging(van: str, naar: str, vanaf: date = PER) -> CreboVerband:
    return CreboVerband(Verband.OPVOLGING, van, naar, vanaf)


def in_groep(groep: str, crebo: str, vanaf: date = ALTIJD) -> CreboVerband:
    return CreboVerband(Verband.GROEP, groep, crebo, vanaf)


def paren(*verbanden: CreboVerband) -> dict[tuple[str, str], date]:
    """(asked, accredited) and the day from which."""
    return {(t.crebo, t.erkend_crebo): t.vanaf for t in bereken_telt(verbanden)}


def oordeel(
    crebo: str, dag: date, *regels: ErkenningRegel, verbanden: tuple[CreboVerband, ...] = (), **vraag: object
) -> Oordeel:
    per_crebo: dict[str, list[Telt]] = {}
    for t in bereken_telt(verbanden):
        per_crebo.setdefault(t.erkend_crebo, []).append(t)
    standaard: dict[str, object] = {"sbb_id": "100000001"}
    return beoordeel_erkenning(breid_uit(regels, per_crebo), crebo, "", dag, **{**standaard, **vraag})  # type: ignore[arg-type]


def test_a_succession_counts_both_ways_from_its_day() -> None:
    assert paren(opvolging(OUD, NIEUW)) == {(NIEUW, OUD): PER, (OUD, NIEUW): PER}


def test_successions_chain_from_the_latest_day_and_never_zigzag() -> None:
    keten = paren(opvolging(OUD, NIEUW), opvolging(NIEUW, NIEUWST, LATER))
    assert keten[(NIEUWST, OUD)] == LATER
    assert keten[(OUD, NIEUWST)] == LATER
    splitsing = paren(opvolging(OUD, NIEUW), opvolging(OUD, ANDER))
    assert set(splitsing) == {(NIEUW, OUD), (OUD, NIEUW), (ANDER, OUD), (OUD, ANDER)}
    samenvoeging = paren(opvolging(OUD, NIEUWST), opvolging(ANDER, NIEUWST))
    assert (OUD, ANDER) not in samenvoeging
    assert (ANDER, OUD) not in samenvoeging


def test_a_group_counts_for_its_crebos_and_a_crebo_never_for_its_group() -> None:
    assert paren(in_groep(GROEP, NIEUW), in_groep(GROEP, ANDER, PER)) == {(NIEUW, GROEP): ALTIJD, (ANDER, GROEP): PER}
    assert (NIEUW, GROEP) not in paren(in_groep(GROEP, OUD), opvolging(OUD, NIEUW))


def test_a_circle_in_the_file_ends() -> None:
    kring = paren(opvolging(OUD, NIEUW), opvolging(NIEUW, OUD), opvolging(NIEUW, NIEUWST))
    assert set(kring) == {(a, b) for a in (OUD, NIEUW, NIEUWST) for b in (OUD, NIEUW, NIEUWST) if a != b}


@given(
    st.lists(
        st.builds(
            CreboVerband,
            st.just(Verband.OPVOLGING),
            st.sampled_from([OUD, NIEUW, NIEUWST, ANDER]),
            st.sampled_from([OUD, NIEUW, NIEUWST, ANDER]),
            st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        ),
        max_size=8,
    )
)
def test_succession_is_symmetric_and_says_nothing_about_a_crebo_and_itself(verbanden: list[CreboVerband]) -> None:
    uit = paren(*verbanden)
    assert all(uit[(b, a)] == dag for (a, b), dag in uit.items())
    assert all(a != b for a, b in uit)


# --- date travel: the day itself, the day before, the day after -----------------------------------------------------

REGEL = ErkenningRegel(OUD, BEGIN, EIND)


@pytest.mark.parametrize(
    ("crebo", "dag", "verwacht"),
    [
        (OUD, BEGIN - timedelta(days=1), False),
        (OUD, BEGIN, True),
        (OUD, EIND, True),
        (OUD, EIND + timedelta(days=1), False),
        (NIEUW, PER - timedelta(days=1), False),
        (NIEUW, PER, True),
        (NIEUW, EIND, True),
        (NIEUW, EIND + timedelta(days=1), False),
        (NIEUWST, PER, False),
        (NIEUWST, EIND, False),
        (ANDER, PER, False),
    ],
)
def test_an_accreditation_for_the_old_crebo_counts_for_the_new_one_from_the_day(
    crebo: str, dag: date, verwacht: bool
) -> None:
    uit = oordeel(crebo, dag, REGEL, verbanden=(opvolging(OUD, NIEUW), opvolging(NIEUW, NIEUWST, LATER)))
    assert uit.is_erkend is verwacht
    if verwacht and crebo == NIEUW:
        assert uit.reden.nl.endswith(f"via crebo {OUD}.")


@pytest.mark.parametrize(("dag", "verwacht"), [(PER - timedelta(days=1), False), (PER, True), (LATER, True)])
def test_one_for_the_new_crebo_lets_who_began_on_the_old_one_finish(dag: date, verwacht: bool) -> None:
    regel = ErkenningRegel(NIEUW, BEGIN)
    assert oordeel(OUD, dag, regel, verbanden=(opvolging(OUD, NIEUW),)).is_erkend is verwacht


def test_a_group_accreditation_is_enough_for_a_crebo_in_it() -> None:
    regel = ErkenningRegel(GROEP, BEGIN, EIND)
    assert oordeel(NIEUW, EIND, regel, verbanden=(in_groep(GROEP, NIEUW),)).is_erkend
    assert not oordeel(NIEUW, EIND + timedelta(days=1), regel, verbanden=(in_groep(GROEP, NIEUW),)).is_erkend
    assert not oordeel(ANDER, EIND, regel, verbanden=(in_groep(GROEP, NIEUW),)).is_erkend


# --- in part, and per route -----------------------------------------------------------------------------------------

W1, W2, W3 = "B1-K1-W1", "B1-K1-W2", "B1-K2-W1"
DEEL = ErkenningRegel(NIEUW, BEGIN, EIND, werkprocessen=(W1, W2))


@pytest.mark.parametrize(
    ("gevraagd", "uitkomst", "woorden"),
    [
        ((), Uitkomst.DEELS, "Leg op de POK vast"),
        ((W1,), Uitkomst.ERKEND, "deze BPV blijft daarbinnen"),
        ((W1, W2), Uitkomst.ERKEND, "deze BPV blijft daarbinnen"),
        ((W1, W3), Uitkomst.DEELS, f"niet voor {W3}"),
    ],
)
def test_a_partial_accreditation_is_enough_only_for_what_lies_within_it(
    gevraagd: tuple[str, ...], uitkomst: Uitkomst, woorden: str
) -> None:
    uit = oordeel(NIEUW, EIND, DEEL, werkprocessen=gevraagd)
    assert uit.uitkomst is uitkomst
    assert woorden in uit.reden.nl
    assert uit.is_erkend is (uitkomst is Uitkomst.ERKEND)


def test_a_whole_accreditation_beside_a_partial_one_is_whole_and_two_partial_ones_add_up() -> None:
    assert oordeel(NIEUW, EIND, DEEL, ErkenningRegel(NIEUW, BEGIN)).uitkomst is Uitkomst.ERKEND
    samen = (DEEL, ErkenningRegel(NIEUW, BEGIN, werkprocessen=(W3,)))
    assert oordeel(NIEUW, EIND, *samen, werkprocessen=(W1, W3)).is_erkend
    assert not oordeel(NIEUW, EIND + timedelta(days=1), *samen, werkprocessen=(W1, W3)).is_erkend


def test_a_partial_accreditation_for_the_old_crebo_stays_partial_for_the_new_one() -> None:
    regel = ErkenningRegel(OUD, BEGIN, werkprocessen=(W1,))
    assert oordeel(NIEUW, PER, regel, verbanden=(opvolging(OUD, NIEUW),)).uitkomst is Uitkomst.DEELS


def test_for_a_keuzedeel_a_partial_accreditation_is_an_accreditation_too() -> None:
    assert beoordeel_erkenning([DEEL], NIEUW, "K0123", EIND, sbb_id="1").is_erkend


@pytest.mark.parametrize(("gevraagd", "verwacht"), [("BBL", True), ("BOL", False), ("BOL_DT", False), ("", True)])
def test_an_accreditation_for_one_route_is_for_that_route_and_an_unknown_route_is_told(
    gevraagd: str, verwacht: bool
) -> None:
    uit = oordeel(NIEUW, EIND, ErkenningRegel(NIEUW, BEGIN, leerweg="BBL"), leerweg=gevraagd)
    assert uit.is_erkend is verwacht
    assert "alleen" in uit.reden.nl
    assert "BBL" in uit.reden.nl


def test_reasons_fit_where_they_are_kept() -> None:
    veel = tuple(f"B{a}-K{b}-W{c}" for a in range(1, 4) for b in range(1, 4) for c in range(1, 6))
    uit = oordeel(NIEUW, EIND, ErkenningRegel(NIEUW, BEGIN, werkprocessen=veel), werkprocessen=("B9-K9-W9",))
    assert len(uit.reden.nl) <= 300
    assert len(uit.reden.en) <= 300
