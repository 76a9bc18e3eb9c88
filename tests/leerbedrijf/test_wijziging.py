"""A company corrects its own data: what waits, what is live with a note, who decides, and what goes out of date."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, select

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf import service, service_eigen
from bpv_app.leerbedrijf import service_wijziging as wijziging
from bpv_app.leerbedrijf.queries_wijziging import get_eigen_wijziging, get_wijziging, list_wijzigingen
from bpv_app.leerbedrijf.rules_invoer import ContactpersoonInvoer, LeerbedrijfInvoer
from bpv_app.leerbedrijf.rules_wijziging import (
    WACHT_VELDEN,
    Achterhaald,
    AlBesloten,
    Veldwijziging,
    WijzigingStatus,
    velden_van,
)
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.leerbedrijf.tables_relatie import BedrijfWijziging
from bpv_app.post.rules import Sjabloon
from bpv_app.post.tables import Mail
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor
from tests.makers import make_actor, make_contactpersoon, make_leerbedrijf


class Zaak:
    """A company with a praktijkopleider, a coordinator, and a proposal form as the company sees it."""

    def __init__(self, session: Session, clock: FixedClock) -> None:
        self.session, self.clock = session, clock
        self.bedrijf: Leerbedrijf = make_leerbedrijf(session, naam="Van Dam Techniek", kvk="12345678")
        self.ik: Contactpersoon = make_contactpersoon(session, self.bedrijf, naam="Farid Haddad")
        self.opleider: Actor = make_opleider_actor(session, self.ik)
        self.coordinator: Actor = make_actor(session, Rol.COORDINATOR)
        self.id = self.bedrijf.id or 0

    def vraag(self, waarom: str = "", **anders: str) -> BedrijfWijziging:
        wil = {**wijziging.waarden_van(self.bedrijf), **anders}
        return wijziging.stel_wijziging_voor(
            self.session, self.opleider, self.clock, self.id, wil, waarom, self.bedrijf.versie
        )

    def wijzig(self, wie: Actor, **anders: Any) -> None:
        nu = {v: getattr(self.bedrijf, v) or "" for v in WACHT_VELDEN}
        service.werk_leerbedrijf_bij(
            self.session, wie, self.clock, self.id, LeerbedrijfInvoer(**{**nu, **anders}), self.bedrijf.versie
        )

    def mails(self) -> list[Mail]:
        return list(self.session.exec(select(Mail).where(Mail.sjabloon == Sjabloon.WIJZIGING_BESLUIT)).all())


@pytest.fixture
def zaak(session: Session, clock: FixedClock) -> Zaak:
    return Zaak(session, clock)


def test_name_address_and_numbers_wait_and_nothing_changes(session: Session, zaak: Zaak) -> None:
    oud = wijziging.waarden_van(zaak.bedrijf)
    rij = zaak.vraag("We zijn verhuisd.", naam="Van Dam B.V.", kvk="87654321", postcode="2312 ab")
    assert wijziging.waarden_van(zaak.bedrijf) == oud
    assert (rij.status, rij.gevraagd, rij.toelichting) == (
        WijzigingStatus.WACHT,
        {"naam": "Van Dam B.V.", "kvk": "87654321", "postcode": "2312AB"},
        "We zijn verhuisd.",
    )
    assert rij.gezien == {veld: oud[veld] for veld in rij.gevraagd}
    eigen = get_eigen_wijziging(session, zaak.opleider, zaak.id)
    assert eigen is not None
    assert eigen.status is WijzigingStatus.WACHT
    assert next((v.veld, v.oud, v.nieuw) for v in eigen.velden) == ("naam", "Van Dam Techniek", "Van Dam B.V.")


def test_a_coordinator_carries_it_out_and_the_company_is_mailed(session: Session, zaak: Zaak) -> None:
    rij = zaak.vraag(kvk="87654321")
    wijziging.keur_wijziging_goed(session, zaak.coordinator, zaak.clock, rij.id or 0, rij.versie)
    assert zaak.bedrijf.kvk == "87654321"
    assert zaak.bedrijf.naam == "Van Dam Techniek"
    (mail,) = zaak.mails()
    assert (mail.aan, mail.contactpersoon_id) == (zaak.ik.email, zaak.ik.id)
    assert "12345678 → 87654321" in mail.tekst
    with pytest.raises(AlBesloten) as fout:
        wijziging.weiger_wijziging(session, zaak.coordinator, zaak.clock, rij.id or 0, "Nee", rij.versie)
    assert zaak.coordinator.naam in fout.value.tekst.nl


def test_a_refusal_needs_a_reason_that_the_company_reads(session: Session, zaak: Zaak) -> None:
    rij = zaak.vraag(naam="Iets anders")
    with pytest.raises(OngeldigeInvoer):
        wijziging.weiger_wijziging(session, zaak.coordinator, zaak.clock, rij.id or 0, "  ", rij.versie)
    wijziging.weiger_wijziging(session, zaak.coordinator, zaak.clock, rij.id or 0, "Staat niet in de KvK.", rij.versie)
    assert zaak.bedrijf.naam == "Van Dam Techniek"
    assert "Staat niet in de KvK." in zaak.mails()[0].tekst
    eigen = get_eigen_wijziging(session, zaak.opleider, zaak.id)
    assert eigen is not None
    assert (eigen.status, eigen.antwoord) == (WijzigingStatus.GEWEIGERD, "Staat niet in de KvK.")


def test_an_overtaken_proposal_says_who_changed_what(session: Session, zaak: Zaak) -> None:
    rij = zaak.vraag(naam="Van Dam B.V.", plaats="Delft")
    ander = make_actor(session, Rol.COORDINATOR)
    session.info["actor"] = ander
    zaak.wijzig(ander, naam="Van Dam Holding")
    d = get_wijziging(session, zaak.coordinator, rij.id or 0)
    assert [(v.veld, v.is_achterhaald, v.nu) for v in d.velden] == [
        ("naam", True, "Van Dam Holding"),
        ("plaats", False, ""),
    ]
    with pytest.raises(Achterhaald) as fout:
        wijziging.keur_wijziging_goed(session, zaak.coordinator, zaak.clock, rij.id or 0, rij.versie)
    assert ander.naam in fout.value.tekst.nl
    assert "Naam werd 'Van Dam Holding'" in fout.value.tekst.nl
    assert (zaak.bedrijf.naam, rij.status) == ("Van Dam Holding", WijzigingStatus.WACHT)
    wijziging.keur_wijziging_goed(session, zaak.coordinator, zaak.clock, rij.id or 0, rij.versie, toch=True)
    assert (zaak.bedrijf.naam, zaak.bedrijf.plaats) == ("Van Dam B.V.", "Delft")


def test_the_same_change_by_somebody_else_is_not_in_the_way() -> None:
    velden = velden_van({"naam": "A", "kvk": ""}, {"naam": "B", "kvk": "12345678"}, {"naam": "B", "kvk": None})
    assert velden == [Veldwijziging("naam", "A", "B"), Veldwijziging("kvk", "", "12345678")]


def test_what_makes_no_sense_is_refused_field_by_field(session: Session, zaak: Zaak) -> None:
    for anders, velden in (
        ({}, {"naam"}),
        ({"naam": ""}, {"naam"}),
        ({"sbb_id": ""}, {"sbb_id"}),
        ({"kvk": "1", "postcode": "9"}, {"kvk", "postcode"}),
    ):
        with pytest.raises(OngeldigeInvoer) as fout:
            zaak.vraag(**anders)
        assert set(fout.value.velden) == velden
    with pytest.raises(OngeldigeInvoer):
        zaak.vraag("x" * 1001, naam="Goed")
    assert session.exec(select(BedrijfWijziging)).all() == []
    with pytest.raises(Verouderd):
        wijziging.stel_wijziging_voor(session, zaak.opleider, zaak.clock, zaak.id, {"naam": "B"}, "", 99)


def test_an_id_of_another_company_is_told_to_the_coordinator_only(session: Session, zaak: Zaak) -> None:
    ander = make_leerbedrijf(session, naam="Geheim B.V.")
    rij = zaak.vraag(sbb_id=ander.sbb_id or "")
    with pytest.raises(OngeldigeInvoer) as fout:
        wijziging.keur_wijziging_goed(session, zaak.coordinator, zaak.clock, rij.id or 0, rij.versie)
    assert "Geheim B.V." in fout.value.tekst.nl


def test_one_proposal_waits_and_a_new_one_takes_its_place(session: Session, zaak: Zaak) -> None:
    een, twee = zaak.vraag(naam="Een"), zaak.vraag(naam="Twee")
    assert (een.status, twee.status) == (WijzigingStatus.INGETROKKEN, WijzigingStatus.WACHT)
    wijziging.trek_wijziging_in(session, zaak.opleider, zaak.clock, zaak.id)
    assert twee.status is WijzigingStatus.INGETROKKEN
    with pytest.raises(NietGevonden):
        wijziging.trek_wijziging_in(session, zaak.opleider, zaak.clock, zaak.id)


def test_what_is_live_at_once_leaves_a_note(session: Session, zaak: Zaak) -> None:
    nieuw = service_eigen.BereikInvoer(telefoon="0715550100", email=zaak.bedrijf.email, website=zaak.bedrijf.website)
    service_eigen.werk_eigen_bedrijf_bij(session, zaak.opleider, zaak.clock, zaak.id, nieuw, zaak.bedrijf.versie)
    collega = ContactpersoonInvoer(naam="Ans Bos", email="ans@bedrijf.example")
    service_eigen.maak_collega(session, zaak.opleider, zaak.clock, zaak.id, collega)
    mijn = ContactpersoonInvoer(naam="Farid Haddad", functie="Chef", email=zaak.ik.email)
    service_eigen.werk_eigen_gegevens_bij(session, zaak.opleider, zaak.clock, zaak.ik.id or 0, mijn, zaak.ik.versie)
    assert zaak.bedrijf.telefoon == "0715550100"
    notities = session.exec(select(BedrijfWijziging).order_by(BedrijfWijziging.id)).all()  # type: ignore[arg-type]
    assert [(n.status, n.wie, set(n.gevraagd)) for n in notities][:2] == [
        (WijzigingStatus.LIVE, "", {"telefoon"}),
        (WijzigingStatus.LIVE, "Ans Bos", {"naam", "email", "is_praktijkopleider", "is_actief"}),
    ]
    assert (notities[2].wie, "functie" in notities[2].gevraagd) == ("Farid Haddad", True)
    assert {n.door_naam for n in notities} == {zaak.opleider.naam}
    wijziging.markeer_gelezen(session, zaak.coordinator, zaak.clock, notities[0].id or 0, 1)
    rijen = list_wijzigingen(session, zaak.coordinator, LijstVraag())
    assert rijen.totaal == 2
    assert get_eigen_wijziging(session, zaak.opleider, zaak.id) is None


def test_nothing_changed_leaves_no_note(session: Session, zaak: Zaak) -> None:
    zelfde = service_eigen.BereikInvoer(zaak.bedrijf.telefoon, zaak.bedrijf.email, zaak.bedrijf.website)
    service_eigen.werk_eigen_bedrijf_bij(session, zaak.opleider, zaak.clock, zaak.id, zelfde, zaak.bedrijf.versie)
    assert session.exec(select(BedrijfWijziging)).all() == []


def test_only_the_own_company_asks_and_only_who_keeps_the_file_decides(session: Session, zaak: Zaak) -> None:
    rij = zaak.vraag(naam="B")
    vreemd = make_opleider_actor(session, make_contactpersoon(session))
    for ander in (vreemd, zaak.coordinator, *make_buitenstaanders(session).values()):
        with pytest.raises((GeenRecht, NietGevonden)):
            wijziging.stel_wijziging_voor(session, ander, zaak.clock, zaak.id, {"naam": "C"}, "", zaak.bedrijf.versie)
        with pytest.raises((GeenRecht, NietGevonden)):
            wijziging.trek_wijziging_in(session, ander, zaak.clock, zaak.id)
    assert get_eigen_wijziging(session, vreemd, zaak.id) is None
    begeleider = make_actor(session, Rol.ONDERWIJSBEGELEIDER)
    for ander in (zaak.opleider, vreemd, begeleider, *make_buitenstaanders(session).values()):
        for doe in (
            lambda a: wijziging.keur_wijziging_goed(session, a, zaak.clock, rij.id or 0, rij.versie),
            lambda a: wijziging.weiger_wijziging(session, a, zaak.clock, rij.id or 0, "Nee", rij.versie),
            lambda a: wijziging.markeer_gelezen(session, a, zaak.clock, rij.id or 0, rij.versie),
            lambda a: get_wijziging(session, a, rij.id or 0),
        ):
            with pytest.raises(GeenRecht):
                doe(ander)
        assert list_wijzigingen(session, ander, LijstVraag()).totaal == 0
    weg = replace(zaak.coordinator)
    for vreemd_id in (0, -1, "1; drop", None):
        with pytest.raises(NietGevonden):
            wijziging.keur_wijziging_goed(session, weg, zaak.clock, vreemd_id, 1)  # type: ignore[arg-type]


def test_who_left_the_company_gets_no_mail(session: Session, zaak: Zaak) -> None:
    rij = zaak.vraag(naam="B")
    zaak.ik.is_actief = False
    session.flush()
    wijziging.keur_wijziging_goed(session, zaak.coordinator, zaak.clock, rij.id or 0, rij.versie)
    assert zaak.bedrijf.naam == "B"
    assert zaak.mails() == []
