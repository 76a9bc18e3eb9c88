"""The message about one event of a POK to the register: plain values in, JSON out (docs/koppeling-krd.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bpv_app.pok.rules import KRD_STATUS, PokStatus
from bpv_app.pok.rules_krd import GEWIJZIGD, gebeurtenis

KANAAL = "krd"


def groep(pok_id: int) -> str:
    """Messages of one POK arrive in order: one POK is one group."""
    return f"pok:{pok_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbintenisDeel:
    """The enrolment as the register knows it; `student_sleutel` is its own opaque key, never a BSN."""

    student_sleutel: str
    studentnummer: str
    volgnummer: str
    begin: date | None = None
    gepland_eind: date | None = None
    werkelijk_eind: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BedrijfDeel:
    """The company; the days on which it is active are inclusive, empty is open."""

    sbb_id: str
    naam: str
    actief_van: date | None = None
    actief_tot: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KrdBericht:
    """Everything one message says. Hours in clock hours, `dagen_per_week` in days.

    `ontheffing`: why this may change although the register is closed for it; empty when nothing was exempted.
    """

    status: PokStatus
    nummer: str
    volgnummer: int
    document_versie: int
    verbintenis: VerbintenisDeel
    leerbedrijf: BedrijfDeel | None
    crebo: str
    keuzedeel: str
    leerweg: str
    afsluitdatum: date | None
    begin: date | None
    gepland_eind: date | None
    werkelijk_eind: date | None
    eind_reden: str
    uren_totaal: int | None
    uren_per_week: Decimal | None
    dagen_per_week: Decimal | None
    gerealiseerde_uren: Decimal | None
    praktijkopleider: str
    onderwijsbegeleider: str
    reden: str = ""
    vervangt: str = ""
    is_gewijzigd: bool = False
    ontheffing: str = ""


def _dag(waarde: date | None) -> str | None:
    return waarde.isoformat() if waarde else None


def _getal(waarde: Decimal | None) -> str | None:
    """`7.5`, `32`: no exponent, no trailing zeros."""
    if waarde is None:
        return None
    tekst = f"{waarde:f}"
    return tekst.rstrip("0").rstrip(".") if "." in tekst else tekst


def als_payload(b: KrdBericht) -> dict[str, Any]:
    """The message as JSON values: dates ISO, decimals as text. `gebeurtenis` names the event, `status` the result."""
    v, bedrijf = b.verbintenis, b.leerbedrijf
    return {
        "nummer": b.nummer,
        "volgnummer": b.volgnummer,
        "gebeurtenis": GEWIJZIGD if b.is_gewijzigd else gebeurtenis(b.status),
        "status": KRD_STATUS[b.status].value,
        "document_versie": b.document_versie,
        "verbintenis": {
            "student_sleutel": v.student_sleutel,
            "studentnummer": v.studentnummer,
            "volgnummer": v.volgnummer,
            "begin": _dag(v.begin),
            "gepland_eind": _dag(v.gepland_eind),
            "werkelijk_eind": _dag(v.werkelijk_eind),
        },
        "leerbedrijf": bedrijf
        and {
            "sbb_id": bedrijf.sbb_id,
            "naam": bedrijf.naam,
            "actief_van": _dag(bedrijf.actief_van),
            "actief_tot": _dag(bedrijf.actief_tot),
        },
        "crebo": b.crebo,
        "keuzedeel": b.keuzedeel,
        "leerweg": b.leerweg,
        "afsluitdatum": _dag(b.afsluitdatum),
        "begin": _dag(b.begin),
        "gepland_eind": _dag(b.gepland_eind),
        "werkelijk_eind": _dag(b.werkelijk_eind),
        "eind_reden": b.eind_reden,
        "uren_totaal": b.uren_totaal,
        "uren_per_week": _getal(b.uren_per_week),
        "dagen_per_week": _getal(b.dagen_per_week),
        "gerealiseerde_uren": _getal(b.gerealiseerde_uren),
        "praktijkopleider": b.praktijkopleider,
        "onderwijsbegeleider": b.onderwijsbegeleider,
        "reden": b.reden,
        "vervangt": b.vervangt,
        "ontheffing": b.ontheffing,
    }
