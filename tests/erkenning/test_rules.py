"""The proposal, the words, and the reason of closing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.erkenning.rules import (
    AANVRAAG_DAGEN,
    MAX_REDEN,
    UITLOOP_DAGEN,
    Feiten,
    Voorstel,
    Waarover,
    check_reden,
    mailregel,
    peildag,
    stel_voor,
    vat_samen,
)
from bpv_app.kernel.errors import OngeldigeInvoer

V = date(2026, 11, 26)


def feiten(begin: int = 10, eind: int = 200, **anders: object) -> Feiten:
    """An agreement that begins and ends so many days from today."""
    standaard: dict[str, object] = {
        "waarover": Waarover.POK,
        "begin_op": V + timedelta(days=begin),
        "eind_op": V + timedelta(days=eind),
        "is_begonnen": begin <= 0,
    }
    return Feiten(**{**standaard, **anders})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wat", "verwacht"),
    [
        (feiten(), Voorstel.VERVANGENDE_PLEK),
        (feiten(AANVRAAG_DAGEN - 1), Voorstel.VERVANGENDE_PLEK),
        (feiten(AANVRAAG_DAGEN), Voorstel.OPNIEUW_AANVRAGEN),
        (feiten(-5), Voorstel.VERVANGENDE_PLEK),
        (feiten(-5, UITLOOP_DAGEN), Voorstel.BEEINDIGEN),
        (feiten(-5, UITLOOP_DAGEN + 1), Voorstel.VERVANGENDE_PLEK),
        (feiten(5, UITLOOP_DAGEN), Voorstel.VERVANGENDE_PLEK),
        (feiten(andere_erkenning=True), Voorstel.KEUZEDEEL),
        (feiten(-5, andere_erkenning=True), Voorstel.KEUZEDEEL),
        (feiten(weer_vanaf=V + timedelta(days=20)), Voorstel.BEGIN_UITSTELLEN),
        (feiten(weer_vanaf=V + timedelta(days=20), andere_erkenning=True), Voorstel.BEGIN_UITSTELLEN),
        (feiten(weer_vanaf=V + timedelta(days=201)), Voorstel.VERVANGENDE_PLEK),
        (feiten(-5, weer_vanaf=V + timedelta(days=20)), Voorstel.VERVANGENDE_PLEK),
        (feiten(waarover=Waarover.PLAATS), Voorstel.PLAATS_INTREKKEN),
        (Feiten(Waarover.POK, None, None, is_begonnen=False), Voorstel.VERVANGENDE_PLEK),
    ],
)
def test_the_proposal_is_the_first_that_fits(wat: Feiten, verwacht: Voorstel) -> None:
    assert stel_voor(wat, V) is verwacht


@given(st.none() | st.dates(), st.dates())
def test_the_day_that_counts_never_lies_behind_us(begin: date | None, vandaag: date) -> None:
    dag = peildag(begin, vandaag)
    assert dag >= vandaag
    assert dag in (vandaag, begin)


def test_closing_takes_a_reason() -> None:
    assert check_reden("  Overlegd met SBB.  ") == "Overlegd met SBB."
    for fout in ("", "   ", "x" * (MAX_REDEN + 1)):
        with pytest.raises(OngeldigeInvoer) as gevangen:
            check_reden(fout)
        assert "reden" in gevangen.value.velden


def test_the_first_line_counts_in_words() -> None:
    assert vat_samen(0, 0).nl == "Geen POK of plaats verloor haar erkenning."
    assert vat_samen(1, 1).nl == "1 POK of plaats verloor de erkenning; 1 is nog niet begonnen."
    assert vat_samen(3, 2).en == "3 agreements and places lost the accreditation; 2 have not begun yet."


def test_a_line_of_the_mail_says_who_where_when_and_what_to_do() -> None:
    regel = mailregel("2026-00412", "Yara Bakker", "De Rijn", date(2026, 12, 7), Voorstel.VERVANGENDE_PLEK)
    assert regel.nl == "2026-00412 Yara Bakker, De Rijn, vanaf 7 dec 2026. Zoek een vervangende plek."
    assert mailregel("A", "B", "C", None, Voorstel.KEUZEDEEL).nl.startswith("A B, C. Kijk")
