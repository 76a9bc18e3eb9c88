"""The school's logo: judged by its content, drawn anew, and small enough to be in every letter."""

from __future__ import annotations

import hashlib
import io
import warnings
import zlib
from functools import lru_cache

from PIL import Image, ImageOps

from bpv_app import opslag
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.document_rules import Logo
from bpv_app.pok.rules_bestand import BestandFout, check_omvang
from bpv_app.pok.rules_huisstijl import MAX_LOGO_MB

VAK = (600, 180)
"""Largest size kept in pixels: 50 × 15 mm at 300 dots per inch."""
MIN_ZIJDE = 24
MAX_PIXELS = 25_000_000
_BEGIN = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))


class LogoWeg(DomeinFout):
    """The stored logo cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            "logo_weg",
            Tekst(
                "Het logo van de school is niet te lezen. Beheer kan het opnieuw plaatsen bij Documenten.",
                "The school's logo cannot be read. The administrator can place it again under Documents.",
            ),
        )


def _fout(code: str, nl: str, en: str) -> BestandFout:
    return BestandFout(code, Tekst(f"{nl} Er is niets bewaard.", f"{en} Nothing was kept."))


def verwerk_logo(inhoud: bytes) -> bytes:
    """Check an upload and return what is kept: a PNG on white without anything hidden in it.

    Raises BestandFout (wrong kind, damaged, too small, too many pixels) or TeGroot.
    """
    check_omvang(inhoud, MAX_LOGO_MB)
    soort = next((naam for begin, naam in _BEGIN if inhoud.startswith(begin)), None)
    if soort is None:
        raise _fout("soort_bestand", "Kies een PNG of JPEG.", "Choose a PNG or JPEG.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(inhoud), formats=(soort,)) as beeld:
                if beeld.width * beeld.height > MAX_PIXELS:
                    raise _fout("te_veel_pixels", "Dit plaatje is te groot.", "This picture is too large.")
                if min(beeld.size) < MIN_ZIJDE:
                    raise _fout("te_klein", "Dit plaatje is te klein om te drukken.", "This picture is too small.")
                klein = ImageOps.exif_transpose(beeld).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _fout("kapot", "Dit plaatje is beschadigd.", "This picture is damaged.") from None
    klein.thumbnail(VAK, Image.Resampling.LANCZOS)
    wit = Image.new("RGB", klein.size, "white")
    wit.paste(klein, mask=klein.getchannel("A"))
    uit = io.BytesIO()
    wit.save(uit, "PNG", optimize=True)
    return uit.getvalue()


@lru_cache(maxsize=4)
def laad_logo(sha256: str) -> Logo:
    """The stored logo, ready to be drawn. Raises LogoWeg when its file is gone or was changed."""
    try:
        inhoud = opslag.lees(sha256)
        with Image.open(io.BytesIO(inhoud), formats=("PNG",)) as beeld:
            rgb = beeld.convert("RGB")
    except (OSError, ValueError):
        raise LogoWeg from None
    return Logo(hashlib.sha256(inhoud).hexdigest(), rgb.width, rgb.height, zlib.compress(rgb.tobytes(), 9))
