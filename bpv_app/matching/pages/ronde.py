"""/rondes/<nr>: where does this round stand, who has sent in, what waits for me? Open, remind, close, decide, agree."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.pages.kiezer import KiezerState
from bpv_app.matching.pages import ronde_beeld as beeld
from bpv_app.matching.pages import ronde_delen as delen
from bpv_app.matching.pages.ronde_beeld import (
    AfspraakKaart,
    Favoriet,
    StapRegel,
    Teller,
    VerzoekKaart,
    ZonderRegel,
)
from bpv_app.matching.pages.ronde_formulier import RondeFormulierState
from bpv_app.matching.pages.ronde_laat import RondeLaatState, laatkomers
from bpv_app.matching.pages.ronde_rangorde import RondeRangordeState
from bpv_app.matching.pages.ronde_rangorde_delen import rangorde, rangorde_vensters
from bpv_app.matching.pages.ronde_vensters import AFWIJZEN, OPENEN, SLUITEN, TOEWIJZEN, vensters
from bpv_app.matching.pages.voorkeuren_delen import periode
from bpv_app.matching.queries_ronde import list_groepen, tel_rondes
from bpv_app.matching.queries_ronde_detail import (
    list_afspraken,
    list_favorieten,
    list_historie,
    list_verzoeken,
    zoek_deelnemers,
    zoek_ronde_plaatsen,
)
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_ronde import STATUS_LABEL, STATUS_TOON, RondeStatus, is_schrijfbaar
from bpv_app.matching.rules_ronde_invoer import lees_ronde
from bpv_app.matching.rules_uitleg import zeg_modus
from bpv_app.matching.service_afspraak import MAG_AFSPREKEN, maak_afspraak, verwijder_afspraak
from bpv_app.matching.service_openen import bekijk_opening, open_ronde, sluit_ronde
from bpv_app.matching.service_ronde import get_ronde, werk_ronde_bij
from bpv_app.matching.service_ronde_mail import herinner_ronde
from bpv_app.matching.service_verzoek import Toewijzing, wijs_af, wijs_toe
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import badge, open_dialoog, sluit_dialoog


class RondeState(RondeFormulierState, RondeRangordeState, RondeLaatState, KiezerState, rx.State):
    """One round of the coordinator's."""

    nr: int = 0
    versie: int = 0
    naam: str = ""
    zin: str = ""
    status: str = ""
    status_label: str = ""
    toon: str = ""
    stage: str = ""
    wie: str = ""
    modus: str = ""
    verloop: str = ""
    hash: str = ""
    zaad: str = ""
    tellers: list[Teller] = []
    favorieten: list[Favoriet] = []
    verzoeken: list[VerzoekKaart] = []
    afspraken: list[AfspraakKaart] = []
    historie: list[StapRegel] = []
    mag_wijzigen: bool = False
    mag_herinneren: bool = False
    mag_afspreken: bool = False
    is_vroeg: bool = False
    opening: list[str] = []
    elders: str = ""
    ongeschikt: list[str] = []
    zonder: list[ZonderRegel] = []
    zonder_meer: int = 0
    verzoek_id: str = ""
    verzoek_kop: str = ""
    verzoek_titel: str = ""
    student_opties: list[Optie] = []
    plaats_opties: list[Optie] = []
    beurt: int = 0

    @handler(Actie.RONDE_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the round of the address."""
        await self._lees(als_id(pad_deel(self, 1)))
        self.opening, self.zonder, self.verzoek_id, self.elders = [], [], "", ""
        self.student_opties, self.plaats_opties, self.laat_uit = [], [], []

    async def _lees(self, nr: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        await lees(lambda session, wie: self._vul(session, wie, nr, taal))

    def _vul(self, session: Session, wie: Actor, nr: int, taal: str) -> None:
        ronde = get_ronde(session, wie, nr)
        telling = tel_rondes(session, [nr])[nr]
        mag = wie.mag(Actie.RONDE_BEWERKEN)
        self.nr, self.versie, self.naam, self.status = nr, ronde.versie, ronde.naam, ronde.status.value
        self.status_label, self.toon = STATUS_LABEL[ronde.status].in_taal(taal), STATUS_TOON[ronde.status]
        self.zin = beeld.zin_van(ronde, telling, taal)
        self.stage = periode("", ronde.van, ronde.tot, taal).removeprefix(" · ")
        heel = "whole team" if taal == "en" else "heel team"
        self.wie = ", ".join(f"{team} ({klas or heel})" for _, team, klas in list_groepen(session, nr))
        self.modus = zeg_modus(ronde.modus).in_taal(taal)
        opent, sluit = toon_moment(ronde.opent_op, taal), toon_moment(ronde.sluit_op, taal)
        na = beeld.na_sluiting(ronde, taal)
        kiezen = f"Choosing: {opent} to {sluit}." if taal == "en" else f"Kiezen: {opent} tot {sluit}."
        aantal = f"{ronde.min_keuzes}–{ronde.max_keuzes}"
        hoeveel = f"{aantal} choices." if taal == "en" else f"{aantal} keuzes."
        self.verloop = f"{kiezen} {hoeveel} {na}"
        geheim = ronde.status in (RondeStatus.CONCEPT, RondeStatus.OPEN)
        self.hash, self.zaad = ronde.zaad_hash, "" if geheim else ronde.zaad
        self.tellers = beeld.tellers(nr, telling, ronde.status, taal)
        self.favorieten = [
            Favoriet(f"{titel}, {bedrijf}", f"/plaatsen/{plaats}", plekken, eerste, totaal)
            for plaats, titel, bedrijf, plekken, eerste, totaal in list_favorieten(session, nr)
        ]
        self.verzoeken = [beeld.verzoek_kaart(v, taal) for v in list_verzoeken(session, nr)[:50]]
        self.afspraken = [beeld.afspraak_kaart(a, taal) for a in list_afspraken(session, nr)[:50]]
        self.historie = [beeld.stap_regel(s, taal) for s in list_historie(session, nr)]
        self.mag_wijzigen = mag and self._mag_formulier(ronde)
        self.mag_afspreken = mag and ronde.status in MAG_AFSPREKEN
        self.mag_herinneren = mag and is_schrijfbaar(ronde.status, ronde.opent_op, ronde.sluit_op, klok.nu())
        self.is_vroeg = klok.nu() < ronde.sluit_op
        self._kiezer_crebo, self._kiezer_op = "", max(ronde.van, klok.vandaag())
        self._vul_formulier(session, wie, ronde, taal)
        self._vul_rangorde(session, wie, ronde, taal)
        self._vul_laat(session, wie, ronde)

    @handler(Actie.RONDE_BEWERKEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Save what may still change."""
        invoer, nr, versie = lees_ronde(formulier(gegevens)), self.nr, self.versie
        await schrijf(lambda session, wie: werk_ronde_bij(session, wie, klok, nr, invoer, versie))
        await self._lees(nr)
        await zeg(self, "Bewaard.", "Saved.")

    @handler(Actie.RONDE_BEWERKEN)
    async def vraag_open(self) -> Any:
        """Show what opening would do, as a question."""
        nr, taal = self.nr, (await self.get_state(BasisState)).taal
        o = await schrijf(lambda session, wie: bekijk_opening(session, wie, klok, nr))
        await self._lees(nr)
        self.opening, self.elders = beeld.opening_zinnen(o, taal), beeld.elders_zin(o, taal)
        self.zonder, self.ongeschikt = beeld.zonder_regels(o, taal), beeld.ongeschikt_regels(o)
        self.zonder_meer = max(0, len(o.zonder) - len(self.zonder))
        return open_dialoog(OPENEN)

    @handler(Actie.RONDE_BEWERKEN)
    async def open(self) -> Any:
        """Open it: who takes part and which places fit is fixed from now on."""
        nr, versie = self.nr, self.versie
        await schrijf(lambda session, wie: open_ronde(session, wie, klok, nr, versie) and None)
        await self._lees(nr)
        await zeg(self, "De ronde is open.", "The round is open.")
        return sluit_dialoog(OPENEN)

    @handler(Actie.RONDE_BEWERKEN)
    async def sluit(self, gegevens: dict[str, Any]) -> Any:
        """Close it; before the announced moment with a reason."""
        nr, versie, reden = self.nr, self.versie, formulier(gegevens).get("reden", "")
        await schrijf(lambda session, wie: sluit_ronde(session, wie, klok, nr, reden=reden, versie=versie) and None)
        await self._lees(nr)
        await zeg(self, "De ronde is gesloten en er is geloot.", "The round is closed and the lots are drawn.")
        return sluit_dialoog(SLUITEN)

    @handler(Actie.RONDE_BEWERKEN)
    async def herinner(self) -> None:
        """Remind everybody who did not send in; at most once a day each."""
        nr = self.nr
        n, mis = await schrijf(lambda session, wie: herinner_ronde(session, wie, klok, nr))
        nl = f"{n} {'student krijgt' if n == 1 else 'studenten krijgen'} een mail."
        en = f"{n} {'student gets' if n == 1 else 'students get'} a mail."
        if mis:
            nl, en = f"{nl} Bij {mis} lukte het niet.", f"{en} It failed for {mis}."
        await zeg(self, nl, en)

    # -- requests ----------------------------------------------------------------------------------------------------

    def _kies_verzoek(self, verzoek_id: str) -> None:
        verzoek = next((v for v in self.verzoeken if v.id == str(verzoek_id)), None)
        self.verzoek_id = verzoek.id if verzoek else ""
        self.verzoek_kop = f"{verzoek.student}: {verzoek.bedrijf}" if verzoek else ""
        self.verzoek_titel = verzoek.taken.splitlines()[0][:120] if verzoek and verzoek.taken else ""
        self.beurt += 1

    @handler(Actie.RONDE_BEWERKEN)
    async def vraag_toe(self, verzoek_id: str) -> Any:
        """Ask at which company of ours the request is."""
        self._kies_verzoek(verzoek_id)
        self._leeg_kiezer()
        return open_dialoog(TOEWIJZEN)

    @handler(Actie.RONDE_BEWERKEN)
    async def vraag_af(self, verzoek_id: str) -> Any:
        """Ask why a request is refused."""
        self._kies_verzoek(verzoek_id)
        return open_dialoog(AFWIJZEN)

    @handler(Actie.RONDE_BEWERKEN)
    async def wijs_toe(self, gegevens: dict[str, Any]) -> Any:
        """Grant: checks the accreditation, makes the place, locks the student to it."""
        form, verzoek, nr = formulier(gegevens), als_id(self.verzoek_id), self.nr
        keuze = Toewijzing(
            als_id(form.get("leerbedrijf_id", "")),
            als_id(form.get("praktijkopleider_id", "")) or None,
            als_id(form.get("locatie_id", "")) or None,
            form.get("titel", ""),
        )
        await schrijf(lambda session, wie: wijs_toe(session, wie, klok, verzoek, keuze) and None)
        await self._lees(nr)
        await zeg(
            self,
            "Toegewezen. De plaats is gemaakt, de student staat er vast op en krijgt een mail.",
            "Granted. The place is made, the student is locked to it and gets a mail.",
        )
        return sluit_dialoog(TOEWIJZEN)

    @handler(Actie.RONDE_BEWERKEN)
    async def wijs_af(self, gegevens: dict[str, Any]) -> Any:
        """Refuse with a reason the student reads."""
        reden, verzoek, nr = formulier(gegevens).get("reden", ""), als_id(self.verzoek_id), self.nr
        await schrijf(lambda session, wie: wijs_af(session, wie, klok, verzoek, reden) and None)
        await self._lees(nr)
        await zeg(self, "Afgewezen. De student krijgt je reden per mail.", "Refused. The student gets your reason.")
        return sluit_dialoog(AFWIJZEN)

    # -- agreements --------------------------------------------------------------------------------------------------

    @handler(Actie.RONDE_BEWERKEN)
    async def zoek_student(self, tekst: str) -> None:
        """Participants by name."""
        nr, zoek = self.nr, str(tekst)[:100]
        gevonden = await lees(lambda s, wie: zoek_deelnemers(s, get_ronde(s, wie, nr).id or 0, zoek))
        self.student_opties = [Optie(str(i), naam) for i, naam in gevonden]

    @handler(Actie.RONDE_BEWERKEN)
    async def zoek_plaats(self, tekst: str) -> None:
        """Places of the round by name."""
        nr, zoek = self.nr, str(tekst)[:100]
        gevonden = await lees(lambda s, wie: zoek_ronde_plaatsen(s, get_ronde(s, wie, nr).id or 0, zoek))
        self.plaats_opties = [Optie(str(i), naam) for i, naam in gevonden]

    @handler(Actie.RONDE_BEWERKEN)
    async def spreek_af(self, gegevens: dict[str, Any]) -> None:
        """Lock a student to a place, or block it."""
        form, nr = formulier(gegevens), self.nr
        soort = AfspraakSoort.UITGESLOTEN if form.get("soort") == "uitgesloten" else AfspraakSoort.VAST
        student, plaats = als_id(form.get("afspraak_student", "")), als_id(form.get("afspraak_plaats", ""))
        reden = form.get("reden", "")
        await schrijf(lambda s, wie: maak_afspraak(s, wie, klok, nr, student, plaats, soort, reden) and None)
        await self._lees(nr)
        self.student_opties, self.plaats_opties, self.beurt = [], [], self.beurt + 1
        await zeg(self, "De afspraak staat vast.", "The agreement is made.")

    @handler(Actie.RONDE_BEWERKEN)
    async def haal_weg(self, afspraak_id: str) -> None:
        """Take an agreement back."""
        nr, afspraak = self.nr, als_id(afspraak_id)
        await schrijf(lambda session, wie: verwijder_afspraak(session, wie, klok, nr, afspraak))
        await self._lees(nr)
        await zeg(self, "De afspraak is weggehaald.", "The agreement is removed.")


@rx.page(route="/rondes/[ronde_nr]", title="Ronde · BPV-app", on_load=RondeState.laad)
def ronde() -> rx.Component:
    """Counters, what waits, agreements, set-up, lottery, history."""
    s = RondeState
    return pagina(
        delen.kop(s),
        delen.verzoeken(s),
        rangorde(s),
        laatkomers(s),
        delen.afspraken(s),
        delen.gewild(s),
        delen.inrichting(s),
        delen.loting(s),
        delen.historie(s),
        vensters(s),
        rangorde_vensters(s),
        titel=rx.fragment(s.naam, " ", badge(s.status_label, s.toon)),
        zin=s.zin,
        kruimels=[(t("Rondes", "Rounds"), "/rondes")],
        acties=delen.knoppen(s),
    )
