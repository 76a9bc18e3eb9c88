"""Ordering by companies inside a closed round: it starts when the lists close, ends at a moment, and its "not suitable"
judgements are decided by the coordinator."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock, toon_moment
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import zonder_bsn
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_rangorde import tijd_van
from bpv_app.matching.rules_afspraak import MAX_REDEN, AfspraakSoort
from bpv_app.matching.rules_rangorde import Besluit, RangordeDicht, neutrale_volgorde
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.service_rangorde_mail import stuur_vragen
from bpv_app.matching.service_ronde import get_ronde, noteer
from bpv_app.matching.tables_rangorde import Rangorde, RangordeKandidaat
from bpv_app.matching.tables_ronde import Afspraak, Ronde, RondePlaats, RondeStudent, Voorkeur, Voorkeurlijst
from bpv_app.matching.tables_voorstel import Voorstel


class AlGerekend(DomeinFout):
    """There are proposals: what companies sent in stands."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "rangorde_al_gerekend",
            Tekst(
                "Er is al een voorstel gerekend met de volgorde van de bedrijven. Langer openhouden kan niet meer.",
                "A proposal was computed with the companies' orders already. They cannot be kept open any longer.",
            ),
        )


def start_rangschikken(session: Session, actor: Actor, clock: Clock, ronde: Ronde) -> int:
    """Freeze the candidates per place that orders, and ask its company by mail. Part of closing; how many places.

    No candidate is who is locked to a place or blocked from this one: there is nothing to order about them.
    """
    if not ronde.bedrijven_rangschikken:
        return 0
    plaatsen = session.execute(
        sa.select(col(RondePlaats.plaats_id))
        .where(
            col(RondePlaats.ronde_id) == ronde.id,
            col(RondePlaats.rangschikt),
            col(RondePlaats.ingetrokken_op).is_(None),
        )
        .order_by(col(RondePlaats.plaats_id))
    ).scalars()
    kandidaten = _kandidaten(session, ronde)
    aantal = 0
    for plaats_id in plaatsen.all():
        volgorde = neutrale_volgorde(ronde.zaad, plaats_id, kandidaten.get(plaats_id, ()))
        rangorde = Rangorde(
            ronde_id=ronde.id or 0,
            plaats_id=plaats_id,
            nummers=list(range(1, len(volgorde) + 1)),
            bijgewerkt_op=clock.nu(),
        )
        session.add(rangorde)
        session.flush()
        for nummer, deelnemer in enumerate(volgorde, 1):
            session.add(RangordeKandidaat(rangorde_id=rangorde.id or 0, ronde_student_id=deelnemer, nummer=nummer))
        aantal += 1
    session.flush()
    mails = stuur_vragen(session, clock, ronde)
    noteer(session, actor, clock, ronde, "rangschikken_open", plaatsen=aantal, mails=mails)
    return aantal


def _kandidaten(session: Session, ronde: Ronde) -> dict[int, list[int]]:
    """Place → participants who sent it in on their list and can still be given to it."""
    afspraken = session.execute(
        sa.select(col(Afspraak.student_id), col(Afspraak.plaats_id), col(Afspraak.soort)).where(
            col(Afspraak.ronde_id) == ronde.id
        )
    ).all()
    vast = {student for student, _, soort in afspraken if soort is AfspraakSoort.VAST}
    geblokt = {(student, plaats) for student, plaats, soort in afspraken if soort is AfspraakSoort.UITGESLOTEN}
    uit: dict[int, list[int]] = {}
    for deelnemer, student, plaats in session.execute(
        sa.select(col(RondeStudent.id), col(RondeStudent.student_id), col(Voorkeur.plaats_id))
        .join(Voorkeurlijst, col(Voorkeurlijst.ronde_student_id) == col(RondeStudent.id))
        .join(Voorkeur, col(Voorkeur.lijst_id) == col(Voorkeurlijst.id))
        .where(col(RondeStudent.ronde_id) == ronde.id)
    ):
        if student not in vast and (student, plaats) not in geblokt:
            uit.setdefault(plaats, []).append(deelnemer)
    return uit


def _schone_reden(reden: str) -> str:
    schoon = zonder_bsn(reden.replace("\x00", "").strip())
    if not schoon or len(schoon) > MAX_REDEN:
        raise OngeldigeInvoer(
            {
                "reden": Tekst(
                    f"Schrijf een reden van hoogstens {MAX_REDEN} tekens.",
                    f"Write a reason of at most {MAX_REDEN} characters.",
                )
            }
        )
    return schoon


def verzet_rangschikken(
    session: Session, actor: Actor, clock: Clock, ronde_id: int, tot: datetime | None, reden: str
) -> Ronde:
    """Give companies until `tot`, or (None) end it now; with the reason. Longer only while nothing was computed.

    Raises `NietGevonden`, `GeenRecht`, `RangordeDicht` (this round has no ordering to move), `AlGerekend`,
    `OngeldigeInvoer`.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN, op_slot=True)
    tijd, nu = tijd_van(ronde), clock.nu()
    if not tijd.rangschikt or ronde.status is not RondeStatus.GESLOTEN:
        raise RangordeDicht
    schoon = _schone_reden(reden)
    if tot is None:
        tijd.check_open(nu)
        ronde.rangschikken_gesloten_op = nu
        session.flush()
        noteer(session, actor, clock, ronde, "rangschikken_dicht", schoon)
        return ronde
    if tot <= nu or (ronde.publiceert_op and tot >= ronde.publiceert_op):
        raise OngeldigeInvoer(
            {
                "rangschikken_tot": Tekst(
                    "Kies een moment in de toekomst, vóór de uitslag.", "Choose a future moment, before the result."
                )
            }
        )
    if session.execute(sa.select(col(Voorstel.id)).where(col(Voorstel.ronde_id) == ronde.id).limit(1)).first():
        raise AlGerekend
    ronde.rangschikken_tot, ronde.rangschikken_gesloten_op = tot, None
    session.flush()
    noteer(session, actor, clock, ronde, "rangschikken_tot", f"{toon_moment(tot)}. {schoon}")
    return ronde


def beslis_oordeel(
    session: Session,
    actor: Actor,
    clock: Clock,
    ronde_id: int,
    kandidaat_id: int,
    besluit: Besluit,
    reden: str,
    versie: int | None = None,
) -> RangordeKandidaat:
    """Agree that a student does not go to a place, or let the judgement not count; it can be decided otherwise until
    the result is published. The reason is kept, and the student can read it.

    Raises `NietGevonden`, `GeenRecht`, `RangordeNogOpen`, `RangordeDicht` (published), `Verouderd`, `OngeldigeInvoer`.
    """
    require(actor, Actie.MATCHING_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.MATCHING_BEWERKEN, op_slot=True)
    rij: RangordeKandidaat | None = None
    if is_sleutel(kandidaat_id):
        rij = session.execute(
            sa.select(RangordeKandidaat)
            .join(Rangorde, col(Rangorde.id) == col(RangordeKandidaat.rangorde_id))
            .where(
                col(RangordeKandidaat.id) == kandidaat_id,
                col(Rangorde.ronde_id) == ronde.id,
                col(RangordeKandidaat.grond).is_not(None),
            )
            .with_for_update(of=RangordeKandidaat)
            .execution_options(populate_existing=True)
        ).scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    tijd_van(ronde).check_klaar(clock.nu())
    if ronde.status is not RondeStatus.GESLOTEN:
        raise RangordeDicht
    check_versie(rij, versie)
    rij.besluit, rij.besluit_reden = besluit, _schone_reden(reden)
    rij.besloten_op, rij.besloten_door = clock.nu(), actor.naam
    session.flush()
    if besluit is Besluit.AKKOORD:
        noteer(session, actor, clock, ronde, "oordeel_akkoord", kandidaat=rij.id)
    else:
        noteer(session, actor, clock, ronde, "oordeel_telt_niet", kandidaat=rij.id)
    return rij
