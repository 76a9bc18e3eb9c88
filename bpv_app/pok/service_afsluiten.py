"""Step 8 of the deck and the ways off the road: close, withdraw, reject, a step back; and the register's answers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.rechten import Actie
from bpv_app.pok.rules import EIND_LABEL, OVERGANGEN, KrdStatus, PokStatus, Stap, check_stap, mag_stap
from bpv_app.pok.rules_afsluiten import Afsluiting, check_afsluiting
from bpv_app.pok.service_basis import APP, gegevens_van, get_pok, haal, pas_toe
from bpv_app.pok.service_melden import meld_teruggezet
from bpv_app.pok.tables import Pok


def _stap(session: Session, actor: Actor, clock: Clock, pok_id: int, stap: Stap, reden: str, versie: int | None) -> Pok:
    """A step a person picks, straight from the table."""
    pok = haal(session, actor, pok_id, OVERGANGEN[stap].actie, versie)
    overgang = check_stap(actor, gegevens_van(session, pok), stap, reden)
    pas_toe(session, actor, clock, pok, overgang, reden)
    return pok


def meld_af(session: Session, actor: Actor, clock: Clock, pok_id: int, reden: str, versie: int | None = None) -> Pok:
    """The student does not go on. Raises NietGevonden, GeenRecht, Verouderd, StapMagNiet or Onvolledig (no reason)."""
    return _stap(session, actor, clock, pok_id, Stap.MELD_AF, reden, versie)


def wijs_af(session: Session, actor: Actor, clock: Clock, pok_id: int, reden: str, versie: int | None = None) -> Pok:
    """School, company or register does not agree. Raises what `meld_af` raises."""
    return _stap(session, actor, clock, pok_id, Stap.WIJS_AF, reden, versie)


def zet_terug(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    naar: PokStatus,
    reden: str,
    versie: int | None = None,
) -> Pok:
    """A step back to `volledig` or `concept`: the printed version and its signatures become void, and whoever has the
    paper is told.

    Raises what `meld_af` raises.
    """
    stap = Stap.ZET_TERUG_NAAR_CONCEPT if naar is PokStatus.CONCEPT else Stap.ZET_TERUG_NAAR_VOLLEDIG
    was_op_papier = get_pok(session, actor, pok_id).afgedrukt_op is not None
    pok = _stap(session, actor, clock, pok_id, stap, reden, versie)
    if was_op_papier:
        meld_teruggezet(session, clock, pok, pok.document_versie, reden)
    return pok


def sluit_af(
    session: Session, actor: Actor, clock: Clock, pok_id: int, afsluiting: Afsluiting, versie: int | None = None
) -> Pok:
    """Close the placement: real end, reason, realised hours, documents; the dossier closes with it.

    Raises NietGevonden, GeenRecht, Verouderd, StapMagNiet or OngeldigeInvoer with every wrong field.
    """
    pok = haal(session, actor, pok_id, Actie.POK_AFSLUITEN)
    wil = {veld: getattr(afsluiting, veld) for veld in ("werkelijk_eind_op", "eind_reden", "gerealiseerde_uren")}
    check_versie(pok, versie, **wil)
    if mag_stap(actor, pok.status, Stap.SLUIT_AF):
        dossier = dossier_service.get_dossier(session, APP, pok.dossier_id)
        inrichting = dossier_service.get_inrichting(session, APP, dossier.inrichting_id)
        check_afsluiting(
            afsluiting,
            begin_op=pok.begin_op,
            eind_op=pok.eind_op,
            documenten=inrichting.documenten,
            vandaag=clock.vandaag(),
        )
        for veld, waarde in wil.items():
            setattr(pok, veld, waarde)
    reden = afsluiting.toelichting.strip()
    if afsluiting.eind_reden:
        reden = f"{EIND_LABEL[afsluiting.eind_reden].nl}. {reden}".strip()
    overgang = check_stap(actor, gegevens_van(session, pok), Stap.SLUIT_AF, reden)
    pas_toe(session, actor, clock, pok, overgang, reden)
    dossier_service.sluit(session, pok.dossier_id, clock.nu(), documenten_klaar=afsluiting.documenten_klaar)
    return pok


def verwerk_krd_antwoord(
    session: Session,
    pok_id: int,
    *,
    krd_status: KrdStatus | None,
    krd_nummer: str,
    fout_code: str,
    fout_tekst: str,
    op: datetime,
    stand_op: datetime | None = None,
) -> None:
    """What the register answered (the worker calls this): its status beside ours, or why it refused.

    `krd_status` None: the register does not hold it. Our own status never changes by it. Not through the ORM: an
    answer must not make somebody's open form stale; the message itself is the record. `stand_op` is when the register
    had this status, by its own clock: something it said about a later moment stays.
    """
    waarden: dict[str, object] = {"krd_bijgewerkt_op": op}
    if fout_code:
        waarden |= {"krd_fout_code": fout_code[:60], "krd_fout_tekst": fout_tekst[:500]}
    else:
        waarden |= {"krd_fout_code": "", "krd_fout_tekst": ""}
    waarden["krd_nummer"] = krd_nummer[:40]
    session.execute(sa.update(Pok).where(col(Pok.id) == pok_id).values(waarden))
    waar = [col(Pok.id) == pok_id]
    if stand_op is not None:
        waar.append(sa.or_(col(Pok.krd_stand_op).is_(None), col(Pok.krd_stand_op) <= stand_op))
    stand: dict[str, object] = {"krd_status": krd_status}
    if stand_op is not None:
        stand["krd_stand_op"] = stand_op
    session.execute(sa.update(Pok).where(*waar).values(stand))
