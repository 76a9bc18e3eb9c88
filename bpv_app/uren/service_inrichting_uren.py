"""Setting up hours: how a team works, which periods are free, dated norms. The audit follows from the rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.queries_inrichting import get_team_stand, mag_periode
from bpv_app.uren.rules_inrichting import NormInvoer, PeriodeInvoer, TeamInvoer
from bpv_app.uren.tables import TeamUren, UrenNorm, VrijePeriode


def bewaar_team_regels(session: Session, actor: Actor, team_id: int, invoer: TeamInvoer, versie: int) -> None:
    """Save how a team works with hours. `versie`: of the rules on the screen, 0 for the defaults.

    Raises `GeenRecht`, `NietGevonden` for somebody else's team, `Verouderd`.
    """
    require(actor, Actie.UREN_INRICHTEN)
    get_team_stand(session, actor, team_id, slot=True)
    waarden: dict[str, Any] = {
        "beoordelaar": invoer.beoordelaar,
        "regio": invoer.regio,
        "werkdagen": list(invoer.werkdagen),
        "insturen_voor": invoer.insturen_voor,
        "dagen_voor_beoordeling": invoer.dagen_voor_beoordeling,
        "max_minuten_dag": invoer.max_minuten_dag,
        "max_minuten_week": invoer.max_minuten_week,
        "vragen": list(invoer.vragen),
    }
    rij = session.get(TeamUren, team_id, populate_existing=True)
    if rij is None:
        session.add(TeamUren(team_id=team_id, **waarden))
    else:
        check_versie(rij, versie, **waarden)
        for veld, waarde in waarden.items():
            if getattr(rij, veld) != waarde:
                setattr(rij, veld, waarde)
    session.flush()


def maak_periode(session: Session, actor: Actor, invoer: PeriodeInvoer) -> int:
    """A new free period; returns its id. Raises as `_check`."""
    require(actor, Actie.UREN_INRICHTEN)
    _check(session, actor, invoer)
    periode = VrijePeriode(**_waarden(invoer))
    session.add(periode)
    session.flush()
    return periode.id or 0


def wijzig_periode(
    session: Session, actor: Actor, periode_id: int, invoer: PeriodeInvoer, gezien: PeriodeInvoer
) -> None:
    """Change a free period. `gezien`: what the person had on the screen; `Verouderd` when it is another now.

    Raises `GeenRecht`, `NietGevonden`, `OngeldigeInvoer`.
    """
    periode = _haal(session, actor, periode_id)
    if _als_invoer(periode) != gezien:
        raise Verouderd
    _check(session, actor, invoer, behalve=periode_id)
    for veld, waarde in _waarden(invoer).items():
        if getattr(periode, veld) != waarde:
            setattr(periode, veld, waarde)
    session.flush()


def verwijder_periode(session: Session, actor: Actor, periode_id: int) -> None:
    """Take a free period away; the audit keeps what it was. Raises `GeenRecht`, `NietGevonden`."""
    session.delete(_haal(session, actor, periode_id))
    session.flush()


def voeg_norm_toe(session: Session, actor: Actor, clock: Clock, invoer: NormInvoer) -> None:
    """A norm from a day on; older ones stay as they are, for what they were. Only school-wide.

    Raises `GeenRecht`, `OngeldigeInvoer`.
    """
    require(actor, Actie.UREN_INRICHTEN)
    if actor.team_ids(Actie.UREN_INRICHTEN) is not None:
        raise GeenRecht
    if invoer.vanaf < clock.vandaag():
        raise OngeldigeInvoer({"vanaf": Tekst("Kies vandaag of een dag later.", "Choose today or a later day.")})
    dezelfde = sa.select(col(UrenNorm.id)).where(
        col(UrenNorm.leerweg) == invoer.leerweg,
        col(UrenNorm.jaren) == invoer.jaren,
        col(UrenNorm.vanaf) == invoer.vanaf,
    )
    if session.execute(dezelfde).first():
        raise OngeldigeInvoer(
            {"vanaf": Tekst("Er is al een norm vanaf deze dag.", "There is a norm from this day already.")}
        )
    session.add(
        UrenNorm(
            leerweg=invoer.leerweg,
            jaren=invoer.jaren,
            vanaf=invoer.vanaf,
            uren=invoer.uren,
            per_jaar=invoer.per_jaar,
        )
    )
    session.flush()


def _waarden(invoer: PeriodeInvoer) -> dict[str, Any]:
    return {
        "soort": invoer.soort,
        "naam": invoer.naam,
        "van": invoer.van,
        "tot": invoer.tot,
        "regio": invoer.regio,
        "team_id": invoer.team_id,
    }


def _als_invoer(p: VrijePeriode) -> PeriodeInvoer:
    return PeriodeInvoer(p.soort, p.naam, p.van, p.tot, p.regio, p.team_id)


def _haal(session: Session, actor: Actor, periode_id: int) -> VrijePeriode:
    """The period, locked, if this actor may change it. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.UREN_INRICHTEN)
    periode = session.get(VrijePeriode, periode_id, with_for_update=True) if is_sleutel(periode_id) else None
    if periode is None or not mag_periode(actor, periode.team_id):
        raise NietGevonden
    return periode


def _check(session: Session, actor: Actor, invoer: PeriodeInvoer, behalve: int = 0) -> None:
    """Raises `GeenRecht` for a region or the school, `NietGevonden` for a team, that is not this actor's to set, and
    `OngeldigeInvoer` for a period that is there already."""
    if invoer.team_id is not None:
        get_team_stand(session, actor, invoer.team_id)
    elif not mag_periode(actor, None):
        raise GeenRecht
    dezelfde = sa.select(col(VrijePeriode.id)).where(
        *(col(getattr(VrijePeriode, veld)).is_not_distinct_from(waarde) for veld, waarde in _waarden(invoer).items()),
        col(VrijePeriode.id) != behalve,
    )
    if session.execute(dezelfde).first():
        raise OngeldigeInvoer({"naam": Tekst("Deze periode staat er al.", "This period is there already.")})
