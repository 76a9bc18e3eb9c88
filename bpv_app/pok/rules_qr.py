"""What the QR code at the foot of every page says: which POK, printed version, part and page."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QR = re.compile(r"BPV:([A-Z0-9][A-Z0-9-]{0,31}):([1-9]\d{0,2}):([1-9]|B|R):([1-9]\d{0,2})")


@dataclass(frozen=True, slots=True)
class QrCode:
    """The text in the QR code of a page. `deel` is a copy's number ("1".."9") or a Deel; `pagina` counts within the
    part.
    """

    nummer: str
    versie: int
    deel: str
    pagina: int

    def tekst(self) -> str:
        """`BPV:2026-00412:1:2:3`; only characters of the QR alphanumeric set, so the code stays small."""
        return f"BPV:{self.nummer}:{self.versie}:{self.deel}:{self.pagina}"


def lees_qr(tekst: str) -> QrCode | None:
    """Read what a scanner typed; None when it is not one of our codes. Spaces around it and lower case are forgiven."""
    if len(tekst) > 100:
        return None
    treffer = _QR.fullmatch(tekst.strip().upper())
    if treffer is None:
        return None
    nummer, versie, deel, pagina = treffer.groups()
    return QrCode(nummer, int(versie), deel, int(pagina))
