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
    """Elements drawn on one page; or `vorm`: a form (its name among the resources) that the page shows and is read."""

    knopen: Sequence[Knoop]
    merken: Merken
    vorm: str = ""


_RIJKOP = b"/A<</O/Table/Scope/Row>>"
"""Of a heading in a table: it is about what stands beside it."""


class Boom:
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

    def sluit_lijst(self) -> bytes:
        """End a page or form: which element has which number on it."""
        lijst, self._lijst = b"[%b]" % rij_van([self._lijst[nummer] for nummer in sorted(self._lijst)]), {}
        return lijst


@dataclass(frozen=True, slots=True)
class Vorm:
    """A form that is read aloud, its elements with it: they are the same in every file that begins the same way.

    For that, the page that shows it and the section it is in have numbers that were agreed on before.
    """

    nummer: int
    pagina: int
    elementen: tuple[int, ...]
    lijst: bytes


def zet_vorm(pdf: PdfSchrijver, nummer: int, stuk: Stuk, sectie: int) -> Vorm:
    """Write the elements of what is drawn on a form."""
    boom, pagina = Boom(pdf), pdf.nummer()
    elementen = tuple([boom.zet(knoop, sectie, pagina, stuk, nummer) for knoop in stuk.knopen])
    return Vorm(nummer, pagina, elementen, boom.sluit_lijst())


def zet_structuur(
    pdf: PdfSchrijver,
    paginas: Sequence[tuple[int, Sequence[Stuk]]],
    vormen: Mapping[str, Vorm],
    vaste_sectie: int,
    delen: Sequence[tuple[int, str]],
) -> int:
    """Give a file its tree; returns its number. A key in it is the place of a form among `vormen`, then of a page.

    Per page its number and what is drawn on it; the forms that are read aloud, all in one section, and its number; the
    parts as (first page from 0, title).
    """
    boom, titels = Boom(pdf), {0: "", **dict(delen)}
    wortel, geheel = pdf.nummer(), pdf.nummer()
    lijsten, secties = [vorm.lijst for vorm in vormen.values()], list[int]()
    begin = sorted(titels)
    for eerste, na_laatste in zip(begin, [*begin[1:], len(paginas)], strict=True):
        deel = paginas[eerste:na_laatste]
        heeft_vorm = any(stuk.vorm for _, stukken in deel for stuk in stukken)
        sectie, kinderen = vaste_sectie if heeft_vorm else pdf.nummer(), list[int]()
        for pagina, stukken in deel:
            for stuk in stukken:
                if not stuk.vorm:
                    kinderen += [boom.zet(knoop, sectie, pagina, stuk) for knoop in stuk.knopen]
            lijsten.append(boom.sluit_lijst())
            for stuk in stukken:
                if stuk.vorm:
                    kinderen += vormen[stuk.vorm].elementen
        titel = tekst_van(titels[eerste])
        pdf.zet(sectie, b"<</S/Sect/P %d 0 R/T %b/K[%b]>>" % (geheel, titel, rij_van(kinderen)))
        secties.append(sectie)
    pdf.zet(geheel, b"<</S/Document/P %d 0 R/K[%b]>>" % (wortel, rij_van(secties)))
    ouders = pdf.nieuw(b"<</Nums[%b]>>" % b"".join([b"%d%b" % een for een in enumerate(lijsten)]))
    pdf.zet(wortel, b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R>>" % (geheel, ouders))
    return wortel
