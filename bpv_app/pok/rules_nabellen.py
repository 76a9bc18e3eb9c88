"""What a call about a missing signature came to."""

from __future__ import annotations

from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class BelUitkomst(StrEnum):
    """The outcome of a call, for who reads the log in a hurry."""

    GEEN_GEHOOR = "geen_gehoor"
    TERUGBELLEN = "terugbellen"
    BELOOFD = "beloofd"
    PAPIER_KWIJT = "papier_kwijt"
    ANDERS = "anders"


UITKOMST_LABEL: dict[BelUitkomst, Tekst] = {
    BelUitkomst.GEEN_GEHOOR: Tekst("Geen gehoor", "No answer"),
    BelUitkomst.TERUGBELLEN: Tekst("Belt terug", "Will call back"),
    BelUitkomst.BELOOFD: Tekst("Tekent en stuurt terug", "Signs and sends back"),
    BelUitkomst.PAPIER_KWIJT: Tekst("Papier niet ontvangen of kwijt", "Paper not received or lost"),
    BelUitkomst.ANDERS: Tekst("Iets anders", "Something else"),
}


def bel_adres(telefoon: str) -> str:
    """What a phone calls on one tap: of whatever was typed only digits and a plus; empty when there is no number."""
    nummer = "".join(c for c in telefoon.replace("(0)", "") if c.isascii() and (c.isdigit() or c == "+"))
    return f"tel:{nummer}" if nummer else ""
