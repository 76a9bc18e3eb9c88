"""From composed pages to PDF files. Every file begins with what prints share, the same bytes in all that need the same.

Shared are the fonts and the pages of the general terms: every file has them once, however many pages show them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pikepdf

from bpv_app.pok.document_blad import Blad, logo_naam
from bpv_app.pok.document_lettertype import FONTS, laad_letters
from bpv_app.pok.document_pagina import GEMERKT, VEL, Pagina
from bpv_app.pok.document_rules import Logo
from bpv_app.pok.document_structuur import Stuk, Vorm, zet_structuur, zet_vorm
from bpv_app.pok.document_voorwaarden import list_stellen, teken_voorwaarden
from bpv_app.pok.pdf_catalogus import Inhoudsopgave, zet_catalogus
from bpv_app.pok.pdf_overnemen import Overnemer
from bpv_app.pok.pdf_schrijver import PdfSchrijver, rij_van
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
    """The drawn pages of one document, still without what is shared."""

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
        self.paginas: list[bytes] = []
        self.stukken: list[list[Stuk]] = []
        for vel in vellen:
            pagina, stukken = Pagina(), list[Stuk]()
            if vel.voorwaarden:
                stukken += _toon_voorwaarden(pagina, *vel.voorwaarden, is_voorgelezen=vel.is_voorgelezen)
            stukken += [Stuk(blad.knopen, blad.teken(pagina)) for blad in vel.bladen]
            self.stukken.append(stukken)
            self.paginas.append(pagina.inhoud())


def _toon_voorwaarden(pagina: Pagina, voorwaarden: Voorwaarden, plaats: int, *, is_voorgelezen: bool) -> list[Stuk]:
    """Show a page of the terms; what is on it, in the one place where it is read aloud."""
    naam = _naam(voorwaarden, plaats)
    if is_voorgelezen:
        pagina.toon(naam + GEMERKT)
        return [Stuk((), {}, naam + GEMERKT)]
    pagina.open_versiering()
    pagina.toon(naam)
    pagina.sluit_merk()
    return []


def _naam(voorwaarden: Voorwaarden, pagina: int) -> str:
    """The name of a page (from 0) of the terms among the resources of a file."""
    return f"/AV{voorwaarden.versie}-{pagina + 1}"


@dataclass(frozen=True, slots=True)
class _Begin:
    """How a file begins: its bytes, the writer that wrote them, and the numbers of what is in them."""

    inhoud: bytes
    pdf: PdfSchrijver
    wortel: int
    middelen: int
    sectie: int
    vormen: dict[str, Vorm]
    """The forms that are read aloud, all in one section; their keys in the tree are their places in this dict."""


@lru_cache(maxsize=16)
def _begin(nodig: Nodig) -> _Begin:
    """Write what files share that need the same."""
    doel = io.BytesIO()
    pdf = PdfSchrijver(doel)
    wortel, sectie, bron = pdf.nummer(), pdf.nummer(), Overnemer(pdf)
    with pikepdf.open(io.BytesIO(laad_letters().pdf)) as letters:
        bron.begin(letters)
        fonts = letters.pages[0].Resources.Font
        stellen = {
            stel: b"".join([b"%b %d 0 R" % (naam.encode("ascii"), bron.deel(fonts[naam])) for naam in FONTS[stel]])
            for stel in sorted(nodig.stellen)
        }
    namen, vormen = dict[str, int](), dict[str, Vorm]()
    for versie in sorted(nodig.voorwaarden, key=lambda v: v.versie):
        blad = teken_voorwaarden(versie)
        # Only the fonts of its own: the same form is the same in a file that has more.
        eigen = b"".join([stellen[stel] for stel in sorted(list_stellen(versie))])
        hoofd = b"/Type/XObject/Subtype/Form/BBox%b/Resources<</Font<<%b>>>>" % (VEL, eigen)
        for plaats, (gemerkt, kaal) in enumerate(zip(blad.gemerkt, blad.kaal, strict=True)):
            naam = _naam(versie, plaats)
            namen[naam] = pdf.pers(hoofd, kaal)
            sleutel = b"/StructParents %d" % len(vormen)
            namen[naam + GEMERKT] = nummer = pdf.pers(hoofd + sleutel, gemerkt)
            vormen[naam + GEMERKT] = zet_vorm(pdf, nummer, blad.stukken[plaats], sectie)
    for logo in sorted(nodig.logos, key=lambda een: een.sha256):
        namen[logo_naam(logo)] = _zet_logo(pdf, logo)
    beelden = b"".join([pikepdf.Name(naam).unparse() + b" %d 0 R" % nummer for naam, nummer in namen.items()])
    middelen = pdf.nieuw(b"<</Font<<%b>>/XObject<<%b>>>>" % (b"".join(stellen.values()), beelden))
    pdf.spoel()
    return _Begin(doel.getvalue(), pdf, wortel, middelen, sectie, vormen)


def _zet_logo(pdf: PdfSchrijver, logo: Logo) -> int:
    """The logo as a picture of a file."""
    nummer = pdf.nummer()
    soort = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    pdf.zet_stroom(nummer, b"%b/Width %d/Height %d" % (soort, logo.breedte, logo.hoogte), logo.pixels)
    return nummer


def _paginanummer(pdf: PdfSchrijver, begin: _Begin, stukken: Sequence[Stuk]) -> int:
    """The number of a page: agreed on before for one that shows a form that is read aloud."""
    return next((begin.vormen[stuk.vorm].pagina for stuk in stukken if stuk.vorm), 0) or pdf.nummer()


def maak_bestand(tekening: Tekening, *, titel: str, auteur: str, gemaakt_op: datetime) -> bytes:
    """The file of drawn pages, with structure, outline and language. The same input gives the same bytes.

    Without an entry in its outline it gets one: its title, at the first page.
    """
    begin, doel = _begin(tekening.nodig), io.BytesIO()
    pdf = PdfSchrijver.na(begin.pdf, begin.inhoud, doel)
    boom = pdf.nummer()
    nummers = [_paginanummer(pdf, begin, stukken) for stukken in tekening.stukken]
    for plaats, (nummer, inhoud) in enumerate(zip(nummers, tekening.paginas, strict=True)):
        pdf.zet(
            nummer,
            b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources %d 0 R/Contents %d 0 R/Tabs/S/StructParents %d>>"
            % (boom, VEL, begin.middelen, pdf.pers(b"", inhoud), len(begin.vormen) + plaats),
        )
    pdf.zet(boom, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(nummers), rij_van(nummers)))
    bladwijzers = tekening.bladwijzers or [Bladwijzer(titel, 0)]
    structuur = zet_structuur(
        pdf,
        list(zip(nummers, tekening.stukken, strict=True)),
        begin.vormen,
        begin.sectie,
        [(een.pagina, een.tekst) for een in bladwijzers],
    )
    opgave = Inhoudsopgave(pdf)
    for een in bladwijzers:
        opgave.voeg_toe(een.tekst, nummers[een.pagina])
    zet_catalogus(pdf, begin.wortel, boom, opgave, structuur)
    pdf.sluit(begin.wortel, titel=titel, auteur=auteur, gemaakt_op=gemaakt_op)
    return doel.getvalue()
