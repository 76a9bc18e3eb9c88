"""The mutation freeze: refused before anything is made, exempted by studentenzaken, honoured by the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.koppeling.krd.rules import maak_bericht
from bpv_app.koppeling.krd.rules_bestand import maak_levering
from bpv_app.koppeling.krd.simulator_bericht import lees_bericht
from bpv_app.koppeling.krd.simulator_rules import Regels
from bpv_app.koppeling.krd.simulator_store import Register
from bpv_app.mutatie.queries import get_voorbeeld
from bpv_app.mutatie.rules import Invoer
from bpv_app.mutatie.service import voer_uit
from bpv_app.outbox.rules import TeLeveren
from bpv_app.outbox.tables import Bericht
from bpv_app.pok import service
from bpv_app.pok.queries_detail import get_pok_detail
from bpv_app.pok.rules import MutatieSoort
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_ontheffing import GeenMutatiestop, Mutatiestop, dekt, valt_onder
from bpv_app.pok.service_krd import lock_register
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_krd import PokOntheffing
from bpv_app.pok.tables_wijziging import PokWijziging
from tests.pok.hulp import id_van, laatste_payload, maak_concept, teken_alles
from tests.pok.rolverdeling import Cast, make_cast

STOP = date(2027, 1, 1)
"""The cast's placement starts on 7 December 2026: before it."""


def _stop(session: Session, dag: date | None = STOP) -> None:
    lock_register(session).mutatiestop = dag
    session.flush()


def _langer(session: Session, pok: Pok, gevolg: Gevolg = Gevolg.BPVBLAD, ingang: date = date(2026, 12, 14)) -> Invoer:
    v = replace(service.voortraject_van(pok), eind_op=date(2027, 7, 30), uren_totaal=650)
    return Invoer(MutatieSoort.VERLENGING, gevolg, ingang, v, "Er missen uren")


def _aantal(session: Session, tabel: type) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(tabel)).scalar_one())


# Freeze, day from which a change counts → hit by it.
DAGEN = [
    (None, date(2026, 12, 7), False),
    (STOP, None, False),
    (STOP, date(2026, 12, 31), True),
    (STOP, date(2027, 1, 1), False),  # the day of the freeze itself is free
    (STOP, date(2027, 1, 2), False),
]


@pytest.mark.parametrize(("stop", "dag", "verwacht"), DAGEN)
def test_what_the_freeze_hits(stop: date | None, dag: date | None, verwacht: bool) -> None:
    assert valt_onder(stop, dag) is verwacht


@given(st.lists(st.dates(date(2026, 1, 1), date(2028, 1, 1)), max_size=4), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_an_exemption_covers_the_freeze_it_was_given_under_and_an_earlier_one(gegeven: list[date], stop: date) -> None:
    assert dekt(gegeven, stop) == (bool(gegeven) and max(gegeven) >= stop)


@pytest.mark.parametrize("gevolg", [Gevolg.BPVBLAD, Gevolg.NIEUWE_POK])
def test_under_the_freeze_an_amendment_is_refused_before_anything_is_made(
    session: Session, clock: FixedClock, gevolg: Gevolg
) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    _stop(session)
    invoer = _langer(session, pok, gevolg)
    voor = (_aantal(session, Bericht), _aantal(session, Pok), pok.document_versie, pok.eind_op)
    with pytest.raises(Mutatiestop) as fout:
        get_voorbeeld(session, cast.begeleider, clock, id_van(pok), invoer, "nl")
    assert "niets meer toe (mutatiestop)" in fout.value.tekst.nl
    assert "Vraag studentenzaken om een ontheffing op de POK." in fout.value.tekst.nl
    with pytest.raises(Mutatiestop):
        voer_uit(session, cast.begeleider, clock, id_van(pok), invoer)
    assert (_aantal(session, Bericht), _aantal(session, Pok), pok.document_versie, pok.eind_op) == voor
    assert _aantal(session, PokWijziging) == 0


@pytest.mark.parametrize("gevolg", [Gevolg.BPVBLAD, Gevolg.NIEUWE_POK])
def test_exempted_it_goes_through_with_the_reason_in_every_message(
    session: Session, clock: FixedClock, gevolg: Gevolg
) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    assert laatste_payload(session, pok)["ontheffing"] == ""
    _stop(session)
    service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), " Te laat ontdekt ")
    uit = voer_uit(session, cast.begeleider, clock, id_van(pok), _langer(session, pok, gevolg))
    assert uit.is_klaar, uit.tekst
    nieuw = session.get_one(Pok, uit.pok_id)
    for een in (pok, nieuw):
        assert laatste_payload(session, een)["ontheffing"] == "Te laat ontdekt"
    tijdlijn = [r.tekst.nl for r in get_pok_detail(session, cast.begeleider, id_van(pok), clock.vandaag()).tijdlijn]
    assert "Ontheffing van de mutatiestop (vóór 1 jan 2027): Te laat ontdekt" in tijdlijn


def test_only_studentenzaken_may_and_only_with_a_reason(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    _stop(session)
    for naam, wie in cast.wie().items():
        if naam != "studentenzaken":
            with pytest.raises((GeenRecht, NietGevonden)):
                service.geef_ontheffing(session, wie, clock, id_van(pok), "Mag")
    for reden in ("", "  ", "x" * 901):
        with pytest.raises(OngeldigeInvoer):
            service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), reden)
    for geen in (0, 10**12, 10**30):
        with pytest.raises(NietGevonden):
            service.geef_ontheffing(session, cast.studentenzaken, clock, geen, "Mag")
    assert _aantal(session, PokOntheffing) == 0


def test_giving_it_twice_is_giving_it_once(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    _stop(session)
    een = service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Te laat ontdekt")
    assert service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Nog eens").id == een.id
    assert _aantal(session, PokOntheffing) == 1


def test_without_a_freeze_on_this_agreement_there_is_nothing_to_exempt(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    for stop in (None, date(2026, 12, 7)):
        _stop(session, stop)
        with pytest.raises(GeenMutatiestop):
            service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Mag")


def test_a_freeze_that_moved_on_asks_for_a_new_exemption(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    _stop(session)
    service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Te laat ontdekt")
    _stop(session, STOP - timedelta(days=10))
    assert service.get_ontheffing(session, pok.dossier_id) is not None
    _stop(session, STOP + timedelta(days=31))
    assert service.get_ontheffing(session, pok.dossier_id) is None
    with pytest.raises(Mutatiestop):
        voer_uit(session, cast.begeleider, clock, id_van(pok), _langer(session, pok))
    service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Ook nu nog")
    voer_uit(session, cast.begeleider, clock, id_van(pok), _langer(session, pok))
    assert laatste_payload(session, pok)["ontheffing"] == "Ook nu nog"
    _stop(session, None)
    assert service.get_ontheffing(session, pok.dossier_id) is None, "no freeze, nothing to ask of the register"


def test_an_exemption_is_for_one_placement(session: Session, clock: FixedClock) -> None:
    cast, ander = make_cast(session), make_cast(session)
    pok, vreemd = teken_alles(session, cast, clock), maak_concept(session, ander, clock)
    _stop(session)
    service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Te laat ontdekt")
    with pytest.raises(Mutatiestop):
        service.maak_volledig(session, ander.coordinator, clock, id_van(vreemd))
    service.geef_ontheffing(session, ander.studentenzaken, clock, id_van(vreemd), "Ook te laat")
    service.maak_volledig(session, ander.coordinator, clock, id_van(vreemd))


def test_an_exemption_is_never_changed_or_deleted(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    _stop(session)
    service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Te laat ontdekt")
    for opdracht in ("UPDATE pok_ontheffing SET reden = 'x'", "DELETE FROM pok_ontheffing"):
        with pytest.raises(sa.exc.DBAPIError), session.begin_nested():
            session.execute(sa.text(opdracht))


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[Register]:
    een = Register(tmp_path / "krd.db", clock)
    yield een
    een.close()


def _breng(session: Session, register: Register, cast: Cast, pok: Pok, sleutel: str) -> tuple[int, str]:
    """All messages about a POK to the register, as the link sends them: the last answer."""
    vraag = sa.select(Bericht).where(col(Bericht.groep) == f"pok:{pok.id}").order_by(col(Bericht.volgnummer))
    http, code = 0, ""
    for b in session.execute(vraag).scalars():
        te_leveren = TeLeveren(
            b.id or 0, "krd", b.soort, b.groep, b.volgnummer, f"{sleutel}-{b.volgnummer:04d}", b.payload
        )
        antwoord = register.verwerk(te_leveren.sleutel, lees_bericht(maak_bericht(te_leveren)))
        http, code = antwoord.http, antwoord.lichaam.get("code", "")
    return http, code


@pytest.mark.parametrize(("toegestaan", "verwacht"), [(True, (200, "")), (False, (422, "MUTATIESTOP"))])
def test_the_simulated_register_honours_it_when_it_allows_exemptions(
    session: Session, clock: FixedClock, register: Register, toegestaan: bool, verwacht: tuple[int, str]
) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    assert _breng(session, register, cast, pok, "ontheffing")[0] == 200
    register.zet_regels(Regels(mutatiestop=STOP, ontheffing_toegestaan=toegestaan))
    _stop(session)
    service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Te laat ontdekt")
    voer_uit(session, cast.begeleider, clock, id_van(pok), _langer(session, pok))
    assert _breng(session, register, cast, pok, "ontheffing") == verwacht


def test_it_goes_along_by_file_too(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    _stop(session)
    service.geef_ontheffing(session, cast.studentenzaken, clock, id_van(pok), "Te laat ontdekt")
    voer_uit(session, cast.begeleider, clock, id_van(pok), _langer(session, pok))
    payload = laatste_payload(session, pok)
    bericht = TeLeveren(1, "krd", payload["gebeurtenis"], f"pok:{pok.id}", 1, "sleutel-1", payload)
    _, status = maak_levering(1, [bericht], "27DV", clock.nu())
    assert '"ontheffing": true, "ontheffing_reden": "Te laat ontdekt"' in status.decode()
