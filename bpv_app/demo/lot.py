"""One placement of the demo while it is being told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bpv_app.demo.bedrijven import Bedrijf
from bpv_app.demo.studenten import Leerling
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.leerbedrijf.tables import Contactpersoon, Locatie
from bpv_app.pok.rules import Partij
from bpv_app.pok.rules_voortraject import VOORTRAJECT_VELDEN, Voortraject
from bpv_app.pok.tables import Pok


@dataclass(slots=True, eq=False)
class Lot:
    """One placement: its dossier and its current agreement, with what the steps have to remember."""

    leerling: Leerling
    inrichting: Inrichting
    begeleider: Actor
    bedrijf: Bedrijf
    opleider: Contactpersoon
    locatie: Locatie | None = None
    dossier: Dossier | None = None
    pok: Pok | None = None
    getekend: dict[Partij, date] = field(default_factory=dict)

    @property
    def huidig(self) -> Pok:
        assert self.pok is not None
        return self.pok

    @property
    def map(self) -> Dossier:
        assert self.dossier is not None
        return self.dossier


def dag_van(op: datetime) -> date:
    """The day people at the school live in."""
    return op.astimezone(AMSTERDAM).date()


def voortraject_van(pok: Pok) -> Voortraject:
    """The agreement's data as the form shows them."""
    return Voortraject(**{veld: getattr(pok, veld) for veld in VOORTRAJECT_VELDEN})
