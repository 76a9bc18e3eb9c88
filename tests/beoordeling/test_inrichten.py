"""Werkprocessen from a file and by hand, for cohorts; which of them count; the scale of a team."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from sqlmodel import Session

from bpv_app.beoordeling.inlezen import maak_plan, voer_uit
from bpv_app.beoordeling.queries_basis import get_schaal, list_gekozen, list_mogelijk
from bpv_app.beoordeling.queries_inrichten import list_inrichtingstanden, list_schalen, list_werkprocessen
from bpv_app.beoordeling.rules import STANDAARD_SCHAAL, Kant, lees_schaal, toon_schaal
from bpv_app.beoordeling.rules_werkproces import WerkprocesInvoer, cohort_jaar, kerntaak_van, lees_code, lees_codes
from bpv_app.beoordeling.service_inrichten import (
    WerkprocesGebruikt,
    bewaar_codes,
    bewaar_schaal,
    maak_werkproces,
    verwijder_werkproces,
    wijzig_werkproces,
)
from bpv_app.beoordeling.service_oordeel import bewaar_veld
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.inlezen import droogloop, ontvang, pas_toe
from tests.beoordeling.cast import make_cast
from tests.makers import make_actor, make_dossier, make_inrichting, make_student, make_team, make_verbintenis


def make_coordinator(session: Session, crebo: str = "25736") -> Actor:
    team = make_team(session)
    make_verbintenis(session, make_student(session, team), crebo=crebo)
    return make_actor(session, Rol.COORDINATOR, team_id=team.id)


def test_a_file_is_tried_first_and_then_taken_over(session: Session, clock: FixedClock) -> None:
    coordinator = make_coordinator(session)
    bestand = (
        "Crebo;Werkproces;Naam werkproces;Kerntaak;Cohort van\n"
        "25736;B1-K1-W1;Bereidt voor;Werkt;2024\n25736;b1-k1-w2;=Voert uit;Werkt;\n"
        "25736;B1-K1-W1;Nog eens;Werkt;2025\n25999;B1-K1-W1;Van een ander;;\n25736;Werk;Zonder code;;\n"
    )
    voorbeeld = ontvang(session, coordinator, ImportSoort.WERKPROCESSEN, bestand.encode(), "wp.csv")
    proef = droogloop(session, coordinator, clock, ImportSoort.WERKPROCESSEN, voorbeeld.sha256, "wp.csv")
    t = proef.uitkomst.tellingen
    assert (t.nieuw, t.gewijzigd, t.ongewijzigd, t.geweigerd) == (2, 0, 0, 3)
    assert [m.regel for m in proef.uitkomst.geweigerd] == [4, 5, 6]
    assert list_werkprocessen(session, coordinator, "25736") == []
    pas_toe(session, coordinator, clock, proef)
    rijen = list_werkprocessen(session, coordinator, "25736")
    assert [(w.code, w.naam, w.kerntaak, w.cohort_van) for w in rijen] == [
        ("B1-K1-W1", "Bereidt voor", "B1-K1", 2024), ("B1-K1-W2", "=Voert uit", "B1-K1", 0)
    ]  # fmt: skip
    opnieuw = droogloop(session, coordinator, clock, ImportSoort.WERKPROCESSEN, voorbeeld.sha256, "wp.csv")
    assert (opnieuw.uitkomst.tellingen.nieuw, opnieuw.uitkomst.tellingen.ongewijzigd) == (0, 2)


def test_a_code_that_ends_makes_room_for_its_successor(session: Session) -> None:
    coordinator = make_coordinator(session)
    maak_werkproces(session, coordinator, WerkprocesInvoer("25736", "B1-K1-W1", "Oud"))
    rijen = [[2, "25736", "B1-K1-W1", "Oud", None, "2025"], [3, "25736", "B1-K1-W1", "Nieuw", "2026", None]]
    kolommen = ["rij", "crebo", "code", "naam", "cohort_van", "cohort_tot"]
    frame = pl.DataFrame(rijen, schema=kolommen, orient="row", schema_overrides={"rij": pl.UInt32})
    plan = maak_plan(session, coordinator, frame)
    assert plan.uitkomst.geweigerd == ()
    voer_uit(session, coordinator, plan)
    assert [(w.naam, w.cohort_van, w.cohort_tot) for w in list_werkprocessen(session, coordinator, "25736")] == [
        ("Oud", 0, 2025), ("Nieuw", 2026, 9999)
    ]  # fmt: skip


def test_the_cohort_decides_which_version_counts(session: Session) -> None:
    for naam, van, tot in (("Oud", 0, 2024), ("Nieuw", 2025, 9999)):
        maak_werkproces(session, systeem(), WerkprocesInvoer("25736", "B1-K1-W1", naam, "", van, tot))
    for cohort, begin, verwacht in (
        ("2024-2025", None, "Oud"), ("2025", None, "Nieuw"), ("", date(2024, 8, 1), "Oud"), ("", None, "Nieuw"),
    ):  # fmt: skip
        dossier = make_dossier(session, make_verbintenis(session, cohort=cohort, begin_op=begin))
        assert [w.naam for w in list_mogelijk(session, dossier.id or 0)] == [verwacht]


def test_the_set_up_says_which_count_and_otherwise_all_do(session: Session) -> None:
    coordinator = make_coordinator(session)
    team_id = next(t.team_id for t in coordinator.toewijzingen)
    for n in (1, 2, 3):
        maak_werkproces(session, systeem(), WerkprocesInvoer("25736", f"B1-K1-W{n}", f"Werk {n}"))
    inrichting = make_inrichting(session, team_id=team_id)
    dossier_id = make_dossier(session, inrichting=inrichting).id or 0
    assert len(list_gekozen(session, dossier_id)) == 3
    bewaar_codes(session, coordinator, inrichting.id or 0, ("B1-K1-W3", "B9-K9-W9"), 0)
    assert [w.code for w in list_gekozen(session, dossier_id)] == ["B1-K1-W3"]
    bewaar_codes(session, coordinator, inrichting.id or 0, ("B9-K9-W9",), 1)
    assert len(list_gekozen(session, dossier_id)) == 3
    with pytest.raises(Verouderd):
        bewaar_codes(session, coordinator, inrichting.id or 0, (), 0)
    for vreemd in (make_inrichting(session, team_id=make_team(session).id), make_inrichting(session)):
        with pytest.raises(NietGevonden):
            bewaar_codes(session, coordinator, vreemd.id or 0, (), 0)
    assert [i.id for i in list_inrichtingstanden(session, coordinator)] == [inrichting.id]


def test_a_scale_holds_for_assessments_that_begin_later(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    veld = f"oordeel-{cast.werkprocessen[0]}"
    bewaar_veld(session, cast.begeleider, clock, cast.dossier_id, Kant.SCHOOL, veld, "goed", "")
    schaal = lees_schaal("Nog niet; nee; Not yet\nKan het; ja; Can do it")
    bewaar_schaal(session, cast.coordinator, cast.team.id or 0, schaal, 0)
    assert get_schaal(session, cast.team.id) == schaal
    bewaar_veld(session, cast.begeleider, clock, cast.dossier_id, Kant.SCHOOL, veld, "voldoende", "goed")
    with pytest.raises(OngeldigeInvoer):
        bewaar_veld(session, cast.begeleider, clock, cast.dossier_id, Kant.SCHOOL, veld, "kan_het", "voldoende")
    with pytest.raises(Verouderd):
        bewaar_schaal(session, cast.coordinator, cast.team.id or 0, schaal, 0)
    with pytest.raises(NietGevonden):
        bewaar_schaal(session, cast.coordinator, make_team(session).id or 0, schaal, 0)
    assert [s.versie for s in list_schalen(session, cast.coordinator)] == [1]


def test_only_ones_own_qualifications(session: Session) -> None:
    coordinator, vreemd = make_coordinator(session), make_coordinator(session, "25604")
    w = maak_werkproces(session, coordinator, WerkprocesInvoer("25736", "B1-K1-W1", "Werk"))
    with pytest.raises(OngeldigeInvoer):
        maak_werkproces(session, vreemd, WerkprocesInvoer("25736", "B1-K1-W2", "Werk"))
    with pytest.raises(NietGevonden):
        wijzig_werkproces(session, vreemd, w.id or 0, WerkprocesInvoer("25604", "B1-K1-W1", "Werk"), None)
    with pytest.raises(NietGevonden):
        verwijder_werkproces(session, vreemd, w.id or 0)
    with pytest.raises(GeenRecht):
        verwijder_werkproces(session, make_actor(session, Rol.ONDERWIJSBEGELEIDER), w.id or 0)
    wijzig_werkproces(
        session, make_actor(session, Rol.BEHEER), w.id or 0, WerkprocesInvoer("25736", "B1-K1-W1", "X"), 1
    )
    verwijder_werkproces(session, coordinator, w.id or 0)
    assert list_werkprocessen(session, coordinator, "25736") == []


def test_one_that_was_judged_stays(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    veld = f"oordeel-{cast.werkprocessen[0]}"
    bewaar_veld(session, cast.begeleider, clock, cast.dossier_id, Kant.SCHOOL, veld, "goed", "")
    with pytest.raises(WerkprocesGebruikt):
        verwijder_werkproces(session, systeem(), cast.werkprocessen[0])


@pytest.mark.parametrize("tekst", ["", "Goed; ja", "A; ja\nB; ja", "A; ja\nA; nee", "A; misschien\nB; nee", "A\nB",
                                   "Niet gezien; ja\nB; nee"])  # fmt: skip
def test_a_scale_with_a_mistake_is_refused(tekst: str) -> None:
    with pytest.raises(OngeldigeInvoer):
        lees_schaal(tekst)


def test_the_default_scale_can_be_typed() -> None:
    assert lees_schaal(toon_schaal(STANDAARD_SCHAAL)) == STANDAARD_SCHAAL


def test_codes_as_people_write_them() -> None:
    assert lees_codes("b1-k1-w1, B1-K1-W2\n1.2") == ("B1-K1-W1", "B1-K1-W2", "1.2")
    assert [kerntaak_van(lees_code(c)) for c in ("B1-K1-W3", "P2-K1-W1", "K2-W1", "1.2")] == [
        "B1-K1",
        "P2-K1",
        "K2",
        "1",
    ]
    assert [cohort_jaar(c) for c in ("2026", "2026-2027", "x", "")] == [2026, 2026, None, None]
    for fout in ("W1", "B1-K1", "B1-K1-W1; x"):
        with pytest.raises(OngeldigeInvoer):
            lees_codes(fout)
