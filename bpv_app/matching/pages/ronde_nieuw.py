"""/rondes/nieuw: set up a round."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.pages.ronde_formulier import RondeFormulierState, velden
from bpv_app.matching.rules_ronde_invoer import lees_ronde
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, knop


class NieuweRondeState(RondeFormulierState, rx.State):
    """A round that does not exist yet."""

    @handler(Actie.RONDE_BEWERKEN, laadt=True)
    async def laad(self) -> None:
        """Fill the form with what is usual."""
        taal = (await self.get_state(BasisState)).taal
        await lees(lambda session, wie: self._vul_formulier(session, wie, None, taal))

    @handler(Actie.RONDE_BEWERKEN)
    async def bewaar_nieuw(self, gegevens: dict[str, Any]) -> Any:
        """Make it, and go there."""
        invoer = lees_ronde(formulier(gegevens))
        ronde_id = await schrijf(lambda session, wie: maak_ronde(session, wie, klok, invoer).id)
        await zeg(
            self,
            "De ronde is gemaakt. Kijk wie meedoet en open hem als alles klopt.",
            "The round is made. See who takes part and open it when all is right.",
        )
        return rx.redirect(f"/rondes/{ronde_id}")


@rx.page(route="/rondes/nieuw", title="Nieuwe ronde · BPV-app", on_load=NieuweRondeState.laad)
def ronde_nieuw() -> rx.Component:
    """The form."""
    return pagina(
        kaart(
            rx.el.form(
                *velden(NieuweRondeState),
                rx.el.div(
                    knop(t("Maak de ronde", "Make the round"), type="submit"),
                    rx.el.a(t("Annuleren", "Cancel"), href="/rondes", class_name="btn btn-ghost"),
                    class_name="breed flex flex-wrap gap-2",
                ),
                on_submit=NieuweRondeState.bewaar_nieuw,
                key=NieuweRondeState.form_sleutel,
                class_name="formulier formulier-2",
            )
        ),
        titel=t("Nieuwe ronde", "New round"),
        zin=t(
            "Wanneer kiezen wie uit welke plaatsen, en hoe wordt er verdeeld? Studenten zien niets totdat je opent.",
            "Who chooses when, from which places, and how are they given? Students see nothing until you open it.",
        ),
        kruimels=[(t("Rondes", "Rounds"), "/rondes")],
    )
