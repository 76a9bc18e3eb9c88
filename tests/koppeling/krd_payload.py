"""A message as the outbox holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bpv_app.outbox.rules import TeLeveren
from bpv_app.pok.krd_bericht import BedrijfDeel, KrdBericht, VerbintenisDeel, als_payload
from bpv_app.pok.rules import PokStatus

BERICHT = KrdBericht(
    status=PokStatus.VOLLEDIG,
    nummer="2026-00001",
    volgnummer=3,
    document_versie=0,
    verbintenis=VerbintenisDeel(
        student_sleutel="BSN1",
        studentnummer="200001",
        volgnummer="1",
        begin=date(2025, 8, 1),
        gepland_eind=date(2028, 7, 31),
    ),
    leerbedrijf=BedrijfDeel(sbb_id="100000001", naam="Van Dam Techniek", actief_van=date(2020, 1, 1)),
    crebo="25736",
    keuzedeel="",
    leerweg="BOL",
    afsluitdatum=date(2026, 11, 20),
    begin=date(2026, 12, 7),
    gepland_eind=date(2027, 6, 25),
    werkelijk_eind=None,
    eind_reden="",
    uren_totaal=560,
    uren_per_week=Decimal("32.50"),
    dagen_per_week=Decimal(4),
    gerealiseerde_uren=None,
    praktijkopleider="Jan van Dam",
    onderwijsbegeleider="Els de Wit",
)


def payload(**anders: Any) -> dict[str, Any]:
    return als_payload(replace(BERICHT, **anders))


def te_leveren(volgnummer: int = 1, **anders: Any) -> TeLeveren:
    inhoud = payload(**anders)
    return TeLeveren(1, "krd", inhoud["gebeurtenis"], "pok:1", volgnummer, f"sleutel-{volgnummer}", inhoud)
