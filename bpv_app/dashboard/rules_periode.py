"""The period of a report: a school year, months, a quarter, own days. Relative ones move with the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules_inrichting import schooljaar_tekst, schooljaar_van

MAX_JAAR = 9998


class Periode(StrEnum):
    """Periods by name. A school year by its own number ("2026") is a period too."""

    DIT_SCHOOLJAAR = "dit_schooljaar"
    VORIG_SCHOOLJAAR = "vorig_schooljaar"
    DEZE_MAAND = "deze_maand"
    VORIGE_MAAND = "vorige_maand"
    DIT_KWARTAAL = "dit_kwartaal"
    VORIG_KWARTAAL = "vorig_kwartaal"
    TWAALF_MAANDEN = "twaalf_maanden"
    ALLE = "alle"
    EIGEN = "eigen"


PERIODE_LABEL: dict[Periode, Tekst] = {
    Periode.DIT_SCHOOLJAAR: Tekst("Dit schooljaar", "This school year"),
    Periode.VORIG_SCHOOLJAAR: Tekst("Vorig schooljaar", "Last school year"),
    Periode.DEZE_MAAND: Tekst("Deze maand", "This month"),
    Periode.VORIGE_MAAND: Tekst("Vorige maand", "Last month"),
    Periode.DIT_KWARTAAL: Tekst("Dit kwartaal", "This quarter"),
    Periode.VORIG_KWARTAAL: Tekst("Vorig kwartaal", "Last quarter"),
    Periode.TWAALF_MAANDEN: Tekst("De laatste twaalf maanden", "The last twelve months"),
    Periode.ALLE: Tekst("Alle jaren", "All years"),
    Periode.EIGEN: Tekst("Zelf kiezen", "Choose days"),
}


@dataclass(frozen=True, slots=True)
class Tijdvak:
    """What a period is on a day: a school year, or first and last day (inclusive; None is open)."""

    jaar: int | None = None
    van: date | None = None
    tot: date | None = None


def eerste_van_maand(dag: date, maanden: int = 0) -> date:
    """The first day of the month that lies `maanden` months after that of `dag` (before it when negative)."""
    nummer = dag.year * 12 + dag.month - 1 + maanden
    return date(nummer // 12, nummer % 12 + 1, 1)


def _maanden(vanaf: date, aantal: int) -> Tijdvak:
    return Tijdvak(None, vanaf, eerste_van_maand(vanaf, aantal) - timedelta(days=1))


def tijdvak(periode: Periode, vandaag: date, van: date | None = None, tot: date | None = None) -> Tijdvak:
    """The days a named period has on `vandaag`; `van` and `tot` are those of `EIGEN`, in either order."""
    maand = eerste_van_maand(vandaag)
    kwartaal = eerste_van_maand(maand, -((vandaag.month - 1) % 3))
    if periode is Periode.EIGEN and van and tot and tot < van:
        van, tot = tot, van
    per_naam = {
        Periode.DIT_SCHOOLJAAR: Tijdvak(schooljaar_van(vandaag)),
        Periode.VORIG_SCHOOLJAAR: Tijdvak(schooljaar_van(vandaag) - 1),
        Periode.DEZE_MAAND: _maanden(maand, 1),
        Periode.VORIGE_MAAND: _maanden(eerste_van_maand(maand, -1), 1),
        Periode.DIT_KWARTAAL: _maanden(kwartaal, 3),
        Periode.VORIG_KWARTAAL: _maanden(eerste_van_maand(kwartaal, -3), 3),
        Periode.TWAALF_MAANDEN: _maanden(eerste_van_maand(maand, -11), 12),
        Periode.ALLE: Tijdvak(),
        Periode.EIGEN: Tijdvak(None, van, tot),
    }
    return per_naam[periode]


def lees_jaar(tekst: str) -> int | None:
    """A school year as it stands in an address; None when it is none."""
    is_jaar = tekst.isascii() and tekst.isdigit() and len(tekst) <= 15
    return min(int(tekst), MAX_JAAR) or None if is_jaar else None


def toon_tijdvak(vak: Tijdvak, taal: str) -> str:
    """The period in words, as it stands above a table and on paper."""
    if vak.jaar is not None:
        return f"{Tekst('Schooljaar', 'School year').in_taal(taal)} {schooljaar_tekst(vak.jaar)}"
    if vak.van is None and vak.tot is None:
        return PERIODE_LABEL[Periode.ALLE].in_taal(taal)
    van, tot = toon_datum(vak.van, taal), toon_datum(vak.tot, taal)
    if vak.tot is None:
        return Tekst(f"Begin vanaf {van}", f"Start from {van}").in_taal(taal)
    if vak.van is None:
        return Tekst(f"Begin t/m {tot}", f"Start until {tot}").in_taal(taal)
    return Tekst(f"Begin {van} t/m {tot}", f"Start {van} to {tot}").in_taal(taal)


def eerste_werkdag(maand: date, vrij: frozenset[date]) -> date:
    """The first day of the month that is no Saturday, Sunday or one of `vrij`."""
    dag = eerste_van_maand(maand)
    while dag.weekday() >= 5 or dag in vrij:
        dag += timedelta(days=1)
    return dag
