"""The link with SBB: the adapters answer alike, a bad line never costs an answer, and what SBB says counts once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col, select
from starlette.testclient import TestClient

from bpv_app.db import lezen, transaction
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.sbb.http import POGINGEN, SbbHttp
from bpv_app.koppeling.sbb.luisteren import SbbLuisteraar
from bpv_app.koppeling.sbb.port import SbbOnbereikbaar, SbbWeigert
from bpv_app.koppeling.sbb.queries import get_controle_stand
from bpv_app.koppeling.sbb.queries_register import RegisterPort
from bpv_app.koppeling.sbb.rules import Bedrijf, Vraag
from bpv_app.koppeling.sbb.service import SbbKanaal, ZonderLeerbedrijfId, vraag_controle
from bpv_app.koppeling.sbb.simulator import maak_app
from bpv_app.koppeling.sbb.simulator_store import Register
from bpv_app.koppeling.sbb.tables import SbbStand
from bpv_app.leerbedrijf.rules import Uitkomst
from bpv_app.leerbedrijf.tables import Erkenning, ErkenningControle, Leerbedrijf
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.service import tel
from bpv_app.outbox.worker import Worker
from bpv_app.pok.rules import PokStatus
from tests.koppeling.sbb_proces import KOP, SLEUTEL, SbbProces, bedrijf, erkenning, simulator
from tests.makers import make_actor, make_leerbedrijf, make_pok, make_team

SBB_ID = "100018965"
DAG = date(2026, 12, 7)
VRAAG = Vraag(SBB_ID, "25736", "", "", DAG)
ANDER = bedrijf("100018966", erkenning("25655"), naam="Bakkerij Zoë", postcode="1011AB", plaats="Amsterdam")


class InProces:
    """The simulator in this process: the adapter talks to its real routes."""

    def __init__(self, map_: Path, clock: FixedClock) -> None:
        self.register = Register(map_ / "sbb.db", clock)
        self.client = TestClient(maak_app(self.register, clock, api_key=SLEUTEL), base_url="http://localhost")
        self.gevraagd: list[httpx.Request] = []
        self.geslapen: list[float] = []

    def _antwoord(self, vraag: httpx.Request) -> httpx.Response:
        self.gevraagd.append(vraag)
        uit = self.client.request(
            vraag.method,
            str(vraag.url.copy_with(scheme="http", host="localhost", port=None)),
            headers=dict(vraag.headers) | {"host": "localhost"},
            content=vraag.content,
        )
        return httpx.Response(uit.status_code, content=uit.content, headers={"content-type": "application/json"})

    def port(self, clock: FixedClock, **anders: Any) -> SbbHttp:
        return SbbHttp(
            "http://localhost", "bpv-app", "bpv-demo", clock, slaap=self.geslapen.append,
            transport=httpx.MockTransport(self._antwoord), **anders,
        )  # fmt: skip

    def zet(self, *bedrijven: dict[str, Any]) -> None:
        self.client.put("/leerbedrijven", json={"leerbedrijven": list(bedrijven)}, headers=KOP).raise_for_status()

    def zet_storing(self, **storing: Any) -> None:
        self.client.post("/storing", json=storing, headers=KOP).raise_for_status()


@pytest.fixture
def kant(tmp_path: Path, clock: FixedClock) -> Iterator[InProces]:
    kant = InProces(tmp_path, clock)
    yield kant
    kant.register.close()


@pytest.mark.parametrize("welke", ["http", "register"])
def test_both_adapters_give_the_same_answers(motor: Engine, clock: FixedClock, kant: InProces, welke: str) -> None:
    regels = [erkenning(), erkenning("25655", "2021-01-01", "2026-06-30")]
    kant.zet(bedrijf(SBB_ID, *regels), ANDER)
    with transaction(op=motor) as session:
        make_leerbedrijf(session, sbb_id=SBB_ID, naam="Van Dam Techniek", postcode="2312AB", plaats="Leiden", kvk="")
        make_leerbedrijf(session, sbb_id="100018966", naam="Bakkerij Zoë", postcode="1011AB", plaats="Amsterdam")
        for crebo, van, tot in (("25736", date(2020, 1, 1), None), ("25655", date(2021, 1, 1), date(2026, 6, 30))):
            session.add(Erkenning(sbb_id=SBB_ID, crebo=crebo, erkend_van=van, erkend_tot=tot))
    port = kant.port(clock) if welke == "http" else RegisterPort(clock, op=motor)
    ja = port.verifieer(VRAAG)
    assert (ja.uitkomst, ja.reden.nl) == (Uitkomst.ERKEND, "Erkend voor crebo 25736 op 7 dec 2026.")
    assert [r.crebo for r in ja.regels] in (["25736", "25655"], ["25655", "25736"])
    assert port.verifieer(Vraag(SBB_ID, "25655", "", "", DAG)).uitkomst is Uitkomst.NIET_ERKEND
    assert [b.sbb_id for b in port.identificeer("van dam", "2312 ab")] == [SBB_ID]
    assert [b.sbb_id for b in port.zoek("leiden", "25736")] == [SBB_ID]
    assert port.zoek("leiden", "25655") == []
    details = port.details(SBB_ID)
    assert details is not None
    assert details.bedrijf == Bedrijf(SBB_ID, "Van Dam Techniek", "2312AB", "Leiden", "")
    assert len(details.regels) == 2
    assert port.details("999999999") is None
    with pytest.raises(SbbWeigert):
        port.identificeer("van dam", "geen")


def test_a_key_or_a_token_opens_the_line(clock: FixedClock, kant: InProces) -> None:
    kant.zet(bedrijf(SBB_ID))
    assert kant.port(clock, api_key=SLEUTEL).details(SBB_ID)
    assert [v.url.path for v in kant.gevraagd] == [f"/leerbedrijven/{SBB_ID}"]
    port = kant.port(clock)
    assert port.details(SBB_ID)
    assert port.details(SBB_ID)
    assert [v.url.path for v in kant.gevraagd[1:]].count("/token") == 1
    with pytest.raises(SbbOnbereikbaar) as fout:
        kant.port(clock, api_key="een andere").details(SBB_ID)
    assert (fout.value.code, fout.value.lijn_dood) == ("toegang_geweigerd", True)


def test_a_fault_is_tried_again_with_growing_pauses_and_then_left(clock: FixedClock, kant: InProces) -> None:
    kant.zet(bedrijf(SBB_ID))
    port = kant.port(clock, api_key=SLEUTEL)
    kant.zet_storing(soort="fout500", keer=2)
    assert port.details(SBB_ID)
    assert len(kant.geslapen) == 2
    assert 0.125 <= kant.geslapen[0] <= 0.25 <= kant.geslapen[1] <= 0.5
    kant.gevraagd.clear()
    kant.zet_storing(soort="fout500", keer=10)
    with pytest.raises(SbbOnbereikbaar) as fout:
        port.details(SBB_ID)
    assert (fout.value.code, len(kant.gevraagd)) == ("http_500", POGINGEN)


LEESBAAR = {"leerbedrijf_id": SBB_ID, "uitkomst": "erkend", "reden": "Ja", "erkenningen": [erkenning()]}


@pytest.mark.parametrize(
    "antwoord",
    [
        None, [], {}, {**LEESBAAR, "leerbedrijf_id": "100018966"}, {**LEESBAAR, "uitkomst": "misschien"},
        {**LEESBAAR, "erkenningen": "geen"}, {**LEESBAAR, "erkenningen": [erkenning("x")]},
        {**LEESBAAR, "erkenningen": [erkenning(van="morgen")]}, {**LEESBAAR, "erkenningen": [erkenning()] * 2},
        {**LEESBAAR, "erkenningen": [erkenning(tot="2019-01-01")]}, {**LEESBAAR, "reden": 1},
        {**LEESBAAR, "erkenningen": [erkenning(werkprocessen=["DROP TABLE"])]},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_no_answer(clock: FixedClock, antwoord: Any) -> None:
    transport = httpx.MockTransport(lambda _vraag: httpx.Response(200, json=antwoord))
    port = SbbHttp("http://sbb.example", "", "", clock, api_key="x", transport=transport)
    with pytest.raises(SbbOnbereikbaar) as fout:
        port.verifieer(VRAAG)
    assert fout.value.code == "onleesbaar_antwoord"


def test_an_answer_that_contradicts_itself_is_refused(clock: FixedClock) -> None:
    for uitkomst, regels, leerweg in (("erkend", [], ""), ("niet_erkend", [erkenning()], "BOL")):
        inhoud = {**LEESBAAR, "uitkomst": uitkomst, "erkenningen": regels}
        transport = httpx.MockTransport(lambda _vraag, inhoud=inhoud: httpx.Response(200, json=inhoud))
        port = SbbHttp("http://sbb.example", "", "", clock, api_key="x", transport=transport)
        with pytest.raises(SbbWeigert, match="tegen"):
            port.verifieer(Vraag(SBB_ID, "25736", "", leerweg, DAG))


class Kant:
    """A company with an agreement that is ready, accredited in our register, and somebody who asks."""

    def __init__(self, motor: Engine, clock: FixedClock) -> None:
        self.motor, self.clock = motor, clock
        with transaction(op=motor) as session:
            pok = make_pok(session, status=PokStatus.VOLLEDIG)
            self.pok, self.bedrijf = pok.id or 0, pok.leerbedrijf_id or 0
            team = make_team(session).id
            self.coordinator = make_actor(session, Rol.COORDINATOR, team_id=team)
            self.begeleider = make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=team)
            rij = session.get(Leerbedrijf, self.bedrijf)
            assert rij is not None
            self.sbb_id = rij.sbb_id or ""

    def vraag(self, actor: Actor | None = None, crebo: str = "25736") -> bool:
        wie = actor or self.coordinator
        with transaction(wie, op=self.motor) as session:
            return vraag_controle(session, wie, self.clock, self.bedrijf, crebo=crebo, peildatum=DAG)

    def worker(self, port: Any) -> Worker:
        return Worker({"sbb": SbbKanaal(port)}, op=self.motor, clock=self.clock, toeval=lambda: 0.0)

    def tel(self) -> dict[BerichtStatus, int]:
        with lezen(op=self.motor) as session:
            return tel(session, kanaal="sbb")

    def feiten(self) -> list[tuple[Uitkomst, str, str]]:
        vraag = select(ErkenningControle).where(col(ErkenningControle.bron).like("SBB%"))
        with lezen(op=self.motor) as session:
            return [(c.uitkomst, c.bron, c.door_naam) for c in session.exec(vraag.order_by(col(ErkenningControle.id)))]

    def regels(self) -> list[tuple[str, date | None]]:
        with lezen(op=self.motor) as session:
            vraag = select(Erkenning).where(Erkenning.sbb_id == self.sbb_id).order_by(col(Erkenning.crebo))
            return [(e.crebo, e.erkend_tot) for e in session.exec(vraag)]

    def intrekkingen(self) -> int:
        with lezen(op=self.motor) as session:
            return int(session.execute(sa.select(sa.func.count()).select_from(Intrekking)).scalar_one())

    def stand(self) -> Any:
        with lezen(self.coordinator, op=self.motor) as session:
            return get_controle_stand(session, self.coordinator, self.bedrijf)


def test_asking_takes_the_right_and_waits_for_nobody(motor: Engine, clock: FixedClock) -> None:
    """No port, no network: the question is written and that is all."""
    kant = Kant(motor, clock)
    with pytest.raises(GeenRecht):
        kant.vraag(kant.begeleider)
    assert kant.vraag()
    assert not kant.vraag(), "the same question waits already"
    assert kant.vraag(crebo="25655")
    assert kant.tel()[BerichtStatus.WACHT] == 2
    stand = kant.stand()
    assert [w.payload["crebo"] for w in stand.wachtend] == ["25736", "25655"]
    with transaction(op=motor) as session:
        kaal = make_leerbedrijf(session, sbb_id=None).id or 0
    for wie, fout in ((kaal, ZonderLeerbedrijfId), (999_999, NietGevonden), ("1; DROP", NietGevonden)):
        with transaction(kant.coordinator, op=motor) as session, pytest.raises(fout):
            vraag_controle(session, kant.coordinator, clock, wie, crebo="25736", peildatum=DAG)  # type: ignore[arg-type]


def test_the_answer_is_a_fact_and_the_register_follows_it(motor: Engine, clock: FixedClock, kant: InProces) -> None:
    """Accredited in our file, not any more at SBB: the worklist gets its line, and the fact says who asked."""
    ons = Kant(motor, clock)
    kant.zet(bedrijf(ons.sbb_id, erkenning("25655")))
    ons.vraag()
    clock.moment += timedelta(hours=2)
    assert ons.worker(kant.port(clock, api_key=SLEUTEL)).ronde() == 1
    assert ons.feiten() == [(Uitkomst.NIET_ERKEND, "SBB, 26 nov 2026, 1 erkenningen", ons.coordinator.naam)]
    assert ons.regels() == [("25655", None)]
    assert ons.intrekkingen() == 1
    laatste = ons.stand().laatste
    assert laatste is not None
    assert (laatste.uitkomst, laatste.op) == (Uitkomst.NIET_ERKEND, clock.moment)
    kant.zet(bedrijf(ons.sbb_id, erkenning(), erkenning("25655")))
    ons.vraag()
    ons.worker(kant.port(clock, api_key=SLEUTEL)).ronde()
    assert [f[0] for f in ons.feiten()] == [Uitkomst.NIET_ERKEND, Uitkomst.ERKEND]
    assert ons.regels() == [("25655", None), ("25736", None)]
    with lezen(op=motor) as session:
        assert [i.status.value for i in session.exec(select(Intrekking))] == ["hersteld"]


def test_an_empty_register_is_not_filled_with_one_company(motor: Engine, clock: FixedClock, kant: InProces) -> None:
    """Then everybody else would look as if they had lost their accreditation."""
    ons = Kant(motor, clock)
    with transaction(op=motor) as session:
        session.execute(sa.delete(Erkenning))
    kant.zet(bedrijf(ons.sbb_id, erkenning()))
    ons.vraag()
    ons.worker(kant.port(clock, api_key=SLEUTEL)).ronde()
    assert ([f[0] for f in ons.feiten()], ons.regels()) == ([Uitkomst.ERKEND], [])


def test_what_sbb_refuses_is_said_and_changes_nothing(motor: Engine, clock: FixedClock) -> None:
    ons = Kant(motor, clock)
    nee = httpx.MockTransport(lambda _v: httpx.Response(422, json={"code": "X", "tekst": "Dit nummer vervalt."}))
    ons.vraag()
    voor = ons.regels()
    ons.worker(SbbHttp("http://sbb.example", "", "", clock, api_key="x", transport=nee)).ronde()
    assert (ons.feiten(), ons.regels(), ons.stand().geweigerd) == ([], voor, "Dit nummer vervalt.")
    assert ons.tel()[BerichtStatus.GEWEIGERD] == 1


def test_withdrawals_come_in_by_themselves_and_once(motor: Engine, clock: FixedClock, kant: InProces) -> None:
    ons = Kant(motor, clock)
    nieuw = "100777777"
    kant.zet(bedrijf(nieuw, erkenning("25655")))
    kant.zet(bedrijf(ons.sbb_id, erkenning()), ANDER)
    luister = SbbLuisteraar(kant.port(clock, api_key=SLEUTEL), op=motor, clock=clock)
    luister.ronde()
    assert (ons.regels(), ons.intrekkingen()) == ([("25736", None)], 0)
    with transaction(op=motor) as session:
        make_leerbedrijf(session, sbb_id=nieuw)
    luister.ronde()
    with lezen(op=motor) as session:
        andere = select(Erkenning).where(Erkenning.sbb_id == "100018966")
        assert session.exec(andere).all() == [], "a company that is not ours is not followed"
        begin = session.exec(select(Erkenning.crebo).where(Erkenning.sbb_id == nieuw)).all()
        assert begin == ["25655"], "of a company that is followed from now on, what holds now comes too"
    kant.zet(bedrijf(ons.sbb_id))
    assert luister.ronde() == 1
    assert (ons.regels(), ons.intrekkingen()) == ([], 1)
    assert luister.ronde() == 0
    kant.register.maak_leeg()
    kant.register._db.execute("DELETE FROM sqlite_sequence")  # restored from a backup
    kant.zet(bedrijf(ons.sbb_id, erkenning("25655")))
    for _ in range(3):
        luister.ronde()
    with lezen(op=motor) as session:
        stand = session.get(SbbStand, 1)
        assert stand is not None
        assert stand.gelezen_tot <= 1
    assert ons.intrekkingen() == 1


def test_a_dead_service_costs_no_answer_and_gives_none_twice(motor: Engine, clock: FixedClock, tmp_path: Path) -> None:
    """Killed, down, cut and slow in turn, over real HTTP; the outbox empties itself, each answer is there once."""
    ons = Kant(motor, clock)

    def rondes(worker: Worker, keer: int) -> None:
        for _ in range(keer):
            clock.moment += timedelta(minutes=16)
            worker.ronde()

    with simulator(tmp_path) as sim:
        port = SbbHttp(sim.url, "bpv-app", "bpv-demo", clock, slaap=lambda _s: None)
        worker = ons.worker(port)
        sim.zet(bedrijf(ons.sbb_id, erkenning(), erkenning("25655")))
        sim.kill()
        ons.vraag()
        ons.vraag(crebo="25655")
        rondes(worker, 2)
        assert (ons.tel()[BerichtStatus.WACHT], ons.feiten()) == (2, [])
        assert ons.stand().wachtend[0].fout == "SBB is niet bereikbaar."
        sim.start()
        _storingen(sim)
        rondes(worker, 6)
        geteld = ons.tel()
    assert (geteld[BerichtStatus.WACHT], geteld[BerichtStatus.AFGELEVERD]) == (0, 2)
    assert [f[0] for f in ons.feiten()] == [Uitkomst.ERKEND, Uitkomst.ERKEND]
    port.close()


def _storingen(sim: SbbProces) -> None:
    """Everything at once: the first answers are a 500, then cut off, and late."""
    sim.zet_storing(soort="fout500", keer=2)
    sim.zet_storing(soort="verbreek", keer=4)
    sim.zet_storing(soort="traag", keer=4, ms=50)
