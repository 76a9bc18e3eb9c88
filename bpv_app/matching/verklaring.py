"""What a proposal keeps of the engine's explanations: codes and numbers per participant, ids instead of row numbers.

Only counts, never names of others: a student reads these (matching rules 5 and 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_probleem import Vraagstuk
from bpv_app.matching.rules import (
    Belang,
    HogerePlaats,
    Modus,
    NietGeplaatst,
    Reden,
    Uitkomst,
    Uitleg,
    controleer,
    verklaar_hoger,
    verklaar_niet_geplaatst,
)
from bpv_app.matching.rules_rangorde import PAST_NIET_UITLEG, PastNietGrond
from bpv_app.matching.rules_uitleg import leg_plaats_uit, leg_reden_uit


def verklaar(vraagstuk: Vraagstuk, uitkomst: Uitkomst, modus: Modus) -> list[dict[str, Any]]:
    """Per participant `reden`, `reden_getallen` and `uitleg`, as `VoorstelRegel` keeps them."""
    zonder = {n.student: n for n in verklaar_niet_geplaatst(vraagstuk.probleem, uitkomst, modus)}
    hoger: dict[int, list[HogerePlaats]] = {}
    for h in verklaar_hoger(vraagstuk.probleem, uitkomst, modus):
        hoger.setdefault(h.student, []).append(h)
    uit = []
    for s, deelnemer in enumerate(vraagstuk.deelnemers):
        reden = zonder.get(s)
        niet_geplaatst = reden is not None
        uit.append(
            {
                "reden": _reden(vraagstuk, deelnemer, reden) if reden else None,
                "reden_getallen": _getallen_reden(vraagstuk, deelnemer, reden) if reden else {},
                "uitleg": sorted(
                    [_hoger(vraagstuk, h) for h in hoger.get(s, [])]
                    + _buiten(vraagstuk, deelnemer, 0 if niet_geplaatst else uitkomst.rang[s]),
                    key=lambda u: int(u["rang"]),
                ),
            }
        )
    return uit


def _reden(vraagstuk: Vraagstuk, deelnemer: int, reden: NietGeplaatst) -> Reden:
    """Who is kept without a place by hand has no possible pairs, but not because nothing fits."""
    return Reden.AFSPRAAK_BOTST if deelnemer in vraagstuk.geen_plek else reden.reden


def _getallen_reden(vraagstuk: Vraagstuk, deelnemer: int, reden: NietGeplaatst) -> dict[str, Any]:
    if deelnemer in vraagstuk.geen_plek:
        return {"elders": deelnemer in vraagstuk.elders, "hand": deelnemer not in vraagstuk.elders}
    return {
        "studenten": len(reden.studenten),
        "plaatsen": len(reden.plaatsen),
        "plekken": reden.plekken,
        "vast": reden.vast,
    }


def _hoger(vraagstuk: Vraagstuk, h: HogerePlaats) -> dict[str, Any]:
    return {
        "plaats": vraagstuk.plaatsen[h.plaats],
        "rang": h.rang,
        "code": h.uitleg.value,
        "laatste_lot": h.laatste_lot,
        "laatste_rang": h.laatste_rang,
        "studenten": h.studenten,
        "plekken": h.plekken,
        "plaatsen": len(h.plaatsen),
        "vast": h.vast,
        "belang": h.belang.value if h.belang else None,
    }


def _buiten(vraagstuk: Vraagstuk, deelnemer: int, ontvangen: int) -> list[dict[str, Any]]:
    """Listed places above the one received that the engine never saw: blocked, or withdrawn since."""
    if deelnemer in vraagstuk.geen_plek or deelnemer in vraagstuk.vast:
        return []
    uit = []
    for plaats, rang in vraagstuk.lijst.get(deelnemer, ()):
        if ontvangen and rang >= ontvangen:
            continue
        if (deelnemer, plaats) in vraagstuk.uitgesloten:
            uit.append({"plaats": plaats, "rang": rang, "code": Uitleg.UITGESLOTEN.value})
        elif vraagstuk.rangordes and (deelnemer, plaats) in vraagstuk.rangordes.past_niet:
            grond = vraagstuk.rangordes.past_niet[deelnemer, plaats]
            uit.append({"plaats": plaats, "rang": rang, "code": Uitleg.NIET_MOGELIJK.value, "past_niet": grond.value})
        elif plaats in vraagstuk.weg:
            uit.append({"plaats": plaats, "rang": rang, "code": Uitleg.NIET_MOGELIJK.value, "weg": True})
    return uit


def controle_van(vraagstuk: Vraagstuk, uitkomst: Uitkomst, modus: Modus) -> dict[str, Any]:
    """The proof that goes with the proposal (matching rule 7); `publiceerbaar` False: never to be published.

    When companies order, no student and place may both prefer each other to what they have, whatever mode it was
    computed in: that is what they were promised.
    """
    bewijs = controleer(vraagstuk.probleem, uitkomst, modus)
    blokkerend, gewijzigd = bewijs.blokkerende_paren, bewijs.gewijzigd
    if vraagstuk.rangordes is not None:
        if modus is not Modus.LOTING:
            blokkerend = controleer(vraagstuk.probleem, uitkomst, Modus.LOTING).blokkerende_paren
        paren = zip(vraagstuk.gewijzigd, uitkomst.toewijzing, strict=True)
        gewijzigd = sum(was >= 0 and was != nu for was, nu in paren)
    return {
        "over_capaciteit": len(bewijs.over_capaciteit),
        "niet_toegestaan": len(bewijs.niet_toegestaan),
        "vast_geschonden": len(bewijs.vast_geschonden),
        "is_maximum": bewijs.is_maximum,
        "ruilparen": bewijs.ruilparen,
        "blokkerende_paren": blokkerend,
        "gewijzigd": gewijzigd,
        "publiceerbaar": bewijs.mag_gepubliceerd and (vraagstuk.rangordes is None or blokkerend == 0),
    }


def reden_zin(reden: Reden | None, getallen: Mapping[str, Any]) -> Tekst:
    """Why somebody has no place, in words; empty when there is nothing computed to say (moved by hand)."""
    if reden is None:
        return Tekst("", "")
    if getallen.get("elders"):
        return Tekst("Er is al een plek in deze periode.", "There is a slot in this period already.")
    if getallen.get("hand"):
        return Tekst("De coördinator geeft hier nu geen plaats.", "The coordinator gives no place here now.")
    aantal = {naam: int(getallen.get(naam) or 0) for naam in ("studenten", "plaatsen", "plekken", "vast")}
    return leg_reden_uit(
        NietGeplaatst(
            0, reden, tuple(range(aantal["studenten"])), tuple(range(aantal["plaatsen"])), aantal["plekken"],
            aantal["vast"],
        )
    )  # fmt: skip


def uitleg_zin(regel: Mapping[str, Any]) -> Tekst:
    """Why a listed place was not given, in words, from what `VoorstelRegel.uitleg` keeps."""
    if regel.get("weg"):
        return Tekst("Deze plaats is ingetrokken na de opening.", "This place was withdrawn after the opening.")
    if grond := regel.get("past_niet"):
        return PAST_NIET_UITLEG[PastNietGrond(grond)]
    belang = regel.get("belang")
    return leg_plaats_uit(
        HogerePlaats(
            0, 0, int(regel["rang"]), Uitleg(regel["code"]), regel.get("laatste_lot"), regel.get("laatste_rang"),
            int(regel.get("studenten") or 0), int(regel.get("plekken") or 0), vast=int(regel.get("vast") or 0),
            belang=Belang(belang) if belang else None,
        )
    )  # fmt: skip
