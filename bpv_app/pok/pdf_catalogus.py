"""What every file of ours has besides pages: an outline, a language, and how it wants to be shown and printed."""

from __future__ import annotations

from bpv_app.pok.pdf_schrijver import PdfSchrijver, tekst_van


class Inhoudsopgave:
    """The outline, in the order of its entries. Kept is the last entry only."""

    def __init__(self, pdf: PdfSchrijver) -> None:
        """Start empty."""
        self._pdf = pdf
        self._zelf = pdf.nummer()
        self._eerste = 0
        self._vorige: tuple[int, bytes] | None = None
        self._aantal = 0

    def voeg_toe(self, tekst: str, pagina: int) -> None:
        """An entry that leads to a page (the number of its object)."""
        nummer = self._pdf.nummer()
        inhoud = b"<</Title %b/Parent %d 0 R/Dest[%d 0 R/Fit]" % (tekst_van(tekst), self._zelf, pagina)
        if self._vorige is None:
            self._eerste = nummer
        else:
            inhoud += b"/Prev %d 0 R" % self._vorige[0]
            self._sluit_vorige(b"/Next %d 0 R" % nummer)
        self._vorige = (nummer, inhoud)
        self._aantal += 1

    def _sluit_vorige(self, volgende: bytes = b"") -> None:
        if self._vorige is not None:
            self._pdf.zet(self._vorige[0], self._vorige[1] + volgende + b">>")

    def sluit(self) -> bytes:
        """Write what is left; what the catalogue says about it."""
        if self._vorige is None:
            return b""
        self._sluit_vorige()
        inhoud = (self._aantal, self._eerste, self._vorige[0])
        self._pdf.zet(self._zelf, b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % inhoud)
        return b"/PageMode/UseOutlines/Outlines %d 0 R" % self._zelf


def zet_catalogus(
    pdf: PdfSchrijver,
    wortel: int,
    paginas: int,
    inhoud: Inhoudsopgave,
    structuur: int,
    *,
    is_alles_gemerkt: bool = True,
) -> None:
    """Write the catalogue as object `wortel`. `structuur` 0: none of the pages has one."""
    merk = b""
    if structuur:
        verdacht = b"" if is_alles_gemerkt else b"/Suspects true"
        merk = b"/StructTreeRoot %d 0 R/MarkInfo<</Marked true%b>>" % (structuur, verdacht)
    pdf.zet(
        wortel,
        b"<</Type/Catalog/Pages %d 0 R%b%b/PageLayout/SinglePage/Lang(nl-NL)"
        b"/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None/Duplex/DuplexFlipLongEdge>>>>"
        % (paginas, inhoud.sluit(), merk),
    )
