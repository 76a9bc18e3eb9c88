"""The blocks of the POK's screen."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.pok.pages.beeld import HandtekeningBeeld, KetenBeeld, PapierBeeld, TijdlijnBeeld, Veld
from bpv_app.pok.pages.ontheffing_deel import ontheffing
from bpv_app.pok.pages.wijzigen_delen import naast, vervanging, wijzigingen
from bpv_app.pok.rules import OVERGANGEN, Stap
from bpv_app.ui.i18n import t
from bpv_app.ui.stappen import stappenbalk
from bpv_app.ui.velden import (
    annuleer,
    badge,
    dialoog,
    download,
    kaart,
    knop,
    post_formulier,
    tekstveld,
    veld,
)


def tijdlijn(regels: Any) -> rx.Component:
    """What happened, newest first."""

    def regel(r: rx.Var[TijdlijnBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(r.wanneer, rx.cond(r.door != "", " · " + r.door, ""), class_name="text-sm text-base-content/80"),
            rx.el.p(r.tekst, class_name="whitespace-pre-line break-words"),
        )

    return kaart(
        rx.cond(
            regels.length() > 0,
            rx.el.ol(rx.foreach(regels, regel), class_name="tijdlijn"),
            rx.el.p(t("Er is nog niets gebeurd.", "Nothing has happened yet.")),
        ),
        titel=t("Tijdlijn", "Timeline"),
    )


def keten(regels: Any) -> rx.Component:
    """Old → new: every agreement of this placement, one click away."""

    def regel(k: rx.Var[KetenBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                k.nummer, href=k.href, class_name="link font-semibold", aria_current=rx.cond(k.huidig, "page", "false")
            ),
            badge(k.status, k.toon),
            rx.el.span(k.periode),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1 py-2",
        )

    return rx.el.ol(rx.foreach(regels, regel), class_name="divide-y divide-base-300")


def _stap_knop(state: Any, stap: Stap, gebeurtenis: Any, *, hoofd: bool = True) -> rx.Component:
    label = t(OVERGANGEN[stap].label)
    return rx.cond(state.stappen.contains(stap.value), knop(label, hoofd=hoofd, on_click=gebeurtenis), rx.fragment())


def _met_reden(state: Any, stap: Stap, gebeurtenis: Any) -> rx.Component:
    """A step that asks for a reason, with its consequence in the question."""
    overgang, id_ = OVERGANGEN[stap], f"dialoog-{stap.value}"
    return rx.cond(
        state.stappen.contains(stap.value),
        dialoog(
            id_,
            t(overgang.label),
            rx.el.p(t(overgang.vraag), class_name="mb-3"),
            rx.el.form(
                # Each form its own field: forms on one page that share an id would all send the last one's text.
                tekstveld(f"reden_{stap.value}", t("Reden", "Reason"), verplicht=True),
                rx.el.div(
                    knop(t(overgang.label), type="submit"),
                    annuleer(id_),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=gebeurtenis,
                key=f"{stap.value}-" + state.form_sleutel.to(str),
            ),
            open_tekst=t(overgang.label),
        ),
        rx.fragment(),
    )


def acties(state: Any) -> rx.Component:
    """The steps this person may take now; what they are comes from the life cycle's table."""
    return rx.el.div(
        _stap_knop(state, Stap.MAAK_VOLLEDIG, state.verstuur),
        _stap_knop(state, Stap.DRUK_AF, state.druk_af),
        rx.cond(
            state.mag_opnieuw,
            knop(t("Opnieuw naar KRD", "Send to register again"), hoofd=False, on_click=state.stuur_opnieuw),
            rx.fragment(),
        ),
        rx.cond(state.stappen.contains(Stap.SLUIT_AF.value), _sluit_af(state), rx.fragment()),
        rx.cond(
            state.mag_nabellen,
            rx.fragment(
                _bellen(state),
                download(
                    t("Herinneringsbrief", "Reminder letter"),
                    "/api/poks/" + state.pok_id.to(str) + "/herinnering.pdf",
                    target="_blank",
                    class_name="btn btn-outline btn-sm",
                ),
            ),
            rx.fragment(),
        ),
        rx.cond(state.stappen.contains(Stap.VERVANG.value), _mutatie(state), rx.fragment()),
        _met_reden(state, Stap.ZET_TERUG_NAAR_VOLLEDIG, state.zet_terug_naar_volledig),
        _met_reden(state, Stap.ZET_TERUG_NAAR_CONCEPT, state.zet_terug_naar_concept),
        _met_reden(state, Stap.MELD_AF, state.meld_af),
        _met_reden(state, Stap.WIJS_AF, state.wijs_af),
        class_name="mb-4 flex flex-wrap items-center gap-2 print:hidden",
    )


def _sluit_af(state: Any) -> rx.Component:
    """Step 8 has a page of its own, which says what is still missing."""
    return rx.el.a(
        t("Stage afsluiten", "Close placement"),
        href=state.dossier_href + "/afsluiten",
        class_name="btn btn-primary",
    )


def _bellen(state: Any) -> rx.Component:
    id_ = "dialoog-bellen"
    return dialoog(
        id_,
        t("Gebeld over deze POK", "Called about this agreement"),
        rx.el.form(
            veld("met_wie", t("Met wie?", "With whom?"), verplicht=True),
            tekstveld("notitie", t("Wat is er gezegd?", "What was said?"), verplicht=True),
            veld("opnieuw_bellen_op", t("Opnieuw bellen op", "Call again on"), soort="date"),
            rx.el.div(
                knop(t("Bewaar", "Save"), type="submit"), annuleer(id_), class_name="modal-action flex flex-wrap gap-2"
            ),
            on_submit=state.bel,
            class_name="formulier",
            key="bel-" + state.tijdlijn.length().to(str),
        ),
        open_tekst=t("Belnotitie", "Note a call"),
    )


def _mutatie(state: Any) -> rx.Component:
    """An amendment has a page of its own: what changes, what it will be, confirm."""
    return rx.el.a(
        t("Wijziging…", "Amend…"),
        href="/poks/" + state.pok_id.to(str) + "/muteren",
        class_name="btn btn-outline btn-sm",
    )


def _ondertekenen(state: Any) -> rx.Component:
    def regel(h: rx.Var[HandtekeningBeeld]) -> rx.Component:
        formulier = rx.el.form(
            rx.el.input(type="hidden", name="partij", value=h.partij, read_only=True),
            rx.el.label(
                t("Getekend op (", "Signed on ("), h.label, ")", html_for="op-" + h.partij.to(str), class_name="sr-only"
            ),
            rx.el.input(
                id="op-" + h.partij.to(str),
                name="getekend_op",
                type="date",
                default_value=state.vandaag,
                max=state.vandaag,
                required=True,
                class_name="input input-sm w-40",
            ),
            rx.el.button(t("Getekend", "Signed"), type="submit", class_name="btn btn-primary btn-sm"),
            on_submit=state.teken,
            class_name="flex items-center gap-2",
            custom_attrs={"data-partij": h.partij},
        )
        return rx.el.li(
            rx.el.span(h.label, class_name="font-semibold"),
            rx.cond(
                h.getekend != "",
                rx.el.span("✓ ", h.getekend, " · ", h.door, class_name="text-success"),
                rx.cond(state.mag_tekenen, formulier, rx.el.span(t("wacht", "awaited"))),
            ),
            class_name="flex flex-wrap items-center justify-between gap-2 py-2",
        )

    id_ = "dialoog-doorhalen"
    doorhalen = dialoog(
        id_,
        t("Handtekening doorhalen", "Strike out a signature"),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(t("Van wie?", "Whose?"), class_name="veld-label"),
                rx.foreach(
                    state.handtekeningen,
                    lambda h: rx.cond(
                        h.getekend != "",
                        rx.el.label(
                            rx.el.input(type="radio", name="partij", value=h.partij, required=True, class_name="radio"),
                            rx.el.span(h.label),
                            class_name="flex min-h-11 items-center gap-3",
                        ),
                        rx.fragment(),
                    ),
                ),
            ),
            tekstveld("reden_doorhalen", t("Reden", "Reason"), verplicht=True),
            rx.el.div(
                knop(t("Doorhalen", "Strike out"), type="submit"),
                annuleer(id_),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=state.verwijder_handtekening,
            class_name="formulier",
            key="doorhalen-" + state.form_sleutel.to(str),
        ),
        open_tekst=t("Verkeerd geregistreerd?", "Registered by mistake?"),
        class_name="btn btn-ghost btn-sm",
    )
    return kaart(
        rx.el.ul(rx.foreach(state.handtekeningen, regel), class_name="divide-y divide-base-300"),
        rx.cond(
            state.mag_tekenen,
            rx.el.div(
                doorhalen,
                rx.el.button(
                    t("Controleer de erkenning opnieuw", "Check the accreditation again"),
                    on_click=state.controleer_opnieuw,
                    class_name="btn btn-ghost btn-sm",
                ),
                class_name="mt-2 flex flex-wrap gap-2",
            ),
            rx.fragment(),
        ),
        titel=t("Handtekeningen", "Signatures"),
    )


def _bewijs(state: Any) -> rx.Component:
    """What can be made of an agreement that everybody signed."""
    pad = "/api/poks/" + state.pok_id.to(str)
    return rx.cond(
        state.heeft_bewijs,
        rx.el.div(
            download(
                t("Bewijsstuk (PDF)", "Evidence (PDF)"),
                pad + "/bewijs.pdf",
                target="_blank",
                class_name="btn btn-outline btn-sm",
            ),
            download(
                t("Bevestiging voor de student (PDF)", "Confirmation for the student (PDF)"),
                pad + "/bevestiging.pdf",
                target="_blank",
                class_name="btn btn-outline btn-sm",
            ),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        rx.fragment(),
    )


def _papieren(state: Any) -> rx.Component:
    def regel(p: rx.Var[PapierBeeld]) -> rx.Component:
        return rx.el.li(
            download(p.tekst, p.href, target="_blank", class_name=rx.cond(p.vervallen, "link line-through", "link")),
            class_name="py-1",
        )

    opladen = post_formulier(
        rx.el.label(
            t("Scan van het getekende papier", "Scan of the signed paper"), html_for="bestand", class_name="veld-label"
        ),
        rx.el.div(
            rx.el.input(
                id="bestand",
                name="bestand",
                type="file",
                accept="application/pdf,image/png,image/jpeg",
                required=True,
                class_name="file-input min-w-0 grow",
            ),
            rx.el.button(t("Bewaar scan", "Save scan"), type="submit", class_name="btn btn-outline"),
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.p(t("PDF, PNG of JPEG.", "PDF, PNG or JPEG."), class_name="veld-hulp"),
        action="/api/poks/" + state.pok_id.to(str) + "/scan",
        bestand=True,
        class_name="mt-3",
    )
    archief = rx.el.form(
        veld("archiefplaats", t("Archiefplaats", "Archive place"), waarde=state.archiefplaats),
        rx.el.button(t("Bewaar", "Save"), type="submit", class_name="btn btn-outline btn-sm mt-2"),
        on_submit=state.archiveer,
        key="archief-" + state.form_sleutel.to(str),
        class_name="mt-3",
    )
    return kaart(
        rx.cond(
            state.documenten.length() + state.scans.length() > 0,
            rx.el.ul(rx.foreach(state.documenten, regel), rx.foreach(state.scans, regel)),
            rx.el.p(t("Er is nog niets afgedrukt.", "Nothing has been printed yet.")),
        ),
        _bewijs(state),
        rx.cond(state.mag_archiveren, rx.fragment(opladen, archief), rx.fragment()),
        titel=t("Papier", "Paper"),
    )


def _overzicht(state: Any) -> rx.Component:
    def regel(v: rx.Var[Veld]) -> rx.Component:
        return rx.fragment(rx.el.dt(v.label), rx.el.dd(v.waarde))

    return kaart(
        rx.el.dl(
            rx.el.dt(t("Status hier / KRD", "Status here / register")),
            rx.el.dd(
                badge(state.status_label, state.status_toon),
                " ",
                badge(state.krd_label),
                " ",
                badge(state.krd_stand, state.krd_toon),
                id="statussen",
                custom_attrs={"data-status": state.status, "data-krd": state.krd_label, "data-stand": state.krd_stand},
            ),
            rx.foreach(state.velden, regel),
            class_name="gegevens",
        ),
        titel=t("Praktijkovereenkomst", "Placement agreement"),
    )


def inhoud(state: Any) -> rx.Component:
    """The screen below its heading."""
    return rx.fragment(
        stappenbalk(state.stap),
        rx.cond(
            state.krd_fout != "",
            rx.el.div(
                rx.el.p(
                    rx.el.strong(t("De KRD weigerde: ", "The register refused: ")), state.krd_fout, class_name="grow"
                ),
                rx.el.a(
                    t("Herstel in het dossier", "Mend it in the dossier"),
                    href=state.dossier_href,
                    class_name="btn btn-sm",
                ),
                role="alert",
                class_name="melding melding-error",
            ),
            rx.fragment(),
        ),
        rx.cond(
            state.oude_versie,
            rx.el.p(
                t(
                    "Let op: dit papier is een oude, vervallen versie.",
                    "Mind: this paper is an old version that is void.",
                ),
                role="alert",
                class_name="melding melding-warning",
            ),
            rx.fragment(),
        ),
        ontheffing(state),
        naast(state),
        acties(state),
        vervanging(state),
        rx.el.div(
            rx.el.div(
                _overzicht(state),
                _ondertekenen(state),
                wijzigingen(state),
                _papieren(state),
                rx.cond(
                    state.keten.length() > 1,
                    kaart(keten(state.keten), titel=t("Keten van POK's", "Chain of agreements")),
                    rx.fragment(),
                ),
                class_name="grid content-start gap-4 lg:col-span-2",
            ),
            tijdlijn(state.tijdlijn),
            class_name="grid items-start gap-4 lg:grid-cols-3",
        ),
    )
