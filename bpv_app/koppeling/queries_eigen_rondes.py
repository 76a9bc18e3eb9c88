"""Rounds a student took part in, for the student's own download: list, receipts, requests, agreements, lot."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col

from bpv_app.koppeling.queries_eigen_uren import alle
from bpv_app.koppeling.rules_eigen import kopie
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_rangorde import Rangorde, RangordeKandidaat
from bpv_app.matching.tables_ronde import (
    Afspraak,
    PlaatsVerzoek,
    Ronde,
    RondeStudent,
    RondeToelating,
    VoorkeurBewijs,
    Voorkeurlijst,
)
from bpv_app.matching.tables_uitslag import Plaatsing, PlaatsingGebeurtenis
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel
from bpv_app.matching.verklaring import reden_zin, uitleg_zin


def _plaats(session: Session, plaats_id: int) -> str:
    plaats = session.get(Plaats, plaats_id)
    return f"{plaats.titel}, {session.get_one(Leerbedrijf, plaats.leerbedrijf_id).naam}" if plaats else ""


def lees_rondes(session: Session, student_id: int, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """Each round that was opened, oldest first. What the school only prepares (a draft) nobody has seen yet."""
    uit = []
    for deel in alle(session, RondeStudent, col(RondeStudent.student_id) == student_id):
        ronde = session.get_one(Ronde, deel.ronde_id)
        if ronde.status is RondeStatus.CONCEPT:
            continue
        lijsten = alle(session, Voorkeurlijst, col(Voorkeurlijst.ronde_student_id) == deel.id)
        verzoeken = alle(session, PlaatsVerzoek, col(PlaatsVerzoek.ronde_student_id) == deel.id)
        afspraken = alle(session, Afspraak, col(Afspraak.ronde_id) == ronde.id, col(Afspraak.student_id) == student_id)
        for tabel, rijen in (("voorkeurlijst", lijsten), ("plaats_verzoek", verzoeken), ("afspraak", afspraken)):
            gezien.setdefault(tabel, set()).update(r.id or 0 for r in rijen)
        gezien.setdefault("ronde_student", set()).add(deel.id or 0)
        plaatsingen = alle(session, Plaatsing, col(Plaatsing.ronde_student_id) == deel.id)
        gezien.setdefault("plaatsing", set()).update(p.id or 0 for p in plaatsingen)
        mogelijk = alle(session, RondeToelating, col(RondeToelating.ronde_student_id) == deel.id)
        uit.append(
            {
                "ronde": ronde.naam,
                "van": ronde.van.isoformat(),
                "tot": ronde.tot.isoformat(),
                "deelname": kopie(deel, deelnemersnummer=deel.id),
                "mogelijke_plaatsen": [{"plaats": _plaats(session, m.plaats_id), "km": m.km} for m in mogelijk],
                "lijsten": [
                    kopie(
                        lijst,
                        keuzes=[
                            {"plaats": _plaats(session, int(k["plaats"])), "reden": k["reden"]} for k in lijst.keuzes
                        ],
                        bewijzen=[
                            kopie(b) for b in alle(session, VoorkeurBewijs, col(VoorkeurBewijs.lijst_id) == lijst.id)
                        ],
                    )
                    for lijst in lijsten
                ],
                "verzoeken": [kopie(v) for v in verzoeken],
                "plaatsingen": [
                    kopie(
                        p,
                        plaats=_plaats(session, p.plaats_id),
                        stappen=[
                            kopie(g)
                            for g in alle(session, PlaatsingGebeurtenis, col(PlaatsingGebeurtenis.plaatsing_id) == p.id)
                        ],
                    )
                    for p in plaatsingen
                ],
                "uitleg": _uitleg(session, deel.id),
                "rangordes": _rangordes(session, deel.id, gezien),
                "afspraken": [kopie(a, plaats=_plaats(session, a.plaats_id)) for a in afspraken],
            }
        )
    return uit


def _rangordes(session: Session, deelnemer_id: int | None, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """What companies sent in about this student: the own rank or the own "not suitable", never about others.

    What a company still tries out (not sent in) is in no row of the student; see `RangordeKandidaat`.
    """
    kandidaturen = alle(session, RangordeKandidaat, col(RangordeKandidaat.ronde_student_id) == deelnemer_id)
    gezien.setdefault("rangorde_kandidaat", set()).update(k.id or 0 for k in kandidaturen)
    return [kopie(k, plaats=_plaats(session, session.get_one(Rangorde, k.rangorde_id).plaats_id)) for k in kandidaturen]


def _uitleg(session: Session, deelnemer_id: int | None) -> list[dict[str, Any]]:
    """What the published results said to this student: the place, or why there is none, and why not a higher one.

    Proposals that were never published are the school's drafts.
    """
    uit = []
    for regel in alle(session, VoorstelRegel, col(VoorstelRegel.ronde_student_id) == deelnemer_id):
        voorstel = session.get_one(Voorstel, regel.voorstel_id)
        if voorstel.gepubliceerd_op is None:
            continue
        uit.append(
            {
                "gepubliceerd_op": voorstel.gepubliceerd_op.isoformat(),
                "plaats": _plaats(session, regel.plaats_id) if regel.plaats_id else None,
                "rang": regel.rang,
                "reden": reden_zin(regel.reden, regel.reden_getallen).nl,
                "hogere_keuzes": [
                    {"plaats": _plaats(session, int(u["plaats"])), "rang": u["rang"], "uitleg": uitleg_zin(u).nl}
                    for u in regel.uitleg
                ],
            }
        )
    return uit
