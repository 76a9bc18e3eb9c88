"""A print run and its paper: which runs are there, the one PDF in mailing order, and the single prints as a zip.

Everything comes from the stored single prints, so it can be made after a stop or a crash as well, and again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules_afdruk import Volgorde, afdruk_bestandsnaam, klasvolgorde, postvolgorde
from bpv_app.pok.tables import Pok, PokAfdruk, PokDocument
from bpv_app.student.tables import Student
from bpv_app.taak.rules import LOPEND
from bpv_app.taak.service import TaakStand, stand_van
from bpv_app.taak.tables import Taak

MAX_RUNS = 30
LOOPT_NOG = DomeinFout(
    "afdruk_loopt",
    Tekst("Deze afdruk wordt nog gemaakt. Wacht tot dat klaar is.", "This print is still being made. Wait for it."),
)


@dataclass(frozen=True, slots=True)
class RunRegel:
    """A print run in the list. `rest`: so many POKs of it were never tried, because it was stopped or broke off."""

    id: int
    op: datetime
    door: str
    aantal: int
    paginas: int
    volgorde: Volgorde
    taak: TaakStand | None
    rest: int
    is_eigen: bool

    @property
    def is_lopend(self) -> bool:
        return self.taak is not None and self.taak.is_lopend


def zet_op_volgorde(session: Session, actor: Actor, pok_ids: Sequence[int], volgorde: Volgorde) -> list[int]:
    """The same ids, each once, as the paper must lie; what this actor cannot find comes last."""
    uniek = list(dict.fromkeys(pok_ids))
    kolommen = (col(Student.postcode), col(Student.huisnummer), col(Student.klas), col(Student.achternaam))
    sleutels: dict[int, tuple[str, int, str, str]] = {}
    geldig = [i for i in uniek if is_sleutel(i)]
    for begin in range(0, len(geldig), 500):
        vraag = (
            sa.select(col(Pok.id), col(Pok.nummer), *kolommen)
            .join(Student, col(Student.id) == col(Pok.student_id))
            .where(col(Pok.id).in_(geldig[begin : begin + 500]), pok_scope(actor))
        )
        for pok_id, nummer, postcode, huisnummer, klas, naam in session.execute(vraag):
            sleutels[pok_id] = (
                klasvolgorde(klas, naam, nummer)
                if volgorde is Volgorde.KLAS
                else postvolgorde(postcode, huisnummer, naam, nummer)
            )
    return sorted(uniek, key=lambda pok_id: sleutels.get(pok_id, ("~~~", 0, "", "")))


def run_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """A run may hold paper of anybody: it is for who made it, and for who prints for the whole school."""
    if not actor.mag(Actie.POK_AFDRUKKEN):
        return sa.false()
    if actor.team_ids(Actie.POK_AFDRUKKEN) is None:
        return sa.true()
    return col(PokAfdruk.account_id) == actor.account_id


def get_run(session: Session, actor: Actor, run_id: int) -> PokAfdruk:
    """The run, if this actor may still print every POK in it. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.POK_AFDRUKKEN)
    vraag = sa.select(PokAfdruk).where(col(PokAfdruk.id) == run_id, run_scope(actor))
    run: PokAfdruk | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(run_id) else None
    if run is None or not _mag_alles(session, actor, run):
        raise NietGevonden
    return run


def get_afdruk(session: Session, actor: Actor, sha256: str) -> PokAfdruk:
    """The run whose one PDF this is, for who may print all of it. Raises NietGevonden.

    Whoever made it may have lost the right since; a run with a POK outside the actor's scope is not theirs to see.
    """
    require(actor, Actie.POK_AFDRUKKEN)
    vraag = sa.select(PokAfdruk).where(col(PokAfdruk.sha256) == sha256).order_by(col(PokAfdruk.id)).limit(1)
    run: PokAfdruk | None = session.execute(vraag).scalar_one_or_none() if len(sha256) == 64 else None
    if run is None or not _mag_alles(session, actor, run):
        raise NietGevonden
    return run


def _mag_alles(session: Session, actor: Actor, run: PokAfdruk) -> bool:
    van_run = sa.select(col(PokDocument.pok_id)).where(col(PokDocument.afdruk_id) == run.id)
    binnen = sa.select(sa.func.count()).where(col(Pok.id).in_(van_run), pok_scope(actor, Actie.POK_AFDRUKKEN))
    aantal: int = session.execute(binnen).scalar_one()
    return aantal == run.aantal


def list_runs(session: Session, actor: Actor, clock: Clock) -> list[RunRegel]:
    """The newest runs this actor may see. Raises GeenRecht."""
    require(actor, Actie.POK_AFDRUKKEN)
    vraag = (
        sa.select(PokAfdruk, Taak)
        .outerjoin(Taak, col(Taak.id) == col(PokAfdruk.taak_id))
        .where(run_scope(actor))
        .order_by(col(PokAfdruk.id).desc())
        .limit(MAX_RUNS)
    )
    return [_regel(run, taak, actor, clock) for run, taak in session.execute(vraag) if _mag_alles(session, actor, run)]


def _regel(run: PokAfdruk, taak: Taak | None, actor: Actor, clock: Clock) -> RunRegel:
    is_over = taak is not None and taak.status not in LOPEND
    return RunRegel(
        id=run.id or 0,
        op=run.gemaakt_op,
        door=run.door_naam,
        aantal=run.aantal,
        paginas=run.paginas,
        volgorde=run.volgorde,
        taak=stand_van(taak, clock.nu()) if taak else None,
        rest=max(len(taak.invoer["pok_ids"]) - taak.gedaan, 0) if taak and is_over else 0,
        is_eigen=run.account_id == actor.account_id,
    )


# --- the paper --------------------------------------------------------------------------------------------------------


def taak_van(session: Session, run: PokAfdruk) -> Taak | None:
    """The long work of a run; None for one that was printed at once."""
    return session.get(Taak, run.taak_id) if run.taak_id else None


def check_klaar(session: Session, run: PokAfdruk) -> None:
    """Raises LOOPT_NOG while the run is being printed, NietGevonden when nothing was printed."""
    taak = taak_van(session, run)
    if taak is not None and taak.status in LOPEND:
        raise LOOPT_NOG
    if not run.aantal:
        raise NietGevonden


def _documenten(session: Session, run: PokAfdruk) -> Iterator[tuple[str, str, str, str]]:
    """SHA-256, number, name and surname of every print, in the order in which they were printed."""
    na = 0
    while True:
        vraag = (
            sa.select(
                col(PokDocument.id),
                col(PokDocument.sha256),
                col(Pok.nummer),
                col(Student.naam),
                col(Student.achternaam),
            )
            .join(Pok, col(Pok.id) == col(PokDocument.pok_id))
            .join(Student, col(Student.id) == col(Pok.student_id))
            .where(col(PokDocument.afdruk_id) == run.id, col(PokDocument.id) > na)
            .order_by(col(PokDocument.id))
            .limit(200)
        )
        rijen = session.execute(vraag).all()
        for _, sha256, nummer, naam, achternaam in rijen:
            yield sha256, nummer, naam, achternaam or naam
        if not rijen:
            return
        na = rijen[-1][0]


def maak_bestand(session: Session, run: PokAfdruk) -> tuple[str, int]:
    """Make the one PDF of what was printed, as a stream to the store; its SHA-256 and its size.

    Changes nothing in the database. The same run gives the same bytes. Raises FileNotFoundError or ValueError when a
    stored print is gone or damaged.
    """
    session.flush()
    with opslag.schrijf() as doel:
        schrijf_run(session, run, doel)
    return doel.sha256, doel.grootte


def schrijf_run(session: Session, run: PokAfdruk, doel: IO[bytes] | opslag.Nieuw) -> None:
    """Write the one PDF of what was printed to `doel`, piece by piece. Raises as `maak_bestand`."""
    from bpv_app.pok.pdf_stroom import schrijf_pdf

    school = instellingen().school_naam
    with schrijf_pdf(doel, titel="Praktijkovereenkomsten", auteur=school, gemaakt_op=run.gemaakt_op) as pdf:
        for sha256, nummer, naam, _ in _documenten(session, run):
            pdf.voeg_toe(opslag.lees(sha256), f"{nummer} {naam[:80]}".strip())


class _Doorgeef(io.RawIOBase):
    """Takes what a zip writes and gives it on; a zip on its way out cannot go back."""

    def __init__(self) -> None:
        self._delen: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, deel: bytes) -> int:  # type: ignore[override]
        self._delen.append(bytes(deel))
        return len(deel)

    def neem(self) -> bytes:
        """What came since the last time."""
        deel, self._delen = b"".join(self._delen), []
        return deel


def lees_zip(bestanden: list[tuple[str, str]], gemaakt_op: datetime) -> Iterator[bytes]:
    """A zip of stored files (`name, SHA-256`), piece by piece: one file at a time is in memory.

    A file that is gone or damaged is named in ONTBREEKT.txt: a zip half sent cannot become an error any more.
    """
    dag = gemaakt_op.astimezone(AMSTERDAM)
    uit, mist = _Doorgeef(), list[str]()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_STORED) as zip_:
        for naam, sha256 in bestanden:
            info = zipfile.ZipInfo(naam, (dag.year, dag.month, dag.day, dag.hour, dag.minute, dag.second))
            try:
                zip_.writestr(info, opslag.lees(sha256))
            except (FileNotFoundError, ValueError):
                mist.append(naam)
            yield uit.neem()
        if mist:
            tekst = "Deze bestanden zijn niet gevonden of beschadigd. Meld het bij beheer.\r\n" + "\r\n".join(mist)
            zip_.writestr("ONTBREEKT.txt", tekst)
    yield uit.neem()


def list_bestanden(session: Session, run: PokAfdruk) -> list[tuple[str, str]]:
    """Name and SHA-256 of every single print of a run, in its order; names that are the same get a number."""
    uit: list[tuple[str, str]] = []
    gezien: dict[str, int] = {}
    for sha256, nummer, _, achternaam in _documenten(session, run):
        naam = afdruk_bestandsnaam(nummer, achternaam)
        gezien[naam] = gezien.get(naam, 0) + 1
        if gezien[naam] > 1:
            naam = f"{naam.removesuffix('.pdf')}-{gezien[naam]}.pdf"
        uit.append((naam, sha256))
    return uit
