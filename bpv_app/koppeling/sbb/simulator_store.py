"""The simulator's own SQLite file: companies, their accreditations, who is followed, and what changed, in order."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bpv_app.kernel.clock import Clock
from bpv_app.koppeling.sbb.rules import Bedrijf, Details, Vraag, als_regel, lees_regel
from bpv_app.leerbedrijf.inlezen_wijzigingen import Mutatie
from bpv_app.leerbedrijf.rules import ErkenningRegel, Oordeel, beoordeel_erkenning

SCHEMA = """
CREATE TABLE IF NOT EXISTS bedrijf (
  sbb_id TEXT PRIMARY KEY, naam TEXT NOT NULL, postcode TEXT NOT NULL, plaats TEXT NOT NULL, kvk TEXT NOT NULL,
  erkenningen TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS abonnement (sbb_id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS wijziging (
  nummer INTEGER PRIMARY KEY AUTOINCREMENT, sbb_id TEXT NOT NULL, op TEXT NOT NULL, inhoud TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vraag (id INTEGER PRIMARY KEY AUTOINCREMENT, op TEXT NOT NULL, inhoud TEXT NOT NULL);
"""


def _sleutel(regel: ErkenningRegel) -> tuple[str, date, str]:
    return (regel.crebo, regel.erkend_van, regel.leerweg)


class Register:
    """What SBB knows. One connection, one writer at a time."""

    def __init__(self, bestand: Path, clock: Clock) -> None:
        bestand.parent.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self._slot = threading.RLock()
        self._db = sqlite3.connect(bestand, timeout=30, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        with self._slot:
            self._db.close()

    @contextmanager
    def _transactie(self) -> Iterator[None]:
        with self._slot:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _lees(self, vraag: str, *waarden: object) -> list[sqlite3.Row]:
        with self._slot:
            return self._db.execute(vraag, waarden).fetchall()

    @staticmethod
    def _details(rij: sqlite3.Row) -> Details:
        bedrijf = Bedrijf(rij["sbb_id"], rij["naam"], rij["postcode"], rij["plaats"], rij["kvk"])
        return Details(bedrijf, tuple(lees_regel(r) for r in json.loads(rij["erkenningen"])))

    # --- what its own people do -------------------------------------------------------------------------------------

    def zet(self, bedrijven: Iterable[Details]) -> int:
        """These companies are as given from now on; what that changes is told to who follows them. Returns how many."""
        geteld = 0
        with self._transactie():
            for d in bedrijven:
                rijen = self._lees("SELECT * FROM bedrijf WHERE sbb_id = ?", d.bedrijf.sbb_id)
                oud = {_sleutel(r): r for r in (self._details(rijen[0]).regels if rijen else ())}
                nieuw = {_sleutel(r): r for r in d.regels}
                for sleutel, regel in {**oud, **nieuw}.items():
                    if oud.get(sleutel) != nieuw.get(sleutel):
                        self._meld(d.bedrijf.sbb_id, oud.get(sleutel), nieuw.get(sleutel), regel)
                b = d.bedrijf
                erkenningen = json.dumps([als_regel(r) for r in d.regels])
                self._db.execute(
                    "REPLACE INTO bedrijf VALUES (?, ?, ?, ?, ?, ?)",
                    (b.sbb_id, b.naam, b.postcode, b.plaats, b.kvk, erkenningen),
                )
                geteld += 1
        return geteld

    def _meld(
        self, sbb_id: str, oud: ErkenningRegel | None, nieuw: ErkenningRegel | None, regel: ErkenningRegel
    ) -> None:
        mutatie = Mutatie.GEWIJZIGD
        if oud is None or nieuw is None:
            mutatie = Mutatie.NIEUW if oud is None else Mutatie.INGETROKKEN
        inhoud = als_regel(regel) if nieuw else {**als_regel(regel), "erkend_tot": None}
        self._db.execute(
            "INSERT INTO wijziging (sbb_id, op, inhoud) VALUES (?, ?, ?)",
            (sbb_id, self.clock.nu().isoformat(), json.dumps({"mutatie": mutatie.value, **inhoud})),
        )

    def maak_leeg(self) -> None:
        """Forget everything; the numbers of changes go on."""
        with self._transactie():
            for tabel in ("bedrijf", "abonnement", "wijziging", "vraag"):
                self._db.execute(f"DELETE FROM {tabel}")  # noqa: S608

    # --- what schools ask -------------------------------------------------------------------------------------------

    def details(self, sbb_id: str) -> Details | None:
        rijen = self._lees("SELECT * FROM bedrijf WHERE sbb_id = ?", sbb_id)
        return self._details(rijen[0]) if rijen else None

    def verifieer(self, vraag: Vraag) -> tuple[Oordeel, tuple[ErkenningRegel, ...]]:
        """The verdict and the company's lines; the question is kept, so that a test can count how often it came."""
        gevonden = self.details(vraag.sbb_id)
        regels = gevonden.regels if gevonden else ()
        with self._transactie():
            self._db.execute(
                "INSERT INTO vraag (op, inhoud) VALUES (?, ?)",
                (self.clock.nu().isoformat(), json.dumps(vraag.als_dict())),
            )
        oordeel = beoordeel_erkenning(
            regels, vraag.crebo, vraag.keuzedeel, vraag.peildatum, sbb_id=vraag.sbb_id, leerweg=vraag.leerweg
        )
        return oordeel, regels

    def tel_vragen(self) -> int:
        return int(self._lees("SELECT count(*) AS n FROM vraag")[0]["n"])

    def zoek(self, tekst: str, crebo: str, hoogstens: int) -> list[Bedrijf]:
        """Companies with this piece in name or place; with `crebo` only those accredited for it today."""
        rijen = self._lees(
            "SELECT * FROM bedrijf WHERE instr(lower(naam || ' ' || plaats), lower(?)) > 0 ORDER BY naam, sbb_id", tekst
        )
        vandaag = self.clock.vandaag()
        uit = [
            d.bedrijf
            for d in map(self._details, rijen)
            if not crebo or any(r.crebo == crebo and r.geldt_op(vandaag) for r in d.regels)
        ]
        return uit[:hoogstens]

    def identificeer(self, naam: str, postcode: str) -> list[Bedrijf]:
        """Companies at this postcode, those with the name first."""
        rijen = self._lees(
            "SELECT * FROM bedrijf WHERE postcode = ? ORDER BY instr(lower(naam), lower(?)) = 0, naam LIMIT 20",
            postcode,
            naam,
        )
        return [self._details(rij).bedrijf for rij in rijen]

    def abonneer(self, sbb_ids: Iterable[str]) -> int:
        """Follow these companies from now on, and no others. Returns how many."""
        alle = {(sbb_id,) for sbb_id in sbb_ids}
        with self._transactie():
            self._db.execute("DELETE FROM abonnement")
            self._db.executemany("INSERT INTO abonnement VALUES (?)", sorted(alle))
        return len(alle)

    def wijzigingen(self, na: int, aantal: int) -> dict[str, Any]:
        """What changed at the companies that are followed, after number `na`."""
        rijen = self._lees(
            "SELECT w.* FROM wijziging w JOIN abonnement a ON a.sbb_id = w.sbb_id WHERE w.nummer > ? "
            "ORDER BY w.nummer LIMIT ?",
            na,
            aantal,
        )
        laatste = self._lees("SELECT coalesce(max(nummer), 0) AS n FROM wijziging")[0]["n"]
        lijst = [
            {"nummer": r["nummer"], "leerbedrijf_id": r["sbb_id"], "op": r["op"], **json.loads(r["inhoud"])}
            for r in rijen
        ]
        return {"laatste": laatste, "wijzigingen": lijst}
