"""The general terms (Algemene Voorwaarden) of the agreement: the same for everybody, versioned, never edited after use.

A version is a file `voorwaarden_<versie>.md` beside this one. A change is a new file; the old one stays, because
printed agreements name it. The text is a model on these sources, to be read by the school's own lawyer: WEB art. 7.2.8
(content of the agreement), 7.2.9 (replacement when a place fails), 7.2.10 (accreditation by SBB); Arbowet,
Arbeidstijdenwet, BW art. 7:658 lid 4, AVG. The school's student council has to agree to the model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HUIDIGE_VERSIE = "2026-1"
_MAP = Path(__file__).parent
_VERSIE = re.compile(r"[0-9]{4}-[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Artikel:
    """An article: its title and its numbered paragraphs."""

    titel: str
    leden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voorwaarden:
    """One version of the general terms."""

    versie: str
    inleiding: str
    artikelen: tuple[Artikel, ...]


def list_versies() -> tuple[str, ...]:
    """All versions there are, oldest first."""
    return tuple(sorted(pad.stem.removeprefix("voorwaarden_") for pad in _MAP.glob("voorwaarden_*.md")))


@cache
def get_voorwaarden(versie: str) -> Voorwaarden:
    """Return one version; an unknown one is a KeyError (a POK always names a version that exists)."""
    if not _VERSIE.fullmatch(versie) or versie not in list_versies():
        raise KeyError(versie)
    kop, *artikelen = re.split(
        r"^## ", (_MAP / f"voorwaarden_{versie}.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    inleiding = " ".join(regel for regel in kop.splitlines() if not regel.startswith("#")).strip()
    return Voorwaarden(versie, inleiding, tuple(_lees_artikel(artikel) for artikel in artikelen))


def _lees_artikel(tekst: str) -> Artikel:
    titel, *regels = (regel.strip() for regel in tekst.splitlines() if regel.strip())
    return Artikel(titel, tuple(re.sub(r"^\d+\. ", "", regel) for regel in regels))
