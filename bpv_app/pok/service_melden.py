"""Say so to whoever has the paper: a printed version that became void, a new bpv-blad that may be objected to.

Mail goes the common way (written in this transaction, delivered by the worker) and never undoes what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.kernel.clock import Clock, toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_post import lees_post
from bpv_app.pok.rules import MUTATIE_LABEL
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.service_basis import id_van
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van

GEEN_TERMIJN = Tekst(
    "De oude afspraken gelden weer. Je hoeft niets te doen.", "The old agreement holds again. You need not do anything."
)


def meld_teruggezet(session: Session, clock: Clock, pok: Pok, document_versie: int, reden: str) -> None:
    """Student and company hold paper that is void now: what they signed does not count any more, and why."""
    velden = {"nummer": pok.nummer, "versie": str(document_versie), "reden": reden.strip()[:900]}
    _schrijf(
        session, clock, pok, Sjabloon.POK_TERUGGEZET, velden, velden, f"teruggezet:{id_van(pok)}:{document_versie}"
    )


def meld_blad(session: Session, clock: Clock, pok: Pok, wijziging: PokWijziging) -> None:
    """Student and company get to know a new bpv-blad, and until when they may object; or that it was taken back."""
    is_terug = wijziging.status is WijzigingStatus.INGETROKKEN
    label = MUTATIE_LABEL[wijziging.soort]
    wat = Tekst(f"Niet meer: {label.nl.lower()}", f"No longer: {label.en.lower()}") if is_terug else label
    per_taal = {}
    for taal in ("nl", "en"):
        tot = toon_datum(wijziging.bezwaar_tot, taal)
        termijn = Tekst(
            f"Ben je het er niet mee eens? Maak dan bezwaar, uiterlijk {tot}. Bel of mail de school en zeg waarom.",
            f"Do you not agree? Then object, on {tot} at the latest. Call or mail the school and say why.",
        )
        per_taal[taal] = {
            "nummer": pok.nummer,
            "wat": wat.in_taal(taal),
            "reden": wijziging.afhandeling if is_terug else wijziging.reden,
            "termijn": (GEEN_TERMIJN if is_terug else termijn).in_taal(taal),
        }
    sleutel = f"bpvblad:{wijziging.id}:{wijziging.status}"
    _schrijf(session, clock, pok, Sjabloon.POK_BPVBLAD, per_taal["nl"], per_taal["en"], sleutel)


def _schrijf(
    session: Session,
    clock: Clock,
    pok: Pok,
    sjabloon: Sjabloon,
    nl: Mapping[str, str],
    en: Mapping[str, str],
    sleutel: str,
) -> None:
    post, school, nummer = lees_post(session, pok), instellingen().school_naam, id_van(pok)
    student = post.student
    vast = {"student": student.naam, "bedrijf": post.bedrijf, "school": school}
    verstuur(
        session,
        clock,
        sjabloon=sjabloon,
        taal=student.taal,
        aan=student.email,
        naam=student.naam,
        velden={**(en if student.taal == "en" else nl), **vast, "naam": student.roepnaam or student.naam},
        sleutel=f"{sleutel}:student",
        account_id=student.account_id,
        student_id=pok.student_id,
        over=("pok", nummer),
        team_id=pok.team_id,
        begeleider_id=pok.onderwijsbegeleider_id,
        doel="/mijn-pok",
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
        sjabloon=sjabloon,
        taal=account.taal,
        aan=opleider.email,
        naam=opleider.naam,
        velden={**(en if account.taal == "en" else nl), **vast, "naam": opleider.naam},
        sleutel=f"{sleutel}:bedrijf",
        account_id=account.id,
        contactpersoon_id=opleider.id,
        over=("pok", nummer),
        team_id=pok.team_id,
        begeleider_id=pok.onderwijsbegeleider_id,
        link_doel="/stagiairs",
    )
