"""Own placements of a student or a praktijkopleider, for their start page. School roles get `pok.queries_tellers`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok import rules_mijn
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules import PARTIJ_LABEL, Partij, PokStatus, wacht_stap
from bpv_app.pok.service_basis import partijen
from bpv_app.pok.tables import Pok, PokHandtekening
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account

MAX_PLAATSINGEN = 50


@dataclass(frozen=True, slots=True)
class Ondertekening:
    """A party and whether it signed; `getekend_op` is empty while the signature is awaited."""

    wie: Tekst
    getekend_op: date | None


@dataclass(frozen=True, slots=True)
class Plaatsing:
    """One placement as student or praktijkopleider may see it: no care data, no birth date, no school notes."""

    pok_id: int
    student: str
    bedrijf: str
    opleider: str
    opleider_contact: str
    begeleider: str
    begeleider_contact: str
    begin_op: date | None
    eind_op: date | None
    uren_totaal: int | None
    status: PokStatus
    stap: int
    ondertekeningen: tuple[Ondertekening, ...]


def wat_nu(plaatsing: Plaatsing, rol: Rol) -> Tekst:
    """In B1 Dutch: what is asked of this person now."""
    ik = Partij.STUDENT if rol is Rol.STUDENT else Partij.LEERBEDRIJF
    getekend = {o.wie for o in plaatsing.ondertekeningen if o.getekend_op}
    wacht = {o.wie for o in plaatsing.ondertekeningen if o.getekend_op is None}
    return rules_mijn.wat_nu(
        plaatsing.status,
        rol,
        plaatsing.begin_op,
        heeft_getekend=PARTIJ_LABEL[ik] in getekend,
        met_voogd=PARTIJ_LABEL[Partij.VOOGD] in wacht,
    )


def eigen_plaatsingen(session: Session, actor: Actor) -> list[Plaatsing]:
    """The placements this person has part in; running ones first, the newest first."""
    rijen = session.execute(
        sa.select(Pok, col(Student.naam), col(Leerbedrijf.naam), Contactpersoon, Account)
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True)
        .join(Contactpersoon, col(Contactpersoon.id) == col(Pok.praktijkopleider_id), isouter=True)
        .join(Account, col(Account.id) == col(Pok.onderwijsbegeleider_id), isouter=True)
        .where(pok_scope(actor), _van_mij(actor), col(Pok.status) != PokStatus.VERVANGEN)
        .order_by(col(Pok.begin_op).desc(), col(Pok.id).desc())
        .limit(MAX_PLAATSINGEN)
    ).all()
    getekend = _handtekeningen(session, [pok for pok, *_ in rijen])
    vandaag = tijd.klok.vandaag()
    plaatsingen = [
        Plaatsing(
            pok_id=pok.id or 0,
            student=student,
            bedrijf=bedrijf or "",
            opleider=opleider.naam if opleider else "",
            opleider_contact=" · ".join(d for d in (opleider.telefoon, opleider.email) if d) if opleider else "",
            begeleider=begeleider.naam if begeleider else "",
            begeleider_contact=" · ".join(d for d in (begeleider.telefoon, begeleider.email) if d)
            if begeleider
            else "",
            begin_op=pok.begin_op,
            eind_op=pok.werkelijk_eind_op or pok.eind_op,
            uren_totaal=pok.uren_totaal,
            status=pok.status,
            stap=wacht_stap(pok.status, heeft_handtekening=any(pok_id == pok.id for pok_id, _ in getekend)),
            ondertekeningen=tuple(
                Ondertekening(PARTIJ_LABEL[p], getekend.get((pok.id or 0, p))) for p in partijen(session, pok, vandaag)
            )
            if pok.status in (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF)
            else (),
        )
        for pok, student, bedrijf, opleider, begeleider in rijen
    ]
    klaar = (PokStatus.AFGEROND, PokStatus.AFGEMELD, PokStatus.AFGEWEZEN)
    return sorted(plaatsingen, key=lambda p: p.status in klaar)


def _van_mij(actor: Actor) -> sa.ColumnElement[bool]:
    """Placements in which this person is the student or the praktijkopleider, whatever else they may see."""
    return sa.or_(
        col(Pok.student_id) == (actor.student_id or 0), col(Pok.praktijkopleider_id).in_(actor.contactpersoon_ids)
    )


def _handtekeningen(session: Session, poks: list[Pok]) -> dict[tuple[int, Partij], date]:
    versies = {p.id: p.document_versie for p in poks}
    rijen = session.execute(
        sa.select(PokHandtekening).where(
            col(PokHandtekening.pok_id).in_(versies), col(PokHandtekening.vervallen_op).is_(None)
        )
    ).scalars()
    return {(h.pok_id, h.partij): h.getekend_op for h in rijen if versies[h.pok_id] == h.document_versie}
