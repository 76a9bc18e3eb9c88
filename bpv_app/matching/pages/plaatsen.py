"""/plaatsen: which places are there, for which programme, when, how many? A student sees cards of the own offer."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.vanaf import VanafSoort, zin_vanaf
from bpv_app.matching.pages.plaats_beeld import Feit, PlaatsKaart, aanbod_zin, plaats_kaart, telling_zin
from bpv_app.matching.queries_aanbod import AANBOD, get_aanbod_kop, list_aanbod_regels
from bpv_app.matching.queries_plaats import PLAATSEN, tel_plaatsen
from bpv_app.matching.rules_plaats import ClaimSoort
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.service_plaats import zet_stap_alle
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import formulier, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.lijst_kaarten import kaartenlijst
from bpv_app.ui.velden import annuleer, badge, dialoog, knop, sluit_dialoog, tekstveld

NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst één of meer plaatsen.", "Select one or more first."))
SLUITEN, INTREKKEN = "dialoog-sluiten", "dialoog-intrekken"


class AanbodState(LijstState, rx.State):
    """The places a student may choose from, as cards."""

    _lijst: ClassVar[Lijst] = AANBOD
    kaarten: list[PlaatsKaart] = []
    zin: str = ""

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        ids = [int(rij.sleutel) for rij in self.rijen]
        regels = await lees(lambda s, wie: list_aanbod_regels(s, wie, ids, vandaag))
        kop = await lees(lambda s, wie: get_aanbod_kop(s, wie, vandaag))
        self.kaarten = [
            plaats_kaart(r, taal, ClaimSoort(kop.gehouden[r.id]) if r.id in kop.gehouden else None) for r in regels
        ]
        self.zin = aanbod_zin(kop).in_taal(taal)


class PlaatsenState(LijstState, rx.State):
    """The list of places, with the steps for many at once."""

    _lijst: ClassVar[Lijst] = PLAATSEN
    zin: str = ""
    mag_bewerken: bool = False
    is_student: bool = False
    form_sleutel: int = 0

    @handler(Actie.PLAATS_ZIEN, Actie.AANBOD_ZIEN, laadt=True)
    async def laad(self) -> None:
        """The school's list, or for who has only that right the student's offer."""
        self.is_student = not huidige_actor().mag(Actie.PLAATS_ZIEN)
        if self.is_student:
            aanbod = await self.get_state(AanbodState)
            await aanbod._lees_lijst()
            self.zin = aanbod.zin
            return
        await self._lees_lijst()

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        self.zin = telling_zin(await lees(lambda s, wie: tel_plaatsen(s, wie, vandaag))).in_taal(taal)
        vraag = self._vraag
        if vanaf := await lees(lambda s, wie: zin_vanaf(s, wie, vraag, VanafSoort.STUDENT)):
            self.zin += " " + vanaf.in_taal(taal)

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_bewerken = wie.mag(Actie.PLAATS_BEWERKEN)

    async def _alle(self, stap: Stap, reden: str = "") -> None:
        ids = self._gekozen_ids()
        if not ids:
            raise NIETS_GEKOZEN
        uitslagen = await schrijf(lambda s, wie: zet_stap_alle(s, wie, klok, ids, stap, reden=reden))
        self.form_sleutel += 1
        await self._toon_uitslagen(uitslagen)

    @handler(Actie.PLAATS_BEWERKEN)
    async def bied_aan(self) -> None:
        """Offer the chosen places."""
        await self._alle(Stap.BIED_AAN)

    @handler(Actie.PLAATS_BEWERKEN)
    async def sluit(self) -> Any:
        """Close the chosen places."""
        await self._alle(Stap.SLUIT)
        return sluit_dialoog(SLUITEN)

    @handler(Actie.PLAATS_BEWERKEN)
    async def trek_in(self, gegevens: dict[str, Any]) -> Any:
        """Withdraw the chosen places, with one reason for all."""
        await self._alle(Stap.TREK_IN, formulier(gegevens).get("reden", ""))
        return sluit_dialoog(INTREKKEN)


def _feit(f: rx.Var[Feit]) -> rx.Component:
    return rx.fragment(rx.el.dt(f.label), rx.el.dd(f.waarde))


def _kaart(k: rx.Var[PlaatsKaart]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(rx.el.a(k.titel, href=k.href, class_name="link"), class_name="min-w-0 text-lg font-semibold"),
            badge(k.plekken, k.plek_toon),
            class_name="mb-1 flex flex-wrap items-start justify-between gap-2",
        ),
        rx.el.p(rx.el.strong(k.bedrijf), rx.cond(k.waar != "", " · " + k.waar.to(str), "")),
        rx.cond(k.mijn != "", rx.el.p(k.mijn, class_name="melding melding-success my-2"), rx.fragment()),
        rx.el.dl(rx.foreach(k.feiten, _feit), class_name="gegevens mt-2"),
        rx.el.details(
            rx.el.summary(
                t("Wat ga je doen?", "What will you do?"),
                rx.el.span(" ", k.titel, class_name="sr-only"),
                class_name="cursor-pointer py-2.5 font-semibold",
            ),
            rx.el.p(k.taken, class_name="whitespace-pre-line break-words"),
        ),
        class_name="kaart",
        key=k.id,
    )


def _aanbod() -> rx.Component:
    kaarten = rx.el.ul(rx.foreach(AanbodState.kaarten, _kaart), class_name="grid gap-3 sm:grid-cols-2 xl:grid-cols-3")
    return kaartenlijst(AanbodState, AANBOD, kaarten)


def _bulk() -> list[rx.Component]:
    """Buttons for the chosen rows; closing and withdrawing ask first."""
    s: Any = PlaatsenState
    klein = "btn btn-outline btn-sm"
    knoppen = (
        rx.el.button(t("Aanbieden", "Offer"), on_click=s.bied_aan, class_name="btn btn-primary btn-sm"),
        dialoog(
            SLUITEN,
            t("Gekozen plaatsen sluiten", "Close the selected places"),
            rx.el.p(
                t(
                    "Er komt niemand meer bij en studenten zien de plaatsen niet meer. Wie een plek heeft, houdt die.",
                    "Nobody is added and students no longer see the places. Who has a slot keeps it.",
                )
            ),
            rx.el.div(
                knop(t("Sluiten", "Close"), on_click=s.sluit),
                annuleer(SLUITEN),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            open_tekst=t("Sluiten", "Close"),
            class_name=klein,
        ),
        dialoog(
            INTREKKEN,
            t("Gekozen plaatsen intrekken", "Withdraw the selected places"),
            rx.el.p(
                t(
                    "De plaatsen gaan niet door en reserveringen vervallen. Studenten die er al zitten, blijven in "
                    "beeld tot er een vervangende plek is.",
                    "The places are off and reservations lapse. Students who are placed stay in sight until there is "
                    "another place.",
                ),
                class_name="mb-3",
            ),
            rx.el.form(
                tekstveld("reden", t("Reden", "Reason"), verplicht=True),
                rx.el.div(
                    knop(t("Intrekken", "Withdraw"), type="submit"),
                    annuleer(INTREKKEN),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=s.trek_in,
                key="intrekken-" + s.form_sleutel.to(str),
            ),
            open_tekst=t("Intrekken", "Withdraw"),
            class_name=klein,
        ),
    )
    return [rx.cond(s.mag_bewerken, rx.fragment(*knoppen), rx.fragment())]


@rx.page(route="/plaatsen", title="Stageplaatsen · BPV-app", on_load=PlaatsenState.laad)
def plaatsen() -> rx.Component:
    """The list, or the cards."""
    return pagina(
        rx.cond(PlaatsenState.is_student, _aanbod(), lijst(PlaatsenState, PLAATSEN, bulk=_bulk())),
        titel=t("Stageplaatsen", "Places"),
        zin=PlaatsenState.zin,
        acties=rx.cond(
            PlaatsenState.mag_bewerken & ~PlaatsenState.is_student,
            rx.el.a(t("Plaats toevoegen", "Add a place"), href="/plaatsen/nieuw", class_name="btn btn-primary"),
            rx.fragment(),
        ),
    )
