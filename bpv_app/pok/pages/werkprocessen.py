"""On the page of an agreement: which werkprocessen it is for, when the company is accredited in part only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.pok.service import get_pok
from bpv_app.pok.service_werkprocessen import VOOR_TEKENEN, leg_werkprocessen_vast, list_deelerkenning
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import kaart, knop


@dataclass
class DeelBeeld:
    """One werkproces the company is accredited for."""

    code: str
    gekozen: bool


class PokWerkprocessenState(rx.State):
    """The partial accreditation of the address' agreement."""

    delen: list[DeelBeeld] = []
    mag_vastleggen: bool = False
    deel_sleutel: str = ""
    _pok_id: int = 0

    @handler(Actie.POK_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read it; without a partial accreditation there is no card."""
        self._pok_id = als_id(pad_deel(self, 1))
        await self._lees()

    async def _lees(self) -> None:
        pok_id = self._pok_id

        def werk(session: Any, wie: Any) -> tuple[tuple[str, ...], set[str], bool, int]:
            pok = get_pok(session, wie, pok_id)
            codes = list_deelerkenning(session, wie, klok, pok_id)
            return codes, set(pok.werkprocessen.split()), pok.status in VOOR_TEKENEN, pok.versie

        codes, gekozen, is_open, versie = await lees(werk)
        self.delen = [DeelBeeld(code, code in gekozen) for code in codes]
        self.mag_vastleggen = is_open and huidige_actor().mag(Actie.POK_KLAARZETTEN)
        self.deel_sleutel = f"{pok_id}-{versie}"

    @handler(Actie.POK_KLAARZETTEN)
    async def leg_vast(self, gegevens: dict[str, Any]) -> None:
        """Record the ticked ones."""
        form, pok_id = formulier(gegevens), self._pok_id
        codes = [naam.removeprefix("wp-") for naam, waarde in form.items() if naam.startswith("wp-") and waarde]
        await schrijf(lambda s, wie: leg_werkprocessen_vast(s, wie, klok, pok_id, codes))
        await self._lees()
        await zeg(self, "Werkprocessen vastgelegd.", "Work processes recorded.")


def werkprocessen_kaart() -> rx.Component:
    """For the agreement's page, which loads `PokWerkprocessenState` too."""
    s = PokWerkprocessenState
    vakjes = rx.el.fieldset(
        rx.el.legend(t("Werkprocessen van deze BPV", "Work processes of this placement"), class_name="veld-label"),
        rx.foreach(
            s.delen,
            lambda d: rx.el.label(
                rx.el.input(
                    type="checkbox",
                    name="wp-" + d.code,
                    id="wp-" + d.code,
                    default_checked=d.gekozen,
                    disabled=~s.mag_vastleggen,
                    class_name="checkbox",
                ),
                d.code,
                class_name="flex min-h-11 items-center gap-2",
            ),
        ),
    )
    return rx.cond(
        s.delen.length() > 0,
        kaart(
            rx.el.p(
                t(
                    "Dit leerbedrijf is voor een deel van de opleiding erkend: alleen voor deze werkprocessen. Kies "
                    "waar deze BPV over gaat. Pas dan kan de POK verder.",
                    "This company is accredited for part of the programme only: these work processes. Choose what this "
                    "placement is for. Only then can the agreement go on.",
                ),
                class_name="mb-2",
            ),
            rx.el.form(
                vakjes,
                rx.cond(s.mag_vastleggen, knop(t("Leg vast", "Record"), type="submit"), rx.fragment()),
                on_submit=s.leg_vast,
                no_validate=True,
                key=s.deel_sleutel,
                class_name="formulier",
            ),
            titel=t("Deelerkenning", "Partial accreditation"),
        ),
        rx.fragment(),
    )
