"""Say so to whoever has the paper: a printed version that became void, a new bpv-blad that may be objected to.

Mail goes the common way (`service_post`: written in this transaction, delivered by the worker) and never undoes what
it is about.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from bpv_app.kernel.clock import Clock, toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import MUTATIE_LABEL
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.service_basis import id_van
from bpv_app.pok.service_post import Brief, schrijf_partijen
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.post.rules import Sjabloon

_GEEN_TERMIJN = Tekst(
    "De oude afspraken gelden weer. Je hoeft niets te doen.", "The old agreement holds again. You need not do anything."
)
_BLIJFT = Tekst(
    "Er was bezwaar. De school heeft ernaar gekeken en met de partijen overlegd. Het nieuwe bpv-blad blijft gelden.",
    "There was an objection. The school looked at it and talked to the parties. The new bpv-blad stays.",
)
_VOOR: dict[WijzigingStatus, Tekst] = {
    WijzigingStatus.INGETROKKEN: Tekst("niet meer: ", "no longer: "),
    WijzigingStatus.GEHANDHAAFD: Tekst("het blijft bij: ", "it stays: "),
}


def meld_teruggezet(session: Session, clock: Clock, pok: Pok, document_versie: int, reden: str) -> None:
    """Student and company hold paper that is void now: what they signed does not count any more, and why."""
    velden = {"versie": str(document_versie), "reden": reden.strip()[:900]}
    sleutel = f"teruggezet:{id_van(pok)}:{document_versie}"

    def brief(wie: str, doel: str) -> Brief:
        return Brief(Sjabloon.POK_TERUGGEZET, f"{sleutel}:{wie}", doel, lambda _taal: velden)

    schrijf_partijen(session, clock, pok, brief("student", "/mijn-pok"), brief("bedrijf", "/stagiairs"))


def meld_blad(session: Session, clock: Clock, pok: Pok, wijziging: PokWijziging) -> None:
    """Student and company get to know a new bpv-blad and until when they may object, or what became of it.

    The button leads to the bpv-blad itself, where they can answer.
    """
    voor, label = _VOOR.get(wijziging.status), MUTATIE_LABEL[wijziging.soort]
    wat = Tekst(voor.nl + label.nl.lower(), voor.en + label.en.lower()) if voor else label

    def velden(taal: str) -> Mapping[str, str]:
        return {
            "wat": wat.in_taal(taal),
            "reden": wijziging.afhandeling if voor else wijziging.reden,
            "termijn": _termijn(wijziging).in_taal(taal),
        }

    def brief(wie: str) -> Brief:
        sleutel = f"bpvblad:{wijziging.id}:{wijziging.status}:{wie}"
        return Brief(Sjabloon.POK_BPVBLAD, sleutel, f"/bpv-blad/{wijziging.id}", velden)

    schrijf_partijen(session, clock, pok, brief("student"), brief("bedrijf"))


def _termijn(wijziging: PokWijziging) -> Tekst:
    if wijziging.status is WijzigingStatus.INGETROKKEN:
        return _GEEN_TERMIJN
    if wijziging.status is WijzigingStatus.GEHANDHAAFD:
        return _BLIJFT
    tot, until = toon_datum(wijziging.bezwaar_tot), toon_datum(wijziging.bezwaar_tot, "en")
    return Tekst(
        f"Ben je het er niet mee eens? Maak dan bezwaar, uiterlijk {tot}. Dat kan met de knop hieronder.",
        f"Do you not agree? Then object, on {until} at the latest. You can do so with the button below.",
    )
