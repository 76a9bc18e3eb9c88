"""The accreditation service as the app sees it: five functions, whoever answers them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.sbb.rules import Antwoord, Bedrijf, Details, Pagina, Vraag

MAX_GEVONDEN = 50


class SbbOnbereikbaar(DomeinFout):
    """There is no answer now. `lijn_dood`: nobody could be reached at all, so the next question can wait too."""

    http_status = 503

    def __init__(self, code: str, waarom: str, *, lijn_dood: bool = False) -> None:
        super().__init__(
            code, Tekst(f"{waarom} Probeer het straks opnieuw.", "SBB does not answer now. Try again later.")
        )
        self.waarom = waarom
        self.lijn_dood = lijn_dood


class SbbWeigert(DomeinFout):
    """The service will not answer this question, however often it is asked."""

    http_status = 422

    def __init__(self, code: str, waarom: str) -> None:
        super().__init__(code, Tekst(f"SBB weigert de vraag. {waarom}", f"SBB refuses the question. {waarom}"))
        self.waarom = waarom


class ErkenningPort(Protocol):
    """Each function raises SbbOnbereikbaar or SbbWeigert, and nothing else."""

    def identificeer(self, naam: str, postcode: str) -> list[Bedrijf]:
        """Which company is this? Best match first."""
        ...

    def verifieer(self, vraag: Vraag) -> Antwoord:
        """Is it accredited?"""
        ...

    def abonneer(self, sbb_ids: Collection[str]) -> None:
        """From now on `wijzigingen` tells of these companies (and of no others)."""
        ...

    def wijzigingen(self, na: int) -> Pagina:
        """What changed after number `na`: withdrawals above all."""
        ...

    def details(self, sbb_id: str) -> Details | None:
        """Everything known of a company; None when it is not known."""
        ...

    def zoek(self, tekst: str, crebo: str) -> list[Bedrijf]:
        """Companies by a piece of their name or place, accredited for `crebo` today when it is given."""
        ...
