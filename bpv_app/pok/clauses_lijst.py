"""Pieces of WHERE for lists of POKs: search, completeness, comparison with the register, signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.zoek import MAX_WOORDEN, patronen, vouw
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.krd_bericht import KANAAL
from bpv_app.pok.rules import KRD_STATUS, KrdStatus, PokStatus
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN, KrdStand
from bpv_app.pok.tables import Pok, PokHandtekening
from bpv_app.pok.tables_wijziging import PokWijziging

Clause = sa.ColumnElement[bool]
NIET_GETEKEND = (PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT)


def heeft_zoekindex(session: Session) -> bool:
    """Whether this SQLite database has the trigram table of migration 0003."""
    if session.get_bind().dialect.name != "sqlite":
        return False
    return bool(session.execute(sa.text("SELECT 1 FROM sqlite_master WHERE name = 'zoek_pok'")).first())


SMAL = "INDEXED BY zoek_pok_smal"
"""SQLite hint for a question with `zoek_clause` in it: filter, sort and count the hits in the narrow index."""


@dataclass(frozen=True, slots=True)
class Zoek:
    """A search as pieces of WHERE; `is_snel`: the hits come from SQLite's trigram table, so `SMAL` may be used."""

    clauses: tuple[Clause, ...] = ()
    is_snel: bool = False


def zoek_clause(session: Session, zoek: str) -> Zoek:
    """Every word of `zoek` somewhere in number, student or company.

    On SQLite words of three letters or more are looked up in the trigram table (a quoted text is found exactly);
    PostgreSQL uses its trigram index by itself.
    """
    woorden = vouw(zoek).split()[:MAX_WOORDEN]
    lang = [w for w in woorden if len(w) >= 3] if heeft_zoekindex(session) else []
    clauses: list[Clause] = []
    if lang:
        vraag = " AND ".join('"' + w.replace('"', '""') + '"' for w in lang)
        treffers = sa.text("SELECT rowid FROM zoek_pok WHERE zoek_pok MATCH :zoekvraag").bindparams(zoekvraag=vraag)
        clauses.append(col(Pok.id).in_(treffers.columns(sa.column("rowid", sa.Integer))))
    rest = " ".join(w for w in woorden if w not in lang)
    clauses += [col(Pok.zoektekst).like(patroon, escape="\\") for patroon in patronen(rest)]
    return Zoek(tuple(clauses), bool(lang))


def is_compleet() -> Clause:
    """A POK with every field that sending needs (the SQL of `rules.ontbrekend`)."""
    met_id = sa.select(col(Leerbedrijf.id)).where(
        col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), col(Leerbedrijf.sbb_id) != ""
    )
    velden = (
        Pok.begin_op,
        Pok.eind_op,
        Pok.uren_totaal,
        Pok.afsluitdatum,
        Pok.leerbedrijf_id,
        Pok.praktijkopleider_id,
        Pok.onderwijsbegeleider_id,
        Pok.uren_per_week,
        Pok.dagen_per_week,
    )
    # Not correlated with a company the list itself joins.
    return sa.and_(*(col(veld).is_not(None) for veld in velden), sa.exists(met_id.correlate(Pok)))


def bpvblad_clause(waarde: str, vandaag: date) -> Clause:
    """POKs with an open objection to a new bpv-blad (`bezwaar`), or whose term for one still runs (`termijn`)."""
    if waarde == "bezwaar":
        welke = col(PokWijziging.status) == WijzigingStatus.BEZWAAR
    else:
        welke = sa.and_(col(PokWijziging.status) == WijzigingStatus.LOOPT, col(PokWijziging.bezwaar_tot) >= vandaag)
    return col(Pok.id).in_(sa.select(col(PokWijziging.pok_id)).where(welke))


def heeft_handtekening() -> Clause:
    """At least one valid signature under the current printed version."""
    return sa.exists(
        sa.select(col(PokHandtekening.id))
        .where(
            col(PokHandtekening.pok_id) == col(Pok.id),
            col(PokHandtekening.document_versie) == col(Pok.document_versie) - col(Pok.blad_versies),
            col(PokHandtekening.vervallen_op).is_(None),
        )
        .correlate(Pok)
    )


def wacht_op_krd() -> Clause:
    """A message to the register has no answer yet."""
    wachtend = sa.select(sa.cast(sa.func.substr(Bericht.groep, 5), sa.Integer)).where(
        col(Bericht.status) == BerichtStatus.WACHT,
        col(Bericht.kanaal) == KANAAL,
        col(Bericht.groep).like("pok:%"),
    )
    return col(Pok.id).in_(wachtend)


def wacht_op_antwoord() -> Clause:
    """The same for one row at a time, to show beside it."""
    return sa.exists(
        sa.select(col(Bericht.id)).where(
            col(Bericht.groep) == sa.literal("pok:").concat(sa.cast(col(Pok.id), sa.String)),
            col(Bericht.status) == BerichtStatus.WACHT,
            col(Bericht.kanaal) == KANAAL,
        )
    )


def _krd_verwacht() -> sa.Case[KrdStatus]:
    return sa.case(
        *((col(Pok.status) == ons, sa.literal(krd.value)) for ons, krd in KRD_STATUS.items()), else_=sa.literal("")
    )


def krd_stand_clause(stand: KrdStand) -> Clause:
    """The SQL of `rules_krd.krd_stand`."""
    geweigerd = col(Pok.krd_fout_code) != ""
    if stand is KrdStand.GEWEIGERD:
        return geweigerd
    wacht = wacht_op_krd()
    if stand is KrdStand.WACHT:
        return sa.and_(sa.not_(geweigerd), wacht)
    beantwoord = sa.and_(sa.not_(geweigerd), sa.not_(wacht))
    moet = col(Pok.status).in_(sorted(MOET_BEKEND_ZIJN))
    onbekend = col(Pok.krd_status).is_(None)
    gelijk = sa.cast(col(Pok.krd_status), sa.String) == _krd_verwacht()
    if stand is KrdStand.GELIJK:
        return sa.and_(beantwoord, sa.not_(onbekend), gelijk)
    if stand is KrdStand.NVT:
        return sa.and_(beantwoord, onbekend, sa.not_(moet))
    return sa.and_(beantwoord, sa.or_(sa.and_(onbekend, moet), sa.and_(sa.not_(onbekend), sa.not_(gelijk))))


def begint_clause(wanneer: str, vandaag: date) -> Clause:
    """`week`: Monday to Sunday of this week; `veertien`: today and the next 14 days; `week_ongetekend`, `begonnen`:
    this week, or already, without all signatures."""
    maandag = vandaag - timedelta(days=vandaag.weekday())
    begin = col(Pok.begin_op)
    deze_week = begin.between(maandag, maandag + timedelta(days=6))
    ongetekend = col(Pok.status).in_(NIET_GETEKEND)
    if wanneer == "week":
        return deze_week
    if wanneer == "veertien":
        return begin.between(vandaag, vandaag + timedelta(days=14))
    if wanneer == "week_ongetekend":
        return sa.and_(deze_week, ongetekend)
    return sa.and_(begin <= vandaag, ongetekend)
