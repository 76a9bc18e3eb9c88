"""/poks/afdrukken: the print runs. How far is the long one, and where is its paper?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_afdruk import RunRegel, list_runs
from bpv_app.pok.rules_afdruk import VOLGORDE_LABEL
from bpv_app.pok.service_afdruk_taak import ga_verder
from bpv_app.taak.pages.balk import TaakRij, taak_rij, taakbalk, taaklink
from bpv_app.taak.rules import TaakStatus
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, download


@dataclass
class RunRij:
    """A print run in words."""

    id: str
    titel: str
    regel: str
    pdf: str
    zip: str
    rest: str
    taak: TaakRij
    heeft_taak: bool
    is_van_mij: bool


def run_rij(r: RunRegel, taal: str) -> RunRij:
    """One run as the screen shows it; paper is offered when nobody prints on it any more."""
    te_halen = r.aantal > 0 and not r.is_lopend
    titel = Tekst(
        "1 POK afgedrukt" if r.aantal == 1 else f"{r.aantal} POK's afgedrukt",
        "1 agreement printed" if r.aantal == 1 else f"{r.aantal} agreements printed",
    )
    bladzijden = Tekst(f"{r.paginas} bladzijden", f"{r.paginas} pages").in_taal(taal)
    volgorde = VOLGORDE_LABEL[r.volgorde].in_taal(taal).lower()
    is_afgebroken = r.taak is not None and r.taak.status in (TaakStatus.GESTOPT, TaakStatus.MISLUKT)
    rest = Tekst(f"Druk de andere {r.rest} af", f"Print the other {r.rest}").in_taal(taal) if r.rest else ""
    return RunRij(
        id=str(r.id),
        titel=titel.in_taal(taal),
        regel=f"{toon_moment(r.op, taal)} · {r.door} · {bladzijden} · {volgorde}",
        pdf=f"/api/afdrukken/run/{r.id}.pdf" if te_halen else "",
        zip=f"/api/afdrukken/run/{r.id}.zip" if te_halen else "",
        rest=rest if is_afgebroken else "",
        taak=taak_rij(r.taak, taal) if r.taak else TaakRij(),
        heeft_taak=r.taak is not None,
        is_van_mij=r.is_eigen,
    )


class AfdrukkenState(rx.State):
    """The print runs."""

    zin: str = ""
    runs: list[RunRij] = []

    @handler(Actie.POK_AFDRUKKEN, laadt=True)
    async def laad(self) -> None:
        """Read them."""
        await self._lees()

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal
        regels = await lees(lambda s, wie: list_runs(s, wie, klok))
        self.runs = [run_rij(r, taal) for r in regels]
        bezig = sum(r.is_lopend for r in regels)
        zin = Tekst("Hier haal je op wat is afgedrukt.", "Here you fetch what was printed.")
        if bezig:
            zin = Tekst(
                f"Er {'wordt nu 1 afdruk' if bezig == 1 else f'worden nu {bezig} afdrukken'} gemaakt.",
                f"{bezig} print {'run is' if bezig == 1 else 'runs are'} being made.",
            )
        self.zin = zin.in_taal(taal)

    @handler(Actie.POK_AFDRUKKEN)
    async def druk_rest_af(self, afdruk_id: str) -> None:
        """Go on with a run that was stopped or broke off."""
        run_id = als_id(afdruk_id)
        await schrijf(lambda s, wie: ga_verder(s, wie, klok, run_id))
        await self._lees()


def _stand(run: rx.Var[Any]) -> rx.Component:
    """What became of the work: the bar while it runs, afterwards what it says in the end."""
    klaar = rx.el.div(
        rx.el.p(badge(run.taak.status, run.taak.toon), " ", run.taak.slot),
        rx.cond(run.is_van_mij, taaklink(run.taak), rx.fragment()),
        class_name="mt-2",
    )
    bezig = rx.cond(
        run.is_van_mij,
        rx.el.div(taakbalk(run.taak), taaklink(run.taak), class_name="mt-2"),
        rx.el.p(badge(run.taak.status, run.taak.toon), " ", run.taak.zin, class_name="mt-2"),
    )
    return rx.cond(run.heeft_taak, rx.cond(run.taak.lopend, bezig, klaar), rx.fragment())


def _papier(run: rx.Var[Any]) -> rx.Component:
    return rx.cond(
        run.pdf != "",
        rx.el.div(
            download(t("Open de PDF", "Open the PDF"), run.pdf, class_name="btn btn-primary btn-sm", target="_blank"),
            download(t("Losse bestanden (zip)", "Single files (zip)"), run.zip, class_name="btn btn-outline btn-sm"),
            rx.cond(
                run.rest != "",
                rx.el.button(
                    run.rest, on_click=AfdrukkenState.druk_rest_af(run.id), class_name="btn btn-outline btn-sm"
                ),
                rx.fragment(),
            ),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        rx.cond(
            run.rest != "",
            rx.el.button(
                run.rest, on_click=AfdrukkenState.druk_rest_af(run.id), class_name="btn btn-primary btn-sm mt-3"
            ),
            rx.fragment(),
        ),
    )


def _rij(run: rx.Var[Any]) -> rx.Component:
    return rx.el.li(
        rx.el.h2(run.titel, class_name="font-semibold"),
        rx.el.p(run.regel, class_name="hulp"),
        _stand(run),
        _papier(run),
        class_name="kaart mb-3",
    )


@rx.page(route="/poks/afdrukken", title="Afdrukken · BPV-app", on_load=AfdrukkenState.laad)
def afdrukken() -> rx.Component:
    """The runs, newest first."""
    return pagina(
        rx.cond(
            AfdrukkenState.runs.length() > 0,
            rx.el.ul(rx.foreach(AfdrukkenState.runs, _rij), class_name="max-w-3xl"),
            rx.el.p(
                t(
                    "Er is nog niets afgedrukt. Kies POK's in de lijst en druk ze af.",
                    "Nothing was printed yet. Select agreements in the list and print them.",
                ),
                class_name="kaart",
            ),
        ),
        titel=t("Afdrukken", "Prints"),
        zin=AfdrukkenState.zin,
        kruimels=[(t("POK's", "Agreements"), "/poks")],
    )
