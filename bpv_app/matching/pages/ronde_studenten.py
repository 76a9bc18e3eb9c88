"""/rondes/studenten: who has sent in a list, who not, who has no place to choose? Remind, give priority."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_rondes import RONDE_STUDENTEN
from bpv_app.matching.rules_loting import VOORRANG_LABEL, Voorrang
from bpv_app.matching.service_deelnemers import herinner_alle, stel_alle_in
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import annuleer, dialoog, keuzeveld, knop, sluit_dialoog, veld

INSTELLEN = "dialoog-instellen"
NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst studenten.", "Select students first."))


class RondeStudentenState(LijstState, rx.State):
    """Participants of the coordinator's rounds."""

    _lijst: ClassVar[Lijst] = RONDE_STUDENTEN
    mag_bewerken: bool = False
    zin: str = ""
    ronde_href: str = ""
    beurt: int = 0

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the page of rows the URL asks for."""
        await self._lees_lijst()
        en = (await self.get_state(BasisState)).taal == "en"
        self.zin = (
            f"{self.totaal} participants with this filter."
            if en
            else f"{self.totaal} deelnemers met dit filter. Kies er een aantal om te herinneren of iets in te stellen."
        )

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_bewerken = wie.mag(Actie.RONDE_BEWERKEN)
        nr = als_id(self._vraag.filters.get("ronde", ""))
        self.ronde_href = f"/rondes/{nr}" if nr else ""

    @handler(Actie.RONDE_BEWERKEN)
    async def herinner(self) -> None:
        """Remind the selected students by mail; at most once a day each."""
        ids = self._gekozen_ids()
        if not ids:
            raise NIETS_GEKOZEN
        await self._toon_uitslagen(await schrijf(lambda session, wie: herinner_alle(session, wie, klok, ids)))

    @handler(Actie.RONDE_BEWERKEN)
    async def stel_in(self, gegevens: dict[str, Any]) -> Any:
        """Set priority, licence or travel limit of the selected students, while their round is a draft."""
        ids, form = self._gekozen_ids(), formulier(gegevens)
        if not ids:
            raise NIETS_GEKOZEN
        voorrang = Voorrang(form["voorrang"]) if form.get("voorrang") in set(Voorrang) else None
        rijbewijs = {"ja": True, "nee": False}.get(form.get("rijbewijs", ""))
        km = als_id(form["max_km"]) if form.get("max_km", "").strip() else None
        uitslagen = await schrijf(
            lambda session, wie: stel_alle_in(
                session, wie, ids, voorrang=voorrang, heeft_rijbewijs=rijbewijs, max_km=km
            )
        )
        self.beurt += 1
        await self._toon_uitslagen(uitslagen)
        return sluit_dialoog(INSTELLEN)


def _instellen() -> rx.Component:
    s = RondeStudentenState
    laat = t("Niet wijzigen", "Leave as it is")
    return dialoog(
        INSTELLEN,
        t("Instellen voor de gekozen studenten", "Set for the selected students"),
        rx.el.form(
            rx.el.p(
                t(
                    "Dit kan zolang de ronde een concept is. Voorrang wordt aan alle deelnemers verteld, zonder namen.",
                    "Possible as long as the round is a draft. Priority is told to all participants, without names.",
                ),
                class_name="text-sm",
            ),
            keuzeveld(
                "voorrang",
                t("Voorrang bij het loten", "Priority in the lottery"),
                [(v.value, t(VOORRANG_LABEL[v])) for v in Voorrang],
                leeg=laat,
            ),
            keuzeveld(
                "rijbewijs",
                t("Rijbewijs", "Driving licence"),
                [("ja", t("Heeft een rijbewijs", "Has a licence")), ("nee", t("Heeft er geen", "Has none"))],
                leeg=laat,
            ),
            veld(
                "max_km",
                t("Reisafstand in km", "Travel limit in km"),
                hulp=t("0: weer de grens van de ronde.", "0: the round's own limit again."),
                input_mode="numeric",
            ),
            rx.el.div(knop(t("Stel in", "Set"), type="submit"), annuleer(INSTELLEN), class_name="flex flex-wrap gap-2"),
            on_submit=s.stel_in,
            key=s.beurt.to(str),
            class_name="formulier",
        ),
        open_tekst=t("Voorrang, rijbewijs, afstand…", "Priority, licence, distance…"),
    )


@rx.page(route="/rondes/studenten", title="Studenten in rondes · BPV-app", on_load=RondeStudentenState.laad)
def ronde_studenten() -> rx.Component:
    """The list."""
    s = RondeStudentenState
    bulk = [
        knop(
            t("Herinner per mail", "Remind by mail"),
            hoofd=False,
            type="button",
            on_click=s.herinner,
            class_name="btn-sm",
        ),
        _instellen(),
    ]
    return pagina(
        lijst(s, RONDE_STUDENTEN, bulk=bulk),
        titel=t("Studenten in rondes", "Students in rounds"),
        zin=s.zin,
        kruimels=[(t("Rondes", "Rounds"), "/rondes")],
        acties=rx.cond(
            s.ronde_href != "",
            rx.fragment(
                rx.el.a(t("Naar de ronde", "To the round"), href=s.ronde_href, class_name="btn btn-outline"),
                rx.cond(
                    s.mag_bewerken,
                    rx.el.a(
                        t("Student toevoegen…", "Add a student…"),
                        href=s.ronde_href + "#laat",
                        class_name="btn btn-outline",
                    ),
                    rx.fragment(),
                ),
            ),
            rx.fragment(),
        ),
    )
