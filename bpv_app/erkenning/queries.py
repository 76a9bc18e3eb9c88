"""The worklist of lost accreditations, its counter and first line, and the banner of a dossier or agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.clauses import intrekking_scope, is_nog_aan_de_orde, is_open
from bpv_app.erkenning.rules import (
    STATUS_LABEL,
    STATUS_TOON,
    VOORSTEL_LABEL,
    VOORSTEL_UITLEG,
    WAAROVER_LABEL,
    IntrekkingStatus,
    Voorstel,
    Waarover,
    vat_samen,
    waarschuwing,
)
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.tables import Plaats
from bpv_app.pok.queries_tellers import Teller
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.queries import team_filter
from bpv_app.student.tables import Student, Team

_WERK: dict[str, Tekst] = {
    "open": Tekst("Open", "Open"),
    "niet_begonnen": Tekst("Open, nog niet begonnen", "Open, not begun yet"),
    "loopt": Tekst("Open, de stage loopt", "Open, the placement runs"),
    "gesloten": Tekst("Gesloten", "Closed"),
}
_VAN = (
    sa.join(Intrekking, Leerbedrijf, col(Leerbedrijf.id) == col(Intrekking.leerbedrijf_id))
    .outerjoin(Pok, col(Pok.id) == col(Intrekking.pok_id))
    .outerjoin(Plaats, col(Plaats.id) == col(Intrekking.plaats_id))
    .outerjoin(Dossier, col(Dossier.id) == col(Intrekking.dossier_id))
    .outerjoin(Student, col(Student.id) == col(Pok.student_id))
)


def _loopt(vandaag: date) -> sa.ColumnElement[bool]:
    """The agreement is signed and its first day is there; the SQL of `queries_geraakt.Geraakt.is_begonnen`."""
    return sa.and_(col(Pok.status) == PokStatus.DEFINITIEF, col(Pok.begin_op) <= vandaag)


def _werk(werk: str, vandaag: date) -> list[sa.ColumnElement[bool]]:
    loopt = sa.func.coalesce(_loopt(vandaag), sa.false())
    match werk:
        case "open":
            return [is_open(vandaag)]
        case "niet_begonnen":
            return [is_open(vandaag), sa.not_(loopt)]
        case "loopt":
            return [is_open(vandaag), loopt]
        case _:
            return [sa.not_(sa.func.coalesce(is_open(vandaag), sa.false()))]


def where_intrekkingen(actor: Actor, vraag: LijstVraag, vandaag: date) -> list[sa.ColumnElement[bool]]:
    """Scope, search and filters, for a query on `_VAN`."""
    waar = [intrekking_scope(actor)]
    velden = (col(Student.zoektekst), col(Leerbedrijf.zoektekst), sa.func.lower(col(Pok.nummer)))
    waar += [sa.or_(*(veld.like(p, escape="\\") for veld in velden)) for p in patronen(vraag.zoek)]
    kies = vraag.filters.get
    if werk := kies("werk"):
        waar += _werk(werk, vandaag)
    if over := kies("waarover"):
        waar.append((col(Intrekking.pok_id) if over == Waarover.POK else col(Intrekking.plaats_id)).is_not(None))
    if voorstel := kies("voorstel"):
        waar.append(col(Intrekking.voorstel) == voorstel if voorstel in set(Voorstel) else sa.false())
    if team := kies("team"):
        waar.append(col(Dossier.team_id) == (int(team) if team.isascii() and team.isdigit() else 0))
    return waar


def tel_intrekkingen(session: Session, waar: list[sa.ColumnElement[bool]]) -> int:
    """How many withdrawals meet the clauses."""
    return int(session.execute(sa.select(sa.func.count()).select_from(_VAN).where(*waar)).scalar_one())


_BEGIN = sa.func.coalesce(col(Pok.begin_op), col(Plaats.van))
_SORTEER: dict[str, Any] = {
    "student": col(Student.zoektekst),
    "bedrijf": col(Leerbedrijf.zoektekst),
    "begin": _BEGIN,
    "sinds": col(Intrekking.sinds),
}


def list_intrekkingen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page: what is open first, of that what begins first."""
    require(actor, Actie.INTREKKING_ZIEN)
    vandaag = tijd.klok.vandaag()
    waar = where_intrekkingen(actor, vraag, vandaag)
    totaal = tel_intrekkingen(session, waar)
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = (
        [richting(_SORTEER[vraag.sorteer])]
        if vraag.sorteer in _SORTEER
        else [sa.case((is_open(vandaag), 0), else_=1), _BEGIN]
    )
    rijen = session.execute(
        sa.select(
            Intrekking,
            sa.func.coalesce(is_nog_aan_de_orde(vandaag), sa.false()),
            sa.func.coalesce(col(Pok.nummer), col(Plaats.titel)),
            sa.func.coalesce(col(Student.naam), ""),
            col(Leerbedrijf.naam),
            _BEGIN,
            sa.func.coalesce(col(Team.naam), ""),
        )
        .select_from(_VAN)
        .outerjoin(Team, col(Team.id) == col(Dossier.team_id))
        .where(*waar)
        .order_by(*volgorde, col(Intrekking.id))
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).all()
    return LijstAntwoord([_rij(vraag.taal, *rij) for rij in rijen], totaal)


def _href(rij: Intrekking) -> str:
    return f"/poks/{rij.pok_id}" if rij.pok_id else f"/plaatsen/{rij.plaats_id}"


def _rij(
    taal: str, i: Intrekking, is_nog: bool, wat: str, student: str, bedrijf: str, begin: date | None, team: str
) -> Rij:
    status = i.status if is_nog or i.status is not IntrekkingStatus.OPEN else IntrekkingStatus.VOORBIJ
    over = Waarover.POK if i.pok_id else Waarover.PLAATS
    sinds = i.sinds.astimezone(AMSTERDAM).date()
    return Rij(
        sleutel=str(i.id),
        cellen=(
            Cel(f"{WAAROVER_LABEL[over].in_taal(taal)} {wat}", href=_href(i)),
            Cel(student),
            Cel(bedrijf, href=f"/leerbedrijven/{i.leerbedrijf_id}"),
            Cel(Tekst(i.reden, i.reden_en).in_taal(taal)),
            Cel(VOORSTEL_LABEL[i.voorstel].in_taal(taal), waarde=i.voorstel.value),
            Cel(STATUS_LABEL[status].in_taal(taal), badge=True, toon=STATUS_TOON[status]),
            Cel(toon_datum(begin, taal), waarde=begin or ""),
            Cel(toon_datum(sinds, taal), waarde=sinds),
            Cel(i.crebo),
            Cel(i.afhandeling),
            Cel(i.gesloten_door),
            Cel(team),
        ),
        href=_href(i),
        naam=f"{wat} {student}".strip(),
    )


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """The actor's teams."""
    return (team_filter(session, actor),)


ERKENNINGEN = Lijst(
    naam="erkenningen",
    titel=Tekst("Erkenning vervallen", "Accreditation lost"),
    actie=Actie.INTREKKING_ZIEN,
    kolommen=(
        Kolom("wat", Tekst("POK of plaats", "Agreement or place"), sorteer=False),
        Kolom("student", Tekst("Student", "Student")),
        Kolom("bedrijf", Tekst("Leerbedrijf", "Company")),
        Kolom("reden", Tekst("Wat zegt het register", "What the register says"), sorteer=False),
        Kolom("voorstel", Tekst("Voorstel", "Proposal"), sorteer=False),
        Kolom("status", Tekst("Status", "Status"), sorteer=False),
        Kolom("begin", Tekst("Begin", "Begin")),
        Kolom("sinds", Tekst("Gevonden op", "Found on")),
        Kolom("crebo", Tekst("Crebo", "Crebo"), sorteer=False, standaard=False),
        Kolom("afhandeling", Tekst("Afhandeling", "How it was closed"), sorteer=False, standaard=False),
        Kolom("door", Tekst("Gesloten door", "Closed by"), sorteer=False, standaard=False),
        Kolom("team", Tekst("Team", "Team"), sorteer=False, standaard=False),
    ),
    vraag=list_intrekkingen,
    filters=(
        Filter("werk", Tekst("Wat", "What"), tuple(Keuze(w, label) for w, label in _WERK.items())),
        Filter("waarover", Tekst("Soort", "Kind"), tuple(Keuze(w.value, WAAROVER_LABEL[w]) for w in Waarover)),
        Filter("voorstel", Tekst("Voorstel", "Proposal"), tuple(Keuze(v.value, VOORSTEL_LABEL[v]) for v in Voorstel)),
    ),
    filters_van=filters_van,
    zoek_label=Tekst("Student, leerbedrijf of POK-nummer", "Student, company or agreement number"),
    leeg=Tekst(
        "Niets. Als het erkenningenregister verandert, staat hier elke POK en plaats die haar erkenning verloor.",
        "Nothing. When the accreditation register changes, every agreement and place that lost it stands here.",
    ),
)


def tel_tellers(session: Session, actor: Actor, vandaag: date) -> tuple[Teller, ...]:
    """The counter of the start page."""
    if not actor.mag(Actie.INTREKKING_ZIEN):
        return ()
    vraag = LijstVraag(filters={"werk": "open"})
    aantal = tel_intrekkingen(session, where_intrekkingen(actor, vraag, vandaag))
    return (
        Teller(
            "erkenning_vervallen",
            Tekst("Erkenning vervallen", "Accreditation lost"),
            Tekst("er moet iets geregeld worden", "something has to be arranged"),
            aantal,
            ERKENNINGEN,
            vraag,
            "error",
        ),
    )


def get_samenvatting(session: Session, actor: Actor, vandaag: date) -> Tekst:
    """The first line of the list."""
    require(actor, Actie.INTREKKING_ZIEN)
    tel = {
        werk: tel_intrekkingen(session, where_intrekkingen(actor, LijstVraag(filters={"werk": werk}), vandaag))
        for werk in ("open", "niet_begonnen")
    }
    return vat_samen(tel["open"], tel["niet_begonnen"])


@dataclass(frozen=True, slots=True)
class Banner:
    """What the banner of a dossier or agreement says."""

    reden: Tekst
    gevolg: Tekst
    voorstel: Tekst
    uitleg: Tekst
    pok_id: int
    voordracht: str


def list_banners(
    session: Session, actor: Actor, vandaag: date, *, dossier_id: int = 0, pok_id: int = 0
) -> list[Banner]:
    """The open withdrawals of a dossier or an agreement, as far as this actor may see them."""
    welke = col(Intrekking.pok_id) == pok_id if pok_id else col(Intrekking.dossier_id) == dossier_id
    if not is_sleutel(pok_id or dossier_id) or not actor.mag(Actie.INTREKKING_ZIEN):
        return []
    rijen = session.execute(
        sa.select(Intrekking, sa.func.coalesce(_loopt(vandaag), sa.false()))
        .select_from(_VAN)
        .where(welke, col(Intrekking.pok_id).is_not(None), intrekking_scope(actor), is_open(vandaag))
        .order_by(col(Intrekking.id))
    )
    return [
        Banner(
            Tekst(i.reden, i.reden_en),
            waarschuwing(bool(loopt)),
            VOORSTEL_LABEL[i.voorstel],
            VOORSTEL_UITLEG[i.voorstel],
            i.pok_id or 0,
            f"/leerbedrijven/{i.leerbedrijf_id}?voordracht={i.crebo}" if actor.mag(Actie.ERKENNING_VOORDRAGEN) else "",
        )
        for i, loopt in rijen
    ]
