"""Steps 6 and 7 of the deck: find the POK by its paper, register signatures, keep the scan, archive, chase by phone.

Nobody picks `definitief`: it follows from the last signature, if the company was accredited on that day (WEB 7.2.10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.config import instellingen
from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.pok.rules import (
    PARTIJ_LABEL,
    Onvolledig,
    Partij,
    PokStatus,
    Stap,
    StapMagNiet,
    check_stap,
    is_alles_getekend,
)
from bpv_app.pok.rules_bestand import check_omvang, soort_van, veilige_naam
from bpv_app.pok.rules_nabellen import BelUitkomst
from bpv_app.pok.rules_tekenen import check_handtekening, lees_code
from bpv_app.pok.service_basis import (
    MAX_REDEN,
    Controle,
    controleer,
    dag_van,
    gegevens_van,
    get_pok,
    get_pok_bij_nummer,
    haal,
    handtekeningen,
    id_van,
    partijen,
    pas_toe,
)
from bpv_app.pok.service_manen_stop import stop_herinneringen
from bpv_app.pok.tables import Pok, PokBelnotitie, PokDocument, PokHandtekening, PokScan


@dataclass(frozen=True, slots=True)
class Gescand:
    """The POK behind a sheet of paper. `is_oude_versie`: the sheet is of a version that is not the current one."""

    pok: Pok
    document_versie: int | None
    is_oude_versie: bool


def zoek_papier(session: Session, actor: Actor, tekst: str) -> Gescand:
    """Find a POK by what a scanner read or a person typed. Raises NietGevonden."""
    code = lees_code(tekst)
    if code is None:
        raise NietGevonden
    pok = get_pok_bij_nummer(session, actor, code.nummer)
    oud = code.document_versie is not None and (code.document_versie != pok.document_versie or pok.afgedrukt_op is None)
    return Gescand(pok, code.document_versie, oud)


@dataclass(frozen=True, slots=True)
class TekenUitslag:
    """What a registered signature led to: who is still missing, and whether the POK became definitief, or why not."""

    ontbreekt: tuple[Partij, ...]
    is_definitief: bool
    tekst: Tekst


def registreer_handtekening(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    partij: Partij,
    op: date,
    document_versie: int | None = None,
    versie: int | None = None,
) -> TekenUitslag:
    """Note that a party signed the current printed version on day `op`; the last one makes the POK definitief.

    `document_versie`: the version on the sheet in somebody's hands; another one than the current is refused. When the
    company was not accredited on the day of the last signature, the signature and the check are kept and the POK
    stays afgedrukt: the reason is in the answer. Raises NietGevonden, GeenRecht, Verouderd, StapMagNiet,
    OngeldigeInvoer or a DomeinFout.
    """
    pok = haal(session, actor, pok_id, Actie.POK_ONDERTEKENING_REGISTREREN, versie)
    _check_afgedrukt(pok)
    if document_versie is not None and document_versie != pok.document_versie:
        raise DomeinFout(
            "oude_versie",
            Tekst(
                f"Dit papier is versie {document_versie}; versie {pok.document_versie} geldt nu.",
                f"This paper is version {document_versie}; version {pok.document_versie} is the current one.",
            ),
        )
    vandaag = clock.vandaag()
    getekend = handtekeningen(session, pok)
    wie = partijen(session, pok, op if partij is Partij.STUDENT else vandaag)
    check_handtekening(
        partij, op, partijen=wie, getekend=getekend, gedrukt_op=_gedrukt_op(session, pok), vandaag=vandaag
    )
    session.add(
        PokHandtekening(
            pok_id=pok_id,
            document_versie=pok.document_versie,
            partij=partij,
            getekend_op=op,
            geregistreerd_op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam[:200],
        )
    )
    session.flush()
    stop_herinneringen(session, clock, pok_id)
    return _rond_af(session, actor, clock, pok)


def _check_afgedrukt(pok: Pok) -> None:
    if pok.status is not PokStatus.AFGEDRUKT:
        raise StapMagNiet(Stap.MAAK_DEFINITIEF, pok.status)


def _gedrukt_op(session: Session, pok: Pok) -> date:
    """The day on which the current version was printed."""
    moment = session.execute(
        sa.select(col(PokDocument.gemaakt_op)).where(
            col(PokDocument.pok_id) == pok.id, col(PokDocument.document_versie) == pok.document_versie
        )
    ).scalar_one_or_none()
    return dag_van(moment or pok.afgedrukt_op or pok.aangemaakt_op)


def _rond_af(session: Session, actor: Actor, clock: Clock, pok: Pok) -> TekenUitslag:
    getekend = handtekeningen(session, pok)
    nodig = partijen(session, pok, clock.vandaag())
    ontbreekt = tuple(p for p in nodig if p not in getekend)
    if not is_alles_getekend(nodig, getekend):
        nl = ", ".join(PARTIJ_LABEL[p].nl.lower() for p in ontbreekt)
        en = ", ".join(PARTIJ_LABEL[p].en.lower() for p in ontbreekt)
        return TekenUitslag(
            ontbreekt,
            False,
            Tekst(f"Geregistreerd. Nog niet getekend: {nl}.", f"Registered. Not signed yet: {en}."),
        )
    controle = _maak_definitief(session, actor, clock, pok, max(getekend.values()))
    if controle.is_erkend:
        return TekenUitslag((), True, Tekst("Alle partijen tekenden: definitief.", "All parties signed: final."))
    return TekenUitslag(
        (),
        False,
        Tekst(
            f"Alle partijen tekenden, maar de POK is niet definitief. {controle.reden.nl}",
            f"All parties signed, but the agreement is not final. {controle.reden.en}",
        ),
    )


def _maak_definitief(session: Session, actor: Actor, clock: Clock, pok: Pok, peildatum: date) -> Controle:
    overgang = check_stap(actor, gegevens_van(session, pok, clock.vandaag()), Stap.MAAK_DEFINITIEF)
    controle = controleer(session, actor, clock, pok, Aanleiding.TEKENEN, peildatum)
    if controle.is_erkend:
        pas_toe(session, actor, clock, pok, overgang)
    return controle


def controleer_opnieuw(
    session: Session, actor: Actor, clock: Clock, pok_id: int, versie: int | None = None
) -> TekenUitslag:
    """All parties signed but the company was not accredited: ask the (since corrected) register again."""
    pok = haal(session, actor, pok_id, Actie.POK_ONDERTEKENING_REGISTREREN, versie)
    _check_afgedrukt(pok)
    return _rond_af(session, actor, clock, pok)


def verwijder_handtekening(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    partij: Partij,
    reden: str,
    versie: int | None = None,
) -> None:
    """Strike out a wrongly ticked signature, with a reason, as long as the POK is afgedrukt. It stays on record."""
    pok = haal(session, actor, pok_id, Actie.POK_ONDERTEKENING_REGISTREREN, versie)
    _check_afgedrukt(pok)
    if not reden.strip():
        raise Onvolledig(("reden",))
    vraag = sa.select(PokHandtekening).where(
        col(PokHandtekening.pok_id) == pok_id,
        col(PokHandtekening.document_versie) == pok.document_versie,
        col(PokHandtekening.partij) == partij,
        col(PokHandtekening.vervallen_op).is_(None),
    )
    rij: PokHandtekening | None = session.execute(vraag).scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    rij.vervallen_op = clock.nu()
    rij.vervallen_reden = reden.strip()[:MAX_REDEN]
    session.flush()


def voeg_scan_toe(
    session: Session, actor: Actor, clock: Clock, pok_id: int, inhoud: bytes, bestandsnaam: str
) -> PokScan:
    """Keep a scan of the signed paper (PDF, PNG or JPEG by content); written before the row commits.

    Raises NietGevonden, GeenRecht, BestandFout, TeGroot, or a DomeinFout when nothing was printed yet.
    """
    pok = haal(session, actor, pok_id, Actie.POK_ONDERTEKENING_REGISTREREN)
    if not pok.document_versie:
        raise DomeinFout(
            "niet_afgedrukt", Tekst("Deze POK is nog niet afgedrukt.", "This agreement has not been printed yet.")
        )
    check_omvang(inhoud, instellingen().upload_mb)
    mime, einde = soort_van(inhoud)
    scan = PokScan(
        pok_id=pok_id,
        document_versie=pok.document_versie,
        sha256=opslag.bewaar(inhoud),
        bestandsnaam=veilige_naam(bestandsnaam, einde),
        mime=mime,
        bytes_aantal=len(inhoud),
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(scan)
    session.flush()
    return scan


def get_scan(session: Session, actor: Actor, scan_id: int) -> tuple[Pok, PokScan, bytes]:
    """A scan with its bytes, for who may see its POK. Raises NietGevonden."""
    scan = session.get(PokScan, scan_id) if is_sleutel(scan_id) else None
    if scan is None:
        raise NietGevonden
    return get_pok(session, actor, scan.pok_id), scan, opslag.lees(scan.sha256)


ARCHIVEERBAAR = frozenset({PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND, PokStatus.VERVANGEN})


def zet_archiefplaats(
    session: Session, actor: Actor, clock: Clock, pok_id: int, plaats: str, versie: int | None = None
) -> Pok:
    """Note where the signed paper is kept (at most 100 characters). Raises NietGevonden, GeenRecht, Verouderd."""
    pok = haal(session, actor, pok_id, Actie.POK_ONDERTEKENING_REGISTREREN)
    schoon = " ".join("".join(c if c.isprintable() else " " for c in plaats).split())
    check_versie(pok, versie, archiefplaats=schoon)
    if pok.status not in ARCHIVEERBAAR:
        raise DomeinFout(
            "niet_afgedrukt", Tekst("Er is nog geen papier om te archiveren.", "There is no paper to archive yet.")
        )
    if len(schoon) > 100:
        fout = Tekst("Hoogstens 100 tekens.", "At most 100 characters.")
        raise OngeldigeInvoer({"archiefplaats": fout}, fout)
    pok.archiefplaats = schoon
    session.add(pok)
    session.flush()
    return pok


def voeg_belnotitie_toe(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    met_wie: str,
    notitie: str,
    opnieuw_bellen_op: date | None = None,
    uitkomst: BelUitkomst | None = None,
) -> PokBelnotitie:
    """Note a call about an unsigned POK: with whom, what it came to, when to call again (not in the past).

    What was said may be left out when the outcome tells enough.
    """
    pok = haal(session, actor, pok_id, Actie.POK_NABELLEN)
    if pok.status is not PokStatus.AFGEDRUKT:
        raise DomeinFout(
            "niet_nabellen",
            Tekst("Deze POK wacht niet op handtekeningen.", "This agreement does not wait for signatures."),
        )
    fouten: dict[str, Tekst] = {}
    wie, tekst = met_wie.strip(), notitie.strip()
    for veld, waarde, lengte in (("met_wie", wie, 200), ("notitie", tekst, 2000)):
        if not waarde and (veld == "met_wie" or uitkomst in (None, BelUitkomst.ANDERS)):
            fouten[veld] = Tekst("Vul dit in.", "Fill this in.")
        elif len(waarde) > lengte:
            fouten[veld] = Tekst(f"Hoogstens {lengte} tekens.", f"At most {lengte} characters.")
    if opnieuw_bellen_op and opnieuw_bellen_op < clock.vandaag():
        fouten["opnieuw_bellen_op"] = Tekst("Deze dag is al voorbij.", "This day has passed.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    rij = PokBelnotitie(
        pok_id=id_van(pok),
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
        met_wie=wie,
        notitie=tekst,
        opnieuw_bellen_op=opnieuw_bellen_op,
        uitkomst=uitkomst,
    )
    session.add(rij)
    session.flush()
    return rij
