"""The frame around every screen: skip link, menu, message area, heading, phone dock, language and dark mode."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.basis import BasisState, MenuItem
from bpv_app.ui.handler import handler
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import download, post_formulier

# Where the browser is now: data of an earlier address are never shown under a new one.
HIER = rx.Var("(typeof window === 'undefined' ? '' : (window.location.pathname.replace(/\\/$/, '') || '/'))").to(str)


class SchermState(rx.State):
    """The few things a person can do on any screen."""

    @handler(openbaar=True)
    async def wissel_taal(self) -> Any:
        """Dutch ↔ English, at once on screen; the page's data follow by loading it again."""
        basis = await self.get_state(BasisState)
        basis.taal = "nl" if basis.taal == "en" else "en"
        return rx.call_script(
            f"document.cookie='bpv_taal={basis.taal};path=/;max-age=31536000;samesite=lax';location.reload()"
        )

    @handler(openbaar=True)
    async def sluit_melding(self) -> None:
        """Close the message."""
        basis = await self.get_state(BasisState)
        basis.melding = ""


def _menu_link(item: rx.Var[MenuItem]) -> rx.Component:
    huidig = BasisState.menu_huidig == item.href
    return rx.el.li(
        rx.el.a(
            rx.el.span(item.label),
            rx.cond(
                item.teller > 0,
                rx.el.span(item.teller, class_name="badge badge-sm badge-error ml-auto"),
                rx.fragment(),
            ),
            href=item.href,
            aria_current=rx.cond(huidig, "page", "false"),
            class_name=rx.cond(huidig, "menu-link menu-link-huidig", "menu-link"),
        )
    )


def _knoppen() -> rx.Component:
    """Language, dark mode, account and logout."""
    return rx.el.div(
        rx.el.button(
            rx.cond(BasisState.taal == "en", "Nederlands", "English"),
            on_click=SchermState.wissel_taal,
            class_name="btn btn-ghost btn-sm",
            lang=rx.cond(BasisState.taal == "en", "nl", "en"),
        ),
        rx.el.button(
            rx.color_mode_cond(t("Donker", "Dark"), t("Licht", "Light")),
            on_click=rx.toggle_color_mode,
            class_name="btn btn-ghost btn-sm",
        ),
        class_name="flex flex-wrap gap-1",
    )


def _voet() -> rx.Component:
    return rx.el.div(
        rx.cond(
            BasisState.is_ingelogd,
            rx.el.a(
                rx.el.span(BasisState.naam, class_name="block font-semibold"),
                rx.el.span(BasisState.rollen, class_name="block text-base-content/80"),
                href="/account",
                class_name="block rounded-field px-3 py-2 text-sm hover:bg-base-200",
            ),
            rx.el.a(t("Inloggen", "Log in"), href="/login", class_name="btn btn-ghost btn-sm self-start"),
        ),
        _knoppen(),
        rx.cond(
            BasisState.is_ingelogd,
            post_formulier(
                rx.el.button(t("Uitloggen", "Log out"), type="submit", class_name="btn btn-ghost btn-sm"),
                action="/api/logout",
            ),
            rx.fragment(),
        ),
        class_name="mt-auto flex flex-col gap-1 pt-4",
    )


def _zijkant() -> rx.Component:
    return rx.el.aside(
        rx.el.a("BPV-app", href="/", class_name="px-3 text-lg font-bold"),
        rx.el.nav(
            rx.el.ul(rx.foreach(BasisState.menu, _menu_link), class_name="mt-4 flex flex-col gap-0.5"),
            aria_label=t("Hoofdmenu", "Main menu"),
        ),
        _voet(),
        class_name="zijkant hidden w-56 shrink-0 flex-col border-r border-base-300 bg-base-100 px-3 py-6 lg:flex "
        "print:hidden",
    )


def _telefoon_kop() -> rx.Component:
    """On a phone the whole menu opens from the top; the dock at the bottom holds the four most used."""
    return rx.el.header(
        rx.el.details(
            rx.el.summary(
                rx.el.span("BPV-app", class_name="font-bold"),
                rx.el.span(t("Menu", "Menu"), class_name="btn btn-outline btn-sm"),
                class_name="flex min-h-11 cursor-pointer list-none items-center justify-between",
            ),
            rx.el.nav(
                rx.el.ul(rx.foreach(BasisState.menu, _menu_link), class_name="mt-2 flex flex-col gap-0.5"),
                aria_label=t("Hoofdmenu", "Main menu"),
            ),
            _voet(),
            key=BasisState.geladen_voor,
        ),
        class_name="border-b border-base-300 bg-base-100 px-4 py-2 lg:hidden print:hidden",
    )


def _dock_link(item: rx.Var[MenuItem]) -> rx.Component:
    huidig = BasisState.pad == item.href
    return rx.cond(
        item.dock,
        rx.el.a(
            item.label,
            href=item.href,
            aria_current=rx.cond(huidig, "page", "false"),
            class_name=rx.cond(huidig, "dock-link dock-link-huidig", "dock-link"),
        ),
        rx.fragment(),
    )


def _dock() -> rx.Component:
    return rx.el.nav(
        rx.foreach(BasisState.menu, _dock_link),
        aria_label=t("Snelmenu", "Quick menu"),
        class_name="dock-balk lg:hidden print:hidden",
    )


def melding() -> rx.Component:
    """What just happened; announced by screen readers, closes with a button."""
    return rx.el.div(
        rx.cond(
            BasisState.melding != "",
            rx.el.div(
                rx.el.p(BasisState.melding, class_name="grow whitespace-pre-line"),
                rx.el.button(
                    t("Sluiten", "Close"), on_click=SchermState.sluit_melding, class_name="btn btn-ghost btn-xs"
                ),
                class_name="melding melding-" + BasisState.melding_soort.to(str),
            ),
            rx.fragment(),
        ),
        role="status",
        aria_live="polite",
        id="melding",
    )


def _verlopen() -> rx.Component:
    return rx.cond(
        BasisState.sessie_verlopen,
        rx.el.div(
            rx.el.p(
                t(
                    "Je sessie is verlopen. Wat je hebt ingevuld blijft hier staan. Log in op een nieuw tabblad, kom "
                    "hier terug en probeer het opnieuw.",
                    "Your session has ended. What you typed stays here. Log in on a new tab, come back here and try "
                    "again.",
                ),
                class_name="grow",
            ),
            rx.el.a(
                t("Inloggen op nieuw tabblad", "Log in on a new tab"),
                href="/login?terug=1",
                target="_blank",
                class_name="btn btn-sm btn-primary",
            ),
            class_name="melding melding-warning",
            role="alert",
        ),
        rx.fragment(),
    )


def demo_balk() -> rx.Component:
    """The yellow bar that says this is not real."""
    return rx.cond(
        BasisState.is_demo,
        rx.el.section(
            t("Demo: alle namen en bedrijven zijn verzonnen.", "Demo: all names and companies are made up."),
            " ",
            rx.el.a(
                t("Alle mail staat in het postvak", "All mail is in the mailbox"), href="/postvak", class_name="link"
            ),
            aria_label=t("Demo", "Demo"),
            class_name="demo-balk print:hidden",
        ),
        rx.fragment(),
    )


def pagina(
    *inhoud: Any,
    titel: Any,
    zin: Any = None,
    kruimels: list[tuple[Any, str]] | None = None,
    acties: Any = None,
    smal: bool = False,
) -> rx.Component:
    """A whole screen.

    `titel` is the heading, `zin` its first line: the answer to the person's question in words. `kruimels` are
    (label, href) pairs back up. `acties` stand beside the heading. `smal` suits forms and phones.
    """
    kop = rx.el.div(
        rx.el.nav(
            rx.el.ol(
                *[rx.el.li(rx.el.a(label, href=href, class_name="link")) for label, href in kruimels],
                class_name="kruimels",
            ),
            aria_label=t("Kruimelpad", "Breadcrumb"),
        )
        if kruimels
        else rx.fragment(),
        rx.el.div(
            rx.el.div(
                rx.el.h1(titel, id="kop", tab_index=-1, class_name="text-2xl font-bold"),
                rx.el.p(zin, class_name="mt-1 text-base-content/80") if zin is not None else rx.fragment(),
            ),
            rx.el.div(acties, class_name="flex flex-wrap gap-2") if acties is not None else rx.fragment(),
            class_name="flex flex-wrap items-start justify-between gap-3",
        ),
        class_name="mb-5",
    )
    fout = rx.el.div(
        rx.el.h1(t("Dit lukt niet", "This does not work"), id="kop", tab_index=-1, class_name="text-2xl font-bold"),
        rx.el.p(BasisState.pagina_fout, class_name="mt-2"),
        rx.el.a(t("Naar de startpagina", "To the start page"), href="/", class_name="btn btn-primary btn-sm mt-4"),
        class_name="kaart",
    )
    breedte = "max-w-3xl" if smal else "max-w-7xl"
    return rx.el.div(
        download(t("Naar de inhoud", "Skip to content"), "#inhoud", class_name="overslaan"),
        rx.el.div(
            _zijkant(),
            rx.el.div(
                demo_balk(),
                _telefoon_kop(),
                rx.el.main(
                    _verlopen(),
                    melding(),
                    rx.cond(
                        (BasisState.pad != "") & (BasisState.pad == HIER),
                        rx.cond(BasisState.pagina_fout != "", fout, rx.fragment(kop, *inhoud)),
                        rx.el.p(t("Laden…", "Loading…"), class_name="laden", aria_busy="true"),
                    ),
                    id="inhoud",
                    custom_attrs={"data-geladen": BasisState.geladen_voor},
                    class_name=f"mx-auto w-full {breedte} px-4 pb-28 pt-5 lg:px-8 lg:pb-12",
                ),
                _dock(),
                class_name="flex min-w-0 grow flex-col",
            ),
            class_name="flex min-h-screen",
        ),
        lang=BasisState.taal,
        class_name="bg-base-200 text-base-content",
    )
