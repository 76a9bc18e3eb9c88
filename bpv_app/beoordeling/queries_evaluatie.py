"""Evaluations: one's own form, what waits, totals of a team or a company, and the texts for the coordinator.

Totals read only whole slices (`rules_delen`): no other filter, no period, so nothing can be subtracted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.beoordeling.clauses import eigen_evaluaties, team_evaluaties
from bpv_app.beoordeling.rules_evaluatie import EvaluatieSoort, Totaal, Vraag, VraagSoort, tel, vragen_uit_json
from bpv_app.beoordeling.tables_evaluatie import Evaluatie, EvaluatieDeel
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.opgegaan import list_opgegaan
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.student.tables import Student, Team

MAX_TEKSTEN = 300


@dataclass(frozen=True, slots=True)
class MijnEvaluatie:
    """One's own form. `student` is empty on the student's own."""

    id: int
    soort: EvaluatieSoort
    bedrijf: str
    student: str
    vragen: tuple[Vraag, ...]
    antwoorden: dict[str, str]
    gevraagd_op: datetime
    ingestuurd_op: datetime | None


def _mijn(session: Session, *waar: sa.ColumnElement[bool]) -> list[MijnEvaluatie]:
    rijen = session.execute(
        sa.select(Evaluatie, col(Leerbedrijf.naam), col(Student.naam))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Evaluatie.leerbedrijf_id))
        .join(Student, col(Student.id) == col(Evaluatie.student_id))
        .where(*waar)
        .order_by(col(Evaluatie.id).desc())
        .limit(50)
    )
    return [
        MijnEvaluatie(
            e.id, e.soort, bedrijf, "" if e.soort is EvaluatieSoort.STUDENT else student, vragen_uit_json(e.vragen),
            dict(e.antwoorden), e.gevraagd_op, e.ingestuurd_op,
        )
        for e, bedrijf, student in rijen
    ]  # fmt: skip


def get_evaluatie(session: Session, actor: Actor, evaluatie_id: int) -> MijnEvaluatie:
    """One's own form. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.EVALUATIE_INVULLEN)
    eigen = (
        _mijn(session, col(Evaluatie.id) == evaluatie_id, eigen_evaluaties(actor)) if is_sleutel(evaluatie_id) else []
    )
    if not eigen:
        raise NietGevonden
    return eigen[0]


def list_mijn_evaluaties(session: Session, actor: Actor) -> list[MijnEvaluatie]:
    """One's own forms, newest first; none for who fills in none."""
    return _mijn(session, eigen_evaluaties(actor))


@dataclass(frozen=True, slots=True)
class Totalen:
    """What is counted of one kind of evaluation. `wachtend`: sent in, but not counted yet (fewer than five, or a total
    would tell about fewer than five)."""

    soort: EvaluatieSoort
    geteld: int
    wachtend: int
    vragen: tuple[Totaal, ...]


def get_bedrijf_totalen(session: Session, actor: Actor, leerbedrijf_id: int) -> Totalen:
    """What students said about a company, of all teams together. Raises `GeenRecht`."""
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    soort = EvaluatieSoort.STUDENT
    # Slices are for ever: those of a company that was merged into this one keep its number.
    zelf = list_opgegaan(session, leerbedrijf_id)
    formulieren, lijsten = _formulieren(
        session, Evaluatie.bedrijf_deel, col(EvaluatieDeel.leerbedrijf_id).in_(zelf), soort
    )
    wachtend = _tel(
        session,
        col(Evaluatie.soort) == soort,
        col(Evaluatie.leerbedrijf_id) == leerbedrijf_id,
        col(Evaluatie.ingestuurd_op).is_not(None),
        col(Evaluatie.bedrijf_deel).is_(None),
    )
    return Totalen(soort, lijsten, wachtend, tel(formulieren))


def _formulieren(
    session: Session, kolom: object, van: sa.ColumnElement[bool], soort: EvaluatieSoort
) -> tuple[list[tuple[tuple[Vraag, ...], dict[str, str]]], int]:
    rijen = session.execute(
        sa.select(col(Evaluatie.vragen), col(Evaluatie.antwoorden))
        .join(EvaluatieDeel, col(EvaluatieDeel.id) == kolom)
        .where(van, col(Evaluatie.soort) == soort)
        .order_by(col(Evaluatie.gevraagd_op).desc())
    ).all()
    return [(vragen_uit_json(vragen), antwoorden) for vragen, antwoorden in rijen], len(rijen)


def _tel(session: Session, *waar: sa.ColumnElement[bool]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(Evaluatie).where(*waar)).scalar_one())


def list_evaluatieteams(session: Session, actor: Actor) -> list[Team]:
    """The teams whose totals the actor may see, by name. Raises `GeenRecht`."""
    require(actor, Actie.EVALUATIE_ZIEN)
    teams = actor.team_ids(Actie.EVALUATIE_ZIEN)
    vraag = select(Team).where(Team.is_actief).order_by(col(Team.naam), col(Team.id))
    return list(session.exec(vraag if teams is None else vraag.where(col(Team.id).in_(teams))))


def get_team_totalen(session: Session, actor: Actor, team_id: int) -> tuple[Totalen, ...]:
    """Both kinds of evaluation of one team. Raises `GeenRecht`; `NietGevonden` for a team that is not the actor's."""
    if team_id not in {t.id for t in list_evaluatieteams(session, actor)}:
        raise NietGevonden
    uit = []
    for soort in EvaluatieSoort:
        formulieren, geteld = _formulieren(session, Evaluatie.team_deel, col(EvaluatieDeel.team_id) == team_id, soort)
        wachtend = _tel(
            session,
            col(Evaluatie.soort) == soort,
            col(Evaluatie.team_id) == team_id,
            col(Evaluatie.ingestuurd_op).is_not(None),
            col(Evaluatie.team_deel).is_(None),
        )
        uit.append(Totalen(soort, geteld, wachtend, tel(formulieren)))
    return tuple(uit)


@dataclass(frozen=True, slots=True)
class Geschreven:
    """A written answer: to which question, about which company. Not by whom, not when."""

    soort: EvaluatieSoort
    bedrijf: str
    vraag: Vraag
    tekst: str


def list_teksten(session: Session, actor: Actor, team_id: int) -> tuple[Geschreven, ...]:
    """What was written, for the coordinator of that team only; in order of company and text, so not of time.

    Raises `GeenRecht`, `NietGevonden`.
    """
    require(actor, Actie.EVALUATIE_TEKST_LEZEN)
    teams = actor.team_ids(Actie.EVALUATIE_TEKST_LEZEN)
    if teams is not None and team_id not in teams:
        raise NietGevonden
    rijen = session.execute(
        sa.select(col(Evaluatie.soort), col(Leerbedrijf.naam), col(Evaluatie.vragen), col(Evaluatie.antwoorden))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Evaluatie.leerbedrijf_id))
        .where(
            col(Evaluatie.team_id) == team_id,
            col(Evaluatie.ingestuurd_op).is_not(None),
            team_evaluaties(actor, Actie.EVALUATIE_TEKST_LEZEN),
        )
    )
    teksten = [
        Geschreven(soort, bedrijf, vraag, tekst)
        for soort, bedrijf, vragen, antwoorden in rijen
        for vraag in vragen_uit_json(vragen)
        if vraag.soort is VraagSoort.TEKST and (tekst := antwoorden.get(vraag.sleutel, ""))
    ]
    return tuple(
        sorted(teksten, key=lambda g: (g.bedrijf.casefold(), g.tekst.casefold(), g.vraag.sleutel))[:MAX_TEKSTEN]
    )
