"""Writing what `inlezen_krd` planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from bpv_app import bulk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.student.inlezen_krd import KrdPlan, Onderdeel, Wijziging
from bpv_app.student.tables import KrdPok, Opleiding, Student, Verbintenis, VerbintenisPeriode
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk

_DATUM = dict.fromkeys(("begin_op", "gepland_eind_op", "werkelijk_eind_op", "afsluitdatum", "geboortedatum"), pl.Date)
_GETAL = dict.fromkeys(("id", "student_id", "verbintenis_id", "niveau", "team_id", "uren", "geboortejaar"), pl.Int64)


def _insert(session: Session, model: Any, rijen: list[dict[str, Any]]) -> None:
    if rijen:
        schema = {k: _DATUM.get(k) or _GETAL.get(k) or pl.String for k in rijen[0] if k != "versie"}
        kolommen = {k: [r[k] for r in rijen] for k in schema}
        frame = pl.DataFrame(kolommen, schema=schema)
        if "versie" in rijen[0]:
            frame = frame.with_columns(versie=pl.lit(1))
        bulk.insert_frame(session, bulk.tabel(model), frame)


def _update(session: Session, model: Any, wijzigingen: list[Wijziging], extra: Mapping[str, Any]) -> None:
    per_velden: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for rij_id, _oud, nu in wijzigingen:
        waarden = {**nu, **extra}
        per_velden.setdefault(tuple(waarden), []).append((rij_id, *waarden.values()))
    for velden, rijen in per_velden.items():
        bulk.update_rijen(session, bulk.tabel(model), velden, rijen)


def voer_uit(session: Session, actor: Actor, op: datetime, plan: KrdPlan, bron: Mapping[str, Any]) -> None:
    """Write the plan. `bron` (import run, file, SHA-256) goes into the audit. Never commits."""
    session.flush()
    _insert(session, Opleiding, plan.opleidingen)
    nieuw = [(i, r) for i, (student_id, r) in enumerate(plan.studenten) if student_id is None]
    ids = bulk.reserveer_ids(session, bulk.tabel(Student), len(nieuw))
    student_ids = {i: student_id for i, (student_id, _) in enumerate(plan.studenten) if student_id is not None}
    student_ids |= {i: nieuw_id for (i, _), nieuw_id in zip(nieuw, ids, strict=True)}
    _insert_studenten(session, [(student_ids[i], r) for i, r in nieuw], op)
    _update(session, Student, plan.studenten_gewijzigd, {"bijgewerkt_op": op})
    verbintenis_ids = _schrijf_verbintenissen(session, plan, student_ids)
    for model, deel in ((VerbintenisPeriode, plan.perioden), (KrdPok, plan.poks)):
        tabel = bulk.tabel(model)
        bulk.delete_ids(session, tabel, [i for i, _ in deel.weg])
        _update(session, model, deel.gewijzigd, {})
        _insert(session, model, [{"verbintenis_id": verbintenis_ids[n], **r} for n, r in deel.nieuw])
    _noteer(session, actor, op, plan, bron)


def _insert_studenten(session: Session, rijen: list[tuple[int, dict[str, Any]]], op: datetime) -> None:
    """Nobody has told the name yet: the key stands in its place, on every screen."""
    if not rijen:
        return
    leeg = (
        "roepnaam", "tussenvoegsel", "achternaam", "email", "telefoon", "straat", "huisnummer", "postcode", "plaats",
        "voogd_naam", "klas", "mentor",
    )  # fmt: skip
    frame = pl.DataFrame(
        {
            "id": [i for i, _ in rijen],
            "krd_sleutel": [r["krd_sleutel"] for _, r in rijen],
            "naam": [r["krd_sleutel"] for _, r in rijen],
            "geboortedatum": pl.Series([r["geboortedatum"] for _, r in rijen], dtype=pl.Date),
            "geboortejaar": pl.Series([r["geboortejaar"] for _, r in rijen], dtype=pl.Int64),
            "geslacht": [r["geslacht"] for _, r in rijen],
            "team_id": pl.Series([r["team_id"] for _, r in rijen], dtype=pl.Int64),
            "zoektekst": [maak_zoektekst(r["krd_sleutel"]) for _, r in rijen],
        }
    ).with_columns(
        [pl.lit("").alias(k) for k in leeg]
        + [pl.lit(bulk.moment(op)).alias("bijgewerkt_op"), pl.lit(1).alias("versie")]
    )
    bulk.insert_frame(session, bulk.tabel(Student), frame)


def _schrijf_verbintenissen(session: Session, plan: KrdPlan, student_ids: dict[int, int]) -> dict[int, int]:
    """Gives the id of each numbered enrolment. Volgnummers that move step aside first: unique per student."""
    tabel = bulk.tabel(Verbintenis)
    schuift = [i for i, _, nu in plan.verbintenissen_gewijzigd if "volgnummer" in nu] + plan.hernummerd
    for rij_id in schuift:
        session.connection().execute(sa.update(tabel).where(tabel.c.id == rij_id).values(volgnummer=f"S{rij_id}"))
    _update(session, Verbintenis, plan.verbintenissen_gewijzigd, {})
    nieuw = [(n, student_ids[i], r) for n, (i, v_id, r) in enumerate(plan.verbintenissen) if v_id is None]
    ids = bulk.reserveer_ids(session, tabel, len(nieuw))
    _insert(
        session,
        Verbintenis,
        [
            {"id": nieuw_id, "student_id": student_id, "cohort": "", "versie": 1, **r}
            for nieuw_id, (_, student_id, r) in zip(ids, nieuw, strict=True)
        ],
    )
    bekend = {n: v_id for n, (_, v_id, _) in enumerate(plan.verbintenissen) if v_id is not None}
    return bekend | {n: nieuw_id for nieuw_id, (n, _, _) in zip(ids, nieuw, strict=True)}


def _noteer(session: Session, actor: Actor, op: datetime, plan: KrdPlan, bron: Mapping[str, Any]) -> None:
    """One line for everything new, one per changed or vanished row."""
    nieuw = sum(1 for i, _ in plan.studenten if i is None)
    verbintenissen = sum(1 for _, i, _ in plan.verbintenissen if i is None)
    regels: list[AuditRij] = []
    if nieuw or verbintenissen or plan.perioden.nieuw or plan.poks.nieuw:
        wat = (
            f"{nieuw} studenten, {verbintenissen} verbintenissen, {len(plan.perioden.nieuw)} perioden en "
            f"{len(plan.poks.nieuw)} POK's van het register ingelezen"
        )
        regels.append(AuditRij(AuditSoort.GEMAAKT, "student", None, wat, nieuw=dict(bron)))

    def _gewijzigd(tabel: str, wijzigingen: list[Wijziging]) -> list[AuditRij]:
        return [AuditRij(AuditSoort.GEWIJZIGD, tabel, i, "import", oud, nu) for i, oud, nu in wijzigingen]

    def _deel(tabel: str, deel: Onderdeel) -> list[AuditRij]:
        weg = [AuditRij(AuditSoort.VERWIJDERD, tabel, i, "import", oud) for i, oud in deel.weg]
        return _gewijzigd(tabel, deel.gewijzigd) + weg

    regels += _gewijzigd("student", plan.studenten_gewijzigd)
    regels += _gewijzigd("verbintenis", plan.verbintenissen_gewijzigd)
    regels += [
        AuditRij(AuditSoort.GEWIJZIGD, "verbintenis", i, "import", {}, {"volgnummer": f"S{i}"}) for i in plan.hernummerd
    ]
    regels += _deel("verbintenis_periode", plan.perioden) + _deel("krd_pok", plan.poks)
    noteer_bulk(session, actor, op, regels)
