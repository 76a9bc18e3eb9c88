"""After publication: agree, object, answer, lapse, finish; who sees what; and the way into the dossiers."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import ErkenningControle
from bpv_app.matching.pages.plaatsing_beeld import geen_plaats_zin, hoger_beelden, keuze_zin
from bpv_app.matching.queries_komst import list_wie_komt
from bpv_app.matching.queries_mijn_plaatsing import get_eigen_uitleg, list_eigen_plaatsingen, list_eigen_uitslagen
from bpv_app.matching.queries_uitslag import list_bezwaren, list_weg, tel_uitslag, zoek_plaatsingen
from bpv_app.matching.queries_zonder import list_laatkomers, list_zonder
from bpv_app.matching.rules import Reden
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_plaats import ClaimSoort
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_ronde import RondeNietKlaar, RondeStatus
from bpv_app.matching.rules_uitslag import (
    BezwaarUitkomst,
    PlaatsingNietKlaar,
    PlaatsingStap,
    PlaatsingStapMagNiet,
    PlaatsingStatus,
)
from bpv_app.matching.service_indossier import zet_in_dossiers
from bpv_app.matching.service_plaats import zet_stap
from bpv_app.matching.service_uitslag import (
    OpenBezwaar,
    beantwoord_bezwaar,
    bevestig,
    laat_alle_vervallen,
    laat_vervallen,
    maak_bezwaar,
    rond_af,
)
from bpv_app.matching.tables import PlaatsClaim
from bpv_app.matching.tables_ronde import Afspraak
from bpv_app.matching.tables_uitslag import Plaatsing, PlaatsingGebeurtenis
from bpv_app.matching.tables_voorstel import VoorstelRegel
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.post.tables import Mail
from bpv_app.student.tables import Student
from tests.leerbedrijf.cast import make_opleider_actor
from tests.makers import make_actor, make_inrichting, make_student, make_verbintenis
from tests.matching.cast_uitslag import Uitslagcast, maak_uitslagcast

S = PlaatsingStatus


def plaatsing_van(session: Session, c: Uitslagcast, student: Student) -> Plaatsing:
    p = c.plaatsing(session, student)
    assert p is not None
    return p


def nr(session: Session, c: Uitslagcast, student: Student) -> int:
    return plaatsing_van(session, c, student).id or 0


def claims(session: Session) -> list[tuple[int, ClaimSoort, int | None]]:
    rijen = session.execute(
        sa.select(col(PlaatsClaim.student_id), col(PlaatsClaim.soort), col(PlaatsClaim.dossier_id)).order_by(
            col(PlaatsClaim.student_id)
        )
    )
    return [(r[0], r[1], r[2]) for r in rijen]


def test_a_student_agrees_once_when_the_round_asks_it(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock, moet_bevestigen=True)
    c.publiceer(session, clock, 0, 1, 2)
    p = bevestig(session, c.cast.als_yara, clock, nr(session, c, c.cast.yara), 1)
    assert (p.status, p.bevestigd_op) == (S.BEVESTIGD, clock.nu())
    with pytest.raises(PlaatsingStapMagNiet):
        bevestig(session, c.cast.als_yara, clock, p.id or 0)
    with pytest.raises(PlaatsingStapMagNiet):
        maak_bezwaar(session, c.cast.als_yara, clock, p.id or 0, "Toch niet")
    with pytest.raises(Verouderd):
        bevestig(session, c.cast.als_sem, clock, nr(session, c, c.cast.sem), 0)


def test_a_round_that_does_not_ask_it_needs_no_agreement(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, 2)
    with pytest.raises(PlaatsingNietKlaar):
        bevestig(session, c.cast.als_yara, clock, nr(session, c, c.cast.yara))


def test_nobody_answers_for_somebody_else(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock, moet_bevestigen=True)
    c.publiceer(session, clock, 0, 1, 2)
    yara = nr(session, c, c.cast.yara)
    for wie in (c.cast.als_sem, c.cast.als_noa):
        with pytest.raises(NietGevonden):
            bevestig(session, wie, clock, yara)
        with pytest.raises(NietGevonden):
            maak_bezwaar(session, wie, clock, yara, "Nee")
    for rol in (Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN, Rol.BEHEER, Rol.PRAKTIJKOPLEIDER):
        with pytest.raises(GeenRecht):
            bevestig(session, make_actor(session, rol), clock, yara)
    maak_bezwaar(session, c.cast.als_yara, clock, yara, "Te ver")
    with pytest.raises(NietGevonden):
        beantwoord_bezwaar(session, c.cast.ander, clock, yara, BezwaarUitkomst.GEGROND, "Ja")
    for rol in (Rol.STUDENT, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN, Rol.BEHEER, Rol.PRAKTIJKOPLEIDER):
        with pytest.raises(GeenRecht):
            beantwoord_bezwaar(session, make_actor(session, rol), clock, yara, BezwaarUitkomst.GEGROND, "Ja")
        with pytest.raises(GeenRecht):
            laat_vervallen(session, make_actor(session, rol), clock, yara, "Ja")
    with pytest.raises(NietGevonden):
        bevestig(session, c.cast.als_yara, clock, 987_654)


def test_a_rejected_objection_keeps_the_place_and_can_not_be_made_again(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, 2)
    yara = nr(session, c, c.cast.yara)
    maak_bezwaar(session, c.cast.als_yara, clock, yara, "Te ver. Mijn BSN is 123456782.")
    (rij,) = list_bezwaren(session, c.ronde_id)
    assert rij.bezwaar.startswith("Te ver.")
    assert "123456782" not in rij.bezwaar
    p = beantwoord_bezwaar(session, c.cast.coordinator, clock, yara, BezwaarUitkomst.ONGEGROND, "Het is 20 minuten.")
    assert (p.status, p.bezwaar_antwoord) == (S.TOEGEWEZEN, "Het is 20 minuten.")
    assert len(claims(session)) == 3
    vraag = sa.select(Mail).where(col(Mail.sjabloon) == "bezwaar_antwoord")
    (mail,) = session.execute(vraag).scalars().all()
    assert "Het is 20 minuten." in mail.tekst
    with pytest.raises(PlaatsingNietKlaar):
        maak_bezwaar(session, c.cast.als_yara, clock, yara, "Toch te ver")


def test_an_upheld_objection_frees_the_slot_and_blocks_the_place_for_the_rerun(
    session: Session, clock: FixedClock
) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, 2)
    yara = nr(session, c, c.cast.yara)
    maak_bezwaar(session, c.cast.als_yara, clock, yara, "Te ver")
    p = beantwoord_bezwaar(session, c.cast.coordinator, clock, yara, BezwaarUitkomst.GEGROND, "Klopt.")
    assert p.status is S.VERVALLEN
    assert [s for s, _, _ in claims(session)] == sorted([c.cast.sem.id or 0, c.bo.id or 0])
    (blok,) = session.execute(sa.select(Afspraak)).scalars().all()
    assert (blok.soort, blok.plaats_id) == (AfspraakSoort.UITGESLOTEN, p.plaats_id)
    stappen = session.execute(
        sa.select(col(PlaatsingGebeurtenis.stap))
        .where(col(PlaatsingGebeurtenis.plaatsing_id) == yara)
        .order_by(col(PlaatsingGebeurtenis.id))
    )
    assert list(stappen.scalars()) == [PlaatsingStap.TOEWIJZEN, PlaatsingStap.BEZWAAR_MAKEN, PlaatsingStap.GEGROND]
    assert [z.student for z in list_zonder(session, c.ronde_id)] == ["Yara"]


def test_objecting_is_over_after_the_days_of_the_round(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock, bezwaardagen=5)
    c.publiceer(session, clock, 0, 1, 2)
    clock.moment += timedelta(days=5)
    maak_bezwaar(session, c.cast.als_yara, clock, nr(session, c, c.cast.yara), "Op de laatste dag")
    clock.moment += timedelta(days=1)
    with pytest.raises(PlaatsingNietKlaar):
        maak_bezwaar(session, c.cast.als_sem, clock, nr(session, c, c.cast.sem), "Te laat")


def test_a_bankrupt_company_shows_who_is_hit_and_they_lapse_together(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, None)
    zet_stap(session, c.cast.coordinator, clock, c.cast.plaatsen[0].id or 0, Stap.TREK_IN, reden="Failliet")
    (hit,) = list_weg(session, c.ronde)
    assert hit.student == "Yara"
    uitslagen = laat_alle_vervallen(session, c.cast.coordinator, clock, c.ronde_id, [hit.id, 987_654], "Failliet")
    assert [u.gelukt for u in uitslagen] == [True, False]
    assert [s for s, _, _ in claims(session)] == [c.cast.sem.id]
    mails = Counter(session.execute(sa.select(col(Mail.sjabloon))).scalars())
    assert mails["plaatsing_vervallen"] == 1
    assert tel_uitslag(session, c.ronde, clock.vandaag()).weg == 0


def test_who_came_too_late_is_named(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, None)
    nieuw = make_student(session, c.cast.team, naam="Iris")
    make_verbintenis(session, nieuw)
    assert [z.student for z in list_laatkomers(session, c.ronde)] == ["Iris"]


def test_the_round_is_finished_when_nobody_can_object_and_all_is_answered(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock, bezwaardagen=5)
    c.publiceer(session, clock, 0, 1, None)
    maak_bezwaar(session, c.cast.als_yara, clock, nr(session, c, c.cast.yara), "Te ver")
    with pytest.raises(RondeNietKlaar):
        rond_af(session, c.cast.coordinator, clock, c.ronde_id)
    clock.moment += timedelta(days=6)
    with pytest.raises(OpenBezwaar):
        rond_af(session, c.cast.coordinator, clock, c.ronde_id)
    yara = nr(session, c, c.cast.yara)
    beantwoord_bezwaar(session, c.cast.coordinator, clock, yara, BezwaarUitkomst.ONGEGROND, "Nee")
    with pytest.raises(NietGevonden):
        rond_af(session, c.cast.ander, clock, c.ronde_id)
    assert rond_af(session, c.cast.coordinator, clock, c.ronde_id).status is RondeStatus.AFGEROND


def test_a_student_sees_only_the_own_result_and_only_after_publication(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    assert not list_eigen_uitslagen(session, c.cast.als_yara)
    yara, sem = c.deelnemer(session, c.cast.yara), c.deelnemer(session, c.cast.sem)
    assert not list_eigen_plaatsingen(session, c.cast.als_yara, yara.id or 0)
    voorstel = c.voorstel(session, 1, 0, None)
    regel = session.get_one(VoorstelRegel, (voorstel.id, yara.id))
    regel.rang = 2
    regel.uitleg = [{"plaats": c.cast.plaatsen[0].id, "rang": 1, "code": "vol_beter_lot", "laatste_lot": 1, "vast": 0}]
    bo = session.get_one(VoorstelRegel, (voorstel.id, c.deelnemer(session, c.bo).id))
    bo.reden, bo.reden_getallen = Reden.TEKORT, {"studenten": 37, "plaatsen": 14, "plekken": 31, "vast": 0}
    session.flush()
    assert get_eigen_uitleg(session, c.cast.als_yara, yara.id or 0, voorstel.id).hoger == ()
    from bpv_app.matching.service_publiceren import publiceer

    publiceer(session, c.cast.coordinator, clock, voorstel.id or 0, voorstel.versie)
    (mijn,) = list_eigen_uitslagen(session, c.cast.als_yara)
    assert (mijn.lot, mijn.deelnemers) == (yara.lot, 3)
    (plaats,) = list_eigen_plaatsingen(session, c.cast.als_yara, yara.id or 0)
    assert plaats.bedrijf == "Bakboord"
    assert not list_eigen_plaatsingen(session, c.cast.als_yara, sem.id or 0)
    assert not list_eigen_plaatsingen(session, c.cast.coordinator, yara.id or 0)
    assert get_eigen_uitleg(session, c.cast.als_yara, sem.id or 0, voorstel.id).hoger == ()
    uitleg = get_eigen_uitleg(session, c.cast.als_yara, yara.id or 0, voorstel.id)
    (hoger,) = hoger_beelden(uitleg, "nl")
    assert hoger.plaats == "1. Monteur bij Anker, Anker"
    assert "beter lotnummer" in hoger.zin
    assert keuze_zin(2, uitleg.grond).nl == "Dit was je 2e keuze."
    geen = get_eigen_uitleg(session, c.als_bo, c.deelnemer(session, c.bo).id or 0, None)
    assert "37 studenten" in geen_plaats_zin(geen.reden, geen.reden_getallen or {}).nl


def test_a_company_sees_who_comes_to_itself_and_nobody_else(session: Session, clock: FixedClock) -> None:
    from bpv_app.leerbedrijf.tables import Contactpersoon

    c = maak_uitslagcast(session, clock)
    opleiders = [session.get_one(Contactpersoon, p.praktijkopleider_id) for p in c.cast.plaatsen[:2]]
    anker, bakboord = (make_opleider_actor(session, o) for o in opleiders)
    assert not list_wie_komt(session, anker, clock.vandaag())
    c.publiceer(session, clock, 0, 1, None)
    assert [k.student for k in list_wie_komt(session, anker, clock.vandaag())] == ["Yara"]
    assert [k.student for k in list_wie_komt(session, bakboord, clock.vandaag())] == ["Sem"]
    for wie in (c.cast.als_yara, c.cast.coordinator):
        assert not list_wie_komt(session, wie, clock.vandaag())
    laat_vervallen(session, c.cast.coordinator, clock, nr(session, c, c.cast.yara), "Stopt")
    assert not list_wie_komt(session, anker, clock.vandaag())


def test_the_list_finds_by_status_and_name(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock, moet_bevestigen=True)
    c.publiceer(session, clock, 0, 1, 2)
    bevestig(session, c.cast.als_yara, clock, nr(session, c, c.cast.yara))
    rijen, totaal = zoek_plaatsingen(session, c.ronde_id, status=S.BEVESTIGD)
    assert (totaal, [r.student for r in rijen]) == (1, ["Yara"])
    assert zoek_plaatsingen(session, c.ronde_id, zoek="bakboord")[1] == 1
    assert zoek_plaatsingen(session, c.ronde_id, zoek="%")[1] == 0


# -- into the dossiers ------------------------------------------------------------------------------------------------


def test_placements_flow_into_dossiers_once(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock, moet_bevestigen=True, bezwaardagen=5)
    c.publiceer(session, clock, 0, 1, 2)
    inrichting = make_inrichting(session, team_id=c.cast.team.id)
    bevestig(session, c.cast.als_yara, clock, nr(session, c, c.cast.yara))
    wie = c.cast.coordinator
    (rij,) = zet_in_dossiers(session, wie, clock, c.ronde_id, inrichting.id or 0)
    assert (rij.gelukt, rij.naam) == (True, "Yara")
    p = plaatsing_van(session, c, c.cast.yara)
    dossier = session.get_one(Dossier, p.dossier_id)
    (pok,) = session.execute(sa.select(Pok)).scalars().all()
    plaats = c.cast.plaatsen[0]
    assert (p.status, dossier.student_id, dossier.inrichting_id) == (S.IN_DOSSIER, c.cast.yara.id, inrichting.id)
    assert (pok.status, pok.dossier_id, pok.leerbedrijf_id, pok.praktijkopleider_id) == (
        PokStatus.CONCEPT, dossier.id, plaats.leerbedrijf_id, plaats.praktijkopleider_id,
    )  # fmt: skip
    assert (pok.begin_op, pok.eind_op, pok.uren_totaal) == (c.ronde.van, c.ronde.tot, inrichting.uren_totaal)
    controles = session.execute(sa.select(col(ErkenningControle.pok_id))).scalars().all()
    assert controles == [pok.id]
    assert (c.cast.yara.id, ClaimSoort.BEZET, dossier.id) in claims(session)
    assert zet_in_dossiers(session, wie, clock, c.ronde_id, inrichting.id or 0) == []
    clock.moment += timedelta(days=6)
    rest = zet_in_dossiers(session, wie, clock, c.ronde_id, inrichting.id or 0)
    assert [(u.naam, u.gelukt) for u in rest] == [("Sem", True), ("Bo", True)]
    assert session.execute(sa.select(sa.func.count()).select_from(Dossier)).scalar_one() == 3
    weer = zet_in_dossiers(session, wie, clock, c.ronde_id, inrichting.id or 0, [p.id or 0])
    assert [u.gelukt for u in weer] == [False]
    assert session.execute(sa.select(sa.func.count()).select_from(Pok)).scalar_one() == 3


def test_who_can_still_object_is_not_put_in_a_dossier(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, 2)
    inrichting = make_inrichting(session, team_id=c.cast.team.id)
    ids = [nr(session, c, c.cast.yara)]
    (rij,) = zet_in_dossiers(session, c.cast.coordinator, clock, c.ronde_id, inrichting.id or 0, ids)
    assert not rij.gelukt
    assert "nog bezwaar maken" in rij.tekst.nl
    assert session.execute(sa.select(sa.func.count()).select_from(Dossier)).scalar_one() == 0


def test_a_company_that_lost_its_accreditation_leaves_a_draft_and_the_check_and_can_be_done_again(
    session: Session, clock: FixedClock
) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, None, None)
    inrichting = make_inrichting(session, team_id=c.cast.team.id)
    clock.moment += timedelta(days=6)
    session.execute(sa.text("UPDATE erkenning SET erkend_tot = '2026-12-01'"))
    wie = c.cast.coordinator
    (rij,) = zet_in_dossiers(session, wie, clock, c.ronde_id, inrichting.id or 0)
    assert not rij.gelukt
    assert "niet erkend" in rij.tekst.nl
    assert plaatsing_van(session, c, c.cast.yara).status is S.TOEGEWEZEN
    assert claims(session) == [(c.cast.yara.id, ClaimSoort.GERESERVEERD, None)]
    session.execute(sa.text("UPDATE erkenning SET erkend_tot = NULL"))
    (weer,) = zet_in_dossiers(session, wie, clock, c.ronde_id, inrichting.id or 0)
    assert weer.gelukt
    assert session.execute(sa.select(sa.func.count()).select_from(Pok)).scalar_one() == 1
    assert session.execute(sa.select(sa.func.count()).select_from(ErkenningControle)).scalar_one() == 2


def test_only_a_coordinator_of_the_round_puts_it_in_dossiers(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, 2)
    inrichting = make_inrichting(session, team_id=c.cast.team.id).id or 0
    with pytest.raises(NietGevonden):
        zet_in_dossiers(session, c.cast.ander, clock, c.ronde_id, inrichting)
    for wie in (c.cast.als_yara, make_actor(session, Rol.STUDENTENZAKEN), make_actor(session, Rol.BEHEER)):
        with pytest.raises(GeenRecht):
            zet_in_dossiers(session, wie, clock, c.ronde_id, inrichting)
    van_ander = make_inrichting(session, team_id=c.cast.ander.toewijzingen[0].team_id).id or 0
    with pytest.raises(NietGevonden):
        zet_in_dossiers(session, c.cast.coordinator, clock, c.ronde_id, van_ander)
