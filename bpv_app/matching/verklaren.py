"""Reasons and explanations of one run as rows: those of the engine, and those of what never reached it.

The engine explains every place in its rows (matching rules 5 and 6). A listed place that a rule or a block forbids is
not in them; neither is what made a row empty. A locked student needs no explanation: the agreement is it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.inlezen import Invoer
from bpv_app.matching.opstellen import Opstelling, watervallen
from bpv_app.matching.rules import (
    HogerePlaats,
    Modus,
    NietGeplaatst,
    Probleem,
    Reden,
    Uitkomst,
    Uitleg,
    controleer,
    verklaar_hoger,
    verklaar_niet_geplaatst,
)
from bpv_app.matching.rules_toelating import REGEL_UITLEG, Regel, waterval_tekst
from bpv_app.matching.rules_uitleg import leg_plaats_uit, leg_reden_uit

_NIETS_OP_LIJST = Tekst(
    "Geen enkele plaats op je lijst is voor jou mogelijk.", "No place on your list is possible for you."
)
_GEBLOKKEERD = Tekst(
    "De school heeft afgesproken dat je niet gaat naar de plaatsen die voor jou mogelijk zijn.",
    "The school agreed that you do not go to the places that are possible for you.",
)


def maak_niet_geplaatst(
    invoer: Invoer, opstelling: Opstelling, uitkomst: Uitkomst, modus: Modus, taal: str
) -> pl.DataFrame:
    """s, code, toelichting: one row per student without a place."""
    redenen = verklaar_niet_geplaatst(opstelling.probleem, uitkomst, modus)
    met_lijst = np.zeros(invoer.studenten.height, dtype=bool)
    met_lijst[invoer.voorkeuren["s"].to_numpy()] = True
    leeg = [
        r.student for r in redenen if r.reden is Reden.GEEN_MOGELIJKE_PLAATS and not opstelling.was_mogelijk[r.student]
    ]
    tredes = watervallen(opstelling, np.array(leeg, dtype=np.int64)) if leeg else {}
    aantal = invoer.plaatsen.height
    geblokkeerd = set(opstelling.uitgesloten["s"].to_list())
    rijen = []
    for reden in redenen:
        s, code = reden.student, reden.reden
        if code is Reden.GEEN_MOGELIJKE_PLAATS:
            if s in tredes:
                tekst = waterval_tekst(aantal, tredes[s])
            elif opstelling.alleen_lijst and s not in geblokkeerd:
                code = code if met_lijst[s] else Reden.GEEN_LIJST
                tekst = _NIETS_OP_LIJST if met_lijst[s] else leg_reden_uit(NietGeplaatst(s, Reden.GEEN_LIJST))
            else:
                code, tekst = Reden.AFSPRAAK_BOTST, _GEBLOKKEERD
        elif code is Reden.GEEN_LIJST and met_lijst[s]:
            tekst = _NIETS_OP_LIJST
        else:
            tekst = leg_reden_uit(reden)
        rijen.append((s, code.value, tekst.in_taal(taal)))
    return pl.DataFrame(rijen, schema={"s": pl.UInt32, "code": pl.String, "toelichting": pl.String}, orient="row")


def maak_uitleg(opstelling: Opstelling, uitkomst: Uitkomst, modus: Modus, taal: str) -> pl.DataFrame:
    """s, p, rang, code, toelichting: every listed place above the one received, and every one that is not possible."""
    rijen = []
    for h in verklaar_hoger(opstelling.probleem, uitkomst, modus):
        if h.laatste_lot is not None:
            h = replace(h, laatste_lot=opstelling.lotnummers[h.laatste_lot - 1])
        rijen.append((h.student, h.plaats, h.rang, h.uitleg.value, leg_plaats_uit(h).in_taal(taal)))
    uitgesloten = leg_plaats_uit(HogerePlaats(0, 0, 0, Uitleg.UITGESLOTEN)).in_taal(taal)
    zinnen = {regel.value: REGEL_UITLEG[regel].in_taal(taal) for regel in Regel}
    mag_niet = Uitleg.NIET_MOGELIJK.value
    rijen += [
        (s, p, rang, mag_niet, zinnen[regel])
        for s, p, rang, regel in opstelling.niet_mogelijk.select("s", "p", "rang", "regel").iter_rows()
    ]
    rijen += [
        (s, p, rang, Uitleg.UITGESLOTEN.value, uitgesloten)
        for s, p, rang in opstelling.uitgesloten.select("s", "p", "rang").iter_rows()
    ]
    schema = {"s": pl.UInt32, "p": pl.UInt32, "rang": pl.Int32, "code": pl.String, "toelichting": pl.String}
    return pl.DataFrame(rijen, schema=schema, orient="row")


def bewijs_van(probleem: Probleem, uitkomst: Uitkomst, modus: Modus) -> dict[str, Any]:
    """The checks of rule 7, by name; lists of what is wrong as counts."""
    bewijs = controleer(probleem, uitkomst, modus)
    return {
        "over_capaciteit": len(bewijs.over_capaciteit),
        "niet_toegestaan": len(bewijs.niet_toegestaan),
        "vast_geschonden": len(bewijs.vast_geschonden),
        "geplaatst": bewijs.geplaatst,
        "maximum": bewijs.maximum,
        "is_maximum": bewijs.is_maximum,
        "ruilparen": bewijs.ruilparen,
        "blokkerende_paren": bewijs.blokkerende_paren,
        "gewijzigd": bewijs.gewijzigd,
        "mag_gepubliceerd": bewijs.mag_gepubliceerd,
    }
