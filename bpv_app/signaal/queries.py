"""The list of signals, its counters and first line, one signal with its history, and the short list of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, toon_datum, toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.pok.queries_tellers import Teller
from bpv_app.signaal.clauses import eigenaar, signaal_scope
from bpv_app.signaal.rules import (
    OPEN,
    SOORT_LABEL,
    STATUS_LABEL,
    STATUS_TOON,
    SignaalSoort,
    SignaalStap,
    SignaalStatus,
    Wie,
    mag_stap,
    vat_samen,
)
from bpv_app.signaal.tables import Signaal, SignaalGebeurtenis
from bpv_app.student.queries import team_filter
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account

_WERK: dict[str, Tekst] = {
    "open": Tekst("Open", "Open"),
    "mijn": Tekst("Van mij, open", "Mine, open"),
    "nieuw": Tekst("Nog niet opgepakt", "Not taken yet"),
    "opvolgen": Tekst("Vandaag terugkijken", "Look back today"),
    "geescaleerd": Tekst("Te lang niet opgepakt", "Not taken for too long"),
    "gesloten": Tekst("Gesloten", "Closed"),
}
_VAN = sa.join(Signaal, Dossier, col(Dossier.id) == col(Signaal.dossier_id)).join(
    Student, col(Student.id) == col(Signaal.student_id)
)


def _werk(werk: str, actor: Actor, vandaag: date) -> list[sa.ColumnElement[bool]]:
    is_open = col(Signaal.status).in_(OPEN)
    match werk:
        case "open":
            return [is_open]
        case "mijn":
            return [is_open, eigenaar() == (actor.account_id or 0)]
        case "nieuw":
            return [col(Signaal.status) == SignaalStatus.NIEUW]
        case "opvolgen":
            return [is_open, col(Signaal.opvolgen_op) <= vandaag]
        case "geescaleerd":
            return [col(Signaal.status) == SignaalStatus.NIEUW, col(Signaal.geescaleerd_op).is_not(None)]
        case _:
            return [sa.not_(is_open)]


def where_signalen(actor: Actor, vraag: LijstVraag, vandaag: date) -> list[sa.ColumnElement[bool]]:
    """Scope, search and filters, for a query on `_VAN`."""
    waar = [signaal_scope(actor)]
    waar += [col(Student.zoektekst).like(patroon, escape="\\") for patroon in patronen(vraag.zoek)]
    kies = vraag.filters.get
    if werk := kies("werk"):
        waar += _werk(werk, actor, vandaag)
    if soort := kies("soort"):
        waar.append(col(Signaal.soort) == soort if soort in set(SignaalSoort) else sa.false())
    if status := kies("status"):
        waar.append(col(Signaal.status) == status if status in set(SignaalStatus) else sa.false())
    if team := kies("team"):
        waar.append(col(Dossier.team_id) == (int(team) if team.isascii() and team.isdigit() else 0))
    return waar


def tel_signalen(session: Session, waar: list[sa.ColumnElement[bool]]) -> int:
    """How many signals meet the clauses."""
    return int(session.execute(sa.select(sa.func.count()).select_from(_VAN).where(*waar)).scalar_one())


_SORTEER: dict[str, Any] = {
    "student": col(Student.zoektekst),
    "soort": col(Signaal.soort),
    "sinds": col(Signaal.sinds),
    "opvolgen": col(Signaal.opvolgen_op),
}


def list_signalen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of signals: the open ones first, of those the oldest."""
    require(actor, Actie.SIGNAAL_ZIEN)
    waar = where_signalen(actor, vraag, tijd.klok.vandaag())
    totaal = tel_signalen(session, waar)
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = (
        [richting(_SORTEER[vraag.sorteer])]
        if vraag.sorteer in _SORTEER
        else [sa.case((col(Signaal.status).in_(OPEN), 0), else_=1), col(Signaal.sinds)]
    )
    rijen = session.execute(
        sa.select(
            Signaal,
            col(Student.naam),
            sa.func.coalesce(Account.naam, ""),
            sa.func.coalesce(Team.naam, ""),
        )
        .select_from(_VAN)
        .join(Account, col(Account.id) == eigenaar(), isouter=True)
        .join(Team, col(Team.id) == col(Dossier.team_id), isouter=True)
        .where(*waar)
        .order_by(*volgorde, col(Signaal.id))
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).all()
    return LijstAntwoord([_rij(s, student, van, team, vraag.taal) for s, student, van, team in rijen], totaal)


def woorden(s: Signaal | SignaalGebeurtenis, taal: str) -> str:
    """What it says; what a person wrote has no translation."""
    return s.tekst_en if taal == "en" and s.tekst_en else s.tekst


def _rij(s: Signaal, student: str, van: str, team: str, taal: str) -> Rij:
    href = f"/signalen/{s.id}"
    sinds = s.sinds.astimezone(AMSTERDAM).date()
    return Rij(
        sleutel=str(s.id),
        cellen=(
            Cel(student, href=href),
            Cel(SOORT_LABEL[s.soort].in_taal(taal), waarde=s.soort.value),
            Cel(woorden(s, taal)[:160]),
            Cel(STATUS_LABEL[s.status].in_taal(taal), badge=True, toon=STATUS_TOON[s.status]),
            Cel(van or Tekst("niemand", "nobody").in_taal(taal)),
            Cel(toon_datum(sinds, taal), waarde=sinds),
            Cel(toon_datum(s.opvolgen_op, taal), waarde=s.opvolgen_op or ""),
            Cel(team),
        ),
        href=href,
        naam=f"{student}, {SOORT_LABEL[s.soort].in_taal(taal)}",
    )


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """The actor's teams."""
    return (team_filter(session, actor),)


SIGNALEN = Lijst(
    naam="signalen",
    titel=Tekst("Signalen", "Signals"),
    actie=Actie.SIGNAAL_ZIEN,
    kolommen=(
        Kolom("student", Tekst("Student", "Student")),
        Kolom("soort", Tekst("Soort", "Kind")),
        Kolom("wat", Tekst("Wat is er", "What is it"), sorteer=False),
        Kolom("status", Tekst("Status", "Status"), sorteer=False),
        Kolom("eigenaar", Tekst("Eigenaar", "Owner"), sorteer=False),
        Kolom("sinds", Tekst("Sinds", "Since")),
        Kolom("opvolgen", Tekst("Terugkijken op", "Look back on")),
        Kolom("team", Tekst("Team", "Team"), sorteer=False, standaard=False),
    ),
    vraag=list_signalen,
    filters=(
        Filter("werk", Tekst("Wat", "What"), tuple(Keuze(w, label) for w, label in _WERK.items())),
        Filter("soort", Tekst("Soort", "Kind"), tuple(Keuze(s.value, SOORT_LABEL[s]) for s in SignaalSoort)),
        Filter("status", Tekst("Status", "Status"), tuple(Keuze(s.value, STATUS_LABEL[s]) for s in SignaalStatus)),
    ),
    filters_van=filters_van,
    zoek_label=Tekst("Student", "Student"),
    leeg=Tekst(
        "Geen signalen. De app kijkt elke ochtend; een eigen signaal schrijf je in het dossier van de student.",
        "No signals. The app looks every morning; write one of your own in the student's dossier.",
    ),
)

_TELLERS: tuple[tuple[str, Tekst, Tekst, dict[str, str], frozenset[Rol], str], ...] = (
    (
        "signaal_geescaleerd",
        Tekst("Signaal te lang niet opgepakt", "Signal not taken for too long"),
        Tekst("niemand is eraan begonnen", "nobody has begun with it"),
        {"werk": "geescaleerd"},
        frozenset({Rol.COORDINATOR}),
        "error",
    ),
    (
        "signaal_nieuw",
        Tekst("Nieuw signaal", "New signal"),
        Tekst("verzuim, uren, contact of erkenning", "absence, hours, contact or accreditation"),
        {"werk": "nieuw"},
        frozenset({Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER}),
        "warning",
    ),
    (
        "signaal_opvolgen",
        Tekst("Signaal om op terug te kijken", "Signal to look back on"),
        Tekst("afgesproken voor vandaag of eerder", "agreed for today or before"),
        {"werk": "opvolgen"},
        frozenset({Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER}),
        "info",
    ),
)


def tel_tellers(session: Session, actor: Actor, vandaag: date) -> tuple[Teller, ...]:
    """The counters of the start page, each with the list question that gives exactly that many rows."""
    if not actor.mag(Actie.SIGNAAL_ZIEN):
        return ()
    uit = []
    for sleutel, label, uitleg, filters, rollen, toon in _TELLERS:
        if actor.rollen & rollen:
            vraag = LijstVraag(filters=filters)
            aantal = tel_signalen(session, where_signalen(actor, vraag, vandaag))
            uit.append(Teller(sleutel, label, uitleg, aantal, SIGNALEN, vraag, toon))
    return tuple(uit)


def get_samenvatting(session: Session, actor: Actor, vandaag: date) -> Tekst:
    """The first line of the list."""
    require(actor, Actie.SIGNAAL_ZIEN)
    tel = {
        werk: tel_signalen(session, where_signalen(actor, LijstVraag(filters={"werk": werk}), vandaag))
        for werk in ("open", "nieuw", "opvolgen")
    }
    return vat_samen(tel["nieuw"], tel["open"] - tel["nieuw"], tel["opvolgen"])


@dataclass(frozen=True, slots=True)
class Regel:
    """One line of a signal's history."""

    stap: SignaalStap
    op: datetime
    door: str
    tekst: Tekst
    opvolgen_op: date | None


@dataclass(frozen=True, slots=True)
class SignaalDetail:
    """A signal as its screen shows it. `mag`: the steps this person may take now."""

    id: int
    versie: int
    dossier_id: int
    student: str
    team: str
    soort: SignaalSoort
    status: SignaalStatus
    tekst: Tekst
    eigenaar: str
    sinds: str
    gemeld_door: str
    opvolgen_op: date | None
    is_geescaleerd: bool
    mag: frozenset[SignaalStap]
    regels: tuple[Regel, ...]


def get_detail(session: Session, actor: Actor, signaal_id: int) -> SignaalDetail:
    """One signal inside the actor's scope. Raises `GeenRecht` or `NietGevonden`."""
    require(actor, Actie.SIGNAAL_ZIEN)
    vraag = (
        sa.select(Signaal, col(Student.naam), sa.func.coalesce(Account.naam, ""), sa.func.coalesce(Team.naam, ""))
        .select_from(_VAN)
        .join(Account, col(Account.id) == eigenaar(), isouter=True)
        .join(Team, col(Team.id) == col(Dossier.team_id), isouter=True)
        .where(col(Signaal.id) == signaal_id, signaal_scope(actor))
    )
    rij = session.execute(vraag).one_or_none() if is_sleutel(signaal_id) else None
    if rij is None:
        raise NietGevonden
    s, student, van, team = rij
    historie = session.execute(
        sa.select(SignaalGebeurtenis)
        .where(col(SignaalGebeurtenis.signaal_id) == signaal_id)
        .order_by(col(SignaalGebeurtenis.id).desc())
    ).scalars()
    mag = actor.mag(Actie.SIGNAAL_BEHANDELEN)
    return SignaalDetail(
        id=signaal_id,
        versie=s.versie,
        dossier_id=s.dossier_id,
        student=student,
        team=team,
        soort=s.soort,
        status=s.status,
        tekst=Tekst(s.tekst, s.tekst_en or s.tekst),
        eigenaar=van,
        sinds=toon_moment(s.sinds),
        gemeld_door=s.gemeld_door,
        opvolgen_op=s.opvolgen_op,
        is_geescaleerd=s.geescaleerd_op is not None and s.status is SignaalStatus.NIEUW,
        mag=frozenset(stap for stap in SignaalStap if mag and mag_stap(stap, s.status, Wie.SCHOOL)),
        regels=tuple(
            Regel(r.stap, r.op, r.door_naam, Tekst(r.tekst, r.tekst_en or r.tekst), r.opvolgen_op) for r in historie
        ),
    )


def list_van_dossier(session: Session, actor: Actor, dossier_id: int, taal: str = "nl") -> list[Rij]:
    """The open signals of a dossier inside the actor's scope, the newest first; nothing for who may see none."""
    if not actor.mag(Actie.SIGNAAL_ZIEN) or not is_sleutel(dossier_id):
        return []
    rijen = session.execute(
        sa.select(Signaal, col(Student.naam), sa.func.coalesce(Account.naam, ""))
        .select_from(_VAN)
        .join(Account, col(Account.id) == eigenaar(), isouter=True)
        .where(col(Signaal.dossier_id) == dossier_id, col(Signaal.status).in_(OPEN), signaal_scope(actor))
        .order_by(col(Signaal.sinds).desc(), col(Signaal.id))
    ).all()
    return [_rij(s, student, van, "", taal) for s, student, van in rijen]
