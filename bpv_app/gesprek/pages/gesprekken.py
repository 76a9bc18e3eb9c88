"""/gesprekken: whom do I have to see, what is late, what is planned this week?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from bpv_app.gesprek.queries_moment import DEZE_WEEK, GESPREKKEN, OPEN, tel_toestanden
from bpv_app.gesprek.rules_toestand import TOESTAND_LABEL, TOESTAND_TOON, Toestand, vat_samen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst

_SNEL = (Toestand.TE_LAAT, Toestand.VASTLEGGEN, Toestand.NU_PLANNEN, Toestand.GEPLAND)


@dataclass
class SnelBeeld:
    """A shortcut to a filter, with its real count."""

    label: str
    aantal: int
    href: str
    toon: str


class GesprekkenState(LijstState, rx.State):
    """The list of conversations and the counts above it."""

    _lijst: ClassVar[Lijst] = GESPREKKEN
    zin: str = ""
    snel: list[SnelBeeld] = []
    mag_route: bool = False
    mag_dekking: bool = False
    mag_overdragen: bool = False

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the counts, and the page of rows the URL asks for."""
        taal = (await self.get_state(BasisState)).taal
        aantal, week = await lees(lambda session, wie: tel_toestanden(session, wie, klok.vandaag(), klok.nu()))
        self.zin = vat_samen(aantal, week).in_taal(taal)
        snel = [(TOESTAND_LABEL[s], aantal[s], s.value, TOESTAND_TOON[s]) for s in _SNEL]
        snel.insert(2, (Tekst("Deze week", "This week"), week, DEZE_WEEK, "info"))
        self.snel = [
            SnelBeeld(label.in_taal(taal), n, f"/gesprekken?toestand={waarde}", toon) for label, n, waarde, toon in snel
        ]
        await self._lees_lijst()

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_route = wie.heeft(Rol.ONDERWIJSBEGELEIDER)
        self.mag_dekking = wie.mag(Actie.DEKKING_ZIEN)
        self.mag_overdragen = wie.mag(Actie.STUDENTEN_OVERDRAGEN)


def _snel(s: rx.Var[SnelBeeld]) -> rx.Component:
    kleur = rx.match(
        s.toon, ("error", "text-error"), ("warning", "text-warning"), ("info", "text-info"), "text-base-content"
    )
    return rx.el.li(
        rx.el.a(
            rx.el.strong(s.aantal, class_name="text-xl tabular-nums " + rx.cond(s.aantal > 0, kleur, "").to(str)),
            rx.el.span(s.label, class_name="text-sm"),
            href=s.href,
            class_name="kaart flex min-h-11 items-center justify-between gap-3 px-3 py-2 hover:bg-base-200",
        )
    )


def _acties() -> rx.Component:
    def knop(voorwaarde: Any, tekst: Any, href: str) -> rx.Component:
        return rx.cond(
            voorwaarde, rx.el.a(tekst, href=href, class_name="btn btn-outline btn-sm min-h-11"), rx.fragment()
        )

    s = GesprekkenState
    return rx.fragment(
        knop(s.mag_route, t("Mijn dag", "My day"), "/gesprekken/dag"),
        knop(s.mag_dekking, t("Dekking", "Coverage"), "/gesprekken/dekking"),
        knop(s.mag_overdragen, t("Studenten overdragen", "Hand students over"), "/gesprekken/overdracht"),
    )


@rx.page(route="/gesprekken", title="Gesprekken · BPV-app", on_load=GesprekkenState.laad)
def gesprekken() -> rx.Component:
    """Counts that lead to their rows, and the list."""
    s: Any = GesprekkenState
    return pagina(
        rx.el.nav(
            rx.el.ul(rx.foreach(s.snel, _snel), class_name="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5"),
            aria_label=t("Snel naar", "Shortcuts"),
            class_name="mb-5",
        ),
        lijst(
            s,
            GESPREKKEN,
            leeg_actie=rx.el.a(
                t("Toon alles wat nog moet", "Show all still to do"),
                href=f"/gesprekken?toestand={OPEN}",
                class_name="btn btn-outline btn-sm mt-3",
            ),
        ),
        titel=t("Gesprekken", "Conversations"),
        zin=s.zin,
        acties=_acties(),
    )
