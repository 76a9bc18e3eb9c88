"""Hours and logbook of one agreement, for the student's own download."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from bpv_app.koppeling.rules_eigen import Bestand, bestandsnaam, kopie
from bpv_app.pok.tables import Pok
from bpv_app.uren.rules import WEEK_LABEL, Oordeel, Soort, WeekStatus
from bpv_app.uren.tables import UrenBijlage, UrenDag, UrenGebeurtenis, UrenInhaal, UrenPatroon, UrenRegel, UrenWeek
from bpv_app.uren.tables_logboek import LogboekBijlage, LogboekItem, LogboekReactie

T = TypeVar("T", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class UrenRij:
    """A line of the hours file; a day on which only something was told has no `soort`. Times in minutes."""

    datum: date
    bedrijf: str
    nummer: str
    soort: Soort | None
    minuten: int
    van: int | None
    tot: int | None
    pauze: int
    omschrijving: str
    werkproces: str
    oordeel: Oordeel
    oordeel_reden: str
    week: WeekStatus
    beoordeeld_door: str

    @property
    def week_tekst(self) -> str:
        return WEEK_LABEL[self.week].nl


def alle(session: Session, tabel: type[T], *waar: sa.ColumnElement[bool]) -> list[T]:
    """The rows of a table that meet `waar`, oldest first."""
    return list(session.execute(sa.select(tabel).where(*waar).order_by(*sa.inspect(tabel).primary_key)).scalars())


def _per(rijen: list[T], sleutel: str) -> dict[int, list[T]]:
    groepen: dict[int, list[T]] = {}
    for rij in rijen:
        groepen.setdefault(int(getattr(rij, sleutel)), []).append(rij)
    return groepen


def lees_uren(
    session: Session, pok: Pok, bedrijf: str, gezien: dict[str, set[int]]
) -> tuple[dict[str, Any], list[UrenRij], list[Bestand]]:
    """Weeks with their days, lines, attachments and history; the same lines flat; the files."""
    weken = sorted(alle(session, UrenWeek, col(UrenWeek.pok_id) == pok.id), key=lambda w: w.maandag)
    dagen = sorted(alle(session, UrenDag, col(UrenDag.pok_id) == pok.id), key=lambda d: d.datum)
    week_ids, dag_ids = [w.id or 0 for w in weken], [d.id or 0 for d in dagen]
    regels = _per(alle(session, UrenRegel, col(UrenRegel.pok_id) == pok.id), "dag_id")
    bijlagen = _per(alle(session, UrenBijlage, col(UrenBijlage.dag_id).in_(dag_ids)), "dag_id")
    stappen = _per(alle(session, UrenGebeurtenis, col(UrenGebeurtenis.week_id).in_(week_ids)), "week_id")
    for tabel, ids in (
        ("uren_week", week_ids),
        ("uren_dag", dag_ids),
        ("uren_bijlage", [b.id or 0 for deel in bijlagen.values() for b in deel]),
    ):
        gezien.setdefault(tabel, set()).update(ids)
    per_week = _per(dagen, "week_id")
    bestanden: list[Bestand] = []
    plat: list[UrenRij] = []

    def als_dag(week: UrenWeek, dag: UrenDag) -> dict[str, Any]:
        lijnen = regels.get(dag.id or 0, [])
        plat.extend(_rijen(week, dag, lijnen, bedrijf, pok.nummer))
        return kopie(
            dag,
            regels=[kopie(r, "datum") for r in lijnen],
            bijlagen=[
                _bijlage(b, "uren", f"{dag.datum.isoformat()}-{b.id}", bestanden) for b in bijlagen.get(dag.id or 0, [])
            ],
        )

    patroon = session.get(UrenPatroon, pok.id)
    inhaal = alle(session, UrenInhaal, col(UrenInhaal.pok_id) == pok.id)
    inhoud = {
        "weken": [
            kopie(
                w,
                dagen=[als_dag(w, d) for d in per_week.get(w.id or 0, [])],
                historie=[kopie(g) for g in stappen.get(w.id or 0, [])],
            )
            for w in weken
        ],
        "werkdagen": patroon.werkdagen if patroon else None,
        "plannen_om_in_te_halen": [kopie(p) for p in inhaal],
    }
    return inhoud, plat, bestanden


def _rijen(week: UrenWeek, dag: UrenDag, regels: list[UrenRegel], bedrijf: str, nummer: str) -> list[UrenRij]:
    def rij(soort: Soort | None, minuten: int, van: int | None, tot: int | None, pauze: int) -> UrenRij:
        return UrenRij(
            dag.datum,
            bedrijf,
            nummer,
            soort,
            minuten,
            van,
            tot,
            pauze,
            dag.omschrijving,
            dag.werkproces,
            dag.oordeel,
            dag.oordeel_reden,
            week.status,
            week.beoordeeld_door,
        )

    return [rij(r.soort, r.minuten, r.van, r.tot, r.pauze) for r in regels] or [rij(None, 0, None, None, 0)]


def _bijlage(b: UrenBijlage | LogboekBijlage, map_: str, begin: str, bestanden: list[Bestand]) -> dict[str, Any]:
    naam = f"{map_}/{bestandsnaam(begin, b.naam)}"
    bestanden.append(Bestand(naam, b.sha256))
    return kopie(b, bestand=naam)


def lees_logboek(
    session: Session, pok: Pok, gezien: dict[str, set[int]], *waar: sa.ColumnElement[bool]
) -> tuple[list[dict[str, Any]], list[Bestand]]:
    """Own entries, drafts too (unless `waar` says which), with their thread and attachments."""
    eigen = col(LogboekItem.pok_id) == pok.id, col(LogboekItem.student_id) == pok.student_id, *waar
    items = sorted(alle(session, LogboekItem, *eigen), key=lambda i: (i.van, i.id or 0))
    ids = [i.id or 0 for i in items]
    reacties = _per(alle(session, LogboekReactie, col(LogboekReactie.item_id).in_(ids)), "item_id")
    bijlagen = _per(alle(session, LogboekBijlage, col(LogboekBijlage.item_id).in_(ids)), "item_id")
    gezien.setdefault("logboek_item", set()).update(ids)
    gezien.setdefault("logboek_bijlage", set()).update(b.id or 0 for deel in bijlagen.values() for b in deel)
    bestanden: list[Bestand] = []
    verslagen = [
        kopie(
            i,
            reacties=[kopie(r) for r in reacties.get(i.id or 0, [])],
            bijlagen=[
                _bijlage(b, "logboek", f"{i.van.isoformat()}-{b.id}", bestanden) for b in bijlagen.get(i.id or 0, [])
            ],
        )
        for i in items
    ]
    return verslagen, bestanden
