"""The worker with the channels that the settings switch on: inside the web process, or alone as `bpv worker`."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from bpv_app.config import Instellingen, instellingen
from bpv_app.kernel.clock import Clock, klok
from bpv_app.koppeling.krd.bestand import BestandLijn
from bpv_app.koppeling.krd.http import KrdHttp
from bpv_app.koppeling.krd.luisteren import KrdDraad, Luisteraar
from bpv_app.koppeling.krd.service import KrdKanaal
from bpv_app.koppeling.krd.service_stand import StandRegister
from bpv_app.koppeling.krd.service_vergelijken import SOORT as KRD_VERGELIJKEN
from bpv_app.koppeling.krd.service_vergelijken import Vergelijken
from bpv_app.koppeling.planner import Planner, start_planner
from bpv_app.koppeling.post.mime import afzender_van
from bpv_app.koppeling.post.service import PostKanaal
from bpv_app.koppeling.post.smtp import PostvakBezorger, SmtpBezorger
from bpv_app.koppeling.sbb.http import SbbHttp
from bpv_app.koppeling.sbb.luisteren import LUISTER_SECONDEN as SBB_SECONDEN
from bpv_app.koppeling.sbb.luisteren import SbbLuisteraar
from bpv_app.koppeling.sbb.port import ErkenningPort
from bpv_app.koppeling.sbb.queries_register import RegisterPort
from bpv_app.koppeling.sbb.rules import KANAAL as SBB
from bpv_app.koppeling.sbb.service import SbbKanaal
from bpv_app.matching.service_indossier_taak import SOORT as IN_DOSSIERS
from bpv_app.matching.service_indossier_taak import InDossiers
from bpv_app.outbox.worker import Kanaal, Worker, WorkerDraad
from bpv_app.pok.krd_bericht import KANAAL as KRD
from bpv_app.pok.service_afdruk_taak import SOORT as AFDRUKKEN
from bpv_app.pok.service_afdruk_taak import Afdrukken
from bpv_app.pok.service_stapel import SOORT as SCANSTAPEL
from bpv_app.pok.service_stapel import StapelLezen
from bpv_app.post.rules import KANAAL as POST
from bpv_app.taak.worker import TaakDraad, TaakWorker, Werk


@lru_cache(maxsize=2)
def _stand(sha256: str) -> StandRegister:
    return StandRegister(sha256)


def _register(stand: str) -> KrdHttp | StandRegister | None:
    """The register to read for a comparison: what a state file said, or over HTTP; None when it is not linked."""
    if stand:
        return _stand(stand)
    settings = instellingen()
    if not settings.krd_url:
        return None
    return KrdHttp(settings.krd_url, settings.krd_client_id, settings.krd_client_secret, klok)


WERK: dict[str, Werk] = {
    SCANSTAPEL: StapelLezen(),
    IN_DOSSIERS: InDossiers(),
    AFDRUKKEN: Afdrukken(),
    KRD_VERGELIJKEN: Vergelijken(_register),
}
"""The kinds of long work there are."""


BESTAND_SECONDEN = 5.0
"""How often the folder is looked at."""


def maak_kanalen(settings: Instellingen, clock: Clock = klok) -> dict[str, Kanaal]:
    """The channels that have an address. Messages of the others wait in the outbox until they get one.

    Mail in demo mode needs no server: it ends in the mailbox page.
    """
    kanalen: dict[str, Kanaal] = {}
    if settings.krd_url:
        adapter = KrdHttp(settings.krd_url, settings.krd_client_id, settings.krd_client_secret, clock)
        kanalen[KRD] = KrdKanaal(adapter)
    if settings.sbb_url:
        kanalen[SBB] = SbbKanaal(maak_erkenning_port(settings, clock))
    if settings.smtp:
        kanalen[POST] = PostKanaal(SmtpBezorger(settings.smtp, afzender_van(settings), clock), clock)
    elif settings.demo:
        kanalen[POST] = PostKanaal(PostvakBezorger(), clock)
    return kanalen


def maak_erkenning_port(settings: Instellingen, clock: Clock = klok) -> ErkenningPort:
    """SBB's service over HTTP when it has an address, otherwise the register that was imported."""
    if not settings.sbb_url:
        return RegisterPort(clock)
    return SbbHttp(
        settings.sbb_url, settings.sbb_client_id, settings.sbb_client_secret, clock, api_key=settings.sbb_api_key
    )


def start_worker() -> WorkerDraad | None:
    """Start delivering in a thread of this process; None when BPV_WORKER is off or no channel has an address.

    Call it in the process that serves (after a fork), once; call `stop()` on what it returns when the process ends.
    `MetWorker` does both.
    """
    settings = instellingen()
    kanalen = maak_kanalen(settings) if settings.worker else {}
    if not kanalen:
        return None
    draad = WorkerDraad(Worker(kanalen))
    draad.start()
    return draad


def maak_krd_draad(settings: Instellingen, clock: Clock = klok) -> KrdDraad | None:
    """What listens to the register: over HTTP, or all traffic by file; None without either."""
    if settings.krd_map:
        return KrdDraad(BestandLijn(Path(settings.krd_map), settings.school_brin, clock=clock).ronde, BESTAND_SECONDEN)
    if settings.krd_url:
        adapter = KrdHttp(settings.krd_url, settings.krd_client_id, settings.krd_client_secret, clock)
        return KrdDraad(Luisteraar(adapter, clock=clock).ronde)
    return None


def start_krd() -> KrdDraad | None:
    """Start listening in a thread of this process; None when BPV_WORKER is off or there is no register."""
    settings = instellingen()
    draad = maak_krd_draad(settings) if settings.worker else None
    if draad is not None:
        draad.start()
    return draad


def start_sbb() -> KrdDraad | None:
    """Start listening for withdrawals; None when BPV_WORKER is off or there is no link with SBB."""
    settings = instellingen()
    return _start_sbb(settings) if settings.worker else None


def _start_sbb(settings: Instellingen) -> KrdDraad | None:
    if not settings.sbb_url:
        return None
    draad = KrdDraad(SbbLuisteraar(maak_erkenning_port(settings)).ronde, SBB_SECONDEN, naam="sbb")
    draad.start()
    return draad


def start_taken() -> TaakDraad | None:
    """Start doing long work in a thread of this process; None when BPV_WORKER is off."""
    if not instellingen().worker:
        return None
    draad = TaakDraad(TaakWorker(WERK))
    draad.start()
    return draad


def draai_worker() -> None:
    """`bpv worker`: deliver and do long work until SIGTERM or Ctrl-C; the message and the step at hand are finished."""
    worker = Worker(maak_kanalen(instellingen()))

    def stop(_sein: int, _frame: FrameType | None) -> None:
        worker.vraag_stop()

    for sein in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sein, stop)
    planner = start_planner()
    taken = TaakDraad(TaakWorker(WERK))
    taken.start()
    krd = maak_krd_draad(instellingen())
    if krd is not None:
        krd.start()
    sbb = _start_sbb(instellingen())
    worker.draai()
    taken.stop()
    for luisteraar in (krd, sbb):
        if luisteraar is not None:
            luisteraar.stop()
    if planner is not None:
        planner.stop()


_Bericht = MutableMapping[str, Any]
_Ontvang = Callable[[], Awaitable[_Bericht]]
_Stuur = Callable[[_Bericht], Awaitable[None]]
_Asgi = Callable[[_Bericht, _Ontvang, _Stuur], Awaitable[None]]


class MetWorker:
    """An ASGI application with worker and planner beside it: started and stopped with the server process (lifespan)."""

    def __init__(self, app: _Asgi) -> None:
        self._app = app
        self._draden: list[WorkerDraad | Planner | TaakDraad | KrdDraad] = []

    async def __call__(self, scope: _Bericht, receive: _Ontvang, send: _Stuur) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def ontvang() -> _Bericht:
            bericht = await receive()
            if bericht["type"] == "lifespan.startup":
                planner = start_planner() if instellingen().worker else None
                self._draden = [
                    draad
                    for draad in (start_worker(), planner, start_taken(), start_krd(), start_sbb())
                    if draad is not None
                ]
            elif bericht["type"] == "lifespan.shutdown":
                for draad in self._draden:
                    await asyncio.to_thread(draad.stop)
            return bericht

        await self._app(scope, ontvang, send)
