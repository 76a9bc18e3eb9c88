"""The figures of /rapportages, computed from the frame of placements inside somebody's scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dashboard.queries_maskers import (
    KOLOM_VAN,
    MAANDEN,
    MASKERS,
    WEG,
    begonnen,
    status_is,
    van_keuze,
)
from bpv_app.dashboard.queries_plaatsingen import Stand, get_stand
from bpv_app.dashboard.rules_cijfers import CIJFER, CIJFERS, Groep, Keuze, Maand, Per, Trap, Vergelijking
from bpv_app.dashboard.rules_periode import eerste_van_maand
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Account
from bpv_app.uren.rules_inrichting import schooljaar_tekst

VERGELEKEN = ("binnenkort", "begonnen", "ongetekend", "op_tijd", "te_laat")
"""Figures that can be told of an earlier day as well: they rest on dates that do not change afterwards."""
ONTHOUDEN = 300
"""Answers kept until something changes: of every choice somebody makes, and anybody can make up choices."""
_GETELD = (
    "team_id", "begeleider_id", "klas", "crebo", "leerweg", "jaar", "status", "leerbedrijf_id", "leerbedrijf",
    "begin_op", "eind_op", "peil_op", "aangemaakt_op", "getekend_op", "stap_op", "stap", "uren_doel", "minuten",
    "krd_geweigerd", "zonder_erkenning", "eerder_bij_bedrijf", "gesprekken", "gesprekken_samen", "gesprekken_te_laat",
)  # fmt: skip
"""What figures are made of: the wide columns of the rows stay where they are."""


def _met_gesprekken(stand: Stand, vandaag: date) -> pl.DataFrame:
    """The placements with how many of their conversations are overdue today."""
    # The cupboard first: another thread may put an empty one in its place once there are newer placements.
    kast, sleutel = stand.onthouden, ("frame", vandaag)
    frame: pl.DataFrame | None = kast.get(sleutel)
    if frame is None:
        status = pl.col("m_status")
        open_ = status.is_in([MomentStatus.TE_PLANNEN.value, MomentStatus.GEPLAND.value])
        tot = eerste_van_maand(vandaag)
        in_maanden = pl.col("gehouden_op").is_between(eerste_van_maand(tot, -MAANDEN), tot, closed="left")
        recent = (status == MomentStatus.GEHOUDEN.value) & in_maanden.fill_null(value=False)
        te_laat = pl.col("venster_tot") < vandaag
        tellingen = (
            stand.delen["moment"]
            .filter(open_ | recent)
            .group_by("id")
            .agg(
                recent.sum().cast(pl.Int64).alias("gesprekken_recent"),
                (open_ & ~te_laat).sum().cast(pl.Int64).alias("gesprekken_open"),
                (open_ & te_laat).sum().cast(pl.Int64).alias("gesprekken_te_laat"),
            )
        )
        geldt = pl.col("status").is_null() | ~status_is(*WEG)
        frame = stand.plaatsingen.join(tellingen, on="id", how="left", maintain_order="left").with_columns(
            pl.col("gesprekken_recent").fill_null(0),
            *(
                pl.when(geldt).then(pl.col(k).fill_null(0)).otherwise(0)
                for k in ("gesprekken_open", "gesprekken_te_laat")
            ),
        )
        _onthoud(kast, sleutel, frame)
    return frame


def _onthoud(kast: dict[Any, Any], sleutel: tuple[Any, ...], wat: Any) -> None:
    """Keep it; a day that is over, and what is too much, goes."""
    if len(kast) >= ONTHOUDEN or any(k[1] != sleutel[1] for k in list(kast)):
        kast.clear()
    kast[sleutel] = wat


def get_school(session: Session, vandaag: date) -> pl.DataFrame:
    """Every placement, of nobody's scope: only for totals that say nothing about one student (`queries_totalen`)."""
    return _met_gesprekken(get_stand(session), vandaag)


def in_scope(actor: Actor) -> pl.Expr:
    """The placements of this actor: the polars of `dossier_scope(actor, Actie.RAPPORT_ZIEN)`."""
    if not actor.mag(Actie.RAPPORT_ZIEN):
        return pl.lit(value=False)
    teams = actor.team_ids(Actie.RAPPORT_ZIEN)
    if teams is None:
        return pl.lit(value=True)
    mijn = pl.col("team_id").is_in(sorted(teams)).fill_null(value=False)
    if actor.is_begeleider_voor(Actie.RAPPORT_ZIEN) and actor.account_id is not None:
        mijn = mijn | (pl.col("begeleider_id") == actor.account_id).fill_null(value=False)
    return mijn


def get_plaatsingen(session: Session, actor: Actor, vandaag: date) -> pl.DataFrame:
    """The rows this actor may count. Raises GeenRecht."""
    require(actor, Actie.RAPPORT_ZIEN)
    return _met_gesprekken(get_stand(session), vandaag).filter(in_scope(actor))


@dataclass(frozen=True, slots=True)
class Overzicht:
    """Everything the screen shows. `totaal` is the sum line of `groepen`."""

    keuze: Keuze
    totaal: Groep
    groepen: tuple[Groep, ...]
    trappen: tuple[Trap, ...]
    maanden: tuple[Maand, ...]
    vergelijkingen: dict[str, Vergelijking]


def get_overzicht(session: Session, actor: Actor, keuze: Keuze, vandaag: date) -> Overzicht:
    """The figures for a choice, inside the actor's scope. Unknown teams and years give zeros. Raises GeenRecht."""
    require(actor, Actie.RAPPORT_ZIEN)
    stand = get_stand(session)
    scope = (actor.team_ids(Actie.RAPPORT_ZIEN), actor.is_begeleider_voor(Actie.RAPPORT_ZIEN) and actor.account_id)
    sleutel = ("overzicht", vandaag, scope, keuze)
    kast = stand.onthouden
    uit: Overzicht | None = kast.get(sleutel)
    if uit is None:
        uit = _bereken(session, actor, stand, keuze, vandaag)
        _onthoud(kast, sleutel, uit)
    return uit


def _bereken(session: Session, actor: Actor, stand: Stand, keuze: Keuze, vandaag: date) -> Overzicht:
    mijn = _met_gesprekken(stand, vandaag).select(_GETELD).filter(in_scope(actor))
    rijen = van_keuze(mijn, keuze)
    namen = groep_namen(session, rijen, keuze.per)
    per = _per(rijen, keuze.per, vandaag)
    groepen = tuple(
        sorted(
            (_groep(str(s) if s is not None else "", namen.get(s, str(s or "")), rij) for s, rij in per),
            key=lambda g: (g.naam == "", g.naam.casefold(), g.sleutel),
        )
    )
    totaal = _groep("", "", {k: sum(rij[k] or 0 for _, rij in per) for k in (*CIJFER, "uren_doel", "minuten")})
    return Overzicht(
        keuze,
        totaal,
        groepen,
        _trappen(rijen, vandaag),
        _maanden(rijen, vandaag),
        _vergelijk(van_keuze(mijn, keuze, zonder_periode=True), keuze, vandaag),
    )


def _tellingen(vandaag: date) -> list[pl.Expr]:
    is_begonnen = begonnen(vandaag)
    return [
        *(MASKERS[c.naam](vandaag).cast(pl.Int64).sum().alias(c.naam) for c in CIJFERS if c.naam != "stages"),
        pl.len().cast(pl.Int64).alias("stages"),
        pl.when(is_begonnen).then(pl.col("uren_doel")).otherwise(0).sum().alias("uren_doel"),
        pl.when(is_begonnen).then(pl.col("minuten")).otherwise(0).sum().alias("minuten"),
    ]


def _per(rijen: pl.DataFrame, per: Per, vandaag: date) -> list[tuple[object, dict[str, int]]]:
    kolom = KOLOM_VAN[per]
    tabel = rijen.group_by(kolom).agg(_tellingen(vandaag))
    return [(rij.pop(kolom), rij) for rij in tabel.iter_rows(named=True)]


def _groep(sleutel: str, naam: str, rij: dict[str, int]) -> Groep:
    aantallen = {c.naam: int(rij[c.naam] or 0) for c in CIJFERS}
    return Groep(sleutel, naam, aantallen, int(rij["uren_doel"] or 0), round((rij["minuten"] or 0) / 60))


def groep_namen(session: Session, rijen: pl.DataFrame, per: Per) -> dict[object, str]:
    """What the groups in these rows are called; a group without a name here is called by its own text."""
    if per is Per.LEERBEDRIJF:
        paren = rijen.select("leerbedrijf_id", "leerbedrijf").unique("leerbedrijf_id")
        return {i: naam or str(i) for i, naam in paren.iter_rows() if i is not None}
    if per is Per.JAAR:
        return {jaar: schooljaar_tekst(jaar) for jaar in rijen["jaar"].drop_nulls().unique().to_list()}
    if per is Per.LEERWEG:
        return {lw.value: LEERWEG_LABEL[lw].nl for lw in Leerweg}
    if per in (Per.TEAM, Per.BEGELEIDER):
        tabel = Team if per is Per.TEAM else Account
        ids = rijen[KOLOM_VAN[per]].drop_nulls().unique().to_list()
        return dict(session.execute(sa.select(col(tabel.id), col(tabel.naam)).where(col(tabel.id).in_(ids))).all())
    return {}


def _trappen(rijen: pl.DataFrame, vandaag: date) -> tuple[Trap, ...]:
    """The steps 3 to 9; days of waiting are not asked of what is done."""
    dagen = (pl.lit(vandaag) - pl.col("stap_op")).dt.total_days()
    tabel = rijen.group_by("stap").agg(pl.len().alias("n"), dagen.median().alias("dagen"))
    gevonden = {rij["stap"]: rij for rij in tabel.iter_rows(named=True)}
    uit = []
    for stap in range(3, 10):
        rij = gevonden.get(stap)
        heeft_dagen = rij is not None and stap < 9 and rij["dagen"] is not None
        uit.append(Trap(stap, rij["n"] if rij else 0, int(rij["dagen"]) if rij and heeft_dagen else None))
    return tuple(uit)


def _maanden(rijen: pl.DataFrame, vandaag: date) -> tuple[Maand, ...]:
    """The last twelve months in which placements started, the oldest first."""
    namen = ("op_tijd", "te_laat", "ongetekend")
    tabel = (
        rijen.filter(begonnen(vandaag))
        .group_by(pl.col("begin_op").dt.truncate("1mo").alias("maand"))
        .agg(MASKERS[naam](vandaag).cast(pl.Int64).sum().alias(naam) for naam in namen)
        .sort("maand")
        .tail(12)
    )
    return tuple(Maand(rij["maand"], *(rij[n] for n in namen)) for rij in tabel.iter_rows(named=True))


def _vergelijk(alle_perioden: pl.DataFrame, keuze: Keuze, vandaag: date) -> dict[str, Vergelijking]:
    """Each on the same weekday a week ago, and a year ago of the school year before."""
    week, jaar = vandaag - timedelta(days=7), vandaag - timedelta(days=364)
    nu = van_keuze(alle_perioden, keuze)
    toen = None if keuze.jaar is None else van_keuze(alle_perioden, replace(keuze, jaar=keuze.jaar - 1))
    tellingen, weken = _tel(nu, vandaag), _tel(nu, week)
    jaren = None if toen is None or toen.is_empty() else _tel(toen, jaar)
    return {n: Vergelijking(tellingen[n], weken[n], jaren[n] if jaren else None) for n in VERGELEKEN}


def _tel(rijen: pl.DataFrame, dag: date) -> dict[str, int]:
    """The figures that are compared, as they were on a day."""
    rij = rijen.select(MASKERS[n](dag).cast(pl.Int64).sum().alias(n) for n in VERGELEKEN).row(0, named=True)
    return {n: int(rij[n] or 0) for n in VERGELEKEN}
