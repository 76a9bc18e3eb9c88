"""The list of entries: whose, in which order, which filters; and what the form and the screen make of an entry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import GeenRecht, OngeldigeInvoer
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.pages.poort import MAX_DOCK, MENU, menu_voor
from bpv_app.uren.pages.logboek_beeld import als_item
from bpv_app.uren.pages.logboek_formulier import AntwoordBeeld, lees_invoer
from bpv_app.uren.queries_logboek import LOGBOEK, get_logboek_detail, tel_toestanden
from bpv_app.uren.rules_logboek import Antwoord, LogboekInvoer, LogboekStatus, Toestand
from tests.makers import make_actor, make_logboek_bijlage, make_logboek_item, make_logboek_reactie, make_pok
from tests.uren.cast_logboek import Cast, later, make_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    """Four entries of the student, the oldest still to be discussed, and one of a stranger."""
    cast = make_cast(session)
    oud = make_logboek_item(session, cast.pok, titel="Oud", van=date(2026, 12, 7))
    make_logboek_reactie(session, oud)
    make_logboek_reactie(session, oud)
    make_logboek_bijlage(session, oud)
    make_logboek_item(session, cast.pok, titel="Concept", status=LogboekStatus.CONCEPT, van=date(2026, 12, 8))
    besproken: dict[str, Any] = {"besproken_op": later().nu(), "besproken_door": "Jan"}
    make_logboek_item(session, cast.pok, titel="Besproken 100%", van=date(2026, 12, 9), **besproken)
    make_logboek_item(session, cast.pok, titel="", van=date(2026, 12, 10))
    make_logboek_item(session, make_pok(session, PokStatus.DEFINITIEF), titel="Van een ander")
    return cast


def titels(session: Session, actor: Actor, **vraag: object) -> list[str]:
    antwoord = LOGBOEK.vraag(session, actor, LijstVraag(**vraag))  # type: ignore[arg-type]
    assert antwoord.totaal == len(antwoord.rijen)
    return [rij.cellen[0].waarde for rij in antwoord.rijen]


def test_a_student_sees_all_own_entries_newest_first(session: Session, cast: Cast) -> None:
    assert titels(session, cast.student) == ["", "Besproken 100%", "Concept", "Oud"]
    assert titels(session, cast.andere_student) == []


def test_who_guides_sees_shared_entries_what_is_to_be_discussed_first(session: Session, cast: Cast) -> None:
    for actor in (cast.opleider, cast.begeleider, cast.coordinator):
        assert titels(session, actor) == ["", "Oud", "Besproken 100%"]
    for actor in (cast.andere_opleider, cast.andere_begeleider, cast.ander_team):
        assert titels(session, actor) == []
    for actor in (cast.studentenzaken, cast.beheer, cast.niemand):
        with pytest.raises(GeenRecht):
            titels(session, actor)


def test_filter_search_and_order(session: Session, cast: Cast) -> None:
    assert titels(session, cast.student, filters={"toestand": "concept"}) == ["Concept"]
    assert titels(session, cast.opleider, filters={"toestand": "concept"}) == []
    assert titels(session, cast.opleider, filters={"toestand": "gedeeld"}) == ["", "Oud"]
    assert titels(session, cast.opleider, filters={"toestand": "besproken"}) == ["Besproken 100%"]
    assert titels(session, cast.student, zoek="100%") == ["Besproken 100%"]
    assert titels(session, cast.student, zoek="OUD") == ["Oud"]
    assert titels(session, cast.coordinator, zoek="yara oud") == ["Oud"]
    assert titels(session, cast.student, sorteer="dag") == ["Oud", "Concept", "Besproken 100%", ""]
    assert titels(session, cast.student, sorteer="titel", aflopend=True) == ["Oud", "Concept", "Besproken 100%", ""]


def test_only_who_writes_can_filter_drafts(session: Session, cast: Cast) -> None:
    def keuzes(actor: Actor) -> list[tuple[str, str]]:
        assert LOGBOEK.filters_van is not None
        (filter_,) = LOGBOEK.filters_van(session, actor)
        return [(k.waarde, k.label.nl) for k in filter_.keuzes]

    assert keuzes(cast.student) == [
        ("concept", "Alleen voor jou"),
        ("gedeeld", "Gedeeld"),
        ("besproken", "Besproken"),
    ]
    assert keuzes(cast.opleider) == [("gedeeld", "Te bespreken"), ("besproken", "Besproken")]


def test_the_row_says_what_the_person_needs(session: Session, cast: Cast) -> None:
    oud = LOGBOEK.vraag(session, cast.opleider, LijstVraag()).rijen[1]
    assert [c.tekst for c in oud.cellen][:4] == ["Oud", oud.cellen[1].waarde, "7 dec 2026", "Te bespreken"]
    assert [c.waarde for c in oud.cellen][-2:] == [2, 1]
    assert oud.href == f"/logboek/{oud.sleutel}"
    eigen = LOGBOEK.vraag(session, cast.student, LijstVraag(taal="en")).rijen[0]
    assert [c.tekst for c in eigen.cellen][:4] == ["Entry of 10 Dec 2026", "", "10 Dec 2026", "Shared"]


def test_counts_are_those_of_the_list(session: Session, cast: Cast) -> None:
    assert tel_toestanden(session, cast.student) == {
        Toestand.CONCEPT: 1,
        Toestand.GEDEELD: 2,
        Toestand.BESPROKEN: 1,
    }
    assert tel_toestanden(session, cast.begeleider) == {
        Toestand.CONCEPT: 0,
        Toestand.GEDEELD: 2,
        Toestand.BESPROKEN: 1,
    }
    with pytest.raises(GeenRecht):
        tel_toestanden(session, cast.beheer)


def test_the_screen_offers_what_may_be_done(session: Session, cast: Cast) -> None:
    item_id = make_logboek_item(session, cast.pok, titel="", tekst="<b>vet</b>").id or 0
    eigen = als_item(get_logboek_detail(session, cast.student, item_id), "nl")
    assert eigen.kop == "Verslag van 7 dec 2026"
    assert eigen.tekst == "<b>vet</b>"
    assert (eigen.mag_bewerken, eigen.mag_reageren, eigen.mag_bespreken, eigen.mag_delen) == (True, True, False, False)
    bij_opleider = als_item(get_logboek_detail(session, cast.opleider, item_id), "nl")
    assert bij_opleider.stand == "Te bespreken"
    assert (bij_opleider.mag_bewerken, bij_opleider.mag_bespreken) == (False, True)
    bij_coordinator = als_item(get_logboek_detail(session, cast.coordinator, item_id), "nl")
    assert bij_coordinator.stand == "Gedeeld"
    assert not bij_coordinator.mag_bespreken


def test_the_form_is_read_with_the_prompts_that_were_shown() -> None:
    getoond = [AntwoordBeeld("antwoord_0", "Wat ging goed?"), AntwoordBeeld("antwoord_1", "Wat niet?")]
    form = {"van": "2026-12-08", "tot": "", "antwoord_0": "Veel", "antwoord_7": "verzonnen", "vraag_0": "verzonnen"}
    assert lees_invoer(form, getoond) == LogboekInvoer(
        date(2026, 12, 8), None, "", "", (Antwoord("Wat ging goed?", "Veel"), Antwoord("Wat niet?", "")), ""
    )
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_invoer({"van": "gisteren", "tot": "31-2-2026"}, [])
    assert set(fout.value.velden) == {"van", "tot"}


def test_the_dock_of_the_phone_holds_at_most_four(session: Session) -> None:
    for rol in Rol:
        dock = [m.href for m in menu_voor(make_actor(session, rol), "nl") if m.dock]
        assert len(dock) <= MAX_DOCK == 4, rol
    menu = {m.href: m for m in menu_voor(make_actor(session, Rol.PRAKTIJKOPLEIDER), "nl")}
    assert menu["/logboek"].dock
    assert "/logboek" not in {m.href for m in menu_voor(make_actor(session, Rol.BEHEER), "nl")}
    assert [href for href, *_ in MENU].count("/logboek") == 1
