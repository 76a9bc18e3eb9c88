"""/dossiers/<id>/afsluiten: what is there, what is missing, who may let it pass; then close the placement (step 8)."""

from __future__ import annotations

from datetime import date
from typing import Any

import reflex as rx

from bpv_app.afsluiting import service
from bpv_app.afsluiting.pages.afsluiten_beeld import (
    OntheffingBeeld,
    PuntBeeld,
    VinkBeeld,
    ontheffing_beeld,
    punt_beelden,
    zin_van,
)
from bpv_app.afsluiting.pages.afsluiten_delen import (
    ONTHEFFING,
    formulier_afsluiten,
    ontheffingen_lijst,
    punt,
    venster_ontheffing,
    vinken,
)
from bpv_app.afsluiting.queries import Afsluitbeeld, get_afsluiting
from bpv_app.afsluiting.rules import PUNT_LABEL, Punt
from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.clock import klok, lees_datum, toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import EindReden
from bpv_app.pok.rules_afsluiten import Afsluiting
from bpv_app.pok.rules_voortraject import lees_getal
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import (
    kaart,
    open_dialoog,
    sluit_dialoog,
)


class AfsluitState(rx.State):
    """The closing of one placement."""

    dossier_id: int = 0
    titel: str = ""
    zin: str = ""
    periode: str = ""
    punten: list[PuntBeeld] = []
    documenten: list[VinkBeeld] = []
    spullen: list[VinkBeeld] = []
    ontheffingen: list[OntheffingBeeld] = []
    is_klaar: bool = False
    is_vroeg: bool = False
    is_gesloten: bool = False
    mag_sluiten: bool = False
    mag_vinken: bool = False
    uren: str = ""
    einde: str = ""
    vandaag: str = ""
    punt: str = ""
    punt_label: str = ""
    form_sleutel: str = ""
    pok_href: str = ""
    _dossier_versie: int = 0
    _pok_versie: int = 0

    @handler(Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN, laadt=True)
    async def laad(self) -> None:
        """Read the placement of the address."""
        self.dossier_id, self.einde, self.pok_href = 0, "", ""
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, dossier_id: int) -> None:
        taal, dag, einde = (await self.get_state(BasisState)).taal, klok.vandaag(), _dag_of_niets(self.einde)
        beeld = await lees(lambda s, wie: get_afsluiting(s, wie, dossier_id, dag, einde))
        self._toon(beeld, taal, dag)

    def _toon(self, b: Afsluitbeeld, taal: str, vandaag: date) -> None:
        self.dossier_id, self._dossier_versie, self._pok_versie = b.dossier_id, b.dossier_versie, b.pok_versie
        self.titel = Tekst(f"Stage van {b.student} afsluiten", f"Close the placement of {b.student}").in_taal(taal)
        self.periode = f"{b.bedrijf}, {toon_datum(b.begin_op, taal)} – {toon_datum(b.eind_op, taal)}"
        self.is_klaar, self.is_vroeg, self.is_gesloten = b.is_klaar, b.is_vroeg, b.is_gesloten
        self.mag_sluiten, self.mag_vinken = b.mag_sluiten, b.mag_vinken
        self.zin = zin_van(b).in_taal(taal)
        self.punten = punt_beelden(b, taal)
        f = b.feiten
        self.documenten = [VinkBeeld(n, n in f.documenten_klaar) for n in f.documenten]
        self.spullen = [VinkBeeld(n, n in f.ingeleverd) for n in f.in_te_leveren]
        self.ontheffingen = [ontheffing_beeld(o, taal) for o in b.ontheffingen]
        uren = f"{b.uren.normalize():f}"
        self.uren = uren if taal == "en" else uren.replace(".", ",")
        self.vandaag = vandaag.isoformat()
        self.einde = self.einde or (min(b.eind_op, vandaag).isoformat() if b.eind_op else "")
        self.form_sleutel = f"{b.dossier_id}-{b.pok_versie}-{self.uren}"

    @handler(Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN)
    async def kies_einde(self, dag: str) -> None:
        """Another last day: what is needed depends on whether it is early."""
        if _dag_of_niets(dag) is not None:
            self.einde = str(dag)[:10]
            await self._lees(self.dossier_id)

    @handler(Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN)
    async def vink_document(self, naam: str) -> None:
        """A document is there, or not yet."""
        await self._vink(dossier_service.zet_document, str(naam)[:200], self.documenten)

    @handler(Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN)
    async def vink_ingeleverd(self, naam: str) -> None:
        """Something was handed in, or not yet."""
        await self._vink(dossier_service.zet_ingeleverd, str(naam)[:200], self.spullen)

    async def _vink(self, verb: Any, naam: str, lijst: list[VinkBeeld]) -> None:
        dossier_id, versie = self.dossier_id, self._dossier_versie
        klaar = not any(v.naam == naam and v.klaar for v in lijst)
        await schrijf(lambda s, wie: verb(s, wie, dossier_id, naam, klaar, versie))
        await self._lees(dossier_id)

    @handler(Actie.AFSLUITING_ONTHEFFEN)
    async def vraag_ontheffing(self, punt: str) -> Any:
        """Ask why this may be missing."""
        if not isinstance(punt, str) or punt not in set(Punt):
            return None
        self.punt = punt
        self.punt_label = PUNT_LABEL[Punt(punt)].in_taal((await self.get_state(BasisState)).taal)
        return open_dialoog(ONTHEFFING)

    @handler(Actie.AFSLUITING_ONTHEFFEN)
    async def ontheft(self, gegevens: dict[str, Any]) -> Any:
        """Let it pass, with the reason."""
        reden, dossier_id, punt = formulier(gegevens).get("reden", ""), self.dossier_id, self.punt
        if punt not in set(Punt):
            return None
        await schrijf(lambda s, wie: service.geef_ontheffing(s, wie, klok, dossier_id, Punt(punt), reden))
        await self._lees(dossier_id)
        await zeg(self, "Vastgelegd. Dit mag ontbreken.", "Recorded. This may be missing.")
        return sluit_dialoog(ONTHEFFING)

    @handler(Actie.POK_AFSLUITEN)
    async def sluit_af(self, gegevens: dict[str, Any]) -> None:
        """Step 8."""
        form, dossier_id, versie = formulier(gegevens), self.dossier_id, self._pok_versie
        afsluiting = _lees_formulier(form)
        gesloten = await schrijf(lambda s, wie: service.sluit_af(s, wie, klok, dossier_id, afsluiting, versie))
        te_vroeg = gesloten.eind_op is not None and gesloten.werkelijk_eind_op < gesloten.eind_op
        await self._lees(dossier_id)
        await zeg(
            self,
            "De stage is afgesloten. De student en het bedrijf krijgen een bedankje en een evaluatie.",
            "The placement is closed. The student and the company get a thank-you and an evaluation.",
        )
        self.pok_href = f"/poks/{gesloten.id}" if te_vroeg else ""


def _lees_formulier(form: dict[str, str]) -> Afsluiting:
    fouten: dict[str, Tekst] = {}
    eind, uren = None, None
    try:
        eind = lees_datum(form.get("werkelijk_eind_op", "")[:10])
    except ValueError:
        fouten["werkelijk_eind_op"] = Tekst("Dit is geen datum.", "This is not a date.")
    try:
        uren = lees_getal(form.get("gerealiseerde_uren", ""))
    except ValueError:
        fouten["gerealiseerde_uren"] = Tekst("Dit is geen getal.", "This is not a number.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    reden = form.get("eind_reden", "")
    return Afsluiting(
        werkelijk_eind_op=eind,
        eind_reden=EindReden(reden) if reden in set(EindReden) else None,
        gerealiseerde_uren=uren,
        toelichting=form.get("toelichting", ""),
    )


def _dag_of_niets(tekst: object) -> date | None:
    try:
        return lees_datum(str(tekst)[:10])
    except ValueError:
        return None


@rx.page(route="/dossiers/[dossier_nr]/afsluiten", title="Stage afsluiten · BPV-app", on_load=AfsluitState.laad)
def afsluiten() -> rx.Component:
    """Points, lists to tick, and the form."""
    s = AfsluitState
    return pagina(
        rx.el.div(
            rx.el.p(s.periode, class_name="text-sm text-base-content/80"),
            rx.cond(
                s.pok_href != "",
                rx.el.p(
                    t(
                        "De stage stopte eerder. Moet de student verder op een andere plek? ",
                        "The placement ended early. Must the student go on somewhere else? ",
                    ),
                    rx.el.a(t("Naar de POK", "To the agreement"), href=s.pok_href, class_name="link"),
                    class_name="melding melding-info",
                ),
                rx.fragment(),
            ),
            kaart(
                rx.el.ol(rx.foreach(s.punten, lambda p: punt(s, p)), class_name="divide-y divide-base-300"),
                titel=t("Wat is er, wat ontbreekt?", "What is there, what is missing?"),
            ),
            vinken(s, t("Documenten", "Documents"), s.documenten, s.vink_document),
            vinken(s, t("Ingeleverd", "Handed in"), s.spullen, s.vink_ingeleverd),
            rx.cond(
                s.ontheffingen.length() > 0,
                kaart(ontheffingen_lijst(s.ontheffingen), titel=t("Mocht ontbreken", "Was allowed to be missing")),
                rx.fragment(),
            ),
            rx.cond(s.mag_sluiten, formulier_afsluiten(s), rx.fragment()),
            class_name="grid gap-4",
        ),
        venster_ontheffing(s),
        titel=s.titel,
        zin=s.zin,
        kruimels=[
            (t("Dossiers", "Dossiers"), "/dossiers"),
            (t("Dossier", "Dossier"), "/dossiers/" + s.dossier_id.to(str)),
        ],
        smal=True,
    )
