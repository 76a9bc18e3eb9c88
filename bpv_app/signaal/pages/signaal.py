"""/signalen/<id>: what is it, who works on it, what was done? Take, hand over, note, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, lees_datum, toon_datum, toon_moment
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal import service
from bpv_app.signaal.queries import Regel, SignaalDetail, get_detail
from bpv_app.signaal.rules import SOORT_LABEL, STAP_LABEL, STATUS_BETEKENIS, STATUS_LABEL, STATUS_TOON, SignaalStap
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import (
    annuleer,
    badge,
    gegevens,
    kaart,
    keuzeveld,
    knop,
    open_dialoog,
    sluit_dialoog,
    tekstveld,
    veld,
    venster,
)

STAP = "dialoog-signaal-stap"
KNOP: dict[SignaalStap, Tekst] = {
    SignaalStap.NOTEREN: Tekst("Notitie maken", "Add a note"),
    SignaalStap.OVERDRAGEN: Tekst("Overdragen", "Hand over"),
    SignaalStap.AFHANDELEN: Tekst("Afhandelen", "Close"),
    SignaalStap.HEROPENEN: Tekst("Heropenen", "Open again"),
}
VRAAG: dict[SignaalStap, Tekst] = {
    SignaalStap.NOTEREN: Tekst("Wat heb je gedaan of gezien?", "What did you do or see?"),
    SignaalStap.OVERDRAGEN: Tekst("Wat moet je collega weten?", "What does your colleague have to know?"),
    SignaalStap.AFHANDELEN: Tekst("Wat is eruit gekomen?", "What came of it?"),
    SignaalStap.HEROPENEN: Tekst("Waarom opnieuw?", "Why again?"),
}


@dataclass
class RegelBeeld:
    """A line of the history."""

    kop: str
    tekst: str
    opvolgen: str


class SignaalState(rx.State):
    """One signal as the browser sees it."""

    signaal_id: int = 0
    versie: int = 0
    titel: str = ""
    zin: str = ""
    status: str = ""
    status_toon: str = ""
    soort: str = ""
    eigenaar: str = ""
    sinds: str = ""
    gemeld_door: str = ""
    opvolgen: str = ""
    team: str = ""
    geescaleerd: bool = False
    dossier_href: str = ""
    mag: list[str] = []
    regels: list[RegelBeeld] = []
    eigenaars: list[Optie] = []
    stap: str = ""
    form_sleutel: str = ""

    @handler(Actie.SIGNAAL_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the signal of the address; the look is recorded."""
        self.signaal_id = 0
        signaal_id = als_id(pad_deel(self, 1))
        await schrijf(lambda s, wie: service.noteer_bekeken(s, wie, klok, signaal_id))
        await self._lees(signaal_id)

    async def _lees(self, signaal_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> Any:
            d = get_detail(session, wie, signaal_id)
            kan_over = SignaalStap.OVERDRAGEN in d.mag
            return d, service.list_eigenaars(session, wie, signaal_id) if kan_over else []

        d, mensen = await lees(werk)
        self._toon(d, taal)
        self.eigenaars = [Optie(str(a.id), a.naam) for a in mensen]

    def _toon(self, d: SignaalDetail, taal: str) -> None:
        self.signaal_id, self.versie = d.id, d.versie
        self.titel, self.zin = f"{SOORT_LABEL[d.soort].in_taal(taal)}: {d.student}", d.tekst.in_taal(taal)
        self.status, self.status_toon = STATUS_LABEL[d.status].in_taal(taal), STATUS_TOON[d.status]
        self.soort = STATUS_BETEKENIS[d.status].in_taal(taal)
        self.eigenaar = d.eigenaar or Tekst("niemand", "nobody").in_taal(taal)
        self.sinds, self.gemeld_door, self.team = d.sinds, d.gemeld_door, d.team
        self.opvolgen = toon_datum(d.opvolgen_op, taal)
        self.geescaleerd = d.is_geescaleerd
        self.dossier_href = f"/dossiers/{d.dossier_id}"
        self.mag = sorted(stap.value for stap in d.mag)
        self.regels = [_regel(r, taal) for r in d.regels]
        self.form_sleutel = f"{d.id}-{d.versie}"

    @handler(Actie.SIGNAAL_BEHANDELEN)
    async def pak_op(self) -> None:
        """Take it."""
        signaal_id, versie = self.signaal_id, self.versie
        await schrijf(lambda s, wie: service.pak_op(s, wie, klok, signaal_id, versie))
        await self._lees(signaal_id)
        await zeg(self, "Opgepakt. Het signaal is nu van jou.", "Taken. The signal is yours now.")

    @handler(Actie.SIGNAAL_BEHANDELEN)
    async def vraag(self, stap: str) -> Any:
        """Ask for the text of a step."""
        self.stap = stap if isinstance(stap, str) and stap in {s.value for s in KNOP} else ""
        return open_dialoog(STAP) if self.stap else None

    @handler(Actie.SIGNAAL_BEHANDELEN)
    async def doe(self, gegevens: dict[str, Any]) -> Any:
        """Take the step that was asked for, with its text."""
        form, signaal_id, versie, stap = formulier(gegevens), self.signaal_id, self.versie, self.stap
        tekst, naar, dag = form.get("tekst", ""), als_id(form.get("eigenaar_id", "")), _dag(form)

        def werk(session: Any, wie: Actor) -> None:
            match stap:
                case SignaalStap.NOTEREN:
                    service.voeg_notitie_toe(session, wie, klok, signaal_id, tekst, dag, versie)
                case SignaalStap.OVERDRAGEN:
                    service.draag_over(session, wie, klok, signaal_id, naar, tekst, versie)
                case SignaalStap.AFHANDELEN:
                    service.handel_af(session, wie, klok, signaal_id, tekst, versie)
                case SignaalStap.HEROPENEN:
                    service.heropen(session, wie, klok, signaal_id, tekst, versie)

        await schrijf(werk)
        if stap == SignaalStap.OVERDRAGEN:
            # Whoever hands over a signal about somebody else's student sees it no more.
            await zeg(self, "Overgedragen.", "Handed over.")
            return [sluit_dialoog(STAP), rx.redirect("/signalen")]
        await self._lees(signaal_id)
        await zeg(self, "Bewaard.", "Saved.")
        return sluit_dialoog(STAP)


def _dag(form: dict[str, str]) -> date | None:
    try:
        return lees_datum(form.get("opvolgen_op", "")[:10])
    except ValueError as fout:
        raise OngeldigeInvoer({"opvolgen_op": Tekst("Dit is geen datum.", "This is not a date.")}) from fout


def _regel(r: Regel, taal: str) -> RegelBeeld:
    dag = toon_datum(r.opvolgen_op, taal)
    terug = Tekst(f"Terugkijken op {dag}", f"Look back on {dag}").in_taal(taal) if dag else ""
    return RegelBeeld(
        f"{STAP_LABEL[r.stap].in_taal(taal)} · {toon_moment(r.op, taal)} · {r.door}", r.tekst.in_taal(taal), terug
    )


def _knoppen() -> rx.Component:
    def kan(stap: SignaalStap) -> Any:
        return SignaalState.mag.contains(stap.value)

    return rx.el.div(
        rx.cond(
            kan(SignaalStap.OPPAKKEN),
            knop(t("Ik pak dit op", "I take this"), on_click=SignaalState.pak_op),
            rx.fragment(),
        ),
        *(
            rx.cond(kan(stap), knop(t(label), hoofd=False, on_click=SignaalState.vraag(stap.value)), rx.fragment())
            for stap, label in KNOP.items()
        ),
        class_name="mb-4 flex flex-wrap gap-2 print:hidden",
    )


def _venster() -> rx.Component:
    stap = SignaalState.stap
    return venster(
        STAP,
        rx.match(stap, *[(s.value, t(label)) for s, label in KNOP.items()], ""),
        rx.el.form(
            rx.cond(
                stap == SignaalStap.OVERDRAGEN.value,
                keuzeveld(
                    "eigenaar_id",
                    t("Aan wie?", "To whom?"),
                    SignaalState.eigenaars,
                    leeg=t("Kies…", "Choose…"),
                    verplicht=True,
                ),
                rx.fragment(),
            ),
            tekstveld(
                "tekst", rx.match(stap, *[(s.value, t(v)) for s, v in VRAAG.items()], ""), rijen=5, verplicht=True
            ),
            rx.cond(
                stap == SignaalStap.NOTEREN.value,
                veld(
                    "opvolgen_op",
                    t("Wanneer kijk je terug?", "When do you look back?"),
                    soort="date",
                    hulp=t("Mag leeg blijven.", "May stay empty."),
                ),
                rx.fragment(),
            ),
            rx.el.div(
                knop(t("Bewaar", "Save"), type="submit"), annuleer(STAP), class_name="modal-action flex flex-wrap gap-2"
            ),
            on_submit=SignaalState.doe,
            class_name="formulier",
            key=SignaalState.form_sleutel + stap,
        ),
    )


def _verloop() -> rx.Component:
    return kaart(
        rx.el.ol(
            rx.foreach(
                SignaalState.regels,
                lambda r: rx.el.li(
                    rx.el.p(r.kop, class_name="text-sm text-base-content/80"),
                    rx.cond(r.tekst != "", rx.el.p(r.tekst, class_name="whitespace-pre-line"), rx.fragment()),
                    rx.cond(r.opvolgen != "", rx.el.p(r.opvolgen, class_name="text-sm font-semibold"), rx.fragment()),
                    class_name="py-2",
                ),
            ),
            class_name="divide-y divide-base-300",
        ),
        titel=t("Wat er gebeurde", "What happened"),
    )


@rx.page(route="/signalen/[signaal_nr]", title="Signaal · BPV-app", on_load=SignaalState.laad)
def signaal() -> rx.Component:
    """One signal."""
    s = SignaalState
    return pagina(
        rx.cond(
            s.geescaleerd,
            rx.el.p(
                t(
                    "Niemand pakte dit op tijd op. Het staat nu bij de coördinator.",
                    "Nobody took this in time. It is with the coordinator now.",
                ),
                class_name="melding melding-warning mb-4",
            ),
            rx.fragment(),
        ),
        _knoppen(),
        rx.el.div(
            kaart(
                gegevens(
                    (t("Status", "Status"), rx.el.span(badge(s.status, s.status_toon), " ", s.soort)),
                    (t("Eigenaar", "Owner"), s.eigenaar),
                    (t("Sinds", "Since"), s.sinds),
                    (t("Gemeld door", "Signalled by"), s.gemeld_door),
                    (t("Terugkijken op", "Look back on"), rx.cond(s.opvolgen != "", s.opvolgen, "–")),
                    (t("Team", "Team"), s.team),
                ),
                rx.el.a(
                    t("Naar het dossier", "To the dossier"),
                    href=s.dossier_href,
                    class_name="btn btn-outline btn-sm mt-3",
                ),
            ),
            _verloop(),
            class_name="grid gap-4",
        ),
        _venster(),
        titel=s.titel,
        zin=s.zin,
        kruimels=[(t("Signalen", "Signals"), "/signalen")],
        smal=True,
    )
