"""Setting a team's reminders: rules, each on or off, and the switch of the whole. The audit follows from the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_manen_team import TeamHerinneren, get_team_herinneren
from bpv_app.pok.rules_manen import HerinnerRegel, als_json, zet_regel
from bpv_app.pok.tables_manen import TeamManen

GEEN_REGEL = DomeinFout(
    "geen_regel",
    Tekst("Zet eerst minstens één regel aan.", "Switch on at least one rule first."),
)


def _bewaar(
    session: Session, stand: TeamHerinneren, versie: int, regels: Sequence[HerinnerRegel], is_aan: bool
) -> None:
    """`versie`: what was on the screen; `Verouderd` when the row is another one now and says something else."""
    waarden: dict[str, Any] = {"is_aan": is_aan, "regels": als_json(regels)}
    rij = session.get(TeamManen, stand.team_id, populate_existing=True)
    if rij is None:
        session.add(TeamManen(team_id=stand.team_id, **waarden))
    else:
        check_versie(rij, versie, **waarden)
        for veld, waarde in waarden.items():
            if getattr(rij, veld) != waarde:
                setattr(rij, veld, waarde)
    session.flush()


def bewaar_regel(
    session: Session, actor: Actor, team_id: int, oud: str, nieuw: HerinnerRegel, versie: int
) -> TeamHerinneren:
    """Change the rule with key `oud`, or add one (empty).

    Raises `GeenRecht`, `NietGevonden` (somebody else's team, or the rule is gone), `OngeldigeInvoer`, `Verouderd` or a
    `DomeinFout`.
    """
    stand = get_team_herinneren(session, actor, team_id, slot=True)
    if oud and all(r.sleutel != oud for r in stand.regels):
        raise NietGevonden
    _bewaar(session, stand, versie, zet_regel(stand.regels, oud, nieuw), stand.is_aan)
    return get_team_herinneren(session, actor, team_id)


def verwijder_regel(session: Session, actor: Actor, team_id: int, sleutel: str, versie: int) -> TeamHerinneren:
    """Take a rule away; one that is gone already is fine. Raises `GeenRecht`, `NietGevonden`, `Verouderd`."""
    stand = get_team_herinneren(session, actor, team_id, slot=True)
    _bewaar(session, stand, versie, [r for r in stand.regels if r.sleutel != sleutel], stand.is_aan)
    return get_team_herinneren(session, actor, team_id)


def wissel_regel(session: Session, actor: Actor, team_id: int, sleutel: str, versie: int) -> TeamHerinneren:
    """Switch one rule on or off. Raises `GeenRecht`, `NietGevonden` (team or rule), `Verouderd`."""
    stand = get_team_herinneren(session, actor, team_id, slot=True)
    if all(r.sleutel != sleutel for r in stand.regels):
        raise NietGevonden
    regels = [replace(r, is_aan=not r.is_aan) if r.sleutel == sleutel else r for r in stand.regels]
    _bewaar(session, stand, versie, regels, stand.is_aan)
    return get_team_herinneren(session, actor, team_id)


def zet_aan(session: Session, actor: Actor, team_id: int, aan: bool, versie: int) -> TeamHerinneren:
    """Switch a team's reminders on or off. Raises `GeenRecht`, `NietGevonden`, `Verouderd`, or `GEEN_REGEL`."""
    stand = get_team_herinneren(session, actor, team_id, slot=True)
    if aan and not any(r.is_aan for r in stand.regels):
        raise GEEN_REGEL
    _bewaar(session, stand, versie, stand.regels, aan)
    return get_team_herinneren(session, actor, team_id)
