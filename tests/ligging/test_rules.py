"""Distances: those of the map, one decimal, and which postcodes hold a page of the nearest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.nummers import lees_kenmerk
from bpv_app.ligging.rules import (
    Gebied,
    Ligging,
    afstand_km,
    kader,
    kies_venster,
    lees_postcode,
    maak_gebied,
    rd_naar_graden,
    rond,
    toon_km,
)

LEIDEN, AMSTERDAM, MAASTRICHT = (52.1601, 4.4970), (52.3676, 4.9041), (50.8514, 5.6910)
PUNTEN = st.tuples(st.floats(50.7, 53.6), st.floats(3.3, 7.3))


def test_distances_are_those_of_the_map() -> None:
    assert afstand_km(LEIDEN, AMSTERDAM) == pytest.approx(36.1, abs=0.3)
    assert afstand_km(AMSTERDAM, MAASTRICHT) == pytest.approx(177.3, abs=0.6)
    assert afstand_km((52.0, 5.0), (53.0, 5.0)) == pytest.approx(111.195, abs=0.001)  # a degree of latitude


@given(PUNTEN, PUNTEN, PUNTEN)
def test_distance_is_a_distance(a: Ligging, b: Ligging, c: Ligging) -> None:
    assert afstand_km(a, a) == pytest.approx(0, abs=1e-6)
    assert afstand_km(a, b) == pytest.approx(afstand_km(b, a), abs=1e-9)
    assert afstand_km(a, c) <= afstand_km(a, b) + afstand_km(b, c) + 1e-6


@pytest.mark.parametrize(
    ("x", "y", "plek"),
    [
        (155_000, 463_000, (52.15517440, 5.38720621)),  # Amersfoort, Onze Lieve Vrouwetoren
        (120_700.723, 487_525.502, (52.37453253, 4.88352559)),  # Amsterdam, Westertoren
        (233_883.131, 582_065.167, (53.21938317, 6.56820053)),  # Groningen, Martinitoren
    ],
)
def test_the_grid_of_the_land_registry_becomes_degrees(x: float, y: float, plek: Ligging) -> None:
    assert afstand_km(rd_naar_graden(x, y), plek) < 0.001


@pytest.mark.parametrize(
    ("tekst", "postcode"),
    [
        ("2312AB", "2312AB"), ("2312 ab", "2312AB"), (" 2312  Ab ", "2312AB"), ("2312", "2312"), ("0312AB", ""),
        ("231", ""), ("2312A", ""), ("2312ABC", ""), ("S12345", ""), ("", ""), ("２３１２", ""),
    ],
)  # fmt: skip
def test_a_postcode_as_people_type_it(tekst: str, postcode: str) -> None:
    assert lees_postcode(tekst) == postcode


@pytest.mark.parametrize(
    ("tekst", "sleutel"),
    [("student-12", 12), ("student-", None), ("12", None), ("student-1e3", None), ("student-9999999999", None)],
)
def test_a_student_without_a_number_is_named_by_ours(tekst: str, sleutel: int | None) -> None:
    assert lees_kenmerk(tekst, "student-") == sleutel


def test_a_distance_reads_in_both_languages() -> None:
    assert (toon_km(12.345), toon_km(12.345, "en"), toon_km(0.0), toon_km(None)) == (
        "12,3\u00a0km", "12.3\u00a0km", "0,0\u00a0km", "",
    )  # fmt: skip


@given(PUNTEN, PUNTEN, st.sampled_from([1.0, 5.0, 15.0, 50.0, 200.0]))
def test_whatever_lies_in_the_circle_lies_in_the_box(hier: Ligging, daar: Ligging, km: float) -> None:
    (zuid, west), (noord, oost) = kader(hier, km)
    if rond(afstand_km(hier, daar)) <= km:
        assert zuid <= daar[0] <= noord
        assert west <= daar[1] <= oost
    # and the box is not simply everything
    assert afstand_km((zuid, hier[1]), hier) == pytest.approx(km + 0.05, rel=0.01)
    assert afstand_km((hier[0], oost), hier) == pytest.approx(km + 0.05, rel=0.05)


def test_all_of_a_postcode_lies_between_its_nearest_and_its_farthest() -> None:
    gebied = maak_gebied("2312", LEIDEN, 2.0, AMSTERDAM)
    assert (gebied.dichtst, gebied.km, gebied.verst) == (34.1, 36.1, 38.1)
    assert maak_gebied("2312", LEIDEN, 2.0, LEIDEN).dichtst == 0


@st.composite
def _school(draw: Any) -> list[tuple[Gebied, list[float]]]:
    """Postcodes with the distances of what lies in them."""
    uit = []
    for nr in range(draw(st.integers(0, 8))):
        dichtst = draw(st.integers(0, 40)) / 2
        verst = dichtst + draw(st.integers(0, 12)) / 2
        stap = st.integers(int(dichtst * 2), int(verst * 2)).map(lambda n: n / 2)
        uit.append((Gebied(f"{2300 + nr}", dichtst, verst, dichtst), draw(st.lists(stap, max_size=6))))
    return uit


@given(_school(), st.integers(0, 20), st.integers(1, 8), st.booleans())
def test_a_page_is_found_in_the_postcodes_of_its_window(
    school: list[tuple[Gebied, list[float]]], offset: int, limiet: int, aflopend: bool
) -> None:
    def orde(rij: tuple[float, str, int]) -> tuple[float, str, int]:
        return (-rij[0] if aflopend else rij[0], rij[1], rij[2])

    rijen = sorted(((km, g.code, i) for g, kms in school for i, km in enumerate(kms)), key=orde)
    venster = kies_venster([(g, len(kms)) for g, kms in school], offset, limiet, aflopend=aflopend)
    gezien = [r for r in rijen if r[1] in venster.codes]
    begin = offset - venster.overslaan
    assert gezien[begin : begin + limiet] == rijen[offset : offset + limiet]


def test_only_the_postcodes_of_the_page_are_looked_at() -> None:
    stukken = [(Gebied(f"{2300 + n}", float(n), float(n), float(n)), 10) for n in range(50)]
    venster = kies_venster(stukken, 100, 20)
    assert set(venster.codes) == {"2310", "2311"}
    assert venster.overslaan == 100
