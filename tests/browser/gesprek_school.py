"""A school for the stories of conversations: one student at work, with begeleider and praktijkopleider."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine, transaction
from bpv_app.dossier.rules_momenten import Deelnemer, Vorm
from bpv_app.gesprek.rules import MomentSoort, MomentStatus
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.toegang.links import geef_link
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.server import Server, start_server

BEGELEIDER, STUDENT = "bea@school.example", "yara@school.example"


@dataclass
class School:
    """One student at work, her begeleider, her praktijkopleider, and two conversations that are to be held."""

    folder: Path
    database: Engine
    server: Server
    moments: tuple[int, int]

    def address(self, n: int = 0, url: str = "") -> str:
        return f"{url or self.server.url}/gesprekken/{self.moments[n]}/verslag"

    def value(self, question: str) -> object:
        with self.database.connect() as connection:
            return connection.execute(sa.text(question)).scalar()

    def answers(self) -> dict[str, str]:
        found = json.loads(str(self.value("SELECT antwoorden FROM gespreksverslag ORDER BY id") or "{}"))
        return {str(k): str(v) for k, v in found.items()}

    def link(self) -> str:
        """A personal link of the praktijkopleider to the report, as a path."""
        with transaction(systeem(), op=self.database) as session:
            contact = session.execute(sa.text("SELECT id, leerbedrijf_id FROM contactpersoon")).one()
            doel = f"/stagiairs/verslagen/{self.value('SELECT id FROM gespreksverslag')}"
            link = geef_link(session, systeem(), klok, contact[0], doel, leerbedrijf_id=contact[1], naam="Jan van Dam")
        return "/link/" + link.rsplit("/", 1)[1]


def make_school(tmp_path: Path) -> School:
    """The running app on that school; stop its server and dispose of its database yourself."""
    url = f"sqlite:///{tmp_path / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    dag = klok.vandaag()
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        login = {"wachtwoord_hash": hash_wachtwoord("demo")}
        begeleider = make_account(
            session, Rol.ONDERWIJSBEGELEIDER, naam="Bea Jansen", gebruikersnaam=BEGELEIDER, team_id=team.id, **login
        )
        student = make_student(session, team, naam="Yara Bakker", email=STUDENT)
        inrichting = make_inrichting(session, begin_op=dag - timedelta(days=20), eind_op=dag + timedelta(days=120))
        dossier = make_dossier(session, make_verbintenis(session, student, team_id=team.id), inrichting, begeleider)
        opleider = make_contactpersoon(session, naam="Jan van Dam", email="jan@dam.example")
        make_pok(session, PokStatus.DEFINITIEF, dossier, opleider, begeleider)
        make_account(session, Rol.STUDENT, gebruikersnaam=STUDENT, naam="Yara", student_id=student.id, **login)
        moments = [
            Contactmoment(
                dossier_id=dossier.id or 0,
                soort=soort,
                naam=naam,
                venster_van=dag - timedelta(days=5),
                venster_tot=dag + timedelta(days=5),
                vorm=Vorm.BEZOEK,
                deelnemers=[d.value for d in Deelnemer],
                status=MomentStatus.TE_PLANNEN,
            )
            for soort, naam in ((MomentSoort.START, "Startgesprek"), (MomentSoort.MIDDEN, "Tussengesprek"))
        ]
        session.add_all(moments)
        session.flush()
        ids = (moments[0].id or 0, moments[1].id or 0)
    return School(tmp_path, engine, start_server(tmp_path), ids)
