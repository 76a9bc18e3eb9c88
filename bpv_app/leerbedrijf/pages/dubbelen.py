"""/leerbedrijven/dubbelen: which companies are probably in the file twice?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst, LijstVraag
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.queries_dubbel import DUBBELEN, tel_paren
from bpv_app.leerbedrijf.service_paren import tel_te_vergelijken
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


def _zin(open_: int, zeker: int, wacht: int) -> Tekst:
    """How much there is to do, and whether it is all."""
    if open_:
        paar = "1 paar lijkt" if open_ == 1 else f"{open_} paren lijken"
        pair = "1 pair looks" if open_ == 1 else f"{open_} pairs look"
        nl, en = f"{paar} op elkaar, waarvan {zeker} vrijwel zeker.", f"{pair} alike, {zeker} of them all but certain."
    else:
        nl, en = "Geen leerbedrijven die op elkaar lijken.", "No companies that look alike."
    if wacht:
        nl += f" Nog {wacht} bedrijven worden op de achtergrond vergeleken."
        en += f" {wacht} companies are still being compared in the background."
    return Tekst(nl, en)


class DubbelenState(LijstState, rx.State):
    """The list of pairs."""

    _lijst: ClassVar[Lijst] = DUBBELEN
    zin: str = ""

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the page of pairs the URL asks for, and the counts of the first line."""
        await self._lees_lijst()
        taal = (await self.get_state(BasisState)).taal
        zin = await lees(
            lambda s, wie: _zin(
                tel_paren(s, wie, LijstVraag()),
                tel_paren(s, wie, LijstVraag(filters={"zeker": "ja"})),
                tel_te_vergelijken(s),
            )
        )
        self.zin = zin.in_taal(taal)


@rx.page(route="/leerbedrijven/dubbelen", title="Mogelijk dubbel · BPV-app", on_load=DubbelenState.laad)
def dubbelen() -> rx.Component:
    """The worklist."""
    return pagina(
        lijst(DubbelenState, DUBBELEN),
        titel=t("Mogelijk dubbel", "Possible doubles"),
        zin=DubbelenState.zin,
        kruimels=[(t("Leerbedrijven", "Companies"), "/leerbedrijven")],
    )
