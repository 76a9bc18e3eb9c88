"""Everything of one conversation for its page at the school, and the conversations of one dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses import loopt, moment_scope
from bpv_app.gesprek.queries_personen import Bezetting, get_bezetting
from bpv_app.gesprek.queries_poort import get_poort
from bpv_app.gesprek.rules import (
    Deelnemer,
    MomentSoort,
    MomentStap,
    MomentStatus,
    Voorwaarde,
    Vorm,
    mogelijke_stappen,
)
from bpv_app.gesprek.rules_toestand import Toestand, bepaal_toestand
from bpv_app.gesprek.tables import (
    Contactmoment,
    ContactmomentGebeurtenis,
    Gespreksuitnodiging,
    Gespreksvoorstel,
    GespreksvoorstelAntwoord,
)
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel


@dataclass(frozen=True, slots=True)
class Regel:
    """A line of history."""

    stap: MomentStap
    op: datetime
    door: str
    reden: str
    afspraak_op: datetime | None
    gehouden_op: date | None


@dataclass(frozen=True, slots=True)
class AntwoordRegel:
    """What one party said to the proposed dates; `kan` None: no answer yet."""

    deelnemer: Deelnemer
    naam: str
    kan: tuple[int, ...] | None
    opmerking: str


@dataclass(frozen=True, slots=True)
class Voorstel:
    opties: tuple[datetime, ...]
    antwoorden: tuple[AntwoordRegel, ...]


@dataclass(frozen=True, slots=True)
class Genodigde:
    """Who has the appointment in the calendar; `email` "" could not be reached."""

    deelnemer: Deelnemer
    naam: str
    email: str


@dataclass(frozen=True, slots=True)
class MomentDetail:
    """One conversation. `stappen` are what this actor may do now."""

    id: int
    versie: int
    dossier_id: int
    soort: MomentSoort
    naam: str
    status: MomentStatus
    toestand: Toestand
    venster_van: date
    venster_tot: date
    vorm: Vorm
    deelnemers: tuple[str, ...]
    afspraak_op: datetime | None
    duur_minuten: int
    plaats: str
    aanwezig: tuple[str, ...]
    gehouden_op: date | None
    is_gezamenlijk: bool
    reden: str
    bezetting: Bezetting
    stappen: tuple[MomentStap, ...]
    historie: tuple[Regel, ...]
    genodigden: tuple[Genodigde, ...]
    voorstel: Voorstel | None


def _toestand(m: Contactmoment, vandaag: date, nu: datetime, is_lopend: bool) -> Toestand:
    return bepaal_toestand(m.status, (m.venster_van, m.venster_tot), m.afspraak_op, vandaag, nu, loopt=is_lopend)


def get_moment_detail(session: Session, actor: Actor, moment_id: int, vandaag: date, nu: datetime) -> MomentDetail:
    """Raises NietGevonden when it does not exist or is not for a school role of this actor."""
    rij = (
        session.execute(
            sa.select(Contactmoment, sa.case((loopt(), sa.true()), else_=sa.false()))
            .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
            .where(col(Contactmoment.id) == moment_id, moment_scope(actor))
        ).first()
        if is_sleutel(moment_id)
        else None
    )
    if rij is None:
        raise NietGevonden
    m, is_lopend = rij
    poort = get_poort(session, actor, m.dossier_id)
    waar = {Voorwaarde.DOSSIER_OPEN} if poort and poort.is_open else set()
    if m.afspraak_op is not None:
        waar.add(Voorwaarde.AFSPRAAK_LATER if m.afspraak_op > nu else Voorwaarde.AFSPRAAK_VOORBIJ)
    bezetting = get_bezetting(session, m.dossier_id)
    return MomentDetail(
        id=moment_id,
        versie=m.versie,
        dossier_id=m.dossier_id,
        soort=m.soort,
        naam=m.naam,
        status=m.status,
        toestand=_toestand(m, vandaag, nu, bool(is_lopend)),
        venster_van=m.venster_van,
        venster_tot=m.venster_tot,
        vorm=m.vorm,
        deelnemers=tuple(m.deelnemers),
        afspraak_op=m.afspraak_op,
        duur_minuten=m.duur_minuten,
        plaats=m.plaats,
        aanwezig=tuple(m.aanwezig),
        gehouden_op=m.gehouden_op,
        is_gezamenlijk=m.is_gezamenlijk,
        reden=m.reden,
        bezetting=bezetting,
        stappen=mogelijke_stappen(m.status, poort.wie if poort else (), waar),
        historie=_historie(session, moment_id),
        genodigden=_genodigden(session, moment_id),
        voorstel=_voorstel(session, moment_id, bezetting),
    )


def _historie(session: Session, moment_id: int) -> tuple[Regel, ...]:
    rijen = session.execute(
        sa.select(ContactmomentGebeurtenis)
        .where(col(ContactmomentGebeurtenis.moment_id) == moment_id)
        .order_by(col(ContactmomentGebeurtenis.id).desc())
    ).scalars()
    return tuple(Regel(r.stap, r.op, r.door_naam, r.reden, r.afspraak_op, r.gehouden_op) for r in rijen)


def _genodigden(session: Session, moment_id: int) -> tuple[Genodigde, ...]:
    rijen = session.execute(
        sa.select(Gespreksuitnodiging)
        .where(col(Gespreksuitnodiging.moment_id) == moment_id, col(Gespreksuitnodiging.afgezegd_op).is_(None))
        .order_by(col(Gespreksuitnodiging.id))
    ).scalars()
    return tuple(Genodigde(r.deelnemer, r.naam, r.email) for r in rijen)


def _voorstel(session: Session, moment_id: int, bezetting: Bezetting) -> Voorstel | None:
    rij = session.execute(
        sa.select(Gespreksvoorstel).where(
            col(Gespreksvoorstel.moment_id) == moment_id, col(Gespreksvoorstel.gesloten_op).is_(None)
        )
    ).scalar_one_or_none()
    if rij is None:
        return None
    gegeven = {
        a.deelnemer: a
        for a in session.execute(
            sa.select(GespreksvoorstelAntwoord).where(col(GespreksvoorstelAntwoord.voorstel_id) == rij.id)
        ).scalars()
    }
    antwoorden = []
    for deelnemer in (Deelnemer(d) for d in rij.gevraagd):
        a, mens = gegeven.get(deelnemer), bezetting.mensen.get(deelnemer)
        naam = a.door_naam if a else mens.naam if mens else ""
        antwoorden.append(AntwoordRegel(deelnemer, naam, tuple(a.kan) if a else None, a.opmerking if a else ""))
    return Voorstel(tuple(datetime.fromisoformat(o) for o in rij.opties), tuple(antwoorden))


@dataclass(frozen=True, slots=True)
class DossierMoment:
    """A conversation as a line on the dossier's page."""

    id: int
    naam: str
    toestand: Toestand
    venster_van: date
    venster_tot: date
    afspraak_op: datetime | None
    gehouden_op: date | None
    is_gezamenlijk: bool


def list_dossier_momenten(
    session: Session, actor: Actor, dossier_id: int, vandaag: date, nu: datetime
) -> tuple[DossierMoment, ...]:
    """The conversations of a dossier in the actor's scope, in time; none outside it. Raises GeenRecht."""
    require(actor, Actie.GESPREK_ZIEN)
    rijen = session.execute(
        sa.select(Contactmoment, sa.case((loopt(), sa.true()), else_=sa.false()))
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .where(col(Contactmoment.dossier_id) == dossier_id, moment_scope(actor))
        .order_by(col(Contactmoment.venster_van), col(Contactmoment.id))
    )
    return tuple(
        DossierMoment(
            m.id or 0,
            m.naam,
            _toestand(m, vandaag, nu, bool(is_lopend)),
            m.venster_van,
            m.venster_tot,
            m.afspraak_op if m.status is MomentStatus.GEPLAND else None,
            m.gehouden_op,
            m.is_gezamenlijk,
        )
        for m, is_lopend in rijen
    )
