"""One field of the RO file: dates both ways, numbers, levels, keys. Each gives a value or raises Onleesbaar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bpv_app.kernel import nummers
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.rules import Leerweg

Pseudoniem = Callable[[str], str]

VROEGSTE_JAAR = 1900
LAATSTE_JAAR = 2200
MAX_UREN = 99_999

_DATUM = re.compile(r"(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2}))", re.ASCII)
_DATUM_NL = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_VOLGNUMMER = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)
_NIVEAU = re.compile(r"(?:MBO[- ]?)?([1-4])", re.ASCII | re.IGNORECASE)
_UREN = re.compile(r"(\d{1,6})(?:[.,]0+)?", re.ASCII)


class Onleesbaar(ValueError):
    """A field cannot be read; `reden` says which and why."""

    def __init__(self, reden: Tekst) -> None:
        super().__init__(reden.nl)
        self.reden = reden


def _datumdelen(tekst: str) -> tuple[int, int, int] | None:
    treffer = _DATUM.fullmatch(tekst)
    if treffer:
        jaar, maand, dag = (int(d) for d in treffer.groups() if d is not None)
        return jaar, maand, dag
    treffer = _DATUM_NL.fullmatch(tekst)
    if treffer:
        dag, maand, jaar = (int(d) for d in treffer.groups())
        return jaar, maand, dag
    return None


def lees_datum(tekst: str, wat: Tekst) -> date | None:
    """`ccyy-mm-dd` by the book, `d-m-yyyy` in practice, `ccyymmdd` too. Empty (or all zeros) gives None."""
    if not tekst or not tekst.strip("0-/."):
        return None
    delen = _datumdelen(tekst)
    try:
        if delen is None or not VROEGSTE_JAAR <= delen[0] <= LAATSTE_JAAR:
            raise ValueError
        return date(*delen)
    except ValueError:
        raise Onleesbaar(
            Tekst(
                f"{wat.nl}: '{nummers.kort(tekst, 20)}' is geen datum.",
                f"{wat.en}: '{nummers.kort(tekst, 20)}' is not a date.",
            )
        ) from None


def lees_geboorte(tekst: str) -> tuple[date | None, int | None]:
    """Birth date and year; with day or month 00 only the year is known."""
    delen = _datumdelen(tekst)
    if delen and 0 in delen[1:] and VROEGSTE_JAAR <= delen[0] <= LAATSTE_JAAR:
        return None, delen[0]
    dag = lees_datum(tekst, Tekst("Geboortedatum", "Birth date"))
    return dag, dag.year if dag else None


def verplichte_datum(tekst: str, wat: Tekst) -> date:
    """A date that has to be there."""
    dag = lees_datum(tekst, wat)
    if dag is None:
        raise Onleesbaar(Tekst(f"{wat.nl} ontbreekt.", f"{wat.en} is missing."))
    return dag


def lees_volgnummer(tekst: str, wat: Tekst) -> str:
    """A volgnummer such as `1` or `C3`."""
    if not _VOLGNUMMER.fullmatch(tekst):
        raise Onleesbaar(Tekst(f"{wat.nl} ontbreekt of klopt niet.", f"{wat.en} is missing or wrong."))
    return tekst


def lees_niveau(tekst: str) -> int | None:
    """`MBO-1` … `MBO-4` (or just the digit); empty gives None."""
    if not tekst:
        return None
    treffer = _NIVEAU.fullmatch(tekst)
    if not treffer:
        raise Onleesbaar(Tekst("Niveau niet begrepen.", "Level not understood."))
    return int(treffer.group(1))


def lees_leerweg(tekst: str) -> Leerweg | None:
    """Leertraject: BOL, BBL, BOL_DT, OVO, EX, ODT; empty gives None."""
    if not tekst:
        return None
    try:
        return Leerweg(tekst.upper().replace("-", "_").replace(" ", "_"))
    except ValueError:
        raise Onleesbaar(Tekst("Leertraject niet begrepen.", "Learning route not understood.")) from None


def lees_uren(tekst: str) -> int | None:
    """Whole hours; empty gives None."""
    if not tekst:
        return None
    treffer = _UREN.fullmatch(tekst)
    if not treffer or int(treffer.group(1)) > MAX_UREN:
        raise Onleesbaar(Tekst("Aantal uren niet begrepen.", "Number of hours not understood."))
    return int(treffer.group(1))


def lees_nummer(tekst: str, is_goed: Callable[[str], bool], wat: Tekst, *, verplicht: bool = False) -> str:
    """A number that passes `is_goed`; empty is allowed unless `verplicht`."""
    if not tekst and not verplicht:
        return ""
    if not is_goed(tekst):
        raise Onleesbaar(Tekst(f"{wat.nl} ontbreekt of klopt niet.", f"{wat.en} is missing or wrong."))
    return tekst


def lees_sleutels(bsn: str, onderwijsnummer: str, pseudoniem: Pseudoniem) -> tuple[str, ...]:
    """The opaque keys of a person, best one first: onderwijsnummer, mask, pseudonym of a BSN. Never the BSN itself.

    A number that passes neither test is refused, not kept: it may be a BSN with a typing error.
    """
    nummers_, maskers, pseudoniemen = [], [], []
    for waarde in (onderwijsnummer, bsn):
        if not waarde or not waarde.strip("0"):
            continue
        if nummers.is_onderwijsnummer(waarde):
            nummers_.append(nummers.cijfers(waarde))
        elif nummers.is_opake_sleutel(waarde):
            maskers.append(waarde)
        elif nummers.is_bsn(waarde):
            pseudoniemen.append(pseudoniem(nummers.cijfers(waarde)))
        else:
            raise Onleesbaar(
                Tekst(
                    "BSN of onderwijsnummer klopt niet (elfproef).", "BSN or education number is wrong (eleven test)."
                )
            )
    sleutels = (*nummers_, *maskers, *pseudoniemen)
    if not sleutels:
        raise Onleesbaar(Tekst("Er staat geen BSN of onderwijsnummer.", "There is no BSN or education number."))
    return tuple(dict.fromkeys(sleutels))
