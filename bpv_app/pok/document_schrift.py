"""Arabic and Hebrew on paper: Arabic letters joined to their neighbours, and both written from right to left.

Joining is done with the presentation forms of Unicode (FB50-FDFF, FE70-FEFF): which form a letter has between its
neighbours follows from the decompositions that Unicode gives those forms. The order on the line is the bidirectional
algorithm (UAX 9) as fpdf2 has it, on a line that runs from left to right, as the rest of the page does. The files say
for every form which letter it is, so that copying gives back what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

_RECHTS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_VORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_ARABISCH = re.compile("[\u0600-\u06ff]")
_ZWNJ, _ZWJ, _TATWEEL, _LAM = "\u200c", "\u200d", "\u0640", "\u0644"
_VORMEN = ("isolated", "final", "initial", "medial")


def is_rechts(tekst: str) -> bool:
    """Whether something in it is written from right to left."""
    return _RECHTS.search(tekst) is not None


@cache
def _tabel() -> dict[str, dict[str, str]]:
    """Letters (or lam with alef) to their forms by place: isolated, final, initial, medial."""
    tabel: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        delen = unicodedata.decomposition(chr(code)).split()
        if not delen or delen[0][1:-1] not in _VORMEN:
            continue
        letters = "".join(chr(int(deel, 16)) for deel in delen[1:])
        is_lam_alef = len(letters) == 2 and letters[0] == _LAM and letters[1] in "\u0622\u0623\u0625\u0627"
        if len(letters) == 1 or is_lam_alef:
            tabel.setdefault(letters, {}).setdefault(delen[0][1:-1], chr(code))
    return tabel


def _is_doorzichtig(teken: str) -> bool:
    return unicodedata.category(teken) in ("Mn", "Me")


def _verbindt_verder(teken: str) -> bool:
    """Whether it joins the letter that follows it in reading order."""
    return teken in (_TATWEEL, _ZWJ) or "initial" in _tabel().get(teken, {})


def _verbindt_terug(teken: str) -> bool:
    """Whether it joins the letter before it in reading order."""
    return teken in (_TATWEEL, _ZWJ) or "final" in _tabel().get(teken, {})


def vorm(tekst: str) -> str:
    """Arabic letters in the form that their neighbours ask for, still in the order in which they are read."""
    if not _ARABISCH.search(tekst):
        return tekst
    tabel, uit, plaats = _tabel(), [], 0
    vorige = ""  # the last letter that is not a mark
    while plaats < len(tekst):
        teken, lang = tekst[plaats], 1
        if _is_doorzichtig(teken):
            uit.append(teken)
            plaats += 1
            continue
        if tekst[plaats : plaats + 2] in tabel:
            lang = 2
        letters = tekst[plaats : plaats + lang]
        volgende = next((t for t in tekst[plaats + lang :] if not _is_doorzichtig(t)), "")
        vormen = tabel.get(letters)
        if vormen is None:
            uit.append(letters)
        else:
            terug = bool(vorige) and _verbindt_verder(vorige) and "final" in vormen
            verder = bool(volgende) and _verbindt_terug(volgende) and "initial" in vormen
            naam = ("medial" if verder else "final") if terug else ("initial" if verder else "isolated")
            uit.append(vormen.get(naam, letters))
        vorige = letters[-1] if lang == 1 else "\u0627"
        plaats += lang
    return "".join(uit)


def ontvorm(tekst: str) -> str:
    """The letters that somebody typed, for titles and outlines, which draw text themselves."""
    return _VORM.sub(lambda treffer: unicodedata.normalize("NFKC", treffer[0]), tekst)


@lru_cache(maxsize=512)
def zet_op_volgorde(regel: str) -> str:
    """A line as its characters stand from left to right."""
    if not is_rechts(regel):
        return regel
    tekens = BidiParagraph(text=regel, base_direction=TextDirection.LTR).get_reordered_characters()
    return "".join(_spiegel(t.character) if t.embedding_level % 2 else t.character for t in tekens)


_SPIEGELS = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def _spiegel(teken: str) -> str:
    """Brackets within a run from right to left look the other way."""
    return teken.translate(_SPIEGELS)
