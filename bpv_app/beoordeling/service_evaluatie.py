"""Asking for an evaluation, filling it in, reminding once, and counting it in (`rules_delen` says when)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app import bulk
from bpv_app.beoordeling.clauses import eigen_evaluaties
from bpv_app.beoordeling.queries_adres import get_opleider_adres, get_student_adres
from bpv_app.beoordeling.queries_lijst import get_vragen
from bpv_app.beoordeling.queries_stage import Stage, get_stage
from bpv_app.beoordeling.rules_delen import TEAM, Telbaar, vorm_delen
from bpv_app.beoordeling.rules_evaluatie import (
    HERINNER_NA,
    EvaluatieDicht,
    EvaluatieSoort,
    check_antwoord,
    check_insturen,
    lijst_hash,
    vragen_als_json,
    vragen_uit_json,
)
from bpv_app.beoordeling.service_oordeel import VeldAntwoord
from bpv_app.beoordeling.tables_evaluatie import Evaluatie, EvaluatieDeel
from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import laat_vervallen, verstuur
from bpv_app.toegang.links import account_van

MAX_PER_KEER = 50


def vraag_evaluatie(session: Session, clock: Clock, dossier_id: int) -> None:
    """Ask student and praktijkopleider of a placement what they think of it, by mail. Twice is once.

    The caller has checked the right. Whoever is not there (no company, no praktijkopleider) is not asked.
    """
    stage = get_stage(session, dossier_id, slot=True)
    if stage is None:
        return
    dossier, pok = stage.dossier, stage.pok
    if pok.leerbedrijf_id is None:
        return
    bestaand = set(session.exec(select(Evaluatie.soort).where(Evaluatie.dossier_id == dossier_id)))
    opleider = get_opleider_adres(session, pok.id or 0)
    for soort in EvaluatieSoort:
        if soort in bestaand or (soort is EvaluatieSoort.BEDRIJF and opleider is None):
            continue
        vragen = get_vragen(session, soort, dossier.team_id)
        evaluatie = Evaluatie(
            dossier_id=dossier_id,
            soort=soort,
            student_id=dossier.student_id,
            team_id=dossier.team_id,
            leerbedrijf_id=pok.leerbedrijf_id,
            contactpersoon_id=opleider.contactpersoon_id if opleider else None,
            vragen=vragen_als_json(vragen),
            lijst=lijst_hash(vragen),
            gevraagd_op=clock.nu(),
        )
        session.add(evaluatie)
        session.flush()
        _mail(session, clock, evaluatie, stage, herinnering=False)


def _mail(session: Session, clock: Clock, e: Evaluatie, stage: Stage, *, herinnering: bool) -> bool:
    """The mail that asks, or the one reminder. A company gets a personal link; a student logs in."""
    student = get_student_adres(session, e.dossier_id)
    wat = "herinnering" if herinnering else "vraag"
    over, pad = ("dossier", e.dossier_id), f"/evaluatie/{e.id}"
    sleutel = f"evaluatie:{e.id}:{wat}"
    if e.soort is EvaluatieSoort.STUDENT:
        mail = verstuur(
            session,
            clock,
            sjabloon=Sjabloon.EVALUATIE_STUDENT,
            taal=student.taal,
            aan=student.email,
            naam=student.naam,
            velden={"naam": student.roepnaam or student.naam, "bedrijf": student.bedrijf, "soort": wat},
            sleutel=sleutel,
            account_id=student.account_id,
            student_id=student.student_id,
            over=over,
            team_id=stage.dossier.team_id,
            begeleider_id=stage.dossier.onderwijsbegeleider_id,
            doel=pad,
        )
        return mail is not None
    opleider = get_opleider_adres(session, stage.pok.id or 0)
    if opleider is None or opleider.contactpersoon_id != e.contactpersoon_id:
        return False
    account = account_van(
        session, clock, opleider.contactpersoon_id, opleider.leerbedrijf_id, opleider.naam, opleider.email
    )
    mail = verstuur(
        session,
        clock,
        sjabloon=Sjabloon.EVALUATIE_BEDRIJF,
        taal=account.taal,
        aan=opleider.email,
        naam=opleider.naam,
        velden={
            "naam": opleider.naam,
            "school": instellingen().school_naam,
            "student": student.naam,
            "soort": wat,
        },
        sleutel=sleutel,
        account_id=account.id,
        contactpersoon_id=opleider.contactpersoon_id,
        over=over,
        team_id=stage.dossier.team_id,
        begeleider_id=stage.dossier.onderwijsbegeleider_id,
        link_doel=pad,
    )
    return mail is not None


def haal_evaluatie(session: Session, actor: Actor, evaluatie_id: int) -> Evaluatie:
    """The actor's own form, locked. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.EVALUATIE_INVULLEN)
    if not is_sleutel(evaluatie_id):
        raise NietGevonden
    vraag = select(Evaluatie).where(Evaluatie.id == evaluatie_id, eigen_evaluaties(actor)).with_for_update()
    evaluatie = session.exec(vraag.execution_options(populate_existing=True)).one_or_none()
    if evaluatie is None:
        raise NietGevonden
    return evaluatie


def bewaar_antwoord(
    session: Session, actor: Actor, evaluatie_id: int, sleutel: str, antwoord: str, was: str
) -> VeldAntwoord:
    """Keep one answer of the draft; not when it was changed elsewhere since the device read `was`.

    Raises `EvaluatieDicht`, `OngeldigeInvoer`, `NietGevonden`.
    """
    e = haal_evaluatie(session, actor, evaluatie_id)
    if e.ingestuurd_op is not None:
        raise EvaluatieDicht
    vraag = next((v for v in vragen_uit_json(e.vragen) if v.sleutel == sleutel), None)
    if vraag is None:
        raise NietGevonden
    nieuw, oud = check_antwoord(vraag, antwoord), e.antwoorden.get(sleutel, "")
    if oud not in (was, nieuw):
        return VeldAntwoord(False, nu=oud)
    e.antwoorden = {**e.antwoorden, sleutel: nieuw}
    session.flush()
    return VeldAntwoord(True, nieuw)


def stuur_evaluatie_in(session: Session, actor: Actor, clock: Clock, evaluatie_id: int) -> None:
    """Send one's own form in. Twice is once. Raises `OngeldigeInvoer` naming each open question."""
    e = haal_evaluatie(session, actor, evaluatie_id)
    if e.ingestuurd_op is not None:
        return
    check_insturen(vragen_uit_json(e.vragen), e.antwoorden)
    e.ingestuurd_op = clock.nu()
    session.flush()
    laat_vervallen(session, clock, f"evaluatie:{e.id}:")
    tel_mee(session, clock, e.soort, e.lijst)


def tel_mee(session: Session, clock: Clock, soort: EvaluatieSoort, lijst: str) -> int:
    """Make the slices that can be made of this question list; returns how many. Nobody else does so meanwhile."""
    bulk.vergrendel(session, bulk.tabel(EvaluatieDeel))
    rijen = session.exec(
        select(Evaluatie)
        .where(Evaluatie.soort == soort, Evaluatie.lijst == lijst, col(Evaluatie.ingestuurd_op).is_not(None))
        .order_by(col(Evaluatie.ingestuurd_op), col(Evaluatie.id))
        .execution_options(populate_existing=True)
    ).all()
    per_bedrijf = soort is EvaluatieSoort.STUDENT
    telbaar = [
        Telbaar(e.id or 0, e.team_id, e.leerbedrijf_id if per_bedrijf else None, e.team_deel, e.bedrijf_deel)
        for e in rijen
    ]
    laatste = max((d for a in telbaar for d in (a.team_deel, a.bedrijf_deel) if d), default=0)
    per_id = {e.id: e for e in rijen}
    delen = vorm_delen(telbaar, laatste + 1)
    for nieuw in delen:
        deel = EvaluatieDeel(
            soort=soort,
            lijst=lijst,
            team_id=nieuw.van if nieuw.as_ == TEAM else None,
            leerbedrijf_id=None if nieuw.as_ == TEAM else nieuw.van,
            aantal=len(nieuw.antwoorden),
            op=clock.nu(),
        )
        session.add(deel)
        session.flush()
        for i in nieuw.antwoorden:
            setattr(per_id[i], "team_deel" if nieuw.as_ == TEAM else "bedrijf_deel", deel.id)
        session.flush()
    return len(delen)


def te_sturen_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> Sequence[int]:
    """Evaluations asked a week ago, not sent in and not reminded of: the one reminder may go. Raises `GeenRecht`.

    `nu` changes nothing: there is no hour to wait for, only the week.
    """
    if not actor.is_systeem:
        raise GeenRecht
    vraag = sa.select(col(Evaluatie.id)).where(
        col(Evaluatie.ingestuurd_op).is_(None),
        col(Evaluatie.herinnerd_op).is_(None),
        col(Evaluatie.gevraagd_op) <= clock.nu() - HERINNER_NA,
    )
    return list(session.execute(vraag.order_by(col(Evaluatie.id)).limit(MAX_PER_KEER)).scalars())


def stuur_evaluatie_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Write at most `MAX_PER_KEER` reminders; returns how many evaluations were looked at. Raises `GeenRecht`."""
    ids = te_sturen_herinneringen(session, actor, clock, nu=nu)
    for evaluatie_id in ids:
        e = session.exec(select(Evaluatie).where(Evaluatie.id == evaluatie_id).with_for_update()).one()
        if e.ingestuurd_op is not None or e.herinnerd_op is not None:
            continue
        e.herinnerd_op = clock.nu()
        stage = get_stage(session, e.dossier_id)
        if stage is not None:
            _mail(session, clock, e, stage, herinnering=True)
        session.flush()
    return len(ids)
