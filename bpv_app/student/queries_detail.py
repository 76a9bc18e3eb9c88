"""Everything the school knows of one student, for its screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.student import service
from bpv_app.student.rules import Leerweg, is_lopend
from bpv_app.student.tables import KrdPok, Opleiding, Team, Verbintenis, VerbintenisPeriode


@dataclass(frozen=True, slots=True)
class PeriodeRegel:
    begin_op: date
    crebo: str
    leerweg: Leerweg | None
    niveau: int | None
    aanbieder: str
    locatie: str


@dataclass(frozen=True, slots=True)
class KrdPokRegel:
    """A POK as the national register holds it; `uren` is the total in hours."""

    volgnummer: str
    afsluitdatum: date | None
    begin_op: date | None
    gepland_eind_op: date | None
    werkelijk_eind_op: date | None
    uren: int | None
    sbb_id: str
    crebo: str
    keuzedeel: str


@dataclass(frozen=True, slots=True)
class VerbintenisDetail:
    id: int
    volgnummer: str
    begin_op: date | None
    gepland_eind_op: date | None
    werkelijk_eind_op: date | None
    eind_reden: str
    crebo: str
    opleiding: str
    leerweg: Leerweg | None
    niveau: int | None
    cohort: str
    team: str
    bron: str
    is_lopend: bool
    perioden: tuple[PeriodeRegel, ...]
    poks: tuple[KrdPokRegel, ...]


@dataclass(frozen=True, slots=True)
class StudentDetail:
    """`is_naamloos`: no file brought the name yet, `naam` is the register's key."""

    id: int
    naam: str
    is_naamloos: bool
    studentnummer: str
    krd_sleutel: str
    roepnaam: str
    geboortedatum: date | None
    geboortejaar: int | None
    email: str
    telefoon: str
    straat: str
    huisnummer: str
    postcode: str
    plaats: str
    voogd_naam: str
    klas: str
    mentor: str
    team: str
    verbintenissen: tuple[VerbintenisDetail, ...]


def get_student_detail(session: Session, actor: Actor, student_id: int, vandaag: date) -> StudentDetail:
    """One student inside the actor's scope with enrolments, periods and the register's POKs. Raises NietGevonden."""
    s = service.get_student(session, actor, student_id)
    verbintenissen = service.list_verbintenissen(session, actor, student_id)
    ids = [v.id for v in verbintenissen]
    perioden: dict[int, list[PeriodeRegel]] = {}
    vraag_perioden = (
        sa.select(VerbintenisPeriode)
        .where(col(VerbintenisPeriode.verbintenis_id).in_(ids))
        .order_by(col(VerbintenisPeriode.begin_op))
    )
    for p in session.execute(vraag_perioden).scalars():
        perioden.setdefault(p.verbintenis_id, []).append(
            PeriodeRegel(p.begin_op, p.crebo, p.leerweg, p.niveau, p.aanbieder, p.locatie)
        )
    poks: dict[int, list[KrdPokRegel]] = {}
    vraag_poks = (
        sa.select(KrdPok).where(col(KrdPok.verbintenis_id).in_(ids)).order_by(col(KrdPok.begin_op), col(KrdPok.id))
    )
    for k in session.execute(vraag_poks).scalars():
        poks.setdefault(k.verbintenis_id, []).append(
            KrdPokRegel(
                k.volgnummer,
                k.afsluitdatum,
                k.begin_op,
                k.gepland_eind_op,
                k.werkelijk_eind_op,
                k.uren,
                k.sbb_id,
                k.crebo,
                k.keuzedeel,
            )
        )
    namen = {t.id: t.naam for t in session.execute(sa.select(Team)).scalars()}
    opleidingen = {
        o.crebo: o.naam
        for o in session.execute(
            sa.select(Opleiding).where(col(Opleiding.crebo).in_({v.crebo for v in verbintenissen}))
        ).scalars()
    }

    def _detail(v: Verbintenis) -> VerbintenisDetail:
        return VerbintenisDetail(
            v.id or 0,
            v.volgnummer,
            v.begin_op,
            v.gepland_eind_op,
            v.werkelijk_eind_op,
            v.eind_reden,
            v.crebo,
            v.opleiding_naam or opleidingen.get(v.crebo, ""),
            v.leerweg,
            v.niveau,
            v.cohort,
            namen.get(v.team_id, ""),
            v.bron,
            is_lopend(v.begin_op, v.werkelijk_eind_op, vandaag),
            tuple(perioden.get(v.id or 0, ())),
            tuple(poks.get(v.id or 0, ())),
        )

    return StudentDetail(
        s.id or 0,
        s.naam or s.krd_sleutel or "",
        not service.has_naam(s),
        s.studentnummer or "",
        s.krd_sleutel or "",
        s.roepnaam,
        s.geboortedatum,
        s.geboortejaar,
        s.email,
        s.telefoon,
        s.straat,
        s.huisnummer,
        s.postcode,
        s.plaats,
        s.voogd_naam,
        s.klas,
        s.mentor,
        namen.get(s.team_id, ""),
        tuple(_detail(v) for v in verbintenissen),
    )
