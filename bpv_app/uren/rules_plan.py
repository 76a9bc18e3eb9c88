"""What is expected: the plan of an agreement, week by week and up to a day, in whole minutes.

Sources: the POK's dates, hours and days per week and total (domain.md sections 2 and 3); no hours on public holidays
and in school holidays, and none on study days at school (domain.md section 5, house rules of schools).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules import VrijSoort

KWARTIER = 15
WEEK = 7
FEESTDAG_EN: dict[str, str] = {
    "Nieuwjaarsdag": "New Year's Day",
    "Goede vrijdag": "Good Friday",
    "Eerste paasdag": "Easter Sunday",
    "Tweede paasdag": "Easter Monday",
    "Koningsdag": "King's Day",
    "Bevrijdingsdag": "Liberation Day",
    "Hemelvaartsdag": "Ascension Day",
    "Eerste pinksterdag": "Whit Sunday",
    "Tweede pinksterdag": "Whit Monday",
    "Eerste kerstdag": "Christmas Day",
    "Tweede kerstdag": "Boxing Day",
}
"""English names of the public holidays; another name stays as it is."""


def maandag_van(dag: date) -> date:
    """The Monday of the ISO week of that day."""
    return dag - timedelta(days=dag.weekday())


@dataclass(frozen=True, slots=True)
class Vrij:
    """A school holiday or study days, `van` and `tot` included."""

    soort: VrijSoort
    naam: str
    van: date
    tot: date


@dataclass(frozen=True, slots=True)
class Kalender:
    """The days without plan: public holidays (day -> Dutch name) and the periods that hold for this student's team."""

    feestdagen: Mapping[date, str]
    vrij: tuple[Vrij, ...] = ()

    def waarom_vrij(self, datum: date) -> Tekst | None:
        """Why nothing is planned on this day; None for a common day. A public holiday goes before a school holiday."""
        return self.waarom_dicht(datum) or next(
            (
                Tekst(v.naam, f"Study day ({v.naam})")
                for v in self.vrij
                if v.soort is VrijSoort.STUDIEDAG and v.van <= datum <= v.tot
            ),
            None,
        )

    def waarom_dicht(self, datum: date) -> Tekst | None:
        """Why work does not count on this day: a public or a school holiday (domain.md section 5).

        A study day only takes the plan away: who works after school anyway, has worked.
        """
        if datum in self.feestdagen:
            naam = self.feestdagen[datum]
            return Tekst(naam, FEESTDAG_EN.get(naam, naam))
        return next(
            (
                Tekst(v.naam, f"School holiday ({v.naam})")
                for v in self.vrij
                if v.soort is VrijSoort.VAKANTIE and v.van <= datum <= v.tot
            ),
            None,
        )

    def vrije_dagen(self, van: date, tot: date) -> set[date]:
        """All days without plan between `van` and `tot`, both included."""
        dagen = {d for d in self.feestdagen if van <= d <= tot}
        for v in self.vrij:
            begin, eind = max(v.van, van), min(v.tot, tot)
            dagen.update(begin + timedelta(days=n) for n in range((eind - begin).days + 1))
        return dagen


@dataclass(frozen=True, slots=True)
class Afspraak:
    """What one POK asks. `begin` and `eind` included; `eind` is the last day it really runs, or is expected to run.

    `werkdagen`: days of the week (Monday = 0) in order of preference; `dagen_per_week` (None: all of them) may be
    broken, 4.5 gives half a day on the last one. `afgesproken_eind`: set it for a POK that was replaced before its end,
    so that it asks its share of `totaal_minuten` only; the rest is in the POK that replaced it.
    """

    pok_id: int
    begin: date
    eind: date
    minuten_per_week: int
    werkdagen: tuple[int, ...]
    totaal_minuten: int
    dagen_per_week: Decimal | None = None
    afgesproken_eind: date | None = None

    def per_weekdag(self) -> dict[int, int]:
        """Planned minutes per day of the week; days without plan are absent."""
        dagen = Decimal(len(set(self.werkdagen))) if self.dagen_per_week is None else self.dagen_per_week
        return dict(verdeel(self.minuten_per_week, dagen, self.werkdagen))

    def loopt_op(self, dag: date) -> bool:
        return self.begin <= dag <= self.eind


@dataclass(frozen=True, slots=True)
class DagPlan:
    """One day of the plan. `vrij`: why there is nothing; `buiten`: the agreement does not run on this day."""

    datum: date
    minuten: int
    vrij: Tekst | None
    buiten: bool


def verdeel(minuten_per_week: int, dagen_per_week: Decimal, voorkeur: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Spread a week's minutes over days: (day, minutes) from Monday = 0, in sum exactly `minuten_per_week`.

    The first days of `voorkeur` are taken (then Monday, Tuesday … when it is too short; no days means all of
    `voorkeur`). All get the same, rounded to quarter hours; the last one gets what is left, and half of it when half a
    day is asked.
    """
    if minuten_per_week <= 0:
        return ()
    eigen = [d for d in dict.fromkeys(voorkeur) if 0 <= d < WEEK]
    dagen = min(dagen_per_week, Decimal(WEEK)) if dagen_per_week > 0 else Decimal(len(eigen) or 5)
    volgorde = list(dict.fromkeys((*eigen, *range(WEEK))))
    gekozen = sorted(volgorde[: int(dagen.to_integral_value(ROUND_CEILING))])
    kwartieren = (Decimal(minuten_per_week) / dagen / KWARTIER).to_integral_value(ROUND_HALF_UP)
    per_dag, over, verdeeld = int(kwartieren) * KWARTIER, minuten_per_week, []
    for dag in gekozen[:-1]:
        verdeeld.append((dag, min(per_dag, over)))
        over -= verdeeld[-1][1]
    return tuple((dag, minuten) for dag, minuten in (*verdeeld, (gekozen[-1], over)) if minuten)


def plan_week(afspraak: Afspraak, kalender: Kalender, maandag: date) -> tuple[DagPlan, ...]:
    """The seven days of the week of `maandag` (any day of the week will do)."""
    eerste, per_weekdag, week = maandag_van(maandag), afspraak.per_weekdag(), []
    for weekdag in range(WEEK):
        dag = eerste + timedelta(days=weekdag)
        vrij, buiten = kalender.waarom_vrij(dag), not afspraak.loopt_op(dag)
        week.append(DagPlan(dag, 0 if vrij or buiten else per_weekdag.get(weekdag, 0), vrij, buiten))
    return tuple(week)


def _plan(afspraak: Afspraak, kalender: Kalender, tot: date) -> int:
    """Planned minutes from the begin up to and including `tot`: whole weeks plus the rest, less the free days."""
    dagen = (tot - afspraak.begin).days + 1
    if dagen <= 0:
        return 0
    weken, rest = divmod(dagen, WEEK)
    eerste = afspraak.begin.weekday()
    telling = Counter(dict.fromkeys(range(WEEK), weken))
    telling.update((eerste + n) % WEEK for n in range(rest))
    telling.subtract(dag.weekday() for dag in kalender.vrije_dagen(afspraak.begin, tot))
    return sum(minuten * telling[dag] for dag, minuten in afspraak.per_weekdag().items())


def plan_tot(afspraak: Afspraak, kalender: Kalender, dag: date) -> int:
    """Planned minutes from the begin up to and including `dag`, never past the end."""
    return _plan(afspraak, kalender, min(dag, afspraak.eind))


def plan_totaal(afspraak: Afspraak, kalender: Kalender) -> int:
    """Planned minutes of the whole agreement. The total of the POK may differ: see `doel_tot`."""
    return plan_tot(afspraak, kalender, afspraak.eind)


def doel_tot(afspraak: Afspraak, kalender: Kalender, dag: date) -> int:
    """Minutes of the POK's total that should be done at the end of `dag`: the total grows along with the plan.

    Exact at the ends: 0 before the begin, the total on the last day (also when nothing is planned). A POK that was
    replaced before its agreed end stops at its share. Rounded down to whole minutes.
    """
    if afspraak.eind < afspraak.begin:
        return 0
    laatste = max(afspraak.eind, afspraak.afgesproken_eind or afspraak.eind)
    if min(dag, afspraak.eind) >= laatste:
        return afspraak.totaal_minuten
    geheel = _plan(afspraak, kalender, laatste)
    return afspraak.totaal_minuten * plan_tot(afspraak, kalender, dag) // geheel if geheel else 0


def doel_totaal(afspraak: Afspraak, kalender: Kalender) -> int:
    """Minutes this agreement asks in all: its total, or its share when it was replaced before its agreed end."""
    return doel_tot(afspraak, kalender, max(afspraak.eind, afspraak.begin))
