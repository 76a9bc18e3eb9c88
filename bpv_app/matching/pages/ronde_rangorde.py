"""What the coordinator does in a round whose companies order: remind, end or extend, decide about judgements."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.pages.ronde_rangorde_beeld import (
    OordeelBeeld,
    StandBeeld,
    oordeel_beeld,
    rangschik_zin,
    stand_beeld,
)
from bpv_app.matching.pages.ronde_rangorde_delen import OORDEEL, VERZETTEN
from bpv_app.matching.queries_rangorde import tijd_van
from bpv_app.matching.queries_rangorde_ronde import list_oordelen, list_stand
from bpv_app.matching.rules_rangorde import Besluit
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_ronde_invoer import lees_moment, toon_invoer
from bpv_app.matching.service_rangorde_mail import herinner_bedrijven
from bpv_app.matching.service_rangschikken import beslis_oordeel, verzet_rangschikken
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.ui.handler import als_id, formulier, handler, schrijf, zeg
from bpv_app.ui.velden import (
    open_dialoog,
    sluit_dialoog,
)

MAX_RIJEN = 100


class RondeRangordeState(rx.State, mixin=True):
    """Companies that order in this round."""

    rangschikt: bool = False
    rangschik_zin: str = ""
    rangschik_tot: str = ""
    standen: list[StandBeeld] = []
    oordelen: list[OordeelBeeld] = []
    is_rangschikken_open: bool = False
    mag_verzetten: bool = False
    mag_beslissen: bool = False
    oordeel: OordeelBeeld = OordeelBeeld("", "", "", "", "", "", "", "", "", "", 0)
    rangschik_beurt: int = 0

    def _vul_rangorde(self, session: Session, wie: Actor, ronde: Ronde, taal: str) -> None:
        tijd, nu = tijd_van(ronde), klok.nu()
        self.rangschikt = ronde.bedrijven_rangschikken
        self.is_rangschikken_open = tijd.is_open(nu)
        gesloten = ronde.status is RondeStatus.GESLOTEN
        self.mag_verzetten = self.rangschikt and gesloten and wie.mag(Actie.RONDE_BEWERKEN)
        self.mag_beslissen = (
            self.rangschikt and gesloten and not self.is_rangschikken_open and wie.mag(Actie.MATCHING_BEWERKEN)
        )
        standen = list_stand(session, ronde.id or 0) if self.rangschikt else []
        self.standen = [stand_beeld(s, taal, is_open=self.is_rangschikken_open) for s in standen[:MAX_RIJEN]]
        # A company may still take a judgement back: it is the coordinator's to read once the time is over.
        oordelen = [] if self.is_rangschikken_open or not self.rangschikt else list_oordelen(session, ronde.id or 0)
        self.oordelen = [oordeel_beeld(o, taal) for o in oordelen[:MAX_RIJEN]]
        self.rangschik_tot = toon_invoer(ronde.rangschikken_tot)
        self.rangschik_zin = rangschik_zin(ronde, standen, oordelen, is_open=self.is_rangschikken_open).in_taal(taal)

    @handler(Actie.RONDE_BEWERKEN)
    async def herinner_bedrijven(self) -> None:
        """Remind every company that did not send in; at most once a day each."""
        nr = self.nr
        n = await schrijf(lambda session, wie: herinner_bedrijven(session, wie, klok, nr))
        await zeg(
            self,
            f"{n} {'bedrijf krijgt' if n == 1 else 'bedrijven krijgen'} een mail.",
            f"{n} {'company gets' if n == 1 else 'companies get'} a mail.",
        )

    @handler(Actie.RONDE_BEWERKEN)
    async def vraag_verzetten(self) -> Any:
        """Ask until when companies have."""
        self.rangschik_beurt += 1
        return open_dialoog(VERZETTEN)

    @handler(Actie.RONDE_BEWERKEN)
    async def verzet(self, gegevens: dict[str, Any]) -> Any:
        """Give more time, or end it now."""
        form, nr = formulier(gegevens), self.nr
        reden, tot = form.get("reden", ""), None
        if form.get("wanneer") != "nu":
            try:
                tot = lees_moment(form.get("rangschikken_moment", ""))
            except ValueError:
                tot = None
            if tot is None:
                raise OngeldigeInvoer(
                    {"rangschikken_moment": Tekst("Vul een dag en een tijd in.", "Fill in a day and a time.")}
                )
        await schrijf(lambda session, wie: verzet_rangschikken(session, wie, klok, nr, tot, reden) and None)
        await self._lees(nr)
        await zeg(self, "Bewaard.", "Saved.")
        return sluit_dialoog(VERZETTEN)

    @handler(Actie.MATCHING_BEWERKEN)
    async def vraag_besluit(self, oordeel_id: str) -> Any:
        """Show a judgement with the student's words, and ask for the decision."""
        gekozen = next((o for o in self.oordelen if o.id == str(oordeel_id)), None)
        if gekozen is None:
            raise NietGevonden
        self.oordeel = gekozen
        self.rangschik_beurt += 1
        return open_dialoog(OORDEEL)

    @handler(Actie.MATCHING_BEWERKEN)
    async def beslis(self, gegevens: dict[str, Any]) -> Any:
        """Decide about the judgement that is open."""
        form, nr = formulier(gegevens), self.nr
        if form.get("besluit") not in set(Besluit):
            raise OngeldigeInvoer({"besluit": Tekst("Kies wat je besluit.", "Choose what you decide.")})
        besluit, reden = Besluit(form["besluit"]), form.get("besluit_reden", "")
        nummer, versie = als_id(self.oordeel.id), self.oordeel.versie
        try:
            await schrijf(
                lambda session, wie: beslis_oordeel(session, wie, klok, nr, nummer, besluit, reden, versie) and None
            )
        except OngeldigeInvoer as fout:
            raise OngeldigeInvoer({"besluit_reden": fout.velden.get("reden", fout.tekst)}) from None
        await self._lees(nr)
        await zeg(self, "Je besluit is bewaard.", "Your decision is saved.")
        return sluit_dialoog(OORDEEL)
