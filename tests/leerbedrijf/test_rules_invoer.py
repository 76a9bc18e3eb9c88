"""Numbers and addresses of companies (domain.md section 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.leerbedrijf.rules_invoer import (
    ContactpersoonInvoer,
    LeerbedrijfInvoer,
    LocatieInvoer,
    OngeldigNummer,
    check_contactpersoon,
    check_leerbedrijf,
    check_locatie,
    lees_crebo,
    lees_email,
    lees_keuzedeel,
    lees_kvk,
    lees_postcode,
    lees_sbb_id,
    lees_telefoon,
    lees_vestigingsnummer,
    lees_website,
    toon_postcode,
    zoektekst_van,
)


@pytest.mark.parametrize(
    ("lees", "in_", "uit"),
    [
        (lees_sbb_id, "100000000", "100000000"),
        (lees_sbb_id, " 100 234 567 ", "100234567"),
        (lees_sbb_id, "999999999", "999999999"),
        (lees_sbb_id, "", ""),
        (lees_sbb_id, None, ""),
        (lees_kvk, "01234567", "01234567"),
        (lees_kvk, "KvK 12345678", "12345678"),
        (lees_kvk, "1234.5678", "12345678"),
        (lees_vestigingsnummer, "000012345678", "000012345678"),
        (lees_crebo, "25736", "25736"),
        (lees_keuzedeel, "k0012", "K0012"),
        (lees_postcode, "2312 ab", "2312AB"),
        (lees_postcode, "2312AB", "2312AB"),
        (lees_postcode, "", ""),
        (lees_email, " jan@bedrijf.example ", "jan@bedrijf.example"),
        (lees_telefoon, "+31 (0)71 555 01 00", "+31 (0)71 555 01 00"),
        (lees_telefoon, "", ""),
        (lees_website, "www.bedrijf.example", "https://www.bedrijf.example"),
        (lees_website, "http://bedrijf.example/stage?x=1", "http://bedrijf.example/stage?x=1"),
    ],
)
def test_a_good_number_is_stored_without_its_decoration(
    lees: Callable[[str | None], str], in_: str | None, uit: str
) -> None:
    assert lees(in_) == uit


@pytest.mark.parametrize(
    ("lees", "waarde"),
    [
        (lees_sbb_id, "012345678"),
        (lees_sbb_id, "1234567890"),
        (lees_sbb_id, "10000000a"),
        (lees_sbb_id, "١٠٠٠٠٠٠٠٠"),
        (lees_kvk, "1234567"),
        (lees_kvk, "123456789"),
        (lees_vestigingsnummer, "12345678"),
        (lees_crebo, "2573"),
        (lees_keuzedeel, "K001"),
        (lees_keuzedeel, "0012"),
        (lees_postcode, "0312AB"),
        (lees_postcode, "2312SA"),
        (lees_postcode, "2312SD"),
        (lees_postcode, "2312SS"),
        (lees_postcode, "2312"),
        (lees_postcode, "2312AB1"),
        (lees_email, "jan"),
        (lees_email, "jan@bedrijf"),
        (lees_email, "a@b.example, c@d.example"),
        (lees_email, "jan@bedrijf.example\nBcc: x@y.example"),
        (lees_telefoon, "bel mij"),
        (lees_website, "javascript:alert(1)"),
        (lees_website, "ftp://bedrijf.example"),
        (lees_website, "https://gebruiker:geheim@bedrijf.example"),
    ],
)
def test_a_wrong_number_is_refused(lees: Callable[[str | None], str], waarde: str) -> None:
    with pytest.raises(OngeldigNummer):
        lees(waarde)


@given(st.integers(100_000_000, 999_999_999))
def test_every_number_in_the_range_is_a_leerbedrijf_id(nummer: int) -> None:
    assert lees_sbb_id(str(nummer)) == str(nummer)


@given(st.text(max_size=40))
def test_reading_never_raises_anything_else_and_is_stable(tekst: str) -> None:
    for lees in (lees_sbb_id, lees_kvk, lees_vestigingsnummer, lees_postcode, lees_email, lees_website, lees_keuzedeel):
        try:
            gelezen = lees(tekst)
        except OngeldigNummer:
            continue
        assert lees(gelezen) == gelezen


def test_a_postcode_is_shown_with_a_space() -> None:
    assert toon_postcode("2312AB") == "2312 AB"
    assert toon_postcode("") == ""


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        check_leerbedrijf(
            LeerbedrijfInvoer(
                naam="  ",
                sbb_id="12",
                kvk="x",
                postcode="0000AA",
                email="nee",
                telefoon="?",
                website="javascript:1",
                plaats="p" * 101,
                actief_van=date(2026, 2, 1),
                actief_tot=date(2026, 1, 31),
            )
        )
    assert set(fout.value.velden) == {
        "naam", "sbb_id", "kvk", "postcode", "email", "telefoon", "website", "plaats", "actief_tot",
    }  # fmt: skip


def test_a_good_company_is_tidied() -> None:
    goed = check_leerbedrijf(LeerbedrijfInvoer(naam=" Van  Dam\tTechniek ", sbb_id="100 000 001", postcode="2321 jx"))
    assert (goed.naam, goed.sbb_id, goed.postcode) == ("Van Dam Techniek", "100000001", "2321JX")
    assert check_leerbedrijf(goed) == goed


def test_a_company_may_be_active_for_one_day() -> None:
    dag = date(2026, 1, 1)
    assert check_leerbedrijf(LeerbedrijfInvoer(naam="X", actief_van=dag, actief_tot=dag)).actief_tot == dag


def test_a_location_and_a_contact_are_checked_too() -> None:
    with pytest.raises(OngeldigeInvoer) as locatie:
        check_locatie(LocatieInvoer(naam="", vestigingsnummer="1", postcode="x"))
    assert set(locatie.value.velden) == {"naam", "vestigingsnummer", "postcode"}
    with pytest.raises(OngeldigeInvoer) as contact:
        check_contactpersoon(ContactpersoonInvoer(naam="", email="x", telefoon="x"))
    assert set(contact.value.velden) == {"naam", "email", "telefoon"}
    assert check_contactpersoon(ContactpersoonInvoer(naam="Jan", locatie_id=3, is_actief=False)).locatie_id == 3


def test_the_search_text_starts_with_the_name() -> None:
    bedrijf = LeerbedrijfInvoer(naam="Élan", plaats="Leiden", sbb_id="100000001", kvk="12345678", postcode="2312AB")
    assert zoektekst_van(bedrijf) == "elan leiden 100000001 12345678 2312ab"
