"""/rapportages/rijen: which placements does this figure count?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.dashboard.queries_rijen import RIJEN
from bpv_app.dashboard.rules_cijfers import CIJFER
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Lijst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class RapportageRijenState(LijstState, rx.State):
    """The rows of a figure; the sentence is its definition."""

    _lijst: ClassVar[Lijst] = RIJEN
    uitleg: str = ""
    uitleg_en: str = ""

    def _na_lezen(self, wie: Actor) -> None:
        cijfer = CIJFER.get(self._vraag.filters.get("cijfer", "stages"), CIJFER["stages"])
        self.uitleg, self.uitleg_en = cijfer.uitleg.nl, cijfer.uitleg.en


@rx.page(route="/rapportages/rijen", title="Stages achter het cijfer · BPV-app", on_load=RapportageRijenState.laad)
def rapportages_rijen() -> rx.Component:
    """The list."""
    s = RapportageRijenState
    return pagina(
        lijst(s, RIJEN),
        titel=t("Stages achter het cijfer", "Placements behind the figure"),
        zin=rx.cond(BasisState.taal == "en", s.uitleg_en, s.uitleg),
        kruimels=[(t("Cijfers", "Figures"), "/rapportages")],
    )
