"""How far many placements are at once, for what looks at them from above: signals and closing.

For the app itself and for services that have fetched the dossiers in scope: there is no scope here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.pok.tables import Pok
from bpv_app.uren.clauses import ZICHTBAAR
from bpv_app.uren.queries_pok import TeamRegels, UrenPok, get_kalender, get_team_regels, list_uren_poks
from bpv_app.uren.rules import Oordeel, Soort, WeekStatus
from bpv_app.uren.rules_saldo import Saldo, bereken_saldo
from bpv_app.uren.rules_tellen import Regel, tel
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek

PER_KEER = 500
"""Dossiers whose lines are read in one question."""


@dataclass(frozen=True, slots=True)
class UrenStand:
    """A placement on a day: its balance (minutes), days of absence in the window, written weeks without approval.

    `begin` and `eind` are those of the chain of agreements. `open_weken` are all weeks, also those that are not due.
    """

    dossier_id: int
    begin: date
    eind: date
    saldo: Saldo
    ziek_dagen: int
    verlof_dagen: int
    open_weken: int


def lees_standen(
    session: Session, dossier_ids: Collection[int], vandaag: date, venster: int = 28
) -> dict[int, UrenStand]:
    """By dossier; one without an agreement in which hours may be written is left out.

    `venster`: days up to and including today in which absence is counted. A day that is both counts as sick.
    """
    uit: dict[int, UrenStand] = {}
    for ids in _stukken(sorted(set(dossier_ids))):
        per_dossier: dict[int, list[UrenPok]] = defaultdict(list)
        for pok in list_uren_poks(session, col(Pok.dossier_id).in_(ids), col(Pok.status).in_(ZICHTBAAR)):
            per_dossier[pok.dossier_id].append(pok)
        pok_ids = [pok.id for poks in per_dossier.values() for pok in poks]
        lijnen, open_weken = _lijnen(session, pok_ids), _open_weken(session, pok_ids)
        regels = {team: get_team_regels(session, team) for team in {p[-1].team_id for p in per_dossier.values()}}
        for dossier_id, poks in per_dossier.items():
            uit[dossier_id] = _stand(
                session,
                poks,
                [lijn for pok in poks for lijn in lijnen[pok.id]],
                regels[poks[-1].team_id],
                vandaag,
                venster,
                sum(open_weken.get(pok.id, 0) for pok in poks),
            )
    return uit


def _stukken(ids: list[int]) -> Iterator[list[int]]:
    for n in range(0, len(ids), PER_KEER):
        yield ids[n : n + PER_KEER]


def _lijnen(session: Session, pok_ids: list[int]) -> dict[int, list[Regel]]:
    rijen = session.execute(
        sa.select(
            col(UrenRegel.datum),
            col(UrenRegel.soort),
            col(UrenRegel.minuten),
            col(UrenDag.oordeel),
            col(UrenRegel.pok_id),
        )
        .join(UrenDag, col(UrenDag.id) == col(UrenRegel.dag_id))
        .where(col(UrenRegel.pok_id).in_(pok_ids))
    )
    uit: dict[int, list[Regel]] = defaultdict(list)
    for datum, soort, minuten, oordeel, pok_id in rijen:
        uit[pok_id].append(Regel(datum, soort, minuten, oordeel is Oordeel.AKKOORD, pok_id))
    return uit


def _open_weken(session: Session, pok_ids: list[int]) -> dict[int, int]:
    """Weeks in which something was written and that are not approved."""
    geschreven = (
        sa.exists()
        .where(col(UrenDag.week_id) == col(UrenWeek.id), col(UrenRegel.dag_id) == col(UrenDag.id))
        .correlate(UrenWeek)
    )
    rijen = session.execute(
        sa.select(col(UrenWeek.pok_id), sa.func.count())
        .where(col(UrenWeek.pok_id).in_(pok_ids), col(UrenWeek.status) != WeekStatus.GOEDGEKEURD, geschreven)
        .group_by(col(UrenWeek.pok_id))
    )
    return {pok_id: int(aantal) for pok_id, aantal in rijen}


def _stand(
    session: Session,
    poks: list[UrenPok],
    lijnen: list[Regel],
    regels: TeamRegels,
    vandaag: date,
    venster: int,
    open_weken: int,
) -> UrenStand:
    begin, eind = min(p.begin for p in poks), max(p.eind for p in poks)
    # The free days of the whole chain, like the student's own screen, so that both show the same target.
    kalender = get_kalender(session, poks[-1].team_id, regels.regio, begin, max(eind, vandaag))
    afspraken = [p.afspraak(regels) for p in poks]
    sinds = vandaag - timedelta(days=venster - 1)
    ziek = {r.datum for r in lijnen if r.soort is Soort.ZIEK and sinds <= r.datum <= vandaag}
    verlof = {r.datum for r in lijnen if r.soort is Soort.VERLOF and sinds <= r.datum <= vandaag} - ziek
    return UrenStand(
        dossier_id=poks[-1].dossier_id,
        begin=begin,
        eind=eind,
        saldo=bereken_saldo(tel(lijnen, afspraken, kalender, regels.grenzen), afspraken, kalender, vandaag),
        ziek_dagen=len(ziek),
        verlof_dagen=len(verlof),
        open_weken=open_weken,
    )
