"""The letter to the student and the return sheet: both are folded once to A5 and show an address through the window of
an envelope.

Where the address may stand (mm from the left and the top of the A4):
- a C5 envelope is 229 × 162 mm (ISO 269); its window is 90 × 45 mm, 20 mm from the left and 60 mm from the bottom (DIN
  680), so it spans x 20–110 and y 57–102. Dutch shops also sell a 110 × 40 mm window that spans y 50–90;
- the folded sheet (210 × 148.5 mm) can slide 19 mm sideways and 13.5 mm up and down in the envelope. What has to be
  visible in every position must stand in x 20–91 and y 57–88.5; for both windows y 57–76.5, which holds the first four
  lines here;
- what could be seen through a window in some position, x 1–130 and y 36.5–102, holds nothing but the address and the
  return line.
The window sizes are those of the norm and of common stock, not measured: a school tries one of its own envelopes first.
The address: 3 to 6 lines, sans serif, 10 to 12 points, no bold, no italics, no underlining, two spaces between postcode
and town, town in capitals, the return address on one line above it (PostNL, addressing tips).
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from bpv_app.pok.document_blad import ACCENT, GRIJS, Blad, Stijl
from bpv_app.pok.document_brieftekst import vul_brief
from bpv_app.pok.document_lettertype import Letters
from bpv_app.pok.document_opmaak import BREED, KOP, LABEL, LINKS, LOGO_BREED, RECHTS, TEKST, TITEL, VOET, WAARDE
from bpv_app.pok.document_pagina import MM
from bpv_app.pok.document_rules import Adres, PokDocument, School
from bpv_app.pok.document_structuur import Knoop
from bpv_app.pok.rules_documenttekst import TekstSoort
from bpv_app.pok.rules_opmaak import Blok, BlokSoort
from bpv_app.pok.rules_tonen import datum
from bpv_app.pok.standaardteksten import standaardtekst


@dataclass(frozen=True, slots=True)
class Venster:
    """The place of the address, in mm; see above."""

    links: float = 20.0
    rechts: float = 91.0
    boven: float = 57.0
    onder: float = 88.5


VENSTER = Venster()
_ADRES = Stijl(10.5, 13.2)
_ADRES_X = 22.0
_ADRES_Y = 61.0  # the first baseline
_ADRES_REGELS = 6  # PostNL; the sixth baseline is at 84.3
_RETOUR = Stijl(6.6, 8, kleur=GRIJS)
_KANT_X = 138.0  # right of anything a window can show
_VOUW_Y = 148.5


def _teken_adres(blad: Blad, afzender: tuple[str, str], naam: str, adres: Adres) -> None:
    """Draw the return line ("what: address", or with the name where that fits) and the address.

    All lines have one size: the largest with which they fit, wrapped to at most six. What is too long even at 8 points
    is cut.
    """
    breedte = VENSTER.rechts - _ADRES_X
    for tekst in afzender:
        regels, stijl, is_afgekapt = blad.pas(tekst, breedte, _RETOUR, min_pt=5.6)
        if not is_afgekapt:
            break
    blad.tekst(_ADRES_X, 52.5, regels[0], stijl)
    delen = [d for d in map(blad.schoon, (naam, *adres.regels())) if d]
    for pt in (10.5, 10, 9.5, 9, 8.5, 8):
        stijl = Stijl(pt, _ADRES.regel)
        gezet = [blad.breek(deel, breedte, stijl) for deel in delen]
        if sum(map(len, gezet)) <= max(len(delen), _ADRES_REGELS - 1) and all(len(g) == 1 for g in gezet[2:]):
            break
    else:
        per_deel = [2 if plaats < 2 else 1 for plaats in range(len(delen))]
        gezet = [blad.pas(deel, breedte, stijl, regels=regels)[0] for deel, regels in zip(delen, per_deel, strict=True)]
    y = _ADRES_Y
    with blad.als("P"):
        for regel in [r for g in gezet for r in g][:_ADRES_REGELS]:
            blad.tekst(_ADRES_X, y, regel, stijl)
            y += stijl.regel / MM
    blad.lijn(0, _VOUW_Y, 5, _VOUW_Y, pt=0.3)


def _kop(blad: Blad, school: School) -> None:
    breedte = BREED
    if school.logo:
        breedte -= blad.teken_logo(school.logo, RECHTS - LOGO_BREED, 9.5, LOGO_BREED, 15) + 6
    naam, stijl, _ = blad.pas(school.naam, breedte, Stijl(15, 18, is_vet=True, kleur=ACCENT), min_pt=9)
    blad.tekst(LINKS, 23, naam[0] if naam else "", stijl)
    blad.vlak(LINKS, 27.5, BREED, 0.35)


def _kantlijn(blad: Blad, rijen: tuple[tuple[str, str, int], ...]) -> None:
    """Draw label above value, on so many lines, in the column right of the window."""
    y = 42.0
    for label, waarde, regels in rijen:
        if waarde.strip():
            with blad.als("P"):
                blad.tekst(_KANT_X, y, label, LABEL)
                y, _ = blad.alinea(_KANT_X, y + 4, RECHTS - _KANT_X, waarde, WAARDE, regels=regels, min_pt=7)
            y += 2.2


def maak_brief(letters: Letters, document: PokDocument) -> Blad:
    """Draw the letter, in the largest type with which it fits on its page."""
    soort = TekstSoort.BRIEF_VOOGD if document.is_aan_voogd else TekstSoort.BRIEF_STUDENT
    return _maak(letters, document, document.brief or standaardtekst(soort), is_aan_voogd=document.is_aan_voogd)[0]


def maak_herinnering(letters: Letters, document: PokDocument) -> Blad:
    """Draw the reminder letter: `document.brief`, or the app's own text."""
    return _maak(letters, document, document.brief or standaardtekst(TekstSoort.HERINNERING), is_aan_voogd=False)[0]


def past_op_blad(letters: Letters, document: PokDocument, tekst: str) -> bool:
    """Whether a letter fits on its page in a size that can be read."""
    return _maak(letters, document, tekst, is_aan_voogd=document.is_aan_voogd)[1]


def _maak(letters: Letters, document: PokDocument, tekst: str, *, is_aan_voogd: bool) -> tuple[Blad, bool]:
    blokken = vul_brief(document, tekst, is_aan_voogd=is_aan_voogd)
    for pt in (10, 9.5, 9, 8.5, 8, 7.5, 7):
        blad = Blad(letters)
        _teken_kop(blad, document, is_aan_voogd=is_aan_voogd)
        past = _teken_blokken(blad, blokken, TEKST.kleiner(pt))
        if past:
            break
    return blad, past


def _teken_kop(blad: Blad, d: PokDocument, *, is_aan_voogd: bool) -> None:
    """Draw everything above the text: the school, the address in the window, date and number beside it."""
    _kop(blad, d.school)
    retour = d.school.retouradres.op_een_regel()
    afzender = (f"Retouradres: {d.school.naam}, {retour}", f"Retouradres: {retour}")
    voogd = d.student.voogd.strip() or f"Ouder of voogd van {d.student.naam}"
    _teken_adres(blad, afzender, voogd if is_aan_voogd else d.student.naam, d.student.adres)
    _kantlijn(
        blad,
        (
            ("Datum", datum(d.brief_op), 1),
            ("Overeenkomst", f"{d.nummer}, versie {d.versie}", 2),
            ("Student", d.student.naam if is_aan_voogd else "", 2),
            ("Afdeling", d.school.afdeling, 2),
            ("E-mail", d.school.email, 1),
            ("Telefoon", d.school.telefoon, 1),
        ),
    )


def _teken_blokken(blad: Blad, blokken: tuple[Blok, ...], tekst: Stijl) -> bool:
    """Draw the text below the address; False when it does not fit, and the rest is left out."""
    vet = Stijl(tekst.pt, tekst.regel, is_vet=True, kleur=ACCENT)
    y, lid, na_kop, na_lijst = 111.0, 0, False, False
    lijst: Knoop | None = None
    for blok in blokken:
        ruimte = int((VOET - y) / (tekst.regel / MM)) + 1
        if ruimte < 1:
            return False
        lid = lid + 1 if blok.soort is BlokSoort.LID else 0
        if blok.soort is BlokSoort.TITEL:
            y, _ = blad.alinea(LINKS, y, BREED, blok.tekst, Stijl(13, 16, is_vet=True, tag="H1"), regels=2, min_pt=10)
            y += 0.6
            continue
        if blok.soort is BlokSoort.KOP:
            y += 4.5
            y, _ = blad.alinea(LINKS, y, BREED, blok.tekst, KOP, regels=2)
            y += 6 - KOP.regel / MM
        else:
            inspring = 0 if blok.soort is BlokSoort.ALINEA else 6
            y += 2.6 if blok.na_wit and not na_kop else 0
            if inspring and not na_lijst:
                lijst = blad.begin("L")
            with blad.binnen(lijst if inspring else None), blad.als("LI" if inspring else "P"):
                if inspring:
                    with blad.als("Lbl"):
                        blad.tekst(LINKS, y, f"{lid}" if lid else "•", vet)
                with blad.als("LBody") if inspring else nullcontext():
                    y, is_afgekapt = blad.alinea(
                        LINKS + inspring, y, BREED - inspring, blad.schoon(blok.tekst), tekst, regels=ruimte
                    )
            if is_afgekapt:
                return False
            y += 1.4 if inspring else 0
        na_kop = blok.soort is BlokSoort.KOP
        na_lijst = blok.soort in (BlokSoort.LID, BlokSoort.PUNT)
    return y - tekst.regel / MM <= VOET


def maak_retourblad(letters: Letters, document: PokDocument) -> Blad:
    """Draw the sheet that goes in front of the signed copy: the school's address in the window, and a list to check."""
    blad, d = Blad(letters), document
    _kop(blad, d.school)
    afzender = d.student.adres.op_een_regel()
    _teken_adres(
        blad, (f"Afzender: {d.student.naam}, {afzender}", f"Afzender: {afzender}"), d.school.naam, d.school.retouradres
    )
    versie = f"{d.nummer}, versie {d.versie}"
    _kantlijn(
        blad,
        (("Retourblad bij", versie, 2), ("Student", d.student.naam, 2), ("Studentnummer", d.student.studentnummer, 1)),
    )
    blad.tekst(LINKS, 118, "Heb je alles?", TITEL)
    y = 128.0
    terug = [e for e in d.exemplaren if e.is_terug_naar_school] or list(d.exemplaren)
    punten = [f"Het exemplaar {e.voor.strip()} zit in de envelop." for e in terug]
    punten += [
        f"{o.label}: handtekening, plaats en datum staan erop." for o in d.ondertekenaars if o.partij != "school"
    ]
    punten.append("Dit blad ligt bovenop. Het adres van de school is door het venster te lezen.")
    with blad.als("L"):
        for punt in punten:
            blad.kader(LINKS, y - 3.3, 4, 4, pt=0.6, kleur=GRIJS)
            with blad.als("LI"), blad.als("LBody"):
                y, _ = blad.alinea(LINKS + 8, y, BREED - 8, punt, TEKST, regels=1, min_pt=8)
            y += 2.6
    y += 4
    blad.lijn(LINKS, y - 4, RECHTS, y - 4, pt=0.3)
    y += 2
    blad.alinea(
        LINKS,
        y,
        BREED,
        "Vouw dit blad en de overeenkomst één keer dubbel, met dit adres naar buiten. Ben je de antwoordenvelop kwijt? "
        "Stuur alles dan in een gewone envelop naar het adres hierboven, of lever het in op school.",
        TEKST,
        regels=3,
    )
    return blad
