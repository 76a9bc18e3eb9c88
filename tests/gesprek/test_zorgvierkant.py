"""Care notes: for the begeleider and the own coordinator only; every look recorded; signals, trend, names, export."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from bpv_app.gesprek.queries_zorg import SignaalVraag, list_inzagen
from bpv_app.gesprek.rules_zorgvierkant import (
    ERNST,
    STANDAARD_NAMEN,
    Licht,
    Verloop,
    geldige_namen,
    is_nieuw_signaal,
    is_signaal,
    verloop,
)
from bpv_app.gesprek.service_moment import houd
from bpv_app.gesprek.service_zorg import bekijk_signalen, bewaar_zorg, exporteer, stel_namen_in, toon_zorg
from bpv_app.gesprek.tables_zorg import Zorgvierkant
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.koppeling.export_zorg import schrijf_zorg
from bpv_app.toegang.audit import AuditSoort
from bpv_app.toegang.tables import Audit
from tests.gesprek.cast import Cast, gehouden, make_cast, momenten_van

LICHT = st.sampled_from([None, *Licht])


def zet(session: Session, cast: Cast, clock: FixedClock, moment_id: int, **velden: str) -> None:
    for veld, tekst in velden.items():
        assert not bewaar_zorg(session, cast.begeleider, clock, moment_id, veld, tekst, [""]).botst


def ids(session: Session, cast: Cast) -> list[int]:
    return [m.id or 0 for m in momenten_van(session, cast)]


def inzagen(session: Session, wie: Actor) -> list[Audit]:
    session.flush()
    return list(
        session.exec(
            select(Audit).where(
                Audit.tabel == "zorgvierkant", Audit.soort == AuditSoort.INGEZIEN, Audit.account_id == wie.account_id
            )
        )
    )


def test_only_the_begeleider_and_the_own_coordinator_see_it_and_every_look_is_recorded(
    session: Session, clock: FixedClock
) -> None:
    cast = make_cast(session)
    moment_id = ids(session, cast)[0]
    zet(session, cast, clock, moment_id, licht_2="rood", notitie_2="Schulden.")
    zorg = session.exec(select(Zorgvierkant)).one()
    for naam, wie in {n: w for n, w in vars(cast).items() if isinstance(w, Actor)}.items():
        if naam in ("begeleider", "coordinator"):
            detail = toon_zorg(session, wie, clock, moment_id)
            assert detail.kwadranten[1].notitie == "Schulden."
            (regel,) = inzagen(session, wie)
            assert (regel.naam, regel.object_id, regel.op) == (wie.naam, zorg.id, clock.nu())
            assert "Schulden" not in f"{regel.omschrijving}{regel.oud}{regel.nieuw}"
            continue
        with pytest.raises((GeenRecht, NietGevonden)):
            toon_zorg(session, wie, clock, moment_id)
        with pytest.raises((GeenRecht, NietGevonden)):
            bewaar_zorg(session, wie, clock, moment_id, "licht_1", "groen", [""])
        assert inzagen(session, wie) == []


def test_a_collision_shows_the_others_note_and_is_recorded_as_a_look(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment_id = ids(session, cast)[0]
    zet(session, cast, clock, moment_id, notitie_1="Van Anke.")
    uit = bewaar_zorg(session, cast.coordinator, clock, moment_id, "notitie_1", "Van mij.", [""])
    assert (uit.botst, uit.nu, uit.door) == (True, "Van Anke.", cast.begeleider.naam)
    assert len(inzagen(session, cast.coordinator)) == 1


def test_the_signal_list_has_who_is_orange_or_red_now_and_marks_what_got_worse(
    session: Session, clock: FixedClock
) -> None:
    cast = make_cast(session)
    een, twee, drie = ids(session, cast)
    for n, moment_id in enumerate((een, twee, drie)):
        houd(session, cast.begeleider, clock, moment_id, gehouden(date(2026, 11, 1) + timedelta(days=n)))
    zet(session, cast, clock, een, licht_1="rood", licht_2="groen")
    assert len(bekijk_signalen(session, cast.coordinator, clock, SignaalVraag(alleen_nieuw=True))[0]) == 1
    zet(session, cast, clock, twee, licht_1="rood", licht_2="groen")
    (regel,), totaal = bekijk_signalen(session, cast.coordinator, clock, SignaalVraag())
    assert (totaal, regel.moment_id, regel.lichten[0], regel.eerder[0]) == (1, twee, Licht.ROOD, Licht.ROOD)
    assert bekijk_signalen(session, cast.coordinator, clock, SignaalVraag(alleen_nieuw=True)) == ([], 0)
    assert bekijk_signalen(session, cast.coordinator, clock, SignaalVraag(licht=Licht.ORANJE)) == ([], 0)
    zet(session, cast, clock, drie, licht_1="groen", licht_2="oranje")
    (regel,), _ = bekijk_signalen(session, cast.coordinator, clock, SignaalVraag(alleen_nieuw=True))
    assert (regel.moment_id, regel.lichten[:2]) == (drie, (Licht.GROEN, Licht.ORANJE))
    assert len(inzagen(session, cast.coordinator)) == 3
    assert bekijk_signalen(session, cast.vreemde_coordinator, clock, SignaalVraag()) == ([], 0)
    for wie in (cast.begeleider, cast.studentenzaken, cast.beheer, cast.student_actor, cast.opleider_actor):
        with pytest.raises(GeenRecht):
            bekijk_signalen(session, wie, clock, SignaalVraag())


def test_the_trend_is_over_the_conversations_by_day(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    een, twee, _ = ids(session, cast)
    houd(session, cast.begeleider, clock, een, gehouden(date(2026, 11, 20)))
    houd(session, cast.begeleider, clock, twee, gehouden(date(2026, 11, 25)))
    zet(session, cast, clock, twee, licht_1="rood")
    zet(session, cast, clock, een, licht_1="groen")
    reeks = toon_zorg(session, cast.begeleider, clock, een).verloop
    assert [(r.moment_id, r.kwadranten[0].licht) for r in reeks] == [(een, Licht.GROEN), (twee, Licht.ROOD)]


def test_names_hold_from_their_day_and_what_was_written_keeps_its_own(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    een, twee, _ = ids(session, cast)
    zet(session, cast, clock, een, licht_1="groen")
    namen = {f"naam_{n}": f"Kwadrant {n}" for n in range(1, 5)}
    stel_namen_in(session, cast.beheer, clock, {**namen, "vanaf": clock.vandaag().isoformat()})
    assert toon_zorg(session, cast.begeleider, clock, een).kwadranten[0].naam == STANDAARD_NAMEN[0]
    assert toon_zorg(session, cast.begeleider, clock, twee).kwadranten[0].naam == "Kwadrant 1"
    for fout in ({**namen, "vanaf": "2020-01-01"}, {**namen, "naam_2": "kwadrant 1", "vanaf": "2027-01-01"}, {}):
        with pytest.raises(OngeldigeInvoer):
            stel_namen_in(session, cast.beheer, clock, fout)
    for wie in (cast.coordinator, cast.begeleider, cast.student_actor):
        with pytest.raises(GeenRecht):
            stel_namen_in(session, wie, clock, {**namen, "vanaf": "2027-01-01"})


def export(session: Session, wie: Actor, clock: FixedClock, soort: str, **anders: Any) -> bytes:
    vraag: dict[str, Any] = {"reden": "Overdracht naar het begeleidingssysteem", "van": None, "tot": None, **anders}
    doel = io.BytesIO()
    schrijf_zorg(exporteer(session, wie, clock, soort, **vraag), soort, clock.nu(), doel)
    return doel.getvalue()


def test_the_export_is_for_the_coordinator_with_a_reason_and_recorded_per_conversation(
    session: Session, clock: FixedClock
) -> None:
    cast = make_cast(session)
    zet(session, cast, clock, ids(session, cast)[0], licht_1="oranje", notitie_1="=HYPERLINK(1)", notitie_3="Los.")
    rijen = list(
        csv.DictReader(io.StringIO(export(session, cast.coordinator, clock, "csv").decode("utf-8-sig")), delimiter=";")
    )
    assert [(r["studentnummer"], r["kwadrant"], r["licht"], r["notitie"]) for r in rijen] == [
        (cast.student.studentnummer, "School", "oranje", "'=HYPERLINK(1)"),
        (cast.student.studentnummer, "Thuis", "", "Los."),
    ]
    inhoud = json.loads(export(session, cast.coordinator, clock, "json"))
    assert [r["notitie"] for r in inhoud["regels"]] == ["=HYPERLINK(1)", "Los."]
    assert len(inzagen(session, cast.coordinator)) == 2
    gebeurd = session.exec(select(Audit).where(Audit.soort == AuditSoort.GEBEURD, Audit.tabel == "zorgvierkant")).all()
    assert [a.omschrijving for a in gebeurd] == [
        f"zorgvierkant uitgevoerd als {soort}: 1 gesprekken, reden: Overdracht naar het begeleidingssysteem"
        for soort in ("csv", "json")
    ]
    with pytest.raises(OngeldigeInvoer):
        export(session, cast.coordinator, clock, "csv", reden="  x ")
    assert json.loads(export(session, cast.vreemde_coordinator, clock, "json"))["regels"] == []
    for wie in (cast.begeleider, cast.studentenzaken, cast.beheer, cast.student_actor, cast.opleider_actor):
        with pytest.raises(GeenRecht):
            export(session, wie, clock, "csv")


def test_who_looked_is_told_without_what_it_says(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    zet(session, cast, clock, ids(session, cast)[0], licht_1="rood", notitie_1="Schulden.")
    toon_zorg(session, cast.begeleider, clock, ids(session, cast)[0])
    regels = list_inzagen(session, cast.coordinator)
    assert (regels[0].naam, regels[0].wat, regels[0].student) == (
        cast.begeleider.naam,
        "zorgvierkant bekeken",
        cast.student.naam,
    )
    assert "Schulden" not in repr(regels)
    assert list_inzagen(session, cast.vreemde_coordinator) == []
    with pytest.raises(GeenRecht):
        list_inzagen(session, cast.begeleider)


@given(LICHT, LICHT)
def test_worse_better_and_the_same_fit_together(eerder: Licht | None, nu: Licht | None) -> None:
    uit = verloop(eerder, nu)
    if eerder is None or nu is None:
        assert uit is Verloop.EERSTE
    else:
        assert (uit is Verloop.SLECHTER) == (ERNST[nu] > ERNST[eerder])
        assert (uit is Verloop.GELIJK) == (nu is eerder)
        assert verloop(nu, eerder) is {
            Verloop.SLECHTER: Verloop.BETER, Verloop.BETER: Verloop.SLECHTER, Verloop.GELIJK: Verloop.GELIJK,
        }[uit]  # fmt: skip
    assert not is_nieuw_signaal(eerder, nu) or is_signaal(nu)
    if uit is Verloop.SLECHTER and is_signaal(nu):
        assert is_nieuw_signaal(eerder, nu)
    if eerder is nu:
        assert not is_nieuw_signaal(eerder, nu)


def test_the_names_of_a_day_are_the_last_that_began() -> None:
    rijen = [(date(2027, 1, 1), ("e", "f", "g", "h")), (date(2026, 1, 1), ("a", "b", "c", "d"))]
    assert geldige_namen(rijen, date(2025, 12, 31)) == STANDAARD_NAMEN
    assert geldige_namen(rijen, date(2026, 12, 31)) == ("a", "b", "c", "d")
    assert geldige_namen(rijen, date(2027, 1, 1)) == ("e", "f", "g", "h")
