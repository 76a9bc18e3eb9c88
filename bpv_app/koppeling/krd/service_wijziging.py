"""A change that began at the register: applied once, or kept as a difference. Each in the listener's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.queries import list_buiten
from bpv_app.koppeling.krd.rules_wijziging import (
    LATERE_BEKEND,
    ONBEKENDE_POK,
    ONBEKENDE_STUDENT,
    ONBEKENDE_VERBINTENIS,
    OVERGENOMEN,
    ZELFDE,
    Wijziging,
    WijzigingUitkomst,
)
from bpv_app.koppeling.krd.tables import KrdWijziging
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import KRD_LABEL, KRD_STATUS, STATUS_LABEL
from bpv_app.student import service_krd as student_krd

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Gedaan:
    uitkomst: WijzigingUitkomst
    tekst: Tekst
    student_id: int | None = None
    pok_id: int | None = None


def pas_wijziging_toe(session: Session, wijziging: Wijziging, nu: datetime, bron: str) -> WijzigingUitkomst | None:
    """Apply it and write down what came of it. None: it was here before, and nothing happens.

    Called under `lock_register`: two listeners never apply the same change side by side.
    """
    eerder = sa.select(col(KrdWijziging.id)).where(col(KrdWijziging.sleutel) == wijziging.sleutel)
    if session.execute(eerder).first() is not None:
        return None
    gedaan = _doe(session, wijziging, nu)
    session.add(
        KrdWijziging(
            sleutel=wijziging.sleutel,
            soort=wijziging.soort,
            onderwerp=wijziging.onderwerp[:120],
            op=wijziging.op,
            ontvangen_op=nu,
            bron=bron[:120],
            inhoud=dict(wijziging.inhoud),
            student_id=gedaan.student_id,
            pok_id=gedaan.pok_id,
            uitkomst=gedaan.uitkomst,
            tekst_nl=gedaan.tekst.nl[:500],
            tekst_en=gedaan.tekst.en[:500],
        )
    )
    session.flush()
    log.info("krd.wijziging", soort=wijziging.soort, uitkomst=gedaan.uitkomst)
    return gedaan.uitkomst


def _doe(session: Session, w: Wijziging, nu: datetime) -> _Gedaan:
    if w.fout is not None:
        return _Gedaan(WijzigingUitkomst.NIET_TOEGEPAST, w.fout)
    if _is_achterhaald(session, w):
        return _Gedaan(WijzigingUitkomst.ACHTERHAALD, LATERE_BEKEND)
    if w.adres is not None:
        student = student_krd.zoek_student(session, w.student)
        if student is None:
            return _Gedaan(WijzigingUitkomst.NIET_TOEGEPAST, ONBEKENDE_STUDENT)
        is_anders = student_krd.neem_adres_over(session, student, w.adres, nu)
        return _Gedaan(WijzigingUitkomst.TOEGEPAST, OVERGENOMEN if is_anders else ZELFDE, student.id)
    if w.verbintenis is not None:
        return _verbintenis(session, w)
    if w.krd_status is not None:
        return _pok_status(session, w)
    register = pok_service.lock_register(session)
    is_anders = register.mutatiestop != w.datum
    register.mutatiestop, register.mutatiestop_op = w.datum, w.op
    session.flush()
    return _Gedaan(WijzigingUitkomst.TOEGEPAST, OVERGENOMEN if is_anders else ZELFDE)


def _is_achterhaald(session: Session, w: Wijziging) -> bool:
    """Files and lines may come out of order: of two changes about the same, the later one there counts."""
    later = sa.select(col(KrdWijziging.id)).where(
        col(KrdWijziging.onderwerp) == w.onderwerp,
        col(KrdWijziging.op) > w.op,
        col(KrdWijziging.uitkomst).in_([WijzigingUitkomst.TOEGEPAST, WijzigingUitkomst.VERSCHIL]),
    )
    return session.execute(later.limit(1)).first() is not None


def _verbintenis(session: Session, w: Wijziging) -> _Gedaan:
    assert w.verbintenis is not None
    student = student_krd.zoek_student(session, w.student)
    if student is None:
        return _Gedaan(WijzigingUitkomst.NIET_TOEGEPAST, ONBEKENDE_STUDENT)
    gedaan = student_krd.neem_verbintenis_over(session, student, w.verbintenis)
    if gedaan is None:
        return _Gedaan(WijzigingUitkomst.NIET_TOEGEPAST, ONBEKENDE_VERBINTENIS, student.id)
    verbintenis_id, is_anders = gedaan
    poks = list_buiten(session, verbintenis_id)
    if not poks:
        return _Gedaan(WijzigingUitkomst.TOEGEPAST, OVERGENOMEN if is_anders else ZELFDE, student.id)
    namen = ", ".join(nummer for _, nummer in poks[:10])
    eind = w.verbintenis.eind_op
    tekst = Tekst(
        f"Overgenomen. Past niet meer bij POK {namen}: de verbintenis eindigt {toon_datum(eind, 'nl') or 'niet'}.",
        f"Taken over. No longer fits agreement {namen}: the enrolment ends {toon_datum(eind, 'en') or 'never'}.",
    )
    return _Gedaan(WijzigingUitkomst.VERSCHIL, tekst, student.id, poks[0][0])


def _pok_status(session: Session, w: Wijziging) -> _Gedaan:
    assert w.krd_status is not None
    pok = pok_service.noteer_krd_status(session, w.pok_nummer, w.krd_status, w.op)
    if pok is None:
        return _Gedaan(WijzigingUitkomst.NIET_TOEGEPAST, ONBEKENDE_POK)
    if pok.krd_status is not w.krd_status:
        return _Gedaan(WijzigingUitkomst.ACHTERHAALD, LATERE_BEKEND, pok.student_id, pok.pok_id)
    if KRD_STATUS[pok.status] is w.krd_status:
        return _Gedaan(WijzigingUitkomst.TOEGEPAST, ZELFDE, pok.student_id, pok.pok_id)
    hier, krd = STATUS_LABEL[pok.status], KRD_LABEL[w.krd_status]
    tekst = Tekst(
        f"In de KRD op {krd.nl.lower()} gezet; hier is de POK {hier.nl.lower()}.",
        f"Set to {krd.en.lower()} in the register; here the agreement is {hier.en.lower()}.",
    )
    return _Gedaan(WijzigingUitkomst.VERSCHIL, tekst, pok.student_id, pok.pok_id)
