"""A ZIP of files from the store and JSON, with the moment it was made as the date of every part."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bpv_app import opslag
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.koppeling.rules_eigen import Bestand

Deel = Callable[..., zipfile.ZipInfo]


def deel_van(nu: datetime) -> Deel:
    """How a part is named: `deel(naam)`, or `deel(naam, zipfile.ZIP_STORED)` for what is compressed already."""
    dag = nu.astimezone(AMSTERDAM)

    def deel(naam: str, soort: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(naam, (dag.year, dag.month, dag.day, dag.hour, dag.minute, dag.second))
        info.compress_type = soort
        return info

    return deel


def pak_bestanden(zip_: zipfile.ZipFile, deel: Deel, bestanden: Iterable[Bestand]) -> list[str]:
    """Put in the stored files (PDFs and photos: compressed already), one at a time; returns the names of the lost."""
    mist: list[str] = []
    for bestand in bestanden:
        try:
            zip_.writestr(deel(bestand.naam, zipfile.ZIP_STORED), opslag.lees(bestand.sha256))
        except (FileNotFoundError, ValueError):
            mist.append(bestand.naam)
    return mist


def pak_json(zip_: zipfile.ZipFile, deel: Deel, naam: str, inhoud: Any) -> None:
    """Put in values as JSON, written as a stream."""
    with zip_.open(deel(naam), "w") as ruw, io.TextIOWrapper(ruw, "utf-8") as tekst:
        json.dump(inhoud, tekst, ensure_ascii=False, indent=1)
