"""/krd/vergelijking: hold everything we have against everything the register has."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.config import instellingen
from bpv_app.kernel.clock import klok
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.koppeling.krd import service_vergelijken
from bpv_app.koppeling.krd.pages.delen import lees_zin, tabs
from bpv_app.koppeling.krd.queries_vergelijking import KRD_VERGELIJKING
from bpv_app.taak import service as taak_service
from bpv_app.taak.pages.balk import TaakRij, taak_rij, taakbalk, taaklink
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import badge, kaart, knop


class KrdVergelijkingState(LijstState, rx.State):
    """The last comparison of this person, and starting a new one."""

    _lijst: ClassVar[Lijst] = KRD_VERGELIJKING
    zin: str = ""
    taak: TaakRij = TaakRij()
    heeft_lijn: bool = False

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        self.zin = await lees_zin(self)
        self.heeft_lijn = bool(instellingen().krd_url)
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Any) -> Any:
            return taak_service.get_laatste(session, wie, klok, service_vergelijken.sleutel(wie))

        stand = await lees(werk)
        self.taak = taak_rij(stand, taal) if stand else TaakRij()

    @handler(Actie.KRD_ZIEN)
    async def begin_vergelijking(self) -> None:
        """Start a comparison."""
        heeft_lijn = bool(instellingen().krd_url)

        def werk(session: Any, wie: Any) -> int:
            return service_vergelijken.begin_vergelijking(session, wie, klok, heeft_lijn=heeft_lijn)

        await schrijf(werk)
        await self._lees_lijst()


def _bovenaan(s: Any) -> rx.Component:
    uitleg = rx.el.p(
        t(
            "Haalt alle POK’s op uit de KRD en legt ze naast de onze: wat ontbreekt hier, wat ontbreekt daar, waar "
            "verschilt de status, waar verschillen data, uren of leerbedrijf. Er verandert niets. POK’s waarover nog "
            "een bericht wacht, tellen niet mee.",
            "Fetches all agreements from the register and holds them against ours: what is missing here, what is "
            "missing there, where the status differs, where dates, hours or company differ. Nothing changes. "
            "Agreements about which a message still waits are left out.",
        )
    )
    start = rx.cond(
        s.heeft_lijn,
        rx.el.div(
            knop(t("Vergelijk nu", "Compare now"), on_click=s.begin_vergelijking, type="button"), class_name="mt-3"
        ),
        rx.el.p(
            t(
                "Vergelijken kan alleen als de KRD over HTTP is gekoppeld (BPV_KRD_URL).",
                "Comparing needs a register that is linked over HTTP (BPV_KRD_URL).",
            ),
            class_name="mt-2",
        ),
    )
    laatste = rx.el.div(
        rx.el.p(badge(s.taak.status, s.taak.toon), " ", s.taak.slot, class_name="mt-3 font-semibold", id="uitkomst"),
        rx.el.p(s.taak.op, class_name="hulp"),
    )
    return kaart(
        uitleg,
        rx.cond(
            s.taak.lopend,
            rx.fragment(taakbalk(s.taak), taaklink(s.taak)),
            rx.fragment(start, rx.cond(s.taak.id != "", laatste, rx.fragment())),
        ),
        titel=t("Volledige vergelijking", "Full comparison"),
        class_name="mb-4",
    )


@rx.page(route="/krd/vergelijking", title="Vergelijking · BPV-app", on_load=KrdVergelijkingState.laad)
def krd_vergelijking() -> rx.Component:
    """Tabs, the button, and the differences it found."""
    s = KrdVergelijkingState
    return pagina(
        tabs("/krd/vergelijking"),
        _bovenaan(s),
        rx.cond((s.taak.id != "") & ~s.taak.lopend, lijst(s, KRD_VERGELIJKING), rx.fragment()),
        titel=t("Vergelijking met de KRD", "Comparison with the register"),
        zin=s.zin,
    )
