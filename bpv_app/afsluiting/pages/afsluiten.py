"""/dossiers/<id>/afsluiten: what is there, what is missing, who may let it pass; then close the placement (step 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from bpv_app.afsluiting import service
from bpv_app.afsluiting.queries import Afsluitbeeld, OntheffingRegel, get_afsluiting
from bpv_app.afsluiting.rules import ONTHEFFING_DOOR, PUNT_LABEL, STAAT_LABEL, STAAT_TOON, Punt, PuntStaat, vat_samen
from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.clock import klok, lees_datum, toon_datum, toon_moment
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import ROL_LABEL, Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import EIND_LABEL, EindReden
from bpv_app.pok.rules_afsluiten import Afsluiting
from bpv_app.pok.rules_voortraject import lees_getal
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import (
    annuleer,
    badge,
    kaart,
    keuzeveld,
    knop,
    open_dialoog,
    sluit_dialoog,
    tekstveld,
    veld,
    venster,
)

ONTHEFFING = "dialoog-ontheffing"


@dataclass
class PuntBeeld:
    """A point of the list; `door`: who may override it when it is not this person's."""

    punt: str
    label: str
    staat: str
    toon: str
    uitleg: str
    href: str
    mag: bool
    door: str


@dataclass
class VinkBeeld:
    """A document, or something to hand in."""

    naam: str
    klaar: bool


@dataclass
class OntheffingBeeld:
    """An override in words."""

    kop: str
    reden: str
    wie: str


def ontheffing_beeld(o: OntheffingRegel, taal: str) -> OntheffingBeeld:
    """Also for the dossier's page."""
    return OntheffingBeeld(
        f"{PUNT_LABEL[o.punt].in_taal(taal)}: {o.stand}", o.reden, f"{o.door}, {toon_moment(o.op, taal)}"
    )


class AfsluitState(rx.State):
    """The closing of one placement."""

    dossier_id: int = 0
    titel: str = ""
    zin: str = ""
    periode: str = ""
    punten: list[PuntBeeld] = []
    documenten: list[VinkBeeld] = []
    spullen: list[VinkBeeld] = []
    ontheffingen: list[OntheffingBeeld] = []
    is_klaar: bool = False
    is_vroeg: bool = False
    is_gesloten: bool = False
    mag_sluiten: bool = False
    mag_vinken: bool = False
    uren: str = ""
    einde: str = ""
    vandaag: str = ""
    punt: str = ""
    punt_label: str = ""
    form_sleutel: str = ""
    pok_href: str = ""
    _dossier_versie: int = 0
    _pok_versie: int = 0

    @handler(Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN, laadt=True)
    async def laad(self) -> None:
        """Read the placement of the address."""
        self.dossier_id, self.einde, self.pok_href = 0, "", ""
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, dossier_id: int) -> None:
        taal, dag, einde = (await self.get_state(BasisState)).taal, klok.vandaag(), _dag_of_niets(self.einde)
        beeld = await lees(lambda s, wie: get_afsluiting(s, wie, dossier_id, dag, einde))
        self._toon(beeld, taal, dag)

    def _toon(self, b: Afsluitbeeld, taal: str, vandaag: date) -> None:
        self.dossier_id, self._dossier_versie, self._pok_versie = b.dossier_id, b.dossier_versie, b.pok_versie
        self.titel = Tekst(f"Stage van {b.student} afsluiten", f"Close the placement of {b.student}").in_taal(taal)
        self.periode = f"{b.bedrijf}, {toon_datum(b.begin_op, taal)} – {toon_datum(b.eind_op, taal)}"
        self.is_klaar, self.is_vroeg, self.is_gesloten = b.is_klaar, b.is_vroeg, b.is_gesloten
        self.mag_sluiten, self.mag_vinken = b.mag_sluiten, b.mag_vinken
        self.zin = _zin(b).in_taal(taal)
        self.punten = [
            PuntBeeld(
                p.punt.value,
                PUNT_LABEL[p.punt].in_taal(taal),
                STAAT_LABEL[p.staat].in_taal(taal),
                STAAT_TOON[p.staat],
                p.uitleg.in_taal(taal),
                _HREF[p.punt].format(dossier=b.dossier_id) if p.staat is PuntStaat.MIST and p.punt in _HREF else "",
                p.punt in b.mag_ontheffen,
                _door(p.punt, taal)
                if p.staat is PuntStaat.MIST and p.punt not in b.mag_ontheffen and not b.is_gesloten
                else "",
            )
            for p in b.punten
        ]
        f = b.feiten
        self.documenten = [VinkBeeld(n, n in f.documenten_klaar) for n in f.documenten]
        self.spullen = [VinkBeeld(n, n in f.ingeleverd) for n in f.in_te_leveren]
        self.ontheffingen = [ontheffing_beeld(o, taal) for o in b.ontheffingen]
        uren = f"{b.uren.normalize():f}"
        self.uren = uren if taal == "en" else uren.replace(".", ",")
        self.vandaag = vandaag.isoformat()
        self.einde = self.einde or (min(b.eind_op, vandaag).isoformat() if b.eind_op else "")
        self.form_sleutel = f"{b.dossier_id}-{b.pok_versie}-{self.uren}"

    @handler(Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN)
    async def kies_einde(self, dag: str) -> None:
        """Another last day: what is needed depends on whether it is early."""
        if _dag_of_niets(dag) is not None:
            self.einde = str(dag)[:10]
            await self._lees(self.dossier_id)

    @handler(Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN)
    async def vink_document(self, naam: str) -> None:
        """A document is there, or not yet."""
        await self._vink(dossier_service.zet_document, str(naam)[:200], self.documenten)

    @handler(Actie.POK_AFSLUITEN, Actie.AFSLUITING_ONTHEFFEN)
    async def vink_ingeleverd(self, naam: str) -> None:
        """Something was handed in, or not yet."""
        await self._vink(dossier_service.zet_ingeleverd, str(naam)[:200], self.spullen)

    async def _vink(self, verb: Any, naam: str, lijst: list[VinkBeeld]) -> None:
        dossier_id, versie = self.dossier_id, self._dossier_versie
        klaar = not any(v.naam == naam and v.klaar for v in lijst)
        await schrijf(lambda s, wie: verb(s, wie, dossier_id, naam, klaar, versie))
        await self._lees(dossier_id)

    @handler(Actie.AFSLUITING_ONTHEFFEN)
    async def vraag_ontheffing(self, punt: str) -> Any:
        """Ask why this may be missing."""
        if not isinstance(punt, str) or punt not in set(Punt):
            return None
        self.punt = punt
        self.punt_label = PUNT_LABEL[Punt(punt)].in_taal((await self.get_state(BasisState)).taal)
        return open_dialoog(ONTHEFFING)

    @handler(Actie.AFSLUITING_ONTHEFFEN)
    async def ontheft(self, gegevens: dict[str, Any]) -> Any:
        """Let it pass, with the reason."""
        reden, dossier_id, punt = formulier(gegevens).get("reden", ""), self.dossier_id, self.punt
        if punt not in set(Punt):
            return None
        await schrijf(lambda s, wie: service.geef_ontheffing(s, wie, klok, dossier_id, Punt(punt), reden))
        await self._lees(dossier_id)
        await zeg(self, "Vastgelegd. Dit mag ontbreken.", "Recorded. This may be missing.")
        return sluit_dialoog(ONTHEFFING)

    @handler(Actie.POK_AFSLUITEN)
    async def sluit_af(self, gegevens: dict[str, Any]) -> None:
        """Step 8."""
        form, dossier_id, versie = formulier(gegevens), self.dossier_id, self._pok_versie
        afsluiting = _lees_formulier(form)
        gesloten = await schrijf(lambda s, wie: service.sluit_af(s, wie, klok, dossier_id, afsluiting, versie))
        te_vroeg = gesloten.eind_op is not None and gesloten.werkelijk_eind_op < gesloten.eind_op
        await self._lees(dossier_id)
        await zeg(
            self,
            "De stage is afgesloten. De student en het bedrijf krijgen een bedankje en een evaluatie.",
            "The placement is closed. The student and the company get a thank-you and an evaluation.",
        )
        self.pok_href = f"/poks/{gesloten.id}" if te_vroeg else ""


def _lees_formulier(form: dict[str, str]) -> Afsluiting:
    fouten: dict[str, Tekst] = {}
    eind, uren = None, None
    try:
        eind = lees_datum(form.get("werkelijk_eind_op", "")[:10])
    except ValueError:
        fouten["werkelijk_eind_op"] = Tekst("Dit is geen datum.", "This is not a date.")
    try:
        uren = lees_getal(form.get("gerealiseerde_uren", ""))
    except ValueError:
        fouten["gerealiseerde_uren"] = Tekst("Dit is geen getal.", "This is not a number.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    reden = form.get("eind_reden", "")
    return Afsluiting(
        werkelijk_eind_op=eind,
        eind_reden=EindReden(reden) if reden in set(EindReden) else None,
        gerealiseerde_uren=uren,
        toelichting=form.get("toelichting", ""),
    )


def _dag_of_niets(tekst: object) -> date | None:
    try:
        return lees_datum(str(tekst)[:10])
    except ValueError:
        return None


_HREF: dict[Punt, str] = {
    Punt.WEKEN: "/uren/weken",
    Punt.GESPREKKEN: "/gesprekken",
    Punt.BEOORDELING: "/beoordelingen/{dossier}",
}
"""Where the missing thing is done."""


def _door(punt: Punt, taal: str) -> str:
    rollen = " / ".join(ROL_LABEL[r].in_taal(taal) for r in Rol if r in ONTHEFFING_DOOR[punt])
    return Tekst(f"Mag dit ontbreken? Vraag: {rollen}.", f"May this be missing? Ask: {rollen}.").in_taal(taal)


def _zin(b: Afsluitbeeld) -> Tekst:
    if b.is_gesloten:
        return Tekst("Deze stage is afgesloten.", "This placement is closed.")
    if not b.pok_id:
        return Tekst("Er is nog geen getekende POK om af te sluiten.", "There is no signed agreement to close yet.")
    return vat_samen(b.punten)


def _punt(p: rx.Var[PuntBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(p.label, class_name="font-semibold"),
            badge(p.staat, p.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.p(p.uitleg, class_name="text-sm"),
        rx.cond(p.door != "", rx.el.p(p.door, class_name="text-sm text-base-content/80"), rx.fragment()),
        rx.el.div(
            rx.cond(
                p.href != "",
                rx.el.a(
                    t("Regel het", "Arrange it"),
                    rx.el.span(": ", p.label, class_name="sr-only"),
                    href=p.href,
                    class_name="btn btn-outline btn-sm",
                ),
                rx.fragment(),
            ),
            rx.cond(
                p.mag,
                rx.el.button(
                    t("Mag ontbreken", "May be missing"),
                    rx.el.span(": ", p.label, class_name="sr-only"),
                    type="button",
                    on_click=AfsluitState.vraag_ontheffing(p.punt),
                    class_name="btn btn-ghost btn-sm",
                ),
                rx.fragment(),
            ),
            class_name="mt-1 flex flex-wrap gap-2",
        ),
        class_name="py-3",
        custom_attrs={"data-punt": p.punt},
    )


def _vinken(titel: Any, lijst: Any, vink: Any) -> rx.Component:
    return rx.cond(
        lijst.length() > 0,
        kaart(
            rx.el.ul(
                rx.foreach(
                    lijst,
                    lambda v: rx.el.li(
                        rx.el.label(
                            rx.el.input(
                                type="checkbox",
                                checked=v.klaar,
                                disabled=~AfsluitState.mag_vinken,
                                on_change=lambda _: vink(v.naam),
                                class_name="checkbox",
                            ),
                            rx.el.span(v.naam),
                            class_name="flex min-h-11 items-center gap-3",
                        )
                    ),
                )
            ),
            titel=titel,
        ),
        rx.fragment(),
    )


def _formulier() -> rx.Component:
    s = AfsluitState
    return kaart(
        rx.el.form(
            veld(
                "werkelijk_eind_op",
                t("Werkelijke einddatum", "Real end date"),
                soort="date",
                waarde=s.einde,
                verplicht=True,
                max=s.vandaag,
                on_change=s.kies_einde.debounce(400),
            ),
            rx.cond(
                s.is_vroeg,
                rx.el.p(
                    t(
                        "Dit is eerder dan afgesproken. Kies waarom en leg het uit. Alle uren, gesprekken en een "
                        "beoordeling zijn dan niet nodig.",
                        "This is earlier than agreed. Choose why and explain. All hours, conversations and an "
                        "assessment are not needed then.",
                    ),
                    class_name="melding melding-info",
                ),
                rx.fragment(),
            ),
            keuzeveld(
                "eind_reden",
                t("Waarom eindigt de stage?", "Why does the placement end?"),
                [(r.value, t(EIND_LABEL[r])) for r in EindReden],
                verplicht=True,
            ),
            veld(
                "gerealiseerde_uren",
                t("Gerealiseerde uren", "Realised hours"),
                waarde=s.uren,
                input_mode="decimal",
                verplicht=True,
                hulp=t("Ingevuld met de goedgekeurde uren.", "Filled with the approved hours."),
            ),
            tekstveld(
                "toelichting",
                t("Toelichting", "Explanation"),
                hulp=t("Nodig als de stage eerder eindigt.", "Needed when the placement ends early."),
            ),
            rx.cond(
                s.is_klaar,
                rx.fragment(),
                rx.el.p(
                    t("Hierboven ontbreekt nog iets.", "Something is still missing above."),
                    class_name="melding melding-warning",
                ),
            ),
            knop(t("Stage afsluiten", "Close placement"), type="submit", disabled=~s.is_klaar),
            on_submit=s.sluit_af,
            class_name="formulier",
            key=s.form_sleutel,
        ),
        titel=t("Afsluiten", "Close"),
    )


def ontheffingen_lijst(lijst: Any) -> rx.Component:
    """Overrides, oldest first; also on the dossier's page."""
    return rx.el.ul(
        rx.foreach(
            lijst,
            lambda o: rx.el.li(
                rx.el.p(o.kop, class_name="font-semibold"),
                rx.el.p(o.reden),
                rx.el.p(o.wie, class_name="text-sm text-base-content/80"),
                class_name="py-2",
            ),
        ),
        class_name="divide-y divide-base-300",
    )


@rx.page(route="/dossiers/[dossier_nr]/afsluiten", title="Stage afsluiten · BPV-app", on_load=AfsluitState.laad)
def afsluiten() -> rx.Component:
    """Points, lists to tick, and the form."""
    s = AfsluitState
    return pagina(
        rx.el.div(
            rx.el.p(s.periode, class_name="text-sm text-base-content/80"),
            rx.cond(
                s.pok_href != "",
                rx.el.p(
                    t(
                        "De stage stopte eerder. Moet de student verder op een andere plek? ",
                        "The placement ended early. Must the student go on somewhere else? ",
                    ),
                    rx.el.a(t("Naar de POK", "To the agreement"), href=s.pok_href, class_name="link"),
                    class_name="melding melding-info",
                ),
                rx.fragment(),
            ),
            kaart(
                rx.el.ol(rx.foreach(s.punten, _punt), class_name="divide-y divide-base-300"),
                titel=t("Wat is er, wat ontbreekt?", "What is there, what is missing?"),
            ),
            _vinken(t("Documenten", "Documents"), s.documenten, s.vink_document),
            _vinken(t("Ingeleverd", "Handed in"), s.spullen, s.vink_ingeleverd),
            rx.cond(
                s.ontheffingen.length() > 0,
                kaart(ontheffingen_lijst(s.ontheffingen), titel=t("Mocht ontbreken", "Was allowed to be missing")),
                rx.fragment(),
            ),
            rx.cond(s.mag_sluiten, _formulier(), rx.fragment()),
            class_name="grid gap-4",
        ),
        venster(
            ONTHEFFING,
            t("Mag dit ontbreken?", "May this be missing?"),
            rx.el.form(
                rx.el.p(s.punt_label, class_name="font-semibold"),
                tekstveld("reden", t("Waarom mag dit ontbreken?", "Why may this be missing?"), verplicht=True),
                rx.el.p(
                    t(
                        "Je naam en je reden blijven bij het dossier staan.",
                        "Your name and your reason stay with the dossier.",
                    ),
                    class_name="veld-hulp",
                ),
                rx.el.div(
                    knop(t("Bewaar", "Save"), type="submit"),
                    annuleer(ONTHEFFING),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=s.ontheft,
                class_name="formulier",
                key=s.punt,
            ),
        ),
        titel=s.titel,
        zin=s.zin,
        kruimels=[
            (t("Dossiers", "Dossiers"), "/dossiers"),
            (t("Dossier", "Dossier"), "/dossiers/" + s.dossier_id.to(str)),
        ],
        smal=True,
    )
