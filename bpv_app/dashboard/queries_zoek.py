"""Search everywhere: student, dossier, agreement, company, person; each kind by its own index and inside its own scope.

What is spelt so comes first. When nothing is, words are replaced by the words in the school's own names that look like
them (rapidfuzz), and the same scoped question is asked again: a typing error never widens what somebody may see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import polars as pl
import sqlalchemy as sa
from rapidfuzz import fuzz, process
from sqlmodel import Session, col

from bpv_app.dashboard.queries_plaatsingen import get_stand
from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import MAX_WOORDEN, patronen, vouw
from bpv_app.leerbedrijf.service_zoek import zoek_leerbedrijven
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.clauses_lijst import zoek_clause
from bpv_app.pok.rules import STATUS_LABEL
from bpv_app.pok.tables import Pok
from bpv_app.student.clauses import student_scope
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account

PER_SOORT = 6
MIN_TEKENS = 2
_LIJKT = 72
"""Score (0-100) from which a word is taken for a misspelling: one letter in five."""
_VARIANTEN = 6


@dataclass(frozen=True, slots=True)
class Treffer:
    naam: str
    uitleg: str
    href: str


@dataclass(frozen=True, slots=True)
class Soort:
    """Hits of one kind; `meer` is the list that shows all of them, when there may be more. `lijkt`: misspelt."""

    naam: Tekst
    treffers: tuple[Treffer, ...]
    meer: str = ""
    lijkt: bool = False


def zoek_alles(session: Session, actor: Actor, tekst: str, taal: str = "nl") -> tuple[Soort, ...]:
    """Hits per kind, at most `PER_SOORT` each, of the kinds the actor may see.

    Nothing for who may see no students, and for less than two letters.
    """
    schoon = vouw(tekst)[:100]
    if len(schoon) < MIN_TEKENS or not actor.mag(Actie.STUDENT_ZIEN):
        return ()
    soorten = (
        *_studenten(session, actor, schoon, taal),
        *_poks(session, actor, schoon, taal),
        *_bedrijven(session, actor, schoon),
        *_contacten(session, actor, schoon),
        *_collegas(session, actor, schoon),
    )
    return tuple(s for s in soorten if s.treffers)


_NAAM = sa.func.coalesce(
    sa.func.nullif(col(Student.naam), ""), col(Student.krd_sleutel), col(Student.studentnummer), ""
)


def _studenten(session: Session, actor: Actor, zoek: str, taal: str) -> tuple[Soort, ...]:
    kolom = col(Student.zoektekst)
    rijen, lijkt = _student_rijen(session, actor, [kolom.like(p, escape="\\") for p in patronen(zoek)]), False
    if not rijen:
        varianten = [_varianten(session, woord) for woord in zoek.split()[:MAX_WOORDEN]]
        waar = [sa.or_(*(kolom.like(patronen(v)[0], escape="\\") for v in vs)) for vs in varianten if vs]
        if len(waar) == len(varianten):
            rijen, lijkt = _student_rijen(session, actor, waar), True
    ids = [rij.id for rij in rijen[:PER_SOORT]]
    treffers = tuple(
        Treffer(r.naam, " · ".join(x for x in (r.klas, r.studentnummer) if x), f"/studenten/{r.id}")
        for r in rijen[:PER_SOORT]
    )
    meer = _lijst("/studenten", zoek) if len(rijen) > PER_SOORT and not lijkt else ""
    return (
        Soort(Tekst("Studenten", "Students"), treffers, meer, lijkt),
        Soort(Tekst("Dossiers", "Dossiers"), _dossiers(session, actor, ids, taal), lijkt=lijkt),
    )


def _lijst(pad: str, zoek: str) -> str:
    return f"{pad}?{urlencode({'zoek': zoek})}"


def _student_rijen(session: Session, actor: Actor, waar: Sequence[sa.ColumnElement[bool]]) -> Sequence[Any]:
    vraag = sa.select(col(Student.id), _NAAM.label("naam"), col(Student.klas), col(Student.studentnummer))
    vraag = vraag.where(student_scope(actor), *waar).order_by(col(Student.zoektekst), col(Student.id))
    return session.execute(vraag.limit(PER_SOORT + 1)).all()


def _dossiers(session: Session, actor: Actor, student_ids: Sequence[int], taal: str) -> tuple[Treffer, ...]:
    if not student_ids or not actor.mag(Actie.DOSSIER_ZIEN):
        return ()
    vraag = (
        sa.select(col(Dossier.id), _NAAM, col(Dossier.begin_op), col(Dossier.eind_op))
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .where(dossier_scope(actor), col(Dossier.student_id).in_(student_ids))
        .order_by(col(Dossier.begin_op).desc(), col(Dossier.id).desc())
        .limit(PER_SOORT)
    )
    return tuple(
        Treffer(naam, f"{toon_datum(van, taal)} – {toon_datum(tot, taal)}" if van else "", f"/dossiers/{i}")
        for i, naam, van, tot in session.execute(vraag)
    )


def _varianten(session: Session, woord: str) -> list[str]:
    """Words of students' names that look like this one, the likest first."""
    stand = get_stand(session)
    bekend, woorden = stand.woorden
    if bekend != stand.stempels["student"]:
        delen = stand.delen["student"].select(pl.col("zoektekst").fill_null("").str.split(" ").explode().unique())
        woorden = sorted(w for w in delen["zoektekst"].to_list() if w and not w.isdigit())
        stand.woorden = stand.stempels["student"], woorden
    gevonden = process.extract(woord, woorden, scorer=fuzz.ratio, score_cutoff=_LIJKT, limit=_VARIANTEN)
    omgedraaid = [w for w in _wissels(woord) if w in set(woorden)]
    return list(dict.fromkeys([*omgedraaid, *(g[0] for g in gevonden)]))[:_VARIANTEN]


def _wissels(woord: str) -> list[str]:
    """Two neighbours swapped: the most frequent typing error, and far apart for a plain ratio in a short word."""
    return [woord[:i] + b + a + woord[i + 2 :] for i, (a, b) in enumerate(pairwise(woord))]


def _poks(session: Session, actor: Actor, zoek: str, taal: str) -> tuple[Soort, ...]:
    if not actor.mag(Actie.POK_ZIEN):
        return ()
    vraag = (
        sa.select(col(Pok.id), col(Pok.nummer), col(Pok.status), _NAAM, sa.func.coalesce(col(Leerbedrijf.naam), ""))
        .join(Student, col(Student.id) == col(Pok.student_id))
        .outerjoin(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .where(pok_scope(actor), *zoek_clause(session, zoek).clauses)
        .order_by(col(Pok.id).desc())
        .limit(PER_SOORT + 1)
    )
    rijen = session.execute(vraag).all()
    treffers = tuple(
        Treffer(
            f"{nummer} {student}".strip(),
            " · ".join(x for x in (STATUS_LABEL[status].in_taal(taal), bedrijf) if x),
            f"/poks/{i}",
        )
        for i, nummer, status, student, bedrijf in rijen[:PER_SOORT]
    )
    meer = _lijst("/poks", zoek) if len(rijen) > PER_SOORT else ""
    return (Soort(Tekst("POK's", "Agreements"), treffers, meer),)


def _bedrijven(session: Session, actor: Actor, zoek: str) -> tuple[Soort, ...]:
    if not actor.mag(Actie.LEERBEDRIJF_ZIEN):
        return ()
    gevonden = zoek_leerbedrijven(session, actor, zoek, limiet=PER_SOORT + 1)
    treffers = tuple(
        Treffer(b.naam, " · ".join(x for x in (b.plaats, b.sbb_id) if x), f"/leerbedrijven/{b.id}")
        for b in gevonden[:PER_SOORT]
    )
    meer = _lijst("/leerbedrijven", zoek) if len(gevonden) > PER_SOORT else ""
    return (Soort(Tekst("Leerbedrijven", "Companies"), treffers, meer),)


def _op_naam(kolom: Any, zoek: str) -> list[sa.ColumnElement[bool]]:
    return [sa.func.lower(kolom).like(p, escape="\\") for p in patronen(zoek)]


def _contacten(session: Session, actor: Actor, zoek: str) -> tuple[Soort, ...]:
    if not actor.mag(Actie.LEERBEDRIJF_ZIEN):
        return ()
    vraag = (
        sa.select(col(Contactpersoon.naam), col(Contactpersoon.functie), col(Leerbedrijf.naam), col(Leerbedrijf.id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Contactpersoon.leerbedrijf_id))
        .where(col(Contactpersoon.is_actief), *_op_naam(col(Contactpersoon.naam), zoek))
        .order_by(col(Contactpersoon.naam), col(Contactpersoon.id))
        .limit(PER_SOORT)
    )
    treffers = tuple(
        Treffer(naam, " · ".join(x for x in (bedrijf, functie) if x), f"/leerbedrijven/{i}")
        for naam, functie, bedrijf, i in session.execute(vraag)
    )
    return (Soort(Tekst("Mensen bij bedrijven", "People at companies"), treffers),)


def _collegas(session: Session, actor: Actor, zoek: str) -> tuple[Soort, ...]:
    naam = Tekst("Collega's", "Colleagues")
    beheert = actor.mag(Actie.ACCOUNT_BEHEREN)
    vraag = sa.select(col(Account.id), col(Account.naam)).where(*_op_naam(col(Account.naam), zoek))
    if not beheert:
        if not actor.mag(Actie.DOSSIER_ZIEN):
            return ()
        mijn = sa.select(col(Dossier.onderwijsbegeleider_id)).where(dossier_scope(actor))
        vraag = vraag.where(col(Account.id).in_(mijn))
    rijen = session.execute(vraag.order_by(col(Account.naam), col(Account.id)).limit(PER_SOORT)).all()
    treffers = tuple(
        Treffer(n, "", f"/beheer/gebruikers/{i}" if beheert else f"/dossiers?begeleider={i}") for i, n in rijen
    )
    return (Soort(naam, treffers),)
