"""The whole life cycle: every status × every step × every role, with the expected answer written out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.errors import DomeinFout, GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import (
    KRD_STATUS,
    LOPEND,
    OVERGANGEN,
    STATUS_LABEL,
    STATUS_TOON,
    VELD_LABEL,
    Effect,
    Onvolledig,
    Partij,
    PokGegevens,
    PokStatus,
    Stap,
    StapMagNiet,
    VoorwaardeOntbreekt,
    check_stap,
    is_alles_getekend,
    is_minderjarig,
    mag_stap,
    ontbrekend,
    partijen_bij_tekenen,
    stappen_voor,
    wacht_stap,
)
from bpv_app.pok.rules_levensloop import maak_levensloop

# + may, - has not the right, x has the right but not from this status.
# C coordinator, B onderwijsbegeleider, Z studentenzaken, S student, P praktijkopleider, A beheer
MATRIX = """
van        stap                     C  B  Z  S  P  A
concept    maak_volledig            +  -  -  -  -  -
concept    druk_af                  -  -  x  -  -  -
concept    maak_definitief          -  -  x  -  -  -
concept    sluit_af                 -  x  -  -  -  -
concept    meld_af                  +  -  +  -  -  -
concept    wijs_af                  +  -  +  -  -  -
concept    zet_terug_naar_volledig  -  -  x  -  -  -
concept    zet_terug_naar_concept   -  -  x  -  -  -
concept    vervang                  x  x  -  -  -  -
volledig   maak_volledig            x  -  -  -  -  -
volledig   druk_af                  -  -  +  -  -  -
volledig   maak_definitief          -  -  x  -  -  -
volledig   sluit_af                 -  x  -  -  -  -
volledig   meld_af                  +  -  +  -  -  -
volledig   wijs_af                  +  -  +  -  -  -
volledig   zet_terug_naar_volledig  -  -  x  -  -  -
volledig   zet_terug_naar_concept   -  -  +  -  -  -
volledig   vervang                  +  +  -  -  -  -
afgedrukt  maak_volledig            x  -  -  -  -  -
afgedrukt  druk_af                  -  -  x  -  -  -
afgedrukt  maak_definitief          -  -  +  -  -  -
afgedrukt  sluit_af                 -  x  -  -  -  -
afgedrukt  meld_af                  +  -  +  -  -  -
afgedrukt  wijs_af                  +  -  +  -  -  -
afgedrukt  zet_terug_naar_volledig  -  -  +  -  -  -
afgedrukt  zet_terug_naar_concept   -  -  +  -  -  -
afgedrukt  vervang                  +  +  -  -  -  -
definitief maak_volledig            x  -  -  -  -  -
definitief druk_af                  -  -  x  -  -  -
definitief maak_definitief          -  -  x  -  -  -
definitief sluit_af                 -  +  -  -  -  -
definitief meld_af                  x  -  x  -  -  -
definitief wijs_af                  x  -  x  -  -  -
definitief zet_terug_naar_volledig  -  -  +  -  -  -
definitief zet_terug_naar_concept   -  -  +  -  -  -
definitief vervang                  +  +  -  -  -  -
afgerond   maak_volledig            x  -  -  -  -  -
afgerond   druk_af                  -  -  x  -  -  -
afgerond   maak_definitief          -  -  x  -  -  -
afgerond   sluit_af                 -  x  -  -  -  -
afgerond   meld_af                  x  -  x  -  -  -
afgerond   wijs_af                  x  -  x  -  -  -
afgerond   zet_terug_naar_volledig  -  -  x  -  -  -
afgerond   zet_terug_naar_concept   -  -  x  -  -  -
afgerond   vervang                  x  x  -  -  -  -
afgemeld   maak_volledig            x  -  -  -  -  -
afgemeld   druk_af                  -  -  x  -  -  -
afgemeld   maak_definitief          -  -  x  -  -  -
afgemeld   sluit_af                 -  x  -  -  -  -
afgemeld   meld_af                  x  -  x  -  -  -
afgemeld   wijs_af                  x  -  x  -  -  -
afgemeld   zet_terug_naar_volledig  -  -  x  -  -  -
afgemeld   zet_terug_naar_concept   -  -  x  -  -  -
afgemeld   vervang                  x  x  -  -  -  -
afgewezen  maak_volledig            x  -  -  -  -  -
afgewezen  druk_af                  -  -  x  -  -  -
afgewezen  maak_definitief          -  -  x  -  -  -
afgewezen  sluit_af                 -  x  -  -  -  -
afgewezen  meld_af                  x  -  x  -  -  -
afgewezen  wijs_af                  x  -  x  -  -  -
afgewezen  zet_terug_naar_volledig  -  -  x  -  -  -
afgewezen  zet_terug_naar_concept   -  -  x  -  -  -
afgewezen  vervang                  x  x  -  -  -  -
vervangen  maak_volledig            x  -  -  -  -  -
vervangen  druk_af                  -  -  x  -  -  -
vervangen  maak_definitief          -  -  x  -  -  -
vervangen  sluit_af                 -  x  -  -  -  -
vervangen  meld_af                  x  -  x  -  -  -
vervangen  wijs_af                  x  -  x  -  -  -
vervangen  zet_terug_naar_volledig  -  -  x  -  -  -
vervangen  zet_terug_naar_concept   -  -  x  -  -  -
vervangen  vervang                  x  x  -  -  -  -
"""
ROLLEN = {
    "C": Rol.COORDINATOR,
    "B": Rol.ONDERWIJSBEGELEIDER,
    "Z": Rol.STUDENTENZAKEN,
    "S": Rol.STUDENT,
    "P": Rol.PRAKTIJKOPLEIDER,
    "A": Rol.BEHEER,
}
ALLES_INGEVULD = PokGegevens(
    status=PokStatus.CONCEPT,
    begin_op=date(2026, 12, 7),
    eind_op=date(2027, 6, 25),
    afsluitdatum=date(2026, 11, 26),
    uren_totaal=560,
    uren_per_week=Decimal(32),
    dagen_per_week=Decimal(4),
    leerbedrijf_id=1,
    sbb_id="100000001",
    praktijkopleider_id=1,
    onderwijsbegeleider_id=1,
    crebo="25736",
    werkelijk_eind_op=date(2027, 6, 25),
    eind_reden="voltooid",
    gerealiseerde_uren=Decimal(550),
    alles_getekend=True,
)


def _rijen() -> list[tuple[PokStatus, Stap, Rol, str]]:
    uit = []
    kop, *regels = MATRIX.strip().splitlines()
    letters = kop.split()[2:]
    for regel in regels:
        van, stap, *antwoorden = regel.split()
        uit += [
            (PokStatus(van), Stap(stap), ROLLEN[letter], antwoord)
            for letter, antwoord in zip(letters, antwoorden, strict=True)
        ]
    return uit


def _actor(rol: Rol) -> Actor:
    return Actor(1, "Iemand", (RolToewijzing(rol),))


def test_the_table_in_this_test_is_complete() -> None:
    combinaties = {(van, stap, rol) for van, stap, rol, _ in _rijen()}
    assert combinaties == {(van, stap, rol) for van in PokStatus for stap in Stap for rol in Rol}
    assert len(_rijen()) == 8 * 9 * 6


@pytest.mark.parametrize(("van", "stap", "rol", "antwoord"), _rijen())
def test_who_may_take_which_step_from_which_status(van: PokStatus, stap: Stap, rol: Rol, antwoord: str) -> None:
    actor, gegevens = _actor(rol), replace(ALLES_INGEVULD, status=van)
    if antwoord == "+":
        assert check_stap(actor, gegevens, stap, "reden").naar is OVERGANGEN[stap].naar
    else:
        with pytest.raises(GeenRecht if antwoord == "-" else StapMagNiet):
            check_stap(actor, gegevens, stap, "reden")
    assert mag_stap(actor, van, stap) is (antwoord == "+")


@pytest.mark.parametrize("van", list(PokStatus))
@pytest.mark.parametrize("rol", list(Rol))
def test_the_buttons_are_exactly_the_steps_a_person_may_pick(van: PokStatus, rol: Rol) -> None:
    volgt_vanzelf = {Stap.MAAK_DEFINITIEF, Stap.VERVANG}
    verwacht = {s for v, s, r, a in _rijen() if v is van and r is rol and a == "+" and s not in volgt_vanzelf}
    assert {o.stap for o in stappen_voor(_actor(rol), van)} == verwacht


NAAR = {
    Stap.MAAK_VOLLEDIG: PokStatus.VOLLEDIG,
    Stap.DRUK_AF: PokStatus.AFGEDRUKT,
    Stap.MAAK_DEFINITIEF: PokStatus.DEFINITIEF,
    Stap.SLUIT_AF: PokStatus.AFGEROND,
    Stap.MELD_AF: PokStatus.AFGEMELD,
    Stap.WIJS_AF: PokStatus.AFGEWEZEN,
    Stap.ZET_TERUG_NAAR_VOLLEDIG: PokStatus.VOLLEDIG,
    Stap.ZET_TERUG_NAAR_CONCEPT: PokStatus.CONCEPT,
    Stap.VERVANG: PokStatus.VERVANGEN,
}


def test_every_step_leads_where_the_deck_says() -> None:
    assert {stap: overgang.naar for stap, overgang in OVERGANGEN.items()} == NAAR


def test_only_printing_makes_a_document_and_only_steps_back_void_it() -> None:
    maakt = {s for s, o in OVERGANGEN.items() if Effect.DOCUMENT_MAKEN in o.effecten}
    vervalt = {s for s, o in OVERGANGEN.items() if Effect.DOCUMENT_VERVALT in o.effecten}
    assert maakt == {Stap.DRUK_AF}
    assert vervalt == {Stap.ZET_TERUG_NAAR_VOLLEDIG, Stap.ZET_TERUG_NAAR_CONCEPT}


def test_the_accreditation_is_checked_when_sending_printing_and_signing() -> None:
    controleert = {s for s, o in OVERGANGEN.items() if Effect.ERKENNING_CONTROLEREN in o.effecten}
    assert controleert == {Stap.MAAK_VOLLEDIG, Stap.DRUK_AF, Stap.MAAK_DEFINITIEF}


@pytest.mark.parametrize("stap", [Stap.MELD_AF, Stap.WIJS_AF, Stap.ZET_TERUG_NAAR_CONCEPT, Stap.VERVANG])
def test_these_steps_need_a_reason(stap: Stap) -> None:
    van = next(iter(OVERGANGEN[stap].van))
    rol = Rol.COORDINATOR if stap is not Stap.ZET_TERUG_NAAR_CONCEPT else Rol.STUDENTENZAKEN
    with pytest.raises(Onvolledig) as fout:
        check_stap(_actor(rol), replace(ALLES_INGEVULD, status=van), stap, "   ")
    assert set(fout.value.velden) == {"reden"}


def test_everything_that_is_missing_is_listed_at_once() -> None:
    leeg = PokGegevens(status=PokStatus.CONCEPT)
    with pytest.raises(Onvolledig) as fout:
        check_stap(_actor(Rol.COORDINATOR), leeg, Stap.MAAK_VOLLEDIG)
    assert set(fout.value.velden) == {
        "begin_op", "eind_op", "uren_totaal", "afsluitdatum", "leerbedrijf_id", "sbb_id", "praktijkopleider_id",
        "onderwijsbegeleider_id", "uren_per_week", "dagen_per_week",
    }  # fmt: skip
    for veld in fout.value.velden:
        assert VELD_LABEL[veld].nl in fout.value.tekst.nl
        assert VELD_LABEL[veld].en in fout.value.tekst.en


@pytest.mark.parametrize("veld", OVERGANGEN[Stap.MAAK_VOLLEDIG].vereist)
def test_each_required_field_is_missed_on_its_own(veld: str) -> None:
    leeg: dict[str, Any] = {veld: None}
    assert ontbrekend(replace(ALLES_INGEVULD, **leeg), Stap.MAAK_VOLLEDIG) == (veld,)


def test_zero_hours_are_filled_in() -> None:
    nul = replace(ALLES_INGEVULD, uren_totaal=0, uren_per_week=Decimal(0), dagen_per_week=Decimal(0))
    assert ontbrekend(nul, Stap.MAAK_VOLLEDIG) == ()


def test_a_refused_pok_is_not_printed() -> None:
    geweigerd = replace(ALLES_INGEVULD, status=PokStatus.VOLLEDIG, krd_weigerde=True)
    with pytest.raises(VoorwaardeOntbreekt) as fout:
        check_stap(_actor(Rol.STUDENTENZAKEN), geweigerd, Stap.DRUK_AF)
    assert fout.value.code == "krd_weigerde_niet"


def test_definitief_follows_only_from_all_signatures() -> None:
    half = replace(ALLES_INGEVULD, status=PokStatus.AFGEDRUKT, alles_getekend=False)
    with pytest.raises(VoorwaardeOntbreekt):
        check_stap(_actor(Rol.STUDENTENZAKEN), half, Stap.MAAK_DEFINITIEF)


def test_each_status_has_its_counterpart_in_the_krd() -> None:
    assert {s.value: k.value for s, k in KRD_STATUS.items()} == {
        "concept": "voorlopig",
        "volledig": "volledig",
        "afgedrukt": "afgedrukt",
        "definitief": "definitief",
        "afgerond": "beeindigd",
        "afgemeld": "afgemeld",
        "afgewezen": "afgewezen",
        "vervangen": "beeindigd",
    }
    assert set(STATUS_LABEL) == set(STATUS_TOON) == set(PokStatus)
    assert {s.value for s in LOPEND} == {"concept", "volledig", "afgedrukt", "definitief"}


@pytest.mark.parametrize(
    ("status", "compleet", "getekend", "stap"),
    [
        (None, False, False, 3),
        (PokStatus.CONCEPT, False, False, 3),
        (PokStatus.CONCEPT, True, False, 4),
        (PokStatus.VOLLEDIG, True, False, 5),
        (PokStatus.AFGEDRUKT, True, False, 6),
        (PokStatus.AFGEDRUKT, True, True, 7),
        (PokStatus.DEFINITIEF, True, True, 8),
        (PokStatus.AFGEROND, True, True, 9),
        (PokStatus.AFGEMELD, True, True, 3),
        (PokStatus.AFGEWEZEN, True, True, 3),
        (PokStatus.VERVANGEN, True, True, 3),
    ],
)
def test_which_step_waits(status: PokStatus | None, compleet: bool, getekend: bool, stap: int) -> None:
    assert wacht_stap(status, is_compleet=compleet, heeft_handtekening=getekend) == stap


@pytest.mark.parametrize(
    ("geboren", "op", "minderjarig"),
    [
        (date(2008, 11, 27), date(2026, 11, 26), True),
        (date(2008, 11, 26), date(2026, 11, 26), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (None, date(2026, 11, 26), False),
    ],
)
def test_a_student_is_a_minor_until_the_eighteenth_birthday(geboren: date | None, op: date, minderjarig: bool) -> None:
    assert is_minderjarig(geboren, op) is minderjarig


def test_a_guardian_signs_exactly_for_a_minor() -> None:
    drie = ["student", "leerbedrijf", "school"]
    assert partijen_bij_tekenen(drie, False) == (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL)
    assert partijen_bij_tekenen(drie, True) == (Partij.STUDENT, Partij.VOOGD, Partij.LEERBEDRIJF, Partij.SCHOOL)
    assert Partij.VOOGD not in partijen_bij_tekenen([*drie, "voogd"], False)


def test_signatures_make_it_definitief_only_when_all_are_there() -> None:
    drie = (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL)
    assert is_alles_getekend(drie, drie)
    assert is_alles_getekend(drie, (*drie, Partij.VOOGD))
    assert not is_alles_getekend(drie, drie[:2])
    assert not is_alles_getekend((), ())


def test_a_refusal_is_an_error_a_person_can_read() -> None:
    with pytest.raises(DomeinFout) as fout:
        check_stap(_actor(Rol.STUDENTENZAKEN), ALLES_INGEVULD, Stap.DRUK_AF)
    assert fout.value.tekst.nl == "“Afdrukken” kan niet: de POK is concept."
    assert fout.value.tekst.en == "“Print” is not possible: the agreement is draft."


def test_the_documentation_is_the_table() -> None:
    pagina = Path(__file__).resolve().parents[2] / "docs" / "levensloop.md"
    assert pagina.read_text(encoding="utf-8") == maak_levensloop(), (
        "run: python -m bpv_app.pok.rules_levensloop > docs/levensloop.md"
    )
