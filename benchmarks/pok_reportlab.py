"""The printed agreement made with reportlab's platypus: what `pok_print` compares with."""

from __future__ import annotations

from collections.abc import Iterator
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

from bpv_app.pok.document_lettertype import BESTANDEN, MAP
from bpv_app.pok.document_qr import list_stroken, maak_qr
from bpv_app.pok.document_rules import PokDocument
from bpv_app.pok.rules_qr import QrCode
from bpv_app.pok.rules_tonen import datum, getal
from bpv_app.pok.voorwaarden import get_voorwaarden


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
        self.cijfer = ParagraphStyle("cijfer", fontName="vet", fontSize=12.5, leading=15)
        self.lid = ParagraphStyle(
            "lid", fontName="gewoon", fontSize=9.5, leading=12.8, leftIndent=23, firstLineIndent=-23
        )

    def print(self, documenten: Iterator[PokDocument], uit: Any) -> int:
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
        self._documenten = list(documenten)
        verhaal: list[Any] = []
        for document in self._documenten:
            verhaal += [*self._brief(document), *self._bpvblad(document), *self._voorwaarden(document)]
        doc.build(verhaal)
        return int(doc.page)

    def _teken_voet(self, canvas: Any, doc: Any) -> None:
        plaats, pagina = divmod(doc.page - 1, 5)
        document = self._documenten[plaats]
        nummer, is_brief = document.nummer, pagina == 0
        tekst = QrCode(nummer, document.versie, "B" if is_brief else "1", pagina or 1).tekst()
        naam = "Brief" if is_brief else f"Exemplaar 1 van 1, voor de student: {self._naam(pagina)}"
        canvas.setFont("vet", 8)
        canvas.drawString(22 * mm, 19 * mm, f"POK {nummer}, versie {document.versie}")
        canvas.drawRightString(169 * mm, 19 * mm, f"pagina {pagina or 1} van {2 if is_brief else 4}")
        canvas.setFont("gewoon", 8)
        canvas.drawString(22 * mm, 15 * mm, naam)
        canvas.line(22 * mm, 24 * mm, 188 * mm, 24 * mm)
        if is_brief:
            canvas.bookmarkPage(nummer)
            canvas.addOutlineEntry(f"{nummer} {document.student.naam}", nummer)
        else:
            canvas.rect(122 * mm, 271.5 * mm, 66 * mm, 12.5 * mm)
            canvas.drawString(126 * mm, 279 * mm, "Exemplaar 1 van 1")
            canvas.setFont("vet", 10.5)
            canvas.drawString(126 * mm, 274.2 * mm, "voor de student")
        modulen = maak_qr(tekst)
        module = 13.5 * mm / len(modulen)
        pad = canvas.beginPath()
        for x, y, lang in list_stroken(modulen):
            pad.rect(174.5 * mm + x * module, 22 * mm - (y + 1) * module, lang * module, module)
        canvas.drawPath(pad, stroke=0, fill=1)

    @staticmethod
    def _naam(pagina: int) -> str:
        return "bpv-blad" if pagina == 1 else "Algemene Voorwaarden"

    def _brief(self, d: PokDocument) -> list[Any]:
        retour = d.school.retouradres.op_een_regel()
        kant = (
            ("Datum", datum(d.brief_op)),
            ("Overeenkomst", f"{d.nummer}, versie {d.versie}"),
            ("Afdeling", d.school.afdeling),
        )
        adres = [Paragraph(f"Retouradres: {d.school.naam}, {retour}", self.klein)]
        adres += [Paragraph(regel, self.tekst) for regel in (d.student.naam, *d.student.adres.regels())]
        rechts = [Paragraph(tekst, self.klein) for paar in kant for tekst in paar]
        wanneer = datum(d.terug_voor) if d.terug_voor else ""
        terug = (
            f"Stuur alle exemplaren vóór {wanneer} terug in de antwoordenvelop, met het retourblad, of lever het in "
            f"bij {d.school.afdeling}. Een postzegel is niet nodig."
        )
        stappen = (
            "Lees de overeenkomst. Klopt er iets niet? Teken dan niet, maar laat het ons weten.",
            "Zet je handtekening op het bpv-blad van de overeenkomst.",
            "Laat het leerbedrijf de overeenkomst tekenen.",
            terug,
        )
        wie = ", ".join((d.onderwijsbegeleider.naam, *d.onderwijsbegeleider.bereikbaar()))
        return [
            NextPageTemplate("heel"),
            Paragraph(d.school.naam, self.titel),
            Spacer(1, 15 * mm),
            Table([[adres, rechts]], colWidths=[116 * mm, 50 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]),
            Spacer(1, 20 * mm),
            Paragraph(f"Je praktijkovereenkomst met {d.leerbedrijf.naam}", self.cijfer),
            Paragraph(f"Beste {d.student.roepnaam},", self.tekst),
            Paragraph(
                f"Van {datum(d.begin_op)} tot en met {datum(d.eind_op)} ga je stage lopen. Bij deze brief zit je "
                "praktijkovereenkomst (POK), in één exemplaar. Daarin staan de afspraken tussen jou, het leerbedrijf "
                "en de school. De afspraken gelden pas als iedereen heeft getekend. Op de achterkant van deze brief "
                "staat in gewone taal wat je tekent.",
                self.tekst,
            ),
            Paragraph("Dit moet je doen", self.kop),
            *(Paragraph(f"{nummer} {stap}", self.tekst) for nummer, stap in enumerate(stappen, start=1)),
            Paragraph("Heb je een vraag?", self.kop),
            Paragraph(f"Vraag het aan je onderwijsbegeleider: {wie}.", self.tekst),
            Paragraph("Met vriendelijke groet,", self.tekst),
            Paragraph(d.school.afdeling, self.kop),
            Paragraph(d.school.naam, self.tekst),
            PageBreak(),
        ]

    def _rijen(self, titel: str, rijen: list[tuple[str, str]]) -> list[Any]:
        cellen = [[Paragraph(label, self.klein), Paragraph(waarde, self.tekst)] for label, waarde in rijen]
        stijl = TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
        tabel = Table(cellen, colWidths=[28 * mm, 51 * mm], style=stijl)
        return [Paragraph(titel, self.kop), tabel]

    def _bpvblad(self, d: PokDocument) -> list[Any]:
        student = self._rijen(
            "Student",
            [
                ("Naam", d.student.naam),
                ("Adres", d.student.adres.op_een_regel()),
                ("Geboortedatum", datum(d.student.geboortedatum) if d.student.geboortedatum else ""),
                ("Studentnummer", d.student.studentnummer),
            ],
        )
        bedrijf = self._rijen(
            "Leerbedrijf",
            [
                ("Naam", d.leerbedrijf.naam),
                ("Adres", d.leerbedrijf.adres.op_een_regel()),
                ("Leerbedrijf-ID", d.leerbedrijf.leerbedrijf_id),
                ("KvK-nummer", d.leerbedrijf.kvk),
                ("Praktijkopleider", d.praktijkopleider.naam),
                ("Bereikbaar", ", ".join(d.praktijkopleider.bereikbaar())),
                ("Erkenning", d.erkenning),
            ],
        )
        school = self._rijen(
            "School",
            [
                ("Naam", d.school.naam),
                ("Adres", d.school.adres.op_een_regel()),
                ("BRIN", d.school.brin),
                ("Begeleider", d.onderwijsbegeleider.naam),
                ("Bereikbaar", ", ".join(d.onderwijsbegeleider.bereikbaar())),
            ],
        )
        opleiding = self._rijen(
            "Opleiding",
            [
                ("Opleiding", d.opleiding.naam),
                ("Crebo", d.opleiding.crebo),
                ("Niveau, leerweg", f"{d.opleiding.niveau}, {d.opleiding.leerweg}"),
                ("Keuzedeel", ", ".join(d.opleiding.keuzedelen)),
                ("Te behalen", d.opleiding.te_behalen),
            ],
        )
        cijfers = [
            ["Begindatum", "Einddatum", "Totaal aantal uren", "Uren per week", "Dagen per week"],
            [
                datum(d.begin_op),
                datum(d.eind_op),
                getal(d.uren_totaal),
                getal(d.uren_per_week),
                getal(d.dagen_per_week),
            ],
        ]
        teksten = [
            [
                [Paragraph(titel, self.kop), Paragraph(tekst, self.klein)]
                for titel, tekst in (
                    ("Begeleiding", d.begeleiding),
                    ("Beoordeling", d.beoordeling),
                    ("Eerder beëindigen", d.ontbinding),
                )
            ]
        ]
        vakken = [
            [
                [
                    Paragraph(o.label, self.kop),
                    *(Paragraph(tekst, self.klein) for tekst in (o.naam, "Plaats en datum", "Handtekening")),
                ]
                for o in d.ondertekenaars
            ]
        ]
        boven = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
        letter = TableStyle([("FONTNAME", (0, 0), (-1, -1), "gewoon"), ("FONTSIZE", (0, 0), (-1, -1), 9)])
        kader = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, HexColor("#738291")), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        return [
            Paragraph(d.school.naam, self.kop),
            Paragraph("Praktijkovereenkomst", self.titel),
            Paragraph(f"bpv-blad bij overeenkomst {d.nummer}, versie {d.versie}", self.tekst),
            Table([[student, bedrijf], [school, opleiding]], colWidths=[83 * mm] * 2, style=boven),
            Paragraph("Periode en uren", self.kop),
            Table(cijfers, style=letter),
            Paragraph(
                "Per studiejaar " + "; ".join(f"{v.studiejaar}: {getal(v.uren)} uur" for v in d.verdeling), self.tekst
            ),
            Table(teksten, colWidths=[55 * mm] * 3, style=boven),
            Paragraph("Ondertekening", self.kop),
            Paragraph(
                "Door te tekenen gaan partijen akkoord met dit bpv-blad en met de Algemene Voorwaarden "
                f"(versie {d.voorwaarden_versie}), die zij hebben gekregen en gelezen.",
                self.klein,
            ),
            Table(vakken, colWidths=[55 * mm] * 3, rowHeights=[36 * mm], style=kader),
            NextPageTemplate("twee"),
            PageBreak(),
        ]

    def _voorwaarden(self, d: PokDocument) -> list[Any]:
        voorwaarden = get_voorwaarden(d.voorwaarden_versie)
        verhaal: list[Any] = [
            Paragraph("Algemene Voorwaarden", self.titel),
            Paragraph(f"bij de praktijkovereenkomst, versie {d.voorwaarden_versie}", self.klein),
            Paragraph(voorwaarden.inleiding, self.tekst),
        ]
        for nummer, artikel in enumerate(voorwaarden.artikelen, start=1):
            verhaal.append(Paragraph(f"{nummer} {artikel.titel}", self.kop))
            verhaal += [Paragraph(f"{nummer}.{n} {lid}", self.lid) for n, lid in enumerate(artikel.leden, start=1)]
        return [*verhaal, NextPageTemplate("heel"), PageBreak()]
