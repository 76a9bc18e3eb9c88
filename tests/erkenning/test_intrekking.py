"""A new register arrives: who is on the worklist, who gets a mail, what closes itself, and what is stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import lezen, transaction
from bpv_app.erkenning.queries import ERKENNINGEN, get_samenvatting, list_banners, tel_tellers
from bpv_app.erkenning.rules import IntrekkingGesloten, IntrekkingStatus, Voorstel
from bpv_app.erkenning.service import handel_af, handel_af_alle
from bpv_app.erkenning.service_volgen import te_volgen, volg_de_dag
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.leerbedrijf.tables import ErkenningControle, Leerbedrijf
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.post.rules import Sjabloon
from bpv_app.post.tables import Mail
from tests.inlezen.hulp import neem_over
from tests.makers import (
    make_account,
    make_actor,
    make_claim,
    make_contactpersoon,
    make_dossier,
    make_erkenning,
    make_inrichting,
    make_leerbedrijf,
    make_plaats,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)

ANDER = "100999999;25736;2020-01-01;\n"
"""Somebody else's line: a register is never empty."""
VANDAAG = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _klok(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    monkeypatch.setattr(tijd, "klok", clock)


def lees_in(motor: Engine, clock: FixedClock, *regels: str) -> None:
    """The whole register: these lines and somebody else's."""
    neem_over(motor, clock, ImportSoort.ERKENNINGEN, "Leerbedrijf-ID;crebo;van;tot\n" + ANDER + "".join(regels))


@dataclass
class School:
    """One team and company, and an agreement in each status that counts."""

    sbb_id: str
    bedrijf: int
    team: int
    poks: dict[PokStatus, int]
    coordinator: Actor
    begeleider: Actor
    studentenzaken: Actor
    ander: Actor

    @property
    def regel(self) -> str:
        return f"{self.sbb_id};25736;2020-01-01;\n"


def maak_school(motor: Engine, *statussen: PokStatus, **pok: Any) -> School:
    """Beginning 7 December 2026, unless `pok` says otherwise."""
    with transaction(op=motor) as session:
        team, bedrijf = make_team(session), make_leerbedrijf(session)
        opleider = make_contactpersoon(session, bedrijf)
        make_erkenning(session, bedrijf)
        begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER, team_id=team.id)
        poks = {}
        for status in statussen or (PokStatus.VOLLEDIG,):
            verbintenis = make_verbintenis(session, make_student(session, team))
            dossier = make_dossier(session, verbintenis, make_inrichting(session), begeleider)
            rij = make_pok(session, status, dossier, opleider, begeleider, zonder_erkenning=True, **pok)
            poks[status] = rij.id or 0
        return School(
            bedrijf.sbb_id or "",
            bedrijf.id or 0,
            team.id or 0,
            poks,
            make_actor(session, Rol.COORDINATOR, team_id=team.id),
            make_actor(session, Rol.ONDERWIJSBEGELEIDER, begeleider, team_id=team.id),
            make_actor(session, Rol.STUDENTENZAKEN),
            make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id),
        )


def alle(motor: Engine) -> list[Intrekking]:
    with lezen(op=motor) as session:
        rijen = list(session.exec(select(Intrekking).order_by(col(Intrekking.id))))
        session.expunge_all()
    return rijen


def rijen_van(motor: Engine, actor: Actor, **filters: str) -> int:
    with lezen(actor, op=motor) as session:
        antwoord = ERKENNINGEN.vraag(session, actor, LijstVraag(filters=filters))
        assert antwoord.totaal == len(antwoord.rijen)
        return antwoord.totaal


LEVEND = (PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF)


def test_every_agreement_that_is_not_over_comes_on_the_list(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor, *PokStatus)
    lees_in(motor, clock, school.regel)
    assert alle(motor) == []
    lees_in(motor, clock)
    gevonden = alle(motor)
    assert {i.pok_id for i in gevonden} == {school.poks[s] for s in LEVEND}
    assert {i.voorstel for i in gevonden} == {Voorstel.VERVANGENDE_PLEK}
    assert all(i.reden == "Niet erkend voor crebo 25736 op 7 dec 2026." for i in gevonden)


def test_the_same_register_twice_gives_nothing_new(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor, *LEVEND)
    lees_in(motor, clock, school.regel)
    for _ in range(3):
        lees_in(motor, clock)
    assert len(alle(motor)) == 4
    with lezen(op=motor) as session:
        assert len(session.exec(select(Mail).where(Mail.sjabloon == Sjabloon.INTREKKING)).all()) == 2


def test_one_mail_per_person_per_import_says_every_agreement(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor, *LEVEND)
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    with lezen(op=motor) as session:
        mails = session.exec(select(Mail).where(Mail.sjabloon == Sjabloon.INTREKKING)).all()
        nummers = session.exec(select(Pok.nummer).where(col(Pok.id).in_(school.poks[s] for s in LEVEND))).all()
    assert {m.account_id for m in mails} == {school.coordinator.account_id, school.begeleider.account_id}
    for mail in mails:
        assert all(nummer in mail.tekst for nummer in nummers)
        assert "vervangende plek" in mail.tekst
        assert mail.doel == "/erkenningen"
        assert mail.team_id == school.team


def test_a_check_is_kept_as_a_fact(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor)
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    lees_in(motor, clock, school.regel)
    with lezen(op=motor) as session:
        feiten = session.exec(select(ErkenningControle).order_by(col(ErkenningControle.id))).all()
    assert [(f.aanleiding, f.uitkomst, f.pok_id) for f in feiten] == [
        (Aanleiding.REGISTER, Uitkomst.NIET_ERKEND, school.poks[PokStatus.VOLLEDIG]),
        (Aanleiding.REGISTER, Uitkomst.ERKEND, school.poks[PokStatus.VOLLEDIG]),
    ]


def test_it_closes_itself_when_the_accreditation_comes_back_and_may_come_again(
    motor: Engine, clock: FixedClock
) -> None:
    school = maak_school(motor)
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    lees_in(motor, clock, school.regel)
    (eerste,) = alle(motor)
    assert (eerste.status, eerste.opgelost_op, eerste.gesloten_door) == (
        IntrekkingStatus.HERSTELD, VANDAAG, "BPV-app",
    )  # fmt: skip
    lees_in(motor, clock)
    assert [i.status for i in alle(motor)] == [IntrekkingStatus.HERSTELD, IntrekkingStatus.OPEN]


def test_what_a_person_closed_stays_closed_while_the_reason_goes_on(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor)
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    with transaction(school.coordinator, op=motor) as session:
        handel_af(session, school.coordinator, clock, alle(motor)[0].id or 0, "SBB bevestigt per brief.")
    lees_in(motor, clock)
    lees_in(motor, clock, f"{school.sbb_id};25736;2019-01-01;2019-12-31\n")
    (rij,) = alle(motor)
    assert (rij.status, rij.afhandeling) == (IntrekkingStatus.GESLOTEN, "SBB bevestigt per brief.")
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    assert [i.status for i in alle(motor)] == [IntrekkingStatus.GESLOTEN, IntrekkingStatus.OPEN]


def test_an_end_in_the_future_counts_for_what_begins_after_it_and_the_last_day_itself_counts(
    motor: Engine, clock: FixedClock
) -> None:
    school = maak_school(motor)
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock, f"{school.sbb_id};25736;2020-01-01;2026-12-07\n")
    assert alle(motor) == []
    lees_in(motor, clock, f"{school.sbb_id};25736;2020-01-01;2026-12-06\n")
    (rij,) = alle(motor)
    assert "liep tot en met 6 dec 2026" in rij.reden


def test_a_draft_that_never_was_accredited_did_not_lose_anything(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor, PokStatus.CONCEPT)
    with transaction(op=motor) as session:
        session.execute(sa.text("DELETE FROM erkenning"))
    lees_in(motor, clock, f"{school.sbb_id};25999;2020-01-01;\n")
    lees_in(motor, clock)
    assert alle(motor) == []


def test_a_placement_for_a_keuzedeel_keeps_any_accreditation(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor, keuzedeel="K0123")
    andere = f"{school.sbb_id};25999;2020-01-01;\n"
    lees_in(motor, clock, school.regel, andere)
    lees_in(motor, clock, andere)
    assert alle(motor) == []
    lees_in(motor, clock)
    assert len(alle(motor)) == 1


def test_with_another_accreditation_left_the_proposal_is_to_look_at_a_keuzedeel(
    motor: Engine, clock: FixedClock
) -> None:
    school = maak_school(motor)
    andere = f"{school.sbb_id};25999;2020-01-01;\n"
    lees_in(motor, clock, school.regel, andere)
    lees_in(motor, clock, andere)
    assert [i.voorstel for i in alle(motor)] == [Voorstel.KEUZEDEEL]


def test_a_place_comes_on_the_list_per_crebo_and_who_holds_a_slot_makes_the_coordinator_know(
    motor: Engine, clock: FixedClock
) -> None:
    school = maak_school(motor)
    with transaction(op=motor) as session:
        bedrijf = session.get_one(Leerbedrijf, school.bedrijf)
        plaats = make_plaats(session, make_contactpersoon(session, bedrijf), crebos=("25736", "25999"))
        team = make_team(session)
        make_claim(session, plaats, make_student(session, team))
        coordinator = make_actor(session, Rol.COORDINATOR, team_id=team.id)
    andere = f"{school.sbb_id};25999;2020-01-01;\n"
    lees_in(motor, clock, school.regel, andere)
    lees_in(motor, clock, andere)
    assert [(i.plaats_id, i.crebo, i.voorstel) for i in alle(motor) if i.plaats_id] == [
        (plaats.id, "25736", Voorstel.PLAATS_INTREKKEN)
    ]
    with lezen(op=motor) as session:
        mails = session.exec(select(Mail).where(Mail.sjabloon == Sjabloon.INTREKKING)).all()
    assert {m.account_id for m in mails} == {
        school.coordinator.account_id, school.begeleider.account_id, coordinator.account_id,
    }  # fmt: skip
    assert rijen_van(motor, coordinator) == 1
    lees_in(motor, clock)
    assert len([i for i in alle(motor) if i.plaats_id]) == 2


# --- what is stopped, and what goes on ------------------------------------------------------------------------------


def test_what_has_not_begun_cannot_be_printed_until_it_is_solved(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor)
    pok_id = school.poks[PokStatus.VOLLEDIG]
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    with transaction(school.coordinator, op=motor) as session:
        handel_af(session, school.coordinator, clock, alle(motor)[0].id or 0, "Gaat zo.")
    with transaction(school.studentenzaken, op=motor) as session:
        (uitslag,) = pok_service.druk_af(session, school.studentenzaken, clock, [pok_id]).uitslagen
    assert not uitslag.gelukt
    assert "Niet erkend voor crebo 25736" in uitslag.tekst.nl
    lees_in(motor, clock, school.regel)
    with transaction(school.studentenzaken, op=motor) as session:
        (uitslag,) = pok_service.druk_af(session, school.studentenzaken, clock, [pok_id]).uitslagen
    assert uitslag.gelukt


def _teken(motor: Engine, school: School, clock: FixedClock, pok_id: int, *partijen: Partij) -> list[Any]:
    with transaction(school.studentenzaken, op=motor) as session:
        return [
            pok_service.registreer_handtekening(session, school.studentenzaken, clock, pok_id, partij, clock.vandaag())
            for partij in partijen
        ]


def _status(motor: Engine, pok_id: int) -> PokStatus:
    with lezen(op=motor) as session:
        return session.get_one(Pok, pok_id).status


def test_withdrawn_between_print_and_signature_it_does_not_become_final_until_solved(
    motor: Engine, clock: FixedClock
) -> None:
    school = maak_school(motor)
    pok_id = school.poks[PokStatus.VOLLEDIG]
    lees_in(motor, clock, school.regel)
    with transaction(school.studentenzaken, op=motor) as session:
        pok_service.druk_af(session, school.studentenzaken, clock, [pok_id])
    _teken(motor, school, clock, pok_id, Partij.SCHOOL, Partij.LEERBEDRIJF)
    lees_in(motor, clock)
    (uit,) = _teken(motor, school, clock, pok_id, Partij.STUDENT)
    assert not uit.is_definitief
    assert "niet definitief" in uit.tekst.nl
    assert _status(motor, pok_id) is PokStatus.AFGEDRUKT
    lees_in(motor, clock, school.regel)
    with transaction(school.studentenzaken, op=motor) as session:
        assert pok_service.controleer_opnieuw(session, school.studentenzaken, clock, pok_id).is_definitief


def test_a_placement_that_runs_is_on_the_list_and_goes_on(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(
        motor, PokStatus.DEFINITIEF, begin_op=VANDAAG - timedelta(days=30), eind_op=VANDAAG + timedelta(days=100)
    )
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    pok_id = school.poks[PokStatus.DEFINITIEF]
    assert _status(motor, pok_id) is PokStatus.DEFINITIEF
    with lezen(school.begeleider, op=motor) as session:
        (banner,) = list_banners(session, school.begeleider, VANDAAG, pok_id=pok_id)
        assert "mag doorgaan" in banner.gevolg.nl
        assert get_samenvatting(session, school.begeleider, VANDAAG).nl.endswith("0 zijn nog niet begonnen.")
    assert rijen_van(motor, school.coordinator, werk="loopt") == 1
    assert rijen_van(motor, school.coordinator, werk="niet_begonnen") == 0


def test_it_leaves_the_list_when_the_agreement_is_withdrawn_and_the_planner_writes_that_down(
    motor: Engine, clock: FixedClock
) -> None:
    school = maak_school(motor)
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    pok_id, app = school.poks[PokStatus.VOLLEDIG], systeem()
    with transaction(school.coordinator, op=motor) as session:
        pok_service.meld_af(session, school.coordinator, clock, pok_id, "Andere plek gevonden.")
    assert rijen_van(motor, school.coordinator, werk="open") == 0
    assert rijen_van(motor, school.coordinator, werk="gesloten") == 1
    with transaction(school.coordinator, op=motor) as session, pytest.raises(IntrekkingGesloten):
        handel_af(session, school.coordinator, clock, alle(motor)[0].id or 0, "Te laat.")
    with transaction(app, op=motor) as session:
        assert "opruimen" in te_volgen(session, app, clock)
        volg_de_dag(session, app, clock)
    assert [i.status for i in alle(motor)] == [IntrekkingStatus.VOORBIJ]
    with transaction(app, op=motor) as session:
        assert te_volgen(session, app, clock) == []


# --- without a new register: the day itself -------------------------------------------------------------------------


def _op(dag: date, uur: int = 8) -> FixedClock:
    return FixedClock(datetime(dag.year, dag.month, dag.day, uur, tzinfo=UTC))


def _dag(motor: Engine, dag: date) -> None:
    app = systeem()
    with transaction(app, op=motor) as session:
        volg_de_dag(session, app, _op(dag))


def test_an_accreditation_that_ends_by_its_date_is_found_the_day_after(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(
        motor, PokStatus.DEFINITIEF, begin_op=VANDAAG - timedelta(days=30), eind_op=VANDAAG + timedelta(days=100)
    )
    lees_in(motor, clock, f"{school.sbb_id};25736;2020-01-01;2026-11-28\n")
    for n in (0, 1, 2):
        _dag(motor, VANDAAG + timedelta(days=n))
        assert alle(motor) == [], n
    _dag(motor, VANDAAG + timedelta(days=3))
    (rij,) = alle(motor)
    assert (rij.bron, rij.peildatum) == ("dag:2026-11-29", date(2026, 11, 29))
    _dag(motor, VANDAAG + timedelta(days=3))
    assert len(alle(motor)) == 1


def test_days_on_which_the_app_did_not_run_are_made_up(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(
        motor, PokStatus.DEFINITIEF, begin_op=VANDAAG - timedelta(days=30), eind_op=VANDAAG + timedelta(days=100)
    )
    lees_in(motor, clock, f"{school.sbb_id};25736;2020-01-01;2026-11-28\n")
    _dag(motor, VANDAAG)
    _dag(motor, VANDAAG + timedelta(days=14))
    assert len(alle(motor)) == 1


def test_the_planner_waits_for_the_morning(motor: Engine) -> None:
    app = systeem()
    with transaction(app, op=motor) as session:
        assert te_volgen(session, app, _op(VANDAAG, 2)) == []
        assert te_volgen(session, app, _op(VANDAAG, 2), nu=True) == ["dag"]
        assert te_volgen(session, app, _op(VANDAAG)) == ["dag"]


# --- who may ---------------------------------------------------------------------------------------------------------


def test_everybody_sees_their_own_and_closes_only_with_the_right(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor)
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    nummer = alle(motor)[0].id or 0
    assert [rijen_van(motor, w) for w in (school.coordinator, school.begeleider, school.studentenzaken, school.ander)] \
        == [1, 1, 1, 0]  # fmt: skip
    with lezen(op=motor) as session:
        assert [t.aantal for t in tel_tellers(session, school.coordinator, VANDAAG)] == [1]
        assert [t.aantal for t in tel_tellers(session, school.ander, VANDAAG)] == [0]
        vreemde = make_actor_zonder(session)
        assert tel_tellers(session, vreemde, VANDAAG) == ()
        assert list_banners(session, school.ander, VANDAAG, pok_id=school.poks[PokStatus.VOLLEDIG]) == []
        assert list_banners(session, vreemde, VANDAAG, pok_id=school.poks[PokStatus.VOLLEDIG]) == []
        with pytest.raises(GeenRecht):
            ERKENNINGEN.vraag(session, vreemde, LijstVraag())
    for wie, fout in ((school.ander, NietGevonden), (school.begeleider, GeenRecht), (school.studentenzaken, GeenRecht)):
        with transaction(wie, op=motor) as session, pytest.raises(fout):
            handel_af(session, wie, clock, nummer, "Mag dit?")
    with transaction(school.coordinator, op=motor) as session, pytest.raises(OngeldigeInvoer):
        handel_af(session, school.coordinator, clock, nummer, "  ")
    assert [i.status for i in alle(motor)] == [IntrekkingStatus.OPEN]


def make_actor_zonder(session: Session) -> Actor:
    """Somebody of a company: no right here at all."""
    return Actor(None, "Iemand", ())


@pytest.mark.parametrize("vreemd", [0, -1, 10**30, 999_999])
def test_a_strange_number_is_not_found(motor: Engine, clock: FixedClock, vreemd: int) -> None:
    school = maak_school(motor)
    with transaction(school.coordinator, op=motor) as session:
        with pytest.raises(NietGevonden):
            handel_af(session, school.coordinator, clock, vreemd, "Reden")
        (uit,) = handel_af_alle(session, school.coordinator, clock, [vreemd, vreemd], "Reden")
        assert not uit.gelukt


def test_closing_several_gives_a_result_per_line(motor: Engine, clock: FixedClock) -> None:
    school = maak_school(motor, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT)
    lees_in(motor, clock, school.regel)
    lees_in(motor, clock)
    ids = [i.id or 0 for i in alle(motor)]
    with transaction(school.coordinator, op=motor) as session:
        handel_af(session, school.coordinator, clock, ids[0], "Eerder.")
        uit = handel_af_alle(session, school.coordinator, clock, ids, "Geregeld.")
    assert [u.gelukt for u in uit] == [False, True]
    assert {i.status for i in alle(motor)} == {IntrekkingStatus.GESLOTEN}
