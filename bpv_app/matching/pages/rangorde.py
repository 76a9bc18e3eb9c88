"""/bedrijf/rangorde: who wants to come here, and in which order do they fit? On a phone, by touch, buttons and keys.

Every move is saved at once by the server and the screen shows what was saved; dragging and focus are those of the
student's list (`assets/voorkeuren.js`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.pages import rangorde_beeld as beeld
from bpv_app.matching.pages import rangorde_delen as delen
from bpv_app.matching.pages.rangorde_beeld import BewijsBeeld, KandidaatBeeld
from bpv_app.matching.pages.rangorde_blok import OrdeBeeld, orde_beeld
from bpv_app.matching.queries_rangorde import RangordeRij, get_bewijs, get_rangorde, list_kandidaten, list_rangordes
from bpv_app.matching.rules_rangorde import PastNietGrond, Volgorde, verplaats, zet_op_volgorde
from bpv_app.matching.rules_voorkeur import Zet
from bpv_app.matching.service_rangorde import bewaar_volgorde, stuur_rangorde_in, zet_niet_passend, zet_passend
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import open_dialoog, sluit_dialoog


class RangordeState(rx.State):
    """The order of one own place. The address and the database are the truth; nothing here is."""

    wie: str = ""
    rangorde: str = ""
    ordes: list[OrdeBeeld] = []
    zin: str = ""
    plaats: str = ""
    feiten: str = ""
    taken: str = ""
    kandidaten: list[KandidaatBeeld] = []
    niet_passend: list[KandidaatBeeld] = []
    mag_schrijven: bool = False
    is_klaar: bool = False
    bewijs: BewijsBeeld = BewijsBeeld()
    live: str = ""
    botsing: str = ""
    gekozen_naam: str = ""
    gekozen_grond: str = ""
    beurt: int = 0
    _versie: int = 0
    _gekozen: int = 0

    @handler(Actie.RANGORDE_GEVEN, laadt=True)
    async def laad(self) -> None:
        """Read the place of the address, else the first that asks for an order."""
        query = dict(parse_qsl(str(self.router.url.query or "")))
        self.rangorde, self.botsing, self.live, self._gekozen = "", "", "", 0
        await self._lees(als_id(query.get("plaats", "")))

    async def _lees(self, gevraagd: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        await lees(lambda session, wie: self._vul(session, wie, gevraagd, taal))

    def _vul(self, session: Any, wie: Actor, gevraagd: int, taal: str) -> None:
        alle, nu = list_rangordes(session, wie), klok.nu()
        te_doen = (r for r in alle if r.tijd.is_open(nu) and (r.ingestuurd_op is None or r.is_gewijzigd))
        r = get_rangorde(session, wie, gevraagd) if gevraagd else next(te_doen, alle[0] if alle else None)
        self.wie, self.rangorde = str(wie.account_id or 0), str(r.id) if r else ""
        self.ordes = [orde_beeld(x, nu, taal, r.id if r else 0) for x in alle]
        self.zin = beeld.zin_van(r, nu).in_taal(taal)
        if r is not None:
            self._vul_orde(session, r, taal)

    def _vul_orde(self, session: Any, r: RangordeRij, taal: str) -> None:
        self._versie, self.plaats, self.taken = r.versie, r.titel, r.taken
        self.feiten, self.mag_schrijven = beeld.feiten(r, taal), r.tijd.is_open(klok.nu())
        self.is_klaar = r.ingestuurd_op is not None and not r.is_gewijzigd
        wie = list_kandidaten(session, r.id)
        self.kandidaten = [
            beeld.kandidaat_beeld(wie[n], taal, plek=plek) for plek, n in enumerate(r.volgorde.nummers, 1) if n in wie
        ]
        self.niet_passend = [
            beeld.kandidaat_beeld(wie[p.nummer], taal, past_niet=p) for p in r.volgorde.past_niet if p.nummer in wie
        ]
        self.bewijs = beeld.bewijs_beeld(get_bewijs(session, r.id), taal)

    def _sleutel(self) -> int:
        """The order this screen shows; a screen that shows none has nothing to change."""
        if not self.rangorde:
            raise NietGevonden
        return als_id(self.rangorde)

    async def _doe(self, werk: Callable[[Any, Actor, int, int], object]) -> bool:
        """Do it with the version the person sees; when a colleague was first, show theirs and say what was meant."""
        rangorde, versie = self._sleutel(), self._versie
        try:
            await schrijf(lambda session, wie: werk(session, wie, rangorde, versie) and None)
        except Verouderd as fout:
            self.botsing = fout.verschillen[0][2] if fout.verschillen else "–"
            await self._lees(rangorde)
            return False
        self.botsing = ""
        await self._lees(rangorde)
        return True

    async def _bewaar(self, maak: Callable[[Volgorde], Volgorde]) -> None:
        await self._doe(lambda s, wie, rangorde, versie: bewaar_volgorde(s, wie, klok, rangorde, versie, maak))

    @handler(Actie.RANGORDE_GEVEN)
    async def zet(self, nummer: str, hoe: str) -> None:
        """Move a candidate up, down or to the first place."""
        wie = als_id(nummer)
        if str(hoe) not in (Zet.OMHOOG, Zet.OMLAAG, Zet.EERSTE):
            raise NietGevonden
        await self._bewaar(lambda volgorde: verplaats(volgorde, wie, Zet(hoe)))
        k = next((k for k in self.kandidaten if k.nummer == str(wie)), None)
        en = (await self.get_state(BasisState)).taal == "en"
        self.live = f"{k.naam}: {'now number' if en else 'nu nummer'} {k.plek}." if k else ""

    @handler(Actie.RANGORDE_GEVEN)
    async def zet_volgorde(self, gegevens: dict[str, Any]) -> Any:
        """The order after dragging."""
        volgorde = [als_id(deel) for deel in formulier(gegevens).get("volgorde", "").split(",")[:1000]]
        await self._bewaar(lambda v: zet_op_volgorde(v, volgorde))
        return rx.call_script("bpvVoorkeur.geordend()")

    @handler(Actie.RANGORDE_GEVEN)
    async def vraag_past_niet(self, nummer: str) -> Any:
        """Ask why a candidate is not suitable."""
        k = next((k for k in self.kandidaten if k.nummer == str(nummer)), None)
        if k is None:
            raise NietGevonden
        self._gekozen, self.gekozen_naam, self.gekozen_grond = als_id(k.nummer), k.naam, ""
        self.beurt += 1
        return open_dialoog(delen.PAST_NIET)

    @handler(Actie.RANGORDE_GEVEN)
    async def zet_past_niet(self, gegevens: dict[str, Any]) -> Any:
        """Not suitable, with the reason."""
        form, nummer = formulier(gegevens), self._gekozen
        self._sleutel()
        if form.get("grond") not in set(PastNietGrond):
            raise OngeldigeInvoer({"grond": Tekst("Kies waar het over gaat.", "Choose what it is about.")})
        grond, uitleg = PastNietGrond(form["grond"]), form.get("uitleg", "")
        await self._doe(
            lambda s, wie, rangorde, versie: zet_niet_passend(s, wie, klok, rangorde, versie, nummer, grond, uitleg)
        )
        return sluit_dialoog(delen.PAST_NIET)

    @handler(Actie.RANGORDE_GEVEN)
    async def zet_past_toch(self, nummer: str) -> None:
        """Suitable after all: at the end of the order."""
        wie_nr = als_id(nummer)
        await self._doe(lambda s, wie, rangorde, versie: zet_passend(s, wie, klok, rangorde, versie, wie_nr))

    @handler(Actie.RANGORDE_GEVEN)
    async def sluit_botsing(self) -> None:
        """The message about a colleague was read."""
        self.botsing = ""

    @handler(Actie.RANGORDE_GEVEN)
    async def stuur(self) -> None:
        """Send it in; the receipt appears, and comes by mail."""
        if await self._doe(lambda s, wie, rangorde, versie: stuur_rangorde_in(s, wie, klok, rangorde, versie)):
            await zeg(
                self,
                f"Je volgorde is ingestuurd. Je bewijs heeft code {self.bewijs.code}.",
                f"Your order is sent in. Your receipt has code {self.bewijs.code}.",
            )


@rx.page(route="/bedrijf/rangorde", title="Kandidaten op volgorde · BPV-app", on_load=RangordeState.laad)
def rangorde() -> rx.Component:
    """The place, what is asked, the candidates, the receipt."""
    s: Any = RangordeState
    return pagina(
        rx.cond(
            s.rangorde != "",
            rx.el.div(
                delen.plaatsen(s),
                delen.uitleg(),
                delen.botsing(s),
                delen.orde(s),
                delen.bewijs(s),
                delen.past_niet_venster(s),
                delen.verborgen(s),
                rx.el.script(src="/voorkeuren.js", type="module", async_=True),
                id="voorkeur-scherm",
                custom_attrs={"data-wie": s.wie, "data-deelname": "rangorde-" + s.rangorde},
                class_name="grid gap-4",
            ),
            delen.leeg(),
        ),
        titel=t("Kandidaten op volgorde", "Candidates in order"),
        zin=s.zin,
        kruimels=[(t("Mijn bedrijf", "My company"), "/bedrijf")],
        smal=True,
    )
