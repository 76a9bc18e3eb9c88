"""The texts the app came with, for a school that has none of its own, and to start from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bpv_app.pok.rules_documenttekst import TekstSoort
from bpv_app.pok.voorwaarden import HUIDIGE_VERSIE, get_tekst

_MAP = Path(__file__).parent
_BRIEVEN = {
    TekstSoort.BRIEF_STUDENT: "brief_student.md",
    TekstSoort.BRIEF_VOOGD: "brief_voogd.md",
    TekstSoort.HERINNERING: "brief_herinnering.md",
}


@cache
def standaardtekst(soort: TekstSoort) -> str:
    """The text of the app."""
    if soort is TekstSoort.VOORWAARDEN:
        return get_tekst(HUIDIGE_VERSIE)
    return (_MAP / _BRIEVEN[soort]).read_text(encoding="utf-8")
