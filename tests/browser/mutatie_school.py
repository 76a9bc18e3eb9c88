"""A school for the stories of amendments: placements at work, signed by everybody, and one that ended early."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.mutatie.rules import Invoer
from bpv_app.mutatie.service import voer_uit
from bpv_app.pok import service
from bpv_app.pok.rules import EindReden, MutatieSoort, Partij
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.tables import Pok
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_dossier,
    make_erkenning,
    make_inrichting,
    make_leerbedrijf,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.server import Server, start_server

COORDINATOR, BEGELEIDER, KANTOOR = "co@school.example", "bea@school.example", "sz@school.example"
TODAY = klok.vandaag()
BEGIN, END = TODAY - timedelta(days=30), TODAY + timedelta(days=120)
CREBO = "25736"
STUDENTS = ("Anna", "Bram", "Cato", "Daan", "Eva", "Finn", "Gijs", "Hanna", "Ilse")


@dataclass
class School:
    """The running app; `poks` by the student's first name."""

    database: Engine
    server: Server
    begeleider: Actor
    poks: dict[str, int] = field(default_factory=dict)

    def address(self, student: str) -> str:
        return f"{self.server.url}/poks/{self.poks[student]}"

    def value(self, question: str, **what: Any) -> Any:
        with self.database.connect() as connection:
            return connection.execute(sa.text(question), what).scalar()

    def change(self, statement: str, **what: Any) -> None:
        with self.database.begin() as connection:
            connection.execute(sa.text(statement), what)

    def verleng(self, student: str, days: int = 28) -> int:
        """A new bpv-blad with a later end, made by the begeleider: the id of the amendment."""
        pok_id = self.poks[student]
        with transaction(self.begeleider, op=self.database) as session:
            v = replace(
                service.voortraject_van(service.get_pok(session, self.begeleider, pok_id)),
                eind_op=END + timedelta(days=days),
            )
            invoer = Invoer(MutatieSoort.VERLENGING, Gevolg.BPVBLAD, TODAY, v, "De student mist nog uren.")
            voer_uit(session, self.begeleider, klok, pok_id, invoer)
        return int(self.value("SELECT max(id) FROM pok_wijziging WHERE pok_id = :id", id=pok_id))


def student_login(student: str) -> str:
    """The user name of a student of `STUDENTS`."""
    return f"{student.lower()}@leerling.example"


def _placement(session: Session, naam: str, team: Any, begeleider: Any, opleider: Any, co: Actor) -> Pok:
    student = make_student(session, team, naam=f"{naam} Bakker", email=f"{naam.lower()}@leerling.example")
    make_account(
        session,
        Rol.STUDENT,
        gebruikersnaam=student_login(naam),
        naam=student.naam,
        wachtwoord_hash=hash_wachtwoord("demo"),
        student_id=student.id,
    )
    verbintenis = make_verbintenis(session, student, team_id=team.id, crebo=CREBO)
    inrichting = make_inrichting(session, begin_op=BEGIN, eind_op=END, documenten=[])
    dossier = make_dossier(session, verbintenis, inrichting, begeleider)
    v = Voortraject(
        leerbedrijf_id=opleider[0].id,
        praktijkopleider_id=opleider[1].id,
        begin_op=BEGIN,
        eind_op=END,
        uren_totaal=400,
        dagen_per_week=Decimal(4),
    )
    pok = service.zet_klaar(session, co, klok, dossier.id or 0, v)
    return service.maak_volledig(session, co, klok, pok.id or 0)


@contextmanager
def mutatie_school(folder: Path) -> Iterator[School]:
    """The running app on that school."""
    url = f"sqlite:///{folder / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    poks: dict[str, int] = {}
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        login = {"wachtwoord_hash": hash_wachtwoord("demo")}
        bea = make_account(
            session, Rol.ONDERWIJSBEGELEIDER, naam="Bea Jansen", gebruikersnaam=BEGELEIDER, team_id=team.id, **login
        )
        make_account(
            session, Rol.ONDERWIJSBEGELEIDER, naam="Piet Post", gebruikersnaam="piet@x.example", team_id=team.id
        )
        co = make_account(
            session, Rol.COORDINATOR, naam="Co Smit", gebruikersnaam=COORDINATOR, team_id=team.id, **login
        )
        sz = make_account(session, Rol.STUDENTENZAKEN, naam="Sam Zee", gebruikersnaam=KANTOOR, **login)
        coordinator = Actor(co.id, co.naam, (RolToewijzing(Rol.COORDINATOR, team_id=team.id),))
        office = Actor(sz.id, sz.naam, (RolToewijzing(Rol.STUDENTENZAKEN),))
        begeleider = Actor(bea.id, bea.naam, (RolToewijzing(Rol.ONDERWIJSBEGELEIDER, team_id=team.id),))
        dam = make_leerbedrijf(session, naam="Van Dam Techniek", zoektekst="van dam techniek leiden")
        jan = make_contactpersoon(session, dam, naam="Jan van Dam", email="jan@dam.example")
        make_contactpersoon(session, dam, naam="Kim van Dam", email="kim@dam.example")
        rijn = make_leerbedrijf(session, naam="De Rijn Installatie", zoektekst="de rijn installatie leiden")
        make_contactpersoon(session, rijn, naam="Rik Rijn", email="rik@rijn.example")
        for bedrijf in (dam, rijn):
            for crebo in (CREBO, "25111"):
                make_erkenning(session, bedrijf, crebo)
        for naam in STUDENTS:
            poks[naam] = _placement(session, naam, team, bea, (dam, jan), coordinator).id or 0
        service.druk_af(session, office, klok, list(poks.values()))
        for pok_id in poks.values():
            for partij in (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL):
                service.registreer_handtekening(session, office, klok, pok_id, partij, TODAY)
        klaar = service.Afsluiting(TODAY, EindReden.GESTOPT_BEDRIJF, Decimal(100), "Het bedrijf stopt.")
        service.sluit_af(session, begeleider, klok, poks["Ilse"], klaar)
    with start_server(folder) as server:
        yield School(engine, server, begeleider, poks)
    engine.dispose()
