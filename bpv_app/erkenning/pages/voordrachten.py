"""/erkenningen/aangevraagd: for which companies did the school ask an accreditation, and what became of it?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.erkenning.queries_voordracht import VOORDRACHTEN, get_samenvatting
from bpv_app.kernel.lijst import Lijst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class VoordrachtenState(LijstState, rx.State):
    """The list."""

    _lijst: ClassVar[Lijst] = VOORDRACHTEN
    zin: str = ""

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        taal = (await self.get_state(BasisState)).taal
        self.zin = (await lees(get_samenvatting)).in_taal(taal)


@rx.page(route="/erkenningen/aangevraagd", title="Erkenning aangevraagd · BPV-app", on_load=VoordrachtenState.laad)
def voordrachten() -> rx.Component:
    """The list; a row opens the company, where the request is followed."""
    return pagina(
        lijst(VoordrachtenState, VOORDRACHTEN),
        titel=t("Erkenning aangevraagd", "Accreditation requested"),
        zin=VoordrachtenState.zin,
        kruimels=[(t("Erkenningen", "Accreditations"), "/erkenningen")],
    )
