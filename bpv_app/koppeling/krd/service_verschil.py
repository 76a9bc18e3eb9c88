"""Solving a difference: take over what the register has, as one of our own steps, with a reason. A result per row."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.queries import mag_opnieuw
from bpv_app.koppeling.krd.rules_verschil import voorstel
from bpv_app.koppeling.krd.service import MAX_OPNIEUW
from bpv_app.outbox import service as outbox
from bpv_app.pok import service as pok_service
from bpv_app.pok.krd_bericht import KANAAL, groep
from bpv_app.pok.rules import KRD_LABEL, STATUS_LABEL, PokStatus, Stap

_STAPPEN = {
    Stap.MELD_AF: pok_service.meld_af,
    Stap.WIJS_AF: pok_service.wijs_af,
}
_TERUG = {
    Stap.ZET_TERUG_NAAR_CONCEPT: PokStatus.CONCEPT,
    Stap.ZET_TERUG_NAAR_VOLLEDIG: PokStatus.VOLLEDIG,
}
_WACHT = Tekst(
    "Er wacht nog een bericht over deze POK. Wacht op het antwoord en kijk dan opnieuw.",
    "A message about this agreement still waits. Wait for the answer and look again.",
)


def neem_over(session: Session, actor: Actor, clock: Clock, pok_ids: Iterable[int], reden: str) -> list[Uitslag]:
    """Do here what the register already has, for each of these POKs where our life cycle allows it.

    Each step asks its own right (putting back: studentenzaken). Nothing is sent for it: the register has it already.
    Raises GeenRecht, or OngeldigeInvoer without a reason.
    """
    require(actor, Actie.KRD_OPNIEUW)
    if not reden.strip():
        leeg = Tekst("Vul een reden in.", "Give a reason.")
        raise OngeldigeInvoer({"reden": leeg}, leeg)
    gekozen = list(dict.fromkeys(pok_ids))[:MAX_OPNIEUW]
    mag = mag_opnieuw(session, actor, gekozen)
    return [_uitslag(session, actor, clock, i, mag.get(i), reden.strip()) for i in gekozen]


def _uitslag(
    session: Session, actor: Actor, clock: Clock, pok_id: int, gevonden: tuple[str, bool] | None, reden: str
) -> Uitslag:
    if gevonden is None:
        return Uitslag(str(pok_id), str(pok_id), False, NietGevonden().tekst)
    nummer, wacht = gevonden
    if wacht:
        return Uitslag(str(pok_id), nummer, False, _WACHT, f"/poks/{pok_id}")
    href = f"/poks/{pok_id}"
    try:
        with session.begin_nested():
            tekst = _neem_over(session, actor, clock, pok_id, reden)
    except DomeinFout as fout:
        return Uitslag(str(pok_id), nummer, False, fout.tekst, href)
    return Uitslag(str(pok_id), nummer, True, tekst, href)


def _neem_over(session: Session, actor: Actor, clock: Clock, pok_id: int, reden: str) -> Tekst:
    pok = pok_service.get_pok(session, actor, pok_id)
    idee = voorstel(pok.status, pok.krd_status)
    if idee.stap is None or pok.krd_status is None:
        raise DomeinFout("niet_over_te_nemen", idee.tekst)
    krd = KRD_LABEL[pok.krd_status]
    waarom = f"Overgenomen van de KRD ({krd.nl.lower()}). {reden}"
    doe = _STAPPEN.get(idee.stap)
    if doe is not None:
        doe(session, actor, clock, pok_id, waarom)
    else:
        pok_service.zet_terug(session, actor, clock, pok_id, _TERUG[idee.stap], waarom)
    # The register has this status already: telling it would be refused, or counted as a second step.
    outbox.trek_in(session, kanaal=KANAAL, op=clock.nu(), groepen=[groep(pok_id)])
    label = STATUS_LABEL[pok_service.get_pok(session, actor, pok_id).status]
    return Tekst(f"Overgenomen: nu {label.nl.lower()}.", f"Taken over: now {label.en.lower()}.")
