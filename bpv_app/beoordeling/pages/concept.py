"""Fields that the device keeps until the server has answered (`assets/beoordeling.js`, docs/besluiten/0009)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.beoordeling.service_oordeel import VeldAntwoord
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier
from bpv_app.ui.i18n import t


@dataclass
class KeuzeBeeld:
    """One answer one can choose."""

    waarde: str
    label: str


@dataclass
class VraagBeeld:
    """A question or werkproces with its answer(s) in the form. `keuzes` is empty for a text."""

    veld: str
    kop: str
    hulp: str = ""
    waarde: str = ""
    keuzes: list[KeuzeBeeld] = field(default_factory=list)
    tekstveld: str = ""
    tekst: str = ""
    groep: str = ""


async def verwerk(
    state: Any, gegevens: dict[str, Any], bewaar: Callable[[str, str, str, str], Awaitable[VeldAntwoord]]
) -> Any:
    """Save one field that the device kept; it hears what became of it. `bewaar` gets key, field, text and what was."""
    try:
        ruw = json.loads(formulier(gegevens).get("concept", ""))
        sleutel, veld, tekst, was = (str(ruw[n]) for n in ("sleutel", "veld", "tekst", "was"))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NietGevonden from None
    antwoord: dict[str, str] = {"sleutel": sleutel[:60], "veld": veld[:60]}
    taal = (await state.get_state(BasisState)).taal
    try:
        uit = await bewaar(sleutel, veld, tekst, was)
    except DomeinFout as fout:
        zin = next(iter(fout.velden.values()), fout.tekst)
        antwoord |= {"soort": "fout", "zin": zin.in_taal(taal)}
    else:
        antwoord |= {"soort": "bewaard", "tekst": uit.tekst} if uit.bewaard else {"soort": "botst", "nu": uit.nu}
    return rx.call_script(f"window.bpvConcept?.antwoord({json.dumps(antwoord)})")


def scherm(*inhoud: Any, wie: Any, sleutel: Any, bewaar: Any) -> rx.Component:
    """The part of a screen whose fields are kept, with the line that says what is not sent yet."""
    return rx.el.div(
        *inhoud,
        rx.el.form(
            rx.el.textarea(name="concept", aria_hidden="true", tab_index=-1),
            id="concept-wachtrij",
            on_submit=bewaar,
            class_name="hidden",
        ),
        rx.el.p(id="concept-status", role="status", class_name="my-3 text-sm font-semibold"),
        rx.el.script(src="/beoordeling.js", type="module", async_=True),
        rx.el.script(src="/lengte.js", async_=True),
        id="concept-scherm",
        custom_attrs={"data-wie": wie, "data-sleutel": sleutel},
    )


def _fout(veld: Any) -> rx.Component:
    return rx.cond(
        BasisState.veldfouten.contains(veld),
        rx.el.p(BasisState.veldfouten[veld], class_name="veld-fout", id=veld + "-fout"),
        rx.fragment(),
    )


def keuzes(v: rx.Var[VraagBeeld]) -> rx.Component:
    """A row of radio buttons that a thumb can hit."""

    def keuze(o: rx.Var[KeuzeBeeld]) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name=v.veld,
                value=o.waarde,
                default_checked=v.waarde == o.waarde,
                class_name="radio radio-sm",
                aria_invalid=rx.cond(BasisState.veldfouten.contains(v.veld), "true", "false"),
                custom_attrs={"data-veld": v.veld, "data-was": v.waarde, "data-label": o.label},
            ),
            rx.el.span(o.label),
        )

    return rx.fragment(
        rx.el.div(rx.foreach(v.keuzes, keuze), class_name="oordelen"),
        rx.el.div(custom_attrs={"data-antwoord": v.veld}, class_name="text-sm"),
        _fout(v.veld),
    )


def tekstvak(veld: Any, waarde: Any, label: Any, rijen: int = 2) -> rx.Component:
    """A large field for sentences; dictating works."""
    return rx.el.div(
        rx.el.label(label, html_for=veld, class_name="veld-label"),
        rx.el.textarea(
            id=veld,
            default_value=waarde,
            rows=rijen,
            max_length=2000,
            class_name="textarea w-full",
            aria_invalid=rx.cond(BasisState.veldfouten.contains(veld), "true", "false"),
            custom_attrs={"data-veld": veld, "data-was": waarde},
        ),
        rx.el.div(custom_attrs={"data-antwoord": veld}, class_name="text-sm"),
        _fout(veld),
        class_name="mt-3",
    )


def vraag(v: rx.Var[VraagBeeld], opmerking: Any = None) -> rx.Component:
    """A question with its choices, or its text; a judgement has a remark below it."""
    met_keuzes = rx.el.fieldset(
        rx.el.legend(v.kop, class_name="font-semibold"),
        rx.cond(v.hulp != "", rx.el.p(v.hulp, class_name="text-sm text-base-content/80"), rx.fragment()),
        keuzes(v),
        tekstvak(v.tekstveld, v.tekst, opmerking) if opmerking is not None else rx.fragment(),
        class_name="min-w-0",
    )
    return rx.el.li(
        rx.cond(v.keuzes.length() > 0, met_keuzes, tekstvak(v.veld, v.waarde, v.kop, 4)),
        class_name="py-4",
    )


def onderweg() -> Any:
    """What the device does, in words."""
    return t(
        "Wat je invult wordt meteen bewaard, ook met slechte verbinding. Je kunt stoppen en later verdergaan.",
        "What you fill in is kept at once, also with a bad connection. You can stop and go on later.",
    )
