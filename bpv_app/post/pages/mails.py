"""/beheer/mail: what was sent to whom, what did not arrive, and sending it again."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.post.queries import MAILS, tel_mails
from bpv_app.post.rules import vat_samen
from bpv_app.post.service_opnieuw import verstuur_opnieuw
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst

NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst één of meer mails.", "Select one or more mails first."))


class MailsState(LijstState, rx.State):
    """The log of mail."""

    _lijst: ClassVar[Lijst] = MAILS
    zin: str = ""
    mag_opnieuw: bool = False

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_opnieuw = wie.mag(Actie.MAIL_OPNIEUW)

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        zin = vat_samen(await lees(tel_mails))
        self.zin = zin.in_taal((await self.get_state(BasisState)).taal)

    @handler(Actie.MAIL_OPNIEUW)
    async def stuur(self) -> Any:
        """Send the chosen mails again."""
        ids = self._gekozen_ids()
        if not ids:
            raise NIETS_GEKOZEN
        await self._toon_uitslagen(await schrijf(lambda s, wie: verstuur_opnieuw(s, wie, klok, ids)))


@rx.page(route="/beheer/mail", title="Mail · BPV-app", on_load=MailsState.laad)
def mails() -> rx.Component:
    """The list, with sending again for several at once."""
    opnieuw = rx.el.button(
        t("Opnieuw versturen", "Send again"), on_click=MailsState.stuur, class_name="btn btn-primary btn-sm"
    )
    return pagina(
        lijst(MailsState, MAILS, bulk=[rx.cond(MailsState.mag_opnieuw, opnieuw, rx.fragment())]),
        titel=t("Mail", "Mail"),
        zin=MailsState.zin,
        acties=rx.fragment(
            rx.el.button(t("Vernieuw", "Refresh"), on_click=MailsState.laad, class_name="btn btn-outline btn-sm"),
            rx.el.a(
                t("Voorbeelden van mails", "Examples of mails"),
                href="/beheer/mail/sjablonen",
                class_name="btn btn-outline btn-sm",
            ),
        ),
    )
