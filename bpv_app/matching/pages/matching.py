"""/matching: which rounds have closed, and which proposals were made? Make one here."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.pages.matching_beeld import RondeBeeld, VoorstelBeeld, ronde_beeld
from bpv_app.matching.queries_matching import RondeKop, list_matching
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_uitleg import DOEL_LABEL, MODUS_LABEL, MODUS_UITLEG
from bpv_app.matching.service_rekenen import MAG_REKENEN, maak_voorstel
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, kaart, knop


def lees_modus(form: dict[str, str]) -> tuple[Modus, Doel]:
    """The mode and goal of a form. Raises `NietGevonden` for words that are neither."""
    try:
        return Modus(form.get("modus", "")), Doel(form.get("doel", ""))
    except ValueError:
        raise NietGevonden from None


def eerste_zin(rondes: tuple[RondeKop, ...]) -> Tekst:
    """What waits to be matched."""
    wacht = [r for r in rondes if r.status in MAG_REKENEN and not r.voorstellen]
    if not rondes:
        return Tekst("Er is nog geen ronde geopend. Begin bij Rondes.", "No round was opened yet. Begin at Rounds.")
    if wacht:
        return Tekst(
            f"{len(wacht)} gesloten {'ronde wacht' if len(wacht) == 1 else 'rondes wachten'} op een eerste voorstel.",
            f"{len(wacht)} closed {'round waits' if len(wacht) == 1 else 'rounds wait'} for a first proposal.",
        )
    return Tekst("Elke gesloten ronde heeft een voorstel.", "Every closed round has a proposal.")


class MatchingState(rx.State):
    """Rounds and their proposals."""

    zin: str = ""
    rondes: list[RondeBeeld] = []
    mag_maken: bool = False

    @handler(Actie.MATCHING_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read them."""
        taal = (await self.get_state(BasisState)).taal
        rondes = await lees(list_matching)
        self.zin = eerste_zin(rondes).in_taal(taal)
        self.mag_maken = huidige_actor().mag(Actie.MATCHING_BEWERKEN)
        self.rondes = [ronde_beeld(r, taal, kan=r.status in MAG_REKENEN) for r in rondes]

    @handler(Actie.MATCHING_BEWERKEN)
    async def maak(self, gegevens: dict[str, Any]) -> Any:
        """Compute a proposal, and go to its board."""
        form = formulier(gegevens)
        ronde_id, (modus, doel) = als_id(form.get("ronde", "")), lees_modus(form)

        def werk(session: Any, wie: Any) -> int:
            return maak_voorstel(session, wie, klok, ronde_id, modus, doel).id or 0

        return rx.redirect(f"/matching/{await schrijf(werk)}")


def wijze_velden(modus: Any, doel: Any) -> rx.Component:
    """Two selects in one line: how, and what for."""
    return rx.el.div(
        rx.el.label(
            rx.el.span(t("Manier", "Way"), class_name="veld-label"),
            rx.el.select(
                *[rx.el.option(t(MODUS_LABEL[m]), value=m.value) for m in Modus],
                name="modus",
                default_value=modus,
                class_name="select w-full",
            ),
        ),
        rx.el.label(
            rx.el.span(t("Doel (bij optimaal)", "Goal (for optimal)"), class_name="veld-label"),
            rx.el.select(
                *[rx.el.option(t(DOEL_LABEL[d]), value=d.value) for d in Doel],
                name="doel",
                default_value=doel,
                class_name="select w-full",
            ),
        ),
        class_name="grid gap-3 sm:grid-cols-2",
    )


def _voorstel(v: rx.Var[VoorstelBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.span(v.titel, class_name="block font-semibold"),
                rx.el.span(v.cijfers, class_name="block text-sm"),
                rx.el.span(v.gerekend, class_name="block text-sm text-base-content/80"),
                class_name="min-w-0 grow",
            ),
            badge(v.status, v.toon),
            href=v.href,
            class_name="flex min-h-16 items-center gap-3 py-2 hover:bg-base-200",
        )
    )


def _ronde(r: rx.Var[RondeBeeld]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(r.naam, class_name="text-lg font-semibold"),
            badge(r.status, r.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.cond(
            r.voorstellen.length() > 0,
            rx.el.ul(rx.foreach(r.voorstellen, _voorstel), class_name="divide-y divide-base-300"),
            rx.el.p(
                rx.cond(
                    r.kan,
                    t("Nog geen voorstel.", "No proposal yet."),
                    t(
                        "De ronde is nog open. Een voorstel maken kan na de sluiting.",
                        "The round is still open. A proposal can be made after it closes.",
                    ),
                ),
                class_name="my-3",
            ),
        ),
        rx.cond(
            r.kan & MatchingState.mag_maken,
            rx.el.form(
                rx.el.input(type="hidden", name="ronde", value=r.id.to(str)),
                wijze_velden(r.modus, r.doel),
                knop(t("Maak voorstel", "Make proposal"), type="submit", class_name="mt-3"),
                on_submit=MatchingState.maak,
                class_name="mt-3 border-t border-base-300 pt-3",
            ),
            rx.fragment(),
        ),
        class_name="kaart mb-4",
    )


@rx.page(route="/matching", title="Matching · BPV-app", on_load=MatchingState.laad)
def matching() -> rx.Component:
    """A card per round, and what the three ways mean."""
    return pagina(
        rx.foreach(MatchingState.rondes, _ronde),
        kaart(
            rx.el.dl(
                *[
                    rx.fragment(
                        rx.el.dt(t(MODUS_LABEL[m]), class_name="font-semibold"),
                        rx.el.dd(t(MODUS_UITLEG[m]), class_name="mb-2 text-sm"),
                    )
                    for m in Modus
                ]
            ),
            titel=t("Drie manieren", "Three ways"),
        ),
        titel="Matching",
        zin=MatchingState.zin,
    )
