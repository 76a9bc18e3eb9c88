"""/mijn-gesprekken and /stagiairs/verslagen: what was written about our conversation, is it right, what did we agree?

One State for both: the student and the praktijkopleider see the same copy, each under an address of their own.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.gesprek.pages.gedeeld_beeld import (
    BEDRIJF,
    STUDENT,
    AntwoordBeeld,
    GedeeldBeeld,
    RegelBeeld,
    gedeeld_beeld,
    regel_beeld,
)
from bpv_app.gesprek.pages.verslag_kopieen import reactie, wijzigingen
from bpv_app.gesprek.queries_gedeeld import get_gedeeld, list_gedeelde
from bpv_app.gesprek.rules_verslag import ReactieSoort
from bpv_app.gesprek.service_gedeeld import reageer
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, download, kaart, knop, tekstveld


class GedeeldeVerslagenState(rx.State):
    """The reports I got."""

    zin: str = ""
    regels: list[RegelBeeld] = []

    @handler(Actie.VERSLAG_LEZEN, laadt=True)
    async def laad(self) -> None:
        """Read which there are."""
        taal = (await self.get_state(BasisState)).taal
        gedeeld = await lees(list_gedeelde)
        self.regels = [regel_beeld(r, taal) for r in gedeeld]
        open_ = sum(not r.is_gelezen for r in gedeeld)
        if not gedeeld:
            zin = Tekst("Er is nog geen verslag met je gedeeld.", "No report was shared with you yet.")
        elif open_:
            zin = Tekst(f"Nog te lezen: {open_}.", f"To read: {open_}.")
        else:
            zin = Tekst("Je hebt alles gelezen.", "You have read everything.")
        self.zin = zin.in_taal(taal)


class GedeeldVerslagState(rx.State):
    """One report I got."""

    verslag: GedeeldBeeld = GedeeldBeeld()
    form_sleutel: str = ""

    @handler(Actie.VERSLAG_LEZEN, laadt=True)
    async def laad(self) -> None:
        """Read the report of the address."""
        self.verslag = GedeeldBeeld()
        await self._lees(als_id(pad_deel(self, 2)) or als_id(pad_deel(self, 1)))

    async def _lees(self, verslag_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        self.verslag = gedeeld_beeld(await lees(lambda s, wie: get_gedeeld(s, wie, verslag_id)), taal)
        self.form_sleutel = f"{verslag_id}-{len(self.verslag.reacties)}"

    async def _reageer(self, soort: ReactieSoort, tekst: str) -> None:
        verslag_id, nummer = self.verslag.verslag_id, self.verslag.nummer
        if not verslag_id:
            raise NietGevonden
        await schrijf(lambda s, wie: reageer(s, wie, klok, verslag_id, nummer, soort, tekst))
        await self._lees(verslag_id)

    @handler(Actie.VERSLAG_LEZEN)
    async def bevestig(self) -> None:
        """I read it and it is right."""
        await self._reageer(ReactieSoort.AKKOORD, "")
        await zeg(
            self, "Dank je. De school ziet dat je het hebt gelezen.", "Thank you. The school sees that you read it."
        )

    @handler(Actie.VERSLAG_LEZEN)
    async def schrijf_reactie(self, gegevens: dict[str, Any]) -> None:
        """Say something about it."""
        await self._reageer(ReactieSoort.OPMERKING, formulier(gegevens).get("reactie", ""))
        await zeg(self, "Je opmerking staat erbij.", "Your comment was added.")


def _regel(r: rx.Var[RegelBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.strong(r.naam),
                rx.el.span(r.wanneer, class_name="block text-sm text-base-content/80"),
                class_name="min-w-0",
            ),
            badge(r.stand, r.toon),
            href=r.href,
            class_name="flex min-h-11 flex-wrap items-center justify-between gap-2 px-3 py-3 hover:bg-base-200",
        ),
        key=r.href,
    )


def _lijst() -> rx.Component:
    return rx.cond(
        GedeeldeVerslagenState.regels.length() > 0,
        rx.el.ul(
            rx.foreach(GedeeldeVerslagenState.regels, _regel),
            class_name="kaart divide-y divide-base-300 overflow-hidden p-0",
        ),
        rx.el.p(
            t(
                "Na een gesprek schrijft de school een verslag. Je krijgt een mail als het hier staat.",
                "After a conversation the school writes a report. You get a mail when it is here.",
            ),
            class_name="kaart",
        ),
    )


def _paar(p: rx.Var[AntwoordBeeld]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(p.vraag, class_name="font-semibold"),
        rx.el.dd(p.antwoord, class_name="whitespace-pre-line break-words"),
    )


def _bevestigen() -> rx.Component:
    v = GedeeldVerslagState.verslag
    return kaart(
        rx.cond(
            v.is_gelezen,
            rx.el.p(
                badge(t("Gelezen en akkoord", "Read and agreed"), "success"),
                " ",
                t("De school ziet dat je dit hebt gelezen.", "The school sees that you read this."),
            ),
            rx.el.div(
                rx.el.p(
                    t(
                        "Klopt het? Dan is één tik genoeg. Klopt er iets niet? Schrijf het hieronder.",
                        "Is it right? Then one tap is enough. Is something wrong? Write it below.",
                    ),
                    class_name="mb-3",
                ),
                knop(t("Gelezen, het klopt", "Read, it is right"), on_click=GedeeldVerslagState.bevestig),
            ),
        ),
        rx.el.form(
            tekstveld(
                "reactie",
                t("Jouw opmerking", "Your comment"),
                hulp=t(
                    "Student, bedrijf en school kunnen dit alle drie lezen.",
                    "Student, company and school can all read this.",
                ),
                verplicht=True,
            ),
            rx.el.div(knop(t("Verstuur opmerking", "Send comment"), hoofd=False, type="submit")),
            on_submit=GedeeldVerslagState.schrijf_reactie,
            key="reactie-" + GedeeldVerslagState.form_sleutel,
            class_name="formulier mt-4",
        ),
        rx.cond(
            v.reacties.length() > 0,
            rx.el.ul(rx.foreach(v.reacties, reactie), class_name="mt-4 divide-y divide-base-300"),
            rx.fragment(),
        ),
        titel=t("Klopt dit verslag?", "Is this report right?"),
    )


def _detail() -> rx.Component:
    v = GedeeldVerslagState.verslag
    return rx.el.div(
        rx.cond(
            v.wijzigingen.length() > 0,
            kaart(wijzigingen(v.wijzigingen), titel=t("Wat er anders is dan eerst", "What is different from before")),
            rx.fragment(),
        ),
        kaart(
            rx.el.dl(rx.foreach(v.antwoorden, _paar), class_name="grid gap-4"),
            rx.el.p(v.gedeeld, class_name="mt-4 text-sm text-base-content/80"),
            rx.el.p(
                download(
                    t("Bewaar of print dit verslag (PDF)", "Save or print this report (PDF)"),
                    "/api/verslagen/" + v.verslag_id.to(str) + "/verslag.pdf",
                    class_name="btn btn-outline",
                ),
                class_name="mt-3",
            ),
            titel=t("Het verslag", "The report"),
        ),
        rx.cond(
            v.afspraken.length() > 0,
            kaart(
                rx.el.dl(rx.foreach(v.afspraken, _paar), class_name="grid gap-4"),
                titel=t("Afspraken en leerdoelen", "Agreements and goals"),
            ),
            rx.fragment(),
        ),
        _bevestigen(),
        class_name="grid gap-4",
    )


def _lijst_pagina(titel: Any, kruimels: list[tuple[Any, str]] | None = None) -> rx.Component:
    return pagina(_lijst(), titel=titel, zin=GedeeldeVerslagenState.zin, kruimels=kruimels, smal=True)


def _detail_pagina(kruimels: list[tuple[Any, str]]) -> rx.Component:
    v = GedeeldVerslagState.verslag
    return pagina(_detail(), titel=v.kop, zin=v.zin, kruimels=kruimels, smal=True)


@rx.page(route=STUDENT, title="Gespreksverslagen · BPV-app", on_load=GedeeldeVerslagenState.laad)
def mijn_gesprekken() -> rx.Component:
    """The student's list."""
    return _lijst_pagina(t("Gespreksverslagen", "Reports"))


@rx.page(route=f"{STUDENT}/[verslag_nr]", title="Gespreksverslag · BPV-app", on_load=GedeeldVerslagState.laad)
def mijn_gesprek() -> rx.Component:
    """One report, for the student."""
    return _detail_pagina([(t("Gespreksverslagen", "Reports"), STUDENT)])


@rx.page(route=BEDRIJF, title="Gespreksverslagen · BPV-app", on_load=GedeeldeVerslagenState.laad)
def bedrijf_verslagen() -> rx.Component:
    """The company's list."""
    return _lijst_pagina(t("Gespreksverslagen", "Reports"), [(t("Stagiairs", "Trainees"), "/stagiairs")])


@rx.page(route=f"{BEDRIJF}/[verslag_nr]", title="Gespreksverslag · BPV-app", on_load=GedeeldVerslagState.laad)
def bedrijf_verslag() -> rx.Component:
    """One report, for the praktijkopleider."""
    return _detail_pagina([(t("Stagiairs", "Trainees"), "/stagiairs"), (t("Gespreksverslagen", "Reports"), BEDRIJF)])
