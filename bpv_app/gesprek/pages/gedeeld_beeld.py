"""A shared report as student and company see it, in their language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bpv_app.dossier.rules_momenten import DEELNEMER_LABEL, Deelnemer
from bpv_app.gesprek.pages.verslag_beeld import ReactieBeeld, WijzigingBeeld, reactie_beeld, wijziging_beelden
from bpv_app.gesprek.queries_gedeeld import GedeeldDetail, GedeeldRegel
from bpv_app.gesprek.rules_verslag import AFSPRAAK_LABEL, AfspraakSoort, Gedeeld, VraagSoort, toon_antwoord
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst

STUDENT, BEDRIJF = "/mijn-gesprekken", "/stagiairs/verslagen"


@dataclass
class RegelBeeld:
    """A shared report on the list."""

    href: str
    naam: str
    wanneer: str
    stand: str
    toon: str


@dataclass
class AntwoordBeeld:
    vraag: str
    antwoord: str


@dataclass
class GedeeldBeeld:
    """A shared report. `verslag_id` 0: none was read."""

    verslag_id: int = 0
    nummer: int = 0
    kop: str = ""
    zin: str = ""
    gedeeld: str = ""
    is_gelezen: bool = False
    antwoorden: list[AntwoordBeeld] = field(default_factory=list)
    afspraken: list[AntwoordBeeld] = field(default_factory=list)
    wijzigingen: list[WijzigingBeeld] = field(default_factory=list)
    reacties: list[ReactieBeeld] = field(default_factory=list)


def _wanneer(g: Gedeeld, taal: str) -> str:
    return toon_datum(date.fromisoformat(g.gehouden_op), taal) if g.gehouden_op else ""


def regel_beeld(r: GedeeldRegel, taal: str) -> RegelBeeld:
    """A line: the company also reads with whom it was."""
    is_student = r.als is Deelnemer.STUDENT
    naam = r.inhoud.moment if is_student else f"{r.student}: {r.inhoud.moment}"
    gelezen, nieuw = Tekst("Gelezen", "Read"), Tekst("Lezen en bevestigen", "To read and confirm")
    return RegelBeeld(
        f"{STUDENT if is_student else BEDRIJF}/{r.verslag_id}",
        naam,
        _wanneer(r.inhoud, taal),
        (gelezen if r.is_gelezen else nieuw).in_taal(taal),
        "success" if r.is_gelezen else "warning",
    )


def _afspraak(a: dict[str, Any], taal: str) -> AntwoordBeeld:
    delen = [
        AFSPRAAK_LABEL[AfspraakSoort(a["soort"])].in_taal(taal),
        DEELNEMER_LABEL[Deelnemer(a["eigenaar"])].in_taal(taal).lower(),
    ]
    if a["voor"]:
        delen.append(Tekst("vóór ", "before ").in_taal(taal) + toon_datum(date.fromisoformat(a["voor"]), taal))
    if a["klaar"]:
        delen.append(Tekst("gedaan", "done").in_taal(taal))
    return AntwoordBeeld(", ".join(delen), a["tekst"])


def gedeeld_beeld(d: GedeeldDetail, taal: str) -> GedeeldBeeld:
    """The report in the reader's language (the answers are as they were written)."""
    g = d.regel.inhoud
    namen = ", ".join(DEELNEMER_LABEL[Deelnemer(a)].in_taal(taal).lower() for a in g.aanwezig)
    op = toon_moment(d.regel.gedeeld_op, taal)
    met = Tekst(f"met {namen}", f"with {namen}").in_taal(taal)
    return GedeeldBeeld(
        d.regel.verslag_id,
        d.regel.nummer,
        g.moment,
        ", ".join(deel for deel in (d.regel.student, _wanneer(g, taal), met) if deel),
        Tekst(f"Gedeeld op {op} door {d.gedeeld_door}.", f"Shared on {op} by {d.gedeeld_door}.").in_taal(taal),
        d.regel.is_gelezen,
        [
            AntwoordBeeld(
                Tekst(vraag, vraag_en or vraag).in_taal(taal), toon_antwoord(VraagSoort(soort), antwoord, taal)
            )
            for vraag, vraag_en, soort, antwoord in g.antwoorden
        ],
        [_afspraak(a, taal) for a in g.afspraken],
        wijziging_beelden(d.wijzigingen, taal),
        [reactie_beeld(r, taal) for r in d.reacties],
    )
