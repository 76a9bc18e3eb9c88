"""Exempt one placement from the register's mutation freeze: by studentenzaken, with a reason, for ever in history."""

from __future__ import annotations

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.rechten import Actie
from bpv_app.pok.rules_bezwaar import check_reden
from bpv_app.pok.rules_ontheffing import GeenMutatiestop, valt_onder
from bpv_app.pok.service_basis import haal, id_van
from bpv_app.pok.service_krd import get_mutatiestop, get_ontheffing
from bpv_app.pok.tables_krd import PokOntheffing


def geef_ontheffing(session: Session, actor: Actor, clock: Clock, pok_id: int, reden: str) -> PokOntheffing:
    """This placement (with what follows on the agreement) may change as yet; the reason goes along in every message.

    It holds for the freeze as it stands now. Given already: nothing changes, the first one is the answer. Raises
    NietGevonden, GeenRecht, GeenMutatiestop or OngeldigeInvoer.
    """
    pok = haal(session, actor, pok_id, Actie.MUTATIESTOP_ONTHEFFEN)
    stop = get_mutatiestop(session)
    if stop is None or not valt_onder(stop, pok.begin_op):
        raise GeenMutatiestop
    goed = check_reden(reden)
    if bestaand := get_ontheffing(session, pok.dossier_id):
        return bestaand
    ontheffing = PokOntheffing(
        pok_id=id_van(pok),
        mutatiestop=stop,
        reden=goed,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(ontheffing)
    session.flush()
    return ontheffing
