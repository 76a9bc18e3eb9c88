"""/uren/regels/normen: how many hours of BPV does a route ask, from which day on?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import kaart, keuzeveld, knop, veld, vinkje
from bpv_app.uren.pages.regels_delen import tabs
from bpv_app.uren.queries_inrichting import list_normen, mag_periode
from bpv_app.uren.rules_inrichting import lees_norm
from bpv_app.uren.rules_norm import Norm
from bpv_app.uren.service_inrichting_uren import voeg_norm_toe


@dataclass
class NormBeeld:
    """A norm in words."""

    leerweg: str
    duur: str
    uren: str
    vanaf: str


def norm_beeld(norm: Norm, taal: str) -> NormBeeld:
    """One row."""
    elke = Tekst("elke duur", "any length")
    jaren = Tekst(f"{norm.jaren} jaar", f"{norm.jaren} {'year' if norm.jaren == 1 else 'years'}")
    per = Tekst(f"{norm.uren} uur per jaar", f"{norm.uren} hours a year")
    geheel = Tekst(f"{norm.uren} uur", f"{norm.uren} hours")
    return NormBeeld(
        LEERWEG_LABEL[norm.leerweg].in_taal(taal),
        (jaren if norm.jaren else elke).in_taal(taal),
        (per if norm.per_jaar else geheel).in_taal(taal),
        toon_datum(norm.vanaf, taal),
    )


class NormenState(rx.State):
    """The norms there are and were."""

    normen: list[NormBeeld] = []
    leerwegen: list[Optie] = []
    mag_toevoegen: bool = False
    form_sleutel: int = 0

    @handler(Actie.UREN_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the norms."""
        taal = (await self.get_state(BasisState)).taal
        self.normen = [norm_beeld(norm, taal) for norm in await lees(list_normen)]
        self.leerwegen = [Optie(lw.value, LEERWEG_LABEL[lw].in_taal(taal)) for lw in (Leerweg.BOL, Leerweg.BBL)]
        self.mag_toevoegen = mag_periode(huidige_actor(), None)

    @handler(Actie.UREN_INRICHTEN)
    async def voeg_toe(self, gegevens: dict[str, Any]) -> None:
        """A norm from a day on; the older ones stay."""
        invoer = lees_norm(formulier(gegevens), klok.vandaag())
        await schrijf(lambda session, wie: voeg_norm_toe(session, wie, klok, invoer))
        taal = (await self.get_state(BasisState)).taal
        self.normen = [norm_beeld(norm, taal) for norm in await lees(list_normen)]
        self.form_sleutel += 1
        await zeg(self, "De norm is toegevoegd.", "The norm was added.")


def _tabel() -> rx.Component:
    koppen = (t("Leerweg", "Route"), t("Duur", "Length"), t("Uren BPV", "Hours of BPV"), t("Geldt vanaf", "From"))
    return rx.el.div(
        rx.el.table(
            rx.el.caption(t("Normen", "Norms"), class_name="sr-only"),
            rx.el.thead(rx.el.tr(*[rx.el.th(kop, scope="col") for kop in koppen])),
            rx.el.tbody(
                rx.foreach(
                    NormenState.normen,
                    lambda n: rx.el.tr(rx.el.td(n.leerweg), rx.el.td(n.duur), rx.el.td(n.uren), rx.el.td(n.vanaf)),
                )
            ),
            class_name="table table-sm",
        ),
        class_name="kaart mb-4 overflow-x-auto",
        tab_index=0,
        role="region",
        aria_label=t("Normen", "Norms"),
    )


def _nieuw() -> rx.Component:
    return rx.cond(
        NormenState.mag_toevoegen,
        kaart(
            rx.el.form(
                keuzeveld("leerweg", t("Leerweg", "Route"), NormenState.leerwegen),
                veld(
                    "jaren",
                    t("Duur in jaren", "Length in years"),
                    waarde="0",
                    hulp=t("0: voor elke duur.", "0: for any length."),
                    input_mode="numeric",
                    verplicht=True,
                ),
                veld("uren", t("Uren BPV", "Hours of BPV"), input_mode="numeric", verplicht=True),
                veld("vanaf", t("Geldt vanaf", "From"), soort="date", verplicht=True),
                rx.el.div(vinkje("per_jaar", t("Per jaar", "Per year")), class_name="breed"),
                rx.el.div(knop(t("Voeg toe", "Add"), type="submit"), class_name="breed"),
                on_submit=NormenState.voeg_toe,
                key="norm-" + NormenState.form_sleutel.to(str),
                class_name="formulier formulier-2",
            ),
            titel=t("Nieuwe norm", "New norm"),
        ),
        rx.fragment(),
    )


@rx.page(route="/uren/regels/normen", title="Normen · BPV-app", on_load=NormenState.laad)
def normen() -> rx.Component:
    """The table and, for beheer, the form."""
    return pagina(
        tabs("/uren/regels/normen"),
        _tabel(),
        _nieuw(),
        titel=t("Normen", "Norms"),
        zin=t(
            "Hoeveel uren BPV een opleiding minstens vraagt. Een oude norm blijft staan voor de tijd waarin hij gold.",
            "How many hours of BPV a programme asks at least. An old norm stays, for the time in which it held.",
        ),
    )
