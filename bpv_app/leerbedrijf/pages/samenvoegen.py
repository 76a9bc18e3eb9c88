"""/leerbedrijven/samenvoegen/<id>/<id>: are these two one company? Compare, merge, or say that they are not."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service_paren as paren
from bpv_app.leerbedrijf.pages import samenvoegen_beeld as beeld
from bpv_app.leerbedrijf.pages.samenvoegen_delen import inhoud
from bpv_app.leerbedrijf.rules_dubbel import AANWIJZING_LABEL, lees_aanwijzingen
from bpv_app.leerbedrijf.rules_samenvoegen import VELDGROEPEN
from bpv_app.leerbedrijf.service_samenvoegen import Keuze, Voorbeeld, bekijk_samenvoeging, voeg_samen
from bpv_app.leerbedrijf.tables_samenvoegen import DubbelPaar
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina


class SamenvoegState(rx.State):
    """Two companies side by side, and the choice so far. Nothing is saved until somebody merges."""

    zin: str = ""
    blijft: beeld.BedrijfKant = beeld.BedrijfKant()
    weg: beeld.BedrijfKant = beeld.BedrijfKant()
    keuzes: list[beeld.VeldKeuze] = []
    personen: list[str] = []
    waarom: list[str] = []
    bezwaar: str = ""
    anders: str = ""
    versie: int = 0
    _ids: tuple[int, int] = (0, 0)
    _versies: tuple[int, int] = (0, 0)
    _van_weg: frozenset[str] = frozenset()

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN, laadt=True)
    async def laad(self) -> None:
        """Read the two companies of the address; the first stays, until somebody swaps them."""
        self._ids = (0, 0)
        await self._lees((als_id(pad_deel(self, 2)), als_id(pad_deel(self, 3))), None)

    async def _lees(self, ids: tuple[int, int], van_weg: frozenset[str] | None) -> None:
        def werk(session: Session, wie: Actor) -> tuple[Voorbeeld, DubbelPaar | None]:
            voorbeeld = bekijk_samenvoeging(session, wie, *ids, van_weg)
            return voorbeeld, paren.get_paar(session, wie, *ids)

        v, paar = await lees(werk)
        taal = (await self.get_state(BasisState)).taal
        self._ids, self._versies, self._van_weg = ids, (v.blijft.versie, v.weg.versie), v.van_weg
        self.blijft, self.weg = beeld.kant(v.blijft, v.blijft_heeft, taal), beeld.kant(v.weg, v.aantallen, taal)
        self.keuzes, self.personen = beeld.keuzes(v, taal), beeld.mensen(v, taal)
        self.bezwaar = v.bezwaar.in_taal(taal) if v.bezwaar else ""
        self.waarom, self.anders = [], ""
        if paar is not None:
            self.waarom = [AANWIJZING_LABEL[a].in_taal(taal) for a in lees_aanwijzingen(paar.aanwijzingen)]
            if paar.anders_op is not None:
                op = toon_datum(paar.anders_op.date(), taal)
                self.anders = f"{paar.anders_door}, {op}: {paar.anders_reden}"
        self.zin = Tekst(
            f"{v.weg.naam} gaat op in {v.blijft.naam}. Alles wat eraan hangt gaat mee.",
            f"{v.weg.naam} goes up in {v.blijft.naam}. Everything that hangs on it moves along.",
        ).in_taal(taal)
        self.versie += 1

    def _sleutels(self) -> tuple[int, int]:
        """The two this screen shows; a screen that shows none has nothing to change."""
        if not all(self._ids):
            raise NietGevonden
        return self._ids

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN)
    async def wissel(self) -> None:
        """The other one stays; every value that was chosen stays chosen."""
        een, ander = self._sleutels()
        verschilt = {k.groep for k in self.keuzes}
        await self._lees((ander, een), frozenset(verschilt - self._van_weg))

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN)
    async def kies(self, groep: str, wie: str) -> None:
        """Which of the two values stays."""
        ids = self._sleutels()
        if not isinstance(groep, str) or groep not in VELDGROEPEN or wie not in ("blijft", "weg"):
            return
        van_weg = self._van_weg | {groep} if wie == "weg" else self._van_weg - {groep}
        versies = self._versies
        await self._lees(ids, frozenset(van_weg))
        self._versies = versies  # what is merged is what was on the screen first: a change since is told

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN)
    async def voeg_samen(self, gegevens: dict[str, Any]) -> Any:
        """Merge as the screen shows it, and go to the one that stays."""
        (blijft, weg), (versie_blijft, versie_weg) = self._sleutels(), self._versies
        keuze = Keuze(blijft, weg, self._van_weg, versie_blijft, versie_weg, formulier(gegevens).get("reden", ""))
        await schrijf(lambda s, wie: voeg_samen(s, wie, klok, keuze))
        await zeg(
            self,
            f"{self.weg.naam} is opgegaan in {self.blijft.naam}. Onderaan deze pagina kun je het ongedaan maken.",
            f"{self.weg.naam} was merged into {self.blijft.naam}. You can undo it at the bottom of this page.",
        )
        return rx.redirect(f"/leerbedrijven/{blijft}")

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN)
    async def zeg_anders(self, gegevens: dict[str, Any]) -> Any:
        """They are not the same: remembered with why, until one of them changes."""
        een, ander = self._sleutels()
        reden = formulier(gegevens).get("anders", "")
        await schrijf(lambda s, wie: paren.zeg_anders(s, wie, klok, een, ander, reden))
        await zeg(self, "Onthouden: dit zijn twee bedrijven.", "Remembered: these are two companies.")
        return rx.redirect("/leerbedrijven/dubbelen")

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN)
    async def zet_terug(self) -> None:
        """Take back that they are not the same."""
        een, ander = self._sleutels()
        await schrijf(lambda s, wie: paren.zet_terug(s, wie, een, ander))
        await self._lees((een, ander), self._van_weg)
        await zeg(self, "Dit paar staat weer op de lijst.", "This pair is on the list again.")


@rx.page(route="/leerbedrijven/samenvoegen/[een]/[ander]", title="Samenvoegen · BPV-app", on_load=SamenvoegState.laad)
def samenvoegen() -> rx.Component:
    """The comparison."""
    return pagina(
        inhoud(SamenvoegState),
        titel=t("Samenvoegen", "Merge"),
        zin=SamenvoegState.zin,
        kruimels=[
            (t("Leerbedrijven", "Companies"), "/leerbedrijven"),
            (t("Mogelijk dubbel", "Possible doubles"), "/leerbedrijven/dubbelen"),
        ],
    )
