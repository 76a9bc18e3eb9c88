"""A new bpv-blad as its student or its praktijkopleider sees it: what changes, until when they may say something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.clauses import poks_als_partij
from bpv_app.pok.queries_wijziging import naam_bij
from bpv_app.pok.rules import MutatieSoort, Partij
from bpv_app.pok.rules_bezwaar import WijzigingStand, WijzigingStatus, bepaal_stand
from bpv_app.pok.rules_blad import BLAD_LABEL
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_reactie import Houding, houding_na
from bpv_app.pok.rules_wijziging import toon_waarde, van_json
from bpv_app.pok.service_basis import id_van, partijen
from bpv_app.pok.service_reactie import get_als_partij, list_reacties
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.student.tables import Student


@dataclass(frozen=True, slots=True)
class BladKort:
    """A new bpv-blad that is still open, and where this party stands."""

    id: int
    pok_id: int
    dossier_id: int
    student: str
    bedrijf: str
    bezwaar_tot: date
    is_termijn: bool
    houding: Houding

    @property
    def vraagt(self) -> bool:
        """Whether this party can still say something and has not."""
        return self.is_termijn and self.houding is None


@dataclass(frozen=True, slots=True)
class MijnReactie:
    """The last thing this party said that still stands; `is_online`: by themselves, otherwise the school noted it."""

    houding: Houding
    op: date
    reden: str
    is_online: bool
    door: str


@dataclass(frozen=True, slots=True)
class MijnBlad:
    """One new bpv-blad in full. `voor_na`: label, before and after, in words of the language asked for.

    `papier_versie`: of the document this person may open (the student; the company gets it from the school).
    """

    id: int
    pok_id: int
    nummer: str
    student: str
    bedrijf: str
    partij: Partij
    soort: MutatieSoort
    stand: WijzigingStand
    voor_na: tuple[tuple[Tekst, str, str], ...]
    reden: str
    ingang: date | None
    gemaakt_op: date
    bezwaar_tot: date | None
    is_termijn: bool
    met_voogd: bool
    reactie: MijnReactie | None
    afhandeling: str
    papier_versie: int | None


def _is_termijn(w: PokWijziging, vandaag: date) -> bool:
    """Whether a party may say something today."""
    open_ = w.status in (WijzigingStatus.LOOPT, WijzigingStatus.BEZWAAR)
    return open_ and w.bezwaar_tot is not None and vandaag <= w.bezwaar_tot


def list_mijn_bladen(session: Session, actor: Actor, vandaag: date) -> tuple[BladKort, ...]:
    """New bpv-bladen of one's own agreements whose term runs or to which an objection is open; the first to end first.

    Nothing for who has no part in an agreement.
    """
    if not actor.mag(Actie.BPVBLAD_REAGEREN):
        return ()
    rijen = session.execute(
        sa.select(PokWijziging, Pok, col(Student.naam), col(Leerbedrijf.naam))
        .join(Pok, col(Pok.id) == col(PokWijziging.pok_id))
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True)
        .where(
            poks_als_partij(actor),
            col(PokWijziging.gevolg) == Gevolg.BPVBLAD,
            sa.or_(
                col(PokWijziging.status) == WijzigingStatus.BEZWAAR,
                sa.and_(col(PokWijziging.status) == WijzigingStatus.LOOPT, col(PokWijziging.bezwaar_tot) >= vandaag),
            ),
        )
        .order_by(col(PokWijziging.bezwaar_tot), col(PokWijziging.id))
    ).all()
    return tuple(
        BladKort(
            id_van(w),
            id_van(pok),
            pok.dossier_id,
            student,
            bedrijf or "",
            w.bezwaar_tot or vandaag,
            _is_termijn(w, vandaag),
            houding_na(r.reactie for r in list_reacties(session, id_van(w), _partij(actor, pok))),
        )
        for w, pok, student, bedrijf in rijen
    )


def _partij(actor: Actor, pok: Pok) -> Partij:
    return Partij.STUDENT if pok.student_id == actor.student_id else Partij.LEERBEDRIJF


def get_mijn_blad(session: Session, actor: Actor, vandaag: date, wijziging_id: int, taal: str) -> MijnBlad:
    """Raises GeenRecht, or NietGevonden also for somebody else's."""
    pok, w, partij = get_als_partij(session, actor, wijziging_id, op_slot=False)
    voor, na = van_json(w.voor), van_json(w.na)

    def toon(veld: str, waarde: Any) -> str:
        return toon_waarde(veld, waarde, taal, lambda v, s: naam_bij(session, v, s))

    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    stand = bepaal_stand(w.status, w.bezwaar_tot, vandaag)
    is_geldig = stand not in (WijzigingStand.INGETROKKEN, WijzigingStand.VERVALLEN)
    return MijnBlad(
        id=id_van(w),
        pok_id=id_van(pok),
        nummer=pok.nummer,
        student=session.get_one(Student, pok.student_id).naam,
        bedrijf=bedrijf.naam if bedrijf else "",
        partij=partij,
        soort=w.soort,
        stand=stand,
        voor_na=tuple((BLAD_LABEL[v], toon(v, voor.get(v)), toon(v, na[v])) for v in na),
        reden=w.reden,
        ingang=w.ingang,
        gemaakt_op=w.op.astimezone(AMSTERDAM).date(),
        bezwaar_tot=w.bezwaar_tot,
        is_termijn=_is_termijn(w, vandaag),
        met_voogd=Partij.VOOGD in partijen(session, pok, vandaag),
        reactie=_reactie(session, w, partij),
        afhandeling=w.afhandeling,
        papier_versie=w.document_versie if partij is Partij.STUDENT and is_geldig else None,
    )


def _reactie(session: Session, w: PokWijziging, partij: Partij) -> MijnReactie | None:
    eigen = list_reacties(session, id_van(w), partij)
    houding = houding_na(r.reactie for r in eigen)
    if houding is None:
        return None
    laatste = eigen[-1]
    return MijnReactie(houding, laatste.ontvangen_op, laatste.reden, laatste.is_online, laatste.door_naam)
