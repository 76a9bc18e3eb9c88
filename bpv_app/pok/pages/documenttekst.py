"""/beheer/documenten/<id>: what does this text say, how does it look on paper, and from when does it hold?"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.pages.documenten_beeld import ADRES, TOON
from bpv_app.pok.pages.documenttekst_delen import VAST, VariabeleBeeld, acties, bewerken, voorbeeld
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
from bpv_app.ui.velden import badge, kaart, sluit_dialoog

MAX_FORM = 100_000


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


@rx.page(route=f"{ADRES}/[tekst_id]", title="Tekst op papier · BPV-app", on_load=DocumenttekstState.laad)
def documenttekst() -> rx.Component:
    """The text, what may stand in it, how it looks, and the steps."""
    s = DocumenttekstState
    return pagina(
        rx.el.p(badge(s.stand, s.toon), class_name="mb-3"),
        rx.cond(
            s.is_concept & s.mag,
            bewerken(s),
            rx.el.div(
                kaart(rx.el.pre(s.tekst, class_name="font-sans whitespace-pre-wrap break-words"), class_name="min-w-0"),
                voorbeeld(s),
                class_name="grid items-start gap-4 lg:grid-cols-2",
            ),
        ),
        titel=s.titel,
        zin=s.zin,
        kruimels=[(t("Documenten", "Documents"), ADRES)],
        acties=acties(s),
    )
