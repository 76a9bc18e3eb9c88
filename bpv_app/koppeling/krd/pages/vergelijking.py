"""/krd/vergelijking: hold everything we have against everything the register has."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.config import instellingen
from bpv_app.kernel.clock import klok, toon_datum, toon_moment
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd import service_stand, service_vergelijken
from bpv_app.koppeling.krd.pages.delen import lees_zin, tabs
from bpv_app.koppeling.krd.queries_vergelijking import KRD_VERGELIJKING, get_stand
from bpv_app.taak import service as taak_service
from bpv_app.taak.pages.balk import TaakRij, taak_rij, taakbalk, taaklink
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import badge, kaart, knop, post_formulier

_REGEL = Tekst("Regel", "Line")


class KrdVergelijkingState(LijstState, rx.State):
    """The last comparison of this person, and starting a new one."""

    _lijst: ClassVar[Lijst] = KRD_VERGELIJKING
    zin: str = ""
    taak: TaakRij = TaakRij()
    heeft_lijn: bool = False
    per_bestand: bool = False
    wacht_sinds: str = ""
    stand: str = ""
    fouten: list[str] = []

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        self.zin = await lees_zin(self)
        self.per_bestand = bool(instellingen().krd_map)
        self.heeft_lijn = self.per_bestand or bool(instellingen().krd_url)
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Any) -> Any:
            taak = taak_service.get_laatste(session, wie, klok, service_vergelijken.sleutel(wie))
            return taak, get_stand(session, wie)

        taak, stand = await lees(werk)
        self.taak = taak_rij(taak, taal) if taak else TaakRij()
        self.wacht_sinds = toon_moment(stand.wacht_sinds, taal) if stand.wacht_sinds else ""
        self.stand = ", ".join(deel for deel in (stand.naam, toon_datum(stand.van, taal)) if deel)
        self.fouten = [f"{_REGEL.in_taal(taal)} {regel}: {reden.in_taal(taal)}" for regel, reden in stand.fouten]

    @handler(Actie.KRD_ZIEN)
    async def begin_vergelijking(self) -> None:
        """Start a comparison."""
        heeft_lijn, per_bestand = bool(instellingen().krd_url), bool(instellingen().krd_map)

        def werk(session: Any, wie: Any) -> int:
            if per_bestand:
                return service_stand.vraag_stand(session, wie, klok)
            return service_vergelijken.begin_vergelijking(session, wie, klok, heeft_lijn=heeft_lijn)

        await schrijf(werk)
        await self._lees_lijst()

    @handler(Actie.KRD_ZIEN)
    async def stop_wachten(self) -> None:
        """Wait no longer for the register's file."""
        await schrijf(service_stand.stop_wachten)
        await self._lees_lijst()


def _wachten(s: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("We wachten op het standbestand van de KRD, sinds ", "We wait for the register's state file, since "),
            s.wacht_sinds,
            ".",
            class_name="font-semibold",
        ),
        rx.el.p(
            t(
                "Vraag het op in de KRD en laat het als stand-….bpv in de map “in” zetten, of kies het hier. Zodra het "
                "er is, begint de vergelijking vanzelf. Je mag dit scherm sluiten.",
                "Ask for it in the register and have it put in the folder “in” as stand-….bpv, or choose it here. The "
                "comparison begins by itself when it is there. You may close this screen.",
            )
        ),
        post_formulier(
            rx.el.label(t("Standbestand van de KRD", "State file of the register"), html_for="bestand"),
            rx.el.input(
                id="bestand",
                name="bestand",
                type="file",
                accept=".bpv,.csv,.txt",
                class_name="file-input w-full max-w-md",
            ),
            rx.el.button(
                t("Vergelijk met dit bestand", "Compare with this file"), type="submit", class_name="btn btn-primary"
            ),
            action="/api/krd/stand",
            bestand=True,
            class_name="mt-3 flex flex-col items-start gap-2",
        ),
        rx.el.button(
            t("Niet meer wachten", "Stop waiting"),
            type="button",
            on_click=s.stop_wachten,
            class_name="btn btn-outline btn-sm mt-3",
        ),
        class_name="melding melding-info mt-3 block",
        id="wachten",
    )


def _van_bestand(s: Any) -> rx.Component:
    return rx.cond(
        s.stand != "",
        rx.el.div(
            rx.el.p(t("Uit het bestand ", "From the file "), s.stand, class_name="hulp break-words"),
            rx.cond(
                s.fouten.length() > 0,
                rx.el.details(
                    rx.el.summary(
                        s.fouten.length(),
                        t(" regels niet begrepen", " lines not understood"),
                        class_name="cursor-pointer py-2 font-semibold",
                    ),
                    rx.el.ul(
                        rx.foreach(s.fouten, lambda f: rx.el.li(f, class_name="break-words")),
                        class_name="max-h-60 list-disc overflow-auto pl-5 text-sm",
                        tab_index=0,
                    ),
                ),
                rx.fragment(),
            ),
        ),
        rx.fragment(),
    )


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
                "Vergelijken kan alleen als de KRD is gekoppeld (BPV_KRD_URL of BPV_KRD_MAP).",
                "Comparing needs a register that is linked (BPV_KRD_URL or BPV_KRD_MAP).",
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
            s.wacht_sinds != "",
            _wachten(s),
            rx.cond(
                s.taak.lopend,
                rx.fragment(taakbalk(s.taak), taaklink(s.taak)),
                rx.fragment(start, rx.cond(s.taak.id != "", rx.fragment(laatste, _van_bestand(s)), rx.fragment())),
            ),
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
