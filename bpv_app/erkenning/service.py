"""What a person does with a lost accreditation: close it, with a reason. The rest follows (`service_volgen`)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.clauses import intrekking_scope, is_nog_aan_de_orde
from bpv_app.erkenning.rules import IntrekkingGesloten, IntrekkingStatus, check_reden
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.tables import Plaats
from bpv_app.pok.tables import Pok

MAX_TEGELIJK = 500
AFGEHANDELD = Tekst("Afgehandeld.", "Dealt with.")


def _haal(session: Session, actor: Actor, clock: Clock, intrekking_id: int) -> tuple[Intrekking, bool]:
    """The line inside the actor's scope, locked, and whether it still is about something."""
    vraag = (
        sa.select(Intrekking, sa.func.coalesce(is_nog_aan_de_orde(clock.vandaag()), sa.false()))
        .outerjoin(Dossier, col(Dossier.id) == col(Intrekking.dossier_id))
        .outerjoin(Pok, col(Pok.id) == col(Intrekking.pok_id))
        .outerjoin(Plaats, col(Plaats.id) == col(Intrekking.plaats_id))
        .where(col(Intrekking.id) == intrekking_id, intrekking_scope(actor, Actie.INTREKKING_AFHANDELEN))
        .with_for_update(of=Intrekking)
        .execution_options(populate_existing=True)
    )
    rij = session.execute(vraag).one_or_none() if is_sleutel(intrekking_id) else None
    if rij is None:
        raise NietGevonden
    return rij[0], bool(rij[1])


def handel_af(
    session: Session, actor: Actor, clock: Clock, intrekking_id: int, reden: str, versie: int | None = None
) -> Intrekking:
    """Close a line, with what was done or why it can stay so. The accreditation itself is asked again at printing and
    signing: closing a line opens nothing there.

    Raises GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd or IntrekkingGesloten.
    """
    require(actor, Actie.INTREKKING_AFHANDELEN)
    goed = check_reden(reden)
    rij, is_nog = _haal(session, actor, clock, intrekking_id)
    check_versie(rij, versie)
    if rij.status is not IntrekkingStatus.OPEN:
        raise IntrekkingGesloten(rij.status)
    if not is_nog:
        raise IntrekkingGesloten(IntrekkingStatus.VOORBIJ)
    rij.status = IntrekkingStatus.GESLOTEN
    rij.gesloten_op, rij.gesloten_door, rij.account_id = clock.nu(), actor.naam[:200], actor.account_id
    rij.afhandeling = goed
    session.flush()
    return rij


def handel_af_alle(session: Session, actor: Actor, clock: Clock, ids: Sequence[int], reden: str) -> list[Uitslag]:
    """Close several with the same reason; a result per line. Raises GeenRecht or OngeldigeInvoer for all of them."""
    require(actor, Actie.INTREKKING_AFHANDELEN)
    check_reden(reden)
    uit = []
    for intrekking_id in list(dict.fromkeys(ids))[:MAX_TEGELIJK]:
        naam = str(intrekking_id)
        try:
            rij = handel_af(session, actor, clock, intrekking_id, reden)
        except DomeinFout as fout:
            uit.append(Uitslag(naam, naam, False, fout.tekst))
            continue
        uit.append(Uitslag(naam, _naam(session, rij), True, AFGEHANDELD))
    return uit


def _naam(session: Session, rij: Intrekking) -> str:
    if rij.pok_id:
        pok = session.get(Pok, rij.pok_id)
        return pok.nummer if pok else str(rij.pok_id)
    plaats = session.get(Plaats, rij.plaats_id)
    return plaats.titel if plaats else str(rij.plaats_id)
