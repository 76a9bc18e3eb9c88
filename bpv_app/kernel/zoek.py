"""Searching as people type: without capitals and accents, every word anywhere."""

from __future__ import annotations

import unicodedata

MAX_WOORDEN = 8
"""More words than this make a search slower and never better."""


def vouw(tekst: str) -> str:
    """Lower case without accents and with single spaces: `Café  Één` becomes `cafe een`."""
    los = unicodedata.normalize("NFKD", tekst.replace("\x00", " ")).casefold()
    return " ".join("".join(c for c in los if not unicodedata.combining(c)).split())


def maak_zoektekst(*delen: str | None, lengte: int = 600) -> str:
    """The stored text a search looks in: the parts folded, in order (so that it also sorts by the first part)."""
    return vouw(" ".join(d for d in delen if d))[:lengte]


def _letterlijk(tekst: str) -> str:
    return tekst.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def patronen(zoek: str) -> tuple[str, ...]:
    r"""One LIKE pattern per word of `zoek`, folded, with `%`, `_` and the escape `\` taken literally."""
    return tuple(f"%{_letterlijk(woord)}%" for woord in vouw(zoek).split()[:MAX_WOORDEN])


def begint_met(tekst: str) -> str:
    r"""A LIKE pattern for lower-cased text that starts with `tekst`, with escape `\`."""
    return _letterlijk(" ".join(tekst.replace("\x00", " ").lower().split())) + "%"
