"""/leerbedrijven/wijzigingen: which companies changed something of themselves, or ask for it?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst, LijstVraag
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.queries_wijziging import WIJZIGINGEN, tel_wijzigingen
from bpv_app.leerbedrijf.rules_wijziging import WijzigingStatus
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


def _zin(wacht: int, live: int) -> Tekst:
    """How many wait for a decision, how many are only to be read."""
    if not wacht and not live:
        return Tekst("Niets te doen.", "Nothing to do.")
    nl = "1 voorstel wacht" if wacht == 1 else f"{wacht} voorstellen wachten"
    en = "1 proposal waits" if wacht == 1 else f"{wacht} proposals wait"
    return Tekst(
        f"{nl} op een besluit; {live} keer is al iets gewijzigd en nog niet gelezen.",
        f"{en} for a decision; {live} times something was changed already and not read yet.",
    )


class WijzigingenState(LijstState, rx.State):
    """The list of changes."""

    _lijst: ClassVar[Lijst] = WIJZIGINGEN
    zin: str = ""

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the page of changes the URL asks for, and the counts of the first line."""
        await self._lees_lijst()
        taal = (await self.get_state(BasisState)).taal
        zin = await lees(
            lambda s, wie: _zin(
                tel_wijzigingen(s, wie, LijstVraag(filters={"status": WijzigingStatus.WACHT.value})),
                tel_wijzigingen(s, wie, LijstVraag(filters={"status": WijzigingStatus.LIVE.value})),
            )
        )
        self.zin = zin.in_taal(taal)


@rx.page(
    route="/leerbedrijven/wijzigingen", title="Wijzigingen door leerbedrijven · BPV-app", on_load=WijzigingenState.laad
)
def wijzigingen() -> rx.Component:
    """The worklist."""
    return pagina(
        lijst(WijzigingenState, WIJZIGINGEN),
        titel=t("Wijzigingen door leerbedrijven", "Changes by companies"),
        zin=WijzigingenState.zin,
        kruimels=[(t("Leerbedrijven", "Companies"), "/leerbedrijven")],
    )
