"""The life cycle of a place, written out: every step × status × role; and what a form may say."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.errors import GeenRecht, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_plaats import VAST_BIJ_PLEK, VELD_LABEL, Bezetting, PlaatsStatus
from bpv_app.matching.rules_plaats_invoer import (
    PlaatsInvoer,
    check_plaats,
    check_wijziging,
    lees_bedrag,
    lees_getal,
    toon_bedrag,
)
from bpv_app.matching.rules_plaats_stap import (
    OVERGANGEN,
    Onvolledig,
    PlaatsGegevens,
    Stap,
    StapMagNiet,
    VoorwaardeOntbreekt,
    check_stap,
    stappen_voor,
    vraag_bij,
)
from bpv_app.matching.rules_plaats_tonen import toon_dagen, toon_eisen, toon_niveau, toon_plekken
from bpv_app.student.rules import Leerweg

VANDAAG = date(2026, 11, 26)
VAN, TOT = date(2026, 12, 7), date(2027, 6, 25)

# step: {from: to}, and who may: C coordinator, O begeleider, Z studentenzaken, S student, P praktijkopleider, B beheer
VERWACHT: dict[str, tuple[dict[str, str], str]] = {
    "bied_aan": ({"concept": "aangeboden"}, "CP"),
    "sluit": ({"aangeboden": "gesloten"}, "CP"),
    "heropen": ({"gesloten": "aangeboden"}, "CP"),
    "trek_in": ({"concept": "ingetrokken", "aangeboden": "ingetrokken", "gesloten": "ingetrokken"}, "CP"),
    "zet_terug": ({"ingetrokken": "concept"}, "CP"),
}
LETTER = {
    "C": Rol.COORDINATOR,
    "O": Rol.ONDERWIJSBEGELEIDER,
    "Z": Rol.STUDENTENZAKEN,
    "S": Rol.STUDENT,
    "P": Rol.PRAKTIJKOPLEIDER,
    "B": Rol.BEHEER,
}


def actor(rol: Rol) -> Actor:
    return Actor(1, "Iemand", (RolToewijzing(rol),))


def gegevens(status: PlaatsStatus, **anders: object) -> PlaatsGegevens:
    standaard: dict[str, object] = {
        "tot": TOT,
        "bezetting": Bezetting(2),
        "crebos": ("25736",),
        "taken": "Kabels trekken.",
        "praktijkopleider_id": 1,
    }
    return PlaatsGegevens(status, **{**standaard, **anders})  # type: ignore[arg-type]


@pytest.mark.parametrize(("stap", "status", "letter"), list(product(Stap, PlaatsStatus, LETTER)))
def test_every_step_from_every_status_by_every_role(stap: Stap, status: PlaatsStatus, letter: str) -> None:
    naar, wie = VERWACHT[stap.value]
    iemand = actor(LETTER[letter])
    if letter not in wie:
        with pytest.raises(GeenRecht):
            check_stap(iemand, gegevens(status), stap, VANDAAG, "Omdat")
    elif status.value not in naar:
        with pytest.raises(StapMagNiet):
            check_stap(iemand, gegevens(status), stap, VANDAAG, "Omdat")
    else:
        assert check_stap(iemand, gegevens(status), stap, VANDAAG, "Omdat").naar.value == naar[status.value]
    is_aangeboden = stap in {o.stap for o in stappen_voor(iemand, status)}
    assert is_aangeboden is (letter in wie and status.value in naar), "the buttons are the guard's"


def test_the_table_is_complete_and_every_status_can_be_left() -> None:
    assert set(VERWACHT) == {s.value for s in Stap} == {s.value for s in OVERGANGEN}
    assert {van for o in OVERGANGEN.values() for van in o.van} == set(PlaatsStatus)
    assert all(naam in VELD_LABEL for o in OVERGANGEN.values() for naam in o.vereist)


@pytest.mark.parametrize("stap", [Stap.BIED_AAN, Stap.HEROPEN])
def test_offering_asks_for_what_a_student_and_the_law_need(stap: Stap) -> None:
    (status,) = OVERGANGEN[stap].van
    leeg = gegevens(status, crebos=(), taken="", praktijkopleider_id=None)
    with pytest.raises(Onvolledig) as onvolledig:
        check_stap(actor(Rol.COORDINATOR), leeg, stap, VANDAAG)
    assert set(onvolledig.value.velden) == {"crebos", "taken", "praktijkopleider_id"}
    voorbij = gegevens(status, tot=date(2026, 11, 25))
    with pytest.raises(VoorwaardeOntbreekt, match="nog_niet_voorbij"):
        check_stap(actor(Rol.COORDINATOR), voorbij, stap, VANDAAG)
    check_stap(actor(Rol.COORDINATOR), gegevens(status, tot=VANDAAG), stap, VANDAAG)
    niet_erkend = gegevens(status, niet_erkend=(Tekst("Niet erkend voor 25111.", "Not for 25111."),))
    with pytest.raises(VoorwaardeOntbreekt, match="25111"):
        check_stap(actor(Rol.COORDINATOR), niet_erkend, stap, VANDAAG)


def test_withdrawing_asks_a_reason_and_names_who_is_hit() -> None:
    with pytest.raises(Onvolledig, match="Reden"):
        check_stap(actor(Rol.PRAKTIJKOPLEIDER), gegevens(PlaatsStatus.AANGEBODEN), Stap.TREK_IN, VANDAAG, " ")
    vraag = vraag_bij(Stap.TREK_IN, Bezetting(4, 1, 2))
    assert "1 reservering vervalt" in vraag.nl
    assert "2 studenten zitten er al" in vraag.nl
    assert "reserver" not in vraag_bij(Stap.TREK_IN, Bezetting(4)).nl
    assert "reservering" not in vraag_bij(Stap.SLUIT, Bezetting(4, 1, 2)).nl


def test_a_withdrawn_place_goes_back_only_when_nobody_is_there() -> None:
    vol = gegevens(PlaatsStatus.INGETROKKEN, bezetting=Bezetting(2, 0, 1))
    with pytest.raises(VoorwaardeOntbreekt, match="niemand_op_de_plek"):
        check_stap(actor(Rol.COORDINATOR), vol, Stap.ZET_TERUG, VANDAAG)


@given(st.integers(1, 500), st.data())
def test_slots_add_up(aantal: int, data: st.DataObject) -> None:
    gereserveerd = data.draw(st.integers(0, aantal))
    bezet = data.draw(st.integers(0, aantal - gereserveerd))
    b = Bezetting(aantal, gereserveerd, bezet)
    assert b.vrij + gereserveerd + bezet == aantal
    assert [b.open(s) for s in PlaatsStatus] == [b.vrij if s is PlaatsStatus.AANGEBODEN else 0 for s in PlaatsStatus]


# -- the form ---------------------------------------------------------------------------------------------------------


def invoer(**anders: object) -> PlaatsInvoer:
    return PlaatsInvoer(**{"titel": "Monteur", "van": VAN, "tot": TOT, **anders})  # type: ignore[arg-type]


def test_a_good_form_is_cleaned() -> None:
    goed = check_plaats(invoer(titel="  Monteur\x00 ", crebos=("25736", "25111", "25736"), dagen=(4, 0, 4)))
    assert (goed.titel, goed.crebos, goed.dagen) == ("Monteur", ("25111", "25736"), (0, 4))


@pytest.mark.parametrize(
    ("veld", "anders"),
    [
        ("titel", {"titel": " "}),
        ("titel", {"titel": "x" * 121}),
        ("taken", {"taken": "x" * 4001}),
        ("crebos", {"crebos": ("2573",)}),
        ("crebos", {"crebos": tuple(f"{n:05d}" for n in range(61))}),
        ("leerweg", {"leerweg": Leerweg.OVO}),
        ("van", {"van": None}),
        ("tot", {"tot": None}),
        ("tot", {"tot": date(2026, 12, 6)}),
        ("tot", {"tot": date(2032, 1, 1)}),
        ("aantal", {"aantal": None}),
        ("aantal", {"aantal": 0}),
        ("aantal", {"aantal": 501}),
        ("niveau_min", {"niveau_min": 0}),
        ("niveau_max", {"niveau_max": 5}),
        ("niveau_max", {"niveau_min": 3, "niveau_max": 2}),
        ("dagen", {"dagen": (7,)}),
        ("dagen_per_week", {"dagen_per_week": 8}),
        ("dagen_per_week", {"dagen_per_week": 3, "dagen": (0, 1)}),
        ("min_leeftijd", {"min_leeftijd": 11}),
        ("vergoeding", {"vergoeding": -1}),
        ("vergoeding", {"vergoeding": 1_000_001}),
        ("max_keuzes", {"max_keuzes": 0}),
    ],
)
def test_a_wrong_field_is_named(veld: str, anders: dict[str, object]) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        check_plaats(invoer(**anders))
    assert set(fout.value.velden) == {veld}


@pytest.mark.parametrize(
    ("tekst", "centen"),
    [
        ("", None), ("350", 35000), ("350,50", 35050), ("€ 350,5", 35050), ("1.250", 125000), ("1.250,75", 125075),
        ("350,-", 35000), ("350.50", 35050), ("0", 0),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(tekst: str, centen: int | None) -> None:
    assert lees_bedrag(tekst) == centen


@pytest.mark.parametrize("tekst", ["x", "-5", "1,234", "1e3", "12.34.56", "٣", "1.2.3", "9" * 20])
def test_what_is_no_amount_is_refused(tekst: str) -> None:
    with pytest.raises(ValueError, match="bedrag"):
        lees_bedrag(tekst)


@given(st.integers(0, 1_000_000))
def test_an_amount_that_is_shown_is_read_back(centen: int) -> None:
    assert lees_bedrag(toon_bedrag(centen)) == centen


def test_a_number_is_whole_and_plain() -> None:
    assert (lees_getal(" 12 "), lees_getal("")) == (12, None)
    for tekst in ("1,5", "-1", "²", "1" * 10):
        with pytest.raises(ValueError, match="getal"):
            lees_getal(tekst)


def test_terms_lie_fixed_only_while_somebody_has_a_slot() -> None:
    check_wijziging(set(VAST_BIJ_PLEK), 1, Bezetting(2))
    check_wijziging({"titel", "taken", "vergoeding"}, 2, Bezetting(2, 1, 1))
    for veld in VAST_BIJ_PLEK:
        with pytest.raises(OngeldigeInvoer) as fout:
            check_wijziging({veld}, 2, Bezetting(2, 1, 0))
        assert set(fout.value.velden) == {veld}


def test_facts_in_words() -> None:
    assert toon_dagen((0, 1, 4), 3) == Tekst("ma, di, vr (3 dagen per week)", "Mon, Tue, Fri (3 days a week)")
    assert toon_dagen((), 1) == Tekst("1 dag per week", "1 day a week")
    assert toon_dagen((), None) == Tekst("", "")
    assert (toon_niveau(2, 2), toon_niveau(2, 4)) == ("2", "2–4")
    assert toon_plekken(Bezetting(3, 1, 0), PlaatsStatus.AANGEBODEN).nl == "2 van de 3 plekken open"
    assert toon_plekken(Bezetting(1, 1, 0), PlaatsStatus.AANGEBODEN).nl == "vol"
    assert toon_plekken(Bezetting(1), PlaatsStatus.GESLOTEN).nl == "1 plek"
    assert toon_eisen(18, True).nl == "vanaf 18 jaar, rijbewijs nodig"
