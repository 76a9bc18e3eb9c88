"""/zorgvierkant: which of my students turned orange or red? Opening it is a look at each student on it: recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.gesprek.queries_zorg import (
    PER_PAGINA,
    Inzage,
    Signaal,
    SignaalVraag,
    list_inzagen,
    list_teams,
)
from bpv_app.gesprek.rules_zorgvierkant import LICHT_KORT, LICHT_TOON, Licht, is_nieuw_signaal, is_signaal
from bpv_app.gesprek.service_zorg import bekijk_signalen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import badge, kaart, keuzeveld, knop, post_formulier, veld, vinkje

ADRES = "/zorgvierkant"


@dataclass
class LichtBeeld:
    tekst: str
    toon: str


@dataclass
class SignaalBeeld:
    """A student on the list."""

    href: str
    student: str
    bij: str
    op: str
    lichten: list[LichtBeeld] = field(default_factory=list)


@dataclass
class InzageBeeld:
    op: str
    wie: str
    wat: str
    student: str


def signaal_beeld(s: Signaal, taal: str) -> SignaalBeeld:
    """Which quadrants ask for attention, and which turned so since the conversation before."""
    nieuw = Tekst("nieuw", "new").in_taal(taal)
    lichten = []
    for naam, licht, eerder in zip(s.namen, s.lichten, s.eerder, strict=True):
        if licht is not None and is_signaal(licht):
            tekst = f"{naam}: {LICHT_KORT[licht].in_taal(taal)}"
            tekst += f" ({nieuw})" if is_nieuw_signaal(eerder, licht) else ""
            lichten.append(LichtBeeld(tekst, LICHT_TOON[licht]))
    bij = ", ".join(deel for deel in (s.klas, s.team, s.begeleider) if deel)
    return SignaalBeeld(f"/gesprekken/{s.moment_id}/verslag", s.student, bij, toon_datum(s.op, taal), lichten)


def inzage_beeld(i: Inzage, taal: str) -> InzageBeeld:
    """Who looked at whose, never what it says."""
    return InzageBeeld(toon_moment(i.op, taal), i.naam, i.wat or i.soort.value, i.student)


class ZorgSignalenState(rx.State):
    """One page of the list of signals."""

    zin: str = ""
    signalen: list[SignaalBeeld] = []
    teams: list[Optie] = []
    lichten: list[Optie] = []
    team: str = ""
    licht: str = ""
    nieuw: bool = False
    bladzijde: int = 1
    bladzijden: int = 1
    form_sleutel: str = ""

    @handler(Actie.ZORG_OVERZICHT, laadt=True)
    async def laad(self) -> None:
        """Read the page the URL asks for; that somebody looked is recorded for each student on it."""
        self.signalen = []
        query = self.router.url.query_parameters
        licht, team_id = str(query.get("licht", "")), als_id(query.get("team", ""))
        bladzijde = min(max(1, als_id(query.get("bladzijde", "1"))), 10_000)
        vraag = SignaalVraag(
            Licht(licht) if licht in (Licht.ORANJE, Licht.ROOD) else None,
            str(query.get("nieuw", "")) == "1",
            team_id or None,
            bladzijde,
        )
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> tuple[list[Signaal], int, list[tuple[int, str]]]:
            return *bekijk_signalen(session, wie, klok, vraag), list_teams(session, wie)

        signalen, totaal, teams = await schrijf(werk)
        self.signalen = [signaal_beeld(s, taal) for s in signalen]
        self.teams = [Optie(str(i), naam) for i, naam in teams]
        self.lichten = [Optie(li.value, LICHT_KORT[li].in_taal(taal)) for li in (Licht.ROOD, Licht.ORANJE)]
        self.team, self.licht, self.nieuw = str(team_id or ""), vraag.licht or "", vraag.alleen_nieuw
        self.bladzijde, self.bladzijden = bladzijde, max(1, -(-totaal // PER_PAGINA))
        self.form_sleutel = f"{self.team}-{self.licht}-{self.nieuw}-{taal}"
        een = totaal == 1
        self.zin = Tekst(
            f"{totaal} {'student' if een else 'studenten'} met oranje of rood in het laatste gesprek."
            if totaal
            else "Geen enkele student heeft oranje of rood in het laatste gesprek.",
            f"{totaal} {'student' if een else 'students'} with amber or red in the last conversation."
            if totaal
            else "No student has amber or red in the last conversation.",
        ).in_taal(taal)

    @handler(Actie.ZORG_OVERZICHT)
    async def filter(self, gegevens: dict[str, Any]) -> Any:
        """Another choice of students."""
        form = formulier(gegevens)
        licht = form.get("licht", "")
        delen = [f"licht={licht}"] if licht in (Licht.ORANJE, Licht.ROOD) else []
        delen += ["nieuw=1"] if "nieuw" in form else []
        delen += [f"team={als_id(form['team'])}"] if als_id(form.get("team", "")) else []
        return rx.redirect("?".join([ADRES, "&".join(delen)]) if delen else ADRES)

    @handler(Actie.ZORG_OVERZICHT)
    async def ga_naar(self, bladzijde: int) -> Any:
        """Another page."""
        nummer = min(max(1, bladzijde if isinstance(bladzijde, int) else 1), self.bladzijden)
        delen = [f"licht={self.licht}"] if self.licht else []
        delen += ["nieuw=1"] if self.nieuw else []
        delen += [f"team={als_id(self.team)}"] if self.team else []
        return rx.redirect(f"{ADRES}?{'&'.join([*delen, f'bladzijde={nummer}'])}")


class ZorgInzagenState(rx.State):
    """Who looked at care notes of my teams."""

    inzagen: list[InzageBeeld] = []
    zin: str = ""

    @handler(Actie.ZORG_OVERZICHT, laadt=True)
    async def laad(self) -> None:
        """Read the last looks."""
        taal = (await self.get_state(BasisState)).taal
        self.inzagen = [inzage_beeld(i, taal) for i in await lees(list_inzagen)]
        self.zin = Tekst(
            "De laatste honderd keer dat iemand het zorgvierkant zag, wijzigde of uitvoerde. Wat erin staat, zie je "
            "hier niet.",
            "The last hundred times somebody saw, changed or exported care notes. What they say is not here.",
        ).in_taal(taal)


def _filter() -> rx.Component:
    s = ZorgSignalenState
    alles = t("Alles", "All")
    return rx.el.form(
        keuzeveld("licht", t("Licht", "Light"), s.lichten, waarde=s.licht, leeg=t("Oranje en rood", "Amber and red")),
        keuzeveld("team", t("Team", "Team"), s.teams, waarde=s.team, leeg=alles),
        vinkje("nieuw", t("Alleen wat erger werd", "Only what got worse"), aan=s.nieuw),
        rx.el.div(knop(t("Toon", "Show"), hoofd=False, type="submit"), class_name="self-end"),
        on_submit=s.filter,
        key=s.form_sleutel,
        class_name="kaart formulier formulier-2 mb-4",
    )


def _signaal(s: rx.Var[SignaalBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.a(s.student, href=s.href, class_name="link font-semibold"),
            rx.el.span(s.bij, class_name="block text-sm text-base-content/80"),
            rx.el.span(t("Gesprek van ", "Conversation of "), s.op, class_name="block text-sm text-base-content/80"),
            class_name="min-w-0",
        ),
        rx.el.ul(
            rx.foreach(s.lichten, lambda li: rx.el.li(badge(li.tekst, li.toon))), class_name="flex flex-wrap gap-2"
        ),
        key=s.href,
        class_name="flex flex-wrap items-start justify-between gap-3 py-3",
    )


def _bladeren() -> rx.Component:
    s = ZorgSignalenState
    return rx.cond(
        s.bladzijden > 1,
        rx.el.nav(
            rx.el.button(
                t("Vorige", "Previous"),
                on_click=s.ga_naar(s.bladzijde - 1),
                disabled=s.bladzijde <= 1,
                class_name="btn btn-sm btn-outline",
            ),
            rx.el.span(t("Bladzijde ", "Page "), s.bladzijde, t(" van ", " of "), s.bladzijden, class_name="text-sm"),
            rx.el.button(
                t("Volgende", "Next"),
                on_click=s.ga_naar(s.bladzijde + 1),
                disabled=s.bladzijde >= s.bladzijden,
                class_name="btn btn-sm btn-outline",
            ),
            aria_label=t("Bladeren", "Paging"),
            class_name="mt-3 flex items-center justify-center gap-3",
        ),
        rx.fragment(),
    )


def _export() -> rx.Component:
    return kaart(
        rx.el.p(
            t(
                "Voor het begeleidingssysteem: elk kwadrant met licht en notitie, van de studenten van jouw teams. "
                "Wie het bestand maakte en waarom, wordt vastgelegd. Bewaar het veilig en verwijder het na gebruik.",
                "For the guidance system: every quadrant with light and note, of the students of your teams. "
                "Who made the file and why is recorded. Keep it safe and remove it after use.",
            ),
            class_name="veld-hulp mb-3",
        ),
        post_formulier(
            rx.el.div(veld("reden", t("Waarvoor?", "What for?"), verplicht=True, max_length=300), class_name="breed"),
            veld("van", t("Gesprekken vanaf", "Conversations from"), soort="date"),
            veld("tot", t("Tot en met", "Until"), soort="date"),
            rx.el.div(
                knop("CSV", hoofd=False, type="submit", name="soort", value="csv"),
                knop("JSON", hoofd=False, type="submit", name="soort", value="json"),
                class_name="flex gap-2",
            ),
            action="/api/zorgvierkant/export",
            class_name="formulier formulier-2",
        ),
        titel=t("Exporteren", "Export"),
        class_name="mt-4",
    )


@rx.page(route=ADRES, title="Zorgvierkant · BPV-app", on_load=ZorgSignalenState.laad)
def zorgsignalen() -> rx.Component:
    """Signals, filters, export."""
    s = ZorgSignalenState
    return pagina(
        _filter(),
        rx.cond(
            s.signalen.length() > 0,
            kaart(rx.el.ul(rx.foreach(s.signalen, _signaal), class_name="divide-y divide-base-300")),
            rx.fragment(),
        ),
        _bladeren(),
        _export(),
        titel=t("Zorgvierkant", "Care quadrants"),
        zin=s.zin,
        acties=rx.el.a(t("Wie keek er?", "Who looked?"), href=f"{ADRES}/inzage", class_name="btn btn-outline btn-sm"),
    )


def _inzage(i: rx.Var[InzageBeeld]) -> rx.Component:
    return rx.el.tr(rx.el.td(i.op), rx.el.td(i.wie), rx.el.td(i.student), rx.el.td(i.wat))


@rx.page(route=f"{ADRES}/inzage", title="Wie keek er? · BPV-app", on_load=ZorgInzagenState.laad)
def zorginzagen() -> rx.Component:
    """The looks, newest first."""
    koppen = (t("Wanneer", "When"), t("Wie", "Who"), t("Student", "Student"), t("Wat", "What"))
    return pagina(
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("Wie keek er?", "Who looked?"), class_name="sr-only"),
                rx.el.thead(rx.el.tr(*[rx.el.th(kop, scope="col") for kop in koppen])),
                rx.el.tbody(rx.foreach(ZorgInzagenState.inzagen, _inzage)),
                class_name="table table-sm",
            ),
            class_name="kaart overflow-x-auto",
            tab_index=0,
            role="region",
            aria_label=t("Wie keek er?", "Who looked?"),
        ),
        titel=t("Wie keek er?", "Who looked?"),
        zin=ZorgInzagenState.zin,
        kruimels=[(t("Zorgvierkant", "Care quadrants"), ADRES)],
    )
