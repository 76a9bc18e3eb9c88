"""/veilig: I do not feel safe at my placement. Whom can I call, whom can I tell, what happened with it?"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal import service_melding as service
from bpv_app.signaal.queries_melding import MeldingBeeld, list_eigen, list_hulplijnen, list_personen
from bpv_app.signaal.rules_melding import (
    MAX_TEKST,
    SOORT_LABEL,
    STATUS_LABEL,
    STATUS_TOON,
    VOOR_STUDENT,
    MeldingSoort,
    MeldingStap,
    MeldingStatus,
    Wie,
)
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import (
    annuleer,
    badge,
    download,
    kaart,
    keuzeveld,
    knop,
    open_dialoog,
    sluit_dialoog,
    tekstveld,
    venster,
)

STAP = "dialoog-melding-stap"
_AANVULLEN, _DOORSTUREN, _INTREKKEN = (
    MeldingStap.AANVULLEN.value,
    MeldingStap.DOORSTUREN.value,
    MeldingStap.INTREKKEN.value,
)


@dataclass
class WoordBeeld:
    """What was said."""

    van: str
    tekst: str
    van_mij: bool


@dataclass
class MijnMelding:
    """A report as the student sees it."""

    id: str
    soort: str
    status: str
    toon: str
    zin: str
    open: bool
    ontvanger_is_er: bool
    begeleider_weet: bool
    woorden: list[WoordBeeld] = field(default_factory=list)
    blikken: list[str] = field(default_factory=list)


class VeiligState(rx.State):
    """The student's own reports, and whom they can tell."""

    nummers: list[Optie] = []
    personen: list[Optie] = []
    meldingen: list[MijnMelding] = []
    melding_id: int = 0
    stap: str = ""
    sleutel: str = ""

    @handler(Actie.MELDING_DOEN, laadt=True)
    async def laad(self) -> None:
        """Read everything of one's own."""
        await self._lees()

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Any) -> Any:
            personen = list_personen(session, wie.student_id) if wie.student_id else []
            return list_hulplijnen(session), personen, list_eigen(session, wie)

        nummers, personen, meldingen = await lees(werk)
        self.nummers = [
            Optie("".join(c for c in h.telefoon if c in "+0123456789"), _belt(h.naam, h.telefoon)) for h in nummers
        ]
        self.personen = [
            Optie(str(p.account_id), f"{p.naam} ({p.telefoon})" if p.telefoon else p.naam) for p in personen
        ]
        self.meldingen = [_beeld(m, taal) for m in meldingen]
        self.sleutel = uuid.uuid4().hex

    @handler(Actie.MELDING_DOEN)
    async def meld(self, gegevens: dict[str, Any]) -> None:
        """Send a report."""
        form, sleutel = formulier(gegevens), self.sleutel
        if form.get("soort") not in set(MeldingSoort):
            raise OngeldigeInvoer({"soort": Tekst("Kies waar het over gaat.", "Choose what it is about.")})
        soort, naar = MeldingSoort(form["soort"]), als_id(form.get("ontvanger_id", ""))
        weet = form.get("begeleider") == "ja"
        await schrijf(
            lambda s, wie: service.doe_melding(
                s, wie, klok, soort, form.get("tekst", ""), naar, begeleider_weet=weet, sleutel=sleutel
            )
        )
        await self._lees()
        await zeg(self, "Je bericht is verstuurd. Goed dat je het zegt.", "Your report was sent. Good that you say it.")

    @handler(Actie.MELDING_DOEN)
    async def vraag(self, melding_id: str, stap: str) -> Any:
        """Ask for what a step needs."""
        self.melding_id = als_id(melding_id)
        self.stap = stap if stap in (_AANVULLEN, _DOORSTUREN, _INTREKKEN) else ""
        return open_dialoog(STAP) if self.stap else None

    @handler(Actie.MELDING_DOEN)
    async def doe(self, gegevens: dict[str, Any]) -> Any:
        """Add words, choose another vertrouwenspersoon, or withdraw."""
        form, melding_id, stap = formulier(gegevens), self.melding_id, self.stap
        tekst, naar = form.get("aanvulling", ""), als_id(form.get("andere_id", ""))

        def werk(session: Any, wie: Any) -> None:
            match stap:
                case MeldingStap.AANVULLEN:
                    service.vul_aan(session, wie, klok, melding_id, tekst)
                case MeldingStap.DOORSTUREN:
                    service.stuur_door(session, wie, klok, melding_id, naar)
                case MeldingStap.INTREKKEN:
                    service.trek_in(session, wie, klok, melding_id)

        await schrijf(werk)
        await self._lees()
        await zeg(self, "Gedaan.", "Done.")
        return sluit_dialoog(STAP)

    @handler(Actie.MELDING_DOEN)
    async def wissel_begeleider(self, melding_id: str) -> None:
        """Whether the own begeleider may know."""
        nummer = als_id(melding_id)
        weet = not any(m.id == str(nummer) and m.begeleider_weet for m in self.meldingen)
        await schrijf(lambda s, wie: service.kies_begeleider(s, wie, klok, nummer, weet=weet))
        await self._lees()


def _belt(naam: str, telefoon: str) -> str:
    return naam if naam == telefoon else f"{naam}: {telefoon}"


def _beeld(m: MeldingBeeld, taal: str) -> MijnMelding:
    jij = Tekst("Jij", "You").in_taal(taal)
    gelezen = Tekst("gelezen", "read").in_taal(taal)
    return MijnMelding(
        id=str(m.id),
        soort=SOORT_LABEL[m.soort].in_taal(taal),
        status=STATUS_LABEL[m.status].in_taal(taal),
        toon=STATUS_TOON[m.status],
        zin=VOOR_STUDENT[m.status].vul(naam=m.ontvanger).in_taal(taal),
        open=m.status is not MeldingStatus.INGETROKKEN,
        ontvanger_is_er=m.ontvanger_is_er,
        begeleider_weet=m.begeleider_weet,
        woorden=[
            WoordBeeld(
                f"{jij if w.van is Wie.STUDENT else w.naam}, {toon_moment(w.op, taal)}", w.tekst, w.van is Wie.STUDENT
            )
            for w in m.woorden
            if w.tekst
        ],
        blikken=[
            f"{b.naam}, {toon_moment(b.op, taal)}: {gelezen}" for b in m.blikken if b.stap in (None, MeldingStap.LEZEN)
        ],
    )


def _bellen() -> rx.Component:
    return kaart(
        rx.el.p(
            t("Ben je nu in gevaar? Ga weg en bel 112.", "Are you in danger now? Leave and call 112."),
            class_name="font-semibold",
        ),
        rx.el.ul(
            rx.foreach(
                VeiligState.nummers,
                lambda n: rx.el.li(
                    download(n.label, "tel:" + n.waarde.to(str), class_name="link flex min-h-11 items-center")
                ),
            )
        ),
        titel=t("Bellen", "Call"),
    )


def _formulier() -> rx.Component:
    soorten = rx.el.fieldset(
        rx.el.legend(t("Waar gaat het over?", "What is it about?"), class_name="veld-label"),
        *(
            rx.el.label(
                rx.el.input(type="radio", name="soort", value=soort.value, required=True, class_name="radio"),
                rx.el.span(t(label)),
                class_name="flex min-h-11 items-center gap-3",
            )
            for soort, label in SOORT_LABEL.items()
        ),
    )
    weten = rx.el.fieldset(
        rx.el.legend(
            t("Mag je begeleider weten dát je iets meldt?", "May your supervisor know that you report something?"),
            class_name="veld-label",
        ),
        rx.el.p(
            t("Wat je schrijft, leest je begeleider niet.", "Your supervisor does not read what you write."),
            class_name="veld-hulp",
        ),
        *(
            rx.el.label(
                rx.el.input(
                    type="radio", name="begeleider", value=waarde, default_checked=waarde == "nee", class_name="radio"
                ),
                rx.el.span(label),
                class_name="flex min-h-11 items-center gap-3",
            )
            for waarde, label in (("nee", t("Nee", "No")), ("ja", t("Ja", "Yes")))
        ),
    )
    return kaart(
        rx.cond(
            VeiligState.personen.length() > 0,
            rx.el.form(
                soorten,
                keuzeveld(
                    "ontvanger_id",
                    t("Aan wie wil je het vertellen?", "Whom do you want to tell?"),
                    VeiligState.personen,
                    verplicht=True,
                ),
                tekstveld(
                    "tekst",
                    t("Wat is er gebeurd?", "What happened?"),
                    rijen=7,
                    verplicht=True,
                    hulp=t(
                        f"Schrijf het op zoals je het zegt. Hoogstens {MAX_TEKST} tekens.",
                        f"Write it as you would say it. At most {MAX_TEKST} characters.",
                    ),
                ),
                weten,
                knop(t("Verstuur", "Send"), type="submit"),
                on_submit=VeiligState.meld,
                class_name="formulier",
                key=VeiligState.sleutel,
            ),
            rx.el.p(
                t(
                    "Je school heeft hier nog geen vertrouwenspersoon ingesteld. Bel een van de nummers hierboven.",
                    "Your school has not named a confidential counsellor here yet. Call one of the numbers above.",
                )
            ),
        ),
        titel=t("Vertel het aan de vertrouwenspersoon", "Tell the confidential counsellor"),
    )


def _melding(m: rx.Var[MijnMelding]) -> rx.Component:
    def woord(w: rx.Var[WoordBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(w.van, class_name="text-sm text-base-content/80"),
            rx.el.p(w.tekst, class_name="whitespace-pre-line break-words"),
            class_name=rx.cond(w.van_mij, "py-2", "rounded-field bg-base-200 p-2"),
        )

    return kaart(
        rx.el.h3(m.soort, " ", badge(m.status, m.toon), class_name="font-semibold"),
        rx.el.p(m.zin, class_name="mt-1"),
        rx.el.ul(rx.foreach(m.woorden, woord), class_name="mt-2 grid gap-1"),
        rx.cond(
            m.open,
            rx.fragment(
                rx.cond(
                    m.ontvanger_is_er,
                    rx.fragment(),
                    rx.el.p(
                        t(
                            "Deze persoon is geen vertrouwenspersoon meer. Kies een ander.",
                            "This person is no confidential counsellor any more. Choose another.",
                        ),
                        class_name="melding melding-warning mt-2",
                    ),
                ),
                rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        checked=m.begeleider_weet,
                        on_change=lambda _: VeiligState.wissel_begeleider(m.id),
                        class_name="checkbox",
                    ),
                    rx.el.span(
                        t(
                            "Mijn begeleider mag weten dát ik iets meld",
                            "My supervisor may know that I report something",
                        )
                    ),
                    class_name="mt-2 flex min-h-11 items-center gap-3",
                ),
                rx.el.div(
                    knop(
                        t("Iets erbij schrijven", "Add something"),
                        hoofd=False,
                        on_click=VeiligState.vraag(m.id, _AANVULLEN),
                    ),
                    rx.cond(
                        VeiligState.personen.length() > 0,
                        knop(
                            t("Naar een ander sturen", "Send to another"),
                            hoofd=False,
                            on_click=VeiligState.vraag(m.id, _DOORSTUREN),
                        ),
                        rx.fragment(),
                    ),
                    knop(t("Intrekken", "Withdraw"), hoofd=False, on_click=VeiligState.vraag(m.id, _INTREKKEN)),
                    class_name="mt-2 flex flex-wrap gap-2",
                ),
            ),
            rx.fragment(),
        ),
        rx.el.details(
            rx.el.summary(
                t("Wie keek hiernaar?", "Who looked at this?"),
                class_name="flex min-h-11 cursor-pointer items-center text-sm",
            ),
            rx.cond(
                m.blikken.length() > 0,
                rx.el.ul(rx.foreach(m.blikken, rx.el.li), class_name="text-sm"),
                rx.el.p(t("Nog niemand.", "Nobody yet."), class_name="text-sm"),
            ),
        ),
    )


def _venster() -> rx.Component:
    stap = VeiligState.stap
    return venster(
        STAP,
        rx.match(
            stap,
            (_AANVULLEN, t("Iets erbij schrijven", "Add something")),
            (_DOORSTUREN, t("Naar een ander sturen", "Send to another")),
            (_INTREKKEN, t("Intrekken", "Withdraw")),
            "",
        ),
        rx.el.form(
            rx.match(
                stap,
                (
                    _AANVULLEN,
                    tekstveld(
                        "aanvulling", t("Wat wil je erbij zeggen?", "What do you want to add?"), rijen=6, verplicht=True
                    ),
                ),
                (
                    _DOORSTUREN,
                    rx.fragment(
                        keuzeveld("andere_id", t("Aan wie?", "To whom?"), VeiligState.personen, verplicht=True),
                        rx.el.p(
                            t("De vorige leest het dan niet meer.", "The former one reads it no more."),
                            class_name="veld-hulp",
                        ),
                    ),
                ),
                rx.el.p(
                    t(
                        "Wat je schreef wordt gewist. Ook de vertrouwenspersoon kan het dan niet meer lezen. Dit kun "
                        "je niet terugdraaien.",
                        "What you wrote is erased. The confidential counsellor cannot read it any more either. This "
                        "cannot be undone.",
                    )
                ),
            ),
            rx.el.div(
                knop(rx.cond(stap == _INTREKKEN, t("Trek in", "Withdraw"), t("Verstuur", "Send")), type="submit"),
                annuleer(STAP),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=VeiligState.doe,
            class_name="formulier",
            key=VeiligState.sleutel + stap,
        ),
    )


@rx.page(route="/veilig", title="Voel je je niet veilig? · BPV-app", on_load=VeiligState.laad)
def veilig() -> rx.Component:
    """Phone first: the numbers, then the form, then what was told before."""
    return pagina(
        rx.el.div(
            _bellen(),
            rx.foreach(VeiligState.meldingen, _melding),
            _formulier(),
            class_name="grid gap-4",
        ),
        _venster(),
        titel=t("Voel je je niet veilig?", "Do you not feel safe?"),
        zin=t(
            "Wat je hier vertelt, leest alleen de vertrouwenspersoon die jij kiest. Je bedrijf en je docenten zien het "
            "niet.",
            "What you tell here is read only by the confidential counsellor you choose. Your company and your teachers "
            "do not see it.",
        ),
        smal=True,
    )
