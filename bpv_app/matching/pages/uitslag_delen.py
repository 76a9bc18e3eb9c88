"""The blocks of the coordinator's screen of a result."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.uitslag_beeld import BezwaarKaart, StapRegel, Teller, VoorstelKaart, Zonder
from bpv_app.matching.pages.uitslag_dossiers import naar_dossiers
from bpv_app.matching.pages.uitslag_lijst import plaatsing_rij, plaatsingen
from bpv_app.matching.pages.uitslag_vensters import AFRONDEN, vensters
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import UitslagBeeld
from bpv_app.ui.velden import badge, kaart, knop, open_dialoog


def _teller(x: rx.Var[Teller]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(x.aantal, class_name="block text-2xl font-bold tabular-nums"),
            rx.el.span(x.label, class_name="block text-sm"),
            href=x.href,
            class_name="kaart block hover:bg-base-200",
        )
    )


def _tellers(s: Any) -> rx.Component:
    return rx.cond(
        s.tellers.length() > 0,
        rx.el.ul(
            rx.foreach(s.tellers, _teller),
            aria_label=t("Stand van de uitslag", "State of the result"),
            class_name="mb-4 grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5",
        ),
        rx.fragment(),
    )


def _naar_matching() -> rx.Component:
    return rx.el.a(t("Naar de matching", "To the matching"), href="/matching", class_name="link")


def _naar_plaatsen() -> rx.Component:
    return rx.el.a(t("Naar de stageplaatsen", "To the places"), href="/plaatsen", class_name="link")


def _voorstellen(s: Any) -> rx.Component:
    def regel(v: rx.Var[VoorstelKaart]) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.p(v.naam, class_name="font-semibold"),
                rx.el.p(v.wat, class_name="text-sm text-base-content/80"),
                rx.cond(v.waarom_niet != "", rx.el.p(v.waarom_niet, class_name="text-sm"), rx.fragment()),
                class_name="min-w-0 grow",
            ),
            rx.cond(
                v.waarom_niet == "",
                knop(
                    t("Publiceer…", "Publish…"),
                    type="button",
                    on_click=s.vraag_publiceren(v.id),
                    aria_label=t("Publiceer: ", "Publish: ") + v.naam,
                    class_name="btn-sm",
                ),
                badge(t("Kan niet", "Not possible"), "warning"),
            ),
            class_name="flex flex-wrap items-start gap-3 py-3",
        )

    return rx.cond(
        s.voorstellen.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(s.voorstellen, regel), class_name="divide-y divide-base-300"),
            titel=rx.cond(
                s.is_bekend,
                t("Nieuwe uitslag na opnieuw rekenen", "New result after a re-run"),
                t("Voorstellen", "Proposals"),
            ),
            class_name="mb-4",
        ),
        rx.cond(
            ~s.is_bekend,
            kaart(
                rx.el.p(
                    t("Maak eerst een voorstel bij ", "Make a proposal first at "),
                    rx.el.a("Matching", href="/matching", class_name="link"),
                    ".",
                ),
                class_name="mb-4",
            ),
            rx.fragment(),
        ),
    )


def _bezwaren(s: Any) -> rx.Component:
    def regel(b: rx.Var[BezwaarKaart]) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.p(
                    rx.el.a(b.student, href=b.href, class_name="link font-semibold"),
                    " · ",
                    b.op,
                    class_name="break-words",
                ),
                rx.el.p(b.plaats, class_name="break-words text-sm text-base-content/80"),
                rx.el.p(b.tekst, class_name="whitespace-pre-line break-words"),
                class_name="min-w-0 grow",
            ),
            knop(
                t("Beantwoord…", "Answer…"),
                type="button",
                on_click=s.vraag_antwoord(b.id),
                aria_label=t("Beantwoord bezwaar van ", "Answer the objection of ") + b.student,
                class_name="btn-sm",
            ),
            class_name="flex flex-wrap items-start gap-3 py-3",
        )

    return rx.cond(
        s.bezwaren.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(s.bezwaren, regel), class_name="divide-y divide-base-300"),
            titel=t("Bezwaren zonder antwoord", "Objections without an answer"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _weg(s: Any) -> rx.Component:
    return rx.cond(
        s.weg.length() > 0,
        kaart(
            rx.el.p(
                t(
                    "Deze plaatsen zijn na de uitslag ingetrokken, gesloten, niet meer erkend of niet geschikt. Laat "
                    "de plaatsing vervallen en reken daarna opnieuw: alleen wie verandert, krijgt een andere plaats.",
                    "These places were withdrawn, closed or lost their accreditation after the result. Let the "
                    "placement lapse and compute again: only who changes gets another place.",
                ),
                " ",
                _naar_matching(),
            ),
            rx.el.ul(rx.foreach(s.weg, lambda p: plaatsing_rij(s, p)), class_name="divide-y divide-base-300"),
            knop(
                t("Laat alle vervallen…", "Let all lapse…"),
                hoofd=False,
                type="button",
                on_click=s.vraag_vervallen("alle"),
            ),
            titel=t("Weggevallen plaatsen", "Places that fell away"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _uitslagen(s: Any) -> rx.Component:
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

    return rx.el.div(
        rx.cond(
            s.uitslag_zin != "",
            kaart(
                rx.el.ul(
                    rx.foreach(s.uitslagen, regel),
                    class_name="max-h-80 divide-y divide-base-300 overflow-auto text-sm",
                    tab_index=0,
                    aria_label=t("Resultaat van het vervallen", "Result of letting lapse"),
                ),
                titel=s.uitslag_zin,
                class_name="mb-4",
            ),
            rx.fragment(),
        ),
        aria_live="polite",
    )


def _lijst(rijen: Any, titel: Any, uitleg: Any, id_: str) -> rx.Component:
    def regel(z: rx.Var[Zonder]) -> rx.Component:
        return rx.el.li(
            rx.el.a(z.naam, href=z.href, class_name="link"),
            rx.cond(z.waarom != "", ": " + z.waarom, ""),
            class_name="break-words py-1",
        )

    return rx.cond(
        rijen.length() > 0,
        kaart(
            rx.el.p(uitleg, class_name="mb-2"),
            rx.el.ul(
                rx.foreach(rijen, regel), tab_index=0, aria_label=titel, class_name="max-h-80 overflow-auto text-sm"
            ),
            titel=titel,
            id=id_,
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _historie(s: Any) -> rx.Component:
    def regel(x: rx.Var[StapRegel]) -> rx.Component:
        return rx.el.li(
            rx.el.strong(x.wat), " · ", x.wanneer, rx.cond(x.reden != "", ": " + x.reden, ""), class_name="break-words"
        )

    return rx.cond(
        s.stappen.length() > 0,
        rx.el.details(
            rx.el.summary(
                t("Wat er na de uitslag gebeurde", "What happened after the result"),
                class_name="flex min-h-11 cursor-pointer items-center font-semibold",
            ),
            rx.el.ul(rx.foreach(s.stappen, regel), class_name="tijdlijn"),
            class_name="kaart mb-4",
        ),
        rx.fragment(),
    )


def inhoud(s: Any) -> rx.Component:
    """Everything of the result, what waits first."""
    return rx.fragment(
        _tellers(s),
        _uitslagen(s),
        _bezwaren(s),
        _weg(s),
        _voorstellen(s),
        naar_dossiers(s),
        plaatsingen(s),
        _lijst(
            s.zonder,
            t("Zonder plaats", "Without a place"),
            rx.fragment(
                t(
                    "Deze deelnemers hebben geen plaats. Reken opnieuw, of geef met de hand een plek bij een plaats. ",
                    "These participants have no place. Compute again, or give a slot by hand at a place. ",
                ),
                _naar_matching(),
                " · ",
                _naar_plaatsen(),
            ),
            "zonder",
        ),
        _lijst(
            s.laat,
            t("Te laat voor deze ronde", "Too late for this round"),
            rx.fragment(
                t(
                    "Deze studenten horen bij de teams van de ronde en deden niet mee. Geef ze met de hand een plek "
                    "bij een plaats met een vrije plek. ",
                    "These students belong to the round's teams and did not take part. Give them a slot by hand at a "
                    "place with a free one. ",
                ),
                _naar_plaatsen(),
            ),
            "laat",
        ),
        _historie(s),
        rx.cond(
            s.mag_afronden,
            knop(
                t("Ronde afronden…", "Finish the round…"), hoofd=False, type="button", on_click=open_dialoog(AFRONDEN)
            ),
            rx.fragment(),
        ),
        vensters(s),
    )
