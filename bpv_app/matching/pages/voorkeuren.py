"""/voorkeuren: which places do I want, in which order? until when? On a phone, by touch, by buttons and by keyboard.

Every move is saved at once by the server, and the screen shows what was saved. What is typed is kept on the device by
`assets/voorkeuren.js` until the server has answered (docs/besluiten/0009).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout, NietGevonden, Verouderd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.rules import KM_KEUZES
from bpv_app.matching.pages import voorkeuren_delen as delen
from bpv_app.matching.pages.voorkeuren_beeld import (
    BewijsBeeld,
    PlaatsBeeld,
    VerzoekBeeld,
    bewijs_beeld,
    loting_zinnen,
    plaats_beeld,
    verzoek_beeld,
    zin_van,
)
from bpv_app.matching.pages.voorkeuren_kiezen import eigen_plaats, kiezen
from bpv_app.matching.pages.voorkeuren_lijst import mijn_lijst
from bpv_app.matching.queries_keuzeplaatsen import (
    PER_PAGINA,
    Zoekvraag,
    heeft_afstanden,
    list_keuzeplaatsen,
    zoek_plaatsen,
)
from bpv_app.matching.queries_ronde import tel_voorrang
from bpv_app.matching.queries_voorkeur import (
    Deelname,
    get_bewijs,
    get_lijst,
    get_vaste_plaats,
    list_deelnames,
    list_mijn_verzoeken,
)
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_afspraak import lees_verzoek
from bpv_app.matching.rules_ronde import is_schrijfbaar
from bpv_app.matching.rules_uitleg import zeg_modus
from bpv_app.matching.rules_voorkeur import Lijst, Zet, verplaats, voeg_toe, zet_op_volgorde
from bpv_app.matching.service_verzoek import trek_verzoek_in, vraag_eigen_plaats
from bpv_app.matching.service_voorkeur import bewaar_lijst, bewaar_tekst, stuur_in
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie


def _lees_zoekvraag(query: dict[str, str]) -> Zoekvraag:
    """From the address, so hostile: what is not understood is left out."""
    km, nr = als_id(query.get("km", "")), als_id(query.get("pagina", ""))
    return Zoekvraag(
        zoek="".join(c for c in query.get("zoek", "") if c.isprintable())[:100].strip(),
        km=km if km in KM_KEUZES else 0,
        vergoeding=query.get("vergoeding") == "1",
        sorteer="naam" if query.get("sorteer") == "naam" else "km",
        pagina=min(max(nr, 1), 10_000),
    )


class VoorkeurState(rx.State):
    """The student's own list in one round. The address and the database are the truth; nothing here is."""

    heeft_ronde: bool = False
    wie: str = ""
    ronde: str = ""
    rondes: list[Optie] = []
    zin: str = ""
    stage: str = ""
    mag_schrijven: bool = False
    mag_vragen: bool = False
    keuzes: list[PlaatsBeeld] = []
    wensen: str = ""
    versie: int = 0
    beurt: int = 0
    telling: str = ""
    is_vol: bool = False
    is_klaar: bool = False
    live: str = ""
    aanbod: list[PlaatsBeeld] = []
    aanbod_totaal: int = 0
    pagina_nr: int = 1
    pagina_aantal: int = 1
    zoek: str = ""
    km: str = ""
    heeft_afstand: bool = False
    vergoeding: bool = False
    sorteer: str = ""
    bewijs: BewijsBeeld = BewijsBeeld()
    botsing: list[str] = []
    modus: str = ""
    toelichting: str = ""
    loting: list[str] = []
    hash: str = ""
    zaad: str = ""
    nummer: str = ""
    bezwaar: str = ""
    verzoeken: list[VerzoekBeeld] = []
    _lijst: Lijst = Lijst()
    _mijn: Lijst | None = None
    _vraag: Zoekvraag = Zoekvraag()

    @handler(Actie.VOORKEUR_SCHRIJVEN, laadt=True)
    async def laad(self) -> None:
        """Read the round of the address, else the one that is open."""
        query = dict(parse_qsl(str(self.router.url.query or "")))
        self._vraag, self.botsing, self._mijn = _lees_zoekvraag(query), [], None
        await self._lees(als_id(query.get("ronde", "")))
        self.beurt += 1

    async def _lees(self, gevraagd: int = 0) -> None:
        taal = (await self.get_state(BasisState)).taal
        await lees(lambda session, wie: self._vul(session, wie, gevraagd or als_id(self.ronde), taal))

    def _vul(self, session: Any, wie: Actor, gevraagd: int, taal: str) -> None:
        alle = list_deelnames(session, wie)
        if gevraagd and not any(d.id == gevraagd for d in alle):
            raise NietGevonden
        deel = next((d for d in alle if d.id == gevraagd), alle[0] if alle else None)
        self.wie, self.heeft_ronde = str(wie.account_id or 0), deel is not None
        if deel is None:
            return
        self.ronde = str(deel.id)
        self.rondes = [Optie(f"/voorkeuren?ronde={d.id}", d.naam) for d in alle] if len(alle) > 1 else []
        self._vul_lijst(session, deel, taal)
        self._vul_aanbod(session, deel, taal)
        self._vul_uitleg(session, deel, taal)
        self.verzoeken = [verzoek_beeld(v, taal) for v in list_mijn_verzoeken(session, deel.id)]

    def _vul_lijst(self, session: Any, deel: Deelname, taal: str) -> None:
        stand, nu = get_lijst(session, deel.id), klok.nu()
        is_open = is_schrijfbaar(deel.status, deel.opent_op, deel.sluit_op, nu)
        vast = get_vaste_plaats(session, deel)
        self.mag_schrijven, self.mag_vragen = is_open and not vast, nu < deel.sluit_op and deel.status == "open"
        self._lijst, self.versie, self.wensen = stand.lijst, stand.versie, stand.lijst.wensen
        plaatsen = list_keuzeplaatsen(session, deel, stand.lijst.plaatsen)
        self.keuzes = [
            plaats_beeld(plaatsen[k.plaats_id], taal, toont_eerste=deel.toont_eerste, nr=nr, reden=k.reden)
            for nr, k in enumerate(stand.lijst.keuzes, 1)
            if k.plaats_id in plaatsen
        ]
        self.zin = zin_van(deel, stand, vast, nu, is_open=is_open).in_taal(taal)
        self.is_klaar = stand.ingestuurd_op is not None and not stand.is_gewijzigd
        self.bewijs = bewijs_beeld(get_bewijs(session, deel.id), taal)
        n, nodig = len(stand.lijst.keuzes), max(1, min(deel.min_keuzes, deel.mogelijk))
        self.is_vol = n >= deel.max_keuzes
        self.telling = (
            f"{n} chosen. At least {nodig}, at most {deel.max_keuzes}."
            if taal == "en"
            else f"{n} gekozen. Minstens {nodig}, hoogstens {deel.max_keuzes}."
        )

    def _vul_aanbod(self, session: Any, deel: Deelname, taal: str) -> None:
        v = self._vraag
        if not self.mag_schrijven:
            self.aanbod, self.aanbod_totaal, self.pagina_aantal = [], 0, 1
            return
        aanbod = zoek_plaatsen(session, deel, v, self._lijst.plaatsen)
        self.heeft_afstand = heeft_afstanden(session, deel)
        self.aanbod = [plaats_beeld(r, taal, toont_eerste=deel.toont_eerste) for r in aanbod.rijen]
        self.aanbod_totaal, self.pagina_nr = aanbod.totaal, v.pagina
        self.pagina_aantal = max(1, -(-aanbod.totaal // PER_PAGINA))
        self.zoek, self.km, self.vergoeding, self.sorteer = v.zoek, str(v.km or ""), v.vergoeding, v.sorteer

    def _vul_uitleg(self, session: Any, deel: Deelname, taal: str) -> None:
        self.stage = delen.periode(deel.naam, deel.van, deel.tot, taal)
        self.modus = zeg_modus(Modus(deel.modus)).in_taal(taal)
        self.loting = loting_zinnen(deel, tel_voorrang(session, deel.ronde_id), taal)
        self.hash, self.zaad, self.nummer = deel.zaad_hash, deel.zaad, str(deel.id)
        self.toelichting = deel.toelichting
        self.bezwaar = delen.na_afloop(deel.publiceert_op, deel.bezwaardagen, deel.moet_bevestigen, taal)

    # -- the list ----------------------------------------------------------------------------------------------------

    async def _bewaar(self, maak: Callable[[Lijst], Lijst]) -> None:
        """Save a changed list; on a collision with another device both are shown and nothing is lost."""
        nieuw, versie, deelname = maak(self._lijst), self.versie, als_id(self.ronde)
        try:
            await schrijf(lambda session, wie: bewaar_lijst(session, wie, klok, deelname, nieuw, versie))
        except Verouderd as fout:
            taal = (await self.get_state(BasisState)).taal
            self._mijn = nieuw
            self.botsing = delen.botsing_zinnen(fout.verschillen, taal)
            await self._lees()
            return
        self.botsing, self._mijn = [], None
        await self._lees()

    async def _meld_plek(self, plaats_id: int) -> None:
        en = (await self.get_state(BasisState)).taal == "en"
        beeld = next((k for k in self.keuzes if k.id == str(plaats_id)), None)
        if beeld is None:
            self.live = "Taken off your list." if en else "Van je lijst gehaald."
        else:
            self.live = f"{beeld.titel}: {'now number' if en else 'nu nummer'} {beeld.nr}."

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def kies(self, plaats_id: str) -> None:
        """Put a place at the end of the list."""
        nummer = als_id(plaats_id)
        await self._bewaar(lambda lijst: voeg_toe(lijst, nummer))
        await self._meld_plek(nummer)

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def zet(self, plaats_id: str, hoe: str) -> None:
        """Move a place up, down, to the first place, or off the list."""
        nummer = als_id(plaats_id)
        if str(hoe) not in set(Zet):
            raise NietGevonden
        await self._bewaar(lambda lijst: verplaats(lijst, nummer, Zet(hoe)))
        await self._meld_plek(nummer)

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def zet_volgorde(self, gegevens: dict[str, Any]) -> Any:
        """The order after dragging."""
        volgorde = [als_id(deel) for deel in formulier(gegevens).get("volgorde", "").split(",")[:50]]
        await self._bewaar(lambda lijst: zet_op_volgorde(lijst, volgorde))
        return rx.call_script("bpvVoorkeur.geordend()")

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def neem_andere(self) -> None:
        """Keep what the other device saved: it is on the screen already."""
        self.botsing, self._mijn = [], None
        await self._lees()

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def houd_mijne(self) -> None:
        """Save what was meant here over what the other device saved."""
        mijn = self._mijn
        if mijn is not None:
            await self._bewaar(lambda _: mijn)

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def bewaar_tekst(self, gegevens: dict[str, Any]) -> Any:
        """Save one text that the device kept; it hears what became of it."""
        try:
            ruw = json.loads(formulier(gegevens).get("voorkeur_tekst", ""))
            deelname, veld, tekst, was = (str(ruw[n]) for n in ("deelname", "veld", "tekst", "was"))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise NietGevonden from None
        plaats = als_id(veld.removeprefix("reden-")) if veld.startswith("reden-") else None
        antwoord: dict[str, str] = {"veld": veld, "tekst": tekst, "soort": "bewaard"}
        taal = (await self.get_state(BasisState)).taal
        nummer = als_id(deelname)
        try:
            await schrijf(lambda session, wie: bewaar_tekst(session, wie, klok, nummer, plaats, tekst, was))
        except Verouderd as fout:
            antwoord |= {"soort": "botst", "nu": fout.verschillen[0][1] if fout.verschillen else ""}
        except NietGevonden:
            antwoord |= {"soort": "weg"}
        except DomeinFout as fout:
            zin = next(iter(fout.velden.values()), fout.tekst)
            antwoord |= {"soort": "fout", "zin": zin.in_taal(taal)}
        else:
            if deelname == self.ronde:
                await self._lees()
        return rx.call_script(f"bpvVoorkeur.antwoord({json.dumps(antwoord)})")

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def stuur(self) -> None:
        """Send the list in; the receipt appears, and comes by mail."""
        versie, deelname = self.versie, als_id(self.ronde)
        try:
            bewijs = await schrijf(lambda session, wie: stuur_in(session, wie, klok, deelname, versie))
        finally:
            await self._lees(deelname)
        tekst = Tekst(
            f"Je lijst is ingestuurd. Je bewijs heeft code {bewijs.code}. Je krijgt het ook per mail.",
            f"Your list is sent in. Your receipt has code {bewijs.code}. You also get it by mail.",
        )
        await zeg(self, tekst)

    # -- finding -----------------------------------------------------------------------------------------------------

    def _ga(self, **anders: Any) -> Any:
        v = {
            "ronde": self.ronde, "zoek": self._vraag.zoek, "km": self._vraag.km,
            "vergoeding": "1" if self._vraag.vergoeding else "",
            "sorteer": "naam" if self._vraag.sorteer == "naam" else "", "pagina": "",
        } | anders  # fmt: skip
        return rx.redirect("/voorkeuren?" + urlencode({n: str(w) for n, w in v.items() if w}))

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def zoek_op(self, gegevens: dict[str, Any]) -> Any:
        """Search and filter; the address carries it."""
        f = formulier(gegevens)
        return self._ga(
            zoek=f.get("zoek", "")[:100],
            km=als_id(f.get("km", "")),
            vergoeding="1" if f.get("vergoeding") else "",
            sorteer="naam" if f.get("sorteer") == "naam" else "",
        )

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def blader(self, nr: int) -> Any:
        """Another page of places."""
        nummer = nr if isinstance(nr, int) else 1
        return self._ga(pagina=min(max(nummer, 1), self.pagina_aantal))

    # -- a place of one's own ----------------------------------------------------------------------------------------

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def vraag_plaats(self, gegevens: dict[str, Any]) -> Any:
        """Ask for a place one found."""
        invoer, deelname = lees_verzoek(formulier(gegevens)), als_id(self.ronde)
        await schrijf(lambda session, wie: vraag_eigen_plaats(session, wie, klok, deelname, invoer))
        await self._lees()
        self.beurt += 1
        await zeg(
            self,
            "Je verzoek ligt bij je coördinator. Je krijgt een mail met het antwoord.",
            "Your request is with your coordinator. You get a mail with the answer.",
        )
        return rx.call_script(f"bpvVoorkeur.vergeet('verzoek-{deelname}')")

    @handler(Actie.VOORKEUR_SCHRIJVEN)
    async def trek_in(self, verzoek_id: str) -> None:
        """Take a request back."""
        nummer = als_id(verzoek_id)
        await schrijf(lambda session, wie: trek_verzoek_in(session, wie, klok, nummer))
        await self._lees()
        await zeg(self, "Je verzoek is ingetrokken.", "Your request is taken back.")


@rx.page(route="/voorkeuren", title="Stageplaatsen kiezen · BPV-app", on_load=VoorkeurState.laad)
def voorkeuren() -> rx.Component:
    """State of things, list, places, own place, rules."""
    return pagina(
        rx.cond(
            VoorkeurState.heeft_ronde,
            rx.el.div(
                delen.rondes(VoorkeurState),
                delen.botsing(VoorkeurState),
                mijn_lijst(VoorkeurState),
                delen.bewijs(VoorkeurState),
                kiezen(VoorkeurState),
                eigen_plaats(VoorkeurState),
                delen.uitleg(VoorkeurState),
                delen.verborgen(VoorkeurState),
                rx.el.script(src="/voorkeuren.js", type="module", async_=True),
                id="voorkeur-scherm",
                custom_attrs={"data-wie": VoorkeurState.wie, "data-deelname": VoorkeurState.ronde},
                class_name="grid gap-4",
            ),
            delen.geen_ronde(),
        ),
        titel=t("Stageplaatsen kiezen", "Choose places"),
        zin=rx.cond(VoorkeurState.heeft_ronde, VoorkeurState.zin, ""),
        smal=True,
    )
