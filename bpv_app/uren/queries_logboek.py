"""Reads of the logbook: the list, one entry with its thread, and what a student needs to write one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.uren.clauses_logboek import Clause, eigen_stages, logboek_rol, logboek_scope
from bpv_app.uren.rules_logboek import (
    TOESTAND_LABEL,
    TOESTAND_TOON,
    Antwoord,
    Handeling,
    LogboekStatus,
    Toestand,
    handelingen,
    kop_van,
    toestand_van,
    toon_periode,
    vragen_of_standaard,
)
from bpv_app.uren.tables import TeamUren
from bpv_app.uren.tables_logboek import LogboekBijlage, LogboekItem, LogboekReactie


@dataclass(frozen=True, slots=True)
class Stage:
    """A placement a student can write about; `eind_op` is the real end when it ended."""

    pok_id: int
    student_id: int
    team_id: int | None
    leerbedrijf: str
    begin_op: date | None
    eind_op: date | None


def _stages() -> Any:
    return sa.select(
        col(Pok.id),
        col(Pok.student_id),
        col(Pok.team_id),
        col(Leerbedrijf.naam),
        col(Pok.begin_op),
        sa.func.coalesce(col(Pok.werkelijk_eind_op), col(Pok.eind_op)),
    ).outerjoin(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))


def list_stages(session: Session, actor: Actor) -> list[Stage]:
    """The actor's own placements, the latest first. Raises GeenRecht."""
    require(actor, Actie.LOGBOEK_SCHRIJVEN)
    vraag = _stages().where(eigen_stages(actor)).order_by(col(Pok.begin_op).desc(), col(Pok.id).desc())
    return [Stage(i or 0, s, t, naam or "", b, e) for i, s, t, naam, b, e in session.execute(vraag)]


def get_stage(session: Session, actor: Actor, pok_id: int) -> Stage:
    """One of the actor's own placements. Raises NietGevonden."""
    if is_sleutel(pok_id):
        for i, s, t, naam, b, e in session.execute(_stages().where(col(Pok.id) == pok_id, eigen_stages(actor))):
            return Stage(i or 0, s, t, naam or "", b, e)
    raise NietGevonden


def list_vragen(session: Session, team_id: int | None, taal: str = "nl") -> tuple[str, ...]:
    """The prompts of a team, or the default ones."""
    regels = session.get(TeamUren, team_id) if team_id is not None else None
    return vragen_of_standaard(regels.vragen if regels else (), taal)


@dataclass(frozen=True, slots=True)
class ReactieRegel:
    naam: str
    rol: Rol
    tekst: str
    op: datetime


@dataclass(frozen=True, slots=True)
class BijlageRegel:
    id: int
    naam: str
    is_foto: bool


@dataclass(frozen=True, slots=True)
class LogboekDetail:
    """An entry with its thread; `mag` is what the person looking may do with it."""

    id: int
    versie: int
    rol: Rol
    mag: frozenset[Handeling]
    toestand: Toestand
    student: str
    leerbedrijf: str
    pok_id: int
    van: date
    tot: date
    titel: str
    tekst: str
    antwoorden: tuple[Antwoord, ...]
    werkproces: str
    gedeeld_op: datetime | None
    besproken_op: datetime | None
    besproken_door: str
    bijgewerkt_op: datetime
    reacties: tuple[ReactieRegel, ...]
    bijlagen: tuple[BijlageRegel, ...]


def get_logboek_detail(session: Session, actor: Actor, item_id: int) -> LogboekDetail:
    """One entry inside the actor's scope. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.LOGBOEK_LEZEN)
    if not is_sleutel(item_id):
        raise NietGevonden
    vraag = (
        sa.select(LogboekItem, logboek_rol(actor), col(Student.naam), col(Leerbedrijf.naam))
        .join(Student, col(Student.id) == col(LogboekItem.student_id))
        .join(Pok, col(Pok.id) == col(LogboekItem.pok_id))
        .outerjoin(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .where(col(LogboekItem.id) == item_id, logboek_scope(actor))
    )
    rij = session.execute(vraag).one_or_none()
    if rij is None:
        raise NietGevonden
    item, rol, student, leerbedrijf = rij[0], Rol(rij[1]), rij[2], rij[3]
    reacties = (
        sa.select(LogboekReactie)
        .where(col(LogboekReactie.item_id) == item_id)
        .order_by(col(LogboekReactie.op), col(LogboekReactie.id))
    )
    bijlagen = sa.select(LogboekBijlage).where(col(LogboekBijlage.item_id) == item_id).order_by(col(LogboekBijlage.id))
    toestand = toestand_van(item.status, item.besproken_op)
    return LogboekDetail(
        item_id,
        item.versie,
        rol,
        handelingen(rol, toestand),
        toestand,
        student,
        leerbedrijf or "",
        item.pok_id,
        item.van,
        item.tot,
        item.titel,
        item.tekst,
        tuple(Antwoord(a["vraag"], a["antwoord"]) for a in item.antwoorden),
        item.werkproces,
        item.gedeeld_op,
        item.besproken_op,
        item.besproken_door,
        item.bijgewerkt_op,
        tuple(ReactieRegel(r.naam, Rol(r.rol), r.tekst, r.op) for r in session.execute(reacties).scalars()),
        tuple(
            BijlageRegel(b.id or 0, b.naam, b.soort.startswith("image/")) for b in session.execute(bijlagen).scalars()
        ),
    )


_KOLOMMEN = (
    Kolom("titel", Tekst("Verslag", "Entry")),
    Kolom("student", Tekst("Student", "Student")),
    Kolom("dag", Tekst("Dag", "Day")),
    Kolom("toestand", Tekst("Stand", "State"), sorteer=False),
    Kolom("werkproces", Tekst("Werkproces", "Work process"), sorteer=False, standaard=False),
    Kolom("leerbedrijf", Tekst("Leerbedrijf", "Company"), sorteer=False, standaard=False),
    Kolom("reacties", Tekst("Reacties", "Comments"), sorteer=False, rechts=True),
    Kolom("bijlagen", Tekst("Foto's en bestanden", "Photos and files"), sorteer=False, standaard=False, rechts=True),
)
TE_BESPREKEN = Tekst("Te bespreken", "To discuss")


def _toestand_clause(waarde: str) -> list[Clause]:
    gedeeld = col(LogboekItem.status) == LogboekStatus.GEDEELD
    match Toestand(waarde):
        case Toestand.CONCEPT:
            return [col(LogboekItem.status) == LogboekStatus.CONCEPT]
        case Toestand.GEDEELD:
            return [gedeeld, col(LogboekItem.besproken_op).is_(None)]
        case Toestand.BESPROKEN:
            return [gedeeld, col(LogboekItem.besproken_op).is_not(None)]


def _where(actor: Actor, vraag: LijstVraag) -> list[Clause]:
    where: list[Clause] = [logboek_scope(actor)]
    if waarde := vraag.filters.get("toestand"):
        where += _toestand_clause(waarde)
    titel, naam = sa.func.lower(col(LogboekItem.titel)), col(Student.zoektekst)
    where += [titel.like(p, escape="\\") | naam.like(p, escape="\\") for p in patronen(vraag.zoek)]
    return where


def _volgorde(actor: Actor, vraag: LijstVraag) -> list[Any]:
    """A student: newest first. Who guides students: what still has to be discussed first."""
    kolom: dict[str, Any] = {
        "titel": sa.func.lower(col(LogboekItem.titel)),
        "student": col(Student.zoektekst),
        "dag": col(LogboekItem.van),
    }
    if vraag.sorteer in kolom:
        eerst = kolom[vraag.sorteer]
        return [eerst.desc() if vraag.aflopend else eerst.asc(), col(LogboekItem.id).desc()]
    nieuwste: list[Any] = [col(LogboekItem.van).desc(), col(LogboekItem.id).desc()]
    if actor.mag(Actie.LOGBOEK_SCHRIJVEN):
        return nieuwste
    return [sa.case((col(LogboekItem.besproken_op).is_(None), 0), else_=1).asc(), *nieuwste]


def _aantal(tabel: type[LogboekReactie] | type[LogboekBijlage]) -> sa.ScalarSelect[int]:
    vraag = sa.select(sa.func.count()).where(col(tabel.item_id) == col(LogboekItem.id))
    return vraag.correlate(LogboekItem).scalar_subquery()


def list_logboek(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of entries inside the actor's scope. Raises GeenRecht."""
    require(actor, Actie.LOGBOEK_LEZEN)
    where, taal = _where(actor, vraag), vraag.taal
    van = sa.join(LogboekItem, Student, col(Student.id) == col(LogboekItem.student_id))
    totaal = session.execute(sa.select(sa.func.count()).select_from(van).where(*where)).scalar_one()
    bladzijde = (
        sa.select(
            LogboekItem,
            logboek_rol(actor),
            col(Student.naam),
            col(Leerbedrijf.naam),
            _aantal(LogboekReactie),
            _aantal(LogboekBijlage),
        )
        .select_from(van)
        .join(Pok, col(Pok.id) == col(LogboekItem.pok_id))
        .outerjoin(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .where(*where)
        .order_by(*_volgorde(actor, vraag))
        .limit(vraag.per_pagina)
        .offset(vraag.offset)
    )
    rijen = [
        _rij(item, Rol(rol), student, leerbedrijf or "", reacties, bijlagen, taal)
        for item, rol, student, leerbedrijf, reacties, bijlagen in session.execute(bladzijde)
    ]
    return LijstAntwoord(rijen, totaal)


def _rij(item: LogboekItem, rol: Rol, student: str, leerbedrijf: str, reacties: int, bijlagen: int, taal: str) -> Rij:
    toestand = toestand_van(item.status, item.besproken_op)
    label, toon = TOESTAND_LABEL[toestand], TOESTAND_TOON[toestand]
    if toestand is Toestand.GEDEELD and rol in (Rol.PRAKTIJKOPLEIDER, Rol.ONDERWIJSBEGELEIDER):
        label, toon = TE_BESPREKEN, "warning"
    kop = kop_van(item.titel, item.van, item.tot, taal)
    return Rij(
        str(item.id),
        (
            Cel(kop, waarde=item.titel),
            Cel("" if rol is Rol.STUDENT else student, waarde=student),  # on the own list it says the same in each row
            Cel(toon_periode(item.van, item.tot, taal), waarde=item.van),
            Cel(label.in_taal(taal), badge=True, toon=toon, waarde=toestand),
            Cel(item.werkproces),
            Cel(leerbedrijf),
            Cel(str(reacties) if reacties else "", waarde=reacties),
            Cel(str(bijlagen) if bijlagen else "", waarde=bijlagen),
        ),
        href=f"/logboek/{item.id}",
        naam=kop,
    )


def filters_van(_session: Session, actor: Actor) -> tuple[Filter, ...]:
    """Only who writes has drafts to filter by."""
    schrijft = actor.mag(Actie.LOGBOEK_SCHRIJVEN)
    keuzes = tuple(
        Keuze(t.value, TE_BESPREKEN if t is Toestand.GEDEELD and not schrijft else TOESTAND_LABEL[t])
        for t in Toestand
        if schrijft or t is not Toestand.CONCEPT
    )
    return (Filter("toestand", Tekst("Stand", "State"), keuzes),)


LOGBOEK = Lijst(
    naam="logboek",
    titel=Tekst("Logboek", "Logbook"),
    actie=Actie.LOGBOEK_LEZEN,
    kolommen=_KOLOMMEN,
    vraag=list_logboek,
    filters_van=filters_van,
    leeg=Tekst("Hier staat nog niets.", "There is nothing here yet."),
)


def tel_toestanden(session: Session, actor: Actor) -> dict[Toestand, int]:
    """How many entries the actor sees in each state. Raises GeenRecht."""
    require(actor, Actie.LOGBOEK_LEZEN)
    besproken = col(LogboekItem.besproken_op).is_not(None)
    vraag = (
        sa.select(col(LogboekItem.status), besproken, sa.func.count())
        .where(logboek_scope(actor))
        .group_by(col(LogboekItem.status), besproken)
    )
    aantallen = dict.fromkeys(Toestand, 0)
    for status, is_besproken, aantal in session.execute(vraag):
        if status is LogboekStatus.CONCEPT:
            aantallen[Toestand.CONCEPT] += aantal
        else:
            aantallen[Toestand.BESPROKEN if is_besproken else Toestand.GEDEELD] += aantal
    return aantallen
