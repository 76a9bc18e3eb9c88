"""The one place that asks what time it is. Rules get `vandaag`, services get a `Clock`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_MAANDEN_NL = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MAANDEN_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Clock(Protocol):
    """Tells the moment (UTC, aware) and the calendar day people at the school live in."""

    def nu(self) -> datetime: ...

    def vandaag(self) -> date: ...


class SystemClock:
    """The real clock."""

    def nu(self) -> datetime:
        return datetime.now(UTC)

    def vandaag(self) -> date:
        return self.nu().astimezone(AMSTERDAM).date()


@dataclass(slots=True)
class FixedClock:
    """A clock for tests and the demo school: stands still until moved."""

    moment: datetime

    def nu(self) -> datetime:
        return self.moment

    def vandaag(self) -> date:
        return self.moment.astimezone(AMSTERDAM).date()


klok: Clock = SystemClock()


def toon_maand(dag: date, taal: str = "nl") -> str:
    """`mrt 2027`."""
    return f"{(_MAANDEN_EN if taal == 'en' else _MAANDEN_NL)[dag.month - 1]} {dag.year}"


def toon_datum(dag: date | None, taal: str = "nl") -> str:
    """`12 mrt 2027`; an empty string for no date."""
    if dag is None:
        return ""
    maanden = _MAANDEN_EN if taal == "en" else _MAANDEN_NL
    return f"{dag.day} {maanden[dag.month - 1]} {dag.year}"


def toon_moment(moment: datetime | None, taal: str = "nl") -> str:
    """`12 mrt 2027 09:14` in Europe/Amsterdam."""
    if moment is None:
        return ""
    lokaal = moment.astimezone(AMSTERDAM)
    return f"{toon_datum(lokaal.date(), taal)} {lokaal:%H:%M}"


def toon_geleden(moment: datetime, nu: datetime, taal: str = "nl") -> str:
    """How old an answer is, as people say it: `net`, `5 minuten geleden`, `3 uur geleden`, `3 dagen geleden`.

    Days are those of the calendar in Amsterdam; from a day on, hours say nothing.
    """
    dagen = (nu.astimezone(AMSTERDAM).date() - moment.astimezone(AMSTERDAM).date()).days
    minuten = int((nu - moment).total_seconds() // 60)
    if minuten < 1:
        return "net" if taal == "nl" else "just now"
    if minuten < 60:
        aantal, nl, en = minuten, "minuut" if minuten == 1 else "minuten", "minute"
    elif dagen < 1 or minuten < 12 * 60:
        aantal, nl, en = minuten // 60, "uur", "hour"
    else:
        aantal, nl, en = max(dagen, 1), "dag" if dagen <= 1 else "dagen", "day"
    return f"{aantal} {nl} geleden" if taal == "nl" else f"{aantal} {en}{'' if aantal == 1 else 's'} ago"


def lees_datum(tekst: str | None) -> date | None:
    """Read a date as people and `<input type=date>` write it: `2027-03-12`, `12-3-2027`, `12/3/2027`, `12 mrt 2027`.

    Empty gives None; anything else that is not a date raises ValueError.
    """
    schoon = (tekst or "").strip().lower()
    if not schoon:
        return None
    delen = schoon.replace("/", "-").replace(".", "-").replace(" ", "-").split("-")
    if len(delen) != 3:
        raise ValueError(f"geen datum: {schoon[:40]!r}")
    if len(delen[0]) == 4:
        jaar, maand, dag = delen
    else:
        dag, maand, jaar = delen
    if maand[:3] in _MAANDEN_NL:
        maand = str(_MAANDEN_NL.index(maand[:3]) + 1)
    if len(jaar) != 4 or not (jaar.isascii() and maand.isascii() and dag.isascii()):
        raise ValueError(f"geen datum: {schoon[:40]!r}")
    return date(int(jaar), int(maand), int(dag))
