"""/inrichting/werkprocessen: on which werkprocessen are students of this qualification judged?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.beoordeling.pages.inrichten_delen import kruimels, tabs
from bpv_app.beoordeling.queries_inrichten import list_kwalificaties, list_werkprocessen
from bpv_app.beoordeling.rules_werkproces import EERSTE, LAATSTE, lees_werkproces
from bpv_app.beoordeling.service_inrichten import maak_werkproces, verwijder_werkproces, wijzig_werkproces
from bpv_app.beoordeling.tables import Werkproces
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import annuleer, kaart, knop, open_dialoog, sluit_dialoog, veld, venster

VENSTER, WEG = "werkproces", "werkproces-weg"


@dataclass
class WerkprocesBeeld:
    """One row."""

    id: str
    code: str
    naam: str
    kerntaak: str
    cohorten: str


def cohorten(w: Werkproces) -> Tekst:
    """For which cohorts it holds, in words."""
    if (w.cohort_van, w.cohort_tot) == (EERSTE, LAATSTE):
        return Tekst("alle cohorten", "all cohorts")
    if w.cohort_tot == LAATSTE:
        return Tekst(f"vanaf cohort {w.cohort_van}", f"from cohort {w.cohort_van}")
    if w.cohort_van == EERSTE:
        return Tekst(f"tot en met cohort {w.cohort_tot}", f"up to cohort {w.cohort_tot}")
    return Tekst(f"cohort {w.cohort_van} t/m {w.cohort_tot}", f"cohort {w.cohort_van} to {w.cohort_tot}")


def _jaar(jaar: int) -> str:
    return "" if jaar in (EERSTE, LAATSTE) else str(jaar)


class WerkprocessenState(rx.State):
    """The werkprocessen of one qualification."""

    crebo: str = ""
    crebos: list[Optie] = []
    zin: str = ""
    rijen: list[WerkprocesBeeld] = []
    gekozen: str = ""
    v: dict[str, str] = {}
    form_sleutel: int = 0
    _versie: int = 0

    @handler(Actie.WERKPROCES_BEHEREN, laadt=True)
    async def laad(self) -> None:
        """Read the qualification of the address, or the first."""
        await self._lees(parse_qs(str(self.router.url.query or "")).get("crebo", [""])[0][:5])

    async def _lees(self, gevraagd: str) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> Any:
            alle = list_kwalificaties(session, wie)
            crebo = gevraagd or (alle[0].crebo if alle else "")
            return alle, crebo, list_werkprocessen(session, wie, crebo)

        alle, self.crebo, rijen = await lees(werk)
        self.crebos = [Optie(k.crebo, f"{k.crebo} {k.naam} ({k.aantal})") for k in alle]
        self.rijen = [
            WerkprocesBeeld(str(w.id), w.code, w.naam, w.kerntaak_naam, cohorten(w).in_taal(taal)) for w in rijen
        ]
        n, zonder = len(rijen), sum(k.aantal == 0 for k in alle)
        self.zin = Tekst(
            f"{n} {'werkproces' if n == 1 else 'werkprocessen'} bij deze crebo. {zonder} opleidingen hebben er geen.",
            f"{n} work {'process' if n == 1 else 'processes'} of this crebo. {zonder} programmes have none yet.",
        ).in_taal(taal)

    @handler(Actie.WERKPROCES_BEHEREN)
    async def kies_crebo(self, crebo: str) -> Any:
        """Another qualification."""
        return rx.redirect(f"/inrichting/werkprocessen?crebo={als_id(crebo)}")

    @handler(Actie.WERKPROCES_BEHEREN)
    async def open_nieuw(self) -> Any:
        """An empty form."""
        self.gekozen, self._versie = "", 0
        self.v = {"crebo": self.crebo, "code": "", "naam": "", "kerntaak": "", "van": "", "tot": ""}
        self.form_sleutel += 1
        return open_dialoog(VENSTER)

    @handler(Actie.WERKPROCES_BEHEREN)
    async def open_werkproces(self, werkproces: str) -> Any:
        """The form with one werkproces in it."""
        w = await self._zoek(werkproces)
        self.gekozen, self._versie = str(w.id), w.versie
        self.v = {
            "crebo": w.crebo, "code": w.code, "naam": w.naam, "kerntaak": w.kerntaak_naam,
            "van": _jaar(w.cohort_van), "tot": _jaar(w.cohort_tot),
        }  # fmt: skip
        self.form_sleutel += 1
        return open_dialoog(VENSTER)

    async def _zoek(self, werkproces: object) -> Werkproces:
        nummer, crebo = als_id(werkproces), self.crebo
        rijen = await lees(lambda session, wie: list_werkprocessen(session, wie, crebo))
        gevonden = next((w for w in rijen if w.id == nummer), None)
        if gevonden is None:
            raise NietGevonden
        return gevonden

    @handler(Actie.WERKPROCES_BEHEREN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Save the werkproces in the form: a new one, or the one that was opened."""
        invoer, gekozen, versie = lees_werkproces(formulier(gegevens)), als_id(self.gekozen), self._versie
        if self.gekozen:
            await schrijf(lambda session, wie: wijzig_werkproces(session, wie, gekozen, invoer, versie))
        else:
            await schrijf(lambda session, wie: maak_werkproces(session, wie, invoer))
        self.gekozen = ""
        await self._lees(invoer.crebo)
        await zeg(self, "Bewaard.", "Saved.")
        return sluit_dialoog(VENSTER)

    @handler(Actie.WERKPROCES_BEHEREN)
    async def vraag_weg(self, werkproces: str) -> Any:
        """Ask first, with the consequence."""
        w = await self._zoek(werkproces)
        self.gekozen, self.v = str(w.id), {"code": w.code, "naam": w.naam}
        return open_dialoog(WEG)

    @handler(Actie.WERKPROCES_BEHEREN)
    async def haal_weg(self) -> Any:
        """Take the chosen werkproces away."""
        gekozen = als_id(self.gekozen)
        await schrijf(lambda session, wie: verwijder_werkproces(session, wie, gekozen))
        self.gekozen = ""
        await self._lees(self.crebo)
        await zeg(self, "Het werkproces is weggehaald.", "The work process was taken away.")
        return sluit_dialoog(WEG)


def _rij(w: rx.Var[WerkprocesBeeld]) -> rx.Component:
    def actie(tekst: Any, event: Any) -> rx.Component:
        return rx.el.button(
            tekst,
            rx.el.span(" ", w.code, class_name="sr-only"),
            on_click=event,
            class_name="btn btn-outline btn-sm",
        )

    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.strong(w.code), " ", w.naam, class_name="break-words"),
            rx.el.p(
                rx.cond(w.kerntaak != "", w.kerntaak + " · ", ""),
                w.cohorten,
                class_name="text-sm text-base-content/80",
            ),
            class_name="min-w-0 grow",
        ),
        rx.el.div(
            actie(t("Wijzig", "Change"), WerkprocessenState.open_werkproces(w.id)),
            actie(t("Haal weg", "Take away"), WerkprocessenState.vraag_weg(w.id)),
            class_name="flex gap-2",
        ),
        class_name="flex flex-wrap items-center gap-3 px-3 py-3",
        key=w.id,
    )


def _venster() -> rx.Component:
    s = WerkprocessenState
    return venster(
        VENSTER,
        rx.cond(
            s.gekozen != "", t("Werkproces wijzigen", "Change work process"), t("Nieuw werkproces", "New work process")
        ),
        rx.el.form(
            veld("crebo", "Crebo", waarde=s.v["crebo"], verplicht=True, max_length=5, input_mode="numeric"),
            veld(
                "werkproces_code",
                t("Code", "Code"),
                waarde=s.v["code"],
                hulp=t("Zoals B1-K1-W1.", "Such as B1-K1-W1."),
                verplicht=True,
                max_length=20,
            ),
            rx.el.div(
                veld("werkproces_naam", t("Naam", "Name"), waarde=s.v["naam"], verplicht=True, max_length=300),
                class_name="breed",
            ),
            rx.el.div(
                veld("kerntaak_naam", t("Naam van de kerntaak", "Name of the core task"), waarde=s.v["kerntaak"]),
                class_name="breed",
            ),
            veld(
                "cohort_van",
                t("Eerste cohort", "First cohort"),
                waarde=s.v["van"],
                hulp=t("Leeg: altijd al.", "Empty: always."),
                input_mode="numeric",
            ),
            veld(
                "cohort_tot",
                t("Laatste cohort", "Last cohort"),
                waarde=s.v["tot"],
                hulp=t("Leeg: zonder einde.", "Empty: no end."),
                input_mode="numeric",
            ),
            rx.el.div(annuleer(VENSTER), knop(t("Bewaar", "Save"), type="submit"), class_name="modal-action breed"),
            on_submit=s.bewaar,
            key="werkproces-" + s.form_sleutel.to(str),
            class_name="formulier formulier-2",
        ),
    )


def _weg() -> rx.Component:
    s = WerkprocessenState
    return venster(
        WEG,
        t("Weghalen?", "Take away?"),
        rx.el.p(
            rx.el.strong(s.v["code"], " ", s.v["naam"]),
            t(
                " telt dan niet meer mee in nieuwe beoordelingen.",
                " then does not count in new assessments any more.",
            ),
        ),
        rx.el.div(
            annuleer(WEG),
            knop(t("Haal weg", "Take away"), on_click=s.haal_weg, type="button"),
            class_name="modal-action",
        ),
    )


@rx.page(route="/inrichting/werkprocessen", title="Werkprocessen · BPV-app", on_load=WerkprocessenState.laad)
def werkprocessen() -> rx.Component:
    """The qualification, the list, the form."""
    s = WerkprocessenState
    return pagina(
        tabs("/inrichting/werkprocessen"),
        rx.el.div(
            rx.el.label(t("Opleiding (crebo)", "Programme (crebo)"), html_for="kies-crebo", class_name="veld-label"),
            rx.el.select(
                rx.foreach(s.crebos, lambda o: rx.el.option(o.label, value=o.waarde)),
                id="kies-crebo",
                value=s.crebo,
                on_change=s.kies_crebo,
                class_name="select w-full sm:w-96",
            ),
            class_name="mb-4",
        ),
        rx.cond(
            s.rijen.length() > 0,
            rx.el.ul(rx.foreach(s.rijen, _rij), class_name="kaart divide-y divide-base-300 overflow-hidden p-0"),
            kaart(
                t(
                    "Nog geen werkprocessen bij deze crebo. Voeg ze toe, of lees een bestand in.",
                    "No work processes of this crebo yet. Add them, or import a file.",
                )
            ),
        ),
        _venster(),
        _weg(),
        titel=t("Werkprocessen", "Work processes"),
        zin=s.zin,
        kruimels=kruimels(),
        acties=rx.el.div(
            rx.el.a(
                t("Bestand inlezen", "Import a file"),
                href="/beheer/import?soort=werkprocessen",
                class_name="btn btn-outline btn-sm",
            ),
            rx.el.button(
                t("Nieuw werkproces", "New work process"),
                type="button",
                on_click=s.open_nieuw,
                class_name="btn btn-primary btn-sm",
            ),
            class_name="flex flex-wrap gap-2",
        ),
    )
