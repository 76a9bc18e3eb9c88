"""/erkenningen: which agreements and places lost their accreditation, and what to do about each?"""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.erkenning.queries import ERKENNINGEN, get_samenvatting
from bpv_app.erkenning.rules import VOORSTEL_LABEL, VOORSTEL_UITLEG
from bpv_app.erkenning.service import handel_af_alle
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import annuleer, knop, open_dialoog, sluit_dialoog, tekstveld, venster

AFHANDELEN = "dialoog-afhandelen"
NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst één of meer regels.", "Select one or more lines first."))


class ErkenningenState(LijstState, rx.State):
    """The worklist, and closing lines of it."""

    _lijst: ClassVar[Lijst] = ERKENNINGEN
    zin: str = ""
    mag_afhandelen: bool = False

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_afhandelen = wie.mag(Actie.INTREKKING_AFHANDELEN)

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        taal = (await self.get_state(BasisState)).taal
        self.zin = (await lees(lambda s, wie: get_samenvatting(s, wie, klok.vandaag()))).in_taal(taal)

    @handler(Actie.INTREKKING_AFHANDELEN)
    async def open_afhandelen(self) -> Any:
        """Ask for the reason first."""
        if not self._gekozen_ids():
            raise NIETS_GEKOZEN
        return open_dialoog(AFHANDELEN)

    @handler(Actie.INTREKKING_AFHANDELEN)
    async def handel_af(self, gegevens: dict[str, Any]) -> Any:
        """Close the chosen lines with one reason."""
        ids, reden = self._gekozen_ids(), formulier(gegevens).get("reden", "")
        if not ids:
            raise NIETS_GEKOZEN
        await self._toon_uitslagen(await schrijf(lambda s, wie: handel_af_alle(s, wie, klok, ids, reden)))
        return sluit_dialoog(AFHANDELEN)


def _afhandelen() -> rx.Component:
    return venster(
        AFHANDELEN,
        t("Afhandelen", "Deal with it"),
        rx.el.p(
            t(
                "Sluit een regel als je iets hebt geregeld, of als het zo kan blijven. Afdrukken en tekenen kan pas "
                "als het register weer ‘erkend’ zegt, of als de POK naar een ander bedrijf is.",
                "Close a line when you arranged something, or when it can stay as it is. Printing and signing can only "
                "be done when the register says accredited again, or the agreement moved to another company.",
            )
        ),
        rx.el.form(
            tekstveld("reden", t("Wat heb je gedaan?", "What did you do?"), rijen=4, verplicht=True),
            rx.el.div(
                knop(t("Handel af", "Close"), type="submit"),
                annuleer(AFHANDELEN),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=ErkenningenState.handel_af,
            no_validate=True,
            reset_on_submit=True,
            class_name="formulier",
        ),
    )


def _uitleg() -> rx.Component:
    """What each proposal means."""
    return rx.el.details(
        rx.el.summary(t("Wat betekenen de voorstellen?", "What do the proposals mean?"), class_name="link"),
        rx.el.dl(
            *[rx.fragment(rx.el.dt(t(VOORSTEL_LABEL[v])), rx.el.dd(t(VOORSTEL_UITLEG[v]))) for v in VOORSTEL_LABEL],
            class_name="gegevens mt-2",
        ),
        class_name="mb-4",
    )


@rx.page(route="/erkenningen", title="Erkenning vervallen · BPV-app", on_load=ErkenningenState.laad)
def erkenningen() -> rx.Component:
    """The list; a row opens the agreement or the place."""
    afhandelen = rx.el.button(
        t("Handel af", "Close"), on_click=ErkenningenState.open_afhandelen, class_name="btn btn-primary btn-sm"
    )
    return pagina(
        _uitleg(),
        rx.el.p(
            rx.el.a(
                t("Aangevraagde erkenningen", "Requested accreditations"),
                href="/erkenningen/aangevraagd?stand=open",
                class_name="link",
            ),
            class_name="mb-4",
        ),
        lijst(
            ErkenningenState,
            ERKENNINGEN,
            bulk=[rx.cond(ErkenningenState.mag_afhandelen, afhandelen, rx.fragment())],
        ),
        rx.cond(ErkenningenState.mag_afhandelen, _afhandelen(), rx.fragment()),
        titel=t("Erkenning vervallen", "Accreditation lost"),
        zin=ErkenningenState.zin,
    )
