"""The dossier set-up: make, change, copy, switch off (the deck's step 1)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.dossier.clauses import inrichting_scope
from bpv_app.dossier.rules_inrichting import MAX_NAAM, InrichtingInvoer, check_inrichting
from bpv_app.dossier.rules_momenten import als_opgeslagen, moment_van
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.dossier.volgers import meld_gewijzigd
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.student import service as student_service


class AlleenLezen(DomeinFout):
    """A set-up of the whole school, seen by somebody who works for some teams only."""

    http_status = 403

    def __init__(self) -> None:
        super().__init__(
            "inrichting_alleen_lezen",
            Tekst(
                "Deze inrichting is van de hele school. Maak een kopie voor je eigen team om haar aan te passen.",
                "This set-up belongs to the whole school. Make a copy for your own team to change it.",
            ),
        )


def get_inrichting(
    session: Session, actor: Actor, inrichting_id: int, *, actie: Actie = Actie.INRICHTING_BEWERKEN
) -> Inrichting:
    """The set-up. Raises NietGevonden when it does not exist or is not for this actor."""
    vraag = sa.select(Inrichting).where(col(Inrichting.id) == inrichting_id, inrichting_scope(actor, actie))
    rij: Inrichting | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(inrichting_id) else None
    if rij is None:
        raise NietGevonden
    return rij


def get_inrichting_van(session: Session, dossier: Dossier) -> Inrichting:
    """The set-up of a dossier that was fetched in scope: its copies, parties, documents and conversations."""
    return session.get_one(Inrichting, dossier.inrichting_id)


def mag_wijzigen(actor: Actor, inrichting: Inrichting) -> bool:
    """Whether the actor may change this set-up (and not only use it)."""
    if not actor.mag(Actie.INRICHTING_BEWERKEN):
        return False
    teams = actor.team_ids(Actie.INRICHTING_BEWERKEN)
    return teams is None or inrichting.team_id in teams


def _voor_wijziging(session: Session, actor: Actor, inrichting_id: int) -> Inrichting:
    vraag = (
        sa.select(Inrichting)
        .where(col(Inrichting.id) == inrichting_id, inrichting_scope(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rij: Inrichting | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(inrichting_id) else None
    if rij is None:
        raise NietGevonden
    require(actor, Actie.INRICHTING_BEWERKEN)
    if not mag_wijzigen(actor, rij):
        raise AlleenLezen
    return rij


def _check_team(session: Session, actor: Actor, team_id: int | None) -> None:
    """A set-up goes to an own team; only who works school-wide may leave the team open."""
    eigen = actor.team_ids(Actie.INRICHTING_BEWERKEN)
    if team_id is None:
        if eigen is not None:
            raise OngeldigeInvoer({"team_id": Tekst("Kies een van je teams.", "Choose one of your teams.")})
        return
    bestaat = is_sleutel(team_id) and team_id in {t.id for t in student_service.list_teams(session, actor)}
    if not bestaat or (eigen is not None and team_id not in eigen):
        raise OngeldigeInvoer(
            {"team_id": Tekst("Kies een bestaand team van jou.", "Choose an existing team of yours.")}
        )


def _velden(invoer: InrichtingInvoer) -> dict[str, Any]:
    velden = {naam: getattr(invoer, naam) for naam in InrichtingInvoer.__dataclass_fields__}
    return {
        **velden,
        "gespreksmomenten": [als_opgeslagen(g) for g in invoer.gespreksmomenten],
        "documenten": list(invoer.documenten),
        "ondertekenaars": list(invoer.ondertekenaars),
    }


def als_invoer(inrichting: Inrichting) -> InrichtingInvoer:
    """The stored set-up as it was filled in."""
    velden = {naam: getattr(inrichting, naam) for naam in InrichtingInvoer.__dataclass_fields__}
    return InrichtingInvoer(
        **{
            **velden,
            "gespreksmomenten": tuple(moment_van(g) for g in inrichting.gespreksmomenten),
            "documenten": tuple(inrichting.documenten),
            "ondertekenaars": tuple(inrichting.ondertekenaars),
        }
    )


def maak_inrichting(session: Session, actor: Actor, invoer: InrichtingInvoer) -> Inrichting:
    """Add a set-up. Raises GeenRecht, or OngeldigeInvoer with every wrong field."""
    require(actor, Actie.INRICHTING_BEWERKEN)
    goed = check_inrichting(invoer)
    _check_team(session, actor, goed.team_id)
    rij = Inrichting(**_velden(goed))
    session.add(rij)
    session.flush()
    return rij


def werk_inrichting_bij(
    session: Session, actor: Actor, inrichting_id: int, invoer: InrichtingInvoer, versie: int
) -> Inrichting:
    """Change a set-up; dossiers that were made from it keep their own dates and hours, and follow its conversations.

    Raises NietGevonden, GeenRecht, AlleenLezen, Verouderd or OngeldigeInvoer.
    """
    rij = _voor_wijziging(session, actor, inrichting_id)
    goed = check_inrichting(invoer)
    velden = _velden(goed)
    check_versie(rij, versie, **velden)
    if goed.team_id != rij.team_id:
        _check_team(session, actor, goed.team_id)
    andere_momenten = rij.gespreksmomenten != velden["gespreksmomenten"]
    for naam, waarde in velden.items():
        if getattr(rij, naam) != waarde:
            setattr(rij, naam, waarde)
    session.flush()
    if andere_momenten:
        open_ = sa.select(col(Dossier.id)).where(
            col(Dossier.inrichting_id) == rij.id, col(Dossier.afgesloten_op).is_(None)
        )
        meld_gewijzigd(session, list(session.execute(open_).scalars()))
    return rij


def kopieer_inrichting(session: Session, actor: Actor, inrichting_id: int, *, team_id: int | None = None) -> Inrichting:
    """Copy a set-up one may use, to `team_id`; left open it goes to the same team, else to the own first one.

    Raises NietGevonden, GeenRecht or OngeldigeInvoer.
    """
    bron = get_inrichting(session, actor, inrichting_id)
    require(actor, Actie.INRICHTING_BEWERKEN)
    eigen = actor.team_ids(Actie.INRICHTING_BEWERKEN)
    doel = bron.team_id if team_id is None else team_id
    if doel is None and eigen:
        doel = min(eigen)
    _check_team(session, actor, doel)
    velden = _velden(als_invoer(bron))
    rij = Inrichting(**{**velden, "naam": f"Kopie van {bron.naam}"[:MAX_NAAM], "team_id": doel})
    session.add(rij)
    session.flush()
    return rij


def zet_inrichting_actief(
    session: Session, actor: Actor, inrichting_id: int, is_actief: bool, versie: int
) -> Inrichting:
    """Switch a set-up off (nothing new is coupled to it; its dossiers go on) or on again."""
    rij = _voor_wijziging(session, actor, inrichting_id)
    check_versie(rij, versie, is_actief=is_actief)
    if rij.is_actief != is_actief:
        rij.is_actief = is_actief
        session.flush()
    return rij
