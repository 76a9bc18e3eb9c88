"""Rules of the door, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.actor import RolToewijzing
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.rules import (
    AccountGegevens,
    WachtwoordFout,
    check_gegevens,
    check_toewijzing,
    check_wachtwoord,
    ip_sleutel,
    normaliseer_naam,
    veilig_pad,
)


@pytest.mark.parametrize("pad", ["/", "/poks", "/poks/12?tab=uren", "/poks?zoek=a%20b&pagina=2", "/uren/beoordelen"])
def test_a_path_on_this_site_is_followed(pad: str) -> None:
    assert veilig_pad(pad) == pad


@pytest.mark.parametrize(
    "pad",
    [
        None,
        "",
        "poks",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https:evil.example",
        "https://evil.example/",
        "http:/evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie: a=b\r\nX: y",
        "/.//evil.example",
        "/poks//../..//evil.example",
        "//[evil",
        " /poks",
        "/login",
        "/login?naar=/login",
        "/api/login",
        "/api/logout",
        "/link/abc",
        "/" + "a" * 400,
        "/\u202emoc.live",
        "/\x00",
    ],
)
def test_anything_else_is_not(pad: str | None) -> None:
    assert veilig_pad(pad) == "/"


@given(st.text(max_size=40))
def test_whatever_comes_out_stays_on_this_site(pad: str) -> None:
    uit = veilig_pad(pad)
    assert uit.startswith("/")
    assert uit[1:2] not in ("/", "\\")
    assert not set(uit) & set("\r\n\t\\")


def test_user_names_are_compared_without_capitals_and_spaces_around() -> None:
    assert normaliseer_naam("  Anna@School.Example ") == "anna@school.example"


@pytest.mark.parametrize("naam", ["", "a\x00b", "a\u202eb", "x" * 201])
def test_some_names_are_nobodys(naam: str) -> None:
    assert normaliseer_naam(naam) == ""


@pytest.mark.parametrize(
    ("wachtwoord", "reden"),
    [
        ("elf tekens!", "kort"),
        ("x" * 201, "lang"),
        ("abababababab", "eenvoudig"),
        ("Anna@School.example", "naam"),
        ("Anna van den Berg", "naam"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(wachtwoord: str, reden: str) -> None:
    with pytest.raises(WachtwoordFout) as fout:
        check_wachtwoord(wachtwoord, "anna@school.example", "Anna van den Berg")
    assert fout.value.reden == reden


def test_a_long_sentence_is_a_good_password() -> None:
    check_wachtwoord("paars fietst de maan", "anna@school.example", "Anna")


@pytest.mark.parametrize(
    ("ip", "sleutel"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2::99", "2001:db8:1:2"),
        ("2001:0db8:0001:0002::1", "2001:db8:1:2"),
        ("::1", "0:0:0:0"),
        ("fe80::1%eth0", "fe80:0:0:0"),
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(ip: str, sleutel: str) -> None:
    assert ip_sleutel(ip) == sleutel


GOED = [
    RolToewijzing(Rol.COORDINATOR),
    RolToewijzing(Rol.COORDINATOR, team_id=1),
    RolToewijzing(Rol.ONDERWIJSBEGELEIDER),
    RolToewijzing(Rol.ONDERWIJSBEGELEIDER, team_id=1),
    RolToewijzing(Rol.STUDENTENZAKEN),
    RolToewijzing(Rol.STUDENT, student_id=1),
    RolToewijzing(Rol.PRAKTIJKOPLEIDER, contactpersoon_id=1, leerbedrijf_id=1),
    RolToewijzing(Rol.BEHEER),
]
FOUT = [
    RolToewijzing(Rol.STUDENT),
    RolToewijzing(Rol.STUDENT, student_id=1, team_id=1),
    RolToewijzing(Rol.PRAKTIJKOPLEIDER),
    RolToewijzing(Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=1),
    RolToewijzing(Rol.PRAKTIJKOPLEIDER, contactpersoon_id=1),
    RolToewijzing(Rol.COORDINATOR, student_id=1),
    RolToewijzing(Rol.COORDINATOR, team_id=0),
    RolToewijzing(Rol.COORDINATOR, team_id=2**31),
    RolToewijzing(Rol.BEHEER, team_id=1),
    RolToewijzing(Rol.STUDENTENZAKEN, leerbedrijf_id=1),
]


@pytest.mark.parametrize("toewijzing", GOED, ids=str)
def test_a_role_with_its_own_scope_is_accepted(toewijzing: RolToewijzing) -> None:
    check_toewijzing(toewijzing)


@pytest.mark.parametrize("toewijzing", FOUT, ids=str)
def test_a_role_with_another_scope_is_refused(toewijzing: RolToewijzing) -> None:
    with pytest.raises(OngeldigeInvoer):
        check_toewijzing(toewijzing)


def test_every_wrong_field_of_an_account_is_named_at_once() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        check_gegevens(AccountGegevens("met spatie", " ", "geen adres", "06\n12", "fr"))
    assert set(fout.value.velden) == {"gebruikersnaam", "naam", "email", "telefoon", "taal"}


def test_names_of_contact_persons_are_not_given_to_others() -> None:
    with pytest.raises(OngeldigeInvoer):
        check_gegevens(AccountGegevens("Contactpersoon-12", "Piet"))
    assert check_gegevens(AccountGegevens("contactpersoon-12", "Piet"), is_contactpersoon=True).naam == "Piet"
