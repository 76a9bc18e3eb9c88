"""/postvak: the mailbox of a demo school, where every mail arrives. It does not exist outside demo mode."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import reflex as rx

from bpv_app.db import lezen
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.post.pages.beeld import BlokBeeld, blok_beelden, brief
from bpv_app.post.queries_detail import Postvakmail, list_postvak
from bpv_app.post.rules import STATUS_LABEL, STATUS_TOON
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge

MAX_ZOEK = 100


@dataclass
class MailBeeld:
    """A mail in the mailbox."""

    sleutel: str
    kop: str
    onderwerp: str
    moment: str
    status: str
    toon: str
    adres: str
    blokken: list[BlokBeeld] = field(default_factory=list)


def _beeld(mail: Postvakmail, taal: str) -> MailBeeld:
    return MailBeeld(
        str(mail.id),
        f"{mail.naam} <{mail.aan}>",
        mail.onderwerp,
        toon_moment(mail.aangemaakt_op, taal),
        STATUS_LABEL[mail.status].in_taal(taal),
        STATUS_TOON[mail.status],
        mail.adres,
        blok_beelden(mail.blokken),
    )


def _lees(zoek: str) -> list[Postvakmail]:
    with lezen() as session:
        return list_postvak(session, klok, zoek)


class PostvakState(rx.State):
    """The newest mails to anybody."""

    mails: list[MailBeeld] = []
    zoek: str = ""

    @handler(openbaar=True, laadt=True)
    async def laad(self) -> None:
        """Read the mailbox, of one address when the URL says so."""
        self.mails, self.zoek = [], ""
        zoek = parse_qs(str(self.router.url.query or "")).get("aan", [""])[0][:MAX_ZOEK]
        taal = (await self.get_state(BasisState)).taal
        mails = await asyncio.to_thread(_lees, zoek)
        self.zoek, self.mails = zoek, [_beeld(mail, taal) for mail in mails]

    @handler(openbaar=True)
    async def zoek_adres(self, gegevens: dict[str, Any]) -> Any:
        """Only the mails to one person."""
        zoek = formulier(gegevens).get("aan", "")[:MAX_ZOEK]
        return rx.redirect(f"/postvak?{urlencode({'aan': zoek})}" if zoek else "/postvak")


def _mail(mail: rx.Var[MailBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                rx.el.span(mail.onderwerp, class_name="block font-semibold"),
                rx.el.span(mail.kop, class_name="block break-all text-sm"),
                rx.el.span(
                    rx.el.span(mail.moment, class_name="text-sm text-base-content/80"),
                    badge(mail.status, mail.toon),
                    class_name="mt-1 flex flex-wrap items-center gap-2",
                ),
                class_name="cursor-pointer",
            ),
            rx.el.div(brief(mail.blokken, mail.adres), class_name="mt-3 border-t border-base-300 pt-3"),
        ),
        key=mail.sleutel,
        class_name="kaart",
    )


@rx.page(route="/postvak", title="Postvak · BPV-app", on_load=PostvakState.laad)
def postvak() -> rx.Component:
    """Search by address, and the mails; the newest on top."""
    return pagina(
        rx.el.form(
            rx.el.label(t("Naam of adres", "Name or address"), html_for="aan", class_name="veld-label"),
            rx.el.div(
                rx.el.input(
                    id="aan",
                    name="aan",
                    type="search",
                    default_value=PostvakState.zoek,
                    key=PostvakState.zoek,
                    auto_complete="off",
                    class_name="input w-full",
                ),
                rx.el.button(t("Zoek", "Search"), type="submit", class_name="btn btn-outline"),
                class_name="flex gap-2",
            ),
            on_submit=PostvakState.zoek_adres,
            role="search",
            class_name="mb-4 max-w-md",
        ),
        rx.cond(
            PostvakState.mails.length() > 0,
            rx.el.ul(rx.foreach(PostvakState.mails, _mail), class_name="grid gap-3"),
            rx.el.p(
                t(
                    "Geen mail. Ze komt hier zodra de app haar verstuurt.",
                    "No mail. It comes here once the app sends it.",
                ),
                class_name="kaart",
            ),
        ),
        titel=t("Postvak", "Mailbox"),
        zin=t(
            "In de demo komt alle mail hier aan. De nieuwste honderd staan hier, de laatste bovenaan.",
            "In the demo all mail arrives here. The newest hundred are here, the last one on top.",
        ),
        smal=True,
    )
