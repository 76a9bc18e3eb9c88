"""What the lists and the screens of others ask: queries run on both databases, inside the actor's scope."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from bpv_app.beoordeling.queries import VoorBedrijf, list_voor_bedrijf
from bpv_app.beoordeling.queries_beoordelingen import BEOORDELINGEN
from bpv_app.beoordeling.queries_inrichten import list_kwalificaties
from bpv_app.beoordeling.rules import Kant
from bpv_app.beoordeling.service import vraag_evaluatie
from bpv_app.beoordeling.service_oordeel import bewaar_veld, stuur_in, vraag_oordeel
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.lijst import LijstVraag
from tests.beoordeling.cast import Cast, make_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def test_what_is_asked_of_the_company(session: Session, clock: FixedClock, cast: Cast) -> None:
    ids = [cast.dossier_id, 999]
    assert list_voor_bedrijf(session, cast.opleider, ids) == {cast.dossier_id: VoorBedrijf()}
    vraag_oordeel(session, cast.begeleider, clock, cast.dossier_id)
    vraag_evaluatie(session, clock, cast.dossier_id)
    gevraagd = list_voor_bedrijf(session, cast.opleider, ids)[cast.dossier_id]
    assert gevraagd.is_gevraagd
    assert gevraagd.evaluatie_id is not None
    for i in cast.werkprocessen:
        bewaar_veld(session, cast.opleider, clock, cast.dossier_id, Kant.BEDRIJF, f"oordeel-{i}", "goed", "")
    stuur_in(session, cast.opleider, clock, cast.dossier_id)
    klaar = list_voor_bedrijf(session, cast.opleider, ids)[cast.dossier_id]
    assert (klaar.is_gevraagd, klaar.is_ingestuurd) == (False, True)
    assert list_voor_bedrijf(session, cast.vreemd["opleider"], ids) == {}


def test_the_list_is_of_ones_own_placements_and_can_be_filtered(
    session: Session, clock: FixedClock, cast: Cast
) -> None:
    for wie in (cast.begeleider, cast.coordinator):
        antwoord = BEOORDELINGEN.vraag(session, wie, LijstVraag())
        assert ([r.sleutel for r in antwoord.rijen], antwoord.totaal) == ([str(cast.dossier_id)], 1)
    for filters, aantal in (
        ({"stand": "open"}, 1), ({"stand": "gedeeld"}, 0), ({"stand": "onzin"}, 0),
        ({"team": str(cast.team.id)}, 1), ({"team": "x"}, 0),
    ):  # fmt: skip
        assert BEOORDELINGEN.vraag(session, cast.coordinator, LijstVraag(filters=filters)).totaal == aantal
    for sorteer in ("student", "bedrijf", "eind"):
        assert BEOORDELINGEN.vraag(session, cast.coordinator, LijstVraag(sorteer=sorteer, zoek="yara")).totaal == 1
    assert BEOORDELINGEN.vraag(session, cast.vreemd["coordinator"], LijstVraag()).rijen[0].sleutel != str(
        cast.dossier_id
    )


def test_qualifications_are_those_of_ones_own_teams(session: Session, cast: Cast) -> None:
    (eigen,) = list_kwalificaties(session, cast.coordinator)
    assert (eigen.crebo, eigen.aantal) == ("25736", 2)
