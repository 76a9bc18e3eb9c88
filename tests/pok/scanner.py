"""An office scanner that is never clean: printed pages, rasterised, turned, skewed, greyed, speckled, compressed."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter


def scan(afdruk: bytes, nummers: Sequence[int], toeval: random.Random, *, erg: float = 1.0) -> list[bytes]:
    """Pages of a printed PDF (numbers from 1) as JPEG pictures of the scanner. `erg` 0 is clean, 1 an old machine."""
    document = pypdfium2.PdfDocument(afdruk)
    try:
        return [_scan_pagina(document, nr, toeval, erg) for nr in nummers]
    finally:
        document.close()


def _scan_pagina(document: pypdfium2.PdfDocument, nr: int, toeval: random.Random, erg: float) -> bytes:
    dpi = toeval.choice((150, 200, 200, 300)) if erg else 150
    beeld = document[nr - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    beeld = _pen(beeld, toeval)
    if not erg:
        return _jpeg(beeld, 80, dpi)
    beeld = beeld.rotate(toeval.gauss(0, 1.2) * erg, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=250)
    beeld = beeld.rotate(toeval.choice((0, 0, 0, 90, 180, 270)), expand=True)
    if toeval.random() < 0.5 * erg:
        beeld = beeld.filter(ImageFilter.GaussianBlur(toeval.uniform(0.3, 0.9) * dpi / 200))
    punten = np.array(beeld, dtype=np.float32)
    ruis = np.random.default_rng(toeval.getrandbits(32))
    helder, contrast = toeval.uniform(-20, 20) * erg, 1 - toeval.uniform(0, 0.35) * erg
    punten *= contrast
    punten += 128 - 128 * contrast + helder
    punten += ruis.standard_normal(punten.shape, dtype=np.float32) * np.float32(10 * erg)
    vlekken = ruis.integers(punten.size, size=int(punten.size * 0.0012 * erg))
    punten.flat[vlekken[::2]], punten.flat[vlekken[1::2]] = 0, 255
    return _jpeg(Image.fromarray(punten.clip(0, 255).astype(np.uint8)), toeval.randint(45, 85), dpi)


def _jpeg(beeld: Image.Image, kwaliteit: int, dpi: int) -> bytes:
    uit = io.BytesIO()
    beeld.save(uit, "JPEG", quality=kwaliteit, dpi=(dpi, dpi))
    return uit.getvalue()


def _pen(beeld: Image.Image, toeval: random.Random) -> Image.Image:
    """A signature and a date somewhere in the lower half, not over the foot."""
    breed, hoog = beeld.size
    pen = ImageDraw.Draw(beeld)
    x, y = toeval.uniform(0.1, 0.6) * breed, toeval.uniform(0.5, 0.85) * hoog
    punten = [(x + i * breed * 0.012, y + toeval.uniform(-0.02, 0.02) * hoog) for i in range(14)]
    pen.line(punten, fill=40, width=max(2, breed // 500), joint="curve")
    return beeld


def als_pdf(plaatjes: Sequence[bytes]) -> bytes:
    """The scanner's one PDF: a picture per page, as most office machines make it."""
    beelden = [Image.open(io.BytesIO(p)) for p in plaatjes]
    uit = io.BytesIO()
    resolutie = float(beelden[0].info.get("dpi", (200, 200))[0])
    beelden[0].save(uit, "PDF", save_all=True, append_images=beelden[1:], resolution=resolutie)
    return uit.getvalue()


def witte_pagina(toeval: random.Random) -> bytes:
    """The empty back of a sheet: paper, dust and the shadow of the lid."""
    ruis = np.random.default_rng(toeval.getrandbits(32))
    punten = 248 + ruis.normal(0, 4, (2339, 1654))
    punten[:, :20] = 60
    beeld = Image.fromarray(punten.clip(0, 255).astype(np.uint8))
    uit = io.BytesIO()
    beeld.save(uit, "JPEG", quality=70, dpi=(200, 200))
    return uit.getvalue()
