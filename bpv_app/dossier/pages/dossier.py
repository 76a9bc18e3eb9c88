"""/dossiers/<id>: where does this placement stand? The voortraject (step 3), the POK chain, documents, timeline."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.afsluiting.pages.dossier_deel import DossierAfsluitingState, afsluiting_kaart
from bpv_app.beoordeling.clauses import STAGE
from bpv_app.dossier import service as dossier_service
from bpv_app.dossier.pages.dossier_beeld import DocumentBeeld, MomentBeeld, PuntBeeld, gegevens_van, moment_beeld
from bpv_app.dossier.pages.dossier_delen import checklist, documenten, gesprekken, pok, voortraject
from bpv_app.dossier.queries_detail import DossierDetail, get_dossier_detail
from bpv_app.erkenning.pages.melding_blok import IntrekkingBannerState, intrekking_banner
from bpv_app.gesprek.queries_detail import list_dossier_momenten
from bpv_app.gesprek.queries_poort import get_poort
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.pages.kiezer import KiezerState
from bpv_app.pok import service as pok_service
from bpv_app.pok.pages import beeld
from bpv_app.pok.pages.delen import tijdlijn
from bpv_app.pok.queries_detail import get_pok_detail, lees_tijdlijn
from bpv_app.pok.rules import STATUS_LABEL, STATUS_TOON, PokStatus
from bpv_app.pok.rules_afdruk import GETEKEND
from bpv_app.pok.rules_krd import KrdStand
from bpv_app.pok.rules_voortraject import lees_voortraject
from bpv_app.signaal.pages.dossier_deel import DossierSignalenState, signalen_kaart
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, naar_veld, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.stappen import stappenbalk
from bpv_app.ui.velden import download, kaart, knop

TE_HERSTELLEN = {
    **{
        veld: veld for veld in ("begin_op", "eind_op", "dagen_per_week", "uren_per_week", "uren_totaal", "afsluitdatum")
    },
    "leerbedrijf_id": "bedrijf_zoek",
}
"""Fields of the form a link may lead to, and the input that stands for each."""
BEWERKBAAR = (None, PokStatus.CONCEPT, PokStatus.VOLLEDIG)


class DossierState(KiezerState, rx.State):
    """One dossier as the browser sees it."""

    dossier_id: int = 0
    dossier_versie: int = 0
    pok_id: int = 0
    pok_versie: int = 0
    form_sleutel: str = ""
    titel: str = ""
    zin: str = ""
    stap: int = 2
    student_href: str = ""
    velden: list[beeld.Veld] = []
    punten: list[PuntBeeld] = []
    is_klaar: bool = False
    mag_bewerken: bool = False
    mag_versturen: bool = False
    mag_documenten: bool = False
    pok_href: str = ""
    beoordeling_href: str = ""
    archief_href: str = ""
    bewijs_href: str = ""
    pok_status: str = ""
    pok_toon: str = ""
    krd_label: str = ""
    krd_stand: str = ""
    krd_toon: str = ""
    krd_fout: str = ""
    v: dict[str, str] = {}
    begeleiders: list[Optie] = []
    documenten: list[DocumentBeeld] = []
    momenten: list[MomentBeeld] = []
    nieuw_gesprek: str = ""
    keten: list[beeld.KetenBeeld] = []
    tijdlijn: list[beeld.TijdlijnBeeld] = []

    @handler(Actie.DOSSIER_ZIEN, laadt=True)
    async def laad(self) -> Any:
        """Read the dossier of the address; the look is recorded. `?veld=` names the field to mend: there we go."""
        dossier_id = als_id(pad_deel(self, 1))
        await schrijf(lambda s, wie: dossier_service.noteer_bekeken(s, wie, klok, dossier_id))
        await self._lees(dossier_id)
        return naar_veld(self, TE_HERSTELLEN)

    async def _lees(self, dossier_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Any) -> Any:
            d = get_dossier_detail(session, wie, dossier_id)
            lijst = pok_service.checklist(session, wie, klok, dossier_id)
            pok = pok_service.huidige_pok(session, dossier_id)
            detail = get_pok_detail(session, wie, pok.id, klok.vandaag()) if pok and pok.id else None
            mag = wie.mag(Actie.DOSSIER_BEWERKEN)
            begeleiders = dossier_service.list_begeleiders(session, wie, d.team_id) if mag else []
            self._kiezer_crebo, self._kiezer_op = d.crebo, pok.begin_op if pok else d.begin_op
            self._kiezer_vanaf(session, d.student_postcode)
            if pok:
                self._vul_kiezer(session, wie, pok.leerbedrijf_id, pok.locatie_id, pok.praktijkopleider_id)
            else:
                self._leeg_kiezer()
            regels = lees_tijdlijn(session, [k.id for k in detail.keten]) if detail else ()
            momenten = None
            if wie.mag(Actie.GESPREK_ZIEN):
                momenten = list_dossier_momenten(session, wie, dossier_id, klok.vandaag(), klok.nu())
            poort = get_poort(session, wie, dossier_id)
            return d, lijst, pok, detail, begeleiders, regels, momenten, bool(poort and poort.is_open and poort.wie)

        d, lijst, pok, detail, begeleiders, regels, momenten, mag_gesprek = await lees(werk)
        self._toon_dossier(d, taal)
        self.momenten = (
            [MomentBeeld(m.naam, toon_datum(m.op, taal)) for m in d.gespreksmomenten]
            if momenten is None
            else [moment_beeld(m, taal) for m in momenten]
        )
        self.nieuw_gesprek = f"/gesprekken/nieuw?dossier={d.id}" if mag_gesprek else ""
        self._toon_pok(pok, detail, d, taal)
        self.punten = [
            PuntBeeld(p.label.in_taal(taal), p.is_goed, p.blokkeert, p.uitleg.in_taal(taal)) for p in lijst.punten
        ]
        wie = huidige_actor()
        open_ = d.afgesloten_op is None and lijst.status in BEWERKBAAR
        self.is_klaar = lijst.is_klaar
        self.archief_href = f"/api/dossiers/{d.id}/archief.zip" if wie.mag(Actie.DOSSIER_OPHALEN) else ""
        self.mag_bewerken = wie.mag(Actie.POK_KLAARZETTEN) and wie.mag(Actie.DOSSIER_BEWERKEN) and open_
        self.mag_versturen = wie.mag(Actie.POK_VERSTUREN) and lijst.is_klaar
        self.begeleiders = [Optie(str(b.id), b.naam) for b in begeleiders]
        self.tijdlijn = beeld.tijdlijn(regels, taal)
        mist = len(lijst.ontbreekt)
        if lijst.status in (None, PokStatus.CONCEPT):
            zin = (
                Tekst("Alles is er. Verstuur de POK naar de KRD.", "All is there. Send the agreement to the register.")
                if lijst.is_klaar
                else Tekst(
                    f"Er {'ontbreekt' if mist == 1 else 'ontbreken'} nog {mist} "
                    f"{'ding' if mist == 1 else 'dingen'} voordat de POK naar de KRD kan.",
                    f"{mist} thing{'' if mist == 1 else 's'} still missing before the agreement can be sent.",
                )
            )
            self.zin = zin.in_taal(taal)
        elif detail:
            self.zin = beeld.wat_nu(detail, klok.vandaag()).in_taal(taal)

    def _toon_dossier(self, d: DossierDetail, taal: str) -> None:
        self.dossier_id, self.dossier_versie = d.id, d.versie
        self.titel = d.student_naam
        self.student_href = f"/studenten/{d.student_id}"
        self.velden = gegevens_van(d, taal)
        self.documenten = [DocumentBeeld(p.naam, p.is_klaar) for p in d.documenten]
        self.mag_documenten = d.mag_documenten

    def _toon_pok(self, pok: Any, detail: Any, d: DossierDetail, taal: str) -> None:
        self.stap = detail.stap if detail else 3
        self.pok_id, self.pok_versie = (detail.id, detail.versie) if detail else (0, 0)
        self.pok_href = f"/poks/{detail.id}" if detail else ""
        te_beoordelen = pok is not None and pok.status in STAGE and huidige_actor().mag(Actie.BEOORDELING_ZIEN)
        self.bewijs_href = f"/api/poks/{detail.id}/bewijs.pdf" if detail and detail.status in GETEKEND else ""
        self.beoordeling_href = f"/beoordelingen/{d.id}" if te_beoordelen else ""
        self.pok_status = STATUS_LABEL[detail.status].in_taal(taal) if detail else ""
        self.pok_toon = STATUS_TOON[detail.status] if detail else ""
        self.krd_label, self.krd_stand, self.krd_toon = beeld.krd(detail, taal) if detail else ("", "", "")
        self.krd_fout = detail.krd_fout if detail and detail.krd_stand is KrdStand.GEWEIGERD else ""
        self.keten = beeld.keten(detail, taal) if detail else []
        bron = pok or d
        if pok:
            self.titel = (
                f"{d.student_naam} bij {detail.leerbedrijf}"
                if taal == "nl"
                else (f"{d.student_naam} at {detail.leerbedrijf}")
            )
            self.titel = self.titel if detail.leerbedrijf else d.student_naam
        self.v = {
            "begin_op": bron.begin_op.isoformat() if bron.begin_op else "",
            "eind_op": bron.eind_op.isoformat() if bron.eind_op else "",
            "afsluitdatum": pok.afsluitdatum.isoformat() if pok and pok.afsluitdatum else klok.vandaag().isoformat(),
            "uren_totaal": beeld.getal(bron.uren_totaal),
            "uren_per_week": beeld.getal(bron.uren_per_week),
            "dagen_per_week": beeld.getal(bron.dagen_per_week),
            "keuzedeel": pok.keuzedeel if pok else "",
            "begeleider": str(d.onderwijsbegeleider_id or ""),
        }
        self.form_sleutel = f"{d.id}-{d.versie}-{self.pok_id}-{self.pok_versie}"

    @handler(Actie.POK_KLAARZETTEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Step 3: company, dates and hours on the concept POK, and the onderwijsbegeleider."""
        form, dossier_id = formulier(gegevens), self.dossier_id
        pok_versie, dossier_versie = self.pok_versie or None, self.dossier_versie
        voortraject = lees_voortraject(form)
        begeleider = als_id(form.get("onderwijsbegeleider_id", ""))
        if form.get("onderwijsbegeleider_id") and not begeleider:
            raise OngeldigeInvoer({"onderwijsbegeleider_id": Tekst("Kies opnieuw.", "Choose again.")})

        def werk(session: Any, wie: Any) -> None:
            dossier = dossier_service.get_dossier(session, wie, dossier_id)
            if begeleider and begeleider != dossier.onderwijsbegeleider_id:
                pok_service.stel_begeleider_in(session, wie, klok, dossier_id, begeleider, dossier_versie)
                pok = pok_service.huidige_pok(session, dossier_id)
                # The begeleider above moved the POK on; its form is as fresh as it was.
                versie = pok.versie if pok and pok_versie is not None and pok.versie == pok_versie + 1 else pok_versie
            else:
                versie = pok_versie
            pok_service.zet_klaar(session, wie, klok, dossier_id, voortraject, versie)

        await schrijf(werk)
        await self._lees(dossier_id)
        await zeg(self, "Bewaard.", "Saved.")

    @handler(Actie.POK_VERSTUREN)
    async def verstuur(self) -> None:
        """Step 4: "Verstuur naar KRD"."""
        pok_id, dossier_id = self.pok_id, self.dossier_id
        (uitslag,) = await schrijf(lambda s, wie: pok_service.maak_volledig_alle(s, wie, klok, [pok_id]))
        await self._lees(dossier_id)
        await zeg(self, uitslag.tekst, soort="success" if uitslag.gelukt else "error")

    @handler(Actie.DOSSIER_ZIEN)
    async def vink_document(self, naam: str) -> None:
        """A required document is there, or not yet; who may tick is the service's to say."""
        dossier_id, versie = self.dossier_id, self.dossier_versie
        klaar = not any(d.naam == naam and d.klaar for d in self.documenten)
        await schrijf(lambda s, wie: dossier_service.zet_document(s, wie, dossier_id, str(naam)[:200], klaar, versie))
        await self._lees(dossier_id)


@rx.page(
    route="/dossiers/[dossier_nr]",
    title="Dossier · BPV-app",
    on_load=[
        DossierState.laad,
        DossierSignalenState.laad,
        DossierAfsluitingState.laad,
        IntrekkingBannerState.laad_dossier,
    ],
)
def dossier() -> rx.Component:
    """The dossier."""
    gegevens = kaart(
        rx.el.dl(
            rx.foreach(DossierState.velden, lambda v: rx.fragment(rx.el.dt(v.label), rx.el.dd(v.waarde))),
            class_name="gegevens",
        ),
        rx.el.a(
            t("Naar de student", "To the student"), href=DossierState.student_href, class_name="link mt-2 inline-block"
        ),
        titel=t("Student", "Student"),
    )
    return pagina(
        stappenbalk(DossierState.stap),
        intrekking_banner(),
        rx.cond(
            DossierState.krd_fout != "",
            rx.el.p(
                rx.el.strong(t("De KRD weigerde: ", "The register refused: ")),
                DossierState.krd_fout,
                role="alert",
                class_name="melding melding-error",
            ),
            rx.fragment(),
        ),
        rx.cond(
            DossierState.mag_versturen,
            rx.el.p(
                knop(t("Verstuur naar KRD", "Send to register"), on_click=DossierState.verstuur), class_name="mb-4"
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.div(
                rx.cond(DossierState.mag_bewerken, voortraject(DossierState), rx.fragment()),
                pok(DossierState),
                gegevens,
                class_name="grid content-start gap-4 lg:col-span-2",
            ),
            rx.el.div(
                checklist(DossierState),
                documenten(DossierState),
                gesprekken(DossierState),
                signalen_kaart(),
                afsluiting_kaart(),
                tijdlijn(DossierState.tijdlijn),
                class_name="grid content-start gap-4",
            ),
            class_name="grid items-start gap-4 lg:grid-cols-3",
        ),
        titel=DossierState.titel,
        zin=DossierState.zin,
        kruimels=[(t("Dossiers", "Dossiers"), "/dossiers")],
        acties=rx.cond(
            DossierState.archief_href != "",
            download(
                t("Heel dossier (zip)", "Whole dossier (zip)"),
                DossierState.archief_href,
                class_name="btn btn-outline btn-sm",
            ),
            rx.fragment(),
        ),
    )
