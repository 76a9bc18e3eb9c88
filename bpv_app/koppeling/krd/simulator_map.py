"""The KRD simulator on a folder of files: picks up deliveries, puts its answers and its own changes back."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from bpv_app.koppeling.krd.rules_stand import maak_stand
from bpv_app.koppeling.krd.simulator_bericht import BerichtFout, lees_bericht
from bpv_app.koppeling.krd.simulator_rules import Reden
from bpv_app.koppeling.krd.simulator_store import Antwoord, Register, weigering

OPGEHAALD = "opgehaald"
KIJK_SECONDEN = 2.0


def _schrijf(pad: Path, regels: Iterable[Mapping[str, Any]]) -> None:
    lijst = list(regels)
    tekst = [json.dumps(r, ensure_ascii=False) for r in [*lijst, {"soort": "einde", "regels": len(lijst)}]]
    tijdelijk = pad.with_name(f".{pad.name}.{uuid4().hex}.deel")
    tijdelijk.write_text("\n".join(tekst) + "\n", encoding="utf-8")
    tijdelijk.replace(pad)


def _beantwoord(register: Register, sleutel: str, inhoud: Any) -> Antwoord:
    try:
        return register.verwerk(sleutel, lees_bericht(inhoud))
    except BerichtFout as fout:
        return weigering([Reden("BERICHT_ONGELDIG", "; ".join(fout.fouten)[:500])], http=400)


def verwerk_map(register: Register, map_: Path) -> int:
    """Handle every whole delivery in `uit/`, in order, and tell what changed here; returns how many files it wrote."""
    uit, in_ = map_ / "uit", map_ / "in"
    for plek in (uit / OPGEHAALD, in_):
        plek.mkdir(parents=True, exist_ok=True)
    geschreven = 0
    for pad in sorted(uit.glob("levering-*.jsonl")):
        regels = [json.loads(r) for r in pad.read_text(encoding="utf-8").splitlines()]
        antwoorden = []
        for regel in regels:
            if regel["soort"] == "bericht":
                antwoord = _beantwoord(register, regel["sleutel"], regel["bericht"])
                uitkomst = "aangenomen" if antwoord.http == 200 else "geweigerd"
                wat = {"soort": "antwoord", "sleutel": regel["sleutel"], "uitkomst": uitkomst}
                antwoorden.append({**antwoord.lichaam, **wat})
        _schrijf(in_ / f"antwoord-{pad.stem.removeprefix('levering-')}.jsonl", antwoorden)
        for deel in (pad.with_suffix(".bpv"), pad):
            if deel.exists():
                os.replace(deel, uit / OPGEHAALD / deel.name)
        geschreven += 1
    return geschreven + _geef_standen(register, map_) + _meld_wijzigingen(register, map_)


def _geef_standen(register: Register, map_: Path) -> int:
    """A state file for who asks for one: everything held here, at once."""
    vragen = sorted((map_ / "uit").glob("vraag-stand-*.jsonl"))
    for pad in vragen:
        poks = register.poks("", 0, 1_000_000)["poks"]
        doel = map_ / "in" / f"stand-{pad.stem.removeprefix('vraag-stand-')}.bpv"
        tijdelijk = doel.with_name(f".{doel.name}.{uuid4().hex}.deel")
        tijdelijk.write_bytes(maak_stand(poks, "99XX", register.clock.vandaag()))
        tijdelijk.replace(doel)
        os.replace(pad, map_ / "uit" / OPGEHAALD / pad.name)
    return len(vragen)


def _meld_wijzigingen(register: Register, map_: Path) -> int:
    """What changed here since the last file about it; how far that was stands in a file of the register's own."""
    stand = map_ / ".gemeld_tot"
    na = int(stand.read_text()) if stand.exists() else 0
    pagina = register.wijzigingen(na, 1000)["wijzigingen"]
    if not pagina:
        return 0
    tot = pagina[-1]["nummer"]
    _schrijf(map_ / "in" / f"wijzigingen-{tot:010d}.jsonl", pagina)
    stand.write_text(str(tot))
    return 1


class MapDraad:
    """Looks at the folder every few seconds, in a thread of its own."""

    def __init__(self, register: Register, map_: Path) -> None:
        self._register, self._map, self._stop = register, map_, threading.Event()
        self._draad = threading.Thread(target=self._draai, name="krd-map", daemon=True)

    def _draai(self) -> None:
        while not self._stop.is_set():
            verwerk_map(self._register, self._map)
            self._stop.wait(KIJK_SECONDEN)

    def start(self) -> None:
        self._draad.start()

    def stop(self) -> None:
        self._stop.set()
        self._draad.join(5)
