"""The KRD by file: what a delivery looks like, and how an answer file is read (docs/koppeling-krd.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bpv_app.koppeling.krd.rules import lees_antwoord, maak_bericht
from bpv_app.outbox.rules import Aangenomen, Geweigerd, TeLeveren

EINDE = "einde"
ANTWOORD = "antwoord"
MAX_BYTES = 64 * 1024 * 1024


def levering_naam(nummer: int) -> str:
    """The name of a delivery, without what says which of its two files it is."""
    return f"levering-{nummer:08d}"


def _veld(waarde: object) -> str:
    """One field of a DUO record: no separator, no line end."""
    tekst = "" if waarde is None else str(waarde)
    return "".join(" " if c in "|;\r\n\t" or not c.isprintable() else c for c in tekst).strip()


def bpv_regel(bericht: Mapping[str, Any]) -> str:
    """The DUO record BPV of one message (as `rules.maak_bericht` makes it). The BSN's place stays empty."""
    pok, v = bericht["pok"], bericht["verbintenis"]
    delen = (
        "BPV", "", v["student"], v["volgnummer"], pok["volgnummer"], pok["afsluitdatum"], pok["begin"],
        pok["gepland_eind"], pok["werkelijk_eind"], pok["uren_totaal"], pok["leerbedrijf_id"], pok["crebo"],
        pok["keuzedeel"],
    )  # fmt: skip
    return "|".join(_veld(d) for d in delen)


def maak_levering(nummer: int, berichten: Sequence[TeLeveren], brin: str, op: datetime) -> tuple[bytes, bytes]:
    """The two files of a delivery: DUO lines, and the status file with one JSON line per message.

    The same delivery always gives the same bytes, so that one that was killed halfway can be written again.
    """
    dag = op.date()
    inhouden = [maak_bericht(b) for b in berichten]
    duo = [f"VLP|{_veld(brin)}|{dag}|{dag}|{dag}", *(bpv_regel(i) for i in inhouden)]
    status: list[dict[str, Any]] = [{"soort": "levering", "nummer": nummer, "gemaakt": op.isoformat()}]
    status += [
        {"soort": "bericht", "sleutel": b.sleutel, "regel": i + 2, "bericht": inhoud}
        for i, (b, inhoud) in enumerate(zip(berichten, inhouden, strict=True))
    ]
    return ("\n".join(duo) + "\n").encode(), als_jsonl(status)


def als_jsonl(regels: Sequence[Mapping[str, Any]]) -> bytes:
    """JSON lines with a closing line that counts them: without it a file is not whole."""

    def los(waarde: object) -> str:
        if isinstance(waarde, date):
            return waarde.isoformat()
        raise TypeError(type(waarde))

    alles = [*regels, {"soort": EINDE, "regels": len(regels)}]
    tekst = "\n".join(json.dumps(r, ensure_ascii=False, sort_keys=True, default=los) for r in alles)
    return (tekst + "\n").encode()


class NogNietHeel(Exception):
    """The file has no closing line yet, or it counts other than there is: somebody may still be writing it."""


class Onbruikbaar(Exception):
    """The file as a whole cannot be read; the message says why, in Dutch."""


def lees_jsonl(inhoud: bytes) -> list[tuple[int, Any]]:
    """Line number and value of every line but the last, which must count them; None for a line that is no JSON.

    Raises NogNietHeel or Onbruikbaar.
    """
    if not inhoud.endswith(b"\n"):
        raise NogNietHeel
    try:
        regels = inhoud.decode("utf-8-sig").split("\n")[:-1]
    except UnicodeDecodeError:
        raise Onbruikbaar("Het bestand is geen UTF-8.") from None
    gelezen = [(nummer, _json(regel)) for nummer, regel in enumerate(regels, 1) if regel.strip()]
    slot = gelezen[-1][1] if gelezen else None
    if not isinstance(slot, dict) or slot.get("soort") != EINDE or slot.get("regels") != len(gelezen) - 1:
        raise NogNietHeel
    return gelezen[:-1]


def _json(regel: str) -> Any:
    try:
        return json.loads(regel)
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class BestandAntwoord:
    """The answer to one message."""

    sleutel: str
    uitkomst: Aangenomen | Geweigerd


def lees_bestand_antwoord(regel: Mapping[str, Any]) -> BestandAntwoord | None:
    """Read one answer line, by the same rules as over HTTP. None: it cannot be understood."""
    sleutel = regel.get("sleutel")
    if not isinstance(sleutel, str) or not 8 <= len(sleutel) <= 100:
        return None
    http = {"aangenomen": 200, "geweigerd": 422}.get(str(regel.get("uitkomst")))
    uitkomst = lees_antwoord(http, dict(regel)) if http else None
    return BestandAntwoord(sleutel, uitkomst) if isinstance(uitkomst, (Aangenomen, Geweigerd)) else None
