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
from bpv_app.koppeling.krd import service, service_verschil
from bpv_app.koppeling.krd.pages.delen import lees_mutatiestop, lees_zin, stop_regel, tabs, vernieuw
from bpv_app.koppeling.krd.queries_verschillen import KRD_VERSCHILLEN
from bpv_app.ui.handler import formulier, handler, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import annuleer, dialoog, knop, open_dialoog, sluit_dialoog, veld, venster

NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst één of meer POK’s.", "Select one or more first."))
ALLES = "dialoog-alles"
OVERNEMEN = "dialoog-overnemen"


class KrdVerschillenState(LijstState, rx.State):
    """The list of differences, and sending again."""

    _lijst: ClassVar[Lijst] = KRD_VERSCHILLEN
    zin: str = ""
    mutatiestop: str = ""
    mag_opnieuw: bool = False

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_opnieuw = wie.mag(Actie.KRD_OPNIEUW)

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        self.zin = await lees_zin(self)
        self.mutatiestop = await lees_mutatiestop(self)

    @handler(Actie.KRD_OPNIEUW)
    async def stuur(self) -> None:
        """Send the chosen POKs again."""
        ids = self._gekozen_ids()
        if not ids:
            raise NIETS_GEKOZEN
        await self._toon_uitslagen(await schrijf(lambda s, wie: service.stuur_opnieuw(s, wie, klok, ids)))

    @handler(Actie.KRD_OPNIEUW)
    async def open_overnemen(self) -> Any:
        """Ask for the reason first."""
        if not self._gekozen_ids():
            raise NIETS_GEKOZEN
        return open_dialoog(OVERNEMEN)

    @handler(Actie.KRD_OPNIEUW)
    async def neem_over(self, gegevens: dict[str, Any]) -> Any:
        """Do here what the register has, for the chosen POKs."""
        ids, reden = self._gekozen_ids(), formulier(gegevens).get("reden_overnemen", "")
        if not ids:
            raise NIETS_GEKOZEN
        uitslagen = await schrijf(lambda s, wie: service_verschil.neem_over(s, wie, klok, ids, reden))
        await self._toon_uitslagen(uitslagen)
        return sluit_dialoog(OVERNEMEN)

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


def _overnemen() -> rx.Component:
    return venster(
        OVERNEMEN,
        t("Status van de KRD overnemen?", "Take over the register’s status?"),
        rx.el.p(
            t(
                "Hier gebeurt wat in de KRD al staat: terug naar concept of volledig, afgemeld of afgewezen. Bij een "
                "stap terug vervallen de afgedrukte versie en haar handtekeningen. Wat hier niet kan, krijgt een regel "
                "die zegt waarom.",
                "Here happens what the register already has: back to draft or complete, withdrawn or rejected. A step "
                "back makes the printed version and its signatures void. What cannot be done gets a line that says "
                "why.",
            )
        ),
        rx.el.form(
            veld("reden_overnemen", t("Reden", "Reason"), verplicht=True),
            rx.el.div(
                knop(t("Neem over", "Take over"), type="submit"),
                annuleer(OVERNEMEN),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=KrdVerschillenState.neem_over,
            reset_on_submit=True,
        ),
    )


@rx.page(route="/krd", title="KRD · BPV-app", on_load=KrdVerschillenState.laad)
def krd() -> rx.Component:
    """Tabs, the list, and the buttons to send again."""
    opnieuw = rx.el.button(
        t("Verstuur opnieuw", "Send again"),
        on_click=KrdVerschillenState.stuur,
        class_name="btn btn-primary btn-sm",
    )
    overnemen = rx.el.button(
        t("Neem over van KRD", "Take over from register"),
        on_click=KrdVerschillenState.open_overnemen,
        class_name="btn btn-outline btn-sm",
    )
    return pagina(
        tabs("/krd"),
        stop_regel(KrdVerschillenState.mutatiestop),
        lijst(
            KrdVerschillenState,
            KRD_VERSCHILLEN,
            bulk=[rx.cond(KrdVerschillenState.mag_opnieuw, rx.fragment(opnieuw, overnemen), rx.fragment())],
        ),
        rx.cond(KrdVerschillenState.mag_opnieuw, _overnemen(), rx.fragment()),
        titel=t("KRD", "Register (KRD)"),
        zin=KrdVerschillenState.zin,
        acties=rx.fragment(vernieuw(KrdVerschillenState), _alles()),
    )
