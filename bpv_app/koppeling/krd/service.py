"""The KRD channel of the outbox: send through the adapter, keep the answer beside our own status, send again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import structlog
from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require, systeem
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.queries import list_opnieuw, mag_opnieuw, mag_proberen
from bpv_app.koppeling.krd.rules import verzoen
from bpv_app.koppeling.krd.rules_wijziging import lees_moment
from bpv_app.outbox.rules import Aangenomen, Geweigerd, TeLeveren, Uitkomst
from bpv_app.outbox.service import probeer_nu
from bpv_app.pok import service as pok_service
from bpv_app.pok.krd_bericht import KANAAL, groep
from bpv_app.pok.rules import KrdStatus

KOPPELING = systeem("KRD-koppeling")
MAX_OPNIEUW = 500
"""Most POKs one click sends again; the rest stays on the list for the next."""
log = structlog.get_logger(__name__)


class Adapter(Protocol):
    """One way to reach the register."""

    def lever(self, bericht: TeLeveren) -> Uitkomst: ...


class KrdKanaal:
    """`outbox.worker.Kanaal` for the register."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        uitkomst = self._adapter.lever(bericht)
        if isinstance(uitkomst, (Aangenomen, Geweigerd)):
            return verzoen(bericht.soort, uitkomst)
        return uitkomst

    def verwerk(self, session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
        """See `verwerk_antwoord`."""
        verwerk_antwoord(session, bericht, uitkomst, op)


def verwerk_antwoord(session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
    """Put status, number or refusal on the POK, in the transaction that settles the message.

    Where the answer does not say what the register holds, what we knew of it stays. Our own status never changes.
    """
    pok_id = int(bericht.groep.removeprefix("pok:"))
    try:
        pok = pok_service.get_pok(session, KOPPELING, pok_id)
    except NietGevonden:
        log.warning("krd.antwoord_zonder_pok", bericht=bericht.id, pok=pok_id)
        return
    antwoord = uitkomst.antwoord
    held = antwoord.get("krd_status", pok.krd_status)  # None said by the register is an answer too
    is_geweigerd = isinstance(uitkomst, Geweigerd)
    pok_service.verwerk_krd_antwoord(
        session,
        pok_id,
        krd_status=KrdStatus(held) if held else None,
        krd_nummer=antwoord.get("krd_nummer") or pok.krd_nummer,
        fout_code=uitkomst.code if isinstance(uitkomst, Geweigerd) else "",
        fout_tekst=uitkomst.tekst if isinstance(uitkomst, Geweigerd) else "",
        op=op,
        stand_op=lees_moment(antwoord.get("op")),
    )
    log.info("krd.antwoord", pok=pok_id, gebeurtenis=bericht.soort, geweigerd=is_geweigerd)


def stuur_opnieuw(session: Session, actor: Actor, clock: Clock, pok_ids: Iterable[int]) -> list[Uitslag]:
    """Send again what the register misses of these POKs; a message that waits is tried now. A result per row.

    Raises GeenRecht. A POK that does not exist or is not this actor's gets the same answer: not found.
    """
    require(actor, Actie.KRD_OPNIEUW)
    gekozen = list(dict.fromkeys(pok_ids))[:MAX_OPNIEUW]
    mag = mag_opnieuw(session, actor, gekozen)
    return [_uitslag(session, actor, clock, pok_id, mag.get(pok_id)) for pok_id in gekozen]


def probeer_berichten(session: Session, actor: Actor, clock: Clock, bericht_ids: Iterable[int]) -> list[Uitslag]:
    """Try these waiting messages now instead of at their next turn. A result per row. Raises GeenRecht.

    One of somebody else's POK gets the same answer as one that does not exist: not found.
    """
    require(actor, Actie.KRD_OPNIEUW)
    gekozen = list(dict.fromkeys(bericht_ids))[:MAX_OPNIEUW]
    mag = mag_proberen(session, actor, gekozen)
    uitslagen = []
    for bericht_id in gekozen:
        if bericht_id not in mag:
            uitslagen.append(Uitslag(str(bericht_id), str(bericht_id), False, NietGevonden().tekst))
            continue
        pok_id, nummer, wacht = mag[bericht_id]
        href = f"/poks/{pok_id}"
        if not wacht:
            tekst = Tekst("Hierop is al geantwoord.", "This was answered already.")
            uitslagen.append(Uitslag(str(bericht_id), nummer, False, tekst, href))
            continue
        probeer_nu(session, kanaal=KANAAL, op=clock.nu(), groepen=[groep(pok_id)])
        uitslagen.append(Uitslag(str(bericht_id), nummer, True, Tekst("Wordt nu geprobeerd.", "Is tried now."), href))
    return uitslagen


def stuur_alles_opnieuw(session: Session, actor: Actor, clock: Clock) -> list[Uitslag]:
    """Send again everything on this actor's list of differences, the first to start first. Raises GeenRecht."""
    return stuur_opnieuw(session, actor, clock, list_opnieuw(session, actor, MAX_OPNIEUW))


def _uitslag(session: Session, actor: Actor, clock: Clock, pok_id: int, gevonden: tuple[str, bool] | None) -> Uitslag:
    if gevonden is None:
        return Uitslag(str(pok_id), str(pok_id), False, NietGevonden().tekst)
    nummer, wacht = gevonden
    href = f"/poks/{pok_id}"
    if wacht:
        probeer_nu(session, kanaal=KANAAL, op=clock.nu(), groepen=[groep(pok_id)])
        tekst = Tekst("Er wacht al een bericht; dat wordt nu geprobeerd.", "A message waits already; it is tried now.")
        return Uitslag(str(pok_id), nummer, True, tekst, href)
    try:
        with session.begin_nested():
            aantal = pok_service.stuur_opnieuw(session, actor, clock, pok_id).aantal
    except DomeinFout as fout:
        return Uitslag(str(pok_id), nummer, False, fout.tekst, href)
    tekst = Tekst("1 bericht klaargezet.", "1 message put ready.")
    if aantal > 1:
        tekst = Tekst(f"{aantal} berichten klaargezet.", f"{aantal} messages put ready.")
    return Uitslag(str(pok_id), nummer, True, tekst, href)
