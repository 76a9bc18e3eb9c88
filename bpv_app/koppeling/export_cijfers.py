"""Figures and reports as a file: the lines and numbers of the screen; of the figures every one there is."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from sqlmodel import Session

from bpv_app.dashboard.queries_cijfers import get_overzicht
from bpv_app.dashboard.queries_rapport import Uitkomst, get_rapport
from bpv_app.dashboard.rules_cijfers import CIJFERS, PER_LABEL, UREN_KOP, Groep, Keuze
from bpv_app.dashboard.rules_rapport import MATEN, Regel
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.export import ExportSoort, een_stand, schrijf_rijen

NAAM = "cijfers"
TITEL = Tekst("Cijfers", "Figures")
_UREN_DOEL = Tekst("Uren in de POK", "Hours agreed")
_TOTAAL = Tekst("Totaal", "Total")


def _leeg(waarde: float | None) -> Any:
    return "" if waarde is None else waarde


def _rij(naam: str, g: Groep) -> tuple[Any, ...]:
    uit: list[Any] = [naam]
    for cijfer in CIJFERS:
        uit.append(g.aantallen[cijfer.naam])
        if cijfer.deel_van:
            uit.append(_leeg(g.aandeel(cijfer.naam)))
    return (*uit, g.uren_doel, g.uren_akkoord, _leeg(g.uren_aandeel))


def schrijf_cijfers(
    session: Session, actor: Actor, keuze: Keuze, vandaag: date, doel: IO[bytes], soort: ExportSoort, taal: str = "nl"
) -> int:
    """Write a line per group and a last one with the sums; returns how many lines.

    Counts are whole numbers, hours too; shares are whole per cents rounded down, empty of nothing. Raises GeenRecht.
    """
    een_stand(session)
    o = get_overzicht(session, actor, keuze, vandaag)
    koppen = [PER_LABEL[keuze.per].in_taal(taal)]
    for cijfer in CIJFERS:
        kop = cijfer.kop.in_taal(taal)
        koppen += [kop, f"{kop} (%)"] if cijfer.deel_van else [kop]
    uren = UREN_KOP.in_taal(taal)
    koppen += [_UREN_DOEL.in_taal(taal), uren, f"{uren} (%)"]
    rijen = [_rij(g.naam, g) for g in o.groepen] + [_rij(_TOTAAL.in_taal(taal), o.totaal)]
    return schrijf_rijen(TITEL.in_taal(taal), koppen, iter(rijen), doel, soort)


def _koppen(u: Uitkomst, taal: str) -> list[str]:
    eerst = Tekst("Vraag", "Question") if u.rapport.vast else PER_LABEL[u.keuze.per]
    koppen = [eerst.in_taal(taal)]
    for naam in u.rapport.maten:
        kop = MATEN[naam].kop.in_taal(taal)
        koppen += [kop, f"{kop} (%)"] if MATEN[naam].deel_van in u.rapport.maten else [kop]
    return koppen


def _regel(u: Uitkomst, regel: Regel, taal: str) -> list[Any]:
    uit: list[Any] = [regel.naam.in_taal(taal)]
    for naam in u.rapport.maten:
        uit.append(_leeg(regel.waarden[naam]))
        if MATEN[naam].deel_van in u.rapport.maten:
            uit.append(_leeg(regel.aandeel(naam)))
    return uit


def schrijf_rapport(
    session: Session,
    actor: Actor,
    naam: str,
    keuze: Keuze,
    vandaag: date,
    doel: IO[bytes],
    soort: ExportSoort,
    taal: str = "nl",
) -> int:
    """Write a report with the columns of the screen and all its lines; returns how many.

    Shares are whole per cents. Raises GeenRecht, and NietGevonden for an unknown report.
    """
    een_stand(session)
    u = get_rapport(session, actor, naam, keuze, vandaag)
    regels = [*u.regels, *([] if u.totaal is None else [u.totaal])]
    rijen = (_regel(u, r, taal) for r in regels)
    return schrijf_rijen(u.rapport.titel.in_taal(taal), _koppen(u, taal), rijen, doel, soort)
