"""Plans to make up missed hours: one's own, in time, and gone when done."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.uren.service_inhaal import InhaalPlan, laat_plan_vervallen, list_inhaalplannen, maak_inhaalplan
from tests.uren.cast_logboek import Cast, later, make_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def test_a_plan_is_kept_until_it_is_done(session: Session, cast: Cast) -> None:
    nummer = maak_inhaalplan(session, cast.student, later(), 0, "4,5", date(2027, 1, 8), "Twee zaterdagen.")
    assert list_inhaalplannen(session, [cast.pok_id]) == (
        InhaalPlan(nummer, 270, date(2027, 1, 8), "Twee zaterdagen."),
    )
    laat_plan_vervallen(session, cast.student, later(), nummer)
    assert list_inhaalplannen(session, [cast.pok_id]) == ()
    with pytest.raises(NietGevonden):
        laat_plan_vervallen(session, cast.student, later(), nummer)


def test_everything_that_is_wrong_is_named_at_once(session: Session, cast: Cast) -> None:
    for voor in (None, date(2026, 12, 15), date(2027, 6, 26)):
        with pytest.raises(OngeldigeInvoer) as fout:
            maak_inhaalplan(session, cast.student, later(), 0, "", voor, "  ")
        assert set(fout.value.velden) == {"uren", "voor", "plan"}


@pytest.mark.parametrize("wie", ["opleider", "begeleider", "coordinator", "studentenzaken", "beheer", "niemand"])
def test_only_students_plan(session: Session, cast: Cast, wie: str) -> None:
    with pytest.raises(GeenRecht):
        maak_inhaalplan(session, getattr(cast, wie), later(), 0, "4", date(2027, 1, 8), "Zaterdag.")


def test_another_students_plan_is_not_found(session: Session, cast: Cast) -> None:
    nummer = maak_inhaalplan(session, cast.student, later(), 0, "4", date(2027, 1, 8), "Zaterdag.")
    with pytest.raises(NietGevonden):
        laat_plan_vervallen(session, cast.andere_student, later(), nummer)
