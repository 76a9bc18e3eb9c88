"""The placements behind a figure: the same frame, the same condition, as a list."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dashboard.queries_cijfers import get_plaatsingen
from bpv_app.dashboard.queries_maskers import KOLOM_VAN, MASKERS, groep_clause, tussen
from bpv_app.dashboard.rules_cijfers import CIJFERS, PER_LABEL, Per
from bpv_app.dashboard.rules_keuze import GEEN, lees_dag
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import MAX_WOORDEN, vouw
from bpv_app.pok.queries_dossiers import STAP_LABEL
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Account
from bpv_app.uren.rules_inrichting import schooljaar_tekst

KOLOMMEN = (
    Kolom("student", Tekst("Student", "Student")),
    Kolom("klas", Tekst("Klas", "Class")),
    Kolom("stap", Tekst("Wacht op stap", "Waits for step")),
    Kolom("dagen", Tekst("Dagen in stap", "Days in step"), rechts=True),
    Kolom("leerbedrijf", Tekst("Leerbedrijf", "Company")),
    Kolom("begin", Tekst("Begin", "Start")),
    Kolom("eind", Tekst("Eind", "End"), standaard=False),
    Kolom("getekend", Tekst("Getekend op", "Signed on")),
    Kolom("uren_doel", Tekst("Uren in de POK", "Hours agreed"), rechts=True),
    Kolom("uren", Tekst("Uren goedgekeurd", "Hours approved"), rechts=True),
    Kolom("gesprekken", Tekst("Gesprekken gehouden", "Conversations held"), rechts=True),
    Kolom("samen", Tekst("Met drie partijen", "With three parties"), rechts=True, standaard=False),
    Kolom("te_laat", Tekst("Gesprekken te laat", "Conversations overdue"), rechts=True, standaard=False),
    Kolom("open", Tekst("Gesprekken te doen", "Conversations to do"), rechts=True, standaard=False),
    Kolom("recent", Tekst("Laatste drie maanden", "Last three months"), rechts=True, standaard=False),
    Kolom("begeleider", Tekst("Begeleider", "Supervisor"), sorteer=False),
    Kolom("team", Tekst("Team", "Team"), sorteer=False),
    Kolom("crebo", Tekst("Crebo", "Crebo"), standaard=False),
    Kolom("leerweg", Tekst("Leerweg", "Learning route"), standaard=False),
    Kolom("jaar", Tekst("Schooljaar", "School year"), standaard=False),
)
_SORTEER = {
    "student": "zoektekst",
    "klas": "klas",
    "stap": "stap",
    "dagen": "stap_op",
    "leerbedrijf": "leerbedrijf",
    "begin": "begin_op",
    "eind": "eind_op",
    "getekend": "getekend_op",
    "uren_doel": "uren_doel",
    "uren": "minuten",
    "gesprekken": "gesprekken",
    "samen": "gesprekken_samen",
    "te_laat": "gesprekken_te_laat",
    "open": "gesprekken_open",
    "recent": "gesprekken_recent",
    "crebo": "crebo",
    "leerweg": "leerweg",
    "jaar": "jaar",
}


def _waar(vraag: LijstVraag, vandaag: date) -> list[pl.Expr]:
    kies = vraag.filters.get
    van, tot = kies("van"), kies("tot")
    fout = bool(vraag.onbekend) or any(dag and lees_dag(dag) is None for dag in (van, tot))
    waar: list[pl.Expr] = [pl.lit(value=False)] if fout else tussen(lees_dag(van), lees_dag(tot))
    if naam := kies("cijfer"):
        waar.append(MASKERS[naam](vandaag) if naam in MASKERS else pl.lit(value=False))
    if stap := kies("stap"):
        waar.append(pl.col("stap").cast(pl.String) == stap)
    waar += [groep_clause(per, waarde) for per in Per if (waarde := kies(per.value))]
    for woord in vouw(vraag.zoek).split()[:MAX_WOORDEN]:
        in_bedrijf = pl.col("leerbedrijf").str.to_lowercase().str.contains(woord, literal=True)
        waar.append(pl.col("zoektekst").str.contains(woord, literal=True).fill_null(value=False) | in_bedrijf)
    return waar


def list_rijen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of the placements a figure counts, inside the actor's scope. Raises GeenRecht."""
    vandaag = tijd.klok.vandaag()
    rijen = get_plaatsingen(session, actor, vandaag).filter(pl.lit(value=True), *_waar(vraag, vandaag))
    kolom = _SORTEER.get(vraag.sorteer, "begin_op")
    aflopend = vraag.aflopend if vraag.sorteer in _SORTEER else True
    if kolom == "stap_op":
        aflopend = not aflopend
    pagina = rijen.sort(kolom, "id", descending=[aflopend, aflopend], nulls_last=True)
    pagina = pagina.slice(vraag.offset, vraag.per_pagina)
    teams = _namen(session, Team, pagina["team_id"])
    mensen = _namen(session, Account, pagina["begeleider_id"])
    uit = [_rij(r, teams, mensen, vandaag, vraag.taal) for r in pagina.iter_rows(named=True)]
    return LijstAntwoord(uit, len(rijen))


def _namen(session: Session, tabel: type[Team] | type[Account], ids: pl.Series) -> dict[int, str]:
    welke = ids.drop_nulls().unique().to_list()
    vraag = sa.select(col(tabel.id), col(tabel.naam)).where(col(tabel.id).in_(welke))
    return {rij[0]: rij[1] for rij in session.execute(vraag)} if welke else {}


def _rij(r: dict[str, Any], teams: dict[int, str], mensen: dict[int, str], vandaag: date, taal: str) -> Rij:
    href = f"/dossiers/{r['id']}"
    dagen = None if r["stap"] == 9 or r["stap_op"] is None else (vandaag - r["stap_op"]).days
    uren = round(r["minuten"] / 60, 2)

    def dag(naam: str) -> Cel:
        return Cel(toon_datum(r[naam], taal), waarde=r[naam])

    def getal(waarde: float | None) -> Cel:
        tekst = "" if waarde is None else f"{waarde:g}".replace(".", "," if taal == "nl" else ".")
        return Cel(tekst, waarde=waarde)

    leerweg = LEERWEG_LABEL[Leerweg(r["leerweg"])].in_taal(taal) if r["leerweg"] else ""
    cellen = (
        Cel(r["student"], href=href),
        Cel(r["klas"]),
        Cel(STAP_LABEL[r["stap"]].in_taal(taal), waarde=r["stap"]),
        getal(dagen),
        Cel(r["leerbedrijf"]),
        dag("begin_op"),
        dag("eind_op"),
        dag("getekend_op"),
        getal(r["uren_doel"]),
        getal(uren),
        getal(r["gesprekken"]),
        getal(r["gesprekken_samen"]),
        getal(r["gesprekken_te_laat"]),
        getal(r["gesprekken_open"]),
        getal(r["gesprekken_recent"]),
        Cel(mensen.get(r["begeleider_id"], "")),
        Cel(teams.get(r["team_id"], "")),
        Cel(r["crebo"]),
        Cel(leerweg),
        Cel(schooljaar_tekst(r["jaar"]) if r["jaar"] is not None else ""),
    )
    return Rij(str(r["id"]), cellen, href, r["student"])


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """Groups that occur in the actor's placements."""
    mijn = get_plaatsingen(session, actor, tijd.klok.vandaag())
    uit = []
    for per in Per:
        if per is Per.LEERBEDRIJF:  # thousands: an address may ask for one, a select cannot hold them
            uit.append(Filter(per.value, PER_LABEL[per], soort="verborgen"))
            continue
        keuzes = tuple(Keuze(waarde, naam) for waarde, naam in groep_keuzes(session, per, mijn))
        uit.append(Filter(per.value, PER_LABEL[per], keuzes))
    return tuple(uit)


def groep_keuzes(session: Session, per: Per, mijn: pl.DataFrame) -> list[tuple[str, Tekst]]:
    """The groups in these placements, with their names; who has none first."""
    namen = _groep_namen(session, per, mijn)
    keuzes = [
        (GEEN, Tekst("(geen)", "(none)")) if w in (None, "") else (str(w), namen.get(w, Tekst(str(w), str(w))))
        for w in mijn[KOLOM_VAN[per]].unique().to_list()
    ]
    return sorted(keuzes, key=lambda k: (k[0] != GEEN, k[1].nl.casefold()))


def _groep_namen(session: Session, per: Per, mijn: pl.DataFrame) -> dict[Any, Tekst]:
    if per is Per.TEAM:
        return {i: Tekst(n, n) for i, n in _namen(session, Team, mijn["team_id"]).items()}
    if per is Per.BEGELEIDER:
        return {i: Tekst(n, n) for i, n in _namen(session, Account, mijn["begeleider_id"]).items()}
    if per is Per.JAAR:
        return {
            j: Tekst(schooljaar_tekst(j), schooljaar_tekst(j)) for j in mijn["jaar"].drop_nulls().unique().to_list()
        }
    if per is Per.LEERWEG:
        return {lw.value: LEERWEG_LABEL[lw] for lw in Leerweg}
    return {}


CIJFER_FILTER = Filter("cijfer", Tekst("Cijfer", "Figure"), tuple(Keuze(c.naam, c.kop) for c in CIJFERS))
STAP_FILTER = Filter(
    "stap", Tekst("Wacht op stap", "Waits for step"), tuple(Keuze(str(n), t) for n, t in STAP_LABEL.items())
)
PERIODE_FILTERS = (
    Filter("van", Tekst("Begin vanaf", "Start from"), soort="datum"),
    Filter("tot", Tekst("Begin tot en met", "Start until"), soort="datum"),
)
RIJEN = Lijst(
    naam="rapportage",
    titel=Tekst("Stages achter het cijfer", "Placements behind the figure"),
    actie=Actie.RAPPORT_ZIEN,
    kolommen=KOLOMMEN,
    vraag=list_rijen,
    filters=(CIJFER_FILTER, STAP_FILTER, *PERIODE_FILTERS),
    filters_van=filters_van,
    zoek_label=Tekst("Student of leerbedrijf", "Student or company"),
    leeg=Tekst("Geen stages met dit cijfer.", "No placements with this figure."),
    sorteer="begin",
    aflopend=True,
    streng=True,
)


def vreemde_filters(vraag: LijstVraag) -> tuple[tuple[str, str], ...]:
    """Filters of an address that mean nothing here: name and value. With any of them there are no rows."""
    geen_dag = [n for n in ("van", "tot") if vraag.filters.get(n) and lees_dag(vraag.filters[n]) is None]
    return tuple((naam, vraag.filters[naam]) for naam in dict.fromkeys([*vraag.onbekend, *geen_dag]))


def get_bedrijfsnaam(session: Session, actor: Actor, sleutel: str) -> str:
    """The name of the company that rows were narrowed to, when the actor has a placement there; else nothing."""
    mijn = get_plaatsingen(session, actor, tijd.klok.vandaag()).filter(groep_clause(Per.LEERBEDRIJF, sleutel))
    return "" if mijn.is_empty() else str(mijn["leerbedrijf"][0])
