"""Many prints in one PDF: what a reader with ears or fingers gets of it, what is shared, and what is refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest

from bpv_app.pok.document import maak_pok
from bpv_app.pok.document_rules import standaard_exemplaren
from bpv_app.pok.pdf_schrijver import PdfSchrijver
from bpv_app.pok.pdf_stroom import schrijf_pdf
from tests.pok.test_document import make_bbl_minderjarig, make_document
from tests.pok.test_document_structuur import MERK, loop, merken, tag

NU = datetime(2026, 11, 13, tzinfo=UTC)


@cache
def prints() -> tuple[bytes, ...]:
    """Three agreements: in three copies, of a minor with four, and in one copy of a student with an Arabic name."""
    basis = make_document()
    student = basis.student.__class__("محمد علي", basis.student.adres, "402119", basis.student.geboortedatum, "محمد")
    documenten = (
        basis,
        make_bbl_minderjarig(nummer="2026-00413"),
        make_document(nummer="2026-00414", student=student, exemplaren=standaard_exemplaren(1)),
    )
    return tuple(maak_pok(document).inhoud for document in documenten)


def voeg_samen(inhouden: Sequence[bytes]) -> bytes:
    doel = io.BytesIO()
    with schrijf_pdf(doel, titel="Praktijkovereenkomsten", auteur="ROC", gemaakt_op=NU) as pdf:
        for plaats, inhoud in enumerate(inhouden):
            pdf.voeg_toe(inhoud, f"Nummer {plaats}")
    return doel.getvalue()


@cache
def samen() -> bytes:
    return voeg_samen(prints())


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(samen()), attempt_recovery=False) as open_pdf:
        yield open_pdf


def lijsten(pdf: pikepdf.Pdf) -> dict[int, list[Any]]:
    """The tree of marks: per key the elements, in the order of their marks. Limits must be those of what they hold."""
    uit: dict[int, list[Any]] = {}
    for blad in pdf.Root.StructTreeRoot.ParentTree.Kids:
        nummers = [int(blad.Nums[n]) for n in range(0, len(blad.Nums), 2)]
        assert [int(grens) for grens in blad.Limits] == [min(nummers), max(nummers)]
        assert nummers == sorted(nummers)
        uit |= {nummer: list(blad.Nums[n * 2 + 1]) for n, nummer in enumerate(nummers)}
    return uit


def list_vormen(pdf: pikepdf.Pdf) -> dict[Any, Any]:
    """Every form that a page can show, once."""
    return {vorm.objgen: vorm for pagina in pdf.pages for vorm in pagina.Resources.get("/XObject", {}).values()}


def test_the_file_is_well_formed_and_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []
    assert bool(pdf.Root.MarkInfo.Marked)
    assert "/Suspects" not in pdf.Root.MarkInfo
    assert str(pdf.Root.Lang) == "nl-NL"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo["/Title"]) == "Praktijkovereenkomsten"
    with pdf.open_outline() as inhoud:
        assert [punt.title for punt in inhoud.root] == ["Nummer 0", "Nummer 1", "Nummer 2"]


def test_every_agreement_is_a_part_with_its_own_sections(pdf: pikepdf.Pdf) -> None:
    (geheel,) = pdf.Root.StructTreeRoot.K
    assert tag(geheel) == "Document"
    assert [(tag(deel), str(deel.T)) for deel in geheel.K] == [("Part", f"Nummer {n}") for n in range(3)]
    assert [[str(sectie.T) for sectie in deel.K][:3] for deel in geheel.K] == [
        ["Brief", "Samenvatting", f"Exemplaar 1 van {aantal}, voor de student"] for aantal in (3, 4, 1)
    ]
    for element in loop(geheel):
        for kind in element.K:
            if isinstance(kind, pikepdf.Dictionary) and "/S" in kind:
                assert kind.P.objgen == element.objgen


def test_every_mark_on_every_page_has_its_element_and_every_element_its_mark(pdf: pikepdf.Pdf) -> None:
    in_boom: dict[tuple[Any, int], str] = {}
    for element in loop(pdf.Root.StructTreeRoot.K[0]):
        for merk in merken(element):
            assert merk not in in_boom
            in_boom[merk] = tag(element)
    getekend: dict[tuple[Any, int], str] = {}
    dragers = {pagina.obj.objgen: (pagina.obj, pagina.obj.Contents) for pagina in pdf.pages}
    dragers |= {plaats: (vorm, vorm) for plaats, vorm in list_vormen(pdf).items()}
    for plaats, (_, inhoud) in dragers.items():
        getekend |= {(plaats, int(n)): soort.decode() for soort, n in MERK.findall(inhoud.read_bytes())}
    assert in_boom == getekend
    per_sleutel, sleutels = lijsten(pdf), []
    for plaats, (drager, _) in dragers.items():
        if "/StructParents" in drager:
            sleutels.append(int(drager.StructParents))
            for nummer, element in enumerate(per_sleutel[sleutels[-1]]):
                assert (plaats, nummer) in merken(element)
    assert sorted(sleutels) == sorted(per_sleutel) == list(range(len(per_sleutel)))
    assert all("/StructParents" in pagina.obj and pagina.obj.Tabs == "/S" for pagina in pdf.pages)


def test_it_is_read_in_the_order_in_which_it_is_meant(pdf: pikepdf.Pdf) -> None:
    """The text of every element of the second agreement's bpv-blad, one after the other."""
    exemplaar = pdf.Root.StructTreeRoot.K[0].K[1].K[2]
    pagina = next(e for e in loop(exemplaar) if "/Pg" in e).Pg
    tekens = _lees_tekens(pagina)
    gelezen = " ".join(
        tekens[nummer] for e in loop(exemplaar) for drager, nummer in merken(e) if drager == pagina.objgen
    )
    plekken = [
        gelezen.index(zin)
        for zin in (
            "Praktijkovereenkomst",
            "Student Naam Yusuf Bakker Adres Haarlemmerstraat 112 A",
            "Ouder of voogd Fatma Bakker",
            "Leerbedrijf Naam Van Dam Techniek B.V.",
            "School Naam",
            "Opleiding Opleiding Eerste monteur",
            "Periode en uren Begindatum 7 december 2026 Einddatum",
            "Begeleiding",
            "Ondertekening",
            "Exemplaar 1 van 4 voor de student",
        )
    ]
    assert plekken == sorted(plekken)


def _lees_tekens(pagina: Any) -> dict[int, str]:
    """Per mark what is written in it, decoded with what the file says of its fonts."""
    kaarten = {
        naam: {
            int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be")
            for code, letter in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes())
        }
        for naam, font in pagina.Resources.Font.items()
    }
    uit: dict[int, str] = {}
    merk, kaart = -1, dict[int, str]()
    for stap in pikepdf.parse_content_stream(pagina):
        operanden, operator = stap.operands, stap.operator
        if str(operator) == "BDC":
            merk = int(operanden[1].MCID)
        elif str(operator) in ("EMC", "BMC"):
            merk = -1
        elif str(operator) == "Tf":
            kaart = kaarten[str(operanden[0])]
        elif str(operator) == "Tj" and merk >= 0:
            ruw = bytes(operanden[0])
            woord = "".join(kaart[int.from_bytes(ruw[n : n + 2], "big")] for n in range(0, len(ruw), 2))
            uit[merk] = f"{uit.get(merk, '')} {woord}".strip()
    return uit


def test_the_terms_are_read_aloud_with_the_first_and_are_decoration_in_the_others(pdf: pikepdf.Pdf) -> None:
    koppen = [sum(tag(e) == "H2" for e in loop(deel)) for deel in pdf.Root.StructTreeRoot.K[0].K]
    assert koppen[0] - koppen[2] >= 19
    vormen = list_vormen(pdf)
    assert sum(b"MCID" in vorm.read_bytes() for vorm in vormen.values()) == 3
    assert len(vormen) == 9, "three pages of terms: with marks, without, and as decoration"
    for deel in list(pdf.Root.StructTreeRoot.K[0].K)[1:]:
        for element in loop(deel):
            assert all(drager not in vormen for drager, _ in merken(element))


def test_what_prints_share_is_there_once_and_every_page_looks_the_same(pdf: pikepdf.Pdf) -> None:
    los = [pypdfium2.PdfDocument(inhoud) for inhoud in prints()]
    alles = pypdfium2.PdfDocument(samen())
    assert len(alles) == sum(map(len, los))
    paginas = [pagina for document in los for pagina in document]
    for plaats, pagina in enumerate(paginas):
        assert alles[plaats].get_textpage().get_text_bounded() == pagina.get_textpage().get_text_bounded()
        assert alles[plaats].render(scale=0.5).to_pil() == pagina.render(scale=0.5).to_pil(), plaats
    lettertypen = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o]
    assert len(lettertypen) == 4, "two of every file, two more for the Arabic name"


def test_the_same_prints_give_the_same_bytes_and_other_prints_others() -> None:
    assert voeg_samen(prints()) == samen()
    assert voeg_samen(prints()[::-1]) != samen()


def test_hundreds_of_the_same_cost_little_more_than_what_is_their_own() -> None:
    twee, twintig = len(voeg_samen(prints()[2:] * 2)), len(voeg_samen(prints()[2:] * 20))
    assert (twintig - twee) / 18 < 25_000 < len(prints()[2])


def test_a_print_without_a_structure_goes_along_and_the_file_says_so() -> None:
    kaal = io.BytesIO()
    with pikepdf.open(io.BytesIO(prints()[0])) as een:
        del een.Root.StructTreeRoot
        een.save(kaal)
    with pikepdf.open(io.BytesIO(voeg_samen([kaal.getvalue(), prints()[1]]))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert bool(pdf.Root.MarkInfo.Suspects)
        assert [str(deel.T) for deel in pdf.Root.StructTreeRoot.K[0].K] == ["Nummer 1"]
    with pikepdf.open(io.BytesIO(voeg_samen([kaal.getvalue()]))) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert "/MarkInfo" not in pdf.Root


def _maak_los(pagina: str) -> bytes:
    """A PDF of one page with something of its own in its dictionary."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for naam, waarde in pikepdf.Object.parse(pagina.encode()).items():
            pdf.pages[0].obj[naam] = waarde
        uit = io.BytesIO()
        pdf.save(uit)
    return uit.getvalue()


def test_a_text_that_looks_like_a_reference_stays_a_text() -> None:
    vreemd = r"<< /PieceInfo << /A (1 0 R \) 2 0 R \\) /B <312030205220> /C [ 1 0 3 ] /Length 7 >> >>"
    with pikepdf.open(io.BytesIO(voeg_samen([_maak_los(vreemd)]))) as pdf:
        stuk = pdf.pages[0].obj.PieceInfo
        assert str(stuk.A) == "1 0 R ) 2 0 R \\"
        assert str(stuk.B) == "1 0 R "
        assert [int(n) for n in stuk.C] == [1, 0, 3]


def test_what_refers_to_itself_or_to_all_pages_is_refused() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        rond = pdf.make_indirect(pikepdf.Dictionary())
        rond.Zelf = rond
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=rond))
        uit = io.BytesIO()
        pdf.save(uit)
        with pytest.raises(ValueError, match="itself"):
            voeg_samen([uit.getvalue()])
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pdf.Root.Pages)
        uit = io.BytesIO()
        pdf.save(uit)
        with pytest.raises(ValueError, match="pages"):
            voeg_samen([uit.getvalue()])


@pytest.mark.parametrize("inhoud", [b"", b"%PDF-1.7 geen pdf", b"x" * 10_000])
def test_what_is_damaged_is_refused(inhoud: bytes) -> None:
    with pytest.raises((ValueError, pikepdf.PdfError)):
        voeg_samen([inhoud])


def test_more_objects_than_fit_in_one_group_are_all_found() -> None:
    doel = io.BytesIO()
    schrijver = PdfSchrijver(doel)
    wortel, boom, nooit = schrijver.nummer(), schrijver.nummer(), schrijver.nummer()
    nummers = [
        schrijver.nieuw(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]/Resources<<>>/X %d>>" % (boom, n))
        for n in range(450)
    ]
    schrijver.zet(boom, b"<</Type/Pages/Count 450/Kids[%b]>>" % b" ".join(b"%d 0 R" % n for n in nummers))
    schrijver.zet(wortel, b"<</Type/Catalog/Pages %d 0 R/Nooit %d 0 R>>" % (boom, nooit))
    schrijver.sluit(wortel, titel="Ł (1)", auteur="", gemaakt_op=NU)
    with pikepdf.open(io.BytesIO(doel.getvalue()), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert [int(pagina.obj.X) for pagina in pdf.pages] == list(range(450))
        assert str(pdf.docinfo["/Title"]) == "Ł (1)"
        assert pdf.Root.get("/Nooit") is None
