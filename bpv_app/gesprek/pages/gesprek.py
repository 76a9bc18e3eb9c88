"""/gesprekken/<id>: one conversation: make an appointment, propose dates, move, cancel, record who was there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from bpv_app.gesprek import service_moment as service
from bpv_app.gesprek import service_voorstel
from bpv_app.gesprek.pages.beeld import (
    AntwoordBeeld,
    DeelnemerBeeld,
    StapBeeld,
    VoorstelBeeld,
    antwoorden_van,
    deelnemers_van,
    historie_van,
    velden_van,
    verzonden_tekst,
)
from bpv_app.gesprek.pages.gesprek_delen import gesprek_scherm
from bpv_app.gesprek.queries_detail import MomentDetail, get_moment_detail
from bpv_app.gesprek.rules import MomentStap
from bpv_app.gesprek.rules_invoer import lees_afspraak, lees_gehouden, lees_reden, lees_voorstel
from bpv_app.gesprek.rules_toestand import TOESTAND_LABEL, TOESTAND_TOON
from bpv_app.gesprek.rules_tonen import hoe_tekst, venster_tekst, wanneer_tekst, wat_tekst
from bpv_app.kernel.clock import AMSTERDAM, klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.velden import sluit_dialoog

AFZEGGEN, VERVALLEN, NIET_GEHOUDEN, HEROPENEN = "dlg-afzeggen", "dlg-vervallen", "dlg-niet-gehouden", "dlg-heropenen"


def zin_van(d: MomentDetail) -> Tekst:
    """The first line: where this conversation stands."""
    venster = venster_tekst(d.venster_van, d.venster_tot), venster_tekst(d.venster_van, d.venster_tot, "en")
    if d.gehouden_op is not None:
        samen = d.is_gezamenlijk
        return Tekst(
            f"Gehouden op {toon_datum(d.gehouden_op)}{', met alle drie de partijen' if samen else ''}.",
            f"Held on {toon_datum(d.gehouden_op, 'en')}{', with all three parties' if samen else ''}.",
        )
    if d.afspraak_op is not None:
        return Tekst(
            f"De afspraak is op {wanneer_tekst(d.afspraak_op)}.",
            f"The appointment is on {wanneer_tekst(d.afspraak_op, 'en')}.",
        )
    label = TOESTAND_LABEL[d.toestand]
    return Tekst(f"{label.nl}: te houden van {venster[0]}.", f"{label.en}: to be held {venster[1]}.")


class GesprekState(rx.State):
    """One conversation as the browser sees it."""

    moment_id: int = 0
    versie: int = 0
    titel: str = ""
    zin: str = ""
    toestand: str = ""
    toon: str = ""
    reden: str = ""
    dossier_href: str = ""
    verslag_href: str = ""
    stappen: list[str] = []
    v: dict[str, str] = {}
    aanwezig: list[str] = []
    form_sleutel: str = ""
    feiten: list[StapBeeld] = []
    mensen: list[DeelnemerBeeld] = []
    historie: list[StapBeeld] = []
    voorstellen: list[VoorstelBeeld] = []
    antwoorden: list[AntwoordBeeld] = []

    @handler(Actie.GESPREK_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the conversation of the address."""
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, moment_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        d = await lees(lambda session, wie: get_moment_detail(session, wie, moment_id, klok.vandaag(), klok.nu()))
        self.moment_id, self.versie = d.id, d.versie
        self.titel = wat_tekst(d.naam, d.bezetting.student_naam).in_taal(taal)
        self.zin = zin_van(d).in_taal(taal)
        self.toestand, self.toon = TOESTAND_LABEL[d.toestand].in_taal(taal), TOESTAND_TOON[d.toestand]
        self.reden = d.reden
        self.dossier_href = f"/dossiers/{d.dossier_id}"
        self.verslag_href = f"/gesprekken/{d.id}/verslag"
        self.stappen = [stap.value for stap in d.stappen]
        self.feiten = velden_van(d, taal)
        self.mensen = deelnemers_van(d, taal)
        self.historie = historie_van(d.historie, taal)
        self.voorstellen, self.antwoorden = antwoorden_van(d.voorstel, taal)
        self._vul_formulier(d)

    def _vul_formulier(self, d: MomentDetail) -> None:
        lokaal = d.afspraak_op.astimezone(AMSTERDAM) if d.afspraak_op else None
        vandaag = klok.vandaag()
        gehouden = d.gehouden_op or (min(lokaal.date(), vandaag) if lokaal else vandaag)
        self.v = {
            "datum": lokaal.date().isoformat() if lokaal else "",
            "tijd": f"{lokaal:%H:%M}" if lokaal else "",
            "duur_minuten": str(d.duur_minuten),
            "vorm": d.vorm.value,
            "plaats": d.plaats or (d.bezetting.adres if d.vorm.value == "bezoek" else ""),
            "gehouden_op": gehouden.isoformat(),
            "hoe": hoe_tekst(d.vorm, d.plaats),
        }
        self.aanwezig = list(d.aanwezig or d.deelnemers)
        self.form_sleutel = f"{d.id}-{d.versie}"

    async def _doe(self, werk: Callable[[Any, Any, int, int], Any], gedaan: Tekst) -> None:
        moment_id, versie = self.moment_id, self.versie
        verzonden = await schrijf(lambda session, wie: werk(session, wie, moment_id, versie))
        await self._lees(moment_id)
        await zeg(self, verzonden_tekst(gedaan, verzonden))

    @handler(Actie.GESPREK_PLANNEN)
    async def plan(self, gegevens: dict[str, Any]) -> None:
        """Make or move the appointment; everybody is invited."""
        invoer = lees_afspraak(formulier(gegevens))
        verzet = MomentStap.VERZETTEN.value in self.stappen
        gedaan = (
            Tekst("De afspraak is verzet.", "The appointment was moved.")
            if verzet
            else Tekst("De afspraak is gemaakt.", "The appointment was made.")
        )
        await self._doe(lambda s, wie, nr, versie: service.plan(s, wie, klok, nr, invoer, versie), gedaan)

    @handler(Actie.GESPREK_PLANNEN)
    async def stel_voor(self, gegevens: dict[str, Any]) -> None:
        """Put up to three dates to student and company."""
        invoer = lees_voorstel(formulier(gegevens))
        gedaan = Tekst("Het voorstel is verstuurd.", "The proposal was sent.")
        await self._doe(lambda s, wie, nr, versie: service_voorstel.stel_voor(s, wie, klok, nr, invoer, versie), gedaan)

    @handler(Actie.GESPREK_PLANNEN)
    async def trek_voorstel_in(self) -> None:
        """Ask no more answers."""
        gedaan = Tekst("Het voorstel is ingetrokken.", "The proposal was withdrawn.")
        await self._doe(lambda s, wie, nr, versie: service_voorstel.trek_voorstel_in(s, wie, klok, nr, versie), gedaan)

    @handler(Actie.GESPREK_PLANNEN)
    async def houd(self, gegevens: dict[str, Any]) -> None:
        """Record that it was held, and who was there."""
        invoer = lees_gehouden(formulier(gegevens))
        gedaan = Tekst("Vastgelegd.", "Recorded.")
        await self._doe(lambda s, wie, nr, versie: service.houd(s, wie, klok, nr, invoer, versie), gedaan)

    @handler(Actie.GESPREK_PLANNEN)
    async def zeg_af(self, gegevens: dict[str, Any]) -> Any:
        """Cancel the appointment; who was invited reads why."""
        reden = lees_reden(formulier(gegevens), f"reden-{AFZEGGEN}")
        gedaan = Tekst("De afspraak is afgezegd.", "The appointment was cancelled.")
        await self._doe(lambda s, wie, nr, versie: service.zeg_af(s, wie, klok, nr, reden, versie), gedaan)
        return sluit_dialoog(AFZEGGEN)

    @handler(Actie.GESPREK_PLANNEN)
    async def is_niet_gehouden(self, gegevens: dict[str, Any]) -> Any:
        """The time passed and they did not meet."""
        reden = lees_reden(formulier(gegevens), f"reden-{NIET_GEHOUDEN}")
        gedaan = Tekst("Het gesprek staat weer op de lijst.", "The conversation is on the list again.")
        await self._doe(lambda s, wie, nr, versie: service.niet_gehouden(s, wie, klok, nr, reden, versie), gedaan)
        return sluit_dialoog(NIET_GEHOUDEN)

    @handler(Actie.GESPREK_PLANNEN)
    async def laat_vervallen(self, gegevens: dict[str, Any]) -> Any:
        """This conversation will not be held."""
        reden = lees_reden(formulier(gegevens), f"reden-{VERVALLEN}")
        gedaan = Tekst("Het gesprek is vervallen.", "The conversation has lapsed.")
        await self._doe(lambda s, wie, nr, versie: service.laat_vervallen(s, wie, klok, nr, reden, versie), gedaan)
        return sluit_dialoog(VERVALLEN)

    @handler(Actie.GESPREK_PLANNEN)
    async def heropen(self, gegevens: dict[str, Any]) -> Any:
        """Put it back on the list."""
        reden = lees_reden(formulier(gegevens), f"reden-{HEROPENEN}")
        gedaan = Tekst("Het gesprek staat weer op de lijst.", "The conversation is on the list again.")
        await self._doe(lambda s, wie, nr, versie: service.heropen(s, wie, klok, nr, reden, versie), gedaan)
        return sluit_dialoog(HEROPENEN)


@rx.page(route="/gesprekken/[gesprek_nr]", title="Gesprek · BPV-app", on_load=GesprekState.laad)
def gesprek() -> rx.Component:
    """The conversation."""
    return gesprek_scherm(GesprekState, AFZEGGEN, VERVALLEN, NIET_GEHOUDEN, HEROPENEN)
