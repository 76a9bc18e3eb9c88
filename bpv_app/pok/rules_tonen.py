"""Dates and numbers as they stand in sentences of the agreement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def datum(op: date, taal: str = "nl") -> str:
    """`7 december 2026`."""
    return f"{op.day} {(_MONTHS if taal == 'en' else MAANDEN)[op.month - 1]} {op.year}"


def getal(waarde: Decimal | int, taal: str = "nl") -> str:
    """`7,5`; no trailing zeros, `1.280` from a thousand on (English `7.5`, `1,280`)."""
    tekst = f"{waarde:,f}"
    if "." in tekst:
        tekst = tekst.rstrip("0").rstrip(".")
    return tekst if taal == "en" else tekst.replace(",", "\0").replace(".", ",").replace("\0", ".")
