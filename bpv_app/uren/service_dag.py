"""Saving a day of hours: at once, once, and never over what somebody else wrote or approved.

A phone may send the same save again (it did not hear the answer), and two phones may write the same day. So each save
has a key of its own, and says on what it builds: the version the phone saw, or earlier saves of that phone itself.
The statements are written out instead of left to the ORM: this is the busiest verb of the app.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bpv_app.db import tabel_van
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, Verouderd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk
from bpv_app.uren.queries_dag import DagStand, lees_regels, lees_stand, op_volgorde
from bpv_app.uren.rules import SOORT_LABEL, Oordeel, WeekStatus
from bpv_app.uren.rules_invoer import DagInvoer, RegelInvoer
from bpv_app.uren.rules_plan import maandag_van
from bpv_app.uren.rules_tonen import uren_tekst
from bpv_app.uren.rules_week import BuitenStage, DagOpSlot, is_op_slot
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek

MAX_SLEUTEL = 64


@dataclass(frozen=True, slots=True)
class Bewaard:
    """A day as it stands after the save. `dag_id` is for attachments."""

    pok_id: int
    datum: date
    dag_id: int
    versie: int
    minuten: int


def bewaar_dag(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    invoer: DagInvoer,
    *,
    sleutel: str,
    versie: int = 0,
    vorige: Collection[str] = (),
) -> Bewaard:
    """Save one day of one's own hours.

    `sleutel`: key of this save; the same key again changes nothing. `versie`: the day's version the person saw, 0 for
    a day that was empty. `vorige`: keys of earlier saves from the same device that may or may not have arrived.
    Raises `NietGevonden`, `BuitenStage`, `DagOpSlot`, or `Verouderd` when another device saved in between.
    """
    require(actor, Actie.UREN_SCHRIJVEN)
    invoer = replace(invoer, regels=op_volgorde(invoer.regels))
    if not is_sleutel(pok_id):
        raise NietGevonden
    _sluit_week(session, pok_id, invoer.datum)
    stand = lees_stand(session, actor, pok_id, invoer.datum)
    if stand is None:
        raise NietGevonden
    if sleutel and sleutel == stand.sleutel:
        return Bewaard(pok_id, invoer.datum, stand.dag_id or 0, stand.versie, _som(invoer.regels))
    _check(clock, stand, invoer.datum)
    if stand.versie != versie and stand.sleutel not in vorige:
        raise Verouderd
    oud = lees_regels(session, stand.dag_id) if stand.dag_id else ()
    if stand.dag_id and oud == invoer.regels and stand.teksten == (invoer.omschrijving, invoer.werkproces):
        return Bewaard(pok_id, invoer.datum, stand.dag_id, stand.versie, _som(oud))
    dag_id = _schrijf(session, stand, invoer, sleutel[:MAX_SLEUTEL], oud)
    _vertel(session, actor, clock, stand, dag_id, invoer, oud)
    return Bewaard(pok_id, invoer.datum, dag_id, stand.versie + 1, _som(invoer.regels))


def _som(regels: tuple[RegelInvoer, ...]) -> int:
    return sum(r.minuten for r in regels)


def _sluit_week(session: Session, pok_id: int, datum: date) -> None:
    """PostgreSQL: one writer per week. (SQLite has one writer.)"""
    if session.get_bind().dialect.name == "postgresql":
        slot = sa.func.hashtextextended(f"uren/{pok_id}/{maandag_van(datum)}", 0)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(slot)))


def _check(clock: Clock, stand: DagStand, datum: date) -> None:
    if stand.status is PokStatus.AFGEROND:
        raise DagOpSlot(is_afgerond=True)
    laatste = maandag_van(clock.vandaag()) + timedelta(days=6)
    if not stand.begin <= datum <= min(stand.eind, laatste):
        raise BuitenStage
    if is_op_slot(stand.week_status, stand.oordeel):
        raise DagOpSlot


_WEEK, _DAG, _REGEL = (tabel_van(soort) for soort in (UrenWeek, UrenDag, UrenRegel))
_NIEUWE_WEEK = sa.insert(_WEEK).returning(_WEEK.c.id)
_WEEK_GEWIJZIGD = (
    sa.update(_WEEK)
    .where(_WEEK.c.id == sa.bindparam("week"))
    .values(versie=_WEEK.c.versie + 1, wijzigingen=_WEEK.c.wijzigingen + 1)
)
_NIEUWE_DAG = sa.insert(_DAG).returning(_DAG.c.id)
_DAG_GEWIJZIGD = sa.update(_DAG).where(_DAG.c.id == sa.bindparam("dag"))
_REGELS_WEG = sa.delete(_REGEL).where(_REGEL.c.dag_id == sa.bindparam("dag"))


def _schrijf(session: Session, stand: DagStand, invoer: DagInvoer, sleutel: str, oud: tuple[RegelInvoer, ...]) -> int:
    """Week, day and lines. A changed day that was sent back is open again; the week counts the change."""
    verbinding, week_id = session.connection(), stand.week_id
    if week_id is None:
        vast = {"ingediend_op": None, "beoordeeld_op": None, "beoordeeld_door": "", "reden": "", "wijzigingen": 0}
        week = {"pok_id": stand.pok_id, "maandag": maandag_van(invoer.datum), "status": WeekStatus.OPEN, "versie": 1}
        week_id = verbinding.execute(_NIEUWE_WEEK, vast | week).scalar_one()
    else:
        verbinding.execute(_WEEK_GEWIJZIGD, {"week": week_id})
    dag: dict[str, Any] = {
        "omschrijving": invoer.omschrijving,
        "werkproces": invoer.werkproces,
        "oordeel": Oordeel.OPEN,
        "oordeel_reden": "",
        "sleutel": sleutel,
        "versie": stand.versie + 1,
    }
    if stand.dag_id is None:
        nieuw = dag | {"week_id": week_id, "pok_id": stand.pok_id, "datum": invoer.datum}
        dag_id = int(verbinding.execute(_NIEUWE_DAG, nieuw).scalar_one())
    else:
        dag_id = stand.dag_id
        verbinding.execute(_DAG_GEWIJZIGD, dag | {"dag": dag_id})
    if oud != invoer.regels:
        if oud:
            verbinding.execute(_REGELS_WEG, {"dag": dag_id})
        if invoer.regels:
            hoort = {"dag_id": dag_id, "pok_id": stand.pok_id, "datum": invoer.datum}
            verbinding.execute(sa.insert(_REGEL), [hoort | _als_rij(r) for r in invoer.regels])
    return dag_id


def _als_rij(regel: RegelInvoer) -> dict[str, Any]:
    return {
        "soort": regel.soort,
        "minuten": regel.minuten,
        "van": regel.van,
        "tot": regel.tot,
        "pauze": regel.pauze,
    }


def _in_woorden(regels: tuple[RegelInvoer, ...], omschrijving: str, werkproces: str) -> Mapping[str, str]:
    uren = ", ".join(f"{SOORT_LABEL[r.soort].nl} {uren_tekst(r.minuten).nl}" for r in regels)
    woorden = {"uren": uren, "omschrijving": omschrijving, "werkproces": werkproces}
    return {naam: tekst for naam, tekst in woorden.items() if tekst}


def _vertel(
    session: Session,
    actor: Actor,
    clock: Clock,
    stand: DagStand,
    dag_id: int,
    invoer: DagInvoer,
    oud: tuple[RegelInvoer, ...],
) -> None:
    """One line in the audit for the whole day."""
    soort = AuditSoort.GEWIJZIGD if stand.dag_id else AuditSoort.GEMAAKT
    was = _in_woorden(oud, *stand.teksten) if stand.dag_id else {}
    wordt = _in_woorden(invoer.regels, invoer.omschrijving, invoer.werkproces)
    regel = AuditRij(soort, "uren_dag", dag_id, f"{invoer.datum}", was, wordt)
    noteer_bulk(session, actor, clock.nu(), [regel])
