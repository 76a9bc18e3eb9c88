"""The KRD simulator's own SQLite file: settings, what the register itself was given, and what changed there."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from bpv_app.kernel.clock import Clock
from bpv_app.koppeling.krd.simulator_bericht import Bedrijf, PokBericht, Verbintenis, lees_bedrijf, lees_verbintenis
from bpv_app.koppeling.krd.simulator_rules import Regels
from bpv_app.koppeling.krd.simulator_wijziging import RegisterWijziging, WijzigingSoort

SCHEMA = """
CREATE TABLE IF NOT EXISTS stam (soort TEXT, sleutel TEXT, gegevens TEXT NOT NULL, PRIMARY KEY (soort, sleutel));
CREATE TABLE IF NOT EXISTS pok (
  id INTEGER PRIMARY KEY AUTOINCREMENT, nummer TEXT NOT NULL UNIQUE, status TEXT NOT NULL, student TEXT NOT NULL,
  verbintenis TEXT NOT NULL, volgnummer TEXT NOT NULL, gegevens TEXT NOT NULL, bijgewerkt_op TEXT NOT NULL,
  UNIQUE (student, verbintenis, volgnummer));
CREATE TABLE IF NOT EXISTS volgorde (pok_nummer TEXT PRIMARY KEY, laatste INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS bericht (
  sleutel TEXT PRIMARY KEY, afdruk TEXT NOT NULL, pok_nummer TEXT NOT NULL, volgorde INTEGER NOT NULL,
  gebeurtenis TEXT NOT NULL, http INTEGER NOT NULL, antwoord TEXT NOT NULL, ontvangen INTEGER NOT NULL,
  op TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS bericht_pok ON bericht (pok_nummer, volgorde);
CREATE TABLE IF NOT EXISTS telling (
  pok_nummer TEXT, gebeurtenis TEXT, aantal INTEGER NOT NULL, PRIMARY KEY (pok_nummer, gebeurtenis));
CREATE TABLE IF NOT EXISTS instelling (naam TEXT PRIMARY KEY, waarde TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS wijziging (
  nummer INTEGER PRIMARY KEY AUTOINCREMENT, sleutel TEXT NOT NULL UNIQUE, op TEXT NOT NULL, inhoud TEXT NOT NULL);
"""


def als_json(waarde: object) -> str:
    """Dates and decimals as text, keys in order: the same value gives the same text."""

    def los(item: object) -> str:
        if isinstance(item, (date, Decimal)):
            return str(item)
        raise TypeError(type(item))

    return json.dumps(waarde, ensure_ascii=False, sort_keys=True, default=los)


def verbintenis_sleutel(verbintenis: Verbintenis) -> str:
    """The key of an enrolment: student and volgnummer."""
    return json.dumps([verbintenis.student, verbintenis.volgnummer])


class Archief:
    """The file; one connection, one writer at a time."""

    def __init__(self, bestand: Path, clock: Clock) -> None:
        bestand.parent.mkdir(parents=True, exist_ok=True)
        self.slot = threading.RLock()
        self.clock = clock
        self.db = sqlite3.connect(bestand, timeout=30, isolation_level=None, check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        with self.slot:
            self.db.close()

    @contextmanager
    def transactie(self) -> Iterator[None]:
        """One writing transaction; nobody else reads or writes meanwhile."""
        with self.slot:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")

    def een(self, vraag: str, *waarden: object) -> sqlite3.Row | None:
        """The first row of an answer."""
        rij: sqlite3.Row | None = self.db.execute(vraag, waarden).fetchone()
        return rij

    # --- settings and master data -----------------------------------------------------------------------------------

    def regels(self) -> Regels:
        with self.slot:
            rij = self.een("SELECT waarde FROM instelling WHERE naam = 'regels'")
        if rij is None:
            return Regels()
        waarde = json.loads(rij["waarde"])
        stop = waarde["mutatiestop"]
        return Regels(waarde["leert"], date.fromisoformat(stop) if stop else None, waarde["ontheffing_toegestaan"])

    def zet_regels(self, regels: Regels) -> None:
        with self.transactie():
            anders = regels.mutatiestop != self.regels().mutatiestop
            self.db.execute("REPLACE INTO instelling VALUES ('regels', ?)", (als_json(asdict(regels)),))
            if anders:
                self._meld({"soort": "mutatiestop", "datum": regels.mutatiestop})

    def zet_stamgegevens(self, verbintenissen: Iterable[Verbintenis], bedrijven: Iterable[Bedrijf]) -> None:
        """Enrolments and companies as the register itself knows them; what a message says never counts above these."""
        rijen = [("verbintenis", verbintenis_sleutel(v), als_json(asdict(v))) for v in verbintenissen]
        rijen += [("bedrijf", b.leerbedrijf_id, als_json(asdict(b))) for b in bedrijven]
        with self.transactie():
            self.db.executemany("REPLACE INTO stam VALUES (?, ?, ?)", rijen)

    def _stam(self, soort: str, sleutel: str) -> Any:
        rij = self.een("SELECT gegevens FROM stam WHERE soort = ? AND sleutel = ?", soort, sleutel)
        return json.loads(rij["gegevens"]) if rij else None

    def _verbintenis(self, bericht: PokBericht, leert: bool) -> Verbintenis | None:
        """The enrolment to judge by: the register's own; when it learns, else the one the message brings."""
        eigen = self._stam("verbintenis", verbintenis_sleutel(bericht.verbintenis))
        if eigen is not None:
            return lees_verbintenis(eigen)
        return bericht.verbintenis if leert else None

    def _bedrijf(self, bericht: PokBericht, leert: bool) -> Bedrijf | None:
        nummer = bericht.pok.leerbedrijf_id
        eigen = self._stam("bedrijf", nummer)
        if eigen is not None:
            return lees_bedrijf(eigen)
        if not leert:
            return None
        uit_bericht = bericht.bedrijf
        return uit_bericht if uit_bericht and uit_bericht.leerbedrijf_id == nummer else Bedrijf(nummer)

    # --- changes that begin here ------------------------------------------------------------------------------------

    def _meld(self, inhoud: dict[str, Any]) -> None:
        self.db.execute(
            "INSERT INTO wijziging (sleutel, op, inhoud) VALUES (?, ?, ?)",
            (f"W-{uuid4().hex}", self.clock.nu().isoformat(), als_json(inhoud)),
        )

    def wijzig(self, wijziging: RegisterWijziging) -> bool:
        """Somebody at the register changes something: kept, and told to who asks. False: it holds no such POK."""
        with self.transactie():
            if wijziging.soort is WijzigingSoort.POK_STATUS:
                opdracht = "UPDATE pok SET status = ?, bijgewerkt_op = ? WHERE nummer = ?"
                nu = self.clock.nu().isoformat()
                if not self.db.execute(opdracht, (wijziging.krd_status, nu, wijziging.pok_nummer)).rowcount:
                    return False
            elif wijziging.verbintenis is not None:
                sleutel = verbintenis_sleutel(wijziging.verbintenis)
                stam = ("verbintenis", sleutel, als_json(asdict(wijziging.verbintenis)))
                self.db.execute("REPLACE INTO stam VALUES (?, ?, ?)", stam)
            elif wijziging.soort is WijzigingSoort.MUTATIESTOP:
                regels = replace(self.regels(), mutatiestop=wijziging.datum)
                self.db.execute("REPLACE INTO instelling VALUES ('regels', ?)", (als_json(asdict(regels)),))
            self._meld(wijziging.als_dict())
        return True

    def wijzigingen(self, na: int = 0, aantal: int = 100) -> dict[str, Any]:
        """What changed here after number `na`, in order; `laatste` is the highest number there is."""
        with self.slot:
            rijen = self.db.execute(
                "SELECT * FROM wijziging WHERE nummer > ? ORDER BY nummer LIMIT ?", (na, aantal)
            ).fetchall()
            laatste = self.een("SELECT max(nummer) AS n FROM wijziging")
        lijst = [
            {"nummer": r["nummer"], "sleutel": r["sleutel"], "op": r["op"], **json.loads(r["inhoud"])} for r in rijen
        ]
        return {"laatste": (laatste["n"] if laatste else None) or 0, "wijzigingen": lijst}
