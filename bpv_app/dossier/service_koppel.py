"""Couple students to a dossier set-up (the deck's step 2): one action, a result per student."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.rules import (
    AL_GEKOPPELD,
    KoppelInrichting,
    KoppelVerbintenis,
    beoordeel_koppeling,
    kies_verbintenis,
)
from bpv_app.dossier.service_inrichting import get_inrichting
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.dossier.volgers import meld_gewijzigd
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.lijst import LijstVraag, Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student import service as student_service
from bpv_app.student.queries import STUDENTEN

MAX_PER_KEER = 5000
_STAP = 500
ONBEKEND = "–"
GEEN_VERBINTENIS = Tekst("Deze student heeft geen verbintenis.", "This student has no enrolment.")


class HeeftNaam(Protocol):
    """What a student is called by: the name, or until the student file brings it the register's key."""

    id: int | None
    naam: str
    krd_sleutel: str | None
    studentnummer: str | None


def toon_naam(student: HeeftNaam) -> str:
    """The student's name, or what identifies the student until there is one."""
    return student.naam or student.krd_sleutel or student.studentnummer or str(student.id)


class InrichtingUit(DomeinFout):
    """The set-up is switched off."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "inrichting_uit",
            Tekst(
                "Deze dossierinrichting staat uit; er kan niets nieuws aan gekoppeld worden.",
                "This dossier set-up is switched off; nothing new can be coupled to it.",
            ),
        )


class TeVeel(DomeinFout):
    """More rows than one action takes."""

    def __init__(self) -> None:
        super().__init__(
            "te_veel",
            Tekst(
                f"Hoogstens {MAX_PER_KEER} studenten per keer. Kies een klas of verklein de selectie.",
                f"At most {MAX_PER_KEER} students at a time. Choose a class or narrow the selection.",
            ),
        )


def _open(session: Session, actor: Actor, inrichting_id: int) -> Inrichting:
    inrichting = get_inrichting(session, actor, inrichting_id, actie=Actie.DOSSIER_KOPPELEN)
    require(actor, Actie.DOSSIER_KOPPELEN)
    if not inrichting.is_actief:
        raise InrichtingUit
    return inrichting


def koppel(
    session: Session, actor: Actor, clock: Clock, inrichting_id: int, verbintenis_ids: Iterable[int]
) -> list[Uitslag]:
    """Make a dossier for every enrolment; one `Uitslag` each, in the order asked, each in its own savepoint.

    Refused per row: not there or not yours, already coupled, another leerweg, ended before the begin. Warned per row:
    dates outside the enrolment, another dossier in the same days.
    Raises NietGevonden, GeenRecht, InrichtingUit or TeVeel for the action as a whole.
    """
    inrichting = _open(session, actor, inrichting_id)
    ids = list(dict.fromkeys(verbintenis_ids))
    if len(ids) > MAX_PER_KEER:
        raise TeVeel
    return [_koppel_een(session, actor, clock, inrichting, verbintenis_id) for verbintenis_id in ids]


def koppel_studenten(
    session: Session, actor: Actor, clock: Clock, inrichting_id: int, student_ids: Iterable[int]
) -> list[Uitslag]:
    """As `koppel`, for students: of each the enrolment that fits the set-up best; the results are per student."""
    inrichting = _open(session, actor, inrichting_id)
    ids = list(dict.fromkeys(student_ids))
    if len(ids) > MAX_PER_KEER:
        raise TeVeel
    return [_koppel_student(session, actor, clock, inrichting, student_id) for student_id in ids]


def koppel_op_filter(
    session: Session, actor: Actor, clock: Clock, inrichting_id: int, vraag: LijstVraag
) -> list[Uitslag]:
    """As `koppel_studenten`, for every student the list of students finds for `vraag` (a filter or a class).

    Raises TeVeel before anything is coupled when the filter finds more than one action takes.
    """
    alles = vraag.met(pagina=1, per_pagina=_STAP)
    eerste = STUDENTEN.vraag(session, actor, alles)
    if eerste.totaal > MAX_PER_KEER:
        raise TeVeel
    rijen = list(eerste.rijen)
    while len(rijen) < eerste.totaal:
        alles = alles.met(pagina=alles.pagina + 1)
        meer = STUDENTEN.vraag(session, actor, alles).rijen
        if not meer:
            break
        rijen += meer
    return koppel_studenten(session, actor, clock, inrichting_id, [int(rij.sleutel) for rij in rijen])


def _koppel_student(session: Session, actor: Actor, clock: Clock, inrichting: Inrichting, student_id: int) -> Uitslag:
    sleutel = str(student_id)
    try:
        verbintenissen = student_service.list_verbintenissen(session, actor, student_id)
        if not verbintenissen:
            student = student_service.get_student(session, actor, student_id)
            if not _mag_team(actor, student.team_id):
                raise NietGevonden
            return Uitslag(sleutel, toon_naam(student), False, GEEN_VERBINTENIS)
    except NietGevonden as fout:
        return Uitslag(sleutel, ONBEKEND, False, fout.tekst)
    keuze = kies_verbintenis(
        _als_inrichting(inrichting),
        [KoppelVerbintenis(v.leerweg, v.begin_op, v.gepland_eind_op, v.werkelijk_eind_op) for v in verbintenissen],
    )
    uitslag = _koppel_een(session, actor, clock, inrichting, cast("int", verbintenissen[keuze].id))
    return replace(uitslag, sleutel=sleutel)


def _als_inrichting(inrichting: Inrichting) -> KoppelInrichting:
    return KoppelInrichting(inrichting.leerweg, inrichting.begin_op, inrichting.eind_op)


def _mag_team(actor: Actor, *team_ids: int | None) -> bool:
    """Seeing a student is not enough (a begeleider sees own students of any team): the right to couple is per team."""
    teams = actor.team_ids(Actie.DOSSIER_KOPPELEN)
    return teams is None or any(t in teams for t in team_ids)


def _kies_team(actor: Actor, *team_ids: int | None) -> int | None:
    """The dossier's team: the first known one, unless the coordinator would lose sight of the dossier by it."""
    teams = actor.team_ids(Actie.DOSSIER_KOPPELEN)
    return next((t for t in team_ids if t is not None and (teams is None or t in teams)), None)


def _koppel_een(session: Session, actor: Actor, clock: Clock, inrichting: Inrichting, verbintenis_id: int) -> Uitslag:
    sleutel = str(verbintenis_id)
    try:
        verbintenis = student_service.get_verbintenis(session, actor, verbintenis_id)
        student = student_service.get_student(session, actor, verbintenis.student_id)
        if not _mag_team(actor, verbintenis.team_id, student.team_id):
            raise NietGevonden
    except NietGevonden as fout:
        return Uitslag(sleutel, ONBEKEND, False, fout.tekst)
    naam, bestaand = toon_naam(student), _bestaand(session, inrichting, verbintenis_id)
    oordeel = beoordeel_koppeling(
        _als_inrichting(inrichting),
        KoppelVerbintenis(
            leerweg=verbintenis.leerweg,
            begin_op=verbintenis.begin_op,
            gepland_eind_op=verbintenis.gepland_eind_op,
            werkelijk_eind_op=verbintenis.werkelijk_eind_op,
            is_al_gekoppeld=bestaand is not None,
            heeft_overlap=_heeft_overlap(session, inrichting, verbintenis.student_id),
        ),
        clock.vandaag(),
    )
    if not oordeel.mag:
        href = f"/dossiers/{bestaand}" if bestaand is not None else ""
        return Uitslag(sleutel, naam, False, oordeel.tekst, href)
    dossier = Dossier(
        inrichting_id=cast("int", inrichting.id),
        student_id=verbintenis.student_id,
        verbintenis_id=verbintenis_id,
        team_id=_kies_team(actor, verbintenis.team_id, student.team_id, inrichting.team_id),
        begin_op=inrichting.begin_op,
        eind_op=inrichting.eind_op,
        uren_totaal=inrichting.uren_totaal,
        uren_per_week=inrichting.uren_per_week,
        dagen_per_week=inrichting.dagen_per_week,
        aangemaakt_op=clock.nu(),
    )
    try:
        with session.begin_nested():
            session.add(dossier)
            session.flush()
    except sa.exc.IntegrityError:
        # Somebody else coupled this one between the look and the write: the database keeps the pair unique.
        return Uitslag(sleutel, naam, False, AL_GEKOPPELD)
    meld_gewijzigd(session, [cast("int", dossier.id)])
    return Uitslag(sleutel, naam, True, oordeel.tekst, f"/dossiers/{dossier.id}")


def _bestaand(session: Session, inrichting: Inrichting, verbintenis_id: int) -> int | None:
    dossier_id: int | None = session.execute(
        sa.select(col(Dossier.id)).where(
            col(Dossier.inrichting_id) == inrichting.id, col(Dossier.verbintenis_id) == verbintenis_id
        )
    ).scalar_one_or_none()
    return dossier_id


def _heeft_overlap(session: Session, inrichting: Inrichting, student_id: int) -> bool:
    """Another open dossier of the student that shares a day with the set-up's dates (unknown ends run on)."""
    if inrichting.begin_op is None:
        return False
    where = [
        col(Dossier.student_id) == student_id,
        col(Dossier.inrichting_id) != inrichting.id,
        col(Dossier.afgesloten_op).is_(None),
        col(Dossier.begin_op).is_not(None),
        sa.or_(col(Dossier.eind_op).is_(None), col(Dossier.eind_op) >= inrichting.begin_op),
    ]
    if inrichting.eind_op is not None:
        where.append(col(Dossier.begin_op) <= inrichting.eind_op)
    return session.execute(sa.select(col(Dossier.id)).where(*where).limit(1)).first() is not None
