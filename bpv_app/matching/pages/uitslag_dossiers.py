"""The block "Naar de dossiers" on the coordinator's screen of a result: start, progress, stop, result, report."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import UitslagBeeld
from bpv_app.ui.velden import badge, kaart, keuzeveld, knop


def _begin(s: Any, k: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.el.strong(s.kan_in_dossier),
            rx.cond(
                s.kan_in_dossier == 1,
                t(" plaatsing is klaar", " placement is ready"),
                t(" plaatsingen zijn klaar", " placements are ready"),
            ),
            t(
                ": de student is akkoord, of de bezwaartermijn is voorbij. Per student komt er een dossier met bedrijf "
                "en praktijkopleider, een erkenningscontrole en een concept-POK. Nog een keer doen kan: niets komt "
                "dubbel.",
                ": the student agreed, or the days to object are over. Each student gets a dossier with company and "
                "supervisor, an accreditation check and a draft agreement. You can do it again: nothing is doubled.",
            ),
        ),
        rx.cond(
            s.inrichting_opties.length() > 0,
            rx.el.form(
                keuzeveld(
                    "inrichting",
                    t("Dossierinrichting", "Dossier set-up"),
                    s.inrichting_opties,
                    leeg=t("Kies…", "Choose…"),
                    verplicht=True,
                ),
                rx.el.div(knop(t("Zet in dossiers", "Put in dossiers"), type="submit"), class_name="self-end"),
                on_submit=k.zet_in_dossiers,
                class_name="formulier formulier-2 mt-2",
            ),
            rx.el.p(
                t("Er is nog geen dossierinrichting. ", "There is no dossier set-up yet. "),
                rx.el.a(t("Maak er eerst een.", "Make one first."), href="/inrichting", class_name="link"),
                class_name="mt-2",
            ),
        ),
    )


def _loopt(k: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.el.strong(k.gedaan),
            t(" van ", " of "),
            k.totaal,
            t(" studenten gedaan. ", " students done. "),
            k.rest,
        ),
        rx.el.progress(
            value=k.gedaan,
            max=k.totaal,
            aria_label=t("Dossiers maken", "Making dossiers"),
            class_name="progress progress-primary my-2 w-full",
        ),
        rx.el.p(
            t(
                "Je kunt gewoon verder werken of deze pagina verlaten: het gaat door.",
                "You can go on working or leave this page: it goes on.",
            ),
            class_name="text-sm",
        ),
        rx.cond(
            k.stopt,
            rx.el.p(t("Stopt na deze studenten…", "Stops after these students…"), class_name="mt-2"),
            knop(t("Stop", "Stop"), hoofd=False, type="button", on_click=k.stop, class_name="mt-2"),
        ),
    )


def _resultaat(k: Any) -> rx.Component:
    def regel(u: rx.Var[UitslagBeeld]) -> rx.Component:
        return rx.el.li(
            badge(
                rx.cond(u.gelukt, t("Gelukt", "Done"), t("Niet gelukt", "Not done")),
                rx.cond(u.gelukt, "success", "error"),
            ),
            rx.cond(u.href != "", rx.el.a(u.naam, href=u.href, class_name="link"), rx.el.strong(u.naam)),
            rx.el.span(u.tekst, class_name="min-w-0 break-words"),
            class_name="flex flex-wrap gap-2 py-1.5",
        )

    return rx.fragment(
        rx.el.ul(
            rx.foreach(k.uitslagen, regel),
            class_name="mt-2 max-h-80 divide-y divide-base-300 overflow-auto text-sm",
            tab_index=0,
            aria_label=t("Resultaat per student", "Result per student"),
        ),
        rx.cond(
            k.meer > 0,
            rx.el.p("+ ", k.meer, t(" meer, in het verslag.", " more, in the report."), class_name="text-sm"),
            rx.fragment(),
        ),
        knop(
            t("Verslag downloaden (CSV)", "Download the report (CSV)"),
            hoofd=False,
            type="button",
            on_click=k.haal_verslag,
            class_name="mt-2",
        ),
    )


def naar_dossiers(s: Any, k: Any) -> rx.Component:
    """`s` is the screen's State, `k` that of the work."""
    van_hier = k.nr == s.nr
    return rx.cond(
        (s.kan_in_dossier > 0) | (van_hier & (k.bezig | (k.zin != ""))),
        kaart(
            rx.cond(
                k.bezig,
                rx.cond(
                    van_hier,
                    _loopt(k),
                    rx.el.p(
                        t(
                            "De dossiers van een andere ronde worden nu gemaakt. Wacht tot dat klaar is.",
                            "The dossiers of another round are being made now. Wait until that is done.",
                        )
                    ),
                ),
                rx.cond(s.kan_in_dossier > 0, _begin(s, k), rx.fragment()),
            ),
            rx.el.div(
                rx.cond(van_hier & (k.zin != ""), rx.el.p(k.zin, class_name="mt-3 font-semibold"), rx.fragment()),
                aria_live="polite",
            ),
            rx.cond(van_hier & ~k.bezig & (k.uitslagen.length() > 0), _resultaat(k), rx.fragment()),
            titel=t("Naar de dossiers", "To the dossiers"),
            id="dossiers",
            class_name="mb-4",
        ),
        rx.fragment(),
    )
