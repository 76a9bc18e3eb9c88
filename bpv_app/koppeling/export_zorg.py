"""Care notes as a file for the guidance system (DBS): CSV that a spreadsheet opens safely, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO, Any

from bpv_app.gesprek.queries_zorg import ExportRegel
from bpv_app.koppeling.export import ExportSoort, schrijf_rijen

KOPPEN = (
    "studentnummer", "student", "team", "begeleider", "gesprek", "datum", "kwadrant", "licht", "notitie",
)  # fmt: skip
SOORTEN = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


def _waarden(r: ExportRegel) -> tuple[Any, ...]:
    licht = r.kwadrant.licht.value if r.kwadrant.licht else ""
    return (
        r.studentnummer, r.student, r.team, r.begeleider, r.moment, r.op, r.kwadrant.naam, licht, r.kwadrant.notitie,
    )  # fmt: skip


def schrijf_zorg(regels: Sequence[ExportRegel], soort: str, nu: datetime, doel: IO[bytes]) -> None:
    """Write the lines to `doel`. JSON has the same fields by name, with the moment it was made."""
    rijen: Iterator[tuple[Any, ...]] = (_waarden(r) for r in regels)
    if soort == "csv":
        schrijf_rijen("Zorgvierkant", KOPPEN, rijen, doel, ExportSoort.CSV)
        return
    inhoud = {
        "gemaakt_op": nu.isoformat(),
        "regels": [dict(zip(KOPPEN, (*rij[:5], rij[5].isoformat(), *rij[6:]), strict=True)) for rij in rijen],
    }
    doel.write(json.dumps(inhoud, ensure_ascii=False, indent=1).encode())
