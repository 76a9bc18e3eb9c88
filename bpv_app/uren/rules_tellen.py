"""What counts of what was written, and why the rest does not. Whole minutes.

Sources: house rules of schools (domain.md section 5): overtime does not count; no hours on public holidays and in
school holidays unless agreed; sick days and leave are recorded but do not count; an agreement covers its own period
only.

How the limits are shared: lines are taken by day, then kind (worked before making up), then agreement. A line first
gets what is left of its day, then what is left of its week (from Monday). The limits belong to the student, so the
agreements of one chain share them (an amendment in the middle of a week gives no second 40 hours). Approval has no part
in it: what counts today still counts when somebody else approves something. Two placements at once are counted apart by
the caller.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules import SOORT_LABEL, TELT_ALS_WERK, Soort
from bpv_app.uren.rules_plan import Afspraak, Kalender, maandag_van
from bpv_app.uren.rules_tonen import uren_tekst

_VOLGORDE = {soort: n for n, soort in enumerate(Soort)}


class Reden(StrEnum):
    """Why minutes do not count."""

    SOORT = "soort"
    BUITEN_POK = "buiten_pok"
    VRIJ = "vrij"
    DAGGRENS = "daggrens"
    WEEKGRENS = "weekgrens"


REDEN_LABEL: dict[Reden, Tekst] = {
    Reden.SOORT: Tekst("Geen gewerkte tijd", "No time worked"),
    Reden.BUITEN_POK: Tekst("Buiten de stageperiode", "Outside the placement"),
    Reden.VRIJ: Tekst("Feestdag of vakantie", "Public or school holiday"),
    Reden.DAGGRENS: Tekst("Te veel op een dag", "Too much in a day"),
    Reden.WEEKGRENS: Tekst("Te veel in een week", "Too much in a week"),
}


@dataclass(frozen=True, slots=True)
class Regel:
    """Minutes of one kind, written on one day of one agreement. `akkoord`: approved."""

    datum: date
    soort: Soort
    minuten: int
    akkoord: bool
    pok_id: int


@dataclass(frozen=True, slots=True)
class Grenzen:
    """What a team counts at most. `vrij_telt`: work on public and in school holidays counts, as was agreed."""

    max_minuten_dag: int
    max_minuten_week: int
    vrij_telt: bool = False


@dataclass(frozen=True, slots=True)
class GeteldeRegel:
    """A line with what counts of it. `redenen`: the minutes that do not count per reason; `waarom` says it in words."""

    regel: Regel
    telt: int
    telt_niet: int
    waarom: Tekst | None
    akkoord_telt: int
    redenen: tuple[tuple[Reden, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WeekTelling:
    """Minutes of one week (from Monday)."""

    geschreven: int = 0
    geteld: int = 0
    goedgekeurd: int = 0


@dataclass(frozen=True, slots=True)
class Telling:
    """All lines by day and kind, and their sums in minutes. `per_soort` is what was written, `per_week` has Mondays."""

    regels: tuple[GeteldeRegel, ...]
    geschreven: int = 0
    geteld: int = 0
    goedgekeurd: int = 0
    ziek: int = 0
    verlof: int = 0
    per_soort: Mapping[Soort, int] = field(default_factory=dict)
    per_week: Mapping[date, WeekTelling] = field(default_factory=dict)
    niet_geteld: Mapping[Reden, int] = field(default_factory=dict)


def _volgorde(regel: Regel) -> tuple[date, int, int, int, bool]:
    """Total order of lines, so that the order in which they come does not matter."""
    return regel.datum, _VOLGORDE[regel.soort], regel.pok_id, regel.minuten, not regel.akkoord


def _waarom_niets(
    regel: Regel, afspraken: Sequence[Afspraak], poks: frozenset[int], kalender: Kalender, grenzen: Grenzen
) -> tuple[Reden, Tekst] | None:
    """Why nothing of this line counts, or None. The kind goes first: a sick day outside the POK is a sick day."""
    if regel.soort not in TELT_ALS_WERK:
        label = SOORT_LABEL[regel.soort]
        return Reden.SOORT, Tekst(
            f"{label.nl} telt niet mee als gewerkte tijd.", f"{label.en} does not count as time worked."
        )
    # The chain as a whole: an amendment in the past leaves lines with the POK under which they were written.
    if regel.pok_id not in poks or not any(a.loopt_op(regel.datum) for a in afspraken):
        return Reden.BUITEN_POK, Tekst("Deze dag valt buiten je stageperiode.", "This day is outside your placement.")
    dicht = kalender.waarom_dicht(regel.datum)
    if dicht and regel.soort is not Soort.INHALEN and not grenzen.vrij_telt:
        return Reden.VRIJ, Tekst(
            f"Op een vrije dag telt werk niet mee: {dicht.nl}.", f"Work on a day off does not count: {dicht.en}."
        )
    return None


def _boven(reden: Reden, grenzen: Grenzen) -> Tekst:
    if reden is Reden.DAGGRENS:
        grens = uren_tekst(grenzen.max_minuten_dag)
        return Tekst(f"Meer dan {grens.nl} op een dag telt niet mee.", f"More than {grens.en} a day does not count.")
    grens = uren_tekst(grenzen.max_minuten_week)
    return Tekst(f"Meer dan {grens.nl} in een week telt niet mee.", f"More than {grens.en} a week does not count.")


def tel(regels: Iterable[Regel], afspraken: Sequence[Afspraak], kalender: Kalender, grenzen: Grenzen) -> Telling:
    """Count the lines of one student's chain of agreements. How the limits are shared: see the top of this file."""
    return _som(tel_regels(regels, afspraken, kalender, grenzen))


def tel_regels(
    regels: Iterable[Regel], afspraken: Sequence[Afspraak], kalender: Kalender, grenzen: Grenzen
) -> list[GeteldeRegel]:
    """The same without the sums: every line with what counts of it, by day and kind."""
    poks = frozenset(a.pok_id for a in afspraken)
    op_dag: defaultdict[date, int] = defaultdict(int)
    in_week: defaultdict[date, int] = defaultdict(int)
    geteld: list[GeteldeRegel] = []
    for regel in sorted(regels, key=_volgorde):
        niets = _waarom_niets(regel, afspraken, poks, kalender, grenzen)
        if niets:
            geteld.append(GeteldeRegel(regel, 0, regel.minuten, niets[1], 0, ((niets[0], regel.minuten),)))
            continue
        maandag = maandag_van(regel.datum)
        past_in_dag = min(regel.minuten, grenzen.max_minuten_dag - op_dag[regel.datum])
        telt = min(past_in_dag, grenzen.max_minuten_week - in_week[maandag])
        op_dag[regel.datum] += past_in_dag
        in_week[maandag] += telt
        boven = ((Reden.DAGGRENS, regel.minuten - past_in_dag), (Reden.WEEKGRENS, past_in_dag - telt))
        redenen = tuple((reden, minuten) for reden, minuten in boven if minuten)
        zinnen = [_boven(reden, grenzen) for reden, _ in redenen]
        waarom = Tekst(" ".join(z.nl for z in zinnen), " ".join(z.en for z in zinnen)) if zinnen else None
        akkoord_telt = telt if regel.akkoord else 0
        geteld.append(GeteldeRegel(regel, telt, regel.minuten - telt, waarom, akkoord_telt, redenen))
    return geteld


def _som(geteld: Sequence[GeteldeRegel]) -> Telling:
    per_soort: Counter[Soort] = Counter()
    niet_geteld: Counter[Reden] = Counter()
    per_week: dict[date, WeekTelling] = {}
    for g in geteld:
        per_soort[g.regel.soort] += g.regel.minuten
        niet_geteld.update(dict(g.redenen))
        maandag = maandag_van(g.regel.datum)
        week = per_week.get(maandag, WeekTelling())
        per_week[maandag] = WeekTelling(
            week.geschreven + g.regel.minuten, week.geteld + g.telt, week.goedgekeurd + g.akkoord_telt
        )
    return Telling(
        regels=tuple(geteld),
        geschreven=sum(week.geschreven for week in per_week.values()),
        geteld=sum(week.geteld for week in per_week.values()),
        goedgekeurd=sum(week.goedgekeurd for week in per_week.values()),
        ziek=per_soort[Soort.ZIEK],
        verlof=per_soort[Soort.VERLOF],
        per_soort=dict(per_soort),
        per_week=per_week,
        niet_geteld=dict(niet_geteld),
    )
