"""/poks/nabellen: which printed POKs stay away, who must be called first?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.pok.queries_nabellen import NABELLEN
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class NabellenState(LijstState, rx.State):
    """The call list: unsigned POKs by days to start."""

    _lijst: ClassVar[Lijst] = NABELLEN


@rx.page(route="/poks/nabellen", title="Na te bellen · BPV-app", on_load=NabellenState.laad)
def nabellen() -> rx.Component:
    """The list; a call is noted on the agreement itself."""
    return pagina(
        lijst(NabellenState, NABELLEN),
        titel=t("Na te bellen", "To call"),
        zin=rx.cond(
            NabellenState.totaal == 1,
            t("1 POK wacht op handtekeningen.", "1 agreement waits for signatures."),
            rx.fragment(
                NabellenState.totaal,
                t(
                    " POK's wachten op handtekeningen. Wat het eerst begint staat bovenaan.",
                    " agreements wait for signatures. What starts first is on top.",
                ),
            ),
        ),
        kruimels=[(t("POK's", "Agreements"), "/poks")],
    )
