"""What giving a slot has to know of the student."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.queries_ongeschikt import list_tegen
from bpv_app.leerbedrijf.rules_ongeschikt import Ongeschiktheid
from bpv_app.matching.clauses_plaats import is_erkend_voor, lopende_verbintenis
from bpv_app.matching.queries_deelnemers import list_aanbod_op
from bpv_app.matching.rules_toelating import REGELS, Regel, ToelatingStudent, beoordeel
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo
from bpv_app.student.clauses import student_scope
from bpv_app.student.tables import Student, Verbintenis


def past_bij(session: Session, plaats_id: int, student_id: int, vandaag: date) -> bool:
    """Whether the place is for the crebo of an enrolment of this student, and the company still accredited for it."""
    vraag = (
        sa.select(sa.literal(1))
        .select_from(Plaats)
        .join(PlaatsCrebo, col(PlaatsCrebo.plaats_id) == col(Plaats.id))
        .join(Verbintenis, col(Verbintenis.crebo) == col(PlaatsCrebo.crebo))
        .where(
            col(Plaats.id) == plaats_id,
            col(Verbintenis.student_id) == student_id,
            lopende_verbintenis(vandaag),
            is_erkend_voor(vandaag),
        )
    )
    return session.execute(vraag.limit(1)).first() is not None


def list_tegen_plek(session: Session, plaats: Plaats, student_id: int, vandaag: date) -> tuple[Ongeschiktheid, ...]:
    """What the school has against placing this student here; nothing when one of the enrolments has nothing against."""
    team = session.execute(sa.select(col(Student.team_id)).where(col(Student.id) == student_id)).scalar_one()
    crebos = session.execute(
        sa.select(col(Verbintenis.crebo)).where(col(Verbintenis.student_id) == student_id, lopende_verbintenis(vandaag))
    ).scalars()
    dag = max(plaats.van, vandaag)
    per_crebo = [list_tegen(session, dag, plaats.leerbedrijf_id, plaats.locatie_id, c, team) for c in set(crebos)]
    return min(per_crebo, key=len, default=())


def get_andere_plek(session: Session, plaats_id: int, student_id: int, van: date, tot: date) -> str:
    """Title of another place at which the student has a slot on any of these days; empty for none."""
    vraag = (
        sa.select(col(Plaats.titel))
        .join(PlaatsClaim, col(PlaatsClaim.plaats_id) == col(Plaats.id))
        .where(
            col(PlaatsClaim.student_id) == student_id,
            col(Plaats.id) != plaats_id,
            col(Plaats.van) <= tot,
            col(Plaats.tot) >= van,
        )
        .order_by(col(Plaats.id))
    )
    return session.execute(vraag.limit(1)).scalar_one_or_none() or ""


def is_dossier_van(session: Session, dossier_id: int, student_id: int) -> bool:
    """Whether this dossier is this student's."""
    vraag = sa.select(sa.literal(1)).where(col(Dossier.id) == dossier_id, col(Dossier.student_id) == student_id)
    return is_sleutel(dossier_id) and session.execute(vraag).first() is not None


def mag_toewijzen_aan(session: Session, actor: Actor, student_id: int) -> bool:
    """Whether this actor gives slots to this student: of a team of their own."""
    vraag = sa.select(col(Student.id)).where(
        col(Student.id) == student_id, student_scope(actor, Actie.PLAATS_TOEWIJZEN)
    )
    return is_sleutel(student_id) and session.execute(vraag).first() is not None


def zoek_voor_plek(
    session: Session, actor: Actor, plaats_id: int, zoek: str, limiet: int = 20
) -> list[tuple[int, str]]:
    """Students of the own teams without a slot here, by name or number: id and `name (class)`. Nothing typed: none."""
    if not zoek.strip():
        return []
    hier = sa.select(col(PlaatsClaim.student_id)).where(col(PlaatsClaim.plaats_id) == plaats_id)
    vraag = (
        sa.select(col(Student.id), col(Student.naam), col(Student.studentnummer), col(Student.klas))
        .where(
            student_scope(actor, Actie.PLAATS_TOEWIJZEN),
            col(Student.id).not_in(hier),
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


def waarom_past_niet(session: Session, plaats_id: int, student_id: int, vandaag: date) -> Regel | None:
    """The hard rule that keeps this student from this place, None when the place fits one of the running enrolments.

    Of several enrolments the one that comes furthest speaks. A licence and a travel limit are only known in a round.
    """
    van, tot = session.execute(sa.select(col(Plaats.van), col(Plaats.tot)).where(col(Plaats.id) == plaats_id)).one()
    begin = max(van, vandaag)
    (plaats,) = list_aanbod_op(session, begin, [plaats_id])
    geboren = session.execute(sa.select(col(Student.geboortedatum)).where(col(Student.id) == student_id)).scalar_one()
    inschrijvingen = session.execute(
        sa.select(Verbintenis).where(col(Verbintenis.student_id) == student_id, lopende_verbintenis(vandaag))
    ).scalars()
    oordelen = [
        beoordeel(
            ToelatingStudent(
                crebo=v.crebo,
                leerweg=v.leerweg.value if v.leerweg else None,
                niveau=v.niveau,
                van=begin,
                tot=max(begin, tot),
                geboortedatum=geboren,
            ),
            plaats.regels,
            vandaag,
        )
        for v in inschrijvingen
    ]
    if not oordelen:
        return Regel.CREBO
    return None if None in oordelen else max((r for r in oordelen if r), key=REGELS.index)
