"""/gesprekken/dekking: of the conversations that should have been held, how many were, per team and begeleider?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.gesprek.queries_dekking import Dekking, DekkingRegel, dekking_per_begeleider, dekking_per_team
from bpv_app.gesprek.rules_dekking import KOPPEN
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import download

ZONDER = Tekst("(geen)", "(none)")
_PER_EN = {"team": "team", "begeleider": "supervisor"}


@dataclass
class DekkingBeeld:
    """A line of a table; percentages in words, for a bar is no answer to who cannot see it."""

    naam: str
    href: str
    dossiers: int
    gepland: int
    gehouden: int
    procent: str
    gezamenlijk: str
    vervallen: int
    zonder_start: int
    breedte: str


def _procent(deel: int | None) -> str:
    return "–" if deel is None else f"{deel}%"


def regel_beeld(r: DekkingRegel, taal: str, href: str) -> DekkingBeeld:
    """The line in the person's language."""
    d = r.dekking
    return DekkingBeeld(
        r.naam or ZONDER.in_taal(taal),
        href,
        r.dossiers,
        d.gepland,
        d.gehouden,
        _procent(d.procent),
        _procent(d.procent_gezamenlijk),
        d.vervallen,
        r.zonder_start,
        f"{d.procent or 0}%",
    )


def tel_op(regels: Sequence[DekkingRegel]) -> Dekking:
    """The sum of the lines."""
    return Dekking(
        sum(r.dekking.gepland for r in regels),
        sum(r.dekking.gehouden for r in regels),
        sum(r.dekking.gezamenlijk for r in regels),
        sum(r.dekking.vervallen for r in regels),
    )


def eerste_zin(regels: Sequence[DekkingRegel], vandaag: str, today: str) -> Tekst:
    """The figure in words."""
    d, zonder = tel_op(regels), sum(r.zonder_start for r in regels)
    if d.procent is None:
        return Tekst("Er had nog geen gesprek gehouden moeten zijn.", "No conversation had to be held yet.")
    nl = f"Op {vandaag} zijn {d.gehouden} van de {d.gepland} gesprekken gehouden ({d.procent}%)"
    en = f"On {today} {d.gehouden} of {d.gepland} conversations were held ({d.procent}%)"
    nl += f", {d.gezamenlijk} met drie partijen."
    en += f", {d.gezamenlijk} with three parties."
    if zonder:
        nl += f" {zonder} {'startgesprek is' if zonder == 1 else 'startgesprekken zijn'} te laat."
        en += f" {zonder} start talk{' is' if zonder == 1 else 's are'} overdue."
    return Tekst(nl, en)


class GesprekDekkingState(rx.State):
    """The coverage of the teams of who looks; with `team` in the address the begeleiders of that team."""

    zin: str = ""
    teams: list[DekkingBeeld] = []
    begeleiders: list[DekkingBeeld] = []
    van_team: str = ""
    export_query: str = ""

    @handler(Actie.DEKKING_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Count, as of this morning."""
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        team_id = als_id(self.router.url.query_parameters.get("team", "")) or None

        def werk(session: Any, wie: Any) -> Any:
            teams = dekking_per_team(session, wie, vandaag)
            keuze = team_id if any(r.id == team_id for r in teams) else None
            return teams, dekking_per_begeleider(session, wie, vandaag, keuze), keuze

        teams, begeleiders, keuze = await lees(werk)
        self.zin = eerste_zin(teams, toon_datum(vandaag), toon_datum(vandaag, "en")).in_taal(taal)
        self.teams = [regel_beeld(r, taal, f"/gesprekken/dekking?team={r.id}" if r.id else "") for r in teams]
        self.begeleiders = [
            regel_beeld(r, taal, f"/gesprekken?begeleider={r.id or 'geen'}&toestand=te_laat") for r in begeleiders
        ]
        self.export_query = f"team={keuze}" if keuze is not None else ""
        self.van_team = next((r.naam for r in teams if keuze is not None and r.id == keuze), "")


def _rij(r: rx.Var[DekkingBeeld]) -> rx.Component:
    def getal(waarde: Any, kop: str) -> rx.Component:
        return rx.el.td(waarde, custom_attrs={"data-label": t(KOPPEN[kop])}, class_name="text-right tabular-nums")

    return rx.el.tr(
        rx.el.th(
            rx.cond(r.href != "", rx.el.a(r.naam, href=r.href, class_name="link"), r.naam),
            scope="row",
            class_name="text-left font-semibold",
        ),
        getal(r.dossiers, "dossiers"),
        getal(r.gepland, "gepland"),
        getal(r.gehouden, "gehouden"),
        rx.el.td(
            rx.el.div(
                rx.el.span(r.procent, class_name="w-12 text-right tabular-nums"),
                rx.el.span(
                    rx.el.span(style={"width": r.breedte}, class_name="block h-2 rounded bg-primary"),
                    aria_hidden="true",
                    class_name="hidden w-20 shrink-0 rounded bg-base-300 sm:block",
                ),
                class_name="flex items-center justify-end gap-2",
            ),
            custom_attrs={"data-label": t(KOPPEN["procent"])},
        ),
        getal(r.gezamenlijk, "gezamenlijk"),
        getal(r.zonder_start, "zonder_start"),
        getal(r.vervallen, "vervallen"),
    )


def _bestanden(per: str, query: Any) -> rx.Component:
    return rx.el.div(
        *[
            download(
                soort.upper(),
                f"/api/export/dekking/{per}.{soort}?" + query,
                aria_label=t(f"Dekking per {per} als {soort}", f"Coverage per {_PER_EN[per]} as {soort}"),
                class_name="btn btn-ghost btn-sm",
            )
            for soort in ("xlsx", "csv")
        ],
        class_name="flex gap-1",
    )


def _tabel(titel: Any, wat: Any, regels: Any, per: str, query: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(titel, class_name="text-lg font-semibold"),
            _bestanden(per, query),
            class_name="mb-2 flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.div(
            rx.el.table(
                rx.el.caption(titel, class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(wat, scope="col"),
                        *[rx.el.th(t(k), scope="col", class_name="text-right") for k in KOPPEN.values()],
                    )
                ),
                rx.el.tbody(rx.foreach(regels, _rij)),
                class_name="lijst smal table",
            ),
            class_name="kaart overflow-x-auto p-0",
            tab_index=0,
            role="region",
            aria_label=titel,
        ),
        class_name="mb-6",
    )


@rx.page(route="/gesprekken/dekking", title="Dekking van gesprekken · BPV-app", on_load=GesprekDekkingState.laad)
def dekking() -> rx.Component:
    """Two tables: teams, and begeleiders."""
    s: Any = GesprekDekkingState
    return pagina(
        rx.cond(
            s.teams.length() > 0,
            _tabel(t("Per team", "Per team"), t("Team", "Team"), s.teams, "team", ""),
            rx.fragment(),
        ),
        rx.cond(
            s.van_team != "",
            rx.el.p(
                t("Alleen team ", "Only team "),
                rx.el.strong(s.van_team),
                ". ",
                rx.el.a(t("Alle teams", "All teams"), href="/gesprekken/dekking", class_name="link"),
                class_name="mb-2",
            ),
            rx.fragment(),
        ),
        rx.cond(
            s.begeleiders.length() > 0,
            _tabel(
                t("Per begeleider", "Per supervisor"),
                t("Begeleider", "Supervisor"),
                s.begeleiders,
                "begeleider",
                s.export_query.to(str),
            ),
            rx.el.p(t("Er zijn nog geen gesprekken.", "There are no conversations yet."), class_name="kaart"),
        ),
        rx.el.p(
            t(
                "Een gesprek telt als de laatste dag ervan voorbij is, of als het al gehouden is. Vervallen gesprekken "
                "en stages die niet doorgaan tellen niet.",
                "A conversation counts when its last day has passed, or when it was held. Lapsed conversations and "
                "placements that were called off do not count.",
            ),
            class_name="text-sm text-base-content/80",
        ),
        titel=t("Dekking van gesprekken", "Coverage of conversations"),
        zin=s.zin,
        kruimels=[(t("Gesprekken", "Conversations"), "/gesprekken")],
    )
