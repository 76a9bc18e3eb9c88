"""Making and changing companies, locations and contacts: who may, what is refused, what a stale form is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.rules_invoer import ContactpersoonInvoer, LeerbedrijfInvoer, LocatieInvoer
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor, make_schoolrollen
from tests.makers import make_actor, make_contactpersoon, make_leerbedrijf, make_locatie, make_pok, make_team


def _id(rij: Any) -> int:
    return int(rij.id)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)


def test_every_school_role_sees_every_company(session: Session) -> None:
    contact = make_contactpersoon(session)
    locatie = make_locatie(session, session.get_one(Leerbedrijf, contact.leerbedrijf_id))
    for actor in make_schoolrollen(session).values():
        assert _id(service.get_leerbedrijf(session, actor, contact.leerbedrijf_id)) == contact.leerbedrijf_id
        assert service.get_contactpersoon(session, actor, _id(contact)).naam == contact.naam
        assert service.get_locatie(session, actor, _id(locatie)).naam == locatie.naam


def test_a_praktijkopleider_sees_only_the_own_company(session: Session) -> None:
    eigen, ander = make_contactpersoon(session), make_contactpersoon(session)
    actor = make_opleider_actor(session, eigen)
    alleen_contact = make_actor(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=eigen.id)
    for wie in (actor, alleen_contact):
        assert _id(service.get_leerbedrijf(session, wie, eigen.leerbedrijf_id)) == eigen.leerbedrijf_id
        with pytest.raises(NietGevonden):
            service.get_leerbedrijf(session, wie, ander.leerbedrijf_id)
        with pytest.raises(NietGevonden):
            service.get_contactpersoon(session, wie, _id(ander))


def test_everybody_else_sees_none_and_cannot_tell_it_from_not_there(session: Session) -> None:
    contact = make_contactpersoon(session)
    for actor in make_buitenstaanders(session).values():
        for sleutel in (contact.leerbedrijf_id, 999_999):
            with pytest.raises(NietGevonden):
                service.get_leerbedrijf(session, actor, sleutel)


@pytest.mark.parametrize("sleutel", [0, -1, 2**31, 2**80, True, "1", None])
def test_a_hostile_key_is_just_not_found(session: Session, coordinator: Actor, sleutel: Any) -> None:
    make_leerbedrijf(session)
    for get in (service.get_leerbedrijf, service.get_locatie, service.get_contactpersoon):
        with pytest.raises(NietGevonden):
            get(session, coordinator, sleutel)


def test_only_a_coordinator_makes_and_changes_companies(session: Session, clock: FixedClock) -> None:
    bedrijf = make_leerbedrijf(session)
    rollen = make_schoolrollen(session)
    mag = rollen.pop("coordinator")
    invoer = LeerbedrijfInvoer(naam="Nieuw BV")
    assert service.maak_leerbedrijf(session, mag, clock, invoer).versie == 1
    for actor in rollen.values():
        with pytest.raises(GeenRecht):
            service.maak_leerbedrijf(session, actor, clock, invoer)
        with pytest.raises(GeenRecht):
            service.werk_leerbedrijf_bij(session, actor, clock, _id(bedrijf), invoer, bedrijf.versie)
        with pytest.raises(GeenRecht):
            service.maak_locatie(session, actor, _id(bedrijf), LocatieInvoer(naam="L"))
        with pytest.raises(GeenRecht):
            service.maak_contactpersoon(session, actor, _id(bedrijf), ContactpersoonInvoer(naam="C"))
        with pytest.raises(GeenRecht):
            service.verwijder_leerbedrijf(session, actor, _id(bedrijf), bedrijf.versie)
    for actor in make_buitenstaanders(session).values():
        with pytest.raises(GeenRecht):
            service.maak_leerbedrijf(session, actor, clock, invoer)
        with pytest.raises(NietGevonden):
            service.werk_leerbedrijf_bij(session, actor, clock, _id(bedrijf), invoer, bedrijf.versie)


def test_a_praktijkopleider_sees_but_does_not_change_the_own_company(session: Session, clock: FixedClock) -> None:
    contact = make_contactpersoon(session)
    actor = make_opleider_actor(session, contact)
    with pytest.raises(GeenRecht):
        service.werk_leerbedrijf_bij(session, actor, clock, contact.leerbedrijf_id, LeerbedrijfInvoer(naam="X"), 1)
    with pytest.raises(GeenRecht):
        service.werk_contactpersoon_bij(session, actor, _id(contact), ContactpersoonInvoer(naam="X"), 1)


def test_a_new_company_is_stored_tidied_and_findable(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    bedrijf = service.maak_leerbedrijf(
        session,
        coordinator,
        clock,
        LeerbedrijfInvoer(naam=" Élan  Techniek ", sbb_id="100 000 777", postcode="2312 ab", plaats="Leiden"),
    )
    assert (bedrijf.naam, bedrijf.sbb_id, bedrijf.postcode) == ("Élan Techniek", "100000777", "2312AB")
    assert bedrijf.bijgewerkt_op == clock.nu()
    gevonden = service.zoek_leerbedrijven(session, coordinator, "elan LEIDEN")
    assert [g.id for g in gevonden] == [bedrijf.id]


def test_a_leerbedrijf_id_belongs_to_one_company(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    een, twee = make_leerbedrijf(session, naam="Eerste BV"), make_leerbedrijf(session)
    with pytest.raises(OngeldigeInvoer) as fout:
        service.maak_leerbedrijf(session, coordinator, clock, LeerbedrijfInvoer(naam="X", sbb_id=een.sbb_id or ""))
    assert "Eerste BV" in fout.value.velden["sbb_id"].nl
    with pytest.raises(OngeldigeInvoer):
        service.werk_leerbedrijf_bij(
            session, coordinator, clock, _id(twee), LeerbedrijfInvoer(naam="Y", sbb_id=een.sbb_id or ""), twee.versie
        )


def test_companies_without_a_leerbedrijf_id_may_be_many(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    rijen = [service.maak_leerbedrijf(session, coordinator, clock, LeerbedrijfInvoer(naam=n)) for n in ("A", "B")]
    assert [r.sbb_id for r in rijen] == [None, None]


def test_a_change_counts_the_version_and_saving_nothing_does_not(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    invoer = LeerbedrijfInvoer(naam="Eerst", plaats="Leiden")
    bedrijf = service.maak_leerbedrijf(session, coordinator, clock, invoer)
    gemaakt = clock.moment
    clock.moment = gemaakt + timedelta(hours=1)
    service.werk_leerbedrijf_bij(session, coordinator, clock, _id(bedrijf), invoer, 1)
    assert (bedrijf.versie, bedrijf.bijgewerkt_op) == (1, gemaakt)
    service.werk_leerbedrijf_bij(session, coordinator, clock, _id(bedrijf), LeerbedrijfInvoer(naam="Later"), 1)
    assert (bedrijf.versie, bedrijf.bijgewerkt_op, bedrijf.zoektekst) == (2, clock.moment, "later")


def test_a_stale_form_is_told_what_changed_and_saves_nothing(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    bedrijf = service.maak_leerbedrijf(session, coordinator, clock, LeerbedrijfInvoer(naam="Eerst"))
    service.werk_leerbedrijf_bij(session, coordinator, clock, _id(bedrijf), LeerbedrijfInvoer(naam="Van de ander"), 1)
    with pytest.raises(Verouderd) as fout:
        service.werk_leerbedrijf_bij(session, coordinator, clock, _id(bedrijf), LeerbedrijfInvoer(naam="Van mij"), 1)
    assert ("naam", "Van de ander", "Van mij") in fout.value.verschillen
    assert bedrijf.naam == "Van de ander"
    contact, locatie = make_contactpersoon(session, bedrijf), make_locatie(session, bedrijf)
    with pytest.raises(Verouderd):
        service.werk_contactpersoon_bij(session, coordinator, _id(contact), ContactpersoonInvoer(naam="X"), 0)
    with pytest.raises(Verouderd):
        service.werk_locatie_bij(session, coordinator, _id(locatie), LocatieInvoer(naam="X"), 0)
    with pytest.raises(Verouderd):
        service.verwijder_locatie(session, coordinator, _id(locatie), 0)


def test_two_people_who_save_the_same_form_one_wins_the_other_is_told(motor: Engine, clock: FixedClock) -> None:
    with transaction(systeem(), op=motor) as session:
        bedrijf_id = _id(make_leerbedrijf(session, naam="Eerst"))

    def bewaar(naam: str) -> None:
        with transaction(systeem(), op=motor) as session:
            service.werk_leerbedrijf_bij(session, systeem(), clock, bedrijf_id, LeerbedrijfInvoer(naam=naam), 1)

    bewaar("Van de ander")
    with pytest.raises(Verouderd):
        bewaar("Van mij")
    with transaction(systeem(), op=motor) as session:
        assert session.get_one(Leerbedrijf, bedrijf_id).naam == "Van de ander"


def test_locations_and_contacts_are_made_changed_and_switched_off(session: Session, coordinator: Actor) -> None:
    bedrijf = make_leerbedrijf(session)
    locatie = service.maak_locatie(
        session, coordinator, _id(bedrijf), LocatieInvoer(naam="Werkplaats", vestigingsnummer="000012345678")
    )
    contact = service.maak_contactpersoon(
        session, coordinator, _id(bedrijf), ContactpersoonInvoer(naam="Jan", locatie_id=locatie.id)
    )
    assert (locatie.leerbedrijf_id, contact.locatie_id) == (bedrijf.id, locatie.id)
    service.werk_locatie_bij(session, coordinator, _id(locatie), LocatieInvoer(naam="Hal 2", is_actief=False), 1)
    service.werk_contactpersoon_bij(
        session, coordinator, _id(contact), ContactpersoonInvoer(naam="Jan", is_actief=False, is_tekenbevoegd=True), 1
    )
    assert (locatie.naam, locatie.is_actief, locatie.vestigingsnummer, locatie.versie) == ("Hal 2", False, "", 2)
    assert (contact.is_actief, contact.is_tekenbevoegd, contact.locatie_id, contact.versie) == (False, True, None, 2)


def test_a_contact_cannot_work_at_another_companys_location(session: Session, coordinator: Actor) -> None:
    contact, ander = make_contactpersoon(session), make_locatie(session, make_leerbedrijf(session))
    for locatie_id in (_id(ander), 999_999, 2**70):
        with pytest.raises(OngeldigeInvoer) as fout:
            service.werk_contactpersoon_bij(
                session, coordinator, _id(contact), ContactpersoonInvoer(naam="Jan", locatie_id=locatie_id), 1
            )
        assert set(fout.value.velden) == {"locatie_id"}


@pytest.mark.parametrize("maak", [service.maak_locatie, service.maak_contactpersoon])
def test_nothing_is_added_to_a_company_that_is_not_there(
    session: Session, coordinator: Actor, maak: Callable[..., Any]
) -> None:
    with pytest.raises(NietGevonden):
        maak(session, coordinator, 999_999, LocatieInvoer(naam="X"))


def test_what_is_unused_can_be_deleted_and_what_is_used_cannot(session: Session, coordinator: Actor) -> None:
    pok = make_pok(session)
    assert pok.leerbedrijf_id
    assert pok.praktijkopleider_id
    for verwijder, sleutel in (
        (service.verwijder_contactpersoon, pok.praktijkopleider_id),
        (service.verwijder_leerbedrijf, pok.leerbedrijf_id),
    ):
        with pytest.raises(service.InGebruik):
            verwijder(session, coordinator, sleutel, 1)
    bedrijf = make_leerbedrijf(session)
    contact, locatie = make_contactpersoon(session, bedrijf), make_locatie(session, bedrijf)
    service.verwijder_contactpersoon(session, coordinator, _id(contact), 1)
    service.verwijder_locatie(session, coordinator, _id(locatie), 1)
    service.verwijder_leerbedrijf(session, coordinator, _id(bedrijf), 1)
    assert session.get(Leerbedrijf, pok.leerbedrijf_id) is not None
    assert session.get(Contactpersoon, pok.praktijkopleider_id) is not None
    assert session.exec(select(Locatie)).all() == []
    assert session.get(Leerbedrijf, bedrijf.id) is None
