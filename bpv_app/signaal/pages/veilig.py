"""/veilig: I do not feel safe at my placement. Whom can I call, whom can I tell, what happened with it?"""

from __future__ import annotations

import uuid
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal import service_melding as service
from bpv_app.signaal.pages.veilig_beeld import MijnMelding, belt, mijn_melding
from bpv_app.signaal.pages.veilig_delen import (
    AANVULLEN,
    DOORSTUREN,
    INTREKKEN,
    STAP,
    bellen,
    formulier_melding,
    melding,
    stappen,
)
from bpv_app.signaal.queries_melding import list_eigen, list_hulplijnen, list_personen
from bpv_app.signaal.rules_melding import (
    MeldingSoort,
    MeldingStap,
)
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import (
    open_dialoog,
    sluit_dialoog,
)


class VeiligState(rx.State):
    """The student's own reports, and whom they can tell."""

    nummers: list[Optie] = []
    personen: list[Optie] = []
    meldingen: list[MijnMelding] = []
    melding_id: int = 0
    stap: str = ""
    sleutel: str = ""

    @handler(Actie.MELDING_DOEN, laadt=True)
    async def laad(self) -> None:
        """Read everything of one's own."""
        await self._lees()

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Any) -> Any:
            personen = list_personen(session, wie.student_id) if wie.student_id else []
            return list_hulplijnen(session), personen, list_eigen(session, wie)

        nummers, personen, meldingen = await lees(werk)
        self.nummers = [
            Optie("".join(c for c in h.telefoon if c in "+0123456789"), belt(h.naam, h.telefoon)) for h in nummers
        ]
        self.personen = [
            Optie(str(p.account_id), f"{p.naam} ({p.telefoon})" if p.telefoon else p.naam) for p in personen
        ]
        self.meldingen = [mijn_melding(m, taal) for m in meldingen]
        self.sleutel = uuid.uuid4().hex

    @handler(Actie.MELDING_DOEN)
    async def meld(self, gegevens: dict[str, Any]) -> None:
        """Send a report."""
        form, sleutel = formulier(gegevens), self.sleutel
        if form.get("soort") not in set(MeldingSoort):
            raise OngeldigeInvoer({"soort": Tekst("Kies waar het over gaat.", "Choose what it is about.")})
        soort, naar = MeldingSoort(form["soort"]), als_id(form.get("ontvanger_id", ""))
        weet = form.get("begeleider") == "ja"
        await schrijf(
            lambda s, wie: service.doe_melding(
                s, wie, klok, soort, form.get("tekst", ""), naar, begeleider_weet=weet, sleutel=sleutel
            )
        )
        await self._lees()
        await zeg(self, "Je bericht is verstuurd. Goed dat je het zegt.", "Your report was sent. Good that you say it.")

    @handler(Actie.MELDING_DOEN)
    async def vraag(self, melding_id: str, stap: str) -> Any:
        """Ask for what a step needs."""
        self.melding_id = als_id(melding_id)
        self.stap = stap if stap in (AANVULLEN, DOORSTUREN, INTREKKEN) else ""
        return open_dialoog(STAP) if self.stap else None

    @handler(Actie.MELDING_DOEN)
    async def doe(self, gegevens: dict[str, Any]) -> Any:
        """Add words, choose another vertrouwenspersoon, or withdraw."""
        form, melding_id, stap = formulier(gegevens), self.melding_id, self.stap
        tekst, naar = form.get("aanvulling", ""), als_id(form.get("andere_id", ""))

        def werk(session: Any, wie: Any) -> None:
            match stap:
                case MeldingStap.AANVULLEN:
                    service.vul_aan(session, wie, klok, melding_id, tekst)
                case MeldingStap.DOORSTUREN:
                    service.stuur_door(session, wie, klok, melding_id, naar)
                case MeldingStap.INTREKKEN:
                    service.trek_in(session, wie, klok, melding_id)

        await schrijf(werk)
        await self._lees()
        await zeg(self, "Gedaan.", "Done.")
        return sluit_dialoog(STAP)

    @handler(Actie.MELDING_DOEN)
    async def wissel_begeleider(self, melding_id: str) -> None:
        """Whether the own begeleider may know."""
        nummer = als_id(melding_id)
        weet = not any(m.id == str(nummer) and m.begeleider_weet for m in self.meldingen)
        await schrijf(lambda s, wie: service.kies_begeleider(s, wie, klok, nummer, weet=weet))
        await self._lees()


@rx.page(route="/veilig", title="Voel je je niet veilig? · BPV-app", on_load=VeiligState.laad)
def veilig() -> rx.Component:
    """Phone first: the numbers, then the form, then what was told before."""
    return pagina(
        rx.el.div(
            bellen(VeiligState),
            rx.foreach(VeiligState.meldingen, lambda m: melding(VeiligState, m)),
            formulier_melding(VeiligState),
            class_name="grid gap-4",
        ),
        stappen(VeiligState),
        titel=t("Voel je je niet veilig?", "Do you not feel safe?"),
        zin=t(
            "Wat je hier vertelt, leest alleen de vertrouwenspersoon die jij kiest. Je bedrijf en je docenten zien het "
            "niet.",
            "What you tell here is read only by the confidential counsellor you choose. Your company and your teachers "
            "do not see it.",
        ),
        smal=True,
    )
