"""/krd/berichten: what was sent, when, and what the register said."""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.koppeling.krd.pages.delen import lees_zin, tabs, vernieuw
from bpv_app.koppeling.krd.queries import KRD_BERICHTEN
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class KrdBerichtenState(LijstState, rx.State):
    """The list of messages."""

    _lijst: ClassVar[Lijst] = KRD_BERICHTEN
    zin: str = ""

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        self.zin = await lees_zin(self)


@rx.page(route="/krd/berichten", title="KRD-berichten · BPV-app", on_load=KrdBerichtenState.laad)
def krd_berichten() -> rx.Component:
    """Tabs and the list."""
    return pagina(
        tabs("/krd/berichten"),
        lijst(KrdBerichtenState, KRD_BERICHTEN),
        titel=t("KRD-berichten", "Register messages"),
        zin=KrdBerichtenState.zin,
        acties=vernieuw(KrdBerichtenState),
    )
