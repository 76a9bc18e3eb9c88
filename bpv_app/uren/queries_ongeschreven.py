"""Weeks in which a student on a running placement wrote nothing at all: there is no row of them to look for.

Only the last weeks, and only of which the team's day to send in has passed; a week that is free from Monday to Friday
asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Cel, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.clauses_lijst import zoek_clause
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account
from bpv_app.uren.clauses import SCHRIJFBAAR, school_uren
from bpv_app.uren.kalender import feestdagen
from bpv_app.uren.queries_weken import STANDAARD, Termijnen, filters_van, lees_id, lees_termijnen, week_label
from bpv_app.uren.rules import Regio, VrijSoort
from bpv_app.uren.rules_plan import Kalender, Vrij, maandag_van
from bpv_app.uren.tables import TeamUren, UrenWeek, VrijePeriode

WEKEN = 4
_VRIJDAG = timedelta(days=4)


def _vrije_weken(session: Session, maandagen: list[date]) -> dict[date, tuple[bool, set[int], set[int]]]:
    """Per week: whether a team by default is free from Monday to Friday, and the teams that are (and are not)."""
    regios = {rij[0]: rij[1] for rij in session.execute(sa.select(col(TeamUren.team_id), col(TeamUren.regio)))}
    perioden = session.execute(
        sa.select(VrijePeriode).where(
            col(VrijePeriode.van) <= max(maandagen) + _VRIJDAG, col(VrijePeriode.tot) >= min(maandagen)
        )
    ).scalars()
    rijen = list(perioden)
    feest = feestdagen(range(min(maandagen).year, (max(maandagen) + _VRIJDAG).year + 1))
    eigen = {*regios, *(p.team_id for p in rijen if p.team_id is not None)}

    def vrij(team: int | None, regio: Regio, maandag: date) -> bool:
        geldt = tuple(
            Vrij(VrijSoort(p.soort), p.naam, p.van, p.tot)
            for p in rijen
            if p.regio in (None, regio) and p.team_id in (None, team)
        )
        kalender = Kalender(feest, geldt)
        return all(kalender.waarom_vrij(maandag + timedelta(days=n)) for n in range(5))

    uit = {}
    for maandag in maandagen:
        wel = {team for team in eigen if vrij(team, regios.get(team, STANDAARD.regio), maandag)}
        uit[maandag] = (vrij(None, STANDAARD.regio, maandag), wel, eigen - wel)
    return uit


def _te_laat(termijnen: Termijnen, maandag: date) -> sa.ColumnElement[bool]:
    """The teams whose day to send this week in has passed."""
    wel = {team for team in termijnen.insturen if maandag < termijnen.maandag(team)}
    niet = termijnen.insturen.keys() - wel
    team = col(Pok.team_id)
    if maandag < termijnen.maandag(None):
        return sa.or_(team.is_(None), team.not_in(niet)) if niet else sa.true()
    return team.in_(wel)


def _niet_vrij(vrij: tuple[bool, set[int], set[int]]) -> sa.ColumnElement[bool]:
    standaard, wel, niet = vrij
    team = col(Pok.team_id)
    if standaard:
        return team.in_(niet)
    return sa.or_(team.is_(None), team.not_in(wel)) if wel else sa.true()


def weken_clause(session: Session, actor: Actor, vraag: LijstVraag, vandaag: date) -> sa.Subquery:
    """Pairs of `pok_id` and `maandag` in scope without a row, inside search and filters."""
    termijnen = lees_termijnen(session, vandaag)
    maandagen = [maandag_van(vandaag) - timedelta(days=7 * n) for n in range(WEKEN + 1)]
    vrij = _vrije_weken(session, maandagen)
    waar: list[sa.ColumnElement[bool]] = [school_uren(actor), *zoek_clause(session, vraag.zoek).clauses]
    if team := vraag.filters.get("team"):
        waar.append(col(Pok.team_id) == lees_id(team))
    if begeleider := vraag.filters.get("begeleider"):
        waar.append(col(Pok.onderwijsbegeleider_id) == lees_id(begeleider))
    eind = sa.func.coalesce(Pok.werkelijk_eind_op, Pok.eind_op)
    delen: list[Any] = []
    for maandag in maandagen:
        geschreven = sa.exists().where(col(UrenWeek.pok_id) == col(Pok.id), col(UrenWeek.maandag) == maandag)
        # A replaced agreement leaves the week of the change to the one that came after it.
        loopt = sa.case((col(Pok.status) == PokStatus.VERVANGEN, eind >= maandag + _VRIJDAG), else_=eind >= maandag)
        delen.append(
            sa.select(col(Pok.id).label("pok_id"), sa.literal(maandag, sa.Date()).label("maandag")).where(
                *waar,
                col(Pok.status).in_(SCHRIJFBAAR),
                col(Pok.begin_op) <= maandag + _VRIJDAG,
                eind >= maandag,
                loopt,
                _te_laat(termijnen, maandag),
                _niet_vrij(vrij[maandag]),
                sa.not_(geschreven),
            )
        )
    return sa.union_all(*delen).subquery("leeg")


def tel_ongeschreven(session: Session, leeg: sa.Subquery) -> int:
    """How many of these weeks there are."""
    return int(session.execute(sa.select(sa.func.count()).select_from(leeg)).scalar_one())


_SORTEER: dict[str, Any] = {"student": col(Student.zoektekst), "bedrijf": col(Leerbedrijf.naam)}


def list_ongeschreven(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of weeks without anything written, the newest first."""
    leeg = weken_clause(session, actor, vraag, tijd.klok.vandaag())
    totaal = tel_ongeschreven(session, leeg)
    volgorde = _SORTEER.get(vraag.sorteer, leeg.c.maandag)
    richting = sa.desc if vraag.aflopend or not vraag.sorteer else sa.asc
    rijen = session.execute(
        sa.select(
            col(Pok.id),
            leeg.c.maandag,
            col(Student.naam),
            col(Student.email),
            col(Student.telefoon),
            sa.func.coalesce(Leerbedrijf.naam, ""),
            sa.func.coalesce(Account.naam, ""),
            sa.func.coalesce(Team.naam, ""),
        )
        .select_from(leeg)
        .join(Pok, col(Pok.id) == leeg.c.pok_id)
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True)
        .join(Account, col(Account.id) == col(Pok.onderwijsbegeleider_id), isouter=True)
        .join(Team, col(Team.id) == col(Pok.team_id), isouter=True)
        .order_by(richting(volgorde), col(Pok.id), leeg.c.maandag)
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).all()
    return LijstAntwoord([_rij(rij, vraag.taal) for rij in rijen], totaal)


def _rij(rij: Iterable[Any], taal: str) -> Rij:
    pok_id, maandag, student, email, telefoon, *namen = rij
    week = week_label(maandag, taal)
    return Rij(
        sleutel=f"{pok_id}-{maandag.isoformat()}",
        cellen=(
            Cel(student),
            Cel(namen[0]),
            Cel(week, waarde=maandag),
            Cel(email),
            Cel(telefoon),
            Cel(namen[1]),
            Cel(namen[2]),
        ),
        href=f"/poks/{pok_id}",
        naam=f"{student}, {week}",
    )


UREN_ONGESCHREVEN = Lijst(
    naam="uren-ongeschreven",
    titel=Tekst("Weken zonder uren", "Weeks without hours"),
    actie=Actie.UREN_ZIEN,
    kolommen=(
        Kolom("student", Tekst("Student", "Student")),
        Kolom("bedrijf", Tekst("Bedrijf", "Company")),
        Kolom("week", Tekst("Week", "Week")),
        Kolom("email", Tekst("E-mail", "E-mail"), sorteer=False, standaard=False),
        Kolom("telefoon", Tekst("Telefoon", "Phone"), sorteer=False),
        Kolom("begeleider", Tekst("Begeleider", "Supervisor"), sorteer=False),
        Kolom("team", Tekst("Team", "Team"), sorteer=False, standaard=False),
    ),
    vraag=list_ongeschreven,
    filters_van=filters_van,
    zoek_label=Tekst("Student of bedrijf", "Student or company"),
    leeg=Tekst(
        "Iedereen op stage schreef de afgelopen weken uren.",
        "Everybody on a placement wrote hours these last weeks.",
    ),
)
