"""Mail about hours that the app sends by itself: the company's mail of the week and the students' reminders.

Both may be called as often as one likes, by as many processes as there are: the reason of each mail makes it one mail.
"""

from __future__ import annotations

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.tekst import Tekst
from bpv_app.post.rules import Sjabloon, een_regel
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van
from bpv_app.uren.queries_herinnering import Herinnering, list_herinneringen
from bpv_app.uren.queries_week import get_student_adres
from bpv_app.uren.queries_weekmail import WachtendeWeek, Weekmail, list_weekmails
from bpv_app.uren.rules_mail import is_weekmail_tijd
from bpv_app.uren.rules_tonen import uren_tekst
from bpv_app.uren.service_week import week_tekst

BEOORDELEN = "/uren/beoordelen"
MAX_REGELS = 40
"""Weeks named in one mail; the rest is counted."""
MAX_PER_KEER = 50
"""Mails written in one transaction, so that nobody who saves a day waits long."""


def _check_systeem(actor: Actor) -> None:
    """The app's own work over the whole school: no role of a person carries it."""
    if not actor.is_systeem:
        raise GeenRecht


def te_sturen_weekmails(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[Weekmail]:
    """The mails of the week that may go now; `nu`: also before the day and hour of the settings. Raises `GeenRecht`."""
    _check_systeem(actor)
    lokaal, settings = clock.nu().astimezone(AMSTERDAM), instellingen()
    if not nu and not is_weekmail_tijd(lokaal, settings.weekmail_dag, settings.weekmail_uur):
        return []
    return list_weekmails(session, lokaal.date())


def stuur_weekmails(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Write at most `MAX_PER_KEER` of them; returns how many. Raises `GeenRecht`."""
    mails = te_sturen_weekmails(session, actor, clock, nu=nu)[:MAX_PER_KEER]
    return sum(_stuur_weekmail(session, clock, mail) for mail in mails)


def te_sturen_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[Herinnering]:
    """Weeks past their deadline whose student may be reminded now; not before the hour of the settings (`nu`: any).

    Raises `GeenRecht`.
    """
    _check_systeem(actor)
    lokaal = clock.nu().astimezone(AMSTERDAM)
    if not nu and lokaal.hour < instellingen().weekmail_uur:
        return []
    return list_herinneringen(session, lokaal.date())


def stuur_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Write at most `MAX_PER_KEER` of them; returns how many. Raises `GeenRecht`."""
    herinneringen = te_sturen_herinneringen(session, actor, clock, nu=nu)[:MAX_PER_KEER]
    return sum(_stuur_herinnering(session, clock, herinnering) for herinnering in herinneringen)


def week_regel(week: WachtendeWeek) -> Tekst:
    """`Yara Bakker, week 47: 32 uur`."""
    naam, nummer, uren = een_regel(week.student, 100), week.maandag.isocalendar().week, uren_tekst(week.minuten)
    return Tekst(f"{naam}, week {nummer}: {uren.nl}", f"{naam}, week {nummer}: {uren.en}")


def _regels(weken: tuple[WachtendeWeek, ...], taal: str) -> str:
    regels = [week_regel(week).in_taal(taal) for week in weken[:MAX_REGELS]]
    if (meer := len(weken) - MAX_REGELS) > 0:
        regels.append(Tekst(f"en nog {meer}", f"and {meer} more").in_taal(taal))
    return "\n".join(regels)


def _stuur_weekmail(session: Session, clock: Clock, mail: Weekmail) -> bool:
    """Whether there is a mail now."""
    account = account_van(session, clock, mail.contactpersoon_id, mail.leerbedrijf_id, mail.naam, mail.email)
    gemaakt = verstuur(
        session,
        clock,
        sjabloon=Sjabloon.WEEKMAIL,
        taal=mail.taal,
        aan=mail.email,
        naam=mail.naam,
        velden={
            "naam": mail.naam,
            "school": instellingen().school_naam,
            "aantal": str(len(mail.weken)),
            "regels": _regels(mail.weken, mail.taal),
        },
        sleutel=mail.sleutel,
        account_id=account.id,
        contactpersoon_id=mail.contactpersoon_id,
        over=("leerbedrijf", mail.leerbedrijf_id),
        team_id=mail.team_id,
        begeleider_id=mail.begeleider_id,
        link_doel=BEOORDELEN,
    )
    return gemaakt is not None


def _stuur_herinnering(session: Session, clock: Clock, herinnering: Herinnering) -> bool:
    """Whether there is a mail now."""
    student = get_student_adres(session, herinnering.pok_id)
    gemaakt = verstuur(
        session,
        clock,
        sjabloon=Sjabloon.UREN_HERINNERING,
        taal=student.taal,
        aan=student.email,
        naam=student.naam,
        velden={
            "naam": student.roepnaam or student.naam,
            "week": week_tekst(herinnering.maandag).in_taal(student.taal),
        },
        sleutel=herinnering.sleutel,
        account_id=student.account_id,
        student_id=herinnering.student_id,
        over=("pok", herinnering.pok_id),
        team_id=herinnering.team_id,
        begeleider_id=student.begeleider_id,
        doel=f"/uren?week={herinnering.maandag.isoformat()}",
    )
    return gemaakt is not None
