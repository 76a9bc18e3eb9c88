"""Proposals: make one, and compute it again. The engine is pure; here its problem is read and its answer is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.nummers import schoon_tekst, zonder_bsn
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.matching.clauses_ronde import ronde_scope
from bpv_app.matching.queries_probleem import Vraagstuk, hash_stand, lees_vraagstuk
from bpv_app.matching.queries_rangorde import tijd_van
from bpv_app.matching.rules import Doel, Modus, Uitkomst, los_op
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_voorstel import (
    LOCK_INGETROKKEN,
    MAX_VOORSTELLEN,
    RONDE_NIET_GESLOTEN,
    TE_VEEL_VOORSTELLEN,
    VOORSTEL_STAAT,
    BordStap,
    PlekGrond,
    VoorstelMagNiet,
    VoorstelStatus,
)
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel, VoorstelStap
from bpv_app.matching.verklaring import controle_van, verklaar

MOTOR = "1"
"""Version of the engine's rules, kept with every proposal: the same problem and version give the same answer."""
MAG_REKENEN = frozenset({RondeStatus.GESLOTEN, RondeStatus.GEPUBLICEERD})
Zet = tuple[int, int | None, bool, int | None, bool]
"""Participant, place before, was pinned, place after, is pinned."""


def get_voorstel(session: Session, actor: Actor, voorstel_id: int, *, op_slot: bool = False) -> Voorstel:
    """A proposal in the actor's scope; `op_slot` locks it until the transaction ends. Raises `NietGevonden`."""
    require(actor, Actie.MATCHING_ZIEN)
    if not is_sleutel(voorstel_id):
        raise NietGevonden
    vraag = (
        sa.select(Voorstel)
        .join(Ronde, col(Ronde.id) == col(Voorstel.ronde_id))
        .where(col(Voorstel.id) == voorstel_id, ronde_scope(actor, Actie.MATCHING_ZIEN))
    )
    if op_slot:
        vraag = vraag.with_for_update(of=Voorstel).execution_options(populate_existing=True)
    voorstel: Voorstel | None = session.execute(vraag).scalar_one_or_none()
    if voorstel is None:
        raise NietGevonden
    return voorstel


def get_concept(session: Session, actor: Actor, voorstel_id: int, versie: int | None) -> Voorstel:
    """A proposal that may still change, locked. Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `VoorstelMagNiet`."""
    require(actor, Actie.MATCHING_BEWERKEN)
    voorstel = get_voorstel(session, actor, voorstel_id, op_slot=True)
    check_versie(voorstel, versie)
    if voorstel.status is not VoorstelStatus.CONCEPT:
        raise VoorstelMagNiet(VOORSTEL_STAAT)
    return voorstel


def maak_voorstel(
    session: Session,
    actor: Actor,
    clock: Clock,
    ronde_id: int,
    modus: Modus | None = None,
    doel: Doel | None = None,
    *,
    naam: str = "",
) -> Voorstel:
    """Compute a new proposal, by default as the round announced it. After publication it is a re-run: the same lots,
    as many placed as possible, and as few changes as possible (matching rule 4); when companies order, the same lots
    and orders again (`lees_vraagstuk`).

    Raises `NietGevonden`, `GeenRecht`, `VoorstelMagNiet`, `RangordeNogOpen` while companies can still order, or
    `DomeinFout` when locks do not fit.
    """
    require(actor, Actie.MATCHING_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.MATCHING_BEWERKEN, op_slot=True)
    if ronde.status not in MAG_REKENEN:
        raise VoorstelMagNiet(RONDE_NIET_GESLOTEN)
    tijd_van(ronde).check_klaar(clock.nu())
    vorige = session.execute(
        sa.select(Voorstel).where(col(Voorstel.ronde_id) == ronde.id).order_by(col(Voorstel.nummer))
    ).scalars()
    alle = list(vorige)
    if sum(v.status is VoorstelStatus.CONCEPT for v in alle) >= MAX_VOORSTELLEN:
        raise VoorstelMagNiet(TE_VEEL_VOORSTELLEN.vul(n=MAX_VOORSTELLEN))
    gepubliceerd = next((v.id for v in alle if v.status is VoorstelStatus.GEPUBLICEERD), None)
    voorstel = Voorstel(
        ronde_id=ronde.id or 0,
        nummer=max((v.nummer for v in alle), default=0) + 1,
        naam=schoon_tekst(zonder_bsn(naam[:400]))[:120],
        status=VoorstelStatus.CONCEPT,
        modus=modus or ronde.modus,
        doel=doel or ronde.doel,
        herhaling_van=gepubliceerd,
        gemaakt_op=clock.nu(),
        gemaakt_door=actor.naam,
        gerekend_op=clock.nu(),
    )
    session.add(voorstel)
    session.flush()
    _reken(session, actor, clock, ronde, voorstel)
    return voorstel


def reken_opnieuw(
    session: Session, actor: Actor, clock: Clock, voorstel_id: int, versie: int, modus: Modus | None = None,
    doel: Doel | None = None,
) -> list[Zet]:  # fmt: skip
    """Compute a proposal again with what was locked, blocked and moved by hand meanwhile. Returns who changed.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `VoorstelMagNiet`, or `DomeinFout` when locks do not fit.
    """
    voorstel = get_concept(session, actor, voorstel_id, versie)
    ronde = get_ronde(session, actor, voorstel.ronde_id, Actie.MATCHING_BEWERKEN)
    voorstel.modus, voorstel.doel = modus or voorstel.modus, doel or voorstel.doel
    return _reken(session, actor, clock, ronde, voorstel)


def laat_vervallen(session: Session, actor: Actor, clock: Clock, voorstel_id: int, versie: int) -> None:
    """Put a proposal away; it can be read, not published. Raises as `get_concept`."""
    voorstel = get_concept(session, actor, voorstel_id, versie)
    voorstel.status = VoorstelStatus.VERVALLEN
    session.flush()
    noteer_stap(session, actor, clock, voorstel, BordStap.VERVALLEN)


def is_actueel(session: Session, ronde: Ronde, voorstel: Voorstel) -> bool:
    """Whether the round still asks what this proposal answers: no lock, block, withdrawal or hand since."""
    return not voorstel.is_gewijzigd and _vraagstuk(session, ronde, voorstel).sha256 == voorstel.invoer_sha256


def is_ongewijzigd(session: Session, ronde: Ronde, voorstel: Voorstel) -> bool:
    """The same for a screen, from a few small reads; publishing asks `is_actueel`, which reads the whole problem."""
    stand = voorstel.verslag.get("stand")
    if voorstel.is_gewijzigd or stand is None:
        return is_actueel(session, ronde, voorstel)
    return bool(stand == hash_stand(session, ronde))


def noteer_stap(
    session: Session, actor: Actor, clock: Clock, voorstel: Voorstel, soort: BordStap, reden: str = "",
    zetten: Sequence[Zet] = (), herstelt: int | None = None,
) -> VoorstelStap:  # fmt: skip
    """A line in the history of the proposal, in this transaction."""
    stap = VoorstelStap(
        voorstel_id=voorstel.id or 0,
        soort=soort,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam,
        reden=reden,
        zetten=[list(zet) for zet in zetten],
        herstelt=herstelt,
    )
    # Every step makes what others see stale, also the second move in a row, which changes no column of the proposal.
    voorstel.versie += 1
    session.add(stap)
    session.flush()
    return stap


def lees_plekken(session: Session, voorstel_id: int | None) -> dict[int, tuple[int | None, bool]]:
    """Place and pin of every participant of a proposal."""
    rijen = session.execute(
        sa.select(
            col(VoorstelRegel.ronde_student_id), col(VoorstelRegel.plaats_id), col(VoorstelRegel.is_gepind)
        ).where(col(VoorstelRegel.voorstel_id) == voorstel_id)
    )
    return {deelnemer: (plaats, pin) for deelnemer, plaats, pin in rijen}


def _vraagstuk(session: Session, ronde: Ronde, voorstel: Voorstel) -> Vraagstuk:
    plekken = lees_plekken(session, voorstel.id)
    vorige = None
    if voorstel.herhaling_van:
        vorige = {d: plaats for d, (plaats, _) in lees_plekken(session, voorstel.herhaling_van).items()}
    return lees_vraagstuk(
        session, ronde, gepind={d: plaats for d, (plaats, pin) in plekken.items() if pin}, vorige=vorige
    )


def _reken(session: Session, actor: Actor, clock: Clock, ronde: Ronde, voorstel: Voorstel) -> list[Zet]:
    vraagstuk = _vraagstuk(session, ronde, voorstel)
    if op_weg := sorted(set(vraagstuk.vast.values()) & vraagstuk.weg):
        raise VoorstelMagNiet(LOCK_INGETROKKEN.vul(n=len(op_weg)))
    uitkomst = los_op(vraagstuk.probleem, voorstel.modus, voorstel.doel)
    oud = lees_plekken(session, voorstel.id)
    gepubliceerd = lees_plekken(session, voorstel.herhaling_van) if voorstel.herhaling_van and not oud else {}
    regels = _regels(voorstel, vraagstuk, uitkomst, oud, {d: plaats for d, (plaats, _) in gepubliceerd.items()})
    verbinding = session.connection()
    verbinding.execute(sa.delete(VoorstelRegel).where(col(VoorstelRegel.voorstel_id) == voorstel.id))
    if regels:
        verbinding.execute(sa.insert(VoorstelRegel), regels)
    voorstel.invoer_sha256 = vraagstuk.sha256
    voorstel.verslag = _verslag(session, ronde, voorstel, vraagstuk, uitkomst)
    voorstel.is_gewijzigd = False
    voorstel.gerekend_op = clock.nu()
    session.flush()
    zetten: list[Zet] = []
    for regel in regels:
        was, pin = oud.get(regel["ronde_student_id"], (None, False))
        if was != regel["plaats_id"]:
            zetten.append((regel["ronde_student_id"], was, pin, regel["plaats_id"], regel["is_gepind"]))
    noteer_stap(session, actor, clock, voorstel, BordStap.GEREKEND, zetten=zetten if oud else ())
    return zetten if oud else []


def _regels(
    voorstel: Voorstel,
    vraagstuk: Vraagstuk,
    uitkomst: Uitkomst,
    oud: Mapping[int, tuple[int | None, bool]],
    gepubliceerd: Mapping[int, int | None],
) -> list[dict[str, Any]]:
    """The lines. What changed is against the last computation; the first time against what was published, if any."""
    verklaard = verklaar(vraagstuk, uitkomst, voorstel.modus)
    regels = []
    for s, deelnemer in enumerate(vraagstuk.deelnemers):
        p, grond = uitkomst.toewijzing[s], uitkomst.grond[s]
        was, pin = oud.get(deelnemer, (None, False))
        plaats = vraagstuk.plaatsen[p] if p >= 0 else None
        blijft_gepind = pin and (plaats == was)
        regels.append(
            {
                "voorstel_id": voorstel.id,
                "ronde_student_id": deelnemer,
                "plaats_id": plaats,
                "rang": uitkomst.rang[s],
                "grond": PlekGrond.HAND if blijft_gepind and grond else PlekGrond(grond.value) if grond else None,
                "is_gepind": blijft_gepind,
                "vorige_plaats_id": was if oud else gepubliceerd.get(deelnemer, plaats),
                **verklaard[s],
            }
        )
    return regels


def profiel_van(uitkomst: Uitkomst, lengte: int) -> list[int]:
    """How many got their first, second … choice; the last number: a place that is not on the list."""
    profiel = uitkomst.profiel
    return [*(profiel.get(rang, 0) for rang in range(1, lengte + 1)), profiel.get(0, 0)]


def _verslag(
    session: Session, ronde: Ronde, voorstel: Voorstel, vraagstuk: Vraagstuk, uitkomst: Uitkomst
) -> dict[str, Any]:
    """Figures and proof. `optimum`: the profile that most first choices would give with the same locks and blocks, the
    price of what was chosen by mode and by hand; `stand`: what the round asked, see `hash_stand`."""
    probleem, stand = vraagstuk.probleem, hash_stand(session, ronde)
    lengte = max(probleem.rang, default=0)
    optimum = voorstel.verslag.get("optimum") if voorstel.verslag.get("stand") == stand else None
    return {
        "motor": MOTOR,
        "zaad_hash": ronde.zaad_hash,
        "stand": stand,
        "studenten": len(vraagstuk.deelnemers),
        "plekken": sum(probleem.capaciteit),
        "geplaatst": uitkomst.geplaatst,
        "maximum": uitkomst.maximum,
        "profiel": profiel_van(uitkomst, lengte),
        "optimum": optimum if optimum is not None else _optimum(session, ronde, lengte),
        "controle": controle_van(vraagstuk, uitkomst, voorstel.modus),
    } | _rangorde_cijfers(vraagstuk)


def _rangorde_cijfers(vraagstuk: Vraagstuk) -> dict[str, Any]:
    """How many places ordered their candidates; nothing when companies do not order in this round."""
    r = vraagstuk.rangordes
    if r is None:
        return {}
    return {
        "rangorde": {
            "plaatsen": r.plaatsen,
            "ingestuurd": r.ingestuurd,
            "past_niet": len(r.past_niet),
            "open_besluiten": r.open_besluiten,
        }
    }


def _optimum(session: Session, ronde: Ronde, lengte: int) -> list[int]:
    """Without what was moved by hand: computed once for as long as locks, blocks and slots are the same."""
    probleem = lees_vraagstuk(session, ronde, gepind={}).probleem
    beste = los_op(probleem, Modus.OPTIMAAL, Doel.EERSTE_KEUZES)
    return profiel_van(beste, lengte)
