"""A text that a person sees, in both languages of the app."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Taal(StrEnum):
    """The languages of the screens; Dutch is the default."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Tekst:
    """One text in Dutch and in English. Written beside the thing it names, never in a far-away catalogue."""

    nl: str
    en: str

    def in_taal(self, taal: str) -> str:
        """Return the text in `taal`; anything unknown gives Dutch."""
        return self.en if taal == Taal.EN else self.nl

    def vul(self, **waarden: object) -> Tekst:
        """Fill `{names}` in both languages."""
        return Tekst(self.nl.format(**waarden), self.en.format(**waarden))
