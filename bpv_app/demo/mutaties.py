"""Amendments of today: new bpv-bladen whose term runs (one of the demo student, with the demo company), one that a
company objected to by itself, another praktijkopleider.

By services.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.mutatie.rules import Invoer
from bpv_app.mutatie.service import neem_over, voer_uit
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import MutatieSoort, PokStatus
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_reactie import Reactie
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.toegang.accounts import list_rollen
from bpv_app.toegang.tables import Account, AccountRol

NOG = 40
"""Days a placement still runs before it is worth making it longer."""
NAAST = "De andere stage is al klaar; er is alleen nog papier van."
"""Why it may run beside another placement: on some days of the year it does."""
UREN_MINDER = 8
"""Hours the demo student does less: one day."""


def speel_mutaties(session: Session, kalender: Kalender) -> None:
    """The demo begeleider amends a few of the own placements."""
    clock = FixedClock(moment(kalender.dag(-2), 10))
    wie = _begeleider(session)
    vraag = sa.select(Pok).where(
        col(Pok.status) == PokStatus.DEFINITIEF,
        col(Pok.onderwijsbegeleider_id) == wie.account_id,
        col(Pok.begin_op) <= clock.vandaag(),
        col(Pok.eind_op) >= clock.vandaag() + timedelta(days=NOG),
    )
    poks = list(session.execute(vraag.order_by(col(Pok.id).desc())).scalars())
    for pok, reden in zip(poks, ("De student mist nog uren.", "De opdracht is nog niet af."), strict=False):
        _verleng(session, wie, clock, pok, reden)
    _andere_uren(session, wie, clock)
    vraag_blad = sa.select(col(PokWijziging.id)).where(col(PokWijziging.gevolg) == Gevolg.BPVBLAD)
    bladen = list(session.execute(vraag_blad.order_by(col(PokWijziging.id))).scalars())
    if len(bladen) > 1 and bladen[1]:
        reden = "In die weken is het bedrijf dicht. Graag twee weken eerder."
        _bedrijf_maakt_bezwaar(session, clock, bladen[1], reden)
    for pok in poks[2:]:
        if _andere_opleider(session, wie, clock, pok):
            break


def _begeleider(session: Session) -> Actor:
    naam = DEMO_NAMEN[Rol.ONDERWIJSBEGELEIDER][1]
    account = session.execute(sa.select(Account).where(col(Account.naam) == naam)).scalars().first()
    assert account is not None
    return Actor(account.id, account.naam, list_rollen(session, account.id or 0))


def _verleng(session: Session, wie: Actor, clock: FixedClock, pok: Pok, reden: str) -> None:
    assert pok.eind_op is not None
    assert pok.id is not None
    v = replace(pok_service.voortraject_van(pok), eind_op=pok.eind_op + timedelta(days=14), uren_totaal=None)
    gegevens = neem_over(session, wie, pok.id, MutatieSoort.VERLENGING, v)
    voer_uit(
        session,
        wie,
        clock,
        pok.id,
        Invoer(MutatieSoort.VERLENGING, Gevolg.BPVBLAD, clock.vandaag(), gegevens, reden, reden_naast=NAAST),
    )


def _andere_uren(session: Session, wie: Actor, clock: FixedClock) -> None:
    """The demo student's own running placement: he and the demo company can still say something to it."""
    student = (
        sa.select(col(AccountRol.student_id))
        .join(Account, col(Account.id) == col(AccountRol.account_id))
        .where(col(Account.gebruikersnaam) == DEMO_NAMEN[Rol.STUDENT][0])
    )
    vraag = sa.select(Pok).where(
        col(Pok.student_id).in_(student), col(Pok.status) == PokStatus.DEFINITIEF, col(Pok.begin_op) <= clock.vandaag()
    )
    pok = session.execute(vraag.order_by(col(Pok.id))).scalars().first()
    if pok is None or pok.id is None or not pok.uren_totaal:
        return
    v = replace(pok_service.voortraject_van(pok), uren_totaal=pok.uren_totaal - UREN_MINDER)
    gegevens = neem_over(session, wie, pok.id, MutatieSoort.ANDERE_UREN, v)
    invoer = Invoer(
        MutatieSoort.ANDERE_UREN,
        Gevolg.BPVBLAD,
        clock.vandaag(),
        gegevens,
        "Het bedrijf is één dag dicht wegens een feest.",
        reden_naast=NAAST,
    )
    voer_uit(session, wie, clock, pok.id, invoer)


def _bedrijf_maakt_bezwaar(session: Session, clock: FixedClock, wijziging_id: int, reden: str) -> None:
    """As the praktijkopleider does it from the mail."""
    vraag = (
        sa.select(Account)
        .join(AccountRol, col(AccountRol.account_id) == col(Account.id))
        .join(Pok, col(Pok.praktijkopleider_id) == col(AccountRol.contactpersoon_id))
        .join(PokWijziging, col(PokWijziging.pok_id) == col(Pok.id))
        .where(col(PokWijziging.id) == wijziging_id)
    )
    account = session.execute(vraag.order_by(col(Account.id))).scalars().first()
    assert account is not None, "the mail about the new bpv-blad made it"
    opleider = Actor(account.id, account.naam, list_rollen(session, account.id or 0))
    pok_service.reageer(session, opleider, clock, wijziging_id, Reactie.BEZWAAR, reden)


def _andere_opleider(session: Session, wie: Actor, clock: FixedClock, pok: Pok) -> bool:
    """Whether the company has a colleague who can take over."""
    vraag = sa.select(col(Contactpersoon.id)).where(
        col(Contactpersoon.leerbedrijf_id) == pok.leerbedrijf_id,
        col(Contactpersoon.id) != pok.praktijkopleider_id,
        col(Contactpersoon.is_actief),
        col(Contactpersoon.is_praktijkopleider),
    )
    collega = session.execute(vraag.order_by(col(Contactpersoon.id)).limit(1)).scalar_one_or_none()
    if collega is None or pok.id is None:
        return False
    v = replace(pok_service.voortraject_van(pok), praktijkopleider_id=collega)
    pok_service.wijzig_opleider(session, wie, clock, pok.id, v, "De praktijkopleider werkt er niet meer.")
    return True
