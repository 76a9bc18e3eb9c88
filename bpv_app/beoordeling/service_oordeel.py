"""What company and school do with an assessment: write (a draft, field by field), send in, decide, share, reopen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlmodel import Session, select

from bpv_app.beoordeling.queries_adres import get_opleider_adres, get_student_adres
from bpv_app.beoordeling.queries_basis import lees_oordelen, list_mogelijk
from bpv_app.beoordeling.rules import (
    BESLUIT_LABEL,
    MAX_WERKPROCESSEN,
    BeoordelingDicht,
    BeoordelingStap,
    Besluit,
    Kant,
    Oordeel,
    check_besluit,
    check_insturen,
    check_oordeel,
    check_reden,
    schone_opmerking,
)
from bpv_app.beoordeling.service_basis import Dossierbeoordeling, check_open, haal_beoordeling, noteer
from bpv_app.beoordeling.tables import BeoordelingOordeel
from bpv_app.config import instellingen
from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import laat_vervallen, verstuur
from bpv_app.toegang.links import account_van

ALGEMEEN = "algemeen"


@dataclass(frozen=True, slots=True)
class VeldAntwoord:
    """What became of a field a device sent: kept as `tekst`, or not, because somebody else wrote `nu` meanwhile."""

    bewaard: bool
    tekst: str = ""
    nu: str = ""


def _sleutel(dossier_id: int, wat: str) -> str:
    return f"beoordeling-{wat}:{dossier_id}"


def bewaar_veld(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, kant: Kant, veld: str, tekst: str, was: str
) -> VeldAntwoord:
    """Keep one field of a draft: `oordeel-<werkproces>`, `opmerking-<werkproces>` or (company) `algemeen`.

    `was` is what the device had read. When the field is something else by now, nothing is written. Raises
    `BeoordelingDicht` after sending in or deciding, `OngeldigeInvoer`, `NietGevonden`.
    """
    b = haal_beoordeling(session, actor, clock, dossier_id, kant)
    check_open(b)
    if kant is Kant.BEDRIJF and b.rij.bedrijf_op is not None:
        raise BeoordelingDicht(
            "Je hebt je oordeel al ingestuurd. Neem het eerst terug.",
            "You have sent your judgement in. Take it back first.",
        )
    if veld == ALGEMEEN and kant is Kant.BEDRIJF:
        nieuw, oud = schone_opmerking(tekst), b.rij.bedrijf_algemeen
        if oud not in (was, nieuw):
            return VeldAntwoord(False, nu=oud)
        b.rij.bedrijf_algemeen = nieuw
        session.flush()
        return VeldAntwoord(True, nieuw)
    return _bewaar_oordeel(session, b, kant, veld, tekst, was)


def _bewaar_oordeel(
    session: Session, b: Dossierbeoordeling, kant: Kant, veld: str, tekst: str, was: str
) -> VeldAntwoord:
    soort, _, nummer = veld.partition("-")
    werkproces = next((w for w in b.werkprocessen if str(w.id) == nummer), None)
    if werkproces is None or soort not in ("oordeel", "opmerking"):
        raise NietGevonden
    nieuw = check_oordeel(b.schaal, tekst) if soort == "oordeel" else schone_opmerking(tekst)
    rij = session.exec(
        select(BeoordelingOordeel).where(
            BeoordelingOordeel.beoordeling_id == b.id,
            BeoordelingOordeel.werkproces_id == werkproces.id,
            BeoordelingOordeel.kant == kant,
        )
    ).one_or_none()
    if rij is None:
        rij = BeoordelingOordeel(beoordeling_id=b.id, werkproces_id=werkproces.id, kant=kant)
        session.add(rij)
    oud = getattr(rij, soort)
    if oud not in (was, nieuw):
        return VeldAntwoord(False, nu=oud)
    setattr(rij, soort, nieuw)
    session.flush()
    return VeldAntwoord(True, nieuw)


def stuur_in(session: Session, actor: Actor, clock: Clock, dossier_id: int) -> None:
    """The company's judgement goes to the school. Twice is once. Raises `OngeldigeInvoer`, `BeoordelingDicht`."""
    b = haal_beoordeling(session, actor, clock, dossier_id, Kant.BEDRIJF)
    if b.rij.bedrijf_op is not None:
        return
    check_open(b)
    check_insturen(b.werkprocessen, lees_oordelen(session, b.id, Kant.BEDRIJF))
    b.rij.bedrijf_op, b.rij.bedrijf_door = clock.nu(), actor.naam
    noteer(session, actor, clock, b, BeoordelingStap.INGESTUURD)
    laat_vervallen(session, clock, _sleutel(dossier_id, "vraag") + ":")


def neem_terug(session: Session, actor: Actor, clock: Clock, dossier_id: int) -> None:
    """The company takes its judgement back to change it, as long as the school has not decided."""
    b = haal_beoordeling(session, actor, clock, dossier_id, Kant.BEDRIJF)
    check_open(b)
    if b.rij.bedrijf_op is None:
        return
    b.rij.bedrijf_op, b.rij.bedrijf_door = None, ""
    noteer(session, actor, clock, b, BeoordelingStap.TERUGGENOMEN)


def oordelen_van_bedrijf(session: Session, b: Dossierbeoordeling) -> dict[int, Oordeel] | None:
    """What the company sent in; None as long as it is a draft of its own."""
    return lees_oordelen(session, b.id, Kant.BEDRIJF) if b.rij.bedrijf_op is not None else None


def vraag_oordeel(session: Session, actor: Actor, clock: Clock, dossier_id: int) -> None:
    """Ask the praktijkopleider by mail, with a personal link to the form; at most one mail a day.

    Raises `OngeldigeInvoer` when there is nobody to ask, `BeoordelingDicht` when it is there already.
    """
    b = haal_beoordeling(session, actor, clock, dossier_id, Kant.SCHOOL)
    check_open(b)
    if b.rij.bedrijf_op is not None:
        raise BeoordelingDicht("Het bedrijf heeft al geoordeeld.", "The company has given its judgement already.")
    opleider = get_opleider_adres(session, b.stage.pok.id or 0)
    if opleider is None:
        raise OngeldigeInvoer(
            {}, Tekst("Er is geen praktijkopleider om te vragen.", "There is no workplace supervisor to ask.")
        )
    account = account_van(
        session, clock, opleider.contactpersoon_id, opleider.leerbedrijf_id, opleider.naam, opleider.email
    )
    student = get_student_adres(session, dossier_id)
    verstuur(
        session,
        clock,
        sjabloon=Sjabloon.OORDEEL_VRAGEN,
        taal=account.taal,
        aan=opleider.email,
        naam=opleider.naam,
        velden={"naam": opleider.naam, "school": instellingen().school_naam, "student": student.naam},
        sleutel=f"{_sleutel(dossier_id, 'vraag')}:{clock.vandaag()}",
        account_id=account.id,
        contactpersoon_id=opleider.contactpersoon_id,
        over=("dossier", dossier_id),
        team_id=b.stage.dossier.team_id,
        begeleider_id=b.stage.dossier.onderwijsbegeleider_id,
        link_doel=f"/stagiairs/beoordelen/{dossier_id}",
    )
    b.rij.gevraagd_op = clock.nu()
    noteer(session, actor, clock, b, BeoordelingStap.GEVRAAGD)


def kies_werkprocessen(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, ids: Sequence[int], versie: int | None
) -> None:
    """Which werkprocessen count in this placement. What was judged about others is kept, but does not count.

    Raises `OngeldigeInvoer`, `BeoordelingDicht` once the company has sent in or the school has decided, `Verouderd`.
    """
    b = haal_beoordeling(session, actor, clock, dossier_id, Kant.SCHOOL)
    check_open(b)
    check_versie(b.rij, versie)
    if b.rij.bedrijf_op is not None:
        raise BeoordelingDicht(
            "Het bedrijf heeft deze werkprocessen al beoordeeld.",
            "The company has judged these work processes already.",
        )
    gekozen = [w for w in list_mogelijk(session, dossier_id) if w.id in set(ids)]
    if not 0 < len(gekozen) <= MAX_WERKPROCESSEN:
        raise OngeldigeInvoer(
            {"werkproces": Tekst("Kies minstens één werkproces.", "Choose at least one work process.")}
        )
    b.rij.werkprocessen = [asdict(w) for w in gekozen]
    noteer(session, actor, clock, b, BeoordelingStap.WERKPROCESSEN)


def besluit(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, keus: Besluit, reden: str, versie: int | None
) -> None:
    """The school decides; from then on nothing changes until it is reopened. `rules.check_besluit` says what it needs.

    Raises `OngeldigeInvoer`, `BeoordelingDicht`, `Verouderd` (the company sent in or took back meanwhile).
    """
    b = haal_beoordeling(session, actor, clock, dossier_id, Kant.SCHOOL)
    check_open(b)
    check_versie(b.rij, versie)
    school = lees_oordelen(session, b.id, Kant.SCHOOL)
    schoon = reden.replace("\x00", "").strip()
    check_besluit(b.werkprocessen, b.schaal, oordelen_van_bedrijf(session, b), school, keus, schoon)
    b.rij.besluit, b.rij.besluit_reden = keus, schoon
    b.rij.besloten_op, b.rij.besloten_door = clock.nu(), actor.naam
    noteer(session, actor, clock, b, BeoordelingStap.BESLOTEN, schoon)
    laat_vervallen(session, clock, _sleutel(dossier_id, "vraag") + ":")


def deel(session: Session, actor: Actor, clock: Clock, dossier_id: int) -> None:
    """The student may see the decision, and gets a mail. Twice is once. Raises `BeoordelingDicht` before."""
    b = haal_beoordeling(session, actor, clock, dossier_id, Kant.SCHOOL)
    if b.rij.besloten_op is None or b.rij.besluit is None:
        raise BeoordelingDicht("De school heeft nog niet besloten.", "The school has not decided yet.")
    if b.rij.gedeeld_op is not None:
        return
    b.rij.gedeeld_op = clock.nu()
    noteer(session, actor, clock, b, BeoordelingStap.GEDEELD)
    student = get_student_adres(session, dossier_id)
    verstuur(
        session,
        clock,
        sjabloon=Sjabloon.OORDEEL_GEDEELD,
        taal=student.taal,
        aan=student.email,
        naam=student.naam,
        velden={"naam": student.roepnaam or student.naam, "bedrijf": student.bedrijf},
        sleutel=f"{_sleutel(dossier_id, 'gedeeld')}:{b.rij.versie}",
        account_id=student.account_id,
        student_id=student.student_id,
        over=("dossier", dossier_id),
        team_id=b.stage.dossier.team_id,
        begeleider_id=b.stage.dossier.onderwijsbegeleider_id,
        doel="/mijn-beoordeling",
    )


def heropen(session: Session, actor: Actor, clock: Clock, dossier_id: int, reden: str) -> None:
    """Undo the decision, with a reason; the student does not see it any more, the history keeps it.

    Raises `OngeldigeInvoer` without a reason, `BeoordelingDicht` when there is no decision.
    """
    schoon = check_reden(reden)
    b = haal_beoordeling(session, actor, clock, dossier_id, Kant.SCHOOL, Actie.BEOORDELEN)
    if b.rij.besloten_op is None or b.rij.besluit is None:
        raise BeoordelingDicht("Er is geen besluit om te heropenen.", "There is no decision to reopen.")
    noteer(session, actor, clock, b, BeoordelingStap.HEROPEND, schoon)
    b.rij.besluit, b.rij.besloten_op, b.rij.besloten_door, b.rij.gedeeld_op = None, None, "", None
    session.flush()
    laat_vervallen(session, clock, _sleutel(dossier_id, "gedeeld") + ":")


def besluit_zin(keus: Besluit) -> Tekst:
    """`De school beoordeelt deze stage als voldoende.`"""
    label = BESLUIT_LABEL[keus]
    return Tekst(
        f"De school beoordeelt deze stage als {label.nl.lower()}.",
        f"The school assesses this placement as {label.en.lower()}.",
    )
