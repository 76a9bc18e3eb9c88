"""The numbers of domain.md section 6: examples from the document, and held against python-stdnum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn as nl_bsn

from bpv_app.kernel import nummers

NEGEN = st.integers(0, 999_999_999).map(lambda n: f"{n:09d}")


@pytest.mark.parametrize("bsn", ["111222333", "123456782", "1112.22.333", "111 222 333", "1234-56-782"])
def test_valid_test_numbers_are_seen_as_bsn(bsn: str) -> None:
    assert nummers.is_bsn(bsn)


@pytest.mark.parametrize("geen", ["", "000000000", "111222334", "11122233", "1112223334", "BSN1", "１１１２２２３３３"])
def test_other_texts_are_no_bsn(geen: str) -> None:
    assert not nummers.is_bsn(geen)


def test_an_onderwijsnummer_is_one_and_no_bsn() -> None:
    assert nummers.is_onderwijsnummer("100024690")
    assert not nummers.is_bsn("100024690")
    assert not nummers.is_onderwijsnummer("111222333")


@given(NEGEN)
def test_the_eleven_test_is_that_of_stdnum(nummer: str) -> None:
    assert nummers.is_bsn(nummer) == nl_bsn.is_valid(nummer)


@given(NEGEN)
def test_no_number_is_both(nummer: str) -> None:
    assert not (nummers.is_bsn(nummer) and nummers.is_onderwijsnummer(nummer))


@given(st.text(max_size=80))
def test_nothing_that_is_left_in_a_text_is_a_bsn(tekst: str) -> None:
    import re

    for vorm in (tekst, f"{tekst}111222333", f"BSN 1112.22.333 {tekst}", f"{tekst} 111 222 333."):
        rest = nummers.zonder_bsn(vorm)
        assert not [c for c in re.findall(r"(?<!\d)\d{9}(?!\d)", rest, re.ASCII) if nl_bsn.is_valid(c)]


@given(st.text(max_size=300))
def test_readable_text_is_one_printable_line(tekst: str) -> None:
    schoon = nummers.schoon_tekst(tekst)
    assert schoon.isprintable()
    assert schoon == schoon.strip()
    assert "  " not in schoon


def test_characters_that_turn_text_around_are_gone() -> None:
    assert nummers.schoon_tekst("Jan\u202e nessnaJ\x00\u200b") == "Jan nessnaJ"


def test_a_short_piece_of_five_megabytes_is_short_and_quick() -> None:
    assert len(nummers.kort("x" * 5_000_000, 40)) == 40


@pytest.mark.parametrize(("tekst", "goed"), [("27DV", True), ("27DV01", True), ("27dv", True), ("2DVX", False)])
def test_brin(tekst: str, goed: bool) -> None:
    assert nummers.is_brin(tekst) is goed


@pytest.mark.parametrize(("tekst", "uit"), [("2312 ab", "2312AB"), ("2312AB", "2312AB")])
def test_postcode(tekst: str, uit: str) -> None:
    assert nummers.schoon_postcode(tekst) == uit


@pytest.mark.parametrize("tekst", ["0312AB", "2312SS", "2312", "AB2312", ""])
def test_no_postcode(tekst: str) -> None:
    with pytest.raises(ValueError, match="geen postcode"):
        nummers.schoon_postcode(tekst)
