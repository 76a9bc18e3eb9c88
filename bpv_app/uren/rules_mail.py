"""When mail about hours goes out: the company's mail of the week, and the student's reminder. Source: domain.md 5.

Moments are local (Europe/Amsterdam): people and the school's settings think in those, also on a night when the clock
changes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bpv_app.uren.rules_plan import maandag_van


def weeknaam(dag: date) -> str:
    """The ISO week as it stands in the reason of a mail: `2026-W53`, also for Friday 1 January 2027."""
    jaar, week, _ = dag.isocalendar()
    return f"{jaar}-W{week:02d}"


def is_weekmail_tijd(lokaal: datetime, dag: int, uur: int) -> bool:
    """Whether this week's mail may go: from `uur` on `dag` (Monday = 0) until the end of the week."""
    return (lokaal.weekday(), lokaal.hour) >= (dag, uur)


def te_late_week(vandaag: date, insturen_voor: int) -> date:
    """The Monday of the last week whose deadline has passed; `insturen_voor` is its last day in time (Monday = 0).

    There is one such week at a time: who is reminded of it today is reminded of the next one a week later.
    """
    return maandag_van(vandaag - timedelta(days=insturen_voor + 1))
