"""The bar that shows how far long work is. It asks by itself (assets/taak.js) and reloads the screen at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import toon_moment
from bpv_app.taak.rules import STATUS_LABEL, STATUS_TOON, voortgang_zin
from bpv_app.taak.service import TaakStand
from bpv_app.ui.i18n import t


@dataclass
class TaakRij:
    """One task in words."""

    id: str = ""
    titel: str = ""
    status: str = ""
    toon: str = ""
    zin: str = ""
    slot: str = ""
    op: str = ""
    href: str = ""
    gedaan: int = 0
    totaal: int = 0
    lopend: bool = False
    stopt: bool = False


def taak_rij(stand: TaakStand, taal: str) -> TaakRij:
    """The task as a row."""
    return TaakRij(
        id=str(stand.id),
        titel=stand.titel.in_taal(taal),
        status=STATUS_LABEL[stand.status].in_taal(taal),
        toon=STATUS_TOON[stand.status],
        zin=voortgang_zin(stand.status, stand.gedaan, stand.totaal, stand.rest).in_taal(taal),
        slot=stand.slot.in_taal(taal),
        op=toon_moment(stand.aangemaakt_op, taal),
        href=stand.href,
        gedaan=stand.gedaan,
        totaal=stand.totaal,
        lopend=stand.is_lopend,
        stopt=stand.is_lopend and stand.is_stop_gevraagd,
    )


def taakbalk(taak: Any) -> rx.Component:
    """Of a task that is running; it starts at what was read and then asks by itself."""
    return rx.el.div(
        rx.el.progress(
            value=taak.gedaan,
            max=rx.cond(taak.totaal > 0, taak.totaal, 1),
            class_name="progress progress-primary h-3 w-full",
            aria_label=t("Voortgang", "Progress"),
        ),
        rx.el.p(rx.el.span(taak.zin, custom_attrs={"data-taak-zin": ""}), role="status", class_name="mt-2"),
        rx.el.p(
            t(
                "Je kunt dit scherm verlaten. Het werk gaat door; je vindt het terug bij Mijn taken.",
                "You may leave this screen. The work goes on; you find it under My tasks.",
            ),
            class_name="hulp mt-1",
        ),
        rx.el.script(src="/taak.js", async_=True),
        custom_attrs={"data-taak": taak.id},
    )


def taaklink(taak: Any) -> rx.Component:
    """To the task itself: to stop it, or to see its results per row."""
    return rx.el.a(
        rx.cond(taak.lopend, t("Bekijk of stop dit werk", "See or stop this work"), t("Per regel", "Per row")),
        href="/taken/" + taak.id,
        class_name="btn btn-outline btn-sm mt-3",
    )
