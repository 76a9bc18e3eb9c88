"""/uren/weken: which weeks wait, for whom, and what is late? /uren/ongeschreven: who wrote nothing at all?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import download
from bpv_app.uren.queries_ongeschreven import UREN_ONGESCHREVEN
from bpv_app.uren.queries_weken import UREN_WEKEN


class UrenWekenState(LijstState, rx.State):
    """The list of weeks."""

    _lijst: ClassVar[Lijst] = UREN_WEKEN


class UrenOngeschrevenState(LijstState, rx.State):
    """The list of weeks without hours."""

    _lijst: ClassVar[Lijst] = UREN_ONGESCHREVEN


def _regels(soort: str, label: str) -> rx.Component:
    return download(
        t(f"Uren per regel ({label})", f"Hours per line ({label})"),
        f"/api/export/uren/regels.{soort}?" + UrenWekenState.export_query.to(str),
        class_name="btn btn-outline btn-sm",
    )


@rx.page(route="/uren/weken", title="Uren per week · BPV-app", on_load=UrenWekenState.laad)
def weken() -> rx.Component:
    """The list of weeks; a row opens the week."""
    return pagina(
        lijst(UrenWekenState, UREN_WEKEN),
        titel=t("Uren per week", "Hours per week"),
        zin=t(
            "Alle weken van je studenten. Kies onder ‘te laat’ of ‘wacht op’ wat je nu wilt zien.",
            "All weeks of your students. Choose under ‘late’ or ‘waits for’ what you want to see now.",
        ),
        acties=rx.el.div(
            rx.el.a(
                t("Weken zonder uren", "Weeks without hours"),
                href="/uren/ongeschreven",
                class_name="btn btn-outline btn-sm",
            ),
            _regels("xlsx", "Excel"),
            _regels("csv", "CSV"),
            class_name="flex flex-wrap gap-2",
        ),
    )


@rx.page(route="/uren/ongeschreven", title="Weken zonder uren · BPV-app", on_load=UrenOngeschrevenState.laad)
def ongeschreven() -> rx.Component:
    """Whom to call: on a placement, and nothing written."""
    return pagina(
        lijst(UrenOngeschrevenState, UREN_ONGESCHREVEN),
        titel=t("Weken zonder uren", "Weeks without hours"),
        zin=t(
            "Studenten op stage die in een van de laatste weken niets schreven. Vrije weken tellen niet.",
            "Students on a placement who wrote nothing in one of the last weeks. Free weeks do not count.",
        ),
        kruimels=[(t("Uren per week", "Hours per week"), "/uren/weken")],
    )
