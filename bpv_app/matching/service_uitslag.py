"""After publication: a student agrees or objects, a coordinator answers, a placement lapses, the round is finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.nummers import zonder_bsn
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_namen import list_bedrijven, list_plaatsing_namen
from bpv_app.matching.queries_publiceren import vergrendel
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_plaats import Gebeurtenis
from bpv_app.matching.rules_ronde import RondeStand, RondeStap
from bpv_app.matching.rules_ronde import Wie as RondeWie
from bpv_app.matching.rules_ronde import check_stap as check_ronde_stap
from bpv_app.matching.rules_uitslag import (
    GELDIG,
    BezwaarUitkomst,
    PlaatsingStap,
    PlaatsingStatus,
    Wie,
    bezwaar_tot,
    check_stap,
)
from bpv_app.matching.service_afspraak import zet_afspraak
from bpv_app.matching.service_plaats_basis import noteer as noteer_plaats
from bpv_app.matching.service_plaatsing_basis import get_plaatsing, noteer, stand_van
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.service_ronde import noteer as noteer_ronde
from bpv_app.matching.service_uitslag_mail import stuur_antwoord, stuur_komst, stuur_vervallen
from bpv_app.matching.tables import PlaatsClaim
from bpv_app.matching.tables_ronde import Afspraak, Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing


def _schoon(tekst: str) -> str:
    """Without NUL, and without a BSN: somebody types one now and then."""
    return zonder_bsn(tekst.replace("\x00", "").strip())


def bevestig(session: Session, actor: Actor, clock: Clock, plaatsing_id: int, versie: int | None = None) -> Plaatsing:
    """The student agrees.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `PlaatsingStapMagNiet`, `PlaatsingNietKlaar`.
    """
    plaatsing, _, ronde = get_plaatsing(session, actor, plaatsing_id, Actie.PLAATSING_REAGEREN, versie)
    rij = check_stap(PlaatsingStap.BEVESTIGEN, stand_van(plaatsing, ronde, clock), Wie.STUDENT)
    van, plaatsing.status, plaatsing.bevestigd_op = plaatsing.status, rij.naar, clock.nu()
    noteer(session, actor, clock, plaatsing, PlaatsingStap.BEVESTIGEN, van)
    session.flush()
    return plaatsing


def maak_bezwaar(
    session: Session, actor: Actor, clock: Clock, plaatsing_id: int, reden: str, versie: int | None = None
) -> Plaatsing:
    """The student objects, with why, once per place and within the days of the round.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `PlaatsingStapMagNiet`, `PlaatsingNietKlaar`, `OngeldigeInvoer`.
    """
    plaatsing, _, ronde = get_plaatsing(session, actor, plaatsing_id, Actie.PLAATSING_REAGEREN, versie)
    tekst = _schoon(reden)
    rij = check_stap(PlaatsingStap.BEZWAAR_MAKEN, stand_van(plaatsing, ronde, clock), Wie.STUDENT, tekst)
    van, plaatsing.status = plaatsing.status, rij.naar
    plaatsing.bezwaar, plaatsing.bezwaar_op = tekst, clock.nu()
    noteer(session, actor, clock, plaatsing, PlaatsingStap.BEZWAAR_MAKEN, van, tekst)
    session.flush()
    return plaatsing


def beantwoord_bezwaar(
    session: Session,
    actor: Actor,
    clock: Clock,
    plaatsing_id: int,
    uitkomst: BezwaarUitkomst,
    antwoord: str,
    versie: int | None = None,
) -> Plaatsing:
    """Uphold or reject, with why; the student gets it by mail.

    Upheld: the slot becomes free, and the place is blocked for this student in the next re-run.
    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `PlaatsingStapMagNiet`, `OngeldigeInvoer`.
    """
    stap = PlaatsingStap(uitkomst.value)
    plaatsing, deelnemer, ronde = get_plaatsing(session, actor, plaatsing_id, Actie.UITSLAG_AFHANDELEN, versie)
    tekst = _schoon(antwoord)
    rij = check_stap(stap, stand_van(plaatsing, ronde, clock), Wie.COORDINATOR, tekst)
    van, plaatsing.status = plaatsing.status, rij.naar
    plaatsing.bezwaar_uitkomst, plaatsing.bezwaar_antwoord = uitkomst, tekst
    plaatsing.beantwoord_op, plaatsing.beantwoord_door = clock.nu(), actor.naam[:200]
    noteer(session, actor, clock, plaatsing, stap, van, tekst)
    if rij.geeft_vrij:
        _maak_vrij(session, actor, clock, plaatsing, deelnemer, "Bezwaar van de student is gegrond")
        _sluit_uit(session, actor, clock, ronde, deelnemer, plaatsing.plaats_id)
        stuur_komst(session, clock, ronde, f"p{plaatsing.id}", [plaatsing.plaats_id])
    session.flush()
    stuur_antwoord(session, clock, deelnemer.id or 0, plaatsing.id or 0, uitkomst, tekst)
    return plaatsing


def _sluit_uit(
    session: Session, actor: Actor, clock: Clock, ronde: Ronde, deelnemer: RondeStudent, plaats_id: int
) -> None:
    """The re-run may not give the same place again: a lock on it goes, a block comes."""
    waar = (
        col(Afspraak.ronde_id) == ronde.id,
        col(Afspraak.student_id) == deelnemer.student_id,
        col(Afspraak.plaats_id) == plaats_id,
    )
    bestaand = session.execute(sa.select(Afspraak).where(*waar)).scalar_one_or_none()
    if bestaand is not None:
        if bestaand.soort is AfspraakSoort.UITGESLOTEN:
            return
        session.delete(bestaand)
        session.flush()
    zet_afspraak(
        session, actor, clock, ronde, deelnemer.student_id, plaats_id, AfspraakSoort.UITGESLOTEN, "Bezwaar is gegrond"
    )


def _maak_vrij(
    session: Session, actor: Actor, clock: Clock, plaatsing: Plaatsing, deelnemer: RondeStudent, reden: str
) -> None:
    """Release the slot, when it is still held: a withdrawn place has let it lapse already."""
    plaatsing.vervallen_op, plaatsing.vervallen_reden = clock.nu(), reden
    vergrendel(session, [deelnemer.student_id], [plaatsing.plaats_id])
    claim = session.execute(
        sa.select(PlaatsClaim).where(
            col(PlaatsClaim.plaats_id) == plaatsing.plaats_id,
            col(PlaatsClaim.student_id) == deelnemer.student_id,
            col(PlaatsClaim.dossier_id).is_(None),
        )
    ).scalar_one_or_none()
    if claim is not None:
        session.delete(claim)
        noteer_plaats(
            session, actor, clock, plaatsing.plaats_id, Gebeurtenis.VRIJGEGEVEN, reden=reden,
            student_id=deelnemer.student_id,
        )  # fmt: skip
    session.flush()


def laat_vervallen(
    session: Session, actor: Actor, clock: Clock, plaatsing_id: int, reden: str, versie: int | None = None
) -> Plaatsing:
    """The place is off (the company stopped, the student left): the slot becomes free and the student gets a mail.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `PlaatsingStapMagNiet`, `OngeldigeInvoer`.
    """
    plaatsing, deelnemer, ronde = get_plaatsing(session, actor, plaatsing_id, Actie.UITSLAG_AFHANDELEN, versie)
    tekst = _schoon(reden)
    rij = check_stap(PlaatsingStap.LATEN_VERVALLEN, stand_van(plaatsing, ronde, clock), Wie.COORDINATOR, tekst)
    van, plaatsing.status = plaatsing.status, rij.naar
    noteer(session, actor, clock, plaatsing, PlaatsingStap.LATEN_VERVALLEN, van, tekst)
    _maak_vrij(session, actor, clock, plaatsing, deelnemer, tekst)
    bedrijf = list_bedrijven(session, [plaatsing.plaats_id])[plaatsing.plaats_id]
    stuur_vervallen(session, clock, deelnemer.id or 0, plaatsing.id or 0, bedrijf, tekst)
    stuur_komst(session, clock, ronde, f"p{plaatsing.id}", [plaatsing.plaats_id])
    return plaatsing


def laat_alle_vervallen(
    session: Session, actor: Actor, clock: Clock, ronde_id: int, plaatsing_ids: Sequence[int], reden: str
) -> list[Uitslag]:
    """As `laat_vervallen` for many of one round: a result per row. Raises `NietGevonden`, `GeenRecht` for the round."""
    require(actor, Actie.UITSLAG_AFHANDELEN)
    get_ronde(session, actor, ronde_id, Actie.UITSLAG_AFHANDELEN, op_slot=True)
    namen = list_plaatsing_namen(session, ronde_id, plaatsing_ids)
    studenten, plaatsen = {n[1] for n in namen.values()}, {n[2] for n in namen.values()}
    vergrendel(session, studenten, plaatsen)
    uit = []
    for plaatsing_id in sorted(set(plaatsing_ids)):
        naam = namen[plaatsing_id][0] if plaatsing_id in namen else "–"
        try:
            with session.begin_nested():
                laat_vervallen(session, actor, clock, plaatsing_id, reden)
        except DomeinFout as fout:
            uit.append(Uitslag(str(plaatsing_id), naam, False, fout.tekst))
        else:
            uit.append(
                Uitslag(
                    str(plaatsing_id), naam, True, Tekst("Vervallen; de student weet het.", "Lapsed; student told.")
                )
            )
    return uit


class OpenBezwaar(DomeinFout):
    """An objection waits for its answer."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "open_bezwaar", Tekst("Er is nog een bezwaar zonder antwoord.", "There is an objection without an answer.")
        )


def rond_af(session: Session, actor: Actor, clock: Clock, ronde_id: int, versie: int | None = None) -> Ronde:
    """Finish the round: nobody can object any more and every objection has its answer; no re-run after this.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `RondeStapMagNiet`, `RondeNietKlaar`, or `OpenBezwaar`.
    """
    require(actor, Actie.UITSLAG_AFHANDELEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.UITSLAG_AFHANDELEN, op_slot=True)
    check_versie(ronde, versie)
    rijen = session.execute(
        sa.select(col(Plaatsing.status), col(Plaatsing.toegewezen_op))
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .where(col(RondeStudent.ronde_id) == ronde.id, col(Plaatsing.status).in_(GELDIG))
    ).all()
    stand = RondeStand(ronde.status, clock.nu(), ronde.sluit_op, vandaag=clock.vandaag())
    if rijen:
        laatste = max(op for _, op in rijen).astimezone(AMSTERDAM).date()
        stand = replace(stand, bezwaar_tot=bezwaar_tot(laatste, ronde.bezwaardagen))
    elif ronde.gesloten_op is not None:  # a result without any place: nobody has something to object to
        stand = replace(stand, bezwaar_tot=ronde.gesloten_op.astimezone(AMSTERDAM).date())
    overgang = check_ronde_stap(RondeStap.AFRONDEN, stand, RondeWie.COORDINATOR)
    if any(status is PlaatsingStatus.BEZWAAR for status, _ in rijen):
        raise OpenBezwaar
    ronde.status = overgang.naar
    noteer_ronde(session, actor, clock, ronde, RondeStap.AFRONDEN)
    session.flush()
    return ronde
