"""Who signs for the company, and for whom it signs itself. Part of the company's screen, its own State."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.pages.historie_blok import HistorieState
from bpv_app.leerbedrijf.service import get_leerbedrijf, zoek_leerbedrijven
from bpv_app.leerbedrijf.service_tekenen import TekentVia, get_tekent_via, list_tekenaars, zet_tekent_via
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import annuleer, badge, kaart, keuzeveld, knop, open_dialoog, sluit_dialoog, venster

VENSTER = "dialoog-tekent"
_WRAP = "[overflow-wrap:anywhere]"


@dataclass
class BedrijfLink:
    """A company to go to, or to choose."""

    id: str = ""
    naam: str = ""
    href: str = ""


def _link(bedrijf_id: int, naam: str) -> BedrijfLink:
    return BedrijfLink(str(bedrijf_id), naam, f"/leerbedrijven/{bedrijf_id}")


class TekentState(rx.State):
    """Who signs, of the company of the address."""

    via: BedrijfLink = BedrijfLink()
    wie: str = ""
    voor: list[BedrijfLink] = []
    mag_wijzigen: bool = False
    gevonden: list[BedrijfLink] = []
    gezocht: bool = False
    keuze: BedrijfLink = BedrijfLink()
    tekenaars: list[Optie] = []
    tekenaar: str = ""
    form_nr: int = 0
    _bedrijf_id: int = 0
    _versie: int = 0

    @handler(Actie.LEERBEDRIJF_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read who signs for the company of the address."""
        self._bedrijf_id, self.via, self.wie, self.voor = 0, BedrijfLink(), "", []
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, bedrijf_id: int) -> TekentVia:
        d = await lees(lambda s, wie: get_tekent_via(s, wie, bedrijf_id))
        self._bedrijf_id, self._versie = bedrijf_id, d.versie
        self.mag_wijzigen = huidige_actor().mag(Actie.LEERBEDRIJF_BEWERKEN)
        self.via = _link(d.tekenaar.bedrijf_id, d.tekenaar.bedrijf) if d.tekenaar else BedrijfLink()
        self.wie = d.tekenaar.wie if d.tekenaar else ""
        self.voor = [_link(i, naam) for i, naam in d.voor]
        return d

    def _sleutel(self) -> int:
        if not self._bedrijf_id:
            raise NietGevonden
        return self._bedrijf_id

    async def _kies(self, bedrijf_id: int, tekenaar_id: int | None) -> None:
        def werk(session: Session, wie: Actor) -> tuple[str, list[tuple[int, str]]]:
            return get_leerbedrijf(session, wie, bedrijf_id).naam, list_tekenaars(session, wie, bedrijf_id)

        naam, mensen = await lees(werk)
        self.keuze, self.tekenaars = _link(bedrijf_id, naam), [Optie(str(i), wie) for i, wie in mensen]
        eerste = self.tekenaars[0].waarde if len(self.tekenaars) == 1 else ""
        self.tekenaar = str(tekenaar_id) if tekenaar_id else eerste
        self.gevonden, self.gezocht = [], False

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def open_tekent(self) -> Any:
        """Show the form, with who signs now."""
        d = await self._lees(self._sleutel())
        self.keuze, self.tekenaars, self.tekenaar, self.gevonden, self.gezocht = BedrijfLink(), [], "", [], False
        if d.tekenaar:
            await self._kies(d.tekenaar.bedrijf_id, d.tekenaar.contact_id)
        self.form_nr += 1
        return open_dialoog(VENSTER)

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def zoek_holding(self, tekst: str) -> None:
        """Companies that are called so; this one is not among them."""
        eigen, zoek = self._sleutel(), str(tekst)[:100].strip()
        rijen = await lees(lambda s, wie: zoek_leerbedrijven(s, wie, zoek, limiet=9)) if len(zoek) > 1 else []
        self.gevonden = [
            BedrijfLink(str(g.id), f"{g.naam}, {g.plaats}" if g.plaats else g.naam) for g in rijen if g.id != eigen
        ]
        self.gezocht = len(zoek) > 1

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def kies_holding(self, sleutel: str) -> None:
        """This company signs; who there becomes the choice."""
        self._sleutel()
        await self._kies(als_id(sleutel), None)

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def wis_holding(self) -> None:
        """No other company signs, or choose anew."""
        self.keuze, self.tekenaars, self.tekenaar, self.gevonden, self.gezocht = BedrijfLink(), [], "", [], False

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def bewaar_tekent(self, gegevens: dict[str, Any]) -> Any:
        """Save who signs."""
        bedrijf_id, versie, form = self._sleutel(), self._versie, formulier(gegevens)
        via_id, wie_id = als_id(self.keuze.id) or None, als_id(form.get("tekenaar_id", "")) or None
        await schrijf(lambda s, wie: zet_tekent_via(s, wie, klok, bedrijf_id, via_id, wie_id, versie))
        await self._lees(bedrijf_id)
        tekst = (
            Tekst(f"{self.via.naam} tekent voor dit bedrijf.", f"{self.via.naam} signs for this company.")
            if via_id
            else Tekst("Dit bedrijf tekent zelf.", "This company signs itself.")
        )
        await zeg(self, tekst)
        return [sluit_dialoog(VENSTER), HistorieState.laad]


def _zoeken(s: Any) -> rx.Component:
    return rx.fragment(
        rx.el.label(
            t("Welk bedrijf tekent?", "Which company signs?"), html_for="holding_zoek", class_name="veld-label"
        ),
        rx.el.input(
            id="holding_zoek",
            type="search",
            auto_complete="off",
            on_change=s.zoek_holding.debounce(300),
            placeholder=t("Naam, plaats of leerbedrijf-ID", "Name, town or SBB ID"),
            class_name="input w-full",
        ),
        rx.el.p(
            t("Niets gekozen: het bedrijf tekent zelf.", "Nothing chosen: the company signs itself."),
            class_name="veld-hulp",
        ),
        rx.el.div(
            rx.cond(
                s.gevonden.length() > 0,
                rx.el.ul(
                    rx.foreach(
                        s.gevonden,
                        lambda b: rx.el.li(
                            rx.el.button(
                                b.naam,
                                type="button",
                                on_click=s.kies_holding(b.id),
                                class_name="btn btn-ghost h-auto min-h-11 w-full justify-start text-left font-normal "
                                + _WRAP,
                            )
                        ),
                    ),
                    class_name="mt-1 divide-y divide-base-300 rounded-field border border-base-300",
                ),
                rx.cond(
                    s.gezocht,
                    rx.el.p(t("Geen leerbedrijf gevonden.", "No company found."), class_name="veld-hulp"),
                    rx.fragment(),
                ),
            ),
            aria_live="polite",
        ),
    )


def _gekozen(s: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Tekent via", "Signed for by"), class_name="veld-label"),
        rx.el.p(
            rx.el.strong(s.keuze.naam, class_name=_WRAP),
            rx.el.button(
                t("Weghalen", "Remove"), type="button", on_click=s.wis_holding, class_name="btn btn-ghost btn-sm"
            ),
            class_name="mb-3 flex flex-wrap items-center gap-x-3",
        ),
        keuzeveld(
            "tekenaar_id",
            t("Wie tekent daar?", "Who signs there?"),
            s.tekenaars,
            waarde=s.tekenaar,
            leeg=t("Kies…", "Choose…"),
            hulp=t("Alleen wie daar werkt en ‘Mag tekenen’ heeft.", "Only who works there and has ‘May sign’ ticked."),
            key="tekenaar-" + s.keuze.id.to(str),
        ),
    )


def _stand(s: Any) -> rx.Component:
    via = rx.fragment(
        rx.el.p(
            rx.el.a(s.via.naam, href=s.via.href, class_name="link font-semibold"),
            t(" tekent namens dit bedrijf.", " signs for this company."),
        ),
        rx.cond(
            s.wie != "",
            rx.el.p(s.wie),
            rx.el.p(
                badge(t("nog niemand", "nobody yet"), "warning"),
                t(
                    "Wie tekende, werkt daar niet meer of mag niet meer tekenen.",
                    "Who signed has left or may not sign any more.",
                ),
                class_name="flex flex-wrap items-center gap-2",
            ),
        ),
    )
    voor = rx.el.div(
        rx.el.h3(t("Tekent voor", "Signs for"), class_name="mt-3 font-semibold"),
        rx.el.ul(
            rx.foreach(
                s.voor, lambda b: rx.el.li(rx.el.a(b.naam, href=b.href, class_name="link"), class_name="py-1.5")
            ),
        ),
    )
    return rx.el.div(
        rx.cond(s.via.id != "", via, rx.el.p(t("Dit bedrijf tekent zelf.", "This company signs itself."))),
        rx.cond(s.voor.length() > 0, voor, rx.fragment()),
        class_name=_WRAP,
    )


def tekent_blok() -> rx.Component:
    """Who signs, for whom this one signs, and the form to change it."""
    s: Any = TekentState
    return rx.fragment(
        kaart(
            _stand(s),
            rx.cond(
                s.mag_wijzigen,
                rx.el.button(
                    t("Wijzigen", "Change"),
                    rx.el.span(t(" wie er tekent", " who signs"), class_name="sr-only"),
                    on_click=s.open_tekent,
                    class_name="btn btn-outline btn-sm mt-3",
                ),
                rx.fragment(),
            ),
            titel=t("Wie tekent de POK", "Who signs the agreement"),
            id="tekent",
        ),
        venster(
            VENSTER,
            t("Wie tekent de POK", "Who signs the agreement"),
            rx.el.form(
                rx.cond(s.keuze.id == "", _zoeken(s), _gekozen(s)),
                rx.el.div(
                    knop(t("Bewaren", "Save"), type="submit"),
                    annuleer(VENSTER),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=s.bewaar_tekent,
                key="tekent-" + s.form_nr.to(str),
                no_validate=True,
            ),
        ),
    )
