"""What the register told of its own accord: a student who moved, an enrolment that ends too early, an old freeze."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.clock import Clock
from bpv_app.koppeling.krd.luisteren import pas_alles_toe
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student, Verbintenis


def meld_uit_krd(session: Session, clock: Clock) -> None:
    """Take in three changes, as the link itself would. The freeze lies before every placement of the demo."""
    nu = clock.nu()
    vraag = (
        sa.select(Pok, Student, Verbintenis)
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Verbintenis, col(Verbintenis.id) == col(Pok.verbintenis_id))
        .where(col(Pok.status) == PokStatus.DEFINITIEF, col(Pok.eind_op) > nu.date() + timedelta(days=28))
        .order_by(col(Pok.id).desc())
        .limit(1)
    )
    pok, student, verbintenis = session.execute(vraag).one()
    verhuisd = session.execute(sa.select(Student).order_by(col(Student.id).desc()).limit(1)).scalar_one()
    oud = nu.date().replace(month=8, day=1)

    def bericht(uren: int, **wat: Any) -> dict[str, Any]:
        op = nu - timedelta(hours=uren)
        return {"sleutel": f"demo-{uren:08d}", "op": op.isoformat(), **wat}

    adres = {"straat": "Morssingel", "huisnummer": "41", "postcode": "2312AZ", "plaats": "Leiden"}
    eind = {
        "student": student.krd_sleutel or student.studentnummer,
        "volgnummer": verbintenis.volgnummer,
        "begin": verbintenis.begin_op.isoformat() if verbintenis.begin_op else None,
        "gepland_eind": verbintenis.gepland_eind_op.isoformat() if verbintenis.gepland_eind_op else None,
        "werkelijk_eind": (pok.eind_op - timedelta(days=21)).isoformat(),
        "eind_reden": "Verhuisd",
    }
    meldingen = [
        bericht(400, soort="mutatiestop", datum=oud.replace(year=oud.year - 4).isoformat()),
        bericht(50, soort="adres", student=verhuisd.krd_sleutel or verhuisd.studentnummer, adres=adres),
        bericht(26, soort="verbintenis", verbintenis=eind),
    ]
    pas_alles_toe(session, meldingen, nu, "http")
