"""The block "Naar de dossiers" on the coordinator's screen of a result: start, progress, stop, result, report."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.taak.pages.balk import TaakRij, taakbalk, taaklink
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, download, kaart, keuzeveld, knop


def _begin(s: Any) -> rx.Component:
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
                on_submit=s.zet_in_dossiers,
                class_name="formulier formulier-2 mt-2",
            ),
            rx.el.p(
                t("Er is nog geen dossierinrichting. ", "There is no dossier set-up yet. "),
                rx.el.a(t("Maak er eerst een.", "Make one first."), href="/inrichting", class_name="link"),
                class_name="mt-2",
            ),
        ),
    )


def _laatste(taak: rx.Var[TaakRij]) -> rx.Component:
    """What came of the last time, with the report."""
    return rx.el.div(
        rx.el.p(badge(taak.status, taak.toon), " ", taak.slot, class_name="mt-3 font-semibold"),
        rx.el.div(
            taaklink(taak),
            download(
                t("Verslag (CSV)", "Report (CSV)"),
                "/api/taken/" + taak.id + "/verslag.csv",
                class_name="btn btn-outline btn-sm mt-3",
            ),
            class_name="flex flex-wrap gap-2",
        ),
    )


def naar_dossiers(s: Any) -> rx.Component:
    """`s` is the screen's State."""
    return rx.cond(
        (s.kan_in_dossier > 0) | (s.taak.id != ""),
        kaart(
            rx.cond(
                s.taak.lopend,
                rx.fragment(taakbalk(s.taak), taaklink(s.taak)),
                rx.fragment(
                    rx.cond(s.kan_in_dossier > 0, _begin(s), rx.fragment()),
                    rx.cond(s.taak.id != "", _laatste(s.taak), rx.fragment()),
                ),
            ),
            titel=t("Naar de dossiers", "To the dossiers"),
            id="dossiers",
            class_name="mb-4",
        ),
        rx.fragment(),
    )
