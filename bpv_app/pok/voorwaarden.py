"""The general terms (Algemene Voorwaarden) that the app comes with: the same for everybody, never edited after use.

A version is a file `voorwaarden_<versie>.md` beside this one. A change is a new file; the old one stays, because
printed agreements name it. The text is a model on these sources, to be read by the school's own lawyer: WEB art. 7.2.8
(content of the agreement), 7.2.9 (replacement when a place fails), 7.2.10 (accreditation by SBB); Arbowet,
Arbeidstijdenwet, BW art. 7:658 lid 4, AVG. The school's student council has to agree to the model.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bpv_app.pok.rules_voorwaarden import Voorwaarden, lees_voorwaarden

HUIDIGE_VERSIE = "2026-1"
_MAP = Path(__file__).parent
_VERSIE = re.compile(r"[0-9]{4}-[0-9]{1,2}")


def list_versies() -> tuple[str, ...]:
    """All versions the app came with, oldest first."""
    return tuple(sorted(pad.stem.removeprefix("voorwaarden_") for pad in _MAP.glob("voorwaarden_*.md")))


def get_tekst(versie: str) -> str:
    """The text of a version the app came with; an unknown one is a KeyError."""
    if not _VERSIE.fullmatch(versie) or versie not in list_versies():
        raise KeyError(versie)
    return (_MAP / f"voorwaarden_{versie}.md").read_text(encoding="utf-8")


@cache
def get_voorwaarden(versie: str) -> Voorwaarden:
    """One version the app came with; an unknown one is a KeyError (a POK always names a version that exists)."""
    return lees_voorwaarden(versie, get_tekst(versie))
