"""Setting how the school's letters look: name, addresses, who signs, logo. One row, with an optimistic lock."""

from __future__ import annotations

from dataclasses import asdict

from sqlmodel import Session

from bpv_app import opslag
from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.rechten import Actie
from bpv_app.pok.queries_documenttekst import get_huisstijl
from bpv_app.pok.rules_huisstijl import HuisstijlInvoer
from bpv_app.pok.tables_documenttekst import Huisstijl

MAX_NAAM = 200


def _rij(session: Session, actor: Actor, clock: Clock) -> Huisstijl:
    """The one row, made when it is not there."""
    require(actor, Actie.DOCUMENT_BEHEREN)
    rij = get_huisstijl(session)
    if rij is None:
        rij = Huisstijl(id=1, gewijzigd_op=clock.nu(), gewijzigd_door=actor.naam[:MAX_NAAM])
        session.add(rij)
        session.flush()
    return rij


def _teken(rij: Huisstijl, session: Session, actor: Actor, clock: Clock) -> None:
    if session.is_modified(rij):
        rij.gewijzigd_op, rij.gewijzigd_door = clock.nu(), actor.naam[:MAX_NAAM]
    session.flush()


def bewaar_huisstijl(session: Session, actor: Actor, clock: Clock, invoer: HuisstijlInvoer, versie: int) -> None:
    """Save the fields. `versie` is the one on the screen, 0 when nothing was saved before.

    Raises GeenRecht or Verouderd.
    """
    require(actor, Actie.DOCUMENT_BEHEREN)
    bestond = get_huisstijl(session)
    velden = asdict(invoer)
    if bestond is not None:
        check_versie(bestond, versie, **velden)
    rij = _rij(session, actor, clock)
    for veld, waarde in velden.items():
        setattr(rij, veld, waarde)
    _teken(rij, session, actor, clock)


def zet_logo(session: Session, actor: Actor, clock: Clock, png: bytes) -> None:
    """Keep a logo that `logo.verwerk_logo` made; empty bytes take it away. The file is written before its row."""
    require(actor, Actie.DOCUMENT_BEHEREN)
    sha256 = opslag.bewaar(png) if png else ""
    rij = _rij(session, actor, clock)
    rij.logo_sha256 = sha256
    _teken(rij, session, actor, clock)
