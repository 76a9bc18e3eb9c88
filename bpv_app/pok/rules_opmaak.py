"""The small mark-up of the school's own texts: headings, numbered paragraphs, lists and lines. Nothing else counts.

`# title`, `## heading`, `1. numbered` (the number itself is ours), `- point`; any other line is text as it was typed.
An empty line is white space. There is no HTML, no link and no picture: what somebody pastes is printed as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class BlokSoort(StrEnum):
    """What a line is."""

    TITEL = "titel"
    KOP = "kop"
    LID = "lid"
    PUNT = "punt"
    ALINEA = "alinea"


@dataclass(frozen=True, slots=True)
class Blok:
    """One line: what it is, its text, its number in the source (from 1), whether an empty line stood before it."""

    soort: BlokSoort
    tekst: str
    regel: int
    na_wit: bool = False


_LID = re.compile(r"\d{1,3}\.\s+(.*)", re.ASCII)
_BEGIN = (("## ", BlokSoort.KOP), ("# ", BlokSoort.TITEL), ("- ", BlokSoort.PUNT), ("* ", BlokSoort.PUNT))


def lees_opmaak(tekst: str) -> tuple[Blok, ...]:
    """Every line that is not empty, in order."""
    uit: list[Blok] = []
    na_wit = False
    for nummer, ruw in enumerate(tekst.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        regel = ruw.strip()
        if not regel:
            na_wit = True
            continue
        uit.append(_lees_regel(regel, nummer, na_wit))
        na_wit = False
    return tuple(uit)


def _lees_regel(regel: str, nummer: int, na_wit: bool) -> Blok:
    for begin, soort in _BEGIN:
        if regel.startswith(begin):
            return Blok(soort, regel[len(begin) :].strip(), nummer, na_wit)
    if lid := _LID.fullmatch(regel):
        return Blok(BlokSoort.LID, lid[1].strip(), nummer, na_wit)
    return Blok(BlokSoort.ALINEA, regel, nummer, na_wit)
