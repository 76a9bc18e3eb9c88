"""Every reason and every explanation is true: each is checked by trying everything, not by the engine's reasoning."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from bpv_app.matching.rules import (
    Belang,
    Doel,
    HogerePlaats,
    Modus,
    NietGeplaatst,
    Reden,
    Uitkomst,
    Uitleg,
    controleer,
    los_op,
    verklaar_hoger,
    verklaar_niet_geplaatst,
)
from tests.matching.orakel import Ronde, Uitkomsten, maak_ronde, meeste

SOORTEN = [
    (modus, met_rangorde, met_vorige)
    for modus in Modus
    for met_rangorde in (False, True)
    for met_vorige in (False, True)
    if modus is Modus.LOTING or not met_rangorde
]


def vaste(ronde: Ronde, plaatsen: tuple[int, ...]) -> int:
    """Slots at these places that locked students have."""
    return sum(p in plaatsen for p in ronde.vast)


def plekken_in(ronde: Ronde, plaatsen: tuple[int, ...]) -> int:
    """Slots at these places that are not locked."""
    return sum(ronde.capaciteit[p] for p in plaatsen) - vaste(ronde, plaatsen)


def check_reden(ronde: Ronde, plek: list[int], reden: NietGeplaatst, modus: Modus) -> None:
    s = reden.student
    mijn = tuple(sorted(ronde.mogelijk[s]))
    if reden.reden is Reden.GEEN_MOGELIJKE_PLAATS:
        assert mijn == ()
    elif reden.reden is Reden.GEEN_LIJST:
        assert modus is Modus.LOTING
        assert not ronde.lijst[s]
    elif reden.reden is Reden.LIJST_VOL:
        assert modus is Modus.LOTING
        assert set(reden.plaatsen) == set(ronde.lijst[s])
        assert all(plek.count(p) == ronde.capaciteit[p] for p in ronde.lijst[s])
    elif reden.reden is Reden.AFSPRAAK_BOTST:
        assert mijn
        assert plekken_in(ronde, mijn) == 0
        assert vaste(ronde, mijn) > 0
    else:
        assert modus is not Modus.LOTING
        assert s in reden.studenten
        assert len(set(reden.studenten)) == len(reden.studenten)
        assert all(ronde.vast[j] < 0 and set(ronde.mogelijk[j]) <= set(reden.plaatsen) for j in reden.studenten)
        assert reden.plekken == plekken_in(ronde, reden.plaatsen)
        assert reden.vast == vaste(ronde, reden.plaatsen)
        assert reden.plekken < len(reden.studenten)


def check_bewaard(ronde: Ronde, uitkomst: Uitkomst, h: HogerePlaats, modus: Modus) -> None:
    """With this student at that place fewer would be placed, or as many in an outcome that the rules put lower."""
    plek = uitkomst.toewijzing
    alle = Uitkomsten(ronde, alleen_lijst=modus is Modus.LOTING)
    alle.houd(alle.plaats[:, h.student] == h.plaats)
    om_de_beurt = modus is Modus.GARANTIE and ronde.vorige is None
    if om_de_beurt:
        for j in ronde.op_lot[: ronde.op_lot.index(h.student)]:
            alle.houd(alle.klasse[:, j] <= ronde.klasse(j, plek[j]))
    te_weinig = not len(alle.plaats) or alle.meeste_geplaatst() < sum(p >= 0 for p in plek)
    if h.belang is Belang.PLAATSING:
        assert te_weinig
        assert h.plaats in h.plaatsen
        assert h.studenten >= h.plekken
        wie = [
            j
            for j in range(ronde.studenten)
            if j != h.student
            and ronde.vast[j] < 0
            and set(ronde.lijst[j] if modus is Modus.LOTING else ronde.mogelijk[j]) <= set(h.plaatsen)
        ]
        if om_de_beurt:
            wie = [j for j in wie if ronde.lot[j] > ronde.lot[h.student] or ronde.klasse(j, plek[j]) > ronde.langste]
        assert len(wie) >= h.studenten
    else:
        assert not te_weinig
        assert not om_de_beurt


def check_hoger(ronde: Ronde, uitkomst: Uitkomst, h: HogerePlaats, modus: Modus) -> None:
    plek, s, p = uitkomst.toewijzing, h.student, h.plaats
    daar = [j for j in range(ronde.studenten) if plek[j] == p and ronde.vast[j] < 0]
    vol = len(daar) + vaste(ronde, (p,)) == ronde.capaciteit[p]
    if h.uitleg is Uitleg.NIET_MOGELIJK:
        assert ronde.capaciteit[p] == 0
    elif h.uitleg is Uitleg.VAST_VERGEVEN:
        assert vaste(ronde, (p,)) == ronde.capaciteit[p] == h.vast > 0
    elif h.uitleg is Uitleg.VOL_BETER_LOT:
        assert vol
        assert daar
        assert h.laatste_lot == max(ronde.lot[j] for j in daar)
        assert h.laatste_lot < ronde.lot[s]
    elif h.uitleg is Uitleg.VOL_HOGER_GERANGSCHIKT:
        assert ronde.rangorde is not None
        assert vol
        assert daar
        laatste = max((ronde.rangorde[p][j], ronde.lot[j]) for j in daar)
        assert laatste == (h.laatste_rang, h.laatste_lot)
        assert laatste < (ronde.rangorde[p][s], ronde.lot[s])
    else:
        assert h.uitleg is Uitleg.BEWAARD_VOOR
        check_bewaard(ronde, uitkomst, h, modus)


@pytest.mark.parametrize(("modus", "met_rangorde", "met_vorige"), SOORTEN)
def test_every_reason_and_every_explanation_is_true(modus: Modus, met_rangorde: bool, met_vorige: bool) -> None:
    kans = random.Random(f"{modus} {met_rangorde} {met_vorige}")
    gezien: Counter[str] = Counter()
    for _ in range(500):
        ronde = maak_ronde(kans, met_rangorde=met_rangorde, met_vorige=met_vorige)
        probleem, doel = ronde.als_probleem(), kans.choice(list(Doel))
        uitkomst = los_op(probleem, modus, doel)
        plek = uitkomst.toewijzing
        redenen = verklaar_niet_geplaatst(probleem, uitkomst, modus)
        assert [r.student for r in redenen] == [s for s, p in enumerate(plek) if p < 0]
        for reden in redenen:
            check_reden(ronde, plek, reden, modus)
            gezien[reden.reden] += 1
        uitleg = verklaar_hoger(probleem, uitkomst, modus)
        verwacht = {
            (s, p, rang)
            for s in range(ronde.studenten)
            if ronde.vast[s] < 0
            for p, rang in ronde.lijst[s].items()
            if rang < ronde.klasse(s, plek[s])
        }
        assert len(uitleg) == len(verwacht)
        assert {(h.student, h.plaats, h.rang) for h in uitleg} == verwacht
        for h in uitleg:
            check_hoger(ronde, uitkomst, h, modus)
            gezien[h.uitleg] += 1
    assert gezien[Reden.GEEN_MOGELIJKE_PLAATS] > 10
    assert gezien[Uitleg.NIET_MOGELIJK] > 5
    assert gezien[Uitleg.VAST_VERGEVEN] > 5
    nodig: dict[Modus, list[Reden | Uitleg]] = {
        Modus.LOTING: [Reden.LIJST_VOL, Reden.GEEN_LIJST],
        Modus.GARANTIE: [Reden.TEKORT, Uitleg.BEWAARD_VOOR],
        Modus.OPTIMAAL: [Reden.TEKORT, Uitleg.BEWAARD_VOOR],
    }
    assert all(gezien[code] > 10 for code in nodig[modus]), gezien
    if not met_vorige:
        assert gezien[Uitleg.VOL_HOGER_GERANGSCHIKT if met_rangorde else Uitleg.VOL_BETER_LOT] > 10, gezien


@pytest.mark.parametrize(("modus", "met_rangorde", "met_vorige"), SOORTEN)
def test_the_proof_says_what_counting_says(modus: Modus, met_rangorde: bool, met_vorige: bool) -> None:
    kans = random.Random(f"bewijs {modus} {met_rangorde} {met_vorige}")
    for _ in range(300):
        ronde = maak_ronde(kans, met_rangorde=met_rangorde, met_vorige=met_vorige)
        probleem = ronde.als_probleem()
        uitkomst = los_op(probleem, modus)
        bewijs = controleer(probleem, uitkomst, modus)
        plek = uitkomst.toewijzing
        assert (bewijs.over_capaciteit, bewijs.niet_toegestaan, bewijs.vast_geschonden) == ([], [], [])
        assert (bewijs.geplaatst, bewijs.maximum) == (sum(p >= 0 for p in plek), meeste(ronde))
        if not met_rangorde:
            vrij = [s for s in range(ronde.studenten) if ronde.vast[s] < 0 and plek[s] >= 0]
            ruil = sum(
                plek[j] in ronde.lijst[i]
                and plek[i] in ronde.lijst[j]
                and ronde.lijst[i][plek[j]] < ronde.klasse(i, plek[i])
                and ronde.lijst[j][plek[i]] < ronde.klasse(j, plek[j])
                for i in vrij
                for j in vrij
                if i < j
            )
            assert bewijs.ruilparen == ruil
        if met_rangorde:
            stabiel = Uitkomsten(ronde, alleen_lijst=True)
            stabiel.stabiel()
            mijn = np.array([p if p >= 0 else stabiel.geen for p in plek])
            assert (bewijs.blokkerende_paren == 0) == bool((stabiel.plaats == mijn).all(axis=1).any())
        assert bewijs.mag_gepubliceerd or met_vorige


def test_a_false_outcome_does_not_pass_the_proof() -> None:
    kans = random.Random(71)
    fout = 0
    for _ in range(200):
        ronde = maak_ronde(kans)
        probleem = ronde.als_probleem()
        goed = los_op(probleem, Modus.GARANTIE)
        for s in range(ronde.studenten):
            for p in (-1, *range(len(ronde.capaciteit))):
                plek = list(goed.toewijzing)
                plek[s] = p
                anders = Uitkomst(
                    plek, [ronde.lijst[i].get(q, 0) for i, q in enumerate(plek)], goed.grond, goed.maximum
                )
                alle = Uitkomsten(ronde)
                zo = np.array([q if q >= 0 else alle.geen for q in plek])
                mag = bool((alle.plaats == zo).all(axis=1).any())
                bewijs = controleer(probleem, anders, Modus.GARANTIE)
                klopt = not (bewijs.over_capaciteit or bewijs.niet_toegestaan or bewijs.vast_geschonden)
                assert klopt == mag
                if not mag or sum(q >= 0 for q in plek) < meeste(ronde):
                    assert not bewijs.mag_gepubliceerd
                    fout += 1
    assert fout > 500
