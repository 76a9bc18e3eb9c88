"""/plaatsing: where do I go, why there, and do I agree? On a phone."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum, toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.pages import plaatsing_beeld as beeld
from bpv_app.matching.pages.plaatsing_beeld import HogerBeeld, VroegerBeeld
from bpv_app.matching.pages.plaatsing_delen import BEZWAAR, inhoud
from bpv_app.matching.queries_mijn_plaatsing import (
    EigenPlaatsing,
    EigenUitslag,
    get_eigen_uitleg,
    list_eigen_plaatsingen,
    list_eigen_uitslagen,
)
from bpv_app.matching.rules_plaats_tonen import toon_periode
from bpv_app.matching.rules_uitslag import (
    GELDIG,
    STATUS_LABEL,
    STATUS_TOON,
    UITKOMST_LABEL,
    PlaatsingStand,
    PlaatsingStap,
    Wie,
    bezwaar_tot,
    mag_stap,
)
from bpv_app.matching.service_uitslag import bevestig, maak_bezwaar
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import open_dialoog, sluit_dialoog


class PlaatsingState(rx.State):
    """The student's own result in one round."""

    is_bekend: bool = False
    heeft_plaats: bool = False
    zin: str = ""
    rondes: list[Optie] = []
    hier: str = ""
    bedrijf: str = ""
    titel: str = ""
    taken: str = ""
    adres: str = ""
    periode: str = ""
    dagen: str = ""
    contact: str = ""
    email: str = ""
    telefoon: str = ""
    status: str = ""
    toon: str = ""
    keuze: str = ""
    reden: str = ""
    hoger: list[HogerBeeld] = []
    vroeger: list[VroegerBeeld] = []
    mag_bevestigen: bool = False
    mag_bezwaar: bool = False
    bezwaar_tot: str = ""
    bezwaar: str = ""
    antwoord_kop: str = ""
    antwoord: str = ""
    lot: str = ""
    zaad: str = ""
    hash: str = ""
    nummer: str = ""
    form_sleutel: int = 0
    _plaatsing: int = 0
    _versie: int = 0

    @handler(Actie.PLAATSING_REAGEREN, laadt=True)
    async def laad(self) -> None:
        """Read the round of the address, else the newest with a result."""
        self.reset()
        await self._lees(als_id(dict(parse_qsl(str(self.router.url.query or ""))).get("ronde", "")))

    async def _lees(self, gevraagd: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        await lees(lambda session, wie: self._vul(session, wie, gevraagd, taal))

    def _vul(self, session: Session, wie: Actor, gevraagd: int, taal: str) -> None:
        alle = list_eigen_uitslagen(session, wie)
        if gevraagd and not any(u.deelnemer_id == gevraagd for u in alle):
            raise NietGevonden
        u = next((x for x in alle if x.deelnemer_id == gevraagd), alle[0] if alle else None)
        self.is_bekend = u is not None
        if u is None:
            self.zin = (
                "There is no result yet. You get a mail when there is."
                if taal == "en"
                else "Er is nog geen uitslag. Je krijgt een mail als die er is."
            )
            return
        self.hier = f"/plaatsing?ronde={u.deelnemer_id}"
        self.rondes = [Optie(f"/plaatsing?ronde={x.deelnemer_id}", x.ronde) for x in alle] if len(alle) > 1 else []
        plaatsingen = list_eigen_plaatsingen(session, wie, u.deelnemer_id)
        nu = next((p for p in plaatsingen if p.plaatsing.status in GELDIG), None)
        self.vroeger = [beeld.vroeger_beeld(p, taal) for p in plaatsingen if p is not nu]
        uitleg = get_eigen_uitleg(session, wie, u.deelnemer_id, nu.plaatsing.voorstel_id if nu else None)
        self.hoger = beeld.hoger_beelden(uitleg, taal) if nu or not plaatsingen else []
        self.heeft_plaats = nu is not None
        if nu is not None:
            self._vul_plaats(u, nu, taal)
            self.keuze = beeld.keuze_zin(nu.plaatsing.rang, uitleg.grond).in_taal(taal)
        else:
            # Who lost the place later has no reason in the proposal: what happened stands below.
            reden = uitleg.reden if not plaatsingen else None
            self.reden = beeld.geen_plaats_zin(reden, uitleg.reden_getallen or {}).in_taal(taal)
            self.mag_bevestigen = self.mag_bezwaar = False
        dag = bezwaar_tot(nu.plaatsing.toegewezen_op.date(), u.bezwaardagen) if nu else None
        tot = f"{toon_datum(dag)}|{toon_datum(dag, 'en')}"
        self.zin = beeld.zin_van(u, nu, tot, mag_bezwaar=self.mag_bezwaar).in_taal(taal)
        van = "of" if taal == "en" else "van"
        self.lot = f"{u.lot} {van} {u.deelnemers}" if u.lot else ""
        self.zaad, self.hash, self.nummer = u.zaad, u.zaad_hash, str(u.deelnemer_id)

    def _vul_plaats(self, u: EigenUitslag, e: EigenPlaatsing, taal: str) -> None:
        p = e.plaatsing
        self._plaatsing, self._versie = p.id or 0, p.versie
        self.bedrijf, self.titel, self.taken = e.bedrijf, e.titel, e.taken
        self.adres = beeld.adres(e)
        self.periode = toon_periode(e.van, e.tot).in_taal(taal)
        dagen = "days a week" if taal == "en" else "dagen per week"
        self.dagen = f"{e.dagen_per_week} {dagen}" if e.dagen_per_week else ""
        self.contact, self.email, self.telefoon = e.contact, e.email, e.telefoon
        self.status, self.toon = STATUS_LABEL[p.status].in_taal(taal), STATUS_TOON[p.status]
        tot = bezwaar_tot(p.toegewezen_op.date(), u.bezwaardagen)
        stand = PlaatsingStand(p.status, tot, klok.vandaag(), u.moet_bevestigen, p.bezwaar_uitkomst is not None)
        self.mag_bevestigen = mag_stap(PlaatsingStap.BEVESTIGEN, stand, Wie.STUDENT)
        self.mag_bezwaar = mag_stap(PlaatsingStap.BEZWAAR_MAKEN, stand, Wie.STUDENT)
        self.bezwaar_tot, self.bezwaar = toon_datum(tot, taal), p.bezwaar
        self.antwoord_kop = ""
        if p.bezwaar_uitkomst is not None:
            op = toon_moment(p.beantwoord_op, taal)
            self.antwoord_kop = f"{UITKOMST_LABEL[p.bezwaar_uitkomst].in_taal(taal)} {op}"
        self.antwoord = p.bezwaar_antwoord

    def _deelnemer(self) -> int:
        return als_id(self.nummer)

    @handler(Actie.PLAATSING_REAGEREN)
    async def ga_akkoord(self) -> None:
        """The student agrees."""
        nummer, versie = self._plaatsing, self._versie
        await schrijf(lambda s, wie: bevestig(s, wie, klok, nummer, versie) and None)
        await self._lees(self._deelnemer())
        await zeg(self, "Je bent akkoord met deze plaats.", "You have agreed to this place.")

    @handler(Actie.PLAATSING_REAGEREN)
    async def vraag_bezwaar(self) -> Any:
        """Ask why."""
        self.form_sleutel += 1
        return open_dialoog(BEZWAAR)

    @handler(Actie.PLAATSING_REAGEREN)
    async def stuur_bezwaar(self, gegevens: dict[str, Any]) -> Any:
        """The student objects, with a reason."""
        nummer, versie, reden = self._plaatsing, self._versie, formulier(gegevens).get("reden", "")
        await schrijf(lambda s, wie: maak_bezwaar(s, wie, klok, nummer, reden, versie) and None)
        await self._lees(self._deelnemer())
        await zeg(
            self,
            "Je bezwaar ligt bij de school. Je krijgt een mail met het antwoord.",
            "Your objection is with the school. You get a mail with the answer.",
        )
        return sluit_dialoog(BEZWAAR)


@rx.page(route="/plaatsing", title="Mijn stageplaats · BPV-app", on_load=PlaatsingState.laad)
def plaatsing() -> rx.Component:
    """My place, why, agree or object, the lottery."""
    s: Any = PlaatsingState
    return pagina(inhoud(s), titel=t("Mijn stageplaats", "My place"), zin=s.zin, smal=True)
