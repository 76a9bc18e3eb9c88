"""What a moment asks of the begeleider today: late, to be recorded, to be planned now, or nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from bpv_app.gesprek.rules import MomentStatus
from bpv_app.kernel.tekst import Tekst


class Toestand(StrEnum):
    """As seen on one day. `NIET_GEHOUDEN`: the placement is closed and the conversation never was."""

    TE_LAAT = "te_laat"
    VASTLEGGEN = "vastleggen"
    NU_PLANNEN = "nu_plannen"
    LATER = "later"
    GEPLAND = "gepland"
    GEHOUDEN = "gehouden"
    VERVALLEN = "vervallen"
    NIET_GEHOUDEN = "niet_gehouden"


TOESTAND_LABEL: dict[Toestand, Tekst] = {
    Toestand.TE_LAAT: Tekst("Te laat", "Overdue"),
    Toestand.VASTLEGGEN: Tekst("Nog vastleggen", "To be recorded"),
    Toestand.NU_PLANNEN: Tekst("Nu plannen", "Plan now"),
    Toestand.LATER: Tekst("Later", "Later"),
    Toestand.GEPLAND: Tekst("Gepland", "Planned"),
    Toestand.GEHOUDEN: Tekst("Gehouden", "Held"),
    Toestand.VERVALLEN: Tekst("Vervallen", "Lapsed"),
    Toestand.NIET_GEHOUDEN: Tekst("Niet gehouden", "Not held"),
}
TOESTAND_TOON: dict[Toestand, str] = {
    Toestand.TE_LAAT: "error",
    Toestand.VASTLEGGEN: "warning",
    Toestand.NU_PLANNEN: "warning",
    Toestand.LATER: "",
    Toestand.GEPLAND: "info",
    Toestand.GEHOUDEN: "success",
    Toestand.VERVALLEN: "",
    Toestand.NIET_GEHOUDEN: "error",
}
OPEN = (Toestand.TE_LAAT, Toestand.VASTLEGGEN, Toestand.NU_PLANNEN, Toestand.LATER, Toestand.GEPLAND)
"""What still is to be done, now or later."""


def bepaal_toestand(
    status: MomentStatus,
    venster: tuple[date, date],
    afspraak_op: datetime | None,
    vandaag: date,
    nu: datetime,
    *,
    loopt: bool = True,
) -> Toestand:
    """The toestand of one moment; `queries_moment.toestand_clause` says the same in SQL (a test compares them)."""
    if status is MomentStatus.GEHOUDEN:
        return Toestand.GEHOUDEN
    if status is MomentStatus.VERVALLEN:
        return Toestand.VERVALLEN
    if not loopt:
        return Toestand.NIET_GEHOUDEN
    if status is MomentStatus.GEPLAND:
        return Toestand.VASTLEGGEN if afspraak_op is not None and afspraak_op < nu else Toestand.GEPLAND
    van, tot = venster
    if tot < vandaag:
        return Toestand.TE_LAAT
    return Toestand.NU_PLANNEN if van <= vandaag else Toestand.LATER


def week_einde(vandaag: date) -> date:
    """The Sunday of this week."""
    return vandaag + timedelta(days=6 - vandaag.weekday())


def _gesprekken(n: int) -> tuple[str, str]:
    return ("1 gesprek", "1 conversation") if n == 1 else (f"{n} gesprekken", f"{n} conversations")


def vat_samen(aantal: Mapping[Toestand, int], deze_week: int) -> Tekst:
    """The first line of the screen: `3 gesprekken zijn te laat, 5 deze week.`

    `deze_week`: appointments from today to Sunday, and windows that end in those days without an appointment.
    """
    laat, vast = aantal.get(Toestand.TE_LAAT, 0), aantal.get(Toestand.VASTLEGGEN, 0)
    nl, en = [], []
    if laat:
        nl.append(f"{_gesprekken(laat)[0]} {'is' if laat == 1 else 'zijn'} te laat")
        en.append(f"{_gesprekken(laat)[1]} {'is' if laat == 1 else 'are'} overdue")
    if deze_week:
        nl.append(f"{deze_week} deze week" if laat else f"{_gesprekken(deze_week)[0]} deze week")
        en.append(f"{deze_week} this week" if laat else f"{_gesprekken(deze_week)[1]} this week")
    if vast:
        nl.append(f"{vast} nog vast te leggen")
        en.append(f"{vast} still to be recorded")
    if not nl:
        return Tekst("Geen gesprek is te laat en er is niets deze week.", "Nothing is overdue and nothing this week.")
    return Tekst(", ".join(nl) + ".", ", ".join(en) + ".")
