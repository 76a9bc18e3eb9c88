"""Reads for the screens of scanned piles: which piles are there, and the pages of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_stapel import TE_DOEN, PaginaUitkomst
from bpv_app.pok.service_stapel import get_stapel, stapel_scope, zin_van
from bpv_app.pok.tables import Pok, PokScan
from bpv_app.pok.tables_stapel import ScanPagina, ScanStapel
from bpv_app.student.tables import Student

MAX_STAPELS = 50


@dataclass(frozen=True, slots=True)
class StapelRegel:
    """A pile in the list; `te_doen` pages wait for somebody."""

    id: int
    naam: str
    op: datetime
    door: str
    paginas: int
    te_doen: int
    is_gelezen: bool


@dataclass(frozen=True, slots=True)
class PaginaRegel:
    """A page of the worklist. `nummer` is of the POK its code names, if this actor may see it."""

    id: int
    nr: int
    uitkomst: PaginaUitkomst
    code: str
    nummer: str
    pok_id: int


@dataclass(frozen=True, slots=True)
class PokInStapel:
    """A POK that got paper from this pile; `is_te_tekenen`: signatures can be registered."""

    pok_id: int
    nummer: str
    student: str
    scans: int
    paginas: int
    is_te_tekenen: bool


@dataclass(frozen=True, slots=True)
class StapelDetail:
    """A pile with its worklist and with the POKs that got paper from it."""

    id: int
    naam: str
    op: datetime
    door: str
    paginas: int
    is_gelezen: bool
    zin: Tekst
    te_doen: tuple[PaginaRegel, ...]
    poks: tuple[PokInStapel, ...]


def list_stapels(session: Session, actor: Actor) -> list[StapelRegel]:
    """The newest piles this actor may see."""
    te_doen = (
        sa.select(col(ScanPagina.stapel_id), sa.func.count().label("aantal"))
        .where(col(ScanPagina.uitkomst).in_(TE_DOEN))
        .group_by(col(ScanPagina.stapel_id))
        .subquery()
    )
    vraag = (
        sa.select(ScanStapel, te_doen.c.aantal)
        .outerjoin(te_doen, te_doen.c.stapel_id == col(ScanStapel.id))
        .where(stapel_scope(actor))
        .order_by(col(ScanStapel.id).desc())
        .limit(MAX_STAPELS)
    )
    return [
        StapelRegel(s.id, s.bestandsnaam, s.op, s.door_naam, s.paginas, aantal or 0, s.gelezen_op is not None)
        for s, aantal in session.execute(vraag)
    ]


def tel_te_doen(session: Session, actor: Actor) -> int:
    """How many pages wait in all piles this actor may see."""
    vraag = (
        sa.select(sa.func.count())
        .select_from(ScanPagina)
        .join(ScanStapel, col(ScanStapel.id) == col(ScanPagina.stapel_id))
        .where(col(ScanPagina.uitkomst).in_(TE_DOEN), stapel_scope(actor))
    )
    return int(session.execute(vraag).scalar_one())


def get_detail(session: Session, actor: Actor, stapel_id: int) -> StapelDetail:
    """One pile. Raises NietGevonden."""
    stapel = get_stapel(session, actor, stapel_id)
    assert stapel.id is not None
    te_doen = (
        sa.select(ScanPagina, col(Pok.nummer))
        .outerjoin(Pok, sa.and_(col(Pok.id) == col(ScanPagina.pok_id), pok_scope(actor)))
        .where(col(ScanPagina.stapel_id) == stapel.id, col(ScanPagina.uitkomst).in_(TE_DOEN))
        .order_by(col(ScanPagina.nr))
    )
    return StapelDetail(
        id=stapel.id,
        naam=stapel.bestandsnaam,
        op=stapel.op,
        door=stapel.door_naam,
        paginas=stapel.paginas,
        is_gelezen=stapel.gelezen_op is not None,
        zin=zin_van(session, stapel),
        te_doen=tuple(
            PaginaRegel(p.id, p.nr, p.uitkomst, p.code, nummer or "", p.pok_id if nummer else 0)
            for p, nummer in session.execute(te_doen)
        ),
        poks=_poks(session, actor, stapel.id),
    )


def _poks(session: Session, actor: Actor, stapel_id: int) -> tuple[PokInStapel, ...]:
    vraag = (
        sa.select(
            col(Pok.id),
            col(Pok.nummer),
            col(Student.naam),
            col(Pok.status),
            sa.func.count(sa.distinct(col(PokScan.id))),
            sa.func.count(col(ScanPagina.id)),
        )
        .select_from(ScanPagina)
        .join(PokScan, col(PokScan.id) == col(ScanPagina.scan_id))
        .join(Pok, col(Pok.id) == col(PokScan.pok_id))
        .join(Student, col(Student.id) == col(Pok.student_id))
        .where(col(ScanPagina.stapel_id) == stapel_id, pok_scope(actor, Actie.POK_ONDERTEKENING_REGISTREREN))
        .group_by(col(Pok.id), col(Pok.nummer), col(Student.naam), col(Pok.status))
        .order_by(col(Pok.nummer))
    )
    return tuple(
        PokInStapel(pok_id, nummer, naam or "", scans, paginas, status is PokStatus.AFGEDRUKT)
        for pok_id, nummer, naam, status, scans, paginas in session.execute(vraag)
    )
