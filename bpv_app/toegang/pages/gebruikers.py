"""/beheer/gebruikers: who gets in, with which roles?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.accounts_bulk import blokkeer_alle, deblokkeer_alle
from bpv_app.toegang.queries import ACCOUNTS, tel_accounts
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import annuleer, dialoog, sluit_dialoog


class GebruikersState(LijstState, rx.State):
    """The list of accounts."""

    _lijst: ClassVar[Lijst] = ACCOUNTS
    zin: str = ""

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        taal = (await self.get_state(BasisState)).taal
        tel = await lees(tel_accounts)
        zin = Tekst(
            f"Actief: {tel.actief}. Geblokkeerd: {tel.geblokkeerd}. Actief maar zonder rol: {tel.zonder_rol}.",
            f"Active: {tel.actief}. Locked: {tel.geblokkeerd}. Active but without a role: {tel.zonder_rol}.",
        )
        self.zin = zin.in_taal(taal)

    @handler(Actie.ACCOUNT_BEHEREN)
    async def blokkeer(self) -> object:
        """Lock the selected accounts."""
        ids = self._gekozen_ids()
        await self._toon_uitslagen(await schrijf(lambda session, wie: blokkeer_alle(session, wie, klok, ids)))
        return sluit_dialoog("blokkeer")

    @handler(Actie.ACCOUNT_BEHEREN)
    async def deblokkeer(self) -> None:
        """Unlock the selected accounts."""
        ids = self._gekozen_ids()
        await self._toon_uitslagen(await schrijf(lambda session, wie: deblokkeer_alle(session, wie, ids)))


@rx.page(route="/beheer/gebruikers", title="Gebruikers · BPV-app", on_load=GebruikersState.laad)
def gebruikers() -> rx.Component:
    """The list with what can be done to several at once."""
    blokkeer = dialoog(
        "blokkeer",
        t("Deze gebruikers blokkeren?", "Lock these users?"),
        rx.el.p(
            t(
                "Zij worden meteen overal uitgelogd en kunnen niet meer inloggen. Wat zij deden blijft bewaard.",
                "They are logged out everywhere at once and cannot log in any more. What they did is kept.",
            )
        ),
        rx.el.div(
            annuleer("blokkeer"),
            rx.el.button(t("Blokkeer", "Lock"), on_click=GebruikersState.blokkeer, class_name="btn btn-error"),
            class_name="modal-action",
        ),
        open_tekst=t("Blokkeer…", "Lock…"),
    )
    deblokkeer = rx.el.button(
        t("Deblokkeer", "Unlock"), on_click=GebruikersState.deblokkeer, class_name="btn btn-outline btn-sm"
    )
    return pagina(
        lijst(GebruikersState, ACCOUNTS, bulk=[blokkeer, deblokkeer]),
        titel=t("Gebruikers", "Users"),
        zin=GebruikersState.zin,
        acties=rx.el.a(
            t("Nieuwe gebruiker", "New user"), href="/beheer/gebruikers/nieuw", class_name="btn btn-primary btn-sm"
        ),
    )
