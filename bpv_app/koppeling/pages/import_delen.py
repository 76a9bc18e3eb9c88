"""Blocks of the import screen: upload, columns, trial, earlier imports."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.koppeling.pages.import_beeld import KolomBeeld, MeldingBeeld, RunBeeld, TelBeeld, WijzigingBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, download, kaart, post_formulier


def upload_kaart(state: Any) -> rx.Component:
    """Choose what kind of file it is and which."""
    return kaart(
        post_formulier(
            rx.el.div(
                rx.el.label(t("Wat lees je in?", "What do you import?"), html_for="soort", class_name="veld-label"),
                rx.el.select(
                    rx.foreach(state.soorten, lambda o: rx.el.option(o.label, value=o.waarde)),
                    id="soort",
                    name="soort",
                    required=True,
                    class_name="select w-full",
                ),
                class_name="veld",
            ),
            rx.el.div(
                rx.el.label(t("Bestand", "File"), html_for="bestand", class_name="veld-label"),
                rx.el.input(
                    id="bestand",
                    name="bestand",
                    type="file",
                    required=True,
                    accept=".csv,.txt,.xlsx,.json",
                    aria_describedby="bestand-hulp",
                    class_name="file-input w-full",
                ),
                rx.el.p(
                    t(
                        "CSV, XLSX of het RO-bestand. BSN's gaan er bij het inlezen uit en worden nergens bewaard.",
                        "CSV, XLSX or the RO file. BSNs are taken out on the way in and are stored nowhere.",
                    ),
                    id="bestand-hulp",
                    class_name="veld-hulp",
                ),
                class_name="veld",
            ),
            rx.el.button(t("Bekijk het bestand", "Look at the file"), type="submit", class_name="btn btn-primary"),
            action="/api/import",
            bestand=True,
            class_name="flex max-w-xl flex-col gap-4",
        ),
        titel=t("Een bestand kiezen", "Choose a file"),
        class_name="mb-5",
    )


def _kolom(state: Any, k: rx.Var[KolomBeeld]) -> rx.Component:
    keuze = rx.el.select(
        rx.el.option(t("Niet gebruiken", "Do not use"), value=""),
        rx.foreach(
            state.velden,
            lambda o: rx.cond(
                (o.waarde == "bsn") == k.is_bsn,
                rx.el.option(o.label, value=o.waarde),
                rx.fragment(),
            ),
        ),
        name=k.sleutel,
        id=k.sleutel,
        default_value=k.veld,
        aria_label=t("Veld voor kolom ", "Field for column ") + k.naam,
        class_name="select select-sm w-full min-w-44",
    )
    return rx.el.tr(
        rx.el.th(
            k.naam,
            rx.cond(k.is_bsn, badge(t("BSN: wordt niet bewaard", "BSN: is not stored"), "warning"), rx.fragment()),
            scope="row",
            class_name="align-top",
        ),
        rx.el.td(k.voorbeeld, class_name="break-words align-top"),
        rx.el.td(keuze, class_name="align-top"),
    )


def indeling_kaart(state: Any) -> rx.Component:
    """Every column with examples and the field it fills."""
    return kaart(
        rx.el.p(
            rx.el.strong(state.bestandsnaam),
            " · ",
            state.soort_label,
            " · ",
            state.aantal,
            t(" rijen. ", " rows. "),
            rx.cond(
                state.onthouden,
                t("De indeling is die van de vorige keer.", "The mapping is the one of last time."),
                t("Klopt de indeling die we voorstellen?", "Is the mapping we propose right?"),
            ),
            class_name="mb-3",
        ),
        rx.el.form(
            rx.el.div(
                rx.el.table(
                    rx.el.caption(t("Kolommen in het bestand", "Columns in the file"), class_name="sr-only"),
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th(t("Kolom", "Column"), scope="col"),
                            rx.el.th(t("Voorbeelden", "Examples"), scope="col"),
                            rx.el.th(t("Wordt", "Becomes"), scope="col"),
                        ),
                        class_name="text-base-content",
                    ),
                    rx.el.tbody(rx.foreach(state.kolommen, lambda k: _kolom(state, k))),
                    class_name="table table-sm",
                ),
                class_name="max-h-[32rem] overflow-auto",
                tab_index=0,
                role="region",
                aria_label=t("Kolommen in het bestand", "Columns in the file"),
            ),
            rx.el.button(t("Proef opnieuw", "Try again"), type="submit", class_name="btn btn-outline mt-3"),
            on_submit=state.probeer,
            key=state.form_sleutel,
        ),
        titel=t("Kolommen", "Columns"),
        class_name="mb-5",
    )


def _meldingen(titel: Any, regels: Any, meer: Any) -> rx.Component:
    def regel(m: rx.Var[MeldingBeeld]) -> rx.Component:
        return rx.el.tr(
            rx.el.td(m.regel, class_name="text-right tabular-nums"),
            rx.el.td(m.veld),
            rx.el.td(m.reden),
            rx.el.td(m.inhoud, class_name="break-all"),
        )

    return rx.cond(
        regels.length() > 0,
        rx.el.div(
            rx.el.h3(titel, class_name="mb-1 mt-5 font-semibold"),
            rx.el.div(
                rx.el.table(
                    rx.el.caption(titel, class_name="sr-only"),
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th(t("Regel", "Line"), scope="col", class_name="text-right"),
                            rx.el.th(t("Kolom", "Column"), scope="col"),
                            rx.el.th(t("Reden", "Reason"), scope="col"),
                            rx.el.th(t("Inhoud", "Content"), scope="col"),
                        ),
                        class_name="text-base-content",
                    ),
                    rx.el.tbody(rx.foreach(regels, regel)),
                    class_name="table table-sm",
                ),
                class_name="max-h-96 overflow-auto",
                tab_index=0,
                role="region",
                aria_label=titel,
            ),
            rx.cond(meer > 0, rx.el.p(t("En nog ", "And "), meer, t(" in het verslag.", " more in the report.")), ""),
        ),
        rx.fragment(),
    )


def _wijzigingen(titel: Any, regels: Any) -> rx.Component:
    def regel(w: rx.Var[WijzigingBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.strong(w.wie),
            t(" (regel ", " (line "),
            w.regel,
            "): ",
            rx.foreach(w.wat, lambda deel: rx.el.span(deel, class_name="mr-3 inline-block")),
            class_name="py-1",
        )

    return rx.cond(
        regels.length() > 0,
        rx.el.details(
            rx.el.summary(titel, class_name="cursor-pointer py-2 font-semibold"),
            rx.el.ul(
                rx.foreach(regels, regel),
                class_name="max-h-80 divide-y divide-base-300 overflow-auto text-sm",
                tab_index=0,
            ),
            class_name="mt-3",
        ),
        rx.fragment(),
    )


def proef_kaart(state: Any) -> rx.Component:
    """What would happen, and the button that makes it happen."""

    def telling(tel: rx.Var[TelBeeld]) -> rx.Component:
        return rx.el.li(badge(tel.aantal, tel.toon), rx.el.span(tel.label), class_name="flex items-center gap-2 py-1")

    return kaart(
        rx.el.p(rx.el.strong(state.bestandsnaam), " · ", state.soort_label, class_name="mb-3 break-words"),
        rx.el.ul(rx.foreach(state.tellingen, telling), class_name="grid gap-x-6 sm:grid-cols-2", id="tellingen"),
        _meldingen(t("Geweigerd", "Refused"), state.geweigerd, state.geweigerd_meer),
        _meldingen(t("Let op", "Note"), state.let_op, state.let_op_meer),
        _wijzigingen(t("Voorbeelden van nieuw", "Examples of new"), state.nieuw),
        _wijzigingen(t("Wat er verandert", "What changes"), state.gewijzigd),
        rx.cond(
            state.ongebruikt != "",
            rx.el.p(
                t("Niet gebruikte kolommen: ", "Columns not used: "),
                state.ongebruikt,
                class_name="mt-4 break-words text-sm text-base-content/80",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.cond(
                state.doet_iets,
                rx.el.button(
                    t("Lees in", "Import"), on_click=state.lees_in, type="button", class_name="btn btn-primary"
                ),
                rx.el.p(t("Er is niets om in te lezen.", "There is nothing to import.")),
            ),
            download(t("Verslag (CSV)", "Report (CSV)"), state.verslag_href, class_name="btn btn-outline"),
            class_name="mt-5 flex flex-wrap items-center gap-3",
        ),
        titel=t("Wat er zou gebeuren", "What would happen"),
        class_name="mb-5",
        id="proef",
    )


def eerdere(state: Any) -> rx.Component:
    """Imports of before, newest first."""

    def regel(r: rx.Var[RunBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.div(rx.el.strong(r.soort), " · ", r.bestand, class_name="break-words"),
            rx.el.div(r.op, " · ", r.door, " · ", r.telling, class_name="text-sm text-base-content/80"),
            download(t("Verslag (CSV)", "Report (CSV)"), r.verslag, class_name="link text-sm"),
            class_name="py-3",
        )

    return kaart(
        rx.cond(
            state.runs.length() > 0,
            rx.el.ul(rx.foreach(state.runs, regel), class_name="divide-y divide-base-300"),
            rx.el.p(t("Er is nog niets ingelezen.", "Nothing was imported yet.")),
        ),
        titel=t("Eerder ingelezen", "Imported before"),
    )
