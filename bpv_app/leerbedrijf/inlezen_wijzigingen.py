"""A file with only the changes of the accreditation register: new, changed and withdrawn lines.

Each row says which it is (column `mutatie`). What the file does not name stays as it is, so the same file twice changes
nothing the second time. Withdrawn with an end day: the line holds up to and including that day; without one: it goes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import bulk
from bpv_app.kernel.inlezen import DUBBELE_RIJEN, INGETROKKEN, MAX_MELDINGEN, Melding, Tellingen, Uitkomst, Verslag
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.inlezen_register import (
    EXTRA,
    SLEUTEL,
    LeegRegister,
    RegisterPlan,
    eenduidig,
    heeft_kolom,
    maak_afdruk,
    toon_gewijzigd,
    toon_nieuw,
    vul_aan,
)
from bpv_app.leerbedrijf.tables import Erkenning

_PARTIJ = 10_000
_LEEG = Tekst(
    "Zeg van deze rij of zij nieuw, gewijzigd of ingetrokken is.", "Say of this row whether it is new, changed or gone."
)


class Mutatie(StrEnum):
    """What happened to a line of the register."""

    NIEUW = "nieuw"
    GEWIJZIGD = "gewijzigd"
    INGETROKKEN = "ingetrokken"


def is_wijzigingen(frame: pl.DataFrame) -> bool:
    """Whether this file says per row what happened: then it is not the whole register."""
    return "mutatie" in frame.columns


def maak_wijzigingsplan(session: Session, frame: pl.DataFrame) -> RegisterPlan:
    """Compare the changes with the register; reads the lines of the companies in the file only.

    Raises LeegRegister when there is no good row.
    """
    verslag = Verslag()
    zonder = frame.filter(pl.col("mutatie").is_null())
    verslag.geweigerd += [Melding(r, _LEEG) for r in zonder["rij"].head(MAX_MELDINGEN).to_list()]
    extra = [k for k in EXTRA if k in frame.columns or heeft_kolom(session, k)]
    sleutel = [*SLEUTEL, *(k for k in extra if k == "leerweg")]
    waarden = ["erkend_tot", *(k for k in extra if k == "werkprocessen")]
    # A file without the column says nothing of werkprocessen: a partial accreditation stays one.
    blijft = [k for k in waarden if k == "werkprocessen" and k not in frame.columns]
    goed = vul_aan(frame.filter(pl.col("mutatie").is_not_null()), extra)
    rijen, dubbel, botst = eenduidig(goed, sleutel, [*waarden, "mutatie"], verslag)
    if not rijen.height:
        raise LeegRegister
    schema: dict[str, Any] = {"id": pl.Int64, **dict.fromkeys((*sleutel, *waarden), pl.String)}
    schema |= {"erkend_van": pl.Date, "erkend_tot": pl.Date}
    oud = {w: f"{w}_oud" for w in waarden}
    bestaand = _lees(session, rijen["sbb_id"].unique().to_list(), schema).rename(oud)
    samen = rijen.join(bestaand, on=sleutel, how="left", maintain_order="left")
    weg = pl.col("mutatie") == Mutatie.INGETROKKEN.value
    # A withdrawal says when it ends, and nothing else about the line.
    samen = samen.with_columns(
        pl.when(weg | pl.lit(w in blijft)).then(pl.coalesce(pl.col(o), pl.col(w))).otherwise(pl.col(w)).alias(w)
        for w, o in oud.items()
        if w != "erkend_tot"
    )
    is_er = pl.col("id").is_not_null()
    anders = pl.any_horizontal(~pl.col(w).eq_missing(pl.col(o)) for w, o in oud.items())
    einde = pl.col("erkend_tot").is_not_null()
    nieuw = samen.filter(~is_er & ~weg).drop("id", *oud.values())
    gewijzigd = samen.filter(is_er & anders & (~weg | einde))
    vervallen = samen.filter(is_er & weg & ~einde)
    vervallen = vervallen.with_columns(pl.col(o).alias(w) for w, o in oud.items())
    beeindigd = gewijzigd.filter(weg).height
    geweigerd = zonder.height + botst.height
    doet = nieuw.height + gewijzigd.height + vervallen.height
    uitkomst = Uitkomst(
        Tellingen(nieuw.height, gewijzigd.height - beeindigd, rijen.height + dubbel - doet, geweigerd),
        tuple(verslag.geweigerd),
        (),
        toon_nieuw(nieuw, sleutel, waarden),
        toon_gewijzigd(gewijzigd, oud),
        tuple((t, n) for t, n in ((INGETROKKEN, vervallen.height + beeindigd), (DUBBELE_RIJEN, dubbel)) if n),
        maak_afdruk(nieuw, gewijzigd, vervallen, sleutel, waarden),
    )
    return RegisterPlan(uitkomst, nieuw, gewijzigd, vervallen, sleutel, waarden)


def _partijen(ids: Collection[str]) -> Iterator[list[str]]:
    alle = sorted(ids)
    for i in range(0, len(alle), _PARTIJ):
        yield alle[i : i + _PARTIJ]


def _lees(session: Session, sbb_ids: Collection[str], schema: dict[str, Any]) -> pl.DataFrame:
    """The register's lines of these companies."""
    kolommen = [getattr(Erkenning, k) for k in schema]
    delen = [
        bulk.lees_frame(session, sa.select(*kolommen).where(col(Erkenning.sbb_id).in_(partij)), schema)
        for partij in _partijen(sbb_ids)
    ]
    return pl.concat(delen)
