"""/stagiairs: who is with me, and what is asked of me, and when?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.dashboard.queries_bedrijf import ONGETEKEND
from bpv_app.dashboard.queries_stagiairs import Moment, Stagiair, list_stagiairs
from bpv_app.gesprek.rules_tonen import wanneer_tekst
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import rules_mijn
from bpv_app.pok.queries_detail import HandtekeningRegel
from bpv_app.pok.rules import PARTIJ_LABEL, STATUS_LABEL, STATUS_TOON, Partij, PokStatus
from bpv_app.pok.rules_afdruk import GETEKEND
from bpv_app.pok.rules_tonen import getal
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, download


@dataclass
class VraagBeeld:
    """Something that is asked of the company; without `href` it is not done in this app."""

    tekst: str
    href: str = ""


@dataclass
class MomentBeeld:
    naam: str
    wanneer: str


@dataclass
class TekenBeeld:
    wie: str
    wanneer: str
    toon: str


@dataclass
class StagiairBeeld:
    """A card."""

    naam: str
    status: str
    toon: str
    opleiding: str
    periode: str
    uren: str
    pok: str
    school: str
    telefoon: str
    mailto: str
    email: str
    wat_nu: str
    logboek: str
    verslagen: int
    oordeel: str = ""
    bewijs: str = ""
    te_laat: bool = False
    vragen: list[VraagBeeld] = field(default_factory=list)
    momenten: list[MomentBeeld] = field(default_factory=list)
    handtekeningen: list[TekenBeeld] = field(default_factory=list)


def _logboek(naam: str, toestand: str = "") -> str:
    query = LijstVraag(zoek=naam, filters={"toestand": toestand} if toestand else {}).als_query()
    return f"/logboek?{query}"


def vragen(s: Stagiair) -> list[tuple[Tekst, str]]:
    """What waits for the company: (sentence, address where it is done)."""
    uit: list[tuple[Tekst, str]] = []
    if s.tekenen:
        wie = [PARTIJ_LABEL[partij] for partij in s.tekenen]
        nl, en = ", ".join(w.nl.lower() for w in wie), ", ".join(w.en.lower() for w in wie)
        voor, before = toon_datum(s.begin_op), toon_datum(s.begin_op, "en")
        wanneer = Tekst(f"Tekenen vóór {voor}", f"Sign before {before}")
        if s.is_begonnen_ongetekend:
            wanneer = Tekst("Teken vandaag", "Sign today")
        uit.append(
            (Tekst(f"{wanneer.nl}. Nog niet: {nl}.", f"{wanneer.en}. Not yet: {en}."), "")
            if Partij.LEERBEDRIJF in s.tekenen
            else (Tekst(f"Jij hebt getekend. Nog niet: {nl}.", f"You have signed. Not yet: {en}."), "")
        )
    if s.wachtend:
        een = s.wachtend == 1
        uit.append(
            (
                Tekst(
                    f"{s.wachtend} {'week wacht' if een else 'weken wachten'} op je akkoord",
                    f"{s.wachtend} {'week waits' if een else 'weeks wait'} for your approval",
                ),
                "/uren/beoordelen",
            )
        )
    if s.te_bespreken:
        een = s.te_bespreken == 1
        uit.append(
            (
                Tekst(
                    f"{s.te_bespreken} {'verslag' if een else 'verslagen'} in het logboek te bespreken",
                    f"{s.te_bespreken} {'entry' if een else 'entries'} in the logbook to discuss",
                ),
                _logboek(s.naam, "gedeeld"),
            )
        )
    if s.beoordeling and s.beoordeling.is_gevraagd:
        uit.append(
            (
                Tekst("Geef je oordeel over deze stagiair", "Give your judgement about this trainee"),
                _oordeel(s.dossier_id),
            )
        )
    if s.beoordeling and s.beoordeling.evaluatie_id:
        uit.append(
            (Tekst("Hoe was deze stage?", "How was this placement?"), f"/evaluatie/{s.beoordeling.evaluatie_id}")
        )
    return uit


def _oordeel(dossier_id: int) -> str:
    return f"/stagiairs/beoordelen/{dossier_id}"


def wat_nu(s: Stagiair) -> Tekst:
    """In B1 Dutch: where the placement stands for the company."""
    if s.status is PokStatus.DEFINITIEF and not s.is_nu:
        return Tekst("De stage is voorbij. De school sluit hem af.", "The placement is over. The school closes it.")
    heeft_getekend = Partij.LEERBEDRIJF not in s.tekenen
    return rules_mijn.wat_nu(
        s.status, Rol.PRAKTIJKOPLEIDER, s.begin_op, heeft_getekend=heeft_getekend, met_voogd=Partij.VOOGD in s.tekenen
    )


def _uren(s: Stagiair) -> Tekst:
    if s.uren_totaal is None:
        return Tekst("", "")
    if s.uren_per_week is None:
        return Tekst(f"{s.uren_totaal} in totaal", f"{s.uren_totaal} in total")
    return Tekst(
        f"{s.uren_totaal} in totaal, {getal(s.uren_per_week)} per week",
        f"{s.uren_totaal} in total, {getal(s.uren_per_week, 'en')} a week",
    )


def _teken_beeld(h: HandtekeningRegel, taal: str) -> TekenBeeld:
    wie = PARTIJ_LABEL[h.partij].in_taal(taal)
    if h.getekend_op is None:
        return TekenBeeld(wie, "not yet" if taal == "en" else "nog niet", "warning")
    return TekenBeeld(wie, toon_datum(h.getekend_op, taal), "success")


def _wanneer(m: Moment, taal: str) -> str:
    if m.afspraak_op is not None:
        return wanneer_tekst(m.afspraak_op, taal)
    uiterlijk = "no appointment yet, by" if taal == "en" else "nog geen afspraak, uiterlijk"
    return f"{uiterlijk} {toon_datum(m.datum, taal)}"


def stagiair_beeld(s: Stagiair, taal: str) -> StagiairBeeld:
    """The card in the person's language."""
    leerweg = LEERWEG_LABEL[Leerweg(s.leerweg)].in_taal(taal) if s.leerweg else ""
    school = s.school
    return StagiairBeeld(
        naam=s.naam,
        status=STATUS_LABEL[s.status].in_taal(taal),
        toon=STATUS_TOON[s.status],
        opleiding=", ".join(d for d in (s.opleiding, leerweg) if d),
        periode=f"{toon_datum(s.begin_op, taal) or '…'} – {toon_datum(s.eind_op, taal) or '…'}",
        uren=_uren(s).in_taal(taal),
        pok=s.nummer,
        school=school.naam if school else "",
        telefoon=school.telefoon if school else "",
        email=school.email if school else "",
        mailto=f"mailto:{school.email}" if school and school.email else "",
        wat_nu=wat_nu(s).in_taal(taal),
        logboek=_logboek(s.naam),
        verslagen=s.verslagen,
        oordeel=_oordeel(s.dossier_id) if s.beoordeling else "",
        bewijs=f"/api/poks/{s.pok_id}/bewijs.pdf" if s.status in GETEKEND else "",
        te_laat=s.is_begonnen_ongetekend,
        vragen=[VraagBeeld(tekst.in_taal(taal), href) for tekst, href in vragen(s)],
        handtekeningen=[_teken_beeld(h, taal) for h in s.handtekeningen],
        momenten=[MomentBeeld(m.naam, _wanneer(m, taal)) for m in s.momenten],
    )


def eerste_zin(stagiairs: tuple[Stagiair, ...]) -> Tekst:
    """Who is here, and how much is asked."""
    nu = sum(s.is_nu for s in stagiairs)
    if not stagiairs:
        return Tekst("Je hebt nu geen eigen stagiairs.", "You have no trainees of your own now.")
    wacht = sum(bool(vragen(s)) for s in stagiairs)
    return Tekst(
        f"{'Geen stagiairs' if nu == 0 else '1 stagiair' if nu == 1 else f'{nu} stagiairs'} bij jou. "
        + (f"Bij {wacht} wordt iets van je gevraagd." if wacht else "Er wacht niets op jou."),
        f"{'No trainees' if nu == 0 else '1 trainee' if nu == 1 else f'{nu} trainees'} with you. "
        + (f"Something is asked of you for {wacht}." if wacht else "Nothing waits for you."),
    )


class StagiairsState(rx.State):
    """The trainees of who looks."""

    zin: str = ""
    gefilterd: bool = False
    nu: list[StagiairBeeld] = []
    eerder: list[StagiairBeeld] = []

    @handler(Actie.STAGIAIRS_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read them."""
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        stagiairs = await lees(lambda session, wie: list_stagiairs(session, wie, vandaag))
        self.gefilterd = ONGETEKEND in str(self.router.url.query or "")
        if self.gefilterd:
            stagiairs = tuple(s for s in stagiairs if s.is_begonnen_ongetekend)
        self.zin = eerste_zin(stagiairs).in_taal(taal)
        self.nu = [stagiair_beeld(s, taal) for s in stagiairs if s.is_nu]
        self.eerder = [stagiair_beeld(s, taal) for s in stagiairs if not s.is_nu]


def _vraag(v: rx.Var[VraagBeeld]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            v.href != "",
            rx.el.a(v.tekst, href=v.href, class_name="btn btn-primary h-auto min-h-11 w-full py-2 sm:w-auto"),
            rx.el.span(v.tekst, class_name="melding melding-warning"),
        ),
        class_name="flex",
    )


def _moment(m: rx.Var[MomentBeeld]) -> rx.Component:
    return rx.el.li(rx.el.span(m.naam), rx.el.span(m.wanneer), class_name="flex justify-between gap-3 py-1.5")


def _school(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.fragment(
        s.school,
        rx.cond(s.telefoon != "", rx.fragment(" · ", rx.el.a(s.telefoon, href="tel:" + s.telefoon, class_name="link"))),
        rx.cond(s.mailto != "", rx.fragment(" · ", rx.el.a(s.email, href=s.mailto, class_name="link break-all"))),
    )


def _feiten(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.el.dl(
        rx.el.dt(t("Opleiding", "Programme")),
        rx.el.dd(s.opleiding),
        rx.el.dt(t("Periode", "Period")),
        rx.el.dd(s.periode),
        rx.el.dt(t("Uren", "Hours")),
        rx.el.dd(s.uren),
        rx.el.dt(t("Contact op school", "Contact at school")),
        rx.el.dd(_school(s)),
        class_name="gegevens",
    )


def _kaart(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(s.naam, class_name="text-lg font-semibold"),
            badge(s.status, s.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.cond(
            s.te_laat,
            rx.el.p(
                t(
                    "De stage is begonnen, maar de overeenkomst is nog niet door iedereen getekend.",
                    "The placement has started, but not everybody has signed the agreement.",
                ),
                class_name="melding melding-error my-3",
            ),
            rx.fragment(),
        ),
        rx.cond(
            s.vragen.length() > 0,
            rx.el.ul(rx.foreach(s.vragen, _vraag), class_name="my-3 flex flex-col gap-2"),
            rx.el.p(s.wat_nu, class_name="melding melding-info my-3"),
        ),
        _feiten(s),
        rx.cond(
            s.momenten.length() > 0,
            rx.fragment(
                rx.el.h3(t("Gesprekken", "Conversations"), class_name="mt-4 font-semibold"),
                rx.el.ul(rx.foreach(s.momenten, _moment), class_name="divide-y divide-base-300"),
                rx.el.a(
                    t("Naar de afspraken", "To the appointments"),
                    href="/afspraken",
                    class_name="link flex min-h-11 items-center",
                ),
            ),
            rx.fragment(),
        ),
        _overeenkomst(s),
        _naar_oordeel(s),
        _naar_logboek(s),
        _bewijs(s),
        class_name="kaart mb-4",
    )


def _overeenkomst(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.cond(
        s.handtekeningen.length() > 0,
        rx.el.details(
            rx.el.summary(
                t("Overeenkomst ", "Agreement "), s.pok, class_name="link flex min-h-11 cursor-pointer items-center"
            ),
            rx.el.ul(
                rx.foreach(
                    s.handtekeningen,
                    lambda h: rx.el.li(
                        rx.el.span(h.wie),
                        badge(h.wanneer, h.toon),
                        class_name="flex items-center justify-between gap-3 py-1.5",
                    ),
                ),
                class_name="divide-y divide-base-300",
            ),
            rx.el.p(
                t(
                    "Jouw getekende exemplaar heb je op papier. Kwijt? Vraag het contact op school.",
                    "You have your signed copy on paper. Lost? Ask the contact at school.",
                ),
                class_name="mt-2 text-sm text-base-content/80",
            ),
            class_name="mt-2",
        ),
        rx.fragment(),
    )


def _naar_oordeel(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.cond(
        s.oordeel != "",
        rx.el.a(
            t("Beoordeling van ", "Assessment of "),
            s.naam,
            href=s.oordeel,
            class_name="link mt-3 flex min-h-11 items-center",
        ),
        rx.fragment(),
    )


def _bewijs(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.cond(
        s.bewijs != "",
        download(
            rx.fragment(t("Bewijsstuk voor de subsidie (PDF): ", "Evidence for the subsidy (PDF, in Dutch): "), s.naam),
            s.bewijs,
            class_name="link mt-3 flex min-h-11 items-center",
        ),
        rx.fragment(),
    )


def _naar_logboek(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.cond(
        s.verslagen > 0,
        rx.el.a(
            t("Logboek van ", "Logbook of "),
            s.naam,
            " (",
            s.verslagen,
            ")",
            href=s.logboek,
            class_name="link mt-3 flex min-h-11 items-center",
        ),
        rx.fragment(),
    )


def _eerder(s: rx.Var[StagiairBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.h3(s.naam, class_name="font-semibold"),
        rx.el.p(s.wat_nu, class_name="text-sm text-base-content/80"),
        rx.cond(
            s.vragen.length() > 0,
            rx.el.ul(rx.foreach(s.vragen, _vraag), class_name="my-3 flex flex-col gap-2"),
            rx.fragment(),
        ),
        _feiten(s),
        _overeenkomst(s),
        _naar_oordeel(s),
        _naar_logboek(s),
        _bewijs(s),
        class_name="py-3",
    )


def _leeg() -> rx.Component:
    return rx.el.section(
        rx.el.p(
            t(
                "De school kiest wie een student begeleidt. Mag je uren van stagiairs van collega's goedkeuren? Die "
                "vind je bij ",
                "The school chooses who guides a student. May you approve hours of colleagues' trainees? You find them "
                "at ",
            ),
            rx.el.a(t("Uren keuren", "Approve hours"), href="/uren/beoordelen", class_name="link"),
            ".",
        ),
        class_name="kaart",
    )


@rx.page(route="/stagiairs", title="Stagiairs · BPV-app", on_load=StagiairsState.laad)
def stagiairs() -> rx.Component:
    """The cards: who is here now, and folded who was."""
    s: Any = StagiairsState
    return pagina(
        rx.cond(
            s.gefilterd,
            rx.el.p(
                t("Alleen wie begon zonder getekende overeenkomst. ", "Only who began without a signed agreement. "),
                rx.el.a(t("Toon alle stagiairs", "Show all trainees"), href="/stagiairs", class_name="link"),
                class_name="mb-3",
            ),
            rx.fragment(),
        ),
        rx.foreach(s.nu, _kaart),
        rx.cond((s.nu.length() + s.eerder.length()) == 0, _leeg(), rx.fragment()),
        rx.cond(
            s.eerder.length() > 0,
            rx.el.details(
                rx.el.summary(
                    t("Eerdere stagiairs", "Former trainees"),
                    " (",
                    s.eerder.length(),
                    ")",
                    class_name="flex min-h-11 cursor-pointer items-center font-semibold",
                ),
                rx.el.ul(rx.foreach(s.eerder, _eerder), class_name="divide-y divide-base-300"),
                class_name="kaart",
            ),
            rx.fragment(),
        ),
        titel=t("Stagiairs", "Trainees"),
        zin=s.zin,
        acties=rx.el.a(
            t("Gespreksverslagen", "Reports"), href="/stagiairs/verslagen", class_name="btn btn-outline btn-sm min-h-11"
        ),
        smal=True,
    )
