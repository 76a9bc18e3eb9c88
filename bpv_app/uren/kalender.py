"""Dutch public holidays as schools keep them, from the `holidays` library. School holidays come from the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

_GOEDE_VRIJDAG = "Goede vrijdag"
_BEVRIJDINGSDAG = "Bevrijdingsdag"


@lru_cache(maxsize=128)
def _jaar(jaar: int, bevrijdingsdag: bool, goede_vrijdag: bool) -> tuple[tuple[date, str], ...]:
    import holidays  # every country of the world: loaded when the first day is asked

    # One year at a time: a range of years would make the library add years by itself.
    dagen = {dag: str(naam) for dag, naam in holidays.country_holidays("NL", years=jaar, language="nl").items()}
    vrij = {dag: naam for dag, naam in dagen.items() if goede_vrijdag or naam != _GOEDE_VRIJDAG}
    if bevrijdingsdag:
        vrij.setdefault(date(jaar, 5, 5), _BEVRIJDINGSDAG)
    return tuple(sorted(vrij.items()))


def feestdagen(jaren: Iterable[int], *, bevrijdingsdag: bool = False, goede_vrijdag: bool = False) -> dict[date, str]:
    """Day -> Dutch name, for `Kalender`, which knows the English names too.

    5 May is a day off every fifth year (2025, 2030), as most schools and collective agreements keep it;
    `bevrijdingsdag` makes it one every year. Good Friday is no official holiday; `goede_vrijdag` adds it. King's Day on
    a Sunday is kept the day before.
    """
    return {dag: naam for jaar in jaren for dag, naam in _jaar(jaar, bevrijdingsdag, goede_vrijdag)}
