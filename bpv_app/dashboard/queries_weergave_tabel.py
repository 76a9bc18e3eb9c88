"""What a saved view says, as plain text: for the mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from sqlmodel import Session

from bpv_app.dashboard.queries_cijfers import get_overzicht
from bpv_app.dashboard.queries_rapport import TOTAAL, get_rapport
from bpv_app.dashboard.rules_cijfers import CIJFER, PER_LABEL, Groep, Per
from bpv_app.dashboard.rules_keuze import lees_keuze
from bpv_app.dashboard.rules_periode import Tijdvak, toon_tijdvak
from bpv_app.dashboard.rules_rapport import MATEN, RAPPORTEN, Regel, toon_waarde
from bpv_app.dashboard.rules_weergave import CIJFERS
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.tekst import Tekst

KOLOMMEN = ("stages", "zonder_plaats", "begonnen", "op_tijd", "ongetekend", "gesprek_te_laat")
"""Figures of the overview in a mail: what fits."""
_GEEN = Tekst("(geen)", "(none)")


@dataclass(frozen=True, slots=True)
class Tabel:
    """A title, the period in words, and a table whose last line is the total (when there is one)."""

    titel: str
    periode: str
    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    totaal: tuple[str, ...] | None


def _met_deel(waarde: float | None, deel: int | None, taal: str) -> str:
    return toon_waarde(waarde, taal) + ("" if deel is None else f" ({deel}%)")


def get_tabel(session: Session, actor: Actor, rapport: str, vraag: str, vandaag: date, taal: str) -> Tabel:
    """The view as this person may see it today. Raises GeenRecht, NietGevonden."""
    delen = dict(parse_qsl(vraag))
    if rapport == CIJFERS:
        o = get_overzicht(session, actor, lees_keuze(delen, vandaag), vandaag)
        keuze, titel = o.keuze, Tekst("Cijfers", "Figures")
        koppen = [PER_LABEL[keuze.per], *(CIJFER[n].kop for n in KOLOMMEN)]
        rijen = [_groep(g, g.naam or _GEEN.in_taal(taal), taal) for g in o.groepen]
        totaal: tuple[str, ...] | None = _groep(o.totaal, TOTAAL.in_taal(taal), taal)
    else:
        standaard = RAPPORTEN[rapport].per if rapport in RAPPORTEN else Per.TEAM
        u = get_rapport(session, actor, rapport, lees_keuze(delen, vandaag, standaard), vandaag)
        keuze, titel = u.keuze, u.rapport.titel
        eerst = Tekst("Vraag", "Question") if u.rapport.vast else PER_LABEL[keuze.per]
        koppen = [eerst, *(MATEN[m].kop for m in u.rapport.maten)]
        rijen = [_regel(r, u.rapport.maten, taal) for r in u.regels]
        totaal = None if u.totaal is None else _regel(u.totaal, u.rapport.maten, taal)
    vak = toon_tijdvak(Tijdvak(keuze.jaar, keuze.van, keuze.tot), taal)
    return Tabel(titel.in_taal(taal), vak, tuple(k.in_taal(taal) for k in koppen), tuple(rijen), totaal)


def _groep(g: Groep, naam: str, taal: str) -> tuple[str, ...]:
    return (naam, *(_met_deel(g.aantallen[n], g.aandeel(n), taal) for n in KOLOMMEN))


def _regel(r: Regel, maten: tuple[str, ...], taal: str) -> tuple[str, ...]:
    return (
        r.naam.in_taal(taal) or _GEEN.in_taal(taal),
        *(_met_deel(r.waarden[m], r.aandeel(m), taal) for m in maten),
    )
