"""What the address of /rapportages asks: hostile until it was read here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from bpv_app.dashboard.rules_cijfers import FILTERBAAR, Keuze, Per
from bpv_app.dashboard.rules_periode import Periode, Tijdvak, lees_jaar, tijdvak

ALLE = Periode.ALLE.value
GEEN = "geen"
"""In a filter: without a team, a begeleider, a class."""
MAX_WAARDE = 100


def _getal(waarde: object, hoogste: int) -> int | None:
    tekst = str(waarde or "")
    is_getal = tekst.isascii() and tekst.isdigit() and len(tekst) <= 15
    return min(int(tekst), hoogste) if is_getal else None


def lees_dag(waarde: object) -> date | None:
    """A day as an address has it (`2026-09-01`); None when it is none."""
    try:
        return date.fromisoformat(str(waarde or "")[:10])
    except ValueError:
        return None


def lees_keuze(query: Mapping[str, object], vandaag: date, per: Per = Per.TEAM) -> Keuze:
    """Read period, team, groups and `per`; what is not understood falls back to this school year, all, and `per`.

    `jaar` is how the period was called first: links and bookmarks have it.
    """
    naam = str(query.get("periode") or query.get("jaar") or Periode.DIT_SCHOOLJAAR)
    jaar = lees_jaar(naam)
    if jaar is None and naam not in set(Periode):
        naam = Periode.DIT_SCHOOLJAAR.value
    vak = (
        Tijdvak(jaar)
        if jaar is not None
        else tijdvak(Periode(naam), vandaag, lees_dag(query.get("van")), lees_dag(query.get("tot")))
    )
    gekozen = str(query.get("per") or "")
    waar = tuple(
        (groep, waarde)
        for groep in FILTERBAAR
        if (waarde := "".join(c for c in str(query.get(groep.value) or "") if c.isprintable())[:MAX_WAARDE].strip())
    )
    return Keuze(
        vak.jaar,
        _getal(query.get("team"), 2**31 - 1),
        Per(gekozen) if gekozen in set(Per) else per,
        vak.van,
        vak.tot,
        naam if jaar is None else str(jaar),
        waar,
    )


def periode_van(keuze: Keuze) -> str:
    """How the address names the period of a choice."""
    if keuze.periode:
        return keuze.periode
    if keuze.jaar is not None:
        return str(keuze.jaar)
    return Periode.EIGEN.value if keuze.van or keuze.tot else ALLE


def _dagen(keuze: Keuze) -> dict[str, str]:
    dagen = (("van", keuze.van), ("tot", keuze.tot))
    return {naam: dag.isoformat() for naam, dag in dagen if dag is not None}


def als_filters(keuze: Keuze) -> dict[str, str]:
    """The same choice as filters of the list of rows."""
    uit = _dagen(keuze) if keuze.jaar is None else {Per.JAAR.value: str(keuze.jaar)}
    uit |= {} if keuze.team_id is None else {Per.TEAM.value: str(keuze.team_id)}
    return uit | {groep.value: waarde for groep, waarde in keuze.waar}


def als_delen(keuze: Keuze) -> dict[str, str]:
    """What an address says to ask exactly this; a relative period stays relative."""
    periode = periode_van(keuze)
    delen = {"periode": periode, "per": keuze.per.value}
    delen |= _dagen(keuze) if periode == Periode.EIGEN else {}
    delen |= {} if keuze.team_id is None else {"team": str(keuze.team_id)}
    return delen | {groep.value: waarde for groep, waarde in keuze.waar}


def als_query(keuze: Keuze) -> str:
    """The query string that asks exactly this."""
    return urlencode(als_delen(keuze))


def rijen_adres(keuze: Keuze, cijfer: str = "", groep: str | None = None, stap: int | None = None) -> str:
    """Where the rows behind a figure stand; `groep`: of one line of the table ("" for the line without a name)."""
    filters = als_filters(keuze) | ({"cijfer": cijfer} if cijfer else {})
    if groep is not None:
        filters[keuze.per.value] = groep or GEEN
    if stap is not None:
        filters["stap"] = str(stap)
    return f"/rapportages/rijen?{urlencode(filters)}"
