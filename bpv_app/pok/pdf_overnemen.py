"""Objects of other PDFs, read by pikepdf, taken over into a file that is being written."""

from __future__ import annotations

import hashlib
import re

import pikepdf

from bpv_app.pok.pdf_schrijver import PdfSchrijver

_VERWIJZING = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|/Length (?:\d+ \d+ R|\d+)|(\d+ \d+) R", re.DOTALL)
"""A reference; before it what is not one: texts in which one may seem to stand, the length of a stream."""
_ALLEEN = re.compile(rb"(?<!\d)(\d++ \d++) R")
"""The same, much faster, for what holds no texts and is no stream: most elements of a structure."""
Plaats = bytes
"""An object of a source, as it is referred to: `12 0`."""
_BEZIG = b"?"
"""What it is in our file is not known yet: it is being taken over."""
_BOMEN = (pikepdf.Name.Page, pikepdf.Name.Pages, pikepdf.Name.Catalog)


def _plaats(object_: pikepdf.Object) -> Plaats:
    return b"%d %d" % object_.objgen


class Overnemer:
    """Takes over objects of one source after the other, each with all it refers to.

    What is `gedeeld` is recognised by its content, over all sources, and written once. All raise ValueError for what
    cannot be taken over.
    """

    def __init__(self, pdf: PdfSchrijver) -> None:
        """Know nothing yet."""
        self._pdf = pdf
        self._bekend: dict[bytes, int] = {}

    def begin(self, bron: pikepdf.Pdf) -> None:
        """Go to a next source."""
        self._bron = bron
        self._kaart: dict[Plaats, bytes] = {}  # to what refers to it in our file; nothing for what is left out

    def wijs(self, object_: pikepdf.Object, nummer: int) -> None:
        """Say where an object went, before something refers to it."""
        self._kaart[_plaats(object_)] = b"%d 0 R" % nummer

    def is_bekend(self, object_: pikepdf.Object) -> bool:
        """Whether it was taken over, or is said to be somewhere."""
        return _plaats(object_) in self._kaart

    def laat_weg(self, lijst: pikepdf.Object) -> None:
        """Leave out what an array refers to; a list in which it stands gets shorter."""
        self._kaart |= {een[1]: b"" for een in _ALLEEN.finditer(lijst.unparse(resolved=True))}

    def vertaal(self, inhoud: bytes, *, gedeeld: bool = False) -> bytes:
        """What pikepdf says of an object (`unparse`), with the numbers of our file."""
        ken = self._kaart.get

        def zoek(treffer: re.Match[bytes]) -> bytes:
            onze = ken(treffer[1])
            return self._neem(treffer[1], gedeeld=gedeeld) if onze is None or onze is _BEZIG else onze

        if b"(" not in inhoud and b"/Length" not in inhoud and inhoud.count(b"<") == 2 * inhoud.count(b"<<"):
            return _ALLEEN.sub(zoek, inhoud)

        def vervang(treffer: re.Match[bytes]) -> bytes:
            if treffer[1]:
                return zoek(treffer)
            return b"" if treffer[0].startswith(b"/") else treffer[0]

        return _VERWIJZING.sub(vervang, inhoud)

    def deel(self, object_: pikepdf.Object) -> int:
        """The number of something of which our file has one, however many sources have it."""
        if not object_.is_indirect:
            return self._eenmaal(self.vertaal(object_.unparse(), gedeeld=True), None)
        plaats = _plaats(object_)
        return int((self._kaart.get(plaats) or self._neem(plaats, gedeeld=True)).split()[0])

    def _neem(self, plaats: Plaats, *, gedeeld: bool) -> bytes:
        if plaats in self._kaart:
            raise ValueError("a print that refers to itself")
        nummer, generatie = plaats.split()
        bron = self._bron.get_object((int(nummer), int(generatie)))
        ruw = bron.unparse(resolved=True)
        is_stroom = ruw.endswith(b" R")  # said of a stream, also when asked what is in it
        if is_stroom:
            ruw = bron.stream_dict.unparse()
        elif b"/Kids " in ruw or b"/Type /Page" in ruw or b"/Type /Catalog" in ruw:
            _check_geen_boom(bron)
        stroom = bron.read_raw_bytes() if is_stroom else None
        if gedeeld:  # compared when all it refers to is known
            self._kaart[plaats] = _BEZIG
            onze = self._eenmaal(self.vertaal(ruw, gedeeld=True), stroom)
            self._kaart[plaats] = b"%d 0 R" % onze
        else:  # what is in it may refer back, as in a tree
            onze = self._pdf.nummer()
            self._kaart[plaats] = b"%d 0 R" % onze
            self._zet(onze, self.vertaal(ruw), stroom)
        return self._kaart[plaats]

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
