"""Setting up a round: make, change, and say who goes first. One way to get a round: `get_ronde`."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.clauses_ronde import ronde_scope
from bpv_app.matching.queries_deelnemers import list_deelnemers, list_team_ids
from bpv_app.matching.rules_loting import Voorrang, zaad_hash
from bpv_app.matching.rules_ronde import MAG_WIJZIGEN, RondeStapMagNiet, RondeStatus
from bpv_app.matching.rules_ronde_invoer import MAX_KM, RondeInvoer
from bpv_app.matching.tables_ronde import Ronde, RondeGebeurtenis, RondeGroep, RondeStudent

_VELDEN = (
    "naam", "van", "tot", "opent_op", "sluit_op", "publiceert_op", "min_keuzes", "max_keuzes", "modus", "doel",
    "bezwaardagen", "moet_bevestigen", "toont_eerste", "max_km", "toelichting", "bedrijven_rangschikken",
    "rangschikken_tot",
)  # fmt: skip
GEEN_EIGEN_TEAM = Tekst("Kies alleen teams die van jou zijn.", "Choose teams of your own only.")


def get_ronde(
    session: Session, actor: Actor, ronde_id: int, actie: Actie = Actie.RONDE_ZIEN, *, op_slot: bool = False
) -> Ronde:
    """A round in the actor's scope; `op_slot` locks it until the transaction ends. Raises `NietGevonden`."""
    if not is_sleutel(ronde_id):
        raise NietGevonden
    vraag = sa.select(Ronde).where(col(Ronde.id) == ronde_id, ronde_scope(actor, actie))
    if op_slot:
        vraag = vraag.with_for_update(of=Ronde).execution_options(populate_existing=True)
    ronde: Ronde | None = session.execute(vraag).scalar_one_or_none()
    if ronde is None:
        raise NietGevonden
    return ronde


def noteer(
    session: Session, actor: Actor, clock: Clock, ronde: Ronde, wat: str, reden: str = "", **gegevens: Any
) -> None:
    """A line in the history of the round, in this transaction."""
    session.add(
        RondeGebeurtenis(
            ronde_id=ronde.id or 0,
            wat=wat,
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam,
            reden=reden,
            gegevens=gegevens,
        )
    )
    session.flush()


def maak_ronde(session: Session, actor: Actor, clock: Clock, invoer: RondeInvoer, *, zaad: str = "") -> Ronde:
    """A draft with its participants so far, and a seed whose hash is shown from now on.

    `zaad`: for a demo that must be the same every time; else 256 bits nobody can guess.
    Raises `GeenRecht`, or `OngeldigeInvoer` for a team that is not the actor's.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    _check_teams(actor, invoer)
    zaad = zaad or secrets.token_hex(32)
    ronde = Ronde(
        status=RondeStatus.CONCEPT,
        zaad=zaad,
        zaad_hash=zaad_hash(zaad),
        aangemaakt_op=clock.nu(),
        aangemaakt_door=actor.naam,
        **{veld: getattr(invoer, veld) for veld in _VELDEN},
    )
    session.add(ronde)
    session.flush()
    _zet_groepen(session, ronde, invoer)
    stem_deelnemers_af(session, ronde)
    noteer(session, actor, clock, ronde, "gemaakt", zaad_hash=ronde.zaad_hash)
    return ronde


def _check_teams(actor: Actor, invoer: RondeInvoer) -> None:
    eigen = actor.team_ids(Actie.RONDE_BEWERKEN)
    if eigen is not None and {team for team, _ in invoer.groepen} - eigen:
        raise OngeldigeInvoer({"groepen": GEEN_EIGEN_TEAM})


def _zet_groepen(session: Session, ronde: Ronde, invoer: RondeInvoer) -> None:
    bestaan = list_team_ids(session, {team for team, _ in invoer.groepen})
    if {team for team, _ in invoer.groepen} - bestaan:
        raise OngeldigeInvoer({"groepen": GEEN_EIGEN_TEAM})
    oud = {
        (g.team_id, g.klas): g
        for g in session.execute(sa.select(RondeGroep).where(col(RondeGroep.ronde_id) == ronde.id)).scalars()
    }
    for sleutel, groep in oud.items():
        if sleutel not in invoer.groepen:
            session.delete(groep)
    session.flush()
    for team_id, klas in sorted(invoer.groepen - set(oud)):
        session.add(RondeGroep(ronde_id=ronde.id or 0, team_id=team_id, klas=klas))
    session.flush()


def stem_deelnemers_af(session: Session, ronde: Ronde) -> int:
    """Let the participants of a draft follow its teams and classes; what was set for who stays, stays. How many now."""
    nu = {d.student_id: d for d in list_deelnemers(session, ronde)}
    oud = {
        d.student_id: d
        for d in session.execute(
            sa.select(RondeStudent).where(col(RondeStudent.ronde_id) == ronde.id).order_by(col(RondeStudent.id))
        ).scalars()
    }
    for student_id, rij in oud.items():
        if student_id not in nu:
            session.delete(rij)
        else:
            d = nu[student_id]
            rij.verbintenis_id, rij.team_id, rij.crebo = d.verbintenis_id, d.team_id, d.crebo
    for student_id, d in nu.items():
        if student_id not in oud:
            session.add(
                RondeStudent(
                    ronde_id=ronde.id or 0,
                    student_id=student_id,
                    verbintenis_id=d.verbintenis_id,
                    team_id=d.team_id,
                    crebo=d.crebo,
                    voorrang=Voorrang.GEWOON,
                )
            )
    session.flush()
    return len(nu)


def werk_ronde_bij(
    session: Session, actor: Actor, clock: Clock, ronde_id: int, invoer: RondeInvoer, versie: int
) -> Ronde:
    """Change what may still change in this status. An open round closes later, never earlier, than announced.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `RondeStapMagNiet` or `OngeldigeInvoer` naming what stands.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN, op_slot=True)
    _check_teams(actor, invoer)
    nieuw = {veld: getattr(invoer, veld) for veld in _VELDEN}
    check_versie(ronde, versie, **nieuw)
    anders = {veld for veld, waarde in nieuw.items() if getattr(ronde, veld) != waarde}
    groepen = frozenset(
        (rij[0], rij[1])
        for rij in session.execute(
            sa.select(col(RondeGroep.team_id), col(RondeGroep.klas)).where(col(RondeGroep.ronde_id) == ronde.id)
        )
    )
    if groepen != invoer.groepen:
        anders.add("groepen")
    if not MAG_WIJZIGEN[ronde.status]:
        raise RondeStapMagNiet(ronde.status)
    vast = Tekst("Dit ligt vast sinds de ronde openging.", "This was fixed when the round opened.")
    fouten = dict.fromkeys(sorted(anders - MAG_WIJZIGEN[ronde.status]), vast)
    if ronde.status is RondeStatus.OPEN and invoer.sluit_op < ronde.sluit_op:
        fouten["sluit_op"] = Tekst(
            "Een open ronde kan alleen later sluiten. Eerder sluiten doe je met de knop, met een reden.",
            "An open round can only close later. Close early with the button, with a reason.",
        )
    if fouten:
        raise OngeldigeInvoer(fouten)
    for veld in anders - {"groepen"}:
        setattr(ronde, veld, nieuw[veld])
    session.flush()
    if ronde.status is RondeStatus.CONCEPT:
        _zet_groepen(session, ronde, invoer)
        stem_deelnemers_af(session, ronde)
    if anders:
        noteer(session, actor, clock, ronde, "gewijzigd", velden=sorted(anders))
    return ronde


class DeelnemersVast(DomeinFout):
    """Priority, licence and travel limit are part of what is frozen and announced at the opening."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "deelnemers_vast",
            Tekst(
                "De ronde is al open: voorrang, rijbewijs en reisafstand liggen vast.",
                "The round is open already: priority, licence and travel limit are fixed.",
            ),
        )


def stel_deelnemers_in(
    session: Session,
    actor: Actor,
    ronde_id: int,
    ronde_student_ids: Collection[int],
    *,
    voorrang: Voorrang | None = None,
    heeft_rijbewijs: bool | None = None,
    max_km: int | None = None,
) -> int:
    """Set for these participants of a draft what is given (None: leave; `max_km` 0: the round's own limit again).

    Returns how many there were. Raises `NietGevonden`, `GeenRecht`, `DeelnemersVast` or `OngeldigeInvoer`.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN, op_slot=True)
    if ronde.status is not RondeStatus.CONCEPT:
        raise DeelnemersVast
    if max_km is not None and not 0 <= max_km <= MAX_KM:
        raise OngeldigeInvoer(
            {"max_km": Tekst(f"Een heel getal van 1 tot en met {MAX_KM}.", f"A whole number from 1 to {MAX_KM}.")}
        )
    rijen = session.execute(
        sa.select(RondeStudent)
        .where(
            col(RondeStudent.ronde_id) == ronde.id,
            col(RondeStudent.id).in_([i for i in ronde_student_ids if is_sleutel(i)]),
        )
        .order_by(col(RondeStudent.id))
    ).scalars()
    aantal = 0
    for rij in rijen:
        aantal += 1
        if voorrang is not None:
            rij.voorrang = voorrang
        if heeft_rijbewijs is not None:
            rij.heeft_rijbewijs = heeft_rijbewijs
        if max_km is not None:
            rij.max_km = max_km or None
    if not aantal:
        raise NietGevonden
    session.flush()
    return aantal
