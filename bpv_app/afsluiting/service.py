"""Closing a placement (step 8): overrides, and the closing itself with its thanks and its evaluation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.afsluiting.queries import get_dossier_om_te_sluiten, is_vroeg, lees_feiten
from bpv_app.afsluiting.rules import (
    PUNT_LABEL,
    NietNodig,
    Punt,
    PuntStaat,
    bepaal,
    check_klaar,
    check_reden,
    mag_ontheffen,
)
from bpv_app.afsluiting.tables import Ontheffing
from bpv_app.beoordeling.service import vraag_evaluatie
from bpv_app.db import check_versie
from bpv_app.dossier.service import DossierGesloten
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_afsluiten import MAX_TOELICHTING, Afsluiting
from bpv_app.pok.service_post import Brief, schrijf_partijen
from bpv_app.post.rules import Sjabloon
from bpv_app.signaal.service_vinden import sluit_bij_einde


def _ontheven(session: Session, dossier_id: int) -> dict[Punt, Ontheffing]:
    vraag = sa.select(Ontheffing).where(col(Ontheffing.dossier_id) == dossier_id).order_by(col(Ontheffing.id))
    return {o.punt: o for o in session.execute(vraag).scalars()}


def _te_sluiten(session: Session, actor: Actor, dossier_id: int) -> tuple[Any, Any]:
    """The dossier, locked, with the agreement that can be closed. Raises `NietGevonden`, `DossierGesloten`."""
    dossier = get_dossier_om_te_sluiten(session, actor, dossier_id, slot=True)
    if dossier.afgesloten_op is not None:
        raise DossierGesloten
    pok = pok_service.huidige_pok(session, dossier_id)
    if pok is None or pok.status is not PokStatus.DEFINITIEF:
        raise NietGevonden
    return dossier, pok


def geef_ontheffing(session: Session, actor: Actor, clock: Clock, dossier_id: int, punt: Punt, reden: str) -> None:
    """Let the placement be closed without this; how it stood is kept with the reason.

    Raises `GeenRecht` (also for a point that is another role's), `NietGevonden`, `DossierGesloten`, `NietNodig` or
    `OngeldigeInvoer`.
    """
    require(actor, Actie.AFSLUITING_ONTHEFFEN)
    dossier, _ = _te_sluiten(session, actor, dossier_id)
    if not mag_ontheffen(punt, actor.rollen):
        raise GeenRecht
    goed = check_reden(reden)
    feiten = lees_feiten(session, dossier, clock.vandaag())
    stand = next(p for p in bepaal(feiten, _ontheven(session, dossier_id), is_vroeg=False) if p.punt is punt)
    if stand.staat is not PuntStaat.MIST:
        raise NietNodig
    session.add(
        Ontheffing(
            dossier_id=dossier_id,
            punt=punt,
            reden=goed,
            stand=stand.uitleg.nl[:2000],
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam[:200],
        )
    )
    session.flush()


def sluit_af(
    session: Session,
    actor: Actor,
    clock: Clock,
    dossier_id: int,
    afsluiting: Afsluiting,
    versie: int | None = None,
) -> Any:
    """Close it: every point in order or overridden, then the agreement, the register's message, thanks and evaluation.

    All in one transaction. `versie` is the agreement's. The documents are those ticked on the dossier. Raises
    `GeenRecht`, `NietGevonden`, `DossierGesloten`, `Verouderd`, `NogNietKlaar` with everything that is missing, or
    `OngeldigeInvoer`.
    """
    require(actor, Actie.POK_AFSLUITEN)
    dossier, pok = _te_sluiten(session, actor, dossier_id)
    check_versie(pok, versie)
    ontheven = _ontheven(session, dossier_id)
    vroeg = is_vroeg(afsluiting.werkelijk_eind_op, pok.eind_op, clock.vandaag())
    check_klaar(bepaal(lees_feiten(session, dossier, clock.vandaag()), ontheven, is_vroeg=vroeg))
    heel = replace(
        afsluiting,
        documenten_klaar=tuple(dossier.documenten_klaar),
        toelichting=_toelichting(afsluiting.toelichting, ontheven, vroeg=vroeg),
    )
    gesloten = pok_service.sluit_af(session, actor, clock, pok.id or 0, heel, versie)
    sluit_bij_einde(session, clock, dossier_id)
    _bedank(session, clock, gesloten)
    vraag_evaluatie(session, clock, dossier_id)
    return gesloten


def _toelichting(zelf: str, ontheven: dict[Punt, Ontheffing], *, vroeg: bool) -> str:
    """What was written, with the overrides behind it: they explain what is missing.

    A placement that ends early is explained by its begeleider: overrides alone are no explanation of that.
    """
    eigen = zelf.strip()
    if (vroeg and not eigen) or len(eigen) > MAX_TOELICHTING:
        return eigen
    redenen = [f"{PUNT_LABEL[punt].nl} mag ontbreken: {o.reden}" for punt, o in ontheven.items()]
    return "\n".join([*([eigen] if eigen else []), *redenen])[:MAX_TOELICHTING]


def _bedank(session: Session, clock: Clock, pok: Any) -> None:
    """Both of them; a company by its praktijkopleider, with a personal link."""
    schrijf_partijen(
        session,
        clock,
        pok,
        Brief(Sjabloon.BEDANKT_STUDENT, f"bedankt-student:{pok.id}", "/mijn-pok"),
        Brief(Sjabloon.BEDANKT_BEDRIJF, f"bedankt-bedrijf:{pok.id}", "/stagiairs"),
    )
