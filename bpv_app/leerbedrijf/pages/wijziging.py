"""/leerbedrijven/wijzigingen/<id>: shall we take over what this company says of itself?"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service_wijziging as service
from bpv_app.leerbedrijf.pages.wijziging_delen import VeldBeeld, oud_nieuw, veld_beelden
from bpv_app.leerbedrijf.queries_wijziging import get_wijziging
from bpv_app.leerbedrijf.rules_wijziging import STATUS_LABEL, STATUS_TOON, WijzigingStatus
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, kaart, knop, tekstveld, vinkje

LIJST = "/leerbedrijven/wijzigingen"
_ZIN = {
    WijzigingStatus.WACHT: Tekst(
        "Het leerbedrijf vraagt dit te wijzigen. Er is nog niets veranderd.",
        "The company asks for this change. Nothing was changed yet.",
    ),
    WijzigingStatus.LIVE: Tekst(
        "Het leerbedrijf heeft dit zelf gewijzigd. Het staat er al.", "The company changed this itself. It is live."
    ),
}


class WijzigingState(rx.State):
    """One change as the browser sees it."""

    wijziging_id: int = 0
    versie: int = 0
    bedrijf: str = ""
    bedrijf_href: str = ""
    zin: str = ""
    status: str = ""
    toon: str = ""
    wie: str = ""
    door: str = ""
    toelichting: str = ""
    besluit: str = ""
    antwoord: str = ""
    intussen: str = ""
    velden: list[VeldBeeld] = []
    wacht: bool = False
    live: bool = False
    form_sleutel: int = 0

    @handler(Actie.LEERBEDRIJF_BEWERKEN, laadt=True)
    async def laad(self) -> None:
        """Read the change of the address."""
        self.wijziging_id = 0
        await self._lees(als_id(pad_deel(self, 2)))

    async def _lees(self, wijziging_id: int) -> None:
        d = await lees(lambda s, wie: get_wijziging(s, wie, wijziging_id))
        taal = (await self.get_state(BasisState)).taal
        self.wijziging_id, self.versie = d.id, d.versie
        self.bedrijf, self.bedrijf_href = d.bedrijf, f"/leerbedrijven/{d.leerbedrijf_id}"
        self.status, self.toon = STATUS_LABEL[d.status].in_taal(taal), STATUS_TOON[d.status]
        self.zin = _ZIN[d.status].in_taal(taal) if d.status in _ZIN else ""
        self.wie, self.door = d.wie, f"{d.door}, {toon_moment(d.op, taal)}"
        self.toelichting, self.antwoord = d.toelichting, d.antwoord
        self.besluit = f"{d.besloten_door}, {toon_moment(d.besloten_op, taal)}" if d.besloten_op else ""
        self.intussen, self.velden = d.intussen.in_taal(taal), veld_beelden(d.velden, taal)
        self.wacht, self.live = d.status is WijzigingStatus.WACHT, d.status is WijzigingStatus.LIVE
        self.form_sleutel += 1

    def _sleutel(self) -> tuple[int, int]:
        """The change this screen shows, as it was shown."""
        if not self.wijziging_id:
            raise NietGevonden
        return self.wijziging_id, self.versie

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def keur_goed(self, gegevens: dict[str, Any]) -> Any:
        """Take over what the company asks, and mail it."""
        (wijziging_id, versie), toch = self._sleutel(), bool(formulier(gegevens).get("toch"))
        await schrijf(lambda s, wie: service.keur_wijziging_goed(s, wie, klok, wijziging_id, versie, toch=toch))
        await zeg(self, "Doorgevoerd. Het leerbedrijf krijgt een mail.", "Carried out. The company gets a mail.")
        return rx.redirect(LIJST)

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def weiger(self, gegevens: dict[str, Any]) -> Any:
        """Leave it as it is, with the reason the company reads."""
        (wijziging_id, versie), reden = self._sleutel(), formulier(gegevens).get("antwoord", "")
        await schrijf(lambda s, wie: service.weiger_wijziging(s, wie, klok, wijziging_id, reden, versie))
        await zeg(
            self, "Geweigerd. Het leerbedrijf krijgt de reden in een mail.", "Refused. The company gets the reason."
        )
        return rx.redirect(LIJST)

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def gelezen(self) -> Any:
        """It was seen; off the worklist."""
        wijziging_id, versie = self._sleutel()
        await schrijf(lambda s, wie: service.markeer_gelezen(s, wie, klok, wijziging_id, versie))
        await zeg(self, "Van de lijst.", "Off the list.")
        return rx.redirect(LIJST)


def _wat(s: Any) -> rx.Component:
    def als(waarde: Any, label: Any) -> rx.Component:
        return rx.cond(
            waarde != "", rx.el.p(rx.el.strong(label), waarde, class_name="[overflow-wrap:anywhere]"), rx.fragment()
        )

    return kaart(
        rx.el.p(
            badge(s.status, s.toon),
            rx.el.a(s.bedrijf, href=s.bedrijf_href, class_name="link [overflow-wrap:anywhere]"),
            class_name="flex flex-wrap items-center gap-2",
        ),
        als(s.wie, t("Over collega: ", "About colleague: ")),
        als(s.door, t("Door: ", "By: ")),
        oud_nieuw(s.velden),
        als(s.toelichting, t("Het leerbedrijf schrijft: ", "The company writes: ")),
        als(s.besluit, t("Afgehandeld: ", "Dealt with: ")),
        als(s.antwoord, t("Reden: ", "Reason: ")),
    )


def _besluit(s: Any) -> rx.Component:
    return kaart(
        rx.cond(
            s.intussen != "",
            rx.el.p(s.intussen, class_name="melding melding-warning mb-3 [overflow-wrap:anywhere]"),
            rx.fragment(),
        ),
        rx.el.form(
            rx.cond(
                s.intussen != "",
                vinkje(
                    "toch", t("Toch doen, ook over wat intussen is gewijzigd", "Do it all the same, over what changed")
                ),
                rx.fragment(),
            ),
            knop(t("Voer door", "Carry out"), type="submit"),
            on_submit=s.keur_goed,
            key="goed-" + s.form_sleutel.to(str),
            no_validate=True,
        ),
        rx.el.form(
            tekstveld(
                "antwoord",
                t("Waarom niet?", "Why not?"),
                hulp=t("Het leerbedrijf leest dit.", "The company reads this."),
                rijen=2,
            ),
            rx.el.div(knop(t("Weiger", "Refuse"), hoofd=False, type="submit"), class_name="mt-3"),
            on_submit=s.weiger,
            key="niet-" + s.form_sleutel.to(str),
            no_validate=True,
            class_name="mt-6 border-t border-base-300 pt-4",
        ),
        titel=t("Besluit", "Decision"),
    )


@rx.page(
    route="/leerbedrijven/wijzigingen/[wijziging_nr]",
    title="Wijziging door leerbedrijf · BPV-app",
    on_load=WijzigingState.laad,
)
def wijziging() -> rx.Component:
    """The change and the decision."""
    s = WijzigingState
    return pagina(
        rx.el.div(
            _wat(s),
            rx.cond(s.wacht, _besluit(s), rx.fragment()),
            rx.cond(
                s.live,
                rx.el.div(knop(t("Gelezen", "Read"), on_click=s.gelezen, type="button")),
                rx.fragment(),
            ),
            class_name="flex min-w-0 flex-col gap-4",
        ),
        titel=t("Wijziging door leerbedrijf", "Change by a company"),
        zin=s.zin,
        kruimels=[
            (t("Leerbedrijven", "Companies"), "/leerbedrijven"),
            (t("Wijzigingen", "Changes"), LIJST),
        ],
        smal=True,
    )
