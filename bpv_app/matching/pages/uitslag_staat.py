"""What the coordinator sees of the result of a round, and the steps: publish, answer, let lapse, finish."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.pages import uitslag_beeld as beeld
from bpv_app.matching.pages.uitslag_beeld import BezwaarKaart, PlaatsingRegel, StapRegel, Teller, VoorstelKaart, Zonder
from bpv_app.matching.pages.uitslag_vensters import AFRONDEN, ANTWOORD, PUBLICEREN, VERVALLEN
from bpv_app.matching.queries_uitslag import (
    PER_PAGINA,
    list_bezwaren,
    list_inrichtingen,
    list_stappen,
    list_voorstellen,
    list_weg,
    tel_uitslag,
    zoek_plaatsingen,
)
from bpv_app.matching.queries_zonder import list_laatkomers, list_zonder
from bpv_app.matching.rules_ronde import STATUS_LABEL, STATUS_TOON, RondeStatus
from bpv_app.matching.rules_uitslag import BezwaarUitkomst, PlaatsingStatus
from bpv_app.matching.service_indossier_taak import begin_in_dossiers, sleutel
from bpv_app.matching.service_publiceren import publiceer, waarom_niet
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.service_uitslag import beantwoord_bezwaar, laat_alle_vervallen, rond_af
from bpv_app.taak.pages.balk import TaakRij, taak_rij
from bpv_app.taak.service import get_laatste
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.lijst import Optie, UitslagBeeld
from bpv_app.ui.velden import open_dialoog, sluit_dialoog

MAX_NAMEN = 100


class UitslagState(rx.State):
    """The result of one round of the coordinator's."""

    nr: int = 0
    naam: str = ""
    zin: str = ""
    status_label: str = ""
    toon: str = ""
    is_bekend: bool = False
    mag_afhandelen: bool = False
    mag_afronden: bool = False
    tellers: list[Teller] = []
    voorstellen: list[VoorstelKaart] = []
    bezwaren: list[BezwaarKaart] = []
    weg: list[PlaatsingRegel] = []
    plaatsingen: list[PlaatsingRegel] = []
    totaal: int = 0
    pagina_nr: int = 1
    pagina_aantal: int = 1
    zoek: str = ""
    filter_status: str = ""
    zonder: list[Zonder] = []
    laat: list[Zonder] = []
    stappen: list[StapRegel] = []
    inrichting_opties: list[Optie] = []
    kan_in_dossier: int = 0
    taak: TaakRij = TaakRij()
    uitslagen: list[UitslagBeeld] = []
    uitslag_zin: str = ""
    voorstel: VoorstelKaart = VoorstelKaart("", "", "")
    bezwaar: BezwaarKaart = BezwaarKaart("", "", "", "", "", "")
    vervalt: str = ""
    form_sleutel: int = 0
    _versie: int = 0
    _vervalt: list[int] = []

    @handler(Actie.UITSLAG_AFHANDELEN, laadt=True)
    async def laad(self) -> None:
        """Read the result of the round in the address."""
        nr = als_id(pad_deel(self, 1))
        if nr != self.nr:
            self.reset()
        query = dict(parse_qsl(str(self.router.url.query or "")))
        self.zoek = "".join(c for c in query.get("zoek", "") if c.isprintable())[:100]
        status = query.get("status", "")
        self.filter_status = status if status in PlaatsingStatus._value2member_map_ else ""
        self.pagina_nr = min(max(als_id(query.get("pagina", "")), 1), 10_000)
        await self._lees(nr)

    async def _lees(self, nr: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        await lees(lambda session, wie: self._vul(session, wie, nr, taal))

    def _vul(self, session: Session, wie: Actor, nr: int, taal: str) -> None:
        ronde = get_ronde(session, wie, nr, Actie.UITSLAG_AFHANDELEN)
        vandaag = klok.vandaag()
        telling = tel_uitslag(session, ronde, vandaag)
        self.nr, self.naam, self._versie = nr, ronde.naam, ronde.versie
        self.status_label, self.toon = STATUS_LABEL[ronde.status].in_taal(taal), STATUS_TOON[ronde.status]
        self.is_bekend = ronde.status in (RondeStatus.GEPUBLICEERD, RondeStatus.AFGEROND)
        self.mag_afhandelen = self.is_bekend
        self.mag_afronden = ronde.status is RondeStatus.GEPUBLICEERD
        self.zin = beeld.zin_van(ronde, telling).in_taal(taal)
        self.tellers = beeld.tellers(nr, telling, taal) if self.is_bekend else []
        mag_publiceren = ronde.status in (RondeStatus.GESLOTEN, RondeStatus.GEPUBLICEERD)
        self.voorstellen = [
            beeld.voorstel_kaart(v, waarom_niet(session, wie, v.id), taal)
            for v in (list_voorstellen(session, nr)[:10] if mag_publiceren else [])
        ]
        self.bezwaren = [beeld.bezwaar_kaart(r, taal) for r in list_bezwaren(session, nr)[:50]]
        self.weg = [beeld.plaatsing_regel(r, taal) for r in list_weg(session, ronde)[:50]] if self.is_bekend else []
        status = PlaatsingStatus(self.filter_status) if self.filter_status else None
        rijen, self.totaal = zoek_plaatsingen(session, nr, status=status, zoek=self.zoek, pagina=self.pagina_nr)
        self.pagina_aantal = max(1, -(-self.totaal // PER_PAGINA))
        self.plaatsingen = [beeld.plaatsing_regel(r, taal) for r in rijen]
        zonder = list_zonder(session, nr) if self.is_bekend else []
        self.zonder = [beeld.zonder_regel(z, taal) for z in zonder[:MAX_NAMEN]]
        laat = list_laatkomers(session, ronde) if self.is_bekend else []
        self.laat = [beeld.zonder_regel(z, taal) for z in laat[:MAX_NAMEN]]
        self.stappen = [beeld.stap_regel(x, taal) for x in list_stappen(session, nr)]
        self.kan_in_dossier = telling.kan_in_dossier
        stand = get_laatste(session, wie, klok, sleutel(nr))
        self.taak = taak_rij(stand, taal) if stand else TaakRij()
        self.inrichting_opties = [Optie(str(i), naam) for i, naam in list_inrichtingen(session, wie)]

    def _ronde(self) -> int:
        """The round this screen shows; a screen that shows none has nothing to change."""
        if not self.nr:
            raise NietGevonden
        return self.nr

    def _toon(self, uitslagen: list[Uitslag], taal: str) -> None:
        gelukt = sum(u.gelukt for u in uitslagen)
        niet = len(uitslagen) - gelukt
        self.uitslag_zin = f"{gelukt} done, {niet} not." if taal == "en" else f"{gelukt} gelukt, {niet} niet."
        op_volgorde = sorted(uitslagen, key=lambda u: u.gelukt)
        self.uitslagen = [UitslagBeeld(u.naam, u.tekst.in_taal(taal), u.gelukt, u.href) for u in op_volgorde]

    # -- dossiers ----------------------------------------------------------------------------------------------------

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def zet_in_dossiers(self, gegevens: dict[str, Any]) -> None:
        """Start it for all that are ready; what is done stays done when it is stopped."""
        nr, inrichting = self._ronde(), als_id(formulier(gegevens).get("inrichting", ""))
        await schrijf(lambda s, wie: begin_in_dossiers(s, wie, klok, nr, inrichting))
        await self._lees(nr)

    # -- publishing --------------------------------------------------------------------------------------------------

    @handler(Actie.UITSLAG_PUBLICEREN)
    async def vraag_publiceren(self, voorstel_id: str) -> Any:
        """Ask, with the consequence."""
        gekozen = next((v for v in self.voorstellen if v.id == str(voorstel_id)), None)
        if gekozen is None:
            raise NietGevonden
        self.voorstel = gekozen
        return open_dialoog(PUBLICEREN)

    @handler(Actie.UITSLAG_PUBLICEREN)
    async def publiceer(self) -> Any:
        """Make the chosen proposal the result."""
        nr, voorstel, versie = self._ronde(), als_id(self.voorstel.id), als_id(self.voorstel.versie)
        uit = await schrijf(lambda s, wie: publiceer(s, wie, klok, voorstel, versie))
        await self._lees(nr)
        await zeg(
            self,
            f"Gepubliceerd. {uit.nieuw} kregen een plaats, {uit.zonder} niet. "
            f"Mails: {uit.mails_student} aan studenten, {uit.mails_bedrijf} aan bedrijven.",
            f"Published. {uit.nieuw} got a place, {uit.zonder} did not. Mails: {uit.mails_student} to students, "
            f"{uit.mails_bedrijf} to companies.",
        )
        return sluit_dialoog(PUBLICEREN)

    # -- objections --------------------------------------------------------------------------------------------------

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def vraag_antwoord(self, plaatsing_id: str) -> Any:
        """Show the objection with the two answers."""
        gekozen = next((b for b in self.bezwaren if b.id == str(plaatsing_id)), None)
        if gekozen is None:
            raise NietGevonden
        self.bezwaar = gekozen
        self.form_sleutel += 1
        return open_dialoog(ANTWOORD)

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def antwoord(self, gegevens: dict[str, Any]) -> Any:
        """Uphold or reject."""
        form, nr = formulier(gegevens), self._ronde()
        uitkomst = form.get("uitkomst", "")
        if uitkomst not in BezwaarUitkomst._value2member_map_:
            raise NietGevonden
        plaatsing, versie, reden = als_id(self.bezwaar.id), als_id(self.bezwaar.versie), form.get("reden", "")
        await schrijf(
            lambda s, wie: (
                beantwoord_bezwaar(s, wie, klok, plaatsing, BezwaarUitkomst(uitkomst), reden, versie) and None
            )
        )
        await self._lees(nr)
        await zeg(self, "De student krijgt je antwoord per mail.", "The student gets your answer by mail.")
        return sluit_dialoog(ANTWOORD)

    # -- lapse -------------------------------------------------------------------------------------------------------

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def vraag_vervallen(self, plaatsing_id: str) -> Any:
        """Ask why this placement lapses ("alle": of every place that fell away)."""
        if str(plaatsing_id) == "alle":
            self._vervalt, self.vervalt = [als_id(w.id) for w in self.weg], str(len(self.weg))
        else:
            rij = next((p for p in (*self.plaatsingen, *self.weg) if p.id == str(plaatsing_id)), None)
            if rij is None:
                raise NietGevonden
            self._vervalt, self.vervalt = [als_id(rij.id)], f"{rij.student}, {rij.plaats}"
        self.form_sleutel += 1
        return open_dialoog(VERVALLEN)

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def laat_vervallen(self, gegevens: dict[str, Any]) -> Any:
        """Let them lapse: slots free, students told."""
        nr, ids, reden = self._ronde(), list(self._vervalt), formulier(gegevens).get("reden", "")
        taal = (await self.get_state(BasisState)).taal
        self._toon(await schrijf(lambda s, wie: laat_alle_vervallen(s, wie, klok, nr, ids, reden)), taal)
        await self._lees(nr)
        return sluit_dialoog(VERVALLEN)

    # -- finishing ---------------------------------------------------------------------------------------------------

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def rond_af(self) -> Any:
        """Finish the round."""
        nr, versie = self._ronde(), self._versie
        await schrijf(lambda s, wie: rond_af(s, wie, klok, nr, versie) and None)
        await self._lees(nr)
        await zeg(self, "De ronde is afgerond.", "The round is finished.")
        return sluit_dialoog(AFRONDEN)

    # -- finding -----------------------------------------------------------------------------------------------------

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def zoek_op(self, gegevens: dict[str, Any]) -> Any:
        """Search and filter; the address carries it."""
        f = formulier(gegevens)
        return self._ga(zoek=f.get("zoek", "")[:100], status=f.get("status", ""))

    @handler(Actie.UITSLAG_AFHANDELEN)
    async def blader(self, nr: int) -> Any:
        """Another page."""
        nummer = nr if isinstance(nr, int) else 1
        return self._ga(zoek=self.zoek, status=self.filter_status, pagina=str(min(max(nummer, 1), self.pagina_aantal)))

    def _ga(self, **query: str) -> Any:
        return rx.redirect(f"/rondes/{self.nr}/uitslag?" + urlencode({n: w for n, w in query.items() if w}))
