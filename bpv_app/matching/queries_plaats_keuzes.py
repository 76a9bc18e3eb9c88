"""What a form of a place may choose from: locations, praktijkopleiders and accredited programmes of one company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.clauses import eigen_bedrijf
from bpv_app.leerbedrijf.tables import Contactpersoon, Erkenning, Leerbedrijf, Locatie
from bpv_app.student.tables import Opleiding


@dataclass(frozen=True, slots=True)
class CreboKeuze:
    """A programme the company is or will be accredited for; `tot` None: without an end."""

    crebo: str
    naam: str
    van: date
    tot: date | None


@dataclass(frozen=True, slots=True)
class PlaatsKeuzes:
    """The company of a form with what can be chosen. `ik`: the contact who fills the form in, 0 for the school."""

    leerbedrijf_id: int
    naam: str
    plaats: str
    locaties: tuple[tuple[int, str], ...]
    opleiders: tuple[tuple[int, str], ...]
    crebos: tuple[CreboKeuze, ...]
    ik: int = 0


def schrijf_bedrijf(actor: Actor) -> sa.ColumnElement[bool]:
    """The companies for which this actor may make places."""
    return sa.true() if actor.mag(Actie.PLAATS_BEWERKEN) else eigen_bedrijf(actor)


def get_eigen_bedrijf_id(session: Session, actor: Actor) -> int:
    """The company this praktijkopleider works for, 0 for none."""
    vraag = sa.select(col(Leerbedrijf.id)).where(eigen_bedrijf(actor)).order_by(col(Leerbedrijf.id)).limit(1)
    return session.execute(vraag).scalar_one_or_none() or 0


def get_keuzes(session: Session, actor: Actor, leerbedrijf_id: int, vandaag: date) -> PlaatsKeuzes:
    """What can be chosen for a place of this company. Raises NietGevonden when it is not for this actor."""
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id) == leerbedrijf_id, schrijf_bedrijf(actor))
    bedrijf = session.execute(vraag).scalar_one_or_none() if is_sleutel(leerbedrijf_id) else None
    if bedrijf is None:
        raise NietGevonden
    locaties = session.execute(
        sa.select(col(Locatie.id), col(Locatie.naam))
        .where(col(Locatie.leerbedrijf_id) == leerbedrijf_id, col(Locatie.is_actief))
        .order_by(col(Locatie.naam), col(Locatie.id))
    ).all()
    opleiders = session.execute(
        sa.select(col(Contactpersoon.id), col(Contactpersoon.naam))
        .where(
            col(Contactpersoon.leerbedrijf_id) == leerbedrijf_id,
            col(Contactpersoon.is_actief),
            col(Contactpersoon.is_praktijkopleider),
        )
        .order_by(col(Contactpersoon.naam), col(Contactpersoon.id))
    ).all()
    return PlaatsKeuzes(
        leerbedrijf_id,
        bedrijf.naam,
        bedrijf.plaats,
        tuple((r[0], r[1]) for r in locaties),
        tuple((r[0], r[1]) for r in opleiders),
        list_crebos(session, bedrijf.sbb_id or "", vandaag),
        next((r[0] for r in opleiders if r[0] in actor.contactpersoon_ids), 0),
    )


def list_crebos(session: Session, sbb_id: str, vandaag: date) -> tuple[CreboKeuze, ...]:
    """Programmes with an accreditation that has not ended, by name; of several lines the one that lasts longest."""
    vraag = (
        sa.select(col(Erkenning.crebo), col(Opleiding.naam), col(Erkenning.erkend_van), col(Erkenning.erkend_tot))
        .select_from(Erkenning)
        .outerjoin(Opleiding, col(Opleiding.crebo) == col(Erkenning.crebo))
        .where(
            col(Erkenning.sbb_id) == sbb_id,
            sa.or_(col(Erkenning.erkend_tot).is_(None), col(Erkenning.erkend_tot) >= vandaag),
        )
    )
    langst: dict[str, CreboKeuze] = {}
    for crebo, naam, van, tot in session.execute(vraag):
        al = langst.get(crebo)
        if al is None or (al.tot is not None and (tot is None or tot > al.tot)):
            langst[crebo] = CreboKeuze(crebo, naam or "", van, tot)
    return tuple(sorted(langst.values(), key=lambda k: (k.naam or "~", k.crebo)))


def check_hoort_bij(
    session: Session, leerbedrijf_id: int, locatie_id: int | None, opleider_id: int | None
) -> tuple[bool, bool]:
    """Whether the location and the praktijkopleider (each None for not chosen) belong to the company and are active."""
    goede_locatie = locatie_id is None or (
        is_sleutel(locatie_id)
        and session.execute(
            sa.select(sa.literal(1)).where(
                col(Locatie.id) == locatie_id, col(Locatie.leerbedrijf_id) == leerbedrijf_id, col(Locatie.is_actief)
            )
        ).first()
        is not None
    )
    goede_opleider = opleider_id is None or (
        is_sleutel(opleider_id)
        and session.execute(
            sa.select(sa.literal(1)).where(
                col(Contactpersoon.id) == opleider_id,
                col(Contactpersoon.leerbedrijf_id) == leerbedrijf_id,
                col(Contactpersoon.is_actief),
                col(Contactpersoon.is_praktijkopleider),
            )
        ).first()
        is not None
    )
    return goede_locatie, goede_opleider


def zoekwoorden(session: Session, leerbedrijf_id: int, locatie_id: int | None, crebos: tuple[str, ...]) -> list[str]:
    """Words of the company, the location and the programmes that a search for a place looks in."""
    bedrijf = session.execute(
        sa.select(col(Leerbedrijf.naam), col(Leerbedrijf.plaats)).where(col(Leerbedrijf.id) == leerbedrijf_id)
    ).one()
    locatie = session.execute(
        sa.select(col(Locatie.naam), col(Locatie.plaats)).where(col(Locatie.id) == locatie_id)
    ).first()
    namen = session.execute(sa.select(col(Opleiding.naam)).where(col(Opleiding.crebo).in_(crebos))).scalars()
    return [*bedrijf, *(locatie or ()), *crebos, *sorted(namen)]
