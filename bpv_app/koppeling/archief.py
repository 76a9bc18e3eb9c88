"""The whole dossier as one ZIP: PDFs, files, machine-readable JSON with its schema, and a page that explains it."""

from __future__ import annotations

import zipfile
from datetime import datetime
from typing import IO, Any

from bpv_app.config import instellingen
from bpv_app.kernel.clock import toon_moment
from bpv_app.koppeling.inpakken import deel_van, pak_bestanden, pak_json
from bpv_app.koppeling.queries_archief import VERSIE, Archief

_UITLEG = """\
DOSSIER
Student: {student}
Opgehaald op: {op}, door {door}, bij {school}

- dossier.json: alles wat hieronder staat, voor een ander programma. schema.json beschrijft de vorm (JSON Schema).
- bewijs: per getekende overeenkomst één PDF met de overeenkomst, de uren per week en de gesprekken.
- overeenkomsten, scans, uren, logboek: de documenten en foto's zelf.

Wat jij in de app niet mag zien, staat hier ook niet in: dan staat er in dossier.json "null".
Nooit in dit bestand: het zorgvierkant, wat bij een gesprek "alleen school" is, meldingen bij de vertrouwenspersoon,
signalen, concepten van het logboek en evaluaties (daarvan ziet de school alleen totalen).
{mist}
Dit bestand bevat persoonsgegevens. Bewaar het op een veilige plek, en niet langer dan nodig is.
"""
_TEKST: dict[str, Any] = {"type": "string"}
_RIJEN: dict[str, Any] = {"type": "array", "items": {"type": "object"}}
_RIJEN_OF_NIETS: dict[str, Any] = {"type": ["array", "null"], "items": {"type": "object"}}


def _bestanden(*verplicht: str) -> dict[str, Any]:
    """Rows that each name a file in this ZIP."""
    rij = {"type": "object", "required": ["bestand", *verplicht], "properties": {"bestand": _TEKST}}
    return {"type": "array", "items": rij}


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "BPV-dossier",
    "description": "Dagen en momenten ISO 8601, momenten in UTC; tijdsduur in minuten; null: niet voor deze lezer.",
    "type": "object",
    "required": [
        "versie",
        "gemaakt_op",
        "dossier",
        "student",
        "verbintenissen",
        "documenten",
        "overeenkomsten",
        "gesprekken",
        "gespreksverslagen",
        "beoordelingen",
        "ontbrekende_bestanden",
    ],
    "properties": {
        "versie": {"const": VERSIE},
        "gemaakt_op": {"type": "string", "format": "date-time"},
        "dossier": {"type": "object", "required": ["inrichting", "team"]},
        "student": {"type": "object", "required": ["naam", "studentnummer"]},
        "verbintenissen": _RIJEN,
        "documenten": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["naam", "is_er"],
                "properties": {"naam": _TEKST, "is_er": {"type": "boolean"}},
            },
        },
        "overeenkomsten": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    "nummer",
                    "status",
                    "historie",
                    "handtekeningen",
                    "documenten",
                    "scans",
                    "uren",
                    "logboek",
                ],
                "properties": {
                    "nummer": _TEKST,
                    "status": _TEKST,
                    "leerbedrijf": {"type": ["object", "null"]},
                    "historie": _RIJEN,
                    "handtekeningen": _RIJEN,
                    "documenten": _bestanden("document_versie"),
                    "scans": _bestanden("document_versie"),
                    "belnotities": _RIJEN,
                    "uren": {
                        "type": ["object", "null"],
                        "required": ["weken"],
                        "properties": {"weken": _RIJEN},
                    },
                    "logboek": _RIJEN_OF_NIETS,
                },
            },
        },
        "gesprekken": _RIJEN_OF_NIETS,
        "gespreksverslagen": _RIJEN_OF_NIETS,
        "beoordelingen": _RIJEN_OF_NIETS,
        "ontbrekende_bestanden": {"type": "array", "items": _TEKST},
    },
}
"""The form of dossier.json. Rows are the app's own; more columns may come, those named here stay."""


def schrijf_archief(archief: Archief, door: str, nu: datetime, doel: IO[bytes]) -> None:
    """Write everything to `doel`, one file at a time; `nu` is when it is made."""
    from bpv_app.koppeling.bewijs_pdf import maak_bewijs  # what draws is only loaded to draw

    deel = deel_van(nu)
    with zipfile.ZipFile(doel, "w") as zip_:
        mist = pak_bestanden(zip_, deel, archief.bestanden)
        for bewijs in archief.bewijzen:
            naam = f"bewijs/bewijs-POK-{bewijs.nummer}.pdf"
            zip_.writestr(deel(naam, zipfile.ZIP_STORED), maak_bewijs(bewijs, nu))
        inhoud = {"gemaakt_op": nu.isoformat(), **archief.inhoud, "ontbrekende_bestanden": mist}
        pak_json(zip_, deel, "dossier.json", inhoud)
        pak_json(zip_, deel, "schema.json", SCHEMA)
        zip_.writestr(
            deel("LEESMIJ.txt"),
            _UITLEG.format(
                student=archief.student,
                op=toon_moment(nu),
                door=door,
                school=instellingen().school_naam,
                mist="\nNiet gevonden: " + ", ".join(mist) + "\n" if mist else "",
            ),
        )
