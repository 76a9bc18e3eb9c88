"""/beheer/vertrouwenspersonen: whom can students tell, and whom can they call?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.signaal import service_melding as service
from bpv_app.signaal.queries_melding import list_genoemd, list_hulplijnen
from bpv_app.signaal.rules_melding import WEL_VOOR, lees_hulplijnen, toon_hulplijnen
from bpv_app.student.queries_teams import list_team_keuzes
from bpv_app.toegang.service import list_accounts_met_rol
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import badge, kaart, keuzeveld, knop, tekstveld


@dataclass
class GenoemdBeeld:
    """Who is named."""

    id: str
    naam: str
    team: str
    telt: bool


class VertrouwenspersonenState(rx.State):
    """Who is named, and the numbers beside the report."""

    genoemd: list[GenoemdBeeld] = []
    mensen: list[Optie] = []
    teams: list[Optie] = []
    nummers: str = ""
    form_sleutel: str = ""

    @handler(Actie.VERTROUWENSPERSOON_BEHEREN, laadt=True)
    async def laad(self) -> None:
        """Read everything."""
        await self._lees()

    async def _lees(self) -> None:
        def werk(session: Any, wie: Any) -> Any:
            mensen = {a.id: a.naam for rol in sorted(WEL_VOOR) for a in list_accounts_met_rol(session, Rol(rol))}
            return list_genoemd(session, wie), mensen, list_team_keuzes(session, wie), list_hulplijnen(session)

        genoemd, mensen, teams, nummers = await lees(werk)
        self.genoemd = [GenoemdBeeld(str(g.id), g.naam, g.team, g.telt) for g in genoemd]
        self.mensen = [Optie(str(i), naam) for i, naam in sorted(mensen.items(), key=lambda x: (x[1].lower(), x[0]))]
        self.teams = [Optie(str(i), naam) for i, naam in teams]
        self.nummers = toon_hulplijnen(nummers[1:])
        self.form_sleutel = f"{len(self.genoemd)}-{hash(self.nummers)}"

    @handler(Actie.VERTROUWENSPERSOON_BEHEREN)
    async def noem(self, gegevens: dict[str, Any]) -> None:
        """Name somebody for a team, or for the whole school."""
        form = formulier(gegevens)
        account, team = als_id(form.get("account_id", "")), form.get("team_id", "")
        team_id = als_id(team) if team else None
        await schrijf(lambda s, wie: service.noem(s, wie, klok, account, team_id))
        await self._lees()
        await zeg(self, "Bewaard.", "Saved.")

    @handler(Actie.VERTROUWENSPERSOON_BEHEREN)
    async def haal_weg(self, genoemd_id: str) -> None:
        """No vertrouwenspersoon any more."""
        nummer = als_id(genoemd_id)
        await schrijf(lambda s, wie: service.haal_weg(s, wie, nummer))
        await self._lees()
        await zeg(self, "Weggehaald.", "Taken away.")

    @handler(Actie.VERTROUWENSPERSOON_BEHEREN)
    async def bewaar_nummers(self, gegevens: dict[str, Any]) -> None:
        """The numbers."""
        nummers = lees_hulplijnen(formulier(gegevens).get("hulplijnen", ""))
        await schrijf(lambda s, wie: service.stel_hulplijnen_in(s, wie, nummers))
        await self._lees()
        await zeg(self, "Nummers bewaard.", "Numbers saved.")


def _regel(g: rx.Var[GenoemdBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.strong(g.naam),
            " · ",
            rx.cond(g.team != "", g.team, t("hele school", "whole school")),
            " ",
            rx.cond(
                g.telt,
                rx.fragment(),
                badge(
                    t("mag dit niet zijn: andere rol of geblokkeerd", "not allowed: other role or locked"),
                    "warning",
                ),
            ),
            class_name="min-w-0 grow",
        ),
        rx.el.button(
            t("Haal weg", "Take away"),
            rx.el.span(" ", g.naam, class_name="sr-only"),
            type="button",
            on_click=VertrouwenspersonenState.haal_weg(g.id),
            class_name="btn btn-ghost btn-sm",
        ),
        class_name="flex flex-wrap items-center gap-2 py-2",
    )


def _nummers() -> rx.Component:
    s = VertrouwenspersonenState
    return kaart(
        rx.el.form(
            tekstveld(
                "hulplijnen",
                t("Telefoonnummers", "Phone numbers"),
                waarde=s.nummers,
                rijen=5,
                hulp=t(
                    "Per regel: naam; telefoonnummer. 112 staat er altijd bij.",
                    "Per line: name; phone number. 112 is always there.",
                ),
            ),
            knop(t("Bewaar", "Save"), type="submit"),
            on_submit=s.bewaar_nummers,
            class_name="formulier",
            key="nummers-" + s.form_sleutel,
        ),
        titel=t("Wie kan een student bellen?", "Whom can a student call?"),
    )


@rx.page(
    route="/beheer/vertrouwenspersonen",
    title="Vertrouwenspersonen · BPV-app",
    on_load=VertrouwenspersonenState.laad,
)
def vertrouwenspersonen() -> rx.Component:
    """Who is named, naming one more, and the numbers."""
    s = VertrouwenspersonenState

    return pagina(
        rx.el.div(
            kaart(
                rx.cond(
                    s.genoemd.length() > 0,
                    rx.el.ul(rx.foreach(s.genoemd, _regel), class_name="divide-y divide-base-300"),
                    rx.el.p(
                        t(
                            "Er is nog niemand. Studenten zien nu alleen de telefoonnummers.",
                            "There is nobody yet. Students see only the phone numbers now.",
                        )
                    ),
                ),
                rx.el.form(
                    keuzeveld("account_id", t("Wie?", "Who?"), s.mensen, leeg=t("Kies…", "Choose…"), verplicht=True),
                    keuzeveld(
                        "team_id",
                        t("Voor welk team?", "For which team?"),
                        s.teams,
                        leeg=t("Hele school", "Whole school"),
                    ),
                    rx.el.div(knop(t("Voeg toe", "Add"), type="submit"), class_name="breed"),
                    on_submit=s.noem,
                    class_name="formulier formulier-2 mt-3",
                    key="noem-" + s.form_sleutel,
                ),
                titel=t("Vertrouwenspersonen", "Confidential counsellors"),
            ),
            _nummers(),
            class_name="grid gap-4",
        ),
        titel=t("Vertrouwenspersonen", "Confidential counsellors"),
        zin=t(
            "Alleen wie hier staat leest wat een student meldt. Jij niet: je ziet alleen wie het is.",
            "Only who stands here reads what a student reports. You do not: you only see who it is.",
        ),
        smal=True,
    )
