"""Locks and blocks after publication: nothing published changes by them, the next proposal answers them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from bpv_app.kernel.clock import FixedClock
from bpv_app.matching.queries_kaart import list_kaarten
from bpv_app.matching.queries_voorkeur import get_vaste_plaats, list_deelnames
from bpv_app.matching.queries_zet import list_doelen
from bpv_app.matching.rules_afspraak import AfspraakKanNiet, AfspraakSoort
from bpv_app.matching.rules_ronde import RondeStapMagNiet, RondeStatus
from bpv_app.matching.rules_uitslag import PlaatsingStatus
from bpv_app.matching.rules_voorstel import ZetMagNiet
from bpv_app.matching.rules_zet import Oordeel, beoordeel_zet
from bpv_app.matching.service_afspraak import maak_afspraak, verwijder_afspraak
from bpv_app.matching.service_bord import verplaats
from bpv_app.matching.service_publiceren import publiceer
from bpv_app.matching.service_rekenen import maak_voorstel
from bpv_app.matching.service_uitslag import maak_bezwaar
from bpv_app.matching.tables_ronde import RondePlaats
from bpv_app.matching.tables_voorstel import Voorstel
from tests.matching.cast_uitslag import Uitslagcast, maak_uitslagcast

VAST, UIT = AfspraakSoort.VAST, AfspraakSoort.UITGESLOTEN


def gepubliceerd(session: Session, clock: FixedClock) -> Uitslagcast:
    """Yara at Anker, Sem at Bakboord, Bo at Complex; an hour later."""
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, 2)
    clock.moment += timedelta(hours=1)
    return c


def waar(session: Session, c: Uitslagcast) -> list[int | None]:
    """The number of the published place of Yara, Sem and Bo."""
    ids = c.cast.ids(0, 1, 2)
    plaatsingen = [c.plaatsing(session, s) for s in c.studenten]
    return [ids.index(p.plaats_id) if p else None for p in plaatsingen]


def in_voorstel(session: Session, c: Uitslagcast, voorstel: Voorstel) -> list[int | None]:
    ids = c.cast.ids(0, 1, 2)
    per_naam = {k.naam: k.plaats_id for k in list_kaarten(session, c.ronde, voorstel)}
    plekken = [per_naam[s.naam] for s in c.studenten]
    return [None if p is None else ids.index(p) for p in plekken]


def spreek_af(session: Session, c: Uitslagcast, clock: FixedClock, wie: int, plek: int, soort: AfspraakSoort) -> int:
    student = c.studenten[wie].id or 0
    plaats = c.cast.ids(plek)[0]
    return (
        maak_afspraak(session, c.cast.coordinator, clock, c.ronde_id, student, plaats, soort, "Zo besproken.").id or 0
    )


def test_a_lock_after_publication_waits_for_the_next_result(session: Session, clock: FixedClock) -> None:
    c = gepubliceerd(session, clock)
    spreek_af(session, c, clock, 1, 0, VAST)
    assert waar(session, c) == [0, 1, 2], "what was published stands"
    (deel,) = list_deelnames(session, c.cast.als_sem)
    assert get_vaste_plaats(session, deel) == "", "and nobody hears of what is not published"

    voorstel = maak_voorstel(session, c.cast.coordinator, clock, c.ronde_id)
    assert in_voorstel(session, c, voorstel) == [1, 0, 2], "everybody placed, and as few changes as possible"
    veranderd = {k.naam for k in list_kaarten(session, c.ronde, voorstel) if k.is_veranderd}
    assert veranderd == {c.studenten[0].naam, c.studenten[1].naam}, "against what was published"
    publiceer(session, c.cast.coordinator, clock, voorstel.id or 0, voorstel.versie)
    assert waar(session, c) == [1, 0, 2]


def test_a_block_after_publication_moves_the_student_in_the_re_run(session: Session, clock: FixedClock) -> None:
    c = gepubliceerd(session, clock)
    blok = spreek_af(session, c, clock, 2, 2, UIT)
    voorstel = maak_voorstel(session, c.cast.coordinator, clock, c.ronde_id)
    nieuw = in_voorstel(session, c, voorstel)
    assert nieuw[2] != 2
    assert sorted(x for x in nieuw if x is not None) == [0, 1, 2]
    verwijder_afspraak(session, c.cast.coordinator, clock, c.ronde_id, blok)
    opnieuw = maak_voorstel(session, c.cast.coordinator, clock, c.ronde_id)
    assert in_voorstel(session, c, opnieuw) == [0, 1, 2]


def test_who_objects_keeps_the_place_and_cannot_be_agreed_away(session: Session, clock: FixedClock) -> None:
    c = gepubliceerd(session, clock)
    plaatsing = c.plaatsing(session, c.studenten[0])
    assert plaatsing is not None
    maak_bezwaar(session, c.cast.als_yara, clock, plaatsing.id or 0, "Te ver reizen.")
    for wie, plek, soort, waarom in (
        (0, 1, VAST, "open bezwaar"),  # Yara elsewhere
        (0, 0, UIT, "open bezwaar"),  # Yara not here
        (1, 0, VAST, "1 plekken vrij"),  # her slot to Sem
    ):
        with pytest.raises(AfspraakKanNiet, match=waarom):
            spreek_af(session, c, clock, wie, plek, soort)
    spreek_af(session, c, clock, 1, 1, UIT)
    voorstel = maak_voorstel(session, c.cast.coordinator, clock, c.ronde_id)
    assert in_voorstel(session, c, voorstel) == [0, 2, 1], "she stays, the others change"

    yara = c.deelnemer(session, c.studenten[0]).id or 0
    with pytest.raises(ZetMagNiet, match="open bezwaar"):
        verplaats(session, c.cast.coordinator, clock, voorstel.id or 0, voorstel.versie, yara, None)
    _, doelen = list_doelen(session, c.cast.coordinator, clock.vandaag(), voorstel.id or 0, yara)
    assert {beoordeel_zet(d.stand) for d in doelen if d.stand.plaats_id != c.cast.ids(0)[0]} == {Oordeel.KAN_NIET}
    publiceer(session, c.cast.coordinator, clock, voorstel.id or 0, voorstel.versie)
    assert waar(session, c) == [0, 2, 1]
    plaatsing = c.plaatsing(session, c.studenten[0])
    assert plaatsing is not None
    assert plaatsing.status is PlaatsingStatus.BEZWAAR


def test_a_lock_counts_the_slots_of_now_not_those_of_the_opening(session: Session, clock: FixedClock) -> None:
    c = gepubliceerd(session, clock)
    anker = c.cast.ids(0)[0]
    session.get_one(RondePlaats, (c.ronde_id, anker)).plekken = 3
    session.flush()
    spreek_af(session, c, clock, 1, 0, VAST)
    with pytest.raises(AfspraakKanNiet, match="1 plekken vrij"):
        spreek_af(session, c, clock, 2, 0, VAST)


def test_a_finished_round_takes_no_agreements(session: Session, clock: FixedClock) -> None:
    c = gepubliceerd(session, clock)
    blok = spreek_af(session, c, clock, 1, 0, UIT)
    c.ronde.status = RondeStatus.AFGEROND
    session.flush()
    with pytest.raises(RondeStapMagNiet):
        spreek_af(session, c, clock, 1, 2, VAST)
    with pytest.raises(RondeStapMagNiet):
        verwijder_afspraak(session, c.cast.coordinator, clock, c.ronde_id, blok)
