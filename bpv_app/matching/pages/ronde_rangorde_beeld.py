"""What the coordinator's round shows of companies that order, already in words."""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_rangorde_ronde import OordeelRij, RangordeStand
from bpv_app.matching.rules_rangorde import BESLUIT_LABEL, GROND_LABEL
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.tables_ronde import Ronde


@dataclass
class StandBeeld:
    """How far a company is with one place."""

    plaats: str
    href: str
    kandidaten: int
    stand: str
    toon: str
    contact: str


@dataclass
class OordeelBeeld:
    """A "not suitable" with the student's own words beside it."""

    id: str
    student: str
    href: str
    plaats: str
    leerwens: str
    grond: str
    uitleg: str
    besluit: str
    toon: str
    reden: str
    versie: int


def stand_beeld(s: RangordeStand, taal: str, *, is_open: bool) -> StandBeeld:
    """A line of the table; while it is open, nothing sent in is not yet nothing at all."""
    if not s.kandidaten:
        stand, toon = Tekst("niemand koos deze plaats", "nobody chose this place"), ""
    elif s.is_gewijzigd:
        stand, toon = Tekst("veranderd na insturen", "changed after sending in"), "warning"
    elif s.ingestuurd_op:
        stand, toon = Tekst("ingestuurd", "sent in"), "success"
    elif is_open:
        stand, toon = Tekst("nog niet ingestuurd", "not sent in yet"), "warning"
    else:
        stand, toon = Tekst("niets ingestuurd: loting", "nothing sent in: lottery"), ""
    geen = Tekst("Geen praktijkopleider bekend: niet gemaild.", "No workplace supervisor known: no mail.")
    return StandBeeld(
        f"{s.titel}, {s.bedrijf}", f"/plaatsen/{s.plaats_id}", s.kandidaten, stand.in_taal(taal), toon,
        s.contact or geen.in_taal(taal),
    )  # fmt: skip


def oordeel_beeld(o: OordeelRij, taal: str) -> OordeelBeeld:
    """A judgement with what was decided about it."""
    wacht = Tekst("wacht op jou", "waits for you")
    return OordeelBeeld(
        str(o.id),
        f"{o.student} ({o.klas})" if o.klas else o.student,
        f"/studenten/{o.student_id}",
        f"{o.titel}, {o.bedrijf}",
        o.leerwens or Tekst("(niets geschreven)", "(wrote nothing)").in_taal(taal),
        GROND_LABEL[o.grond].in_taal(taal),
        o.uitleg,
        (BESLUIT_LABEL[o.besluit] if o.besluit else wacht).in_taal(taal),
        "" if o.besluit else "warning",
        f"{o.besluit_reden} ({o.door})" if o.besluit else "",
        o.versie,
    )


def rangschik_zin(ronde: Ronde, standen: list[RangordeStand], oordelen: list[OordeelRij], *, is_open: bool) -> Tekst:
    """How it stands, in one sentence."""
    tot = ronde.rangschikken_gesloten_op or ronde.rangschikken_tot
    op, at = (toon_moment(tot), toon_moment(tot, "en")) if tot else ("", "")
    if ronde.status in (RondeStatus.CONCEPT, RondeStatus.OPEN):
        return Tekst(
            f"Als de lijsten dicht zijn, vragen we de bedrijven om een volgorde, tot {op}.",
            f"When the lists are closed companies are asked for an order, until {at}.",
        )
    met = [s for s in standen if s.kandidaten]
    n, klaar = len(met), sum(s.ingestuurd_op is not None for s in met)
    if is_open:
        return Tekst(
            f"{klaar} van {n} plaatsen met kandidaten hebben een volgorde. Bedrijven hebben de tijd tot "
            f"{op}. Daarna kun "
            "je een voorstel maken.",
            f"{klaar} of {n} places with candidates have an order. Companies have until {at}. After that "
            f"you can make a "
            "proposal.",
        )
    wacht = sum(o.besluit is None for o in oordelen)
    extra = Tekst(
        f" {wacht} keer „past niet“ wacht op je besluit." if wacht else "",
        f" {wacht} × “not suitable” waits for your decision." if wacht else "",
    )
    return Tekst(
        f"{klaar} van {n} plaatsen met kandidaten hebben een volgorde. Dicht sinds {op}.{extra.nl}",
        f"{klaar} of {n} places with candidates have an order. Closed since {at}.{extra.en}",
    )
