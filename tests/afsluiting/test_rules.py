"""What has to be there before a placement is closed, every point at its limit; and who may let it pass."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bpv_app.afsluiting.rules import (
    MAX_REDEN,
    PUNT_LABEL,
    STAAT_LABEL,
    STAAT_TOON,
    Feiten,
    NogNietKlaar,
    Punt,
    PuntStaat,
    bepaal,
    check_klaar,
    check_reden,
    mag_ontheffen,
    vat_samen,
)
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Rol

ALLES = Feiten(
    goedgekeurd=33_600,
    doel=33_600,
    open_weken=0,
    gesprekken_gepland=3,
    gesprekken_gehouden=3,
    is_beoordeeld=True,
    documenten=("POK", "Verslag"),
    documenten_klaar=("POK", "Verslag"),
    in_te_leveren=("Sleutels",),
    ingeleverd=("Sleutels",),
)
# Point → the facts that make just this one fail.
KAPOT = {
    Punt.UREN: replace(ALLES, goedgekeurd=33_599),
    Punt.WEKEN: replace(ALLES, open_weken=1),
    Punt.GESPREKKEN: replace(ALLES, gesprekken_gehouden=2),
    Punt.BEOORDELING: replace(ALLES, is_beoordeeld=False),
    Punt.DOCUMENTEN: replace(ALLES, documenten_klaar=("POK",)),
    Punt.INLEVEREN: replace(ALLES, ingeleverd=()),
}
# Who may let it pass: begeleider, coordinator. Everybody else never.
WIE = {
    "uren": (False, True),
    "weken": (True, True),
    "gesprekken": (True, True),
    "beoordeling": (False, True),
    "documenten": (True, True),
    "inleveren": (True, True),
}
NODIG_BIJ_VROEG = {"weken", "documenten", "inleveren"}


def staten(feiten: Feiten, ontheven: tuple[Punt, ...] = (), *, is_vroeg: bool = False) -> dict[Punt, PuntStaat]:
    return {p.punt: p.staat for p in bepaal(feiten, ontheven, is_vroeg=is_vroeg)}


@pytest.mark.parametrize("punt", list(Punt))
def test_each_point_fails_alone_and_can_be_overridden(punt: Punt) -> None:
    assert set(staten(ALLES).values()) == {PuntStaat.KLAAR}
    verwacht = dict.fromkeys(Punt, PuntStaat.KLAAR)
    assert staten(KAPOT[punt]) == verwacht | {punt: PuntStaat.MIST}
    assert staten(KAPOT[punt], (punt,)) == verwacht | {punt: PuntStaat.ONTHEVEN}
    vroeg = PuntStaat.MIST if punt.value in NODIG_BIJ_VROEG else PuntStaat.NIET_NODIG
    assert staten(KAPOT[punt], is_vroeg=True) == verwacht | {punt: vroeg}
    with pytest.raises(NogNietKlaar, match=PUNT_LABEL[punt].nl):
        check_klaar(bepaal(KAPOT[punt], (), is_vroeg=False))
    check_klaar(bepaal(KAPOT[punt], (punt,), is_vroeg=False))


@pytest.mark.parametrize(("punt", "rol"), list(product(Punt, Rol)))
def test_who_may_let_what_pass(punt: Punt, rol: Rol) -> None:
    begeleider, coordinator = WIE[punt.value]
    verwacht = {Rol.ONDERWIJSBEGELEIDER: begeleider, Rol.COORDINATOR: coordinator}.get(rol, False)
    assert mag_ontheffen(punt, {rol}) is verwacht


def test_everything_that_is_missing_is_said_at_once() -> None:
    leeg = Feiten(0, 60, 2, 3, 0, False, ("POK",), (), ("Sleutels",), ())
    with pytest.raises(NogNietKlaar) as fout:
        check_klaar(bepaal(leeg, (), is_vroeg=False))
    assert fout.value.tekst.nl == (
        "Afsluiten kan nog niet. Uren gehaald: 0 van 1 uur goedgekeurd. Weken goedgekeurd: 2 weken zijn nog niet "
        "goedgekeurd. Gesprekken gehouden: 0 van 3 gesprekken gehouden. Beoordeling vastgesteld: De school heeft nog "
        "geen oordeel vastgesteld. Documenten binnen: Nog niet: POK. Spullen ingeleverd: Nog niet: Sleutels."
    )
    assert vat_samen(bepaal(leeg, (), is_vroeg=False)).nl == "Er ontbreken nog 6 dingen voordat de stage dicht kan."
    assert vat_samen(bepaal(KAPOT[Punt.UREN], (), is_vroeg=False)).nl.startswith("Er ontbreekt nog 1 ding ")
    assert vat_samen(bepaal(ALLES, (), is_vroeg=False)).nl.startswith("Alles is geregeld.")


def test_nothing_asked_for_is_nothing_missing() -> None:
    niets = Feiten(0, 0, 0, 0, 0, True)
    assert set(staten(niets).values()) == {PuntStaat.KLAAR}


def test_an_override_needs_a_reason() -> None:
    assert check_reden("  Kwijt,\n al gemeld. ") == "Kwijt, al gemeld."
    for fout in ("", " \n", "x" * (MAX_REDEN + 1)):
        with pytest.raises(OngeldigeInvoer):
            check_reden(fout)


def test_every_point_and_state_has_its_words() -> None:
    assert set(PUNT_LABEL) == set(Punt) == set(KAPOT)
    assert set(STAAT_LABEL) == set(STAAT_TOON) == set(PuntStaat)
