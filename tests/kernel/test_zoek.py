"""Searching as people type."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.zoek import begint_met, maak_zoektekst, patronen, vouw


@pytest.mark.parametrize(
    ("tekst", "gevouwen"),
    [
        ("Café  Één ", "cafe een"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Müller & Zn.", "muller & zn."),
        ("a\x00b", "a b"),
        ("", ""),
    ],
)
def test_capitals_accents_and_spaces_do_not_matter(tekst: str, gevouwen: str) -> None:
    assert vouw(tekst) == gevouwen


def test_the_stored_text_starts_with_the_first_part_and_skips_what_is_empty() -> None:
    assert maak_zoektekst("Élan B.V.", None, "", "Leiden", "100000001") == "elan b.v. leiden 100000001"


def test_every_word_becomes_a_pattern_with_wildcards_taken_literally() -> None:
    assert patronen("Dam 50%_\\") == ("%dam%", "%50\\%\\_\\\\%")
    assert patronen("  ") == ()
    assert len(patronen("a " * 50)) == 8


@given(st.text(max_size=60), st.text(alphabet="ab%_\\ é", max_size=12))
def test_a_text_is_found_by_any_piece_of_itself_and_never_by_a_wildcard(tekst: str, zoek: str) -> None:
    opgeslagen = maak_zoektekst(tekst)
    met_sqlite = sqlite3.connect(":memory:")
    for patroon, woord in zip(patronen(zoek), vouw(zoek).split(), strict=True):
        (gevonden,) = met_sqlite.execute("SELECT ? LIKE ? ESCAPE '\\'", (opgeslagen, patroon)).fetchone()
        assert bool(gevonden) == (woord in opgeslagen)
    met_sqlite.close()


def test_a_prefix_pattern_takes_wildcards_literally() -> None:
    assert begint_met(" Den  Haag%") == "den haag\\%%"


@pytest.mark.parametrize("waarde", [0, -1, True, 2**31, 10**30, "1", None, 1.0])
def test_what_cannot_be_a_key_is_not_one(waarde: object) -> None:
    assert not is_sleutel(waarde)


@pytest.mark.parametrize("waarde", [1, 2**31 - 1])
def test_a_positive_whole_number_is_a_key(waarde: int) -> None:
    assert is_sleutel(waarde)
