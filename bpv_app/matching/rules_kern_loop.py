"""The engine's outer loops: from working rows to the answer, a group of components at a time. Never compiled."""

from __future__ import annotations

from typing import Any

from bpv_app.matching.rules_kern import kies_om_beurt, maak_plek, zoek_paden
from bpv_app.matching.rules_kern_fasen import (
    kleur_componenten,
    maak_los,
    snoei_duur,
    snoei_kleur,
    verhoog_prijzen,
    vul_kosten,
)
from bpv_app.matching.rules_kern_lot import keer_om, kies_op_lot, kleur_tekort, open_keuze

GROEP = 20_000
"""Small components are taken together until they have this many students: everything stays in the cache."""


def plaats_meeste(ca: int, cz: int, sc: Any, graaf: Any, prijs: Any, werk: Any, bron: Any) -> Any:
    """Place as many as possible. Returns how many stay without."""
    nb = kies_om_beurt(sc[ca], sc[cz], graaf, bron)
    return maak_plek(sc, graaf, prijs[4], werk, bron, nb)


def los_paden(ca: int, cz: int, graaf: Any, prijs: Any, werk: Any, bron: Any, nb: int) -> None:
    """Place everybody in `bron` again and settle the free slots, raising prices when no tight path is left."""
    while True:
        nb, gevonden, staart = zoek_paden(ca, cz, graaf, prijs, werk, bron, nb)
        if gevonden == 0 and not verhoog_prijzen(ca, cz, graaf, prijs, werk, bron, nb, staart):
            return


def doorloop_fasen(
    ca: int,
    cz: int,
    pz: int,
    fasen: Any,
    graaf: Any,
    prijs: Any,
    werk: Any,
    kleur: Any,
    kleurwerk: Any,
    oud: Any,
    act: Any,
    na: int,
    bron: Any,
) -> int:
    """All phases, pairs (kind, class) in a row, over components ca..cz. Returns how many students can still change."""
    for f in range(0, len(fasen), 2):
        if na == 0:
            break
        if not vul_kosten(fasen[f], fasen[f + 1], graaf, prijs[0], oud, act, na):
            continue
        nb = maak_los(graaf, prijs, act, na, bron)
        los_paden(ca, cz, graaf, prijs, werk, bron, nb)
        na = snoei_duur(ca, cz, graaf, prijs, act, na)
        kleur_componenten(ca, cz, pz, graaf, prijs, kleur, kleurwerk)
        na = snoei_kleur(graaf, kleur, act, na)
    return na


def los_groep(
    ca: int,
    cz: int,
    pz: int,
    fasen: Any,
    sc: Any,
    graaf: Any,
    prijs: Any,
    werk: Any,
    kleur: Any,
    kleurwerk: Any,
    oud: Any,
    act: Any,
    bron: Any,
    om: Any,
) -> int:
    """Solve components ca..cz. Without phases: `garantie`. Returns how many students have no place."""
    zonder: int = plaats_meeste(ca, cz, sc, graaf, prijs, werk, bron)
    na = open_keuze(ca, cz, sc, graaf, prijs, bron, zonder, act)
    if len(fasen) == 0:
        kleur_tekort(zonder, graaf, werk, kleur, bron)
    else:
        kleur_componenten(ca, cz, pz, graaf, prijs, kleur, kleurwerk)
    na = snoei_kleur(graaf, kleur, act, na)
    if len(fasen) > 0:
        na = doorloop_fasen(ca, cz, pz, fasen, graaf, prijs, werk, kleur, kleurwerk, oud, act, na, bron)
    keer_om(ca, cz, act, na, graaf, prijs, werk[5], om)
    kies_op_lot(act, na, graaf, prijs, werk, kleur, om)
    return zonder


def los_alles(
    aantal_c: int,
    pz: int,
    fasen: Any,
    sc: Any,
    graaf: Any,
    prijs: Any,
    werk: Any,
    kleur: Any,
    kleurwerk: Any,
    oud: Any,
    act: Any,
    bron: Any,
    om: Any,
) -> int:
    """Solve all components, small ones in groups. Returns how many students have no place."""
    werk[5][2] = pz + aantal_c
    zonder, ca = 0, 0
    while ca < aantal_c:
        cz = ca + 1
        while cz < aantal_c and sc[cz + 1] - sc[ca] <= GROEP:
            cz += 1
        zonder += los_groep(ca, cz, pz, fasen, sc, graaf, prijs, werk, kleur, kleurwerk, oud, act, bron, om)
        ca = cz
    return zonder


def tel_meeste(aantal_c: int, sc: Any, graaf: Any, prijs: Any, werk: Any, bron: Any) -> int:
    """How many students stay without a place when as many as possible are placed."""
    zonder, ca = 0, 0
    while ca < aantal_c:
        cz = ca + 1
        while cz < aantal_c and sc[cz + 1] - sc[ca] <= GROEP:
            cz += 1
        zonder += plaats_meeste(ca, cz, sc, graaf, prijs, werk, bron)
        ca = cz
    return zonder
