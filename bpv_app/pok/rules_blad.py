"""A new bpv-blad in words for the student and the company (B1): what a field is called, what the first line says."""

from __future__ import annotations

from datetime import date

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import VELD_LABEL, Partij
from bpv_app.pok.rules_bezwaar import WijzigingStand
from bpv_app.pok.rules_reactie import Houding, Reactie

BLAD_LABEL: dict[str, Tekst] = VELD_LABEL | {
    "begin_op": Tekst("Eerste dag van de stage", "First day of the placement"),
    "eind_op": Tekst("Laatste dag van de stage", "Last day of the placement"),
    "uren_totaal": Tekst("Uren in totaal", "Hours in total"),
    "afsluitdatum": Tekst("Datum van de afspraak", "Date of the agreement"),
    "locatie_id": Tekst("Plek waar de student werkt", "Place where the student works"),
    "praktijkopleider_id": Tekst("Praktijkopleider bij het bedrijf", "Workplace supervisor at the company"),
    "onderwijsbegeleider_id": Tekst("Begeleider van school", "School supervisor"),
    "crebo": Tekst("Nummer van de opleiding (crebo)", "Number of the programme (crebo)"),
}


def dagen_over(bezwaar_tot: date, vandaag: date) -> Tekst:
    """How long one can still object, in words; the last day counts."""
    dagen = (bezwaar_tot - vandaag).days
    tot, until = toon_datum(bezwaar_tot), toon_datum(bezwaar_tot, "en")
    if dagen < 0:
        return Tekst(f"Bezwaar kon tot en met {tot}.", f"You could object until {until}.")
    if dagen == 0:
        return Tekst("Bezwaar kan nog vandaag.", "You can object today only.")
    if dagen == 1:
        return Tekst(f"Bezwaar kan nog tot en met morgen, {tot}.", f"You can object until tomorrow, {until}.")
    return Tekst(f"Bezwaar kan tot en met {tot}.", f"You can object until {until}.")


def eerste_zin(
    partij: Partij,
    student: str,
    bedrijf: str,
    stand: WijzigingStand,
    houding: Houding,
    bezwaar_tot: date | None,
    vandaag: date,
) -> Tekst:
    """The first line of the screen: what this is, and what this person can do now."""
    eigen = partij is Partij.STUDENT
    wat = (
        Tekst(f"Er verandert iets in je stage bij {bedrijf}.", f"Something changes in your placement at {bedrijf}.")
        if eigen
        else Tekst(f"Er verandert iets in de stage van {student}.", f"Something changes in the placement of {student}.")
    )
    nu = _stand_zin(stand, houding, bezwaar_tot, vandaag)
    return Tekst(f"{wat.nl} {nu.nl}", f"{wat.en} {nu.en}")


def _stand_zin(stand: WijzigingStand, houding: Houding, bezwaar_tot: date | None, vandaag: date) -> Tekst:
    match stand:
        case WijzigingStand.INGETROKKEN:
            return Tekst("Dat gaat niet door: de oude afspraken gelden weer.", "That is off: the old agreement holds.")
        case WijzigingStand.VERVALLEN:
            return Tekst("Dit bpv-blad geldt niet meer.", "This bpv-blad does not count any more.")
        case WijzigingStand.GELDT:
            return Tekst("De nieuwe afspraken gelden.", "The new agreement holds.")
    if houding is Reactie.AKKOORD:
        return Tekst("Jij bent akkoord.", "You agree.")
    if houding is Reactie.BEZWAAR:
        return Tekst("Jij maakt bezwaar; de school kijkt ernaar.", "You object; the school looks at it.")
    assert bezwaar_tot is not None
    return dagen_over(bezwaar_tot, vandaag)
