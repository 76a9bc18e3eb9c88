"""Pieces of a company's screen of candidates: cards that move by dragging, by buttons and by keys; not suitable."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.rangorde_beeld import KandidaatBeeld
from bpv_app.matching.pages.rangorde_blok import OrdeBeeld
from bpv_app.matching.rules_rangorde import GROND_LABEL, MAX_UITLEG
from bpv_app.matching.rules_voorkeur import Zet
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, kaart, keuzeveld, knop, tekstveld, venster

PAST_NIET = "dialoog-past-niet"


def plaatsen(s: Any) -> rx.Component:
    """Which place, when there are more; and what this one is."""

    def link(o: rx.Var[OrdeBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                o.titel,
                href=o.href,
                aria_current=rx.cond(o.is_hier, "true", "false"),
                class_name=rx.cond(o.is_hier, "btn btn-primary", "btn btn-outline"),
            ),
            badge(o.stand, o.toon),
            class_name="flex flex-wrap items-center gap-2",
        )

    return rx.el.div(
        rx.cond(
            s.ordes.length() > 1,
            rx.el.nav(
                rx.el.ul(rx.foreach(s.ordes, link), class_name="mb-3 grid gap-2"),
                aria_label=t("Jullie plaatsen", "Your places"),
            ),
            rx.fragment(),
        ),
        rx.el.h2(s.plaats, class_name="break-words text-lg font-semibold"),
        rx.el.p(s.feiten, class_name="text-sm text-base-content/80"),
        rx.cond(
            s.taken != "",
            rx.el.details(
                rx.el.summary(
                    t("De taken die in jullie plaats staan", "The tasks your place names"),
                    class_name="flex min-h-11 cursor-pointer items-center text-sm",
                ),
                rx.el.p(s.taken, class_name="whitespace-pre-line break-words text-sm"),
            ),
            rx.fragment(),
        ),
    )


def uitleg() -> rx.Component:
    """What is asked, and what not: the Stagepact in three sentences."""
    return rx.el.div(
        rx.el.p(
            t(
                "Kijk naar wat de student wil leren en naar jullie taken. Je ziet geen naam, foto, "
                "leeftijd of herkomst: "
                "die tellen niet mee.",
                "Look at what the student wants to learn and at your tasks. You see no name, photo, age "
                "or origin: these "
                "do not count.",
            )
        ),
        rx.el.p(
            t(
                "Niets insturen mag. Dan is elke student goed voor jullie, en beslist de loting.",
                "You may send in nothing. Then every student is fine for you, and the lottery decides.",
            )
        ),
        class_name="melding melding-info text-sm",
    )


def _zet(s: Any, k: rx.Var[KandidaatBeeld], zet: Zet, teken: Any, label: Any, uit: Any) -> rx.Component:
    return rx.el.button(
        teken,
        type="button",
        on_click=s.zet(k.nummer, zet.value),
        aria_label=label + ": " + k.naam,
        aria_disabled=rx.cond(uit, "true", "false"),
        custom_attrs={"data-zet": zet.value},
        class_name=rx.cond(uit, "btn btn-outline knop-uit min-w-11 px-2", "btn btn-outline min-w-11 px-2"),
    )


def _kern(k: rx.Var[KandidaatBeeld]) -> rx.Component:
    return rx.el.div(
        rx.el.p(k.naam, class_name="font-semibold"),
        rx.el.p(k.opleiding, class_name="break-words text-sm text-base-content/80"),
        rx.el.p(k.leerwens, class_name="mt-1 whitespace-pre-line break-words"),
        class_name="min-w-0 grow",
    )


def _kandidaat(s: Any, k: rx.Var[KandidaatBeeld]) -> rx.Component:
    """A candidate in the order, to be moved by dragging the grip, by buttons, or with Alt and the arrow keys."""
    return rx.el.li(
        rx.el.div(
            rx.cond(
                s.mag_schrijven,
                rx.el.span("⠿", aria_hidden="true", custom_attrs={"data-greep": "1"}, class_name="keuze-greep"),
                rx.fragment(),
            ),
            rx.el.span(k.plek, class_name="keuze-nr", aria_hidden="true"),
            _kern(k),
            class_name="flex items-start gap-2",
        ),
        rx.cond(
            s.mag_schrijven,
            rx.el.div(
                _zet(s, k, Zet.OMHOOG, "↑", t("Omhoog", "Up"), k.plek == 1),
                _zet(s, k, Zet.OMLAAG, "↓", t("Omlaag", "Down"), k.plek == s.kandidaten.length()),
                _zet(s, k, Zet.EERSTE, t("Naar 1e", "To 1st"), t("Naar de eerste plaats", "To first"), k.plek == 1),
                rx.el.button(
                    t("Past niet…", "Not suitable…"),
                    type="button",
                    on_click=s.vraag_past_niet(k.nummer),
                    aria_label=t("Past niet: ", "Not suitable: ") + k.naam,
                    class_name="btn btn-ghost px-2",
                ),
                class_name="mt-2 flex flex-wrap gap-2",
            ),
            rx.fragment(),
        ),
        custom_attrs={"data-keuze": k.nummer},
        class_name="kaart keuze",
        key=k.nummer,
    )


def _niet_passend(s: Any, k: rx.Var[KandidaatBeeld]) -> rx.Component:
    return rx.el.li(
        _kern(k),
        rx.el.p(k.grond, ": ", k.uitleg, class_name="mt-1 break-words text-sm"),
        rx.cond(
            s.mag_schrijven,
            knop(
                t("Past toch", "Is suitable after all"),
                hoofd=False,
                type="button",
                on_click=s.zet_past_toch(k.nummer),
                aria_label=t("Past toch: ", "Is suitable after all: ") + k.naam,
                class_name="mt-2",
            ),
            rx.fragment(),
        ),
        class_name="kaart",
        key=k.nummer,
    )


def orde(s: Any) -> rx.Component:
    """The order, who is not suitable, and sending in."""
    return rx.el.section(
        rx.el.ol(
            rx.foreach(s.kandidaten, lambda k: _kandidaat(s, k)),
            id="keuzes",
            aria_label=t("Kandidaten, wie het best past eerst", "Candidates, most suitable first"),
            class_name="grid gap-2",
        ),
        rx.el.p(s.live, class_name="sr-only", aria_live="polite"),
        rx.cond(
            s.niet_passend.length() > 0,
            rx.el.div(
                rx.el.h3(t("Past niet", "Not suitable"), class_name="mt-4 mb-2 font-semibold"),
                rx.el.p(
                    t(
                        "De coördinator van school leest je reden en beslist. Zolang staan deze studenten achteraan.",
                        "The school's coordinator reads your reason and decides. Until then these students are last.",
                    ),
                    class_name="mb-2 text-sm",
                ),
                rx.el.ul(rx.foreach(s.niet_passend, lambda k: _niet_passend(s, k)), class_name="grid gap-2"),
            ),
            rx.fragment(),
        ),
        rx.cond(
            s.mag_schrijven,
            rx.el.div(
                rx.cond(
                    s.kandidaten.length() > 1,
                    rx.el.p(
                        t(
                            "Sleep aan ⠿, gebruik de knoppen, of Alt met pijl omhoog of omlaag. Alles wordt meteen "
                            "bewaard; het telt als je instuurt.",
                            "Drag ⠿, use the buttons, or Alt with the up or down arrow. Everything is "
                            "saved at once; it "
                            "counts when you send it in.",
                        ),
                        class_name="mt-2 text-xs text-base-content/80",
                    ),
                    rx.fragment(),
                ),
                knop(
                    rx.cond(
                        s.is_klaar,
                        t("Ingestuurd: stuur opnieuw", "Sent in: send again"),
                        t("Stuur deze volgorde in", "Send this order in"),
                    ),
                    type="button",
                    on_click=s.stuur,
                    class_name="mt-3 w-full sm:w-auto",
                ),
            ),
            rx.fragment(),
        ),
        aria_label=t("Volgorde", "Order"),
    )


def bewijs(s: Any) -> rx.Component:
    """The receipt of what was sent in last."""
    b = s.bewijs
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
            id="bewijs",
            class_name="kaart",
        ),
        rx.fragment(),
    )


def past_niet_venster(s: Any) -> rx.Component:
    """Why a candidate is not suitable: about the learning wish or a task, nothing else."""
    return venster(
        PAST_NIET,
        rx.fragment(t("Past niet: ", "Not suitable: "), s.gekozen_naam),
        rx.el.form(
            keuzeveld(
                "grond",
                t("Waar gaat het over?", "What is it about?"),
                [(g.value, t(label)) for g, label in GROND_LABEL.items()],
                waarde=s.gekozen_grond,
                leeg=t("Kies…", "Choose…"),
                verplicht=True,
            ),
            tekstveld(
                "uitleg",
                t("Leg het kort uit", "Explain briefly"),
                hulp=t(
                    f"Schrijf over de leerwens of de taak, niet over de persoon. Hoogstens {MAX_UITLEG} tekens. De "
                    "coördinator beslist, en de student mag dit lezen.",
                    f"Write about the learning wish or the task, not about the person. At most "
                    f"{MAX_UITLEG} characters. "
                    "The coordinator decides, and the student may read this.",
                ),
                verplicht=True,
            ),
            rx.el.div(
                knop(t("Bewaar", "Save"), type="submit"),
                annuleer(PAST_NIET),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=s.zet_past_niet,
            key="past-niet-" + s.beurt.to(str),
            no_validate=True,
            class_name="formulier",
        ),
    )


def botsing(s: Any) -> rx.Component:
    """A colleague saved in between: what is on the screen is theirs, what was meant here is told."""
    return rx.cond(
        s.botsing != "",
        rx.el.div(
            rx.el.p(
                t(
                    "Een collega heeft de volgorde intussen veranderd. Hieronder staat die van je collega. Jij wilde: ",
                    "A colleague changed the order in the meantime. Below is your colleague's. You wanted: ",
                ),
                s.botsing,
                class_name="grow break-words",
            ),
            knop(t("Begrepen", "Understood"), hoofd=False, type="button", on_click=s.sluit_botsing),
            role="alert",
            class_name="melding melding-warning",
        ),
        rx.fragment(),
    )


def leeg() -> rx.Component:
    """Nothing to order."""
    return kaart(
        rx.el.p(
            t(
                "Er zijn nu geen kandidaten. Vraagt een school je om een volgorde, dan krijg je een mail.",
                "There are no candidates now. When a school asks you for an order you get a mail.",
            )
        )
    )


def verborgen(s: Any) -> rx.Component:
    """The form the script sends: an order after dragging."""
    return rx.el.form(
        rx.el.textarea(name="volgorde", aria_hidden="true", tab_index=-1),
        id="voorkeur-volgorde",
        on_submit=s.zet_volgorde,
        class_name="hidden",
    )
