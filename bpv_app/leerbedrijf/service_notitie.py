"""Remarks about a company for the school's eyes: of all staff, or of one team. No company ever sees them.

Who may read a note of a team: who works for that team, every coordinator (the relations file is theirs together), and
who wrote it. A role without a team is not of every team.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import zonder_bsn
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.tables_relatie import RelatieNotitie

_SCHOOLROL = frozenset({Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN})
MAX_NOTITIE = 2000
MAX_GETOOND = 100


@dataclass(frozen=True, slots=True)
class Notitie:
    """A remark as its reader sees it; `mag_weg`: the reader wrote it, or keeps the relations file."""

    id: int
    team_id: int | None
    tekst: str
    op: datetime
    door: str
    mag_weg: bool
    versie: int


def teams_van(actor: Actor) -> frozenset[int]:
    """The teams somebody of the school works for."""
    return frozenset(t.team_id for t in actor.toewijzingen if t.rol in _SCHOOLROL and t.team_id is not None)


def notitie_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """Which notes this person may read; none without the right to see companies."""
    if not actor.mag(Actie.LEERBEDRIJF_ZIEN):
        return sa.false()
    if actor.heeft(Rol.COORDINATOR) or actor.is_systeem:
        return sa.true()
    ook: list[sa.ColumnElement[bool]] = [
        col(RelatieNotitie.team_id).is_(None),
        col(RelatieNotitie.team_id).in_(teams_van(actor)),
    ]
    if actor.account_id is not None:
        ook.append(col(RelatieNotitie.account_id) == actor.account_id)
    return sa.or_(*ook)


def list_notities(session: Session, actor: Actor, leerbedrijf_id: int) -> list[Notitie]:
    """Of one company, newest first, at most `MAX_GETOOND`."""
    if not is_sleutel(leerbedrijf_id):
        return []
    vraag = (
        sa.select(RelatieNotitie)
        .where(col(RelatieNotitie.leerbedrijf_id) == leerbedrijf_id, notitie_scope(actor))
        .order_by(col(RelatieNotitie.op).desc(), col(RelatieNotitie.id).desc())
        .limit(MAX_GETOOND)
    )
    return [
        Notitie(r.id or 0, r.team_id, r.tekst, r.op, r.door_naam, _mag_weg(actor, r), r.versie)
        for r in session.execute(vraag).scalars()
    ]


def _mag_weg(actor: Actor, rij: RelatieNotitie) -> bool:
    is_eigen = rij.account_id is not None and rij.account_id == actor.account_id
    return actor.mag(Actie.RELATIE_BIJHOUDEN) and (is_eigen or actor.mag(Actie.LEERBEDRIJF_BEWERKEN))


def schrijf_notitie(
    session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int, tekst: str, team_id: int | None
) -> RelatieNotitie:
    """Add a remark for all staff (`team_id` None) or for one's own team. Raises GeenRecht, NietGevonden, IsOpgegaan or
    OngeldigeInvoer."""
    require(actor, Actie.RELATIE_BIJHOUDEN)
    bedrijf = service.houd_leerbedrijf_vast(session, actor, leerbedrijf_id)
    schoon = zonder_bsn(tekst.replace("\x00", "").strip())
    fouten: dict[str, Tekst] = {}
    if not schoon:
        fouten["notitie"] = Tekst("Schrijf eerst iets.", "Write something first.")
    elif len(schoon) > MAX_NOTITIE:
        fouten["notitie"] = Tekst(f"Hoogstens {MAX_NOTITIE} tekens.", f"At most {MAX_NOTITIE} characters.")
    if team_id is not None and team_id not in teams_van(actor):
        fouten["notitie_team"] = Tekst("Kies een eigen team.", "Choose a team of your own.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    rij = RelatieNotitie(
        leerbedrijf_id=bedrijf.id or 0,
        team_id=team_id,
        tekst=schoon,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(rij)
    session.flush()
    return rij


def verwijder_notitie(session: Session, actor: Actor, notitie_id: int, versie: int) -> None:
    """The writer or who keeps the relations file takes it away. Raises GeenRecht, NietGevonden or Verouderd."""
    require(actor, Actie.RELATIE_BIJHOUDEN)
    vraag = sa.select(RelatieNotitie).where(col(RelatieNotitie.id) == notitie_id, notitie_scope(actor))
    rij: RelatieNotitie | None = (
        session.execute(vraag.with_for_update()).scalar_one_or_none() if is_sleutel(notitie_id) else None
    )
    if rij is None or not _mag_weg(actor, rij):
        raise NietGevonden
    check_versie(rij, versie)
    session.delete(rij)
    session.flush()
