"""The register over HTTP: who gets in, one key counts once, strict order, faults, and a file that survives a kill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from bpv_app.kernel.clock import FixedClock
from bpv_app.koppeling.krd.simulator import maak_app
from bpv_app.koppeling.krd.simulator_store import Register
from tests.koppeling.krd_proces import CLIENT, SimulatorProces, simulator

POK = {
    "volgnummer": "1",
    "begin": "2027-02-01",
    "gepland_eind": "2027-06-30",
    "afsluitdatum": "2027-01-15",
    "uren_totaal": "492",
    "uren_per_week": "32",
    "dagen_per_week": "4",
    "leerbedrijf_id": "100000001",
    "crebo": "25736",
}
VERBINTENIS = {"student": "BSN1", "volgnummer": "1", "begin": "2026-08-01", "gepland_eind": "2029-07-31"}


def bericht(gebeurtenis: str = "volledig", volgorde: int = 1, nummer: str = "2027-00001", **anders: Any) -> Any:
    return {
        "gebeurtenis": gebeurtenis,
        "volgorde": volgorde,
        "pok_nummer": nummer,
        "pok": {**POK, **anders.pop("pok", {})},
        "verbintenis": VERBINTENIS,
        **anders,
    }


class Kant:
    """Our side of the line, with a token."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        antwoord = client.post("/token", data={"grant_type": "client_credentials"}, auth=CLIENT)
        self.kop = {"Authorization": f"Bearer {antwoord.json()['access_token']}"}

    def stuur(self, inhoud: Any, sleutel: str) -> Any:
        return self.client.post("/poks/berichten", json=inhoud, headers={**self.kop, "Idempotency-Key": sleutel})

    def regels(self, **regels: Any) -> Any:
        return self.client.put("/regels", json=regels, headers=self.kop)

    def storing(self, **storing: Any) -> Any:
        return self.client.post("/storing", json=storing, headers=self.kop)


@pytest.fixture
def client(tmp_path: Path, clock: FixedClock) -> Iterator[TestClient]:
    register = Register(tmp_path / "krd.db", clock)
    with TestClient(maak_app(register, clock), base_url="http://127.0.0.1") as client:
        yield client
    register.close()


@pytest.fixture
def kant(client: TestClient) -> Kant:
    return Kant(client)


def test_the_whole_life_of_a_pok(kant: Kant) -> None:
    eind = {"werkelijk_eind": "2027-06-30", "gerealiseerde_uren": "490.50"}
    stappen = [("volledig", {}), ("afgedrukt", {}), ("definitief", {}), ("beeindigd", eind)]
    for i, (gebeurtenis, pok) in enumerate(stappen, 1):
        antwoord = kant.stuur(bericht(gebeurtenis, i, pok=pok), f"sleutel-{i}")
        assert antwoord.status_code == 200, antwoord.text
        assert antwoord.json()["krd_nummer"] == "KRD00000001"
    op = antwoord.json()["op"]
    wat = {"uitkomst": "aangenomen", "krd_nummer": "KRD00000001", "krd_status": "Beëindigd"}
    assert antwoord.json() == {**wat, "op": op}
    held = kant.client.get("/poks/2027-00001").json()
    assert held["status"] == "Beëindigd"
    assert held["gegevens"]["gerealiseerde_uren"] == "490.50"
    assert held["tellingen"] == {"volledig": 1, "afgedrukt": 1, "definitief": 1, "beeindigd": 1}


def test_the_same_key_gives_the_same_answer_and_counts_once(kant: Kant) -> None:
    eerste = kant.stuur(bericht(), "sleutel-1")
    tweede = kant.stuur(bericht(), "sleutel-1")
    assert (eerste.status_code, eerste.content) == (tweede.status_code, tweede.content)
    assert "idempotent-replayed" not in eerste.headers
    assert tweede.headers["idempotent-replayed"] == "true"
    held = kant.client.get("/poks/2027-00001").json()
    assert held["tellingen"] == {"volledig": 1}
    assert [b["ontvangen"] for b in held["berichten"]] == [2]


def test_a_refusal_is_repeated_too_even_when_the_rule_is_gone(kant: Kant) -> None:
    kant.regels(mutatiestop="2027-03-01")
    eerste = kant.stuur(bericht(), "sleutel-1")
    kant.regels()
    tweede = kant.stuur(bericht(), "sleutel-1")
    assert eerste.status_code == tweede.status_code == 422
    assert eerste.json() == tweede.json()
    assert eerste.json()["code"] == "MUTATIESTOP"
    assert kant.client.get("/poks/2027-00001").json()["tellingen"] == {}
    assert kant.stuur(bericht(volgorde=2), "sleutel-2").status_code == 200


def test_a_key_belongs_to_one_message(kant: Kant) -> None:
    kant.stuur(bericht(), "sleutel-1")
    antwoord = kant.stuur(bericht(pok={"uren_totaal": "500"}), "sleutel-1")
    assert (antwoord.status_code, antwoord.json()["code"]) == (409, "SLEUTEL_HERGEBRUIKT")
    assert "krd_status" not in antwoord.json()


def test_order_is_strict_per_pok(kant: Kant) -> None:
    te_vroeg = kant.stuur(bericht("afgedrukt", 2), "sleutel-2")
    assert (te_vroeg.status_code, te_vroeg.json()["code"], te_vroeg.json()["verwacht"]) == (409, "VOLGORDE", 1)
    assert te_vroeg.json()["krd_status"] is None
    assert kant.stuur(bericht(nummer="2027-00002", pok={"volgnummer": "2"}), "sleutel-x").status_code == 200
    assert kant.stuur(bericht(), "sleutel-1").status_code == 200
    assert kant.stuur(bericht("afgedrukt", 2), "sleutel-2").status_code == 200
    te_laat = kant.stuur(bericht("definitief", 2), "sleutel-3")
    assert (te_laat.status_code, te_laat.json()["krd_status"]) == (409, "Afgedrukt")


def test_a_new_start_takes_the_order_from_there(kant: Kant) -> None:
    assert kant.stuur(bericht(volgorde=7), "sleutel-7").status_code == 409
    assert kant.stuur(bericht(volgorde=7, beginstand=True), "sleutel-7").status_code == 200
    assert kant.stuur(bericht("afgedrukt", 8), "sleutel-8").status_code == 200


def test_an_unknown_enrolment_is_taken_from_the_message_or_refused(kant: Kant) -> None:
    kant.regels(leert=False)
    antwoord = kant.stuur(bericht(), "sleutel-1")
    assert [r["code"] for r in antwoord.json()["redenen"]] == ["VERBINTENIS_ONBEKEND", "BEDRIJF_ONBEKEND"]
    stam = {"verbintenissen": [VERBINTENIS], "leerbedrijven": [{"leerbedrijf_id": "100000001"}]}
    assert kant.client.put("/verbintenissen", json=stam, headers=kant.kop).json() == {
        "verbintenissen": 1,
        "leerbedrijven": 1,
    }
    assert kant.stuur(bericht(volgorde=2), "sleutel-2").status_code == 200


def test_what_the_register_knows_goes_above_what_the_message_says(kant: Kant) -> None:
    stam = {
        "verbintenissen": [{**VERBINTENIS, "gepland_eind": "2027-03-01"}],
        "leerbedrijven": [{"leerbedrijf_id": "100000001", "actief_tot": "2027-01-31"}],
    }
    kant.client.put("/verbintenissen", json=stam, headers=kant.kop)
    antwoord = kant.stuur(bericht(leerbedrijf={"leerbedrijf_id": "100000001"}), "sleutel-1")
    assert [r["code"] for r in antwoord.json()["redenen"]] == ["EIND_NA_VERBINTENIS", "BEDRIJF_NIET_ACTIEF"]


def test_wrong_master_data_change_nothing(kant: Kant) -> None:
    kant.regels(leert=False)
    stam = {"verbintenissen": [VERBINTENIS, {**VERBINTENIS, "begin": "gisteren"}]}
    antwoord = kant.client.put("/verbintenissen", json=stam, headers=kant.kop)
    assert (antwoord.status_code, antwoord.json()["fouten"]) == (
        400,
        ["verbintenissen[1].begin: geen datum (jjjj-mm-dd)"],
    )
    assert kant.stuur(bericht(), "sleutel-1").json()["code"] == "VERBINTENIS_ONBEKEND"


def test_a_volgnummer_taken_by_another_pok_is_refused(kant: Kant) -> None:
    kant.stuur(bericht(), "sleutel-1")
    antwoord = kant.stuur(bericht(nummer="2027-00002"), "sleutel-2")
    assert (antwoord.status_code, antwoord.json()["code"]) == (422, "VOLGNUMMER_BEZET")
    assert antwoord.json()["krd_status"] is None


def test_lists_are_paged_and_filtered(kant: Kant) -> None:
    for i in range(1, 4):
        kant.stuur(bericht(nummer=f"2027-{i:05d}", pok={"volgnummer": str(i)}), f"sleutel-{i}")
    kant.stuur(bericht("afgedrukt", 2, "2027-00002", pok={"volgnummer": "2"}), "sleutel-9")
    alles = kant.client.get("/poks", params={"aantal": 2, "vanaf": 1}).json()
    assert (alles["totaal"], [p["pok_nummer"] for p in alles["poks"]]) == (3, ["2027-00002", "2027-00003"])
    afgedrukt = kant.client.get("/poks", params={"status": "Afgedrukt"}).json()
    assert (afgedrukt["totaal"], afgedrukt["poks"][0]["pok_nummer"]) == (1, "2027-00002")
    assert kant.client.get("/poks", params={"status": "x"}).status_code == 400
    assert kant.client.get("/poks", params={"aantal": "0"}).status_code == 400
    assert kant.client.get("/poks/2099-1").json()["code"] == "POK_ONBEKEND"


@pytest.mark.parametrize(
    ("methode", "pad"),
    [
        ("POST", "/poks/berichten"),
        ("PUT", "/verbintenissen"),
        ("PUT", "/regels"),
        ("POST", "/storing"),
        ("DELETE", "/storing"),
        ("DELETE", "/poks"),
    ],
)
def test_nothing_is_written_without_a_token(client: TestClient, methode: str, pad: str) -> None:
    for kop in ({}, {"Authorization": "Bearer verzonnen"}, {"Authorization": "Basic x"}):
        antwoord = client.request(methode, pad, headers=kop, json={} if methode != "DELETE" else None)
        assert (antwoord.status_code, antwoord.json()["code"]) == (401, "TOKEN")


def test_tokens_are_given_to_the_right_client_and_end(client: TestClient, clock: FixedClock) -> None:
    assert client.post("/token", data={"grant_type": "client_credentials"}, auth=("bpv-app", "fout")).status_code == 401
    assert client.post("/token", data={"grant_type": "password"}, auth=CLIENT).status_code == 400
    assert client.post("/token", headers={"Authorization": "Basic %%%"}, data={}).status_code == 400
    formulier = {"grant_type": "client_credentials", "client_id": CLIENT[0], "client_secret": CLIENT[1]}
    gegeven = client.post("/token", data=formulier)
    assert (gegeven.status_code, gegeven.json()["expires_in"]) == (200, 3600)
    kant = Kant(client)
    clock.moment += timedelta(seconds=3599)
    assert kant.stuur(bericht(), "sleutel-1").status_code == 200
    clock.moment += timedelta(seconds=1)
    assert kant.stuur(bericht(), "sleutel-1").status_code == 401


def test_other_names_big_bodies_and_form_posts_are_turned_away(kant: Kant) -> None:
    assert kant.client.get("/poks", headers={"Host": "kwaad.example"}).status_code == 400
    kop = {**kant.kop, "Idempotency-Key": "sleutel-1", "Content-Type": "application/json"}
    assert kant.client.post("/poks/berichten", content=b" " * 70_000, headers=kop).status_code == 413
    assert kant.client.post("/poks/berichten", content=b"[" * 60_000, headers=kop).status_code == 400
    assert kant.client.post("/poks/berichten", content=b"{", headers=kop).json()["code"] == "BERICHT_ONGELDIG"
    assert (
        kant.client.post("/poks/berichten", content=b"{}", headers={**kop, "Content-Type": "text/plain"}).status_code
        == 415
    )
    zonder = kant.client.post("/poks/berichten", json=bericht(), headers=kant.kop)
    assert zonder.json()["code"] == "SLEUTEL_ONTBREEKT"
    assert kant.client.get("/niets").json() == {"code": "HTTP_404", "tekst": "Not Found"}


def test_faults_wear_off(kant: Kant) -> None:
    kant.storing(soort="fout500", keer=2)
    assert [kant.stuur(bericht(), "sleutel-1").status_code for _ in range(3)] == [500, 500, 200]
    held = kant.client.get("/poks/2027-00001").json()
    assert (held["tellingen"], held["berichten"][0]["ontvangen"]) == ({"volledig": 1}, 1)


def test_an_error_after_handling_counts_once(kant: Kant) -> None:
    kant.storing(soort="fout500", moment="na")
    assert [kant.stuur(bericht(), "sleutel-1").status_code for _ in range(2)] == [500, 200]
    assert kant.client.get("/poks/2027-00001").json()["tellingen"] == {"volledig": 1}


def test_a_message_that_arrives_twice_counts_once(kant: Kant) -> None:
    kant.storing(soort="herhaal")
    assert kant.stuur(bericht(), "sleutel-1").status_code == 200
    held = kant.client.get("/poks/2027-00001").json()
    assert (held["tellingen"], held["berichten"][0]["ontvangen"]) == ({"volledig": 1}, 2)


def test_a_rule_can_be_made_to_refuse_one_pok(kant: Kant) -> None:
    kant.storing(soort="weiger", code="VAKANTIE", tekst="Het register is dicht.", pok_nummer="2027-00002")
    assert kant.stuur(bericht(), "sleutel-1").status_code == 200
    antwoord = kant.stuur(bericht(nummer="2027-00002", pok={"volgnummer": "2"}), "sleutel-2")
    assert (antwoord.status_code, antwoord.json()["code"]) == (422, "VAKANTIE")
    assert kant.client.get("/storing").json() == []


def test_faults_can_be_seen_and_lifted(kant: Kant) -> None:
    kant.storing(soort="traag", ms=1, keer=3)
    assert kant.stuur(bericht(), "sleutel-1").status_code == 200
    assert [(s["soort"], s["keer"]) for s in kant.client.get("/storing").json()] == [("traag", 2)]
    assert kant.client.delete("/storing", headers=kant.kop).json() == []
    assert kant.storing(soort="brand").status_code == 400
    assert kant.storing(soort="traag", ms=-1).status_code == 400
    assert kant.storing(soort="weiger", code=3).status_code == 400


def test_it_can_start_afresh(kant: Kant) -> None:
    kant.regels(leert=False)
    stam = {"verbintenissen": [VERBINTENIS], "leerbedrijven": [{"leerbedrijf_id": "100000001"}]}
    kant.client.put("/verbintenissen", json=stam, headers=kant.kop)
    assert kant.stuur(bericht(), "sleutel-1").status_code == 200
    assert kant.client.delete("/poks", headers=kant.kop).json() == {"totaal": 0}
    assert kant.client.get("/poks").json() == {"totaal": 0, "vanaf": 0, "poks": []}
    assert kant.client.get("/poks/2027-00001").status_code == 404
    assert kant.stuur(bericht(), "sleutel-1").status_code == 200


def test_wrong_settings_are_refused(kant: Kant) -> None:
    for regels in ({"leert": "ja"}, {"mutatiestop": "morgen"}, {"ontheffing_toegestaan": 1}):
        assert kant.regels(**regels).status_code == 400
    assert kant.client.get("/regels").json() == {"leert": True, "mutatiestop": None, "ontheffing_toegestaan": False}


def test_the_description_names_every_route(client: TestClient) -> None:
    paden = client.get("/openapi.json").json()["paths"]
    beschreven = {(pad, methode.upper()) for pad, inhoud in paden.items() for methode in inhoud}
    routes = {(r.path, m) for r in client.app.routes for m in r.methods if m != "HEAD"}  # type: ignore[attr-defined]
    assert beschreven == routes - {("/openapi.json", "GET")}


@pytest.fixture(scope="module")
def proces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProces]:
    with simulator(tmp_path_factory.mktemp("krd")) as sim:
        yield sim


def test_a_cut_line_and_a_killed_register_lose_nothing(proces: SimulatorProces) -> None:
    def stuur(sleutel: str) -> httpx.Response:
        kop = {"Authorization": f"Bearer {proces.token()}", "Idempotency-Key": sleutel}
        return httpx.post(f"{proces.url}/poks/berichten", json=bericht(), headers=kop)

    proces.zet_storing(soort="verbreek")
    with pytest.raises(httpx.RemoteProtocolError):
        stuur("sleutel-1")
    held = proces.pok("2027-00001")
    assert held is not None
    assert held["tellingen"] == {"volledig": 1}
    proces.kill()
    proces.start()
    antwoord = stuur("sleutel-1")
    assert (antwoord.status_code, antwoord.headers["idempotent-replayed"]) == (200, "true")
    held = proces.pok("2027-00001")
    assert held is not None
    assert (held["tellingen"], held["berichten"][0]["ontvangen"]) == ({"volledig": 1}, 2)


def test_a_line_cut_before_handling_leaves_no_trace(proces: SimulatorProces) -> None:
    kop = {"Authorization": f"Bearer {proces.token()}", "Idempotency-Key": "sleutel-voor"}
    proces.zet_storing(soort="verbreek", moment="voor")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(f"{proces.url}/poks/berichten", json=bericht(nummer="2027-00077"), headers=kop)
    assert proces.pok("2027-00077") is None
