"""Proposals: computed from what was sent in, changed by hand, computed again, never over somebody else's change."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, Verouderd
from bpv_app.matching.queries_bord import Bord, get_bord
from bpv_app.matching.queries_kaart import Kaart
from bpv_app.matching.queries_matching import list_matching
from bpv_app.matching.queries_tekort import list_tekorten
from bpv_app.matching.queries_waarom import get_waarom
from bpv_app.matching.rules import Doel, Modus, Reden
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_voorstel import (
    PlekGrond,
    VoorstelMagNiet,
    VoorstelStatus,
    Waarschuwing,
    ZetMagNiet,
)
from bpv_app.matching.service_bord import laat_los, maak_ongedaan, spreek_af, trek_afspraak_in, verplaats
from bpv_app.matching.service_openen import sluit_ronde
from bpv_app.matching.service_plaats import zet_stap
from bpv_app.matching.service_plek import reserveer_plek
from bpv_app.matching.service_rekenen import laat_vervallen, maak_voorstel, reken_opnieuw
from bpv_app.matching.service_voorkeur import bewaar_lijst, stuur_in
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.matching.tables_voorstel import Voorstel
from tests.makers import make_student, make_verbintenis
from tests.matching.cast_ronde import Rondecast, deelname, maak_rondecast
from tests.matching.test_voorkeur_service import lijst


def dien_in(session: Session, clock: FixedClock, actor: Actor, *plaatsen: int) -> None:
    nummer = deelname(session, actor)
    rij = bewaar_lijst(session, actor, clock, nummer, lijst(*plaatsen), 0)
    stuur_in(session, actor, clock, nummer, rij.versie)


def gesloten(session: Session, clock: FixedClock, cast: Rondecast, **anders: object) -> Ronde:
    """Both want Bakboord first; then Yara wants Anker and Sem Complex. Each place has one slot."""
    ronde = cast.open(session, clock, **anders)
    dien_in(session, clock, cast.als_yara, *cast.ids(1, 0))
    dien_in(session, clock, cast.als_sem, *cast.ids(1, 2))
    return sluit_ronde(session, cast.coordinator, clock, ronde.id or 0, reden="Iedereen is klaar.")


def voorstel(session: Session, clock: FixedClock, cast: Rondecast) -> Voorstel:
    return maak_voorstel(session, cast.coordinator, clock, gesloten(session, clock, cast).id or 0)


def bord(session: Session, cast: Rondecast, v: Voorstel) -> Bord:
    return get_bord(session, cast.coordinator, v.id or 0)


def per_naam(b: Bord) -> dict[str, Kaart]:
    return {k.naam: k for k in b.kaarten}


def test_the_better_lot_gets_what_both_want_and_the_other_the_second_choice(
    session: Session, clock: FixedClock
) -> None:
    cast = maak_rondecast(session)
    b = bord(session, cast, voorstel(session, clock, cast))
    eerst, daarna = sorted(b.kaarten, key=lambda k: k.lot)
    assert (eerst.plaats_id, eerst.rang, eerst.grond) == (cast.ids(1)[0], 1, PlekGrond.LIJST)
    assert (daarna.rang, daarna.grond) == (2, PlekGrond.LIJST)
    assert (b.kop.verslag["geplaatst"], b.kop.verslag["maximum"], b.kop.verslag["profiel"]) == (2, 2, [1, 1, 0])
    assert b.kop.verslag["controle"]["publiceerbaar"] is True
    assert b.is_actueel
    assert not b.kan_ongedaan
    waarom = get_waarom(session, cast.coordinator, b.kop.id, daarna.deelnemer_id)
    assert [(k.rang, k.plaats_id, k.code) for k in waarom.lijst] == [
        (1, cast.ids(1)[0], "vol_beter_lot"),
        (2, daarna.plaats_id, ""),
    ]
    assert {k.plaats_id for k in waarom.anders} == set(cast.ids(0, 1, 2)) - {k.plaats_id for k in waarom.lijst}


def test_a_move_by_hand_stays_when_it_is_computed_again_and_can_be_taken_back(
    session: Session, clock: FixedClock
) -> None:
    cast = maak_rondecast(session)
    v = voorstel(session, clock, cast)
    wint = min(bord(session, cast, v).kaarten, key=lambda k: k.lot)
    vrij = next(p.id for p in bord(session, cast, v).plaatsen if p.vrij)
    gewaarschuwd = verplaats(session, cast.coordinator, clock, v.id or 0, v.versie, wint.deelnemer_id, vrij, "Fietst.")
    assert set(gewaarschuwd) <= {Waarschuwing.NIET_OP_LIJST, Waarschuwing.LAGER}
    assert gewaarschuwd
    b = bord(session, cast, v)
    assert (b.is_actueel, b.kan_ongedaan, per_naam(b)[wint.naam].grond) == (False, True, PlekGrond.HAND)
    assert b.stappen[0].reden == "Fietst."

    zetten = reken_opnieuw(session, cast.coordinator, clock, v.id or 0, v.versie)
    assert [zet[3] for zet in zetten] == list(cast.ids(1))  # the other one now gets what both wanted
    b = bord(session, cast, v)
    assert per_naam(b)[wint.naam].plaats_id == vrij
    assert b.is_actueel

    maak_ongedaan(session, cast.coordinator, clock, v.id or 0, v.versie)
    maak_ongedaan(session, cast.coordinator, clock, v.id or 0, v.versie)
    b = bord(session, cast, v)
    assert (per_naam(b)[wint.naam].plaats_id, per_naam(b)[wint.naam].is_gepind) == (cast.ids(1)[0], False)
    with pytest.raises(VoorstelMagNiet):
        maak_ongedaan(session, cast.coordinator, clock, v.id or 0, v.versie)


def test_hard_rules_refuse_a_move_with_the_rule(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    v = voorstel(session, clock, cast)
    verliest = max(bord(session, cast, v).kaarten, key=lambda k: k.lot)

    def zet(plaats_id: int) -> None:
        verplaats(session, cast.coordinator, clock, v.id or 0, v.versie, verliest.deelnemer_id, plaats_id)

    with pytest.raises(ZetMagNiet) as vol:
        zet(cast.ids(1)[0])
    assert "alle 1 plekken" in vol.value.tekst.nl
    with pytest.raises(NietGevonden):
        zet(cast.ver_weg.id or 0)
    vrij = next(p for p in bord(session, cast, v).plaatsen if p.vrij)
    spreek_af(
        session, cast.coordinator, clock, v.id or 0, verliest.deelnemer_id, vrij.id, AfspraakSoort.UITGESLOTEN, "Ruzie."
    )
    with pytest.raises(ZetMagNiet) as uitgesloten:
        zet(vrij.id)
    assert "uitgesloten" in uitgesloten.value.tekst.nl


def test_a_lock_makes_the_proposal_stale_until_it_is_computed_again(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    v = voorstel(session, clock, cast)
    verliest = max(bord(session, cast, v).kaarten, key=lambda k: k.lot)
    spreek_af(
        session, cast.coordinator, clock, v.id or 0, verliest.deelnemer_id, cast.ids(1)[0], AfspraakSoort.VAST, "Broer."
    )
    assert not bord(session, cast, v).is_actueel
    reken_opnieuw(session, cast.coordinator, clock, v.id or 0, v.versie)
    b = bord(session, cast, v)
    kaart = per_naam(b)[verliest.naam]
    assert (kaart.plaats_id, kaart.grond, b.is_actueel) == (cast.ids(1)[0], PlekGrond.VAST, True)
    with pytest.raises(ZetMagNiet):
        verplaats(session, cast.coordinator, clock, v.id or 0, v.versie, verliest.deelnemer_id, None)
    trek_afspraak_in(session, cast.coordinator, clock, v.id or 0, kaart.vast_id)
    assert not bord(session, cast, v).is_actueel


def test_who_is_kept_without_a_place_stays_so_until_let_go(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    v = voorstel(session, clock, cast)
    wint = min(bord(session, cast, v).kaarten, key=lambda k: k.lot)
    gewaarschuwd = verplaats(session, cast.coordinator, clock, v.id or 0, v.versie, wint.deelnemer_id, None)
    assert gewaarschuwd == (Waarschuwing.MINDER_GEPLAATST,)
    reken_opnieuw(session, cast.coordinator, clock, v.id or 0, v.versie)
    (zonder,) = bord(session, cast, v).zonder
    assert (zonder.naam, zonder.reden) == (wint.naam, Reden.AFSPRAAK_BOTST)
    laat_los(session, cast.coordinator, clock, v.id or 0, v.versie, wint.deelnemer_id)
    reken_opnieuw(session, cast.coordinator, clock, v.id or 0, v.versie)
    assert per_naam(bord(session, cast, v))[wint.naam].rang == 1


def test_a_withdrawn_place_takes_nobody_and_the_shortage_says_who_could_help(
    session: Session, clock: FixedClock
) -> None:
    cast = maak_rondecast(session)
    make_verbintenis(session, make_student(session, cast.team, naam="Bo"))
    v = voorstel(session, clock, cast)
    assert len(bord(session, cast, v).zonder) == 0
    zet_stap(session, cast.coordinator, clock, cast.ids(2)[0], Stap.TREK_IN, reden="Failliet.")
    assert not bord(session, cast, v).is_actueel
    reken_opnieuw(session, cast.coordinator, clock, v.id or 0, v.versie)
    b = bord(session, cast, v)
    assert [p.is_weg for p in b.plaatsen] == [False, False, True]
    (zonder,) = b.zonder
    assert (zonder.reden, zonder.getallen["studenten"], zonder.getallen["plekken"]) == (Reden.TEKORT, 3, 2)
    (tekort,) = list_tekorten(session, cast.coordinator, v.id or 0)
    assert (tekort.crebo, tekort.studenten) == ("25736", 1)


def test_two_coordinators_do_not_overwrite_each_other(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    v = voorstel(session, clock, cast)
    gezien = v.versie
    wint = min(bord(session, cast, v).kaarten, key=lambda k: k.lot)
    verplaats(session, cast.coordinator, clock, v.id or 0, gezien, wint.deelnemer_id, None)
    with pytest.raises(Verouderd):
        reken_opnieuw(session, cast.coordinator, clock, v.id or 0, gezien)
    with pytest.raises(Verouderd):
        verplaats(session, cast.coordinator, clock, v.id or 0, gezien, wint.deelnemer_id, None)


def test_modes_stand_beside_each_other_and_a_lapsed_one_can_only_be_read(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    v = voorstel(session, clock, cast)
    ander = maak_voorstel(session, cast.coordinator, clock, v.ronde_id, Modus.OPTIMAAL, Doel.KLEINSTE_SOM)
    (ronde,) = list_matching(session, cast.coordinator)
    assert [(k.nummer, k.modus) for k in ronde.voorstellen] == [(2, Modus.OPTIMAAL), (1, Modus.GARANTIE)]
    laat_vervallen(session, cast.coordinator, clock, ander.id or 0, ander.versie)
    assert bord(session, cast, ander).kop.status is VoorstelStatus.VERVALLEN
    with pytest.raises(VoorstelMagNiet):
        reken_opnieuw(session, cast.coordinator, clock, ander.id or 0, ander.versie)


def test_a_round_that_is_open_has_no_proposals(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    with pytest.raises(VoorstelMagNiet):
        maak_voorstel(session, cast.coordinator, clock, ronde.id or 0)


def test_only_the_coordinator_of_these_teams_sees_and_changes_it(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    v = voorstel(session, clock, cast)
    deelnemer = bord(session, cast, v).kaarten[0].deelnemer_id
    assert list_matching(session, cast.ander) == ()
    for doe in (
        lambda wie: get_bord(session, wie, v.id or 0),
        lambda wie: get_waarom(session, wie, v.id or 0, deelnemer),
        lambda wie: verplaats(session, wie, clock, v.id or 0, v.versie, deelnemer, None),
        lambda wie: reken_opnieuw(session, wie, clock, v.id or 0, v.versie),
        lambda wie: maak_voorstel(session, wie, clock, v.ronde_id),
        lambda wie: maak_ongedaan(session, wie, clock, v.id or 0, v.versie),
    ):
        with pytest.raises(NietGevonden):
            doe(cast.ander)
        with pytest.raises(GeenRecht):
            doe(cast.als_yara)


def test_who_has_a_slot_elsewhere_meanwhile_gets_none_here_and_the_slot_is_not_given_twice(
    session: Session, clock: FixedClock
) -> None:
    cast = maak_rondecast(session)
    v = voorstel(session, clock, cast)
    reserveer_plek(session, cast.coordinator, clock, cast.ids(1)[0], cast.yara.id or 0)
    assert not bord(session, cast, v).is_actueel
    reken_opnieuw(session, cast.coordinator, clock, v.id or 0, v.versie)
    kaarten = per_naam(bord(session, cast, v))
    assert (kaarten["Yara"].plaats_id, kaarten["Yara"].getallen) == (None, {"elders": True, "hand": False})
    assert kaarten["Sem"].plaats_id == cast.ids(2)[0]
    assert {p.id: p.plekken for p in bord(session, cast, v).plaatsen}[cast.ids(1)[0]] == 0
