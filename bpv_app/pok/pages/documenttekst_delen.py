"""Parts of the screen of one text: the form, the variables, the preview, the steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, dialoog, download, kaart, keuzeveld, knop, tekstveld, veld

VAST, WEG, TERUG = "vaststellen", "weggooien", "intrekken"
_LEERWEG = (("", t("BOL en BBL", "BOL and BBL")), ("BOL", "BOL"), ("BBL", "BBL"))


@dataclass
class VariabeleBeeld:
    """A variable beside the text."""

    code: str
    uitleg: str


def _invoegen(v: rx.Var[VariabeleBeeld]) -> rx.Component:
    script = (
        "(() => { const v = document.getElementById('tekst'); if (!v) return;"
        " v.focus(); v.setRangeText('" + v.code.to(str) + "', v.selectionStart, v.selectionEnd, 'end');"
        " v.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    return rx.el.li(
        rx.el.button(
            rx.el.code(v.code),
            rx.el.span(v.uitleg, class_name="text-left text-sm font-normal"),
            type="button",
            on_click=rx.call_script(script),
            class_name="btn btn-ghost h-auto min-h-11 w-full flex-wrap justify-start gap-x-3 px-2 py-1",
        ),
        key=v.code,
    )


def _opmaak(s: Any) -> rx.Component:
    def regel(code: str, uitleg: Any) -> rx.Component:
        return rx.el.li(rx.el.code(code, class_name="mr-2 font-semibold"), uitleg)

    return rx.el.ul(
        rx.cond(
            s.is_voorwaarden,
            regel("## Begrippen", t("begint een artikel", "begins an article")),
            rx.fragment(
                regel("# Onderwerp", t("het onderwerp, als eerste regel", "the subject, as the first line")),
                regel("## Kop", t("een kop", "a heading")),
            ),
        ),
        regel("1. tekst", t("genummerd; het nummer zetten wij", "numbered; we set the number")),
        regel("- tekst", t("een punt in een lijst", "a point in a list")),
        class_name="mb-3 grid gap-1 text-sm",
    )


def _formulier(s: Any) -> rx.Component:
    return rx.el.form(
        rx.el.div(tekstveld("tekst", t("Tekst", "Text"), waarde=s.tekst, rijen=24, verplicht=True), class_name="breed"),
        keuzeveld("leerweg", t("Voor", "For"), _LEERWEG, waarde=s.leerweg),
        rx.cond(
            s.is_voorwaarden,
            veld(
                "studentenraad_op",
                t("Studentenraad stemde in op", "Student council agreed on"),
                soort="date",
                waarde=s.studentenraad_op,
                hulp=t("Zonder deze datum kan de versie niet gelden.", "Without this date it cannot hold."),
            ),
            rx.fragment(),
        ),
        veld("geldig_van", t("Geldt vanaf", "Holds from"), soort="date", waarde=s.geldig_van),
        veld(
            "geldig_tot",
            t("Tot en met", "Until"),
            soort="date",
            waarde=s.geldig_tot,
            hulp=t("Leeg: tot er een nieuwe versie is.", "Empty: until there is a new version."),
        ),
        rx.el.div(knop(t("Bewaar en bekijk", "Save and view"), type="submit"), class_name="breed"),
        on_submit=s.bewaar,
        key="tekst-" + s.id + "-" + s.versie.to(str),
        class_name="formulier formulier-2",
    )


def bewerken(s: Any) -> rx.Component:
    """The form with what may stand in it, and the page as it will be printed."""
    return rx.el.div(
        rx.el.div(kaart(_formulier(s), class_name="mb-4"), voorbeeld(s), class_name="min-w-0"),
        rx.el.div(
            kaart(_opmaak(s), titel=t("Opmaak", "Mark-up")),
            rx.cond(
                s.is_voorwaarden,
                rx.fragment(),
                kaart(
                    rx.el.ul(
                        rx.foreach(s.variabelen, _invoegen),
                        class_name="grid max-h-72 overflow-y-auto lg:max-h-[32rem]",
                        tab_index=0,
                        aria_label=t("Variabelen", "Variables"),
                    ),
                    titel=t("Voeg een variabele in", "Insert a variable"),
                ),
            ),
            class_name="grid content-start gap-4",
        ),
        class_name="mb-4 grid items-start gap-4 lg:grid-cols-[2fr_1fr]",
    )


def voorbeeld(s: Any) -> rx.Component:
    """The page as it is printed, and the way to the whole PDF."""
    bron = "/api/documentteksten/" + s.id + "/voorbeeld"
    vraag = "?pok=" + s.pok + "&v=" + s.versie.to(str)
    return kaart(
        rx.cond(
            s.mag_pok,
            rx.el.form(
                veld(
                    "voorbeeld_pok",
                    t("Nummer van een POK", "Number of an agreement"),
                    waarde=s.pok,
                    max_length=12,
                    hulp=t("Leeg: de nieuwste POK die past.", "Empty: the newest one that fits."),
                ),
                rx.el.div(knop(t("Toon", "Show"), hoofd=False, type="submit"), class_name="self-center"),
                on_submit=s.kies_pok,
                class_name="mb-3 flex flex-wrap items-start gap-3",
            ),
            rx.el.p(
                t("Met een verzonnen student en bedrijf.", "With an invented student and company."),
                class_name="mb-3 text-sm text-base-content/80",
            ),
        ),
        rx.el.p(
            download(
                t("Open als PDF", "Open as PDF"),
                bron + ".pdf" + vraag,
                target="_blank",
                class_name="btn btn-outline btn-sm",
            ),
            class_name="mb-3",
        ),
        rx.el.img(
            src=bron + ".png" + vraag,
            alt=t("De bladzijde zoals die gedrukt wordt", "The page as it is printed"),
            class_name="w-full max-w-xl rounded-field border border-base-300 bg-white",
        ),
        titel=t("Zo komt het op papier", "On paper it looks like this"),
        id="voorbeeld",
        class_name="mb-4",
    )


def acties(s: Any) -> rx.Component:
    """The steps that a version has; each asks with its consequence."""

    def vraag(id_: str, titel: Any, inhoud: Any, open_tekst: Any, doe: Any, klasse: str) -> rx.Component:
        return dialoog(
            id_,
            titel,
            rx.el.p(inhoud),
            rx.el.div(annuleer(id_), knop(open_tekst, type="button", on_click=doe), class_name="modal-action"),
            open_tekst=open_tekst,
            class_name=klasse,
        )

    return rx.cond(
        s.mag,
        rx.fragment(
            rx.cond(
                s.is_concept,
                rx.fragment(
                    vraag(
                        VAST,
                        t("Laten gelden zoals bewaard?", "Let it hold as saved?"),
                        s.gevolg,
                        t("Laat gelden", "Let it hold"),
                        s.laat_gelden,
                        "btn btn-primary btn-sm",
                    ),
                    vraag(
                        WEG,
                        t("Dit concept weggooien?", "Throw this draft away?"),
                        t("De tekst is dan weg. Dit kan niet terug.", "The text is gone then, for good."),
                        t("Gooi weg", "Throw away"),
                        s.gooi_weg,
                        "btn btn-ghost btn-sm",
                    ),
                ),
                knop(
                    t("Nieuwe versie met deze tekst", "New version with this text"),
                    hoofd=False,
                    type="button",
                    on_click=s.begin_hiermee,
                    class_name="btn-sm",
                ),
            ),
            rx.cond(
                s.is_straks,
                vraag(
                    TERUG,
                    t("Terug naar concept?", "Back to a draft?"),
                    t(
                        "Deze versie gaat dan niet gelden. De tekst blijft als concept bewaard.",
                        "This version will not hold then. The text stays as a draft.",
                    ),
                    t("Maak weer concept", "Make a draft again"),
                    s.haal_terug,
                    "btn btn-outline btn-sm",
                ),
                rx.fragment(),
            ),
        ),
        rx.fragment(),
    )
