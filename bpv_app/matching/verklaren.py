"""Reasons and explanations of one run as rows: those of the engine, and those of what never reached it."""

from __future__ import annotations

from typing import Any

import polars as pl

from bpv_app.matching.inlezen import Invoer
from bpv_app.matching.opstellen import Opstelling
from bpv_app.matching.rules import Modus, Probleem, Uitkomst


def maak_niet_geplaatst(
    invoer: Invoer, opstelling: Opstelling, uitkomst: Uitkomst, modus: Modus, taal: str
) -> pl.DataFrame:
    """s, code, toelichting."""
    return pl.DataFrame(schema={"s": pl.UInt32, "code": pl.String, "toelichting": pl.String})


def maak_uitleg(opstelling: Opstelling, uitkomst: Uitkomst, modus: Modus, taal: str) -> pl.DataFrame:
    """s, p, rang, code, toelichting."""
    return pl.DataFrame(
        schema={"s": pl.UInt32, "p": pl.UInt32, "rang": pl.Int32, "code": pl.String, "toelichting": pl.String}
    )


def bewijs_van(probleem: Probleem, uitkomst: Uitkomst, modus: Modus) -> dict[str, Any]:
    return {}
