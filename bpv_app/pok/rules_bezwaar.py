"""The term in which the parties may object to a new version of the bpv-blad, and what came of it.

Source: domain.md section 2 ([sector]: ten working days). Working days are Monday to Friday without the Dutch public
holidays, as the hours count them. The day on which the blad is made does not count, the last day counts in full.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

BEZWAAR_WERKDAGEN = 10
MAX_REDEN = 900


class WijzigingStatus(StrEnum):
    """What is stored of an amendment. Whether a term is over follows from the day (`bepaal_stand`)."""

    VAST = "vast"
    LOOPT = "loopt"
    BEZWAAR = "bezwaar"
    GEHANDHAAFD = "gehandhaafd"
    INGETROKKEN = "ingetrokken"
    VERVALLEN = "vervallen"


class WijzigingStand(StrEnum):
    """How an amendment stands on a day."""

    GELDT = "geldt"
    TERMIJN = "termijn"
    BEZWAAR = "bezwaar"
    INGETROKKEN = "ingetrokken"
    VERVALLEN = "vervallen"


STAND_LABEL: dict[WijzigingStand, Tekst] = {
    WijzigingStand.GELDT: Tekst("Geldt", "Holds"),
    WijzigingStand.TERMIJN: Tekst("Bezwaartermijn loopt", "Term for objections runs"),
    WijzigingStand.BEZWAAR: Tekst("Bezwaar gemaakt", "Objection made"),
    WijzigingStand.INGETROKKEN: Tekst("Ingetrokken", "Withdrawn"),
    WijzigingStand.VERVALLEN: Tekst("Vervallen", "Lapsed"),
}
STAND_TOON: dict[WijzigingStand, str] = {
    WijzigingStand.GELDT: "success",
    WijzigingStand.TERMIJN: "info",
    WijzigingStand.BEZWAAR: "error",
    WijzigingStand.INGETROKKEN: "",
    WijzigingStand.VERVALLEN: "",
}


def laatste_bezwaardag(gemaakt_op: date, is_feestdag: Callable[[date], bool]) -> date:
    """The last day on which a party may object to a blad made on `gemaakt_op`."""
    dag, over = gemaakt_op, BEZWAAR_WERKDAGEN
    while over:
        dag += timedelta(days=1)
        over -= dag.weekday() < 5 and not is_feestdag(dag)
    return dag


def bepaal_stand(status: WijzigingStatus, bezwaar_tot: date | None, vandaag: date) -> WijzigingStand:
    """Nobody picks "it holds": it follows when the term is over and nobody objected."""
    match status:
        case WijzigingStatus.LOOPT:
            return WijzigingStand.TERMIJN if bezwaar_tot and vandaag <= bezwaar_tot else WijzigingStand.GELDT
        case WijzigingStatus.VAST | WijzigingStatus.GEHANDHAAFD:
            return WijzigingStand.GELDT
        case WijzigingStatus.BEZWAAR:
            return WijzigingStand.BEZWAAR
        case WijzigingStatus.INGETROKKEN:
            return WijzigingStand.INGETROKKEN
        case WijzigingStatus.VERVALLEN:
            return WijzigingStand.VERVALLEN


class BezwaarMagNiet(DomeinFout):
    """The term is over, or there is none."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "bezwaar_mag_niet",
            Tekst(
                "Bezwaar kan alleen binnen de termijn van 10 werkdagen.",
                "An objection is only possible within the term of 10 working days.",
            ),
        )


class BladInBehandeling(DomeinFout):
    """A new version was made and may still be objected to: first that one, then the next."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "blad_in_behandeling",
            Tekst(
                "Er loopt nog een bezwaartermijn of een bezwaar over het vorige bpv-blad.",
                "The term for the previous bpv-blad still runs, or an objection to it is open.",
            ),
        )


class GeenBezwaar(DomeinFout):
    """There is no open objection to deal with."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "geen_bezwaar", Tekst("Er is geen open bezwaar.", "There is no open objection.")
        )  # fmt: skip


def check_bezwaar(status: WijzigingStatus, bezwaar_tot: date | None, ontvangen_op: date, vandaag: date) -> None:
    """An objection counts when it was received in the term; it may be registered later. Raises BezwaarMagNiet or
    OngeldigeInvoer. A second party may object too."""
    if status not in (WijzigingStatus.LOOPT, WijzigingStatus.BEZWAAR) or bezwaar_tot is None:
        raise BezwaarMagNiet
    if ontvangen_op > vandaag:
        raise OngeldigeInvoer({"ontvangen_op": Tekst("Deze dag moet nog komen.", "This day is still to come.")})
    if ontvangen_op > bezwaar_tot:
        raise BezwaarMagNiet


def check_reden(reden: str) -> str:
    """A reason, as one text. Raises OngeldigeInvoer."""
    schoon = reden.strip()
    if not schoon:
        raise OngeldigeInvoer({"reden": Tekst("Vul dit in.", "Fill this in.")})
    if len(schoon) > MAX_REDEN:
        raise OngeldigeInvoer({"reden": Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")})
    return schoon
