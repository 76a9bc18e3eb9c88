"""A PDF file written from front to back: objects go straight to the output, only their positions are kept.

Why not one fpdf2 or pikepdf document: both hold every page in memory until the end, and cutting the fonts again for
every single file costs ten times what its pages cost. Here a group of ready objects (the fonts, the general terms) is
written once per file and shared, a batch of any size needs the memory of one POK, and the same input gives the same
bytes. The tests open every kind of file with qpdf (pikepdf) and pdfium to check that it is a PDF.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

import pikepdf

# Level 6 saves 3 % over level 3 and costs twice the time.
_COMPRESSIE = 3


@dataclass(frozen=True, slots=True)
class PdfObject:
    """An object to copy: its text with numbers (within the group) where it refers to another object, and its stream if
    it is one.
    """

    delen: tuple[bytes | int, ...]
    stroom: bytes | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Groep:
    """Objects that belong together; the first one is what pages refer to."""

    objecten: tuple[PdfObject, ...]


class _Overname:
    """Copies an object with everything it refers to, numbered anew from 0."""

    def __init__(self, wortel: pikepdf.Object) -> None:
        self._nummers = {wortel.objgen: 0}
        self._wachtrij = [wortel]

    def objecten(self) -> Iterator[PdfObject]:
        while self._wachtrij:
            huidig = self._wachtrij.pop(0)
            delen: list[bytes | int] = []
            stroom = None
            if isinstance(huidig, pikepdf.Stream):
                stroom = huidig.read_raw_bytes()
                if "/Filter" not in huidig:
                    huidig.Filter, stroom = pikepdf.Name.FlateDecode, zlib.compress(stroom, 9)
            if isinstance(huidig, pikepdf.Stream | pikepdf.Dictionary):
                self._woordenboek(huidig, delen)
            else:
                delen.append(huidig.unparse(resolved=True))
            yield PdfObject(tuple(delen), stroom)

    def _woordenboek(self, waarde: pikepdf.Object, delen: list[bytes | int]) -> None:
        delen.append(b"<<")
        for sleutel in sorted(waarde.keys()):
            if sleutel != "/Length" or not isinstance(waarde, pikepdf.Stream):
                delen.append(sleutel.encode() + b" ")
                self._waarde(waarde[sleutel], delen)
        delen.append(b">>")

    def _waarde(self, waarde: object, delen: list[bytes | int]) -> None:
        if not isinstance(waarde, pikepdf.Object):
            vast = {"True": b"true", "False": b"false", "None": b"null"}
            delen.append(vast.get(str(waarde)) or str(waarde).encode())
        elif waarde.is_indirect:
            if waarde.objgen not in self._nummers:
                self._nummers[waarde.objgen] = len(self._nummers)
                self._wachtrij.append(waarde)
            delen.append(self._nummers[waarde.objgen])
        elif isinstance(waarde, pikepdf.Dictionary):
            self._woordenboek(waarde, delen)
        elif isinstance(waarde, pikepdf.Array):
            delen.append(b"[")
            for lid in waarde:
                self._waarde(lid, delen)
                delen.append(b" ")
            delen.append(b"]")
        else:
            delen.append(waarde.unparse())


def neem_groep(wortel: pikepdf.Object) -> Groep:
    """Copy an object and everything it refers to out of another PDF."""
    return Groep(tuple(_Overname(wortel).objecten()))


def maak_stroomgroep(inhoud: bytes) -> Groep:
    """Make a group of one page content stream, compressed once."""
    return Groep((PdfObject((b"<</Filter /FlateDecode>>",), zlib.compress(inhoud, 9)),))


def comprimeer(inhoud: bytes) -> bytes:
    """Compress a page content stream, once for all files that it goes into."""
    return zlib.compress(inhoud, _COMPRESSIE)


def pdf_tekst(tekst: str) -> bytes:
    """Return a text string of a PDF, UTF-16 in hexadecimal: nothing in it can close the string or start an operator."""
    return b"<FEFF" + tekst.encode("utf-16-be", "replace").hex().upper().encode() + b">"


@dataclass(frozen=True, slots=True)
class Pagina:
    """One page: its content streams (object numbers, in order), the fonts it uses by name, its place in the outline if
    it has one.
    """

    inhoud: Sequence[int]
    letters: dict[str, int]
    bladwijzer: str = ""


class PdfSchrijver:
    """Write one file. `uit` is only ever appended to. Call `sluit` once, at the end."""

    def __init__(self, uit: BinaryIO, *, titel: str, auteur: str, gemaakt_op: datetime) -> None:
        """Write the header; reserve the numbers of the catalogue (1) and the page tree (2)."""
        self._uit = uit
        self._plaats = 0
        self._som = hashlib.sha256()
        self._posities = array("Q", [0, 0, 0])
        self._groepen: dict[Groep, int] = {}
        self._kinderen = array("L")
        self._bladwijzers = _Bladwijzers()
        self._titel, self._auteur, self._gemaakt_op = titel, auteur, gemaakt_op
        self.paginas = 0
        self._schrijf(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def _schrijf(self, tekst: bytes) -> None:
        self._uit.write(tekst)
        self._som.update(tekst)
        self._plaats += len(tekst)

    @property
    def sha256(self) -> str:
        """The SHA-256 of everything written."""
        return self._som.hexdigest()

    def nummer(self) -> int:
        """Reserve an object number."""
        self._posities.append(0)
        return len(self._posities) - 1

    def object(self, nummer: int, tekst: bytes, stroom: bytes | None = None) -> None:
        """Write an object; a stream's text must be a dictionary, its length is added."""
        self._posities[nummer] = self._plaats
        if stroom is None:
            self._schrijf(b"%d 0 obj\n%b\nendobj\n" % (nummer, tekst))
        else:
            kop = tekst[:-2] + b"/Length %d>>" % len(stroom)
            self._schrijf(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (nummer, kop, stroom))

    def stroom(self, inhoud: bytes) -> int:
        """Write a page content stream that `comprimeer` made and return its number."""
        nummer = self.nummer()
        self.object(nummer, b"<</Filter /FlateDecode>>", inhoud)
        return nummer

    def plaats(self, groep: Groep) -> int:
        """Write a shared group, unless this file has it already, and return the number of its first object."""
        if groep not in self._groepen:
            eerste = len(self._posities)
            self._groepen[groep] = eerste
            self._posities.extend([0] * len(groep.objecten))
            for stap, een in enumerate(groep.objecten):
                tekst = b"".join(b"%d 0 R" % (eerste + d) if isinstance(d, int) else d for d in een.delen)
                self.object(eerste + stap, tekst, een.stroom)
        return self._groepen[groep]

    def bladen(self, paginas: Sequence[Pagina], bladwijzer: str = "") -> None:
        """Add pages in order. With `bladwijzer` the outline gets that one entry for all of them, not their own."""
        tak = self.nummer()
        self._kinderen.append(tak)
        nummers = [self.nummer() for _ in paginas]
        for nummer, pagina in zip(nummers, paginas, strict=True):
            letters = b"".join(b"/%b %d 0 R" % (naam.encode(), ref) for naam, ref in pagina.letters.items())
            inhoud = b" ".join(b"%d 0 R" % ref for ref in pagina.inhoud)
            self.object(
                nummer,
                b"<</Type /Page /Parent %d 0 R /Resources <</Font <<%b>>>> /Contents [%b]>>" % (tak, letters, inhoud),
            )
            if not bladwijzer and pagina.bladwijzer:
                self._bladwijzers.voeg_toe(self, pagina.bladwijzer, nummer)
        if bladwijzer:
            self._bladwijzers.voeg_toe(self, bladwijzer, nummers[0])
        kinderen = b" ".join(b"%d 0 R" % n for n in nummers)
        self.object(
            tak,
            b"<</Type /Pages /Parent 2 0 R /Count %d /MediaBox [0 0 595.276 841.89] /Kids [%b]>>"
            % (len(nummers), kinderen),
        )
        self.paginas += len(paginas)

    def sluit(self) -> None:
        """Write the outline, the page tree, the catalogue, the document information and the table of positions."""
        bladwijzers = self._bladwijzers.sluit(self)
        takken = b" ".join(b"%d 0 R" % n for n in self._kinderen)
        self.object(2, b"<</Type /Pages /Count %d /Kids [%b]>>" % (self.paginas, takken))
        self.object(
            1,
            b"<</Type /Catalog /Pages 2 0 R /Lang (nl-NL) /PageLayout /SinglePage /ViewerPreferences"
            b" <</DisplayDocTitle true /PrintScaling /None /Duplex /DuplexFlipLongEdge>> %b>>" % bladwijzers,
        )
        info = self.nummer()
        moment = self._gemaakt_op.astimezone(UTC).strftime("(D:%Y%m%d%H%M%SZ)").encode()
        self.object(
            info,
            b"<</Title %b /Author %b /Creator (BPV-app) /Producer (BPV-app) /CreationDate %b /ModDate %b>>"
            % (pdf_tekst(self._titel), pdf_tekst(self._auteur), moment, moment),
        )
        # The identifier follows from the content, so it is the same for the same file and different for another.
        sleutel = self._som.hexdigest()[:32].encode()
        begin = self._plaats
        self._schrijf(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._posities))
        for plaats in self._posities[1:]:
            self._schrijf(b"%010d 00000 n \n" % plaats)
        self._schrijf(
            b"trailer\n<</Size %d /Root 1 0 R /Info %d 0 R /ID [<%b> <%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._posities), info, sleutel, sleutel, begin)
        )


class _Bladwijzers:
    """The outline: a chain of entries, each written as soon as the number of the next one is known.

    Holds no reference to its file: a cycle would keep every printed file in memory until the garbage collector comes.
    """

    def __init__(self) -> None:
        self._wortel = 0
        self._eerste = 0
        self._vorige = 0
        self._aantal = 0
        self._open: tuple[int, bytes] | None = None

    def voeg_toe(self, schrijver: PdfSchrijver, tekst: str, pagina: int) -> None:
        """Add an entry that leads to the top of a page (object number)."""
        if not self._wortel:
            self._wortel = schrijver.nummer()
        nummer = schrijver.nummer()
        self._schrijf_open(schrijver, volgende=nummer)
        vorige = b" /Prev %d 0 R" % self._vorige if self._vorige else b""
        self._open = (
            nummer,
            b"<</Title %b /Parent %d 0 R /Dest [%d 0 R /XYZ null null null]%b"
            % (pdf_tekst(tekst), self._wortel, pagina, vorige),
        )
        self._eerste = self._eerste or nummer
        self._vorige = nummer
        self._aantal += 1

    def _schrijf_open(self, schrijver: PdfSchrijver, volgende: int) -> None:
        if self._open is not None:
            nummer, tekst = self._open
            schrijver.object(nummer, tekst + (b" /Next %d 0 R>>" % volgende if volgende else b">>"))

    def sluit(self, schrijver: PdfSchrijver) -> bytes:
        """Write the last entry and the root; return what the catalogue says about them."""
        if not self._wortel:
            return b""
        self._schrijf_open(schrijver, volgende=0)
        schrijver.object(
            self._wortel,
            b"<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>" % (self._eerste, self._vorige, self._aantal),
        )
        return b"/Outlines %d 0 R /PageMode /UseOutlines" % self._wortel
