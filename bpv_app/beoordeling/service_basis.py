"""Getting an assessment inside one's scope, locked, with what decides about it; and writing its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from bpv_app.beoordeling.clauses import bedrijf_dossiers, school_dossiers
from bpv_app.beoordeling.queries_basis import get_schaal, lees_oordelen, list_gekozen
from bpv_app.beoordeling.queries_stage import Stage, get_stage
from bpv_app.beoordeling.rules import (
    BeoordelingDicht,
    BeoordelingStand,
    BeoordelingStap,
    Kant,
    Oordeel,
    Trede,
    WerkprocesKeus,
    schaal_als_json,
    schaal_uit_json,
    stand_van,
)
from bpv_app.beoordeling.tables import Beoordeling, BeoordelingHistorie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie

ACTIE: dict[Kant, Actie] = {Kant.BEDRIJF: Actie.OORDEEL_GEVEN, Kant.SCHOOL: Actie.BEOORDELEN}


@dataclass(frozen=True, slots=True)
class Dossierbeoordeling:
    """An assessment with its placement and its current agreement."""

    rij: Beoordeling
    stage: Stage

    @property
    def id(self) -> int:
        return self.rij.id or 0

    @property
    def schaal(self) -> tuple[Trede, ...]:
        return schaal_uit_json(self.rij.schaal)

    @property
    def werkprocessen(self) -> tuple[WerkprocesKeus, ...]:
        return tuple(WerkprocesKeus(**w) for w in self.rij.werkprocessen)

    @property
    def stand(self) -> BeoordelingStand:
        return stand_van(self.rij.bedrijf_op, self.rij.besloten_op, self.rij.gedeeld_op)


def haal_beoordeling(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, kant: Kant, actie: Actie | None = None
) -> Dossierbeoordeling:
    """The assessment of a placement in the actor's scope for that side, locked; made when there is none yet.

    Raises `GeenRecht`; `NietGevonden` when it is not there, not yours, or has no agreement to assess.
    """
    nodig = actie or ACTIE[kant]
    require(actor, nodig)
    scope = bedrijf_dossiers(actor) if kant is Kant.BEDRIJF else school_dossiers(actor, nodig)
    return haal_met_scope(session, clock, dossier_id, scope)


def haal_met_scope(
    session: Session, clock: Clock, dossier_id: int, scope: sa.ColumnElement[bool]
) -> Dossierbeoordeling:
    """The same for a scope the caller made."""
    stage = get_stage(session, dossier_id, scope, slot=True)
    if stage is None:
        raise NietGevonden
    eigen = select(Beoordeling).where(Beoordeling.dossier_id == dossier_id)
    rij = session.exec(eigen.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if rij is None:
        rij = Beoordeling(
            dossier_id=dossier_id,
            schaal=schaal_als_json(get_schaal(session, stage.dossier.team_id)),
            werkprocessen=[asdict(w) for w in list_gekozen(session, dossier_id)],
            aangemaakt_op=clock.nu(),
        )
        session.add(rij)
        session.flush()
    return Dossierbeoordeling(rij, stage)


def check_open(b: Dossierbeoordeling) -> None:
    """Raises `BeoordelingDicht` once the school has decided."""
    if b.rij.besloten_op is not None:
        raise BeoordelingDicht(
            "De school heeft al besloten. Heropen eerst het besluit.",
            "The school has decided already. Reopen the decision first.",
        )


def noteer(
    session: Session, actor: Actor, clock: Clock, b: Dossierbeoordeling, stap: BeoordelingStap, reden: str = ""
) -> None:
    """A line of the history, with the judgements as they are now; a draft of the company is the company's own."""
    kanten = [Kant.SCHOOL] if b.rij.bedrijf_op is None else list(Kant)
    oordelen = {kant.value: _als_json(lees_oordelen(session, b.id, kant)) for kant in kanten}
    inhoud: dict[str, Any] = {
        "werkprocessen": [w.code for w in b.werkprocessen],
        "oordelen": oordelen,
        "bedrijf_algemeen": b.rij.bedrijf_algemeen if b.rij.bedrijf_op else "",
        "besluit": b.rij.besluit.value if b.rij.besluit else "",
        "besluit_reden": b.rij.besluit_reden,
    }
    session.add(
        BeoordelingHistorie(
            beoordeling_id=b.id,
            stap=stap,
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam,
            reden=reden,
            inhoud=inhoud,
        )
    )
    session.flush()


def _als_json(oordelen: Mapping[int, Oordeel]) -> dict[str, list[str]]:
    return {str(i): [o.oordeel, o.opmerking] for i, o in sorted(oordelen.items())}
