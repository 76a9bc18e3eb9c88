"""/evaluatie/<nr>: how was it? A student about the company, or a company about student and school; on a phone."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.beoordeling.pages.concept import KeuzeBeeld, VraagBeeld, onderweg, scherm, verwerk, vraag
from bpv_app.beoordeling.queries_evaluatie import get_evaluatie
from bpv_app.beoordeling.rules_evaluatie import OVER_LABEL, EvaluatieSoort, VraagSoort, opties
from bpv_app.beoordeling.service_evaluatie import bewaar_antwoord, stuur_evaluatie_in
from bpv_app.beoordeling.service_oordeel import VeldAntwoord
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, knop


class EvaluatieState(rx.State):
    """One's own form."""

    evaluatie_id: int = 0
    wie: str = ""
    zin: str = ""
    wie_leest: str = ""
    vragen: list[VraagBeeld] = []
    is_klaar: bool = False
    beurt: int = 0

    @handler(Actie.EVALUATIE_INVULLEN, laadt=True)
    async def laad(self) -> None:
        """Read the form of the address."""
        self.evaluatie_id = 0
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, evaluatie_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        e = await lees(lambda session, wie: get_evaluatie(session, wie, evaluatie_id))
        self.evaluatie_id, self.wie = e.id, str(huidige_actor().account_id or "")
        self.is_klaar = e.ingestuurd_op is not None
        vorige = ""
        vragen = []
        for v in [] if self.is_klaar else e.vragen:
            over = OVER_LABEL[v.over].in_taal(taal)
            keuzes = [KeuzeBeeld(w, label.in_taal(taal)) for w, label in opties(v.soort).items()]
            kop = v.tekst.in_taal(taal)
            if v.soort is VraagSoort.TEKST:
                kop += " (not required)" if taal == "en" else " (hoeft niet)"
            vragen.append(
                VraagBeeld(
                    v.sleutel,
                    kop,
                    waarde=e.antwoorden.get(v.sleutel, ""),
                    keuzes=keuzes,
                    hulp=over if over != vorige and len({x.over for x in e.vragen}) > 1 else "",
                )
            )
            vorige = over
        self.vragen = vragen
        self.beurt += 1
        if e.soort is EvaluatieSoort.STUDENT:
            zin = Tekst(
                f"{len(e.vragen)} korte vragen over je stage bij {e.bedrijf}.",
                f"{len(e.vragen)} short questions about your placement at {e.bedrijf}.",
            )
            leest = Tekst(
                "Het bedrijf ziet jouw antwoorden niet. De school ziet alleen totalen van minstens vijf studenten. "
                "Wat je zelf schrijft, leest de coördinator van je team, zonder jouw naam. Noem daarom geen namen. "
                "Voel je je niet veilig? Vertel het ook aan je begeleider.",
                "The company does not see your answers. The school only sees totals of at least five students. What "
                "you write yourself is read by the coordinator of your team, without your name. So mention no names. "
                "Do you not feel safe? Tell your school supervisor too.",
            )
        else:
            zin = Tekst(
                f"{len(e.vragen)} korte vragen over de stage van {e.student}.",
                f"{len(e.vragen)} short questions about the placement of {e.student}.",
            )
            leest = Tekst(
                "De student ziet je antwoorden niet. De school ziet totalen van minstens vijf bedrijven. Wat je "
                "schrijft, leest de coördinator met de naam van je bedrijf erbij.",
                "The student does not see your answers. The school sees totals of at least five companies. What you "
                "write is read by the coordinator, with the name of your company.",
            )
        if self.is_klaar:
            zin = Tekst("Bedankt! Je antwoorden zijn ingestuurd.", "Thank you! Your answers were sent in.")
        self.zin, self.wie_leest = zin.in_taal(taal), leest.in_taal(taal)

    @handler(Actie.EVALUATIE_INVULLEN)
    async def bewaar_concept(self, gegevens: dict[str, Any]) -> Any:
        """Save one answer the device kept."""

        async def bewaar(sleutel: str, veld: str, tekst: str, was: str) -> VeldAntwoord:
            nummer = als_id(sleutel.removeprefix("evaluatie-"))
            return await schrijf(lambda session, wie: bewaar_antwoord(session, wie, nummer, veld, tekst, was))

        return await verwerk(self, gegevens, bewaar)

    @handler(Actie.EVALUATIE_INVULLEN)
    async def stuur(self) -> None:
        """Send the form in."""
        evaluatie_id = self.evaluatie_id
        await schrijf(lambda session, wie: stuur_evaluatie_in(session, wie, klok, evaluatie_id))
        await self._lees(evaluatie_id)
        await zeg(self, "Bedankt! Je antwoorden zijn ingestuurd.", "Thank you! Your answers were sent in.")


@rx.page(route="/evaluatie/[evaluatie_nr]", title="Evaluatie · BPV-app", on_load=EvaluatieState.laad)
def evaluatie() -> rx.Component:
    """The questions, or thanks."""
    s = EvaluatieState
    return pagina(
        rx.cond(
            s.is_klaar,
            kaart(
                rx.el.a(t("Naar de startpagina", "To the start page"), href="/", class_name="btn btn-primary min-h-11")
            ),
            scherm(
                kaart(
                    rx.el.p(s.wie_leest, class_name="melding melding-info"),
                    rx.el.p(onderweg(), class_name="text-sm text-base-content/80"),
                    rx.el.ul(rx.foreach(s.vragen, lambda v: vraag(v)), class_name="divide-y divide-base-300"),
                    knop(
                        t("Stuur in", "Send in"),
                        on_click=s.stuur,
                        type="button",
                        class_name="min-h-11 w-full sm:w-auto",
                        custom_attrs={"data-na-bewaren": "1"},
                    ),
                    key="evaluatie-" + s.beurt.to(str),
                ),
                wie=s.wie,
                sleutel="evaluatie-" + s.evaluatie_id.to(str),
                bewaar=s.bewaar_concept,
            ),
        ),
        titel=t("Hoe was de stage?", "How was the placement?"),
        zin=s.zin,
        smal=True,
    )
