"""Saved views of the demo school: the coordinator's own, one by mail each month, and one that was shared with them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dashboard.service_weergave import bewaar_weergave, deel_weergave, zet_mail
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.toegang.service import actor_van_account
from bpv_app.toegang.tables import Account


def bewaar_weergaven(session: Session, kalender: Kalender) -> None:
    """As their owners did last working day."""
    clock = FixedClock(moment(kalender.werkdag(-1), 10, 0))
    coordinator, zaken = _wie(session, "coordinator@demo.bpv"), _wie(session, "studentenzaken@demo.bpv")
    tijdig = bewaar_weergave(
        session, coordinator, clock, "Op tijd getekend per klas", "tijdigheid", "periode=dit_schooljaar&per=klas"
    )
    zet_mail(session, coordinator, clock, tijdig, aan=True)
    werk = bewaar_weergave(session, coordinator, clock, "Werk van mijn begeleiders", "werk", "periode=dit_schooljaar")
    deel_weergave(session, coordinator, werk, "rol:onderwijsbegeleider")
    plaatsen = bewaar_weergave(
        session, zaken, clock, "Wie heeft er nog geen plaats?", "plaatsing", "periode=dit_schooljaar&per=crebo"
    )
    deel_weergave(session, zaken, plaatsen, "rol:coordinator")


def _wie(session: Session, gebruikersnaam: str) -> Actor:
    vraag = sa.select(col(Account.id)).where(col(Account.gebruikersnaam) == gebruikersnaam)
    return actor_van_account(session, int(session.execute(vraag).scalar_one()))
