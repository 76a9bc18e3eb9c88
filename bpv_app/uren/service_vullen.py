"""Filling a week at once: as planned, or as last week; and the days on which a student works."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import uuid4

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.queries_mijn import Dag, MijnWeek, get_mijn_week, kies_stage, list_stages
from bpv_app.uren.rules import Soort
from bpv_app.uren.rules_invoer import DagInvoer, RegelInvoer
from bpv_app.uren.service_dag import Bewaard, bewaar_dag
from bpv_app.uren.tables import UrenPatroon


class NietsTeVullen(DomeinFout):
    """Every day up to today is filled in already, or nothing is planned."""

    def __init__(self) -> None:
        super().__init__(
            "niets_te_vullen",
            Tekst(
                "Er is niets om in te vullen: alle dagen tot en met vandaag zijn al ingevuld of vrij.",
                "There is nothing to fill in: all days up to today are filled in or free.",
            ),
        )


def vul_zoals_gepland(
    session: Session, actor: Actor, clock: Clock, maandag: date, dossier_id: int
) -> tuple[Bewaard, ...]:
    """The planned hours on every empty day up to today. Raises `NietsTeVullen`, `NietGevonden`."""
    require(actor, Actie.UREN_SCHRIJVEN)
    week = get_mijn_week(session, actor, clock.vandaag(), maandag, dossier_id)
    regels = {d.datum: (RegelInvoer(Soort.GEWERKT, d.plan),) for d in week.dagen if d.plan}
    return _vul(session, actor, clock, week, regels)


def neem_vorige_week_over(
    session: Session, actor: Actor, clock: Clock, maandag: date, dossier_id: int
) -> tuple[Bewaard, ...]:
    """The hours of a week earlier (not the texts) on every empty day up to today. Raises as `vul_zoals_gepland`."""
    require(actor, Actie.UREN_SCHRIJVEN)
    week = get_mijn_week(session, actor, clock.vandaag(), maandag, dossier_id)
    vorige = get_mijn_week(session, actor, clock.vandaag(), week.maandag - timedelta(days=7), week.stage.dossier_id)
    if vorige.maandag == week.maandag:
        raise NietsTeVullen
    return _vul(session, actor, clock, week, {d.datum + timedelta(days=7): d.regels for d in vorige.dagen})


def _is_leeg(dag: Dag, vandaag: date) -> bool:
    return not dag.regels and not dag.op_slot and dag.vrij is None and dag.datum <= vandaag


def _vul(
    session: Session, actor: Actor, clock: Clock, week: MijnWeek, regels: Mapping[date, tuple[RegelInvoer, ...]]
) -> tuple[Bewaard, ...]:
    te_doen = [d for d in week.dagen if regels.get(d.datum) and _is_leeg(d, clock.vandaag())]
    if not te_doen:
        raise NietsTeVullen
    return tuple(
        bewaar_dag(
            session,
            actor,
            clock,
            dag.pok_id,
            DagInvoer(dag.datum, regels[dag.datum], dag.omschrijving, dag.werkproces),
            sleutel=uuid4().hex,
            versie=dag.versie,
        )
        for dag in te_doen
    )


def stel_werkdagen_in(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, werkdagen: Collection[int]
) -> None:
    """The days of the week (Monday = 0) on which this student works, for the plan of the running agreement.

    Raises `OngeldigeInvoer` without a day, `NietGevonden`.
    """
    require(actor, Actie.UREN_SCHRIJVEN)
    dagen = sorted(set(werkdagen) & set(range(7)))
    if not dagen:
        raise OngeldigeInvoer({"werkdagen": Tekst("Kies minstens één dag.", "Choose at least one day.")})
    stage = kies_stage(list_stages(session, actor), dossier_id, clock.vandaag())
    if stage is None:
        raise NietGevonden
    pok = stage.pok_op(clock.vandaag()) or stage.poks[-1]
    patroon = session.get(UrenPatroon, pok.id)
    if patroon is None:
        session.add(UrenPatroon(pok_id=pok.id, werkdagen=dagen))
    else:
        patroon.werkdagen = dagen
    session.flush()
