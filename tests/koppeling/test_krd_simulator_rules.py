"""The register's rules, each with its own case; the life cycle as the full matrix, written out as a literal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bpv_app.koppeling.krd.simulator_bericht import (
    Bedrijf,
    BerichtFout,
    Gebeurtenis,
    PokBericht,
    PokGegevens,
    Verbintenis,
    lees_bericht,
    lees_stamgegevens,
)
from bpv_app.koppeling.krd.simulator_rules import (
    Regels,
    RegisterStatus,
    Stand,
    beoordeel,
    check_volgorde,
)

VERBINTENIS = Verbintenis("BSN1", "1", date(2026, 8, 1), date(2029, 7, 31), crebo="25736", leerweg="BOL")
BEDRIJF = Bedrijf("100000001", "Van Dam", date(2020, 1, 1), None)
POK = PokGegevens(
    volgnummer="1",
    begin=date(2027, 2, 1),
    gepland_eind=date(2027, 6, 30),
    afsluitdatum=date(2027, 1, 15),
    uren_totaal=Decimal(492),
    uren_per_week=Decimal(32),
    dagen_per_week=Decimal(4),
    leerbedrijf_id="100000001",
    crebo="25736",
)
BERICHT = PokBericht(Gebeurtenis.VOLLEDIG, 1, "2027-00001", POK, VERBINTENIS)


def codes(
    bericht: PokBericht = BERICHT,
    stand: Stand | None = None,
    verbintenis: Verbintenis | None = VERBINTENIS,
    bedrijf: Bedrijf | None = BEDRIJF,
    bezet_door: str | None = None,
    regels: Regels | None = None,
) -> list[str]:
    status, redenen = beoordeel(bericht, stand, verbintenis, bedrijf, bezet_door, regels or Regels())
    assert (status is None) == bool(redenen)
    assert all(r.tekst for r in redenen)
    return [r.code for r in redenen]


def pok(**anders: Any) -> PokBericht:
    return replace(BERICHT, pok=replace(POK, **anders))


def test_a_good_pok_is_accepted() -> None:
    assert beoordeel(BERICHT, None, VERBINTENIS, BEDRIJF, None, Regels()) == (RegisterStatus.VOLLEDIG, ())


@pytest.mark.parametrize(
    ("bericht", "verwacht"),
    [
        (pok(begin=date(2026, 8, 1)), []),
        (pok(begin=date(2026, 7, 31)), ["BEGIN_VOOR_VERBINTENIS"]),
        (pok(gepland_eind=date(2029, 7, 31)), []),
        (pok(gepland_eind=date(2029, 8, 1)), ["EIND_NA_VERBINTENIS"]),
        (pok(gepland_eind=date(2027, 2, 1)), []),
        (pok(gepland_eind=date(2027, 1, 31)), ["EIND_VOOR_BEGIN"]),
        (pok(dagen_per_week=Decimal(0)), []),
        (pok(dagen_per_week=Decimal(7)), []),
        (pok(dagen_per_week=Decimal("7.01")), ["DAGEN_PER_WEEK"]),
        (pok(dagen_per_week=Decimal("-0.5")), ["DAGEN_PER_WEEK"]),
        (pok(uren_per_week=Decimal(168)), []),
        (pok(uren_per_week=Decimal("168.01")), ["UREN_PER_WEEK"]),
        (pok(uren_totaal=Decimal(5120)), []),
        (pok(uren_totaal=Decimal(5121)), ["UREN_TOTAAL"]),
        (pok(uren_totaal=Decimal(-1)), ["UREN_TOTAAL"]),
        (pok(uren_totaal=None), ["VERPLICHT_VELD"]),
        (pok(crebo=""), ["VERPLICHT_VELD"]),
        (pok(begin=date(2026, 1, 1), uren_totaal=Decimal(9999)), ["BEGIN_VOOR_VERBINTENIS", "UREN_TOTAAL"]),
    ],
)
def test_each_bound_of_the_data(bericht: PokBericht, verwacht: list[str]) -> None:
    assert codes(bericht) == verwacht


@pytest.mark.parametrize(
    ("verbintenis", "verwacht"),
    [
        (None, ["VERBINTENIS_ONBEKEND"]),
        (replace(VERBINTENIS, geldig=False), ["VERBINTENIS_ONGELDIG"]),
        (replace(VERBINTENIS, begin=None), ["VERBINTENIS_ONGELDIG"]),
        (replace(VERBINTENIS, werkelijk_eind=date(2027, 1, 31)), ["VERBINTENIS_ONGELDIG"]),
        (replace(VERBINTENIS, werkelijk_eind=date(2027, 2, 1)), []),
        (replace(VERBINTENIS, gepland_eind=None), []),
    ],
)
def test_the_enrolment_must_be_valid(verbintenis: Verbintenis | None, verwacht: list[str]) -> None:
    assert codes(verbintenis=verbintenis) == verwacht


@pytest.mark.parametrize(
    ("bedrijf", "verwacht"),
    [
        (None, ["BEDRIJF_ONBEKEND"]),
        (replace(BEDRIJF, actief_van=date(2027, 2, 1)), []),
        (replace(BEDRIJF, actief_van=date(2027, 2, 2)), ["BEDRIJF_NIET_ACTIEF"]),
        (replace(BEDRIJF, actief_tot=date(2027, 2, 1)), []),
        (replace(BEDRIJF, actief_tot=date(2027, 1, 31)), ["BEDRIJF_NIET_ACTIEF"]),
        (replace(BEDRIJF, actief_van=None), []),
    ],
)
def test_the_company_must_be_active_on_the_begin_date(bedrijf: Bedrijf | None, verwacht: list[str]) -> None:
    assert codes(bedrijf=bedrijf) == verwacht


def test_a_volgnummer_is_given_once_per_enrolment() -> None:
    assert codes(bezet_door="2027-00009") == ["VOLGNUMMER_BEZET"]


def test_nothing_changes_before_the_mutation_freeze_without_the_override_right() -> None:
    stop, mag = Regels(mutatiestop=date(2027, 2, 2)), Regels(mutatiestop=date(2027, 2, 2), ontheffing_toegestaan=True)
    assert codes(regels=Regels(mutatiestop=date(2027, 2, 1))) == []
    assert codes(regels=stop) == ["MUTATIESTOP"]
    ontheven = replace(BERICHT, ontheffing=True, ontheffing_reden="Te laat ontdekt")
    assert codes(ontheven, regels=stop) == ["MUTATIESTOP"]
    assert codes(regels=mag) == ["MUTATIESTOP"]
    assert codes(ontheven, regels=mag) == []
    assert codes(replace(ontheven, ontheffing_reden=""), regels=mag) == ["REDEN_ONTBREEKT"]
    assert codes(replace(ontheven, ontheffing=False), regels=mag) == ["MUTATIESTOP"]


def test_an_announced_change_may_touch_what_is_locked_otherwise_but_not_make_another_pok() -> None:
    stand = Stand(RegisterStatus.DEFINITIEF, POK)

    def wijzig(reden: str = "Langer", **anders: Any) -> list[str]:
        return codes(replace(pok(**anders), gebeurtenis=Gebeurtenis.GEWIJZIGD, reden=reden), stand)

    assert wijzig(gepland_eind=date(2027, 7, 31), uren_totaal=Decimal(600), praktijkopleider="Kim") == []
    for veld, waarde in (("leerbedrijf_id", "100000002"), ("begin", date(2027, 2, 2)), ("crebo", "25111")):
        vast: dict[str, Any] = {veld: waarde}
        assert wijzig(**vast) == ["VELD_OP_SLOT"]
    assert wijzig(gepland_eind=date(2029, 8, 1)) == ["EIND_NA_VERBINTENIS"], "the data are checked as ever"
    assert wijzig(reden="") == ["REDEN_ONTBREEKT"]


STATUSSEN: list[RegisterStatus | None] = [None, *RegisterStatus]
MATRIX = {
    # event: held by the register →  –  Voorl Voll Afg Def Beë Afm Afw
    "voorlopig": "? V V V V . . .",
    "volledig": "O O O O O . . .",
    "afgedrukt": "? . A . . . . .",
    "definitief": "? . . D . . . .",
    "beeindigd": "? . . . B . . .",
    "afgemeld": "? M M M . . . .",
    "afgewezen": "? W W W . . . .",
    "vervangen": "? . B B B . . .",
    "gewijzigd": "? . . A D . . .",
}
LETTER = {
    "V": "Voorlopig",
    "O": "Volledig",
    "A": "Afgedrukt",
    "D": "Definitief",
    "B": "Beëindigd",
    "M": "Afgemeld",
    "W": "Afgewezen",
}


@pytest.mark.parametrize("gebeurtenis", list(Gebeurtenis))
def test_the_life_cycle_of_the_register(gebeurtenis: Gebeurtenis) -> None:
    for held, letter in zip(STATUSSEN, MATRIX[gebeurtenis].split(), strict=True):
        bericht = replace(
            BERICHT, gebeurtenis=gebeurtenis, reden="Gestopt", pok=replace(POK, werkelijk_eind=date(2027, 6, 30))
        )
        stand = Stand(held, POK) if held else None
        status, redenen = beoordeel(bericht, stand, VERBINTENIS, BEDRIJF, None, Regels())
        if letter in LETTER:
            assert (status, redenen) == (LETTER[letter], ()), held
        else:
            assert [r.code for r in redenen] == ["POK_ONBEKEND" if letter == "?" else "STATUS"], held


@pytest.mark.parametrize(
    ("gebeurtenis", "held", "mag"),
    [
        (Gebeurtenis.VOLLEDIG, RegisterStatus.VOLLEDIG, True),
        (Gebeurtenis.VOLLEDIG, RegisterStatus.AFGEDRUKT, False),
        (Gebeurtenis.VOORLOPIG, RegisterStatus.VOLLEDIG, False),
        (Gebeurtenis.AFGEMELD, RegisterStatus.VOLLEDIG, False),
        (Gebeurtenis.AFGEWEZEN, RegisterStatus.AFGEDRUKT, False),
        (Gebeurtenis.AFGEDRUKT, RegisterStatus.VOLLEDIG, True),
        (Gebeurtenis.DEFINITIEF, RegisterStatus.AFGEDRUKT, True),
    ],
)
def test_steps_back_and_endings_need_a_reason(gebeurtenis: Gebeurtenis, held: RegisterStatus, mag: bool) -> None:
    bericht = replace(BERICHT, gebeurtenis=gebeurtenis)
    assert codes(bericht, Stand(held, POK)) == ([] if mag else ["REDEN_ONTBREEKT"])


@pytest.mark.parametrize(
    ("gebeurtenis", "eind", "reden", "verwacht"),
    [
        (Gebeurtenis.BEEINDIGD, None, "", ["EIND_ONTBREEKT"]),
        (Gebeurtenis.BEEINDIGD, date(2027, 6, 30), "", []),
        (Gebeurtenis.BEEINDIGD, date(2027, 6, 29), "", ["REDEN_ONTBREEKT"]),
        (Gebeurtenis.BEEINDIGD, date(2027, 6, 29), "Gestopt", []),
        (Gebeurtenis.BEEINDIGD, date(2027, 1, 31), "Gestopt", ["EIND_VOOR_BEGIN"]),
        (Gebeurtenis.VERVANGEN, date(2027, 1, 31), "Ander bedrijf", []),
        (Gebeurtenis.VERVANGEN, date(2027, 1, 30), "Ander bedrijf", ["EIND_VOOR_BEGIN"]),
    ],
)
def test_the_end_of_a_pok(gebeurtenis: Gebeurtenis, eind: date | None, reden: str, verwacht: list[str]) -> None:
    bericht = replace(BERICHT, gebeurtenis=gebeurtenis, reden=reden, pok=replace(POK, werkelijk_eind=eind))
    assert codes(bericht, Stand(RegisterStatus.DEFINITIEF, POK)) == verwacht


@pytest.mark.parametrize(
    "anders",
    [
        {"begin": date(2027, 2, 2)},
        {"gepland_eind": date(2027, 7, 1)},
        {"afsluitdatum": date(2027, 1, 16)},
        {"crebo": "25737"},
        {"uren_totaal": Decimal(493)},
        {"leerbedrijf_id": "100000002"},
    ],
)
def test_locked_once_printed(anders: dict[str, Any]) -> None:
    definitief = replace(pok(**anders), gebeurtenis=Gebeurtenis.DEFINITIEF)
    assert codes(definitief, Stand(RegisterStatus.AFGEDRUKT, POK)) == ["VELD_OP_SLOT"]
    afgedrukt = replace(pok(**anders), gebeurtenis=Gebeurtenis.AFGEDRUKT)
    assert codes(afgedrukt, Stand(RegisterStatus.VOLLEDIG, POK)) == []


@pytest.mark.parametrize(("laatste", "volgorde", "mag"), [(0, 1, True), (0, 2, False), (3, 4, True), (3, 3, False)])
def test_order_is_strict_unless_it_starts_anew(laatste: int, volgorde: int, mag: bool) -> None:
    bericht = replace(BERICHT, volgorde=volgorde)
    assert (check_volgorde(bericht, laatste) is None) == mag
    assert check_volgorde(replace(bericht, beginstand=True), laatste) is None


GOED: dict[str, Any] = {
    "gebeurtenis": "volledig",
    "volgorde": 1,
    "pok_nummer": "2027-00001",
    "pok": {"volgnummer": "1", "begin": "2027-02-01", "uren_totaal": 492, "uren_per_week": "32.50"},
    "verbintenis": {"student": "BSN1", "volgnummer": "1", "begin": "2026-08-01"},
}


def test_a_message_is_read() -> None:
    gelezen = lees_bericht(GOED)
    assert gelezen.pok.uren_per_week == Decimal("32.50")
    assert gelezen.verbintenis == Verbintenis("BSN1", "1", date(2026, 8, 1))
    assert not gelezen.beginstand


@pytest.mark.parametrize(
    ("bron", "velden"),
    [
        ([], ["bericht", "gebeurtenis", "volgorde", "pok_nummer"]),
        ({**GOED, "gebeurtenis": "geprint"}, ["gebeurtenis"]),
        ({**GOED, "volgorde": 0}, ["volgorde"]),
        ({**GOED, "volgorde": True}, ["volgorde"]),
        ({**GOED, "volgorde": "1"}, ["volgorde"]),
        ({**GOED, "pok_nummer": "x" * 41}, ["pok_nummer"]),
        ({**GOED, "pok_nummer": "  "}, ["pok_nummer"]),
        ({**GOED, "pok_nummer": "\ud800"}, ["pok_nummer"]),
        ({**GOED, "pok_nummer": "a\x00b"}, ["pok_nummer"]),
        ({**GOED, "beginstand": "ja"}, ["beginstand"]),
        ({**GOED, "pok": {"volgnummer": "1", "begin": "2027-02-30"}}, ["pok.begin"]),
        ({**GOED, "pok": {"volgnummer": "1", "begin": "2027-W05-1"}}, ["pok.begin"]),
        ({**GOED, "pok": {"volgnummer": "1", "uren_totaal": "NaN"}}, ["pok.uren_totaal"]),
        ({**GOED, "pok": {"volgnummer": "1", "uren_totaal": 4.5}}, ["pok.uren_totaal"]),
        ({**GOED, "pok": {"volgnummer": "1", "uren_totaal": 10**30}}, ["pok.uren_totaal"]),
        ({**GOED, "verbintenis": {"student": "", "volgnummer": "1"}}, ["verbintenis.student"]),
        ({**GOED, "leerbedrijf": {"naam": "zonder nummer"}}, ["leerbedrijf.leerbedrijf_id"]),
    ],
)
def test_what_cannot_be_read_is_named(bron: Any, velden: list[str]) -> None:
    with pytest.raises(BerichtFout) as fout:
        lees_bericht(bron)
    assert [f.split(":")[0] for f in fout.value.fouten][: len(velden)] == velden


def test_master_data_name_the_row_that_is_wrong() -> None:
    with pytest.raises(BerichtFout) as fout:
        lees_stamgegevens({"verbintenissen": [{"student": "A", "volgnummer": "1"}, {"volgnummer": "2"}]})
    assert fout.value.fouten == ["verbintenissen[1].student: ontbreekt"]
