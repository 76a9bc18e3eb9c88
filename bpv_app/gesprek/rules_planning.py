"""Which moments a placement should have, and how those there are follow when its dates change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bpv_app.dossier.rules_momenten import Gespreksmoment
from bpv_app.gesprek.rules import MomentSoort, MomentStatus


@dataclass(frozen=True, slots=True)
class Plan:
    """A moment as it should be: its place in the placement, window (inclusive), form and parties."""

    naam: str
    soort: MomentSoort
    venster_van: date
    venster_tot: date
    vorm: str
    deelnemers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bestaand:
    """A moment there is. `uit_inrichting` is its name in the set-up, empty when it was added by hand."""

    id: int
    uit_inrichting: str
    status: MomentStatus
    is_aangeraakt: bool


def soorten(momenten: Sequence[Gespreksmoment]) -> tuple[MomentSoort, ...]:
    """By the days after the begin: the first is the start, the last the end, what lies between is midway."""
    volgorde = sorted(range(len(momenten)), key=lambda i: (momenten[i].dagen_na_begin, i))
    uit = [MomentSoort.MIDDEN] * len(momenten)
    if volgorde:
        uit[volgorde[-1]] = MomentSoort.EIND
        uit[volgorde[0]] = MomentSoort.START
    return tuple(uit)


def maak_plan(momenten: Sequence[Gespreksmoment], begin_op: date | None, eind_op: date | None) -> tuple[Plan, ...]:
    """The moments of a placement; none while its begin is not known.

    A window never reaches past the last day of the placement: an end talk after it would come too late. A moment whose
    whole window lies past it (a shorter placement than the set-up thought of) gets the last day itself.
    """
    if begin_op is None:
        return ()
    plannen = []
    for moment, soort in zip(momenten, soorten(momenten), strict=True):
        van, tot = moment.venster(begin_op)
        if eind_op is not None and eind_op >= begin_op:
            van, tot = min(van, eind_op), min(tot, eind_op)
        plannen.append(Plan(moment.naam, soort, van, tot, moment.vorm, moment.deelnemers))
    return tuple(plannen)


@dataclass(frozen=True, slots=True)
class Bijwerking:
    """What to do: moments to make, (id, plan) to move along, ids to take away."""

    nieuw: tuple[Plan, ...] = ()
    volgt: tuple[tuple[int, Plan], ...] = ()
    weg: tuple[int, ...] = ()


def vergelijk(plan: Iterable[Plan], bestaand: Iterable[Bestaand]) -> Bijwerking:
    """Compare what should be with what is.

    Only moments nobody touched follow: one that was planned, held, lapsed or changed by hand stays as it is, also when
    the set-up does not ask for it any more.
    """
    er_is = {b.uit_inrichting: b for b in bestaand if b.uit_inrichting}
    nieuw, volgt = [], []
    namen = set()
    for p in plan:
        namen.add(p.naam)
        b = er_is.get(p.naam)
        if b is None:
            nieuw.append(p)
        elif b.status is MomentStatus.TE_PLANNEN and not b.is_aangeraakt:
            volgt.append((b.id, p))
    weg = tuple(
        b.id
        for naam, b in er_is.items()
        if naam not in namen and b.status is MomentStatus.TE_PLANNEN and not b.is_aangeraakt
    )
    return Bijwerking(tuple(nieuw), tuple(volgt), weg)
