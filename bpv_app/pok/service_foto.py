"""Step 7 with a phone: a photo of the code on a page says which agreement, version and copy was signed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_ontbrekend import list_ontbrekend
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.rules_qr import QrCode
from bpv_app.pok.rules_stapel import UITKOMST_UITLEG, PaginaLezing, PaginaUitkomst, PokPapier, beoordeel
from bpv_app.pok.service_basis import get_pok, get_pok_bij_nummer, haal, id_van, naam_van
from bpv_app.pok.service_tekenen import TekenUitslag, registreer_handtekening

_RECHT = Actie.POK_ONDERTEKENING_REGISTREREN
ADRES = "/poks/registreren"


class FotoFout(StrEnum):
    """Why a photo leads nowhere."""

    GEEN_CODE = "geen_code"
    TEGENSTRIJDIG = "tegenstrijdig"
    ONBEKEND = "onbekend"


FOTO_FOUT: dict[FotoFout, Tekst] = {
    FotoFout.GEEN_CODE: Tekst(
        "Op de foto staat geen code van ons die te lezen is. Houd de telefoon recht boven de voet van de bladzijde.",
        "There is no code of ours on the photo that can be read. Hold the phone right above the foot of the page.",
    ),
    FotoFout.TEGENSTRIJDIG: Tekst(
        "Op de foto staan codes van verschillend papier. Fotografeer één bladzijde.",
        "There are codes of different papers on the photo. Take one page.",
    ),
    FotoFout.ONBEKEND: UITKOMST_UITLEG[PaginaUitkomst.ONBEKEND],
}


def vind_foto(session: Session, actor: Actor, codes: Collection[QrCode]) -> str:
    """The address where what is on a photo is registered, or where it says why not. Raises `GeenRecht`."""
    require(actor, _RECHT)
    vellen = {(c.nummer, c.versie, c.deel) for c in codes}
    if len(vellen) != 1:
        return _fout(FotoFout.TEGENSTRIJDIG if vellen else FotoFout.GEEN_CODE)
    ((nummer, versie, deel),) = vellen
    try:
        pok = get_pok_bij_nummer(session, actor, nummer)
        haal(session, actor, id_van(pok), _RECHT)
    except DomeinFout:
        return _fout(FotoFout.ONBEKEND)
    return f"{ADRES}/{pok.id}?{urlencode({'versie': versie, 'exemplaar': deel})}"


def _fout(fout: FotoFout) -> str:
    return f"{ADRES}?{urlencode({'fout': fout.value})}"


@dataclass(frozen=True, slots=True)
class Vel:
    """A sheet in somebody's hands. `mist`: whose signatures are not registered; `waarom_niet`: why none can be now."""

    pok_id: int
    nummer: str
    naam: str
    versie: int
    mist: tuple[Partij, ...]
    waarom_niet: Tekst | None


def get_vel(session: Session, actor: Actor, pok_id: int, versie: int, vandaag: date) -> Vel:
    """What can be registered of this sheet; `versie` 0: not known. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, _RECHT)
    pok = get_pok(session, actor, pok_id)
    papier = PokPapier(pok.status, pok.document_versie, pok.afgedrukt_op is not None)
    nu = versie or pok.document_versie
    uitkomst = beoordeel(PaginaLezing(1, (QrCode(pok.nummer, nu, "1", 1),), False), papier, ())
    waarom = UITKOMST_UITLEG.get(uitkomst)
    if waarom is None and pok.status is not PokStatus.AFGEDRUKT:
        waarom = Tekst("Alle handtekeningen zijn al geregistreerd.", "All signatures have been registered already.")
    mist = list_ontbrekend(session, [pok_id], vandaag)[pok_id] if waarom is None else ()
    return Vel(pok_id, pok.nummer, naam_van(session, pok), nu, mist, waarom)


def registreer_vel(
    session: Session, actor: Actor, clock: Clock, pok_id: int, partijen: Sequence[Partij], op: date, versie: int
) -> TekenUitslag:
    """Register that these parties signed the sheet's version on day `op`: all of them or none.

    Raises as `registreer_handtekening`; `OngeldigeInvoer` when no party is named.
    """
    if not partijen:
        fout = Tekst("Kies wie er getekend heeft.", "Choose who has signed.")
        raise OngeldigeInvoer({"partij": fout}, fout)
    uitslag: TekenUitslag | None = None
    for partij in dict.fromkeys(partijen):
        uitslag = registreer_handtekening(session, actor, clock, pok_id, partij, op, versie or None)
    if uitslag is None:
        raise NietGevonden
    return uitslag
