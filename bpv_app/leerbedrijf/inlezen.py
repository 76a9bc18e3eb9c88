"""Taking over files about companies: the relations file itself (register: `inlezen_register`).

As with students an empty cell leaves what we have; new rows get one audit line together, changed rows one each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import bulk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.inlezen import (
    DUBBELE_RIJEN,
    MAX_VOORBEELDEN,
    Rijwijziging,
    Tellingen,
    Uitkomst,
    Verslag,
    neem_vingerafdruk,
)
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.leerbedrijf.rules_wijziging import toon_waarde
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk

_VELDEN: dict[str, Any] = {
    **dict.fromkeys(
        (
            "naam",
            "kvk",
            "straat",
            "huisnummer",
            "postcode",
            "plaats",
            "telefoon",
            "email",
            "website",
            "sectoren",
            "talen",
        ),
        pl.String,
    ),
    "actief_van": pl.Date,
    "actief_tot": pl.Date,
}
_ZOEK = ("naam", "plaats", "sbb_id", "kvk", "postcode", "straat", "huisnummer")
"""What a search looks in, in the order of `rules_invoer.zoektekst_van` (a test holds the two together)."""
_ANDERE_GEGEVENS = Tekst(
    "Dit leerbedrijf staat vaker in het bestand, met andere gegevens.",
    "This company is in the file more than once, with different data.",
)
_GEEN_NAAM = Tekst("De naam ontbreekt.", "The name is missing.")
_OPGEGAAN = Tekst(
    "Dit leerbedrijf-ID hoort bij een bedrijf dat met een ander is samengevoegd.",
    "This SBB company ID belongs to a company that was merged into another one.",
)
_DATUMS = Tekst("De laatste dag ligt vóór de eerste.", "The last day lies before the first.")


@dataclass(slots=True)
class LeerbedrijfPlan:
    """`nieuw`: one row per new company; `gewijzigd`: (id, old, new) per changed one."""

    uitkomst: Uitkomst
    nieuw: pl.DataFrame
    gewijzigd: list[tuple[int, dict[str, Any], dict[str, Any]]]


def maak_plan(session: Session, frame: pl.DataFrame) -> LeerbedrijfPlan:
    """Compare the rows of a company file with the relations file. Reads only."""
    verslag = Verslag()
    rijen = _vul_aan(frame)
    uniek = rijen.unique([k for k in rijen.columns if k != "rij"], keep="first", maintain_order=True)
    dubbel = rijen.height - uniek.height
    bestaand = bulk.lees_frame(
        session,
        sa.select(
            col(Leerbedrijf.id),
            col(Leerbedrijf.sbb_id),
            col(Leerbedrijf.opgegaan_in_id).is_not(None).label("opgegaan"),
            *(getattr(Leerbedrijf, v) for v in _VELDEN),
        ).where(col(Leerbedrijf.sbb_id).is_not(None)),
        {"id": pl.Int64, "sbb_id": pl.String, "opgegaan": pl.Boolean, **_VELDEN},
    ).rename({v: f"{v}_oud" for v in _VELDEN})
    uniek = uniek.join(bestaand, on="sbb_id", how="left", maintain_order="left")
    code = (
        pl.when(pl.len().over("sbb_id") > 1)
        .then(pl.lit("dubbel"))
        .when(pl.col("opgegaan"))
        .then(pl.lit("opgegaan"))
        .when(pl.col("id").is_null() & pl.col("naam").is_null())
        .then(pl.lit("naam"))
        .when(pl.col("actief_tot") < pl.col("actief_van"))
        .then(pl.lit("datums"))
    )
    uniek = uniek.with_columns(code=code)
    redenen = {"dubbel": _ANDERE_GEGEVENS, "opgegaan": _OPGEGAAN, "naam": _GEEN_NAAM, "datums": _DATUMS}
    for rij, waarom in uniek.filter(pl.col("code").is_not_null()).select("rij", "code").iter_rows():
        verslag.weiger(rij, redenen[waarom])
    uniek = uniek.filter(pl.col("code").is_null())
    nieuw = uniek.filter(pl.col("id").is_null())
    gewijzigd, regels = _wijzigingen(uniek)
    uitkomst = Uitkomst(
        Tellingen(
            nieuw.height,
            len(gewijzigd),
            uniek.height + dubbel - nieuw.height - len(gewijzigd),
            len(verslag.geweigerd),
        ),
        tuple(verslag.geweigerd),
        (),
        tuple(
            Rijwijziging(r, s, (("naam", "", n), ("plaats", "", p or "")))
            for r, s, n, p in nieuw.head(MAX_VOORBEELDEN).select("rij", "sbb_id", "naam", "plaats").iter_rows()
        ),
        tuple(
            Rijwijziging(r, s, tuple((v, toon_waarde(v, oud[v]), toon_waarde(v, nu[v])) for v in nu))
            for (_, oud, nu), (r, s) in zip(gewijzigd[:MAX_VOORBEELDEN], regels[:MAX_VOORBEELDEN], strict=True)
        ),
        ((DUBBELE_RIJEN, dubbel),) if dubbel else (),
        neem_vingerafdruk(
            (
                nieuw.select("sbb_id", *_VELDEN).write_csv().encode(),
                repr(gewijzigd).encode(),
                repr([(m.regel, m.reden.nl) for m in verslag.geweigerd]).encode(),
            )
        ),
    )
    return LeerbedrijfPlan(uitkomst, nieuw, gewijzigd)


def _vul_aan(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column there is; `Dorpsstraat 12 a` in one column becomes street and number."""
    vol = frame.with_columns([pl.lit(None, dtype=t).alias(k) for k, t in _VELDEN.items() if k not in frame.columns])
    if "adres" in vol.columns:
        vol = vol.with_columns(
            straat=pl.coalesce("straat", pl.col("adres").str.extract(r"^(.*?)\s+\d", 1), "adres"),
            huisnummer=pl.coalesce("huisnummer", pl.col("adres").str.extract(r"^.*?\s+(\d.{0,19})$", 1)),
        )
    return vol.select("rij", "sbb_id", *_VELDEN)


def _wijzigingen(
    rijen: pl.DataFrame,
) -> tuple[list[tuple[int, dict[str, Any], dict[str, Any]]], list[tuple[int, str]]]:
    bekend = rijen.filter(pl.col("id").is_not_null())
    anders = {
        v: pl.col(v).is_not_null() & (pl.col(f"{v}_oud").is_null() | (pl.col(v) != pl.col(f"{v}_oud"))) for v in _VELDEN
    }
    vlaggen = bekend.with_columns([u.alias(f"{v}_anders") for v, u in anders.items()])
    gewijzigd, regels = [], []
    for rij in vlaggen.filter(pl.any_horizontal([f"{v}_anders" for v in anders])).iter_rows(named=True):
        namen = [v for v in anders if rij[f"{v}_anders"]]
        gewijzigd.append((int(rij["id"]), {v: rij[f"{v}_oud"] for v in namen}, {v: rij[v] for v in namen}))
        regels.append((int(rij["rij"]), str(rij["sbb_id"])))
    return gewijzigd, regels


def vergrendel(session: Session) -> None:
    """From here to the end of the transaction nobody else changes companies."""
    bulk.vergrendel(session, bulk.tabel(Leerbedrijf))


def voer_uit(session: Session, actor: Actor, op: datetime, plan: LeerbedrijfPlan, bron: Mapping[str, Any]) -> None:
    """Write the plan. `bron` (import run, file, SHA-256) goes into the audit. Never commits."""
    tabel = bulk.tabel(Leerbedrijf)
    if plan.nieuw.height:
        zoek = [maak_zoektekst(*delen) for delen in plan.nieuw.select(_ZOEK).iter_rows()]
        tekst = [pl.col(v).fill_null("") for v, t in _VELDEN.items() if t == pl.String]
        bulk.insert_frame(
            session,
            tabel,
            plan.nieuw.select(
                "sbb_id",
                *tekst,
                "actief_van",
                "actief_tot",
                zoektekst=pl.Series(zoek, dtype=pl.String),
                bijgewerkt_op=pl.lit(bulk.moment(op)),
                versie=pl.lit(1),
            ),
        )
    for bedrijf_id, _oud, nu in plan.gewijzigd:
        bulk.update_rijen(
            session, tabel, (*nu, "bijgewerkt_op", "is_vergeleken"), [(bedrijf_id, *nu.values(), op, False)]
        )
    _ververs_zoektekst(session, [i for i, _, _ in plan.gewijzigd])
    regels = [AuditRij(AuditSoort.GEWIJZIGD, "leerbedrijf", i, "import", oud, nu) for i, oud, nu in plan.gewijzigd]
    if plan.nieuw.height:
        wat = f"{plan.nieuw.height} leerbedrijven ingelezen"
        regels.append(AuditRij(AuditSoort.GEMAAKT, "leerbedrijf", None, wat, nieuw=dict(bron)))
    noteer_bulk(session, actor, op, regels)


def _ververs_zoektekst(session: Session, ids: list[int]) -> None:
    t = bulk.tabel(Leerbedrijf)
    for i in range(0, len(ids), 1000):
        vraag = sa.select(t.c.id, *(t.c[k] for k in _ZOEK)).where(t.c.id.in_(ids[i : i + 1000]))
        rijen = [{"_id": r[0], "_zoek": maak_zoektekst(*r[1:])} for r in session.connection().execute(vraag).fetchall()]
        opdracht = sa.update(t).where(t.c.id == sa.bindparam("_id")).values(zoektekst=sa.bindparam("_zoek"))
        session.connection().execute(opdracht, rijen)
