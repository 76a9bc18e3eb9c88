"""What the parties say to a new bpv-blad: online by themselves, or an objection the school registers. One place.

Every answer is a row of its own, for ever; the amendment is objected to as long as one party objects. The coordinator
and the begeleider hear of an objection and of one that is taken back, whichever road it came by.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.clauses import poks_als_partij
from bpv_app.pok.rules import Partij
from bpv_app.pok.rules_bezwaar import check_reden
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_reactie import Houding, Reactie, check_reactie, houding_na, status_na
from bpv_app.pok.service_basis import partijen
from bpv_app.pok.service_melden_school import meld_reactie
from bpv_app.pok.service_wijziging import get_wijziging
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokBezwaar, PokWijziging

MELDERS = (Actie.POK_MUTEREN, Actie.POK_ONDERTEKENING_REGISTREREN)
"""Who may note an objection that came in: who amends, and who gets the post."""
GEEN_PARTIJ = Tekst("Deze partij hoort niet bij de POK.", "This party is not in the agreement.")


def registreer_bezwaar(
    session: Session,
    actor: Actor,
    clock: Clock,
    wijziging_id: int,
    partij: Partij,
    reden: str,
    ontvangen_op: date | None,
) -> PokBezwaar:
    """The school notes that a party objects to a new bpv-blad. `ontvangen_op`: within the term; None: today.

    Raises NietGevonden, GeenRecht, BezwaarMagNiet, AlGereageerd or OngeldigeInvoer.
    """
    pok, wijziging = get_wijziging(session, actor, wijziging_id, *MELDERS)
    dag = ontvangen_op or clock.vandaag()
    return _leg_vast(session, actor, clock, pok, wijziging, partij, Reactie.BEZWAAR, check_reden(reden), dag)


def reageer(
    session: Session, actor: Actor, clock: Clock, wijziging_id: int, reactie: Reactie, reden: str = ""
) -> PokBezwaar:
    """A party itself agrees, objects (with a reason) or takes that back, while the term runs.

    The same answer again changes nothing and gives the first one: a second click, a form sent twice. Raises
    NietGevonden (also for somebody else's), GeenRecht, BezwaarMagNiet, AlGereageerd or OngeldigeInvoer.
    """
    pok, wijziging, partij = get_als_partij(session, actor, wijziging_id)
    goed = check_reden(reden) if reactie is Reactie.BEZWAAR else ""
    vorige = list_reacties(session, wijziging_id, partij)
    if vorige and vorige[-1].is_online and (vorige[-1].reactie, vorige[-1].reden) == (reactie, goed):
        return vorige[-1]
    return _leg_vast(session, actor, clock, pok, wijziging, partij, reactie, goed, clock.vandaag(), is_online=True)


def get_als_partij(
    session: Session, actor: Actor, wijziging_id: int, *, op_slot: bool = True
) -> tuple[Pok, PokWijziging, Partij]:
    """A new bpv-blad with its POK and which party this person is in it; both locked when `op_slot`.

    Raises GeenRecht or NietGevonden.
    """
    require(actor, Actie.BPVBLAD_REAGEREN)
    welke = sa.and_(col(PokWijziging.id) == wijziging_id, col(PokWijziging.gevolg) == Gevolg.BPVBLAD)
    vraag = (
        sa.select(Pok, PokWijziging)
        .join(PokWijziging, col(PokWijziging.pok_id) == col(Pok.id))
        .where(welke if is_sleutel(wijziging_id) else sa.false(), poks_als_partij(actor))
    )
    if op_slot:
        vraag = vraag.with_for_update(of=(Pok, PokWijziging)).execution_options(populate_existing=True)
    rij = session.execute(vraag).first()
    if rij is None:
        raise NietGevonden
    pok, wijziging = rij
    return pok, wijziging, Partij.STUDENT if pok.student_id == actor.student_id else Partij.LEERBEDRIJF


def list_reacties(session: Session, wijziging_id: int, partij: Partij | None = None) -> list[PokBezwaar]:
    """What was said about a new bpv-blad, oldest first. The caller has checked that it may be seen."""
    vraag = sa.select(PokBezwaar).where(col(PokBezwaar.wijziging_id) == wijziging_id).order_by(col(PokBezwaar.id))
    if partij is not None:
        vraag = vraag.where(col(PokBezwaar.partij) == partij)
    return list(session.execute(vraag).scalars())


def _leg_vast(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok: Pok,
    wijziging: PokWijziging,
    partij: Partij,
    reactie: Reactie,
    reden: str,
    dag: date,
    *,
    is_online: bool = False,
) -> PokBezwaar:
    """One answer of one party: the check, the row, what it makes of the amendment, and who hears of it."""
    vandaag = clock.vandaag()
    assert wijziging.id is not None
    per_partij: dict[Partij, list[Reactie]] = {}
    for eerder in list_reacties(session, wijziging.id):
        per_partij.setdefault(eerder.partij, []).append(eerder.reactie)
    houdingen: dict[Partij, Houding] = {p: houding_na(reeks) for p, reeks in per_partij.items()}
    was = houdingen.get(partij)
    check_reactie(reactie, was, wijziging.status, wijziging.bezwaar_tot, dag, vandaag, is_online=is_online)
    if partij not in partijen(session, pok, vandaag):
        raise OngeldigeInvoer({"partij": GEEN_PARTIJ})
    rij = PokBezwaar(
        wijziging_id=wijziging.id,
        partij=partij,
        reactie=reactie,
        is_online=is_online,
        reden=reden,
        ontvangen_op=dag,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(rij)
    wijziging.status = status_na((houdingen | {partij: houding_na([reactie])}).values())
    session.add(wijziging)
    session.flush()
    if reactie is Reactie.BEZWAAR or was is Reactie.BEZWAAR:
        meld_reactie(session, clock, pok, rij)
    return rij
