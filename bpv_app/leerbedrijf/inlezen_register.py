"""Taking over the accreditation register: the new file replaces the old register in one transaction.

Until the commit the old register is in force, also when the import is killed half-way. Written as the difference: what
is the same stays untouched. An accreditation that ends or changes gets its own audit line; new ones get one together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import bulk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.inlezen import (
    DUBBELE_RIJEN,
    MAX_MELDINGEN,
    MAX_VOORBEELDEN,
    VERVALLEN,
    Melding,
    Rijwijziging,
    Tellingen,
    Uitkomst,
    Verslag,
    neem_vingerafdruk,
)
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.service_erkenning import vergeet_register
from bpv_app.leerbedrijf.tables import Erkenning
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk

SLEUTEL = ["sbb_id", "crebo", "erkend_van"]
EXTRA = ("leerweg", "werkprocessen")
"""Columns only some registers have: read and written only when the file or what we have fills them."""
_DATUMS = Tekst("'Tot' ligt vóór 'van'.", "'Until' lies before 'from'.")
_TEGENSPRAAK = Tekst(
    "Deze erkenning staat vaker in het bestand, met een andere einddatum of andere werkprocessen.",
    "This accreditation is in the file more than once, with a different end or other work processes.",
)
_BEHOUDEN = Tekst(
    "Behouden, omdat een rij van dit leerbedrijf niet te lezen was",
    "Kept, because a row of this company was unreadable",
)
OPEN_EINDE_JAAR = 2200


class LeegRegister(DomeinFout):
    """Nothing in the file could be used: that never empties the register."""

    http_status = 400

    def __init__(self) -> None:
        super().__init__(
            "leeg_register",
            Tekst(
                "In dit bestand staat geen enkele bruikbare erkenning; het register blijft zoals het is.",
                "This file holds no usable accreditation at all; the register stays as it is.",
            ),
        )


@dataclass(slots=True)
class RegisterPlan:
    """Frames with the columns `sleutel` and `waarden`; `gewijzigd` and `vervallen` also have `id`.

    What a value was stands in `<value>_oud`.
    """

    uitkomst: Uitkomst
    nieuw: pl.DataFrame
    gewijzigd: pl.DataFrame
    vervallen: pl.DataFrame
    sleutel: list[str]
    waarden: list[str]

    def sbb_ids(self) -> set[str]:
        """The companies of which something changes."""
        delen = [deel["sbb_id"] for deel in (self.nieuw, self.gewijzigd, self.vervallen)]
        return set(pl.concat(delen).unique().to_list())


def maak_plan(session: Session, frame: pl.DataFrame, fout: pl.DataFrame) -> RegisterPlan:
    """Compare the whole new register with the old. `fout`: refused rows; what we had of those companies is kept.

    Raises LeegRegister when there is no good row.
    """
    verslag = Verslag()
    extra = [k for k in EXTRA if k in frame.columns or heeft_kolom(session, k)]
    sleutel = [*SLEUTEL, *(k for k in extra if k == "leerweg")]
    waarden = ["erkend_tot", *(k for k in extra if k == "werkprocessen")]
    rijen, dubbel, eigen_fout = eenduidig(vul_aan(frame, extra), sleutel, waarden, verslag)
    if not rijen.height:
        raise LeegRegister
    soorten: dict[str, Any] = {"erkend_van": pl.Date, "erkend_tot": pl.Date}
    schema = {"id": pl.Int64, **{k: soorten.get(k, pl.String) for k in (*sleutel, *waarden)}}
    bestaand = bulk.lees_frame(session, sa.select(*(getattr(Erkenning, k) for k in schema)), schema)
    oud = {w: f"{w}_oud" for w in waarden}
    if bestaand.height:
        nieuw = rijen.join(bestaand, on=sleutel, how="anti", maintain_order="left")
        samen = rijen.join(bestaand.rename(oud), on=sleutel, how="inner", maintain_order="left")
        gewijzigd = samen.filter(pl.any_horizontal(~pl.col(w).eq_missing(pl.col(o)) for w, o in oud.items()))
        weg = bestaand.join(rijen, on=sleutel, how="anti", maintain_order="left")
    else:
        nieuw, weg = rijen, bestaand
        gewijzigd = rijen.clear().with_columns(
            id=pl.lit(None, dtype=pl.Int64), **{o: pl.lit(None, dtype=schema[w]) for w, o in oud.items()}
        )
    onleesbaar = pl.concat([f["sbb_id"].drop_nulls() for f in (fout, eigen_fout) if "sbb_id" in f.columns]).unique()
    beschermd = weg["sbb_id"].is_in(onleesbaar.implode())
    vervallen = weg.filter(~beschermd)
    erbij = (
        (VERVALLEN, vervallen.height),
        (_BEHOUDEN, int(beschermd.sum())),
        (DUBBELE_RIJEN, dubbel),
    )
    uitkomst = Uitkomst(
        Tellingen(
            nieuw.height,
            gewijzigd.height,
            rijen.height + dubbel - nieuw.height - gewijzigd.height,
            eigen_fout.height,
        ),
        tuple(verslag.geweigerd),
        (),
        toon_nieuw(nieuw, sleutel, waarden),
        toon_gewijzigd(gewijzigd, oud),
        tuple((tekst, aantal) for tekst, aantal in erbij if aantal),
        maak_afdruk(nieuw, gewijzigd, vervallen, sleutel, waarden),
    )
    return RegisterPlan(uitkomst, nieuw, gewijzigd, vervallen, sleutel, waarden)


def toon_nieuw(nieuw: pl.DataFrame, sleutel: Sequence[str], waarden: Sequence[str]) -> tuple[Rijwijziging, ...]:
    """The first new lines, for the report."""
    return tuple(
        Rijwijziging(r["rij"], r["sbb_id"], tuple((k, "", _toon(r[k])) for k in (*sleutel[1:], *waarden)))
        for r in nieuw.head(MAX_VOORBEELDEN).iter_rows(named=True)
    )


def toon_gewijzigd(gewijzigd: pl.DataFrame, oud: Mapping[str, str]) -> tuple[Rijwijziging, ...]:
    """The first changed lines, with what was there. `oud`: the column that holds the old value of each."""
    return tuple(
        Rijwijziging(
            r["rij"], f"{r['sbb_id']} {r['crebo']}", tuple((w, _toon(r[o]), _toon(r[w])) for w, o in oud.items())
        )
        for r in gewijzigd.head(MAX_VOORBEELDEN).iter_rows(named=True)
    )


def maak_afdruk(
    nieuw: pl.DataFrame, gewijzigd: pl.DataFrame, vervallen: pl.DataFrame, sleutel: list[str], waarden: list[str]
) -> str:
    """A fingerprint of all that will be written."""
    oud = [f"{w}_oud" for w in waarden]
    return neem_vingerafdruk(
        (
            nieuw.select(*sleutel, *waarden).write_csv().encode(),
            gewijzigd.select("id", *waarden, *oud).write_csv().encode(),
            vervallen.select("id", *sleutel).write_csv().encode(),
        )
    )


def heeft_kolom(session: Session, kolom: str) -> bool:
    """Whether any line we have fills this column."""
    vraag = sa.select(sa.literal(1)).where(getattr(Erkenning, kolom) != "").limit(1)
    return session.execute(vraag).first() is not None


def _toon(waarde: Any) -> str:
    return "" if waarde is None else str(waarde)


def vul_aan(frame: pl.DataFrame, extra: Sequence[str]) -> pl.DataFrame:
    """Every column there has to be: no end is open-ended, no route is every route; a group stands where its crebo is.

    A row with both a crebo and a group is about the crebo: the smaller of the two.
    """
    if "erkend_tot" not in frame.columns:
        frame = frame.with_columns(erkend_tot=pl.lit(None, dtype=pl.Date))
    if "crebogroep" in frame.columns:
        crebo = pl.col("crebo") if "crebo" in frame.columns else pl.lit(None, dtype=pl.String)
        frame = frame.with_columns(crebo=pl.coalesce(crebo, pl.col("crebogroep"))).drop("crebogroep")
    for kolom in extra:
        waarde = pl.col(kolom).fill_null("") if kolom in frame.columns else pl.lit("")
        frame = frame.with_columns(waarde.alias(kolom))
    return frame.with_columns(
        erkend_tot=pl.when(pl.col("erkend_tot").dt.year() < OPEN_EINDE_JAAR).then(pl.col("erkend_tot"))
    )


def eenduidig(
    rijen: pl.DataFrame, sleutel: list[str], waarden: list[str], verslag: Verslag
) -> tuple[pl.DataFrame, int, pl.DataFrame]:
    """Without doubles and without rows that contradict themselves or each other: (good, doubles, refused)."""
    omgekeerd = (rijen["erkend_tot"] < rijen["erkend_van"]).fill_null(value=False)
    fout = [(rijen.filter(omgekeerd), _DATUMS)]
    goed = rijen.filter(~omgekeerd) if omgekeerd.any() else rijen
    uniek = goed
    if goed.select(pl.struct(sleutel).n_unique()).item() != goed.height:
        uniek = goed.unique([*sleutel, *waarden], keep="first", maintain_order=True)
        botst = uniek.select(pl.len().over(sleutel) > 1).to_series()
        fout.append((uniek.filter(botst), _TEGENSPRAAK))
    dubbel = goed.height - uniek.height
    if len(fout) > 1 and fout[1][0].height:
        uniek = uniek.join(fout[1][0].select("rij"), on="rij", how="anti", maintain_order="left")
    for deel, waarom in fout:
        verslag.geweigerd += [Melding(r, waarom) for r in deel["rij"].head(MAX_MELDINGEN).to_list()]
    return uniek, dubbel, pl.concat([deel for deel, _ in fout])


def vergrendel(session: Session) -> None:
    """From here to the end of the transaction nobody else changes the register; checks go on reading the old one."""
    bulk.vergrendel(session, bulk.tabel(Erkenning))


def voer_uit(session: Session, actor: Actor, op: datetime, plan: RegisterPlan, bron: Mapping[str, Any]) -> None:
    """Write the plan. `bron` (import run, file, SHA-256) goes into the audit. Never commits."""
    tabel = bulk.tabel(Erkenning)
    bulk.delete_ids(session, tabel, plan.vervallen["id"].to_list())
    bulk.update_rijen(session, tabel, plan.waarden, plan.gewijzigd.select("id", *plan.waarden).iter_rows())
    bulk.insert_frame(session, tabel, plan.nieuw.select(*plan.sleutel, *plan.waarden))
    regels = [
        AuditRij(
            AuditSoort.GEWIJZIGD,
            "erkenning",
            r["id"],
            f"{r['sbb_id']} {r['crebo']}",
            {w: r[f"{w}_oud"] for w in plan.waarden},
            {w: r[w] for w in plan.waarden},
        )
        for r in plan.gewijzigd.iter_rows(named=True)
    ]
    regels += [
        AuditRij(
            AuditSoort.VERWIJDERD,
            "erkenning",
            r["id"],
            "vervallen",
            {k: r[k] for k in (*plan.sleutel, *plan.waarden)},
        )
        for r in plan.vervallen.iter_rows(named=True)
    ]
    if plan.nieuw.height:
        wat = f"{plan.nieuw.height} erkenningen ingelezen"
        regels.append(AuditRij(AuditSoort.GEMAAKT, "erkenning", None, wat, nieuw=dict(bron)))
    noteer_bulk(session, actor, op, regels)
    vergeet_register(session)


def tel_register(session: Session) -> int:
    """Lines in the register."""
    return int(session.execute(sa.select(sa.func.count(col(Erkenning.id)))).scalar_one())
