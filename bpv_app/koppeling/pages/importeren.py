"""/beheer/import: a file of the school or of DUO, first a trial, then for real."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.inlezen import SOORT_LABEL, Droogloop, ImportSoort
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling import inlezen
from bpv_app.koppeling.kenmerk import lees_bestand
from bpv_app.koppeling.pages import import_beeld as beeld
from bpv_app.koppeling.pages.import_beeld import KolomBeeld, MeldingBeeld, RunBeeld, TelBeeld, WijzigingBeeld
from bpv_app.koppeling.pages.import_delen import eerdere, indeling_kaart, proef_kaart, upload_kaart
from bpv_app.student import import_runs
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie

EERST_PROEF = DomeinFout("eerst_proef", Tekst("Doe eerst een proef.", "Do a trial first."))
_RECHTEN = (Actie.STUDENT_IMPORTEREN, Actie.LEERBEDRIJF_IMPORTEREN)


class ImportState(rx.State):
    """One file on its way in. The address says which file; the mapping and the trial follow from it."""

    soorten: list[Optie] = []
    soort: str = ""
    soort_label: str = ""
    bestandsnaam: str = ""
    aantal: int = 0
    kolommen: list[KolomBeeld] = []
    velden: list[Optie] = []
    onthouden: bool = False
    form_sleutel: str = ""
    is_proef: bool = False
    doet_iets: bool = False
    zin: str = ""
    tellingen: list[TelBeeld] = []
    geweigerd: list[MeldingBeeld] = []
    geweigerd_meer: int = 0
    let_op: list[MeldingBeeld] = []
    let_op_meer: int = 0
    nieuw: list[WijzigingBeeld] = []
    gewijzigd: list[WijzigingBeeld] = []
    ongebruikt: str = ""
    verslag_href: str = ""
    runs: list[RunBeeld] = []
    klaar: str = ""
    _sha256: str = ""
    _kenmerk: str = ""
    _proef: Droogloop | None = None

    def _wis(self) -> None:
        self.soort = self.soort_label = self.bestandsnaam = self._sha256 = self._kenmerk = self.klaar = self.zin = ""
        self.kolommen, self.velden, self.aantal, self.onthouden = [], [], 0, False
        self._wis_proef()

    def _wis_proef(self) -> None:
        self.is_proef = self.doet_iets = False
        self._proef = None
        self.tellingen, self.geweigerd, self.let_op, self.nieuw, self.gewijzigd = [], [], [], [], []
        self.geweigerd_meer = self.let_op_meer = 0
        self.ongebruikt = self.verslag_href = ""

    @handler(*_RECHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the file of the address and try it with the mapping we propose; and the imports of before."""
        self._wis()
        query = dict(parse_qsl(str(self.router.url.query or "")))
        taal = (await self.get_state(BasisState)).taal
        run_id = query.get("run", "")

        def werk(session: Any, wie: Actor) -> Any:
            runs = [beeld.run(r, taal) for r in import_runs.list_runs(session, wie)]
            soorten = [
                Optie(s.value, SOORT_LABEL[s].in_taal(taal)) for s in ImportSoort if wie.mag(import_runs.ACTIE[s])
            ]
            return runs, soorten

        self.runs, self.soorten = await lees(werk)
        self.klaar = next((f"{r.soort}: {r.telling}." for r in self.runs if str(r.id) == run_id), "")
        if "bestand" in query:
            await self._lees_bestand(query, taal)

    async def _lees_bestand(self, query: dict[str, str], taal: str) -> None:
        try:
            soort = ImportSoort(query.get("soort", ""))
        except ValueError:
            raise NietGevonden from None
        naam, kenmerk = query.get("naam", ""), query["bestand"]

        def werk(session: Any, wie: Actor) -> inlezen.Voorbeeld:
            sha256 = lees_bestand(wie, kenmerk)
            return inlezen.lees_voorbeeld(session, wie, inlezen.uit_opslag(soort, sha256, naam))

        voorbeeld = await lees(werk)
        self.soort, self.soort_label = soort.value, SOORT_LABEL[soort].in_taal(taal)
        self.bestandsnaam, self.aantal, self.onthouden = voorbeeld.bestandsnaam, voorbeeld.aantal, voorbeeld.onthouden
        self._sha256, self._kenmerk = voorbeeld.sha256, kenmerk
        self.kolommen, self.velden = beeld.kolommen(voorbeeld), beeld.veldopties(soort, taal)
        self.form_sleutel = voorbeeld.sha256[:12]
        try:
            await self._doe_proef(dict(voorbeeld.indeling) if self.kolommen else None)
        except DomeinFout as fout:
            self.zin = fout.tekst.in_taal(taal)

    async def _doe_proef(self, indeling: dict[str, str] | None) -> None:
        taal = (await self.get_state(BasisState)).taal
        soort, sha256, naam = ImportSoort(self.soort), self._sha256, self.bestandsnaam
        self._wis_proef()
        proef = await lees(lambda s, wie: inlezen.droogloop(s, wie, klok, soort, sha256, naam, indeling))
        uitkomst = proef.uitkomst
        self.is_proef, self.doet_iets = True, proef.doet_iets
        self.zin = beeld.zin_van(proef).in_taal(taal)
        self.tellingen = beeld.tellingen(proef, taal)
        self.geweigerd = beeld.meldingen(uitkomst.geweigerd, taal)
        self.geweigerd_meer = max(0, len(uitkomst.geweigerd) - len(self.geweigerd))
        self.let_op = beeld.meldingen(uitkomst.waarschuwingen, taal)
        self.let_op_meer = max(0, len(uitkomst.waarschuwingen) - len(self.let_op))
        self.nieuw, self.gewijzigd = beeld.wijzigingen(uitkomst.nieuw), beeld.wijzigingen(uitkomst.gewijzigd)
        self.ongebruikt = ", ".join(proef.ongebruikt)
        query = {"soort": soort.value, "bestand": self._kenmerk, "naam": naam}
        query |= {f"v_{veld}": kolom for veld, kolom in proef.indeling}
        self.verslag_href = f"/api/import/proef.csv?{urlencode(query)}"
        self._proef = replace(proef, uitkomst=beeld.zonder_regels(uitkomst))

    @handler(*_RECHTEN)
    async def probeer(self, gegevens: dict[str, Any]) -> None:
        """Try again with the mapping as it stands on the screen."""
        if not self._sha256:
            raise EERST_PROEF
        form = formulier(gegevens)
        gekozen = [(form.get(k.sleutel, ""), k.naam) for k in self.kolommen]
        dubbel = {veld for veld, _ in gekozen if veld and sum(v == veld for v, _ in gekozen) > 1}
        if dubbel:
            label = next((o.label for o in self.velden if o.waarde in dubbel), "")
            raise DomeinFout(
                "dubbel_veld",
                Tekst(f"Kies voor '{label}' één kolom.", f"Choose one column for '{label}'."),
            )
        indeling = {veld: kolom for veld, kolom in gekozen if veld}
        self.kolommen = [replace(k, veld=next((v for v, n in gekozen if n == k.naam), "")) for k in self.kolommen]
        await self._doe_proef(indeling)

    @handler(*_RECHTEN)
    async def lees_in(self) -> Any:
        """Apply exactly the trial that is on the screen."""
        proef = self._proef
        if proef is None:
            raise EERST_PROEF
        run_id = await schrijf(lambda s, wie: inlezen.pas_toe(s, wie, klok, proef).id)
        return rx.redirect(f"/beheer/import?run={run_id}")


@rx.page(route="/beheer/import", title="Inlezen · BPV-app", on_load=ImportState.laad)
def importeren() -> rx.Component:
    """Choose a file; then its columns and the trial; below what was imported before."""
    bezig = rx.fragment(
        rx.cond(ImportState.kolommen.length() > 0, indeling_kaart(ImportState), rx.fragment()),
        rx.cond(ImportState.is_proef, proef_kaart(ImportState), rx.fragment()),
    )
    return pagina(
        rx.cond(
            ImportState.klaar != "",
            rx.el.p(t("Ingelezen. ", "Imported. "), ImportState.klaar, class_name="melding melding-success"),
            rx.fragment(),
        ),
        rx.cond(ImportState.soort != "", bezig, upload_kaart(ImportState)),
        eerdere(ImportState),
        titel=t("Inlezen", "Import"),
        zin=rx.cond(
            ImportState.zin != "",
            ImportState.zin,
            t(
                "Kies een bestand. Je ziet eerst wat er zou gebeuren; er verandert niets voordat jij het zegt.",
                "Choose a file. You first see what would happen; nothing changes before you say so.",
            ),
        ),
        acties=rx.cond(
            ImportState.soort != "",
            rx.el.a(t("Ander bestand", "Other file"), href="/beheer/import", class_name="btn btn-outline btn-sm"),
            rx.fragment(),
        ),
    )
