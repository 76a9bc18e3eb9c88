"""What an assessment is made of: the scale of a team, the werkprocessen that count, the judgements of a side."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.beoordeling.rules import STANDAARD_SCHAAL, Kant, Oordeel, Trede, WerkprocesKeus, schaal_uit_json
from bpv_app.beoordeling.rules_werkproces import cohort_jaar, kies
from bpv_app.beoordeling.tables import BeoordelingOordeel, InrichtingWerkproces, TeamBeoordeling, Werkproces
from bpv_app.dossier.tables import Dossier
from bpv_app.student.tables import Verbintenis


def get_schaal(session: Session, team_id: int | None) -> tuple[Trede, ...]:
    """The scale of a team; the default when it has none of its own."""
    rij = session.get(TeamBeoordeling, team_id) if team_id is not None else None
    return schaal_uit_json(rij.schaal) if rij else STANDAARD_SCHAAL


def list_mogelijk(session: Session, dossier_id: int) -> tuple[WerkprocesKeus, ...]:
    """Every werkproces of the enrolment's qualification and cohort, in order of code. An unknown cohort: the newest."""
    rij = session.execute(
        sa.select(col(Verbintenis.crebo), col(Verbintenis.cohort), col(Verbintenis.begin_op))
        .join(Dossier, col(Dossier.verbintenis_id) == col(Verbintenis.id))
        .where(col(Dossier.id) == dossier_id)
    ).one_or_none()
    if rij is None:
        return ()
    jaar = cohort_jaar(rij[1]) or (rij[2].year if rij[2] else None)
    vraag = (
        select(Werkproces).where(Werkproces.crebo == rij[0]).order_by(col(Werkproces.code), col(Werkproces.cohort_van))
    )
    if jaar is not None:
        vraag = vraag.where(col(Werkproces.cohort_van) <= jaar, col(Werkproces.cohort_tot) >= jaar)
    per_code = {w.code: w for w in session.exec(vraag)}
    return tuple(WerkprocesKeus(w.id or 0, w.kerntaak, w.kerntaak_naam, w.code, w.naam) for w in per_code.values())


def get_codes(session: Session, inrichting_id: int) -> tuple[str, ...]:
    """The codes a dossier set-up names; none: all count."""
    rij = session.get(InrichtingWerkproces, inrichting_id)
    return tuple(rij.codes) if rij else ()


def list_gekozen(session: Session, dossier_id: int) -> tuple[WerkprocesKeus, ...]:
    """Which werkprocessen count in this placement as long as nobody chose otherwise: those of its set-up."""
    inrichting_id = session.execute(
        sa.select(col(Dossier.inrichting_id)).where(col(Dossier.id) == dossier_id)
    ).scalar_one()
    return kies(list_mogelijk(session, dossier_id), get_codes(session, inrichting_id))


def lees_oordelen(session: Session, beoordeling_id: int, kant: Kant) -> dict[int, Oordeel]:
    """Werkproces id -> judgement of one side, drafts too."""
    rijen = session.exec(
        select(BeoordelingOordeel).where(
            BeoordelingOordeel.beoordeling_id == beoordeling_id, BeoordelingOordeel.kant == kant
        )
    )
    return {r.werkproces_id: Oordeel(r.oordeel, r.opmerking) for r in rijen}
