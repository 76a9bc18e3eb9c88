"""The life of a week of hours as one table: which step, from which status to which, by whom, with a reason or not.

Source: domain.md section 5 (house rules of schools): the student writes by the end of the week, the company approves
the whole week or sends it back with a reason, a signed-off week is locked; reopening leaves a trace.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules import WEEK_LABEL, Beoordelaar, Gebeurtenis, Oordeel, WeekStatus


class Wie(StrEnum):
    """In what part somebody acts on a week."""

    STUDENT = "student"
    BEDRIJF = "bedrijf"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Stap:
    """One row of the table. `beoordeelt`: only for who approves this team's weeks (`beoordelaars`)."""

    van: frozenset[WeekStatus]
    naar: WeekStatus
    wie: frozenset[Wie]
    heeft_reden: bool = False
    beoordeelt: bool = False


_OPEN = frozenset({WeekStatus.OPEN, WeekStatus.TERUGGESTUURD})
_BEOORDELAARS = frozenset({Wie.BEDRIJF, Wie.SCHOOL})
STAPPEN: dict[Gebeurtenis, Stap] = {
    Gebeurtenis.INGEDIEND: Stap(_OPEN, WeekStatus.INGEDIEND, frozenset({Wie.STUDENT})),
    Gebeurtenis.INGETROKKEN: Stap(frozenset({WeekStatus.INGEDIEND}), WeekStatus.OPEN, frozenset({Wie.STUDENT})),
    Gebeurtenis.DAG_AKKOORD: Stap(
        frozenset({WeekStatus.INGEDIEND}), WeekStatus.INGEDIEND, _BEOORDELAARS, beoordeelt=True
    ),
    Gebeurtenis.GOEDGEKEURD: Stap(
        frozenset({WeekStatus.INGEDIEND}), WeekStatus.GOEDGEKEURD, _BEOORDELAARS, beoordeelt=True
    ),
    Gebeurtenis.TERUGGESTUURD: Stap(
        frozenset({WeekStatus.INGEDIEND}), WeekStatus.TERUGGESTUURD, _BEOORDELAARS, heeft_reden=True
    ),
    Gebeurtenis.HEROPEND: Stap(
        frozenset({WeekStatus.GOEDGEKEURD}), WeekStatus.TERUGGESTUURD, _BEOORDELAARS, heeft_reden=True
    ),
}
GEBEURTENIS_LABEL: dict[Gebeurtenis, Tekst] = {
    Gebeurtenis.INGEDIEND: Tekst("Ingestuurd", "Sent in"),
    Gebeurtenis.INGETROKKEN: Tekst("Teruggenomen", "Taken back"),
    Gebeurtenis.DAG_AKKOORD: Tekst("Dag akkoord", "Day approved"),
    Gebeurtenis.GOEDGEKEURD: Tekst("Goedgekeurd", "Approved"),
    Gebeurtenis.TERUGGESTUURD: Tekst("Teruggestuurd", "Sent back"),
    Gebeurtenis.HEROPEND: Tekst("Heropend", "Reopened"),
}
MAX_REDEN = 1000


class WeekStapMagNiet(DomeinFout):
    """The week is in a status from which this step does not lead, or it is somebody else's to take."""

    http_status = 409

    def __init__(self, status: WeekStatus) -> None:
        label = WEEK_LABEL[status]
        super().__init__(
            "week_stap_mag_niet",
            Tekst(
                f"Dit kan nu niet met deze week. Status: {label.nl.lower()}.",
                f"This cannot be done with this week now. Status: {label.en.lower()}.",
            ),
        )


class WeekGewijzigd(DomeinFout):
    """The student changed the week after the assessor read it: look again before saying yes."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "week_gewijzigd",
            Tekst(
                "De student heeft deze week net gewijzigd. Je ziet nu de nieuwe uren; kijk ze nog even na.",
                "The student has just changed this week. You see the new hours now; please look again.",
            ),
        )


class LegeWeek(DomeinFout):
    """There is nothing to approve."""

    def __init__(self) -> None:
        super().__init__(
            "lege_week",
            Tekst(
                "Deze week is nog leeg. Vul uren in, of kies ziek, verlof of school.",
                "This week is still empty. Fill in hours, or choose sick, leave or school.",
            ),
        )


class DagOpSlot(DomeinFout):
    """The day is approved, or the placement is closed."""

    http_status = 409

    def __init__(self, *, is_afgerond: bool = False) -> None:
        tekst = (
            Tekst(
                "Deze stage is afgesloten. De uren staan vast.",
                "This placement is closed. The hours cannot be changed.",
            )
            if is_afgerond
            else Tekst(
                "Deze dag is goedgekeurd en staat vast. Klopt hij niet? Vraag je praktijkopleider of je begeleider om "
                "de week te heropenen.",
                "This day is approved and locked. Is it wrong? Ask your workplace supervisor or your teacher to reopen "
                "the week.",
            )
        )
        super().__init__("dag_op_slot", tekst)


class BuitenStage(DomeinFout):
    """There is no running placement on that day, or it lies after this week."""

    def __init__(self) -> None:
        super().__init__(
            "buiten_stage",
            Tekst(
                "Op deze dag kun je geen uren schrijven: hij valt buiten je stage of ligt na deze week.",
                "You cannot write hours on this day: it is outside your placement or after this week.",
            ),
        )


def beoordelaars(ingesteld: Beoordelaar, *, heeft_praktijkopleider: bool) -> frozenset[Wie]:
    """Who approves: as the team set it; the school where there is no workplace supervisor."""
    if ingesteld is Beoordelaar.SCHOOL or not heeft_praktijkopleider:
        return frozenset({Wie.SCHOOL})
    return frozenset({Wie.BEDRIJF})


def mag_stap(stap: Gebeurtenis, status: WeekStatus, wie: Collection[Wie], beoordeelt: Collection[Wie]) -> bool:
    """Whether somebody who acts as `wie` may take this step on a week in `status`, which `beoordeelt` approve."""
    rij = STAPPEN[stap]
    wie_mag = rij.wie & frozenset(beoordeelt) if rij.beoordeelt else rij.wie
    return status in rij.van and bool(wie_mag & frozenset(wie))


def check_stap(
    stap: Gebeurtenis, status: WeekStatus, wie: Collection[Wie], beoordeelt: Collection[Wie], reden: str = ""
) -> Stap:
    """The row of the table. Raises `WeekStapMagNiet`, or `OngeldigeInvoer` when the reason is missing or too long."""
    if not mag_stap(stap, status, wie, beoordeelt):
        raise WeekStapMagNiet(status)
    if STAPPEN[stap].heeft_reden and not reden.strip():
        raise OngeldigeInvoer({"reden": Tekst("Schrijf kort waarom.", "Say briefly why.")})
    if len(reden) > MAX_REDEN:
        raise OngeldigeInvoer({"reden": Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")})
    return STAPPEN[stap]


def is_op_slot(status: WeekStatus, oordeel: Oordeel) -> bool:
    """Whether the student can no longer change a day."""
    return status is WeekStatus.GOEDGEKEURD or oordeel is Oordeel.AKKOORD
