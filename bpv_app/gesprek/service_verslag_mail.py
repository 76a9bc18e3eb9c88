"""Mail about a shared report: that it is there, and where. What it says is read behind the login or the link."""

from __future__ import annotations

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.gesprek.queries_gedeeld import Ontvanger, get_bedrijf_ontvanger, get_student_ontvanger
from bpv_app.gesprek.queries_verslag import MomentFeit
from bpv_app.kernel.clock import Clock, toon_datum
from bpv_app.post.rules import Sjabloon, een_regel
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van

STUDENT = "/mijn-gesprekken"
BEDRIJF = "/stagiairs/verslagen"


def stuur_gedeeld(
    session: Session, clock: Clock, moment: MomentFeit, verslag_id: int, nummer: int, contactpersoon_id: int | None
) -> tuple[str, ...]:
    """Tell student and praktijkopleider that copy `nummer` is there. The names of who got a mail.

    The caller has checked the right. No answer of the report is in the mail.
    """
    naar = []
    student = get_student_ontvanger(session, moment.student_id)
    if _stuur(session, clock, moment, verslag_id, nummer, student):
        naar.append(student.naam)
    opleider = get_bedrijf_ontvanger(session, contactpersoon_id) if contactpersoon_id else None
    if opleider and _stuur(session, clock, moment, verslag_id, nummer, opleider):
        naar.append(opleider.naam)
    return tuple(naar)


def _stuur(session: Session, clock: Clock, moment: MomentFeit, verslag_id: int, nummer: int, wie: Ontvanger) -> bool:
    account_id, link = wie.account_id, ""
    if wie.contactpersoon_id and wie.leerbedrijf_id:
        account = account_van(session, clock, wie.contactpersoon_id, wie.leerbedrijf_id, wie.naam, wie.email)
        account_id, link = account.id, f"{BEDRIJF}/{verslag_id}"
    mail = verstuur(
        session,
        clock,
        sjabloon=Sjabloon.VERSLAG_BEDRIJF if link else Sjabloon.VERSLAG_STUDENT,
        taal=wie.taal,
        aan=wie.email,
        naam=wie.naam,
        velden={
            "naam": wie.aanhef,
            "gesprek": een_regel(moment.naam, 100),
            "op": toon_datum(moment.gehouden_op, wie.taal),
            "nummer": str(nummer),
        }
        | ({"student": een_regel(moment.student, 100), "school": instellingen().school_naam} if link else {}),
        sleutel=f"verslag:{verslag_id}:{nummer}:{'bedrijf' if link else 'student'}",
        account_id=account_id,
        contactpersoon_id=wie.contactpersoon_id,
        student_id=wie.student_id,
        over=("gespreksverslag", verslag_id),
        team_id=moment.team_id,
        begeleider_id=moment.begeleider_id,
        doel=f"{STUDENT}/{verslag_id}",
        link_doel=link,
    )
    return mail is not None
