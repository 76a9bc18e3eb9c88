"""A preference list: places in order, a reason for each, wishes in one's own words. What may be on it, and moving."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

MAX_REDEN = 1000
MAX_WENSEN = 2000
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")
GRENS_KEUZES = 25
"""No round lets anyone choose more: a list nobody can oversee on a phone is no help to anyone."""


@dataclass(frozen=True, slots=True)
class Keuze:
    """One place on a list, with why."""

    plaats_id: int
    reden: str = ""


@dataclass(frozen=True, slots=True)
class Lijst:
    """A whole list, most wanted first."""

    keuzes: tuple[Keuze, ...] = ()
    wensen: str = ""

    @property
    def plaatsen(self) -> tuple[int, ...]:
        return tuple(k.plaats_id for k in self.keuzes)


class Zet(StrEnum):
    """How a place moves on a list."""

    OMHOOG = "omhoog"
    OMLAAG = "omlaag"
    EERSTE = "eerste"
    LAATSTE = "laatste"
    WEG = "weg"


def verplaats(lijst: Lijst, plaats_id: int, zet: Zet) -> Lijst:
    """The list after one move; a place that is not on it, or has nowhere to go, changes nothing."""
    keuzes = list(lijst.keuzes)
    plek = next((n for n, k in enumerate(keuzes) if k.plaats_id == plaats_id), None)
    if plek is None:
        return lijst
    keuze = keuzes.pop(plek)
    if zet is Zet.WEG:
        return replace(lijst, keuzes=tuple(keuzes))
    nieuw = {Zet.OMHOOG: max(plek - 1, 0), Zet.OMLAAG: plek + 1, Zet.EERSTE: 0, Zet.LAATSTE: len(keuzes)}[zet]
    keuzes.insert(nieuw, keuze)
    return replace(lijst, keuzes=tuple(keuzes))


def voeg_toe(lijst: Lijst, plaats_id: int) -> Lijst:
    """The list with a place at its end; one that is on it already stays where it is."""
    if plaats_id in lijst.plaatsen:
        return lijst
    return replace(lijst, keuzes=(*lijst.keuzes, Keuze(plaats_id)))


def zet_op_volgorde(lijst: Lijst, volgorde: Sequence[int]) -> Lijst:
    """The list in this order; what is not named stays behind in its old order, what is not on the list is left out."""
    bekend = {k.plaats_id: k for k in lijst.keuzes}
    eerst = [p for p in dict.fromkeys(volgorde) if p in bekend]
    rest = [p for p in bekend if p not in eerst]
    return replace(lijst, keuzes=tuple(bekend[p] for p in [*eerst, *rest]))


def zet_reden(lijst: Lijst, plaats_id: int, reden: str) -> Lijst:
    """The list with this reason at a place; nothing happens when the place is not on it."""
    return replace(
        lijst, keuzes=tuple(replace(k, reden=reden) if k.plaats_id == plaats_id else k for k in lijst.keuzes)
    )


def check_lijst(lijst: Lijst, toegelaten: Collection[int], max_keuzes: int) -> Lijst:
    """The list with its texts tidied. Raises `OngeldigeInvoer`: a place twice, one that does not fit, too many."""
    fouten: dict[str, Tekst] = {}
    if len(set(lijst.plaatsen)) != len(lijst.plaatsen):
        fouten["keuzes"] = Tekst("Een plaats staat twee keer op je lijst.", "A place is on your list twice.")
    elif set(lijst.plaatsen) - set(toegelaten):
        fouten["keuzes"] = Tekst(
            "Een plaats op je lijst past niet bij jouw opleiding of periode.",
            "A place on your list does not fit your programme or period.",
        )
    elif len(lijst.keuzes) > max_keuzes:
        fouten["keuzes"] = Tekst(
            f"Je kunt hoogstens {max_keuzes} plaatsen kiezen.", f"You can choose at most {max_keuzes} places."
        )
    if any(len(k.reden) > MAX_REDEN for k in lijst.keuzes):
        fouten["reden"] = Tekst(
            f"Een reden is hoogstens {MAX_REDEN} tekens.", f"A reason is at most {MAX_REDEN} characters."
        )
    if len(lijst.wensen) > MAX_WENSEN:
        fouten["wensen"] = Tekst(f"Hoogstens {MAX_WENSEN} tekens.", f"At most {MAX_WENSEN} characters.")
    if fouten:
        eerste = next(iter(fouten.values()))
        raise OngeldigeInvoer(fouten, eerste)
    return Lijst(tuple(Keuze(k.plaats_id, k.reden.strip()) for k in lijst.keuzes), lijst.wensen.strip())


class LijstTeKort(DomeinFout):
    """There are fewer places on the list than the round asks for."""

    def __init__(self, nodig: int, heeft: int) -> None:
        super().__init__(
            "lijst_te_kort",
            Tekst(
                f"Kies eerst nog {nodig - heeft} {'plaats' if nodig - heeft == 1 else 'plaatsen'}. Je lijst moet er "
                f"minstens {nodig} hebben.",
                f"Choose {nodig - heeft} more first. Your list needs at least {nodig}.",
            ),
        )


def check_insturen(lijst: Lijst, toegelaten: Collection[int], min_keuzes: int) -> None:
    """Raises `LijstTeKort`. Nobody has to choose more places than there are to choose from, but one at least."""
    nodig = max(1, min(min_keuzes, len(toegelaten)))
    if len(lijst.keuzes) < nodig:
        raise LijstTeKort(nodig, len(lijst.keuzes))


def in_woorden(lijst: Lijst, namen: Mapping[int, str]) -> str:
    """`1. Bakkerij Smit, 2. …`, for messages about two versions."""
    return ", ".join(f"{n}. {namen.get(p, p)}" for n, p in enumerate(lijst.plaatsen, 1)) or "–"


def verschillen(nu: Lijst, jij: Lijst, namen: Mapping[int, str]) -> tuple[tuple[str, str, str], ...]:
    """What differs between the list as it stands and the one somebody wants to save: field, theirs, yours."""
    uit: list[tuple[str, str, str]] = []
    if nu.plaatsen != jij.plaatsen:
        uit.append(("volgorde", in_woorden(nu, namen), in_woorden(jij, namen)))
    redenen = {k.plaats_id: k.reden for k in nu.keuzes}
    uit += [
        (f"reden bij {namen.get(k.plaats_id, k.plaats_id)}", redenen[k.plaats_id], k.reden)
        for k in jij.keuzes
        if k.plaats_id in redenen and redenen[k.plaats_id] != k.reden
    ]
    if nu.wensen != jij.wensen:
        uit.append(("wensen", nu.wensen, jij.wensen))
    return tuple(uit)


def bewijs_code(deelnemer: int, op: datetime, lijst: Lijst, zaad_hash: str) -> str:
    """The code on a receipt: 16 letters of SHA-256 over who, when, what and the hash of the lottery.

    Letters only: a row of digits in it could be taken for a BSN.
    """
    inhoud = json.dumps(
        [deelnemer, op.isoformat(), [[k.plaats_id, k.reden] for k in lijst.keuzes], lijst.wensen, zaad_hash],
        ensure_ascii=False,
    )
    return hashlib.sha256(inhoud.encode()).hexdigest()[:16].translate(_LETTERS)


def sluit_tekst(sluit_op: datetime, nu: datetime) -> Tekst:
    """`Je kunt kiezen tot 12 dec 2026 17:00 (nog 3 dagen).`"""
    over = sluit_op - nu
    uren = int(over.total_seconds() // 3600)
    dagen = over.days
    if uren < 1:
        rest = Tekst("minder dan een uur", "less than an hour")
    elif uren < 48:
        rest = Tekst(f"nog {uren} uur", f"{uren} hours left")
    else:
        rest = Tekst(f"nog {dagen} dagen", f"{dagen} days left")
    return Tekst(
        f"Je kunt kiezen tot {toon_moment(sluit_op)} ({rest.nl}).",
        f"You can choose until {toon_moment(sluit_op, 'en')} ({rest.en}).",
    )
