"""Everything the app holds about one student, for that student (AVG art. 15 and 20; domain.md section 8).

Rows are copied column by column, so a new column is in the download the day it is made; what is left out is named here.
Nobody else's data beyond the names of who acted and how to reach one's own supervisors.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.rules import maak_checklist
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import ROL_LABEL, Actie, Rol
from bpv_app.koppeling.queries_eigen_beoordeling import lees_beoordeling, lees_evaluaties
from bpv_app.koppeling.queries_eigen_gesprekken import lees_gesprekken
from bpv_app.koppeling.queries_eigen_plekken import lees_plekken
from bpv_app.koppeling.queries_eigen_rondes import lees_rondes
from bpv_app.koppeling.queries_eigen_signalen import (
    lees_intrekkingen,
    lees_meldingen,
    lees_ontheffingen,
    lees_signalen,
)
from bpv_app.koppeling.queries_eigen_uren import UrenRij, alle, lees_logboek, lees_uren
from bpv_app.koppeling.queries_eigen_verslagen import lees_verslagen
from bpv_app.koppeling.queries_eigen_wijzigingen import lees_register, lees_wijzigingen
from bpv_app.koppeling.rules_eigen import Bestand, bestandsnaam, kopie
from bpv_app.leerbedrijf.tables import Contactpersoon, ErkenningControle, Leerbedrijf, Locatie
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.krd_bericht import KANAAL, groep
from bpv_app.pok.tables import Pok, PokBelnotitie, PokDocument, PokHandtekening, PokHistorie, PokScan
from bpv_app.pok.tables_manen import PokHerinnering
from bpv_app.post.tables import Mail
from bpv_app.student.tables import KrdPok, Student, StudentBegeleider, Team, Verbintenis, VerbintenisPeriode
from bpv_app.toegang.rules_audit import AUDIT_LABEL, TABEL_LABEL
from bpv_app.toegang.tables import Account, AccountRol, Audit, PersoonlijkeLink, Sessie

_KNOP = re.compile(r"\[\[(.*?)\]\]")
_MAIL_WEG = frozenset({"over_tabel", "doel", "link_zaad", "test_naar", "herzonden_van"})


@dataclass(slots=True)
class EigenGegevens:
    """What goes into the file: `inhoud` as JSON values, the hours line by line, and files by their SHA-256."""

    naam: str
    inhoud: dict[str, Any]
    uren: list[UrenRij] = field(default_factory=list)
    bestanden: list[Bestand] = field(default_factory=list)


def lees_eigen_gegevens(session: Session, actor: Actor) -> EigenGegevens:
    """Everything about the student who asks. Raises GeenRecht, or NietGevonden for who is no student."""
    require(actor, Actie.EIGEN_GEGEVENS_OPHALEN)
    student = session.get(Student, actor.student_id or 0) if actor.heeft(Rol.STUDENT) else None
    if student is None or student.id is None:
        raise NietGevonden
    uit = EigenGegevens(student.naam, {})
    poks = alle(session, Pok, col(Pok.student_id) == student.id)
    gezien: dict[str, set[int]] = {"student": {student.id}, "account": {actor.account_id or 0}}
    uit.inhoud = {
        "persoon": kopie(student, team=_naam(session, Team, student.team_id)),
        "account": _account(session, actor),
        "verbintenissen": _verbintenissen(session, student.id, gezien),
        "begeleiders": [
            _bereikbaar(session.get(Account, b.account_id))
            for b in alle(session, StudentBegeleider, col(StudentBegeleider.student_id) == student.id)
        ],
        "stages": [
            _stage(session, dossier, [p for p in poks if p.dossier_id == dossier.id], uit, gezien)
            for dossier in alle(session, Dossier, col(Dossier.student_id) == student.id)
        ],
        "plekken": lees_plekken(session, student.id, gezien),
        "rondes": lees_rondes(session, student.id, gezien),
        "signalen": lees_signalen(session, student.id, gezien),
        "meldingen_aan_vertrouwenspersoon": lees_meldingen(session, student.id),
        "evaluaties": lees_evaluaties(session, student.id),
        "uit_het_register": lees_register(session, student.id),
        "mail_aan_mij": _mail(session, actor),
    }
    uit.inhoud["wie_keek_of_wijzigde"] = _audit(session, gezien)
    return uit


def _naam(session: Session, tabel: type[Any], id_: int | None) -> str:
    rij = session.get(tabel, id_) if id_ else None
    return str(rij.naam) if rij else ""


def _bereikbaar(wie: Account | Contactpersoon | None) -> dict[str, str] | None:
    """One's own supervisor: name and how to reach them, nothing else."""
    return {"naam": wie.naam, "email": wie.email, "telefoon": wie.telefoon} if wie else None


def _account(session: Session, actor: Actor) -> dict[str, Any]:
    account = session.get_one(Account, actor.account_id)
    return kopie(
        account,
        rollen=[ROL_LABEL[r.rol].nl for r in alle(session, AccountRol, col(AccountRol.account_id) == account.id)],
        sessies=[kopie(s) for s in alle(session, Sessie, col(Sessie.account_id) == account.id)],
        persoonlijke_links=[
            kopie(link, "aangemaakt_door")
            for link in alle(session, PersoonlijkeLink, col(PersoonlijkeLink.account_id) == account.id)
        ],
    )


def _verbintenissen(session: Session, student_id: int, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    rijen = alle(session, Verbintenis, col(Verbintenis.student_id) == student_id)
    gezien["verbintenis"] = {v.id or 0 for v in rijen}
    return [
        kopie(
            v,
            team=_naam(session, Team, v.team_id),
            perioden=[
                kopie(p) for p in alle(session, VerbintenisPeriode, col(VerbintenisPeriode.verbintenis_id) == v.id)
            ],
            poks_in_het_register=[kopie(k) for k in alle(session, KrdPok, col(KrdPok.verbintenis_id) == v.id)],
        )
        for v in rijen
    ]


def _stage(
    session: Session, dossier: Dossier, poks: Sequence[Pok], uit: EigenGegevens, gezien: dict[str, set[int]]
) -> dict[str, Any]:
    """A placement: its dossier, its agreements (drafts too), what was written in it."""
    inrichting = session.get_one(Inrichting, dossier.inrichting_id)
    gezien.setdefault("dossier", set()).add(dossier.id or 0)
    checklist = maak_checklist(inrichting.documenten, dossier.documenten_klaar)
    return kopie(
        dossier,
        "documenten_klaar",
        inrichting=inrichting.naam,
        begeleider=_bereikbaar(session.get(Account, dossier.onderwijsbegeleider_id or 0)),
        documenten=[{"naam": d.naam, "is_er": d.is_klaar} for d in checklist],
        gesprekken=lees_gesprekken(session, dossier, gezien),
        afgesloten_zonder=lees_ontheffingen(session, dossier.id or 0, gezien),
        erkenning_vervallen=lees_intrekkingen(session, dossier.id or 0, gezien),
        beoordelingen=lees_beoordeling(session, dossier.id or 0, gezien),
        gespreksverslagen=lees_verslagen(session, dossier.id or 0, gezien),
        overeenkomsten=[_pok(session, pok, uit, gezien) for pok in poks],
    )


def _pok(session: Session, pok: Pok, uit: EigenGegevens, gezien: dict[str, set[int]]) -> dict[str, Any]:
    gezien.setdefault("pok", set()).add(pok.id or 0)
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id or 0)
    waar = col(Bericht.kanaal) == KANAAL, col(Bericht.groep) == groep(pok.id or 0)
    weken, regels, bij_uren = lees_uren(session, pok, bedrijf.naam if bedrijf else "", gezien)
    verslagen, bij_logboek = lees_logboek(session, pok, gezien)
    uit.uren += regels
    uit.bestanden += bij_uren + bij_logboek
    return kopie(
        pok,
        leerbedrijf=bedrijf_van(bedrijf),
        locatie=_naam(session, Locatie, pok.locatie_id),
        praktijkopleider=_bereikbaar(session.get(Contactpersoon, pok.praktijkopleider_id or 0)),
        begeleider=_bereikbaar(session.get(Account, pok.onderwijsbegeleider_id or 0)),
        historie=[kopie(h) for h in alle(session, PokHistorie, col(PokHistorie.pok_id) == pok.id)],
        handtekeningen=[kopie(h) for h in alle(session, PokHandtekening, col(PokHandtekening.pok_id) == pok.id)],
        documenten=lees_papier(session, pok, uit, gezien),
        scans=lees_scans(session, pok, uit, gezien),
        belnotities=[
            # Whom the school called is somebody else; what was said is about this placement.
            kopie(b, "met_wie")
            for b in alle(session, PokBelnotitie, col(PokBelnotitie.pok_id) == pok.id)
        ],
        herinneringen=[
            # To whom at the company or the school is about somebody else.
            kopie(h, "naam", "aan_id", "mail_id")
            for h in alle(session, PokHerinnering, col(PokHerinnering.pok_id) == pok.id)
        ],
        erkenning_gecontroleerd=[
            kopie(c) for c in alle(session, ErkenningControle, col(ErkenningControle.pok_id) == pok.id)
        ],
        naar_het_register=[
            {"soort": b.soort, "status": b.status.value, "op": b.aangemaakt_op.isoformat(), "inhoud": b.payload}
            for b in alle(session, Bericht, *waar)
        ],
        uren=weken,
        logboek=verslagen,
        **lees_wijzigingen(session, pok, gezien),
    )


def bedrijf_van(bedrijf: Leerbedrijf | None) -> dict[str, Any] | None:
    """Name, number and place of a company."""
    if bedrijf is None:
        return None
    adres = f"{bedrijf.straat} {bedrijf.huisnummer}".strip()
    return {"naam": bedrijf.naam, "sbb_id": bedrijf.sbb_id, "adres": adres, "plaats": bedrijf.plaats}


def lees_papier(session: Session, pok: Pok, uit: EigenGegevens, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """The printed versions of an agreement, with their files."""
    regels = []
    for d in alle(session, PokDocument, col(PokDocument.pok_id) == pok.id):
        gezien.setdefault("pok_document", set()).add(d.id or 0)
        naam = f"overeenkomsten/POK-{pok.nummer}-versie-{d.document_versie}.pdf"
        uit.bestanden.append(Bestand(naam, d.sha256))
        regels.append(kopie(d, bestand=naam))
    return regels


def lees_scans(session: Session, pok: Pok, uit: EigenGegevens, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """The scans of the signed paper, with their files."""
    regels = []
    for s in alle(session, PokScan, col(PokScan.pok_id) == pok.id):
        gezien.setdefault("pok_scan", set()).add(s.id or 0)
        naam = f"scans/{bestandsnaam(f'POK-{pok.nummer}-scan-{s.id}', s.bestandsnaam)}"
        uit.bestanden.append(Bestand(naam, s.sha256))
        regels.append(kopie(s, bestand=naam))
    return regels


def _mail(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Mail to this person; mail about them to others is those others'. The button keeps its label, not its address."""
    mijn = sa.or_(
        col(Mail.account_id) == actor.account_id,
        sa.and_(col(Mail.account_id).is_(None), col(Mail.student_id) == actor.student_id),
    )
    return [
        kopie(m, *_MAIL_WEG, tekst=_KNOP.sub(r"(\1)", m.tekst))
        for m in alle(session, Mail, mijn, col(Mail.contactpersoon_id).is_(None))
    ]


def _audit(session: Session, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """Who saw or changed one's own rows: name, roles now, moment; of a change which fields, not their values."""
    waar = [sa.and_(col(Audit.tabel) == t, col(Audit.object_id).in_(ids)) for t, ids in gezien.items() if ids]
    rijen = session.execute(sa.select(Audit).where(sa.or_(*waar)).order_by(col(Audit.id))).scalars().all()
    rollen = _rollen(session, {r.account_id for r in rijen if r.account_id})
    return [
        {
            "op": r.op.isoformat(),
            "door": r.naam,
            "rollen": rollen.get(r.account_id or 0, []),
            "wat": AUDIT_LABEL[r.soort].nl,
            "waarvan": TABEL_LABEL[r.tabel].nl if r.tabel in TABEL_LABEL else r.tabel,
            "omschrijving": r.omschrijving,
            "velden": sorted({*r.oud, *r.nieuw}),
        }
        for r in rijen
    ]


def _rollen(session: Session, account_ids: Collection[int]) -> dict[int, list[str]]:
    per_account: dict[int, list[str]] = {}
    rijen: Iterable[AccountRol] = alle(session, AccountRol, col(AccountRol.account_id).in_(account_ids))
    for rij in rijen:
        label = ROL_LABEL[rij.rol].nl
        if label not in per_account.setdefault(rij.account_id, []):
            per_account[rij.account_id].append(label)
    return per_account
