"""/inrichting/<id>: one dossier set-up; change it, copy it, switch it off, couple students to it (steps 1 and 2)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.dossier import service
from bpv_app.dossier.pages.formulier import FormulierState, inrichting_formulier
from bpv_app.dossier.pages.koppelen import KoppelState, koppelen
from bpv_app.dossier.queries import HELE_SCHOOL, get_samenvatting, toon_getal
from bpv_app.dossier.rules_inrichting import PARTIJ_LABEL, lees_inrichting
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.student.rules import LEERWEG_LABEL
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import annuleer, badge, dialoog, gegevens, kaart, knop, sluit_dialoog

_UIT = "dialoog-uit"


class InrichtingState(KoppelState, FormulierState, rx.State):
    """The workflow of one set-up as the browser sees it."""

    inrichting_id: int = 0
    inrichting_versie: int = 0
    titel: str = ""
    zin: str = ""
    is_actief: bool = True
    mag_wijzigen: bool = False
    toon: dict[str, str] = {}

    @handler(Actie.INRICHTING_BEWERKEN, laadt=True)
    async def laad(self) -> None:
        """Read the set-up of the address."""
        self.inrichting_id = 0
        self._wis_koppelen()
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, inrichting_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> None:
            rij = service.get_inrichting(session, wie, inrichting_id)
            aantal, teamnaam = get_samenvatting(session, wie, rij)
            self._vul(session, wie, service.als_invoer(rij))
            self._vul_koppelen(session, wie, rij)
            self.inrichting_id, self.inrichting_versie = inrichting_id, rij.versie
            self.form_sleutel = f"{inrichting_id}-{rij.versie}"
            self.titel, self.is_actief = rij.naam, rij.is_actief
            self.mag_wijzigen = service.mag_wijzigen(wie, rij)
            leerweg = LEERWEG_LABEL[rij.leerweg].in_taal(taal)
            team = teamnaam or HELE_SCHOOL.in_taal(taal)
            self.zin = (
                f"{leerweg}, {team}. {aantal} {'student' if aantal == 1 else 'students'} coupled."
                if taal == "en"
                else f"{leerweg}, {team}. {aantal} {'student' if aantal == 1 else 'studenten'} gekoppeld."
            )
            self.toon = {
                "periode": f"{toon_datum(rij.begin_op, taal) or '…'} – {toon_datum(rij.eind_op, taal) or '…'}",
                "uren": toon_getal(rij.uren_totaal, taal),
                "week": f"{toon_getal(rij.uren_per_week, taal)} / {toon_getal(rij.dagen_per_week, taal)}",
                "documenten": ", ".join(rij.documenten),
                "gesprekken": ", ".join(str(g["naam"]) for g in rij.gespreksmomenten),
                "partijen": ", ".join(PARTIJ_LABEL[p].in_taal(taal) for p in rij.ondertekenaars),
                "exemplaren": str(rij.exemplaren),
            }

        await lees(werk)

    def _sleutel(self) -> tuple[int, int]:
        """The set-up this screen shows; a screen that shows none has nothing to change."""
        if not self.inrichting_id:
            raise NietGevonden
        return self.inrichting_id, self.inrichting_versie

    @handler(Actie.INRICHTING_BEWERKEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Save the form."""
        inrichting_id, versie = self._sleutel()
        invoer = lees_inrichting(formulier(gegevens))
        await schrijf(lambda s, wie: service.werk_inrichting_bij(s, wie, inrichting_id, invoer, versie))
        await self._lees(inrichting_id)
        await zeg(self, "Inrichting bewaard.", "Set-up saved.")

    @handler(Actie.INRICHTING_BEWERKEN)
    async def kopieer(self) -> Any:
        """Make a copy, for the own team when this one is of the whole school."""
        inrichting_id, _ = self._sleutel()
        rij = await schrijf(lambda s, wie: service.kopieer_inrichting(s, wie, inrichting_id))
        await zeg(self, "Kopie gemaakt. Geef haar een eigen naam.", "Copy made. Give it a name of its own.")
        return rx.redirect(f"/inrichting/{rij.id}")

    async def _zet_actief(self, is_actief: bool) -> None:
        inrichting_id, versie = self._sleutel()
        await schrijf(lambda s, wie: service.zet_inrichting_actief(s, wie, inrichting_id, is_actief, versie))
        await self._lees(inrichting_id)

    @handler(Actie.INRICHTING_BEWERKEN)
    async def zet_uit(self) -> Any:
        """Nothing new can be coupled any more."""
        await self._zet_actief(False)
        await zeg(self, "Uitgezet. De dossiers die er zijn gaan gewoon door.", "Switched off. Its dossiers go on.")
        return sluit_dialoog(_UIT)

    @handler(Actie.INRICHTING_BEWERKEN)
    async def zet_aan(self) -> None:
        """Students can be coupled again."""
        await self._zet_actief(True)
        await zeg(self, "Weer aangezet.", "Switched on again.")

    @handler(Actie.DOSSIER_KOPPELEN)
    async def koppel(self) -> None:
        """Step 2: couple everybody that was found, with a result per student."""
        inrichting_id, _ = self._sleutel()
        vraag = self._neem_vraag()
        uitslagen = await schrijf(lambda s, wie: service.koppel_op_filter(s, wie, klok, inrichting_id, vraag))
        await self._lees(inrichting_id)
        await self._toon_koppeling(uitslagen)


def _alleen_lezen() -> rx.Component:
    toon = InrichtingState.toon
    return kaart(
        rx.el.p(
            t(
                "Deze inrichting is van de hele school. Je kunt er studenten aan koppelen; maak een kopie om haar "
                "aan te passen.",
                "This set-up belongs to the whole school. You can couple students to it; make a copy to change it.",
            ),
            class_name="mb-3",
        ),
        gegevens(
            (t("Periode", "Period"), toon["periode"]),
            (t("Totaal aantal uren (SBU)", "Total hours"), toon["uren"]),
            (t("Uren / dagen per week", "Hours / days per week"), toon["week"]),
            (t("Gespreksmomenten", "Conversations"), toon["gesprekken"]),
            (t("Verplichte documenten", "Required documents"), toon["documenten"]),
            (t("Exemplaren", "Copies"), toon["exemplaren"]),
            (t("Wie tekenen", "Who sign"), toon["partijen"]),
        ),
        titel=t("De inrichting", "The set-up"),
    )


def _acties() -> rx.Component:
    uit = dialoog(
        _UIT,
        t("Inrichting uitzetten", "Switch set-up off"),
        rx.el.p(
            t(
                "Er kunnen dan geen studenten meer aan gekoppeld worden. De dossiers die er zijn gaan gewoon door. Je "
                "kunt haar later weer aanzetten.",
                "No students can be coupled to it any more. The dossiers there are go on. You can switch it on again.",
            )
        ),
        rx.el.div(
            knop(t("Uitzetten", "Switch off"), on_click=InrichtingState.zet_uit),
            annuleer(_UIT),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        open_tekst=t("Uitzetten", "Switch off"),
    )
    aan = rx.el.button(
        t("Weer aanzetten", "Switch on again"), on_click=InrichtingState.zet_aan, class_name="btn btn-outline btn-sm"
    )
    return rx.fragment(
        rx.cond(InrichtingState.is_actief, rx.fragment(), badge(t("Staat uit", "Switched off"), "warning")),
        rx.el.button(
            t("Kopie maken", "Make a copy"), on_click=InrichtingState.kopieer, class_name="btn btn-outline btn-sm"
        ),
        rx.cond(InrichtingState.mag_wijzigen, rx.cond(InrichtingState.is_actief, uit, aan), rx.fragment()),
    )


@rx.page(route="/inrichting/[inrichting_nr]", title="Dossierinrichting · BPV-app", on_load=InrichtingState.laad)
def inrichting() -> rx.Component:
    """Coupling on top (that is why one comes here), the set-up itself beneath."""
    return pagina(
        koppelen(InrichtingState),
        rx.cond(
            InrichtingState.mag_wijzigen,
            inrichting_formulier(InrichtingState, InrichtingState.bewaar, knop(t("Bewaren", "Save"), type="submit")),
            _alleen_lezen(),
        ),
        titel=InrichtingState.titel,
        zin=InrichtingState.zin,
        kruimels=[(t("Dossierinrichting", "Dossier set-up"), "/inrichting")],
        acties=_acties(),
    )
