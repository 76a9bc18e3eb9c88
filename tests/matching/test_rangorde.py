"""Companies order their candidates: what they see, what they send in, and what the proposal makes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.queries_rangorde import get_rangorde, list_kandidaten, list_rangordes
from bpv_app.matching.queries_rangorde_ronde import list_oordelen, list_stand
from bpv_app.matching.queries_waarom import get_waarom
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_publiceren import PublicerenKanNiet
from bpv_app.matching.rules_rangorde import (
    Besluit,
    PastNietGrond,
    RangordeDicht,
    RangordeNogOpen,
    zet_op_volgorde,
)
from bpv_app.matching.rules_voorkeur import Keuze, Lijst
from bpv_app.matching.rules_voorstel import Waarschuwing, ZetMagNiet
from bpv_app.matching.service_afspraak import maak_afspraak
from bpv_app.matching.service_bord import verplaats
from bpv_app.matching.service_openen import sluit_ronde
from bpv_app.matching.service_publiceren import publiceer
from bpv_app.matching.service_rangorde import (
    bewaar_volgorde,
    stuur_rangorde_in,
    zet_niet_passend,
    zet_passend,
)
from bpv_app.matching.service_rangorde_mail import herinner_bedrijven, stuur_herinneringen, te_sturen_herinneringen
from bpv_app.matching.service_rangschikken import AlGerekend, beslis_oordeel, verzet_rangschikken
from bpv_app.matching.service_rekenen import is_actueel, lees_plekken, maak_voorstel, reken_opnieuw
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.service_voorkeur import bewaar_lijst, stuur_in
from bpv_app.matching.tables_rangorde import Rangorde
from bpv_app.matching.tables_ronde import RondePlaats, RondeStudent
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel
from bpv_app.matching.verklaring import uitleg_zin
from bpv_app.post.rules import MailStatus
from bpv_app.post.tables import Mail
from tests.makers import make_actor, make_contactpersoon
from tests.matching.cast_rangorde import (
    TOT,
    gesloten,
    nummer_van,
    open_,
    opleider_van,
    rangschik,
    rangschikkend,
)
from tests.matching.cast_ronde import Rondecast, deelname
from tests.matching.test_voorstel import dien_in

UITLEG = "Hier wordt nergens gelast, wij doen alleen elektra."


def klaar(session: Session, clock: FixedClock) -> None:
    """The last moment to order has passed."""
    clock.moment = TOT


def deelnemers(session: Session, cast: Rondecast) -> tuple[int, int]:
    """Yara's and Sem's numbers in the round."""
    van = dict(session.execute(sa.select(col(RondeStudent.student_id), col(RondeStudent.id))).all())
    return van[cast.yara.id], van[cast.sem.id]


def bakboord(session: Session, cast: Rondecast) -> tuple[Actor, int]:
    """The praktijkopleider of the place both want, and its order."""
    wie = opleider_van(session, cast.plaatsen[1])
    return wie, list_rangordes(session, wie)[0].id


def test_the_order_of_the_company_beats_the_lot(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    loten = dict(session.execute(sa.select(col(RondeStudent.id), col(RondeStudent.lot))).all())
    yara, sem = deelnemers(session, cast)
    slechtste, beste = sorted((yara, sem), key=lambda d: loten[d], reverse=True)
    rangschik(session, clock, cast.plaatsen[1], [slechtste, beste])
    klaar(session, clock)
    v = maak_voorstel(session, cast.coordinator, clock, ronde.id or 0)
    plek = {d: plaats for d, (plaats, _) in lees_plekken(session, v.id).items()}
    assert plek[slechtste] == cast.ids(1)[0]
    assert v.verslag["rangorde"] == {"plaatsen": 3, "ingestuurd": 1, "past_niet": 0, "open_besluiten": 0}
    assert (v.verslag["controle"]["blokkerende_paren"], v.verslag["controle"]["publiceerbaar"]) == (0, True)
    (uitleg,) = session.get_one(VoorstelRegel, (v.id, beste)).uitleg
    assert (uitleg["code"], uitleg["laatste_rang"]) == ("vol_hoger_gerangschikt", 1)
    assert "Het bedrijf zette iedereen die er een plek kreeg hoger dan jou" in uitleg_zin(uitleg).nl
    assert publiceer(session, cast.coordinator, clock, v.id or 0, v.versie).nieuw == 2


def test_without_an_order_everybody_is_acceptable_and_the_lot_decides(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    loten = dict(session.execute(sa.select(col(RondeStudent.id), col(RondeStudent.lot))).all())
    klaar(session, clock)
    v = maak_voorstel(session, cast.coordinator, clock, ronde.id or 0)
    plek = {d: plaats for d, (plaats, _) in lees_plekken(session, v.id).items()}
    eerst = min(loten, key=loten.__getitem__)
    assert plek[eerst] == cast.ids(1)[0]
    ander = next(d for d in deelnemers(session, cast) if d != eerst)
    (uitleg,) = session.get_one(VoorstelRegel, (v.id, ander)).uitleg
    assert uitleg["code"] == "vol_beter_lot"


def test_a_company_sees_programme_and_learning_wish_and_nothing_of_the_person(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    cast.yara.naam, cast.yara.roepnaam, cast.yara.achternaam = "Yara de Vries", "Yara", "Vries"
    session.flush()
    open_(session, clock, cast)
    nummer, plaats = deelname(session, cast.als_yara), cast.ids(1)[0]
    tekst = "Ik ben Yara Vries en wil leren lassen. Bel 06 12345678 of mail yara@school.example."
    lijst = Lijst((Keuze(plaats, tekst), Keuze(cast.ids(0)[0], "Iets anders.")), "Niet op vrijdag.")
    stuur_in(
        session, cast.als_yara, clock, nummer, bewaar_lijst(session, cast.als_yara, clock, nummer, lijst, 0).versie
    )
    (ronde_id,) = session.execute(sa.select(col(RondeStudent.ronde_id)).limit(1)).scalars()
    sluit_ronde(session, cast.coordinator, clock, ronde_id, reden="Klaar.")
    _, rangorde = bakboord(session, cast)
    (k,) = list_kandidaten(session, rangorde).values()
    assert k.leerwens == "Ik ben […] […] en wil leren lassen. Bel […] of mail […]"
    assert (k.nummer, k.leerweg) == (1, "BOL")
    assert set(k.__dataclass_fields__) == {"nummer", "opleiding", "niveau", "leerweg", "leerwens"}


def test_another_company_a_student_and_the_school_cannot_read_or_write_an_order(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    gesloten(session, clock, cast)
    _, rangorde = bakboord(session, cast)
    ander = opleider_van(session, cast.plaatsen[0])
    vreemd = make_contactpersoon(session)
    buiten = make_actor(
        session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=vreemd.id, leerbedrijf_id=vreemd.leerbedrijf_id
    )
    for wie in (ander, buiten):
        with pytest.raises(NietGevonden):
            get_rangorde(session, wie, rangorde)
        with pytest.raises(NietGevonden):
            stuur_rangorde_in(session, wie, clock, rangorde, 1)
    for wie in (cast.als_yara, cast.coordinator, make_actor(session, Rol.BEHEER)):
        assert list_rangordes(session, wie) == []
        with pytest.raises(GeenRecht):
            stuur_rangorde_in(session, wie, clock, rangorde, 1)


def test_a_colleague_who_saved_first_wins_and_the_other_sees_both_orders(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    gesloten(session, clock, cast)
    wie, rangorde = bakboord(session, cast)
    r = get_rangorde(session, wie, rangorde)
    bewaar_volgorde(session, wie, clock, rangorde, r.versie, lambda v: zet_op_volgorde(v, (2, 1)))
    with pytest.raises(Verouderd) as fout:
        zet_niet_passend(session, wie, clock, rangorde, r.versie, 1, PastNietGrond.TAAK, UITLEG)
    assert fout.value.verschillen == (("volgorde", "1. kandidaat 2, 2. kandidaat 1", "1. kandidaat 2; past niet: 1"),)
    assert get_rangorde(session, wie, rangorde).volgorde.nummers == (2, 1)


def test_the_order_is_sent_in_with_a_receipt_and_may_change_until_the_end(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    wie, rangorde = bakboord(session, cast)
    versie = get_rangorde(session, wie, rangorde).versie
    eerste = stuur_rangorde_in(session, wie, clock, rangorde, versie)
    versie = get_rangorde(session, wie, rangorde).versie
    assert stuur_rangorde_in(session, wie, clock, rangorde, versie).code == eerste.code
    bewaar_volgorde(session, wie, clock, rangorde, versie, lambda v: zet_op_volgorde(v, (2, 1)))
    assert get_rangorde(session, wie, rangorde).is_gewijzigd
    versie = get_rangorde(session, wie, rangorde).versie
    clock.moment = TOT - timedelta(seconds=1)
    assert stuur_rangorde_in(session, wie, clock, rangorde, versie).volgorde.nummers == (2, 1)
    mails = session.exec(select(Mail).where(Mail.sjabloon == "rangorde_bewijs")).all()
    assert len(mails) == 2
    klaar(session, clock)
    with pytest.raises(RangordeDicht):
        bewaar_volgorde(session, wie, clock, rangorde, versie + 1, lambda v: zet_op_volgorde(v, (1, 2)))
    with pytest.raises(RangordeDicht):
        stuur_rangorde_in(session, wie, clock, rangorde, versie + 1)
    assert [s.ingestuurd_op is not None for s in list_stand(session, ronde.id or 0)] == [False, False, True]


def test_a_receipt_of_an_order_cannot_be_changed(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    gesloten(session, clock, cast)
    wie, rangorde = bakboord(session, cast)
    stuur_rangorde_in(session, wie, clock, rangorde, 1)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), session.begin_nested():
        session.execute(sa.text("UPDATE rangorde_bewijs SET code = 'x'"))


@pytest.mark.parametrize(
    "uitleg", ["kort", "x" * 501, "Wij zoeken liever een jongen voor dit werk.", "Met een hoofddoek kan dit niet."]
)
def test_a_reason_must_be_there_and_about_the_wish_or_the_task(
    session: Session, clock: FixedClock, uitleg: str
) -> None:
    cast = rangschikkend(session)
    gesloten(session, clock, cast)
    wie, rangorde = bakboord(session, cast)
    with pytest.raises(OngeldigeInvoer) as fout:
        zet_niet_passend(session, wie, clock, rangorde, 1, 1, PastNietGrond.LEERWENS, uitleg)
    assert set(fout.value.velden) == {"uitleg"}
    assert get_rangorde(session, wie, rangorde).volgorde.past_niet == ()


def met_oordeel(session: Session, clock: FixedClock, cast: Rondecast) -> tuple[int, int, int]:
    """Round, candidate and participant: Bakboord finds Yara not suitable, and sent that in; the time is over."""
    ronde = gesloten(session, clock, cast)
    wie, rangorde = bakboord(session, cast)
    yara, _ = deelnemers(session, cast)
    rij = zet_niet_passend(
        session, wie, clock, rangorde, 1, nummer_van(session, rangorde, yara), PastNietGrond.LEERWENS, UITLEG
    )
    stuur_rangorde_in(session, wie, clock, rangorde, rij.versie)
    (oordeel,) = list_oordelen(session, ronde.id or 0)
    return ronde.id or 0, oordeel.id, yara


def test_not_suitable_waits_for_the_coordinator_who_may_not_decide_before_the_end(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    ronde, oordeel, _ = met_oordeel(session, clock, cast)
    with pytest.raises(RangordeNogOpen):
        beslis_oordeel(session, cast.coordinator, clock, ronde, oordeel, Besluit.AKKOORD, "Klopt.")
    with pytest.raises(RangordeNogOpen):
        maak_voorstel(session, cast.coordinator, clock, ronde)
    klaar(session, clock)
    v = maak_voorstel(session, cast.coordinator, clock, ronde)
    with pytest.raises(PublicerenKanNiet) as fout:
        publiceer(session, cast.coordinator, clock, v.id or 0, v.versie)
    assert "Beslis eerst over 1 keer" in fout.value.tekst.nl
    beslis_oordeel(session, cast.coordinator, clock, ronde, oordeel, Besluit.TELT_NIET, "Lassen is geen eis.")
    # It counted as last already, so nothing has to be computed again.
    publiceer(session, cast.coordinator, clock, v.id or 0, v.versie)
    with pytest.raises(RangordeDicht):
        beslis_oordeel(session, cast.coordinator, clock, ronde, oordeel, Besluit.AKKOORD, "Toch wel.")


def test_when_the_coordinator_agrees_the_student_does_not_go_there_and_reads_why(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    ronde_id, oordeel, yara = met_oordeel(session, clock, cast)
    klaar(session, clock)
    v = maak_voorstel(session, cast.coordinator, clock, ronde_id)
    beslis_oordeel(session, cast.coordinator, clock, ronde_id, oordeel, Besluit.AKKOORD, "Klopt, geen laswerk.")
    ronde = get_ronde(session, cast.coordinator, ronde_id)
    assert not is_actueel(session, ronde, v)
    reken_opnieuw(session, cast.coordinator, clock, v.id or 0, v.versie)
    regel = session.get_one(VoorstelRegel, (v.id, yara))
    assert regel.plaats_id == cast.ids(0)[0]
    assert [u["past_niet"] for u in regel.uitleg] == ["leerwens"]
    assert "kun je daar niet leren wat jij wilt leren" in uitleg_zin(regel.uitleg[0]).nl
    with pytest.raises(ZetMagNiet, match="met het bedrijf eens"):
        verplaats(session, cast.coordinator, clock, v.id or 0, v.versie, yara, cast.ids(1)[0])
    get_waarom(session, cast.coordinator, v.id or 0, yara)


def test_not_suitable_can_be_taken_back_and_the_candidate_comes_last(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    gesloten(session, clock, cast)
    wie, rangorde = bakboord(session, cast)
    rij = zet_niet_passend(session, wie, clock, rangorde, 1, 1, PastNietGrond.TAAK, UITLEG)
    zet_passend(session, wie, clock, rangorde, rij.versie, 1)
    assert get_rangorde(session, wie, rangorde).volgorde.nummers == (2, 1)


def test_who_is_moved_by_hand_above_a_higher_ranked_student_is_warned_about(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    yara, sem = deelnemers(session, cast)
    rangschik(session, clock, cast.plaatsen[1], [yara, sem])
    klaar(session, clock)
    v = maak_voorstel(session, cast.coordinator, clock, ronde.id or 0)
    verplaats(session, cast.coordinator, clock, v.id or 0, v.versie, yara, cast.ids(0)[0])
    gewaarschuwd = verplaats(session, cast.coordinator, clock, v.id or 0, v.versie, sem, cast.ids(1)[0])
    assert Waarschuwing.HOGER_GERANGSCHIKT in gewaarschuwd
    reken_opnieuw(session, cast.coordinator, clock, v.id or 0, v.versie)
    # Who was put somewhere by hand has no claim any more, so the moved proposal can be published.
    assert session.get_one(Voorstel, v.id).verslag["controle"]["publiceerbaar"] is True
    assert publiceer(session, cast.coordinator, clock, v.id or 0, v.versie).nieuw == 2


def test_another_mode_in_such_a_round_is_not_published_when_somebody_would_prefer_each_other(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    loten = dict(session.execute(sa.select(col(RondeStudent.id), col(RondeStudent.lot))).all())
    slechtste, beste = sorted(deelnemers(session, cast), key=lambda d: loten[d], reverse=True)
    rangschik(session, clock, cast.plaatsen[1], [slechtste, beste])
    klaar(session, clock)
    v = maak_voorstel(session, cast.coordinator, clock, ronde.id or 0, Modus.GARANTIE)
    assert (v.verslag["controle"]["blokkerende_paren"], v.verslag["controle"]["publiceerbaar"]) == (1, False)
    with pytest.raises(PublicerenKanNiet) as fout:
        publiceer(session, cast.coordinator, clock, v.id or 0, v.versie)
    assert "1 keer hadden een student en een bedrijf elkaar liever" in fout.value.tekst.nl


def test_a_re_run_keeps_lots_and_orders_and_has_no_pair_that_prefers_each_other(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    yara, sem = deelnemers(session, cast)
    rangschik(session, clock, cast.plaatsen[1], [yara, sem])
    klaar(session, clock)
    v = maak_voorstel(session, cast.coordinator, clock, ronde.id or 0)
    publiceer(session, cast.coordinator, clock, v.id or 0, v.versie)
    opnieuw = maak_voorstel(session, cast.coordinator, clock, ronde.id or 0)
    assert opnieuw.herhaling_van == v.id
    controle = opnieuw.verslag["controle"]
    assert (controle["blokkerende_paren"], controle["gewijzigd"], controle["publiceerbaar"]) == (0, 0, True)
    verplaats(session, cast.coordinator, clock, opnieuw.id or 0, opnieuw.versie, yara, cast.ids(0)[0])
    reken_opnieuw(session, cast.coordinator, clock, opnieuw.id or 0, opnieuw.versie)
    # Yara's slot at Bakboord is free now and Sem wants it: the re-run does not hold on to Complex.
    assert lees_plekken(session, opnieuw.id)[sem][0] == cast.ids(1)[0]
    assert session.get_one(Voorstel, opnieuw.id).verslag["controle"]["gewijzigd"] == 2


def test_which_places_order_is_frozen_when_the_round_opens(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session, 1)
    ronde = open_(session, clock, cast)
    cast.plaatsen[0].bedrijf_rangschikt = True
    cast.plaatsen[1].bedrijf_rangschikt = False
    session.flush()
    sluit_ronde(session, cast.coordinator, clock, ronde.id or 0, reden="Klaar.")
    assert session.execute(sa.select(col(Rangorde.plaats_id))).scalars().all() == list(cast.ids(1))
    vlag = session.execute(sa.select(col(RondePlaats.plaats_id)).where(col(RondePlaats.rangschikt))).scalars().all()
    assert vlag == list(cast.ids(1))


def test_in_a_round_without_orders_no_company_is_asked(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    ronde = cast.open(session, clock, modus=Modus.LOTING)
    sluit_ronde(session, cast.coordinator, clock, ronde.id or 0, reden="Klaar.")
    assert session.execute(sa.select(sa.func.count()).select_from(Rangorde)).scalar_one() == 0
    assert session.exec(select(Mail).where(col(Mail.sjabloon).like("rangorde%"))).all() == []


def test_companies_are_asked_once_reminded_near_the_end_and_left_alone_when_done(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    vragen = session.exec(select(Mail).where(Mail.sjabloon == "rangorde_vraag")).all()
    assert len(vragen) == 3
    assert all(m.link_id and m.doel == "/bedrijf/rangorde" and m.team_id == cast.team.id for m in vragen)
    assert te_sturen_herinneringen(session, systeem(), clock, nu=True) == []
    assert herinner_bedrijven(session, cast.coordinator, clock, ronde.id or 0) == 3
    assert herinner_bedrijven(session, cast.coordinator, clock, ronde.id or 0) == 0
    wie, rangorde = bakboord(session, cast)
    stuur_rangorde_in(session, wie, clock, rangorde, 1)
    opleider = cast.plaatsen[1].praktijkopleider_id
    weg = session.exec(
        select(Mail).where(Mail.sjabloon == "rangorde_herinnering", Mail.contactpersoon_id == opleider)
    ).one()
    assert weg.status is MailStatus.VERVALLEN
    clock.moment = TOT - timedelta(days=2)
    assert stuur_herinneringen(session, systeem(), clock, nu=True) == 2
    assert stuur_herinneringen(session, systeem(), clock, nu=True) == 0
    clock.moment = TOT - timedelta(hours=20)
    assert stuur_herinneringen(session, systeem(), clock, nu=True) == 2
    klaar(session, clock)
    assert te_sturen_herinneringen(session, systeem(), clock, nu=True) == []
    with pytest.raises(GeenRecht):
        te_sturen_herinneringen(session, cast.coordinator, clock)


def test_the_coordinator_ends_it_early_or_gives_more_time_with_a_reason(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    rid = ronde.id or 0
    wie, rangorde = bakboord(session, cast)
    with pytest.raises(OngeldigeInvoer):
        verzet_rangschikken(session, cast.coordinator, clock, rid, None, " ")
    verzet_rangschikken(session, cast.coordinator, clock, rid, None, "Iedereen is klaar.")
    with pytest.raises(RangordeDicht):
        stuur_rangorde_in(session, wie, clock, rangorde, 1)
    verzet_rangschikken(session, cast.coordinator, clock, rid, TOT + timedelta(hours=3), "Een bedrijf was ziek.")
    stuur_rangorde_in(session, wie, clock, rangorde, 1)
    with pytest.raises(OngeldigeInvoer):
        verzet_rangschikken(session, cast.coordinator, clock, rid, clock.nu(), "Nu.")
    verzet_rangschikken(session, cast.coordinator, clock, rid, None, "Toch klaar.")
    maak_voorstel(session, cast.coordinator, clock, rid)
    with pytest.raises(AlGerekend):
        verzet_rangschikken(session, cast.coordinator, clock, rid, TOT, "Nog een dag.")
    with pytest.raises(NietGevonden):
        verzet_rangschikken(session, cast.ander, clock, rid, TOT, "Niet van mij.")


def test_after_publication_the_company_no_longer_reads_the_students_texts(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    ronde = gesloten(session, clock, cast)
    wie, rangorde = bakboord(session, cast)
    klaar(session, clock)
    assert get_rangorde(session, wie, rangorde).kandidaten == 2
    v = maak_voorstel(session, cast.coordinator, clock, ronde.id or 0)
    publiceer(session, cast.coordinator, clock, v.id or 0, v.versie)
    assert list_rangordes(session, wie) == []
    with pytest.raises(NietGevonden):
        get_rangorde(session, wie, rangorde)


def test_who_is_locked_or_blocked_is_no_candidate(session: Session, clock: FixedClock) -> None:
    cast = rangschikkend(session)
    ronde = open_(session, clock, cast)
    dien_in(session, clock, cast.als_yara, *cast.ids(1, 0))
    dien_in(session, clock, cast.als_sem, *cast.ids(1, 2))
    for student, plaats, soort in (
        (cast.yara, 1, AfspraakSoort.UITGESLOTEN),
        (cast.sem, 2, AfspraakSoort.VAST),
    ):
        maak_afspraak(
            session,
            cast.coordinator,
            clock,
            ronde.id or 0,
            student.id or 0,
            cast.ids(plaats)[0],
            soort,
            "Zo afgesproken.",
        )
    sluit_ronde(session, cast.coordinator, clock, ronde.id or 0, reden="Klaar.")
    assert list_rangordes(session, opleider_van(session, cast.plaatsen[1])) == []
    assert [r.kandidaten for r in list_rangordes(session, opleider_van(session, cast.plaatsen[0]))] == [1]
