"""/beoordelingen/<dossier>: what does the company say, what do I see, and what does the school decide?"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.beoordeling.pages import beeld
from bpv_app.beoordeling.pages.beoordeling_delen import (
    HEROPENEN,
    besluit_kaart,
    besluiten,
    heropen_venster,
    kiezen,
    oordelen,
)
from bpv_app.beoordeling.pages.concept import VraagBeeld, verwerk
from bpv_app.beoordeling.queries_beoordeling import get_voor_school
from bpv_app.beoordeling.rules import BESLUIT_LABEL, BESLUIT_TOON, STAND_LABEL, STAND_TOON, Besluit, Kant
from bpv_app.beoordeling.service_oordeel import (
    VeldAntwoord,
    besluit,
    bewaar_veld,
    deel,
    heropen,
    kies_werkprocessen,
    vraag_oordeel,
)
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, sluit_dialoog


class BeoordelingState(rx.State):
    """One assessment as the school sees it."""

    dossier_id: int = 0
    versie: int = 0
    wie: str = ""
    student: str = ""
    zin: str = ""
    stage: str = ""
    stand: str = ""
    stand_toon: str = ""
    vragen: list[VraagBeeld] = []
    regels: list[beeld.OordeelBeeld] = []
    bedrijf_algemeen: str = ""
    is_ingestuurd: bool = False
    is_besloten: bool = False
    is_gedeeld: bool = False
    gevraagd: str = ""
    besluit: str = ""
    besluit_toon: str = ""
    reden: str = ""
    besloten: str = ""
    keuze: list[beeld.KiesBeeld] = []
    historie: list[beeld.StapBeeld] = []
    beurt: int = 0

    @handler(Actie.BEOORDELING_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the placement of the address."""
        self.dossier_id = 0
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, dossier_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        b = await lees(lambda session, wie: get_voor_school(session, wie, dossier_id))
        self.dossier_id, self.versie, self.wie = dossier_id, b.versie, str(huidige_actor().account_id or "")
        self.student, self.stage = b.stage.student, f"{b.stage.opleiding} · {beeld.stage_zin(b, taal)}"
        self.stand, self.stand_toon = STAND_LABEL[b.stand].in_taal(taal), STAND_TOON[b.stand]
        self.vragen = beeld.vragen(b, b.school, taal, beeld.van_bedrijf(b, taal))
        self.regels, self.bedrijf_algemeen = beeld.regels(b, taal), b.bedrijf_algemeen
        self.is_ingestuurd, self.is_besloten = b.bedrijf_op is not None, b.besloten_op is not None
        self.is_gedeeld = b.stand.value == "gedeeld"
        self.gevraagd = toon_moment(b.gevraagd_op, taal)
        self.besluit = BESLUIT_LABEL[b.besluit].in_taal(taal) if b.besluit else ""
        self.besluit_toon = BESLUIT_TOON[b.besluit] if b.besluit else ""
        self.reden = b.reden
        self.besloten = f"{b.besloten_door}, {toon_moment(b.besloten_op, taal)}" if b.besloten_op else ""
        gekozen = {w.id for w in b.werkprocessen}
        self.keuze = [beeld.KiesBeeld(str(w.id), f"{w.code} {w.naam}", w.id in gekozen) for w in b.mogelijk]
        self.historie = [beeld.stap(s, taal) for s in b.historie]
        self.beurt += 1
        self.zin = self._zin().in_taal(taal)

    def _zin(self) -> Tekst:
        """What is to be done now."""
        if self.is_gedeeld:
            return Tekst("De student kan de uitslag zien.", "The student can see the result.")
        if self.is_besloten:
            return Tekst("Besloten. Deel de uitslag met de student.", "Decided. Share the result with the student.")
        if self.is_ingestuurd:
            return Tekst("Het bedrijf heeft geoordeeld. Nu besluit jij.", "The company has judged. Now you decide.")
        return Tekst(
            "Het bedrijf heeft nog niet geoordeeld. Vraag erom, of besluit met een reden.",
            "The company has not judged yet. Ask for it, or decide with a reason.",
        )

    @handler(Actie.BEOORDELEN)
    async def bewaar_concept(self, gegevens: dict[str, Any]) -> Any:
        """Save one field the device kept."""

        async def bewaar(sleutel: str, veld: str, tekst: str, was: str) -> VeldAntwoord:
            nummer = als_id(sleutel.removeprefix("school-"))
            return await schrijf(
                lambda session, wie: bewaar_veld(session, wie, klok, nummer, Kant.SCHOOL, veld, tekst, was)
            )

        return await verwerk(self, gegevens, bewaar)

    @handler(Actie.BEOORDELEN)
    async def vraag_bedrijf(self) -> None:
        """Ask the praktijkopleider by mail."""
        dossier_id = self.dossier_id
        await schrijf(lambda session, wie: vraag_oordeel(session, wie, klok, dossier_id))
        await self._lees(dossier_id)
        await zeg(
            self,
            "De praktijkopleider krijgt een mail met een link.",
            "The workplace supervisor gets a mail with a link.",
        )

    @handler(Actie.BEOORDELEN)
    async def kies(self, gegevens: dict[str, Any]) -> None:
        """Which werkprocessen count in this placement."""
        ids = [als_id(n.removeprefix("wp-")) for n in formulier(gegevens) if n.startswith("wp-")]
        dossier_id, versie = self.dossier_id, self.versie or None
        await schrijf(lambda session, wie: kies_werkprocessen(session, wie, klok, dossier_id, ids, versie))
        await self._lees(dossier_id)
        await zeg(self, "De werkprocessen zijn gekozen.", "The work processes are chosen.")

    @handler(Actie.BEOORDELEN)
    async def besluiten(self, gegevens: dict[str, Any]) -> None:
        """The school's decision."""
        form = formulier(gegevens)
        keus = form.get("besluit", "")
        if keus not in set(Besluit):
            raise OngeldigeInvoer({"besluit": Tekst("Kies een besluit.", "Choose a decision.")})
        dossier_id, versie, reden = self.dossier_id, self.versie or None, form.get("reden", "")
        await schrijf(lambda session, wie: besluit(session, wie, klok, dossier_id, Besluit(keus), reden, versie))
        await self._lees(dossier_id)
        await zeg(self, "Het besluit staat vast.", "The decision is locked.")

    @handler(Actie.BEOORDELEN)
    async def deel(self) -> None:
        """Let the student see it."""
        dossier_id = self.dossier_id
        await schrijf(lambda session, wie: deel(session, wie, klok, dossier_id))
        await self._lees(dossier_id)
        await zeg(self, "Gedeeld. De student krijgt een mail.", "Shared. The student gets a mail.")

    @handler(Actie.BEOORDELEN)
    async def heropen(self, gegevens: dict[str, Any]) -> Any:
        """Undo the decision, with a reason."""
        dossier_id, reden = self.dossier_id, formulier(gegevens).get("heropen_reden", "")
        try:
            await schrijf(lambda session, wie: heropen(session, wie, klok, dossier_id, reden))
        except OngeldigeInvoer as fout:
            raise OngeldigeInvoer({"heropen_reden": next(iter(fout.velden.values()))}) from fout
        await self._lees(dossier_id)
        await zeg(self, "Het besluit is heropend.", "The decision is reopened.")
        return sluit_dialoog(HEROPENEN)


@rx.page(route="/beoordelingen/[dossier_nr]", title="Beoordeling · BPV-app", on_load=BeoordelingState.laad)
def beoordeling() -> rx.Component:
    """Both judgements, the decision, the history."""
    s = BeoordelingState
    return pagina(
        rx.el.p(
            badge(s.stand, s.stand_toon), " ", s.stage, class_name="mb-3 flex flex-wrap items-center gap-2 text-sm"
        ),
        rx.cond(
            s.is_besloten,
            rx.fragment(besluit_kaart(s), oordelen(s)),
            rx.fragment(besluiten(s), kiezen(s)),
        ),
        rx.cond(
            s.historie.length() > 0,
            rx.el.section(
                rx.el.h2(t("Wat er gebeurde", "What happened"), class_name="mb-2 text-lg font-semibold"),
                rx.el.ul(
                    rx.foreach(
                        s.historie,
                        lambda h: rx.el.li(h.tekst, rx.cond(h.reden != "", rx.el.span(": ", h.reden), rx.fragment())),
                    ),
                    class_name="tijdlijn",
                ),
                class_name="kaart mt-4",
            ),
            rx.fragment(),
        ),
        heropen_venster(s),
        titel=t("Beoordeling van ", "Assessment of ") + s.student,
        zin=s.zin,
        kruimels=[(t("Beoordelingen", "Assessments"), "/beoordelingen")],
        acties=rx.el.a(
            t("Naar het dossier", "To the dossier"),
            href="/dossiers/" + s.dossier_id.to(str),
            class_name="btn btn-outline btn-sm min-h-11",
        ),
        smal=True,
    )
