"""/leerbedrijven/<id>: one company: data, locations, contacts, accreditation with its evidence, placements."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.beoordeling.pages.totalen_blok import TotalenBeeld, totalen_beeld
from bpv_app.beoordeling.queries_evaluatie import get_bedrijf_totalen
from bpv_app.config import instellingen
from bpv_app.erkenning.pages.voordracht_blok import VoordrachtState, voordracht_blok
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.sbb.pages.controle_blok import GEVRAAGD, WACHTTE_AL, ControleState, controle_blok
from bpv_app.koppeling.sbb.service import vraag_controle
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.pages import beeld
from bpv_app.leerbedrijf.pages.contact_blok import ContactBlokState, bezoek_blok, contact_blok
from bpv_app.leerbedrijf.pages.delen import FORMULIER, LINK, inhoud
from bpv_app.leerbedrijf.pages.dubbel_blok import BedrijfDubbelState, dubbel_blok
from bpv_app.leerbedrijf.pages.formulieren import lees_bedrijf, lees_contact, lees_dag, lees_locatie
from bpv_app.leerbedrijf.pages.historie_blok import HistorieState, historie_blok
from bpv_app.leerbedrijf.pages.school_blok import SchoolBlokState
from bpv_app.leerbedrijf.pages.school_delen import naar_deel, notitie_blok, ongeschikt_blok, waarschuwing
from bpv_app.leerbedrijf.pages.tekent_blok import TekentState, tekent_blok
from bpv_app.leerbedrijf.queries import LeerbedrijfDetail, get_leerbedrijf_detail, vanaf_leerbedrijf
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.ligging.queries import get_ligging
from bpv_app.matching.pages.plaats_blok import PlaatsBlok, plaats_blokken
from bpv_app.matching.queries_plaats import list_van_bedrijf
from bpv_app.matching.queries_plaats_regels import PlaatsRegel
from bpv_app.pok.queries_bedrijf import PlaatsingRegel, heeft_stagiair, list_plaatsingen
from bpv_app.toegang.links import geef_link, trek_toegang_in
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import open_dialoog, sluit_dialoog

NIEUWE_LOCATIE = {
    "id": "", "versie": "", "naam": "", "vestigingsnummer": "", "straat": "", "huisnummer": "", "postcode": "",
    "plaats": "", "is_actief": "ja",
}  # fmt: skip
NIEUW_CONTACT = {
    "id": "", "versie": "", "naam": "", "functie": "", "email": "", "telefoon": "", "locatie_id": "",
    "is_praktijkopleider": "ja", "is_tekenbevoegd": "", "keurt_uren": "", "is_actief": "ja",
}  # fmt: skip


def _ja(waarde: bool) -> str:
    return "ja" if waarde else ""


class LeerbedrijfState(rx.State):
    """One company as the browser sees it."""

    bedrijf_id: int = 0
    bedrijf_versie: int = 0
    titel: str = ""
    zin: str = ""
    kern: dict[str, str] = {}
    locaties: list[beeld.LocatieBeeld] = []
    locatie_opties: list[Optie] = []
    contacten: list[beeld.ContactBeeld] = []
    erkenningen: list[beeld.ErkenningBeeld] = []
    controles: list[beeld.ControleBeeld] = []
    plaatsingen_nu: list[beeld.PlaatsingBeeld] = []
    plaatsingen_eerder: list[beeld.PlaatsingBeeld] = []
    plaatsen: list[PlaatsBlok] = []
    mag_plaatsen: bool = False
    evaluatie: TotalenBeeld = TotalenBeeld("", "")
    mag_bewerken: bool = False
    mag_controleren: bool = False
    vandaag: str = ""
    dichtbij: str = ""
    open_form: str = ""
    form_sleutel: str = ""
    v: dict[str, str] = {}
    link: str = ""
    link_voor: str = ""
    _form_nr: int = 0

    @handler(Actie.LEERBEDRIJF_ZIEN, laadt=True)
    async def laad(self) -> Any:
        """Read the company of the address; one that was merged leads to the company it is now."""
        self.bedrijf_id, self.link, self.open_form = 0, "", ""
        nummer = als_id(pad_deel(self, 1))
        nu = await lees(lambda s, wie: volg(s, service.get_leerbedrijf(s, wie, nummer).id or 0))
        if nu != nummer:
            return rx.redirect(f"/leerbedrijven/{nu}", replace=True)
        await self._lees(nummer)
        return None

    async def _lees(self, bedrijf_id: int) -> None:
        def werk(
            session: Session, wie: Actor
        ) -> tuple[LeerbedrijfDetail, tuple[PlaatsingRegel, ...], list[PlaatsRegel]]:
            detail = get_leerbedrijf_detail(session, wie, bedrijf_id, klok.vandaag())
            plaatsen = list_van_bedrijf(session, wie, bedrijf_id, klok.vandaag())
            return detail, list_plaatsingen(session, wie, bedrijf_id), plaatsen

        d, plaatsingen, plaatsen = await lees(werk)
        taal, wie = (await self.get_state(BasisState)).taal, huidige_actor()
        self.bedrijf_id, self.bedrijf_versie = d.id, d.versie
        self.titel, self.zin = d.naam, beeld.zin(d, plaatsingen, klok.vandaag()).in_taal(taal)
        self.kern = beeld.kerngegevens(d, taal)
        self.locaties = beeld.locaties(d)
        self.locatie_opties = [Optie(str(x.id), x.naam) for x in d.locaties]
        self.contacten = beeld.contacten(d, wie.mag(Actie.LINK_UITGEVEN), taal)
        self.erkenningen, self.controles = beeld.erkenningen(d, taal), beeld.controles(d, taal)
        self.plaatsingen_nu = beeld.plaatsingen(plaatsingen, True, taal)
        self.plaatsingen_eerder = beeld.plaatsingen(plaatsingen, False, taal)
        self.plaatsen, self.mag_plaatsen = plaats_blokken(plaatsen, taal), wie.mag(Actie.PLAATS_BEWERKEN)
        totalen = await lees(lambda session, wie: get_bedrijf_totalen(session, wie, bedrijf_id))
        self.evaluatie = totalen_beeld(totalen, taal)
        self.mag_bewerken = wie.mag(Actie.LEERBEDRIJF_BEWERKEN)
        self.mag_controleren = wie.mag(Actie.ERKENNING_CONTROLEREN)
        self.vandaag = klok.vandaag().isoformat()
        heeft_plek = await lees(lambda s, wie: wie.mag(Actie.DOSSIER_ZIEN) and get_ligging(s, d.postcode) is not None)
        vanaf = vanaf_leerbedrijf(d.id, d.sbb_id)
        self.dichtbij = f"/dossiers?plaats=zonder&vanaf={vanaf}&km=15" if heeft_plek else ""

    def _sleutel(self) -> int:
        """The company this screen shows; a screen that shows none has nothing to change."""
        if not self.bedrijf_id:
            raise NietGevonden
        return self.bedrijf_id

    async def _klaar(self, tekst: Tekst) -> Any:
        await self._lees(self._sleutel())
        self.open_form = ""
        await zeg(self, tekst)
        return sluit_dialoog(FORMULIER)

    def _open(self, soort: str, waarden: dict[str, str]) -> Any:
        """Show one form, with fresh fields."""
        self._form_nr += 1
        self.open_form, self.v, self.form_sleutel = soort, waarden, f"{soort}-{self._form_nr}"
        return open_dialoog(FORMULIER)

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def open_bedrijf(self) -> Any:
        """Show the company's form."""
        bedrijf_id = self._sleutel()
        d = await lees(lambda s, wie: get_leerbedrijf_detail(s, wie, bedrijf_id, klok.vandaag()))
        self.bedrijf_versie = d.versie
        return self._open("bedrijf", beeld.formulierwaarden(d))

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def bewaar_bedrijf(self, gegevens: dict[str, Any]) -> Any:
        """Save the company's own data."""
        bedrijf_id, versie = self._sleutel(), self.bedrijf_versie
        invoer = lees_bedrijf(formulier(gegevens))
        await schrijf(lambda s, wie: service.werk_leerbedrijf_bij(s, wie, klok, bedrijf_id, invoer, versie))
        return await self._klaar(Tekst("Leerbedrijf bewaard.", "Company saved."))

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def open_locatie(self, sleutel: str) -> Any:
        """Show a location's form; an empty key for a new one."""
        bedrijf_id, locatie_id = self._sleutel(), als_id(sleutel)
        waarden = dict(NIEUWE_LOCATIE)
        if sleutel:
            rij = await lees(lambda s, wie: self._van_dit_bedrijf(service.get_locatie(s, wie, locatie_id), bedrijf_id))
            waarden = {n: str(getattr(rij, n)) for n in NIEUWE_LOCATIE} | {"is_actief": _ja(rij.is_actief)}
        return self._open("locatie", waarden)

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def bewaar_locatie(self, gegevens: dict[str, Any]) -> Any:
        """Save the location whose form is open."""
        bedrijf_id, (locatie_id, versie) = self._sleutel(), self._geopend("locatie")
        invoer = lees_locatie(formulier(gegevens))

        def werk(session: Session, wie: Actor) -> None:
            if locatie_id:
                service.werk_locatie_bij(session, wie, locatie_id, invoer, versie)
            else:
                service.maak_locatie(session, wie, bedrijf_id, invoer)

        await schrijf(werk)
        return await self._klaar(Tekst("Locatie bewaard.", "Location saved."))

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def open_contact(self, sleutel: str) -> Any:
        """Show a contact person's form; an empty key for a new one."""
        bedrijf_id, contact_id = self._sleutel(), als_id(sleutel)
        waarden = dict(NIEUW_CONTACT)
        if sleutel:
            rij = await lees(
                lambda s, wie: self._van_dit_bedrijf(service.get_contactpersoon(s, wie, contact_id), bedrijf_id)
            )
            vinkjes = ("is_praktijkopleider", "is_tekenbevoegd", "keurt_uren", "is_actief")
            waarden = {n: str(getattr(rij, n)) for n in NIEUW_CONTACT}
            waarden |= {n: _ja(getattr(rij, n)) for n in vinkjes} | {"locatie_id": str(rij.locatie_id or "")}
        return self._open("contact", waarden)

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def bewaar_contact(self, gegevens: dict[str, Any]) -> Any:
        """Save the contact person whose form is open; who no longer works here loses access at once."""
        bedrijf_id, (contact_id, versie) = self._sleutel(), self._geopend("contact")
        invoer = lees_contact(formulier(gegevens))

        def werk(session: Session, wie: Actor) -> None:
            if not contact_id:
                service.maak_contactpersoon(session, wie, bedrijf_id, invoer)
                return
            service.werk_contactpersoon_bij(session, wie, contact_id, invoer, versie)
            if not invoer.mag_binnen:
                trek_toegang_in(session, wie, klok, contact_id)

        await schrijf(werk)
        return await self._klaar(Tekst("Contactpersoon bewaard.", "Contact saved."))

    def _geopend(self, soort: str) -> tuple[int, int]:
        """Id and version of the row whose form is open; (0, 0) for a new one."""
        if self.open_form != soort:
            raise NietGevonden
        return als_id(self.v["id"]), als_id(self.v["versie"])

    def _van_dit_bedrijf(self, rij: Any, bedrijf_id: int) -> Any:
        if rij.leerbedrijf_id != bedrijf_id:
            raise NietGevonden
        return rij

    def _contact_voor_link(self, session: Session, wie: Actor, contact_id: int, bedrijf_id: int) -> Any:
        """The contact, when this actor may let that person in: who keeps the relations file or guides a trainee."""
        rij = self._van_dit_bedrijf(service.get_contactpersoon(session, wie, contact_id), bedrijf_id)
        if not wie.mag(Actie.LEERBEDRIJF_BEWERKEN) and not heeft_stagiair(session, wie, contact_id):
            raise NietGevonden
        return rij

    @handler(Actie.LINK_UITGEVEN)
    async def maak_persoonlijke_link(self, sleutel: str) -> Any:
        """A new personal link for a praktijkopleider; shown once, earlier unused ones stop working."""
        bedrijf_id, contact_id = self._sleutel(), als_id(sleutel)

        def werk(session: Session, wie: Actor) -> tuple[str, str]:
            rij = self._contact_voor_link(session, wie, contact_id, bedrijf_id)
            if not (rij.is_actief and (rij.is_praktijkopleider or rij.keurt_uren)):
                raise NietGevonden
            link = geef_link(session, wie, klok, contact_id, leerbedrijf_id=bedrijf_id, naam=rij.naam, email=rij.email)
            return link, rij.naam

        self.link, self.link_voor = await schrijf(werk)
        return open_dialoog(LINK)

    @handler(ingelogd=True)
    async def sluit_link(self) -> Any:
        """Forget the link that was shown."""
        self.link = ""
        return sluit_dialoog(LINK)

    @handler(Actie.LINK_UITGEVEN)
    async def trek_toegang_in(self, sleutel: str) -> None:
        """Open links and sessions of this person end now."""
        bedrijf_id, contact_id = self._sleutel(), als_id(sleutel)

        def werk(session: Session, wie: Actor) -> None:
            self._contact_voor_link(session, wie, contact_id, bedrijf_id)
            trek_toegang_in(session, wie, klok, contact_id)

        await schrijf(werk)
        await zeg(
            self, "Toegang ingetrokken: links en sessies werken niet meer.", "Access revoked: links and sessions ended."
        )

    @handler(Actie.ERKENNING_CONTROLEREN)
    async def controleer(self, gegevens: dict[str, Any]) -> Any:
        """Ask SBB through the outbox, or else the register at once; question and answer are kept."""
        form, bedrijf_id = formulier(gegevens), self._sleutel()
        crebo, keuzedeel, dag = form.get("crebo", ""), form.get("keuzedeel", ""), lees_dag(form, "peildatum")
        fouten = {}
        if not crebo and not keuzedeel:
            fouten["crebo"] = Tekst("Vul een crebo of een keuzedeel in.", "Fill in a crebo or an optional module.")
        if dag is None:
            fouten["peildatum"] = Tekst("Vul de datum in.", "Fill in the date.")
        if fouten or dag is None:
            raise OngeldigeInvoer(fouten)
        if instellingen().sbb_url:
            is_nieuw = await schrijf(
                lambda s, wie: vraag_controle(s, wie, klok, bedrijf_id, crebo=crebo, keuzedeel=keuzedeel, peildatum=dag)
            )
            await zeg(self, GEVRAAGD if is_nieuw else WACHTTE_AL, soort="info")
            return ControleState.laad
        controle = await schrijf(
            lambda s, wie: service.controleer_erkenning(
                s, wie, klok, bedrijf_id, crebo=crebo, keuzedeel=keuzedeel, peildatum=dag,
                aanleiding=Aanleiding.HANDMATIG,
            )
        )  # fmt: skip
        await self._lees(bedrijf_id)
        await zeg(self, controle.reden, controle.reden_en, beeld.UITKOMST_TOON[controle.uitkomst])
        return ControleState.laad


@rx.page(
    route="/leerbedrijven/[bedrijf_nr]",
    title="Leerbedrijf · BPV-app",
    on_load=[
        LeerbedrijfState.laad,
        SchoolBlokState.laad,
        ContactBlokState.laad,
        TekentState.laad,
        HistorieState.laad,
        BedrijfDubbelState.laad,
        ControleState.laad,
        VoordrachtState.laad,
    ],
)
def leerbedrijf() -> rx.Component:
    """The company."""
    return pagina(
        rx.fragment(
            waarschuwing(),
            naar_deel(),
            inhoud(
                LeerbedrijfState,
                controle_blok([LeerbedrijfState.laad, ControleState.laad]),
                links=[tekent_blok(), contact_blok(), bezoek_blok(), notitie_blok()],
                rechts=[voordracht_blok(), ongeschikt_blok()],
            ),
            rx.el.div(historie_blok(), dubbel_blok(), class_name="mt-4 flex min-w-0 flex-col gap-4"),
        ),
        titel=LeerbedrijfState.titel,
        zin=LeerbedrijfState.zin,
        kruimels=[(t("Leerbedrijven", "Companies"), "/leerbedrijven")],
        acties=rx.cond(
            LeerbedrijfState.dichtbij != "",
            rx.el.a(
                t("Studenten zonder plaats dichtbij", "Students nearby without a place"),
                href=LeerbedrijfState.dichtbij,
                class_name="btn btn-outline btn-sm",
            ),
            rx.fragment(),
        ),
    )
