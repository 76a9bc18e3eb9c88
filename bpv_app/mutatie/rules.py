"""What somebody fills in to amend a POK, and how the replacement place divides the hours. Values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import MAX_UREN, MutatieSoort, Partij
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_naast import Waarschuwing
from bpv_app.pok.rules_voortraject import Voortraject


@dataclass(frozen=True, slots=True)
class Invoer:
    """The form. `gegevens` as typed: what the kind may not change is left out by the service. `ingang`: from when."""

    soort: MutatieSoort
    gevolg: Gevolg
    ingang: date | None
    gegevens: Voortraject
    reden: str
    onderwijsbegeleider_id: int | None = None
    op_verzoek: bool = False
    reden_naast: str = ""


@dataclass(frozen=True, slots=True)
class VeldVerschil:
    """One field that will be different, in words."""

    label: Tekst
    voor: str
    na: str


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """What an amendment will do, before anybody confirms. Hours in minutes; days inclusive.

    `uren_voor` and `uren_na`: the target of the whole placement by the hours engine. `tekenaars`: who signs (again).
    `krd`: what the register hears. `naast`: warnings that need a reason. `bezwaar_tot`: of a new bpv-blad.
    """

    soort: MutatieSoort
    gevolg: Gevolg
    verschillen: tuple[VeldVerschil, ...]
    loopt_voor: tuple[date | None, date | None]
    loopt_na: tuple[date | None, date | None]
    uren_voor: int
    uren_na: int
    tekenaars: tuple[Partij, ...]
    krd: tuple[Tekst, ...]
    naast: tuple[Waarschuwing, ...]
    bezwaar_tot: date | None


@dataclass(frozen=True, slots=True)
class Restdoel:
    """Whole hours: what the replacement place asks, and what the POK that ended early still asks in the chain."""

    nieuw: int
    oud: int


def verdeel_rest(doel_keten: int, doel_oud: int, gedaan: int) -> Restdoel:
    """Divide the hours of a placement that ended early: what is not done goes to the replacement place.

    `doel_keten`: target of the whole chain, `doel_oud`: of that the POK that ended, `gedaan`: hours realised in the
    placement; all whole hours, at least 0. The chain's target stays what it was, unless more than all was done before.
    """
    rest = min(max(0, doel_keten - gedaan), MAX_UREN)
    return Restdoel(rest, max(0, doel_oud - rest))
