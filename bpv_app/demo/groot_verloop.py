"""What hangs on the agreements of the big demo school: history, signatures, checks, amendments and conversations.

Papers are not made: seventy thousand PDFs would fill the disk of whoever only wants to feel how fast the app is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from sqlmodel import Session

from bpv_app.demo.groot_lot import geef_ids, lot, op_uur, schrijf
from bpv_app.demo.groot_school import GroteSchool
from bpv_app.demo.kalender import Kalender
from bpv_app.dossier.rules_inrichting import standaard_inrichting
from bpv_app.gesprek.rules import Deelnemer, MomentStap, MomentStatus, Vorm
from bpv_app.gesprek.rules_planning import maak_plan
from bpv_app.gesprek.tables import Contactmoment, ContactmomentGebeurtenis, Gespreksuitnodiging
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.leerbedrijf.tables import ErkenningControle
from bpv_app.pok.rules import LOPEND, MutatieSoort, Partij, PokStatus
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.tables import PokHandtekening, PokHistorie
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.student.rules import Leerweg

_S = PokStatus
_GETEKEND = [_S.DEFINITIEF.value, _S.AFGEROND.value, _S.VERVANGEN.value]
_GEDRUKT = [_S.AFGEDRUKT.value, *_GETEKEND]
_VOLLEDIG = [_S.VOLLEDIG.value, *_GEDRUKT, _S.AFGEMELD.value, _S.AFGEWEZEN.value]
_DEELS = 0.4
"""Printed agreements the student has signed already."""
_ALLEN = '["student", "praktijkopleider", "onderwijsbegeleider"]'


def schrijf_verloop(session: Session, kalender: Kalender, school: GroteSchool, poks: pl.DataFrame) -> None:
    """Everything but hours."""
    zaken = school.studentenzaken
    wie = pl.DataFrame(
        [(n, *ploeg.coordinator, *zaken[n % len(zaken)]) for n, ploeg in enumerate(school.ploegen)],
        schema=["ploeg", "coordinator_id", "coordinator", "zaken_id", "zaken"],
        orient="row",
    )
    poks = poks.join(wie, on="ploeg", how="left", maintain_order="left")
    _historie(session, poks)
    _handtekeningen(session, poks)
    _controles(session, poks)
    _wijzigingen(session, poks)
    _momenten(session, kalender, poks)


def _historie(session: Session, poks: pl.DataFrame) -> None:
    """One line per step, in the order of the agreement's life."""
    stappen: tuple[tuple[list[str], str | None, str | None, str, int, str, str], ...] = (
        (list(map(str, _S)), None, _S.CONCEPT, "t0", 9, "coordinator", ""),
        (_VOLLEDIG, _S.CONCEPT, _S.VOLLEDIG, "t1", 10, "coordinator", ""),
        ([_S.AFGEMELD.value, _S.AFGEWEZEN.value], _S.VOLLEDIG, None, "t2", 12, "coordinator", "Gaat niet door."),
        (_GEDRUKT, _S.VOLLEDIG, _S.AFGEDRUKT, "t2", 13, "zaken", ""),
        (_GETEKEND, _S.AFGEDRUKT, _S.DEFINITIEF, "t3", 14, "zaken", ""),
        ([_S.VERVANGEN.value], _S.DEFINITIEF, _S.VERVANGEN, "t4", 11, "coordinator", "Verlengde stage."),
        ([_S.AFGEROND.value], _S.DEFINITIEF, _S.AFGEROND, "t4", 11, "coordinator", ""),
    )
    delen = [
        poks.filter(pl.col("status").is_in(welke)).select(
            "pok_id",
            pl.lit(van.value if isinstance(van, PokStatus) else None, dtype=pl.String).alias("van"),
            (pl.col("status") if naar is None else pl.lit(str(naar))).alias("naar"),
            op_uur(pl.col(dag), uur).alias("op"),
            pl.col(f"{wie}_id").alias("account_id"),
            pl.col(wie).alias("door_naam"),
            pl.lit(reden).alias("reden"),
        )
        for welke, van, naar, dag, uur, wie, reden in stappen
    ]
    schrijf(session, PokHistorie, pl.concat(delen).sort("pok_id", "op"))


def _handtekeningen(session: Session, poks: pl.DataFrame) -> None:
    """Student first, the school last; a guardian as well for who is not eighteen yet when signing."""
    gedrukt = poks.filter(pl.col("status").is_in(_GEDRUKT))
    rond = pl.col("status").is_in(_GETEKEND)
    deels = pl.Series("deels", lot("deels getekend").random(gedrukt.height) < _DEELS)
    minderjarig = pl.col("geboortedatum").dt.offset_by("18y") > pl.col("t2")
    gedrukt = gedrukt.with_columns(deels, minderjarig.alias("minderjarig"))
    kiezen: tuple[tuple[Partij, pl.Expr, str], ...] = (
        (Partij.STUDENT, rond | pl.col("deels"), "t2"),
        (Partij.VOOGD, rond & pl.col("minderjarig"), "t2"),
        (Partij.LEERBEDRIJF, rond, "t3"),
        (Partij.SCHOOL, rond, "t3"),
    )
    delen = [
        gedrukt.filter(waar).select(
            "pok_id",
            "document_versie",
            pl.lit(partij.value).alias("partij"),
            pl.col(dag).alias("getekend_op"),
            op_uur(pl.col(dag), 14).alias("geregistreerd_op"),
            pl.col("zaken_id").alias("account_id"),
            pl.col("zaken").alias("door_naam"),
        )
        for partij, waar, dag in kiezen
    ]
    schrijf(session, PokHandtekening, pl.concat(delen).sort("pok_id", maintain_order=True))


def _controles(session: Session, poks: pl.DataFrame) -> None:
    """The register was asked at every step that needs it, and said yes."""
    stappen = (
        (_VOLLEDIG, Aanleiding.KLAARZETTEN, "t1", 10, "coordinator", pl.col("begin_op")),
        (_GEDRUKT, Aanleiding.AFDRUKKEN, "t2", 13, "zaken", pl.col("t2")),
        (_GETEKEND, Aanleiding.TEKENEN, "t3", 14, "zaken", pl.col("t3")),
    )
    delen = [
        poks.filter(pl.col("status").is_in(welke)).select(
            "leerbedrijf_id",
            "sbb_id",
            "crebo",
            peildatum.alias("peildatum"),
            pl.lit(Uitkomst.ERKEND.value).alias("uitkomst"),
            pl.lit("register").alias("bron"),
            pl.lit(aanleiding.value).alias("aanleiding"),
            op_uur(pl.col(dag), uur).alias("op"),
            pl.col(f"{wie}_id").alias("account_id"),
            pl.col(wie).alias("door_naam"),
            "pok_id",
        )
        for welke, aanleiding, dag, uur, wie, peildatum in stappen
    ]
    schrijf(session, ErkenningControle, pl.concat(delen).sort("pok_id", "op"))


def _wijzigingen(session: Session, poks: pl.DataFrame) -> None:
    oud = poks.filter(pl.col("status") == _S.VERVANGEN.value)
    nieuw = poks.filter("is_opvolger").select(
        "voorganger_id", pl.col("pok_id").alias("nieuw_pok_id"), pl.col("eind_op").alias("tot")
    )
    velden = oud.join(nieuw, left_on="pok_id", right_on="voorganger_id", how="left", maintain_order="left")
    schrijf(
        session,
        PokWijziging,
        velden.select(
            "pok_id",
            "nieuw_pok_id",
            pl.lit(MutatieSoort.VERLENGING.value).alias("soort"),
            pl.lit(Gevolg.NIEUWE_POK.value).alias("gevolg"),
            pl.lit(WijzigingStatus.VAST.value).alias("status"),
            pl.col("knip").alias("ingang"),
            _eind_als_json("eind_op").alias("voor"),
            _eind_als_json("tot").alias("na"),
            pl.lit("Het leerbedrijf wil graag verder.").alias("reden"),
            op_uur(pl.col("knip"), 11).alias("op"),
            pl.col("coordinator_id").alias("account_id"),
            pl.col("coordinator").alias("door_naam"),
        ),
    )


def _eind_als_json(kolom: str) -> pl.Expr:
    """As `rules_wijziging.naar_json` keeps a field."""
    return pl.concat_str(pl.lit('{"eind_op": "'), pl.col(kolom).cast(pl.String), pl.lit('"}'))


def _momenten(session: Session, kalender: Kalender, poks: pl.DataFrame) -> None:
    """Three conversations per placement: four in five that are due were held, some of the next weeks are planned."""
    laatste = poks.sort("pok_id").group_by("dossier_id", maintain_order=True).last()
    perioden = laatste.select("leerweg", "i_begin", "schuif", "i_eind").unique(maintain_order=True)
    frame = laatste.join(
        _vensters(perioden), on=["leerweg", "i_begin", "schuif", "i_eind"], how="inner", maintain_order="left"
    )
    r, vandaag = lot("gesprekken"), kalender.vandaag
    frame = frame.with_columns(
        pl.Series("kans", r.random(frame.height)), pl.Series("dag", r.integers(0, 9, size=frame.height))
    )
    loopt = pl.col("status").is_in([*map(str, LOPEND), _S.AFGEROND.value])
    voorbij, nabij = pl.col("venster_tot") < vandaag, pl.col("venster_van") <= kalender.dag(10)
    gehouden = loopt & voorbij & (pl.col("kans") < 0.82)
    gepland = (pl.col("status") == _S.DEFINITIEF.value) & ~voorbij & nabij & (pl.col("kans") < 0.5)
    stand = (
        pl.when(gehouden).then(pl.lit(MomentStatus.GEHOUDEN.value))
        .when(gepland).then(pl.lit(MomentStatus.GEPLAND.value))
        .otherwise(pl.lit(MomentStatus.TE_PLANNEN.value))
    )  # fmt: skip
    hield = pl.max_horizontal("venster_van", pl.col("venster_tot") - pl.duration(days="dag"))
    wanneer = pl.lit(vandaag) + pl.duration(days=pl.col("dag") % 5 + 1)
    samen = pl.col("kans") * 100 % 4 >= 1
    frame = frame.with_columns(stand.alias("stand")).with_columns(
        pl.when(pl.col("stand") == MomentStatus.GEHOUDEN.value).then(hield).alias("gehouden_op"),
        pl.when(pl.col("stand") == MomentStatus.GEPLAND.value).then(op_uur(wanneer, 9)).alias("afspraak_op"),
        ((pl.col("stand") == MomentStatus.GEHOUDEN.value) & samen).alias("is_gezamenlijk"),
        pl.lit(Vorm.BEZOEK.value).alias("vorm"),
        pl.lit(_ALLEN).alias("deelnemers"),
        pl.col("adres").fill_null("").alias("plaats"),
    )
    aanwezig = (
        pl.when("is_gezamenlijk").then(pl.lit(_ALLEN))
        .when(pl.col("gehouden_op").is_not_null()).then(pl.lit('["student", "onderwijsbegeleider"]'))
        .otherwise(pl.lit("[]"))
    )  # fmt: skip
    frame = frame.with_columns(
        aanwezig.alias("aanwezig"), pl.col("afspraak_op").is_not_null().cast(pl.Int64).alias("volgorde")
    )
    frame = geef_ids(
        session,
        Contactmoment,
        frame.rename({"status": "pok_status", "stand": "status", "naam": "student"}).rename({"moment": "naam"}),
    )
    schrijf(session, Contactmoment, frame.with_columns(pl.col("naam").alias("uit_inrichting")))
    _gebeurtenissen(session, kalender.dag(-1), frame.rename({"id": "moment_id"}))


def _vensters(perioden: pl.DataFrame) -> pl.DataFrame:
    """The windows of each period, by the app's own rule."""
    rijen: list[tuple[Any, ...]] = []
    for leerweg, begin, schuif, eind in perioden.iter_rows():
        momenten = standaard_inrichting(Leerweg(leerweg)).gespreksmomenten
        van, tot = (date.fromordinal(d.toordinal() + schuif) for d in (begin, eind))
        rijen += [
            (leerweg, begin, schuif, eind, p.naam, p.soort.value, p.venster_van, p.venster_tot)
            for p in maak_plan(momenten, van, tot)
        ]
    kolommen = ("leerweg", "i_begin", "schuif", "i_eind", "moment", "soort", "venster_van", "venster_tot")
    return pl.DataFrame(rijen, schema=list(kolommen), orient="row").with_columns(
        pl.col("schuif").cast(perioden["schuif"].dtype)
    )


def _gebeurtenissen(session: Session, gisteren: date, momenten: pl.DataFrame) -> None:
    """Who held or planned it, and who was invited."""
    gedaan = momenten.filter(pl.col("status") != MomentStatus.TE_PLANNEN.value)
    houdt = pl.col("gehouden_op").is_not_null()
    schrijf(
        session,
        ContactmomentGebeurtenis,
        gedaan.select(
            "moment_id",
            pl.when(houdt)
            .then(pl.lit(MomentStap.HOUDEN.value))
            .otherwise(pl.lit(MomentStap.PLANNEN.value))
            .alias("stap"),
            pl.lit(MomentStatus.TE_PLANNEN.value).alias("van"),
            pl.col("status").alias("naar"),
            "afspraak_op",
            "gehouden_op",
            "aanwezig",
            op_uur(pl.coalesce("gehouden_op", pl.lit(gisteren)), 15).alias("op"),
            pl.col("begeleider_id").alias("account_id"),
            pl.col("begeleider").alias("door_naam"),
        ),
    )
    gepland = gedaan.filter(~houdt)
    niemand = pl.lit(None, dtype=pl.Int64)
    wie: tuple[tuple[Deelnemer, str, pl.Expr, dict[str, str]], ...] = (
        (Deelnemer.STUDENT, "student", pl.col("email"), {"student_id": "student_id"}),
        (Deelnemer.ONDERWIJSBEGELEIDER, "begeleider", pl.lit(""), {"account_id": "begeleider_id"}),
        (Deelnemer.PRAKTIJKOPLEIDER, "opleider", pl.col("opleider_email"), {"contactpersoon_id": "opleider_id"}),
    )
    delen = [
        gepland.select(
            "moment_id",
            pl.lit(deelnemer.value).alias("deelnemer"),
            pl.col(naam).alias("naam"),
            email.alias("email"),
            *(
                (pl.col(sleutel[k]) if k in sleutel else niemand).alias(k)
                for k in ("account_id", "contactpersoon_id", "student_id")
            ),
            pl.col("volgorde"),
            pl.col("afspraak_op").alias("begin_op"),
            pl.col("begeleider").alias("organisator_naam"),
        )
        for deelnemer, naam, email, sleutel in wie
    ]
    schrijf(session, Gespreksuitnodiging, pl.concat(delen).sort("moment_id", maintain_order=True))
