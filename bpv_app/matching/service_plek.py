"""Slots of a stageplaats: reserve one for a student, make it taken, release it. The last one is never given twice.

The place's row is locked while its slots are counted, so two people wait for each other; and the database itself holds
no more claims than slots (`tables.PlaatsClaim`), whatever forgot to lock. Publishing a matching and placing by hand
come here both.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import zonder_bsn
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service as leerbedrijf_service
from bpv_app.leerbedrijf.rules_ongeschikt import NietGeschikt, omschrijf
from bpv_app.matching.queries_plek import (
    get_andere_plek,
    is_dossier_van,
    list_tegen_plek,
    mag_toewijzen_aan,
    past_bij,
    waarom_past_niet,
)
from bpv_app.matching.rules_plaats import STATUS_LABEL, ClaimSoort, Gebeurtenis, PlaatsStatus
from bpv_app.matching.rules_toelating import REGEL_LABEL, Regel
from bpv_app.matching.service_plaats_basis import noteer, op_slot
from bpv_app.matching.tables import Plaats, PlaatsClaim
from bpv_app.student.service import get_student
from bpv_app.toegang import audit


class PlaatsVol(DomeinFout):
    """No slot is free."""

    http_status = 409

    def __init__(self, aantal: int) -> None:
        super().__init__(
            "plaats_vol",
            Tekst(
                f"Deze plaats is vol: {'de ene plek is' if aantal == 1 else f'alle {aantal} plekken zijn'} vergeven.",
                f"This place is full: {'its one slot is' if aantal == 1 else f'all {aantal} slots are'} held.",
            ),
        )


class PlaatsNeemtNiemand(DomeinFout):
    """The place is not offered (any more)."""

    http_status = 409

    def __init__(self, status: PlaatsStatus) -> None:
        label = STATUS_LABEL[status]
        super().__init__(
            "plaats_neemt_niemand",
            Tekst(
                f"Hier kan niemand bij: de plaats is {label.nl.lower()}.",
                f"Nobody can be added: the place is {label.en.lower()}.",
            ),
        )


class PastNiet(DomeinFout):
    """The place is not for a programme of this student."""

    def __init__(self) -> None:
        super().__init__(
            "past_niet",
            Tekst(
                "Deze plaats is niet voor de opleiding van deze student.",
                "This place is not for this student's programme.",
            ),
        )


_REGEL_NIET: dict[Regel, Tekst] = {
    Regel.CREBO: Tekst("zij is niet voor de opleiding", "it is not for the programme"),
    Regel.ERKENNING: Tekst(
        "het bedrijf is op de eerste dag niet erkend voor de opleiding",
        "the company is not accredited for the programme on the first day",
    ),
    Regel.PERIODE: Tekst("de periode klopt niet", "the period is wrong"),
    Regel.LEERWEG: Tekst("zij is voor een andere leerweg", "it is for another learning route"),
    Regel.NIVEAU: Tekst("zij is voor een ander niveau", "it is for another level"),
    Regel.LEEFTIJD: Tekst("de student is dan jonger dan de plaats vraagt", "the student is younger than it asks then"),
}


class RegelVerbiedt(DomeinFout):
    """A hard rule keeps this student from this place; the sentence says which."""

    def __init__(self, regel: Regel) -> None:
        waarom = _REGEL_NIET.get(regel, REGEL_LABEL[regel])
        super().__init__(
            "regel_verbiedt",
            Tekst(
                f"Deze plaats past niet bij deze student: {waarom.nl}.",
                f"This place does not fit this student: {waarom.en}.",
            ),
        )


class HeeftAlEenPlek(DomeinFout):
    """The student holds a slot of another place in (part of) the same period."""

    http_status = 409

    def __init__(self, titel: str) -> None:
        super().__init__(
            "heeft_al_een_plek",
            Tekst(
                f"Deze student heeft in deze periode al een plek: {titel}. Geef die eerst vrij.",
                f"This student has a slot in this period already: {titel}. Release that one first.",
            ),
        )


def reserveer_plek(
    session: Session, actor: Actor, clock: Clock, plaats_id: int, student_id: int, *, dossier_id: int | None = None
) -> PlaatsClaim:
    """Keep a slot for a student of one's own; who has one of this place already keeps that.

    Raises GeenRecht, NietGevonden (student or place), PlaatsNeemtNiemand, PastNiet, HeeftAlEenPlek or PlaatsVol.
    """
    return _neem(session, actor, clock, plaats_id, student_id, dossier_id, ClaimSoort.GERESERVEERD)


def reserveer_met_de_hand(
    session: Session,
    actor: Actor,
    clock: Clock,
    plaats_id: int,
    student_id: int,
    reden: str,
    *,
    toch: bool = False,
) -> PlaatsClaim:
    """Keep a slot for a student of an own team, outside any matching, with the reason; every hard rule counts.

    `toch`: also where the school finds the company not suitable. The reason then says why, and the audit that it was.

    Two who do this at once for the last slot wait for each other: the second hears that it is full. Raises GeenRecht,
    NietGevonden, OngeldigeInvoer (no reason), RegelVerbiedt, NietGeschikt, PlaatsNeemtNiemand, HeeftAlEenPlek
    or PlaatsVol.
    """
    schoon = _schone_reden(reden)
    require(actor, Actie.PLAATS_TOEWIJZEN)
    if not mag_toewijzen_aan(session, actor, student_id):
        raise NietGevonden
    plaats = _op_slot(session, actor, plaats_id, student_id)
    hier = select(PlaatsClaim.id).where(
        col(PlaatsClaim.plaats_id) == plaats_id, col(PlaatsClaim.student_id) == student_id
    )
    if session.exec(hier).first() is not None:
        raise HeeftAlEenPlek(plaats.titel)
    if plaats.status is not PlaatsStatus.AANGEBODEN:
        raise PlaatsNeemtNiemand(plaats.status)
    if regel := waarom_past_niet(session, plaats_id, student_id, clock.vandaag()):
        raise RegelVerbiedt(regel)
    tegen = list_tegen_plek(session, plaats, student_id, clock.vandaag())
    if tegen and not toch:
        bedrijf = leerbedrijf_service.get_leerbedrijf(session, actor, plaats.leerbedrijf_id).naam
        raise NietGeschikt(omschrijf(tegen[0], bedrijf))
    claim = _neem(session, actor, clock, plaats_id, student_id, None, ClaimSoort.GERESERVEERD, schoon)
    for o in tegen:
        wat = "toch een plek gereserveerd bij een leerbedrijf dat niet geschikt is"
        audit.noteer(session, actor, "ongeschikt", o.id, wat, clock.nu(), nieuw={"plaats_claim": claim.id})
    return claim


def _schone_reden(reden: str) -> str:
    schoon = zonder_bsn(reden.replace("\x00", "").strip())
    if not schoon or len(schoon) > 1000:
        raise OngeldigeInvoer(
            {"reden": Tekst("Vul een reden in, hoogstens 1000 tekens.", "Fill in a reason, at most 1000 characters.")}
        )
    return schoon


def bezet_plek(
    session: Session, actor: Actor, clock: Clock, plaats_id: int, student_id: int, *, dossier_id: int | None = None
) -> PlaatsClaim:
    """Place a student: on the reserved slot, also when the place was closed meanwhile, else on a free one.

    Raises as `reserveer_plek`.
    """
    return _neem(session, actor, clock, plaats_id, student_id, dossier_id, ClaimSoort.BEZET)


def _neem(
    session: Session,
    actor: Actor,
    clock: Clock,
    plaats_id: int,
    student_id: int,
    dossier_id: int | None,
    soort: ClaimSoort,
    reden: str = "",
) -> PlaatsClaim:
    plaats = _op_slot(session, actor, plaats_id, student_id)
    if dossier_id is not None and not is_dossier_van(session, dossier_id, student_id):
        raise NietGevonden
    claim = session.exec(
        select(PlaatsClaim)
        .where(col(PlaatsClaim.plaats_id) == plaats_id, col(PlaatsClaim.student_id) == student_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if claim is not None:
        return _verander(session, actor, clock, plaats, claim, dossier_id, soort)
    if plaats.status is not PlaatsStatus.AANGEBODEN:
        raise PlaatsNeemtNiemand(plaats.status)
    if not past_bij(session, plaats_id, student_id, clock.vandaag()):
        raise PastNiet
    if ander := get_andere_plek(session, plaats_id, student_id, plaats.van, plaats.tot):
        raise HeeftAlEenPlek(ander)
    bezet = set(session.exec(select(PlaatsClaim.nummer).where(col(PlaatsClaim.plaats_id) == plaats_id)))
    vrij = next((n for n in range(1, plaats.aantal + 1) if n not in bezet), None)
    if vrij is None:
        raise PlaatsVol(plaats.aantal)
    claim = PlaatsClaim(
        plaats_id=plaats_id,
        nummer=vrij,
        aantal=plaats.aantal,
        soort=soort,
        student_id=student_id,
        dossier_id=dossier_id,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam,
    )
    session.add(claim)
    noteer(session, actor, clock, plaats_id, Gebeurtenis(soort.value), reden=reden, student_id=student_id)
    session.flush()
    return claim


def _verander(
    session: Session,
    actor: Actor,
    clock: Clock,
    plaats: Plaats,
    claim: PlaatsClaim,
    dossier_id: int | None,
    soort: ClaimSoort,
) -> PlaatsClaim:
    """The slot the student has already: from reserved to taken, never back (that is releasing it)."""
    if dossier_id is not None and claim.dossier_id != dossier_id:
        claim.dossier_id = dossier_id
    if soort is ClaimSoort.BEZET and claim.soort is ClaimSoort.GERESERVEERD:
        claim.soort, claim.op = soort, clock.nu()
        claim.account_id, claim.door_naam = actor.account_id, actor.naam
        noteer(session, actor, clock, plaats.id or 0, Gebeurtenis.BEZET, student_id=claim.student_id)
    session.flush()
    return claim


def geef_plek_vrij(
    session: Session, actor: Actor, clock: Clock, plaats_id: int, student_id: int, *, reden: str
) -> None:
    """Release the slot of a student of one's own, with the reason. Allowed in every status of the place.

    Raises GeenRecht, NietGevonden (also when the student has no slot here) or OngeldigeInvoer (no reason).
    """
    _op_slot(session, actor, plaats_id, student_id)
    claim = session.exec(
        select(PlaatsClaim).where(col(PlaatsClaim.plaats_id) == plaats_id, col(PlaatsClaim.student_id) == student_id)
    ).one_or_none()
    if claim is None:
        raise NietGevonden
    schoon = _schone_reden(reden)
    session.delete(claim)
    noteer(session, actor, clock, plaats_id, Gebeurtenis.VRIJGEGEVEN, reden=schoon, student_id=student_id)
    session.flush()


def _op_slot(session: Session, actor: Actor, plaats_id: int, student_id: int) -> Plaats:
    """The place, with its row and the student's locked; the student first, always, so that nobody waits in a circle.

    The student's row is locked because one student may be placed by two people at two places.
    """
    require(actor, Actie.PLAATS_TOEWIJZEN)
    student = get_student(session, actor, student_id)
    session.refresh(student, with_for_update=True)
    plaats = op_slot(session, plaats_id) if is_sleutel(plaats_id) else None
    if plaats is None:
        raise NietGevonden
    return plaats
