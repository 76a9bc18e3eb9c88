"""/plaatsen/nieuw?leerbedrijf=<id>: a place that is not there yet. A praktijkopleider's own company is known."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.pages.kiezer import KiezerState, kiezer
from bpv_app.matching.pages.plaats_formulier import (
    NIEUW,
    Vink,
    crebo_vinken,
    dag_vinken,
    lees_plaats,
    opties,
    plaats_velden,
)
from bpv_app.matching.queries_plaats_keuzes import PlaatsKeuzes, get_eigen_bedrijf_id, get_keuzes
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.service_plaats import maak_plaats, zet_stap
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import kaart, knop


class NieuwePlaatsState(KiezerState, rx.State):
    """A place to be made, at the company of the address or the own one."""

    leerbedrijf_id: int = 0
    bedrijf: str = ""
    is_school: bool = True
    v: dict[str, str] = NIEUW
    form_sleutel: int = 0
    meer_open: bool = False
    locatie_opties: list[Optie] = []
    opleider_opties: list[Optie] = []
    crebo_vinken: list[Vink] = []
    dag_vinken: list[Vink] = []

    @handler(Actie.PLAATS_BEWERKEN, Actie.EIGEN_PLAATS_AANBIEDEN, laadt=True)
    async def laad(self) -> None:
        """Read what can be chosen for this company; without one, the school looks it up first."""
        self._leeg_kiezer()
        self.leerbedrijf_id, self.is_school = 0, huidige_actor().mag(Actie.PLAATS_BEWERKEN)
        gevraagd = als_id(self.router.url.query_parameters.get("leerbedrijf", ""))

        def werk(session: Session, wie: Actor) -> PlaatsKeuzes | None:
            bedrijf_id = gevraagd or (0 if self.is_school else get_eigen_bedrijf_id(session, wie))
            if not bedrijf_id and self.is_school:
                return None
            return get_keuzes(session, wie, bedrijf_id, klok.vandaag())

        keuzes = await lees(werk)
        if keuzes is None:
            return
        taal = (await self.get_state(BasisState)).taal
        self.leerbedrijf_id, self.bedrijf = keuzes.leerbedrijf_id, f"{keuzes.naam} ({keuzes.plaats})"
        ik = keuzes.ik or (keuzes.opleiders[0][0] if len(keuzes.opleiders) == 1 else 0)
        self.v = NIEUW | {"praktijkopleider_id": str(ik or "")}
        self.locatie_opties, self.opleider_opties = opties(keuzes.locaties), opties(keuzes.opleiders)
        enige = {k.crebo: k.naam for k in keuzes.crebos} if len(keuzes.crebos) == 1 else {}
        self.crebo_vinken, self.dag_vinken = crebo_vinken(keuzes, enige, taal), dag_vinken((), taal)
        self.form_sleutel += 1

    @handler(Actie.PLAATS_BEWERKEN)
    async def kies_bedrijf(self, bedrijf_id: str) -> Any:
        """Go on with this company."""
        return rx.redirect(f"/plaatsen/nieuw?leerbedrijf={als_id(bedrijf_id)}")

    @handler(Actie.PLAATS_BEWERKEN, Actie.EIGEN_PLAATS_AANBIEDEN)
    async def maak_plaats(self, gegevens: dict[str, Any]) -> Any:
        """Make it as a concept; "aanbieden" in the form offers it at once."""
        form, bedrijf_id = formulier(gegevens), self.leerbedrijf_id
        if not bedrijf_id:
            raise NietGevonden
        invoer, meteen = lees_plaats(form), form.get("wat", "") == "aanbieden"

        def werk(session: Session, wie: Actor) -> int:
            plaats_id = maak_plaats(session, wie, klok, bedrijf_id, invoer).id or 0
            if meteen:
                zet_stap(session, wie, klok, plaats_id, Stap.BIED_AAN)
            return plaats_id

        plaats_id = await schrijf(werk)
        if meteen:
            await zeg(self, "Plaats aangeboden. Studenten zien haar nu.", "Place offered. Students see it now.")
        else:
            await zeg(
                self,
                "Bewaard als concept. Bied de plaats aan als alles klopt.",
                "Saved as a draft. Offer it when all is right.",
            )
        return rx.redirect(f"/plaatsen/{plaats_id}")


def _formulier() -> rx.Component:
    s: Any = NieuwePlaatsState
    return kaart(
        rx.el.form(
            plaats_velden(s),
            rx.el.fieldset(
                rx.el.legend(t("Wat daarna?", "What then?"), class_name="veld-label"),
                rx.el.label(
                    rx.el.input(type="radio", name="wat", value="aanbieden", default_checked=True, class_name="radio"),
                    t("Meteen aanbieden aan studenten", "Offer it to students at once"),
                    class_name="flex min-h-11 cursor-pointer items-center gap-3",
                ),
                rx.el.label(
                    rx.el.input(type="radio", name="wat", value="concept", class_name="radio"),
                    t("Eerst als concept bewaren", "Save it as a draft first"),
                    class_name="flex min-h-11 cursor-pointer items-center gap-3",
                ),
                class_name="mt-4",
            ),
            rx.el.div(
                knop(t("Bewaren", "Save"), type="submit"),
                rx.el.a(
                    t("Annuleren", "Cancel"),
                    href=rx.cond(s.is_school, "/leerbedrijven/" + s.leerbedrijf_id.to(str), "/bedrijf"),
                    class_name="btn btn-ghost",
                ),
                class_name="mt-4 flex flex-wrap gap-2",
            ),
            on_submit=s.maak_plaats,
            key="plaats-" + s.form_sleutel.to(str),
            no_validate=True,
        ),
        titel=s.bedrijf,
    )


@rx.page(route="/plaatsen/nieuw", title="Stageplaats toevoegen · BPV-app", on_load=NieuwePlaatsState.laad)
def plaats_nieuw() -> rx.Component:
    """The form, or first the company."""
    s: Any = NieuwePlaatsState
    return pagina(
        rx.cond(
            s.leerbedrijf_id > 0,
            _formulier(),
            kaart(kiezer(s), titel=t("Bij welk leerbedrijf?", "At which company?")),
        ),
        titel=t("Stageplaats toevoegen", "Add a place"),
        zin=t(
            "Studenten lezen dit op hun telefoon. Schrijf kort en gewoon.",
            "Students read this on their phone. Keep it short and plain.",
        ),
        smal=True,
    )
