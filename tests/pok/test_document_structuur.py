"""The structure of a printed agreement, as a screen reader walks it: read from the finished file with pikepdf."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from bpv_app.pok.document import maak_pok
from bpv_app.pok.document_rules import standaard_exemplaren
from tests.pok.test_document import make_bbl_minderjarig, make_document

MERK = re.compile(rb"/(\w+) <</MCID (\d+)>> BDC")


def open_pdf(**anders: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(maak_pok(make_document(**anders)).inhoud))


def loop(element: Any) -> Iterator[Any]:
    """An element and all below it, in reading order."""
    yield element
    kinderen = element.get("/K")
    for kind in kinderen if isinstance(kinderen, pikepdf.Array) else [kinderen]:
        if isinstance(kind, pikepdf.Dictionary) and "/S" in kind:
            yield from loop(kind)


def tag(element: Any) -> str:
    return str(element.S).removeprefix("/")


def merken(element: Any) -> list[tuple[Any, int]]:
    """What an element holds itself: (page or form, number)."""
    kinderen = element.get("/K")
    uit = []
    for kind in kinderen if isinstance(kinderen, pikepdf.Array) else [kinderen]:
        if isinstance(kind, int):
            uit.append((element.Pg.objgen, kind))
        elif isinstance(kind, pikepdf.Dictionary) and "/MCID" in kind:
            uit.append((kind.Stm.objgen, int(kind.MCID)))
    return uit


def test_the_file_says_that_it_has_a_structure_a_language_and_a_title() -> None:
    with open_pdf() as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "nl-NL"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        (document,) = pdf.Root.StructTreeRoot.K
        assert tag(document) == "Document"
        assert [str(s.T) for s in document.K] == [
            "Brief",
            "Samenvatting",
            "Exemplaar 1 van 3, voor de student",
            "Exemplaar 2 van 3, voor het leerbedrijf",
            "Exemplaar 3 van 3, voor de school",
            "Retourblad",
        ]
        for pagina in pdf.pages:
            assert pagina.obj.Tabs == "/S"


@pytest.mark.parametrize("document", [make_document(), make_bbl_minderjarig(versie=2)])
def test_every_mark_on_a_page_belongs_to_one_element_of_the_same_kind(document: Any) -> None:
    with pikepdf.open(io.BytesIO(maak_pok(document).inhoud)) as pdf:
        in_boom: dict[tuple[Any, int], str] = {}
        for element in loop(pdf.Root.StructTreeRoot.K[0]):
            for merk in merken(element):
                assert merk not in in_boom
                in_boom[merk] = tag(element)
        getekend: dict[tuple[Any, int], str] = {}
        for pagina in pdf.pages:
            inhoud = pagina.obj.Contents.read_bytes()
            getekend |= {(pagina.obj.objgen, int(n)): t.decode() for t, n in MERK.findall(inhoud)}
        for vorm in pdf.pages[0].Resources.XObject.values():
            getekend |= {(vorm.objgen, int(n)): t.decode() for t, n in MERK.findall(vorm.read_bytes())}
        assert in_boom == getekend
        # The other way round: the lists by which a reader finds the element of a mark.
        nummers = pdf.Root.StructTreeRoot.ParentTree.Nums
        lijsten = {int(nummers[n]): nummers[n + 1] for n in range(0, len(nummers), 2)}
        dragers = [*(p.obj for p in pdf.pages), *pdf.pages[0].Resources.XObject.values()]
        bekeken = 0
        for drager in dragers:
            if "/StructParents" in drager:
                for nummer, element in enumerate(lijsten[int(drager.StructParents)]):
                    assert (drager.objgen, nummer) in merken(element)
                    bekeken += 1
        assert bekeken == len(in_boom)


def test_everything_that_is_drawn_is_marked_or_decoration() -> None:
    with open_pdf() as pdf:
        for pagina in pdf.pages:
            diepte = 0
            for stap in pikepdf.parse_content_stream(pagina):
                operanden, operator = stap.operands, stap.operator
                if str(operator) in ("BDC", "BMC"):
                    diepte += 1
                    assert diepte == 1, "a mark inside a mark"
                elif str(operator) == "EMC":
                    diepte -= 1
                elif str(operator) in ("Tj", "TJ", "S", "f", "re", "l"):
                    assert diepte == 1, (operator, operanden)
                elif str(operator) == "Do" and not str(operanden[0]).endswith("-m"):
                    assert diepte == 1
            assert diepte == 0


def test_the_bpvblad_is_read_as_headings_and_tables() -> None:
    with open_pdf() as pdf:
        exemplaar = pdf.Root.StructTreeRoot.K[0].K[2]
        tags = [tag(e) for e in loop(exemplaar)]
        assert tags.count("Table") == 5
        assert tags.count("TR") == tags.count("TH") == tags.count("TD") >= 25
        assert tags.index("H1") < tags.index("H2") < tags.index("Table")
        for rij in (e for e in loop(exemplaar) if tag(e) == "TR"):
            kop, cel = rij.K
            assert [tag(kop), tag(cel)] == ["TH", "TD"]
            assert kop.A.Scope == "/Row"
        for element in loop(exemplaar):
            assert element.P.objgen != element.objgen


def test_letter_and_summary_are_read_with_their_lists() -> None:
    with open_pdf() as pdf:
        brief, samenvatting = pdf.Root.StructTreeRoot.K[0].K[0], pdf.Root.StructTreeRoot.K[0].K[1]
        for deel, punten in ((brief, 5), (samenvatting, 8)):
            tags = [tag(e) for e in loop(deel)]
            assert tags.count("H1") == 1
            assert tags.count("LI") >= punten
            assert tags.count("LI") == tags.count("LBody") == tags.count("Lbl")
        assert [tag(e) for e in loop(samenvatting)][1] == "H1"


def test_the_terms_are_read_aloud_once_and_stand_on_every_copy() -> None:
    with open_pdf() as pdf:
        koppen = [sum(tag(e) == "H2" for e in loop(sectie)) for sectie in pdf.Root.StructTreeRoot.K[0].K]
        assert koppen[2] - koppen[3] == 19
        assert koppen[3] == koppen[4] > 0
        vormen = pdf.pages[0].Resources.XObject
        assert b"MCID" in vormen["/AV2026-1-1-m"].read_bytes()
        assert b"MCID" not in vormen["/AV2026-1-1"].read_bytes()
        assert b"/AV2026-1-1-m Do" in pdf.pages[3].Contents.read_bytes()
        assert b"/AV2026-1-1 Do" in pdf.pages[7].Contents.read_bytes()


def test_a_file_with_one_copy_has_a_structure_too() -> None:
    with open_pdf(exemplaren=standaard_exemplaren(1)) as pdf:
        assert len(pdf.Root.StructTreeRoot.K[0].K) == 4
