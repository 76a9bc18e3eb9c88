"""/beheer/zorgvierkant: what are the four quadrants called, from which day on? No care notes here: beheer sees none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.gesprek.queries_zorg import list_namen
from bpv_app.gesprek.rules_zorgvierkant import AANTAL, MAX_NAAM, STANDAARD_NAMEN, geldige_namen
from bpv_app.gesprek.service_zorg import stel_namen_in
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, knop, veld


@dataclass
class NamenBeeld:
    """A set of names and since when it holds."""

    vanaf: str
    namen: str


class ZorgNamenState(rx.State):
    """The names there are and were."""

    rijen: list[NamenBeeld] = []
    nu: list[str] = list(STANDAARD_NAMEN)
    vandaag: str = ""
    zin: str = ""
    form_sleutel: str = ""

    @handler(Actie.ZORG_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the names."""
        await self._lees()

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal
        rijen = await lees(lambda session, _wie: list_namen(session))
        self.nu = list(geldige_namen(rijen, klok.vandaag()))
        self.rijen = [NamenBeeld(toon_datum(vanaf, taal), ", ".join(namen)) for vanaf, namen in rijen]
        self.vandaag = klok.vandaag().isoformat()
        self.zin = ("Now: " if taal == "en" else "Nu: ") + ", ".join(self.nu) + "."
        self.form_sleutel = f"{len(rijen)}-{taal}"

    @handler(Actie.ZORG_INRICHTEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Other names from a day on."""
        form = formulier(gegevens)
        await schrijf(lambda session, wie: stel_namen_in(session, wie, klok, form))
        await self._lees()
        await zeg(
            self,
            "Bewaard. Gesprekken van eerder houden hun eigen namen.",
            "Saved. Earlier conversations keep their own names.",
        )


def _rij(r: rx.Var[NamenBeeld]) -> rx.Component:
    return rx.el.tr(rx.el.td(r.vanaf), rx.el.td(r.namen))


@rx.page(route="/beheer/zorgvierkant", title="Zorgvierkant · BPV-app", on_load=ZorgNamenState.laad)
def zorgnamen() -> rx.Component:
    """The form, and what was."""
    s = ZorgNamenState
    return pagina(
        kaart(
            rx.el.form(
                *[
                    veld(
                        f"naam_{n}",
                        t(f"Kwadrant {n}", f"Quadrant {n}"),
                        waarde=s.nu[n - 1],
                        verplicht=True,
                        max_length=MAX_NAAM,
                    )
                    for n in range(1, AANTAL + 1)
                ],
                veld("vanaf", t("Geldt vanaf", "From"), soort="date", waarde=s.vandaag, verplicht=True),
                rx.el.div(knop(t("Bewaar de namen", "Save the names"), type="submit"), class_name="breed"),
                on_submit=s.bewaar,
                key=s.form_sleutel,
                class_name="formulier formulier-2",
            ),
            titel=t("Namen", "Names"),
        ),
        rx.cond(
            s.rijen.length() > 0,
            kaart(
                rx.el.table(
                    rx.el.caption(t("Namen en vanaf wanneer", "Names and since when"), class_name="sr-only"),
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th(t("Vanaf", "From"), scope="col"),
                            rx.el.th(t("Kwadranten", "Quadrants"), scope="col"),
                        )
                    ),
                    rx.el.tbody(rx.foreach(s.rijen, _rij)),
                    class_name="table table-sm",
                ),
                titel=t("Wat er gold en gaat gelden", "What held and will hold"),
                class_name="mt-4",
            ),
            rx.fragment(),
        ),
        titel=t("Zorgvierkant", "Care quadrants"),
        zin=s.zin,
        smal=True,
    )
