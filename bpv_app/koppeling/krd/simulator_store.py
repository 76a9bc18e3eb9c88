"""The KRD simulator's own SQLite file: what it holds, every message it ever got, and how often each event counted.

One message is handled in one transaction: verdict, status, order, answer and count together, or nothing. The counter
per event (`telling`) is added up apart from the list of messages, so that a message counted twice would show.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bpv_app.koppeling.krd.simulator_archief import Archief, als_json
from bpv_app.koppeling.krd.simulator_bericht import (
    PokBericht,
    lees_pok,
)
from bpv_app.koppeling.krd.simulator_rules import Reden, RegisterStatus, Stand, beoordeel, check_volgorde


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What the register says. `herhaald`: this key was answered before, this is the same answer again."""

    http: int
    lichaam: dict[str, Any]
    herhaald: bool = False


def _krd_nummer(rij: sqlite3.Row) -> str:
    return f"KRD{rij['id']:08d}"


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


class Register(Archief):
    """The simulator's memory: what it was told, and what it says to it."""

    # --- messages ---------------------------------------------------------------------------------------------------

    def verwerk(self, sleutel: str, bericht: PokBericht, forceer: Reden | None = None) -> Antwoord:
        """Handle one message: the same key gives the same answer and counts once.

        `forceer` refuses it whatever the rules say (a fault set for a test).
        """
        afdruk = hashlib.sha256(als_json(asdict(bericht)).encode()).hexdigest()
        with self.transactie():
            eerder = self.een("SELECT * FROM bericht WHERE sleutel = ?", sleutel)
            if eerder is not None:
                return self._herhaal(eerder, afdruk)
            rij = self.een("SELECT laatste FROM volgorde WHERE pok_nummer = ?", bericht.pok_nummer)
            laatste = rij["laatste"] if rij else 0
            uit_volgorde = check_volgorde(bericht, laatste)
            if uit_volgorde:  # not stored: it may come again when its turn has come
                held = self.een("SELECT status FROM pok WHERE nummer = ?", bericht.pok_nummer)
                status = held["status"] if held else None
                op = self.clock.nu().isoformat()
                return weigering([uit_volgorde], http=409, verwacht=laatste + 1, krd_status=status, op=op)
            antwoord = self._beoordeel(bericht, forceer)
            met_op = {**antwoord.lichaam, "op": self.clock.nu().isoformat()}
            antwoord = Antwoord(antwoord.http, json.loads(als_json(met_op)))  # as it will be given again
            self.db.execute(
                "INSERT INTO bericht VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
                (
                    sleutel,
                    afdruk,
                    bericht.pok_nummer,
                    bericht.volgorde,
                    bericht.gebeurtenis,
                    antwoord.http,
                    als_json(antwoord.lichaam),
                    self.clock.nu().isoformat(),
                ),
            )
            self.db.execute("REPLACE INTO volgorde VALUES (?, ?)", (bericht.pok_nummer, bericht.volgorde))
            return antwoord

    def _herhaal(self, eerder: sqlite3.Row, afdruk: str) -> Antwoord:
        if eerder["afdruk"] != afdruk:
            reden = Reden("SLEUTEL_HERGEBRUIKT", "Deze sleutel hoort bij een ander bericht.")
            return weigering([reden], http=409)
        self.db.execute("UPDATE bericht SET ontvangen = ontvangen + 1 WHERE sleutel = ?", (eerder["sleutel"],))
        return Antwoord(eerder["http"], json.loads(eerder["antwoord"]), herhaald=True)

    def _beoordeel(self, bericht: PokBericht, forceer: Reden | None) -> Antwoord:
        rij = self.een("SELECT * FROM pok WHERE nummer = ?", bericht.pok_nummer)
        stand = Stand(RegisterStatus(rij["status"]), lees_pok(json.loads(rij["gegevens"]))) if rij else None
        if forceer is not None:
            return weigering([forceer], krd_status=stand.status if stand else None)
        regels = self.regels()
        ander = self.een(
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
        gegevens, nu = als_json(asdict(bericht.pok)), self.clock.nu().isoformat()
        self.db.execute(
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
        self.db.execute(
            "INSERT INTO telling VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET aantal = aantal + 1",
            (bericht.pok_nummer, bericht.gebeurtenis),
        )
        rij = self.een("SELECT id FROM pok WHERE nummer = ?", bericht.pok_nummer)
        assert rij is not None
        return _krd_nummer(rij)

    def maak_leeg(self) -> None:
        """Forget every POK and message; what the register itself was given (enrolments, companies, rules) stays."""
        with self.transactie():
            for tabel in ("pok", "volgorde", "bericht", "telling", "wijziging"):
                self.db.execute(f"DELETE FROM {tabel}")  # noqa: S608 (fixed names)

    # --- what it holds ----------------------------------------------------------------------------------------------

    def pok(self, nummer: str) -> dict[str, Any] | None:
        """One POK with its data, counts per event and every message about it (refused ones too)."""
        with self.slot:
            rij = self.een("SELECT * FROM pok WHERE nummer = ?", nummer)
            berichten = self.db.execute(
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
        with self.slot:
            totaal = self.een(f"SELECT count(*) AS n FROM pok {waar}", *waarden)  # noqa: S608 (fixed text)
            rijen = self.db.execute(
                f"SELECT * FROM pok {waar} ORDER BY id LIMIT ? OFFSET ?",  # noqa: S608 (fixed text)
                [*waarden, aantal, vanaf],
            ).fetchall()
            poks = [
                {
                    **self._kop(rij),
                    "gegevens": json.loads(rij["gegevens"]),
                    "tellingen": self._tellingen(rij["nummer"]),
                }
                for rij in rijen
            ]
        return {"totaal": totaal["n"] if totaal else 0, "vanaf": vanaf, "poks": poks}

    def _tellingen(self, nummer: str) -> dict[str, int]:
        rijen = self.db.execute("SELECT gebeurtenis, aantal FROM telling WHERE pok_nummer = ?", (nummer,))
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
