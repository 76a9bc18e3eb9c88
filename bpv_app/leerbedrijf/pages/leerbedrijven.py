"""/leerbedrijven: the common relations file."""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.leerbedrijf.queries import LEERBEDRIJVEN
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class LeerbedrijvenState(LijstState, rx.State):
    """The list of companies."""

    _lijst: ClassVar[Lijst] = LEERBEDRIJVEN


@rx.page(route="/leerbedrijven", title="Leerbedrijven · BPV-app", on_load=LeerbedrijvenState.laad)
def leerbedrijven() -> rx.Component:
    """The list."""
    return pagina(
        lijst(LeerbedrijvenState, LEERBEDRIJVEN),
        titel=t("Leerbedrijven", "Companies"),
    )
