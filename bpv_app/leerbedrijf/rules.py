"""Accreditation: the question, the answer and where they come from (WEB 7.2.10; domain.md section 4)."""

from __future__ import annotations

from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class Uitkomst(StrEnum):
    """Answer to "is this company accredited for this crebo on this day?"."""

    ERKEND = "erkend"
    NIET_ERKEND = "niet_erkend"
    ONBEKEND = "onbekend"


UITKOMST_LABEL: dict[Uitkomst, Tekst] = {
    Uitkomst.ERKEND: Tekst("Erkend", "Accredited"),
    Uitkomst.NIET_ERKEND: Tekst("Niet erkend", "Not accredited"),
    Uitkomst.ONBEKEND: Tekst("Onbekend", "Unknown"),
}


class Aanleiding(StrEnum):
    """Why the accreditation was checked: WEB 7.2.10 asks for the day of signing; we also check before."""

    HANDMATIG = "handmatig"
    KLAARZETTEN = "klaarzetten"
    AFDRUKKEN = "afdrukken"
    TEKENEN = "tekenen"
    REGISTER = "register"
