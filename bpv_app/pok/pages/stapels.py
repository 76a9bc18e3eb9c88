"""/poks/scans: signed paper that came through the scanner as a pile. Upload, and see which pages wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.config import instellingen
from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_stapel import StapelRegel, list_stapels, tel_te_doen
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, kaart, post_formulier


@dataclass
class StapelRij:
    """A pile in words."""

    href: str
    naam: str
    regel: str
    stand: str
    toon: str


def stapel_rij(s: StapelRegel, taal: str) -> StapelRij:
    """One row."""
    if not s.is_gelezen:
        stand, toon = Tekst("Wordt gelezen", "Being read"), "info"
    elif s.te_doen:
        stand, toon = Tekst(f"{s.te_doen} te bekijken", f"{s.te_doen} to look at"), "warning"
    else:
        stand, toon = Tekst("Klaar", "Done"), "success"
    bladzijden = Tekst(f"{s.paginas} bladzijden", f"{s.paginas} pages").in_taal(taal)
    regel = f"{toon_moment(s.op, taal)} · {s.door} · {bladzijden}"
    return StapelRij(f"/poks/scans/{s.id}", s.naam, regel, stand.in_taal(taal), toon)


class StapelsState(rx.State):
    """The piles."""

    zin: str = ""
    stapels: list[StapelRij] = []

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN, laadt=True)
    async def laad(self) -> None:
        """Read them."""
        taal = (await self.get_state(BasisState)).taal
        stapels, te_doen = await lees(lambda s, wie: (list_stapels(s, wie), tel_te_doen(s, wie)))
        self.stapels = [stapel_rij(s, taal) for s in stapels]
        if te_doen:
            zin = Tekst(f"{te_doen} bladzijden moet iemand bekijken.", f"{te_doen} pages need somebody to look.")
        else:
            zin = Tekst("Er wacht geen bladzijde op iemand.", "No page waits for anybody.")
        self.zin = zin.in_taal(taal)


def _upload() -> rx.Component:
    mb = instellingen().stapel_mb
    return kaart(
        post_formulier(
            rx.el.label(
                t("Bestand van de scanner, of een foto", "File of the scanner, or a photo"),
                html_for="bestand",
                class_name="veld-label",
            ),
            rx.el.input(
                type="file",
                id="bestand",
                name="bestand",
                required=True,
                accept="application/pdf,image/png,image/jpeg",
                class_name="file-input w-full",
                aria_describedby="bestand-uitleg",
            ),
            rx.el.p(
                t(
                    f"Een PDF met alle bladzijden achter elkaar, in welke volgorde en hoe gedraaid ook (hoogstens {mb} "
                    "MB). De code op elke bladzijde zegt van welke POK zij is. Lege achterkanten mogen erbij.",
                    f"A PDF with all pages in a row, in any order and turned any way (at most {mb} MB). The code on "
                    "each page says which agreement it belongs to. Empty backs do no harm.",
                ),
                id="bestand-uitleg",
                class_name="hulp mt-1",
            ),
            rx.el.button(t("Lees de stapel", "Read the pile"), type="submit", class_name="btn btn-primary mt-3"),
            action="/api/poks/scans",
            bestand=True,
        ),
        class_name="mb-4 max-w-2xl",
    )


def _rij(stapel: rx.Var[Any]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.span(stapel.naam, class_name="font-semibold break-all"),
                rx.el.span(stapel.regel, class_name="hulp block"),
            ),
            badge(stapel.stand, stapel.toon),
            href=stapel.href,
            class_name="flex min-h-11 flex-wrap items-center justify-between gap-2",
        ),
        class_name="kaart mb-2",
    )


@rx.page(route="/poks/scans", title="Gescand papier · BPV-app", on_load=StapelsState.laad)
def stapels() -> rx.Component:
    """Upload and list."""
    return pagina(
        _upload(),
        rx.cond(
            StapelsState.stapels.length() > 0,
            rx.el.ul(rx.foreach(StapelsState.stapels, _rij)),
            rx.el.p(
                t("Er is nog geen stapel gescand.", "No pile was scanned yet."),
                class_name="kaart",
            ),
        ),
        titel=t("Gescand papier", "Scanned paper"),
        zin=StapelsState.zin,
        kruimels=[(t("POK's", "Agreements"), "/poks")],
    )
