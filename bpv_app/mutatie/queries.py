"""The preview of an amendment: the same checks as the amendment itself, and nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.mutatie.rules import Invoer, VeldVerschil, Voorbeeld
from bpv_app.pok.queries_wijziging import naam_bij
from bpv_app.pok.rules import VELD_LABEL, MutatieSoort, PokStatus
from bpv_app.pok.rules_bezwaar import laatste_bezwaardag
from bpv_app.pok.rules_mutatie import SOORTEN, Gevolg, gevolgen_voor, krd_hoort, tekenaars
from bpv_app.pok.rules_tekenen import geboortedag, vereiste_partijen
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.rules_wijziging import foto, toon_waarde
from bpv_app.pok.service_basis import APP, haal_om_te_zien, huidige_pok, partijen
from bpv_app.pok.service_blad import bereid_blad_voor
from bpv_app.pok.service_klaarzetten import voortraject_van
from bpv_app.pok.service_muteren import bereid_nieuwe_pok_voor, bereid_opleider_voor
from bpv_app.pok.service_naast import list_naast_met
from bpv_app.pok.tables import Pok
from bpv_app.student import service as student_service
from bpv_app.uren.clauses import ZICHTBAAR
from bpv_app.uren.kalender import feestdagen
from bpv_app.uren.queries_pok import UrenPok, get_kalender, get_team_regels, list_uren_poks
from bpv_app.uren.rules_plan import doel_totaal


def bezwaar_tot(gemaakt_op: date) -> date:
    """The last day of the term, with the public holidays the hours count with."""
    vrij = feestdagen((gemaakt_op.year, gemaakt_op.year + 1))
    return laatste_bezwaardag(gemaakt_op, lambda dag: dag in vrij)


def doel_van(session: Session, poks: Sequence[UrenPok]) -> int:
    """The hours target of a chain in minutes, by the hours engine."""
    if not poks:
        return 0
    regels = get_team_regels(session, poks[-1].team_id)
    begin, eind = min(p.begin for p in poks), max(max(p.eind, p.afgesproken_eind) for p in poks)
    kalender = get_kalender(session, poks[-1].team_id, regels.regio, begin, eind)
    return sum(doel_totaal(p.afspraak(regels), kalender) for p in poks)


def lees_keten(session: Session, dossier_id: int) -> list[UrenPok]:
    """The agreements of a dossier as the hours see them."""
    return list_uren_poks(session, col(Pok.dossier_id) == dossier_id, col(Pok.status).in_(ZICHTBAAR))


def _met(pok: UrenPok, v: Voortraject) -> UrenPok:
    """The same agreement with other data."""
    eind = v.eind_op or pok.eind
    return replace(
        pok,
        begin=v.begin_op or pok.begin,
        eind=eind,
        afgesproken_eind=eind,
        minuten_per_week=int((v.uren_per_week or Decimal(0)) * 60),
        dagen_per_week=v.dagen_per_week or None,
        totaal_minuten=(v.uren_totaal or 0) * 60,
    )


def _keten_na(keten: list[UrenPok], pok_id: int, gevolg: Gevolg, v: Voortraject, ingang: date | None) -> list[UrenPok]:
    uit: list[UrenPok] = []
    for deel in keten:
        if deel.id != pok_id or gevolg is Gevolg.VASTGELEGD:
            uit.append(deel)
        elif gevolg is Gevolg.BPVBLAD:
            uit.append(_met(deel, v))
        else:
            assert ingang is not None
            uit.append(replace(deel, status=PokStatus.VERVANGEN, eind=date.fromordinal(ingang.toordinal() - 1)))
            uit.append(replace(_met(deel, v), status=PokStatus.VOLLEDIG, werkdagen=None))
    return uit


@dataclass(frozen=True, slots=True)
class Begin:
    """Where the guided steps start: the agreement, and the kinds this person may choose with what each can make."""

    pok_id: int
    versie: int
    nummer: str
    student: str
    dossier_id: int
    team_id: int | None
    status: PokStatus
    crebo: str
    onderwijsbegeleider_id: int | None
    gegevens: Voortraject
    keuzes: tuple[tuple[MutatieSoort, tuple[Gevolg, ...]], ...]


def get_begin(session: Session, actor: Actor, pok_id: int) -> Begin:
    """Raises NietGevonden or GeenRecht."""
    pok = haal_om_te_zien(session, actor, pok_id, Actie.POK_MUTEREN)
    keuzes = [(soort, gevolgen_voor(soort, pok.status)) for soort in SOORTEN]
    if not actor.mag(Actie.DOSSIER_BEWERKEN):  # who guides is the dossier's, and the coordinator says who
        keuzes = [(s, g) for s, g in keuzes if s is not MutatieSoort.ANDERE_BEGELEIDER]
    student = student_service.get_student(session, APP, pok.student_id)
    return Begin(
        pok_id=pok_id,
        versie=pok.versie,
        nummer=pok.nummer,
        student=student.naam or student.krd_sleutel or student.studentnummer or "",
        dossier_id=pok.dossier_id,
        team_id=pok.team_id,
        status=pok.status,
        crebo=pok.crebo,
        onderwijsbegeleider_id=pok.onderwijsbegeleider_id,
        gegevens=voortraject_van(pok),
        keuzes=tuple((s, g) for s, g in keuzes if g),
    )


def get_voorbeeld(session: Session, actor: Actor, clock: Clock, pok_id: int, invoer: Invoer, taal: str) -> Voorbeeld:
    """What this amendment would do. Raises what the amendment itself would raise about the input."""
    pok = haal_om_te_zien(session, actor, pok_id, Actie.POK_MUTEREN)
    vandaag, was = clock.vandaag(), foto(pok)
    wordt = dict(was)
    nieuw = voortraject_van(pok)
    if invoer.gevolg is Gevolg.NIEUWE_POK:
        nieuw, _ = bereid_nieuwe_pok_voor(
            session, actor, clock, pok, invoer.soort, invoer.ingang, invoer.gegevens, op_verzoek=invoer.op_verzoek
        )
        verbintenis = student_service.get_verbintenis(session, APP, pok.verbintenis_id)
        wordt |= {"crebo": verbintenis.crebo, "leerweg": verbintenis.leerweg}
    elif invoer.gevolg is Gevolg.BPVBLAD:
        nieuw = bereid_blad_voor(
            session, actor, clock, pok, invoer.soort, invoer.ingang, invoer.gegevens, op_verzoek=invoer.op_verzoek
        )
    elif invoer.soort is MutatieSoort.ANDERE_BEGELEIDER:
        wordt["onderwijsbegeleider_id"] = check_begeleider(pok.onderwijsbegeleider_id, invoer.onderwijsbegeleider_id)
    else:
        nieuw = bereid_opleider_voor(session, actor, pok, invoer.gegevens)
    wordt |= {veld: getattr(nieuw, veld) for veld in Voortraject.__dataclass_fields__}
    keten = lees_keten(session, pok.dossier_id)
    na = _keten_na(keten, pok_id, invoer.gevolg, nieuw, invoer.ingang)
    wie = partijen(session, pok, vandaag) if invoer.gevolg is not Gevolg.NIEUWE_POK else _opnieuw(session, pok, vandaag)
    return Voorbeeld(
        soort=invoer.soort,
        gevolg=invoer.gevolg,
        verschillen=_verschillen(session, was, wordt, taal),
        loopt_voor=_loopt(keten, pok.begin_op, pok.eind_op),
        loopt_na=_loopt(na, nieuw.begin_op, nieuw.eind_op),
        uren_voor=doel_van(session, keten),
        uren_na=doel_van(session, na),
        tekenaars=tekenaars(invoer.gevolg, wie),
        krd=krd_hoort(invoer.gevolg, pok.status),
        naast=list_naast_met(session, pok, nieuw, is_plaatsing=invoer.gevolg is Gevolg.NIEUWE_POK),
        bezwaar_tot=bezwaar_tot(vandaag) if invoer.gevolg is Gevolg.BPVBLAD else None,
    )


def check_begeleider(was: int | None, wordt: int | None) -> int:
    """Somebody else than now. Raises OngeldigeInvoer."""
    if wordt is None or wordt == was:
        raise OngeldigeInvoer(
            {"onderwijsbegeleider_id": Tekst("Kies een andere onderwijsbegeleider.", "Choose another supervisor.")}
        )
    return wordt


def _opnieuw(session: Session, pok: Pok, vandaag: date) -> tuple[Any, ...]:
    """Who signs a new agreement: nobody has signed it yet, so the student's age today counts."""
    student = student_service.get_student(session, APP, pok.student_id)
    return vereiste_partijen(
        pok.ondertekenaars, geboortedag(student.geboortedatum, student.geboortejaar), {}, vandaag
    )  # fmt: skip


def _loopt(keten: Sequence[UrenPok], begin: date | None, eind: date | None) -> tuple[date | None, date | None]:
    lopend = [p for p in keten if p.begin <= p.eind]
    if not lopend:
        return begin, eind
    return min(p.begin for p in lopend), max(p.eind for p in lopend)


def _verschillen(
    session: Session, was: dict[str, Any], wordt: dict[str, Any], taal: str
) -> tuple[VeldVerschil, ...]:  # fmt: skip
    def naam(veld: str, sleutel: int) -> str:
        return naam_bij(session, veld, sleutel)

    return tuple(
        VeldVerschil(VELD_LABEL[v], toon_waarde(v, was[v], taal, naam), toon_waarde(v, wordt[v], taal, naam))
        for v in was
        if was[v] != wordt[v]
    )


def te_vervangen(session: Session, dossier_id: int) -> Pok | None:
    """The POK of this dossier that ended early and has no successor. The caller has checked that it may be seen."""
    pok = huidige_pok(session, dossier_id)
    if pok is None or pok.status is not PokStatus.AFGEROND:
        return None
    vroeg = pok.werkelijk_eind_op and pok.eind_op and pok.werkelijk_eind_op < pok.eind_op
    opvolger = sa.select(col(Pok.id)).where(col(Pok.voorganger_id) == pok.id)
    return pok if vroeg and session.execute(opvolger).first() is None else None
