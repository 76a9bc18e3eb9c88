"""Off the road and to the end: withdraw, reject, put back, close, and what the register answers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, OngeldigeInvoer, Verouderd
from bpv_app.pok import service
from bpv_app.pok.rules import EindReden, KrdStatus, Onvolledig, Partij, PokStatus, StapMagNiet
from bpv_app.pok.tables import PokDocument, PokHandtekening
from tests.pok.hulp import (
    DAG,
    druk_af,
    historie,
    id_van,
    krd_antwoordt,
    laatste_payload,
    maak_concept,
    maak_volledig,
    soorten,
    teken_alles,
)
from tests.pok.rolverdeling import make_cast


def test_a_concept_that_lapses_is_not_told_to_the_register(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_concept(session, cast, clock)
    service.meld_af(session, cast.coordinator, clock, id_van(pok), "Stopt met de opleiding")
    assert (pok.status, soorten(session, pok)) == (PokStatus.AFGEMELD, [])
    assert historie(session, pok)[-1] == ("concept", "afgemeld", "Stopt met de opleiding")


def test_what_the_register_knows_is_told(session: Session, clock: FixedClock) -> None:
    afgemeld, afgewezen = make_cast(session), make_cast(session)
    een, twee = maak_volledig(session, afgemeld, clock), druk_af(session, afgewezen, clock)
    service.meld_af(session, afgemeld.coordinator, clock, id_van(een), "Ziek")
    service.wijs_af(session, afgewezen.studentenzaken, clock, id_van(twee), "Bedrijf tekent niet")
    assert soorten(session, een) == ["volledig", "afgemeld"]
    assert soorten(session, twee) == ["volledig", "afgedrukt", "afgewezen"]
    assert laatste_payload(session, twee)["reden"] == "Bedrijf tekent niet"


def test_what_the_register_refused_it_need_not_forget(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    krd_antwoordt(session, pok, clock.nu(), None, ("BEDRIJF_ONBEKEND", "Onbekend."))
    service.wijs_af(session, cast.coordinator, clock, id_van(pok), "KRD weigert")
    assert (soorten(session, pok), pok.krd_fout_code) == (["volledig"], "")


def test_these_steps_need_a_reason_and_the_right(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    with pytest.raises(Onvolledig):
        service.meld_af(session, cast.coordinator, clock, id_van(pok), "  ")
    with pytest.raises(GeenRecht):
        service.meld_af(session, cast.begeleider, clock, id_van(pok), "Ziek")
    with pytest.raises(Verouderd):
        service.meld_af(session, cast.coordinator, clock, id_van(pok), "Ziek", pok.versie - 1)
    assert pok.status is PokStatus.VOLLEDIG


def test_a_step_back_makes_paper_and_signatures_void(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    service.zet_archiefplaats(session, cast.studentenzaken, clock, id_van(pok), "Kast 1")
    with pytest.raises(GeenRecht):
        service.zet_terug(session, cast.coordinator, clock, id_van(pok), PokStatus.CONCEPT, "Mag niet")
    service.zet_terug(session, cast.studentenzaken, clock, id_van(pok), PokStatus.VOLLEDIG, "Verkeerde naam")
    assert (pok.status, pok.afgedrukt_op, pok.archiefplaats) == (PokStatus.VOLLEDIG, None, "")
    assert all(d.vervallen_op for d in session.execute(sa.select(PokDocument)).scalars())
    rijen = session.execute(sa.select(PokHandtekening)).scalars().all()
    assert [(r.vervallen_op, r.vervallen_reden) for r in rijen] == [(clock.nu(), "Verkeerde naam")] * 3
    assert soorten(session, pok)[-2:] == ["definitief", "volledig"]
    assert laatste_payload(session, pok)["reden"] == "Verkeerde naam"
    druk_af(session, cast, clock, pok)
    half = service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, DAG)
    assert not half.is_definitief, "the old signatures do not count for the new paper"


def test_back_to_concept_opens_everything(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    service.zet_terug(session, cast.studentenzaken, clock, id_van(pok), PokStatus.CONCEPT, "Ander begin")
    assert soorten(session, pok)[-1] == "voorlopig"
    maak_concept(session, cast, clock, begin_op=date(2026, 12, 14))
    service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    assert (pok.begin_op, pok.status) == (date(2026, 12, 14), PokStatus.VOLLEDIG)


def _afsluiting(**anders: object) -> service.Afsluiting:
    standaard = {
        "werkelijk_eind_op": date(2027, 6, 25),
        "eind_reden": EindReden.VOLTOOID,
        "gerealiseerde_uren": Decimal("690.5"),
        "toelichting": "",
        "documenten_klaar": ("Beoordeling",),
    }
    return service.Afsluiting(**{**standaard, **anders})  # type: ignore[arg-type]


def test_closing_early_needs_why_and_tells_the_register(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    clock.moment += timedelta(days=100)
    vroeg = date(2027, 2, 1)
    with pytest.raises(OngeldigeInvoer) as fout:
        service.sluit_af(session, cast.begeleider, clock, id_van(pok), _afsluiting(werkelijk_eind_op=vroeg))
    assert set(fout.value.velden) == {"eind_reden", "toelichting"}
    afsluiting = _afsluiting(
        werkelijk_eind_op=vroeg, eind_reden=EindReden.GESTOPT_BEDRIJF, toelichting="Failliet.", documenten_klaar=()
    )
    service.sluit_af(session, cast.begeleider, clock, id_van(pok), afsluiting, pok.versie)
    payload = laatste_payload(session, pok)
    assert (payload["gebeurtenis"], payload["werkelijk_eind"], payload["gerealiseerde_uren"]) == (
        "beeindigd", "2027-02-01", "690.5",
    )  # fmt: skip
    assert payload["eind_reden"] == "Gestopt door het leerbedrijf"
    assert historie(session, pok)[-1][2] == "Gestopt door het leerbedrijf. Failliet."
    assert (cast.dossier.afgesloten_op, cast.dossier.documenten_klaar) == (clock.nu(), [])
    with pytest.raises(StapMagNiet):
        service.sluit_af(session, cast.begeleider, clock, id_van(pok), afsluiting)


def test_only_a_definitief_placement_is_closed_by_its_own_begeleider(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    clock.moment += timedelta(days=300)
    with pytest.raises(StapMagNiet):
        service.sluit_af(session, cast.begeleider, clock, id_van(pok), _afsluiting())
    assert pok.werkelijk_eind_op is None
    for actor in (cast.coordinator, cast.studentenzaken):
        with pytest.raises(GeenRecht):
            service.sluit_af(session, actor, clock, id_van(pok), _afsluiting())


def test_an_answer_changes_only_the_registers_columns(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    versie, status = pok.versie, pok.status
    krd_antwoordt(session, pok, clock.nu(), KrdStatus.AFGEDRUKT)
    assert (pok.krd_status, pok.krd_bijgewerkt_op) == (KrdStatus.AFGEDRUKT, clock.nu())
    assert (pok.status, pok.versie) == (status, versie), "a difference is shown, never silently overwritten"
    krd_antwoordt(session, pok, clock.nu(), KrdStatus.AFGEDRUKT, ("X" * 99, "y" * 999))
    assert (pok.krd_status, len(pok.krd_fout_code), len(pok.krd_fout_tekst)) == (KrdStatus.AFGEDRUKT, 60, 500)
    service.verwerk_krd_antwoord(
        session, 2**31 - 1, krd_status=None, krd_nummer="", fout_code="X", fout_tekst="", op=clock.nu()
    )


def test_history_has_every_step_once(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    service.zet_terug(session, cast.studentenzaken, clock, id_van(pok), PokStatus.CONCEPT, "Opnieuw")
    stappen = [(van, naar) for van, naar, _ in historie(session, pok)]
    assert stappen == [
        (None, "concept"),
        ("concept", "volledig"),
        ("volledig", "afgedrukt"),
        ("afgedrukt", "definitief"),
        ("definitief", "concept"),
    ]
    telling = sa.select(sa.func.count()).select_from(PokHandtekening).where(col(PokHandtekening.pok_id) == pok.id)
    assert session.execute(telling).scalar_one() == 3
