"""One student of a proposal: the list with why each higher choice was not given, and what else fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.queries_kaart import Kaart, list_kaarten
from bpv_app.matching.queries_probleem import tel_plekken
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.service_rekenen import get_voorstel
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Afspraak, Ronde, RondeStudent, RondeToelating, Voorkeur, Voorkeurlijst
from bpv_app.matching.tables_voorstel import VoorstelRegel


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


def get_waarom(session: Session, actor: Actor, voorstel_id: int, deelnemer_id: int) -> Waarom:
    """One student of the board. Raises `NietGevonden`, `GeenRecht`."""
    voorstel = get_voorstel(session, actor, voorstel_id)
    ronde = session.get_one(Ronde, voorstel.ronde_id)
    gevonden = list_kaarten(session, ronde, voorstel, deelnemer_id) if is_sleutel(deelnemer_id) else []
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
