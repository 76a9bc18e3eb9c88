"""/inrichting/nieuw: make a dossier set-up, with the defaults of its leerweg (step 1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.dossier import service
from bpv_app.dossier.pages.formulier import FormulierState, inrichting_formulier
from bpv_app.dossier.rules_inrichting import lees_inrichting, standaard_inrichting
from bpv_app.kernel.rechten import Actie
from bpv_app.student.rules import Leerweg
from bpv_app.ui.handler import formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import knop


class NieuweInrichtingState(FormulierState, rx.State):
    """A set-up that does not exist yet."""

    @handler(Actie.INRICHTING_BEWERKEN, laadt=True)
    async def laad(self) -> None:
        """Fill the form with the defaults of the leerweg in the address."""
        gevraagd = parse_qs(str(self.router.url.query or "")).get("leerweg", [""])[0]
        leerweg = Leerweg(gevraagd) if gevraagd in set(Leerweg) else Leerweg.BOL
        await lees(lambda s, wie: self._vul(s, wie, standaard_inrichting(leerweg)))
        self.form_sleutel = f"nieuw-{leerweg.value}"

    @handler(Actie.INRICHTING_BEWERKEN)
    async def bewaar_nieuw(self, gegevens: dict[str, Any]) -> Any:
        """Make it, and go there."""
        invoer = lees_inrichting(formulier(gegevens))
        rij = await schrijf(lambda s, wie: service.maak_inrichting(s, wie, invoer))
        await zeg(self, "Inrichting gemaakt. Koppel nu studenten.", "Set-up made. Now couple students.")
        return rx.redirect(f"/inrichting/{rij.id}")


@rx.page(route="/inrichting/nieuw", title="Nieuwe inrichting · BPV-app", on_load=NieuweInrichtingState.laad)
def inrichting_nieuw() -> rx.Component:
    """The form."""
    return pagina(
        inrichting_formulier(
            NieuweInrichtingState,
            NieuweInrichtingState.bewaar_nieuw,
            knop(t("Inrichting maken", "Make set-up"), type="submit"),
            rx.el.a(t("Annuleren", "Cancel"), href="/inrichting", class_name="btn btn-ghost"),
        ),
        titel=t("Nieuwe dossierinrichting", "New dossier set-up"),
        zin=t(
            "Wat voor elke student met deze stage gelijk is. Data en uren kun je per student nog wijzigen.",
            "What is the same for every student with this placement. Dates and hours can still differ per student.",
        ),
        kruimels=[(t("Dossierinrichting", "Dossier set-up"), "/inrichting")],
    )
