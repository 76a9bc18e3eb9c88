"""Two people at the same moment: one wins, the other is told; nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.pok import service
from bpv_app.pok.rules import Partij
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.tables import Pok
from tests.makers import make_dossier, make_inrichting
from tests.pok.hulp import DAG, druk_af, id_van, maak_concept, maak_volledig, soorten
from tests.pok.rolverdeling import make_cast


def tegelijk(motor: Engine, *werk: Callable[[Session], Any]) -> list[str]:
    """Each piece of work in its own transaction and thread, all starting together; "ok" or the error's code."""
    start = threading.Barrier(len(werk))

    def doe(deel: Callable[[Session], Any]) -> str:
        start.wait()
        try:
            with transaction(op=motor) as session:
                deel(session)
        except DomeinFout as fout:
            return fout.code
        return "ok"

    with ThreadPoolExecutor(len(werk)) as draden:
        return sorted(draden.map(doe, werk))


def test_of_two_stale_saves_one_wins(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        pok = maak_concept(session, cast, clock)
        pok_id, versie = id_van(pok), pok.versie

    def bewaar(uren: int) -> Callable[[Session], Any]:
        v = cast.voortraject(uren_totaal=uren)
        return lambda s: service.zet_klaar(s, cast.coordinator, clock, cast.dossier_id, v, versie)

    assert tegelijk(motor, bewaar(601), bewaar(602)) == ["ok", "verouderd"]
    with lezen(op=motor) as session:
        assert session.get_one(Pok, pok_id).uren_totaal in (601, 602)


def test_a_dossier_gets_one_concept_however_often_somebody_clicks(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)

    def klik(session: Session) -> None:
        service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, Voortraject())

    uitslag = tegelijk(motor, klik, klik, klik)
    assert uitslag.count("ok") >= 1
    assert set(uitslag) <= {"ok", "verouderd"}
    with lezen(op=motor) as session:
        pok = service.huidige_pok(session, cast.dossier_id)
        assert pok is not None
        assert (pok.volgnummer, pok.nummer) == (1, "2026-00001")


def test_numbers_are_given_out_once(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        dossiers = [id_van(make_dossier(session, cast.verbintenis, make_inrichting(session))) for _ in range(4)]

    def maak(dossier_id: int) -> Callable[[Session], Any]:
        return lambda s: service.zet_klaar(s, cast.coordinator, clock, dossier_id, Voortraject())

    uitslag = tegelijk(motor, *(maak(d) for d in dossiers))
    assert set(uitslag) <= {"ok", "verouderd"}, "the same enrolment: a volgnummer may be taken just before"
    with lezen(op=motor) as session:
        poks = [p for p in (service.huidige_pok(session, d) for d in dossiers) if p]
        assert len(poks) == uitslag.count("ok") >= 1
        assert len({p.nummer for p in poks}) == len({p.volgnummer for p in poks}) == len(poks)


def test_a_pok_is_printed_once(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        pok_id = id_van(maak_volledig(session, cast, clock))
    gelukt: list[bool] = []

    def druk(session: Session) -> None:
        resultaat = service.druk_af(session, cast.studentenzaken, clock, [pok_id])
        gelukt.append(resultaat.uitslagen[0].gelukt)

    assert tegelijk(motor, druk, druk) == ["ok", "ok"]
    assert sorted(gelukt) == [False, True], "a result per row: the second one is told"
    with lezen(op=motor) as session:
        pok = session.get_one(Pok, pok_id)
        assert (pok.document_versie, soorten(session, pok)) == (1, ["volledig", "afgedrukt"])


def test_a_signature_is_registered_once(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        pok_id = id_van(druk_af(session, cast, clock))

    def teken(session: Session) -> None:
        service.registreer_handtekening(session, cast.studentenzaken, clock, pok_id, Partij.STUDENT, DAG)

    assert tegelijk(motor, teken, teken) == ["al_getekend", "ok"]


def test_two_different_ends_do_not_both_happen(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        pok_id = id_van(druk_af(session, cast, clock))
    uitslag = tegelijk(
        motor,
        lambda s: service.meld_af(s, cast.coordinator, clock, pok_id, "Stopt"),
        lambda s: service.wijs_af(s, cast.studentenzaken, clock, pok_id, "Tekent niet"),
    )
    assert uitslag == ["ok", "stap_mag_niet"]
