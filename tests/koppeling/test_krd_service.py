"""From a status change to the register and back: answers kept, refusals shown, differences listed, sent again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.lijst import LijstAntwoord, LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.krd.http import KrdHttp
from bpv_app.koppeling.krd.queries import KRD_BERICHTEN, Telling, tel_krd
from bpv_app.koppeling.krd.queries_verschillen import KRD_VERSCHILLEN
from bpv_app.koppeling.krd.service import KrdKanaal, probeer_berichten, stuur_alles_opnieuw, stuur_opnieuw
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.outbox.worker import Worker
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import KrdStatus, PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student, Team
from tests.koppeling.krd_payload import payload
from tests.koppeling.krd_proces import SimulatorProces, simulator
from tests.makers import make_actor, make_dossier, make_pok, make_student, make_team, make_verbintenis
from tests.outbox.kanaal import lees, zet

SYSTEEM = systeem()
VER_WEG = timedelta(minutes=20)
"""Longer than any back-off, any rest of a line and any lease."""


@pytest.fixture(scope="module")
def sim_proces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProces]:
    with simulator(tmp_path_factory.mktemp("krd")) as sim:
        yield sim


@pytest.fixture
def sim(sim_proces: SimulatorProces) -> SimulatorProces:
    """An empty register without faults, in the same process."""
    sim_proces.maak_leeg()
    return sim_proces


@dataclass
class School:
    """Our side: a database, a clock, and a worker that is run by hand."""

    motor: Engine
    clock: FixedClock
    sim: SimulatorProces
    worker: Worker

    def lever(self) -> None:
        """Run until nothing is due."""
        while self.worker.ronde():
            pass

    def later(self) -> None:
        self.clock.moment += VER_WEG
        self.lever()

    def pok(self, **anders: Any) -> int:
        with transaction(SYSTEEM, op=self.motor) as session:
            pok = make_pok(session, **anders)
            assert pok.id is not None
            return pok.id

    def doe(self, werk: Any, *args: Any, **kw: Any) -> Any:
        with transaction(SYSTEEM, op=self.motor) as session:
            return werk(session, SYSTEEM, self.clock, *args, **kw)

    def verstuur(self, pok_id: int) -> None:
        self.doe(pok_service.maak_volledig, pok_id)

    def wijzig(self, pok_id: int, **velden: Any) -> None:
        """Change our row behind the scenes, as another part of the app would."""
        with transaction(SYSTEEM, op=self.motor) as session:
            session.execute(sa.update(Pok).where(col(Pok.id) == pok_id).values(**velden))

    def lees(self, pok_id: int) -> Pok:
        with lezen(op=self.motor) as session:
            pok = session.get_one(Pok, pok_id)
            session.expunge(pok)
            return pok

    def berichten(self) -> list[tuple[str, BerichtStatus, str]]:
        with lezen(op=self.motor) as session:
            vraag = sa.select(col(Bericht.soort), col(Bericht.status), col(Bericht.fout_code)).order_by(col(Bericht.id))
            return [tuple(rij) for rij in session.execute(vraag)]

    def register(self, pok_id: int) -> dict[str, Any]:
        held = self.sim.pok(self.lees(pok_id).nummer)
        assert held is not None
        return held


@pytest.fixture
def school(motor: Engine, clock: FixedClock, sim: SimulatorProces) -> Iterator[School]:
    adapter = KrdHttp(sim.url, "bpv-app", "bpv-demo", clock)
    worker = Worker({"krd": KrdKanaal(adapter)}, op=motor, clock=clock, toeval=lambda: 0.5)
    yield School(motor, clock, sim, worker)
    adapter.close()


def test_a_sent_pok_gets_the_registers_status_and_number(school: School) -> None:
    pok_id = school.pok()
    versie = school.lees(pok_id).versie
    school.verstuur(pok_id)
    assert school.lees(pok_id).krd_status is None
    school.lever()
    pok = school.lees(pok_id)
    assert (pok.status, pok.krd_status, pok.krd_fout_code) == (PokStatus.VOLLEDIG, KrdStatus.VOLLEDIG, "")
    assert pok.krd_nummer == school.register(pok_id)["krd_nummer"]
    assert pok.krd_bijgewerkt_op == school.clock.nu()
    assert pok.versie == versie + 1  # our own step; the answer makes nobody's open form stale


def test_a_refusal_is_kept_with_its_reason_and_never_changes_our_status(school: School) -> None:
    pok_id = school.pok(eind_op=date(2030, 1, 1))
    school.verstuur(pok_id)
    school.lever()
    pok = school.lees(pok_id)
    assert (pok.status, pok.krd_status, pok.krd_fout_code) == (PokStatus.VOLLEDIG, None, "EIND_NA_VERBINTENIS")
    assert "na het geplande einde van de verbintenis" in pok.krd_fout_tekst
    assert school.berichten() == [("volledig", BerichtStatus.GEWEIGERD, "EIND_NA_VERBINTENIS")]


def test_after_a_correction_it_is_sent_again_and_the_refusal_is_gone(school: School) -> None:
    pok_id = school.pok(eind_op=date(2030, 1, 1))
    school.verstuur(pok_id)
    school.lever()
    school.wijzig(pok_id, eind_op=date(2027, 6, 25))
    uitslagen = school.doe(stuur_opnieuw, [pok_id])
    assert [(u.gelukt, u.tekst.nl) for u in uitslagen] == [(True, "1 bericht klaargezet.")]
    school.lever()
    pok = school.lees(pok_id)
    assert (pok.krd_status, pok.krd_fout_code, pok.krd_fout_tekst) == (KrdStatus.VOLLEDIG, "", "")


def test_a_pok_the_register_missed_altogether_gets_every_step(school: School) -> None:
    pok_id = school.pok(status=PokStatus.DEFINITIEF)
    assert [u.tekst.nl for u in school.doe(stuur_opnieuw, [pok_id])] == ["3 berichten klaargezet."]
    school.lever()
    assert school.lees(pok_id).krd_status is KrdStatus.DEFINITIEF
    assert school.register(pok_id)["tellingen"] == {"volledig": 1, "afgedrukt": 1, "definitief": 1}


def test_a_register_that_lost_its_data_is_brought_up_to_date(school: School) -> None:
    pok_id = school.pok()
    school.verstuur(pok_id)
    school.lever()
    school.sim.maak_leeg()
    school.wijzig(pok_id, status=PokStatus.AFGEDRUKT)
    school.doe(stuur_opnieuw, [pok_id])
    school.lever()
    pok = school.lees(pok_id)
    assert (pok.krd_status, pok.krd_fout_code) == (None, "VOLGORDE")
    school.doe(stuur_opnieuw, [pok_id])
    school.lever()
    pok = school.lees(pok_id)
    assert (pok.krd_status, pok.krd_fout_code) == (KrdStatus.AFGEDRUKT, "")
    assert school.register(pok_id)["tellingen"] == {"volledig": 1, "afgedrukt": 1}


def test_withdrawn_after_a_refusal_leaves_no_difference(school: School) -> None:
    pok_id = school.pok(eind_op=date(2030, 1, 1))
    school.verstuur(pok_id)
    school.doe(pok_service.meld_af, pok_id, "Student stopt")
    school.lever()
    pok = school.lees(pok_id)
    assert (pok.status, pok.krd_status, pok.krd_fout_code) == (PokStatus.AFGEMELD, None, "")
    assert [b[:2] for b in school.berichten()] == [
        ("volledig", BerichtStatus.GEWEIGERD),
        ("afgemeld", BerichtStatus.AFGELEVERD),
    ]


@pytest.mark.parametrize(
    "storing",
    [
        {"soort": "traag", "ms": 20, "keer": 3},
        {"soort": "fout500", "keer": 3},
        {"soort": "fout500", "keer": 3, "moment": "na"},
        {"soort": "verbreek", "keer": 3},
        {"soort": "verbreek", "keer": 3, "moment": "voor"},
        {"soort": "herhaal", "keer": 3},
    ],
    ids=lambda s: "-".join(str(v) for v in s.values()),
)
def test_whatever_the_line_does_both_sides_end_equal(school: School, storing: dict[str, Any]) -> None:
    poks = [school.pok() for _ in range(3)]
    school.sim.zet_storing(**storing)
    for pok_id in poks:
        school.verstuur(pok_id)
        school.doe(pok_service.zet_terug, pok_id, PokStatus.CONCEPT, "Toch niet")
    for _ in range(5):
        school.later()
    assert {status for _, status, _ in school.berichten()} == {BerichtStatus.AFGELEVERD}
    for pok_id in poks:
        assert school.lees(pok_id).krd_status is KrdStatus.VOORLOPIG
        held = school.register(pok_id)
        assert (held["status"], held["tellingen"]) == ("Voorlopig", {"volledig": 1, "voorlopig": 1})


def test_a_register_that_is_down_is_waited_for(school: School) -> None:
    poks = [school.pok() for _ in range(3)]
    for pok_id in poks:
        school.verstuur(pok_id)
    school.sim.kill()
    school.later()
    assert {b[1] for b in school.berichten()} == {BerichtStatus.WACHT}
    school.sim.start()
    school.later()
    assert {school.lees(p).krd_status for p in poks} == {KrdStatus.VOLLEDIG}


def test_a_waiting_message_is_tried_now_instead_of_doubled(school: School) -> None:
    pok_id = school.pok()
    school.sim.zet_storing(soort="fout500", keer=1)
    school.verstuur(pok_id)
    school.lever()
    assert school.lees(pok_id).krd_status is None
    (uitslag,) = school.doe(stuur_opnieuw, [pok_id])
    assert (uitslag.gelukt, "wacht al" in uitslag.tekst.nl) == (True, True)
    school.lever()
    assert school.lees(pok_id).krd_status is KrdStatus.VOLLEDIG
    assert len(school.berichten()) == 1


def test_an_ended_pok_arrives_with_end_reason_and_hours(school: School) -> None:
    pok_id = school.pok(
        status=PokStatus.AFGEROND,
        werkelijk_eind_op=date(2027, 6, 25),
        gerealiseerde_uren=Decimal("555.50"),
    )
    school.doe(stuur_opnieuw, [pok_id])
    school.lever()
    held = school.register(pok_id)
    assert (held["status"], held["gegevens"]["gerealiseerde_uren"]) == ("Beëindigd", "555.5")


# --- lists, counters, rights ----------------------------------------------------------------------------------------


def toon(antwoord: LijstAntwoord, *kolommen: int) -> list[tuple[str, ...]]:
    return [tuple(rij.cellen[k].tekst for k in kolommen) for rij in antwoord.rijen]


def _pok_in_team(session: Session, team: Team, **anders: Any) -> Pok:
    student = make_student(session, team)
    dossier = make_dossier(session, make_verbintenis(session, student))
    return make_pok(session, dossier=dossier, zoektekst=student.zoektekst, **anders)


@dataclass
class Gevuld:
    """Two teams with a POK of each kind in the first, and one refused in the second."""

    coordinator: Actor
    ander: Actor
    gelijk: Pok
    geweigerd: Pok
    verschil: Pok
    onbekend: Pok
    wacht: Pok
    elders: Pok


@pytest.fixture
def gevuld(session: Session, clock: FixedClock) -> Gevuld:
    team, buren = make_team(session), make_team(session)
    weigering = {"krd_fout_code": "MUTATIESTOP", "krd_fout_tekst": "Dicht."}
    volledig = {"status": PokStatus.VOLLEDIG, "krd_status": KrdStatus.VOLLEDIG}
    g = Gevuld(
        coordinator=make_actor(session, Rol.COORDINATOR, team_id=team.id),
        ander=make_actor(session, Rol.COORDINATOR, team_id=buren.id),
        gelijk=_pok_in_team(session, team, **volledig),
        geweigerd=_pok_in_team(session, team, **volledig, **weigering, begin_op=date(2026, 12, 2)),
        verschil=_pok_in_team(
            session,
            team,
            status=PokStatus.AFGEDRUKT,
            krd_status=KrdStatus.VOLLEDIG,
            begin_op=date(2026, 12, 1),
        ),
        onbekend=_pok_in_team(session, team, status=PokStatus.DEFINITIEF, begin_op=date(2026, 12, 3)),
        wacht=_pok_in_team(session, team),
        elders=_pok_in_team(session, buren, **volledig, **weigering),
    )
    pok_service.maak_volledig(session, SYSTEEM, clock, g.wacht.id or 0)
    _pok_in_team(session, team, status=PokStatus.AFGEMELD)
    _pok_in_team(session, team, status=PokStatus.CONCEPT)
    return g


def test_the_list_of_differences_says_what_and_what_to_do(session: Session, gevuld: Gevuld) -> None:
    antwoord = KRD_VERSCHILLEN.vraag(session, gevuld.coordinator, LijstVraag())
    assert antwoord.totaal == 3
    heeft_anders, kent_niet = "De KRD heeft een andere status.", "De KRD kent deze POK niet."
    assert toon(antwoord, 0, 3, 4, 5, 6, 7) == [
        (gevuld.verschil.nummer, "Afgedrukt", "Afgedrukt", "Volledig", "verschil", heeft_anders),
        (gevuld.geweigerd.nummer, "Volledig", "Volledig", "Volledig", "geweigerd", "Dicht."),
        (gevuld.onbekend.nummer, "Definitief", "Definitief", "niet bekend", "verschil", kent_niet),
    ]
    assert all(rij.cellen[8].tekst for rij in antwoord.rijen)
    engels = KRD_VERSCHILLEN.vraag(session, gevuld.coordinator, LijstVraag(taal="en"))
    assert toon(engels, 3, 6)[0] == ("Printed", "different")


@pytest.mark.parametrize(
    ("vraag", "namen"),
    [
        (LijstVraag(filters={"soort": "geweigerd"}), ["geweigerd"]),
        (LijstVraag(filters={"soort": "verschil"}), ["verschil", "onbekend"]),
        (LijstVraag(filters={"code": "mutatiestop"}), ["geweigerd"]),
        (LijstVraag(sorteer="begin", aflopend=True), ["onbekend", "geweigerd", "verschil"]),
        (LijstVraag(per_pagina=1, pagina=2), ["geweigerd"]),
        (LijstVraag(zoek="bestaat niet"), []),
    ],
)
def test_differences_are_filtered_sorted_and_paged(
    session: Session, gevuld: Gevuld, vraag: LijstVraag, namen: list[str]
) -> None:
    antwoord = KRD_VERSCHILLEN.vraag(session, gevuld.coordinator, vraag)
    assert [rij.naam for rij in antwoord.rijen] == [getattr(gevuld, naam).nummer for naam in namen]


def test_differences_are_found_by_student(session: Session, gevuld: Gevuld) -> None:
    student = session.get_one(Student, gevuld.verschil.student_id)
    antwoord = KRD_VERSCHILLEN.vraag(session, gevuld.coordinator, LijstVraag(zoek=student.studentnummer or ""))
    assert [rij.naam for rij in antwoord.rijen] == [gevuld.verschil.nummer]


def test_messages_are_listed_newest_first(session: Session, gevuld: Gevuld, clock: FixedClock) -> None:
    antwoord = KRD_BERICHTEN.vraag(session, gevuld.coordinator, LijstVraag())
    assert antwoord.totaal == 1
    assert toon(antwoord, 0, 2, 3) == [(gevuld.wacht.nummer, "Volledig", "wacht op antwoord")]
    assert len(antwoord.rijen[0].cellen) == len(KRD_BERICHTEN.kolommen)
    for filters, aantal in (({"status": "wacht"}, 1), ({"status": "geweigerd"}, 0), ({"gebeurtenis": "afgedrukt"}, 0)):
        assert KRD_BERICHTEN.vraag(session, gevuld.coordinator, LijstVraag(filters=filters)).totaal == aantal
    stuur_opnieuw(session, gevuld.coordinator, clock, [gevuld.onbekend.id or 0])
    for vraag in (LijstVraag(), LijstVraag(sorteer="aangemaakt", aflopend=True)):
        antwoord = KRD_BERICHTEN.vraag(session, gevuld.coordinator, vraag)
        assert toon(antwoord, 2) == [("Definitief",), ("Afgedrukt",), ("Volledig",), ("Volledig",)]
    oudste = KRD_BERICHTEN.vraag(session, gevuld.coordinator, LijstVraag(sorteer="aangemaakt", per_pagina=1))
    assert toon(oudste, 0) == [(gevuld.wacht.nummer,)]


def test_counters_count_inside_the_scope(session: Session, gevuld: Gevuld) -> None:
    session.execute(sa.update(Bericht).values(fout_code="geen_lijn"))
    assert tel_krd(session, gevuld.coordinator) == Telling(wacht=1, geweigerd=1, verschil=2, hapert=1)
    session.execute(sa.update(Bericht).values(fout_code=""))
    assert tel_krd(session, gevuld.coordinator) == Telling(wacht=1, geweigerd=1, verschil=2)
    assert tel_krd(session, gevuld.ander) == Telling(wacht=0, geweigerd=1, verschil=0)
    assert tel_krd(session, make_actor(session, Rol.STUDENTENZAKEN)) == Telling(wacht=1, geweigerd=2, verschil=2)


@pytest.mark.parametrize("rol", [Rol.ONDERWIJSBEGELEIDER, Rol.BEHEER, Rol.STUDENT, Rol.PRAKTIJKOPLEIDER])
def test_other_roles_see_and_do_nothing_at_the_register(
    session: Session, gevuld: Gevuld, clock: FixedClock, rol: Rol
) -> None:
    scope: dict[Rol, Any] = {
        Rol.STUDENT: {"student_id": gevuld.verschil.student_id},
        Rol.PRAKTIJKOPLEIDER: {"contactpersoon_id": gevuld.verschil.praktijkopleider_id},
    }
    actor = make_actor(session, rol, **scope.get(rol, {}))
    for lijst in (KRD_VERSCHILLEN, KRD_BERICHTEN):
        assert lijst.vraag(session, actor, LijstVraag()).totaal == 0
    assert tel_krd(session, actor) == Telling(0, 0, 0)
    with pytest.raises(GeenRecht):
        stuur_opnieuw(session, actor, clock, [gevuld.verschil.id or 0])
    with pytest.raises(GeenRecht):
        stuur_alles_opnieuw(session, actor, clock)


def test_sending_again_stays_inside_the_scope_and_says_so_per_row(
    session: Session, gevuld: Gevuld, clock: FixedClock
) -> None:
    ids: list[Any] = [gevuld.verschil.id, gevuld.elders.id, 2**40, gevuld.gelijk.id, gevuld.wacht.id, "x", -1]
    uitslagen = stuur_opnieuw(session, gevuld.coordinator, clock, [*ids, ids[0]])
    assert [u.gelukt for u in uitslagen] == [True, False, False, True, True, False, False]
    niet_van_mij, bestaat_niet = uitslagen[1], uitslagen[2]
    assert niet_van_mij.tekst == bestaat_niet.tekst
    assert niet_van_mij.naam == str(gevuld.elders.id)


def test_sending_all_again_takes_the_whole_list(session: Session, gevuld: Gevuld, clock: FixedClock) -> None:
    uitslagen = stuur_alles_opnieuw(session, gevuld.coordinator, clock)
    assert [u.naam for u in uitslagen] == [p.nummer for p in (gevuld.verschil, gevuld.geweigerd, gevuld.onbekend)]
    assert all(u.gelukt for u in uitslagen)
    assert tel_krd(session, gevuld.coordinator) == Telling(wacht=4, geweigerd=0, verschil=0)


def test_an_answer_about_a_pok_that_is_gone_settles_the_message(
    motor: Engine, clock: FixedClock, sim: SimulatorProces
) -> None:
    (bericht_id,) = zet(motor, clock.nu(), "pok:999", kanaal="krd", payload=payload())
    adapter = KrdHttp(sim.url, "bpv-app", "bpv-demo", clock)
    Worker({"krd": KrdKanaal(adapter)}, op=motor, clock=clock).ronde()
    adapter.close()
    assert lees(motor, bericht_id).status is BerichtStatus.AFGELEVERD


def test_a_withdrawn_pok_that_is_still_final_at_the_register_steps_back_there_first(school: School) -> None:
    pok_id = school.pok(status=PokStatus.VOLLEDIG)
    for status in (PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF):
        school.wijzig(pok_id, status=status)
        school.doe(pok_service.stuur_opnieuw, pok_id)
        school.lever()
    assert school.lees(pok_id).krd_status is KrdStatus.DEFINITIEF
    school.wijzig(pok_id, status=PokStatus.AFGEMELD)
    (uitslag,) = school.doe(stuur_opnieuw, [pok_id])
    assert uitslag.tekst.nl == "2 berichten klaargezet."
    school.lever()
    assert school.lees(pok_id).krd_status is KrdStatus.AFGEMELD


def test_a_waiting_message_is_tried_at_once_when_somebody_asks(school: School) -> None:
    pok_id = school.pok()
    school.sim.zet_storing(soort="fout500")
    school.verstuur(pok_id)
    school.lever()
    with lezen(op=school.motor) as session:
        bericht_id = session.execute(sa.select(col(Bericht.id))).scalar_one()
        vreemd = make_niemand()
    assert school.lees(pok_id).krd_status is None
    (uitslag, weg) = school.doe(probeer_berichten, [bericht_id, 987654])
    assert (uitslag.gelukt, weg.gelukt) == (True, False)
    school.lever()
    assert school.lees(pok_id).krd_status is KrdStatus.VOLLEDIG
    (uitslag,) = school.doe(probeer_berichten, [bericht_id])
    assert not uitslag.gelukt
    with pytest.raises(GeenRecht), transaction(SYSTEEM, op=school.motor) as session:
        probeer_berichten(session, vreemd, school.clock, [bericht_id])


def make_niemand() -> Actor:
    return Actor(None, "niemand", ())


def test_while_the_register_is_down_nothing_is_lost_and_then_all_goes(school: School) -> None:
    ids = [school.pok() for _ in range(3)]
    school.sim.zet_storing(soort="neer", ms=3_600_000)
    for pok_id in ids:
        school.verstuur(pok_id)
    school.lever()
    school.later()
    assert [school.lees(i).krd_status for i in ids] == [None] * 3
    school.sim.zet_storing(soort="neer", keer=0)
    school.later()
    assert [school.lees(i).krd_status for i in ids] == [KrdStatus.VOLLEDIG] * 3


def test_a_message_that_arrives_after_a_later_one_counts_once(school: School) -> None:
    eerst, later = school.pok(), school.pok()
    school.sim.zet_storing(soort="uit_volgorde")
    school.verstuur(eerst)
    school.verstuur(later)
    school.lever()
    school.later()
    for pok_id in (eerst, later):
        assert school.lees(pok_id).krd_status is KrdStatus.VOLLEDIG
        assert school.register(pok_id)["tellingen"] == {"volledig": 1}
    assert [b["ontvangen"] for b in school.register(eerst)["berichten"]] == [2]
