"""A place a student found: asked for, then granted (a place with a lock for this student) or refused with a reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.leerbedrijf.service_erkenning import controleer_erkenning
from bpv_app.matching.queries_voorkeur import get_deelname
from bpv_app.matching.rules_afspraak import (
    HEEFT_VAST,
    MAX_VERZOEKEN,
    AfspraakKanNiet,
    AfspraakSoort,
    NietErkend,
    TeVeelVerzoeken,
    VerzoekInvoer,
    VerzoekMagNiet,
    VerzoekStatus,
    check_reden,
    check_verzoek,
)
from bpv_app.matching.rules_plaats import Herkomst
from bpv_app.matching.rules_plaats_invoer import PlaatsInvoer
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_ronde import RondeDicht, RondeStatus
from bpv_app.matching.service_afspraak import VOOR_DE_UITSLAG, get_open_ronde, zet_afspraak
from bpv_app.matching.service_plaats import maak_plaats, zet_stap
from bpv_app.matching.service_plek import reserveer_plek
from bpv_app.matching.service_ronde import noteer
from bpv_app.matching.service_ronde_mail import stuur_antwoord
from bpv_app.matching.tables_ronde import Afspraak, PlaatsVerzoek, Ronde, RondePlaats, RondeStudent, RondeToelating

MAX_TITEL = 120


def vraag_eigen_plaats(
    session: Session, actor: Actor, clock: Clock, deelname_id: int, invoer: VerzoekInvoer
) -> PlaatsVerzoek:
    """Ask for a place one found, while the round is open (also before lists can be written).

    Raises `NietGevonden`, `GeenRecht`, `RondeDicht`, `TeVeelVerzoeken` or `OngeldigeInvoer`.
    """
    require(actor, Actie.VOORKEUR_SCHRIJVEN)
    deelname = get_deelname(session, actor, deelname_id)
    session.execute(sa.select(col(RondeStudent.id)).where(col(RondeStudent.id) == deelname_id).with_for_update())
    if deelname.status is not RondeStatus.OPEN or clock.nu() >= deelname.sluit_op:
        raise RondeDicht
    wachtend = session.execute(
        sa.select(sa.func.count()).where(
            col(PlaatsVerzoek.ronde_student_id) == deelname_id, col(PlaatsVerzoek.status) == VerzoekStatus.GEVRAAGD
        )
    ).scalar_one()
    if wachtend >= MAX_VERZOEKEN:
        raise TeVeelVerzoeken
    goed = check_verzoek(invoer)
    rij = PlaatsVerzoek(
        ronde_student_id=deelname_id, status=VerzoekStatus.GEVRAAGD, gevraagd_op=clock.nu(), **asdict(goed)
    )
    session.add(rij)
    session.flush()
    return rij


def trek_verzoek_in(session: Session, actor: Actor, clock: Clock, verzoek_id: int) -> None:
    """Take one's own request back before it is answered. Raises `NietGevonden`, `GeenRecht`, `VerzoekMagNiet`."""
    require(actor, Actie.VOORKEUR_SCHRIJVEN)
    rij = session.get(PlaatsVerzoek, verzoek_id, with_for_update=True) if is_sleutel(verzoek_id) else None
    if rij is None:
        raise NietGevonden
    get_deelname(session, actor, rij.ronde_student_id)
    if rij.status is not VerzoekStatus.GEVRAAGD:
        raise VerzoekMagNiet(rij.status)
    rij.status, rij.besloten_op, rij.besloten_door = VerzoekStatus.INGETROKKEN, clock.nu(), actor.naam
    session.flush()


def _get_verzoek(
    session: Session, actor: Actor, verzoek_id: int, versie: int | None
) -> tuple[PlaatsVerzoek, RondeStudent, Ronde]:
    """A request that waits, in a round of the actor's, locked. Raises `NietGevonden`, `Verouderd`, `VerzoekMagNiet`."""
    require(actor, Actie.RONDE_BEWERKEN)
    rij = session.get(PlaatsVerzoek, verzoek_id, with_for_update=True) if is_sleutel(verzoek_id) else None
    if rij is None:
        raise NietGevonden
    deelnemer = session.get_one(RondeStudent, rij.ronde_student_id)
    ronde = get_open_ronde(session, actor, deelnemer.ronde_id, VOOR_DE_UITSLAG)
    if rij.status is not VerzoekStatus.GEVRAAGD:
        raise VerzoekMagNiet(rij.status)
    check_versie(rij, versie)
    return rij, deelnemer, ronde


@dataclass(frozen=True, slots=True)
class Toewijzing:
    """At which company of ours the asked place is, and what it is called."""

    leerbedrijf_id: int
    praktijkopleider_id: int | None
    locatie_id: int | None = None
    titel: str = ""


def wijs_toe(
    session: Session, actor: Actor, clock: Clock, verzoek_id: int, keuze: Toewijzing, versie: int | None = None
) -> PlaatsVerzoek:
    """Grant a request: the accreditation is checked and kept, a place with one slot is made and reserved, and locked.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `VerzoekMagNiet`, `RondeStapMagNiet`, `AfspraakKanNiet` (a lock
    already), `NietErkend`, or `OngeldigeInvoer`. Nothing is left half done.
    """
    rij, deelnemer, ronde = _get_verzoek(session, actor, verzoek_id, versie)
    vast = sa.select(col(Afspraak.id)).where(
        col(Afspraak.ronde_id) == ronde.id,
        col(Afspraak.student_id) == deelnemer.student_id,
        col(Afspraak.soort) == AfspraakSoort.VAST,
    )
    if session.execute(vast).first():
        raise AfspraakKanNiet(HEEFT_VAST)
    if not keuze.praktijkopleider_id:
        raise OngeldigeInvoer(
            {
                "praktijkopleider_id": Tekst(
                    "Kies de praktijkopleider. Staat die er niet? Voeg hem toe bij het leerbedrijf.",
                    "Choose the workplace supervisor. Not there? Add them at the company.",
                )
            }
        )
    controle = controleer_erkenning(
        session, actor, clock, keuze.leerbedrijf_id, crebo=deelnemer.crebo, peildatum=max(ronde.van, clock.vandaag()),
        aanleiding=Aanleiding.HANDMATIG,
    )  # fmt: skip
    if controle.uitkomst is not Uitkomst.ERKEND:
        raise NietErkend(Tekst(controle.reden, controle.reden_en))
    titel = (keuze.titel.strip() or rij.taken.splitlines()[0].strip() or rij.bedrijf)[:MAX_TITEL]
    plaats = maak_plaats(
        session,
        actor,
        clock,
        keuze.leerbedrijf_id,
        PlaatsInvoer(
            titel=titel,
            van=ronde.van,
            tot=ronde.tot,
            aantal=1,
            taken=rij.taken,
            crebos=(deelnemer.crebo,),
            locatie_id=keuze.locatie_id,
            praktijkopleider_id=keuze.praktijkopleider_id,
        ),
        herkomst=Herkomst.ZELF_GEVONDEN,
    )
    plaats_id = plaats.id or 0
    zet_stap(session, actor, clock, plaats_id, Stap.BIED_AAN)
    reserveer_plek(session, actor, clock, plaats_id, deelnemer.student_id)
    session.add(RondePlaats(ronde_id=ronde.id or 0, plaats_id=plaats_id, plekken=1))
    session.add(RondeToelating(ronde_student_id=deelnemer.id or 0, plaats_id=plaats_id))
    deelnemer.mogelijk += 1
    rij.status, rij.leerbedrijf_id, rij.plaats_id = VerzoekStatus.TOEGEWEZEN, keuze.leerbedrijf_id, plaats_id
    rij.besloten_op, rij.besloten_door = clock.nu(), actor.naam
    session.flush()
    reden = f"Zelf gevonden: {rij.bedrijf}"
    zet_afspraak(session, actor, clock, ronde, deelnemer.student_id, plaats_id, AfspraakSoort.VAST, reden)
    noteer(session, actor, clock, ronde, "verzoek_toegewezen", verzoek_id=rij.id, plaats_id=plaats_id)
    stuur_antwoord(
        session, clock, deelnemer.id or 0, rij.id or 0, rij.bedrijf,
        Tekst(
            "De school heeft de plaats goedgekeurd. De plaats is voor jou: je hoeft niet te kiezen.",
            "The school has approved the place. It is yours: you do not have to choose.",
        ),
    )  # fmt: skip
    return rij


def wijs_af(
    session: Session, actor: Actor, clock: Clock, verzoek_id: int, reden: str, versie: int | None = None
) -> PlaatsVerzoek:
    """Refuse a request with a reason the student reads.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `VerzoekMagNiet`, `RondeStapMagNiet` or `OngeldigeInvoer`.
    """
    rij, deelnemer, ronde = _get_verzoek(session, actor, verzoek_id, versie)
    antwoord = check_reden(reden)
    rij.status, rij.antwoord = VerzoekStatus.AFGEWEZEN, antwoord
    rij.besloten_op, rij.besloten_door = clock.nu(), actor.naam
    session.flush()
    noteer(session, actor, clock, ronde, "verzoek_afgewezen", antwoord, verzoek_id=rij.id)
    stuur_antwoord(
        session, clock, deelnemer.id or 0, rij.id or 0, rij.bedrijf,
        Tekst(f"De school keurt deze plaats niet goed: {antwoord}", f"The school does not approve it: {antwoord}"),
    )  # fmt: skip
    return rij
