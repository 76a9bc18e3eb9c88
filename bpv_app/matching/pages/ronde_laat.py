"""The block of late students on the screen of an open round: who came after the opening takes part as yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_zonder import list_laatkomers
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.service_laatkomer import laat_meedoen
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import UitslagBeeld
from bpv_app.ui.velden import badge, kaart, knop

MAX_LAAT = 50
NIEMAND_GEKOZEN = DomeinFout("niemand_gekozen", Tekst("Kies eerst een student.", "Choose a student first."))


@dataclass
class LaatRegel:
    """A student who could still take part."""

    id: str
    naam: str
    href: str


def lees_laat(form: dict[str, str]) -> dict[int, bool]:
    """The chosen students of the form, and whether each has a driving licence."""
    gekozen = [als_id(veld.removeprefix("laat-")) for veld in form if veld.startswith("laat-")]
    return {nr: f"rijbewijs-{nr}" in form for nr in gekozen if nr}


class RondeLaatState(rx.State, mixin=True):
    """Late students of the round on this screen."""

    kan_laat: bool = False
    laat: list[LaatRegel] = []
    laat_meer: int = 0
    laat_uit: list[UitslagBeeld] = []
    laat_beurt: int = 0

    def _vul_laat(self, session: Session, wie: Actor, ronde: Ronde) -> None:
        is_open = ronde.status is RondeStatus.OPEN and klok.nu() < ronde.sluit_op
        self.kan_laat = is_open and wie.mag(Actie.RONDE_BEWERKEN)
        rijen = list_laatkomers(session, ronde) if self.kan_laat else []
        self.laat = [
            LaatRegel(
                str(z.student_id),
                f"{z.student or '#' + str(z.student_id)} {f'({z.klas})' if z.klas else ''}".strip(),
                f"/studenten/{z.student_id}",
            )
            for z in rijen[:MAX_LAAT]
        ]
        self.laat_meer = max(0, len(rijen) - MAX_LAAT)

    @handler(Actie.RONDE_BEWERKEN)
    async def laat_meedoen(self, gegevens: dict[str, Any]) -> None:
        """Let the chosen students take part as yet."""
        nr, gekozen = self.nr, lees_laat(formulier(gegevens))
        if not gekozen:
            raise NIEMAND_GEKOZEN
        taal = (await self.get_state(BasisState)).taal
        uit = await schrijf(lambda session, wie: laat_meedoen(session, wie, klok, nr, gekozen))
        await self._lees(nr)
        self.laat_uit = [UitslagBeeld(u.naam, u.tekst.in_taal(taal), u.gelukt, u.href) for u in uit]
        self.laat_beurt += 1


def _student(r: rx.Var[LaatRegel]) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(type="checkbox", name="laat-" + r.id, class_name="checkbox"),
            rx.el.span(r.naam, class_name="min-w-0 break-words font-semibold"),
            class_name="flex min-h-11 min-w-0 grow cursor-pointer items-center gap-3",
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="rijbewijs-" + r.id, class_name="checkbox checkbox-sm"),
            rx.el.span(t("Heeft een rijbewijs", "Has a driving licence")),
            rx.el.span(" (", r.naam, ")", class_name="sr-only"),
            class_name="flex min-h-11 cursor-pointer items-center gap-2 text-sm",
        ),
        class_name="flex flex-wrap items-center gap-x-6 py-1",
    )


def _uitslag(u: rx.Var[UitslagBeeld]) -> rx.Component:
    return rx.el.li(
        badge(
            rx.cond(u.gelukt, t("Gelukt", "Done"), t("Niet gelukt", "Not done")),
            rx.cond(u.gelukt, "success", "error"),
        ),
        rx.cond(u.href != "", rx.el.a(u.naam, href=u.href, class_name="link"), rx.el.strong(u.naam)),
        rx.el.span(u.tekst, class_name="min-w-0 break-words"),
        class_name="flex flex-wrap gap-2 py-1.5",
    )


def laatkomers(s: Any) -> rx.Component:
    """Who could still take part, with a button; and what came of it."""
    formulier_ = rx.el.form(
        rx.el.p(
            t(
                "Deze studenten horen bij de teams van de ronde, maar kwamen na de opening. Laat je ze meedoen, dan "
                "ligt vanaf dat moment vast uit welke plaatsen ze kiezen. Ze loten mee met hetzelfde zaad; voor de "
                "anderen verandert er niets.",
                "These students belong to the round's teams, but came after the opening. When you let them take part, "
                "the places they choose from are fixed at that moment. They draw a lot from the same seed; nothing "
                "changes for the others.",
            ),
            class_name="text-sm",
        ),
        rx.el.ul(rx.foreach(s.laat, _student), class_name="my-2 divide-y divide-base-300"),
        rx.cond(
            s.laat_meer > 0,
            rx.el.p("+ ", s.laat_meer, t(" anderen, hierna", " others, after these"), class_name="text-sm"),
            rx.fragment(),
        ),
        knop(t("Laat meedoen", "Let them take part"), hoofd=False, type="submit"),
        on_submit=s.laat_meedoen,
        key="laat-" + s.laat_beurt.to(str),
    )
    iedereen = rx.el.p(
        t(
            "Alle studenten van deze teams doen mee. Komt er iemand bij, dan laat je die hier meedoen.",
            "All students of these teams take part. When somebody joins the team, let them take part here.",
        ),
        class_name="text-sm",
    )
    return rx.cond(
        s.kan_laat,
        kaart(
            rx.el.div(
                rx.cond(
                    s.laat_uit.length() > 0,
                    rx.el.ul(rx.foreach(s.laat_uit, _uitslag), class_name="mb-2 text-sm"),
                    rx.fragment(),
                ),
                aria_live="polite",
            ),
            rx.cond(s.laat.length() > 0, formulier_, iedereen),
            titel=t("Studenten die later kwamen", "Students who came later"),
            id="laat",
            class_name="mb-4",
        ),
        rx.fragment(),
    )
