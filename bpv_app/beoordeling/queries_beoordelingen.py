"""The list of assessments in a school role's scope, and the totals of evaluations as a list that can be exported."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.beoordeling.clauses import huidige_pok, school_dossiers
from bpv_app.beoordeling.queries_evaluatie import get_team_totalen, list_evaluatieteams
from bpv_app.beoordeling.rules import (
    BESLUIT_LABEL,
    BESLUIT_TOON,
    STAND_LABEL,
    STAND_TOON,
    BeoordelingStand,
    stand_van,
)
from bpv_app.beoordeling.rules_evaluatie import OVER_LABEL, SOORT_LABEL, Totaal, opties
from bpv_app.beoordeling.tables import Beoordeling
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.tables import Pok
from bpv_app.student.queries import team_filter
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account

_EIND = sa.func.coalesce(Pok.werkelijk_eind_op, Pok.eind_op)
_SORTEER: dict[str, Any] = {
    "student": col(Student.zoektekst),
    "bedrijf": sa.func.lower(sa.func.coalesce(Leerbedrijf.naam, "")),
    "eind": sa.func.coalesce(sa.cast(_EIND, sa.String), ""),
}


def _bron() -> sa.Select[Any]:
    """Every placement with its current agreement and, when it began, its assessment."""
    vraag: sa.Select[Any] = (
        sa.select(Dossier)
        .join(Pok, col(Pok.id) == huidige_pok().scalar_subquery())
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True)
        .join(Account, col(Account.id) == col(Dossier.onderwijsbegeleider_id), isouter=True)
        .join(Team, col(Team.id) == col(Dossier.team_id), isouter=True)
        .join(Beoordeling, col(Beoordeling.dossier_id) == col(Dossier.id), isouter=True)
    )
    return vraag


def _stand_clause(stand: BeoordelingStand) -> sa.ColumnElement[bool]:
    besloten, bedrijf = col(Beoordeling.besloten_op), col(Beoordeling.bedrijf_op)
    return {
        BeoordelingStand.OPEN: sa.and_(besloten.is_(None), bedrijf.is_(None)),
        BeoordelingStand.BIJ_SCHOOL: sa.and_(besloten.is_(None), bedrijf.is_not(None)),
        BeoordelingStand.BESLOTEN: sa.and_(besloten.is_not(None), col(Beoordeling.gedeeld_op).is_(None)),
        BeoordelingStand.GEDEELD: col(Beoordeling.gedeeld_op).is_not(None),
    }[stand]


def _where(actor: Actor, vraag: LijstVraag) -> list[sa.ColumnElement[bool]]:
    waar = [school_dossiers(actor)]
    waar += [
        sa.or_(col(Student.zoektekst).like(p, escape="\\"), col(Leerbedrijf.zoektekst).like(p, escape="\\"))
        for p in patronen(vraag.zoek)
    ]
    if stand := vraag.filters.get("stand"):
        waar.append(_stand_clause(BeoordelingStand(stand)) if stand in set(BeoordelingStand) else sa.false())
    if team := vraag.filters.get("team"):
        waar.append(col(Dossier.team_id) == (int(team) if team.isascii() and team.isdigit() and len(team) < 10 else 0))
    return waar


def list_beoordelingen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page, what ends first on top."""
    bron = _bron().where(*_where(actor, vraag))
    totaal = session.execute(bron.with_only_columns(sa.func.count())).scalar_one()
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = _SORTEER.get(vraag.sorteer, _SORTEER["eind"])
    rijen = session.execute(
        bron.with_only_columns(
            col(Dossier.id),
            col(Student.naam),
            col(Leerbedrijf.naam),
            _EIND,
            Beoordeling,
            col(Account.naam),
            col(Team.naam),
        )
        .order_by(richting(volgorde), col(Dossier.id))
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).all()
    return LijstAntwoord([_rij(tuple(rij), vraag.taal) for rij in rijen], totaal)


def _rij(rij: tuple[Any, ...], taal: str) -> Rij:
    dossier_id, student, bedrijf, eind, b, begeleider, team = rij
    stand = stand_van(b.bedrijf_op, b.besloten_op, b.gedeeld_op) if b else BeoordelingStand.OPEN
    besluit = b.besluit if b else None
    return Rij(
        sleutel=str(dossier_id),
        cellen=(
            Cel(student),
            Cel(bedrijf or ""),
            Cel(toon_datum(eind, taal), waarde=eind),
            Cel(STAND_LABEL[stand].in_taal(taal), badge=True, toon=STAND_TOON[stand]),
            Cel(BESLUIT_LABEL[besluit].in_taal(taal), badge=True, toon=BESLUIT_TOON[besluit]) if besluit else Cel(""),
            Cel(toon_moment(b.bedrijf_op, taal) if b else "", waarde=(b.bedrijf_op if b else None) or ""),
            Cel(begeleider or ""),
            Cel(team or ""),
        ),
        href=f"/beoordelingen/{dossier_id}",
        naam=student,
    )


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """The actor's teams."""
    return (team_filter(session, actor),)


BEOORDELINGEN = Lijst(
    naam="beoordelingen",
    titel=Tekst("Beoordelingen", "Assessments"),
    actie=Actie.BEOORDELING_ZIEN,
    kolommen=(
        Kolom("student", Tekst("Student", "Student")),
        Kolom("bedrijf", Tekst("Bedrijf", "Company")),
        Kolom("eind", Tekst("Eind", "End")),
        Kolom("stand", Tekst("Stand", "Status"), sorteer=False),
        Kolom("besluit", Tekst("Besluit", "Decision"), sorteer=False),
        Kolom("bedrijf_op", Tekst("Bedrijf oordeelde", "Company judged"), sorteer=False, standaard=False),
        Kolom("begeleider", Tekst("Begeleider", "Supervisor"), sorteer=False, standaard=False),
        Kolom("team", Tekst("Team", "Team"), sorteer=False, standaard=False),
    ),
    vraag=list_beoordelingen,
    filters=(
        Filter("stand", Tekst("Stand", "Status"), tuple(Keuze(s.value, STAND_LABEL[s]) for s in BeoordelingStand)),
    ),
    filters_van=filters_van,
    zoek_label=Tekst("Student of bedrijf", "Student or company"),
    leeg=Tekst(
        "Geen stages om te beoordelen. Ze verschijnen zodra de POK is afgedrukt.",
        "No placements to assess. They appear as soon as the agreement is printed.",
    ),
)


def list_evaluatie_totalen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """A row per team and question. The only filter is the team: any other could be subtracted (`rules_delen`)."""
    gekozen = vraag.filters.get("team", "")
    rijen = [
        _totaal_rij(team, SOORT_LABEL[totalen.soort], t, vraag.taal)
        for team in list_evaluatieteams(session, actor)
        if not gekozen or str(team.id) == gekozen
        for totalen in get_team_totalen(session, actor, team.id or 0)
        for t in totalen.vragen
    ]
    return LijstAntwoord(rijen[vraag.offset : vraag.offset + vraag.per_pagina], len(rijen))


def _totaal_rij(team: Team, soort: Tekst, t: Totaal, taal: str) -> Rij:
    labels = opties(t.vraag.soort)
    verdeling = ", ".join(f"{labels[a].in_taal(taal)}: {n}" for a, n in t.per_antwoord)
    gemiddelde = t.gemiddelde
    cijfer = (
        "" if gemiddelde is None else f"{gemiddelde:.2f}" if taal == "en" else f"{gemiddelde:.2f}".replace(".", ",")
    )
    return Rij(
        sleutel=f"{team.id}-{t.vraag.sleutel}",
        cellen=(
            Cel(team.naam),
            Cel(soort.in_taal(taal)),
            Cel(OVER_LABEL[t.vraag.over].in_taal(taal)),
            Cel(t.vraag.tekst.in_taal(taal)),
            Cel(str(t.aantal), waarde=t.aantal),
            Cel(cijfer, waarde="" if gemiddelde is None else gemiddelde),
            Cel(verdeling),
        ),
        href="",
        naam=t.vraag.tekst.in_taal(taal),
    )


def evaluatiefilters(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """The teams whose totals the actor may see."""
    teams = list_evaluatieteams(session, actor)
    return (Filter("team", Tekst("Team", "Team"), tuple(Keuze(str(t.id), Tekst(t.naam, t.naam)) for t in teams)),)


EVALUATIES = Lijst(
    naam="evaluaties",
    titel=Tekst("Evaluaties", "Evaluations"),
    actie=Actie.EVALUATIE_ZIEN,
    kolommen=(
        Kolom("team", Tekst("Team", "Team"), sorteer=False),
        Kolom("soort", Tekst("Wie vulde in", "Who filled in"), sorteer=False),
        Kolom("over", Tekst("Waarover", "About"), sorteer=False),
        Kolom("vraag", Tekst("Vraag", "Question"), sorteer=False),
        Kolom("aantal", Tekst("Antwoorden", "Answers"), sorteer=False, rechts=True),
        Kolom("gemiddelde", Tekst("Gemiddelde (1-5)", "Average (1-5)"), sorteer=False, rechts=True),
        Kolom("verdeling", Tekst("Verdeling", "Distribution"), sorteer=False),
    ),
    vraag=list_evaluatie_totalen,
    filters_van=evaluatiefilters,
    leeg=Tekst("Nog geen totalen: daarvoor zijn vijf antwoorden nodig.", "No totals yet: they take five answers."),
)
