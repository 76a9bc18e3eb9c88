"""Random rounds, always the same for the same seed."""

from __future__ import annotations

import random

from bpv_app.matching.rules import Probleem


def maak_ronde(
    seed: int,
    studenten: int,
    plaatsen: int,
    *,
    capaciteit: tuple[int, int] = (0, 3),
    breed: tuple[int, int] = (0, 4),
    buiten: float = 0.3,
    vast: float = 0.0,
    rangorde: bool = False,
    vorige: float = 0.0,
    dubbel: float = 0.0,
) -> Probleem:
    """Rows in random order, a part not on the list, some locks, previous places that may be impossible by now."""
    r = random.Random(seed)
    caps = [r.randint(*capaciteit) for _ in range(plaatsen)]
    begin, plaats, rang, orde = [0], [], [], []
    lot = r.sample(range(10 * studenten), studenten)
    vast_op, oud = [-1] * studenten, [-1] * studenten
    rest = list(caps)
    for s in range(studenten):
        keuze = r.sample(range(plaatsen), min(plaatsen, r.randint(*breed)))
        op_lijst = [p for p in keuze if r.random() >= buiten]
        rij = [(p, op_lijst.index(p) + 1 if p in op_lijst else 0) for p in keuze]
        if rij and r.random() < dubbel:
            rij.append((rij[0][0], len(op_lijst) + 1))
        r.shuffle(rij)
        for p, k in rij:
            plaats.append(p)
            rang.append(k)
            orde.append(r.randint(1, 3))
        begin.append(len(plaats))
        if keuze and r.random() < vast:
            p = r.choice(keuze)
            if rest[p] > 0:
                vast_op[s] = p
                rest[p] -= 1
        if r.random() < vorige:
            oud[s] = r.choice(keuze) if keuze and r.random() < 0.9 else r.randrange(plaatsen)
    return Probleem(caps, begin, plaats, rang, lot, vast_op, orde if rangorde else None, oud if vorige else None)
