"""/beheer/documenten/<id>: what does this text say, how does it look on paper, and from when does it hold?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.pages.documenten import ADRES, TOON
from bpv_app.pok.queries_documenttekst import get_stand, get_tekst
from bpv_app.pok.rules_documenttekst import SOORT_LABEL, STAND_LABEL, TekstSoort, TekstStand, lees_invoer
from bpv_app.pok.rules_variabelen import VARIABELEN
from bpv_app.pok.service_documenttekst import bewaar_concept, maak_concept, stel_vast, trek_in, verwijder_concept
from bpv_app.pok.tables_documenttekst import Documenttekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import (
    annuleer,
    badge,
    dialoog,
    download,
    kaart,
    keuzeveld,
    knop,
    sluit_dialoog,
    tekstveld,
    veld,
)

VAST, WEG, TERUG = "vaststellen", "weggooien", "intrekken"
MAX_FORM = 100_000
_LEERWEG = (("", t("BOL en BBL", "BOL and BBL")), ("BOL", "BOL"), ("BBL", "BBL"))


@dataclass
class VariabeleBeeld:
    """A variable beside the text."""

    code: str
    uitleg: str


def lees_formulier(gegevens: object) -> dict[str, str]:
    """The form as text; the text itself may be longer than other fields, and is refused rather than cut."""
    form = formulier(gegevens)
    ruw = gegevens.get("tekst") if isinstance(gegevens, dict) else None
    if isinstance(ruw, str):
        form["tekst"] = ruw[:MAX_FORM].replace("\x00", "")
    return form


class DocumenttekstState(rx.State):
    """One version of one text."""

    id: str = ""
    titel: str = ""
    zin: str = ""
    stand: str = ""
    toon: str = ""
    tekst: str = ""
    leerweg: str = ""
    geldig_van: str = ""
    geldig_tot: str = ""
    studentenraad_op: str = ""
    versie: int = 0
    is_concept: bool = False
    is_straks: bool = False
    is_voorwaarden: bool = False
    mag: bool = False
    mag_pok: bool = False
    pok: str = ""
    variabelen: list[VariabeleBeeld] = []
    gevolg: str = ""

    @handler(Actie.DOCUMENT_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the version of the address."""
        self.pok = ""
        await self._lees(als_id(pad_deel(self, 2)))

    async def _lees(self, tekst_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> tuple[Documenttekst, TekstStand]:
            rij = get_tekst(session, wie, tekst_id)
            return rij, get_stand(session, rij, klok.vandaag())

        rij, stand = await lees(werk)
        self.id, self.versie, self.tekst = str(rij.id), rij.versie, rij.tekst
        label = SOORT_LABEL[rij.soort].in_taal(taal)
        self.titel = f"{label} {rij.nummer or STAND_LABEL[TekstStand.CONCEPT].in_taal(taal)}"
        self.stand, self.toon = STAND_LABEL[stand].in_taal(taal), TOON[stand]
        self.is_concept, self.is_straks = stand is TekstStand.CONCEPT, stand is TekstStand.STRAKS
        self.is_voorwaarden = rij.soort is TekstSoort.VOORWAARDEN
        self.leerweg = rij.leerweg.value if rij.leerweg else ""
        self.geldig_van = rij.geldig_van.isoformat() if rij.geldig_van else ""
        self.geldig_tot = rij.geldig_tot.isoformat() if rij.geldig_tot else ""
        self.studentenraad_op = rij.studentenraad_op.isoformat() if rij.studentenraad_op else ""
        self.mag = huidige_actor().mag(Actie.DOCUMENT_BEHEREN)
        self.mag_pok = huidige_actor().mag(Actie.POK_ZIEN)
        self.variabelen = (
            []
            if self.is_voorwaarden
            else [VariabeleBeeld(f"{{{naam}}}", v.uitleg.in_taal(taal)) for naam, v in VARIABELEN.items()]
        )
        van = (
            toon_datum(rij.geldig_van, taal)
            if rij.geldig_van
            else Tekst("de eerste dag", "the first day").in_taal(taal)
        )
        self.gevolg = Tekst(
            f"Deze tekst staat dan vanaf {van} op elke nieuwe afdruk, en verandert nooit meer. "
            "Wat al is afgedrukt, houdt zijn eigen tekst. Een verbetering is later een nieuwe versie.",
            f"This text then stands on every new print from {van}, and never changes any more. "
            "What was printed keeps its own text. A correction will be a new version.",
        ).in_taal(taal)
        self.zin = Tekst(
            f"Bewaard door {rij.gewijzigd_door}, {toon_moment(rij.gewijzigd_op)}.",
            f"Saved by {rij.gewijzigd_door}, {toon_moment(rij.gewijzigd_op, 'en')}.",
        ).in_taal(taal)

    @handler(Actie.DOCUMENT_BEHEREN)
    async def bewaar(self, gegevens: dict[str, Any]) -> None:
        """Save the draft; the page below shows it as it is printed."""
        form, tekst_id, versie = lees_formulier(gegevens), als_id(self.id), self.versie
        soort = (await lees(lambda s, wie: get_tekst(s, wie, tekst_id))).soort
        invoer = lees_invoer(soort, form)
        await schrijf(lambda s, wie: bewaar_concept(s, wie, klok, tekst_id, invoer, versie))
        await self._lees(tekst_id)
        await zeg(self, "Bewaard. Hieronder staat hoe het gedrukt wordt.", "Saved. Below is how it will be printed.")

    @handler(Actie.DOCUMENT_BEHEREN)
    async def laat_gelden(self) -> Any:
        """Adopt the draft as it was saved."""
        tekst_id, versie = als_id(self.id), self.versie
        nummer = await schrijf(lambda s, wie: stel_vast(s, wie, klok, tekst_id, versie))
        await self._lees(tekst_id)
        await zeg(self, f"Vastgesteld als versie {nummer}.", f"Adopted as version {nummer}.")
        return sluit_dialoog(VAST)

    @handler(Actie.DOCUMENT_BEHEREN)
    async def gooi_weg(self) -> Any:
        """Throw the draft away."""
        tekst_id, versie = als_id(self.id), self.versie
        await schrijf(lambda s, wie: verwijder_concept(s, wie, tekst_id, versie))
        await zeg(self, "Het concept is weggegooid.", "The draft was thrown away.")
        return rx.redirect(ADRES)

    @handler(Actie.DOCUMENT_BEHEREN)
    async def haal_terug(self) -> Any:
        """Before its first day: make it a draft again."""
        tekst_id = als_id(self.id)
        nieuw = await schrijf(lambda s, wie: trek_in(s, wie, klok, tekst_id))
        await zeg(self, "Het is weer een concept.", "It is a draft again.")
        return rx.redirect(f"{ADRES}/{nieuw}")

    @handler(Actie.DOCUMENT_BEHEREN)
    async def begin_hiermee(self) -> Any:
        """A new draft with these words."""
        tekst_id = als_id(self.id)

        def werk(session: Any, wie: Actor) -> int:
            return maak_concept(session, wie, klok, get_tekst(session, wie, tekst_id).soort, tekst_id)

        return rx.redirect(f"{ADRES}/{await schrijf(werk)}")

    @handler(Actie.DOCUMENT_ZIEN)
    async def kies_pok(self, gegevens: dict[str, Any]) -> None:
        """Show the preview on this agreement; who may not see it gets "not found" where the page would be."""
        nummer = formulier(gegevens).get("voorbeeld_pok", "")[:12]
        self.pok = "".join(c for c in nummer if c.isascii() and (c.isalnum() or c == "-"))


def _invoegen(v: rx.Var[VariabeleBeeld]) -> rx.Component:
    script = (
        "(() => { const v = document.getElementById('tekst'); if (!v) return;"
        " v.focus(); v.setRangeText('" + v.code.to(str) + "', v.selectionStart, v.selectionEnd, 'end');"
        " v.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    return rx.el.li(
        rx.el.button(
            rx.el.code(v.code),
            rx.el.span(v.uitleg, class_name="text-left text-sm font-normal"),
            type="button",
            on_click=rx.call_script(script),
            class_name="btn btn-ghost h-auto min-h-11 w-full flex-wrap justify-start gap-x-3 px-2 py-1",
        ),
        key=v.code,
    )


def _opmaak() -> rx.Component:
    def regel(code: str, uitleg: Any) -> rx.Component:
        return rx.el.li(rx.el.code(code, class_name="mr-2 font-semibold"), uitleg)

    return rx.el.ul(
        rx.cond(
            DocumenttekstState.is_voorwaarden,
            regel("## Begrippen", t("begint een artikel", "begins an article")),
            rx.fragment(
                regel("# Onderwerp", t("het onderwerp, als eerste regel", "the subject, as the first line")),
                regel("## Kop", t("een kop", "a heading")),
            ),
        ),
        regel("1. tekst", t("genummerd; het nummer zetten wij", "numbered; we set the number")),
        regel("- tekst", t("een punt in een lijst", "a point in a list")),
        class_name="mb-3 grid gap-1 text-sm",
    )


def _formulier() -> rx.Component:
    s = DocumenttekstState
    return rx.el.form(
        rx.el.div(tekstveld("tekst", t("Tekst", "Text"), waarde=s.tekst, rijen=24, verplicht=True), class_name="breed"),
        keuzeveld("leerweg", t("Voor", "For"), _LEERWEG, waarde=s.leerweg),
        rx.cond(
            s.is_voorwaarden,
            veld(
                "studentenraad_op",
                t("Studentenraad stemde in op", "Student council agreed on"),
                soort="date",
                waarde=s.studentenraad_op,
                hulp=t("Zonder deze datum kan de versie niet gelden.", "Without this date it cannot hold."),
            ),
            rx.fragment(),
        ),
        veld("geldig_van", t("Geldt vanaf", "Holds from"), soort="date", waarde=s.geldig_van),
        veld(
            "geldig_tot",
            t("Tot en met", "Until"),
            soort="date",
            waarde=s.geldig_tot,
            hulp=t("Leeg: tot er een nieuwe versie is.", "Empty: until there is a new version."),
        ),
        rx.el.div(knop(t("Bewaar en bekijk", "Save and view"), type="submit"), class_name="breed"),
        on_submit=s.bewaar,
        key="tekst-" + s.id + "-" + s.versie.to(str),
        class_name="formulier formulier-2",
    )


def _bewerken() -> rx.Component:
    s = DocumenttekstState
    return rx.el.div(
        rx.el.div(kaart(_formulier(), class_name="mb-4"), _voorbeeld(), class_name="min-w-0"),
        rx.el.div(
            kaart(_opmaak(), titel=t("Opmaak", "Mark-up")),
            rx.cond(
                s.is_voorwaarden,
                rx.fragment(),
                kaart(
                    rx.el.ul(
                        rx.foreach(s.variabelen, _invoegen),
                        class_name="grid max-h-72 overflow-y-auto lg:max-h-[32rem]",
                        tab_index=0,
                        aria_label=t("Variabelen", "Variables"),
                    ),
                    titel=t("Voeg een variabele in", "Insert a variable"),
                ),
            ),
            class_name="grid content-start gap-4",
        ),
        class_name="mb-4 grid items-start gap-4 lg:grid-cols-[2fr_1fr]",
    )


def _voorbeeld() -> rx.Component:
    s = DocumenttekstState
    bron = "/api/documentteksten/" + s.id + "/voorbeeld"
    vraag = "?pok=" + s.pok + "&v=" + s.versie.to(str)
    return kaart(
        rx.cond(
            s.mag_pok,
            rx.el.form(
                veld(
                    "voorbeeld_pok",
                    t("Nummer van een POK", "Number of an agreement"),
                    waarde=s.pok,
                    max_length=12,
                    hulp=t("Leeg: de nieuwste POK die past.", "Empty: the newest one that fits."),
                ),
                rx.el.div(knop(t("Toon", "Show"), hoofd=False, type="submit"), class_name="self-center"),
                on_submit=s.kies_pok,
                class_name="mb-3 flex flex-wrap items-start gap-3",
            ),
            rx.el.p(
                t("Met een verzonnen student en bedrijf.", "With an invented student and company."),
                class_name="mb-3 text-sm text-base-content/80",
            ),
        ),
        rx.el.p(
            download(
                t("Open als PDF", "Open as PDF"),
                bron + ".pdf" + vraag,
                target="_blank",
                class_name="btn btn-outline btn-sm",
            ),
            class_name="mb-3",
        ),
        rx.el.img(
            src=bron + ".png" + vraag,
            alt=t("De bladzijde zoals die gedrukt wordt", "The page as it is printed"),
            class_name="w-full max-w-xl rounded-field border border-base-300 bg-white",
        ),
        titel=t("Zo komt het op papier", "On paper it looks like this"),
        id="voorbeeld",
        class_name="mb-4",
    )


def _acties() -> rx.Component:
    s = DocumenttekstState

    def vraag(id_: str, titel: Any, inhoud: Any, open_tekst: Any, doe: Any, klasse: str) -> rx.Component:
        return dialoog(
            id_,
            titel,
            rx.el.p(inhoud),
            rx.el.div(annuleer(id_), knop(open_tekst, type="button", on_click=doe), class_name="modal-action"),
            open_tekst=open_tekst,
            class_name=klasse,
        )

    return rx.cond(
        s.mag,
        rx.fragment(
            rx.cond(
                s.is_concept,
                rx.fragment(
                    vraag(
                        VAST,
                        t("Laten gelden zoals bewaard?", "Let it hold as saved?"),
                        s.gevolg,
                        t("Laat gelden", "Let it hold"),
                        s.laat_gelden,
                        "btn btn-primary btn-sm",
                    ),
                    vraag(
                        WEG,
                        t("Dit concept weggooien?", "Throw this draft away?"),
                        t("De tekst is dan weg. Dit kan niet terug.", "The text is gone then, for good."),
                        t("Gooi weg", "Throw away"),
                        s.gooi_weg,
                        "btn btn-ghost btn-sm",
                    ),
                ),
                knop(
                    t("Nieuwe versie met deze tekst", "New version with this text"),
                    hoofd=False,
                    type="button",
                    on_click=s.begin_hiermee,
                    class_name="btn-sm",
                ),
            ),
            rx.cond(
                s.is_straks,
                vraag(
                    TERUG,
                    t("Terug naar concept?", "Back to a draft?"),
                    t(
                        "Deze versie gaat dan niet gelden. De tekst blijft als concept bewaard.",
                        "This version will not hold then. The text stays as a draft.",
                    ),
                    t("Maak weer concept", "Make a draft again"),
                    s.haal_terug,
                    "btn btn-outline btn-sm",
                ),
                rx.fragment(),
            ),
        ),
        rx.fragment(),
    )


@rx.page(route=f"{ADRES}/[tekst_id]", title="Tekst op papier · BPV-app", on_load=DocumenttekstState.laad)
def documenttekst() -> rx.Component:
    """The text, what may stand in it, how it looks, and the steps."""
    s = DocumenttekstState
    return pagina(
        rx.el.p(badge(s.stand, s.toon), class_name="mb-3"),
        rx.cond(
            s.is_concept & s.mag,
            _bewerken(),
            rx.el.div(
                kaart(rx.el.pre(s.tekst, class_name="font-sans whitespace-pre-wrap break-words"), class_name="min-w-0"),
                _voorbeeld(),
                class_name="grid items-start gap-4 lg:grid-cols-2",
            ),
        ),
        titel=s.titel,
        zin=s.zin,
        kruimels=[(t("Documenten", "Documents"), ADRES)],
        acties=_acties(),
    )
