"""The messages of the demo school: in order, as the app would write them, and the register ends equal."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import lezen
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.koppeling.krd.rules import lees_antwoord, maak_bericht
from bpv_app.koppeling.krd.rules_wijziging import WijzigingSoort
from bpv_app.koppeling.krd.service import KrdKanaal
from bpv_app.koppeling.krd.simulator_bericht import lees_bericht
from bpv_app.koppeling.krd.simulator_store import Register
from bpv_app.koppeling.krd.tables import KrdWijziging
from bpv_app.outbox.rules import BerichtStatus, TeLeveren, Uitkomst
from bpv_app.outbox.tables import Bericht
from bpv_app.outbox.worker import Worker
from bpv_app.pok import krd_bericht, service_basis
from bpv_app.pok.rules import KRD_STATUS, PokStatus
from bpv_app.pok.rules_krd import GEWIJZIGD, MOET_BEKEND_ZIJN, KrdStand, gebeurtenis, krd_stand
from bpv_app.pok.tables import Pok, PokHistorie
from tests.demo.conftest import NU

WEIGERINGEN = {"EIND_NA_VERBINTENIS": 2, "BEGIN_VOOR_VERBINTENIS": 1, "VERBINTENIS_ONGELDIG": 1}


class Rechtstreeks:
    """The register without a line: every message as JSON, as it would travel."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        gelezen = lees_bericht(json.loads(json.dumps(maak_bericht(bericht))))
        antwoord = self._register.verwerk(bericht.sleutel, gelezen)
        return lees_antwoord(antwoord.http, json.loads(json.dumps(antwoord.lichaam)))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    register = Register(tmp_path / "krd.db", FixedClock(NU))
    yield register
    register.close()


def per_groep(session: Session) -> dict[str, list[Bericht]]:
    uit: dict[str, list[Bericht]] = defaultdict(list)
    for bericht in session.exec(select(Bericht).where(Bericht.kanaal == krd_bericht.KANAAL).order_by(col(Bericht.id))):
        uit[bericht.groep].append(bericht)
    return uit


def test_every_pok_has_the_messages_of_its_history_in_order(kijk: Session) -> None:
    groepen = per_groep(kijk)
    historie: dict[int, list[PokHistorie]] = defaultdict(list)
    for regel in kijk.exec(select(PokHistorie).order_by(col(PokHistorie.id))):
        historie[regel.pok_id].append(regel)
    for pok in kijk.exec(select(Pok)):
        berichten = groepen.pop(krd_bericht.groep(pok.id or 0), [])
        regels = historie[pok.id or 0]
        gemeld = any(r.naar is PokStatus.VOLLEDIG for r in regels)
        verwacht = [r for r in regels if r.naar is not PokStatus.CONCEPT] if gemeld else []
        stappen = [b for b in berichten if b.soort != GEWIJZIGD]  # changed data are no step of the life cycle
        assert [b.soort for b in stappen] == [gebeurtenis(r.naar) for r in verwacht], pok.nummer
        assert [b.volgnummer for b in berichten] == list(range(1, len(berichten) + 1))
        assert [b.aangemaakt_op for b in stappen] == [r.op for r in verwacht]
        assert all(b.status is BerichtStatus.WACHT and b.onderwerp_id == pok.id for b in berichten)
        assert bool(berichten) or pok.status not in MOET_BEKEND_ZIJN
        assert pok.krd_status is None
    assert not groepen
    assert 400 < len(kijk.exec(select(Bericht.id)).all()) <= 800


def test_a_message_says_what_the_app_itself_would_say(kijk: Session) -> None:
    groepen = per_groep(kijk)
    redenen = {(r.pok_id, r.naar): r.reden for r in kijk.exec(select(PokHistorie).order_by(col(PokHistorie.id)))}
    per_id = {p.id: p for p in kijk.exec(select(Pok))}
    veranderd = set(kijk.exec(select(KrdWijziging.student_id).where(KrdWijziging.soort == WijzigingSoort.VERBINTENIS)))
    vergeleken = 0
    for pok in per_id.values():
        if pok.student_id in veranderd:
            continue  # the register changed the enrolment after the message
        berichten = groepen.get(krd_bericht.groep(pok.id or 0))
        if berichten and berichten[-1].soort != GEWIJZIGD:
            voorganger = per_id.get(pok.voorganger_id)
            zelf = service_basis.maak_bericht(
                kijk, pok, pok.status, redenen[pok.id or 0, pok.status], voorganger.nummer if voorganger else ""
            )
            assert berichten[-1].payload == krd_bericht.als_payload(zelf), pok.nummer
            vergeleken += 1
    assert vergeleken > 150


def test_delivered_the_register_is_equal_but_for_the_refusals_meant(kopie: Engine, register: Register) -> None:
    klok = FixedClock(NU)
    worker = Worker({krd_bericht.KANAAL: KrdKanaal(Rechtstreeks(register))}, op=kopie, clock=klok)
    while worker.ronde():
        pass
    with lezen(systeem(), op=kopie) as session:
        berichten = session.exec(select(Bericht).where(Bericht.kanaal == krd_bericht.KANAAL)).all()
        assert not [b for b in berichten if b.status is BerichtStatus.WACHT]
        codes: dict[str, int] = defaultdict(int)
        for pok in session.exec(select(Pok)):
            stand = krd_stand(pok.status, pok.krd_status, pok.krd_fout_code, is_wachtend=False)
            gehouden = register.pok(pok.nummer)
            if stand is KrdStand.GEWEIGERD:
                codes[pok.krd_fout_code] += 1
                assert pok.status is PokStatus.VOLLEDIG
                assert gehouden is not None
                assert gehouden["status"] is None
            elif stand is KrdStand.NVT:
                assert gehouden is None
            else:
                assert stand is KrdStand.GELIJK, pok.nummer
                assert pok.krd_nummer
                assert gehouden is not None
                assert gehouden["krd_nummer"] == pok.krd_nummer
                assert pok.krd_status is KRD_STATUS[pok.status]
        assert codes == WEIGERINGEN
