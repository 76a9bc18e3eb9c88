"""/matching/<voorstel>: who goes where, why, who is left, what if? Move by dragging, by button and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout, NietGevonden, Verouderd
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.pages import bord_beeld as beeld
from bpv_app.matching.pages import bord_beeld_cijfers as cijfers
from bpv_app.matching.pages import bord_beeld_student as student
from bpv_app.matching.pages.bord_delen import inhoud
from bpv_app.matching.pages.bord_delen_venster import WAAROM
from bpv_app.matching.pages.matching import lees_modus
from bpv_app.matching.pages.matching_beeld import modus_tekst, voorstel_titel
from bpv_app.matching.queries_bord import Bord, get_bord
from bpv_app.matching.queries_matching import list_voorstellen
from bpv_app.matching.queries_tekort import Tekort, list_tekorten
from bpv_app.matching.queries_waarom import Waarom, get_waarom
from bpv_app.matching.queries_zet import Doel, list_doelen
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_voorstel import VOORSTEL_LABEL, VOORSTEL_TOON, WAARSCHUWING_TEKST, CollegaEerder
from bpv_app.matching.service_bord import laat_los, maak_ongedaan, spreek_af, trek_afspraak_in, verplaats
from bpv_app.matching.service_rekenen import laat_vervallen, reken_opnieuw
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import open_dialoog, sluit_dialoog

T = TypeVar("T")
PER_KEER = 60
"""Places drawn at once; the rest is found by searching."""


class BordState(rx.State):
    """One proposal as the coordinator sees it."""

    voorstel_id: int = 0
    versie: int = 0
    titel: str = ""
    zin: str = ""
    status: str = ""
    toon: str = ""
    modus: str = ""
    doel: str = ""
    wijze: str = ""
    uitslag: str = ""
    is_concept: bool = False
    is_actueel: bool = True
    kan_ongedaan: bool = False
    mag_bewerken: bool = False
    plaatsen: list[beeld.PlaatsBeeld] = []
    meer: int = 0
    zonder: list[beeld.KaartBeeld] = []
    profiel: list[cijfers.CijferBeeld] = []
    teams: list[cijfers.CijferBeeld] = []
    controle: list[str] = []
    tekorten: list[cijfers.TekortBeeld] = []
    stappen: list[beeld.StapjeBeeld] = []
    zoek: str = ""
    alleen_veranderd: bool = False
    alleen_vrij: bool = False
    andere: list[Optie] = []
    met: str = ""
    verschillen: list[cijfers.CijferBeeld] = []
    wie: student.WieBeeld = student.WieBeeld()
    lijst: list[student.KeuzeBeeld] = []
    anders: list[student.KeuzeBeeld] = []
    anders_uit: list[student.KeuzeBeeld] = []
    opties: list[Optie] = []
    doel_van: str = ""
    doel_naam: str = ""
    doel_rest: str = ""
    doelen: list[student.DoelBeeld] = []
    oordelen: str = "{}"
    form_sleutel: int = 0

    @handler(Actie.MATCHING_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the proposal of the address, with its filter and the one it is compared with."""
        query = self.router.url.query_parameters
        self.voorstel_id = 0
        self.zoek = str(query.get("zoek", ""))[:100]
        self.alleen_veranderd, self.alleen_vrij = query.get("veranderd") == "ja", query.get("vrij") == "ja"
        self.met = str(als_id(query.get("met", "")) or "")
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, voorstel_id: int) -> Bord:
        taal, met = (await self.get_state(BasisState)).taal, als_id(self.met)

        def werk(session: Session, wie: Actor) -> tuple[Bord, Bord | None, list[Optie], tuple[Tekort, ...]]:
            bord = get_bord(session, wie, voorstel_id)
            opties = [
                Optie(
                    str(v.id),
                    f"{voorstel_titel(v).in_taal(taal)} · {modus_tekst(v.modus, v.doel).in_taal(taal)}",
                )
                for v in list_voorstellen(session, wie, bord.ronde_id)
                if v.id != voorstel_id
            ]
            ander = get_bord(session, wie, met) if any(o.waarde == str(met) for o in opties) else None
            return bord, ander, opties, list_tekorten(session, wie, voorstel_id)

        bord, ander, self.andere, tekorten = await lees(werk)
        namen = {p.id: f"{p.titel}, {p.bedrijf}" for p in bord.plaatsen}
        kop = bord.kop
        self.voorstel_id, self.versie = voorstel_id, bord.versie
        self.titel = f"{voorstel_titel(kop).in_taal(taal)} · {bord.ronde}"
        self.zin = beeld.eerste_zin(bord).in_taal(taal)
        self.status, self.toon = VOORSTEL_LABEL[kop.status].in_taal(taal), VOORSTEL_TOON[kop.status]
        self.modus, self.doel = kop.modus.value, kop.doel.value
        self.wijze = modus_tekst(kop.modus, kop.doel).in_taal(taal)
        self.uitslag = f"/rondes/{bord.ronde_id}/uitslag"
        self.is_concept, self.is_actueel = beeld.is_concept(bord), bord.is_actueel
        self.mag_bewerken = huidige_actor().mag(Actie.MATCHING_BEWERKEN) and self.is_concept
        self.kan_ongedaan = bord.kan_ongedaan
        gevonden = beeld.zoek(bord, self.zoek, veranderd=self.alleen_veranderd, vrij=self.alleen_vrij)
        self.plaatsen = [beeld.plaats_beeld(p, taal, namen) for p in gevonden[:PER_KEER]]
        self.meer = max(0, len(gevonden) - PER_KEER)
        self.zonder = [beeld.kaart_beeld(k, taal, namen) for k in bord.zonder]
        self.profiel, self.teams = cijfers.profiel_regels(kop, taal), cijfers.team_regels(bord)
        self.controle = cijfers.controle_regels(kop, taal)
        self.tekorten = [cijfers.tekort_beeld(x, taal) for x in tekorten]
        self.stappen = [beeld.stap_beeld(s, taal) for s in bord.stappen]
        self.verschillen = cijfers.verschil_regels(bord, ander, taal) if ander else []
        self.doel_van = ""  # what was possible before may not be now
        self.form_sleutel += 1
        return bord

    async def _doe(self, werk: Callable[[Session, Actor], T]) -> tuple[T, Bord]:
        """Change something; also when that is refused the board then shows what is true now."""
        voorstel_id = self._sleutel()
        try:
            uit = await schrijf(werk)
        except Verouderd:
            bord = await self._lees(voorstel_id)
            if not bord.stappen:
                raise
            raise CollegaEerder(bord.stappen[0].door, bord.stappen[0].soort) from None
        except DomeinFout:
            await self._lees(voorstel_id)
            raise
        return uit, await self._lees(voorstel_id)

    def _sleutel(self) -> int:
        if not self.voorstel_id:
            raise NietGevonden
        return self.voorstel_id

    @handler(Actie.MATCHING_ZIEN)
    async def filter(self, gegevens: dict[str, Any]) -> Any:
        """Search and filter: the address says it, so it can be shared."""
        form = formulier(gegevens)
        vraag = {k: form[k][:100] for k in ("zoek", "met") if form.get(k)}
        vraag |= {k: "ja" for k in ("veranderd", "vrij") if form.get(k)}
        return rx.redirect(f"/matching/{self._sleutel()}{beeld.als_query(vraag)}")

    @handler(Actie.MATCHING_BEWERKEN)
    async def reken(self, gegevens: dict[str, Any]) -> None:
        """Compute again with what was moved, locked and blocked."""
        voorstel_id, versie, (modus, doel) = self._sleutel(), self.versie, lees_modus(formulier(gegevens))
        zetten, _ = await self._doe(lambda s, wie: reken_opnieuw(s, wie, klok, voorstel_id, versie, modus, doel))
        n = len(zetten)
        await zeg(
            self,
            f"Gerekend. {'Niemand kreeg' if not n else '1 student kreeg' if n == 1 else f'{n} studenten kregen'} een "
            "andere plaats.",
            f"Computed. {'Nobody has' if not n else '1 student has' if n == 1 else f'{n} students have'} "
            "another place.",
        )

    @handler(Actie.MATCHING_BEWERKEN)
    async def pak(self, gegevens: dict[str, Any]) -> None:
        """A card is picked up: say of every place whether it may go there, and why not."""
        taal, voorstel_id = (await self.get_state(BasisState)).taal, self._sleutel()
        deelnemer = als_id(formulier(gegevens).get("deelnemer", ""))
        self.doel_naam, doelen = await lees(lambda s, w: list_doelen(s, w, klok.vandaag(), voorstel_id, deelnemer))
        self.doelen = [d for d in student.doelen_beeld(doelen, taal) if d.oordeel != "kan_niet"]
        self.doel_rest = student.rest_zin(doelen, taal)
        self.oordelen, self.doel_van = student.oordelen_json(doelen, taal), str(deelnemer)

    @handler(Actie.MATCHING_BEWERKEN)
    async def zet(self, gegevens: dict[str, Any]) -> Any:
        """Move a student; a hard rule refuses with its sentence, a soft one warns."""
        form = formulier(gegevens)
        voorstel_id, versie = self._sleutel(), self.versie
        deelnemer, naar = als_id(form.get("deelnemer", "")), form.get("naar", "")
        plaats_id, reden = None if naar == "geen" else als_id(naar), form.get("reden", "")
        waarschuwingen, bord = await self._doe(
            lambda s, wie: verplaats(s, wie, klok, voorstel_id, versie, deelnemer, plaats_id, reden)
        )
        gezet = beeld.zet_zin(bord, deelnemer)
        if waarschuwingen:
            teksten = [WAARSCHUWING_TEKST[w] for w in waarschuwingen]
            nl, en = " ".join(x.nl for x in teksten), " ".join(x.en for x in teksten)
            await zeg(self, f"{gezet.nl} Let op: {nl}", f"{gezet.en} Mind: {en}", soort="warning")
        else:
            await zeg(self, gezet)
        return [sluit_dialoog(WAAROM), _naar_kaart(deelnemer)]

    @handler(Actie.MATCHING_BEWERKEN)
    async def los(self) -> Any:
        """Let go of the student whose window is open."""
        voorstel_id, versie, deelnemer = self._sleutel(), self.versie, self.wie.id
        await self._doe(lambda s, wie: laat_los(s, wie, klok, voorstel_id, versie, deelnemer))
        await zeg(self, "Losgelaten: bij het rekenen wordt opnieuw gekozen.", "Let go: computing decides again.")
        return [sluit_dialoog(WAAROM), _naar_kaart(deelnemer)]

    @handler(Actie.MATCHING_BEWERKEN)
    async def ongedaan(self) -> None:
        """Take back the last change."""
        voorstel_id, versie = self._sleutel(), self.versie
        await self._doe(lambda s, wie: maak_ongedaan(s, wie, klok, voorstel_id, versie))
        await zeg(self, "De laatste wijziging is teruggedraaid.", "The last change was taken back.")

    @handler(Actie.MATCHING_BEWERKEN)
    async def spreek_af(self, gegevens: dict[str, Any]) -> Any:
        """Lock the student of the window to a place of the round, or block the place."""
        form, voorstel_id, deelnemer = formulier(gegevens), self._sleutel(), self.wie.id
        if (soort := form.get("soort", "")) not in AfspraakSoort._value2member_map_:
            raise NietGevonden
        plaats_id, reden = als_id(form.get("plaats", "")), form.get("reden", "")
        await self._doe(
            lambda s, wie: spreek_af(s, wie, klok, voorstel_id, deelnemer, plaats_id, AfspraakSoort(soort), reden)
        )
        await zeg(self, "Afgesproken. Reken opnieuw.", "Agreed. Compute again.")
        return [sluit_dialoog(WAAROM), _naar_kaart(deelnemer)]

    @handler(Actie.MATCHING_BEWERKEN)
    async def trek_in(self, afspraak_id: str) -> Any:
        """Take a lock or block back."""
        voorstel_id, nummer = self._sleutel(), als_id(afspraak_id)
        await self._doe(lambda s, wie: trek_afspraak_in(s, wie, klok, voorstel_id, nummer))
        await zeg(self, "De afspraak is weg. Reken opnieuw.", "The agreement is gone. Compute again.")
        return [sluit_dialoog(WAAROM), _naar_kaart(self.wie.id)]

    @handler(Actie.MATCHING_BEWERKEN)
    async def vervallen(self) -> None:
        """Put this proposal away."""
        voorstel_id, versie = self._sleutel(), self.versie
        await self._doe(lambda s, wie: laat_vervallen(s, wie, klok, voorstel_id, versie))
        await zeg(self, "Dit voorstel is vervallen.", "This proposal has lapsed.")

    @handler(Actie.MATCHING_ZIEN)
    async def waarom(self, deelnemer_id: str) -> Any:
        """Open the window of one student: the list, why, and what else fits."""
        taal, voorstel_id, nummer = (await self.get_state(BasisState)).taal, self._sleutel(), als_id(deelnemer_id)
        mag = self.mag_bewerken and huidige_actor().mag(Actie.MATCHING_BEWERKEN)

        def werk(session: Session, wie: Actor) -> tuple[Waarom, tuple[Doel, ...]]:
            gevonden = get_waarom(session, wie, voorstel_id, nummer)
            doelen = list_doelen(session, wie, klok.vandaag(), voorstel_id, nummer)[1] if mag else ()
            return gevonden, doelen

        gevonden, doelen = await lees(werk)
        self.wie = student.wie_beeld(gevonden, taal)
        self.lijst = student.keuzes_beeld(gevonden, gevonden.lijst, taal)
        self.anders = student.keuzes_beeld(gevonden, gevonden.anders, taal)
        self.anders_uit = [k for k in self.anders if k.uitgesloten_id]
        self.opties = student.zet_opties(doelen, taal)
        self.form_sleutel += 1
        return open_dialoog(WAAROM)


def _naar_kaart(deelnemer_id: int) -> Any:
    """The card is in another place of the page now: show it, and give back the focus that the window took."""
    return rx.call_script(f"window.bpvBord?.naar('{deelnemer_id}')")


@rx.page(route="/matching/[voorstel_nr]", title="Matching · BPV-app", on_load=BordState.laad)
def bord() -> rx.Component:
    """The board."""
    return pagina(
        inhoud(BordState),
        titel=BordState.titel,
        zin=BordState.zin,
        kruimels=[(t("Matching", "Matching"), "/matching")],
    )
