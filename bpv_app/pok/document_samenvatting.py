"""The page in front: what the agreement says, in plain Dutch (level B1), for somebody who has to sign it."""

from __future__ import annotations

from bpv_app.pok.document_blad import ACCENT, Blad, Stijl
from bpv_app.pok.document_lettertype import Letters
from bpv_app.pok.document_opmaak import BREED, KLEIN, KOP, LINKS, ONDERTITEL, RECHTS, TITEL, VOET
from bpv_app.pok.document_pagina import MM
from bpv_app.pok.document_rules import PokDocument
from bpv_app.pok.rules_samenvatting import UITLEG, VOORBEHOUD, Afspraken, Blok, vat_samen

_GOOT = 10.0
_KOLOM = (BREED - _GOOT) / 2
_TEKST = Stijl(10.5, 14.6)
_PUNT = 4.2


def maak_samenvatting(letters: Letters, document: PokDocument) -> Blad:
    """Draw the page: two columns of questions with short answers."""
    links, rechts = vat_samen(_afspraken(document))
    for stijl, regels in ((_TEKST, 4), (_TEKST.kleiner(10), 4), (_TEKST.kleiner(9.5), 3), (_TEKST.kleiner(9), 2)):
        blad = Blad(letters)
        blad.tekst(LINKS, 33, "Wat staat er in je praktijkovereenkomst?", TITEL)
        blad.tekst(LINKS, 39.5, UITLEG.nl, ONDERTITEL)
        onder = max(
            _kolom(blad, LINKS, links, stijl, regels),
            _kolom(blad, LINKS + _KOLOM + _GOOT, rechts, stijl, regels),
        )
        if onder <= VOET - 19:
            break
    blad.vlak(LINKS, 43.5, BREED, 0.35)
    blad.lijn(LINKS, VOET - 15, RECHTS, VOET - 15, pt=0.3)
    blad.alinea(LINKS, VOET - 10, BREED, VOORBEHOUD.nl, KLEIN, regels=2)
    return blad


def _kolom(blad: Blad, x: float, blokken: tuple[Blok, ...], stijl: Stijl, regels: int) -> float:
    """Draw blocks below each other; return the lowest baseline."""
    y = 54.0
    for blok in blokken:
        blad.tekst(x, y, blok.titel.nl, KOP)
        y += 5.6
        with blad.als("L"):
            for punt in blok.punten:
                with blad.als("LI"):
                    with blad.als("Lbl"):
                        blad.tekst(x, y, "•", Stijl(stijl.pt, stijl.regel, kleur=ACCENT))
                    with blad.als("LBody"):
                        y, _ = blad.alinea(x + _PUNT, y, _KOLOM - _PUNT, punt.nl, stijl, regels=regels)
                y += 1.0
        y += 4.6
    return y - 4.6 - stijl.regel / MM


def _afspraken(d: PokDocument) -> Afspraken:
    return Afspraken(
        bedrijf=d.leerbedrijf.naam,
        opleiding=d.opleiding.naam,
        praktijkopleider=d.praktijkopleider.naam,
        onderwijsbegeleider=d.onderwijsbegeleider.naam,
        begin_op=d.begin_op,
        eind_op=d.eind_op,
        uren_totaal=d.uren_totaal,
        uren_per_week=d.uren_per_week,
        dagen_per_week=d.dagen_per_week,
        is_bbl=d.is_bbl,
        is_minderjarig=d.student.is_minderjarig,
    )
