"""/gesprekken/dag: where do I have to be today, in which order, and whom do I call on the way?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import reflex as rx

from bpv_app.gesprek.queries_route import Bezoek, list_dag, volgende_dag
from bpv_app.gesprek.rules import VORM_LABEL
from bpv_app.gesprek.rules_route import kaart_adres
from bpv_app.gesprek.rules_tonen import dag_tekst
from bpv_app.kernel.clock import AMSTERDAM, klok, lees_datum, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, download

PLAATS = "plaats"


@dataclass
class BezoekBeeld:
    """An appointment as a card."""

    href: str
    tijd: str
    gesprek: str
    student: str
    vorm: str
    bedrijf: str
    opleider: str
    opleider_tel: str
    student_tel: str
    adres: str
    kaart: str
    is_gehouden: bool


def bezoek_beeld(b: Bezoek, taal: str) -> BezoekBeeld:
    """The card in the person's language."""
    lokaal = b.begin_op.astimezone(AMSTERDAM)
    eind = (b.begin_op + timedelta(minutes=b.duur_minuten)).astimezone(AMSTERDAM)
    return BezoekBeeld(
        f"/gesprekken/{b.moment_id}",
        f"{lokaal:%H:%M}–{eind:%H:%M}",
        b.naam,
        b.student,
        VORM_LABEL[b.vorm].in_taal(taal),
        b.bedrijf,
        b.opleider,
        b.opleider_telefoon,
        b.student_telefoon,
        b.adres,
        kaart_adres(b.adres) if b.postcode and b.adres else "",
        b.is_gehouden,
    )


def lees_dag(tekst: str, vandaag: date) -> date:
    """The day of the address; today for what is none."""
    try:
        dag = lees_datum(tekst[:20])
    except (ValueError, OverflowError):
        dag = None
    return dag if dag is not None and 2000 <= dag.year <= 2100 else vandaag


def eerste_zin(n: int, dag: date, volgende: date | None) -> Tekst:
    """How many, and when there is something when there is nothing today."""
    if n:
        return Tekst(
            f"{n} {'afspraak' if n == 1 else 'afspraken'} op {dag_tekst(dag)}.",
            f"{n} appointment{'' if n == 1 else 's'} on {dag_tekst(dag, 'en')}.",
        )
    if volgende is not None:
        return Tekst(
            f"Geen afspraken op {dag_tekst(dag)}. De volgende is op {dag_tekst(volgende)}.",
            f"No appointments on {dag_tekst(dag, 'en')}. The next one is on {dag_tekst(volgende, 'en')}.",
        )
    return Tekst(f"Geen afspraken op {dag_tekst(dag)}.", f"No appointments on {dag_tekst(dag, 'en')}.")


class GesprekkenDagState(rx.State):
    """One day of who looks."""

    zin: str = ""
    dag: str = ""
    dag_label: str = ""
    gisteren: str = ""
    morgen: str = ""
    per_plaats: bool = False
    volgende: str = ""
    bezoeken: list[BezoekBeeld] = []

    @handler(Actie.GESPREK_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the day of the address (`dag`), by time or by place (`volgorde`)."""
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        vraag = self.router.url.query_parameters
        dag = lees_dag(str(vraag.get("dag", "")), vandaag)
        per_plaats = str(vraag.get("volgorde", "")) == PLAATS

        def werk(session: Any, wie: Any) -> Any:
            return list_dag(session, wie, dag, per_plaats=per_plaats), volgende_dag(session, wie, klok.nu())

        bezoeken, volgende = await lees(werk)
        eerstvolgend = volgende.astimezone(AMSTERDAM).date() if volgende else None
        self.bezoeken = [bezoek_beeld(b, taal) for b in bezoeken]
        self.zin = eerste_zin(len(bezoeken), dag, eerstvolgend).in_taal(taal)
        self.dag, self.dag_label, self.per_plaats = dag.isoformat(), toon_datum(dag, taal), per_plaats
        staart = f"&volgorde={PLAATS}" if per_plaats else ""
        self.gisteren = f"/gesprekken/dag?dag={dag - timedelta(days=1)}{staart}"
        self.morgen = f"/gesprekken/dag?dag={dag + timedelta(days=1)}{staart}"
        self.volgende = f"/gesprekken/dag?dag={eerstvolgend}" if eerstvolgend and not bezoeken else ""

    @handler(Actie.GESPREK_ZIEN)
    async def kies_dag(self, gegevens: dict[str, Any]) -> Any:
        """Another day, or another order."""
        form = formulier(gegevens)
        dag = lees_dag(form.get("dag", ""), klok.vandaag())
        staart = f"&volgorde={PLAATS}" if form.get("volgorde") == PLAATS else ""
        return rx.redirect(f"/gesprekken/dag?dag={dag.isoformat()}{staart}")


def _bel(label: Any, naam: Any, nummer: Any) -> rx.Component:
    return rx.cond(
        nummer != "",
        rx.el.a(
            label,
            naam,
            " ",
            nummer,
            href="tel:" + nummer,
            class_name="btn btn-outline h-auto min-h-11 max-w-full py-1.5",
        ),
        rx.fragment(),
    )


def _bezoek(b: rx.Var[BezoekBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(b.tijd, class_name="text-lg tabular-nums"),
            rx.cond(b.is_gehouden, badge(t("Gehouden", "Held"), "success"), badge(b.vorm, "info")),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.h2(
            rx.el.a(b.gesprek, t(" van ", " of "), b.student, href=b.href, class_name="link"),
            class_name="mt-1 font-semibold",
        ),
        rx.cond(b.bedrijf != "", rx.el.p(b.bedrijf), rx.fragment()),
        rx.cond(
            b.adres != "",
            rx.el.p(
                b.adres,
                rx.cond(
                    b.kaart != "",
                    rx.fragment(
                        " · ",
                        download(
                            t("Op de kaart", "On the map"),
                            b.kaart,
                            target="_blank",
                            custom_attrs={"rel": "noreferrer"},
                            class_name="link inline-flex min-h-11 items-center",
                        ),
                    ),
                    rx.fragment(),
                ),
            ),
            rx.fragment(),
        ),
        rx.el.div(
            _bel(t("Bel ", "Call "), b.opleider, b.opleider_tel),
            _bel(t("Bel ", "Call "), b.student, b.student_tel),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
        class_name="kaart",
    )


def _kiezer() -> rx.Component:
    s: Any = GesprekkenDagState
    return rx.el.div(
        rx.el.a(t("Dag terug", "Day back"), href=s.gisteren, class_name="btn btn-outline min-h-11"),
        rx.el.form(
            rx.el.label(t("Dag", "Day"), html_for="dag", class_name="sr-only"),
            rx.el.input(id="dag", name="dag", type="date", default_value=s.dag, class_name="input min-h-11"),
            rx.el.label(t("Volgorde", "Order"), html_for="volgorde", class_name="sr-only"),
            rx.el.select(
                rx.el.option(t("Op tijd", "By time"), value="tijd"),
                rx.el.option(t("Op plaats", "By place"), value=PLAATS),
                id="volgorde",
                name="volgorde",
                default_value=rx.cond(s.per_plaats, PLAATS, "tijd"),
                class_name="select min-h-11 w-auto",
            ),
            rx.el.button(t("Toon", "Show"), type="submit", class_name="btn btn-outline min-h-11"),
            on_submit=s.kies_dag,
            key=s.dag.to(str) + s.per_plaats.to(str),
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.a(t("Dag verder", "Day on"), href=s.morgen, class_name="btn btn-outline min-h-11"),
        class_name="mb-4 flex flex-wrap gap-2 print:hidden",
    )


@rx.page(route="/gesprekken/dag", title="Mijn dag · BPV-app", on_load=GesprekkenDagState.laad)
def dag() -> rx.Component:
    """The day's appointments."""
    s: Any = GesprekkenDagState
    return pagina(
        _kiezer(),
        rx.cond(
            s.bezoeken.length() > 0,
            rx.el.ol(rx.foreach(s.bezoeken, _bezoek), class_name="grid gap-3"),
            rx.el.div(
                rx.el.p(t("Op deze dag heb je geen afspraken.", "You have no appointments on this day.")),
                rx.cond(
                    s.volgende != "",
                    rx.el.a(
                        t("Naar de volgende afspraak", "To the next appointment"),
                        href=s.volgende,
                        class_name="btn btn-primary mt-3 min-h-11",
                    ),
                    rx.el.a(
                        t("Plan een gesprek", "Plan a conversation"),
                        href="/gesprekken?toestand=nu_plannen",
                        class_name="btn btn-primary mt-3 min-h-11",
                    ),
                ),
                class_name="kaart text-center",
            ),
        ),
        titel=t("Mijn dag", "My day"),
        zin=s.zin,
        kruimels=[(t("Gesprekken", "Conversations"), "/gesprekken")],
        smal=True,
    )
