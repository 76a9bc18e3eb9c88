"""What is for the school alone, searched in every channel; and for each guard: without it the search finds something.

The lists come from the app's own register of exports, the roles from the cast. The wire is in tests/wire/test_lek.py.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select
from structlog.testing import capture_logs

from bpv_app.gesprek import clauses_verslag, queries_verslag, queries_zorg, rules_verslag
from bpv_app.gesprek.queries_gedeeld import get_gedeeld
from bpv_app.gesprek.queries_verslag import get_verslag_detail
from bpv_app.gesprek.queries_zorg import SignaalVraag, list_inzagen
from bpv_app.gesprek.service_zorg import bekijk_signalen, bewaar_zorg, exporteer, toon_zorg
from bpv_app.gesprek.tables_verslag import GespreksverslagKopie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import RECHTEN, Actie, Rol
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.koppeling.queries_eigen import lees_eigen_gegevens
from bpv_app.outbox.tables import Bericht
from bpv_app.post.tables import Mail
from bpv_app.toegang import audit
from bpv_app.toegang.tables import Audit
from tests.gesprek.cast import Cast
from tests.gesprek.test_verslag import make_gedeeld, verslag_id

SCHOOL, ZORG = "Kanarie-alleen-school", "Kanarie-zorg"
MAG = ("begeleider", "coordinator")
World = tuple[Cast, int]


def make_world(session: Session, clock: FixedClock) -> World:
    """A shared report with a canary in the answer for the school, and one in every care note."""
    cast, moment_id, _ = make_gedeeld(session, clock, SCHOOL)
    for n in range(1, 5):
        bewaar_zorg(session, cast.begeleider, clock, moment_id, f"licht_{n}", "rood", [""])
        bewaar_zorg(session, cast.begeleider, clock, moment_id, f"notitie_{n}", f"{ZORG} {n}", [""])
    toon_zorg(session, cast.begeleider, clock, moment_id)
    exporteer(session, cast.coordinator, clock, "csv", "Voor de test van lekken", None, None)
    session.flush()
    return cast, moment_id


def probeer(doe: Callable[[], object]) -> str:
    """What a call gives, as text; nothing when it is refused."""
    try:
        return repr(doe())
    except DomeinFout:
        return ""


def tabel(session: Session, soort: type[SQLModel]) -> str:
    return json.dumps([rij.model_dump() for rij in session.exec(select(soort)).all()], default=str)


def kanalen(session: Session, clock: FixedClock, wereld: World) -> Iterator[tuple[str, str]]:
    """Every way out, and what comes out of it."""
    cast, moment_id = wereld
    for naam, wie in {n: w for n, w in vars(cast).items() if isinstance(w, Actor)}.items():
        for lijst in LIJSTEN.values():
            if wie.mag(lijst.actie):
                vraag = LijstVraag(per_pagina=500, kolommen=tuple(k.naam for k in lijst.kolommen))
                yield f"lijst {lijst.naam} {naam}", probeer(partial(lijst.vraag, session, wie, vraag))
        yield f"inzagen {naam}", probeer(partial(list_inzagen, session, wie))
        yield f"eigen gegevens {naam}", probeer(partial(lees_eigen_gegevens, session, wie))
        if naam == "coordinator":
            continue
        yield f"export {naam}", probeer(partial(exporteer, session, wie, clock, "csv", "Waarom dan?", None, None))
        yield f"signalen {naam}", probeer(partial(bekijk_signalen, session, wie, clock, SignaalVraag()))
        yield f"gedeeld {naam}", probeer(partial(get_gedeeld, session, wie, verslag_id(session, moment_id)))
        if naam in MAG:
            continue
        yield f"verslag {naam}", probeer(partial(get_verslag_detail, session, wie, moment_id))
        yield f"zorg {naam}", probeer(partial(toon_zorg, session, wie, clock, moment_id))
    for soort in (Mail, Bericht, Audit, GespreksverslagKopie):
        yield f"tabel {soort.__name__}", tabel(session, soort)


def lekken(session: Session, clock: FixedClock, wereld: World) -> set[str]:
    return {naam.split()[0] for naam, tekst in kanalen(session, clock, wereld) if SCHOOL in tekst or ZORG in tekst}


def test_no_channel_gives_what_is_for_the_school_alone(
    session: Session, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as regels:
        wereld = make_world(session, clock)
        gezocht = dict(kanalen(session, clock, wereld))
    assert len(gezocht) > 60
    assert {naam for naam, tekst in gezocht.items() if SCHOOL in tekst or ZORG in tekst} == set()
    for naam in ("gedeeld student_actor", "gedeeld opleider_actor", "eigen gegevens student_actor"):
        assert "Een goed begin." in gezocht[naam], f"{naam}: the search sees what was shared"
    logs = caplog.text + json.dumps(regels, default=str)
    assert SCHOOL not in logs
    assert ZORG not in logs


def test_who_may_read_them_does(session: Session, clock: FixedClock) -> None:
    """The canaries are there to be found: otherwise every search would be in vain."""
    cast, moment_id = make_world(session, clock)
    assert ZORG in repr(toon_zorg(session, cast.coordinator, clock, moment_id))
    assert SCHOOL in repr(get_verslag_detail(session, cast.coordinator, moment_id))
    assert ZORG in repr(exporteer(session, cast.coordinator, clock, "json", "Voor de test", None, None))


def _alles(_actor: Actor) -> sa.ColumnElement[bool]:
    return sa.true()


def zonder_filter(m: pytest.MonkeyPatch) -> None:
    m.setattr(rules_verslag, "deelbare_vragen", list)


def zonder_verberging_van(naam: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda m: m.delitem(audit.VERTROUWELIJK, naam)


def met_recht(rol: Rol, *acties: Actie) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda m: m.setitem(RECHTEN, rol, RECHTEN[rol] | set(acties))


def zonder_moment_scope(m: pytest.MonkeyPatch) -> None:
    m.setattr(queries_verslag, "moment_scope", _alles)


def zonder_zorg_scope(m: pytest.MonkeyPatch) -> None:
    """Two guards stand before a stranger: the moment's scope and the notes' own. The second is tried here."""
    zonder_moment_scope(m)
    m.setattr(queries_zorg, "zorg_scope", _alles)


def zonder_overzicht_scope(m: pytest.MonkeyPatch) -> None:
    m.setattr(queries_zorg, "zorg_overzicht_scope", _alles)


def zonder_recht_in_de_scope(m: pytest.MonkeyPatch) -> None:
    m.setattr(clauses_verslag, "dossier_scope", lambda _actor, _actie: sa.true())


GUARDS: dict[str, tuple[Callable[[pytest.MonkeyPatch], Any], set[str]]] = {
    "the filter of what is for the school alone": (zonder_filter, {"gedeeld", "eigen", "tabel"}),
    "the audit hides care notes": (zonder_verberging_van("zorgvierkant"), {"tabel"}),
    "the audit hides answers": (zonder_verberging_van("gespreksverslag"), {"tabel"}),
    "beheer has no right to care notes": (
        met_recht(Rol.BEHEER, Actie.VERSLAG_SCHRIJVEN, Actie.ZORG_ZIEN),
        {"verslag", "zorg"},
    ),
    "studentenzaken has no right to care notes": (
        met_recht(Rol.STUDENTENZAKEN, Actie.VERSLAG_SCHRIJVEN, Actie.ZORG_ZIEN),
        {"verslag", "zorg"},
    ),
    "a begeleider has no right to the export": (met_recht(Rol.ONDERWIJSBEGELEIDER, Actie.ZORG_OVERZICHT), {"export"}),
    "the moment's scope": (zonder_moment_scope, {"verslag"}),
    "the care notes' own scope": (zonder_zorg_scope, {"verslag", "zorg"}),
    "the scope of the export": (zonder_overzicht_scope, {"export"}),
    "the scope of a dossier": (zonder_recht_in_de_scope, {"verslag", "zorg", "export"}),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_the_search_finds_the_leak(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    haal_weg, verwacht = GUARDS[guard]
    with monkeypatch.context() as m:
        haal_weg(m)
        assert lekken(session, clock, make_world(session, clock)) >= verwacht
    assert GUARDS[guard][0] is haal_weg
