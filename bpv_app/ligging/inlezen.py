"""Taking over where postcodes lie: the new file replaces the old table in one transaction.

Until the commit the old table is in force, also when the import is killed half-way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from bpv_app import bulk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.inlezen import (
    DUBBELE_RIJEN,
    MAX_VOORBEELDEN,
    VERDWENEN,
    Melding,
    Rijwijziging,
    Tellingen,
    Uitkomst,
    neem_vingerafdruk,
)
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.rules import AARDSTRAAL_KM, BREEDTE, LENGTE, RD_X, RD_Y, rd_naar_graden
from bpv_app.ligging.tables import Postcode, Postcode6
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk

_SCHEMA: dict[str, Any] = {"code": pl.String, "breedte": pl.Float64, "lengte": pl.Float64}
_DECIMALEN = 7
"""Of a degree: a centimetre."""
_BUITEN = Tekst(
    "Dit ligt niet in Nederland (of breedte en lengte zijn verwisseld).",
    "This is not in the Netherlands (or latitude and longitude were swapped).",
)
_TEGENSPRAAK = Tekst(
    "Deze postcode staat vaker in het bestand, op een andere plek; de eerste telt.",
    "This postcode is in the file more than once, in another place; the first one counts.",
)
_BEHOUDEN = Tekst("Behouden, omdat de rij niet te lezen was", "Kept, because the row was unreadable")


class GeenPostcodes(DomeinFout):
    """Nothing in the file could be used: that never empties the table."""

    http_status = 400

    def __init__(self) -> None:
        super().__init__(
            "geen_postcodes",
            Tekst(
                "In dit bestand staat geen enkele bruikbare postcode; de tabel blijft zoals hij is.",
                "This file holds no usable postcode at all; the table stays as it is.",
            ),
        )


@dataclass(slots=True)
class PostcodePlan:
    """`tabel`: code, breedte, lengte of everything the table will hold (4 and 6 characters)."""

    uitkomst: Uitkomst
    tabel: pl.DataFrame


def maak_plan(session: Session, frame: pl.DataFrame, fout: pl.DataFrame) -> PostcodePlan:
    """Compare the whole new table with the old. `fout`: refused rows; where such a postcode lay is kept.

    Raises GeenPostcodes when there is no good row. Reads only.
    """
    rijen = _in_graden(frame)
    goed = rijen.filter(pl.col("breedte").is_between(*BREEDTE) & pl.col("lengte").is_between(*LENGTE))
    buiten = rijen.join(goed, on="rij", how="anti", maintain_order="left")
    nieuw = goed.unique("code", keep="first", maintain_order=True)
    if not nieuw.height:
        raise GeenPostcodes
    dubbel = goed.height - nieuw.height
    botst = goed.join(nieuw.rename({"breedte": "b", "lengte": "l"}).drop("rij"), on="code", maintain_order="left")
    botst = botst.filter((pl.col("breedte") != pl.col("b")) | (pl.col("lengte") != pl.col("l")))
    oud = _huidig(session)
    samen = nieuw.join(oud.rename({"breedte": "b", "lengte": "l"}), on="code", how="left", maintain_order="left")
    erbij = samen.filter(pl.col("b").is_null())
    anders = samen.filter((pl.col("breedte") != pl.col("b")) | (pl.col("lengte") != pl.col("l")))
    weg = oud.join(nieuw, on="code", how="anti", maintain_order="left")
    slecht = pl.concat([f["postcode"].drop_nulls() for f in (fout,) if "postcode" in f.columns] + [buiten["code"]])
    blijft = weg.filter(pl.col("code").is_in(slecht.implode()))
    weg = weg.join(blijft, on="code", how="anti")
    # A PC4 that only followed from its full postcodes is no row of a file: it neither comes nor goes.
    tabel = pl.concat([nieuw.select(*_SCHEMA), blijft.select(*_SCHEMA)])
    verdwenen = weg.filter(~pl.col("code").is_in(tabel["code"].str.head(4).implode()))
    extra = ((VERDWENEN, verdwenen.height), (_BEHOUDEN, blijft.height), (DUBBELE_RIJEN, dubbel))
    uitkomst = Uitkomst(
        Tellingen(erbij.height, anders.height, nieuw.height + dubbel - erbij.height - anders.height, buiten.height),
        tuple(Melding(rij, _BUITEN, "", code) for rij, code in buiten.select("rij", "code").iter_rows()),
        tuple(Melding(rij, _TEGENSPRAAK, "", code) for rij, code in botst.select("rij", "code").iter_rows()),
        tuple(_voorbeeld(r) for r in erbij.head(MAX_VOORBEELDEN).iter_rows(named=True)),
        tuple(_voorbeeld(r) for r in anders.head(MAX_VOORBEELDEN).iter_rows(named=True)),
        tuple((tekst, aantal) for tekst, aantal in extra if aantal),
        neem_vingerafdruk((tabel.sort("code").write_csv().encode(), weg.sort("code").write_csv().encode())),
    )
    return PostcodePlan(uitkomst, tabel)


def _voorbeeld(r: dict[str, Any]) -> Rijwijziging:
    oud = ("", "") if r["b"] is None else (f"{r['b']:.5f}", f"{r['l']:.5f}")
    nu = (("breedte", oud[0], f"{r['breedte']:.5f}"), ("lengte", oud[1], f"{r['lengte']:.5f}"))
    return Rijwijziging(r["rij"], r["code"], nu)


def _in_graden(frame: pl.DataFrame) -> pl.DataFrame:
    """rij, code, breedte, lengte: degrees as they are, metres of the Rijksdriehoek grid turned into degrees.

    The columns x and y hold either; what is neither lies nowhere.
    """
    leeg = pl.lit(None, dtype=pl.Float64)
    kolom = {k: pl.col(k) if k in frame.columns else leeg for k in ("breedte", "lengte", "x", "y")}
    noord, oost = pl.coalesce(kolom["breedte"], kolom["y"]), pl.coalesce(kolom["lengte"], kolom["x"])
    punten = frame.select("rij", code=pl.col("postcode"), noord=noord, oost=oost)
    is_rd = pl.col("oost").is_between(*RD_X) & pl.col("noord").is_between(*RD_Y)
    graden = pl.struct("oost", "noord").map_elements(
        lambda p: dict(zip(("breedte", "lengte"), rd_naar_graden(p["oost"], p["noord"]), strict=True)),
        return_dtype=pl.Struct({"breedte": pl.Float64, "lengte": pl.Float64}),
    )
    rd = punten.filter(is_rd).with_columns(graden.alias("g")).unnest("g")
    los = punten.filter(~is_rd.fill_null(value=False)).with_columns(breedte=pl.col("noord"), lengte=pl.col("oost"))
    samen = pl.concat([rd, los]).sort("rij")
    return samen.select("rij", "code", pl.col("breedte").round(_DECIMALEN), pl.col("lengte").round(_DECIMALEN))


def _huidig(session: Session) -> pl.DataFrame:
    delen = [
        bulk.lees_frame(session, sa.select(*(bulk.tabel(model).c[k] for k in (sleutel, "breedte", "lengte"))), _SCHEMA)
        for model, sleutel in ((Postcode, "pc4"), (Postcode6, "pc6"))
    ]
    return pl.concat(delen)


def maak_pc4s(tabel: pl.DataFrame) -> pl.DataFrame:
    """pc4, breedte, lengte, straal: those the file names, and for others the middle of their full postcodes."""
    fijn = tabel.filter(pl.col("code").str.len_chars() == 6).with_columns(pc4=pl.col("code").str.head(4))
    grof = tabel.filter(pl.col("code").str.len_chars() == 4).rename({"code": "pc4"})
    midden = fijn.group_by("pc4").agg(pl.col("breedte", "lengte").mean().round(_DECIMALEN))
    alle = pl.concat([grof, midden.join(grof, on="pc4", how="anti").select(grof.columns)])
    van, naar = pl.col("breedte").radians(), pl.col("b").radians()
    half_oost = (pl.col("l") - pl.col("lengte")).radians() / 2
    h = ((naar - van) / 2).sin() ** 2 + van.cos() * naar.cos() * half_oost.sin() ** 2
    verst = (
        alle.join(fijn.select("pc4", b="breedte", l="lengte"), on="pc4")
        .group_by("pc4")
        .agg(straal=(2 * AARDSTRAAL_KM * h.sqrt().arcsin()).max())
    )
    return alle.join(verst, on="pc4", how="left").with_columns(pl.col("straal").fill_null(0.0)).sort("pc4")


def vergrendel(session: Session) -> None:
    """From here to the end of the transaction nobody else changes the postcodes."""
    bulk.vergrendel(session, bulk.tabel(Postcode), bulk.tabel(Postcode6))


def voer_uit(session: Session, actor: Actor, op: datetime, plan: PostcodePlan, bron: Mapping[str, Any]) -> None:
    """Put the new table in the place of the old one. Never commits."""
    for model in (Postcode, Postcode6):
        session.connection().execute(sa.delete(model))
    bulk.insert_frame(session, bulk.tabel(Postcode), maak_pc4s(plan.tabel))
    fijn = plan.tabel.filter(pl.col("code").str.len_chars() == 6).rename({"code": "pc6"})
    bulk.insert_frame(session, bulk.tabel(Postcode6), fijn)
    wat = f"{plan.tabel.height} postcodes ingelezen"
    noteer_bulk(session, actor, op, [AuditRij(AuditSoort.GEMAAKT, "postcode", None, wat, nieuw=dict(bron))])
