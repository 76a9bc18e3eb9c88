"""/poks/nabellen/<id>: whom do I call about this agreement, and what was said before? With the phone in the hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, lees_datum, toon_datum, toon_moment
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service
from bpv_app.pok.queries_bellen import Belkaart, Beller, Gesprekje, get_belkaart
from bpv_app.pok.queries_herinnerd import herinnering_tekst
from bpv_app.pok.rules_manen import begin_tekst, partijen_tekst
from bpv_app.pok.rules_nabellen import UITKOMST_LABEL, BelUitkomst, bel_adres
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import badge, download, kaart, keuzeveld, knop, tekstveld, veld

ANDER = Tekst("Iemand anders", "Somebody else")
IEMAND = "-"
"""What the form says for somebody who is not on the card; who has to sign first stands first."""
GEEN_DATUM = Tekst("Dit is geen datum; schrijf bijvoorbeeld 7-12-2026.", "This is not a date; write e.g. 7-12-2026.")


@dataclass
class BellerBeeld:
    """Somebody to tap on."""

    rol: str
    naam: str
    telefoon: str
    bel: str
    moet_tekenen: bool


@dataclass
class RegelBeeld:
    """Something that happened, with when and by whom."""

    wanneer: str
    tekst: str


def beller_beeld(b: Beller, taal: str) -> BellerBeeld:
    """One person."""
    return BellerBeeld(b.rol.in_taal(taal), b.naam, b.telefoon, bel_adres(b.telefoon), b.moet_tekenen)


def gesprekje_beeld(g: Gesprekje, taal: str) -> RegelBeeld:
    """One call."""
    delen = [UITKOMST_LABEL[g.uitkomst].in_taal(taal) if g.uitkomst else "", g.notitie]
    if g.opnieuw_op:
        op, on = toon_datum(g.opnieuw_op), toon_datum(g.opnieuw_op, "en")
        delen.append(Tekst(f"Opnieuw bellen op {op}", f"Call again on {on}").in_taal(taal))
    tekst = f"{g.met_wie}: {'. '.join(d for d in delen if d)}"
    return RegelBeeld(f"{toon_moment(g.op, taal)} · {g.door}", tekst)


class BellenState(rx.State):
    """The call card of one agreement."""

    pok_id: int = 0
    titel: str = ""
    zin: str = ""
    wacht: bool = False
    vandaag: str = ""
    bellers: list[BellerBeeld] = []
    gesprekjes: list[RegelBeeld] = []
    herinneringen: list[RegelBeeld] = []
    mensen: list[Optie] = []
    uitkomsten: list[Optie] = []
    form_sleutel: str = ""

    @handler(Actie.POK_NABELLEN, laadt=True)
    async def laad(self) -> None:
        """Read the agreement of the address."""
        await self._lees(als_id(pad_deel(self, 2)))

    async def _lees(self, pok_id: int) -> None:
        dag = klok.vandaag()
        self._toon(
            await lees(lambda s, wie: get_belkaart(s, wie, pok_id, dag)), (await self.get_state(BasisState)).taal
        )

    def _toon(self, k: Belkaart, taal: str) -> None:
        dag = klok.vandaag()
        self.pok_id, self.titel, self.vandaag = k.pok_id, f"{k.student}, {k.bedrijf}", dag.isoformat()
        self.wacht = bool(k.ontbreekt)
        begin = begin_tekst(k.begin_op, dag) if k.begin_op else Tekst("", "")
        nog = partijen_tekst(k.ontbreekt)
        zin = Tekst(
            f"De stage {begin.nl}. Nog niet getekend: {nog.nl}.", f"The placement {begin.en}. Not signed yet: {nog.en}."
        )
        klaar = Tekst("Deze POK wacht niet op handtekeningen.", "This agreement does not wait for signatures.")
        self.zin = (zin if self.wacht else klaar).in_taal(taal)
        self.bellers = [beller_beeld(b, taal) for b in k.bellers]
        self.gesprekjes = [gesprekje_beeld(g, taal) for g in k.gesprekjes[:50]]
        self.herinneringen = [
            RegelBeeld(toon_moment(h.op, taal), herinnering_tekst(h).in_taal(taal)) for h in k.herinneringen[:50]
        ]
        namen = dict.fromkeys(b.naam for b in k.bellers if b.naam)
        self.mensen = [*(Optie(naam, naam) for naam in namen), Optie(IEMAND, ANDER.in_taal(taal))]
        self.uitkomsten = [Optie(u.value, UITKOMST_LABEL[u].in_taal(taal)) for u in BelUitkomst]
        self.form_sleutel = f"{k.pok_id}-{len(k.gesprekjes)}-{taal}"

    @handler(Actie.POK_NABELLEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Note the call."""
        form, pok_id = formulier(gegevens), self.pok_id
        met_wie = form.get("met_wie", "")
        met_wie = ANDER.nl if met_wie == IEMAND else met_wie
        uitkomst = form.get("beluitkomst", "")
        if uitkomst not in BelUitkomst._value2member_map_:
            raise OngeldigeInvoer({"beluitkomst": Tekst("Maak een keuze.", "Make a choice.")})
        try:
            opnieuw = lees_datum(form.get("opnieuw_bellen_op", ""))
        except (ValueError, OverflowError) as fout:
            raise OngeldigeInvoer({"opnieuw_bellen_op": GEEN_DATUM}) from fout
        await schrijf(
            lambda s, wie: service.voeg_belnotitie_toe(
                s, wie, klok, pok_id, met_wie, form.get("notitie", ""), opnieuw, BelUitkomst(uitkomst)
            )
        )
        await self._lees(pok_id)
        await zeg(self, "Gesprek bewaard.", "Call noted.")


def _beller(b: rx.Var[BellerBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(b.naam),
            rx.el.span(b.rol, class_name="hulp block"),
            rx.cond(b.moet_tekenen, badge(t("moet nog tekenen", "has to sign"), "warning"), rx.fragment()),
        ),
        rx.cond(
            b.bel != "",
            download(
                rx.fragment(t("Bel ", "Call "), b.telefoon, rx.el.span(" (", b.naam, ")", class_name="sr-only")),
                b.bel,
                class_name=rx.cond(b.moet_tekenen, "btn btn-primary min-h-11", "btn btn-outline min-h-11"),
            ),
            rx.el.span(t("geen telefoonnummer", "no phone number"), class_name="hulp"),
        ),
        class_name="flex flex-wrap items-center justify-between gap-2 py-2",
    )


def _formulier() -> rx.Component:
    s = BellenState
    return kaart(
        rx.el.form(
            keuzeveld("met_wie", t("Met wie?", "With whom?"), s.mensen),
            keuzeveld(
                "beluitkomst",
                t("Wat kwam eruit?", "What came of it?"),
                s.uitkomsten,
                leeg=t("Kies…", "Choose…"),
                verplicht=True,
            ),
            tekstveld("notitie", t("Notitie", "Note"), rijen=2),
            veld("opnieuw_bellen_op", t("Opnieuw bellen op", "Call again on"), soort="date", min=s.vandaag),
            knop(t("Bewaar gesprek", "Save call"), type="submit", class_name="min-h-11"),
            on_submit=s.bewaar,
            key=s.form_sleutel,
            class_name="formulier",
        ),
        titel=t("Gebeld?", "Called?"),
    )


def _regels(titel: Any, regels: Any, geen: Any) -> rx.Component:
    def regel(r: rx.Var[RegelBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(r.wanneer, class_name="text-sm text-base-content/80"),
            rx.el.p(r.tekst, class_name="break-words whitespace-pre-line"),
            class_name="py-2",
        )

    return kaart(
        rx.cond(
            regels.length() > 0,
            rx.el.ol(rx.foreach(regels, regel), class_name="divide-y divide-base-300"),
            rx.el.p(geen),
        ),
        titel=titel,
    )


@rx.page(route="/poks/nabellen/[pok_nr]", title="Nabellen · BPV-app", on_load=BellenState.laad)
def bellen() -> rx.Component:
    """Whom to call, the note, and what went before."""
    s = BellenState
    return pagina(
        rx.el.div(
            kaart(rx.el.ul(rx.foreach(s.bellers, _beller), class_name="divide-y divide-base-300")),
            rx.cond(s.wacht, _formulier(), rx.fragment()),
            _regels(t("Gebeld", "Calls"), s.gesprekjes, t("Er is nog niet gebeld.", "Nobody has called yet.")),
            _regels(
                t("Herinneringen per mail", "Reminders by mail"),
                s.herinneringen,
                t("Er is nog geen herinnering gestuurd.", "No reminder was sent yet."),
            ),
            class_name="grid gap-4",
        ),
        titel=s.titel,
        zin=s.zin,
        kruimels=[(t("POK's", "Agreements"), "/poks"), (t("Na te bellen", "To call"), "/poks/nabellen")],
        acties=rx.el.a(
            t("Naar de POK", "To the agreement"), href="/poks/" + s.pok_id.to(str), class_name="btn btn-outline btn-sm"
        ),
        smal=True,
    )
