"""Who did and saw what: every change the ORM writes becomes a line in `audit`, in the same transaction.

A listener on the session does the work, so nobody can forget it. Statements that bypass the ORM (bulk imports) are not
seen by it: those write their lines with `noteer_bulk`. Importing anything of `toegang` switches the listener on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper
from sqlmodel import Session, SQLModel

from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.toegang.tables import Audit
from bpv_app.toegang.tables import AuditSoort as AuditSoort

# audit itself, technical traffic, counters, and the mail log (what a person does to a mail is noted by its service).
# Lines of hours are told with their day, by the service that saves it.
NIET_GEVOLGD = frozenset(
    {
        "audit", "sessie", "poging", "bericht", "mail", "pok_teller", "uren_regel",
        "melding", "melding_bericht", "melding_inzage",  # confidential: beheer reads this audit; melding_inzage tells
        "signaal_ronde", "intrekking_ronde",
        "crebo_telt",  # computed from crebo_verband
        "krd_register", "krd_wijziging", "krd_levering", "krd_bestand",  # traffic; what it changes is followed
        "krd_vergelijking", "krd_vergelijking_gelezen", "krd_vergelijking_rij",
        "sbb_stand",  # up to where we listened; what that changed is followed
        "taak", "taak_regel",  # how far long work is; what it changes is followed
        "evaluatie",  # who answered what, and when, is for nobody to read
        "ronde_toelating", "voorstel_regel",  # frozen, and computed: the history of the round and of the proposal tell
    }
)  # fmt: skip
GEHEIM = frozenset({"wachtwoord_hash", "token_hash", "apparaat_hash", "zaad"})
# Between a student and who guides them: the audit says that it changed, not what it says (beheer may not read it).
VERTROUWELIJK: dict[str, frozenset[str]] = {
    "logboek_item": frozenset({"titel", "tekst", "antwoorden", "werkproces"}),
    "logboek_reactie": frozenset({"tekst"}),
    "logboek_bijlage": frozenset({"naam"}),
    # Of a conversation: for who was in it, and of the care notes for school roles only (domain.md section 2).
    "gespreksverslag": frozenset({"antwoorden"}),
    "gespreksafspraak": frozenset({"tekst"}),
    "gespreksverslag_kopie": frozenset({"inhoud", "wijzigingen"}),
    "gespreksverslag_reactie": frozenset({"tekst"}),
    "zorgvierkant": frozenset(f"{wat}_{n}" for wat in ("licht", "notitie") for n in range(1, 5)),
    "voorkeurlijst": frozenset({"keuzes", "wensen"}),
    "voorkeur": frozenset({"reden"}),
    "voorkeur_bewijs": frozenset({"inhoud", "wensen"}),
    "rangorde": frozenset({"past_niet"}),
    "rangorde_kandidaat": frozenset({"uitleg", "besluit_reden"}),
    "rangorde_bewijs": frozenset({"past_niet"}),
    "beoordeling": frozenset({"bedrijf_algemeen", "besluit_reden"}),
    "beoordeling_oordeel": frozenset({"oordeel", "opmerking"}),
    "beoordeling_historie": frozenset({"inhoud", "reden"}),
    "plaatsing": frozenset({"bezwaar", "bezwaar_antwoord"}),
    "plaatsing_gebeurtenis": frozenset({"reden"}),
    # What the school says to itself about a company: for who works with it, not for who reads this audit.
    "ongeschikt": frozenset({"reden"}),
    "pok_ongeschikt": frozenset({"stand", "reden"}),
    "relatie_notitie": frozenset({"tekst"}),
    "relatie_contact": frozenset({"onderwerp", "uitkomst"}),
    "signaal": frozenset({"tekst", "tekst_en"}),
    "signaal_gebeurtenis": frozenset({"tekst", "tekst_en"}),
}
# Kept by the app itself out of other columns: noise beside the change that caused it.
AFGELEID = frozenset({"versie", "zoektekst", "bijgewerkt_op", "is_vergeleken"})
# What says which thing was made; its other first values stand in the row, or in the "old" of a later line.
KENMERKEN = frozenset(
    {
        "naam",
        "nummer",
        "code",
        "gebruikersnaam",
        "studentnummer",
        "volgnummer",
        "sbb_id",
        "crebo",
        "begin_op",
        "eind_op",
    }
)
VERBORGEN = "•••"
MAX_TEKST = 300
MAX_NAAM = 200
MAX_OMSCHRIJVING = 500


def leesbaar(waarde: Any) -> Any:
    """A value as JSON can hold it and a person can read it; long texts are cut."""
    if waarde is None or isinstance(waarde, bool | int | float):
        return waarde
    if isinstance(waarde, Enum):
        return leesbaar(waarde.value)
    if isinstance(waarde, datetime | date):
        return waarde.isoformat()
    if isinstance(waarde, Decimal):
        return str(waarde)
    if isinstance(waarde, bytes):
        return f"{len(waarde)} bytes"
    if isinstance(waarde, Mapping):
        return {str(k): leesbaar(v) for k, v in waarde.items()}
    if isinstance(waarde, list | tuple | set | frozenset):
        return [leesbaar(v) for v in waarde]
    tekst = str(waarde)
    return tekst if len(tekst) <= MAX_TEKST else tekst[: MAX_TEKST - 1] + "…"


@dataclass(frozen=True, slots=True)
class AuditRij:
    """One thing that happened to one row, for `noteer_bulk`."""

    soort: AuditSoort
    tabel: str
    object_id: int | None = None
    omschrijving: str = ""
    oud: Mapping[str, Any] = field(default_factory=dict)
    nieuw: Mapping[str, Any] = field(default_factory=dict)


def _zonder_geheim(tabel: str, velden: Mapping[str, Any]) -> dict[str, Any]:
    geheim = GEHEIM | VERTROUWELIJK.get(tabel, frozenset())
    return {naam: VERBORGEN if naam in geheim else leesbaar(waarde) for naam, waarde in velden.items()}


def noteer_bulk(session: Session, actor: Actor | None, op: datetime, rijen: Iterable[AuditRij]) -> None:
    """Write many lines at once. Secrets are hidden here too, whatever the caller passes."""
    naam = (actor.naam if actor else "niet ingelogd")[:MAX_NAAM]
    account_id = actor.account_id if actor else None
    waarden = [
        {
            "op": op,
            "account_id": account_id,
            "naam": naam,
            "soort": rij.soort,
            "tabel": rij.tabel,
            "object_id": rij.object_id,
            "omschrijving": rij.omschrijving[:MAX_OMSCHRIJVING],
            "oud": _zonder_geheim(rij.tabel, rij.oud),
            "nieuw": _zonder_geheim(rij.tabel, rij.nieuw),
        }
        for rij in rijen
    ]
    if waarden:
        session.connection().execute(sa.insert(Audit), waarden)


def noteer(
    session: Session,
    actor: Actor | None,
    tabel: str,
    object_id: int | None,
    omschrijving: str,
    op: datetime,
    *,
    oud: Mapping[str, Any] | None = None,
    nieuw: Mapping[str, Any] | None = None,
) -> None:
    """Record that something happened which is no change of a row (a login, a print, an export)."""
    noteer_bulk(
        session, actor, op, [AuditRij(AuditSoort.GEBEURD, tabel, object_id, omschrijving, oud or {}, nieuw or {})]
    )


def noteer_inzage(
    session: Session, actor: Actor, tabel: str, object_id: int | None, omschrijving: str, op: datetime
) -> None:
    """Record that the actor looked at something personal (a dossier). Needs a writing session."""
    noteer_bulk(session, actor, op, [AuditRij(AuditSoort.INGEZIEN, tabel, object_id, omschrijving)])


def _is_leeg(waarde: Any) -> bool:
    return waarde is None or (isinstance(waarde, str | list | dict) and not waarde)


def _tabel(mapper: Mapper[Any]) -> str:
    return str(cast("sa.Table", mapper.local_table).name)


def _object_id(rij: Any, mapper: Mapper[Any]) -> int | None:
    sleutel = mapper.primary_key_from_instance(rij)
    return sleutel[0] if len(sleutel) == 1 and isinstance(sleutel[0], int) else None


def _is_kenmerk(kolom: Any, veld: str) -> bool:
    return bool(kolom.foreign_keys) or isinstance(kolom.type, sa.Enum) or veld in KENMERKEN or kolom.primary_key


def _gemaakt(rij: Any, mapper: Mapper[Any]) -> AuditRij:
    object_id = _object_id(rij, mapper)
    nieuw = {
        attr.key: rij.__dict__.get(attr.key)
        for attr in mapper.column_attrs
        if _is_kenmerk(attr.columns[0], attr.key) and not _is_leeg(rij.__dict__.get(attr.key))
    }
    if object_id is not None:
        nieuw.pop("id", None)
    return AuditRij(AuditSoort.GEMAAKT, _tabel(mapper), object_id, nieuw=nieuw)


def _verwijderd(rij: Any, mapper: Mapper[Any]) -> AuditRij:
    oud = {
        attr.key: rij.__dict__[attr.key]
        for attr in mapper.column_attrs
        if attr.key in rij.__dict__ and attr.key not in AFGELEID and not _is_leeg(rij.__dict__[attr.key])
    }
    return AuditRij(AuditSoort.VERWIJDERD, _tabel(mapper), _object_id(rij, mapper), oud=oud)


def _gewijzigd(rij: Any, mapper: Mapper[Any]) -> AuditRij | None:
    oud: dict[str, Any] = {}
    nieuw: dict[str, Any] = {}
    toestand = sa.inspect(rij)
    for attr in mapper.column_attrs:
        if attr.key in AFGELEID:
            continue
        historie = toestand.attrs[attr.key].history
        if not historie.has_changes():
            continue
        was = historie.deleted[0] if historie.deleted else None
        wordt = historie.added[0] if historie.added else None
        if was != wordt:
            oud[attr.key], nieuw[attr.key] = was, wordt
    if not nieuw:
        return None
    return AuditRij(AuditSoort.GEWIJZIGD, _tabel(mapper), _object_id(rij, mapper), oud=oud, nieuw=nieuw)


def _gevolgd(rijen: Iterable[Any]) -> Iterable[tuple[Any, Mapper[Any]]]:
    for rij in rijen:
        mapper = sa.inspect(type(rij))
        if _tabel(mapper) not in NIET_GEVOLGD:
            yield rij, mapper


def _op_volgorde(rijen: Iterable[Any]) -> list[Any]:
    """By table and key: a set of changed rows has no order of its own, and the same work must leave the same audit."""
    return sorted(rijen, key=lambda rij: (type(rij).__name__, sa.inspect(rij).identity or ()))


@event.listens_for(Session, "after_flush")
def _schrijf_audit(session: Session, _context: Any) -> None:
    """After the flush the rows have their ids, and their old values are still known."""
    regels = [_gemaakt(rij, mapper) for rij, mapper in _gevolgd(session.new)]
    for rij, mapper in _gevolgd(_op_volgorde(session.dirty)):
        if regel := _gewijzigd(rij, mapper):
            regels.append(regel)
    regels += [_verwijderd(rij, mapper) for rij, mapper in _gevolgd(_op_volgorde(session.deleted))]
    if regels:
        noteer_bulk(session, session.info.get("actor"), clock.klok.nu(), regels)


def _bewaar_oude_waarde(*_alles: Any) -> None:
    """Being there is enough: `active_history` makes SQLAlchemy load the old value before it is overwritten."""


@event.listens_for(Mapper, "mapper_configured")
def _ken_oude_waarden(mapper: Mapper[Any], klasse: type[Any]) -> None:
    """Without this the old value of an expired row (after a savepoint was rolled back) would be lost."""
    if issubclass(klasse, SQLModel) and _tabel(mapper) not in NIET_GEVOLGD:
        for attr in mapper.column_attrs:
            event.listen(getattr(klasse, attr.key), "set", _bewaar_oude_waarde, active_history=True)
