"""Amendments on the POK's screen: what changed, objections and what came of them, reasons, a replacement place."""

from __future__ import annotations

from datetime import date
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.mutatie import service as mutatie_service
from bpv_app.mutatie.queries import te_vervangen
from bpv_app.pok import service
from bpv_app.pok.pages.wijzigen_beeld import WijzigingBeeld, wijziging_beeld
from bpv_app.pok.pages.wijzigen_delen import AFHANDELEN, BEZWAAR
from bpv_app.pok.queries_wijziging import list_wijzigingen
from bpv_app.pok.rules import PARTIJ_LABEL, Partij
from bpv_app.pok.rules_naast import NAAST_LABEL
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import (
    open_dialoog,
    sluit_dialoog,
)


class WijzigState(rx.State, mixin=True):
    """The part of the POK's State about amendments."""

    wijzigingen: list[WijzigingBeeld] = []
    naast_regels: list[str] = []
    mag_naast: bool = False
    mag_vervangen: bool = False
    partij_opties: list[Optie] = []
    wijziging_id: str = ""
    wijziging_titel: str = ""
    mag_handhaven: bool = False

    async def _lees_wijzigingen(self, pok_id: int) -> None:
        taal, vandaag, wie = (await self.get_state(BasisState)).taal, klok.vandaag(), huidige_actor()

        def werk(session: Any, actor: Any) -> Any:
            pok = service.get_pok(session, actor, pok_id)
            plek = te_vervangen(session, pok.dossier_id)
            return (
                list_wijzigingen(session, pok_id, vandaag, taal),
                service.list_zonder_reden(session, pok) if pok.status in ("concept", "volledig") else (),
                plek is not None and plek.id == pok_id,
            )

        lijst, naast_lijst, is_te_vervangen = await lees(werk)
        meldt = wie.mag(Actie.POK_MUTEREN) or wie.mag(Actie.POK_ONDERTEKENING_REGISTREREN)
        self.wijzigingen = [wijziging_beeld(w, pok_id, taal, meldt, wie.mag(Actie.POK_KLAARZETTEN)) for w in lijst]
        self.naast_regels = [f"{NAAST_LABEL[w.soort].in_taal(taal)}. {w.tekst.in_taal(taal)}" for w in naast_lijst]
        self.mag_naast = wie.mag(Actie.POK_KLAARZETTEN) or wie.mag(Actie.POK_MUTEREN)
        self.mag_vervangen = is_te_vervangen and wie.mag(Actie.POK_MUTEREN)
        self.partij_opties = [
            Optie(p.value, PARTIJ_LABEL[p].in_taal(taal))
            for p in Partij
            if p is not Partij.SCHOOL and any(h.partij == p.value for h in self.handtekeningen)
        ]

    async def _na(self, tekst: Tekst, *dialogen: str) -> Any:
        await self._lees()
        await zeg(self, tekst)
        return [sluit_dialoog(d) for d in dialogen] or None

    def _kies(self, wijziging_id: object) -> bool:
        gekozen = next((w for w in self.wijzigingen if w.id == str(wijziging_id)), None)
        if gekozen is None:
            return False
        self.wijziging_id, self.wijziging_titel = gekozen.id, gekozen.titel
        self.mag_handhaven = gekozen.mag_handhaven
        return True

    @handler(Actie.POK_MUTEREN, Actie.POK_ONDERTEKENING_REGISTREREN)
    async def vraag_bezwaar(self, wijziging_id: str) -> Any:
        """Ask who objects, and why."""
        return open_dialoog(BEZWAAR) if self._kies(wijziging_id) else None

    @handler(Actie.POK_MUTEREN, Actie.POK_ONDERTEKENING_REGISTREREN)
    async def meld_bezwaar(self, gegevens: dict[str, Any]) -> Any:
        """A party objects to the new bpv-blad."""
        form, nummer = formulier(gegevens), als_id(self.wijziging_id)
        partij, reden, op = form.get("partij", ""), reden_uit(form, "bezwaar"), _dag(form, "ontvangen_op")
        if partij not in set(Partij):
            raise OngeldigeInvoer({"partij": Tekst("Maak een keuze.", "Make a choice.")})
        await schrijf(lambda s, wie: service.registreer_bezwaar(s, wie, klok, nummer, Partij(partij), reden, op))
        return await self._na(
            Tekst(
                "Bezwaar vastgelegd. Het staat op de lijst van de coördinator.",
                "Objection recorded. It is on the coordinator's list.",
            ),
            BEZWAAR,
        )

    @handler(Actie.POK_KLAARZETTEN)
    async def vraag_afhandeling(self, wijziging_id: str) -> Any:
        """Ask what becomes of it."""
        return open_dialoog(AFHANDELEN) if self._kies(wijziging_id) else None

    @handler(Actie.POK_KLAARZETTEN)
    async def handel_af(self, gegevens: dict[str, Any]) -> Any:
        """Keep the new bpv-blad, or take it back."""
        form, nummer = formulier(gegevens), als_id(self.wijziging_id)
        reden, wat = reden_uit(form, "afhandelen"), form.get("wat", "")
        if wat not in ("handhaaf", "trek_in"):
            raise OngeldigeInvoer({"wat": Tekst("Maak een keuze.", "Make a choice.")})
        verb = service.handhaaf if wat == "handhaaf" else service.trek_in
        await schrijf(lambda s, wie: verb(s, wie, klok, nummer, reden))
        return await self._na(
            Tekst("Het bpv-blad blijft gelden.", "The bpv-blad stays.")
            if wat == "handhaaf"
            else Tekst("Ingetrokken. De oude afspraken gelden weer.", "Taken back. The old agreement holds again."),
            AFHANDELEN,
        )

    @handler(Actie.POK_KLAARZETTEN, Actie.POK_MUTEREN)
    async def geef_reden_naast(self, gegevens: dict[str, Any]) -> Any:
        """Why this placement may run beside another."""
        reden, pok_id = reden_uit(formulier(gegevens), "naast"), self.pok_id
        await schrijf(lambda s, wie: service.geef_reden_naast(s, wie, klok, pok_id, reden))
        return await self._na(Tekst("Reden vastgelegd.", "Reason recorded."), "dialoog-naast")

    @handler(Actie.POK_MUTEREN)
    async def start_vervanging(self, gegevens: dict[str, Any]) -> Any:
        """A replacement place for the hours that are left."""
        reden, pok_id = reden_uit(formulier(gegevens), "vervanging"), self.pok_id

        def werk(session: Any, wie: Any) -> Any:
            pok = service.get_pok(session, wie, pok_id)
            return mutatie_service.start_vervangende_plek(session, wie, klok, pok.dossier_id, reden)

        nieuw = await schrijf(werk)
        await zeg(
            self,
            f"Vervangende plek gestart: POK {nieuw.nummer}. Zoek nu een leerbedrijf in het dossier.",
            f"Replacement place started: agreement {nieuw.nummer}. Now find a company in the dossier.",
        )
        return [sluit_dialoog("dialoog-vervanging"), rx.redirect(f"/poks/{nieuw.id}")]


def reden_uit(form: dict[str, str], naam: str) -> str:
    """The reason of one of the forms of this page: each has a field of its own (`reden_<naam>`)."""
    return form.get(f"reden_{naam}", "") or form.get("reden", "")


def _dag(form: dict[str, str], naam: str) -> date | None:
    try:
        return lees_datum(form.get(naam, ""))
    except (ValueError, OverflowError) as fout:
        raise OngeldigeInvoer({naam: Tekst("Dit is geen datum.", "This is not a date.")}) from fout
