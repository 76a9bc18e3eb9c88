"""Couple a class or a filter of students to a set-up (step 2): first who it will be, then a result per student."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import LijstVraag, Uitslag, lees_vraag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.queries import STUDENTEN
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie, UitslagBeeld
from bpv_app.ui.velden import badge, kaart, keuzeveld, knop, veld

MAX_NAMEN = 100
EERST_ZOEKEN = DomeinFout("eerst_zoeken", Tekst("Zoek eerst studenten.", "Find students first."))


@dataclass
class StudentBeeld:
    """A student who is going to be coupled."""

    naam: str
    href: str
    klas: str


class KoppelState(rx.State, mixin=True):
    """Who was found, and what became of them."""

    mag_koppelen: bool = False
    klas_opties: list[Optie] = []
    koppel_teams: list[Optie] = []
    gevonden: int = -1
    gevonden_studenten: list[StudentBeeld] = []
    koppel_uitslagen: list[UitslagBeeld] = []
    koppel_zin: str = ""
    koppel_sleutel: int = 0
    _koppel_vraag: LijstVraag | None = None
    _koppel_leerweg: str = ""

    def _wis_koppelen(self) -> None:
        self.gevonden, self.gevonden_studenten = -1, []
        self.koppel_uitslagen, self.koppel_zin = [], ""
        self._koppel_vraag = None
        self.koppel_sleutel += 1

    def _vul_koppelen(self, session: Session, actor: Actor, inrichting: Any) -> None:
        self.mag_koppelen = actor.mag(Actie.DOSSIER_KOPPELEN) and inrichting.is_actief
        self._koppel_leerweg = inrichting.leerweg.value
        keuzes = {f.naam: f.keuzes for f in STUDENTEN.filters_van(session, actor)} if STUDENTEN.filters_van else {}
        self.klas_opties = [Optie(k.waarde, k.label.nl) for k in keuzes.get("klas", ())] if self.mag_koppelen else []
        self.koppel_teams = [Optie(k.waarde, k.label.nl) for k in keuzes.get("team", ())] if self.mag_koppelen else []

    def _neem_vraag(self) -> LijstVraag:
        if self._koppel_vraag is None:
            raise EERST_ZOEKEN
        return self._koppel_vraag

    @handler(Actie.DOSSIER_KOPPELEN)
    async def zoek_studenten(self, gegevens: dict[str, Any]) -> None:
        """Who would be coupled: running enrolments of this leerweg, narrowed by class, team or name."""
        form, leerweg = formulier(gegevens), self._koppel_leerweg
        query = {
            "klas": form.get("koppel_klas", ""),
            "team": form.get("koppel_team", ""),
            "zoek": form.get("koppel_zoek", ""),
            "leerweg": leerweg,
            "lopend": "ja",
        }

        def werk(session: Session, wie: Actor) -> Any:
            extra = STUDENTEN.filters_van(session, wie) if STUDENTEN.filters_van else ()
            vraag = lees_vraag(STUDENTEN, query, extra)
            return vraag, STUDENTEN.vraag(session, wie, vraag.met(per_pagina=MAX_NAMEN))

        vraag, antwoord = await lees(werk)
        klas = next(i for i, k in enumerate(STUDENTEN.kolommen) if k.naam == "klas")
        self._koppel_vraag = vraag
        self.gevonden = antwoord.totaal
        self.gevonden_studenten = [StudentBeeld(r.naam, r.href, r.cellen[klas].tekst) for r in antwoord.rijen]
        self.koppel_uitslagen, self.koppel_zin = [], ""

    async def _toon_koppeling(self, uitslagen: Sequence[Uitslag]) -> None:
        taal = (await self.get_state(BasisState)).taal
        gelukt = sum(u.gelukt for u in uitslagen)
        niet = len(uitslagen) - gelukt
        self.koppel_zin = f"{gelukt} coupled, {niet} not." if taal == "en" else f"{gelukt} gekoppeld, {niet} niet."
        op_volgorde = sorted(uitslagen, key=lambda u: u.gelukt)
        self.koppel_uitslagen = [UitslagBeeld(u.naam, u.tekst.in_taal(taal), u.gelukt, u.href) for u in op_volgorde]
        self.gevonden, self.gevonden_studenten, self._koppel_vraag = -1, [], None


def _gevonden(state: Any) -> rx.Component:
    def student(s: rx.Var[StudentBeeld]) -> rx.Component:
        return rx.el.li(rx.el.a(s.naam, href=s.href, class_name="link"), rx.cond(s.klas != "", " · " + s.klas, ""))

    return rx.el.div(
        rx.el.p(
            rx.el.strong(state.gevonden),
            rx.cond(
                state.gevonden == 1,
                t(" student gevonden.", " student found."),
                t(" studenten gevonden.", " students found."),
            ),
            rx.cond(
                state.gevonden == 0,
                t(
                    " Alleen studenten met een lopende verbintenis in deze leerweg tellen mee.",
                    " Only students with a running enrolment in this learning route count.",
                ),
                "",
            ),
        ),
        rx.el.ul(
            rx.foreach(state.gevonden_studenten, student),
            class_name="mt-2 grid max-h-56 gap-x-6 overflow-auto text-sm sm:grid-cols-2 lg:grid-cols-3",
            tab_index=0,
            aria_label=t("Gevonden studenten", "Students found"),
        ),
        rx.cond(
            state.gevonden > state.gevonden_studenten.length(),
            rx.el.p(
                t("En nog ", "And "),
                state.gevonden - state.gevonden_studenten.length(),
                t(" anderen.", " others."),
                class_name="text-sm",
            ),
            rx.fragment(),
        ),
        rx.cond(
            state.gevonden > 0,
            knop(t("Koppel al deze studenten", "Couple all these students"), on_click=state.koppel, class_name="mt-3"),
            rx.fragment(),
        ),
        class_name="mt-4",
    )


def _uitslagen(state: Any) -> rx.Component:
    def regel(u: rx.Var[UitslagBeeld]) -> rx.Component:
        return rx.el.li(
            badge(
                rx.cond(u.gelukt, t("Gekoppeld", "Coupled"), t("Niet gekoppeld", "Not coupled")),
                rx.cond(u.gelukt, "success", "error"),
            ),
            rx.cond(u.href != "", rx.el.a(u.naam, href=u.href, class_name="link"), rx.el.strong(u.naam)),
            rx.el.span(u.tekst),
            class_name="flex flex-wrap gap-2 py-1.5",
        )

    return rx.el.div(
        rx.el.h3(state.koppel_zin, class_name="font-semibold"),
        rx.el.ul(
            rx.foreach(state.koppel_uitslagen, regel),
            class_name="mt-2 max-h-80 divide-y divide-base-300 overflow-auto text-sm",
            tab_index=0,
            aria_label=t("Uitslag per student", "Result per student"),
        ),
        rx.el.a(t("Naar de dossiers", "To the dossiers"), href="/dossiers", class_name="btn btn-outline btn-sm mt-3"),
        class_name="mt-4",
    )


def koppelen(state: Any) -> rx.Component:
    """The block on the set-up's screen."""
    return rx.cond(
        state.mag_koppelen,
        kaart(
            rx.el.form(
                keuzeveld("koppel_klas", t("Klas", "Class"), state.klas_opties, leeg=t("Alle klassen", "All classes")),
                keuzeveld("koppel_team", t("Team", "Team"), state.koppel_teams, leeg=t("Alle teams", "All teams")),
                veld(
                    "koppel_zoek",
                    t("Naam of studentnummer", "Name or student number"),
                    soort="search",
                    auto_complete="off",
                ),
                rx.el.div(
                    knop(t("Zoek studenten", "Find students"), hoofd=False, type="submit"), class_name="self-end"
                ),
                on_submit=state.zoek_studenten,
                key=state.koppel_sleutel.to(str),
                class_name="formulier formulier-2",
            ),
            rx.el.div(
                rx.cond(state.gevonden >= 0, _gevonden(state), rx.fragment()),
                rx.cond(state.koppel_zin != "", _uitslagen(state), rx.fragment()),
                aria_live="polite",
            ),
            titel=t("Studenten koppelen", "Couple students"),
            class_name="mb-6",
        ),
        rx.fragment(),
    )
