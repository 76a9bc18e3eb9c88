"""The parts of /veilig: numbers to call, a new report, the reports that were made, and the window of a step."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.signaal.pages.veilig_beeld import MijnMelding, WoordBeeld
from bpv_app.signaal.rules_melding import MAX_TEKST, SOORT_LABEL, MeldingStap
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, download, kaart, keuzeveld, knop, tekstveld, venster

STAP = "dialoog-melding-stap"
AANVULLEN, DOORSTUREN, INTREKKEN = (
    MeldingStap.AANVULLEN.value,
    MeldingStap.DOORSTUREN.value,
    MeldingStap.INTREKKEN.value,
)


def bellen(state: Any) -> rx.Component:
    """The numbers, first of all."""
    return kaart(
        rx.el.p(
            t("Ben je nu in gevaar? Ga weg en bel 112.", "Are you in danger now? Leave and call 112."),
            class_name="font-semibold",
        ),
        rx.el.ul(
            rx.foreach(
                state.nummers,
                lambda n: rx.el.li(
                    download(n.label, "tel:" + n.waarde.to(str), class_name="link flex min-h-11 items-center")
                ),
            )
        ),
        titel=t("Bellen", "Call"),
    )


def _soorten() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Waar gaat het over?", "What is it about?"), class_name="veld-label"),
        *(
            rx.el.label(
                rx.el.input(type="radio", name="soort", value=soort.value, required=True, class_name="radio"),
                rx.el.span(t(label)),
                class_name="flex min-h-11 items-center gap-3",
            )
            for soort, label in SOORT_LABEL.items()
        ),
    )


def _weten() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(
            t("Mag je begeleider weten dát je iets meldt?", "May your supervisor know that you report something?"),
            class_name="veld-label",
        ),
        rx.el.p(
            t("Wat je schrijft, leest je begeleider niet.", "Your supervisor does not read what you write."),
            class_name="veld-hulp",
        ),
        *(
            rx.el.label(
                rx.el.input(
                    type="radio", name="begeleider", value=waarde, default_checked=waarde == "nee", class_name="radio"
                ),
                rx.el.span(label),
                class_name="flex min-h-11 items-center gap-3",
            )
            for waarde, label in (("nee", t("Nee", "No")), ("ja", t("Ja", "Yes")))
        ),
    )


def formulier_melding(state: Any) -> rx.Component:
    """A new report."""
    return kaart(
        rx.cond(
            state.personen.length() > 0,
            rx.el.form(
                _soorten(),
                keuzeveld(
                    "ontvanger_id",
                    t("Aan wie wil je het vertellen?", "Whom do you want to tell?"),
                    state.personen,
                    verplicht=True,
                ),
                tekstveld(
                    "tekst",
                    t("Wat is er gebeurd?", "What happened?"),
                    rijen=7,
                    verplicht=True,
                    hulp=t(
                        f"Schrijf het op zoals je het zegt. Hoogstens {MAX_TEKST} tekens.",
                        f"Write it as you would say it. At most {MAX_TEKST} characters.",
                    ),
                ),
                _weten(),
                knop(t("Verstuur", "Send"), type="submit"),
                on_submit=state.meld,
                class_name="formulier",
                key=state.sleutel,
            ),
            rx.el.p(
                t(
                    "Je school heeft hier nog geen vertrouwenspersoon ingesteld. Bel een van de nummers hierboven.",
                    "Your school has not named a confidential counsellor here yet. Call one of the numbers above.",
                )
            ),
        ),
        titel=t("Vertel het aan de vertrouwenspersoon", "Tell the confidential counsellor"),
    )


def _doen(state: Any, m: rx.Var[MijnMelding]) -> rx.Component:
    return rx.fragment(
        rx.cond(
            m.ontvanger_is_er,
            rx.fragment(),
            rx.el.p(
                t(
                    "Deze persoon is geen vertrouwenspersoon meer. Kies een ander.",
                    "This person is no confidential counsellor any more. Choose another.",
                ),
                class_name="melding melding-warning mt-2",
            ),
        ),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=m.begeleider_weet,
                on_change=lambda _: state.wissel_begeleider(m.id),
                class_name="checkbox",
            ),
            rx.el.span(
                t(
                    "Mijn begeleider mag weten dát ik iets meld",
                    "My supervisor may know that I report something",
                )
            ),
            class_name="mt-2 flex min-h-11 items-center gap-3",
        ),
        rx.el.div(
            knop(
                t("Iets erbij schrijven", "Add something"),
                hoofd=False,
                on_click=state.vraag(m.id, AANVULLEN),
            ),
            rx.cond(
                state.personen.length() > 0,
                knop(
                    t("Naar een ander sturen", "Send to another"),
                    hoofd=False,
                    on_click=state.vraag(m.id, DOORSTUREN),
                ),
                rx.fragment(),
            ),
            knop(t("Intrekken", "Withdraw"), hoofd=False, on_click=state.vraag(m.id, INTREKKEN)),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
    )


def melding(state: Any, m: rx.Var[MijnMelding]) -> rx.Component:
    """A report that was made, and what the student can do with it."""

    def woord(w: rx.Var[WoordBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(w.van, class_name="text-sm text-base-content/80"),
            rx.el.p(w.tekst, class_name="whitespace-pre-line break-words"),
            class_name=rx.cond(w.van_mij, "py-2", "rounded-field bg-base-200 p-2"),
        )

    return kaart(
        rx.el.h3(m.soort, " ", badge(m.status, m.toon), class_name="font-semibold"),
        rx.el.p(m.zin, class_name="mt-1"),
        rx.el.ul(rx.foreach(m.woorden, woord), class_name="mt-2 grid gap-1"),
        rx.cond(
            m.open,
            _doen(state, m),
            rx.fragment(),
        ),
        rx.el.details(
            rx.el.summary(
                t("Wie keek hiernaar?", "Who looked at this?"),
                class_name="flex min-h-11 cursor-pointer items-center text-sm",
            ),
            rx.cond(
                m.blikken.length() > 0,
                rx.el.ul(rx.foreach(m.blikken, rx.el.li), class_name="text-sm"),
                rx.el.p(t("Nog niemand.", "Nobody yet."), class_name="text-sm"),
            ),
        ),
    )


def _velden(state: Any) -> rx.Component:
    return rx.match(
        state.stap,
        (
            AANVULLEN,
            tekstveld("aanvulling", t("Wat wil je erbij zeggen?", "What do you want to add?"), rijen=6, verplicht=True),
        ),
        (
            DOORSTUREN,
            rx.fragment(
                keuzeveld("andere_id", t("Aan wie?", "To whom?"), state.personen, verplicht=True),
                rx.el.p(
                    t("De vorige leest het dan niet meer.", "The former one reads it no more."),
                    class_name="veld-hulp",
                ),
            ),
        ),
        rx.el.p(
            t(
                "Wat je schreef wordt gewist. Ook de vertrouwenspersoon kan het dan niet meer lezen. Dit kun "
                "je niet terugdraaien.",
                "What you wrote is erased. The confidential counsellor cannot read it any more either. This "
                "cannot be undone.",
            )
        ),
    )


def stappen(state: Any) -> rx.Component:
    """What a step needs."""
    stap = state.stap
    return venster(
        STAP,
        rx.match(
            stap,
            (AANVULLEN, t("Iets erbij schrijven", "Add something")),
            (DOORSTUREN, t("Naar een ander sturen", "Send to another")),
            (INTREKKEN, t("Intrekken", "Withdraw")),
            "",
        ),
        rx.el.form(
            _velden(state),
            rx.el.div(
                knop(rx.cond(stap == INTREKKEN, t("Trek in", "Withdraw"), t("Verstuur", "Send")), type="submit"),
                annuleer(STAP),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=state.doe,
            class_name="formulier",
            key=state.sleutel + stap,
        ),
    )
