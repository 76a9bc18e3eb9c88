"""A calendar and agreements that the hand-written tables use."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from bpv_app.uren.rules import Soort, VrijSoort
from bpv_app.uren.rules_plan import Afspraak, Kalender, Vrij
from bpv_app.uren.rules_tellen import Regel

UUR = 60
FEESTDAGEN = {
    date(2026, 12, 25): "Eerste kerstdag",
    date(2026, 12, 26): "Tweede kerstdag",
    date(2027, 1, 1): "Nieuwjaarsdag",
    date(2027, 3, 28): "Eerste paasdag",
    date(2027, 3, 29): "Tweede paasdag",
    date(2027, 4, 27): "Koningsdag",
    date(2027, 5, 6): "Hemelvaartsdag",
}
LEEG = Kalender({})
ALLEEN_FEEST = Kalender(FEESTDAGEN)
SCHOOL = Kalender(
    FEESTDAGEN,
    (
        Vrij(VrijSoort.VAKANTIE, "Herfstvakantie", date(2026, 10, 17), date(2026, 10, 25)),
        Vrij(VrijSoort.STUDIEDAG, "Studiedag", date(2026, 11, 25), date(2026, 11, 25)),
        Vrij(VrijSoort.VAKANTIE, "Kerstvakantie", date(2026, 12, 19), date(2027, 1, 3)),
    ),
)


def dag(tekst: str) -> date:
    return date.fromisoformat(tekst)


def maak_afspraak(
    begin: str,
    eind: str,
    per_week: int = 40 * UUR,
    werkdagen: tuple[int, ...] = (0, 1, 2, 3, 4),
    totaal: int = 0,
    pok_id: int = 1,
    dagen: str = "",
    afgesproken: str = "",
) -> Afspraak:
    return Afspraak(
        pok_id,
        dag(begin),
        dag(eind),
        per_week,
        werkdagen,
        totaal,
        Decimal(dagen) if dagen else None,
        dag(afgesproken) if afgesproken else None,
    )


def maak_regels(tekst: str, *, akkoord: bool = False) -> list[Regel]:
    """`2026-11-23 gewerkt 8; 2026-11-24 ziek 8 @2`: day, kind, hours, and after @ the agreement (1)."""
    regels = []
    for deel in tekst.split(";"):
        woorden = deel.split()
        pok_id = int(woorden[3][1:]) if len(woorden) > 3 else 1
        minuten = int(Decimal(woorden[2]) * UUR)
        regels.append(Regel(dag(woorden[0]), Soort(woorden[1]), minuten, akkoord, pok_id))
    return regels


def week_van(eerste: str, uren: str, *, pok_id: int = 1, akkoord: bool = False) -> list[Regel]:
    """Worked hours from that day on, a number per day, `-` for none: `9 9 - 9`."""
    return [
        Regel(dag(eerste) + timedelta(days=n), Soort.GEWERKT, int(Decimal(u) * UUR), akkoord, pok_id)
        for n, u in enumerate(uren.split())
        if u != "-"
    ]
