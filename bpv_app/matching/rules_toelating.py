"""Toelating: which places are possible for a student. From records, never from what a student lists (matching rule 2).

Whatever is not known (None, an empty set) constrains nothing. The rules stand in one order, that of the waterfall: a
pair is refused for the first rule that it breaks, and the waterfall counts how many places are left after each rule.

`toelating.py` does the same for hundreds of thousands of students at once; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import ErkenningRegel
from bpv_app.ligging.rules import afstand_km


class Regel(StrEnum):
    """The hard rules in the order of the waterfall."""

    CREBO = "crebo"
    ERKENNING = "erkenning"
    PERIODE = "periode"
    LEERWEG = "leerweg"
    NIVEAU = "niveau"
    REISAFSTAND = "reisafstand"
    LEEFTIJD = "leeftijd"
    RIJBEWIJS = "rijbewijs"
    RANGORDE = "rangorde"


REGELS: tuple[Regel, ...] = tuple(Regel)

REGEL_LABEL: dict[Regel, Tekst] = {
    Regel.CREBO: Tekst("opleiding", "programme"),
    Regel.ERKENNING: Tekst("erkenning", "accreditation"),
    Regel.PERIODE: Tekst("periode", "period"),
    Regel.LEERWEG: Tekst("leerweg", "learning route"),
    Regel.NIVEAU: Tekst("niveau", "level"),
    Regel.REISAFSTAND: Tekst("reisafstand", "travel distance"),
    Regel.LEEFTIJD: Tekst("leeftijd", "age"),
    Regel.RIJBEWIJS: Tekst("rijbewijs", "driving licence"),
    Regel.RANGORDE: Tekst("keuze van het leerbedrijf", "choice of the company"),
}

REGEL_UITLEG: dict[Regel, Tekst] = {
    Regel.CREBO: Tekst("Deze plaats is niet voor jouw opleiding.", "This place is not for your programme."),
    Regel.ERKENNING: Tekst(
        "Het leerbedrijf is niet erkend voor jouw opleiding op de eerste dag van de stage.",
        "The company is not accredited for your programme on the first day of the placement.",
    ),
    Regel.PERIODE: Tekst(
        "De plaats is er niet in jouw hele stageperiode.",
        "The place is not there for the whole of your placement period.",
    ),
    Regel.LEERWEG: Tekst("Deze plaats is voor een andere leerweg.", "This place is for another learning route."),
    Regel.NIVEAU: Tekst("Deze plaats is voor een ander niveau.", "This place is for another level."),
    Regel.REISAFSTAND: Tekst(
        "De plaats is verder weg dan jouw grens in kilometers.",
        "The place is further away than your limit in kilometres.",
    ),
    Regel.LEEFTIJD: Tekst(
        "Je bent op de eerste dag van de stage jonger dan deze plaats vraagt.",
        "On the first day of the placement you are younger than this place asks.",
    ),
    Regel.RIJBEWIJS: Tekst(
        "Voor deze plaats is een rijbewijs nodig dat je niet hebt.",
        "This place needs a driving licence that you do not have.",
    ),
    Regel.RANGORDE: Tekst(
        "Het leerbedrijf heeft jou niet op zijn lijst gezet.",
        "The company did not put you on its list.",
    ),
}


class RegelFout(ValueError):
    """A cell that is no answer to what a rule asks; says which word was not understood."""


# -- driving licences ------------------------------------------------------------------------------------------------

_JA = frozenset({"JA", "J", "YES", "Y", "TRUE", "WAAR", "1", "X"})
_NEE = frozenset({"NEE", "N", "NO", "FALSE", "ONWAAR", "0", "GEEN"})
_ZWAAR = frozenset({"BE", "C", "C1", "CE", "C1E", "D", "D1", "DE", "D1E"})
_CATEGORIEEN = _ZWAAR | {"AM", "A", "A1", "A2", "B", "T"}


def splits(tekst: str) -> list[str]:
    """The words of a cell with several values, separated by `;`, `|`, `,`, `+` or spaces."""
    for teken in ";|,+":
        tekst = tekst.replace(teken, " ")
    return tekst.split()


def lees_rijbewijs(tekst: str) -> frozenset[str] | None:
    """The categories that a student has, or that a place needs all of. A plain "yes" means B, "no" none.

    None for an empty text. Raises RegelFout for a word that is neither.
    """
    woorden = [w.upper() for w in splits(tekst)]
    if not woorden:
        return None
    categorieen: set[str] = set()
    for woord in woorden:
        if woord in _JA:
            categorieen.add("B")
        elif woord in _CATEGORIEEN:
            categorieen.add(woord)
        elif woord not in _NEE:
            raise RegelFout(woord)
    return frozenset(categorieen)


def heeft_rijbewijs(heeft: frozenset[str] | None, nodig: frozenset[str] | None) -> bool:
    """Whether these categories cover what is needed: every lorry, bus or trailer licence includes B, all include AM."""
    if not nodig or heeft is None:
        return True
    rond = set(heeft)
    if rond & _ZWAAR:
        rond.add("B")
    if rond:
        rond.add("AM")
    return nodig <= rond


# -- one student, one place ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToelatingStudent:
    """What the rules ask of a student. `van`/`tot`: first and last day of the placement; `ligging`: degrees (N, E)."""

    crebo: str | None = None
    leerweg: str | None = None
    niveau: int | None = None
    van: date | None = None
    tot: date | None = None
    geboortedatum: date | None = None
    rijbewijs: frozenset[str] | None = None
    ligging: tuple[float, float] | None = None
    max_km: float | None = None


@dataclass(frozen=True, slots=True)
class ToelatingPlaats:
    """What the rules ask of a place; empty sets and None ask nothing. `van`/`tot`: the days the place is there.

    `erkenningen` None: there is no register to look in; empty: the company has none.
    """

    crebos: frozenset[str] = frozenset()
    erkenningen: tuple[ErkenningRegel, ...] | None = None
    leerwegen: frozenset[str] = frozenset()
    niveau_min: int | None = None
    niveau_max: int | None = None
    van: date | None = None
    tot: date | None = None
    min_leeftijd: int | None = None
    rijbewijs: frozenset[str] | None = None
    ligging: tuple[float, float] | None = None


def eerste_dag(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> date:
    """The day on which accreditation and age count: the student's first day, else the place's, else `peildatum`."""
    return student.van or plaats.van or peildatum


def leeftijd_op(geboortedatum: date, dag: date) -> int:
    """Age in whole years; who was born on 29 February has a birthday on 1 March in other years (by counting)."""
    return dag.year - geboortedatum.year - ((dag.month, dag.day) < (geboortedatum.month, geboortedatum.day))


def _past_crebo(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> bool:
    return student.crebo is None or not plaats.crebos or student.crebo in plaats.crebos


def _past_erkenning(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> bool:
    if student.crebo is None or plaats.erkenningen is None:
        return True
    dag = eerste_dag(student, plaats, peildatum)
    return any(_is_voor(regel, student) and regel.geldt_op(dag) for regel in plaats.erkenningen)


def _is_voor(regel: ErkenningRegel, student: ToelatingStudent) -> bool:
    """The whole crebo of the student, for the student's route."""
    return regel.crebo == student.crebo and not regel.werkprocessen and regel.past_bij(student.leerweg or "")


def _past_periode(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> bool:
    """The placement lies within the days of the place; a side that either leaves open is not compared."""
    begin = student.van or student.tot
    einde = student.tot or student.van
    return (plaats.van is None or begin is None or plaats.van <= begin) and (
        plaats.tot is None or einde is None or einde <= plaats.tot
    )


def _past_leerweg(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> bool:
    return student.leerweg is None or not plaats.leerwegen or student.leerweg in plaats.leerwegen


def _past_niveau(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> bool:
    if student.niveau is None:
        return True
    return (plaats.niveau_min is None or plaats.niveau_min <= student.niveau) and (
        plaats.niveau_max is None or student.niveau <= plaats.niveau_max
    )


def _past_reisafstand(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> bool:
    if student.max_km is None or student.ligging is None or plaats.ligging is None:
        return True
    return afstand_km(student.ligging, plaats.ligging) <= student.max_km


def _past_leeftijd(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> bool:
    if plaats.min_leeftijd is None or student.geboortedatum is None:
        return True
    return leeftijd_op(student.geboortedatum, eerste_dag(student, plaats, peildatum)) >= plaats.min_leeftijd


def _past_rijbewijs(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> bool:
    return heeft_rijbewijs(student.rijbewijs, plaats.rijbewijs)


_TOETSEN = (
    (Regel.CREBO, _past_crebo),
    (Regel.ERKENNING, _past_erkenning),
    (Regel.PERIODE, _past_periode),
    (Regel.LEERWEG, _past_leerweg),
    (Regel.NIVEAU, _past_niveau),
    (Regel.REISAFSTAND, _past_reisafstand),
    (Regel.LEEFTIJD, _past_leeftijd),
    (Regel.RIJBEWIJS, _past_rijbewijs),
)


def beoordeel(student: ToelatingStudent, plaats: ToelatingPlaats, peildatum: date) -> Regel | None:
    """The first rule that forbids this place to this student; None when the place is possible.

    `peildatum` counts as first day only where neither of them names one. `RANGORDE` is no matter of records and is
    never answered here.
    """
    for regel, past in _TOETSEN:
        if not past(student, plaats, peildatum):
            return regel
    return None


# -- the waterfall ---------------------------------------------------------------------------------------------------


class Trede(NamedTuple):
    """One step of the waterfall: how many places are left after this rule."""

    regel: Regel
    over: int


def maak_waterval(aantal: int, gevallen: Mapping[Regel, int]) -> tuple[Trede, ...]:
    """The waterfall from `aantal` places and, per rule, how many of them break that rule first.

    Rules that take nothing away are left out.
    """
    treden, over = [], aantal
    for regel in REGELS:
        if gevallen.get(regel):
            over -= gevallen[regel]
            treden.append(Trede(regel, over))
    return tuple(treden)


def waterval(student: ToelatingStudent, plaatsen: Iterable[ToelatingPlaats], peildatum: date) -> tuple[Trede, ...]:
    """How many of `plaatsen` are left after each rule (matching rule 5: why nothing is possible)."""
    aantal, gevallen = 0, dict.fromkeys(REGELS, 0)
    for plaats in plaatsen:
        aantal += 1
        regel = beoordeel(student, plaats, peildatum)
        if regel is not None:
            gevallen[regel] += 1
    return maak_waterval(aantal, gevallen)


def waterval_tekst(aantal: int, treden: Iterable[Trede]) -> Tekst:
    """`Van 40 plaatsen bleven er over: na opleiding 12, na reisafstand 0.`"""
    stappen = list(treden)
    if not aantal:
        return Tekst("Er zijn geen plaatsen in deze ronde.", "There are no places in this round.")
    if not stappen:
        return Tekst(f"Alle {aantal} plaatsen zijn mogelijk.", f"All {aantal} places are possible.")
    nl = ", ".join(f"na {REGEL_LABEL[t.regel].nl} {t.over}" for t in stappen)
    en = ", ".join(f"after {REGEL_LABEL[t.regel].en} {t.over}" for t in stappen)
    return Tekst(f"Van {aantal} plaatsen bleven er over: {nl}.", f"Of {aantal} places there were left: {en}.")
