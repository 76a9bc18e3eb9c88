"""Hours of the big demo school: all weeks of the placements that run, and as many last weeks of the others as asked."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from sqlmodel import Session

from bpv_app.demo.groot_lot import geef_ids, kies, kies_met_kans, lot, op_uur, schrijf
from bpv_app.demo.groot_school import DAGEN_PER_WEEK
from bpv_app.demo.kalender import Kalender
from bpv_app.demo.uren import BEGIN, GEDAAN, PAUZE
from bpv_app.demo.vakanties import school_kalender
from bpv_app.dossier.rules import UREN_PER_DAG
from bpv_app.pok.rules import PokStatus
from bpv_app.uren.queries_pok import TeamRegels
from bpv_app.uren.rules import Gebeurtenis, Oordeel, Soort, WeekStatus
from bpv_app.uren.rules_plan import Afspraak, maandag_van, plan_week
from bpv_app.uren.tables import UrenDag, UrenGebeurtenis, UrenRegel, UrenWeek

_BEGONNEN = [PokStatus.DEFINITIEF.value, PokStatus.AFGEROND.value, PokStatus.VERVANGEN.value]
_W = WeekStatus
_VERLOOP: dict[int, tuple[tuple[str, float], ...]] = {
    0: ((_W.OPEN, 1.0),),
    1: ((_W.INGEDIEND, 0.7), (_W.OPEN, 0.15), (_W.TERUGGESTUURD, 0.08), ("niets", 0.07)),
    2: ((_W.GOEDGEKEURD, 0.72), (_W.INGEDIEND, 0.22), (_W.OPEN, 0.06)),
}
"""How far the hours of this week (0), of last week and of the one before are; older ones were approved."""
_TERUG = "Vul nog in wat je op dinsdag hebt gedaan."


def schrijf_uren(session: Session, kalender: Kalender, poks: pl.DataFrame, regels: int) -> int:
    """About `regels` lines of hours; returns how many there are."""
    plan = _plan(kalender, poks)
    weken = _weken(kalender, poks, plan, regels)
    weken = geef_ids(session, UrenWeek, weken.with_columns(_week_velden(kalender)))
    schrijf(session, UrenWeek, weken)
    r = lot("dagen")
    dagen = (
        weken.select("id", "pok_id", "maandag", "status", "geklokt", pl.col("begin_op"), pl.col("eind_op"))
        .rename({"id": "week_id"})
        .join(plan, on="maandag", how="inner", maintain_order="left")
        .filter(pl.col("datum").is_between("begin_op", "eind_op") & (pl.col("datum") < kalender.vandaag))
    )
    n = dagen.height
    ziek = pl.Series("ziek", r.random(n) < 0.02)
    extra = kies((0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 60, 90), r.integers(12, size=n)).alias("extra")
    dagen = dagen.with_columns(ziek, extra, kies(GEDAAN, r.integers(len(GEDAAN), size=n)).alias("gedaan"))
    goed = pl.col("status") == _W.GOEDGEKEURD.value
    dagen = dagen.with_columns(
        (pl.col("minuten") + pl.when("ziek").then(0).otherwise(pl.col("extra"))).alias("minuten"),
        pl.when(goed).then(pl.lit(Oordeel.AKKOORD.value)).otherwise(pl.lit(Oordeel.OPEN.value)).alias("oordeel"),
        pl.when("ziek").then(pl.lit("")).otherwise(pl.col("gedaan")).alias("omschrijving"),
    )
    dagen = geef_ids(session, UrenDag, dagen)
    schrijf(session, UrenDag, dagen.select("id", "week_id", "pok_id", "datum", "omschrijving", "oordeel"))
    _regels(session, dagen)
    _gebeurtenissen(session, weken, dagen)
    return n


def _plan(kalender: Kalender, poks: pl.DataFrame) -> pl.DataFrame:
    """The days with work of every week in which anybody was at work, by the app's own rules."""
    eerste, laatste = maandag_van(_dag(poks["begin_op"].min())), maandag_van(kalender.vandaag)
    vrij, uren = school_kalender(kalender.vandaag), int(DAGEN_PER_WEEK * UREN_PER_DAG) * 60
    alles = Afspraak(0, eerste, laatste + timedelta(days=7), uren, TeamRegels().werkdagen, uren * 52, DAGEN_PER_WEEK)
    rijen = [
        (maandag, dag.datum, dag.minuten)
        for maandag in (eerste + timedelta(days=7 * n) for n in range((laatste - eerste).days // 7 + 1))
        for dag in plan_week(alles, vrij, maandag)
        if dag.minuten
    ]
    schema = {"maandag": pl.Date, "datum": pl.Date, "minuten": pl.Int64}
    return pl.DataFrame(rijen, schema=schema, orient="row")


def _dag(waarde: object) -> date:
    assert isinstance(waarde, date)
    return waarde


def _weken(kalender: Kalender, poks: pl.DataFrame, plan: pl.DataFrame, regels: int) -> pl.DataFrame:
    """Weeks with their status, oldest first per agreement."""
    gisteren, deze = kalender.dag(-1), maandag_van(kalender.vandaag)
    begonnen = poks.filter(pl.col("status").is_in(_BEGONNEN) & (pl.col("begin_op") <= gisteren)).select(
        "pok_id", "student_id", "opleider", "naam", "begin_op",
        pl.min_horizontal(pl.coalesce("werkelijk_eind_op", "eind_op"), pl.lit(gisteren)).alias("eind_op"),
    )  # fmt: skip
    r = lot("weken")
    begonnen = begonnen.with_columns(pl.Series("geklokt", r.random(begonnen.height) < 0.5))
    per_week = plan.group_by("maandag").agg(
        pl.len().alias("dagen"), pl.min("datum").alias("eerste"), pl.max("datum").alias("laatste")
    )
    lijst = pl.date_ranges(pl.col("begin_op").dt.truncate("1w"), pl.col("eind_op"), interval="1w")
    weken = (
        begonnen.with_columns(lijst.alias("maandag"))
        .explode("maandag")
        .join(per_week, on="maandag", how="inner", maintain_order="left")
        .filter((pl.col("laatste") >= pl.col("begin_op")) & (pl.col("eerste") <= pl.col("eind_op")))
        .with_columns(
            pl.int_range(pl.len()).reverse().over("pok_id").alias("van_achter"),
            ((pl.lit(deze) - pl.col("maandag")).dt.total_days() // 7).alias("geleden"),
            (pl.col("eind_op") >= pl.lit(gisteren)).alias("loopt"),
        )
    )
    lopend = weken.filter("loopt")["dagen"].sum()
    oud = weken.filter(~pl.col("loopt"))
    per_plek = (
        oud.group_by("van_achter").agg(pl.sum("dagen")).sort("van_achter").with_columns(pl.col("dagen").cum_sum())
    )
    nodig = per_plek.filter(pl.col("dagen") < max(0, regels - lopend)).height + 1
    weken = weken.filter(pl.col("loopt") | (pl.col("van_achter") < nodig))
    kansen = lot("verloop van weken")
    keuzes = {n: kies_met_kans(kansen, [(str(s), k) for s, k in rij], weken.height) for n, rij in _VERLOOP.items()}
    weken = weken.with_columns(rij.alias(f"v{n}") for n, rij in keuzes.items())
    nu = [pl.when(pl.col("geleden") == n).then(pl.col(f"v{n}")) for n in _VERLOOP]
    status = pl.coalesce(*nu, pl.lit(_W.GOEDGEKEURD.value)).alias("status")
    return weken.with_columns(status).filter(pl.col("status") != "niets").sort("pok_id", "maandag")


def _week_velden(kalender: Kalender) -> list[pl.Expr]:
    """When it was sent in and judged, and by whom."""
    vrijdag = pl.col("maandag") + pl.duration(days=4)
    beoordeeld = pl.min_horizontal(pl.col("maandag") + pl.duration(days=7), pl.lit(kalender.dag(-1)))
    ingestuurd = pl.col("status") != _W.OPEN.value
    oordeel = pl.col("status").is_in([_W.GOEDGEKEURD.value, _W.TERUGGESTUURD.value])
    terug = pl.col("status") == _W.TERUGGESTUURD.value
    return [
        pl.when(ingestuurd).then(op_uur(vrijdag, 17)).alias("ingediend_op"),
        pl.when(oordeel).then(op_uur(pl.max_horizontal(beoordeeld, vrijdag), 19)).alias("beoordeeld_op"),
        pl.when(oordeel).then(pl.col("opleider").fill_null("")).otherwise(pl.lit("")).alias("beoordeeld_door"),
        pl.when(terug).then(pl.lit(_TERUG)).otherwise(pl.lit("")).alias("reden"),
    ]


def _regels(session: Session, dagen: pl.DataFrame) -> None:
    klok = pl.col("geklokt") & ~pl.col("ziek")
    schrijf(
        session,
        UrenRegel,
        dagen.select(
            pl.col("id").alias("dag_id"),
            "pok_id",
            "datum",
            pl.when("ziek").then(pl.lit(Soort.ZIEK.value)).otherwise(pl.lit(Soort.GEWERKT.value)).alias("soort"),
            "minuten",
            pl.when(klok).then(pl.lit(BEGIN)).alias("van"),
            pl.when(klok).then(pl.col("minuten") + BEGIN + PAUZE).alias("tot"),
            pl.when(klok).then(pl.lit(PAUZE)).otherwise(0).alias("pauze"),
        ),
    )


def _gebeurtenissen(session: Session, weken: pl.DataFrame, dagen: pl.DataFrame) -> None:
    """Sent in by the student; approved or sent back by the company."""
    minuten = dagen.group_by("week_id").agg(pl.sum("minuten"))
    frame = weken.rename({"id": "week_id"}).join(minuten, on="week_id", how="left", maintain_order="left")
    oordeel = (
        pl.when(pl.col("status") == _W.GOEDGEKEURD.value)
        .then(pl.lit(Gebeurtenis.GOEDGEKEURD.value))
        .otherwise(pl.lit(Gebeurtenis.TERUGGESTUURD.value))
    )
    delen = [
        frame.filter(pl.col(op).is_not_null()).select(
            "week_id",
            wat.alias("wat"),
            pl.col(op).alias("op"),
            wie.alias("door_naam"),
            reden.alias("reden"),
            pl.col("minuten").fill_null(0),
        )
        for op, wat, wie, reden in (
            ("ingediend_op", pl.lit(Gebeurtenis.INGEDIEND.value), pl.col("naam"), pl.lit("")),
            ("beoordeeld_op", oordeel, pl.col("beoordeeld_door"), pl.col("reden")),
        )
    ]
    schrijf(session, UrenGebeurtenis, pl.concat(delen).sort("week_id", "op", maintain_order=True))
