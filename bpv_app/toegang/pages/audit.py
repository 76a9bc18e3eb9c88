"""/beheer/audit: who saw and changed what?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.toegang.queries import AUDIT
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class AuditState(LijstState, rx.State):
    """The list of what happened; looking at it is not recorded, changing it is impossible."""

    _lijst: ClassVar[Lijst] = AUDIT


@rx.page(route="/beheer/audit", title="Wie deed wat · BPV-app", on_load=AuditState.laad)
def audit() -> rx.Component:
    """The list."""
    return pagina(
        lijst(AuditState, AUDIT),
        titel=t("Wie deed wat", "Who did what"),
        zin=t(
            "Elke wijziging, elke keer inloggen en elk bekeken dossier staat hier. Niemand kan er iets in veranderen.",
            "Every change, every login and every dossier that was looked at is here. Nobody can change any of it.",
        ),
    )
