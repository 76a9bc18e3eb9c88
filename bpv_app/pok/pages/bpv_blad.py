"""/bpv-blad/<id>: what changes in my placement, do I agree? For the student and the praktijkopleider, on a phone."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service
from bpv_app.pok.pages.bpv_blad_delen import BEZWAAR, TERUG, VerandertBeeld, inhoud
from bpv_app.pok.queries_blad import MijnBlad, get_mijn_blad
from bpv_app.pok.rules import MUTATIE_LABEL, Partij
from bpv_app.pok.rules_bezwaar import STAND_LABEL, STAND_TOON
from bpv_app.pok.rules_blad import dagen_over, eerste_zin
from bpv_app.pok.rules_reactie import Reactie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import sluit_dialoog


class BpvBladState(rx.State):
    """One new bpv-blad, and what this person says to it."""

    zin: str = ""
    soort: str = ""
    status: str = ""
    toon: str = ""
    is_student: bool = True
    verandert: list[VerandertBeeld] = []
    reden: str = ""
    ingang: str = ""
    termijn: str = ""
    is_termijn: bool = False
    met_voogd: bool = False
    houding: str = ""
    reactie: str = ""
    reactie_reden: str = ""
    afhandeling: str = ""
    papier_href: str = ""
    terug_href: str = ""
    terug_tekst: str = ""
    form_sleutel: int = 0
    _nummer: int = 0

    @handler(Actie.BPVBLAD_REAGEREN, laadt=True)
    async def laad(self) -> None:
        """Read the bpv-blad of the address."""
        self.reset()
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, nummer: int) -> None:
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        self._toon(await lees(lambda s, wie: get_mijn_blad(s, wie, vandaag, nummer, taal)), taal)

    def _toon(self, b: MijnBlad, taal: str) -> None:
        en, vandaag = taal == "en", klok.vandaag()
        houding = b.reactie.houding if b.reactie else None
        self._nummer, self.is_student = b.id, b.partij is Partij.STUDENT
        self.zin = eerste_zin(b.partij, b.student, b.bedrijf, b.stand, houding, b.bezwaar_tot, vandaag).in_taal(taal)
        self.soort = MUTATIE_LABEL[b.soort].in_taal(taal)
        self.status, self.toon = STAND_LABEL[b.stand].in_taal(taal), STAND_TOON[b.stand]
        self.verandert = [VerandertBeeld(label.in_taal(taal), voor, na) for label, voor, na in b.voor_na]
        self.reden, self.ingang = b.reden, toon_datum(b.ingang, taal)
        self.termijn = dagen_over(b.bezwaar_tot, vandaag).in_taal(taal) if b.bezwaar_tot else ""
        self.is_termijn, self.met_voogd = b.is_termijn, b.met_voogd
        self.houding = houding.value if houding else ""
        self.reactie, self.reactie_reden = _reactie_zin(b, en), b.reactie.reden if b.reactie else ""
        self.afhandeling = b.afhandeling
        self.papier_href = f"/api/poks/{b.pok_id}/document/{b.papier_versie}.pdf" if b.papier_versie else ""
        self.terug_href = "/mijn-pok" if self.is_student else "/stagiairs"
        terug = Tekst("Mijn POK", "My agreement") if self.is_student else Tekst("Stagiairs", "Trainees")
        self.terug_tekst = terug.in_taal(taal)

    async def _reageer(self, reactie: Reactie, reden: str = "") -> None:
        nummer = self._nummer
        await schrijf(lambda s, wie: service.reageer(s, wie, klok, nummer, reactie, reden) and None)
        await self._lees(nummer)
        self.form_sleutel += 1

    @handler(Actie.BPVBLAD_REAGEREN)
    async def ga_akkoord(self) -> None:
        """This person agrees."""
        await self._reageer(Reactie.AKKOORD)
        await zeg(self, "Je bent akkoord. Je hoeft niets meer te doen.", "You agree. Nothing is left for you to do.")

    @handler(Actie.BPVBLAD_REAGEREN)
    async def maak_bezwaar(self, gegevens: dict[str, Any]) -> Any:
        """This person objects, with a reason."""
        await self._reageer(Reactie.BEZWAAR, formulier(gegevens).get("reden", ""))
        await zeg(
            self,
            "Je bezwaar ligt bij de school. De coördinator neemt contact met je op.",
            "Your objection is with the school. The coordinator will contact you.",
        )
        return sluit_dialoog(BEZWAAR)

    @handler(Actie.BPVBLAD_REAGEREN)
    async def neem_terug(self) -> Any:
        """This person takes back what was said; while the term runs something else can be said."""
        await self._reageer(Reactie.TERUG)
        await zeg(self, "Teruggenomen. Je kunt opnieuw kiezen.", "Taken back. You can choose again.")
        return sluit_dialoog(TERUG)


def _reactie_zin(b: MijnBlad, en: bool) -> str:
    """What this party said, when, and who wrote it down."""
    if b.reactie is None:
        return ""
    dag = toon_datum(b.reactie.op, "en" if en else "nl")
    if b.reactie.houding is Reactie.AKKOORD:
        return f"You agreed on {dag}." if en else f"Je ging akkoord op {dag}."
    zelf = f"You objected on {dag}." if en else f"Je maakte bezwaar op {dag}."
    if b.reactie.is_online:
        return zelf
    return f"{zelf} {b.reactie.door} registered it." if en else f"{zelf} {b.reactie.door} legde het vast."


@rx.page(route="/bpv-blad/[blad_nr]", title="Nieuw bpv-blad · BPV-app", on_load=BpvBladState.laad)
def bpv_blad() -> rx.Component:
    """What changes, why, and what I say to it."""
    s: Any = BpvBladState
    return pagina(
        inhoud(s),
        titel=t("Nieuw bpv-blad", "New bpv-blad"),
        zin=s.zin,
        kruimels=[(s.terug_tekst, s.terug_href)],
        smal=True,
    )
