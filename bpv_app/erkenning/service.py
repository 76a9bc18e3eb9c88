"""What a person does with a lost accreditation: close it, with a reason. The rest follows (`service_volgen`)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from bpv_app.db import check_versie
from bpv_app.erkenning.queries_poort import naam_van, slot_intrekking
from bpv_app.erkenning.rules import IntrekkingGesloten, IntrekkingStatus, check_reden
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst

MAX_TEGELIJK = 500
AFGEHANDELD = Tekst("Afgehandeld.", "Dealt with.")


def handel_af(
    session: Session, actor: Actor, clock: Clock, intrekking_id: int, reden: str, versie: int | None = None
) -> Intrekking:
    """Close a line, with what was done or why it can stay so. The accreditation itself is asked again at printing and
    signing: closing a line opens nothing there.

    Raises GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd or IntrekkingGesloten.
    """
    require(actor, Actie.INTREKKING_AFHANDELEN)
    goed = check_reden(reden)
    gevonden = slot_intrekking(session, actor, clock.vandaag(), intrekking_id, Actie.INTREKKING_AFHANDELEN)
    if gevonden is None:
        raise NietGevonden
    rij, is_nog = gevonden
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
        uit.append(Uitslag(naam, naam_van(session, rij), True, AFGEHANDELD))
    return uit
