"""/leerbedrijven/nieuw: add a company to the common relations file."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.pages.formulieren import BEDRIJF_VELDEN, bedrijf_velden, lees_bedrijf
from bpv_app.ui.handler import formulier, handler, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, knop


class NieuwLeerbedrijfState(rx.State):
    """A company that is not there yet."""

    v: dict[str, str] = dict.fromkeys((*BEDRIJF_VELDEN, "actief_van", "actief_tot"), "")

    @handler(Actie.LEERBEDRIJF_BEWERKEN, laadt=True)
    async def laad(self) -> None:
        """Nothing to read: the form is empty."""

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def maak_bedrijf(self, gegevens: dict[str, Any]) -> Any:
        """Add it, and go there."""
        invoer = lees_bedrijf(formulier(gegevens))
        rij = await schrijf(lambda s, wie: service.maak_leerbedrijf(s, wie, klok, invoer))
        await zeg(self, "Leerbedrijf toegevoegd.", "Company added.")
        return rx.redirect(f"/leerbedrijven/{rij.id}")


@rx.page(route="/leerbedrijven/nieuw", title="Leerbedrijf toevoegen · BPV-app", on_load=NieuwLeerbedrijfState.laad)
def leerbedrijf_nieuw() -> rx.Component:
    """The form."""
    return pagina(
        kaart(
            rx.el.form(
                bedrijf_velden(NieuwLeerbedrijfState.v),
                rx.el.div(
                    knop(t("Toevoegen", "Add"), type="submit"),
                    rx.el.a(t("Annuleren", "Cancel"), href="/leerbedrijven", class_name="btn btn-ghost"),
                    class_name="mt-4 flex flex-wrap gap-2",
                ),
                on_submit=NieuwLeerbedrijfState.maak_bedrijf,
                no_validate=True,
            ),
        ),
        titel=t("Leerbedrijf toevoegen", "Add a company"),
        zin=t(
            "Zoek eerst of het er al is: een bedrijf hoort maar één keer in het relatiebestand.",
            "First look whether it is there already: a company belongs in the relations file once.",
        ),
        kruimels=[(t("Leerbedrijven", "Companies"), "/leerbedrijven")],
        smal=True,
    )
