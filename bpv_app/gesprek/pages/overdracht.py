"""/gesprekken/overdracht: a colleague is ill or leaves: who takes over which students?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.gesprek.queries_overdracht import InHanden, list_in_handen, list_met_studenten
from bpv_app.gesprek.rules_tonen import venster_tekst
from bpv_app.gesprek.service_overdracht import draag_over, list_ontvangers
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie, UitslagBeeld
from bpv_app.ui.velden import badge, kaart, keuzeveld, knop, tekstveld


@dataclass
class StudentBeeld:
    """A placement that can go along."""

    sleutel: str
    naam: str
    bedrijf: str
    periode: str
    te_doen: int
    gepland: int


def student_beeld(r: InHanden, taal: str) -> StudentBeeld:
    """The line in the person's language."""
    periode = venster_tekst(r.begin_op, r.eind_op, taal) if r.begin_op and r.eind_op else ""
    return StudentBeeld(str(r.dossier_id), r.student, r.bedrijf, periode, r.te_doen, r.gepland)


class OverdrachtState(rx.State):
    """Whom from, whom to, and which placements."""

    zin: str = ""
    van: str = ""
    mensen: list[Optie] = []
    ontvangers: list[Optie] = []
    studenten: list[StudentBeeld] = []
    uitslagen: list[UitslagBeeld] = []
    beurt: int = 0

    @handler(Actie.STUDENTEN_OVERDRAGEN, laadt=True)
    async def laad(self) -> None:
        """Read who has students; with `van` in the address that person's."""
        self.uitslagen = []
        await self._lees(als_id(self.router.url.query_parameters.get("van", "")))

    async def _lees(self, van_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Any) -> Any:
            mensen = list_met_studenten(session, wie)
            regels = list_in_handen(session, wie, van_id) if van_id else ()
            return mensen, list_ontvangers(session, wie), regels

        mensen, ontvangers, regels = await lees(werk)
        self.van = str(van_id) if any(m.id == van_id for m in mensen) else ""
        self.mensen = [Optie(str(m.id), f"{m.naam} ({m.dossiers})") for m in mensen]
        self.ontvangers = [Optie(str(o.id), o.naam) for o in ontvangers if o.id != van_id]
        self.studenten = [student_beeld(r, taal) for r in regels]
        self.zin = self._eerste_zin(regels).in_taal(taal)
        self.beurt += 1

    def _eerste_zin(self, regels: tuple[InHanden, ...]) -> Tekst:
        if not self.van:
            return Tekst(
                "Kies van wie de studenten zijn. Je ziet eerst wat er meegaat.",
                "Choose whose students they are. You first see what goes along.",
            )
        n, gesprekken, gepland = len(regels), sum(r.te_doen for r in regels), sum(r.gepland for r in regels)
        return Tekst(
            f"{n} {'stage' if n == 1 else 'stages'} met {gesprekken} gesprekken die nog moeten, waarvan {gepland} met "
            "een afspraak.",
            f"{n} placement{'' if n == 1 else 's'} with {gesprekken} conversations to be held, {gepland} with an "
            "appointment.",
        )

    @handler(Actie.STUDENTEN_OVERDRAGEN)
    async def kies_van(self, waarde: str) -> Any:
        """Show the placements of this person."""
        nummer = als_id(waarde)
        return rx.redirect(f"/gesprekken/overdracht?van={nummer}" if nummer else "/gesprekken/overdracht")

    @handler(Actie.STUDENTEN_OVERDRAGEN)
    async def draag_over(self, gegevens: dict[str, Any]) -> None:
        """Hand the ticked placements over, in one go; a result per student."""
        form = formulier(gegevens)
        van_id, naar_id = als_id(self.van), als_id(form.get("naar_id", ""))
        ids = [nr for s in self.studenten if form.get(f"dossier-{s.sleutel}") and (nr := als_id(s.sleutel))]
        reden = form.get("reden", "")
        gedaan = await schrijf(lambda s, wie: draag_over(s, wie, klok, van_id, naar_id, ids, reden))
        taal = (await self.get_state(BasisState)).taal
        await self._lees(van_id)
        self.uitslagen = [UitslagBeeld(u.naam, u.tekst.in_taal(taal), u.gelukt, u.href) for u in gedaan.uitslagen]
        niet = len(gedaan.uitslagen) - gedaan.gelukt
        basis = await self.get_state(BasisState)
        basis._zeg(
            Tekst(
                f"{gedaan.gelukt} overgedragen, {niet} niet. {gedaan.afspraken} afspraken opnieuw verstuurd.",
                f"{gedaan.gelukt} handed over, {niet} not. {gedaan.afspraken} appointments sent anew.",
            ),
            "success" if not niet else "warning",
        )


def _student(s: rx.Var[StudentBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox", name="dossier-" + s.sleutel.to(str), default_checked=True, class_name="checkbox"
            ),
            rx.el.span(
                rx.el.strong(s.naam, class_name="block"),
                rx.el.span(
                    s.bedrijf,
                    rx.cond((s.bedrijf != "") & (s.periode != ""), " · ", ""),
                    s.periode,
                    class_name="block text-sm",
                ),
                rx.el.span(
                    s.te_doen,
                    t(" gesprekken te doen, ", " conversations to do, "),
                    s.gepland,
                    t(" gepland", " planned"),
                    class_name="block text-sm text-base-content/80",
                ),
                class_name="min-w-0",
            ),
            class_name="flex min-h-11 cursor-pointer items-start gap-3 py-2",
        )
    )  # fmt: skip


def _uitslag(u: rx.Var[UitslagBeeld]) -> rx.Component:
    return rx.el.li(
        badge(
            rx.cond(u.gelukt, t("Gelukt", "Done"), t("Niet gelukt", "Not done")),
            rx.cond(u.gelukt, "success", "error"),
        ),
        rx.cond(u.href != "", rx.el.a(u.naam, href=u.href, class_name="link"), rx.el.strong(u.naam)),
        rx.el.span(u.tekst),
        class_name="flex flex-wrap gap-2 py-1.5",
    )


def _formulier(s: Any) -> rx.Component:
    return rx.el.form(
        kaart(
            rx.el.ul(rx.foreach(s.studenten, _student), class_name="divide-y divide-base-300"),
            titel=t("Welke studenten gaan over?", "Which students go over?"),
        ),
        kaart(
            rx.el.div(
                keuzeveld(
                    "naar_id",
                    t("Naar wie?", "To whom?"),
                    s.ontvangers,
                    leeg=t("Kies…", "Choose…"),
                    verplicht=True,
                ),
                tekstveld(
                    "reden",
                    t("Waarom? (blijft op school)", "Why? (stays at the school)"),
                    rijen=2,
                ),
                rx.el.p(
                    t(
                        "Gesprekken en concepten van verslagen gaan mee. Wie een afspraak heeft, krijgt een nieuwe "
                        "uitnodiging van de nieuwe begeleider. De nieuwe begeleider krijgt een mail met de namen.",
                        "Conversations and drafts of reports go along. Who has an appointment gets a new invitation "
                        "from the new supervisor. The new supervisor gets a mail with the names.",
                    ),
                    class_name="veld-hulp",
                ),
                knop(t("Draag over", "Hand over"), type="submit", class_name="min-h-11"),
                class_name="formulier",
            ),
            titel=t("Naar", "To"),
        ),
        on_submit=s.draag_over,
        key=s.van.to(str) + "-" + s.beurt.to(str),
        no_validate=True,
        class_name="grid gap-4",
    )


@rx.page(route="/gesprekken/overdracht", title="Studenten overdragen · BPV-app", on_load=OverdrachtState.laad)
def overdracht() -> rx.Component:
    """First whose, then which, then to whom."""
    s: Any = OverdrachtState
    return pagina(
        rx.cond(
            s.uitslagen.length() > 0,
            rx.el.section(
                rx.el.h2(t("Wat er is gebeurd", "What happened"), class_name="text-lg font-semibold"),
                rx.el.ul(
                    rx.foreach(s.uitslagen, _uitslag),
                    class_name="mt-2 max-h-80 divide-y divide-base-300 overflow-auto text-sm",
                    tab_index=0,
                ),
                class_name="kaart mb-4",
                id="uitslagen",
                aria_label=t("Uitslag per student", "Result per student"),
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.label(t("Van wie?", "From whom?"), html_for="van", class_name="veld-label"),
            rx.el.select(
                rx.el.option(t("Kies…", "Choose…"), value=""),
                rx.foreach(s.mensen, lambda o: rx.el.option(o.label, value=o.waarde)),
                id="van",
                value=s.van,
                on_change=s.kies_van,
                class_name="select w-full",
            ),
            class_name="kaart mb-4",
        ),
        rx.cond(
            s.studenten.length() > 0,
            _formulier(s),
            rx.cond(
                s.van != "",
                rx.el.p(
                    t("Deze begeleider heeft geen open stages meer.", "This supervisor has no open placements."),
                    class_name="kaart",
                ),
                rx.fragment(),
            ),
        ),
        titel=t("Studenten overdragen", "Hand students over"),
        zin=s.zin,
        kruimels=[(t("Gesprekken", "Conversations"), "/gesprekken")],
        smal=True,
    )
