"""/rondes/<nr>/uitslag: who goes where, who agreed, who objects, what waits? Publish, answer, put in dossiers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.uitslag_delen import inhoud
from bpv_app.matching.pages.uitslag_staat import UitslagState
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge


@rx.page(
    route="/rondes/[ronde_nr]/uitslag",
    title="Uitslag · BPV-app",
    on_load=UitslagState.laad,
)
def uitslag() -> rx.Component:
    """Counters, proposals to publish, objections, places that fell away, placements, who has none, dossiers."""
    s: Any = UitslagState
    return pagina(
        inhoud(s),
        titel=rx.fragment(t("Uitslag ", "Result "), s.naam, " ", badge(s.status_label, s.toon)),
        zin=s.zin,
        kruimels=[(t("Rondes", "Rounds"), "/rondes"), (s.naam, "/rondes/" + s.nr.to(str))],
    )
