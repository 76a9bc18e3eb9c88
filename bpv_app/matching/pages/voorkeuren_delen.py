"""Pieces of the student's screen of choices: which round, a collision of devices, the receipt, how it goes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.matching.rules_ronde_invoer import schooljaar
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import kaart, knop

_VELD = {"volgorde": ("Volgorde", "Order"), "wensen": ("Wensen", "Wishes")}


def periode(naam: str, van: date, tot: date, taal: str) -> str:
    """`Stage voorjaar · 7 dec 2026 t/m 25 jun 2027 · schooljaar 2026-2027`."""
    if taal == "en":
        return f"{naam} · {toon_datum(van, 'en')} to {toon_datum(tot, 'en')} · school year {schooljaar(van)}"
    return f"{naam} · {toon_datum(van)} t/m {toon_datum(tot)} · schooljaar {schooljaar(van)}"


def na_afloop(publiceert_op: datetime | None, bezwaardagen: int, moet_bevestigen: bool, taal: str) -> str:
    """What happens after the closing."""
    en = taal == "en"
    delen = []
    if publiceert_op:
        op = toon_moment(publiceert_op, taal)
        delen.append(f"The result comes on {op}." if en else f"De uitslag komt op {op}.")
    if bezwaardagen:
        delen.append(
            f"You can object for {bezwaardagen} days after that."
            if en
            else f"Daarna kun je {bezwaardagen} dagen bezwaar maken."
        )
    if moet_bevestigen:
        delen.append("You have to confirm your place." if en else "Je moet je plaats bevestigen.")
    return " ".join(delen)


def botsing_zinnen(verschillen: tuple[tuple[str, str, str], ...], taal: str) -> list[str]:
    """Both values of what differs, a line each."""
    en = taal == "en"
    uit = []
    for naam, nu, jij in verschillen:
        label = _VELD[naam][en] if naam in _VELD else naam.capitalize()
        ander, hier = ("Other device", "Here") if en else ("Ander apparaat", "Hier")
        uit.append(f"{label}. {ander}: {nu or '–'}. {hier}: {jij or '–'}.")
    return uit


def geen_ronde() -> rx.Component:
    """What a student sees for whom no round was opened."""
    return kaart(
        rx.el.p(
            t(
                "Er is nu geen ronde waarin jij plaatsen kunt kiezen. Opent je school er een, dan zie je hem hier.",
                "There is no round now in which you can choose places. When your school opens one it appears here.",
            )
        )
    )


def rondes(state: Any) -> rx.Component:
    """Which round, when there are more; and what this one is about."""
    return rx.el.div(
        rx.cond(
            state.rondes.length() > 0,
            rx.el.nav(
                rx.foreach(state.rondes, lambda o: _ronde_link(state, o)),
                aria_label=t("Rondes", "Rounds"),
                class_name="mb-2 flex flex-wrap gap-2",
            ),
            rx.fragment(),
        ),
        rx.el.p(state.stage, class_name="text-sm text-base-content/80"),
        rx.cond(
            state.toelichting != "",
            rx.el.p(state.toelichting, class_name="mt-2 whitespace-pre-line break-words text-sm"),
            rx.fragment(),
        ),
    )


def _ronde_link(state: Any, o: rx.Var[Optie]) -> rx.Component:
    hier = o.waarde == "/voorkeuren?ronde=" + state.ronde
    return rx.el.a(
        o.label,
        href=o.waarde,
        aria_current=rx.cond(hier, "true", "false"),
        class_name=rx.cond(hier, "btn btn-sm btn-primary", "btn btn-sm btn-outline"),
    )


def botsing(state: Any) -> rx.Component:
    """Another device saved in between: both lists, and the person chooses."""
    return rx.cond(
        state.botsing.length() > 0,
        rx.el.div(
            rx.el.p(
                t(
                    "Je lijst is op een ander apparaat gewijzigd. Er is niets verloren. Welke houd je?",
                    "Your list was changed on another device. Nothing is lost. Which one do you keep?",
                ),
                class_name="w-full font-semibold",
            ),
            rx.el.ul(
                rx.foreach(state.botsing, lambda z: rx.el.li(z, class_name="break-words")), class_name="w-full text-sm"
            ),
            rx.el.div(
                knop(
                    t("Die van het andere apparaat", "The other device's"),
                    hoofd=False,
                    type="button",
                    on_click=state.neem_andere,
                ),
                knop(t("Die van hier", "The one from here"), hoofd=False, type="button", on_click=state.houd_mijne),
                class_name="flex flex-wrap gap-2",
            ),
            role="alert",
            class_name="melding melding-warning",
        ),
        rx.fragment(),
    )


def bewijs(state: Any) -> rx.Component:
    """The receipt of what was sent in last."""
    b = state.bewijs
    return rx.cond(
        b.code != "",
        rx.el.details(
            rx.el.summary(
                t("Bewijs van insturen: ", "Receipt: "),
                b.op,
                class_name="flex min-h-11 cursor-pointer items-center font-semibold",
            ),
            rx.el.p(t("Code: ", "Code: "), rx.el.strong(b.code)),
            rx.el.ul(rx.foreach(b.regels, lambda r: rx.el.li(r, class_name="break-words")), class_name="my-2"),
            rx.el.p(t("Controlecode van de loting: ", "Check code of the lottery: "), class_name="text-sm"),
            rx.el.p(b.hash, class_name="break-all font-mono text-xs"),
            id="bewijs",
            class_name="kaart",
        ),
        rx.fragment(),
    )


def uitleg(state: Any) -> rx.Component:
    """How places are given, and how to check the lottery."""
    return rx.el.details(
        rx.el.summary(
            t("Zo worden de plaatsen verdeeld", "How places are given"),
            class_name="flex min-h-11 cursor-pointer items-center font-semibold",
        ),
        rx.el.p(state.modus),
        rx.el.ul(rx.foreach(state.loting, lambda z: rx.el.li(z)), class_name="mt-2"),
        rx.cond(state.bezwaar != "", rx.el.p(state.bezwaar, class_name="mt-2"), rx.fragment()),
        rx.el.p(
            t(
                "De loting ligt al vast. Dit is de controlecode (SHA-256 van het geheime zaad):",
                "The lottery is fixed already. This is the check code (SHA-256 of the secret seed):",
            ),
            class_name="mt-2 text-sm",
        ),
        rx.el.p(state.hash, class_name="break-all font-mono text-xs"),
        rx.cond(
            state.zaad != "",
            rx.fragment(
                rx.el.p(
                    t("Het zaad, nu de ronde dicht is:", "The seed, now that the round is closed:"),
                    class_name="mt-2 text-sm",
                ),
                rx.el.p(state.zaad, class_name="break-all font-mono text-xs"),
                rx.el.p(
                    t("Jouw deelnemersnummer is ", "Your participant number is "),
                    state.nummer,
                    t(
                        ". Wie de kleinste SHA-256 van “zaad:deelnemersnummer” heeft, kiest eerst.",
                        ". Who has the smallest SHA-256 of “seed:participant number” chooses first.",
                    ),
                    class_name="mt-1 text-sm",
                ),
            ),
            rx.el.p(
                t(
                    "Na het sluiten zie je het zaad en je lotnummer, zodat iedereen het kan narekenen.",
                    "After the closing you see the seed and your lot number, so that anyone can check it.",
                ),
                class_name="mt-1 text-sm",
            ),
        ),
        class_name="kaart",
    )


def verborgen(state: Any) -> rx.Component:
    """The forms the script sends: an order after dragging, and a text."""
    return rx.fragment(
        rx.el.form(
            rx.el.textarea(name="volgorde", aria_hidden="true", tab_index=-1),
            id="voorkeur-volgorde",
            on_submit=state.zet_volgorde,
            class_name="hidden",
        ),
        rx.el.form(
            rx.el.textarea(name="voorkeur_tekst", aria_hidden="true", tab_index=-1),
            id="voorkeur-tekst",
            on_submit=state.bewaar_tekst,
            class_name="hidden",
        ),
    )
