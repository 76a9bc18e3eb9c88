"""A holding that signs for others: no chains, who may sign, what a merge does with it, and the trace it leaves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.queries_historie import get_historie
from bpv_app.leerbedrijf.rules_samenvoegen import IsOpgegaan
from bpv_app.leerbedrijf.rules_tekent_via import KetenTekenen
from bpv_app.leerbedrijf.service_samenvoegen import bekijk_samenvoeging
from bpv_app.leerbedrijf.service_tekenen import get_tekent_via, list_tekenaars, zet_tekent_via
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from tests.leerbedrijf.cast import make_buitenstaanders, make_schoolrollen
from tests.leerbedrijf.test_samenvoegen import merge, undo
from tests.makers import NU, make_actor, make_contactpersoon, make_leerbedrijf

KLOK = FixedClock(NU)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    actor = make_actor(session, Rol.COORDINATOR)
    session.info["actor"] = actor
    return actor


def make_holding(session: Session, naam: str = "Holding Zuid") -> tuple[Leerbedrijf, Contactpersoon]:
    holding = make_leerbedrijf(session, naam=naam)
    return holding, make_contactpersoon(
        session, holding, naam="Joke Jansen", functie="directeur", is_tekenbevoegd=True, is_praktijkopleider=False
    )


def zet(session: Session, wie: Actor, bedrijf: Leerbedrijf, via: Leerbedrijf | None, tekenaar: object = None) -> None:
    tekenaar_id = getattr(tekenaar, "id", None)
    zet_tekent_via(session, wie, KLOK, bedrijf.id or 0, via.id if via else None, tekenaar_id, bedrijf.versie)


def test_a_holding_signs_and_shows_for_whom(session: Session, coordinator: Actor) -> None:
    (holding, joke), een, twee = make_holding(session), make_leerbedrijf(session), make_leerbedrijf(session)
    zet(session, coordinator, een, holding, joke)
    zet(session, coordinator, twee, holding, joke)
    beeld = get_tekent_via(session, coordinator, een.id or 0)
    assert beeld.tekenaar is not None
    assert (beeld.tekenaar.bedrijf, beeld.tekenaar.wie) == ("Holding Zuid", "Joke Jansen, directeur")
    van_holding = get_tekent_via(session, coordinator, holding.id or 0)
    assert (van_holding.tekenaar, {i for i, _ in van_holding.voor}) == (None, {een.id, twee.id})
    regels = {r.veld: (r.oud, r.nieuw) for r in get_historie(session, coordinator, een.id or 0)}
    assert (regels["tekent_via_id"], regels["tekenaar_id"]) == (("", "Holding Zuid"), ("", "Joke Jansen"))
    zet(session, coordinator, een, None, joke)
    assert (een.tekent_via_id, een.tekenaar_id) == (None, None)
    assert get_tekent_via(session, coordinator, een.id or 0).tekenaar is None


def test_there_are_no_chains_and_no_circles(session: Session, coordinator: Actor) -> None:
    (holding, joke), (top, baas), bedrijf = (
        make_holding(session),
        make_holding(session, "Top"),
        make_leerbedrijf(session),
    )
    with pytest.raises(KetenTekenen, match="voor zichzelf"):
        zet(session, coordinator, holding, holding, joke)
    zet(session, coordinator, bedrijf, holding, joke)
    with pytest.raises(KetenTekenen, match="tekent zelf voor 1 ander bedrijf"):
        zet(session, coordinator, holding, top, baas)
    ander = make_leerbedrijf(session)
    with pytest.raises(KetenTekenen, match=r"tekent Holding Zuid\. Kies Holding Zuid"):
        zet(session, coordinator, ander, bedrijf, baas)
    with pytest.raises(KetenTekenen):
        zet(session, coordinator, holding, bedrijf, baas)


def test_only_who_works_there_and_may_sign_can_be_chosen(session: Session, coordinator: Actor) -> None:
    (holding, joke), bedrijf = make_holding(session), make_leerbedrijf(session)
    mag_niet = make_contactpersoon(session, holding)
    weg = make_contactpersoon(session, holding, is_tekenbevoegd=True, is_actief=False)
    elders = make_contactpersoon(session, is_tekenbevoegd=True)
    assert list_tekenaars(session, coordinator, holding.id or 0) == [(joke.id, "Joke Jansen, directeur")]
    for wie in (None, mag_niet, weg, elders):
        with pytest.raises(OngeldigeInvoer) as fout:
            zet(session, coordinator, bedrijf, holding, wie)
        assert set(fout.value.velden) == {"tekenaar_id"}
    zet(session, coordinator, bedrijf, holding, joke)
    joke.is_actief = False
    session.flush()
    beeld = get_tekent_via(session, coordinator, bedrijf.id or 0).tekenaar
    assert beeld is not None
    assert (beeld.bedrijf, beeld.wie) == ("Holding Zuid", "")
    with pytest.raises(service.InGebruik):
        service.verwijder_contactpersoon(session, coordinator, joke.id or 0, joke.versie)


def test_who_may_change_it_and_on_which_companies(session: Session, coordinator: Actor) -> None:
    (holding, joke), bedrijf = make_holding(session), make_leerbedrijf(session)
    with pytest.raises(NietGevonden):
        zet_tekent_via(session, coordinator, KLOK, bedrijf.id or 0, 2**40, joke.id, bedrijf.versie)
    with pytest.raises(Verouderd):
        zet_tekent_via(session, coordinator, KLOK, bedrijf.id or 0, holding.id, joke.id, 99)
    for naam, wie in make_schoolrollen(session).items():
        assert get_tekent_via(session, wie, bedrijf.id or 0).tekenaar is None
        if naam == "onderwijsbegeleider":
            with pytest.raises(GeenRecht):
                zet(session, wie, bedrijf, holding, joke)
    for wie in make_buitenstaanders(session).values():
        with pytest.raises((GeenRecht, NietGevonden)):
            zet(session, wie, bedrijf, holding, joke)
        with pytest.raises((GeenRecht, NietGevonden)):
            get_tekent_via(session, wie, bedrijf.id or 0)
    opgegaan = make_leerbedrijf(session, opgegaan_in_id=holding.id)
    with pytest.raises(IsOpgegaan):
        zet(session, coordinator, bedrijf, opgegaan, joke)


def test_signing_follows_a_merge_and_comes_back(session: Session, coordinator: Actor) -> None:
    (holding, joke), bedrijf = make_holding(session), make_leerbedrijf(session)
    zelfde = make_leerbedrijf(session, naam="Holding Zuid B.V.", sbb_id=None)
    ook_joke = make_contactpersoon(session, zelfde, naam="J. Jansen", email=joke.email)
    zet(session, coordinator, bedrijf, holding, joke)
    rij = merge(session, coordinator, zelfde, holding, "sbb_id")
    assert (bedrijf.tekent_via_id, bedrijf.tekenaar_id) == (zelfde.id, ook_joke.id)
    assert get_tekent_via(session, coordinator, zelfde.id or 0).voor == ((bedrijf.id, bedrijf.naam),)
    assert undo(session, coordinator, rij) == []
    assert (bedrijf.tekent_via_id, bedrijf.tekenaar_id) == (holding.id, joke.id)


def test_a_merge_takes_over_who_signs_and_never_makes_it_sign_for_itself(session: Session, coordinator: Actor) -> None:
    (holding, joke), blijft = make_holding(session), make_leerbedrijf(session)
    weg = make_leerbedrijf(session, sbb_id=None)
    zet(session, coordinator, weg, holding, joke)
    eerste = merge(session, coordinator, blijft, weg)
    assert (blijft.tekent_via_id, blijft.tekenaar_id, weg.tekent_via_id) == (holding.id, joke.id, None)
    tweede = merge(session, coordinator, blijft, holding, "sbb_id")
    assert (blijft.tekent_via_id, blijft.tekenaar_id) == (None, None)
    assert undo(session, coordinator, tweede) == []
    assert (blijft.tekent_via_id, blijft.tekenaar_id) == (holding.id, joke.id)
    assert undo(session, coordinator, eerste) == []
    assert (blijft.tekent_via_id, weg.tekent_via_id, weg.tekenaar_id) == (None, holding.id, joke.id)


def test_a_merge_that_would_make_a_chain_is_refused_beforehand(session: Session, coordinator: Actor) -> None:
    (holding, joke), (top, baas), onder = make_holding(session), make_holding(session, "Top"), make_leerbedrijf(session)
    weg = make_leerbedrijf(session, sbb_id=None)
    zet(session, coordinator, onder, holding, joke)
    zet(session, coordinator, weg, top, baas)
    voorbeeld = bekijk_samenvoeging(session, coordinator, holding.id or 0, weg.id or 0)
    assert voorbeeld.bezwaar is not None
    assert "Wijzig eerst wie er tekent" in voorbeeld.bezwaar.nl
    with pytest.raises(KetenTekenen):
        merge(session, coordinator, holding, weg)


def test_undoing_makes_no_chain_of_what_was_set_since(session: Session, coordinator: Actor) -> None:
    (holding, joke), (top, baas), blijft = (
        make_holding(session),
        make_holding(session, "Top"),
        make_leerbedrijf(session),
    )
    weg = make_leerbedrijf(session, sbb_id=None)
    zet(session, coordinator, weg, holding, joke)
    rij = merge(session, coordinator, blijft, weg)
    zet(session, coordinator, blijft, None)
    zet(session, coordinator, holding, top, baas)
    gezegd = undo(session, coordinator, rij)
    assert "zo gelaten" in gezegd[0]
    assert (weg.tekent_via_id, weg.tekenaar_id, blijft.tekent_via_id) == (None, None, None)


def test_two_people_at_once_make_no_circle(motor: Engine) -> None:
    with transaction(op=motor) as session:
        (een, joke), (twee, baas) = make_holding(session), make_holding(session, "Top")
        paren = [(een.id or 0, twee.id or 0, baas.id or 0), (twee.id or 0, een.id or 0, joke.id or 0)]
    klaar = Barrier(2)

    def zet_een(paar: tuple[int, int, int]) -> bool:
        klaar.wait(10)
        try:
            with transaction(op=motor) as session:
                zet_tekent_via(session, systeem(), KLOK, *paar, 1)
        except DomeinFout:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(zet_een, paren)) == [False, True]
    with lezen(op=motor) as session:
        assert sum(session.get_one(Leerbedrijf, i).tekent_via_id is not None for i, _, _ in paren) == 1
