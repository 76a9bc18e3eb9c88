"""Publishing: every slot is claimed or nothing happens, two at once, a re-run that moves only who moves, mails."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_plaats import ClaimSoort, Gebeurtenis
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_publiceren import Huidig, PublicerenKanNiet, Regel, verdeel, vergelijk
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_uitslag import BezwaarUitkomst, PlaatsingStap, PlaatsingStatus
from bpv_app.matching.rules_voorstel import BordStap, VoorstelStatus
from bpv_app.matching.service_afspraak import maak_afspraak
from bpv_app.matching.service_plaats import zet_stap
from bpv_app.matching.service_publiceren import publiceer, waarom_niet
from bpv_app.matching.service_rekenen import maak_voorstel
from bpv_app.matching.service_uitslag import beantwoord_bezwaar, laat_vervallen, maak_bezwaar
from bpv_app.matching.tables import PlaatsClaim, PlaatsGebeurtenis
from bpv_app.matching.tables_ronde import RondeGebeurtenis
from bpv_app.matching.tables_uitslag import Plaatsing, PlaatsingGebeurtenis
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelStap
from bpv_app.post.tables import Mail
from bpv_app.toegang.tables import Audit
from tests.makers import make_actor, make_claim, make_plaats, make_student
from tests.matching.cast_uitslag import Uitslagcast, maak_uitslagcast


def claims(session: Session) -> set[tuple[int, int]]:
    """(place, student) of every slot that is held."""
    rijen = session.execute(sa.select(col(PlaatsClaim.plaats_id), col(PlaatsClaim.student_id)))
    return set(rijen.all())


def mails(session: Session) -> Counter[str]:
    return Counter(session.execute(sa.select(col(Mail.sjabloon))).scalars())


def test_publishing_claims_every_slot_tells_everybody_and_writes_history(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    anker, bakboord, _ = c.cast.plaatsen
    uit = c.publiceer(session, clock, 0, 1, None)
    assert (uit.nieuw, uit.vervallen, uit.zonder, uit.mails_student, uit.mails_bedrijf) == (2, 0, 1, 3, 2)
    assert claims(session) == {(anker.id, c.cast.yara.id), (bakboord.id, c.cast.sem.id)}
    assert set(session.execute(sa.select(col(PlaatsClaim.soort))).scalars()) == {ClaimSoort.GERESERVEERD}
    assert c.ronde.status is RondeStatus.GEPUBLICEERD
    voorstel = session.get_one(Voorstel, uit.voorstel_id)
    assert (voorstel.status, voorstel.gepubliceerd_op) == (VoorstelStatus.GEPUBLICEERD, clock.nu())
    yara = c.plaatsing(session, c.cast.yara)
    assert yara is not None
    assert (yara.status, yara.plaats_id, yara.rang, yara.voorstel_id) == (
        PlaatsingStatus.TOEGEWEZEN, anker.id, 1, voorstel.id,
    )  # fmt: skip
    assert c.plaatsing(session, c.bo) is None
    assert mails(session) == {"uitslag_plaats": 2, "uitslag_geen": 1, "uitslag_bedrijf": 2}
    assert session.execute(sa.select(col(VoorstelStap.soort))).scalars().all() == [BordStap.GEPUBLICEERD]
    stappen = session.execute(sa.select(col(PlaatsingGebeurtenis.stap))).scalars().all()
    assert stappen == [PlaatsingStap.TOEWIJZEN] * 2
    assert "publiceren" in session.execute(sa.select(col(RondeGebeurtenis.wat))).scalars().all()


def test_the_mail_to_the_company_names_who_comes_and_nothing_else_about_them(
    session: Session, clock: FixedClock
) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, None, None)
    vraag = sa.select(Mail).where(col(Mail.sjabloon) == "uitslag_bedrijf")
    (mail,) = session.execute(vraag).scalars().all()
    assert c.cast.yara.naam in mail.tekst
    assert "7 dec 2026" in mail.tekst
    assert "2007" not in mail.tekst  # the year of birth
    assert mail.link_id is not None
    assert mail.doel == "/bedrijf"


def test_a_slot_the_student_has_already_is_kept(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    make_claim(session, c.cast.plaatsen[0], c.cast.yara)
    c.publiceer(session, clock, 0, 1, 2)
    assert len(claims(session)) == 3


@pytest.mark.parametrize(
    ("anders", "woord"),
    [
        ({"verslag": {}}, "controle"),
        ({"verslag": {"controle": {"publiceerbaar": False}}}, "controle"),
        ({"verslag": {"controle": {"publiceerbaar": "ja"}}}, "controle"),
        ({"is_gewijzigd": True}, "Sinds het rekenen is iets veranderd"),
        ({"status": VoorstelStatus.VERVALLEN}, "al gepubliceerd of vervallen"),
    ],
)
def test_a_proposal_without_a_good_check_is_not_published(
    session: Session, clock: FixedClock, anders: dict[str, object], woord: str
) -> None:
    c = maak_uitslagcast(session, clock)
    voorstel = c.voorstel(session, 0, 1, 2, **anders)
    with pytest.raises(PublicerenKanNiet) as fout:
        publiceer(session, c.cast.coordinator, clock, voorstel.id or 0, voorstel.versie)
    assert woord in fout.value.tekst.nl
    assert waarom_niet(session, c.cast.coordinator, voorstel.id or 0)
    assert not claims(session)


def test_a_proposal_that_misses_a_participant_is_not_published(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    voorstel = c.voorstel(session, 0, 1, 2)
    session.execute(sa.text("DELETE FROM voorstel_regel WHERE plaats_id = :p"), {"p": c.cast.plaatsen[2].id})
    with pytest.raises(PublicerenKanNiet, match="Niet elke deelnemer"):
        publiceer(session, c.cast.coordinator, clock, voorstel.id or 0, voorstel.versie)


def test_a_lock_made_after_the_computation_asks_for_a_new_one(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    voorstel = c.voorstel(session, 0, 1, 2)
    yara, bakboord = c.cast.yara.id or 0, c.cast.plaatsen[1].id or 0
    maak_afspraak(session, c.cast.coordinator, clock, c.ronde_id, yara, bakboord, AfspraakSoort.VAST, "Zo besproken")
    with pytest.raises(PublicerenKanNiet, match="Sinds het rekenen"):
        publiceer(session, c.cast.coordinator, clock, voorstel.id or 0, voorstel.versie)


def test_the_engines_own_proposal_is_published_and_its_rerun_too(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    eerste = maak_voorstel(session, c.cast.coordinator, clock, c.ronde_id)
    uit = publiceer(session, c.cast.coordinator, clock, eerste.id or 0, eerste.versie)
    assert (uit.nieuw, uit.zonder) == (3, 0)
    yara = c.plaatsing(session, c.cast.yara)
    assert yara is not None
    maak_bezwaar(session, c.cast.als_yara, clock, yara.id or 0, "Te ver")
    beantwoord_bezwaar(
        session, c.cast.coordinator, clock, yara.id or 0, BezwaarUitkomst.GEGROND, "Je hebt gelijk, we zoeken verder."
    )
    clock.moment += timedelta(hours=1)
    tweede = maak_voorstel(session, c.cast.coordinator, clock, c.ronde_id)
    publiceer(session, c.cast.coordinator, clock, tweede.id or 0, tweede.versie)
    weer = c.plaatsing(session, c.cast.yara)
    assert weer is not None
    assert weer.plaats_id != yara.plaats_id
    assert len(claims(session)) == 3


def _vol(session: Session, clock: FixedClock, c: Uitslagcast) -> str:
    make_claim(session, c.cast.plaatsen[0], make_student(session))
    return "Vol: Monteur bij Anker"


def _ingetrokken(session: Session, clock: FixedClock, c: Uitslagcast) -> str:
    zet_stap(session, systeem(), clock, c.cast.plaatsen[0].id or 0, Stap.TREK_IN, reden="Failliet")
    return "Niet meer aangeboden: Monteur bij Anker"


def _niet_erkend(session: Session, clock: FixedClock, c: Uitslagcast) -> str:
    session.execute(sa.text("UPDATE erkenning SET erkend_tot = '2026-11-30'"))
    return "Niet (meer) erkend"


def _elders(session: Session, clock: FixedClock, c: Uitslagcast) -> str:
    make_claim(session, make_plaats(session, titel="Ergens anders"), c.cast.yara)
    return "al een plek bij: Ergens anders"


@pytest.mark.parametrize("wat", [_vol, _ingetrokken, _niet_erkend, _elders])
def test_one_slot_that_cannot_be_given_stops_everything(motor: Engine, clock: FixedClock, wat: object) -> None:
    with transaction(systeem(), op=motor) as session:
        c = maak_uitslagcast(session, clock)
        voorstel = c.voorstel(session, 0, 1, 2)
        woord = wat(session, clock, c)  # type: ignore[operator]
        c.reken(session, voorstel)
        ervoor = claims(session)
    with pytest.raises(PublicerenKanNiet) as fout, transaction(op=motor) as session:
        publiceer(session, c.cast.coordinator, clock, voorstel.id or 0, voorstel.versie)
    assert woord in fout.value.tekst.nl
    with lezen(op=motor) as session:
        assert claims(session) == ervoor
        assert session.get_one(Voorstel, voorstel.id).status is VoorstelStatus.CONCEPT
        assert not mails(session)


def test_only_a_coordinator_of_every_team_of_the_round_publishes(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    voorstel = c.voorstel(session, 0, 1, 2)
    voorstel_id = voorstel.id or 0
    for rol in (Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN, Rol.BEHEER):
        with pytest.raises(GeenRecht):
            publiceer(session, make_actor(session, rol), clock, voorstel_id, voorstel.versie)
    with pytest.raises(GeenRecht):
        publiceer(session, c.cast.als_yara, clock, voorstel_id, voorstel.versie)
    with pytest.raises(NietGevonden):
        publiceer(session, c.cast.ander, clock, voorstel_id, voorstel.versie)
    with pytest.raises(NietGevonden):
        publiceer(session, c.cast.coordinator, clock, 987_654, 1)
    with pytest.raises(Verouderd):
        publiceer(session, c.cast.coordinator, clock, voorstel_id, voorstel.versie - 1)


def test_a_rerun_moves_only_who_moves(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    eerste = c.publiceer(session, clock, 0, 1, None)
    yara, sem = c.plaatsing(session, c.cast.yara), c.plaatsing(session, c.cast.sem)
    assert yara is not None
    assert sem is not None
    laat_vervallen(session, c.cast.coordinator, clock, sem.id or 0, "Bedrijf gestopt")
    yara_versie, voor = yara.versie, mails(session)
    uit = c.herhaal(session, clock, eerste.voorstel_id, 0, 2, 1)
    assert (uit.nieuw, uit.vervallen, uit.zonder) == (2, 0, 0)
    weer = c.plaatsing(session, c.cast.yara)
    assert weer is not None
    assert (weer.id, weer.versie, weer.voorstel_id) == (yara.id, yara_versie, eerste.voorstel_id)
    na = mails(session) - voor
    assert na == {"uitslag_plaats": 2, "uitslag_bedrijf": 2}
    assert session.get_one(Voorstel, eerste.voorstel_id).status is VoorstelStatus.VERVALLEN
    assert len(claims(session)) == 3


def test_a_rerun_swaps_two_students_over_full_places(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    eerste = c.publiceer(session, clock, 0, 1, None)
    uit = c.herhaal(session, clock, eerste.voorstel_id, 1, 0, None)
    assert (uit.nieuw, uit.vervallen) == (2, 2)
    anker, bakboord, _ = c.cast.plaatsen
    assert claims(session) == {(bakboord.id, c.cast.yara.id), (anker.id, c.cast.sem.id)}
    vrij = sa.select(sa.func.count()).where(col(PlaatsGebeurtenis.wat) == Gebeurtenis.VRIJGEGEVEN)
    assert session.execute(vrij).scalar_one() == 2


def test_who_loses_the_place_in_a_rerun_is_told(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    eerste = c.publiceer(session, clock, 0, None, None)
    voor = mails(session)
    c.herhaal(session, clock, eerste.voorstel_id, None, None, None)
    # The company hears that nobody comes; Sem and Bo, who had nothing and have nothing, hear nothing.
    assert mails(session) - voor == {"uitslag_geen": 1, "uitslag_bedrijf": 1}
    assert not claims(session)


def test_a_second_result_must_be_a_rerun_of_the_first(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    ander = c.voorstel(session, 1, 0, 2)
    eerste = c.publiceer(session, clock, 0, 1, 2)
    with pytest.raises(PublicerenKanNiet, match="opnieuw is gerekend"):
        publiceer(session, c.cast.coordinator, clock, ander.id or 0, ander.versie)
    ouder = c.voorstel(
        session, 1, 0, 2, herhaling_van=eerste.voorstel_id, gerekend_op=clock.nu() - timedelta(minutes=1)
    )
    with pytest.raises(PublicerenKanNiet, match="opnieuw is gerekend"):
        publiceer(session, c.cast.coordinator, clock, ouder.id or 0, ouder.versie)


def test_a_rerun_does_not_move_who_waits_for_an_answer(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    eerste = c.publiceer(session, clock, 0, 1, None)
    yara = c.plaatsing(session, c.cast.yara)
    assert yara is not None
    maak_bezwaar(session, c.cast.als_yara, clock, yara.id or 0, "Te ver")
    with pytest.raises(PublicerenKanNiet, match="1 met een open bezwaar"):
        c.herhaal(session, clock, eerste.voorstel_id, 2, 1, None)
    c.herhaal(session, clock, eerste.voorstel_id, 0, 1, 2)


def test_two_who_publish_at_once_one_wins(motor: Engine, clock: FixedClock) -> None:
    with transaction(systeem(), op=motor) as session:
        c = maak_uitslagcast(session, clock)
        voorstellen = [c.voorstel(session, 0, 1, 2), c.voorstel(session, 2, 0, 1)]
        doelen = [(v.id or 0, v.versie) for v in (*voorstellen, *voorstellen)]
    start = threading.Barrier(len(doelen))
    uitkomsten: list[str] = []

    def doe(voorstel_id: int, versie: int) -> None:
        start.wait()
        try:
            with transaction(c.cast.coordinator, op=motor) as session:
                publiceer(session, c.cast.coordinator, clock, voorstel_id, versie)
            uitkomsten.append("gelukt")
        except DomeinFout as fout:
            uitkomsten.append(fout.code)

    draden = [threading.Thread(target=doe, args=doel) for doel in doelen]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    geteld = Counter(uitkomsten)
    assert geteld["gelukt"] == 1
    assert set(geteld) <= {"gelukt", "verouderd", "publiceren_kan_niet"}
    with lezen(op=motor) as session:
        assert len(claims(session)) == 3
        assert session.execute(sa.select(sa.func.count()).select_from(Plaatsing)).scalar_one() == 3
        assert mails(session) == {"uitslag_plaats": 3, "uitslag_bedrijf": 3}


def test_publishing_and_a_hand_that_takes_the_last_slot_never_give_it_twice(motor: Engine, clock: FixedClock) -> None:
    from bpv_app.matching.service_plek import bezet_plek

    with transaction(systeem(), op=motor) as session:
        c = maak_uitslagcast(session, clock)
        voorstel = c.voorstel(session, 0, 1, 2)
        hand = c.cast.yara.id or 0, c.cast.plaatsen[1].id or 0  # Yara by hand at Sem's place
    start = threading.Barrier(2)
    uitkomsten: dict[str, str] = {}

    def doe(naam: str, werk: object) -> None:
        start.wait()
        try:
            with transaction(c.cast.coordinator, op=motor) as session:
                werk(session)  # type: ignore[operator]
            uitkomsten[naam] = "gelukt"
        except DomeinFout as fout:
            uitkomsten[naam] = fout.code

    wie = c.cast.coordinator
    draden = [
        threading.Thread(
            target=doe, args=("uit", lambda s: publiceer(s, wie, clock, voorstel.id or 0, voorstel.versie))
        ),
        threading.Thread(target=doe, args=("hand", lambda s: bezet_plek(s, wie, clock, hand[1], hand[0]))),
    ]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uitkomsten.values()).count("gelukt") == 1, uitkomsten
    with lezen(op=motor) as session:
        vol = sa.select(sa.func.count()).select_from(PlaatsClaim).where(col(PlaatsClaim.plaats_id) == hand[1])
        assert session.execute(vol).scalar_one() == 1


def test_the_history_of_a_placement_cannot_be_changed(motor: Engine, clock: FixedClock) -> None:
    with transaction(systeem(), op=motor) as session:
        maak_uitslagcast(session, clock).publiceer(session, clock, 0, 1, 2)
    for opdracht in ("UPDATE plaatsing_gebeurtenis SET reden = 'x'", "DELETE FROM plaatsing_gebeurtenis"):
        with pytest.raises(sa.exc.DBAPIError), transaction(op=motor) as session:
            session.execute(sa.text(opdracht))


def test_the_audit_does_not_repeat_what_a_student_objects(motor: Engine, clock: FixedClock) -> None:
    with transaction(systeem(), op=motor) as session:
        c = maak_uitslagcast(session, clock)
        c.publiceer(session, clock, 0, 1, 2)
    with transaction(c.cast.als_yara, op=motor) as session:
        yara = c.plaatsing(session, c.cast.yara)
        assert yara is not None
        maak_bezwaar(session, c.cast.als_yara, clock, yara.id or 0, "Mijn moeder is ziek")
    with lezen(op=motor) as session:
        alles = str(session.execute(sa.select(Audit.__table__)).all())  # type: ignore[attr-defined]
    assert "moeder" not in alles


def test_slots_are_dealt_by_lowest_free_number_and_shortage_is_counted() -> None:
    plekken, tekort = verdeel({1: 3, 2: 1}, {1: {2}}, [(1, 10), (1, 11), (1, 12), (2, 13), (3, 14)])
    assert [(p.plaats_id, p.student_id, p.nummer) for p in plekken] == [(1, 10, 1), (1, 11, 3), (2, 13, 1)]
    assert tekort == {1: 1, 3: 1}


def test_the_comparison_leaves_who_keeps_the_place_alone() -> None:
    s = PlaatsingStatus
    huidig = [
        Huidig(1, 1, 11, 5, s.BEVESTIGD), Huidig(2, 2, 12, 5, s.TOEGEWEZEN), Huidig(3, 3, 13, 6, s.IN_DOSSIER),
        Huidig(4, 4, 14, 7, s.TOEGEWEZEN),
    ]  # fmt: skip
    regels = [Regel(1, 11, 5, 1), Regel(2, 12, 6, 2), Regel(3, 13, 5, 1), Regel(4, 14, None, 0), Regel(5, 15, 7, 1)]
    verschil = vergelijk(regels, huidig)
    assert [h.id for h in verschil.vervalt] == [2, 4]
    assert [r.ronde_student_id for r in verschil.nieuw] == [2, 3, 5]
    assert [r.ronde_student_id for r in verschil.zonder] == [4]
    assert [h.id for h in verschil.vast] == [3]
