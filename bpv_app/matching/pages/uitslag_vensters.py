"""The questions of the coordinator's screen of a result; each names its consequence."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, keuzeveld, knop, tekstveld, venster

PUBLICEREN, ANTWOORD, VERVALLEN, AFRONDEN = (
    "dialoog-publiceren",
    "dialoog-antwoord",
    "dialoog-vervallen",
    "dialoog-afronden",
)


def vensters(s: Any) -> rx.Component:
    """All four, closed until a button opens one."""
    sleutel = s.form_sleutel.to(str)
    return rx.fragment(
        venster(
            PUBLICEREN,
            t("Uitslag publiceren", "Publish the result"),
            rx.el.p(s.voorstel.naam, class_name="font-semibold"),
            rx.el.p(s.voorstel.wat),
            rx.el.p(
                rx.cond(
                    s.is_bekend,
                    t(
                        "Alleen wie verandert, krijgt een andere plaats en een mail. De vorige uitslag vervalt.",
                        "Only who changes gets another place and a mail. The former result lapses.",
                    ),
                    t(
                        "Alle plekken worden gereserveerd. Elke student ziet de eigen plaats en krijgt een mail; de "
                        "bedrijven horen wie er komt. Dit kan niet terug.",
                        "All slots are reserved. Every student sees the own place and gets a mail; the companies hear "
                        "who comes. This cannot be undone.",
                    ),
                ),
                class_name="mt-2 font-semibold",
            ),
            rx.el.div(
                knop(t("Publiceer", "Publish"), type="button", on_click=s.publiceer),
                annuleer(PUBLICEREN),
                class_name="mt-4 flex flex-wrap gap-2",
            ),
        ),
        venster(
            ANTWOORD,
            t("Bezwaar beantwoorden", "Answer the objection"),
            rx.el.form(
                rx.el.p(s.bezwaar.student, class_name="font-semibold"),
                rx.el.p(s.bezwaar.plaats, class_name="break-words text-sm"),
                rx.el.p(s.bezwaar.tekst, class_name="whitespace-pre-line break-words"),
                keuzeveld(
                    "uitkomst",
                    t("Besluit", "Decision"),
                    [
                        ("ongegrond", t("Niet gegrond: de student houdt de plaats", "Rejected: the place stays")),
                        ("gegrond", t("Gegrond: de plek komt vrij", "Upheld: the slot becomes free")),
                    ],
                    leeg=t("Kies…", "Choose…"),
                    verplicht=True,
                    hulp=t(
                        "Bij gegrond krijgt de student deze plaats niet opnieuw. Reken daarna opnieuw.",
                        "When upheld the student does not get this place again. Compute again after that.",
                    ),
                ),
                tekstveld("reden", t("Waarom? De student leest dit.", "Why? The student reads this."), verplicht=True),
                rx.el.div(
                    knop(t("Verstuur antwoord", "Send answer"), type="submit"),
                    annuleer(ANTWOORD),
                    class_name="flex flex-wrap gap-2",
                ),
                on_submit=s.antwoord,
                key="antwoord-" + sleutel,
                class_name="formulier",
            ),
        ),
        venster(
            VERVALLEN,
            t("Plaatsing laten vervallen", "Let the placement lapse"),
            rx.el.form(
                rx.el.p(s.vervalt, class_name="break-words font-semibold"),
                rx.el.p(
                    t(
                        "De plek komt vrij. De student krijgt een mail met de reden en doet mee als je opnieuw rekent.",
                        "The slot becomes free. The student gets a mail with the reason and takes part in a re-run.",
                    )
                ),
                rx.el.label(t("Reden", "Reason"), html_for="reden-vervallen", class_name="veld-label"),
                rx.el.textarea(
                    id="reden-vervallen",
                    name="reden",
                    rows=3,
                    required=True,
                    max_length=1000,
                    class_name="textarea w-full",
                ),
                rx.el.div(
                    knop(t("Laat vervallen", "Let it lapse"), type="submit"),
                    annuleer(VERVALLEN),
                    class_name="flex flex-wrap gap-2",
                ),
                on_submit=s.laat_vervallen,
                key="vervallen-" + sleutel,
                class_name="formulier",
            ),
        ),
        venster(
            AFRONDEN,
            t("Ronde afronden", "Finish the round"),
            rx.el.p(
                t(
                    "De plaatsing staat daarna vast: opnieuw rekenen kan niet meer.",
                    "The placement is final after this: no more re-runs.",
                )
            ),
            rx.el.div(
                knop(t("Rond af", "Finish"), type="button", on_click=s.rond_af),
                annuleer(AFRONDEN),
                class_name="mt-4 flex flex-wrap gap-2",
            ),
        ),
    )
