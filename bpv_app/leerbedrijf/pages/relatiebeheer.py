"""/relatiebeheer: which companies do we contact now?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.lijst import Lijst, LijstVraag
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.queries_contact import IK, NU, RELATIEBEHEER, tel_contacten
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


def _zin(mijn: int, alle: int) -> Tekst:
    """How much is due, for the reader and for everybody."""
    if not alle:
        return Tekst("Niets te doen vandaag.", "Nothing to do today.")
    return Tekst(
        f"Vandaag of te laat: {mijn} voor jou, {alle} samen.", f"Today or late: {mijn} for you, {alle} in all."
    )


class RelatiebeheerState(LijstState, rx.State):
    """The list of contacts to be made."""

    _lijst: ClassVar[Lijst] = RELATIEBEHEER
    zin: str = ""

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the page of contacts the URL asks for, and the counts of the first line."""
        await self._lees_lijst()
        taal, dag = (await self.get_state(BasisState)).taal, klok.vandaag()
        mijn, alle = LijstVraag(filters={"wanneer": NU, "wie": IK}), LijstVraag(filters={"wanneer": NU})
        zin = await lees(lambda s, wie: _zin(tel_contacten(s, wie, mijn, dag), tel_contacten(s, wie, alle, dag)))
        self.zin = zin.in_taal(taal)


@rx.page(route="/relatiebeheer", title="Relatiebeheer · BPV-app", on_load=RelatiebeheerState.laad)
def relatiebeheer() -> rx.Component:
    """The worklist."""
    return pagina(
        lijst(RelatiebeheerState, RELATIEBEHEER),
        titel=t("Relatiebeheer", "Relations"),
        zin=RelatiebeheerState.zin,
    )
