"""What both KRD screens share: the sentence on top and the two tabs."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.koppeling.krd.queries import tel_krd
from bpv_app.koppeling.krd.rules import vat_samen
from bpv_app.ui import velden
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import lees
from bpv_app.ui.i18n import t


async def lees_zin(state: Any) -> str:
    """The first line of the screen: how we stand with the register, in the actor's scope and language."""
    telling = await lees(tel_krd)
    zin = vat_samen(geweigerd=telling.geweigerd, verschil=telling.verschil, wacht=telling.wacht, hapert=telling.hapert)
    return zin.in_taal((await state.get_state(BasisState)).taal)


def tabs(huidig: str) -> rx.Component:
    """Differences and messages, each with its own address."""
    delen = (("/krd", t("Verschillen", "Differences")), ("/krd/berichten", t("Berichten", "Messages")))
    return velden.tabs(t("KRD", "Register"), delen, huidig)


def vernieuw(state: Any) -> rx.Component:
    """Read again: answers come while one looks."""
    return rx.el.button(t("Vernieuw", "Refresh"), on_click=state.laad, class_name="btn btn-outline btn-sm")
