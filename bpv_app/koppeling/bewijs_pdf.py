"""The evidence of a placement as one PDF, and the student's confirmation: drawn with the letters of the agreement."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

import pikepdf
import structlog
from PIL import Image, UnidentifiedImageError

from bpv_app import opslag
from bpv_app.config import instellingen
from bpv_app.gesprek.rules import VORM_LABEL
from bpv_app.kernel.clock import AMSTERDAM, toon_datum, toon_moment
from bpv_app.koppeling.queries_bewijs import Bewijs, Papier, Week
from bpv_app.pok.document_bestand import Tekening, Vel, maak_bestand
from bpv_app.pok.document_blad import Blad, Stijl
from bpv_app.pok.document_lettertype import laad_letters
from bpv_app.pok.document_opmaak import (
    BREED,
    KLEIN,
    KOP,
    LABEL,
    LINKS,
    ONDERTITEL,
    RECHTS,
    TEKST,
    TITEL,
    VOET,
    WAARDE,
    WAARDE_VET,
)
from bpv_app.pok.pdf_beelden import als_beelden
from bpv_app.pok.pdf_stroom import PdfStroom, schrijf_pdf
from bpv_app.uren.rules import WEEK_LABEL
from bpv_app.uren.rules_tonen import toon_uren

log = structlog.get_logger(__name__)
_DAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")
_DPI = 150.0
"""Dots per inch at which a photographed page is put on paper."""


class _Zetter:
    """Sets lines below each other; goes to a next page when one is full."""

    def __init__(self, titel: str, onder: str) -> None:
        self._titel, self._onder = titel, onder
        self.vellen: list[tuple[Blad, str]] = []
        self.nieuw()

    def nieuw(self, bladwijzer: str = "") -> None:
        self.blad = Blad(laad_letters())
        self.vellen.append((self.blad, bladwijzer))
        eerste = len(self.vellen) == 1
        if eerste:
            naam = Stijl(12, 15, is_vet=True)
            self.blad.alinea(LINKS, 20, BREED, instellingen().school_naam, naam, regels=1)
            self.blad.alinea(LINKS, 33, BREED, self._titel, TITEL, regels=1, min_pt=12)
            self.blad.alinea(LINKS, 39.5, BREED, self._onder, ONDERTITEL, regels=1)
            self.blad.vlak(LINKS, 43.5, BREED, 0.35)
            self.y = 54.0
        else:
            self.blad.alinea(LINKS, 20, BREED, f"{self._titel} · {self._onder}", ONDERTITEL, regels=1)
            self.blad.lijn(LINKS, 24, RECHTS, 24, pt=0.3)
            self.y = 34.0

    def ruimte(self, hoogte: float) -> bool:
        """Whether a next page was begun, because `hoogte` mm did not fit."""
        if self.y + hoogte <= VOET - 4:
            return False
        self.nieuw()
        return True

    def kop(self, tekst: str) -> None:
        self.ruimte(22)
        self.blad.tekst(LINKS, self.y, self.blad.schoon(tekst), KOP)
        self.y += 6.5

    def alinea(self, tekst: str, stijl: Stijl = TEKST) -> None:
        self.ruimte(10)
        self.y, _ = self.blad.alinea(LINKS, self.y, BREED, tekst, stijl, regels=6)
        self.y += 2.5

    def paren(self, rijen: Sequence[tuple[str, str]]) -> None:
        for label, waarde in rijen:
            if waarde.strip():
                self.ruimte(6)
                self.blad.tekst(LINKS, self.y, label, LABEL)
                self.y, _ = self.blad.alinea(LINKS + 45, self.y, BREED - 45, waarde, WAARDE, regels=2, min_pt=7)
                self.y += 1.0
        self.y += 4.0

    def voet(self, tekst: str) -> None:
        """The foot of every page, when their number is known."""
        for nummer, (blad, _) in enumerate(self.vellen, start=1):
            blad.lijn(LINKS, 278, RECHTS, 278, pt=0.3)
            blad.alinea(LINKS, 283, BREED - 40, tekst, KLEIN, regels=1, min_pt=6)
            blad.tekst(RECHTS, 283, f"pagina {nummer} van {len(self.vellen)}", KLEIN, uitlijn="R")


def _periode(b: Bewijs) -> str:
    if b.begin_op is None or b.eind_op is None:
        return ""
    tekst = f"{toon_datum(b.begin_op)} tot en met {toon_datum(b.eind_op)}"
    eerder = b.werkelijk_eind_op
    return f"{tekst} (werkelijk geëindigd op {toon_datum(eerder)})" if eerder and eerder != b.eind_op else tekst


def _wie(b: Bewijs) -> list[tuple[str, str]]:
    return [
        ("Student", b.student),
        ("Studentnummer", b.studentnummer),
        ("Opleiding", " · ".join(deel for deel in (b.opleiding, f"crebo {b.crebo}", b.leerweg) if deel)),
        ("Leerbedrijf", b.leerbedrijf),
        ("Leerbedrijf-ID (SBB)", b.sbb_id),
        ("Adres", ", ".join(deel for deel in (b.adres, b.plaats) if deel)),
        ("Praktijkopleider", b.praktijkopleider),
        ("Begeleider van school", b.begeleider),
        ("Periode", _periode(b)),
        ("Uren volgens de POK", f"{b.uren_totaal} uur" + (f", {b.uren_per_week} per week" if b.uren_per_week else "")),
    ]


def maak_bewijs(b: Bewijs, nu: datetime) -> bytes:
    """The evidence: overview with signatures, the signed paper (for the school), hours per week, conversations."""
    z = _Zetter("Bewijs van de beroepspraktijkvorming", f"POK {b.nummer}, versie {b.versie} · {b.student}")
    z.kop("De overeenkomst")
    z.paren([*_wie(b), ("Stand", b.status)])
    z.kop("Ondertekend door")
    z.paren([(h.partij, toon_datum(h.op)) for h in b.handtekeningen])
    papier, mist = _lees_papier(b.papier)
    if b.is_voor_bedrijf:
        z.alinea("De getekende overeenkomst heeft u op papier. Die hoort bij dit bewijs.")
    elif mist:
        z.alinea(f"Let op: {mist} scan of document was niet te lezen en zit hier niet bij.")
    z.kop("Uren")
    _uren(z, b.weken)
    z.alinea(f"Goedgekeurd: {toon_uren(b.goedgekeurd)} van {b.uren_totaal} uur.", WAARDE_VET)
    z.kop("Gesprekken die zijn gehouden")
    _gesprekken(z, b)
    z.voet(f"Gemaakt op {toon_moment(nu)} uit de administratie van {instellingen().school_naam}.")
    return _bestand(z, papier, f"Bewijs BPV {b.nummer}", nu)


def _uren(z: _Zetter, weken: Sequence[Week]) -> None:
    if not weken:
        z.alinea("Er zijn geen uren geschreven.")
        return
    plekken = [LINKS + 31 + n * 11.5 for n in range(7)]

    def koppen() -> None:
        z.blad.tekst(LINKS, z.y, "Week van", LABEL)
        for naam, x in zip(_DAGEN, plekken, strict=True):
            z.blad.tekst(x, z.y, naam, LABEL, uitlijn="R")
        z.blad.tekst(LINKS + 114, z.y, "totaal", LABEL, uitlijn="R")
        z.blad.tekst(LINKS + 118, z.y, "stand", LABEL)
        z.y += 5

    koppen()
    for week in weken:
        if z.ruimte(6):
            koppen()
        z.blad.tekst(LINKS, z.y, toon_datum(week.maandag), WAARDE)
        for minuten, x in zip(week.dagen, plekken, strict=True):
            z.blad.tekst(x, z.y, toon_uren(minuten) if minuten else "–", WAARDE, uitlijn="R")
        z.blad.tekst(LINKS + 114, z.y, toon_uren(week.minuten), WAARDE_VET, uitlijn="R")
        stand = WEEK_LABEL[week.status].nl
        if week.op is not None:
            stand = f"{stand} {toon_datum(week.op.astimezone(AMSTERDAM).date())}, {week.door}"
        if week.afwezig:
            stand += f" (afwezig of school: {toon_uren(week.afwezig)})"
        z.blad.alinea(LINKS + 118, z.y, RECHTS - LINKS - 118, stand, KLEIN, regels=1, min_pt=5.5)
        z.y += 5.2
    z.y += 2


def _gesprekken(z: _Zetter, b: Bewijs) -> None:
    if not b.gesprekken:
        z.alinea("Er zijn geen gesprekken vastgelegd.")
    for g in b.gesprekken:
        z.ruimte(6)
        z.blad.tekst(LINKS, z.y, toon_datum(g.op), WAARDE)
        tekst = f"{g.naam} ({VORM_LABEL[g.vorm].nl.lower()}): {', '.join(g.aanwezig).lower()}"
        z.y, _ = z.blad.alinea(LINKS + 31, z.y, BREED - 31, tekst, WAARDE, regels=2)
        z.y += 1


def maak_bevestiging(b: Bewijs, nu: datetime) -> bytes:
    """One page for the student: where, when, how many hours."""
    z = _Zetter("Bevestiging van je stage", f"POK {b.nummer} · {toon_datum(nu.astimezone(AMSTERDAM).date())}")
    z.alinea(
        f"{instellingen().school_naam} bevestigt dat {b.student} deze beroepspraktijkvorming volgt of heeft gevolgd. "
        "De overeenkomst is door iedereen getekend."
    )
    z.y += 2
    z.paren(_wie(b))
    if b.goedgekeurd:
        z.alinea(f"Goedgekeurd tot nu toe: {toon_uren(b.goedgekeurd)} uur.", WAARDE_VET)
    z.alinea("Klopt er iets niet? Zeg het tegen je begeleider van school.", KLEIN)
    z.voet(f"Gemaakt op {toon_moment(nu)}.")
    return _bestand(z, [], f"Bevestiging BPV {b.nummer}", nu)


# --- paper ------------------------------------------------------------------------------------------------------------


def _lees_papier(papier: Sequence[Papier]) -> tuple[list[bytes], int]:
    """The stored paper as PDFs, and how many could not be read. A scan is a picture; what we printed keeps its text."""
    uit: list[bytes] = []
    for een in papier:
        try:
            inhoud = opslag.lees(een.sha256)
            if een.mime.startswith("image/"):
                with Image.open(io.BytesIO(inhoud)) as beeld:
                    vel = io.BytesIO()
                    beeld.convert("RGB").save(vel, "PDF", resolution=_DPI)
                inhoud = vel.getvalue()
            if een.is_scan:
                inhoud = als_beelden(inhoud, "Scan van de getekende overeenkomst")
            PdfStroom(io.BytesIO()).voeg_toe(inhoud, "")  # what cannot be taken over may not spoil the rest
            uit.append(inhoud)
        except (OSError, ValueError, pikepdf.PdfError, UnidentifiedImageError):
            log.exception("bewijs.papier")
    return uit, len(papier) - len(uit)


def _bestand(z: _Zetter, papier: Sequence[bytes], titel: str, nu: datetime) -> bytes:
    school = instellingen().school_naam[:200]
    tekening = Tekening([Vel((blad,), naam) for blad, naam in z.vellen])
    eigen = maak_bestand(tekening, titel=titel, auteur=school, gemaakt_op=nu)
    if not papier:
        return eigen
    uit = io.BytesIO()
    with schrijf_pdf(uit, titel=titel, auteur=school, gemaakt_op=nu) as pdf:
        pdf.voeg_toe(eigen, titel)
        for inhoud in papier:
            pdf.voeg_toe(inhoud, "Getekende overeenkomst")
    return uit.getvalue()


def bestandsnaam(soort: str, b: Bewijs, dag: date) -> str:
    """The name under which it is kept."""
    return f"{soort}-POK-{b.nummer}-{dag.isoformat()}.pdf"
