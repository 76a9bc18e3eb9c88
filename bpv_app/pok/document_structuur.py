"""The structure of a PDF for who reads with ears or fingers: headings, paragraphs, tables and lists in reading order.

What is composed says what it is (`Blad.als`), and drawing it gives every piece a number on its page. From both follows
the tree that a file has beside its pages (PDF 32000-1, 14.7 and 14.8). Only files of one agreement have it: the PDF of
a whole batch is for the printer, and a tree for thousands of pages would cost more than drawing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name


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


_NAMEN = {
    tag: Name(f"/{tag}")
    for tag in ("Document", "Sect", "H1", "H2", "P", "Table", "TR", "TH", "TD", "L", "LI", "Lbl", "LBody")
}


class _Boom:
    """Builds the tree of one file."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self.wortel = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.ouders: list[object] = []
        self._lijst: dict[int, pikepdf.Object] = {}
        self._rijkop = pdf.make_indirect(Dictionary(O=Name.Table, Scope=Name.Row))

    def element(self, tag: str, ouder: pikepdf.Object) -> pikepdf.Object:
        return self._pdf.make_indirect(Dictionary({"/S": _NAMEN[tag], "/P": ouder}))

    def zet(
        self,
        knoop: Knoop,
        ouder: pikepdf.Object,
        pagina: pikepdf.Object,
        stuk: Stuk,
        vorm: pikepdf.Object | None = None,
    ) -> pikepdf.Object:
        """One element with all below it; `vorm` is the form on which it was drawn, when it was."""
        self_ = self.element(knoop.tag, ouder)
        if knoop.tag == "TH":
            self_.A = self._rijkop
        if knoop.kinderen:
            self_.K = Array([self.zet(kind, self_, pagina, stuk, vorm) for kind in knoop.kinderen])
            return self_
        nummers = stuk.merken.get(knoop, [])
        self_.Pg = pagina
        if vorm is not None:
            self_.K = Array([Dictionary({"/Type": Name.MCR, "/Pg": pagina, "/Stm": vorm, "/MCID": n}) for n in nummers])
        else:
            self_.K = nummers[0] if len(nummers) == 1 else Array(nummers)
        for nummer in nummers:
            self._lijst[nummer] = self_
        return self_

    def sluit_lijst(self) -> int:
        """End a page or form: which element has which number on it. Returns its key."""
        sleutel = len(self.ouders) // 2
        self.ouders += [sleutel, self._pdf.make_indirect(Array([self._lijst[n] for n in sorted(self._lijst)]))]
        self._lijst = {}
        return sleutel


def zet_structuur(pdf: pikepdf.Pdf, paginas: Sequence[Sequence[Stuk]], delen: Sequence[tuple[int, str]]) -> None:
    """Give a file its tree: per page what is drawn on it, and the parts as (first page from 0, title)."""
    boom = _Boom(pdf)
    geheel = boom.element("Document", boom.wortel)
    begin = dict(delen)
    secties: list[tuple[pikepdf.Object, list[pikepdf.Object]]] = []
    for plaats, stukken in enumerate(paginas):
        pagina = pdf.pages[plaats].obj
        if plaats in begin or not secties:
            sectie = boom.element("Sect", geheel)
            sectie.T = begin.get(plaats, "")
            secties.append((sectie, []))
        sectie, kinderen = secties[-1]
        for stuk in stukken:
            if not stuk.vorm:
                kinderen += [boom.zet(knoop, sectie, pagina, stuk) for knoop in stuk.knopen]
        pagina.StructParents, pagina.Tabs = boom.sluit_lijst(), Name.S
        for stuk in stukken:
            if stuk.vorm:
                vorm = pagina.Resources.XObject[stuk.vorm]
                kinderen += [boom.zet(knoop, sectie, pagina, stuk, vorm) for knoop in stuk.knopen]
                vorm.StructParents = boom.sluit_lijst()
    for sectie, kinderen in secties:
        sectie.K = Array(kinderen)
    geheel.K = Array([sectie for sectie, _ in secties])
    boom.wortel.K = Array([geheel])
    boom.wortel.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(boom.ouders)))
    boom.wortel.ParentTreeNextKey = len(boom.ouders) // 2
    pdf.Root.StructTreeRoot = boom.wortel
    pdf.Root.MarkInfo = Dictionary(Marked=True)
