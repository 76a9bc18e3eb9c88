"""What a mail about a lost accreditation tells, and to whom it goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.queries_geraakt import Geraakt
from bpv_app.matching.tables import Plaats, PlaatsClaim
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account

_PARTIJ = 1_000


@dataclass(frozen=True, slots=True)
class Aan:
    """Somebody who gets a mail."""

    id: int
    naam: str
    email: str
    taal: str


def list_accounts(session: Session, ids: Collection[int]) -> list[Aan]:
    """Of these accounts those that may still log in."""
    alle = sorted(ids)
    uit: list[Aan] = []
    for i in range(0, len(alle), _PARTIJ):
        vraag = sa.select(col(Account.id), col(Account.naam), col(Account.email), col(Account.taal)).where(
            col(Account.id).in_(alle[i : i + _PARTIJ]), col(Account.is_actief)
        )
        uit += [Aan(*rij) for rij in session.execute(vraag.order_by(col(Account.id)))]
    return uit


def over_poks(session: Session, geraakt: list[Geraakt]) -> dict[int, tuple[str, str, int | None, int | None]]:
    """Number, student, team and begeleider per agreement."""
    uit = {}
    for i in range(0, len(geraakt), _PARTIJ):
        vraag = (
            sa.select(
                col(Pok.id), col(Pok.nummer), col(Student.naam), col(Student.studentnummer), col(Dossier.team_id),
                col(Dossier.onderwijsbegeleider_id),
            )
            .join(Student, col(Student.id) == col(Pok.student_id))
            .join(Dossier, col(Dossier.id) == col(Pok.dossier_id))
            .where(col(Pok.id).in_([g.id for g in geraakt[i : i + _PARTIJ]]))
        )  # fmt: skip
        for pok_id, nummer, naam, studentnummer, team, begeleider in session.execute(vraag):
            uit[pok_id] = (nummer, naam or studentnummer or "", team, begeleider)
    return uit


def over_plaatsen(session: Session, geraakt: list[Geraakt]) -> dict[int, tuple[str, frozenset[int]]]:
    """Title per place, and the teams of the students who hold a slot."""
    uit: dict[int, tuple[str, frozenset[int]]] = {}
    ids = sorted({g.id for g in geraakt})
    for i in range(0, len(ids), _PARTIJ):
        deel = ids[i : i + _PARTIJ]
        teams: dict[int, set[int]] = {}
        houders = (
            sa.select(col(PlaatsClaim.plaats_id), col(Student.team_id))
            .join(Student, col(Student.id) == col(PlaatsClaim.student_id))
            .where(col(PlaatsClaim.plaats_id).in_(deel), col(Student.team_id).is_not(None))
        )
        for plaats_id, team in session.execute(houders):
            teams.setdefault(plaats_id, set()).add(team)
        titels = sa.select(col(Plaats.id), col(Plaats.titel)).where(col(Plaats.id).in_(deel))
        for plaats_id, titel in session.execute(titels):
            uit[plaats_id] = (titel, frozenset(teams.get(plaats_id, ())))
    return uit
