"""What was imported before, and which mapping of columns a school chose: for every kind of import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.inlezen import Droogloop, ImportSoort, als_json
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.student.tables import ImportIndeling
from bpv_app.student.tables import ImportRun as ImportRun

ACTIE: dict[ImportSoort, Actie] = {
    ImportSoort.RO: Actie.STUDENT_IMPORTEREN,
    ImportSoort.STUDENTEN: Actie.STUDENT_IMPORTEREN,
    ImportSoort.LEERBEDRIJVEN: Actie.LEERBEDRIJF_IMPORTEREN,
    ImportSoort.ERKENNINGEN: Actie.LEERBEDRIJF_IMPORTEREN,
    ImportSoort.CREBOS: Actie.LEERBEDRIJF_IMPORTEREN,
    ImportSoort.POSTCODES: Actie.LEERBEDRIJF_IMPORTEREN,
    ImportSoort.VAKANTIES: Actie.UREN_INRICHTEN,
    ImportSoort.WERKPROCESSEN: Actie.WERKPROCES_BEHEREN,
}
"""Which right each kind of import asks."""


def bewaar_run(session: Session, actor: Actor, op: datetime, droogloop: Droogloop) -> ImportRun:
    """Note that an import is applied, in its own transaction; the report goes along."""
    telling = droogloop.tellingen
    run = ImportRun(
        soort=droogloop.soort,
        bestandsnaam=droogloop.bestandsnaam,
        sha256=droogloop.sha256,
        op=op,
        door_naam=actor.naam[:200],
        account_id=actor.account_id,
        nieuw=telling.nieuw,
        gewijzigd=telling.gewijzigd,
        ongewijzigd=telling.ongewijzigd,
        geweigerd=telling.geweigerd,
        rapport=als_json(droogloop.uitkomst),
    )
    session.add(run)
    session.flush()
    return run


def _soorten(actor: Actor) -> list[str]:
    return [soort.value for soort, actie in ACTIE.items() if actor.mag(actie)]


def list_runs(session: Session, actor: Actor, hoogstens: int = 50) -> list[ImportRun]:
    """The last imports of the kinds this actor may do, newest first.

    A role that works in teams sees its own imports only: a report may name students of other teams.
    """
    vraag = select(ImportRun).where(col(ImportRun.soort).in_(_soorten(actor)))
    if actor.team_ids(Actie.STUDENT_IMPORTEREN) is not None:
        vraag = vraag.where(col(ImportRun.account_id) == actor.account_id)
    return list(session.exec(vraag.order_by(col(ImportRun.id).desc()).limit(hoogstens)))


def get_run(session: Session, actor: Actor, run_id: int) -> ImportRun:
    """One import inside the actor's scope. Raises NietGevonden."""
    run = session.get(ImportRun, run_id) if is_sleutel(run_id) else None
    if run is None or run.soort not in _soorten(actor):
        raise NietGevonden
    if actor.team_ids(Actie.STUDENT_IMPORTEREN) is not None and run.account_id != actor.account_id:
        raise NietGevonden
    return run


def get_indeling(session: Session, soort: ImportSoort, kolommen_hash: str) -> dict[str, str]:
    """The mapping chosen the last time a file with these column names was applied; empty when there is none."""
    rij = session.exec(
        select(ImportIndeling).where(
            col(ImportIndeling.soort) == soort.value, col(ImportIndeling.kolommen_hash) == kolommen_hash
        )
    ).first()
    return {str(veld): str(kolom) for veld, kolom in rij.indeling.items()} if rij else {}


def bewaar_indeling(
    session: Session, soort: ImportSoort, kolommen_hash: str, indeling: Mapping[str, str], op: datetime
) -> None:
    """Remember a mapping for the next file with these column names."""
    rij = session.exec(
        select(ImportIndeling).where(
            col(ImportIndeling.soort) == soort.value, col(ImportIndeling.kolommen_hash) == kolommen_hash
        )
    ).first()
    waarde: dict[str, Any] = dict(indeling)
    if rij is None:
        session.add(ImportIndeling(soort=soort, kolommen_hash=kolommen_hash, indeling=waarde, bijgewerkt_op=op))
    elif rij.indeling != waarde:
        rij.indeling = waarde
        rij.bijgewerkt_op = op
    session.flush()
