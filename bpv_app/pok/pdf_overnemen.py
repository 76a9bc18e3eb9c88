"""Objects of other PDFs, read by pikepdf, taken over into a file that is being written."""

from __future__ import annotations

import hashlib
import re

import pikepdf

from bpv_app.pok.pdf_schrijver import PdfSchrijver

_VERWIJZING = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|/Length (?:\d+ \d+ R|\d+)|(\d+) (\d+) R", re.DOTALL)
"""A reference; before it what is not one: texts in which one may seem to stand, the length of a stream."""
_ALLEEN = re.compile(rb"(\d+) (\d+) R")
"""The same, three times as fast, for what holds no texts and is no stream: most elements of a structure."""
Plaats = tuple[int, int]
Kaart = dict[Plaats, int]
"""The objects of one source and their numbers in our file; or one of these two."""
BEZIG, WEG = 0, -1
_BOMEN = (pikepdf.Name.Page, pikepdf.Name.Pages, pikepdf.Name.Catalog)


class Overnemer:
    """Takes over objects of one source after the other, each with all it refers to.

    `kaart` says where objects went, before the first call those that get another place. What is `gedeeld` is recognised
    by its content, over all sources, and written once. All raise ValueError for what cannot be taken over.
    """

    def __init__(self, pdf: PdfSchrijver) -> None:
        """Know nothing yet."""
        self._pdf = pdf
        self._bekend: dict[bytes, int] = {}

    def begin(self, bron: pikepdf.Pdf) -> None:
        """Go to a next source."""
        self._bron = bron
        self.kaart: Kaart = {}

    def laat_weg(self, lijst: pikepdf.Object) -> None:
        """Leave out what an array refers to; a list in which it stands gets shorter."""
        self.kaart |= {(int(een[1]), int(een[2])): WEG for een in _ALLEEN.finditer(lijst.unparse(resolved=True))}

    def vertaal(self, inhoud: bytes, *, gedeeld: bool = False) -> bytes:
        """What pikepdf says of an object (`unparse`), with the numbers of our file."""

        kaart = self.kaart

        def zoek(nummer: bytes, generatie: bytes) -> bytes:
            plaats = (int(nummer), int(generatie))
            onze = kaart.get(plaats) or self._neem(plaats, gedeeld=gedeeld)
            return b"" if onze == WEG else b"%d 0 R" % onze

        if b"(" not in inhoud and b"/Length" not in inhoud and inhoud.count(b"<") == 2 * inhoud.count(b"<<"):
            return _ALLEEN.sub(lambda treffer: zoek(*treffer.groups()), inhoud)

        def vervang(treffer: re.Match[bytes]) -> bytes:
            if treffer[1]:
                return zoek(treffer[1], treffer[2])
            return b"" if treffer[0].startswith(b"/") else treffer[0]

        return _VERWIJZING.sub(vervang, inhoud)

    def deel(self, object_: pikepdf.Object) -> int:
        """The number of something of which our file has one, however many sources have it."""
        if object_.is_indirect:
            return self._neem(object_.objgen, gedeeld=True)
        return self._eenmaal(self.vertaal(object_.unparse(), gedeeld=True), None)

    def neem(self, object_: pikepdf.Object) -> int:
        """The number of an object that only this source has."""
        return self._neem(object_.objgen, gedeeld=False)

    def _neem(self, plaats: Plaats, *, gedeeld: bool) -> int:
        if plaats in self.kaart:
            if not self.kaart[plaats]:
                raise ValueError("a print that refers to itself")
            return self.kaart[plaats]
        bron = self._bron.get_object(plaats)
        ruw = bron.unparse(resolved=True)
        is_stroom = ruw.endswith(b" R")  # said of a stream, also when asked what is in it
        if is_stroom:
            ruw = bron.stream_dict.unparse()
        elif b"/Kids " in ruw or b"/Type /Page" in ruw or b"/Type /Catalog" in ruw:
            _check_geen_boom(bron)
        # What is shared is compared when all it refers to is known; the rest may refer back, as a tree does.
        self.kaart[plaats] = BEZIG if gedeeld else self._pdf.nummer()
        inhoud = self.vertaal(ruw, gedeeld=gedeeld)
        stroom = bron.read_raw_bytes() if is_stroom else None
        if gedeeld:
            self.kaart[plaats] = self._eenmaal(inhoud, stroom)
        else:
            self._zet(self.kaart[plaats], inhoud, stroom)
        return self.kaart[plaats]

    def _eenmaal(self, inhoud: bytes, stroom: bytes | None) -> int:
        """What refers to equal things is equal itself: the numbers in it are those of our file."""
        som = hashlib.sha256(inhoud)
        if stroom is not None:
            som.update(b"\nstream\n" + stroom)
        sleutel = som.digest()
        if sleutel not in self._bekend:
            self._bekend[sleutel] = self._pdf.nummer()
            self._zet(self._bekend[sleutel], inhoud, stroom)
        return self._bekend[sleutel]

    def _zet(self, nummer: int, inhoud: bytes, stroom: bytes | None) -> None:
        if stroom is None:
            self._pdf.zet(nummer, inhoud)
        else:
            self._pdf.zet_stroom(nummer, inhoud.strip()[2:-2], stroom)


def _check_geen_boom(bron: pikepdf.Object) -> None:
    """Who copies a page or what leads to pages copies a whole file."""
    if isinstance(bron, pikepdf.Dictionary) and bron.get("/Type") in _BOMEN:
        raise ValueError("a print that refers to the pages of its file")
