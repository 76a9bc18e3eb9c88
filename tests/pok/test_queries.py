"""The lists of POKs, to chase, of dossiers, and the counters that lead to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.lijst import Lijst, LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok import service
from bpv_app.pok.clauses_lijst import heeft_zoekindex
from bpv_app.pok.queries import POKS, list_klassen
from bpv_app.pok.queries_dossiers import DOSSIERS
from bpv_app.pok.queries_nabellen import NABELLEN
from bpv_app.pok.queries_tellers import tellers
from bpv_app.pok.rules import KrdStatus, Partij, PokStatus
from bpv_app.pok.rules_krd import KrdStand
from bpv_app.pok.rules_tekenen import lees_code
from bpv_app.pok.tables import Pok
from bpv_app.student.rules import Leerweg
from tests.makers import (
    NU,
    bewaar,
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_leerbedrijf,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.pok.hulp import DAG, druk_af, id_van, krd_antwoordt, maak_concept, maak_volledig
from tests.pok.rolverdeling import make_cast

ALLES = LijstVraag(per_pagina=500)


@pytest.fixture(autouse=True)
def _vandaag(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    monkeypatch.setattr(tijd, "klok", clock)


def zaken(session: Session) -> Actor:
    return make_actor(session, Rol.STUDENTENZAKEN)


def ids(session: Session, actor: Actor, lijst: Lijst = POKS, **vraag: Any) -> list[int]:
    antwoord = lijst.vraag(session, actor, ALLES.met(**vraag))
    assert antwoord.totaal == len(antwoord.rijen)
    return [int(r.sleutel) for r in antwoord.rijen]


def cel(session: Session, actor: Actor, naam: str, lijst: Lijst = POKS, **vraag: Any) -> list[str]:
    index = [k.naam for k in lijst.kolommen].index(naam)
    return [r.cellen[index].tekst for r in lijst.vraag(session, actor, ALLES.met(**vraag)).rijen]


def make_pok_van(session: Session, naam: str, bedrijf: str, **anders: Any) -> Pok:
    student = make_student(session, naam=naam, zoektekst=naam.lower(), klas=anders.pop("klas", "3B"))
    opleider = make_contactpersoon(session, make_leerbedrijf(session, naam=bedrijf, zoektekst=bedrijf.lower()))
    dossier = make_dossier(session, make_verbintenis(session, student))
    return make_pok(session, dossier=dossier, opleider=opleider, **anders)


def test_a_search_finds_every_word_anywhere(session: Session) -> None:
    actor = zaken(session)
    een = make_pok_van(session, "Yara de Boer", "Van Dam Techniek", nummer="2026-00412")
    twee = make_pok_van(session, "Noor Bakker", "Bakkerij Zoet", nummer="2026-00413")
    for zoek, verwacht in {
        "bakker": [twee],
        "BAKK": [twee],
        "boer techniek": [een],
        "techniek boer": [een],
        "2026-00412": [een],
        "00413": [twee],
        "de": [een],
        "da": [een],
        "ya van": [een],
        "a": [twee, een],
        "zoet boer": [],
        "bakkers": [],
        'zo"et': [],
        "%": [],
        "_": [],
        "zo' OR 1=1": [],
        "NEAR(bak ker)": [],
        "bakker OR boer": [],
        "": [twee, een],
    }.items():
        assert set(ids(session, actor, zoek=zoek)) == {p.id for p in verwacht}, zoek


def test_names_that_change_are_found_at_once(session: Session) -> None:
    actor = zaken(session)
    pok = make_pok_van(session, "Yara de Boer", "Van Dam Techniek")
    student, bedrijf = pok.student_id, pok.leerbedrijf_id
    for opdracht in (
        f"UPDATE student SET zoektekst = 'yara jansen' WHERE id = {student}",
        f"UPDATE leerbedrijf SET zoektekst = 'nieuwe naam bv' WHERE id = {bedrijf}",
    ):
        session.execute(sa.text(opdracht))
    assert ids(session, actor, zoek="jansen nieuwe") == [pok.id]
    assert ids(session, actor, zoek="boer") == []
    assert ids(session, actor, zoek="techniek") == []
    ander = make_contactpersoon(session, make_leerbedrijf(session, zoektekst="overkant"))
    pok.leerbedrijf_id, pok.praktijkopleider_id = ander.leerbedrijf_id, ander.id
    session.flush()
    assert ids(session, actor, zoek="overkant") == [pok.id]
    assert ids(session, actor, zoek="nieuwe") == []
    session.delete(pok)
    session.flush()
    assert ids(session, actor, zoek="jansen") == []


def test_the_trigram_index_is_there_on_sqlite(session: Session) -> None:
    assert heeft_zoekindex(session) is (session.get_bind().dialect.name == "sqlite")


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_search_is_a_question_and_never_an_error(sessie: Session, zoek: str) -> None:
    actor = Actor(None, "zaken", zaken(sessie).toewijzingen)
    for lijst in (POKS, NABELLEN, DOSSIERS):
        assert lijst.vraag(sessie, actor, LijstVraag(zoek=zoek)).totaal >= 0
    lees_code(zoek)


@pytest.fixture
def sessie(sqlite_sjabloon: Path, tmp_path: Path) -> Any:
    import shutil

    from bpv_app.db import maak_engine, transaction

    shutil.copy(sqlite_sjabloon, tmp_path / "zoek.db")
    motor = maak_engine(f"sqlite:///{tmp_path / 'zoek.db'}")
    with transaction(op=motor) as session:
        make_pok_van(session, "Noor Bakker", "Bakkerij Zoet")
        yield session
    motor.dispose()


def test_without_the_trigram_index_a_search_finds_the_same(sessie: Session) -> None:
    actor = zaken(sessie)
    make_pok_van(sessie, "Yara de Boer", "Van Dam")
    met = ids(sessie, actor, zoek="bakk zoet")
    assert len(met) == 1
    for trigger in ("nieuw", "anders", "gewijzigd", "weg", "student", "leerbedrijf"):
        sessie.execute(sa.text(f"DROP TRIGGER zoek_pok_{trigger}"))
    sessie.execute(sa.text("DROP TABLE zoek_pok"))
    assert not heeft_zoekindex(sessie)
    assert ids(sessie, actor, zoek="bakk zoet") == met


def test_filters_and_their_counts(session: Session) -> None:
    actor = zaken(session)
    team = make_team(session)
    student = make_student(session, team, klas="4A")
    dossier = make_dossier(session, make_verbintenis(session, student))
    bol = make_pok(session, PokStatus.VOLLEDIG, dossier=dossier)
    bbl = make_pok(session, PokStatus.AFGEDRUKT, leerweg=Leerweg.BBL)
    assert set(ids(session, actor)) == {bol.id, bbl.id}
    for filters, verwacht in (
        ({"status": "volledig"}, [bol]),
        ({"status": "afgedrukt", "leerweg": "BBL"}, [bbl]),
        ({"status": "onzin"}, []),
        ({"leerweg": "BOL"}, [bol]),
        ({"leerweg": "onzin"}, []),
        ({"team": str(team.id)}, [bol]),
        ({"team": "99999999999"}, []),
        ({"team": "x"}, []),
        ({"klas": "4A"}, [bol]),
        ({"klas": "9Z"}, []),
    ):
        assert ids(session, actor, filters=filters) == [p.id for p in verwacht], filters
    assert list_klassen(session, actor) == ["3B", "4A"]
    assert POKS.filters_van
    teams, klassen = POKS.filters_van(session, actor)
    assert {k.waarde for k in teams.keuzes} == {str(team.id)}
    assert [k.waarde for k in klassen.keuzes] == ["3B", "4A"]


def test_when_it_begins(session: Session) -> None:
    """26 November 2026 is a Thursday."""
    actor = zaken(session)
    dagen = {n: make_pok(session, PokStatus.AFGEDRUKT, begin_op=DAG + timedelta(days=n)).id for n in range(-5, 17)}
    getekend = make_pok(session, PokStatus.DEFINITIEF, begin_op=DAG).id
    week = {dagen[n] for n in range(-3, 4)}
    assert set(ids(session, actor, filters={"begint": "week"})) == {*week, getekend}
    assert set(ids(session, actor, filters={"begint": "week_ongetekend"})) == week
    assert set(ids(session, actor, filters={"begint": "veertien"})) == {*(dagen[n] for n in range(15)), getekend}
    assert set(ids(session, actor, filters={"begint": "begonnen"})) == {dagen[n] for n in range(-5, 1)}
    index = [k.naam for k in POKS.kolommen].index("dagen")
    rij = next(r for r in POKS.vraag(session, actor, ALLES).rijen if r.sleutel == str(dagen[-2]))
    assert rij.cellen[index].waarde == -2


def test_how_it_compares_with_the_register(session: Session) -> None:
    actor = zaken(session)

    def pok(status: PokStatus, krd: KrdStatus | None, fout: str = "") -> Pok:
        return make_pok(session, status, krd_status=krd, krd_fout_code=fout)

    per_stand = {
        KrdStand.NVT: [pok(PokStatus.CONCEPT, None), pok(PokStatus.AFGEMELD, None)],
        KrdStand.GELIJK: [pok(PokStatus.AFGEDRUKT, KrdStatus.AFGEDRUKT), pok(PokStatus.VERVANGEN, KrdStatus.BEEINDIGD)],
        KrdStand.VERSCHIL: [pok(PokStatus.AFGEDRUKT, KrdStatus.VOLLEDIG), pok(PokStatus.VOLLEDIG, None)],
        KrdStand.GEWEIGERD: [pok(PokStatus.VOLLEDIG, None, "EIND_NA_VERBINTENIS")],
        KrdStand.WACHT: [pok(PokStatus.AFGEDRUKT, KrdStatus.VOLLEDIG), pok(PokStatus.VOLLEDIG, None)],
    }
    for wachtend in [*per_stand[KrdStand.WACHT], *per_stand[KrdStand.GEWEIGERD]]:
        bewaar(
            session,
            Bericht(
                kanaal="krd",
                soort="x",
                groep=f"pok:{wachtend.id}",
                volgnummer=1,
                sleutel=f"s{wachtend.id}",
                status=BerichtStatus.WACHT,
                volgende_op=NU,
                aangemaakt_op=NU,
            ),
        )
    for stand, poks in per_stand.items():
        assert set(ids(session, actor, filters={"krd": stand.value})) == {p.id for p in poks}, stand
    assert "Volledig: verschil" in cel(session, actor, "krd")
    assert cel(session, actor, "krd", filters={"krd": "gelijk"}).count("Afgedrukt") == 1
    assert ids(session, actor, filters={"krd": "onzin"}) == []


@pytest.mark.parametrize("lijst", [POKS, NABELLEN, DOSSIERS], ids=lambda lijst: lijst.naam)
def test_every_column_sorts_both_ways_and_pages_hold_together(session: Session, lijst: Lijst) -> None:
    actor = zaken(session)
    for n in range(7):
        make_pok_van(
            session,
            f"Naam {n % 3}",
            f"Bedrijf {n % 2}",
            status=PokStatus.AFGEDRUKT,
            begin_op=DAG + timedelta(days=n % 4),
        )
    make_pok(session, PokStatus.AFGEDRUKT, begin_op=None, leerweg=None)
    for kolom in lijst.kolommen:
        if not kolom.sorteer:
            continue
        for aflopend in (False, True):
            vraag = LijstVraag(sorteer=kolom.naam, aflopend=aflopend, per_pagina=3)
            antwoorden = [lijst.vraag(session, actor, vraag.met(pagina=p)) for p in (1, 2, 3, 4)]
            assert {a.totaal for a in antwoorden} == {8}
            rijen = [r.sleutel for a in antwoorden for r in a.rijen]
            assert len(rijen) == len(set(rijen)) == 8, (kolom.naam, aflopend)
            alles = lijst.vraag(session, actor, vraag.met(per_pagina=50)).rijen
            assert rijen == [r.sleutel for r in alles]
            assert all(len(r.cellen) == len(lijst.kolommen) for r in alles)
    assert lijst.vraag(session, actor, LijstVraag(sorteer="onzin; DROP TABLE pok")).totaal == 8


def test_the_order_is_what_it_says(session: Session) -> None:
    actor = zaken(session)
    begin = [make_pok(session, PokStatus.AFGEDRUKT, begin_op=DAG + timedelta(days=n)) for n in (5, 1, 3)]
    assert ids(session, actor) == [begin[0].id, begin[2].id, begin[1].id], "the newest placements first"
    assert ids(session, actor, NABELLEN) == [begin[1].id, begin[2].id, begin[0].id], "what begins first comes first"
    status = make_pok(session, PokStatus.CONCEPT)
    assert ids(session, actor, sorteer="status")[0] == status.id


def test_everybody_sees_exactly_the_own_rows(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    vreemd = druk_af(session, make_cast(session), clock)
    gezien = {
        wie: [set(ids(session, actor, lijst)) for lijst in (POKS, NABELLEN, DOSSIERS)]
        for wie, actor in cast.wie().items()
    }
    een = [{pok.id}, {pok.id}, {cast.dossier.id}]
    niets: list[set[int]] = [set(), set(), set()]
    assert gezien == {
        "coordinator": een,
        "ander_team": niets,
        "begeleider": een,
        "andere_begeleider": niets,
        "studentenzaken": [{pok.id, vreemd.id}, {pok.id, vreemd.id}, {cast.dossier.id, vreemd.dossier_id}],
        # What a student or a company gets here is their own placement; the screens of these lists are not for them.
        "student": [{pok.id}, set(), {cast.dossier.id}],
        "andere_student": niets,
        "praktijkopleider": [{pok.id}, set(), set()],
        "ander_bedrijf": niets,
        "beheer": niets,
        "niemand": niets,
    }
    assert list_klassen(session, cast.ander_team) == []


def test_whom_to_call(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2010, 1, 1))
    pok = druk_af(session, cast, clock)
    pok_id, actor = id_van(pok), cast.studentenzaken
    for status in (PokStatus.VOLLEDIG, PokStatus.DEFINITIEF):
        make_pok(session, status)
    service.registreer_handtekening(session, actor, clock, pok_id, Partij.LEERBEDRIJF, DAG)
    assert ids(session, actor, NABELLEN) == [pok_id]
    assert cel(session, actor, "ontbreekt", NABELLEN) == ["Student, Ouder of voogd, School"]
    assert cel(session, actor, "telefoon", NABELLEN) == [f"{cast.opleider.naam} 0715550100"]

    def bellen() -> dict[str, list[int]]:
        return {w: ids(session, actor, NABELLEN, filters={"bellen": w}) for w in ("nooit", "nu", "later")}

    assert bellen() == {"nooit": [pok_id], "nu": [], "later": []}
    service.voeg_belnotitie_toe(session, actor, clock, pok_id, "Jan", "Terugbellen", DAG + timedelta(days=1))
    assert bellen() == {"nooit": [], "nu": [], "later": [pok_id]}
    clock.moment += timedelta(days=1)
    assert bellen() == {"nooit": [], "nu": [pok_id], "later": []}
    service.voeg_belnotitie_toe(session, actor, clock, pok_id, "Piet", "Tekent morgen")
    assert bellen() == {"nooit": [], "nu": [], "later": []}, "the last call counts, and nothing was agreed in it"
    assert cel(session, actor, "gebeld", NABELLEN) == ["27 nov 2026 10:00: Piet"]


def test_the_waiting_step_of_every_dossier(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    actor, did = cast.studentenzaken, cast.dossier_id

    def stap() -> str:
        (tekst,) = cel(session, actor, "stap", DOSSIERS)
        gevonden = [s for s in "3456789" if ids(session, actor, DOSSIERS, filters={"stap": s}) == [did]]
        assert gevonden == [tekst[0] if tekst[0].isdigit() else "9"], "the filter finds what the cell says"
        return tekst

    def plaats() -> str:
        return "".join(w for w in ("met", "zonder") if ids(session, actor, DOSSIERS, filters={"plaats": w}) == [did])

    assert (stap(), plaats()) == ("3 Voortraject", "zonder")
    pok = service.zet_klaar(session, cast.coordinator, clock, did, service.Voortraject())
    assert (stap(), plaats()) == ("3 Voortraject", "zonder")
    maak_concept(session, cast, clock)
    assert (stap(), plaats()) == ("4 Naar KRD", "met")
    service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    assert stap() == "5 Afdrukken"
    druk_af(session, cast, clock, pok)
    assert stap() == "6 Tekenen"
    service.registreer_handtekening(session, actor, clock, id_van(pok), Partij.STUDENT, DAG)
    assert stap() == "7 Registreren"
    for partij in (Partij.SCHOOL, Partij.LEERBEDRIJF):
        service.registreer_handtekening(session, actor, clock, id_van(pok), partij, DAG)
    assert stap() == "8 Afsluiten"
    pok.status = PokStatus.AFGEROND
    session.flush()
    assert (stap(), plaats()) == ("Afgerond", "met")
    pok.status = PokStatus.AFGEWEZEN
    session.flush()
    assert (stap(), plaats()) == ("3 Voortraject", "zonder")


def test_a_dossier_shows_its_current_pok_once(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = maak_volledig(session, cast, clock)
    v = replace(service.voortraject_van(oud), uren_totaal=1)
    from bpv_app.pok.rules import MutatieSoort

    nieuw = service.muteer(
        session, cast.coordinator, clock, id_van(oud), MutatieSoort.OVERIG, date(2027, 2, 1), v, "Uren"
    ).nieuw
    actor = cast.studentenzaken
    assert cel(session, actor, "pok", DOSSIERS) == [nieuw.nummer]
    assert ids(session, actor, DOSSIERS, zoek=nieuw.nummer) == [cast.dossier_id]
    assert ids(session, actor, DOSSIERS, zoek=cast.leerbedrijf.naam.split()[-1]) == [cast.dossier_id]


def test_filters_of_dossiers(session: Session) -> None:
    actor = zaken(session)
    begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER)
    student = make_student(session, make_team(session), naam="Noor Bakker", zoektekst="noor bakker", klas="4A")
    met = make_dossier(session, make_verbintenis(session, student), begeleider=begeleider)
    verbintenis = make_verbintenis(session, leerweg=Leerweg.BBL)
    zonder = make_dossier(session, verbintenis, make_inrichting(session))
    for filters, verwacht in (
        ({}, {met.id, zonder.id}),
        ({"begeleider": str(begeleider.id)}, {met.id}),
        ({"begeleider": "geen"}, {zonder.id}),
        ({"begeleider": "x"}, set()),
        ({"klas": "4A"}, {met.id}),
        ({"leerweg": "BBL"}, {zonder.id}),
        ({"leerweg": "onzin"}, set()),
        ({"team": str(student.team_id)}, {met.id}),
        ({"stap": "onzin"}, set()),
    ):
        assert set(ids(session, actor, DOSSIERS, filters=filters)) == verwacht, filters
    assert ids(session, actor, DOSSIERS, zoek="noor") == [met.id]
    filters_van = DOSSIERS.filters_van(session, actor) if DOSSIERS.filters_van else ()
    keuzes = {f.naam: [k.waarde for k in f.keuzes] for f in filters_van}
    assert keuzes["begeleider"] == ["geen", str(begeleider.id)]


def test_a_counter_is_the_total_of_its_list(session: Session, clock: FixedClock) -> None:
    """Whatever is in the database: the number on the start page is the number of rows behind it."""
    cast = make_cast(session)
    druk_af(session, cast, clock)
    begeleider = session.get_one(type(make_account(session)), cast.begeleider.account_id)
    for n, status in enumerate([*PokStatus, *PokStatus, *PokStatus]):
        eigen = n // len(PokStatus) != 1
        dossier = make_dossier(
            session,
            make_verbintenis(session),
            begeleider=begeleider if eigen else None,
            team_id=cast.dossier.team_id if eigen else None,
        )
        make_pok(
            session,
            status,
            dossier=dossier,
            begin_op=DAG + timedelta(days=n - 9),
            eind_op=DAG + timedelta(days=n - 8),
            krd_fout_code="X" if n % 5 == 0 else "",
            krd_status=KrdStatus.VOLLEDIG if n % 3 == 0 else None,
        )
    make_dossier(session, make_verbintenis(session), team_id=cast.dossier.team_id)
    dossier = make_dossier(session, make_verbintenis(session), begeleider=begeleider, team_id=cast.dossier.team_id)
    deze_week = make_pok(session, PokStatus.AFGEDRUKT, dossier=dossier, begin_op=DAG)
    service.voeg_belnotitie_toe(session, cast.studentenzaken, clock, id_van(deze_week), "Jan", "Belt terug", DAG)
    gezien: dict[str, set[str]] = {}
    for wie, actor in cast.wie().items():
        for teller in tellers(session, actor, clock.vandaag()):
            antwoord = teller.lijst.vraag(session, actor, teller.vraag)
            assert teller.aantal == antwoord.totaal, (wie, teller.sleutel)
            gezien.setdefault(wie, set()).add(teller.sleutel if teller.aantal else f"geen {teller.sleutel}")
    samen = {"begonnen_ongetekend", "week_ongetekend", "bellen_nu", "ongetekend"}
    assert gezien["coordinator"] == {*samen, "krd_geweigerd", "zonder_plaats", "versturen", "geen bezwaar"}
    assert gezien["begeleider"] == {*samen, "veertien", "afsluiten", "geen bezwaar"}
    assert gezien["studentenzaken"] == {*samen, "krd_geweigerd", "krd_verschil", "afdrukken"}
    assert set(gezien) == {
        "coordinator", "ander_team", "begeleider", "andere_begeleider", "studentenzaken",
    }  # fmt: skip
    assert all(naam.startswith("geen ") for naam in gezien["ander_team"] | gezien["andere_begeleider"])


def test_a_refused_pok_is_counted_for_who_can_do_something(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    krd_antwoordt(session, pok, clock.nu(), None, ("EIND_NA_VERBINTENIS", "Te laat."))
    aantal = {t.sleutel: t.aantal for t in tellers(session, cast.coordinator, clock.vandaag())}
    assert (aantal["krd_geweigerd"], aantal["versturen"]) == (1, 0)
    assert cel(session, cast.coordinator, "krd") == ["geweigerd"]
