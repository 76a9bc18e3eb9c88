"""/gesprekken/<id>/verslag: what did we say, what did we agree? On a phone in three minutes, also without a line.

The fields are plain. `assets/verslag.js` keeps what is typed and sends it to `GespreksverslagState.bewaar`, again until
it is answered. Care notes are not on this page until somebody asks for them (`toon_zorg`), and then that is recorded.
"""

from __future__ import annotations

import json
from typing import Any

import reflex as rx

from bpv_app.dossier.rules_momenten import DEELNEMER_LABEL, VORM_LABEL, Deelnemer, Vorm
from bpv_app.gesprek import service_verslag as service
from bpv_app.gesprek.pages.verslag_beeld import (
    AfspraakBeeld,
    KopieBeeld,
    KwadrantBeeld,
    VerloopBeeld,
    VraagBeeld,
    afspraak_beeld,
    gehouden_zin,
    kopie_beeld,
    kwadrant_beelden,
    stand_zin,
    verloop_beelden,
    vraag_beeld,
)
from bpv_app.gesprek.pages.verslag_delen import inhoud
from bpv_app.gesprek.queries_verslag import VerslagDetail, get_verslag_detail
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.gesprek.rules_invoer import lees_gehouden
from bpv_app.gesprek.rules_verslag import AFSPRAAK_LABEL
from bpv_app.gesprek.service_moment import houd
from bpv_app.gesprek.service_wachtrij import VELD, verwerk_wachtrij
from bpv_app.gesprek.service_zorg import toon_zorg, volg_dag
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie


class GespreksverslagState(rx.State):
    """The report of one moment, as the school sees it. Care notes only after `toon_zorg`."""

    wie: str = ""
    moment_id: int = 0
    sjabloon_id: int = 0
    form_sleutel: str = ""
    kop: str = ""
    zin: str = ""
    gehouden: str = ""
    gehouden_op: str = ""
    vandaag: str = ""
    vorm: str = ""
    aanwezig: list[Optie] = []
    aanwezig_aan: list[str] = []
    vormen: list[Optie] = []
    wat_opties: list[Optie] = []
    wie_opties: list[Optie] = []
    vragen: list[VraagBeeld] = []
    afspraken: list[AfspraakBeeld] = []
    kopieen: list[KopieBeeld] = []
    mag_schrijven: bool = False
    is_gedeeld: bool = False
    heeft_zorg: bool = False
    zorg_open: bool = False
    kwadranten: list[KwadrantBeeld] = []
    verloop_koppen: list[str] = []
    verloop: list[VerloopBeeld] = []
    _gezien: dict[str, str] = {}

    @handler(Actie.VERSLAG_SCHRIJVEN, laadt=True)
    async def laad(self) -> None:
        """Read the report of the address; care notes stay where they are."""
        self._verberg()
        self.wie = str(huidige_actor().account_id or "")
        await self._lees(als_id(pad_deel(self, 1)))

    def _verberg(self) -> None:
        self.zorg_open, self.kwadranten, self.verloop_koppen, self.verloop = False, [], [], []

    async def _lees(self, moment_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        d = await lees(lambda session, wie: get_verslag_detail(session, wie, moment_id))
        self._toon(d, taal)

    def _toon(self, d: VerslagDetail, taal: str) -> None:
        m = d.moment
        self.moment_id, self.sjabloon_id = m.id, d.sjabloon.id
        self.kop = Tekst(f"Verslag: {m.naam}", f"Report: {m.naam}").in_taal(taal)
        self.zin, self.gehouden = stand_zin(d, taal), gehouden_zin(d, taal)
        gepland = m.afspraak_op.astimezone(AMSTERDAM).date() if m.afspraak_op else klok.vandaag()
        self.vandaag = klok.vandaag().isoformat()
        self.gehouden_op = min(m.gehouden_op or gepland, klok.vandaag()).isoformat()
        self.vorm = m.vorm.value
        self.vormen = [Optie(v.value, VORM_LABEL[v].in_taal(taal)) for v in Vorm]
        self.aanwezig = [Optie(w.value, DEELNEMER_LABEL[w].in_taal(taal)) for w in Deelnemer]
        self.aanwezig_aan = list(m.aanwezig if m.status is MomentStatus.GEHOUDEN else m.deelnemers)
        self.wat_opties = [Optie(s.value, label.in_taal(taal)) for s, label in AFSPRAAK_LABEL.items()]
        self.wie_opties = self.aanwezig
        self.vragen = [vraag_beeld(v, d.antwoorden.get(v.sleutel, ""), taal) for v in d.sjabloon.vragen]
        self.afspraken = [afspraak_beeld(a, taal) for a in d.afspraken]
        self.kopieen = [kopie_beeld(k, taal) for k in d.kopieen]
        self.mag_schrijven, self.is_gedeeld, self.heeft_zorg = d.mag_schrijven, bool(d.kopieen), d.heeft_zorg
        self.form_sleutel = f"{m.id}-{taal}"
        self._gezien = dict(d.antwoorden)

    def _hier(self) -> int:
        """The moment on the screen. Raises NietGevonden when none could be read."""
        if not self.moment_id:
            raise NietGevonden
        return self.moment_id

    @handler(Actie.VERSLAG_SCHRIJVEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Save what the phone kept; it hears about each of them."""
        ruw = formulier(gegevens).get("verslag_items", "")
        antwoorden = await schrijf(lambda session, wie: verwerk_wachtrij(session, wie, klok, ruw))
        mijn = {
            a.veld: a.nu for a in antwoorden if (a.soort, a.stand, a.moment_id) == (VELD, "bewaard", self.moment_id)
        }
        self._gezien = {**self._gezien, **mijn}
        taal = (await self.get_state(BasisState)).taal
        inhoud_ = json.dumps([a.in_taal(taal) for a in antwoorden]).replace("<", "\\u003c")
        return rx.call_script(f"bpvVerslag.antwoord({inhoud_})")

    @handler(Actie.VERSLAG_SCHRIJVEN)
    async def herlees(self) -> None:
        """The agreements after one was saved; the fields are left alone."""
        await self._lees_afspraken()

    async def _lees_afspraken(self) -> None:
        moment_id, taal = self._hier(), (await self.get_state(BasisState)).taal
        d = await lees(lambda session, wie: get_verslag_detail(session, wie, moment_id))
        self.afspraken = [afspraak_beeld(a, taal) for a in d.afspraken]
        self.zin = stand_zin(d, taal)

    @handler(Actie.VERSLAG_SCHRIJVEN)
    async def zet_klaar(self, gespreksafspraak_id: str, klaar: bool) -> None:
        """An agreement is done, or not after all."""
        moment_id, nummer, aan = self._hier(), als_id(gespreksafspraak_id), klaar is True
        await schrijf(lambda s, wie: service.zet_klaar(s, wie, klok, moment_id, nummer, klaar=aan))
        await self._lees_afspraken()

    @handler(Actie.VERSLAG_SCHRIJVEN)
    async def neem_weg(self, gespreksafspraak_id: str) -> None:
        """Take away an agreement of this conversation."""
        moment_id, nummer = self._hier(), als_id(gespreksafspraak_id)
        await schrijf(lambda s, wie: service.verwijder_afspraak(s, wie, klok, moment_id, nummer))
        await self._lees_afspraken()
        await zeg(self, "De afspraak is weg.", "The agreement is gone.")

    @handler(Actie.ZORG_ZIEN)
    async def toon_zorg(self) -> None:
        """Show the care notes of this student; recorded before they leave the server."""
        moment_id, taal = self._hier(), (await self.get_state(BasisState)).taal
        detail = await schrijf(lambda session, wie: toon_zorg(session, wie, klok, moment_id))
        self.kwadranten = kwadrant_beelden(detail.kwadranten)
        self.verloop_koppen, self.verloop = verloop_beelden(detail, taal)
        self.zorg_open = True

    @handler(Actie.ZORG_ZIEN)
    async def verberg_zorg(self) -> None:
        """Take the care notes off the screen (and out of the tab)."""
        self._verberg()
        moment_id = self._hier()
        self.heeft_zorg = (await lees(lambda s, wie: get_verslag_detail(s, wie, moment_id))).heeft_zorg

    @handler(Actie.VERSLAG_SCHRIJVEN)
    async def deel(self, gegevens: dict[str, Any]) -> None:
        """Record that it was held, when that was not done yet, and give student and company their copy."""
        form, moment_id, gezien = formulier(gegevens), self._hier(), dict(self._gezien)
        gehouden = None if self.gehouden else lees_gehouden({"gehouden_vorm": self.vorm, **form})

        def werk(session: Any, wie: Actor) -> service.Deling:
            if gehouden is not None:
                houd(session, wie, klok, moment_id, gehouden)
                volg_dag(session, klok, wie, moment_id)
            return service.deel(session, wie, klok, moment_id, gezien)

        deling = await schrijf(werk)
        await self._lees(moment_id)
        if not deling.nummer:
            await zeg(
                self, "Er is niets veranderd sinds het gedeeld is.", "Nothing changed since it was shared.", "info"
            )
        elif deling.naar:
            namen = " en ".join(deling.naar), " and ".join(deling.naar)
            await zeg(self, f"Gedeeld. Mail gaat naar {namen[0]}.", f"Shared. Mail goes to {namen[1]}.")
        else:
            await zeg(self, "Gedeeld.", "Shared.")


@rx.page(route="/gesprekken/[gesprek_nr]/verslag", title="Gespreksverslag · BPV-app", on_load=GespreksverslagState.laad)
def gespreksverslag() -> rx.Component:
    """Questions, agreements, care notes, sharing."""
    return pagina(
        inhoud(GespreksverslagState),
        titel=GespreksverslagState.kop,
        zin=GespreksverslagState.zin,
        kruimels=[(t("Gesprekken", "Conversations"), "/gesprekken")],
        smal=True,
    )
