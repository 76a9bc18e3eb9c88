"""A register that changed yesterday: two companies lost an accreditation. By the services that follow every import."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.erkenning.rules_voordracht import VoordrachtStatus
from bpv_app.erkenning.service_volgen import bekijk, volg
from bpv_app.erkenning.service_voordracht import VoordrachtInvoer, maak_voordracht, zet_status
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock, toon_datum
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.leerbedrijf.service_erkenning import noteer_antwoord
from bpv_app.leerbedrijf.tables import Contactpersoon, Erkenning, Leerbedrijf
from bpv_app.pok.rules import LOPEND, PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Team

TEAM = "ICT"


def speel_erkenningen(session: Session, kalender: Kalender) -> None:
    """One placement that runs and one that waits for signatures; companies with nothing else under way."""
    clock = FixedClock(moment(kalender.dag(0), 7))
    vandaag = clock.vandaag()
    gekozen = [
        regel
        for status, loopt in ((PokStatus.DEFINITIEF, True), (PokStatus.AFGEDRUKT, False))
        if (regel := _zoek(session, kalender, status, loopt)) is not None
    ]
    sbb_ids = {sbb_id for sbb_id, _ in gekozen}
    voor = bekijk(session, sbb_ids, vandaag)
    for sbb_id, crebo in gekozen:
        session.execute(
            sa.update(Erkenning)
            .where(
                col(Erkenning.sbb_id) == sbb_id,
                col(Erkenning.crebo) == crebo,
                sa.or_(col(Erkenning.erkend_tot).is_(None), col(Erkenning.erkend_tot) >= vandaag),
            )
            .values(erkend_tot=kalender.dag(-1))
        )
    volg(session, systeem("demoschool"), clock, sbb_ids, voor, "demo")
    _vraag_aan(session, kalender, sorted(gekozen))


def _vraag_aan(session: Session, kalender: Kalender, verloren: Sequence[tuple[str, str]]) -> None:
    """SBB announced it three days ago, and this morning the coordinator nominated these companies again."""
    naam = DEMO_NAMEN[Rol.COORDINATOR][1]
    for nummer, (sbb_id, crebo) in enumerate(verloren):
        bedrijf_id = session.execute(
            sa.select(col(Leerbedrijf.id)).where(col(Leerbedrijf.sbb_id) == sbb_id)
        ).scalar_one()
        dag, op = kalender.dag(0), moment(kalender.dag(-3), 10)
        noteer_antwoord(
            session, leerbedrijf_id=bedrijf_id or 0, sbb_id=sbb_id, crebo=crebo, keuzedeel="", peildatum=dag,
            uitkomst=Uitkomst.NIET_ERKEND,
            reden=Tekst(
                f"Niet erkend voor crebo {crebo} op {toon_datum(dag)}.",
                f"Not accredited for crebo {crebo} on {toon_datum(dag, 'en')}.",
            ),
            bron=f"SBB, {toon_datum(kalender.dag(-3))}, 0 erkenningen",
            aanleiding=Aanleiding.HANDMATIG, op=op, account_id=None, door_naam=naam,
        )  # fmt: skip
        actor = systeem(naam)
        invoer = VoordrachtInvoer(crebo, "Onze student leert hier goed; het bedrijf wil verder.", "")
        rij = maak_voordracht(session, actor, FixedClock(moment(dag, 8)), bedrijf_id or 0, invoer)
        if nummer == 0:
            later = FixedClock(moment(dag, 9))
            zet_status(session, actor, later, rij.id or 0, VoordrachtStatus.IN_BEHANDELING, "SBB komt langs.")


def _zoek(session: Session, kalender: Kalender, status: PokStatus, loopt: bool) -> tuple[str, str] | None:
    """Leerbedrijf-ID and crebo of the first agreement in `status` whose company has no other one under way."""
    bezig = (
        sa.select(col(Pok.leerbedrijf_id))
        .where(col(Pok.status).in_(LOPEND), col(Pok.leerbedrijf_id).is_not(None))
        .group_by(col(Pok.leerbedrijf_id))
        .having(sa.func.count() == 1)
    )
    demo = sa.select(col(Contactpersoon.leerbedrijf_id)).where(
        col(Contactpersoon.naam) == DEMO_NAMEN[Rol.PRAKTIJKOPLEIDER][1]
    )
    dag = kalender.dag(0)
    rij = session.execute(
        sa.select(col(Leerbedrijf.sbb_id), col(Pok.crebo))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .join(Team, col(Team.id) == col(Pok.team_id))
        .where(
            col(Team.code) == TEAM,
            col(Pok.status) == status,
            col(Pok.keuzedeel) == "",
            col(Pok.begin_op) <= dag if loopt else col(Pok.begin_op) > dag,
            col(Pok.eind_op) > dag,
            col(Pok.leerbedrijf_id).in_(bezig),
            col(Pok.leerbedrijf_id).not_in(demo),
        )
        .order_by(col(Pok.id))
        .limit(1)
    ).first()
    return (rij[0], rij[1]) if rij and rij[0] else None
