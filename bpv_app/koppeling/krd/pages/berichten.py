"""/krd/berichten: what was sent, when, and what the register said."""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd import service
from bpv_app.koppeling.krd.pages.delen import lees_zin, tabs, vernieuw
from bpv_app.koppeling.krd.queries import KRD_BERICHTEN
from bpv_app.ui.handler import handler, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst

NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst één of meer berichten.", "Select one or more first."))


class KrdBerichtenState(LijstState, rx.State):
    """The list of messages."""

    _lijst: ClassVar[Lijst] = KRD_BERICHTEN
    zin: str = ""
    mag_proberen: bool = False

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_proberen = wie.mag(Actie.KRD_OPNIEUW)

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        self.zin = await lees_zin(self)

    @handler(Actie.KRD_OPNIEUW)
    async def probeer_nu(self) -> None:
        """Try the chosen messages now."""
        ids = self._gekozen_ids()
        if not ids:
            raise NIETS_GEKOZEN
        await self._toon_uitslagen(await schrijf(lambda s, wie: service.probeer_berichten(s, wie, klok, ids)))


@rx.page(route="/krd/berichten", title="KRD-berichten · BPV-app", on_load=KrdBerichtenState.laad)
def krd_berichten() -> rx.Component:
    """Tabs and the list."""
    probeer = rx.el.button(
        t("Probeer nu", "Try now"), on_click=KrdBerichtenState.probeer_nu, class_name="btn btn-primary btn-sm"
    )
    return pagina(
        tabs("/krd/berichten"),
        lijst(
            KrdBerichtenState,
            KRD_BERICHTEN,
            bulk=[rx.cond(KrdBerichtenState.mag_proberen, probeer, rx.fragment())],
        ),
        titel=t("KRD-berichten", "Register messages"),
        zin=KrdBerichtenState.zin,
        acties=vernieuw(KrdBerichtenState),
    )
