"""The shared version of a report as a document: for who got it, and for the school. Always from the frozen copy."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.dossier.rules_momenten import DEELNEMER_LABEL
from bpv_app.gesprek.queries_gedeeld import get_gedeeld
from bpv_app.gesprek.queries_verslag import ReactieRegel, get_bedrijf, get_moment_feit, list_reacties, vind_verslag
from bpv_app.gesprek.rules_document import VerslagDocument, maak_document
from bpv_app.gesprek.rules_verslag import REACTIE_LABEL, gedeeld_van
from bpv_app.gesprek.tables_verslag import Gespreksverslag, GespreksverslagKopie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden


def _reacties(reacties: tuple[ReactieRegel, ...]) -> list[tuple[str, str, str, Any]]:
    return [
        (f"{r.naam} ({DEELNEMER_LABEL[r.deelnemer].nl.lower()})", REACTIE_LABEL[r.soort].nl, r.tekst, r.op)
        for r in reacties
    ]


def get_gedeeld_document(session: Session, actor: Actor, verslag_id: int) -> tuple[int, VerslagDocument]:
    """The newest version this student or praktijkopleider got, with its id. Raises GeenRecht or NietGevonden."""
    detail = get_gedeeld(session, actor, verslag_id)
    dossier_id = session.execute(
        sa.select(col(Gespreksverslag.dossier_id)).where(col(Gespreksverslag.id) == verslag_id)
    ).scalar_one()
    bedrijf = get_bedrijf(session, dossier_id)
    return detail.kopie_id, maak_document(
        detail.regel.inhoud,
        school=instellingen().school_naam,
        student=detail.regel.student,
        bedrijf=bedrijf.naam if bedrijf else "",
        nummer=detail.regel.nummer,
        gedeeld=(detail.regel.gedeeld_op, detail.gedeeld_door),
        reacties=_reacties(detail.reacties),
    )


def get_school_document(session: Session, actor: Actor, moment_id: int) -> tuple[int, VerslagDocument]:
    """The newest shared version of a moment in the school role's scope, with its id. Raises GeenRecht or NietGevonden.

    Also NietGevonden when nothing was shared yet: the school's own report never goes on paper.
    """
    moment = get_moment_feit(session, actor, moment_id)
    verslag = vind_verslag(session, moment_id)
    if verslag is None:
        raise NietGevonden
    kopie = session.execute(
        sa.select(GespreksverslagKopie)
        .where(col(GespreksverslagKopie.verslag_id) == verslag.id)
        .order_by(col(GespreksverslagKopie.nummer).desc())
        .limit(1)
    ).scalar_one_or_none()
    if kopie is None:
        raise NietGevonden
    kopie_id, bedrijf = kopie.id or 0, get_bedrijf(session, moment.dossier_id)
    return kopie_id, maak_document(
        gedeeld_van(kopie.inhoud),
        school=instellingen().school_naam,
        student=moment.student,
        bedrijf=bedrijf.naam if bedrijf else "",
        nummer=kopie.nummer,
        gedeeld=(kopie.gedeeld_op, kopie.gedeeld_door),
        reacties=_reacties(tuple(list_reacties(session, [kopie_id]).get(kopie_id, ()))),
    )
