"""A company's order of candidates: saved with every move, sent in with a receipt, never over what a colleague saved."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import Verouderd
from bpv_app.kernel.nummers import zonder_bsn
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.queries_rangorde import (
    RangordeBewijsRij,
    RangordeRij,
    als_volgorde,
    get_bewijs,
    get_rangorde,
    list_kandidaten,
)
from bpv_app.matching.rules_rangorde import (
    PastNietGrond,
    Volgorde,
    bewijs_code,
    check_volgorde,
    in_woorden,
    rangen_van,
    vind_niet_passend,
    vind_passend,
)
from bpv_app.matching.service_rangorde_mail import stuur_bewijs, trek_herinneringen_in
from bpv_app.matching.tables_rangorde import Rangorde, RangordeBewijs, RangordeKandidaat
from bpv_app.matching.tables_ronde import Ronde


def _open_rangorde(session: Session, actor: Actor, clock: Clock, rangorde_id: int) -> tuple[RangordeRij, Rangorde]:
    """An order of the own company that can be written now, locked: two colleagues wait for each other.

    The round's row is locked first (shared by nobody who writes), so an order never arrives after it was closed.
    """
    require(actor, Actie.RANGORDE_GEVEN)
    eerst = get_rangorde(session, actor, rangorde_id)
    session.execute(sa.select(col(Ronde.id)).where(col(Ronde.id) == eerst.ronde_id).with_for_update())
    rij = session.execute(
        sa.select(Rangorde)
        .where(col(Rangorde.id) == rangorde_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    session.expire(session.get_one(Ronde, eerst.ronde_id))
    rangorde = get_rangorde(session, actor, rangorde_id)
    rangorde.tijd.check_open(clock.nu())
    return rangorde, rij


def bewaar_volgorde(
    session: Session, actor: Actor, clock: Clock, rangorde_id: int, versie: int, maak: Callable[[Volgorde], Volgorde]
) -> Rangorde:
    """Save the order that `maak` gives from the one the person sees (`versie`).

    Raises `NietGevonden`, `GeenRecht`, `RangordeDicht`, `OngeldigeInvoer`, or `Verouderd` with both orders when
    somebody else of the company saved in between.
    """
    _, rij = _open_rangorde(session, actor, clock, rangorde_id)
    nu = als_volgorde(rij)
    nieuw = check_volgorde(maak(nu), list_kandidaten(session, rangorde_id))
    if nieuw == nu:
        return rij
    if rij.versie != versie:
        raise Verouderd((("volgorde", in_woorden(nu), in_woorden(nieuw)),))
    rij.nummers = list(nieuw.nummers)
    rij.past_niet = [{"nummer": p.nummer, "grond": p.grond.value, "uitleg": p.uitleg} for p in nieuw.past_niet]
    rij.bijgewerkt_op = clock.nu()
    session.flush()
    return rij


def zet_niet_passend(
    session: Session, actor: Actor, clock: Clock, rangorde_id: int, versie: int, nummer: int, grond: PastNietGrond,
    uitleg: str,
) -> Rangorde:  # fmt: skip
    """Say that a candidate is not suitable, and why. Raises as `bewaar_volgorde`."""
    schoon = zonder_bsn(uitleg)
    return bewaar_volgorde(
        session, actor, clock, rangorde_id, versie, lambda v: vind_niet_passend(v, nummer, grond, schoon)
    )


def zet_passend(session: Session, actor: Actor, clock: Clock, rangorde_id: int, versie: int, nummer: int) -> Rangorde:
    """Take "not suitable" back. Raises as `bewaar_volgorde`."""
    return bewaar_volgorde(session, actor, clock, rangorde_id, versie, lambda v: vind_passend(v, nummer))


def stuur_rangorde_in(session: Session, actor: Actor, clock: Clock, rangorde_id: int, versie: int) -> RangordeBewijsRij:
    """Send the order in as it stands: it counts until another one is sent in. Gives the receipt, also by mail.

    Sending in the same order again gives the receipt there is. Raises `NietGevonden`, `GeenRecht`, `RangordeDicht`,
    `Verouderd`.
    """
    rangorde, rij = _open_rangorde(session, actor, clock, rangorde_id)
    if rij.versie != versie:
        raise Verouderd
    if rij.ingestuurd_versie == rij.versie and (al := get_bewijs(session, rangorde_id)):
        return al
    volgorde = check_volgorde(als_volgorde(rij), list_kandidaten(session, rangorde_id))
    _schrijf_rangen(session, rangorde_id, volgorde)
    nu = clock.nu()
    rij.ingestuurd_op, rij.ingestuurd_versie = nu, rij.versie + 1  # this change makes it that version
    bewijs = RangordeBewijs(
        rangorde_id=rangorde_id,
        op=nu,
        code=bewijs_code(rangorde_id, nu, volgorde),
        nummers=list(volgorde.nummers),
        past_niet=[{"nummer": p.nummer, "grond": p.grond.value, "uitleg": p.uitleg} for p in volgorde.past_niet],
        account_id=actor.account_id,
        door_naam=actor.naam,
    )
    session.add(bewijs)
    session.flush()
    uit = RangordeBewijsRij(bewijs.op, bewijs.code, bewijs.door_naam, volgorde)
    trek_herinneringen_in(session, clock, rangorde.ronde_id, rangorde.plaats_id)
    stuur_bewijs(session, clock, rangorde, uit)
    return uit


def _schrijf_rangen(session: Session, rangorde_id: int, volgorde: Volgorde) -> None:
    """What counts from now on. Two steps, because no two candidates may have one rank, not even for a moment."""
    rangen, oordelen = rangen_van(volgorde), {p.nummer: p for p in volgorde.past_niet}
    kandidaten = (
        session.execute(
            sa.select(RangordeKandidaat)
            .where(col(RangordeKandidaat.rangorde_id) == rangorde_id)
            .order_by(col(RangordeKandidaat.nummer))
        )
        .scalars()
        .all()
    )
    for k in kandidaten:
        k.rang = None
    session.flush()
    for k in kandidaten:
        oordeel = oordelen.get(k.nummer)
        k.rang = rangen.get(k.nummer)
        k.grond, k.uitleg = (oordeel.grond, oordeel.uitleg) if oordeel else (None, "")
    session.flush()
