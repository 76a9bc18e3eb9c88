"""A closed round as the engine wants it: arrays of participants, places and possible pairs, read from the database."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.matching.queries_rangorde_ronde import Rangordes, lees_rangordes
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.rules import Probleem
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_uitslag import GELDIG, OVERGANGEN, PlaatsingStap, PlaatsingStatus
from bpv_app.matching.tables import Plaats, PlaatsClaim
from bpv_app.matching.tables_ronde import (
    Afspraak,
    Ronde,
    RondePlaats,
    RondeStudent,
    RondeToelating,
    Voorkeur,
    Voorkeurlijst,
)
from bpv_app.matching.tables_uitslag import Plaatsing

Paar = tuple[int, int]
"""Participant (`ronde_student.id`) and place."""


@dataclass(frozen=True)
class Vraagstuk:
    """The problem with the names of its rows: `deelnemers[s]` and `plaatsen[p]` are the ids behind the numbers.

    `lijst`: what each participant sent in, as (place, rank), also places that are not possible any more.
    `geen_plek`: participants who get no place here: kept without by the coordinator, or (`elders`) with a slot that is
    not this round's. `vast`: locks and pins that hold. `rangordes`: what companies sent in, None when they do not order
    in this round. `vorige`: the row's place in the published result or -1, None in a first run.
    """

    probleem: Probleem
    deelnemers: tuple[int, ...]
    plaatsen: tuple[int, ...]
    lijst: Mapping[int, tuple[Paar, ...]]
    uitgesloten: frozenset[Paar]
    weg: frozenset[int]
    vast: Mapping[int, int]
    geen_plek: frozenset[int]
    elders: frozenset[int]
    sha256: str
    rangordes: Rangordes | None = None
    vorige: tuple[int, ...] | None = None

    @property
    def gewijzigd(self) -> tuple[int, ...]:
        """Published place per row, for counting who would change; -1: had none."""
        return self.vorige or (-1,) * len(self.deelnemers)


def lees_vraagstuk(
    session: Session,
    ronde: Ronde,
    *,
    gepind: Mapping[int, int | None],
    vorige: Mapping[int, int | None] | None = None,
) -> Vraagstuk:
    """The round as it stands now. `gepind`: participants put somewhere (or, None, nowhere) by hand; `vorige`: a
    published result whose places are kept where that is possible (matching rule 4).

    A slot that somebody outside the round holds is not there; one that a participant holds is theirs to move, unless
    no re-run may move this participant (`list_houdt`): then it is kept. When companies order, a pair the coordinator
    agreed is not suitable is absent, as a block is, and a re-run does not hold on to published places: fewest changes
    and "no student and company prefer each other" cannot both be promised, and the second is what a round with orders
    is for.
    """
    deelnemers = session.execute(
        sa.select(col(RondeStudent.id), col(RondeStudent.student_id), col(RondeStudent.lot))
        .where(col(RondeStudent.ronde_id) == ronde.id)
        .order_by(col(RondeStudent.id))
    ).all()
    rij_van = {d[0]: n for n, d in enumerate(deelnemers)}
    deelnemer_van = {d[1]: d[0] for d in deelnemers}
    weg = frozenset(list_weggevallen(session, ronde))
    plekken = tel_plekken(session, ronde)
    plaatsen = tuple(sorted(plekken))
    kolom_van = {plaats: n for n, plaats in enumerate(plaatsen)}
    afspraken = session.execute(
        sa.select(col(Afspraak.soort), col(Afspraak.student_id), col(Afspraak.plaats_id)).where(
            col(Afspraak.ronde_id) == ronde.id
        )
    ).all()
    uitgesloten = frozenset(
        (deelnemer_van[s], p) for soort, s, p in afspraken if soort is AfspraakSoort.UITGESLOTEN and s in deelnemer_van
    )
    vast = {deelnemer: plaats for deelnemer, plaats in gepind.items() if plaats is not None and deelnemer in rij_van}
    vast |= {deelnemer_van[s]: p for soort, s, p in afspraken if soort is AfspraakSoort.VAST and s in deelnemer_van}
    if vorige is not None:
        blijft = {d: p for d, p in list_houdt(session, ronde).items() if d in rij_van and p not in weg}
        vast |= {d: p for d, p in blijft.items() if (d, p) not in uitgesloten}
    elders = frozenset(_elders(session, ronde))
    vast = {d: plaats for d, plaats in vast.items() if d not in elders}
    geen_plek = frozenset(d for d, plaats in gepind.items() if plaats is None and d not in vast) | elders
    rangordes = lees_rangordes(session, ronde)
    ongeschikt = set(rangordes.past_niet) if rangordes else set()
    lijst = _lijsten(session, ronde)
    rang_van = {(deelnemer, plaats): rang for deelnemer, keuzes in lijst.items() for plaats, rang in keuzes}
    toegelaten = session.execute(
        sa.select(col(RondeToelating.ronde_student_id), col(RondeToelating.plaats_id))
        .join(RondeStudent, col(RondeStudent.id) == col(RondeToelating.ronde_student_id))
        .where(col(RondeStudent.ronde_id) == ronde.id)
        .order_by(col(RondeToelating.ronde_student_id), col(RondeToelating.plaats_id))
    )
    per_deelnemer: defaultdict[int, list[int]] = defaultdict(list)
    for deelnemer, plaats in toegelaten:
        past = (deelnemer, plaats) not in ongeschikt or vast.get(deelnemer) == plaats
        if deelnemer not in geen_plek and plaats in kolom_van and (deelnemer, plaats) not in uitgesloten and past:
            per_deelnemer[deelnemer].append(plaats)
    begin, kolommen, rangen, volgorde = [0], list[int](), list[int](), list[int]()
    for deelnemer, *_ in deelnemers:
        paren = [p for p in per_deelnemer[deelnemer] if p not in weg or vast.get(deelnemer) == p]
        kolommen += [kolom_van[p] for p in paren]
        rangen += [rang_van.get((deelnemer, p), 0) for p in paren]
        volgorde += [rangordes.rang.get((deelnemer, p), 1) for p in paren] if rangordes else []
        begin.append(len(kolommen))
    gehad = None if vorige is None else [kolom_van.get(vorige.get(d[0]) or -1, -1) for d in deelnemers]
    probleem = Probleem(
        capaciteit=[0 if plaats in weg else plekken[plaats] for plaats in plaatsen],
        begin=begin,
        plaats=kolommen,
        rang=rangen,
        lot=[d[2] if d[2] is not None else n + 1 for n, d in enumerate(deelnemers)],
        vast=[kolom_van.get(vast.get(d[0], -1), -1) for d in deelnemers],
        rangorde=volgorde if rangordes else None,
        vorige=None if rangordes else gehad,
    )
    return Vraagstuk(
        probleem, tuple(d[0] for d in deelnemers), plaatsen, lijst, uitgesloten, weg, vast, geen_plek, elders,
        _hash(probleem, [d[0] for d in deelnemers], plaatsen), rangordes, None if gehad is None else tuple(gehad),
    )  # fmt: skip


def hash_stand(session: Session, ronde: Ronde) -> str:
    """SHA-256 of everything that can still change the problem of a closed round: locks and blocks, slots, withdrawals,
    who is placed elsewhere, who keeps a place, how many pairs are possible (a granted request adds one), and what
    companies and coordinator made of the candidates.

    Lists, lots and eligibility are frozen, so this says in a few small reads whether there is something new to compute.
    """
    afspraken = session.execute(
        sa.select(col(Afspraak.student_id), col(Afspraak.plaats_id), col(Afspraak.soort))
        .where(col(Afspraak.ronde_id) == ronde.id)
        .order_by(col(Afspraak.student_id), col(Afspraak.plaats_id))
    ).all()
    mogelijk = session.execute(
        sa.select(sa.func.sum(RondeStudent.mogelijk)).where(col(RondeStudent.ronde_id) == ronde.id)
    ).scalar_one()
    inhoud = [
        [[s, p, soort.value] for s, p, soort in afspraken], sorted(tel_plekken(session, ronde).items()),
        sorted(list_weggevallen(session, ronde)), sorted(_elders(session, ronde)),
        sorted(list_houdt(session, ronde).items()), int(mogelijk or 0),
    ]  # fmt: skip
    if rangordes := lees_rangordes(session, ronde):
        inhoud += [sorted(rangordes.rang.items()), sorted(rangordes.past_niet)]
    return hashlib.sha256(json.dumps(inhoud, separators=(",", ":")).encode()).hexdigest()


def list_houdt(session: Session, ronde: Ronde) -> dict[int, int]:
    """Participant → place of who is placed and cannot change by a re-run: an open objection, or in a dossier."""
    kan_wijken = OVERGANGEN[PlaatsingStap.HERHALEN].van
    rijen = session.execute(
        sa.select(col(Plaatsing.ronde_student_id), col(Plaatsing.plaats_id))
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .where(col(RondeStudent.ronde_id) == ronde.id, col(Plaatsing.status).in_(GELDIG - kan_wijken))
    )
    return dict(rijen.all())


def tel_plekken(session: Session, ronde: Ronde) -> dict[int, int]:
    """Slots per place that this round can give: never more than were there when it opened."""
    vreemd = (
        sa.select(sa.func.count())
        .where(col(PlaatsClaim.plaats_id) == col(Plaats.id), sa.not_(_van_ronde(ronde)))
        .correlate(Plaats)
        .scalar_subquery()
    )
    rijen = session.execute(
        sa.select(col(Plaats.id), col(RondePlaats.plekken), col(Plaats.aantal) - vreemd)
        .join(RondePlaats, col(RondePlaats.plaats_id) == col(Plaats.id))
        .where(col(RondePlaats.ronde_id) == ronde.id)
    )
    return {plaats: max(0, min(opening, nu)) for plaats, opening, nu in rijen}


def _van_ronde(ronde: Ronde) -> sa.ColumnElement[bool]:
    """Claims that this round may move: of its own result, and the reservation behind one of its locks."""
    toegewezen = (
        sa.select(col(Plaatsing.id))
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .where(
            col(RondeStudent.ronde_id) == ronde.id,
            col(RondeStudent.student_id) == col(PlaatsClaim.student_id),
            col(Plaatsing.plaats_id) == col(PlaatsClaim.plaats_id),
            col(Plaatsing.status) != PlaatsingStatus.VERVALLEN,
        )
        .correlate(PlaatsClaim)
    )
    vastgezet = (
        sa.select(col(Afspraak.id))
        .where(
            col(Afspraak.ronde_id) == ronde.id,
            col(Afspraak.soort) == AfspraakSoort.VAST,
            col(Afspraak.student_id) == col(PlaatsClaim.student_id),
            col(Afspraak.plaats_id) == col(PlaatsClaim.plaats_id),
        )
        .correlate(PlaatsClaim)
    )
    return sa.or_(toegewezen.exists(), vastgezet.exists())


def _elders(session: Session, ronde: Ronde) -> set[int]:
    """Participants who meanwhile hold a slot that is not this round's, in (part of) its period: placed already."""
    rijen = session.execute(
        sa.select(col(RondeStudent.id))
        .join(PlaatsClaim, col(PlaatsClaim.student_id) == col(RondeStudent.student_id))
        .join(Plaats, col(Plaats.id) == col(PlaatsClaim.plaats_id))
        .where(
            col(RondeStudent.ronde_id) == ronde.id,
            col(Plaats.van) <= ronde.tot,
            col(Plaats.tot) >= ronde.van,
            sa.not_(_van_ronde(ronde)),
        )
    ).scalars()
    return {deelnemer or 0 for deelnemer in rijen}


def _lijsten(session: Session, ronde: Ronde) -> dict[int, tuple[Paar, ...]]:
    """The choices that were sent in, best first."""
    lijsten: defaultdict[int, list[Paar]] = defaultdict(list)
    for deelnemer, plaats, rang in session.execute(
        sa.select(col(Voorkeurlijst.ronde_student_id), col(Voorkeur.plaats_id), col(Voorkeur.rang))
        .join(Voorkeur, col(Voorkeur.lijst_id) == col(Voorkeurlijst.id))
        .join(RondeStudent, col(RondeStudent.id) == col(Voorkeurlijst.ronde_student_id))
        .where(col(RondeStudent.ronde_id) == ronde.id)
        .order_by(col(Voorkeurlijst.ronde_student_id), col(Voorkeur.rang))
    ):
        lijsten[deelnemer].append((plaats, rang))
    return {deelnemer: tuple(keuzes) for deelnemer, keuzes in lijsten.items()}


def _hash(probleem: Probleem, deelnemers: Iterable[int], plaatsen: Iterable[int]) -> str:
    """SHA-256 of the whole problem: the same input, the same answer; and whether something changed since."""
    inhoud = [
        list(deelnemers), list(plaatsen), *(list(getattr(probleem, veld)) for veld in
        ("capaciteit", "begin", "plaats", "rang", "lot", "vast")), list(probleem.vorige or ()),
    ]  # fmt: skip
    if probleem.rangorde is not None:
        inhoud.append(list(probleem.rangorde))
    return hashlib.sha256(json.dumps(inhoud, separators=(",", ":")).encode()).hexdigest()
