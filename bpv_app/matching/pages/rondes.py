"""/rondes: which rounds are there, how far is each, what waits for me?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Lijst, LijstVraag
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.queries_ronde import tel_rondes
from bpv_app.matching.queries_rondes import RONDES
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


class RondesState(LijstState, rx.State):
    """The list of rounds."""

    _lijst: ClassVar[Lijst] = RONDES
    zin: str = ""
    mag_bewerken: bool = False

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the page of rows the URL asks for, and the first line."""
        await self._lees_lijst()
        en = (await self.get_state(BasisState)).taal == "en"

        def werk(session: object, wie: Actor) -> tuple[int, int, int]:
            vraag = LijstVraag(filters={"status": RondeStatus.OPEN.value}, per_pagina=500)
            open_ = RONDES.vraag(session, wie, vraag).rijen
            alle = RONDES.vraag(session, wie, LijstVraag(per_pagina=500)).rijen
            telling = tel_rondes(session, [int(r.sleutel) for r in alle])  # type: ignore[arg-type]
            missen = sum(t.niets + t.bezig for n, t in telling.items() if str(n) in {r.sleutel for r in open_})
            return len(open_), missen, sum(t.verzoeken for t in telling.values())

        aantal, missen, verzoeken = await lees(werk)
        if not aantal:
            self.zin = "No round is open." if en else "Er is geen ronde open."
        elif en:
            self.zin = f"{aantal} open, {missen} students have not sent in a list, {verzoeken} requests wait for you."
        else:
            self.zin = f"{aantal} open, {missen} studenten stuurden nog niets in, {verzoeken} verzoeken wachten op jou."

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_bewerken = wie.mag(Actie.RONDE_BEWERKEN)


@rx.page(route="/rondes", title="Rondes · BPV-app", on_load=RondesState.laad)
def rondes() -> rx.Component:
    """The list."""
    nieuw = rx.el.a(t("Nieuwe ronde", "New round"), href="/rondes/nieuw", class_name="btn btn-primary")
    return pagina(
        lijst(RondesState, RONDES, leeg_actie=rx.cond(RondesState.mag_bewerken, nieuw, rx.fragment())),
        titel=t("Rondes", "Rounds"),
        zin=RondesState.zin,
        acties=rx.fragment(
            rx.cond(RondesState.mag_bewerken, nieuw, rx.fragment()),
            rx.el.a(t("Alle studenten", "All students"), href="/rondes/studenten", class_name="btn btn-outline"),
        ),
    )
