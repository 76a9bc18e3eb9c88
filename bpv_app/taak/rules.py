"""What a long piece of work is: its life, how far it is, how long it still takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.tekst import Tekst

LEASE = timedelta(minutes=2)
"""How long a worker keeps a task without a sign of life. A worker that is killed gives it back by this."""
MAX_POGINGEN = 4
"""How often a step that breaks (or kills its worker) is tried before the task has failed."""


class TaakStatus(StrEnum):
    """Where a task is. It ends as `klaar`, `gestopt` (somebody asked) or `mislukt`; what was done stays done."""

    WACHT = "wacht"
    BEZIG = "bezig"
    KLAAR = "klaar"
    GESTOPT = "gestopt"
    MISLUKT = "mislukt"


LOPEND = frozenset({TaakStatus.WACHT, TaakStatus.BEZIG})

STATUS_LABEL: dict[TaakStatus, Tekst] = {
    TaakStatus.WACHT: Tekst("Wacht op zijn beurt", "Waits for its turn"),
    TaakStatus.BEZIG: Tekst("Bezig", "Busy"),
    TaakStatus.KLAAR: Tekst("Klaar", "Done"),
    TaakStatus.GESTOPT: Tekst("Gestopt", "Stopped"),
    TaakStatus.MISLUKT: Tekst("Mislukt", "Failed"),
}
STATUS_TOON: dict[TaakStatus, str] = {
    TaakStatus.WACHT: "info",
    TaakStatus.BEZIG: "info",
    TaakStatus.KLAAR: "success",
    TaakStatus.GESTOPT: "warning",
    TaakStatus.MISLUKT: "error",
}


@dataclass(frozen=True, slots=True)
class TaakBeeld:
    """A task as its work sees it. `stand` is where the last step ended: the first step gets an empty one."""

    id: int
    soort: str
    invoer: Mapping[str, Any]
    stand: Mapping[str, Any]
    gedaan: int
    totaal: int


@dataclass(frozen=True, slots=True)
class Voortgang:
    """What one step led to: how much is done of how much, where to go on, and a result per row of this step.

    `slot` is the sentence in which the last step sums up; a step with a `slot` is the last.
    """

    gedaan: int
    totaal: int
    stand: Mapping[str, Any] = field(default_factory=dict)
    uitslagen: tuple[Uitslag, ...] = ()
    slot: Tekst | None = None


class TaakLooptAl(DomeinFout):
    """The same work is being done already."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "taak_loopt_al",
            Tekst("Dit werk loopt al. Kijk bij Mijn taken.", "This work is already being done. See My tasks."),
        )


def resterend(begonnen_op: datetime | None, nu: datetime, gedaan: int, totaal: int, begin: int = 0) -> timedelta | None:
    """How long it still takes at the speed until now; None while there is nothing to go by.

    `begin`: how much was done already when this run of the work began (it went on after a crash).
    """
    verstreken = nu - begonnen_op if begonnen_op else timedelta()
    sindsdien = gedaan - begin
    if sindsdien <= 0 or verstreken < timedelta(seconds=1) or totaal <= gedaan:
        return None
    return verstreken / sindsdien * (totaal - gedaan)


def voortgang_zin(status: TaakStatus, gedaan: int, totaal: int, rest: timedelta | None) -> Tekst:
    """`120 van 300, nog ongeveer 2 minuten`."""
    if status not in LOPEND or not totaal:
        return STATUS_LABEL[status]
    nl, en = f"{gedaan} van {totaal}", f"{gedaan} of {totaal}"
    if rest is None:
        return Tekst(nl, en)
    seconden = int(rest.total_seconds())
    if seconden < 60:
        return Tekst(f"{nl}, nog minder dan een minuut", f"{en}, less than a minute left")
    minuten = -(-seconden // 60)
    return Tekst(
        f"{nl}, nog ongeveer {minuten} {'minuut' if minuten == 1 else 'minuten'}",
        f"{en}, about {minuten} {'minute' if minuten == 1 else 'minutes'} left",
    )
