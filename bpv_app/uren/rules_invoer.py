"""Reading the hours people type. Everything comes from a browser, so it is hostile until it is read here.

Hours are read into whole minutes. Times are wall clock times in Europe/Amsterdam: a night in which the clock changes
has an hour more or less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules import SOORT_LABEL, Soort

ETMAAL = 24 * 60
MAX_OMSCHRIJVING = 4000
MAX_WERKPROCES = 300
MAX_REGELS = len(Soort)
_MAX_VELD = 40

_DECIMAAL = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?|[.,](\d{1,2})", re.ASCII)
_KLOK = re.compile(r"(\d{1,2})\s?(?::|u|h|uur)\s?(\d{2})?", re.ASCII)
_TIJD = re.compile(r"(\d{1,2})(?:\s?[:.,uh]?\s?(\d{2}))?", re.ASCII)
_PAUZE = re.compile(r"\d{1,3}", re.ASCII)
_DATUM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

_GEEN_UREN = Tekst(
    "Schrijf uren als 8, 7,5 of 7:30, en hoogstens 24.", "Write hours as 8, 7.5 or 7:30, and at most 24."
)
_GEEN_TIJD = Tekst("Schrijf een tijd als 8:30 of 17.00.", "Write a time as 8:30 or 17.00.")
_GEEN_PAUZE = Tekst("Schrijf de pauze in minuten, bijvoorbeeld 30.", "Write the break in minutes, for example 30.")
_TE_LANGE_PAUZE = Tekst(
    "De pauze is even lang als de werkdag of langer.", "The break is as long as the working day or longer."
)
_TIJD_BESTAAT_NIET = Tekst(
    "Deze tijden kloppen niet: in deze nacht gaat de klok vooruit.",
    "These times are not right: the clock goes forward in this night.",
)
_TE_LANG = Tekst("Een dag heeft hoogstens 24 uur.", "A day has at most 24 hours.")
_GEEN_DATUM = Tekst("Dit is geen datum.", "This is not a date.")
_KIES_SOORT = Tekst("Kies wat voor uren dit zijn.", "Choose what kind of hours these are.")
_VUL_UREN = Tekst("Vul uren in, of een begintijd en een eindtijd.", "Fill in hours, or a start and an end time.")
_VUL_TIJD = Tekst("Vul ook deze tijd in.", "Fill in this time too.")


class OngeldigeUren(DomeinFout):
    """What was typed is no amount of hours, no time or no possible working day."""

    http_status = 400

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("ongeldige_uren", tekst)


@dataclass(frozen=True, slots=True)
class RegelInvoer:
    """Minutes of one kind. `van` and `tot`: minutes since midnight, both or neither; `pauze` is taken off already."""

    soort: Soort
    minuten: int
    van: int | None = None
    tot: int | None = None
    pauze: int = 0


@dataclass(frozen=True, slots=True)
class DagInvoer:
    """A day as a student saves it: at most one line per kind, at most 24 hours in all. No lines: the day is empty."""

    datum: date
    regels: tuple[RegelInvoer, ...]
    omschrijving: str = ""
    werkproces: str = ""


def lees_uren(tekst: str, *, hoogstens: int = 24) -> int:
    """Minutes in `8`, `7,5`, `7.5`, `0,25`, `7:30`, `7u30`, `7 u 30` or `7 uur`, rounded half up to whole minutes.

    Raises OngeldigeUren for anything else and for more than `hoogstens` hours (so `730` is refused, not guessed).
    """
    schoon = tekst.strip().lower()
    if gevonden := _DECIMAAL.fullmatch(schoon):
        uren = Decimal(f"{gevonden[1] or 0}.{gevonden[2] or gevonden[3] or 0}")
        minuten = int((uren * 60).to_integral_value(ROUND_HALF_UP))
    elif (gevonden := _KLOK.fullmatch(schoon)) and int(gevonden[2] or 0) < 60 and not schoon.endswith(":"):
        minuten = int(gevonden[1]) * 60 + int(gevonden[2] or 0)
    else:
        raise OngeldigeUren(_GEEN_UREN)
    if minuten > hoogstens * 60:
        raise OngeldigeUren(_GEEN_UREN)
    return minuten


def lees_tijd(tekst: str) -> int:
    """Minutes since midnight in `8:30`, `08.30`, `830`, `8u30` or `8`; `24:00` is midnight, 0. Raises OngeldigeUren."""
    gevonden = _TIJD.fullmatch(tekst.strip().lower())
    uur, minuut = (int(gevonden[1]), int(gevonden[2] or 0)) if gevonden else (ETMAAL, 0)
    if minuut >= 60 or uur * 60 + minuut > ETMAAL:
        raise OngeldigeUren(_GEEN_TIJD)
    return (uur * 60 + minuut) % ETMAAL


def lees_pauze(tekst: str) -> int:
    """Minutes in `30`, or in `0:30` as people write it; empty is none. Raises OngeldigeUren."""
    schoon = tekst.strip().lower()
    if not schoon:
        return 0
    if _PAUZE.fullmatch(schoon):
        return int(schoon)
    try:
        if _KLOK.fullmatch(schoon):
            return lees_uren(schoon)
    except OngeldigeUren:
        pass
    raise OngeldigeUren(_GEEN_PAUZE)


def duur(van: int, tot: int, pauze: int, datum: date) -> int:
    """Minutes worked from `van` on `datum` until `tot`, less the break. `tot` at or before `van` is the next day.

    Counted by the real clock in Europe/Amsterdam: 22:00-06:00 is 9 hours in the night that goes to winter time and 7 in
    the other. A time that the clock skips counts as an hour later, one that comes twice is the first. Raises
    OngeldigeUren for a break that leaves nothing and for more than 24 hours.
    """
    begin = datetime.combine(datum, time(*divmod(van, 60)), AMSTERDAM)
    einddag = datum + timedelta(days=1 if tot <= van else 0)
    eind = datetime.combine(einddag, time(*divmod(tot, 60)), AMSTERDAM)
    lengte = (eind.astimezone(UTC) - begin.astimezone(UTC)) // timedelta(minutes=1)
    if lengte <= 0:
        raise OngeldigeUren(_TIJD_BESTAAT_NIET)
    if lengte > ETMAAL:
        raise OngeldigeUren(_TE_LANG)
    if not 0 <= pauze < lengte:
        raise OngeldigeUren(_TE_LANGE_PAUZE)
    return lengte - pauze


def _veld(ruw: Mapping[str, object], naam: str) -> str:
    """A short field as text. Numbers may come as JSON numbers; anything else than text or a number is empty."""
    waarde = ruw.get(naam)
    if isinstance(waarde, str):
        return schoon_tekst(waarde[:_MAX_VELD])
    is_getal = isinstance(waarde, int | float) and abs(waarde) <= ETMAAL
    return str(waarde) if is_getal else ""


def _lees_datum(ruw: Mapping[str, object]) -> date:
    tekst = _veld(ruw, "datum")
    if not _DATUM.fullmatch(tekst):
        raise ValueError("geen datum")
    dag = date.fromisoformat(tekst)
    if not 2000 <= dag.year <= 2100:
        raise ValueError("jaartal")
    return dag


def schoon_omschrijving(tekst: str) -> str:
    """Lines of readable text: no characters that control, hide or turn text; at most one empty line at a time."""
    regels = "\n".join(schoon_tekst(regel) for regel in tekst.splitlines())
    return re.sub(r"\n{3,}", "\n\n", regels).strip()


class _Lezer:
    """Reads one day and gathers what is wrong, per field."""

    def __init__(self, ruw: Mapping[str, object]) -> None:
        self.ruw = ruw
        self.fouten: dict[str, Tekst] = {}

    def probeer(self, veld: str, lees: Callable[[], int]) -> int | None:
        try:
            return lees()
        except OngeldigeUren as fout:
            self.fouten[veld] = fout.tekst
            return None

    def datum(self) -> date:
        try:
            return _lees_datum(self.ruw)
        except ValueError:
            self.fouten["datum"] = _GEEN_DATUM
            return date(2000, 1, 1)  # any day will do: the error is raised at the end

    def tekst(self, veld: str, hoogstens: int, maak_schoon: Callable[[str], str]) -> str:
        waarde = self.ruw.get(veld) or ""
        schoon = maak_schoon(waarde[: 4 * hoogstens]) if isinstance(waarde, str) else ""
        if not isinstance(waarde, str) or len(schoon) > hoogstens or len(waarde) > 4 * hoogstens:
            max_nl, max_en = f"{hoogstens:,}".replace(",", "."), f"{hoogstens:,}"
            self.fouten[veld] = Tekst(
                f"Deze tekst is te lang: er passen {max_nl} tekens in. Maak hem korter.",
                f"This text is too long: it holds {max_en} characters. Make it shorter.",
            )
        return schoon

    def regels(self, datum: date) -> tuple[RegelInvoer, ...]:
        ruw = self.ruw.get("regels") or []
        if not isinstance(ruw, list) or len(ruw) > MAX_REGELS or not all(isinstance(r, Mapping) for r in ruw):
            self.fouten["soort"] = Tekst(
                f"Een dag heeft hoogstens {MAX_REGELS} regels.", f"A day has at most {MAX_REGELS} lines."
            )
            return ()
        gelezen: dict[Soort, RegelInvoer] = {}
        for nummer, regel in enumerate(ruw, start=1):
            achter = "" if nummer == 1 else f"_{nummer}"
            soort = _veld(regel, "soort")
            if soort not in set(Soort):
                self.fouten[f"soort{achter}"] = _KIES_SOORT
                soort = ""
            elif soort in gelezen:
                label = SOORT_LABEL[Soort(soort)]
                self.fouten[f"soort{achter}"] = Tekst(
                    f"“{label.nl}” staat er twee keer.", f"“{label.en}” is here twice."
                )
            goed = self.regel(regel, Soort(soort) if soort else Soort.GEWERKT, datum, achter)
            if goed and soort:
                gelezen.setdefault(goed.soort, goed)
        if sum(r.minuten for r in gelezen.values()) > ETMAAL:
            self.fouten.setdefault("uren", _TE_LANG)
        return tuple(r for r in gelezen.values() if r.minuten)

    def regel(self, ruw: Mapping[str, object], soort: Soort, datum: date, achter: str) -> RegelInvoer | None:
        van_tekst, tot_tekst, uren_tekst = _veld(ruw, "van"), _veld(ruw, "tot"), _veld(ruw, "uren")
        if not van_tekst and not tot_tekst:
            if not uren_tekst:
                self.fouten[f"uren{achter}"] = _VUL_UREN
                return None
            minuten = self.probeer(f"uren{achter}", lambda: lees_uren(uren_tekst))
            return None if minuten is None else RegelInvoer(soort, minuten)
        for veld, tekst in (("van", van_tekst), ("tot", tot_tekst)):
            if not tekst:
                self.fouten[f"{veld}{achter}"] = _VUL_TIJD
        van = self.probeer(f"van{achter}", lambda: lees_tijd(van_tekst)) if van_tekst else None
        tot = self.probeer(f"tot{achter}", lambda: lees_tijd(tot_tekst)) if tot_tekst else None
        pauze = self.probeer(f"pauze{achter}", lambda: lees_pauze(_veld(ruw, "pauze")))
        if van is None or tot is None or pauze is None:
            return None
        if self.probeer(f"tot{achter}", lambda: duur(van, tot, 0, datum)) is None:
            return None
        minuten = self.probeer(f"pauze{achter}", lambda: duur(van, tot, pauze, datum))
        return None if minuten is None else RegelInvoer(soort, minuten, van, tot, pauze)


def lees_dag(ruw: Mapping[str, object]) -> DagInvoer:
    """Read a day as the phone sends it: `datum`, `regels` (`soort`, and `uren` or `van`, `tot`, `pauze`), texts.

    With a start and an end time `uren` is not looked at; without them there is no break to take off. A line of 0 hours
    is left out. Raises OngeldigeInvoer with every wrong field at once; fields of line 2 and on end in its number:
    `uren_2`.
    """
    lezer = _Lezer(ruw)
    datum = lezer.datum()
    dag = DagInvoer(
        datum,
        lezer.regels(datum),
        lezer.tekst("omschrijving", MAX_OMSCHRIJVING, schoon_omschrijving),
        lezer.tekst("werkproces", MAX_WERKPROCES, schoon_tekst),
    )
    if lezer.fouten:
        raise OngeldigeInvoer(lezer.fouten)
    return dag
