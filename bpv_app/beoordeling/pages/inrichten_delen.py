"""What the screens of setting up assessments and evaluations share: the tabs."""

from __future__ import annotations

import reflex as rx

from bpv_app.ui import velden
from bpv_app.ui.i18n import t


def kruimels() -> list[tuple[object, str]]:
    """Back to the dossier set-ups, where the menu leads."""
    return [(t("Inrichting", "Set-up"), "/inrichting")]


def tabs(huidig: str) -> rx.Component:
    """Werkprocessen, scale, evaluation, each with its own address."""
    delen = (
        ("/inrichting/werkprocessen", t("Werkprocessen", "Work processes")),
        ("/inrichting/beoordeling", t("Schaal en inrichting", "Scale and set-up")),
        ("/inrichting/evaluatie", t("Evaluatie", "Evaluation")),
    )
    return velden.tabs(t("Beoordelen inrichten", "Set up assessing"), delen, huidig)
