"""Pieces of the student's hours screen: ring, week bar, a row per day, sending in, working days."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.lijst_staat import Optie
from bpv_app.ui.velden import badge, download, kaart, knop, post_formulier
from bpv_app.uren.pages.beeld import BijlageBeeld, DagBeeld, StapBeeld
from bpv_app.uren.rules import SOORT_LABEL, Soort, WeekStatus


def geen_stage() -> rx.Component:
    """What a student without an agreement sees."""
    return kaart(
        rx.el.p(
            t(
                "Je hebt nog geen stage om uren voor te schrijven. Is je overeenkomst klaar? Dan zie je hem hier.",
                "You have no placement to write hours for yet. As soon as your agreement is ready it appears here.",
            )
        )
    )


def stages(state: Any) -> rx.Component:
    """Which placement, when there are more."""
    return rx.cond(
        state.stage_opties.length() > 1,
        rx.el.nav(
            rx.foreach(
                state.stage_opties,
                lambda o: rx.el.a(
                    o.label,
                    href=o.waarde,
                    aria_current=rx.cond(o.waarde == state.stage, "true", "false"),
                    class_name=rx.cond(o.waarde == state.stage, "btn btn-sm btn-primary", "btn btn-sm btn-outline"),
                ),
            ),
            aria_label=t("Stages", "Placements"),
            class_name="mb-3 flex flex-wrap gap-2",
        ),
        rx.fragment(),
    )


def ring(state: Any) -> rx.Component:
    """Done and approved of the whole, in one picture with its words."""
    cirkel = {"cx": "50", "cy": "50", "r": "42", "fill": "none", "stroke_width": "10"}
    return rx.el.svg(
        rx.el.circle(class_name="ring-achter", **cirkel),
        rx.el.circle(class_name="ring-gedaan", custom_attrs={"strokeDasharray": state.ring.gedaan}, **cirkel),
        rx.el.circle(class_name="ring-akkoord", custom_attrs={"strokeDasharray": state.ring.akkoord}, **cirkel),
        rx.el.text(state.ring.procent + "%", x="50", y="57", text_anchor="middle", class_name="ring-tekst"),
        view_box="0 0 100 100",
        role="img",
        aria_label=state.ring.getallen,
        class_name="uren-ring",
    )


def kop(state: Any) -> rx.Component:
    """The ring with its numbers, and the week with its neighbours."""

    def naar(href: Any, teken: str, tekst: Any) -> rx.Component:
        return rx.cond(
            href != "",
            rx.el.a(teken, href=href, aria_label=tekst, class_name="btn btn-ghost btn-square"),
            rx.el.span(class_name="btn-square size-10", aria_hidden="true"),
        )

    return rx.fragment(
        rx.el.div(
            ring(state),
            rx.el.div(
                rx.el.p(state.ring.getallen),
                rx.el.p(state.ring.uitleg, class_name="text-base-content/80"),
                class_name="text-sm",
            ),
            class_name="mb-4 flex items-center gap-4",
        ),
        rx.el.div(
            naar(state.week.vorige, "‹", t("Vorige week", "Previous week")),
            rx.el.div(
                rx.el.h2(state.week.kop, class_name="font-semibold"),
                badge(state.week.status_tekst, state.week.toon),
                class_name="text-center",
            ),
            naar(state.week.volgende, "›", t("Volgende week", "Next week")),
            class_name="mb-3 flex items-center justify-between gap-2",
        ),
        rx.cond(
            state.week.reden != "",
            rx.el.div(
                rx.el.p(
                    rx.el.strong(state.week.door),
                    t(" stuurde deze week terug: ", " sent this week back: "),
                    state.week.reden,
                ),
                class_name="melding melding-warning",
            ),
            rx.fragment(),
        ),
    )


def _soort(naam: str, waarde: Any, label: Any, **rest: Any) -> rx.Component:
    return rx.el.select(
        *[rx.el.option(t(SOORT_LABEL[s]), value=s.value) for s in Soort],
        name=naam,
        default_value=waarde,
        aria_label=label,
        class_name="select w-[7.25rem] shrink-0 pl-2",
        **rest,
    )


def _klein(naam: str, label: Any, waarde: Any, *, rij: Any, modus: str = "numeric", **rest: Any) -> rx.Component:
    """A short labelled field inside a row."""
    return rx.el.label(
        rx.el.span(label, class_name="veld-label"),
        rx.el.input(
            type="text",
            name=naam,
            default_value=waarde,
            input_mode=modus,
            auto_complete="off",
            class_name="input w-full",
            aria_label=label + " " + rij,
            **rest,
        ),
        class_name="min-w-0",
    )


def _bijlage(b: rx.Var[BijlageBeeld]) -> rx.Component:
    return rx.el.li(
        download(b.naam, b.href, class_name="link min-w-0 grow truncate"),
        post_formulier(
            knop(
                t("Verwijder", "Remove"),
                hoofd=False,
                type="submit",
                class_name="btn-sm",
                aria_label=t("Verwijder ", "Remove ") + b.naam,
            ),
            action=b.weg,
        ),
        class_name="flex items-center gap-2",
    )


def _meer(dag: rx.Var[DagBeeld]) -> rx.Component:
    """What a usual day does not need: times, a second kind, the werkproces."""
    v = dag.v
    return rx.el.div(
        rx.el.div(
            _klein("van", t("Van", "From"), v["van"], rij=dag.kop, placeholder="8:30"),
            _klein("tot", t("Tot", "Until"), v["tot"], rij=dag.kop, placeholder="17:00"),
            _klein("pauze", t("Pauze (min.)", "Break (min.)"), v["pauze"], rij=dag.kop, placeholder="30"),
            class_name="grid grid-cols-3 gap-2",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.span(t("Ook nog", "And also"), class_name="veld-label"),
                _soort("soort_2", v["soort_2"], t("Tweede soort", "Second kind") + " " + dag.kop),
            ),
            _klein(
                "uren_2", t("Uren", "Hours"), v["uren_2"], rij=t("ook nog", "also") + " " + dag.kop, modus="decimal"
            ),
            class_name="mt-2 flex gap-2",
        ),
        rx.el.div(
            _klein(
                "werkproces",
                t("Werkproces of leerdoel", "Work process or learning goal"),
                v["werkproces"],
                rij=dag.kop,
                modus="text",
                max_length=300,
            ),
            class_name="mt-2",
        ),
        id="meer-" + dag.datum,
        class_name="dag-meer",
    )


def _rij(state: Any, dag: rx.Var[DagBeeld]) -> rx.Component:
    """A day that can still be written."""
    v = dag.v
    return rx.el.li(
        rx.el.form(
            rx.el.div(
                rx.el.div(
                    rx.el.span(dag.kop, class_name="block font-semibold"),
                    rx.el.span(
                        rx.cond(dag.vrij != "", dag.vrij, dag.plan_tekst),
                        class_name="block text-xs text-base-content/80",
                    ),
                    class_name="min-w-0 grow",
                ),
                rx.el.label(
                    rx.el.input(
                        type="text",
                        name="uren",
                        default_value=v["uren"],
                        input_mode="decimal",
                        auto_complete="off",
                        enter_key_hint="next",
                        class_name="input w-16 shrink-0 text-right tabular-nums",
                        aria_label=t("Uren", "Hours") + " " + dag.kop,
                    ),
                    rx.el.span(t("uur", "h"), aria_hidden="true"),
                    class_name="flex items-center gap-1",
                ),
                _soort("soort", v["soort"], t("Soort", "Kind") + " " + dag.kop),
                class_name="flex items-center gap-2",
            ),
            rx.el.div(
                rx.el.textarea(
                    name="omschrijving",
                    default_value=v["omschrijving"],
                    rows=1,
                    max_length=4000,
                    placeholder=t("Wat deed je?", "What did you do?"),
                    aria_label=t("Wat deed je?", "What did you do?") + " " + dag.kop,
                    class_name="textarea dag-tekst min-w-0 grow",
                ),
                rx.el.button(
                    t("Meer", "More"),
                    type="button",
                    aria_label=t("Tijden, werkproces en meer", "Times, work process and more") + " " + dag.kop,
                    aria_expanded=rx.cond(dag.meer, "true", "false"),
                    aria_controls="meer-" + dag.datum,
                    custom_attrs={"data-meer": "1"},
                    class_name="btn btn-ghost px-2 text-sm",
                ),
                class_name="mt-2 flex items-start gap-1",
            ),
            rx.cond(
                dag.terug != "",
                rx.el.p(t("Teruggestuurd: ", "Sent back: "), dag.terug, class_name="veld-fout mt-1"),
                rx.fragment(),
            ),
            _meer(dag),
            rx.el.div(custom_attrs={"data-vraag": "1"}, class_name="dag-vraag", role="alert"),
            rx.el.p(custom_attrs={"data-status": "1"}, class_name="dag-status"),
            class_name="dag",
            custom_attrs={
                "data-datum": dag.datum,
                "data-pok": dag.pok_id,
                "data-versie": dag.versie,
                "data-plan": dag.plan,
                "data-dag": dag.dag_id,
            },
            key=dag.datum + "-" + state.beurt.to(str),
        ),
        rx.cond(
            dag.bijlagen.length() > 0,
            rx.el.ul(rx.foreach(dag.bijlagen, _bijlage), class_name="mt-2 text-sm"),
            rx.fragment(),
        ),
        class_name="kaart dag-kaart",
    )


def _vast(dag: rx.Var[DagBeeld]) -> rx.Component:
    """A day that stands."""
    return rx.el.li(
        rx.el.span(dag.kop, class_name="w-24 shrink-0 font-semibold"),
        rx.el.span(
            rx.cond(dag.tekst != "", dag.tekst, rx.cond(dag.vrij != "", dag.vrij, "–")),
            class_name="min-w-0 grow break-words",
        ),
        rx.cond(dag.akkoord, badge(t("Akkoord", "Approved"), "success"), rx.fragment()),
        class_name="kaart flex items-start gap-3",
    )


def _dag(state: Any, dag: rx.Var[DagBeeld]) -> rx.Component:
    return rx.cond(dag.op_slot, _vast(dag), _rij(state, dag))


def rijen(state: Any) -> rx.Component:
    """The days; those without plan and hours behind a fold."""
    mag_schrijven = (state.week.status == WeekStatus.OPEN.value) | (state.week.status == WeekStatus.TERUGGESTUURD.value)
    return rx.fragment(
        rx.cond(
            mag_schrijven,
            rx.el.div(
                knop(
                    t("Zoals gepland", "As planned"),
                    hoofd=False,
                    type="button",
                    on_click=state.vul_gepland,
                    class_name="grow px-2 text-sm",
                    custom_attrs={"data-na-verzenden": "1"},
                ),
                knop(
                    t("Zoals vorige week", "As last week"),
                    hoofd=False,
                    type="button",
                    on_click=state.vul_vorige,
                    class_name="grow px-2 text-sm",
                    custom_attrs={"data-na-verzenden": "1"},
                ),
                class_name="mb-3 flex flex-wrap gap-2",
            ),
            rx.fragment(),
        ),
        rx.el.ul(rx.foreach(state.dagen, lambda d: _dag(state, d)), class_name="grid gap-2"),
        rx.cond(
            state.rustig.length() > 0,
            rx.el.details(
                rx.el.summary(
                    t("Andere dagen", "Other days"), class_name="flex min-h-11 cursor-pointer items-center text-sm"
                ),
                rx.el.ul(rx.foreach(state.rustig, lambda d: _dag(state, d)), class_name="grid gap-2"),
                class_name="mt-2",
                open=state.dagen.length() == 0,
            ),
            rx.fragment(),
        ),
    )


def _stap(s: rx.Var[StapBeeld]) -> rx.Component:
    return rx.el.li(s.tekst, rx.cond(s.reden != "", rx.el.span(": ", s.reden), rx.fragment()))


def voet(state: Any) -> rx.Component:
    """What waits on the phone, and sending the week in."""
    na = {"data-na-verzenden": "1"}
    return rx.el.div(
        rx.el.p(id="uren-status", role="status", class_name="text-sm font-semibold"),
        rx.el.div(
            rx.el.p(state.week.totaal, class_name="font-semibold"),
            rx.match(
                state.week.status,
                (
                    WeekStatus.GOEDGEKEURD.value,
                    rx.el.p(t("Goedgekeurd door ", "Approved by "), state.week.door, class_name="text-sm"),
                ),
                (
                    WeekStatus.INGEDIEND.value,
                    rx.el.div(
                        rx.el.span(t("Ligt bij ", "Is with "), state.week.naar, class_name="text-sm"),
                        knop(
                            t("Neem terug", "Take back"),
                            hoofd=False,
                            type="button",
                            on_click=state.neem_terug,
                            custom_attrs=na,
                        ),
                        class_name="flex flex-wrap items-center gap-3",
                    ),
                ),
                knop(t("Stuur week in", "Send week in"), type="button", on_click=state.stuur_in, custom_attrs=na),
            ),
            class_name="mt-2 flex flex-wrap items-center justify-between gap-3",
        ),
        rx.cond(
            state.historie.length() > 0,
            rx.el.details(
                rx.el.summary(
                    t("Wat er met deze week gebeurde", "What happened to this week"),
                    class_name="flex min-h-11 cursor-pointer items-center text-sm",
                ),
                rx.el.ul(rx.foreach(state.historie, _stap), class_name="tijdlijn"),
                class_name="mt-2",
            ),
            rx.fragment(),
        ),
        class_name="mt-4",
    )


def _vinkje(state: Any, o: rx.Var[Optie]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name="dag-" + o.waarde,
            default_checked=state.werkdagen_aan.contains(o.waarde),
            class_name="checkbox",
        ),
        rx.el.span(o.label),
        class_name="flex min-h-11 cursor-pointer items-center gap-2",
    )


def werkdagen(state: Any) -> rx.Component:
    """Which days are mine: the plan follows."""
    return rx.el.details(
        rx.el.summary(
            t("Mijn werkdagen", "My working days"), class_name="flex min-h-11 cursor-pointer items-center text-sm"
        ),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(t("Op welke dagen werk je?", "On which days do you work?"), class_name="veld-label"),
                rx.el.div(
                    rx.foreach(state.werkdagen, lambda o: _vinkje(state, o)), class_name="flex flex-wrap gap-x-4"
                ),
            ),
            knop(t("Bewaar werkdagen", "Save working days"), hoofd=False, type="submit"),
            on_submit=state.bewaar_werkdagen,
            key=state.beurt,
            class_name="kaart",
        ),
        class_name="mt-4",
    )
