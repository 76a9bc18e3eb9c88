"""The KRD by file: deliveries go out into a folder, answers and changes come in from one. Safe against a kill anywhere.

`uit/` deliveries, numbered, never overwritten; `in/` what the register puts there; `klaar/` and `fout/` where those
files go, with the reason. What a delivery holds is committed before it is written; what a file said is committed
before it is moved. So a process that dies does again what it did not finish, and nothing counts twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import Clock, klok
from bpv_app.koppeling.krd.luisteren import pas_alles_toe
from bpv_app.koppeling.krd.rules import verzoen
from bpv_app.koppeling.krd.rules_bestand import (
    ANTWOORD,
    MAX_BYTES,
    NogNietHeel,
    Onbruikbaar,
    als_jsonl,
    lees_bestand_antwoord,
    lees_jsonl,
    levering_naam,
    maak_levering,
)
from bpv_app.koppeling.krd.rules_stand import PATROON, lees_stand
from bpv_app.koppeling.krd.service import KOPPELING, verwerk_antwoord
from bpv_app.koppeling.krd.service_stand import begin_met_stand, list_wachtend
from bpv_app.koppeling.krd.tables import KrdBestand, KrdLevering, KrdVergelijking
from bpv_app.outbox import service as outbox
from bpv_app.pok import service as pok_service
from bpv_app.pok.krd_bericht import KANAAL

log = structlog.get_logger(__name__)
PER_LEVERING = 500
OPNIEUW_NA = timedelta(days=7)
"""A message without an answer goes into a new delivery, with the same key, after so long."""
HALF_NA_SECONDEN = 3600.0
"""A file that is not whole after so long will never be: it goes to `fout/`."""
MAPPEN = ("uit", "in", "klaar", "fout")


class BezetteNaam(Exception):
    """There is another file under this name already; it is left alone."""


def schrijf_nieuw(pad: Path, inhoud: bytes) -> None:
    """Write a file at once or not at all (temporary file, fsync, link), and never over another.

    The same contents under that name already: fine. Raises BezetteNaam for others.
    """
    tijdelijk = pad.with_name(f".{pad.name}.{uuid4().hex}.deel")
    try:
        with tijdelijk.open("wb") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        try:
            os.link(tijdelijk, pad)
        except OSError:  # it is there already, or this is a network folder that knows no links
            if not pad.exists():
                tijdelijk.rename(pad)
            elif pad.read_bytes() != inhoud:
                raise BezetteNaam(pad.name) from None
    finally:
        tijdelijk.unlink(missing_ok=True)
    _sync_map(pad.parent)


def _sync_map(map_: Path) -> None:
    nummer = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)


class BestandLijn:
    """One folder shared with the register."""

    def __init__(
        self,
        map_: Path,
        brin: str,
        *,
        op: Engine | None = None,
        clock: Clock = klok,
        moment: Callable[[str], None] = lambda _naam: None,
    ) -> None:
        """`moment` is told where it is (for tests that kill the process there)."""
        self._map, self._brin, self._engine, self._clock, self._moment = map_, brin, op, clock, moment
        for naam in MAPPEN:
            (map_ / naam).mkdir(parents=True, exist_ok=True)

    def ronde(self) -> int:
        """Write what was not written, read what is there, make a delivery. Returns how much was done."""
        return self._schrijf_openstaande() + self.lees_in() + self._maak_levering() + self._volg_standen()

    # --- the register's state ---------------------------------------------------------------------------------------

    def _volg_standen(self) -> int:
        """While a comparison waits: ask for a state file once, and begin with the newest whole one that is there."""
        with lezen(KOPPELING, op=self._engine) as session:
            wachtend = [(v.id or 0, v.gevraagd_op is None) for v in list_wachtend(session)]
        if not wachtend:
            return 0
        for nummer in (nummer for nummer, nieuw in wachtend if nieuw):
            vraag = als_jsonl([{"soort": "vraag", "wat": "stand", "nummer": nummer}])
            with contextlib.suppress(BezetteNaam):
                schrijf_nieuw(self._map / "uit" / f"vraag-stand-{nummer:08d}.jsonl", vraag)
            with transaction(KOPPELING, op=self._engine) as session:
                opdracht = sa.update(KrdVergelijking).where(col(KrdVergelijking.id) == nummer)
                session.execute(opdracht.values(gevraagd_op=self._clock.nu()))
        gedaan = 0
        paden = [p for p in (self._map / "in").glob(PATROON) if p.is_file() and not p.is_symlink()]
        for pad in sorted(paden, key=lambda p: (p.stat().st_mtime, p.name), reverse=True):
            gedaan += self._lees_stand(pad)
        return gedaan

    def _lees_stand(self, pad: Path) -> int:
        """The newest file that is whole is used; older ones find nobody waiting any more and are only put aside."""
        try:
            if pad.stat().st_size > MAX_BYTES:
                raise Onbruikbaar(f"Het bestand is groter dan {MAX_BYTES // 2**20} MB.")
            inhoud = pad.read_bytes()
            stand = lees_stand(inhoud)
        except NogNietHeel:
            if time.time() - pad.stat().st_mtime < HALF_NA_SECONDEN:
                return 0
            return self._leg_weg(pad, ["Het bestand is niet heel: het record SLR ontbreekt of telt niet."])
        except Onbruikbaar as fout:
            return self._leg_weg(pad, [str(fout)])
        except FileNotFoundError:
            return 0
        with transaction(KOPPELING, op=self._engine) as session:
            pok_service.lock_register(session)
            begin_met_stand(session, self._clock, stand, inhoud, pad.name)
        self._moment("voor_verplaatsen")
        return self._leg_weg(pad, [f"Regel {regel}: {reden.nl}" for regel, reden in stand.fouten])

    # --- out --------------------------------------------------------------------------------------------------------

    def _maak_levering(self) -> int:
        nu = self._clock.nu()
        with lezen(KOPPELING, op=self._engine) as session:
            if not outbox.heeft_te_doen(session, kanaal=KANAAL, nu=nu):
                return 0
        with transaction(KOPPELING, op=self._engine) as session:
            pok_service.lock_register(session)  # one delivery at a time: numbers in order
            berichten = outbox.bundel(session, kanaal=KANAAL, nu=nu, opnieuw_op=nu + OPNIEUW_NA, hoogstens=PER_LEVERING)
            if not berichten:
                return 0
            session.add(KrdLevering(bericht_ids=[b.id for b in berichten], gemaakt_op=nu))
        self._moment("na_vastleggen")
        return self._schrijf_openstaande()

    def _schrijf_openstaande(self) -> int:
        vraag = sa.select(KrdLevering).where(col(KrdLevering.geschreven_op).is_(None)).order_by(col(KrdLevering.id))
        with lezen(KOPPELING, op=self._engine) as session:
            open_ = [
                (rij.id or 0, rij.gemaakt_op, outbox.list_te_leveren(session, rij.bericht_ids))
                for rij in session.execute(vraag).scalars()
            ]
        for nummer, gemaakt_op, berichten in open_:
            duo, status = maak_levering(nummer, berichten, self._brin, gemaakt_op)
            naam = levering_naam(nummer)
            bezet = False
            try:
                schrijf_nieuw(self._map / "uit" / f"{naam}.bpv", duo)
                self._moment("tussen_bestanden")
                schrijf_nieuw(self._map / "uit" / f"{naam}.jsonl", status)  # last: now the delivery is there
            except BezetteNaam:
                bezet = True
            self._moment("na_schrijven")
            with transaction(KOPPELING, op=self._engine) as session:
                opdracht = sa.update(KrdLevering).where(col(KrdLevering.id) == nummer)
                session.execute(opdracht.values(geschreven_op=self._clock.nu()))
                if bezet:  # our database is older than the folder: this number is used up, the next one takes them
                    groepen = {b.groep for b in berichten}
                    outbox.probeer_nu(session, kanaal=KANAAL, op=self._clock.nu(), groepen=groepen)
            log.info("krd.levering", nummer=nummer, berichten=len(berichten), bezet=bezet)
        return len(open_)

    # --- in ---------------------------------------------------------------------------------------------------------

    def lees_in(self) -> int:
        """Every whole file in `in/`, by name; returns how many were handled."""
        gedaan = 0
        for pad in sorted((self._map / "in").glob("*.jsonl")):
            if not pad.name.startswith(".") and pad.is_file() and not pad.is_symlink():
                gedaan += self._lees_bestand(pad)
        return gedaan

    def _lees_bestand(self, pad: Path) -> int:
        try:
            if pad.stat().st_size > MAX_BYTES:
                raise Onbruikbaar(f"Het bestand is groter dan {MAX_BYTES // 2**20} MB.")
            inhoud = pad.read_bytes()
            regels = lees_jsonl(inhoud)
        except NogNietHeel:
            if time.time() - pad.stat().st_mtime < HALF_NA_SECONDEN:
                return 0
            return self._leg_weg(pad, ["Het bestand is niet heel: de slotregel ontbreekt of telt niet."])
        except Onbruikbaar as fout:
            return self._leg_weg(pad, [str(fout)])
        except FileNotFoundError:  # another process took it
            return 0
        som = hashlib.sha256(inhoud).hexdigest()
        with transaction(KOPPELING, op=self._engine) as session:
            pok_service.lock_register(session)  # one reader at a time
            eerder = session.execute(sa.select(KrdBestand).where(col(KrdBestand.sha256) == som)).scalar_one_or_none()
            fouten = list(eerder.fouten) if eerder else self._pas_toe(session, pad.name, som, regels)
        self._moment("voor_verplaatsen")
        return self._leg_weg(pad, fouten)

    def _pas_toe(self, session: Session, naam: str, som: str, regels: list[tuple[int, Any]]) -> list[str]:
        """Apply the lines in order; returns what was wrong, by line. Whatever is right is applied."""
        nu, fouten = self._clock.nu(), []
        for nummer, regel in regels:
            if not isinstance(regel, dict):
                fouten.append(f"Regel {nummer}: geen JSON-object.")
            elif regel.get("soort") == ANTWOORD:
                fout = _pas_antwoord_toe(session, regel, nu)
                fouten += [f"Regel {nummer}: {fout}"] if fout else []
            else:
                pas_alles_toe(session, [regel], nu, naam)
        session.add(KrdBestand(sha256=som, naam=naam[:200], gelezen_op=nu, regels=len(regels), fouten=fouten[:200]))
        session.flush()
        self._moment("in_toepassen")
        return fouten

    def _leg_weg(self, pad: Path, fouten: list[str]) -> int:
        """To `klaar/`, or to `fout/` with the reasons beside it; a name that is taken gets a number."""
        doelmap = self._map / ("fout" if fouten else "klaar")
        doel, poging = doelmap / pad.name, 1
        while doel.exists():
            poging += 1
            doel = doelmap / f"{pad.stem}-{poging}{pad.suffix}"
        if fouten:
            schrijf_nieuw(doel.with_suffix(".reden.txt"), ("\n".join(fouten) + "\n").encode())
            log.warning("krd.bestand_fout", bestand=pad.name, fouten=len(fouten))
        with contextlib.suppress(FileNotFoundError):
            pad.rename(doel)
        return 1


def _pas_antwoord_toe(session: Session, regel: dict[str, Any], nu: datetime) -> str:
    """Settle one message; empty when all is well. An answer that came before is no error: it says the same."""
    antwoord = lees_bestand_antwoord(regel)
    if antwoord is None:
        return "het antwoord is niet te lezen."
    rij = outbox.zoek_wachtend(session, kanaal=KANAAL, sleutel=antwoord.sleutel)
    if rij is None:
        return "" if outbox.is_bekend(session, kanaal=KANAAL, sleutel=antwoord.sleutel) else "onbekende sleutel."
    bericht = outbox.als_te_leveren(session, rij)
    uitkomst = verzoen(bericht.soort, antwoord.uitkomst)
    outbox.handel_af(rij, uitkomst, nu)
    session.flush()
    verwerk_antwoord(session, bericht, uitkomst, nu)
    return ""
