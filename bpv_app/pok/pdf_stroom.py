"""Many printed agreements after each other in one PDF, written as it is made: memory does not grow with the number.

Every object of a source goes to the file and is forgotten. What the prints share (fonts, the pages of the general
terms, a logo) is recognised by its content and written once. Kept are a place per object, for the table at the end, and
a number per agreement.
"""

from __future__ import annotations

import hashlib
import io
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol

import pikepdf

_NIET_MEE = frozenset({"/Parent", "/Resources", "/StructParents", "/StructParent", "/Tabs", "/P", "/Metadata"})
"""Keys of a page that belong to the file it came from: its tree, its tags, what it says about itself."""
_CATALOGUS, _BOOM, _INHOUD, _OVER = 1, 2, 3, 4


class Doel(Protocol):
    """Where the file goes."""

    def write(self, deel: bytes, /) -> object:
        """Take the next bytes."""
        ...


class PdfStroom:
    """Writes one PDF of the pages of many, in the order they are added. The same sources give the same bytes.

    with schrijf_pdf(doel, titel="…", auteur="…", gemaakt_op=nu) as pdf:
        pdf.voeg_toe(inhoud, "2026-00412 Yusuf Bakker")
    """

    def __init__(self, doel: Doel) -> None:
        """Write the head of the file."""
        self._doel = doel
        self._plek = 0
        self._plaatsen = array("Q", [0] * (_OVER + 1))  # per object number: where it starts; 0 is never used
        self._bekend: dict[bytes, int] = {}
        self._delen = array("L")
        self._som = hashlib.sha256()
        self._kop = 0
        self._vorige: tuple[int, bytes, int] | None = None
        self.paginas = 0
        self._schrijf(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    # --- writing ------------------------------------------------------------------------------------------------------

    def _schrijf(self, deel: bytes) -> None:
        self._doel.write(deel)
        self._plek += len(deel)

    def _nummer(self) -> int:
        self._plaatsen.append(0)
        return len(self._plaatsen) - 1

    def _object(self, nummer: int, inhoud: bytes) -> None:
        self._plaatsen[nummer] = self._plek
        self._schrijf(b"%d 0 obj\n%b\nendobj\n" % (nummer, inhoud))

    # --- copying ------------------------------------------------------------------------------------------------------

    def _waarde(self, waarde: Any, kaart: dict[tuple[int, int], int], *, gedeeld: bool) -> bytes:
        """A value as it stands in the file; what it refers to is copied first."""
        if isinstance(waarde, pikepdf.Object):
            if waarde.is_indirect:
                return b"%d 0 R" % self._neem_over(waarde, kaart, gedeeld=gedeeld)
            if isinstance(waarde, pikepdf.Dictionary):
                return self._woordenboek(waarde, kaart, gedeeld=gedeeld)
            if isinstance(waarde, pikepdf.Array):
                return b"[%b]" % b" ".join(self._waarde(w, kaart, gedeeld=gedeeld) for w in waarde)
            return waarde.unparse()
        if waarde is None:
            return b"null"
        if isinstance(waarde, bool):
            return b"true" if waarde else b"false"
        return (f"{waarde:f}" if isinstance(waarde, Decimal | float) else str(waarde)).encode("ascii")

    def _woordenboek(self, bron: Any, kaart: dict[tuple[int, int], int], *, gedeeld: bool, weg: Any = ()) -> bytes:
        paren = sorted((naam, waarde) for naam, waarde in bron.items() if naam not in weg)
        delen = (
            pikepdf.Name(naam).unparse() + b" " + self._waarde(waarde, kaart, gedeeld=gedeeld) for naam, waarde in paren
        )
        return b"<<%b>>" % b"\n".join(delen)

    def _neem_over(self, bron: pikepdf.Object, kaart: dict[tuple[int, int], int], *, gedeeld: bool) -> int:
        """Copy an object and what it refers to; its number in our file. What is shared is there once."""
        if bron.objgen in kaart:
            nummer = kaart[bron.objgen]
            if not nummer:
                raise ValueError("a print that refers to itself")
            return nummer
        if isinstance(bron, pikepdf.Dictionary) and bron.get("/Type") in (pikepdf.Name.Page, pikepdf.Name.Pages):
            raise ValueError("a print that refers to a page of its file")
        kaart[bron.objgen] = 0
        if isinstance(bron, pikepdf.Stream):
            ruw = bron.read_raw_bytes()
            hoofd = self._woordenboek(bron.stream_dict, kaart, gedeeld=gedeeld, weg=("/Length",))[:-2]
            inhoud = b"%b\n/Length %d>>\nstream\n%b\nendstream" % (hoofd, len(ruw), ruw)
        elif isinstance(bron, pikepdf.Dictionary):
            inhoud = self._woordenboek(bron, kaart, gedeeld=gedeeld)
        elif isinstance(bron, pikepdf.Array):
            inhoud = b"[%b]" % b" ".join(self._waarde(w, kaart, gedeeld=gedeeld) for w in bron)
        else:
            inhoud = bron.unparse(resolved=True)
        nummer = self._eenmaal(inhoud) if gedeeld else self._nieuw(inhoud)
        kaart[bron.objgen] = nummer
        return nummer

    def _nieuw(self, inhoud: bytes) -> int:
        nummer = self._nummer()
        self._object(nummer, inhoud)
        return nummer

    def _eenmaal(self, inhoud: bytes) -> int:
        """What refers to equal things is equal itself: the numbers in it are those of our file."""
        som = hashlib.sha256(inhoud).digest()
        if som not in self._bekend:
            self._bekend[som] = self._nieuw(inhoud)
        return self._bekend[som]

    # --- one agreement ------------------------------------------------------------------------------------------------

    def voeg_toe(self, inhoud: bytes, bladwijzer: str) -> int:
        """Add all pages of a PDF, with one entry in the outline; returns how many. ValueError or PdfError: damaged."""
        with pikepdf.open(io.BytesIO(inhoud)) as bron:
            if not len(bron.pages):
                raise ValueError("a print without pages")
            self._som.update(hashlib.sha256(inhoud).digest())
            kaart: dict[tuple[int, int], int] = {}
            deel, kinderen = self._nummer(), []
            for pagina in bron.pages:
                # Before the page's own objects: only what stands in its resources is shared.
                middelen = self._middelen(pagina.obj.get("/Resources", pikepdf.Dictionary()), kaart)
                eigen = self._woordenboek(pagina.obj, kaart, gedeeld=False, weg=_NIET_MEE)[:-2]
                kinderen.append(self._nieuw(b"%b\n/Parent %d 0 R\n/Resources %b>>" % (eigen, deel, middelen)))
        rij = b" ".join(b"%d 0 R" % k for k in kinderen)
        self._object(deel, b"<</Type /Pages\n/Parent %d 0 R\n/Count %d\n/Kids [%b]>>" % (_BOOM, len(kinderen), rij))
        self._delen.append(deel)
        self._zet_bladwijzer(bladwijzer, kinderen[0])
        self.paginas += len(kinderen)
        return len(kinderen)

    def _middelen(self, bron: Any, kaart: dict[tuple[int, int], int]) -> bytes:
        if bron.is_indirect:  # one for all pages of a print: copied once
            return b"%d 0 R" % self._neem_over(bron, kaart, gedeeld=True)
        return b"%d 0 R" % self._eenmaal(self._woordenboek(bron, kaart, gedeeld=True))

    def _zet_bladwijzer(self, tekst: str, pagina: int) -> None:
        nummer = self._nummer()
        titel = pikepdf.String(tekst).unparse()
        inhoud = b"<</Title %b\n/Parent %d 0 R\n/Dest [%d 0 R /Fit]" % (titel, _INHOUD, pagina)
        if self._vorige is None:
            self._kop = nummer
        else:
            self._sluit_bladwijzer(nummer)
            inhoud += b"\n/Prev %d 0 R" % self._vorige[0]
        self._vorige = (nummer, inhoud, pagina)

    def _sluit_bladwijzer(self, volgende: int) -> None:
        if self._vorige is not None:
            nummer, inhoud, _ = self._vorige
            self._object(nummer, inhoud + (b"\n/Next %d 0 R" % volgende if volgende else b"") + b">>")

    # --- the end ------------------------------------------------------------------------------------------------------

    def sluit(self, *, titel: str, auteur: str, gemaakt_op: datetime) -> None:
        """Write what leads to the pages, what the file says about itself, and the table. ValueError: nothing added."""
        if self._vorige is None:
            raise ValueError("a PDF needs a page")
        self._sluit_bladwijzer(0)
        kinderen = b" ".join(b"%d 0 R" % deel for deel in self._delen)
        self._object(_BOOM, b"<</Type /Pages\n/Count %d\n/Kids [%b]>>" % (self.paginas, kinderen))
        laatste = self._vorige[0]
        self._object(
            _INHOUD,
            b"<</Type /Outlines\n/Count %d\n/First %d 0 R\n/Last %d 0 R>>" % (len(self._delen), self._kop, laatste),
        )
        self._object(
            _CATALOGUS,
            b"<</Type /Catalog\n/Pages %d 0 R\n/Outlines %d 0 R\n/PageMode /UseOutlines\n/PageLayout /SinglePage\n"
            b"/Lang (nl-NL)\n/ViewerPreferences <</DisplayDocTitle true\n/PrintScaling /None\n"
            b"/Duplex /DuplexFlipLongEdge>>>>" % (_BOOM, _INHOUD),
        )
        moment = gemaakt_op.astimezone(UTC).strftime("(D:%Y%m%d%H%M%SZ)").encode("ascii")
        titel_, auteur_ = pikepdf.String(titel).unparse(), pikepdf.String(auteur).unparse()
        self._object(
            _OVER,
            b"<</Title %b\n/Author %b\n/Creator (BPV-app)\n/Producer (BPV-app)\n/CreationDate %b\n/ModDate %b>>"
            % (titel_, auteur_, moment, moment),
        )
        tabel, aantal = self._plek, len(self._plaatsen)
        self._schrijf(b"xref\n0 %d\n0000000000 65535 f \n" % aantal)
        for begin in range(1, aantal, 1000):
            deel = self._plaatsen[begin : begin + 1000]
            self._schrijf(b"".join(b"%010d 00000 n \n" % plek for plek in deel))
        kenmerk = self._som.hexdigest()[:32].encode("ascii")
        self._schrijf(
            b"trailer\n<</Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%b> <%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (aantal, _CATALOGUS, _OVER, kenmerk, kenmerk, tabel)
        )


@contextmanager
def schrijf_pdf(doel: Doel, *, titel: str, auteur: str, gemaakt_op: datetime) -> Iterator[PdfStroom]:
    """A PDF that is finished when the block ends well."""
    pdf = PdfStroom(doel)
    yield pdf
    pdf.sluit(titel=titel, auteur=auteur, gemaakt_op=gemaakt_op)
