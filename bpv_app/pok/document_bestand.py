"""From composed pages to PDF files: fpdf2 draws, pikepdf adds what all prints share and puts the pages together.

Shared are the fonts and the pages of the general terms: every file has them once, however many pages show them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem

from bpv_app.pok.document_blad import Blad, logo_naam
from bpv_app.pok.document_lettertype import FONTS, Tekenvel, laad_letters, sluit_tekening
from bpv_app.pok.document_rules import Logo
from bpv_app.pok.document_structuur import Stuk
from bpv_app.pok.document_voorwaarden import list_stellen, teken_voorwaarden
from bpv_app.pok.rules_voorwaarden import Voorwaarden


@dataclass(frozen=True, slots=True)
class Vel:
    """One page: what is drawn on it, over which page (from 0) of which terms, its name in the outline if it has one."""

    bladen: tuple[Blad, ...]
    bladwijzer: str = ""
    voorwaarden: tuple[Voorwaarden, int] | None = None
    is_voorgelezen: bool = False
    """Of all places that show this page of the terms, the one where it is read aloud."""


@dataclass(frozen=True, slots=True)
class Bladwijzer:
    """An entry in the outline: leads to a page (from 0)."""

    tekst: str
    pagina: int


@dataclass(frozen=True, slots=True)
class Nodig:
    """What pages need of what is shared: versions of the terms, which character sets, the logo."""

    voorwaarden: frozenset[Voorwaarden] = frozenset()
    stellen: frozenset[int] = frozenset({0})
    logos: frozenset[Logo] = frozenset()

    def __or__(self, ander: Nodig) -> Nodig:
        """What both need together."""
        return Nodig(self.voorwaarden | ander.voorwaarden, self.stellen | ander.stellen, self.logos | ander.logos)


class Tekening:
    """The drawn pages of one agreement, still without what is shared."""

    def __init__(self, vellen: Sequence[Vel]) -> None:
        """Draw the pages."""
        bladen = [blad for vel in vellen for blad in vel.bladen]
        voorwaarden = frozenset(vel.voorwaarden[0] for vel in vellen if vel.voorwaarden)
        self.nodig = Nodig(
            voorwaarden,
            frozenset().union(*(blad.stellen for blad in bladen), *map(list_stellen, voorwaarden)),
            frozenset(blad.logo for blad in bladen if blad.logo),
        )
        self.ontbreekt = frozenset().union(*(blad.ontbreekt for blad in bladen))
        self.bladwijzers = [Bladwijzer(vel.bladwijzer, plaats) for plaats, vel in enumerate(vellen) if vel.bladwijzer]
        tekening = laad_letters().open_tekening()
        self.stukken: list[list[Stuk]] = []
        for vel in vellen:
            tekening.add_page()
            stukken = []
            if vel.voorwaarden:
                stukken += _toon_voorwaarden(tekening, *vel.voorwaarden, is_voorgelezen=vel.is_voorgelezen)
            for blad in vel.bladen:
                stukken.append(Stuk(blad.knopen, blad.teken(tekening)))
            self.stukken.append(stukken)
        self.pdf = pikepdf.open(io.BytesIO(sluit_tekening(tekening)))


def _toon_voorwaarden(tekening: Tekenvel, voorwaarden: Voorwaarden, plaats: int, *, is_voorgelezen: bool) -> list[Stuk]:
    """Show a page of the terms; what is on it, in the one place where it is read aloud."""
    naam = _naam(voorwaarden, plaats)
    if is_voorgelezen:
        tekening.toon(naam + _GEMERKT)
        stuk = teken_voorwaarden(voorwaarden).stukken[plaats]
        return [Stuk(stuk.knopen, stuk.merken, naam + _GEMERKT)]
    tekening.open_versiering()
    tekening.toon(naam)
    tekening.sluit_merk()
    return []


_GEMERKT = "-m"


def _naam(voorwaarden: Voorwaarden, pagina: int) -> str:
    """The name of a page (from 0) of the terms among the resources of a file."""
    return f"/AV{voorwaarden.versie}-{pagina + 1}"


class Gedeeld:
    """The fonts and the terms, opened for one print run (threads may not share what pikepdf opened)."""

    def __init__(self) -> None:
        """Open the fonts; the terms follow when they are needed."""
        self._letters = pikepdf.open(io.BytesIO(laad_letters().pdf))
        self._voorwaarden: dict[Voorwaarden, tuple[pikepdf.Pdf, pikepdf.Pdf]] = {}

    def _open(self, voorwaarden: Voorwaarden) -> tuple[pikepdf.Pdf, pikepdf.Pdf]:
        """The drawn pages of one version, with marks and without."""
        if voorwaarden not in self._voorwaarden:
            blad = teken_voorwaarden(voorwaarden)
            self._voorwaarden[voorwaarden] = (
                pikepdf.open(io.BytesIO(blad.gemerkt)),
                pikepdf.open(io.BytesIO(blad.kaal)),
            )
        return self._voorwaarden[voorwaarden]

    def voeg_toe(self, pdf: pikepdf.Pdf, nodig: Nodig, *, met_merken: bool = False) -> None:
        """Copy to a file what its pages need, once, and let all of them use it.

        `met_merken`: the file gets a structure, so the place where the terms are read aloud has a form of its own.
        """
        fonts = self._letters.pages[0].Resources.Font.items()
        gewenst = {naam for stel in nodig.stellen for naam in FONTS[stel]}
        letters = Dictionary({naam: pdf.copy_foreign(font) for naam, font in fonts if naam in gewenst})
        middelen = pdf.make_indirect(Dictionary(Font=letters, XObject=Dictionary()))
        for versie in sorted(nodig.voorwaarden, key=lambda v: v.versie):
            gemerkt, kaal = self._open(versie)
            for plaats in range(len(kaal.pages)):
                naam = _naam(versie, plaats)
                vorm = middelen.XObject[naam] = _vorm(pdf, kaal.pages[plaats], letters)
                middelen.XObject[naam + _GEMERKT] = _vorm(pdf, gemerkt.pages[plaats], letters) if met_merken else vorm
        for logo in sorted(nodig.logos, key=lambda een: een.sha256):
            middelen.XObject[logo_naam(logo)] = _beeld(pdf, logo)
        for pagina in pdf.pages:
            pagina.obj.Resources = middelen


def _vorm(pdf: pikepdf.Pdf, pagina: pikepdf.Page, letters: Dictionary) -> pikepdf.Object:
    """What is drawn on a page, as a form that pages of a file can show."""
    vorm = pdf.copy_foreign(pagina.obj.Contents)
    vorm.Type, vorm.Subtype, vorm.BBox = Name.XObject, Name.Form, pagina.mediabox
    vorm.Resources = Dictionary(Font=letters)
    return vorm


def _beeld(pdf: pikepdf.Pdf, logo: Logo) -> pikepdf.Stream:
    """The logo as a picture of a file."""
    beeld = pikepdf.Stream(pdf, b"")
    beeld.write(logo.pixels, filter=Name.FlateDecode)
    beeld.Type, beeld.Subtype, beeld.ColorSpace, beeld.BitsPerComponent = Name.XObject, Name.Image, Name.DeviceRGB, 8
    beeld.Width, beeld.Height = logo.breedte, logo.hoogte
    return beeld


def voeg_samen(paden: Sequence[Path]) -> pikepdf.Pdf:
    """The pages of many files, in order.

    With qpdf's own merge: with `pages.extend` twice as many pages take four times as long. It need not look for unused
    resources, the pages have none yet.
    """
    if not paden:
        return pikepdf.new()
    opdracht = ["qpdf", "--empty", "--remove-unreferenced-resources=no", "--pages", *map(str, paden), "--", "-"]
    return pikepdf.Job(opdracht).create_pdf()


def rond_af(
    pdf: pikepdf.Pdf, uit: BinaryIO, bladwijzers: Iterable[Bladwijzer], *, titel: str, auteur: str, gemaakt_op: datetime
) -> None:
    """Add the outline and what the file says about itself, and write it. The same input gives the same bytes."""
    with pdf.open_outline() as inhoud:
        inhoud.root.extend(OutlineItem(een.tekst, een.pagina) for een in bladwijzers)
        if inhoud.root:
            pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Lang = pikepdf.String("nl-NL")
    pdf.Root.PageLayout = Name.SinglePage
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.DuplexFlipLongEdge
    )
    moment = gemaakt_op.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Title=titel, Author=auteur, Creator="BPV-app", Producer="BPV-app", CreationDate=moment, ModDate=moment
        )
    )
    pdf.save(uit, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
