"""Making a POK ready, its checklist, and sending it to the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Erkenning, ErkenningControle
from bpv_app.pok import service
from bpv_app.pok.rules import KrdStatus, Onvolledig, PokStatus, StapMagNiet
from bpv_app.pok.rules_voortraject import Vergrendeld, Voortraject
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import KrdPok
from bpv_app.toegang.tables import Account
from tests.makers import bewaar, make_account, make_contactpersoon, make_dossier, make_inrichting, make_locatie
from tests.pok.hulp import (
    ander_bedrijf,
    druk_af,
    historie,
    id_van,
    krd_antwoordt,
    laatste_payload,
    maak_concept,
    maak_volledig,
    soorten,
)
from tests.pok.rolverdeling import Cast, make_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def test_a_concept_may_be_half_filled_and_takes_dates_and_hours_from_the_dossier(
    session: Session, clock: FixedClock, cast: Cast
) -> None:
    pok = service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, Voortraject())
    assert (pok.begin_op, pok.eind_op, pok.dagen_per_week) == (date(2026, 12, 7), date(2027, 6, 25), Decimal(4))
    assert (pok.uren_per_week, pok.uren_totaal, pok.leerbedrijf_id) == (Decimal(32), 714, None)
    assert (pok.afsluitdatum, pok.crebo, pok.leerweg) == (date(2026, 11, 26), "25736", "BOL")
    assert (pok.exemplaren, pok.ondertekenaars) == (3, ["student", "leerbedrijf", "school"])
    assert pok.onderwijsbegeleider_id == cast.begeleider.account_id
    assert historie(session, pok) == [(None, "concept", "")]
    assert soorten(session, pok) == []


def test_own_hours_are_kept(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_concept(session, cast, clock, uren_totaal=500, uren_per_week=Decimal("30.5"))
    assert (pok.uren_totaal, pok.uren_per_week) == (500, Decimal("30.5"))


def test_numbers_count_per_calendar_year(session: Session, clock: FixedClock, cast: Cast) -> None:
    nummers = []
    for moment in (
        datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
        datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 0, tzinfo=UTC),  # already the new year in Amsterdam
    ):
        clock.moment = moment
        dossier = make_dossier(session, cast.verbintenis, make_inrichting(session))
        pok = service.zet_klaar(session, cast.coordinator, clock, id_van(dossier), Voortraject())
        nummers.append((pok.nummer, pok.volgnummer))
    assert nummers == [("2026-00001", 1), ("2026-00002", 2), ("2027-00001", 3)]


def test_the_volgnummer_comes_after_the_registers(session: Session, clock: FixedClock, cast: Cast) -> None:
    bewaar(session, KrdPok(verbintenis_id=id_van(cast.verbintenis), volgnummer="7"))
    assert maak_concept(session, cast, clock).volgnummer == 8


def test_company_location_and_supervisor_belong_together(session: Session, clock: FixedClock, cast: Cast) -> None:
    eigen = make_locatie(session, cast.leerbedrijf)
    maak_concept(session, cast, clock, locatie_id=eigen.id)
    vreemd = make_contactpersoon(session)
    dicht = make_contactpersoon(session, cast.leerbedrijf, is_actief=False)
    geen_opleider = make_contactpersoon(session, cast.leerbedrijf, is_praktijkopleider=False)
    for anders, velden in (
        ({"praktijkopleider_id": vreemd.id}, {"praktijkopleider_id"}),
        ({"praktijkopleider_id": dicht.id}, {"praktijkopleider_id"}),
        ({"praktijkopleider_id": geen_opleider.id}, {"praktijkopleider_id"}),
        ({"locatie_id": make_locatie(session, ander(session, vreemd)).id}, {"locatie_id"}),
        ({"leerbedrijf_id": 2**31 - 1}, {"leerbedrijf_id"}),
        ({"leerbedrijf_id": 2**70}, {"leerbedrijf_id"}),
    ):
        with pytest.raises(OngeldigeInvoer) as fout:
            maak_concept(session, cast, clock, **anders)
        assert set(fout.value.velden) == velden, anders


def ander(session: Session, persoon: Any) -> Any:
    from bpv_app.leerbedrijf.tables import Leerbedrijf

    return session.get_one(Leerbedrijf, persoon.leerbedrijf_id)


def test_a_supervisor_who_left_may_stay_on_the_pok(session: Session, clock: FixedClock, cast: Cast) -> None:
    maak_concept(session, cast, clock)
    cast.opleider.is_actief = False
    session.flush()
    assert maak_concept(session, cast, clock, uren_totaal=600).uren_totaal == 600


def test_saving_again_changes_the_same_concept(session: Session, clock: FixedClock, cast: Cast) -> None:
    eerst = maak_concept(session, cast, clock)
    daarna = maak_concept(session, cast, clock, eind_op=date(2027, 5, 28), uren_totaal=500)
    assert daarna is eerst
    assert (cast.dossier.eind_op, cast.dossier.uren_totaal) == (date(2027, 5, 28), 500)
    assert session.execute(sa.select(sa.func.count()).select_from(Pok)).scalar_one() == 1


def test_a_stale_write_is_refused_and_says_what_differs(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_concept(session, cast, clock)
    scherm = pok.versie
    service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, cast.voortraject(uren_totaal=600), scherm)
    with pytest.raises(Verouderd) as fout:
        service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, cast.voortraject(uren_totaal=700), scherm)
    assert ("uren_totaal", "600", "700") in fout.value.verschillen
    assert pok.uren_totaal == 600


def test_a_form_of_a_pok_that_lapsed_meanwhile_is_stale(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_concept(session, cast, clock)
    versie = pok.versie
    service.wijs_af(session, cast.coordinator, clock, id_van(pok), "Bedrijf wil niet")
    with pytest.raises(Verouderd):
        service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, cast.voortraject(), versie)


def test_after_a_rejection_the_dossier_gets_a_new_pok(session: Session, clock: FixedClock, cast: Cast) -> None:
    eerst = maak_concept(session, cast, clock)
    service.wijs_af(session, cast.coordinator, clock, id_van(eerst), "Bedrijf wil niet")
    nieuw = maak_concept(session, cast, clock)
    assert (nieuw.id != eerst.id, nieuw.volgnummer, nieuw.voorganger_id) == (True, 2, None)


def _voeg_toe(session: Session, pok: Pok) -> None:
    with session.begin_nested():
        session.add(pok)
        session.flush()


def test_the_database_keeps_one_current_pok_per_dossier(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_concept(session, cast, clock)
    eigen = ("id", "nummer", "volgnummer")
    kopie = {k: getattr(pok, k) for k in Pok.model_fields if k not in eigen}
    with pytest.raises(sa.exc.IntegrityError):
        _voeg_toe(session, Pok(**kopie, nummer="2026-09999", volgnummer=99))


def test_sending_stores_the_check_and_tells_the_register(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_volledig(session, cast, clock)
    assert pok.status is PokStatus.VOLLEDIG
    assert soorten(session, pok) == ["volledig"]
    controle = session.execute(sa.select(ErkenningControle)).scalar_one()
    assert (controle.uitkomst, controle.peildatum, controle.pok_id) == ("erkend", date(2026, 12, 7), pok.id)
    assert controle.account_id == cast.coordinator.account_id
    assert laatste_payload(session, pok) == {
        "nummer": "2026-00001",
        "volgnummer": 1,
        "gebeurtenis": "volledig",
        "status": "volledig",
        "document_versie": 0,
        "verbintenis": {
            "student_sleutel": "",
            "studentnummer": cast.leerling.studentnummer,
            "volgnummer": "1",
            "begin": "2025-08-01",
            "gepland_eind": "2028-07-31",
            "werkelijk_eind": None,
        },
        "leerbedrijf": {
            "sbb_id": cast.leerbedrijf.sbb_id,
            "naam": cast.leerbedrijf.naam,
            "actief_van": None,
            "actief_tot": None,
        },
        "crebo": "25736",
        "keuzedeel": "",
        "ontheffing": "",
        "leerweg": "BOL",
        "afsluitdatum": "2026-11-26",
        "begin": "2026-12-07",
        "gepland_eind": "2027-06-25",
        "werkelijk_eind": None,
        "eind_reden": "",
        "uren_totaal": 714,
        "uren_per_week": "32",
        "dagen_per_week": "4",
        "gerealiseerde_uren": None,
        "praktijkopleider": cast.opleider.naam,
        "onderwijsbegeleider": cast.begeleider.naam,
        "reden": "",
        "vervangt": "",
    }


def test_sending_lists_everything_that_is_missing(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, Voortraject())
    with pytest.raises(Onvolledig) as fout:
        service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    assert set(fout.value.velden) == {"leerbedrijf_id", "sbb_id", "praktijkopleider_id"}
    assert pok.status is PokStatus.CONCEPT


def _trek_in(session: Session, cast: Cast, tot: date = date(2026, 11, 1)) -> None:
    session.execute(sa.update(Erkenning).where(col(Erkenning.sbb_id) == cast.leerbedrijf.sbb_id).values(erkend_tot=tot))


def test_a_company_that_is_not_accredited_is_refused_with_the_reason(
    session: Session, clock: FixedClock, cast: Cast
) -> None:
    pok = maak_concept(session, cast, clock)
    _trek_in(session, cast)
    with pytest.raises(service.NietErkend) as fout:
        service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    assert "Niet erkend voor crebo 25736 op 7 dec 2026" in fout.value.tekst.nl
    assert (pok.status, soorten(session, pok)) == (PokStatus.CONCEPT, [])


def test_an_empty_register_is_no_accreditation(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_concept(session, cast, clock)
    session.execute(sa.delete(Erkenning))
    with pytest.raises(service.NietErkend, match="niet_erkend"):
        service.maak_volledig(session, cast.coordinator, clock, id_van(pok))


def test_many_are_sent_with_a_result_per_row(session: Session, clock: FixedClock, cast: Cast) -> None:
    goed = maak_concept(session, cast, clock)
    ander_cast = make_cast(session)
    vreemd = maak_concept(session, ander_cast, clock)
    leeg_dossier = make_dossier(session, cast.verbintenis, make_inrichting(session))
    leeg = service.zet_klaar(session, cast.coordinator, clock, id_van(leeg_dossier), Voortraject())
    niet = ander_bedrijf(session, cast, erkend=False)
    begeleider = session.get_one(Account, cast.begeleider.account_id)
    onerkend_dossier = make_dossier(session, cast.verbintenis, make_inrichting(session), begeleider)
    onerkend = service.zet_klaar(
        session, cast.coordinator, clock, id_van(onerkend_dossier), replace(cast.voortraject(), **niet)
    )
    ids = [id_van(p) for p in (leeg, goed, vreemd, onerkend, goed)] + [2**31 - 1, -4]
    uitslagen = service.maak_volledig_alle(session, cast.coordinator, clock, ids)
    assert [(u.sleutel, u.gelukt) for u in uitslagen] == [
        (str(leeg.id), False),
        (str(goed.id), True),
        (str(vreemd.id), False),
        (str(onerkend.id), False),
        (str(2**31 - 1), False),
        ("-4", False),
    ]
    assert uitslagen[2].tekst == uitslagen[4].tekst, "not yours and not there answer the same"
    assert uitslagen[2].naam == str(vreemd.id), "the name of somebody else's student stays unknown"
    assert [p.status for p in (goed, leeg, vreemd, onerkend)] == ["volledig", "concept", "concept", "concept"]
    bewijs = session.execute(
        sa.select(ErkenningControle).where(col(ErkenningControle.pok_id) == onerkend.id)
    ).scalar_one()
    assert bewijs.uitkomst == "niet_erkend"


def test_a_change_in_volledig_tells_the_register_again(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_volledig(session, cast, clock)
    maak_concept(session, cast, clock, uren_totaal=600)
    assert (pok.status, soorten(session, pok)) == (PokStatus.VOLLEDIG, ["volledig", "volledig"])
    assert laatste_payload(session, pok)["uren_totaal"] == 600
    maak_concept(session, cast, clock, uren_totaal=600)
    assert soorten(session, pok) == ["volledig", "volledig"], "nothing changed, so nothing is sent"


def test_a_change_in_volledig_may_not_make_it_incomplete(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_volledig(session, cast, clock)
    with pytest.raises(Onvolledig), session.begin_nested():
        maak_concept(session, cast, clock, praktijkopleider_id=None)
    session.refresh(pok)
    assert pok.praktijkopleider_id == cast.opleider.id


def test_another_company_in_volledig_is_checked_again(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_volledig(session, cast, clock)
    with pytest.raises(service.NietErkend), session.begin_nested():
        maak_concept(session, cast, clock, **ander_bedrijf(session, cast, erkend=False))
    session.refresh(pok)
    goed = ander_bedrijf(session, cast)
    maak_concept(session, cast, clock, **goed)
    assert pok.leerbedrijf_id == goed["leerbedrijf_id"]


def test_after_printing_only_what_is_not_locked_changes(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = druk_af(session, cast, clock)
    nu = service.voortraject_van(pok)
    for anders in (
        {"begin_op": date(2026, 12, 14)},
        {"eind_op": date(2027, 6, 1)},
        {"uren_totaal": 1},
        {"afsluitdatum": date(2026, 11, 20)},
        ander_bedrijf(session, cast),
    ):
        with pytest.raises(Vergrendeld):
            service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, replace(nu, **anders))
    collega = make_contactpersoon(session, cast.leerbedrijf)
    service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, replace(nu, praktijkopleider_id=collega.id))
    assert (pok.praktijkopleider_id, pok.status) == (collega.id, PokStatus.AFGEDRUKT)
    assert soorten(session, pok) == ["volledig", "afgedrukt", "gewijzigd"], "who guides is told to the register"


def test_sending_twice_is_refused(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_volledig(session, cast, clock)
    with pytest.raises(StapMagNiet):
        service.maak_volledig(session, cast.coordinator, clock, id_van(pok))


def test_after_a_refusal_it_is_sent_again(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_volledig(session, cast, clock)
    versie = pok.versie
    krd_antwoordt(session, pok, clock.nu(), None, ("EIND_NA_VERBINTENIS", "Eindigt te laat."))
    assert (pok.krd_fout_code, pok.krd_status, pok.versie) == ("EIND_NA_VERBINTENIS", None, versie)
    afdruk = service.druk_af(session, cast.studentenzaken, clock, [id_van(pok)])
    assert [(u.gelukt, "geweigerd" in u.tekst.nl) for u in afdruk.uitslagen] == [(False, True)]
    assert service.stuur_opnieuw(session, cast.coordinator, clock, id_van(pok)).aantal == 1
    assert (pok.krd_fout_code, soorten(session, pok)) == ("", ["volledig", "volledig"])
    krd_antwoordt(session, pok, clock.nu(), KrdStatus.VOLLEDIG)
    assert (pok.krd_status, pok.krd_nummer) == (KrdStatus.VOLLEDIG, "K1")


def test_sending_again_brings_the_register_the_whole_way(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = druk_af(session, cast, clock)
    krd_antwoordt(session, pok, clock.nu(), None, ("POK_ONBEKEND", "Onbekend."))
    assert service.stuur_opnieuw(session, cast.studentenzaken, clock, id_van(pok)).aantal == 2
    assert soorten(session, pok) == ["volledig", "afgedrukt", "volledig", "afgedrukt"]
    krd_antwoordt(session, pok, clock.nu(), KrdStatus.AFGEDRUKT)
    with pytest.raises(DomeinFout, match="niets_te_sturen"):
        service.stuur_opnieuw(session, cast.studentenzaken, clock, id_van(pok))


def test_a_new_begeleider_reaches_the_pok_and_the_register(session: Session, clock: FixedClock, cast: Cast) -> None:
    pok = maak_volledig(session, cast, clock)
    nieuw = make_account(session, Rol.ONDERWIJSBEGELEIDER)
    service.stel_begeleider_in(session, cast.coordinator, clock, cast.dossier_id, id_van(nieuw))
    assert pok.onderwijsbegeleider_id == nieuw.id
    assert laatste_payload(session, pok)["onderwijsbegeleider"] == nieuw.naam
    with pytest.raises(NietGevonden):
        service.get_pok(session, cast.begeleider, id_van(pok))


def test_the_checklist_says_everything_at_once(session: Session, clock: FixedClock, cast: Cast) -> None:
    cast.dossier.onderwijsbegeleider_id = None
    lijst = service.checklist(session, cast.coordinator, clock, cast.dossier_id)
    assert (lijst.pok_id, lijst.is_klaar) == (None, False)
    assert {p.sleutel for p in lijst.ontbreekt} == {
        "afsluitdatum", "leerbedrijf_id", "sbb_id", "praktijkopleider_id", "onderwijsbegeleider_id", "erkenning",
    }  # fmt: skip
    assert lijst.waarschuwingen == ()


def test_the_checklist_warns_about_the_register_and_other_placements(
    session: Session, clock: FixedClock, cast: Cast
) -> None:
    maak_concept(session, cast, clock, eind_op=date(2028, 8, 31))
    elders = make_cast(session)
    dossier = make_dossier(session, cast.verbintenis, make_inrichting(session), team_id=elders.dossier.team_id)
    ander_pok = service.zet_klaar(
        session, elders.coordinator, clock, id_van(dossier), replace(elders.voortraject(), begin_op=date(2027, 6, 25))
    )
    lijst = service.checklist(session, cast.coordinator, clock, cast.dossier_id)
    assert lijst.is_klaar
    assert {p.sleutel for p in lijst.waarschuwingen} == {"krd_eind_op", f"overlap_{ander_pok.id}"}
    overlap = lijst.waarschuwingen[-1].uitleg
    assert ander_pok.nummer not in overlap.nl, "another team's POK stays unknown; the days do not"
    assert "25 jun 2027" in overlap.nl


def test_the_checklist_judges_the_accreditation_without_storing_it(
    session: Session, clock: FixedClock, cast: Cast
) -> None:
    maak_concept(session, cast, clock)
    _trek_in(session, cast, date(2026, 12, 6))
    lijst = service.checklist(session, cast.coordinator, clock, cast.dossier_id)
    assert [p.sleutel for p in lijst.ontbreekt] == ["erkenning"]
    assert "6 dec 2026" in lijst.ontbreekt[0].uitleg.nl
    assert session.execute(sa.select(sa.func.count()).select_from(ErkenningControle)).scalar_one() == 0


WIE_MAG_KLAARZETTEN: dict[str, type[DomeinFout] | None] = {
    "coordinator": None,
    "ander_team": NietGevonden,
    "begeleider": GeenRecht,
    "andere_begeleider": NietGevonden,
    "studentenzaken": GeenRecht,
    "student": GeenRecht,
    "andere_student": NietGevonden,
    "praktijkopleider": NietGevonden,
    "ander_bedrijf": NietGevonden,
    "beheer": NietGevonden,
    "niemand": NietGevonden,
}


def test_who_may_make_a_pok_ready(session: Session, clock: FixedClock, cast: Cast) -> None:
    uitkomst: dict[str, type[DomeinFout] | None] = {}
    for wie, actor in cast.wie().items():
        try:
            service.zet_klaar(session, actor, clock, cast.dossier_id, cast.voortraject())
        except DomeinFout as fout:
            uitkomst[wie] = type(fout)
        else:
            uitkomst[wie] = None
    assert uitkomst == WIE_MAG_KLAARZETTEN
    assert session.execute(sa.select(sa.func.count()).select_from(Pok)).scalar_one() == 1
