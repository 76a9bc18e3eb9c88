"""What the rules of a move ask, read for one participant and one place or all places of the round at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.queries_deelnemers import list_aanbod, list_vragen
from bpv_app.matching.queries_probleem import list_houdt, tel_plekken
from bpv_app.matching.queries_rangorde_ronde import Rangordes, lees_rangordes
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_toelating import Regel, beoordeel
from bpv_app.matching.rules_zet import ZetStand, wil_liever
from bpv_app.matching.service_rekenen import get_voorstel
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import (
    Afspraak,
    Ronde,
    RondeStudent,
    RondeToelating,
    Voorkeur,
    Voorkeurlijst,
)
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel
from bpv_app.student.tables import Student


@dataclass(frozen=True, slots=True)
class Doel:
    """Where a participant could be put, with its name. `stand.plaats_id` None: no place."""

    titel: str
    bedrijf: str
    stand: ZetStand


def list_doelen(
    session: Session, actor: Actor, vandaag: date, voorstel_id: int, deelnemer_id: int
) -> tuple[str, tuple[Doel, ...]]:
    """The participant's name, and "no place" followed by every place of the round by company.

    Raises `NietGevonden`, `GeenRecht`.
    """
    require(actor, Actie.MATCHING_BEWERKEN)
    voorstel = get_voorstel(session, actor, voorstel_id)
    if not is_sleutel(deelnemer_id) or session.get(VoorstelRegel, (voorstel.id, deelnemer_id)) is None:
        raise NietGevonden
    ronde, deelnemer = session.get_one(Ronde, voorstel.ronde_id), session.get_one(RondeStudent, deelnemer_id)
    standen = list_standen(session, vandaag, ronde, voorstel, deelnemer)
    namen = {
        rij[0]: (rij[1], rij[2])
        for rij in session.execute(
            sa.select(col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam))
            .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
            .where(col(Plaats.id).in_([s.plaats_id for s in standen]))
        )
    }
    doelen = [Doel(*namen.get(s.plaats_id or 0, ("", "")), stand=s) for s in standen]
    naam = session.get_one(Student, deelnemer.student_id).naam
    return naam, tuple(sorted(doelen, key=lambda d: (d.bedrijf, d.titel)))


def list_standen(
    session: Session,
    vandaag: date,
    ronde: Ronde,
    voorstel: Voorstel,
    deelnemer: RondeStudent,
    plaats_ids: Collection[int] | None = None,
) -> list[ZetStand]:
    """No place, and the round's places (or just those of `plaats_ids` that are of this round). Scope: the caller."""
    regel = session.get_one(VoorstelRegel, (voorstel.id, deelnemer.id))
    plekken, weg = tel_plekken(session, ronde), list_weggevallen(session, ronde)
    ids = sorted(plekken if plaats_ids is None else plekken.keys() & set(plaats_ids))
    rangen = list_rangen(session, deelnemer.id or 0)
    past = set(
        session.execute(
            sa.select(col(RondeToelating.plaats_id)).where(col(RondeToelating.ronde_student_id) == deelnemer.id)
        ).scalars()
    )
    vast, uitgesloten = _afspraken(session, ronde, deelnemer)
    houdt = list_houdt(session, ronde).get(deelnemer.id or 0)
    if houdt in weg:
        houdt = None
    bezet: dict[int | None, int] = dict(
        session.execute(
            sa.select(col(VoorstelRegel.plaats_id), sa.func.count())
            .where(col(VoorstelRegel.voorstel_id) == voorstel.id, col(VoorstelRegel.ronde_student_id) != deelnemer.id)
            .group_by(col(VoorstelRegel.plaats_id))
        ).all()
    )
    rangordes = lees_rangordes(session, ronde)
    beter_lot, hoger = _gewild(session, voorstel, deelnemer, ids, rangordes)
    regels = _regels(session, vandaag, ronde, deelnemer, [p for p in ids if p not in past])
    rang_nu = rangen.get(regel.plaats_id or 0, 0)
    return [
        ZetStand(None, regel.plaats_id, vast, houdt, rang_nu=rang_nu, heeft_lijst=bool(rangen)),
        *(
            ZetStand(
                plaats_id=p,
                nu=regel.plaats_id,
                vast=vast,
                houdt=houdt,
                is_uitgesloten=p in uitgesloten,
                past=p in past,
                regel=regels.get(p),
                is_weg=p in weg,
                plekken=plekken[p],
                anderen=bezet.get(p, 0),
                rang=rangen.get(p, 0),
                rang_nu=rang_nu,
                heeft_lijst=bool(rangen),
                wil_ander=p in beter_lot,
                wil_hoger=p in hoger,
                is_niet_passend=rangordes is not None and (deelnemer.id or 0, p) in rangordes.past_niet,
            )
            for p in ids
        ),
    ]


def list_rangen(session: Session, deelnemer_id: int) -> dict[int, int]:
    """Place → rank on the list that was sent in."""
    rijen = session.execute(
        sa.select(col(Voorkeur.plaats_id), col(Voorkeur.rang))
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .where(col(Voorkeurlijst.ronde_student_id) == deelnemer_id)
    )
    return dict(rijen.all())


def _afspraken(session: Session, ronde: Ronde, deelnemer: RondeStudent) -> tuple[int | None, set[int]]:
    """Where the participant is locked, and from where blocked."""
    rijen = session.execute(
        sa.select(col(Afspraak.soort), col(Afspraak.plaats_id)).where(
            col(Afspraak.ronde_id) == ronde.id, col(Afspraak.student_id) == deelnemer.student_id
        )
    ).all()
    vast = next((plaats for soort, plaats in rijen if soort is AfspraakSoort.VAST), None)
    return vast, {plaats for soort, plaats in rijen if soort is AfspraakSoort.UITGESLOTEN}


def _regels(
    session: Session, vandaag: date, ronde: Ronde, deelnemer: RondeStudent, plaats_ids: Collection[int]
) -> dict[int, Regel | None]:
    """Of places that the participant was not admitted to: the first hard rule that says no."""
    if not plaats_ids:
        return {}
    (vraag,) = list_vragen(session, ronde, [deelnemer.id or 0])
    return {a.id: beoordeel(vraag.regels, a.regels, vandaag) for a in list_aanbod(session, ronde, plaats_ids)}


def _gewild(
    session: Session,
    voorstel: Voorstel,
    deelnemer: RondeStudent,
    plaats_ids: Collection[int],
    rangordes: Rangordes | None,
) -> tuple[set[int], set[int]]:
    """The places that somebody listed, does not have, and wants more than the own place: somebody with a better lot,
    or (second) somebody whom the company ranked higher. Equal ranks, or no order: the lot decides."""
    rijen = session.execute(
        sa.select(
            col(RondeStudent.id), col(RondeStudent.lot), col(Voorkeur.plaats_id), col(Voorkeur.rang),
            col(VoorstelRegel.rang), col(VoorstelRegel.plaats_id),
        )
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .join(RondeStudent, col(RondeStudent.id) == col(Voorkeurlijst.ronde_student_id))
        .join(
            VoorstelRegel,
            sa.and_(
                col(VoorstelRegel.ronde_student_id) == col(RondeStudent.id),
                col(VoorstelRegel.voorstel_id) == voorstel.id,
            ),
        )
        .where(
            col(Voorkeur.plaats_id).in_(plaats_ids),
            col(RondeStudent.id) != deelnemer.id,
            sa.true() if rangordes else col(RondeStudent.lot) < (deelnemer.lot or 0),
            sa.or_(col(VoorstelRegel.plaats_id).is_(None), col(VoorstelRegel.plaats_id) != col(Voorkeur.plaats_id)),
        )
    )  # fmt: skip
    beter_lot, hoger = set[int](), set[int]()
    for wie, lot, plaats, rang, heeft, nu in rijen:
        if (rangordes and (wie, plaats) in rangordes.past_niet) or not wil_liever(
            rang, heeft, is_geplaatst=nu is not None
        ):
            continue
        zijn = rangordes.rang.get((wie, plaats), 1) if rangordes else 1
        mijn = rangordes.rang.get((deelnemer.id or 0, plaats), 1) if rangordes else 1
        if zijn < mijn:
            hoger.add(plaats)
        elif zijn == mijn and (lot or 0) < (deelnemer.lot or 0):
            beter_lot.add(plaats)
    return beter_lot, hoger
