"""The school of the round's story: one team, six students, five companies, accounts. No list and no round yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.rules_plaats import PlaatsStatus
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.makers import (
    make_account,
    make_claim,
    make_contactpersoon,
    make_erkenning,
    make_leerbedrijf,
    make_opleiding,
    make_plaats,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.server import Server, start_server

VAN = klok.vandaag() + timedelta(days=60)
TOT = VAN + timedelta(days=120)
STUDENTEN = ("Yara", "Sem", "Bo", "Ravi", "Kim", "Lot")
BEDRIJVEN = ("Anker", "Bakboord", "Complex", "Garage Post")


@dataclass
class RondeSchool:
    """The running app, and questions to its database about what nobody can know beforehand: the lots."""

    server: Server
    database: Engine
    van: date = VAN
    tot: date = TOT
    leerbedrijven: dict[str, int] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url

    def value(self, question: str) -> object:
        with self.database.connect() as connection:
            return connection.execute(sa.text(question)).scalar()

    def placed(self) -> dict[str, str]:
        """Student → title of the place in the result, of placements that have not lapsed."""
        question = (
            "SELECT s.roepnaam, p.titel FROM plaatsing x JOIN ronde_student r ON r.id = x.ronde_student_id "
            "JOIN student s ON s.id = r.student_id JOIN plaats p ON p.id = x.plaats_id WHERE x.status <> 'vervallen'"
        )
        with self.database.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(sa.text(question))}

    def proposed(self) -> dict[str, str]:
        """Student → title of the place in the newest proposal."""
        question = (
            "SELECT s.roepnaam, p.titel FROM voorstel_regel x JOIN ronde_student r ON r.id = x.ronde_student_id "
            "JOIN student s ON s.id = r.student_id JOIN plaats p ON p.id = x.plaats_id "
            "WHERE x.voorstel_id = (SELECT max(id) FROM voorstel)"
        )
        with self.database.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(sa.text(question))}


@contextmanager
def open_school(folder: Path) -> Iterator[RondeSchool]:
    """Kim and Lot have a slot elsewhere already: it falls through later, and they come late."""
    url = f"sqlite:///{folder / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    password, ids = hash_wachtwoord("demo"), {}
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        make_opleiding(session)
        for naam in BEDRIJVEN:
            bedrijf = make_leerbedrijf(session, naam=naam, zoektekst=naam.lower())
            ids[naam] = bedrijf.id or 0
            make_contactpersoon(
                session, bedrijf, naam=f"Jan van {naam}", email=f"jan@{naam.split()[0].lower()}.example"
            )
            make_erkenning(session, bedrijf)
        dok = make_contactpersoon(session, make_leerbedrijf(session, naam="Dok", zoektekst="dok"), naam="Ans van Dok")
        elders = make_plaats(
            session,
            dok,
            PlaatsStatus.GESLOTEN,
            titel="Monteur Dok",
            zoektekst="monteur dok",
            aantal=2,
            van=VAN,
            tot=TOT,
        )
        for naam in STUDENTEN:
            volledig = f"{naam} Bakker"
            student = make_student(
                session, team, naam=volledig, roepnaam=naam, email=f"{naam.lower()}@school.example",
                zoektekst=volledig.lower(),
            )  # fmt: skip
            make_verbintenis(
                session,
                student,
                begin_op=klok.vandaag() - timedelta(days=200),
                gepland_eind_op=TOT + timedelta(days=400),
            )
            make_account(
                session, Rol.STUDENT, gebruikersnaam=f"{naam.lower()}@school.example", naam=volledig,
                email=f"{naam.lower()}@school.example", wachtwoord_hash=password, student_id=student.id,
            )  # fmt: skip
            if naam in ("Kim", "Lot"):
                make_claim(session, elders, student, nummer=1 if naam == "Kim" else 2)
        for naam, rol in (("coordinator", Rol.COORDINATOR), ("begeleider", Rol.ONDERWIJSBEGELEIDER)):
            make_account(
                session, rol, gebruikersnaam=f"{naam}@school.example", naam=f"{naam.title()} Jansen",
                wachtwoord_hash=password, team_id=team.id,
            )  # fmt: skip
    try:
        with start_server(folder, arguments=["--leeg"]) as server:
            yield RondeSchool(server, engine, leerbedrijven=ids)
    finally:
        engine.dispose()
