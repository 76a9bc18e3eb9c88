"""What the address of /rapportages asks: hostile until it was read here."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from bpv_app.dashboard.rules_cijfers import Keuze, Per

ALLE = "alle"
MAX_JAAR = 9999


def _getal(waarde: object, hoogste: int) -> int | None:
    tekst = str(waarde or "")
    is_getal = tekst.isascii() and tekst.isdigit() and len(tekst) <= 15
    return min(int(tekst), hoogste) if is_getal else None


def lees_keuze(query: Mapping[str, object], jaar_nu: int) -> Keuze:
    """Read `jaar`, `team` and `per`; what is not understood falls back to this school year, all teams, per team."""
    jaar = None if query.get("jaar") == ALLE else _getal(query.get("jaar"), MAX_JAAR) or jaar_nu
    per = str(query.get("per") or "")
    return Keuze(jaar, _getal(query.get("team"), 2**31 - 1), Per(per) if per in set(Per) else Per.TEAM)


def als_filters(keuze: Keuze) -> dict[str, str]:
    """The same choice as filters of the list of rows."""
    uit = {} if keuze.jaar is None else {Per.JAAR.value: str(keuze.jaar)}
    return uit if keuze.team_id is None else uit | {Per.TEAM.value: str(keuze.team_id)}


def als_query(keuze: Keuze) -> str:
    """The query string that asks exactly this."""
    delen = {"jaar": ALLE if keuze.jaar is None else str(keuze.jaar), "per": keuze.per.value}
    return urlencode(delen if keuze.team_id is None else delen | {"team": str(keuze.team_id)})


def rijen_adres(keuze: Keuze, cijfer: str = "", groep: str | None = None, stap: int | None = None) -> str:
    """Where the rows behind a figure stand; `groep`: of one line of the table ("" for the line without a name)."""
    filters = als_filters(keuze) | ({"cijfer": cijfer} if cijfer else {})
    if groep is not None:
        filters[keuze.per.value] = groep or "geen"
    if stap is not None:
        filters["stap"] = str(stap)
    return f"/rapportages/rijen?{urlencode(filters)}"
