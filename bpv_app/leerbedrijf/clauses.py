"""Pieces of WHERE for companies: whom an actor may see (in every query, never afterwards), search, accreditation."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.nummers import is_crebo
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.leerbedrijf.rules_kenmerken import ANDERE, TEKEN
from bpv_app.leerbedrijf.tables import Contactpersoon, CreboTelt, Erkenning, Leerbedrijf


def leerbedrijf_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """Every school role sees all companies; a praktijkopleider only the own one; everybody else none."""
    if actor.mag(Actie.LEERBEDRIJF_ZIEN):
        return sa.true()
    if not actor.heeft(Rol.PRAKTIJKOPLEIDER):
        return sa.false()
    eigen = sa.select(col(Contactpersoon.leerbedrijf_id)).where(col(Contactpersoon.id).in_(actor.contactpersoon_ids))
    return sa.or_(col(Leerbedrijf.id).in_(actor.leerbedrijf_ids), col(Leerbedrijf.id).in_(eigen))


def eigen_bedrijf(actor: Actor) -> sa.ColumnElement[bool]:
    """The company a praktijkopleider works for: in scope only while the company (or the school) keeps them active."""
    if not (actor.mag(Actie.EIGEN_BEDRIJF_BEHEREN) and actor.heeft(Rol.PRAKTIJKOPLEIDER)):
        return sa.false()
    werkt_bij = sa.select(col(Contactpersoon.leerbedrijf_id)).where(
        col(Contactpersoon.id).in_(actor.contactpersoon_ids), col(Contactpersoon.is_actief)
    )
    return sa.and_(col(Leerbedrijf.id).in_(actor.leerbedrijf_ids), col(Leerbedrijf.id).in_(werkt_bij))


def is_levend() -> sa.ColumnElement[bool]:
    """Companies that were not merged into another one."""
    return col(Leerbedrijf.opgegaan_in_id).is_(None)


def is_erkend_clause(crebo: str, dag: date) -> sa.ColumnElement[bool]:
    """Companies accredited for `crebo` on `dag` (both days included) and active that day; none when it is no crebo."""
    if not is_crebo(crebo):
        return sa.false()
    erkend = sa.select(col(Erkenning.sbb_id)).where(
        col(Erkenning.crebo).in_(sa.select(sa.literal(crebo)).union_all(_verwant(crebo, dag))), _heel_op(dag)
    )
    # The test for NULL makes the clause safe to negate: NOT (NULL IN ...) would be neither true nor false.
    return sa.and_(col(Leerbedrijf.sbb_id).is_not(None), col(Leerbedrijf.sbb_id).in_(erkend), is_actief_clause(dag))


def _verwant(crebo: Any, dag: Any) -> sa.Select[Any]:
    """The other crebos of which an accreditation counts for this one on this day."""
    return sa.select(col(CreboTelt.erkend_crebo)).where(col(CreboTelt.crebo) == crebo, col(CreboTelt.vanaf) <= dag)


def _heel_op(dag: Any) -> sa.ColumnElement[bool]:
    """Lines of the register for a whole crebo that hold on this day."""
    return sa.and_(
        col(Erkenning.erkend_van) <= dag,
        sa.or_(col(Erkenning.erkend_tot).is_(None), col(Erkenning.erkend_tot) >= dag),
        col(Erkenning.werkprocessen) == "",
    )


def telt_voor(crebo: Any, dag: Any, leerweg: Any = None) -> sa.ColumnElement[bool]:
    """Lines of the register that count for all of `crebo` on `dag`; the SQL of `rules.beoordeel_erkenning`.

    All three may be columns of an outer query; `leerweg` empty or NULL: any route.
    """
    waar = [sa.or_(col(Erkenning.crebo) == crebo, col(Erkenning.crebo).in_(_verwant(crebo, dag))), _heel_op(dag)]
    if leerweg is not None:
        waar.append(
            sa.or_(col(Erkenning.leerweg) == "", sa.func.coalesce(leerweg, "") == "", col(Erkenning.leerweg) == leerweg)
        )
    return sa.and_(*waar)


def is_actief_clause(dag: date) -> sa.ColumnElement[bool]:
    """Companies active on `dag`; the SQL of `rules.is_actief`."""
    return sa.and_(
        sa.or_(col(Leerbedrijf.actief_van).is_(None), col(Leerbedrijf.actief_van) <= dag),
        sa.or_(col(Leerbedrijf.actief_tot).is_(None), col(Leerbedrijf.actief_tot) >= dag),
    )


def heeft_kenmerk(kolom: Any, code: str) -> sa.ColumnElement[bool]:
    """Rows of which a text with codes (`rules_kenmerken`) has this one; `andere` for any language not listed."""
    zoek = f"%;{code}:%" if code == ANDERE else f"%;{code};%"
    tekst: sa.ColumnElement[str] = sa.literal(TEKEN) + kolom + TEKEN
    return tekst.like(zoek)


def tekent_via() -> sa.ColumnElement[bool]:
    """Joins a company with the person of another one who signs for it; who left or may not sign any more does not."""
    return sa.and_(
        col(Contactpersoon.id) == col(Leerbedrijf.tekenaar_id),
        col(Contactpersoon.is_actief),
        col(Contactpersoon.is_tekenbevoegd),
    )
