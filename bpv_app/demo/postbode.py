"""A little mail, so that the log and the mailbox have something to show: welcomes, and one address that is wrong."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.kernel.clock import FixedClock, toon_datum
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account


def verstuur_mails(session: Session, kalender: Kalender) -> None:
    """Put the mails ready; the worker of the demo brings them to the mailbox."""
    clock = FixedClock(moment(kalender.werkdag(-3), 9, 5))
    school = instellingen().school_naam
    namen = [gebruikersnaam for gebruikersnaam, _ in DEMO_NAMEN.values()]
    accounts = sa.select(Account).where(col(Account.gebruikersnaam).in_(namen)).order_by(col(Account.id))
    for account in session.execute(accounts).scalars():
        verstuur(
            session,
            clock,
            sjabloon=Sjabloon.WELKOM,
            taal=account.taal,
            aan=account.gebruikersnaam,
            naam=account.naam,
            velden={"naam": account.naam, "school": school, "gebruikersnaam": account.gebruikersnaam},
            sleutel=f"welkom:{account.id}",
            account_id=account.id,
        )
    gedrukt = (
        sa.select(Pok, Student, col(Leerbedrijf.naam))
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .where(col(Pok.status) == PokStatus.AFGEDRUKT)
        .order_by(col(Pok.id))
    )
    for n, (pok, student, bedrijf) in enumerate(session.execute(gedrukt.limit(3)).all()):
        naam = student.roepnaam or student.naam
        verstuur(
            session,
            clock,
            sjabloon=Sjabloon.POK_TEKENEN,
            taal="nl",
            aan=student.email.replace("@", " at ") if n == 0 else student.email,
            naam=student.naam,
            velden={"naam": naam, "bedrijf": bedrijf, "begin": toon_datum(pok.begin_op), "school": school},
            sleutel=f"pok_tekenen:{pok.id}",
            student_id=student.id,
            over=("pok", pok.id or 0),
            team_id=pok.team_id,
            begeleider_id=pok.onderwijsbegeleider_id,
        )
