"""/beheer/teams/<id>: what is this team called, does it still exist, which programmes does it own?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.queries_teams import get_team_detail
from bpv_app.student.service import stel_opleiding_in
from bpv_app.student.service_teams import werk_team_bij
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, knop, veld, vinkje


@dataclass
class OpleidingRij:
    """A programme of this team."""

    crebo: str
    naam: str
    studenten: int


class TeamState(rx.State):
    """One team."""

    team_id: int = 0
    versie: int = 0
    form_sleutel: str = ""
    titel: str = ""
    zin: str = ""
    code: str = ""
    is_actief: bool = True
    opleidingen: list[OpleidingRij] = []

    @handler(Actie.TEAM_BEHEREN, laadt=True)
    async def laad(self) -> None:
        """Read the team of the address."""
        await self._lees(als_id(pad_deel(self, 2)))

    async def _lees(self, team_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        team = await lees(lambda session, wie: get_team_detail(session, wie, team_id))
        self.team_id, self.versie = team.id, team.versie
        self.titel, self.code, self.is_actief = team.naam, team.code, team.is_actief
        self.opleidingen = [OpleidingRij(o.crebo, o.naam, o.studenten) for o in team.opleidingen]
        self.form_sleutel = f"{team.id}-{team.versie}-{len(team.opleidingen)}"
        zin = Tekst(
            f"{team.studenten} studenten en {len(team.opleidingen)} opleidingen horen bij dit team.",
            f"{team.studenten} students and {len(team.opleidingen)} programmes belong to this team.",
        )
        self.zin = zin.in_taal(taal)

    @handler(Actie.TEAM_BEHEREN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Save name, code and whether the team is active."""
        form, team_id, versie = formulier(gegevens), self.team_id, self.versie
        await schrijf(
            lambda session, wie: werk_team_bij(
                session,
                wie,
                team_id,
                code=form.get("code", ""),
                naam=form.get("naam", ""),
                is_actief=bool(form.get("is_actief")),
                versie=versie,
            )
        )
        await self._lees(team_id)
        await zeg(self, "Bewaard.", "Saved.")

    @handler(Actie.TEAM_BEHEREN)
    async def voeg_toe(self, gegevens: dict[str, Any]) -> None:
        """Give this team a programme."""
        form, team_id = formulier(gegevens), self.team_id
        crebo, naam = form.get("crebo", ""), form.get("opleiding", "")
        await schrijf(lambda session, wie: stel_opleiding_in(session, wie, crebo, naam=naam, team_id=team_id))
        await self._lees(team_id)
        await zeg(self, f"Crebo {crebo} hoort nu bij dit team.", f"Crebo {crebo} now belongs to this team.")

    @handler(Actie.TEAM_BEHEREN)
    async def haal_weg(self, crebo: str) -> None:
        """Take a programme away from this team; students who are in it stay."""
        code, team_id = str(crebo)[:5], self.team_id
        if not any(o.crebo == code for o in self.opleidingen):
            return
        await schrijf(lambda session, wie: stel_opleiding_in(session, wie, code, team_id=None))
        await self._lees(team_id)
        await zeg(
            self,
            f"Crebo {code} hoort niet meer bij dit team. Studenten die al in het team zaten, blijven erin.",
            f"Crebo {code} does not belong to this team any more. Students who were in the team stay in it.",
        )


def _opleiding(opleiding: rx.Var[OpleidingRij]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(opleiding.naam),
            rx.el.span(
                " ", opleiding.crebo, " · ", opleiding.studenten, t(" studenten", " students"), class_name="text-sm"
            ),
            class_name="min-w-0 grow",
        ),
        rx.el.button(
            t("Haal weg", "Take away"),
            rx.el.span(" ", opleiding.crebo, class_name="sr-only"),
            on_click=TeamState.haal_weg(opleiding.crebo),
            class_name="btn btn-outline btn-sm",
        ),
        class_name="flex flex-wrap items-center gap-2 py-2",
        key=opleiding.crebo,
    )


def _formulier() -> rx.Component:
    return kaart(
        rx.el.form(
            veld("naam", t("Naam", "Name"), waarde=TeamState.titel, verplicht=True, max_length=100),
            veld("code", t("Code", "Code"), waarde=TeamState.code, verplicht=True, max_length=20),
            rx.el.div(
                vinkje("is_actief", t("Dit team is actief", "This team is active"), aan=TeamState.is_actief),
                rx.el.p(
                    t(
                        "Een team dat niet meer actief is, kun je nergens meer kiezen. Wie erin zit, blijft erin.",
                        "A team that is not active any more cannot be chosen anywhere. Who is in it stays.",
                    ),
                    class_name="veld-hulp",
                ),
            ),
            rx.el.div(knop(t("Bewaar", "Save"), type="submit")),
            on_submit=TeamState.bewaar,
            key=TeamState.form_sleutel,
            class_name="formulier",
        ),
        titel=t("Team", "Team"),
    )


def _opleidingen() -> rx.Component:
    return kaart(
        rx.el.ul(rx.foreach(TeamState.opleidingen, _opleiding), class_name="divide-y divide-base-300"),
        rx.cond(
            TeamState.opleidingen.length() == 0,
            rx.el.p(t("Nog geen opleidingen.", "No programmes yet.")),
            rx.fragment(),
        ),
        rx.el.form(
            veld(
                "crebo",
                t("Crebo", "Crebo"),
                verplicht=True,
                input_mode="numeric",
                max_length=5,
                hulp=t("5 cijfers", "5 digits"),
            ),
            veld("opleiding", t("Naam van de opleiding", "Name of the programme"), max_length=200),
            rx.el.div(knop(t("Voeg toe", "Add"), hoofd=False, type="submit"), class_name="breed"),
            on_submit=TeamState.voeg_toe,
            key=TeamState.form_sleutel + "-nieuw",
            class_name="formulier formulier-2 mt-4",
        ),
        titel=t("Opleidingen van dit team", "Programmes of this team"),
    )


@rx.page(route="/beheer/teams/[team_nr]", title="Team · BPV-app", on_load=TeamState.laad)
def team() -> rx.Component:
    """The form and the programmes."""
    return pagina(
        rx.el.div(_formulier(), _opleidingen(), class_name="grid items-start gap-4 lg:grid-cols-2"),
        titel=TeamState.titel,
        zin=TeamState.zin,
        kruimels=[(t("Teams", "Teams"), "/beheer/teams")],
    )
