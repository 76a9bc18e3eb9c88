"""/uren/regels/<team>: who approves, when is late, what counts at most, what does the logbook ask?"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import kaart, keuzeveld, knop, tekstveld, veld, vinkje
from bpv_app.uren.queries_inrichting import get_team_stand
from bpv_app.uren.rules_inrichting import BEOORDELAAR_LABEL, DAGEN, REGIO_LABEL, lees_team
from bpv_app.uren.rules_logboek import MAX_VRAGEN
from bpv_app.uren.rules_tonen import toon_uren
from bpv_app.uren.service_inrichting_uren import bewaar_team_regels


class TeamUrenState(rx.State):
    """The hours rules of one team."""

    team_id: int = 0
    versie: int = 0
    form_sleutel: str = ""
    titel: str = ""
    zin: str = ""
    beoordelaar: str = ""
    regio: str = ""
    insturen_voor: str = ""
    beoordeling: str = ""
    max_dag: str = ""
    max_week: str = ""
    vragen: str = ""
    werkdagen: list[bool] = [False] * 7
    dagen: list[Optie] = []
    regios: list[Optie] = []
    beoordelaars: list[Optie] = []

    @handler(Actie.UREN_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the team of the address."""
        await self._lees(als_id(pad_deel(self, 2)))

    async def _lees(self, team_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        stand = await lees(lambda session, wie: get_team_stand(session, wie, team_id))
        r = stand.regels
        self.team_id, self.versie, self.titel = stand.id, r.versie, stand.naam
        self.beoordelaar, self.regio = r.beoordelaar.value, r.regio.value
        self.insturen_voor, self.beoordeling = str(r.insturen_voor), str(r.dagen_voor_beoordeling)
        self.max_dag = toon_uren(r.grenzen.max_minuten_dag, taal)
        self.max_week = toon_uren(r.grenzen.max_minuten_week, taal)
        self.vragen = "\n".join(r.vragen)
        self.werkdagen = [dag in r.werkdagen for dag in range(len(DAGEN))]
        self.dagen = [Optie(str(n), dag.in_taal(taal)) for n, dag in enumerate(DAGEN)]
        self.regios = [Optie(regio.value, label.in_taal(taal)) for regio, label in REGIO_LABEL.items()]
        self.beoordelaars = [Optie(b.value, label.in_taal(taal)) for b, label in BEOORDELAAR_LABEL.items()]
        self.form_sleutel = f"{stand.id}-{r.versie}-{taal}"
        eigen = Tekst("Dit team heeft eigen regels.", "This team has rules of its own.")
        standaard = Tekst(
            "Dit team volgt de standaard. Bewaar om eigen regels te maken.",
            "This team follows the defaults. Save to make rules of its own.",
        )
        self.zin = (eigen if stand.is_eigen else standaard).in_taal(taal)

    @handler(Actie.UREN_INRICHTEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Save the rules."""
        invoer, team_id, versie = lees_team(formulier(gegevens)), self.team_id, self.versie
        await schrijf(lambda session, wie: bewaar_team_regels(session, wie, team_id, invoer, versie))
        await self._lees(team_id)
        await zeg(self, "Bewaard. De regels gelden meteen.", "Saved. The rules hold at once.")


def _werkdagen() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Gewone werkdagen", "Usual working days"), class_name="veld-label"),
        rx.el.div(
            *[vinkje(f"werkdag_{n}", t(dag.nl, dag.en), aan=TeamUrenState.werkdagen[n]) for n, dag in enumerate(DAGEN)],
            class_name="flex flex-wrap gap-x-5",
        ),
        rx.cond(
            BasisState.veldfouten.contains("werkdag_0"),
            rx.el.p(BasisState.veldfouten["werkdag_0"], class_name="veld-fout"),
            rx.fragment(),
        ),
        rx.el.p(
            t("Een student kan eigen dagen kiezen.", "A student can choose other days."),
            class_name="veld-hulp",
        ),
        class_name="breed",
    )


def _formulier() -> rx.Component:
    uren = t("Uren, bijvoorbeeld 8 of 7,5. Meer telt niet mee.", "Hours, 8 or 7.5 for example. More does not count.")
    return kaart(
        rx.el.form(
            keuzeveld(
                "beoordelaar",
                t("Wie keurt de weken goed?", "Who approves the weeks?"),
                TeamUrenState.beoordelaars,
                waarde=TeamUrenState.beoordelaar,
                hulp=t(
                    "Zonder praktijkopleider keurt de school.", "Without a workplace supervisor the school approves."
                ),
            ),
            veld(
                "dagen_voor_beoordeling",
                t("Dagen om te keuren", "Days to approve"),
                waarde=TeamUrenState.beoordeling,
                hulp=t("Daarna is de beoordeling te laat.", "After these the approval is late."),
                input_mode="numeric",
                verplicht=True,
            ),
            keuzeveld(
                "insturen_voor",
                t("Insturen uiterlijk op", "Send in on this day at the latest"),
                TeamUrenState.dagen,
                waarde=TeamUrenState.insturen_voor,
            ),
            keuzeveld("regio", t("Vakantieregio", "Holiday region"), TeamUrenState.regios, waarde=TeamUrenState.regio),
            veld(
                "max_dag",
                t("Hoogstens per dag", "At most per day"),
                waarde=TeamUrenState.max_dag,
                hulp=uren,
                verplicht=True,
            ),
            veld(
                "max_week",
                t("Hoogstens per week", "At most per week"),
                waarde=TeamUrenState.max_week,
                hulp=uren,
                verplicht=True,
            ),
            _werkdagen(),
            rx.el.div(
                tekstveld(
                    "vragen",
                    t("Vragen in het logboek", "Questions in the logbook"),
                    waarde=TeamUrenState.vragen,
                    rijen=5,
                    hulp=t(
                        f"Eén vraag per regel, hoogstens {MAX_VRAGEN}.", f"One question a line, at most {MAX_VRAGEN}."
                    ),
                ),
                class_name="breed",
            ),
            rx.el.div(knop(t("Bewaar", "Save"), type="submit"), class_name="breed"),
            on_submit=TeamUrenState.bewaar,
            key=TeamUrenState.form_sleutel,
            class_name="formulier formulier-2",
        ),
    )


@rx.page(route="/uren/regels/[team_nr]", title="Urenregels · BPV-app", on_load=TeamUrenState.laad)
def uren_regels_team() -> rx.Component:
    """The form."""
    return pagina(
        _formulier(),
        titel=TeamUrenState.titel,
        zin=TeamUrenState.zin,
        kruimels=[(t("Urenregels", "Hours rules"), "/uren/regels")],
    )
