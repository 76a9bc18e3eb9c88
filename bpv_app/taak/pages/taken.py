"""/taken: what work of mine is running, what came of it? /taken/<id>: one task with its result per row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.taak import service
from bpv_app.taak.pages.balk import TaakRij, taak_rij, taakbalk
from bpv_app.taak.service import TaakStand
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, download, kaart

TOON_REGELS = 300
"""Rows shown on the screen; what did not work comes first, the report has all."""


@dataclass
class RegelRij:
    """One result in words."""

    naam: str
    gelukt: bool
    tekst: str
    href: str


def taken_zin(lopend: int, taal: str) -> str:
    """The first line of the list."""
    if not lopend:
        zin = Tekst("Er loopt nu geen werk van jou.", "No work of yours is running.")
    elif lopend == 1:
        zin = Tekst("Er loopt 1 taak van jou.", "1 task of yours is running.")
    else:
        zin = Tekst(f"Er lopen {lopend} taken van jou.", f"{lopend} tasks of yours are running.")
    return zin.in_taal(taal)


class TakenState(rx.State):
    """Own tasks."""

    zin: str = ""
    taken: list[TaakRij] = []

    @handler(Actie.START_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read them."""
        taal = (await self.get_state(BasisState)).taal
        standen = await lees(lambda s, wie: service.list_eigen(s, wie, klok))
        self.taken = [taak_rij(stand, taal) for stand in standen]
        self.zin = taken_zin(sum(stand.is_lopend for stand in standen), taal)


class TaakState(rx.State):
    """One own task."""

    taak: TaakRij = TaakRij()
    regels: list[RegelRij] = []
    regels_zin: str = ""

    @handler(Actie.START_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the task of the address."""
        taal = (await self.get_state(BasisState)).taal
        taak_id = als_id(pad_deel(self, 1))

        def werk(session: Any, wie: Any) -> tuple[TaakStand, list[Uitslag]]:
            regels = (
                []
                if (stand := service.get_stand(session, wie, klok, taak_id)).is_lopend
                else list(service.list_regels(session, wie, taak_id))
            )
            return stand, regels

        stand, regels = await lees(werk)
        self.taak = taak_rij(stand, taal)
        fout = sum(not r.gelukt for r in regels)
        zin = Tekst(f"{len(regels)} regels, {fout} niet gelukt.", f"{len(regels)} rows, {fout} not done.")
        self.regels_zin = zin.in_taal(taal) if regels else ""
        self.regels = [
            RegelRij(r.naam, r.gelukt, r.tekst.in_taal(taal), r.href)
            for r in sorted(regels, key=lambda r: r.gelukt)[:TOON_REGELS]
        ]

    @handler(Actie.START_ZIEN)
    async def stop(self) -> None:
        """Ask it to stop after the step it is in."""
        taak_id = als_id(pad_deel(self, 1))
        await schrijf(lambda s, wie: service.vraag_stop(s, wie, taak_id))
        self.taak.stopt = True
        await zeg(self, "Stoppen gevraagd. De stap die nu loopt, wordt afgemaakt.", "Asked to stop after this step.")


def _rij(taak: rx.Var[TaakRij]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(taak.titel, class_name="font-semibold"),
            rx.el.span(badge(taak.status, taak.toon), class_name="ml-2"),
            rx.el.span(taak.op, rx.cond(taak.lopend, " · " + taak.zin, ""), class_name="hulp block"),
            href="/taken/" + taak.id,
            class_name="block min-h-11",
        ),
        class_name="kaart mb-2",
    )


@rx.page(route="/taken", title="Mijn taken · BPV-app", on_load=TakenState.laad)
def taken() -> rx.Component:
    """The list."""
    return pagina(
        rx.cond(
            TakenState.taken.length() > 0,
            rx.el.ul(rx.foreach(TakenState.taken, _rij)),
            rx.el.p(
                t(
                    "Werk dat lang duurt, zoals een stapel scans lezen, komt hier te staan.",
                    "Work that takes long, such as reading a pile of scans, shows up here.",
                ),
                class_name="kaart",
            ),
        ),
        titel=t("Mijn taken", "My tasks"),
        zin=TakenState.zin,
    )


def _regel(regel: rx.Var[RegelRij]) -> rx.Component:
    return rx.el.li(
        badge(
            rx.cond(regel.gelukt, t("gelukt", "done"), t("niet gelukt", "not done")),
            rx.cond(regel.gelukt, "success", "error"),
        ),
        rx.el.span(
            rx.cond(regel.href != "", rx.el.a(regel.naam, href=regel.href, class_name="link"), regel.naam),
            rx.el.span(regel.tekst, class_name="block"),
        ),
        class_name="flex items-start gap-3 border-b border-base-300 py-2",
    )


@rx.page(route="/taken/[taak_nr]", title="Taak · BPV-app", on_load=TaakState.laad)
def taak() -> rx.Component:
    """One task."""
    nu = TaakState.taak
    return pagina(
        rx.cond(
            nu.lopend,
            kaart(
                taakbalk(nu),
                rx.cond(
                    nu.stopt,
                    rx.el.p(t("Stopt na deze stap.", "Stops after this step."), class_name="mt-3"),
                    rx.el.button(
                        t("Stop dit werk", "Stop this work"),
                        on_click=TaakState.stop,
                        class_name="btn btn-outline mt-3",
                    ),
                ),
            ),
            rx.fragment(
                kaart(
                    badge(nu.status, nu.toon),
                    rx.el.p(nu.slot, class_name="mt-2"),
                    rx.cond(
                        nu.href != "",
                        rx.el.a(
                            t("Naar het resultaat", "To the result"), href=nu.href, class_name="btn btn-primary mt-3"
                        ),
                        rx.fragment(),
                    ),
                ),
                rx.cond(
                    TaakState.regels.length() > 0,
                    kaart(
                        rx.el.div(
                            rx.el.p(TaakState.regels_zin),
                            download(
                                t("Verslag (CSV)", "Report (CSV)"),
                                "/api/taken/" + nu.id + "/verslag.csv",
                                class_name="btn btn-outline btn-sm",
                            ),
                            class_name="mb-2 flex flex-wrap items-center justify-between gap-2",
                        ),
                        rx.el.ul(rx.foreach(TaakState.regels, _regel)),
                        titel=t("Per regel", "Per row"),
                        class_name="mt-4",
                    ),
                    rx.fragment(),
                ),
            ),
        ),
        titel=nu.titel,
        zin=rx.cond(nu.lopend, t("Dit werk loopt.", "This work is running."), nu.op),
        kruimels=[(t("Mijn taken", "My tasks"), "/taken")],
    )
