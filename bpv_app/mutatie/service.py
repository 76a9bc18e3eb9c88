"""Carry out an amendment that was looked at, and start a replacement place after an early end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.mutatie.queries import bezwaar_tot, check_begeleider, doel_van, lees_keten, te_vervangen
from bpv_app.mutatie.rules import Invoer, verdeel_rest
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import MutatieSoort
from bpv_app.pok.rules_bezwaar import check_reden
from bpv_app.pok.rules_mutatie import Gevolg, beperk, check_gevolg
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.rules_wijziging import foto
from bpv_app.pok.service_basis import haal, id_van
from bpv_app.pok.service_klaarzetten import maak_concept
from bpv_app.pok.service_wijziging import schrijf_op


@dataclass(frozen=True, slots=True)
class Uitslag:
    """The POK to look at now, what happened, and whether something is left to do."""

    pok_id: int
    tekst: Tekst
    is_klaar: bool = True


def voer_uit(
    session: Session, actor: Actor, clock: Clock, pok_id: int, invoer: Invoer, versie: int | None = None
) -> Uitslag:
    """The amendment, as its kind makes it. `versie`: the POK as it was when the preview was made.

    Raises what `pok.service.muteer`, `maak_bpvblad`, `wijzig_opleider` and `stel_begeleider_in` raise.
    """
    reden = check_reden(invoer.reden)
    if invoer.gevolg is Gevolg.NIEUWE_POK:
        return _nieuwe_pok(session, actor, clock, pok_id, invoer, reden, versie)
    if invoer.gevolg is Gevolg.BPVBLAD:
        tot = bezwaar_tot(clock.vandaag())
        pok_service.maak_bpvblad(
            session,
            actor,
            clock,
            pok_id,
            invoer.soort,
            invoer.ingang,
            invoer.gegevens,
            reden,
            tot,
            versie,
            op_verzoek=invoer.op_verzoek,
            reden_naast=invoer.reden_naast,
        )
        return Uitslag(
            pok_id,
            Tekst(
                "Nieuw bpv-blad gemaakt. De partijen krijgen bericht en kunnen 10 werkdagen bezwaar maken.",
                "New bpv-blad made. The parties get a message and have 10 working days to object.",
            ),
        )
    if invoer.soort is MutatieSoort.ANDERE_BEGELEIDER:
        _andere_begeleider(session, actor, clock, pok_id, invoer.onderwijsbegeleider_id, reden, versie)
    else:
        check_gevolg(invoer.soort, invoer.gevolg, pok_service.get_pok(session, actor, pok_id).status)
        pok_service.wijzig_opleider(session, actor, clock, pok_id, invoer.gegevens, reden, versie)
    return Uitslag(pok_id, Tekst("Vastgelegd. De POK blijft gelden.", "Recorded. The agreement stays valid."))


def _nieuwe_pok(
    session: Session, actor: Actor, clock: Clock, pok_id: int, invoer: Invoer, reden: str, versie: int | None
) -> Uitslag:
    uit = pok_service.muteer(
        session,
        actor,
        clock,
        pok_id,
        invoer.soort,
        invoer.ingang,
        invoer.gegevens,
        reden,
        versie,
        op_verzoek=invoer.op_verzoek,
        reden_naast=invoer.reden_naast,
    )
    nummer, waarom = uit.nieuw.nummer, uit.waarom_niet
    if waarom is None:
        nl, en = "gemaakt en naar de KRD gestuurd.", "made and sent to the register."
    else:
        nl, en = f"gemaakt als concept. {waarom.nl}", f"made as a draft. {waarom.en}"
    return Uitslag(id_van(uit.nieuw), Tekst(f"Nieuwe POK {nummer} {nl}", f"New agreement {nummer} {en}"), not waarom)


def _andere_begeleider(
    session: Session, actor: Actor, clock: Clock, pok_id: int, account_id: int | None, reden: str, versie: int | None
) -> None:
    pok = haal(session, actor, pok_id, Actie.POK_MUTEREN, versie)
    check_gevolg(MutatieSoort.ANDERE_BEGELEIDER, Gevolg.VASTGELEGD, pok.status)
    nieuw = check_begeleider(pok.onderwijsbegeleider_id, account_id)
    pok_service.stel_begeleider_in(session, actor, clock, pok.dossier_id, nieuw, reden=reden)


def neem_over(session: Session, actor: Actor, pok_id: int, soort: MutatieSoort, gegevens: Voortraject) -> Voortraject:
    """Of a form only what the kind may change; the rest as it is agreed. A new agreement is of today. Raises
    NietGevonden."""
    pok = pok_service.get_pok(session, actor, pok_id)
    return replace(beperk(soort, pok_service.voortraject_van(pok), gegevens), afsluitdatum=None)


class GeenVervanging(DomeinFout):
    """There is no placement that ended early, or its replacement was started already."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "geen_vervanging",
            Tekst(
                "Een vervangende plek kan alleen na een stage die eerder is gestopt, en één keer.",
                "A replacement place is only possible after a placement that ended early, and once.",
            ),
        )


def start_vervangende_plek(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, reden: str, versie: int | None = None
) -> Any:
    """After an early end the school finds another place (WEB 7.2.10): the dossier opens again, with a new concept for
    the hours that are left, linked to the POK that ended. The company is still to be found.

    Raises NietGevonden, GeenRecht, Verouderd, GeenVervanging or OngeldigeInvoer.
    """
    dossier = dossier_service.get_dossier(session, actor, dossier_id)
    oud = te_vervangen(session, dossier_id)
    if oud is None:
        raise GeenVervanging
    oud = haal(session, actor, id_van(oud), Actie.POK_MUTEREN, versie)
    goed = check_reden(reden)
    keten = lees_keten(session, dossier_id)
    gedaan = (oud.gerealiseerde_uren or Decimal(0)).to_integral_value()
    rest = verdeel_rest(doel_van(session, keten) // 60, oud.uren_totaal or 0, int(gedaan))
    assert oud.werkelijk_eind_op is not None
    begin = max(oud.werkelijk_eind_op + timedelta(days=1), clock.vandaag())
    voor = foto(oud)
    oud.uren_doel = rest.oud
    session.add(oud)
    dossier_service.heropen(session, dossier_id)
    v = Voortraject(
        begin_op=begin,
        eind_op=max(oud.eind_op or begin, begin),
        afsluitdatum=clock.vandaag(),
        uren_totaal=rest.nieuw,
        uren_per_week=oud.uren_per_week,
        dagen_per_week=oud.dagen_per_week,
    )
    nieuw = maak_concept(session, actor, clock, dossier, v, voorganger=oud)
    nieuw.mutatie_soort = MutatieSoort.VERVANGENDE_PLEK
    session.add(nieuw)
    session.flush()
    schrijf_op(
        session,
        actor,
        clock,
        oud,
        MutatieSoort.VERVANGENDE_PLEK,
        Gevolg.NIEUWE_POK,
        voor,
        foto(nieuw),
        goed,
        ingang=begin,
        nieuw_pok_id=id_van(nieuw),
    )
    return nieuw
