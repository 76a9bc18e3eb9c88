"""Minutes as people read them."""

from __future__ import annotations

from decimal import Decimal

from bpv_app.kernel.tekst import Taal, Tekst

UUR = 60


def _getal(waarde: Decimal, taal: str) -> str:
    tekst = f"{waarde.normalize():f}"
    return tekst if taal == Taal.EN else tekst.replace(".", ",")


def toon_uren(minuten: int, taal: str = "nl") -> str:
    """Hours without a unit: `8`, `7,5`, `0,25` (English `7.5`); never rounded.

    Tenths and quarters of an hour are written as a decimal number. Other minutes have no short one and stay minutes:
    `7 u 20` (English `7 h 20`), so that what a screen shows always adds up.
    """
    if minuten % 6 == 0 or minuten % 15 == 0:
        return _getal(Decimal(minuten) / UUR, taal)
    uren, rest = divmod(abs(minuten), UUR)
    return f"{'-' if minuten < 0 else ''}{uren} {'h' if taal == Taal.EN else 'u'} {rest:02d}"


def uren_tekst(minuten: int) -> Tekst:
    """Hours with their unit, for in a sentence: `6 uur`, `7 u 20`, `20 minuten` (English `1 hour`, `6 hours`)."""
    if minuten % 6 == 0 or minuten % 15 == 0:
        uur_en = "hour" if abs(minuten) == UUR else "hours"
        return Tekst(f"{toon_uren(minuten)} uur", f"{toon_uren(minuten, 'en')} {uur_en}")
    if abs(minuten) < UUR:
        een = abs(minuten) == 1
        return Tekst(f"{minuten} {'minuut' if een else 'minuten'}", f"{minuten} {'minute' if een else 'minutes'}")
    return Tekst(toon_uren(minuten), toon_uren(minuten, "en"))


def dagen_tekst(halve_dagen: int) -> Tekst:
    """Half days in words: `een halve dag`, `1 dag`, `1,5 dag`, `2 dagen`, `2,5 dagen`."""
    if halve_dagen == 1:
        return Tekst("een halve dag", "half a day")
    aantal = Decimal(halve_dagen) / 2
    return Tekst(
        f"{_getal(aantal, Taal.NL)} {'dag' if halve_dagen < 4 else 'dagen'}",
        f"{_getal(aantal, Taal.EN)} {'day' if halve_dagen == 2 else 'days'}",
    )
