"""Reading what was typed about a conversation: all errors at once. Times are Europe/Amsterdam on screen, UTC inside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bpv_app.dossier.rules_momenten import orden_deelnemers
from bpv_app.gesprek.rules import (
    MAX_DUUR,
    MAX_NAAM,
    MAX_PLAATS,
    MAX_REDEN,
    MIN_DUUR,
    STANDAARD_DUUR,
    Deelnemer,
    Vorm,
)
from bpv_app.kernel.clock import AMSTERDAM, lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.tekst import Tekst

MAX_VOORSTELLEN = 3
MAX_OPMERKING = 500
_TIJD = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_GEEN_DATUM = Tekst("Dit is geen datum; schrijf bijvoorbeeld 7-12-2026.", "This is not a date; write e.g. 7-12-2026.")
_GEEN_TIJD = Tekst("Dit is geen tijd; schrijf bijvoorbeeld 14:30.", "This is not a time; write for example 14:30.")
_BESTAAT_NIET = Tekst(
    "Deze tijd bestaat niet: de klok gaat dan een uur vooruit.",
    "This time does not exist: the clock goes forward an hour then.",
)
_VUL_IN = Tekst("Vul dit in.", "Fill this in.")


class GeenTijd(ValueError):
    """A date and time that are no moment; `tekst` says why, `veld` is "datum" or "tijd"."""

    def __init__(self, veld: str, tekst: Tekst) -> None:
        super().__init__(tekst.nl)
        self.veld, self.tekst = veld, tekst


def lees_moment(datum: str, tijd: str) -> datetime:
    """A day and a clock time in Europe/Amsterdam as a moment in UTC. Raises `GeenTijd`.

    In the hour that occurs twice (end of summer time) the first one is meant; an hour that is skipped is refused.
    """
    try:
        dag = lees_datum(datum)
    except (ValueError, OverflowError):
        dag = None
    if dag is None or not 2000 <= dag.year <= 2100:
        raise GeenTijd("datum", _GEEN_DATUM if datum.strip() else _VUL_IN)
    gevonden = _TIJD.fullmatch(tijd.strip())
    if gevonden is None:
        raise GeenTijd("tijd", _GEEN_TIJD if tijd.strip() else _VUL_IN)
    lokaal = datetime.combine(dag, time(int(gevonden[1]), int(gevonden[2])), AMSTERDAM)
    moment = lokaal.astimezone(UTC)
    if moment.astimezone(AMSTERDAM).replace(tzinfo=None) != lokaal.replace(tzinfo=None):
        raise GeenTijd("tijd", _BESTAAT_NIET)
    return moment


@dataclass(frozen=True, slots=True)
class AfspraakInvoer:
    """An appointment as asked: the moment is UTC, the duration in minutes."""

    begin_op: datetime
    duur_minuten: int
    vorm: Vorm
    plaats: str


@dataclass(frozen=True, slots=True)
class VoorstelInvoer:
    """One to three dates (UTC), all in the same form and of the same length."""

    opties: tuple[datetime, ...]
    duur_minuten: int
    vorm: Vorm
    plaats: str


@dataclass(frozen=True, slots=True)
class GehoudenInvoer:
    """How a conversation was held."""

    gehouden_op: date
    vorm: Vorm
    aanwezig: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtraInvoer:
    """A moment somebody adds."""

    naam: str
    venster_van: date
    venster_tot: date
    vorm: Vorm
    deelnemers: tuple[str, ...]


class _Lezer:
    """Collects what is wrong, field by field."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = {veld: str(waarde)[:5000] for veld, waarde in form.items()}
        self.fouten: dict[str, Tekst] = {}

    def dag(self, veld: str) -> date:
        try:
            dag = lees_datum(self.form.get(veld, ""))
        except (ValueError, OverflowError):
            dag = None
        if dag is None or not 2000 <= dag.year <= 2100:
            self.fouten[veld] = _GEEN_DATUM if self.form.get(veld, "").strip() else _VUL_IN
            return date.min
        return dag

    def moment(self, datum: str, tijd: str) -> datetime:
        try:
            return lees_moment(self.form.get(datum, ""), self.form.get(tijd, ""))
        except GeenTijd as fout:
            self.fouten[datum if fout.veld == "datum" else tijd] = fout.tekst
            return datetime.min.replace(tzinfo=UTC)

    def vorm(self, veld: str = "vorm") -> Vorm:
        waarde = self.form.get(veld, "")
        if waarde not in set(Vorm):
            self.fouten[veld] = Tekst("Kies hoe jullie spreken.", "Choose how you meet.")
            return Vorm.BEZOEK
        return Vorm(waarde)

    def duur(self, veld: str = "duur_minuten") -> int:
        tekst = self.form.get(veld, "").strip() or str(STANDAARD_DUUR)
        getal = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 5 else 0
        if not MIN_DUUR <= getal <= MAX_DUUR:
            self.fouten[veld] = Tekst(
                f"De duur is {MIN_DUUR} tot en met {MAX_DUUR} minuten.",
                f"The duration is {MIN_DUUR} to {MAX_DUUR} minutes.",
            )
        return getal

    def regel(self, veld: str, lengte: int) -> str:
        tekst = schoon_tekst(self.form.get(veld, ""))
        if len(tekst) > lengte:
            self.fouten[veld] = Tekst(f"Hoogstens {lengte} tekens.", f"At most {lengte} characters.")
        return tekst

    def vinkjes(self, voor: str) -> tuple[str, ...]:
        return tuple(d.value for d in Deelnemer if self.form.get(f"{voor}_{d.value}"))

    def klaar(self) -> None:
        if self.fouten:
            raise OngeldigeInvoer(self.fouten)


def lees_afspraak(form: Mapping[str, str]) -> AfspraakInvoer:
    """Fields `datum tijd duur_minuten vorm plaats`. Raises OngeldigeInvoer with every wrong field."""
    lezer = _Lezer(form)
    invoer = AfspraakInvoer(
        lezer.moment("datum", "tijd"), lezer.duur(), lezer.vorm(), lezer.regel("plaats", MAX_PLAATS)
    )
    lezer.klaar()
    return invoer


def lees_voorstel(form: Mapping[str, str]) -> VoorstelInvoer:
    """Fields `datum1 tijd1` … `datum3 tijd3` (empty pairs are left out), `voorstel_duur`, `_vorm` and `_plaats`.

    Raises OngeldigeInvoer with every wrong field.
    """
    lezer = _Lezer(form)
    opties = [
        lezer.moment(f"datum{nr}", f"tijd{nr}")
        for nr in range(1, MAX_VOORSTELLEN + 1)
        if nr == 1 or lezer.form.get(f"datum{nr}", "").strip() or lezer.form.get(f"tijd{nr}", "").strip()
    ]
    if not lezer.fouten and len(set(opties)) != len(opties):
        lezer.fouten["datum1"] = Tekst("Elk voorstel is een ander moment.", "Each proposal is another moment.")
    invoer = VoorstelInvoer(
        tuple(sorted(opties)),
        lezer.duur("voorstel_duur"),
        lezer.vorm("voorstel_vorm"),
        lezer.regel("voorstel_plaats", MAX_PLAATS),
    )
    lezer.klaar()
    return invoer


def lees_gehouden(form: Mapping[str, str]) -> GehoudenInvoer:
    """Fields `gehouden_op gehouden_vorm` and a tick `aanwezig_<deelnemer>` for who was there.

    Raises OngeldigeInvoer with every wrong field.
    """
    lezer = _Lezer(form)
    invoer = GehoudenInvoer(lezer.dag("gehouden_op"), lezer.vorm("gehouden_vorm"), lezer.vinkjes("aanwezig"))
    if not invoer.aanwezig:
        lezer.fouten["aanwezig"] = Tekst("Vink aan wie erbij was.", "Tick who was there.")
    lezer.klaar()
    return invoer


def lees_extra(form: Mapping[str, str]) -> ExtraInvoer:
    """Fields `naam venster_van venster_tot vorm` and ticks `met_<deelnemer>`; the school always takes part."""
    lezer = _Lezer(form)
    naam = lezer.regel("naam", MAX_NAAM)
    if not naam:
        lezer.fouten["naam"] = Tekst("Geef het gesprek een naam.", "Give the conversation a name.")
    van, tot = lezer.dag("venster_van"), lezer.dag("venster_tot")
    if not lezer.fouten.keys() & {"venster_van", "venster_tot"} and tot < van:
        lezer.fouten["venster_tot"] = Tekst("Dit ligt vóór de eerste dag.", "This lies before the first day.")
    met = lezer.vinkjes("met")
    if not {Deelnemer.STUDENT, Deelnemer.PRAKTIJKOPLEIDER} & set(met):
        lezer.fouten["met"] = Tekst(
            "Vink de student of de praktijkopleider aan.", "Tick the student or the workplace supervisor."
        )
    invoer = ExtraInvoer(naam, van, tot, lezer.vorm(), orden_deelnemers(met))
    lezer.klaar()
    return invoer


def lees_reden(form: Mapping[str, str], veld: str = "reden") -> str:
    """A reason, which has to be there. Raises OngeldigeInvoer when it is empty or too long."""
    lezer = _Lezer(form)
    reden = lezer.regel(veld, MAX_REDEN)
    if not reden and veld not in lezer.fouten:
        lezer.fouten[veld] = Tekst("Schrijf op waarom.", "Write down why.")
    lezer.klaar()
    return reden


def gezamenlijke_optie(opties: int, antwoorden: Sequence[Sequence[int]]) -> int | None:
    """The first of the proposed dates that suits everybody who answered; None when there is none."""
    goed = set(range(opties))
    for kan in antwoorden:
        goed &= set(kan)
    return min(goed) if goed else None
