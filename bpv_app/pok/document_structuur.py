"""The structure of a PDF for who reads with ears or fingers: headings, paragraphs, tables and lists in reading order.

What is composed says what it is (`Blad.als`), and drawing it gives every piece a number on its page. From both follows
the tree that a file has beside its pages (PDF 32000-1, 14.7 and 14.8). The PDF of a whole batch has the trees of its
files (pdf_stroom).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bpv_app.pok.pdf_schrijver import PdfSchrijver, rij_van, tekst_van


@dataclass(slots=True, eq=False)
class Knoop:
    """An element: what it is (`H1`, `P`, `TR` …) and what is in it; one without children holds text itself."""

    tag: str
    kinderen: list[Knoop] = field(default_factory=list)


Merken = dict[Knoop, list[int]]
"""The numbers that the pieces of an element got on the page (or form) where they were drawn."""


@dataclass(slots=True)
class Stuk:
    """Elements drawn on one page; `vorm`: on a shared form (its name among the resources) that the page shows."""

    knopen: Sequence[Knoop]
    merken: Merken
    vorm: str = ""


_RIJKOP = b"/A<</O/Table/Scope/Row>>"
"""Of a heading in a table: it is about what stands beside it."""


class _Boom:
    """Builds the tree of one file."""

    def __init__(self, pdf: PdfSchrijver) -> None:
        self._pdf = pdf
        self._lijst: dict[int, int] = {}
        self.lijsten: dict[int, list[int]] = {}

    def zet(self, knoop: Knoop, ouder: int, pagina: int, stuk: Stuk, vorm: int = 0) -> int:
        """One element with all below it; `vorm` is the form on which it was drawn, when it was."""
        zelf = self._pdf.nummer()
        kop = b"<</S/%b/P %d 0 R%b" % (knoop.tag.encode("ascii"), ouder, _RIJKOP if knoop.tag == "TH" else b"")
        if knoop.kinderen:
            kinderen = rij_van([self.zet(kind, zelf, pagina, stuk, vorm) for kind in knoop.kinderen])
            self._pdf.zet(zelf, b"%b/K[%b]>>" % (kop, kinderen))
            return zelf
        nummers = stuk.merken.get(knoop, [])
        if vorm:
            inhoud = b"".join([b"<</Type/MCR/Stm %d 0 R/MCID %d>>" % (vorm, nummer) for nummer in nummers])
        else:
            inhoud = b" ".join([b"%d" % nummer for nummer in nummers])
        for nummer in nummers:
            self._lijst[nummer] = zelf
        self._pdf.zet(zelf, b"%b/Pg %d 0 R/K[%b]>>" % (kop, pagina, inhoud))
        return zelf

    def sluit_lijst(self, sleutel: int) -> None:
        """End a page or form: which element has which number on it."""
        self.lijsten[sleutel] = [self._lijst[nummer] for nummer in sorted(self._lijst)]
        self._lijst = {}


def zet_structuur(
    pdf: PdfSchrijver,
    paginas: Sequence[tuple[int, Sequence[Stuk]]],
    vormen: Mapping[str, int],
    delen: Sequence[tuple[int, str]],
) -> int:
    """Give a file its tree; returns its number. A key in it is the place of a form, then of a page.

    Per page its number and what is drawn on it; the marked forms and their numbers; the parts as (first page from 0,
    title).
    """
    boom, begin, plaats_van = _Boom(pdf), dict(delen), {naam: plaats for plaats, naam in enumerate(vormen)}
    wortel, geheel = pdf.nummer(), pdf.nummer()
    secties: list[tuple[int, str, list[int]]] = []
    for plaats, (pagina, stukken) in enumerate(paginas):
        if plaats in begin or not secties:
            secties.append((pdf.nummer(), begin.get(plaats, ""), []))
        sectie, _, kinderen = secties[-1]
        for stuk in stukken:
            if not stuk.vorm:
                kinderen += [boom.zet(knoop, sectie, pagina, stuk) for knoop in stuk.knopen]
        boom.sluit_lijst(len(vormen) + plaats)
        for stuk in stukken:
            if stuk.vorm:
                kinderen += [boom.zet(knoop, sectie, pagina, stuk, vormen[stuk.vorm]) for knoop in stuk.knopen]
                boom.sluit_lijst(plaats_van[stuk.vorm])
    for sectie, titel, kinderen in secties:
        pdf.zet(sectie, b"<</S/Sect/P %d 0 R/T %b/K[%b]>>" % (geheel, tekst_van(titel), rij_van(kinderen)))
    pdf.zet(geheel, b"<</S/Document/P %d 0 R/K[%b]>>" % (wortel, rij_van(sectie for sectie, *_ in secties)))
    lijsten = b"".join([b"%d[%b]" % (sleutel, rij_van(lijst)) for sleutel, lijst in sorted(boom.lijsten.items())])
    ouders = pdf.nieuw(b"<</Nums[%b]>>" % lijsten)
    pdf.zet(wortel, b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R>>" % (geheel, ouders))
    return wortel
