"""What a party says to a new version of the bpv-blad: agree, object, or take that back. One table for both roads.

A party may do so itself (online, only while the term runs), or the school registers an objection that came in by phone,
mail or post. The law of the term is in `rules_bezwaar`; here is who may say what after what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules_bezwaar import WijzigingStatus, check_bezwaar


class Reactie(StrEnum):
    """One thing a party said. `TERUG` takes back what it said before."""

    AKKOORD = "akkoord"
    BEZWAAR = "bezwaar"
    TERUG = "teruggenomen"


REACTIE_LABEL: dict[Reactie, Tekst] = {
    Reactie.AKKOORD: Tekst("Akkoord", "Agreed"),
    Reactie.BEZWAAR: Tekst("Bezwaar", "Objection"),
    Reactie.TERUG: Tekst("Reactie teruggenomen", "Answer taken back"),
}

Houding = Reactie | None
"""Where a party stands now: agreed, objects, or (None) it said nothing or took it back."""

_ONLINE: Mapping[Reactie, frozenset[Houding]] = {
    Reactie.AKKOORD: frozenset({None}),
    Reactie.BEZWAAR: frozenset({None}),
    Reactie.TERUG: frozenset({Reactie.AKKOORD, Reactie.BEZWAAR}),
}
_VIA_SCHOOL: Mapping[Reactie, frozenset[Houding]] = {Reactie.BEZWAAR: frozenset({None, Reactie.AKKOORD})}
"""Who agreed online may still write a letter: the school registers what it got."""


class AlGereageerd(DomeinFout):
    """This party said something already, or there is nothing to take back."""

    http_status = 409

    def __init__(self, *, is_online: bool, houding: Houding) -> None:
        if not is_online:
            tekst = Tekst("Deze partij heeft al bezwaar gemaakt.", "This party has objected already.")
        elif houding is None:
            tekst = Tekst("Er is niets om terug te nemen.", "There is nothing to take back.")
        else:
            tekst = Tekst(
                "Je hebt al gereageerd. Wil je iets anders? Neem je reactie dan eerst terug.",
                "You answered already. Do you want something else? Then first take your answer back.",
            )
        super().__init__("al_gereageerd", tekst)


def houding_na(reacties: Iterable[Reactie]) -> Houding:
    """Where a party stands after what it said, oldest first."""
    houding: Houding = None
    for reactie in reacties:
        houding = None if reactie is Reactie.TERUG else reactie
    return houding


def check_reactie(
    reactie: Reactie,
    houding: Houding,
    status: WijzigingStatus,
    bezwaar_tot: date | None,
    ontvangen_op: date,
    vandaag: date,
    *,
    is_online: bool,
) -> None:
    """Refuse what this party may not say now. Raises BezwaarMagNiet (term), AlGereageerd or OngeldigeInvoer (day).

    Online the day is today, so the term still runs; the school may register later what was received in the term.
    """
    check_bezwaar(status, bezwaar_tot, vandaag if is_online else ontvangen_op, vandaag)
    if houding not in (_ONLINE if is_online else _VIA_SCHOOL).get(reactie, frozenset()):
        raise AlGereageerd(is_online=is_online, houding=houding)


def status_na(houdingen: Iterable[Houding]) -> WijzigingStatus:
    """What is stored of an open amendment: objected to as long as one party objects."""
    return WijzigingStatus.BEZWAAR if Reactie.BEZWAAR in set(houdingen) else WijzigingStatus.LOOPT
