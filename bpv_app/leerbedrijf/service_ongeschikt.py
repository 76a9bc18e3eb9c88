"""Say that a company is not suitable, and lift it. Only who keeps the relations file; companies never see it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.rules_ongeschikt import OngeschiktInvoer, check_ongeschikt
from bpv_app.leerbedrijf.tables import Locatie
from bpv_app.leerbedrijf.tables_relatie import Ongeschikt


def _check_team(actor: Actor, team_id: int | None) -> None:
    """A coordinator speaks for the school, or for an own team; not for somebody else's."""
    teams = actor.team_ids(Actie.LEERBEDRIJF_BEWERKEN)
    if team_id is not None and (not is_sleutel(team_id) or (teams is not None and team_id not in teams)):
        raise OngeldigeInvoer({"team_id": Tekst("Kies een eigen team.", "Choose a team of your own.")})


def zet_ongeschikt(
    session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int, invoer: OngeschiktInvoer
) -> Ongeschikt:
    """From now on: a warning when placing, and no places in a matching. What runs goes on.

    Raises GeenRecht, NietGevonden, IsOpgegaan or OngeldigeInvoer.
    """
    require(actor, Actie.LEERBEDRIJF_BEWERKEN)
    bedrijf = service.houd_leerbedrijf_vast(session, actor, leerbedrijf_id)
    goed = check_ongeschikt(invoer, clock.vandaag())
    _check_team(actor, goed.team_id)
    if goed.locatie_id is not None:
        locatie = session.get(Locatie, goed.locatie_id) if is_sleutel(goed.locatie_id) else None
        if locatie is None or locatie.leerbedrijf_id != bedrijf.id:
            raise OngeldigeInvoer(
                {"locatie_id": Tekst("Kies een locatie van dit leerbedrijf.", "Choose a location of this company.")}
            )
    rij = Ongeschikt(
        leerbedrijf_id=bedrijf.id or 0,
        locatie_id=goed.locatie_id,
        crebo=goed.crebo,
        team_id=goed.team_id,
        reden=goed.reden,
        van=goed.van or clock.vandaag(),
        tot=goed.tot,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(rij)
    session.flush()
    return rij


def hef_ongeschikt_op(session: Session, actor: Actor, clock: Clock, ongeschikt_id: int, versie: int) -> Ongeschikt:
    """It holds no longer; it stays to be read. Raises GeenRecht, NietGevonden, Verouderd, or OngeldigeInvoer (a team
    that is not one's own)."""
    require(actor, Actie.LEERBEDRIJF_BEWERKEN)
    vraag = sa.select(Ongeschikt).where(col(Ongeschikt.id) == ongeschikt_id, col(Ongeschikt.opgeheven_op).is_(None))
    rij: Ongeschikt | None = (
        session.execute(vraag.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
        if is_sleutel(ongeschikt_id)
        else None
    )
    if rij is None:
        raise NietGevonden
    check_versie(rij, versie)
    _check_team(actor, rij.team_id)
    rij.opgeheven_op, rij.opgeheven_door = clock.nu(), actor.naam[:200]
    session.flush()
    return rij
