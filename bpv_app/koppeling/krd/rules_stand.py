"""The register's state by file: a DUO record BPV for every POK it holds, with status and POK number behind it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bpv_app.kernel.codering import OnleesbaarBestand, decodeer
from bpv_app.kernel.nummers import kort
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.duo.rules_veld import Onleesbaar, lees_datum
from bpv_app.koppeling.krd.rules import REGISTER_STATUS
from bpv_app.koppeling.krd.rules_bestand import MAX_BYTES, NogNietHeel, Onbruikbaar

PATROON = "stand-*.bpv"
KOP, REGEL, SLOT = "VLP", "BPV", "SLR"
OUD_NA_DAGEN = 7
"""A state older than this is told to be old: much may have changed since."""
MAX_FOUTEN = 200
_OVERSLAAN = frozenset({"PER", "ISG", "ISP", "DIP", "GEO", "KZD", "AMO", "BII", "BID", "ISE"})
_VELDEN = (
    "afsluitdatum", "begin", "gepland_eind", "werkelijk_eind", "uren_totaal", "leerbedrijf_id", "crebo", "keuzedeel",
)  # fmt: skip
_DATUMS = _VELDEN[:4]
_STATUS = {naam.casefold(): naam for naam in REGISTER_STATUS} | {"beeindigd": "Beëindigd"}


@dataclass(frozen=True, slots=True)
class Stand:
    """What a file says. `poks`: rows as the register gives them over HTTP, or with only `onleesbaar` beside a number.

    `fouten`: line number and reason of what was not understood.
    """

    gemaakt: date | None
    poks: tuple[dict[str, Any], ...]
    fouten: tuple[tuple[int, Tekst], ...]


def _veld(waarde: object) -> str:
    tekst = "" if waarde is None else str(waarde)
    return "".join(" " if c in "|;\r\n\t" or not c.isprintable() else c for c in tekst).strip()


def maak_stand(poks: Iterable[Mapping[str, Any]], brin: str, dag: date) -> bytes:
    """The file of these rows of `GET /poks`. The BSN's place stays empty."""
    regels = [f"{KOP}|{_veld(brin)}|{dag}|{dag}|{dag}"]
    for rij in poks:
        g = rij["gegevens"]
        delen = (REGEL, "", rij["student"], rij["verbintenis"], rij["volgnummer"], *(g.get(v) for v in _VELDEN))
        regels.append("|".join(_veld(d) for d in (*delen, rij["status"], rij["pok_nummer"])))
    return "\n".join([*regels, f"{SLOT}|{len(regels) - 1}", ""]).encode()


def lees_stand(inhoud: bytes) -> Stand:
    """Read a state file leniently: `|` or `;`, dates both ways, statuses in any case, other records left out.

    Raises NogNietHeel without a closing record that counts the BPV records, Onbruikbaar for the file as a whole.
    """
    if len(inhoud) > MAX_BYTES:
        raise Onbruikbaar(f"Het bestand is groter dan {MAX_BYTES // 2**20} MB.")
    try:
        tekst, _ = decodeer(inhoud)
    except OnleesbaarBestand as fout:
        raise Onbruikbaar(fout.tekst.nl) from None
    lezer = _Lezer()
    for nummer, regel in enumerate(tekst.splitlines(), 1):
        if regel.strip():
            lezer.lees(nummer, [d.strip() for d in regel.split("|" if "|" in regel else ";")])
    if lezer.slot != lezer.aantal or not inhoud.endswith((b"\n", b"\r")):
        raise NogNietHeel
    return Stand(lezer.gemaakt, tuple(lezer.poks.values()), tuple(lezer.fouten[:MAX_FOUTEN]))


@dataclass(slots=True)
class _Lezer:
    gemaakt: date | None = None
    poks: dict[str, dict[str, Any]] = field(default_factory=dict)
    fouten: list[tuple[int, Tekst]] = field(default_factory=list)
    aantal: int = 0
    slot: int | None = None

    def lees(self, nummer: int, delen: list[str]) -> None:
        soort = delen[0].upper()
        if soort == REGEL:
            self.aantal += 1
            self._voeg(nummer, *_lees_regel(delen))
        elif soort == KOP:
            self.gemaakt = _dag_van(delen)
        elif soort == SLOT:
            telling = delen[1] if len(delen) > 1 else ""
            self.slot = int(telling) if telling.isascii() and telling.isdigit() and len(telling) < 10 else None
        elif soort not in _OVERSLAAN:
            wat = kort(soort, 10)
            self.fouten.append((nummer, Tekst(f"Onbekend record '{wat}'.", f"Unknown record '{wat}'.")))

    def _voeg(self, nummer: int, rij: dict[str, Any] | None, fout: Tekst | None) -> None:
        if rij and rij["pok_nummer"] in self.poks:
            fout = Tekst("Deze POK staat vaker in het bestand; de eerste telt.", "Twice in the file; the first counts.")
        elif rij:
            self.poks[rij["pok_nummer"]] = rij
        if fout:
            self.fouten.append((nummer, fout))


def _dag_van(delen: list[str]) -> date | None:
    """The day the file was made: the last date of the header."""
    for deel in reversed(delen[2:]):
        try:
            dag = lees_datum(deel, Tekst("", ""))
        except Onleesbaar:
            continue
        if dag:
            return dag
    return None


def _lees_regel(delen: list[str]) -> tuple[dict[str, Any] | None, Tekst | None]:
    """The row, and what was wrong. A line with a number but a mistake still says that the register has that POK."""
    if len(delen) < 15 or not delen[14]:
        return None, Tekst("Het POK-nummer ontbreekt.", "The POK number is missing.")
    pok_nummer = kort(delen[14], 40)
    try:
        gegevens = {v: _waarde(v, delen[5 + i]) for i, v in enumerate(_VELDEN)}
    except Onleesbaar as fout:
        return {"pok_nummer": pok_nummer, "onleesbaar": True}, fout.reden
    status = _STATUS.get(delen[13].casefold())
    if status is None:
        reden = Tekst(f"Onbekende status '{kort(delen[13], 20)}'.", f"Unknown status '{kort(delen[13], 20)}'.")
        return {"pok_nummer": pok_nummer, "onleesbaar": True}, reden
    return {"pok_nummer": pok_nummer, "status": status, "gegevens": gegevens, "velden": list(_VELDEN)}, None


def _waarde(veld: str, tekst: str) -> str:
    if veld not in _DATUMS:
        return kort(tekst, 40)
    dag = lees_datum(tekst, Tekst(veld.replace("_", " ").capitalize(), veld.replace("_", " ").capitalize()))
    return dag.isoformat() if dag else ""


def zin_stand(gemaakt: date | None, fouten: int, vandaag: date) -> Tekst:
    """How old the state is, and what of it was not understood."""
    nl, en = "", ""
    if gemaakt is None:
        nl, en = "Van welke dag het bestand is, staat er niet in.", "The file does not say of which day it is."
    elif (dagen := (vandaag - gemaakt).days) > OUD_NA_DAGEN:
        nl = f"Let op: het bestand is {dagen} dagen oud."
        en = f"Note: the file is {dagen} days old."
    if fouten:
        nl += f" {fouten} regels niet begrepen; wat daarin staat, kan ten onrechte bij 'Ontbreekt in de KRD' staan."
        en += f" {fouten} lines not understood; what they hold may wrongly be under 'Missing in the register'."
    return Tekst(nl.strip(), en.strip())
