"""/: what do I have to do today?"""

from __future__ import annotations

import reflex as rx

from bpv_app.kernel.rechten import Actie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina


class StartState(rx.State):
    """Today's work of the person who looks."""

    @handler(Actie.START_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the counters."""


@rx.page(route="/", title="Vandaag · BPV-app", on_load=StartState.laad)
def start() -> rx.Component:
    """The start page."""
    return pagina(rx.el.p(BasisState.rollen), titel=t("Vandaag", "Today"))
