"""The worklist of doubles: found by itself, certain ones first, and what somebody decided is remembered."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, select

from bpv_app.dashboard.queries_relaties import tel_relaties
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf import service_paren as paren
from bpv_app.leerbedrijf.queries_dubbel import DUBBELEN
from bpv_app.leerbedrijf.queries_samengevoegd import list_lijkt_op, list_samenvoegingen
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer
from bpv_app.leerbedrijf.service import werk_leerbedrijf_bij
from bpv_app.leerbedrijf.service_samenvoegen import Keuze, voeg_samen
from bpv_app.leerbedrijf.service_terugdraaien import maak_ongedaan
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.tables_samenvoegen import DubbelPaar
from tests.leerbedrijf.cast import make_schoolrollen
from tests.makers import NU, make_actor, make_leerbedrijf, make_team

CLOCK, PLANNER = FixedClock(NU), systeem("planner")


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)


def bedrijf(session: Session, naam: str, postcode: str = "2321JX", **anders: Any) -> Leerbedrijf:
    velden = {"sbb_id": None, "kvk": "", "zoektekst": naam.lower(), "postcode": postcode, **anders}
    return make_leerbedrijf(session, naam=naam, **velden)


def vergelijk_alles(session: Session) -> None:
    for _ in range(20):
        if not paren.vergelijk_volgende(session, PLANNER, CLOCK):
            return
    raise AssertionError("comparing does not come to an end")


def rijen(session: Session, actor: Actor, **filters: str) -> list[tuple[str, str]]:
    antwoord = DUBBELEN.vraag(session, actor, LijstVraag(filters=filters))
    assert antwoord.totaal == len(antwoord.rijen)
    return [(r.cellen[0].tekst, r.cellen[1].tekst) for r in antwoord.rijen]


def test_doubles_are_found_once_certain_ones_first(session: Session, coordinator: Actor) -> None:
    bedrijf(session, "Garage Smit", "1011AB", huisnummer="4")
    bedrijf(session, "Smit Garage BV", "9711XX", huisnummer="7", telefoon="071 555 01 01")
    bedrijf(session, "Bakkerij de Vries", huisnummer="12")
    bedrijf(session, "Bakkerij de Vreis", huisnummer="12")
    bedrijf(session, "Heel iets anders", "5611AA")
    assert paren.tel_te_vergelijken(session) == 5
    vergelijk_alles(session)
    assert paren.tel_te_vergelijken(session) == 0
    assert rijen(session, coordinator)[0] == ("Bakkerij de Vries", "Bakkerij de Vreis")
    assert rijen(session, coordinator, zeker="ja") == [("Bakkerij de Vries", "Bakkerij de Vreis")]
    teller = tel_relaties(session, coordinator, CLOCK.vandaag())[-1]
    assert (teller.aantal, teller.lijst.vraag(session, coordinator, teller.vraag).totaal) == (1, 1)


def test_not_the_same_does_not_come_back_until_one_changes(session: Session, coordinator: Actor) -> None:
    a, b = bedrijf(session, "Bakkerij de Vries"), bedrijf(session, "Bakkerij de Vreis")
    vergelijk_alles(session)
    with pytest.raises(OngeldigeInvoer):
        paren.zeg_anders(session, coordinator, CLOCK, a.id or 0, b.id or 0, "  ")
    paren.zeg_anders(session, coordinator, CLOCK, b.id or 0, a.id or 0, "Broers, twee winkels.")
    a.is_vergeleken = b.is_vergeleken = False
    session.flush()
    vergelijk_alles(session)
    assert rijen(session, coordinator) == []
    assert rijen(session, coordinator, besluit="anders") == [(a.naam, b.naam)]
    invoer = LeerbedrijfInvoer(naam=b.naam, postcode=b.postcode, huisnummer=b.huisnummer, telefoon="071 555 01 02")
    werk_leerbedrijf_bij(session, coordinator, CLOCK, b.id or 0, invoer, b.versie)
    assert not b.is_vergeleken
    vergelijk_alles(session)
    assert rijen(session, coordinator) == [(a.naam, b.naam)]
    paar = paren.get_paar(session, coordinator, a.id or 0, b.id or 0)
    assert paar is not None
    assert (paar.anders_op, paar.anders_reden) == (None, "")


def test_a_decision_can_be_taken_back(session: Session, coordinator: Actor) -> None:
    a, b = bedrijf(session, "Bakkerij de Vries"), bedrijf(session, "Iets anders")
    with pytest.raises(NietGevonden):
        paren.zet_terug(session, coordinator, a.id or 0, b.id or 0)
    paren.zeg_anders(session, coordinator, CLOCK, a.id or 0, b.id or 0, "Nagevraagd.")
    paren.zet_terug(session, coordinator, b.id or 0, a.id or 0)
    assert rijen(session, coordinator) == [(a.naam, b.naam)]


def test_what_no_longer_looks_alike_leaves_the_list(session: Session, coordinator: Actor) -> None:
    a, b = bedrijf(session, "Bakkerij de Vries"), bedrijf(session, "Bakkerij de Vreis")
    vergelijk_alles(session)
    assert [r.naam for r in list_lijkt_op(session, coordinator, a.id or 0)] == [b.naam]
    invoer = LeerbedrijfInvoer(naam="Garage Smit", postcode="1011 AB", huisnummer="9")
    werk_leerbedrijf_bij(session, coordinator, CLOCK, b.id or 0, invoer, b.versie)
    vergelijk_alles(session)
    assert rijen(session, coordinator) == []


def test_a_merged_company_leaves_the_list_and_comes_back_when_undone(session: Session, coordinator: Actor) -> None:
    a, b = bedrijf(session, "Bakkerij de Vries"), bedrijf(session, "Bakkerij de Vreis")
    vergelijk_alles(session)
    keuze = Keuze(a.id or 0, b.id or 0, frozenset(), a.versie, b.versie, "Zelfde winkel.")
    rij = voeg_samen(session, coordinator, CLOCK, keuze)
    vergelijk_alles(session)
    assert rijen(session, coordinator, besluit="alle") == []
    assert session.exec(select(DubbelPaar)).all() == []
    (regel,) = list_samenvoegingen(session, coordinator, a.id or 0)
    assert (regel.weg, regel.reden, regel.ongedaan_op) == (b.naam, "Zelfde winkel.", None)
    maak_ongedaan(session, coordinator, CLOCK, rij.id or 0, rij.versie)
    vergelijk_alles(session)
    assert rijen(session, coordinator) == [(a.naam, b.naam)]


def test_only_who_may_merge_sees_it(session: Session) -> None:
    a, b = bedrijf(session, "Bakkerij de Vries"), bedrijf(session, "Bakkerij de Vreis")
    vergelijk_alles(session)
    rollen = make_schoolrollen(session)
    for naam in ("onderwijsbegeleider", "studentenzaken"):
        assert rijen(session, rollen[naam]) == []
        assert "leerbedrijf_dubbel" not in {x.sleutel for x in tel_relaties(session, rollen[naam], CLOCK.vandaag())}
        with pytest.raises(GeenRecht):
            paren.zeg_anders(session, rollen[naam], CLOCK, a.id or 0, b.id or 0, "x")
    for een, ander in ((a.id or 0, a.id or 0), (a.id or 0, 2**60)):
        with pytest.raises(NietGevonden):
            paren.zeg_anders(session, rollen["coordinator"], CLOCK, een, ander, "x")
