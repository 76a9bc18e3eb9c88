"""Gives out names, addresses and numbers: no name twice, no number that passes for a BSN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bpv_app.demo.namen import ACHTERNAMEN, POSTCODE_LETTERS, POSTCODES, VOORNAMEN
from bpv_app.kernel.nummers import is_bsn
from bpv_app.kernel.zoek import vouw

_ZONDER_ACCENT = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "'": "", "’": "", ".": ""})


@dataclass(frozen=True, slots=True)
class Persoonsnaam:
    """A made-up person."""

    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geslacht: str

    @property
    def naam(self) -> str:
        return " ".join(d for d in (self.roepnaam, self.tussenvoegsel, self.achternaam) if d)


@dataclass(frozen=True, slots=True)
class Adres:
    """Street, number, postcode (`2311AB`) and place."""

    straat: str
    huisnummer: str
    postcode: str
    plaats: str


def slak(tekst: str) -> str:
    """The text as part of an internet address: `Café Één` becomes `cafe-een`."""
    woorden = "".join(c if c.isascii() and c.isalnum() else " " for c in vouw(tekst).translate(_ZONDER_ACCENT)).split()
    return "-".join(woorden)


class Naamgever:
    """One per load; the same seed gives the same names in the same order."""

    def __init__(self, r: Random) -> None:
        self._r = r
        paren = [(voor, achter) for voor in VOORNAMEN for achter in ACHTERNAMEN]
        r.shuffle(paren)
        self._namen: Iterator[Persoonsnaam] = (
            Persoonsnaam(roepnaam, tussen, achternaam, geslacht) for (roepnaam, geslacht), (tussen, achternaam) in paren
        )
        self._emails: set[str] = set()
        self._nummer = 100200300

    def persoon(self) -> Persoonsnaam:
        return next(self._namen)

    def naam(self) -> str:
        return self.persoon().naam

    def email(self, naam: str, domein: str) -> str:
        """An address nobody else has; `.example` never reaches anybody."""
        kaal = slak(naam).replace("-", ".")
        adres, n = f"{kaal}@{domein}", 1
        while adres in self._emails:
            n += 1
            adres = f"{kaal}{n}@{domein}"
        self._emails.add(adres)
        return adres

    def telefoon(self, kengetal: str) -> str:
        """`071 555 12 34`; 555 is given to nobody."""
        return f"{kengetal} 555 {self._r.randint(10, 99)} {self._r.randint(10, 99)}"

    def adres(self, straten: tuple[str, ...]) -> Adres:
        pc4, plaats, _, _ = self._r.choice(POSTCODES)
        letters = self._r.choice(POSTCODE_LETTERS) + self._r.choice(POSTCODE_LETTERS)
        toevoeging = self._r.choice(("", "", "", "", " A", "-2"))
        return Adres(self._r.choice(straten), f"{self._r.randint(1, 180)}{toevoeging}", pc4 + letters, plaats)

    def leerbedrijf_id(self) -> str:
        """Nine digits as SBB gives them, never one that would pass for a BSN."""
        while True:
            self._nummer += self._r.randint(11, 4999)
            if not is_bsn(str(self._nummer)):
                return str(self._nummer)

    def kvk(self) -> str:
        return str(self._r.randint(20_000_000, 89_999_999))
