"""/logboek/nieuw: what did I do today? Prompts of the team, a photo, private or shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, keuzeveld, knop
from bpv_app.uren import service_logboek as service
from bpv_app.uren.pages.logboek_formulier import (
    FormulierState,
    als_antwoorden,
    foto_veld,
    lees_invoer,
    stuur_foto,
    velden,
    zeg_uitslag,
)
from bpv_app.uren.queries_logboek import Stage, list_stages, list_vragen
from bpv_app.uren.rules_logboek import Antwoord

_FORM = "verslag"


@dataclass
class StageBeeld:
    """A placement to choose."""

    waarde: str
    label: str


def _stage(stage: Stage, taal: str) -> StageBeeld:
    vanaf = Tekst("vanaf", "from").in_taal(taal)
    return StageBeeld(str(stage.pok_id), f"{stage.leerbedrijf or '–'} ({vanaf} {toon_datum(stage.begin_op, taal)})")


class NieuwVerslagState(FormulierState, rx.State):
    """An entry that does not exist yet."""

    stages: list[StageBeeld] = []
    stage: str = ""
    bezig: bool = False
    _gemaakt: int = 0

    @handler(Actie.LOGBOEK_SCHRIJVEN, laadt=True)
    async def laad(self) -> None:
        """An empty form for today, with the prompts of the current placement's team."""
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()

        def werk(session: Any, wie: Actor) -> tuple[list[Stage], Stage | None, tuple[str, ...]]:
            stages = list_stages(session, wie)
            loopt = [s for s in stages if s.begin_op and s.begin_op <= vandaag]
            eerste = next(iter(loopt or stages), None)
            return stages, eerste, list_vragen(session, eerste.team_id if eerste else None, taal)

        stages, eerste, vragen = await lees(werk)
        self.stages = [_stage(s, taal) for s in stages]
        self.stage = str(eerste.pok_id) if eerste else ""
        self.antwoorden = als_antwoorden(Antwoord(v, "") for v in vragen)
        self.van = vandaag.isoformat()
        self.bezig, self._gemaakt = False, 0
        self.form_sleutel = klok.nu().isoformat()

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Keep it (and share it, when asked), then send the photo; a second click sends only the photo again."""
        form = formulier(gegevens)
        if not self._gemaakt:
            invoer, deel = lees_invoer(form, self.antwoorden), form.get("delen") == "ja"
            pok_id = als_id(form.get("pok_id", ""))

            def werk(session: Any, wie: Actor) -> int:
                item = service.maak_item(session, wie, klok, pok_id, invoer)
                assert item.id is not None
                if deel:
                    service.deel_item(session, wie, klok, item.id)
                return item.id

            self._gemaakt = await schrijf(werk)
            await zeg(self, "Je verslag is bewaard.", "Your entry was kept.")
        self.bezig = True
        return stuur_foto(self._gemaakt, NieuwVerslagState.na_upload)

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def na_upload(self, uitslag: str) -> Any:
        """The photo went up, or not: the entry is there, so go to it."""
        self.bezig = False
        if not self._gemaakt:
            return None
        if not uitslag or await zeg_uitslag(self, uitslag):
            await zeg(self, "Je verslag is bewaard.", "Your entry was kept.")
        return rx.redirect(f"/logboek/{self._gemaakt}")


def _formulier() -> rx.Component:
    s = NieuwVerslagState
    waar = rx.cond(
        s.stages.length() > 1,
        keuzeveld("pok_id", t("Welke stage?", "Which placement?"), s.stages, waarde=s.stage),
        rx.el.input(type="hidden", name="pok_id", value=s.stage, read_only=True),
    )
    return rx.el.div(
        rx.el.form(
            waar,
            *velden(s, met_delen=True),
            id=_FORM,
            on_submit=s.bewaar,
            key=s.form_sleutel,
            class_name="formulier",
        ),
        foto_veld(),
        rx.el.div(
            knop(t("Bewaren", "Save"), type="submit", form=_FORM, disabled=s.bezig),
            rx.el.a(t("Annuleren", "Cancel"), href="/logboek", class_name="btn btn-ghost"),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="formulier",
    )


@rx.page(route="/logboek/nieuw", title="Nieuw verslag · BPV-app", on_load=NieuwVerslagState.laad)
def logboek_nieuw() -> rx.Component:
    """The form, or why there is none."""
    geen = rx.el.p(
        t(
            "Je hebt nog geen stage. Zodra je POK klaar is, kun je hier schrijven.",
            "You have no placement yet. As soon as your agreement is ready you can write here.",
        )
    )
    return pagina(
        kaart(rx.cond(NieuwVerslagState.stages.length() > 0, _formulier(), geen)),
        titel=t("Nieuw verslag", "New entry"),
        zin=t("Eén antwoord is genoeg. De rest mag leeg blijven.", "One answer is enough. The rest may stay empty."),
        kruimels=[(t("Logboek", "Logbook"), "/logboek")],
        smal=True,
    )
