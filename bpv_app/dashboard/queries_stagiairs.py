"""The trainees of a praktijkopleider, now and before: what they do, and what is asked of the company and when.

No care notes, no birth dates: that somebody is under 18 shows only where a guardian has to sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.beoordeling.queries import VoorBedrijf, list_voor_bedrijf
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.queries_eigen import EigenMoment, list_eigen_momenten
from bpv_app.gesprek.rules import Deelnemer, MomentStatus
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.queries_blad import BladKort, list_mijn_bladen
from bpv_app.pok.queries_detail import HandtekeningRegel, list_handtekeningen
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.rules_mijn import is_begonnen_ongetekend
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student, Verbintenis
from bpv_app.toegang.tables import Account
from bpv_app.uren.rules import Beoordelaar, WeekStatus
from bpv_app.uren.rules_logboek import LogboekStatus
from bpv_app.uren.tables import TeamUren, UrenWeek
from bpv_app.uren.tables_logboek import LogboekItem

MAX_STAGIAIRS = 100
_VOORBIJ = (PokStatus.AFGEROND, PokStatus.VERVANGEN)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to call at the school."""

    naam: str
    telefoon: str
    email: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A conversation still to come: the last day it can be held, and when there is one the appointment (UTC)."""

    naam: str
    datum: date
    afspraak_op: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stagiair:
    """One trainee with their current (or last) agreement at this praktijkopleider.

    `wachtend`: weeks that wait for the company; `te_bespreken`: shared entries of the logbook; `tekenen`: who still has
    to sign, only while the printed agreement is out for signing; `momenten`: planned conversations still to come;
    `beoordeling`: what is asked about how the trainee did, None when there is nothing to assess (yet); `bladen`: new
    bpv-bladen that are open.
    """

    pok_id: int
    naam: str
    opleiding: str
    leerweg: str
    begin_op: date | None
    eind_op: date | None
    uren_totaal: int | None
    uren_per_week: Decimal | None
    nummer: str
    status: PokStatus
    is_nu: bool
    school: Contact | None
    wachtend: int
    te_bespreken: int
    verslagen: int
    handtekeningen: tuple[HandtekeningRegel, ...]
    momenten: tuple[Moment, ...]
    dossier_id: int = 0
    beoordeling: VoorBedrijf | None = None
    is_begonnen_ongetekend: bool = False
    bladen: tuple[BladKort, ...] = ()

    @property
    def tekenen(self) -> tuple[Partij, ...]:
        if self.status is not PokStatus.AFGEDRUKT:
            return ()
        return tuple(h.partij for h in self.handtekeningen if h.getekend_op is None)


def stagiairs_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """The agreements that were really made of this praktijkopleider's own trainees; none for who left the company."""
    if not (actor.mag(Actie.STAGIAIRS_ZIEN) and actor.heeft(Rol.PRAKTIJKOPLEIDER)) or not actor.contactpersoon_ids:
        return sa.false()
    ik = sa.select(col(Contactpersoon.id)).where(
        col(Contactpersoon.id).in_(actor.contactpersoon_ids), col(Contactpersoon.is_actief)
    )
    return sa.and_(col(Pok.praktijkopleider_id).in_(ik), col(Pok.status).in_(sorted(MOET_BEKEND_ZIJN)))


def list_stagiairs(session: Session, actor: Actor, vandaag: date) -> tuple[Stagiair, ...]:
    """One row per placement (its latest agreement), current ones first. Raises `GeenRecht`."""
    require(actor, Actie.STAGIAIRS_ZIEN)
    rijen = session.execute(
        sa.select(
            Pok,
            col(Student.naam),
            col(Verbintenis.opleiding_naam),
            Account,
            _wachtende_weken(),
            _verslagen(col(LogboekItem.besproken_op).is_(None)),
            _verslagen(),
        )
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Verbintenis, col(Verbintenis.id) == col(Pok.verbintenis_id))
        .join(Dossier, col(Dossier.id) == col(Pok.dossier_id))
        .join(Account, col(Account.id) == col(Pok.onderwijsbegeleider_id), isouter=True)
        .where(stagiairs_scope(actor))
        .order_by(col(Pok.begin_op).desc(), col(Pok.id).desc())
        .limit(MAX_STAGIAIRS)
    ).all()
    momenten: dict[int, list[EigenMoment]] = {}
    if actor.mag(Actie.EIGEN_GESPREK_ZIEN):
        for m in list_eigen_momenten(session, actor):
            momenten.setdefault(m.dossier_id, []).append(m)
    per_dossier: dict[int, Stagiair] = {}
    for rij in rijen:
        pok = rij[0]
        nieuwer = per_dossier.get(pok.dossier_id)
        stagiair = _stagiair(session, rij, momenten.get(pok.dossier_id, ()), vandaag)
        if nieuwer is None:
            per_dossier[pok.dossier_id] = stagiair
        else:  # an earlier agreement of the same placement: what waits in it, waits for the same person
            per_dossier[pok.dossier_id] = _tel_op(nieuwer, stagiair)
    oordelen = list_voor_bedrijf(session, actor, per_dossier)
    bladen = list_mijn_bladen(session, actor, vandaag)
    stagiairs = (
        replace(s, dossier_id=d, beoordeling=oordelen.get(d), bladen=tuple(b for b in bladen if b.dossier_id == d))
        for d, s in per_dossier.items()
    )
    return tuple(sorted(stagiairs, key=lambda s: not s.is_nu))


def _tel_op(nieuw: Stagiair, oud: Stagiair) -> Stagiair:
    return replace(
        nieuw,
        begin_op=oud.begin_op,
        wachtend=nieuw.wachtend + oud.wachtend,
        te_bespreken=nieuw.te_bespreken + oud.te_bespreken,
        verslagen=nieuw.verslagen + oud.verslagen,
    )


def _wachtende_weken() -> sa.ScalarSelect[int]:
    """Weeks that wait for the company: none where the team's school approves."""
    school = sa.select(col(TeamUren.team_id)).where(col(TeamUren.beoordelaar) == Beoordelaar.SCHOOL)
    vraag = sa.select(sa.func.count()).where(
        col(UrenWeek.pok_id) == col(Pok.id),
        col(UrenWeek.status) == WeekStatus.INGEDIEND,
        sa.or_(col(Pok.team_id).is_(None), col(Pok.team_id).not_in(school)),
    )
    return vraag.correlate(Pok).scalar_subquery()


def _verslagen(*waar: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    vraag = sa.select(sa.func.count()).where(
        col(LogboekItem.pok_id) == col(Pok.id), col(LogboekItem.status) == LogboekStatus.GEDEELD, *waar
    )
    return vraag.correlate(Pok).scalar_subquery()


def _stagiair(session: Session, rij: Sequence[Any], momenten: Sequence[EigenMoment], vandaag: date) -> Stagiair:
    pok, naam, opleiding, school, wachtend, te_bespreken, verslagen = rij
    eind = pok.werkelijk_eind_op or pok.eind_op
    is_nu = pok.status not in _VOORBIJ and (eind is None or eind >= vandaag)
    return Stagiair(
        pok_id=pok.id,
        naam=naam,
        opleiding=opleiding,
        leerweg=pok.leerweg or "",
        begin_op=pok.begin_op,
        eind_op=eind,
        uren_totaal=pok.uren_totaal,
        uren_per_week=pok.uren_per_week,
        nummer=pok.nummer,
        status=pok.status,
        is_nu=is_nu,
        school=Contact(school.naam, school.telefoon, school.email) if school else None,
        wachtend=wachtend,
        te_bespreken=te_bespreken,
        verslagen=verslagen,
        handtekeningen=list_handtekeningen(session, pok, vandaag) if pok.document_versie else (),
        momenten=_momenten(momenten, vandaag) if is_nu else (),
        is_begonnen_ongetekend=is_begonnen_ongetekend(pok.status, pok.begin_op, vandaag),
    )


def _momenten(momenten: Sequence[EigenMoment], vandaag: date) -> tuple[Moment, ...]:
    """Conversations with the company that are still to be held, the first one first."""
    dagen = [
        Moment(m.naam, m.afspraak_op.astimezone(AMSTERDAM).date() if m.afspraak_op else m.venster_tot, m.afspraak_op)
        for m in momenten
        if m.status is not MomentStatus.GEHOUDEN and Deelnemer.PRAKTIJKOPLEIDER in m.als
    ]
    return tuple(sorted((m for m in dagen if vandaag <= m.datum), key=lambda m: m.datum))
