"""Taking over the accreditation register: the new file replaces the old register in one transaction.

Until the commit the old register is in force, also when the import is killed half-way. Written as the difference: what
is the same stays untouched. An accreditation that ends or changes gets its own audit line; new ones get one together.
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
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.inlezen import (
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
from bpv_app.leerbedrijf.inlezen import DUBBELE_RIJEN
from bpv_app.leerbedrijf.service_erkenning import vergeet_register
from bpv_app.leerbedrijf.tables import Erkenning
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk

_SLEUTEL = ["sbb_id", "crebo", "erkend_van"]
_DATUMS = Tekst("'Tot' ligt vóór 'van'.", "'Until' lies before 'from'.")
_TEGENSPRAAK = Tekst(
    "Deze erkenning staat vaker in het bestand, met een andere einddatum.",
    "This accreditation is in the file more than once, with a different end.",
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
    """Frames with the key columns and `erkend_tot`; `gewijzigd` and `vervallen` also have `id`."""

    uitkomst: Uitkomst
    nieuw: pl.DataFrame
    gewijzigd: pl.DataFrame
    vervallen: pl.DataFrame

    def sbb_ids(self) -> set[str]:
        """The companies of which something changes."""
        delen = [deel["sbb_id"] for deel in (self.nieuw, self.gewijzigd, self.vervallen)]
        return set(pl.concat(delen).unique().to_list())


def maak_plan(session: Session, frame: pl.DataFrame, fout: pl.DataFrame) -> RegisterPlan:
    """Compare the whole new register with the old. `fout`: refused rows; what we had of those companies is kept.

    Raises LeegRegister when there is no good row.
    """
    verslag = Verslag()
    if "erkend_tot" not in frame.columns:
        frame = frame.with_columns(erkend_tot=pl.lit(None, dtype=pl.Date))
    rijen = frame.with_columns(
        erkend_tot=pl.when(pl.col("erkend_tot").dt.year() < OPEN_EINDE_JAAR).then(pl.col("erkend_tot"))
    )
    rijen, dubbel, eigen_fout = _eenduidig(rijen, verslag)
    if not rijen.height:
        raise LeegRegister
    schema = {"id": pl.Int64, "sbb_id": pl.String, "crebo": pl.String, "erkend_van": pl.Date, "erkend_tot": pl.Date}
    bestaand = bulk.lees_frame(session, sa.select(*(getattr(Erkenning, k) for k in schema)), schema)
    if bestaand.height:
        nieuw = rijen.join(bestaand, on=_SLEUTEL, how="anti", maintain_order="left")
        samen = rijen.join(bestaand.rename({"erkend_tot": "tot_oud"}), on=_SLEUTEL, how="inner", maintain_order="left")
        gewijzigd = samen.filter(~pl.col("erkend_tot").eq_missing(pl.col("tot_oud")))
        weg = bestaand.join(rijen, on=_SLEUTEL, how="anti", maintain_order="left")
    else:
        nieuw, weg = rijen, bestaand
        gewijzigd = rijen.clear().with_columns(id=pl.lit(None, dtype=pl.Int64), tot_oud=pl.lit(None, dtype=pl.Date))
    onleesbaar = pl.concat([f["sbb_id"].drop_nulls() for f in (fout, eigen_fout) if "sbb_id" in f.columns]).unique()
    beschermd = weg["sbb_id"].is_in(onleesbaar.implode())
    vervallen = weg.filter(~beschermd)
    extra = (
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
        tuple(
            Rijwijziging(r, s, (("crebo", "", c), ("erkend_van", "", str(v)), ("erkend_tot", "", str(t or ""))))
            for r, s, c, v, t in nieuw.head(MAX_VOORBEELDEN).select("rij", *_SLEUTEL, "erkend_tot").iter_rows()
        ),
        tuple(
            Rijwijziging(r, f"{s} {c}", (("erkend_tot", str(o or ""), str(t or "")),))
            for r, s, c, o, t in gewijzigd.head(MAX_VOORBEELDEN)
            .select("rij", "sbb_id", "crebo", "tot_oud", "erkend_tot")
            .iter_rows()
        ),
        tuple((tekst, aantal) for tekst, aantal in extra if aantal),
        neem_vingerafdruk(
            (
                nieuw.select(*_SLEUTEL, "erkend_tot").write_csv().encode(),
                gewijzigd.select("id", "erkend_tot", "tot_oud").write_csv().encode(),
                vervallen.select("id", *_SLEUTEL).write_csv().encode(),
            )
        ),
    )
    return RegisterPlan(uitkomst, nieuw, gewijzigd, vervallen)


def _eenduidig(rijen: pl.DataFrame, verslag: Verslag) -> tuple[pl.DataFrame, int, pl.DataFrame]:
    """Without doubles and without rows that contradict themselves or each other: (good, doubles, refused)."""
    omgekeerd = (rijen["erkend_tot"] < rijen["erkend_van"]).fill_null(value=False)
    fout = [(rijen.filter(omgekeerd), _DATUMS)]
    goed = rijen.filter(~omgekeerd) if omgekeerd.any() else rijen
    uniek = goed
    if goed.select(pl.struct(_SLEUTEL).n_unique()).item() != goed.height:
        uniek = goed.unique([*_SLEUTEL, "erkend_tot"], keep="first", maintain_order=True)
        botst = uniek.select(pl.len().over(_SLEUTEL) > 1).to_series()
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
    bulk.update_rijen(session, tabel, ("erkend_tot",), plan.gewijzigd.select("id", "erkend_tot").iter_rows())
    bulk.insert_frame(session, tabel, plan.nieuw.select(*_SLEUTEL, "erkend_tot"))
    regels = [
        AuditRij(AuditSoort.GEWIJZIGD, "erkenning", i, f"{s} {c}", {"erkend_tot": oud}, {"erkend_tot": nu})
        for i, s, c, oud, nu in plan.gewijzigd.select("id", "sbb_id", "crebo", "tot_oud", "erkend_tot").iter_rows()
    ]
    regels += [
        AuditRij(AuditSoort.VERWIJDERD, "erkenning", r["id"], "vervallen", {k: r[k] for k in (*_SLEUTEL, "erkend_tot")})
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
