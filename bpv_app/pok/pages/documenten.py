"""/beheer/documenten: which texts of ours are printed, from when, and how does our paper look?"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.pages.documenten_beeld import ADRES, SoortBeeld, VeldBeeld, VersieBeeld, veld_beelden, versie_beeld
from bpv_app.pok.queries_documenttekst import TekstRij, get_huisstijl, list_teksten
from bpv_app.pok.rules_documenttekst import SOORT_LABEL, SOORT_UITLEG, TekstSoort, TekstStand
from bpv_app.pok.rules_huisstijl import lees_huisstijl
from bpv_app.pok.service_documenttekst import maak_concept
from bpv_app.pok.service_huisstijl import bewaar_huisstijl, zet_logo
from bpv_app.pok.tables_documenttekst import Huisstijl
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, kaart, knop, post_formulier, veld


class DocumentenState(rx.State):
    """The texts of the school and its house style."""

    zin: str = ""
    soorten: list[SoortBeeld] = []
    velden: list[VeldBeeld] = []
    versie: int = 0
    logo: str = ""
    mag: bool = False

    @handler(Actie.DOCUMENT_ZIEN, laadt=True)
    async def laad(self) -> Any:
        """Read everything."""
        await self._lees()
        if self.router.url.query_parameters.get("logo") == "bewaard":
            await zeg(self, "Het logo is bewaard.", "The logo was saved.")

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> tuple[list[TekstRij], Huisstijl | None]:
            return list_teksten(session, wie, klok.vandaag()), get_huisstijl(session)

        rijen, huisstijl = await lees(werk)
        self.soorten = [
            SoortBeeld(
                soort.value,
                label.in_taal(taal),
                SOORT_UITLEG[soort].in_taal(taal),
                [versie_beeld(r, taal) for r in rijen if r.soort is soort],
                not any(r.stand is TekstStand.GELDT for r in rijen if r.soort is soort),
            )
            for soort, label in SOORT_LABEL.items()
        ]
        self.velden, self.versie = veld_beelden(huisstijl, taal), huisstijl.versie if huisstijl else 0
        self.logo = (
            f"/api/huisstijl/logo.png?v={huisstijl.logo_sha256[:12]}" if huisstijl and huisstijl.logo_sha256 else ""
        )
        self.mag = huidige_actor().mag(Actie.DOCUMENT_BEHEREN)
        eigen = sum(not s.van_app for s in self.soorten)
        concepten = sum(r.stand is TekstStand.CONCEPT for r in rijen)
        self.zin = Tekst(
            f"{eigen} van de {len(self.soorten)} teksten zijn van de school zelf, {concepten} concepten. "
            "Wat al is afgedrukt, verandert nooit.",
            f"{eigen} of {len(self.soorten)} texts are the school's own, {concepten} drafts. "
            "What was printed never changes.",
        ).in_taal(taal)

    @handler(Actie.DOCUMENT_BEHEREN)
    async def begin(self, soort: str) -> Any:
        """A new draft, with the words of the text that holds."""
        if not isinstance(soort, str) or soort not in set(TekstSoort):
            raise NietGevonden
        nummer = await schrijf(lambda s, wie: maak_concept(s, wie, klok, TekstSoort(soort)))
        return rx.redirect(f"{ADRES}/{nummer}")

    @handler(Actie.DOCUMENT_BEHEREN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Save the house style."""
        invoer, versie = lees_huisstijl(formulier(gegevens)), self.versie
        await schrijf(lambda s, wie: bewaar_huisstijl(s, wie, klok, invoer, versie))
        await self._lees()
        await zeg(self, "Bewaard. Zo komt het op elke nieuwe afdruk.", "Saved. Every new print will look like this.")

    @handler(Actie.DOCUMENT_BEHEREN)
    async def haal_logo_weg(self) -> None:
        """Print without a logo from now on."""
        await schrijf(lambda s, wie: zet_logo(s, wie, klok, b""))
        await self._lees()
        await zeg(self, "Het logo is weggehaald.", "The logo was taken away.")


def _versie(v: rx.Var[VersieBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.strong(v.naam), badge(v.stand, v.toon), class_name="flex flex-wrap items-center gap-2 break-words"
            ),
            rx.el.span(v.wanneer, class_name="block text-sm text-base-content/80"),
            href=v.href,
            class_name="block min-h-11 px-2 py-2 hover:bg-base-200",
        ),
        key=v.href,
    )


def _soort(s: rx.Var[SoortBeeld]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(s.label, class_name="text-lg font-semibold"),
            rx.cond(
                DocumentenState.mag,
                rx.el.button(
                    t("Nieuwe versie", "New version"),
                    rx.el.span(" ", s.label, class_name="sr-only"),
                    type="button",
                    on_click=DocumentenState.begin(s.soort),
                    class_name="btn btn-outline btn-sm",
                ),
                rx.fragment(),
            ),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.p(s.uitleg, class_name="mb-2 text-sm text-base-content/80"),
        rx.cond(
            s.van_app,
            rx.el.p(
                badge(t("geldt nu", "holds now"), "success"),
                t(" De tekst van de app.", " The text of the app."),
                class_name="px-2 py-2",
            ),
            rx.fragment(),
        ),
        rx.el.ul(rx.foreach(s.versies, _versie), class_name="divide-y divide-base-300"),
        class_name="kaart",
        key=s.soort,
    )


def _veld(v: rx.Var[VeldBeeld]) -> rx.Component:
    return veld(
        v.naam.to(str),
        v.label,
        waarde=v.waarde,
        hulp=rx.cond(v.standaard != "", t("Leeg: ", "Empty: ").to(str) + v.standaard.to(str), ""),
    )


def _huisstijl() -> rx.Component:
    s = DocumentenState
    return kaart(
        rx.cond(
            s.mag,
            rx.el.form(
                rx.foreach(s.velden, _veld),
                rx.el.div(knop(t("Bewaar", "Save"), type="submit"), class_name="breed"),
                on_submit=s.bewaar,
                key="huisstijl-" + s.versie.to(str) + BasisState.taal,
                class_name="formulier formulier-2",
            ),
            rx.el.dl(
                rx.foreach(
                    s.velden,
                    lambda v: rx.fragment(
                        rx.el.dt(v.label), rx.el.dd(rx.cond(v.waarde != "", v.waarde, v.standaard), class_name="mb-2")
                    ),
                ),
                class_name="gegevens",
            ),
        ),
        titel=t("De school op papier", "The school on paper"),
    )


def _logo() -> rx.Component:
    s = DocumentenState
    return kaart(
        rx.cond(
            s.logo != "",
            rx.el.div(
                rx.el.img(src=s.logo, alt=t("Het logo van de school", "The school's logo"), class_name="max-h-20"),
                class_name="mb-3 inline-block rounded-field border border-base-300 bg-white p-3",
            ),
            rx.el.p(t("Er is nog geen logo.", "There is no logo yet."), class_name="mb-3"),
        ),
        rx.cond(
            s.mag,
            rx.fragment(
                post_formulier(
                    rx.el.label(t("PNG of JPEG, tot 2 MB", "PNG or JPEG, up to 2 MB"), html_for="bestand"),
                    rx.el.input(
                        type="file",
                        id="bestand",
                        name="bestand",
                        required=True,
                        accept="image/png,image/jpeg",
                        class_name="file-input w-full",
                    ),
                    knop(t("Plaats logo", "Place logo"), hoofd=False, type="submit"),
                    action="/api/huisstijl/logo",
                    bestand=True,
                    class_name="grid max-w-md gap-2",
                ),
                rx.cond(
                    s.logo != "",
                    rx.el.button(
                        t("Haal logo weg", "Take logo away"),
                        type="button",
                        on_click=s.haal_logo_weg,
                        class_name="btn btn-ghost btn-sm mt-2",
                    ),
                    rx.fragment(),
                ),
            ),
            rx.fragment(),
        ),
        titel=t("Logo", "Logo"),
    )


@rx.page(route=ADRES, title="Documenten · BPV-app", on_load=DocumentenState.laad)
def documenten() -> rx.Component:
    """The texts with their versions, the fields, the logo."""
    return pagina(
        rx.el.div(rx.foreach(DocumentenState.soorten, _soort), class_name="mb-4 grid gap-4 lg:grid-cols-2"),
        rx.el.div(_huisstijl(), _logo(), class_name="grid items-start gap-4 lg:grid-cols-[2fr_1fr]"),
        titel=t("Documenten", "Documents"),
        zin=DocumentenState.zin,
    )
