"""A plan to make up missed hours: how many, before when, and how. Missed hours are made up in the same year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.queries_mijn import kies_stage, list_stages
from bpv_app.uren.rules_invoer import OngeldigeUren, lees_uren, schoon_omschrijving
from bpv_app.uren.tables import UrenInhaal

MAX_PLAN = 1000
MAX_PLANNEN = 20


@dataclass(frozen=True, slots=True)
class InhaalPlan:
    """Minutes to make up before a day, and how."""

    id: int
    minuten: int
    voor: date
    plan: str


def maak_inhaalplan(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, uren: str, voor: date | None, plan: str
) -> int:
    """A plan for the running agreement of one's own placement; returns its id.

    Raises `OngeldigeInvoer` with every wrong field (`uren`, `voor`: from today to the end of the placement, `plan`),
    `NietGevonden`.
    """
    require(actor, Actie.UREN_SCHRIJVEN)
    stage = kies_stage(list_stages(session, actor), dossier_id, clock.vandaag())
    if stage is None:
        raise NietGevonden
    fouten: dict[str, Tekst] = {}
    minuten, tekst = 0, schoon_omschrijving(plan[: 4 * MAX_PLAN])
    try:
        minuten = lees_uren(uren)
    except OngeldigeUren as fout:
        fouten["uren"] = fout.tekst
    if not minuten:
        fouten.setdefault("uren", Tekst("Hoeveel uur haal je in?", "How many hours do you make up?"))
    if voor is None or not clock.vandaag() <= voor <= stage.eind:
        fouten["voor"] = Tekst(
            "Kies een dag vanaf vandaag, binnen je stage.", "Choose a day from today on, within your placement."
        )
    if not tekst or len(tekst) > MAX_PLAN:
        fouten["plan"] = Tekst(
            f"Schrijf hoe je dit doet, in hoogstens {MAX_PLAN} tekens.",
            f"Say how you do this, in at most {MAX_PLAN} characters.",
        )
    if len(list_inhaalplannen(session, [p.id for p in stage.poks])) >= MAX_PLANNEN:
        fouten["plan"] = Tekst("Je hebt al genoeg plannen.", "You have enough plans already.")
    if fouten or voor is None:
        raise OngeldigeInvoer(fouten)
    pok = stage.pok_op(clock.vandaag()) or stage.poks[-1]
    rij = UrenInhaal(pok_id=pok.id, minuten=minuten, voor=voor, plan=tekst, aangemaakt_op=clock.nu())
    session.add(rij)
    session.flush()
    return rij.id or 0


def laat_plan_vervallen(session: Session, actor: Actor, clock: Clock, plan_id: int) -> None:
    """End one's own plan: done, or not needed any more. Raises `NietGevonden`."""
    require(actor, Actie.UREN_SCHRIJVEN)
    poks = [p.id for stage in list_stages(session, actor) for p in stage.poks]
    rij = (
        session.exec(
            select(UrenInhaal).where(
                UrenInhaal.id == plan_id, col(UrenInhaal.pok_id).in_(poks), col(UrenInhaal.vervallen_op).is_(None)
            )
        ).first()
        if is_sleutel(plan_id)
        else None
    )
    if rij is None:
        raise NietGevonden
    rij.vervallen_op = clock.nu()
    session.flush()


def list_inhaalplannen(session: Session, pok_ids: list[int]) -> tuple[InhaalPlan, ...]:
    """The open plans of some agreements, soonest first; the caller has checked the scope."""
    rijen = session.execute(
        sa.select(col(UrenInhaal.id), col(UrenInhaal.minuten), col(UrenInhaal.voor), col(UrenInhaal.plan))
        .where(col(UrenInhaal.pok_id).in_(pok_ids), col(UrenInhaal.vervallen_op).is_(None))
        .order_by(col(UrenInhaal.voor), col(UrenInhaal.id))
    ).all()
    return tuple(InhaalPlan(*rij) for rij in rijen)
