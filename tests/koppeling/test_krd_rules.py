"""What goes over the line, and what an answer means. Both sides are held against each other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bpv_app.koppeling.krd.rules import (
    ADVIES,
    REGISTER_STATUS,
    advies,
    lees_antwoord,
    maak_bericht,
    vat_samen,
    verzoen,
)
from bpv_app.koppeling.krd.simulator_bericht import Gebeurtenis, lees_bericht
from bpv_app.koppeling.krd.simulator_rules import OVERGANGEN, RegisterStatus
from bpv_app.outbox.rules import Aangenomen, GeenAntwoord, Geweigerd
from bpv_app.pok.rules import KRD_STATUS, PokStatus
from bpv_app.pok.rules_krd import gebeurtenis
from tests.koppeling.krd_payload import te_leveren


def test_the_register_reads_what_we_write() -> None:
    gelezen = lees_bericht(maak_bericht(te_leveren(5)))
    assert (gelezen.gebeurtenis, gelezen.volgorde, gelezen.pok_nummer) == ("volledig", 5, "2026-00001")
    assert (gelezen.pok.volgnummer, gelezen.pok.begin, gelezen.pok.uren_totaal) == (
        "3",
        date(2026, 12, 7),
        Decimal(560),
    )
    assert (gelezen.pok.uren_per_week, gelezen.pok.dagen_per_week) == (Decimal("32.5"), Decimal(4))
    assert (gelezen.pok.leerbedrijf_id, gelezen.pok.crebo) == ("100000001", "25736")
    assert (gelezen.verbintenis.student, gelezen.verbintenis.gepland_eind) == ("BSN1", date(2028, 7, 31))
    assert gelezen.bedrijf is not None
    assert (gelezen.bedrijf.naam, gelezen.bedrijf.actief_van) == ("Van Dam Techniek", date(2020, 1, 1))
    assert not gelezen.beginstand


def test_an_end_with_its_reason_and_hours_arrives() -> None:
    eind = te_leveren(
        4,
        status=PokStatus.AFGEROND,
        werkelijk_eind=date(2027, 5, 1),
        eind_reden="Gediplomeerd",
        gerealiseerde_uren=Decimal("412.75"),
        reden="Eerder klaar",
    )
    gelezen = lees_bericht(maak_bericht(eind))
    assert gelezen.gebeurtenis is Gebeurtenis.BEEINDIGD
    assert (gelezen.pok.werkelijk_eind, gelezen.pok.eind_reden) == (date(2027, 5, 1), "Gediplomeerd")
    assert (gelezen.pok.gerealiseerde_uren, gelezen.reden) == (Decimal("412.75"), "Eerder klaar")


def test_a_message_without_company_can_be_read() -> None:
    gelezen = lees_bericht(maak_bericht(te_leveren(leerbedrijf=None)))
    assert (gelezen.bedrijf, gelezen.pok.leerbedrijf_id) == (None, "")


@pytest.mark.parametrize(("vorige_fout", "beginstand"), [("", False), ("STATUS", False), ("VOLGORDE", True)])
def test_after_a_quarrel_about_the_order_the_count_starts_anew(vorige_fout: str, beginstand: bool) -> None:
    bericht = replace(te_leveren(9), vorige_fout=vorige_fout)
    assert lees_bericht(maak_bericht(bericht)).beginstand is beginstand


@pytest.mark.parametrize("status", list(PokStatus))
def test_our_table_and_the_registers_agree_on_where_an_event_leads(status: PokStatus) -> None:
    naar = OVERGANGEN[Gebeurtenis(gebeurtenis(status))].naar
    assert naar is not None
    assert REGISTER_STATUS[naar] is KRD_STATUS[status]


def test_every_status_of_the_register_is_known() -> None:
    assert set(REGISTER_STATUS) == set(RegisterStatus)


@pytest.mark.parametrize(
    ("http", "lichaam", "verwacht"),
    [
        (
            200,
            {"krd_status": "Beëindigd", "krd_nummer": "KRD1"},
            Aangenomen({"krd_status": "beeindigd", "krd_nummer": "KRD1"}),
        ),
        (
            422,
            {"code": "MUTATIESTOP", "tekst": "Dicht.", "krd_status": "Volledig"},
            Geweigerd("MUTATIESTOP", "Dicht.", {"krd_status": "volledig"}),
        ),
        (422, {"code": "X", "krd_status": None}, Geweigerd("X", "X", {"krd_status": None})),
        (
            409,
            {"code": "VOLGORDE", "tekst": "Eerst 1.", "verwacht": 1, "krd_status": None},
            Geweigerd("VOLGORDE", "Eerst 1.", {"krd_status": None}),
        ),
        (409, {"code": "SLEUTEL_HERGEBRUIKT", "tekst": "Ander."}, Geweigerd("SLEUTEL_HERGEBRUIKT", "Ander.", {})),
        (400, {"code": "BERICHT_ONGELDIG", "tekst": "a\x1bb"}, Geweigerd("BERICHT_ONGELDIG", "ab", {})),
        (413, {"code": "TE_GROOT", "tekst": "Te groot."}, Geweigerd("TE_GROOT", "Te groot.", {})),
    ],
)
def test_answers_that_settle_a_message(http: int, lichaam: Any, verwacht: Any) -> None:
    assert lees_antwoord(http, lichaam) == verwacht


@pytest.mark.parametrize(
    ("http", "lichaam", "code", "lijn_dood"),
    [
        (200, None, "onleesbaar_antwoord", False),
        (200, [], "onleesbaar_antwoord", False),
        (200, {"krd_status": "Klaar", "krd_nummer": "KRD1"}, "onleesbaar_antwoord", False),
        (200, {"krd_status": "Volledig"}, "onleesbaar_antwoord", False),
        (200, {"krd_status": ["Volledig"], "krd_nummer": "KRD1"}, "onleesbaar_antwoord", False),
        (422, None, "http_422", False),
        (400, {"detail": "proxy"}, "http_400", False),
        (500, {"code": "STORING", "tekst": "stuk"}, "http_500", False),
        (302, None, "http_302", False),
        (204, None, "http_204", False),
        (401, {"code": "TOKEN"}, "toegang_geweigerd", True),
        (403, None, "toegang_geweigerd", True),
        (404, None, "http_404", True),
        (429, None, "http_429", True),
        (503, None, "http_503", True),
    ],
)
def test_what_is_not_understood_is_never_taken_for_a_yes(http: int, lichaam: Any, code: str, lijn_dood: bool) -> None:
    uitkomst = lees_antwoord(http, lichaam)
    assert isinstance(uitkomst, GeenAntwoord)
    assert (uitkomst.code, uitkomst.lijn_dood) == (code, lijn_dood)


@pytest.mark.parametrize(
    ("soort", "is_goed"),
    [
        ("afgemeld", True),
        ("afgewezen", True),
        ("voorlopig", True),
        ("afgedrukt", False),
        ("beeindigd", False),
        ("vervangen", False),
    ],
)
def test_a_lapsed_pok_the_register_never_knew_is_as_it_should_be(soort: str, is_goed: bool) -> None:
    onbekend = Geweigerd("POK_ONBEKEND", "Kent het register niet.", {"krd_status": None})
    verwacht = Aangenomen({"krd_status": None, "krd_nummer": ""}) if is_goed else onbekend
    assert verzoen(soort, onbekend) == verwacht


def test_other_refusals_and_acceptances_are_left_alone() -> None:
    for uitkomst in (Geweigerd("STATUS", "x"), Aangenomen({"krd_status": "afgemeld", "krd_nummer": "1"})):
        assert verzoen("afgemeld", uitkomst) == uitkomst


def test_every_code_has_advice_in_both_languages() -> None:
    for tekst in (*ADVIES.values(), advies("http_502"), advies("NIEUWE_CODE")):
        assert tekst.nl
        assert tekst.en
    assert advies("http_502") == ADVIES["geen_lijn"]
    assert advies("NIEUWE_CODE") == ADVIES["toegang_geweigerd"]


@pytest.mark.parametrize(
    ("aantallen", "nl", "en"),
    [
        (
            (0, 0, 0, 0),
            "Geen verschillen: de KRD heeft wat hier staat.",
            "No differences: the register holds what is here.",
        ),
        ((0, 0, 1, 0), "Geen verschillen, 1 wacht op antwoord.", "No differences, 1 waits for an answer."),
        ((1, 0, 0, 0), "1 POK geweigerd door de KRD.", "1 agreement refused by the register."),
        ((2, 1, 1, 0), "2 POK’s geweigerd door de KRD, 1 verschil, 1 wacht op antwoord.", None),
        (
            (0, 3, 4, 2),
            None,
            "3 differences, 4 wait for an answer, 2 did not get through yet and will be tried again by itself.",
        ),
    ],
)
def test_the_screen_says_in_words_how_we_stand(aantallen: tuple[int, ...], nl: str | None, en: str | None) -> None:
    geweigerd, verschil, wacht, hapert = aantallen
    zin = vat_samen(geweigerd=geweigerd, verschil=verschil, wacht=wacht, hapert=hapert)
    assert nl in (None, zin.nl)
    assert en in (None, zin.en)


def test_the_description_for_people_names_every_event_status_and_code() -> None:
    wortel = Path(__file__).resolve().parents[2]
    beschrijving = (wortel / "docs" / "koppeling-krd.md").read_text(encoding="utf-8")
    bron = (wortel / "bpv_app" / "koppeling" / "krd" / "simulator_rules.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+|STATUS|VOLGORDE|MUTATIESTOP)"', bron))
    assert len(codes) > 15
    for naam in (*(f"`{code}`" for code in codes), *(f"`{g}`" for g in Gebeurtenis), *RegisterStatus):
        assert naam in beschrijving, naam
