"""What a full comparison reads of ours."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.koppeling.krd.clauses import is_wachtend
from bpv_app.koppeling.krd.rules_vergelijken import OnzePok
from bpv_app.koppeling.krd.tables import KrdVergelijkingGelezen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.service import pok_scope
from bpv_app.pok.tables import Pok


def list_gelezen(session: Session, vergelijking_id: int) -> set[int]:
    """POKs of ours that the register turned out to have, in this comparison."""
    gelezen = KrdVergelijkingGelezen
    vraag = sa.select(col(gelezen.pok_id)).where(col(gelezen.vergelijking_id) == vergelijking_id)
    return set(session.execute(vraag).scalars())


def list_missend(
    session: Session, actor: Actor, vergelijking_id: int, na: int, aantal: int
) -> list[tuple[int, str, PokStatus]]:
    """Ours after id `na` that the register should hold and that were on no page: id, number, status."""
    gelezen = KrdVergelijkingGelezen
    op_bladzij = sa.select(col(gelezen.pok_id)).where(col(gelezen.vergelijking_id) == vergelijking_id)
    vraag = (
        sa.select(col(Pok.id), col(Pok.nummer), col(Pok.status))
        .where(
            pok_scope(actor, Actie.KRD_ZIEN),
            col(Pok.id) > na,
            col(Pok.status).in_(MOET_BEKEND_ZIJN),
            col(Pok.id).not_in(op_bladzij),
            sa.not_(is_wachtend()),
        )
        .order_by(col(Pok.id))
        .limit(aantal)
    )
    return [(pok_id, nummer, status) for pok_id, nummer, status in session.execute(vraag)]


def list_bestaand(session: Session, nummers: Sequence[str]) -> set[str]:
    """Which of these numbers are POKs here, of whatever team."""
    vraag = sa.select(col(Pok.nummer)).where(col(Pok.nummer).in_(list(nummers)))
    return set(session.execute(vraag).scalars())


def list_onze(session: Session, actor: Actor, nummers: Sequence[str]) -> dict[str, tuple[OnzePok, bool]]:
    """Ours among these numbers, within the actor's scope, and whether a message about it waits."""
    vraag = (
        sa.select(Pok, col(Leerbedrijf.sbb_id), is_wachtend())
        .select_from(sa.join(Pok, Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True))
        .where(col(Pok.nummer).in_(list(nummers)), pok_scope(actor, Actie.KRD_ZIEN))
    )
    uit: dict[str, tuple[OnzePok, bool]] = {}
    for pok, sbb_id, wacht in session.execute(vraag):
        gegevens = {
            "begin": pok.begin_op,
            "gepland_eind": pok.eind_op,
            "werkelijk_eind": pok.werkelijk_eind_op,
            "afsluitdatum": pok.afsluitdatum,
            "uren_totaal": pok.uren_totaal,
            "uren_per_week": pok.uren_per_week,
            "dagen_per_week": pok.dagen_per_week,
            "leerbedrijf_id": sbb_id,
            "crebo": pok.crebo,
            "keuzedeel": pok.keuzedeel,
        }
        uit[pok.nummer] = (OnzePok(pok.id, pok.nummer, pok.status, gegevens), bool(wacht))
    return uit
