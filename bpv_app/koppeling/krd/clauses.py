"""Where a POK and the register differ, as SQL: the same question `pok.rules_krd.krd_stand` answers for one POK."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.krd_bericht import KANAAL
from bpv_app.pok.rules import KRD_STATUS, PokStatus
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.tables import Pok
from bpv_app.student.service_krd import eind_van_verbintenis
from bpv_app.student.tables import Verbintenis


def is_wachtend() -> sa.ColumnElement[bool]:
    """A message about this POK has no answer yet."""
    return (
        sa.select(sa.literal(1))
        .select_from(Bericht)
        .where(
            col(Bericht.kanaal) == KANAAL,
            col(Bericht.onderwerp_id) == col(Pok.id),
            col(Bericht.status) == BerichtStatus.WACHT,
        )
        .exists()
    )


def is_geweigerd() -> sa.ColumnElement[bool]:
    """The register refused the last message about this POK."""
    return col(Pok.krd_fout_code) != ""


def is_verschil() -> sa.ColumnElement[bool]:
    """No message under way, no refusal, and yet the register holds something else than it should."""
    gelijk = [
        sa.and_(col(Pok.status).in_([s for s in KRD_STATUS if KRD_STATUS[s] is krd]), col(Pok.krd_status) == krd)
        for krd in set(KRD_STATUS.values())
    ]
    onbekend = sa.and_(col(Pok.krd_status).is_(None), col(Pok.status).in_(MOET_BEKEND_ZIJN))
    anders = sa.and_(col(Pok.krd_status).is_not(None), sa.not_(sa.or_(*gelijk)))
    return sa.and_(sa.not_(is_geweigerd()), sa.or_(onbekend, anders), sa.not_(is_wachtend()))


def is_buiten_verbintenis() -> sa.ColumnElement[bool]:
    """A running POK that no longer fits its enrolment: it ends after it, or is printed for another programme."""
    vast = col(Pok.status).in_([PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF])
    past_niet = sa.or_(
        col(Pok.eind_op) > eind_van_verbintenis(),
        sa.and_(vast, col(Pok.crebo) != col(Verbintenis.crebo), col(Verbintenis.crebo) != ""),
    )
    return sa.and_(
        col(Pok.status).in_([PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF]),
        sa.select(sa.literal(1)).where(col(Verbintenis.id) == col(Pok.verbintenis_id), past_niet).exists(),
    )


def past_niet() -> sa.ColumnElement[bool]:
    """The same, as far as the register did not refuse it already: nothing is counted under two headings."""
    return sa.and_(is_buiten_verbintenis(), sa.not_(is_geweigerd()))
