"""Which werkprocessen a placement is for, when its company is accredited in part only (docs/besluiten/0015)."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import ErkenningRegel
from bpv_app.leerbedrijf.service import get_leerbedrijf
from bpv_app.leerbedrijf.service_erkenning import list_regels
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.service_basis import APP, get_pok, haal
from bpv_app.pok.tables import Pok

VOOR_TEKENEN = (PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT)
GEEN_DEELERKENNING = DomeinFout(
    "geen_deelerkenning",
    Tekst(
        "Dit leerbedrijf heeft voor deze crebo geen deelerkenning; er valt niets vast te leggen.",
        "This company has no partial accreditation for this crebo; there is nothing to record.",
    ),
)
AL_GETEKEND = DomeinFout(
    "al_getekend",
    Tekst(
        "Deze POK is getekend of voorbij; de werkprocessen liggen vast.",
        "This agreement is signed or over; its work processes are fixed.",
    ),
)


def list_deelerkenning(session: Session, actor: Actor, clock: Clock, pok_id: int) -> tuple[str, ...]:
    """The werkprocessen the company is accredited for, when that is not the whole crebo; empty otherwise.

    Raises NietGevonden.
    """
    return _deel(session, get_pok(session, actor, pok_id), clock)


def _deel(session: Session, pok: Pok, clock: Clock) -> tuple[str, ...]:
    if pok.leerbedrijf_id is None or pok.keuzedeel:
        return ()
    sbb_id = get_leerbedrijf(session, APP, pok.leerbedrijf_id).sbb_id or ""
    dag = max(pok.begin_op or clock.vandaag(), clock.vandaag())
    regels: list[ErkenningRegel] = [
        r
        for r in list_regels(session, [sbb_id]).get(sbb_id, [])
        if r.crebo == pok.crebo and r.geldt_op(dag) and r.past_bij(pok.leerweg or "")
    ]
    if not regels or any(not r.werkprocessen for r in regels):
        return ()
    return tuple(sorted({w for r in regels for w in r.werkprocessen}))


def leg_werkprocessen_vast(
    session: Session, actor: Actor, clock: Clock, pok_id: int, codes: Collection[str], versie: int | None = None
) -> Pok:
    """Record which werkprocessen this placement is for: some of those the company is accredited for; none: back.

    The check at making ready, printing and signing then asks for these. Who recorded it is in the audit. Raises
    NietGevonden, GeenRecht, Verouderd, OngeldigeInvoer, GEEN_DEELERKENNING or AL_GETEKEND.
    """
    pok = haal(session, actor, pok_id, Actie.POK_KLAARZETTEN, versie)
    if pok.status not in VOOR_TEKENEN:
        raise AL_GETEKEND
    erkend = _deel(session, pok, clock)
    if not erkend and codes:
        raise GEEN_DEELERKENNING
    if onbekend := sorted(set(codes) - set(erkend)):
        raise OngeldigeInvoer(
            {
                "werkprocessen": Tekst(
                    f"Hiervoor is het leerbedrijf niet erkend: {onbekend[0][:20]}.",
                    f"The company is not accredited for {onbekend[0][:20]}.",
                )
            }
        )
    pok.werkprocessen = " ".join(sorted(set(codes)))
    session.flush()
    return pok
