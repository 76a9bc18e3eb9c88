"""Form fields: native elements with a label, a hint and their own error sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from bpv_app.ui.basis import BasisState


def _omlijst(naam: str, label: Any, invoer: rx.Component, hulp: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=naam, class_name="veld-label"),
        invoer,
        rx.el.p(hulp, id=f"{naam}-hulp", class_name="veld-hulp") if hulp is not None else rx.fragment(),
        rx.cond(
            BasisState.veldfouten.contains(naam),
            rx.el.p(BasisState.veldfouten[naam], id=f"{naam}-fout", class_name="veld-fout"),
            rx.fragment(),
        ),
        class_name="veld",
    )


def _uitleg(naam: str, hulp: Any) -> dict[str, Any]:
    beschreven = f"{naam}-hulp {naam}-fout" if hulp is not None else f"{naam}-fout"
    return {
        "aria_describedby": beschreven,
        "aria_invalid": rx.cond(BasisState.veldfouten.contains(naam), "true", "false"),
    }


def veld(
    naam: str,
    label: Any,
    *,
    soort: str = "text",
    waarde: Any = "",
    hulp: Any = None,
    verplicht: bool = False,
    **rest: Any,
) -> rx.Component:
    """A one-line field. The form around it carries a `key` that changes when `waarde` was read anew."""
    invoer = rx.el.input(
        id=naam,
        name=naam,
        type=soort,
        default_value=waarde,
        required=verplicht,
        class_name="input w-full",
        **_uitleg(naam, hulp),
        **rest,
    )
    return _omlijst(naam, label, invoer, hulp)


def tekstveld(
    naam: str, label: Any, *, waarde: Any = "", hulp: Any = None, rijen: int = 3, verplicht: bool = False
) -> rx.Component:
    """A field for sentences."""
    invoer = rx.el.textarea(
        id=naam,
        name=naam,
        default_value=waarde,
        rows=rijen,
        required=verplicht,
        class_name="textarea w-full",
        **_uitleg(naam, hulp),
    )
    return _omlijst(naam, label, invoer, hulp)


def keuzeveld(
    naam: str,
    label: Any,
    opties: Any,
    *,
    waarde: Any = "",
    leeg: Any = None,
    hulp: Any = None,
    verplicht: bool = False,
    **rest: Any,
) -> rx.Component:
    """A native select. `opties` is a list of (value, label) pairs, or a Var of a list of `Optie`."""
    keuzes: list[Any] = [rx.el.option(leeg, value="")] if leeg is not None else []
    if isinstance(opties, rx.Var):
        keuzes.append(rx.foreach(opties, lambda o: rx.el.option(o.label, value=o.waarde)))
    else:
        keuzes += [rx.el.option(tekst, value=w) for w, tekst in opties]
    invoer = rx.el.select(
        *keuzes,
        id=naam,
        name=naam,
        default_value=waarde,
        required=verplicht,
        class_name="select w-full",
        **_uitleg(naam, hulp),
        **rest,
    )
    return _omlijst(naam, label, invoer, hulp)


def vinkje(naam: str, label: Any, *, aan: Any = False) -> rx.Component:
    """A checkbox; the form carries "on" when it is ticked."""
    return rx.el.label(
        rx.el.input(type="checkbox", name=naam, default_checked=aan, class_name="checkbox"),
        rx.el.span(label),
        class_name="flex min-h-11 cursor-pointer items-center gap-3",
    )


def knop(tekst: Any, *, hoofd: bool = True, **rest: Any) -> rx.Component:
    """A button; `hoofd` for the one main action of a form."""
    soort = "btn btn-primary" if hoofd else "btn btn-outline"
    return rx.el.button(tekst, class_name=f"{soort} {rest.pop('class_name', '')}".strip(), **rest)


def badge(tekst: Any, toon: Any = "") -> rx.Component:
    """A status in words, coloured as well: never colour alone. `toon`: "", info, success, warning, error."""
    return rx.el.span(tekst, class_name="merk merk-" + (toon if isinstance(toon, str) else toon.to(str)))


def kaart(*inhoud: Any, titel: Any = None, **rest: Any) -> rx.Component:
    """A block with an optional heading (h2)."""
    kop = [rx.el.h2(titel, class_name="mb-3 text-lg font-semibold")] if titel is not None else []
    return rx.el.section(*kop, *inhoud, class_name=f"kaart {rest.pop('class_name', '')}".strip(), **rest)


def gegevens(*paren: tuple[Any, Any]) -> rx.Component:
    """Label and value pairs."""
    delen: list[rx.Component] = []
    for label, waarde in paren:
        delen += [rx.el.dt(label), rx.el.dd(waarde)]
    return rx.el.dl(*delen, class_name="gegevens")


def _dialoog_fout() -> rx.Component:
    """What went wrong, inside the dialog: the message area of the screen lies behind it."""
    return rx.cond(
        (BasisState.melding != "") & (BasisState.melding_soort == "error"),
        rx.el.p(BasisState.melding, class_name="melding melding-error", role="alert"),
        rx.fragment(),
    )


def venster(id_: str, titel: Any, *inhoud: Any) -> rx.Component:
    """A native modal dialog, closed until something opens it. Escape closes it; nothing happens then."""
    return rx.el.dialog(
        rx.el.div(
            rx.el.h2(titel, id=f"{id_}-titel", class_name="mb-3 text-lg font-semibold"),
            _dialoog_fout(),
            *inhoud,
            class_name="modal-box max-w-2xl",
        ),
        id=id_,
        aria_labelledby=f"{id_}-titel",
        class_name="modal",
    )


def open_dialoog(id_: str) -> Any:
    """Event that opens a `venster`; return it from a handler that first fills what is inside."""
    return rx.call_script(f"document.getElementById('{id_}')?.showModal()")


def dialoog(id_: str, titel: Any, *inhoud: Any, open_tekst: Any, **rest: Any) -> rx.Component:
    """A `venster` with its opening button."""
    return rx.fragment(
        rx.el.button(
            open_tekst,
            type="button",
            on_click=open_dialoog(id_),
            class_name=rest.pop("class_name", "btn btn-outline btn-sm"),
            **rest,
        ),
        venster(id_, titel, *inhoud),
    )


def sluit_dialoog(id_: str) -> Any:
    """Event that closes a dialog of `dialoog`; return it from a handler after success."""
    return rx.call_script(f"document.getElementById('{id_}')?.close()")


def annuleer(id_: str) -> rx.Component:
    """The "never mind" button inside a dialog."""
    from bpv_app.ui.i18n import t

    return rx.el.button(
        t("Annuleren", "Cancel"), type="button", on_click=sluit_dialoog(id_), class_name="btn btn-ghost"
    )


class _PostForm(BaseHTML):
    """A form the browser itself posts. Reflex's own form always prevents that, also without a handler."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]
    enc_type: rx.Var[str]


def post_formulier(*inhoud: Any, action: Any, bestand: bool = False, **rest: Any) -> rx.Component:
    """A native POST to one of our HTTP routes: passwords, logout, uploads (`bestand`). Works without the websocket."""
    soort = "multipart/form-data" if bestand else "application/x-www-form-urlencoded"
    return _PostForm.create(*inhoud, action=action, method="post", enc_type=soort, **rest)


class _NativeLink(BaseHTML):
    """An `<a>` the router leaves alone."""

    tag = "a"
    href: rx.Var[str]
    target: rx.Var[str]


def download(tekst: Any, href: Any, **rest: Any) -> rx.Component:
    """A link to a file of ours: a real request, not a page of the app."""
    klasse = rest.pop("class_name", "link")
    return _NativeLink.create(tekst, href=href, class_name=klasse, **rest)


def tabs(naam: Any, delen: Sequence[tuple[str, Any]], huidig: str) -> rx.Component:
    """Screens that belong together, each with its own address: `delen` are (href, label), `huidig` the href of this."""
    return rx.el.nav(
        rx.el.ul(
            *[
                rx.el.li(
                    rx.el.a(
                        label,
                        href=href,
                        aria_current="page" if href == huidig else "false",
                        class_name="btn btn-sm " + ("btn-neutral" if href == huidig else "btn-outline"),
                    )
                )
                for href, label in delen
            ],
            class_name="flex flex-wrap gap-2",
        ),
        aria_label=naam,
        class_name="mb-4",
    )
