"""The part of the coordinator's round about companies that order: how far they are, until when, what to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_rangorde import tijd_van
from bpv_app.matching.queries_rangorde_ronde import OordeelRij, RangordeStand, list_oordelen, list_stand
from bpv_app.matching.rules_rangorde import BESLUIT_LABEL, GROND_LABEL, Besluit
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_ronde_invoer import lees_moment, toon_invoer
from bpv_app.matching.service_rangorde_mail import herinner_bedrijven
from bpv_app.matching.service_rangschikken import beslis_oordeel, verzet_rangschikken
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.ui.handler import als_id, formulier, handler, schrijf, zeg
from bpv_app.ui.i18n import t
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

OORDEEL = "dialoog-oordeel"
VERZETTEN = "dialoog-rangschikken"
MAX_RIJEN = 100


@dataclass
class StandBeeld:
    """How far a company is with one place."""

    plaats: str
    href: str
    kandidaten: int
    stand: str
    toon: str
    contact: str


@dataclass
class OordeelBeeld:
    """A "not suitable" with the student's own words beside it."""

    id: str
    student: str
    href: str
    plaats: str
    leerwens: str
    grond: str
    uitleg: str
    besluit: str
    toon: str
    reden: str
    versie: int


def stand_beeld(s: RangordeStand, taal: str) -> StandBeeld:
    if not s.kandidaten:
        stand, toon = Tekst("niemand koos deze plaats", "nobody chose this place"), ""
    elif s.is_gewijzigd:
        stand, toon = Tekst("veranderd na insturen", "changed after sending in"), "warning"
    elif s.ingestuurd_op:
        stand, toon = Tekst("ingestuurd", "sent in"), "success"
    else:
        stand, toon = Tekst("niets ingestuurd: loting", "nothing sent in: lottery"), ""
    geen = Tekst("Geen praktijkopleider bekend: niet gemaild.", "No workplace supervisor known: no mail.")
    return StandBeeld(
        f"{s.titel}, {s.bedrijf}", f"/plaatsen/{s.plaats_id}", s.kandidaten, stand.in_taal(taal), toon,
        s.contact or geen.in_taal(taal),
    )  # fmt: skip


def oordeel_beeld(o: OordeelRij, taal: str) -> OordeelBeeld:
    wacht = Tekst("wacht op jou", "waits for you")
    return OordeelBeeld(
        str(o.id),
        f"{o.student} ({o.klas})" if o.klas else o.student,
        f"/studenten/{o.student_id}",
        f"{o.titel}, {o.bedrijf}",
        o.leerwens or Tekst("(niets geschreven)", "(wrote nothing)").in_taal(taal),
        GROND_LABEL[o.grond].in_taal(taal),
        o.uitleg,
        (BESLUIT_LABEL[o.besluit] if o.besluit else wacht).in_taal(taal),
        "" if o.besluit else "warning",
        f"{o.besluit_reden} ({o.door})" if o.besluit else "",
        o.versie,
    )


class RondeRangordeState(rx.State, mixin=True):
    """Companies that order in this round."""

    rangschikt: bool = False
    rangschik_zin: str = ""
    rangschik_tot: str = ""
    standen: list[StandBeeld] = []
    oordelen: list[OordeelBeeld] = []
    is_rangschikken_open: bool = False
    mag_verzetten: bool = False
    mag_beslissen: bool = False
    oordeel: OordeelBeeld = OordeelBeeld("", "", "", "", "", "", "", "", "", "", 0)
    rangschik_beurt: int = 0

    def _vul_rangorde(self, session: Session, wie: Actor, ronde: Ronde, taal: str) -> None:
        tijd, nu = tijd_van(ronde), klok.nu()
        self.rangschikt = ronde.bedrijven_rangschikken
        self.is_rangschikken_open = tijd.is_open(nu)
        gesloten = ronde.status is RondeStatus.GESLOTEN
        self.mag_verzetten = self.rangschikt and gesloten and wie.mag(Actie.RONDE_BEWERKEN)
        self.mag_beslissen = (
            self.rangschikt and gesloten and not self.is_rangschikken_open and wie.mag(Actie.MATCHING_BEWERKEN)
        )
        standen = list_stand(session, ronde.id or 0) if self.rangschikt else []
        self.standen = [stand_beeld(s, taal) for s in standen[:MAX_RIJEN]]
        # A company may still take a judgement back: it is the coordinator's to read once the time is over.
        oordelen = [] if self.is_rangschikken_open or not self.rangschikt else list_oordelen(session, ronde.id or 0)
        self.oordelen = [oordeel_beeld(o, taal) for o in oordelen[:MAX_RIJEN]]
        self.rangschik_tot = toon_invoer(ronde.rangschikken_tot)
        self.rangschik_zin = _zin(ronde, standen, oordelen, is_open=self.is_rangschikken_open).in_taal(taal)

    @handler(Actie.RONDE_BEWERKEN)
    async def herinner_bedrijven(self) -> None:
        """Remind every company that did not send in; at most once a day each."""
        nr = self.nr
        n = await schrijf(lambda session, wie: herinner_bedrijven(session, wie, klok, nr))
        await zeg(
            self,
            f"{n} {'bedrijf krijgt' if n == 1 else 'bedrijven krijgen'} een mail.",
            f"{n} {'company gets' if n == 1 else 'companies get'} a mail.",
        )

    @handler(Actie.RONDE_BEWERKEN)
    async def vraag_verzetten(self) -> Any:
        """Ask until when companies have."""
        self.rangschik_beurt += 1
        return open_dialoog(VERZETTEN)

    @handler(Actie.RONDE_BEWERKEN)
    async def verzet(self, gegevens: dict[str, Any]) -> Any:
        """Give more time, or end it now."""
        form, nr = formulier(gegevens), self.nr
        reden, tot = form.get("reden", ""), None
        if form.get("wanneer") != "nu":
            try:
                tot = lees_moment(form.get("rangschikken_moment", ""))
            except ValueError:
                tot = None
            if tot is None:
                raise OngeldigeInvoer(
                    {"rangschikken_moment": Tekst("Vul een dag en een tijd in.", "Fill in a day and a time.")}
                )
        await schrijf(lambda session, wie: verzet_rangschikken(session, wie, klok, nr, tot, reden) and None)
        await self._lees(nr)
        await zeg(self, "Bewaard.", "Saved.")
        return sluit_dialoog(VERZETTEN)

    @handler(Actie.MATCHING_BEWERKEN)
    async def vraag_besluit(self, oordeel_id: str) -> Any:
        """Show a judgement with the student's words, and ask for the decision."""
        gekozen = next((o for o in self.oordelen if o.id == str(oordeel_id)), None)
        if gekozen is None:
            raise NietGevonden
        self.oordeel = gekozen
        self.rangschik_beurt += 1
        return open_dialoog(OORDEEL)

    @handler(Actie.MATCHING_BEWERKEN)
    async def beslis(self, gegevens: dict[str, Any]) -> Any:
        """Decide about the judgement that is open."""
        form, nr = formulier(gegevens), self.nr
        if form.get("besluit") not in set(Besluit):
            raise OngeldigeInvoer({"besluit": Tekst("Kies wat je besluit.", "Choose what you decide.")})
        besluit, reden = Besluit(form["besluit"]), form.get("besluit_reden", "")
        nummer, versie = als_id(self.oordeel.id), self.oordeel.versie
        try:
            await schrijf(
                lambda session, wie: beslis_oordeel(session, wie, klok, nr, nummer, besluit, reden, versie) and None
            )
        except OngeldigeInvoer as fout:
            raise OngeldigeInvoer({"besluit_reden": fout.velden.get("reden", fout.tekst)}) from None
        await self._lees(nr)
        await zeg(self, "Je besluit is bewaard.", "Your decision is saved.")
        return sluit_dialoog(OORDEEL)


def _zin(ronde: Ronde, standen: list[RangordeStand], oordelen: list[OordeelRij], *, is_open: bool) -> Tekst:
    """How it stands, in one sentence."""
    tot = ronde.rangschikken_gesloten_op or ronde.rangschikken_tot
    op, at = (toon_moment(tot), toon_moment(tot, "en")) if tot else ("", "")
    if ronde.status in (RondeStatus.CONCEPT, RondeStatus.OPEN):
        return Tekst(
            f"Als de lijsten dicht zijn, vragen we de bedrijven om een volgorde, tot {op}.",
            f"When the lists are closed companies are asked for an order, until {at}.",
        )
    met = [s for s in standen if s.kandidaten]
    n, klaar = len(met), sum(s.ingestuurd_op is not None for s in met)
    if is_open:
        return Tekst(
            f"{klaar} van {n} plaatsen met kandidaten hebben een volgorde. Bedrijven hebben de tijd tot "
            f"{op}. Daarna kun "
            "je een voorstel maken.",
            f"{klaar} of {n} places with candidates have an order. Companies have until {at}. After that "
            f"you can make a "
            "proposal.",
        )
    wacht = sum(o.besluit is None for o in oordelen)
    extra = Tekst(
        f" {wacht} keer „past niet“ wacht op je besluit." if wacht else "",
        f" {wacht} × “not suitable” waits for your decision." if wacht else "",
    )
    return Tekst(
        f"{klaar} van {n} plaatsen met kandidaten hebben een volgorde. Dicht sinds {op}.{extra.nl}",
        f"{klaar} of {n} places with candidates have an order. Closed since {at}.{extra.en}",
    )


def _stand(s: rx.Var[StandBeeld]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.a(s.plaats, href=s.href, class_name="link"),
            custom_attrs={"data-label": ""},
        ),
        rx.el.td(s.kandidaten, class_name="text-right tabular-nums", custom_attrs={"data-label": "#"}),
        rx.el.td(badge(s.stand, s.toon), custom_attrs={"data-label": ""}),
        rx.el.td(s.contact, custom_attrs={"data-label": ""}),
    )


def _oordeel(s: Any, o: rx.Var[OordeelBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.a(o.student, href=o.href, class_name="link font-semibold"), " ", badge(o.besluit, o.toon)),
            rx.el.p(o.plaats, class_name="break-words"),
            rx.el.p(
                t("Leerwens: ", "Learning wish: "), o.leerwens, class_name="whitespace-pre-line break-words text-sm"
            ),
            rx.el.p(o.grond, ": ", o.uitleg, class_name="break-words text-sm"),
            rx.cond(
                o.reden != "",
                rx.el.p(t("Jouw besluit: ", "Your decision: "), o.reden, class_name="break-words text-sm"),
                rx.fragment(),
            ),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            s.mag_beslissen,
            knop(
                t("Beslis…", "Decide…"),
                hoofd=False,
                type="button",
                on_click=s.vraag_besluit(o.id),
                aria_label=t("Beslis: ", "Decide: ") + o.student,
                class_name="btn-sm",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-start gap-3 py-3",
    )


def rangorde(s: Any) -> rx.Component:
    """How far companies are, and the judgements to decide; nothing in a round without orders."""
    koppen = (t("Plaats", "Place"), t("Kandidaten", "Candidates"), t("Volgorde", "Order"), t("Gevraagd", "Asked"))
    return rx.cond(
        s.rangschikt,
        kaart(
            rx.el.p(s.rangschik_zin, class_name="mb-3"),
            rx.cond(
                s.mag_verzetten,
                rx.el.div(
                    rx.cond(
                        s.is_rangschikken_open,
                        knop(
                            t("Herinner de bedrijven", "Remind the companies"),
                            hoofd=False,
                            type="button",
                            on_click=s.herinner_bedrijven,
                        ),
                        rx.fragment(),
                    ),
                    knop(
                        t("Eerder sluiten of langer open…", "Close early or keep open…"),
                        hoofd=False,
                        type="button",
                        on_click=s.vraag_verzetten,
                    ),
                    class_name="mb-3 flex flex-wrap gap-2",
                ),
                rx.fragment(),
            ),
            rx.cond(
                s.oordelen.length() > 0,
                rx.fragment(
                    rx.el.h3(
                        t("Past niet, volgens het bedrijf", "Not suitable, says the company"),
                        class_name="font-semibold",
                    ),
                    rx.el.p(
                        t(
                            "Het mag alleen over de leerwens of een taak gaan. Zonder besluit staat de "
                            "student achteraan.",
                            "It may be about the learning wish or a task only. Without a decision the student is last.",
                        ),
                        class_name="text-sm text-base-content/80",
                    ),
                    rx.el.ul(
                        rx.foreach(s.oordelen, lambda o: _oordeel(s, o)), class_name="mb-3 divide-y divide-base-300"
                    ),
                ),
                rx.fragment(),
            ),
            rx.cond(
                s.standen.length() > 0,
                rx.el.table(
                    rx.el.thead(
                        rx.el.tr(
                            *[
                                rx.el.th(k, scope="col", class_name="text-right" if n == 1 else "")
                                for n, k in enumerate(koppen)
                            ]
                        )
                    ),
                    rx.el.tbody(rx.foreach(s.standen, _stand)),
                    class_name="tabel",
                ),
                rx.fragment(),
            ),
            titel=t("Volgorde van bedrijven", "Order of companies"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def rangorde_vensters(s: Any) -> rx.Component:
    """The two questions."""
    sleutel = s.rangschik_beurt.to(str)
    verzetten = rx.el.form(
        rx.el.fieldset(
            rx.el.legend(t("Wanneer is het dicht?", "When does it close?"), class_name="veld-label"),
            *[
                rx.el.label(
                    rx.el.input(
                        type="radio", name="wanneer", value=waarde, default_checked=waarde == "tot", class_name="radio"
                    ),
                    rx.el.span(tekst),
                    class_name="flex min-h-11 cursor-pointer items-center gap-3",
                )
                for waarde, tekst in (
                    ("tot", t("Op dit moment:", "At this moment:")),
                    ("nu", t("Nu meteen", "Right now")),
                )
            ],
        ),
        veld(
            "rangschikken_moment",
            t("Dag en tijd", "Day and time"),
            soort="datetime-local",
            waarde=s.rangschik_tot,
        ),
        tekstveld("reden", t("Reden", "Reason"), verplicht=True),
        rx.el.div(
            knop(t("Bewaar", "Save"), type="submit"),
            annuleer(VERZETTEN),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        on_submit=s.verzet,
        key="verzet-" + sleutel,
        no_validate=True,
        class_name="formulier",
    )
    o = s.oordeel
    besluit = rx.el.form(
        rx.el.p(o.student, " · ", o.plaats, class_name="break-words"),
        rx.el.blockquote(o.leerwens, class_name="border-l-4 border-base-300 pl-3 whitespace-pre-line break-words"),
        rx.el.p(o.grond, ": ", o.uitleg, class_name="break-words"),
        keuzeveld(
            "besluit",
            t("Wat besluit je?", "What do you decide?"),
            [(b.value, t(label)) for b, label in BESLUIT_LABEL.items()],
            leeg=t("Kies…", "Choose…"),
            verplicht=True,
        ),
        tekstveld(
            "besluit_reden",
            t("Waarom?", "Why?"),
            hulp=t("De student kan dit lezen.", "The student can read this."),
            verplicht=True,
        ),
        rx.el.div(
            knop(t("Bewaar", "Save"), type="submit"),
            annuleer(OORDEEL),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        on_submit=s.beslis,
        key="oordeel-" + sleutel,
        no_validate=True,
        class_name="formulier",
    )
    return rx.cond(
        s.rangschikt,
        rx.fragment(
            venster(VERZETTEN, t("Tijd voor de bedrijven", "Time for the companies"), verzetten),
            venster(OORDEEL, t("Past niet: jouw besluit", "Not suitable: your decision"), besluit),
        ),
        rx.fragment(),
    )
