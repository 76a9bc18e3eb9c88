"""Hours of a placement, coupling a student to a set-up, and the document checklist. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg

MAX_UREN = 5120
"""Most hours a placement may hold (KRD)."""
MAX_UREN_PER_WEEK = 168
MAX_DAGEN_PER_WEEK = 7
UREN_PER_DAG = 8


@dataclass(frozen=True, slots=True)
class StandaardUren:
    """The register's proposal: clock hours per week, whole weeks, clock hours in total."""

    uren_per_week: Decimal
    weken: int
    uren_totaal: int


def standaard_uren(begin_op: date, eind_op: date, dagen_per_week: Decimal) -> StandaardUren:
    """Default hours as the KRD computes them (domain.md section 2).

    hours/week = days x 8; weeks = (days between + 3) // 7; total = (weeks x 40 x hours/week + 26) // 52, at most 5120.
    Raises OngeldigeInvoer when the end lies before the begin or the days are not 0 to 7.
    """
    fouten: dict[str, Tekst] = {}
    if eind_op < begin_op:
        fouten["eind_op"] = EIND_VOOR_BEGIN
    if not 0 <= dagen_per_week <= MAX_DAGEN_PER_WEEK:
        fouten["dagen_per_week"] = buiten(MAX_DAGEN_PER_WEEK)
    if fouten:
        raise OngeldigeInvoer(fouten)
    uren_per_week = dagen_per_week * UREN_PER_DAG
    weken = ((eind_op - begin_op).days + 3) // 7
    totaal = int((weken * 40 * uren_per_week + 26) // 52)
    return StandaardUren(uren_per_week, weken, min(totaal, MAX_UREN))


EIND_VOOR_BEGIN = Tekst("De einddatum ligt vóór de begindatum.", "The end date lies before the start date.")


def buiten(hoogste: int, laagste: int = 0) -> Tekst:
    """The sentence for a number outside its limits."""
    return Tekst(f"Dit moet {laagste} tot en met {hoogste} zijn.", f"This must be {laagste} to {hoogste}.")


@dataclass(frozen=True, slots=True)
class KoppelInrichting:
    """What coupling looks at in a set-up."""

    leerweg: Leerweg
    begin_op: date | None = None
    eind_op: date | None = None


@dataclass(frozen=True, slots=True)
class KoppelVerbintenis:
    """What coupling looks at in an enrolment and the dossiers there are already; dates inclusive, empty is unknown."""

    leerweg: Leerweg | None
    begin_op: date | None = None
    gepland_eind_op: date | None = None
    werkelijk_eind_op: date | None = None
    is_al_gekoppeld: bool = False
    heeft_overlap: bool = False


@dataclass(frozen=True, slots=True)
class KoppelOordeel:
    """Whether a dossier may be made; `tekst` names every reason against, or every warning."""

    mag: bool
    tekst: Tekst


GEKOPPELD = Tekst("Dossier gemaakt.", "Dossier made.")
AL_GEKOPPELD = Tekst("Al gekoppeld aan deze dossierinrichting.", "Already coupled to this dossier set-up.")


def voeg_samen(teksten: Iterable[Tekst]) -> Tekst:
    """Sentences after each other."""
    alle = list(teksten)
    return Tekst(" ".join(t.nl for t in alle), " ".join(t.en for t in alle))


def beoordeel_koppeling(inrichting: KoppelInrichting, verbintenis: KoppelVerbintenis, vandaag: date) -> KoppelOordeel:
    """May this enrolment get a dossier from this set-up?

    Refused: already coupled, another leerweg, an enrolment that ended before the placement begins (before `vandaag`
    when the set-up has no begin). Dates outside the enrolment and a placement in the same days are warnings: the
    coordinator may still change the dates per student.
    """
    tegen = _redenen_tegen(inrichting, verbintenis, vandaag)
    if tegen:
        return KoppelOordeel(False, voeg_samen(tegen))
    return KoppelOordeel(True, voeg_samen([GEKOPPELD, *_waarschuwingen(inrichting, verbintenis)]))


def _redenen_tegen(inrichting: KoppelInrichting, verbintenis: KoppelVerbintenis, vandaag: date) -> list[Tekst]:
    if verbintenis.is_al_gekoppeld:
        return [AL_GEKOPPELD]
    tegen: list[Tekst] = []
    nodig = LEERWEG_LABEL[inrichting.leerweg]
    if verbintenis.leerweg is None:
        tegen.append(
            Tekst(
                f"De leerweg van de verbintenis is niet bekend; de inrichting is voor {nodig.nl}.",
                f"The learning route of the enrolment is not known; the set-up is for {nodig.en}.",
            )
        )
    elif verbintenis.leerweg is not inrichting.leerweg:
        heeft = LEERWEG_LABEL[verbintenis.leerweg]
        tegen.append(
            Tekst(
                f"Andere leerweg: de verbintenis is {heeft.nl}, de inrichting {nodig.nl}.",
                f"Other learning route: the enrolment is {heeft.en}, the set-up {nodig.en}.",
            )
        )
    begin = inrichting.begin_op or vandaag
    eind = verbintenis.werkelijk_eind_op
    if eind and eind < begin:
        tegen.append(
            Tekst(
                f"De verbintenis is geëindigd op {toon_datum(eind)}, vóór het begin van de stage.",
                f"The enrolment ended on {toon_datum(eind, 'en')}, before the placement begins.",
            )
        )
    return tegen


def _waarschuwingen(inrichting: KoppelInrichting, verbintenis: KoppelVerbintenis) -> list[Tekst]:
    let_op: list[Tekst] = []
    begin, eind = inrichting.begin_op, inrichting.eind_op
    if begin and verbintenis.begin_op and begin < verbintenis.begin_op:
        dag = verbintenis.begin_op
        let_op.append(
            Tekst(
                f"Let op: de verbintenis begint pas op {toon_datum(dag)}.",
                f"Note: the enrolment only starts on {toon_datum(dag, 'en')}.",
            )
        )
    laatste = verbintenis.werkelijk_eind_op or verbintenis.gepland_eind_op
    if laatste and eind and eind > laatste:
        let_op.append(
            Tekst(
                f"Let op: de verbintenis eindigt al op {toon_datum(laatste)}.",
                f"Note: the enrolment already ends on {toon_datum(laatste, 'en')}.",
            )
        )
    if verbintenis.heeft_overlap:
        let_op.append(
            Tekst(
                "Let op: deze student heeft al een dossier in dezelfde periode.",
                "Note: this student already has a dossier in the same period.",
            )
        )
    return let_op


def kies_verbintenis(inrichting: KoppelInrichting, verbintenissen: Sequence[KoppelVerbintenis]) -> int:
    """Index of the enrolment a student is coupled with: the right leerweg first, then not ended before the begin,
    then already begun, then the first of `verbintenissen` (they come newest first).

    When none fits, the best of them is still given, so that the refusal can say why. Raises ValueError for none at all.
    """
    begin = inrichting.begin_op

    def past(index: int) -> tuple[bool, bool, bool]:
        v = verbintenissen[index]
        loopt = begin is None or v.werkelijk_eind_op is None or v.werkelijk_eind_op >= begin
        begonnen = begin is None or v.begin_op is None or v.begin_op <= begin
        return (v.leerweg is inrichting.leerweg, loopt, begonnen)

    return max(range(len(verbintenissen)), key=past)


@dataclass(frozen=True, slots=True)
class ChecklistPunt:
    """One required document of a dossier."""

    naam: str
    is_klaar: bool


def maak_checklist(documenten: Sequence[str], klaar: Iterable[str]) -> tuple[ChecklistPunt, ...]:
    """The set-up's documents with what is there; what the set-up no longer asks for is left out."""
    is_er = set(klaar)
    return tuple(ChecklistPunt(naam, naam in is_er) for naam in documenten)


class OnbekendDocument(DomeinFout):
    """The set-up does not ask for this document (any more)."""

    def __init__(self) -> None:
        super().__init__(
            "onbekend_document",
            Tekst(
                "Dit document staat niet (meer) op de lijst van de dossierinrichting.",
                "This document is not (or no longer) on the list of the dossier set-up.",
            ),
        )


def vink_document(documenten: Sequence[str], klaar: Sequence[str], naam: str, is_klaar: bool) -> list[str]:
    """The new list of documents that are there, in the set-up's order. Raises OnbekendDocument."""
    if naam not in documenten:
        raise OnbekendDocument
    return [d for d in documenten if (is_klaar if d == naam else d in klaar)]
