"""What an amendment changed, as values that can be kept as JSON and read back exactly, and as words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bpv_app.kernel.clock import toon_datum
from bpv_app.pok.rules_voortraject import VOORTRAJECT_VELDEN
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg

WIJZIG_VELDEN = (*VOORTRAJECT_VELDEN, "onderwijsbegeleider_id", "crebo", "leerweg")
"""Everything of an agreement an amendment can change, in the order of the screen."""
_DATUM = frozenset({"begin_op", "eind_op", "afsluitdatum"})
_GETAL = frozenset({"uren_per_week", "dagen_per_week"})


def naar_json(waarden: Mapping[str, Any]) -> dict[str, Any]:
    """Dates as ISO text, decimals as text, the rest as it is."""
    uit: dict[str, Any] = {}
    for veld, waarde in waarden.items():
        if isinstance(waarde, date):
            uit[veld] = waarde.isoformat()
        elif isinstance(waarde, Decimal):
            uit[veld] = str(waarde)
        else:
            uit[veld] = str(waarde) if isinstance(waarde, Leerweg) else waarde
    return uit


def van_json(waarden: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they were; the inverse of `naar_json`."""

    def lees(veld: str, waarde: Any) -> Any:
        if waarde is None:
            return None
        if veld in _DATUM:
            return date.fromisoformat(waarde)
        if veld in _GETAL:
            return Decimal(waarde)
        return Leerweg(waarde) if veld == "leerweg" else waarde

    return {veld: lees(veld, waarde) for veld, waarde in waarden.items()}


def foto(bron: Any) -> dict[str, Any]:
    """The values of an agreement, or of anything with the same fields."""
    return {veld: getattr(bron, veld) for veld in WIJZIG_VELDEN}


def alleen_anders(voor: Mapping[str, Any], na: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, before and after."""
    anders = [veld for veld in na if voor.get(veld) != na[veld]]
    return {v: voor.get(v) for v in anders}, {v: na[v] for v in anders}


def toon_waarde(veld: str, waarde: Any, taal: str, naam_van: Callable[[str, int], str] | None = None) -> str:
    """A value for people; `naam_van(field, id)` gives the name of a company or a person. "–" for nothing."""
    if waarde is None or waarde == "":
        return "–"
    if isinstance(waarde, date):
        return toon_datum(waarde, taal)
    if isinstance(waarde, Leerweg):
        return LEERWEG_LABEL[waarde].in_taal(taal)
    if isinstance(waarde, Decimal):
        tekst = f"{waarde:f}"
        tekst = tekst.rstrip("0").rstrip(".") if "." in tekst else tekst
        return tekst if taal == "en" else tekst.replace(".", ",")
    if veld.endswith("_id") and naam_van is not None:
        return naam_van(veld, int(waarde))
    return str(waarde)
