"""The register's mutation freeze, and the exemption from it for one placement (domain.md section 2: override right).

The register allows nothing that counts from before its freeze any more. Studentenzaken may exempt one placement, with a
reason that goes along to the register: it decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst


def valt_onder(stop: date | None, dag: date | None) -> bool:
    """Whether what counts from `dag` lies before the freeze `stop`: the day of the freeze itself is free."""
    return stop is not None and dag is not None and dag < stop


def dekt(gegeven_bij: Iterable[date], stop: date) -> bool:
    """Whether one of the exemptions, each given while the freeze stood at its day, covers the freeze as it is now.

    A freeze that moved on since then asks for a new exemption; one that moved back does not.
    """
    return any(bij >= stop for bij in gegeven_bij)


class Mutatiestop(DomeinFout):
    """The register is closed for the period this change is about."""

    http_status = 409

    def __init__(self, stop: date, dag: date) -> None:
        super().__init__(
            "mutatiestop",
            Tekst(
                f"De KRD staat vóór {toon_datum(stop, 'nl')} niets meer toe (mutatiestop); dit geldt vanaf "
                f"{toon_datum(dag, 'nl')}. Vraag studentenzaken om een ontheffing op de POK.",
                f"The register allows nothing before {toon_datum(stop, 'en')} any more (mutation freeze); this "
                f"counts from {toon_datum(dag, 'en')}. Ask the student administration for an exemption.",
            ),
        )


class GeenMutatiestop(DomeinFout):
    """There is no freeze that hits this agreement, so nothing to be exempted from."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "geen_mutatiestop",
            Tekst("Er geldt geen mutatiestop voor deze POK.", "No mutation freeze holds for this agreement."),
        )
