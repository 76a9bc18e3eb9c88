"""Step 7 of the deck for a whole pile: keep the scan, give each page to its POK, and work off what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import stapel_lezen
from bpv_app.pok.rules import Onvolledig
from bpv_app.pok.rules_bestand import check_omvang, soort_van, veilige_naam
from bpv_app.pok.rules_qr import QrCode, lees_qr
from bpv_app.pok.rules_stapel import (
    PER_STAP,
    TE_DOEN,
    PaginaLezing,
    PaginaUitkomst,
    PokPapier,
    beoordeel,
    groepeer,
    stapel_zin,
)
from bpv_app.pok.service_basis import MAX_REDEN, get_pok_bij_nummer, haal, id_van, naam_van
from bpv_app.pok.service_tekenen import zoek_papier
from bpv_app.pok.tables import Pok, PokScan
from bpv_app.pok.tables_stapel import ScanPagina, ScanStapel
from bpv_app.taak.rules import TaakBeeld, Voortgang
from bpv_app.taak.service import start_taak

SOORT = "scanstapel"
_RECHT = Actie.POK_ONDERTEKENING_REGISTREREN


def sleutel(stapel_id: int) -> str:
    """The name of the work of reading a pile."""
    return f"{SOORT}:{stapel_id}"


def stapel_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """A pile may hold paper of anybody: it is for who brought it, and for who registers for the whole school."""
    if not actor.mag(_RECHT):
        return sa.false()
    return sa.true() if actor.team_ids(_RECHT) is None else col(ScanStapel.account_id) == actor.account_id


def get_stapel(session: Session, actor: Actor, stapel_id: int) -> ScanStapel:
    """The pile. Raises NietGevonden when it is not there or not for this actor."""
    vraag = sa.select(ScanStapel).where(col(ScanStapel.id) == stapel_id, stapel_scope(actor))
    stapel: ScanStapel | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(stapel_id) else None
    if stapel is None:
        raise NietGevonden
    return stapel


def bewaar_stapel(
    session: Session, actor: Actor, clock: Clock, inhoud: bytes, bestandsnaam: str, paginas: int
) -> tuple[int, int]:
    """Keep the scan and put reading it in the queue; returns the ids of the pile and of the task.

    `paginas` comes from `stapel_lezen.tel_paginas`, which takes long for a thick pile and so runs before the
    transaction. Raises GeenRecht, BestandFout, TeGroot.
    """
    require(actor, _RECHT)
    assert actor.account_id is not None
    check_omvang(inhoud, instellingen().stapel_mb)
    mime, einde = soort_van(inhoud)
    stapel = ScanStapel(
        sha256=opslag.bewaar(inhoud),
        bestandsnaam=veilige_naam(bestandsnaam, einde),
        mime=mime,
        bytes_aantal=len(inhoud),
        paginas=paginas,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(stapel)
    session.flush()
    assert stapel.id is not None
    taak_id = start_taak(
        session,
        actor,
        clock,
        SOORT,
        Tekst(f"Scans lezen: {stapel.bestandsnaam}", f"Reading scans: {stapel.bestandsnaam}"),
        {"stapel_id": stapel.id},
        sleutel=sleutel(stapel.id),
        href=f"/poks/scans/{stapel.id}",
        totaal=paginas,
    )
    return stapel.id, taak_id


@dataclass(frozen=True, slots=True)
class Knipsel:
    """The pages of one copy, cut out of the pile."""

    deel: str
    versie: int
    nummers: tuple[int, ...]
    inhoud: bytes


class StapelLezen:
    """The long work, in two rounds of small steps: read all pages, then cut out the copies and put them in place."""

    actie = _RECHT

    def bereid_voor(
        self, session: Session, actor: Actor, taak: TaakBeeld
    ) -> tuple[PaginaLezing, ...] | tuple[Knipsel, ...]:
        """Draw and search the next pages, or cut the next copies: takes long, changes nothing."""
        stapel = get_stapel(session, actor, int(taak.invoer["stapel_id"]))
        nummers = range(taak.gedaan + 1, min(taak.gedaan + PER_STAP, stapel.paginas) + 1)
        groepen = {} if nummers else groepeer(_te_knippen(session, id_van(stapel)))
        inhoud = opslag.lees(stapel.sha256)
        if nummers:
            return stapel_lezen.lees_paginas(inhoud, nummers)
        deel = list(groepen.items())[:PER_STAP]
        knipsels = stapel_lezen.knip(inhoud, [nrs for _, nrs in deel])
        return tuple(
            Knipsel(sleutel[2], sleutel[1], nrs, knipsel)
            for (sleutel, nrs), knipsel in zip(deel, knipsels, strict=True)
        )

    def doe(
        self,
        session: Session,
        actor: Actor,
        clock: Clock,
        taak: TaakBeeld,
        voorbereid: tuple[PaginaLezing, ...] | tuple[Knipsel, ...],
    ) -> Voortgang:
        """Write what was read or cut; when nothing is left to cut, the pile is done."""
        stapel = get_stapel(session, actor, int(taak.invoer["stapel_id"]))
        lezingen = [v for v in voorbereid if isinstance(v, PaginaLezing)]
        if lezingen:
            eerder = _eerdere_codes(session, id_van(stapel))
            session.add_all([_beoordeel(session, actor, id_van(stapel), lezing, eerder) for lezing in lezingen])
            session.flush()
            return Voortgang(taak.gedaan + len(lezingen), stapel.paginas)
        knipsels = [v for v in voorbereid if isinstance(v, Knipsel)]
        if knipsels:
            uitslagen = tuple(u for k in knipsels if (u := _zet_knipsel(session, actor, clock, stapel, k)))
            return Voortgang(taak.gedaan, stapel.paginas, uitslagen=uitslagen)
        stapel.gelezen_op = clock.nu()
        session.flush()
        return Voortgang(taak.gedaan, stapel.paginas, slot=zin_van(session, stapel))


def zin_van(session: Session, stapel: ScanStapel) -> Tekst:
    """What came of the pile, in one sentence."""
    telling = tel_paginas(session, id_van(stapel))
    poks: int = session.execute(
        sa.select(sa.func.count(sa.distinct(col(ScanPagina.pok_id)))).where(
            col(ScanPagina.stapel_id) == stapel.id, col(ScanPagina.scan_id).is_not(None)
        )
    ).scalar_one()
    bij = telling.get(PaginaUitkomst.TOEGEWEZEN, 0) + telling.get(PaginaUitkomst.MET_DE_HAND, 0)
    return stapel_zin(stapel.paginas, bij, poks, sum(n for uitkomst, n in telling.items() if uitkomst in TE_DOEN))


def tel_paginas(session: Session, stapel_id: int) -> dict[PaginaUitkomst, int]:
    """How many pages of a pile have each outcome."""
    vraag = (
        sa.select(col(ScanPagina.uitkomst), sa.func.count())
        .where(col(ScanPagina.stapel_id) == stapel_id)
        .group_by(col(ScanPagina.uitkomst))
    )
    return dict(session.execute(vraag).all())


def _eerdere_codes(session: Session, stapel_id: int) -> set[QrCode]:
    vraag = sa.select(col(ScanPagina.code)).where(
        col(ScanPagina.stapel_id) == stapel_id, col(ScanPagina.uitkomst) == PaginaUitkomst.TOEGEWEZEN
    )
    return {code for tekst in session.execute(vraag).scalars() if (code := lees_qr(tekst)) is not None}


def _papier(session: Session, actor: Actor, lezing: PaginaLezing) -> Pok | None:
    """The POK of the one code on a page, when this actor may register for it."""
    if len(lezing.codes) != 1:
        return None
    try:
        pok = get_pok_bij_nummer(session, actor, lezing.codes[0].nummer)
        return haal(session, actor, id_van(pok), _RECHT)
    except DomeinFout:
        return None


def _beoordeel(session: Session, actor: Actor, stapel_id: int, lezing: PaginaLezing, eerder: set[QrCode]) -> ScanPagina:
    pok = _papier(session, actor, lezing)
    uitkomst = beoordeel(lezing, _papier_van(pok) if pok else None, eerder)
    if uitkomst is PaginaUitkomst.TOEGEWEZEN:
        eerder.add(lezing.codes[0])
    return ScanPagina(
        stapel_id=stapel_id,
        nr=lezing.nr,
        code=lezing.codes[0].tekst() if len(lezing.codes) == 1 else "",
        pok_id=pok.id if pok else None,
        uitkomst=uitkomst,
    )


def _te_knippen(session: Session, stapel_id: int) -> list[tuple[int, QrCode]]:
    """Pages that were given to a POK and are not part of a scan yet."""
    vraag = sa.select(col(ScanPagina.nr), col(ScanPagina.code)).where(
        col(ScanPagina.stapel_id) == stapel_id,
        col(ScanPagina.uitkomst) == PaginaUitkomst.TOEGEWEZEN,
        col(ScanPagina.scan_id).is_(None),
    )
    return [(nr, code) for nr, tekst in session.execute(vraag) if (code := lees_qr(tekst)) is not None]


def _zet_knipsel(session: Session, actor: Actor, clock: Clock, stapel: ScanStapel, knipsel: Knipsel) -> Uitslag | None:
    """Put one copy with its POK. Since its pages were read the POK may have changed: then they go to the worklist."""
    vraag = sa.select(ScanPagina).where(col(ScanPagina.stapel_id) == stapel.id, col(ScanPagina.nr).in_(knipsel.nummers))
    groep = list(session.execute(vraag).scalars())
    pok = haal(session, actor, _pok_id(groep[0]), _RECHT)
    eerste = PaginaLezing(knipsel.nummers[0], (QrCode(pok.nummer, knipsel.versie, knipsel.deel, 1),), False)
    uitkomst = beoordeel(eerste, _papier_van(pok), ())
    if uitkomst is not PaginaUitkomst.TOEGEWEZEN:
        for pagina in groep:
            pagina.uitkomst = uitkomst
        session.flush()
        return None
    _zet_bij(session, actor, clock, stapel, pok, knipsel.versie, groep, knipsel.inhoud)
    aantal = len(groep)
    tekst = Tekst(
        f"Exemplaar {knipsel.deel}, {aantal} {'bladzijde' if aantal == 1 else 'bladzijden'}.",
        f"Copy {knipsel.deel}, {aantal} {'page' if aantal == 1 else 'pages'}.",
    )
    return Uitslag(str(pok.id), naam_van(session, pok), True, tekst, f"/poks/{pok.id}")


def _papier_van(pok: Pok) -> PokPapier:
    return PokPapier(pok.status, pok.document_versie, pok.afgedrukt_op is not None)


def _pok_id(pagina: ScanPagina) -> int:
    assert pagina.pok_id is not None
    return pagina.pok_id


def _zet_bij(
    session: Session,
    actor: Actor,
    clock: Clock,
    stapel: ScanStapel,
    pok: Pok,
    versie: int,
    paginas: Sequence[ScanPagina],
    knipsel: bytes,
) -> None:
    scan = PokScan(
        pok_id=id_van(pok),
        document_versie=versie,
        sha256=opslag.bewaar(knipsel),
        bestandsnaam=stapel.bestandsnaam,
        mime=stapel.mime,
        bytes_aantal=len(knipsel),
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(scan)
    session.flush()
    for pagina in paginas:
        pagina.scan_id = scan.id
    session.flush()


# --- the worklist -----------------------------------------------------------------------------------------------------


def _te_doen(session: Session, actor: Actor, stapel_id: int, pagina_ids: Sequence[int]) -> list[ScanPagina]:
    """Pages of the worklist of this pile, locked, in order. Raises NietGevonden, or AlAfgehandeld for one that is not
    on it any more."""
    get_stapel(session, actor, stapel_id)
    ids = {i for i in pagina_ids if is_sleutel(i)}
    vraag = (
        sa.select(ScanPagina)
        .where(col(ScanPagina.stapel_id) == stapel_id, col(ScanPagina.id).in_(ids))
        .order_by(col(ScanPagina.nr))
        .with_for_update()
    )
    paginas = list(session.execute(vraag).scalars())
    if not ids or len(paginas) != len(ids):
        raise NietGevonden
    if any(p.uitkomst not in TE_DOEN for p in paginas):
        raise AL_AFGEHANDELD
    return paginas


AL_AFGEHANDELD = DomeinFout(
    "pagina_afgehandeld",
    Tekst(
        "Iemand anders heeft deze bladzijde intussen afgehandeld. Laad het scherm opnieuw.",
        "Somebody else has settled this page meanwhile. Reload the screen.",
    ),
)
GEEN_POK = Tekst(
    "Er is geen POK met dit nummer die jij mag registreren. Typ het nummer, zoals 2026-00412.",
    "There is no agreement with this number that you may register. Type the number, such as 2026-00412.",
)
NIET_GELEZEN = DomeinFout(
    "stapel_niet_gelezen",
    Tekst("Deze stapel wordt nog gelezen. Wacht tot dat klaar is.", "This pile is still being read. Wait for it."),
)


def wijs_toe(session: Session, actor: Actor, clock: Clock, stapel_id: int, pagina_ids: Sequence[int], code: str) -> Pok:
    """Put pages of the worklist with the POK that a person names (number or code), as one scan of its current version.

    Raises NietGevonden (pile or page), OngeldigeInvoer (no such POK), GeenRecht, or a DomeinFout: not printed yet,
    settled already.
    """
    stapel = get_stapel(session, actor, stapel_id)
    if stapel.gelezen_op is None:
        raise NIET_GELEZEN
    paginas = _te_doen(session, actor, stapel_id, pagina_ids)
    try:
        gevonden = zoek_papier(session, actor, code)
    except NietGevonden:
        raise OngeldigeInvoer({"code": GEEN_POK}, GEEN_POK) from None
    pok = haal(session, actor, id_van(gevonden.pok), _RECHT)
    if not pok.document_versie:
        raise DomeinFout(
            "niet_afgedrukt", Tekst("Deze POK is nog niet afgedrukt.", "This agreement has not been printed yet.")
        )
    versie = min(gevonden.document_versie or pok.document_versie, pok.document_versie)
    (knipsel,) = stapel_lezen.knip(opslag.lees(stapel.sha256), [[p.nr for p in paginas]])
    _zet_bij(session, actor, clock, stapel, pok, versie, paginas, knipsel)
    for pagina in paginas:
        pagina.pok_id = pok.id
        _handel_af(pagina, actor, clock, PaginaUitkomst.MET_DE_HAND, "")
    session.flush()
    return pok


def leg_weg(session: Session, actor: Actor, clock: Clock, stapel_id: int, pagina_ids: Sequence[int], reden: str) -> int:
    """Put pages of the worklist aside, with a reason; returns how many. They stay in the pile."""
    require(actor, _RECHT)
    if not reden.strip():
        raise Onvolledig(("reden",))
    paginas = _te_doen(session, actor, stapel_id, pagina_ids)
    for pagina in paginas:
        _handel_af(pagina, actor, clock, PaginaUitkomst.WEGGELEGD, reden.strip()[:MAX_REDEN])
    session.flush()
    return len(paginas)


def _handel_af(pagina: ScanPagina, actor: Actor, clock: Clock, uitkomst: PaginaUitkomst, reden: str) -> None:
    pagina.uitkomst, pagina.reden = uitkomst, reden
    pagina.afgehandeld_op, pagina.afgehandeld_door = clock.nu(), actor.naam[:200]


def get_plaatje(session: Session, actor: Actor, pagina_id: int) -> tuple[ScanPagina, str]:
    """A page and the SHA-256 of its pile, for who may see the pile. Raises NietGevonden."""
    pagina = session.get(ScanPagina, pagina_id) if is_sleutel(pagina_id) else None
    if pagina is None:
        raise NietGevonden
    return pagina, get_stapel(session, actor, pagina.stapel_id).sha256
