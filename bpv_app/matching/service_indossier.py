"""From result to dossier: per placed student a BPV-dossier, a concept POK with the company, and the slot taken.

The same services as by hand: couple (step 2), make the POK ready with its accreditation check (step 3), take the slot.
It may be done again and again: what is there already is used, never doubled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.matching.queries_namen import vind_dossier
from bpv_app.matching.queries_publiceren import vergrendel
from bpv_app.matching.queries_uitslag import list_te_plaatsen
from bpv_app.matching.rules_uitslag import PlaatsingStap, PlaatsingStatus, Wie, check_stap
from bpv_app.matching.service_plaatsing_basis import noteer, stand_van
from bpv_app.matching.service_plek import bezet_plek
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.service_ronde import noteer as noteer_ronde
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.pok import service_klaarzetten as pok_service
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.service_basis import Controle, controleer, huidige_pok, is_lopend

MAX_PER_KEER = 500


class DossierHeeftPok(DomeinFout):
    """The dossier has an agreement that is not this place's to change."""

    http_status = 409

    def __init__(self, nummer: str) -> None:
        super().__init__(
            "dossier_heeft_pok",
            Tekst(
                f"In dit dossier loopt al POK {nummer}, met een ander bedrijf of al verder dan concept.",
                f"This dossier has agreement {nummer} already, with another company or past the draft.",
            ),
        )


class KoppelenKanNiet(DomeinFout):
    """The student cannot be coupled to this set-up; the sentence says why."""

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("koppelen_kan_niet", tekst)


def zet_in_dossiers(
    session: Session,
    actor: Actor,
    clock: Clock,
    ronde_id: int,
    inrichting_id: int,
    plaatsing_ids: Sequence[int] | None = None,
) -> list[Uitslag]:
    """Put the placements of a round into dossiers of this set-up; a result per student, each in its own savepoint.

    `plaatsing_ids` None: all that are ready (agreed, or past the days to object), at most `MAX_PER_KEER`. When the
    company is not found accredited, the dossier and the concept POK stay, with the check, and the row says no: the
    placement is not in a dossier until the check is good.
    Raises NietGevonden, GeenRecht or InrichtingUit for the action as a whole.
    """
    for actie in (Actie.UITSLAG_AFHANDELEN, Actie.DOSSIER_KOPPELEN, Actie.POK_KLAARZETTEN, Actie.PLAATS_TOEWIJZEN):
        require(actor, actie)
    ronde = get_ronde(session, actor, ronde_id, Actie.UITSLAG_AFHANDELEN, op_slot=True)
    inrichting = dossier_service.get_inrichting(session, actor, inrichting_id, actie=Actie.DOSSIER_KOPPELEN)
    if not inrichting.is_actief:
        raise dossier_service.InrichtingUit
    rijen = list_te_plaatsen(session, ronde, clock.vandaag(), plaatsing_ids)[:MAX_PER_KEER]
    vergrendel(session, [r.student_id for r in rijen], [r.plaats_id for r in rijen])
    uitslagen = [_uitslag(session, actor, clock, ronde, inrichting_id, r.plaatsing_id, r.naam) for r in rijen]
    gelukt = sum(u.gelukt for u in uitslagen)
    if gelukt:
        noteer_ronde(session, actor, clock, ronde, "in_dossiers", aantal=gelukt, inrichting_id=inrichting_id)
    return uitslagen


def _uitslag(
    session: Session, actor: Actor, clock: Clock, ronde: Ronde, inrichting_id: int, plaatsing_id: int, naam: str
) -> Uitslag:
    sleutel = str(plaatsing_id)
    try:
        with session.begin_nested():
            dossier_id, controle = _zet(session, actor, clock, ronde, inrichting_id, plaatsing_id)
    except DomeinFout as fout:
        return Uitslag(sleutel, naam, False, fout.tekst)
    href = f"/dossiers/{dossier_id}"
    if not controle.is_erkend:
        return Uitslag(
            sleutel,
            naam,
            False,
            Tekst(
                f"Er is een dossier met een concept-POK, maar het bedrijf is niet erkend bevonden. {controle.reden.nl}",
                f"There is a dossier with a draft, but the company was not found accredited. {controle.reden.en}",
            ),
            href,
        )
    return Uitslag(
        sleutel,
        naam,
        True,
        Tekst("In dossier: bedrijf erkend, POK is concept.", "In dossier: company accredited, draft agreement made."),
        href,
    )


def _zet(
    session: Session, actor: Actor, clock: Clock, ronde: Ronde, inrichting_id: int, plaatsing_id: int
) -> tuple[int, Controle]:
    plaatsing = session.get_one(Plaatsing, plaatsing_id, with_for_update=True, populate_existing=True)
    stand = stand_van(plaatsing, ronde, clock)
    if plaatsing.status is PlaatsingStatus.IN_DOSSIER:
        raise KoppelenKanNiet(Tekst("Staat al in een dossier.", "Is in a dossier already."))
    overgang = check_stap(PlaatsingStap.IN_DOSSIER_ZETTEN, stand, Wie.COORDINATOR)
    deelnemer = session.get_one(RondeStudent, plaatsing.ronde_student_id)
    plaats = session.get_one(Plaats, plaatsing.plaats_id)
    dossier = _dossier(session, actor, clock, inrichting_id, deelnemer)
    pok = _pok(session, actor, clock, ronde, dossier, plaats)
    peildatum = max(pok.begin_op or clock.vandaag(), clock.vandaag())
    controle = controleer(session, actor, clock, pok, Aanleiding.KLAARZETTEN, peildatum)
    if controle.is_erkend:
        bezet_plek(session, actor, clock, plaats.id or 0, deelnemer.student_id, dossier_id=dossier.id)
        van, plaatsing.status, plaatsing.dossier_id = plaatsing.status, overgang.naar, dossier.id
        noteer(session, actor, clock, plaatsing, PlaatsingStap.IN_DOSSIER_ZETTEN, van)
        session.flush()
    return dossier.id or 0, controle


def _dossier(session: Session, actor: Actor, clock: Clock, inrichting_id: int, deelnemer: RondeStudent) -> Any:
    """The dossier of this enrolment in the set-up: the one there is, or a new one."""

    bestaand = vind_dossier(session, inrichting_id, deelnemer.verbintenis_id)
    if bestaand is None:
        (uitslag,) = dossier_service.koppel(session, actor, clock, inrichting_id, [deelnemer.verbintenis_id])
        if not uitslag.gelukt:
            raise KoppelenKanNiet(uitslag.tekst)
        bestaand = vind_dossier(session, inrichting_id, deelnemer.verbintenis_id)
    dossier = dossier_service.get_dossier(session, actor, bestaand or 0)
    if dossier.afgesloten_op is not None:
        raise dossier_service.DossierGesloten
    return dossier


def _pok(session: Session, actor: Actor, clock: Clock, ronde: Ronde, dossier: Any, plaats: Plaats) -> Any:
    """The concept POK of the dossier with this place filled in; what somebody filled in by hand stays."""
    bestaand = huidige_pok(session, dossier.id or 0)
    if bestaand is not None and is_lopend(bestaand):
        if bestaand.status is not PokStatus.CONCEPT or bestaand.leerbedrijf_id not in (None, plaats.leerbedrijf_id):
            raise DossierHeeftPok(bestaand.nummer)
        gegevens = pok_service.voortraject_van(bestaand)
        return pok_service.zet_klaar(
            session,
            actor,
            clock,
            dossier.id or 0,
            replace(
                gegevens,
                leerbedrijf_id=plaats.leerbedrijf_id,
                locatie_id=gegevens.locatie_id or plaats.locatie_id,
                praktijkopleider_id=gegevens.praktijkopleider_id or plaats.praktijkopleider_id,
            ),
        )
    return pok_service.zet_klaar(session, actor, clock, dossier.id or 0, _voortraject(ronde, dossier, plaats))


def _voortraject(ronde: Ronde, dossier: Any, plaats: Plaats) -> Voortraject:
    """The days that round and place share. Days a week are the place's when it says so; then hours follow from them."""
    begin, eind = max(ronde.van, plaats.van), min(ronde.tot, plaats.tot)
    dagen = Decimal(plaats.dagen_per_week) if plaats.dagen_per_week else dossier.dagen_per_week
    zelfde = dagen == dossier.dagen_per_week
    return Voortraject(
        leerbedrijf_id=plaats.leerbedrijf_id,
        locatie_id=plaats.locatie_id,
        praktijkopleider_id=plaats.praktijkopleider_id,
        begin_op=begin,
        eind_op=eind,
        dagen_per_week=dagen,
        uren_per_week=dossier.uren_per_week if zelfde else None,
        uren_totaal=dossier.uren_totaal if zelfde else None,
    )
