"""A student's own rounds: what may be chosen, what is on the list, the receipt. Scoped to the student in each query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.clauses_ronde import eigen_deelname
from bpv_app.matching.queries_ronde import LOPEND
from bpv_app.matching.rules_afspraak import AfspraakSoort, VerzoekStatus
from bpv_app.matching.rules_loting import Voorrang
from bpv_app.matching.rules_ronde import RondeStatus, is_schrijfbaar
from bpv_app.matching.rules_voorkeur import Keuze, Lijst
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import (
    Afspraak,
    PlaatsVerzoek,
    Ronde,
    RondeStudent,
    RondeToelating,
    VoorkeurBewijs,
    Voorkeurlijst,
)


@dataclass(frozen=True, slots=True)
class Deelname:
    """A student's part in a round, with what the round promised."""

    id: int
    ronde_id: int
    student_id: int
    naam: str
    status: RondeStatus
    van: date
    tot: date
    opent_op: datetime
    sluit_op: datetime
    publiceert_op: datetime | None
    min_keuzes: int
    max_keuzes: int
    modus: str
    bezwaardagen: int
    moet_bevestigen: bool
    toont_eerste: bool
    toelichting: str
    zaad_hash: str
    zaad: str
    voorrang: Voorrang
    lot: int | None
    mogelijk: int
    crebo: str
    rangschikken_tot: datetime | None = None


def _deelname(*waar: sa.ColumnElement[bool]) -> Any:
    # The seed leaves the database only when the round is closed: before that it is not even selected.
    zaad = sa.case((col(Ronde.status).in_((RondeStatus.CONCEPT, RondeStatus.OPEN)), ""), else_=col(Ronde.zaad))
    return (
        sa.select(
            col(RondeStudent.id), col(Ronde.id), col(RondeStudent.student_id), col(Ronde.naam), col(Ronde.status),
            col(Ronde.van), col(Ronde.tot), col(Ronde.opent_op), col(Ronde.sluit_op), col(Ronde.publiceert_op),
            col(Ronde.min_keuzes), col(Ronde.max_keuzes), col(Ronde.modus), col(Ronde.bezwaardagen),
            col(Ronde.moet_bevestigen), col(Ronde.toont_eerste), col(Ronde.toelichting), col(Ronde.zaad_hash), zaad,
            col(RondeStudent.voorrang), col(RondeStudent.lot), col(RondeStudent.mogelijk), col(RondeStudent.crebo),
            sa.case((col(Ronde.bedrijven_rangschikken), col(Ronde.rangschikken_tot)), else_=None),
        )
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .where(*waar)
    )  # fmt: skip


def list_deelnames(session: Session, actor: Actor) -> list[Deelname]:
    """The student's own rounds that were opened: open ones first, then the newest."""
    open_eerst = sa.case((col(Ronde.status) == RondeStatus.OPEN, 0), else_=1)
    vraag = _deelname(eigen_deelname(actor)).order_by(open_eerst, col(Ronde.van).desc(), col(Ronde.id).desc())
    return [Deelname(*rij) for rij in session.execute(vraag)]


def get_deelname(session: Session, actor: Actor, deelname_id: int) -> Deelname:
    """One of one's own. Raises `NietGevonden`."""
    rij = None
    if is_sleutel(deelname_id):
        rij = session.execute(_deelname(eigen_deelname(actor), col(RondeStudent.id) == deelname_id)).first()
    if rij is None:
        raise NietGevonden
    return Deelname(*rij)


def list_toegelaten(session: Session, deelname_id: int) -> set[int]:
    """The places this participant may choose, as frozen, without those the school blocked for this student."""
    geblokt = (
        sa.select(col(Afspraak.plaats_id))
        .join(
            RondeStudent,
            sa.and_(
                col(RondeStudent.ronde_id) == col(Afspraak.ronde_id),
                col(RondeStudent.student_id) == col(Afspraak.student_id),
            ),
        )
        .where(col(RondeStudent.id) == deelname_id, col(Afspraak.soort) == AfspraakSoort.UITGESLOTEN)
    )
    vraag = sa.select(col(RondeToelating.plaats_id)).where(
        col(RondeToelating.ronde_student_id) == deelname_id, col(RondeToelating.plaats_id).not_in(geblokt)
    )
    return set(session.execute(vraag).scalars())


@dataclass(frozen=True, slots=True)
class LijstStand:
    """A list as it stands. `versie` 0: there is none yet."""

    lijst: Lijst
    versie: int = 0
    ingestuurd_op: datetime | None = None
    is_gewijzigd: bool = False


def als_lijst(rij: Voorkeurlijst) -> Lijst:
    """The value behind a row."""
    return Lijst(tuple(Keuze(int(k["plaats"]), str(k["reden"])) for k in rij.keuzes), rij.wensen)


def get_lijst(session: Session, deelname_id: int) -> LijstStand:
    """The list of a participant; the caller has checked whose it is."""
    rij = session.execute(
        sa.select(Voorkeurlijst).where(col(Voorkeurlijst.ronde_student_id) == deelname_id)
    ).scalar_one_or_none()
    if rij is None:
        return LijstStand(Lijst())
    gewijzigd = rij.ingestuurd_op is not None and rij.ingestuurd_versie != rij.versie
    return LijstStand(als_lijst(rij), rij.versie, rij.ingestuurd_op, gewijzigd)


@dataclass(frozen=True, slots=True)
class TeKiezen:
    """A round in which this student still has something to send in."""

    deelname_id: int
    naam: str
    sluit_op: datetime
    is_gewijzigd: bool


def list_te_kiezen(session: Session, actor: Actor, nu: datetime) -> list[TeKiezen]:
    """The student's rounds that can be written in now and whose list was not (or not again) sent in; soonest first."""
    uit = []
    for deel in list_deelnames(session, actor):
        if not deel.mogelijk or not is_schrijfbaar(deel.status, deel.opent_op, deel.sluit_op, nu):
            continue
        stand = get_lijst(session, deel.id)
        if (stand.ingestuurd_op is None or stand.is_gewijzigd) and not get_vaste_plaats(session, deel):
            uit.append(TeKiezen(deel.id, deel.naam, deel.sluit_op, stand.is_gewijzigd))
    return sorted(uit, key=lambda k: k.sluit_op)


@dataclass(frozen=True, slots=True)
class Bewijs:
    """A receipt: when, its code, what was on the list (names as they were), wishes, and the hash of the lottery."""

    op: datetime
    code: str
    regels: list[dict[str, Any]]
    wensen: str
    zaad_hash: str


def get_bewijs(session: Session, deelname_id: int) -> Bewijs | None:
    """The newest receipt; the caller has checked whose it is."""
    rij = session.execute(
        sa.select(VoorkeurBewijs)
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(VoorkeurBewijs.lijst_id))
        .where(col(Voorkeurlijst.ronde_student_id) == deelname_id)
        .order_by(col(VoorkeurBewijs.id).desc())
        .limit(1)
    ).scalar_one_or_none()
    return Bewijs(rij.op, rij.code, rij.inhoud, rij.wensen, rij.zaad_hash) if rij else None


def get_vaste_plaats(session: Session, deelname: Deelname) -> str:
    """Title and company of the place the school locked for this student; empty without one.

    Once there is a result that is what counts: a lock of later is for the next one, and not known yet.
    """
    rij = session.execute(
        sa.select(col(Plaats.titel), col(Leerbedrijf.naam))
        .join(Afspraak, col(Afspraak.plaats_id) == col(Plaats.id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .join(Ronde, col(Ronde.id) == col(Afspraak.ronde_id))
        .where(
            col(Ronde.status).in_(LOPEND),
            col(Afspraak.ronde_id) == deelname.ronde_id,
            col(Afspraak.student_id) == deelname.student_id,
            col(Afspraak.soort) == AfspraakSoort.VAST,
        )
    ).first()
    return f"{rij[0]}, {rij[1]}" if rij else ""


@dataclass(frozen=True, slots=True)
class MijnVerzoek:
    """A request of one's own with its answer."""

    id: int
    status: VerzoekStatus
    bedrijf: str
    woonplaats: str
    gevraagd_op: datetime
    antwoord: str
    versie: int


def list_mijn_verzoeken(session: Session, deelname_id: int) -> list[MijnVerzoek]:
    """Newest first; the caller has checked whose they are."""
    v = PlaatsVerzoek
    vraag = (
        sa.select(
            col(v.id), col(v.status), col(v.bedrijf), col(v.woonplaats), col(v.gevraagd_op), col(v.antwoord),
            col(v.versie),
        )
        .where(col(v.ronde_student_id) == deelname_id)
        .order_by(col(v.id).desc())
    )  # fmt: skip
    return [MijnVerzoek(*rij) for rij in session.execute(vraag)]
