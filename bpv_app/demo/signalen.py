"""Signals of today, a colleague's concern, a vertrouwenspersoon and one report by a student. By services."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.signaal.rules import OPEN
from bpv_app.signaal.rules_melding import Hulplijn, MeldingSoort
from bpv_app.signaal.service import handel_af, pak_op, schrijf_signaal, voeg_notitie_toe
from bpv_app.signaal.service_melding import doe_melding, noem, stel_hulplijnen_in
from bpv_app.signaal.service_vinden import zoek_team
from bpv_app.signaal.tables import Signaal
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.accounts import list_rollen
from bpv_app.toegang.tables import Account, AccountRol

VERTROUWENSPERSOON = "vertrouwenspersoon@demo.bpv"
NUMMERS = (Hulplijn("Vertrouwenspersoon van school", "071 555 01 90"), Hulplijn("Studentenloket", "071 555 01 91"))
EERDER = 9
"""Days ago that the app looked for the first time: what nobody took since is with the coordinator."""


def speel_signalen(session: Session, kalender: Kalender) -> None:
    """Look as the app would have done, then do with a few what people do."""
    toen, nu = (FixedClock(moment(kalender.dag(-n), 8)) for n in (EERDER, 0))
    for clock in (toen, nu):
        for team_id in session.execute(sa.select(col(Team.id)).order_by(col(Team.id))).scalars():
            zoek_team(session, clock, team_id)
    _behandel(session, nu)
    _noem(session, nu)
    _meld(session, nu)


def als_rol(session: Session, rol: Rol) -> Actor:
    """The demo's account of a role."""
    account = session.execute(sa.select(Account).where(col(Account.naam) == DEMO_NAMEN[rol][1])).scalars().first()
    assert account is not None
    return Actor(account.id, account.naam, list_rollen(session, account.id or 0))


def _behandel(session: Session, clock: FixedClock) -> None:
    """Of the demo begeleider's signals one is taken, one closed; and a concern of one's own is written."""
    wie = als_rol(session, Rol.ONDERWIJSBEGELEIDER)
    eigen = list(
        session.execute(
            sa.select(Signaal)
            .join(Dossier, col(Dossier.id) == col(Signaal.dossier_id))
            .where(col(Dossier.onderwijsbegeleider_id) == wie.account_id, col(Signaal.status).in_(OPEN))
            .order_by(col(Signaal.id))
        ).scalars()
    )
    if eigen:
        pak_op(session, wie, clock, eigen[0].id or 0)
        terug = clock.vandaag() + timedelta(days=7)
        voeg_notitie_toe(session, wie, clock, eigen[0].id or 0, "Gebeld. Volgende week bel ik weer.", terug)
        schrijf_signaal(
            session, wie, clock, eigen[-1].dossier_id, "De student is stil in de klas en komt laat binnen.", "demo"
        )
    if len(eigen) > 2:
        handel_af(session, wie, clock, eigen[1].id or 0, "Besproken: de student haalt de uren in de vakantie in.")


def _noem(session: Session, clock: FixedClock) -> None:
    """A colleague who guides no student, with the demo's password."""
    wie = systeem("demoschool")
    beheer = session.execute(sa.select(Account).where(col(Account.gebruikersnaam) == "beheer@demo.bpv")).scalar_one()
    account = Account(
        gebruikersnaam=VERTROUWENSPERSOON,
        naam="Vera Willems",
        email="vera.willems.vertrouwd@rocvoorbeeld.example",
        telefoon="071 555 01 92",
        wachtwoord_hash=beheer.wachtwoord_hash,
        aangemaakt_op=clock.nu(),
    )
    session.add(account)
    session.flush()
    session.add(AccountRol(account_id=account.id or 0, rol=Rol.ONDERWIJSBEGELEIDER))
    noem(session, wie, clock, account.id or 0, None)
    stel_hulplijnen_in(session, wie, NUMMERS)


def _meld(session: Session, clock: FixedClock) -> None:
    """Of another student than the one people log in with: whose own page starts empty."""
    ontvanger = session.execute(
        sa.select(col(Account.id)).where(col(Account.gebruikersnaam) == VERTROUWENSPERSOON)
    ).scalar_one()
    student = session.execute(
        sa.select(col(Signaal.student_id))
        .where(
            col(Signaal.student_id).not_in(
                sa.select(col(AccountRol.student_id)).where(col(AccountRol.student_id).is_not(None))
            )
        )
        .order_by(col(Signaal.id))
        .limit(1)
    ).scalar_one_or_none()
    if student is None:
        return
    naam = session.get_one(Student, student).naam
    doe_melding(
        session,
        Actor(None, naam, (RolToewijzing(Rol.STUDENT, student_id=student),)),
        clock,
        MeldingSoort.ONVEILIG,
        "Ik moet boven op het dak werken zonder gordel. Als ik er iets van zeg, lachen ze me uit.",
        int(ontvanger),
        begeleider_weet=False,
        sleutel="demo",
    )
