"""Invitations by mail with an appointment for the calendar: sent, sent anew when something changed, taken back.

What a person last got stands in `Gespreksuitnodiging`, so a change reaches who was invited, at that address, also when
somebody else takes part by now.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bpv_app.config import instellingen
from bpv_app.dossier.volgers import volg_begeleider
from bpv_app.gesprek.queries_personen import Bezetting, Mens, get_bezetting
from bpv_app.gesprek.rules import Deelnemer, MomentStatus
from bpv_app.gesprek.rules_agenda import Methode, Persoon, Uitnodiging, maak_ics, uid_van
from bpv_app.gesprek.rules_tonen import hoe_tekst, namen_tekst, wanneer_tekst, wat_tekst
from bpv_app.gesprek.tables import Contactmoment, Gespreksuitnodiging
from bpv_app.kernel.adres import lees_afzender
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.tekst import Tekst
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import laat_vervallen, verstuur
from bpv_app.toegang.links import account_van

EIGEN_GESPREKKEN = "/afspraken"
"""Where student and praktijkopleider see their conversations."""
_KOP = {
    False: (Tekst("Afspraak", "Appointment"), Tekst("Er is een afspraak gemaakt.", "An appointment was made.")),
    True: (
        Tekst("Nieuwe tijd", "New time"),
        Tekst("De afspraak is veranderd. Zo is het nu.", "The appointment was changed. This is how it is now."),
    ),
}


@dataclass(frozen=True, slots=True)
class Verzonden:
    """Who got something, and who could not be reached (no address)."""

    namen: tuple[str, ...]
    zonder_adres: tuple[str, ...]


def _domein() -> str:
    adres = instellingen().mail_van
    return lees_afzender(adres)[1].rpartition("@")[2] if adres else "bpv.invalid"


def _organisator(bezetting: Bezetting) -> Persoon:
    school = bezetting.mensen.get(Deelnemer.ONDERWIJSBEGELEIDER)
    if school is not None and school.email:
        return Persoon(school.naam, school.email)
    return Persoon(*lees_afzender(instellingen().mail_van)) if instellingen().mail_van else Persoon("", "")


def nodig_uit(session: Session, clock: Clock, moment: Contactmoment) -> Verzonden:
    """Invite everybody who takes part, or tell them of the change; who takes part no longer gets a cancellation.

    The moment has its appointment; its `volgorde` goes up by one. In the caller's transaction.
    """
    bezetting = get_bezetting(session, moment.dossier_id)
    eerder = _eerder(session, moment)
    moment.volgorde += 1
    session.flush()
    wie = [bezetting.mensen[d] for d in Deelnemer if d in moment.deelnemers and d in bezetting.mensen]
    for deelnemer, rij in eerder.items():
        if rij.afgezegd_op is None and not any(m.deelnemer is deelnemer and m.email == rij.email for m in wie):
            _zeg_af(session, clock, moment, bezetting, rij, "")
    zonder = [m.naam for m in wie if not m.email]
    organisator = _organisator(bezetting)
    for mens in wie:
        vorige = eerder.get(mens.deelnemer)
        is_verzet = vorige is not None and vorige.afgezegd_op is None and vorige.email == mens.email
        _verstuur_uitnodiging(session, clock, moment, bezetting, organisator, mens, is_verzet=is_verzet)
        _onthoud(session, moment, vorige, mens, organisator)
    return Verzonden(tuple(m.naam for m in wie if m.email), tuple(zonder))


def trek_uitnodiging_in(session: Session, clock: Clock, moment: Contactmoment, reden: str) -> Verzonden:
    """Cancel with everybody who was invited. `reden` goes to them as it is; the moment still has its appointment."""
    bezetting = get_bezetting(session, moment.dossier_id)
    moment.volgorde += 1
    session.flush()
    namen: list[str] = []
    zonder: list[str] = []
    for rij in _eerder(session, moment).values():
        if rij.afgezegd_op is not None:
            continue
        (namen if rij.email else zonder).append(rij.naam)
        _zeg_af(session, clock, moment, bezetting, rij, reden)
    return Verzonden(tuple(namen), tuple(zonder))


@volg_begeleider
def nodig_opnieuw_uit(session: Session, clock: Clock, dossier_id: int) -> int:
    """Somebody else guides: appointments still to come are cancelled from the old organiser and sent by the new one.

    Only the organiser of an invitation may change it (RFC 5546), so it gets a new uid. Returns how many.
    """
    vraag = select(Contactmoment).where(
        Contactmoment.dossier_id == dossier_id,
        Contactmoment.status == MomentStatus.GEPLAND,
        col(Contactmoment.afspraak_op) > clock.nu(),
    )
    rijen = session.exec(vraag.order_by(col(Contactmoment.id)).with_for_update()).all()
    for moment in rijen:
        trek_uitnodiging_in(session, clock, moment, "")
        moment.uid_nummer += 1
        nodig_uit(session, clock, moment)
    return len(rijen)


def _eerder(session: Session, moment: Contactmoment) -> dict[Deelnemer, Gespreksuitnodiging]:
    rijen = session.exec(select(Gespreksuitnodiging).where(Gespreksuitnodiging.moment_id == moment.id))
    return {rij.deelnemer: rij for rij in sorted(rijen, key=lambda rij: rij.id or 0)}


def _onthoud(
    session: Session, moment: Contactmoment, rij: Gespreksuitnodiging | None, mens: Mens, organisator: Persoon
) -> None:
    assert moment.afspraak_op is not None
    if rij is None:
        rij = Gespreksuitnodiging(
            moment_id=moment.id or 0, deelnemer=mens.deelnemer, naam=mens.naam, begin_op=moment.afspraak_op
        )
    rij.naam, rij.email = mens.naam, mens.email
    rij.account_id, rij.contactpersoon_id, rij.student_id = mens.account_id, mens.contactpersoon_id, mens.student_id
    rij.uid_nummer, rij.volgorde, rij.begin_op = moment.uid_nummer, moment.volgorde, moment.afspraak_op
    rij.organisator_naam, rij.organisator_email = organisator.naam, organisator.email
    rij.afgezegd_op = None
    session.add(rij)
    session.flush()


def _sleutel(moment: Contactmoment, uid_nummer: int, mens: Mens) -> str:
    """Per appointment and address: a cancellation to an old address is no less due when a new one is invited."""
    adres = hashlib.sha256(mens.email.encode()).hexdigest()[:12]
    return f"gesprek:{moment.id}:{uid_nummer}:{mens.deelnemer.value}:{adres}:"


def _verstuur_uitnodiging(
    session: Session,
    clock: Clock,
    moment: Contactmoment,
    bezetting: Bezetting,
    organisator: Persoon,
    mens: Mens,
    *,
    is_verzet: bool,
) -> None:
    assert moment.afspraak_op is not None
    wat = wat_tekst(moment.naam, bezetting.student_naam).in_taal(mens.taal)
    met = namen_tekst(bezetting.mensen[d].naam for d in Deelnemer if d in moment.deelnemers and d in bezetting.mensen)
    hoe = hoe_tekst(moment.vorm, moment.plaats, mens.taal)
    ics = maak_ics(
        Uitnodiging(
            uid_van(moment.id or 0, moment.uid_nummer, _domein()),
            moment.volgorde,
            Methode.REQUEST,
            clock.nu(),
            moment.afspraak_op,
            moment.duur_minuten,
            wat,
            moment.plaats,
            f"{hoe}\n{met}",
            organisator,
            Persoon(mens.naam, mens.email),
        )
    )
    kop, uitleg = _KOP[is_verzet]
    velden = {
        "naam": mens.roepnaam,
        "wat": wat,
        "wanneer": wanneer_tekst(moment.afspraak_op, mens.taal),
        "hoe": hoe,
        "met": met,
        "duur": str(moment.duur_minuten),
        "kop": kop.in_taal(mens.taal),
        "uitleg": uitleg.in_taal(mens.taal),
    }
    nummer = str(moment.volgorde)
    stuur(session, clock, moment, bezetting, mens, Sjabloon.GESPREK_UITNODIGING, velden, nummer, agenda=ics)


def _zeg_af(
    session: Session, clock: Clock, moment: Contactmoment, bezetting: Bezetting, rij: Gespreksuitnodiging, reden: str
) -> None:
    """The cancellation of what this person has in the calendar, under the uid and organiser it was sent with."""
    wie = bezetting.mensen.get(rij.deelnemer)
    taal = wie.taal if wie else "nl"
    wat = wat_tekst(moment.naam, bezetting.student_naam).in_taal(taal)
    ics = maak_ics(
        Uitnodiging(
            uid_van(moment.id or 0, rij.uid_nummer, _domein()),
            max(moment.volgorde, rij.volgorde + 1),
            Methode.CANCEL,
            clock.nu(),
            rij.begin_op,
            moment.duur_minuten,
            wat,
            moment.plaats,
            reden,
            Persoon(rij.organisator_naam, rij.organisator_email),
            Persoon(rij.naam, rij.email),
        )
    )
    mens = Mens(
        rij.deelnemer,
        rij.naam,
        wie.roepnaam if wie and wie.naam == rij.naam else rij.naam,
        rij.email,
        "",
        taal,
        rij.account_id,
        rij.contactpersoon_id,
        wie.leerbedrijf_id if wie and wie.contactpersoon_id == rij.contactpersoon_id else None,
        rij.student_id,
    )
    velden = {"naam": mens.roepnaam, "wat": wat, "wanneer": wanneer_tekst(rij.begin_op, taal), "reden": reden}
    nummer = f"{moment.volgorde}:af"
    uid_nummer = rij.uid_nummer
    stuur(
        session, clock, moment, bezetting, mens, Sjabloon.GESPREK_AFZEGGING, velden, nummer,
        agenda=ics, uid_nummer=uid_nummer,
    )  # fmt: skip
    rij.afgezegd_op = clock.nu()
    session.flush()


def stuur(
    session: Session,
    clock: Clock,
    moment: Contactmoment,
    bezetting: Bezetting,
    mens: Mens,
    sjabloon: Sjabloon,
    velden: dict[str, str],
    nummer: str,
    *,
    agenda: str = "",
    uid_nummer: int = 0,
) -> None:
    """One mail about a moment. What still waits of an earlier one to this person is withdrawn: it is out of date.

    A praktijkopleider gets a personal link (an account is made when there is none); a locked one a plain address.
    """
    sleutel = _sleutel(moment, uid_nummer or moment.uid_nummer, mens)
    laat_vervallen(session, clock, sleutel)
    account_id, link = mens.account_id, False
    doel = f"/gesprekken/{moment.id}" if mens.deelnemer is Deelnemer.ONDERWIJSBEGELEIDER else EIGEN_GESPREKKEN
    if mens.contactpersoon_id is not None and mens.leerbedrijf_id is not None:
        account = account_van(session, clock, mens.contactpersoon_id, mens.leerbedrijf_id, mens.naam, mens.email)
        account_id, link = account.id, account.is_actief
    verstuur(
        session,
        clock,
        sjabloon=sjabloon,
        taal=mens.taal,
        aan=mens.email,
        naam=mens.naam,
        velden=velden,
        sleutel=f"{sleutel}{nummer}",
        account_id=account_id,
        contactpersoon_id=mens.contactpersoon_id,
        student_id=mens.student_id,
        over=("contactmoment", moment.id or 0),
        team_id=bezetting.team_id,
        begeleider_id=bezetting.begeleider_id,
        doel=doel,
        link_doel=doel if link else "",
        agenda=agenda,
    )
