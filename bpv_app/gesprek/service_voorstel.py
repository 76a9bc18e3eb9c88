"""Dates put to student and company: proposed, answered on their own screen, planned when one suits all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bpv_app.gesprek.queries_eigen import get_eigen_voorstel
from bpv_app.gesprek.queries_personen import Bezetting, get_bezetting
from bpv_app.gesprek.queries_poort import Poort
from bpv_app.gesprek.rules import Deelnemer, MomentStap, MomentStapMagNiet, MomentStatus, Voorwaarde, Wie, check_stap
from bpv_app.gesprek.rules_invoer import MAX_OPMERKING, AfspraakInvoer, VoorstelInvoer, gezamenlijke_optie
from bpv_app.gesprek.rules_tonen import wanneer_tekst, wat_tekst
from bpv_app.gesprek.service_moment import Moment, haal_moment, sluit_voorstel, zet_afspraak
from bpv_app.gesprek.service_uitnodiging import Verzonden, stuur
from bpv_app.gesprek.tables import Contactmoment, Gespreksvoorstel, GespreksvoorstelAntwoord
from bpv_app.kernel.actor import Actor, require, systeem
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.post.rules import Sjabloon

_BUITEN_SCHOOL = (Deelnemer.STUDENT, Deelnemer.PRAKTIJKOPLEIDER)


class NiemandTeVragen(DomeinFout):
    """Nobody who takes part can answer."""

    def __init__(self) -> None:
        super().__init__(
            "niemand_te_vragen",
            Tekst(
                "Er is nog niemand om het aan te vragen: er is geen praktijkopleider of student met een e-mailadres.",
                "There is nobody to ask yet: no workplace supervisor or student with a mail address.",
            ),
        )


class VoorstelVoorbij(DomeinFout):
    """The proposal was closed, or its dates have passed."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "voorstel_voorbij",
            Tekst(
                "Kiezen kan niet meer: er is al een afspraak, of de school stelt andere tijden voor.",
                "You cannot choose any more: there is an appointment, or the school proposes other times.",
            ),
        )


def stel_voor(
    session: Session, actor: Actor, clock: Clock, moment_id: int, invoer: VoorstelInvoer, versie: int | None = None
) -> Verzonden:
    """Put up to three dates to student and company, by mail; an earlier proposal is closed.

    Raises NietGevonden, GeenRecht, Verouderd, OngeldigeInvoer, MomentStapMagNiet, NiemandTeVragen.
    """
    moment = haal_moment(session, actor, moment_id, versie)
    if any(optie <= clock.nu() for optie in invoer.opties):
        raise OngeldigeInvoer(
            {"datum1": Tekst("Kies momenten die nog komen.", "Choose moments that are still to come.")}
        )
    _check_planbaar(moment)
    bezetting = get_bezetting(session, moment.rij.dossier_id)
    gevraagd = [
        d for d in _BUITEN_SCHOOL
        if d in moment.rij.deelnemers and d in bezetting.mensen and bezetting.mensen[d].email
    ]  # fmt: skip
    if not gevraagd:
        raise NiemandTeVragen
    sluit_voorstel(session, clock, moment.id)
    voorstel = Gespreksvoorstel(
        moment_id=moment.id,
        opties=[optie.isoformat() for optie in invoer.opties],
        duur_minuten=invoer.duur_minuten,
        vorm=invoer.vorm,
        plaats=invoer.plaats,
        gevraagd=[d.value for d in gevraagd],
        gemaakt_op=clock.nu(),
        gemaakt_door=actor.naam[:200],
    )
    session.add(voorstel)
    session.flush()
    for deelnemer in gevraagd:
        mens = bezetting.mensen[deelnemer]
        velden = {
            "naam": mens.roepnaam,
            "wat": wat_tekst(moment.rij.naam, bezetting.student_naam).in_taal(mens.taal),
            "van": actor.naam,
            "regels": "\n".join(wanneer_tekst(optie, mens.taal) for optie in invoer.opties),
        }
        stuur(session, clock, moment.rij, bezetting, mens, Sjabloon.GESPREK_VOORSTEL, velden, f"kies:{voorstel.id}")
    return Verzonden(tuple(bezetting.mensen[d].naam for d in gevraagd), ())


def _check_planbaar(moment: Moment) -> None:
    """Proposing comes before planning: it may when planning may."""
    waar = {Voorwaarde.AFSPRAAK_LATER} | ({Voorwaarde.DOSSIER_OPEN} if moment.poort.is_open else set())
    check_stap(MomentStap.PLANNEN, moment.rij.status, moment.poort.wie, waar)


def trek_voorstel_in(session: Session, actor: Actor, clock: Clock, moment_id: int, versie: int | None = None) -> None:
    """Ask no more answers. Raises NietGevonden, GeenRecht, Verouderd."""
    moment = haal_moment(session, actor, moment_id, versie)
    sluit_voorstel(session, clock, moment.id)


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What became of it: `gepland_op` when a date suits everybody; `is_klaar` when everybody answered."""

    gepland_op: datetime | None
    is_klaar: bool


def antwoord(
    session: Session, actor: Actor, clock: Clock, voorstel_id: int, kan: Sequence[int], opmerking: str = ""
) -> Antwoord:
    """A student or praktijkopleider says which of the dates suit (none is an answer too); may be changed until planned.

    When everybody who was asked answered, the first date that suits all becomes the appointment and the invitations go;
    when there is none, the begeleider is told. Raises NietGevonden (also for a proposal of somebody else),
    VoorstelVoorbij, OngeldigeInvoer.
    """
    require(actor, Actie.EIGEN_GESPREK_ZIEN)
    eigen = get_eigen_voorstel(session, actor, voorstel_id)
    if eigen is None:
        raise NietGevonden
    moment = session.exec(
        select(Contactmoment)
        .where(Contactmoment.id == eigen.moment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    voorstel = session.exec(
        select(Gespreksvoorstel)
        .where(Gespreksvoorstel.id == voorstel_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    opties = [datetime.fromisoformat(optie) for optie in voorstel.opties]
    if voorstel.gesloten_op is not None or not eigen.is_open or moment.status is not MomentStatus.TE_PLANNEN:
        raise VoorstelVoorbij
    keuze = sorted({i for i in kan if 0 <= i < len(opties) and opties[i] > clock.nu()})
    opmerking = schoon_tekst(opmerking)
    if len(opmerking) > MAX_OPMERKING:
        fout = Tekst(f"Hoogstens {MAX_OPMERKING} tekens.", f"At most {MAX_OPMERKING} characters.")
        raise OngeldigeInvoer({"opmerking": fout})
    for deelnemer in eigen.als:
        _schrijf(session, actor, clock, voorstel, deelnemer, keuze, opmerking)
    return _rond_af(session, clock, moment, voorstel, opties)


def _schrijf(
    session: Session,
    actor: Actor,
    clock: Clock,
    voorstel: Gespreksvoorstel,
    deelnemer: Deelnemer,
    keuze: list[int],
    opmerking: str,
) -> None:
    vraag = select(GespreksvoorstelAntwoord).where(
        GespreksvoorstelAntwoord.voorstel_id == voorstel.id, GespreksvoorstelAntwoord.deelnemer == deelnemer
    )
    rij = session.exec(vraag).first() or GespreksvoorstelAntwoord(
        voorstel_id=voorstel.id or 0, deelnemer=deelnemer, op=clock.nu(), door_naam=actor.naam[:200]
    )
    rij.kan, rij.opmerking, rij.op, rij.door_naam = keuze, opmerking, clock.nu(), actor.naam[:200]
    session.add(rij)
    session.flush()


def _rond_af(
    session: Session, clock: Clock, moment: Contactmoment, voorstel: Gespreksvoorstel, opties: list[datetime]
) -> Antwoord:
    rijen = session.exec(
        select(GespreksvoorstelAntwoord)
        .where(GespreksvoorstelAntwoord.voorstel_id == voorstel.id)
        .order_by(col(GespreksvoorstelAntwoord.id))
    ).all()
    if {r.deelnemer.value for r in rijen} < set(voorstel.gevraagd):
        return Antwoord(None, False)
    keuze = gezamenlijke_optie(len(opties), [r.kan for r in rijen])
    if keuze is None or opties[keuze] <= clock.nu():
        _meld_geen_datum(session, clock, moment, voorstel, opties, rijen)
        return Antwoord(None, True)
    app = systeem("keuze van student en bedrijf")
    poort = Poort(moment.dossier_id, True, frozenset({Wie.APP}))
    waar = {Voorwaarde.DOSSIER_OPEN, Voorwaarde.AFSPRAAK_LATER}
    try:
        naar = check_stap(MomentStap.PLANNEN, moment.status, poort.wie, waar)
    except MomentStapMagNiet:
        raise VoorstelVoorbij from None
    voorstel.gekozen_op = opties[keuze]
    invoer = AfspraakInvoer(opties[keuze], voorstel.duur_minuten, voorstel.vorm, voorstel.plaats)
    zet_afspraak(session, app, clock, Moment(moment, poort), MomentStap.PLANNEN, naar, invoer)
    return Antwoord(opties[keuze], True)


def _meld_geen_datum(
    session: Session,
    clock: Clock,
    moment: Contactmoment,
    voorstel: Gespreksvoorstel,
    opties: list[datetime],
    rijen: Sequence[GespreksvoorstelAntwoord],
) -> None:
    bezetting: Bezetting = get_bezetting(session, moment.dossier_id)
    mens = bezetting.mensen.get(Deelnemer.ONDERWIJSBEGELEIDER)
    if mens is None:
        return
    geen = Tekst("geen van de tijden", "none of the times").in_taal(mens.taal)
    regels = []
    for rij in rijen:
        wat = ", ".join(wanneer_tekst(opties[i], mens.taal) for i in rij.kan) or geen
        regels.append(f"{rij.door_naam}: {wat}" + (f" ({rij.opmerking})" if rij.opmerking else ""))
    velden = {
        "naam": mens.roepnaam,
        "wat": wat_tekst(moment.naam, bezetting.student_naam).in_taal(mens.taal),
        "regels": "\n".join(regels),
    }
    nummer = f"geen:{voorstel.id}:{clock.nu():%Y%m%d%H%M%S}"
    stuur(session, clock, moment, bezetting, mens, Sjabloon.GESPREK_GEEN_DATUM, velden, nummer)
