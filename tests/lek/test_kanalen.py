"""What is for the school alone, the zorgvierkant and confidential reports: searched in every way out of the app."""

from __future__ import annotations

from sqlmodel import Session

from bpv_app.kernel.clock import FixedClock
from bpv_app.koppeling.commands import export_app
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.koppeling.export_uren import NAAM as UREN
from tests.lek.kanalen import KANALEN, MAG, lekken, mag, zoek
from tests.lek.school import make_wereld
from tests.lek.vinden import GEDEELD, vind


def test_no_way_out_gives_a_secret_to_who_may_not_read_it_and_who_may_does(session: Session, clock: FixedClock) -> None:
    gevonden = zoek(session, make_wereld(session, clock))
    assert gevonden - mag() == set()
    assert mag() - gevonden == set(), "the secrets are there to be found: otherwise every search would be in vain"


def test_the_search_sees_what_was_shared_in_the_ways_that_student_and_company_have(
    session: Session, clock: FixedClock
) -> None:
    wereld = make_wereld(session, clock)
    gezien = {
        (kanaal, wie)
        for kanaal in ("papier", "schermen", "eigen gegevens", "archief", "bewijs")
        for wie, inhoud in KANALEN[kanaal](session, wereld)
        if vind(inhoud, [GEDEELD])
    }
    assert gezien == {
        ("papier", "begeleider"), ("papier", "coordinator"), ("papier", "student_actor"), ("papier", "opleider_actor"),
        ("schermen", "student_actor"), ("schermen", "opleider_actor"), ("eigen gegevens", "student_actor"),
        ("archief", "coordinator"),
    }  # fmt: skip


def test_every_list_and_every_command_that_exports_is_searched(session: Session, clock: FixedClock) -> None:
    commando_s = {c.name for c in export_app.registered_commands}
    assert commando_s <= set(LIJSTEN) | {UREN}, "bpv export writes something that no channel here looks at"
    assert {kanaal for kanaal, _ in MAG} <= set(KANALEN)
    assert lekken(session, make_wereld(session, clock), ["lijsten"]) == set()
