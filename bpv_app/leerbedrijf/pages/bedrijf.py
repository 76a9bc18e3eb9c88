"""/bedrijf: is our data right, and who of us may approve hours?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service_eigen as service
from bpv_app.leerbedrijf.pages.bedrijf_delen import FORMULIER, inhoud
from bpv_app.leerbedrijf.pages.beeld import adres
from bpv_app.leerbedrijf.pages.formulieren import lees_contact
from bpv_app.leerbedrijf.pages.kenmerk_velden import kenmerk_waarden, lees_kenmerken
from bpv_app.leerbedrijf.pages.wijziging_delen import VeldBeeld, veld_beelden
from bpv_app.leerbedrijf.queries_eigen import Collega, EigenBedrijf, get_eigen_bedrijf
from bpv_app.leerbedrijf.queries_wijziging import get_eigen_wijziging
from bpv_app.leerbedrijf.rules_invoer import toon_postcode
from bpv_app.leerbedrijf.rules_kenmerken import toon_sectoren, toon_talen
from bpv_app.leerbedrijf.rules_wijziging import STATUS_LABEL, STATUS_TOON, WACHT_VELDEN, WijzigingStatus
from bpv_app.leerbedrijf.service_wijziging import stel_wijziging_voor, trek_wijziging_in
from bpv_app.matching.pages.komst_blok import KomstBlok, komst_blokken
from bpv_app.matching.pages.plaats_blok import PlaatsBlok, plaats_blokken
from bpv_app.matching.pages.rangorde_blok import OrdeBeeld, orde_beeld
from bpv_app.matching.queries_komst import list_wie_komt
from bpv_app.matching.queries_plaats import list_van_bedrijf
from bpv_app.matching.queries_rangorde import list_rangordes
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import open_dialoog, sluit_dialoog

_WIE = ("naam", "functie", "email", "telefoon")
_MAG = ("is_praktijkopleider", "keurt_uren", "is_actief")
NIEUWE_COLLEGA = {"id": "", "versie": "", **dict.fromkeys(_WIE, ""), **dict.fromkeys(_MAG, ""), "is_actief": "ja"}


@dataclass
class CollegaBeeld:
    id: str
    versie: str
    naam: str
    wat: str
    bereik: str
    keurt_uren: bool
    is_actief: bool


def collega_beeld(c: Collega, taal: str) -> CollegaBeeld:
    """A colleague as shown in the list."""
    rollen = [c.functie] if c.functie else []
    if c.is_praktijkopleider:
        rollen.append(Tekst("praktijkopleider", "workplace supervisor").in_taal(taal))
    bereik = " · ".join(deel for deel in (c.email, c.telefoon) if deel)
    return CollegaBeeld(str(c.id), str(c.versie), c.naam, ", ".join(rollen), bereik, c.keurt_uren, c.is_actief)


def eerste_zin(d: EigenBedrijf) -> Tekst:
    """Whether anything is missing, and who approves hours of everybody's trainees."""
    namen = [c.naam for c in (d.ik, *d.collegas) if c.keurt_uren and c.is_actief]
    if not d.telefoon and not d.email:
        return Tekst(
            "Er staat nog geen telefoonnummer of e-mailadres van je bedrijf. Vul het aan.",
            "There is no phone number or e-mail address of your company yet. Please add it.",
        )
    if not namen:
        return Tekst(
            "Iedereen keurt alleen uren van eigen stagiairs goed.", "Everybody approves hours of own trainees only."
        )
    return Tekst(
        f"Uren van alle stagiairs keuren: {', '.join(namen)}.",
        f"Hours of all trainees are approved by: {', '.join(namen)}.",
    )


def _ja(waarde: bool) -> str:
    return "ja" if waarde else ""


class EigenBedrijfState(rx.State):
    """The own company as the browser sees it."""

    bedrijf_id: int = 0
    bedrijf_versie: int = 0
    naam: str = ""
    zin: str = ""
    kern: dict[str, str] = {}
    ik: dict[str, str] = {}
    collegas: list[CollegaBeeld] = []
    voorstel: list[VeldBeeld] = []
    voorstel_stand: dict[str, str] = {}
    voorstel_wacht: bool = False
    plaatsen: list[PlaatsBlok] = []
    komsten: list[KomstBlok] = []
    ordes: list[OrdeBeeld] = []
    open_form: str = ""
    form_sleutel: str = ""
    v: dict[str, str] = {}
    _form_nr: int = 0
    _kenmerken: dict[str, str] = {}

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN, laadt=True)
    async def laad(self) -> None:
        """Read the company one works for."""
        self.bedrijf_id, self.open_form = 0, ""
        await self._lees()

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal
        d = await lees(get_eigen_bedrijf)
        plaatsen = await lees(lambda s, wie: list_van_bedrijf(s, wie, d.id, klok.vandaag()))
        self.plaatsen = plaats_blokken(plaatsen, taal)
        self.komsten = komst_blokken(await lees(lambda s, wie: list_wie_komt(s, wie, klok.vandaag())), taal)
        ordes, nu = await lees(list_rangordes), klok.nu()
        self.ordes = [orde_beeld(r, nu, taal, 0) for r in ordes]
        w = await lees(lambda s, wie: get_eigen_wijziging(s, wie, d.id))
        self.voorstel = veld_beelden(w.velden, taal) if w else []
        self.voorstel_wacht = w is not None and w.status is WijzigingStatus.WACHT
        self.voorstel_stand = {
            "status": STATUS_LABEL[w.status].in_taal(taal) if w else "",
            "toon": STATUS_TOON[w.status] if w else "",
            "op": toon_moment(w.besloten_op or w.op, taal) if w else "",
            "antwoord": w.antwoord if w else "",
        }
        self.bedrijf_id, self.bedrijf_versie = d.id, d.versie
        self.naam, self.zin = d.naam, eerste_zin(d).in_taal(taal)
        self.kern = {
            "sbb_id": d.sbb_id,
            "kvk": d.kvk,
            "adres": adres(d.straat, d.huisnummer, d.postcode, d.plaats),
            "telefoon": d.telefoon,
            "email": d.email,
            "website": d.website,
            "sectoren": toon_sectoren(d.sectoren, taal),
            "talen": toon_talen(d.talen, taal),
        }
        self._kenmerken = kenmerk_waarden(d.sectoren, d.talen)
        self.ik = {n: getattr(d.ik, n) for n in _WIE} | {"id": str(d.ik.id), "versie": str(d.ik.versie)}
        self.collegas = [collega_beeld(c, taal) for c in d.collegas]

    def _geopend(self, soort: str) -> tuple[int, int]:
        """Id and version of what the open form is about; (0, 0) for somebody new."""
        if self.open_form != soort or not self.bedrijf_id:
            raise NietGevonden
        return als_id(self.v["id"]), als_id(self.v["versie"])

    def _open(self, soort: str, waarden: dict[str, str]) -> Any:
        if not self.bedrijf_id:
            raise NietGevonden
        self._form_nr += 1
        self.open_form, self.v, self.form_sleutel = soort, waarden, f"{soort}-{self._form_nr}"
        return open_dialoog(FORMULIER)

    async def _klaar(self, tekst: Tekst) -> Any:
        await self._lees()
        self.open_form = ""
        await zeg(self, tekst)
        return sluit_dialoog(FORMULIER)

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def open_bedrijf(self) -> Any:
        """Show the form of how to reach the company and what it is like."""
        await self._lees()
        return self._open(
            "bedrijf", {**self.kern, **self._kenmerken, "id": str(self.bedrijf_id), "versie": str(self.bedrijf_versie)}
        )

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def bewaar_bedrijf(self, gegevens: dict[str, Any]) -> Any:
        """Save how to reach the company and what it is like."""
        form, (bedrijf_id, versie) = formulier(gegevens), self._geopend("bedrijf")
        invoer = service.BereikInvoer(
            **{n: form.get(n, "") for n in ("telefoon", "email", "website")}, **lees_kenmerken(form)
        )
        await schrijf(lambda s, wie: service.werk_eigen_bedrijf_bij(s, wie, klok, bedrijf_id, invoer, versie))
        return await self._klaar(Tekst("Gegevens bewaard.", "Data saved."))

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def open_voorstel(self) -> Any:
        """Show the form of name, address and numbers: what is filled in waits for the school."""
        await self._lees()
        d = await lees(get_eigen_bedrijf)
        waarden = {veld: str(getattr(d, veld)) for veld in WACHT_VELDEN} | {"postcode": toon_postcode(d.postcode)}
        return self._open("voorstel", {**waarden, "id": str(d.id), "versie": str(d.versie)})

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def stel_voor(self, gegevens: dict[str, Any]) -> Any:
        """Ask the school to change name, address or numbers."""
        form, (bedrijf_id, versie) = formulier(gegevens), self._geopend("voorstel")
        wil = {veld: form.get(veld, "") for veld in WACHT_VELDEN}
        waarom = form.get("toelichting", "")
        await schrijf(lambda s, wie: stel_wijziging_voor(s, wie, klok, bedrijf_id, wil, waarom, versie))
        return await self._klaar(
            Tekst(
                "Verstuurd. De school kijkt ernaar; je krijgt een mail.",
                "Sent. The school looks at it; you get a mail.",
            )
        )

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def trek_voorstel_in(self) -> None:
        """Take the waiting proposal back."""
        bedrijf_id = self.bedrijf_id
        await schrijf(lambda s, wie: trek_wijziging_in(s, wie, klok, bedrijf_id))
        await self._lees()
        await zeg(self, "Voorstel ingetrokken. Er verandert niets.", "Proposal withdrawn. Nothing changes.")

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def open_ik(self) -> Any:
        """Show the form of one's own data."""
        await self._lees()
        return self._open("ik", dict(self.ik))

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def bewaar_ik(self, gegevens: dict[str, Any]) -> Any:
        """Save one's own data."""
        invoer, (mijn_id, versie) = lees_contact(formulier(gegevens)), self._geopend("ik")
        await schrijf(lambda s, wie: service.werk_eigen_gegevens_bij(s, wie, klok, mijn_id, invoer, versie))
        return await self._klaar(Tekst("Jouw gegevens zijn bewaard.", "Your data were saved."))

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def open_collega(self, sleutel: str) -> Any:
        """Show a colleague's form; an empty key for a new one."""
        collega_id, waarden = als_id(sleutel), dict(NIEUWE_COLLEGA)
        if sleutel:
            rij = await lees(lambda s, wie: service.get_collega(s, wie, collega_id))
            waarden = {n: str(getattr(rij, n)) for n in ("id", "versie", *_WIE)}
            waarden |= {n: _ja(getattr(rij, n)) for n in _MAG}
        return self._open("collega", waarden)

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def bewaar_collega(self, gegevens: dict[str, Any]) -> Any:
        """Save the colleague whose form is open; who no longer works here loses access at once."""
        invoer, (collega_id, versie) = lees_contact(formulier(gegevens)), self._geopend("collega")
        bedrijf_id = self.bedrijf_id

        def werk(session: Session, wie: Actor) -> None:
            if collega_id:
                service.werk_collega_bij(session, wie, klok, collega_id, invoer, versie)
            else:
                service.maak_collega(session, wie, klok, bedrijf_id, invoer)

        await schrijf(werk)
        return await self._klaar(Tekst("Collega bewaard.", "Colleague saved."))

    @handler(Actie.EIGEN_BEDRIJF_BEHEREN)
    async def zet_keurt_uren(self, sleutel: str, versie: str, aan: str) -> None:
        """Let a colleague approve hours of all trainees ("ja"), or no longer (""); as seen in the list."""
        collega_id, gezien, wil = als_id(sleutel), als_id(versie), aan == "ja"
        rij = await schrijf(lambda s, wie: service.zet_keurt_uren(s, wie, klok, collega_id, wil, gezien))
        await self._lees()
        tekst = (
            Tekst(f"{rij.naam} mag uren goedkeuren.", f"{rij.naam} may approve hours.")
            if wil
            else Tekst(
                f"{rij.naam} keurt geen uren van collega's meer goed.",
                f"{rij.naam} no longer approves colleagues' hours.",
            )
        )
        await zeg(self, tekst)


@rx.page(route="/bedrijf", title="Mijn bedrijf · BPV-app", on_load=EigenBedrijfState.laad)
def bedrijf() -> rx.Component:
    """The company one works for."""
    return pagina(
        rx.el.p(EigenBedrijfState.naam, class_name="mb-3 text-lg font-semibold"),
        inhoud(EigenBedrijfState),
        titel=t("Mijn bedrijf", "My company"),
        zin=EigenBedrijfState.zin,
    )
