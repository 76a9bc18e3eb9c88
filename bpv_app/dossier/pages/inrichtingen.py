"""/inrichting: how is a dossier set up? The list of set-ups."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.dossier.queries import INRICHTINGEN
from bpv_app.kernel.lijst import Lijst
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class InrichtingenState(LijstState, rx.State):
    """The list of dossier set-ups."""

    _lijst: ClassVar[Lijst] = INRICHTINGEN


def _nieuw() -> Any:
    return rx.fragment(
        rx.el.a(t("Nieuw voor BOL", "New for BOL"), href="/inrichting/nieuw?leerweg=BOL", class_name="btn btn-primary"),
        rx.el.a(t("Nieuw voor BBL", "New for BBL"), href="/inrichting/nieuw?leerweg=BBL", class_name="btn btn-outline"),
    )


@rx.page(route="/inrichting", title="Dossierinrichting · BPV-app", on_load=InrichtingenState.laad)
def inrichtingen() -> rx.Component:
    """The list, with what to do next."""
    return pagina(
        lijst(InrichtingenState, INRICHTINGEN),
        titel=t("Dossierinrichting", "Dossier set-up"),
        zin=rx.cond(
            InrichtingenState.totaal == 1,
            t("1 inrichting. Open haar om studenten te koppelen.", "1 set-up. Open it to couple students."),
            rx.fragment(
                InrichtingenState.totaal,
                t(
                    " inrichtingen van jouw teams en van de hele school. Open er een om studenten te koppelen.",
                    " set-ups of your teams and of the whole school. Open one to couple students.",
                ),
            ),
        ),
        acties=rx.el.div(
            rx.el.a(
                t("Beoordelen en evalueren", "Assessing and evaluating"),
                href="/inrichting/werkprocessen",
                class_name="btn btn-outline btn-sm",
            ),
            rx.el.a(
                t("Vragen van het verslag", "Questions of the report"),
                href="/inrichting/verslag",
                class_name="btn btn-outline btn-sm",
            ),
            _nieuw(),
            class_name="flex flex-wrap gap-2",
        ),
    )
