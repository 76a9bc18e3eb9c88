"""Text that goes into a spreadsheet stays text."""

from __future__ import annotations

_FORMULE = ("=", "+", "-", "@", "\t", "\r", "\n")


def veilig(tekst: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    if tekst[:1].isalnum() and "\x00" not in tekst:
        return tekst
    zonder_nul = tekst.replace("\x00", "")
    return f"'{zonder_nul}" if zonder_nul.lstrip(" ").startswith(_FORMULE) else zonder_nul
