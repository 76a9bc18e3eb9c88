"""Printing agreements: ours against the same document made with reportlab's platypus, in the same run.

- `pok_print_batch`: 500 agreements in one PDF, time <= 0.25 x reportlab, memory flat in the number.
- `pok_print_single`: one agreement as a PDF of its own, time <= 1 x reportlab.

The reference makes 5 pages per agreement: letter, bpv-blad, three pages of terms, each with foot and QR code, in the
same typeface; its QR codes come from our fast function, so they cost it next to nothing. Ours makes its full set for
one copy, 8 pages (also the summary, the return sheet and a blank page), and in the batch also keeps the bytes of every
single print with its SHA-256, as the app does. `…_without_terms` shows what remains when platypus lays out no terms.
"""

from __future__ import annotations

import gc
import io
import json
import platform
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from bpv_app.pok.document import BatchSchrijver, maak_pok
from bpv_app.pok.document_lettertype import BESTANDEN, MAP
from bpv_app.pok.document_qr import maak_qr
from bpv_app.pok.document_rules import (
    Adres,
    Contact,
    LeerbedrijfGegevens,
    Ondertekenaar,
    Opleiding,
    PokDocument,
    School,
    StudentGegevens,
    StudiejaarUren,
    datum,
    getal,
    standaard_exemplaren,
)
from bpv_app.pok.voorwaarden import HUIDIGE_VERSIE, get_voorwaarden

SEED = 412
AANTAL = 500
NU = datetime(2026, 11, 13, 9, 30, tzinfo=UTC)


def maak_documenten(aantal: int, exemplaren: int = 1) -> Iterator[PokDocument]:
    """Deterministic agreements with names and texts of different lengths."""
    kans = random.Random(SEED)
    voornamen = ("Yusuf", "Łukasz", "Noor", "Sanne", "Đorđe", "Fatima", "Jan-Willem", "Şeyma", "Émilie", "Li")
    achternamen = (
        "Bakker",
        "van den Boogaard",
        "Şahin",
        "de Groot-Schimmelpenninck",
        "Wiśniewska",
        "Mulder",
        "Ó Briain",
    )
    bedrijven = (
        "Van Dam Techniek B.V.",
        "Zorggroep De Linde",
        "Bouwbedrijf Gebroeders Van Oosterhout en Zonen",
        "Kapsalon M",
    )
    school = School(
        "ROC Leidse Poort",
        Adres("Lammenschansweg 15", "2312AB", "Leiden"),
        Adres("Antwoordnummer 10412", "2300VB", "Leiden"),
        "25LP",
        "M. van der Linden",
    )
    for nummer in range(aantal):
        roepnaam = kans.choice(voornamen)
        naam = f"{roepnaam} {kans.choice(achternamen)}"
        begin = date(2026, 12, 7) + timedelta(days=kans.randrange(200))
        uren = Decimal(kans.randrange(200, 1280))
        yield PokDocument(
            nummer=f"2026-{nummer:05}",
            versie=1,
            gemaakt_op=NU,
            brief_op=NU.date(),
            school=school,
            student=StudentGegevens(
                naam,
                Adres(f"Haarlemmerstraat {nummer}", "2312GB", "Leiden"),
                f"{400000 + nummer}",
                date(2007, 5, 3),
                roepnaam,
            ),
            opleiding=Opleiding(
                "Eerste monteur elektrotechnische installaties",
                "25736",
                "niveau 3",
                "BOL",
                ("K0023 Duurzaamheid",),
                "Kerntaak 1",
            ),
            leerbedrijf=LeerbedrijfGegevens(
                kans.choice(bedrijven), f"{100200000 + nummer}", Adres("Rijnkade 8", "2316AP", "Leiden"), "28123456"
            ),
            praktijkopleider=Contact("J. van Dam", f"opleider{nummer}@bedrijf.example", "071 555 22 33"),
            onderwijsbegeleider=Contact("M. de Groot", "m.degroot@school.example", "06 1234 5678"),
            begin_op=begin,
            eind_op=begin + timedelta(days=200),
            uren_totaal=uren,
            uren_per_week=Decimal(24),
            dagen_per_week=Decimal(3),
            ondertekenaars=(
                Ondertekenaar("student", "Student", naam),
                Ondertekenaar("leerbedrijf", "Leerbedrijf", "J. van Dam"),
                Ondertekenaar("school", "School", "M. van der Linden"),
            ),
            exemplaren=standaard_exemplaren(exemplaren),
            voorwaarden_versie=HUIDIGE_VERSIE,
            verdeling=(StudiejaarUren("2026-2027", uren),),
            terug_voor=date(2026, 11, 27),
            erkenning="Erkend voor 25736, gecontroleerd op 13 november 2026",
        )


def print_batch(documenten: Iterator[PokDocument], pad: Path) -> int:
    """Ours: one PDF and every single print; returns the pages."""
    paginas = 0
    with BatchSchrijver(pad, gemaakt_op=NU) as batch:
        for document in documenten:
            paginas = batch.voeg_toe(document).laatste_pagina
    return paginas


class Referentie:
    """The same document with reportlab's platypus: flowing paragraphs and tables, as its manual shows."""

    def __init__(self) -> None:
        for naam, bestand in BESTANDEN.items():
            pdfmetrics.registerFont(TTFont(naam, str(MAP / bestand)))
        blauw = HexColor("#0b5a86")
        self.titel = ParagraphStyle("titel", fontName="vet", fontSize=20, leading=26)
        self.kop = ParagraphStyle("kop", fontName="vet", fontSize=10.5, leading=13, textColor=blauw, spaceBefore=6)
        self.tekst = ParagraphStyle("tekst", fontName="gewoon", fontSize=10, leading=14, spaceAfter=3)
        self.klein = ParagraphStyle("klein", fontName="gewoon", fontSize=8.6, leading=11)
        self.lid = ParagraphStyle(
            "lid", fontName="gewoon", fontSize=9.5, leading=12.8, leftIndent=23, firstLineIndent=-23
        )

    def print(self, documenten: Iterator[PokDocument], uit: Any, *, met_voorwaarden: bool = True) -> int:
        """Build one PDF; returns the pages."""
        breed, hoog = A4
        heel = Frame(22 * mm, 28 * mm, breed - 44 * mm, hoog - 48 * mm, 0, 0, 0, 0)
        kolom = (breed - 53 * mm) / 2
        twee = [Frame(x, 28 * mm, kolom, hoog - 58 * mm, 0, 0, 0, 0) for x in (22 * mm, 31 * mm + kolom)]
        sjablonen = [
            PageTemplate("heel", [heel], onPage=self._teken_voet),
            PageTemplate("twee", twee, onPage=self._teken_voet),
        ]
        doc = BaseDocTemplate(uit, pagesize=A4, pageTemplates=sjablonen, title="Praktijkovereenkomsten", lang="nl-NL")
        verhaal: list[Any] = []
        for document in documenten:
            verhaal += [*self._brief(document), *self._bpvblad(document)]
            verhaal += self._voorwaarden(document) if met_voorwaarden else [NextPageTemplate("heel")]
        doc.build(verhaal)
        return int(doc.page)

    def _teken_voet(self, canvas: Any, doc: Any) -> None:
        nummer, pagina = divmod(doc.page - 1, 5)
        tekst = f"BPV:2026-{nummer:05}:1:1:{pagina + 1}"
        canvas.setFont("vet", 8)
        canvas.drawString(22 * mm, 19 * mm, f"POK 2026-{nummer:05}, versie 1")
        canvas.drawRightString(169 * mm, 19 * mm, f"pagina {pagina + 1} van 5")
        canvas.line(22 * mm, 24 * mm, 188 * mm, 24 * mm)
        zijde, code = maak_qr(tekst)
        module = 13.5 * mm / zijde
        pad = canvas.beginPath()
        for y, rij in enumerate(f"{code:0{zijde * zijde}b}"[n * zijde : (n + 1) * zijde] for n in range(zijde)):
            x = rij.find("1")
            while x >= 0:
                eind = rij.find("0", x) if "0" in rij[x:] else zijde
                pad.rect(174.5 * mm + x * module, 22 * mm - (y + 1) * module, (eind - x) * module, module)
                x = rij.find("1", eind)
        canvas.drawPath(pad, stroke=0, fill=1)

    def _brief(self, d: PokDocument) -> list[Any]:
        stappen = (
            "Lees de overeenkomst. Klopt er iets niet? Teken dan niet, maar laat het ons weten.",
            "Zet je handtekening op het bpv-blad van elk exemplaar.",
            "Laat het leerbedrijf elk exemplaar tekenen.",
            f"Stuur het exemplaar voor de school vóór {datum(d.brief_op)} terug in de antwoordenvelop.",
        )
        return [
            NextPageTemplate("heel"),
            Paragraph(d.school.naam, self.titel),
            Spacer(1, 20 * mm),
            *(Paragraph(regel, self.tekst) for regel in (d.student.naam, *d.student.adres.regels())),
            Spacer(1, 20 * mm),
            Paragraph(f"Je praktijkovereenkomst met {d.leerbedrijf.naam}", self.titel),
            Paragraph(f"Beste {d.student.roepnaam},", self.tekst),
            Paragraph(
                f"Van {datum(d.begin_op)} tot en met {datum(d.eind_op)} ga je stage lopen. Bij deze brief zit je "
                "praktijkovereenkomst (POK). Daarin staan de afspraken tussen jou, het leerbedrijf en de school. De "
                "afspraken gelden pas als iedereen heeft getekend. Achterop staat in gewone taal wat je tekent.",
                self.tekst,
            ),
            Paragraph("Dit moet je doen", self.kop),
            *(Paragraph(f"{nummer}. {stap}", self.tekst) for nummer, stap in enumerate(stappen, start=1)),
            Paragraph("Heb je een vraag?", self.kop),
            Paragraph(f"Vraag het aan {d.onderwijsbegeleider.naam}, {d.onderwijsbegeleider.email}.", self.tekst),
            Paragraph("Met vriendelijke groet,", self.tekst),
            Paragraph(d.school.naam, self.tekst),
            PageBreak(),
        ]

    def _rijen(self, rijen: list[tuple[str, str]]) -> Table:
        cellen = [[Paragraph(label, self.klein), Paragraph(waarde, self.tekst)] for label, waarde in rijen]
        return Table(cellen, colWidths=[25 * mm, 54 * mm], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))

    def _bpvblad(self, d: PokDocument) -> list[Any]:
        student = self._rijen(
            [
                ("Naam", d.student.naam),
                ("Adres", d.student.adres.op_een_regel()),
                ("Geboortedatum", datum(d.student.geboortedatum) if d.student.geboortedatum else ""),
                ("Studentnummer", d.student.studentnummer),
            ]
        )
        bedrijf = self._rijen(
            [
                ("Naam", d.leerbedrijf.naam),
                ("Adres", d.leerbedrijf.adres.op_een_regel()),
                ("Leerbedrijf-ID", d.leerbedrijf.leerbedrijf_id),
                ("KvK-nummer", d.leerbedrijf.kvk),
                ("Praktijkopleider", d.praktijkopleider.naam),
                ("Bereikbaar", ", ".join(d.praktijkopleider.bereikbaar())),
                ("Erkenning", d.erkenning),
            ]
        )
        school = self._rijen(
            [
                ("Naam", d.school.naam),
                ("Adres", d.school.adres.op_een_regel()),
                ("BRIN", d.school.brin),
                ("Begeleider", d.onderwijsbegeleider.naam),
                ("Bereikbaar", ", ".join(d.onderwijsbegeleider.bereikbaar())),
            ]
        )
        opleiding = self._rijen(
            [
                ("Opleiding", d.opleiding.naam),
                ("Crebo", d.opleiding.crebo),
                ("Niveau, leerweg", f"{d.opleiding.niveau}, {d.opleiding.leerweg}"),
                ("Keuzedeel", ", ".join(d.opleiding.keuzedelen)),
                ("Te behalen", d.opleiding.te_behalen),
            ]
        )
        cijfers = [
            ["Begindatum", "Einddatum", "Totaal", "Per week", "Dagen"],
            [
                datum(d.begin_op),
                datum(d.eind_op),
                getal(d.uren_totaal),
                getal(d.uren_per_week),
                getal(d.dagen_per_week),
            ],
        ]
        teksten = [[Paragraph(t, self.klein) for t in (d.begeleiding, d.beoordeling, d.ontbinding)]]
        vakken = [[[Paragraph(o.label, self.kop), Paragraph(o.naam, self.klein)] for o in d.ondertekenaars]]
        letter = TableStyle([("FONTNAME", (0, 0), (-1, -1), "gewoon"), ("FONTSIZE", (0, 0), (-1, -1), 9)])
        kader = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, HexColor("#738291")), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        return [
            Paragraph("Praktijkovereenkomst", self.titel),
            Paragraph(f"bpv-blad bij overeenkomst {d.nummer}, versie {d.versie}", self.tekst),
            Table([[student, bedrijf], [school, opleiding]], colWidths=[83 * mm, 83 * mm]),
            Paragraph("Periode en uren", self.kop),
            Table(cijfers, style=letter),
            Paragraph("; ".join(f"{v.studiejaar}: {getal(v.uren)} uur" for v in d.verdeling), self.tekst),
            Table(teksten, colWidths=[55 * mm] * 3),
            Paragraph("Ondertekening", self.kop),
            Table(vakken, colWidths=[55 * mm] * 3, rowHeights=[36 * mm], style=kader),
            NextPageTemplate("twee"),
            PageBreak(),
        ]

    def _voorwaarden(self, d: PokDocument) -> list[Any]:
        voorwaarden = get_voorwaarden(d.voorwaarden_versie)
        verhaal: list[Any] = [
            Paragraph("Algemene Voorwaarden", self.titel),
            Paragraph(voorwaarden.inleiding, self.tekst),
        ]
        for nummer, artikel in enumerate(voorwaarden.artikelen, start=1):
            verhaal.append(Paragraph(f"{nummer} {artikel.titel}", self.kop))
            verhaal += [Paragraph(f"{nummer}.{n} {lid}", self.lid) for n, lid in enumerate(artikel.leden, start=1)]
        return [*verhaal, NextPageTemplate("heel"), PageBreak()]


def _tijd(werk: Callable[[], object]) -> float:
    gc.collect()
    begin = time.perf_counter()
    werk()
    return time.perf_counter() - begin


def _omgeving() -> dict[str, Any]:
    pakketten = {naam: version(naam) for naam in ("fpdf2", "reportlab", "pikepdf", "segno")}
    return {"seed": SEED, "python": platform.python_version(), **pakketten}


def _piek(aantal: int, pad: Path) -> int:
    """The most memory (bytes of Python objects) in use at once while printing."""
    tracemalloc.start()
    print_batch(maak_documenten(aantal), pad)
    piek = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return piek


def run_batch(aantal: int = AANTAL) -> dict[str, Any]:
    """Time 500 agreements in one PDF, ours before and after the reference so that a busy machine hits both."""
    print(f"pok_print_batch: {aantal} agreements, {_omgeving()}")
    referentie = Referentie()
    with tempfile.TemporaryDirectory() as map_:
        pad = Path(map_) / "batch.pdf"
        print_batch(maak_documenten(20), pad)
        referentie.print(maak_documenten(3), io.BytesIO())
        paginas: dict[str, int] = {}
        eerste = _tijd(lambda: paginas.update(wij=print_batch(maak_documenten(aantal), pad)))
        anders = _tijd(
            lambda: paginas.update(referentie=referentie.print(maak_documenten(aantal), str(Path(map_) / "r.pdf")))
        )
        tweede = _tijd(lambda: print_batch(maak_documenten(aantal), pad))
        zonder = _tijd(lambda: referentie.print(maak_documenten(50), io.BytesIO(), met_voorwaarden=False)) / 50
        vol = _tijd(lambda: print_batch(maak_documenten(100, exemplaren=3), pad)) / 100
        klein, groot = _piek(20, pad), _piek(200, pad)
    wij = (eerste + tweede) / 2
    ratio = wij / anders
    is_vlak = groot < klein * 1.5 + 200_000
    detail = {
        "ms_per_pok": round(wij / aantal * 1000, 2),
        "ms_per_pok_reportlab": round(anders / aantal * 1000, 2),
        "ms_per_pok_reportlab_without_terms": round(zonder * 1000, 2),
        "pages_per_pok": paginas["wij"] / aantal,
        "pages_per_pok_reportlab": paginas["referentie"] / aantal,
        "ms_per_pok_3_copies_16_pages": round(vol * 1000, 2),
        "peak_memory_20": klein,
        "peak_memory_200": groot,
        "memory_flat": is_vlak,
        **_omgeving(),
    }
    return _uitslag("pok_print_batch", ratio, 0.25, aantal, detail, is_ok=is_vlak)


def run_single(aantal: int = 30) -> dict[str, Any]:
    """Time single prints, ours and the reference in turn; the ratio is that of the medians."""
    print(f"pok_print_single: median of {aantal}, {_omgeving()}")
    referentie = Referentie()
    (document,) = maak_documenten(1)
    koud = _tijd(lambda: maak_pok(document))
    referentie.print(iter([document]), io.BytesIO())
    wij, anders = [], []
    for nummer in range(aantal):
        een = replace(document, versie=nummer + 1)
        wij.append(_tijd(lambda een=een: maak_pok(een)))  # type: ignore[misc]
        anders.append(_tijd(lambda een=een: referentie.print(iter([een]), io.BytesIO())))  # type: ignore[misc]
    detail = {
        "ms": round(statistics.median(wij) * 1000, 2),
        "ms_reportlab": round(statistics.median(anders) * 1000, 2),
        "ms_first_call": round(koud * 1000, 2),
        "bytes": len(maak_pok(document).inhoud),
        **_omgeving(),
    }
    return _uitslag("pok_print_single", statistics.median(wij) / statistics.median(anders), 1.0, aantal, detail)


def _uitslag(
    bench: str, ratio: float, goal: float, n: int, detail: dict[str, Any], *, is_ok: bool = True
) -> dict[str, Any]:
    return {
        "bench": bench,
        "ratio": round(ratio, 3),
        "goal": goal,
        "ok": ratio <= goal and is_ok,
        "n": n,
        "detail": detail,
    }


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {"pok_print_single": run_single, "pok_print_batch": run_batch}


def run() -> dict[str, Any]:
    """The batch, for a runner that knows one bench per file; BENCHES has both."""
    return run_batch()


if __name__ == "__main__":
    for bench in BENCHES.values():
        print(json.dumps(bench()))
