"""A new version of the bpv-blad of a signed POK, and what becomes of it: objections, keeping it, taking it back.

The change holds from the moment it is made, so that lists, hours and the register show what is agreed; an objection
puts it on the coordinator's list, and taking it back makes one more version with the values from before. Nobody signs
again: the signatures stand under the version the parties signed (`Pok.getekende_versie`).
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.pok.rules import MUTATIE_LABEL, MutatieSoort, PokStatus, Stap, StapMagNiet
from bpv_app.pok.rules_bezwaar import (
    BladInBehandeling,
    GeenBezwaar,
    WijzigingStand,
    WijzigingStatus,
    bepaal_stand,
    check_reden,
)
from bpv_app.pok.rules_mutatie import Gevolg, beperk, check_bpvblad, check_gevolg, check_verzoek
from bpv_app.pok.rules_voortraject import Voortraject, check_voortraject
from bpv_app.pok.rules_wijziging import van_json
from bpv_app.pok.service_basis import OPEN, Controle, NietErkend, controleer, haal, id_van, is_bekend
from bpv_app.pok.service_klaarzetten import check_relaties, dossier_volgt, voortraject_van, vul_aan
from bpv_app.pok.service_krd import check_mutatiestop
from bpv_app.pok.service_melden import meld_blad
from bpv_app.pok.service_naast import check_naast, leg_naast_vast
from bpv_app.pok.service_wijziging import get_wijziging, schrijf_op, vertel_krd
from bpv_app.pok.tables import Pok, PokDocument
from bpv_app.pok.tables_wijziging import PokWijziging


def maak_bpvblad(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    soort: MutatieSoort,
    ingang: date | None,
    gegevens: Voortraject,
    reden: str,
    bezwaar_tot: date,
    versie: int | None = None,
    *,
    op_verzoek: bool = False,
    reden_naast: str = "",
) -> PokWijziging:
    """A new bpv-blad: only what this kind may change is taken from `gegevens`.

    `bezwaar_tot`: last day on which a party may object (`rules_bezwaar.laatste_bezwaardag`). The parties get a mail.
    Raises NietGevonden, GeenRecht, Verouderd, GevolgMagNiet, BladInBehandeling, NietErkend, RedenNodig or
    OngeldigeInvoer with every wrong field.
    """
    pok = haal(session, actor, pok_id, Actie.POK_MUTEREN, versie)
    goed = check_reden(reden)
    oud = voortraject_van(pok)
    nieuw = bereid_blad_voor(session, actor, clock, pok, soort, ingang, gegevens, op_verzoek=op_verzoek)
    voor = {f.name: getattr(oud, f.name) for f in fields(Voortraject)}
    na = {f.name: getattr(nieuw, f.name) for f in fields(Voortraject)}
    _zet(pok, na)
    session.add(pok)
    session.flush()
    if reden_naast.strip():
        leg_naast_vast(session, actor, clock, pok, reden_naast)
    check_naast(session, pok)
    controle = _check_erkend(session, actor, clock, pok)
    _druk_blad(session, actor, clock, pok, controle, bezwaar_tot)
    wijziging = schrijf_op(
        session,
        actor,
        clock,
        pok,
        soort,
        Gevolg.BPVBLAD,
        voor,
        na,
        goed,
        status=WijzigingStatus.LOOPT,
        ingang=ingang,
        op_verzoek=op_verzoek,
        document_versie=pok.document_versie,
        bezwaar_tot=bezwaar_tot,
    )
    dossier_volgt(session, pok)
    vertel_krd(session, clock, pok, f"{MUTATIE_LABEL[soort].nl}. {goed}")
    meld_blad(session, clock, pok, wijziging)
    return wijziging


def bereid_blad_voor(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok: Pok,
    soort: MutatieSoort,
    ingang: date | None,
    gegevens: Voortraject,
    *,
    op_verzoek: bool,
) -> Voortraject:
    """What the bpv-blad will hold; nothing is changed. Raises what `maak_bpvblad` raises about the input."""
    check_gevolg(soort, Gevolg.BPVBLAD, pok.status)
    if is_bekend(session, pok):
        check_mutatiestop(session, pok.begin_op, pok)
    _check_vrij(session, clock, pok)
    check_verzoek(soort, op_verzoek)
    oud = voortraject_van(pok)
    nieuw = vul_aan(beperk(soort, oud, gegevens), clock.vandaag())
    check_bpvblad(soort, oud, nieuw, ingang)
    check_voortraject(nieuw)
    check_relaties(session, actor, nieuw, pok)
    return nieuw


def _check_vrij(session: Session, clock: Clock, pok: Pok) -> None:
    open_ = sa.select(PokWijziging).where(col(PokWijziging.pok_id) == pok.id, col(PokWijziging.status).in_(OPEN))
    for wijziging in session.execute(open_).scalars():
        if bepaal_stand(wijziging.status, wijziging.bezwaar_tot, clock.vandaag()) is not WijzigingStand.GELDT:
            raise BladInBehandeling


def _zet(pok: Pok, waarden: dict[str, Any]) -> None:
    for veld, waarde in waarden.items():
        if getattr(pok, veld) != waarde:
            setattr(pok, veld, waarde)


def _check_erkend(session: Session, actor: Actor, clock: Clock, pok: Pok) -> Controle:
    controle = controleer(session, actor, clock, pok, Aanleiding.AFDRUKKEN, clock.vandaag())
    if not controle.is_erkend:
        raise NietErkend(controle.reden)
    return controle


def _druk_blad(
    session: Session, actor: Actor, clock: Clock, pok: Pok, controle: Controle | None, bezwaar_tot: date | None
) -> None:
    """The next version of the document, kept with its exact bytes; the bpv-blad before it is overtaken."""
    from bpv_app.pok.document_wijziging import maak_los_bpvblad  # what draws is only loaded to print
    from bpv_app.pok.service_document import maak_document

    nu = clock.nu()
    vorige = sa.select(PokDocument).where(
        col(PokDocument.pok_id) == pok.id,
        col(PokDocument.document_versie) > pok.getekende_versie,
        col(PokDocument.vervallen_op).is_(None),
    )
    for document in session.execute(vorige).scalars():
        document.vervallen_op = nu
    pok.document_versie += 1
    pok.blad_versies += 1
    session.add(pok)
    session.flush()
    afdruk = maak_los_bpvblad(
        maak_document(session, clock, pok, pok.document_versie, controle.reden.nl if controle else ""), bezwaar_tot
    )
    session.add(
        PokDocument(
            pok_id=id_van(pok),
            document_versie=pok.document_versie,
            sha256=opslag.bewaar(afdruk.inhoud),
            bytes_aantal=len(afdruk.inhoud),
            paginas=afdruk.paginas,
            gemaakt_op=nu,
            account_id=actor.account_id,
        )
    )
    session.flush()


def handhaaf(session: Session, actor: Actor, clock: Clock, wijziging_id: int, reden: str) -> PokWijziging:
    """The coordinator settled the objection with the party: the new bpv-blad holds. Raises NietGevonden, GeenRecht,
    GeenBezwaar or OngeldigeInvoer."""
    pok, wijziging = get_wijziging(session, actor, wijziging_id, Actie.POK_KLAARZETTEN)
    if wijziging.status is not WijzigingStatus.BEZWAAR:
        raise GeenBezwaar
    _handel_af(session, actor, clock, wijziging, WijzigingStatus.GEHANDHAAFD, check_reden(reden))
    meld_blad(session, clock, pok, wijziging)
    return wijziging


def trek_in(session: Session, actor: Actor, clock: Clock, wijziging_id: int, reden: str) -> PokWijziging:
    """Take a new bpv-blad back: one more version with the values from before, told to the register and the parties.

    For a blad that was objected to or whose term still runs. Raises NietGevonden, GeenRecht, GeenBezwaar, StapMagNiet
    or OngeldigeInvoer.
    """
    pok, wijziging = get_wijziging(session, actor, wijziging_id, Actie.POK_KLAARZETTEN)
    stand = bepaal_stand(wijziging.status, wijziging.bezwaar_tot, clock.vandaag())
    if stand not in (WijzigingStand.BEZWAAR, WijzigingStand.TERMIJN):
        raise GeenBezwaar
    if pok.status is not PokStatus.DEFINITIEF:
        raise StapMagNiet(Stap.VERVANG, pok.status)
    goed = check_reden(reden)
    terug = van_json(wijziging.voor)
    check_voortraject(replace(voortraject_van(pok), **terug))
    _zet(pok, terug)
    _druk_blad(session, actor, clock, pok, None, None)
    _handel_af(session, actor, clock, wijziging, WijzigingStatus.INGETROKKEN, goed)
    dossier_volgt(session, pok)
    vertel_krd(session, clock, pok, f"Bpv-blad ingetrokken. {goed}")
    meld_blad(session, clock, pok, wijziging)
    return wijziging


def _handel_af(
    session: Session, actor: Actor, clock: Clock, wijziging: PokWijziging, status: WijzigingStatus, reden: str
) -> None:
    wijziging.status = status
    wijziging.afgehandeld_op, wijziging.afgehandeld_door = clock.nu(), actor.naam[:200]
    wijziging.afhandeling = reden
    session.add(wijziging)
    session.flush()
