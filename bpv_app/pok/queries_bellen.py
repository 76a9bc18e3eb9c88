"""The call card of one unsigned agreement: whom to call, what was sent and said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.service_tekenen import get_tekenaar
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.queries_herinnerd import Herinnerd, list_herinneringen
from bpv_app.pok.queries_ontbrekend import list_ontbrekend
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.rules_nabellen import BelUitkomst
from bpv_app.pok.tables import Pok, PokBelnotitie
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account

STUDENT = Tekst("Student", "Student")
OPLEIDER = Tekst("Praktijkopleider", "Workplace supervisor")
BEGELEIDER = Tekst("Onderwijsbegeleider", "School supervisor")


@dataclass(frozen=True, slots=True)
class Beller:
    """Somebody to call; `moet_tekenen`: this person's signature is one of those that are missing."""

    rol: Tekst
    naam: str
    telefoon: str
    email: str
    moet_tekenen: bool


@dataclass(frozen=True, slots=True)
class Gesprekje:
    """A call that was made."""

    op: datetime
    door: str
    met_wie: str
    uitkomst: BelUitkomst | None
    notitie: str
    opnieuw_op: date | None


@dataclass(frozen=True, slots=True)
class Belkaart:
    """What somebody needs with the phone in the hand. `ontbreekt` is empty when there is nothing to call about."""

    pok_id: int
    nummer: str
    student: str
    bedrijf: str
    begin_op: date | None
    ontbreekt: tuple[Partij, ...]
    bellers: tuple[Beller, ...]
    herinneringen: tuple[Herinnerd, ...]
    gesprekjes: tuple[Gesprekje, ...]

    @property
    def opnieuw_op(self) -> date | None:
        """The day agreed in the last call."""
        return self.gesprekjes[0].opnieuw_op if self.gesprekjes else None


def get_belkaart(session: Session, actor: Actor, pok_id: int, vandaag: date) -> Belkaart:
    """One agreement inside the scope of who may chase. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.POK_NABELLEN)
    vraag = sa.select(Pok).where(col(Pok.id) == pok_id, pok_scope(actor, Actie.POK_NABELLEN))
    pok: Pok | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(pok_id) else None
    if pok is None:
        raise NietGevonden
    student = session.get_one(Student, pok.student_id)
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    ontbreekt = list_ontbrekend(session, [pok_id], vandaag)[pok_id] if pok.status is PokStatus.AFGEDRUKT else ()
    notities = session.execute(
        sa.select(PokBelnotitie).where(col(PokBelnotitie.pok_id) == pok_id).order_by(col(PokBelnotitie.id).desc())
    ).scalars()
    return Belkaart(
        pok_id=pok_id,
        nummer=pok.nummer,
        student=student.naam,
        bedrijf=bedrijf.naam if bedrijf else "",
        begin_op=pok.begin_op,
        ontbreekt=ontbreekt,
        bellers=_bellers(session, pok, student, ontbreekt),
        herinneringen=tuple(list_herinneringen(session, [pok_id])),
        gesprekjes=tuple(
            Gesprekje(n.op, n.door_naam, n.met_wie, n.uitkomst, n.notitie, n.opnieuw_bellen_op) for n in notities
        ),
    )


def _bellers(session: Session, pok: Pok, student: Student, ontbreekt: tuple[Partij, ...]) -> tuple[Beller, ...]:
    """Who has still to sign first."""
    opleider = session.get(Contactpersoon, pok.praktijkopleider_id) if pok.praktijkopleider_id else None
    begeleider = session.get(Account, pok.onderwijsbegeleider_id) if pok.onderwijsbegeleider_id else None
    tekent = Partij.STUDENT in ontbreekt or Partij.VOOGD in ontbreekt
    alle = [Beller(STUDENT, student.naam, student.telefoon, student.email, tekent)]
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    via, mist_bedrijf = get_tekenaar(session, bedrijf) if bedrijf else None, Partij.LEERBEDRIJF in ontbreekt
    if via is not None and via.naam:
        rol = Tekst(f"Tekent via {via.bedrijf}", f"Signs: {via.bedrijf}")
        alle.append(Beller(rol, via.wie, via.telefoon, via.email, mist_bedrijf))
        mist_bedrijf = False
    if opleider is not None:
        alle.append(Beller(OPLEIDER, opleider.naam, opleider.telefoon, opleider.email, mist_bedrijf))
    if begeleider is not None:
        alle.append(Beller(BEGELEIDER, begeleider.naam, begeleider.telefoon, begeleider.email, False))
    return tuple(sorted(alle, key=lambda b: not b.moet_tekenen))
