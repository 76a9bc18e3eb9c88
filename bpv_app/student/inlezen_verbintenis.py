"""Enrolments out of a school's own file: only where the register has not told us better.

A student with an enrolment from the KRD keeps exactly that; the school's file then only fills in what the register does
not know (name of the programme, cohort).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from bpv_app import bulk
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Verbintenis

BRON_SCHOOL = "school"
BRON_KRD = "krd"
_VELDEN = {
    "crebo": pl.String,
    "opleiding_naam": pl.String,
    "leerweg": pl.String,
    "niveau": pl.Int64,
    "cohort": pl.String,
    "begin_op": pl.Date,
    "gepland_eind_op": pl.Date,
    "werkelijk_eind_op": pl.Date,
    "team_id": pl.Int64,
}
_AANVULLEN = ("opleiding_naam", "cohort", "team_id")
_SCHEMA = {"vid": pl.Int64, "id": pl.Int64, "volgnummer": pl.String, "bron": pl.String, **_VELDEN}


@dataclass(slots=True)
class VerbintenisPlan:
    """`nieuw`: rows to add (by `persoon` or student `id`); `gewijzigd`: (id, old, new); `studenten`: whose they are."""

    nieuw: pl.DataFrame
    gewijzigd: list[tuple[int, dict[str, Any], dict[str, Any]]]
    studenten: set[int]
    begin_uit_cohort: int = 0

    def vingerafdruk(self) -> bytes:
        return self.nieuw.write_csv().encode() + repr(self.gewijzigd).encode()


def plan_verbintenissen(session: Session, rijen: pl.DataFrame) -> VerbintenisPlan:
    """Compare the enrolments in the rows with those we have. `rijen` knows the existing student (`id`) or none."""
    wens = (
        rijen.filter(pl.col("crebo").is_not_null())
        .select("rij", "persoon", "id", "volgnummer", *[k for k in _VELDEN if k not in ("opleiding_naam", "team_id")],
                opleiding_naam=pl.col("opleiding"), team_id=pl.coalesce("team_gekozen", "team_opleiding", "team_id"))
        .unique(["persoon", "crebo", "volgnummer"], keep="first", maintain_order=True)
    )  # fmt: skip
    bestaand = _bestaande(session, wens)
    krd = set(bestaand.filter(pl.col("bron") == BRON_KRD)["id"].to_list())
    wens = _koppel(wens, bestaand)
    bekend = wens.filter(pl.col("vid").is_not_null()).unique("vid", keep="first", maintain_order=True)
    gewijzigd, studenten = _wijzigingen(bekend, krd)
    nieuw = wens.filter(pl.col("vid").is_null() & ~pl.col("id").is_in(list(krd)).fill_null(value=False))
    nieuw = _nummer(nieuw, bestaand)
    cohortjaar = pl.col("cohort").str.extract(r"^(\d{4})", 1).cast(pl.Int32, strict=False)
    uit_cohort = pl.when(pl.col("begin_op").is_null() & cohortjaar.is_not_null()).then(pl.date(cohortjaar, 8, 1))
    aantal = nieuw.select(uit_cohort.is_not_null().sum()).item() if nieuw.height else 0
    nieuw = nieuw.with_columns(begin_op=pl.coalesce("begin_op", uit_cohort))
    studenten |= {int(i) for i in nieuw["id"].drop_nulls().to_list()}
    return VerbintenisPlan(nieuw, gewijzigd, studenten, int(aantal))


def _bestaande(session: Session, wens: pl.DataFrame) -> pl.DataFrame:
    if wens["id"].null_count() == wens.height:
        return pl.DataFrame(schema=_SCHEMA)
    v = bulk.tabel(Verbintenis)
    kolommen = [v.c.id, v.c.student_id, v.c.volgnummer, v.c.bron, *(v.c[k] for k in _VELDEN)]
    frame = bulk.lees_frame(session, sa.select(*kolommen).order_by(v.c.id), {**_SCHEMA, "leerweg": pl.Object})
    leerweg = pl.Series(
        "leerweg", [None if lw is None else Leerweg(lw).value for lw in frame["leerweg"].to_list()], dtype=pl.String
    )
    return frame.with_columns(leerweg).join(wens.select("id").unique(), on="id", how="semi", maintain_order="left")


def _koppel(wens: pl.DataFrame, bestaand: pl.DataFrame) -> pl.DataFrame:
    """Find the existing enrolment of each row: by volgnummer when the file has one, else by crebo (the oldest)."""
    oud = bestaand.rename({k: f"{k}_oud" for k in _VELDEN} | {"volgnummer": "volgnummer_oud"})
    op_nummer = bestaand.select("id", "volgnummer", v1="vid")
    op_crebo = bestaand.select("id", "crebo", v2="vid").unique(["id", "crebo"], keep="first", maintain_order=True)
    gekoppeld = (
        wens.join(op_nummer, on=["id", "volgnummer"], how="left", maintain_order="left")
        .join(op_crebo, on=["id", "crebo"], how="left", maintain_order="left")
        .with_columns(vid=pl.coalesce("v1", pl.when(pl.col("volgnummer").is_null()).then("v2")))
    )
    return gekoppeld.join(oud.drop("id"), on="vid", how="left", maintain_order="left")


def _wijzigingen(
    bekend: pl.DataFrame, krd: set[int]
) -> tuple[list[tuple[int, dict[str, Any], dict[str, Any]]], set[int]]:
    is_krd = pl.col("id").is_in(list(krd))
    anders = {}
    for veld in _VELDEN:
        leeg_oud = pl.col(f"{veld}_oud").is_null()
        if _VELDEN[veld] == pl.String:
            leeg_oud = leeg_oud | (pl.col(f"{veld}_oud") == "")
        verschilt = pl.col(veld).is_not_null() & (leeg_oud | (pl.col(veld) != pl.col(f"{veld}_oud")))
        if veld == "team_id":
            verschilt = pl.col(veld).is_not_null() & leeg_oud
        anders[veld] = verschilt & (~is_krd | leeg_oud) if veld in _AANVULLEN else verschilt & ~is_krd
    vlaggen = bekend.with_columns([u.alias(f"{v}_anders") for v, u in anders.items()])
    resultaat, studenten = [], set()
    for rij in vlaggen.filter(pl.any_horizontal([f"{v}_anders" for v in anders])).iter_rows(named=True):
        namen = [v for v in anders if rij[f"{v}_anders"]]
        resultaat.append((int(rij["vid"]), {v: rij[f"{v}_oud"] for v in namen}, {v: rij[v] for v in namen}))
        studenten.add(int(rij["id"]))
    return resultaat, studenten


def _nummer(nieuw: pl.DataFrame, bestaand: pl.DataFrame) -> pl.DataFrame:
    """Give rows without a volgnummer the next one of their student."""
    als_getal = pl.col("volgnummer").str.extract(r"(\d{1,9})$", 1).cast(pl.Int64, strict=False)
    hoogste = bestaand.group_by("id").agg(hoogste_oud=als_getal.max())
    met = nieuw.join(hoogste, on="id", how="left", maintain_order="left").with_columns(
        hoogste=pl.max_horizontal(pl.col("hoogste_oud").fill_null(0), als_getal.max().over("persoon").fill_null(0))
    )
    rang = pl.col("volgnummer").is_null().cum_sum().over("persoon")
    return met.with_columns(volgnummer=pl.coalesce("volgnummer", (pl.col("hoogste") + rang).cast(pl.String))).drop(
        "hoogste", "hoogste_oud"
    )


def schrijf_verbintenissen(session: Session, plan: VerbintenisPlan, persoon_ids: dict[str, int]) -> int:
    """Write the plan; `persoon_ids` gives the ids of the students made just now. Returns how many are new."""
    v = bulk.tabel(Verbintenis)
    if plan.nieuw.height:
        student_ids = [
            bestaand if bestaand is not None else persoon_ids[persoon]
            for bestaand, persoon in plan.nieuw.select("id", "persoon").iter_rows()
        ]
        bulk.insert_frame(
            session,
            v,
            plan.nieuw.select(
                pl.Series("id", bulk.reserveer_ids(session, v, plan.nieuw.height), dtype=pl.Int64),
                pl.Series("student_id", student_ids, dtype=pl.Int64),
                "volgnummer",
                "crebo",
                pl.col("opleiding_naam").fill_null(""),
                "leerweg",
                "niveau",
                pl.col("cohort").fill_null(""),
                "begin_op",
                "gepland_eind_op",
                "werkelijk_eind_op",
                "team_id",
                eind_reden=pl.lit(""),
                bron=pl.lit(BRON_SCHOOL),
                versie=pl.lit(1),
            ),
        )
    for verbintenis_id, _oud, nu in plan.gewijzigd:
        waarden = {**nu, "leerweg": Leerweg(nu["leerweg"])} if nu.get("leerweg") else nu
        bulk.update_rijen(session, v, tuple(waarden), [(verbintenis_id, *waarden.values())])
    return plan.nieuw.height
