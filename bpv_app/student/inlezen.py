"""Taking over a school's own student file: compare with what is there, then write in one transaction.

The file comes as a frame whose cells are already read and checked. An empty cell leaves what we have: it never wipes.
New rows get one audit line for the whole import (the file itself stays in the document store under the SHA-256 in that
line); every changed row gets its own line with old and new values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import bulk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.inlezen import (
    MAX_VOORBEELDEN,
    Rijwijziging,
    Tellingen,
    Uitkomst,
    Verslag,
    neem_vingerafdruk,
)
from bpv_app.kernel.rechten import Actie
from bpv_app.student import inlezen_redenen as reden
from bpv_app.student.clauses import student_scope
from bpv_app.student.inlezen_verbintenis import VerbintenisPlan, plan_verbintenissen, schrijf_verbintenissen
from bpv_app.student.inlezen_zoek import zoektekst_kolom
from bpv_app.student.tables import Opleiding, Student, Team, Verbintenis, VerbintenisPeriode
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk

TEKSTVELDEN = (
    "studentnummer", "naam", "roepnaam", "tussenvoegsel", "achternaam", "klas", "mentor", "geslacht", "email",
    "telefoon", "straat", "huisnummer", "postcode", "plaats", "voogd_naam",
)  # fmt: skip
"""Fields of a student that a file may change; `geboortedatum` besides."""
INVOER: dict[str, Any] = {
    "rij": pl.UInt32,
    **dict.fromkeys(TEKSTVELDEN, pl.String),
    "geboortedatum": pl.Date,
    **dict.fromkeys(
        ("sleutel1", "sleutel2", "team", "crebo", "opleiding", "leerweg", "cohort", "volgnummer"), pl.String
    ),
    "niveau": pl.Int64,
    **dict.fromkeys(("begin_op", "gepland_eind_op", "werkelijk_eind_op"), pl.Date),
}
"""The columns of the frame this module takes; what the file does not have is left out or empty."""
_VERGELIJK = (*TEKSTVELDEN, "geboortedatum")
_BESTAAND = {"id": pl.Int64, "krd_sleutel": pl.String, "team_id": pl.Int64, **{v: INVOER[v] for v in _VERGELIJK}}


@dataclass(slots=True)
class StudentPlan:
    """What an import would do. `nieuw`: one row per new student; `gewijzigd`: (id, old, new) per changed student."""

    uitkomst: Uitkomst
    nieuw: pl.DataFrame
    gewijzigd: list[tuple[int, dict[str, Any], dict[str, Any]]]
    verbintenissen: VerbintenisPlan
    opleidingen: pl.DataFrame
    velden: tuple[str, ...] = field(default=())


def maak_plan(session: Session, actor: Actor, frame: pl.DataFrame) -> StudentPlan:
    """Compare the rows of a student file with the students we have. Reads only."""
    verslag = Verslag()
    velden = tuple(v for v in _VERGELIJK if v in frame.columns or v in ("naam", "achternaam"))
    rijen = _zonder_dubbele(_vul_aan(frame))
    dubbel = frame.height - rijen.height
    rijen = _weiger(rijen, _tegenspraak(rijen), verslag)
    rijen = _koppel(session, rijen, verslag)
    rijen = _geef_team(session, rijen, verslag)
    rijen = _binnen_scope(session, actor, rijen, verslag)
    nieuw = rijen.filter(pl.col("id").is_null()).unique("persoon", keep="first", maintain_order=True)
    gewijzigd = _wijzigingen(rijen, velden)
    opleidingen = _nieuwe_opleidingen(session, rijen)
    verbintenissen = plan_verbintenissen(session, rijen)
    uitkomst = _uitkomst(rijen, nieuw, gewijzigd, verbintenissen, opleidingen, dubbel, verslag)
    return StudentPlan(uitkomst, nieuw, gewijzigd, verbintenissen, opleidingen, velden)


def _vul_aan(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column there is, the name put together from its parts, and who the row is about."""
    vol = frame.with_columns([pl.lit(None, dtype=t).alias(k) for k, t in INVOER.items() if k not in frame.columns])
    delen = pl.concat_str(["roepnaam", "tussenvoegsel", "achternaam"], separator=" ", ignore_nulls=True)
    return vol.with_columns(
        naam=pl.coalesce("naam", pl.when(delen != "").then(delen)),
        persoon=pl.coalesce(
            pl.lit("n:") + pl.col("studentnummer"),
            pl.lit("s:") + pl.col("sleutel1"),
            pl.lit("s:") + pl.col("sleutel2"),
        ),
    )


def _zonder_dubbele(rijen: pl.DataFrame) -> pl.DataFrame:
    if rijen["persoon"].n_unique() == rijen.height:
        return rijen
    return rijen.unique([k for k in rijen.columns if k != "rij"], keep="first", maintain_order=True)


def _tegenspraak(rijen: pl.DataFrame) -> pl.DataFrame:
    """Rows that contradict another row of the file: (rij, code)."""
    redenen = []
    if rijen["persoon"].n_unique() != rijen.height:
        gegevens = pl.struct([*_VERGELIJK, "sleutel1", "sleutel2", "team"])
        redenen.append(rijen.filter(gegevens.n_unique().over("persoon") > 1).select("rij", code=pl.lit("gegevens")))
    for sleutel in ("sleutel1", "sleutel2"):
        met = rijen.filter(pl.col(sleutel).is_not_null())
        if met.height and met[sleutel].n_unique() != met.height:
            botsing = met.filter(pl.col("persoon").n_unique().over(sleutel) > 1)
            redenen.append(botsing.select("rij", code=pl.lit("nummers")))
    if not redenen:
        return pl.DataFrame(schema={"rij": pl.UInt32, "code": pl.String})
    return pl.concat(redenen).unique("rij", keep="first", maintain_order=True)


_REDENEN = {
    "gegevens": reden.ANDERE_GEGEVENS,
    "nummers": reden.TWEE_NUMMERS,
    "twee": reden.TWEE_STUDENTEN,
    "sleutel": reden.ANDERE_SLEUTEL,
    "zelfde": reden.ZELFDE_STUDENT,
    "naam": reden.GEEN_NAAM,
    "team": reden.NIET_JOUW_TEAM,
}


def _weiger(rijen: pl.DataFrame, weigeringen: pl.DataFrame, verslag: Verslag) -> pl.DataFrame:
    """Move rows out, each with its reason."""
    if not weigeringen.height:
        return rijen
    for rij, code in weigeringen.sort("rij").iter_rows():
        verslag.weiger(rij, _REDENEN[code])
    return rijen.join(weigeringen, on="rij", how="anti", maintain_order="left")


def _koppel(session: Session, rijen: pl.DataFrame, verslag: Verslag) -> pl.DataFrame:
    """Find the existing student of each row: by key first, then by student number. Old values get the suffix `_oud`."""
    kolommen = [getattr(Student, k) for k in _BESTAAND]
    bestaand = bulk.lees_frame(session, sa.select(*kolommen), _BESTAAND)
    for naam, eigen, van in (
        ("id1", "sleutel1", "krd_sleutel"),
        ("id2", "sleutel2", "krd_sleutel"),
        ("id3", "studentnummer", "studentnummer"),
    ):
        sleutels = bestaand.filter(pl.col(van).is_not_null()).select(pl.col(van).alias(eigen), pl.col("id").alias(naam))
        rijen = rijen.join(sleutels, on=eigen, how="left", maintain_order="left")
    rijen = rijen.with_columns(id=pl.coalesce("id1", "id2", "id3"))
    oud = bestaand.rename({k: f"{k}_oud" for k in bestaand.columns if k != "id"})
    rijen = rijen.join(oud, on="id", how="left", maintain_order="left")
    sleutels_bekend = pl.coalesce("sleutel1", "sleutel2").is_not_null()
    past = pl.any_horizontal(
        (pl.col("krd_sleutel_oud") == pl.col(k)).fill_null(value=False) for k in ("sleutel1", "sleutel2")
    )
    code = (
        pl.when(pl.any_horizontal((pl.col(k) != pl.col("id")).fill_null(value=False) for k in ("id1", "id2", "id3")))
        .then(pl.lit("twee"))
        .when(pl.col("krd_sleutel_oud").is_not_null() & sleutels_bekend & ~past)
        .then(pl.lit("sleutel"))
        .when(pl.col("id").is_not_null() & (pl.col("persoon").n_unique().over("id") > 1))
        .then(pl.lit("zelfde"))
        .when(pl.col("id").is_null() & pl.col("naam").is_null())
        .then(pl.lit("naam"))
    )
    weigeringen = rijen.select("rij", code=code).filter(pl.col("code").is_not_null())
    return _weiger(rijen, weigeringen, verslag)


def _geef_team(session: Session, rijen: pl.DataFrame, verslag: Verslag) -> pl.DataFrame:
    """`team_id`: the team the file names, else the one that owns the programme; `team_gekozen`: the file named it."""
    teams = session.execute(sa.select(col(Team.id), col(Team.code), col(Team.naam))).all()
    op_naam: dict[str, int] = {}
    for team_id, code, naam in teams:
        op_naam |= {naam.casefold(): team_id, code.casefold(): team_id}
    genoemd = [t for t in rijen["team"].unique(maintain_order=True).to_list() if t]
    keuze = {t: op_naam[t.casefold()] for t in genoemd if t.casefold() in op_naam}
    for onbekend in (t for t in genoemd if t not in keuze):
        eerste = rijen.filter(pl.col("team") == onbekend)["rij"][0]
        verslag.waarschuw(eerste, reden.TEAM_ONBEKEND, "team", onbekend[:60])
    bezit = {r[0]: r[1] for r in session.execute(sa.select(col(Opleiding.crebo), col(Opleiding.team_id)))}
    gekozen = pl.Series("team_gekozen", [keuze.get(t) for t in rijen["team"].to_list()], dtype=pl.Int64)
    eigenaar = pl.Series("team_opleiding", [bezit.get(c) for c in rijen["crebo"].to_list()], dtype=pl.Int64)
    return rijen.with_columns(gekozen, eigenaar).with_columns(
        team_id=pl.coalesce("team_gekozen", "team_id_oud", "team_opleiding")
    )


def _binnen_scope(session: Session, actor: Actor, rijen: pl.DataFrame, verslag: Verslag) -> pl.DataFrame:
    """A role that works in teams only imports students of those teams, and cannot take them from another."""
    teams = actor.team_ids(Actie.STUDENT_IMPORTEREN)
    if teams is None:
        return rijen
    zicht = session.execute(sa.select(col(Student.id)).where(student_scope(actor, Actie.STUDENT_IMPORTEREN)))
    mag = pl.col("team_id").is_in(list(teams)).fill_null(value=False) & (
        pl.col("id").is_null() | pl.col("id").is_in(list(zicht.scalars()))
    )
    return _weiger(rijen, rijen.filter(~mag).select("rij", code=pl.lit("team")), verslag)


def _wijzigingen(rijen: pl.DataFrame, velden: tuple[str, ...]) -> list[tuple[int, dict[str, Any], dict[str, Any]]]:
    """(id, old values, new values) of the existing students whose data differ; empty cells count for nothing."""
    bekend = rijen.filter(pl.col("id").is_not_null()).unique("id", keep="first", maintain_order=True)
    anders = {
        v: (pl.col(v).is_not_null() & (pl.col(f"{v}_oud").is_null() | (pl.col(v) != pl.col(f"{v}_oud"))))
        for v in velden
    }
    sleutel = pl.coalesce("sleutel1", "sleutel2")
    anders["krd_sleutel"] = pl.col("krd_sleutel_oud").is_null() & sleutel.is_not_null()
    anders["team_id"] = (pl.col("team_id") != pl.col("team_id_oud")).fill_null(value=False) | (
        pl.col("team_id_oud").is_null() & pl.col("team_id").is_not_null()
    )
    vlaggen = bekend.with_columns(krd_sleutel=sleutel).with_columns(
        [uitdrukking.alias(f"{v}_anders") for v, uitdrukking in anders.items()]
    )
    gewijzigd = vlaggen.filter(pl.any_horizontal([f"{v}_anders" for v in anders]))
    resultaat = []
    for rij in gewijzigd.iter_rows(named=True):
        namen = [v for v in anders if rij[f"{v}_anders"]]
        resultaat.append((int(rij["id"]), {v: rij[f"{v}_oud"] for v in namen}, {v: rij[v] for v in namen}))
    return resultaat


def _nieuwe_opleidingen(session: Session, rijen: pl.DataFrame) -> pl.DataFrame:
    """Programmes we did not know, and names for those that had none: (crebo, naam, niveau, is_nieuw)."""
    bekend = {r[0]: r[1] for r in session.execute(sa.select(col(Opleiding.crebo), col(Opleiding.naam)))}
    genoemd = rijen.filter(pl.col("crebo").is_not_null()).group_by("crebo", maintain_order=True)
    lijst = genoemd.agg(naam=pl.col("opleiding").drop_nulls().first(), niveau=pl.col("niveau").drop_nulls().first())
    return lijst.filter(
        ~pl.col("crebo").is_in(list(bekend))
        | (pl.col("crebo").is_in([c for c, n in bekend.items() if not n]) & pl.col("naam").is_not_null())
    ).with_columns(is_nieuw=~pl.col("crebo").is_in(list(bekend)), naam=pl.col("naam").fill_null(""))


def _toon(waarde: Any) -> str:
    return "" if waarde is None else str(waarde)


def _uitkomst(
    rijen: pl.DataFrame,
    nieuw: pl.DataFrame,
    gewijzigd: list[tuple[int, dict[str, Any], dict[str, Any]]],
    verbintenissen: VerbintenisPlan,
    opleidingen: pl.DataFrame,
    dubbel: int,
    verslag: Verslag,
) -> Uitkomst:
    geraakt = {i for i, _, _ in gewijzigd} | verbintenissen.studenten
    aantal_nieuw = rijen["id"].null_count()
    aantal_gewijzigd = rijen.filter(pl.col("id").is_in(list(geraakt))).height
    op_id = {
        int(i): (r, n)
        for i, r, n in rijen.filter(pl.col("id").is_not_null())
        .select("id", "rij", pl.coalesce("studentnummer", "studentnummer_oud", "krd_sleutel_oud"))
        .iter_rows()
    }
    voorbeeld_nieuw = tuple(
        Rijwijziging(r, _toon(s), tuple((v, "", _toon(w)) for v, w in (("naam", n), ("klas", k), ("crebo", c)) if w))
        for r, s, n, k, c in nieuw.head(MAX_VOORBEELDEN)
        .select("rij", pl.coalesce("studentnummer", "sleutel1", "sleutel2"), "naam", "klas", "crebo")
        .iter_rows()
    )
    voorbeeld_anders = tuple(
        Rijwijziging(op_id[i][0], _toon(op_id[i][1]), tuple((v, _toon(oud[v]), _toon(w)) for v, w in nu.items()))
        for i, oud, nu in gewijzigd[:MAX_VOORBEELDEN]
    )
    extra = (
        (reden.NIEUWE_VERBINTENISSEN, verbintenissen.nieuw.height),
        (reden.GEWIJZIGDE_VERBINTENISSEN, len(verbintenissen.gewijzigd)),
        (reden.NIEUWE_OPLEIDINGEN, int(opleidingen["is_nieuw"].sum())),
        (reden.BEGIN_UIT_COHORT, verbintenissen.begin_uit_cohort),
        (reden.GEEN_TEAM, nieuw["team_id"].null_count()),
        (reden.DUBBELE_RIJEN, dubbel),
    )
    return Uitkomst(
        Tellingen(
            aantal_nieuw,
            aantal_gewijzigd,
            rijen.height + dubbel - aantal_nieuw - aantal_gewijzigd,
            len(verslag.geweigerd),
        ),
        tuple(verslag.geweigerd),
        tuple(verslag.waarschuwingen),
        voorbeeld_nieuw,
        voorbeeld_anders,
        tuple((tekst, aantal) for tekst, aantal in extra if aantal),
        neem_vingerafdruk(
            (
                nieuw.select(*INVOER, "team_id").write_csv().encode(),
                repr(gewijzigd).encode(),
                verbintenissen.vingerafdruk(),
                opleidingen.write_csv().encode(),
                repr([(m.regel, m.reden.nl) for m in verslag.geweigerd]).encode(),
            )
        ),
    )


def vergrendel(session: Session) -> None:
    """From here to the end of the transaction nobody else changes students or enrolments."""
    bulk.vergrendel(
        session,
        *(bulk.tabel(m) for m in (Student, Verbintenis, VerbintenisPeriode, Opleiding)),
    )


def voer_uit(session: Session, actor: Actor, op: datetime, plan: StudentPlan, bron: Mapping[str, Any]) -> None:
    """Write the plan. `bron` (import run, file, SHA-256) goes into the audit. Never commits."""
    _schrijf_opleidingen(session, plan.opleidingen)
    ids = bulk.reserveer_ids(session, bulk.tabel(Student), plan.nieuw.height)
    nieuw = plan.nieuw.with_columns(id=pl.Series(ids, dtype=pl.Int64))
    if nieuw.height:
        bulk.insert_frame(session, bulk.tabel(Student), _studentrijen(nieuw, op))
    _schrijf_gewijzigd(session, plan, op)
    persoon_ids = dict(zip(nieuw["persoon"].to_list(), ids, strict=True))
    aantal = schrijf_verbintenissen(session, plan.verbintenissen, persoon_ids)
    wat = f"{nieuw.height} studenten en {aantal} verbintenissen ingelezen"
    regels = [AuditRij(AuditSoort.GEMAAKT, "student", None, wat, nieuw=dict(bron))] if nieuw.height or aantal else []
    regels += [AuditRij(AuditSoort.GEWIJZIGD, "student", i, "import", oud, nu) for i, oud, nu in plan.gewijzigd]
    regels += [
        AuditRij(AuditSoort.GEWIJZIGD, "verbintenis", i, "import", oud, nu)
        for i, oud, nu in plan.verbintenissen.gewijzigd
    ]
    noteer_bulk(session, actor, op, regels)


def _schrijf_opleidingen(session: Session, opleidingen: pl.DataFrame) -> None:
    bulk.insert_frame(
        session,
        bulk.tabel(Opleiding),
        opleidingen.filter("is_nieuw").select("crebo", "naam", "niveau"),
    )
    for crebo, naam, _niveau, is_nieuw in opleidingen.iter_rows():
        if not is_nieuw:
            session.connection().execute(sa.update(Opleiding).where(col(Opleiding.crebo) == crebo).values(naam=naam))


def _studentrijen(nieuw: pl.DataFrame, op: datetime) -> pl.DataFrame:
    leeg = [pl.col(v).fill_null("") for v in TEKSTVELDEN if v != "studentnummer"]
    return nieuw.select(
        "id",
        "studentnummer",
        *leeg,
        "geboortedatum",
        "team_id",
        krd_sleutel=pl.coalesce("sleutel1", "sleutel2"),
        geboortejaar=pl.col("geboortedatum").dt.year(),
        zoektekst=zoektekst_kolom(
            nieuw, ["naam", "achternaam", "studentnummer", pl.coalesce("sleutel1", "sleutel2"), "klas", "mentor"]
        ),
        bijgewerkt_op=pl.lit(bulk.moment(op)),
        versie=pl.lit(1),
    )


def _schrijf_gewijzigd(session: Session, plan: StudentPlan, op: datetime) -> None:
    """Changed students one set of fields at a time; the search text follows."""
    per_velden: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for student_id, _oud, nu in plan.gewijzigd:
        extra = {"geboortejaar": nu["geboortedatum"].year} if "geboortedatum" in nu else {}
        waarden = {**nu, **extra, "bijgewerkt_op": op}
        per_velden.setdefault(tuple(waarden), []).append((student_id, *waarden.values()))
    tabel = bulk.tabel(Student)
    for velden, rijen in per_velden.items():
        bulk.update_rijen(session, tabel, velden, rijen)
    ververs_zoektekst(session, [i for i, _, _ in plan.gewijzigd])


def ververs_zoektekst(session: Session, ids: list[int]) -> None:
    """Make the search text of these students anew from what is stored now."""
    velden = ("naam", "achternaam", "studentnummer", "krd_sleutel", "klas", "mentor")
    schema = {"id": pl.Int64, **dict.fromkeys(velden, pl.String)}
    tabel = bulk.tabel(Student)
    for i in range(0, len(ids), 1000):
        vraag = sa.select(*(tabel.c[k] for k in schema)).where(tabel.c.id.in_(ids[i : i + 1000]))
        frame = bulk.lees_frame(session, vraag, schema)
        zoek = frame.select("id", zoektekst=zoektekst_kolom(frame, list(velden)))
        opdracht = (
            sa.update(tabel).where(tabel.c.id == sa.bindparam("_id")).values(zoektekst=sa.bindparam("_zoektekst"))
        )
        session.connection().execute(opdracht, [{"_id": r[0], "_zoektekst": r[1]} for r in zoek.iter_rows()])
