"""Finding companies by words at any size of the file, also when a word is spelt another way.

Words of three letters or more are looked up in SQLite's trigram table (migration 0023); PostgreSQL uses its own index.
Where SQLite lacks the table a search is slower, not different.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlmodel import Session, col

from bpv_app.kernel.zoek import MAX_WOORDEN, begint_met, patronen, vouw
from bpv_app.leerbedrijf.rules_dubbel import drietallen, kern_van
from bpv_app.leerbedrijf.tables import Leerbedrijf

MAX_KANDIDATEN = 1_500
"""Companies looked at one by one; the index gives those with the rarest letters in common."""
MAX_DRIETALLEN = 6
MIN_GELIJK = 0.45
"""PostgreSQL's word similarity from which a name is looked at."""
MIN_WOORD = 75.0
"""How much each word that was typed must look like one of the company's (0 to 100): a letter wrong in five or more."""
VEEL = 2_000
"""More hits than this are not all looked up to sort them."""
Ids = sa.Select[tuple[int | None]]


def heeft_zoekindex(session: Session) -> bool:
    """Whether this SQLite database has the trigram table of migration 0023."""
    if session.get_bind().dialect.name != "sqlite":
        return False
    return bool(session.execute(sa.text("SELECT 1 FROM sqlite_master WHERE name = 'zoek_leerbedrijf'")).first())


@dataclass(frozen=True, slots=True)
class Zoek:
    """A search as pieces of WHERE. `aantal`: how many rows it finds, when the index alone could tell (else None).

    `bladeren`: the same search for a page of rows in the order of names: with many hits it walks the index of names
    until there is a page, where `clauses` would look up every hit to sort them.
    """

    clauses: tuple[sa.ColumnElement[bool], ...] = ()
    bladeren: tuple[sa.ColumnElement[bool], ...] = ()
    aantal: int | None = None


def maak_zoek(session: Session, zoek: str) -> Zoek:
    """Every word of `zoek` somewhere in name, place, numbers, postcode or street; an empty search gives no clause."""
    woorden = vouw(zoek).split()[:MAX_WOORDEN]
    lang = [w for w in woorden if len(w) >= 3] if heeft_zoekindex(session) else []
    alle: list[sa.ColumnElement[bool]] = [
        col(Leerbedrijf.zoektekst).like(patroon, escape="\\") for patroon in patronen(zoek)
    ]
    if not lang:
        return Zoek(tuple(alle), tuple(alle))
    vraag = " AND ".join('"' + w.replace('"', '""') + '"' for w in lang)
    tel = sa.text("SELECT count(*) FROM zoek_leerbedrijf WHERE zoek_leerbedrijf MATCH :zoekvraag")
    aantal = int(session.execute(tel, {"zoekvraag": vraag}).scalar_one())
    treffers = sa.text("SELECT rowid FROM zoek_leerbedrijf WHERE zoek_leerbedrijf MATCH :zoekvraag")
    gebonden = treffers.bindparams(zoekvraag=vraag).columns(sa.column("rowid", sa.Integer))
    kort = patronen(" ".join(w for w in woorden if w not in lang))
    clauses = (
        col(Leerbedrijf.id).in_(gebonden),
        *(col(Leerbedrijf.zoektekst).like(patroon, escape="\\") for patroon in kort),
    )
    return Zoek(clauses, tuple(alle) if aantal > VEEL else clauses, None if kort else aantal)


def list_lijkende(session: Session, zoek: str, waar: Sequence[sa.ColumnElement[bool]], limiet: int) -> list[int]:
    """Companies that look like what was typed, the likeliest first: for a search that found nothing as it is spelt."""
    woorden = [w for w in vouw(zoek).split()[:MAX_WOORDEN] if len(w) >= 3]
    bronnen = list(op_naam(session, " ".join(woorden))) if woorden else []
    if not bronnen:
        return []
    kandidaten = sa.union(*bronnen).subquery()
    rijen = session.execute(
        sa.select(col(Leerbedrijf.id), col(Leerbedrijf.zoektekst)).where(
            col(Leerbedrijf.id).in_(sa.select(kandidaten.c.id)), *waar
        )
    )
    gevonden = []
    for rij_id, tekst in rijen:
        delen = tekst.split()
        punten = [max(fuzz.ratio(woord, deel) for deel in delen) for woord in woorden] if delen else [0.0]
        if min(punten) >= MIN_WOORD:
            gevonden.append((-sum(punten), tekst, rij_id))
    return [rij_id for _, _, rij_id in sorted(gevonden)[:limiet]]


def op_naam(session: Session, naam: str) -> Iterable[Ids]:
    """Companies with a name that has letters in common, also when it is spelt another way."""
    kern = kern_van(naam)
    if len(kern) < 3:
        return
    if session.get_bind().dialect.name == "postgresql":
        # Bound as a literal by the driver; the setting holds for this transaction only.
        session.execute(sa.text(f"SET LOCAL pg_trgm.word_similarity_threshold = {MIN_GELIJK}"))
        lijkt = sa.literal(kern).op("<%")(col(Leerbedrijf.zoektekst))
        vraag: Ids = sa.select(col(Leerbedrijf.id).label("id")).where(lijkt).limit(MAX_KANDIDATEN)
        yield sa.select(vraag.subquery().c.id)
        return
    zoekvraag = _zeldzaamste(session, drietallen(naam))
    if zoekvraag:
        treffers = sa.text(
            "SELECT rowid AS id FROM zoek_leerbedrijf WHERE zoek_leerbedrijf MATCH :zoekvraag LIMIT :max"
        )
        gebonden = treffers.bindparams(zoekvraag=zoekvraag, max=MAX_KANDIDATEN).columns(sa.column("id", sa.Integer))
        yield sa.select(gebonden.subquery().c.id)
    elif zoekvraag is None:  # no such index here: companies whose name starts the same
        vraag = sa.select(col(Leerbedrijf.id).label("id")).where(
            col(Leerbedrijf.zoektekst).like(begint_met(kern[:4]), escape="\\")
        )
        yield sa.select(vraag.limit(MAX_KANDIDATEN).subquery().c.id)


def _zeldzaamste(session: Session, delen: Sequence[str]) -> str | None:
    """What to ask SQLite's index: any of the rarest groups of letters, as many as stay a short list. None: no index."""
    if not session.execute(sa.text("SELECT 1 FROM sqlite_master WHERE name = 'zoek_leerbedrijf_woord'")).first():
        return None
    if not delen:
        return ""
    vraag = sa.text("SELECT term, doc FROM zoek_leerbedrijf_woord WHERE term IN :delen").bindparams(
        sa.bindparam("delen", list(delen), expanding=True)
    )
    vaak = sorted((aantal, term) for term, aantal in session.execute(vraag))
    gekozen: list[str] = []
    som = 0
    for aantal, term in vaak[:MAX_DRIETALLEN]:
        if gekozen and som + aantal > MAX_KANDIDATEN:
            break
        gekozen.append(term)
        som += aantal
    if som > MAX_KANDIDATEN:  # even the rarest is in many names: those that have the rarest ones together
        return " AND ".join(f'"{term}"' for _, term in vaak[:4])
    return " OR ".join(f'"{term}"' for term in gekozen)
