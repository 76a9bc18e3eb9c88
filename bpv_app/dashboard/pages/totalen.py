"""/beheer/cijfers: how does the school stand, without a single student?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from bpv_app.dashboard.queries_totalen import get_totalen
from bpv_app.dashboard.rules_cijfers import CIJFERS
from bpv_app.dashboard.rules_periode import lees_jaar
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.uren.rules_inrichting import schooljaar_tekst, schooljaar_van


@dataclass
class TotaalBeeld:
    kop: str
    uitleg: str
    nu: int
    eerder: int


class TotalenState(rx.State):
    """The rounded totals of one school year and the one before."""

    regels: list[TotaalBeeld] = []
    jaren: list[Optie] = []
    jaar: str = ""
    nu_label: str = ""
    eerder_label: str = ""

    @handler(Actie.RAPPORT_TOTALEN, laadt=True)
    async def laad(self) -> None:
        """Count the school year of the address, or this one."""
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        gevraagd = lees_jaar(str(dict(parse_qsl(str(self.router.url.query or ""))).get("jaar", "")))
        jaar = gevraagd or schooljaar_van(vandaag)
        o = await lees(lambda session, wie: get_totalen(session, wie, jaar, vandaag))
        self.jaar, self.nu_label, self.eerder_label = str(jaar), schooljaar_tekst(jaar), schooljaar_tekst(jaar - 1)
        self.jaren = [Optie(str(j), schooljaar_tekst(j)) for j in sorted({*o.jaren, jaar}, reverse=True)]
        self.regels = [
            TotaalBeeld(c.kop.in_taal(taal), c.uitleg.in_taal(taal), o.nu[c.naam], o.eerder[c.naam]) for c in CIJFERS
        ]

    @handler(Actie.RAPPORT_TOTALEN)
    async def kies(self, waarde: str) -> Any:
        """Another school year."""
        return rx.redirect(f"/beheer/cijfers?{urlencode({'jaar': lees_jaar(str(waarde)) or ''})}")


def _regel(r: rx.Var[TotaalBeeld]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            r.kop,
            rx.el.span(r.uitleg, class_name="block text-sm font-normal text-base-content/80"),
            scope="row",
            class_name="py-2 pr-3 text-left align-top",
        ),
        rx.el.td(r.nu, class_name="px-3 py-2 text-right align-top font-semibold tabular-nums"),
        rx.el.td(r.eerder, class_name="px-3 py-2 text-right align-top tabular-nums"),
        class_name="border-b border-base-300",
    )


@rx.page(route="/beheer/cijfers", title="Cijfers van de school · BPV-app", on_load=TotalenState.laad)
def totalen() -> rx.Component:
    """A table: figure, this year, the year before."""
    s: Any = TotalenState
    return pagina(
        rx.el.div(
            rx.el.label(t("Schooljaar", "School year"), html_for="kies-jaar", class_name="veld-label"),
            rx.el.select(
                rx.foreach(s.jaren, lambda o: rx.el.option(o.label, value=o.waarde)),
                value=s.jaar,
                on_change=s.kies,
                id="kies-jaar",
                class_name="select select-sm w-full",
            ),
            class_name="mb-4 max-w-56 print:hidden",
        ),
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("Totalen van de school", "Totals of the school"), class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("Cijfer", "Figure"), scope="col", class_name="text-left"),
                        rx.el.th(s.nu_label, scope="col", class_name="px-3 text-right"),
                        rx.el.th(s.eerder_label, scope="col", class_name="px-3 text-right"),
                    )
                ),
                rx.el.tbody(rx.foreach(s.regels, _regel)),
                class_name="w-full",
            ),
            class_name="kaart",
        ),
        titel=t("Cijfers van de school", "Figures of the school"),
        zin=t(
            "Alle stages samen, afgerond op vijf: zo is er geen student uit te halen. Een 0 kan ook 1 of 2 zijn.",
            "All placements together, rounded to five: no student can be found in them. A 0 may be 1 or 2.",
        ),
    )
