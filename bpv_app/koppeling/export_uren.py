"""The lines of hours as a file, for the browser and `bpv export uren`."""

from __future__ import annotations

from datetime import date
from typing import IO

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.koppeling.export import ExportSoort, een_stand, schrijf_rijen
from bpv_app.uren.queries_export import KOPPEN, TITEL, list_urenregels

NAAM = "uren"


def schrijf_uren(
    session: Session, actor: Actor, vraag: LijstVraag, vandaag: date, doel: IO[bytes], soort: ExportSoort
) -> int:
    """Write the lines a question of the list of weeks asks for; returns how many. Raises GeenRecht, ExportFout."""
    een_stand(session)
    koppen = [kop.in_taal(vraag.taal) for kop in KOPPEN]
    rijen = list_urenregels(session, actor, vraag, vandaag)
    return schrijf_rijen(TITEL.in_taal(vraag.taal), koppen, rijen, doel, soort)
