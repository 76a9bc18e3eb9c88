"""One placement through all steps of the deck, with everybody doing their own part."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.kernel.clock import FixedClock
from bpv_app.outbox.tables import Bericht
from bpv_app.pok import service
from bpv_app.pok.rules import EindReden, Partij, PokStatus
from bpv_app.pok.tables import PokDocument, PokHistorie
from tests.pok.rolverdeling import make_cast


def berichten(session: Session, pok_id: int) -> list[str]:
    rijen = session.execute(
        sa.select(Bericht).where(col(Bericht.groep) == f"pok:{pok_id}").order_by(col(Bericht.volgnummer))
    ).scalars()
    return [b.soort for b in rijen]


def test_a_placement_goes_from_concept_to_closed(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, cast.voortraject())
    assert (pok.nummer, pok.status, pok.volgnummer) == ("2026-00001", PokStatus.CONCEPT, 1)
    assert (pok.afsluitdatum, pok.uren_per_week, pok.uren_totaal) == (date(2026, 11, 26), Decimal(32), 714)
    assert service.checklist(session, cast.coordinator, clock, cast.dossier_id).is_klaar
    pok_id = pok.id or 0
    service.maak_volledig(session, cast.coordinator, clock, pok_id)
    assert pok.status == "volledig"
    uitslag = service.druk_af(session, cast.studentenzaken, clock, [pok_id])
    assert [u.gelukt for u in uitslag.uitslagen] == [True], uitslag
    assert pok.status == "afgedrukt"
    document = session.execute(sa.select(PokDocument)).scalar_one()
    assert (document.document_versie, document.afdruk_id) == (1, uitslag.afdruk_id)
    assert opslag.lees(document.sha256) == service.get_document(session, cast.student, pok_id, 1)[2]
    clock.moment += timedelta(days=5)
    zaken = cast.studentenzaken
    for partij in (Partij.STUDENT, Partij.LEERBEDRIJF):
        tussen = service.registreer_handtekening(session, zaken, clock, pok_id, partij, date(2026, 11, 30))
        assert not tussen.is_definitief
    laatste = service.registreer_handtekening(session, zaken, clock, pok_id, Partij.SCHOOL, date(2026, 12, 1))
    assert laatste.is_definitief
    assert pok.status == "definitief"
    clock.moment += timedelta(days=300)
    afsluiting = service.Afsluiting(date(2027, 6, 25), EindReden.VOLTOOID, Decimal("690.5"), "", ("Beoordeling",))
    service.sluit_af(session, cast.begeleider, clock, pok_id, afsluiting)
    assert pok.status == "afgerond"
    assert cast.dossier.afgesloten_op is not None
    assert cast.dossier.documenten_klaar == ["Beoordeling"]
    assert berichten(session, pok_id) == ["volledig", "afgedrukt", "definitief", "beeindigd"]
    historie = session.execute(sa.select(PokHistorie).order_by(col(PokHistorie.id))).scalars().all()
    assert [(h.van, h.naar, h.door_naam) for h in historie] == [
        (None, PokStatus.CONCEPT, cast.coordinator.naam),
        (PokStatus.CONCEPT, PokStatus.VOLLEDIG, cast.coordinator.naam),
        (PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, zaken.naam),
        (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, zaken.naam),
        (PokStatus.DEFINITIEF, PokStatus.AFGEROND, cast.begeleider.naam),
    ]


if __name__ == "__main__":
    pytest.main([__file__])
