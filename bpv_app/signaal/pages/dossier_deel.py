"""The signals of a dossier, on the dossier's page: the open ones, and writing one of your own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.signaal.queries import list_van_dossier
from bpv_app.signaal.service import schrijf_signaal
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, dialoog, kaart, knop, sluit_dialoog, tekstveld

_NIEUW = "dialoog-signaal-nieuw"


@dataclass
class SignaalBeeld:
    """An open signal in a line."""

    href: str
    soort: str
    tekst: str
    status: str
    toon: str
    eigenaar: str


class DossierSignalenState(rx.State):
    """The open signals of the dossier of the address."""

    signalen: list[SignaalBeeld] = []
    mag: bool = False
    sleutel: str = ""
    _dossier_id: int = 0

    @handler(Actie.DOSSIER_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read them; who may see none sees no card."""
        self._dossier_id = als_id(pad_deel(self, 1))
        self.mag = huidige_actor().mag(Actie.SIGNAAL_BEHANDELEN)
        await self._lees()

    async def _lees(self) -> None:
        taal, dossier_id = (await self.get_state(BasisState)).taal, self._dossier_id
        rijen = await lees(lambda s, wie: list_van_dossier(s, wie, dossier_id, taal))
        self.sleutel = uuid.uuid4().hex
        self.signalen = [
            SignaalBeeld(
                r.href, r.cellen[1].tekst, r.cellen[2].tekst, r.cellen[3].tekst, r.cellen[3].toon, r.cellen[4].tekst
            )
            for r in rijen
        ]

    @handler(Actie.SIGNAAL_BEHANDELEN)
    async def schrijf_eigen(self, gegevens: dict[str, Any]) -> Any:
        """A concern of one's own."""
        form, dossier_id = formulier(gegevens), self._dossier_id
        sleutel = self.sleutel
        await schrijf(lambda s, wie: schrijf_signaal(s, wie, klok, dossier_id, form.get("tekst", ""), sleutel))
        await self._lees()
        await zeg(self, "Signaal geschreven.", "Signal written.")
        return sluit_dialoog(_NIEUW)


def signalen_kaart() -> rx.Component:
    """For the dossier's page, which loads `DossierSignalenState` too."""
    s = DossierSignalenState
    return rx.cond(
        s.mag,
        kaart(
            rx.cond(
                s.signalen.length() > 0,
                rx.el.ul(
                    rx.foreach(
                        s.signalen,
                        lambda x: rx.el.li(
                            rx.el.a(x.soort, href=x.href, class_name="link font-semibold"),
                            " ",
                            badge(x.status, x.toon),
                            rx.el.p(x.tekst, class_name="text-sm"),
                            rx.el.p(t("Eigenaar: ", "Owner: "), x.eigenaar, class_name="text-sm text-base-content/80"),
                            class_name="py-2",
                        ),
                    ),
                    class_name="divide-y divide-base-300",
                ),
                rx.el.p(t("Geen open signalen.", "No open signals."), class_name="text-sm"),
            ),
            rx.el.div(
                dialoog(
                    _NIEUW,
                    t("Signaal schrijven", "Write a signal"),
                    rx.el.form(
                        tekstveld(
                            "tekst", t("Waar maak je je zorgen over?", "What worries you?"), rijen=5, verplicht=True
                        ),
                        rx.el.p(
                            t(
                                "Alleen de begeleider en de coördinator lezen dit.",
                                "Only the supervisor and the coordinator read this.",
                            ),
                            class_name="veld-hulp",
                        ),
                        rx.el.div(
                            knop(t("Bewaar", "Save"), type="submit"),
                            annuleer(_NIEUW),
                            class_name="modal-action flex flex-wrap gap-2",
                        ),
                        on_submit=s.schrijf_eigen,
                        class_name="formulier",
                        key=s.sleutel,
                    ),
                    open_tekst=t("Signaal schrijven", "Write a signal"),
                ),
                class_name="mt-2",
            ),
            titel=t("Signalen", "Signals"),
        ),
        rx.fragment(),
    )
