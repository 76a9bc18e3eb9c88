"""The banner on a dossier and on an agreement: the company is not accredited any more, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from bpv_app.erkenning.queries import list_banners
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees, pad_deel
from bpv_app.ui.i18n import t


@dataclass
class BannerBeeld:
    """One banner as it is shown."""

    reden: str
    gevolg: str
    voorstel: str
    uitleg: str
    voordracht: str


class IntrekkingBannerState(rx.State):
    """What the address' dossier or agreement lost."""

    banners: list[BannerBeeld] = []

    @handler(Actie.DOSSIER_ZIEN, laadt=True)
    async def laad_dossier(self) -> None:
        """Of /dossiers/<id>."""
        await self._lees(dossier_id=als_id(pad_deel(self, 1)))

    @handler(Actie.POK_ZIEN, laadt=True)
    async def laad_pok(self) -> None:
        """Of /poks/<id>."""
        await self._lees(pok_id=als_id(pad_deel(self, 1)))

    async def _lees(self, dossier_id: int = 0, pok_id: int = 0) -> None:
        taal = (await self.get_state(BasisState)).taal
        rijen = await lees(lambda s, wie: list_banners(s, wie, klok.vandaag(), dossier_id=dossier_id, pok_id=pok_id))
        self.banners = [
            BannerBeeld(
                b.reden.in_taal(taal),
                b.gevolg.in_taal(taal),
                b.voorstel.in_taal(taal),
                b.uitleg.in_taal(taal),
                b.voordracht,
            )
            for b in rijen
        ]


def intrekking_banner() -> rx.Component:
    """For a page that loads `IntrekkingBannerState` too."""
    return rx.foreach(
        IntrekkingBannerState.banners,
        lambda b: rx.el.div(
            rx.el.div(
                rx.el.p(rx.el.strong(t("Erkenning vervallen. ", "Accreditation lost. ")), b.reden),
                rx.el.p(b.gevolg),
                rx.el.p(rx.el.strong(t("Voorstel: ", "Proposal: "), b.voorstel, ". "), b.uitleg),
                rx.cond(
                    b.voordracht != "",
                    rx.el.a(
                        t("Draag voor erkenning voor", "Nominate for accreditation"),
                        href=b.voordracht,
                        class_name="link w-fit",
                    ),
                    rx.fragment(),
                ),
                rx.el.a(t("Naar de lijst", "To the list"), href="/erkenningen?werk=open", class_name="link w-fit"),
                class_name="grid min-w-0 gap-1",
            ),
            role="alert",
            class_name="melding melding-error",
        ),
    )
