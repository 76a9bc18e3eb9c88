"""Pieces of the student's hours screen: ring, week bar, sending in, plans to make up, working days."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.lijst_staat import Optie
from bpv_app.ui.velden import badge, kaart, knop, tekstveld, veld
from bpv_app.uren.pages.beeld import PlanBeeld, StapBeeld
from bpv_app.uren.rules import WeekStatus


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


def _plan(state: Any, p: rx.Var[PlanBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(p.kop, class_name="font-semibold"),
            rx.el.p(p.plan, class_name="break-words text-sm"),
            class_name="min-w-0 grow",
        ),
        knop(
            t("Klaar", "Done"),
            hoofd=False,
            type="button",
            on_click=state.plan_klaar(p.id),
            class_name="btn-sm",
            aria_label=t("Klaar: ", "Done: ") + p.kop,
        ),
        class_name="flex items-start gap-3 py-2",
    )


def inhalen(state: Any) -> rx.Component:
    """Missed hours, and the plans to make them up."""
    return rx.el.details(
        rx.el.summary(
            t("Uren inhalen", "Make up hours"), class_name="flex min-h-11 cursor-pointer items-center text-sm"
        ),
        rx.el.div(
            rx.cond(
                state.in_te_halen != "",
                rx.el.p(
                    t("Nog in te halen door ziekte of verlof: ", "Still to make up after illness or leave: "),
                    state.in_te_halen,
                    ".",
                    class_name="mb-2",
                ),
                rx.fragment(),
            ),
            rx.el.ul(rx.foreach(state.plannen, lambda p: _plan(state, p)), class_name="divide-y divide-base-300"),
            rx.el.form(
                rx.el.div(
                    veld("uren", t("Hoeveel uur?", "How many hours?"), verplicht=True, input_mode="decimal"),
                    veld("voor", t("Klaar vóór", "Done before"), soort="date", verplicht=True),
                    class_name="grid grid-cols-2 gap-3",
                ),
                tekstveld(
                    "plan",
                    t("Hoe doe je dat?", "How do you do that?"),
                    hulp=t(
                        "Schrijf bij inhalen de uren als soort “Inhalen”.", "Write those hours as kind “Making up”."
                    ),
                    rijen=2,
                    verplicht=True,
                ),
                knop(t("Bewaar plan", "Save plan"), hoofd=False, type="submit"),
                on_submit=state.maak_plan,
                key=state.plannen.length(),
                class_name="formulier mt-2",
            ),
            class_name="kaart",
        ),
        class_name="mt-4",
        open=state.plannen.length() > 0,
    )
