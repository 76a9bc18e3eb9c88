"""/poks/scans/<id>: what came of this pile? The pages that wait for somebody, and the POKs that got their paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service_stapel as service
from bpv_app.pok.queries_stapel import PaginaRegel, PokInStapel, StapelDetail, get_detail
from bpv_app.pok.rules_stapel import UITKOMST_LABEL, UITKOMST_UITLEG
from bpv_app.taak.pages.balk import TaakRij, taak_rij, taakbalk, taaklink
from bpv_app.taak.service import TaakStand, get_laatste
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, download, kaart

KIES_PAGINA = DomeinFout("geen_pagina", Tekst("Kies eerst één of meer bladzijden.", "Select one or more pages first."))
_BEZIG = Tekst("De stapel wordt gelezen.", "The pile is being read.")


@dataclass
class PaginaKaart:
    """A page of the worklist in words."""

    id: str
    kop: str
    uitkomst: str
    uitleg: str
    nummer: str
    href: str
    plaatje: str
    groot: str
    alt: str


@dataclass
class PokRij:
    """A POK that got paper, in words."""

    href: str
    naam: str
    regel: str
    te_tekenen: bool


def pagina_kaart(p: PaginaRegel, taal: str) -> PaginaKaart:
    """One card."""
    kop = Tekst(f"Bladzijde {p.nr}", f"Page {p.nr}").in_taal(taal)
    return PaginaKaart(
        id=str(p.id),
        kop=kop,
        uitkomst=UITKOMST_LABEL[p.uitkomst].in_taal(taal),
        uitleg=UITKOMST_UITLEG[p.uitkomst].in_taal(taal),
        nummer=p.nummer or (p.code.split(":")[1] if p.code else ""),
        href=f"/poks/{p.pok_id}" if p.pok_id else "",
        plaatje=f"/api/scanpaginas/{p.id}.png",
        groot=f"/api/scanpaginas/{p.id}.png?groot=1",
        alt=Tekst(f"{kop} van de stapel", f"{kop} of the pile").in_taal(taal),
    )


def pok_rij(p: PokInStapel, taal: str) -> PokRij:
    """One row."""
    nl, en = ("bladzijde", "page") if p.paginas == 1 else ("bladzijden", "pages")
    exemplaren = Tekst(
        f"{p.scans} {'exemplaar' if p.scans == 1 else 'exemplaren'}, {p.paginas} {nl}",
        f"{p.scans} {'copy' if p.scans == 1 else 'copies'}, {p.paginas} {en}",
    )
    return PokRij(f"/poks/{p.pok_id}", f"{p.nummer} {p.student}".strip(), exemplaren.in_taal(taal), p.is_te_tekenen)


class StapelState(rx.State):
    """One pile."""

    naam: str = ""
    zin: str = ""
    regel: str = ""
    bezig: bool = False
    taak: TaakRij = TaakRij()
    te_doen: list[PaginaKaart] = []
    poks: list[PokRij] = []
    form_sleutel: int = 0

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN, laadt=True)
    async def laad(self) -> None:
        """Read the pile of the address."""
        await self._lees()

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal
        stapel_id = als_id(pad_deel(self, 2))

        def werk(session: Any, wie: Actor) -> tuple[StapelDetail, TaakStand | None]:
            return get_detail(session, wie, stapel_id), get_laatste(session, wie, klok, service.sleutel(stapel_id))

        detail, taak = await lees(werk)
        self.naam, self.bezig = detail.naam, not detail.is_gelezen
        self.zin = (detail.zin if detail.is_gelezen else _BEZIG).in_taal(taal)
        self.regel = f"{toon_moment(detail.op, taal)} · {detail.door}"
        self.taak = taak_rij(taak, taal) if taak else TaakRij()
        self.te_doen = [pagina_kaart(p, taal) for p in detail.te_doen] if detail.is_gelezen else []
        self.poks = [pok_rij(p, taal) for p in detail.poks]
        self.form_sleutel += 1

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN)
    async def handel_af(self, gegevens: dict[str, Any]) -> None:
        """Put the ticked pages with the POK that was typed, or put them aside with the reason."""
        velden = formulier(gegevens)
        ids = [als_id(naam.removeprefix("pagina-")) for naam in velden if naam.startswith("pagina-")]
        if not ids:
            raise KIES_PAGINA
        stapel_id = als_id(pad_deel(self, 2))
        if velden.get("wat") == "weg":
            reden = velden.get("reden", "")
            aantal = await schrijf(lambda s, wie: service.leg_weg(s, wie, klok, stapel_id, ids, reden))
            await zeg(self, f"{aantal} weggelegd.", f"{aantal} put aside.")
        else:
            code = velden.get("code", "")
            pok = await schrijf(lambda s, wie: service.wijs_toe(s, wie, klok, stapel_id, ids, code))
            await zeg(self, f"Bij POK {pok.nummer} gezet.", f"Put with agreement {pok.nummer}.")
        await self._lees()


def _pagina(p: rx.Var[PaginaKaart]) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(type="checkbox", name="pagina-" + p.id, class_name="checkbox"),
            rx.el.span(p.kop, class_name="font-semibold"),
            class_name="flex min-h-11 cursor-pointer items-center gap-3",
        ),
        download(
            rx.el.img(
                src=p.plaatje,
                alt=p.alt,
                loading="lazy",
                class_name="max-h-72 w-full rounded-field border border-base-300 bg-white object-contain",
            ),
            p.groot,
            target="_blank",
            class_name="block",
        ),
        rx.el.p(badge(p.uitkomst, "warning"), class_name="mt-2"),
        rx.cond(
            p.nummer != "",
            rx.el.p(
                t("Code van POK ", "Code of agreement "),
                rx.cond(p.href != "", rx.el.a(p.nummer, href=p.href, class_name="link"), p.nummer),
                class_name="mt-1",
            ),
            rx.fragment(),
        ),
        rx.el.p(p.uitleg, class_name="hulp mt-1"),
        class_name="kaart",
    )


def _werklijst() -> rx.Component:
    keuze = rx.el.fieldset(
        rx.el.legend(t("Met de gekozen bladzijden", "With the selected pages"), class_name="font-semibold"),
        rx.el.label(
            rx.el.input(type="radio", name="wat", value="pok", default_checked=True, class_name="radio"),
            t("Zet bij een POK", "Put with an agreement"),
            class_name="mt-1 flex min-h-11 cursor-pointer items-center gap-3",
        ),
        rx.el.label(t("Nummer van de POK", "Number of the agreement"), html_for="code", class_name="veld-label"),
        rx.el.input(id="code", name="code", auto_complete="off", placeholder="2026-00412", class_name="input w-full"),
        rx.el.label(
            rx.el.input(type="radio", name="wat", value="weg", class_name="radio"),
            t("Leg weg", "Put aside"),
            class_name="mt-2 flex min-h-11 cursor-pointer items-center gap-3",
        ),
        rx.el.label(
            t("Waarom leg je ze weg?", "Why do you put them aside?"), html_for="reden", class_name="veld-label"
        ),
        rx.el.input(id="reden", name="reden", max_length=1000, class_name="input w-full"),
        rx.el.button(t("Doe dit", "Do this"), type="submit", class_name="btn btn-primary mt-3"),
        class_name="kaart mt-3 max-w-xl",
    )
    return rx.el.section(
        rx.el.h2(t("Te bekijken", "To look at"), class_name="mb-3 text-lg font-semibold"),
        rx.el.form(
            rx.el.ul(
                rx.foreach(StapelState.te_doen, _pagina),
                class_name="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3",
            ),
            keuze,
            on_submit=StapelState.handel_af,
            key=StapelState.form_sleutel.to_string(),
        ),
        class_name="mb-6",
    )


def _pok(p: rx.Var[PokRij]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.a(p.naam, href=p.href, class_name="link font-semibold"),
            rx.el.span(p.regel, class_name="hulp block"),
        ),
        rx.cond(
            p.te_tekenen,
            rx.el.a(t("Handtekeningen", "Signatures"), href=p.href, class_name="btn btn-outline btn-sm"),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-center justify-between gap-2 border-b border-base-300 py-2",
    )


@rx.page(route="/poks/scans/[stapel_nr]", title="Stapel · BPV-app", on_load=StapelState.laad)
def stapel() -> rx.Component:
    """One pile."""
    s = StapelState
    return pagina(
        rx.cond(
            s.bezig,
            kaart(
                rx.cond(
                    s.taak.lopend,
                    rx.fragment(taakbalk(s.taak), taaklink(s.taak)),
                    rx.cond(
                        s.taak.id != "",
                        rx.fragment(badge(s.taak.status, s.taak.toon), rx.el.p(s.taak.slot, class_name="mt-2")),
                        rx.el.p(t("Iemand anders laat deze stapel lezen.", "Somebody else has this pile read.")),
                    ),
                )
            ),
            rx.fragment(),
        ),
        rx.cond(s.te_doen.length() > 0, _werklijst(), rx.fragment()),
        rx.cond(
            s.poks.length() > 0,
            kaart(
                rx.el.ul(rx.foreach(s.poks, _pok)),
                titel=t("Papier gekregen", "Got their paper"),
            ),
            rx.fragment(),
        ),
        rx.el.p(s.regel, class_name="hulp mt-4"),
        titel=s.naam,
        zin=s.zin,
        kruimels=[(t("POK's", "Agreements"), "/poks"), (t("Gescand papier", "Scanned paper"), "/poks/scans")],
    )
