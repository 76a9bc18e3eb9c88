"""What all pages share: the type area, the styles, the foot of every page, the mark of a copy."""

from __future__ import annotations

from bpv_app.pok.document_blad import ACCENT, GRIJS, INKT, Blad, Stijl
from bpv_app.pok.document_rules import PokDocument
from bpv_app.pok.rules_qr import QrCode

# The type area of an A4 (210 × 297 mm).
LINKS, RECHTS = 22.0, 188.0
BREED = RECHTS - LINKS
VOET = 269.5  # nothing of a page's own below this
_QR_ZIJDE = 13.5
LOGO_BREED = 50.0

TITEL = Stijl(22, 26, is_vet=True, tag="H1")
ONDERTITEL = Stijl(9.5, 13, kleur=GRIJS)
KOP = Stijl(10.5, 13, is_vet=True, kleur=ACCENT, tag="H2")
TEKST = Stijl(10, 14)
TEKST_VET = Stijl(10, 14, is_vet=True)
LABEL = Stijl(8.2, 12, kleur=GRIJS)
WAARDE = Stijl(9.5, 12)
WAARDE_VET = Stijl(9.5, 12, is_vet=True)
KLEIN = Stijl(8, 10.5, kleur=GRIJS)
KLEIN_VET = Stijl(8, 10.5, is_vet=True, kleur=INKT)


def teken_voet(blad: Blad, document: PokDocument, *, wat: str, deel: str, pagina: int, paginas: int) -> None:
    """Draw the foot that every page has: number and version, what this is, page x of y, and the QR code of this very
    page.
    """
    with blad.versiering():
        blad.lijn(LINKS, 272.5, RECHTS, 272.5, pt=0.3)
        blad.tekst(LINKS, 277.5, f"POK {document.nummer}, versie {document.versie}", KLEIN_VET)
        (regel,), stijl, _ = blad.pas(wat, RECHTS - _QR_ZIJDE - 5 - LINKS, KLEIN, min_pt=6)
        blad.tekst(LINKS, 281.5, regel, stijl)
        blad.tekst(RECHTS - _QR_ZIJDE - 5, 277.5, f"pagina {pagina} van {paginas}", KLEIN_VET, uitlijn="R")
        blad.qr(RECHTS - _QR_ZIJDE, 275, _QR_ZIJDE, QrCode(document.nummer, document.versie, deel, pagina).tekst())


def teken_exemplaar(blad: Blad, nummer: int, aantal: int, voor: str) -> None:
    """Mark a page as belonging to one copy, top right: which of how many, and for whom."""
    breedte = 66.0
    x = RECHTS - breedte
    regels, stijl, _ = blad.pas(voor, breedte - 8, Stijl(10.5, 12.5, is_vet=True), min_pt=8)
    blad.kader(x, 13, breedte, 12.5, pt=0.7, kleur=INKT)
    with blad.als("P"):
        blad.tekst(x + 4, 18, f"Exemplaar {nummer} van {aantal}", KLEIN)
        blad.tekst(x + 4, 22.8, regels[0] if regels else "", stijl)


def teken_leeg(blad: Blad) -> None:
    """Say on a blank page that it is blank on purpose."""
    blad.tekst((LINKS + RECHTS) / 2, 140, "Deze pagina is met opzet leeg.", KLEIN, uitlijn="C")
