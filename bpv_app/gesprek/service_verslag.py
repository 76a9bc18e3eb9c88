"""The report's verbs for the school: keep what is typed, agreements, share. Each fetches inside the scope first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.gesprek.queries_verslag import (
    MomentFeit,
    get_bedrijf,
    get_moment_feit,
    get_sjabloon,
    list_afspraken,
    vind_verslag,
)
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.gesprek.rules_verslag import (
    MAX_AFSPRAKEN,
    AfspraakInvoer,
    AfspraakStand,
    VerslagStatus,
    VerslagVeranderd,
    check_compleet,
    gedeeld_van,
    maak_gedeeld,
    schoon_antwoord,
    toon_antwoord,
    vergelijk,
    vraag_van,
)
from bpv_app.gesprek.service_verslag_mail import stuur_gedeeld
from bpv_app.gesprek.tables_verslag import Gespreksafspraak, Gespreksverslag, GespreksverslagKopie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.schoon import schone_tekst
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst

MAX_NAAM = 200
MAX_SLEUTEL = 64


class VerslagDicht(DomeinFout):
    """The dossier was closed, or the conversation lapsed: its report stays as it is."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "verslag_dicht",
            Tekst(
                "Dit verslag verandert niet meer: het dossier is afgesloten of het gesprek is vervallen.",
                "This report does not change any more: the dossier is closed or the conversation lapsed.",
            ),
        )


class NogNietGehouden(DomeinFout):
    """A report is shared after the conversation, with who was there."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "gesprek_niet_gehouden",
            Tekst(
                "Leg eerst vast wanneer het gesprek was en wie erbij was. Daarna kun je het verslag delen.",
                "First record when the conversation was and who was there. After that you can share the report.",
            ),
        )


class TeVeelAfspraken(DomeinFout):
    """More agreements than a conversation can mean."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__("te_veel_afspraken", Tekst("Hier staan al heel veel afspraken.", "Too many agreements."))


def haal_voor_schrijven(session: Session, actor: Actor, moment_id: int) -> MomentFeit:
    """The moment, locked, whose report may still change. Raises GeenRecht, NietGevonden or VerslagDicht."""
    moment = get_moment_feit(session, actor, moment_id, slot=True)
    if moment.is_gesloten or moment.status is MomentStatus.VERVALLEN:
        raise VerslagDicht
    return moment


def begin_verslag(
    session: Session, actor: Actor, clock: Clock, moment: MomentFeit, sjabloon_id: int | None = None
) -> Gespreksverslag:
    """The report of a locked moment; made now, with the questions of the template, when there is none.

    `sjabloon_id` is the version the screen was drawn with: what somebody typed under a question stays with it.
    """
    rij = vind_verslag(session, moment.id)
    if rij is not None:
        return rij
    sjabloon = get_sjabloon(session, moment.team_id, moment.soort, sjabloon_id)
    rij = Gespreksverslag(
        moment_id=moment.id,
        dossier_id=moment.dossier_id,
        sjabloon_id=sjabloon.id or None,
        vragen=[v.als_json() for v in sjabloon.vragen],
        status=VerslagStatus.CONCEPT,
        aangemaakt_op=clock.nu(),
        bijgewerkt_op=clock.nu(),
        bijgewerkt_door=actor.naam[:MAX_NAAM],
    )
    session.add(rij)
    session.flush()
    return rij


@dataclass(frozen=True, slots=True)
class Opgeslagen:
    """What became of one answer: kept, or (`botst`) somebody else wrote `nu` meanwhile and nothing was kept."""

    nu: str
    botst: bool = False
    door: str = ""


def bewaar_antwoord(
    session: Session,
    actor: Actor,
    clock: Clock,
    moment_id: int,
    veld: str,
    tekst: str,
    was: Collection[str],
    sjabloon_id: int | None = None,
) -> Opgeslagen:
    """Keep one answer as it was typed. `was` is what this person last saw there, and what the phone sent since
    without hearing back; another value now is a collision.

    Raises GeenRecht, NietGevonden (no such question), VerslagDicht or OngeldigeInvoer.
    """
    moment = haal_voor_schrijven(session, actor, moment_id)
    verslag = begin_verslag(session, actor, clock, moment, sjabloon_id)
    vraag = next((v for v in map(vraag_van, verslag.vragen) if v.sleutel == veld), None)
    if vraag is None:
        raise NietGevonden
    schoon, nu = schoon_antwoord(vraag, tekst), verslag.antwoorden.get(veld, "")
    if nu == schoon:
        return Opgeslagen(schoon)
    if nu not in {schone_tekst(w) for w in was}:
        return Opgeslagen(nu, botst=True, door=verslag.bijgewerkt_door)
    verslag.antwoorden = {**verslag.antwoorden, veld: schoon}
    raak_aan(verslag, actor, clock)
    session.flush()
    return Opgeslagen(schoon)


def raak_aan(verslag: Gespreksverslag, actor: Actor, clock: Clock) -> None:
    """Say who changed the report last, and when."""
    verslag.bijgewerkt_op, verslag.bijgewerkt_door = clock.nu(), actor.naam[:MAX_NAAM]


def voeg_afspraak_toe(
    session: Session,
    actor: Actor,
    clock: Clock,
    moment_id: int,
    invoer: AfspraakInvoer,
    sleutel: str,
    sjabloon_id: int | None = None,
) -> Gespreksafspraak:
    """A goal or agreement of this conversation. The same `sleutel` again gives the one that is there.

    Raises GeenRecht, NietGevonden, VerslagDicht, OngeldigeInvoer or TeVeelAfspraken.
    """
    if not sleutel or len(sleutel) > MAX_SLEUTEL:
        raise OngeldigeInvoer({"afspraak_tekst": Tekst("Probeer het opnieuw.", "Try again.")})
    moment = haal_voor_schrijven(session, actor, moment_id)
    verslag = begin_verslag(session, actor, clock, moment, sjabloon_id)
    van_hier = sa.select(Gespreksafspraak).where(col(Gespreksafspraak.verslag_id) == verslag.id)
    bestaand: list[Gespreksafspraak] = list(session.execute(van_hier).scalars())
    if eerder := next((a for a in bestaand if a.sleutel == sleutel), None):
        return eerder
    if len(bestaand) >= MAX_AFSPRAKEN:
        raise TeVeelAfspraken
    afspraak = Gespreksafspraak(
        dossier_id=moment.dossier_id,
        verslag_id=verslag.id or 0,
        soort=invoer.soort,
        tekst=invoer.tekst,
        eigenaar=invoer.eigenaar,
        voor=invoer.voor,
        sleutel=sleutel,
    )
    session.add(afspraak)
    raak_aan(verslag, actor, clock)
    session.flush()
    return afspraak


def _haal_afspraak(session: Session, moment: MomentFeit, afspraak_id: int) -> Gespreksafspraak:
    vraag = sa.select(Gespreksafspraak).where(
        col(Gespreksafspraak.id) == afspraak_id, col(Gespreksafspraak.dossier_id) == moment.dossier_id
    )
    rij: Gespreksafspraak | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(afspraak_id) else None
    if rij is None:
        raise NietGevonden
    return rij


def zet_klaar(
    session: Session, actor: Actor, clock: Clock, moment_id: int, afspraak_id: int, *, klaar: bool
) -> Gespreksafspraak:
    """Say in this conversation that an agreement of the dossier is done, or is not done after all.

    Raises GeenRecht, NietGevonden or VerslagDicht.
    """
    moment = haal_voor_schrijven(session, actor, moment_id)
    afspraak = _haal_afspraak(session, moment, afspraak_id)
    if klaar == (afspraak.klaar_op is not None):
        return afspraak
    verslag = begin_verslag(session, actor, clock, moment)
    afspraak.klaar_op = clock.nu() if klaar else None
    afspraak.klaar_in_id = verslag.id if klaar else None
    raak_aan(verslag, actor, clock)
    session.flush()
    return afspraak


def verwijder_afspraak(session: Session, actor: Actor, clock: Clock, moment_id: int, afspraak_id: int) -> None:
    """Take away an agreement made in this very conversation; a shared copy keeps it, the next says that it went.

    Raises GeenRecht, NietGevonden or VerslagDicht.
    """
    moment = haal_voor_schrijven(session, actor, moment_id)
    afspraak = _haal_afspraak(session, moment, afspraak_id)
    verslag = vind_verslag(session, moment_id)
    if verslag is None or afspraak.verslag_id != verslag.id:
        raise NietGevonden
    session.delete(afspraak)
    raak_aan(verslag, actor, clock)
    session.flush()


@dataclass(frozen=True, slots=True)
class Deling:
    """What sharing came to: the number of the copy (0: nothing had changed) and who got a mail."""

    nummer: int
    naar: tuple[str, ...] = field(default_factory=tuple)


def deel(
    session: Session, actor: Actor, clock: Clock, moment_id: int, gezien: Mapping[str, str] | None = None
) -> Deling:
    """Give student and company a frozen copy, without what is for the school alone; mail them that it is there.

    `gezien`: the answers on this person's screen (None: whatever they are now). Sharing the same again does nothing.
    Raises GeenRecht, NietGevonden, VerslagDicht, NogNietGehouden, VerslagVeranderd or OngeldigeInvoer.
    """
    moment = haal_voor_schrijven(session, actor, moment_id)
    verslag = begin_verslag(session, actor, clock, moment)
    vragen = tuple(vraag_van(v) for v in verslag.vragen)
    if gezien is not None:
        anders = tuple(
            (
                v.tekst,
                toon_antwoord(v.soort, verslag.antwoorden.get(v.sleutel, "")),
                toon_antwoord(v.soort, gezien.get(v.sleutel, "")),
            )
            for v in vragen
            if verslag.antwoorden.get(v.sleutel, "") != gezien.get(v.sleutel, "")
        )
        if anders:
            raise VerslagVeranderd(verslag.bijgewerkt_door, anders)
    check_compleet(vragen, verslag.antwoorden)
    if moment.status is not MomentStatus.GEHOUDEN:
        raise NogNietGehouden
    verslag_id = verslag.id or 0
    inhoud = maak_gedeeld(
        moment.naam,
        moment.gehouden_op,
        moment.aanwezig,
        vragen,
        verslag.antwoorden,
        [
            AfspraakStand(a.id, AfspraakInvoer(a.soort, a.tekst, a.eigenaar, a.voor), a.klaar)
            for a in list_afspraken(session, moment.dossier_id, verslag_id)
        ],
    )
    bedrijf = get_bedrijf(session, moment.dossier_id)
    opleider = bedrijf.praktijkopleider_id if bedrijf else None
    vorige = _laatste_kopie(session, verslag_id)
    if vorige is not None and vorige.contactpersoon_id == opleider and gedeeld_van(vorige.inhoud) == inhoud:
        return Deling(0)
    wijzigingen = vergelijk(gedeeld_van(vorige.inhoud), inhoud) if vorige is not None else []
    kopie = GespreksverslagKopie(
        verslag_id=verslag_id,
        nummer=verslag.kopieen + 1,
        inhoud=inhoud.als_json(),
        contactpersoon_id=opleider,
        wijzigingen=[list(w) for w in wijzigingen],
        gedeeld_op=clock.nu(),
        gedeeld_door=actor.naam[:MAX_NAAM],
    )
    session.add(kopie)
    verslag.kopieen, verslag.status = kopie.nummer, VerslagStatus.GEDEELD
    session.flush()
    return Deling(kopie.nummer, stuur_gedeeld(session, clock, moment, verslag_id, kopie.nummer, opleider))


def _laatste_kopie(session: Session, verslag_id: int) -> GespreksverslagKopie | None:
    return session.execute(
        sa.select(GespreksverslagKopie)
        .where(col(GespreksverslagKopie.verslag_id) == verslag_id)
        .order_by(col(GespreksverslagKopie.nummer).desc())
        .limit(1)
    ).scalar_one_or_none()
