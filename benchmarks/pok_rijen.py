"""Generated POKs in a SQLite file, for the benchmarks of lists: the same shape at every size, from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine, transaction
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.migrate import migrate
from bpv_app.pok.rules import KRD_STATUS, PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Student, Team, Verbintenis
from bpv_app.toegang.tables import Account

SEED = 20261126
NU = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
VANDAAG = date(2026, 11, 26)
POKS_PER_STUDENT = 4
STUDENTEN_PER_KLAS = 100
_BEGIN = (
    "Ba", "De", "El", "Fa", "Gro", "Ha", "Ja", "Kui", "La", "Me", "No", "Pe", "Ro", "Sa", "Ti", "Ve", "Wi", "Ya", "Zo",
)  # fmt: skip
_EIND = ("bos", "dam", "gers", "kker", "laar", "man", "nema", "rink", "sma", "vries")
_VOOR = ("Aya", "Bram", "Cem", "Daan", "Emma", "Finn", "Gijs", "Hana", "Ilse", "Jip", "Kim", "Lars", "Mila", "Noor")
_STATUSSEN = (
    (PokStatus.AFGEROND, 60),
    (PokStatus.DEFINITIEF, 15),
    (PokStatus.AFGEDRUKT, 8),
    (PokStatus.VOLLEDIG, 5),
    (PokStatus.CONCEPT, 5),
    (PokStatus.AFGEMELD, 4),
    (PokStatus.VERVANGEN, 3),
)


def _studenten(aantal: int, toeval: random.Random) -> Iterator[dict[str, Any]]:
    for i in range(1, aantal + 1):
        voor, achter = toeval.choice(_VOOR), toeval.choice(_BEGIN) + toeval.choice(_EIND)
        yield {
            "id": i,
            "studentnummer": f"{300000 + i}",
            "naam": f"{voor} {achter}",
            "roepnaam": voor,
            "achternaam": achter,
            "klas": f"K{i // STUDENTEN_PER_KLAS % 400}",
            "team_id": 1 + i % 12,
            "zoektekst": f"{voor} {achter} {300000 + i}".lower(),
            "bijgewerkt_op": NU,
        }


def _poks(aantal: int, studenten: int, bedrijven: int, toeval: random.Random) -> Iterator[dict[str, Any]]:
    statussen = toeval.choices([s for s, _ in _STATUSSEN], [g for _, g in _STATUSSEN], k=aantal)
    for i, status in enumerate(statussen, 1):
        student = 1 + i % studenten
        begin = VANDAAG + timedelta(days=toeval.randrange(-1500, 120))
        bedrijf = toeval.randrange(1, bedrijven + 1)
        yield {
            "id": i,
            "nummer": f"{begin.year}-{i:06d}",
            "dossier_id": i,
            "student_id": student,
            "verbintenis_id": student,
            "team_id": 1 + student % 12,
            "volgnummer": i,
            "status": status,
            "document_versie": 1,
            "crebo": "25736",
            "leerweg": Leerweg.BBL if i % 3 else Leerweg.BOL,
            "leerbedrijf_id": bedrijf,
            "praktijkopleider_id": bedrijf,
            "onderwijsbegeleider_id": 1 + i % 100,
            "afsluitdatum": begin,
            "begin_op": begin,
            "eind_op": begin + timedelta(days=140),
            "uren_totaal": 492,
            "krd_status": KRD_STATUS[status],
            "aangemaakt_op": NU,
        }


def _dossiers(aantal: int, studenten: int) -> Iterator[dict[str, Any]]:
    for i in range(1, aantal + 1):
        student = 1 + i % studenten
        yield {
            "id": i,
            "inrichting_id": 1 + i // studenten,
            "student_id": student,
            "verbintenis_id": student,
            "team_id": 1 + student % 12,
            "onderwijsbegeleider_id": 1 + i % 100,
            "begin_op": VANDAAG + timedelta(days=i % 90 - 45),
            "aangemaakt_op": NU,
        }


def _bedrijf(i: int) -> dict[str, Any]:
    naam = f"Bedrijf {i}"
    return {"id": i, "naam": naam, "sbb_id": f"{100000000 + i}", "zoektekst": naam.lower(), "bijgewerkt_op": NU}


def vul(pad: Path, aantal: int) -> Engine:
    """A migrated SQLite file at `pad` with `aantal` POKs and what they need; the engine on it."""
    migrate(f"sqlite:///{pad}")
    motor = maak_engine(f"sqlite:///{pad}")
    toeval = random.Random(SEED)
    studenten, bedrijven = max(aantal // POKS_PER_STUDENT, 1), max(aantal // 50, 1)
    rijen: tuple[tuple[Any, Iterator[dict[str, Any]]], ...] = (
        (Team, ({"id": i, "code": f"T{i}", "naam": f"Team {i}"} for i in range(1, 13))),
        (
            Account,
            (
                {"id": i, "gebruikersnaam": f"b{i}", "naam": f"Begeleider {i}", "aangemaakt_op": NU}
                for i in range(1, 101)
            ),
        ),
        (Leerbedrijf, (_bedrijf(i) for i in range(1, bedrijven + 1))),
        (Contactpersoon, ({"id": i, "leerbedrijf_id": i, "naam": f"Opleider {i}"} for i in range(1, bedrijven + 1))),
        (Student, _studenten(studenten, toeval)),
        (Verbintenis, ({"id": i, "student_id": i, "volgnummer": "1"} for i in range(1, studenten + 1))),
        (Inrichting, ({"id": i, "naam": f"I{i}", "leerweg": Leerweg.BOL} for i in range(1, POKS_PER_STUDENT + 3))),
        (Dossier, _dossiers(aantal, studenten)),
        (Pok, _poks(aantal, studenten, bedrijven, toeval)),
    )
    with transaction(op=motor) as session:
        for tabel, bron in rijen:
            standaard = _standaard(tabel)
            for groep in _groepen(bron, 5000):
                session.connection().execute(sa.insert(tabel), [{**standaard, **rij} for rij in groep])
    with motor.connect() as verbinding:
        verbinding.exec_driver_sql("ANALYZE")
        verbinding.commit()
    return motor


def _standaard(tabel: Any) -> dict[str, Any]:
    """Plain defaults of the model, which a bulk insert would leave out."""
    uit: dict[str, Any] = {}
    for naam, veld in tabel.model_fields.items():
        if not veld.is_required() and naam != "id":
            uit[naam] = veld.get_default(call_default_factory=True)
    return uit


def _groepen(bron: Iterator[dict[str, Any]], omvang: int) -> Iterator[list[dict[str, Any]]]:
    groep: list[dict[str, Any]] = []
    for rij in bron:
        groep.append(rij)
        if len(groep) == omvang:
            yield groep
            groep = []
    if groep:
        yield groep
