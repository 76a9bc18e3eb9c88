"""Hours of BPV that a route asks by law, as dated configuration (WEB 7.2.7; figures in domain.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bpv_app.student.rules import Leerweg


@dataclass(frozen=True, slots=True)
class Norm:
    """At least `uren` hours of BPV from `vanaf` on, in all or per year. `jaren`: length of the programme, 0 for any."""

    leerweg: Leerweg
    jaren: int
    vanaf: date
    uren: int
    per_jaar: bool


def norm_voor(normen: Iterable[Norm], leerweg: Leerweg, jaren: int, peildatum: date) -> Norm | None:
    """The norm in force on `peildatum`. One for exactly this length goes before one for any; then the latest."""
    geldig = [n for n in normen if n.leerweg is leerweg and n.jaren in (jaren, 0) and n.vanaf <= peildatum]
    return max(geldig, key=lambda n: (n.jaren == jaren, n.vanaf), default=None)


def _jaar_later(begin: date, jaren: int) -> date:
    """The same day `jaren` later; 1 March for 29 February in a common year."""
    try:
        return begin.replace(year=begin.year + jaren)
    except ValueError:
        return date(begin.year + jaren, 3, 1)


def norm_minuten(norm: Norm, begin: date, eind: date) -> int:
    """Minutes the norm asks of a period, `begin` and `eind` included; none for an empty one.

    A norm per year counts years from `begin`, whole ones whatever their length; the days that are left are a share of
    the year they lie in (365 or 366 days). Rounded half up to whole minutes.
    """
    if eind < begin:
        return 0
    if not norm.per_jaar:
        return norm.uren * 60
    na = eind + timedelta(days=1)
    jaren = na.year - begin.year
    if _jaar_later(begin, jaren) > na:
        jaren -= 1
    vanaf = _jaar_later(begin, jaren)
    dagen, lengte = (na - vanaf).days, (_jaar_later(begin, jaren + 1) - vanaf).days
    return norm.uren * 60 * jaren + (2 * norm.uren * 60 * dagen + lengte) // (2 * lengte)
