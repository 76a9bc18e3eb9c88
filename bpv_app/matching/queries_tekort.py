"""The shortage report of a proposal: which programme lacks how many slots, and which companies could help."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf
from bpv_app.ligging.queries import afstanden
from bpv_app.ligging.rules import Ligging
from bpv_app.matching.queries_deelnemers import list_vragen
from bpv_app.matching.rules import Reden
from bpv_app.matching.service_rekenen import get_voorstel
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde, RondePlaats, RondeStudent
from bpv_app.matching.tables_voorstel import VoorstelRegel
from bpv_app.student.tables import Opleiding

MAX_BEDRIJVEN = 5
MAX_KANDIDATEN = 3000
_TEKORT = (Reden.TEKORT, Reden.GEEN_MOGELIJKE_PLAATS)


@dataclass(frozen=True, slots=True)
class Helper:
    """An accredited company without a place in this round; `km` from the middle of the students who have none."""

    leerbedrijf_id: int
    naam: str
    woonplaats: str
    km: float | None


@dataclass(frozen=True, slots=True)
class Tekort:
    """Students of one programme without a place because slots are missing, and who could help."""

    crebo: str
    opleiding: str
    studenten: int
    rond: str
    helpers: tuple[Helper, ...]


def list_tekorten(session: Session, actor: Actor, voorstel_id: int) -> tuple[Tekort, ...]:
    """Per programme, the largest shortage first. Raises `NietGevonden`, `GeenRecht`."""
    voorstel = get_voorstel(session, actor, voorstel_id)
    ronde = session.get_one(Ronde, voorstel.ronde_id)
    per_crebo: defaultdict[str, list[int]] = defaultdict(list)
    for deelnemer, crebo in session.execute(
        sa.select(col(RondeStudent.id), col(RondeStudent.crebo))
        .join(VoorstelRegel, col(VoorstelRegel.ronde_student_id) == col(RondeStudent.id))
        .where(
            col(VoorstelRegel.voorstel_id) == voorstel.id,
            col(VoorstelRegel.plaats_id).is_(None),
            col(VoorstelRegel.reden).in_(_TEKORT),
        )
    ):
        per_crebo[crebo].append(deelnemer or 0)
    namen = dict(
        session.execute(
            sa.select(col(Opleiding.crebo), col(Opleiding.naam)).where(col(Opleiding.crebo).in_(per_crebo))
        ).all()
    )
    uit = []
    for crebo, deelnemers in per_crebo.items():
        midden = _midden(session, ronde, deelnemers)
        uit.append(
            Tekort(
                crebo,
                namen.get(crebo, ""),
                len(deelnemers),
                _plaats_bij(session, midden),
                _helpers(session, ronde, crebo, midden),
            )
        )
    return tuple(sorted(uit, key=lambda t: (-t.studenten, t.crebo)))


def _midden(session: Session, ronde: Ronde, deelnemers: list[int]) -> Ligging | None:
    """The middle of where these students live, as far as that is known."""
    punten = [v.regels.ligging for v in list_vragen(session, ronde, deelnemers) if v.regels.ligging]
    if not punten:
        return None
    return sum(p[0] for p in punten) / len(punten), sum(p[1] for p in punten) / len(punten)


def _plaats_bij(session: Session, punt: Ligging | None) -> str:
    """The town of the company nearest to a point: words for "around where"."""
    if punt is None:
        return ""
    rijen = session.execute(
        sa.select(col(Leerbedrijf.plaats), col(Leerbedrijf.postcode))
        .where(col(Leerbedrijf.plaats) != "", col(Leerbedrijf.postcode) != "")
        .limit(MAX_KANDIDATEN)
    ).all()
    verte = afstanden(session, punt, {postcode for _, postcode in rijen})
    bekend = [(verte[postcode], plaats) for plaats, postcode in rijen if postcode in verte]
    return min(bekend)[1] if bekend else ""


def _helpers(session: Session, ronde: Ronde, crebo: str, midden: Ligging | None) -> tuple[Helper, ...]:
    doet_mee = (
        sa.select(col(Plaats.leerbedrijf_id))
        .join(RondePlaats, col(RondePlaats.plaats_id) == col(Plaats.id))
        .where(col(RondePlaats.ronde_id) == ronde.id)
    )
    rijen = session.execute(
        sa.select(
            col(Leerbedrijf.id), col(Leerbedrijf.naam), col(Leerbedrijf.plaats), col(Leerbedrijf.postcode)
        )
        .join(Erkenning, col(Erkenning.sbb_id) == col(Leerbedrijf.sbb_id))
        .where(
            col(Erkenning.crebo) == crebo,
            col(Erkenning.erkend_van) <= ronde.van,
            sa.or_(col(Erkenning.erkend_tot).is_(None), col(Erkenning.erkend_tot) >= ronde.van),
            sa.or_(col(Leerbedrijf.actief_tot).is_(None), col(Leerbedrijf.actief_tot) >= ronde.van),
            col(Leerbedrijf.id).not_in(doet_mee),
        )
        .distinct()
        .order_by(col(Leerbedrijf.naam), col(Leerbedrijf.id))
        .limit(MAX_KANDIDATEN)
    ).all()  # fmt: skip
    verte = afstanden(session, midden, {rij[3] for rij in rijen}) if midden else {}
    helpers = [Helper(id_ or 0, naam, woonplaats, verte.get(postcode)) for id_, naam, woonplaats, postcode in rijen]
    return tuple(sorted(helpers, key=lambda h: (h.km is None, h.km or 0.0, h.naam))[:MAX_BEDRIJVEN])
