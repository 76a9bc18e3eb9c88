"""Which accreditation counts for which crebo: successors and groups. Values in, values out.

The rule (docs/besluiten/0015):
- When a crebo is replaced by a new one from a day on, an accreditation for the old one counts for the new one from that
  day, and one for the new one counts for the old one from that day (who began on the old crebo may finish).
- Successions chain: old → newer → newest counts as old → newest, from the latest of the days. They never zigzag: two
  crebos that came from the same old one do not count for each other.
- An accreditation for a group (a dossier of crebos) counts for each crebo in it, from the day the crebo joined. One for
  a crebo never counts for its group, and a group does not count on through a succession.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import ErkenningRegel

ALTIJD = date(1900, 1, 1)
"""The day for a member of a group that says no day."""


class Verband(StrEnum):
    """How one crebo has to do with another."""

    OPVOLGING = "opvolging"
    GROEP = "groep"


@dataclass(frozen=True, slots=True)
class CreboVerband:
    """`OPVOLGING`: `van` (old) is replaced by `naar` (new). `GROEP`: `van` is the group, `naar` a crebo in it."""

    soort: Verband
    van: str
    naar: str
    vanaf: date


@dataclass(frozen=True, slots=True)
class Telt:
    """An accreditation for `erkend_crebo` counts for `crebo` on and after `vanaf`."""

    crebo: str
    erkend_crebo: str
    vanaf: date


def bereken_telt(verbanden: Iterable[CreboVerband]) -> list[Telt]:
    """Every pair that follows, each once with its earliest day, in a fixed order. Circles end by themselves."""
    vooruit: dict[str, list[tuple[str, date]]] = {}
    uit: dict[tuple[str, str], date] = {}

    def noteer(crebo: str, erkend: str, vanaf: date) -> None:
        if crebo != erkend:
            uit[(crebo, erkend)] = min(vanaf, uit.get((crebo, erkend), vanaf))

    for v in verbanden:
        if v.soort is Verband.GROEP:
            noteer(v.naar, v.van, v.vanaf)
        else:
            vooruit.setdefault(v.van, []).append((v.naar, v.vanaf))
    for oud in vooruit:
        for nieuw, vanaf in _bereik(oud, vooruit).items():
            noteer(nieuw, oud, vanaf)
            noteer(oud, nieuw, vanaf)
    return [Telt(crebo, erkend, vanaf) for (crebo, erkend), vanaf in sorted(uit.items())]


def _bereik(begin: str, vooruit: Mapping[str, Sequence[tuple[str, date]]]) -> dict[str, date]:
    """Every crebo that followed after `begin`, with the first day on which all steps to it were taken."""
    dagen: dict[str, date] = {}
    wachtrij = [(begin, date.min)]
    while wachtrij:
        crebo, tot_hier = wachtrij.pop()
        for volgende, vanaf in vooruit.get(crebo, ()):
            dag = max(tot_hier, vanaf)
            if volgende != begin and (volgende not in dagen or dag < dagen[volgende]):
                dagen[volgende] = dag
                wachtrij.append((volgende, dag))
    return dagen


def breid_uit(regels: Iterable[ErkenningRegel], telt: Mapping[str, Sequence[Telt]]) -> list[ErkenningRegel]:
    """The lines, and for each the lines it stands for: for a related crebo, from the day that counts.

    `telt` by the crebo that is accredited. What is added says through which crebo (`via`).
    """
    uit: list[ErkenningRegel] = []
    for regel in regels:
        uit.append(regel)
        for t in telt.get(regel.crebo, ()):
            van = max(regel.erkend_van, t.vanaf)
            if regel.erkend_tot is None or van <= regel.erkend_tot:
                uit.append(replace(regel, crebo=t.crebo, erkend_van=van, via=regel.crebo))
    return uit


ZELFDE = Tekst("Dit is twee keer dezelfde crebo.", "This is the same crebo twice.")
