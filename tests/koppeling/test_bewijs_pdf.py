"""The evidence as a screen reader gets it: what the app wrote with its structure, a scan as a figure with words."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from bpv_app import opslag
from bpv_app.gesprek.rules import Vorm
from bpv_app.koppeling.bewijs_pdf import maak_bewijs
from bpv_app.koppeling.queries_bewijs import Bewijs, Gesprek, Handtekening, Papier, Week
from bpv_app.pok.document import maak_pok
from bpv_app.pok.pdf_beelden import als_beelden
from bpv_app.uren.rules import WeekStatus
from tests.pok.test_document import make_document
from tests.pok.test_document_structuur import MERK, loop, merken, tag

NU = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)


def make_bewijs(*papier: tuple[bytes, str, bool]) -> Bewijs:
    week = Week(date(2026, 12, 7), (450, 0, 0, 0, 0, 0, 0), 0, WeekStatus.GOEDGEKEURD, "Piet", NU)
    return Bewijs(
        pok_id=1,
        nummer="2026-00412",
        versie=1,
        status="Definitief",
        student="Yusuf Bakker",
        studentnummer="402118",
        klas="1A",
        opleiding="Monteur",
        crebo="25736",
        leerweg="BOL",
        leerbedrijf="Van Dam Techniek",
        sbb_id="100234567",
        adres="Rijnkade 8",
        plaats="Leiden",
        praktijkopleider="J. van Dam",
        begeleider="M. de Groot",
        begin_op=date(2026, 12, 7),
        eind_op=date(2027, 6, 25),
        werkelijk_eind_op=None,
        uren_totaal=560,
        uren_per_week="24",
        handtekeningen=(Handtekening("Student", date(2026, 11, 25)),),
        weken=(week,),
        gesprekken=(Gesprek("Startgesprek", date(2026, 12, 9), Vorm.BEZOEK, ("Student",)),),
        papier=tuple(Papier(opslag.bewaar(inhoud), mime, is_scan) for inhoud, mime, is_scan in papier),
        is_voor_bedrijf=False,
    )


def make_scan(draai: int = 0) -> bytes:
    """A scanned page with a black corner at its top left as it is seen, stored turned by so many degrees."""
    beeld = Image.new("L", (620, 877), 240)
    ImageDraw.Draw(beeld).rectangle((20, 20, 220, 120), fill=0)
    uit = io.BytesIO()
    beeld.rotate(draai, expand=True).save(uit, "PDF", resolution=75)
    with pikepdf.open(uit) as pdf:
        pdf.pages[0].obj.Rotate = draai
        uit = io.BytesIO()
        pdf.save(uit)
    return uit.getvalue()


def make_gevaarlijk() -> bytes:
    """A page that does things when it is opened or clicked, and claims to have a structure of its own."""
    with pikepdf.open(io.BytesIO(make_scan())) as pdf:
        js = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pagina = pdf.pages[0].obj
        pagina.AA = pikepdf.Dictionary(O=js)
        pagina.Annots = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=js))])
        pagina.StructParents = 0
        pagina.Resources.XObject["/image"].StructParents = 7
        pdf.Root.OpenAction = js
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        uit = io.BytesIO()
        pdf.save(uit)
    return uit.getvalue()


def check_merken(pdf: pikepdf.Pdf) -> dict[tuple[Any, int], str]:
    """Every mark on a page belongs to one element of the same kind, and leads to it; returns them."""
    in_boom = {merk: tag(e) for e in loop(pdf.Root.StructTreeRoot.K[0]) for merk in merken(e)}
    lijsten: dict[int, Any] = {}
    for blad in pdf.Root.StructTreeRoot.ParentTree.Kids:
        lijsten |= {int(blad.Nums[n]): blad.Nums[n + 1] for n in range(0, len(blad.Nums), 2)}
    for pagina in pdf.pages:
        gezien = {int(n): soort.decode() for soort, n in MERK.findall(pagina.obj.Contents.read_bytes())}
        assert gezien == {n: soort for (plaats, n), soort in in_boom.items() if plaats == pagina.obj.objgen}
        for nummer, element in enumerate(lijsten[int(pagina.obj.StructParents)]):
            assert (pagina.obj.objgen, nummer) in merken(element)
    return in_boom


def test_the_overview_is_read_with_its_headings_and_a_scan_as_a_figure_with_words() -> None:
    jpeg = io.BytesIO()
    Image.new("L", (620, 877), 200).save(jpeg, "JPEG")
    inhoud = maak_bewijs(make_bewijs((make_scan(), "application/pdf", True), (jpeg.getvalue(), "image/jpeg", True)), NU)
    with pikepdf.open(io.BytesIO(inhoud), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/Suspects" not in pdf.Root.MarkInfo
        assert (str(pdf.Root.Lang), str(pdf.docinfo["/Title"])) == ("nl-NL", "Bewijs BPV 2026-00412")
        check_merken(pdf)
        geheel = pdf.Root.StructTreeRoot.K[0]
        assert [str(deel.T) for deel in geheel.K] == ["Bewijs BPV 2026-00412", *["Getekende overeenkomst"] * 2]
        tags = [tag(e) for e in loop(geheel)]
        assert tags.count("H1") == 1
        assert tags.count("H2") == 4
        figuren = [str(e.Alt) for e in loop(geheel) if tag(e) == "Figure"]
        assert figuren == ["Scan van de getekende overeenkomst, bladzijde 1 van 1"] * 2


def test_without_a_scan_the_printed_agreement_keeps_its_own_structure() -> None:
    afdruk = maak_pok(make_document())
    with pikepdf.open(io.BytesIO(maak_bewijs(make_bewijs((afdruk.inhoud, "application/pdf", False)), NU))) as pdf:
        assert len(pdf.pages) == 1 + afdruk.paginas
        deel = pdf.Root.StructTreeRoot.K[0].K[1]
        assert [str(sectie.T) for sectie in deel.K][0::5] == ["Brief", "Retourblad"]
        assert sum(tag(e) == "Table" for e in loop(deel)) == 15


@pytest.mark.parametrize("draai", [0, 90, 180, 270])
def test_a_turned_page_is_seen_the_same_way_up(draai: int) -> None:
    (pagina,) = pypdfium2.PdfDocument(als_beelden(make_scan(draai), "Scan"))
    beeld = pagina.render(scale=1, grayscale=True).to_pil()
    assert beeld.size[0] < beeld.size[1]
    assert beeld.getpixel((60, 50)) < 60
    assert beeld.getpixel((beeld.size[0] - 60, beeld.size[1] - 50)) > 200


def test_what_a_strange_page_can_do_stays_behind() -> None:
    inhoud = maak_bewijs(make_bewijs((make_gevaarlijk(), "application/pdf", True)), NU)
    with pikepdf.open(io.BytesIO(inhoud)) as pdf:
        check_merken(pdf)
        assert len(pdf.pages) == 2
        sleutels = {
            naam for o in pdf.objects if isinstance(o, pikepdf.Dictionary | pikepdf.Stream) for naam, _ in o.items()
        }
        assert not sleutels & {"/AA", "/Annots", "/JS", "/OpenAction", "/A"}
        assert [int(p.obj.StructParents) for p in pdf.pages] == [0, 1]


def test_a_scan_that_cannot_be_read_is_said_and_the_rest_is_there() -> None:
    met = make_bewijs((b"%PDF-1.7 kapot", "application/pdf", True), (make_scan(), "application/pdf", True))
    pdf = pypdfium2.PdfDocument(maak_bewijs(met, NU))
    assert len(pdf) == 2
    assert "1 scan of document was niet te lezen" in pdf[0].get_textpage().get_text_bounded()
