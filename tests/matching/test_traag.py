"""The engine against a slow solver that shares nothing with it: the same classes, the same maximum, in every mode."""

from __future__ import annotations

import random

from bpv_app.matching.rules import Doel, Modus, controleer, los_op
from tests.matching.rondes import maak_ronde
from tests.matching.traag import los_traag


def test_every_mode_agrees_with_exact_weights_on_random_rounds() -> None:
    for seed in range(500):
        r = random.Random(seed)
        ronde = maak_ronde(
            seed,
            r.randint(1, 9),
            r.randint(1, 7),
            capaciteit=(0, r.randint(1, 3)),
            breed=(0, r.randint(1, 6)),
            buiten=r.choice([0, 0.3, 0.6]),
            vast=r.choice([0, 0, 0.2]),
            rangorde=r.random() < 0.3,
            vorige=r.choice([0, 0, 0.8]),
        )
        for modus in Modus:
            for doel in Doel if modus == Modus.OPTIMAAL or ronde.vorige else (Doel.EERSTE_KEUZES,):
                uitkomst = los_op(ronde, modus, doel, versnel=False)
                plaatsen, rangen, maximum = los_traag(ronde, modus, doel)
                assert (uitkomst.rang, uitkomst.maximum) == (rangen, maximum), (seed, modus, doel)
                for p, q, rang in zip(uitkomst.toewijzing, plaatsen, rangen, strict=True):
                    assert p == q or (rang == 0 and p >= 0 and q >= 0), (seed, modus, doel)
                bewijs = controleer(ronde, uitkomst, modus)
                assert not bewijs.over_capaciteit + bewijs.niet_toegestaan + bewijs.vast_geschonden
                assert bewijs.ruilparen == 0 or ronde.vorige, (seed, modus, doel)
                assert bewijs.is_maximum or modus == Modus.LOTING
