"""The list of conversations: late, to be planned, planned, held; filtered, sorted and paged by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses import LAATSTE_POK, loopt, moment_scope
from bpv_app.gesprek.rules import SOORT_LABEL, VORM_LABEL, MomentSoort, MomentStatus, Vorm
from bpv_app.gesprek.rules_toestand import TOESTAND_LABEL, TOESTAND_TOON, Toestand, bepaal_toestand, week_einde
from bpv_app.gesprek.rules_tonen import venster_tekst
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, toon_datum, toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.tables import Pok
from bpv_app.student.queries import team_filter
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account

MAX_BEGELEIDERS = 300
Clause = sa.ColumnElement[bool]

KOLOMMEN = (
    Kolom("student", Tekst("Student", "Student")),
    Kolom("gesprek", Tekst("Gesprek", "Conversation")),
    Kolom("toestand", Tekst("Hoe staat het", "State"), sorteer=False),
    Kolom("venster", Tekst("Te houden", "To be held")),
    Kolom("afspraak", Tekst("Afspraak", "Appointment")),
    Kolom("vorm", Tekst("Vorm", "Form"), standaard=False),
    Kolom("leerbedrijf", Tekst("Leerbedrijf", "Company")),
    Kolom("begeleider", Tekst("Begeleider", "Supervisor")),
    Kolom("soort", Tekst("Soort", "Kind"), standaard=False),
    Kolom("gehouden", Tekst("Gehouden op", "Held on"), standaard=False),
    Kolom("gezamenlijk", Tekst("Met drie partijen", "All three parties"), sorteer=False, standaard=False),
    Kolom("klas", Tekst("Klas", "Class"), standaard=False),
    Kolom("team", Tekst("Team", "Team"), standaard=False),
)
DEZE_WEEK = "deze_week"
OPEN = "open"
_TOESTAND_FILTER = Filter(
    "toestand",
    Tekst("Hoe staat het", "State"),
    (
        Keuze(OPEN, Tekst("Alles wat nog moet", "All still to do")),
        Keuze(DEZE_WEEK, Tekst("Deze week", "This week")),
        *(Keuze(s.value, label) for s, label in TOESTAND_LABEL.items()),
    ),
)
_VORM_FILTER = Filter("vorm", Tekst("Vorm", "Form"), tuple(Keuze(v.value, label) for v, label in VORM_LABEL.items()))
_SOORT_FILTER = Filter(
    "soort", Tekst("Soort", "Kind"), tuple(Keuze(s.value, label) for s, label in SOORT_LABEL.items())
)


def begin_van_dag(dag: date) -> datetime:
    """Midnight in Europe/Amsterdam."""
    return datetime.combine(dag, time(), AMSTERDAM)


def toestand_clause(toestand: Toestand, vandaag: date, nu: datetime) -> Clause:
    """The SQL of `rules_toestand.bepaal_toestand`, for a moment joined with its dossier."""
    status, afspraak = col(Contactmoment.status), col(Contactmoment.afspraak_op)
    van, tot = col(Contactmoment.venster_van), col(Contactmoment.venster_tot)
    te_plannen = sa.and_(status == MomentStatus.TE_PLANNEN, loopt())
    gepland = sa.and_(status == MomentStatus.GEPLAND, loopt())
    open_ = status.in_((MomentStatus.TE_PLANNEN, MomentStatus.GEPLAND))
    clauses: Mapping[Toestand, Clause] = {
        Toestand.GEHOUDEN: status == MomentStatus.GEHOUDEN,
        Toestand.VERVALLEN: status == MomentStatus.VERVALLEN,
        Toestand.NIET_GEHOUDEN: sa.and_(open_, sa.not_(loopt())),
        Toestand.VASTLEGGEN: sa.and_(gepland, afspraak < nu),
        Toestand.GEPLAND: sa.and_(gepland, afspraak >= nu),
        Toestand.TE_LAAT: sa.and_(te_plannen, tot < vandaag),
        Toestand.NU_PLANNEN: sa.and_(te_plannen, tot >= vandaag, van <= vandaag),
        Toestand.LATER: sa.and_(te_plannen, tot >= vandaag, van > vandaag),
    }
    return clauses[toestand]


def deze_week_delen(vandaag: date, nu: datetime) -> tuple[Clause, Clause]:
    """Appointments from now to Sunday, and windows that end in those days without an appointment: never both."""
    zondag = week_einde(vandaag)
    eind = begin_van_dag(zondag + timedelta(days=1))
    afspraak = sa.and_(toestand_clause(Toestand.GEPLAND, vandaag, nu), col(Contactmoment.afspraak_op) < eind)
    sluit = sa.and_(
        col(Contactmoment.status) == MomentStatus.TE_PLANNEN,
        loopt(),
        col(Contactmoment.venster_tot).between(vandaag, zondag),
    )
    return afspraak, sluit


def deze_week_clause(vandaag: date, nu: datetime) -> Clause:
    """What is to be held this week."""
    return sa.or_(*deze_week_delen(vandaag, nu))


def _waar(actor: Actor, vraag: LijstVraag, vandaag: date, nu: datetime) -> list[Clause]:
    waar: list[Clause] = [moment_scope(actor)]
    kies = vraag.filters.get
    if (toestand := kies("toestand")) == DEZE_WEEK:
        waar.append(deze_week_clause(vandaag, nu))
    elif toestand == OPEN:
        waar.append(_is_open())
    elif toestand:
        waar.append(toestand_clause(Toestand(toestand), vandaag, nu) if toestand in set(Toestand) else sa.false())
    if vorm := kies("vorm"):
        waar.append(col(Contactmoment.vorm) == Vorm(vorm) if vorm in set(Vorm) else sa.false())
    if soort := kies("soort"):
        waar.append(col(Contactmoment.soort) == MomentSoort(soort) if soort in set(MomentSoort) else sa.false())
    if team := kies("team"):
        waar.append(col(Dossier.team_id) == _id(team))
    if begeleider := kies("begeleider"):
        eigen = col(Dossier.onderwijsbegeleider_id)
        waar.append(eigen.is_(None) if begeleider == "geen" else eigen == _id(begeleider))
    waar.extend(
        sa.or_(
            col(Student.zoektekst).like(patroon, escape="\\"),
            sa.func.coalesce(col(Leerbedrijf.zoektekst), "").like(patroon, escape="\\"),
        )
        for patroon in patronen(vraag.zoek)
    )
    return waar


def _is_open() -> Clause:
    """Somebody still has to do something about it."""
    return sa.and_(col(Contactmoment.status).in_((MomentStatus.TE_PLANNEN, MomentStatus.GEPLAND)), loopt())


def _id(waarde: str) -> int:
    return int(waarde) if waarde.isascii() and waarde.isdigit() and len(waarde) < 10 else 0


def _van(keuze: sa.Select[Any]) -> sa.Select[Any]:
    return (
        keuze.select_from(Contactmoment)
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .outerjoin(Pok, col(Pok.id) == LAATSTE_POK)
        .outerjoin(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .outerjoin(Account, col(Account.id) == col(Dossier.onderwijsbegeleider_id))
        .outerjoin(Team, col(Team.id) == col(Dossier.team_id))
    )


_SORTEER: dict[str, Any] = {
    "student": col(Student.zoektekst),
    "gesprek": sa.func.lower(col(Contactmoment.naam)),
    "venster": col(Contactmoment.venster_tot),
    "afspraak": sa.func.coalesce(sa.cast(col(Contactmoment.afspraak_op), sa.String), ""),
    "vorm": sa.cast(col(Contactmoment.vorm), sa.String),
    "leerbedrijf": sa.func.coalesce(col(Leerbedrijf.naam), ""),
    "begeleider": sa.func.coalesce(col(Account.naam), ""),
    "soort": sa.cast(col(Contactmoment.soort), sa.String),
    "gehouden": sa.func.coalesce(sa.cast(col(Contactmoment.gehouden_op), sa.String), ""),
    "klas": col(Student.klas),
    "team": sa.func.coalesce(col(Team.naam), ""),
}


def list_momenten(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of conversations inside the actor's scope.

    Without a sort what is still to be done comes first, by the end of its window; then what is over, the latest first.
    """
    vandaag, nu = tijd.klok.vandaag(), tijd.klok.nu()
    waar = _waar(actor, vraag, vandaag, nu)
    totaal = session.execute(_van(sa.select(sa.func.count())).where(*waar)).scalar_one()
    richting = sa.desc if vraag.aflopend else sa.asc
    if (gekozen := _SORTEER.get(vraag.sorteer)) is not None:
        volgorde = [richting(gekozen), richting(col(Contactmoment.id))]
    else:
        eind = col(Contactmoment.venster_tot)
        volgorde = [
            sa.case((_is_open(), 0), else_=1),
            sa.case((_is_open(), eind)),
            eind.desc(),
            col(Contactmoment.id),
        ]
    naam = sa.func.coalesce(
        sa.func.nullif(col(Student.naam), ""), col(Student.krd_sleutel), col(Student.studentnummer), ""
    )
    keuze = sa.select(
        Contactmoment,
        naam.label("student"),
        col(Student.klas),
        col(Leerbedrijf.naam).label("bedrijf"),
        col(Account.naam).label("begeleider"),
        col(Team.naam).label("team"),
        sa.case((loopt(), sa.true()), else_=sa.false()).label("loopt"),
    )
    rijen = session.execute(
        _van(keuze).where(*waar).order_by(*volgorde).offset(vraag.offset).limit(vraag.per_pagina)
    ).all()
    return LijstAntwoord([_rij(rij, vandaag, nu, vraag.taal) for rij in rijen], totaal)


def _rij(rij: Any, vandaag: date, nu: datetime, taal: str) -> Rij:
    m: Contactmoment = rij[0]
    toestand = bepaal_toestand(
        m.status, (m.venster_van, m.venster_tot), m.afspraak_op, vandaag, nu, loopt=bool(rij.loopt)
    )
    afspraak = m.afspraak_op if m.status is MomentStatus.GEPLAND else None
    ja = Tekst("ja", "yes").in_taal(taal)
    href = f"/gesprekken/{m.id}"
    cellen = (
        Cel(rij.student, href=href),
        Cel(m.naam, href=href),
        Cel(TOESTAND_LABEL[toestand].in_taal(taal), badge=True, toon=TOESTAND_TOON[toestand], waarde=toestand.value),
        Cel(venster_tekst(m.venster_van, m.venster_tot, taal), waarde=m.venster_tot),
        Cel(
            toon_moment(afspraak, taal),
            waarde=afspraak.astimezone(AMSTERDAM).replace(tzinfo=None) if afspraak else None,
        ),
        Cel(VORM_LABEL[m.vorm].in_taal(taal)),
        Cel(rij.bedrijf or ""),
        Cel(rij.begeleider or ""),
        Cel(SOORT_LABEL[m.soort].in_taal(taal)),
        Cel(toon_datum(m.gehouden_op, taal), waarde=m.gehouden_op),
        Cel(ja if m.is_gezamenlijk else ""),
        Cel(rij.klas or ""),
        Cel(rij.team or ""),
    )
    return Rij(str(m.id), cellen, href, f"{rij.student}, {m.naam}")


def tel_toestanden(session: Session, actor: Actor, vandaag: date, nu: datetime) -> tuple[dict[Toestand, int], int]:
    """How many conversations there are per toestand in the actor's scope, and how many this week."""
    tellers = [
        sa.func.coalesce(sa.func.sum(sa.case((toestand_clause(t, vandaag, nu), 1), else_=0)), 0) for t in Toestand
    ]
    week = sa.func.coalesce(sa.func.sum(sa.case((deze_week_clause(vandaag, nu), 1), else_=0)), 0)
    vraag = (
        sa.select(*tellers, week)
        .select_from(Contactmoment)
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .where(moment_scope(actor))
    )
    *aantallen, deze_week = session.execute(vraag).one()
    return {t: int(n) for t, n in zip(Toestand, aantallen, strict=True)}, int(deze_week)


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """Teams and begeleiders inside the actor's scope; none for who only has own students."""
    if actor.team_ids(Actie.GESPREK_ZIEN) == frozenset():
        return ()
    eigen = (
        sa.select(col(Dossier.onderwijsbegeleider_id))
        .join(Contactmoment, col(Contactmoment.dossier_id) == col(Dossier.id))
        .where(moment_scope(actor))
        .distinct()
    )
    vraag = sa.select(col(Account.id), col(Account.naam)).where(col(Account.id).in_(eigen))
    rijen: Sequence[Any] = session.execute(
        vraag.order_by(sa.func.lower(col(Account.naam)), col(Account.id)).limit(MAX_BEGELEIDERS)
    ).all()
    geen = Keuze("geen", Tekst("Zonder begeleider", "Without supervisor"))
    return (
        team_filter(session, actor),
        Filter(
            "begeleider",
            Tekst("Begeleider", "Supervisor"),
            (geen, *(Keuze(str(nr), Tekst(naam, naam)) for nr, naam in rijen)),
        ),
    )


GESPREKKEN = Lijst(
    naam="gesprekken",
    titel=Tekst("Gesprekken", "Conversations"),
    actie=Actie.GESPREK_ZIEN,
    kolommen=KOLOMMEN,
    vraag=list_momenten,
    filters=(_TOESTAND_FILTER, _VORM_FILTER, _SOORT_FILTER),
    filters_van=filters_van,
    zoek_label=Tekst("Student of leerbedrijf", "Student or company"),
    leeg=Tekst(
        "Geen gesprekken gevonden. Ze komen vanzelf uit de dossierinrichting zodra een stage een begindatum heeft.",
        "No conversations found. They come from the dossier set-up as soon as a placement has a start date.",
    ),
    sorteer="venster",
)
