"""Amendments through the service: what each makes, what the register hears, what becomes of an objection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.dossier.rules import standaard_uren
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.mutatie.queries import get_begin, get_voorbeeld, te_vervangen
from bpv_app.mutatie.rules import Invoer
from bpv_app.mutatie.service import GeenVervanging, neem_over, start_vervangende_plek, voer_uit
from bpv_app.pok import service
from bpv_app.pok.queries import list_poks, tel, where_pok
from bpv_app.pok.queries_detail import get_pok_detail
from bpv_app.pok.queries_tellers import tellers
from bpv_app.pok.queries_wijziging import list_wijzigingen
from bpv_app.pok.rules import EindReden, KrdStatus, MutatieSoort, Partij, PokStatus
from bpv_app.pok.rules_bezwaar import BezwaarMagNiet, BladInBehandeling, GeenBezwaar, WijzigingStand, WijzigingStatus
from bpv_app.pok.rules_mutatie import Gevolg, GevolgMagNiet
from bpv_app.pok.rules_naast import Naast, RedenNodig
from bpv_app.pok.rules_voortraject import Vergrendeld, Voortraject
from bpv_app.pok.service_basis import handtekeningen
from bpv_app.pok.tables import Pok, PokDocument
from bpv_app.pok.tables_wijziging import PokBezwaar, PokNaast, PokWijziging
from bpv_app.post.tables import Mail
from bpv_app.uren.queries_stand import lees_standen
from tests.makers import make_contactpersoon
from tests.pok.hulp import (
    ALLE_PARTIJEN,
    ander_bedrijf,
    druk_af,
    id_van,
    krd_antwoordt,
    laatste_payload,
    maak_concept,
    maak_volledig,
    soorten,
    teken_alles,
)
from tests.pok.rolverdeling import Cast, make_cast

VANAF = date(2027, 2, 1)


def _invoer(soort: str, gevolg: str, v: Voortraject, **anders: Any) -> Invoer:
    standaard: dict[str, Any] = {"ingang": VANAF, "reden": "Afgesproken"}
    return Invoer(MutatieSoort(soort), Gevolg(gevolg), gegevens=v, **{**standaard, **anders})


def _laatste(session: Session) -> PokWijziging:
    vraag = sa.select(PokWijziging).order_by(col(PokWijziging.id).desc()).limit(1)
    wijziging: PokWijziging = session.execute(vraag).scalar_one()
    return wijziging


def _verleng(session: Session, cast: Cast, clock: FixedClock) -> tuple[Pok, PokWijziging]:
    pok = teken_alles(session, cast, clock)
    v = replace(service.voortraject_van(pok), eind_op=date(2027, 7, 30), uren_totaal=650)
    voer_uit(session, cast.begeleider, clock, id_van(pok), _invoer("verlenging", "bpvblad", v))
    return pok, _laatste(session)


def test_a_new_bpv_blad_is_a_new_version_of_the_same_pok(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, email="noor@leerling.example")
    oud_totaal = standaard_uren(date(2026, 12, 7), date(2027, 6, 25), Decimal(4)).uren_totaal
    pok, wijziging = _verleng(session, cast, clock)
    assert (pok.status, pok.document_versie, pok.getekende_versie) == (PokStatus.DEFINITIEF, 2, 1)
    assert (pok.eind_op, pok.uren_totaal) == (date(2027, 7, 30), 650)
    assert set(handtekeningen(session, pok)) == set(ALLE_PARTIJEN), "nobody signs again"
    assert (cast.dossier.eind_op, cast.dossier.uren_totaal) == (date(2027, 7, 30), 650)
    assert (wijziging.status, wijziging.document_versie) == (WijzigingStatus.LOOPT, 2)
    assert wijziging.bezwaar_tot == date(2026, 12, 10)
    assert wijziging.voor == {"eind_op": "2027-06-25", "uren_totaal": oud_totaal}
    assert wijziging.na == {"eind_op": "2027-07-30", "uren_totaal": 650}
    assert soorten(session, pok)[-1] == "gewijzigd"
    bericht = laatste_payload(session, pok)
    assert (bericht["status"], bericht["gepland_eind"], bericht["document_versie"]) == ("definitief", "2027-07-30", 2)
    _, document, inhoud = service.get_document(session, cast.coordinator, id_van(pok), 2)
    assert inhoud == opslag.lees(document.sha256)
    assert inhoud.startswith(b"%PDF")
    geldig = sa.select(col(PokDocument.document_versie)).where(col(PokDocument.vervallen_op).is_(None))
    assert list(session.execute(geldig.order_by(col(PokDocument.document_versie))).scalars()) == [1, 2]
    aan = set(session.execute(sa.select(col(Mail.aan)).where(col(Mail.sjabloon) == "pok_bpvblad")).scalars())
    assert aan == {"noor@leerling.example", cast.opleider.email}
    regels = get_pok_detail(session, cast.coordinator, id_van(pok), clock.vandaag()).tijdlijn
    assert any("Nieuw bpv-blad (versie 2)" in r.tekst.nl for r in regels)


def test_after_the_term_without_objection_it_holds(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok, wijziging = _verleng(session, cast, clock)
    v = replace(service.voortraject_van(pok), uren_totaal=600)
    nog_een = _invoer("andere_uren", "bpvblad", v)
    with pytest.raises(BladInBehandeling):
        voer_uit(session, cast.coordinator, clock, id_van(pok), nog_een)
    assert _filter(session, cast, "termijn") == 1
    clock.moment += timedelta(days=15)
    (regel,) = list_wijzigingen(session, id_van(pok), clock.vandaag(), "nl")
    assert regel.stand is WijzigingStand.GELDT
    with pytest.raises(GeenBezwaar):
        service.trek_in(session, cast.coordinator, clock, id_van(wijziging), "Te laat")
    with pytest.raises(BezwaarMagNiet):
        service.registreer_bezwaar(
            session, cast.begeleider, clock, id_van(wijziging), Partij.STUDENT, "Nee", clock.vandaag()
        )
    voer_uit(session, cast.coordinator, clock, id_van(pok), nog_een)
    assert pok.document_versie == 3
    geldig = sa.select(col(PokDocument.document_versie)).where(col(PokDocument.vervallen_op).is_(None))
    assert set(session.execute(geldig).scalars()) == {1, 3}, "the blad before it is overtaken"


def _filter(session: Session, cast: Cast, waarde: str) -> int:
    vraag = LijstVraag(filters={"werk": waarde})
    return list_poks(session, cast.coordinator, vraag).totaal


def test_an_objection_is_on_the_coordinators_list_until_it_is_dealt_with(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok, wijziging = _verleng(session, cast, clock)
    assert _filter(session, cast, "bezwaar") == 0
    for actor in (cast.student, cast.andere_begeleider, cast.ander_team, cast.beheer):
        with pytest.raises((GeenRecht, NietGevonden)):
            service.registreer_bezwaar(session, actor, clock, id_van(wijziging), Partij.LEERBEDRIJF, "Nee", None)
    with pytest.raises(OngeldigeInvoer):
        service.registreer_bezwaar(session, cast.studentenzaken, clock, id_van(wijziging), Partij.VOOGD, "Nee", None)
    with pytest.raises(GeenBezwaar):
        service.handhaaf(session, cast.coordinator, clock, id_van(wijziging), "Er is geen bezwaar")
    service.registreer_bezwaar(
        session, cast.studentenzaken, clock, id_van(wijziging), Partij.LEERBEDRIJF, "Zomer dicht", None
    )
    service.registreer_bezwaar(session, cast.begeleider, clock, id_van(wijziging), Partij.STUDENT, "Ik ook", None)
    assert session.execute(sa.select(sa.func.count()).select_from(PokBezwaar)).scalar_one() == 2
    assert _filter(session, cast, "bezwaar") == 1
    for actor in (cast.begeleider, cast.studentenzaken):
        with pytest.raises(GeenRecht):
            service.trek_in(session, actor, clock, id_van(wijziging), "Terug")
    service.trek_in(session, cast.coordinator, clock, id_van(wijziging), "Zij hebben gelijk")
    assert (pok.eind_op, pok.document_versie, pok.getekende_versie) == (date(2027, 6, 25), 3, 1)
    assert cast.dossier.eind_op == date(2027, 6, 25)
    assert (wijziging.status, soorten(session, pok)[-1]) == (WijzigingStatus.INGETROKKEN, "gewijzigd")
    assert laatste_payload(session, pok)["gepland_eind"] == "2027-06-25"
    assert set(handtekeningen(session, pok)) == set(ALLE_PARTIJEN)
    assert _filter(session, cast, "bezwaar") == 0


def test_a_settled_objection_keeps_the_blad(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok, wijziging = _verleng(session, cast, clock)
    service.registreer_bezwaar(session, cast.begeleider, clock, id_van(wijziging), Partij.STUDENT, "Liever niet", None)
    with pytest.raises(OngeldigeInvoer):
        service.handhaaf(session, cast.coordinator, clock, id_van(wijziging), " ")
    service.handhaaf(session, cast.coordinator, clock, id_van(wijziging), "Opgelost in gesprek")
    (regel,) = list_wijzigingen(session, id_van(pok), clock.vandaag(), "nl")
    assert (regel.stand, regel.afhandeling) == (WijzigingStand.GELDT, "Opgelost in gesprek")
    assert pok.eind_op == date(2027, 7, 30)


def test_what_was_signed_changes_only_by_an_amendment(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    for anders in ({"uren_per_week": Decimal(24)}, {"keuzedeel": "K0001"}, {"eind_op": date(2027, 7, 1)}):
        v = replace(service.voortraject_van(pok), **anders)
        with pytest.raises(Vergrendeld):
            service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, v)
    collega = make_contactpersoon(session, cast.leerbedrijf)
    v = replace(service.voortraject_van(pok), praktijkopleider_id=collega.id)
    service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, v)
    assert _laatste(session).soort is MutatieSoort.ANDERE_PRAKTIJKOPLEIDER, "in the dossier too it is recorded"
    assert soorten(session, pok)[-1] == "gewijzigd"
    assert laatste_payload(session, pok)["praktijkopleider"] == collega.naam


def test_another_praktijkopleider_or_begeleider_is_recorded_and_told(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    collega = make_contactpersoon(session, cast.leerbedrijf)
    v = replace(service.voortraject_van(pok), praktijkopleider_id=collega.id)
    voer_uit(session, cast.begeleider, clock, id_van(pok), _invoer("andere_praktijkopleider", "vastgelegd", v))
    assert (pok.praktijkopleider_id, pok.status, pok.document_versie) == (collega.id, PokStatus.DEFINITIEF, 1)
    with pytest.raises(OngeldigeInvoer):
        voer_uit(session, cast.begeleider, clock, id_van(pok), _invoer("andere_praktijkopleider", "vastgelegd", v))
    nieuwe = cast.andere_begeleider.account_id
    invoer = _invoer("andere_begeleider", "vastgelegd", v, onderwijsbegeleider_id=nieuwe)
    with pytest.raises(GeenRecht):
        voer_uit(session, cast.begeleider, clock, id_van(pok), invoer)
    voer_uit(session, cast.coordinator, clock, id_van(pok), invoer)
    assert pok.onderwijsbegeleider_id == cast.dossier.onderwijsbegeleider_id == nieuwe
    assert (_laatste(session).reden, soorten(session, pok)[-2:]) == ("Afgesproken", ["gewijzigd", "gewijzigd"])


def test_a_refused_change_can_be_sent_again(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok, _ = _verleng(session, cast, clock)
    krd_antwoordt(session, pok, clock.nu(), KrdStatus.DEFINITIEF, ("EIND_NA_VERBINTENIS", "Te laat"))
    assert service.stuur_opnieuw(session, cast.coordinator, clock, id_van(pok)).aantal == 1
    assert soorten(session, pok)[-1] == "gewijzigd"


def test_the_preview_says_what_happens_and_changes_nothing(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    bedrijf = ander_bedrijf(session, cast)
    v = replace(service.voortraject_van(pok), **bedrijf, uren_totaal=300)
    invoer = _invoer("ander_leerbedrijf", "nieuwe_pok", replace(v, afsluitdatum=None))
    versie = pok.versie
    voor = get_voorbeeld(session, cast.begeleider, clock, id_van(pok), invoer, "nl")
    assert (pok.versie, session.execute(sa.select(sa.func.count()).select_from(Pok)).scalar_one()) == (versie, 1)
    assert {x.label.nl for x in voor.verschillen} >= {"Leerbedrijf", "Begindatum", "Totaal aantal uren (SBU)"}
    assert voor.tekenaars == ALLE_PARTIJEN
    assert voor.uren_voor == (pok.uren_totaal or 0) * 60
    uit = voer_uit(session, cast.begeleider, clock, id_van(pok), invoer, versie)
    assert uit.is_klaar, uit.tekst.nl
    stand = lees_standen(session, [cast.dossier_id], clock.vandaag())[cast.dossier_id]
    assert stand.saldo.totaal == voor.uren_na, "the preview is by the one hours engine"
    assert (stand.begin, stand.eind) == voor.loopt_na
    with pytest.raises((Verouderd, GevolgMagNiet)):
        voer_uit(session, cast.begeleider, clock, id_van(pok), invoer, versie)


def test_the_preview_of_a_bpv_blad_too(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    v = replace(service.voortraject_van(pok), eind_op=date(2027, 7, 30), uren_totaal=None)
    invoer = _invoer("verlenging", "bpvblad", v)
    voor = get_voorbeeld(session, cast.coordinator, clock, id_van(pok), invoer, "nl")
    assert (voor.tekenaars, voor.bezwaar_tot, voor.loopt_na[1]) == ((), date(2026, 12, 10), date(2027, 7, 30))
    voer_uit(session, cast.coordinator, clock, id_van(pok), invoer)
    stand = lees_standen(session, [cast.dossier_id], clock.vandaag())[cast.dossier_id]
    assert stand.saldo.totaal == voor.uren_na == (pok.uren_totaal or 0) * 60


def test_crebo_and_route_follow_the_enrolment_and_a_crebo_needs_the_students_request(
    session: Session, clock: FixedClock
) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    v = replace(service.voortraject_van(pok), afsluitdatum=None)
    with pytest.raises(OngeldigeInvoer):
        voer_uit(session, cast.coordinator, clock, id_van(pok), _invoer("andere_crebo", "nieuwe_pok", v))
    crebo = _invoer("andere_crebo", "nieuwe_pok", v, op_verzoek=True)
    with pytest.raises(OngeldigeInvoer) as fout:
        voer_uit(session, cast.coordinator, clock, id_van(pok), crebo)
    assert "verbintenis" in fout.value.tekst.nl
    cast.verbintenis.crebo = "25111"
    session.flush()
    uit = voer_uit(session, cast.coordinator, clock, id_van(pok), crebo)
    nieuw = session.get_one(Pok, uit.pok_id)
    assert (nieuw.crebo, nieuw.status, pok.status) == ("25111", PokStatus.CONCEPT, PokStatus.VERVANGEN)
    assert "Niet erkend" in uit.tekst.nl, "another crebo asks for another accreditation"
    wijziging = _laatste(session)
    assert (wijziging.op_verzoek, wijziging.na["crebo"], wijziging.nieuw_pok_id) == (True, "25111", nieuw.id)


def test_an_unsigned_pok_has_no_blad_to_replace(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    v = replace(service.voortraject_van(pok), eind_op=date(2027, 7, 30))
    with pytest.raises(GevolgMagNiet):
        voer_uit(session, cast.coordinator, clock, id_van(pok), _invoer("verlenging", "bpvblad", v))
    kinds = dict(get_begin(session, cast.begeleider, id_van(pok)).keuzes)
    assert kinds[MutatieSoort.VERLENGING] == (Gevolg.NIEUWE_POK,)
    assert MutatieSoort.ANDERE_BEGELEIDER not in kinds
    for actor in (cast.student, cast.studentenzaken, cast.ander_team, cast.andere_begeleider, cast.beheer):
        with pytest.raises((GeenRecht, NietGevonden)):
            get_begin(session, actor, id_van(pok))


def test_a_form_with_hostile_fields_changes_only_its_kind(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    v = Voortraject(leerbedrijf_id=999, begin_op=date(2020, 1, 1), uren_totaal=300, uren_per_week=Decimal(16))
    eigen = neem_over(session, cast.begeleider, id_van(pok), MutatieSoort.ANDERE_UREN, v)
    assert (eigen.leerbedrijf_id, eigen.begin_op) == (pok.leerbedrijf_id, pok.begin_op)
    assert (eigen.uren_totaal, eigen.uren_per_week) == (300, Decimal(16))
    assert eigen.afsluitdatum is None


def test_a_step_back_voids_a_blad_in_its_term_and_tells_who_has_the_paper(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, email="noor@leerling.example")
    pok, wijziging = _verleng(session, cast, clock)
    service.zet_terug(session, cast.studentenzaken, clock, id_van(pok), PokStatus.VOLLEDIG, "Verkeerd bedrijf")
    assert (wijziging.status, pok.blad_versies, pok.document_versie) == (WijzigingStatus.VERVALLEN, 0, 2)
    mails = session.execute(sa.select(Mail).where(col(Mail.sjabloon) == "pok_teruggezet")).scalars().all()
    assert {m.aan for m in mails} == {"noor@leerling.example", cast.opleider.email}
    assert all("Verkeerd bedrijf" in m.tekst for m in mails)
    druk_af(session, cast, clock, pok)
    assert (pok.document_versie, pok.getekende_versie, handtekeningen(session, pok)) == (3, 3, {})


def test_nothing_printed_nobody_told(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    service.zet_terug(session, cast.studentenzaken, clock, id_van(pok), PokStatus.CONCEPT, "Fout")
    assert session.execute(sa.select(sa.func.count()).select_from(Mail)).scalar_one() == 0


def _stop(session: Session, cast: Cast, clock: FixedClock, uren: int = 100) -> Pok:
    pok = teken_alles(session, cast, clock)
    clock.moment += timedelta(days=60)
    klaar = service.Afsluiting(
        clock.vandaag(), EindReden.GESTOPT_BEDRIJF, Decimal(uren), "Bedrijf stopt", ("Beoordeling",)
    )
    return service.sluit_af(session, cast.begeleider, clock, id_van(pok), klaar)


def test_an_early_end_offers_a_replacement_place_for_the_rest(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = _stop(session, cast, clock)
    doel = lees_standen(session, [cast.dossier_id], clock.vandaag())[cast.dossier_id].saldo.totaal
    found = te_vervangen(session, cast.dossier_id)
    assert found is not None
    assert found.id == oud.id
    for actor in (cast.student, cast.studentenzaken, cast.ander_team, cast.andere_begeleider):
        with pytest.raises((GeenRecht, NietGevonden)):
            start_vervangende_plek(session, actor, clock, cast.dossier_id, "x")
    nieuw = start_vervangende_plek(session, cast.begeleider, clock, cast.dossier_id, "Bedrijf stopt")
    assert (nieuw.status, nieuw.voorganger_id, nieuw.leerbedrijf_id) == (PokStatus.CONCEPT, oud.id, None)
    assert nieuw.uren_totaal == (oud.uren_totaal or 0) - 100
    assert (nieuw.mutatie_soort, oud.status) == (MutatieSoort.VERVANGENDE_PLEK, PokStatus.AFGEROND)
    assert cast.dossier.afgesloten_op is None
    with pytest.raises(GeenVervanging):
        start_vervangende_plek(session, cast.coordinator, clock, cast.dossier_id, "Nog een")
    bedrijf = ander_bedrijf(session, cast)
    v = replace(service.voortraject_van(nieuw), **bedrijf)
    service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, v)
    service.maak_volledig(session, cast.coordinator, clock, id_van(nieuw))
    na = lees_standen(session, [cast.dossier_id], clock.vandaag())[cast.dossier_id].saldo.totaal
    assert na == doel, "what was asked in all stays what it was"
    assert service.list_keten(session, cast.coordinator, id_van(nieuw)) == [oud, nieuw]


def test_a_placement_that_ran_to_its_end_has_no_replacement(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    clock.moment += timedelta(days=300)
    klaar = service.Afsluiting(pok.eind_op, EindReden.VOLTOOID, Decimal(500), "", ("Beoordeling",))
    service.sluit_af(session, cast.begeleider, clock, id_van(pok), klaar)
    assert te_vervangen(session, cast.dossier_id) is None
    with pytest.raises(GeenVervanging):
        start_vervangende_plek(session, cast.coordinator, clock, cast.dossier_id, "x")


def _ernaast(session: Session, cast: Cast, uren: int) -> Pok:
    """Another placement of the same student, in another dossier."""
    from tests.makers import make_dossier, make_pok, make_verbintenis

    dossier = make_dossier(session, make_verbintenis(session, cast.leerling, volgnummer="2"))
    return make_pok(session, PokStatus.DEFINITIEF, dossier, uren_per_week=Decimal(uren))


def test_a_placement_beside_another_is_not_sent_without_a_reason(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    _ernaast(session, cast, 16)
    pok = maak_concept(session, cast, clock)
    assert [w.soort for w in service.list_naast(session, pok)] == [Naast.OVERLAP, Naast.UREN], "32 + 16 hours"
    with pytest.raises(RedenNodig) as fout:
        service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    assert "48 uur per week" in fout.value.tekst.nl
    (uitslag,) = service.maak_volledig_alle(session, cast.coordinator, clock, [id_van(pok)])
    assert not uitslag.gelukt, "in bulk it says why, never skips"
    for actor in (cast.student, cast.studentenzaken, cast.andere_begeleider, cast.ander_team):
        with pytest.raises((GeenRecht, NietGevonden)):
            service.geef_reden_naast(session, actor, clock, id_van(pok), "Mag")
    with pytest.raises(OngeldigeInvoer):
        service.geef_reden_naast(session, cast.coordinator, clock, id_van(pok), "  ")
    assert service.geef_reden_naast(session, cast.coordinator, clock, id_van(pok), "Avonddienst")
    assert service.list_zonder_reden(session, pok) == ()
    service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    rij = session.execute(sa.select(PokNaast)).scalar_one()
    assert (rij.reden, rij.door_naam) == ("Avonddienst", cast.coordinator.naam)
    v = replace(service.voortraject_van(pok), uren_per_week=Decimal(36))
    with pytest.raises(RedenNodig):  # another situation asks for another reason
        service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, v)


def test_an_amendment_beside_another_placement_gives_its_reason_at_once(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    _ernaast(session, cast, 8)
    v = replace(service.voortraject_van(pok), uren_totaal=500)
    invoer = _invoer("andere_uren", "bpvblad", v)
    naast = get_voorbeeld(session, cast.coordinator, clock, id_van(pok), invoer, "nl").naast
    assert [w.soort for w in naast] == [Naast.OVERLAP]
    with pytest.raises(RedenNodig), session.begin_nested():
        voer_uit(session, cast.coordinator, clock, id_van(pok), invoer)
    session.refresh(pok)
    voer_uit(session, cast.coordinator, clock, id_van(pok), replace(invoer, reden_naast="Twee halve dagen"))
    assert session.execute(sa.select(col(PokNaast.reden))).scalar_one() == "Twee halve dagen"


def test_the_guardian_signs_until_the_very_day_the_student_turns_eighteen(session: Session, clock: FixedClock) -> None:
    """Printed for a minor; who turns 18 before signing signs alone, who signed the day before needs the guardian."""
    achttien = date(2026, 12, 1)
    cast = make_cast(session, geboortedatum=date(2008, 12, 1), voogd_naam="Mia Bakker")
    pok = druk_af(session, cast, clock)
    dag = get_pok_detail(session, cast.coordinator, id_van(pok), achttien - timedelta(days=1))
    assert Partij.VOOGD in {h.partij for h in dag.handtekeningen}
    jarig = get_pok_detail(session, cast.coordinator, id_van(pok), achttien)
    assert Partij.VOOGD not in {h.partij for h in jarig.handtekeningen}
    clock.moment += timedelta(days=6)
    assert clock.vandaag() == date(2026, 12, 2)
    teken = service.registreer_handtekening
    for partij in (Partij.LEERBEDRIJF, Partij.SCHOOL):
        teken(session, cast.studentenzaken, clock, id_van(pok), partij, clock.vandaag())
    uit = teken(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, achttien - timedelta(days=1))
    assert (uit.is_definitief, uit.ontbreekt) == (False, (Partij.VOOGD,)), "signed on the last day as a minor"
    service.verwijder_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, "Verkeerde dag")
    uit = teken(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, achttien)
    assert uit.is_definitief, "signed on the birthday: no guardian"


def test_over_and_final_is_ready_to_be_closed(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    vraag = LijstVraag(filters={"werk": "afsluiten"})
    for dag, aantal in ((pok.eind_op - timedelta(days=1), 0), (pok.eind_op, 1)):  # type: ignore[operator]
        assert tel(session, where_pok(cast.begeleider, vraag, dag)) == aantal  # type: ignore[arg-type]
        gevonden = {t.sleutel: t.aantal for t in tellers(session, cast.begeleider, dag)}  # type: ignore[arg-type]
        assert gevonden["afsluiten"] == aantal
