"""Closing a placement: real end date, reason, realised hours, documents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import MAX_UREN, EindReden

VUL_IN = Tekst("Vul dit in.", "Fill this in.")
MAX_TOELICHTING = 900


@dataclass(frozen=True, slots=True)
class Afsluiting:
    """What the onderwijsbegeleider fills in. Hours are clock hours, at most two decimals."""

    werkelijk_eind_op: date | None
    eind_reden: EindReden | None
    gerealiseerde_uren: Decimal | None
    toelichting: str = ""
    documenten_klaar: tuple[str, ...] = ()


def is_vroeg(afsluiting: Afsluiting, eind_op: date | None) -> bool:
    """Whether the placement ended before the agreed end date."""
    eind = afsluiting.werkelijk_eind_op
    return eind is not None and eind_op is not None and eind < eind_op


def check_afsluiting(
    afsluiting: Afsluiting,
    *,
    begin_op: date | None,
    eind_op: date | None,
    documenten: Collection[str],
    vandaag: date,
) -> None:
    """Refuse with every wrong field at once.

    The end lies within begin and today; an early end has a reason other than "completed" and an explanation; hours are
    0-5120 (KRD); a required document that is not there is explained.
    """
    fouten: dict[str, Tekst] = {}
    eind = afsluiting.werkelijk_eind_op
    if eind is None:
        fouten["werkelijk_eind_op"] = VUL_IN
    elif begin_op and eind < begin_op:
        fouten["werkelijk_eind_op"] = Tekst(
            f"De stage begon op {toon_datum(begin_op)}.", f"The placement began on {toon_datum(begin_op, 'en')}."
        )
    elif eind > vandaag:
        fouten["werkelijk_eind_op"] = Tekst("Deze dag moet nog komen.", "This day is still to come.")
    if afsluiting.eind_reden is None:
        fouten["eind_reden"] = VUL_IN
    elif is_vroeg(afsluiting, eind_op) and afsluiting.eind_reden is EindReden.VOLTOOID:
        fouten["eind_reden"] = Tekst(
            "De stage eindigt eerder dan afgesproken; kies waarom.",
            "The placement ends earlier than agreed; choose why.",
        )
    uren = afsluiting.gerealiseerde_uren
    if uren is None:
        fouten["gerealiseerde_uren"] = VUL_IN
    elif not 0 <= uren <= MAX_UREN or uren != uren.quantize(Decimal("0.01")):
        fouten["gerealiseerde_uren"] = Tekst(
            f"Dit moet 0 tot en met {MAX_UREN} zijn, met hoogstens twee decimalen.",
            f"This must be 0 to {MAX_UREN}, with at most two decimals.",
        )
    toelichting = afsluiting.toelichting.strip()
    mist = [d for d in documenten if d not in afsluiting.documenten_klaar]
    if len(toelichting) > MAX_TOELICHTING:
        fouten["toelichting"] = Tekst(f"Hoogstens {MAX_TOELICHTING} tekens.", f"At most {MAX_TOELICHTING} characters.")
    elif not toelichting and is_vroeg(afsluiting, eind_op):
        fouten["toelichting"] = Tekst("Leg uit waarom de stage eerder eindigt.", "Explain why it ends early.")
    elif not toelichting and mist:
        namen = ", ".join(mist)
        fouten["toelichting"] = Tekst(
            f"Nog niet aangevinkt: {namen}. Vink ze aan of leg uit waarom ze er niet zijn.",
            f"Not ticked yet: {namen}. Tick them or explain why they are missing.",
        )
    if fouten:
        raise OngeldigeInvoer(fouten)
