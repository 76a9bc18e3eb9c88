"""The verbs of a conversation: add, make an appointment, move, cancel, record, correct, let lapse, plan after all.

`rules.OVERGANGEN` says who may when. Each verb is fetch (scoped) → rule → change → history → mail; flushes, no commit.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from bpv_app.db import check_versie
from bpv_app.gesprek.clauses import moment_scope
from bpv_app.gesprek.queries_poort import Poort, get_poort
from bpv_app.gesprek.rules import (
    Deelnemer,
    MomentSoort,
    MomentStap,
    MomentStatus,
    Voorwaarde,
    check_stap,
    is_aanwezig_genoeg,
    is_gezamenlijk,
)
from bpv_app.gesprek.rules_invoer import AfspraakInvoer, ExtraInvoer, GehoudenInvoer
from bpv_app.gesprek.service_planning import noteer_stap
from bpv_app.gesprek.service_uitnodiging import Verzonden, nodig_uit, trek_uitnodiging_in
from bpv_app.gesprek.tables import Contactmoment, Gespreksvoorstel
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst

NIEMAND = Verzonden((), ())


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, locked for change, with what decides about it."""

    rij: Contactmoment
    poort: Poort

    @property
    def id(self) -> int:
        return self.rij.id or 0


def get_moment(session: Session, actor: Actor, moment_id: int, actie: Actie = Actie.GESPREK_ZIEN) -> Contactmoment:
    """The moment inside the actor's scope of a school role. Raises NietGevonden."""
    vraag = select(Contactmoment).where(Contactmoment.id == moment_id, moment_scope(actor, actie))
    rij = session.exec(vraag).first() if is_sleutel(moment_id) else None
    if rij is None:
        raise NietGevonden
    return rij


def haal_moment(session: Session, actor: Actor, moment_id: int, versie: int | None) -> Moment:
    """The moment, locked. Raises NietGevonden, GeenRecht, Verouderd."""
    rij = get_moment(session, actor, moment_id)
    require(actor, Actie.GESPREK_PLANNEN)
    vraag = (
        select(Contactmoment)
        .where(Contactmoment.id == rij.id, moment_scope(actor, Actie.GESPREK_PLANNEN))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    vast = session.exec(vraag).first()
    poort = get_poort(session, actor, rij.dossier_id)
    if vast is None or poort is None:
        raise GeenRecht
    check_versie(vast, versie)
    return Moment(vast, poort)


def _waar(moment: Moment, clock: Clock, *extra: Voorwaarde) -> set[Voorwaarde]:
    """The conditions that hold for the moment as it is; `extra` hold because of what was filled in."""
    waar = set(extra)
    if moment.poort.is_open:
        waar.add(Voorwaarde.DOSSIER_OPEN)
    afspraak = moment.rij.afspraak_op
    if afspraak is not None:
        waar.add(Voorwaarde.AFSPRAAK_LATER if afspraak > clock.nu() else Voorwaarde.AFSPRAAK_VOORBIJ)
    return waar


def _zet(
    session: Session, actor: Actor, clock: Clock, moment: Moment, stap: MomentStap, naar: MomentStatus, reden: str = ""
) -> None:
    van = moment.rij.status
    moment.rij.status = naar
    moment.rij.reden = reden
    noteer_stap(session, actor, clock, moment.rij, stap, van, reden)


def _reden(reden: str) -> tuple[Voorwaarde, ...]:
    return (Voorwaarde.REDEN,) if reden.strip() else ()


def voeg_toe(session: Session, actor: Actor, clock: Clock, dossier_id: int, invoer: ExtraInvoer) -> Contactmoment:
    """Add a conversation of one's own to a placement. Raises NietGevonden, GeenRecht, MomentStapMagNiet."""
    poort = get_poort(session, actor, dossier_id) if is_sleutel(dossier_id) else None
    if poort is None:
        raise NietGevonden
    require(actor, Actie.GESPREK_PLANNEN)
    waar = {Voorwaarde.DOSSIER_OPEN} if poort.is_open else set()
    status = check_stap(MomentStap.TOEVOEGEN, None, poort.wie, waar)
    rij = Contactmoment(
        dossier_id=dossier_id,
        soort=MomentSoort.EXTRA,
        naam=invoer.naam,
        venster_van=invoer.venster_van,
        venster_tot=invoer.venster_tot,
        vorm=invoer.vorm,
        deelnemers=list(invoer.deelnemers),
        status=status,
    )
    session.add(rij)
    noteer_stap(session, actor, clock, rij, MomentStap.TOEVOEGEN, None)
    return rij


def _check_later(invoer: AfspraakInvoer, clock: Clock) -> None:
    if invoer.begin_op <= clock.nu():
        raise OngeldigeInvoer(
            {"datum": Tekst("Kies een moment dat nog komt.", "Choose a moment that is still to come.")}
        )


def plan(
    session: Session, actor: Actor, clock: Clock, moment_id: int, invoer: AfspraakInvoer, versie: int | None = None
) -> Verzonden:
    """Make the appointment, or move it; everybody who takes part is invited. Open proposals of dates are closed.

    Raises NietGevonden, GeenRecht, Verouderd, OngeldigeInvoer, MomentStapMagNiet.
    """
    moment = haal_moment(session, actor, moment_id, versie)
    stap = MomentStap.VERZETTEN if moment.rij.status is MomentStatus.GEPLAND else MomentStap.PLANNEN
    _check_later(invoer, clock)
    waar = (_waar(moment, clock) - {Voorwaarde.AFSPRAAK_VOORBIJ}) | {Voorwaarde.AFSPRAAK_LATER}
    naar = check_stap(stap, moment.rij.status, moment.poort.wie, waar)
    return zet_afspraak(session, actor, clock, moment, stap, naar, invoer)


def zet_afspraak(
    session: Session,
    actor: Actor,
    clock: Clock,
    moment: Moment,
    stap: MomentStap,
    naar: MomentStatus,
    invoer: AfspraakInvoer,
) -> Verzonden:
    """Write the appointment and invite; `check_stap` has said that it may."""
    rij = moment.rij
    rij.afspraak_op, rij.duur_minuten = invoer.begin_op, invoer.duur_minuten
    rij.vorm, rij.plaats = invoer.vorm, invoer.plaats
    sluit_voorstel(session, clock, moment.id)
    _zet(session, actor, clock, moment, stap, naar)
    return nodig_uit(session, clock, rij)


def sluit_voorstel(session: Session, clock: Clock, moment_id: int) -> None:
    """No more answers are asked: there is an appointment, or there will be none."""
    vraag = select(Gespreksvoorstel).where(
        Gespreksvoorstel.moment_id == moment_id, col(Gespreksvoorstel.gesloten_op).is_(None)
    )
    for voorstel in session.exec(vraag.with_for_update()):
        voorstel.gesloten_op = clock.nu()
    session.flush()


def zeg_af(
    session: Session, actor: Actor, clock: Clock, moment_id: int, reden: str, versie: int | None = None
) -> Verzonden:
    """Cancel an appointment that is still to come; who was invited reads the reason.

    Raises NietGevonden, GeenRecht, Verouderd, MomentStapMagNiet.
    """
    moment = haal_moment(session, actor, moment_id, versie)
    waar = _waar(moment, clock, *_reden(reden))
    naar = check_stap(MomentStap.AFZEGGEN, moment.rij.status, moment.poort.wie, waar)
    verzonden = trek_uitnodiging_in(session, clock, moment.rij, reden)
    _zet(session, actor, clock, moment, MomentStap.AFZEGGEN, naar, reden)
    moment.rij.afspraak_op = None
    session.flush()
    return verzonden


def niet_gehouden(
    session: Session, actor: Actor, clock: Clock, moment_id: int, reden: str, versie: int | None = None
) -> None:
    """The time has passed and they did not meet. The reason stays at the school.

    Raises NietGevonden, GeenRecht, Verouderd, MomentStapMagNiet.
    """
    moment = haal_moment(session, actor, moment_id, versie)
    waar = _waar(moment, clock, *_reden(reden))
    naar = check_stap(MomentStap.NIET_GEHOUDEN, moment.rij.status, moment.poort.wie, waar)
    _zet(session, actor, clock, moment, MomentStap.NIET_GEHOUDEN, naar, reden)
    moment.rij.afspraak_op = None
    session.flush()


def houd(
    session: Session, actor: Actor, clock: Clock, moment_id: int, invoer: GehoudenInvoer, versie: int | None = None
) -> Verzonden:
    """Record that it was held: the day, how, and who of the three parties were there; or correct what was recorded.

    An appointment that is still to come is taken back: they met earlier. Raises NietGevonden, GeenRecht, Verouderd,
    MomentStapMagNiet.
    """
    moment = haal_moment(session, actor, moment_id, versie)
    rij = moment.rij
    stap = MomentStap.VERBETEREN if rij.status is MomentStatus.GEHOUDEN else MomentStap.HOUDEN
    aanwezig = tuple(d.value for d in Deelnemer if d.value in invoer.aanwezig)
    extra = [Voorwaarde.NIET_IN_TOEKOMST] if invoer.gehouden_op <= clock.vandaag() else []
    extra += [Voorwaarde.IEMAND_AANWEZIG] if is_aanwezig_genoeg(aanwezig) else []
    naar = check_stap(stap, rij.status, moment.poort.wie, _waar(moment, clock, *extra))
    verzonden, is_eerder = NIEMAND, False
    if rij.afspraak_op is not None and rij.afspraak_op > clock.nu() and stap is MomentStap.HOUDEN:
        verzonden = trek_uitnodiging_in(session, clock, rij, "")
        is_eerder = True
    sluit_voorstel(session, clock, moment.id)  # first: it flushes, and what follows belongs together
    rij.afspraak_op = None if is_eerder else rij.afspraak_op
    rij.gehouden_op, rij.vorm, rij.aanwezig = invoer.gehouden_op, invoer.vorm, list(aanwezig)
    rij.is_gezamenlijk = is_gezamenlijk(aanwezig)
    _zet(session, actor, clock, moment, stap, naar)
    return verzonden


def laat_vervallen(
    session: Session, actor: Actor, clock: Clock, moment_id: int, reden: str, versie: int | None = None
) -> Verzonden:
    """This conversation will not be held. The reason stays at the school; an appointment to come is cancelled.

    Raises NietGevonden, GeenRecht, Verouderd, MomentStapMagNiet.
    """
    moment = haal_moment(session, actor, moment_id, versie)
    naar = check_stap(
        MomentStap.LATEN_VERVALLEN, moment.rij.status, moment.poort.wie, _waar(moment, clock, *_reden(reden))
    )
    verzonden = NIEMAND
    if moment.rij.afspraak_op is not None and moment.rij.afspraak_op > clock.nu():
        verzonden = trek_uitnodiging_in(session, clock, moment.rij, "")
    sluit_voorstel(session, clock, moment.id)
    _zet(session, actor, clock, moment, MomentStap.LATEN_VERVALLEN, naar, reden)
    moment.rij.afspraak_op = None
    session.flush()
    return verzonden


def heropen(
    session: Session, actor: Actor, clock: Clock, moment_id: int, reden: str, versie: int | None = None
) -> None:
    """Put a lapsed or wrongly recorded conversation back on the list.

    Raises NietGevonden, GeenRecht, Verouderd, MomentStapMagNiet.
    """
    moment = haal_moment(session, actor, moment_id, versie)
    rij = moment.rij
    naar = check_stap(MomentStap.HEROPENEN, rij.status, moment.poort.wie, _waar(moment, clock, *_reden(reden)))
    rij.gehouden_op, rij.aanwezig, rij.is_gezamenlijk, rij.afspraak_op = None, [], False, None
    _zet(session, actor, clock, moment, MomentStap.HEROPENEN, naar, reden)
