"""The list of companies and the page of one company."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import LijstVraag, lees_vraag
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.queries import LEERBEDRIJVEN, get_leerbedrijf_detail, tel_leerbedrijven
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.leerbedrijf.service import controleer_erkenning
from bpv_app.leerbedrijf.tables import Leerbedrijf
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor, make_schoolrollen
from tests.makers import (
    make_actor,
    make_contactpersoon,
    make_erkenning,
    make_leerbedrijf,
    make_locatie,
    make_team,
)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)


def namen(session: Session, actor: Actor, vraag: LijstVraag) -> list[str]:
    antwoord = LEERBEDRIJVEN.vraag(session, actor, vraag)
    assert antwoord.totaal >= len(antwoord.rijen)
    return [r.naam for r in antwoord.rijen]


def make_vijf(session: Session) -> None:
    for naam, plaats, sbb_id, postcode in (
        ("bakker", "Leiden", "300000001", "2312AB"),
        ("Aalbers", "Delft", "200000002", "2611AB"),
        ("Élan", "LEIDERDORP", None, "2351AB"),
        ("Zwart", "Den Haag", "100000004", "2511AB"),
        ("Dam", "Leiden", None, "2311AB"),
    ):
        make_leerbedrijf(
            session,
            naam=naam,
            plaats=plaats,
            sbb_id=sbb_id,
            postcode=postcode,
            zoektekst=f"{naam.replace('É', 'e').lower()} {plaats.lower()} {sbb_id or ''}",
        )


def test_the_list_sorts_by_name_without_looking_at_capitals_and_counts_all(
    session: Session, coordinator: Actor
) -> None:
    make_vijf(session)
    assert namen(session, coordinator, LijstVraag()) == ["Aalbers", "bakker", "Dam", "Élan", "Zwart"]
    assert LEERBEDRIJVEN.vraag(session, coordinator, LijstVraag(per_pagina=2)).totaal == 5
    assert namen(session, coordinator, LijstVraag(aflopend=True)) == ["Zwart", "Élan", "Dam", "bakker", "Aalbers"]


def test_pages_follow_each_other_without_gaps_or_doubles(session: Session, coordinator: Actor) -> None:
    for _ in range(7):
        make_leerbedrijf(session, naam="Zelfde", zoektekst="zelfde", plaats="Leiden")
    gezien = [
        r.sleutel
        for pagina in (1, 2, 3, 4)
        for r in LEERBEDRIJVEN.vraag(
            session, coordinator, LijstVraag(pagina=pagina, per_pagina=2, sorteer="plaats")
        ).rijen
    ]
    assert len(gezien) == len(set(gezien)) == 7
    assert namen(session, coordinator, LijstVraag(pagina=99)) == []


@pytest.mark.parametrize("sorteer", [k.naam for k in LEERBEDRIJVEN.kolommen if k.sorteer])
def test_every_sortable_column_sorts_both_ways(session: Session, coordinator: Actor, sorteer: str) -> None:
    make_vijf(session)
    heen = namen(session, coordinator, LijstVraag(sorteer=sorteer))
    terug = namen(session, coordinator, LijstVraag(sorteer=sorteer, aflopend=True))
    assert heen == terug[::-1]
    assert len(heen) == 5


def test_columns_that_are_promised_are_the_cells_that_come(session: Session, coordinator: Actor) -> None:
    make_leerbedrijf(session)
    (rij,) = LEERBEDRIJVEN.vraag(session, coordinator, LijstVraag()).rijen
    assert len(rij.cellen) == len(LEERBEDRIJVEN.kolommen)
    assert rij.href == f"/leerbedrijven/{rij.sleutel}"


@pytest.mark.parametrize(
    ("query", "verwacht"),
    [
        ({"zoek": "leid"}, ["bakker", "Dam", "Élan"]),
        ({"zoek": "ÉLAN"}, ["Élan"]),
        ({"zoek": "200000002"}, ["Aalbers"]),
        ({"plaats": "leiden"}, ["bakker", "Dam"]),
        ({"plaats": "Leider"}, ["Élan"]),
        ({"plaats": "den h"}, ["Zwart"]),
        ({"plaats": "%"}, []),
        ({"sbb": "zonder"}, ["Dam", "Élan"]),
        ({"sbb": "met"}, ["Aalbers", "bakker", "Zwart"]),
        ({"sbb": "onzin"}, ["Aalbers", "bakker", "Dam", "Élan", "Zwart"]),
        ({"plaats": "leiden", "sbb": "zonder"}, ["Dam"]),
    ],
)
def test_search_and_filters_narrow_the_list(
    session: Session, coordinator: Actor, query: dict[str, str], verwacht: list[str]
) -> None:
    make_vijf(session)
    assert namen(session, coordinator, lees_vraag(LEERBEDRIJVEN, query)) == verwacht


def test_the_crebo_filter_shows_companies_accredited_now(session: Session, coordinator: Actor) -> None:
    nu, verlopen, ander, gestopt = (make_leerbedrijf(session, naam=n) for n in ("Nu", "Verlopen", "Ander", "Gestopt"))
    make_erkenning(session, nu)
    make_erkenning(session, nu, "25000")
    make_erkenning(session, verlopen, erkend_tot=date(2021, 1, 1))
    make_erkenning(session, ander, "25000")
    make_erkenning(session, gestopt)
    gestopt.actief_tot = date(2021, 1, 1)
    session.flush()
    antwoord = LEERBEDRIJVEN.vraag(session, coordinator, lees_vraag(LEERBEDRIJVEN, {"crebo": "25736"}))
    assert [(r.naam, r.cellen[9].waarde) for r in antwoord.rijen] == [("Nu", 2)]
    assert namen(session, coordinator, lees_vraag(LEERBEDRIJVEN, {"crebo": "onzin"})) == []
    assert namen(session, coordinator, lees_vraag(LEERBEDRIJVEN, {"actief": "nee"})) == ["Gestopt"]


def test_the_list_shows_only_what_the_actor_may_see(session: Session) -> None:
    contact = make_contactpersoon(session)
    make_leerbedrijf(session)
    for actor in make_schoolrollen(session).values():
        assert LEERBEDRIJVEN.vraag(session, actor, LijstVraag()).totaal == 2
    eigen = LEERBEDRIJVEN.vraag(session, make_opleider_actor(session, contact), LijstVraag())
    assert [r.sleutel for r in eigen.rijen] == [str(contact.leerbedrijf_id)]
    for actor in make_buitenstaanders(session).values():
        assert LEERBEDRIJVEN.vraag(session, actor, LijstVraag()).totaal == 0


def test_the_first_line_of_the_screen_counts(session: Session, coordinator: Actor) -> None:
    make_vijf(session)
    make_erkenning(session, make_leerbedrijf(session))
    telling = tel_leerbedrijven(session, coordinator)
    assert (telling.totaal, telling.zonder_sbb_id, telling.register_regels) == (6, 2, 1)


def test_the_detail_has_locations_contacts_accreditations_and_checks(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    contact = make_contactpersoon(session, naam="Jan")
    bedrijf = session.get_one(Leerbedrijf, contact.leerbedrijf_id)
    make_contactpersoon(session, bedrijf, naam="Anna", is_actief=False)
    make_locatie(session, bedrijf, naam="Hal 1")
    make_erkenning(session, bedrijf, erkend_tot=date(2026, 11, 26))
    make_erkenning(session, bedrijf, "25000", erkend_tot=date(2026, 11, 25))
    make_erkenning(session, make_leerbedrijf(session))
    for dag in (date(2026, 11, 26), date(2026, 11, 27)):
        controleer_erkenning(
            session, coordinator, clock, contact.leerbedrijf_id,
            crebo="25736", peildatum=dag, aanleiding=Aanleiding.HANDMATIG,
        )  # fmt: skip
    detail = get_leerbedrijf_detail(session, coordinator, contact.leerbedrijf_id, clock.vandaag())
    assert [c.naam for c in detail.contactpersonen] == ["Jan", "Anna"]
    assert [loc.naam for loc in detail.locaties] == ["Hal 1"]
    assert [(e.crebo, e.is_geldig) for e in detail.erkenningen] == [("25000", False), ("25736", True)]
    assert [(c.peildatum.day, c.uitkomst.value, c.door_naam) for c in detail.controles] == [
        (27, "niet_erkend", coordinator.naam),
        (26, "erkend", coordinator.naam),
    ]
    assert detail.controles[0].reden.en.startswith("Not accredited for crebo 25736 on 27 Nov 2026")


def test_the_detail_is_for_who_may_see_the_company(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    contact, ander = make_contactpersoon(session), make_contactpersoon(session)
    controleer_erkenning(
        session, coordinator, clock, contact.leerbedrijf_id,
        crebo="25736", peildatum=clock.vandaag(), aanleiding=Aanleiding.HANDMATIG,
    )  # fmt: skip
    opleider = make_opleider_actor(session, contact)
    eigen = get_leerbedrijf_detail(session, opleider, contact.leerbedrijf_id, clock.vandaag())
    assert eigen.controles == ()
    with pytest.raises(NietGevonden):
        get_leerbedrijf_detail(session, opleider, ander.leerbedrijf_id, clock.vandaag())
    for actor in make_buitenstaanders(session).values():
        with pytest.raises(NietGevonden):
            get_leerbedrijf_detail(session, actor, contact.leerbedrijf_id, clock.vandaag())
    with pytest.raises(NietGevonden):
        get_leerbedrijf_detail(session, coordinator, 2**60, clock.vandaag())
