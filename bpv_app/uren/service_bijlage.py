"""Photos and documents with a logbook entry or a day of hours: kept in the document store, found by scope."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.bijlage import Bestand
from bpv_app.uren.clauses_logboek import dag_scope, eigen_dag_scope, logboek_scope
from bpv_app.uren.rules import WeekStatus
from bpv_app.uren.rules_logboek import MAX_BIJLAGEN, Handeling
from bpv_app.uren.service_logboek import haal_item
from bpv_app.uren.tables import UrenBijlage, UrenDag, UrenWeek
from bpv_app.uren.tables_logboek import LogboekBijlage, LogboekItem


class TeVeelBijlagen(DomeinFout):
    """An entry or a day carries as many attachments as it can."""

    def __init__(self) -> None:
        super().__init__(
            "te_veel_bijlagen",
            Tekst(
                f"Er zijn hoogstens {MAX_BIJLAGEN} foto's en bestanden mogelijk. Verwijder er eerst één.",
                f"At most {MAX_BIJLAGEN} photos and files are possible. Remove one first.",
            ),
        )


class WeekVast(DomeinFout):
    """The week was approved: its days stay as they are."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "week_goedgekeurd",
            Tekst(
                "Deze week is goedgekeurd en kan niet meer veranderen.",
                "This week was approved and can no longer change.",
            ),
        )


def check_mag_bijlage(session: Session, actor: Actor, item_id: int) -> None:
    """Whether one more attachment may come with an own entry.

    Raises GeenRecht, NietGevonden, MagNiet (discussed) or TeVeelBijlagen.
    """
    require(actor, Actie.LOGBOEK_SCHRIJVEN)
    haal_item(session, actor, item_id, Handeling.BEWERKEN)
    _check_aantal(session, LogboekBijlage, col(LogboekBijlage.item_id) == item_id)


def voeg_bijlage_toe(session: Session, actor: Actor, clock: Clock, item_id: int, bestand: Bestand) -> LogboekBijlage:
    """Keep an attachment with an own entry. Raises as `check_mag_bijlage` does."""
    check_mag_bijlage(session, actor, item_id)
    bijlage = LogboekBijlage(
        item_id=item_id,
        sha256=opslag.bewaar(bestand.inhoud),
        naam=bestand.naam,
        soort=bestand.soort,
        bytes_aantal=len(bestand.inhoud),
        op=clock.nu(),
    )
    session.add(bijlage)
    session.flush()
    return bijlage


def get_bijlage(session: Session, actor: Actor, bijlage_id: int) -> tuple[LogboekBijlage, bytes]:
    """An attachment of an entry the actor may see. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.LOGBOEK_LEZEN)
    rij = _vind(session, actor, bijlage_id)
    return rij, opslag.lees(rij.sha256)


def verwijder_bijlage(session: Session, actor: Actor, bijlage_id: int) -> int:
    """Remove an attachment of an own entry; gives the entry's id. Raises GeenRecht, NietGevonden or MagNiet."""
    require(actor, Actie.LOGBOEK_SCHRIJVEN)
    rij = _vind(session, actor, bijlage_id)
    haal_item(session, actor, rij.item_id, Handeling.BEWERKEN)
    session.delete(rij)
    session.flush()
    return rij.item_id


def _vind(session: Session, actor: Actor, bijlage_id: int) -> LogboekBijlage:
    if not is_sleutel(bijlage_id):
        raise NietGevonden
    vraag = (
        sa.select(LogboekBijlage)
        .join(LogboekItem, col(LogboekItem.id) == col(LogboekBijlage.item_id))
        .where(col(LogboekBijlage.id) == bijlage_id, logboek_scope(actor))
    )
    rij: LogboekBijlage | None = session.execute(vraag).scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    return rij


def _check_aantal(
    session: Session, tabel: type[LogboekBijlage] | type[UrenBijlage], welke: sa.ColumnElement[bool]
) -> None:
    aantal = session.execute(sa.select(sa.func.count()).select_from(tabel).where(welke)).scalar_one()
    if aantal >= MAX_BIJLAGEN:
        raise TeVeelBijlagen


def check_mag_dagbijlage(session: Session, actor: Actor, dag_id: int) -> tuple[UrenDag, UrenWeek]:
    """An own day of hours that may still change and has room for an attachment; its week is locked.

    Raises GeenRecht, NietGevonden, WeekVast or TeVeelBijlagen.
    """
    dag, week = _haal_dag(session, actor, dag_id)
    _check_aantal(session, UrenBijlage, col(UrenBijlage.dag_id) == dag_id)
    return dag, week


def _haal_dag(session: Session, actor: Actor, dag_id: int) -> tuple[UrenDag, UrenWeek]:
    require(actor, Actie.UREN_SCHRIJVEN)
    if not is_sleutel(dag_id):
        raise NietGevonden
    vraag = (
        sa.select(UrenDag, UrenWeek)
        .join(UrenWeek, col(UrenWeek.id) == col(UrenDag.week_id))
        .where(col(UrenDag.id) == dag_id, eigen_dag_scope(actor))
        .with_for_update(of=UrenWeek)
        .execution_options(populate_existing=True)
    )
    rij = session.execute(vraag).one_or_none()
    if rij is None:
        raise NietGevonden
    dag, week = rij
    if week.status is WeekStatus.GOEDGEKEURD:
        raise WeekVast
    return dag, week


def voeg_dagbijlage_toe(
    session: Session, actor: Actor, clock: Clock, dag_id: int, bestand: Bestand
) -> tuple[UrenBijlage, UrenDag]:
    """Keep an attachment with an own day; the week counts it as a change. Raises as `check_mag_dagbijlage` does."""
    dag, week = check_mag_dagbijlage(session, actor, dag_id)
    bijlage = UrenBijlage(
        dag_id=dag_id,
        sha256=opslag.bewaar(bestand.inhoud),
        naam=bestand.naam,
        soort=bestand.soort,
        bytes_aantal=len(bestand.inhoud),
        op=clock.nu(),
    )
    week.wijzigingen += 1
    session.add(bijlage)
    session.flush()
    return bijlage, dag


def get_dagbijlage(session: Session, actor: Actor, bijlage_id: int) -> tuple[UrenBijlage, bytes]:
    """An attachment of a day the actor may see. Raises GeenRecht or NietGevonden."""
    if not any(actor.mag(actie) for actie in (Actie.UREN_ZIEN, Actie.UREN_BEOORDELEN, Actie.UREN_SCHRIJVEN)):
        raise GeenRecht
    rij = _vind_dagbijlage(session, bijlage_id, dag_scope(actor))
    return rij, opslag.lees(rij.sha256)


def verwijder_dagbijlage(session: Session, actor: Actor, bijlage_id: int) -> UrenDag:
    """Remove an attachment of an own day; gives the day. Raises GeenRecht, NietGevonden or WeekVast."""
    require(actor, Actie.UREN_SCHRIJVEN)
    rij = _vind_dagbijlage(session, bijlage_id, eigen_dag_scope(actor))
    dag, week = _haal_dag(session, actor, rij.dag_id)
    week.wijzigingen += 1
    session.delete(rij)
    session.flush()
    return dag


def _vind_dagbijlage(session: Session, bijlage_id: int, scope: sa.ColumnElement[bool]) -> UrenBijlage:
    if not is_sleutel(bijlage_id):
        raise NietGevonden
    vraag = (
        sa.select(UrenBijlage)
        .join(UrenDag, col(UrenDag.id) == col(UrenBijlage.dag_id))
        .where(col(UrenBijlage.id) == bijlage_id, scope)
    )
    rij: UrenBijlage | None = session.execute(vraag).scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    return rij
