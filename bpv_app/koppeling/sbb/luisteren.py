"""Withdrawals come in by themselves: a page of changes at a time, each applied once, as an import of changes.

The page, what it changed and up to where we listened are committed together: a process that is killed in between
starts again where the last whole page ended.
"""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import Clock, klok
from bpv_app.kernel.inlezen import neem_vingerafdruk
from bpv_app.koppeling.sbb.port import ErkenningPort
from bpv_app.koppeling.sbb.rules import Wijziging
from bpv_app.koppeling.sbb.service import KOPPELING, neem_wijzigingen_over
from bpv_app.koppeling.sbb.tables import SbbStand
from bpv_app.leerbedrijf import inlezen_register
from bpv_app.leerbedrijf.inlezen_wijzigingen import Mutatie
from bpv_app.leerbedrijf.service_erkenning import list_regels, list_sbb_ids

log = structlog.get_logger(__name__)
LUISTER_SECONDEN = 600.0
"""How often SBB is asked for withdrawals."""


class SbbLuisteraar:
    """Follows our own companies at the service."""

    def __init__(self, port: ErkenningPort, *, op: Engine | None = None, clock: Clock = klok) -> None:
        self._port, self._engine, self._clock = port, op, clock

    def ronde(self) -> int:
        """Take in one page; returns how many changes it held. Raises SbbOnbereikbaar, SbbWeigert."""
        with lezen(KOPPELING, op=self._engine) as session:
            stand = session.get(SbbStand, 1) or SbbStand()
            na, abonnement = stand.gelezen_tot, stand.abonnement
            onze = list_sbb_ids(session)
            kaal = [sbb_id for sbb_id, regels in list_regels(session, onze).items() if not regels]
        afdruk = neem_vingerafdruk([i.encode() for i in onze])
        begin: list[Wijziging] = []
        if afdruk != abonnement:  # outside any transaction, as all that goes over the line
            self._port.abonneer(onze)
            begin = self._begin(kaal)
        pagina = self._port.wijzigingen(na)
        # A number lower than ours: the service was restored from a backup. Listen from its start; the same again is
        # nothing new.
        tot = 0 if pagina.laatste < na else max(na, pagina.tot)
        if not pagina.wijzigingen and tot == na and afdruk == abonnement:
            return 0
        with transaction(KOPPELING, op=self._engine) as session:
            inlezen_register.vergrendel(session)
            stand = self._stand(session)
            if stand.gelezen_tot != na:  # another listener was just before us
                return 0
            nu = self._clock.nu()
            neem_wijzigingen_over(
                session, [*begin, *pagina.wijzigingen], nu, {"bron": "SBB", "tot": tot}, f"sbb-wijziging:{tot}"
            )
            stand.gelezen_tot, stand.gelezen_op, stand.abonnement = tot, nu, afdruk
        if pagina.onleesbaar:
            log.warning("sbb.wijzigingen_onleesbaar", aantal=pagina.onleesbaar, tot=tot)
        return len(pagina.wijzigingen) + pagina.onleesbaar

    def _begin(self, sbb_ids: Iterable[str]) -> list[Wijziging]:
        """What SBB has now of companies we had no line of: the changes tell only what comes after this."""
        gevonden = [self._port.details(sbb_id) for sbb_id in sbb_ids]
        return [Wijziging(0, Mutatie.NIEUW, d.bedrijf.sbb_id, regel) for d in gevonden if d for regel in d.regels]

    @staticmethod
    def _stand(session: Session) -> SbbStand:
        stand = session.exec(select(SbbStand).where(SbbStand.id == 1).with_for_update()).first()
        if stand is None:
            stand = SbbStand()
            session.add(stand)
            session.flush()
        return stand
