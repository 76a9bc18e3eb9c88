"""The lines of a report: its measures over the frame of placements inside somebody's scope, per group and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlmodel import Session

from bpv_app.beoordeling.queries_evaluatie import get_team_totalen, list_evaluatieteams
from bpv_app.beoordeling.rules_evaluatie import SOORT_LABEL, EvaluatieSoort, Totaal
from bpv_app.dashboard.queries_cijfers import get_plaatsingen, groep_namen
from bpv_app.dashboard.queries_maskers import KOLOM_VAN, MAANDEN, MASKERS, van_keuze
from bpv_app.dashboard.rules_cijfers import Keuze, Per
from bpv_app.dashboard.rules_rapport import MATEN, TOP, MaatSoort, Rapport, Regel, rapport_van
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg

TOTAAL = Tekst("Totaal", "Total")
_Waarden = dict[str, int | float | None]


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """A report as counted. `totaal` is over all rows (not the sum: medians and companies do not add up)."""

    rapport: Rapport
    keuze: Keuze
    regels: tuple[Regel, ...]
    totaal: Regel | None
    wachtend: int = 0
    """Evaluations sent in that do not count yet: with them a total would tell about fewer than five."""


def mag_rapport(actor: Actor, rapport: Rapport) -> bool:
    """Whether this person may see the report at all."""
    return actor.mag(Actie.RAPPORT_ZIEN) and all(actor.mag(a) for a in rapport.acties)


def get_rapport(session: Session, actor: Actor, naam: str, keuze: Keuze, vandaag: date) -> Uitkomst:
    """The report over a choice, inside the actor's scope. Raises GeenRecht, and NietGevonden for an unknown name."""
    rapport = rapport_van(naam)
    for actie in (Actie.RAPPORT_ZIEN, *rapport.acties):
        require(actor, actie)
    if rapport.vast:
        return _evaluaties(session, actor, rapport, keuze)
    if keuze.per not in rapport.pers:
        keuze = Keuze(keuze.jaar, keuze.team_id, rapport.per, keuze.van, keuze.tot, keuze.periode, keuze.waar)
    rijen = van_keuze(get_plaatsingen(session, actor, vandaag), keuze)
    kolom = KOLOM_VAN[keuze.per]
    namen = groep_namen(session, rijen, keuze.per)
    tabel = rijen.group_by(kolom).agg(_uitdrukkingen(rapport, vandaag)).to_dicts()
    grootste = _grootste(rijen, kolom) if "grootste" in rapport.maten else {}
    regels = []
    for rij in tabel:
        groep = rij.pop(kolom)
        waarden = _waarden(rapport, rij, grootste.get(groep, 0))
        regels.append(Regel(str(groep or ""), _naam(keuze.per, groep, namen), waarden))
    eerst = rapport.maten[0]

    def volgorde(r: Regel) -> tuple[Any, ...]:
        meeste = -(r.waarden[eerst] or 0) if keuze.per is Per.LEERBEDRIJF else 0
        return r.sleutel == "", meeste, r.naam.nl.casefold(), r.sleutel

    alles = rijen.select(_uitdrukkingen(rapport, vandaag)).row(0, named=True)
    top = sum(sorted(_per_bedrijf(rijen).values(), reverse=True)[:TOP])
    totaal = Regel("", TOTAAL, _waarden(rapport, alles, top))
    return Uitkomst(rapport, keuze, tuple(sorted(regels, key=volgorde)), totaal)


def _naam(per: Per, groep: Any, namen: dict[object, str]) -> Tekst:
    if per is Per.LEERWEG and groep:
        return LEERWEG_LABEL[Leerweg(groep)]
    naam = namen.get(groep, str(groep or ""))
    return Tekst(naam, naam)


def _som(kolom: str, cijfer: str) -> Callable[[date], pl.Expr]:
    return lambda dag: pl.when(MASKERS[cijfer](dag)).then(pl.col(kolom)).otherwise(0).sum()


_EXPR: dict[str, Callable[[date], pl.Expr]] = {
    "dagen_te_laat": lambda dag: (
        (pl.col("getekend_op") - pl.col("begin_op")).dt.total_days().filter(MASKERS["te_laat"](dag)).median()
    ),
    "gehouden": _som("gesprekken", "begonnen"),
    "uren_doel": _som("uren_doel", "begonnen"),
    "uren_akkoord": _som("minuten", "begonnen"),
    "bedrijven": lambda dag: pl.col("leerbedrijf_id").filter(MASKERS["geplaatst"](dag)).n_unique(),
    "bekende_bedrijven": lambda dag: pl.col("leerbedrijf_id").filter(MASKERS["bij_vaste"](dag)).n_unique(),
    "alle_gehouden": _som("gesprekken", "stages"),
    "te_doen": _som("gesprekken_open", "stages"),
    "over_tijd": _som("gesprekken_te_laat", "gesprek_te_laat"),
    "per_maand": _som("gesprekken_recent", "stages"),
}
"""Measures that are not simply a figure. Those that follow from others (`_waarden`) are not here."""


def _uitdrukkingen(rapport: Rapport, vandaag: date) -> list[pl.Expr]:
    uit = []
    for naam in rapport.maten:
        if MATEN[naam].soort is MaatSoort.AANTAL:
            uit.append((MASKERS[naam](vandaag) & pl.col("id").is_not_null()).cast(pl.Int64).sum().alias(naam))
        elif naam in _EXPR:
            uit.append(_EXPR[naam](vandaag).alias(naam))
    return uit


def _waarden(rapport: Rapport, rij: dict[str, Any], grootste: int) -> _Waarden:
    uit: _Waarden = {}
    for naam in rapport.maten:
        ruw = rij.get(naam)
        if naam == "grootste":
            uit[naam] = grootste
        elif naam == "per_bedrijf":
            uit[naam] = round(rij["geplaatst"] / rij["bedrijven"], 1) if rij["bedrijven"] else None
        elif naam == "per_maand":
            uit[naam] = round((ruw or 0) / MAANDEN, 1)
        elif naam == "uren_akkoord":
            uit[naam] = round((ruw or 0) / 60)
        elif naam == "dagen_te_laat":
            uit[naam] = None if ruw is None else int(ruw)
        else:
            uit[naam] = int(ruw or 0)
    return uit


def _per_bedrijf(rijen: pl.DataFrame) -> dict[int, int]:
    tabel = rijen.filter(MASKERS["geplaatst"](date.min)).group_by("leerbedrijf_id").len()
    return dict(tabel.iter_rows())


def _grootste(rijen: pl.DataFrame, kolom: str) -> dict[Any, int]:
    """Per group: the placements at its largest companies."""
    geplaatst = rijen.filter(MASKERS["geplaatst"](date.min)).with_columns(pl.col(kolom).alias("groep"))
    per_bedrijf = geplaatst.group_by("groep", "leerbedrijf_id").len("n")
    tabel = per_bedrijf.group_by("groep").agg(pl.col("n").sort(descending=True).head(TOP).sum())
    return dict(tabel.iter_rows())


def _evaluaties(session: Session, actor: Actor, rapport: Rapport, keuze: Keuze) -> Uitkomst:
    """Whole slices only, and only added up (docs/evaluatie-totalen.md): of one team, or of all teams of the actor."""
    keuze = Keuze(team_id=keuze.team_id, periode=keuze.periode)
    teams = [t.id or 0 for t in list_evaluatieteams(session, actor)]
    if keuze.team_id is not None:
        teams = [t for t in teams if t == keuze.team_id]
    per_vraag: dict[tuple[EvaluatieSoort, str], tuple[Tekst, Counter[str]]] = {}
    wachtend = 0
    for team in teams:
        for deel in get_team_totalen(session, actor, team):
            wachtend += deel.wachtend
            for totaal in deel.vragen:
                _, teller = per_vraag.setdefault(
                    (deel.soort, totaal.vraag.sleutel), (_vraag_naam(deel.soort, totaal), Counter())
                )
                teller.update(dict(totaal.per_antwoord))
                teller["totaal"] += totaal.aantal
    regels = tuple(
        Regel(f"{soort.value}-{sleutel}", tekst, _antwoorden(teller))
        for (soort, sleutel), (tekst, teller) in per_vraag.items()
    )
    return Uitkomst(rapport, keuze, tuple(sorted(regels, key=lambda r: r.naam.nl.casefold())), None, wachtend)


def _vraag_naam(soort: EvaluatieSoort, totaal: Totaal) -> Tekst:
    wie, vraag = SOORT_LABEL[soort], totaal.vraag.tekst
    return Tekst(f"{wie.nl}: {vraag.nl}", f"{wie.en}: {vraag.en}")


def _antwoorden(teller: Counter[str]) -> _Waarden:
    schaal = sum(teller[a] for a in "12345")
    som = sum(int(a) * teller[a] for a in "12345")
    return {
        "antwoorden": teller["totaal"],
        "eens": teller["4"] + teller["5"] + teller["ja"],
        "neutraal": teller["3"],
        "oneens": teller["1"] + teller["2"] + teller["nee"],
        "gemiddelde": round(som / schaal, 1) if schaal else None,
    }
