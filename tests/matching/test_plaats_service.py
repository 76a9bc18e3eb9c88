"""Who may make, change, offer and withdraw a place, and what that does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.matching import service_plaats as service
from bpv_app.matching.rules_plaats import ClaimSoort, Gebeurtenis, Herkomst, PlaatsStatus
from bpv_app.matching.rules_plaats_stap import Onvolledig, Stap, StapMagNiet, VoorwaardeOntbreekt
from bpv_app.matching.service_plaats_basis import bezetting_van, crebos_van
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsGebeurtenis
from bpv_app.toegang.tables import Audit
from tests.makers import make_claim, make_contactpersoon, make_erkenning, make_leerbedrijf, make_locatie, make_plaats
from tests.matching.cast_plaats import CREBO, Cast, id_van, make_cast, make_leerling


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def gebeurd(session: Session, plaats: Plaats) -> list[Gebeurtenis]:
    vraag = select(PlaatsGebeurtenis).where(PlaatsGebeurtenis.plaats_id == plaats.id)
    return [rij.wat for rij in session.exec(vraag.order_by(col(PlaatsGebeurtenis.id)))]


def test_a_company_and_a_coordinator_make_a_place_as_a_concept(session: Session, cast: Cast, clock: FixedClock) -> None:
    van_bedrijf = service.maak_plaats(session, cast.bedrijf_actor, clock, cast.bedrijf_id, cast.invoer())
    van_school = service.maak_plaats(session, cast.coordinator, clock, cast.bedrijf_id, cast.invoer(dagen=(4, 0)))
    assert (van_bedrijf.herkomst, van_school.herkomst) == (Herkomst.BEDRIJF, Herkomst.SCHOOL)
    assert (van_bedrijf.status, van_bedrijf.aangemaakt_door) == (PlaatsStatus.CONCEPT, cast.bedrijf_actor.naam)
    assert (van_school.dagen, crebos_van(session, id_van(van_school))) == ([0, 4], (CREBO,))
    assert gebeurd(session, van_bedrijf) == [Gebeurtenis.GEMAAKT]
    assert cast.bedrijf.naam.lower() in van_bedrijf.zoektekst


def test_nobody_else_makes_one_and_not_for_another_company(session: Session, cast: Cast, clock: FixedClock) -> None:
    for actor in (cast.student_actor, cast.begeleider, cast.beheer):
        with pytest.raises(GeenRecht):
            service.maak_plaats(session, actor, clock, cast.bedrijf_id, cast.invoer())
    for leerbedrijf_id in (cast.bedrijf_id, 0, 2**40):
        with pytest.raises(NietGevonden):
            service.maak_plaats(session, cast.ander_bedrijf, clock, leerbedrijf_id, cast.invoer())
    assert session.exec(select(Plaats)).first() is None


def test_only_accredited_programmes_can_be_chosen(session: Session, cast: Cast, clock: FixedClock) -> None:
    make_erkenning(session, cast.bedrijf, "25999", erkend_tot=date(2026, 12, 6))
    with pytest.raises(OngeldigeInvoer) as fout:
        service.maak_plaats(
            session, cast.bedrijf_actor, clock, cast.bedrijf_id, cast.invoer(crebos=(CREBO, "25999", "25111"))
        )
    assert "25999" in fout.value.velden["crebos"].nl, "it ends the day before the first day"
    assert "25111" in fout.value.velden["crebos"].nl
    assert CREBO not in fout.value.velden["crebos"].nl


def test_location_and_supervisor_are_of_the_company(session: Session, cast: Cast, clock: FixedClock) -> None:
    ander = make_leerbedrijf(session)
    fout_locatie, fout_opleider = make_locatie(session, ander), make_contactpersoon(session, ander)
    with pytest.raises(OngeldigeInvoer) as fout:
        service.maak_plaats(
            session,
            cast.coordinator,
            clock,
            cast.bedrijf_id,
            cast.invoer(locatie_id=fout_locatie.id, praktijkopleider_id=fout_opleider.id),
        )
    assert set(fout.value.velden) == {"locatie_id", "praktijkopleider_id"}
    weg = make_contactpersoon(session, cast.bedrijf, is_actief=False)
    with pytest.raises(OngeldigeInvoer):
        service.maak_plaats(session, cast.coordinator, clock, cast.bedrijf_id, cast.invoer(praktijkopleider_id=weg.id))


def test_all_errors_come_at_once(session: Session, cast: Cast, clock: FixedClock) -> None:
    slecht = cast.invoer(titel=" ", van=None, aantal=0, niveau_min=3, niveau_max=2, vergoeding=-1, crebos=("x",))
    with pytest.raises(OngeldigeInvoer) as fout:
        service.maak_plaats(session, cast.coordinator, clock, cast.bedrijf_id, slecht)
    assert set(fout.value.velden) == {"titel", "van", "aantal", "niveau_max", "vergoeding", "crebos"}


def test_offering_closing_reopening_withdrawing(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = service.maak_plaats(session, cast.bedrijf_actor, clock, cast.bedrijf_id, cast.invoer())
    for stap, status in (
        (Stap.BIED_AAN, PlaatsStatus.AANGEBODEN),
        (Stap.SLUIT, PlaatsStatus.GESLOTEN),
        (Stap.HEROPEN, PlaatsStatus.AANGEBODEN),
        (Stap.TREK_IN, PlaatsStatus.INGETROKKEN),
        (Stap.ZET_TERUG, PlaatsStatus.CONCEPT),
    ):
        rij = service.zet_stap(session, cast.bedrijf_actor, clock, id_van(plaats), stap, reden="Verbouwing")
        assert rij.status is status
    assert gebeurd(session, plaats) == [
        Gebeurtenis.GEMAAKT,
        Gebeurtenis.AANGEBODEN,
        Gebeurtenis.GESLOTEN,
        Gebeurtenis.HEROPEND,
        Gebeurtenis.INGETROKKEN,
        Gebeurtenis.TERUGGEZET,
    ]


def test_offering_asks_what_is_missing_and_a_place_that_is_not_over(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    leeg = cast.invoer(taken="", crebos=(), praktijkopleider_id=None)
    plaats = service.maak_plaats(session, cast.coordinator, clock, cast.bedrijf_id, leeg)
    with pytest.raises(Onvolledig) as fout:
        service.zet_stap(session, cast.coordinator, clock, id_van(plaats), Stap.BIED_AAN)
    assert set(fout.value.velden) == {"crebos", "taken", "praktijkopleider_id"}
    oud = cast.invoer(van=date(2026, 9, 1), tot=date(2026, 11, 25))
    voorbij = service.maak_plaats(session, cast.coordinator, clock, cast.bedrijf_id, oud)
    with pytest.raises(VoorwaardeOntbreekt, match="voorbij"):
        service.zet_stap(session, cast.coordinator, clock, id_van(voorbij), Stap.BIED_AAN)


def test_a_place_whose_accreditation_ended_is_not_offered_again(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    plaats = make_plaats(session, cast.opleider, PlaatsStatus.GESLOTEN, crebos=("25111",), zonder_erkenning=True)
    with pytest.raises(VoorwaardeOntbreekt, match="25111"):
        service.zet_stap(session, cast.coordinator, clock, id_van(plaats), Stap.HEROPEN)


def test_withdrawing_lets_reservations_lapse_and_keeps_who_is_placed(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    plaats = make_plaats(session, cast.opleider, aantal=3)
    geplaatst = make_leerling(session, cast.team)
    make_claim(session, plaats, cast.student)
    make_claim(session, plaats, geplaatst, ClaimSoort.BEZET, nummer=2)
    with pytest.raises(Onvolledig):
        service.zet_stap(session, cast.bedrijf_actor, clock, id_van(plaats), Stap.TREK_IN, reden="  ")
    service.zet_stap(session, cast.bedrijf_actor, clock, id_van(plaats), Stap.TREK_IN, reden="Verhuizing")
    bezetting = bezetting_van(session, plaats)
    assert (bezetting.gereserveerd, bezetting.bezet) == (0, 1)
    regel = session.exec(select(PlaatsGebeurtenis).where(PlaatsGebeurtenis.wat == Gebeurtenis.VRIJGEGEVEN)).one()
    assert (regel.student_id, regel.reden) == (cast.student.id, "Verhuizing")
    with pytest.raises(VoorwaardeOntbreekt, match="student"):
        service.zet_stap(session, cast.coordinator, clock, id_van(plaats), Stap.ZET_TERUG)
    with pytest.raises(DomeinFout, match="ingetrokken"):
        service.werk_plaats_bij(session, cast.coordinator, clock, id_van(plaats), cast.invoer(), plaats.versie)


@pytest.mark.parametrize("verb", ["werk_bij", "stap"])
def test_a_place_of_another_company_is_like_none(session: Session, cast: Cast, clock: FixedClock, verb: str) -> None:
    plaats = make_plaats(session, cast.opleider)

    def doe(actor: Any, plaats_id: int) -> None:
        if verb == "stap":
            service.zet_stap(session, actor, clock, plaats_id, Stap.SLUIT)
        else:
            service.werk_plaats_bij(session, actor, clock, plaats_id, cast.invoer(), 1)

    for plaats_id in (id_van(plaats), 987654, 0, -1, 2**40):
        with pytest.raises(NietGevonden):
            doe(cast.ander_bedrijf, plaats_id)
    for actor in (cast.student_actor, cast.begeleider, cast.beheer):
        with pytest.raises(GeenRecht):
            doe(actor, id_van(plaats))
    assert plaats.status is PlaatsStatus.AANGEBODEN
    doe(cast.vreemd, id_van(plaats))


def test_who_left_the_company_no_longer_offers(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = make_plaats(session, cast.opleider)
    cast.opleider.is_actief = False
    session.flush()
    with pytest.raises(NietGevonden):
        service.zet_stap(session, cast.bedrijf_actor, clock, id_van(plaats), Stap.SLUIT)


def test_a_change_is_stored_and_audited_and_a_stale_one_refused(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    plaats = service.maak_plaats(session, cast.bedrijf_actor, clock, cast.bedrijf_id, cast.invoer())
    session.info["actor"] = cast.bedrijf_actor
    versie = plaats.versie
    service.werk_plaats_bij(
        session, cast.bedrijf_actor, clock, id_van(plaats), cast.invoer(titel="Kok", rijbewijs=True), versie
    )
    assert (plaats.titel, plaats.rijbewijs, plaats.zoektekst.startswith("kok")) == ("Kok", True, True)
    regel = session.exec(
        select(Audit).where(Audit.tabel == "plaats", Audit.object_id == plaats.id).order_by(col(Audit.id).desc())
    ).first()
    assert regel is not None
    assert regel.nieuw["titel"] == "Kok"
    assert regel.account_id == cast.bedrijf_actor.account_id
    with pytest.raises(Verouderd) as fout:
        service.werk_plaats_bij(session, cast.coordinator, clock, id_van(plaats), cast.invoer(titel="Bakker"), versie)
    assert ("titel", "Kok", "Bakker") in fout.value.verschillen
    with pytest.raises(Verouderd):
        service.zet_stap(session, cast.coordinator, clock, id_van(plaats), Stap.BIED_AAN, versie=versie)


def test_while_a_slot_is_held_its_terms_lie_fixed(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = service.maak_plaats(session, cast.bedrijf_actor, clock, cast.bedrijf_id, cast.invoer(aantal=3))
    make_claim(session, plaats, cast.student, nummer=3)
    make_claim(session, plaats, make_leerling(session, cast.team), nummer=1)
    with pytest.raises(OngeldigeInvoer) as fout:
        service.werk_plaats_bij(
            session,
            cast.coordinator,
            clock,
            id_van(plaats),
            cast.invoer(aantal=1, van=date(2026, 12, 14), rijbewijs=True, crebos=()),
            plaats.versie,
        )
    assert set(fout.value.velden) == {"aantal", "van", "rijbewijs", "crebos"}
    session.refresh(plaats)
    service.werk_plaats_bij(
        session, cast.coordinator, clock, id_van(plaats), cast.invoer(aantal=2, titel="Anders"), plaats.versie
    )
    claims = session.exec(select(PlaatsClaim).order_by(col(PlaatsClaim.nummer))).all()
    assert [(c.nummer, c.aantal) for c in claims] == [(1, 2), (2, 2)], "the held slots moved down"
    assert plaats.aantal == 2


def test_an_offered_place_keeps_what_offering_asks(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = service.maak_plaats(session, cast.bedrijf_actor, clock, cast.bedrijf_id, cast.invoer())
    service.zet_stap(session, cast.bedrijf_actor, clock, id_van(plaats), Stap.BIED_AAN)
    with pytest.raises(Onvolledig):
        service.werk_plaats_bij(
            session, cast.bedrijf_actor, clock, id_van(plaats), cast.invoer(taken=""), plaats.versie
        )


def test_many_at_once_give_a_result_per_row(session: Session, cast: Cast, clock: FixedClock) -> None:
    goed = make_plaats(session, cast.opleider, PlaatsStatus.CONCEPT)
    leeg = make_plaats(session, cast.opleider, PlaatsStatus.CONCEPT, taken="")
    vreemd = make_plaats(session, status=PlaatsStatus.CONCEPT)
    ids = [id_van(vreemd), id_van(leeg), id_van(goed), id_van(goed), 987654]
    uitslagen = service.zet_stap_alle(session, cast.bedrijf_actor, clock, ids, Stap.BIED_AAN)
    assert [(u.sleutel, u.gelukt) for u in uitslagen] == [
        (str(vreemd.id), False),
        (str(leeg.id), False),
        (str(goed.id), True),
        ("987654", False),
    ]
    assert uitslagen[0].naam == str(vreemd.id), "the name of another company's place is not told"
    assert (goed.status, leeg.status, vreemd.status) == (
        PlaatsStatus.AANGEBODEN,
        PlaatsStatus.CONCEPT,
        PlaatsStatus.CONCEPT,
    )
    assert gebeurd(session, leeg) == []
    with pytest.raises(StapMagNiet):
        service.zet_stap(session, cast.bedrijf_actor, clock, id_van(goed), Stap.BIED_AAN)
