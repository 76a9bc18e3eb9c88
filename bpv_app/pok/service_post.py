"""Mail about one agreement to its two outside parties: the student, and the company by its praktijkopleider.

Written in the caller's transaction, delivered by the worker; it never undoes what it is about. A student without an
account gets mail too; the company gets a personal link, and nothing when nobody there can be written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.kernel.clock import Clock
from bpv_app.pok.queries_post import lees_post
from bpv_app.pok.service_basis import id_van
from bpv_app.pok.tables import Pok
from bpv_app.post.rules import SJABLONEN, Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van


@dataclass(frozen=True, slots=True)
class Brief:
    """What one party gets: the template, why (`sleutel`, once ever), where its button leads, and fields per language.

    The names (`naam`, `student`, `bedrijf`, `school`, `nummer`) are filled in here, as far as the template has them.
    """

    sjabloon: Sjabloon
    sleutel: str
    doel: str
    velden: Callable[[str], Mapping[str, str]] = lambda _taal: {}


def schrijf_partijen(session: Session, clock: Clock, pok: Pok, student: Brief, bedrijf: Brief) -> None:
    """One mail to the student and one to the company. The caller has checked the right."""
    post, nummer = lees_post(session, pok), id_van(pok)
    namen = {
        "student": post.student.naam,
        "bedrijf": post.bedrijf,
        "school": instellingen().school_naam,
        "nummer": pok.nummer,
    }

    def vul(brief: Brief, taal: str, naam: str) -> dict[str, str]:
        eigen = {"naam": naam, **namen}
        return {**{v: w for v, w in eigen.items() if v in SJABLONEN[brief.sjabloon].velden}, **brief.velden(taal)}

    verstuur(
        session,
        clock,
        sjabloon=student.sjabloon,
        taal=post.student.taal,
        aan=post.student.email,
        naam=post.student.naam,
        velden=vul(student, post.student.taal, post.student.roepnaam or post.student.naam),
        sleutel=student.sleutel,
        account_id=post.student.account_id,
        student_id=pok.student_id,
        over=("pok", nummer),
        team_id=pok.team_id,
        begeleider_id=pok.onderwijsbegeleider_id,
        doel=student.doel,
    )
    opleider = post.opleider
    if opleider is None or opleider.id is None:
        return
    account = account_van(session, clock, opleider.id, opleider.leerbedrijf_id, opleider.naam, opleider.email)
    if not account.is_actief:
        return
    verstuur(
        session,
        clock,
        sjabloon=bedrijf.sjabloon,
        taal=account.taal,
        aan=opleider.email,
        naam=opleider.naam,
        velden=vul(bedrijf, account.taal, opleider.naam),
        sleutel=bedrijf.sleutel,
        account_id=account.id,
        contactpersoon_id=opleider.id,
        over=("pok", nummer),
        team_id=pok.team_id,
        begeleider_id=pok.onderwijsbegeleider_id,
        link_doel=bedrijf.doel,
    )
