"""How a conversation is said in words, in mails and on screens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bpv_app.gesprek.rules import VORM_LABEL, Vorm
from bpv_app.kernel.clock import AMSTERDAM, toon_datum
from bpv_app.kernel.tekst import Tekst

_DAGEN_NL = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_DAGEN_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def dag_tekst(dag: date, taal: str = "nl") -> str:
    """`maandag 14 dec 2026`."""
    dagen = _DAGEN_EN if taal == "en" else _DAGEN_NL
    return f"{dagen[dag.weekday()]} {toon_datum(dag, taal)}"


def wanneer_tekst(moment: datetime, taal: str = "nl") -> str:
    """`maandag 14 dec 2026 om 10:30`, in Europe/Amsterdam."""
    lokaal = moment.astimezone(AMSTERDAM)
    om = "at" if taal == "en" else "om"
    return f"{dag_tekst(lokaal.date(), taal)} {om} {lokaal:%H:%M}"


def venster_tekst(van: date, tot: date, taal: str = "nl") -> str:
    """`7 dec 2026 t/m 21 dec 2026`; one day when both are the same."""
    if van == tot:
        return toon_datum(van, taal)
    return f"{toon_datum(van, taal)} {'to' if taal == 'en' else 't/m'} {toon_datum(tot, taal)}"


def wat_tekst(naam: str, student: str) -> Tekst:
    """`Startgesprek van Yara Bakker`."""
    return Tekst(f"{naam} van {student}", f"{naam} of {student}")


def hoe_tekst(vorm: Vorm, plaats: str, taal: str = "nl") -> str:
    """`Bezoek, Lammenschansweg 8, Leiden`."""
    return ", ".join(d for d in (VORM_LABEL[vorm].in_taal(taal), plaats) if d)


def namen_tekst(namen: Iterable[str]) -> str:
    """The names that are known, after each other."""
    return ", ".join(n for n in namen if n)
