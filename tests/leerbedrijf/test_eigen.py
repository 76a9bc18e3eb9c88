"""A praktijkopleider and the own company: what may be changed, by whom, and what a colleague loses at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf import service_eigen as service
from bpv_app.leerbedrijf.queries_detail import get_leerbedrijf_detail
from bpv_app.leerbedrijf.queries_eigen import get_eigen_bedrijf
from bpv_app.leerbedrijf.rules_invoer import ContactpersoonInvoer
from bpv_app.leerbedrijf.service_eigen import BereikInvoer
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.toegang.geheim import leid_token_af
from bpv_app.toegang.links import account_van, bekijk_link, gebruik_link, maak_maillink
from bpv_app.toegang.rules import LinkWerktNiet
from bpv_app.toegang.tables import Audit, Sessie
from bpv_app.uren.clauses import bedrijf_uren
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor, make_schoolrollen
from tests.makers import make_actor, make_contactpersoon, make_leerbedrijf, make_pok, make_team


@dataclass(frozen=True)
class Cast:
    """`ik` and `collega` at one company, `vreemd` at another one."""

    bedrijf: Leerbedrijf
    ik: Contactpersoon
    collega: Contactpersoon
    vreemd: Contactpersoon
    actor: Actor

    @property
    def bedrijf_id(self) -> int:
        return self.bedrijf.id or 0


def _id(rij: Any) -> int:
    return int(rij.id)


@pytest.fixture
def cast(session: Session) -> Cast:
    bedrijf = make_leerbedrijf(session, telefoon="0715550199")
    ik = make_contactpersoon(session, bedrijf, naam="Farid Haddad")
    collega = make_contactpersoon(session, bedrijf, naam="Ans Bos", is_tekenbevoegd=True)
    return Cast(bedrijf, ik, collega, make_contactpersoon(session), make_opleider_actor(session, ik))


def invoer(**anders: Any) -> ContactpersoonInvoer:
    return ContactpersoonInvoer(**{"naam": "Ans Bos", "email": "ans@bedrijf.example", **anders})


def test_one_sees_the_own_company_and_who_works_there(session: Session, cast: Cast) -> None:
    eigen = get_eigen_bedrijf(session, cast.actor)
    assert (eigen.id, eigen.naam, eigen.ik.naam) == (cast.bedrijf.id, cast.bedrijf.naam, "Farid Haddad")
    assert [(c.naam, c.ben_ik) for c in eigen.collegas] == [("Ans Bos", False)]


def test_how_to_reach_the_company_may_be_changed_and_nothing_else(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    oud = (cast.bedrijf.naam, cast.bedrijf.sbb_id, cast.bedrijf.kvk, cast.bedrijf.plaats, cast.bedrijf.zoektekst)
    nieuw = BereikInvoer(telefoon="071 555 01 00", email="info@bedrijf.example", website="bedrijf.example")
    rij = service.werk_eigen_bedrijf_bij(session, cast.actor, clock, cast.bedrijf_id, nieuw, 1)
    assert (rij.telefoon, rij.email, rij.website) == (
        "071 555 01 00",
        "info@bedrijf.example",
        "https://bedrijf.example",
    )
    assert (rij.naam, rij.sbb_id, rij.kvk, rij.plaats, rij.zoektekst) == oud
    assert rij.bijgewerkt_op == clock.nu()
    regel = session.exec(select(Audit).where(Audit.tabel == "leerbedrijf", Audit.soort == "gewijzigd")).one()
    assert regel.nieuw["website"] == "https://bedrijf.example"


def test_wrong_addresses_are_all_named(session: Session, cast: Cast, clock: FixedClock) -> None:
    fout_invoer = BereikInvoer(telefoon="bel maar", email="geen adres", website="javascript:alert(1)")
    with pytest.raises(OngeldigeInvoer) as fout:
        service.werk_eigen_bedrijf_bij(session, cast.actor, clock, cast.bedrijf_id, fout_invoer, 1)
    assert set(fout.value.velden) == {"telefoon", "email", "website"}


def test_a_stale_form_saves_nothing(session: Session, cast: Cast, clock: FixedClock) -> None:
    service.werk_eigen_bedrijf_bij(session, cast.actor, clock, cast.bedrijf_id, BereikInvoer(telefoon="0711234567"), 1)
    with pytest.raises(Verouderd):
        service.werk_eigen_bedrijf_bij(session, cast.actor, clock, cast.bedrijf_id, BereikInvoer(), 1)
    service.zet_keurt_uren(session, cast.actor, clock, _id(cast.collega), True, 1)
    with pytest.raises(Verouderd):
        service.zet_keurt_uren(session, cast.actor, clock, _id(cast.collega), False, 1)
    with pytest.raises(Verouderd):
        service.werk_collega_bij(session, cast.actor, clock, _id(cast.collega), invoer(), 1)
    with pytest.raises(Verouderd):
        service.werk_eigen_gegevens_bij(session, cast.actor, clock, _id(cast.ik), invoer(), 7)


def test_own_data_may_be_changed_but_never_own_rights(session: Session, cast: Cast, clock: FixedClock) -> None:
    nieuw = invoer(naam="F. Haddad", functie="Chef", keurt_uren=True, is_actief=False, is_tekenbevoegd=True)
    rij = service.werk_eigen_gegevens_bij(session, cast.actor, clock, _id(cast.ik), nieuw, 1)
    assert (rij.naam, rij.functie, rij.email) == ("F. Haddad", "Chef", "ans@bedrijf.example")
    assert (rij.keurt_uren, rij.is_actief, rij.is_tekenbevoegd, rij.is_praktijkopleider) == (False, True, False, True)
    with pytest.raises(NietGevonden):
        service.zet_keurt_uren(session, cast.actor, clock, _id(cast.ik), True, rij.versie)
    with pytest.raises(NietGevonden):
        service.werk_collega_bij(session, cast.actor, clock, _id(cast.ik), nieuw, rij.versie)
    with pytest.raises(NietGevonden):
        service.werk_eigen_gegevens_bij(session, cast.actor, clock, _id(cast.collega), nieuw, 1)


def test_a_colleague_is_added_with_rights_but_cannot_sign(session: Session, cast: Cast, clock: FixedClock) -> None:
    nieuw = invoer(naam="Piet", email="piet@bedrijf.example", keurt_uren=True, is_tekenbevoegd=True, locatie_id=999)
    rij = service.maak_collega(session, cast.actor, clock, cast.bedrijf_id, nieuw)
    assert (rij.leerbedrijf_id, rij.keurt_uren, rij.is_tekenbevoegd, rij.locatie_id) == (
        cast.bedrijf.id,
        True,
        False,
        None,
    )
    coordinator = make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)
    detail = get_leerbedrijf_detail(session, coordinator, cast.bedrijf_id, date(2026, 11, 26))
    assert [(c.naam, c.keurt_uren) for c in detail.contactpersonen] == [
        ("Ans Bos", False),
        ("Farid Haddad", False),
        ("Piet", True),
    ]


@pytest.mark.parametrize("email", ["", "  ", "geen adres"])
def test_a_colleague_needs_an_address_to_come_in(session: Session, cast: Cast, email: str, clock: FixedClock) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        service.maak_collega(session, cast.actor, clock, cast.bedrijf_id, invoer(email=email))
    assert set(fout.value.velden) == {"email"}


def test_one_address_is_one_colleague(session: Session, cast: Cast, clock: FixedClock) -> None:
    with pytest.raises(OngeldigeInvoer):
        service.maak_collega(session, cast.actor, clock, cast.bedrijf_id, invoer(email=cast.ik.email.upper()))
    with pytest.raises(OngeldigeInvoer):
        service.werk_collega_bij(session, cast.actor, clock, _id(cast.collega), invoer(email=cast.ik.email), 1)
    elders = invoer(email=cast.vreemd.email)
    assert service.maak_collega(session, cast.actor, clock, cast.bedrijf_id, elders).email == cast.vreemd.email


def test_what_the_company_may_not_say_of_a_colleague_stays(session: Session, cast: Cast, clock: FixedClock) -> None:
    rij = service.werk_collega_bij(
        session, cast.actor, clock, _id(cast.collega), invoer(functie="Monteur", keurt_uren=True), 1
    )
    assert (rij.functie, rij.keurt_uren, rij.is_tekenbevoegd) == ("Monteur", True, True)


def _binnen(session: Session, clock: FixedClock, mens: Contactpersoon) -> int:
    """Two mailed links of this person, one of them used: with it came a session. Returns the account."""
    account = account_van(session, clock, _id(mens), mens.leerbedrijf_id, mens.naam, mens.email)
    for zaad in ("open", "gebruikt"):
        maak_maillink(session, clock, _id(account), "/", zaad)
    gebruik_link(session, clock, leid_token_af("gebruikt"), "telefoon", "apparaat")
    return _id(account)


def _is_binnen(session: Session, clock: FixedClock, account_id: int) -> tuple[bool, bool]:
    """Whether the session lives, and whether a link still works: a new one, or the used one in the same browser."""
    sessie = session.exec(select(Sessie).where(Sessie.account_id == account_id)).one()
    werkt = []
    for zaad, apparaat in (("open", ""), ("gebruikt", "apparaat")):
        try:
            bekijk_link(session, clock, leid_token_af(zaad), apparaat)
        except LinkWerktNiet:
            continue
        werkt.append(zaad)
    assert len(werkt) in (0, 2)
    return sessie.ingetrokken_op is None, bool(werkt)


@pytest.mark.parametrize(
    ("anders", "blijft"),
    [
        ({"is_actief": False, "keurt_uren": True}, False),
        ({"is_praktijkopleider": False}, False),
        ({"is_praktijkopleider": False, "keurt_uren": True}, True),
        ({"functie": "Chef"}, True),
    ],
)
def test_a_colleague_who_is_switched_off_loses_access_at_once(
    session: Session, cast: Cast, clock: FixedClock, anders: dict[str, Any], blijft: bool
) -> None:
    account_id = _binnen(session, clock, cast.collega)
    service.werk_collega_bij(session, cast.actor, clock, _id(cast.collega), invoer(**anders), 1)
    assert _is_binnen(session, clock, account_id) == (blijft, blijft)
    if not blijft:
        audit = session.exec(select(Audit).where(Audit.tabel == "account", Audit.object_id == account_id)).all()
        assert "toegang van contactpersoon ingetrokken" in [regel.omschrijving for regel in audit]


def test_who_only_approved_loses_access_when_that_is_switched_off(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    cast.collega.is_praktijkopleider = False
    session.flush()
    rij = service.zet_keurt_uren(session, cast.actor, clock, _id(cast.collega), True, cast.collega.versie)
    account_id = _binnen(session, clock, cast.collega)
    service.zet_keurt_uren(session, cast.actor, clock, _id(cast.collega), False, rij.versie)
    assert _is_binnen(session, clock, account_id) == (False, False)


def test_switching_on_gives_the_colleagues_trainees_and_off_takes_them(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    pok = make_pok(session, PokStatus.DEFINITIEF, opleider=cast.ik)
    collega = make_opleider_actor(session, cast.collega)

    def ziet() -> list[int]:
        return list(session.exec(select(Pok.id).where(bedrijf_uren(collega))).all())  # type: ignore[arg-type]

    assert ziet() == []
    rij = service.zet_keurt_uren(session, cast.actor, clock, _id(cast.collega), True, 1)
    assert ziet() == [pok.id]
    service.zet_keurt_uren(session, cast.actor, clock, _id(cast.collega), False, rij.versie)
    assert ziet() == []


def test_nobody_approves_without_an_address_or_after_leaving(session: Session, cast: Cast, clock: FixedClock) -> None:
    zonder = make_contactpersoon(session, cast.bedrijf, email="")
    with pytest.raises(OngeldigeInvoer):
        service.zet_keurt_uren(session, cast.actor, clock, _id(zonder), True, 1)
    weg = make_contactpersoon(session, cast.bedrijf, is_actief=False)
    with pytest.raises(NietGevonden):
        service.zet_keurt_uren(session, cast.actor, clock, _id(weg), True, 1)


def _alles(session: Session, actor: Actor, clock: FixedClock, bedrijf_id: int, mens_id: int) -> list[Any]:
    return [
        lambda: service.werk_eigen_bedrijf_bij(session, actor, clock, bedrijf_id, BereikInvoer(), 1),
        lambda: service.maak_collega(session, actor, clock, bedrijf_id, invoer()),
        lambda: service.get_collega(session, actor, mens_id),
        lambda: service.werk_collega_bij(session, actor, clock, mens_id, invoer(), 1),
        lambda: service.zet_keurt_uren(session, actor, clock, mens_id, True, 1),
        lambda: service.werk_eigen_gegevens_bij(session, actor, clock, mens_id, invoer(), 1),
    ]


@pytest.mark.parametrize("sleutel", [None, 0, -1, 2**31, 2**80, True, "1", 999_999])
def test_another_company_and_none_are_the_same(session: Session, cast: Cast, clock: FixedClock, sleutel: Any) -> None:
    bedrijf_id, mens_id = (sleutel, sleutel) if sleutel is not None else (cast.vreemd.leerbedrijf_id, _id(cast.vreemd))
    for doe in _alles(session, cast.actor, clock, bedrijf_id, mens_id):
        with pytest.raises(NietGevonden):
            doe()


def test_who_left_the_company_changes_nothing_there(session: Session, cast: Cast, clock: FixedClock) -> None:
    cast.ik.is_actief = False
    session.flush()
    with pytest.raises(NietGevonden):
        get_eigen_bedrijf(session, cast.actor)
    for mens in (cast.collega, cast.ik):
        for doe in _alles(session, cast.actor, clock, cast.bedrijf_id, _id(mens)):
            with pytest.raises(NietGevonden):
                doe()


def test_a_role_at_one_company_with_a_contact_at_another_gives_neither(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    scheef = make_actor(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=cast.vreemd.id, leerbedrijf_id=cast.bedrijf.id)
    with pytest.raises(NietGevonden):
        get_eigen_bedrijf(session, scheef)


def test_no_other_role_has_a_company(session: Session, cast: Cast, clock: FixedClock) -> None:
    anderen = {**make_schoolrollen(session), **make_buitenstaanders(session)}
    zonder_bedrijf = anderen.pop("praktijkopleider zonder bedrijf")
    with pytest.raises(NietGevonden):
        get_eigen_bedrijf(session, zonder_bedrijf)
    for actor in anderen.values():
        with pytest.raises(GeenRecht):
            get_eigen_bedrijf(session, actor)
        for doe in _alles(session, actor, clock, cast.bedrijf_id, _id(cast.collega)):
            with pytest.raises(GeenRecht):
                doe()
