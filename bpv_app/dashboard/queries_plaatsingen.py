"""All placements as one polars frame per process, kept up to date by reading only what changed.

One row per dossier with its last agreement. Nobody's rights are in it: whoever reads it filters by scope first
(`queries_cijfers.in_scope`). The database stays the truth. Each read asks, from cheap to dear: was anything written,
which table changed, which of its rows; only those rows are read again.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.dashboard import queries_bronnen, queries_maskers
from bpv_app.dashboard import queries_momentopname as momentopname
from bpv_app.dashboard.queries_bronnen import DELEN, OOK, Deel
from bpv_app.dashboard.queries_maskers import GEPLAATST
from bpv_app.dashboard.queries_stand import Lui as Lui
from bpv_app.dashboard.queries_stand import Stand as Stand
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.pok.clauses_lijst import heeft_handtekening, is_compleet
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok

RUST = 1.0
"""Seconds in which the database is asked once, however many dashboards are open."""
BEWAREN = 60.0
"""Seconds between two times that the frame is kept on disk."""
_PER_VRAAG = 500
_ALLES_VANAF = 2000
"""From so many changed rows on the whole table is read: one question is cheaper than many."""


_CODE = sha256(
    b"".join(Path(str(f)).read_bytes() for f in (__file__, queries_bronnen.__file__, queries_maskers.__file__))
    + pl.__version__.encode()
).hexdigest()
"""What kept frames were made by: other code reads the tables anew."""
_STANDEN: weakref.WeakKeyDictionary[Engine, Stand] = weakref.WeakKeyDictionary()


def vergeet() -> None:
    """Begin with nothing, as after a restart."""
    _STANDEN.clear()


def get_stand(session: Session) -> Stand:
    """The placements as they are now (at most `RUST` seconds old), with what hangs on them."""
    stand = _STANDEN.setdefault(session.get_bind().engine, Stand())
    with stand.slot:
        _kijk(session, stand)
        _ververs(session, stand)
    return stand


def get_merk(session: Session) -> str:
    """Another text once something was written on which a start page or a figure rests. Reads no placements."""
    stand = _STANDEN.setdefault(session.get_bind().engine, Stand())
    with stand.slot:
        _kijk(session, stand)
        return stand.merk


def _kijk(session: Session, stand: Stand) -> None:
    """Ask what has changed, unless that was asked just now or nobody has written since."""
    if monotonic() - stand.gekeken < RUST:
        return
    # A transaction that has begun already may see less than what was written until now: such a sign is not kept.
    is_vers = session.get_bind().dialect.name == "postgresql" or not session.in_transaction()
    schijf = momentopname.merk_op_schijf(session) if is_vers else ""
    teken = _teken(session, stand)
    # Written in between: then neither says for certain what the other one is of.
    stand.schijf = schijf if schijf and schijf == momentopname.merk_op_schijf(session) else ""
    if not stand.is_gezocht:
        stand.is_gezocht = True
        _haal_op(session, stand)
    elif teken is None or teken != stand.teken:
        _vraag(session, stand)
    stand.teken, stand.gekeken = (teken if is_vers else None), monotonic()


def _vraag(session: Session, stand: Stand) -> None:
    """The sums of every table, each asked once."""
    gevraagd: dict[Any, Any] = {}
    for deel in DELEN:
        if deel.stempel not in gevraagd:
            gevraagd[deel.stempel] = _rijen(session, deel.stempel())
    stand.nu = {deel.naam: gevraagd[deel.stempel] for deel in DELEN}
    concept: Any = sa.select(col(Pok.id)).where(col(Pok.status) == PokStatus.CONCEPT, is_compleet())
    papier: Any = sa.select(col(Pok.id)).where(col(Pok.status) == PokStatus.AFGEDRUKT, heeft_handtekening())
    stand.compleet = frozenset(session.scalars(concept).all())
    stand.deels_getekend = frozenset(session.scalars(papier).all())
    ook = [_rijen(session, vraag()) for vraag in OOK]
    wat = (sorted(stand.nu.items()), ook, sorted(stand.compleet), sorted(stand.deels_getekend))
    stand.merk = sha256(repr(wat).encode()).hexdigest()[:16]


def _haal_op(session: Session, stand: Stand) -> None:
    """Begin with what an earlier process kept; when nobody has written since, there is nothing to ask."""
    gevonden = momentopname.haal(session.get_bind().engine, _CODE)
    if gevonden is None or not momentopname.is_zelfde_leven(session, gevonden[0]["audit"]):
        _vraag(session, stand)
        return
    bewaard, frames = gevonden
    stand.stempels = {naam: momentopname.als_tupels(rijen) for naam, rijen in bewaard["stempels"].items()}
    stand.delen, stand.merken = Lui(frames), Lui(frames, "-merk")
    stand.plaatsingen = frames.lees("plaatsingen")
    stand.compleet, stand.deels_getekend = frozenset(bewaard["compleet"]), frozenset(bewaard["deels_getekend"])
    stand.gelezen_met = stand.compleet, stand.deels_getekend
    stand.bewaard, stand.nummer, stand.nu, stand.merk = monotonic(), 1, dict(stand.stempels), bewaard["merk"]
    if not stand.schijf or stand.schijf != bewaard["schijf"]:
        _vraag(session, stand)


def _bewaar(session: Session, stand: Stand) -> None:
    """Keep it for the next process: now and then, and only of a big school."""
    if stand.plaatsingen.height < momentopname.VANAF or monotonic() - stand.bewaard < BEWAREN:
        return
    stand.bewaard = monotonic()
    frames = {"plaatsingen": stand.plaatsingen}
    for deel in DELEN:
        frames |= {deel.naam: stand.delen[deel.naam], f"{deel.naam}-merk": stand.merken[deel.naam]}
    wat = {
        "stempels": stand.stempels,
        "compleet": sorted(stand.compleet),
        "deels_getekend": sorted(stand.deels_getekend),
        "merk": stand.merk,
        "schijf": stand.schijf,
        "audit": momentopname.audit_eind(session),
    }
    momentopname.bewaar(session.get_bind().engine, _CODE, wat, frames)


def _heel(waarde: Any) -> Any:
    """PostgreSQL adds whole numbers up to a Decimal."""
    return int(waarde) if isinstance(waarde, Decimal) else waarde


def _rijen(session: Session, vraag: Any) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(_heel(waarde) for waarde in rij) for rij in session.execute(vraag))


def _teken(session: Session, stand: Stand) -> Any:
    """Something that differs once anybody has written. None: not to be had, so look."""
    motor = session.get_bind().engine
    if motor.dialect.name == "postgresql":
        return session.execute(sa.text("SELECT pg_current_wal_insert_lsn()::text")).scalar_one()
    if motor.url.database in (None, "", ":memory:"):
        return None
    if stand.oog is None:
        # The number is this connection's own: it says whether *another* connection has committed since.
        stand.oog = momentopname.open_oog(motor.url.database)
    return stand.oog.execute("PRAGMA data_version").fetchone()[0]


def _ververs(session: Session, stand: Stand) -> None:
    """Read what changed since the frame was made."""
    anders = False
    gelezen: dict[Any, pl.DataFrame] = {}
    for deel in DELEN:
        if stand.nu[deel.naam] != stand.stempels.get(deel.naam):
            if deel.merk not in gelezen:
                gelezen[deel.merk] = _merken(session, deel)
            anders |= _ververs_deel(session, stand, deel, gelezen[deel.merk])
            stand.stempels[deel.naam] = stand.nu[deel.naam]
    levend = stand.compleet, stand.deels_getekend
    if anders or levend != stand.gelezen_met:
        stand.plaatsingen = _voeg_samen(stand)
        stand.gelezen_met = levend
        stand.onthouden = {}
        stand.nummer += 1
        _bewaar(session, stand)


def _frame(rijen: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([tuple(rij) for rij in rijen], schema=schema, orient="row")


def _merken(session: Session, deel: Deel) -> pl.DataFrame:
    vraag = deel.merk()
    # Said, not guessed: of a school's first thousands of agreements none may have ended early.
    soorten = [pl.String if isinstance(kolom.type, sa.String) else pl.Int64 for kolom in vraag.selected_columns]
    return _frame(session.execute(vraag).all(), {f"m{i}": soort for i, soort in enumerate(soorten)})


def _ververs_deel(session: Session, stand: Stand, deel: Deel, merken: pl.DataFrame) -> bool:
    """Read the rows that are new or changed, drop those that are gone. Whether there were any."""
    oud = stand.merken[deel.naam] if deel.naam in stand.stempels else None
    sleutel = next(iter(deel.schema))
    stand.merken[deel.naam] = merken
    if oud is None or oud.is_empty() or merken.is_empty():
        nieuw = _frame(session.execute(deel.vraag()).all(), deel.schema)
        anders = oud is None or not nieuw.equals(stand.delen[deel.naam])
        stand.delen[deel.naam] = nieuw
        return anders
    veranderd = merken.join(oud, on=merken.columns, how="anti", nulls_equal=True)["m0"]
    weg = oud.join(merken, on="m0", how="anti")["m0"]
    if veranderd.is_empty() and weg.is_empty():
        return False
    if len(veranderd) >= _ALLES_VANAF:
        stand.delen[deel.naam] = _frame(session.execute(deel.vraag()).all(), deel.schema)
        return True
    gelezen: list[Any] = []
    for i in range(0, len(veranderd), _PER_VRAAG):
        ids = veranderd[i : i + _PER_VRAAG].to_list()
        gelezen += session.execute(deel.vraag().where(deel.sleutel.in_(ids))).all()
    blijft = stand.delen[deel.naam].filter(~pl.col(sleutel).is_in(pl.concat([veranderd, weg]).implode()))
    stand.delen[deel.naam] = pl.concat([blijft, _frame(gelezen, deel.schema)])
    return True


def _dag(kolom: str) -> pl.Expr:
    """The day in the Netherlands of a moment."""
    return pl.col(kolom).dt.convert_time_zone("Europe/Amsterdam").dt.date()


def _schooljaar(dag: pl.Expr) -> pl.Expr:
    return (dag.dt.year() - (dag.dt.month() < 8).cast(pl.Int32)).cast(pl.Int64)


_EERST = pl.when(GEPLAATST).then(pl.col("jaar")).min().over("leerbedrijf_id")
"""The first school year in which the whole school had a placement at this company."""


def _voeg_samen(stand: Stand) -> pl.DataFrame:
    """One row per dossier: `id`, scope and groups, dates, `status` of the last agreement, `stap`, minutes.

    `begin_op`, `eind_op` and `uren_doel` (hours) are the last agreement's, or the dossier's while it has none;
    `getekend_op` is set when everybody has signed; `stap_op` is the day since which it waits in `stap`; `jaar` its
    school year; `gesprekken` were held, `gesprekken_samen` of them by all three; `eerder_bij_bedrijf`: the whole school
    had a placement at this company in an earlier school year.
    """
    d = stand.delen
    gehouden = pl.col("m_status") == MomentStatus.GEHOUDEN.value
    gesprekken = (
        d["moment"]
        .filter(gehouden)
        .group_by("id")
        .agg(pl.len().cast(pl.Int64).alias("gesprekken"), pl.sum("samen").cast(pl.Int64).alias("gesprekken_samen"))
    )
    minuten = d["pok"].select("pok_id", "id").join(d["minuten"], on="pok_id").group_by("id").agg(pl.sum("minuten"))
    laatste = d["pok"].sort("pok_id").group_by("id", maintain_order=True).last()
    laatste = laatste.join(d["getekend"], on="pok_id", how="left").join(d["historie"], on="pok_id", how="left")
    status, compleet, papier = pl.col("status"), list(stand.compleet), list(stand.deels_getekend)
    # The polars of `rules.wacht_stap`; a test holds the two together.
    stap = (
        pl.when(status == PokStatus.CONCEPT.value)
        .then(pl.when(pl.col("pok_id").is_in(compleet)).then(4).otherwise(3))
        .when(status == PokStatus.VOLLEDIG.value)
        .then(5)
        .when(status == PokStatus.AFGEDRUKT.value)
        .then(pl.when(pl.col("pok_id").is_in(papier)).then(7).otherwise(6))
        .when(status == PokStatus.DEFINITIEF.value)
        .then(8)
        .when(status == PokStatus.AFGEROND.value)
        .then(9)
        .otherwise(3)
    )
    zonder_erkenning = d["intrekking"].filter("is_open")["pok_id"].drop_nulls().implode()
    rond = status.is_in([PokStatus.DEFINITIEF.value, PokStatus.AFGEROND.value])
    return (
        d["dossier"]
        .join(d["student"], on="student_id", how="left")
        .join(d["verbintenis"], on="verbintenis_id", how="left")
        .join(laatste, on="id", how="left")
        .join(minuten, on="id", how="left")
        .join(d["leerbedrijf"], on="leerbedrijf_id", how="left")
        .join(gesprekken, on="id", how="left")
        .select(
            "id",
            "student",
            "zoektekst",
            "team_id",
            "begeleider_id",
            "status",
            "leerbedrijf_id",
            pl.col("klas").fill_null(""),
            pl.col("leerbedrijf").fill_null(""),
            pl.coalesce(pl.when(pl.col("p_crebo") != "").then(pl.col("p_crebo")), "v_crebo", pl.lit("")).alias("crebo"),
            pl.coalesce("p_leerweg", "v_leerweg", pl.lit("")).alias("leerweg"),
            pl.coalesce("p_begin", "d_begin").alias("begin_op"),
            pl.coalesce("p_eind", "d_eind").alias("eind_op"),
            pl.coalesce("p_uren", "d_uren").fill_null(0).alias("uren_doel"),
            pl.col("minuten").fill_null(0),
            pl.col("krd_geweigerd").fill_null(value=False),
            pl.col("pok_id").is_in(zonder_erkenning).fill_null(value=False).alias("zonder_erkenning"),
            _dag("aangemaakt").alias("aangemaakt_op"),
            pl.when(rond).then(pl.coalesce("getekend", _dag("rond"))).alias("getekend_op"),
            pl.coalesce(_dag("stap_sinds"), _dag("aangemaakt")).alias("stap_op"),
            stap.cast(pl.Int8).alias("stap"),
            pl.col("gesprekken").fill_null(0),
            pl.col("gesprekken_samen").fill_null(0),
        )
        .with_columns(pl.coalesce("begin_op", "aangemaakt_op").alias("peil_op"))
        .with_columns(_schooljaar(pl.col("peil_op")).alias("jaar"))
        .with_columns((pl.col("jaar") > _EERST).fill_null(value=False).alias("eerder_bij_bedrijf"))
        .sort("id")
    )
