"""An agreement with a company that the school finds not suitable: not sent without a reason, which the school keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from bpv_app.kernel.clock import FixedClock
from bpv_app.leerbedrijf.rules_ongeschikt import OngeschiktInvoer
from bpv_app.leerbedrijf.service_ongeschikt import hef_ongeschikt_op, zet_ongeschikt
from bpv_app.pok import service
from bpv_app.pok.rules_naast import Naast, RedenNodig
from bpv_app.pok.tables_wijziging import PokNaast, PokOngeschikt
from bpv_app.toegang.tables import Audit
from tests.pok.hulp import id_van, maak_concept
from tests.pok.rolverdeling import make_cast

WAAROM = "Te weinig begeleiding vorig jaar."


def test_it_is_not_sent_without_a_reason_that_stays_with_the_school(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_concept(session, cast, clock)
    rij = zet_ongeschikt(session, cast.coordinator, clock, pok.leerbedrijf_id or 0, OngeschiktInvoer(WAAROM))
    assert [w.soort for w in service.list_naast(session, pok)] == [Naast.ONGESCHIKT]
    with pytest.raises(RedenNodig) as fout:
        service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    assert WAAROM in fout.value.tekst.nl
    (uitslag,) = service.maak_volledig_alle(session, cast.coordinator, clock, [id_van(pok)])
    assert not uitslag.gelukt, "in bulk it says why, never skips"
    assert service.geef_reden_naast(session, cast.coordinator, clock, id_van(pok), "Nieuwe praktijkopleider.")
    service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    bewaard = session.exec(select(PokOngeschikt)).one()
    assert (bewaard.reden, bewaard.door_naam) == ("Nieuwe praktijkopleider.", cast.coordinator.naam)
    assert session.exec(select(PokNaast)).all() == [], "the student reads those"
    assert "begeleiding" not in str(session.exec(select(Audit.oud, Audit.nieuw)).all())
    # Something else against it asks for another reason; nothing against it asks for none.
    nog = zet_ongeschikt(session, cast.coordinator, clock, pok.leerbedrijf_id or 0, OngeschiktInvoer("Ook dit."))
    assert len(service.list_zonder_reden(session, pok)) == 2
    for weg in (rij, nog):
        hef_ongeschikt_op(session, cast.coordinator, clock, weg.id or 0, weg.versie)
    assert service.list_zonder_reden(session, pok) == ()


def test_it_is_only_for_the_crebo_and_team_it_was_said_of(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_concept(session, cast, clock)
    bedrijf_id = pok.leerbedrijf_id or 0
    for voor in ({"crebo": "25641"}, {"tot": clock.vandaag()}):
        zet_ongeschikt(session, cast.coordinator, clock, bedrijf_id, replace(OngeschiktInvoer(WAAROM), **voor))
    service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    zet_ongeschikt(session, cast.coordinator, clock, bedrijf_id, OngeschiktInvoer(WAAROM, crebo=pok.crebo))
    assert [w.soort for w in service.list_zonder_reden(session, pok)] == [Naast.ONGESCHIKT]
