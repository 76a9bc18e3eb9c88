"""The closing on the dossier's page: the way to it, and what the placement was closed without."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.afsluiting.pages.afsluiten_beeld import OntheffingBeeld, ontheffing_beeld
from bpv_app.afsluiting.pages.afsluiten_delen import ontheffingen_lijst
from bpv_app.afsluiting.queries import get_afsluiting, list_ontheffingen
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees, pad_deel
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import kaart


class DossierAfsluitingState(rx.State):
    """Whether this person may go and close, and the overrides."""

    href: str = ""
    regels: list[OntheffingBeeld] = []

    @handler(Actie.DOSSIER_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read them; a dossier that is not this person's shows nothing here."""
        self.href, self.regels = "", []
        dossier_id, dag = als_id(pad_deel(self, 1)), klok.vandaag()
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Any) -> Any:
            try:
                kan = get_afsluiting(session, wie, dossier_id, dag).pok_id > 0
            except DomeinFout:
                kan = False
            return kan, list_ontheffingen(session, wie, dossier_id)

        kan, regels = await lees(werk)
        self.href = f"/dossiers/{dossier_id}/afsluiten" if kan else ""
        self.regels = [ontheffing_beeld(o, taal) for o in regels]


def afsluiting_kaart() -> rx.Component:
    """For the dossier's page, which loads `DossierAfsluitingState` too."""
    s = DossierAfsluitingState
    return rx.cond(
        (s.href != "") | (s.regels.length() > 0),
        kaart(
            rx.cond(s.regels.length() > 0, ontheffingen_lijst(s.regels), rx.fragment()),
            rx.cond(
                s.href != "",
                rx.el.a(
                    t("Wat ontbreekt er nog?", "What is still missing?"),
                    href=s.href,
                    class_name="btn btn-outline btn-sm",
                ),
                rx.fragment(),
            ),
            titel=t("Afsluiten", "Closing"),
        ),
        rx.fragment(),
    )
