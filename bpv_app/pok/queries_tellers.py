"""The counters of the start pages: each with the list question that gives exactly that many rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Lijst, LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries import POKS, tel, where_pok
from bpv_app.pok.queries_dossiers import DOSSIERS, tel_dossiers, where_dossier
from bpv_app.pok.queries_nabellen import NABELLEN, where_nabellen


@dataclass(frozen=True, slots=True)
class Teller:
    """A number with what it counts. `lijst` and `vraag` lead to exactly these rows; `toon` says how urgent it is."""

    sleutel: str
    label: Tekst
    uitleg: Tekst
    aantal: int
    lijst: Lijst
    vraag: LijstVraag
    toon: str


@dataclass(frozen=True, slots=True)
class _Soort:
    sleutel: str
    label: Tekst
    uitleg: Tekst
    lijst: Lijst
    rollen: frozenset[Rol]
    filters: Mapping[str, str] = field(default_factory=dict)
    toon: str = ""


_COORDINATOR, _BEGELEIDER, _ZAKEN = Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN

SOORTEN: tuple[_Soort, ...] = (
    _Soort(
        "begonnen_ongetekend",
        Tekst("Begonnen, POK niet getekend", "Started, agreement not signed"),
        Tekst("de stage loopt zonder handtekeningen", "the placement runs without signatures"),
        POKS,
        frozenset({_COORDINATOR, _BEGELEIDER, _ZAKEN}),
        {"begint": "begonnen"},
        "error",
    ),
    _Soort(
        "week_ongetekend",
        Tekst("Begint deze week, POK niet getekend", "Starts this week, agreement not signed"),
        Tekst("van maandag tot en met zondag", "from Monday to Sunday"),
        POKS,
        frozenset({_COORDINATOR, _BEGELEIDER, _ZAKEN}),
        {"begint": "week_ongetekend"},
        "error",
    ),
    _Soort(
        "krd_geweigerd",
        Tekst("Geweigerd door de KRD", "Refused by the register"),
        Tekst("herstel de gegevens en stuur opnieuw", "correct the data and send again"),
        POKS,
        frozenset({_COORDINATOR, _ZAKEN}),
        {"krd": "geweigerd"},
        "error",
    ),
    _Soort(
        "krd_verschil",
        Tekst("Anders dan in de KRD", "Different from the register"),
        Tekst("onze status en die van de KRD verschillen", "our status and the register's differ"),
        POKS,
        frozenset({_ZAKEN}),
        {"krd": "verschil"},
        "warning",
    ),
    _Soort(
        "bezwaar",
        Tekst("Bezwaar tegen een bpv-blad", "Objection to a bpv-blad"),
        Tekst("overleg met de partij en handel het af", "talk to the party and deal with it"),
        POKS,
        frozenset({_COORDINATOR, _BEGELEIDER}),
        {"werk": "bezwaar"},
        "error",
    ),
    _Soort(
        "zonder_plaats",
        Tekst("Student zonder plaats", "Student without a place"),
        Tekst("er is een dossier, maar nog geen leerbedrijf", "there is a dossier, but no company yet"),
        DOSSIERS,
        frozenset({_COORDINATOR}),
        {"plaats": "zonder"},
        "warning",
    ),
    _Soort(
        "versturen",
        Tekst("Klaar om naar de KRD te sturen", "Ready to send to the register"),
        Tekst("alles is ingevuld", "everything is filled in"),
        POKS,
        frozenset({_COORDINATOR}),
        {"werk": "versturen"},
        "info",
    ),
    _Soort(
        "afdrukken",
        Tekst("Klaar om af te drukken", "Ready to print"),
        Tekst("volledig en nog niet op papier", "complete and not on paper yet"),
        POKS,
        frozenset({_ZAKEN}),
        {"status": "volledig"},
        "info",
    ),
    _Soort(
        "bellen_nu",
        Tekst("Vandaag opnieuw bellen", "Call again today"),
        Tekst("afgesproken voor vandaag of eerder", "agreed for today or before"),
        NABELLEN,
        frozenset({_COORDINATOR, _BEGELEIDER, _ZAKEN}),
        {"bellen": "nu"},
        "warning",
    ),
    _Soort(
        "ongetekend",
        Tekst("Wacht op handtekeningen", "Waits for signatures"),
        Tekst("afgedrukt en nog niet door iedereen getekend", "printed and not yet signed by everybody"),
        NABELLEN,
        frozenset({_COORDINATOR, _BEGELEIDER, _ZAKEN}),
    ),
    _Soort(
        "veertien",
        Tekst("Begint binnen 14 dagen", "Starts within 14 days"),
        Tekst("stages die eraan komen", "placements that are coming up"),
        POKS,
        frozenset({_BEGELEIDER}),
        {"begint": "veertien"},
    ),
    _Soort(
        "afsluiten",
        Tekst("Klaar om af te sluiten", "Ready to be closed"),
        Tekst("de einddatum is bereikt", "the end date has been reached"),
        POKS,
        frozenset({_BEGELEIDER}),
        {"werk": "afsluiten"},
        "warning",
    ),
)


def tellers(session: Session, actor: Actor, vandaag: date) -> tuple[Teller, ...]:
    """The counters for this actor's roles, the most urgent first; those of nothing to do as well (they say 0)."""
    uit = []
    for soort in SOORTEN:
        if not (actor.rollen & soort.rollen) or not actor.mag(soort.lijst.actie):
            continue
        vraag = LijstVraag(filters=soort.filters)
        aantal = _tel(session, actor, soort.lijst, vraag, vandaag)
        uit.append(Teller(soort.sleutel, soort.label, soort.uitleg, aantal, soort.lijst, vraag, soort.toon))
    return tuple(uit)


def _tel(session: Session, actor: Actor, lijst: Lijst, vraag: LijstVraag, vandaag: date) -> int:
    if lijst is DOSSIERS:
        return tel_dossiers(session, where_dossier(actor, vraag))
    waar = where_nabellen if lijst is NABELLEN else where_pok
    return tel(session, waar(actor, vraag, vandaag))
