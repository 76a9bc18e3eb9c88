"""/dossiers: where does each placement stand?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.ligging.vanaf import VanafSoort, zin_vanaf
from bpv_app.pok.queries_dossiers import DOSSIERS
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class DossiersState(LijstState, rx.State):
    """The list of dossiers."""

    _lijst: ClassVar[Lijst] = DOSSIERS
    mag_koppelen: bool = False
    vanaf: str = ""

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        taal, vraag = (await self.get_state(BasisState)).taal, self._vraag
        zin = await lees(lambda s, wie: zin_vanaf(s, wie, vraag, VanafSoort.LEERBEDRIJF))
        self.vanaf = zin.in_taal(taal) if zin else ""

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_koppelen = wie.mag(Actie.DOSSIER_KOPPELEN)


@rx.page(route="/dossiers", title="Dossiers · BPV-app", on_load=DossiersState.laad)
def dossiers() -> rx.Component:
    """The list."""
    return pagina(
        lijst(
            DossiersState,
            DOSSIERS,
            leeg_actie=rx.cond(
                DossiersState.mag_koppelen,
                rx.el.a(
                    t("Koppel studenten aan een dossierinrichting", "Couple students to a dossier set-up"),
                    href="/studenten",
                    class_name="btn btn-primary btn-sm mt-3",
                ),
                rx.fragment(),
            ),
        ),
        titel=t("Dossiers", "Dossiers"),
        zin=rx.fragment(
            t(
                "Elke stage met de stap waarop zij wacht. Open een dossier om verder te gaan.",
                "Every placement with the step it waits for. Open a dossier to go on.",
            ),
            " ",
            DossiersState.vanaf,
        ),
        acties=rx.cond(
            DossiersState.mag_koppelen,
            rx.el.a(t("Studenten koppelen", "Couple students"), href="/studenten", class_name="btn btn-outline btn-sm"),
            rx.fragment(),
        ),
    )
