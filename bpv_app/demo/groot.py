"""Make a ROC of the demo school: as many students as asked, three school years, everything in proportion.

Deterministic: the same demo school, day and size give the same rows. All in one transaction, with bulk inserts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import tabel_van, transaction
from bpv_app.demo.groot_bedrijven import maak_bedrijven
from bpv_app.demo.groot_plaatsingen import maak_plaatsingen
from bpv_app.demo.groot_school import maak_school
from bpv_app.demo.groot_studenten import maak_studenten
from bpv_app.demo.groot_uren import schrijf_uren
from bpv_app.demo.groot_verloop import schrijf_verloop
from bpv_app.demo.kalender import Kalender
from bpv_app.demo.laden import TABEL, NietLeeg, is_demo
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import Clock, klok
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.student.tables import Student
from bpv_app.toegang import audit
from bpv_app.toegang.tables import Audit

STUDENTEN = 35_000
BEDRIJVEN = 12_000
REGELS = 1_500_000
MINSTENS = 500
HOOGSTENS = 100_000
"""The demo school itself has four hundred students; numbers of agreements have five digits a year."""
GEGROEID = "demoschool groot gemaakt"
Meld = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Gegroeid:
    """How much there is now of what was added to."""

    studenten: int
    leerbedrijven: int
    poks: int
    urenregels: int


def is_groot(session: Session) -> bool:
    """Whether this demo was made big already."""
    tabel = tabel_van(Audit)
    vraag = sa.select(sa.literal(1)).where(tabel.c.tabel == TABEL, tabel.c.omschrijving == GEGROEID).limit(1)
    return session.execute(vraag).first() is not None


def check_omvang(studenten: int) -> int:
    """The number, when a school of that size can be made. Raises `OngeldigeInvoer`."""
    if not MINSTENS <= studenten <= HOOGSTENS:
        raise OngeldigeInvoer(
            {
                "studenten": Tekst(
                    f"Kies {MINSTENS} tot en met {HOOGSTENS} studenten.", f"Choose {MINSTENS} to {HOOGSTENS} students."
                )
            }
        )
    return studenten


def maak_groot(
    motor: Engine | None = None,
    studenten: int = STUDENTEN,
    clock: Clock = klok,
    meld: Meld = lambda _: None,
) -> Gegroeid:
    """Let the demo school grow to `studenten`. Raises `NietLeeg` when this is no demo, or is big already."""
    check_omvang(studenten)
    wie = systeem("demoschool")
    with transaction(wie, op=motor) as session:
        if not is_demo(session) or is_groot(session):
            raise NietLeeg
        kalender = Kalender(clock.vandaag())
        erbij = studenten - _tel(session, Student)
        bedrijven = max(200, BEDRIJVEN * studenten // STUDENTEN) - _tel(session, Leerbedrijf)
        school = maak_school(session, kalender, erbij)
        meld(f"{len(school.ploegen)} teams …")
        leerlingen = maak_studenten(session, kalender, school, erbij)
        meld(f"{erbij} studenten …")
        erkend = maak_bedrijven(session, kalender, school, max(200, bedrijven))
        meld(f"{max(200, bedrijven)} leerbedrijven …")
        poks = maak_plaatsingen(session, kalender, school, leerlingen, erkend)
        schrijf_verloop(session, kalender, school, poks)
        meld(f"{poks.height} POK's met hun verloop …")
        regels = schrijf_uren(session, kalender, poks, REGELS * studenten // STUDENTEN)
        meld(f"{regels} urenregels …")
        gegroeid = Gegroeid(_tel(session, Student), _tel(session, Leerbedrijf), poks.height, regels)
        nieuw = {"studenten": gegroeid.studenten, "leerbedrijven": gegroeid.leerbedrijven, "poks": poks.height}
        audit.noteer(session, wie, TABEL, None, GEGROEID, clock.nu(), nieuw=nieuw)
    _ken_de_verdeling(motor)
    return gegroeid


def _tel(session: Session, soort: type[Student] | type[Leerbedrijf]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(tabel_van(soort))).scalar_one())


def _ken_de_verdeling(motor: Engine | None) -> None:
    """Let the database look at its tables anew: what it knew of them was of a small school."""
    from bpv_app.db import engine

    with (motor or engine()).connect() as verbinding:
        verbinding.exec_driver_sql("ANALYZE")
        verbinding.commit()
