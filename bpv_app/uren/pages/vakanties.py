"""/uren/regels/vakanties: on which days are there no hours, this school year?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import annuleer, badge, kaart, keuzeveld, knop, open_dialoog, sluit_dialoog, veld, venster
from bpv_app.uren.pages.regels_delen import tabs
from bpv_app.uren.queries_inrichting import Periode, list_perioden, list_schooljaren, list_team_standen, mag_periode
from bpv_app.uren.rules import Regio, VrijSoort
from bpv_app.uren.rules_inrichting import (
    REGIO_LABEL,
    VRIJ_LABEL,
    PeriodeInvoer,
    lees_periode,
    schooljaar_tekst,
    schooljaar_van,
    schrijf_voor,
)
from bpv_app.uren.service_inrichting_uren import maak_periode, verwijder_periode, wijzig_periode

VENSTER = "periode"
WEG = "periode-weg"
_SCHOOL = Tekst("Hele school", "Whole school")


@dataclass
class PeriodeBeeld:
    """A free period in words."""

    id: str
    naam: str
    dagen: str
    soort: str
    toon: str
    voor: str
    mag: bool


def voor_tekst(regio: Regio | None, team: str) -> Tekst:
    """For whom a period holds."""
    if team:
        return Tekst(team, team)
    label = REGIO_LABEL.get(regio) if regio else None
    return Tekst(f"Regio {label.nl}", f"Region {label.en}") if label else _SCHOOL


def periode_beeld(p: Periode, taal: str) -> PeriodeBeeld:
    """One row."""
    dagen = toon_datum(p.van, taal)
    if p.tot != p.van:
        dagen = f"{dagen} – {toon_datum(p.tot, taal)}"
    toon = "info" if p.soort is VrijSoort.VAKANTIE else ""
    voor = voor_tekst(p.regio, p.team).in_taal(taal)
    return PeriodeBeeld(str(p.id), p.naam, dagen, VRIJ_LABEL[p.soort].in_taal(taal), toon, voor, p.mag)


class VakantiesState(rx.State):
    """The free periods of one school year."""

    zin: str = ""
    jaar: str = ""
    jaren: list[Optie] = []
    perioden: list[PeriodeBeeld] = []
    soorten: list[Optie] = []
    voor_wie: list[Optie] = []
    gekozen: str = ""
    naam: str = ""
    soort: str = ""
    van: str = ""
    tot: str = ""
    voor: str = ""
    form_sleutel: int = 0
    _gelezen: dict[str, PeriodeInvoer] = {}

    @handler(Actie.UREN_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the school year of the address, or this one."""
        await self._lees(als_id(parse_qs(str(self.router.url.query or "")).get("jaar", [""])[0]))

    async def _lees(self, jaar: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        vandaag = klok.vandaag()
        gekozen = jaar if 2000 <= jaar <= 2100 else schooljaar_van(vandaag)

        def werk(session: Any, wie: Actor) -> Any:
            return (
                list_perioden(session, wie, gekozen),
                list_schooljaren(session, vandaag, gekozen),
                list_team_standen(session, wie),
            )

        perioden, jaren, teams = await lees(werk)
        self.jaar, self.jaren = str(gekozen), [Optie(str(j), schooljaar_tekst(j)) for j in jaren]
        self.perioden = [periode_beeld(p, taal) for p in perioden]
        self._gelezen = {
            str(p.id): PeriodeInvoer(p.soort, p.naam, p.van, p.tot, p.regio, p.team_id) for p in perioden if p.mag
        }
        self.soorten = [Optie(s.value, label.in_taal(taal)) for s, label in VRIJ_LABEL.items()]
        breed: list[tuple[str, Tekst]] = []
        if mag_periode(huidige_actor(), None):
            breed = [("school", _SCHOOL), *((schrijf_voor(r, None), voor_tekst(r, "")) for r in Regio)]
        self.voor_wie = [
            *(Optie(waarde, label.in_taal(taal)) for waarde, label in breed),
            *(Optie(schrijf_voor(None, team.id), team.naam) for team in teams),
        ]
        self.zin = Tekst(
            f"{len(perioden)} vrije perioden in {schooljaar_tekst(gekozen)}. Op deze dagen is niets gepland.",
            f"{len(perioden)} free periods in {schooljaar_tekst(gekozen)}. Nothing is planned on these days.",
        ).in_taal(taal)

    @handler(Actie.UREN_INRICHTEN)
    async def kies_jaar(self, jaar: str) -> Any:
        """Another school year."""
        return rx.redirect(f"/uren/regels/vakanties?jaar={als_id(jaar)}")

    @handler(Actie.UREN_INRICHTEN)
    async def open_nieuw(self) -> Any:
        """An empty form."""
        self.gekozen, self.naam, self.soort, self.van, self.tot = "", "", VrijSoort.VAKANTIE.value, "", ""
        self.voor = self.voor_wie[0].waarde if self.voor_wie else ""
        self.form_sleutel += 1
        return open_dialoog(VENSTER)

    @handler(Actie.UREN_INRICHTEN)
    async def open_periode(self, periode: str) -> Any:
        """The form with one period in it."""
        p = self._zoek(periode)
        self.gekozen, self.naam, self.soort = str(periode), p.naam, p.soort.value
        self.van, self.tot, self.voor = p.van.isoformat(), p.tot.isoformat(), schrijf_voor(p.regio, p.team_id)
        self.form_sleutel += 1
        return open_dialoog(VENSTER)

    def _zoek(self, periode: object) -> PeriodeInvoer:
        gevonden = self._gelezen.get(str(periode))
        if gevonden is None:
            raise NietGevonden
        return gevonden

    @handler(Actie.UREN_INRICHTEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Save the period in the form: a new one, or the one that was opened."""
        invoer, gekozen = lees_periode(formulier(gegevens)), self.gekozen
        if gekozen:
            gezien = self._zoek(gekozen)
            await schrijf(lambda session, wie: wijzig_periode(session, wie, als_id(gekozen), invoer, gezien))
        else:
            await schrijf(lambda session, wie: maak_periode(session, wie, invoer))
        self.gekozen = ""
        await self._lees(schooljaar_van(invoer.van))
        await zeg(self, "Bewaard.", "Saved.")
        return sluit_dialoog(VENSTER)

    @handler(Actie.UREN_INRICHTEN)
    async def vraag_weg(self, periode: str) -> Any:
        """Ask first, with the consequence."""
        p = self._zoek(periode)
        self.gekozen, self.naam = str(periode), p.naam
        return open_dialoog(WEG)

    @handler(Actie.UREN_INRICHTEN)
    async def haal_weg(self) -> Any:
        """Take the chosen period away."""
        gekozen = self.gekozen
        await schrijf(lambda session, wie: verwijder_periode(session, wie, als_id(gekozen)))
        self.gekozen = ""
        await self._lees(als_id(self.jaar))
        await zeg(self, "De periode is weggehaald.", "The period was taken away.")
        return sluit_dialoog(WEG)


def _periode(p: rx.Var[PeriodeBeeld]) -> rx.Component:
    def actie(tekst: rx.Component | Any, event: Any) -> rx.Component:
        return rx.el.button(
            tekst,
            rx.el.span(" ", p.naam, " ", p.dagen, class_name="sr-only"),
            on_click=event,
            class_name="btn btn-outline btn-sm",
        )

    return rx.el.li(
        rx.el.div(
            rx.el.div(rx.el.strong(p.naam), badge(p.soort, p.toon), class_name="flex flex-wrap items-center gap-2"),
            rx.el.div(p.dagen, " · ", p.voor, class_name="text-sm text-base-content/80"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            p.mag,
            rx.el.div(
                actie(t("Wijzig", "Change"), VakantiesState.open_periode(p.id)),
                actie(t("Haal weg", "Take away"), VakantiesState.vraag_weg(p.id)),
                class_name="flex gap-2",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-center gap-3 px-3 py-3",
        key=p.id,
    )


def _venster() -> rx.Component:
    s = VakantiesState
    return venster(
        VENSTER,
        rx.cond(s.gekozen != "", t("Periode wijzigen", "Change period"), t("Nieuwe periode", "New period")),
        rx.el.form(
            veld("naam", t("Naam", "Name"), waarde=s.naam, verplicht=True, max_length=100),
            keuzeveld("soort", t("Soort", "Kind"), s.soorten, waarde=s.soort),
            veld("van", t("Eerste dag", "First day"), soort="date", waarde=s.van, verplicht=True),
            veld(
                "tot",
                t("Laatste dag", "Last day"),
                soort="date",
                waarde=s.tot,
                hulp=t("Leeg: één dag.", "Empty: one day."),
            ),
            rx.el.div(keuzeveld("voor", t("Voor wie", "For whom"), s.voor_wie, waarde=s.voor), class_name="breed"),
            rx.el.div(annuleer(VENSTER), knop(t("Bewaar", "Save"), type="submit"), class_name="modal-action breed"),
            on_submit=s.bewaar,
            key="periode-" + s.form_sleutel.to(str),
            class_name="formulier formulier-2",
        ),
    )


def _weg() -> rx.Component:
    return venster(
        WEG,
        t("Weghalen?", "Take away?"),
        rx.el.p(
            rx.el.strong(VakantiesState.naam),
            t(
                " verdwijnt uit de planning. Uren op deze dagen gaan dan weer meetellen.",
                " leaves the plan. Hours on these days count again.",
            ),
        ),
        rx.el.div(
            annuleer(WEG),
            knop(t("Haal weg", "Take away"), on_click=VakantiesState.haal_weg, type="button"),
            class_name="modal-action",
        ),
    )


@rx.page(route="/uren/regels/vakanties", title="Vakanties · BPV-app", on_load=VakantiesState.laad)
def vakanties() -> rx.Component:
    """The year, the list, the form."""
    s = VakantiesState
    return pagina(
        tabs("/uren/regels/vakanties"),
        rx.el.div(
            rx.el.label(t("Schooljaar", "School year"), html_for="jaar", class_name="veld-label"),
            rx.el.select(
                rx.foreach(s.jaren, lambda o: rx.el.option(o.label, value=o.waarde)),
                id="jaar",
                value=s.jaar,
                on_change=s.kies_jaar,
                class_name="select w-44",
            ),
            class_name="mb-4",
        ),
        rx.cond(
            s.perioden.length() > 0,
            rx.el.ul(rx.foreach(s.perioden, _periode), class_name="kaart divide-y divide-base-300 overflow-hidden p-0"),
            kaart(
                t(
                    "Nog geen vakanties in dit schooljaar. Voeg ze toe, of lees een bestand in.",
                    "No holidays in this school year yet. Add them, or import a file.",
                )
            ),
        ),
        _venster(),
        _weg(),
        titel=t("Vakanties en studiedagen", "Holidays and study days"),
        zin=s.zin,
        acties=rx.el.div(
            rx.el.a(
                t("Bestand inlezen", "Import a file"),
                href="/beheer/import?soort=vakanties",
                class_name="btn btn-outline btn-sm",
            ),
            rx.el.button(
                t("Nieuwe periode", "New period"),
                type="button",
                on_click=s.open_nieuw,
                class_name="btn btn-primary btn-sm",
            ),
            class_name="flex flex-wrap gap-2",
        ),
    )
