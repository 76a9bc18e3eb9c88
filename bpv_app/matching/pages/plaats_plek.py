"""Giving a slot by hand, on the screen of a place: for who came too late for a round, or has no place after it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_plek import zoek_voor_plek
from bpv_app.matching.service_plek import reserveer_plek
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import keuzeveld, knop

KIES_STUDENT = Tekst("Zoek de student en kies de naam.", "Search the student and choose the name.")


class PlekGevenState(rx.State, mixin=True):
    """Students this place fits, as they are searched."""

    plek_opties: list[Optie] = []
    plek_gezocht: bool = False
    plek_beurt: int = 0
    kan_geven: bool = False

    def _leeg_plek(self) -> None:
        self.plek_opties, self.plek_gezocht = [], False
        self.plek_beurt += 1

    @handler(Actie.PLAATS_TOEWIJZEN)
    async def zoek_student(self, tekst: str) -> None:
        """Students of one's own whom the place fits and who have no slot in this period."""
        plaats_id, zoek, vandaag = self._sleutel(), str(tekst)[:100].strip(), klok.vandaag()
        gevonden = await lees(lambda s, wie: zoek_voor_plek(s, wie, plaats_id, zoek, vandaag)) if zoek else []
        self.plek_opties, self.plek_gezocht = [Optie(str(nr), naam) for nr, naam in gevonden], bool(zoek)

    @handler(Actie.PLAATS_TOEWIJZEN)
    async def geef_plek(self, gegevens: dict[str, Any]) -> None:
        """Keep a slot for the chosen student."""
        plaats_id, student = self._sleutel(), als_id(formulier(gegevens).get("plek_student", ""))
        if not student:
            raise OngeldigeInvoer({"plek_student": KIES_STUDENT})
        await schrijf(lambda s, wie: reserveer_plek(s, wie, klok, plaats_id, student) and None)
        self._leeg_plek()
        await self._lees(plaats_id)
        await zeg(self, "De plek is gereserveerd voor deze student.", "The slot is kept for this student.")


def plek_geven(s: Any) -> rx.Component:
    """The form, folded until it is needed."""
    return rx.cond(
        s.kan_geven,
        rx.el.details(
            rx.el.summary(
                t("Geef een student een plek", "Give a student a slot"),
                class_name="flex min-h-11 cursor-pointer items-center font-semibold",
            ),
            rx.el.form(
                rx.el.div(
                    rx.el.label(t("Zoek student", "Find student"), html_for="plek_zoek", class_name="veld-label"),
                    rx.el.input(
                        id="plek_zoek",
                        type="search",
                        auto_complete="off",
                        on_change=s.zoek_student.debounce(300),
                        class_name="input w-full",
                    ),
                    rx.el.p(
                        t(
                            "Alleen studenten bij wie de plaats past en die in deze periode nog geen plek hebben.",
                            "Only students whom the place fits and who have no slot in this period yet.",
                        ),
                        class_name="veld-hulp",
                    ),
                    rx.cond(
                        s.plek_gezocht & (s.plek_opties.length() == 0),
                        rx.el.p(t("Niemand gevonden.", "Nobody found.")),
                        rx.fragment(),
                    ),
                    aria_live="polite",
                ),
                keuzeveld(
                    "plek_student", t("Student", "Student"), s.plek_opties, leeg=t("Kies…", "Choose…"), verplicht=True
                ),
                knop(t("Reserveer de plek", "Keep the slot"), hoofd=False, type="submit"),
                on_submit=s.geef_plek,
                key="plek-" + s.plek_beurt.to(str),
                class_name="formulier mt-2",
            ),
        ),
        rx.fragment(),
    )
