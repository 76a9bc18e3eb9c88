"""Our status beside the register's: what it should hold, whether we differ, and what to send to become equal."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import KRD_STATUS, KrdStatus, PokStatus

VERVANGEN = "vervangen"
"""The one event whose name is not the register's status: a replaced POK ends there too (`Beëindigd`)."""


GEWIJZIGD = "gewijzigd"
"""Changed data of a POK that is printed or final: no other status, on neither side."""
GEWIJZIGD_VANUIT = frozenset({PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF})


class KrdStand(StrEnum):
    """How a POK here compares with the register."""

    NVT = "nvt"
    WACHT = "wacht"
    GELIJK = "gelijk"
    GEWEIGERD = "geweigerd"
    VERSCHIL = "verschil"


STAND_LABEL: dict[KrdStand, Tekst] = {
    KrdStand.NVT: Tekst("nog niet verstuurd", "not sent yet"),
    KrdStand.WACHT: Tekst("wacht op antwoord", "waits for an answer"),
    KrdStand.GELIJK: Tekst("gelijk", "equal"),
    KrdStand.GEWEIGERD: Tekst("geweigerd", "refused"),
    KrdStand.VERSCHIL: Tekst("verschil", "different"),
}

STAND_TOON: dict[KrdStand, str] = {
    KrdStand.NVT: "",
    KrdStand.WACHT: "info",
    KrdStand.GELIJK: "success",
    KrdStand.GEWEIGERD: "error",
    KrdStand.VERSCHIL: "warning",
}

MOET_BEKEND_ZIJN = frozenset(
    {PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND, PokStatus.VERVANGEN}
)
"""Statuses that the register must know of; a concept or one that lapsed before it was sent need not be there."""


def krd_stand(status: PokStatus, krd_status: KrdStatus | None, fout_code: str, is_wachtend: bool) -> KrdStand:
    """Compare. `fout_code`: the last answer was a refusal; `is_wachtend`: a message has no answer yet.

    A message under way outweighs an old difference, a refusal outweighs everything: somebody has to act.
    """
    if fout_code:
        return KrdStand.GEWEIGERD
    if is_wachtend:
        return KrdStand.WACHT
    if krd_status is None:
        return KrdStand.VERSCHIL if status in MOET_BEKEND_ZIJN else KrdStand.NVT
    return KrdStand.GELIJK if krd_status is KRD_STATUS[status] else KrdStand.VERSCHIL


def is_bekend_bij_krd(ooit: Iterable[PokStatus], krd_status: KrdStatus | None) -> bool:
    """Whether the register was ever told: it holds the POK, or the POK was once `volledig`."""
    return krd_status is not None or PokStatus.VOLLEDIG in set(ooit)


def gebeurtenis(status: PokStatus) -> str:
    """The name of the event that tells the register our status."""
    return VERVANGEN if status is PokStatus.VERVANGEN else KRD_STATUS[status].value


_WEG = (PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND)
"""The straight road through the register, event by event."""


VELD_OP_SLOT = "VELD_OP_SLOT"
"""The register's refusal of data that differ from what it has printed or final (docs/koppeling-krd.md)."""
_OP_SLOT = frozenset({KrdStatus.AFGEDRUKT, KrdStatus.DEFINITIEF})


def inhaalslag(status: PokStatus, krd_status: KrdStatus | None, fout_code: str = "") -> tuple[PokStatus, ...]:
    """The events, as our statuses, that bring the register from what it holds to ours; empty when there is nothing.

    The register takes one step at a time: a POK it does not know and that is `definitief` here needs three events.
    `fout_code`: its last refusal. When that was VELD_OP_SLOT it holds other data than ours behind the lock: then it
    first goes back to Volledig, which takes ours over; the same event again would be refused for ever.
    """
    weg = _gewone_inhaalslag(status, krd_status)
    begint_open = weg[:1] in ((PokStatus.VOLLEDIG,), (PokStatus.CONCEPT,))
    if fout_code != VELD_OP_SLOT or krd_status not in _OP_SLOT or begint_open:
        return weg
    return _WEG[: _WEG.index(status) + 1] if status in _WEG else (PokStatus.VOLLEDIG, status)


def _gewone_inhaalslag(status: PokStatus, krd_status: KrdStatus | None) -> tuple[PokStatus, ...]:
    doel = KRD_STATUS[status]
    if status not in MOET_BEKEND_ZIJN:
        if krd_status in (None, doel):
            return ()
        # From final there is no withdrawing or rejecting: the register has to step back first, as we did.
        terug = krd_status is KrdStatus.DEFINITIEF and status is not PokStatus.CONCEPT
        return (PokStatus.VOLLEDIG, status) if terug else (status,)
    if status is PokStatus.VERVANGEN:
        if krd_status is doel:
            return ()
        return (PokStatus.VERVANGEN,) if krd_status in _VERVANGBAAR else (PokStatus.VOLLEDIG, PokStatus.VERVANGEN)
    if status is PokStatus.VOLLEDIG:
        return (status,)
    weg = _WEG[: _WEG.index(status) + 1]
    bereikt = next((i for i, stap in enumerate(weg) if KRD_STATUS[stap] is krd_status), None)
    return weg if bereikt is None else weg[bereikt + 1 :]


_VERVANGBAAR = frozenset({KrdStatus.VOLLEDIG, KrdStatus.AFGEDRUKT, KrdStatus.DEFINITIEF})
