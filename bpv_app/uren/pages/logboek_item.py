"""/logboek/<id>: one entry: what was written, what people say about it, was it discussed?"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import sluit_dialoog
from bpv_app.uren import service_bijlage
from bpv_app.uren import service_logboek as service
from bpv_app.uren.pages.logboek_beeld import ItemBeeld, als_item, inhoud
from bpv_app.uren.pages.logboek_formulier import FormulierState, als_antwoorden, lees_invoer, stuur_foto, zeg_uitslag
from bpv_app.uren.queries_logboek import LogboekDetail, get_logboek_detail


class VerslagState(FormulierState, rx.State):
    """One entry, with what the person looking may do with it."""

    item: ItemBeeld = ItemBeeld()
    bewerkt: bool = False
    reactie_sleutel: int = 0

    @handler(Actie.LOGBOEK_LEZEN, laadt=True)
    async def laad(self) -> None:
        """Read the entry of the address; that somebody else looked is recorded."""
        self.bewerkt = False
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, item_id: int) -> None:
        self.item = ItemBeeld()

        def werk(session: Any, wie: Actor) -> LogboekDetail:
            detail = get_logboek_detail(session, wie, item_id)
            if detail.rol is not Rol.STUDENT:
                noteer_inzage(session, wie, "logboek_item", item_id, "logboekverslag bekeken", klok.nu())
            return detail

        detail = await schrijf(werk)
        self.item = als_item(detail, (await self.get_state(BasisState)).taal)
        self.van = detail.van.isoformat()
        self.tot = "" if detail.tot == detail.van else detail.tot.isoformat()
        self.titel, self.tekst, self.werkproces = detail.titel, detail.tekst, detail.werkproces
        self.antwoorden = als_antwoorden(detail.antwoorden)
        self.form_sleutel = f"{detail.id}-{detail.versie}"

    def _id(self) -> int:
        """The entry on the screen. Raises NietGevonden when none could be read."""
        if not self.item.id:
            raise NietGevonden
        return self.item.id

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def bewerk(self, aan: bool) -> None:
        """Show or hide the form."""
        self.bewerkt = aan is True and self.item.mag_bewerken

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Keep what was changed (and share it, when asked)."""
        form, item_id, versie = formulier(gegevens), self._id(), self.item.versie
        invoer, deel = lees_invoer(form, self.antwoorden), form.get("delen") == "ja" and self.item.mag_delen

        def werk(session: Any, wie: Actor) -> None:
            service.wijzig_item(session, wie, klok, item_id, invoer, versie)
            if deel:
                service.deel_item(session, wie, klok, item_id)

        await schrijf(werk)
        self.bewerkt = False
        await self._lees(item_id)
        await zeg(self, "Bewaard.", "Saved.")

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def deel(self) -> Any:
        """Let praktijkopleider and school read it."""
        item_id, versie = self._id(), self.item.versie
        await schrijf(lambda s, wie: service.deel_item(s, wie, klok, item_id, versie))
        await self._lees(item_id)
        await zeg(
            self,
            "Gedeeld. Je praktijkopleider en je school kunnen dit nu lezen.",
            "Shared. Your workplace supervisor and your school can read this now.",
        )
        return sluit_dialoog("dialoog-delen")

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def verwijder(self) -> Any:
        """Throw an own draft away."""
        item_id, versie = self._id(), self.item.versie
        await schrijf(lambda s, wie: service.verwijder_item(s, wie, item_id, versie))
        await zeg(self, "Het verslag is weggegooid.", "The entry was thrown away.")
        return [sluit_dialoog("dialoog-weggooien"), rx.redirect("/logboek")]

    @handler(Actie.LOGBOEK_LEZEN)
    async def reageer(self, gegevens: dict[str, Any]) -> None:
        """Write a comment."""
        item_id, tekst = self._id(), formulier(gegevens).get("reactie", "")
        await schrijf(lambda s, wie: service.reageer(s, wie, klok, item_id, tekst))
        self.reactie_sleutel += 1
        await self._lees(item_id)
        await zeg(self, "Je reactie staat erbij.", "Your comment was added.")

    @handler(Actie.LOGBOEK_LEZEN)
    async def bespreek(self) -> None:
        """We talked about this."""
        item_id, versie = self._id(), self.item.versie
        await schrijf(lambda s, wie: service.bespreek(s, wie, klok, item_id, versie))
        await self._lees(item_id)
        await zeg(self, "Genoteerd: besproken.", "Noted: discussed.")

    @handler(Actie.LOGBOEK_LEZEN)
    async def heropen(self) -> None:
        """It was not discussed after all."""
        item_id, versie = self._id(), self.item.versie
        await schrijf(lambda s, wie: service.heropen(s, wie, item_id, versie))
        await self._lees(item_id)
        await zeg(self, "Dit verslag staat weer bij te bespreken.", "This entry is to be discussed again.")

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def voeg_foto_toe(self) -> Any:
        """A file was chosen: send it, without leaving the screen."""
        return stuur_foto(self._id(), VerslagState.na_upload)

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def na_upload(self, uitslag: str) -> None:
        """It went up, or not."""
        item_id = self._id()
        if await zeg_uitslag(self, uitslag):
            await self._lees(item_id)
            await zeg(self, "De foto of het bestand is bewaard.", "The photo or file was kept.")

    @handler(Actie.LOGBOEK_SCHRIJVEN)
    async def verwijder_bijlage(self, bijlage_id: int) -> None:
        """Remove one photo or file."""
        nummer, item_id = als_id(bijlage_id), self._id()
        await schrijf(lambda s, wie: service_bijlage.verwijder_bijlage(s, wie, nummer))
        await self._lees(item_id)
        await zeg(self, Tekst("Verwijderd.", "Removed."))


@rx.page(route="/logboek/[verslag_nr]", title="Logboek · BPV-app", on_load=VerslagState.laad)
def logboek_item() -> rx.Component:
    """The entry."""
    return pagina(
        inhoud(VerslagState),
        titel=VerslagState.item.kop,
        zin=VerslagState.item.zin,
        kruimels=[(t("Logboek", "Logbook"), "/logboek")],
        smal=True,
    )
