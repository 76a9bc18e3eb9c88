"""Many printed agreements after each other in one PDF, written as it is made: memory does not grow with the number.

Every object of a source goes to the file and is forgotten. What the prints share (fonts, the pages of the general
terms, a logo) is recognised by its content and written once. What a print says to who reads with ears or fingers goes
along: each is a part of the whole, with its own tree. The general terms are read aloud with the first that has them.
Kept are a place per object, for the table at the end, and some numbers per agreement.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Dictionary

from bpv_app.pok.document_pagina import GEMERKT
from bpv_app.pok.pdf_catalogus import Inhoudsopgave, zet_catalogus
from bpv_app.pok.pdf_overnemen import Overnemer
from bpv_app.pok.pdf_schrijver import Doel, PdfSchrijver, rij_van, tekst_van

_NIET_MEE = ("/Parent", "/Resources", "/StructParents", "/Tabs", "/P", "/Metadata")
"""Keys of a page that belong to the file it came from: its tree, its tags, what it says about itself."""


Lijsten = dict[int, pikepdf.Object]
"""Per key in the tree of marks of a source: the elements of the marks on a page or form, in their order."""


class PdfStroom:
    """Writes one PDF of the pages of many, in the order they are added. The same sources give the same bytes.

    with schrijf_pdf(doel, titel="…", auteur="…", gemaakt_op=nu) as pdf:
        pdf.voeg_toe(inhoud, "2026-00412 Yusuf Bakker")
    """

    def __init__(self, doel: Doel) -> None:
        """Write the head of the file."""
        self._pdf = pdf = PdfSchrijver(doel)
        self._wortel, self._boom, self._structuur, self._geheel = (pdf.nummer() for _ in range(4))
        self._inhoud = Inhoudsopgave(pdf)
        self._bron = Overnemer(pdf)
        self._delen, self._onderdelen, self._lijsten = array("L"), array("L"), array("L")
        self._sleutel = 0
        self._voorgelezen: set[int] = set()
        self._stil: dict[int, int] = {}
        self._is_alles_gemerkt = True
        self.paginas = 0

    # --- one agreement ------------------------------------------------------------------------------------------------

    def voeg_toe(self, inhoud: bytes, bladwijzer: str) -> int:
        """Add all pages of a PDF, with one entry in the outline; returns how many. ValueError or PdfError: damaged."""
        try:
            # Our own pages inherit nothing.
            with pikepdf.open(io.BytesIO(inhoud), inherit_page_attributes=False) as bron:
                return self._neem_over(bron, bladwijzer)
        except RecursionError:
            raise ValueError("a print of things in things without end") from None

    def _neem_over(self, bron: pikepdf.Pdf, bladwijzer: str) -> int:
        if not len(bron.pages):
            raise ValueError("a print without pages")
        self._bron.begin(bron)
        sleutels, lijsten = dict[int, int](), _lees_lijsten(bron.Root)
        paginas = [pagina.obj for pagina in bron.pages]
        nummers = [self._pdf.nummer() for _ in paginas]
        middelen = [self._middelen(pagina, sleutels, lijsten) for pagina in paginas]
        for pagina, nummer in zip(paginas, nummers, strict=True):
            self._bron.wijs(pagina, nummer)
        deel = self._pdf.nummer()
        for pagina, nummer, middel in zip(paginas, nummers, middelen, strict=True):
            eigen = b"/Type/Page/Parent %d 0 R/Resources %d 0 R" % (deel, middel)
            if "/StructParents" in pagina:
                eigen += b"/Tabs/S/StructParents %d" % self._nieuwe_sleutel(int(pagina.StructParents), sleutels)
            for sleutel in _NIET_MEE:
                if sleutel in pagina:
                    del pagina[sleutel]
            del pagina["/Type"]
            self._pdf.zet(nummer, b"<<%b%b" % (eigen, self._bron.vertaal(pagina.unparse(resolved=True)).strip()[2:]))
        self._pdf.zet(
            deel, b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (self._boom, len(nummers), rij_van(nummers))
        )
        self._delen.append(deel)
        self._inhoud.voeg_toe(bladwijzer, nummers[0])
        self._neem_structuur(bron.Root, bladwijzer, sleutels, lijsten)
        self.paginas += len(nummers)
        return len(nummers)

    def _nieuwe_sleutel(self, eerder: int, sleutels: dict[int, int]) -> int:
        """The key in our tree of marks for what had `eerder` in its own."""
        sleutels[eerder] = self._sleutel
        self._sleutel += 1
        return sleutels[eerder]

    # --- what it shares with others -----------------------------------------------------------------------------------

    def _middelen(self, pagina: pikepdf.Object, sleutels: dict[int, int], lijsten: Lijsten) -> int:
        """What a page uses. Forms that are read aloud come first: they cannot be shared."""
        middelen: Any = pagina.get("/Resources", Dictionary())
        if middelen.is_indirect and self._bron.is_bekend(middelen):  # all pages of a print have the same
            return self._bron.deel(middelen)
        vormen: Any = middelen.get("/XObject", Dictionary())
        for naam, vorm in vormen.items():
            if "/StructParents" in vorm and not self._bron.is_bekend(vorm):
                kaal = vormen.get(naam.removesuffix(GEMERKT))
                self._bron.wijs(vorm, self._vorm(vorm, kaal, sleutels, lijsten))
        return self._bron.deel(middelen)

    def _vorm(
        self, vorm: pikepdf.Object, kaal: pikepdf.Object | None, sleutels: dict[int, int], lijsten: Lijsten
    ) -> int:
        """A form that is read aloud where it is shown: in the first print that has it; in others it is decoration."""
        zelfde = self._bron.deel(kaal) if kaal is not None and kaal.objgen != vorm.objgen else 0
        if zelfde in self._voorgelezen:
            if (eerder := int(vorm.StructParents)) in lijsten:
                self._bron.laat_weg(lijsten[eerder])
            return self._zwijg(zelfde, vorm)
        if zelfde:
            self._voorgelezen.add(zelfde)
        nummer, hoofd, ruw = self._pdf.nummer(), vorm.stream_dict, vorm.read_raw_bytes()
        sleutel = self._nieuwe_sleutel(int(hoofd["/StructParents"]), sleutels)
        del hoofd["/StructParents"]
        eigen = self._bron.vertaal(hoofd.unparse(), gedeeld=True).strip()[2:-2]
        self._pdf.zet_stroom(nummer, b"%b/StructParents %d" % (eigen, sleutel), ruw)
        return nummer

    def _zwijg(self, zelfde: int, vorm: pikepdf.Object) -> int:
        """A form that shows another one as decoration."""
        if zelfde not in self._stil:
            kader = vorm.stream_dict["/BBox"].unparse()
            hoofd = b"/Type/XObject/Subtype/Form/BBox %b/Resources<</XObject<</X %d 0 R>>>>" % (kader, zelfde)
            self._stil[zelfde] = self._pdf.pers(hoofd, b"/Artifact BMC /X Do EMC")
        return self._stil[zelfde]

    # --- what it says to who cannot see -------------------------------------------------------------------------------

    def _neem_structuur(self, wortel: Any, titel: str, sleutels: dict[int, int], lijsten: Lijsten) -> None:
        """Hang its tree, as a part, in ours."""
        if not lijsten.keys() >= sleutels.keys() or not sleutels:
            self._is_alles_gemerkt = False
            return
        (geheel,) = wortel.StructTreeRoot.K
        nummer = self._pdf.nummer()
        self._bron.wijs(geheel, nummer)
        kinderen = self._bron.vertaal(geheel.K.unparse(resolved=True))
        self._pdf.zet(nummer, b"<</S/Part/P %d 0 R/T %b/K %b>>" % (self._geheel, tekst_van(titel), kinderen))
        self._onderdelen.append(nummer)
        rij = [
            b"%d%b" % (sleutel, self._bron.vertaal(lijsten[eerder].unparse(resolved=True)))
            for eerder, sleutel in sleutels.items()
        ]
        grenzen = (self._sleutel - len(sleutels), self._sleutel - 1)
        self._lijsten.append(self._pdf.nieuw(b"<</Limits[%d %d]/Nums[%b]>>" % (*grenzen, b"".join(rij))))

    # --- the end ------------------------------------------------------------------------------------------------------

    def sluit(self, *, titel: str, auteur: str, gemaakt_op: datetime) -> None:
        """Write what leads to the pages and what the file says about itself."""
        pdf = self._pdf
        pdf.zet(self._boom, b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.paginas, rij_van(self._delen)))
        if self._onderdelen:
            lijsten = pdf.nieuw(b"<</Kids[%b]>>" % rij_van(self._lijsten))
            pdf.zet(
                self._structuur,
                b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
                % (self._geheel, lijsten, self._sleutel),
            )
            pdf.zet(self._geheel, b"<</S/Document/P %d 0 R/K[%b]>>" % (self._structuur, rij_van(self._onderdelen)))
        structuur = self._structuur if self._onderdelen else 0
        zet_catalogus(pdf, self._wortel, self._boom, self._inhoud, structuur, is_alles_gemerkt=self._is_alles_gemerkt)
        pdf.sluit(self._wortel, titel=titel, auteur=auteur, gemaakt_op=gemaakt_op)


def _lees_lijsten(wortel: Any) -> Lijsten:
    """The tree of marks of a print; empty when it has none of the form in which we write it."""
    structuur = wortel.get("/StructTreeRoot", Dictionary())
    nummers = structuur.get("/ParentTree", Dictionary()).get("/Nums", pikepdf.Array())
    if len(structuur.get("/K", ())) != 1:
        return {}
    return {int(nummers[n]): nummers[n + 1] for n in range(0, len(nummers) - 1, 2)}


@contextmanager
def schrijf_pdf(doel: Doel, *, titel: str, auteur: str, gemaakt_op: datetime) -> Iterator[PdfStroom]:
    """A PDF that is finished when the block ends well."""
    pdf = PdfStroom(doel)
    yield pdf
    pdf.sluit(titel=titel, auteur=auteur, gemaakt_op=gemaakt_op)
