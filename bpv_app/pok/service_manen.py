"""Reminders of missing signatures that the app sends by itself: each step once, to whom it still concerns.

May be called as often as one likes, by as many processes as there are: the agreements are locked while their reminders
are written, and a step of an agreement has one reminder per person (`PokHerinnering`).
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, Clock, toon_datum
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_manen import Maanmail, Regel, list_maanmails, list_regels_aan
from bpv_app.pok.rules_manen import Ontvanger, begin_tekst, partijen_tekst
from bpv_app.pok.service_basis import slot
from bpv_app.pok.tables_manen import PokHerinnering
from bpv_app.post.rules import Sjabloon, een_regel
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van

MAX_PER_KEER = 50
"""Mails written in one transaction, so that nobody who saves a signature waits long."""
MAX_REGELS = 40
"""Agreements named in one mail; the rest is counted."""
_WAAR: dict[Ontvanger, str] = {
    Ontvanger.STUDENT: "/mijn-pok",
    Ontvanger.LEERBEDRIJF: "/stagiairs",
    Ontvanger.BEGELEIDER: "/poks/nabellen",
    Ontvanger.COORDINATOR: "/poks/nabellen",
}


def te_sturen_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[Maanmail]:
    """The reminders that may go now; not before the hour of the settings (`nu`: any hour). Raises `GeenRecht`."""
    if not actor.is_systeem:
        raise GeenRecht
    lokaal = clock.nu().astimezone(AMSTERDAM)
    if not nu and lokaal.hour < instellingen().weekmail_uur:
        return []
    return list_maanmails(session, lokaal.date(), list_regels_aan(session))


def stuur_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Write at most `MAX_PER_KEER` of them; returns how many. Raises `GeenRecht`.

    What is due is looked up again once the agreements are locked: whoever signed in between hears nothing.
    """
    eerst = te_sturen_herinneringen(session, actor, clock, nu=nu)[:MAX_PER_KEER]
    if not eerst:
        return 0
    ids = sorted({pok_id for mail in eerst for pok_id in mail.pok_ids})
    slot(session, ids)
    vandaag = clock.vandaag()
    kiezen = {(mail.ontvanger, mail.wie.id) for mail in eerst}
    mails = list_maanmails(session, vandaag, list_regels_aan(session), ids)
    return sum(_stuur(session, clock, mail) for mail in mails if (mail.ontvanger, mail.wie.id) in kiezen)


def _gemeen(waarden: Iterable[int | None]) -> int | None:
    """The value all have in common: so that nobody at the school reads of another team's students."""
    verschillend = set(waarden)
    return verschillend.pop() if len(verschillend) == 1 else None


def regel_tekst(mail: Maanmail, regel: Regel, clock: Clock) -> Tekst:
    """One agreement as a line of the mail, with no more than its reader may know."""
    pok, begin = regel.pok, begin_tekst(regel.pok.looptijd.begin_op, clock.vandaag())
    student, bedrijf = een_regel(pok.student, 100), een_regel(pok.bedrijf, 100)
    nog = partijen_tekst(pok.ontbreekt)
    dag, day = toon_datum(pok.looptijd.begin_op), toon_datum(pok.looptijd.begin_op, "en")
    wie = {
        Ontvanger.STUDENT: bedrijf,
        Ontvanger.LEERBEDRIJF: f"{student}, {bedrijf}" if pok.namens else student,
        Ontvanger.BEGELEIDER: f"{pok.nummer} {student}, {bedrijf}",
        Ontvanger.COORDINATOR: f"{pok.nummer} {student}, {bedrijf}",
    }[mail.ontvanger]
    return Tekst(
        f"{wie}: {begin.nl} ({dag}). Nog niet getekend: {nog.nl}.",
        f"{wie}: {begin.en} ({day}). Not signed yet: {nog.en}.",
    )


def _is_buitenstaander(mail: Maanmail) -> bool:
    """Somebody who only signs for another company: has nothing to look at here, and gets no way in."""
    return not mail.wie.mag_binnen and any(r.pok.namens for r in mail.regels)


def _velden(clock: Clock, mail: Maanmail) -> tuple[Sjabloon, dict[str, str]]:
    regels = [regel_tekst(mail, r, clock).in_taal(mail.wie.taal) for r in mail.regels[:MAX_REGELS]]
    if (meer := len(mail.regels) - MAX_REGELS) > 0:
        regels.append(Tekst(f"en nog {meer}", f"and {meer} more").in_taal(mail.wie.taal))
    velden = {"naam": mail.wie.aanspreken, "regels": "\n".join(regels)}
    if mail.ontvanger is Ontvanger.STUDENT:
        return Sjabloon.MANEN_STUDENT, velden
    velden["aantal"] = str(len(mail.regels))
    if mail.ontvanger is Ontvanger.LEERBEDRIJF:
        sjabloon = Sjabloon.MANEN_TEKENAAR if _is_buitenstaander(mail) else Sjabloon.MANEN_BEDRIJF
        return sjabloon, velden | {"school": instellingen().school_naam}
    return Sjabloon.MANEN_SCHOOL, velden


def _stuur(session: Session, clock: Clock, mail: Maanmail) -> int:
    """Write the mail and what it was for. One that fails is in the log and does not come back; the next step does."""
    mail_id = _schrijf(session, clock, mail)
    for regel in mail.regels:
        session.add(
            PokHerinnering(
                pok_id=regel.pok.pok_id,
                document_versie=regel.pok.document_versie,
                ontvanger=mail.ontvanger,
                aan_id=mail.wie.id,
                naam=mail.wie.naam[:200],
                dagen=regel.stap.dagen,
                stap_op=regel.stap.op,
                ontbreekt=[partij.value for partij in regel.pok.ontbreekt],
                op=clock.nu(),
                mail_id=mail_id,
            )
        )
    session.flush()
    return 1


def _schrijf(session: Session, clock: Clock, mail: Maanmail) -> int | None:
    """The mail's id; None when it could not even be written."""
    wie, is_bedrijf = mail.wie, mail.ontvanger is Ontvanger.LEERBEDRIJF
    account_id, met_link = wie.account_id, is_bedrijf and not _is_buitenstaander(mail)
    if met_link and wie.leerbedrijf_id is not None:
        account_id = account_van(session, clock, wie.id, wie.leerbedrijf_id, wie.naam, wie.email).id
    sjabloon, velden = _velden(clock, mail)
    pad = _WAAR[mail.ontvanger]
    eerste = min(mail.pok_ids)
    gemaakt = verstuur(
        session,
        clock,
        sjabloon=sjabloon,
        taal=wie.taal,
        aan=wie.email,
        naam=wie.naam,
        velden=velden,
        # An agreement has one reminder a day per person, so the first one names the bundle. The colon at the end makes
        # it the beginning of no other reason.
        sleutel=f"manen:{mail.ontvanger}:{wie.id}:{clock.vandaag().isoformat()}:{eerste}:",
        account_id=account_id,
        contactpersoon_id=wie.id if is_bedrijf else None,
        student_id=wie.id if mail.ontvanger is Ontvanger.STUDENT else None,
        over=("pok", eerste) if len(mail.regels) == 1 else None,
        team_id=_gemeen(r.pok.team_id for r in mail.regels),
        begeleider_id=_gemeen(r.pok.begeleider_id for r in mail.regels),
        doel=pad,
        link_doel=pad if met_link else "",
    )
    return gemaakt.id if gemaakt else None
