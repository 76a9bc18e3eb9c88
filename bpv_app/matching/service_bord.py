"""The coordinator's hand on a proposal: move, let go, undo, lock, block. Hard rules refuse, soft rules warn."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import zonder_bsn
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_deelnemers import list_aanbod, list_vragen
from bpv_app.matching.queries_probleem import tel_plekken
from bpv_app.matching.queries_rangorde_ronde import lees_rangordes
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.queries_waarschuwing import list_rangen, waarschuw
from bpv_app.matching.rules_afspraak import MAX_REDEN, AfspraakSoort
from bpv_app.matching.rules_toelating import REGEL_UITLEG, beoordeel
from bpv_app.matching.rules_voorstel import (
    IS_INGETROKKEN,
    IS_NIET_PASSEND,
    IS_UITGESLOTEN,
    IS_VASTGEZET,
    IS_VOL,
    NIETS_ONGEDAAN,
    PAST_NIET,
    BordStap,
    PlekGrond,
    VoorstelMagNiet,
    Waarschuwing,
    ZetMagNiet,
)
from bpv_app.matching.service_afspraak import maak_afspraak, verwijder_afspraak
from bpv_app.matching.service_rekenen import Zet, get_concept, get_voorstel, noteer_stap
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.tables_ronde import (
    Afspraak,
    Ronde,
    RondePlaats,
    RondeStudent,
    RondeToelating,
)
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel, VoorstelStap

_OMKEERBAAR = (BordStap.VERPLAATST, BordStap.LOSGELATEN, BordStap.GEREKEND)


def verplaats(
    session: Session,
    actor: Actor,
    clock: Clock,
    voorstel_id: int,
    versie: int,
    deelnemer_id: int,
    plaats_id: int | None,
    reden: str = "",
) -> tuple[Waarschuwing, ...]:
    """Put a participant on a place by hand, or (None) on no place; there the participant stays when it is computed
    again. Returns what the coordinator should know: soft rules that this breaks.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `VoorstelMagNiet`, `OngeldigeInvoer`, or `ZetMagNiet` with the hard
    rule.
    """
    voorstel = get_concept(session, actor, voorstel_id, versie)
    ronde = get_ronde(session, actor, voorstel.ronde_id, Actie.MATCHING_BEWERKEN)
    regel = _regel(session, voorstel, deelnemer_id)
    deelnemer = session.get_one(RondeStudent, regel.ronde_student_id)
    schone_reden = zonder_bsn(reden.replace("\x00", "").strip())
    if len(schone_reden) > MAX_REDEN:
        raise OngeldigeInvoer({"reden": Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")})
    _check_afspraken(session, ronde, deelnemer, plaats_id)
    rangordes = lees_rangordes(session, ronde)
    if plaats_id is not None:
        if rangordes and (deelnemer.id or 0, plaats_id) in rangordes.past_niet:
            raise ZetMagNiet(IS_NIET_PASSEND)
        _check_plaats(session, clock, ronde, voorstel, deelnemer, plaats_id)
    rangen = list_rangen(session, deelnemer.id or 0)
    gewaarschuwd = waarschuw(session, voorstel, deelnemer, regel, plaats_id, rangen, rangordes)
    zet: Zet = (regel.ronde_student_id, regel.plaats_id, regel.is_gepind, plaats_id, True)
    _zet(regel, plaats_id, rangen.get(plaats_id or 0, 0), is_gepind=True)
    voorstel.is_gewijzigd = True
    session.flush()
    noteer_stap(session, actor, clock, voorstel, BordStap.VERPLAATST, schone_reden, [zet])
    return gewaarschuwd


def laat_los(session: Session, actor: Actor, clock: Clock, voorstel_id: int, versie: int, deelnemer_id: int) -> None:
    """Take the pin away: the next computation decides again. Raises as `verplaats`."""
    voorstel = get_concept(session, actor, voorstel_id, versie)
    regel = _regel(session, voorstel, deelnemer_id)
    if not regel.is_gepind:
        return
    regel.is_gepind = False
    voorstel.is_gewijzigd = True
    session.flush()
    zet: Zet = (regel.ronde_student_id, regel.plaats_id, True, regel.plaats_id, False)
    noteer_stap(session, actor, clock, voorstel, BordStap.LOSGELATEN, zetten=[zet])


def maak_ongedaan(session: Session, actor: Actor, clock: Clock, voorstel_id: int, versie: int) -> VoorstelStap:
    """Take back the last move, letting go or computation that was not taken back yet; returns it.

    The places come back as they were, with their pins; explanations are true again after computing. Raises as
    `get_concept`, and `VoorstelMagNiet` when there is nothing.
    """
    voorstel = get_concept(session, actor, voorstel_id, versie)
    stap = get_omkeerbare_stap(session, voorstel.id or 0)
    if stap is None:
        raise VoorstelMagNiet(NIETS_ONGEDAAN)
    terug: list[Zet] = [(d, naar, pin_naar, van, pin_van) for d, van, pin_van, naar, pin_naar in stap.zetten]
    regels = {
        r.ronde_student_id: r
        for r in session.execute(
            sa.select(VoorstelRegel).where(
                col(VoorstelRegel.voorstel_id) == voorstel.id,
                col(VoorstelRegel.ronde_student_id).in_([zet[0] for zet in terug]),
            )
        ).scalars()
    }
    for deelnemer, _, _, plaats, pin in terug:
        if regel := regels.get(deelnemer):
            _zet(regel, plaats, list_rangen(session, deelnemer).get(plaats or 0, 0), is_gepind=pin)
    voorstel.is_gewijzigd = True
    session.flush()
    noteer_stap(session, actor, clock, voorstel, BordStap.ONGEDAAN, zetten=terug, herstelt=stap.id)
    return stap


def get_omkeerbare_stap(session: Session, voorstel_id: int) -> VoorstelStap | None:
    """The last step that changed something and was not taken back."""
    hersteld = sa.select(col(VoorstelStap.herstelt)).where(
        col(VoorstelStap.voorstel_id) == voorstel_id, col(VoorstelStap.herstelt).is_not(None)
    )
    stappen = session.execute(
        sa.select(VoorstelStap)
        .where(
            col(VoorstelStap.voorstel_id) == voorstel_id,
            col(VoorstelStap.soort).in_(_OMKEERBAAR),
            col(VoorstelStap.id).not_in(hersteld),
        )
        .order_by(col(VoorstelStap.id).desc())
    ).scalars()
    return next((stap for stap in stappen if stap.zetten), None)


def spreek_af(
    session: Session, actor: Actor, clock: Clock, voorstel_id: int, deelnemer_id: int, plaats_id: int,
    soort: AfspraakSoort, reden: str,
) -> None:  # fmt: skip
    """Lock a participant to a place, or block it, for the whole round. Raises as `maak_afspraak`."""
    voorstel = get_voorstel(session, actor, voorstel_id)
    require(actor, Actie.MATCHING_BEWERKEN)
    deelnemer = session.get_one(RondeStudent, _regel(session, voorstel, deelnemer_id).ronde_student_id)
    maak_afspraak(session, actor, clock, voorstel.ronde_id, deelnemer.student_id, plaats_id, soort, reden)


def trek_afspraak_in(session: Session, actor: Actor, clock: Clock, voorstel_id: int, afspraak_id: int) -> None:
    """Take a lock or block back. Raises as `verwijder_afspraak`."""
    voorstel = get_voorstel(session, actor, voorstel_id)
    require(actor, Actie.MATCHING_BEWERKEN)
    verwijder_afspraak(session, actor, clock, voorstel.ronde_id, afspraak_id)


def _regel(session: Session, voorstel: Voorstel, deelnemer_id: int) -> VoorstelRegel:
    regel = session.get(VoorstelRegel, (voorstel.id, deelnemer_id)) if is_sleutel(deelnemer_id) else None
    if regel is None:
        raise NietGevonden
    return regel


def _zet(regel: VoorstelRegel, plaats_id: int | None, rang: int, *, is_gepind: bool) -> None:
    """Change a line; what the engine said about the earlier place is no longer about this one."""
    regel.plaats_id, regel.rang, regel.is_gepind = plaats_id, rang, is_gepind
    regel.grond = (
        None
        if plaats_id is None
        else PlekGrond.HAND
        if is_gepind
        else PlekGrond.LIJST
        if rang
        else PlekGrond.BUITEN_LIJST
    )
    regel.reden, regel.reden_getallen, regel.uitleg = None, {}, []


def _check_afspraken(session: Session, ronde: Ronde, deelnemer: RondeStudent, plaats_id: int | None) -> None:
    afspraken = session.execute(
        sa.select(col(Afspraak.soort), col(Afspraak.plaats_id)).where(
            col(Afspraak.ronde_id) == ronde.id, col(Afspraak.student_id) == deelnemer.student_id
        )
    ).all()
    if any(soort is AfspraakSoort.VAST and plaats != plaats_id for soort, plaats in afspraken):
        raise ZetMagNiet(IS_VASTGEZET)
    if any(soort is AfspraakSoort.UITGESLOTEN and plaats == plaats_id for soort, plaats in afspraken):
        raise ZetMagNiet(IS_UITGESLOTEN)


def _check_plaats(
    session: Session, clock: Clock, ronde: Ronde, voorstel: Voorstel, deelnemer: RondeStudent, plaats_id: int
) -> None:
    """The hard rules of a move: in the round, fitting, still there, and a free slot in this proposal."""
    if not is_sleutel(plaats_id) or session.get(RondePlaats, (ronde.id, plaats_id)) is None:
        raise NietGevonden
    if session.get(RondeToelating, (deelnemer.id, plaats_id)) is None:
        raise ZetMagNiet(_past_niet(session, clock, ronde, deelnemer, plaats_id))
    if plaats_id in list_weggevallen(session, ronde):
        raise ZetMagNiet(IS_INGETROKKEN)
    plekken = tel_plekken(session, ronde).get(plaats_id, 0)
    anderen = session.execute(
        sa.select(sa.func.count()).where(
            col(VoorstelRegel.voorstel_id) == voorstel.id,
            col(VoorstelRegel.plaats_id) == plaats_id,
            col(VoorstelRegel.ronde_student_id) != deelnemer.id,
        )
    ).scalar_one()
    if anderen >= plekken:
        raise ZetMagNiet(IS_VOL.vul(plekken=plekken))


def _past_niet(session: Session, clock: Clock, ronde: Ronde, deelnemer: RondeStudent, plaats_id: int) -> Tekst:
    aanbod = list_aanbod(session, ronde, [plaats_id])
    vragen = list_vragen(session, ronde, [deelnemer.id or 0])
    regel = beoordeel(vragen[0].regels, aanbod[0].regels, clock.vandaag()) if aanbod and vragen else None
    uitleg = (
        REGEL_UITLEG[regel]
        if regel
        else Tekst("Bij de opening van de ronde paste zij niet.", "It did not fit when the round opened.")
    )
    return Tekst(PAST_NIET.nl.format(regel=uitleg.nl), PAST_NIET.en.format(regel=uitleg.en))
