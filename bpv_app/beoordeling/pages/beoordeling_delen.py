"""Pieces of /beoordelingen/<dossier>."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.beoordeling.pages import beeld
from bpv_app.beoordeling.pages.concept import onderweg, scherm, vraag
from bpv_app.beoordeling.rules import BESLUIT_LABEL
from bpv_app.ui.basis import BasisState
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, kaart, knop, open_dialoog, tekstveld, venster, vinkje

HEROPENEN = "heropenen"


def _kant(label: Any, oordeel: Any, toon: Any, opmerking: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(label, " ", rx.cond(oordeel != "", badge(oordeel, toon), "–"), class_name="text-sm"),
        rx.cond(opmerking != "", rx.el.p(opmerking, class_name="whitespace-pre-line"), rx.fragment()),
        class_name="mt-1",
    )


def regel(r: rx.Var[beeld.OordeelBeeld]) -> rx.Component:
    """A werkproces with both judgements, to read."""
    return rx.el.li(
        rx.el.p(
            rx.el.strong(r.code, " ", r.naam),
            rx.cond(r.wijkt_af, badge(t("anders dan het bedrijf", "other than the company"), "warning"), rx.fragment()),
            class_name="flex flex-wrap items-center gap-2",
        ),
        _kant(t("Bedrijf:", "Company:"), r.bedrijf, r.bedrijf_toon, r.bedrijf_opmerking),
        _kant(t("School:", "School:"), r.school, r.school_toon, r.school_opmerking),
        class_name="py-3",
    )


def oordelen(s: Any) -> rx.Component:
    """Both judgements per werkproces, to read."""
    return rx.cond(
        s.regels.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(s.regels, regel), class_name="divide-y divide-base-300"),
            _algemeen(s),
            titel=t("Werkprocessen", "Work processes"),
        ),
        rx.fragment(),
    )


def _algemeen(s: Any) -> rx.Component:
    return rx.cond(
        s.bedrijf_algemeen != "",
        rx.el.p(
            rx.el.strong(t("Het bedrijf zegt ook: ", "The company also says: ")),
            s.bedrijf_algemeen,
            class_name="mt-3 whitespace-pre-line",
        ),
        rx.fragment(),
    )


def besluit_kaart(s: Any) -> rx.Component:
    """The decision as it stands, sharing it, and reopening it."""
    return kaart(
        rx.el.p(badge(s.besluit, s.besluit_toon), " ", s.besloten, class_name="flex flex-wrap items-center gap-2"),
        rx.cond(
            s.reden != "",
            rx.el.p(rx.el.strong(t("Reden: ", "Reason: ")), s.reden, class_name="mt-2 whitespace-pre-line"),
            rx.fragment(),
        ),
        rx.el.div(
            rx.cond(
                s.is_gedeeld,
                rx.fragment(),
                knop(
                    t("Deel met de student", "Share with the student"),
                    on_click=s.deel,
                    type="button",
                    class_name="min-h-11",
                ),
            ),
            knop(
                t("Heropen het besluit", "Reopen the decision"),
                hoofd=False,
                on_click=open_dialoog(HEROPENEN),
                type="button",
                class_name="min-h-11",
            ),
            class_name="mt-4 flex flex-wrap gap-2",
        ),
        titel=t("Besluit van de school", "Decision of the school"),
        class_name="mb-4",
    )


def besluiten(s: Any) -> rx.Component:
    """The school's own judgements beside the company's, and the decision."""
    return rx.el.div(
        rx.cond(
            s.is_ingestuurd,
            rx.fragment(),
            kaart(
                rx.cond(
                    s.gevraagd != "",
                    rx.el.p(t("Gevraagd op ", "Asked on "), s.gevraagd, class_name="mb-2"),
                    rx.fragment(),
                ),
                knop(
                    t("Vraag het bedrijf om een oordeel", "Ask the company for a judgement"),
                    hoofd=False,
                    on_click=s.vraag_bedrijf,
                    type="button",
                    class_name="h-auto min-h-11 py-2",
                ),
                titel=t("Oordeel van het bedrijf", "Judgement of the company"),
                class_name="mb-4",
            ),
        ),
        scherm(
            kaart(
                rx.el.p(onderweg(), class_name="text-sm text-base-content/80"),
                rx.cond(
                    s.vragen.length() > 0,
                    rx.el.ul(
                        rx.foreach(
                            s.vragen,
                            lambda v: vraag(
                                v,
                                t(
                                    "Toelichting (de student leest dit na het delen)",
                                    "Remark (the student reads this once shared)",
                                ),
                            ),
                        ),
                        class_name="divide-y divide-base-300",
                    ),
                    rx.el.p(
                        t(
                            "Voor deze opleiding zijn nog geen werkprocessen ingelezen. Vraag de coördinator.",
                            "No work processes were imported for this programme yet. Ask the coordinator.",
                        ),
                        class_name="my-3",
                    ),
                ),
                _algemeen(s),
                titel=t("Jouw oordeel", "Your judgement"),
                key="school-" + s.beurt.to(str),
                class_name="mb-4",
            ),
            _formulier(s),
            wie=s.wie,
            sleutel="school-" + s.dossier_id.to(str),
            bewaar=s.bewaar_concept,
        ),
    )


def _formulier(s: Any) -> rx.Component:
    return kaart(
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(t("Hoe beoordeelt de school deze stage?", "How does the school assess this placement?")),
                rx.el.div(
                    *[
                        rx.el.label(
                            rx.el.input(type="radio", name="besluit", value=b.value, required=True, class_name="radio"),
                            rx.el.span(t(label)),
                        )
                        for b, label in BESLUIT_LABEL.items()
                    ],
                    class_name="oordelen",
                ),
                rx.cond(
                    BasisState.veldfouten.contains("besluit"),
                    rx.el.p(BasisState.veldfouten["besluit"], class_name="veld-fout"),
                    rx.fragment(),
                ),
                class_name="breed",
            ),
            rx.el.div(
                tekstveld(
                    "reden",
                    t("Reden", "Reason"),
                    hulp=t(
                        "Nodig als je anders besluit dan het bedrijf oordeelt, of zonder oordeel van het bedrijf.",
                        "Needed when you decide otherwise than the company, or without its judgement.",
                    ),
                ),
                class_name="breed",
            ),
            rx.el.div(
                knop(
                    t("Leg het besluit vast", "Lock the decision"),
                    type="submit",
                    class_name="min-h-11",
                    custom_attrs={"data-na-bewaren": "1"},
                ),
                class_name="breed",
            ),
            on_submit=s.besluiten,
            class_name="formulier",
        ),
        titel=t("Besluit van de school", "Decision of the school"),
    )


def kiezen(s: Any) -> rx.Component:
    """Which werkprocessen count in this placement."""
    return rx.cond(
        (s.keuze.length() > 0) & ~s.is_ingestuurd,
        rx.el.details(
            rx.el.summary(
                t("Welke werkprocessen tellen mee?", "Which work processes count?"),
                class_name="flex min-h-11 cursor-pointer items-center font-semibold",
            ),
            rx.el.form(
                rx.foreach(
                    s.keuze,
                    lambda k: vinkje("wp-" + k.id.to(str), k.label, aan=k.aan),
                ),
                knop(t("Bewaar de keuze", "Save the choice"), hoofd=False, type="submit", class_name="mt-2 min-h-11"),
                on_submit=s.kies,
                key="kies-" + s.beurt.to(str),
            ),
            class_name="kaart mt-4",
        ),
        rx.fragment(),
    )


def heropen_venster(s: Any) -> rx.Component:
    """Why is the decision reopened? The student does not see it any more."""
    return venster(
        HEROPENEN,
        t("Besluit heropenen?", "Reopen the decision?"),
        rx.el.p(
            t(
                "De student ziet de uitslag dan niet meer. Wat er was besloten blijft in de geschiedenis staan.",
                "The student then does not see the result any more. What was decided stays in the history.",
            ),
            class_name="mb-3",
        ),
        rx.el.form(
            tekstveld("heropen_reden", t("Reden", "Reason"), verplicht=True),
            rx.el.div(annuleer(HEROPENEN), knop(t("Heropen", "Reopen"), type="submit"), class_name="modal-action"),
            on_submit=s.heropen,
            key="heropen-" + s.beurt.to(str),
        ),
    )
