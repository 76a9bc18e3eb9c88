"""What a print run needs to decide: the order of the post, the hours per study year, when it must be back."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import PokStatus

DIRECT_TOT = 25
"""So many POKs are printed while somebody waits: one transaction. More is long work, in steps."""
MAX_PER_AFDRUK = 5000
"""Most POKs in one print run."""
PER_STAP = 50
"""POKs per step of a long print run. They are drawn outside the transaction; only what is written is in it."""
TE_VEEL = Tekst(f"Druk er hoogstens {MAX_PER_AFDRUK} tegelijk af.", f"Print at most {MAX_PER_AFDRUK} at the same time.")
_GEEN_NAAM = re.compile(r"[^A-Za-z0-9]+")


GETEKEND = frozenset({PokStatus.DEFINITIEF, PokStatus.AFGEROND})
"""Statuses of an agreement that everybody signed: the school confirms it, and there is evidence of it. (One that was
replaced may have been signed: its history knows.)"""


class Volgorde(StrEnum):
    """In which order the paper leaves the printer."""

    POSTCODE = "postcode"
    KLAS = "klas"


VOLGORDE_LABEL: dict[Volgorde, Tekst] = {
    Volgorde.POSTCODE: Tekst("Op postcode", "By postcode"),
    Volgorde.KLAS: Tekst("Op klas", "By class"),
}


def klasvolgorde(klas: str, achternaam: str, nummer: str) -> tuple[str, int, str, str]:
    """Sort key per class, then name. No class comes last."""
    return (klas.casefold() or "~~", 0, achternaam.casefold(), nummer)


def afdruk_bestandsnaam(nummer: str, achternaam: str) -> str:
    """The name of a single print in a zip: `2026-00412-Sahin.pdf`. Plain letters only, whatever the name holds."""
    plat = unicodedata.normalize("NFKD", achternaam[:80].translate(_ZONDER_STREEP))
    kaal = "".join(t for t in plat if not unicodedata.combining(t))
    naam = _GEEN_NAAM.sub("-", kaal).strip("-")[:40].strip("-")
    return f"{nummer}-{naam}.pdf" if naam else f"{nummer}.pdf"


_ZONDER_STREEP = str.maketrans("łŁđĐøØıßæÆœŒþÞ", "lLdDoOisaAoOtT")
"""Letters that Unicode does not take apart."""


def postvolgorde(postcode: str, huisnummer: str, achternaam: str, nummer: str) -> tuple[str, int, str, str]:
    """Sort key of the mailing order: postcode, house number as a number, name. No postcode comes last."""
    cijfers = ""
    for teken in huisnummer.strip():
        if not (teken.isascii() and teken.isdigit()):
            break
        cijfers += teken
    return (postcode or "~", int(cijfers[:6] or 0), achternaam.casefold(), nummer)


def _studiejaar(dag: date) -> tuple[str, date]:
    """Name and last day of the study year (1 August - 31 July) in which `dag` lies."""
    jaar = dag.year if dag.month >= 8 else dag.year - 1
    return f"{jaar}-{jaar + 1}", date(jaar + 1, 7, 31)


def verdeel_over_studiejaren(begin: date, eind: date, uren: int) -> tuple[tuple[str, Decimal], ...]:
    """Spread whole hours over the study years in proportion to calendar days (WEB 7.2.8); the sum is exact.

    The last year takes what rounding leaves.
    """
    if eind < begin:
        raise ValueError("eind ligt voor begin")
    dagen = (eind - begin).days + 1
    uit: list[tuple[str, Decimal]] = []
    dag, gegeven = begin, 0
    while dag <= eind:
        naam, laatste = _studiejaar(dag)
        tot = min(laatste, eind)
        deel = uren - gegeven if tot == eind else uren * ((tot - dag).days + 1) // dagen
        uit.append((naam, Decimal(deel)))
        gegeven += deel
        dag = tot + timedelta(days=1)
    return tuple(uit)


def terug_voor(vandaag: date, begin: date) -> date:
    """The day before which the signed copies should be back: two weeks from now, or the day before the begin.

    When the placement starts within a week (or already did): a week from now.
    """
    return max(min(vandaag + timedelta(days=14), begin - timedelta(days=1)), vandaag + timedelta(days=7))
