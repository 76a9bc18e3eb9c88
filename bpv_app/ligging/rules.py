"""Where a postcode lies and how far two of them are apart: as the crow flies, between the middles of postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt

from bpv_app.kernel.tekst import Tekst

AARDSTRAAL_KM = 6371.0088
"""Mean radius of the earth (IUGG), kilometres."""
KM_KEUZES = (5, 10, 15, 25, 50)
"""The circles one can choose, kilometres."""
BREEDTE = (50.5, 54.0)
LENGTE = (3.0, 7.5)
"""Degrees between which the Netherlands lie: what is outside is a mistake in the file."""
RD_X = (-7_000.0, 300_000.0)
RD_Y = (289_000.0, 629_000.0)
"""Metres between which coordinates of the Rijksdriehoek grid hold."""
_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})?", re.ASCII)
_SPELING = 0.05
"""A distance is what the screen says, one decimal: 15.04 km is within 15."""

Ligging = tuple[float, float]
"""Degrees north, degrees east (WGS84)."""


def afstand_km(van: Ligging, naar: Ligging) -> float:
    """Distance as the crow flies in kilometres between two points in degrees (haversine)."""
    (breedte1, lengte1), (breedte2, lengte2) = van, naar
    half_breedte = radians(breedte2 - breedte1) / 2
    half_lengte = radians(lengte2 - lengte1) / 2
    h = sin(half_breedte) ** 2 + cos(radians(breedte1)) * cos(radians(breedte2)) * sin(half_lengte) ** 2
    return 2 * AARDSTRAAL_KM * asin(min(1.0, sqrt(h)))


def rond(km: float) -> float:
    """A distance as lists show, sort and filter it: kilometres with one decimal."""
    return round(km, 1)


def toon_km(km: float | None, taal: str = "nl") -> str:
    """`12,3 km`; nothing when it is not known."""
    if km is None:
        return ""
    tekst = f"{km:.1f}\u00a0km"
    return tekst if taal == "en" else tekst.replace(".", ",")


def lees_postcode(tekst: str) -> str:
    """`2312AB` or `2312` from what a person types (spaces and capitals do not matter); empty for anything else."""
    gevonden = _POSTCODE.fullmatch(" ".join(tekst.upper().split()))
    return "".join(deel or "" for deel in gevonden.groups()) if gevonden else ""


def kader(hier: Ligging, km: float) -> tuple[Ligging, Ligging]:
    """The box that holds the circle of `km` round `hier`: (least, most) degrees. Every point in the circle is in it."""
    hoek = (km + _SPELING) / AARDSTRAAL_KM
    noord = degrees(hoek) * 1.000001
    oost = degrees(asin(min(1.0, sin(hoek) / max(cos(radians(hier[0])), 1e-9)))) * 1.000001
    return (hier[0] - noord, hier[1] - oost), (hier[0] + noord, hier[1] + oost)


_NOORD = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
    (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
_OOST = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
    (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip


def rd_naar_graden(x: float, y: float) -> Ligging:
    """Degrees of a point on the Rijksdriehoek grid in metres, good to a metre (Schreutelkamp and Strang van Hees)."""
    dx, dy = (x - 155_000) * 1e-5, (y - 463_000) * 1e-5
    noord = sum(k * dx**p * dy**q for p, q, k in _NOORD) / 3600
    oost = sum(k * dx**p * dy**q for p, q, k in _OOST) / 3600
    return 52.15517440 + noord, 5.38720621 + oost


@dataclass(frozen=True, slots=True)
class Gebied:
    """A postcode seen from somewhere: its middle is `km` away, all that lies in it between `dichtst` and `verst`.

    Kilometres with one decimal.
    """

    code: str
    dichtst: float
    verst: float
    km: float


@dataclass(frozen=True, slots=True)
class Venster:
    """Which postcodes hold a page of rows, and how many rows of them come before it."""

    codes: tuple[str, ...]
    overslaan: int


def maak_gebied(code: str, midden: Ligging, straal: float, hier: Ligging) -> Gebied:
    """`straal`: how far the farthest point of the postcode is from its middle, kilometres."""
    km = afstand_km(hier, midden)
    return Gebied(code, rond(max(0.0, km - straal)), rond(km + straal), rond(km))


def kies_venster(
    gebieden: Iterable[tuple[Gebied, int]], offset: int, limiet: int, *, aflopend: bool = False
) -> Venster:
    """The postcodes in which the rows `offset` to `offset + limiet` lie, nearest (or farthest) first.

    `gebieden` come with how many rows lie in each. Only these need a distance of their own: whatever lies in a postcode
    that is surely nearer is skipped, whatever is surely farther comes later.
    """
    teken = -1 if aflopend else 1
    stukken: Sequence[tuple[float, float, str, int]] = sorted(
        (min(teken * g.dichtst, teken * g.verst), max(teken * g.dichtst, teken * g.verst), g.code, aantal)
        for g, aantal in gebieden
        if aantal
    )
    # The row at a place in the order lies no farther than where postcodes wholly nearer have that many rows...
    tot, som = float("inf"), 0
    for _, eind, _, aantal in sorted(stukken, key=lambda s: s[1]):
        som += aantal
        if som >= offset + limiet:
            tot = eind
            break
    # ...and no nearer than where the postcodes that begin before it have more than `offset` rows.
    vanaf, som = float("-inf"), 0
    for begin, _, _, aantal in stukken:
        som += aantal
        if som > offset:
            vanaf = begin
            break
    overslaan = sum(aantal for _, eind, _, aantal in stukken if eind < vanaf)
    codes = tuple(code for begin, eind, code, _ in stukken if eind >= vanaf and begin <= tot)
    return Venster(codes, overslaan)


@dataclass(frozen=True, slots=True)
class Vanaf:
    """The point from which a list shows distances, and what it is: a postcode, a student, a company."""

    ligging: Ligging
    naam: Tekst
