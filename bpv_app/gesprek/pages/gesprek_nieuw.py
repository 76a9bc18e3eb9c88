"""/gesprekken/nieuw?dossier=…: one more conversation in this placement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import reflex as rx

from bpv_app.dossier.queries_detail import get_dossier_detail
from bpv_app.gesprek.queries_poort import get_poort
from bpv_app.gesprek.rules import DEELNEMER_LABEL, VORM_LABEL, Deelnemer, Vorm
from bpv_app.gesprek.rules_invoer import lees_extra
from bpv_app.gesprek.service_moment import voeg_toe
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, keuzeveld, knop, veld, vinkje


class GesprekNieuwState(rx.State):
    """The form; what is typed stays in the browser until it is saved."""

    dossier_id: int = 0
    zin: str = ""
    van: str = ""
    tot: str = ""

    @handler(Actie.GESPREK_PLANNEN, laadt=True)
    async def laad(self) -> None:
        """Read for whom it is."""
        dossier_id = als_id(self.router.url.query_parameters.get("dossier", ""))

        def werk(session: Any, wie: Any) -> Any:
            if get_poort(session, wie, dossier_id) is None:
                raise NietGevonden
            return get_dossier_detail(session, wie, dossier_id)

        d = await lees(werk)
        en = (await self.get_state(BasisState)).taal == "en"
        self.dossier_id = d.id
        self.zin = f"For {d.student_naam}." if en else f"Voor {d.student_naam}."
        vandaag = klok.vandaag()
        self.van, self.tot = vandaag.isoformat(), (vandaag + timedelta(days=14)).isoformat()

    @handler(Actie.GESPREK_PLANNEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Add it, and open it to plan."""
        invoer, dossier_id = lees_extra(formulier(gegevens)), self.dossier_id
        moment_id = await schrijf(lambda s, wie: voeg_toe(s, wie, klok, dossier_id, invoer).id)
        await zeg(self, "Toegevoegd. Maak nu een afspraak.", "Added. Now make an appointment.")
        return rx.redirect(f"/gesprekken/{moment_id}")


@rx.page(route="/gesprekken/nieuw", title="Gesprek toevoegen · BPV-app", on_load=GesprekNieuwState.laad)
def gesprek_nieuw() -> rx.Component:
    """The form."""
    s: Any = GesprekNieuwState
    return pagina(
        kaart(
            rx.el.form(
                veld(
                    "naam",
                    t("Waarover gaat het gesprek?", "What is the conversation about?"),
                    verplicht=True,
                    max_length=100,
                    hulp=t("Student en bedrijf lezen dit.", "Student and company read this."),
                ),
                rx.el.div(
                    veld("venster_van", t("Te houden vanaf", "To be held from"), soort="date", waarde=s.van),
                    veld("venster_tot", t("Uiterlijk op", "At the latest on"), soort="date", waarde=s.tot),
                    class_name="formulier formulier-2",
                ),
                keuzeveld(
                    "vorm",
                    t("Hoe", "How"),
                    [(vorm.value, t(label)) for vorm, label in VORM_LABEL.items()],
                    waarde=Vorm.BEZOEK.value,
                ),
                rx.el.fieldset(
                    rx.el.legend(t("Met wie spreek je?", "Whom do you meet?"), class_name="veld-label"),
                    *[
                        vinkje(f"met_{d.value}", t(DEELNEMER_LABEL[d]), aan=True)
                        for d in (Deelnemer.STUDENT, Deelnemer.PRAKTIJKOPLEIDER)
                    ],
                    rx.cond(
                        BasisState.veldfouten.contains("met"),
                        rx.el.p(BasisState.veldfouten["met"], class_name="veld-fout"),
                        rx.fragment(),
                    ),
                ),
                knop(t("Voeg toe", "Add"), type="submit", class_name="min-h-11"),
                on_submit=s.bewaar,
                key="nieuw-" + s.dossier_id.to(str),
                no_validate=True,
                class_name="formulier",
            )
        ),
        titel=t("Gesprek toevoegen", "Add a conversation"),
        zin=s.zin,
        kruimels=[(t("Gesprekken", "Conversations"), "/gesprekken")],
        smal=True,
    )
