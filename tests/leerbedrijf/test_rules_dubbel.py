"""Doubles: what looks like one company, and what only seems to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.leerbedrijf.rules_dubbel import (
    Aanwijzing,
    Kenmerken,
    domein_van,
    drietallen,
    gelijkenis_namen,
    kern_van,
    vergelijk,
)

VAN_DAM = Kenmerken(
    "Van Dam Techniek B.V.",
    sbb_id="100000001",
    kvk="12345678",
    huisnummer="12",
    postcode="2312AB",
    plaats="Leiden",
    telefoon="071 512 34 56",
    email="info@vandam.example",
)
ZONDER_NUMMERS = replace(VAN_DAM, sbb_id="", kvk="")


@pytest.mark.parametrize(
    ("naam", "kern"),
    [
        ("Van Dam Techniek B.V.", "van dam techniek"),
        ("Stichting De Zonnebloem", "de zonnebloem"),
        ("Bakkerij Jansen & Zn. V.O.F.", "bakkerij jansen en zn"),
        ("CAFÉ ’t Hoekje", "cafe t hoekje"),
        ("B.V.", "bv"),
        ("", ""),
        ("Łódź 24/7", "łodz 24 7".replace("ł", "")),
    ],
)
def test_the_core_of_a_name_has_no_legal_form(naam: str, kern: str) -> None:
    assert kern_van(naam) == kern


@pytest.mark.parametrize(
    "anders",
    [
        replace(ZONDER_NUMMERS, naam="van dam techniek"),
        replace(ZONDER_NUMMERS, naam="Vandam Techniek"),
        replace(ZONDER_NUMMERS, naam="Techniek van Dam"),
        replace(ZONDER_NUMMERS, naam="Van Dam Tecniek BV", huisnummer="12a", telefoon="", email=""),
        replace(ZONDER_NUMMERS, naam="Van Damm Techniek", postcode="2312AC"),
        Kenmerken("Van Dam Techniek", plaats="leiden"),
        Kenmerken("van Dam Techniek bv", postcode="2312 ab"),
        Kenmerken("Iets anders", sbb_id="100000001"),
        Kenmerken("VDT Installaties", kvk="12345678", huisnummer="12", postcode="2312AB"),
        Kenmerken("Dam Installatie", huisnummer="12", postcode="2312AB", website="https://www.vandam.example/over"),
    ],
)
def test_a_company_entered_twice_is_found(anders: Kenmerken) -> None:
    assert vergelijk(VAN_DAM, anders).lijkt


@pytest.mark.parametrize(
    "anders",
    [
        Kenmerken("Van Dam Techniek", sbb_id="100000002", kvk="12345678", huisnummer="3", postcode="3011AA"),
        Kenmerken("Van Dijk Techniek", huisnummer="80", postcode="2312KL", plaats="Leiden"),
        Kenmerken("Kapsalon Mooi", huisnummer="12", postcode="2312AB", plaats="Leiden"),
        Kenmerken("Techniek", plaats="Leiden"),
        Kenmerken("Van Dam Bakkerij", plaats="Utrecht"),
        Kenmerken("", plaats="Leiden"),
    ],
)
def test_another_branch_a_neighbour_or_a_namesake_is_not(anders: Kenmerken) -> None:
    assert not vergelijk(VAN_DAM, anders).lijkt


def test_another_branch_of_the_same_company_is_shown_and_never_certain() -> None:
    tak = vergelijk(ZONDER_NUMMERS, replace(ZONDER_NUMMERS, kvk="12345678", postcode="3011AA", huisnummer="3"))
    assert tak.lijkt
    assert not tak.is_vrijwel_zeker
    assert Aanwijzing.ANDER_ADRES in tak.aanwijzingen


def test_it_says_why() -> None:
    gelijk = vergelijk(ZONDER_NUMMERS, replace(ZONDER_NUMMERS, naam="Van Damm Tecniek", telefoon="+31 71 5123456"))
    assert gelijk.aanwijzingen == (
        Aanwijzing.NAAM_LIJKT,
        Aanwijzing.ADRES,
        Aanwijzing.DOMEIN,
        Aanwijzing.TELEFOON,
    )
    assert gelijk.is_vrijwel_zeker


def test_a_shared_mail_provider_says_nothing() -> None:
    assert domein_van("jan@gmail.com", "") == ""
    assert domein_van("jan@gmail.com", "http://www.jan.example:8080/x") == "jan.example"
    assert domein_van("", "") == ""


def test_the_index_is_asked_for_groups_of_three_letters() -> None:
    assert drietallen("De Dam B.V.") == ("dam",)
    assert drietallen("Anna Anna") == ("ann", "nna")
    assert drietallen("Op") == ()


namen = st.text(st.characters(codec="utf-8"), max_size=30)
rijen = st.builds(
    Kenmerken,
    naam=namen,
    sbb_id=st.sampled_from(["", "100000001", "100000002"]),
    kvk=st.sampled_from(["", "12345678"]),
    huisnummer=st.sampled_from(["", "1", "1a", "x"]),
    postcode=st.sampled_from(["", "2312AB", "2312 AC", "3011AA"]),
    plaats=namen,
    telefoon=namen,
    email=namen,
    website=namen,
)


@given(rijen, rijen)
def test_it_works_both_ways_and_stays_between_nothing_and_all(a: Kenmerken, b: Kenmerken) -> None:
    assert vergelijk(a, b) == vergelijk(b, a)
    assert 0 <= vergelijk(a, b).punten <= 100


@given(st.text("abcdefghij ", min_size=6, max_size=20), st.integers(0, 5))
def test_one_letter_more_is_still_alike(naam: str, plek: int) -> None:
    kern = kern_van(naam)
    if len(kern.replace(" ", "")) >= 6:
        assert gelijkenis_namen(kern, kern[:plek] + "x" + kern[plek:]) >= 70
