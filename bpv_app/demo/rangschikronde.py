"""A third round of the demo: a lottery whose companies order; the demo's praktijkopleider is in the middle of it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf
from bpv_app.matching.queries_rangorde import list_rangordes
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_loting import zaad_hash
from bpv_app.matching.rules_plaats_invoer import PlaatsInvoer
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_rangorde import PastNietGrond, zet_op_volgorde
from bpv_app.matching.rules_ronde_invoer import RondeInvoer
from bpv_app.matching.rules_voorkeur import Keuze, Lijst
from bpv_app.matching.service_openen import open_ronde, sluit_ronde
from bpv_app.matching.service_plaats import maak_plaats, zet_stap
from bpv_app.matching.service_rangorde import bewaar_volgorde, zet_niet_passend
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.matching.service_voorkeur import bewaar_lijst, stuur_in
from bpv_app.matching.tables_ronde import RondeStudent, RondeToelating
from bpv_app.student.tables import Student, Verbintenis
from bpv_app.toegang.tables import Account, AccountRol

PERIODE = (310, 430)
"""First and last week of the placement, in days from today: after those of the other rounds."""
TITELS = ("Storingsdienst en onderhoud", "Panelenbouw in de werkplaats")
_LEERWENSEN = (
    "Ik wil leren storingen zoeken. Op school lukte dat goed, nu wil ik het bij klanten doen.",
    "Ik wil tekeningen leren lezen en zelf een kast opbouwen.",
    "",
    "Ik vind werken met klanten leuk en wil leren hoe je uitlegt wat er stuk is.",
    "Ik wil vooral leren programmeren, liever niet op een ladder.",
    "Ik wil leren plannen: wie doet wanneer welke klus?",
)


def speel_rangschikronde(session: Session, coordinator: Actor, kalender: Kalender) -> None:
    """Offer two places of the demo's company, let students choose them, close the lists: the company is asked now."""
    opleider = _opleider(session)
    bedrijf_id = next(iter(opleider.leerbedrijf_ids))
    van, tot = kalender.maandag(PERIODE[0]), kalender.vrijdag(PERIODE[1])
    gekozen = _grootste_klas(session, coordinator, bedrijf_id, tot)
    if gekozen is None:
        return
    team_id, klas, crebo = gekozen
    klok = FixedClock(moment(kalender.werkdag(-20), 10))
    for titel in TITELS:
        invoer = PlaatsInvoer(
            titel=titel, van=van, tot=tot, aantal=2, taken="Storingen zoeken, panelen bouwen en metingen vastleggen.",
            crebos=(crebo,), praktijkopleider_id=next(iter(opleider.contactpersoon_ids)), bedrijf_rangschikt=True,
        )  # fmt: skip
        plaats = maak_plaats(session, coordinator, klok, bedrijf_id, invoer)
        zet_stap(session, coordinator, klok, plaats.id or 0, Stap.BIED_AAN)
    opent, sluit = moment(kalender.werkdag(-15), 9), moment(kalender.werkdag(-2), 17)
    naam = f"{klas}: stage na de zomer"
    ronde = maak_ronde(
        session, coordinator, klok,
        RondeInvoer(
            naam=naam, van=van, tot=tot, opent_op=opent, sluit_op=sluit, publiceert_op=sluit + timedelta(days=14),
            groepen=frozenset({(team_id, klas)}), min_keuzes=1, modus=Modus.LOTING, bedrijven_rangschikken=True,
            rangschikken_tot=moment(kalender.werkdag(4), 17),
        ),
        zaad=zaad_hash(f"demo {naam}"),
    )  # fmt: skip
    open_ronde(session, coordinator, klok, ronde.id or 0)
    klok.moment = sluit - timedelta(days=1)
    _kies(session, klok, ronde.id or 0)
    klok.moment = sluit
    sluit_ronde(session, Actor(None, "BPV-app", coordinator.toewijzingen, is_systeem=True), klok, ronde.id or 0)
    klok.moment = sluit + timedelta(hours=15)
    for r in list_rangordes(session, opleider)[:1]:
        if r.kandidaten > 2:
            rij = bewaar_volgorde(session, opleider, klok, r.id, r.versie, lambda v: zet_op_volgorde(v, (2, 1)))
            zet_niet_passend(
                session, opleider, klok, r.id, rij.versie, 3, PastNietGrond.TAAK,
                "Op deze plek sta je elke dag op een ladder; programmeren doen wij hier niet.",
            )  # fmt: skip


def _opleider(session: Session) -> Actor:
    rij = session.execute(
        sa.select(Account, AccountRol)
        .join(AccountRol, col(AccountRol.account_id) == col(Account.id))
        .where(col(Account.gebruikersnaam) == DEMO_NAMEN[Rol.PRAKTIJKOPLEIDER][0])
    ).one()
    account, rol = rij
    scope = RolToewijzing(
        Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=rol.leerbedrijf_id, contactpersoon_id=rol.contactpersoon_id
    )
    return Actor(account.id, account.naam, (scope,))


def _grootste_klas(session: Session, coordinator: Actor, bedrijf_id: int, tot: date) -> tuple[int, str, str] | None:
    """Team, class and crebo with most students for whom the company is accredited."""
    teams = [t.team_id for t in coordinator.toewijzingen if t.team_id]
    erkend = (
        sa.select(col(Erkenning.crebo))
        .join(Leerbedrijf, col(Leerbedrijf.sbb_id) == col(Erkenning.sbb_id))
        .where(
            col(Leerbedrijf.id) == bedrijf_id,
            sa.or_(col(Erkenning.erkend_tot).is_(None), col(Erkenning.erkend_tot) >= tot),
        )
    )
    rij = session.execute(
        sa.select(col(Student.team_id), col(Student.klas), col(Verbintenis.crebo), sa.func.count().label("n"))
        .join(Student, col(Student.id) == col(Verbintenis.student_id))
        .where(
            col(Student.team_id).in_(teams),
            col(Student.klas) != "",
            col(Verbintenis.crebo).in_(erkend),
            col(Verbintenis.werkelijk_eind_op).is_(None),
        )
        .group_by(col(Student.team_id), col(Student.klas), col(Verbintenis.crebo))
        .order_by(sa.desc("n"), col(Student.klas), col(Verbintenis.crebo))
        .limit(1)
    ).first()
    return (rij[0], rij[1], rij[2]) if rij else None


def _kies(session: Session, klok: FixedClock, ronde_id: int) -> None:
    """Four in five choose one or two of what fits, with or without a learning wish."""
    deelnemers = session.execute(
        sa.select(col(RondeStudent.id), col(RondeStudent.student_id), col(Student.naam))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .where(col(RondeStudent.ronde_id) == ronde_id)
        .order_by(col(RondeStudent.id))
    ).all()
    for n, (deelname, student_id, naam) in enumerate(deelnemers):
        r = Random(f"rangschik {deelname}")  # noqa: S311 - what somebody likes
        kan = list(
            session.execute(
                sa.select(col(RondeToelating.plaats_id))
                .where(col(RondeToelating.ronde_student_id) == deelname)
                .order_by(col(RondeToelating.plaats_id))
            ).scalars()
        )
        if not kan or r.random() > 0.8:
            continue
        r.shuffle(kan)
        als = Actor(None, naam, (RolToewijzing(Rol.STUDENT, student_id=student_id),))
        lijst = Lijst(tuple(Keuze(p, _LEERWENSEN[(n + k) % len(_LEERWENSEN)]) for k, p in enumerate(kan[:2])))
        rij = bewaar_lijst(session, als, klok, deelname, lijst, 0)
        stuur_in(session, als, klok, deelname, rij.versie)
