"""On a company's screen: the last answer about its accreditation with its age, and the questions that wait for SBB."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, lees_datum, toon_datum, toon_geleden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.sbb.queries import ControleStand, LaatsteAntwoord, Wachtend, get_controle_stand
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.rules import UITKOMST_LABEL
from bpv_app.leerbedrijf.service import get_leerbedrijf
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees, pad_deel
from bpv_app.ui.i18n import t

GEVRAAGD = Tekst(
    "Gevraagd aan SBB. Je hoeft niet te wachten: het antwoord komt op dit scherm.",
    "Asked at SBB. No need to wait: the answer comes on this screen.",
)
WACHTTE_AL = Tekst(
    "Deze vraag wachtte al op SBB; hij wordt nu opnieuw gesteld.",
    "This question was waiting for SBB already; it is asked again now.",
)


def _waarover(crebo: str, keuzedeel: str, taal: str) -> str:
    deel = Tekst(f"keuzedeel {keuzedeel}", f"optional module {keuzedeel}").in_taal(taal)
    return ", ".join(d for d in (f"crebo {crebo}" if crebo else "", deel if keuzedeel else "") if d)


def laatste_zin(laatste: LaatsteAntwoord, taal: str) -> str:
    """`Erkend voor crebo 25736: antwoord van 3 dagen geleden (SBB, 24 nov 2026, 4 erkenningen).`"""
    geleden = toon_geleden(laatste.op, klok.nu(), taal)
    wat = UITKOMST_LABEL[laatste.uitkomst].in_taal(taal)
    over = _waarover(laatste.crebo, laatste.keuzedeel, taal)
    return Tekst(
        f"{wat} voor {over}: antwoord van {geleden} ({laatste.bron}).",
        f"{wat} for {over}: answer of {geleden} ({laatste.bron}).",
    ).in_taal(taal)


def wacht_zin(wacht: Wachtend, taal: str) -> str:
    """What was asked, since when it waits, and why there is no answer yet."""
    geleden = toon_geleden(wacht.sinds, klok.nu(), taal)
    over = _waarover(str(wacht.payload.get("crebo", "")), str(wacht.payload.get("keuzedeel", "")), taal)
    dag = toon_datum(lees_datum(str(wacht.payload.get("peildatum", ""))), taal)
    zin = Tekst(
        f"Een controle wacht op SBB: {over} op {dag}, {geleden} gevraagd.",
        f"A check waits for SBB: {over} on {dag}, asked {geleden}.",
    ).in_taal(taal)
    return f"{zin} {wacht.fout}".strip()


class ControleState(rx.State):
    """What is known and asked about the address' company."""

    laatste: str = ""
    wachtend: list[str] = []
    geweigerd: str = ""

    @handler(Actie.LEERBEDRIJF_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Of /leerbedrijven/<id>."""
        nummer = als_id(pad_deel(self, 1))

        def werk(session: Any, wie: Any) -> ControleStand:
            return get_controle_stand(session, wie, volg(session, get_leerbedrijf(session, wie, nummer).id or 0))

        stand = await lees(werk)
        taal = (await self.get_state(BasisState)).taal
        self.laatste = laatste_zin(stand.laatste, taal) if stand.laatste else ""
        self.wachtend = [wacht_zin(w, taal) for w in stand.wachtend]
        self.geweigerd = stand.geweigerd


def controle_blok(ververs: Any) -> rx.Component:
    """For a page that loads `ControleState` too. `ververs`: what to do to look again."""
    return rx.el.div(
        rx.cond(
            ControleState.laatste != "",
            rx.el.p(rx.el.strong(t("Laatste antwoord: ", "Last answer: ")), ControleState.laatste),
            rx.fragment(),
        ),
        rx.cond(
            ControleState.geweigerd != "",
            rx.el.p(
                rx.el.strong(t("SBB gaf geen antwoord. ", "SBB gave no answer. ")),
                ControleState.geweigerd,
                class_name="melding melding-warning",
            ),
            rx.fragment(),
        ),
        rx.cond(
            ControleState.wachtend.length() > 0,
            rx.el.div(
                rx.el.ul(rx.foreach(ControleState.wachtend, rx.el.li), class_name="grid gap-1"),
                rx.el.button(
                    t("Kijk of er antwoord is", "See whether there is an answer"),
                    type="button",
                    on_click=ververs,
                    class_name="btn btn-outline btn-sm mt-2",
                ),
                role="status",
                class_name="melding melding-info block",
            ),
            rx.fragment(),
        ),
        class_name="mt-3 grid gap-2 [overflow-wrap:anywhere] empty:hidden",
    )
