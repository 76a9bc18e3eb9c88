"""Pieces of WHERE for places: which ones an actor may see or change, how full they are, for whom they are possible."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.clauses import eigen_bedrijf, is_actief_clause, telt_voor
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf
from bpv_app.matching.rules_plaats import ClaimSoort, Herkomst, PlaatsStatus
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo
from bpv_app.student.tables import Verbintenis


def eigen_plaatsen(actor: Actor) -> sa.ColumnElement[bool]:
    """The places of the company this praktijkopleider works for."""
    if not actor.mag(Actie.EIGEN_PLAATS_AANBIEDEN):
        return sa.false()
    return col(Plaats.leerbedrijf_id).in_(sa.select(col(Leerbedrijf.id)).where(eigen_bedrijf(actor)))


def schrijf_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """The places this actor may change: a coordinator all (as other data of companies), a company its own."""
    return sa.true() if actor.mag(Actie.PLAATS_BEWERKEN) else eigen_plaatsen(actor)


def lees_scope(actor: Actor, vandaag: date) -> sa.ColumnElement[bool]:
    """The places this actor may see: every school role all, a company its own, a student what is offered to them."""
    if actor.mag(Actie.PLAATS_ZIEN):
        return sa.true()
    return sa.or_(eigen_plaatsen(actor), aanbod(actor, vandaag), gehouden_door(actor))


def gehouden_door(actor: Actor) -> sa.ColumnElement[bool]:
    """The places at which this student has a slot, also when they are no longer offered."""
    if not (actor.mag(Actie.AANBOD_ZIEN) and actor.heeft(Rol.STUDENT)) or actor.student_id is None:
        return sa.false()
    mijn = sa.select(col(PlaatsClaim.plaats_id)).where(col(PlaatsClaim.student_id) == actor.student_id)
    return col(Plaats.id).in_(mijn)


def lopende_verbintenis(vandaag: date) -> sa.ColumnElement[bool]:
    """Enrolments that run or still have to begin; the SQL of `student.rules.is_lopend`, without its begin."""
    return sa.or_(col(Verbintenis.werkelijk_eind_op).is_(None), col(Verbintenis.werkelijk_eind_op) >= vandaag)


def aanbod(actor: Actor, vandaag: date) -> sa.ColumnElement[bool]:
    """What is offered to this student: for a crebo, route and level of an own enrolment, accredited, not yet over.

    A place that another student found is not on offer.
    """
    if not (actor.mag(Actie.AANBOD_ZIEN) and actor.heeft(Rol.STUDENT)) or actor.student_id is None:
        return sa.false()
    past = (
        sa.select(sa.literal(1))
        .select_from(PlaatsCrebo)
        .join(Verbintenis, col(Verbintenis.crebo) == col(PlaatsCrebo.crebo))
        .where(
            col(PlaatsCrebo.plaats_id) == col(Plaats.id),
            col(Verbintenis.student_id) == actor.student_id,
            lopende_verbintenis(vandaag),
            sa.or_(
                col(Plaats.leerweg).is_(None),
                col(Verbintenis.leerweg).is_(None),
                col(Plaats.leerweg) == col(Verbintenis.leerweg),
            ),
            sa.or_(
                col(Verbintenis.niveau).is_(None),
                col(Verbintenis.niveau).between(col(Plaats.niveau_min), col(Plaats.niveau_max)),
            ),
            is_erkend_voor(vandaag),
        )
        .exists()
    )
    return sa.and_(
        col(Plaats.status) == PlaatsStatus.AANGEBODEN,
        col(Plaats.herkomst) != Herkomst.ZELF_GEVONDEN,
        col(Plaats.tot) >= vandaag,
        past,
    )


def is_erkend_voor(vandaag: date) -> sa.ColumnElement[bool]:
    """Of a row of `plaats_crebo` beside its `plaats`: the company is active and accredited for it on the first day.

    The first day of the placement, or today when that lies behind us (WEB 7.2.10 asks for the day of signing).
    """
    dag = sa.case((col(Plaats.van) > vandaag, col(Plaats.van)), else_=sa.literal(vandaag, sa.Date()))
    return (
        sa.select(sa.literal(1))
        .select_from(Leerbedrijf)
        .join(Erkenning, col(Erkenning.sbb_id) == col(Leerbedrijf.sbb_id))
        .where(
            col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id),
            is_actief_clause(vandaag),
            telt_voor(col(PlaatsCrebo.crebo), dag, col(Plaats.leerweg)),
        )
        .correlate(Plaats, PlaatsCrebo)
        .exists()
    )


def erkenning_vervallen(vandaag: date) -> sa.ColumnElement[bool]:
    """Places with a crebo the company is not accredited for (any more)."""
    return (
        sa.select(sa.literal(1))
        .select_from(PlaatsCrebo)
        .where(col(PlaatsCrebo.plaats_id) == col(Plaats.id), sa.not_(is_erkend_voor(vandaag)))
        .correlate(Plaats)
        .exists()
    )


def tel_claims(soort: ClaimSoort | None = None) -> sa.ScalarSelect[Any]:
    """How many slots of a place are held, of one kind or of both."""
    vraag = sa.select(sa.func.count()).where(col(PlaatsClaim.plaats_id) == col(Plaats.id))
    if soort is not None:
        vraag = vraag.where(col(PlaatsClaim.soort) == soort)
    return vraag.correlate(Plaats).scalar_subquery()


def open_plekken() -> sa.ColumnElement[int]:
    """Slots a student can still get; the SQL of `rules_plaats.Bezetting.open`."""
    return sa.case((col(Plaats.status) == PlaatsStatus.AANGEBODEN, col(Plaats.aantal) - tel_claims()), else_=0)


def zoek_clause(zoek: str) -> list[sa.ColumnElement[bool]]:
    """Every word of `zoek` somewhere in the place's search text."""
    return [col(Plaats.zoektekst).like(patroon, escape="\\") for patroon in patronen(zoek)]
