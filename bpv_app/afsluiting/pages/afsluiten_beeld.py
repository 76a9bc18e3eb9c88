"""The closing of a placement in words: its points, and what it was closed without."""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.afsluiting.queries import Afsluitbeeld, OntheffingRegel
from bpv_app.afsluiting.rules import ONTHEFFING_DOOR, PUNT_LABEL, STAAT_LABEL, STAAT_TOON, Punt, PuntStaat, vat_samen
from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.rechten import ROL_LABEL, Rol
from bpv_app.kernel.tekst import Tekst


@dataclass
class PuntBeeld:
    """A point of the list; `door`: who may override it when it is not this person's."""

    punt: str
    label: str
    staat: str
    toon: str
    uitleg: str
    href: str
    mag: bool
    door: str


@dataclass
class VinkBeeld:
    """A document, or something to hand in."""

    naam: str
    klaar: bool


@dataclass
class OntheffingBeeld:
    """An override in words."""

    kop: str
    reden: str
    wie: str


def ontheffing_beeld(o: OntheffingRegel, taal: str) -> OntheffingBeeld:
    """Also for the dossier's page."""
    return OntheffingBeeld(
        f"{PUNT_LABEL[o.punt].in_taal(taal)}: {o.stand}", o.reden, f"{o.door}, {toon_moment(o.op, taal)}"
    )


_HREF: dict[Punt, str] = {
    Punt.WEKEN: "/uren/weken",
    Punt.GESPREKKEN: "/gesprekken",
    Punt.BEOORDELING: "/beoordelingen/{dossier}",
}
"""Where the missing thing is done."""


def _door(punt: Punt, taal: str) -> str:
    rollen = " / ".join(ROL_LABEL[r].in_taal(taal) for r in Rol if r in ONTHEFFING_DOOR[punt])
    return Tekst(f"Mag dit ontbreken? Vraag: {rollen}.", f"May this be missing? Ask: {rollen}.").in_taal(taal)


def zin_van(b: Afsluitbeeld) -> Tekst:
    """The first line of the screen."""
    if b.is_gesloten:
        return Tekst("Deze stage is afgesloten.", "This placement is closed.")
    if not b.pok_id:
        return Tekst("Er is nog geen getekende POK om af te sluiten.", "There is no signed agreement to close yet.")
    return vat_samen(b.punten)


def punt_beelden(b: Afsluitbeeld, taal: str) -> list[PuntBeeld]:
    """The points, each with where it is arranged and who may let it pass."""
    return [
        PuntBeeld(
            p.punt.value,
            PUNT_LABEL[p.punt].in_taal(taal),
            STAAT_LABEL[p.staat].in_taal(taal),
            STAAT_TOON[p.staat],
            p.uitleg.in_taal(taal),
            _HREF[p.punt].format(dossier=b.dossier_id) if p.staat is PuntStaat.MIST and p.punt in _HREF else "",
            p.punt in b.mag_ontheffen,
            _door(p.punt, taal)
            if p.staat is PuntStaat.MIST and p.punt not in b.mag_ontheffen and not b.is_gesloten
            else "",
        )
        for p in b.punten
    ]
