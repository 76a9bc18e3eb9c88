"""Which mails of the week are due: who approves for the company, and the weeks that wait for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.tables import Pok
from bpv_app.post.service import al_gemaakt
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol
from bpv_app.uren.clauses import ZICHTBAAR
from bpv_app.uren.queries_pok import get_team_regels
from bpv_app.uren.rules import WeekStatus
from bpv_app.uren.rules_mail import weeknaam
from bpv_app.uren.rules_week import Wie, beoordelaars
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek


@dataclass(frozen=True, slots=True)
class WachtendeWeek:
    """A week that was sent in and waits for the company."""

    student: str
    maandag: date
    minuten: int
    leerbedrijf_id: int | None
    praktijkopleider_id: int | None
    team_id: int | None
    begeleider_id: int | None


@dataclass(frozen=True, slots=True)
class Weekmail:
    """A mail of the week that is due. `taal` is the person's own, Dutch for who never came in."""

    contactpersoon_id: int
    leerbedrijf_id: int
    naam: str
    email: str
    taal: str
    sleutel: str
    weken: tuple[WachtendeWeek, ...]

    @property
    def team_id(self) -> int | None:
        """The team all weeks belong to; None when they differ, so that no coordinator reads of another team."""
        return _gemeen(week.team_id for week in self.weken)

    @property
    def begeleider_id(self) -> int | None:
        return _gemeen(week.begeleider_id for week in self.weken)


def _gemeen(waarden: Iterable[int | None]) -> int | None:
    verschillend = set(waarden)
    return verschillend.pop() if len(verschillend) == 1 else None


def list_wachtende_weken(session: Session) -> list[WachtendeWeek]:
    """All weeks that wait for a company, of the whole school; oldest first. For the app itself: there is no scope."""
    minuten = (
        sa.select(sa.func.coalesce(sa.func.sum(UrenRegel.minuten), 0))
        .join(UrenDag, col(UrenDag.id) == col(UrenRegel.dag_id))
        .where(col(UrenDag.week_id) == col(UrenWeek.id))
        .correlate(UrenWeek)
        .scalar_subquery()
    )
    rijen = session.execute(
        sa.select(
            col(Student.naam),
            col(UrenWeek.maandag),
            minuten,
            col(Pok.leerbedrijf_id),
            col(Pok.praktijkopleider_id),
            col(Pok.team_id),
            col(Pok.onderwijsbegeleider_id),
        )
        .join(Pok, col(Pok.id) == col(UrenWeek.pok_id))
        .join(Student, col(Student.id) == col(Pok.student_id))
        .where(col(UrenWeek.status) == WeekStatus.INGEDIEND, col(Pok.status).in_(ZICHTBAAR))
        .order_by(col(UrenWeek.maandag), col(Student.naam), col(UrenWeek.id))
    ).all()
    weken = [WachtendeWeek(*rij) for rij in rijen]
    regels = {team_id: get_team_regels(session, team_id) for team_id in {week.team_id for week in weken}}
    return [
        week
        for week in weken
        if Wie.BEDRIJF
        in beoordelaars(regels[week.team_id].beoordelaar, heeft_praktijkopleider=week.praktijkopleider_id is not None)
    ]


def list_weekmails(session: Session, vandaag: date) -> list[Weekmail]:
    """The mails of the week of `vandaag` that were not made yet: one for who has a week waiting, none for others.

    Who: the praktijkopleider of the student, and colleagues with `keurt_uren`; not who left or is locked out.
    """
    weken = list_wachtende_weken(session)
    if not weken:
        return []
    mails = []
    for mens, taal in _mensen(session, {week.leerbedrijf_id for week in weken if week.leerbedrijf_id}):
        mens_id = mens.id or 0
        voor_mij = tuple(
            week
            for week in weken
            if week.praktijkopleider_id == mens_id or (mens.keurt_uren and week.leerbedrijf_id == mens.leerbedrijf_id)
        )
        if voor_mij:
            sleutel = f"weekmail:{mens_id}:{weeknaam(vandaag)}"
            mails.append(Weekmail(mens_id, mens.leerbedrijf_id, mens.naam, mens.email, taal, sleutel, voor_mij))
    bekend = al_gemaakt(session, {mail.sleutel for mail in mails})
    return [mail for mail in mails if mail.sleutel not in bekend]


def _mensen(session: Session, bedrijven: set[int]) -> Sequence[tuple[Contactpersoon, str]]:
    """Who may come in for these companies, each with the language of their account."""
    account = (
        sa.select(col(AccountRol.contactpersoon_id), sa.func.min(AccountRol.account_id).label("account_id"))
        .where(col(AccountRol.rol) == Rol.PRAKTIJKOPLEIDER)
        .group_by(col(AccountRol.contactpersoon_id))
        .subquery()
    )
    rijen = session.execute(
        sa.select(Contactpersoon, sa.func.coalesce(Account.taal, "nl"))
        .join(account, account.c.contactpersoon_id == col(Contactpersoon.id), isouter=True)
        .join(Account, col(Account.id) == account.c.account_id, isouter=True)
        .where(
            col(Contactpersoon.is_actief),
            col(Contactpersoon.leerbedrijf_id).in_(bedrijven),
            sa.or_(col(Account.id).is_(None), col(Account.is_actief)),
        )
        .order_by(col(Contactpersoon.id))
    ).all()
    return [(mens, taal) for mens, taal in rijen]
