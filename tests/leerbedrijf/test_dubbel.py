"""Likely doubles are found in the file, whatever the spelling, and adding one anyway takes a yes."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.rules_dubbel import Kenmerken
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer
from bpv_app.leerbedrijf.service import maak_leerbedrijf, verwijder_leerbedrijf, werk_leerbedrijf_bij
from bpv_app.leerbedrijf.service_dubbel import LijktDubbel, maak_leerbedrijf_als_nieuw, zoek_dubbelen
from tests.leerbedrijf.cast import make_buitenstaanders
from tests.makers import make_actor, make_team

INVOER = LeerbedrijfInvoer(
    "Van Dam Techniek B.V.", kvk="12345678", straat="Ambachtsweg", huisnummer="12", postcode="2312AB", plaats="Leiden"
)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)


def namen(session: Session, actor: Actor, **wat: str) -> list[str]:
    return [d.kenmerken.naam for d in zoek_dubbelen(session, actor, Kenmerken(**wat))]


@pytest.mark.parametrize("naam", ["van dam techniek", "Vandam Tecniek", "Techniek Van Dam bv", "VAN DAM TECHNIEK B.V."])
def test_a_name_spelt_another_way_is_found(session: Session, coordinator: Actor, clock: FixedClock, naam: str) -> None:
    maak_leerbedrijf(session, coordinator, clock, INVOER)
    for nr in range(30):
        ander = LeerbedrijfInvoer(f"Techniek {nr} van {chr(97 + nr % 26)}dam", plaats="Leiden")
        maak_leerbedrijf(session, coordinator, clock, ander)
    assert namen(session, coordinator, naam=naam, plaats="Leiden")[0] == INVOER.naam
    assert namen(session, coordinator, naam=naam, postcode="2312 ab", huisnummer="12-A") == [INVOER.naam]


def test_the_same_number_is_found_whatever_the_name(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    maak_leerbedrijf(session, coordinator, clock, INVOER)
    assert namen(session, coordinator, naam="VDT", kvk="12345678", postcode="2312AB", huisnummer="12") == [INVOER.naam]
    assert namen(session, coordinator, naam="VDT", kvk="87654321", postcode="2312AB", huisnummer="12") == []


def test_a_changed_and_a_deleted_company_are_no_longer_what_they_were(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    rij = maak_leerbedrijf(session, coordinator, clock, INVOER)
    anders = LeerbedrijfInvoer("Zonnebloem Zorg", plaats="Leiden")
    werk_leerbedrijf_bij(session, coordinator, clock, rij.id or 0, anders, rij.versie)
    assert namen(session, coordinator, naam="Van Dam Techniek", plaats="Leiden") == []
    assert namen(session, coordinator, naam="Zonnebloom Zorg", plaats="Leiden") == ["Zonnebloem Zorg"]
    verwijder_leerbedrijf(session, coordinator, rij.id or 0, rij.versie)
    assert namen(session, coordinator, naam="Zonnebloem Zorg", plaats="Leiden") == []


@pytest.mark.parametrize("naam", ["", "  ", "Ab", '"', "%_\\", "x" * 5000, "OR AND NOT (", "\x00van"])
def test_no_name_is_a_bug(session: Session, coordinator: Actor, clock: FixedClock, naam: str) -> None:
    maak_leerbedrijf(session, coordinator, clock, INVOER)
    assert namen(session, coordinator, naam=naam) == []


def test_adding_one_that_is_there_takes_a_yes(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    maak_leerbedrijf_als_nieuw(session, coordinator, clock, INVOER)
    with pytest.raises(LijktDubbel) as geweigerd:
        maak_leerbedrijf_als_nieuw(session, coordinator, clock, INVOER)
    assert [d.kenmerken.naam for d in geweigerd.value.dubbelen] == [INVOER.naam]
    assert INVOER.naam in geweigerd.value.tekst.nl
    tweede = maak_leerbedrijf_als_nieuw(session, coordinator, clock, INVOER, is_een_ander=True)
    assert tweede.id is not None


def test_a_wrong_field_is_said_before_a_double(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    with pytest.raises(OngeldigeInvoer):
        maak_leerbedrijf_als_nieuw(session, coordinator, clock, LeerbedrijfInvoer("", kvk="1"))


def test_who_may_not_see_companies_hears_nothing_of_doubles(session: Session) -> None:
    for wie in make_buitenstaanders(session).values():
        with pytest.raises(GeenRecht):
            zoek_dubbelen(session, wie, Kenmerken("Van Dam Techniek"))
