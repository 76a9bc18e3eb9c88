"""What a student sees of the own agreement, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bpv_app.dossier import service as dossier_service
from bpv_app.gesprek.queries_eigen import EigenMoment
from bpv_app.gesprek.rules import Deelnemer, MomentStatus, Vorm
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service
from bpv_app.pok.pages.mijn_beeld import contact_beeld, eerste_zin, mijn_pok_beeld
from bpv_app.pok.queries_mijn import Contact, list_mijn_poks
from bpv_app.pok.rules import MutatieSoort, Partij, PokStatus
from tests.makers import make_dossier, make_inrichting, make_pok
from tests.pok.hulp import DAG, ander_bedrijf, druk_af, id_van, maak_concept, maak_volledig, teken_alles
from tests.pok.rolverdeling import make_cast


def test_a_student_reads_the_agreement_in_plain_words(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    maak_volledig(session, cast, clock)
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    kern = [punt.nl for blok in mijn.samenvatting if blok.is_kern for punt in blok.punten]
    assert kern[1] == "Van 7 december 2026 tot en met 25 juni 2027."
    assert f"Bij het bedrijf: {cast.opleider.naam} (je praktijkopleider)." in kern
    assert "Stoppen kan, maar niet zomaar: eerst praten jij, het bedrijf en de school." in kern
    assert mijn.papier is None
    assert mijn.wat_nu.nl.startswith("De school drukt de overeenkomst af")
    assert not mijn.moet_tekenen


def test_a_minor_is_told_to_have_a_guardian_sign(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2010, 1, 1))
    pok = druk_af(session, cast, clock)
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    assert mijn.moet_tekenen
    assert "laat ook je ouder of voogd en je bedrijf tekenen" in mijn.wat_nu.nl
    assert eerste_zin([mijn]).nl == "Nog niemand heeft getekend."
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, DAG)
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    assert not mijn.moet_tekenen
    assert eerste_zin([mijn]).nl == "1 van de 4 heeft getekend. Nog niet: je ouder of voogd, leerbedrijf, school."
    assert eerste_zin([mijn]).en.startswith("1 of 4 has signed.")


def test_the_printed_version_that_counts_can_be_opened(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    assert mijn.papier is not None
    beeld = mijn_pok_beeld(mijn, "nl")
    assert beeld.papier_href == f"/api/poks/{pok.id}/document/1.pdf"
    assert service.get_document(session, cast.student, id_van(pok), 1)[2].startswith(b"%PDF")
    service.zet_terug(session, cast.studentenzaken, clock, id_van(pok), PokStatus.VOLLEDIG, "Verkeerde datum.")
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    assert (mijn.papier, mijn_pok_beeld(mijn, "nl").papier_href) == (None, "")


def test_the_accreditation_fits_in_one_line(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    druk_af(session, cast, clock)
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    assert mijn_pok_beeld(mijn, "nl").erkenning == (
        "Het bedrijf mag je opleiden: het is erkend voor jouw opleiding (gecontroleerd op 26 nov 2026)."
    )


def test_an_amended_placement_tells_old_and_new(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = teken_alles(session, cast, clock)
    uitslag = service.muteer(
        session,
        cast.coordinator,
        clock,
        id_van(oud),
        MutatieSoort.ANDER_LEERBEDRIJF,
        date(2027, 3, 1),
        cast.voortraject(**ander_bedrijf(session, cast)),
        "Bedrijf stopt.",
    )
    assert uitslag.is_volledig
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    assert mijn.pok_id == uitslag.nieuw.id
    eerst, daarna = (zin.nl for zin in mijn.keten)
    assert eerst.endswith(f"van 7 dec 2026 tot en met 28 feb 2027 (POK {oud.nummer}).")
    assert daarna.startswith("Vanaf 1 mrt 2027: een ander bedrijf.")


def test_while_the_new_agreement_is_a_draft_the_old_one_is_shown(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = teken_alles(session, cast, clock)
    uitslag = service.muteer(
        session,
        cast.coordinator,
        clock,
        id_van(oud),
        MutatieSoort.ANDER_LEERBEDRIJF,
        date(2027, 3, 1),
        cast.voortraject(**ander_bedrijf(session, cast, erkend=False)),
        "Bedrijf stopt.",
    )
    assert not uitslag.is_volledig
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    assert (mijn.pok_id, mijn.keten) == (oud.id, ())
    assert mijn.wat_nu.nl.startswith("Er verandert iets. De school maakt een nieuwe overeenkomst.")


def test_conversations_have_days_and_documents_say_whether_they_are_there(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    dossier_service.get_inrichting_van(session, cast.dossier).gespreksmomenten = [
        {"naam": "Startgesprek", "dagen_na_begin": 14}
    ]
    cast.dossier.documenten_klaar = ["Beoordeling"]
    session.flush()
    maak_volledig(session, cast, clock)
    (mijn,) = list_mijn_poks(session, cast.student, DAG)
    assert [(d.naam, d.is_klaar) for d in mijn.documenten] == [("Beoordeling", True)]


def test_conversations_are_those_of_the_placement_planned_held_or_still_to_be(
    session: Session, clock: FixedClock
) -> None:
    cast = make_cast(session)
    maak_volledig(session, cast, clock)
    (mijn,) = list_mijn_poks(session, cast.student, DAG)

    def moment(nr: int, status: MomentStatus, dossier_id: int = mijn.dossier_id, **anders: Any) -> EigenMoment:
        gewoon: dict[str, Any] = {
            "naam": f"Gesprek {nr}", "student": "", "begeleider": "", "venster_van": DAG, "duur_minuten": 45,
            "venster_tot": DAG + timedelta(days=nr), "afspraak_op": None, "vorm": Vorm.BEZOEK, "plaats": "",
            "gehouden_op": None, "als": (Deelnemer.STUDENT,),
        }  # fmt: skip
        return EigenMoment(id=nr, dossier_id=dossier_id, status=status, **(gewoon | anders))

    momenten = [
        moment(3, MomentStatus.TE_PLANNEN),
        moment(2, MomentStatus.GEPLAND, afspraak_op=datetime(2026, 12, 14, 9, 30, tzinfo=UTC)),
        moment(1, MomentStatus.GEHOUDEN, gehouden_op=date(2026, 11, 20)),
        moment(4, MomentStatus.TE_PLANNEN, dossier_id=999),
    ]
    assert [(g.wat, g.hoe) for g in mijn_pok_beeld(mijn, "nl", momenten).gesprekken] == [
        ("Gesprek 1", "geweest op 20 nov 2026"),
        ("Gesprek 2", "14 dec 2026 10:30"),
        ("Gesprek 3", "uiterlijk 29 nov 2026"),
    ]


def test_running_placements_come_first_the_newest_on_top(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)

    def nog_een(status: PokStatus, begin: date) -> int:
        dossier = make_dossier(session, cast.verbintenis, make_inrichting(session))
        return id_van(make_pok(session, status, dossier, begin_op=begin, eind_op=date(2028, 1, 1)))

    klaar = nog_een(PokStatus.AFGEROND, date(2027, 9, 1))
    eerst = nog_een(PokStatus.DEFINITIEF, date(2026, 9, 1))
    laatst = nog_een(PokStatus.VOLLEDIG, date(2027, 2, 1))
    assert [m.pok_id for m in list_mijn_poks(session, cast.student, DAG)] == [laatst, eerst, klaar]


def test_only_the_student_sees_this_and_never_a_draft(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    maak_concept(session, cast, clock)
    assert list_mijn_poks(session, cast.student, DAG) == ()
    assert eerste_zin(()).nl.startswith("Je hebt nog geen overeenkomst.")
    druk_af(session, make_cast(session), clock)
    assert list_mijn_poks(session, cast.andere_student, DAG) == ()
    for wie in (cast.coordinator, cast.praktijkopleider, cast.studentenzaken, cast.beheer, cast.niemand):
        with pytest.raises(GeenRecht):
            list_mijn_poks(session, wie, DAG)


def test_a_tap_calls_or_mails_whatever_was_typed() -> None:
    beeld = contact_beeld(Contact("Jan", "+31 (0)71-555 01 00", "jan?bcc=x@y.nl"), Tekst("Rol", "Role"), "nl")
    assert (beeld.bel, beeld.mail) == ("tel:+31715550100", "mailto:jan%3Fbcc%3Dx@y.nl")
    niets = contact_beeld(Contact("Jan", "geen", ""), Tekst("Rol", "Role"), "nl")
    assert (niets.bel, niets.mail) == ("", "")
