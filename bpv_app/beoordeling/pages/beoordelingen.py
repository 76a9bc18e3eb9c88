"""/beoordelingen: which placements wait for a judgement or a decision?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.beoordeling.queries_beoordelingen import BEOORDELINGEN
from bpv_app.kernel.lijst import Lijst
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class BeoordelingenState(LijstState, rx.State):
    """The list of assessments."""

    _lijst: ClassVar[Lijst] = BEOORDELINGEN


@rx.page(route="/beoordelingen", title="Beoordelingen · BPV-app", on_load=BeoordelingenState.laad)
def beoordelingen() -> rx.Component:
    """The list; a row opens the assessment."""
    return pagina(
        lijst(BeoordelingenState, BEOORDELINGEN),
        titel=t("Beoordelingen", "Assessments"),
        zin=t(
            "Het bedrijf oordeelt, de school besluit. Kies onder ‘stand’ wat op jou wacht.",
            "The company judges, the school decides. Choose under ‘status’ what waits for you.",
        ),
    )
