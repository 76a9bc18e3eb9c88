"""Rounds for the coordinator: the list, one round in numbers, who sent in, what waits for a decision."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.queries_ongeschikt import list_geldend
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.clauses_ronde import niet_meer_aangeboden, zonder_erkenning
from bpv_app.matching.rules_afspraak import VerzoekStatus
from bpv_app.matching.rules_loting import Voorrang
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.tables import Plaats, PlaatsCrebo
from bpv_app.matching.tables_ronde import (
    PlaatsVerzoek,
    Ronde,
    RondeGroep,
    RondePlaats,
    RondeStudent,
    Voorkeurlijst,
)
from bpv_app.student.tables import Student, Team

LOPEND = (RondeStatus.OPEN, RondeStatus.GESLOTEN)
INGETROKKEN = "ingetrokken"
ERKENNING = "erkenning"
ONGESCHIKT = "ongeschikt"


def list_elders(session: Session, ronde_id: int, plaats_ids: Collection[int]) -> set[int]:
    """Which of these places are also in another round that is open or closed without a result."""
    vraag = (
        sa.select(col(RondePlaats.plaats_id))
        .join(Ronde, col(Ronde.id) == col(RondePlaats.ronde_id))
        .where(col(Ronde.status).in_(LOPEND), col(Ronde.id) != ronde_id)
    )
    return set(session.execute(vraag).scalars()) & set(plaats_ids)


def list_deelnemer_namen(session: Session, ids: Collection[int]) -> dict[int, tuple[int, str, str]]:
    """Student id, name and class per participant."""
    vraag = (
        sa.select(col(RondeStudent.id), col(Student.id), col(Student.naam), col(Student.klas))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .where(col(RondeStudent.id).in_(ids))
    )
    return {rij[0]: (rij[1], rij[2], rij[3]) for rij in session.execute(vraag)}


def list_weggevallen(session: Session, ronde: Ronde) -> dict[int, str]:
    """Places of the round that are no longer offered, no longer accredited for any of their crebos, or not suitable any
    more in the eyes of the school: place → why."""
    vraag = (
        sa.select(col(Plaats.id), niet_meer_aangeboden(), zonder_erkenning(col(PlaatsCrebo.crebo), ronde.van))
        .join(RondePlaats, col(RondePlaats.plaats_id) == col(Plaats.id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .join(PlaatsCrebo, col(PlaatsCrebo.plaats_id) == col(Plaats.id))
        .where(col(RondePlaats.ronde_id) == ronde.id)
    )
    weg: dict[int, str] = {}
    nog_erkend: set[int] = set()
    for plaats_id, is_ingetrokken, is_niet_erkend in session.execute(vraag):
        if is_ingetrokken:
            weg[plaats_id] = INGETROKKEN
        elif is_niet_erkend:
            weg.setdefault(plaats_id, ERKENNING)
        else:
            nog_erkend.add(plaats_id)
    uit = {plaats_id: waarom for plaats_id, waarom in weg.items() if plaats_id not in nog_erkend}
    return dict.fromkeys(_list_ongeschikt(session, ronde), ONGESCHIKT) | uit


def _list_ongeschikt(session: Session, ronde: Ronde) -> set[int]:
    """Places that are not suitable for any of their crebos in any team of the round, by what the school says now."""
    tegen = list_geldend(session, ronde.van)
    if not tegen:
        return set()
    groepen = sa.select(col(RondeGroep.team_id)).where(col(RondeGroep.ronde_id) == ronde.id)
    teams = set(session.execute(groepen).scalars()) or {None}
    vraag = (
        sa.select(col(Plaats.id), col(Plaats.leerbedrijf_id), col(Plaats.locatie_id), col(PlaatsCrebo.crebo))
        .join(RondePlaats, col(RondePlaats.plaats_id) == col(Plaats.id))
        .join(PlaatsCrebo, col(PlaatsCrebo.plaats_id) == col(Plaats.id))
        .where(col(RondePlaats.ronde_id) == ronde.id, col(Plaats.leerbedrijf_id).in_(tegen))
    )
    weg: set[int] = set()
    kan: set[int] = set()
    for plaats_id, bedrijf_id, locatie_id, crebo in session.execute(vraag):
        tegen_ieder = all(any(o.is_voor(locatie_id, crebo, team) for o in tegen[bedrijf_id]) for team in teams)
        (weg if tegen_ieder else kan).add(plaats_id)
    return weg - kan


@dataclass(frozen=True, slots=True)
class RondeTelling:
    """How far a round is. `gewijzigd`: sent in and changed after that, so the older one counts."""

    studenten: int = 0
    ingestuurd: int = 0
    bezig: int = 0
    gewijzigd: int = 0
    zonder_mogelijkheid: int = 0
    plaatsen: int = 0
    plekken: int = 0
    weggevallen: int = 0
    verzoeken: int = 0

    @property
    def niets(self) -> int:
        """Students who could choose and have nothing yet."""
        return self.studenten - self.ingestuurd - self.bezig


def tel_rondes(session: Session, ronde_ids: Collection[int]) -> dict[int, RondeTelling]:
    """The counts of these rounds; the caller has checked the scope."""
    is_ingestuurd = col(Voorkeurlijst.ingestuurd_op).is_not(None)
    is_gewijzigd = sa.and_(is_ingestuurd, col(Voorkeurlijst.ingestuurd_versie) != col(Voorkeurlijst.versie))

    def als(voorwaarde: Any) -> Any:
        return sa.func.sum(sa.case((voorwaarde, 1), else_=0))

    studenten = session.execute(
        sa.select(
            col(RondeStudent.ronde_id), sa.func.count(), als(is_ingestuurd),
            als(sa.and_(col(Voorkeurlijst.id).is_not(None), sa.not_(is_ingestuurd))), als(is_gewijzigd),
            als(col(RondeStudent.mogelijk) == 0),
        )
        .outerjoin(Voorkeurlijst, col(Voorkeurlijst.ronde_student_id) == col(RondeStudent.id))
        .where(col(RondeStudent.ronde_id).in_(ronde_ids))
        .group_by(col(RondeStudent.ronde_id))
    )  # fmt: skip
    per = {rij[0]: [int(x or 0) for x in rij[1:]] for rij in studenten}
    plaatsen = {
        rij[0]: [int(x or 0) for x in rij[1:]]
        for rij in session.execute(
            sa.select(
                col(RondePlaats.ronde_id), sa.func.count(), sa.func.sum(RondePlaats.plekken),
                als(col(RondePlaats.ingetrokken_op).is_not(None)),
            ).where(col(RondePlaats.ronde_id).in_(ronde_ids)).group_by(col(RondePlaats.ronde_id))
        )
    }  # fmt: skip
    verzoeken = {
        rij[0]: int(rij[1])
        for rij in session.execute(
            sa.select(col(RondeStudent.ronde_id), sa.func.count())
            .join(PlaatsVerzoek, col(PlaatsVerzoek.ronde_student_id) == col(RondeStudent.id))
            .where(col(RondeStudent.ronde_id).in_(ronde_ids), col(PlaatsVerzoek.status) == VerzoekStatus.GEVRAAGD)
            .group_by(col(RondeStudent.ronde_id))
        )
    }
    uit = {}
    for ronde_id in ronde_ids:
        a, b = per.get(ronde_id, [0] * 5), plaatsen.get(ronde_id, [0] * 3)
        uit[ronde_id] = RondeTelling(
            studenten=a[0], ingestuurd=a[1], bezig=a[2], gewijzigd=a[3], zonder_mogelijkheid=a[4],
            plaatsen=b[0], plekken=b[1], weggevallen=b[2], verzoeken=verzoeken.get(ronde_id, 0),
        )  # fmt: skip
    return uit


def list_groepen(session: Session, ronde_id: int) -> list[tuple[int, str, str]]:
    """Team id, team name and class ("" for the whole team); the caller has checked the scope."""
    vraag = (
        sa.select(col(Team.id), col(Team.naam), col(RondeGroep.klas))
        .join(Team, col(Team.id) == col(RondeGroep.team_id))
        .where(col(RondeGroep.ronde_id) == ronde_id)
        .order_by(col(Team.naam), col(RondeGroep.klas))
    )
    return [(rij[0], rij[1], rij[2]) for rij in session.execute(vraag)]


def list_kiesbare_groepen(session: Session, actor: Actor) -> list[tuple[int, str, list[str]]]:
    """The actor's active teams with their classes, for the form."""
    teams = actor.team_ids(Actie.RONDE_BEWERKEN)
    waar = [col(Team.is_actief)] if teams is None else [col(Team.is_actief), col(Team.id).in_(teams)]
    klassen: dict[int, list[str]] = {}
    for team_id, klas in session.execute(
        sa.select(col(Student.team_id), col(Student.klas))
        .where(col(Student.klas) != "", col(Student.team_id).is_not(None))
        .distinct()
        .order_by(col(Student.klas))
    ):
        klassen.setdefault(team_id, []).append(klas)
    rijen = session.execute(sa.select(col(Team.id), col(Team.naam)).where(*waar).order_by(col(Team.naam)))
    return [(team_id, naam, klassen.get(team_id, [])) for team_id, naam in rijen]


def tel_voorrang(session: Session, ronde_id: int) -> dict[Voorrang, int]:
    """How many participants draw in each group: counts, so that it can be announced to everybody."""
    vraag = (
        sa.select(col(RondeStudent.voorrang), sa.func.count())
        .where(col(RondeStudent.ronde_id) == ronde_id)
        .group_by(col(RondeStudent.voorrang))
    )
    return {rij[0]: int(rij[1]) for rij in session.execute(vraag)}
