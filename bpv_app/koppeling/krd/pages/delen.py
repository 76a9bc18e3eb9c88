"""What the KRD screens share: the sentence on top, the tabs, and the warning about the mutation freeze."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.queries import tel_krd
from bpv_app.koppeling.krd.rules import vat_samen
from bpv_app.pok.service import get_mutatiestop
from bpv_app.ui import velden
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import lees
from bpv_app.ui.i18n import t


async def lees_zin(state: Any) -> str:
    """The first line of the screen: how we stand with the register, in the actor's scope and language."""
    telling = await lees(tel_krd)
    zin = vat_samen(
        geweigerd=telling.geweigerd,
        verschil=telling.verschil,
        wacht=telling.wacht,
        hapert=telling.hapert,
        verbintenis=telling.verbintenis,
    )
    return zin.in_taal((await state.get_state(BasisState)).taal)


def tabs(huidig: str) -> rx.Component:
    """Differences, messages, changes and comparison, each with its own address."""
    delen = (
        ("/krd", t("Verschillen", "Differences")),
        ("/krd/berichten", t("Berichten", "Messages")),
        ("/krd/wijzigingen", t("Uit de KRD", "From the register")),
        ("/krd/vergelijking", t("Vergelijking", "Comparison")),
    )
    return velden.tabs(t("KRD", "Register"), delen, huidig)


def vernieuw(state: Any) -> rx.Component:
    """Read again: answers come while one looks."""
    return rx.el.button(t("Vernieuw", "Refresh"), on_click=state.laad, class_name="btn btn-outline btn-sm")


async def lees_mutatiestop(state: Any) -> str:
    """The warning about the freeze, in the actor's language; empty without one."""
    stop = await lees(lambda session, _wie: get_mutatiestop(session))
    if stop is None:
        return ""
    zin = Tekst(
        f"Mutatiestop: de KRD staat vóór {toon_datum(stop, 'nl')} niets meer toe. Wat eerder ingaat, kun je niet meer "
        "versturen, muteren of terugzetten.",
        f"Mutation freeze: the register allows nothing before {toon_datum(stop, 'en')}. What counts from an earlier "
        "day can no longer be sent, amended or put back.",
    )
    return zin.in_taal((await state.get_state(BasisState)).taal)


def stop_regel(tekst: Any) -> rx.Component:
    """The warning, when there is one."""
    return rx.cond(tekst != "", rx.el.p(tekst, class_name="melding melding-warning", id="mutatiestop"), rx.fragment())
