"""/beheer/mail/sjablonen: what does each mail look like, in Dutch and in English?"""

from __future__ import annotations

from dataclasses import dataclass, field

import reflex as rx

from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Taal
from bpv_app.post.opmaak import voorbeeld
from bpv_app.post.pages.beeld import BlokBeeld, blok_beelden, brief
from bpv_app.post.rules import SJABLONEN, lees_blokken
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart


@dataclass
class TaalBeeld:
    """A template with its examples in one language."""

    taal: str
    label: str
    onderwerp: str
    blokken: list[BlokBeeld] = field(default_factory=list)


@dataclass
class SjabloonBeeld:
    """A template on the screen."""

    label: str
    voor: str
    talen: list[TaalBeeld] = field(default_factory=list)


class SjablonenState(rx.State):
    """All templates, filled with their example values."""

    sjablonen: list[SjabloonBeeld] = []

    @handler(Actie.MAIL_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Render every template in both languages."""
        taal = (await self.get_state(BasisState)).taal
        self.sjablonen = [
            SjabloonBeeld(
                info.label.in_taal(taal),
                info.voor.in_taal(taal),
                [
                    TaalBeeld(taal_.value, label, mail.onderwerp, blok_beelden(lees_blokken(mail.tekst)))
                    for taal_, label in ((Taal.NL, "Nederlands"), (Taal.EN, "English"))
                    for mail in (voorbeeld(sjabloon, taal_),)
                ],
            )
            for sjabloon, info in SJABLONEN.items()
        ]


def _taal(beeld: rx.Var[TaalBeeld]) -> rx.Component:
    return rx.el.article(
        rx.el.p(beeld.label, class_name="text-sm text-base-content/80"),
        rx.el.h3(beeld.onderwerp, class_name="mb-3 font-semibold"),
        brief(beeld.blokken),
        lang=beeld.taal,
        class_name="min-w-0 rounded-box border border-base-300 p-4",
    )


def _sjabloon(beeld: rx.Var[SjabloonBeeld]) -> rx.Component:
    return kaart(
        rx.el.p(t("Voor: ", "For: "), beeld.voor, class_name="mb-3 text-base-content/80"),
        rx.el.div(rx.foreach(beeld.talen, _taal), class_name="grid gap-4 lg:grid-cols-2"),
        titel=beeld.label,
    )


@rx.page(route="/beheer/mail/sjablonen", title="Voorbeelden van mails · BPV-app", on_load=SjablonenState.laad)
def sjablonen() -> rx.Component:
    """One card per template, both languages beside each other."""
    return pagina(
        rx.el.div(rx.foreach(SjablonenState.sjablonen, _sjabloon), class_name="grid gap-4"),
        titel=t("Voorbeelden van mails", "Examples of mails"),
        zin=t("Zo zien de mails van de app eruit. De namen zijn verzonnen.", "What the mails of the app look like."),
        kruimels=[(t("Mail", "Mail"), "/beheer/mail")],
    )
