"""The blocks of the student's screen of the result."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.plaatsing_beeld import HogerBeeld, VroegerBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import annuleer, badge, kaart, knop, tekstveld, venster

BEZWAAR = "dialoog-bezwaar"
_RIJ = "min-h-11 items-center"


def _rondes(s: Any) -> rx.Component:
    def ronde(o: rx.Var[Optie]) -> rx.Component:
        return rx.el.a(
            o.label,
            href=o.waarde,
            aria_current=rx.cond(o.waarde == s.hier, "true", "false"),
            class_name=rx.cond(o.waarde == s.hier, "btn btn-sm btn-primary", "btn btn-sm btn-outline"),
        )

    return rx.cond(
        s.rondes.length() > 0,
        rx.el.nav(
            rx.foreach(s.rondes, ronde),
            aria_label=t("Rondes", "Rounds"),
            class_name="mb-3 flex flex-wrap gap-2",
        ),
        rx.fragment(),
    )


def _feit(label: Any, waarde: Any) -> rx.Component:
    return rx.cond(
        waarde != "", rx.fragment(rx.el.dt(label), rx.el.dd(waarde, class_name="min-w-0 break-words")), rx.fragment()
    )


def _plaats(s: Any) -> rx.Component:
    bereik = rx.el.div(
        rx.cond(
            s.telefoon != "",
            rx.el.a(t("Bel ", "Call "), s.contact, href="tel:" + s.telefoon, class_name=f"btn btn-outline {_RIJ}"),
            rx.fragment(),
        ),
        rx.cond(
            s.email != "",
            rx.el.a(t("Mail ", "Mail "), s.contact, href="mailto:" + s.email, class_name=f"btn btn-outline {_RIJ}"),
            rx.fragment(),
        ),
        class_name="mt-3 flex flex-wrap gap-2",
    )
    return kaart(
        rx.el.div(
            rx.el.h2(s.bedrijf, class_name="min-w-0 grow break-words text-lg font-semibold"),
            badge(s.status, s.toon),
            class_name="mb-1 flex flex-wrap items-center gap-2",
        ),
        rx.el.p(s.titel, class_name="mb-3 break-words"),
        rx.el.dl(
            _feit(t("Wanneer", "When"), s.periode),
            _feit(t("Dagen", "Days"), s.dagen),
            _feit(t("Waar", "Where"), s.adres),
            _feit(t("Contact", "Contact"), s.contact),
            class_name="gegevens",
        ),
        bereik,
        rx.cond(
            s.taken != "",
            rx.fragment(
                rx.el.h3(t("Wat ga je doen?", "What will you do?"), class_name="mt-4 font-semibold"),
                rx.el.p(s.taken, class_name="whitespace-pre-line break-words"),
            ),
            rx.fragment(),
        ),
        class_name="mb-4",
    )


def _reageer(s: Any) -> rx.Component:
    return rx.cond(
        s.mag_bevestigen | s.mag_bezwaar,
        kaart(
            rx.el.div(
                rx.cond(
                    s.mag_bevestigen,
                    rx.el.button(
                        t("Ik ga akkoord", "I agree"),
                        type="button",
                        on_click=s.ga_akkoord,
                        class_name="btn btn-primary min-h-11",
                    ),
                    rx.fragment(),
                ),
                rx.cond(
                    s.mag_bezwaar,
                    rx.el.button(
                        t("Ik maak bezwaar…", "I object…"),
                        type="button",
                        on_click=s.vraag_bezwaar,
                        class_name="btn btn-outline min-h-11",
                    ),
                    rx.fragment(),
                ),
                class_name="flex flex-wrap gap-2",
            ),
            rx.cond(
                s.mag_bezwaar,
                rx.el.p(
                    t("Bezwaar maken kan tot en met ", "You can object until "),
                    s.bezwaar_tot,
                    t(
                        ". Als je akkoord gaat, kan dat niet meer.",
                        ". Once you agree, you cannot any more.",
                    ),
                    class_name="mt-2 text-sm",
                ),
                rx.fragment(),
            ),
            titel=t("Wat vind je ervan?", "What do you think?"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _bezwaar(s: Any) -> rx.Component:
    return rx.cond(
        s.bezwaar != "",
        kaart(
            rx.el.p(s.bezwaar, class_name="whitespace-pre-line break-words"),
            rx.cond(
                s.antwoord_kop != "",
                rx.fragment(
                    rx.el.p(s.antwoord_kop, class_name="mt-3 font-semibold"),
                    rx.el.p(s.antwoord, class_name="whitespace-pre-line break-words"),
                ),
                rx.el.p(t("De school moet nog antwoorden.", "The school has to answer."), class_name="mt-3"),
            ),
            titel=t("Jouw bezwaar", "Your objection"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _hoger(h: rx.Var[HogerBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(h.plaats, class_name="break-words font-semibold"),
        rx.el.p(h.zin, class_name="break-words"),
        class_name="py-2",
    )


def _waarom(s: Any) -> rx.Component:
    return kaart(
        rx.cond(s.heeft_plaats, rx.el.p(s.keuze), rx.el.p(s.reden)),
        rx.cond(
            s.hoger.length() > 0,
            rx.fragment(
                rx.el.p(
                    rx.cond(
                        s.heeft_plaats,
                        t("Deze plaatsen stonden hoger op je lijst:", "These places were higher on your list:"),
                        t("Dit stond op je lijst:", "This was on your list:"),
                    ),
                    class_name="mt-3",
                ),
                rx.el.ul(rx.foreach(s.hoger, _hoger), class_name="divide-y divide-base-300"),
            ),
            rx.fragment(),
        ),
        titel=rx.cond(
            s.heeft_plaats,
            t("Waarom deze plaats?", "Why this place?"),
            t("Waarom nog geen plaats?", "Why no place yet?"),
        ),
        class_name="mb-4",
    )


def _vroeger(s: Any) -> rx.Component:
    def regel(v: rx.Var[VroegerBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(v.plaats, class_name="break-words font-semibold"),
            rx.el.p(v.zin, class_name="whitespace-pre-line break-words"),
            class_name="py-2",
        )

    return rx.cond(
        s.vroeger.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(s.vroeger, regel), class_name="divide-y divide-base-300"),
            titel=t("Dit ging niet door", "This is off"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _loting(s: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("De loting", "The lottery"),
            rx.cond(s.lot != "", rx.fragment(t(": je lotnummer is ", ": your lot number is "), s.lot), rx.fragment()),
            class_name="flex min-h-11 cursor-pointer items-center font-semibold",
        ),
        rx.el.p(
            t(
                "Een laag nummer kiest eerder. De loting lag al vast voordat iemand een lijst instuurde. Je kunt dat "
                "narekenen: de controlecode die je vooraf zag, is de SHA-256 van dit zaad.",
                "A low number chooses earlier. The lottery was fixed before anybody sent in a list. You can check it: "
                "the check code you saw before is the SHA-256 of this seed.",
            )
        ),
        rx.el.p(t("Zaad:", "Seed:"), class_name="mt-2 text-sm"),
        rx.el.p(s.zaad, class_name="break-all font-mono text-xs"),
        rx.el.p(t("Controlecode:", "Check code:"), class_name="mt-2 text-sm"),
        rx.el.p(s.hash, class_name="break-all font-mono text-xs"),
        rx.el.p(
            t("Jouw deelnemersnummer is ", "Your participant number is "),
            s.nummer,
            t(
                ". Wie de kleinste SHA-256 van “zaad:deelnemersnummer” heeft, kiest eerst.",
                ". Who has the smallest SHA-256 of “seed:participant number” chooses first.",
            ),
            class_name="mt-2 text-sm",
        ),
        class_name="kaart",
    )


def _venster(s: Any) -> rx.Component:
    return venster(
        BEZWAAR,
        t("Bezwaar maken", "Object"),
        rx.el.form(
            rx.el.p(
                t(
                    "De school leest je bezwaar en beslist. Zolang dat loopt, houd je deze plaats.",
                    "The school reads your objection and decides. Until then you keep this place.",
                )
            ),
            tekstveld(
                "reden",
                t("Waarom kan deze plaats niet voor jou?", "Why can this place not be yours?"),
                rijen=5,
                verplicht=True,
                hulp=t("Hoogstens 1000 tekens.", "At most 1000 characters."),
            ),
            rx.el.div(
                knop(t("Verstuur bezwaar", "Send objection"), type="submit"),
                annuleer(BEZWAAR),
                class_name="flex flex-wrap gap-2",
            ),
            on_submit=s.stuur_bezwaar,
            key="bezwaar-" + s.form_sleutel.to(str),
            class_name="formulier",
        ),
    )


def inhoud(s: Any) -> rx.Component:
    """The result, or what to do while there is none."""
    return rx.cond(
        s.is_bekend,
        rx.fragment(
            _rondes(s),
            rx.cond(s.heeft_plaats, rx.fragment(_plaats(s), _reageer(s), _bezwaar(s)), rx.fragment()),
            _waarom(s),
            _vroeger(s),
            _loting(s),
            _venster(s),
        ),
        kaart(
            rx.el.a(t("Naar mijn lijst", "To my list"), href="/voorkeuren", class_name="btn btn-outline min-h-11"),
        ),
    )
