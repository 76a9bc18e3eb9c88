"""/krd/wijzigingen: what the register told of its own accord, and what happened with it here."""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.koppeling.krd.pages.delen import lees_mutatiestop, lees_zin, stop_regel, tabs, vernieuw
from bpv_app.koppeling.krd.queries_wijzigingen import KRD_WIJZIGINGEN
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class KrdWijzigingenState(LijstState, rx.State):
    """The list of changes."""

    _lijst: ClassVar[Lijst] = KRD_WIJZIGINGEN
    zin: str = ""
    mutatiestop: str = ""

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        self.zin = await lees_zin(self)
        self.mutatiestop = await lees_mutatiestop(self)


@rx.page(route="/krd/wijzigingen", title="Uit de KRD · BPV-app", on_load=KrdWijzigingenState.laad)
def krd_wijzigingen() -> rx.Component:
    """Tabs and the list."""
    s = KrdWijzigingenState
    return pagina(
        tabs("/krd/wijzigingen"),
        stop_regel(s.mutatiestop),
        lijst(s, KRD_WIJZIGINGEN),
        titel=t("Uit de KRD", "From the register"),
        zin=s.zin,
        acties=vernieuw(s),
    )
