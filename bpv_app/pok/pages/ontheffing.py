"""The mutation freeze on the POK's screen: that it hits this agreement, who exempted it and why, how to."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import AMSTERDAM, klok, toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service
from bpv_app.pok.pages.ontheffing_deel import ONTHEFFING
from bpv_app.pok.rules import LOPEND
from bpv_app.pok.rules_ontheffing import valt_onder
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import formulier, handler, lees, schrijf, zeg
from bpv_app.ui.velden import sluit_dialoog


class OntheffingState(rx.State, mixin=True):
    """The part of the POK's State about the mutation freeze."""

    stop_zin: str = ""
    ontheven: str = ""
    ontheven_reden: str = ""
    mag_ontheffen: bool = False

    async def _lees_ontheffing(self, pok_id: int) -> None:
        def werk(session: Any, actor: Any) -> Any:
            pok = service.get_pok(session, actor, pok_id)
            stop = service.get_mutatiestop(session)
            geldt = pok.status in LOPEND and valt_onder(stop, pok.begin_op)
            return (stop, pok.begin_op, service.get_ontheffing(session, pok.dossier_id)) if geldt else None

        geldt = await lees(werk)
        self.stop_zin = self.ontheven = self.ontheven_reden = ""
        self.mag_ontheffen = False
        if geldt is None:
            return
        stop, begin, ontheffing = geldt
        taal = (await self.get_state(BasisState)).taal
        self.stop_zin = _zin(stop, begin).in_taal(taal)
        self.mag_ontheffen = ontheffing is None and huidige_actor().mag(Actie.MUTATIESTOP_ONTHEFFEN)
        if ontheffing is not None:
            op = ontheffing.op.astimezone(AMSTERDAM).date()
            door = ontheffing.door_naam
            self.ontheven_reden = ontheffing.reden
            self.ontheven = Tekst(
                f"Ontheffing van {door}, {toon_datum(op)}:", f"Exempted by {door}, {toon_datum(op, 'en')}:"
            ).in_taal(taal)

    @handler(Actie.MUTATIESTOP_ONTHEFFEN)
    async def ontheft(self, gegevens: dict[str, Any]) -> Any:
        """Studentenzaken exempts this placement, with a reason."""
        reden, pok_id = formulier(gegevens).get("reden_ontheffing", ""), self.pok_id
        try:
            await schrijf(lambda s, wie: service.geef_ontheffing(s, wie, klok, pok_id, reden))
        except OngeldigeInvoer as fout:  # the page has more reasons: this one's field has a name of its own
            raise OngeldigeInvoer({"reden_ontheffing": fout.velden.get("reden", fout.tekst)}) from fout
        await self._lees()
        await zeg(
            self,
            "Ontheffing gegeven. Deze stage mag wijzigen; de reden gaat mee naar de KRD.",
            "Exempted. This placement may change; the reason goes along to the register.",
        )
        return sluit_dialoog(ONTHEFFING)


def _zin(stop: Any, begin: Any) -> Tekst:
    return Tekst(
        f"Mutatiestop: de KRD staat vóór {toon_datum(stop)} niets meer toe, en deze POK begint op {toon_datum(begin)}.",
        f"Mutation freeze: the register allows nothing before {toon_datum(stop, 'en')} any more, and this agreement "
        f"starts on {toon_datum(begin, 'en')}.",
    )
