"""Every way by which something leaves the app, in one register, and who may find what there.

Lists come from the app's own register of exports, people from the cast: a new list or role is searched the day it is
there. Pages on the wire and HTTP routes: tests/wire/test_lek.py. Logs: tests/lek/test_logs.py.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from starlette.requests import Request

from bpv_app.afsluiting.queries import get_afsluiting
from bpv_app.gesprek.document_verslag import maak_verslag
from bpv_app.gesprek.pages.gedeeld_beeld import gedeeld_beeld, regel_beeld
from bpv_app.gesprek.queries_detail import get_moment_detail
from bpv_app.gesprek.queries_document import get_gedeeld_document, get_school_document
from bpv_app.gesprek.queries_eigen import list_eigen_momenten
from bpv_app.gesprek.queries_gedeeld import get_gedeeld, list_gedeelde
from bpv_app.gesprek.queries_verslag import get_verslag_detail
from bpv_app.gesprek.queries_zorg import SignaalVraag, list_inzagen
from bpv_app.gesprek.rules_dekking import Per
from bpv_app.gesprek.service_verslag import bewaar_antwoord
from bpv_app.gesprek.service_zorg import bekijk_signalen, bewaar_zorg, exporteer, toon_zorg
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.koppeling.archief import schrijf_archief
from bpv_app.koppeling.bewijs_pdf import maak_bevestiging, maak_bewijs
from bpv_app.koppeling.eigen_gegevens import schrijf_zip
from bpv_app.koppeling.export import ExportSoort, schrijf_lijst
from bpv_app.koppeling.export_dekking import schrijf_dekking
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.koppeling.export_uren import schrijf_uren
from bpv_app.koppeling.export_zorg import SOORTEN, schrijf_zorg
from bpv_app.koppeling.post.mime import Afzender, maak_mime
from bpv_app.koppeling.queries_archief import lees_archief
from bpv_app.koppeling.queries_bewijs import get_bevestiging, get_bewijs
from bpv_app.koppeling.queries_eigen import lees_eigen_gegevens
from bpv_app.leerbedrijf.queries import get_leerbedrijf_detail
from bpv_app.leerbedrijf.queries_contact import list_contacten
from bpv_app.leerbedrijf.queries_eigen import get_eigen_bedrijf
from bpv_app.leerbedrijf.queries_ongeschikt import list_ongeschikt
from bpv_app.leerbedrijf.queries_wijziging import get_eigen_wijziging
from bpv_app.leerbedrijf.service_notitie import list_notities
from bpv_app.matching.queries_plaats import list_van_bedrijf
from bpv_app.outbox.tables import Bericht
from bpv_app.post.queries_detail import get_mail_detail, list_postvak
from bpv_app.post.rules import Brief
from bpv_app.post.tables import Mail
from bpv_app.signaal.queries import list_van_dossier
from bpv_app.signaal.queries_melding import get_aan_mij, list_aan_mij, list_eigen, list_mag_weten
from bpv_app.signaal.service_melding import vul_aan
from bpv_app.tables import metadata
from bpv_app.toegang import web
from bpv_app.toegang.tables import Audit
from tests.lek.school import Wereld
from tests.lek.vinden import GEHEIM, MELDING, RELATIE, SCHOOL, ZORG, Gevonden, vind

ANDEREN = "anderen"
"""Who finds it: whoever gets that mail or reads that table."""
Uit = Iterator[tuple[str, object]]
Kanaal = Callable[[Session, Wereld], Uit]
VERTELT = frozenset({MELDING})

MAG: dict[tuple[str, str], frozenset[str]] = {
    ("verslag", "begeleider"): frozenset({SCHOOL}),
    ("verslag", "coordinator"): frozenset({SCHOOL}),
    ("zorg", "begeleider"): frozenset({ZORG}),
    ("zorg", "coordinator"): frozenset({ZORG}),
    ("zorgexport", "coordinator"): frozenset({ZORG}),
    **{
        ("relatie", wie): frozenset({RELATIE})
        for wie in (
            "coordinator",
            "vreemde_coordinator",
            "begeleider",
            "collega",
            "studentenzaken",
            "vertrouwenspersoon",
            "andere_vertrouwenspersoon",
        )
    },
    # The worklist of contacts is a list of the app, for who keeps relations (and the command line of the server).
    **{
        ("lijsten", wie): frozenset({RELATIE})
        for wie in ("coordinator", "vreemde_coordinator", "begeleider", "collega", "opdrachtregel")
    },
    ("mijn meldingen", "student_actor"): VERTELT,
    ("melding", "vertrouwenspersoon"): VERTELT,
    ("eigen gegevens", "student_actor"): VERTELT,
}
"""Who may read what by which way. Everything else is a leak; and each of these must be found."""
HUIS = {"zorgvierkant": {ZORG}, "gespreksverslag": {SCHOOL}, "melding_bericht": {MELDING},
        "ongeschikt": {RELATIE}, "relatie_notitie": {RELATIE}, "relatie_contact": {RELATIE}}  # fmt: skip
"""The tables each secret lives in."""


def probeer(doe: Callable[[], object]) -> object:
    """What a call gives; nothing when it is refused."""
    try:
        return doe()
    except DomeinFout:
        return ""


def _bestand(schrijf: Callable[..., object], *soort: object) -> bytes:
    """What a writer puts in a file; its last arguments are the file and the kind of file."""
    doel = io.BytesIO()
    try:
        schrijf(doel, *soort)
    except DomeinFout:
        return b""
    return doel.getvalue()


def lijsten(session: Session, w: Wereld) -> Uit:
    """Every list of the app with all its columns, as CSV and as XLSX: the screen shows the same rows."""
    for naam, wie in w.lezers_van_lijsten.items():
        for lijst in LIJSTEN.values():
            if not wie.mag(lijst.actie):
                continue
            vraag = LijstVraag(per_pagina=500, kolommen=tuple(k.naam for k in lijst.kolommen))
            yield naam, repr(probeer(partial(lijst.vraag, session, wie, vraag)))
            for soort in ExportSoort:
                yield naam, _bestand(partial(schrijf_lijst, session, wie, lijst, vraag), soort)


def bestanden(session: Session, w: Wereld) -> Uit:
    """The other files: lines of hours, coverage."""
    dag = w.clock.vandaag()
    for naam, wie in w.lezers_van_lijsten.items():
        for soort in ExportSoort:
            yield naam, _bestand(partial(schrijf_uren, session, wie, LijstVraag(), dag), soort)
            for per in Per:
                yield naam, _bestand(partial(schrijf_dekking, session, wie, per, dag), soort)


def zorgexport(session: Session, w: Wereld) -> Uit:
    """The file for the guidance system."""
    for naam, wie in w.mensen.items():
        regels: Any = probeer(partial(exporteer, session, wie, w.clock, "csv", "Waarom dan?", None, None))
        for soort in SOORTEN:
            yield naam, _bestand(partial(schrijf_zorg, regels or [], soort, w.clock.nu()))


def eigen_gegevens(session: Session, w: Wereld) -> Uit:
    """The ZIP with one's own data."""
    for naam, wie in w.mensen.items():
        gegevens: Any = probeer(partial(lees_eigen_gegevens, session, wie))
        if gegevens:
            yield naam, _bestand(partial(schrijf_zip, gegevens, w.clock.nu()))


def archief(session: Session, w: Wereld) -> Uit:
    """The ZIP with a whole dossier."""
    for naam, wie in w.mensen.items():
        gelezen: Any = probeer(partial(lees_archief, session, wie, w.cast.dossier_id))
        if gelezen:
            doel = io.BytesIO()
            schrijf_archief(gelezen, wie.naam, w.clock.nu(), doel)
            yield naam, doel.getvalue()


def bewijs(session: Session, w: Wereld) -> Uit:
    """The evidence of a placement, and the confirmation for the student."""
    for naam, wie in w.mensen.items():
        for lees, maak in ((get_bewijs, maak_bewijs), (get_bevestiging, maak_bevestiging)):
            gelezen: Any = probeer(partial(lees, session, wie, w.cast.pok.id or 0))
            if gelezen:
                yield naam, maak(gelezen, w.clock.nu())


def papier(session: Session, w: Wereld) -> Uit:
    """The report as a PDF, for the dossier and for who got it."""
    for naam, wie in w.mensen.items():
        for lees, nummer in ((get_school_document, w.moment_id), (get_gedeeld_document, w.verslag_id)):
            gekregen: Any = probeer(partial(lees, session, wie, nummer))
            if gekregen:
                yield naam, maak_verslag(gekregen[1])


def schermen(session: Session, w: Wereld) -> Uit:
    """What screens of conversations, signals, closing and placements read, and what student and company see."""
    dag, nu, dossier = w.clock.vandaag(), w.clock.nu(), w.cast.dossier_id
    for naam, wie in w.mensen.items():
        for lees in (
            partial(get_moment_detail, session, wie, w.moment_id, dag, nu),
            partial(list_eigen_momenten, session, wie),
            partial(list_gedeelde, session, wie),
            partial(get_gedeeld, session, wie, w.verslag_id),
            partial(bekijk_signalen, session, wie, w.clock, SignaalVraag()),
            partial(list_inzagen, session, wie),
            partial(list_van_dossier, session, wie, dossier),
            partial(get_afsluiting, session, wie, dossier, dag),
            partial(list_aan_mij, session, wie),
            partial(list_mag_weten, session, wie),
            partial(get_leerbedrijf_detail, session, wie, w.cast.opleider.leerbedrijf_id, dag),
            partial(get_eigen_bedrijf, session, wie),
            partial(get_eigen_wijziging, session, wie, w.cast.opleider.leerbedrijf_id),
            partial(list_van_bedrijf, session, wie, w.cast.opleider.leerbedrijf_id, dag),
        ):
            yield naam, probeer(lees)
        for taal in ("nl", "en"):
            yield naam, probeer(partial(_op_het_scherm, session, wie, w.verslag_id, taal))


def _op_het_scherm(session: Session, wie: Actor, verslag_id: int, taal: str) -> object:
    """What the pages of student and company put into the browser."""
    lijst = [regel_beeld(r, taal) for r in list_gedeelde(session, wie)]
    return lijst, gedeeld_beeld(get_gedeeld(session, wie, verslag_id), taal)


def verslag(session: Session, w: Wereld) -> Uit:
    """The school's own report."""
    for naam, wie in w.mensen.items():
        yield naam, probeer(partial(get_verslag_detail, session, wie, w.moment_id))


def zorg(session: Session, w: Wereld) -> Uit:
    """The care notes, when asked for."""
    for naam, wie in w.mensen.items():
        yield naam, probeer(partial(toon_zorg, session, wie, w.clock, w.moment_id))


def relatie(session: Session, w: Wereld) -> Uit:
    """What the school says of a company, on the company's screen: all who work at the school with companies."""
    bedrijf_id = w.cast.opleider.leerbedrijf_id
    for naam, wie in w.mensen.items():
        yield naam, probeer(partial(list_notities, session, wie, bedrijf_id))
        yield naam, probeer(partial(list_contacten, session, wie, bedrijf_id))
        yield naam, probeer(partial(list_ongeschikt, session, wie, bedrijf_id, w.clock.vandaag()))


def mijn_meldingen(session: Session, w: Wereld) -> Uit:
    """What a student told, on their own screen."""
    for naam, wie in w.mensen.items():
        yield naam, probeer(partial(list_eigen, session, wie))


def melding(session: Session, w: Wereld) -> Uit:
    """A report, for who it was sent to."""
    for naam, wie in w.mensen.items():
        yield naam, probeer(partial(get_aan_mij, session, wie, w.melding_id))


def mails(session: Session, w: Wereld) -> Uit:
    """Every mail: as it is kept, as it goes out with its invitation, and as the school reads it in its log."""
    afzender = Afzender("BPV", "bpv@school.example", "De School")
    rijen = session.exec(select(Mail).order_by(col(Mail.id))).all()
    assert len(rijen) > 4, "everything was done, so there are mails"
    for m in rijen:
        yield ANDEREN, m.model_dump()
        brief = Brief(m.id or 0, m.taal, m.naam, m.aan, m.onderwerp, m.tekst, m.doel, m.aangemaakt_op, m.agenda)
        yield ANDEREN, maak_mime(brief, afzender, f"mail-{m.id}")
        for naam, wie in w.mensen.items():
            yield naam, probeer(partial(get_mail_detail, session, wie, m.id or 0))
    yield ANDEREN, list_postvak(session, w.clock)


def outbox(session: Session, _w: Wereld) -> Uit:
    """Messages to other systems."""
    for bericht in session.exec(select(Bericht)):
        yield ANDEREN, bericht.model_dump()


def audit(session: Session, _w: Wereld) -> Uit:
    """What beheer reads about who changed what."""
    rijen = session.exec(select(Audit)).all()
    assert len(rijen) > 20
    for rij in rijen:
        yield ANDEREN, rij.model_dump()
        if rij.tabel.startswith("melding"):  # also without words it says that somebody reported something
            yield ANDEREN, MELDING


def tabellen(session: Session, _w: Wereld) -> Uit:
    """Every table but a secret's own: nothing is copied to where others read."""
    for tabel in metadata.sorted_tables:
        if tabel.name in ("audit", "mail", "bericht"):
            continue
        rijen = repr([tuple(rij) for rij in session.execute(sa.select(tabel))])
        if over := vind(rijen) - HUIS.get(tabel.name, set()):
            yield ANDEREN, f"{tabel.name}: {over}"


def _verzoek(accept: str) -> Request:
    kop = [(b"accept", accept.encode()), (b"accept-language", b"nl")]
    return Request({"type": "http", "method": "POST", "path": "/api/x", "headers": kop, "query_string": b""})


def foutpaginas(session: Session, w: Wereld) -> Uit:
    """What somebody gets to see when it goes wrong: refused by a rule, and by a bug in the middle of it."""
    lang, begeleider = "x" * 5000, w.cast.begeleider
    doen = (
        lambda: bewaar_antwoord(
            session, begeleider, w.clock, w.moment_id, "school", SCHOOL + lang, [f"{SCHOOL} twee."]
        ),
        lambda: bewaar_zorg(session, begeleider, w.clock, w.moment_id, "notitie_1", ZORG + lang, [f"{ZORG} 1"]),
        lambda: bewaar_zorg(session, begeleider, w.clock, w.moment_id, "licht_1", ZORG, ["rood"]),
        lambda: vul_aan(session, w.cast.student_actor, w.clock, w.melding_id, MELDING + lang),
    )
    for doe in doen:
        try:
            doe()
        except DomeinFout as fout:
            for accept in ("text/html", "application/json"):
                yield ANDEREN, web.antwoord_op_fout(_verzoek(accept), fout).body
        else:
            raise AssertionError("too long, and not refused")
    for accept in ("text/html", "application/json"):
        try:
            raise RuntimeError(f"{SCHOOL} {ZORG} {MELDING} {RELATIE}")
        except RuntimeError:
            yield ANDEREN, web._antwoord_op_bug(_verzoek(accept)).body


KANALEN: dict[str, Kanaal] = {
    "lijsten": lijsten,
    "bestanden": bestanden,
    "zorgexport": zorgexport,
    "eigen gegevens": eigen_gegevens,
    "archief": archief,
    "bewijs": bewijs,
    "papier": papier,
    "schermen": schermen,
    "verslag": verslag,
    "zorg": zorg,
    "relatie": relatie,
    "mijn meldingen": mijn_meldingen,
    "melding": melding,
    "mails": mails,
    "outbox": outbox,
    "audit": audit,
    "tabellen": tabellen,
    "foutpaginas": foutpaginas,
}


def zoek(session: Session, wereld: Wereld, kanalen: Iterable[str] = tuple(KANALEN)) -> set[Gevonden]:
    """Every secret that came out by these ways, to whom; also where it may."""
    return {
        Gevonden(kanaal, wie, geheim)
        for kanaal in kanalen
        for wie, inhoud in KANALEN[kanaal](session, wereld)
        for geheim in vind(inhoud)
    }


def mag() -> set[Gevonden]:
    """What may be found."""
    return {Gevonden(kanaal, wie, g) for (kanaal, wie), geheimen in MAG.items() for g in geheimen}


def lekken(session: Session, wereld: Wereld, kanalen: Iterable[str] = tuple(KANALEN)) -> set[tuple[str, str]]:
    """The leaks: way and secret."""
    return {(g.kanaal, g.geheim) for g in zoek(session, wereld, kanalen) - mag()}


assert {g for geheimen in MAG.values() for g in geheimen} == GEHEIM
