"""When who is reminded of a signature that is still missing. Values in, values out; days are counted from the start.

Source: domain.md 2, step 7 ("ask after and phone for those that stay away") and 9 (reminders that stop by themselves).
Whatever the history, three things hold: a step is sent once, of the steps that have passed only the nearest one counts,
and nobody hears twice on one day about one agreement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import PARTIJ_LABEL, Partij

MAX_DAGEN = 90
"""Furthest from the start that a rule may lie, and the longest time between two repeats."""
MAX_REGELS = 12
ONDERWEG = 3
"""Days after printing in which nobody is reminded: the paper is still in the post."""


class Ontvanger(StrEnum):
    """Who is reminded. A guardian has no address of their own here: the student's mail asks for both signatures."""

    STUDENT = "student"
    LEERBEDRIJF = "leerbedrijf"
    BEGELEIDER = "begeleider"
    COORDINATOR = "coordinator"


ONTVANGER_LABEL: dict[Ontvanger, Tekst] = {
    Ontvanger.STUDENT: Tekst("Student", "Student"),
    Ontvanger.LEERBEDRIJF: Tekst("Praktijkopleider", "Workplace supervisor"),
    Ontvanger.BEGELEIDER: Tekst("Onderwijsbegeleider", "School supervisor"),
    Ontvanger.COORDINATOR: Tekst("BPV-coördinator", "Placement coordinator"),
}
_AAN: dict[Ontvanger, Tekst] = {
    Ontvanger.STUDENT: Tekst("de student", "the student"),
    Ontvanger.LEERBEDRIJF: Tekst("de praktijkopleider", "the workplace supervisor"),
    Ontvanger.BEGELEIDER: Tekst("de onderwijsbegeleider", "the school supervisor"),
    Ontvanger.COORDINATOR: Tekst("de BPV-coördinator", "the placement coordinator"),
}


@dataclass(frozen=True, slots=True)
class HerinnerRegel:
    """`dagen` from the start (negative: before it); `elke`: repeated every so many days after that, 0 for once."""

    ontvanger: Ontvanger
    dagen: int
    elke: int = 0
    is_aan: bool = True

    @property
    def sleutel(self) -> str:
        """What tells the rules of a team apart."""
        return f"{self.ontvanger}:{self.dagen}"


STANDAARD: tuple[HerinnerRegel, ...] = (
    *(HerinnerRegel(Ontvanger.STUDENT, dagen) for dagen in (-14, -7, -2)),
    HerinnerRegel(Ontvanger.LEERBEDRIJF, -7),
    HerinnerRegel(Ontvanger.LEERBEDRIJF, -2),
    HerinnerRegel(Ontvanger.BEGELEIDER, 0, elke=1),
    HerinnerRegel(Ontvanger.COORDINATOR, 7, elke=7),
)
"""What a team begins with; it is off until somebody has seen who would get mail and switches it on."""


@dataclass(frozen=True, slots=True)
class Looptijd:
    """The days that count of an agreement that waits for signatures: start, end (may be unknown), printed on."""

    begin_op: date
    eind_op: date | None
    gedrukt_op: date


@dataclass(frozen=True, slots=True)
class Stap:
    """A moment of a rule: `dagen` from the start, which was the day `op`."""

    dagen: int
    op: date


@dataclass(frozen=True, slots=True)
class Eerder:
    """The last reminder about this version of the agreement to this person: of which step, and the day it was made."""

    stap_op: date
    op: date


def wie_nog(ontbreekt: Collection[Partij]) -> frozenset[Ontvanger]:
    """Who may still be reminded; nobody once all have signed. The school's own people as long as anybody has to."""
    uit: set[Ontvanger] = set()
    if ontbreekt:
        uit |= {Ontvanger.BEGELEIDER, Ontvanger.COORDINATOR}
    if Partij.STUDENT in ontbreekt or Partij.VOOGD in ontbreekt:
        uit.add(Ontvanger.STUDENT)
    if Partij.LEERBEDRIJF in ontbreekt:
        uit.add(Ontvanger.LEERBEDRIJF)
    return frozenset(uit)


def laatste_stap(
    regels: Iterable[HerinnerRegel], ontvanger: Ontvanger, looptijd: Looptijd, vandaag: date
) -> Stap | None:
    """The nearest step that has been reached, or None.

    A step from before the start is over once the placement has begun, a step from before the paper can have arrived
    never was, and after the end nobody is reminded any more.
    """
    if looptijd.eind_op is not None and vandaag > looptijd.eind_op:
        return None
    nu = (vandaag - looptijd.begin_op).days
    vanaf = (looptijd.gedrukt_op - looptijd.begin_op).days + ONDERWEG
    bereikt = []
    for regel in regels:
        if not regel.is_aan or regel.ontvanger is not ontvanger or regel.dagen > nu:
            continue
        dagen = regel.dagen + (nu - regel.dagen) // regel.elke * regel.elke if regel.elke else regel.dagen
        if dagen >= vanaf and not dagen < 0 <= nu:
            bereikt.append(dagen)
    if not bereikt:
        return None
    dagen = max(bereikt)
    return Stap(dagen, vandaag - timedelta(days=nu - dagen))


def te_doen(
    regels: Iterable[HerinnerRegel],
    ontvanger: Ontvanger,
    looptijd: Looptijd,
    ontbreekt: Collection[Partij],
    eerder: Eerder | None,
    vandaag: date,
) -> Stap | None:
    """The step for which this person is to be reminded today, or None. The same answer however often it is asked.

    A clock that was set back finds its own reminders in the future, and sends nothing until it has passed them.
    """
    if ontvanger not in wie_nog(ontbreekt):
        return None
    stap = laatste_stap(regels, ontvanger, looptijd, vandaag)
    if stap is None or (eerder is not None and (stap.op <= eerder.stap_op or vandaag <= eerder.op)):
        return None
    return stap


# --- in words ---------------------------------------------------------------------------------------------------------


def stap_tekst(dagen: int) -> Tekst:
    """`7 dagen voor het begin`."""
    aantal = abs(dagen)
    if not dagen:
        return Tekst("op de begindag", "on the first day")
    nl, en = ("dag", "day") if aantal == 1 else ("dagen", "days")
    if dagen < 0:
        return Tekst(f"{aantal} {nl} voor het begin", f"{aantal} {en} before the start")
    return Tekst(f"{aantal} {nl} na het begin", f"{aantal} {en} after the start")


def regel_zin(regel: HerinnerRegel) -> Tekst:
    """A rule as a sentence."""
    wanneer, wie = stap_tekst(regel.dagen), _AAN[regel.ontvanger]
    if not regel.elke:
        return Tekst(
            f"{wanneer.nl[:1].upper()}{wanneer.nl[1:]} een mail aan {wie.nl}.",
            f"{wanneer.en[:1].upper()}{wanneer.en[1:]} a mail to {wie.en}.",
        )
    hoe = (
        Tekst("elke dag", "every day")
        if regel.elke == 1
        else Tekst("elke week", "every week")
        if regel.elke == 7
        else Tekst(f"om de {regel.elke} dagen", f"every {regel.elke} days")
    )
    if not regel.dagen:
        return Tekst(
            f"Vanaf de begindag {hoe.nl} een mail aan {wie.nl}, tot alles getekend is.",
            f"From the first day on {hoe.en} a mail to {wie.en}, until all is signed.",
        )
    return Tekst(
        f"Vanaf {wanneer.nl} {hoe.nl} een mail aan {wie.nl}, tot alles getekend is.",
        f"From {wanneer.en} on {hoe.en} a mail to {wie.en}, until all is signed.",
    )


def partijen_tekst(partijen: Sequence[Partij]) -> Tekst:
    """`student, leerbedrijf`."""
    return Tekst(
        ", ".join(PARTIJ_LABEL[p].nl.lower() for p in partijen), ", ".join(PARTIJ_LABEL[p].en.lower() for p in partijen)
    )


def begin_tekst(begin_op: date, vandaag: date) -> Tekst:
    """How far away the start is: `begint over 7 dagen`."""
    dagen = (begin_op - vandaag).days
    if dagen > 1:
        return Tekst(f"begint over {dagen} dagen", f"starts in {dagen} days")
    if dagen == 1:
        return Tekst("begint morgen", "starts tomorrow")
    if dagen == 0:
        return Tekst("begint vandaag", "starts today")
    nl, en = ("dag", "day") if dagen == -1 else ("dagen", "days")
    return Tekst(f"is {-dagen} {nl} geleden begonnen", f"started {-dagen} {en} ago")


# --- setting them -----------------------------------------------------------------------------------------------------

BESTAAT_AL = Tekst(
    "Er is al een regel voor deze ontvanger op deze dag.", "There is a rule for this recipient on this day already."
)
TE_VEEL = DomeinFout(
    "te_veel_regels", Tekst(f"Hoogstens {MAX_REGELS} regels per team.", f"At most {MAX_REGELS} rules per team.")
)
VOOR, NA = "voor", "na"


def _getal(form: Mapping[str, str], veld: str, minst: int) -> int:
    tekst = form.get(veld, "").strip()
    if not (tekst.isascii() and tekst.isdigit() and minst <= int(tekst[:6]) <= MAX_DAGEN):
        raise OngeldigeInvoer(
            {veld: Tekst(f"Een getal van {minst} tot en met {MAX_DAGEN}.", f"A number from {minst} up to {MAX_DAGEN}.")}
        )
    return int(tekst)


def lees_regel(form: Mapping[str, str]) -> HerinnerRegel:
    """The rule of a form: `ontvanger`, `aantal_dagen` with `moment` (voor, na), and `elke` (empty: once). Raises
    `OngeldigeInvoer`."""
    wie, moment = form.get("ontvanger", ""), form.get("moment", "")
    kies = Tekst("Maak een keuze.", "Make a choice.")
    if wie not in Ontvanger._value2member_map_:
        raise OngeldigeInvoer({"ontvanger": kies})
    if moment not in (VOOR, NA):
        raise OngeldigeInvoer({"moment": kies})
    dagen = _getal(form, "aantal_dagen", 0)
    elke = _getal(form, "elke", 1) if form.get("elke", "").strip() else 0
    return HerinnerRegel(Ontvanger(wie), -dagen if moment == VOOR else dagen, elke)


def orden(regels: Iterable[HerinnerRegel]) -> tuple[HerinnerRegel, ...]:
    """As they stand on the screen: in the order in which they happen."""
    volgorde = list(Ontvanger)
    return tuple(sorted(regels, key=lambda r: (r.dagen, volgorde.index(r.ontvanger))))


def zet_regel(regels: Sequence[HerinnerRegel], oud: str, nieuw: HerinnerRegel) -> tuple[HerinnerRegel, ...]:
    """Put `nieuw` in place of the rule `oud` (empty: as one more). Raises `OngeldigeInvoer` or a `DomeinFout`."""
    was = next((r for r in regels if r.sleutel == oud), None)
    rest = [r for r in regels if r.sleutel != oud]
    if any(r.sleutel == nieuw.sleutel for r in rest):
        raise OngeldigeInvoer({"aantal_dagen": BESTAAT_AL})
    if len(rest) >= MAX_REGELS:
        raise TE_VEEL
    return orden([*rest, replace(nieuw, is_aan=was.is_aan) if was else nieuw])


def als_json(regels: Iterable[HerinnerRegel]) -> list[dict[str, Any]]:
    """As they are kept."""
    return [
        {"ontvanger": r.ontvanger.value, "dagen": r.dagen, "elke": r.elke, "is_aan": r.is_aan} for r in orden(regels)
    ]


def uit_json(waarden: Iterable[Mapping[str, Any]]) -> tuple[HerinnerRegel, ...]:
    """What `als_json` made."""
    return orden(
        HerinnerRegel(Ontvanger(w["ontvanger"]), int(w["dagen"]), int(w["elke"]), bool(w["is_aan"])) for w in waarden
    )
