"""After every change of the register: who lost the accreditation they depended on, who got it back, and tell people.

Idempotent: one open line per agreement (and per crebo of a place), and what a person closed stays closed while the
reason goes on. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.erkenning.queries_geraakt import Beoordeeld, Sleutel, beoordeel_geraakt, list_veranderd
from bpv_app.erkenning.queries_poort import list_niet_meer_aan_de_orde
from bpv_app.erkenning.rules import Feiten, IntrekkingStatus, Voorstel, Waarover, stel_voor
from bpv_app.erkenning.service_mail import mail_intrekkingen
from bpv_app.erkenning.service_voordracht import sluit_toegekende
from bpv_app.erkenning.tables import Intrekking, IntrekkingRonde
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.leerbedrijf.service_erkenning import noteer_oordeel

VANAF_UUR = 6
"""Hour (Amsterdam) from which the planner looks at accreditations that ended by themselves."""
_PARTIJ = 1_000
Voor = Mapping[Sleutel, bool]


@dataclass(frozen=True, slots=True)
class Gevolg:
    """What a change of the register led to."""

    nieuw: int = 0
    hersteld: int = 0


def bekijk(session: Session, sbb_ids: Collection[str], vandaag: date) -> dict[Sleutel, bool]:
    """Who is accredited now, before a change: what was not cannot lose it."""
    return {b.geraakt.sleutel: b.oordeel.is_erkend for b in beoordeel_geraakt(session, sbb_ids, vandaag)}


def volg(session: Session, actor: Actor, clock: Clock, sbb_ids: Collection[str], voor: Voor, bron: str) -> Gevolg:
    """Compare what depends on these companies with the register as it is now. `voor`: what `bekijk` said before.

    `bron` names the change; a person gets one mail about it. Needs a writing session.
    """
    session.flush()
    nu = beoordeel_geraakt(session, sbb_ids, clock.vandaag())
    bekend = _laatste(session, nu)
    nieuw: list[tuple[Intrekking, Beoordeeld]] = []
    hersteld = 0
    for b in nu:
        eerder = bekend.get(b.geraakt.sleutel)
        if b.oordeel.is_erkend:
            hersteld += _herstel(session, actor, clock, eerder, b)
        elif b.oordeel.uitkomst is not Uitkomst.ONBEKEND:
            if eerder is not None and eerder.opgelost_op is None:
                _werk_bij(eerder, b, clock.vandaag())
            elif b.geraakt.is_zeker or voor.get(b.geraakt.sleutel, False):
                nieuw.append((_maak(session, actor, clock, b, bron), b))
    session.flush()
    sluit_toegekende(session, clock, sbb_ids)
    mail_intrekkingen(session, clock, nieuw, bron)
    return Gevolg(len(nieuw), hersteld)


def _laatste(session: Session, beoordeeld: Iterable[Beoordeeld]) -> dict[Sleutel, Intrekking]:
    """The latest line about each of these, whatever became of it; locked."""
    uit: dict[Sleutel, Intrekking] = {}
    ids: dict[Waarover, set[int]] = {Waarover.POK: set(), Waarover.PLAATS: set()}
    for b in beoordeeld:
        ids[b.geraakt.waarover].add(b.geraakt.id)
    for waarover, kolom in ((Waarover.POK, col(Intrekking.pok_id)), (Waarover.PLAATS, col(Intrekking.plaats_id))):
        alle = sorted(ids[waarover])
        for i in range(0, len(alle), _PARTIJ):
            vraag = sa.select(Intrekking).where(kolom.in_(alle[i : i + _PARTIJ])).order_by(col(Intrekking.id))
            for rij in session.execute(vraag.with_for_update()).scalars():
                over = rij.pok_id if waarover is Waarover.POK else rij.plaats_id
                uit[(waarover, over or 0, rij.crebo if waarover is Waarover.PLAATS else "")] = rij
    return uit


def _voorstel(b: Beoordeeld, vandaag: date) -> Voorstel:
    g = b.geraakt
    later = [r.erkend_van for r in b.regels if r.crebo == g.crebo and r.erkend_van > b.peildatum]
    andere = any(r.crebo != g.crebo and r.geldt_op(b.peildatum) for r in b.regels)
    feiten = Feiten(g.waarover, g.begin_op, g.eind_op, g.is_begonnen, andere, min(later, default=None))
    return stel_voor(feiten, vandaag)


def _maak(session: Session, actor: Actor, clock: Clock, b: Beoordeeld, bron: str) -> Intrekking:
    g = b.geraakt
    rij = Intrekking(
        pok_id=g.id if g.waarover is Waarover.POK else None,
        plaats_id=g.id if g.waarover is Waarover.PLAATS else None,
        dossier_id=g.dossier_id,
        leerbedrijf_id=g.bedrijf.id,
        crebo=g.crebo,
        peildatum=b.peildatum,
        reden=b.oordeel.reden.nl[:300],
        reden_en=b.oordeel.reden.en[:300],
        voorstel=_voorstel(b, clock.vandaag()),
        status=IntrekkingStatus.OPEN,
        bron=bron[:60],
        sinds=clock.nu(),
    )
    session.add(rij)
    _leg_vast(session, actor, clock, b)
    return rij


def _werk_bij(rij: Intrekking, b: Beoordeeld, vandaag: date) -> None:
    """An open line says how it stands today; a closed one stays as the person closed it."""
    if rij.status is not IntrekkingStatus.OPEN:
        return
    nieuw = {
        "reden": b.oordeel.reden.nl[:300],
        "reden_en": b.oordeel.reden.en[:300],
        "peildatum": b.peildatum,
        "voorstel": _voorstel(b, vandaag),
    }
    if rij.voorstel is not nieuw["voorstel"] or rij.reden != nieuw["reden"]:
        for veld, waarde in nieuw.items():
            setattr(rij, veld, waarde)


def _herstel(session: Session, actor: Actor, clock: Clock, rij: Intrekking | None, b: Beoordeeld) -> int:
    """The accreditation is back: an open line closes itself, a closed one may come back another time."""
    if rij is None or rij.opgelost_op is not None:
        return 0
    rij.opgelost_op = clock.vandaag()
    if rij.status is not IntrekkingStatus.OPEN:
        return 0
    _sluit_zelf(rij, clock, IntrekkingStatus.HERSTELD)
    _leg_vast(session, actor, clock, b)
    return 1


def _sluit_zelf(rij: Intrekking, clock: Clock, status: IntrekkingStatus) -> None:
    rij.status, rij.gesloten_op, rij.gesloten_door = status, clock.nu(), "BPV-app"


def _leg_vast(session: Session, actor: Actor, clock: Clock, b: Beoordeeld) -> None:
    """The check itself is a fact, as every check (WEB 7.2.10)."""
    g = b.geraakt
    noteer_oordeel(
        session,
        actor,
        clock,
        leerbedrijf_id=g.bedrijf.id,
        sbb_id=g.bedrijf.sbb_id,
        crebo=g.crebo,
        keuzedeel=g.keuzedeel,
        peildatum=b.peildatum,
        oordeel=b.oordeel,
        aanleiding=Aanleiding.REGISTER,
        pok_id=g.id if g.waarover is Waarover.POK else None,
    )


def te_volgen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[str]:
    """What the planner has to do now (`nu`: also before the hour): `dag`, `opruimen`. Raises `GeenRecht`."""
    if not actor.is_systeem:
        raise GeenRecht
    werk = []
    if nu or clock.nu().astimezone(AMSTERDAM).hour >= VANAF_UUR:
        gedaan = session.execute(sa.select(sa.func.max(col(IntrekkingRonde.dag)))).scalar_one()
        werk += ["dag"] if gedaan is None or gedaan < clock.vandaag() else []
    if list_niet_meer_aan_de_orde(session, clock.vandaag()):
        werk.append("opruimen")
    return werk


def volg_de_dag(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """The planner's work: accreditations that ended or began by their date, and lines that are over.

    Returns how many pieces were done. Raises `GeenRecht`: it is the app's own work.
    """
    werk = te_volgen(session, actor, clock, nu=nu)
    doe: dict[str, Callable[[Session, Actor, Clock], object]] = {"dag": _kijk_dag, "opruimen": _ruim_op}
    for wat in werk:
        doe[wat](session, actor, clock)
    return 0 if not werk else 1


def _kijk_dag(session: Session, actor: Actor, clock: Clock) -> None:
    vandaag = clock.vandaag()
    sinds = session.execute(sa.select(sa.func.max(col(IntrekkingRonde.dag)))).scalar_one()
    sinds = sinds or vandaag - timedelta(days=1)
    sbb_ids = list_veranderd(session, sinds, vandaag)
    gevolg = volg(session, actor, clock, sbb_ids, bekijk(session, sbb_ids, sinds), f"dag:{vandaag.isoformat()}")
    sluit_toegekende(session, clock)  # a company that got its leerbedrijf-ID since is in no change of the register
    session.add(IntrekkingRonde(dag=vandaag, nieuw=gevolg.nieuw))
    session.flush()


def _ruim_op(session: Session, _actor: Actor, clock: Clock) -> None:
    """The agreement was replaced or ended, or the place closed: nothing has to be done any more."""
    ids = list_niet_meer_aan_de_orde(session, clock.vandaag())
    for i in range(0, len(ids), _PARTIJ):
        vraag = sa.select(Intrekking).where(col(Intrekking.id).in_(ids[i : i + _PARTIJ])).order_by(col(Intrekking.id))
        for rij in session.execute(vraag.with_for_update()).scalars():
            _sluit_zelf(rij, clock, IntrekkingStatus.VOORBIJ)
            rij.opgelost_op = clock.vandaag()
    session.flush()
