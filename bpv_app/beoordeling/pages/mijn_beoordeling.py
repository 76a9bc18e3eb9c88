"""/mijn-beoordeling: what did the school decide about my placement, and what may I say about it myself?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.beoordeling.pages import beeld
from bpv_app.beoordeling.pages.beoordeling_delen import regel
from bpv_app.beoordeling.queries_beoordeling import Beeld, list_voor_student
from bpv_app.beoordeling.queries_evaluatie import MijnEvaluatie, list_mijn_evaluaties
from bpv_app.beoordeling.rules import BESLUIT_LABEL, BESLUIT_TOON
from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, kaart


@dataclass
class MijnBeeld:
    """One shared assessment."""

    stage: str
    besluit: str
    toon: str
    reden: str
    besloten: str
    regels: list[beeld.OordeelBeeld] = field(default_factory=list)


@dataclass
class EvaluatieBeeld:
    """One evaluation that is asked, or was sent in."""

    href: str
    bedrijf: str
    is_klaar: bool


def mijn_beeld(b: Beeld, taal: str) -> MijnBeeld:
    """In the student's language."""
    return MijnBeeld(
        beeld.stage_zin(b, taal),
        BESLUIT_LABEL[b.besluit].in_taal(taal) if b.besluit else "",
        BESLUIT_TOON[b.besluit] if b.besluit else "",
        b.reden,
        f"{b.besloten_door}, {toon_moment(b.besloten_op, taal)}",
        beeld.regels(b, taal),
    )


class MijnBeoordelingState(rx.State):
    """The student's own results and evaluations."""

    zin: str = ""
    beoordelingen: list[MijnBeeld] = []
    evaluaties: list[EvaluatieBeeld] = []

    @handler(Actie.EIGEN_BEOORDELING_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read what is one's own."""

        def werk(session: Any, wie: Any) -> tuple[tuple[Beeld, ...], list[MijnEvaluatie]]:
            return list_voor_student(session, wie), list_mijn_evaluaties(session, wie)

        beoordelingen, evaluaties = await lees(werk)
        taal = (await self.get_state(BasisState)).taal
        self.beoordelingen = [mijn_beeld(b, taal) for b in beoordelingen]
        self.evaluaties = [
            EvaluatieBeeld(f"/evaluatie/{e.id}", e.bedrijf, e.ingestuurd_op is not None)
            for e in evaluaties
            if e.soort.value == "student"
        ]
        open_ = sum(not e.is_klaar for e in self.evaluaties)
        zin = Tekst("Je school heeft nog geen beoordeling gedeeld.", "Your school has not shared an assessment yet.")
        if self.beoordelingen:
            uitslag = self.beoordelingen[0].besluit.lower()
            zin = Tekst(
                f"Je laatste stage is beoordeeld als {uitslag}.", f"Your last placement was assessed as {uitslag}."
            )
        if open_:
            zin = Tekst(f"{zin.nl} Vertel ook hoe jouw stage was.", f"{zin.en} Also tell how your placement was.")
        self.zin = zin.in_taal(taal)


def _evaluatie(e: rx.Var[EvaluatieBeeld]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            e.is_klaar,
            rx.el.p(e.bedrijf, " ", badge(t("ingestuurd", "sent in"), "success")),
            rx.el.a(
                t("Vertel hoe het was bij ", "Tell how it was at "),
                e.bedrijf,
                href=e.href,
                class_name="btn btn-primary h-auto min-h-11 w-full py-2 sm:w-auto",
            ),
        ),
        class_name="py-2",
    )


def _beoordeling(b: rx.Var[MijnBeeld]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(b.stage, class_name="text-lg font-semibold"),
        rx.el.p(badge(b.besluit, b.toon), " ", b.besloten, class_name="my-2 flex flex-wrap items-center gap-2"),
        rx.cond(
            b.reden != "",
            rx.el.p(rx.el.strong(t("Waarom: ", "Why: ")), b.reden, class_name="whitespace-pre-line"),
            rx.fragment(),
        ),
        rx.el.ul(rx.foreach(b.regels, regel), class_name="divide-y divide-base-300"),
        rx.el.p(
            t(
                "Ben je het er niet mee eens? Praat met je begeleider van school.",
                "Do you not agree? Talk to your school supervisor.",
            ),
            class_name="mt-3 text-sm",
        ),
        class_name="kaart mb-4",
    )


@rx.page(route="/mijn-beoordeling", title="Mijn beoordeling · BPV-app", on_load=MijnBeoordelingState.laad)
def mijn_beoordeling() -> rx.Component:
    """Evaluations that are asked, and results."""
    s = MijnBeoordelingState
    return pagina(
        rx.cond(
            s.evaluaties.length() > 0,
            kaart(
                rx.el.ul(rx.foreach(s.evaluaties, _evaluatie)),
                titel=t("Hoe was jouw stage?", "How was your placement?"),
                class_name="mb-4",
            ),
            rx.fragment(),
        ),
        rx.foreach(s.beoordelingen, _beoordeling),
        rx.cond(
            s.beoordelingen.length() == 0,
            kaart(
                t(
                    "Aan het eind van je stage oordelen je praktijkopleider en je school per werkproces. De school "
                    "besluit. Als je school de uitslag deelt, zie je die hier.",
                    "At the end of your placement your workplace supervisor and your school judge each work process. "
                    "The school decides. When your school shares the result, you see it here.",
                )
            ),
            rx.fragment(),
        ),
        titel=t("Mijn beoordeling", "My assessment"),
        zin=s.zin,
        smal=True,
    )
