"""What the national register says about a person: enrolments, their periods and their POKs (domain.md section 6).

Plain values between the reader of a file and the students we keep. Nobody here has a BSN: `sleutels` are opaque.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bpv_app.student.rules import Leerweg


@dataclass(frozen=True, slots=True)
class KrdPeriode:
    """A period in an enrolment with its own crebo, route or level (record ISP)."""

    begin_op: date
    crebo: str
    leerweg: Leerweg | None = None
    niveau: int | None = None
    aanbieder: str = ""
    locatie: str = ""


@dataclass(frozen=True, slots=True)
class KrdPokGegevens:
    """A POK as the register holds it (record BPV); `uren` is the total in hours."""

    volgnummer: str
    afsluitdatum: date | None
    begin_op: date | None
    gepland_eind_op: date | None
    werkelijk_eind_op: date | None
    uren: int | None
    sbb_id: str
    crebo: str
    keuzedeel: str = ""


@dataclass(frozen=True, slots=True)
class KrdVerbintenis:
    """An enrolment (record ISG) with what belongs to it."""

    volgnummer: str
    begin_op: date
    gepland_eind_op: date | None = None
    werkelijk_eind_op: date | None = None
    eind_reden: str = ""
    perioden: tuple[KrdPeriode, ...] = ()
    poks: tuple[KrdPokGegevens, ...] = ()

    def huidige_periode(self, vandaag: date) -> KrdPeriode | None:
        """The last period that has begun; before the first one, the first."""
        if not self.perioden:
            return None
        op_volgorde = sorted(self.perioden, key=lambda p: p.begin_op)
        begonnen = [p for p in op_volgorde if p.begin_op <= vandaag]
        return begonnen[-1] if begonnen else op_volgorde[0]


@dataclass(frozen=True, slots=True)
class KrdPersoon:
    """A person: the keys under which the register may know them, best one first, and the enrolments."""

    regel: int
    sleutels: tuple[str, ...]
    geboortedatum: date | None = None
    geboortejaar: int | None = None
    geslacht: str = ""
    verbintenissen: tuple[KrdVerbintenis, ...] = ()

    @property
    def sleutel(self) -> str:
        return self.sleutels[0]


@dataclass(frozen=True, slots=True)
class KrdAdres:
    """Where the register says that a student lives."""

    straat: str
    huisnummer: str
    postcode: str
    plaats: str


@dataclass(frozen=True, slots=True)
class KrdVerbintenisStand:
    """An enrolment as the register holds it now; an empty crebo or route says nothing about it."""

    volgnummer: str
    begin_op: date
    gepland_eind_op: date | None = None
    werkelijk_eind_op: date | None = None
    eind_reden: str = ""
    crebo: str = ""
    leerweg: Leerweg | None = None

    @property
    def eind_op(self) -> date | None:
        """The real end, or else the planned one."""
        return self.werkelijk_eind_op or self.gepland_eind_op


@dataclass(frozen=True, slots=True)
class BekendeVerbintenis:
    """An enrolment we already have, as far as matching needs it."""

    id: int
    volgnummer: str
    crebo: str
    is_van_krd: bool


def koppel_verbintenissen(
    gemeld: Sequence[KrdVerbintenis], bekend: Sequence[BekendeVerbintenis], vandaag: date
) -> dict[str, int]:
    """Which reported enrolment (by volgnummer) is which of ours (by id); the rest is new.

    One that came from the register is the same when its volgnummer is. One the school's own file brought has a guessed
    volgnummer: the register's enrolment for the same crebo takes it over, so that no double appears.
    """
    paren: dict[str, int] = {}
    van_krd = {b.volgnummer: b.id for b in bekend if b.is_van_krd}
    for verbintenis in gemeld:
        if verbintenis.volgnummer in van_krd:
            paren[verbintenis.volgnummer] = van_krd[verbintenis.volgnummer]
    van_school = [b for b in bekend if not b.is_van_krd]
    for ronde in ("crebo", "volgnummer"):
        for verbintenis in gemeld:
            if verbintenis.volgnummer in paren:
                continue
            periode = verbintenis.huidige_periode(vandaag)
            crebos = {p.crebo for p in verbintenis.perioden} if periode else set()
            passend = [
                b
                for b in van_school
                if (b.crebo in crebos if ronde == "crebo" else b.volgnummer == verbintenis.volgnummer)
            ]
            if passend:
                beste = min(passend, key=lambda b: (b.volgnummer != verbintenis.volgnummer, b.id))
                paren[verbintenis.volgnummer] = beste.id
                van_school.remove(beste)
    return paren
