"""On a company's screen: asking for an accreditation, and what became of earlier requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import reflex as rx
from sqlmodel import Session

from bpv_app.erkenning.queries_voordracht import ALLEBEI, VoordrachtRegel, list_van_bedrijf
from bpv_app.erkenning.rules_voordracht import STATUS_LABEL, STATUS_TOON, VoordrachtStatus
from bpv_app.erkenning.service_voordracht import VoordrachtInvoer, maak_voordracht, zet_status
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.queries_detail import get_leerbedrijf_detail
from bpv_app.leerbedrijf.service import get_leerbedrijf
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
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

NIEUW = "dialoog-voordracht"
STAP = "dialoog-voordracht-stap"


@dataclass
class VoordrachtBeeld:
    """A request as it is shown. `mag`: whether there is a step a person may take."""

    id: str
    kop: str
    status: str
    toon: str
    reden: str
    wie: str
    mag: bool
    stappen: list[str] = field(default_factory=list)


def _beeld(r: VoordrachtRegel, taal: str) -> VoordrachtBeeld:
    return VoordrachtBeeld(
        str(r.id),
        f"Crebo {r.crebo}, {r.leerweg or ALLEBEI.in_taal(taal)}",
        STATUS_LABEL[r.status].in_taal(taal),
        STATUS_TOON[r.status],
        r.reden,
        ", ".join(d for d in (r.locatie, r.contact) if d),
        bool(r.keuzes),
        [
            " · ".join(
                d for d in (toon_moment(s.op, taal), STATUS_LABEL[s.naar].in_taal(taal), s.door, s.toelichting) if d
            )
            for s in r.stappen
        ],
    )


class VoordrachtState(rx.State):
    """The requests of the address' company."""

    regels: list[VoordrachtBeeld] = []
    mag: bool = False
    locaties: list[Optie] = []
    contacten: list[Optie] = []
    crebo: str = ""
    stap_opties: list[Optie] = []
    form_sleutel: int = 0
    _bedrijf_id: int = 0
    _stap_id: int = 0
    _stap_versie: int = 0

    @handler(Actie.LEERBEDRIJF_ZIEN, laadt=True)
    async def laad(self) -> Any:
        """Of /leerbedrijven/<id>; `?voordracht=25736` opens the form with that crebo."""
        nummer = als_id(pad_deel(self, 1))

        def werk(session: Session, wie: Actor) -> int:
            return volg(session, get_leerbedrijf(session, wie, nummer).id or 0)

        self._bedrijf_id, self._stap_id = 0, 0
        self._bedrijf_id = await lees(werk)
        await self._lees()
        crebo = dict(parse_qsl(str(self.router.url.query or ""))).get("voordracht", "")
        if self.mag and crebo.isascii() and crebo.isdigit() and len(crebo) == 5:
            return self._open(crebo)
        return None

    async def _lees(self) -> None:
        bedrijf_id = self._bedrijf_id
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Session, wie: Actor) -> Any:
            detail = get_leerbedrijf_detail(session, wie, bedrijf_id, klok.vandaag())
            return list_van_bedrijf(session, wie, bedrijf_id), detail

        regels, detail = await lees(werk)
        self.regels = [_beeld(r, taal) for r in regels]
        self.mag = huidige_actor().mag(Actie.ERKENNING_VOORDRAGEN)
        self.locaties = [Optie(str(x.id), x.naam) for x in detail.locaties if x.is_actief]
        self.contacten = [Optie(str(x.id), x.naam) for x in detail.contactpersonen if x.is_actief]

    def _open(self, crebo: str) -> Any:
        self.crebo, self.form_sleutel = crebo, self.form_sleutel + 1
        return open_dialoog(NIEUW)

    def _sleutel(self) -> int:
        if not self._bedrijf_id:
            raise NietGevonden
        return self._bedrijf_id

    @handler(Actie.ERKENNING_VOORDRAGEN)
    async def open_nieuw(self) -> Any:
        """Show the form of a new request."""
        self._sleutel()
        return self._open("")

    @handler(Actie.ERKENNING_VOORDRAGEN)
    async def dien_in(self, gegevens: dict[str, Any]) -> Any:
        """Start the request."""
        form, bedrijf_id = formulier(gegevens), self._sleutel()
        invoer = VoordrachtInvoer(
            form.get("voordracht_crebo", ""),
            form.get("voordracht_reden", ""),
            form.get("voordracht_leerweg", ""),
            als_id(form.get("voordracht_locatie", "")),
            als_id(form.get("voordracht_contact", "")),
        )
        await schrijf(lambda s, wie: maak_voordracht(s, wie, klok, bedrijf_id, invoer))
        await self._lees()
        await zeg(self, "De aanvraag staat erbij; je kunt haar hier volgen.", "The request is noted; follow it here.")
        return sluit_dialoog(NIEUW)

    @handler(Actie.ERKENNING_VOORDRAGEN)
    async def open_stap(self, sleutel: str) -> Any:
        """Show what can be done with a request."""
        bedrijf_id, voordracht_id = self._sleutel(), als_id(sleutel)
        taal = (await self.get_state(BasisState)).taal
        regels = await lees(lambda s, wie: list_van_bedrijf(s, wie, bedrijf_id))
        gekozen = next((r for r in regels if r.id == voordracht_id and r.keuzes), None)
        if gekozen is None:
            raise NietGevonden
        self._stap_id, self._stap_versie = gekozen.id, gekozen.versie
        self.stap_opties = [Optie(k.value, STATUS_LABEL[k].in_taal(taal)) for k in gekozen.keuzes]
        self.form_sleutel += 1
        return open_dialoog(STAP)

    @handler(Actie.ERKENNING_VOORDRAGEN)
    async def zet_stap(self, gegevens: dict[str, Any]) -> Any:
        """Take the chosen step with the request whose dialog is open."""
        form, welke, versie = formulier(gegevens), self._stap_id, self._stap_versie
        self._sleutel()
        gekozen, tekst = form.get("voordracht_naar", ""), form.get("voordracht_toelichting", "")
        if not welke or gekozen not in set(VoordrachtStatus):
            raise NietGevonden
        naar = VoordrachtStatus(gekozen)
        await schrijf(lambda s, wie: zet_status(s, wie, klok, welke, naar, tekst, versie))
        self._stap_id = 0
        await self._lees()
        await zeg(self, STATUS_LABEL[naar])
        return sluit_dialoog(STAP)


def _vensters() -> rx.Component:
    leerwegen = [("", t(ALLEBEI)), ("BOL", "BOL"), ("BBL", "BBL")]
    geen = t("Niet gekozen", "Not chosen")
    return rx.fragment(
        venster(
            NIEUW,
            t("Draag voor erkenning voor", "Nominate for accreditation"),
            rx.el.p(
                t(
                    "Vraag de erkenning ook aan bij SBB. Hier houd je bij hoe het ermee staat. Wordt het bedrijf "
                    "erkend, dan sluit de aanvraag vanzelf.",
                    "Ask SBB for the accreditation too. Here you follow it. When the company gets accredited, "
                    "the request closes by itself.",
                ),
                class_name="mb-3",
            ),
            rx.el.form(
                veld(
                    "voordracht_crebo",
                    t("Crebo", "Crebo"),
                    waarde=VoordrachtState.crebo,
                    input_mode="numeric",
                    verplicht=True,
                ),
                keuzeveld("voordracht_leerweg", t("Leerweg", "Learning route"), leerwegen),
                keuzeveld("voordracht_locatie", t("Locatie", "Location"), VoordrachtState.locaties, leeg=geen),
                keuzeveld("voordracht_contact", t("Contactpersoon", "Contact"), VoordrachtState.contacten, leeg=geen),
                tekstveld("voordracht_reden", t("Waarom?", "Why?"), rijen=3, verplicht=True),
                rx.el.div(
                    knop(t("Draag voor", "Nominate"), type="submit"),
                    annuleer(NIEUW),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=VoordrachtState.dien_in,
                key="voordracht-" + VoordrachtState.form_sleutel.to(str),
                no_validate=True,
                class_name="formulier",
            ),
        ),
        venster(
            STAP,
            t("Hoe staat de aanvraag ervoor?", "How is the request?"),
            rx.el.form(
                keuzeveld("voordracht_naar", t("Nieuwe status", "New status"), VoordrachtState.stap_opties),
                tekstveld(
                    "voordracht_toelichting",
                    t("Toelichting", "Explanation"),
                    hulp=t("Verplicht bij afwijzen en intrekken.", "Required when it is rejected or withdrawn."),
                ),
                rx.el.div(
                    knop(t("Bewaar", "Save"), type="submit"),
                    annuleer(STAP),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=VoordrachtState.zet_stap,
                key="voordracht-stap-" + VoordrachtState.form_sleutel.to(str),
                no_validate=True,
                class_name="formulier",
            ),
        ),
    )


def voordracht_blok() -> rx.Component:
    """For a page that loads `VoordrachtState` too."""

    def regel(v: rx.Var[VoordrachtBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(rx.el.strong(v.kop), badge(v.status, v.toon), class_name="flex flex-wrap items-center gap-2"),
            rx.el.p(v.reden),
            rx.cond(v.wie != "", rx.el.p(v.wie, class_name="text-sm text-base-content/80"), rx.fragment()),
            rx.el.details(
                rx.el.summary(t("Verloop", "History"), class_name="link w-fit"),
                rx.el.ol(rx.foreach(v.stappen, rx.el.li), class_name="mt-1 grid gap-1 text-sm"),
            ),
            rx.cond(
                v.mag,
                rx.el.button(
                    t("Status bijwerken", "Update status"),
                    rx.el.span(" ", v.kop, class_name="sr-only"),
                    type="button",
                    on_click=VoordrachtState.open_stap(v.id),
                    class_name="btn btn-outline btn-sm w-fit",
                ),
                rx.fragment(),
            ),
            class_name="grid gap-1 py-3 [overflow-wrap:anywhere]",
        )

    return kaart(
        rx.cond(
            VoordrachtState.regels.length() > 0,
            rx.el.ul(rx.foreach(VoordrachtState.regels, regel), class_name="divide-y divide-base-300"),
            rx.el.p(
                t("Er loopt geen aanvraag voor een erkenning.", "No request for an accreditation is open."),
                class_name="text-base-content/80",
            ),
        ),
        rx.cond(
            VoordrachtState.mag,
            rx.fragment(
                rx.el.button(
                    t("Draag voor erkenning voor", "Nominate for accreditation"),
                    type="button",
                    on_click=VoordrachtState.open_nieuw,
                    class_name="btn btn-outline btn-sm mt-3",
                ),
                _vensters(),
            ),
            rx.fragment(),
        ),
        titel=t("Erkenning aangevraagd", "Accreditation requested"),
    )
