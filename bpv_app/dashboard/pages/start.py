"""/: what do I have to do today? Counters that lead to exactly those rows, or one's own placement."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from bpv_app.dashboard.pages.levend import levend
from bpv_app.dashboard.pages.stagiairs_beeld import wat_nu
from bpv_app.dashboard.queries_bedrijf import get_bedrijf_vandaag
from bpv_app.dashboard.queries_plaatsingen import get_merk
from bpv_app.dashboard.queries_relaties import tel_relaties
from bpv_app.dashboard.queries_stagiairs import Stagiair
from bpv_app.dashboard.queries_student import get_vandaag
from bpv_app.dashboard.rules_vandaag import Taak
from bpv_app.erkenning.queries import tel_tellers as tel_intrekkingen
from bpv_app.erkenning.queries_voordracht import tel_tellers as tel_voordrachten
from bpv_app.gesprek.queries_tellers import tel_gesprekken
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_tellers import Teller, tellers
from bpv_app.signaal.queries import tel_tellers as tel_signalen
from bpv_app.signaal.queries_melding import is_vertrouwenspersoon, tel_nieuw
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart
from bpv_app.uren.queries_tellers import tel_uren

ADRES = {
    "poks": "/poks",
    "dossiers": "/dossiers",
    "nabellen": "/poks/nabellen",
    "uren-weken": "/uren/weken",
    "uren-ongeschreven": "/uren/ongeschreven",
    "signalen": "/signalen",
    "gesprekken": "/gesprekken",
    "erkenningen": "/erkenningen",
    "voordrachten": "/erkenningen/aangevraagd",
    "leerbedrijven-dubbel": "/leerbedrijven/dubbelen",
    "relatiebeheer": "/relatiebeheer",
    "leerbedrijven-wijzigingen": "/leerbedrijven/wijzigingen",
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
class StagiairRegel:
    """A trainee in three lines; the rest stands on /stagiairs."""

    naam: str
    periode: str
    wat_nu: str


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


def melding_beeld(aantal: int, taal: str) -> TellerBeeld:
    """For a vertrouwenspersoon: how many reports were not read yet."""
    label = Tekst("Melding voor jou als vertrouwenspersoon", "Report for you as confidential counsellor")
    uitleg = Tekst("alleen jij leest die", "only you read it")
    return TellerBeeld(aantal, label.in_taal(taal), uitleg.in_taal(taal), "/meldingen", "error" if aantal else "")


def stagiair_regel(s: Stagiair, taal: str) -> StagiairRegel:
    """A trainee as a line."""
    return StagiairRegel(
        s.naam, f"{toon_datum(s.begin_op, taal)} – {toon_datum(s.eind_op, taal)}", wat_nu(s).in_taal(taal)
    )


def eerste_zin(tellingen: tuple[Teller, ...]) -> Tekst:
    """The first line answers in words: how much there is to do, and what is most urgent."""
    open_ = [x for x in tellingen if x.aantal]
    if open_:
        eerst = open_[0]
        soorten = "1 soort werk wacht" if len(open_) == 1 else f"{len(open_)} soorten werk wachten"
        kinds = "1 kind of work waits" if len(open_) == 1 else f"{len(open_)} kinds of work wait"
        return Tekst(
            f"{soorten}. Eerst: {eerst.label.nl} ({eerst.aantal}).",
            f"{kinds}. First: {eerst.label.en} ({eerst.aantal}).",
        )
    if tellingen:
        return Tekst("Alles is gedaan. Er wacht niets op jou.", "All is done. Nothing waits for you.")
    return Tekst("Kies in het menu wat je wilt doen.", "Choose from the menu what you want to do.")


class DashboardState(rx.State):
    """Today's work of the person who looks."""

    zin: str = ""
    werk: list[TellerBeeld] = []
    klaar: list[TellerBeeld] = []
    stagiairs: list[StagiairRegel] = []
    is_student: bool = False
    merk: str = ""

    @handler(Actie.START_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the counters of the school, or the tasks of a student or a praktijkopleider."""
        await self._lees()

    @handler(Actie.START_ZIEN)
    async def ververs(self) -> None:
        """Read them again: something was written since."""
        await self._lees()

    async def _lees(self) -> None:
        # First the mark, then the counters: what is written in between makes the browser ask once more.
        self.merk = await lees(lambda session, _actor: get_merk(session))
        taal = (await self.get_state(BasisState)).taal
        wie, dag = huidige_actor(), klok.vandaag()
        is_school = wie.mag(Actie.POK_ZIEN)
        self.is_student = wie.heeft(Rol.STUDENT) and not is_school
        self.klaar, self.stagiairs = [], []
        if self.is_student:
            student = await lees(lambda session, actor: get_vandaag(session, actor, dag, klok.nu()))
            self.zin, self.werk = student.zin.in_taal(taal), [taak_beeld(x, taal) for x in student.taken]
            return
        bedrijf = None
        if wie.mag(Actie.STAGIAIRS_ZIEN):
            bedrijf = await lees(lambda session, actor: get_bedrijf_vandaag(session, actor, dag, klok.nu()))
            self.stagiairs = [stagiair_regel(s, taal) for s in bedrijf.stagiairs]
        tellingen = await lees(
            lambda session, actor: (
                (
                    *tel_intrekkingen(session, actor, dag),
                    *tel_voordrachten(session, actor, dag),
                    *tel_signalen(session, actor, dag),
                    *tellers(session, actor, dag),
                    *tel_gesprekken(session, actor, dag, klok.nu()),
                    *tel_uren(session, actor, dag),
                    *tel_relaties(session, actor, dag),
                )
                if is_school
                else ()
            )
        )
        melding = await lees(
            lambda session, actor: tel_nieuw(session, actor) if is_vertrouwenspersoon(session, actor) else None
        )
        zin = bedrijf.zin if bedrijf and (bedrijf.taken or not is_school) else eerste_zin(tellingen)
        self.zin = zin.in_taal(taal)
        self.werk = [taak_beeld(x, taal) for x in bedrijf.taken] if bedrijf else []
        self.werk += [teller_beeld(x, taal) for x in tellingen if x.aantal]
        self.klaar = [teller_beeld(x, taal) for x in tellingen if not x.aantal]
        if melding is not None:
            (self.werk if melding else self.klaar).insert(0, melding_beeld(melding, taal))


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
                    rx.cond(
                        DashboardState.klaar.length() == 1,
                        t(" andere soort werk", " other kind of work"),
                        t(" andere soorten werk", " other kinds of work"),
                    ),
                    class_name="flex min-h-11 cursor-pointer items-center text-sm",
                ),
                rx.el.ul(rx.foreach(DashboardState.klaar, _teller), class_name="kaart divide-y divide-base-300 p-0"),
                class_name="mt-3",
            ),
            rx.fragment(),
        ),
    )


def _stagiair(s: rx.Var[StagiairRegel]) -> rx.Component:
    return rx.el.li(
        rx.el.h3(s.naam, class_name="font-semibold"),
        rx.el.p(s.periode, class_name="text-sm text-base-content/80"),
        rx.el.p(s.wat_nu, class_name="text-sm"),
        class_name="py-3",
    )


def _stagiairs() -> rx.Component:
    return rx.cond(
        DashboardState.stagiairs.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(DashboardState.stagiairs, _stagiair), class_name="divide-y divide-base-300"),
            rx.el.a(
                t("Alles over je stagiairs", "All about your trainees"),
                href="/stagiairs",
                class_name="link flex min-h-11 items-center",
            ),
            titel=t("Nu bij jou", "With you now"),
            class_name="mt-4",
        ),
        rx.fragment(),
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
    niets = (DashboardState.werk.length() + DashboardState.klaar.length() + DashboardState.stagiairs.length()) == 0
    return pagina(
        _werk(),
        _stagiairs(),
        rx.cond(niets | DashboardState.is_student, _menu(), rx.fragment()),
        levend(DashboardState),
        titel=t("Vandaag", "Today"),
        zin=DashboardState.zin,
    )
