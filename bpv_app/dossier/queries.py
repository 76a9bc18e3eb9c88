"""The list of set-ups for screens and exports; one dossier's detail is in `queries_detail.py`.

The list of dossiers shows the POK's company and status, so it lives with the POK (`pok.queries.DOSSIERS`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import inrichting_scope
from bpv_app.dossier.queries_detail import DossierDetail as DossierDetail
from bpv_app.dossier.queries_detail import get_dossier_detail as get_dossier_detail
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.student import service as student_service
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg

HELE_SCHOOL = Tekst("Hele school", "Whole school")
_SCHOOL = "school"

_SORTEER: dict[str, Any] = {
    "naam": sa.func.lower(col(Inrichting.naam)),
    "leerweg": col(Inrichting.leerweg),
    "begin_op": sa.func.coalesce(sa.cast(col(Inrichting.begin_op), sa.String), ""),
    "eind_op": sa.func.coalesce(sa.cast(col(Inrichting.eind_op), sa.String), ""),
    "uren_totaal": sa.func.coalesce(col(Inrichting.uren_totaal), -1),
}

_KOLOMMEN = (
    Kolom("naam", Tekst("Naam", "Name")),
    Kolom("team", Tekst("Team", "Team"), sorteer=False),
    Kolom("leerweg", Tekst("Leerweg", "Learning route")),
    Kolom("begin_op", Tekst("Begin", "Start")),
    Kolom("eind_op", Tekst("Eind", "End")),
    Kolom("uren_totaal", Tekst("Uren (SBU)", "Hours"), rechts=True),
    Kolom("uren_per_week", Tekst("Uren per week", "Hours per week"), sorteer=False, standaard=False, rechts=True),
    Kolom("dagen_per_week", Tekst("Dagen per week", "Days per week"), sorteer=False, standaard=False, rechts=True),
    Kolom("exemplaren", Tekst("Exemplaren", "Copies"), sorteer=False, rechts=True),
    Kolom("dossiers", Tekst("Dossiers", "Dossiers"), sorteer=False, rechts=True),
    Kolom("actief", Tekst("Actief", "Active"), sorteer=False),
)


def toon_getal(getal: Decimal | int | None, taal: str = "nl") -> str:
    """`7,5`, without needless zeros; in English `7.5`."""
    if getal is None:
        return ""
    tekst = f"{getal:f}"
    tekst = tekst.rstrip("0").rstrip(".") if "." in tekst else tekst
    return tekst if taal == "en" else tekst.replace(".", ",")


def _where(actor: Actor, vraag: LijstVraag) -> list[sa.ColumnElement[bool]]:
    where = [inrichting_scope(actor)]
    where += [sa.func.lower(col(Inrichting.naam)).like(p, escape="\\") for p in patronen(vraag.zoek)]
    if leerweg := vraag.filters.get("leerweg"):
        where.append(col(Inrichting.leerweg) == Leerweg(leerweg) if leerweg in set(Leerweg) else sa.false())
    if actief := vraag.filters.get("actief"):
        where.append(col(Inrichting.is_actief).is_(actief == "ja"))
    if team := vraag.filters.get("team"):
        heeft = team.isascii() and team.isdigit() and len(team) < 10
        eigen = col(Inrichting.team_id) == (int(team) if heeft else 0)
        where.append(col(Inrichting.team_id).is_(None) if team == _SCHOOL else eigen)
    return where


def _tel_dossiers(session: Session, ids: list[int]) -> dict[int, int]:
    vraag = (
        sa.select(col(Dossier.inrichting_id), sa.func.count())
        .where(col(Dossier.inrichting_id).in_(ids))
        .group_by(col(Dossier.inrichting_id))
    )
    return {rij[0]: rij[1] for rij in session.execute(vraag)} if ids else {}


def list_inrichtingen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of set-ups: those of the actor's teams and of the whole school."""
    where = _where(actor, vraag)
    totaal = session.execute(sa.select(sa.func.count()).select_from(Inrichting).where(*where)).scalar_one()
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = _SORTEER.get(vraag.sorteer, _SORTEER["naam"])
    rijen = (
        session.execute(
            sa.select(Inrichting)
            .where(*where)
            .order_by(richting(volgorde), richting(col(Inrichting.id)))
            .offset(vraag.offset)
            .limit(vraag.per_pagina)
        )
        .scalars()
        .all()
    )
    aantallen = _tel_dossiers(session, [cast("int", r.id) for r in rijen])
    teams = {t.id: t.naam for t in student_service.list_teams(session, actor)}
    return LijstAntwoord([_rij(r, aantallen.get(r.id or 0, 0), teams, vraag.taal) for r in rijen], totaal)


def _rij(r: Inrichting, aantal: int, teams: dict[int | None, str], taal: str) -> Rij:
    href = f"/inrichting/{r.id}"
    actief = Tekst("Ja", "Yes") if r.is_actief else Tekst("Nee", "No")
    return Rij(
        sleutel=str(r.id),
        cellen=(
            Cel(r.naam, href=href),
            Cel(HELE_SCHOOL.in_taal(taal) if r.team_id is None else teams.get(r.team_id, "")),
            Cel(LEERWEG_LABEL[r.leerweg].in_taal(taal), waarde=r.leerweg.value),
            Cel(toon_datum(r.begin_op, taal), waarde=r.begin_op),
            Cel(toon_datum(r.eind_op, taal), waarde=r.eind_op),
            Cel(toon_getal(r.uren_totaal, taal), waarde=r.uren_totaal),
            Cel(toon_getal(r.uren_per_week, taal), waarde=r.uren_per_week),
            Cel(toon_getal(r.dagen_per_week, taal), waarde=r.dagen_per_week),
            Cel(str(r.exemplaren), waarde=r.exemplaren),
            Cel(str(aantal), waarde=aantal),
            Cel(actief.in_taal(taal), badge=not r.is_actief, toon="" if r.is_actief else "warning"),
        ),
        href=href,
        naam=r.naam,
    )


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """The actor's teams, and the whole school."""
    teams = student_service.list_teams(session, actor)
    return (
        Filter(
            "team",
            Tekst("Team", "Team"),
            (Keuze(_SCHOOL, HELE_SCHOOL), *(Keuze(str(t.id), Tekst(t.naam, t.naam)) for t in teams)),
        ),
    )


INRICHTINGEN = Lijst(
    naam="inrichtingen",
    titel=Tekst("Dossierinrichting", "Dossier set-up"),
    actie=Actie.INRICHTING_BEWERKEN,
    kolommen=_KOLOMMEN,
    vraag=list_inrichtingen,
    filters=(
        Filter(
            "leerweg",
            Tekst("Leerweg", "Learning route"),
            tuple(Keuze(lw.value, LEERWEG_LABEL[lw]) for lw in Leerweg),
        ),
        Filter(
            "actief", Tekst("Actief", "Active"), (Keuze("ja", Tekst("Ja", "Yes")), Keuze("nee", Tekst("Nee", "No")))
        ),
    ),
    filters_van=filters_van,
    leeg=Tekst(
        "Nog geen dossierinrichting. Maak er een; daarna koppel je studenten.",
        "No dossier set-up yet. Make one; then couple students.",
    ),
    sorteer="naam",
)


def list_keuzes(session: Session, actor: Actor, taal: str = "nl") -> list[tuple[int, str]]:
    """Active set-ups this actor may couple students to, by name: (id, name with leerweg)."""
    vraag = (
        sa.select(col(Inrichting.id), col(Inrichting.naam), col(Inrichting.leerweg))
        .where(inrichting_scope(actor, Actie.DOSSIER_KOPPELEN), col(Inrichting.is_actief))
        .order_by(sa.func.lower(col(Inrichting.naam)), col(Inrichting.id))
    )
    return [(rij[0], f"{rij[1]} ({LEERWEG_LABEL[rij[2]].in_taal(taal)})") for rij in session.execute(vraag)]


def get_samenvatting(session: Session, actor: Actor, inrichting: Inrichting) -> tuple[int, str]:
    """How many dossiers were made from a set-up (fetched in scope), and its team's name ("" for the whole school)."""
    aantal = _tel_dossiers(session, [cast("int", inrichting.id)]).get(inrichting.id or 0, 0)
    teams = {team.id: team.naam for team in student_service.list_teams(session, actor)}
    return aantal, "" if inrichting.team_id is None else teams.get(inrichting.team_id, "?")
