"""Everything of one dossier that this part knows: student, enrolment, set-up, begeleider, checklist, conversations.

The POK and its company are the POK's knowledge; the page composes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bpv_app.dossier.rules import ChecklistPunt, maak_checklist
from bpv_app.dossier.service import get_dossier, get_inrichting_van, mag_documenten
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.student import service as student_service
from bpv_app.student.rules import Leerweg
from bpv_app.toegang.service import get_namen


@dataclass(frozen=True, slots=True)
class MomentRegel:
    """A conversation the set-up asks for; `op` is None while the begin is not known."""

    naam: str
    dagen_na_begin: int
    op: date | None


@dataclass(frozen=True, slots=True)
class DossierDetail:
    """One dossier; hours are clock hours, dates inclusive."""

    id: int
    versie: int
    inrichting_id: int
    inrichting_naam: str
    exemplaren: int
    ondertekenaars: tuple[str, ...]
    team_id: int | None
    student_id: int
    student_naam: str
    studentnummer: str
    klas: str
    student_postcode: str
    verbintenis_id: int
    crebo: str
    opleiding_naam: str
    leerweg: Leerweg | None
    niveau: int | None
    verbintenis_begin_op: date | None
    verbintenis_eind_op: date | None
    onderwijsbegeleider_id: int | None
    onderwijsbegeleider_naam: str
    begin_op: date | None
    eind_op: date | None
    uren_totaal: int | None
    uren_per_week: Decimal | None
    dagen_per_week: Decimal | None
    documenten: tuple[ChecklistPunt, ...]
    mag_documenten: bool
    gespreksmomenten: tuple[MomentRegel, ...]
    aangemaakt_op: datetime
    afgesloten_op: datetime | None


def get_dossier_detail(session: Session, actor: Actor, dossier_id: int) -> DossierDetail:
    """Everything of one dossier. Raises NietGevonden when it does not exist or is not for this actor.

    Student and enrolment are read as the app: who may see the dossier may see whose it is.
    """
    dossier = get_dossier(session, actor, dossier_id)
    app = systeem()
    student = student_service.get_student(session, app, dossier.student_id)
    verbintenis = student_service.get_verbintenis(session, app, dossier.verbintenis_id)
    inrichting = get_inrichting_van(session, dossier)
    begeleider = dossier.onderwijsbegeleider_id
    return DossierDetail(
        id=dossier_id,
        versie=dossier.versie,
        inrichting_id=dossier.inrichting_id,
        inrichting_naam=inrichting.naam,
        exemplaren=inrichting.exemplaren,
        ondertekenaars=tuple(inrichting.ondertekenaars),
        team_id=dossier.team_id,
        student_id=dossier.student_id,
        student_naam=student.naam or student.krd_sleutel or student.studentnummer or "",
        studentnummer=student.studentnummer or "",
        klas=student.klas,
        student_postcode=student.postcode,
        verbintenis_id=dossier.verbintenis_id,
        crebo=verbintenis.crebo,
        opleiding_naam=verbintenis.opleiding_naam,
        leerweg=verbintenis.leerweg,
        niveau=verbintenis.niveau,
        verbintenis_begin_op=verbintenis.begin_op,
        verbintenis_eind_op=verbintenis.werkelijk_eind_op or verbintenis.gepland_eind_op,
        onderwijsbegeleider_id=begeleider,
        onderwijsbegeleider_naam=get_namen(session, [begeleider]).get(begeleider or 0, ""),
        begin_op=dossier.begin_op,
        eind_op=dossier.eind_op,
        uren_totaal=dossier.uren_totaal,
        uren_per_week=dossier.uren_per_week,
        dagen_per_week=dossier.dagen_per_week,
        documenten=maak_checklist(inrichting.documenten, dossier.documenten_klaar),
        mag_documenten=mag_documenten(session, actor, dossier),
        gespreksmomenten=list_momenten(inrichting.gespreksmomenten, dossier.begin_op),
        aangemaakt_op=dossier.aangemaakt_op,
        afgesloten_op=dossier.afgesloten_op,
    )


def list_momenten(momenten: list[dict[str, Any]], begin_op: date | None) -> tuple[MomentRegel, ...]:
    """The conversations a set-up asks for, with their days for a placement that begins on `begin_op`."""
    regels = [(str(m["naam"]), int(str(m["dagen_na_begin"]))) for m in momenten]
    return tuple(
        MomentRegel(naam, dagen, begin_op + timedelta(days=dagen) if begin_op else None) for naam, dagen in regels
    )
