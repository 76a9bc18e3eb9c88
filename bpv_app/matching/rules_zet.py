"""Moving one student to one place by hand: hard rules refuse with a sentence, soft rules warn. Told before and after.

The board asks the same functions while a card is dragged as the service does when it is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_toelating import REGEL_LABEL, REGEL_UITLEG, Regel
from bpv_app.matching.rules_voorstel import (
    HANGT_VAST,
    IS_INGETROKKEN,
    IS_NIET_PASSEND,
    IS_UITGESLOTEN,
    IS_VASTGEZET,
    IS_VOL,
    PAST_NIET,
    Waarschuwing,
)


class Oordeel(StrEnum):
    """Of a move: possible, possible with a warning, or refused."""

    KAN = "kan"
    LET_OP = "let_op"
    KAN_NIET = "kan_niet"


OORDEEL_LABEL: dict[Oordeel, Tekst] = {
    Oordeel.KAN: Tekst("Kan", "Possible"),
    Oordeel.LET_OP: Tekst("Let op", "Mind"),
    Oordeel.KAN_NIET: Tekst("Kan niet", "Not possible"),
}


@dataclass(frozen=True, slots=True)
class ZetStand:
    """What the rules look at. `plaats_id` and `nu`: where to and where from, None is no place at all.

    `vast`: the place of the student's lock; `houdt`: the published place that may not change any more; `past`: admitted
    when the round opened, `regel` what forbids it otherwise (None: fits by today's records, not by those of the
    opening); `anderen`: who else has this place in the proposal; `rang`, `rang_nu`: on the student's list, 0 is not;
    `wil_ander`: a better lot wants this place more than its own, `wil_hoger`: somebody whom the company ranked higher
    does; `is_niet_passend`: company and coordinator agreed that the student does not suit this place.
    """

    plaats_id: int | None
    nu: int | None
    vast: int | None = None
    houdt: int | None = None
    is_uitgesloten: bool = False
    past: bool = True
    regel: Regel | None = None
    is_weg: bool = False
    plekken: int = 0
    anderen: int = 0
    rang: int = 0
    rang_nu: int = 0
    heeft_lijst: bool = False
    wil_ander: bool = False
    wil_hoger: bool = False
    is_niet_passend: bool = False


def verbod(stand: ZetStand) -> Tekst | None:
    """The first hard rule that forbids the move, None when it may."""
    if stand.houdt is not None and stand.houdt != stand.plaats_id:
        return HANGT_VAST
    if stand.vast is not None and stand.vast != stand.plaats_id:
        return IS_VASTGEZET
    if stand.plaats_id is None:
        return None
    if stand.is_uitgesloten:
        return IS_UITGESLOTEN
    if stand.is_niet_passend:
        return IS_NIET_PASSEND
    if not stand.past:
        uitleg = (
            REGEL_UITLEG[stand.regel]
            if stand.regel
            else Tekst("Bij de opening van de ronde paste zij niet.", "It did not fit when the round opened.")
        )
        return Tekst(PAST_NIET.nl.format(regel=uitleg.nl), PAST_NIET.en.format(regel=uitleg.en))
    if stand.is_weg:
        return IS_INGETROKKEN
    if stand.anderen >= stand.plekken:
        return IS_VOL.vul(plekken=stand.plekken)
    return None


_KORT: dict[Tekst, Tekst] = {
    HANGT_VAST: Tekst("Kan niet: houdt de plaats", "Not possible: keeps the place"),
    IS_VASTGEZET: Tekst("Kan niet: zit vast", "Not possible: locked"),
    IS_UITGESLOTEN: Tekst("Kan niet: uitgesloten", "Not possible: blocked"),
    IS_NIET_PASSEND: Tekst("Kan niet: past niet volgens het bedrijf", "Not possible: unsuitable to the company"),
    IS_INGETROKKEN: Tekst("Kan niet: ingetrokken", "Not possible: withdrawn"),
}
_WAARSCHUWING_KORT: dict[Waarschuwing, Tekst] = {
    Waarschuwing.NIET_OP_LIJST: Tekst("niet op de lijst", "not on the list"),
    Waarschuwing.LAGER: Tekst("lager op de lijst", "lower on the list"),
    Waarschuwing.MINDER_GEPLAATST: Tekst("raakt de plaats kwijt", "loses the place"),
    Waarschuwing.HOGER_GERANGSCHIKT: Tekst("het bedrijf zette een ander hoger", "the company ranked another higher"),
    Waarschuwing.BETER_LOT: Tekst("beter lot wilde dit", "a better lot wanted this"),
}


def in_het_kort(stand: ZetStand) -> Tekst:
    """The verdict in a few words, the rule included: for a label on a card."""
    reden = verbod(stand)
    if reden is None:
        delen = [_WAARSCHUWING_KORT[w] for w in waarschuw(stand)]
        if not delen:
            return OORDEEL_LABEL[Oordeel.KAN]
        return Tekst(f"Let op: {', '.join(d.nl for d in delen)}", f"Mind: {', '.join(d.en for d in delen)}")
    if reden in _KORT:
        return _KORT[reden]
    if stand.past:
        return Tekst("Kan niet: vol", "Not possible: full")
    label = REGEL_LABEL[stand.regel] if stand.regel else Tekst("past niet", "does not fit")
    return Tekst(f"Kan niet: {label.nl}", f"Not possible: {label.en}")


def waarschuw(stand: ZetStand) -> tuple[Waarschuwing, ...]:
    """The soft rules that the move breaks."""
    if stand.plaats_id is None:
        return (Waarschuwing.MINDER_GEPLAATST,) if stand.nu else ()
    uit: list[Waarschuwing] = []
    if not stand.rang and stand.heeft_lijst:
        uit.append(Waarschuwing.NIET_OP_LIJST)
    if stand.rang_nu and stand.rang > stand.rang_nu:
        uit.append(Waarschuwing.LAGER)
    if stand.wil_hoger:
        uit.append(Waarschuwing.HOGER_GERANGSCHIKT)
    elif stand.wil_ander:
        uit.append(Waarschuwing.BETER_LOT)
    return tuple(uit)


def beoordeel_zet(stand: ZetStand) -> Oordeel:
    """What a coordinator is shown before letting go."""
    if verbod(stand) is not None:
        return Oordeel.KAN_NIET
    return Oordeel.LET_OP if waarschuw(stand) else Oordeel.KAN


def wil_liever(rang: int, heeft: int, *, is_geplaatst: bool) -> bool:
    """Whether somebody wants a place at `rang` of the list more than the own one (`heeft` 0: not on the list)."""
    return not is_geplaatst or heeft == 0 or rang < heeft
