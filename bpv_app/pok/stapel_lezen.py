"""Reads what came back through the scanner: which of our QR codes stands on each page, and which pages are white.

Pages are drawn and searched here and nowhere else. Called outside any writing transaction: a page takes a tenth of a
second.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pikepdf
import pypdfium2
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules_bestand import BestandFout, soort_van
from bpv_app.pok.rules_qr import QrCode, lees_qr
from bpv_app.pok.rules_stapel import MAX_PAGINAS, PaginaLezing

PDF = "application/pdf"
_DPI = (200, 300)
"""A first look, and a closer one for a page on which that finds nothing. The code is 13.5 mm: 106 dots at 200 dpi."""
_MAX_PUNTEN = 5000
"""Longest side of a page that is drawn: a page of three metres must not fill the memory."""
_WIT = 0.0005
"""Part of a page that may be dark for it to count as the empty back of a sheet: dust, a fold, a punched hole."""
_DONKER = 128
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
Image.MAX_IMAGE_PIXELS = 60_000_000

ONLEESBAAR = BestandFout(
    "stapel_onleesbaar",
    Tekst(
        "Dit bestand is beschadigd of beveiligd met een wachtwoord. Er is niets bewaard.",
        "This file is damaged or protected by a password. Nothing was kept.",
    ),
)
TE_VEEL_PAGINAS = BestandFout(
    "stapel_te_groot",
    Tekst(
        f"Dit bestand heeft meer dan {MAX_PAGINAS} bladzijden. Scan de stapel in delen. Er is niets bewaard.",
        f"This file has more than {MAX_PAGINAS} pages. Scan the pile in parts. Nothing was kept.",
    ),
)


@contextmanager
def _open(inhoud: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(inhoud)
    except pypdfium2.PdfiumError:
        raise ONLEESBAAR from None
    try:
        yield document
    finally:
        document.close()


def tel_paginas(inhoud: bytes) -> int:
    """How many pages a PDF or picture has. Raises BestandFout: not a PDF, PNG or JPEG, damaged, empty or too long."""
    mime, _ = soort_van(inhoud)
    if mime != PDF:
        _foto(inhoud)
        return 1
    with _open(inhoud) as document:
        aantal = len(document)
    if not aantal:
        raise ONLEESBAAR
    if aantal > MAX_PAGINAS:
        raise TE_VEEL_PAGINAS
    return aantal


def _foto(inhoud: bytes) -> Image.Image:
    """A photo or scan as a grey picture, upright as the camera held it."""
    try:
        with Image.open(io.BytesIO(inhoud)) as foto:
            foto.load()
            return ImageOps.exif_transpose(foto).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ONLEESBAAR from None


def _teken(document: pypdfium2.PdfDocument, nr: int, dpi: float) -> Image.Image:
    bladzijde = document[nr]
    try:
        langste = max(bladzijde.get_size()) or 1.0
        beeld: Image.Image = bladzijde.render(scale=min(dpi / 72, _MAX_PUNTEN / langste), grayscale=True).to_pil()
        return beeld
    finally:
        bladzijde.close()


def _codes(beeld: Image.Image) -> frozenset[QrCode]:
    """Our codes in a picture; anybody else's QR code does not count."""
    gevonden = zxingcpp.read_barcodes(beeld, formats=_QR)
    return frozenset(code for treffer in gevonden if (code := lees_qr(treffer.text)) is not None)


def _zoek(beeld: Image.Image) -> frozenset[QrCode]:
    """Look, and look again with the noise smoothed and the contrast stretched when nothing was found."""
    codes = _codes(beeld)
    if codes:
        return codes
    for bewerkt in (beeld.filter(ImageFilter.MedianFilter(3)), ImageOps.autocontrast(beeld, cutoff=2)):
        codes = _codes(bewerkt)
        if codes:
            return codes
    return _codes(ImageOps.autocontrast(beeld.filter(ImageFilter.GaussianBlur(1.2)), cutoff=2))


def _is_wit(beeld: Image.Image) -> bool:
    """Whether nothing is on the page, leaving out the outermost centimetre: shadows of the scanner's lid."""
    rand = int(min(beeld.size) * 0.05)
    punten: NDArray[np.uint8] = np.asarray(beeld)[rand : beeld.height - rand, rand : beeld.width - rand]
    return bool(punten.size) and float((punten < _DONKER).mean()) < _WIT


def lees_paginas(inhoud: bytes, nummers: Sequence[int]) -> tuple[PaginaLezing, ...]:
    """What stands on the pages with these numbers (from 1). A page that cannot be drawn has no code."""
    if soort_van(inhoud)[0] != PDF:
        beeld = _foto(inhoud)
        beeld.thumbnail((_MAX_PUNTEN, _MAX_PUNTEN))
        return tuple(PaginaLezing(nr, tuple(_zoek(beeld)), False) for nr in nummers)
    with _open(inhoud) as document:
        return tuple(_lees_pagina(document, nr) for nr in nummers)


def _lees_pagina(document: pypdfium2.PdfDocument, nr: int) -> PaginaLezing:
    try:
        beeld = _teken(document, nr - 1, _DPI[0])
        codes = _zoek(beeld)
        if codes:
            return PaginaLezing(nr, tuple(codes), False)
        if _is_wit(beeld):
            return PaginaLezing(nr, (), True)
        return PaginaLezing(nr, tuple(_zoek(_teken(document, nr - 1, _DPI[1]))), False)
    except pypdfium2.PdfiumError:
        return PaginaLezing(nr, (), False)


def plaatje(inhoud: bytes, nr: int, dpi: int = 80) -> bytes:
    """Page `nr` (from 1) as a small PNG, to look at."""
    if soort_van(inhoud)[0] != PDF:
        beeld = _foto(inhoud)
        beeld.thumbnail((1000, 1000))
    else:
        with _open(inhoud) as document:
            beeld = _teken(document, nr - 1, dpi)
    uit = io.BytesIO()
    beeld.save(uit, "PNG", optimize=True)
    return uit.getvalue()


def knip(inhoud: bytes, delen: Sequence[Sequence[int]]) -> tuple[bytes, ...]:
    """Per part its pages (numbers from 1, in this order) as a PDF of their own; a photo stays what it is."""
    if soort_van(inhoud)[0] != PDF:
        return tuple(inhoud for _ in delen)
    knipsels: list[bytes] = []
    with pikepdf.open(io.BytesIO(inhoud)) as bron:
        for nummers in delen:
            uit = io.BytesIO()
            with pikepdf.new() as doel:
                for nr in nummers:
                    doel.pages.append(bron.pages[nr - 1])
                doel.save(uit, deterministic_id=True)
            knipsels.append(uit.getvalue())
    return tuple(knipsels)
