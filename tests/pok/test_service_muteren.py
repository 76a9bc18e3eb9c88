"""Amendments: a new POK for a longer placement, another company or another change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.pok import service
from bpv_app.pok.rules import MutatieSoort, Onvolledig, PokStatus, StapMagNiet
from bpv_app.pok.tables import Pok
from tests.pok.hulp import (
    ander_bedrijf,
    druk_af,
    historie,
    id_van,
    laatste_payload,
    maak_concept,
    maak_volledig,
    soorten,
    teken_alles,
)
from tests.pok.rolverdeling import make_cast

INGANG = date(2027, 6, 26)


def test_a_longer_placement_replaces_the_old_one_and_is_volledig_at_once(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = teken_alles(session, cast, clock)
    langer = replace(service.voortraject_van(oud), eind_op=date(2027, 7, 30), uren_totaal=None, afsluitdatum=None)
    uitslag = service.muteer(
        session, cast.begeleider, clock, id_van(oud), MutatieSoort.VERLENGING, INGANG, langer, "Nog niet klaar"
    )
    nieuw = uitslag.nieuw
    assert uitslag.is_volledig, uitslag.waarom_niet
    assert (oud.status, oud.werkelijk_eind_op) == (PokStatus.VERVANGEN, date(2027, 6, 25))
    assert (nieuw.status, nieuw.voorganger_id, nieuw.volgnummer) == (PokStatus.VOLLEDIG, oud.id, 2)
    assert (nieuw.begin_op, nieuw.eind_op, nieuw.afsluitdatum) == (INGANG, date(2027, 7, 30), date(2026, 11, 26))
    assert nieuw.uren_totaal == 123, "5 weeks: the hours of the new days, not of the old placement"
    assert (nieuw.mutatie_soort, nieuw.leerbedrijf_id) == (MutatieSoort.VERLENGING, oud.leerbedrijf_id)
    assert (nieuw.document_versie, nieuw.ondertekenaars) == (0, oud.ondertekenaars)
    assert historie(session, oud)[-1] == ("definitief", "vervangen", "Verlengde stage. Nog niet klaar")
    assert [h[1] for h in historie(session, nieuw)] == ["concept", "volledig"]
    assert (soorten(session, oud)[-1], soorten(session, nieuw)) == ("vervangen", ["volledig"])
    assert laatste_payload(session, oud)["werkelijk_eind"] == "2027-06-25"
    assert laatste_payload(session, nieuw)["vervangt"] == oud.nummer
    assert (cast.dossier.begin_op, cast.dossier.eind_op) == (INGANG, date(2027, 7, 30))
    for actor in (cast.coordinator, cast.begeleider, cast.studentenzaken, cast.student):
        assert service.list_keten(session, actor, id_van(oud)) == [oud, nieuw]
        assert service.list_keten(session, actor, id_van(nieuw)) == [oud, nieuw]


def test_another_company_makes_a_new_pok_with_that_company(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = druk_af(session, cast, clock)
    bedrijf = ander_bedrijf(session, cast)
    nieuw_v = replace(service.voortraject_van(oud), **bedrijf, uren_totaal=400)
    uitslag = service.muteer(
        session, cast.coordinator, clock, id_van(oud), MutatieSoort.ANDER_LEERBEDRIJF, date(2027, 2, 1), nieuw_v, "Weg"
    )
    nieuw = uitslag.nieuw
    assert (nieuw.leerbedrijf_id, nieuw.uren_totaal) == (bedrijf["leerbedrijf_id"], 400)
    assert (oud.werkelijk_eind_op, nieuw.begin_op) == (date(2027, 1, 31), date(2027, 2, 1))
    assert service.list_keten(session, cast.praktijkopleider, id_van(oud)) == [oud], "the new company is not theirs"
    with pytest.raises(NietGevonden):
        service.get_pok(session, cast.praktijkopleider, id_van(nieuw))


def test_when_the_checks_fail_the_new_one_stays_concept_and_says_why(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = maak_volledig(session, cast, clock)
    onerkend = ander_bedrijf(session, cast, erkend=False)
    nieuw_v = replace(service.voortraject_van(oud), **onerkend)
    uitslag = service.muteer(
        session, cast.coordinator, clock, id_van(oud), MutatieSoort.ANDER_LEERBEDRIJF, date(2027, 2, 1), nieuw_v, "Weg"
    )
    assert uitslag.waarom_niet is not None
    assert "Niet erkend" in uitslag.waarom_niet.nl
    assert (uitslag.oud.status, uitslag.nieuw.status) == (PokStatus.VERVANGEN, PokStatus.CONCEPT)
    assert soorten(session, uitslag.nieuw) == []
    half = replace(
        service.voortraject_van(uitslag.nieuw),
        leerbedrijf_id=cast.leerbedrijf.id,
        praktijkopleider_id=cast.opleider.id,
    )
    service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, half)
    assert service.maak_volledig(session, cast.coordinator, clock, id_van(uitslag.nieuw)).status == "volledig"


def test_a_missing_field_is_listed(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = maak_volledig(session, cast, clock)
    zonder = replace(service.voortraject_van(oud), praktijkopleider_id=None)
    uitslag = service.muteer(
        session,
        cast.begeleider,
        clock,
        id_van(oud),
        MutatieSoort.OVERIG,
        date(2027, 2, 1),
        zonder,
        "Nieuwe begeleiding",
    )
    assert uitslag.waarom_niet is not None
    assert uitslag.waarom_niet.nl == "Nog niet ingevuld: Praktijkopleider."


def test_three_amendments_make_one_chain(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    keten = [pok]
    for maand in (1, 2, 3):
        v = replace(service.voortraject_van(pok), uren_totaal=100 + maand)
        pok = service.muteer(
            session, cast.coordinator, clock, id_van(pok), MutatieSoort.OVERIG, date(2027, maand, 1), v, "Uren"
        ).nieuw
        keten.append(pok)
    assert service.list_keten(session, cast.coordinator, id_van(keten[1])) == keten
    assert [p.volgnummer for p in keten] == [1, 2, 3, 4]
    assert [p.status for p in keten] == ["vervangen"] * 3 + ["volledig"]


def test_an_amendment_that_is_none_changes_nothing(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = maak_volledig(session, cast, clock)
    zelfde = service.voortraject_van(oud)
    pok_id, soort = id_van(oud), MutatieSoort.OVERIG
    with pytest.raises(OngeldigeInvoer):
        service.muteer(session, cast.coordinator, clock, pok_id, soort, None, zelfde, "x")
    with pytest.raises(OngeldigeInvoer):
        service.muteer(session, cast.coordinator, clock, pok_id, soort, date(2026, 12, 7), zelfde, "x")
    with pytest.raises(Onvolledig):
        service.muteer(session, cast.coordinator, clock, pok_id, soort, date(2027, 2, 1), zelfde, "")
    with pytest.raises(Verouderd):
        service.muteer(session, cast.coordinator, clock, pok_id, soort, date(2027, 2, 1), zelfde, "x", oud.versie - 1)
    for actor, fout in (
        (cast.studentenzaken, GeenRecht),
        (cast.student, GeenRecht),
        (cast.andere_begeleider, NietGevonden),
        (cast.ander_team, NietGevonden),
        (cast.beheer, NietGevonden),
    ):
        verwacht: type[DomeinFout] = fout
        with pytest.raises(verwacht):
            service.muteer(session, actor, clock, pok_id, soort, date(2027, 2, 1), zelfde, "x")
    assert (oud.status, oud.werkelijk_eind_op) == (PokStatus.VOLLEDIG, None)
    assert session.execute(sa.select(sa.func.count()).select_from(Pok)).scalar_one() == 1


def test_a_concept_is_not_amended(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_concept(session, cast, clock)
    v = replace(service.voortraject_van(pok), uren_totaal=1)
    with pytest.raises(StapMagNiet):
        service.muteer(session, cast.coordinator, clock, id_van(pok), MutatieSoort.OVERIG, date(2027, 2, 1), v, "x")
