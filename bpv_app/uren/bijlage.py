"""What is kept of an uploaded photo or PDF: judged by its content, a photo made upright, small, and without EXIF.

A phone writes place, time and its own number into a photo. A photo is decoded and drawn anew, so nothing but what is to
be seen on it remains. A PDF is kept as it is.
"""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules_bestand import BestandFout, check_omvang, veilige_naam

MAX_ZIJDE = 1600
"""Longest side of a kept photo in pixels."""
MAX_PIXELS = 50_000_000
"""More than any phone's usual photo (48 million); a decoded photo costs three bytes each."""
JPEG_KWALITEIT = 82
_TEGELIJK = threading.BoundedSemaphore(2)
"""A large photo costs up to 200 MB while it is open: never more than two at once in a process."""
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_FOTO = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
NIETS_BEWAARD = Tekst("Er is niets bewaard.", "Nothing was kept.")


@dataclass(frozen=True, slots=True)
class Bestand:
    """What is kept: bytes, MIME type, and a name that cannot hurt."""

    inhoud: bytes
    soort: str
    naam: str


def _fout(code: str, nl: str, en: str) -> DomeinFout:
    return BestandFout(code, Tekst(f"{nl} {NIETS_BEWAARD.nl}", f"{en} {NIETS_BEWAARD.en}"))


def _foto_soort(inhoud: bytes) -> str:
    """The kind of photo by the first bytes, as Pillow names it. Raises BestandFout."""
    for begin, soort in _FOTO:
        if inhoud.startswith(begin):
            return soort
    if inhoud[:4] == b"RIFF" and inhoud[8:12] == b"WEBP":
        return "WEBP"
    if inhoud[4:8] == b"ftyp" and inhoud[8:12] in _HEIC:
        raise _fout(
            "heic",
            "Deze foto is in het formaat HEIC van een iPhone; dat kunnen wij niet openen. Zet op je iPhone bij "
            "Instellingen, Camera, Structuur 'Meest compatibel' aan en maak de foto opnieuw. Of maak een "
            "schermafbeelding van de foto en kies die.",
            "This photo is in the HEIC format of an iPhone, which we cannot open. On your iPhone choose 'Most "
            "Compatible' under Settings, Camera, Formats and take the photo again. Or take a screenshot of the photo "
            "and choose that.",
        )
    raise _fout(
        "soort_bestand",
        "Dit is geen foto (JPEG, PNG of WebP) en geen PDF.",
        "This is not a photo (JPEG, PNG or WebP) and not a PDF.",
    )


def verwerk(inhoud: bytes, naam: str, max_mb: int) -> Bestand:
    """Check an upload and give what may be kept of it; takes a moment of computing, so not on the event loop.

    Raises BestandFout (empty, wrong kind, damaged, too many pixels) or TeGroot (over `max_mb` megabytes).
    """
    check_omvang(inhoud, max_mb)
    if inhoud.startswith(b"%PDF-"):
        return Bestand(inhoud, "application/pdf", veilige_naam(naam, ".pdf"))
    soort = _foto_soort(inhoud)
    with _TEGELIJK:
        return Bestand(_teken_opnieuw(inhoud, soort), "image/jpeg", veilige_naam(naam, ".jpg"))


def _teken_opnieuw(inhoud: bytes, soort: str) -> bytes:
    try:
        with Image.open(io.BytesIO(inhoud), formats=[soort]) as foto:  # reads the header only
            if foto.width * foto.height > MAX_PIXELS:
                raise _te_veel_pixels()
            foto.thumbnail((MAX_ZIJDE, MAX_ZIJDE))
            recht = ImageOps.exif_transpose(foto).convert("RGBA")
        # A new picture: Pillow would copy comments of the old one. What is transparent becomes white.
        nieuw = Image.new("RGB", recht.size, "white")
        nieuw.paste(recht, mask=recht.getchannel("A"))
        uit = io.BytesIO()
        nieuw.save(uit, "JPEG", quality=JPEG_KWALITEIT, optimize=True)
    except DomeinFout:
        raise
    except Image.DecompressionBombError as fout:
        raise _te_veel_pixels() from fout
    except Exception as fout:  # a decoder fed with rubbish fails in many ways, and all of them mean this
        raise _fout(
            "beschadigd",
            "Deze foto is beschadigd en kan niet worden geopend.",
            "This photo is damaged and cannot be opened.",
        ) from fout
    return uit.getvalue()


def _te_veel_pixels() -> DomeinFout:
    return _fout(
        "te_veel_pixels",
        f"Deze foto is te groot: hoogstens {MAX_PIXELS // 1_000_000} miljoen beeldpunten.",
        f"This photo is too large: at most {MAX_PIXELS // 1_000_000} million pixels.",
    )
