"""Putting a whole round in dossiers: long work in the background, some students at a time.

What was done is in the database after every step, so leaving the page, stopping, or a server that goes down loses
nothing: doing it again goes on with the rest and doubles nothing. The State only shows how far it is.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.pages import uitslag_beeld as beeld
from bpv_app.matching.pages.uitslag_staat import UitslagState
from bpv_app.matching.service_indossier import zet_in_dossiers
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.uitvoer import verslag_csv
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf
from bpv_app.ui.lijst import UitslagBeeld

PER_TRANSACTIE = 10
"""Dossiers made in one transaction, so that nobody else waits long."""
MAX_GETOOND = 50
"""Results on the screen, what failed first; the report has them all."""


class KlusLoopt(DomeinFout):
    """Dossiers are being made from this tab already."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "klus_loopt",
            Tekst("De dossiers worden al gemaakt. Wacht tot het klaar is.", "The dossiers are being made already."),
        )


def rest_zin(gedaan: int, totaal: int, seconden: float) -> Tekst:
    """How long it will take still, from how long `gedaan` of `totaal` took; empty when nothing is known yet."""
    if not gedaan or gedaan >= totaal:
        return Tekst("", "")
    rest = seconden / gedaan * (totaal - gedaan)
    if rest < 60:
        return Tekst("Nog minder dan een minuut.", "Less than a minute to go.")
    minuten = round(rest / 60)
    return Tekst(
        f"Nog ongeveer {minuten} {'minuut' if minuten == 1 else 'minuten'}.",
        f"About {minuten} {'minute' if minuten == 1 else 'minutes'} to go.",
    )


class IndossierState(rx.State):
    """The work of this tab, and what came of it; it stays when the person goes to another screen and comes back."""

    nr: int = 0
    hier: int = 0
    bezig: bool = False
    stopt: bool = False
    gedaan: int = 0
    totaal: int = 0
    rest: str = ""
    zin: str = ""
    uitslagen: list[UitslagBeeld] = []
    meer: int = 0
    _alle: list[Uitslag] = []
    _klus: int = 0

    @handler(Actie.UITSLAG_AFHANDELEN, laadt=True)
    async def laad(self) -> None:
        """Remember which round is on the screen; results of another one are kept as long as its work runs."""
        self.hier = als_id(pad_deel(self, 1))
        if self.nr != self.hier and not self.bezig:
            self._leeg(self.hier)

    def _leeg(self, nr: int) -> None:
        self.nr, self.gedaan, self.totaal, self.rest, self.zin = nr, 0, 0, "", ""
        self.stopt, self.uitslagen, self.meer, self._alle = False, [], 0, []

    @handler(Actie.UITSLAG_AFHANDELEN, achtergrond=True)
    async def zet_in_dossiers(self, gegevens: dict[str, Any]) -> None:
        """All that are ready. What is done stays done when the rest is stopped."""
        inrichting = als_id(formulier(gegevens).get("inrichting", ""))
        async with self:
            if self.bezig:
                raise KlusLoopt
            if not self.hier:
                raise NietGevonden
            nr, klus = self.hier, self._klus + 1
            self._leeg(nr)
            self.bezig, self._klus = True, klus
        try:
            await self._doe(nr, klus, inrichting)
        finally:
            async with self:
                if self._klus == klus:
                    self.bezig, self.rest = False, ""
                    scherm = await self.get_state(UitslagState)
                    if scherm.nr == nr:
                        await scherm._lees(nr)

    async def _doe(self, nr: int, klus: int, inrichting: int) -> None:
        ids = await lees(lambda s, wie: beeld.klaar_ids(s, get_ronde(s, wie, nr, Actie.UITSLAG_AFHANDELEN), klok))
        async with self:
            self.totaal = len(ids)
        begin = time.monotonic()
        for i in range(0, max(len(ids), 1), PER_TRANSACTIE):
            deel = ids[i : i + PER_TRANSACTIE]
            uit = await schrijf(lambda s, wie, deel=deel: zet_in_dossiers(s, wie, klok, nr, inrichting, deel))
            async with self:
                if self._klus != klus:
                    return  # another login in this tab: the rest waits for somebody to go on
                taal = (await self.get_state(BasisState)).taal
                self._toon(uit, taal)
                self.rest = rest_zin(self.gedaan, self.totaal, time.monotonic() - begin).in_taal(taal)
                if self.stopt:
                    return

    def _toon(self, erbij: Sequence[Uitslag], taal: str) -> None:
        self._alle = [*self._alle, *erbij]
        gelukt, n = sum(u.gelukt for u in self._alle), len(self._alle)
        self.gedaan = n
        nl, en = f"{gelukt} gelukt, {n - gelukt} niet.", f"{gelukt} done, {n - gelukt} not."
        if over := self.totaal - n:
            nl, en = f"{nl} {over} nog niet gedaan.", f"{en} {over} not tried yet."
        self.zin = Tekst(nl, en).in_taal(taal)
        op_volgorde = sorted(self._alle, key=lambda u: u.gelukt)
        self.uitslagen = [
            UitslagBeeld(u.naam, u.tekst.in_taal(taal), u.gelukt, u.href) for u in op_volgorde[:MAX_GETOOND]
        ]
        self.meer = n - len(self.uitslagen)

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def stop(self) -> None:
        """Stop after the students that are being done now."""
        if self.bezig:
            self.stopt = True

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def haal_verslag(self) -> Any:
        """The whole report as a file."""
        if not self._alle:
            raise NietGevonden
        taal = (await self.get_state(BasisState)).taal
        ja, nee = Tekst("gelukt", "done").in_taal(taal), Tekst("niet gelukt", "not done").in_taal(taal)
        rijen = [(u.naam, ja if u.gelukt else nee, u.tekst.in_taal(taal)) for u in self._alle]
        koppen = (
            "Student",
            Tekst("Resultaat", "Result").in_taal(taal),
            Tekst("Toelichting", "Explanation").in_taal(taal),
        )
        return rx.download(data=verslag_csv(koppen, rijen), filename=f"in-dossiers-ronde-{self.nr}.csv")
