"""A report as the browser shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bpv_app.dashboard.pages.rapportages_beeld import GEEN, GroepBeeld, KopBeeld, VakBeeld
from bpv_app.dashboard.queries_rapport import Uitkomst
from bpv_app.dashboard.rules_cijfers import Keuze, Per
from bpv_app.dashboard.rules_keuze import GEEN as GEEN_WAARDE
from bpv_app.dashboard.rules_keuze import als_query, rijen_adres
from bpv_app.dashboard.rules_rapport import MATEN, MaatSoort, Rapport, Regel, toon_waarde
from bpv_app.kernel.tekst import Tekst

MAX_REGELS = 60
"""Lines on the screen; the file has them all."""
MAX_STAVEN = 25
OPTELKOLOM = {
    "gehouden": "gesprekken",
    "alle_gehouden": "gesprekken",
    "te_doen": "open",
    "over_tijd": "te_laat",
    "per_maand": "recent",
    "uren_doel": "uren_doel",
    "uren_akkoord": "uren",
}
"""The column of the rows that adds up to a measure: shown when one goes there."""


@dataclass
class DeelBeeld:
    """A part of a bar: its colour, its width, its number."""

    kleur: str
    breed: str
    aantal: str


@dataclass
class StaafBeeld:
    naam: str
    delen: list[DeelBeeld] = field(default_factory=list)


@dataclass
class LegendaBeeld:
    kleur: str
    kop: str


def koppen(rapport: Rapport, taal: str) -> list[KopBeeld]:
    """The columns with their definitions."""
    maten = [MATEN[n] for n in rapport.maten]
    return [KopBeeld(m.naam, m.kop.in_taal(taal), m.uitleg.in_taal(taal)) for m in maten]


def legenda(rapport: Rapport, taal: str) -> list[LegendaBeeld]:
    return [LegendaBeeld(kleur, MATEN[n].kop.in_taal(taal)) for n, kleur in rapport.grafiek]


def _naam(regel: Regel, taal: str) -> str:
    return regel.naam.in_taal(taal) or GEEN.in_taal(taal)


def staven(u: Uitkomst, taal: str) -> list[StaafBeeld]:
    """A bar per line, the longest full; lines without anything to show are left out."""
    namen = [n for n, _ in u.rapport.grafiek]
    regels = [r for r in u.regels if any(r.waarden[n] for n in namen)][:MAX_STAVEN]
    meeste = max((sum(r.waarden[n] or 0 for n in namen) for r in regels), default=0) or 1
    uit = []
    for r in regels:
        # An evaluation is about shares: every bar is full.
        geheel = (r.waarden["antwoorden"] or 1) if u.rapport.vast else meeste
        delen = [
            DeelBeeld(kleur, f"{(r.waarden[n] or 0) * 100 / geheel:.2f}%", toon_waarde(r.waarden[n], taal))
            for n, kleur in u.rapport.grafiek
        ]
        uit.append(StaafBeeld(_naam(r, taal), delen))
    return uit


def _adres(u: Uitkomst, maat: str, regel: Regel, groep: str | None) -> str:
    m = MATEN[maat]
    if not m.cijfer or not regel.waarden[maat]:
        return ""
    if m.soort is MaatSoort.BEDRIJVEN or maat == "grootste":
        return "" if u.keuze.per is Per.LEERBEDRIJF and groep is not None else _per_bedrijf(u, groep)
    adres = rijen_adres(u.keuze, m.cijfer, groep)
    return f"{adres}&kolommen=student,leerbedrijf,begeleider,{OPTELKOLOM[maat]}" if maat in OPTELKOLOM else adres


def _per_bedrijf(u: Uitkomst, groep: str | None) -> str:
    """The companies behind a number are the lines of this report per company."""
    keuze = u.keuze
    if groep is not None:
        keuze = smaller(keuze, groep)
    return f"/rapportages/rapport?rapport={u.rapport.naam}&{als_query(replace(keuze, per=Per.LEERBEDRIJF))}"


def smaller(keuze: Keuze, groep: str) -> Keuze:
    """The choice of one line of its table."""
    if keuze.per is Per.TEAM and groep:
        return replace(keuze, team_id=int(groep))
    if keuze.per is Per.JAAR and groep:
        return replace(keuze, jaar=int(groep), van=None, tot=None, periode=groep)
    if keuze.per in (Per.TEAM, Per.JAAR):
        return keuze
    waar = tuple((p, w) for p, w in keuze.waar if p is not keuze.per)
    return replace(keuze, waar=(*waar, (keuze.per, groep or GEEN_WAARDE)))


def regel_beeld(u: Uitkomst, regel: Regel, taal: str, *, is_totaal: bool = False) -> GroepBeeld:
    """A line of the table; every number leads to what it counts."""
    groep = None if is_totaal else regel.sleutel
    vakken = []
    for maat in u.rapport.maten:
        deel = regel.aandeel(maat)
        adres = "" if u.rapport.vast else _adres(u, maat, regel, groep)
        aandeel = "" if deel is None else f"{deel}%"
        vakken.append(VakBeeld(MATEN[maat].kop.in_taal(taal), toon_waarde(regel.waarden[maat], taal), aandeel, adres))
    return GroepBeeld(_naam(regel, taal), vakken)


def eerste_zin(u: Uitkomst, taal: str) -> str:
    """The question of the report, and its answer in one number."""
    vraag = u.rapport.vraag.in_taal(taal)
    if u.totaal is None:
        n = sum(int(r.waarden["antwoorden"] or 0) for r in u.regels)
        if not n:
            leeg = Tekst("Er zijn nog geen antwoorden die meetellen.", "There are no answers that count yet.")
            return f"{vraag} {leeg.in_taal(taal)}"
        return f"{vraag} {Tekst(f'{n} antwoorden tellen mee.', f'{n} answers count.').in_taal(taal)}"
    maat = u.rapport.grafiek[0][0]
    kop, deel = MATEN[maat].kop.in_taal(taal).lower(), u.totaal.aandeel(maat)
    waarde = toon_waarde(u.totaal.waarden[maat], taal)
    return f"{vraag} {waarde} {kop}{'' if deel is None else f' ({deel}%)'}."


def meer(regels: Sequence[object], taal: str) -> str:
    """What the screen leaves out."""
    over = len(regels) - MAX_REGELS
    if over <= 0:
        return ""
    return Tekst(
        f"Hier staan de eerste {MAX_REGELS} regels. Nog {over} staan in het bestand.",
        f"These are the first {MAX_REGELS} lines. {over} more are in the file.",
    ).in_taal(taal)
