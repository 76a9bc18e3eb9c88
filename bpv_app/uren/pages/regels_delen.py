"""What the screens of the hours rules share: the tabs."""

from __future__ import annotations

import reflex as rx

from bpv_app.ui.i18n import t


def tabs(huidig: str) -> rx.Component:
    """Teams, free days and norms, each with its own address."""
    delen = (
        ("/uren/regels", t("Teams", "Teams")),
        ("/uren/regels/vakanties", t("Vakanties en studiedagen", "Holidays and study days")),
        ("/uren/regels/normen", t("Normen", "Norms")),
    )
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
        aria_label=t("Urenregels", "Hours rules"),
        class_name="mb-4",
    )
