"""The logbook's verbs: write, share, comment, discuss. Each fetches inside the actor's scope, then asks the rule."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.clauses_logboek import logboek_rol, logboek_scope
from bpv_app.uren.queries_logboek import get_stage
from bpv_app.uren.rules_logboek import (
    MAX_REACTIES,
    Handeling,
    LogboekInvoer,
    LogboekStatus,
    check_handeling,
    check_periode,
    schone_reactie,
    schoon_invoer,
    toestand_van,
)
from bpv_app.uren.tables_logboek import LogboekBijlage, LogboekItem, LogboekReactie

MAX_NAAM = 200


def haal_item(
    session: Session, actor: Actor, item_id: int, handeling: Handeling, versie: int | None = None
) -> tuple[LogboekItem, Rol]:
    """The entry, locked, for somebody who is going to do something with it.

    Raises GeenRecht, NietGevonden, Verouderd (`versie` is the one on that person's screen; None: whatever it is now)
    or MagNiet.
    """
    require(actor, Actie.LOGBOEK_LEZEN)
    if not is_sleutel(item_id):
        raise NietGevonden
    vraag = sa.select(LogboekItem, logboek_rol(actor)).where(col(LogboekItem.id) == item_id, logboek_scope(actor))
    rij = session.execute(vraag.with_for_update(of=LogboekItem).execution_options(populate_existing=True)).one_or_none()
    if rij is None:
        raise NietGevonden
    item, rol = rij[0], Rol(rij[1])
    check_versie(item, versie)
    check_handeling(handeling, rol, toestand_van(item.status, item.besproken_op))
    return item, rol


def maak_item(session: Session, actor: Actor, clock: Clock, pok_id: int, invoer: LogboekInvoer) -> LogboekItem:
    """A new entry about days of one of the own placements; a private draft until it is shared.

    Raises GeenRecht, NietGevonden (no such own placement) or OngeldigeInvoer.
    """
    require(actor, Actie.LOGBOEK_SCHRIJVEN)
    stage = get_stage(session, actor, pok_id)
    schoon = schoon_invoer(invoer)
    assert schoon.van is not None
    assert schoon.tot is not None
    check_periode(schoon.van, schoon.tot, stage.begin_op, stage.eind_op, clock.vandaag())
    item = LogboekItem(
        pok_id=stage.pok_id,
        student_id=stage.student_id,
        van=schoon.van,
        tot=schoon.tot,
        status=LogboekStatus.CONCEPT,
        aangemaakt_op=clock.nu(),
        bijgewerkt_op=clock.nu(),
    )
    _zet_tekst(item, schoon)
    session.add(item)
    session.flush()
    return item


def _zet_tekst(item: LogboekItem, schoon: LogboekInvoer) -> None:
    item.titel, item.tekst, item.werkproces = schoon.titel, schoon.tekst, schoon.werkproces
    item.antwoorden = [{"vraag": a.vraag, "antwoord": a.antwoord} for a in schoon.antwoorden]


def wijzig_item(
    session: Session, actor: Actor, clock: Clock, item_id: int, invoer: LogboekInvoer, versie: int | None = None
) -> LogboekItem:
    """Change an own entry, as long as it was not discussed.

    Raises GeenRecht, NietGevonden, Verouderd, MagNiet or OngeldigeInvoer.
    """
    require(actor, Actie.LOGBOEK_SCHRIJVEN)
    item, _ = haal_item(session, actor, item_id, Handeling.BEWERKEN, versie)
    stage = get_stage(session, actor, item.pok_id)
    schoon = schoon_invoer(invoer)
    assert schoon.van is not None
    assert schoon.tot is not None
    if (schoon.van, schoon.tot) != (item.van, item.tot):  # a placement that was shortened leaves what was written
        check_periode(schoon.van, schoon.tot, stage.begin_op, stage.eind_op, clock.vandaag())
    item.van, item.tot, item.bijgewerkt_op = schoon.van, schoon.tot, clock.nu()
    _zet_tekst(item, schoon)
    session.flush()
    return item


def deel_item(session: Session, actor: Actor, clock: Clock, item_id: int, versie: int | None = None) -> LogboekItem:
    """Let praktijkopleider and begeleider read it; cannot be undone. Raises as `wijzig_item` does."""
    require(actor, Actie.LOGBOEK_SCHRIJVEN)
    item, _ = haal_item(session, actor, item_id, Handeling.DELEN, versie)
    item.status, item.gedeeld_op = LogboekStatus.GEDEELD, clock.nu()
    session.flush()
    return item


def verwijder_item(session: Session, actor: Actor, item_id: int, versie: int | None = None) -> None:
    """Throw away an own draft with its attachments. Raises GeenRecht, NietGevonden, Verouderd or MagNiet."""
    require(actor, Actie.LOGBOEK_SCHRIJVEN)
    item, _ = haal_item(session, actor, item_id, Handeling.VERWIJDEREN, versie)
    for bijlage in session.execute(sa.select(LogboekBijlage).where(col(LogboekBijlage.item_id) == item_id)).scalars():
        session.delete(bijlage)
    session.flush()
    session.delete(item)
    session.flush()


def reageer(session: Session, actor: Actor, clock: Clock, item_id: int, tekst: str) -> LogboekReactie:
    """Write a comment under a shared entry; it stays as it is.

    Raises GeenRecht, NietGevonden, MagNiet or OngeldigeInvoer.
    """
    item, rol = haal_item(session, actor, item_id, Handeling.REAGEREN)
    schoon = schone_reactie(tekst)
    aantal = sa.select(sa.func.count()).where(col(LogboekReactie.item_id) == item_id)
    if session.execute(aantal).scalar_one() >= MAX_REACTIES:
        raise DomeinFout("te_veel_reacties", Tekst("Hier staan al heel veel reacties.", "There are too many comments."))
    assert item.id is not None
    reactie = LogboekReactie(
        item_id=item.id,
        account_id=actor.account_id,
        naam=actor.naam[:MAX_NAAM],
        rol=rol.value,
        tekst=schoon,
        op=clock.nu(),
    )
    session.add(reactie)
    session.flush()
    return reactie


def bespreek(session: Session, actor: Actor, clock: Clock, item_id: int, versie: int | None = None) -> LogboekItem:
    """Praktijkopleider or begeleider: we talked about this; the student can no longer change it.

    `versie` is the version that was read: what the student changed since must be read first (Verouderd). Raises also
    GeenRecht, NietGevonden or MagNiet.
    """
    item, _ = haal_item(session, actor, item_id, Handeling.BESPREKEN, versie)
    item.besproken_op, item.besproken_door = clock.nu(), actor.naam[:MAX_NAAM]
    session.flush()
    return item


def heropen(session: Session, actor: Actor, item_id: int, versie: int | None = None) -> LogboekItem:
    """Take back `bespreek`; the audit keeps that it happened. Raises GeenRecht, NietGevonden, Verouderd or MagNiet."""
    item, _ = haal_item(session, actor, item_id, Handeling.HEROPENEN, versie)
    item.besproken_op, item.besproken_door = None, ""
    session.flush()
    return item
