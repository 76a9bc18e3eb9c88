"""Under figures and reports: keep this choice as a view, or change the view that is open."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import reflex as rx

from bpv_app.dashboard.queries_weergave import get_weergave
from bpv_app.dashboard.rules_weergave import CIJFERS
from bpv_app.dashboard.service_weergave import bewaar_weergave, wijzig_weergave
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, dialoog, knop, sluit_dialoog, veld

_NIEUW = "weergave-nieuw"


class WeergaveBlokState(rx.State):
    """The view that the address names, when it is there for this person."""

    weergave_id: int = 0
    naam: str = ""
    van: str = ""
    versie: int = 0

    def _query(self) -> str:
        return str(self.router.url.query or "")

    def _rapport(self) -> str:
        is_rapport = str(self.router.url.path).rstrip("/").endswith("/rapport")
        return dict(parse_qsl(self._query())).get("rapport", "") if is_rapport else CIJFERS

    @handler(Actie.RAPPORT_ZIEN)
    async def laad_weergave(self) -> None:
        """Which view is open; a view that is not there (for you) is no view."""
        self.weergave_id, self.naam, self.van, self.versie = 0, "", "", 0
        gevraagd = als_id(dict(parse_qsl(self._query())).get("weergave", ""))
        if not gevraagd:
            return
        try:
            w = await lees(lambda session, wie: get_weergave(session, wie, gevraagd))
        except NietGevonden:
            return
        self.weergave_id, self.naam, self.van, self.versie = w.id, w.naam, w.van, w.versie

    @handler(Actie.RAPPORT_ZIEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Keep the choice under a name."""
        naam, rapport, query = formulier(gegevens).get("naam", ""), self._rapport(), self._query()
        await schrijf(lambda session, wie: bewaar_weergave(session, wie, klok, naam, rapport, query))
        await zeg(self, "Bewaard. Je vindt deze weergave bij Weergaven.", "Kept. You find this view at Views.")
        return sluit_dialoog(_NIEUW)

    @handler(Actie.RAPPORT_ZIEN)
    async def werk_bij(self) -> None:
        """The open view asks from now on what the screen asks."""
        wie_id, versie, query = self.weergave_id, self.versie, self._query()
        await schrijf(lambda session, wie: wijzig_weergave(session, wie, klok, wie_id, query=query, versie=versie))
        w = await lees(lambda session, wie: get_weergave(session, wie, wie_id))
        self.versie = w.versie
        await zeg(self, "De weergave is bijgewerkt.", "The view was changed.")


def weergave_blok() -> rx.Component:
    """The open view, and the button to keep this choice."""
    s: Any = WeergaveBlokState
    open_ = rx.cond(
        s.weergave_id > 0,
        rx.el.p(
            t("Weergave: ", "View: "),
            rx.el.strong(s.naam, class_name="wrap-anywhere"),
            rx.cond(s.van != "", rx.el.span(t(" van ", " of "), s.van), rx.fragment()),
            class_name="mr-2",
        ),
        rx.fragment(),
    )
    bijwerken = rx.cond(
        (s.weergave_id > 0) & (s.van == ""),
        rx.el.button(
            t("Deze keuze bewaren in de weergave", "Keep this choice in the view"),
            type="button",
            on_click=s.werk_bij,
            class_name="btn btn-outline btn-sm",
        ),
        rx.fragment(),
    )
    return rx.el.div(
        open_,
        bijwerken,
        dialoog(
            _NIEUW,
            t("Bewaren als weergave", "Keep as a view"),
            rx.el.form(
                veld(
                    "naam",
                    t("Naam", "Name"),
                    verplicht=True,
                    max_length=100,
                    hulp=t(
                        "Bewaard wordt de vraag, niet de cijfers. “Dit schooljaar” blijft het lopende schooljaar.",
                        "The question is kept, not the figures. “This school year” stays the current one.",
                    ),
                ),
                rx.el.div(
                    knop(t("Bewaren", "Keep"), type="submit"), annuleer(_NIEUW), class_name="mt-3 flex flex-wrap gap-2"
                ),
                on_submit=s.bewaar,
            ),
            open_tekst=t("Bewaren als weergave", "Keep as a view"),
        ),
        rx.el.a(t("Weergaven", "Views"), href="/rapportages/weergaven", class_name="btn btn-ghost btn-sm"),
        class_name="mb-4 flex flex-wrap items-center gap-2 print:hidden",
    )
