"""Pages of somebody else's PDF as pictures with a description.

What a page shows goes along; what it can do (scripts, links, forms) and what it says about itself stays behind.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def als_beelden(inhoud: bytes, beschrijving: str) -> bytes:
    """The same pages, each one figure; who cannot see them hears `beschrijving` and which page of how many it is.

    Raises PdfError for what is damaged, ValueError for what has no pages.
    """
    with pikepdf.open(io.BytesIO(inhoud)) as bron, pikepdf.new() as pdf:
        if not len(bron.pages):
            raise ValueError("a PDF without pages")
        for pagina in bron.pages:
            _zet_beeld(pdf, pagina)
        for een in pdf.objects:
            if isinstance(een, Dictionary | pikepdf.Stream) and "/StructParents" in een:
                del een["/StructParents"]
        _zet_structuur(pdf, beschrijving)
        uit = io.BytesIO()
        pdf.save(uit, deterministic_id=True)
        return uit.getvalue()


def _zet_beeld(pdf: pikepdf.Pdf, bron: pikepdf.Page) -> None:
    """A page that shows another one as it is seen: turned and cut the way its file says."""
    kader = [float(grens) for grens in bron.cropbox.as_list()]
    breed, hoog = abs(kader[2] - kader[0]), abs(kader[3] - kader[1])
    if int(bron.obj.get("/Rotate", 0)) % 180:
        breed, hoog = hoog, breed
    pagina = pdf.add_blank_page(page_size=(max(breed, 3), max(hoog, 3)))
    vorm = pdf.copy_foreign(bron.as_form_xobject())
    naam = pagina.add_resource(vorm, Name.XObject, Name("/Beeld"))
    toon = pagina.calc_form_xobject_placement(vorm, naam, pikepdf.Rectangle(0, 0, breed, hoog))
    pagina.obj.Contents = pdf.make_stream(b"/Figure <</MCID 0>> BDC\n%b\nEMC" % toon)


def _zet_structuur(pdf: pikepdf.Pdf, beschrijving: str) -> None:
    wortel = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    geheel = pdf.make_indirect(Dictionary(S=Name.Document, P=wortel))
    figuren, ouders = Array(), list[Any]()
    for nummer, pagina in enumerate(pdf.pages):
        zin = f"{beschrijving}, bladzijde {nummer + 1} van {len(pdf.pages)}"
        figuur = pdf.make_indirect(Dictionary(S=Name.Figure, P=geheel, Pg=pagina.obj, K=0, Alt=String(zin)))
        figuren.append(figuur)
        ouders += [nummer, Array([figuur])]
        pagina.obj.StructParents, pagina.obj.Tabs = nummer, Name.S
    geheel.K, wortel.K = figuren, Array([geheel])
    wortel.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(ouders)))
    pdf.Root.StructTreeRoot = wortel
