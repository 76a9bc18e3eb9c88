"""Which of the school's texts hold on a day, and how its letters look; read-only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.pok.rules_documenttekst import Geldigheid, TekstSoort, TekstStand, TekstStatus, kies_geldende, stand_van
from bpv_app.pok.tables_documenttekst import Documenttekst, Huisstijl
from bpv_app.student.rules import Leerweg


@dataclass(frozen=True, slots=True)
class TekstRij:
    """A version in the list of the school's texts."""

    id: int
    soort: TekstSoort
    leerweg: Leerweg | None
    nummer: str
    stand: TekstStand
    geldig_van: date | None
    geldig_tot: date | None
    studentenraad_op: date | None
    gewijzigd_op: datetime
    gewijzigd_door: str


def list_geldigheden(session: Session) -> list[Geldigheid]:
    """Every adopted text of the school, without its words."""
    t = Documenttekst
    vraag = sa.select(col(t.id), col(t.soort), col(t.leerweg), col(t.geldig_van), col(t.geldig_tot)).where(
        col(t.status) == TekstStatus.VASTGESTELD
    )
    return [Geldigheid(*rij) for rij in session.execute(vraag)]


def get_geldende(session: Session, soort: TekstSoort, leerweg: Leerweg | None, dag: date) -> Documenttekst | None:
    """The text that is printed on a day; None: the one the app came with."""
    gekozen = kies_geldende(list_geldigheden(session), soort, leerweg, dag)
    return session.get(Documenttekst, gekozen.id) if gekozen else None


def get_huisstijl(session: Session) -> Huisstijl | None:
    """How the school's letters look; None until somebody saved it."""
    rij: Huisstijl | None = session.execute(
        sa.select(Huisstijl).order_by(col(Huisstijl.id)).limit(1)
    ).scalar_one_or_none()
    return rij


def list_teksten(session: Session, actor: Actor, vandaag: date) -> list[TekstRij]:
    """All versions, drafts first, then the newest. Raises GeenRecht."""
    require(actor, Actie.DOCUMENT_ZIEN)
    t = Documenttekst
    geldigheden = list_geldigheden(session)
    bij_id = {g.id: g for g in geldigheden}
    vraag = sa.select(
        col(t.id), col(t.soort), col(t.leerweg), col(t.nummer), col(t.geldig_van), col(t.geldig_tot),
        col(t.studentenraad_op), col(t.gewijzigd_op), col(t.gewijzigd_door),
    ).order_by(col(t.status), col(t.geldig_van).desc(), col(t.id).desc())  # fmt: skip
    return [
        TekstRij(
            r.id,
            r.soort,
            r.leerweg,
            r.nummer or "",
            stand_van(bij_id[r.id], geldigheden, vandaag) if r.id in bij_id else TekstStand.CONCEPT,
            r.geldig_van,
            r.geldig_tot,
            r.studentenraad_op,
            r.gewijzigd_op,
            r.gewijzigd_door,
        )
        for r in session.execute(vraag)
    ]


def get_tekst(session: Session, actor: Actor, tekst_id: int, *, slot: bool = False) -> Documenttekst:
    """One version. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.DOCUMENT_ZIEN)
    rij = (
        session.get(Documenttekst, tekst_id, with_for_update=slot, populate_existing=slot)
        if is_sleutel(tekst_id)
        else None
    )
    if rij is None:
        raise NietGevonden
    return rij


def get_stand(session: Session, tekst: Documenttekst, vandaag: date) -> TekstStand:
    """What one version is today."""
    if tekst.status is TekstStatus.CONCEPT:
        return TekstStand.CONCEPT
    geldigheden = list_geldigheden(session)
    return stand_van(next(g for g in geldigheden if g.id == tekst.id), geldigheden, vandaag)
