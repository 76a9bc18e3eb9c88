"""The next contact with a company, and who of the school visits it. Part of the company's screen, its own State."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.gesprek.queries_bedrijf import Bezoeker, list_bezoekers
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum, toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.pages.formulieren import lees_dag
from bpv_app.leerbedrijf.pages.school_delen import uitklap
from bpv_app.leerbedrijf.queries_contact import ContactRegel, list_contacten
from bpv_app.leerbedrijf.service import get_leerbedrijf
from bpv_app.leerbedrijf.service_contact import list_mensen, plan_contact, rond_contact_af
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

AFRONDEN = "dialoog-contact"
_WRAP = "[overflow-wrap:anywhere]"


@dataclass
class AfspraakBeeld:
    """One contact, to be made or done."""

    id: str = ""
    versie: str = ""
    dag: str = ""
    stand: str = ""
    toon: str = ""
    onderwerp: str = ""
    wie: str = ""
    uitkomst: str = ""
    is_klaar: bool = False


@dataclass
class BezoekerBeeld:
    naam: str
    wat: str


def _afspraak(c: ContactRegel, taal: str) -> AfspraakBeeld:
    vandaag = klok.vandaag()
    if c.gedaan_op is not None:
        stand, toon = Tekst("gedaan", "done"), "success"
    elif c.dag < vandaag:
        stand, toon = Tekst("te laat", "late"), "error"
    else:
        stand, toon = Tekst("gepland", "planned"), "info"
    klaar = f"{c.gedaan_door}, {toon_moment(c.gedaan_op, taal)}: {c.uitkomst}" if c.gedaan_op else ""
    return AfspraakBeeld(
        str(c.id), str(c.versie), toon_datum(c.dag, taal), stand.in_taal(taal), toon, c.onderwerp, c.wie, klaar,
        c.gedaan_op is not None,
    )  # fmt: skip


def _bezoeker(b: Bezoeker, taal: str) -> BezoekerBeeld:
    n = b.stagiairs
    nu = Tekst(f"{n} {'stagiair' if n == 1 else 'stagiairs'} nu", f"{n} {'trainee' if n == 1 else 'trainees'} now")
    laatst = (
        Tekst(f"laatste bezoek {toon_datum(b.laatst)}", f"last visit {toon_datum(b.laatst, 'en')}")
        if b.laatst
        else Tekst("nog geen bezoek", "no visit yet")
    )
    return BezoekerBeeld(b.naam, f"{nu.in_taal(taal)}, {laatst.in_taal(taal)}")


class ContactBlokState(rx.State):
    """Contacts and visitors of the company of the address."""

    afspraken: list[AfspraakBeeld] = []
    bezoekers: list[BezoekerBeeld] = []
    mensen: list[Optie] = []
    ik: str = ""
    mag_plannen: bool = False
    af_te_ronden: AfspraakBeeld = AfspraakBeeld()
    form_nr: int = 0
    _bedrijf_id: int = 0

    @handler(Actie.LEERBEDRIJF_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the contacts and visitors of the company of the address."""
        self._bedrijf_id, self.afspraken, self.bezoekers, self.af_te_ronden = 0, [], [], AfspraakBeeld()
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, bedrijf_id: int) -> None:
        def werk(session: Session, wie: Actor) -> tuple[Any, ...]:
            get_leerbedrijf(session, wie, bedrijf_id)
            mensen = list_mensen(session) if wie.mag(Actie.RELATIE_BIJHOUDEN) else []
            return list_contacten(session, wie, bedrijf_id), list_bezoekers(session, wie, bedrijf_id), mensen

        contacten, bezoekers, mensen = await lees(werk)
        taal, wie = (await self.get_state(BasisState)).taal, huidige_actor()
        self._bedrijf_id, self.mag_plannen = bedrijf_id, wie.mag(Actie.RELATIE_BIJHOUDEN)
        self.afspraken = [_afspraak(c, taal) for c in contacten]
        self.bezoekers = [_bezoeker(b, taal) for b in bezoekers]
        self.mensen, self.ik = [Optie(str(a.id), a.naam) for a in mensen], str(wie.account_id or "")
        self.form_nr += 1

    def _sleutel(self) -> int:
        if not self._bedrijf_id:
            raise NietGevonden
        return self._bedrijf_id

    @handler(Actie.RELATIE_BIJHOUDEN)
    async def plan(self, gegevens: dict[str, Any]) -> None:
        """Plan the next contact."""
        bedrijf_id, form = self._sleutel(), formulier(gegevens)
        dag, onderwerp, wie_id = lees_dag(form, "contact_dag"), form.get("onderwerp", ""), form.get("contact_wie", "")
        await schrijf(lambda s, wie: plan_contact(s, wie, klok, bedrijf_id, dag, onderwerp, als_id(wie_id)))
        await self._lees(bedrijf_id)
        await zeg(self, "Gepland. Het staat op de lijst Relatiebeheer.", "Planned. It is on the list Relations.")

    @handler(Actie.RELATIE_BIJHOUDEN)
    async def vraag_afronden(self, sleutel: str) -> Any:
        """Ask how it went."""
        self._sleutel()
        self.af_te_ronden = next((a for a in self.afspraken if a.id == sleutel and not a.is_klaar), AfspraakBeeld())
        if not self.af_te_ronden.id:
            raise NietGevonden
        return open_dialoog(AFRONDEN)

    @handler(Actie.RELATIE_BIJHOUDEN)
    async def rond_af(self, gegevens: dict[str, Any]) -> Any:
        """It was done."""
        bedrijf_id, welke = self._sleutel(), self.af_te_ronden
        nummer, versie, uitkomst = als_id(welke.id), als_id(welke.versie), formulier(gegevens).get("uitkomst", "")
        await schrijf(lambda s, wie: rond_contact_af(s, wie, klok, nummer, uitkomst, versie))
        await self._lees(bedrijf_id)
        self.af_te_ronden = AfspraakBeeld()
        await zeg(self, "Afgerond.", "Done.")
        return sluit_dialoog(AFRONDEN)


def _afspraak_regel(s: Any, a: rx.Var[AfspraakBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            badge(a.stand, a.toon), rx.el.strong(a.dag), rx.el.span(a.wie), class_name="flex flex-wrap gap-x-3 gap-y-1"
        ),
        rx.el.p(a.onderwerp),
        rx.cond(a.uitkomst != "", rx.el.p(a.uitkomst, class_name="text-sm whitespace-pre-line"), rx.fragment()),
        rx.cond(
            s.mag_plannen & ~a.is_klaar,
            rx.el.button(
                t("Rond af", "Done"),
                rx.el.span(" ", a.onderwerp, class_name="sr-only"),
                on_click=s.vraag_afronden(a.id),
                class_name="btn btn-outline btn-sm mt-1",
            ),
            rx.fragment(),
        ),
        class_name=f"py-2 {_WRAP}",
    )


def contact_blok() -> rx.Component:
    """When somebody of the school contacts this company next."""
    s: Any = ContactBlokState
    formulier_ = rx.el.form(
        rx.el.div(
            veld("contact_dag", t("Wanneer?", "When?"), soort="date", verplicht=True),
            keuzeveld("contact_wie", t("Wie van school?", "Who of the school?"), s.mensen, waarde=s.ik, verplicht=True),
            class_name="formulier formulier-2",
        ),
        veld("onderwerp", t("Waarover?", "About what?"), verplicht=True, auto_complete="off"),
        rx.el.div(knop(t("Plan", "Plan"), type="submit"), class_name="mt-3"),
        on_submit=s.plan,
        key="contact-" + s.form_nr.to(str),
        no_validate=True,
        class_name="formulier",
    )
    return rx.fragment(
        kaart(
            rx.cond(
                s.afspraken.length() > 0,
                rx.el.ul(
                    rx.foreach(s.afspraken, lambda a: _afspraak_regel(s, a)), class_name="divide-y divide-base-300"
                ),
                rx.el.p(t("Er is geen contact gepland.", "No contact is planned."), class_name="text-base-content/80"),
            ),
            rx.cond(s.mag_plannen, uitklap(t("Contact plannen…", "Plan a contact…"), formulier_), rx.fragment()),
            titel=t("Volgend contact", "Next contact"),
            id="contact",
        ),
        venster(
            AFRONDEN,
            t("Hoe ging het?", "How did it go?"),
            rx.el.form(
                rx.el.p(s.af_te_ronden.onderwerp, class_name=_WRAP),
                tekstveld("uitkomst", t("In het kort", "In short"), verplicht=True),
                rx.el.div(
                    knop(t("Rond af", "Done"), type="submit"),
                    annuleer(AFRONDEN),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=s.rond_af,
                key="afronden-" + s.form_nr.to(str) + s.af_te_ronden.id,
                no_validate=True,
            ),
        ),
    )


def bezoek_blok() -> rx.Component:
    """Who of the school comes here."""
    s: Any = ContactBlokState
    return kaart(
        rx.cond(
            s.bezoekers.length() > 0,
            rx.el.ul(
                rx.foreach(
                    s.bezoekers,
                    lambda b: rx.el.li(
                        rx.el.strong(b.naam), rx.el.p(b.wat, class_name="text-sm"), class_name=f"py-1.5 {_WRAP}"
                    ),
                ),
                class_name="divide-y divide-base-300",
            ),
            rx.el.p(
                t("Nog niemand van jouw teams of studenten.", "Nobody of your teams or students yet."),
                class_name="text-base-content/80",
            ),
        ),
        titel=t("Wie komt er van school", "Who visits from school"),
    )
