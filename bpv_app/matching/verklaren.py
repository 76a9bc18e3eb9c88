"""Reasons and explanations of one run as rows: those of the engine, and those of what never reached it.

The engine explains every place in its rows (matching rules 5 and 6). A listed place that a rule or a block forbids is
not in them; neither is what made a row empty. A locked student needs no explanation: the agreement is it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.inlezen import Invoer
from bpv_app.matching.opstellen import Opstelling, watervallen
from bpv_app.matching.rules import (
    Belang,
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

_NIETS_OP_LIJST = Tekst("Geen plaats op de lijst is mogelijk.", "No place on the list is possible.")
_GEBLOKKEERD = Tekst(
    "Alle plaatsen die mogelijk waren, zijn door een afspraak uitgesloten.",
    "Every place that was possible is excluded by an agreement.",
)
_UITGESLOTEN = Tekst(
    "Deze plaats is voor deze student uitgesloten door een afspraak.",
    "An agreement excludes this place for this student.",
)
_ZONDER_PLEK = Tekst("Deze plaats heeft geen plekken.", "This place has no slots.")


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
                tekst = _NIETS_OP_LIJST if met_lijst[s] else _zin_reden(NietGeplaatst(s, Reden.GEEN_LIJST))
            else:
                code, tekst = Reden.AFSPRAAK_BOTST, _GEBLOKKEERD
        elif code is Reden.GEEN_LIJST and met_lijst[s]:
            tekst = _NIETS_OP_LIJST
        else:
            tekst = _zin_reden(reden)
        rijen.append((s, code.value, tekst.in_taal(taal)))
    return pl.DataFrame(rijen, schema={"s": pl.UInt32, "code": pl.String, "toelichting": pl.String}, orient="row")


def _zin_reden(reden: NietGeplaatst) -> Tekst:
    if reden.reden is Reden.TEKORT:
        n, m, k = len(reden.studenten), reden.plekken, len(reden.plaatsen)
        return Tekst(
            f"Er zijn te weinig plekken: {n} studenten kunnen alleen terecht bij {k} plaatsen met samen {m} plekken.",
            f"There are too few slots: {n} students can only go to {k} places with {m} slots together.",
        )
    if reden.reden is Reden.LIJST_VOL:
        return Tekst(
            f"Alle {len(reden.plaatsen)} plaatsen op de lijst zijn vol.",
            f"All {len(reden.plaatsen)} places on the list are full.",
        )
    if reden.reden is Reden.AFSPRAAK_BOTST:
        return Tekst(
            f"Alle {reden.vast} plekken van de plaatsen die mogelijk zijn, liggen vast voor anderen.",
            f"All {reden.vast} slots of the places that are possible are fixed for others.",
        )
    return Tekst("Er is geen lijst ingeleverd.", "No list was handed in.")


def maak_uitleg(opstelling: Opstelling, uitkomst: Uitkomst, modus: Modus, taal: str) -> pl.DataFrame:
    """s, p, rang, code, toelichting: every listed place above the one received, and every one that is not possible."""
    rijen = [
        (h.student, h.plaats, h.rang, h.uitleg.value, _zin_hoger(h).in_taal(taal))
        for h in verklaar_hoger(opstelling.probleem, uitkomst, modus)
    ]
    zinnen = {regel.value: REGEL_UITLEG[regel].in_taal(taal) for regel in Regel}
    mag_niet = Uitleg.NIET_MOGELIJK.value
    rijen += [
        (s, p, rang, mag_niet, zinnen[regel])
        for s, p, rang, regel in opstelling.niet_mogelijk.select("s", "p", "rang", "regel").iter_rows()
    ]
    rijen += [
        (s, p, rang, Uitleg.UITGESLOTEN.value, _UITGESLOTEN.in_taal(taal))
        for s, p, rang in opstelling.uitgesloten.select("s", "p", "rang").iter_rows()
    ]
    schema = {"s": pl.UInt32, "p": pl.UInt32, "rang": pl.Int32, "code": pl.String, "toelichting": pl.String}
    return pl.DataFrame(rijen, schema=schema, orient="row")


def _zin_hoger(h: HogerePlaats) -> Tekst:
    """One sentence with counts, never names. Turns are counted from 1."""
    beurt = 0 if h.laatste_lot is None else h.laatste_lot + 1
    if h.uitleg is Uitleg.VOL_BETER_LOT:
        return Tekst(
            f"Vol met studenten met een beter lot; de laatste was als nummer {beurt} aan de beurt.",
            f"Full with students with a better lot; the last one had turn number {beurt}.",
        )
    if h.uitleg is Uitleg.VOL_HOGER_GERANGSCHIKT:
        return Tekst(
            f"Vol met studenten die bij het leerbedrijf hoger staan; de laatste had daar rang {h.laatste_rang}.",
            f"Full with students whom the company ranks higher; the last one had rank {h.laatste_rang} there.",
        )
    if h.uitleg is Uitleg.VAST_VERGEVEN:
        return Tekst(f"Alle {h.vast} plekken liggen vast voor anderen.", f"All {h.vast} slots are fixed for others.")
    if h.uitleg is Uitleg.NIET_MOGELIJK:
        return _ZONDER_PLEK
    if h.belang is Belang.PLAATSING:
        return Tekst(
            f"Bewaard: {h.studenten} studenten kunnen alleen terecht op {h.plekken} plekken, waaronder deze.",
            f"Kept: {h.studenten} students can only go to {h.plekken} slots, this one among them.",
        )
    return Tekst(
        "Met deze plaats zou de uitkomst als geheel slechter zijn.",
        "With this place the outcome as a whole would be worse.",
    )


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
