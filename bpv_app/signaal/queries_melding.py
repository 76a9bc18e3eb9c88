"""Reports as the student and the vertrouwenspersoon see them, and what a begeleider may know. Each fetch is scoped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.rules import LOPEND
from bpv_app.pok.tables import Pok
from bpv_app.signaal.clauses_melding import aan_mij, eigen_meldingen, mag_weten
from bpv_app.signaal.rules_melding import (
    NOOD,
    Hulplijn,
    MeldingSoort,
    MeldingStap,
    MeldingStatus,
    Wie,
    mag_stap,
    mag_vertrouwenspersoon,
)
from bpv_app.signaal.tables_melding import HulplijnNummer, Melding, MeldingBericht, MeldingInzage, Vertrouwenspersoon
from bpv_app.student.tables import Student, StudentBegeleider, Team, Verbintenis
from bpv_app.toegang.accounts import rollen_van
from bpv_app.toegang.tables import Account


@dataclass(frozen=True, slots=True)
class Persoon:
    """A vertrouwenspersoon one can choose."""

    account_id: int
    naam: str
    telefoon: str


@dataclass(frozen=True, slots=True)
class Woord:
    """What was said, by whom, when. Empty after the report was withdrawn."""

    van: Wie
    naam: str
    tekst: str
    op: datetime


@dataclass(frozen=True, slots=True)
class Blik:
    """Who looked, or took a step."""

    naam: str
    stap: MeldingStap | None
    op: datetime


@dataclass(frozen=True, slots=True)
class MeldingBeeld:
    """A report. `ontvanger_is_er`: the one it went to is still named. `student`, `bereik`, `bedrijven`: only filled
    for the vertrouwenspersoon."""

    id: int
    versie: int
    soort: MeldingSoort
    status: MeldingStatus
    gemeld_op: datetime
    gewijzigd_op: datetime
    ontvanger_id: int
    ontvanger: str
    ontvanger_is_er: bool
    begeleider_weet: bool
    mag: frozenset[MeldingStap]
    woorden: tuple[Woord, ...]
    blikken: tuple[Blik, ...]
    student: str = ""
    bereik: str = ""
    bedrijven: str = ""


def list_hulplijnen(session: Session) -> tuple[Hulplijn, ...]:
    """Whom to call: 112, then the school's numbers in its own order."""
    rijen = session.execute(
        sa.select(col(HulplijnNummer.naam), col(HulplijnNummer.telefoon)).order_by(col(HulplijnNummer.id))
    )
    return (NOOD, *(Hulplijn(naam, telefoon) for naam, telefoon in rijen))


def begeleiders_van(session: Session, student_id: int) -> set[int]:
    """Accounts that guide this student, in any dossier."""
    via_dossier = sa.select(col(Dossier.onderwijsbegeleider_id)).where(col(Dossier.student_id) == student_id)
    via_student = sa.select(col(StudentBegeleider.account_id)).where(col(StudentBegeleider.student_id) == student_id)
    return {a for a in session.execute(via_dossier.union(via_student)).scalars() if a is not None}


def list_personen(session: Session, student_id: int) -> list[Persoon]:
    """The vertrouwenspersonen of a student's teams and of the whole school, by name. Never one who guides the student.

    A name is on the list only while the account is active and its roles allow it.
    """
    student = session.get_one(Student, student_id)
    verbintenissen = sa.select(col(Verbintenis.team_id)).where(col(Verbintenis.student_id) == student_id)
    teams = {student.team_id, *session.execute(verbintenissen).scalars()} - {None}
    rijen = session.execute(
        sa.select(col(Account.id), col(Account.naam), col(Account.telefoon))
        .where(
            col(Account.is_actief),
            col(Account.id).in_(
                sa.select(col(Vertrouwenspersoon.account_id)).where(
                    sa.or_(col(Vertrouwenspersoon.team_id).is_(None), col(Vertrouwenspersoon.team_id).in_(teams))
                )
            ),
        )
        .order_by(sa.func.lower(col(Account.naam)), col(Account.id))
    ).all()
    begeleiders = begeleiders_van(session, student_id)
    rollen = rollen_van(session, [rij[0] for rij in rijen])
    return [
        Persoon(account_id, naam, telefoon)
        for account_id, naam, telefoon in rijen
        if account_id not in begeleiders
        and mag_vertrouwenspersoon(frozenset(t.rol for t in rollen.get(account_id, ())))
    ]


def list_eigen(session: Session, actor: Actor) -> list[MeldingBeeld]:
    """The student's own reports, the newest first. Raises `GeenRecht`."""
    require(actor, Actie.MELDING_DOEN)
    return _beelden(session, eigen_meldingen(actor), Wie.STUDENT)


def is_vertrouwenspersoon(session: Session, actor: Actor) -> bool:
    """Whether the school names this person, and no role stands in the way."""
    if actor.account_id is None or actor.is_systeem or not mag_vertrouwenspersoon(actor.rollen):
        return False
    vraag = sa.select(col(Vertrouwenspersoon.id)).where(col(Vertrouwenspersoon.account_id) == actor.account_id)
    return session.execute(vraag.limit(1)).first() is not None


def tel_nieuw(session: Session, actor: Actor) -> int:
    """Reports to this person that were not read yet."""
    vraag = sa.select(sa.func.count()).select_from(Melding).where(aan_mij(actor), _is_nieuw())
    return int(session.execute(vraag).scalar_one())


def _is_nieuw() -> sa.ColumnElement[bool]:
    return col(Melding.status) == MeldingStatus.VERSTUURD


def list_aan_mij(session: Session, actor: Actor) -> list[MeldingBeeld]:
    """The reports sent to this vertrouwenspersoon, without their words; the newest first.

    Raises `NietGevonden` for who is none.
    """
    if not is_vertrouwenspersoon(session, actor):
        raise NietGevonden
    return _beelden(session, aan_mij(actor), Wie.VERTROUWENSPERSOON, met_woorden=False)


def get_aan_mij(session: Session, actor: Actor, melding_id: int) -> MeldingBeeld:
    """One report with its words. Raises `NietGevonden`. The caller records the look first (`service_melding.lees`)."""
    gevonden = (
        _beelden(session, sa.and_(aan_mij(actor), col(Melding.id) == melding_id), Wie.VERTROUWENSPERSOON)
        if is_sleutel(melding_id)
        else []
    )
    if not gevonden:
        raise NietGevonden
    return gevonden[0]


def list_mag_weten(session: Session, actor: Actor) -> list[str]:
    """Names of own students who told a vertrouwenspersoon something and want their begeleider to know that they did."""
    rijen = session.execute(
        sa.select(col(Student.naam))
        .join(Melding, col(Melding.student_id) == col(Student.id))
        .where(mag_weten(actor))
        .distinct()
        .order_by(col(Student.naam))
    )
    return list(rijen.scalars())


def _beelden(
    session: Session, waar: sa.ColumnElement[bool], wie: Wie, *, met_woorden: bool = True
) -> list[MeldingBeeld]:
    meldingen = list(
        session.execute(
            sa.select(Melding).where(waar).order_by(col(Melding.gemeld_op).desc(), col(Melding.id).desc())
        ).scalars()
    )
    namen = dict(
        session.execute(
            sa.select(col(Account.id), col(Account.naam)).where(
                col(Account.id).in_({m.ontvanger_id for m in meldingen})
            )
        ).all()
    )
    return [_beeld(session, m, str(namen[m.ontvanger_id]), wie, met_woorden) for m in meldingen]


def _beeld(session: Session, m: Melding, ontvanger: str, wie: Wie, met_woorden: bool) -> MeldingBeeld:
    personen = {p.account_id for p in list_personen(session, m.student_id)}
    woorden = session.execute(
        sa.select(MeldingBericht).where(col(MeldingBericht.melding_id) == m.id).order_by(col(MeldingBericht.id))
    ).scalars()
    blikken = session.execute(
        sa.select(MeldingInzage).where(col(MeldingInzage.melding_id) == m.id).order_by(col(MeldingInzage.id).desc())
    ).scalars()
    student = session.get_one(Student, m.student_id) if wie is Wie.VERTROUWENSPERSOON else None
    return MeldingBeeld(
        id=m.id or 0,
        versie=m.versie,
        soort=m.soort,
        status=m.status,
        gemeld_op=m.gemeld_op,
        gewijzigd_op=m.gewijzigd_op,
        ontvanger_id=m.ontvanger_id,
        ontvanger=ontvanger,
        ontvanger_is_er=m.ontvanger_id in personen,
        begeleider_weet=m.begeleider_id is not None,
        mag=frozenset(stap for stap in MeldingStap if mag_stap(stap, m.status, wie)),
        woorden=tuple(Woord(b.van, b.naam, b.tekst, b.op) for b in woorden) if met_woorden else (),
        blikken=tuple(Blik(b.naam, b.stap, b.op) for b in blikken) if met_woorden else (),
        student=student.naam if student else "",
        bereik=", ".join(filter(None, (student.telefoon, student.email, student.klas))) if student else "",
        bedrijven=_bedrijven(session, m.student_id) if student and met_woorden else "",
    )


def _bedrijven(session: Session, student_id: int) -> str:
    """Where the student is on a placement now."""
    rijen = session.execute(
        sa.select(col(Leerbedrijf.naam))
        .join(Pok, col(Pok.leerbedrijf_id) == col(Leerbedrijf.id))
        .where(col(Pok.student_id) == student_id, col(Pok.status).in_(LOPEND))
        .distinct()
        .order_by(col(Leerbedrijf.naam))
    )
    return ", ".join(rijen.scalars())


@dataclass(frozen=True, slots=True)
class Genoemd:
    """A vertrouwenspersoon as beheer sees it; `telt`: the roles and the account still allow it."""

    id: int
    naam: str
    team: str
    telt: bool


def list_genoemd(session: Session, actor: Actor) -> list[Genoemd]:
    """Who is named for which team, by name. Raises `GeenRecht`."""
    require(actor, Actie.VERTROUWENSPERSOON_BEHEREN)
    rijen = session.execute(
        sa.select(
            col(Vertrouwenspersoon.id),
            col(Account.id),
            col(Account.naam),
            col(Account.is_actief),
            sa.func.coalesce(Team.naam, ""),
        )
        .join(Account, col(Account.id) == col(Vertrouwenspersoon.account_id))
        .join(Team, col(Team.id) == col(Vertrouwenspersoon.team_id), isouter=True)
        .order_by(sa.func.lower(col(Account.naam)), col(Vertrouwenspersoon.id))
    ).all()
    rollen = rollen_van(session, [rij[1] for rij in rijen])
    return [
        Genoemd(
            id_, naam, team, actief and mag_vertrouwenspersoon(frozenset(t.rol for t in rollen.get(account_id, ())))
        )
        for id_, account_id, naam, actief, team in rijen
    ]
