"""/poks/<id>/muteren: amend an agreement in three steps: what changes, what it becomes, look and confirm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import reflex as rx

from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.clock import klok, lees_datum, toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.pages.kiezer import KiezerState
from bpv_app.mutatie import service
from bpv_app.mutatie.pages.muteren_beeld import formulier_deel, kies_deel, voorbeeld_deel
from bpv_app.mutatie.queries import Begin, get_begin, get_voorbeeld
from bpv_app.mutatie.rules import Invoer, Voorbeeld
from bpv_app.pok.rules import MUTATIE_LABEL, PARTIJ_LABEL, MutatieSoort
from bpv_app.pok.rules_bezwaar import check_reden
from bpv_app.pok.rules_mutatie import GEVOLG_LABEL, GEVOLG_UITLEG, SOORTEN, Gevolg
from bpv_app.pok.rules_naast import NAAST_LABEL
from bpv_app.pok.rules_voortraject import Voortraject, lees_voortraject
from bpv_app.pok.rules_wijziging import toon_waarde
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.uren.rules_tonen import uren_tekst


@dataclass
class SoortBeeld:
    """A kind as a choice, with what it makes."""

    soort: str
    titel: str
    uitleg: str
    maakt: str


@dataclass
class GevolgBeeld:
    gevolg: str
    titel: str
    uitleg: str


@dataclass
class VerschilBeeld:
    label: str
    voor: str
    na: str


class MuteerState(KiezerState, rx.State):
    """The guided amendment. Nothing is saved before the last step; the form's text stays between the steps."""

    pok_id: int = 0
    titel: str = ""
    zin: str = ""
    pok_href: str = ""
    stap: int = 1
    soorten: list[SoortBeeld] = []
    soort: str = ""
    soort_titel: str = ""
    velden: list[str] = []
    gevolgen: list[GevolgBeeld] = []
    gevolg: str = ""
    vraagt_verzoek: bool = False
    begeleiders: list[Optie] = []
    v: dict[str, str] = {}
    form_sleutel: str = ""
    verschillen: list[VerschilBeeld] = []
    feiten: list[VerschilBeeld] = []
    naast: list[str] = []
    maakt_titel: str = ""
    maakt_uitleg: str = ""
    _versie: int = 0
    _team_id: int | None = None
    _form: dict[str, str] = {}
    _keuzes: dict[str, list[str]] = {}

    @handler(Actie.POK_MUTEREN, laadt=True)
    async def laad(self) -> None:
        """Read the agreement of the address, and start with the first step."""
        pok_id = als_id(pad_deel(self, 1))
        self.stap, self.soort, self.gevolg, self._form = 1, "", "", {}
        self._toon(await lees(lambda s, wie: get_begin(s, wie, pok_id)), (await self.get_state(BasisState)).taal)

    def _toon(self, b: Begin, taal: str) -> None:
        self.pok_id, self._versie, self._team_id = b.pok_id, b.versie, b.team_id
        self.pok_href = f"/poks/{b.pok_id}"
        self.titel = Tekst(f"POK {b.nummer} van {b.student} wijzigen", f"Amend {b.nummer} of {b.student}").in_taal(taal)
        kan_niet = Tekst("Deze POK kan nu niet wijzigen.", "This agreement cannot be amended now.")
        self.zin = (VRAAG if b.keuzes else kan_niet).in_taal(taal)
        self._keuzes = {s.value: [g.value for g in gevolgen] for s, gevolgen in b.keuzes}
        self.soorten = [
            SoortBeeld(
                s.value,
                MUTATIE_LABEL[s].in_taal(taal),
                SOORTEN[s].uitleg.in_taal(taal),
                (" / ".join(GEVOLG_LABEL[g].in_taal(taal) for g in gevolgen)),
            )
            for s, gevolgen in b.keuzes
        ]
        self._kiezer_crebo, self._kiezer_op = b.crebo, klok.vandaag()
        self.v = {
            veld: _tekst(veld, getattr(b.gegevens, veld), taal)
            for veld in Voortraject.__dataclass_fields__
        }  # fmt: skip
        self.v["onderwijsbegeleider_id"] = str(b.onderwijsbegeleider_id or "")
        self.v["ingang"] = max(klok.vandaag(), b.gegevens.begin_op or date.min).isoformat()
        self.v["reden"] = ""

    @handler(Actie.POK_MUTEREN)
    async def kies_soort(self, soort: str) -> None:
        """Step 1: what changes."""
        if not isinstance(soort, str) or soort not in self._keuzes:
            return
        taal, pok_id, welke = (await self.get_state(BasisState)).taal, self.pok_id, MutatieSoort(soort)

        def werk(session: Any, wie: Any) -> Any:
            begin = get_begin(session, wie, pok_id)
            g = begin.gegevens
            bedrijf = None if welke is MutatieSoort.ANDER_LEERBEDRIJF else g.leerbedrijf_id
            self._vul_kiezer(session, wie, bedrijf, g.locatie_id if bedrijf else None, g.praktijkopleider_id)
            lijst = (
                dossier_service.list_begeleiders(session, wie, begin.team_id)
                if welke is MutatieSoort.ANDERE_BEGELEIDER
                else []
            )
            return begin, lijst

        begin, lijst = await lees(werk)
        self._toon(begin, taal)
        self.soort, self.soort_titel = soort, MUTATIE_LABEL[welke].in_taal(taal)
        self.velden = list(SOORTEN[welke].velden)
        self.vraagt_verzoek = SOORTEN[welke].verzoek
        self.gevolgen = [
            GevolgBeeld(g, GEVOLG_LABEL[Gevolg(g)].in_taal(taal), GEVOLG_UITLEG[Gevolg(g)].in_taal(taal))
            for g in self._keuzes[soort]
        ]
        self.gevolg = self._keuzes[soort][0]
        self.begeleiders = [Optie(str(a.id), a.naam) for a in lijst]
        self._stel_voor(welke, begin.gegevens)
        self.stap, self.form_sleutel = 2, f"{pok_id}-{soort}"
        self.zin = Tekst("Vul in wat er verandert.", "Fill in what changes.").in_taal(taal)

    def _stel_voor(self, soort: MutatieSoort, g: Voortraject) -> None:
        """What the form proposes: a longer placement as a new POK follows on the old one; hours are computed anew."""
        if soort in (MutatieSoort.VERLENGING, MutatieSoort.VERKORTING, MutatieSoort.ANDER_LEERBEDRIJF):
            self.v = {**self.v, "uren_totaal": ""}
        if soort is MutatieSoort.VERLENGING and self.gevolg == Gevolg.NIEUWE_POK and g.eind_op:
            self.v = {**self.v, "ingang": date.fromordinal(g.eind_op.toordinal() + 1).isoformat()}

    @handler(Actie.POK_MUTEREN)
    async def terug(self) -> None:
        """One step back; what was typed is still there."""
        self.stap = max(1, self.stap - 1)
        self.v = {**self.v, **{k: w for k, w in self._form.items() if k in self.v}}
        taal = (await self.get_state(BasisState)).taal
        self.zin = (VRAAG if self.stap == 1 else Tekst("Vul in wat er verandert.", "Fill in what changes.")).in_taal(
            taal
        )

    @handler(Actie.POK_MUTEREN)
    async def bekijk(self, gegevens: dict[str, Any]) -> Any:
        """Step 2: check the form and show what it would do."""
        form, pok_id = formulier(gegevens), self.pok_id
        taal = (await self.get_state(BasisState)).taal
        self.v = {**self.v, **{k: w for k, w in form.items() if k in self.v}}
        self.gevolg = form.get("gevolg", "") or self.gevolg
        invoer = self._lees_invoer(form)

        def werk(session: Any, wie: Any) -> Voorbeeld:
            eigen = service.neem_over(session, wie, pok_id, invoer.soort, invoer.gegevens)
            return get_voorbeeld(session, wie, klok, pok_id, replace(invoer, gegevens=eigen), taal)

        voorbeeld = await lees(werk)
        self._form = form
        self._toon_voorbeeld(voorbeeld, taal)
        self.stap = 3
        return rx.call_script("setTimeout(() => document.getElementById('kop')?.focus(), 60)")

    def _lees_invoer(self, form: dict[str, str], reden_naast: str = "") -> Invoer:
        soort, gevolg = self.soort or form.get("soort", ""), form.get("gevolg", "") or self.gevolg
        if soort not in set(MutatieSoort) or soort not in self._keuzes:
            raise OngeldigeInvoer({"soort": KIES}, KIES)
        if gevolg not in self._keuzes[soort]:
            raise OngeldigeInvoer({"gevolg": KIES}, KIES)
        return Invoer(
            soort=MutatieSoort(soort),
            gevolg=Gevolg(gevolg),
            ingang=_dag(form, "ingang"),
            gegevens=lees_voortraject(form),
            reden=check_reden(form.get("reden", "")),
            onderwijsbegeleider_id=als_id(form.get("onderwijsbegeleider_id", "")) or None,
            op_verzoek=bool(form.get("op_verzoek")),
            reden_naast=reden_naast,
        )

    def _toon_voorbeeld(self, b: Voorbeeld, taal: str) -> None:
        en = taal == "en"
        self.maakt_titel, self.maakt_uitleg = (
            GEVOLG_LABEL[b.gevolg].in_taal(taal),
            GEVOLG_UITLEG[b.gevolg].in_taal(taal),
        )
        self.verschillen = [VerschilBeeld(x.label.in_taal(taal), x.voor, x.na) for x in b.verschillen]
        niemand = Tekst("Niemand", "Nobody").in_taal(taal)
        wie = ", ".join(PARTIJ_LABEL[p].in_taal(taal) for p in b.tekenaars) or niemand
        paren = [
            (Tekst("Stage loopt", "Placement runs"), _periode(b.loopt_voor, taal), _periode(b.loopt_na, taal)),
            (Tekst("Uren in totaal", "Hours in all"), _uren(b.uren_voor, taal), _uren(b.uren_na, taal)),
            (Tekst("Wie tekent opnieuw", "Who signs again"), "", wie),
            (Tekst("De KRD hoort", "The register hears"), "", " ".join(x.in_taal(taal) for x in b.krd)),
        ]
        if b.bezwaar_tot:
            tot = toon_datum(b.bezwaar_tot, taal)
            paren.append((Tekst("Bezwaar kan tot en met", "Objections until"), "", tot))
        self.feiten = [VerschilBeeld(x.in_taal(taal), voor, na) for x, voor, na in paren]
        self.naast = [f"{NAAST_LABEL[w.soort].in_taal(taal)}. {w.tekst.in_taal(taal)}" for w in b.naast]
        self.zin = "Look at what will be different, then confirm." if en else "Bekijk wat er anders wordt en bevestig."

    @handler(Actie.POK_MUTEREN)
    async def bevestig(self, gegevens: dict[str, Any]) -> Any:
        """Step 3: do it."""
        form, pok_id, versie = formulier(gegevens), self.pok_id, self._versie
        invoer = self._lees_invoer(self._form, form.get("reden_naast", ""))

        def werk(session: Any, wie: Any) -> service.Uitslag:
            eigen = service.neem_over(session, wie, pok_id, invoer.soort, invoer.gegevens)
            return service.voer_uit(session, wie, klok, pok_id, replace(invoer, gegevens=eigen), versie)

        uit = await schrijf(werk)
        await zeg(self, uit.tekst, soort="success" if uit.is_klaar else "warning")
        # Who gave the student away may not see the agreement any more.
        weg = invoer.soort is MutatieSoort.ANDERE_BEGELEIDER and not huidige_actor().mag(Actie.POK_KLAARZETTEN)
        return rx.redirect("/poks" if weg else f"/poks/{uit.pok_id}")


VRAAG = Tekst("Wat verandert er?", "What changes?")
KIES = Tekst("Maak een keuze.", "Make a choice.")


def _tekst(veld: str, waarde: Any, taal: str) -> str:
    """A value as its field shows it."""
    if waarde is None:
        return ""
    if isinstance(waarde, date):
        return waarde.isoformat()
    return str(waarde) if veld.endswith("_id") else (toon_waarde(veld, waarde, taal) if waarde != "" else "")


def _dag(form: dict[str, str], naam: str) -> date | None:
    try:
        return lees_datum(form.get(naam, ""))
    except (ValueError, OverflowError) as fout:
        raise OngeldigeInvoer({naam: Tekst("Dit is geen datum.", "This is not a date.")}) from fout


def _periode(dagen: tuple[date | None, date | None], taal: str) -> str:
    return f"{toon_datum(dagen[0], taal)} – {toon_datum(dagen[1], taal)}"


def _uren(minuten: int, taal: str) -> str:
    return uren_tekst(minuten).in_taal(taal)


@rx.page(route="/poks/[pok_nr]/muteren", title="POK wijzigen · BPV-app", on_load=MuteerState.laad)
def muteren() -> rx.Component:
    """The step that is due."""
    s = MuteerState
    return pagina(
        rx.match(
            s.stap,
            (2, formulier_deel(s)),
            (3, voorbeeld_deel(s)),
            kies_deel(s),
        ),
        titel=s.titel,
        zin=s.zin,
        kruimels=[(t("POK's", "Agreements"), "/poks"), (t("POK", "Agreement"), s.pok_href)],
        smal=True,
    )
