"""Teams and the programmes they own, for the screens of beheer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.student.tables import Opleiding, Student, Team, Verbintenis

_JA = Tekst("Ja", "Yes")
_NEE = Tekst("Nee", "No")
_SORTEER: dict[str, Any] = {"naam": sa.func.lower(col(Team.naam)), "code": col(Team.code)}


def _where(vraag: LijstVraag) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [
        sa.or_(
            sa.func.lower(col(Team.naam)).like(patroon, escape="\\"),
            sa.func.lower(col(Team.code)).like(patroon, escape="\\"),
        )
        for patroon in patronen(vraag.zoek)
    ]
    if actief := vraag.filters.get("actief"):
        where.append(col(Team.is_actief).is_(actief == "ja"))
    return where


def list_teams(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of teams with how many students and programmes belong to them; only for beheer."""
    require(actor, Actie.TEAM_BEHEREN)
    where = _where(vraag)
    totaal = session.execute(sa.select(sa.func.count()).select_from(Team).where(*where)).scalar_one()
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = _SORTEER.get(vraag.sorteer, _SORTEER["naam"])
    teams = (
        session.execute(
            sa.select(Team)
            .where(*where)
            .order_by(richting(volgorde), richting(col(Team.id)))
            .offset(vraag.offset)
            .limit(vraag.per_pagina)
        )
        .scalars()
        .all()
    )
    ids = [team.id or 0 for team in teams]
    studenten = _tel(session, col(Student.team_id), ids)
    opleidingen = _tel(session, col(Opleiding.team_id), ids)
    return LijstAntwoord(
        [_rij(t, studenten.get(t.id or 0, 0), opleidingen.get(t.id or 0, 0), vraag.taal) for t in teams], totaal
    )


def _tel(session: Session, kolom: Any, ids: list[int]) -> dict[int, int]:
    vraag = sa.select(kolom, sa.func.count()).where(kolom.in_(ids)).group_by(kolom)
    return {rij[0]: rij[1] for rij in session.execute(vraag)}


def _rij(team: Team, studenten: int, opleidingen: int, taal: str) -> Rij:
    href = f"/beheer/teams/{team.id}"
    return Rij(
        sleutel=str(team.id),
        cellen=(
            Cel(team.naam, href=href),
            Cel(team.code),
            Cel(str(studenten), waarde=studenten),
            Cel(str(opleidingen), waarde=opleidingen),
            Cel((_JA if team.is_actief else _NEE).in_taal(taal), badge=True, toon="" if team.is_actief else "warning"),
        ),
        href=href,
        naam=team.naam,
    )


TEAMS = Lijst(
    naam="teams",
    titel=Tekst("Teams", "Teams"),
    actie=Actie.TEAM_BEHEREN,
    kolommen=(
        Kolom("naam", Tekst("Naam", "Name")),
        Kolom("code", Tekst("Code", "Code")),
        Kolom("studenten", Tekst("Studenten", "Students"), sorteer=False, rechts=True),
        Kolom("opleidingen", Tekst("Opleidingen", "Programmes"), sorteer=False, rechts=True),
        Kolom("actief", Tekst("Actief", "Active"), sorteer=False),
    ),
    vraag=list_teams,
    filters=(Filter("actief", Tekst("Actief", "Active"), (Keuze("ja", _JA), Keuze("nee", _NEE))),),
    leeg=Tekst(
        "Nog geen teams. Maak er een: een coördinator werkt binnen een team.",
        "No teams yet. Make one: a coordinator works within a team.",
    ),
    sorteer="naam",
)


@dataclass(frozen=True, slots=True)
class OpleidingRegel:
    """A programme: known by itself, or only from enrolments (then it has no name of ours yet)."""

    crebo: str
    naam: str
    niveau: int | None
    team_id: int | None
    studenten: int


@dataclass(frozen=True, slots=True)
class TeamDetail:
    """One team for the screen of beheer."""

    id: int
    code: str
    naam: str
    is_actief: bool
    versie: int
    studenten: int
    opleidingen: tuple[OpleidingRegel, ...]


def list_opleidingen(session: Session, actor: Actor) -> list[OpleidingRegel]:
    """Every programme the school knows, by name or by an enrolment, with how many students follow it."""
    require(actor, Actie.TEAM_BEHEREN)
    uit_verbintenis = session.execute(
        sa.select(
            col(Verbintenis.crebo),
            sa.func.max(col(Verbintenis.opleiding_naam)),
            sa.func.max(col(Verbintenis.niveau)),
            sa.func.count(sa.distinct(col(Verbintenis.student_id))),
        )
        .where(col(Verbintenis.crebo) != "")
        .group_by(col(Verbintenis.crebo))
    ).all()
    regels = {rij[0]: OpleidingRegel(rij[0], rij[1] or "", rij[2], None, rij[3]) for rij in uit_verbintenis}
    for opleiding in session.execute(sa.select(Opleiding)).scalars():
        bekend = regels.get(opleiding.crebo)
        regels[opleiding.crebo] = OpleidingRegel(
            opleiding.crebo,
            opleiding.naam or (bekend.naam if bekend else ""),
            opleiding.niveau or (bekend.niveau if bekend else None),
            opleiding.team_id,
            bekend.studenten if bekend else 0,
        )
    return sorted(regels.values(), key=lambda r: (r.naam.casefold(), r.crebo))


def get_team_detail(session: Session, actor: Actor, team_id: int) -> TeamDetail:
    """One team with its programmes. Raises `GeenRecht` or `NietGevonden`."""
    require(actor, Actie.TEAM_BEHEREN)
    team = session.get(Team, team_id) if is_sleutel(team_id) else None
    if team is None:
        raise NietGevonden
    studenten = _tel(session, col(Student.team_id), [team_id]).get(team_id, 0)
    eigen = tuple(r for r in list_opleidingen(session, actor) if r.team_id == team_id)
    return TeamDetail(team_id, team.code, team.naam, team.is_actief, team.versie, studenten, eigen)


def list_team_keuzes(session: Session, actor: Actor, ook: Iterable[int] = ()) -> list[tuple[int, str]]:
    """Id and name of the teams that can be chosen: the active ones and those in `ook`, by name."""
    require(actor, Actie.TEAM_BEHEREN)
    kiesbaar = sa.or_(col(Team.is_actief), col(Team.id).in_(list(ook)))
    vraag = (
        sa.select(col(Team.id), col(Team.naam)).where(kiesbaar).order_by(sa.func.lower(col(Team.naam)), col(Team.id))
    )
    return [(rij[0], rij[1]) for rij in session.execute(vraag)]


def get_team_namen(session: Session, team_ids: Iterable[int | None]) -> dict[int, str]:
    """Names behind team ids, for other parts' screens of the school."""
    ids = sorted({i for i in team_ids if i is not None})
    if not ids:
        return {}
    rijen = session.execute(sa.select(col(Team.id), col(Team.naam)).where(col(Team.id).in_(ids)))
    return {rij[0]: rij[1] for rij in rijen}
