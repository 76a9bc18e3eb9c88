"""/poks/<id>: one agreement, and every step a person may take with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.erkenning.pages.melding_blok import IntrekkingBannerState, intrekking_banner
from bpv_app.kernel.clock import klok, lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd import service as krd_service
from bpv_app.pok import service
from bpv_app.pok.pages import beeld
from bpv_app.pok.pages.delen import inhoud
from bpv_app.pok.pages.ontheffing import OntheffingState
from bpv_app.pok.pages.werkprocessen import PokWerkprocessenState, werkprocessen_kaart
from bpv_app.pok.pages.wijzigen import WijzigState, reden_uit
from bpv_app.pok.queries_detail import get_pok_detail
from bpv_app.pok.rules import STATUS_LABEL, STATUS_TOON, Partij, PokStatus, Stap, mag_stap
from bpv_app.pok.rules_afdruk import GETEKEND
from bpv_app.pok.rules_krd import KrdStand
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import sluit_dialoog

GEEN_DATUM = Tekst("Dit is geen datum; schrijf bijvoorbeeld 7-12-2026.", "This is not a date; write e.g. 7-12-2026.")
GEEN_GETAL = Tekst(
    "Dit is geen getal; schrijf bijvoorbeeld 560 of 7,5.", "This is not a number; write e.g. 560 or 7.5."
)
KIES = Tekst("Maak een keuze.", "Make a choice.")


def _datum(gegevens: dict[str, str], veld: str) -> Any:
    try:
        return lees_datum(gegevens.get(veld, ""))
    except (ValueError, OverflowError) as fout:
        raise OngeldigeInvoer({veld: GEEN_DATUM}) from fout


def _keuze(soort: type[Any], gegevens: dict[str, str], veld: str) -> Any:
    waarde = gegevens.get(veld, "")
    if waarde not in soort._value2member_map_:
        raise OngeldigeInvoer({veld: KIES})
    return soort(waarde)


class PokState(WijzigState, OntheffingState, rx.State):
    """The workflow of one POK as the browser sees it."""

    pok_id: int = 0
    pok_versie: int = 0
    document_versie: int = 0
    form_sleutel: str = ""
    dossier_href: str = ""
    nummer: str = ""
    titel: str = ""
    zin: str = ""
    stap: int = 3
    status: str = ""
    status_label: str = ""
    status_toon: str = ""
    krd_label: str = ""
    krd_stand: str = ""
    krd_toon: str = ""
    krd_fout: str = ""
    velden: list[beeld.Veld] = []
    handtekeningen: list[beeld.HandtekeningBeeld] = []
    documenten: list[beeld.PapierBeeld] = []
    scans: list[beeld.PapierBeeld] = []
    keten: list[beeld.KetenBeeld] = []
    tijdlijn: list[beeld.TijdlijnBeeld] = []
    stappen: list[str] = []
    mag_tekenen: bool = False
    mag_nabellen: bool = False
    mag_archiveren: bool = False
    heeft_bewijs: bool = False
    mag_opnieuw: bool = False
    oude_versie: bool = False
    archiefplaats: str = ""
    vandaag: str = ""

    @handler(Actie.POK_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the agreement of the address; the look is recorded."""
        pok_id = als_id(pad_deel(self, 1))

        def werk(session: Any, wie: Any) -> Any:
            detail = get_pok_detail(session, wie, pok_id, klok.vandaag())
            noteer_inzage(session, wie, "pok", pok_id, f"POK {detail.nummer}", klok.nu())
            return detail

        await self._toon(await schrijf(werk))
        vraag = parse_qs(str(self.router.url.query or ""))
        if "scan" in vraag:
            await zeg(self, "De scan is bewaard.", "The scan was saved.")
        papier = vraag.get("versie", [""])[0]
        self.oude_versie = bool(als_id(papier)) and als_id(papier) != self.document_versie

    async def _lees(self) -> None:
        pok_id = self.pok_id
        await self._toon(await lees(lambda s, wie: get_pok_detail(s, wie, pok_id, klok.vandaag())))

    async def _toon(self, d: Any) -> None:
        taal = (await self.get_state(BasisState)).taal
        wie, vandaag = huidige_actor(), klok.vandaag()
        self.pok_id, self.pok_versie, self.document_versie = d.id, d.versie, d.document_versie
        self.form_sleutel = f"{d.id}-{d.versie}-{d.status.value}"
        self.dossier_href = f"/dossiers/{d.dossier_id}"
        self.nummer, self.titel = d.nummer, f"POK {d.nummer}: {d.student}"
        self.zin, self.stap = beeld.wat_nu(d, vandaag).in_taal(taal), d.stap
        self.status, self.status_toon = d.status.value, STATUS_TOON[d.status]
        self.status_label = STATUS_LABEL[d.status].in_taal(taal)
        self.krd_label, self.krd_stand, self.krd_toon = beeld.krd(d, taal)
        self.krd_fout = d.krd_fout if d.krd_stand is KrdStand.GEWEIGERD else ""
        self.velden, self.handtekeningen = beeld.velden(d, taal), beeld.handtekeningen(d, taal)
        self.documenten, self.scans = beeld.documenten(d, taal), beeld.scans(d, taal)
        self.keten, self.tijdlijn = beeld.keten(d, taal), beeld.tijdlijn(d.tijdlijn, taal)
        self.stappen = [s.value for s in Stap if mag_stap(wie, d.status, s)]
        registreert = wie.mag(Actie.POK_ONDERTEKENING_REGISTREREN)
        papier = d.status in (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND, PokStatus.VERVANGEN)
        self.heeft_bewijs = d.status in GETEKEND
        self.mag_tekenen = registreert and d.status is PokStatus.AFGEDRUKT
        self.mag_archiveren = registreert and papier and d.document_versie > 0
        self.mag_nabellen = wie.mag(Actie.POK_NABELLEN) and d.status is PokStatus.AFGEDRUKT
        self.mag_opnieuw = wie.mag(Actie.KRD_OPNIEUW) and d.krd_stand in (KrdStand.GEWEIGERD, KrdStand.VERSCHIL)
        self.archiefplaats, self.vandaag = d.archiefplaats, vandaag.isoformat()
        await self._lees_wijzigingen(d.id)
        await self._lees_ontheffing(d.id)

    async def _klaar(self, tekst: Tekst, *dialogen: str) -> Any:
        """Say it, read the agreement again, close the dialog."""
        await self._lees()
        await zeg(self, tekst)
        return [sluit_dialoog(d) for d in dialogen] or None

    @handler(Actie.POK_VERSTUREN)
    async def verstuur(self) -> None:
        """Step 4: concept → volledig, and the register is told."""
        pok_id = self.pok_id
        # As a bulk of one: a refused accreditation check stays stored as evidence.
        (uitslag,) = await schrijf(lambda s, wie: service.maak_volledig_alle(s, wie, klok, [pok_id]))
        await self._lees()
        await zeg(self, uitslag.tekst, soort="success" if uitslag.gelukt else "error")

    @handler(Actie.KRD_OPNIEUW)
    async def stuur_opnieuw(self) -> None:
        """After a refusal was mended: tell the register again."""
        pok_id = self.pok_id
        (uitslag,) = await schrijf(lambda s, wie: krd_service.stuur_opnieuw(s, wie, klok, [pok_id]))
        await self._lees()
        await zeg(self, uitslag.tekst, soort="success" if uitslag.gelukt else "error")

    @handler(Actie.POK_AFDRUKKEN)
    async def druk_af(self) -> None:
        """Step 5: volledig → afgedrukt."""
        pok_id = self.pok_id
        afdruk = await schrijf(lambda s, wie: service.druk_af(s, wie, klok, [pok_id]))
        await self._lees()
        (uitslag,) = afdruk.uitslagen
        await zeg(self, uitslag.tekst, soort="success" if uitslag.gelukt else "error")

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN)
    async def teken(self, gegevens: dict[str, Any]) -> None:
        """Step 7: a party's signature, with its date."""
        form, pok_id, document = formulier(gegevens), self.pok_id, self.document_versie
        partij, op = _keuze(Partij, form, "partij"), _datum(form, "getekend_op")
        if op is None:
            raise OngeldigeInvoer({"getekend_op": Tekst("Vul de datum in.", "Fill in the date.")})
        uit = await schrijf(lambda s, wie: service.registreer_handtekening(s, wie, klok, pok_id, partij, op, document))
        await self._lees()
        await zeg(self, uit.tekst, soort="success" if uit.is_definitief or uit.ontbreekt else "warning")

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN)
    async def controleer_opnieuw(self) -> None:
        """All signed but not accredited: ask the register again."""
        pok_id = self.pok_id
        uit = await schrijf(lambda s, wie: service.controleer_opnieuw(s, wie, klok, pok_id))
        await self._lees()
        await zeg(self, uit.tekst, soort="success" if uit.is_definitief else "warning")

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN)
    async def verwijder_handtekening(self, gegevens: dict[str, Any]) -> Any:
        """A wrongly ticked signature."""
        form, pok_id = formulier(gegevens), self.pok_id
        partij, reden = _keuze(Partij, form, "partij"), reden_uit(form, "doorhalen")
        await schrijf(lambda s, wie: service.verwijder_handtekening(s, wie, klok, pok_id, partij, reden))
        return await self._klaar(Tekst("Handtekening doorgehaald.", "Signature struck out."), "dialoog-doorhalen")

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN)
    async def archiveer(self, gegevens: dict[str, Any]) -> Any:
        """Where the paper is kept."""
        plaats, pok_id = formulier(gegevens).get("archiefplaats", ""), self.pok_id
        await schrijf(lambda s, wie: service.zet_archiefplaats(s, wie, klok, pok_id, plaats))
        return await self._klaar(Tekst("Archiefplaats bewaard.", "Archive place saved."))

    @handler(Actie.POK_NABELLEN)
    async def bel(self, gegevens: dict[str, Any]) -> Any:
        """A call about missing signatures."""
        form, pok_id = formulier(gegevens), self.pok_id
        opnieuw = _datum(form, "opnieuw_bellen_op")
        await schrijf(
            lambda s, wie: service.voeg_belnotitie_toe(
                s, wie, klok, pok_id, form.get("met_wie", ""), form.get("notitie", ""), opnieuw
            )
        )
        return await self._klaar(Tekst("Belnotitie bewaard.", "Call noted."), "dialoog-bellen")

    async def _met_reden(self, gegevens: dict[str, Any], werk: Any, tekst: Tekst, dialoog: str) -> Any:
        reden = reden_uit(formulier(gegevens), dialoog.removeprefix("dialoog-"))
        pok_id, versie = self.pok_id, self.pok_versie
        await schrijf(lambda s, wie: werk(s, wie, pok_id, reden, versie))
        return await self._klaar(tekst, dialoog)

    @handler(Actie.POK_AFMELDEN)
    async def meld_af(self, gegevens: dict[str, Any]) -> Any:
        """The student does not go on."""
        return await self._met_reden(
            gegevens,
            lambda s, wie, pok, reden, versie: service.meld_af(s, wie, klok, pok, reden, versie),
            Tekst("Afgemeld.", "Withdrawn."),
            "dialoog-meld_af",
        )

    @handler(Actie.POK_AFMELDEN)
    async def wijs_af(self, gegevens: dict[str, Any]) -> Any:
        """School, company or register does not agree."""
        return await self._met_reden(
            gegevens,
            lambda s, wie, pok, reden, versie: service.wijs_af(s, wie, klok, pok, reden, versie),
            Tekst("Afgewezen.", "Rejected."),
            "dialoog-wijs_af",
        )

    @handler(Actie.POK_TERUGZETTEN)
    async def zet_terug_naar_volledig(self, gegevens: dict[str, Any]) -> Any:
        """A step back; the paper becomes void."""
        return await self._met_reden(
            gegevens,
            lambda s, wie, pok, reden, v: service.zet_terug(s, wie, klok, pok, PokStatus.VOLLEDIG, reden, v),
            Tekst("Teruggezet naar volledig.", "Put back to complete."),
            "dialoog-zet_terug_naar_volledig",
        )

    @handler(Actie.POK_TERUGZETTEN)
    async def zet_terug_naar_concept(self, gegevens: dict[str, Any]) -> Any:
        """A step back; the paper becomes void and everything can be changed."""
        return await self._met_reden(
            gegevens,
            lambda s, wie, pok, reden, v: service.zet_terug(s, wie, klok, pok, PokStatus.CONCEPT, reden, v),
            Tekst("Teruggezet naar concept.", "Put back to draft."),
            "dialoog-zet_terug_naar_concept",
        )


@rx.page(
    route="/poks/[pok_nr]",
    title="POK · BPV-app",
    on_load=[PokState.laad, IntrekkingBannerState.laad_pok, PokWerkprocessenState.laad],
)
def pok() -> rx.Component:
    """The agreement."""
    return pagina(
        intrekking_banner(),
        rx.el.div(werkprocessen_kaart(), class_name="mb-4 empty:hidden"),
        inhoud(PokState),
        titel=PokState.titel,
        zin=PokState.zin,
        kruimels=[(t("POK's", "Agreements"), "/poks"), (t("Dossier", "Dossier"), PokState.dossier_href)],
    )
