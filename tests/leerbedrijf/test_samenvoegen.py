"""Two companies become one, and two again: what moves, what stays, what is told, and who may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.beoordeling.rules_evaluatie import EvaluatieSoort
from bpv_app.beoordeling.tables_evaluatie import Evaluatie
from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.opgegaan import list_opgegaan, volg
from bpv_app.leerbedrijf.rules_samenvoegen import (
    VERWIJZINGEN,
    ZONDER_ID,
    AnderId,
    IsOpgegaan,
    Naar,
    NietTerug,
    ZelfdeBedrijf,
)
from bpv_app.leerbedrijf.service_samenvoegen import Keuze, bekijk_samenvoeging, voeg_samen
from bpv_app.leerbedrijf.service_terugdraaien import maak_ongedaan
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.leerbedrijf.tables_samenvoegen import Samenvoeging
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.tables import metadata
from bpv_app.toegang.links import account_van
from bpv_app.toegang.tables import AccountRol, Audit
from tests.leerbedrijf.cast import make_buitenstaanders, make_schoolrollen
from tests.leerbedrijf.test_plaatsingen import make_plaatsing
from tests.makers import (
    NU,
    make_account,
    make_actor,
    make_contactpersoon,
    make_leerbedrijf,
    make_locatie,
    make_plaats,
    make_team,
)

DOELEN = {naar.value for naar in Naar}


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)


def keuze_van(blijft: Leerbedrijf, weg: Leerbedrijf, *van_weg: str, **anders: Any) -> Keuze:
    return Keuze(
        **{
            "blijft_id": blijft.id or 0,
            "weg_id": weg.id or 0,
            "van_weg": frozenset(van_weg),
            "versie_blijft": blijft.versie,
            "versie_weg": weg.versie,
            **anders,
        }
    )


def merge(session: Session, actor: Actor, blijft: Leerbedrijf, weg: Leerbedrijf, *van_weg: str) -> Samenvoeging:
    return voeg_samen(session, actor, FixedClock(NU), keuze_van(blijft, weg, *van_weg))


def undo(session: Session, actor: Actor, rij: Samenvoeging) -> list[str]:
    return [t.nl for t in maak_ongedaan(session, actor, FixedClock(NU), rij.id or 0, rij.versie)]


def test_every_column_that_holds_a_company_location_or_contact_is_in_the_list() -> None:
    """Found in the tables themselves: by foreign key, and by name where there is none. A new one that is not in the
    list would be left behind by a merge."""
    gevonden = {
        (tabel.name, kolom.name, fk.column.table.name)
        for tabel in metadata.sorted_tables
        for kolom in tabel.columns
        for fk in kolom.foreign_keys
        if fk.column.table.name in DOELEN
    }
    namen = {"leerbedrijf_id": "leerbedrijf", "locatie_id": "locatie", "contactpersoon_id": "contactpersoon",
             "praktijkopleider_id": "contactpersoon", "bedrijf_id": "leerbedrijf"}  # fmt: skip
    gevonden |= {
        (tabel.name, kolom.name, namen[kolom.name])
        for tabel in metadata.sorted_tables
        for kolom in tabel.columns
        if kolom.name in namen
    }
    assert len(gevonden) > 20
    assert gevonden == {(v.tabel, v.kolom, v.naar.value) for v in VERWIJZINGEN}
    for v in VERWIJZINGEN:
        assert v.blijft or "id" in metadata.tables[v.tabel].c, f"{v.tabel} has no id to keep"


def test_the_statuses_without_an_id_are_statuses_of_the_pok() -> None:
    assert {PokStatus.CONCEPT, PokStatus.AFGEWEZEN, PokStatus.AFGEMELD} == ZONDER_ID
    assert all(type(s) is str for s in ZONDER_ID)


def test_everything_moves_and_is_counted_before(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None, telefoon="071 555 00 00", kvk="")
    jan = make_contactpersoon(session, weg)
    locatie = make_locatie(session, weg)
    pok = make_plaatsing(session, jan, PokStatus.CONCEPT, locatie_id=locatie.id)
    plaats = make_plaats(session, jan, zonder_erkenning=True)
    voorbeeld = bekijk_samenvoeging(session, coordinator, blijft.id or 0, weg.id or 0)
    assert {a.wat.nl: a.aantal for a in voorbeeld.aantallen} == {
        "POK's (stages)": 1, "Stageplaatsen": 1, "Contactpersonen": 1, "Locaties": 1,
    }  # fmt: skip
    assert voorbeeld.van_weg == {"telefoon"}
    assert voorbeeld.bezwaar is None
    rij = merge(session, coordinator, blijft, weg, *voorbeeld.van_weg)
    for gebleven in (jan, locatie, pok, plaats):
        assert gebleven.leerbedrijf_id == blijft.id
    assert (pok.praktijkopleider_id, pok.locatie_id) == (jan.id, locatie.id)
    assert (blijft.telefoon, blijft.kvk) == ("071 555 00 00", "12345678")
    assert weg.opgegaan_in_id == blijft.id == volg(session, weg.id or 0)
    assert list_opgegaan(session, blijft.id or 0) == {blijft.id, weg.id}
    assert undo(session, coordinator, rij) == []
    for terug in (jan, locatie, pok, plaats):
        assert terug.leerbedrijf_id == weg.id
    assert (blijft.telefoon, rij.ongedaan_door) == ("", coordinator.naam)
    assert weg.opgegaan_in_id is None


def test_a_moved_row_has_a_new_version_and_a_line_in_the_audit(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None)
    pok = make_plaatsing(session, make_contactpersoon(session, weg), PokStatus.CONCEPT)
    versie = pok.versie
    merge(session, coordinator, blijft, weg)
    assert pok.versie == versie + 1
    regels = session.exec(select(Audit).where(Audit.tabel == "pok", Audit.object_id == pok.id)).all()
    assert [(r.oud, r.nieuw) for r in regels][-1] == ({"leerbedrijf_id": weg.id}, {"leerbedrijf_id": blijft.id})
    gebeurd = session.exec(select(Audit.omschrijving).where(Audit.tabel == "leerbedrijf")).all()
    assert sum("opgegaan in" in tekst for tekst in gebeurd) == 2


def test_the_same_person_becomes_one_and_keeps_every_access(session: Session, coordinator: Actor) -> None:
    clock = FixedClock(NU)
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None)
    hier = make_contactpersoon(session, blijft, email="Jan@dam.example", is_tekenbevoegd=False, telefoon="")
    daar = make_contactpersoon(session, weg, email="jan@dam.example", is_tekenbevoegd=True, telefoon="0612345678")
    accounts = [
        account_van(session, clock, c.id or 0, c.leerbedrijf_id, c.naam, c.email).id for c in (hier, daar)
    ]  # fmt: skip
    pok = make_plaatsing(session, daar, PokStatus.CONCEPT)
    rij = merge(session, coordinator, blijft, weg)
    assert pok.praktijkopleider_id == hier.id
    assert (hier.is_tekenbevoegd, hier.telefoon) == (True, "0612345678")
    assert not daar.is_actief
    assert daar.leerbedrijf_id == weg.id

    def toegang() -> set[tuple[Any, ...]]:
        return {
            (r.account_id, r.contactpersoon_id, r.leerbedrijf_id)
            for r in session.exec(select(AccountRol).where(col(AccountRol.account_id).in_(accounts)))
        }

    assert toegang() == {(a, c.id, blijft.id) for a in accounts for c in (hier, daar)}
    assert undo(session, coordinator, rij) == []
    assert toegang() == {(accounts[0], hier.id, blijft.id), (accounts[1], daar.id, weg.id)}
    assert (pok.praktijkopleider_id, pok.leerbedrijf_id) == (daar.id, weg.id)
    assert (hier.is_tekenbevoegd, hier.telefoon, daar.is_actief) == (False, "", True)


def test_people_without_an_address_are_never_the_same(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None)
    make_contactpersoon(session, blijft, naam="Jan", email="")
    daar = make_contactpersoon(session, weg, naam="Jan", email="")
    merge(session, coordinator, blijft, weg)
    assert (daar.is_actief, daar.leerbedrijf_id) == (True, blijft.id)


@pytest.mark.parametrize("status", sorted(set(PokStatus) - {PokStatus(s) for s in ZONDER_ID}))
def test_a_pok_under_another_id_stands_in_the_way(session: Session, coordinator: Actor, status: PokStatus) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session)
    make_plaatsing(session, make_contactpersoon(session, weg), status)
    bezwaar = bekijk_samenvoeging(session, coordinator, blijft.id or 0, weg.id or 0).bezwaar
    assert bezwaar is not None
    assert str(weg.sbb_id) in bezwaar.nl
    with pytest.raises(AnderId):
        merge(session, coordinator, blijft, weg)
    rij = merge(session, coordinator, blijft, weg, "sbb_id")  # nobody was placed under the other number
    assert (blijft.sbb_id is not None, weg.sbb_id) == (True, None)
    assert undo(session, coordinator, rij) == []


def test_a_pok_under_the_same_id_moves_in_any_status(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session, sbb_id=None), make_leerbedrijf(session)
    nummer = weg.sbb_id
    poks = [make_plaatsing(session, make_contactpersoon(session, weg), s) for s in PokStatus]
    rij = merge(session, coordinator, blijft, weg)
    assert {p.leerbedrijf_id for p in poks} == {blijft.id}
    assert (blijft.sbb_id, weg.sbb_id) == (nummer, None)
    assert undo(session, coordinator, rij) == []
    assert {p.leerbedrijf_id for p in poks} == {weg.id}
    assert (blijft.sbb_id, weg.sbb_id) == (None, nummer)


def test_what_was_added_after_the_merge_stays_and_is_told(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None)
    jan, piet = make_contactpersoon(session, weg), make_contactpersoon(session, weg)
    oud, ander = (make_plaatsing(session, c, PokStatus.CONCEPT) for c in (jan, piet))
    rij = merge(session, coordinator, blijft, weg)
    nieuw = make_plaatsing(session, jan, PokStatus.DEFINITIEF)
    zinnen = undo(session, coordinator, rij)
    assert nieuw.leerbedrijf_id == jan.leerbedrijf_id == oud.leerbedrijf_id == blijft.id  # they belong together
    assert ander.leerbedrijf_id == piet.leerbedrijf_id == weg.id
    assert [z.partition(":")[0] for z in zinnen] == ["POK's (stages)", "Contactpersonen"]
    assert rij.rest[0][0] == zinnen[0]


def test_a_pok_made_complete_since_keeps_its_id(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None)
    pok = make_plaatsing(session, make_contactpersoon(session, weg), PokStatus.CONCEPT)
    rij = merge(session, coordinator, blijft, weg)
    pok.status = PokStatus.VOLLEDIG
    session.flush()
    assert undo(session, coordinator, rij)
    assert pok.leerbedrijf_id == blijft.id
    assert blijft.sbb_id


def test_undoing_is_refused_when_new_agreements_would_lose_their_id(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session, sbb_id=None), make_leerbedrijf(session)
    rij = merge(session, coordinator, blijft, weg)
    make_plaatsing(session, make_contactpersoon(session, blijft), PokStatus.AFGEDRUKT)
    with pytest.raises(NietTerug, match="papier"):
        undo(session, coordinator, rij)
    assert weg.opgegaan_in_id == blijft.id
    assert rij.ongedaan_op is None


def test_a_field_that_was_changed_since_stays_as_it_is(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None, naam="Dam BV", plaats="Delft")
    naam = blijft.naam
    rij = merge(session, coordinator, blijft, weg, "naam", "adres")
    assert (blijft.naam, blijft.plaats) == ("Dam BV", "Delft")
    blijft.plaats = "Gouda"
    session.flush()
    zinnen = undo(session, coordinator, rij)
    assert (blijft.naam, blijft.plaats) == (naam, "Gouda")
    assert zinnen == ["Gewijzigd sinds het samenvoegen, en zo gelaten: plaats van " + naam + "."]


def test_chains_are_undone_from_the_end(session: Session, coordinator: Actor) -> None:
    a, b, c = (make_leerbedrijf(session, sbb_id=None) for _ in range(3))
    jan = make_contactpersoon(session, a)
    eerst = merge(session, coordinator, b, a)
    daarna = merge(session, coordinator, c, b)
    assert jan.leerbedrijf_id == c.id == volg(session, a.id or 0)
    assert list_opgegaan(session, c.id or 0) == {a.id, b.id, c.id}
    with pytest.raises(NietTerug, match="Maak eerst dat ongedaan"):
        undo(session, coordinator, eerst)
    assert undo(session, coordinator, daarna) == []
    assert jan.leerbedrijf_id == b.id
    assert undo(session, coordinator, eerst) == []
    assert jan.leerbedrijf_id == a.id
    with pytest.raises(NietTerug, match="al ongedaan"):
        undo(session, coordinator, eerst)


def test_two_people_at_once_one_wins_and_the_other_is_told(session: Session, coordinator: Actor) -> None:
    blijft, weg, derde = (make_leerbedrijf(session, sbb_id=None) for _ in range(3))
    keuze, andersom = keuze_van(blijft, weg), keuze_van(derde, weg)
    voeg_samen(session, coordinator, FixedClock(NU), keuze)
    with pytest.raises(IsOpgegaan, match=f"is samengevoegd met {blijft.naam}"):
        voeg_samen(session, coordinator, FixedClock(NU), andersom)
    verouderd = keuze_van(derde, blijft, versie_weg=keuze.versie_blijft)  # seen before the other merge
    with pytest.raises(Verouderd):
        voeg_samen(session, coordinator, FixedClock(NU), verouderd)


def test_nonsense_and_others_are_refused(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None)
    with pytest.raises(ZelfdeBedrijf):
        merge(session, coordinator, blijft, blijft)
    with pytest.raises(NietGevonden):
        voeg_samen(session, coordinator, FixedClock(NU), keuze_van(blijft, weg, weg_id=2**60))
    with pytest.raises(OngeldigeInvoer):
        voeg_samen(session, coordinator, FixedClock(NU), keuze_van(blijft, weg, reden="x" * 1001))
    with pytest.raises(NietGevonden):
        maak_ongedaan(session, coordinator, FixedClock(NU), 2**60, 1)
    rij = merge(session, coordinator, blijft, weg, "onzin")
    rollen = {**make_schoolrollen(session), **make_buitenstaanders(session)}
    del rollen["coordinator"]
    for actor in rollen.values():
        with pytest.raises(GeenRecht):
            bekijk_samenvoeging(session, actor, blijft.id or 0, weg.id or 0)
        with pytest.raises(GeenRecht):
            merge(session, actor, blijft, weg)
        with pytest.raises(GeenRecht):
            undo(session, actor, rij)


def test_an_evaluation_moves_but_one_counted_since_stays(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None)
    jan = make_contactpersoon(session, weg)
    evaluaties = []
    for _ in range(2):
        pok = make_plaatsing(session, jan, PokStatus.CONCEPT)
        evaluatie = Evaluatie(
            dossier_id=pok.dossier_id, soort=EvaluatieSoort.STUDENT, student_id=pok.student_id,
            leerbedrijf_id=weg.id or 0, contactpersoon_id=jan.id, lijst="x", gevraagd_op=NU,
        )  # fmt: skip
        session.add(evaluatie)
        evaluaties.append(evaluatie)
    session.flush()
    rij = merge(session, coordinator, blijft, weg)
    assert {e.leerbedrijf_id for e in evaluaties} == {blijft.id}
    deel = session.execute(
        sa.insert(metadata.tables["evaluatie_deel"])
        .values(soort="student", lijst="x", leerbedrijf_id=blijft.id, aantal=5, op=NU)
        .returning(sa.column("id"))
    ).scalar_one()
    evaluaties[0].bedrijf_deel = deel
    session.flush()
    undo(session, coordinator, rij)
    assert [e.leerbedrijf_id for e in evaluaties] == [blijft.id, weg.id]


def test_a_person_of_the_company_keeps_their_place_in_the_app(session: Session, coordinator: Actor) -> None:
    blijft, weg = make_leerbedrijf(session), make_leerbedrijf(session, sbb_id=None)
    jan = make_contactpersoon(session, weg)
    account = make_account(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=jan.id, leerbedrijf_id=weg.id)
    rij = merge(session, coordinator, blijft, weg)
    (rol,) = session.exec(select(AccountRol).where(AccountRol.account_id == account.id)).all()
    assert (rol.contactpersoon_id, rol.leerbedrijf_id) == (jan.id, blijft.id)
    undo(session, coordinator, rij)
    assert (rol.leerbedrijf_id, session.get_one(Contactpersoon, jan.id).leerbedrijf_id) == (weg.id, weg.id)


def test_of_two_merges_at_the_same_moment_one_is_done(motor: Engine) -> None:
    with transaction(op=motor) as session:
        eerste, tweede, weg = (make_leerbedrijf(session, sbb_id=None) for _ in range(3))
        pok = make_plaatsing(session, make_contactpersoon(session, weg), PokStatus.CONCEPT)
        keuzes = [keuze_van(eerste, weg), keuze_van(tweede, weg)]
    samen = Barrier(2)

    def doe(keuze: Keuze) -> str:
        samen.wait()
        try:
            with transaction(systeem(), op=motor) as session:
                voeg_samen(session, systeem(), FixedClock(NU), keuze)
        except (IsOpgegaan, Verouderd) as fout:
            return fout.code
        return "gedaan"

    with ThreadPoolExecutor(2) as draden:
        uitkomsten = sorted(draden.map(doe, keuzes))
    assert uitkomsten in (["gedaan", "is_opgegaan"], ["gedaan", "verouderd"])
    with lezen(op=motor) as session:
        assert session.get_one(Pok, pok.id).leerbedrijf_id == session.get_one(Leerbedrijf, weg.id).opgegaan_in_id
        assert len(session.exec(select(Samenvoeging)).all()) == 1
