"""Makers: every argument has a default, so a test mentions only what matters to it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Erkenning, Leerbedrijf, Locatie
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_plaats import ClaimSoort, Herkomst, PlaatsStatus
from bpv_app.matching.rules_voorstel import PlekGrond, VoorstelStatus
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.post.rules import SJABLONEN, Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.post.tables import Mail
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Opleiding, Student, StudentBegeleider, Team, Verbintenis
from bpv_app.toegang.tables import Account, AccountRol
from bpv_app.uren.rules import Beoordelaar, Oordeel, Regio, Soort, VrijSoort, WeekStatus
from bpv_app.uren.rules_logboek import LogboekStatus
from bpv_app.uren.tables import TeamUren, UrenBijlage, UrenDag, UrenRegel, UrenWeek, VrijePeriode
from bpv_app.uren.tables_logboek import LogboekBijlage, LogboekItem, LogboekReactie

NU = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
_teller = count(1)


T = TypeVar("T", bound=SQLModel)


def bewaar(session: Session, rij: T) -> T:
    session.add(rij)
    session.flush()
    return rij


def _id(rij: Any) -> int:
    assert rij.id is not None
    return int(rij.id)


def make_team(session: Session, **anders: Any) -> Team:
    n = next(_teller)
    return bewaar(session, Team(**{"code": f"T{n}", "naam": f"Team {n}", **anders}))


def make_opleiding(session: Session, crebo: str = "25736", **anders: Any) -> Opleiding:
    bestaand = session.get(Opleiding, crebo)
    return bestaand or bewaar(
        session, Opleiding(**{"crebo": crebo, "naam": "Eerste monteur elektrotechniek", "niveau": 3, **anders})
    )


def make_student(session: Session, team: Team | None = None, **anders: Any) -> Student:
    n = next(_teller)
    standaard = {
        "studentnummer": f"{200000 + n}",
        "naam": f"Yara Bakker {n}",
        "roepnaam": "Yara",
        "achternaam": f"Bakker {n}",
        "geboortedatum": date(2007, 5, 1),
        "email": f"student{n}@school.example",
        "straat": "Breestraat",
        "huisnummer": "12",
        "postcode": "2311CS",
        "plaats": "Leiden",
        "klas": "3B",
        "team_id": team.id if team else None,
        "zoektekst": f"yara bakker {n} {200000 + n}",
        "bijgewerkt_op": NU,
    }
    return bewaar(session, Student(**{**standaard, **anders}))


def make_verbintenis(session: Session, student: Student | None = None, **anders: Any) -> Verbintenis:
    student = student or make_student(session)
    standaard = {
        "student_id": student.id,
        "volgnummer": "1",
        "begin_op": date(2025, 8, 1),
        "gepland_eind_op": date(2028, 7, 31),
        "crebo": "25736",
        "opleiding_naam": "Eerste monteur elektrotechniek",
        "leerweg": Leerweg.BOL,
        "niveau": 3,
        "team_id": student.team_id,
    }
    return bewaar(session, Verbintenis(**{**standaard, **anders}))


def make_leerbedrijf(session: Session, **anders: Any) -> Leerbedrijf:
    n = next(_teller)
    standaard = {
        "sbb_id": f"{100000000 + n}",
        "naam": f"Van Dam Techniek {n}",
        "kvk": "12345678",
        "straat": "Lammenschansweg",
        "huisnummer": "8",
        "postcode": "2321JX",
        "plaats": "Leiden",
        "zoektekst": f"van dam techniek {n} leiden {100000000 + n}",
        "bijgewerkt_op": NU,
    }
    return bewaar(session, Leerbedrijf(**{**standaard, **anders}))


def make_locatie(session: Session, leerbedrijf: Leerbedrijf, **anders: Any) -> Locatie:
    standaard = {"leerbedrijf_id": leerbedrijf.id, "naam": "Werkplaats", "postcode": "2321JX", "plaats": "Leiden"}
    return bewaar(session, Locatie(**{**standaard, **anders}))


def make_contactpersoon(session: Session, leerbedrijf: Leerbedrijf | None = None, **anders: Any) -> Contactpersoon:
    n = next(_teller)
    leerbedrijf = leerbedrijf or make_leerbedrijf(session)
    standaard = {
        "leerbedrijf_id": leerbedrijf.id,
        "naam": f"Jan van Dam {n}",
        "email": f"opleider{n}@bedrijf.example",
        "telefoon": "0715550100",
    }
    return bewaar(session, Contactpersoon(**{**standaard, **anders}))


def make_erkenning(session: Session, leerbedrijf: Leerbedrijf, crebo: str = "25736", **anders: Any) -> Erkenning:
    standaard = {"sbb_id": leerbedrijf.sbb_id, "crebo": crebo, "erkend_van": date(2020, 1, 1), "erkend_tot": None}
    return bewaar(session, Erkenning(**{**standaard, **anders}))


def make_account(session: Session, rol: Rol | None = None, **anders: Any) -> Account:
    """An account; the keyword arguments of a role (team_id, student_id ...) go to that role."""
    n = next(_teller)
    scope = {k: anders.pop(k) for k in ("team_id", "student_id", "contactpersoon_id", "leerbedrijf_id") if k in anders}
    standaard = {
        "gebruikersnaam": f"persoon{n}@school.example",
        "naam": f"Persoon {n}",
        "email": f"persoon{n}@school.example",
        "aangemaakt_op": NU,
    }
    account = bewaar(session, Account(**{**standaard, **anders}))
    if rol:
        bewaar(session, AccountRol(account_id=_id(account), rol=rol, **scope))
    return account


def make_actor(session: Session, rol: Rol, account: Account | None = None, **scope: Any) -> Actor:
    """An actor with one role and its scope, with a real account behind it."""
    account = account or make_account(session, rol, **scope)
    return Actor(account.id, account.naam, (RolToewijzing(rol, **scope),))


def make_inrichting(session: Session, **anders: Any) -> Inrichting:
    n = next(_teller)
    standaard = {
        "naam": f"BOL 3 najaar {n}",
        "leerweg": Leerweg.BOL,
        "begin_op": date(2026, 12, 7),
        "eind_op": date(2027, 6, 25),
        "uren_totaal": 560,
        "uren_per_week": Decimal(32),
        "dagen_per_week": Decimal(4),
        "ondertekenaars": ["student", "leerbedrijf", "school"],
        "exemplaren": 3,
    }
    return bewaar(session, Inrichting(**{**standaard, **anders}))


def make_dossier(
    session: Session,
    verbintenis: Verbintenis | None = None,
    inrichting: Inrichting | None = None,
    begeleider: Account | None = None,
    **anders: Any,
) -> Dossier:
    verbintenis = verbintenis or make_verbintenis(session)
    inrichting = inrichting or make_inrichting(session)
    standaard = {
        "inrichting_id": inrichting.id,
        "student_id": verbintenis.student_id,
        "verbintenis_id": verbintenis.id,
        "team_id": verbintenis.team_id,
        "onderwijsbegeleider_id": begeleider.id if begeleider else None,
        "begin_op": inrichting.begin_op,
        "eind_op": inrichting.eind_op,
        "uren_totaal": inrichting.uren_totaal,
        "uren_per_week": inrichting.uren_per_week,
        "dagen_per_week": inrichting.dagen_per_week,
        "aangemaakt_op": NU,
    }
    dossier = bewaar(session, Dossier(**{**standaard, **anders}))
    if begeleider and not session.get(StudentBegeleider, (verbintenis.student_id, begeleider.id)):
        bewaar(session, StudentBegeleider(student_id=verbintenis.student_id, account_id=_id(begeleider)))
    return dossier


def make_pok(
    session: Session,
    status: PokStatus = PokStatus.CONCEPT,
    dossier: Dossier | None = None,
    opleider: Contactpersoon | None = None,
    begeleider: Account | None = None,
    **anders: Any,
) -> Pok:
    """A POK with everything beneath it, complete and accredited, put straight into `status`."""
    begeleider = begeleider or make_account(session, Rol.ONDERWIJSBEGELEIDER)
    dossier = dossier or make_dossier(session, begeleider=begeleider)
    opleider = opleider or make_contactpersoon(session)
    leerbedrijf = session.get_one(Leerbedrijf, opleider.leerbedrijf_id)
    verbintenis = session.get_one(Verbintenis, dossier.verbintenis_id)
    if not anders.pop("zonder_erkenning", False):
        make_erkenning(session, leerbedrijf, verbintenis.crebo)
    n = next(_teller)
    standaard = {
        "nummer": f"2026-{n:05d}",
        "dossier_id": dossier.id,
        "student_id": dossier.student_id,
        "verbintenis_id": dossier.verbintenis_id,
        "team_id": dossier.team_id,
        "volgnummer": n,
        "status": status,
        "document_versie": 0 if status in (PokStatus.CONCEPT, PokStatus.VOLLEDIG) else 1,
        "crebo": verbintenis.crebo,
        "leerweg": verbintenis.leerweg,
        "leerbedrijf_id": leerbedrijf.id,
        "praktijkopleider_id": opleider.id,
        "onderwijsbegeleider_id": begeleider.id,
        "afsluitdatum": date(2026, 11, 20),
        "begin_op": dossier.begin_op,
        "eind_op": dossier.eind_op,
        "uren_totaal": dossier.uren_totaal,
        "uren_per_week": dossier.uren_per_week,
        "dagen_per_week": dossier.dagen_per_week,
        "ondertekenaars": ["student", "leerbedrijf", "school"],
        "aangemaakt_op": NU,
    }
    return bewaar(session, Pok(**{**standaard, **anders}))


def make_mail(session: Session, **anders: Any) -> Mail:
    """A mail put ready by the real service, with the template's example values."""
    n = next(_teller)
    sjabloon = anders.get("sjabloon", Sjabloon.UREN_HERINNERING)
    standaard = {
        "sjabloon": sjabloon,
        "taal": "nl",
        "aan": f"ontvanger{n}@school.example",
        "naam": f"Ontvanger {n}",
        "velden": {naam: waarde.nl for naam, waarde in SJABLONEN[sjabloon].velden.items()},
        "sleutel": f"proef:{n}",
    }
    mail = verstuur(session, anders.pop("clock", FixedClock(NU)), **{**standaard, **anders})
    assert mail is not None
    return mail


def make_uren_week(session: Session, pok: Pok | None = None, **anders: Any) -> UrenWeek:
    """An open week without days: the one of Monday 7 December 2026."""
    pok = pok or make_pok(session, PokStatus.DEFINITIEF)
    standaard = {"pok_id": pok.id, "maandag": date(2026, 12, 7), "status": WeekStatus.OPEN}
    return bewaar(session, UrenWeek(**{**standaard, **anders}))


def make_uren_dag(session: Session, week: UrenWeek | None = None, minuten: int = 480, **anders: Any) -> UrenDag:
    """The Monday of a week with one line of `minuten` worked (or of `soort`); 0 makes a day without lines."""
    soort = anders.pop("soort", Soort.GEWERKT)
    week = week or make_uren_week(session)
    standaard = {"week_id": week.id, "pok_id": week.pok_id, "datum": week.maandag, "oordeel": Oordeel.OPEN}
    dag = bewaar(session, UrenDag(**{**standaard, **anders}))
    if minuten:
        regel = UrenRegel(dag_id=_id(dag), pok_id=dag.pok_id, datum=dag.datum, soort=soort, minuten=minuten)
        bewaar(session, regel)
    return dag


def make_team_uren(session: Session, team: Team, **anders: Any) -> TeamUren:
    """A team with rules of its own: the defaults, written down."""
    standaard = {
        "team_id": team.id,
        "beoordelaar": Beoordelaar.PRAKTIJKOPLEIDER,
        "regio": Regio.MIDDEN,
        "werkdagen": [0, 1, 2, 3, 4],
    }
    return bewaar(session, TeamUren(**{**standaard, **anders}))


def make_vrije_periode(session: Session, **anders: Any) -> VrijePeriode:
    """A school holiday of the whole school: 21 December 2026 to 1 January 2027."""
    standaard = {
        "soort": VrijSoort.VAKANTIE,
        "naam": "Kerstvakantie",
        "van": date(2026, 12, 21),
        "tot": date(2027, 1, 1),
    }
    return bewaar(session, VrijePeriode(**{**standaard, **anders}))


def make_uren_bijlage(session: Session, dag: UrenDag | None = None, **anders: Any) -> UrenBijlage:
    """A row only; the bytes are not in the store."""
    dag = dag or make_uren_dag(session)
    standaard = {"dag_id": dag.id, "sha256": "0" * 64, "naam": "foto.jpg", "soort": "image/jpeg"}
    return bewaar(session, UrenBijlage(**{**standaard, "bytes_aantal": 1, "op": NU, **anders}))


def make_logboek_item(
    session: Session, pok: Pok | None = None, status: LogboekStatus = LogboekStatus.GEDEELD, **anders: Any
) -> LogboekItem:
    """An entry about 7 December 2026, shared and not discussed."""
    pok = pok or make_pok(session, PokStatus.DEFINITIEF)
    van = anders.get("van", date(2026, 12, 7))
    standaard = {
        "pok_id": pok.id,
        "student_id": pok.student_id,
        "van": van,
        "tot": van,
        "titel": "Eerste dag",
        "antwoorden": [{"vraag": "Wat heb je gedaan?", "antwoord": "Kabels getrokken."}],
        "status": status,
        "gedeeld_op": None if status is LogboekStatus.CONCEPT else NU,
        "aangemaakt_op": NU,
        "bijgewerkt_op": NU,
    }
    return bewaar(session, LogboekItem(**{**standaard, **anders}))


def make_logboek_reactie(session: Session, item: LogboekItem | None = None, **anders: Any) -> LogboekReactie:
    item = item or make_logboek_item(session)
    standaard = {"item_id": item.id, "naam": "Jan van Dam", "rol": Rol.PRAKTIJKOPLEIDER.value, "tekst": "Goed zo."}
    return bewaar(session, LogboekReactie(**{**standaard, "op": NU, **anders}))


def make_logboek_bijlage(session: Session, item: LogboekItem | None = None, **anders: Any) -> LogboekBijlage:
    """A row only; the bytes are not in the store."""
    item = item or make_logboek_item(session)
    standaard = {"item_id": item.id, "sha256": "0" * 64, "naam": "foto.jpg", "soort": "image/jpeg"}
    return bewaar(session, LogboekBijlage(**{**standaard, "bytes_aantal": 1, "op": NU, **anders}))


def make_plaats(
    session: Session,
    opleider: Contactpersoon | None = None,
    status: PlaatsStatus = PlaatsStatus.AANGEBODEN,
    crebos: tuple[str, ...] = ("25736",),
    **anders: Any,
) -> Plaats:
    """An offered place with one slot from 7 December 2026, at an accredited company (`zonder_erkenning`: not)."""
    opleider = opleider or make_contactpersoon(session)
    leerbedrijf = session.get_one(Leerbedrijf, opleider.leerbedrijf_id)
    if not anders.pop("zonder_erkenning", False):
        erkend = set(session.exec(select(Erkenning.crebo).where(Erkenning.sbb_id == leerbedrijf.sbb_id)))
        for crebo in sorted(set(crebos) - erkend):
            make_erkenning(session, leerbedrijf, crebo)
    n = next(_teller)
    standaard = {
        "leerbedrijf_id": leerbedrijf.id,
        "praktijkopleider_id": opleider.id,
        "titel": f"Monteur in opleiding {n}",
        "taken": "Je monteert schakelkasten en loopt storingen na.",
        "van": date(2026, 12, 7),
        "tot": date(2027, 6, 25),
        "aantal": 1,
        "status": status,
        "herkomst": Herkomst.BEDRIJF,
        "aangemaakt_op": NU,
        "aangemaakt_door": opleider.naam,
        "bijgewerkt_op": NU,
        "zoektekst": f"monteur in opleiding {n} leiden",
    }
    plaats = bewaar(session, Plaats(**{**standaard, **anders}))
    for crebo in crebos:
        bewaar(session, PlaatsCrebo(plaats_id=_id(plaats), crebo=crebo))
    return plaats


def make_claim(
    session: Session, plaats: Plaats, student: Student, soort: ClaimSoort = ClaimSoort.GERESERVEERD, nummer: int = 1
) -> PlaatsClaim:
    """A held slot, put straight into the table."""
    return bewaar(
        session,
        PlaatsClaim(
            plaats_id=_id(plaats),
            nummer=nummer,
            aantal=plaats.aantal,
            soort=soort,
            student_id=_id(student),
            op=NU,
            door_naam="Systeem",
        ),
    )


def make_voorstel(session: Session, ronde: Ronde, **anders: Any) -> Voorstel:
    """A proposal as the engine leaves it: computed, checked, not changed by hand."""
    n = session.exec(select(sa.func.count()).select_from(Voorstel).where(Voorstel.ronde_id == ronde.id)).one()
    standaard = {
        "ronde_id": ronde.id,
        "nummer": n + 1,
        "status": VoorstelStatus.CONCEPT,
        "modus": Modus.GARANTIE,
        "doel": Doel.EERSTE_KEUZES,
        "verslag": {"controle": {"publiceerbaar": True}},
        "gemaakt_op": NU,
        "gemaakt_door": "Systeem",
        "gerekend_op": NU,
    }
    return bewaar(session, Voorstel(**{**standaard, **anders}))


def make_voorstel_regel(
    session: Session, voorstel: Voorstel, deelnemer: RondeStudent, plaats: Plaats | None = None, **anders: Any
) -> VoorstelRegel:
    """What a proposal gives a participant; no place without `plaats`."""
    standaard = {
        "voorstel_id": voorstel.id,
        "ronde_student_id": deelnemer.id,
        "plaats_id": plaats.id if plaats else None,
        "rang": 1 if plaats else 0,
        "grond": PlekGrond.LIJST if plaats else None,
    }
    return bewaar(session, VoorstelRegel(**{**standaard, **anders}))
