"""Signing on paper: which POK is this sheet of, who may sign when, who is still missing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import PARTIJ_LABEL, Partij, is_minderjarig, partijen_bij_tekenen

_MET_STREEPJE = re.compile(r"(?<!\d)(\d{4})-(\d{5,6})(?!\d)(?::(\d{1,4})(?!\d))?", re.ASCII)
_LOS = re.compile(r"(?:bpv[:;. ]*)?(\d{4})[-–—_/. ]+(\d{1,6})", re.ASCII | re.IGNORECASE)
_AANEEN = re.compile(r"(\d{4})(\d{5,6})", re.ASCII)
MAX_CODE = 500


@dataclass(frozen=True, slots=True)
class PapierCode:
    """What a scanner or a person typed: the POK's number and, from a QR code, the printed version of the sheet."""

    nummer: str
    document_versie: int | None = None


def lees_code(tekst: str) -> PapierCode | None:
    """Read `BPV:2026-00412:1:2:3`, a bare number, lower case, loose spaces, `2026/412`, or an address with the number.

    None when no number is in it. The version is only known from our own QR code.
    """
    schoon = " ".join(tekst[:MAX_CODE].split())
    treffer = _MET_STREEPJE.search(schoon)
    if treffer:
        is_qr = "BPV:" in schoon.upper()
        return PapierCode(f"{treffer[1]}-{treffer[2]}", int(treffer[3]) if treffer[3] and is_qr else None)
    treffer = _AANEEN.fullmatch(schoon) or _LOS.fullmatch(schoon)
    return PapierCode(f"{treffer[1]}-{treffer[2].zfill(5)}") if treffer else None


def peildatum_minderjarig(getekend: dict[Partij, date], vandaag: date) -> date:
    """The day on which the student's age counts: when the student signed, and until then today (BW 1:234)."""
    return getekend.get(Partij.STUDENT, vandaag)


def geboortedag(geboortedatum: date | None, geboortejaar: int | None) -> date | None:
    """The birth date; with only a year, its first day: then a guardian is asked only when certainly needed."""
    if geboortedatum is None and geboortejaar is not None and 1900 <= geboortejaar <= 9999:
        return date(geboortejaar, 1, 1)
    return geboortedatum


def vereiste_partijen(
    ondertekenaars: Collection[str], geboren_op: date | None, getekend: dict[Partij, date], vandaag: date
) -> tuple[Partij, ...]:
    """Who must sign this version, the guardian included when the student is a minor at signing."""
    return partijen_bij_tekenen(ondertekenaars, is_minderjarig(geboren_op, peildatum_minderjarig(getekend, vandaag)))


def check_handtekening(
    partij: Partij,
    op: date,
    *,
    partijen: Collection[Partij],
    getekend: Collection[Partij],
    gedrukt_op: date,
    vandaag: date,
) -> None:
    """Refuse a signature by a party that need not sign or already did, or on a day on which that cannot have been.

    Paper is signed on the day it was printed or later, and not in the future.
    """
    if partij not in partijen:
        raise DomeinFout(
            "partij_hoort_er_niet_bij",
            Tekst(
                f"{PARTIJ_LABEL[partij].nl} hoeft deze POK niet te tekenen.",
                f"{PARTIJ_LABEL[partij].en} does not have to sign this agreement.",
            ),
        )
    if partij in getekend:
        raise DomeinFout(
            "al_getekend",
            Tekst(
                f"De handtekening van {PARTIJ_LABEL[partij].nl.lower()} is al geregistreerd.",
                f"The signature of {PARTIJ_LABEL[partij].en.lower()} has already been registered.",
            ),
        )
    if op > vandaag:
        fout = Tekst("De datum ligt in de toekomst.", "The date lies in the future.")
        raise OngeldigeInvoer({"getekend_op": fout}, fout)
    if op < gedrukt_op:
        fout = Tekst(
            f"Deze versie is pas op {toon_datum(gedrukt_op)} afgedrukt.",
            f"This version was not printed until {toon_datum(gedrukt_op, 'en')}.",
        )
        raise OngeldigeInvoer({"getekend_op": fout}, fout)
