"""A closed round with a proposal, as large as a test or a benchmark wants it, in the days around the real today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock, klok
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_ronde_invoer import RondeInvoer
from bpv_app.matching.service_openen import open_ronde, sluit_ronde
from bpv_app.matching.service_rekenen import maak_voorstel
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.matching.tables_ronde import RondeStudent, Voorkeur, Voorkeurlijst
from bpv_app.student.tables import Student, Team
from tests.makers import (
    make_contactpersoon,
    make_leerbedrijf,
    make_plaats,
    make_student,
    make_verbintenis,
)

VOORNAMEN = ("Yara", "Sem", "Noa", "Bo", "Kim", "Daan", "Lot", "Milan", "Esra", "Joris", "Fleur", "Ties", "Nova", "Aya")
ACHTERNAMEN = ("Bakker", "de Wit", "van der Meulen", "Yilmaz", "Smit", "Okafor", "Hendriksen", "Mol", "Pronk", "Vos")
BEDRIJVEN = ("Anker", "Bakboord", "Complex", "Duin", "Eiland", "Fabriek", "Gemaal", "Haven", "Installatie", "Jachtwerf")


@dataclass(frozen=True)
class Aanbod:
    """A place of the round by its company's name."""

    bedrijf: str
    plekken: int = 1
    crebo: str = "25736"
    min_leeftijd: int | None = None

    @property
    def titel(self) -> str:
        return f"Monteur bij {self.bedrijf}"


@dataclass
class Bordronde:
    """The round, its first proposal, and the numbers behind the names."""

    ronde_id: int
    voorstel_id: int
    deelnemers: dict[str, int] = field(default_factory=dict)
    plaatsen: dict[str, int] = field(default_factory=dict)


def maak_bordronde(
    session: Session,
    coordinator: Actor,
    team: Team,
    lijsten: Mapping[str, Sequence[str]],
    aanbod: Sequence[Aanbod],
    crebos: Mapping[str, str] | None = None,
    klassen: Sequence[str] = ("3B",),
) -> Bordronde:
    """`lijsten`: student → companies in order of preference (none: no list sent in); `crebos`: other than 25736."""
    vandaag, nu = klok.vandaag(), klok.nu()
    van, tot = vandaag + timedelta(days=30), vandaag + timedelta(days=200)
    plaatsen = {}
    for a in aanbod:
        opleider = make_contactpersoon(session, make_leerbedrijf(session, naam=a.bedrijf, zoektekst=a.bedrijf.lower()))
        plaatsen[a.bedrijf] = make_plaats(
            session, opleider, titel=a.titel, crebos=(a.crebo,), aantal=a.plekken, min_leeftijd=a.min_leeftijd,
            van=van, tot=tot,
        )  # fmt: skip
    studenten: dict[str, Student] = {}
    for n, naam in enumerate(lijsten):
        studenten[naam] = make_student(
            session,
            team,
            naam=naam,
            klas=klassen[n % len(klassen)],
            geboortedatum=vandaag.replace(day=1, year=vandaag.year - 18),
        )
        make_verbintenis(
            session, studenten[naam], crebo=(crebos or {}).get(naam, "25736"), begin_op=vandaag - timedelta(days=400),
            gepland_eind_op=vandaag + timedelta(days=500),
        )  # fmt: skip
    clock = FixedClock(nu - timedelta(days=12))
    ronde = maak_ronde(
        session,
        coordinator,
        clock,
        RondeInvoer(
            naam="Stage voorjaar", van=van, tot=tot, opent_op=nu - timedelta(days=11), sluit_op=nu - timedelta(days=2),
            publiceert_op=None, groepen=frozenset({(team.id or 0, "")}), min_keuzes=1, max_keuzes=5,
            modus=Modus.GARANTIE, doel=Doel.EERSTE_KEUZES,
        ),
        zaad="een zaad dat alleen in tests bestaat",
    )  # fmt: skip
    open_ronde(session, coordinator, clock, ronde.id or 0)
    rijen = session.execute(
        sa.select(col(RondeStudent.student_id), col(RondeStudent.id)).where(col(RondeStudent.ronde_id) == ronde.id)
    ).all()
    deelnemer_van: dict[int, int] = dict(rijen)
    deelnemers = {naam: deelnemer_van[student.id or 0] for naam, student in studenten.items()}
    _stuur_in(session, clock, deelnemers, {b: p.id or 0 for b, p in plaatsen.items()}, lijsten)
    clock.moment = nu - timedelta(days=1)
    sluit_ronde(session, coordinator, clock, ronde.id or 0)
    voorstel = maak_voorstel(session, coordinator, clock, ronde.id or 0)
    return Bordronde(ronde.id or 0, voorstel.id or 0, deelnemers, {b: p.id or 0 for b, p in plaatsen.items()})


def _stuur_in(
    session: Session,
    clock: FixedClock,
    deelnemers: Mapping[str, int],
    plaatsen: Mapping[str, int],
    lijsten: Mapping[str, Sequence[str]],
) -> None:
    """As if every student had sent the list in."""
    for naam, keuzes in lijsten.items():
        if not keuzes:
            continue
        lijst = Voorkeurlijst(
            ronde_student_id=deelnemers[naam],
            keuzes=[{"plaats": plaatsen[k], "reden": ""} for k in keuzes],
            bijgewerkt_op=clock.nu(),
            ingestuurd_op=clock.nu(),
            ingestuurd_versie=1,
        )
        session.add(lijst)
        session.flush()
        session.add_all(
            Voorkeur(lijst_id=lijst.id or 0, rang=rang, plaats_id=plaatsen[k]) for rang, k in enumerate(keuzes, 1)
        )
    session.flush()


def maak_groot(
    session: Session, coordinator: Actor, team: Team, studenten: int, per_plaats: int = 2, seed: int = 7
) -> Bordronde:
    """`studenten` with lists of three to five of the places, popular ones more often; a few slots too few."""
    import random

    kans = random.Random(seed)
    crebos = ("25736", "25998", "25605", "25642") if studenten > 100 else ("25736", "25998")
    n_plaatsen = max(4, studenten // (per_plaats + 1))
    aanbod = [
        Aanbod(
            f"{BEDRIJVEN[n % len(BEDRIJVEN)]} {n // len(BEDRIJVEN) + 1}",
            kans.choice((1, 2, 2, 3, 4, 5)) if per_plaats > 1 else 1,
            crebos[n % len(crebos)],
        )
        for n in range(n_plaatsen)
    ]
    lijsten, van = {}, {}
    for n in range(studenten):
        naam = f"{VOORNAMEN[n % len(VOORNAMEN)]} {ACHTERNAMEN[n // len(VOORNAMEN) % len(ACHTERNAMEN)]}"
        naam = naam if naam not in lijsten else f"{naam} {n}"
        van[naam] = crebos[kans.randrange(len(crebos))]
        eigen = [a.bedrijf for a in aanbod if a.crebo == van[naam]]
        gewicht = [1 / (1 + i % 9) for i in range(len(eigen))]
        keuzes = dict.fromkeys(kans.choices(eigen, gewicht, k=12)) if kans.random() > 0.1 else {}
        lijsten[naam] = list(keuzes)[: kans.randint(3, 5)]
    return maak_bordronde(session, coordinator, team, lijsten, aanbod, van, klassen=("3A", "3B", "3C", "3D"))
