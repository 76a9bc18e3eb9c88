"""What one round's screen lists: history, requests, agreements, what is wanted most, and search for agreements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.rules_afspraak import AfspraakSoort, VerzoekStatus
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import (
    Afspraak,
    PlaatsVerzoek,
    RondeGebeurtenis,
    RondePlaats,
    RondeStudent,
    Voorkeur,
    Voorkeurlijst,
)
from bpv_app.student.tables import Student


@dataclass(frozen=True, slots=True)
class Stap:
    """A line of the history of a round."""

    wat: str
    op: datetime
    door: str
    reden: str
    gegevens: dict[str, Any] = field(default_factory=dict)


def list_historie(session: Session, ronde_id: int, limiet: int = 30) -> list[Stap]:
    """The history, newest first; the caller has checked the scope."""
    vraag = (
        sa.select(RondeGebeurtenis)
        .where(col(RondeGebeurtenis.ronde_id) == ronde_id)
        .order_by(col(RondeGebeurtenis.id).desc())
        .limit(limiet)
    )
    return [Stap(g.wat, g.op, g.door_naam, g.reden, g.gegevens) for g in session.execute(vraag).scalars()]


@dataclass(frozen=True, slots=True)
class VerzoekRij:
    """A request with who asks."""

    id: int
    status: VerzoekStatus
    student_id: int
    student: str
    klas: str
    crebo: str
    bedrijf: str
    adres: str
    woonplaats: str
    contact: str
    email: str
    telefoon: str
    taken: str
    gevraagd_op: datetime
    antwoord: str
    besloten_door: str
    plaats_id: int | None
    versie: int


def list_verzoeken(session: Session, ronde_id: int) -> list[VerzoekRij]:
    """The requests of a round, those that wait first; the caller has checked the scope."""
    v = PlaatsVerzoek
    wacht_eerst = sa.case((col(v.status) == VerzoekStatus.GEVRAAGD, 0), else_=1)
    vraag = (
        sa.select(
            col(v.id), col(v.status), col(Student.id), col(Student.naam), col(Student.klas), col(RondeStudent.crebo),
            col(v.bedrijf), col(v.adres), col(v.woonplaats), col(v.contact), col(v.email), col(v.telefoon),
            col(v.taken), col(v.gevraagd_op), col(v.antwoord), col(v.besloten_door), col(v.plaats_id), col(v.versie),
        )
        .join(RondeStudent, col(RondeStudent.id) == col(v.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .where(col(RondeStudent.ronde_id) == ronde_id, col(v.status) != VerzoekStatus.INGETROKKEN)
        .order_by(wacht_eerst, col(v.id))
    )  # fmt: skip
    return [VerzoekRij(*rij) for rij in session.execute(vraag)]


@dataclass(frozen=True, slots=True)
class AfspraakRij:
    """A lock or block in words."""

    id: int
    soort: AfspraakSoort
    student_id: int
    student: str
    plaats_id: int
    plaats: str
    bedrijf: str
    reden: str
    door: str
    op: datetime


def list_afspraken(session: Session, ronde_id: int) -> list[AfspraakRij]:
    """Locks and blocks of a round; the caller has checked the scope."""
    a = Afspraak
    vraag = (
        sa.select(
            col(a.id), col(a.soort), col(Student.id), col(Student.naam), col(Plaats.id), col(Plaats.titel),
            col(Leerbedrijf.naam), col(a.reden), col(a.door_naam), col(a.op),
        )
        .join(Student, col(Student.id) == col(a.student_id))
        .join(Plaats, col(Plaats.id) == col(a.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .where(col(a.ronde_id) == ronde_id)
        .order_by(col(Student.naam), col(a.id))
    )  # fmt: skip
    return [AfspraakRij(*rij) for rij in session.execute(vraag)]


def list_favorieten(session: Session, ronde_id: int, limiet: int = 10) -> list[tuple[int, str, str, int, int, int]]:
    """The places wanted most: id, title, company, slots, times first, times on a list (of the lists sent in)."""
    eerste = sa.func.sum(sa.case((col(Voorkeur.rang) == 1, 1), else_=0))
    vraag = (
        sa.select(
            col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam), sa.func.max(RondePlaats.plekken), eerste,
            sa.func.count(),
        )
        .select_from(Voorkeur)
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .join(RondeStudent, col(RondeStudent.id) == col(Voorkeurlijst.ronde_student_id))
        .join(Plaats, col(Plaats.id) == col(Voorkeur.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .join(RondePlaats, sa.and_(
            col(RondePlaats.plaats_id) == col(Plaats.id), col(RondePlaats.ronde_id) == col(RondeStudent.ronde_id)
        ))
        .where(col(RondeStudent.ronde_id) == ronde_id)
        .group_by(col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam))
        .order_by(eerste.desc(), sa.func.count().desc(), col(Plaats.id))
        .limit(limiet)
    )  # fmt: skip
    return [(r[0], r[1], r[2], int(r[3]), int(r[4]), int(r[5])) for r in session.execute(vraag)]


def zoek_deelnemers(session: Session, ronde_id: int, zoek: str, limiet: int = 20) -> list[tuple[int, str]]:
    """Student id and "name (class)" of participants by name or number; the caller has checked the scope."""
    vraag = (
        sa.select(col(Student.id), col(Student.naam), col(Student.studentnummer), col(Student.klas))
        .join(RondeStudent, col(RondeStudent.student_id) == col(Student.id))
        .where(
            col(RondeStudent.ronde_id) == ronde_id,
            *(
                sa.or_(
                    col(Student.zoektekst).like(p, escape="\\"), sa.func.lower(col(Student.naam)).like(p, escape="\\")
                )
                for p in patronen(zoek)
            ),
        )
        .order_by(sa.func.lower(col(Student.naam)), col(Student.id))
        .limit(limiet)
    )
    return [(r[0], f"{r[1] or r[2] or r[0]}" + (f" ({r[3]})" if r[3] else "")) for r in session.execute(vraag)]


def zoek_ronde_plaatsen(session: Session, ronde_id: int, zoek: str, limiet: int = 20) -> list[tuple[int, str]]:
    """Place id and "title, company" of the places of a round; the caller has checked the scope."""
    vraag = (
        sa.select(col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam))
        .join(RondePlaats, col(RondePlaats.plaats_id) == col(Plaats.id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .where(
            col(RondePlaats.ronde_id) == ronde_id,
            *(
                sa.or_(
                    sa.func.lower(col(Plaats.titel)).like(p, escape="\\"),
                    col(Leerbedrijf.zoektekst).like(p, escape="\\"),
                )
                for p in patronen(zoek)
            ),
        )
        .order_by(sa.func.lower(col(Leerbedrijf.naam)), col(Plaats.titel), col(Plaats.id))
        .limit(limiet)
    )
    return [(r[0], f"{r[1]}, {r[2]}") for r in session.execute(vraag)]
