"""Mail about a round: reminders that stop by themselves, the receipt, the answer to a request."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, Clock, toon_moment
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_ronde_mail import (
    DeelnemerAdres,
    Herinnering,
    list_adressen,
    list_herinneringen,
    list_te_herinneren,
)
from bpv_app.matching.queries_voorkeur import Bewijs, Deelname
from bpv_app.matching.rules_ronde import check_schrijfbaar
from bpv_app.matching.rules_ronde_mail import herinner_sleutel, lijst_regels
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.tables_ronde import RondeStudent
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import laat_vervallen, verstuur

MAX_PER_KEER = 50
"""Mails written in one transaction, so that nobody who saves a list waits long."""


def _stuur(
    session: Session, clock: Clock, a: DeelnemerAdres, sjabloon: Sjabloon, sleutel: str, velden: Mapping[str, str]
) -> bool:
    """Whether there is a mail now."""
    mail = verstuur(
        session,
        clock,
        sjabloon=sjabloon,
        taal=a.taal,
        aan=a.email,
        naam=a.naam,
        velden={"naam": a.roepnaam or a.naam, "ronde": a.ronde, **velden},
        sleutel=sleutel,
        account_id=a.account_id,
        student_id=a.student_id,
        over=("ronde", a.ronde_id),
        team_id=a.team_id,
        doel=f"/voorkeuren?ronde={a.deelname_id}",
    )
    return mail is not None


def _herinner(session: Session, clock: Clock, herinnering: Herinnering) -> bool:
    a = herinnering.adres
    velden = {"sluit": toon_moment(a.sluit_op, a.taal)}
    return _stuur(session, clock, a, Sjabloon.VOORKEUR_HERINNERING, herinnering.sleutel, velden)


def te_sturen_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[Herinnering]:
    """Reminders that may go now; not before the hour of the settings (`nu`: any). Raises `GeenRecht`."""
    if not actor.is_systeem:
        raise GeenRecht
    if not nu and clock.nu().astimezone(AMSTERDAM).hour < instellingen().weekmail_uur:
        return []
    return list_herinneringen(session, clock.nu())


def stuur_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Write at most `MAX_PER_KEER` of them; returns how many. Raises `GeenRecht`."""
    herinneringen = te_sturen_herinneringen(session, actor, clock, nu=nu)[:MAX_PER_KEER]
    return sum(_herinner(session, clock, h) for h in herinneringen)


def herinner_ronde(
    session: Session, actor: Actor, clock: Clock, ronde_id: int, ids: list[int] | None = None
) -> tuple[int, int]:
    """Remind by hand everybody (or these participants) who did not send in: how many mails, how many without one.

    At most one a day each. Raises `NietGevonden`, `GeenRecht`, `RondeDicht`.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN)
    check_schrijfbaar(ronde.status, ronde.opent_op, ronde.sluit_op, clock.nu())
    te_doen = list_te_herinneren(session, ronde_id, clock.vandaag().isoformat(), ids)
    gelukt = sum(_herinner(session, clock, h) for h in te_doen)
    return gelukt, len(te_doen) - gelukt


def trek_herinneringen_in(session: Session, clock: Clock, deelname_id: int) -> None:
    """The list was sent in: reminders that wait are not needed any more."""
    laat_vervallen(session, clock, herinner_sleutel(deelname_id))


def stuur_bewijs(session: Session, clock: Clock, deelname: Deelname, bewijs: Bewijs) -> None:
    """The receipt by mail; each sending in has its own."""
    for a in list_adressen(session, col(RondeStudent.id) == deelname.id):
        velden = {
            "op": toon_moment(bewijs.op, a.taal),
            "code": bewijs.code,
            "regels": lijst_regels(bewijs.regels),
            "hash": bewijs.zaad_hash,
            "sluit": toon_moment(deelname.sluit_op, a.taal),
        }
        _stuur(session, clock, a, Sjabloon.VOORKEUR_BEWIJS, f"voorkeur-bewijs:{deelname.id}:{bewijs.code}", velden)


def stuur_antwoord(
    session: Session, clock: Clock, deelname_id: int, verzoek_id: int, bedrijf: str, antwoord: Tekst
) -> None:
    """The answer to a request for an own place."""
    for a in list_adressen(session, col(RondeStudent.id) == deelname_id):
        velden = {"bedrijf": bedrijf, "antwoord": antwoord.in_taal(a.taal)}
        _stuur(session, clock, a, Sjabloon.VERZOEK_ANTWOORD, f"plaats-verzoek:{verzoek_id}", velden)
