"""/: what do I have to do today? Counters that lead to exactly those rows, or one's own placement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.dashboard.queries import Plaatsing, eigen_plaatsingen, wat_nu
from bpv_app.dashboard.queries_student import Taak, get_vandaag, zin_van
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_tellers import Teller, tellers
from bpv_app.pok.rules import STATUS_LABEL, STATUS_TOON, PokStatus
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.stappen import stappenbalk
from bpv_app.ui.velden import badge, kaart
from bpv_app.uren.queries_tellers import tel_uren

ADRES = {
    "poks": "/poks",
    "dossiers": "/dossiers",
    "nabellen": "/poks/nabellen",
    "uren-weken": "/uren/weken",
    "uren-ongeschreven": "/uren/ongeschreven",
}
"""Where a list is shown."""


@dataclass
class TellerBeeld:
    aantal: int
    label: str
    uitleg: str
    href: str
    toon: str


@dataclass
class OndertekeningBeeld:
    wie: str
    wanneer: str


@dataclass
class PlaatsingBeeld:
    """One's own placement in plain words."""

    titel: str
    status: str
    toon: str
    stap: int
    wat_nu: str
    periode: str
    uren: str
    opleider: str
    begeleider: str
    ondertekeningen: list[OndertekeningBeeld] = field(default_factory=list)


def teller_beeld(teller: Teller, taal: str) -> TellerBeeld:
    """The counter with the address of its rows."""
    query = teller.vraag.als_query()
    adres = ADRES[teller.lijst.naam]
    return TellerBeeld(
        teller.aantal,
        teller.label.in_taal(taal),
        teller.uitleg.in_taal(taal),
        f"{adres}?{query}" if query else adres,
        teller.toon,
    )


def taak_beeld(taak: Taak, taal: str) -> TellerBeeld:
    """A student's task as a line of the same list."""
    return TellerBeeld(taak.aantal, taak.doe.in_taal(taal), taak.uitleg.in_taal(taal), taak.href, taak.toon)


def plaatsing_beeld(p: Plaatsing, taal: str) -> PlaatsingBeeld:
    """The placement as the company reads it."""
    nog = "not yet" if taal == "en" else "nog niet"

    def wie(naam: str, contact: str) -> str:
        return f"{naam} ({contact})" if contact else naam

    return PlaatsingBeeld(
        titel=p.student,
        status=STATUS_LABEL[p.status].in_taal(taal),
        toon=STATUS_TOON[p.status],
        stap=p.stap,
        wat_nu=wat_nu(p, Rol.PRAKTIJKOPLEIDER).in_taal(taal),
        periode=f"{toon_datum(p.begin_op, taal)} – {toon_datum(p.eind_op, taal)}",
        uren=str(p.uren_totaal or ""),
        opleider=wie(p.opleider, p.opleider_contact),
        begeleider=wie(p.begeleider, p.begeleider_contact),
        ondertekeningen=[
            OndertekeningBeeld(o.wie.in_taal(taal), toon_datum(o.getekend_op, taal) if o.getekend_op else nog)
            for o in p.ondertekeningen
        ],
    )


def eerste_zin(tellingen: tuple[Teller, ...], plaatsingen: list[Plaatsing], actor: Actor) -> Tekst:
    """The first line answers in words: how much there is to do, and what is most urgent."""
    open_ = [x for x in tellingen if x.aantal]
    if open_:
        eerst = open_[0]
        return Tekst(
            f"{len(open_)} soorten werk wachten. Eerst: {eerst.label.nl} ({eerst.aantal}).",
            f"{len(open_)} kinds of work wait. First: {eerst.label.en} ({eerst.aantal}).",
        )
    if tellingen:
        return Tekst("Alles is gedaan. Er wacht niets op jou.", "All is done. Nothing waits for you.")
    if plaatsingen:
        wacht = sum(p.status is PokStatus.AFGEDRUKT for p in plaatsingen)
        aantal = "1 student" if len(plaatsingen) == 1 else f"{len(plaatsingen)} studenten"
        number = "1 student" if len(plaatsingen) == 1 else f"{len(plaatsingen)} students"
        return Tekst(
            f"{aantal} bij jouw bedrijf, {wacht} wachten op handtekeningen.",
            f"{number} at your company, {wacht} waiting for signatures.",
        )
    if actor.mag(Actie.EIGEN_PLAATSING_ZIEN):
        return Tekst(
            "Er is nog geen stage om te laten zien. Je BPV-coördinator is ermee bezig.",
            "There is no placement to show yet. Your placement coordinator is working on it.",
        )
    return Tekst("Kies in het menu wat je wilt doen.", "Choose from the menu what you want to do.")


class DashboardState(rx.State):
    """Today's work of the person who looks."""

    zin: str = ""
    werk: list[TellerBeeld] = []
    klaar: list[TellerBeeld] = []
    plaatsingen: list[PlaatsingBeeld] = []
    is_student: bool = False

    @handler(Actie.START_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the counters and own placements."""
        taal = (await self.get_state(BasisState)).taal
        wie = huidige_actor()
        self.is_student = wie.heeft(Rol.STUDENT) and not wie.mag(Actie.POK_ZIEN)
        if self.is_student:
            vandaag = await lees(lambda session, actor: get_vandaag(session, actor, klok.vandaag(), klok.nu()))
            self.zin = zin_van(vandaag.taken, heeft_stage=vandaag.heeft_stage).in_taal(taal)
            self.werk, self.klaar = [taak_beeld(x, taal) for x in vandaag.taken], []
            self.plaatsingen = []
            return

        def werk(session: Any, actor: Actor) -> Any:
            eigen = eigen_plaatsingen(session, actor) if actor.mag(Actie.EIGEN_PLAATSING_ZIEN) else []
            dag = klok.vandaag()
            return (*tellers(session, actor, dag), *tel_uren(session, actor, dag)), eigen

        tellingen, eigen = await lees(werk)
        self.zin = eerste_zin(tellingen, eigen, wie).in_taal(taal)
        self.werk = [teller_beeld(x, taal) for x in tellingen if x.aantal]
        self.klaar = [teller_beeld(x, taal) for x in tellingen if not x.aantal]
        self.plaatsingen = [plaatsing_beeld(p, taal) for p in eigen]


def _teller(regel: rx.Var[TellerBeeld]) -> rx.Component:
    kleur = rx.match(
        regel.toon,
        ("error", "text-error"),
        ("warning", "text-warning"),
        ("info", "text-info"),
        "",
    )
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                regel.aantal, class_name="w-16 shrink-0 text-right text-2xl font-bold tabular-nums " + kleur.to(str)
            ),
            rx.el.span(
                rx.el.span(regel.label, class_name="block font-semibold"),
                rx.el.span(regel.uitleg, class_name="block text-sm text-base-content/80"),
                class_name="min-w-0 grow",
            ),
            rx.el.span(t("Bekijk", "View"), class_name="btn btn-outline btn-sm max-sm:hidden", aria_hidden="true"),
            href=regel.href,
            class_name="flex min-h-16 items-center gap-4 px-2 py-3 hover:bg-base-200",
        ),
    )


def _werk() -> rx.Component:
    return rx.el.section(
        rx.cond(
            DashboardState.werk.length() > 0,
            rx.fragment(
                rx.el.h2(t("Eerst dit", "This first"), class_name="mb-2 font-semibold"),
                rx.el.ul(
                    rx.foreach(DashboardState.werk, _teller),
                    class_name="kaart divide-y divide-base-300 overflow-hidden p-0",
                ),
            ),
            rx.fragment(),
        ),
        rx.cond(
            DashboardState.klaar.length() > 0,
            rx.el.details(
                rx.el.summary(
                    t("Niets te doen bij ", "Nothing to do for "),
                    DashboardState.klaar.length(),
                    t(" andere soorten werk", " other kinds of work"),
                    class_name="flex min-h-11 cursor-pointer items-center text-sm",
                ),
                rx.el.ul(rx.foreach(DashboardState.klaar, _teller), class_name="kaart divide-y divide-base-300 p-0"),
                class_name="mt-3",
            ),
            rx.fragment(),
        ),
    )


def _plaatsing(p: rx.Var[PlaatsingBeeld]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(p.titel, class_name="text-lg font-semibold"),
            badge(p.status, p.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        stappenbalk(p.stap),
        rx.el.p(p.wat_nu, class_name="melding melding-info"),
        rx.el.dl(
            rx.el.dt(t("Periode", "Period")),
            rx.el.dd(p.periode),
            rx.el.dt(t("Uren", "Hours")),
            rx.el.dd(p.uren),
            rx.el.dt(t("Praktijkopleider", "Workplace supervisor")),
            rx.el.dd(p.opleider),
            rx.el.dt(t("Begeleider van school", "School supervisor")),
            rx.el.dd(p.begeleider),
            class_name="gegevens",
        ),
        rx.cond(
            p.ondertekeningen.length() > 0,
            rx.fragment(
                rx.el.h3(t("Wie heeft getekend?", "Who has signed?"), class_name="mt-4 font-semibold"),
                rx.el.ul(
                    rx.foreach(
                        p.ondertekeningen,
                        lambda o: rx.el.li(
                            rx.el.span(o.wie), rx.el.span(o.wanneer), class_name="flex justify-between gap-3 py-1.5"
                        ),
                    ),
                    class_name="divide-y divide-base-300",
                ),
            ),
            rx.fragment(),
        ),
        class_name="kaart mb-4",
    )


def _menu() -> rx.Component:
    """For who has no counters and no placement: where to go."""
    return kaart(
        rx.el.ul(
            rx.foreach(
                BasisState.menu,
                lambda m: rx.cond(
                    m.href != "/",
                    rx.el.li(rx.el.a(m.label, href=m.href, class_name="link flex min-h-11 items-center")),
                    rx.fragment(),
                ),
            )
        ),
        titel=t("Naar", "Go to"),
        class_name="mt-4",
    )


@rx.page(route="/", title="Vandaag · BPV-app", on_load=DashboardState.laad)
def start() -> rx.Component:
    """The start page of every role."""
    niets = (DashboardState.werk.length() + DashboardState.klaar.length() + DashboardState.plaatsingen.length()) == 0
    return pagina(
        rx.foreach(DashboardState.plaatsingen, _plaatsing),
        _werk(),
        rx.cond(niets | DashboardState.is_student, _menu(), rx.fragment()),
        titel=t("Vandaag", "Today"),
        zin=DashboardState.zin,
    )
