"""/krd: what was refused and why, where do we differ, and what to do about it."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd import service
from bpv_app.koppeling.krd.pages.delen import lees_zin, tabs, vernieuw
from bpv_app.koppeling.krd.queries import KRD_VERSCHILLEN
from bpv_app.ui.handler import handler, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import annuleer, dialoog, knop, sluit_dialoog

NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst één of meer POK’s.", "Select one or more first."))
ALLES = "dialoog-alles"


class KrdVerschillenState(LijstState, rx.State):
    """The list of differences, and sending again."""

    _lijst: ClassVar[Lijst] = KRD_VERSCHILLEN
    zin: str = ""
    mag_opnieuw: bool = False

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_opnieuw = wie.mag(Actie.KRD_OPNIEUW)

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        self.zin = await lees_zin(self)

    @handler(Actie.KRD_OPNIEUW)
    async def stuur(self) -> None:
        """Send the chosen POKs again."""
        ids = self._gekozen_ids()
        if not ids:
            raise NIETS_GEKOZEN
        await self._toon_uitslagen(await schrijf(lambda s, wie: service.stuur_opnieuw(s, wie, klok, ids)))

    @handler(Actie.KRD_OPNIEUW)
    async def stuur_alles(self) -> Any:
        """Send everything on the list again."""
        await self._toon_uitslagen(await schrijf(lambda s, wie: service.stuur_alles_opnieuw(s, wie, klok)))
        return sluit_dialoog(ALLES)


def _alles() -> rx.Component:
    return rx.cond(
        KrdVerschillenState.mag_opnieuw & (KrdVerschillenState.totaal > 0),
        dialoog(
            ALLES,
            t("Alles opnieuw versturen?", "Send everything again?"),
            rx.el.p(
                t(
                    "De KRD krijgt van elke POK met een verschil de stappen die zij mist. Wat de KRD eerder weigerde "
                    "zonder dat er iets is aangepast, weigert zij waarschijnlijk weer.",
                    "For every agreement that differs the register gets the steps it misses. What it refused before "
                    "without anything having been corrected, it will probably refuse again.",
                )
            ),
            rx.el.div(
                knop(t("Verstuur opnieuw", "Send again"), on_click=KrdVerschillenState.stuur_alles, type="button"),
                annuleer(ALLES),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            open_tekst=t("Alles opnieuw versturen", "Send everything again"),
        ),
        rx.fragment(),
    )


@rx.page(route="/krd", title="KRD · BPV-app", on_load=KrdVerschillenState.laad)
def krd() -> rx.Component:
    """Tabs, the list, and the buttons to send again."""
    opnieuw = rx.el.button(
        t("Verstuur opnieuw", "Send again"),
        on_click=KrdVerschillenState.stuur,
        class_name="btn btn-primary btn-sm",
    )
    return pagina(
        tabs("/krd"),
        lijst(
            KrdVerschillenState,
            KRD_VERSCHILLEN,
            bulk=[rx.cond(KrdVerschillenState.mag_opnieuw, opnieuw, rx.fragment())],
        ),
        titel=t("KRD", "Register (KRD)"),
        zin=KrdVerschillenState.zin,
        acties=rx.fragment(vernieuw(KrdVerschillenState), _alles()),
    )
