"""Finding a company: words, accreditation first, then distance."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.rules import Uitkomst
from bpv_app.leerbedrijf.service import zoek_leerbedrijven
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.ligging.tables import Postcode
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor
from tests.makers import bewaar, make_actor, make_contactpersoon, make_erkenning, make_leerbedrijf, make_team

DAG = date(2026, 12, 7)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)


def make_postcodes(session: Session) -> None:
    for pc4, breedte, lengte in (
        ("2312", 52.1601, 4.4970),
        ("1012", 52.3676, 4.9041),
        ("6211", 50.8514, 5.6910),
        ("9711", 53.2194, 6.5665),
    ):
        bewaar(session, Postcode(pc4=pc4, breedte=breedte, lengte=lengte))


def make(session: Session, naam: str, postcode: str = "", **anders: object) -> Leerbedrijf:
    return make_leerbedrijf(session, naam=naam, postcode=postcode, zoektekst=naam.lower(), **anders)


def test_every_word_must_be_there_in_any_order_and_wildcards_mean_nothing(session: Session, coordinator: Actor) -> None:
    make_leerbedrijf(session, naam="Van Dam", zoektekst="van dam leiden")
    make_leerbedrijf(session, naam="Van Vliet", zoektekst="van vliet leiden")
    make_leerbedrijf(session, naam="100% Hout", zoektekst="100% hout delft")

    def namen(tekst: str) -> list[str]:
        return [g.naam for g in zoek_leerbedrijven(session, coordinator, tekst)]

    assert namen("LEIDEN dam") == ["Van Dam"]
    assert namen("0%") == ["100% Hout"]
    assert namen("%") == ["100% Hout"]
    assert namen("_") == []
    assert namen("") == ["100% Hout", "Van Dam", "Van Vliet"]
    assert namen("'; DROP TABLE leerbedrijf; --") == []
    assert namen("a\x00b") == []


def test_the_nearest_come_first_with_the_distance_and_the_unknown_last(session: Session, coordinator: Actor) -> None:
    make_postcodes(session)
    make(session, "A Maastricht", "6211AB")
    make(session, "B zonder postcode")
    make(session, "C onbekende postcode", "9999XX")
    make(session, "D Leiden", "2312AB")
    make(session, "E Groningen", "9711AB")
    make(session, "F Amsterdam", "1012AB")
    gevonden = zoek_leerbedrijven(session, coordinator, "", postcode="2312 xy")
    assert "".join(g.naam[0] for g in gevonden) == "DFAEBC"
    afstand = {g.naam[0]: g.afstand for g in gevonden}
    assert afstand["D"] == pytest.approx(0, abs=0.01)
    assert afstand["F"] == pytest.approx(36.1, abs=0.5)
    assert (afstand["B"], afstand["C"]) == (None, None)
    bekend = [a for a in afstand.values() if a is not None]
    assert bekend == sorted(bekend)


@pytest.mark.parametrize("postcode", ["", "9999XX", "geen postcode", "2312", "\x00", "%"])
def test_an_unknown_postcode_orders_by_name(session: Session, coordinator: Actor, postcode: str) -> None:
    make_postcodes(session)
    make(session, "B", "2312AB")
    make(session, "A", "6211AB")
    namen = [g.naam for g in zoek_leerbedrijven(session, coordinator, "", postcode=postcode)]
    assert namen == (["B", "A"] if postcode == "2312" else ["A", "B"])


def test_accredited_companies_come_first_even_when_further_away(session: Session, coordinator: Actor) -> None:
    make_postcodes(session)
    make(session, "Dichtbij", "2312AB")
    ver = make(session, "Ver", "6211AB")
    make_erkenning(session, ver)
    verlopen = make(session, "Verlopen", "1012AB")
    make_erkenning(session, verlopen, erkend_tot=date(2026, 12, 6))
    make(session, "Zonder ID", "2312AB", sbb_id=None)
    gevonden = zoek_leerbedrijven(session, coordinator, "", crebo="25736", peildatum=DAG, postcode="2312AB")
    assert [(g.naam, g.erkend, g.uitkomst) for g in gevonden] == [
        ("Ver", True, Uitkomst.ERKEND),
        ("Dichtbij", False, Uitkomst.NIET_ERKEND),
        ("Zonder ID", None, Uitkomst.ONBEKEND),
        ("Verlopen", False, Uitkomst.NIET_ERKEND),
    ]


def test_without_a_crebo_nothing_is_said_about_accreditation(session: Session, coordinator: Actor) -> None:
    make_erkenning(session, make(session, "A"))
    for crebo in ("", "geen"):
        (gevonden,) = zoek_leerbedrijven(session, coordinator, "", crebo=crebo, peildatum=DAG)
        assert (gevonden.uitkomst, gevonden.erkend, gevonden.reden) == (None, None, None)


def test_an_empty_register_says_unknown(session: Session, coordinator: Actor) -> None:
    make(session, "A")
    (gevonden,) = zoek_leerbedrijven(session, coordinator, "", crebo="25736", peildatum=DAG)
    assert gevonden.erkend is None
    assert gevonden.uitkomst is Uitkomst.ONBEKEND


def test_no_more_than_the_limit_and_never_more_than_a_hundred(session: Session, coordinator: Actor) -> None:
    for _ in range(103):
        make_leerbedrijf(session)
    assert [len(zoek_leerbedrijven(session, coordinator, "", limiet=n)) for n in (-1, 5, 1000)] == [1, 5, 100]


def test_a_praktijkopleider_finds_the_own_company_and_an_outsider_none(session: Session) -> None:
    eigen = make_contactpersoon(session)
    make_contactpersoon(session)
    gevonden = zoek_leerbedrijven(session, make_opleider_actor(session, eigen), "")
    assert [g.id for g in gevonden] == [eigen.leerbedrijf_id]
    for actor in make_buitenstaanders(session).values():
        assert zoek_leerbedrijven(session, actor, "") == []
