"""/poks/herinneringen/<team>: who is reminded when, who would get mail today, and is it on?"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service_manen_inrichten as service
from bpv_app.pok.pages.herinneringen_beeld import RegelBeeld, VoorbeeldBeeld, regel_beeld, voorbeeld_beelden
from bpv_app.pok.pages.herinneringen_delen import REGEL, formulier_regel, lijst_regels, schakelaar, voorbeeld
from bpv_app.pok.queries_manen import Maanmail
from bpv_app.pok.queries_manen_team import TeamHerinneren, get_team_herinneren, list_voorbeeld, mag_namen_zien
from bpv_app.pok.rules_manen import ONTVANGER_LABEL, Ontvanger, lees_regel
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import open_dialoog, sluit_dialoog


class TeamHerinnerenState(rx.State):
    """The reminders of one team."""

    team_id: int = 0
    versie: int = 0
    titel: str = ""
    zin: str = ""
    is_aan: bool = False
    regels: list[RegelBeeld] = []
    voorbeeld: list[VoorbeeldBeeld] = []
    voorbeeld_zin: str = ""
    ontvangers: list[Optie] = []
    gekozen: str = ""
    v: dict[str, str] = {}
    form_sleutel: str = ""

    @handler(Actie.MANEN_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the team of the address."""
        await self._lees(als_id(pad_deel(self, 2)))

    async def _lees(self, team_id: int) -> None:
        taal, dag = (await self.get_state(BasisState)).taal, klok.vandaag()

        def werk(session: Any, wie: Actor) -> tuple[TeamHerinneren, list[Maanmail], bool]:
            stand = get_team_herinneren(session, wie, team_id)
            return stand, list_voorbeeld(session, wie, team_id, dag), mag_namen_zien(wie, team_id)

        stand, mails, met_namen = await lees(werk)
        self.team_id, self.versie, self.titel, self.is_aan = stand.team_id, stand.versie, stand.naam, stand.is_aan
        self.regels = [regel_beeld(r, taal) for r in stand.regels]
        self.voorbeeld, zin = voorbeeld_beelden(mails, taal, dag, met_namen=met_namen)
        self.voorbeeld_zin = zin.in_taal(taal)
        self.ontvangers = [Optie(o.value, ONTVANGER_LABEL[o].in_taal(taal)) for o in Ontvanger]
        aan = Tekst(
            "Herinneringen staan aan. Ze stoppen vanzelf als iemand getekend heeft.",
            "Reminders are on. They stop by themselves when somebody has signed.",
        )
        uit = Tekst(
            "Herinneringen staan uit. Bekijk de regels en wie er vandaag mail zou krijgen, en zet ze dan aan.",
            "Reminders are off. See the rules and who would get mail today, then switch them on.",
        )
        self.zin = (aan if stand.is_aan else uit).in_taal(taal)

    @handler(Actie.MANEN_INRICHTEN)
    async def zet_aan(self) -> None:
        """Start sending."""
        await self._schakel(True, Tekst("Herinneringen staan aan.", "Reminders are on."))

    @handler(Actie.MANEN_INRICHTEN)
    async def zet_uit(self) -> None:
        """Stop sending."""
        await self._schakel(False, Tekst("Herinneringen staan uit.", "Reminders are off."))

    async def _schakel(self, aan: bool, tekst: Tekst) -> None:
        team_id, versie = self.team_id, self.versie
        await schrijf(lambda s, wie: service.zet_aan(s, wie, team_id, aan, versie))
        await self._lees(team_id)
        await zeg(self, tekst)

    @handler(Actie.MANEN_INRICHTEN)
    async def open_regel(self, sleutel: str) -> Any:
        """Show the form of a rule; of a new one when there is no such rule."""
        team_id, gezocht = self.team_id, str(sleutel)[:40]
        stand = await lees(lambda s, wie: get_team_herinneren(s, wie, team_id))
        regel = next((r for r in stand.regels if r.sleutel == gezocht), None)
        self.gekozen = regel.sleutel if regel else ""
        self.v = {
            "ontvanger": regel.ontvanger.value if regel else Ontvanger.STUDENT.value,
            "aantal_dagen": str(abs(regel.dagen)) if regel else "",
            "moment": "na" if regel and regel.dagen >= 0 else "voor",
            "elke": str(regel.elke) if regel and regel.elke else "",
        }
        self.form_sleutel = f"{self.versie}-{self.gekozen}"
        return open_dialoog(REGEL)

    @handler(Actie.MANEN_INRICHTEN)
    async def bewaar_regel(self, gegevens: dict[str, Any]) -> Any:
        """Save the rule of the form."""
        nieuw, team_id, oud, versie = lees_regel(formulier(gegevens)), self.team_id, self.gekozen, self.versie
        await schrijf(lambda s, wie: service.bewaar_regel(s, wie, team_id, oud, nieuw, versie))
        await self._lees(team_id)
        await zeg(self, "Regel bewaard.", "Rule saved.")
        return sluit_dialoog(REGEL)

    @handler(Actie.MANEN_INRICHTEN)
    async def verwijder_regel(self) -> Any:
        """Take the rule of the form away."""
        team_id, sleutel, versie = self.team_id, self.gekozen, self.versie
        if not sleutel:
            raise NietGevonden
        await schrijf(lambda s, wie: service.verwijder_regel(s, wie, team_id, sleutel, versie))
        await self._lees(team_id)
        await zeg(self, "Regel weggehaald.", "Rule taken away.")
        return sluit_dialoog(REGEL)

    @handler(Actie.MANEN_INRICHTEN)
    async def wissel_regel(self, sleutel: str) -> None:
        """Switch one rule on or off."""
        team_id, gezocht, versie = self.team_id, str(sleutel)[:40], self.versie
        await schrijf(lambda s, wie: service.wissel_regel(s, wie, team_id, gezocht, versie))
        await self._lees(team_id)


@rx.page(route="/poks/herinneringen/[team_nr]", title="Herinneringen · BPV-app", on_load=TeamHerinnerenState.laad)
def herinneringen_team() -> rx.Component:
    """The switch, the rules, and what they come to today."""
    return pagina(
        schakelaar(TeamHerinnerenState),
        rx.el.div(
            lijst_regels(TeamHerinnerenState),
            voorbeeld(TeamHerinnerenState),
            class_name="grid items-start gap-4 lg:grid-cols-2",
        ),
        formulier_regel(TeamHerinnerenState),
        titel=TeamHerinnerenState.titel,
        zin=TeamHerinnerenState.zin,
        kruimels=[
            (t("POK's", "Agreements"), "/poks"),
            (t("Herinneringen", "Reminders"), "/poks/herinneringen"),
        ],
    )
