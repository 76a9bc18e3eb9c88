"""Enrolments and numbers: the checks of domain.md section 6, and what an enrolment allows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class Leerweg(StrEnum):
    """Learning route (DUO: leertraject). BOL-DT exists until 31-07-2023."""

    BOL = "BOL"
    BBL = "BBL"
    BOL_DT = "BOL_DT"
    OVO = "OVO"
    EX = "EX"
    ODT = "ODT"


LEERWEG_LABEL: dict[Leerweg, Tekst] = {
    Leerweg.BOL: Tekst("BOL", "BOL (school-based)"),
    Leerweg.BBL: Tekst("BBL", "BBL (work-based)"),
    Leerweg.BOL_DT: Tekst("BOL deeltijd", "BOL part-time"),
    Leerweg.OVO: Tekst("Overig onderwijs", "Other education"),
    Leerweg.EX: Tekst("Examendeelnemer", "Exam candidate"),
    Leerweg.ODT: Tekst("Overig deeltijd", "Other part-time"),
}


def is_lopend(begin_op: date | None, werkelijk_eind_op: date | None, vandaag: date) -> bool:
    """Whether an enrolment runs on `vandaag`: begun and not really ended (both days included).

    The planned end does not end it: a student who takes longer stays enrolled.
    """
    return (begin_op is None or begin_op <= vandaag) and (werkelijk_eind_op is None or werkelijk_eind_op >= vandaag)
