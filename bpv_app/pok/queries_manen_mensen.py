"""The people reminders go to: students, praktijkopleiders, begeleiders, coordinators, with the language they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol

_DEEL = 500


class Betrokken(Protocol):
    """What says who has to do with an agreement."""

    @property
    def team_id(self) -> int: ...
    @property
    def student_id(self) -> int: ...
    @property
    def opleider_id(self) -> int | None: ...
    @property
    def begeleider_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Mens:
    """Somebody to remind. `id` is of a student, a contactpersoon or an account; `account_id` None: has none (yet)."""

    id: int
    naam: str
    aanspreken: str
    email: str
    taal: str = "nl"
    account_id: int | None = None
    leerbedrijf_id: int | None = None
    mag_binnen: bool = True
    """Whether a contact person may come in by a personal link: guides trainees, or approves hours."""


@dataclass(frozen=True, slots=True)
class Mensen:
    """By their ids; coordinators by team."""

    studenten: Mapping[int, Mens]
    opleiders: Mapping[int, Mens]
    begeleiders: Mapping[int, Mens]
    coordinatoren: Mapping[int, tuple[Mens, ...]]


def list_mensen(session: Session, poks: Iterable[Betrokken]) -> Mensen:
    """Everybody around these agreements who may be reminded: not who left the company or is locked out."""
    alle = list(poks)
    return Mensen(
        _studenten(session, {p.student_id for p in alle}),
        _opleiders(session, {p.opleider_id for p in alle if p.opleider_id is not None}),
        _begeleiders(session, {p.begeleider_id for p in alle if p.begeleider_id is not None}),
        _coordinatoren(session, {p.team_id for p in alle}),
    )


def _delen(ids: Iterable[int]) -> Iterable[list[int]]:
    alle = sorted(ids)
    return (alle[i : i + _DEEL] for i in range(0, len(alle), _DEEL))


def _studenten(session: Session, ids: set[int]) -> dict[int, Mens]:
    """A student without an account gets mail too: the paper came by post."""
    account = (
        sa.select(col(AccountRol.student_id), sa.func.min(AccountRol.account_id).label("account_id"))
        .where(col(AccountRol.rol) == Rol.STUDENT)
        .group_by(col(AccountRol.student_id))
        .subquery()
    )
    uit: dict[int, Mens] = {}
    for deel in _delen(ids):
        rijen = session.execute(
            sa.select(
                col(Student.id),
                col(Student.naam),
                col(Student.roepnaam),
                col(Student.email),
                sa.func.coalesce(col(Account.taal), "nl"),
                col(Account.id),
            )
            .join(account, account.c.student_id == col(Student.id), isouter=True)
            .join(Account, col(Account.id) == account.c.account_id, isouter=True)
            .where(col(Student.id).in_(deel))
        )
        uit |= {
            nr: Mens(nr, naam, roepnaam or naam, email, taal, account_id)
            for nr, naam, roepnaam, email, taal, account_id in rijen
        }
    return uit


def _opleiders(session: Session, ids: set[int]) -> dict[int, Mens]:
    account = (
        sa.select(col(AccountRol.contactpersoon_id), sa.func.min(AccountRol.account_id).label("account_id"))
        .where(col(AccountRol.rol) == Rol.PRAKTIJKOPLEIDER)
        .group_by(col(AccountRol.contactpersoon_id))
        .subquery()
    )
    uit: dict[int, Mens] = {}
    for deel in _delen(ids):
        rijen = session.execute(
            sa.select(
                col(Contactpersoon.id),
                col(Contactpersoon.naam),
                col(Contactpersoon.email),
                col(Contactpersoon.leerbedrijf_id),
                sa.func.coalesce(col(Account.taal), "nl"),
                col(Account.id),
                sa.or_(col(Contactpersoon.is_praktijkopleider), col(Contactpersoon.keurt_uren)),
            )
            .join(account, account.c.contactpersoon_id == col(Contactpersoon.id), isouter=True)
            .join(Account, col(Account.id) == account.c.account_id, isouter=True)
            .where(
                col(Contactpersoon.id).in_(deel),
                col(Contactpersoon.is_actief),
                sa.or_(col(Account.id).is_(None), col(Account.is_actief)),
            )
        )
        uit |= {
            nr: Mens(nr, naam, naam, email, taal, account_id, bedrijf, binnen)
            for nr, naam, email, bedrijf, taal, account_id, binnen in rijen
        }
    return uit


def _account_mens(account: Account) -> Mens:
    return Mens(account.id or 0, account.naam, account.naam, account.email, account.taal, account.id)


def _begeleiders(session: Session, ids: set[int]) -> dict[int, Mens]:
    uit: dict[int, Mens] = {}
    for deel in _delen(ids):
        rijen = session.execute(sa.select(Account).where(col(Account.id).in_(deel), col(Account.is_actief))).scalars()
        uit |= {account.id or 0: _account_mens(account) for account in rijen}
    return uit


def _coordinatoren(session: Session, teams: set[int]) -> dict[int, tuple[Mens, ...]]:
    """Per team its own coordinators; who coordinates the whole school counts where a team has none of its own."""
    rijen = session.execute(
        sa.select(Account, col(AccountRol.team_id))
        .join(AccountRol, col(AccountRol.account_id) == col(Account.id))
        .where(
            col(AccountRol.rol) == Rol.COORDINATOR,
            col(Account.is_actief),
            sa.or_(col(AccountRol.team_id).is_(None), col(AccountRol.team_id).in_(sorted(teams))),
        )
        .order_by(col(Account.id))
    ).all()
    per_team: dict[int | None, dict[int, Mens]] = {}
    for account, team_id in rijen:
        per_team.setdefault(team_id, {})[account.id] = _account_mens(account)
    overal = tuple(per_team.get(None, {}).values())
    return {team: tuple(per_team[team].values()) if team in per_team else overal for team in teams}
