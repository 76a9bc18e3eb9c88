"""The PDF format itself, as little of it as we need: numbered objects, streams, and the table that says where they are.

Objects go to the file in the order in which they come and are forgotten; small ones wait until `spoel` and are
compressed together (object streams, PDF 32000-1, 7.5.7). Kept is a place per object, eight bytes, for the table.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from datetime import UTC, datetime
from typing import Any, Protocol

import pikepdf

_KOP = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_NIVEAU = 6
_PER_GROEP = 200
"""So many small objects at most are compressed together: a reader that needs one of them unpacks all."""


class Doel(Protocol):
    """Where the file goes."""

    def write(self, deel: bytes, /) -> object:
        """Take the next bytes."""
        ...


def tekst_van(tekst: str) -> bytes:
    """A text as it stands in a file."""
    return pikepdf.String(tekst).unparse()


class PdfSchrijver:
    """Writes objects. The same calls give the same bytes."""

    def __init__(self, doel: Doel) -> None:
        """Write the head of the file."""
        self._doel = doel
        self._plek = 0
        # Per object: its place in the file, or the object stream it is in (and as which one, from 1), below 16 bits.
        self._plaatsen = array("Q", [0])
        self._groep: list[tuple[int, bytes]] = []
        self._som = hashlib.sha256()
        self._schrijf(_KOP)

    @classmethod
    def na(cls, eerder: PdfSchrijver, begin: bytes, doel: Doel) -> PdfSchrijver:
        """Go on, in another file, where an earlier one was after it had written `begin`; its group must be empty."""
        self = cls.__new__(cls)
        self._doel, self._plek, self._groep = doel, len(begin), []
        self._plaatsen, self._som = array("Q", eerder._plaatsen), eerder._som.copy()
        doel.write(begin)
        return self

    def _schrijf(self, deel: bytes) -> None:
        self._doel.write(deel)
        self._som.update(deel)
        self._plek += len(deel)

    def nummer(self) -> int:
        """A number for an object that is written later, or now."""
        self._plaatsen.append(0)
        return len(self._plaatsen) - 1

    def zet(self, nummer: int, inhoud: bytes) -> None:
        """Write an object that is no stream."""
        self._groep.append((nummer, inhoud))
        if len(self._groep) == _PER_GROEP:
            self.spoel()

    def nieuw(self, inhoud: bytes) -> int:
        """Write an object that is no stream; its number."""
        nummer = self.nummer()
        self.zet(nummer, inhoud)
        return nummer

    def zet_stroom(self, nummer: int, hoofd: bytes, inhoud: bytes) -> None:
        """Write a stream; `hoofd` is what its dictionary holds besides the length."""
        self._plaatsen[nummer] = self._plek << 16
        self._schrijf(
            b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (nummer, hoofd, len(inhoud), inhoud)
        )

    def pers(self, hoofd: bytes, inhoud: bytes) -> int:
        """Write a stream, compressed; its number."""
        nummer = self.nummer()
        self.zet_stroom(nummer, hoofd + b"/Filter/FlateDecode", zlib.compress(inhoud, _NIVEAU))
        return nummer

    def spoel(self) -> None:
        """Write the small objects that wait."""
        if not self._groep:
            return
        groep, self._groep = self._groep, []
        nummer, plek, wijzer = self.nummer(), 0, []
        for rang, (lid, inhoud) in enumerate(groep, start=1):
            self._plaatsen[lid] = nummer << 16 | rang
            wijzer.append(b"%d %d" % (lid, plek))
            plek += len(inhoud) + 1
        hoofd = b" ".join(wijzer) + b"\n"
        alles = zlib.compress(hoofd + b"\n".join(inhoud for _, inhoud in groep), _NIVEAU)
        soort = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(groep), len(hoofd))
        self.zet_stroom(nummer, soort, alles)

    def sluit(self, wortel: int, *, titel: str, auteur: str, gemaakt_op: datetime) -> None:
        """Write what the file says about itself, and the table. `wortel`: the number of the catalogue."""
        moment = gemaakt_op.astimezone(UTC).strftime("(D:%Y%m%d%H%M%SZ)").encode("ascii")
        over = self.nieuw(
            b"<</Title %b/Author %b/Creator(BPV-app)/Producer(BPV-app)/CreationDate %b/ModDate %b>>"
            % (tekst_van(titel), tekst_van(auteur), moment, moment)
        )
        self.spoel()
        tabel = self.nummer()
        self._plaatsen[tabel] = begin = self._plek << 16
        kenmerk = self._som.hexdigest()[:32].encode("ascii")
        self.zet_stroom(
            tabel,
            b"/Type/XRef/Size %d/W[1 5 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/Filter/FlateDecode"
            % (len(self._plaatsen), wortel, over, kenmerk, kenmerk),
            self._tabel(),
        )
        self._schrijf(b"startxref\n%d\n%%%%EOF\n" % (begin >> 16))

    def _tabel(self) -> bytes:
        """Per object eight bytes: 1 and its place, or 2, the object stream and which one in it (from 0)."""
        pers = zlib.compressobj(_NIVEAU)
        delen = [pers.compress(b"\0\0\0\0\0\0\xff\xff")]
        for begin in range(1, len(self._plaatsen), 1000):
            stuk = self._plaatsen[begin : begin + 1000]
            delen.append(pers.compress(b"".join([_regel(plaats).to_bytes(8, "big") for plaats in stuk])))
        return b"".join([*delen, pers.flush()])


def _regel(plaats: int) -> int:
    """An entry of the table. A number that was given out and never written is a free one."""
    if not plaats:
        return 0xFFFF
    rang = plaats & 0xFFFF
    return (2 << 56 | plaats - 1) if rang else (1 << 56 | plaats)


def rij_van(nummers: Any) -> bytes:
    """References to objects, one after the other."""
    return b" ".join([b"%d 0 R" % nummer for nummer in nummers])
