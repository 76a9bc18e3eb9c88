"""A row per day of the student's hours screen, and the buttons that fill them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, download, knop, post_formulier
from bpv_app.uren.pages.beeld import BijlageBeeld, DagBeeld
from bpv_app.uren.rules import SOORT_LABEL, Soort, WeekStatus
from bpv_app.uren.rules_invoer import MAX_OMSCHRIJVING, MAX_WERKPROCES


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
                max_length=MAX_WERKPROCES,
            ),
            class_name="mt-2",
        ),
        rx.el.label(
            rx.el.span(t("Foto of document", "Photo or document"), class_name="veld-label"),
            rx.el.input(
                type="file",
                name="bestand",
                accept="image/*,application/pdf",
                class_name="file-input w-full",
                aria_label=t("Foto of document", "Photo or document") + " " + dag.kop,
            ),
            class_name="mt-2 block",
        ),
        rx.el.p(custom_attrs={"data-bestand": "1"}, role="status", class_name="dag-status"),
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
                    max_length=MAX_OMSCHRIJVING,
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
                (dag.kort != "") & ~dag.meer,
                rx.el.p(dag.kort, class_name="mt-1 text-xs text-base-content/80 dag-kort"),
                rx.fragment(),
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
