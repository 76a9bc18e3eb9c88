"""The accreditation check as a stored fact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.leerbedrijf.service import controleer_erkenning
from bpv_app.leerbedrijf.tables import ErkenningControle, Leerbedrijf
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor, make_schoolrollen
from tests.makers import make_actor, make_contactpersoon, make_erkenning, make_leerbedrijf, make_pok, make_team

DAG = date(2026, 12, 7)


def controleer(session: Session, actor: Actor, clock: FixedClock, bedrijf: Leerbedrijf, **anders: Any) -> Any:
    vraag = {"crebo": "25736", "peildatum": DAG, "aanleiding": Aanleiding.HANDMATIG, **anders}
    return controleer_erkenning(session, actor, clock, bedrijf.id or 0, **vraag)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)


def test_question_answer_source_moment_and_person_are_stored(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    bedrijf = make_leerbedrijf(session)
    make_erkenning(session, bedrijf, erkend_tot=DAG)
    controle = controleer(session, coordinator, clock, bedrijf)
    session.expire_all()
    assert (controle.sbb_id, controle.crebo, controle.keuzedeel, controle.peildatum) == (
        bedrijf.sbb_id, "25736", "", DAG,
    )  # fmt: skip
    assert (controle.uitkomst, controle.aanleiding) == (Uitkomst.ERKEND, Aanleiding.HANDMATIG)
    assert controle.reden == "Erkend voor crebo 25736 op 7 dec 2026."
    assert controle.reden_en == "Accredited for crebo 25736 on 7 Dec 2026."
    assert controle.bron == "register 1 regels, 2026-11-26"
    assert (controle.op, controle.account_id, controle.door_naam) == (
        clock.nu(), coordinator.account_id, coordinator.naam,
    )  # fmt: skip


def test_a_check_for_a_pok_remembers_the_pok(session: Session, clock: FixedClock) -> None:
    pok = make_pok(session)
    bedrijf = session.get_one(Leerbedrijf, pok.leerbedrijf_id)
    controle = controleer(session, systeem(), clock, bedrijf, pok_id=pok.id, aanleiding=Aanleiding.KLAARZETTEN)
    assert controle.pok_id == pok.id
    assert controle.uitkomst is Uitkomst.ERKEND


def test_the_day_after_the_last_day_is_not_accredited(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    bedrijf = make_leerbedrijf(session)
    make_erkenning(session, bedrijf, erkend_tot=DAG)
    assert controleer(session, coordinator, clock, bedrijf).uitkomst is Uitkomst.ERKEND
    morgen = controleer(session, coordinator, clock, bedrijf, peildatum=DAG + timedelta(days=1))
    assert morgen.uitkomst is Uitkomst.NIET_ERKEND


def test_an_empty_register_answers_unknown_and_a_filled_one_answers_no(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    bedrijf, ander = make_leerbedrijf(session), make_leerbedrijf(session)
    assert controleer(session, coordinator, clock, bedrijf).uitkomst is Uitkomst.ONBEKEND
    make_erkenning(session, ander)
    assert controleer(session, coordinator, clock, bedrijf).uitkomst is Uitkomst.NIET_ERKEND
    assert controleer(session, coordinator, clock, ander).uitkomst is Uitkomst.ERKEND


def test_a_keuzedeel_needs_any_accreditation(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    bedrijf = make_leerbedrijf(session)
    make_erkenning(session, bedrijf, "25000")
    assert controleer(session, coordinator, clock, bedrijf).uitkomst is Uitkomst.NIET_ERKEND
    assert controleer(session, coordinator, clock, bedrijf, keuzedeel="k0012").uitkomst is Uitkomst.ERKEND


def test_a_company_without_id_is_unknown_and_an_inactive_one_is_not_accredited(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    make_erkenning(session, make_leerbedrijf(session))
    zonder = make_leerbedrijf(session, sbb_id=None)
    gestopt = make_leerbedrijf(session, actief_tot=DAG - timedelta(days=1))
    make_erkenning(session, gestopt)
    assert controleer(session, coordinator, clock, zonder).uitkomst is Uitkomst.ONBEKEND
    assert controleer(session, coordinator, clock, gestopt).uitkomst is Uitkomst.NIET_ERKEND


def test_by_hand_only_who_may_check_and_as_part_of_a_step_any_school_role(session: Session, clock: FixedClock) -> None:
    contact = make_contactpersoon(session)
    bedrijf = session.get_one(Leerbedrijf, contact.leerbedrijf_id)
    rollen = make_schoolrollen(session)
    for naam, actor in rollen.items():
        assert controleer(session, actor, clock, bedrijf, aanleiding=Aanleiding.AFDRUKKEN).door_naam == actor.naam
        if naam != "coordinator":
            with pytest.raises(GeenRecht):
                controleer(session, actor, clock, bedrijf)
    with pytest.raises(GeenRecht):
        controleer(session, make_opleider_actor(session, contact), clock, bedrijf)
    for actor in make_buitenstaanders(session).values():
        with pytest.raises(NietGevonden):
            controleer(session, actor, clock, bedrijf, aanleiding=Aanleiding.AFDRUKKEN)


def test_a_question_that_is_none_is_refused(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    bedrijf = make_leerbedrijf(session)
    with pytest.raises(OngeldigeInvoer) as fout:
        controleer(session, coordinator, clock, bedrijf, crebo="abc", keuzedeel="x")
    assert set(fout.value.velden) == {"crebo", "keuzedeel"}
    with pytest.raises(NietGevonden):
        controleer_erkenning(
            session, coordinator, clock, 2**60, crebo="25736", peildatum=DAG, aanleiding=Aanleiding.HANDMATIG
        )


@pytest.mark.parametrize("opdracht", ["UPDATE erkenning_controle SET reden = 'x'", "DELETE FROM erkenning_controle"])
def test_a_stored_check_cannot_be_changed_or_deleted(motor: Engine, clock: FixedClock, opdracht: str) -> None:
    with transaction(systeem(), op=motor) as session:
        controleer(session, systeem(), clock, make_leerbedrijf(session))
    with transaction(op=motor) as session, pytest.raises(sa.exc.DBAPIError):
        session.execute(sa.text(opdracht))
    with transaction(op=motor) as session:
        assert session.execute(sa.select(sa.func.count()).select_from(ErkenningControle)).scalar_one() == 1
