"""Uploaded scans: what a file is by its content, and a file name that cannot hurt."""

from __future__ import annotations

import re

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst

_SOORTEN = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)


class BestandFout(DomeinFout):
    """The file cannot be taken."""

    http_status = 415


def soort_van(inhoud: bytes) -> tuple[str, str]:
    """MIME type and extension by the first bytes. Raises BestandFout for anything but PDF, PNG or JPEG."""
    for begin, mime, einde in _SOORTEN:
        if inhoud.startswith(begin):
            return mime, einde
    raise BestandFout(
        "soort_bestand",
        Tekst(
            "Dit is geen PDF, PNG of JPEG. Er is niets bewaard.", "This is not a PDF, PNG or JPEG. Nothing was kept."
        ),
    )


def check_omvang(inhoud: bytes, max_mb: int) -> None:
    """Refuse an empty file or one over the limit (`max_mb` megabytes)."""
    if not inhoud:
        raise BestandFout("leeg_bestand", Tekst("Het bestand is leeg.", "The file is empty."))
    if len(inhoud) > max_mb * 1024 * 1024:
        raise TeGroot(max_mb)


class TeGroot(DomeinFout):
    """The upload is larger than allowed."""

    http_status = 413

    def __init__(self, max_mb: int) -> None:
        super().__init__(
            "te_groot",
            Tekst(
                f"Het bestand is groter dan {max_mb} MB. Er is niets bewaard.",
                f"The file is larger than {max_mb} MB. Nothing was kept.",
            ),
        )


def veilige_naam(naam: str, einde: str) -> str:
    """A plain file name: letters, digits, space, `.`, `-` and `_`, without path, at most 100 characters."""
    kaal = re.split(r"[\\/]", naam)[-1]
    kaal = re.sub(r"[^\w .()-]", "_", kaal).strip(" .")
    stam = re.sub(r"\.(pdf|png|jpe?g|webp)$", "", kaal, flags=re.IGNORECASE)[: 100 - len(einde)].strip(" .")
    return (stam or "scan") + einde
