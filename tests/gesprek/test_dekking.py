"""Coverage with known answers, and what a moment asks on a day, in words and in SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bpv_app.gesprek.queries_dekking import (
    Dekking,
    dekking_per_begeleider,
    dekking_per_team,
    laatste_contact,
    tel_dekking,
)
from bpv_app.gesprek.queries_moment import GESPREKKEN, toestand_clause
from bpv_app.gesprek.rules import MomentSoort, MomentStatus, Vorm
from bpv_app.gesprek.rules_toestand import Toestand, bepaal_toestand, vat_samen
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from tests.gesprek.cast import ALLEN, make_cast
from tests.makers import (
    make_account,
    make_actor,
    make_dossier,
    make_inrichting,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)

VANDAAG = date(2027, 3, 1)


def moment(dossier_id: int, status: str, tot: date, samen: bool = False, **anders: Any) -> Contactmoment:
    gehouden = status == "gehouden"
    standaard: dict[str, Any] = {
        "dossier_id": dossier_id,
        "soort": MomentSoort.START,
        "naam": "Gesprek",
        "venster_van": tot - timedelta(days=14),
        "venster_tot": tot,
        "vorm": Vorm.BEZOEK,
        "deelnemers": list(ALLEN),
        "status": MomentStatus(status),
        "afspraak_op": datetime(2027, 3, 8, 9, tzinfo=UTC) if status == "gepland" else None,
        "gehouden_op": tot if gehouden else None,
        "is_gezamenlijk": samen,
        "aanwezig": list(ALLEN) if samen else [],
    }
    return Contactmoment(**{**standaard, **anders})


def test_known_answer_of_two_teams_and_three_begeleiders(session: Session) -> None:
    """Written out by hand: team A has Anke and Bram, team B has Anke."""
    a, b = make_team(session, naam="A"), make_team(session, naam="B")
    anke, bram = (make_account(session, Rol.ONDERWIJSBEGELEIDER, naam=n) for n in ("Anke", "Bram"))
    inrichting = make_inrichting(session)
    voorbij, komt = VANDAAG - timedelta(days=1), VANDAAG

    def dossier(team: object, begeleider: object) -> int:
        verbintenis = make_verbintenis(session, make_student(session, team))  # type: ignore[arg-type]
        rij = make_dossier(session, verbintenis, inrichting, begeleider)  # type: ignore[arg-type]
        return rij.id or 0

    een, twee, drie = dossier(a, anke), dossier(a, bram), dossier(b, anke)
    session.add_all(
        [
            moment(een, "gehouden", voorbij, samen=True),
            moment(een, "te_plannen", voorbij),  # late: due, not held, a start talk
            moment(een, "te_plannen", komt),  # its window ends today: not due yet
            moment(een, "vervallen", voorbij),
            moment(twee, "gehouden", komt, samen=False),  # held early: counts
            moment(twee, "gepland", voorbij, soort=MomentSoort.EIND),  # due, and only planned
            moment(drie, "gehouden", voorbij, samen=True),
        ]
    )
    session.flush()
    school = make_actor(session, Rol.COORDINATOR)
    per_team = {r.naam: (r.dossiers, r.dekking, r.zonder_start) for r in dekking_per_team(session, school, VANDAAG)}
    assert per_team == {"A": (2, Dekking(4, 2, 1, 1), 1), "B": (1, Dekking(1, 1, 1, 0), 0)}
    per_mens = {r.naam: r.dekking for r in dekking_per_begeleider(session, school, VANDAAG)}
    assert per_mens == {"Anke": Dekking(3, 2, 2, 1), "Bram": Dekking(2, 1, 0, 0)}
    alleen_a = {r.naam: r.dekking for r in dekking_per_begeleider(session, school, VANDAAG, a.id)}
    assert alleen_a == {"Anke": Dekking(2, 1, 1, 1), "Bram": Dekking(2, 1, 0, 0)}
    assert tel_dekking(session, [een, 999], tot=VANDAAG) == {een: Dekking(2, 1, 1, 1), 999: Dekking(0, 0, 0)}
    assert tel_dekking(session, [een]) == {een: Dekking(3, 1, 1, 1)}
    assert laatste_contact(session, [een, twee, 999]) == {een: voorbij, twee: komt}
    van_a = make_actor(session, Rol.COORDINATOR, team_id=a.id)
    assert [r.naam for r in dekking_per_team(session, van_a, VANDAAG)] == ["A"]
    with pytest.raises(GeenRecht):
        dekking_per_team(session, make_actor(session, Rol.ONDERWIJSBEGELEIDER, anke), VANDAAG)


def test_generated_data_adds_up(session: Session) -> None:
    """300 moments with a seed: the database counts what plain Python counts."""
    r = Random(7)
    teams = [make_team(session) for _ in range(3)]
    inrichting = make_inrichting(session)
    ids = {}
    for team in teams:
        for _ in range(5):
            rij = make_dossier(session, make_verbintenis(session, make_student(session, team)), inrichting)
            ids[rij.id or 0] = team.naam
    verwacht: dict[str, list[int]] = {}
    for _ in range(300):
        dossier_id = r.choice(sorted(ids))
        status = r.choice(["te_plannen", "gepland", "gehouden", "vervallen"])
        samen = status == "gehouden" and r.random() < 0.5
        tot = VANDAAG + timedelta(days=r.randint(-60, 60))
        session.add(moment(dossier_id, status, tot, samen))
        telt = status == "gehouden" or (status in ("te_plannen", "gepland") and tot < VANDAAG)
        vervallen = status == "vervallen" and tot < VANDAAG
        deel = verwacht.setdefault(ids[dossier_id], [0, 0, 0, 0])
        for i, zo in enumerate((telt, status == "gehouden", samen, vervallen)):
            deel[i] += zo
    session.flush()
    regels = dekking_per_team(session, make_actor(session, Rol.COORDINATOR), VANDAAG)
    assert {x.naam: x.dekking for x in regels} == {naam: Dekking(*n) for naam, n in verwacht.items()}


def test_a_placement_that_was_called_off_does_not_count(session: Session) -> None:
    cast = make_cast(session, PokStatus.AFGEMELD)
    regels = dekking_per_team(session, cast.coordinator, date(2028, 1, 1))
    assert regels == ()


def test_percentages_are_only_full_when_all_were_held() -> None:
    assert Dekking(200, 199, 0).procent == 99
    assert Dekking(3, 3, 3).procent == 100
    assert Dekking(0, 0, 0).procent is None


NU = datetime(2027, 3, 1, 11, tzinfo=UTC)
DAGEN = [VANDAAG + timedelta(days=n) for n in (-30, -1, 0, 1, 30)]


def test_the_words_and_the_sql_say_the_same(session: Session) -> None:
    lopend = make_cast(session)
    weg = make_pok(session, PokStatus.AFGEMELD)
    gevallen = []
    for dossier_id, loopt in ((lopend.dossier_id, True), (weg.dossier_id, False)):
        for status, tot, afspraak in product(MomentStatus, DAGEN, (None, NU - timedelta(minutes=1), NU)):
            if status is MomentStatus.GEPLAND and afspraak is None:
                continue
            rij = moment(dossier_id, status.value, tot, afspraak_op=afspraak)
            session.add(rij)
            gevallen.append((rij, loopt))
    session.flush()
    from bpv_app.dossier.tables import Dossier

    for toestand in Toestand:
        gevonden = {
            m.id
            for m in session.exec(
                select(Contactmoment)
                .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
                .where(toestand_clause(toestand, VANDAAG, NU))
            )
        }
        verwacht = {
            m.id
            for m, loopt in gevallen
            if bepaal_toestand(m.status, (m.venster_van, m.venster_tot), m.afspraak_op, VANDAAG, NU, loopt=loopt)
            is toestand
        }
        eigen = {m.id for m, _ in gevallen}
        assert gevonden & eigen == verwacht, toestand


def test_a_list_is_inside_the_scope_filtered_and_counted(session: Session) -> None:
    cast = make_cast(session)
    vraag = LijstVraag()
    assert GESPREKKEN.vraag(session, cast.begeleider, vraag).totaal == 3
    assert GESPREKKEN.vraag(session, cast.coordinator, vraag).totaal == 3
    for niet in (cast.collega, cast.vreemde_coordinator, cast.student_actor, cast.opleider_actor, cast.beheer):
        assert GESPREKKEN.vraag(session, niet, vraag).totaal == 0
    per_pagina = GESPREKKEN.vraag(session, cast.begeleider, LijstVraag(per_pagina=2, pagina=2))
    assert (len(per_pagina.rijen), per_pagina.totaal) == (1, 3)
    for sorteer in [k.naam for k in GESPREKKEN.kolommen if k.sorteer]:
        assert GESPREKKEN.vraag(session, cast.begeleider, LijstVraag(sorteer=sorteer, aflopend=True)).totaal == 3
    assert GESPREKKEN.vraag(session, cast.begeleider, LijstVraag(filters={"soort": "eind"})).totaal == 1
    assert GESPREKKEN.vraag(session, cast.begeleider, LijstVraag(filters={"soort": "onzin"})).totaal == 0
    assert GESPREKKEN.vraag(session, cast.begeleider, LijstVraag(zoek="yara")).totaal == 3
    assert GESPREKKEN.vraag(session, cast.begeleider, LijstVraag(zoek="niemand")).totaal == 0


def test_without_a_sort_what_is_still_to_be_done_comes_first_and_then_the_latest(session: Session) -> None:
    cast = make_cast(session)

    def volgorde() -> list[str]:
        return [rij.sleutel for rij in GESPREKKEN.vraag(session, cast.begeleider, LijstVraag()).rijen]

    eerste, tweede, derde = volgorde()
    for sleutel in (eerste, tweede):
        rij = session.get_one(Contactmoment, int(sleutel))
        rij.status, rij.gehouden_op = MomentStatus.GEHOUDEN, VANDAAG
        session.flush()
    assert volgorde() == [derde, tweede, eerste]


@pytest.mark.parametrize(
    ("laat", "vast", "week", "zin"),
    [
        (3, 0, 5, "3 gesprekken zijn te laat, 5 deze week."),
        (1, 0, 0, "1 gesprek is te laat."),
        (0, 2, 1, "1 gesprek deze week, 2 nog vast te leggen."),
        (0, 0, 0, "Geen gesprek is te laat en er is niets deze week."),
    ],
)
def test_the_first_line_is_in_words(laat: int, vast: int, week: int, zin: str) -> None:
    assert vat_samen({Toestand.TE_LAAT: laat, Toestand.VASTLEGGEN: vast}, week).nl == zin
