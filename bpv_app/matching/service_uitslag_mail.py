"""Mail about a published result: to students about their place, to companies about who comes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.kernel.clock import Clock, toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_publiceren import Contact, Komst, list_contacten, list_komsten
from bpv_app.matching.queries_ronde_mail import DeelnemerAdres, list_adressen
from bpv_app.matching.rules_uitslag import UITKOMST_LABEL, BezwaarUitkomst
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.post.rules import Sjabloon, een_regel
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van

DOEL = "/plaatsing"
AKKOORD = Tekst("Ga je akkoord? Laat het weten in de app.", "Do you agree? Let us know in the app.")
MAX_REGELS = 40
"""Students named in one mail to a company; the rest is counted."""


def toon_dagen(van: date, tot: date, taal: str) -> str:
    """`7 dec 2026 t/m 25 jun 2027`."""
    tussen = Tekst("t/m", "to").in_taal(taal)
    return f"{toon_datum(van, taal)} {tussen} {toon_datum(tot, taal)}"


def _stuur(
    session: Session, clock: Clock, a: DeelnemerAdres, sjabloon: Sjabloon, sleutel: str, velden: Mapping[str, str]
) -> bool:
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
        doel=DOEL,
    )
    return mail is not None


def stuur_uitslag(
    session: Session,
    clock: Clock,
    ronde: Ronde,
    voorstel_id: int,
    geplaatst: Mapping[int, tuple[str, str, date, date]],
    zonder: Collection[int],
    bezwaar_tot: date,
) -> int:
    """Tell who got a place (participant → title, company, first and last day) and who has none. How many mails."""
    aantal = 0
    te_doen = set(geplaatst) | set(zonder)
    for a in list_adressen(session, col(Ronde.id) == ronde.id):
        if a.deelname_id not in te_doen:
            continue
        sleutel = f"uitslag:{voorstel_id}:{a.deelname_id}"
        if a.deelname_id in geplaatst:
            titel, bedrijf, van, tot = geplaatst[a.deelname_id]
            velden = {
                "plaats": titel,
                "bedrijf": bedrijf,
                "periode": toon_dagen(van, tot, a.taal),
                "akkoord": AKKOORD.in_taal(a.taal) if ronde.moet_bevestigen else "",
                "bezwaar_tot": toon_datum(bezwaar_tot, a.taal),
            }
            aantal += _stuur(session, clock, a, Sjabloon.UITSLAG_PLAATS, sleutel, velden)
        else:
            aantal += _stuur(session, clock, a, Sjabloon.UITSLAG_GEEN, sleutel, {})
    return aantal


def komst_regel(k: Komst, taal: str) -> str:
    """`Yara Bakker, Elektrotechniek, 7 dec 2026 t/m 25 jun 2027`."""
    return f"{een_regel(k.student, 100)}, {een_regel(k.opleiding, 100)}, {toon_dagen(k.van, k.tot, taal)}"


def stuur_komst(session: Session, clock: Clock, ronde: Ronde, reden: str, plaats_ids: Collection[int]) -> int:
    """Tell each contact person of these places who comes to all of theirs in this round. How many mails."""
    if not plaats_ids:
        return 0
    komsten = list_komsten(session, ronde.id or 0)
    contacten = list_contacten(session, plaats_ids)
    return sum(_stuur_bedrijf(session, clock, ronde, reden, c, komsten.get(c.id, [])) for c in contacten)


def _stuur_bedrijf(
    session: Session, clock: Clock, ronde: Ronde, reden: str, contact: Contact, komsten: list[Komst]
) -> bool:
    account = account_van(session, clock, contact.id, contact.leerbedrijf_id, contact.naam, contact.email)
    regels = [komst_regel(k, contact.taal) for k in komsten[:MAX_REGELS]]
    if (meer := len(komsten) - MAX_REGELS) > 0:
        regels.append(Tekst(f"en nog {meer}", f"and {meer} more").in_taal(contact.taal))
    teams = {k.team_id for k in komsten}
    mail = verstuur(
        session,
        clock,
        sjabloon=Sjabloon.UITSLAG_BEDRIJF,
        taal=contact.taal,
        aan=contact.email,
        naam=contact.naam,
        velden={
            "naam": contact.naam,
            "school": instellingen().school_naam,
            "ronde": ronde.naam,
            "aantal": str(len(komsten)),
            "regels": "\n".join(regels),
        },
        sleutel=f"uitslag-bedrijf:{reden}:{contact.id}",
        account_id=account.id,
        contactpersoon_id=contact.id,
        over=("ronde", ronde.id or 0),
        # Of one team: its coordinator sees the mail; of several: whoever sees mail of the whole school.
        team_id=teams.pop() if len(teams) == 1 else None,
        link_doel="/bedrijf",
    )
    return mail is not None


def stuur_antwoord(
    session: Session, clock: Clock, deelname_id: int, plaatsing_id: int, uitkomst: BezwaarUitkomst, antwoord: str
) -> None:
    """What was decided about an objection."""
    for a in list_adressen(session, col(RondeStudent.id) == deelname_id):
        velden = {"uitkomst": UITKOMST_LABEL[uitkomst].in_taal(a.taal), "antwoord": antwoord}
        _stuur(session, clock, a, Sjabloon.BEZWAAR_ANTWOORD, f"bezwaar-antwoord:{plaatsing_id}", velden)


def stuur_vervallen(
    session: Session, clock: Clock, deelname_id: int, plaatsing_id: int, bedrijf: str, reden: str
) -> None:
    """The place is off."""
    for a in list_adressen(session, col(RondeStudent.id) == deelname_id):
        velden = {"bedrijf": bedrijf, "reden": reden}
        _stuur(session, clock, a, Sjabloon.PLAATSING_VERVALLEN, f"plaatsing-vervallen:{plaatsing_id}", velden)
