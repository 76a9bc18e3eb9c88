"""One mail per person per change of the register: to the begeleider and to the coordinators of the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from bpv_app.erkenning.queries_geraakt import Beoordeeld
from bpv_app.erkenning.queries_mail import Aan, list_accounts, over_plaatsen, over_poks
from bpv_app.erkenning.rules import Waarover, mailregel
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.toegang.service import list_accounts_met_rol

MAX_REGELS = 20
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
    for account in list_accounts(session, bundels):
        _schrijf(session, clock, account, bundels[account.id].zaken, bron)
    return len(bundels)


def _schrijf(session: Session, clock: Clock, account: Aan, zaken: list[_Zaak], bron: str) -> None:
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
    poks = over_poks(session, [b.geraakt for _, b in nieuw if b.geraakt.waarover is Waarover.POK])
    plaatsen = over_plaatsen(session, [b.geraakt for _, b in nieuw if b.geraakt.waarover is Waarover.PLAATS])
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
