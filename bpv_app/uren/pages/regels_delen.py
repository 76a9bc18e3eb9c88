"""What the screens of the hours rules share: the tabs."""

from __future__ import annotations

import reflex as rx

from bpv_app.ui import velden
from bpv_app.ui.i18n import t


def tabs(huidig: str) -> rx.Component:
    """Teams, free days and norms, each with its own address."""
    delen = (
        ("/uren/regels", t("Teams", "Teams")),
        ("/uren/regels/vakanties", t("Vakanties en studiedagen", "Holidays and study days")),
        ("/uren/regels/normen", t("Normen", "Norms")),
    )
    return velden.tabs(t("Urenregels", "Hours rules"), delen, huidig)
