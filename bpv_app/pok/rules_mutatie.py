"""Amendments: the deck's "POK mutaties" (longer placement, other company, other), each a new POK."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import MutatieSoort
from bpv_app.pok.rules_voortraject import VOORTRAJECT_VELDEN, Voortraject

VUL_IN = Tekst("Vul dit in.", "Fill this in.")


def laatste_dag_oud(ingang: date) -> date:
    """The old POK ends the day before the new begin."""
    return ingang - timedelta(days=1)


def check_mutatie(soort: MutatieSoort, oud: Voortraject, ingang: date | None, nieuw: Voortraject) -> None:
    """Refuse an amendment that is none: every wrong field at once.

    The new POK starts on or after the old begin and follows without a gap. A longer placement ends later with the same
    company; another company is another company; another change changes something.
    """
    fouten: dict[str, Tekst] = {}
    if ingang is None:
        fouten["ingang"] = VUL_IN
    elif oud.begin_op and ingang < oud.begin_op:
        fouten["ingang"] = Tekst(
            f"De huidige POK begint op {toon_datum(oud.begin_op)}; eerder kan niet.",
            f"The current agreement starts on {toon_datum(oud.begin_op, 'en')}; it cannot be earlier.",
        )
    elif oud.eind_op and ingang > oud.eind_op + timedelta(days=1):
        fouten["ingang"] = Tekst(
            f"De huidige POK loopt tot en met {toon_datum(oud.eind_op)}; de nieuwe sluit daarop aan.",
            f"The current agreement runs until {toon_datum(oud.eind_op, 'en')}; the new one follows at once.",
        )
    if nieuw.eind_op and ingang and nieuw.eind_op < ingang:
        fouten["eind_op"] = Tekst("De einddatum ligt vóór de ingang.", "The end date lies before the start.")
    anders = [v for v in VOORTRAJECT_VELDEN if v != "begin_op" and getattr(oud, v) != getattr(nieuw, v)]
    if soort is MutatieSoort.VERLENGING:
        if nieuw.leerbedrijf_id != oud.leerbedrijf_id:
            fouten["leerbedrijf_id"] = Tekst(
                "Een verlenging is bij hetzelfde leerbedrijf.", "A longer placement is with the same company."
            )
        if oud.eind_op and (nieuw.eind_op is None or nieuw.eind_op <= oud.eind_op):
            fouten.setdefault(
                "eind_op",
                Tekst(
                    f"Een verlenging eindigt na {toon_datum(oud.eind_op)}.",
                    f"A longer placement ends after {toon_datum(oud.eind_op, 'en')}.",
                ),
            )
    elif soort is MutatieSoort.ANDER_LEERBEDRIJF:
        if nieuw.leerbedrijf_id is None or nieuw.leerbedrijf_id == oud.leerbedrijf_id:
            fouten["leerbedrijf_id"] = Tekst("Kies het nieuwe leerbedrijf.", "Choose the new company.")
    elif not anders and ingang == oud.begin_op:
        fouten["soort"] = Tekst("Er verandert niets.", "Nothing changes.")
    if fouten:
        raise OngeldigeInvoer(fouten)


def nieuwe_gegevens(nieuw: Voortraject, ingang: date, vandaag: date) -> Voortraject:
    """The voortraject of the new POK: from `ingang`, agreed today."""
    return replace(nieuw, begin_op=ingang, afsluitdatum=nieuw.afsluitdatum or vandaag)
