"""Days and moments of the demo school, all counted from today so that it always looks alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bpv_app.kernel.clock import AMSTERDAM

ZATERDAG = 5
DRUKDAGEN = frozenset({1, 3})
"""Studentenzaken prints on Tuesdays and Thursdays: agreements of one day go into one print run."""


def moment(dag: date, uur: int, minuut: int = 0) -> datetime:
    """A moment at the school on that day (Europe/Amsterdam), in UTC as the database wants it."""
    return datetime.combine(dag, time(uur, minuut), AMSTERDAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Kalender:
    """`d` is always a number of days from today; negative is in the past."""

    vandaag: date

    def dag(self, d: int) -> date:
        return self.vandaag + timedelta(days=d)

    def werkdag(self, d: int) -> date:
        """That day, or the Friday before when it falls in a weekend."""
        return werkdag(self.dag(d))

    def maandag(self, d: int) -> date:
        """The Monday of the week of that day."""
        dag = self.dag(d)
        return dag - timedelta(days=dag.weekday())

    def vrijdag(self, d: int) -> date:
        """The Friday of the week of that day."""
        return self.maandag(d) + timedelta(days=4)

    def drukdag(self, d: int) -> date:
        """The last printing day on or before that day."""
        return drukdag(self.dag(d))

    @property
    def studiejaar(self) -> int:
        """The year in which the current study year began (1 August)."""
        return self.vandaag.year if self.vandaag.month >= 8 else self.vandaag.year - 1


def werkdag(dag: date) -> date:
    """The day itself, or the Friday before it."""
    return dag - timedelta(days=max(0, dag.weekday() - ZATERDAG + 1))


def drukdag(dag: date) -> date:
    """The last printing day on or before this day."""
    while dag.weekday() not in DRUKDAGEN:
        dag -= timedelta(days=1)
    return dag
