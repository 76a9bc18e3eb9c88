"""/plaatsen/<id>: one place. The school and its company change, offer, close and withdraw it; a student reads it."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_ongeschikt import NietGeschikt
from bpv_app.matching.pages import plaats_beeld as beeld
from bpv_app.matching.pages.plaats_delen import VRAAG, inhoud
from bpv_app.matching.pages.plaats_formulier import (
    NIEUW,
    Vink,
    crebo_vinken,
    dag_vinken,
    lees_plaats,
    opties,
    waarden_van,
)
from bpv_app.matching.queries_plaats_detail import PlaatsDetail, get_plaats_detail
from bpv_app.matching.queries_plaats_keuzes import PlaatsKeuzes, get_keuzes
from bpv_app.matching.queries_plek import zoek_voor_plek
from bpv_app.matching.rules_plaats import STATUS_LABEL, STATUS_TOON, PlaatsStatus
from bpv_app.matching.rules_plaats_stap import OVERGANGEN, Stap
from bpv_app.matching.service_plaats import werk_plaats_bij, zet_stap
from bpv_app.matching.service_plek import bezet_plek, geef_plek_vrij, reserveer_met_de_hand
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import open_dialoog, sluit_dialoog


class PlaatsState(rx.State):
    """One place as the browser sees it."""

    plaats_id: int = 0
    versie: int = 0
    titel: str = ""
    zin: str = ""
    status: str = ""
    toon: str = ""
    bedrijf: str = ""
    bedrijf_href: str = ""
    website: str = ""
    taken: str = ""
    feiten: list[beeld.Feit] = []
    stappen: list[beeld.StapBeeld] = []
    claims: list[beeld.ClaimBeeld] = []
    vrije_plekken: int = 0
    gebeurtenissen: list[beeld.GebeurtenisBeeld] = []
    niet_erkend: str = ""
    is_student: bool = False
    mag_bewerken: bool = False
    mag_toewijzen: bool = False
    mag_reserveren: bool = False
    terug: str = ""
    bewerken: bool = False
    gekozen: beeld.StapBeeld = beeld.StapBeeld("", "", "", False, False)
    vrij_naam: str = ""
    student_opties: list[Optie] = []
    open_form: str = ""
    form_sleutel: int = 0
    meer_open: bool = True
    vraag_toch: bool = False
    v: dict[str, str] = NIEUW
    locatie_opties: list[Optie] = []
    opleider_opties: list[Optie] = []
    crebo_vinken: list[Vink] = []
    dag_vinken: list[Vink] = []
    _vrij_id: int = 0

    @handler(Actie.PLAATS_ZIEN, Actie.EIGEN_PLAATS_AANBIEDEN, Actie.AANBOD_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the place of the address."""
        self.plaats_id, self.bewerken, self.open_form = 0, False, ""
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, plaats_id: int) -> None:
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        d: PlaatsDetail = await lees(lambda s, wie: get_plaats_detail(s, wie, plaats_id, vandaag))
        r, wie = d.regel, huidige_actor()
        self.plaats_id, self.versie, self.titel, self.taken = r.id, r.versie, r.titel, r.taken
        self.zin, self.status, self.toon = beeld.zin(d).in_taal(taal), STATUS_LABEL[r.status].in_taal(taal), ""
        self.toon = STATUS_TOON[r.status]
        self.bedrijf, self.website = r.bedrijf, r.website
        self.bedrijf_href = f"/leerbedrijven/{r.leerbedrijf_id}" if wie.mag(Actie.LEERBEDRIJF_ZIEN) else ""
        self.feiten, self.stappen = beeld.feiten(d, taal), beeld.stappen(d, taal)
        self.claims, self.gebeurtenissen = beeld.claims(d, taal), beeld.gebeurtenissen(d, taal)
        self.vrije_plekken = r.bezetting.vrij
        weg = [o.naam or o.crebo for o in r.opleidingen if not o.is_erkend]
        self.niet_erkend = "" if d.is_student else ", ".join(weg)
        self.is_student, self.mag_toewijzen = d.is_student, d.mag_toewijzen
        self.mag_bewerken = d.mag_bewerken
        self.mag_reserveren = d.mag_toewijzen and r.status is PlaatsStatus.AANGEBODEN and r.bezetting.vrij > 0
        self.terug = "/plaatsen" if d.is_student or wie.mag(Actie.PLAATS_ZIEN) else "/bedrijf"

    def _sleutel(self) -> int:
        """The place this screen shows; a screen that shows none has nothing to change."""
        if not self.plaats_id:
            raise NietGevonden
        return self.plaats_id

    @handler(Actie.PLAATS_BEWERKEN, Actie.EIGEN_PLAATS_AANBIEDEN)
    async def open_bewerken(self) -> None:
        """Show the form, with fresh values."""
        plaats_id, vandaag = self._sleutel(), klok.vandaag()

        def werk(session: Session, wie: Actor) -> tuple[PlaatsDetail, PlaatsKeuzes]:
            d = get_plaats_detail(session, wie, plaats_id, vandaag)
            return d, get_keuzes(session, wie, d.regel.leerbedrijf_id, vandaag)

        d, keuzes = await lees(werk)
        taal, r = (await self.get_state(BasisState)).taal, d.regel
        self.versie, self.v = r.versie, waarden_van(r)
        self.locatie_opties = opties(_met(keuzes.locaties, r.locatie_id, r.locatie))
        self.opleider_opties = opties(_met(keuzes.opleiders, r.opleider_id, r.opleider))
        self.crebo_vinken = crebo_vinken(keuzes, {o.crebo: o.naam for o in r.opleidingen}, taal)
        self.dag_vinken = dag_vinken(r.dagen, taal)
        self.form_sleutel += 1
        self.bewerken = True

    @handler(ingelogd=True)
    async def sluit_bewerken(self) -> None:
        """Back to the facts."""
        self.bewerken = False

    @handler(Actie.PLAATS_BEWERKEN, Actie.EIGEN_PLAATS_AANBIEDEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Save the form."""
        plaats_id, versie = self._sleutel(), self.versie
        invoer = lees_plaats(formulier(gegevens))
        await schrijf(lambda s, wie: werk_plaats_bij(s, wie, klok, plaats_id, invoer, versie))
        self.bewerken = False
        await self._lees(plaats_id)
        await zeg(self, "Plaats bewaard.", "Place saved.")

    @handler(Actie.PLAATS_BEWERKEN, Actie.EIGEN_PLAATS_AANBIEDEN)
    async def open_stap(self, stap: str) -> Any:
        """Ask whether to take this step, with its consequence."""
        plaats_id = self._sleutel()
        await self._lees(plaats_id)
        gekozen = next((b for b in self.stappen if b.naam == str(stap)), None)
        if gekozen is None:
            raise NietGevonden
        self.gekozen = gekozen
        self.form_sleutel += 1
        self.open_form = "stap"
        return open_dialoog(VRAAG)

    @handler(Actie.PLAATS_BEWERKEN, Actie.EIGEN_PLAATS_AANBIEDEN)
    async def neem_stap(self, gegevens: dict[str, Any]) -> Any:
        """Take the step that was asked."""
        plaats_id, versie, naam = self._sleutel(), self.versie, self.gekozen.naam
        reden = formulier(gegevens).get("reden", "")
        if naam not in Stap._value2member_map_:
            raise NietGevonden
        stap = Stap(naam)
        await schrijf(lambda s, wie: zet_stap(s, wie, klok, plaats_id, stap, reden=reden, versie=versie))
        self.bewerken = False
        await self._lees(plaats_id)
        status = STATUS_LABEL[OVERGANGEN[stap].naar]
        await zeg(self, Tekst(f"De plaats is nu: {status.nl.lower()}.", f"The place is now: {status.en.lower()}."))
        self.open_form = ""
        return sluit_dialoog(VRAAG)

    @handler(Actie.PLAATS_TOEWIJZEN)
    async def bezet(self, student_id: str) -> None:
        """The student for whom a slot was kept is placed."""
        plaats_id, student = self._sleutel(), als_id(student_id)
        await schrijf(lambda s, wie: bezet_plek(s, wie, klok, plaats_id, student))
        await self._lees(plaats_id)
        await zeg(self, "De plek is bezet.", "The slot is taken.")

    @handler(Actie.PLAATS_TOEWIJZEN)
    async def open_reserveren(self) -> Any:
        """Ask for whom a slot is kept, and why."""
        await self._lees(self._sleutel())
        self.student_opties, self.open_form, self.vraag_toch = [], "reserveer", False
        self.form_sleutel += 1
        return open_dialoog(VRAAG)

    @handler(Actie.PLAATS_TOEWIJZEN)
    async def zoek_student(self, tekst: str) -> None:
        """Students of the own teams by name or number."""
        plaats_id, zoek = self._sleutel(), str(tekst)[:100]
        gevonden = await lees(lambda s, wie: zoek_voor_plek(s, wie, plaats_id, zoek))
        self.student_opties = [Optie(str(i), naam) for i, naam in gevonden]

    @handler(Actie.PLAATS_TOEWIJZEN)
    async def reserveer(self, gegevens: dict[str, Any]) -> Any:
        """Keep a slot; full, or a rule that forbids it, is told and the counters are those of now."""
        plaats_id, form = self._sleutel(), formulier(gegevens)
        student, reden, toch = als_id(form.get("student_id", "")), form.get("reden", ""), bool(form.get("toch"))
        if not student:
            raise OngeldigeInvoer({"student_id": Tekst("Zoek en kies een student.", "Find and choose a student.")})
        try:
            await schrijf(
                lambda s, wie: reserveer_met_de_hand(s, wie, klok, plaats_id, student, reden, toch=toch) and None
            )
        except NietGeschikt:
            self.vraag_toch = True
            raise
        finally:
            await self._lees(plaats_id)
        await zeg(self, "De plek is gereserveerd.", "The slot is reserved.")
        self.open_form = ""
        return sluit_dialoog(VRAAG)

    @handler(Actie.PLAATS_TOEWIJZEN)
    async def open_vrijgeven(self, student_id: str) -> Any:
        """Ask why the slot is released."""
        claim = next((c for c in self.claims if c.is_eigen and c.student_id == str(student_id)), None)
        if claim is None:
            raise NietGevonden
        self._vrij_id, self.vrij_naam = als_id(claim.student_id), claim.naam
        self.form_sleutel += 1
        self.open_form = "vrij"
        return open_dialoog(VRAAG)

    @handler(Actie.PLAATS_TOEWIJZEN)
    async def geef_vrij(self, gegevens: dict[str, Any]) -> Any:
        """Release the slot of the student whose question is open."""
        plaats_id, student, reden = self._sleutel(), self._vrij_id, formulier(gegevens).get("reden", "")
        await schrijf(lambda s, wie: geef_plek_vrij(s, wie, klok, plaats_id, student, reden=reden))
        await self._lees(plaats_id)
        await zeg(self, "De plek is vrij.", "The slot is free.")
        self.open_form = ""
        return sluit_dialoog(VRAAG)


def _met(paren: tuple[tuple[int, str], ...], id_: int | None, naam: str) -> tuple[tuple[int, str], ...]:
    """The choices, and what was chosen before it was switched off."""
    return paren if id_ is None or any(p[0] == id_ for p in paren) else (*paren, (id_, naam))


@rx.page(route="/plaatsen/[plaats_nr]", title="Stageplaats · BPV-app", on_load=PlaatsState.laad)
def plaats() -> rx.Component:
    """The place."""
    s: Any = PlaatsState
    return pagina(
        inhoud(s),
        titel=s.titel,
        zin=s.zin,
        kruimels=[
            (rx.cond(s.terug == "/bedrijf", t("Mijn bedrijf", "My company"), t("Stageplaatsen", "Places")), s.terug)
        ],
    )
