"""Rounds of the demo's coordinator: one open with most lists in, one closed and drawn, one published, and one whose
companies order their candidates.

By the app's own services. Lists of the other students are written in one go: a hundred receipts would fill the mailbox
that people look at.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.plaatsen import LATER
from bpv_app.demo.rangschikronde import speel_rangschikronde
from bpv_app.demo.rondes_uitslag import speel_uitslag
from bpv_app.demo.school import DEMO_NAMEN, PERIODEN
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.queries_voorkeur import list_deelnames
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_afspraak import AfspraakSoort, VerzoekInvoer
from bpv_app.matching.rules_loting import Voorrang, zaad_hash
from bpv_app.matching.rules_plaats import PlaatsStatus
from bpv_app.matching.rules_plaats_invoer import PlaatsInvoer
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_ronde_invoer import RondeInvoer
from bpv_app.matching.rules_voorkeur import Keuze, Lijst, bewijs_code, voeg_toe
from bpv_app.matching.service_afspraak import maak_afspraak
from bpv_app.matching.service_openen import open_ronde, sluit_ronde
from bpv_app.matching.service_plaats import maak_plaats, zet_stap
from bpv_app.matching.service_rekenen import maak_voorstel
from bpv_app.matching.service_ronde import maak_ronde, stel_deelnemers_in
from bpv_app.matching.service_verzoek import vraag_eigen_plaats
from bpv_app.matching.service_voorkeur import bewaar_lijst
from bpv_app.matching.tables import Plaats, PlaatsCrebo
from bpv_app.matching.tables_ronde import (
    Ronde,
    RondeStudent,
    RondeToelating,
    Voorkeur,
    VoorkeurBewijs,
    Voorkeurlijst,
)
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account, AccountRol

HERHAALD = 32
"""Places of the next period that their companies offer again for the one after it."""
_REDENEN = (
    "",
    "",
    "Lekker dichtbij.",
    "Ik ken iemand die hier stage liep en het leuk vond.",
    "Dit werk wil ik later ook doen.",
    "Ik kan er met de fiets heen.",
)
_WENSEN = ("", "", "", "Op vrijdag kan ik niet.", "Het liefst met een klasgenoot.", "Ik werk graag buiten.")


def speel_rondes(session: Session, kalender: Kalender) -> None:
    """Set up, open and close; needs students, places and accounts in the database."""
    coordinator = _coordinator(session)
    teams = {t.code: t.id or 0 for t in session.execute(sa.select(Team)).scalars()}
    _bied_opnieuw_aan(session, coordinator, kalender)
    begin, eind = PERIODEN[Leerweg.BOL]["straks"]
    dicht = _maak(
        session,
        coordinator,
        "Techniek: stage vanaf deze winter",
        (kalender.maandag(begin), kalender.vrijdag(eind)),
        (moment(kalender.werkdag(-24), 9), moment(kalender.werkdag(-4), 17)),
        {(teams["TEC"], "")},
    )
    klok = FixedClock(dicht.opent_op - timedelta(days=2))
    open_ronde(session, coordinator, klok, dicht.id or 0)
    _schrijf_lijsten(session, dicht, dicht.sluit_op - timedelta(days=1), behalve=0)
    klok.moment = dicht.sluit_op
    sluit_ronde(session, replace(coordinator, account_id=None, is_systeem=True), klok, dicht.id or 0)
    klok.moment += timedelta(hours=16)
    for modus in (Modus.GARANTIE, Modus.OPTIMAAL):
        maak_voorstel(session, coordinator, klok, dicht.id or 0, modus)
    _met_uitslag(session, coordinator, kalender, teams["ICT"])
    begin, eind = LATER[Leerweg.BOL]
    ronde = _maak(
        session,
        coordinator,
        "Techniek en ICT: stage voor de zomer",
        (kalender.maandag(begin), kalender.vrijdag(eind)),
        (moment(kalender.werkdag(-6), 9), moment(kalender.werkdag(9), 17)),
        {(teams["TEC"], ""), (teams["ICT"], "")},
    )
    _geef_voorrang(session, coordinator, ronde)
    klok.moment = ronde.opent_op - timedelta(days=3)
    open_ronde(session, coordinator, klok, ronde.id or 0)
    student = _student(session)
    _schrijf_lijsten(session, ronde, moment(kalender.werkdag(-2), 16), behalve=student.student_id or 0)
    klok.moment = moment(kalender.werkdag(-1), 19)
    _demo_student(session, klok, student, ronde)
    _verzoeken_en_afspraak(session, klok, coordinator, ronde, student)
    speel_rangschikronde(session, coordinator, kalender)


def _met_uitslag(session: Session, coordinator: Actor, kalender: Kalender, team_id: int) -> None:
    """A third round, of which the students know their place."""
    begin, eind = PERIODEN[Leerweg.BOL]["straks"]
    ronde = _maak(
        session,
        coordinator,
        "ICT: stage vanaf deze winter",
        (kalender.maandag(begin), kalender.vrijdag(eind)),
        (moment(kalender.werkdag(-22), 9), moment(kalender.werkdag(-5), 17)),
        {(team_id, "")},
    )
    klok = FixedClock(ronde.opent_op - timedelta(days=2))
    open_ronde(session, coordinator, klok, ronde.id or 0)
    _schrijf_lijsten(session, ronde, ronde.sluit_op - timedelta(days=1), behalve=0)
    klok.moment = ronde.sluit_op
    sluit_ronde(session, replace(coordinator, account_id=None, is_systeem=True), klok, ronde.id or 0)
    speel_uitslag(session, coordinator, kalender, ronde)


def _coordinator(session: Session) -> Actor:
    account = session.execute(
        sa.select(Account).where(col(Account.gebruikersnaam) == DEMO_NAMEN[Rol.COORDINATOR][0])
    ).scalar_one()
    rollen = session.execute(
        sa.select(AccountRol).where(col(AccountRol.account_id) == account.id).order_by(col(AccountRol.id))
    ).scalars()
    return Actor(account.id, account.naam, tuple(RolToewijzing(r.rol, r.team_id) for r in rollen))


def _student(session: Session) -> Actor:
    rij = session.execute(
        sa.select(col(Account.id), col(Account.naam), col(AccountRol.student_id))
        .join(AccountRol, col(AccountRol.account_id) == col(Account.id))
        .where(col(Account.gebruikersnaam) == DEMO_NAMEN[Rol.STUDENT][0])
    ).one()
    return _als_student(rij[0], rij[1], rij[2])


def _als_student(account_id: int | None, naam: str, student_id: int) -> Actor:
    return Actor(account_id, naam, (RolToewijzing(Rol.STUDENT, student_id=student_id),))


def _bied_opnieuw_aan(session: Session, coordinator: Actor, kalender: Kalender) -> None:
    """The coordinator asked companies of both teams to take students in the period after the next one as well."""
    klok = FixedClock(moment(kalender.werkdag(-11), 14))
    begin, eind = LATER[Leerweg.BOL]
    van, tot = kalender.maandag(begin), kalender.vrijdag(eind)
    plaatsen = session.execute(
        sa.select(Plaats)
        .where(
            col(Plaats.status) == PlaatsStatus.AANGEBODEN,
            col(Plaats.leerweg) == Leerweg.BOL,
            col(Plaats.id).in_(
                sa.select(col(PlaatsCrebo.plaats_id)).where(
                    col(PlaatsCrebo.crebo).in_(("25736", "25297", "25604", "25606", "25607"))
                )
            ),
            col(Plaats.van) < van,
        )
        .order_by(col(Plaats.id))
        .limit(HERHAALD)
    ).scalars()
    for p in plaatsen.all():
        crebos = session.execute(
            sa.select(col(PlaatsCrebo.crebo)).where(col(PlaatsCrebo.plaats_id) == p.id).order_by(col(PlaatsCrebo.crebo))
        ).scalars()
        invoer = PlaatsInvoer(
            titel=p.titel, van=van, tot=tot, aantal=1 + (p.id or 0) % 3, taken=p.taken, crebos=tuple(crebos),
            locatie_id=p.locatie_id, praktijkopleider_id=p.praktijkopleider_id, leerweg=p.leerweg,
            niveau_min=p.niveau_min, niveau_max=p.niveau_max, dagen=tuple(p.dagen), dagen_per_week=p.dagen_per_week,
            min_leeftijd=p.min_leeftijd, rijbewijs=p.rijbewijs, vergoeding=p.vergoeding,
        )  # fmt: skip
        try:
            nieuw = maak_plaats(session, coordinator, klok, p.leerbedrijf_id, invoer)
        except OngeldigeInvoer:
            continue  # its accreditation ends before that period: the app does not take it
        zet_stap(session, coordinator, klok, nieuw.id or 0, Stap.BIED_AAN)


def _maak(
    session: Session,
    coordinator: Actor,
    naam: str,
    stage: tuple[date, date],
    kiezen: tuple[datetime, datetime],
    groepen: set[tuple[int, str]],
) -> Ronde:
    opent, sluit = kiezen
    invoer = RondeInvoer(
        naam=naam,
        van=stage[0],
        tot=stage[1],
        opent_op=opent,
        sluit_op=sluit,
        publiceert_op=sluit + timedelta(days=7),
        groepen=frozenset(groepen),
        modus=Modus.GARANTIE,
        doel=Doel.EERSTE_KEUZES,
        toont_eerste=True,
        moet_bevestigen=True,
        toelichting="Kies drie tot vijf plaatsen. Vragen? Kom langs op het BPV-bureau, elke dag tot 16.00 uur.",
    )
    # A demo's seed is no secret: it must be the same on every machine.
    zaad = zaad_hash(f"demo {naam}")
    return maak_ronde(session, coordinator, FixedClock(opent - timedelta(days=10)), invoer, zaad=zaad)


def _geef_voorrang(session: Session, coordinator: Actor, ronde: Ronde) -> None:
    ids = list(
        session.execute(
            sa.select(col(RondeStudent.id)).where(col(RondeStudent.ronde_id) == ronde.id).order_by(col(RondeStudent.id))
        ).scalars()
    )
    stel_deelnemers_in(session, coordinator, ronde.id or 0, ids[5::29], voorrang=Voorrang.PECH)
    stel_deelnemers_in(session, coordinator, ronde.id or 0, ids[11::41], voorrang=Voorrang.OVERDOEN)
    stel_deelnemers_in(session, coordinator, ronde.id or 0, ids[::3], heeft_rijbewijs=True)


def _schrijf_lijsten(session: Session, ronde: Ronde, op: datetime, *, behalve: int) -> None:
    """Four in five sent in, some are busy, the others did nothing yet."""
    kan: dict[int, list[tuple[float, int, str, str]]] = {}
    for deelname, km, plaats, titel, bedrijf in session.execute(
        sa.select(
            col(RondeToelating.ronde_student_id), col(RondeToelating.km), col(Plaats.id), col(Plaats.titel),
            col(Leerbedrijf.naam),
        )
        .join(Plaats, col(Plaats.id) == col(RondeToelating.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .join(RondeStudent, col(RondeStudent.id) == col(RondeToelating.ronde_student_id))
        .where(col(RondeStudent.ronde_id) == ronde.id, col(RondeStudent.student_id) != behalve)
        .order_by(col(RondeToelating.ronde_student_id), col(Plaats.id))
    ):  # fmt: skip
        kan.setdefault(deelname, []).append((km or 0.0, plaats, titel, bedrijf))
    lijsten: list[dict[str, Any]] = []
    keuzes: list[dict[str, Any]] = []
    bewijzen: list[dict[str, Any]] = []
    nummer = session.execute(sa.select(sa.func.coalesce(sa.func.max(Voorkeurlijst.id), 0))).scalar_one()
    for n, (deelname, plaatsen) in enumerate(kan.items()):
        r = Random(f"voorkeur {deelname}")  # noqa: S311 - what somebody likes
        kans = r.random()
        if kans > 0.88:
            continue
        # Some places are wanted by everybody, and near is nice.
        plaatsen.sort(key=lambda p: p[1] * 7919 % 13 + p[0] / 4 + r.random() * 6)
        gekozen = plaatsen[: r.randint(3, 5)]
        lijst = Lijst(tuple(Keuze(p[1], r.choice(_REDENEN)) for p in gekozen), r.choice(_WENSEN))
        nummer += 1
        moment_ = op - timedelta(minutes=37 * (n % 60))
        is_in = kans <= 0.8
        lijsten.append(
            {
                "id": nummer, "ronde_student_id": deelname, "wensen": lijst.wensen, "bijgewerkt_op": moment_,
                "keuzes": [{"plaats": k.plaats_id, "reden": k.reden} for k in lijst.keuzes],
                "ingestuurd_op": moment_ if is_in else None, "ingestuurd_versie": 4 if is_in else None,
                "versie": 5 if is_in and n % 19 == 3 else 4,
            }
        )  # fmt: skip
        if is_in:
            regels = [
                {"rang": rang, "plaats": p[1], "titel": p[2], "bedrijf": p[3], "reden": k.reden}
                for rang, (p, k) in enumerate(zip(gekozen, lijst.keuzes, strict=True), 1)
            ]
            keuzes += [
                {"lijst_id": nummer, "rang": rg["rang"], "plaats_id": rg["plaats"], "reden": rg["reden"]}
                for rg in regels
            ]
            bewijzen.append(
                {
                    "lijst_id": nummer, "op": moment_, "code": bewijs_code(deelname, moment_, lijst, ronde.zaad_hash),
                    "inhoud": regels, "wensen": lijst.wensen, "zaad_hash": ronde.zaad_hash,
                }
            )  # fmt: skip
    verbinding = session.connection()
    for soort, rijen in ((Voorkeurlijst, lijsten), (Voorkeur, keuzes), (VoorkeurBewijs, bewijzen)):
        if rijen:
            verbinding.execute(sa.insert(soort), rijen)
    if verbinding.dialect.name == "postgresql" and lijsten:
        verbinding.execute(
            sa.text("SELECT setval(pg_get_serial_sequence('voorkeurlijst', 'id'), :hoogste)"), {"hoogste": nummer}
        )


def _demo_student(session: Session, klok: FixedClock, student: Actor, ronde: Ronde) -> None:
    """Two places on the list, not sent in: there is something to do."""
    deelname = next(d for d in list_deelnames(session, student) if d.ronde_id == ronde.id)
    dichtbij = session.execute(
        sa.select(col(RondeToelating.plaats_id))
        .where(col(RondeToelating.ronde_student_id) == deelname.id)
        .order_by(col(RondeToelating.km), col(RondeToelating.plaats_id))
        .limit(2)
    ).scalars()
    lijst = Lijst(wensen="Op vrijdag kan ik niet.")
    for plaats_id in dichtbij:
        lijst = voeg_toe(lijst, plaats_id)
    bewaar_lijst(session, student, klok, deelname.id, lijst, 0)


def _verzoeken_en_afspraak(
    session: Session, klok: FixedClock, coordinator: Actor, ronde: Ronde, student: Actor
) -> None:
    """One request that waits, and one student who is locked to a place."""
    deelnemers = session.execute(
        sa.select(col(RondeStudent.id), col(Student.id), col(Student.naam))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .where(
            col(RondeStudent.ronde_id) == ronde.id,
            col(Student.id) != student.student_id,
            col(Student.naam) != "",
            col(RondeStudent.mogelijk) > 0,
        )
        .order_by(col(RondeStudent.id))
    ).all()
    deelname, student_id, naam = deelnemers[3]
    vraag_eigen_plaats(
        session,
        _als_student(None, naam, student_id),
        klok,
        deelname,
        VerzoekInvoer(
            bedrijf="Fietsenmakerij De Spaak",
            adres="Haarlemmerstraat 212",
            woonplaats="Leiden",
            contact="Ans Verhoeven",
            telefoon="071 555 01 88",
            taken="Elektrische fietsen nakijken, storingen zoeken en klanten helpen.",
        ),
    )
    deelname, student_id, _ = deelnemers[8]
    plaats_id = session.execute(
        sa.select(sa.func.min(RondeToelating.plaats_id)).where(col(RondeToelating.ronde_student_id) == deelname)
    ).scalar_one()
    maak_afspraak(
        session, coordinator, klok, ronde.id or 0, student_id, plaats_id, AfspraakSoort.VAST,
        "Liep hier vorig jaar ook stage; het bedrijf vraagt om deze student.",
    )  # fmt: skip
