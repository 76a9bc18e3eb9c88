"""/meldingen and /meldingen/<id>: what did students tell me as their vertrouwenspersoon?

No right of a role opens these: the services look whether the school names this person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal import service_melding as service
from bpv_app.signaal.queries_melding import MeldingBeeld, get_aan_mij, list_aan_mij
from bpv_app.signaal.rules_melding import SOORT_LABEL, STATUS_LABEL, STATUS_TOON, MeldingStap, MeldingStatus, Wie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import annuleer, badge, gegevens, kaart, knop, open_dialoog, sluit_dialoog, tekstveld, venster

STAP = "dialoog-antwoord"
_ANTWOORDEN, _AFRONDEN = MeldingStap.ANTWOORDEN.value, MeldingStap.AFRONDEN.value


@dataclass
class MeldingRegel:
    """A report in a line, without its words."""

    href: str
    student: str
    soort: str
    status: str
    toon: str
    op: str


@dataclass
class MeldingHeel:
    """A report as its reader sees it."""

    id: int = 0
    versie: int = 0
    soort: str = ""
    status: str = ""
    toon: str = ""
    student: str = ""
    bereik: str = ""
    bedrijven: str = ""
    begeleider_weet: bool = False
    mag: list[str] = field(default_factory=list)
    woorden: list[list[str]] = field(default_factory=list)
    blikken: list[str] = field(default_factory=list)


class MeldingenState(rx.State):
    """The reports sent to this person."""

    zin: str = ""
    regels: list[MeldingRegel] = []
    melding: MeldingHeel = MeldingHeel()
    stap: str = ""

    @handler(ingelogd=True, laadt=True)
    async def laad(self) -> None:
        """Read the list; who is no vertrouwenspersoon gets the answer of a page that does not exist."""
        taal = (await self.get_state(BasisState)).taal
        self.regels = []
        meldingen = await lees(list_aan_mij)
        nieuw = sum(m.status is MeldingStatus.VERSTUURD for m in meldingen)
        self.zin = Tekst(
            f"{nieuw} {'melding is' if nieuw == 1 else 'meldingen zijn'} nog niet gelezen."
            if nieuw
            else "Je hebt alles gelezen.",
            f"{nieuw} {'report was' if nieuw == 1 else 'reports were'} not read yet."
            if nieuw
            else "You have read all.",
        ).in_taal(taal)
        self.regels = [
            MeldingRegel(
                f"/meldingen/{m.id}",
                m.student,
                SOORT_LABEL[m.soort].in_taal(taal),
                STATUS_LABEL[m.status].in_taal(taal),
                STATUS_TOON[m.status],
                toon_moment(m.gewijzigd_op, taal),
            )
            for m in meldingen
        ]

    @handler(ingelogd=True, laadt=True)
    async def laad_een(self) -> None:
        """Read one; the look is recorded first."""
        self.melding = MeldingHeel()
        melding_id = als_id(pad_deel(self, 1))
        await schrijf(lambda s, wie: service.lees(s, wie, klok, melding_id))
        await self._lees(melding_id)

    async def _lees(self, melding_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        self.melding = _heel(await lees(lambda s, wie: get_aan_mij(s, wie, melding_id)), taal)

    @handler(ingelogd=True)
    async def vraag(self, stap: str) -> Any:
        """Ask for the words of an answer."""
        self.stap = stap if stap in (_ANTWOORDEN, _AFRONDEN) else ""
        return open_dialoog(STAP) if self.stap else None

    @handler(ingelogd=True)
    async def doe(self, gegevens: dict[str, Any]) -> Any:
        """Answer, or finish with a last word."""
        tekst, stap = formulier(gegevens).get("tekst", ""), self.stap
        melding_id, versie = self.melding.id, self.melding.versie

        def werk(session: Any, wie: Any) -> None:
            if stap == MeldingStap.AFRONDEN:
                service.rond_af(session, wie, klok, melding_id, tekst, versie)
            else:
                service.antwoord(session, wie, klok, melding_id, tekst)

        await schrijf(werk)
        await self._lees(melding_id)
        await zeg(self, "De student ziet je antwoord in de app.", "The student sees your answer in the app.")
        return sluit_dialoog(STAP)


def _heel(m: MeldingBeeld, taal: str) -> MeldingHeel:
    student = Tekst("Student", "Student").in_taal(taal)
    return MeldingHeel(
        id=m.id,
        versie=m.versie,
        soort=SOORT_LABEL[m.soort].in_taal(taal),
        status=STATUS_LABEL[m.status].in_taal(taal),
        toon=STATUS_TOON[m.status],
        student=m.student,
        bereik=m.bereik,
        bedrijven=m.bedrijven,
        begeleider_weet=m.begeleider_weet,
        mag=sorted(s.value for s in m.mag),
        woorden=[
            [f"{student if w.van is Wie.STUDENT else w.naam}, {toon_moment(w.op, taal)}", w.tekst]
            for w in m.woorden
            if w.tekst
        ],
        blikken=[f"{b.naam}, {toon_moment(b.op, taal)}" for b in m.blikken],
    )


@rx.page(route="/meldingen", title="Meldingen · BPV-app", on_load=MeldingenState.laad)
def meldingen() -> rx.Component:
    """The list."""
    return pagina(
        kaart(
            rx.cond(
                MeldingenState.regels.length() > 0,
                rx.el.ul(
                    rx.foreach(
                        MeldingenState.regels,
                        lambda r: rx.el.li(
                            rx.el.a(
                                rx.el.span(r.student, class_name="font-semibold"),
                                badge(r.status, r.toon),
                                rx.el.span(r.soort, class_name="w-full text-sm"),
                                rx.el.span(r.op, class_name="w-full text-sm text-base-content/80"),
                                href=r.href,
                                class_name="flex min-h-11 flex-wrap items-center gap-2 py-2 hover:bg-base-200",
                            )
                        ),
                    ),
                    class_name="divide-y divide-base-300",
                ),
                rx.el.p(t("Er is nog niets gemeld.", "Nothing has been reported yet.")),
            )
        ),
        titel=t("Meldingen", "Reports"),
        zin=MeldingenState.zin,
        smal=True,
    )


def _inhoud() -> rx.Component:
    m = MeldingenState.melding
    return rx.el.div(
        kaart(
            rx.el.p(m.soort, " ", badge(m.status, m.toon), class_name="mb-2 font-semibold"),
            gegevens(
                (t("Bereikbaar", "How to reach"), m.bereik),
                (t("Op stage bij", "On a placement at"), rx.cond(m.bedrijven != "", m.bedrijven, "–")),
                (
                    t("Begeleider", "Supervisor"),
                    rx.cond(
                        m.begeleider_weet,
                        t("mag weten dát er een melding is", "may know that there is a report"),
                        t("weet van niets; zeg het niet", "knows nothing; do not tell"),
                    ),
                ),
            ),
        ),
        kaart(
            rx.el.ul(
                rx.foreach(
                    m.woorden,
                    lambda w: rx.el.li(
                        rx.el.p(w[0], class_name="text-sm text-base-content/80"),
                        rx.el.p(w[1], class_name="whitespace-pre-line break-words"),
                        class_name="py-2",
                    ),
                ),
                class_name="divide-y divide-base-300",
            ),
            rx.el.div(
                *(
                    rx.cond(
                        m.mag.contains(stap),
                        knop(label, hoofd=hoofd, on_click=MeldingenState.vraag(stap)),
                        rx.fragment(),
                    )
                    for stap, label, hoofd in (
                        (_ANTWOORDEN, t("Antwoorden", "Answer"), True),
                        (_AFRONDEN, t("Afronden", "Finish"), False),
                    )
                ),
                class_name="mt-2 flex flex-wrap gap-2",
            ),
            titel=t("Wat er is gezegd", "What was said"),
        ),
        kaart(
            rx.el.ul(rx.foreach(m.blikken, rx.el.li), class_name="text-sm"), titel=t("Wie keek hiernaar", "Who looked")
        ),
        class_name="grid gap-4",
    )


@rx.page(route="/meldingen/[melding_nr]", title="Melding · BPV-app", on_load=MeldingenState.laad_een)
def melding() -> rx.Component:
    """One report."""
    return pagina(
        _inhoud(),
        venster(
            STAP,
            rx.cond(MeldingenState.stap == _AFRONDEN, t("Afronden", "Finish"), t("Antwoorden", "Answer")),
            rx.el.form(
                tekstveld(
                    "tekst",
                    t("Wat zeg je tegen de student?", "What do you say to the student?"),
                    rijen=6,
                    verplicht=True,
                ),
                rx.el.div(
                    knop(t("Verstuur", "Send"), type="submit"),
                    annuleer(STAP),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=MeldingenState.doe,
                class_name="formulier",
                key=MeldingenState.stap + MeldingenState.melding.versie.to(str),
            ),
        ),
        titel=MeldingenState.melding.student,
        zin=t(
            "Alleen jij leest dit. Wat je hier doet, ziet de student terug.",
            "Only you read this. What you do here, the student sees.",
        ),
        kruimels=[(t("Meldingen", "Reports"), "/meldingen")],
        smal=True,
    )
