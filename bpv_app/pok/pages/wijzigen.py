"""Amendments on the POK's screen: what changed, objections and what came of them, reasons, a replacement place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, lees_datum, toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.mutatie import service as mutatie_service
from bpv_app.mutatie.queries import te_vervangen
from bpv_app.pok import service
from bpv_app.pok.queries_wijziging import WijzigingRegel, list_wijzigingen
from bpv_app.pok.rules import MUTATIE_LABEL, PARTIJ_LABEL, Partij
from bpv_app.pok.rules_bezwaar import STAND_LABEL, STAND_TOON, WijzigingStand
from bpv_app.pok.rules_mutatie import GEVOLG_LABEL
from bpv_app.pok.rules_naast import NAAST_LABEL
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import (
    annuleer,
    badge,
    dialoog,
    download,
    kaart,
    keuzeveld,
    knop,
    open_dialoog,
    sluit_dialoog,
    tekstveld,
    veld,
    venster,
)

BEZWAAR, AFHANDELEN = "dialoog-bezwaar", "dialoog-afhandelen"


@dataclass
class WijzigingBeeld:
    """An amendment in words; `mag_*`: what this person may do with it now."""

    id: str
    titel: str
    gevolg: str
    stand: str
    toon: str
    regels: list[str]
    reden: str
    wie: str
    href: str
    href_tekst: str
    opvolger: str
    opvolger_href: str
    bezwaren: list[str]
    afhandeling: str
    mag_bezwaar: bool
    mag_afhandelen: bool
    mag_handhaven: bool


def _beeld(w: WijzigingRegel, pok_id: int, taal: str, meldt: bool, handelt: bool) -> WijzigingBeeld:
    en = taal == "en"
    is_open = w.stand in (WijzigingStand.TERMIJN, WijzigingStand.BEZWAAR)
    regels = [f"{label.in_taal(taal)}: {voor} → {na}" for label, voor, na in w.voor_na]
    if w.ingang:
        regels.append(f"{'From' if en else 'Vanaf'} {toon_datum(w.ingang, taal)}")
    if w.bezwaar_tot:
        tot = toon_datum(w.bezwaar_tot, taal)
        regels.append(f"Objections until {tot}" if en else f"Bezwaar kan tot en met {tot}")
    if w.op_verzoek:
        regels.append("At the student's request" if en else "Op verzoek van de student")
    afhandeling = f"{w.afhandeling} ({w.afgehandeld_door})" if w.afgehandeld_door else ""
    return WijzigingBeeld(
        id=str(w.id),
        titel=MUTATIE_LABEL[w.soort].in_taal(taal),
        gevolg=GEVOLG_LABEL[w.gevolg].in_taal(taal),
        stand=STAND_LABEL[w.stand].in_taal(taal) if w.document_versie else "",
        toon=STAND_TOON[w.stand],
        regels=regels,
        reden=w.reden,
        wie=f"{w.door}, {toon_datum(w.op.date(), taal)}",
        href=f"/api/poks/{pok_id}/document/{w.document_versie}.pdf" if w.document_versie else "",
        href_tekst=(f"Open version {w.document_versie}" if en else f"Open versie {w.document_versie}"),
        opvolger=w.opvolger,
        opvolger_href=f"/poks/{w.opvolger_id}" if w.opvolger_id else "",
        bezwaren=[
            f"{PARTIJ_LABEL[b.partij].in_taal(taal)}, {toon_datum(b.ontvangen_op, taal)}: {b.reden}" for b in w.bezwaren
        ],
        afhandeling=afhandeling,
        mag_bezwaar=is_open and meldt,
        mag_afhandelen=is_open and handelt,
        mag_handhaven=w.stand is WijzigingStand.BEZWAAR and handelt,
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
        self.wijzigingen = [_beeld(w, pok_id, taal, meldt, wie.mag(Actie.POK_KLAARZETTEN)) for w in lijst]
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


def _knoppen(id_: str, tekst: Any) -> rx.Component:
    return rx.el.div(knop(tekst, type="submit"), annuleer(id_), class_name="modal-action flex flex-wrap gap-2")


def _wijziging(state: Any, w: rx.Var[WijzigingBeeld]) -> rx.Component:
    def klein(tekst: Any, gebeurtenis: Any) -> rx.Component:
        return rx.el.button(tekst, type="button", on_click=gebeurtenis, class_name="btn btn-outline btn-sm")

    return rx.el.li(
        rx.el.div(
            rx.el.span(w.titel, class_name="font-semibold"),
            badge(w.gevolg),
            rx.cond(w.stand != "", badge(w.stand, w.toon), rx.fragment()),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.ul(rx.foreach(w.regels, lambda r: rx.el.li(r)), class_name="mt-1"),
        rx.cond(w.reden != "", rx.el.p(w.reden, class_name="whitespace-pre-line"), rx.fragment()),
        rx.foreach(w.bezwaren, lambda b: rx.el.p(t("Bezwaar: ", "Objection: "), b, class_name="text-error")),
        rx.cond(w.afhandeling != "", rx.el.p(w.afhandeling), rx.fragment()),
        rx.el.p(w.wie, class_name="text-sm text-base-content/80"),
        rx.el.div(
            rx.cond(w.href != "", download(w.href_tekst, w.href, target="_blank"), rx.fragment()),
            rx.cond(
                w.opvolger != "",
                rx.el.a(t("Naar POK ", "To agreement "), w.opvolger, href=w.opvolger_href, class_name="link"),
                rx.fragment(),
            ),
            rx.cond(
                w.mag_bezwaar, klein(t("Bezwaar vastleggen", "Record an objection"), state.vraag_bezwaar(w.id)), ""
            ),
            rx.cond(w.mag_afhandelen, klein(t("Afhandelen", "Deal with it"), state.vraag_afhandeling(w.id)), ""),
            class_name="mt-1 flex flex-wrap items-center gap-3",
        ),
        class_name="py-3",
        custom_attrs={"data-wijziging": w.id},
    )


def wijzigingen(state: Any) -> rx.Component:
    """Every amendment of this agreement, newest first."""
    return rx.cond(
        state.wijzigingen.length() > 0,
        rx.fragment(
            kaart(
                rx.el.ol(
                    rx.foreach(state.wijzigingen, lambda w: _wijziging(state, w)), class_name="divide-y divide-base-300"
                ),
                titel=t("Wijzigingen", "Amendments"),
            ),
            venster(
                BEZWAAR,
                t("Bezwaar tegen het bpv-blad", "Objection to the bpv-blad"),
                rx.el.form(
                    keuzeveld("partij", t("Wie maakt bezwaar?", "Who objects?"), state.partij_opties, verplicht=True),
                    veld(
                        "ontvangen_op",
                        t("Ontvangen op", "Received on"),
                        soort="date",
                        waarde=state.vandaag,
                        verplicht=True,
                    ),
                    tekstveld("reden_bezwaar", t("Waarom?", "Why?"), verplicht=True),
                    _knoppen(BEZWAAR, t("Bezwaar vastleggen", "Record the objection")),
                    on_submit=state.meld_bezwaar,
                    class_name="formulier",
                    key="bezwaar-" + state.wijziging_id.to(str),
                ),
            ),
            venster(
                AFHANDELEN,
                t("Wat gebeurt er met het bpv-blad?", "What becomes of the bpv-blad?"),
                rx.el.form(
                    rx.el.fieldset(
                        rx.el.legend(state.wijziging_titel, class_name="veld-label"),
                        rx.cond(
                            state.mag_handhaven,
                            _keuze(
                                "handhaaf",
                                t("Het bezwaar is opgelost, het blijft gelden", "The objection is settled, it stays"),
                            ),
                            rx.fragment(),
                        ),
                        _keuze(
                            "trek_in",
                            t("Intrekken, de oude afspraken gelden weer", "Take it back, the old agreement holds"),
                        ),
                    ),
                    tekstveld("reden_afhandelen", t("Reden", "Reason"), verplicht=True),
                    _knoppen(AFHANDELEN, t("Afhandelen", "Deal with it")),
                    on_submit=state.handel_af,
                    class_name="formulier",
                    key="afhandelen-" + state.wijziging_id.to(str),
                ),
            ),
        ),
        rx.fragment(),
    )


def _keuze(waarde: str, label: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="wat", value=waarde, required=True, class_name="radio"),
        rx.el.span(label),
        class_name="flex min-h-11 items-center gap-3",
    )


def naast(state: Any) -> rx.Component:
    """Warnings about placements beside each other; sending waits for a reason."""
    id_ = "dialoog-naast"
    return rx.cond(
        state.naast_regels.length() > 0,
        rx.el.div(
            rx.el.ul(rx.foreach(state.naast_regels, lambda r: rx.el.li(r)), class_name="grow"),
            rx.cond(
                state.mag_naast,
                dialoog(
                    id_,
                    t("Mag dit zo?", "Is this as it should be?"),
                    rx.el.form(
                        tekstveld("reden_naast", t("Waarom mag dit?", "Why is this allowed?"), verplicht=True),
                        _knoppen(id_, t("Bewaar de reden", "Save the reason")),
                        on_submit=state.geef_reden_naast,
                        class_name="formulier",
                    ),
                    open_tekst=t("Geef een reden", "Give a reason"),
                    class_name="btn btn-sm",
                ),
                rx.fragment(),
            ),
            role="status",
            id="naast",
            class_name="melding melding-warning",
        ),
        rx.fragment(),
    )


def vervanging(state: Any) -> rx.Component:
    """After an early end: start a replacement place."""
    id_ = "dialoog-vervanging"
    return rx.cond(
        state.mag_vervangen,
        rx.el.div(
            rx.el.p(
                t(
                    "Deze stage is eerder gestopt. De school zorgt voor een vervangende plek.",
                    "This placement ended early. The school arranges a replacement place.",
                ),
                class_name="grow",
            ),
            dialoog(
                id_,
                t("Vervangende plek", "Replacement place"),
                rx.el.p(
                    t(
                        "Het dossier gaat weer open. Er komt een nieuwe POK (concept) voor de uren die over zijn.",
                        "The dossier opens again. A new agreement (draft) is made for the hours that are left.",
                    ),
                    class_name="mb-3",
                ),
                rx.el.form(
                    tekstveld(
                        "reden_vervanging",
                        t("Waarom een andere plek?", "Why another place?"),
                        verplicht=True,
                    ),
                    _knoppen(id_, t("Start een vervangende plek", "Start a replacement place")),
                    on_submit=state.start_vervanging,
                    class_name="formulier",
                ),
                open_tekst=t("Vervangende plek…", "Replacement place…"),
                class_name="btn btn-sm",
            ),
            class_name="melding melding-info",
        ),
        rx.fragment(),
    )
