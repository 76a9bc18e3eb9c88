"""Amendments: the old POK ends and is replaced, a new one with the data copied goes straight to volledig if it can."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules import MUTATIE_LABEL, MutatieSoort, Onvolledig, Stap, check_stap
from bpv_app.pok.rules_bezwaar import check_reden
from bpv_app.pok.rules_mutatie import (
    NIETS,
    SOORTEN,
    Gevolg,
    beperk,
    check_gevolg,
    check_mutatie,
    check_verzoek,
    laatste_dag_oud,
    nieuwe_gegevens,
)
from bpv_app.pok.rules_naast import RedenNodig
from bpv_app.pok.rules_voortraject import Voortraject, check_voortraject
from bpv_app.pok.rules_wijziging import foto, toon_waarde
from bpv_app.pok.service_basis import (
    APP,
    NietErkend,
    gegevens_van,
    get_pok,
    haal,
    id_van,
    is_bekend,
    pas_toe,
)
from bpv_app.pok.service_klaarzetten import (
    check_relaties,
    maak_concept,
    volledig_als_erkend,
    voortraject_van,
    vul_aan,
)
from bpv_app.pok.service_krd import check_mutatiestop
from bpv_app.pok.service_naast import leg_naast_vast
from bpv_app.pok.service_wijziging import schrijf_op, vertel_krd
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.student import service as student_service

KIES = Tekst("Kies een praktijkopleider.", "Choose a workplace supervisor.")


@dataclass(frozen=True, slots=True)
class MutatieUitslag:
    """The replaced POK and its successor; `waarom_niet` says why the new one is still a concept (empty: volledig)."""

    oud: Pok
    nieuw: Pok
    waarom_niet: Tekst | None

    @property
    def is_volledig(self) -> bool:
        return self.waarom_niet is None


def muteer(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    soort: MutatieSoort,
    ingang: date | None,
    gegevens: Voortraject,
    reden: str,
    versie: int | None = None,
    *,
    op_verzoek: bool = False,
    reden_naast: str = "",
) -> MutatieUitslag:
    """The deck's mutation. `ingang`: first day of the new POK; `gegevens`: its data as the form shows them. Crebo and
    learning route are those of the enrolment now. `op_verzoek`: the student asked for it. `reden_naast`: why it may
    run beside another placement, when it does.

    The old POK ends the day before, whatever else happens, and the new one is made in the same transaction. When the
    new one's checks fail it stays concept and the answer lists what is missing. The right to amend covers sending: a
    begeleider may do this for own students. Raises NietGevonden, GeenRecht, Verouderd, StapMagNiet, Onvolledig (no
    reason) or OngeldigeInvoer with every wrong field.
    """
    oud = haal(session, actor, pok_id, Actie.POK_MUTEREN)
    check_versie(oud, versie)
    overgang = check_stap(actor, gegevens_van(session, oud), Stap.VERVANG, reden)
    nieuw_v, eerste = bereid_nieuwe_pok_voor(session, actor, clock, oud, soort, ingang, gegevens, op_verzoek=op_verzoek)
    waarom = f"{MUTATIE_LABEL[soort].nl}. {reden.strip()}"
    voor = foto(oud)
    oud.werkelijk_eind_op = laatste_dag_oud(eerste)
    pas_toe(session, actor, clock, oud, overgang, waarom)
    dossier = dossier_service.get_dossier(session, APP, oud.dossier_id)
    nieuw = maak_concept(session, actor, clock, dossier, nieuw_v, voorganger=oud)
    nieuw.mutatie_soort = soort
    session.add(nieuw)
    session.flush()
    schrijf_op(
        session,
        actor,
        clock,
        oud,
        soort,
        Gevolg.NIEUWE_POK,
        voor,
        foto(nieuw),
        reden,
        ingang=eerste,
        op_verzoek=op_verzoek,
        nieuw_pok_id=id_van(nieuw),
    )
    if reden_naast.strip():
        leg_naast_vast(session, actor, clock, nieuw, reden_naast)
    return MutatieUitslag(oud, nieuw, _probeer_volledig(session, actor, clock, nieuw, waarom))


def bereid_nieuwe_pok_voor(
    session: Session,
    actor: Actor,
    clock: Clock,
    oud: Pok,
    soort: MutatieSoort,
    ingang: date | None,
    gegevens: Voortraject,
    *,
    op_verzoek: bool,
) -> tuple[Voortraject, date]:
    """What the new POK will hold, complete with what has a default, and its first day; nothing is changed.

    Raises GevolgMagNiet, or OngeldigeInvoer with every wrong field.
    """
    check_gevolg(soort, Gevolg.NIEUWE_POK, oud.status)
    check_verzoek(soort, op_verzoek)
    huidig = voortraject_van(oud)
    check_mutatie(soort, huidig, ingang, gegevens)
    _check_verbintenis(session, oud, soort)
    assert ingang is not None  # check_mutatie refused that
    if is_bekend(session, oud):
        check_mutatiestop(session, laatste_dag_oud(ingang), oud)
    eigen = replace(beperk(soort, huidig, gegevens), afsluitdatum=gegevens.afsluitdatum)
    nieuw = vul_aan(nieuwe_gegevens(eigen, ingang, clock.vandaag()), clock.vandaag())
    check_voortraject(nieuw)
    check_relaties(session, actor, nieuw, oud)
    return nieuw, ingang


def _check_verbintenis(session: Session, oud: Pok, soort: MutatieSoort) -> None:
    """Crebo and learning route belong to the register: they change there first, and the new POK follows."""
    verbintenis = student_service.get_verbintenis(session, APP, oud.verbintenis_id)
    for welke, veld in ((MutatieSoort.ANDERE_CREBO, "crebo"), (MutatieSoort.ANDERE_LEERWEG, "leerweg")):
        nu = getattr(verbintenis, veld)
        if soort is welke and nu == getattr(oud, veld):
            toon_nl, toon_en = toon_waarde(veld, nu, "nl"), toon_waarde(veld, nu, "en")
            fout = Tekst(
                f"De verbintenis in de KRD heeft nog {toon_nl}. Laat die eerst wijzigen.",
                f"The enrolment in the register still says {toon_en}. Have that changed first.",
            )
            raise OngeldigeInvoer({veld: fout}, fout)


def wijzig_opleider(
    session: Session, actor: Actor, clock: Clock, pok_id: int, nieuw: Voortraject, reden: str, versie: int | None = None
) -> PokWijziging:
    """Another praktijkopleider (or location) of the same company: recorded, told to the register, no new POK.

    Only those two fields of `nieuw` are looked at. Raises NietGevonden, GeenRecht, Verouderd, GevolgMagNiet or
    OngeldigeInvoer.
    """
    pok = haal(session, actor, pok_id, Actie.POK_MUTEREN, versie)
    soort = MutatieSoort.ANDERE_PRAKTIJKOPLEIDER
    check_gevolg(soort, Gevolg.VASTGELEGD, pok.status)
    goed = check_reden(reden)
    v = bereid_opleider_voor(session, actor, pok, nieuw)
    wil: dict[str, Any] = {veld: getattr(v, veld) for veld in SOORTEN[soort].velden}
    voor = {veld: getattr(pok, veld) for veld in wil}
    for veld, waarde in wil.items():
        setattr(pok, veld, waarde)
    session.add(pok)
    wijziging = schrijf_op(
        session, actor, clock, pok, soort, Gevolg.VASTGELEGD, voor, wil, goed, ingang=clock.vandaag()
    )
    vertel_krd(session, clock, pok, f"{MUTATIE_LABEL[soort].nl}. {goed}")
    return wijziging


def bereid_opleider_voor(session: Session, actor: Actor, pok: Pok, nieuw: Voortraject) -> Voortraject:
    """The POK's data with the other praktijkopleider and location; nothing is changed. Raises OngeldigeInvoer."""
    huidig = voortraject_van(pok)
    v = beperk(MutatieSoort.ANDERE_PRAKTIJKOPLEIDER, huidig, nieuw)
    if v.praktijkopleider_id is None:
        raise OngeldigeInvoer({"praktijkopleider_id": KIES})
    if v == huidig:
        raise OngeldigeInvoer({"praktijkopleider_id": NIETS})
    check_relaties(session, actor, v, pok)
    return v


def _probeer_volledig(session: Session, actor: Actor, clock: Clock, pok: Pok, reden: str) -> Tekst | None:
    try:
        controle = volledig_als_erkend(session, actor, clock, pok, namens=systeem(actor.naam), reden=reden)
    except (Onvolledig, RedenNodig) as fout:
        return fout.tekst
    return None if controle.is_erkend else NietErkend(controle.reden).tekst


def list_keten(session: Session, actor: Actor, pok_id: int) -> list[Pok]:
    """The chain of a POK, oldest first, as far as this actor may see it. Raises NietGevonden."""
    pok = get_pok(session, actor, pok_id)
    rijen = session.execute(
        sa.select(Pok, pok_scope(actor).label("zichtbaar")).where(col(Pok.dossier_id) == pok.dossier_id)
    )
    alles = {id_van(p): (p, bool(zichtbaar)) for p, zichtbaar in rijen}
    opvolger = {p.voorganger_id: p for p, _ in alles.values() if p.voorganger_id is not None}
    eerste = pok
    while eerste.voorganger_id is not None:
        eerste = alles[eerste.voorganger_id][0]
    keten: list[Pok] = []
    volgende: Pok | None = eerste
    while volgende is not None:
        keten.append(volgende)
        volgende = opvolger.get(id_van(volgende))
    return [p for p in keten if alles[id_van(p)][1]]
