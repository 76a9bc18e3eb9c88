"""/rapportages/weergaven: my saved views and those shared with me; open, share, by mail, rename, delete."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import reflex as rx

from bpv_app.dashboard.pages.weergaven_delen import ontvanger_formulier, weergave_kaart
from bpv_app.dashboard.queries_weergave import WeergaveRij, get_weergave, list_ontvangers, list_weergaven
from bpv_app.dashboard.rules_cijfers import PER_LABEL, Per
from bpv_app.dashboard.rules_keuze import lees_keuze
from bpv_app.dashboard.rules_periode import PERIODE_LABEL, Periode, Tijdvak, toon_tijdvak
from bpv_app.dashboard.rules_rapport import RAPPORTEN
from bpv_app.dashboard.rules_weergave import adres
from bpv_app.dashboard.service_weergave import (
    deel_weergave,
    stop_delen,
    verwijder_weergave,
    wijzig_weergave,
    zet_mail,
)
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import open_dialoog, sluit_dialoog

DELEN = "weergave-delen"
WIJZIGEN = "weergave-wijzigen"


@dataclass
class DelingBeeld:
    id: int
    wie: str


@dataclass
class WeergaveBeeld:
    """A view as a card."""

    id: int
    naam: str
    wat: str
    van: str
    mail: bool
    oud: str
    href: str
    delingen: list[DelingBeeld] = field(default_factory=list)


def _wat(w: WeergaveRij, taal: str, vandaag: date) -> str:
    """`Uren gehaald · Dit schooljaar · per team`."""
    rapport = RAPPORTEN[w.rapport].titel if w.rapport in RAPPORTEN else Tekst("Cijfers", "Figures")
    keuze = lees_keuze(dict(parse_qsl(w.vraag)), vandaag)
    vak = toon_tijdvak(Tijdvak(keuze.jaar, keuze.van, keuze.tot), taal)
    vast = keuze.periode in set(Periode) and keuze.periode != Periode.EIGEN
    periode = PERIODE_LABEL[Periode(keuze.periode)].in_taal(taal) if vast else vak
    return f"{rapport.in_taal(taal)} · {periode} · per {PER_LABEL[Per(keuze.per)].in_taal(taal).lower()}"


class WeergavenState(rx.State):
    """The views of who looks."""

    eigen: list[WeergaveBeeld] = []
    gedeeld: list[WeergaveBeeld] = []
    ontvangers: list[Optie] = []
    gekozen: int = 0
    gekozen_naam: str = ""
    gekozen_versie: int = 0
    _versies: dict[int, int] = {}

    @handler(Actie.RAPPORT_ZIEN, laadt=True)
    async def laad(self) -> Any:
        """Read them; `?open=12`, as in the mail, goes on to that view."""
        gevraagd = als_id(dict(parse_qsl(str(self.router.url.query or ""))).get("open", ""))
        await self._lees()
        if not gevraagd:
            return None
        w = await lees(lambda session, wie: get_weergave(session, wie, gevraagd))
        return None if w.oud is not None else rx.redirect(adres(w.rapport, w.vraag, w.id))

    async def _lees(self) -> None:
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        rijen, ontvangers = await lees(
            lambda session, wie: (list_weergaven(session, wie), list_ontvangers(session, wie))
        )
        beelden = [
            WeergaveBeeld(
                w.id,
                w.naam,
                "" if w.oud else _wat(w, taal, vandaag),
                w.van,
                w.mail,
                w.oud.in_taal(taal) if w.oud else "",
                adres(w.rapport, w.vraag, w.id),
                [DelingBeeld(d.id, d.wie.in_taal(taal)) for d in w.delingen],
            )
            for w in rijen
        ]
        self.eigen, self.gedeeld = [b for b in beelden if not b.van], [b for b in beelden if b.van]
        self._versies = {w.id: w.versie for w in rijen}
        self.ontvangers = [Optie(waarde, naam.in_taal(taal)) for waarde, naam in ontvangers]

    def _kies(self, weergave_id: object) -> bool:
        gevonden = next((b for b in self.eigen if b.id == als_id(weergave_id)), None)
        if gevonden is None:
            return False
        self.gekozen, self.gekozen_naam = gevonden.id, gevonden.naam
        self.gekozen_versie = self._versies.get(gevonden.id, 0)
        return True

    @handler(Actie.RAPPORT_ZIEN)
    async def vraag_delen(self, weergave_id: int) -> Any:
        """Ask with whom."""
        return open_dialoog(DELEN) if self._kies(weergave_id) else None

    @handler(Actie.RAPPORT_ZIEN)
    async def vraag_wijzigen(self, weergave_id: int) -> Any:
        """Ask for another name."""
        return open_dialoog(WIJZIGEN) if self._kies(weergave_id) else None

    @handler(Actie.RAPPORT_ZIEN)
    async def deel(self, gegevens: dict[str, Any]) -> Any:
        """Share the chosen view."""
        gekozen, met = self.gekozen, formulier(gegevens).get("met", "")
        await schrijf(lambda session, wie: deel_weergave(session, wie, gekozen, met))
        await self._lees()
        await zeg(
            self,
            "Gedeeld. Wie de weergave opent, ziet alleen wat die zelf mag zien.",
            "Shared. Who opens the view sees only what they may see themselves.",
        )
        return sluit_dialoog(DELEN)

    @handler(Actie.RAPPORT_ZIEN)
    async def stop(self, deling_id: int) -> None:
        """Share it no longer."""
        nummer = als_id(deling_id)
        await schrijf(lambda session, wie: stop_delen(session, wie, nummer))
        await self._lees()
        await zeg(self, "Niet meer gedeeld.", "No longer shared.")

    @handler(Actie.RAPPORT_ZIEN)
    async def hernoem(self, gegevens: dict[str, Any]) -> Any:
        """Another name."""
        gekozen, versie, naam = self.gekozen, self.gekozen_versie, formulier(gegevens).get("naam", "")
        await schrijf(lambda session, wie: wijzig_weergave(session, wie, klok, gekozen, naam=naam, versie=versie))
        await self._lees()
        await zeg(self, "De naam is gewijzigd.", "The name was changed.")
        return sluit_dialoog(WIJZIGEN)

    @handler(Actie.RAPPORT_ZIEN)
    async def verwijder(self) -> Any:
        """Delete the chosen view, for everybody."""
        gekozen = self.gekozen
        naam = await schrijf(lambda session, wie: verwijder_weergave(session, wie, gekozen))
        await self._lees()
        await zeg(self, f"De weergave “{naam}” is verwijderd.", f"The view “{naam}” was deleted.")
        return sluit_dialoog(WIJZIGEN)

    @handler(Actie.RAPPORT_ZIEN)
    async def mail(self, weergave_id: int, aan: bool) -> None:
        """By mail each month, or no longer."""
        nummer, wil = als_id(weergave_id), aan is True
        await schrijf(lambda session, wie: zet_mail(session, wie, klok, nummer, aan=wil))
        await self._lees()
        if wil:
            await zeg(
                self,
                "Je krijgt deze weergave op de eerste werkdag van elke maand.",
                "You get this view on the first working day of each month.",
            )
        else:
            await zeg(self, "Je krijgt deze mail niet meer.", "You do not get this mail any more.")


@rx.page(route="/rapportages/weergaven", title="Weergaven · BPV-app", on_load=WeergavenState.laad)
def weergaven() -> rx.Component:
    """Two lists of cards."""
    s: Any = WeergavenState
    leeg = rx.el.p(
        t(
            "Je hebt nog geen weergaven. Kies bij Cijfers of in een rapport wat je wilt zien, en druk op “Bewaren als "
            "weergave”.",
            "You have no views yet. Choose what you want to see at Figures or in a report, and press “Keep as a view”.",
        ),
        class_name="kaart",
    )
    gedeeld = rx.cond(
        s.gedeeld.length() > 0,
        rx.el.section(
            rx.el.h2(t("Met mij gedeeld", "Shared with me"), class_name="mb-2 mt-6 text-lg font-semibold"),
            rx.el.ul(rx.foreach(s.gedeeld, lambda w: weergave_kaart(s, w)), class_name="grid gap-3 lg:grid-cols-2"),
        ),
        rx.fragment(),
    )
    return pagina(
        rx.cond(
            s.eigen.length() > 0,
            rx.el.ul(rx.foreach(s.eigen, lambda w: weergave_kaart(s, w)), class_name="grid gap-3 lg:grid-cols-2"),
            leeg,
        ),
        gedeeld,
        ontvanger_formulier(s, DELEN, WIJZIGEN),
        titel=t("Weergaven", "Views"),
        zin=t(
            "Vragen aan de cijfers die je vaker stelt. Iedereen ziet het antwoord binnen de eigen rechten.",
            "Questions to the figures that you ask more often. Everybody sees the answer within their own rights.",
        ),
        kruimels=[(t("Cijfers", "Figures"), "/rapportages")],
    )
