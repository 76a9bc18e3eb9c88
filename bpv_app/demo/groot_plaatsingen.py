"""Placements of the big demo school, one a school year for nearly everybody: agreements in every status."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.bulk import tabel
from bpv_app.demo.groot_lot import geef_ids, kies, kies_met_kans, lot, op_uur, schrijf, werkdag
from bpv_app.demo.groot_school import DAGEN_PER_WEEK, JAREN, GroteSchool
from bpv_app.demo.kalender import Kalender
from bpv_app.dossier.rules import UREN_PER_DAG
from bpv_app.dossier.rules_inrichting import standaard_inrichting
from bpv_app.dossier.tables import Dossier
from bpv_app.pok.rules import KRD_STATUS, EindReden, MutatieSoort, PokStatus
from bpv_app.pok.tables import Pok, PokTeller
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import StudentBegeleider

GEEN = "geen"
_S = PokStatus
_FASEN: dict[str, tuple[tuple[str, float], ...]] = {
    "voorbij": ((_S.AFGEROND, 0.93), (_S.DEFINITIEF, 0.04), (_S.AFGEMELD, 0.02), (_S.AFGEWEZEN, 0.01)),
    "loopt": (
        (_S.DEFINITIEF, 0.88), (_S.AFGEDRUKT, 0.04), (_S.VOLLEDIG, 0.02), (_S.CONCEPT, 0.01), (_S.AFGEMELD, 0.03),
        (GEEN, 0.02),
    ),
    "straks": (
        (_S.DEFINITIEF, 0.1), (_S.AFGEDRUKT, 0.2), (_S.VOLLEDIG, 0.25), (_S.CONCEPT, 0.2), (_S.AFGEMELD, 0.02),
        (GEEN, 0.23),
    ),
}  # fmt: skip
"""How far agreements are of placements that are over, that run and that are to come."""
_MEE = (0.55, 0.95, 0.97)
"""Share of the students who have a placement in their first, second and third year."""
_KETEN = 0.04
"""Of those that run or are over: a longer placement, agreed anew after six weeks."""
_BEGONNEN = [_S.DEFINITIEF.value, _S.AFGEROND.value]
_GEWEIGERD = ("BPV-107", "Begindatum ligt voor de verbintenis")


def maak_plaatsingen(
    session: Session, kalender: Kalender, school: GroteSchool, studenten: pl.DataFrame, bedrijven: pl.DataFrame
) -> pl.DataFrame:
    """Write dossiers and agreements; returns the agreements with all that hangs on them needs."""
    frame = geef_ids(session, Dossier, _dossiers(kalender, school, studenten, bedrijven))
    huidig = pl.when("dubbel").then("knip").otherwise("d_begin").alias("begin_op")
    schrijf(session, Dossier, frame.with_columns(huidig))
    paren = frame.select("student_id", pl.col("begeleider_id").alias("account_id")).unique(maintain_order=True)
    schrijf(session, StudentBegeleider, paren)
    frame = _keten(frame.rename({"id": "dossier_id"}).filter(pl.col("status") != GEEN))
    frame = geef_ids(session, Pok, _nummers(session, frame.sort("aangemaakt_op", "dossier_id", "d_begin")))
    voorganger = pl.when("is_opvolger").then(pl.col("id").shift(1).over("dossier_id", order_by="volgnummer"))
    frame = frame.with_columns(voorganger.alias("voorganger_id")).sort("id")
    schrijf(session, Pok, frame.rename({"d_begin": "begin_op"}))
    return frame.rename({"id": "pok_id", "d_begin": "begin_op"})


def _dossiers(
    kalender: Kalender, school: GroteSchool, studenten: pl.DataFrame, bedrijven: pl.DataFrame
) -> pl.DataFrame:
    """Who has a placement in which school year, how far it is and where it is done."""
    basis = studenten.select(
        "student_id", "verbintenis_id", "team_id", "crebo", "leerweg", "vak", "leerjaar", "begeleider_id", "begeleider",
        "geboortedatum", "naam", "email", "ploeg",
    )  # fmt: skip
    jaren = pl.DataFrame({"terug": list(range(JAREN))})
    frame = basis.join(jaren, how="cross").filter(pl.col("terug") < pl.col("leerjaar")).sort("student_id", "terug")
    r, n = lot("plaatsingen"), frame.height
    toen = pl.col("leerjaar") - pl.col("terug")
    mee = toen.replace_strict([1, 2, 3], _MEE, return_dtype=pl.Float64)
    helft = pl.when(pl.col("leerweg") == Leerweg.BOL.value).then(pl.col("munt")).otherwise(0)
    frame = (
        frame.with_columns(
            pl.Series("kans", r.random(n)),
            pl.Series("munt", r.integers(2, size=n)),
            kies((0, 0, 0, 0, 7, 14), r.integers(6, size=n)).alias("schuif"),
            pl.lit(kalender.studiejaar).sub(pl.col("terug")).cast(pl.Int64).alias("jaar"),
        )
        .filter(pl.col("kans") < mee)
        .with_columns(helft.cast(pl.Int64).alias("helft"))
        .join(school.inrichtingen, on=["team_id", "leerweg", "jaar", "helft"], how="left")
        .sort("student_id", "terug", descending=[False, True])
    )
    schuif = pl.duration(days="schuif")
    frame = frame.with_columns(
        (pl.col("i_begin") + schuif).alias("begin_op"), (pl.col("i_eind") + schuif).alias("eind_op")
    )
    frame = _met_bedrijf(_wie_dubbel(_met_stappen(_met_status(frame, kalender), kalender)), bedrijven)
    klaar = str(list(standaard_inrichting(Leerweg.BOL).documenten)).replace("'", '"')
    return frame.with_columns(
        pl.col("begeleider_id").alias("onderwijsbegeleider_id"),
        pl.col("i_uren").alias("uren_totaal"),
        pl.lit(int(DAGEN_PER_WEEK * UREN_PER_DAG * 100)).alias("uren_per_week"),
        pl.lit(int(DAGEN_PER_WEEK * 100)).alias("dagen_per_week"),
        op_uur(pl.col("t0"), 9).alias("aangemaakt_op"),
        pl.when(pl.col("status") == _S.AFGEROND.value).then(op_uur(pl.col("t4"), 11)).alias("afgesloten_op"),
        pl.when(pl.col("status") == _S.AFGEROND.value)
        .then(pl.lit(klaar))
        .otherwise(pl.lit("[]"))
        .alias("documenten_klaar"),
    )


def _met_status(frame: pl.DataFrame, kalender: Kalender) -> pl.DataFrame:
    fase = (
        pl.when(pl.col("eind_op") < kalender.dag(-3))
        .then(pl.lit("voorbij"))
        .when(pl.col("begin_op") <= kalender.vandaag)
        .then(pl.lit("loopt"))
        .otherwise(pl.lit("straks"))
    )
    frame = frame.with_columns(fase.alias("fase"))
    r = lot("status")
    keuzes = {naam: kies_met_kans(r, [(str(s), k) for s, k in kansen], frame.height) for naam, kansen in _FASEN.items()}
    frame = frame.with_columns(rij.alias(f"k_{naam}") for naam, rij in keuzes.items())
    status = pl.coalesce(*(pl.when(pl.col("fase") == naam).then(pl.col(f"k_{naam}")) for naam in keuzes))
    return frame.with_columns(status.alias("status")).drop(f"k_{naam}" for naam in keuzes)


def _met_stappen(frame: pl.DataFrame, kalender: Kalender) -> pl.DataFrame:
    """The days of the steps: concept t0, complete t1, printed t2, signed t3, closed t4; never after yesterday."""
    r, n, gisteren = lot("stappen"), frame.height, kalender.dag(-1)
    laat = r.random(n) < 0.12
    frame = frame.with_columns(
        pl.Series("x0", r.integers(35, 75, size=n)),
        pl.Series("x3", np.where(laat, r.integers(30, 90, size=n), r.integers(1, 25, size=n))),
        pl.Series("x4", r.integers(2, 25, size=n)),
    )
    begin = pl.col("begin_op") - pl.duration(days="x0")
    frame = frame.with_columns(pl.min_horizontal(begin, pl.lit(gisteren - timedelta(days=12))).alias("t0"))
    frame = frame.with_columns(
        (pl.col("t0") + pl.duration(days=3)).alias("t1"), (pl.col("t0") + pl.duration(days=6)).alias("t2")
    )
    t3 = pl.min_horizontal(pl.col("t2") + pl.duration(days="x3"), pl.lit(gisteren))
    frame = frame.with_columns(t3.alias("t3"))
    t4 = pl.max_horizontal(pl.col("eind_op") + pl.duration(days="x4"), pl.col("t3") + pl.duration(days=1))
    return frame.with_columns(pl.min_horizontal(t4, pl.lit(gisteren)).alias("t4")).with_columns(
        werkdag(pl.col(f"t{n}")) for n in range(5)
    )


def _met_bedrijf(frame: pl.DataFrame, bedrijven: pl.DataFrame) -> pl.DataFrame:
    """An accredited company of the trade; half of the concepts have none yet."""
    r, n = lot("bij welk bedrijf"), frame.height
    keus = bedrijven.group_by("vak").agg(pl.first("keus"))
    frame = frame.with_columns(pl.Series("worp", r.random(n)), pl.Series("kaal", r.random(n) < 0.5))
    frame = frame.join(keus, on="vak", how="left", maintain_order="left")
    frame = frame.with_columns((pl.col("worp") * pl.col("keus")).cast(pl.Int64).alias("plek")).drop("keus")
    frame = frame.join(bedrijven.drop("keus"), on=["vak", "plek"], how="left", maintain_order="left")
    weg = pl.col("kaal") & (pl.col("status") == _S.CONCEPT.value)
    velden = ("leerbedrijf_id", "sbb_id", "adres", "opleider_id", "opleider", "opleider_email")
    return frame.with_columns(pl.when(~weg).then(pl.col(v)).alias(v) for v in velden).drop("worp", "kaal", "plek")


def _wie_dubbel(frame: pl.DataFrame) -> pl.DataFrame:
    """`dubbel`: the agreement was replaced on the day `knip` by one that runs longer."""
    zes = pl.duration(days=6 * 7)
    begonnen = pl.col("status").is_in(_BEGONNEN) & (pl.col("t3") < pl.col("begin_op"))
    kan = begonnen & (pl.col("begin_op") + zes < pl.col("t4"))
    frame = frame.with_columns(pl.Series("dubbel", lot("keten").random(frame.height) < _KETEN))
    knip = (pl.col("begin_op") + zes).alias("knip")
    return frame.with_columns((pl.col("dubbel") & kan).alias("dubbel"), knip).rename({"begin_op": "d_begin"})


def _keten(frame: pl.DataFrame) -> pl.DataFrame:
    """Agreements; some placements get a first one of six weeks that was replaced by a longer one."""
    eerste = frame.filter("dubbel").with_columns(
        pl.lit(_S.VERVANGEN.value).alias("status"),
        (pl.col("knip") - pl.duration(days=1)).alias("werkelijk_eind_op"),
        (pl.col("eind_op") - pl.duration(days=28)).alias("eind_op"),
        pl.col("knip").alias("t4"),
        pl.lit(value=False).alias("is_opvolger"),
    )
    voor = pl.col("knip") - pl.duration(days=14)
    laatste = frame.with_columns(
        pl.when("dubbel").then(pl.col("knip")).otherwise(pl.col("d_begin")).alias("d_begin"),
        pl.when("dubbel").then(werkdag(voor)).otherwise(pl.col("t0")).alias("t0"),
        pl.when("dubbel").then(werkdag(voor + pl.duration(days=1))).otherwise(pl.col("t1")).alias("t1"),
        pl.when("dubbel").then(werkdag(voor + pl.duration(days=4))).otherwise(pl.col("t2")).alias("t2"),
        pl.when("dubbel").then(werkdag(voor + pl.duration(days=9))).otherwise(pl.col("t3")).alias("t3"),
        pl.col("dubbel").alias("is_opvolger"),
        pl.when(pl.col("status") == _S.AFGEROND.value).then(pl.col("eind_op")).alias("werkelijk_eind_op"),
    )
    alles = pl.concat([eerste.select(laatste.columns), laatste])
    afgedrukt = pl.col("status").is_in([_S.AFGEDRUKT.value, _S.VERVANGEN.value, *_BEGONNEN])
    r_krd = pl.Series("weigering", lot("krd").random(alles.height) < 0.01)
    alles = alles.with_columns(r_krd)
    geweigerd = pl.col("weigering") & pl.col("status").is_in([_S.VOLLEDIG.value, _S.AFGEDRUKT.value])
    klaar = pl.col("status") == _S.AFGEROND.value
    return alles.with_columns(
        pl.when("is_opvolger").then(pl.lit(MutatieSoort.VERLENGING.value)).alias("mutatie_soort"),
        op_uur(pl.col("t0"), 9).alias("aangemaakt_op"),
        pl.when(afgedrukt).then(op_uur(pl.col("t2"), 13)).alias("afgedrukt_op"),
        afgedrukt.cast(pl.Int64).alias("document_versie"),
        pl.when(pl.col("leerbedrijf_id").is_not_null()).then(pl.col("t0")).alias("afsluitdatum"),
        pl.col("opleider_id").alias("praktijkopleider_id"),
        pl.when(klaar).then(pl.lit(EindReden.VOLTOOID.value)).alias("eind_reden"),
        pl.when(klaar).then(pl.col("uren_totaal") * 100).alias("gerealiseerde_uren"),
        pl.when(geweigerd).then(pl.lit(_GEWEIGERD[0])).otherwise(pl.lit("")).alias("krd_fout_code"),
        pl.when(geweigerd).then(pl.lit(_GEWEIGERD[1])).otherwise(pl.lit("")).alias("krd_fout_tekst"),
        pl.when(pl.col("status") != _S.CONCEPT.value)
        .then(pl.col("status").replace_strict({str(k): str(v) for k, v in KRD_STATUS.items()}, return_dtype=pl.String))
        .alias("krd_status"),
        pl.lit(str(list(standaard_inrichting(Leerweg.BOL).ondertekenaars)).replace("'", '"')).alias("ondertekenaars"),
        pl.when(pl.col("leerweg") == Leerweg.BBL.value).then(4).otherwise(3).alias("exemplaren"),
    )


def _nummers(session: Session, frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers go on after the last ones the school gave out, per calendar year in the order of their making."""
    tellers: dict[int, int] = dict(session.execute(sa.select(col(PokTeller.jaar), col(PokTeller.laatste))).all())
    jaar = pl.col("t0").dt.year().alias("teljaar")
    frame = frame.with_columns(jaar.cast(pl.Int64)).with_columns(
        (pl.int_range(pl.len()).over("teljaar") + 1).alias("in_jaar")
    )
    eerst = pl.col("teljaar").replace_strict(tellers, default=0, return_dtype=pl.Int64)
    nummer = (pl.col("in_jaar") + eerst).cast(pl.String).str.zfill(5)
    frame = frame.with_columns(
        pl.format("{}-{}", "teljaar", nummer).alias("nummer"),
        (pl.int_range(pl.len()).over("verbintenis_id") + 1).alias("volgnummer"),
    )
    doel = tabel(PokTeller)
    for j, n in frame.group_by("teljaar").len().sort("teljaar").iter_rows():
        if j in tellers:
            session.execute(sa.update(doel).where(doel.c.jaar == j).values(laatste=tellers[j] + n))
        else:
            session.execute(sa.insert(doel).values(jaar=j, laatste=n))
    return frame
