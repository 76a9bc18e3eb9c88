"""A school of random placements, and every figure counted again in plain Python over its rows."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.rules import IntrekkingStatus, Voorstel
from bpv_app.erkenning.tables import Intrekking
from bpv_app.gesprek.rules import MomentSoort, MomentStatus, Vorm
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.tables import Pok, PokHandtekening, PokHistorie
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Student, Verbintenis
from bpv_app.uren.rules import Oordeel, Soort
from bpv_app.uren.tables import UrenDag, UrenRegel
from tests.makers import (
    bewaar,
    make_account,
    make_contactpersoon,
    make_dossier,
    make_pok,
    make_student,
    make_team,
    make_uren_dag,
    make_uren_week,
    make_verbintenis,
)

VANDAAG = date(2026, 11, 26)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_BEGIN = (
    VANDAAG,
    VANDAAG + timedelta(days=1),
    VANDAAG + timedelta(days=14),
    VANDAAG + timedelta(days=15),
    VANDAAG - timedelta(days=1),
    VANDAAG - timedelta(days=7),
    VANDAAG - timedelta(days=364),
    date(2026, 8, 1),
    date(2026, 7, 31),
    date(2025, 9, 1),
    date(2025, 7, 31),
)

_GEHOUDEN = (date(2026, 7, 31), date(2026, 8, 1), date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 1))


@dataclass
class School:
    teams: list[int]
    begeleiders: list[int]


def _moment(dag: date, uur: int = 12) -> datetime:
    return datetime(dag.year, dag.month, dag.day, uur, tzinfo=AMSTERDAM).astimezone(UTC)


def maak_school(session: Session, zaad: int, aantal: int) -> School:
    """`aantal` placements in three teams (some without), some without any agreement, some with two."""
    kans = random.Random(zaad)
    teams = [make_team(session) for _ in range(3)]
    begeleiders = [make_account(session, Rol.ONDERWIJSBEGELEIDER) for _ in range(3)]
    opleiders = [make_contactpersoon(session) for _ in range(4)]
    for _ in range(aantal):
        maak_plaatsing(session, kans, teams, begeleiders, opleiders)
    session.flush()
    return School([t.id or 0 for t in teams], [b.id or 0 for b in begeleiders])


def maak_plaatsing(session: Session, kans: random.Random, teams: Any, begeleiders: Any, opleiders: Any) -> None:
    """One dossier with whatever may hang on it."""
    team = kans.choice([*teams, None])
    student = make_student(session, team, klas=kans.choice(["", "4A", "4B"]))
    crebo, leerweg = kans.choice(["25736", "25604"]), kans.choice(list(Leerweg)[:2])
    verbintenis = make_verbintenis(session, student, crebo=crebo, leerweg=leerweg)
    begin = kans.choice(_BEGIN)
    dossier = make_dossier(
        session,
        verbintenis,
        team_id=team.id if team else None,
        onderwijsbegeleider_id=kans.choice([*(b.id for b in begeleiders), None]),
        begin_op=kans.choice([begin, begin, None]),
        eind_op=begin + timedelta(days=kans.choice([0, 30, 200])),
        aangemaakt_op=_moment(begin - timedelta(days=kans.choice([0, 10, 60])), kans.choice([0, 12, 23])),
    )
    for _ in range(kans.randint(0, 4)):
        _contact(session, kans, dossier)
    statussen = kans.choices(list(PokStatus), k=kans.choice([0, 1, 1, 1, 1]))
    if statussen and kans.random() < 0.2:
        statussen = [PokStatus.VERVANGEN, *statussen]
    for status in statussen:
        _pok(session, kans, dossier, status, begin, kans.choice(opleiders), kans.choice(begeleiders))


def _contact(session: Session, kans: random.Random, dossier: Dossier) -> None:
    status = kans.choice(
        [MomentStatus.TE_PLANNEN, MomentStatus.GEHOUDEN, MomentStatus.GEHOUDEN, MomentStatus.VERVALLEN]
    )
    gehouden = status is MomentStatus.GEHOUDEN
    tot = VANDAAG + timedelta(days=kans.choice([-20, -1, 0, 1, 20]))
    bewaar(
        session,
        Contactmoment(
            dossier_id=dossier.id or 0,
            soort=kans.choice(list(MomentSoort)),
            naam="Gesprek",
            venster_van=tot - timedelta(days=7),
            venster_tot=tot,
            vorm=next(iter(Vorm)),
            status=status,
            gehouden_op=kans.choice([tot, *_GEHOUDEN]) if gehouden else None,
            is_gezamenlijk=gehouden and kans.random() < 0.8,
        ),
    )


def _pok(
    session: Session, kans: random.Random, dossier: Dossier, status: PokStatus, begin: date, opleider: Any, wie: Any
) -> None:
    ontbreekt = status is PokStatus.CONCEPT and kans.random() < 0.5
    pok = make_pok(
        session,
        status,
        dossier,
        opleider,
        wie,
        zonder_erkenning=True,
        begin_op=begin,
        eind_op=begin + timedelta(days=kans.choice([0, 1, 30, 200])),
        uren_totaal=None if ontbreekt else kans.choice([0, 20, 100, 560]),
        uren_per_week=Decimal(32),
        leerbedrijf_id=None if status is PokStatus.CONCEPT and kans.random() < 0.3 else opleider.leerbedrijf_id,
        krd_fout_code=kans.choice(["", "", "", "EINDDATUM"]),
    )
    op = _moment(begin + timedelta(days=kans.choice([-30, -1, 0, 5])), kans.choice([0, 12, 23]))
    bewaar(session, PokHistorie(pok_id=pok.id or 0, van=None, naar=PokStatus.CONCEPT, op=op, door_naam="x"))
    if status in (PokStatus.DEFINITIEF, PokStatus.AFGEROND):
        bewaar(
            session,
            PokHistorie(
                pok_id=pok.id or 0,
                van=PokStatus.AFGEDRUKT,
                naar=PokStatus.DEFINITIEF,
                op=op + timedelta(hours=2),
                door_naam="x",
            ),
        )
    if status in (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND) and kans.random() < 0.7:
        for partij in kans.sample([Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL], kans.randint(1, 3)):
            bewaar(
                session,
                PokHandtekening(
                    pok_id=pok.id or 0,
                    document_versie=kans.choice([0, 1, 1, 1]),
                    partij=partij,
                    getekend_op=begin + timedelta(days=kans.choice([-9, -1, 0, 1, 8])),
                    geregistreerd_op=op,
                    door_naam="x",
                    vervallen_op=kans.choice([None, None, op]),
                ),
            )
    if kans.random() < 0.2:
        bewaar(
            session,
            Intrekking(
                pok_id=pok.id,
                dossier_id=dossier.id,
                leerbedrijf_id=opleider.leerbedrijf_id,
                peildatum=VANDAAG,
                reden="Niet erkend.",
                reden_en="Not accredited.",
                voorstel=next(iter(Voorstel)),
                status=kans.choice([IntrekkingStatus.OPEN, IntrekkingStatus.OPEN, IntrekkingStatus.GESLOTEN]),
                bron="test",
                sinds=op,
            ),
        )
    if kans.random() < 0.6:
        week = make_uren_week(session, pok)
        for n in range(kans.randint(1, 3)):
            oordeel = kans.choice([Oordeel.AKKOORD, Oordeel.AKKOORD, Oordeel.OPEN])
            soort = kans.choice([Soort.GEWERKT, Soort.INHALEN, Soort.ZIEK])
            make_uren_dag(
                session,
                week,
                kans.choice([60, 480, 125, 1440]),
                datum=week.maandag + timedelta(days=n),
                oordeel=oordeel,
                soort=soort,
            )


def _dag(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def tel_na(session: Session, ids: Iterable[int], bekend: dict[int, set[str]] | None = None) -> dict[str, int]:
    """Every figure of these dossiers, one row at a time and without looking at the app's own code.

    `bekend`: the facts of each dossier, where they were found before.
    """
    uit: dict[str, int] = defaultdict(int)
    eerder = eerste_jaren(session) if bekend is None else {}
    for dossier_id in ids:
        for naam in bekend[dossier_id] if bekend is not None else feiten(session, dossier_id, eerder):
            uit[naam] += 1
    return uit


def laatste_pok(session: Session, dossier_id: int) -> Pok | None:
    """The agreement that counts."""
    poks = session.exec(select(Pok).where(Pok.dossier_id == dossier_id)).all()
    return max(poks, key=lambda p: p.id or 0, default=None)


def bedrijf_van(session: Session, dossier_id: int) -> int | None:
    """The company at which a student has a place."""
    pok = laatste_pok(session, dossier_id)
    return pok.leerbedrijf_id if pok and pok.status.value not in ("afgemeld", "afgewezen", "vervangen") else None


def eerste_jaren(session: Session) -> dict[int, int]:
    """Per company the first school year in which anybody had a place there."""
    uit: dict[int, int] = {}
    for dossier in session.exec(select(Dossier)).all():
        bedrijf = bedrijf_van(session, dossier.id or 0)
        if bedrijf:
            jaar = int(groep_van(session, dossier.id or 0, "jaar"))
            uit[bedrijf] = min(jaar, uit.get(bedrijf, jaar))
    return uit


def goedgekeurd(session: Session, dossier_id: int) -> int:
    """Approved minutes of all agreements of a dossier."""
    minuten = 0
    for pok in session.exec(select(Pok).where(Pok.dossier_id == dossier_id)).all():
        for regel in session.exec(select(UrenRegel).where(UrenRegel.pok_id == pok.id)).all():
            dag = session.get_one(UrenDag, regel.dag_id)
            if dag.oordeel.value == "akkoord" and regel.soort.value in ("gewerkt", "inhalen"):
                minuten += regel.minuten
    return minuten


def feiten(session: Session, dossier_id: int, eerder: dict[int, int] | None = None) -> set[str]:
    """The figures that count this dossier; without `eerder` (`eerste_jaren`) nothing is said of known companies."""
    dossier = session.get_one(Dossier, dossier_id)
    poks = session.exec(select(Pok).where(Pok.dossier_id == dossier_id)).all()
    pok = max(poks, key=lambda p: p.id or 0, default=None)
    status = pok.status.value if pok else ""
    uit = {"stages"}
    leeft = status not in ("", "afgemeld", "afgewezen", "vervangen")
    if pok is None or pok.leerbedrijf_id is None or not leeft:
        uit.add("zonder_plaats")
    else:
        uit.add("geplaatst")
        if eerder is not None:
            jaar = int(groep_van(session, dossier_id, "jaar"))
            uit.add("bij_vaste" if eerder[pok.leerbedrijf_id] < jaar else "bij_nieuw")
    if pok:
        weg = session.exec(select(Intrekking).where(Intrekking.pok_id == pok.id)).all()
        uit |= {"zonder_erkenning"} if any(i.status.value == "open" for i in weg) else set()
    begin = pok.begin_op if pok and pok.begin_op else dossier.begin_op
    eind = pok.eind_op if pok and pok.eind_op else dossier.eind_op
    getekend = None
    if pok and status in ("definitief", "afgerond"):
        handen = session.exec(select(PokHandtekening).where(PokHandtekening.pok_id == pok.id)).all()
        dagen = [h.getekend_op for h in handen if h.vervallen_op is None and h.document_versie == pok.document_versie]
        regels = session.exec(select(PokHistorie).where(PokHistorie.pok_id == pok.id)).all()
        rond = [_dag(r.op) for r in regels if r.naar.value == "definitief"]
        getekend = max(dagen) if dagen else max(rond) if rond else None
    is_getekend = getekend is not None and getekend <= VANDAAG
    bestaat = _dag(dossier.aangemaakt_op) <= VANDAAG
    if begin and 0 <= (begin - VANDAAG).days <= 14 and not is_getekend and bestaat:
        uit.add("binnenkort")
    if pok and pok.krd_fout_code:
        uit.add("krd_geweigerd")
    momenten = session.exec(select(Contactmoment).where(Contactmoment.dossier_id == dossier_id)).all()
    if (leeft or pok is None) and any(
        m.status.value in ("te_plannen", "gepland") and m.venster_tot < VANDAAG for m in momenten
    ):
        uit.add("gesprek_te_laat")
    if leeft and begin and begin <= VANDAAG and _dag(dossier.aangemaakt_op) <= VANDAAG:
        uit.add("begonnen")
        if is_getekend and getekend:
            uit.add("op_tijd" if getekend <= begin else "te_laat")
        else:
            uit.add("ongetekend")
        uit |= _van_begonnen(session, dossier, pok, begin, eind, momenten)
    return uit


def _van_begonnen(
    session: Session, dossier: Dossier, pok: Pok | None, begin: date, eind: date | None, momenten: Any
) -> set[str]:
    """The figures of a placement that has started."""
    status, gehouden = pok.status.value if pok else "", [m for m in momenten if m.status.value == "gehouden"]
    uit = {"gesprek_gehad" if gehouden else "zonder_gesprek"}
    uren = pok.uren_totaal if pok and pok.uren_totaal is not None else dossier.uren_totaal or 0
    minuten = goedgekeurd(session, dossier.id or 0)
    if status != "afgerond" and not (eind and eind < VANDAAG):
        hoort = Fraction(uren * 60 * (VANDAAG - begin).days, (eind - begin).days + 1) if eind else Fraction(0)
        return uit | {"lopend", "uren_achter" if minuten < hoort * Fraction(8, 10) else "uren_op_schema"}
    uit.add("afgelopen")
    if uren and minuten >= uren * 60:
        uit.add("uren_gehaald")
    if sum(m.is_gezamenlijk for m in gehouden) >= 3:
        uit.add("drie_gesprekken")
    return uit if status == "afgerond" else uit | {"niet_afgesloten"}


def uren_na(session: Session, ids: Iterable[int]) -> tuple[int, int]:
    """Hours agreed and minutes approved of the placements that have started."""
    doel = minuten = 0
    for dossier_id in ids:
        if "begonnen" not in feiten(session, dossier_id):
            continue
        dossier = session.get_one(Dossier, dossier_id)
        poks = session.exec(select(Pok).where(Pok.dossier_id == dossier_id)).all()
        laatste = max(poks, key=lambda p: p.id or 0)
        doel += laatste.uren_totaal if laatste.uren_totaal is not None else dossier.uren_totaal or 0
        minuten += goedgekeurd(session, dossier_id)
    return doel, minuten


def groep_van(session: Session, dossier_id: int, per: str) -> str:
    """Of which line a dossier is; "" for the line without a name."""
    dossier = session.get_one(Dossier, dossier_id)
    poks = session.exec(select(Pok).where(Pok.dossier_id == dossier_id)).all()
    pok = max(poks, key=lambda p: p.id or 0, default=None)
    verbintenis = session.get_one(Verbintenis, dossier.verbintenis_id)
    if per == "jaar":
        begin = (pok.begin_op if pok else None) or dossier.begin_op or _dag(dossier.aangemaakt_op)
        return str(begin.year if begin.month >= 8 else begin.year - 1)
    leerweg = (pok.leerweg if pok and pok.leerweg else None) or verbintenis.leerweg
    waarden = {
        "team": dossier.team_id,
        "klas": session.get_one(Student, dossier.student_id).klas,
        "crebo": (pok.crebo if pok else "") or verbintenis.crebo,
        "leerweg": leerweg.value if leerweg else "",
        "leerbedrijf": pok.leerbedrijf_id if pok else None,
        "begeleider": dossier.onderwijsbegeleider_id,
    }
    return str(waarden[per] or "")


def bedrijfsnaam(session: Session, leerbedrijf_id: int) -> str:
    return session.get_one(Leerbedrijf, leerbedrijf_id).naam
