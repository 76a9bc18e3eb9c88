"""`withdrawal_impact`: which agreements and places depend on the accreditation of these companies, set-wise."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.erkenning.clauses import plaats_telt, pok_telt
from bpv_app.erkenning.rules import Waarover, peildag
from bpv_app.leerbedrijf.rules import ErkenningRegel, Oordeel, beoordeel_erkenning
from bpv_app.leerbedrijf.service_erkenning import list_regels, tel_register
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf
from bpv_app.matching.tables import Plaats, PlaatsCrebo
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok

_PARTIJ = 5_000
Sleutel = tuple[Waarover, int, str]
"""What, its id, and of a place the crebo."""


@dataclass(frozen=True, slots=True)
class Bedrijf:
    """What the rule asks of a company."""

    id: int
    naam: str
    sbb_id: str
    actief_van: date | None
    actief_tot: date | None


@dataclass(frozen=True, slots=True)
class Geraakt:
    """An agreement, or a place for one crebo, that needs its company to be accredited.

    `is_zeker`: it passed a check before (made ready, printed, signed, offered), so it did depend on an accreditation.
    """

    waarover: Waarover
    id: int
    dossier_id: int | None
    crebo: str
    keuzedeel: str
    leerweg: str
    werkprocessen: str
    begin_op: date | None
    eind_op: date | None
    is_begonnen: bool
    is_zeker: bool
    bedrijf: Bedrijf

    @property
    def sleutel(self) -> Sleutel:
        return (self.waarover, self.id, self.crebo if self.waarover is Waarover.PLAATS else "")


def _partijen(ids: Collection[str]) -> Iterator[list[str]]:
    alle = sorted(ids)
    for i in range(0, len(alle), _PARTIJ):
        yield alle[i : i + _PARTIJ]


_BEDRIJF = (
    col(Leerbedrijf.id),
    col(Leerbedrijf.naam),
    col(Leerbedrijf.sbb_id),
    col(Leerbedrijf.actief_van),
    col(Leerbedrijf.actief_tot),
)


def list_geraakt(session: Session, sbb_ids: Collection[str], vandaag: date) -> list[Geraakt]:
    """Everything that still needs an accreditation of these companies (leerbedrijf-IDs), in a fixed order."""
    uit: list[Geraakt] = []
    for partij in _partijen(sbb_ids):
        bij = col(Leerbedrijf.sbb_id).in_(partij)
        uit += [_pok(rij, vandaag) for rij in session.execute(_vraag_poks(bij, vandaag))]
        uit += [_plaats(rij, vandaag) for rij in session.execute(_vraag_plaatsen(bij, vandaag))]
    return uit


def _vraag_poks(bij: sa.ColumnElement[bool], vandaag: date) -> Any:
    einde = sa.func.coalesce(col(Pok.werkelijk_eind_op), col(Pok.eind_op))
    return (
        sa.select(
            col(Pok.id), col(Pok.dossier_id), col(Pok.crebo), col(Pok.keuzedeel), col(Pok.leerweg),
            col(Pok.werkprocessen), col(Pok.status), col(Pok.begin_op), einde, *_BEDRIJF,
        )
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .where(bij, pok_telt(vandaag))
        .order_by(col(Pok.id))
    )  # fmt: skip


def _pok(rij: Any, vandaag: date) -> Geraakt:
    pok_id, dossier_id, crebo, keuzedeel, leerweg, werkprocessen, status, begin, einde, *bedrijf = rij
    is_begonnen = status is PokStatus.DEFINITIEF and begin is not None and begin <= vandaag
    return Geraakt(
        Waarover.POK, pok_id, dossier_id, crebo, keuzedeel, leerweg.value if leerweg else "",
        werkprocessen, begin, einde,        is_begonnen, status is not PokStatus.CONCEPT, Bedrijf(*bedrijf),
    )  # fmt: skip


def _vraag_plaatsen(bij: sa.ColumnElement[bool], vandaag: date) -> Any:
    return (
        sa.select(
            col(Plaats.id), col(PlaatsCrebo.crebo), col(Plaats.leerweg), col(Plaats.van), col(Plaats.tot), *_BEDRIJF
        )
        .join(PlaatsCrebo, col(PlaatsCrebo.plaats_id) == col(Plaats.id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .where(bij, plaats_telt(vandaag))
        .order_by(col(Plaats.id), col(PlaatsCrebo.crebo))
    )


def _plaats(rij: Any, vandaag: date) -> Geraakt:
    plaats_id, crebo, leerweg, van, tot, *bedrijf = rij
    return Geraakt(
        Waarover.PLAATS, plaats_id, None, crebo, "", leerweg.value if leerweg else "", "", van, tot, False, True,
        Bedrijf(*bedrijf),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beoordeeld:
    """Something that depends on an accreditation, with the register's answer and lines of its company."""

    geraakt: Geraakt
    peildatum: date
    oordeel: Oordeel
    regels: tuple[ErkenningRegel, ...]


def beoordeel_geraakt(session: Session, sbb_ids: Collection[str], vandaag: date) -> list[Beoordeeld]:
    """All that depends on these companies, judged by the register as it is now; nothing is stored."""
    geraakt = list_geraakt(session, sbb_ids, vandaag)
    regels: dict[str, list[ErkenningRegel]] = {}
    for partij in _partijen({g.bedrijf.sbb_id for g in geraakt}):
        regels.update(list_regels(session, partij))
    is_leeg = not geraakt or tel_register(session) == 0
    uit = []
    for g in geraakt:
        bedrijf, dag, eigen = g.bedrijf, peildag(g.begin_op, vandaag), regels.get(g.bedrijf.sbb_id, [])
        oordeel = beoordeel_erkenning(
            eigen,
            g.crebo,
            g.keuzedeel,
            dag,
            sbb_id=bedrijf.sbb_id,
            actief_van=bedrijf.actief_van,
            actief_tot=bedrijf.actief_tot,
            is_register_leeg=is_leeg,
            leerweg=g.leerweg,
            werkprocessen=g.werkprocessen.split(),
        )
        uit.append(Beoordeeld(g, dag, oordeel, tuple(eigen)))
    return uit


def list_veranderd(session: Session, sinds: date, vandaag: date) -> set[str]:
    """Companies (leerbedrijf-IDs) whose accreditation or activity began or ended by itself after `sinds`, up to today.

    The last day counts, so what ended on `sinds` counts from the day after.
    """
    van, tot = col(Erkenning.erkend_van), col(Erkenning.erkend_tot)
    regels = sa.select(col(Erkenning.sbb_id)).where(
        sa.or_(sa.and_(tot >= sinds, tot < vandaag), sa.and_(van > sinds, van <= vandaag))
    )
    vanaf, einde = col(Leerbedrijf.actief_van), col(Leerbedrijf.actief_tot)
    bedrijven = sa.select(col(Leerbedrijf.sbb_id)).where(
        col(Leerbedrijf.sbb_id).is_not(None),
        sa.or_(sa.and_(einde >= sinds, einde < vandaag), sa.and_(vanaf > sinds, vanaf <= vandaag)),
    )
    return {rij[0] for rij in session.execute(regels.distinct())} | {rij[0] for rij in session.execute(bedrijven)}
