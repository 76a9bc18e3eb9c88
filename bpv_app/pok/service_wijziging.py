"""Changes of a POK that is already agreed: kept with what was and what is, and told to the register.

A change of the praktijkopleider or the onderwijsbegeleider makes no new POK: it is only recorded here. A new version of
the bpv-blad (`service_blad`) and a new POK (`service_muteren`) are recorded with the same row.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.pok.rules import MutatieSoort, PokStatus
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.rules_krd import GEWIJZIGD_VANUIT
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_wijziging import alleen_anders, naar_json
from bpv_app.pok.service_basis import MAX_REDEN, get_pok, haal, id_van, is_bekend, stuur
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokWijziging


def schrijf_op(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok: Pok,
    soort: MutatieSoort,
    gevolg: Gevolg,
    voor: dict[str, Any],
    na: dict[str, Any],
    reden: str,
    *,
    status: WijzigingStatus = WijzigingStatus.VAST,
    ingang: date | None = None,
    op_verzoek: bool = False,
    document_versie: int | None = None,
    bezwaar_tot: date | None = None,
    nieuw_pok_id: int | None = None,
) -> PokWijziging:
    """One line of the history of amendments: only the fields that differ. The caller changed the POK."""
    was, werd = alleen_anders(voor, na)
    wijziging = PokWijziging(
        pok_id=id_van(pok),
        nieuw_pok_id=nieuw_pok_id,
        soort=soort,
        gevolg=gevolg,
        status=status,
        ingang=ingang,
        voor=naar_json(was),
        na=naar_json(werd),
        reden=reden.strip()[:MAX_REDEN],
        op_verzoek=op_verzoek,
        document_versie=document_versie,
        bezwaar_tot=bezwaar_tot,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(wijziging)
    session.flush()
    return wijziging


def vertel_krd(session: Session, clock: Clock, pok: Pok, reden: str) -> None:
    """Changed data, told in the way that fits the status; nothing when the register does not know the POK."""
    session.flush()
    if pok.status is PokStatus.VOLLEDIG:
        stuur(session, clock, pok, reden=reden)
    elif pok.status in GEWIJZIGD_VANUIT and is_bekend(session, pok):
        stuur(session, clock, pok, reden=reden, is_gewijzigd=True)


def get_wijziging(session: Session, actor: Actor, wijziging_id: int, *acties: Actie) -> tuple[Pok, PokWijziging]:
    """An amendment with its POK, both locked, for somebody with one of `acties` on it.

    Raises NietGevonden or GeenRecht.
    """
    rij = session.get(PokWijziging, wijziging_id) if is_sleutel(wijziging_id) else None
    if rij is None:
        raise NietGevonden
    pok = _haal_een(session, actor, rij.pok_id, acties)
    vraag = sa.select(PokWijziging).where(col(PokWijziging.id) == wijziging_id).with_for_update()
    return pok, session.execute(vraag.execution_options(populate_existing=True)).scalar_one()


def _haal_een(session: Session, actor: Actor, pok_id: int, acties: tuple[Actie, ...]) -> Pok:
    get_pok(session, actor, pok_id)
    for actie in acties:
        try:
            return haal(session, actor, pok_id, actie)
        except GeenRecht:
            continue
    raise GeenRecht
