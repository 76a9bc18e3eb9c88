"""One mail per person per change of the register: to the begeleider and to the coordinators of the team."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.queries_geraakt import Beoordeeld, Geraakt
from bpv_app.erkenning.rules import Waarover, mailregel
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.tables import Plaats, PlaatsClaim
from bpv_app.pok.tables import Pok
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.student.tables import Student
from bpv_app.toegang.service import list_accounts_met_rol
from bpv_app.toegang.tables import Account

MAX_REGELS = 20
_PARTIJ = 1_000
Nieuw = Sequence[tuple[Intrekking, Beoordeeld]]


@dataclass(frozen=True, slots=True)
class _Zaak:
    """A withdrawal as a mail tells it, and whom it concerns."""

    tekst: Tekst
    teams: frozenset[int]
    begeleider_id: int | None


@dataclass(slots=True)
class _Bundel:
    zaken: list[_Zaak] = field(default_factory=list)


def mail_intrekkingen(session: Session, clock: Clock, nieuw: Nieuw, bron: str) -> int:
    """Write the mails about these new withdrawals; returns to how many people.

    Of an agreement: its begeleider and the coordinators of its team. Of a place: the coordinators of the teams whose
    students hold a slot there. Somebody who is both gets one mail.
    """
    bundels: dict[int, _Bundel] = {}
    coordinatoren: dict[int, list[int]] = {}
    for zaak in _zaken(session, nieuw):
        mensen = {zaak.begeleider_id} if zaak.begeleider_id else set()
        for team in zaak.teams:
            if team not in coordinatoren:
                coordinatoren[team] = [a.id for a in list_accounts_met_rol(session, Rol.COORDINATOR, team)]
            mensen.update(coordinatoren[team])
        for account_id in mensen:
            bundels.setdefault(account_id, _Bundel()).zaken.append(zaak)
    for account in _accounts(session, bundels):
        _schrijf(session, clock, account, bundels[account.id or 0].zaken, bron)
    return len(bundels)


def _accounts(session: Session, ids: Collection[int]) -> list[Account]:
    alle = sorted(ids)
    uit: list[Account] = []
    for i in range(0, len(alle), _PARTIJ):
        vraag = sa.select(Account).where(col(Account.id).in_(alle[i : i + _PARTIJ]), col(Account.is_actief))
        uit += session.execute(vraag.order_by(col(Account.id))).scalars()
    return uit


def _schrijf(session: Session, clock: Clock, account: Account, zaken: list[_Zaak], bron: str) -> None:
    regels = [z.tekst.in_taal(account.taal) for z in zaken[:MAX_REGELS]]
    if (meer := len(zaken) - MAX_REGELS) > 0:
        regels.append(Tekst(f"en nog {meer}", f"and {meer} more").in_taal(account.taal))
    teams = {team for z in zaken for team in z.teams}
    begeleiders = {z.begeleider_id for z in zaken}
    verstuur(
        session,
        clock,
        sjabloon=Sjabloon.INTREKKING,
        taal=account.taal,
        aan=account.email,
        naam=account.naam,
        velden={"naam": account.naam, "aantal": str(len(zaken)), "regels": "\n".join(regels)},
        sleutel=f"intrekking:{bron}:{account.id}",
        account_id=account.id,
        team_id=min(teams) if len(teams) == 1 else None,
        begeleider_id=min(begeleiders, key=lambda b: b or 0) if len(begeleiders) == 1 else None,
        doel="/erkenningen",
    )


def _zaken(session: Session, nieuw: Nieuw) -> list[_Zaak]:
    poks = _over_poks(session, [b.geraakt for _, b in nieuw if b.geraakt.waarover is Waarover.POK])
    plaatsen = _over_plaatsen(session, [b.geraakt for _, b in nieuw if b.geraakt.waarover is Waarover.PLAATS])
    uit = []
    for rij, b in nieuw:
        g = b.geraakt
        if g.waarover is Waarover.POK:
            nummer, student, team, begeleider = poks[g.id]
            tekst = mailregel(nummer, student, g.bedrijf.naam, g.begin_op, rij.voorstel)
            uit.append(_Zaak(tekst, frozenset({team} if team else ()), begeleider))
        else:
            titel, teams = plaatsen[g.id]
            tekst = mailregel(titel, g.crebo, g.bedrijf.naam, g.begin_op, rij.voorstel)
            uit.append(_Zaak(tekst, teams, None))
    return uit


def _over_poks(session: Session, geraakt: list[Geraakt]) -> dict[int, tuple[str, str, int | None, int | None]]:
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


def _over_plaatsen(session: Session, geraakt: list[Geraakt]) -> dict[int, tuple[str, frozenset[int]]]:
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
