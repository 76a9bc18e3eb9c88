"""The KRD simulator's own SQLite file: what it holds, every message it ever got, and how often each event counted.

One message is handled in one transaction: verdict, status, order, answer and count together, or nothing. The counter
per event (`telling`) is added up apart from the list of messages, so that a message counted twice would show.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bpv_app.kernel.clock import Clock
from bpv_app.koppeling.krd.simulator_bericht import (
    Bedrijf,
    PokBericht,
    Verbintenis,
    lees_bedrijf,
    lees_pok,
    lees_verbintenis,
)
from bpv_app.koppeling.krd.simulator_rules import Reden, Regels, RegisterStatus, Stand, beoordeel, check_volgorde

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
"""


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What the register says. `herhaald`: this key was answered before, this is the same answer again."""

    http: int
    lichaam: dict[str, Any]
    herhaald: bool = False


def _json(waarde: object) -> str:
    def los(item: object) -> str:
        if isinstance(item, (date, Decimal)):
            return str(item)
        raise TypeError(type(item))

    return json.dumps(waarde, ensure_ascii=False, sort_keys=True, default=los)


def _krd_nummer(rij: sqlite3.Row) -> str:
    return f"KRD{rij['id']:08d}"


def _sleutel(verbintenis: Verbintenis) -> str:
    return json.dumps([verbintenis.student, verbintenis.volgnummer])


def weigering(redenen: Iterable[Reden], http: int = 422, **meer: object) -> Antwoord:
    """A refusal: the first code up front, every reason beside it; `krd_status` (in `meer`) is what it holds."""
    lijst = list(redenen)
    lichaam = {
        "uitkomst": "geweigerd",
        "code": lijst[0].code,
        "tekst": " ".join(r.tekst for r in lijst),
        "redenen": [asdict(r) for r in lijst],
        **meer,
    }
    return Antwoord(http, lichaam)


class Register:
    """The simulator's memory; one connection, one writer at a time."""

    def __init__(self, bestand: Path, clock: Clock) -> None:
        bestand.parent.mkdir(parents=True, exist_ok=True)
        self._slot = threading.RLock()
        self._clock = clock
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

    def _een(self, vraag: str, *waarden: object) -> sqlite3.Row | None:
        rij: sqlite3.Row | None = self._db.execute(vraag, waarden).fetchone()
        return rij

    # --- settings and master data -----------------------------------------------------------------------------------

    def regels(self) -> Regels:
        with self._slot:
            rij = self._een("SELECT waarde FROM instelling WHERE naam = 'regels'")
        if rij is None:
            return Regels()
        waarde = json.loads(rij["waarde"])
        stop = waarde["mutatiestop"]
        return Regels(waarde["leert"], date.fromisoformat(stop) if stop else None, waarde["ontheffing_toegestaan"])

    def zet_regels(self, regels: Regels) -> None:
        with self._transactie():
            self._db.execute("REPLACE INTO instelling VALUES ('regels', ?)", (_json(asdict(regels)),))

    def zet_stamgegevens(self, verbintenissen: Iterable[Verbintenis], bedrijven: Iterable[Bedrijf]) -> None:
        """Enrolments and companies as the register itself knows them; what a message says never counts above these."""
        rijen = [("verbintenis", _sleutel(v), _json(asdict(v))) for v in verbintenissen]
        rijen += [("bedrijf", b.leerbedrijf_id, _json(asdict(b))) for b in bedrijven]
        with self._transactie():
            self._db.executemany("REPLACE INTO stam VALUES (?, ?, ?)", rijen)

    def _stam(self, soort: str, sleutel: str) -> Any:
        rij = self._een("SELECT gegevens FROM stam WHERE soort = ? AND sleutel = ?", soort, sleutel)
        return json.loads(rij["gegevens"]) if rij else None

    def _verbintenis(self, bericht: PokBericht, leert: bool) -> Verbintenis | None:
        """The enrolment to judge by: the register's own; when it learns, else the one the message brings."""
        eigen = self._stam("verbintenis", _sleutel(bericht.verbintenis))
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

    # --- messages ---------------------------------------------------------------------------------------------------

    def verwerk(self, sleutel: str, bericht: PokBericht, forceer: Reden | None = None) -> Antwoord:
        """Handle one message: the same key gives the same answer and counts once.

        `forceer` refuses it whatever the rules say (a fault set for a test).
        """
        afdruk = hashlib.sha256(_json(asdict(bericht)).encode()).hexdigest()
        with self._transactie():
            eerder = self._een("SELECT * FROM bericht WHERE sleutel = ?", sleutel)
            if eerder is not None:
                return self._herhaal(eerder, afdruk)
            rij = self._een("SELECT laatste FROM volgorde WHERE pok_nummer = ?", bericht.pok_nummer)
            laatste = rij["laatste"] if rij else 0
            uit_volgorde = check_volgorde(bericht, laatste)
            if uit_volgorde:  # not stored: it may come again when its turn has come
                held = self._een("SELECT status FROM pok WHERE nummer = ?", bericht.pok_nummer)
                status = held["status"] if held else None
                return weigering([uit_volgorde], http=409, verwacht=laatste + 1, krd_status=status)
            antwoord = self._beoordeel(bericht, forceer)
            self._db.execute(
                "INSERT INTO bericht VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
                (
                    sleutel,
                    afdruk,
                    bericht.pok_nummer,
                    bericht.volgorde,
                    bericht.gebeurtenis,
                    antwoord.http,
                    _json(antwoord.lichaam),
                    self._clock.nu().isoformat(),
                ),
            )
            self._db.execute("REPLACE INTO volgorde VALUES (?, ?)", (bericht.pok_nummer, bericht.volgorde))
            return antwoord

    def _herhaal(self, eerder: sqlite3.Row, afdruk: str) -> Antwoord:
        if eerder["afdruk"] != afdruk:
            reden = Reden("SLEUTEL_HERGEBRUIKT", "Deze sleutel hoort bij een ander bericht.")
            return weigering([reden], http=409)
        self._db.execute("UPDATE bericht SET ontvangen = ontvangen + 1 WHERE sleutel = ?", (eerder["sleutel"],))
        return Antwoord(eerder["http"], json.loads(eerder["antwoord"]), herhaald=True)

    def _beoordeel(self, bericht: PokBericht, forceer: Reden | None) -> Antwoord:
        rij = self._een("SELECT * FROM pok WHERE nummer = ?", bericht.pok_nummer)
        stand = Stand(RegisterStatus(rij["status"]), lees_pok(json.loads(rij["gegevens"]))) if rij else None
        if forceer is not None:
            return weigering([forceer], krd_status=stand.status if stand else None)
        regels = self.regels()
        ander = self._een(
            "SELECT nummer FROM pok WHERE student = ? AND verbintenis = ? AND volgnummer = ? AND nummer <> ?",
            bericht.verbintenis.student,
            bericht.verbintenis.volgnummer,
            bericht.pok.volgnummer,
            bericht.pok_nummer,
        )
        status, redenen = beoordeel(
            bericht,
            stand,
            self._verbintenis(bericht, regels.leert),
            self._bedrijf(bericht, regels.leert),
            ander["nummer"] if ander else None,
            regels,
        )
        if status is None:
            return weigering(redenen, krd_status=stand.status if stand else None)
        krd_nummer = self._bewaar_pok(bericht, status)
        return Antwoord(200, {"krd_nummer": krd_nummer, "krd_status": status, "uitkomst": "aangenomen"})

    def _bewaar_pok(self, bericht: PokBericht, status: RegisterStatus) -> str:
        gegevens, nu = _json(asdict(bericht.pok)), self._clock.nu().isoformat()
        self._db.execute(
            "INSERT INTO pok (nummer, status, student, verbintenis, volgnummer, gegevens, bijgewerkt_op)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (nummer) DO UPDATE SET status = excluded.status,"
            " student = excluded.student, verbintenis = excluded.verbintenis, volgnummer = excluded.volgnummer,"
            " gegevens = excluded.gegevens, bijgewerkt_op = excluded.bijgewerkt_op",
            (
                bericht.pok_nummer,
                status,
                bericht.verbintenis.student,
                bericht.verbintenis.volgnummer,
                bericht.pok.volgnummer,
                gegevens,
                nu,
            ),
        )
        self._db.execute(
            "INSERT INTO telling VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET aantal = aantal + 1",
            (bericht.pok_nummer, bericht.gebeurtenis),
        )
        rij = self._een("SELECT id FROM pok WHERE nummer = ?", bericht.pok_nummer)
        assert rij is not None
        return _krd_nummer(rij)

    def maak_leeg(self) -> None:
        """Forget every POK and message; what the register itself was given (enrolments, companies, rules) stays."""
        with self._transactie():
            for tabel in ("pok", "volgorde", "bericht", "telling"):
                self._db.execute(f"DELETE FROM {tabel}")  # noqa: S608 (fixed names)

    # --- what it holds ----------------------------------------------------------------------------------------------

    def pok(self, nummer: str) -> dict[str, Any] | None:
        """One POK with its data, counts per event and every message about it (refused ones too)."""
        with self._slot:
            rij = self._een("SELECT * FROM pok WHERE nummer = ?", nummer)
            berichten = self._db.execute(
                "SELECT * FROM bericht WHERE pok_nummer = ? ORDER BY volgorde, op", (nummer,)
            ).fetchall()
            if rij is None and not berichten:
                return None
            kop = self._kop(rij) if rij else {"pok_nummer": nummer, "krd_nummer": None, "status": None}
            return {
                **kop,
                "gegevens": json.loads(rij["gegevens"]) if rij else None,
                "tellingen": self._tellingen(nummer),
                "berichten": [
                    {
                        "sleutel": b["sleutel"],
                        "volgorde": b["volgorde"],
                        "gebeurtenis": b["gebeurtenis"],
                        "uitkomst": "aangenomen" if b["http"] == 200 else "geweigerd",
                        "code": json.loads(b["antwoord"]).get("code"),
                        "ontvangen": b["ontvangen"],
                        "op": b["op"],
                    }
                    for b in berichten
                ],
            }

    def poks(self, status: str = "", vanaf: int = 0, aantal: int = 100) -> dict[str, Any]:
        """A page of POKs in the order the register numbered them, with the true total."""
        waar, waarden = ("WHERE status = ?", [status]) if status else ("", [])
        with self._slot:
            totaal = self._een(f"SELECT count(*) AS n FROM pok {waar}", *waarden)  # noqa: S608 (fixed text)
            rijen = self._db.execute(
                f"SELECT * FROM pok {waar} ORDER BY id LIMIT ? OFFSET ?",  # noqa: S608 (fixed text)
                [*waarden, aantal, vanaf],
            ).fetchall()
            poks = [{**self._kop(rij), "tellingen": self._tellingen(rij["nummer"])} for rij in rijen]
        return {"totaal": totaal["n"] if totaal else 0, "vanaf": vanaf, "poks": poks}

    def _tellingen(self, nummer: str) -> dict[str, int]:
        rijen = self._db.execute("SELECT gebeurtenis, aantal FROM telling WHERE pok_nummer = ?", (nummer,))
        return {rij["gebeurtenis"]: rij["aantal"] for rij in rijen}

    @staticmethod
    def _kop(rij: sqlite3.Row) -> dict[str, Any]:
        return {
            "pok_nummer": rij["nummer"],
            "krd_nummer": _krd_nummer(rij),
            "status": rij["status"],
            "student": rij["student"],
            "verbintenis": rij["verbintenis"],
            "volgnummer": rij["volgnummer"],
            "bijgewerkt_op": rij["bijgewerkt_op"],
        }
