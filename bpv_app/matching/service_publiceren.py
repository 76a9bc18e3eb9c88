"""Publishing a proposal: one transaction in which every slot is claimed, everybody told, and an older result replaced.

Two who publish at once wait for the round's row; the second finds that the first was there. A process that dies here
leaves the proposal as it was: nothing is written outside this transaction, mails included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_namen import list_bedrijven
from bpv_app.matching.queries_publiceren import list_huidig, list_regels, tel_deelnemers, vergrendel
from bpv_app.matching.queries_rangorde_ronde import lees_rangordes
from bpv_app.matching.rules_publiceren import (
    PublicerenKanNiet,
    Regel,
    Verschil,
    VoorstelStand,
    bezwaren_tegen,
    vast_tekst,
    vergelijk,
)
from bpv_app.matching.rules_ronde import RondeStand, RondeStap, RondeStatus, Wie, check_stap
from bpv_app.matching.rules_uitslag import bezwaar_tot
from bpv_app.matching.rules_voorstel import BordStap, VoorstelStatus
from bpv_app.matching.service_publiceren_plek import verplaats_plekken
from bpv_app.matching.service_rekenen import is_actueel
from bpv_app.matching.service_ronde import get_ronde, noteer
from bpv_app.matching.service_uitslag_mail import stuur_komst, stuur_uitslag
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelStap


@dataclass(frozen=True, slots=True)
class Publicatie:
    """What publishing did: how many got a (new) place, lost theirs, have none, and how many mails were written."""

    voorstel_id: int
    nieuw: int
    vervallen: int
    zonder: int
    mails_student: int
    mails_bedrijf: int


def get_voorstel(
    session: Session, actor: Actor, voorstel_id: int, actie: Actie = Actie.RONDE_ZIEN, *, op_slot: bool = False
) -> tuple[Voorstel, Ronde]:
    """A proposal of a round in the actor's scope; `op_slot`: the round's row, then its own, locked.

    Raises `NietGevonden`.
    """
    vraag = sa.select(col(Voorstel.ronde_id)).where(col(Voorstel.id) == voorstel_id)
    ronde_id = session.execute(vraag).scalar_one_or_none() if is_sleutel(voorstel_id) else None
    if ronde_id is None:
        raise NietGevonden
    ronde = get_ronde(session, actor, ronde_id, actie, op_slot=op_slot)
    rij = sa.select(Voorstel).where(col(Voorstel.id) == voorstel_id)
    if op_slot:
        rij = rij.with_for_update().execution_options(populate_existing=True)
    return session.execute(rij).scalar_one(), ronde


def get_uitslag(session: Session, ronde_id: int) -> Voorstel | None:
    """The published proposal of a round; the caller has checked the scope."""
    vraag = sa.select(Voorstel).where(
        col(Voorstel.ronde_id) == ronde_id, col(Voorstel.status) == VoorstelStatus.GEPUBLICEERD
    )
    uitslag: Voorstel | None = session.execute(vraag).scalar_one_or_none()
    return uitslag


def publiceer(session: Session, actor: Actor, clock: Clock, voorstel_id: int, versie: int | None) -> Publicatie:
    """Make this proposal the result of its round, or the next result after a re-run.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `RondeStapMagNiet`, or `PublicerenKanNiet` with everything that
    stands in the way: the proposal itself, or slots that cannot be given any more. Then nothing has changed.
    """
    require(actor, Actie.UITSLAG_PUBLICEREN)
    require(actor, Actie.PLAATS_TOEWIJZEN)
    voorstel, ronde = get_voorstel(session, actor, voorstel_id, Actie.UITSLAG_PUBLICEREN, op_slot=True)
    check_versie(voorstel, versie)
    uitslag = get_uitslag(session, ronde.id or 0)
    regels = list_regels(session, voorstel_id)
    if redenen := bezwaren_tegen(_stand(session, voorstel, ronde, uitslag, regels)):
        raise PublicerenKanNiet(redenen)
    if ronde.status is not RondeStatus.GEPUBLICEERD:
        stand = RondeStand(ronde.status, clock.nu(), ronde.sluit_op, heeft_uitslag=True, vandaag=clock.vandaag())
        ronde.status = check_stap(RondeStap.PUBLICEREN, stand, Wie.COORDINATOR).naar
    verschil = vergelijk(regels, list_huidig(session, ronde.id or 0))
    if vast := vast_tekst(verschil.vast):
        raise PublicerenKanNiet([vast])
    plaatsen = {p.id or 0: p for p in vergrendel(
        session,
        [r.student_id for r in verschil.nieuw] + [h.student_id for h in verschil.vervalt],
        [r.plaats_id for r in verschil.nieuw if r.plaats_id is not None] + [h.plaats_id for h in verschil.vervalt],
    )}  # fmt: skip
    # Who got the locks later than a colleague who answered an objection sees that answer now.
    if vergelijk(regels, list_huidig(session, ronde.id or 0)) != verschil:
        raise PublicerenKanNiet([_INTUSSEN])
    verplaats_plekken(session, actor, clock, verschil, plaatsen, voorstel)
    _markeer(session, actor, clock, voorstel, uitslag)
    noteer(
        session, actor, clock, ronde, RondeStap.PUBLICEREN if uitslag is None else "opnieuw_gepubliceerd",
        voorstel=voorstel.nummer, nieuw=len(verschil.nieuw), vervallen=len(verschil.vervalt),
        zonder=sum(r.plaats_id is None for r in regels),
    )  # fmt: skip
    return _vertel(session, clock, ronde, voorstel_id, verschil, plaatsen, is_eerste=uitslag is None)


_INTUSSEN = Tekst(
    "Iemand heeft intussen een plaatsing veranderd. Probeer het nog eens.",
    "Somebody changed a placement in the meantime. Try again.",
)


def _stand(
    session: Session, voorstel: Voorstel, ronde: Ronde, uitslag: Voorstel | None, regels: Sequence[Regel]
) -> VoorstelStand:
    rangordes = lees_rangordes(session, ronde)
    return VoorstelStand(
        id=voorstel.id or 0,
        status=voorstel.status,
        is_actueel=is_actueel(session, ronde, voorstel),
        verslag=voorstel.verslag,
        gerekend_op=voorstel.gerekend_op,
        herhaling_van=voorstel.herhaling_van,
        regels=len(regels),
        deelnemers=tel_deelnemers(session, ronde.id or 0),
        uitslag=uitslag.id if uitslag else None,
        uitslag_op=uitslag.gepubliceerd_op if uitslag else None,
        open_oordelen=rangordes.open_besluiten if rangordes else 0,
    )


def waarom_niet(session: Session, actor: Actor, voorstel_id: int) -> tuple[Tekst, ...]:
    """Why this proposal may not be published, for the button; slots are looked at when it is done.

    Raises `NietGevonden`.
    """
    voorstel, ronde = get_voorstel(session, actor, voorstel_id)
    regels = list_regels(session, voorstel_id)
    redenen = bezwaren_tegen(_stand(session, voorstel, ronde, get_uitslag(session, ronde.id or 0), regels))
    vast = vast_tekst(vergelijk(regels, list_huidig(session, ronde.id or 0)).vast)
    return (*redenen, vast) if vast else redenen


def _markeer(session: Session, actor: Actor, clock: Clock, voorstel: Voorstel, uitslag: Voorstel | None) -> None:
    """The former result lapses first: the database allows a round one published proposal."""
    if uitslag is not None:
        uitslag.status = VoorstelStatus.VERVALLEN
        _voorstel_stap(session, actor, clock, uitslag, BordStap.VERVALLEN)
        session.flush()
    voorstel.status = VoorstelStatus.GEPUBLICEERD
    voorstel.gepubliceerd_op, voorstel.gepubliceerd_door = clock.nu(), actor.naam[:200]
    _voorstel_stap(session, actor, clock, voorstel, BordStap.GEPUBLICEERD)
    session.flush()


def _voorstel_stap(session: Session, actor: Actor, clock: Clock, voorstel: Voorstel, soort: BordStap) -> None:
    session.add(
        VoorstelStap(
            voorstel_id=voorstel.id or 0,
            soort=soort,
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam[:200],
        )
    )


def _vertel(
    session: Session,
    clock: Clock,
    ronde: Ronde,
    voorstel_id: int,
    verschil: Verschil,
    plaatsen: dict[int, Plaats],
    *,
    is_eerste: bool,
) -> Publicatie:
    """Mail who got something new to know. After a re-run: not who had no place and still has none."""
    bedrijven = list_bedrijven(session, sorted(plaatsen))
    geplaatst = {}
    for r in verschil.nieuw:
        p = plaatsen[r.plaats_id or 0]
        geplaatst[r.ronde_student_id] = (p.titel, bedrijven[p.id or 0], p.van, p.tot)
    kwijt = {h.ronde_student_id for h in verschil.vervalt}
    zonder = [r.ronde_student_id for r in verschil.zonder if is_eerste or r.ronde_student_id in kwijt]
    tot = bezwaar_tot(clock.nu().astimezone(AMSTERDAM).date(), ronde.bezwaardagen)
    return Publicatie(
        voorstel_id=voorstel_id,
        nieuw=len(verschil.nieuw),
        vervallen=len(verschil.vervalt),
        zonder=len(verschil.zonder),
        mails_student=stuur_uitslag(session, clock, ronde, voorstel_id, geplaatst, zonder, tot),
        mails_bedrijf=stuur_komst(session, clock, ronde, f"v{voorstel_id}", sorted(plaatsen)),
    )
