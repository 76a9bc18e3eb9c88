"""Locks and blocks of a round: made by a coordinator with a reason, refused when they break a hard rule (rule 1)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.matching.queries_deelnemers import list_aanbod, list_vragen
from bpv_app.matching.queries_probleem import list_houdt, tel_plekken
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.rules_afspraak import (
    BESTAAT_AL,
    GEEN_PLEK,
    HANGT_VAST,
    HEEFT_VAST,
    NIET_TOEGELATEN,
    PLAATS_WEG,
    AfspraakKanNiet,
    AfspraakSoort,
    check_reden,
)
from bpv_app.matching.rules_ronde import RondeStapMagNiet, RondeStatus
from bpv_app.matching.rules_toelating import REGEL_LABEL, beoordeel
from bpv_app.matching.service_ronde import get_ronde, noteer
from bpv_app.matching.tables_ronde import Afspraak, Ronde, RondePlaats, RondeStudent, RondeToelating

VOOR_DE_UITSLAG = frozenset({RondeStatus.OPEN, RondeStatus.GESLOTEN})
MAG_AFSPREKEN = VOOR_DE_UITSLAG | {RondeStatus.GEPUBLICEERD}
"""Before the opening nothing is frozen to check against; a finished round stands.

After publication an agreement changes nothing that students were told: it counts in the next proposal (a re-run,
matching rule 4), and students hear of it when that is published. So a place cannot be agreed away from who may not
change any more: `HANGT_VAST`.
"""


def get_open_ronde(
    session: Session, actor: Actor, ronde_id: int, statussen: frozenset[RondeStatus] = MAG_AFSPREKEN
) -> Ronde:
    """A round in which agreements can be made, locked. Raises `GeenRecht`, `NietGevonden`, `RondeStapMagNiet`."""
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN, op_slot=True)
    if ronde.status not in statussen:
        raise RondeStapMagNiet(ronde.status)
    return ronde


def get_deelnemer(session: Session, ronde: Ronde, student_id: int) -> RondeStudent:
    """A participant of this round by student. Raises `NietGevonden`."""
    vraag = sa.select(RondeStudent).where(
        col(RondeStudent.ronde_id) == ronde.id, col(RondeStudent.student_id) == student_id
    )
    rij: RondeStudent | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(student_id) else None
    if rij is None:
        raise NietGevonden
    return rij


def maak_afspraak(
    session: Session,
    actor: Actor,
    clock: Clock,
    ronde_id: int,
    student_id: int,
    plaats_id: int,
    soort: AfspraakSoort,
    reden: str,
) -> Afspraak:
    """Lock a student to a place of the round, or block the place for the student.

    Raises `NietGevonden`, `GeenRecht`, `RondeStapMagNiet`, `OngeldigeInvoer` (no reason) or `AfspraakKanNiet`: the
    place does not fit (which rule), fell away, has no slot left, something was agreed already, or the student has a
    place that cannot change any more.
    """
    ronde = get_open_ronde(session, actor, ronde_id)
    deelnemer = get_deelnemer(session, ronde, student_id)
    plaats = session.get(RondePlaats, (ronde.id, plaats_id), with_for_update=True) if is_sleutel(plaats_id) else None
    if plaats is None:
        raise NietGevonden
    goede_reden = check_reden(reden)
    waar = (col(Afspraak.ronde_id) == ronde.id, col(Afspraak.student_id) == student_id)
    bestaand = session.execute(sa.select(Afspraak).where(*waar)).scalars().all()
    if any(a.plaats_id == plaats_id for a in bestaand):
        raise AfspraakKanNiet(BESTAAT_AL)
    _check_houdt(session, ronde, deelnemer, plaats_id, soort)
    if soort is AfspraakSoort.VAST:
        if any(a.soort is AfspraakSoort.VAST for a in bestaand):
            raise AfspraakKanNiet(HEEFT_VAST)
        _check_vast(session, clock, ronde, deelnemer, plaats)
    return zet_afspraak(session, actor, clock, ronde, student_id, plaats_id, soort, goede_reden)


def _check_vast(session: Session, clock: Clock, ronde: Ronde, deelnemer: RondeStudent, plaats: RondePlaats) -> None:
    if session.get(RondeToelating, (deelnemer.id, plaats.plaats_id)) is None:
        (aanbod,) = list_aanbod(session, ronde, [plaats.plaats_id])
        (vraag,) = list_vragen(session, ronde, [deelnemer.id or 0])
        regel = beoordeel(vraag.regels, aanbod.regels, clock.vandaag())
        label = REGEL_LABEL[regel] if regel else None
        raise AfspraakKanNiet(
            type(NIET_TOEGELATEN)(
                NIET_TOEGELATEN.nl.format(regel=label.nl if label else "bij de opening paste zij niet"),
                NIET_TOEGELATEN.en.format(regel=label.en if label else "it did not fit when the round opened"),
            )
        )
    if plaats.plaats_id in list_weggevallen(session, ronde):
        raise AfspraakKanNiet(PLAATS_WEG)
    vast = set(
        session.execute(
            sa.select(col(RondeStudent.id))
            .join(Afspraak, col(Afspraak.student_id) == col(RondeStudent.student_id))
            .where(
                col(Afspraak.ronde_id) == ronde.id,
                col(RondeStudent.ronde_id) == ronde.id,
                col(Afspraak.plaats_id) == plaats.plaats_id,
                col(Afspraak.soort) == AfspraakSoort.VAST,
            )
        ).scalars()
    )
    blijft = {d for d, p in list_houdt(session, ronde).items() if p == plaats.plaats_id}
    bezet = len((vast | blijft) - {deelnemer.id})
    plekken = tel_plekken(session, ronde).get(plaats.plaats_id, 0)
    if bezet >= plekken:
        raise AfspraakKanNiet(GEEN_PLEK.vul(plekken=plekken, vast=bezet))


def _check_houdt(session: Session, ronde: Ronde, deelnemer: RondeStudent, plaats_id: int, soort: AfspraakSoort) -> None:
    """An open objection is answered first, and a dossier stands: no re-run may move these students."""
    houdt = list_houdt(session, ronde).get(deelnemer.id or 0)
    if houdt is not None and (houdt != plaats_id) == (soort is AfspraakSoort.VAST):
        raise AfspraakKanNiet(HANGT_VAST)


def zet_afspraak(
    session: Session, actor: Actor, clock: Clock, ronde: Ronde, student_id: int, plaats_id: int,
    soort: AfspraakSoort, reden: str,
) -> Afspraak:  # fmt: skip
    """Write a checked agreement, with its line in the history."""
    afspraak = Afspraak(
        ronde_id=ronde.id or 0,
        student_id=student_id,
        plaats_id=plaats_id,
        soort=soort,
        reden=reden,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam,
    )
    session.add(afspraak)
    session.flush()
    noteer(session, actor, clock, ronde, f"afspraak_{soort.value}", reden, student_id=student_id, plaats_id=plaats_id)
    return afspraak


def verwijder_afspraak(session: Session, actor: Actor, clock: Clock, ronde_id: int, afspraak_id: int) -> None:
    """Take a lock or block back. Raises `NietGevonden`, `GeenRecht`, `RondeStapMagNiet`."""
    ronde = get_open_ronde(session, actor, ronde_id)
    afspraak = session.get(Afspraak, afspraak_id, with_for_update=True) if is_sleutel(afspraak_id) else None
    if afspraak is None or afspraak.ronde_id != ronde.id:
        raise NietGevonden
    noteer(
        session, actor, clock, ronde, "afspraak_weg", afspraak.reden, soort=afspraak.soort.value,
        student_id=afspraak.student_id, plaats_id=afspraak.plaats_id,
    )  # fmt: skip
    session.delete(afspraak)
    session.flush()
