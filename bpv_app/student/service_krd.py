"""Taking over what the register says of one student: address and enrolment. The register's data are the KRD's.

The caller (the link) writes in one transaction and notes what came; the audit tells which values changed.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.student.inlezen_verbintenis import BRON_KRD
from bpv_app.student.rules_krd import KrdAdres, KrdVerbintenisStand
from bpv_app.student.tables import Opleiding, Student, Verbintenis


def zoek_student(session: Session, sleutel: str) -> Student | None:
    """By the register's key, or else by student number; locked."""
    for kolom in (col(Student.krd_sleutel), col(Student.studentnummer)):
        student: Student | None = session.exec(select(Student).where(kolom == sleutel).with_for_update()).first()
        if student is not None:
            return student
    return None


def neem_adres_over(session: Session, student: Student, adres: KrdAdres, op: datetime) -> bool:
    """Whether the address changed. An empty part at the register empties it here: the register is right."""
    nu = {
        "straat": schoon_tekst(adres.straat)[:200],
        "huisnummer": schoon_tekst(adres.huisnummer)[:20],
        "postcode": adres.postcode[:6],
        "plaats": schoon_tekst(adres.plaats)[:100],
    }
    anders = {veld: waarde for veld, waarde in nu.items() if getattr(student, veld) != waarde}
    for veld, waarde in anders.items():
        setattr(student, veld, waarde)
    if anders:
        student.bijgewerkt_op = op
        session.flush()
    return bool(anders)


def neem_verbintenis_over(session: Session, student: Student, stand: KrdVerbintenisStand) -> tuple[int, bool] | None:
    """Id of the enrolment and whether it changed; None when the student has no enrolment with this volgnummer."""
    verbintenis: Verbintenis | None = session.exec(
        select(Verbintenis)
        .where(col(Verbintenis.student_id) == student.id, col(Verbintenis.volgnummer) == stand.volgnummer)
        .with_for_update()
    ).first()
    if verbintenis is None:
        return None
    nu: dict[str, object] = {
        "begin_op": stand.begin_op,
        "gepland_eind_op": stand.gepland_eind_op,
        "werkelijk_eind_op": stand.werkelijk_eind_op,
        "eind_reden": stand.eind_reden,
        "bron": BRON_KRD,
    }
    if stand.leerweg is not None:
        nu["leerweg"] = stand.leerweg
    if stand.crebo and stand.crebo != verbintenis.crebo:
        opleiding = session.get(Opleiding, stand.crebo)
        nu |= {"crebo": stand.crebo, "opleiding_naam": opleiding.naam if opleiding else ""}
        if opleiding is not None:
            nu["niveau"] = opleiding.niveau
            nu["team_id"] = opleiding.team_id or verbintenis.team_id
    anders = {veld: waarde for veld, waarde in nu.items() if getattr(verbintenis, veld) != waarde}
    for veld, waarde in anders.items():
        setattr(verbintenis, veld, waarde)
    session.flush()
    assert verbintenis.id is not None
    return verbintenis.id, bool(anders.keys() - {"bron"})


def eind_van_verbintenis() -> sa.ColumnElement[object]:
    """SQL: the last day of an enrolment, the real end or else the planned one."""
    return sa.func.coalesce(col(Verbintenis.werkelijk_eind_op), col(Verbintenis.gepland_eind_op))
