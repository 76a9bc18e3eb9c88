"""/rapportages/rijen: which placements does this figure count?"""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.dashboard.queries_rijen import RIJEN, get_bedrijfsnaam, vreemde_filters
from bpv_app.dashboard.rules_cijfers import CIJFER
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Lijst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class RapportageRijenState(LijstState, rx.State):
    """The rows of a figure; the sentence is its definition."""

    _lijst: ClassVar[Lijst] = RIJEN
    uitleg: str = ""
    uitleg_en: str = ""
    vreemd: str = ""
    bedrijf: str = ""

    def _na_lezen(self, wie: Actor) -> None:
        cijfer = CIJFER.get(self._vraag.filters.get("cijfer", "stages"), CIJFER["stages"])
        self.uitleg, self.uitleg_en = cijfer.uitleg.nl, cijfer.uitleg.en
        self.vreemd = ", ".join(f"{naam}={waarde}" for naam, waarde in vreemde_filters(self._vraag))

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the rows, and the name of the company when the address asks for one."""
        await self._lees_lijst()
        sleutel = self._vraag.filters.get("leerbedrijf", "")
        self.bedrijf = await lees(lambda session, wie: get_bedrijfsnaam(session, wie, sleutel)) if sleutel else ""


def _vreemd(s: Any) -> rx.Component:
    return rx.cond(
        s.vreemd != "",
        rx.el.div(
            rx.el.p(
                t("Dit filter kennen we hier niet: ", "We do not know this filter here: "),
                rx.el.strong(s.vreemd, class_name="wrap-anywhere"),
                t(". Daarom staan er geen stages.", ". That is why there are no placements."),
                class_name="grow",
            ),
            rx.el.button(
                t("Alle stages tonen", "Show all placements"), on_click=s.wis_filters, class_name="btn btn-sm"
            ),
            class_name="melding melding-warning mb-3",
            role="alert",
        ),
        rx.fragment(),
    )


def _bedrijf(s: Any) -> rx.Component:
    return rx.cond(
        s.bedrijf != "",
        rx.el.p(t("Alleen bij ", "Only at "), rx.el.strong(s.bedrijf), class_name="mb-3 wrap-anywhere"),
        rx.fragment(),
    )


@rx.page(route="/rapportages/rijen", title="Stages achter het cijfer · BPV-app", on_load=RapportageRijenState.laad)
def rapportages_rijen() -> rx.Component:
    """The list."""
    s = RapportageRijenState
    return pagina(
        _vreemd(s),
        _bedrijf(s),
        lijst(s, RIJEN),
        titel=t("Stages achter het cijfer", "Placements behind the figure"),
        zin=rx.cond(BasisState.taal == "en", s.uitleg_en, s.uitleg),
        kruimels=[(t("Cijfers", "Figures"), "/rapportages")],
    )
