"""Who sees which places, and what of them; and that every count is the truth."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.ligging.tables import Postcode
from bpv_app.matching import queries_aanbod, queries_plaats
from bpv_app.matching.pages.plaats_beeld import claims, feiten, gebeurtenissen
from bpv_app.matching.queries_aanbod import get_aanbod_kop, list_aanbod, list_aanbod_regels
from bpv_app.matching.queries_plaats import list_plaatsen, list_van_bedrijf, tel_plaatsen
from bpv_app.matching.queries_plaats_detail import get_plaats_detail
from bpv_app.matching.queries_plaats_keuzes import get_keuzes
from bpv_app.matching.rules_plaats import ClaimSoort, Herkomst, PlaatsStatus
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.service_plek import bezet_plek, geef_plek_vrij, reserveer_plek
from bpv_app.student.rules import Leerweg
from tests.makers import make_claim, make_contactpersoon, make_erkenning, make_leerbedrijf, make_locatie, make_plaats
from tests.matching.cast_plaats import CREBO, Cast, id_van, make_cast, make_leerling

VANDAAG = date(2026, 11, 26)


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


@pytest.fixture(autouse=True)
def _vaste_klok(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    """The lists ask the app's own clock what day it is."""
    for module in (queries_plaats, queries_aanbod):
        monkeypatch.setattr(module.tijd, "klok", clock)


def aanbod(session: Session, actor: Actor, **vraag: Any) -> list[int]:
    return [int(rij.sleutel) for rij in list_aanbod(session, actor, LijstVraag(**vraag)).rijen]


def test_a_student_sees_only_what_is_offered_and_possible(session: Session, cast: Cast) -> None:
    goed = make_plaats(session, cast.opleider, leerweg=Leerweg.BOL, niveau_min=3, niveau_max=3)
    for status in PlaatsStatus:
        if status is not PlaatsStatus.AANGEBODEN:
            make_plaats(session, cast.opleider, status)
    make_plaats(session, cast.opleider, crebos=("25111",))
    make_plaats(session, cast.opleider, leerweg=Leerweg.BBL)
    make_plaats(session, cast.opleider, niveau_min=4)
    make_plaats(session, cast.opleider, van=date(2026, 1, 1), tot=date(2026, 11, 25))
    make_plaats(session, cast.opleider, herkomst=Herkomst.ZELF_GEVONDEN)
    make_plaats(session, zonder_erkenning=True)
    gestopt = make_contactpersoon(session, make_leerbedrijf(session, actief_tot=date(2026, 11, 1)))
    make_plaats(session, gestopt)
    te_vroeg_afgelopen = make_contactpersoon(session)
    make_plaats(session, te_vroeg_afgelopen, zonder_erkenning=True)
    make_erkenning(
        session,
        session.get_one(type(cast.bedrijf), te_vroeg_afgelopen.leerbedrijf_id),
        CREBO,
        erkend_tot=date(2026, 12, 6),
    )
    assert aanbod(session, cast.student_actor) == [goed.id]
    kop = get_aanbod_kop(session, cast.student_actor, VANDAAG)
    assert (kop.plaatsen, kop.open, kop.opleidingen) == (1, 1, ("Eerste monteur elektrotechniek",))
    for actor in (cast.bedrijf_actor, cast.beheer, Actor(None, "Niemand")):
        assert aanbod(session, actor) == []
        assert get_aanbod_kop(session, actor, VANDAAG).plaatsen == 0


def test_cards_cannot_be_had_by_asking_for_their_number(session: Session, cast: Cast) -> None:
    goed = make_plaats(session, cast.opleider)
    vreemd = make_plaats(session, crebos=("25111",))
    regels = list_aanbod_regels(session, cast.student_actor, [id_van(vreemd), id_van(goed)], VANDAAG)
    assert [r.id for r in regels] == [goed.id]


def test_the_nearest_place_comes_first_by_the_address_of_the_location(session: Session, cast: Cast) -> None:
    for pc4, breedte, lengte in (("2311", 52.16, 4.49), ("2321", 52.15, 4.48), ("9711", 53.22, 6.57)):
        session.add(Postcode(pc4=pc4, breedte=breedte, lengte=lengte))
    onbekend = make_plaats(session, make_contactpersoon(session, make_leerbedrijf(session, postcode="1011AB")))
    ver = make_plaats(session, cast.opleider)
    ver.locatie_id = make_locatie(session, cast.bedrijf, postcode="9711AA", plaats="Groningen").id
    dichtbij = make_plaats(session, cast.opleider)
    session.flush()
    assert aanbod(session, cast.student_actor) == [dichtbij.id, ver.id, onbekend.id]
    regels = list_aanbod_regels(session, cast.student_actor, [id_van(dichtbij), id_van(ver), id_van(onbekend)], VANDAAG)
    assert [(r.woonplaats, r.km is None or round(r.km) > 100) for r in regels] == [
        ("Leiden", False),
        ("Groningen", True),
        ("Leiden", True),
    ]
    assert regels[2].km is None
    assert aanbod(session, cast.student_actor, filters={"plaats": "gron"}) == [ver.id]
    assert aanbod(session, cast.student_actor, zoek=ver.titel) == [ver.id]


def test_every_school_role_sees_every_place_and_nobody_else_the_list(session: Session, cast: Cast) -> None:
    make_plaats(session, cast.opleider)
    make_plaats(session, status=PlaatsStatus.CONCEPT)
    for actor in (cast.coordinator, cast.vreemd, cast.begeleider):
        assert list_plaatsen(session, actor, LijstVraag()).totaal == 2
    for actor in (cast.student_actor, cast.bedrijf_actor, cast.beheer):
        assert list_plaatsen(session, actor, LijstVraag()).totaal == 0
        with pytest.raises(GeenRecht):
            tel_plaatsen(session, actor, VANDAAG)


def test_counts_are_what_was_really_given(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = make_plaats(session, cast.opleider, aantal=3)
    een, twee = make_leerling(session, cast.team), make_leerling(session, cast.team)

    def cellen() -> tuple[int, ...]:
        (rij,) = list_plaatsen(session, cast.coordinator, LijstVraag()).rijen
        namen = [k.naam for k in queries_plaats.PLAATSEN.kolommen]
        telling = tel_plaatsen(session, cast.coordinator, VANDAAG)
        uit = tuple(rij.cellen[namen.index(n)].waarde for n in ("open", "gereserveerd", "bezet", "aantal"))
        assert uit[:3] == (telling.open, telling.gereserveerd, telling.bezet)
        return uit

    assert cellen() == (3, 0, 0, 3)
    reserveer_plek(session, cast.coordinator, clock, id_van(plaats), id_van(een))
    bezet_plek(session, cast.coordinator, clock, id_van(plaats), id_van(twee))
    assert cellen() == (1, 1, 1, 3)
    geef_plek_vrij(session, cast.coordinator, clock, id_van(plaats), id_van(een), reden="Ander plan")
    assert cellen() == (2, 0, 1, 3)


def test_what_needs_attention_is_counted_and_found(session: Session, cast: Cast) -> None:
    make_plaats(session, cast.opleider)
    weg = make_plaats(session, cast.opleider, crebos=(CREBO, "25111"), zonder_erkenning=True)
    make_plaats(session, cast.opleider, PlaatsStatus.CONCEPT, crebos=("25111",), zonder_erkenning=True)
    ingetrokken = make_plaats(session, cast.opleider, PlaatsStatus.INGETROKKEN)
    make_claim(session, ingetrokken, cast.student, ClaimSoort.BEZET)
    make_plaats(session, cast.opleider, PlaatsStatus.INGETROKKEN)
    telling = tel_plaatsen(session, cast.coordinator, VANDAAG)
    assert (telling.zonder_erkenning, telling.te_vervangen) == (1, 1)
    for waarde, plaats in (("erkenning", weg), ("vervangen", ingetrokken)):
        rijen = list_plaatsen(session, cast.coordinator, LijstVraag(filters={"let_op": waarde})).rijen
        assert [r.sleutel for r in rijen] == [str(plaats.id)]


def test_a_company_sees_its_own_places_only(session: Session, cast: Cast) -> None:
    eigen = make_plaats(session, cast.opleider, PlaatsStatus.CONCEPT)
    assert [r.id for r in list_van_bedrijf(session, cast.bedrijf_actor, cast.bedrijf_id, VANDAAG)] == [eigen.id]
    assert list_van_bedrijf(session, cast.ander_bedrijf, cast.bedrijf_id, VANDAAG) == []
    assert list_van_bedrijf(session, cast.student_actor, cast.bedrijf_id, VANDAAG) == []
    assert len(list_van_bedrijf(session, cast.begeleider, cast.bedrijf_id, VANDAAG)) == 1


@pytest.mark.parametrize("status", list(PlaatsStatus))
def test_who_may_open_a_place(session: Session, cast: Cast, status: PlaatsStatus) -> None:
    plaats = make_plaats(session, cast.opleider, status)
    mag = {
        "coordinator": True,
        "vreemd": True,
        "begeleider": True,
        "bedrijf_actor": True,
        "ander_bedrijf": False,
        "student_actor": status is PlaatsStatus.AANGEBODEN,
        "beheer": False,
    }
    for naam, verwacht in mag.items():
        actor = getattr(cast, naam)
        if verwacht:
            detail = get_plaats_detail(session, actor, id_van(plaats), VANDAAG)
            assert detail.mag_bewerken is (naam in ("coordinator", "vreemd", "bedrijf_actor"))
            assert bool(detail.stappen) is detail.mag_bewerken
        else:
            with pytest.raises(NietGevonden):
                get_plaats_detail(session, actor, id_van(plaats), VANDAAG)
    for sleutel in (0, -1, 2**40, 987654):
        with pytest.raises(NietGevonden):
            get_plaats_detail(session, cast.coordinator, sleutel, VANDAAG)


def test_everybody_sees_the_names_that_are_theirs_to_see(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = make_plaats(session, cast.opleider, aantal=3)
    bezet = make_leerling(session, cast.team)
    reserveer_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student))
    bezet_plek(session, cast.coordinator, clock, id_van(plaats), id_van(bezet))

    def namen(actor: Actor) -> set[str]:
        detail = get_plaats_detail(session, actor, id_van(plaats), VANDAAG)
        return {c.naam for c in detail.claims if c.naam}

    assert namen(cast.coordinator) == {cast.student.naam, bezet.naam}
    assert namen(cast.bedrijf_actor) == {bezet.naam}, "for whom a slot is only kept is not for the company to know"
    assert namen(cast.vreemd) == set()
    vreemd = get_plaats_detail(session, cast.vreemd, id_van(plaats), VANDAAG)
    assert {c.student_id for c in claims(vreemd, "nl")} == {""}, "not even a number to act on"
    assert cast.student.naam not in str(gebeurtenissen(vreemd, "nl"))
    assert cast.student.naam in str(
        gebeurtenissen(get_plaats_detail(session, cast.coordinator, id_van(plaats), VANDAAG), "nl")
    )


def test_a_student_reads_facts_and_no_names_until_there_is_a_slot(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    plaats = make_plaats(session, cast.opleider, aantal=2)
    detail = get_plaats_detail(session, cast.student_actor, id_van(plaats), VANDAAG)
    assert (detail.is_student, detail.claims, detail.gebeurtenissen, detail.mijn) == (True, (), (), None)
    assert cast.opleider.naam not in str(feiten(detail, "nl"))
    reserveer_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student))
    plaats.status = PlaatsStatus.GESLOTEN
    session.flush()
    detail = get_plaats_detail(session, cast.student_actor, id_van(plaats), VANDAAG)
    assert detail.mijn is ClaimSoort.GERESERVEERD
    assert cast.opleider.naam in str(feiten(detail, "nl"))
    assert aanbod(session, cast.student_actor) == []


def test_a_form_offers_what_the_company_has(session: Session, cast: Cast) -> None:
    make_locatie(session, cast.bedrijf, naam="Loods")
    make_locatie(session, cast.bedrijf, naam="Dicht", is_actief=False)
    make_contactpersoon(session, cast.bedrijf, naam="Weg", is_actief=False)
    make_contactpersoon(session, cast.bedrijf, naam="Administratie", is_praktijkopleider=False)
    make_erkenning(session, cast.bedrijf, "25111", erkend_tot=date(2026, 11, 25))
    make_erkenning(session, cast.bedrijf, "25112", erkend_van=date(2027, 1, 1))
    keuzes = get_keuzes(session, cast.bedrijf_actor, cast.bedrijf_id, VANDAAG)
    assert [naam for _, naam in keuzes.locaties] == ["Loods"]
    assert keuzes.opleiders == ((cast.opleider.id, cast.opleider.naam),)
    assert [k.crebo for k in keuzes.crebos] == [CREBO, "25112"]
    assert keuzes.ik == cast.opleider.id
    for actor in (cast.ander_bedrijf, cast.student_actor, cast.begeleider, cast.beheer):
        with pytest.raises(NietGevonden):
            get_keuzes(session, actor, cast.bedrijf_id, VANDAAG)


def test_the_steps_on_the_screen_are_those_of_the_table(session: Session, cast: Cast) -> None:
    plaats = make_plaats(session, cast.opleider)
    detail = get_plaats_detail(session, cast.bedrijf_actor, id_van(plaats), VANDAAG)
    assert [o.stap for o in detail.stappen] == [Stap.SLUIT, Stap.TREK_IN]
