"""The board of a proposal: places with their students, who has no place and why, figures, and one student's "why"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Leerbedrijf, Locatie
from bpv_app.matching.clauses_ronde import ronde_scope
from bpv_app.matching.queries_probleem import tel_plekken
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.rules import Doel, Modus, Reden
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_voorstel import BordStap, PlekGrond, VoorstelStatus
from bpv_app.matching.service_bord import get_omkeerbare_stap
from bpv_app.matching.service_rekenen import get_voorstel, is_actueel
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import (
    Afspraak,
    Ronde,
    RondePlaats,
    RondeStudent,
    RondeToelating,
    Voorkeur,
    Voorkeurlijst,
)
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel, VoorstelStap
from bpv_app.student.tables import Student, Team

MAX_STAPPEN = 30


@dataclass(frozen=True, slots=True)
class VoorstelKop:
    """A proposal in a list. `verslag` as `service_rekenen` wrote it."""

    id: int
    nummer: int
    naam: str
    status: VoorstelStatus
    modus: Modus
    doel: Doel
    is_herhaling: bool
    is_gewijzigd: bool
    gerekend_op: datetime
    gemaakt_door: str
    verslag: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RondeKop:
    """A round that can be matched, with its proposals, newest first."""

    id: int
    naam: str
    status: RondeStatus
    modus: Modus
    doel: Doel
    voorstellen: tuple[VoorstelKop, ...]


@dataclass(frozen=True, slots=True)
class Kaart:
    """A student on the board. `rang` 0: not on the own list. `vorige`: the place before the last computation."""

    deelnemer_id: int
    naam: str
    klas: str
    team: str
    lot: int
    plaats_id: int | None
    rang: int
    grond: PlekGrond | None
    is_gepind: bool
    vast_id: int
    vorige: int | None
    keuzes: int
    mogelijk: int
    reden: Reden | None
    getallen: Mapping[str, Any]

    @property
    def is_veranderd(self) -> bool:
        return self.vorige != self.plaats_id


@dataclass(frozen=True, slots=True)
class BordPlaats:
    """A place with who has it in this proposal."""

    id: int
    titel: str
    bedrijf: str
    woonplaats: str
    plekken: int
    is_weg: bool
    kaarten: tuple[Kaart, ...]

    @property
    def vrij(self) -> int:
        return max(0, self.plekken - len(self.kaarten))


@dataclass(frozen=True, slots=True)
class TeamCijfer:
    """Per team: how many take part, are placed, and got one of their first three choices."""

    team: str
    studenten: int
    geplaatst: int
    eerste: int
    top3: int


@dataclass(frozen=True, slots=True)
class Stapje:
    """A line of the history."""

    soort: BordStap
    op: datetime
    door: str
    reden: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Bord:
    """Everything of one proposal. `is_actueel`: nothing changed since it was computed."""

    kop: VoorstelKop
    ronde_id: int
    ronde: str
    ronde_status: RondeStatus
    versie: int
    is_actueel: bool
    kan_ongedaan: bool
    plaatsen: tuple[BordPlaats, ...]
    zonder: tuple[Kaart, ...]
    teams: tuple[TeamCijfer, ...]
    stappen: tuple[Stapje, ...]

    @property
    def kaarten(self) -> tuple[Kaart, ...]:
        return tuple(k for p in self.plaatsen for k in p.kaarten) + self.zonder


@dataclass(frozen=True, slots=True)
class Keuze:
    """A place of a student's list, or one that fits: for "why" and for moving. `code`: why it was not given."""

    plaats_id: int
    titel: str
    bedrijf: str
    rang: int
    km: float | None
    vrij: int
    is_weg: bool
    code: str
    getallen: Mapping[str, Any]
    uitgesloten_id: int = 0


@dataclass(frozen=True, slots=True)
class Waarom:
    """One student: the card, the list in order, and the other places that fit, free ones first."""

    kaart: Kaart
    lijst: tuple[Keuze, ...]
    anders: tuple[Keuze, ...]


def _kop(v: Voorstel) -> VoorstelKop:
    return VoorstelKop(
        v.id or 0, v.nummer, v.naam, v.status, v.modus, v.doel, bool(v.herhaling_van), v.is_gewijzigd, v.gerekend_op,
        v.gemaakt_door, v.verslag,
    )  # fmt: skip


def list_matching(session: Session, actor: Actor) -> tuple[RondeKop, ...]:
    """The rounds in the actor's scope that have closed (or are open, without proposals), newest first."""
    require(actor, Actie.MATCHING_ZIEN)
    rondes = (
        session.execute(
            sa.select(Ronde)
            .where(ronde_scope(actor, Actie.MATCHING_ZIEN), col(Ronde.status) != RondeStatus.CONCEPT)
            .order_by(col(Ronde.sluit_op).desc(), col(Ronde.id).desc())
        )
        .scalars()
        .all()
    )
    voorstellen: defaultdict[int, list[VoorstelKop]] = defaultdict(list)
    for v in session.execute(
        sa.select(Voorstel)
        .where(col(Voorstel.ronde_id).in_([r.id for r in rondes]))
        .order_by(col(Voorstel.nummer).desc())
    ).scalars():
        voorstellen[v.ronde_id].append(_kop(v))
    return tuple(RondeKop(r.id or 0, r.naam, r.status, r.modus, r.doel, tuple(voorstellen[r.id or 0])) for r in rondes)


def get_bord(session: Session, actor: Actor, voorstel_id: int) -> Bord:
    """The whole board. Raises `NietGevonden`, `GeenRecht`."""
    voorstel = get_voorstel(session, actor, voorstel_id)
    ronde = session.get_one(Ronde, voorstel.ronde_id)
    kaarten = _kaarten(session, ronde, voorstel)
    op_plaats: defaultdict[int, list[Kaart]] = defaultdict(list)
    for kaart in kaarten:
        if kaart.plaats_id is not None:
            op_plaats[kaart.plaats_id].append(kaart)
    plekken, weg = tel_plekken(session, ronde), list_weggevallen(session, ronde)
    plaatsen = tuple(
        BordPlaats(
            id_, titel, bedrijf, woonplaats, 0 if id_ in weg else plekken[id_], id_ in weg, tuple(op_plaats[id_])
        )
        for id_, titel, bedrijf, woonplaats in session.execute(
            sa.select(
                col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam),
                sa.func.coalesce(sa.func.nullif(col(Locatie.plaats), ""), col(Leerbedrijf.plaats)),
            )
            .join(RondePlaats, col(RondePlaats.plaats_id) == col(Plaats.id))
            .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
            .outerjoin(Locatie, col(Locatie.id) == col(Plaats.locatie_id))
            .where(col(RondePlaats.ronde_id) == ronde.id)
            .order_by(col(Leerbedrijf.naam), col(Plaats.titel), col(Plaats.id))
        )
    )  # fmt: skip
    return Bord(
        kop=_kop(voorstel),
        ronde_id=ronde.id or 0,
        ronde=ronde.naam,
        ronde_status=ronde.status,
        versie=voorstel.versie,
        is_actueel=voorstel.status is not VoorstelStatus.CONCEPT or is_actueel(session, ronde, voorstel),
        kan_ongedaan=voorstel.status is VoorstelStatus.CONCEPT
        and get_omkeerbare_stap(session, voorstel.id or 0) is not None,
        plaatsen=plaatsen,
        zonder=tuple(k for k in kaarten if k.plaats_id is None),
        teams=_teams(kaarten),
        stappen=_stappen(session, voorstel),
    )


def _kaarten(session: Session, ronde: Ronde, voorstel: Voorstel, deelnemer_id: int | None = None) -> list[Kaart]:
    """In order of lot."""
    vast = dict(
        session.execute(
            sa.select(col(Afspraak.student_id), col(Afspraak.id)).where(
                col(Afspraak.ronde_id) == ronde.id, col(Afspraak.soort) == AfspraakSoort.VAST
            )
        ).all()
    )
    keuzes = (
        sa.select(sa.func.count())
        .select_from(Voorkeur)
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .where(col(Voorkeurlijst.ronde_student_id) == col(RondeStudent.id))
        .correlate(RondeStudent)
        .scalar_subquery()
    )
    waar = [col(VoorstelRegel.voorstel_id) == voorstel.id]
    if deelnemer_id is not None:
        waar.append(col(VoorstelRegel.ronde_student_id) == deelnemer_id)
    rijen = session.execute(
        sa.select(
            col(RondeStudent.id), col(RondeStudent.student_id), col(Student.naam), col(Student.klas), col(Team.naam),
            col(RondeStudent.lot), col(VoorstelRegel.plaats_id), col(VoorstelRegel.rang), col(VoorstelRegel.grond),
            col(VoorstelRegel.is_gepind), col(VoorstelRegel.vorige_plaats_id), keuzes, col(RondeStudent.mogelijk),
            col(VoorstelRegel.reden), col(VoorstelRegel.reden_getallen),
        )
        .join(RondeStudent, col(RondeStudent.id) == col(VoorstelRegel.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .outerjoin(Team, col(Team.id) == col(RondeStudent.team_id))
        .where(*waar)
        .order_by(col(RondeStudent.lot), col(RondeStudent.id))
    )  # fmt: skip
    return [
        Kaart(
            deelnemer_id=r[0], naam=r[2], klas=r[3], team=r[4] or "", lot=r[5] or 0, plaats_id=r[6], rang=r[7],
            grond=r[8], is_gepind=r[9], vast_id=vast.get(r[1]) or 0, vorige=r[10], keuzes=r[11], mogelijk=r[12],
            reden=r[13], getallen=r[14],
        )
        for r in rijen
    ]  # fmt: skip


def _teams(kaarten: Sequence[Kaart]) -> tuple[TeamCijfer, ...]:
    per_team: defaultdict[str, list[Kaart]] = defaultdict(list)
    for kaart in kaarten:
        per_team[kaart.team].append(kaart)
    return tuple(
        TeamCijfer(
            team,
            len(groep),
            sum(k.plaats_id is not None for k in groep),
            sum(k.rang == 1 for k in groep),
            sum(1 <= k.rang <= 3 for k in groep),
        )
        for team, groep in sorted(per_team.items())
    )


def _stappen(session: Session, voorstel: Voorstel) -> tuple[Stapje, ...]:
    rijen = session.execute(
        sa.select(VoorstelStap)
        .where(col(VoorstelStap.voorstel_id) == voorstel.id)
        .order_by(col(VoorstelStap.id).desc())
        .limit(MAX_STAPPEN)
    ).scalars()
    return tuple(Stapje(r.soort, r.op, r.door_naam, r.reden, len(r.zetten)) for r in rijen)


def get_waarom(session: Session, actor: Actor, voorstel_id: int, deelnemer_id: int) -> Waarom:
    """One student of the board. Raises `NietGevonden`, `GeenRecht`."""
    voorstel = get_voorstel(session, actor, voorstel_id)
    ronde = session.get_one(Ronde, voorstel.ronde_id)
    gevonden = _kaarten(session, ronde, voorstel, deelnemer_id) if is_sleutel(deelnemer_id) else []
    if not gevonden:
        raise NietGevonden
    regel = session.get_one(VoorstelRegel, (voorstel.id, deelnemer_id))
    uitleg = {u["plaats"]: u for u in regel.uitleg}
    plekken, weg = tel_plekken(session, ronde), list_weggevallen(session, ronde)
    bezet: dict[int | None, int] = dict(
        session.execute(
            sa.select(col(VoorstelRegel.plaats_id), sa.func.count())
            .where(col(VoorstelRegel.voorstel_id) == voorstel.id)
            .group_by(col(VoorstelRegel.plaats_id))
        ).all()
    )
    student_id = session.get_one(RondeStudent, deelnemer_id).student_id
    uitgesloten: dict[int, int | None] = dict(
        session.execute(
            sa.select(col(Afspraak.plaats_id), col(Afspraak.id)).where(
                col(Afspraak.ronde_id) == ronde.id,
                col(Afspraak.student_id) == student_id,
                col(Afspraak.soort) == AfspraakSoort.UITGESLOTEN,
            )
        ).all()
    )
    keuzes = [
        Keuze(
            plaats_id=id_,
            titel=titel,
            bedrijf=bedrijf,
            rang=rang or 0,
            km=km,
            vrij=max(0, (0 if id_ in weg else plekken.get(id_, 0)) - bezet.get(id_, 0)),
            is_weg=id_ in weg,
            code=uitleg.get(id_, {}).get("code", ""),
            getallen=uitleg.get(id_, {}),
            uitgesloten_id=uitgesloten.get(id_) or 0,
        )
        for id_, titel, bedrijf, rang, km in _plaatsen_van(session, deelnemer_id)
    ]
    return Waarom(
        gevonden[0],
        tuple(sorted((k for k in keuzes if k.rang), key=lambda k: k.rang)),
        tuple(sorted((k for k in keuzes if not k.rang), key=lambda k: (k.vrij == 0, k.km or 0.0, k.bedrijf))),
    )


def _plaatsen_van(session: Session, deelnemer_id: int) -> Sequence[tuple[int, str, str, int | None, float | None]]:
    """What the participant listed, and what fits: place, title, company, rank, kilometres."""
    lijst = (
        sa.select(col(Voorkeur.plaats_id), col(Voorkeur.rang))
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .where(col(Voorkeurlijst.ronde_student_id) == deelnemer_id)
        .subquery()
    )
    past = (
        sa.select(col(RondeToelating.plaats_id), col(RondeToelating.km))
        .where(col(RondeToelating.ronde_student_id) == deelnemer_id)
        .subquery()
    )
    return session.execute(
        sa.select(col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam), lijst.c.rang, past.c.km)
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .outerjoin(lijst, lijst.c.plaats_id == col(Plaats.id))
        .outerjoin(past, past.c.plaats_id == col(Plaats.id))
        .where(sa.or_(lijst.c.plaats_id.is_not(None), past.c.plaats_id.is_not(None)))
    ).all()
