"""The lists of beheer: users and audit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.lijst import Lijst, LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.tables import metadata
from bpv_app.toegang.audit import NIET_GEVOLGD, AuditRij, noteer_bulk, noteer_inzage
from bpv_app.toegang.queries import ACCOUNTS, AUDIT, toon_wijziging
from bpv_app.toegang.tables import AuditSoort
from tests.makers import NU, make_account, make_actor

WIE = systeem()


def _namen(session: Session, **vraag: object) -> list[str]:
    antwoord = ACCOUNTS.vraag(session, WIE, LijstVraag(**vraag))  # type: ignore[arg-type]
    assert antwoord.totaal >= len(antwoord.rijen)
    return [rij.naam for rij in antwoord.rijen]


@pytest.fixture
def mensen(session: Session) -> None:
    make_account(session, Rol.COORDINATOR, naam="anna", gebruikersnaam="a@x.nl", laatst_ingelogd_op=NU)
    make_account(session, Rol.BEHEER, naam="Bram", gebruikersnaam="c@x.nl", is_actief=False)
    later = NU + timedelta(days=1)
    make_account(session, naam="100% Cor", gebruikersnaam="b@x.nl", email="cor@y.nl", laatst_ingelogd_op=later)


@pytest.mark.usefixtures("mensen")
@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ({}, ["100% Cor", "anna", "Bram"]),
        ({"sorteer": "naam", "aflopend": True}, ["Bram", "anna", "100% Cor"]),
        ({"sorteer": "gebruikersnaam"}, ["anna", "100% Cor", "Bram"]),
        ({"sorteer": "laatst", "aflopend": True}, ["100% Cor", "anna", "Bram"]),
        ({"zoek": "ANNA"}, ["anna"]),
        ({"zoek": "y.nl cor"}, ["100% Cor"]),
        ({"zoek": "0% c"}, ["100% Cor"]),
        ({"zoek": "_"}, []),
        ({"filters": {"rol": "beheer"}}, ["Bram"]),
        ({"filters": {"actief": "nee"}}, ["Bram"]),
        ({"filters": {"actief": "ja"}}, ["100% Cor", "anna"]),
        ({"per_pagina": 1, "pagina": 2}, ["anna"]),
        ({"pagina": 99}, []),
    ],
    ids=str,
)
def test_users_are_found_and_sorted(session: Session, vraag: dict[str, object], verwacht: list[str]) -> None:
    assert _namen(session, **vraag) == verwacht


@pytest.mark.usefixtures("mensen")
def test_a_user_shows_roles_and_state(session: Session) -> None:
    antwoord = ACCOUNTS.vraag(session, WIE, LijstVraag(zoek="bram", taal="en"))
    assert [c.tekst for c in antwoord.rijen[0].cellen][3:] == ["Administrator", "Locked", "Never"]
    assert antwoord.totaal == 1


@pytest.fixture
def anna(session: Session) -> Actor:
    account = make_account(session, naam="Anna")
    return Actor(account.id, "Anna")


def _audit(session: Session, **vraag: object) -> list[list[str]]:
    antwoord = AUDIT.vraag(session, WIE, LijstVraag(**vraag))  # type: ignore[arg-type]
    assert antwoord.totaal == len(antwoord.rijen)
    return [[cel.tekst for cel in rij.cellen] for rij in antwoord.rijen]


def test_the_audit_reads_as_sentences(session: Session, anna: Actor) -> None:
    noteer_bulk(
        session,
        anna,
        datetime(2026, 11, 25, 23, 30, tzinfo=UTC),
        [AuditRij(AuditSoort.GEWIJZIGD, "pok", 12, oud={"status": "volledig"}, nieuw={"status": "afgedrukt"})],
    )
    noteer_inzage(session, anna, "dossier", 3, "dossier geopend", datetime(2026, 11, 25, 22, 30, tzinfo=UTC))
    pok = ["26 nov 2026 00:30", "Anna", "gewijzigd", "POK", "12", "status: volledig → afgedrukt"]
    dossier = ["25 nov 2026 23:30", "Anna", "bekeken", "BPV-dossier", "3", "dossier geopend"]
    assert _audit(session, zoek="anna") == [pok, dossier]
    assert _audit(session, zoek="anna", sorteer="op") == [dossier, pok]
    assert _audit(session, filters={"tabel": "pok"}) == [pok]
    assert _audit(session, filters={"soort": "ingezien"}) == [dossier]
    assert _audit(session, filters={"object": "12"}) == [pok]
    # Days are days in Amsterdam.
    assert _audit(session, zoek="anna", filters={"van": "2026-11-26"}) == [pok]
    assert _audit(session, zoek="anna", filters={"tot": "2026-11-25"}) == [dossier]
    assert _audit(session, zoek="bram") == []


@pytest.mark.parametrize("filters", [{"object": "x"}, {"object": "9" * 30}, {"van": "gisteren"}, {"tot": "9999-12-31"}])
def test_a_filter_that_means_nothing_is_ignored(session: Session, anna: Actor, filters: dict[str, str]) -> None:
    assert len(_audit(session, zoek="", filters=filters)) == 1
    assert anna.naam == "Anna"


def test_a_change_is_shown_short() -> None:
    assert toon_wijziging({}, {"naam": "Techniek"}) == "naam: Techniek"
    assert toon_wijziging({"naam": "A", "plaats": None}, {"naam": "B", "plaats": "Leiden"}) == (
        "naam: A → B; plaats: – → Leiden"
    )
    assert len(toon_wijziging({}, {"x": "y" * 900})) == 500


@pytest.mark.parametrize("lijst", [ACCOUNTS, AUDIT], ids=lambda lijst: lijst.naam)
@pytest.mark.parametrize("rol", [rol for rol in Rol if rol is not Rol.BEHEER])
def test_only_beheer_sees_these_lists(session: Session, lijst: Lijst, rol: Rol) -> None:
    actor = make_actor(session, rol)
    with pytest.raises(GeenRecht):
        lijst.vraag(session, actor, LijstVraag())
    if lijst.filters_van:
        with pytest.raises(GeenRecht):
            lijst.filters_van(session, actor)


def test_every_table_that_is_followed_has_a_name_and_is_a_choice(session: Session) -> None:
    assert AUDIT.filters_van is not None
    (filter_,) = AUDIT.filters_van(session, WIE)
    keuzes = {keuze.waarde for keuze in filter_.keuzes}
    # Ending a session and what a person does to a mail are noted by hand; the other excluded tables never are.
    assert keuzes == {tabel.name for tabel in metadata.sorted_tables} - NIET_GEVOLGD | {"sessie", "mail"}
