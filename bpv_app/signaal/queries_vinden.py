"""What the app has to look at to find signals: running placements of a team, and how each stands today."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.queries_dekking import laatste_contact
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.service_erkenning import beoordeel, list_regels, tel_register
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.signaal.rules import OPEN
from bpv_app.signaal.rules_vinden import VERZUIM_VENSTER, Grenzen, Stand
from bpv_app.signaal.tables import Signaal, SignaalRegels, SignaalRonde
from bpv_app.uren.queries_stand import lees_standen

_VELDEN = tuple(Grenzen.__dataclass_fields__)


def get_grenzen(session: Session, team_id: int | None, dag: date) -> Grenzen:
    """The thresholds of a team on a day; the defaults when it set none by then."""
    rij = session.execute(
        sa.select(SignaalRegels)
        .where(col(SignaalRegels.team_id) == team_id, col(SignaalRegels.vanaf) <= dag)
        .order_by(col(SignaalRegels.vanaf).desc())
        .limit(1)
    ).scalar_one_or_none()
    return Grenzen(**{veld: getattr(rij, veld) for veld in _VELDEN}) if rij else Grenzen()


def _loopt(vandaag: date) -> sa.ColumnElement[bool]:
    """Agreements that are signed and run today."""
    return sa.and_(
        col(Pok.status) == PokStatus.DEFINITIEF,
        col(Pok.begin_op) <= vandaag,
        sa.func.coalesce(Pok.werkelijk_eind_op, Pok.eind_op) >= vandaag,
    )


def _van_team(kolom: Any, team_id: int | None) -> Any:
    return kolom.is_(None) if team_id is None else kolom == team_id


def list_teams_te_doen(session: Session, vandaag: date) -> list[int | None]:
    """Teams that were not looked at today: with a placement that runs, or a signal that may close itself."""
    gedaan = set(
        session.execute(sa.select(col(SignaalRonde.team_id)).where(col(SignaalRonde.dag) == vandaag)).scalars()
    )
    teams = session.execute(
        sa.select(col(Dossier.team_id)).where(col(Dossier.afgesloten_op).is_(None)).distinct()
    ).scalars()
    met_signaal = session.execute(_open_teams()).scalars()
    return sorted({*teams, *met_signaal} - gedaan, key=lambda team: team or 0)


def _open_teams() -> sa.Select[Any]:
    return (
        sa.select(col(Dossier.team_id))
        .join(Signaal, col(Signaal.dossier_id) == col(Dossier.id))
        .where(col(Signaal.status).in_(OPEN))
        .distinct()
    )


def lees_team(session: Session, team_id: int | None, vandaag: date) -> list[Stand]:
    """Every running placement of a team as the rules look at it."""
    rijen = session.execute(
        sa.select(Pok, Leerbedrijf)
        .join(Dossier, col(Dossier.id) == col(Pok.dossier_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .where(_loopt(vandaag), _van_team(col(Dossier.team_id), team_id), col(Dossier.afgesloten_op).is_(None))
        .order_by(col(Pok.dossier_id))
    ).all()
    ids = [pok.dossier_id for pok, _ in rijen]
    standen = lees_standen(session, ids, vandaag, VERZUIM_VENSTER)
    contact = laatste_contact(session, ids)
    niet_erkend = _niet_erkend(session, [(pok, bedrijf) for pok, bedrijf in rijen], vandaag)
    uit = []
    for pok, _ in rijen:
        uren = standen[pok.dossier_id]
        uit.append(
            Stand(
                dossier_id=pok.dossier_id,
                begin=uren.begin,
                doel=uren.saldo.doel,
                achter=uren.saldo.achter,
                ziek_dagen=uren.ziek_dagen,
                verlof_dagen=uren.verlof_dagen,
                laatste_contact=contact.get(pok.dossier_id),
                niet_erkend=niet_erkend.get(pok.dossier_id),
            )
        )
    return uit


def _niet_erkend(session: Session, rijen: list[tuple[Pok, Leerbedrijf]], vandaag: date) -> dict[int, Tekst]:
    """By dossier: why the company is not accredited today (WEB 7.2.10), asked of the register as it is now."""
    regels = list_regels(session, {bedrijf.sbb_id or "" for _, bedrijf in rijen})
    is_leeg = not rijen or tel_register(session) == 0
    uit: dict[int, Tekst] = {}
    for pok, bedrijf in rijen if not is_leeg else ():
        oordeel = beoordeel(
            bedrijf,
            regels.get(bedrijf.sbb_id or "", []),
            crebo=pok.crebo,
            keuzedeel=pok.keuzedeel,
            peildatum=vandaag,
            is_register_leeg=False,
            leerweg=pok.leerweg,
            werkprocessen=pok.werkprocessen,
        )
        if not oordeel.is_erkend:
            uit[pok.dossier_id] = Tekst(f"{bedrijf.naam}: {oordeel.reden.nl}", f"{bedrijf.naam}: {oordeel.reden.en}")
    return uit
