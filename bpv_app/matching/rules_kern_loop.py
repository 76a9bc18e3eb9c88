"""The engine's inner loops, part 5: from working rows to the answer, a group of components at a time."""

from __future__ import annotations

from typing import Any

from bpv_app.matching.rules_kern import kies_om_beurt, zet, zoek_paden
from bpv_app.matching.rules_kern_fasen import doorloop_fasen, kleur_componenten, snoei_kleur, zet_vast
from bpv_app.matching.rules_kern_lot import kies_op_lot

GROEP = 1000
"""Small components are taken together until they have this many students: everything stays in the cache."""


def plaats_meeste(ca: int, cz: int, sc: Any, graaf: Any, prijs: Any, werk: Any, bron: Any) -> tuple[int, int]:
    """Place as many as possible. Returns how many stay without, and how many places these reach (the queue)."""
    nb = kies_om_beurt(sc[ca], sc[cz], graaf, bron)
    bereik = 0
    while nb > 0:
        nb, gevonden, bereik = zoek_paden(ca, cz, graaf, prijs, werk, bron, nb)
        if gevonden == 0:
            break
    return nb, bereik


def open_keuze(ca: int, cz: int, sc: Any, graaf: Any, prijs: Any, bron: Any, nb: int, act: Any) -> int:
    """Who stays without sits in "no place" from here on. Puts who can still change into `act`; returns how many."""
    rb, re, doel, _kl, _aan, cap, _nin, _sb, _slot, _pos = graaf
    leeg, pc = prijs[3], prijs[5]
    for b in range(nb):
        i = bron[b]
        e = re[i] - 1
        cap[doel[e]] += 1
        zet(i, e, graaf)
    na = 0
    for c in range(ca, cz):
        geen = pc[c + 1] - 1
        for p in range(pc[c], geen):
            leeg[p] = 1
        minder = 1 if cap[geen] == 0 else 0
        for i in range(sc[c], sc[c + 1]):
            re[i] -= minder
            if re[i] - rb[i] == 1:
                zet_vast(i, graaf)
            else:
                act[na] = i
                na += 1
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
) -> int:
    """Solve components ca..cz. Without phases: `garantie`. Returns how many students have no place."""
    pc = prijs[5]
    zonder, bereik = plaats_meeste(ca, cz, sc, graaf, prijs, werk, bron)
    na = open_keuze(ca, cz, sc, graaf, prijs, bron, zonder, act)
    if len(fasen) > 0:
        kleur_componenten(ca, cz, pz, graaf, prijs, kleur, kleurwerk)
        na = snoei_kleur(graaf, kleur, act, na)
        na = doorloop_fasen(ca, cz, pz, fasen, graaf, prijs, werk, kleur, kleurwerk, oud, act, na, bron)
    else:
        for p in range(pc[ca], pc[cz]):
            kleur[p] = 0
        if zonder > 0:  # what the students without a place can reach is closed: nothing leads out of it
            rij = werk[4]
            for q in range(bereik):
                kleur[rij[q]] = 1
            for c in range(ca, cz):
                kleur[pc[c + 1] - 1] = 1
    na = kies_op_lot(act, na, True, graaf, prijs, werk, kleur)
    kies_op_lot(act, na, False, graaf, prijs, werk, kleur)
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
) -> int:
    """Solve all components, small ones in groups. Returns how many students have no place."""
    werk[5][2] = pz + aantal_c
    zonder, ca = 0, 0
    while ca < aantal_c:
        cz = ca + 1
        while cz < aantal_c and sc[cz + 1] - sc[ca] <= GROEP:
            cz += 1
        zonder += los_groep(ca, cz, pz, fasen, sc, graaf, prijs, werk, kleur, kleurwerk, oud, act, bron)
        ca = cz
    return zonder


def tel_meeste(aantal_c: int, sc: Any, graaf: Any, prijs: Any, werk: Any, bron: Any) -> int:
    """How many students stay without a place when as many as possible are placed."""
    zonder, ca = 0, 0
    while ca < aantal_c:
        cz = ca + 1
        while cz < aantal_c and sc[cz + 1] - sc[ca] <= GROEP:
            cz += 1
        zonder += plaats_meeste(ca, cz, sc, graaf, prijs, werk, bron)[0]
        ca = cz
    return zonder
