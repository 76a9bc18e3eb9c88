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

from dataclasses import dataclass

from bpv_app.pok.document_blad import ACCENT, GRIJS, MM, Blad, Stijl
from bpv_app.pok.document_lettertype import Letters
from bpv_app.pok.document_opmaak import BREED, KOP, LABEL, LINKS, RECHTS, TEKST, TITEL, VOET, WAARDE
from bpv_app.pok.document_rules import Adres, Exemplaar, PokDocument, School
from bpv_app.pok.rules_tonen import datum


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
    for regel in [r for g in gezet for r in g][:_ADRES_REGELS]:
        blad.tekst(_ADRES_X, y, regel, stijl)
        y += stijl.regel / MM
    blad.lijn(0, _VOUW_Y, 5, _VOUW_Y, pt=0.3)


def _kop(blad: Blad, school: School) -> None:
    naam, stijl, _ = blad.pas(school.naam, BREED, Stijl(15, 18, is_vet=True, kleur=ACCENT), min_pt=9)
    blad.tekst(LINKS, 23, naam[0] if naam else "", stijl)
    blad.vlak(LINKS, 27.5, BREED, 0.35)


def _kantlijn(blad: Blad, rijen: tuple[tuple[str, str, int], ...]) -> None:
    """Draw label above value, on so many lines, in the column right of the window."""
    y = 42.0
    for label, waarde, regels in rijen:
        if waarde.strip():
            blad.tekst(_KANT_X, y, label, LABEL)
            y, _ = blad.alinea(_KANT_X, y + 4, RECHTS - _KANT_X, waarde, WAARDE, regels=regels, min_pt=7)
            y += 2.2


def maak_brief(letters: Letters, document: PokDocument) -> Blad:
    """Draw the letter, in the largest type with which it fits on its page."""
    for pt in (10, 9.5, 9, 8.5):
        blad = Blad(letters)
        if _teken_brief(blad, document, TEKST.kleiner(pt)) <= VOET:
            break
    return blad


def _teken_brief(blad: Blad, d: PokDocument, tekst: Stijl) -> float:
    """Draw the letter; return its last baseline."""
    _kop(blad, d.school)
    retour = d.school.retouradres.op_een_regel()
    afzender = (f"Retouradres: {d.school.naam}, {retour}", f"Retouradres: {retour}")
    _teken_adres(blad, afzender, d.student.naam, d.student.adres)
    _kantlijn(
        blad,
        (
            ("Datum", datum(d.brief_op), 1),
            ("Overeenkomst", f"{d.nummer}, versie {d.versie}", 2),
            ("Afdeling", d.school.afdeling, 2),
            ("E-mail", d.school.email, 1),
            ("Telefoon", d.school.telefoon, 1),
        ),
    )
    onderwerp = Stijl(13, 16, is_vet=True)
    y, _ = blad.alinea(
        LINKS, 111, BREED, f"Je praktijkovereenkomst met {d.leerbedrijf.naam}", onderwerp, regels=2, min_pt=10
    )
    y += 3.2
    roepnaam, _, _ = blad.pas(d.student.roepnaam.strip() or d.student.naam, BREED - 20, tekst)
    blad.tekst(LINKS, y, f"Beste {roepnaam[0] if roepnaam else 'student'},", tekst)
    wat = "ga je leren en werken" if d.is_bbl else "ga je stage lopen"
    y, _ = blad.alinea(
        LINKS,
        y + 7.6,
        BREED,
        f"Van {datum(d.begin_op)} tot en met {datum(d.eind_op)} {wat}. Bij deze brief zit je "
        f"praktijkovereenkomst (POK), in {_telwoord(len(d.exemplaren))}. Daarin staan de afspraken tussen jou, "
        "het leerbedrijf en de school. De afspraken gelden pas als iedereen heeft getekend. Op de achterkant van deze "
        "brief staat in gewone taal wat je tekent.",
        tekst,
        regels=5,
    )
    vet = Stijl(tekst.pt, tekst.regel, is_vet=True)
    if d.versie > 1:
        nieuw = f"Dit is versie {d.versie}. Gebruik eerdere versies niet meer."
        y, _ = blad.alinea(LINKS, y + 1.5, BREED, nieuw, vet, regels=1)
    y += 4.5
    blad.tekst(LINKS, y, "Dit moet je doen", KOP)
    y += 6
    for nummer, stap in enumerate(_stappen(d), start=1):
        blad.tekst(LINKS, y, f"{nummer}", Stijl(tekst.pt, tekst.regel, is_vet=True, kleur=ACCENT))
        y, _ = blad.alinea(LINKS + 6, y, BREED - 6, stap, tekst, regels=3)
        y += 1.4
    y += 3
    blad.tekst(LINKS, y, "Heb je een vraag?", KOP)
    y, _ = blad.alinea(LINKS, y + 6, BREED, _vraag(d), tekst, regels=3)
    y += 5
    blad.tekst(LINKS, y, "Met vriendelijke groet,", tekst)
    y, _ = blad.alinea(LINKS, y + 8, BREED, d.school.afdeling, vet, regels=1)
    y, _ = blad.alinea(LINKS, y, BREED, d.school.naam, tekst, regels=2)
    return y - tekst.regel / MM


def _vraag(d: PokDocument) -> str:
    """Whom to ask, and where the agreement can be found on-line."""
    wie = ", ".join(r for r in (d.onderwijsbegeleider.naam.strip(), *d.onderwijsbegeleider.bereikbaar()) if r)
    vraag = f"Vraag het aan je onderwijsbegeleider: {wie}." if wie else f"Vraag het aan {d.school.afdeling}."
    if d.school.website.strip():
        vraag += f" Je vindt je overeenkomst ook op {d.school.website.strip()}."
    return vraag


def _telwoord(aantal: int) -> str:
    if aantal == 1:
        return "één exemplaar"
    return ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")[aantal - 2] + "voud"


def _stappen(d: PokDocument) -> list[str]:
    """What the student has to do, in order."""
    alle = "elk exemplaar" if len(d.exemplaren) > 1 else "de overeenkomst"
    stappen = [
        "Lees de overeenkomst. Klopt er iets niet? Teken dan niet, maar laat het ons weten.",
        f"Zet je handtekening op het bpv-blad van {alle}.",
    ]
    if d.student.is_minderjarig:
        voogd = f" ({d.student.voogd.strip()[:80]})" if d.student.voogd.strip() else ""
        stappen.append(f"Je bent nog geen 18. Laat daarom ook je ouder of voogd{voogd} {alle} tekenen.")
    stappen.append(f"Laat het leerbedrijf {alle} tekenen.")
    terug = _namen([e for e in d.exemplaren if e.is_terug_naar_school])
    wanneer = f" vóór {datum(d.terug_voor)}" if d.terug_voor else ""
    wat = f"het exemplaar {terug}" if terug else "alle exemplaren"
    gratis = (
        " Een postzegel is niet nodig."
        if d.school.retouradres.straat.strip().lower().startswith("antwoordnummer")
        else ""
    )
    stappen.append(
        f"Stuur {wat}{wanneer} terug in de antwoordenvelop, met het retourblad, of lever het in bij "
        f"{d.school.afdeling}.{gratis}"
    )
    if terug and not all(e.is_terug_naar_school for e in d.exemplaren):
        stappen.append("Verdeel de andere exemplaren. Rechtsboven op elk exemplaar staat voor wie het is.")
    return stappen


def _namen(exemplaren: list[Exemplaar]) -> str:
    """`voor de student, voor het leerbedrijf`."""
    return ", ".join(dict.fromkeys(e.voor.strip()[:60] for e in exemplaren))


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
    for punt in punten:
        blad.kader(LINKS, y - 3.3, 4, 4, pt=0.6, kleur=GRIJS)
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
