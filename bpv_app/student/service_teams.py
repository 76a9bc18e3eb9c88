"""Teams of the school: made and changed by beheer. They are the scope of coordinators, so they are never deleted."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.tables import Student, Team

MAX_CODE = 20
MAX_NAAM = 100


def get_team(session: Session, actor: Actor, team_id: int) -> Team:
    """One team, locked until the end of the transaction. Raises `GeenRecht` or `NietGevonden`."""
    require(actor, Actie.TEAM_BEHEREN)
    team = session.get(Team, team_id, with_for_update=True) if is_sleutel(team_id) else None
    if team is None:
        raise NietGevonden
    return team


def _check(session: Session, code: str, naam: str, behalve: int | None) -> tuple[str, str]:
    """Cleaned code and name; every wrong field is named at once."""
    code, naam = schoon_tekst(code[: MAX_CODE * 4]).upper(), schoon_tekst(naam[: MAX_NAAM * 4])
    fouten: dict[str, Tekst] = {}
    if not code or len(code) > MAX_CODE:
        fouten["code"] = Tekst(f"Vul een code in van hoogstens {MAX_CODE} tekens.", f"At most {MAX_CODE} characters.")
    elif _bestaat(session, sa.func.upper(col(Team.code)) == code, behalve):
        fouten["code"] = Tekst("Er is al een team met deze code.", "There is a team with this code already.")
    if not naam or len(naam) > MAX_NAAM:
        fouten["naam"] = Tekst(f"Vul een naam in van hoogstens {MAX_NAAM} tekens.", f"At most {MAX_NAAM} characters.")
    elif _bestaat(session, sa.func.lower(col(Team.naam)) == naam.lower(), behalve):
        fouten["naam"] = Tekst("Er is al een team met deze naam.", "There is a team with this name already.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return code, naam


def _bestaat(session: Session, zelfde: sa.ColumnElement[bool], behalve: int | None) -> bool:
    vraag = sa.select(col(Team.id)).where(zelfde, col(Team.id) != (behalve or 0)).limit(1)
    return session.execute(vraag).first() is not None


def maak_team(session: Session, actor: Actor, code: str, naam: str) -> int:
    """A new team; returns its id. Raises `GeenRecht` or `OngeldigeInvoer`."""
    require(actor, Actie.TEAM_BEHEREN)
    code, naam = _check(session, code, naam, None)
    team = Team(code=code, naam=naam)
    session.add(team)
    session.flush()
    return team.id or 0


def werk_team_bij(
    session: Session, actor: Actor, team_id: int, *, code: str, naam: str, is_actief: bool, versie: int | None
) -> None:
    """Change a team. One that is not active any more takes no new students; who is in it stays.

    Raises `GeenRecht`, `NietGevonden`, `OngeldigeInvoer` or `Verouderd`.
    """
    team = get_team(session, actor, team_id)
    code, naam = _check(session, code, naam, team.id)
    check_versie(team, versie, code=code, naam=naam, is_actief=is_actief)
    team.code, team.naam, team.is_actief = code, naam, is_actief
    session.flush()


def get_student_id(session: Session, actor: Actor, studentnummer: str) -> int | None:
    """The student behind a number, for beheer that gives a student an account. Says nothing else about the person."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    nummer = schoon_tekst(studentnummer[:100])
    return session.execute(sa.select(col(Student.id)).where(col(Student.studentnummer) == nummer)).scalar()


def get_studentnummers(session: Session, actor: Actor, student_ids: list[int]) -> dict[int, str]:
    """The numbers of students, for beheer that looks at their accounts."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    rijen = session.execute(
        sa.select(col(Student.id), col(Student.studentnummer)).where(col(Student.id).in_(student_ids))
    )
    return {rij[0]: rij[1] or "" for rij in rijen}
