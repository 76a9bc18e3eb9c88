"""Werkprocessen of every programme, assessments in every status, and enough evaluations for totals.

Assessments go through the app's own services; evaluations are written at once (a hundred mails would fill the mailbox
that people look at) and counted by the app's own rule.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.beoordeling.clauses import STAGE
from bpv_app.beoordeling.queries_basis import list_gekozen
from bpv_app.beoordeling.rules import Besluit, Kant
from bpv_app.beoordeling.rules_delen import MINIMUM
from bpv_app.beoordeling.rules_evaluatie import (
    STANDAARD,
    EvaluatieSoort,
    VraagSoort,
    lijst_hash,
    opties,
    vragen_als_json,
)
from bpv_app.beoordeling.rules_werkproces import kerntaak_van
from bpv_app.beoordeling.service_evaluatie import tel_mee, vraag_evaluatie
from bpv_app.beoordeling.service_oordeel import besluit, bewaar_veld, deel, stuur_in, vraag_oordeel
from bpv_app.beoordeling.tables import Werkproces
from bpv_app.beoordeling.tables_evaluatie import Evaluatie
from bpv_app.db import tabel_van
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Opleiding
from bpv_app.toegang.tables import Account, AccountRol

ZAAD = 20261
_TAKEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Bereidt het werk voor", ("Bespreekt de opdracht", "Maakt een planning", "Zet materiaal klaar")),
    ("Voert het werk uit", ("Voert de opdracht uit", "Controleert het eigen werk", "Werkt samen met collega's")),
    ("Rondt het werk af", ("Draagt het werk over", "Ruimt de werkplek op")),
)
_OPMERKINGEN = ("", "", "Gaat steeds beter.", "Werkt netjes en veilig.", "Vraagt op tijd om hulp.")
_TEKSTEN = {
    EvaluatieSoort.STUDENT: (
        "Ik mocht veel zelf doen.",
        "Meer uitleg in de eerste week zou fijn zijn.",
        "Leuke collega's!",
    ),
    EvaluatieSoort.BEDRIJF: (
        "Graag eerder weten wie er komt.",
        "Prettig contact met de begeleider.",
        "Alles was duidelijk.",
    ),
}
VOORBEELDEN = 14
"""Assessments through the services, besides those of the demo's own people."""


def speel_beoordelingen(session: Session, kalender: Kalender) -> None:
    """Needs placements and accounts in the database."""
    r = Random(ZAAD)  # noqa: S311 - names and judgements, nothing secret
    _maak_werkprocessen(session)
    klok = FixedClock(moment(kalender.werkdag(-3), 11))
    poks = _poks(session)
    van_demo = _van_demo(session, poks)
    anders = [p for p in poks if p not in van_demo and p.status is PokStatus.AFGEROND]
    for n, pok in enumerate([*van_demo, *anders[:VOORBEELDEN]]):
        _beoordeel(session, klok, r, pok, n % 4)
    _evalueer(session, kalender, r, anders)
    for pok in van_demo[:2]:
        vraag_evaluatie(session, klok, pok.dossier_id)


def _maak_werkprocessen(session: Session) -> None:
    rijen: list[dict[str, Any]] = []
    for crebo in session.execute(sa.select(col(Opleiding.crebo)).order_by(col(Opleiding.crebo))).scalars():
        for k, (kerntaak, namen) in enumerate(_TAKEN, 1):
            for w, naam in enumerate(namen, 1):
                code = f"B1-K{k}-W{w}"
                rijen.append(
                    {
                        "crebo": crebo, "code": code, "kerntaak": kerntaak_van(code), "kerntaak_naam": kerntaak,
                        "naam": naam, "cohort_van": 0, "cohort_tot": 9999, "versie": 1,
                    }
                )  # fmt: skip
    session.execute(sa.insert(tabel_van(Werkproces)), rijen)


def _poks(session: Session) -> list[Pok]:
    """Placements that can be assessed, with a company and somebody who guides, the latest agreement of each."""
    vraag = (
        sa.select(Pok)
        .join(Dossier, col(Dossier.id) == col(Pok.dossier_id))
        .where(
            col(Pok.status).in_(STAGE),
            col(Pok.praktijkopleider_id).is_not(None),
            col(Dossier.onderwijsbegeleider_id).is_not(None),
        )
        .order_by(col(Pok.id))
    )
    per_dossier = {p.dossier_id: p for p in session.execute(vraag).scalars()}
    return list(per_dossier.values())


def _van_demo(session: Session, poks: list[Pok]) -> list[Pok]:
    """The demo student's first, then two of the demo praktijkopleider and two of the demo begeleider."""
    namen = [DEMO_NAMEN[r][0] for r in (Rol.STUDENT, Rol.PRAKTIJKOPLEIDER, Rol.ONDERWIJSBEGELEIDER)]
    rijen = (
        session.execute(
            sa.select(AccountRol)
            .join(Account, col(Account.id) == col(AccountRol.account_id))
            .where(col(Account.gebruikersnaam).in_(namen))
        )
        .scalars()
        .all()
    )
    student = {r.student_id for r in rijen if r.student_id}
    opleider = {r.contactpersoon_id for r in rijen if r.contactpersoon_id}
    begeleider = {r.account_id for r in rijen if r.rol is Rol.ONDERWIJSBEGELEIDER}
    begonnen = [p for p in poks if p.status is not PokStatus.AFGEDRUKT]
    gekozen = [p for p in begonnen if p.student_id in student][:1]
    gekozen += [p for p in begonnen if p.praktijkopleider_id in opleider and p not in gekozen][:2]
    gekozen += [p for p in begonnen if p.onderwijsbegeleider_id in begeleider and p not in gekozen][:2]
    return gekozen


def _beoordeel(session: Session, klok: FixedClock, r: Random, pok: Pok, tot: int) -> None:
    """0: decided and shared; 1: asked; 2: the company sent in; 3: decided."""
    school = Actor(
        pok.onderwijsbegeleider_id, _naam(session, pok.onderwijsbegeleider_id),
        (RolToewijzing(Rol.COORDINATOR),),
    )  # fmt: skip
    rol = RolToewijzing(
        Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=pok.leerbedrijf_id, contactpersoon_id=pok.praktijkopleider_id
    )
    bedrijf = Actor(None, session.get_one(Contactpersoon, pok.praktijkopleider_id).naam, (rol,))
    dossier_id = pok.dossier_id
    vraag_oordeel(session, school, klok, dossier_id)
    if tot == 1:
        return
    oordelen = {
        w: r.choice(("voldoende", "voldoende", "goed", "goed", "niet_gezien")) for w in _werkprocessen(session, pok)
    }
    for nummer, oordeel in oordelen.items():
        bewaar_veld(session, bedrijf, klok, dossier_id, Kant.BEDRIJF, f"oordeel-{nummer}", oordeel, "")
        tekst = r.choice(_OPMERKINGEN)
        if tekst:
            bewaar_veld(session, bedrijf, klok, dossier_id, Kant.BEDRIJF, f"opmerking-{nummer}", tekst, "")
    stuur_in(session, bedrijf, klok, dossier_id)
    if tot == 2:
        return
    for nummer, oordeel in oordelen.items():
        eigen = "voldoende" if oordeel == "niet_gezien" else oordeel
        bewaar_veld(session, school, klok, dossier_id, Kant.SCHOOL, f"oordeel-{nummer}", eigen, "")
    reden = "" if set(oordelen.values()) != {"niet_gezien"} else "Op school aangetoond."
    besluit(session, school, klok, dossier_id, Besluit.VOLDOENDE, reden, None)
    if tot == 0:
        deel(session, school, klok, dossier_id)


def _naam(session: Session, account_id: int | None) -> str:
    account = session.get(Account, account_id) if account_id else None
    return account.naam if account else "Begeleider"


def _werkprocessen(session: Session, pok: Pok) -> list[int]:
    return [w.id for w in list_gekozen(session, pok.dossier_id)]


def _evalueer(session: Session, kalender: Kalender, r: Random, poks: list[Pok]) -> None:
    """Most students and companies of ended placements answered; who did not, was reminded."""
    begin = moment(kalender.werkdag(-60), 9)
    vaak = {bedrijf for bedrijf, n in Counter(p.leerbedrijf_id for p in poks).items() if n >= MINIMUM}
    for n, pok in enumerate(poks):
        gevraagd = begin + timedelta(hours=8 * n % 900)
        for soort in EvaluatieSoort:
            vragen, klaar = STANDAARD[soort], r.random() < 0.8 or pok.leerbedrijf_id in vaak
            antwoorden = {}
            for v in vragen:
                if v.soort is VraagSoort.TEKST:
                    antwoorden[v.sleutel] = r.choice(_TEKSTEN[soort]) if r.random() < 0.25 else ""
                else:
                    keuzes = list(opties(v.soort))
                    antwoorden[v.sleutel] = r.choice(
                        keuzes[2:] if len(keuzes) > 2 else (keuzes[0], keuzes[0], keuzes[1])
                    )
            session.add(
                Evaluatie(
                    dossier_id=pok.dossier_id,
                    soort=soort,
                    student_id=pok.student_id,
                    team_id=pok.team_id,
                    leerbedrijf_id=pok.leerbedrijf_id or 0,
                    contactpersoon_id=pok.praktijkopleider_id,
                    vragen=vragen_als_json(vragen),
                    lijst=lijst_hash(vragen),
                    antwoorden=antwoorden if klaar else {},
                    gevraagd_op=gevraagd,
                    herinnerd_op=None if klaar else gevraagd + timedelta(days=7),
                    ingestuurd_op=gevraagd + timedelta(days=1 + n % 5) if klaar else None,
                )
            )
    session.flush()
    for soort in EvaluatieSoort:
        tel_mee(session, FixedClock(moment(kalender.werkdag(-2), 9)), soort, lijst_hash(STANDAARD[soort]))
