"""/signalen: what needs attention, and who works on it?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.signaal.queries import SIGNALEN, get_samenvatting
from bpv_app.signaal.queries_melding import list_mag_weten
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class SignalenState(LijstState, rx.State):
    """The list of signals, its first line, and students who told a vertrouwenspersoon something."""

    _lijst: ClassVar[Lijst] = SIGNALEN
    zin: str = ""
    mag_inrichten: bool = False
    weet_van: list[str] = []

    @handler(Actie.SIGNAAL_ZIEN, laadt=True)
    async def laad_kop(self) -> None:
        """Read what stands above the list."""
        taal = (await self.get_state(BasisState)).taal
        self.zin = (await lees(lambda s, wie: get_samenvatting(s, wie, klok.vandaag()))).in_taal(taal)
        self.weet_van = await lees(list_mag_weten)
        self.mag_inrichten = huidige_actor().mag(Actie.SIGNAAL_INRICHTEN)


def _weet_van() -> rx.Component:
    return rx.cond(
        SignalenState.weet_van.length() > 0,
        rx.el.section(
            rx.el.h2(t("Alleen voor jou", "For you only"), class_name="font-semibold"),
            rx.el.p(
                t(
                    "Deze student heeft iets verteld aan de vertrouwenspersoon en wil dat jij dat weet. Wat het is, "
                    "weet alleen de vertrouwenspersoon. Vraag er niet naar; wees er als de student zelf begint.",
                    "This student told the confidential counsellor something and wants you to know that. What it is, "
                    "only the counsellor knows. Do not ask; be there when the student begins.",
                ),
                class_name="mt-1",
            ),
            rx.el.ul(
                rx.foreach(SignalenState.weet_van, lambda naam: rx.el.li(naam, class_name="font-semibold")),
                class_name="mt-1",
            ),
            class_name="melding melding-info mb-4 flex-col items-start",
        ),
        rx.fragment(),
    )


@rx.page(route="/signalen", title="Signalen · BPV-app", on_load=[SignalenState.laad, SignalenState.laad_kop])
def signalen() -> rx.Component:
    """The list; a row opens the signal."""
    return pagina(
        _weet_van(),
        lijst(SignalenState, SIGNALEN),
        titel=t("Signalen", "Signals"),
        zin=SignalenState.zin,
        acties=rx.cond(
            SignalenState.mag_inrichten,
            rx.el.a(
                t("Grenzen instellen", "Set thresholds"), href="/signalen/grenzen", class_name="btn btn-outline btn-sm"
            ),
            rx.fragment(),
        ),
    )
