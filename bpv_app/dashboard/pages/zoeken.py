"""/zoeken: where is this student, agreement, company, person? Also by the `/` key, from every screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from bpv_app.dashboard.queries_zoek import MIN_TEKENS, Soort, Treffer, zoek_alles
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina

MAX_TEKENS = 100


@dataclass
class TrefferBeeld:
    naam: str
    uitleg: str
    href: str


@dataclass
class SoortBeeld:
    naam: str
    meer: str
    lijkt: bool
    treffers: list[TrefferBeeld] = field(default_factory=list)


def soort_beeld(s: Soort, taal: str) -> SoortBeeld:
    """A kind with its hits."""
    return SoortBeeld(s.naam.in_taal(taal), s.meer, s.lijkt, [_treffer(x) for x in s.treffers])


def _treffer(x: Treffer) -> TrefferBeeld:
    return TrefferBeeld(x.naam, x.uitleg, x.href)


def eerste_zin(zoek: str, soorten: tuple[Soort, ...]) -> Tekst:
    """What came of it, in words."""
    if len(zoek) < MIN_TEKENS:
        return Tekst(
            "Zoek op een naam, een POK-nummer, een studentnummer of een leerbedrijf.",
            "Search for a name, an agreement number, a student number or a company.",
        )
    aantal = sum(len(s.treffers) for s in soorten)
    if not aantal:
        return Tekst("Niets gevonden in wat jij mag zien.", "Nothing found in what you may see.")
    wat, what = ("treffer", "hit") if aantal == 1 else ("treffers", "hits")
    return Tekst(f"{aantal} {wat}.", f"{aantal} {what}.")


class ZoekState(rx.State):
    """What was asked (it stands in the address) and what was found."""

    zoek: str = ""
    zin: str = ""
    soorten: list[SoortBeeld] = []

    @handler(Actie.STUDENT_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Search for `q` of the address."""
        taal = (await self.get_state(BasisState)).taal
        query = dict(parse_qsl(str(self.router.url.query or "")))
        self.zoek = "".join(c for c in query.get("q", "") if c.isprintable())[:MAX_TEKENS].strip()
        zoek = self.zoek
        soorten = await lees(lambda session, wie: zoek_alles(session, wie, zoek, taal))
        self.zin = eerste_zin(zoek, soorten).in_taal(taal)
        self.soorten = [soort_beeld(s, taal) for s in soorten]

    @handler(Actie.STUDENT_ZIEN)
    async def zoek_op(self, waarde: str) -> Any:
        """While typing (debounced)."""
        return _naar(waarde, self.zoek)

    @handler(Actie.STUDENT_ZIEN)
    async def zoek_formulier(self, gegevens: dict[str, Any]) -> Any:
        """Enter, or the button."""
        return _naar(gegevens.get("q", "") if isinstance(gegevens, dict) else "", self.zoek)


def _naar(waarde: object, was: str) -> Any:
    zoek = str(waarde)[:MAX_TEKENS].strip()
    if zoek == was:
        return None
    return rx.redirect(f"/zoeken?{urlencode({'q': zoek})}" if zoek else "/zoeken", replace=True)


def _regel(x: rx.Var[TrefferBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(x.naam, class_name="block font-semibold"),
            rx.cond(
                x.uitleg != "",
                rx.el.span(x.uitleg, class_name="block text-sm text-base-content/80"),
                rx.fragment(),
            ),
            href=x.href,
            class_name="flex min-h-11 flex-col justify-center px-3 py-2 hover:bg-base-200",
        )
    )


def _soort(s: rx.Var[SoortBeeld]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(s.naam, class_name="text-lg font-semibold"),
            rx.cond(
                s.lijkt,
                rx.el.span(t("lijkt hierop", "looks like this"), class_name="badge badge-ghost"),
                rx.fragment(),
            ),
            rx.cond(
                s.meer != "",
                rx.el.a(t("Alle treffers", "All hits"), href=s.meer, class_name="link ml-auto inline-block py-2"),
                rx.fragment(),
            ),
            class_name="mb-1 flex flex-wrap items-center gap-3",
        ),
        rx.el.ul(
            rx.foreach(s.treffers, _regel),
            class_name="kaart divide-y divide-base-300 overflow-hidden p-0",
        ),
        class_name="mt-5",
    )


@rx.page(route="/zoeken", title="Zoeken · BPV-app", on_load=ZoekState.laad)
def zoeken() -> rx.Component:
    """One field, and what was found per kind."""
    s: Any = ZoekState
    return pagina(
        rx.el.form(
            rx.el.label(t("Zoek overal", "Search everywhere"), html_for="zoek-overal", class_name="veld-label"),
            rx.el.div(
                rx.el.input(
                    id="zoek-overal",
                    name="q",
                    type="search",
                    default_value=s.zoek,
                    max_length=MAX_TEKENS,
                    on_change=s.zoek_op.debounce(300),
                    auto_complete="off",
                    custom_attrs={"data-eerst": "1"},
                    class_name="input w-full",
                ),
                rx.el.button(t("Zoek", "Search"), type="submit", class_name="btn btn-primary"),
                class_name="flex gap-2",
            ),
            on_submit=s.zoek_formulier,
            role="search",
        ),
        rx.el.p(s.zin, aria_live="polite", class_name="mt-3", id="zoek-zin"),
        rx.foreach(s.soorten, _soort),
        rx.el.label(
            rx.el.input(type="checkbox", id="zoek-toets", class_name="checkbox checkbox-sm"),
            t("Met de toets / kom ik vanaf elk scherm hier", "The / key brings me here from every screen"),
            class_name="mt-8 flex min-h-11 items-center gap-2 text-sm max-sm:hidden",
        ),
        titel=t("Zoeken", "Search"),
        smal=True,
    )
